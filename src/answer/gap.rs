//! We have no figure, and the nearest that we have.

use crate::{
    catalogue::Catalogue,
    fact::{IndicatorId, Period, PlaceId},
    question::{Ask, Query, When},
};

use super::figures::Subject;

/// What was asked and is not there.
#[derive(Clone, Debug)]
pub struct Gap {
    pub asked: Missing,
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

/// The nearest times of the same thing, then the same thing elsewhere, then other things of the same place.
pub(super) fn gap(ask: &Ask, catalogue: &Catalogue) -> Gap {
    let mut nearest = Vec::new();
    if let Some(subject) = Subject::of(ask, catalogue) {
        let mut periods = subject.periods(catalogue);
        if let Some(wanted) = year_of(ask.when) {
            periods
                .sort_by_key(|period| (period.year().map_or(u16::MAX, |year| year.number().abs_diff(wanted)), *period));
        } else {
            periods.reverse();
        }
        nearest.extend(periods.into_iter().take(3).map(|period| Query::Figures(subject.ask(period))));
    }
    let elsewhere =
        catalogue.places().map(|place| (place.id != *catalogue.default_partner()).then(|| place.id.clone()));
    let elsewhere = elsewhere.map(|partner| Ask { partner, ..ask.clone() });
    let related =
        catalogue.indicators().filter(|indicator| ask.of.is_none() && indicator.shown_with.contains(&ask.indicator));
    let related = related.map(|indicator| Ask { indicator: indicator.id.clone(), ..ask.clone() });
    for other in related.chain(elsewhere) {
        let held = Subject::of(&other, catalogue).is_some_and(|subject| match other.when {
            When::In(period) => subject.row(catalogue, period).is_some(),
            _ => subject.newest(catalogue).is_some(),
        });
        let query = Query::Figures(other);
        if held && !nearest.contains(&query) {
            nearest.push(query);
        }
    }
    // Nothing near in time or kind: the newest of the same thing elsewhere.
    if nearest.is_empty() {
        let newest = |partner| Ask { partner, reporter: None, when: When::Latest, ..ask.clone() };
        let places =
            catalogue.places().map(|place| (place.id != *catalogue.default_partner()).then(|| place.id.clone()));
        let held = |ask: &Ask| Subject::of(ask, catalogue).is_some_and(|subject| subject.newest(catalogue).is_some());
        nearest.extend(places.map(newest).filter(held).map(Query::Figures));
        nearest.push(Query::Facts);
    }
    nearest.truncate(5);
    Gap { asked: Missing::Figure(ask.clone()), nearest }
}

fn year_of(when: When) -> Option<u16> {
    match when {
        When::Latest => None,
        When::In(period) => period.year().map(|year| year.number()),
        When::Years(_, last) => Some(Period::Year(last).year()?.number()),
    }
}
