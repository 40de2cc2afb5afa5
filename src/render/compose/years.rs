//! Beneath numbers of several years.

use super::super::{Block, Piece, Text};
use super::Writer;
use super::figures::capital;
use crate::{
    answer::{Reading, Relation, Row},
    fact::{Period, Year},
    language::Msg,
};

/// Notes on single years that a page of many shows.
const NOTES: usize = 6;

impl<'c> Writer<'c> {
    /// What is held of years that are a gap.
    pub(crate) fn partly(&mut self, parts: &[Period]) {
        const SHOWN: usize = 4;
        if !parts.is_empty() && !self.leave_to_details() {
            let mut named: Vec<String> = parts.iter().rev().take(SHOWN).map(|part| self.period(*part)).collect();
            named.extend((parts.len() > SHOWN).then(|| "…".to_owned()));
            self.line(self.say(Msg::PartsHeld { parts: named.join(self.language.semicolon()).into() }));
        }
    }

    /// `Average growth per year, 2017–2025: +18.3% = …`
    pub(crate) fn average(&mut self, average: &'c Reading, name: Option<&str>) {
        let lead = &average.lead;
        let marks = self.lead_marks(average);
        let (Some(Period::Year(first)), Period::Year(last)) = (lead.since, lead.period) else { return };
        let name = name.map(|name| format!("{name}: ")).unwrap_or_default();
        let growth = self.language.change(lead.qualifier, &lead.amount, self.digits);
        let words = self.say(Msg::AverageGrowth { years: span(first, last).into(), growth: growth.into() });
        let words = match self.leave_to_details() {
            true => format!("{name}{words}"),
            false => format!("{name}{words} = {}", self.formula_words(lead)),
        };
        let words = capital(&words);
        self.block(Block::Item(Text::plain(words).marked(marks)));
    }

    /// What disagrees with the numbers of a long table, as far as a page has room.
    pub(crate) fn notes_on(&mut self, rows: impl Iterator<Item = (String, &'c Row)>) {
        if self.leave_to_details() {
            return;
        }
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
            self.otherwise(&row.reading, false);
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
pub(crate) fn span(first: Year, last: Year) -> String {
    if first == last { first.to_string() } else { format!("{first}–{last}") }
}
