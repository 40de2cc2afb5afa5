//! We have no figure, and the nearest that we have.

use std::mem::discriminant;

use crate::{
    answer::{self, Subject, Told, counterparts, lone_reading},
    catalogue::Known,
    fact::{AsOf, Due, Figure, Goods, Indicator, IndicatorId, Measure, Period, PlaceId},
    language::Msg,
    question::{Ask, Comparison, Query, Reporter, When},
    render::{Answer, Block, Piece, Text, Writer},
};

/// What was asked and is not there.
#[derive(Clone, Debug)]
pub(super) struct Gap {
    pub asked: Missing,
    pub fallen: Fallen,
    /// What we do hold, nearest first; at most five.
    pub nearest: Vec<Query>,
    /// What is held of the year asked about: parts of it, the longest first.
    pub parts: Vec<Period>,
    /// When it is expected, where all that is held is of earlier times.
    pub due: Option<Due>,
}

/// What is on record and never leads.
#[derive(Clone, Debug, Default)]
pub(super) struct Fallen {
    /// What its source took back.
    withdrawn: Vec<Figure>,
    /// Where the newest number that is known to be wrong is told with the reason.
    wrong: Option<Query>,
}

/// What there is nothing of.
#[derive(Clone, Debug)]
pub(super) enum Missing {
    Figure(Ask),
    Comparison(Comparison),
    Place(PlaceId),
    Indicator(IndicatorId),
    /// Goods of one kind that are traded with a place.
    Goods(PlaceId),
    AnyGoods,
    /// No fact holds these words.
    Words(String),
    Source(String),
}

/// As many as are offered.
const NEAREST: usize = 5;

impl Gap {
    pub(super) fn new(asked: Missing, nearest: Vec<Query>) -> Self {
        Self { asked, fallen: Fallen::default(), nearest, parts: Vec::new(), due: None }
    }
}

impl Told for Gap {
    fn is_answered(&self) -> bool {
        false
    }

    fn suggestions(&self) -> Vec<Query> {
        self.nearest.clone()
    }

    fn due(&self) -> Option<&Due> {
        self.due.as_ref()
    }
}

/// The nearest times of the same thing, spans of the same length first, then the same thing elsewhere, then other
/// things of the same place.
pub(super) fn gap(ask: &Ask, catalogue: Known<'_>) -> Gap {
    let mut nearest = Vec::new();
    let mut fallen = Fallen::default();
    let mut parts = Vec::new();
    let mut expected = None;
    if let Some(subject) = Subject::of(ask, catalogue) {
        let mut periods = subject.periods(catalogue);
        expected = due(&subject, ask.when, &periods, catalogue);
        periods.sort_by_cached_key(|period| distance(ask.when, *period));
        if let When::In(Period::Year(year)) = ask.when {
            parts = subject.parts_of_years(catalogue, |one| one == year);
            parts.sort_by_key(|part| std::cmp::Reverse((part.length(), *part)));
            parts.truncate(3);
        }
        fallen = Fallen::of(&subject, ask.when, catalogue);
        // What is held of the very year comes before other years.
        let shown = parts.iter().copied().chain(periods.into_iter().filter(|period| !parts.contains(period)).take(3));
        nearest.extend(shown.map(|period| Query::Figures(subject.ask(period))));
    }
    // On a day on which nothing was counted something may have been known.
    let known = match ask.when {
        When::In(Period::AsOf(AsOf::Day(day))) if catalogue.day().is_none() => {
            let latest = Ask { when: When::Latest, ..ask.clone() };
            is_held(&latest, catalogue.then(day)).then(|| Query::Figures(latest).on(day)).flatten()
        }
        _ => None,
    };
    nearest.splice(0..0, known);
    // Whatever is not offered is not looked for: there may be hundreds of places.
    let held = |other: &Ask| other != ask && is_held(other, catalogue);
    for other in others(ask, catalogue).filter(held).map(Query::Figures) {
        if nearest.len() >= NEAREST {
            break;
        }
        if !nearest.contains(&other) {
            nearest.push(other);
        }
    }
    // Nothing near in time or kind: the newest of the same thing, here or elsewhere.
    if nearest.is_empty() {
        let newest = elsewhere(Ask { reporter: None, when: When::Latest, ..ask.clone() }, catalogue);
        nearest.extend(newest.filter(|other| is_held(other, catalogue)).take(NEAREST).map(Query::Figures));
        nearest.push(Query::Facts);
    }
    if ask.goods.is_some() {
        nearest.truncate(NEAREST - 1);
        let place = ask.partner.as_ref().unwrap_or(catalogue.default_partner());
        nearest.push(Query::Goods(Some(place.clone())));
    }
    nearest.truncate(NEAREST);
    Gap { parts, fallen, due: expected, ..Gap::new(Missing::Figure(ask.clone()), nearest) }
}

