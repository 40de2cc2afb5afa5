//! How a number came about, down to the printed ones.

use std::{iter, sync::Arc};

use super::{
    figures::{Found, Panel, found},
    years::Years,
};
use crate::{
    answer::{Across, Basis, Formula, Ground, Number, Other, Reading, Relation, Subject, Told},
    catalogue::Known,
    fact::{Kind, Period},
    language::{Digits, Msg},
    question::{Ask, Query, When},
    render::{Answer, Block, Text, Writer, capital, span, unique},
};

/// A number, and all that it rests on.
#[derive(Clone, Debug)]
pub(super) struct Why {
    pub subject: Subject,
    pub reading: Reading,
    /// Of a growth, what it was on other years than the last.
    pub longer: Vec<Reading>,
    pub across: Vec<Across>,
}

impl Told for Why {
    fn readings(&self) -> Vec<&Reading> {
        iter::once(&self.reading).chain(&self.longer).collect()
    }

    fn across(&self) -> Vec<&Across> {
        self.across.iter().collect()
    }

    fn suggestions(&self) -> Vec<Query> {
        vec![Query::Figures(self.asked())]
    }
}

impl Why {
    /// The question that it explains the answer of.
    pub(super) fn asked(&self) -> Ask {
        match (&self.reading.lead.basis, self.reading.lead.since, self.reading.lead.period) {
            (Basis::Calculated(Formula::Average(_), _), Some(Period::Year(first)), Period::Year(last)) => {
                self.subject.when(When::Years(first, last))
            }
            (_, _, period) => self.subject.ask(period),
        }
    }
}

pub(super) fn why(ask: &Ask, catalogue: Known<'_>) -> Arc<dyn Answer> {
    match found(ask, catalogue) {
        Found::Panel(panel) => {
            let Panel { subject, mut rows, across, mut longer, .. } = panel;
            if subject.indicator.kind != Kind::Growth {
                longer.clear();
            }
            Arc::new(Why { subject, reading: rows.swap_remove(0).reading, longer, across })
        }
        Found::Years(Years { average: Some(reading), subject, .. }) => {
            Arc::new(Why { subject, reading, longer: Vec::new(), across: Vec::new() })
        }
        Found::Years(years) => Arc::new(years),
        Found::Gap(gap) => Arc::new(gap),
    }
}

impl Answer for Why {
    fn lay_out<'c>(&'c self, writer: &mut Writer<'c>) {
        writer.why(self);
    }

    fn is_read_through(&self) -> bool {
        true
    }
}

impl<'c> Writer<'c> {
    fn why(&mut self, why: &'c Why) {
        let reading = &why.reading;
        self.title(self.heading(&why.subject, self.when(why.asked().when)));
        self.digits = Digits::ALL;
        self.tree(&reading.lead, 0);
        if reading.lead.is_calculated() {
            self.line(self.say(Msg::WhyDigits));
        }
        self.own(reading);
        self.grounds(reading);
        self.conflicts(&reading.lead);
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
            Ground::Wrong => Msg::GroundWrong,
            Ground::Doubtful => Msg::GroundDoubtful,
            Ground::Counted => Msg::GroundCounted,
            Ground::Measured => Msg::GroundMeasured,
            Ground::Dated => Msg::GroundDated,
            Ground::Later => Msg::GroundLater,
            Ground::Asked => Msg::GroundAsked,
            Ground::Kind => Msg::GroundKind,
            Ground::Number => Msg::GroundNumber,
            Ground::Dollars => Msg::GroundDollars,
            Ground::Newer => Msg::GroundNewer,
            Ground::Stated => Msg::GroundStated,
            Ground::Closer => Msg::GroundCloser,
            Ground::Digits => Msg::GroundDigits,
            Ground::Alike => Msg::GroundAlike,
        })
    }

    /// A number, then what it rests on, one step further in.
    fn tree(&mut self, number: &'c Number, depth: usize) {
        let marks = self.number_marks(number);
        let indent = "↳ ".repeat(depth);
        let name = match (&number.basis, number.since, number.period) {
            (Basis::Calculated(Formula::Average(_), _), Some(Period::Year(first)), Period::Year(last)) => {
                let what = self.say(Msg::AverageName { what: self.number_name(number).into() });
                let place = self.place_named(number.series.partner.as_str());
                [what, span(first, last), place].join(self.language.comma())
            }
            _ => self.named(number),
        };
        let mut words = format!("{indent}{}: {}", capital(&name), self.displayed(number));
        match &number.basis {
            Basis::Stated(figure) => {
                let at = self.language.place_in_source(&figure.at);
                words = format!("{words} ({}; {at})", self.attributed(number));
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
}
