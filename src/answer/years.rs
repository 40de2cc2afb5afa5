//! One indicator between two places, year by year.

use crate::{
    catalogue::Known,
    fact::{Kind, Period, Year},
    question::{Query, When},
};

use super::{
    Answer,
    derive::average,
    gap,
    number::Reading,
    subject::{Row, Subject},
    told::Told,
};

/// Year by year; a year without a figure is a gap.
#[derive(Clone, Debug)]
pub struct Years {
    pub subject: Subject,
    pub rows: Vec<(Year, Option<Row>)>,
    /// By how much a year it grew on average from the first year to the last, where both are held in one unit and
    /// one count.
    pub average: Option<Reading>,
    /// What is held of a gap: the longest part of that year.
    pub partly: Vec<Period>,
    pub next: Vec<Query>,
}

impl Told for Years {
    fn readings(&self) -> Vec<&Reading> {
        let rows = self.rows.iter().flat_map(|(_, row)| row).flat_map(Row::readings);
        rows.chain(&self.average).collect()
    }

    fn suggestions(&self) -> Vec<Query> {
        self.next.clone()
    }
}

pub(super) fn years(subject: Subject, first: Year, last: Year, catalogue: Known<'_>) -> Answer {
    let rows: Vec<_> = all(first, last).map(|year| (year, subject.row(catalogue, Period::Year(year)))).collect();
    if rows.iter().all(|(_, row)| row.is_none()) {
        return Answer::Gap(gap::gap(&subject.when(When::Years(first, last)), catalogue));
    }
    let average = subject.average(first, last, catalogue);
    let gaps = || rows.iter().filter(|(_, row)| row.is_none()).map(|(year, _)| *year);
    let partly: Vec<Period> = match gaps().next() {
        None => Vec::new(),
        Some(_) => {
            let mut parts = subject.parts_of_years(catalogue, |year| gaps().any(|gap| gap == year));
            // The longest of each year comes first.
            parts.sort_by_key(|part| (part.year(), std::cmp::Reverse(part.length())));
            parts.dedup_by_key(|part| part.year());
            parts
        }
    };
    let held = || rows.iter().filter(|(_, row)| row.is_some()).map(|(year, _)| *year);
    let mut next = Vec::new();
    let (held_first, held_last) = (held().next().unwrap_or(first), held().next_back().unwrap_or(last));
    if average.is_some() {
        next.push(Query::Why(subject.when(When::Years(first, last))));
    } else if held_first < held_last && (held_first, held_last) != (first, last) {
        next.push(Query::Figures(subject.when(When::Years(held_first, held_last))));
    }
    next.push(Query::Figures(subject.ask(Period::Year(held_last))));
    next.extend(partly.iter().rev().take(2).map(|part| Query::Figures(subject.ask(*part))));
    Answer::Years(Years { subject, rows, average, partly, next })
}

/// The years from one to another.
pub(super) fn all(first: Year, last: Year) -> impl Iterator<Item = Year> {
    std::iter::successors(Some(first), move |year| year.after().filter(|year| *year <= last))
}

impl Subject {
    /// The average growth of a flow over years; none where an end is not held, or in another unit or count.
    pub(super) fn average(&self, first: Year, last: Year, catalogue: Known<'_>) -> Option<Reading> {
        let grows = self.indicator.kind == Kind::Flow && !self.indicator.signed && self.of.is_none();
        grows.then(|| average(catalogue, &self.series(), first, last)).flatten().map(Reading::alone)
    }
}
