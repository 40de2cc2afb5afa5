//! Numbers and documents in lists.

use super::super::{Block, Piece, Text};
use super::figures::capital;
use super::{Cited, Writer};
use crate::{
    answer::{Basis, Reading, Row},
    language::Msg,
};

impl<'c> Writer<'c> {
    /// That there is more, and how much.
    pub(crate) fn more(&mut self, count: usize) {
        if count > 0 {
            self.line(self.say(Msg::ListMore { count: count.into() }));
        }
    }

    /// One number with all that names it, and its authority.
    pub(crate) fn reading(&mut self, reading: &'c Reading) {
        let marks = self.lead_marks(reading);
        let rest =
            if reading.lead.is_calculated() { format!(" ({})", self.say(Msg::Calculated)) } else { String::new() };
        self.listed(reading, rest, marks);
    }

    /// The same with its change.
    pub(crate) fn listed_row(&mut self, row: &'c Row) {
        let marks = self.row_marks(row);
        let rest = self.marks_and_change(row);
        self.listed(&row.reading, rest, marks);
    }

    fn listed(&mut self, reading: &'c Reading, rest: String, marks: Vec<usize>) {
        let lead = &reading.lead;
        let number = match lead.since {
            None => self.said_number_of(reading),
            Some(_) => self.number(lead),
        };
        let mut text = Text::plain(format!("{}: ", capital(&self.named(lead)))).with(Piece::Bold(number));
        text = text.and(rest);
        // Who counts stands at the source; who only says, here.
        if !self.leave_to_details() || self.is_only_said(lead) {
            text = text.and(format!(" ({})", self.attributed(lead)));
        }
        if let Basis::Stated(figure) = &lead.basis
            && figure.withdrawn.is_some()
        {
            text = text.and(format!(" ({})", self.say(Msg::WithdrawnOn { when: self.withdrawn_on(figure).into() })));
        }
        if let Basis::Stated(figure) = &lead.basis
            && !self.is_card
            && let Some(doubt) = self.doubt(figure)
        {
            text = text.and(format!(" – {doubt}"));
        }
        self.block(Block::Item(text.marked(marks)));
    }

    /// One document in full.
    pub(crate) fn document(&mut self, number: Option<usize>, cited: &Cited<'c>) {
        let source = cited.source;
        let number = number.map(|number| format!("[{number}] ")).unwrap_or_default();
        match &source.title {
            Some(title) => {
                self.block(Block::Line(Text::plain(number).with(Piece::Bold(title.clone()))));
                self.line(self.cited(cited));
            }
            None => self.line(format!("{number}{}", self.cited(cited))),
        }
        let mut rest = vec![self.read_on(source)];
        rest.extend(source.via.as_ref().map(|relayed| self.say(Msg::Via { relayed: relayed.into() })));
        rest.extend(source.note.clone());
        self.line(rest.join(self.language.semicolon()));
        if let Some(url) = &source.url {
            self.block(Block::Line(Text(vec![Piece::Link { words: url.clone(), url: url.clone() }])));
        }
    }
}
