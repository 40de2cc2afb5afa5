//! Rows of a table, one after another → its figures, and all that keeps them from being used.

use std::{collections::HashMap, ops::ControlFlow};

use super::{
    Given,
    fault::{Fault, Place, letters},
    heading::{Heading, Values},
    held::Held,
    line::{Line, over},
    names::{Known, without_marks},
    number::{digits, moved},
    table::{Cell, Row},
};
use crate::{
    catalogue::Catalogue,
    fact::{Amount, Months, Period},
    finding::Code,
    sheet::{Map, Says, Terms, When, period_in_words},
};

/// Faults after which the rest of a table is not read.
const MOST: usize = 100;

/// A table that is being taken in.
pub(super) struct Intake<'a> {
    pub(super) map: &'a Map,
    pub(super) given: &'a Given,
    /// The sheet of a book that it is.
    pub(super) sheet: Option<String>,
    /// All rows down to the end of the heading, by their numbers.
    head: Vec<(Place, Vec<Cell<'static>>)>,
    columns: Option<Columns>,
    known: Known<'a>,
    pub(super) lines: Vec<Line>,
    numbers: HashMap<Line, usize>,
    pub(super) entries: Vec<Entry>,
    /// Where each period of a line stands, and in which entry its number is.
    seen: HashMap<(usize, Period), (Place, usize)>,
    /// The last entry of each line.
    open: HashMap<usize, usize>,
    held: Held<'a>,
    faults: Vec<Fault>,
}

/// The numbers of one line in rows that follow each other.
pub(super) struct Entry {
    pub(super) line: usize,
    pub(super) first: u32,
    pub(super) last: u32,
    pub(super) values: Vec<(Period, String)>,
}

/// What the heading says, and the cells above it.
struct Columns {
    heading: Heading,
    /// The period of the table, where it has one.
    period: Option<Period>,
    /// Of each column of the map, what it says beside its period.
    terms: Vec<Terms>,
    /// Of each column of the map, the period that it says.
    periods: Vec<Option<When>>,
}

impl<'a> Intake<'a> {
    pub(super) fn new(map: &'a Map, facts: &'a Catalogue, given: &'a Given, sheet: Option<String>) -> Self {
        Self {
            map,
            given,
            sheet,
            head: Vec::new(),
            columns: None,
            known: Known::new(map, facts),
            lines: Vec::new(),
            numbers: HashMap::new(),
            entries: Vec::new(),
            seen: HashMap::new(),
            open: HashMap::new(),
            held: Held::new(facts),
            faults: Vec::new(),
        }
    }

    pub(super) fn take(&mut self, row: &Row<'_>) -> ControlFlow<()> {
        if row.place.row <= self.map.layout.header.last().copied().unwrap_or(0) {
            self.head.push((row.place, row.cells.iter().cloned().map(Cell::into_owned).collect()));
            return ControlFlow::Continue(());
        }
        let columns = match self.columns.take() {
            Some(columns) => columns,
            None => match self.begin() {
                Ok(columns) => columns,
                Err(faults) => {
                    self.faults.extend(faults);
                    return ControlFlow::Break(());
                }
            },
        };
        self.row(row, &columns);
        self.columns = Some(columns);
        if self.faults.len() < MOST {
            return ControlFlow::Continue(());
        }
        let help = "correct these, and run it again: the rest was not read";
        self.faults.push(Fault::new(Code::Shape, "the table has more faults than these", help).at(row.place));
        ControlFlow::Break(())
    }

    /// Everything that keeps the table from being used, once all rows are taken.
    pub(super) fn faults_at_end(&mut self) -> Vec<Fault> {
        self.faults.extend(self.held.faults());
        if self.faults.is_empty() && self.entries.is_empty() {
            let help = "see whether this is the table that the map was made for, and what its `names` and `header` say";
            self.faults.push(Fault::new(Code::Empty, "no row of this table has a number that the map takes", help));
        }
        std::mem::take(&mut self.faults)
    }

    pub(super) fn figures(&self) -> usize {
        self.seen.len()
    }

