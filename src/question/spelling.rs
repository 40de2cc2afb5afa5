//! The one spelling of a query, read back: strictly for buttons, and as links and tapped commands carry it.

use crate::{
    catalogue::Catalogue,
    fact::{AsOf, IndicatorId, Kind, Of, Period, PlaceId, SourceId, Year},
    language::Language,
};

use super::{Ask, Comparison, Query, Reporter, SearchWords, When};

/// Reads `ru trade KGZ 2025`: the language and the exact spelling of a query whose names the catalogue has.
pub fn parse_spelling(text: &str, catalogue: &Catalogue) -> Option<(Language, Query)> {
    let (tag, spelling) = text.split_once(' ')?;
    let language = Language::ALL.iter().copied().find(|language| language.tag() == tag)?;
    spelled(spelling, catalogue).map(|query| (language, query))
}

/// Reads the exact spelling of a query.
pub(super) fn spelled(text: &str, catalogue: &Catalogue) -> Option<Query> {
    /// Bytes. No query has more, whatever its document is called.
    const LONGEST: usize = 256;
    if text.len() > LONGEST {
        return None;
    }
    let pieces: Vec<&str> = text.split(' ').collect();
    let query = Pieces { catalogue, pieces, folded: false }.query()?;
    // What reads loosely is no spelling.
    (query.to_string() == text).then_some(query)
}

/// Reads the exact spelling of a query as a person types it: what is told of one time only needs one.
pub(super) fn typed(text: &str, catalogue: &Catalogue) -> Option<Query> {
    spelled(text, catalogue).filter(|query| match query {
        Query::Parts(ask) | Query::History(ask) => !matches!(ask.when, When::Years(..)),
        Query::Country(_, when) | Query::Mirror(_, when) => !matches!(when, When::Years(..)),
        _ => true,
    })
}

/// What stands behind `?start=`: 64 bytes of `[A-Za-z0-9_-]` at most, `ru_trade_KGZ_2025`. None for a
/// search in words that a link cannot carry.
pub fn link(language: Language, query: &Query) -> Option<String> {
    let spelling = format!("{} {query}", language.tag());
    let link: String =
        spelling.chars().map(|letter| if matches!(letter, ' ' | ':' | '/') { '_' } else { letter }).collect();
    let sound = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
    (carries(query, &[' ', '-']) && link.len() <= 64 && link.bytes().all(sound)).then_some(link)
}

/// A command that can be tapped: `/trade_KGZ_2025`. A search in words that it cannot carry keeps its blanks,
/// and is a command to be copied.
pub fn tap(query: &Query) -> String {
    let spelling = query.to_string();
    if !carries(query, &[' ']) {
        return format!("/{spelling}");
    }
    let tapped = spelling.chars().map(|letter| if matches!(letter, ' ' | ':' | '/' | '-') { '_' } else { letter });
    ['/'].into_iter().chain(tapped).collect()
}

/// Whether the words of a search survive.
fn carries(query: &Query, besides: &[char]) -> bool {
    match query {
        Query::Search(words) => words
            .as_str()
            .chars()
            .all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit() || besides.contains(&letter)),
        Query::SourcesOf(query) | Query::AsOf(_, query) => carries(query, besides),
        Query::Figures(_)
        | Query::Parts(_)
        | Query::Compare(_)
        | Query::Why(_)
        | Query::Mirror(..)
        | Query::History(_)
        | Query::Changes(_)
        | Query::Country(..)
        | Query::Countries
        | Query::Agreements(_)
        | Query::Said(_)
        | Query::Indicator(_)
        | Query::Facts
        | Query::Newest
        | Query::Sources
        | Query::MoreSources(_)
        | Query::Source(_)
        | Query::Cite(_)
        | Query::Start
        | Query::Help
        | Query::Privacy
        | Query::Languages
        | Query::Speak(_) => true,
    }
}

