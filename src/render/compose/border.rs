//! Both sides of a border, beside each other.

use std::sync::Arc;

use super::super::{Block, Piece, Text};
use super::Writer;
use super::figures::capital;
use crate::{
    answer::{Across, Basis, Formula, Mirror, Number, Reading, Relation, Sides},
    fact::{Direction, Reason, Statement},
    language::Msg,
};

impl<'c> Writer<'c> {
    pub(super) fn mirror(&mut self, mirror: &'c Mirror) {
        let (reporter, partner) = (self.place(&mirror.reporter), self.place(&mirror.partner));
        self.title(self.say(Msg::MirrorTitle {
            reporter: reporter.into(),
            partner: partner.into(),
            when: self.period(mirror.period).into(),
        }));
        for sides in &mirror.sides {
            self.space();
            let way = match sides.indicator.direction {
                None => capital(self.indicator(&sides.indicator)),
                Some(Direction::Out) => format!("{reporter} → {partner}"),
                Some(Direction::In) => format!("{partner} → {reporter}"),
            };
            self.block(Block::Line(Text::bold(way)));
            self.sides(mirror, sides);
        }
        self.reasons(&mirror.reasons);
    }

    fn sides(&mut self, mirror: &'c Mirror, sides: &'c Sides) {
        match &sides.ours {
            Some(ours) => {
                let words = self.counts(ours);
                self.side(words, ours);
            }
            None => {
                let place = self.place(&mirror.reporter).into();
                self.block(Block::Item(Text::plain(self.say(Msg::SideNone { place }))));
            }
        }
        for across in &sides.across {
            let words = self.across_words(across);
            self.side(words, &across.reading);
        }
        let theirs = |across: &Across| across.relation != Relation::ThirdParty;
        if !sides.across.iter().any(theirs) {
            let place = self.place(&mirror.partner).into();
            self.block(Block::Item(Text::plain(self.say(Msg::SideNone { place }))));
        }
        if sides.ours.is_some() && sides.across.iter().any(|across| across.relation == Relation::Mirror) {
            self.block(Block::Item(Text::plain(self.say(Msg::PeriodsMatch))));
        }
        for apart in &sides.apart {
            let number = format!("{} = {}", self.number(apart), self.formula_words(apart));
            let number = number.into();
            let words = match apart.basis {
                Basis::Calculated(Formula::Times, _) => Msg::ApartTimes { number },
                _ => Msg::ApartBy { number },
            };
            self.block(Block::Item(Text::plain(self.say(words))));
        }
    }

    /// One count in a line, with what its own sources say otherwise.
    fn side(&mut self, words: String, reading: &'c Reading) {
        let marks = self.lead_marks(reading);
        self.block(Block::Item(Text::plain(words).marked(marks)));
        self.otherwise(reading);
    }

    /// What others count of the same, in one line each.
    pub(super) fn across(&mut self, lead: &'c Reading, across: impl IntoIterator<Item = &'c Across>) {
        for across in across {
            let reading = &across.reading;
            let mut words = self.across_words(across);
            let both_count = across.relation == Relation::Mirror && !self.is_claim(&lead.lead);
            if both_count && !reading.lead.agrees(&lead.lead) {
                words = format!("{words}. {}", self.say(Msg::CountsDiffer));
            }
            let marks = self.lead_marks(reading);
            self.block(Block::Note(Text::plain(words).marked(marks)));
        }
    }

    fn across_words(&self, across: &'c Across) -> String {
        let lead = &across.reading.lead;
        let words = self.counts(&across.reading);
        match across.relation {
            Relation::OtherPeriod => {
                let period = self.period(lead.period).into();
                self.say(Msg::CountsOtherPeriod { counts: words.into(), period })
            }
            _ if lead.period.is_stock() => [words, self.period(lead.period)].join(self.language.comma()),
            _ => words,
        }
    }

    /// `Kyrgyzstan counts US$5.5 bn (National Statistical Committee)`
    fn counts(&self, reading: &'c Reading) -> String {
        let lead = &reading.lead;
        let mut figure = self.said_number(lead);
        if reading.lead.is_calculated() {
            figure = format!("{figure} = {} ({})", self.formula_words(lead), self.say(Msg::Calculated));
        }
        let named = lead.figures().first().map(|figure| self.authority(figure.authority.as_str())).unwrap_or_default();
        let (figure, authority) = (figure.into(), named.into());
        match &lead.series.reporter {
            Some(_) if self.is_claim(lead) => self.say(Msg::Claims { figure, authority }),
            Some(place) => {
                let place = self.place_named(place.as_str()).into();
                self.say(Msg::SideCounts { place, figure, authority })
            }
            None => self.say(Msg::ThirdCounts { figure, authority }),
        }
    }

    /// Whether a number is what somebody says of a group that has no count of its own.
    pub(super) fn is_claim(&self, number: &Number) -> bool {
        number.series.reporter.as_ref().is_some_and(|place| !self.catalogue.counts(place))
    }

    /// A number; of a growth with its base.
    pub(super) fn said_number(&self, number: &Number) -> String {
        match number.since.or_else(|| number.period.year_before()) {
            Some(base) if self.is_growth(number) => self.on(number, base),
            _ => self.number(number),
        }
    }

    fn reasons(&mut self, reasons: &'c [Arc<Statement>]) {
        if reasons.is_empty() {
            return;
        }
        self.space();
        self.line(self.say(Msg::ReasonsTitle));
        for statement in reasons {
            let Some(reason) = statement.reason else { continue };
            let mark = self.mark(&statement.source, &statement.at);
            let mut label = self.reason(reason);
            if let Some(date) = statement.date {
                label = format!("{label} ({})", self.period(date));
            }
            let text = self.language.pick(&statement.text);
            let text = Text(vec![Piece::Bold(label)]).and(format!(": {text}"));
            self.block(Block::Item(text.marked([mark])));
        }
    }

    fn reason(&self, reason: Reason) -> String {
        self.say(match reason {
            Reason::Transit => Msg::ReasonTransit,
            Reason::ReExport => Msg::ReasonReExport,
            Reason::Smuggling => Msg::ReasonSmuggling,
            Reason::ShuttleTrade => Msg::ReasonShuttleTrade,
            Reason::TemporaryImport => Msg::ReasonTemporaryImport,
            Reason::Method => Msg::ReasonMethod,
            Reason::Valuation => Msg::ReasonValuation,
            Reason::Timing => Msg::ReasonTiming,
        })
    }
}
