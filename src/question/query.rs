//! The closed list of what can be asked, and the one spelling of each.

use std::{fmt, ops::RangeInclusive};

use jiff::civil::Date;

use crate::{
    fact::{IndicatorId, Of, Period, PlaceId, SourceId, Year},
    language::Language,
};

/// Bytes that a button or a link carries: the tag of a language, a blank and a spelling.
pub(super) const BUTTON: usize = 64;

/// What is asked. Spelled by `Display`, read back by [`super::parse`]: `trade KGZ 2025`.
///
/// With a language in front the spelling takes at most 64 bytes, for identifiers within their limits.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Query {
    /// One indicator between two places: `exports KGZ 2025`.
    Figures(Ask),
    /// The same for each country of a group: `parts trade 2025`.
    Parts(Ask),
    /// One indicator with several places, side by side: `compare trade KAZ KGZ 2021-2025`.
    Compare(Comparison),
    /// How the number came about: `why balance 2025`.
    Why(Ask),
    /// What each side of a border counts: `mirror KGZ 2024`.
    Mirror(PlaceId, When),
    /// How a figure was said, revised and taken back: `history trade KGZ 2025`.
    History(Ask),
    /// What is new, revised or withdrawn, a page of it: `changes`, `changes 2`.
    Changes(u16),
    /// What was known on a day, of what [`Query::on`] takes: `asof 2025-06-30 trade KGZ 2024`.
    AsOf(Date, Box<Query>),
    /// All about a place: `country KGZ 2025`.
    Country(PlaceId, When),
    /// The places we know: `countries`.
    Countries,
    /// What was agreed, and with whom: `agreements KGZ`.
    Agreements(Option<PlaceId>),
    /// All that is said about a place that is no figure: `said KGZ`.
    Said(PlaceId),
    /// What an indicator means and what we hold of it; without one, the list: `indicator trade`.
    Indicator(Option<IndicatorId>),
    /// What there is: `facts`.
    Facts,
    /// The newest figures: `latest`.
    Newest,
    /// Facts whose words hold these: `search railway`.
    Search(SearchWords),
    /// The documents: `sources`.
    Sources,
    /// Those that the first page of documents has no room for, from page 2 on: `sources 2`.
    MoreSources(u16),
    /// One document and all we took from it: `source mts-kg`.
    Source(SourceId),
    /// How to cite a document: `cite mts-kg`.
    Cite(SourceId),
    /// The documents behind an answer, in full: `src trade KGZ 2025`.
    SourcesOf(Box<Query>),
    /// `start`
    Start,
    /// `help`
    Help,
    /// `privacy`
    Privacy,
    /// The languages to choose from: `language`.
    Languages,
    /// From now on in this language: `speak ru`.
    Speak(Language),
}

/// An indicator, whose count, with whom, and when.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Ask {
    pub indicator: IndicatorId,
    /// What grew, or of what it is a share; none for all else.
    pub of: Option<Of>,
    /// None for the default of the sheets.
    pub reporter: Option<Reporter>,
    /// None for the default group.
    pub partner: Option<PlaceId>,
    pub when: When,
}

/// Several places side by side, in one count.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Comparison {
    pub indicator: IndicatorId,
    /// What grew, or of what it is a share; none for all else.
    pub of: Option<Of>,
    /// A third party's count; else that of the sheets' default reporter.
    pub third_party: bool,
    /// In the order asked, each once.
    pub partners: Vec<PlaceId>,
    pub when: When,
}

impl Comparison {
    /// Places that can stand side by side.
    pub const PLACES: RangeInclusive<usize> = 2..=5;

    /// The comparison of what these ask for, each with its place; none where they differ in more than the place,
    /// or are not of one reporter that counts them all.
    pub(super) fn of(asks: &[(PlaceId, Ask)]) -> Option<Self> {
        let (_, first) = asks.first()?;
        let third_party = match first.reporter {
            None => false,
            Some(Reporter::ThirdParty) => true,
            Some(Reporter::Place(_)) => return None,
        };
        let alike = |(_, ask): &(PlaceId, Ask)| Ask { partner: first.partner.clone(), ..ask.clone() } == *first;
        let sound = Self::PLACES.contains(&asks.len()) && asks.iter().all(alike);
        sound.then(|| Self {
            indicator: first.indicator.clone(),
            of: first.of.clone(),
            third_party,
            partners: asks.iter().map(|(place, _)| place.clone()).collect(),
            when: first.when,
        })
    }

    /// The question for each place by itself.
    pub fn asks(&self) -> impl Iterator<Item = Ask> {
        self.partners.iter().map(|partner| Ask {
            indicator: self.indicator.clone(),
            of: self.of.clone(),
            reporter: self.third_party.then_some(Reporter::ThirdParty),
            partner: Some(partner.clone()),
            when: self.when,
        })
    }
}

/// Whose count is asked for.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Reporter {
    Place(PlaceId),
    /// A third party's: spelled `none`.
    ThirdParty,
}

/// The time asked about.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum When {
    /// The newest we hold; left out in the spelling.
    Latest,
    In(Period),
    /// First and last year, in order.
    Years(Year, Year),
}

/// What to search for: lower case, single blanks, 1 to 48 bytes.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct SearchWords(Box<str>);

impl SearchWords {
    pub const LONGEST: usize = 48;

