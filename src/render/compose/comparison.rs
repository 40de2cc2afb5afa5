//! Several places side by side.

use std::ops::Range;

use super::super::{Block, Piece, Table, Text};
use super::figures::{capital, column_unit, with_day};
use super::years::span;
use super::{Writer, unique};
use crate::{
    answer::{Comparison, Reading, Row, Subject},
    fact::{Period, Unit},
    language::Msg,
    question::When,
};

impl<'c> Writer<'c> {
    pub(super) fn comparison(&mut self, comparison: &'c Comparison) {
        let when = match (comparison.when, &comparison.lines[..]) {
            (When::Latest, [(period, rows), ..])
                if rows.iter().flatten().all(|row| row.reading.lead.period == *period) =>
            {
                self.period(*period)
            }
            (when, _) => self.when(when),
        };
        self.title(self.heading_of(&comparison.subjects, when));
        let is_one = comparison.lines.len() == 1;
        let all = || {
            let lines = comparison.lines.iter();
            let all =
                lines.flat_map(|(period, rows)| comparison.subjects.iter().zip(rows).map(move |of| (*period, of)));
            all.filter_map(|(period, (subject, row))| Some((period, self.place(&subject.partner), row.as_ref()?)))
        };
        let counted: Vec<(String, &'c Row)> = all().map(|(_, name, row)| (name.to_owned(), row)).collect();
        let unit = column_unit(counted.iter().map(|(_, row)| *row));
        // Of most numbers in a long table nothing is said beneath it.
        let has_words = |row: &Row| is_one || row.reading.lead.status.is_some() || !row.reading.others.is_empty();
        let name_of = |period: Period, name: &str| match is_one {
            true => name.to_owned(),
            false => [name, &self.period(period)].join(self.language.comma()),
        };
        let all = all().filter(|(.., row)| has_words(row)).map(|(period, name, row)| (name_of(period, name), row));
        let all: Vec<(String, &'c Row)> = all.collect();
        self.counted_by_each(counted.into_iter());
        self.space();
        if is_one {
            self.places(comparison, unit);
        } else {
            self.columns(comparison, unit);
        }
        self.gaps(comparison);
        self.statuses(all.iter().map(|(name, row)| (name.clone(), *row)));
        self.formulas_of(comparison, &all);
        for (subject, average) in comparison.subjects.iter().zip(&comparison.averages) {
            if let Some(average) = average {
                self.average(average, Some(self.place(&subject.partner)));
            }
        }
        for ratio in &comparison.ratios {
            self.ratio(ratio, !is_one);
        }
        self.notes_on(all.into_iter());
    }

    /// Of which places nothing is known, or not of every time.
    fn gaps(&mut self, comparison: &'c Comparison) {
        let gaps = comparison.subjects.iter().enumerate();
        let gaps = gaps.filter(|(place, _)| comparison.lines.iter().all(|(_, rows)| rows[*place].is_none()));
        let gaps: Vec<&str> = gaps.map(|(_, subject)| self.place(&subject.partner)).collect();
        if !gaps.is_empty() {
            self.line(format!(
                "– {}: {}. {}",
                self.say(Msg::NoData),
                gaps.join(self.language.comma()),
                self.say(Msg::PartsNote)
            ));
        } else if comparison.lines.len() != 1
            && comparison.lines.iter().any(|(_, rows)| rows.iter().any(Option::is_none))
        {
            self.line(format!("– {}", self.say(Msg::NoData)));
        }
    }

    /// What the stars stand for: of one time row by row, of several together.
    fn formulas_of(&mut self, comparison: &'c Comparison, rows: &[(String, &'c Row)]) {
        if comparison.lines.len() == 1 {
            for (name, row) in rows {
                let readings = [Some(&row.reading), row.change.as_ref()].into_iter().flatten();
                for reading in readings.filter(|reading| reading.lead.is_calculated()) {
                    self.formula_of(name.clone(), &reading.lead);
                }
            }
        } else {
            for (place, subject) in comparison.subjects.iter().enumerate() {
                let lines = comparison.lines.iter();
                let rows = lines.filter_map(|(period, rows)| Some((*period, rows[place].as_ref()?)));
                self.formulas_by_year(Some(self.place(&subject.partner)), rows);
            }
        }
    }

    /// The heading of one, with all the partners.
    fn heading_of(&self, subjects: &'c [Subject], when: String) -> String {
        let partners: Vec<&str> = subjects.iter().map(|subject| self.place(&subject.partner)).collect();
        self.heading_with(&subjects[0], partners.join(self.language.comma()), when)
    }

    /// At one time: a line for each place.
    fn places(&mut self, comparison: &'c Comparison, unit: Option<Unit>) {
        let (period, rows) = &comparison.lines[0];
        let has_changes = rows.iter().flatten().any(|row| row.change.is_some());
        let mut head =
            vec![unit.and_then(|unit| self.language.unit(unit.base, unit.exponent)).unwrap_or_default(), String::new()];
        let on = period.year_before().map(|base| self.say(Msg::ColumnChange { base: base.to_string().into() }));
        head.extend(has_changes.then(|| on.unwrap_or_default()));
        head.push(self.say(Msg::ColumnSources));
        let mut lines = Vec::new();
        for (subject, row) in comparison.subjects.iter().zip(rows) {
            let name = self.place(&subject.partner);
            let name = row.as_ref().map_or_else(|| name.to_owned(), |row| with_day(name, row, self.language.comma()));
            let value = row.as_ref().map_or_else(|| "–".to_owned(), |row| self.cell(&row.reading, unit));
            let change = row.as_ref().and_then(|row| row.change.as_ref()).map(|change| self.cell_change(change));
            let mut cells = vec![name, value];
            cells.extend(has_changes.then(|| change.unwrap_or_default()));
            let marks = row.as_ref().map(|row| self.lead_marks(&row.reading)).unwrap_or_default();
            lines.push((cells, marks));
        }
        self.block(Block::Table(Table { head, rows: lines }));
    }

