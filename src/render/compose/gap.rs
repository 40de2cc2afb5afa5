//! What we have not, in words.

use super::Writer;
use crate::{
    answer::{Gap, Missing},
    language::Msg,
    question::{Comparison, When},
};

impl<'c> Writer<'c> {
    pub(super) fn gap(&mut self, gap: &'c Gap) {
        self.line(match &gap.asked {
            Missing::Figure(ask) => {
                let (what, when) = self.ask(ask);
                self.say(Msg::GapFigure { what: what.into(), when: when.into() })
            }
            Missing::Comparison(comparison) => {
                let undated = Comparison { when: When::Latest, ..comparison.clone() };
                let when = match comparison.when {
                    When::Latest => self.say(Msg::AnyTime),
                    when => self.when(when),
                };
                self.say(Msg::GapFigure { what: self.compared(&undated).into(), when: when.into() })
            }
            Missing::Place(place, _) => self.say(Msg::GapPlace { place: self.place_named(place.as_str()).into() }),
            Missing::Indicator(id) => self.say(Msg::GapIndicator { indicator: id.as_str().into() }),
            Missing::Words(words) => self.say(Msg::GapWords { words: words.into() }),
            Missing::Source(id) => self.say(Msg::GapSource { source: id.into() }),
        });
        self.partly(&gap.parts.iter().rev().copied().collect::<Vec<_>>());
        for figure in &gap.withdrawn {
            let words = Msg::WithdrawnOnly {
                authority: self.authority(figure.authority.as_str()).into(),
                when: self.withdrawn_on(figure).into(),
                period: self.period(figure.period).into(),
            };
            self.note(self.say(words), figure);
        }
        if !gap.nearest.is_empty() {
            self.line(self.say(Msg::GapNearest));
        }
    }
}
