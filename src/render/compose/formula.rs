//! The formulas of calculated numbers.

use super::super::{Block, Text};
use super::figures::spans;
use super::{Writer, unique};
use crate::{
    answer::{Basis, Formula, Number, Row},
    fact::Period,
    language::{Digits, Msg},
};

impl<'c> Writer<'c> {
    /// `* Balance: exports US$71.2 bn − imports US$35.1 bn`, with the sources of the inputs.
    pub(crate) fn formula(&mut self, number: &'c Number) {
        self.formula_of(self.number_name(number), number);
    }

    /// The same under a name of the page.
    pub(crate) fn formula_of(&mut self, name: String, number: &'c Number) {
        if self.leave_to_details() {
            return;
        }
        let marks = self.number_marks(number);
        let words = format!("* {name}: {}", self.formula_words(number));
        self.block(Block::Line(Text::plain(words).marked(marks)));
    }

    /// The formulas of one place's numbers by year; those of many years that add or subtract the same printed parts
    /// are one line without its numbers.
    pub(crate) fn formulas_by_year(&mut self, name: Option<&str>, rows: impl Iterator<Item = (Period, &'c Row)>) {
        const MANY: usize = 4;
        if self.leave_to_details() {
            return;
        }
        let comma = self.language.comma();
        let named = |years: String| name.map_or_else(|| years.clone(), |name| [name, years.as_str()].join(comma));
        let (alike, others): (Vec<_>, Vec<_>) =
            rows.filter(|(_, row)| row.reading.lead.is_calculated()).partition(|(_, row)| of_parts(&row.reading.lead));
        let is_many = alike.len() >= MANY;
        if let Some((_, row)) = alike.first().filter(|_| is_many)
            && let Basis::Calculated(formula, inputs) = &row.reading.lead.basis
        {
            let years: Vec<String> = alike.iter().map(|(period, _)| self.period(*period)).collect();
            let marks = alike.iter().flat_map(|(_, row)| self.number_marks(&row.reading.lead)).collect();
            let [a, b] = [0, 1].map(|input| inputs.get(input).map(|one| self.number_name(one)).unwrap_or_default());
            let words = format!("* {}: {}", named(spans(&years, comma)), self.formula_said(*formula, a, b));
            self.block(Block::Line(Text::plain(words).marked(unique(marks))));
        }
        let mut single: Vec<_> = if is_many { others } else { alike.into_iter().chain(others).collect() };
        single.sort_by_key(|(period, _)| *period);
        for (period, row) in single {
            self.formula_of(named(self.period(period)), &row.reading.lead);
        }
    }

    /// The formula with its inputs by name, period and number, in all their digits.
    pub(crate) fn formula_words(&self, number: &Number) -> String {
        let Basis::Calculated(formula, inputs) = &number.basis else { return String::new() };
        let between = inputs.iter().any(|input| input.series.reporter != number.series.reporter);
        let named = inputs.iter().map(|input| {
            // Counts of two bodies are told apart by who counts.
            if between {
                let who = input.series.reporter.as_ref().map(|place| self.place_named(place.as_str()));
                let who = who.unwrap_or_else(|| self.say(Msg::ThirdParty));
                return format!("{who} {}", self.number_in(input, Digits::ALL));
            }
            let place = if input.series.partner == number.series.partner {
                String::new()
            } else {
                format!(" {}", self.place_named(input.series.partner.as_str()))
            };
            let period =
                if input.period == number.period { String::new() } else { format!(" {}", self.period(input.period)) };
            format!("{}{place}{period} {}", self.number_name(input), self.number_in(input, Digits::ALL))
        });
        // Only a sum has more than two.
        named.reduce(|a, b| self.formula_said(*formula, a, b)).unwrap_or_default()
    }

    pub(crate) fn formula_said(&self, formula: Formula, a: String, b: String) -> String {
        let (a, b) = (a.into(), b.into());
        self.say(match formula {
            Formula::Sum => Msg::FormulaSum { a, b },
            Formula::Difference => Msg::FormulaDifference { a, b },
            Formula::Earlier => Msg::FormulaEarlier { a, b },
            Formula::Growth => Msg::FormulaGrowth { a, b },
            Formula::Times => Msg::FormulaTimes { a, b },
            Formula::Share => Msg::FormulaShare { a, b },
            Formula::Average(years) => Msg::FormulaAverage { a, b, years: years.to_string().into() },
        })
    }
}

/// True if it is the sum or the difference of printed parts.
fn of_parts(number: &Number) -> bool {
    let Basis::Calculated(Formula::Sum | Formula::Difference, inputs) = &number.basis else { return false };
    inputs.iter().all(|input| !input.is_calculated() && input.series.partner == number.series.partner)
}
