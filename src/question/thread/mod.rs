//! A text that follows on from the question before it: "and 2024?", "what about Kazakhstan", "why".
//!
//! In: the text and the last question; out: the question that both make, with what came from the last one. What the
//! text says wins. It follows by its form, or because it names nothing to ask for; any other text is read alone, by
//! [`super::parse`]. A text that says more than can be put into the last question is not read here.

mod before;

use std::fmt;

use jiff::civil::Date;

use super::{
    Ask, Query, Supposed, When, canonical,
    canonical::{EXPORTS, IMPORTS, TRADE, WORLD},
    effort::{Effort, Given},
    gather::gather,
    likeness::Guesses,
    meaning::{Frame, Meaning},
    misread::{Misread, offers},
    phrases::{Phrase, Sense},
    slash::slash,
    slots::{Mention, Slots},
    spelling::spelled,
    text::Text,
    words::{self, Word},
};
use crate::{
    catalogue::Catalogue,
    fact::{Direction, Goods, Indicator, IndicatorId, Kind, Of, Period, PlaceId, Series, Year},
    language::{Form, Lexicon, Role},
};
use before::{Before, Shape};

/// A text read with the question before it.
#[derive(Clone, Debug)]
pub struct Followed {
    pub query: Query,
    /// What the text did not say; empty only where it asks for the rest of an answer.
    pub taken: Vec<Taken>,
    /// Names that nobody wrote.
    pub supposed: Supposed,
    /// The text states a number: the answer says whether it agrees.
    pub claimed: bool,
}

/// A part of the question before.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Taken {
    Measured {
        indicator: IndicatorId,
        goods: Option<Goods>,
        of: Option<Of>,
    },
    Place(PlaceId),
    /// The place by whose count it is.
    Count(PlaceId),
    When(When),
}

/// True for a text that looks as if it followed on, whatever it would say alone.
pub fn may_follow(text: &str) -> bool {
    let is_about_it = |cut: &Cut<'_>| Lexicon::all().is(Form::ItsGrowth, &cut.folded());
    let follows = |words: &[Word]| Some(Cut::of(words)).is_some_and(|cut| cut.is_marked || is_about_it(&cut));
    is_asked(text) || words::split(text).is_ok_and(|words| follows(&words))
}

/// Reads a text that follows on from `last`; none where it does not, or where the two make no question.
///
/// # Errors
///
/// A [`Misread`] where what was said before leaves two ways open.
pub fn follow(text: &str, last: &Query, today: Date, catalogue: &Catalogue) -> Option<Result<Followed, Misread>> {
    let text = text.trim();
    if slash(text).is_some() {
        return None;
    }
    let words = words::split(text).ok()?;
    let cut = Cut::of(&words);
    let folded = cut.folded();
    let says = |form| Lexicon::all().is(form, &folded);
    if says(Form::ItsDetails) {
        let query = Query::Details(1, Box::new(last.answered().clone()));
        return Some(Ok(Followed { query, taken: Vec::new(), supposed: Supposed::default(), claimed: false }));
    }
    let before = Before::of(last)?;
    let whole = if says(Form::ItsSource) {
        Some(Ok(Query::SourcesOf(Box::new(before.query()?))))
    } else if says(Form::ItsDifference) {
        Some(before.mirror())
    } else if says(Form::YearBeforeIt) {
        Some(before.year_before())
    } else if says(Form::ItsGrowth) {
        Some(before.growth(catalogue.growth()))
    } else {
        None
    };
    if let Some(whole) = whole {
        let query = whole.ok()?;
        let (indicator, when) = (says(Form::ItsGrowth), says(Form::YearBeforeIt));
        let taken = before.taken(Said { indicator, when, place: false });
        let query = sound(query, catalogue)?;
        return Some(Ok(Followed { query, taken, supposed: Supposed::default(), claimed: false }));
    }
    let effort = Effort::default();
    let given = Given { today, catalogue, effort: &effort, within: 0 };
    let mut phrases = Text::read(cut.rest, false, given).ok()?;
    let guesses = Guesses::make(&mut phrases, given);
    let slots = gather(&phrases, today, false, catalogue).ok()?;
    let meaning = Meaning { text: &phrases, frame: Frame::default(), catalogue, effort: &effort };
    let thread = Thread { meaning, slots: &slots, before: &before };
    if !thread.is_simple() || !thread.follows(cut.is_marked, is_asked(text)) {
        return None;
    }
    match thread.read() {
        Ok((query, taken)) => {
            let query = sound(query, catalogue).filter(|_| !taken.is_empty() && !effort.is_spent())?;
            let supposed = Supposed::new(guesses.names(), []);
            Some(Ok(Followed { query, taken, supposed, claimed: slots.claimed.is_some() }))
        }
        // Alone it would be answered with something else.
        Err(Not::Here) if thread.is_lone() => {
            let alone = meaning.query(&slots).ok().and_then(|query| sound(query, catalogue));
            Some(Err(Misread::NoSubject { offers: alone.into_iter().collect() }))
        }
        Err(Not::Here) => None,
        Err(Not::One(misread)) => Some(Err(misread)),
    }
}