/// What may be asked instead, the nearest first: of goods in another measure, and goods that are akin; another's count
/// of the same thing; another thing; the same thing elsewhere.
fn others<'c>(ask: &'c Ask, catalogue: Known<'c>) -> impl Iterator<Item = Ask> + use<'c> {
    let here = otherwise_counted(ask).chain(akin(ask, catalogue));
    let counts = counted_otherwise(ask, ask.when, catalogue);
    let is_related = |one: &Indicator| ask.of.is_none() && one.shown_with.contains(&ask.indicator);
    let related = catalogue.indicators().filter(move |one| is_related(one) && (ask.goods.is_none() || one.of_goods));
    let related = related.map(|one| Ask { indicator: one.id.clone(), ..ask.clone() });
    let there = otherwise_counted(ask).flat_map(move |ask| elsewhere(ask, catalogue));
    let near = here.chain(counts).chain(related).chain(elsewhere(ask.clone(), catalogue)).chain(there);
    // Of goods little is held: whoever counts them at any time is worth a look.
    let all = [ask.clone()].into_iter().chain(elsewhere(ask.clone(), catalogue)).filter(|ask| ask.goods.is_some());
    near.chain(all.flat_map(move |ask| counted_otherwise(&ask, When::Latest, catalogue)))
}

/// Others' counts of the same thing, at a time.
fn counted_otherwise<'c>(ask: &Ask, when: When, catalogue: Known<'c>) -> impl Iterator<Item = Ask> + use<'c> {
    let series = Subject::of(ask, catalogue).map(|subject| subject.series());
    let counts = series.map(|series| counterparts(&series, catalogue)).unwrap_or_default();
    counts.into_iter().map(move |(_, series)| answer::ask(&series, when, catalogue))
}

/// The same for each place with which the reporter counts anything.
fn elsewhere(ask: Ask, catalogue: Known<'_>) -> impl Iterator<Item = Ask> + use<'_> {
    let default = catalogue.default_partner();
    let mut partners: Vec<Option<PlaceId>> =
        catalogue.places().map(|place| (place.id != *default).then(|| place.id.clone())).collect();
    partners.sort();
    let reporter = ask.reporter.clone();
    let counted = partners.into_iter().filter(move |partner| has_any(reporter.as_ref(), partner.as_ref(), catalogue));
    counted.map(move |partner| Ask { partner, ..ask.clone() })
}

/// The same goods by their value, weight, volume and number.
pub(super) fn otherwise_counted(ask: &Ask) -> impl Iterator<Item = Ask> + use<> {
    let others = ask.goods.clone().into_iter().flat_map(|goods| {
        Measure::ALL.iter().filter(move |measure| **measure != goods.measure).map({
            let product = goods.product.clone();
            move |measure| Goods { product: product.clone(), measure: *measure }
        })
    });
    let ask = ask.clone();
    others.map(move |goods| Ask { goods: Some(goods), ..ask.clone() })
}

/// The same goods the other way, then wider and narrower goods, in whatever they are counted.
fn akin(ask: &Ask, catalogue: Known<'_>) -> Vec<Ask> {
    let Some(goods) = &ask.goods else { return Vec::new() };
    let ways = catalogue.indicators().filter(|one| one.direction.is_some() && one.of_goods && one.id != ask.indicator);
    let ways = ways.map(|one| Ask { indicator: one.id.clone(), ..ask.clone() });
    let parent = catalogue.product(goods.product.as_str()).and_then(|product| product.parent.as_ref());
    let kin = catalogue.products().filter(|one| parent == Some(&one.id) || one.parent.as_ref() == Some(&goods.product));
    let kin = kin.map(|one| Ask { goods: Some(Goods { product: one.id.clone(), ..goods.clone() }), ..ask.clone() });
    let all = ways.filter(|_| ask.of.is_none()).chain(kin);
    all.flat_map(|ask| [ask.clone()].into_iter().chain(otherwise_counted(&ask)).collect::<Vec<_>>()).collect()
}

/// When a span is expected that is later than all that are held; none where nothing is held, or nothing later expected.
fn due(subject: &Subject, when: When, held: &[Period], catalogue: Known<'_>) -> Option<Due> {
    let When::In(period) = when else { return None };
    let last = held.iter().filter_map(|period| period.last_day()).max()?;
    catalogue.due(&subject.series(), period).filter(|_| period.last_day() > Some(last))
}

/// True if one place counts anything with another, from which a figure could be had.
fn has_any(reporter: Option<&Reporter>, partner: Option<&PlaceId>, catalogue: Known<'_>) -> bool {
    let reporter = match reporter {
        None => Some(catalogue.default_reporter()),
        Some(Reporter::Place(place)) => Some(place),
        Some(Reporter::ThirdParty) => None,
    };
    catalogue.has_between(reporter, partner.unwrap_or_else(|| catalogue.default_partner()))
}

impl Fallen {
    fn of(subject: &Subject, when: When, catalogue: Known<'_>) -> Self {
        let series = subject.series();
        let about = |figure: &&Figure| figure.since.is_none() && covers(when, figure.period);
        let (withdrawn, others): (Vec<&Figure>, Vec<&Figure>) =
            catalogue.figures(&series).filter(about).partition(|figure| catalogue.is_withdrawn(figure));
        let wrong = others.into_iter().rfind(|figure| figure.is_wrong());
        let wrong = wrong.map(|figure| Query::History(subject.ask(figure.period.asked())));
        Self { withdrawn: withdrawn.into_iter().cloned().collect(), wrong }
    }
}

/// True if a figure of this period could have answered.
fn covers(when: When, period: Period) -> bool {
    match when {
        When::Latest => true,
        When::In(asked) => asked == period || period.is_stock() && asked == period.year().map_or(asked, Period::Year),
        When::Years(first, last) => period.year().is_some_and(|year| first <= year && year <= last),
    }
}

/// How far a period lies from the time asked about: spans of the same length first, then by years, the longer and the
/// later first. Without a time the newest is nearest.
pub(super) fn distance(when: When, period: Period) -> impl Ord + use<> {
    let wanted = year_of(when);
    let is_other_span = matches!(when, When::In(asked) if discriminant(&asked) != discriminant(&period));
    let years = wanted.map(|wanted| period.year().map_or(u16::MAX, |year| year.number().abs_diff(wanted)));
    let earlier = wanted.is_some().then_some(period);
    (wanted.is_some() && is_other_span, years, earlier, std::cmp::Reverse(period))
}

/// True if a question for a figure has one.
fn is_held(ask: &Ask, catalogue: Known<'_>) -> bool {
    match ask.when {
        When::Years(first, last) => Subject::of(ask, catalogue).is_some_and(|subject| {
            let mut years = std::iter::successors(Some(first), |year| year.after().filter(|year| *year <= last));
            years.any(|year| subject.holds(catalogue, Period::Year(year)))
        }),
        When::Latest | When::In(_) => lone_reading(ask, catalogue).is_some(),
    }
}

fn year_of(when: When) -> Option<u16> {
    match when {
        When::Latest => None,
        When::In(period) => period.year().map(|year| year.number()),
        When::Years(_, last) => Some(Period::Year(last).year()?.number()),
    }
}

impl Answer for Gap {
    fn lay_out<'c>(&'c self, writer: &mut Writer<'c>) {
        writer.gap(self);
    }

    fn is_of_today(&self) -> bool {
        self.due.is_some()
    }
}