    /// Over years: a column for each place, as many as fit beside each other; beneath, what the columns are.
    fn columns(&mut self, comparison: &'c Comparison, unit: Option<Unit>) {
        let count = comparison.subjects.len();
        let columns = Columns {
            unit: unit.and_then(|unit| self.language.unit(unit.base, unit.exponent)).unwrap_or_default(),
            lines: comparison.lines.iter().map(|(period, rows)| (*period, self.drawn(rows, unit))).collect(),
        };
        let named = self.column_table(comparison, &columns, 0..count, false);
        let mut from = 0;
        if named.fits() {
            self.block(Block::Table(named));
            from = count;
        }
        while from < count {
            let mut end = from + 1;
            let mut table = self.column_table(comparison, &columns, from..end, true);
            while end < count {
                let wider = self.column_table(comparison, &columns, from..end + 1, true);
                if !wider.fits() {
                    break;
                }
                (table, end) = (wider, end + 1);
            }
            self.block(Block::Table(table));
            from = end;
        }
        self.columns_read(comparison, &columns);
    }

    /// A line of cells, each with the marks of its sources; none for a gap.
    fn drawn(&mut self, rows: &'c [Option<Row>], unit: Option<Unit>) -> Vec<Option<Cell>> {
        let mut drawn = |row: &'c Row| (self.cell(&row.reading, unit), self.lead_marks(&row.reading));
        rows.iter().map(Option::as_ref).map(|row| row.map(&mut drawn)).collect()
    }

    /// What each column is, and where its numbers were read.
    fn columns_read(&mut self, comparison: &'c Comparison, columns: &Columns) {
        let mut text = Text::default();
        for (place, subject) in comparison.subjects.iter().enumerate() {
            let marks = columns.marks(place..place + 1, &columns.lines);
            let (code, name) = (code(subject), self.place(&subject.partner));
            let parted = if place > 0 { self.language.semicolon() } else { "" };
            let code = if code == name { String::new() } else { format!(" ({code})") };
            text = text.and(format!("{parted}{name}{code}")).marked(marks);
        }
        self.block(Block::Line(text));
    }

    fn column_table(&self, comparison: &'c Comparison, columns: &Columns, places: Range<usize>, short: bool) -> Table {
        let mut head = vec![columns.unit.clone()];
        for subject in &comparison.subjects[places.clone()] {
            head.push(if short { code(subject) } else { self.place(&subject.partner).to_owned() });
        }
        let is_gap = |cells: &[Option<Cell>]| cells[places.clone()].iter().all(Option::is_none);
        let mut lines = Vec::new();
        for stretch in columns.lines.chunk_by(|(_, one), (_, other)| is_gap(one) && is_gap(other)) {
            let (first, drawn) = &stretch[0];
            let name = match (*first, stretch[stretch.len() - 1].0) {
                (Period::Year(first), Period::Year(last)) => span(first, last),
                (first, _) => self.period(first),
            };
            let shown = |cell: &Option<Cell>| cell.as_ref().map_or_else(|| "–".to_owned(), |(words, _)| words.clone());
            let cells = std::iter::once(name).chain(drawn[places.clone()].iter().map(shown)).collect();
            lines.push((cells, columns.marks(places.clone(), &stretch[..1])));
        }
        Table { head, rows: lines }
    }

    /// `Kazakhstan is 3.18 times Uzbekistan = …`
    fn ratio(&mut self, ratio: &'c Reading, dated: bool) {
        let number = &ratio.lead;
        let marks = self.number_marks(number);
        let Some(crate::fact::Of::Place(other)) = &number.series.of else { return };
        let words = self.say(Msg::TimesOf {
            one: self.place_named(number.series.partner.as_str()).into(),
            times: self.number(number).into(),
            other: self.place_named(other.as_str()).into(),
        });
        let when = if dated { format!("{}: ", self.period(number.period)) } else { String::new() };
        let words = Text::plain(capital(&when)).with(Piece::Bold(words));
        self.block(Block::Item(words.and(format!(" = {}", self.formula_words(number))).marked(marks)));
    }
}

/// The number in a cell, and the marks of its sources.
type Cell = (String, Vec<usize>);

/// Numbers of several places by time, drawn once for every table that is tried.
struct Columns {
    unit: String,
    lines: Vec<(Period, Vec<Option<Cell>>)>,
}

impl Columns {
    /// The marks in some columns of some lines, each once.
    fn marks(&self, places: Range<usize>, lines: &[(Period, Vec<Option<Cell>>)]) -> Vec<usize> {
        let cells = lines.iter().flat_map(|(_, cells)| cells[places.clone()].iter().flatten());
        unique(cells.flat_map(|(_, marks)| marks).copied().collect())
    }
}

/// What a narrow column is headed with.
fn code(subject: &Subject) -> String {
    let id = subject.partner.id.as_str();
    if subject.partner.is_group() {
        id.split('-').filter_map(|word| word.chars().next()).collect()
    } else {
        id.to_owned()
    }
}