/// Reads a link's payload or a tapped command without its slash, with or without a language in front.
pub(super) fn unlinked(text: &str, catalogue: &Catalogue) -> Option<(Option<Language>, Query)> {
    let read = |text: &str| {
        let pieces: Vec<&str> = text.split('_').collect();
        if pieces.len() > 24 { None } else { Pieces { catalogue, pieces, folded: true }.query() }
    };
    if let Some((tag, rest)) = text.split_once('_') {
        let language = Language::ALL.iter().copied().find(|language| language.tag().eq_ignore_ascii_case(tag));
        if let Some(query) = language.and_then(|_| read(rest)) {
            return Some((language, query));
        }
    }
    read(text).map(|query| (None, query))
}

/// The parts of a spelling.
struct Pieces<'a> {
    catalogue: &'a Catalogue,
    pieces: Vec<&'a str>,
    /// Everything between the parts, and within names, has become `_`.
    folded: bool,
}

impl Pieces<'_> {
    fn query(mut self) -> Option<Query> {
        let first = self.pieces.first().copied()?.to_owned();
        let rest = self.pieces.len() > 1;
        let word = if self.folded { first.to_ascii_lowercase() } else { first };
        if let Some(query) = lone(&word)
            && !rest
        {
            return Some(query);
        }
        let inner = |mut pieces: Self| {
            pieces.pieces.remove(0);
            pieces
        };
        match word.as_str() {
            "parts" => inner(self).ask().map(Query::Parts),
            "compare" => inner(self).comparison().map(Query::Compare),
            "why" => inner(self).ask().map(Query::Why),
            "src" => Some(Query::SourcesOf(Box::new(inner(self).query()?))),
            "history" => inner(self).ask().map(Query::History),
            "asof" => inner(self).known_on(),
            "changes" => match inner(self).pieces.as_slice() {
                [page] if !page.starts_with('0') => page.parse().ok().filter(|page| *page > 1).map(Query::Changes),
                _ => None,
            },
            "country" => inner(self).place_and_time(Query::Country),
            "mirror" => inner(self).place_and_time(Query::Mirror),
            "said" => Some(Query::Said(inner(self).only_place()?)),
            "speak" => match inner(self).pieces.as_slice() {
                [tag] => Language::ALL.iter().copied().find(|language| language.tag() == *tag).map(Query::Speak),
                _ => None,
            },
            "agreements" => Some(Query::Agreements(Some(inner(self).only_place()?))),
            "indicator" => Some(Query::Indicator(Some(inner(self).only_indicator()?))),
            "search" => {
                self.pieces.remove(0);
                SearchWords::new(&self.pieces.join(" ")).map(Query::Search)
            }
            "sources" => match inner(self).pieces.as_slice() {
                [page] => page.parse().ok().filter(|page| *page > 1).map(Query::MoreSources),
                _ => None,
            },
            "source" => inner(self).source().map(Query::Source),
            "cite" => inner(self).source().map(Query::Cite),
            _ => self.ask().map(Query::Figures),
        }
    }

    /// A day and a question.
    fn known_on(mut self) -> Option<Query> {
        // Folded, the dashes of a day may have become parts of the spelling.
        let parts = if self.pieces.first()?.contains('-') { 1 } else { 3 };
        if self.pieces.len() <= parts {
            return None;
        }
        let day: Vec<&str> = self.pieces.drain(..parts).collect();
        let Ok(Period::AsOf(AsOf::Day(day))) = day.join("-").parse() else { return None };
        self.query()?.on(day)
    }

    fn place_and_time(mut self, query: impl Fn(PlaceId, When) -> Query) -> Option<Query> {
        let place = self.place()?;
        let when = self.when()?;
        Some(query(place, when))
    }

    fn source(&self) -> Option<SourceId> {
        let id = self.pieces.join(if self.folded { "-" } else { " " });
        self.catalogue.source(&id).map(|source| source.id.clone())
    }

    fn only_place(mut self) -> Option<PlaceId> {
        self.place().filter(|_| self.pieces.is_empty())
    }

    fn only_indicator(mut self) -> Option<IndicatorId> {
        self.indicator().filter(|_| self.pieces.is_empty())
    }

    fn ask(mut self) -> Option<Ask> {
        let indicator = self.indicator()?;
        let kind = self.catalogue.indicator(indicator.as_str())?.kind;
        let mut of = if kind == Kind::Growth { Some(Of::Indicator(self.indicator()?)) } else { None };
        let (reporter, partner, whole) = if self.folded { self.loose_pair(&indicator)? } else { self.pair()? };
        if let Some(whole) = whole {
            of = Some(Of::Place(whole));
        }
        // `share KGZ` says not of what, and nothing but a share is a part of a whole.
        if (kind == Kind::Share) != matches!(of, Some(Of::Place(_))) {
            return None;
        }
        let when = self.when()?;
        Some(Ask { indicator, of, reporter, partner, when })
    }

    fn comparison(mut self) -> Option<Comparison> {
        let indicator = self.indicator()?;
        let kind = self.catalogue.indicator(indicator.as_str())?.kind;
        let mut of = if kind == Kind::Growth { Some(Of::Indicator(self.indicator()?)) } else { None };
        let third_party = self.third_party();
        let mut partners = Vec::new();
        while let Some(place) = self.place() {
            partners.push(place);
        }
        if kind == Kind::Share {
            let whole = if self.folded { partners.pop() } else { self.last_of_whole(&mut partners) };
            of = Some(Of::Place(whole?));
        }
        let when = self.when()?;
        let twice = (1..partners.len()).any(|at| partners[..at].contains(&partners[at]));
        let sound = Comparison::PLACES.contains(&partners.len()) && !twice;
        sound.then_some(Comparison { indicator, of, third_party, partners, when })
    }

    /// `none:KAZ`, or `none` by itself where `:` has become `_`: takes the word away.
    fn third_party(&mut self) -> bool {
        let Some(first) = self.pieces.first_mut() else { return false };
        if self.folded {
            let found = first.eq_ignore_ascii_case("none");
            self.pieces.drain(..usize::from(found));
            return found;
        }
        match first.strip_prefix("none:") {
            Some(place) => {
                *first = place;
                true
            }
            None => false,
        }
    }

    /// `KGZ/world`: the last place, and the whole.
    fn last_of_whole(&mut self, partners: &mut Vec<PlaceId>) -> Option<PlaceId> {
        let (part, whole) = self.pieces.first()?.split_once('/')?;
        partners.push(self.known_place(part)?);
        let whole = self.known_place(whole)?;
        self.pieces.remove(0);
        Some(whole)
    }

    /// `CHN:KGZ/world`, all parts of which may be missing.
    fn pair(&mut self) -> Option<Pair> {
        let Some(first) = self.pieces.first().copied() else { return Some((None, None, None)) };
        let (pair, whole) = first.split_once('/').map_or((first, None), |(pair, whole)| (pair, Some(whole)));
        let (reporter, partner) = pair.split_once(':').map_or((None, pair), |(who, with)| (Some(who), with));
        if reporter.is_none() && whole.is_none() && self.known_place(partner).is_none() {
            return Some((None, None, None));
        }
        self.pieces.remove(0);
        let reporter = match reporter {
            None => None,
            Some("none") => Some(Reporter::ThirdParty),
            Some(place) => Some(Reporter::Place(self.known_place(place)?)),
        };
        let partner = if partner.is_empty() { None } else { Some(self.known_place(partner)?) };
        let whole = match whole {
            None => None,
            Some(whole) => Some(self.known_place(whole)?),
        };
        Some((reporter, partner, whole))
    }

    /// The same where `:` and `/` have become `_`: an empty part is a partner left out, and the last place
    /// of a share is its whole.
    fn loose_pair(&mut self, indicator: &IndicatorId) -> Option<Pair> {
        let share = self.catalogue.indicator(indicator.as_str())?.kind == Kind::Share;
        let mut parts: Vec<Option<Reporter>> = Vec::new();
        loop {
            match self.pieces.first() {
                Some(&"") => {
                    self.pieces.remove(0);
                    parts.push(None);
                }
                Some(piece) if piece.eq_ignore_ascii_case("none") => {
                    self.pieces.remove(0);
                    parts.push(Some(Reporter::ThirdParty));
                }
                _ => match self.place() {
                    Some(place) => parts.push(Some(Reporter::Place(place))),
                    None => break,
                },
            }
        }
        let place = |part: Option<Reporter>| match part {
            None => Some(None),
            Some(Reporter::Place(place)) => Some(Some(place)),
            Some(Reporter::ThirdParty) => None,
        };
        let whole = if share { place(parts.pop().unwrap_or(None))? } else { None };
        match <[_; 2]>::try_from(parts) {
            Ok([reporter, partner]) => Some((reporter, place(partner)?, whole)),
            Err(parts) => match parts.into_iter().collect::<Vec<_>>().as_slice() {
                [] => Some((None, None, whole)),
                [Some(Reporter::ThirdParty)] => Some((Some(Reporter::ThirdParty), None, whole)),
                [Some(Reporter::Place(place))] => Some((None, Some(place.clone()), whole)),
                [None] if share => Some((None, None, whole)),
                _ => None,
            },
        }
    }

    fn indicator(&mut self) -> Option<IndicatorId> {
        self.longest(|catalogue, id| catalogue.indicator(id).map(|indicator| indicator.id.clone()))
    }

    fn place(&mut self) -> Option<PlaceId> {
        self.longest(|catalogue, id| catalogue.place(id).map(|place| place.id.clone()))
    }

    fn known_place(&self, id: &str) -> Option<PlaceId> {
        self.catalogue.place(id).map(|place| place.id.clone())
    }

    /// The longest name at the front; in a folded spelling its `-` has become `_` and case is lost.
    fn longest<T>(&mut self, find: impl Fn(&Catalogue, &str) -> Option<T>) -> Option<T> {
        let most = if self.folded { 4 } else { 1 };
        for length in (1..=most.min(self.pieces.len())).rev() {
            let id = self.pieces[..length].join("-");
            let mut found = find(self.catalogue, &id);
            if self.folded {
                found = found
                    .or_else(|| find(self.catalogue, &id.to_ascii_uppercase()))
                    .or_else(|| find(self.catalogue, &id.to_ascii_lowercase()));
            }
            if found.is_some() {
                self.pieces.drain(..length);
                return found;
            }
        }
        None
    }

    /// All that is left is a time, or nothing.
    fn when(&mut self) -> Option<When> {
        let text = self.pieces.join("-");
        if text.is_empty() {
            return self.pieces.is_empty().then_some(When::Latest);
        }
        if self.pieces.len() > 1 && !self.folded {
            return None;
        }
        if let Ok(period) = text.to_ascii_uppercase().replace("UNKNOWN", "unknown").parse::<Period>() {
            return Some(When::In(period));
        }
        let (first, last) = text.split_once('-')?;
        let year = |text: &str| text.parse().ok().and_then(Year::new).filter(|_| text.len() == 4);
        let (first, last) = (year(first)?, year(last)?);
        (first <= last).then_some(When::Years(first, last))
    }
}

type Pair = (Option<Reporter>, Option<PlaceId>, Option<PlaceId>);

/// The queries that are one word.
fn lone(word: &str) -> Option<Query> {
    Some(match word {
        "changes" => Query::Changes(1),
        "countries" => Query::Countries,
        "agreements" => Query::Agreements(None),
        "indicator" => Query::Indicator(None),
        "facts" => Query::Facts,
        "latest" => Query::Newest,
        "sources" => Query::Sources,
        "start" => Query::Start,
        "help" => Query::Help,
        "privacy" => Query::Privacy,
        "language" => Query::Languages,
        _ => return None,
    })
}