/// A short text with a question mark.
fn is_asked(text: &str) -> bool {
    const SHORT: usize = 64;
    text.len() <= SHORT && text.trim_end().ends_with(['?', '？'])
}

/// The one form of a query that can be asked of these sheets; none where it cannot.
fn sound(query: Query, catalogue: &Catalogue) -> Option<Query> {
    let query = canonical(query, catalogue);
    (query.fits_a_button() && spelled(&query.to_string(), catalogue).is_some()).then_some(query)
}

/// A text without the words that say that it follows.
struct Cut<'w> {
    rest: &'w [Word],
    is_marked: bool,
}

impl<'w> Cut<'w> {
    fn of(words: &'w [Word]) -> Self {
        const LONGEST: usize = 5;
        let is = |form, words: &[Word]| {
            let folded: String = words.iter().map(|word| word.folded.as_str()).collect();
            Lexicon::all().is(form, &folded)
        };
        let mut cut = Self { rest: words, is_marked: false };
        while let Some(length) =
            (1..=LONGEST.min(cut.rest.len())).rev().find(|length| is(Form::Follows, &cut.rest[..*length]))
        {
            cut = Self { rest: &cut.rest[length..], is_marked: true };
        }
        while let Some(length) = (1..=LONGEST.min(cut.rest.len()))
            .rev()
            .find(|length| is(Form::FollowsBehind, &cut.rest[cut.rest.len() - length..]))
        {
            cut = Self { rest: &cut.rest[..cut.rest.len() - length], is_marked: true };
        }
        cut
    }

    fn folded(&self) -> String {
        self.rest.iter().map(|word| word.folded.as_str()).collect()
    }
}

/// Why a text is not read with the question before.
enum Not {
    /// It is read alone.
    Here,
    /// It may mean more than one thing.
    One(Misread),
}

/// What a text says itself.
#[derive(Clone, Copy, Default)]
struct Said {
    indicator: bool,
    place: bool,
    when: bool,
}

/// A text beside the question before.
struct Thread<'a> {
    meaning: Meaning<'a>,
    slots: &'a Slots,
    before: &'a Before,
}

