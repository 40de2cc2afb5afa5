//! Which years of a flow are held.

use crate::{
    catalogue::Known,
    fact::{Figure, IndicatorId, Period, PlaceId, Series, Status, Year},
    question::When,
};

use super::{
    counts::both_ways,
    number::Relation,
    subject::{Subject, ask},
};

/// The years that one count has of one flow with a place, stated or calculated.
#[derive(Clone, Debug)]
pub struct Covered {
    /// With whom, and what, as the default reporter sees it: its exports are the partner's imports.
    pub place: PlaceId,
    pub indicator: IndicatorId,
    /// How the count stands to the default reporter's; none for that one.
    pub relation: Option<Relation>,
    /// Earliest first.
    pub years: Vec<Year>,
}

/// Every year of which a question for a series has an answer, earliest first.
pub(crate) fn years(series: &Series, catalogue: Known<'_>) -> Vec<Year> {
    let subject = Subject::of(&ask(series, When::Latest, catalogue), catalogue);
    let years = subject.map(|subject| subject.periods_where(catalogue, |period| matches!(period, Period::Year(_))));
    years.into_iter().flatten().filter_map(Period::year).collect()
}

/// The last span of trade, or of a way of it, that the default reporter's count has with the default group or one of
/// its members; of two that end together the longer.
pub(crate) fn newest_of_trade(catalogue: Known<'_>) -> Option<Period> {
    let group = catalogue.place(catalogue.default_partner().as_str())?;
    let places = [&group.id].into_iter().chain(&group.members);
    let ours = |place| catalogue.series_between(Some(catalogue.default_reporter()), place);
    let flows = both_ways(catalogue);
    let is_trade = |series: &&Series| series.of.is_none() && flows.iter().any(|flow| flow.id == series.indicator);
    let is_counted = |figure: &&Figure| {
        figure.since.is_none() && catalogue.stands(figure) && figure.status.is_none_or(Status::is_counted)
    };
    let newest = |series| catalogue.figures(series).rfind(is_counted).map(|figure| figure.period);
    let newest = places.flat_map(ours).filter(is_trade).filter_map(newest);
    newest.max_by_key(|period| (period.last_day(), period.length()))
}

/// Years as runs: `2001–2009`, then `2011`.
pub fn runs(years: &[Year]) -> impl Iterator<Item = (Year, Year)> {
    let next = |one: &Year, other: &Year| one.after() == Some(*other);
    years.chunk_by(next).filter_map(|run| run.first().copied().zip(run.last().copied()))
}
