//! Several places side by side, at one time or year by year.

use crate::{
    catalogue::Known,
    fact::{Kind, Period},
    question::{self, Query, When},
};

use super::{
    Answer,
    derive::times_of,
    gap::{self, Gap, Missing},
    number::Reading,
    subject::{Row, Subject, leading, stock_row},
    told::Told,
    years,
};

/// One indicator of several places, in one count; a place without a figure is a gap.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// In the order asked.
    pub subjects: Vec<Subject>,
    /// The time that is told of.
    pub when: When,
    /// For each period a row for each place.
    pub lines: Vec<(Period, Vec<Option<Row>>)>,
    /// How many times that of each other place the largest figure is, at the last time that has two.
    pub ratios: Vec<Reading>,
    /// For each place by how much a year it grew on average.
    pub averages: Vec<Option<Reading>>,
    pub next: Vec<Query>,
}

impl Told for Comparison {
    fn readings(&self) -> Vec<&Reading> {
        let rows = self.lines.iter().flat_map(|(_, rows)| rows).flatten().flat_map(Row::readings);
        rows.chain(&self.ratios).chain(self.averages.iter().flatten()).collect()
    }

    fn suggestions(&self) -> Vec<Query> {
        self.next.clone()
    }
}

pub(super) fn comparison(asked: &question::Comparison, catalogue: Known<'_>) -> Answer {
    let missing = || Answer::Gap(gap(asked, catalogue));
    let subjects: Option<Vec<Subject>> = asked.asks().map(|ask| Subject::of(&ask, catalogue)).collect();
    let Some(subjects) = subjects else { return missing() };
    let is_stock = subjects[0].indicator.kind == Kind::Stock;
    let at = |period| subjects.iter().map(|subject| subject.row(catalogue, period)).collect();
    let (when, lines) = match asked.when {
        when if is_stock => {
            let rows: Vec<Option<Row>> =
                subjects.iter().map(|subject| stock_row(subject, &subject.indicator, when, catalogue)).collect();
            let period = rows.iter().flatten().map(|row| row.reading.lead.period).max();
            (when, period.map(|period| (period, rows)).into_iter().collect())
        }
        When::Years(first, last) => {
            // The columns have no room for changes.
            let of = |period| subjects.iter().map(|subject| subject.bare_row(catalogue, period)).collect();
            let lines: Vec<(Period, Vec<Option<Row>>)> =
                years::all(first, last).map(Period::Year).map(|period| (period, of(period))).collect();
            (asked.when, lines)
        }
        When::In(period) => (asked.when, vec![(period, at(period))]),
        When::Latest => {
            let common = common(&subjects, catalogue);
            let Some(last) = common.first() else { return missing() };
            let period = leading(*last, |year| common.contains(&year));
            (When::In(period), vec![(period, at(period))])
        }
    };
    if lines.iter().all(|(_, rows)| rows.iter().all(Option::is_none)) {
        return missing();
    }
    let ratios = lines.iter().rev().find(|(_, rows)| rows.iter().flatten().count() > 1);
    let ratios = ratios.map(|(_, rows)| ratios_of(rows, catalogue)).unwrap_or_default();
    let averages = match asked.when {
        When::Years(first, last) => subjects.iter().map(|subject| subject.average(first, last, catalogue)).collect(),
        When::Latest | When::In(_) => Vec::new(),
    };
    let next = next(asked, when, &subjects, &lines, catalogue);
    Answer::Comparison(Comparison { subjects, when, lines, ratios, averages, next })
}

/// The largest over each of the others, the least last.
fn ratios_of(rows: &[Option<Row>], catalogue: Known<'_>) -> Vec<Reading> {
    let mut held: Vec<&Row> = rows.iter().flatten().collect();
    if !held.iter().all(|row| matches!(row.indicator.kind, Kind::Flow | Kind::Stock) && !row.indicator.signed) {
        return Vec::new();
    }
    let high = |row: &&Row| row.reading.lead.amount.span().map(|span| span.high);
    held.sort_by_key(|row| std::cmp::Reverse(high(row)));
    let Some((largest, others)) = held.split_first() else { return Vec::new() };
    let over = |other: &&Row| times_of(&largest.reading.lead, &other.reading.lead, catalogue);
    others.iter().filter_map(over).map(Reading::alone).collect()
}

/// The periods in which most of the places have a figure, the newest first.
fn common(subjects: &[Subject], catalogue: Known<'_>) -> Vec<Period> {
    let mut counted: Vec<(Period, usize)> = Vec::new();
    for period in subjects.iter().flat_map(|subject| subject.periods(catalogue)) {
        match counted.iter_mut().find(|(known, _)| *known == period) {
            Some((_, count)) => *count += 1,
            None => counted.push((period, 1)),
        }
    }
    let most = counted.iter().map(|(_, count)| *count).max();
    counted.retain(|(_, count)| Some(*count) == most);
    let mut periods: Vec<Period> = counted.into_iter().map(|(period, _)| period).collect();
    periods.sort_by(|one, other| other.cmp(one));
    periods
}

fn next(
    asked: &question::Comparison,
    when: When,
    subjects: &[Subject],
    lines: &[(Period, Vec<Option<Row>>)],
    catalogue: Known<'_>,
) -> Vec<Query> {
    let mut next = Vec::new();
    let again = |when: When| Query::Compare(question::Comparison { when, ..asked.clone() });
    if let (When::In(period), false) = (when, subjects[0].indicator.kind == Kind::Stock) {
        let held = |period: &Period| subjects.iter().filter(|subject| subject.holds(catalogue, *period)).count() > 1;
        next.extend(
            [period.year_before(), period.year_after()]
                .into_iter()
                .flatten()
                .filter(held)
                .map(|period| again(When::In(period))),
        );
    }
    for (place, subject) in subjects.iter().enumerate() {
        let is_gap = lines.iter().all(|(_, rows)| rows[place].is_none());
        // Of a place without a figure the newest that there is.
        let when = if is_gap { subject.newest(catalogue).map(When::In) } else { Some(when) };
        next.extend(when.map(|when| Query::Figures(subject.when(when))));
    }
    next
}

/// Nothing of any of them at that time: the nearest times at which most of them have something.
fn gap(asked: &question::Comparison, catalogue: Known<'_>) -> Gap {
    let subjects: Vec<Subject> = asked.asks().filter_map(|ask| Subject::of(&ask, catalogue)).collect();
    let mut periods = common(&subjects, catalogue);
    let distance = |period: &Period| gap::distance(asked.when, *period);
    periods.sort_by_key(distance);
    let mut nearest: Vec<Query> = periods
        .into_iter()
        .take(3)
        .map(|period| Query::Compare(question::Comparison { when: When::In(period), ..asked.clone() }))
        .collect();
    nearest.extend(
        subjects
            .iter()
            .filter(|subject| subject.newest(catalogue).is_some())
            .map(|subject| Query::Figures(subject.when(When::Latest))),
    );
    if nearest.is_empty() {
        nearest.push(Query::Facts);
    }
    nearest.truncate(5);
    Gap::new(Missing::Comparison(asked.clone()), nearest)
}
