//! Year by year.

use super::super::{Block, Piece, Table, Text};
use super::Writer;
use super::figures::{capital, column_unit};
use crate::{
    answer::{Basis, Formula, Number, Reading, Relation, Row, Years},
    fact::{Period, Year},
    language::Msg,
    question::When,
};

/// Notes on single years that a page of many shows.
const NOTES: usize = 6;

impl<'c> Writer<'c> {
    pub(super) fn years(&mut self, years: &'c Years) {
        let when = years.rows.first().zip(years.rows.last()).map(|((first, _), (last, _))| When::Years(*first, *last));
        self.title(self.heading(&years.subject, when.map(|when| self.when(when)).unwrap_or_default()));
        let held: Vec<(Year, &'c Row)> =
            years.rows.iter().filter_map(|(year, row)| Some((*year, row.as_ref()?))).collect();
        let named = || held.iter().map(|(year, row)| (year.to_string(), *row));
        self.counted_by_each(named());
        self.space();
        let unit = column_unit(held.iter().map(|(_, row)| *row));
        let head = vec![
            unit.and_then(|unit| self.language.unit(unit.base, unit.exponent)).unwrap_or_default(),
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
                    let marks = self.lead_marks(&row.reading);
                    let change = row.change.as_ref().map(|change| self.cell_change(change)).unwrap_or_default();
                    (vec![first.to_string(), self.cell(&row.reading, unit), change], marks)
                }
            });
        }
        self.block(Block::Table(Table { head, rows }));
        if held.len() < years.rows.len() {
            self.line(format!("– {}", self.say(Msg::NoData)));
        }
        self.partly(&years.partly);
        self.statuses(named());
        self.changes_of(&held);
        if let Some(average) = &years.average {
            self.average(average, None);
        }
        self.notes_on(named());
    }

    /// What is held of years that are a gap.
    pub(super) fn partly(&mut self, parts: &[Period]) {
        const SHOWN: usize = 4;
        if !parts.is_empty() {
            let mut named: Vec<String> = parts.iter().rev().take(SHOWN).map(|part| self.period(*part)).collect();
            named.extend((parts.len() > SHOWN).then(|| "…".to_owned()));
            self.line(self.say(Msg::PartsHeld { parts: named.join(self.language.semicolon()).into() }));
        }
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
        if grows {
            self.line(format!("* {}", self.say(Msg::YearlyGrowth)));
        }
    }

    /// `Average growth per year, 2017–2025: +18.3% = …`
    pub(super) fn average(&mut self, average: &'c Reading, name: Option<&str>) {
        let lead = &average.lead;
        let marks = self.lead_marks(average);
        let (Some(Period::Year(first)), Period::Year(last)) = (lead.since, lead.period) else { return };
        let name = name.map(|name| format!("{name}: ")).unwrap_or_default();
        let growth = self.language.change(lead.qualifier, &lead.amount);
        let words = self.say(Msg::AverageGrowth { years: span(first, last).into(), growth: growth.into() });
        let words = capital(&format!("{name}{words} = {}", self.formula_words(lead)));
        self.block(Block::Item(Text::plain(words).marked(marks)));
    }

    /// What disagrees with the numbers of a long table, as far as a page has room.
    pub(super) fn notes_on(&mut self, rows: impl Iterator<Item = (String, &'c Row)>) {
        let mut shown = 0;
        let mut more = 0;
        for (name, row) in rows {
            let notes = row.reading.others.iter().filter(|other| other.relation != Relation::Agrees).count();
            if shown + notes > NOTES {
                more += notes;
                continue;
            }
            shown += notes;
            let from = self.page.blocks.len();
            self.otherwise(&row.reading);
            for block in &mut self.page.blocks[from..] {
                if let Block::Note(text) | Block::Item(text) = block {
                    text.0.insert(0, Piece::Plain(format!("{name}: ")));
                }
            }
        }
        if more > 0 {
            self.line(self.say(Msg::NotesMore { count: more.into() }));
        }
    }
}

/// `2021`, `2021–2024`
pub(super) fn span(first: Year, last: Year) -> String {
    if first == last { first.to_string() } else { format!("{first}–{last}") }
}