impl<'c> Writer<'c> {
    fn gap(&mut self, gap: &'c Gap) {
        self.line(match &gap.asked {
            Missing::Figure(ask) => {
                let (what, when) = self.ask(ask);
                self.say(Msg::GapFigure { what: what.into(), when: when.into() })
            }
            Missing::Comparison(comparison) => {
                let undated = Comparison { when: When::Latest, ..comparison.clone() };
                let when = match comparison.when {
                    When::Latest => self.say(Msg::AnyTime),
                    when => self.when(when),
                };
                self.say(Msg::GapFigure { what: self.compared(&undated).into(), when: when.into() })
            }
            Missing::Place(place) => self.say(Msg::GapPlace { place: self.place_named(place.as_str()).into() }),
            Missing::Goods(place) => self.say(Msg::GapGoods { place: self.place_named(place.as_str()).into() }),
            Missing::AnyGoods => self.say(Msg::GapAnyGoods),
            Missing::Indicator(id) => self.say(Msg::GapIndicator { indicator: id.as_str().into() }),
            Missing::Words(words) => self.say(Msg::GapWords { words: words.into() }),
            Missing::Source(id) => self.say(Msg::GapSource { source: id.into() }),
        });
        if let Some(due) = &gap.due {
            self.due(due);
        }
        self.partly(&gap.parts.iter().rev().copied().collect::<Vec<_>>());
        self.fallen(&gap.fallen);
        if !gap.nearest.is_empty() {
            self.line(self.say(Msg::GapNearest));
        }
    }

    /// That something is on record which does not answer.
    pub(super) fn fallen(&mut self, fallen: &'c Fallen) {
        for figure in &fallen.withdrawn {
            let words = Msg::WithdrawnOnly {
                authority: self.authority(figure.authority.as_str()).into(),
                when: self.withdrawn_on(figure).into(),
                period: self.period(figure.period).into(),
            };
            self.note(self.say(words), figure);
        }
        if let Some(history) = &fallen.wrong {
            let text = Text::plain(format!("{} ", self.say(Msg::WrongOnly))).with(Piece::Tap(history.clone()));
            self.block(Block::Note(text));
        }
    }

    /// When something is expected, or was.
    fn due(&mut self, due: &Due) {
        let Some(today) = self.today else { return };
        let period = self.period(due.period).into();
        let day = self.day(due.day).into();
        let body = self.authority(due.authority.as_str()).into();
        self.line(self.say(match (due.day < today, due.is_about) {
            (false, false) => Msg::DueOn { period, day, body },
            (false, true) => Msg::DueAbout { period, day, body },
            (true, false) => Msg::WasDueOn { period, day, body },
            (true, true) => Msg::WasDueAbout { period, day, body },
        }));
    }
}
