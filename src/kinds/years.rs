//! One indicator between two places, year by year.

use std::{cmp::Reverse, iter};

use crate::{
    answer::{Basis, Formula, Number, Reading, Row, Subject, Told, average},
    catalogue::Known,
    fact::{Kind, Period, Year},
    language::{Column, Msg},
    question::{Query, When},
    render::{Answer, Table, Writer, span},
};

/// Year by year; a year without a figure is a gap.
#[derive(Clone, Debug)]
pub(super) struct Years {
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

/// Year by year; none where no year is held.
pub(super) fn years(subject: &Subject, first: Year, last: Year, catalogue: Known<'_>) -> Option<Years> {
    let rows: Vec<_> = all(first, last).map(|year| (year, subject.row(catalogue, Period::Year(year)))).collect();
    if rows.iter().all(|(_, row)| row.is_none()) {
        return None;
    }
    let average = subject.average(first, last, catalogue);
    let gaps = || rows.iter().filter(|(_, row)| row.is_none()).map(|(year, _)| *year);
    let partly: Vec<Period> = match gaps().next() {
        None => Vec::new(),
        Some(_) => {
            let mut parts = subject.parts_of_years(catalogue, |year| gaps().any(|gap| gap == year));
            // The longest of each year comes first.
            parts.sort_by_key(|part| (part.year(), Reverse(part.length())));
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
    Some(Years { subject: subject.clone(), rows, average, partly, next })
}

/// The years from one to another.
pub(super) fn all(first: Year, last: Year) -> impl Iterator<Item = Year> {
    iter::successors(Some(first), move |year| year.after().filter(|year| *year <= last))
}

impl Subject {
    /// The average growth of a flow over years; none where an end is not held, or in another unit or count.
    pub(super) fn average(&self, first: Year, last: Year, catalogue: Known<'_>) -> Option<Reading> {
        let grows = self.indicator.kind == Kind::Flow && !self.indicator.signed && self.of.is_none();
        grows.then(|| average(catalogue, &self.series(), first, last)).flatten().map(Reading::alone)
    }
}

impl Answer for Years {
    fn lay_out<'c>(&'c self, writer: &mut Writer<'c>) {
        writer.years(self);
    }
}

impl<'c> Writer<'c> {
    fn years(&mut self, years: &'c Years) {
        let when = years.rows.first().zip(years.rows.last()).map(|((first, _), (last, _))| When::Years(*first, *last));
        self.title(self.heading(&years.subject, when.map(|when| self.when(when)).unwrap_or_default()));
        let held: Vec<(Year, &'c Row)> =
            years.rows.iter().filter_map(|(year, row)| Some((*year, row.as_ref()?))).collect();
        let named = || held.iter().map(|(year, row)| (year.to_string(), *row));
        self.counted_by_each(named());
        if !self.is_card {
            self.space();
        }
        let column = self.column(held.iter().map(|(_, row)| *row));
        let changes = self.changes_column(held.iter().map(|(_, row)| *row));
        let head = vec![
            column.and_then(Column::head).unwrap_or_default(),
            String::new(),
            "±%".to_owned(),
            self.say(Msg::ColumnSources),
        ];
        let mut rows = Vec::new();
        for stretch in years.rows.chunk_by(|(_, one), (_, other)| one.is_none() && other.is_none()) {
            let (first, row) = &stretch[0];
            rows.push(match row {
                // Years without a figure that follow each other are one gap.
                None => (vec![span(*first, stretch[stretch.len() - 1].0), "–".to_owned(), String::new()], Vec::new()),
                Some(row) => {
                    let marks = self.row_marks(row);
                    let change =
                        row.change.as_ref().map(|change| self.cell_change(change, changes)).unwrap_or_default();
                    (vec![first.to_string(), self.cell(&row.reading, column), change], marks)
                }
            });
        }
        let all = rows.len();
        let rows = if self.is_card { self.newest_rows(&rows, 1).to_vec() } else { rows };
        let shown = rows.len();
        if self.is_card {
            let at = self.page.blocks.len() - 1;
            let table = self.aligned(Table { head, rows });
            let marks = self.first_that_fits([table]);
            self.mark_line(at, &marks);
        } else {
            self.table_of(head, rows);
        }
        if shown < all {
            self.line(self.say(Msg::NewestOf { shown: shown.into(), all: all.into() }));
        }
        if held.len() < years.rows.len() {
            self.line(format!("– {}", self.say(Msg::NoData)));
        }
        self.partly(&years.partly);
        self.statuses(named());
        self.changes_of(&held);
        if let Some(average) = years.average.as_ref().filter(|_| !self.is_card || self.room() > 1) {
            self.average(average, None);
        }
        self.notes_on(named());
    }

    /// What the stars of a table of years stand for: one line for all growth from year to year.
    fn changes_of(&mut self, rows: &[(Year, &'c Row)]) {
        let mut grows = false;
        // A formula of another year in the table stands beneath it too.
        let is_plain =
            |input: &Number| !input.is_calculated() || rows.iter().any(|(year, _)| Period::Year(*year) == input.period);
        self.formulas_by_year(None, rows.iter().map(|(year, row)| (Period::Year(*year), *row)));
        for (year, row) in rows {
            match row.change.as_ref().map(|change| &change.lead.basis) {
                Some(Basis::Calculated(Formula::Growth, inputs)) if inputs.iter().all(is_plain) => {
                    grows = true;
                }
                Some(Basis::Calculated(..)) => {
                    row.change.iter().for_each(|change| self.formula_of(format!("±% {year}"), &change.lead));
                }
                Some(Basis::Stated(_)) | None => {}
            }
        }
        if grows && !self.leave_to_details() {
            self.line(format!("* {}", self.say(Msg::YearlyGrowth)));
        }
    }
}
