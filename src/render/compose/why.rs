//! How a number came about, down to the printed ones.

use super::super::{Block, Text};
use super::figures::{capital, spans};
use super::years::span;
use super::{Writer, unique};
use crate::{
    answer::{Answer, Basis, Formula, Ground, Number, Other, Reading, Relation, Row, Why},
    fact::Period,
    language::Msg,
};

impl<'c> Writer<'c> {
    pub(super) fn why(&mut self, why: &'c Why) {
        let reading = &why.reading;
        self.title(self.heading(&why.subject, self.when(why.asked().when)));
        self.tree(&reading.lead, 0);
        if reading.lead.is_calculated() {
            self.line(self.say(Msg::WhyDigits));
        }
        self.own(reading);
        self.grounds(reading);
        for longer in &why.longer {
            self.space();
            self.tree(&longer.lead, 0);
            self.own(longer);
            self.grounds(longer);
        }
        self.across(reading, &why.across);
        for figure in reading.lead.figures() {
            let stands =
                self.catalogue.authority(figure.authority.as_str()).and_then(|authority| authority.stands_for.as_ref());
            let Some(stands) = stands.filter(|stands| *self.catalogue.origin(figure) == stands.authority) else {
                continue;
            };
            let words = self.say(Msg::StandsFor {
                named: self.authority(figure.authority.as_str()).into(),
                authority: self.authority(stands.authority.as_str()).into(),
                reason: self.language.pick(&stands.reason).into(),
            });
            let block = Block::Item(Text::plain(words));
            if !self.page.blocks.contains(&block) {
                self.block(block);
            }
        }
    }

    /// Our own calculation of what is stated.
    fn own(&mut self, reading: &'c Reading) {
        if let Some(own) = &reading.calculated {
            self.line(self.judged(&reading.lead, own).0);
            self.tree(own, 0);
        }
    }

    /// Before which others the number goes, and why.
    fn grounds(&mut self, reading: &'c Reading) {
        let lead = &reading.lead;
        let same = |other: &Other| other.figure.amount == lead.amount && other.figure.qualifier == lead.qualifier;
        let mut before: Vec<(Ground, Vec<String>, Vec<usize>)> = Vec::new();
        for other in reading.others.iter().filter(|other| other.relation != Relation::Agrees || !same(other)) {
            let authority = self.authority(other.figure.authority.as_str());
            let (said, mark) =
                (format!("{} ({authority})", self.stated(&other.figure)), self.figure_mark(&other.figure));
            match before.iter_mut().find(|(ground, ..)| *ground == other.ground) {
                Some((_, all, marks)) => {
                    if !all.contains(&said) {
                        all.push(said);
                    }
                    marks.push(mark);
                }
                None => before.push((other.ground, vec![said], vec![mark])),
            }
        }
        for (ground, others, marks) in before {
            let words = Msg::WhyBefore {
                others: others.join(self.language.semicolon()).into(),
                ground: self.ground(ground).into(),
            };
            self.block(Block::Item(Text::plain(self.say(words)).marked(unique(marks))));
        }
    }

    fn ground(&self, ground: Ground) -> String {
        self.say(match ground {
            Ground::Withdrawn => Msg::GroundWithdrawn,
            Ground::Counted => Msg::GroundCounted,
            Ground::Measured => Msg::GroundMeasured,
            Ground::Dated => Msg::GroundDated,
            Ground::Later => Msg::GroundLater,
            Ground::Number => Msg::GroundNumber,
            Ground::Dollars => Msg::GroundDollars,
            Ground::Newer => Msg::GroundNewer,
            Ground::Digits => Msg::GroundDigits,
            Ground::Alike => Msg::GroundAlike,
        })
    }

