//! The countries of a group by rank.

use super::super::{Block, Table};
use super::Writer;
use super::figures::{column_unit, with_day};
use crate::{
    answer::{Part, Parts, Row},
    language::Msg,
    question::When,
};

impl<'c> Writer<'c> {
    pub(super) fn parts(&mut self, parts: &'c Parts) {
        let all = || parts.rows.iter().filter_map(|part| part.row.as_ref()).chain(&parts.whole);
        let own_days = all().any(|row| row.reading.lead.period.is_stock() && row.reading.lead.period != parts.period);
        let when = if own_days { self.when(When::Latest) } else { self.period(parts.period) };
        self.title(self.heading(&parts.subject, when));
        let held: Vec<(String, &'c Row)> = parts
            .rows
            .iter()
            .filter_map(|part| Some((self.place(&part.place).to_owned(), part.row.as_ref()?)))
            .chain(parts.whole.iter().map(|whole| (self.say(Msg::Total), whole)))
            .collect();
        self.counted_by_each(held.iter().map(|(name, row)| (name.clone(), *row)));
        self.space();
        let with_changes = self.ranking(parts, true);
        let table = if with_changes.fits() { with_changes } else { self.ranking(parts, false) };
        self.block(Block::Table(table));
        let unranked = parts.rows.iter().filter(|part| part.row.is_some() && part.rank.is_none());
        let unranked: Vec<&str> = unranked.map(|part| self.place(&part.place)).collect();
        if !unranked.is_empty() {
            self.line(self.say(Msg::NotRanked { places: unranked.join(self.language.comma()).into() }));
        }
        let missing: Vec<&str> =
            parts.rows.iter().filter(|part| part.row.is_none()).map(|part| self.place(&part.place)).collect();
        if !missing.is_empty() {
            self.line(format!(
                "– {}: {}. {}",
                self.say(Msg::NoData),
                missing.join(self.language.comma()),
                self.say(Msg::PartsNote)
            ));
        }
        self.statuses(held.iter().map(|(name, row)| (name.clone(), *row)));
        for (name, row) in &held {
            if row.reading.lead.is_calculated() {
                self.formula_of(name.clone(), &row.reading.lead);
            }
        }
        if parts.rows.iter().any(|part| part.share.as_ref().is_some_and(|share| share.lead.is_calculated())) {
            let whole = self.place(&parts.subject.partner).into();
            self.line(format!("* {}", self.say(Msg::ShareFormula { whole })));
        }
        self.notes_on(held.into_iter());
    }

    /// Rank, place, number and share; and the change, where there is room.
    fn ranking(&mut self, parts: &'c Parts, with_changes: bool) -> Table {
        let all = || parts.rows.iter().filter_map(|part| part.row.as_ref()).chain(&parts.whole);
        let unit = column_unit(all());
        let has_shares = parts.rows.iter().any(|part| part.share.is_some());
        let has_changes = with_changes && all().any(|row| row.change.is_some());
        let base = parts.period.year_before();
        let mut head =
            vec![unit.and_then(|unit| self.language.unit(unit.base, unit.exponent)).unwrap_or_default(), String::new()];
        head.extend(has_shares.then(|| self.say(Msg::ColumnShare)));
        let on = base.map(|base| self.say(Msg::ColumnChange { base: base.to_string().into() }));
        head.extend(has_changes.then(|| on.unwrap_or_default()));
        head.push(self.say(Msg::ColumnSources));
        let mut rows = Vec::new();
        let mut line = |writer: &mut Self, name: String, row: Option<&'c Row>, part: Option<&'c Part>| {
            let value = row.map_or_else(|| "–".to_owned(), |row| writer.cell(&row.reading, unit));
            let share = part.and_then(|part| part.share.as_ref()).map(|share| writer.cell(share, None));
            let change = row.and_then(|row| row.change.as_ref()).map(|change| writer.cell_change(change));
            let mut cells =
                vec![row.map_or_else(|| name.clone(), |row| with_day(&name, row, writer.language.comma())), value];
            cells.extend(has_shares.then(|| share.unwrap_or_default()));
            cells.extend(has_changes.then(|| change.unwrap_or_default()));
            let marks = row.map(|row| writer.lead_marks(&row.reading)).unwrap_or_default();
            rows.push((cells, marks));
        };
        for part in &parts.rows {
            let rank = part.rank.map_or_else(|| "–".to_owned(), |rank| rank.to_string());
            line(self, format!("{rank} {}", self.place(&part.place)), part.row.as_ref(), Some(part));
        }
        if let Some(whole) = &parts.whole {
            line(self, self.say(Msg::Total), Some(whole), None);
        }
        Table { head, rows }
    }
}
