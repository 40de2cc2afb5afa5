//! We have no figure, and the nearest that we have.

use std::mem::discriminant;

use crate::{
    catalogue::Known,
    fact::{Figure, IndicatorId, Period, PlaceId},
    question::{Ask, Query, Reporter, When},
};

use super::{
    border::counterparts,
    figures::{Subject, lone_row},
};

/// What was asked and is not there.
#[derive(Clone, Debug)]
pub struct Gap<'c> {
    pub asked: Missing,
    /// What was said of it once and taken back by its source.
    pub withdrawn: Vec<&'c Figure>,
    /// What we do hold, nearest first; at most five.
    pub nearest: Vec<Query>,
}

/// What there is nothing of.
#[derive(Clone, Debug)]
pub enum Missing {
    Figure(Ask),
    Place(PlaceId, When),
    Indicator(IndicatorId),
    /// No fact holds these words.
    Words(String),
    Source(String),
}

/// As many as are offered.
const NEAREST: usize = 5;

impl Gap<'_> {
    pub(super) fn new(asked: Missing, nearest: Vec<Query>) -> Self {
        Self { asked, withdrawn: Vec::new(), nearest }
    }
}

/// The nearest times of the same thing, spans of the same length first, then the same thing elsewhere, then other
/// things of the same place.
pub(super) fn gap<'c>(ask: &Ask, catalogue: Known<'c>) -> Gap<'c> {
    let mut nearest = Vec::new();
    let mut withdrawn = Vec::new();
    if let Some(subject) = Subject::of(ask, catalogue) {
        let mut periods = subject.periods(catalogue);
        if let Some(wanted) = year_of(ask.when) {
            let is_other_span =
                |period: &Period| matches!(ask.when, When::In(asked) if discriminant(&asked) != discriminant(period));
            let distance = |period: &Period| period.year().map_or(u16::MAX, |year| year.number().abs_diff(wanted));
            periods.sort_by_key(|period| (is_other_span(period), distance(period), *period));
        } else {
            periods.reverse();
        }
        let about = |figure: &&Figure| figure.since.is_none() && covers(ask.when, figure.period);
        let figures = catalogue.figures(&subject.series()).filter(|figure| catalogue.is_withdrawn(figure));
        withdrawn.extend(figures.filter(about));
        nearest.extend(periods.into_iter().take(3).map(|period| Query::Figures(subject.ask(period))));
    }
    let partners = catalogue.places().map(|place| (place.id != *catalogue.default_partner()).then(|| place.id.clone()));
    let mut partners: Vec<Option<PlaceId>> = partners.collect();
    partners.sort();
    let elsewhere = |ask: Ask| {
        let counted = partners.iter().filter({
            let reporter = ask.reporter.clone();
            move |partner| has_any(reporter.as_ref(), partner.as_ref(), catalogue)
        });
        counted.map(move |partner| Ask { partner: partner.clone(), ..ask.clone() })
    };
    // Another's count of the same thing comes before another thing.
    let subject = Subject::of(ask, catalogue);
    let counts = subject.iter().flat_map(|subject| counterparts(&subject.series(), catalogue));
    let counts = counts.map(|(_, series)| super::country::ask(&series, ask.when, catalogue));
    let related = catalogue.indicators().filter(|one| ask.of.is_none() && one.shown_with.contains(&ask.indicator));
    let related = related.map(|one| Ask { indicator: one.id.clone(), ..ask.clone() });
    // Whatever is not offered is not looked for: there may be hundreds of places.
    let held = |other: &Ask| other != ask && is_held(other, catalogue);
    let others = counts.chain(related).chain(elsewhere(ask.clone())).filter(held);
    let left = NEAREST - nearest.len();
    nearest.extend(others.take(left).map(Query::Figures));
    // Nothing near in time or kind: the newest of the same thing, here or elsewhere.
    if nearest.is_empty() {
        let newest = elsewhere(Ask { reporter: None, when: When::Latest, ..ask.clone() });
        nearest.extend(newest.filter(|other| is_held(other, catalogue)).take(NEAREST).map(Query::Figures));
        nearest.push(Query::Facts);
    }
    nearest.truncate(NEAREST);
    Gap { asked: Missing::Figure(ask.clone()), withdrawn, nearest }
}

/// Whether one place counts anything with another, from which a figure could be had.
fn has_any(reporter: Option<&Reporter>, partner: Option<&PlaceId>, catalogue: Known<'_>) -> bool {
    let reporter = match reporter {
        None => Some(catalogue.default_reporter()),
        Some(Reporter::Place(place)) => Some(place),
        Some(Reporter::ThirdParty) => None,
    };
    catalogue.has_between(reporter, partner.unwrap_or_else(|| catalogue.default_partner()))
}

/// Whether a figure of this period could have answered.
fn covers(when: When, period: Period) -> bool {
    match when {
        When::Latest => true,
        When::In(asked) => asked == period || period.is_stock() && asked == period.year().map_or(asked, Period::Year),
        When::Years(first, last) => period.year().is_some_and(|year| first <= year && year <= last),
    }
}

/// Whether a question for a figure has one.
fn is_held(ask: &Ask, catalogue: Known<'_>) -> bool {
    match ask.when {
        When::Years(first, last) => Subject::of(ask, catalogue).is_some_and(|subject| {
            let mut years = std::iter::successors(Some(first), |year| year.after().filter(|year| *year <= last));
            years.any(|year| subject.holds(catalogue, Period::Year(year)))
        }),
        When::Latest | When::In(_) => lone_row(ask, catalogue).is_some(),
    }
}

fn year_of(when: When) -> Option<u16> {
    match when {
        When::Latest => None,
        When::In(period) => period.year().map(|year| year.number()),
        When::Years(_, last) => Some(Period::Year(last).year()?.number()),
    }
}
