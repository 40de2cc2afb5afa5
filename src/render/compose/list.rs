//! Numbers and documents in lists.

use super::super::{Block, Piece, Text};
use super::figures::capital;
use super::{Cited, Writer};
use crate::{
    answer::{Basis, Reading},
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
        let lead = &reading.lead;
        let marks = self.lead_marks(reading);
        let what = [
            capital(&self.number_name(lead)),
            self.place_named(lead.series.partner.as_str()),
            match lead.since {
                Some(since) => format!("{} / {}", self.period(lead.period), self.period(since)),
                None => self.period(lead.period),
            },
        ];
        let number = match lead.period.year_before().filter(|_| lead.since.is_none()) {
            Some(base) if self.is_growth(lead) => self.on(lead, base),
            _ => self.number(lead),
        };
        let mut text = Text::plain(format!("{}: ", what.join(self.language.comma()))).with(Piece::Bold(number));
        if let Some(figure) = lead.figures().first() {
            text = text.and(format!(" ({})", self.authority(figure.authority.as_str())));
        }
        if reading.lead.is_calculated() {
            text = text.and(format!(" ({})", self.say(Msg::Calculated)));
        }
        if let Basis::Stated(figure) = &lead.basis
            && figure.withdrawn.is_some()
        {
            text = text.and(format!(" ({})", self.say(Msg::WithdrawnOn { when: self.withdrawn_on(figure).into() })));
        }
        if let Basis::Stated(figure) = &lead.basis
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
