//! One figure of two years: how many times the earlier the later is, and by how many percent it changed.

use std::sync::Arc;

use super::gap;
use crate::{
    answer::{Reading, Row, Subject, Told, since},
    catalogue::Known,
    fact::{Period, Year},
    language::{Column, Msg},
    question::{Ask, Query, When},
    render::{Answer, Block, Piece, Text, Writer, capital},
};

/// The two years, the earlier first.
#[derive(Clone, Debug)]
struct Times {
    subject: Subject,
    rows: [(Year, Row); 2],
    /// None where the two do not fit, or their digits leave nothing certain.
    times: Option<Reading>,
    growth: Option<Reading>,
    next: Vec<Query>,
}

impl Told for Times {
    fn readings(&self) -> Vec<&Reading> {
        let calculated = self.times.iter().chain(&self.growth);
        calculated.chain(self.rows.iter().flat_map(|(_, row)| row.readings())).collect()
    }

    fn suggestions(&self) -> Vec<Query> {
        self.next.clone()
    }
}

pub(super) fn times(ask: &Ask, catalogue: Known<'_>) -> Arc<dyn Answer> {
    let of = |year: Year| Ask { when: When::In(Period::Year(year)), ..ask.clone() };
    let When::Years(first, last) = ask.when else { return Arc::new(gap::gap(ask, catalogue)) };
    let Some(subject) = Subject::of(ask, catalogue) else { return Arc::new(gap::gap(ask, catalogue)) };
    let row = |year: Year| subject.bare_row(catalogue, Period::Year(year)).ok_or(year);
    match (row(first), row(last)) {
        (Ok(earlier), Ok(later)) => {
            let pair = (&later.reading.lead, &earlier.reading.lead);
            let [times, growth] = since(pair.0, pair.1, catalogue).map(|number| number.map(Reading::alone));
            let next =
                vec![Query::Figures(subject.when(ask.when)), Query::Figures(of(last)), Query::Figures(of(first))];
            Arc::new(Times { rows: [(first, earlier), (last, later)], subject, times, growth, next })
        }
        (Err(missing), _) | (_, Err(missing)) => Arc::new(gap::gap(&of(missing), catalogue)),
    }
}

impl Answer for Times {
    fn lay_out<'c>(&'c self, writer: &mut Writer<'c>) {
        writer.times(self);
    }
}

impl<'c> Writer<'c> {
    fn times(&mut self, told: &'c Times) {
        let [(first, earlier), (last, later)] = &told.rows;
        self.title(self.heading(&told.subject, self.when(When::Years(*first, *last))));
        match told.times.as_ref().or(told.growth.as_ref()) {
            Some(_) => {
                self.since(told.times.as_ref());
                self.since(told.growth.as_ref());
            }
            None => self.line(self.say(Msg::TimesUntold)),
        }
        let named = || [(last, later), (first, earlier)].map(|(year, row)| (year.to_string(), row));
        self.counted_by_each(named().into_iter());
        self.space();
        let column = self.column([later, earlier].into_iter());
        let head = vec![column.and_then(Column::head).unwrap_or_default(), String::new(), self.say(Msg::ColumnSources)];
        let rows = named().map(|(year, row)| (vec![year, self.cell(&row.reading, column)], self.row_marks(row)));
        self.table_of(head, rows.into());
        self.statuses(named().into_iter());
        for (year, row) in named() {
            if row.reading.lead.is_calculated() {
                self.formula_of(year, &row.reading.lead);
            }
        }
        self.notes_on(named().into_iter());
    }

    /// `2024 / 2010: 3.1 times (calculated) = …`
    fn since(&mut self, reading: Option<&'c Reading>) {
        let Some(reading) = reading else { return };
        let number = &reading.lead;
        let marks = self.number_marks(number);
        let years = [Some(number.period), number.since].into_iter().flatten().map(|period| self.period(period));
        let years = years.collect::<Vec<_>>().join(" / ");
        let words = self.say(Msg::SinceCalculated { years: years.into(), number: self.displayed(number).into() });
        let words = Text(vec![Piece::Bold(capital(&words))]);
        self.block(Block::Item(words.and(format!(" = {}", self.formula_words(number))).marked(marks)));
    }
}