impl Thread<'_> {
    /// True where nothing is said that could not be put into another question.
    fn is_simple(&self) -> bool {
        let slots = self.slots;
        let more = [slots.revised, slots.history, slots.known, slots.as_of, slots.abroad, slots.whole, slots.between];
        let more = more.into_iter().chain([slots.ratio, slots.more, slots.either]);
        let kinds = [slots.yearly, slots.whose.or(slots.differ), slots.each, slots.compare];
        let kinds = kinds.into_iter().flatten().count() + usize::from(slots.why);
        let is_more = more.chain([slots.arrow, slots.aside]).any(|word| word.is_some());
        !is_more
            && slots.pick.is_none()
            && slots.bound.is_none()
            && kinds <= 1
            && slots.times.len() <= 1
            && slots.left.iter().all(|at| self.meaning.text.is_role(*at, &Role::Percent))
            && slots.goods.is_empty()
            && slots.measures.is_empty()
            && slots.limits.is_empty()
            && slots.unsure_days.is_empty()
            && slots.topic.is_none()
    }

    /// True where the text follows: by its words, as a lone name that is asked, or since it names nothing to ask for.
    fn follows(&self, is_marked: bool, is_asked: bool) -> bool {
        let slots = self.slots;
        let names = slots.places.len()
            + slots.indicators.len()
            + usize::from(slots.counter.is_some() || slots.unsure_counter.is_some());
        let is_filled = self.meaning.text.phrases.iter().any(|phrase| phrase.sense == Sense::Role(Role::Filler));
        let is_lone = is_asked && names == 1 && slots.times.is_empty() && !is_filled;
        is_marked || is_lone || names == 0 || slots.compare.is_some() && names == 1
    }

    /// True where one thing is named and no more.
    fn is_lone(&self) -> bool {
        let slots = self.slots;
        let is_counted = slots.counter.is_some();
        !is_counted
            && slots.places.len() + slots.indicators.len() == 1
            && slots.compare.or(slots.each).or(slots.whose).is_none()
    }

    /// The question that both make, and what came from the one before.
    fn read(&self) -> Result<(Query, Vec<Taken>), Not> {
        let slots = self.slots;
        let when = slots.times.first().map(|time| time.when);
        let has_indicator = !slots.indicators.is_empty() || !slots.left.is_empty();
        let has_place = !slots.places.is_empty() || slots.counter.is_some() || slots.unsure_counter.is_some();
        let said = Said { indicator: has_indicator, place: has_place, when: when.is_some() || slots.yearly.is_some() };
        let is_claimed = slots.claimed.is_some();
        if has_indicator && has_place {
            return if is_claimed { Err(Not::Here) } else { Ok((self.dated()?, self.before.taken(said))) };
        }
        let mut now = Before { when: when.unwrap_or(self.before.when), ..self.before.clone() };
        let is_of_years = matches!(now.when, When::Years(..)) || slots.yearly.is_some();
        if !has_indicator && (is_claimed || slots.why || slots.each.is_some() || is_of_years) {
            now = now.about_trade();
        }
        if has_indicator {
            now = self.with_indicator(now)?;
        }
        if slots.compare.is_some() {
            return Ok((self.compared(now)?, self.before.taken(Said { place: false, ..said })));
        }
        if let Some(mention) = self.unsure_counter() {
            let ways = [self.with_place(now.clone(), mention)?, self.counted_by(now, &mention.place)?];
            return Err(self.either(mention.at, ways.iter().filter_map(Before::query).collect()));
        }
        match &slots.counter {
            Some(_) if !slots.places.is_empty() => return Err(Not::Here),
            Some(counter) => now = self.counted_by(now, counter)?,
            None if has_place => now = self.with_place(now, self.place()?)?,
            None => {}
        }
        let query = self.of_kind(now.clone(), said)?;
        // Countries one by one are not that one.
        let places = Said { place: said.place || slots.each.is_some(), ..said };
        let from = Before { reporter: now.reporter, places: now.places, ..self.before.clone() };
        Ok((query, from.taken(places)))
    }

    /// A question that lacks a time only.
    fn dated(&self) -> Result<Query, Not> {
        match self.meaning.query(self.slots) {
            Ok(Query::Figures(ask)) if ask.when == When::Latest && self.slots.times.is_empty() => {
                Ok(Query::Figures(Ask { when: self.before.when, ..ask }))
            }
            _ => Err(Not::Here),
        }
    }

    fn of_kind(&self, now: Before, said: Said) -> Result<Query, Not> {
        let slots = self.slots;
        let whose = slots.whose.or(slots.differ);
        let is_kind = slots.why || whose.or(slots.each).or(slots.yearly).is_some();
        let is_claimed = slots.claimed.is_some();
        if !is_kind && !is_claimed && !said.indicator && !said.place && !said.when {
            return Err(Not::Here);
        }
        let query = now.query().ok_or(Not::Here);
        match query? {
            Query::Figures(_) if is_claimed && is_kind => Err(Not::Here),
            query if is_claimed && !matches!(query, Query::Figures(_)) => Err(Not::Here),
            Query::Figures(_) | Query::Country(..) if whose.is_some() => now.mirror(),
            Query::Figures(ask) if slots.why => Ok(Query::Why(ask)),
            Query::Figures(ask)
                if slots.each.is_some()
                    && !said.place
                    && ask.reporter.is_none()
                    && !matches!(ask.of, Some(Of::Place(_))) =>
            {
                Before { shape: Shape::Parts, places: Vec::new(), ..now }.query().ok_or(Not::Here)
            }
            Query::Figures(_) | Query::Compare(_) if slots.yearly.is_some() && slots.times.is_empty() => {
                let (first, last) = self.years(&now).or_else(|| self.meaning.newest_years()).ok_or(Not::Here)?;
                Before { when: When::Years(first, last), ..now }.query().ok_or(Not::Here)
            }
            query if !is_kind => Ok(query),
            _ => Err(Not::Here),
        }
    }

    /// The newest years up to the last one that is held of what was asked for; none where no year is.
    fn years(&self, now: &Before) -> Option<(Year, Year)> {
        const MORE: usize = 4;
        let catalogue = self.meaning.catalogue;
        // Growth is calculated wherever its indicator is held.
        let (indicator, of) = match &now.of {
            Some(Of::Indicator(grown)) => (grown.clone(), None),
            of => (now.indicator.clone()?, of.clone()),
        };
        let series = Series {
            indicator,
            goods: now.goods.clone(),
            of,
            reporter: Some(now.reporter.clone().unwrap_or_else(|| catalogue.default_reporter().clone())),
            partner: now.places.first().unwrap_or(catalogue.default_partner()).clone(),
        };
        let years = catalogue.figures(&series).iter().filter_map(|figure| match figure.period {
            Period::Year(year) => Some(year),
            _ => None,
        });
        let last = years.max()?;
        Some((std::iter::successors(Some(last), |year| year.before()).take(MORE + 1).last()?, last))
    }

    fn indicator(&self, id: &IndicatorId) -> Result<&Indicator, Not> {
        self.meaning.catalogue.indicator(id.as_str()).map(|indicator| &**indicator).ok_or(Not::Here)
    }

    /// Another indicator, or the growth of the same.
    fn with_indicator(&self, now: Before) -> Result<Before, Not> {
        let (mut growth, mut others) = (None, Vec::new());
        for measure in &self.slots.indicators {
            match self.indicator(&measure.id)?.kind {
                Kind::Growth => growth = Some(&measure.id),
                Kind::Share => return Err(Not::Here),
                Kind::Flow | Kind::Stock => others.push(measure),
            }
        }
        if !self.slots.left.is_empty() {
            // What a share is in percent is not known, so it is the change; of another time than is named it may be.
            growth = self.meaning.catalogue.growth().filter(|_| self.slots.times.is_empty());
            growth.ok_or(Not::Here)?;
        }
        if matches!(now.of, Some(Of::Place(_))) || others.len() > 1 {
            return Err(Not::Here);
        }
        let shape = if now.shape == Shape::Country { Shape::Figures } else { now.shape };
        let is_ours = now.places.contains(self.meaning.catalogue.default_reporter()) && now.reporter.is_none();
        if is_ours || shape == Shape::Mirror {
            return Err(Not::Here);
        }
        let mut now = Before { shape, ..now };
        if let Some(measure) = others.first() {
            now = self.with_measured(now, &measure.id, measure.at)?;
        }
        if let Some(growth) = growth {
            let grown = now.measured().cloned().unwrap_or_else(|| TRADE.into());
            now = Before { indicator: Some(growth.clone()), of: Some(Of::Indicator(grown)), ..now };
        }
        Ok(now)
    }

    /// Another flow or stock. By another place's count it may go either way.
    fn with_measured(&self, now: Before, id: &IndicatorId, at: usize) -> Result<Before, Not> {
        let new = self.indicator(id)?;
        let goods = now.goods.clone().filter(|_| new.of_goods);
        let now = Before { goods, ..now };
        let Some(old) = now.measured().cloned() else { return Ok(Before { indicator: Some(id.clone()), ..now }) };
        let old = self.indicator(&old)?;
        let Some(reporter) = now.reporter.clone() else { return Ok(now.with_measured(id.clone())) };
        if old.is_own != new.is_own {
            return Ok(Before { reporter: None, places: vec![reporter], ..now }.with_measured(id.clone()));
        }
        if new.direction.is_some() && old.direction.is_none() {
            let other = self.meaning.catalogue.other_way(id);
            let ways = [Some(id), other].into_iter().flatten();
            let ways = ways.filter_map(|id| now.clone().with_measured(id.clone()).query());
            return Err(self.either(at, ways.collect()));
        }
        Ok(now.with_measured(id.clone()))
    }

    fn either(&self, at: usize, ways: Vec<Query>) -> Not {
        let catalogue = self.meaning.catalogue;
        let ways = ways.into_iter().filter_map(|query| sound(query, catalogue));
        Not::One(Misread::Ambiguous { word: self.meaning.text.written(at), offers: offers(ways) })
    }

    /// A place beside a word for counting, with nothing that says that it counts.
    fn unsure_counter(&self) -> Option<&Mention> {
        let counts = |phrase: &Phrase| matches!(phrase.sense, Sense::Role(Role::Count | Role::According));
        let is_unsure = self.slots.counter.is_none() && self.meaning.text.phrases.iter().any(counts);
        self.slots.unsure_counter.as_ref().or_else(|| self.slots.places.first().filter(|_| is_unsure))
    }

    /// The one place that is named, which is not the sheets' reporter.
    fn place(&self) -> Result<&Mention, Not> {
        match &self.slots.places[..] {
            [only] if only.place != *self.meaning.catalogue.default_reporter() => Ok(only),
            _ => Err(Not::Here),
        }
    }

    /// The same with another place.
    fn with_place(&self, now: Before, mention: &Mention) -> Result<Before, Not> {
        let place = mention.place.clone();
        let with = |now: &Before| Before { places: vec![place.clone()], ..now.clone() };
        self.goes(&now, mention)?;
        match (now.shape, &now.reporter) {
            (Shape::Compare, None) => {
                let alone = Before { shape: Shape::Figures, ..with(&now) };
                let beside = Before { places: [now.places.clone(), vec![place.clone()]].concat(), ..now.clone() };
                Err(self.either(mention.at, [alone, beside].iter().filter_map(Before::query).collect()))
            }
            (Shape::Parts, None) => Ok(Before { shape: Shape::Figures, ..with(&now) }),
            (_, None) => Ok(with(&now)),
            (Shape::Figures, Some(reporter)) if *reporter != place && !matches!(now.of, Some(Of::Place(_))) => {
                let counted = Before { reporter: Some(place.clone()), ..now.clone() };
                let is_own = now.measured().map_or(Ok(false), |id| self.indicator(id).map(|one| one.is_own))?;
                let is_with = |id: &PlaceId| now.places.first() == Some(id);
                let is_of_world = now.places.first().is_some_and(|partner| partner.as_str() == WORLD);
                match () {
                    () if is_with(self.meaning.catalogue.default_reporter()) || is_of_world && is_own => Ok(counted),
                    () if is_of_world => {
                        let ways = [counted, with(&now)];
                        Err(self.either(mention.at, ways.iter().filter_map(Before::query).collect()))
                    }
                    () => Ok(with(&now)),
                }
            }
            (_, Some(_)) => Err(Not::Here),
        }
    }

    /// Refuses a direction that what was asked before does not have; its ways are offered.
    fn goes(&self, now: &Before, mention: &Mention) -> Result<(), Not> {
        let wanted = match mention.way {
            Some(Role::To) => Direction::Out,
            Some(Role::From) => Direction::In,
            _ => return Ok(()),
        };
        let Some(id) = now.measured() else { return Err(Not::Here) };
        let indicator = self.indicator(id)?;
        if now.reporter.is_none() && indicator.direction == Some(wanted) {
            return Ok(());
        }
        let way = if wanted == Direction::Out { EXPORTS } else { IMPORTS };
        let with = Before { shape: Shape::Figures, places: vec![mention.place.clone()], ..now.clone() };
        let ways = [way, TRADE].map(|id| with.clone().with_measured(id.into()));
        let is_one_of_two = now.reporter.is_none() && indicator.of_goods && !matches!(now.of, Some(Of::Place(_)));
        let ways = ways.iter().filter(|_| is_one_of_two).filter_map(Before::query);
        Err(self.either(mention.at, ways.collect()))
    }

    /// The same flow as another place counts it.
    fn counted_by(&self, now: Before, counter: &PlaceId) -> Result<Before, Not> {
        let catalogue = self.meaning.catalogue;
        let ours = catalogue.default_reporter();
        let id = now.measured().cloned().ok_or(Not::Here)?;
        let indicator = self.indicator(&id)?;
        let is_plain = now.shape == Shape::Figures && !indicator.signed && !indicator.is_own && indicator.of_goods;
        if !is_plain || now.is_third || matches!(now.of, Some(Of::Place(_))) {
            return Err(Not::Here);
        }
        let id = if indicator.direction.is_some() { catalogue.other_way(&id).ok_or(Not::Here)?.clone() } else { id };
        let (reporter, partner) = match (&now.reporter, now.places.first()) {
            (None, partner) if counter != ours && partner.is_none_or(|place| place == counter) => {
                (Some(counter.clone()), ours.clone())
            }
            (Some(reporter), Some(partner)) if counter == ours && partner == ours => (None, reporter.clone()),
            _ => return Err(Not::Here),
        };
        Ok(Before { reporter, places: vec![partner], ..now }.with_measured(id))
    }

    /// One place more, beside those before.
    fn compared(&self, now: Before) -> Result<Query, Not> {
        let is_one = now.shape == Shape::Figures && now.places.len() == 1 || now.shape == Shape::Compare;
        if !is_one || now.reporter.is_some() || self.slots.counter.is_some() || self.unsure_counter().is_some() {
            return Err(Not::Here);
        }
        let place = &self.place()?.place;
        let beside = Some(place.clone()).filter(|place| !now.places.contains(place));
        let places = now.places.iter().cloned().chain(beside).collect();
        Before { shape: Shape::Compare, places, ..now }.query().ok_or(Not::Here)
    }
}

/// As it is spelled: `growth exports`, `KAZ`, `KGZ:`, `2024`.
impl fmt::Display for Taken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Measured { indicator, goods, of } => {
                write!(f, "{indicator}")?;
                if let Some(Of::Indicator(grown)) = of {
                    write!(f, " {grown}")?;
                }
                goods.as_ref().map_or(Ok(()), |goods| write!(f, " {goods}"))
            }
            Self::Place(place) => write!(f, "{place}"),
            Self::Count(place) => write!(f, "{place}:"),
            Self::When(when) => write!(f, "{when}"),
        }
    }
}