    /// A number, then what it rests on, one step further in.
    fn tree(&mut self, number: &'c Number, depth: usize) {
        let marks = self.number_marks(number);
        let indent = "↳ ".repeat(depth);
        let (name, period) = match (&number.basis, number.since, number.period) {
            (Basis::Calculated(Formula::Average(_), _), Some(Period::Year(first)), Period::Year(last)) => {
                (self.say(Msg::AverageName { what: self.number_name(number).into() }), span(first, last))
            }
            (_, since, period) => {
                let since = since.map(|since| format!(" / {}", self.period(since))).unwrap_or_default();
                (self.number_name(number), format!("{}{since}", self.period(period)))
            }
        };
        let name = capital(&[name, period].join(self.language.comma()));
        let place = self.place_named(number.series.partner.as_str());
        let mut words = format!("{indent}{name}, {place}: {}", self.displayed(number));
        match &number.basis {
            Basis::Stated(figure) => {
                let at = self.language.place_in_source(&figure.at);
                words = format!("{words} ({}; {at})", self.authority(figure.authority.as_str()));
                self.block(Block::Line(Text::plain(words).marked(marks)));
                if depth == 0 {
                    self.line(self.say(Msg::WhyStated));
                }
            }
            Basis::Calculated(_, inputs) => {
                words = format!("{words} = {}", self.formula_words(number));
                self.block(Block::Line(Text::plain(words).marked(marks)));
                for input in inputs {
                    self.tree(input, depth + 1);
                }
            }
        }
    }

    /// `* Balance: exports US$71.2 bn − imports US$35.1 bn`, with the sources of the inputs.
    pub(super) fn formula(&mut self, number: &'c Number) {
        self.formula_of(self.number_name(number), number);
    }

    /// The same under a name of the page.
    pub(super) fn formula_of(&mut self, name: String, number: &'c Number) {
        let marks = self.number_marks(number);
        let words = format!("* {name}: {}", self.formula_words(number));
        self.block(Block::Line(Text::plain(words).marked(marks)));
    }

    /// The formulas of one place's numbers by year; those of many years that add or subtract the same printed parts
    /// are one line without its numbers.
    pub(super) fn formulas_by_year(&mut self, name: Option<&str>, rows: impl Iterator<Item = (Period, &'c Row)>) {
        const MANY: usize = 4;
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

    /// The formula with its inputs by name, period and number.
    pub(super) fn formula_words(&self, number: &Number) -> String {
        let Basis::Calculated(formula, inputs) = &number.basis else { return String::new() };
        let between = inputs.iter().any(|input| input.series.reporter != number.series.reporter);
        let mut named = inputs.iter().map(|input| {
            // Counts of two bodies are told apart by who counts.
            if between {
                let who = input.series.reporter.as_ref().map(|place| self.place_named(place.as_str()));
                let who = who.unwrap_or_else(|| self.say(Msg::ThirdParty));
                return format!("{who} {}", self.number(input));
            }
            let place = if input.series.partner == number.series.partner {
                String::new()
            } else {
                format!(" {}", self.place_named(input.series.partner.as_str()))
            };
            let period =
                if input.period == number.period { String::new() } else { format!(" {}", self.period(input.period)) };
            format!("{}{place}{period} {}", self.number_name(input), self.number(input))
        });
        let (a, b) = (named.next().unwrap_or_default(), named.next().unwrap_or_default());
        self.formula_said(*formula, a, b)
    }

    fn formula_said(&self, formula: Formula, a: String, b: String) -> String {
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

    /// The documents behind an answer, each in full.
    pub(super) fn behind(&mut self, answer: &'c Answer) {
        let mut behind = Writer::new(self.language, self.catalogue);
        behind.answer(answer);
        if let Some(Block::Title(title)) = behind.page.blocks.first() {
            self.block(Block::Title(title.clone()));
        }
        self.line(if behind.page.sources_title.is_empty() {
            self.say(Msg::Sources)
        } else {
            behind.page.sources_title.clone()
        });
        for (number, cited) in behind.sources.iter().enumerate() {
            self.space();
            self.document(Some(number + 1), cited);
        }
    }
}

/// Whether it is the sum or the difference of printed parts.
fn of_parts(number: &Number) -> bool {
    let Basis::Calculated(Formula::Sum | Formula::Difference, inputs) = &number.basis else { return false };
    !inputs.iter().any(Number::is_calculated)
}
