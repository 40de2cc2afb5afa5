//! Numbers under each other, and whether they add up as they are shown.

use unicode_width::UnicodeWidthStr as _;

use super::super::{Block, Table, Text};
use super::{
    Writer,
    figures::{is_said_to_differ, spans},
};
use crate::{
    answer::{Number, Reading, Row},
    fact::{Amount, Base, Derivation, IndicatorId, Qualifier},
    language::{Column, Digits, Msg},
};

impl<'c> Writer<'c> {
    /// The column of the numbers of some rows, in the unit that most of them are in; none without rows.
    pub(crate) fn column<'r>(&self, rows: impl Iterator<Item = &'r Row>) -> Option<Column> {
        self.column_of(rows.map(|row| &row.reading))
    }

    pub(crate) fn column_of<'r>(&self, readings: impl Iterator<Item = &'r Reading>) -> Option<Column> {
        let readings: Vec<&Reading> = readings.collect();
        let uses = |base: Base| readings.iter().filter(|reading| reading.lead.amount.unit.base == base).count();
        let base = readings.iter().map(|reading| reading.lead.amount.unit.base).max_by_key(|base| uses(*base))?;
        let own: Vec<&Reading> = readings.into_iter().filter(|reading| reading.lead.amount.unit.base == base).collect();
        let numbers: Vec<_> = own.iter().map(|reading| shown(&reading.lead)).collect();
        let mut column = Column::of(self.language, base, &numbers);
        // A card has nothing beside its numbers that they would have to look different from.
        for reading in own.into_iter().filter(|_| !self.is_card) {
            for other in reading.others.iter().filter(|other| is_said_to_differ(other.relation)) {
                column = column.apart(shown(&reading.lead), (other.figure.qualifier, other.figure.amount));
            }
        }
        Some(column)
    }

    /// The column of the changes of some rows; none without changes.
    pub(crate) fn changes_column<'r>(&self, rows: impl Iterator<Item = &'r Row>) -> Option<Column> {
        self.column_of(rows.filter_map(|row| row.change.as_ref()))
    }

    /// A number under a column head that has its unit; with the code of its currency where that is another.
    pub(crate) fn cell(&self, reading: &Reading, column: Option<Column>) -> String {
        let lead = &reading.lead;
        let (qualifier, amount) = (lead.qualifier, &lead.amount);
        let plus = if self.has_plus(lead) { "+" } else { "" };
        let column = column.filter(|_| !self.is_growth(lead));
        let words = match (amount.unit.base, column) {
            (Base::Percent, Some(column)) if column.base == Base::Percent => {
                let shown = column.shown(qualifier, amount);
                let words = self.language.qualified(Qualifier::Exact, self.has_plus(lead), &shown, Digits::ALL);
                [symbol(qualifier), &words].concat()
            }
            (base, Some(column)) if column.base == base && (column.head().is_some() || base == Base::Count) => {
                [symbol(qualifier), plus, &column.digits(qualifier, amount)].concat()
            }
            (Base::Money(currency), Some(column)) if matches!(column.base, Base::Money(_)) => {
                let shown = column.digits(qualifier, amount);
                format!("{}{plus}{shown} {}", symbol(qualifier), currency.as_str())
            }
            (Base::Percent, _) if self.is_growth(lead) => return self.cell_change(reading, column),
            _ => self.number(lead),
        };
        if lead.is_calculated() { words + "*" } else { words }
    }

    pub(crate) fn cell_change(&self, change: &Reading, column: Option<Column>) -> String {
        let lead = &change.lead;
        let shown = match column.filter(|column| column.base == lead.amount.unit.base) {
            Some(column) => column.shown(lead.qualifier, &lead.amount),
            None => Digits::FEW.of(lead.qualifier, &lead.amount),
        };
        let number = self.language.change(Qualifier::Exact, &shown, Digits::FEW);
        let star = if lead.is_calculated() { "*" } else { "" };
        [symbol(lead.qualifier), &number, star].concat()
    }

    /// Shows a table with the points of its numbers under each other.
    pub(crate) fn table_of(&mut self, head: Vec<String>, rows: Vec<(Vec<String>, Vec<usize>)>) {
        let table = self.aligned(Table { head, rows });
        self.tabled(table);
    }

    /// Shows a table; beneath it, the sources of its rows where no column of it has room for them.
    pub(crate) fn tabled(&mut self, table: Table) {
        let read = (!table.shows_sources()).then(|| self.rows_read(&table));
        self.block(Block::Table(table));
        if let Some(text) = read.filter(|text| !text.0.is_empty()) {
            self.block(Block::Line(text));
        }
    }

    /// `Trade, exports [1][2]; imports [1]`
    fn rows_read(&self, table: &Table) -> Text {
        let mut read: Vec<(Vec<String>, &[usize])> = Vec::new();
        for (cells, sources) in table.rows.iter().filter(|(_, sources)| !sources.is_empty()) {
            match read.iter_mut().find(|(_, known)| known == sources) {
                Some((names, _)) => names.extend(cells.first().cloned()),
                None => read.push((cells.first().cloned().into_iter().collect(), sources)),
            }
        }
        let mut text = Text::default();
        for (position, (names, sources)) in read.into_iter().enumerate() {
            let parted = if position > 0 { self.language.semicolon() } else { "" };
            text = text.and([parted, &spans(&names, self.language.comma())].concat()).marked(sources.iter().copied());
        }
        text
    }

    /// Blanks behind numbers, so that their points stand under each other.
    pub(crate) fn aligned(&self, mut table: Table) -> Table {
        let point = self.language.point();
        let tail = |cell: &str| cell[cell.len() - behind(cell, point).len()..].width();
        let columns = table.rows.iter().map(|(cells, _)| cells.len()).max().unwrap_or(0);
        for column in 1..columns {
            let cells = || table.rows.iter().filter_map(|(cells, _)| cells.get(column)).filter(|cell| !cell.is_empty());
            let widest = cells().map(|cell| tail(cell)).max().unwrap_or(0);
            for (cells, _) in &mut table.rows {
                if let Some(cell) = cells.get_mut(column).filter(|cell| !cell.is_empty()) {
                    let blanks = widest - tail(cell);
                    cell.extend(std::iter::repeat_n(' ', blanks));
                }
            }
        }
        table
    }

    /// Says so where the parts of a total, as they are shown, do not add up to it in the last digit.
    pub(crate) fn rounded_note(&mut self, rows: &[(String, &'c Row)], column: Option<Column>) {
        let Some(column) = column else { return };
        let of = |id: &IndicatorId| rows.iter().map(|(_, row)| *row).find(|row| row.indicator.id == *id);
        let is_off = |row: &Row| {
            let (one, other, less) = match &row.indicator.derivation {
                Some(Derivation::Sum(one, other)) => (of(one), of(other), false),
                Some(Derivation::Difference(one, other)) => (of(one), of(other), true),
                Some(Derivation::Share(_)) | None => return false,
            };
            let Some((one, other)) = one.zip(other) else { return false };
            is_rounded(column, &row.reading.lead, &[(false, &one.reading.lead), (less, &other.reading.lead)])
        };
        if rows.iter().any(|(_, row)| is_off(row)) && !self.leave_to_details() {
            self.line(self.say(Msg::Rounded));
        }
    }
}

/// True if parts, some of them taken off, make up a total but for the last digit that a column shows of it.
pub(crate) fn is_rounded(column: Column, total: &Number, parts: &[(bool, &Number)]) -> bool {
    let is_exact = |number: &Number| number.qualifier == Qualifier::Exact && number.amount.unit.base == column.base;
    if !is_exact(total) || !parts.iter().all(|(_, part)| is_exact(part)) {
        return false;
    }
    let shown = |number: &Number| column.shown(number.qualifier, &number.amount);
    let half = |amount: Amount| amount.span().and_then(|span| span.high.checked_sub(amount.value()?));
    let off = || {
        let total = shown(total);
        let (mut off, mut open) = (total.value()?, half(total)?);
        for (less, part) in parts {
            let part = shown(part);
            let value = part.value()?;
            off = if *less { off.checked_add(value)? } else { off.checked_sub(value)? };
            open = open.checked_add(half(part)?)?;
        }
        Some(!off.is_zero() && off.abs() <= open)
    };
    off().unwrap_or(false)
}

fn shown(number: &Number) -> (Qualifier, Amount) {
    (number.qualifier, number.amount)
}

/// The end of a cell from its point on; without one, what follows its last digit.
fn behind(cell: &str, point: char) -> &str {
    let digit = |rest: &str| rest.starts_with(|letter: char| letter.is_ascii_digit());
    let at_point = cell.rmatch_indices(point).find(|(at, _)| digit(&cell[at + point.len_utf8()..]));
    let last = cell.rfind(|letter: char| letter.is_ascii_digit()).map_or(cell.len(), |at| at + 1);
    &cell[at_point.map_or(last, |(at, _)| at)..]
}

/// A qualifier before a number in a table.
fn symbol(qualifier: Qualifier) -> &'static str {
    match qualifier {
        Qualifier::Exact => "",
        Qualifier::About | Qualifier::Nearly => "~",
        Qualifier::MoreThan => ">",
        Qualifier::AtLeast => "≥",
        Qualifier::LessThan => "<",
        Qualifier::AtMost => "≤",
    }
}
