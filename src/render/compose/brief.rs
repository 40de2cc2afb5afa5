//! The pieces of cards: whose count in a line, the table of what was sold and bought, and the one caution.

use std::mem;

use super::super::{Block, Table, Text, page};
use super::{Writer, unique};
use crate::{
    answer::{Across, Number, Reading, Relation, Row, differ_by_a_tenth},
    fact::{Derivation, Direction},
    language::Msg,
};

impl<'c> Writer<'c> {
    /// Lines that a card has left.
    pub(crate) fn room(&self) -> usize {
        page::CARD_LINES.saturating_sub(page::lines(&self.page.blocks))
    }

    /// The newest rows of a table, as many as a card has room for where `below` lines follow, and that there are more.
    pub(crate) fn newest_rows<'r, T>(&mut self, rows: &'r [T], below: usize) -> &'r [T] {
        // The head, and the line that says so.
        let room = self.room().saturating_sub(below + 2).clamp(1, page::CARD_TABLE);
        if rows.len() <= room || rows.len() == room + 1 && room < page::CARD_TABLE {
            return rows;
        }
        self.has_more = true;
        &rows[rows.len() - room..]
    }

    /// Adds a line: whose count it is, how many reports agree, and the marks that a table had no room for.
    pub(crate) fn counted_in_brief(&mut self, reading: &'c Reading, marks: Vec<usize>) {
        let Some(mut words) = self.counted_words(reading) else { return };
        if reading.reports > 1 {
            words = format!("{words} · {}", self.say(Msg::ReportsAgree { reports: reading.reports.into() }));
        }
        self.line(words);
        self.mark_line(self.page.blocks.len() - 1, &marks);
    }

    /// Adds marks to a line, as many as it has room for: all their documents are listed anyway.
    pub(crate) fn mark_line(&mut self, at: usize, marks: &[usize]) {
        const ROOM: usize = 4;
        let Some(Block::Line(text)) = self.page.blocks.get_mut(at) else { return };
        *text = mem::take(text).marked(marks.iter().take(ROOM).copied());
        if marks.len() > ROOM {
            *text = mem::take(text).and("…");
        }
    }

    /// Shows the first of some tables that fits a phone, else the last; each without the marks of its sources where it
    /// fits without them alone. Gives the marks that it has no room for.
    pub(crate) fn first_that_fits(&mut self, tables: impl IntoIterator<Item = Table>) -> Vec<usize> {
        let mut shown = None;
        let mut unmarked = Vec::new();
        for mut table in tables {
            let mut fits = table.fits();
            if !fits {
                table.head.pop();
                fits = table.fits();
                unmarked = unique(table.rows.iter().flat_map(|(_, marks)| marks).copied().collect());
            }
            shown = Some(table);
            if fits {
                break;
            }
        }
        self.page.blocks.extend(shown.map(Block::Table));
        unmarked
    }

    /// Adds the table of what was sold and bought, with the difference; gives the marks that it has no room for. Of
    /// fewer than two rows it makes no table, and gives none.
    pub(crate) fn sold_and_bought(&mut self, rows: &[&'c Row]) -> Option<Vec<usize>> {
        let [first, _, ..] = rows else { return None };
        let period = first.reading.lead.period;
        let tables = [false, true].map(|is_short| {
            let named: Vec<(String, &'c Row)> = rows.iter().map(|row| (self.way(row, is_short), *row)).collect();
            self.table_for(period, &named)
        });
        Some(self.first_that_fits(tables))
    }

    /// `China sold`, `China bought`, `Difference`; else the name of the indicator.
    fn way(&self, row: &Row, is_short: bool) -> String {
        let series = &row.reading.lead.series;
        let who = || {
            let place = series.reporter.as_ref()?;
            Some(if is_short { place.to_string() } else { self.place_named(place.as_str()) })
        };
        let words = match (&row.indicator.direction, &row.indicator.derivation) {
            (Some(Direction::Out), _) => who().map(|place| self.say(Msg::Sold { place: place.into() })),
            (Some(Direction::In), _) => who().map(|place| self.say(Msg::Bought { place: place.into() })),
            (None, Some(Derivation::Difference(..))) => Some(self.say(Msg::Difference)),
            (None, _) => None,
        };
        words.filter(|_| series.goods.is_none()).unwrap_or_else(|| self.indicator(&row.indicator).to_owned())
    }

    /// Adds the caution that matters most; false where there is none.
    pub(crate) fn caution(&mut self, row: &'c Row, across: &[&'c Across], apart: Option<&'c [Reading; 2]>) -> bool {
        let lead = &row.reading.lead;
        let differs = |across: &&&'c Across| {
            let own = &across.reading.lead;
            let is_comparable = own.period == lead.period || lead.period.is_stock();
            is_comparable && !self.is_only_said(own) && differ_by_a_tenth(lead, own)
        };
        let is_mirror = |across: &&&'c Across| across.relation == Relation::Mirror;
        let other = across.iter().filter(differs).find(is_mirror).or_else(|| across.iter().find(differs)).copied();
        if let Some(other) = other {
            let own = &other.reading.lead;
            let mut words = self.side_in_brief(&other.reading);
            if own.period.is_stock() {
                words = [words, self.period(own.period)].join(self.language.comma());
            }
            let marks = self.lead_marks(&other.reading);
            let words = self.say(Msg::CountedOtherwise { counts: words.into() });
            self.block(Block::Note(Text::plain(words).marked(marks)));
        } else if let Some(pair) = apart {
            let counts = pair.each_ref().map(|reading| self.side_in_brief(reading)).join(self.language.comma());
            let period = self.period(pair[0].lead.period).into();
            let words = self.say(Msg::CountsDifferIn { period, counts: counts.into() });
            let marks = unique(pair.iter().flat_map(|reading| self.lead_marks(reading)).collect());
            self.block(Block::Note(Text::plain(words).marked(marks)));
        } else if let Some(doubt) = lead.figures().iter().find_map(|figure| self.doubt(figure)) {
            self.block(Block::Note(Text::plain(super::capital(&doubt))));
        } else if let Some((stated, own)) = row.readings().find_map(misworded) {
            let (words, _) = self.judged(stated, own);
            let marks = self.number_marks(own);
            self.block(Block::Note(Text::plain(words).marked(marks)));
        } else {
            return false;
        }
        true
    }

    /// `Kyrgyzstan US$5.5 bn`
    fn side_in_brief(&self, reading: &Reading) -> String {
        let lead = &reading.lead;
        let who = match &lead.series.reporter {
            Some(place) => self.place_named(place.as_str()),
            None => lead
                .figures()
                .first()
                .map(|figure| self.authority(figure.authority.as_str()))
                .unwrap_or_default()
                .to_owned(),
        };
        let calculated = if lead.is_calculated() { format!(" ({})", self.say(Msg::Calculated)) } else { String::new() };
        format!("{who} {}{calculated}", self.said_number_of(reading))
    }

    /// The rows that belong to the account of the first one: the same side, partner, goods and time.
    pub(crate) fn of_one_account<'r>(rows: impl IntoIterator<Item = &'c Row>, first: &Row) -> Vec<&'c Row> {
        let own = &first.reading.lead;
        let is_part = |row: &&'c Row| {
            let lead = &row.reading.lead;
            let (series, of) = (&lead.series, &own.series);
            let goes = row.indicator.direction.is_some()
                || matches!(row.indicator.derivation, Some(Derivation::Difference(..)));
            goes && lead.period == own.period
                && series.of.is_none()
                && (&series.reporter, &series.partner, &series.goods) == (&of.reporter, &of.partner, &of.goods)
        };
        rows.into_iter().filter(is_part).collect()
    }
}

/// A number as it is stated, and our own calculation that its words do not fit.
fn misworded(reading: &Reading) -> Option<(&Number, &Number)> {
    let own = reading.calculated.as_deref()?;
    own.against(&reading.lead).is_ne().then_some((&reading.lead, own))
}