    /// The period of the table, else the last of its numbers.
    pub(super) fn period(&self) -> Option<Period> {
        let own = self.columns.as_ref().and_then(|columns| columns.period);
        own.or_else(|| self.seen.keys().map(|(_, period)| *period).max())
    }

    /// The cell that a map names, such as `B2`, in or above the heading.
    pub(super) fn cell(&self, address: &str) -> Result<&Cell<'static>, Fault> {
        let digits = address.trim_start_matches(|letter: char| letter.is_ascii_uppercase());
        let name = &address[..address.len() - digits.len()];
        let row: u32 = digits.parse().unwrap_or(0);
        let found = self.head.iter().find(|(place, _)| place.row == row);
        let cell = found.and_then(|(_, cells)| {
            let column = (0..cells.len()).find(|column| letters(*column) == name)?;
            cells.get(column).filter(|cell| !cell.is_blank())
        });
        cell.ok_or_else(|| {
            let help = "cells that a map names lie in the heading or above it; correct the map, or see whether this is \
                        another table";
            Fault::new(Code::Missing, format!("there is nothing in the cell {address}"), help)
        })
    }

    /// Reads the heading and the cells above it.
    fn begin(&self) -> Result<Columns, Vec<Fault>> {
        let mut of_heading = self.head.iter().filter(|(place, _)| self.map.layout.header.contains(&place.row));
        let rows: Vec<&[Cell<'_>]> = of_heading.clone().map(|(_, cells)| &cells[..]).collect();
        let Some((place, _)) = of_heading.next_back() else {
            let help = "correct `header` in the map's `table`: rows count from 1";
            return Err(vec![Fault::new(Code::Missing, "there is nothing in the rows of the heading", help)]);
        };
        let heading = Heading::find(self.map, &rows, *place)?;
        let mut faults = Vec::new();
        let mut said = |terms: &Terms| {
            let when = terms.period.clone()?;
            let When::Cell(cell) = &when else { return Some(when) };
            match self.period_in(cell) {
                Ok(period) => Some(When::Is(period)),
                Err(fault) => {
                    faults.push(fault);
                    None
                }
            }
        };
        let periods: Vec<Option<When>> = self.map.columns.iter().map(|column| said(&column.terms)).collect();
        let shared = said(&self.map.shared);
        let (period, is_to_date) = match (self.given.period, shared) {
            (Some(period), _) => (Some(period), false),
            (None, Some(When::Is(period))) => (Some(period), false),
            (None, shared) => (None, shared.is_some()),
        };
        let in_rows = self.map.rows.iter().any(|(says, _)| *says == Says::Period);
        let is_said = |values: &Values| values.period.is_some() || matches!(periods[values.number], Some(When::Is(_)));
        if period.is_none() && faults.is_empty() && (is_to_date || !in_rows && !heading.values.iter().all(is_said)) {
            let help = "say it with --period, such as --period 2026-M03";
            faults.push(Fault::new(Code::Missing, "neither the table nor the map says the period", help));
        }
        let terms = self.map.columns.iter().map(|column| over(&column.terms, &Terms::default())).collect();
        if faults.is_empty() { Ok(Columns { heading, period, terms, periods }) } else { Err(faults) }
    }

    fn period_in(&self, address: &str) -> Result<Period, Fault> {
        let words = self.cell(address)?.words().into_owned();
        period_in_words(without_marks(&words, &self.map.layout.marks)).ok_or_else(|| {
            let message = format!("“{words}” in the cell {address} is no period");
            Fault::new(Code::BadPeriod, message, "say it with --period, such as --period 2026-M03")
        })
    }

    fn row(&mut self, row: &Row<'_>, columns: &Columns) {
        let heading = &columns.heading;
        let more = row.cells.iter().skip(heading.texts.len()).position(|cell| !cell.is_blank());
        if let (Some(more), None) = (more, &self.sheet) {
            let place = Place { column: heading.texts.len() + more, ..row.place };
            let help = "a cell with a separator in it stands in quotes; see also `separator` in the map's `table`";
            self.faults.push(Fault::new(Code::Shape, "this row has more cells than the heading", help).at(place));
            return;
        }
        let Some(own) = self.said(row, heading) else { return };
        for values in &heading.values {
            let terms = over(&columns.terms[values.number], &over(&own, &self.map.shared));
            let when = &columns.periods[values.number];
            let base = if let Some(When::Is(own)) = &own.period { Some(*own) } else { columns.period };
            let period = match (values.period, when) {
                (Some(period), _) => Some(period),
                (None, Some(When::Is(period))) => Some(*period),
                (None, Some(When::YearToDate)) => base.and_then(to_date),
                (None, _) => base,
            };
            let place = Place { column: values.column, ..row.place };
            if let Err(fault) = self.value(row, values, &terms, period) {
                let text = &heading.texts[values.column];
                self.faults.push(fault.at(place).why(format!("column “{text}”")));
            }
        }
    }

    /// What a row says of its numbers; none where it is left out, or refused.
    fn said(&mut self, row: &Row<'_>, heading: &Heading) -> Option<Terms> {
        let is_bare = heading.values.iter().all(|values| at(row, values.column).is_blank());
        let mut own = Terms::default();
        for (says, column) in &heading.rows {
            let words = at(row, *column).words();
            let fault = match says {
                _ if words.is_empty() => {
                    let help = "every row with numbers says whose they are: fill the cell, or leave the row out";
                    Some(Fault::new(Code::Empty, "there is nothing in this cell", help))
                }
                Says::Partner => match self.known.place(&words) {
                    Ok(place) => {
                        own.partner = Some(place?);
                        None
                    }
                    Err(fault) => Some(fault),
                },
                Says::Reporter => match self.known.place(&words) {
                    Ok(place) => {
                        let place = place?;
                        if !self.map.authorities.is_empty() {
                            own.authority = Some(self.map.authorities.get(&place)?.clone());
                        }
                        own.reporter = Some(Some(place));
                        None
                    }
                    Err(fault) => Some(fault),
                },
                Says::Indicator => match self.known.indicator(&words) {
                    Ok(indicator) => {
                        own.indicator = Some(indicator?);
                        None
                    }
                    Err(fault) => Some(fault),
                },
                Says::Product => match self.known.product(&words) {
                    Ok(product) => {
                        own.product = Some(product?);
                        None
                    }
                    Err(fault) => Some(fault),
                },
                Says::Period => match period_in_words(without_marks(&words, &self.map.layout.marks)) {
                    Some(period) => {
                        own.period = Some(When::Is(period));
                        None
                    }
                    None => {
                        let help = "a period is a year, or a part of one: 2025, 2025-03, March 2025, 2025-Q1";
                        Some(Fault::new(Code::BadPeriod, format!("“{words}” is no period"), help))
                    }
                },
            };
            if let Some(fault) = fault {
                // A row without numbers is a heading within the table, or a note beneath it.
                if !is_bare {
                    let text = &heading.texts[*column];
                    self.faults.push(fault.at(Place { column: *column, ..row.place }).why(format!("column “{text}”")));
                }
                return None;
            }
        }
        Some(own)
    }

    /// Takes one number of a row.
    fn value(&mut self, row: &Row<'_>, values: &Values, terms: &Terms, period: Option<Period>) -> Result<(), Fault> {
        let Some(printed) = self.printed(at(row, values.column))? else { return Ok(()) };
        let place = Place { column: values.column, ..row.place };
        let (Some(line), Some(period), Some(counted)) = (self.line(terms), period, terms.unit) else {
            let help = "let the map say its indicator, reporter, partner, authority, unit and period";
            return Err(Fault::new(Code::Missing, "the map does not say all that this number needs", help));
        };
        let digits = moved(&printed, counted.places);
        let amount = Amount::parse(&digits, counted.unit)
            .map_err(|error| Fault::new(Code::BadNumber, error.to_string(), "correct the number"))?;
        if let Some((first, entry)) = self.seen.get(&(line, period)) {
            // In January the sum up to now is the month itself.
            let is_same = first.row == row.place.row
                && self.entries[*entry].values.iter().any(|(one, other)| *one == period && *other == digits);
            if is_same {
                return Ok(());
            }
            let Line { indicator, product, partner, .. } = &self.lines[line];
            let of = product.as_ref().map(|product| format!(" of `{product}`")).unwrap_or_default();
            let message = format!("`{indicator}`{of} with {partner} in {period} stands here for the second time");
            let help = format!("first in the cell {}{}: keep one of them", letters(first.column), first.row);
            return Err(Fault::new(Code::DuplicateKey, message, help));
        }
        self.held.compare((line, &self.lines[line]), (period, amount), (values.number, place));
        let entry = self.entry(line, row.place.row);
        self.entries[entry].values.push((period, digits));
        self.seen.insert((line, period), (place, entry));
        Ok(())
    }

    /// The digits in a cell; none where it is a gap.
    fn printed(&self, cell: &Cell<'_>) -> Result<Option<String>, Fault> {
        let layout = &self.map.layout;
        let is_gap = |text: &str| layout.gaps.iter().any(|gap| gap == text);
        match cell {
            cell if cell.is_blank() && is_gap("") => Ok(None),
            cell if cell.is_blank() => {
                let help = "fill it; or, if nothing stands for a gap in this table, say so in the map: `gaps: [\"\"]`";
                Err(Fault::new(Code::Empty, "there is no number in this cell", help))
            }
            Cell::Number(number) => Ok(Some(number.clone())),
            Cell::Text(text) => {
                let bare = without_marks(text, &layout.marks);
                if is_gap(text.trim()) || is_gap(bare) {
                    return Ok(None);
                }
                let bad = |help| Fault::new(Code::BadNumber, format!("“{}” is no number", text.trim()), help);
                digits(bare, layout.decimal).map(Some).map_err(bad)
            }
            Cell::Day(day) => {
                let help = "the spreadsheet shows this cell as a day: give it the format of a number";
                Err(Fault::new(Code::BadNumber, format!("{day} is a day, and no number"), help))
            }
            Cell::Formula => {
                let help = "open the table in a spreadsheet and save it, so that the results of formulas are kept";
                Err(Fault::new(Code::Value, "this cell holds a formula without its result", help))
            }
            Cell::Broken(error) => {
                Err(Fault::new(Code::BadNumber, format!("this cell holds the error {error}"), "correct the table"))
            }
            Cell::Empty => Ok(None),
        }
    }

    /// The number of a line; none where something is not said.
    fn line(&mut self, terms: &Terms) -> Option<usize> {
        let reporter = terms.reporter.clone()?;
        let by_reporter = || self.map.authorities.get(reporter.as_ref()?);
        let authority = terms.authority.as_ref().or_else(by_reporter)?.clone();
        let line = Line {
            indicator: terms.indicator.clone()?,
            product: terms.product.clone().flatten(),
            partner: terms.partner.clone()?,
            unit: terms.unit?.unit,
            status: terms.status,
            reporter,
            authority,
        };
        if let Some(number) = self.numbers.get(&line) {
            return Some(*number);
        }
        let number = self.lines.len();
        self.lines.push(line.clone());
        self.numbers.insert(line, number);
        Some(number)
    }

    /// The entry that takes a number of a line: the one of this row or of the row before, else a new one.
    fn entry(&mut self, line: usize, row: u32) -> usize {
        let last = self.open.get(&line).copied().filter(|entry| self.entries[*entry].last + 1 >= row);
        let entry = last.unwrap_or_else(|| {
            self.entries.push(Entry { line, first: row, last: row, values: Vec::new() });
            self.entries.len() - 1
        });
        self.entries[entry].last = row;
        self.open.insert(line, entry);
        entry
    }
}

/// From January up to the end of a span.
fn to_date(period: Period) -> Option<Period> {
    let (year, _, last) = period.span()?;
    Months::new(1, last).map(|months| Period::months(year, months))
}

fn at<'r>(row: &'r Row<'_>, column: usize) -> &'r Cell<'r> {
    row.cells.get(column).unwrap_or(&Cell::Empty)
}
