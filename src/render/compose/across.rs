//! Whose count a number is, and what others count of the same.

use super::super::{Block, Text};
use super::{Writer, unique};
use crate::{
    answer::{Across, Number, Reading, Relation, differ_by_a_tenth},
    language::{Digits, Msg},
};

impl<'c> Writer<'c> {
    /// What others count of the same, in one line each.
    pub(crate) fn across(&mut self, lead: &'c Reading, across: impl IntoIterator<Item = &'c Across>) {
        let lead = &lead.lead;
        for across in across {
            let own = &across.reading.lead;
            let same_time = own.period == lead.period;
            let both_count =
                across.relation == Relation::Mirror && same_time && !self.is_only_said(lead) && !self.is_only_said(own);
            let digits = match own.agrees(lead) {
                true => self.digits,
                false => Digits::apart((lead.qualifier, &lead.amount), (own.qualifier, &own.amount)),
            };
            let mut words = self.across_words(across, digits);
            if both_count && differ_by_a_tenth(lead, own) {
                words = format!("{words}. {}", self.say(Msg::CountsDiffer));
            }
            let marks = self.lead_marks(&across.reading);
            self.block(Block::Note(Text::plain(words).marked(marks)));
        }
    }

    /// Both sides' counts of another year, which lie far apart.
    pub(crate) fn apart(&mut self, pair: &'c [Reading; 2]) {
        let counts = pair.each_ref().map(|reading| self.counts(reading, self.digits)).join(self.language.semicolon());
        let words = Msg::CountsDifferIn { period: self.period(pair[0].lead.period).into(), counts: counts.into() };
        let words = self.say(words);
        let marks = unique(pair.iter().flat_map(|reading| self.lead_marks(reading)).collect());
        self.block(Block::Note(Text::plain(words).marked(marks)));
    }

    pub(crate) fn across_words(&self, across: &'c Across, digits: Digits) -> String {
        let lead = &across.reading.lead;
        let words = self.counts(&across.reading, digits);
        match across.relation {
            _ if lead.period.is_stock() => [words, self.period(lead.period)].join(self.language.comma()),
            Relation::OtherPeriod => {
                let period = self.period(lead.period).into();
                self.say(Msg::CountsOtherPeriod { counts: words.into(), period })
            }
            _ => words,
        }
    }

    /// `Kyrgyzstan counts US$5.5 bn (National Statistical Committee)`
    pub(crate) fn counts(&self, reading: &'c Reading, digits: Digits) -> String {
        let lead = &reading.lead;
        let mut figure = self.said_number_in(lead, digits.max(self.digits_of(reading)));
        if reading.lead.is_calculated() && self.is_card {
            figure = format!("{figure} ({})", self.say(Msg::Calculated));
        } else if reading.lead.is_calculated() {
            figure = format!("{figure} = {} ({})", self.formula_words(lead), self.say(Msg::Calculated));
        }
        let named = lead.figures().first().map(|figure| self.authority(figure.authority.as_str())).unwrap_or_default();
        let (figure, authority) = (figure.into(), named.into());
        match &lead.series.reporter {
            None if lead.is_compiled() => self.say(Msg::Compiled { figure, authority }),
            _ if self.is_only_said(lead) => self.say(Msg::Claims { figure, authority }),
            Some(place) => {
                let place = self.place_named(place.as_str()).into();
                self.say(Msg::SideCounts { place, figure, authority })
            }
            None => self.say(Msg::ThirdCounts { figure, authority }),
        }
    }

    /// True if a number is what somebody says who does not measure it, or says of a group that has no count of its own.
    pub(crate) fn is_only_said(&self, number: &Number) -> bool {
        let of_group = number.series.reporter.as_ref().is_some_and(|place| !self.catalogue.counts(place));
        of_group || !number.figures().iter().all(|figure| self.catalogue.is_measured(figure))
    }

    /// `General Administration of Customs of China`, `said by President of Kazakhstan`
    pub(crate) fn attributed(&self, number: &Number) -> String {
        let figures = number.figures();
        let authority = figures.first().map(|figure| self.authority(figure.authority.as_str())).unwrap_or_default();
        match self.is_only_said(number) {
            true if number.is_compiled() => self.say(Msg::CompiledFor { authority: authority.into() }),
            true => self.say(Msg::SaidBy { authority: authority.into() }),
            false => authority.to_owned(),
        }
    }

    /// A number; of a growth with its base.
    pub(crate) fn said_number(&self, number: &Number) -> String {
        self.said_number_in(number, self.digits)
    }

    /// The lead of a reading, with the digits that tell it from others.
    pub(crate) fn said_number_of(&self, reading: &Reading) -> String {
        self.said_number_in(&reading.lead, self.digits_of(reading))
    }

    fn said_number_in(&self, number: &Number, digits: Digits) -> String {
        match number.since.or_else(|| number.period.year_before()) {
            Some(base) if self.is_growth(number) => self.on(number, base),
            _ => self.number_in(number, digits),
        }
    }
}
