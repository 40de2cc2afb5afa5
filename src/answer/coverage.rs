//! Which years of a flow are held.

use crate::{
    catalogue::Known,
    fact::{IndicatorId, Period, PlaceId, Series, Year},
    question::When,
};

use super::{
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

/// Years as runs: `2001–2009`, then `2011`.
pub fn runs(years: &[Year]) -> impl Iterator<Item = (Year, Year)> {
    let next = |one: &Year, other: &Year| one.after() == Some(*other);
    years.chunk_by(next).filter_map(|run| run.first().copied().zip(run.last().copied()))
}