    /// Words in lower case with single blanks; none where nothing is left or it is longer than 48 bytes.
    pub fn new(text: &str) -> Option<Self> {
        let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
        let words = words.join(" ");
        (1..=Self::LONGEST).contains(&words.len()).then(|| Self(words.into()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl When {
    /// Its last day; none for the newest and for several years.
    pub(super) fn last_day(self) -> Option<Date> {
        if let Self::In(period) = self { period.last_day() } else { None }
    }
}

impl Query {
    /// A page of the list of documents.
    pub fn sources(page: u16) -> Self {
        if page > 1 { Self::MoreSources(page) } else { Self::Sources }
    }

    /// True where a button carries it behind the two letters of a language and a blank.
    pub(super) fn fits_a_button(&self) -> bool {
        self.to_string().len() <= BUTTON - 3
    }

    /// The same question about what was known on a day; none where it is not about figures.
    pub fn on(self, day: Date) -> Option<Self> {
        match self {
            Self::Figures(_)
            | Self::Parts(_)
            | Self::Compare(_)
            | Self::Newest
            | Self::Why(_)
            | Self::Mirror(..)
            | Self::History(_)
            | Self::Country(..) => Some(Self::AsOf(day, Box::new(self))),
            Self::Changes(_)
            | Self::AsOf(..)
            | Self::Countries
            | Self::Agreements(_)
            | Self::Said(_)
            | Self::Indicator(_)
            | Self::Facts
            | Self::Search(_)
            | Self::Sources
            | Self::MoreSources(_)
            | Self::Source(_)
            | Self::Cite(_)
            | Self::SourcesOf(_)
            | Self::Start
            | Self::Help
            | Self::Privacy
            | Self::Languages
            | Self::Speak(_) => None,
        }
    }
}

impl fmt::Display for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Figures(ask) => ask.fmt(f),
            Self::Parts(ask) => write!(f, "parts {ask}"),
            Self::Compare(comparison) => write!(f, "compare {comparison}"),
            Self::Why(ask) => write!(f, "why {ask}"),
            Self::Mirror(place, when) => write!(f, "mirror {place}{when}"),
            Self::History(ask) => write!(f, "history {ask}"),
            Self::Changes(1) => f.write_str("changes"),
            Self::Changes(page) => write!(f, "changes {page}"),
            Self::AsOf(day, query) => write!(f, "asof {day} {query}"),
            Self::Country(place, when) => write!(f, "country {place}{when}"),
            Self::Countries => f.write_str("countries"),
            Self::Agreements(None) => f.write_str("agreements"),
            Self::Agreements(Some(place)) => write!(f, "agreements {place}"),
            Self::Said(place) => write!(f, "said {place}"),
            Self::Indicator(None) => f.write_str("indicator"),
            Self::Indicator(Some(id)) => write!(f, "indicator {id}"),
            Self::Facts => f.write_str("facts"),
            Self::Newest => f.write_str("latest"),
            Self::Search(words) => write!(f, "search {}", words.0),
            Self::Sources => f.write_str("sources"),
            Self::MoreSources(page) => write!(f, "sources {page}"),
            Self::Source(id) => write!(f, "source {id}"),
            Self::Cite(id) => write!(f, "cite {id}"),
            Self::SourcesOf(query) => write!(f, "src {query}"),
            Self::Start => f.write_str("start"),
            Self::Help => f.write_str("help"),
            Self::Privacy => f.write_str("privacy"),
            Self::Languages => f.write_str("language"),
            Self::Speak(language) => write!(f, "speak {}", language.tag()),
        }
    }
}

/// `growth exports none:KGZ 2025`, `share KGZ/world 2025`, `trade`.
impl fmt::Display for Ask {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.indicator)?;
        if let Some(Of::Indicator(grown)) = &self.of {
            write!(f, " {grown}")?;
        }
        let whole = match &self.of {
            Some(Of::Place(whole)) => Some(whole),
            _ => None,
        };
        if self.reporter.is_some() || self.partner.is_some() || whole.is_some() {
            f.write_str(" ")?;
        }
        match &self.reporter {
            Some(Reporter::Place(place)) => write!(f, "{place}:")?,
            Some(Reporter::ThirdParty) => f.write_str("none:")?,
            None => {}
        }
        if let Some(partner) = &self.partner {
            write!(f, "{partner}")?;
        }
        if let Some(whole) = whole {
            write!(f, "/{whole}")?;
        }
        write!(f, "{}", self.when)
    }
}

/// `trade KAZ KGZ 2024`, `growth exports none:KAZ UZB`, `share KAZ KGZ/world 2025`.
impl fmt::Display for Comparison {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.indicator)?;
        if let Some(Of::Indicator(grown)) = &self.of {
            write!(f, " {grown}")?;
        }
        for (position, partner) in self.partners.iter().enumerate() {
            let counted = if position == 0 && self.third_party { "none:" } else { "" };
            write!(f, " {counted}{partner}")?;
        }
        if let Some(Of::Place(whole)) = &self.of {
            write!(f, "/{whole}")?;
        }
        write!(f, "{}", self.when)
    }
}

impl fmt::Display for When {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Latest => Ok(()),
            Self::In(period) => write!(f, " {period}"),
            Self::Years(first, last) => write!(f, " {first}-{last}"),
        }
    }
}
