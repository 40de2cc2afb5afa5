//! All figures in lines of time, built once for all rules.

use std::collections::HashMap;

use super::numbers;
use crate::{
    catalogue::Catalogue,
    fact::{AuthorityId, Base, Figure, Period, Series},
    sheet::{Sheet, Stated},
};

/// A figure and the number of its sheet.
pub(super) type Placed<'a> = (usize, &'a Stated);

/// What all sheets say of one series, by period, then in order of sheet and place. What a source withdrew and what is
/// wrong or doubtful is left out: of that all is said.
pub(super) struct Line<'a> {
    pub(super) series: &'a Series,
    pub(super) figures: Vec<Placed<'a>>,
}

/// Every line, in order of the sheets. Building it takes a step for each figure, and looking up what is said of one
/// period few more, so that a rule that asks so for each figure still grows with their number.
pub(super) struct Counted<'a> {
    facts: &'a Catalogue,
    lines: Vec<Line<'a>>,
    by_series: HashMap<&'a Series, usize>,
}

impl<'a> Counted<'a> {
    pub(super) fn over(sheets: &'a [Sheet], facts: &'a Catalogue) -> Self {
        let mut lines: Vec<Line<'a>> = Vec::new();
        let mut by_series: HashMap<&'a Series, usize> = HashMap::new();
        // The figures of an entry stand together and share their series.
        let mut last: Option<(&'a Series, usize)> = None;
        for (sheet, read) in sheets.iter().enumerate() {
            for stated in read.figures.iter().filter(|one| is_held(&one.figure)) {
                let series: &Series = &stated.figure.entry.series;
                let line = match last {
                    Some((known, line)) if std::ptr::eq(known, series) => line,
                    _ => *by_series.entry(series).or_insert_with(|| {
                        lines.push(Line { series, figures: Vec::new() });
                        lines.len() - 1
                    }),
                };
                last = Some((series, line));
                lines[line].figures.push((sheet, stated));
            }
        }
        for line in &mut lines {
            line.figures.sort_by_key(|(_, stated)| stated.figure.period);
        }
        Self { facts, lines, by_series }
    }

    pub(super) fn lines(&self) -> impl Iterator<Item = &Line<'a>> {
        self.lines.iter()
    }

    pub(super) fn line(&self, series: &Series) -> Option<&Line<'a>> {
        self.by_series.get(series).map(|line| &self.lines[*line])
    }

    /// What one count says of one thing, in whatever unit; empty where it says nothing.
    pub(super) fn said(&self, series: &Series, period: Period, origin: &AuthorityId) -> Vec<Placed<'a>> {
        let said = self.line(series).map_or(&[][..], |line| line.at(period));
        said.iter().copied().filter(|(_, stated)| self.facts.origin(&stated.figure) == origin).collect()
    }

    /// What it says in one unit, without the thresholds that stand beside a number.
    pub(super) fn numbers(&self, series: &Series, period: Period, origin: &AuthorityId, base: Base) -> Vec<Placed<'a>> {
        numbers(&self.said(series, period, origin), base).collect()
    }
}

impl<'a> Line<'a> {
    /// What is said of one period.
    pub(super) fn at(&self, period: Period) -> &[Placed<'a>] {
        let start = self.figures.partition_point(|(_, stated)| stated.figure.period < period);
        let length = self.figures[start..].partition_point(|(_, stated)| stated.figure.period == period);
        &self.figures[start..start + length]
    }

    /// What is said, period by period.
    pub(super) fn periods(&self) -> impl Iterator<Item = &[Placed<'a>]> {
        self.figures.chunk_by(|(_, one), (_, other)| one.figure.period == other.figure.period)
    }

    /// What is said, year by year, and in each by period.
    pub(super) fn years(&self) -> impl Iterator<Item = Vec<&[Placed<'a>]>> {
        let years =
            self.figures.chunk_by(|(_, one), (_, other)| one.figure.period.year() == other.figure.period.year());
        years.map(|of_year| of_year.chunk_by(|(_, one), (_, other)| one.figure.period == other.figure.period).collect())
    }
}

/// True if its source and the keepers of the sheets hold on to it.
fn is_held(figure: &Figure) -> bool {
    figure.withdrawn.is_none() && figure.doubt.is_none()
}
