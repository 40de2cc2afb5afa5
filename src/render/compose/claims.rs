//! Numbers that people state, with what is to be said of each.

use super::Writer;
use crate::{
    answer::Number,
    claims::{Claim, Reason, Verdict},
    fact::{Amount, Base, Qualifier, Unit},
    language::Msg,
    render::{Block, Text},
};

impl<'c> Writer<'c> {
    /// A number that a question states.
    pub(crate) fn asked_claim(&mut self, claim: &Claim) {
        let (claimed, verdict) = (claim.written.as_str().into(), self.verdict(claim).into());
        self.line(self.say(Msg::ClaimAsked { claimed, verdict }));
    }

    /// A number of a text, by its place among them from 1, with its sources.
    pub(crate) fn claim(&mut self, place: usize, claim: &'c Claim) {
        let (claimed, verdict) = (claim.written.as_str().into(), self.verdict(claim).into());
        let words = self.say(Msg::ClaimLine { number: place.to_string().into(), claimed, verdict });
        let held = claim.figure.iter().chain(&claim.instead).filter(|_| claim.is_compared());
        let marks = held.flat_map(|number| self.number_marks(number)).collect();
        self.block(Block::Line(Text::plain(words).marked(super::unique(marks))));
    }

    fn verdict(&self, claim: &Claim) -> String {
        let held = |number: &Option<Number>| number.as_ref().map(|number| self.held(number)).unwrap_or_default();
        let figure = held(&claim.figure).into();
        let instead = held(&claim.instead).into();
        self.say(match claim.verdict {
            Verdict::Agrees => Msg::ClaimAgrees { figure },
            Verdict::Rounded => Msg::ClaimRounded { figure },
            Verdict::Revised => {
                let before = claim.instead.as_ref().map(|number| self.displayed(number)).unwrap_or_default().into();
                Msg::ClaimRevised { figure, before }
            }
            Verdict::Scale => Msg::ClaimScale { figure },
            Verdict::Sign => Msg::ClaimSign { figure },
            Verdict::Currency => Msg::ClaimCurrency { figure },
            Verdict::OtherPeriod => Msg::ClaimOtherPeriod { figure, instead },
            Verdict::OtherPlace => Msg::ClaimOtherPlace { figure, instead },
            Verdict::OtherSide => Msg::ClaimOtherSide { figure, instead },
            Verdict::OtherIndicator => Msg::ClaimOtherIndicator { figure, instead },
            Verdict::Part => Msg::ClaimPart { figure, instead },
            Verdict::Wording => Msg::ClaimWording { figure },
            Verdict::Differs => match claim.by {
                Some(by) => {
                    let unit = Unit { base: Base::Percent, exponent: 0 };
                    let by = self.language.change(Qualifier::Exact, &Amount { number: by, unit }, self.digits).into();
                    Msg::ClaimDiffersBy { figure, by }
                }
                None => Msg::ClaimDiffers { figure },
            },
            Verdict::NotChecked => {
                let reason = self.say(reason(claim.reason.unwrap_or(Reason::NotHeld))).into();
                Msg::ClaimNotChecked { reason }
            }
        })
    }

    /// A figure with what it is of.
    fn held(&self, number: &Number) -> String {
        let (name, figure) = (super::capital(&self.named(number)).into(), self.displayed(number).into());
        self.say(Msg::ClaimFigure { name, figure })
    }
}

fn reason(reason: Reason) -> Msg<'static> {
    match reason {
        Reason::Indicator => Msg::ReasonIndicator,
        Reason::Place => Msg::ReasonPlace,
        Reason::Period => Msg::ReasonPeriod,
        Reason::Unclear => Msg::ReasonUnclear,
        Reason::Points => Msg::ReasonPoints,
        Reason::Change => Msg::ReasonChange,
        Reason::Range => Msg::ReasonRange,
        Reason::NotHeld => Msg::ReasonNotHeld,
        Reason::Unit => Msg::ReasonUnit,
        Reason::Bound => Msg::ReasonBound,
    }
}
