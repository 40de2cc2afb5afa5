//! Sender and receiver of the goods.
//!
//! In: the places of a text with what the words around them say; out: the [`Side`] that sends, as far as grammar and
//! order tell. Directions are the reporter's: "Kazakh exports to China" are China's imports from Kazakhstan, unless
//! the Kazakh count is asked for. It never tries again.

use super::{Base, Kind, Meaning, Measure, Mention, PlaceId, Role, Slots, TRADE};

pub(super) use crate::question::canonical::{EXPORTS, IMPORTS};

/// The reporter and the partner; none for the default ones.
pub(super) struct Pair {
    pub reporter: Option<PlaceId>,
    pub partner: Option<PlaceId>,
}

/// One of a pair.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Reporter,
    Partner,
}

impl Side {
    fn other(self) -> Self {
        match self {
            Self::Reporter => Self::Partner,
            Self::Partner => Self::Reporter,
        }
    }
}

impl Meaning<'_> {
    /// The sender of exports or imports; none where the words leave it open.
    pub(super) fn sender(&self, slots: &Slots, pair: &Pair, measure: &Measure) -> Option<Side> {
        let exports = measure.id.as_str() == EXPORTS;
        let reporter = pair.reporter.as_ref().unwrap_or(self.catalogue.default_reporter());
        let side = |mention: &Mention| if mention.place == *reporter { Side::Reporter } else { Side::Partner };
        let (mut sender, mut receiver) = (None, None);
        let mut open: Vec<&Mention> = Vec::new();
        for mention in &slots.places {
            let slot = match &mention.way {
                Some(Role::From) => &mut sender,
                Some(Role::To | Role::Toward) => &mut receiver,
                _ => {
                    open.push(mention);
                    continue;
                }
            };
            if slot.replace(side(mention)).is_some_and(|other| other != side(mention)) {
                return None;
            }
        }
        // A place that is named twice says more where it has a direction.
        open.retain(|mention| Some(side(mention)) != sender && Some(side(mention)) != receiver);
        open.dedup_by(|one, other| one.place == other.place);
        // Of a ranking the group is no side.
        open.retain(|mention| slots.each.is_none() || !self.is_group(&mention.place));
        match (sender, receiver, &open[..]) {
            (Some(sender), Some(receiver), _) => return Some(sender).filter(|sender| *sender != receiver),
            (Some(sender), None, [_]) => return Some(sender),
            (None, Some(receiver), [_]) => return Some(receiver.other()),
            (Some(Side::Partner), None, []) if exports => return slots.counter.as_ref().map(|_| Side::Partner),
            (None, Some(Side::Partner), []) if !exports => return slots.counter.as_ref().map(|_| Side::Reporter),
            (Some(sender), None, []) => return Some(sender),
            (None, Some(receiver), []) => return Some(receiver.other()),
            (None, None, []) => {
                // "Who sells most" are the partners.
                let partners_do = slots.who.is_some_and(|who| who < measure.at) && self.text.is_verb(measure.at);
                return Some(if exports == partners_do { Side::Partner } else { Side::Reporter });
            }
            _ => {}
        }
        let asks_for = slots.who.or(slots.pick.map(|(_, at)| at).filter(|_| self.text.is_verb(measure.at)));
        let asked_for = asks_for.is_some_and(|who| who < measure.at);
        if let [only] = open[..]
            && asked_for
            && only.at > measure.at
        {
            // "Who sells China": it is the other side that does.
            let doer = side(only).other();
            return Some(if exports { doer } else { doer.other() });
        }
        let doer = self.doer(&open, side, measure)?;
        Some(if exports { doer } else { doer.other() })
    }

    /// The owner of the exports or imports, by grammar and order, where no direction is given.
    fn doer(&self, open: &[&Mention], side: impl Fn(&Mention) -> Side, measure: &Measure) -> Option<Side> {
        let at = measure.at;
        let owns = |mention: &Mention| matches!(mention.way, Some(Role::Of | Role::By));
        match open {
            [only] if side(only) == Side::Reporter => Some(Side::Reporter),
            [only] => {
                let partner = self.frame.terse || only.code || only.is_beside();
                let follows = only.at > at && !measure.tied && !matches!(only.way, Some(Role::In));
                (!owns(only) && (partner || follows)).then_some(Side::Reporter)
            }
            [first, second] => match (owns(first), owns(second)) {
                // "Kazakh imports of Chinese …" are not China's.
                (false, true) if first.at < at && at < second.at => None,
                (true, false) => Some(side(first)),
                (false, true) => Some(side(second)),
                (false, false) if first.at < at && at < second.at => Some(side(first)),
                // "Bought China from Kazakhstan": with whom is not who.
                (false, false) if self.text.is_verb(at) => {
                    let with = [first, second].map(|one| one.way == Some(Role::With));
                    match with {
                        [false, true] => Some(side(first)),
                        [true, false] => Some(side(second)),
                        _ => None,
                    }
                }
                _ => None,
            },
            _ => None,
        }
    }

    /// A word that gives a direction to what has none, or the other side's where only the reporter's is meant.
    pub(super) fn turned(&self, slots: &Slots, pair: &Pair, measure: &Measure) -> Option<String> {
        let reporter = pair.reporter.as_ref().unwrap_or(self.catalogue.default_reporter());
        let (ours, theirs): (Vec<&Mention>, Vec<&Mention>) =
            slots.places.iter().partition(|mention| mention.place == *reporter);
        let word = |mention: &&Mention| self.text.written(mention.at);
        let indicator = self.catalogue.indicator(measure.id.as_str())?;
        if indicator.id.as_str() == TRADE {
            // "The largest partner in Central Asia" is of the group.
            let is_ranked = |mention: &Mention| slots.each.is_some() && self.is_group(&mention.place);
            let moves = |mention: &&&Mention| matches!(mention.way, Some(Role::From | Role::To)) && !is_ranked(mention);
            return ours.iter().chain(&theirs).find(moves).map(word);
        }
        let moves = |mention: &&&Mention| matches!(mention.way, Some(Role::To | Role::Toward));
        if indicator.is_own {
            // What one place owes another is the other's no debt.
            let is_ours_alone = !ours.iter().any(|mention| mention.is_beside() || moves(&mention));
            return theirs.iter().find(moves).filter(|_| !ours.is_empty() && is_ours_alone).map(word);
        }
        let money = indicator.units.iter().any(|unit| matches!(unit, Base::Money(_)));
        if !money {
            // Companies of one place that are in the other.
            let is_from = |mention: &&&Mention| mention.way == Some(Role::From);
            let is_in = |mention: &&&Mention| moves(mention) || matches!(mention.way, Some(Role::In));
            let counts_there = indicator.kind == Kind::Stock;
            return theirs.iter().find(is_from).or_else(|| ours.iter().find(is_in)).filter(|_| counts_there).map(word);
        }
        // Its page says whose surplus it is.
        if indicator.signed && indicator.kind == Kind::Flow {
            return None;
        }
        let balance = indicator.kind == Kind::Flow;
        let owned = |mention: &&&Mention| match mention.way {
            Some(Role::Of | Role::By) => true,
            Some(Role::From) => !balance,
            // "Kazakhstan's balance with China" without its 's.
            None => mention.at < measure.at && ours.iter().any(|ours| ours.at > measure.at) && !self.frame.terse,
            _ => false,
        };
        let received =
            |mention: &&&Mention| !balance && matches!(mention.way, Some(Role::To | Role::Toward | Role::In));
        theirs.iter().find(owned).or_else(|| ours.iter().find(received)).map(word)
    }
}
