//! Several things that one page answers: both ways of trade, two years, places side by side, a part of a ranking.
//!
//! In: slots; out: plainer slots, or the query. What no page says together is left to be asked back.

use super::direction::{EXPORTS, IMPORTS};
use super::{
    Ask, Bound, Cut, Kind, Meaning, Measure, Mention, Misread, Period, Query, Role, Round, Slots, TRADE, Time, When,
    Year,
};
use crate::{language::Lexicon, question::phrases::key};

impl Meaning<'_> {
    /// "Exports and imports" are trade, whose page tells both.
    pub(super) fn both_ways(&self, slots: &Slots) -> Option<Slots> {
        let [one, other] = &slots.indicators[..] else { return None };
        let is_both = [(one, other), (other, one)]
            .iter()
            .any(|(one, other)| one.id.as_str() == EXPORTS && other.id.as_str() == IMPORTS);
        let (first, last) = (one.at.min(other.at), one.at.max(other.at));
        // A small word may have become a part of a name, as an ending would: экспорт и.
        let between = self.text.words_between(first, last);
        let joins = |role: &Role| matches!(role, Role::And | Role::Compare | Role::Toward | Role::Or);
        let joined = slots.goods.is_empty()
            && between
                .iter()
                .any(|word| key([word]).and_then(|key| Lexicon::all().find_small(&key)).is_some_and(joins));
        if !is_both || !joined || self.frame.compare {
            return None;
        }
        let mut plain = Slots { indicators: vec![Measure::new(TRADE, first)], ..slots.clone() };
        let is_between = |at: &usize| (first..last).contains(at);
        plain.compare = plain.compare.filter(|at| !is_between(at));
        plain.either = plain.either.filter(|at| !is_between(at));
        let moves = |mention: &&mut Mention| matches!(mention.way, Some(Role::From | Role::To | Role::Toward));
        plain.places.iter_mut().filter(moves).for_each(|mention| mention.way = Some(Role::With));
        Some(plain)
    }

    /// One figure of two years: how many times, by what percent, or one beside the other.
    pub(super) fn two_years(&self, slots: &Slots) -> Option<Result<Query, Misread>> {
        let grows = slots.indicators.iter().any(|measure| self.kind(&measure.id) == Kind::Growth);
        let is_held_against = slots.ratio.or(slots.compare).or(slots.more).is_some();
        let (first, last) = match &slots.times[..] {
            [span] => match span.when {
                When::Years(first, last) if slots.ratio.is_some() || grows && self.opens(span) => (first, last),
                _ => return None,
            },
            [one, other] => {
                let (first, last) = two_of(one, other)?;
                let is_listed = self.are_joined(one, other);
                if is_listed && first.after() == Some(last) && !grows && slots.ratio.is_none() {
                    let at = one.at.start..other.at.end;
                    let times = vec![Time { when: When::Years(first, last), at }];
                    return Some(self.query(&Slots { times, compare: None, more: None, ..slots.clone() }));
                }
                (is_listed || grows || is_held_against).then_some((first, last))?
            }
            _ => return None,
        };
        // Growth since a year goes to the last one that is whole.
        let last = self.catalogue.last_whole_year().map_or(last, |whole| last.min(whole.max(first)));
        if self.partners(slots).len() > 1 || first >= last {
            return None;
        }
        let at = slots.times.first()?.at.clone();
        let mut plain = Slots { times: vec![Time { when: When::Years(first, last), at }], ..slots.clone() };
        (plain.ratio, plain.compare, plain.more, plain.either) = (None, None, None, None);
        plain.indicators.retain(|measure| self.kind(&measure.id) != Kind::Growth);
        if plain.is_without_subject() && self.frame.indicator.is_none() {
            plain.indicators.push(Measure::new(TRADE, 0));
        }
        Some(self.query(&plain).map(|query| match query {
            Query::Figures(ask) if matches!(ask.when, When::Years(..)) => Query::Times(ask),
            query => query,
        }))
    }

    /// True where a word between two times joins them.
    fn are_joined(&self, one: &Time, other: &Time) -> bool {
        (one.at.end..other.at.start).any(|at| self.text.is_role(at, &Role::And))
    }

    /// Settles words for more and for how many times: with two places they compare, without any they rank.
    pub(super) fn held_against(&self, slots: &Slots) -> Option<Slots> {
        let against = slots.ratio.or(slots.more);
        let partners = self.partners(slots);
        let is_of_all = partners.iter().all(|mention| self.is_group(&mention.place));
        let mut settled = slots.clone();
        match (against, slots.who) {
            (Some(at), _) if partners.len() > 1 && !is_of_all => {
                (settled.ratio, settled.more, settled.who, settled.either) = (None, None, None, None);
                settled.compare = Some(at);
            }
            (Some(_), Some(who)) if slots.ratio.is_none() && is_of_all => {
                (settled.more, settled.each) = (None, Some(who));
            }
            (Some(_), None) if slots.each.is_some() || slots.whose.or(slots.differ).is_some() => {
                (settled.more, settled.ratio) = (None, None);
            }
            (Some(at), _) => {
                (settled.more, settled.ratio) = (None, None);
                settled.left.push(at);
                settled.left.sort_unstable();
            }
            (None, Some(who)) if slots.each.is_none() && is_of_all && !slots.is_without_subject() => {
                settled.each = Some(who);
            }
            (None, _) => return None,
        }
        Some(settled)
    }

    /// "With Kazakhstan and Uzbekistan" are two trades of the reporter: each of them stands beside the other.
    pub(super) fn are_each_with_ours(&self, slots: &Slots, partners: &[&Mention]) -> bool {
        let [first, others @ ..] = partners else { return false };
        let ours = self.catalogue.default_reporter();
        let leads = matches!(first.way, Some(Role::With | Role::To | Role::From | Role::Toward));
        let names_ours = slots.places.iter().any(|mention| mention.place == *ours);
        let follow =
            others.iter().all(|mention| matches!(mention.way, None | Some(Role::And)) || mention.way == first.way);
        let is_country = |mention: &&Mention| !self.is_group(&mention.place);
        !others.is_empty()
            && partners.iter().all(is_country)
            && follow
            && (leads || names_ours)
            && self.is_listed(partners)
            && slots.between.or(slots.either).or(slots.each).is_none()
    }

    /// True where names follow each other in a list.
    fn is_listed(&self, partners: &[&Mention]) -> bool {
        let small = |at: usize| self.text.is_role(at, &Role::And) || self.text.is_role(at, &Role::Filler);
        partners.windows(2).all(|pair| (pair[0].at + 1..pair[1].at).all(small))
    }

    /// The ranking, or the part of it that is asked for.
    ///
    /// # Errors
    ///
    /// A place that a group has not, or an amount in another unit; all of the ranking is offered.
    pub(super) fn part_of_ranking(&self, ask: Ask, slots: &Slots) -> Result<Query, Misread> {
        let all = Query::Parts(ask.clone());
        let cut = match (slots.pick, &slots.bound) {
            (None, None) => return Ok(all),
            (Some((cut, at)), None) if self.has_place(cut, &ask) => (cut, at),
            (None, Some(bound)) => match self.beyond(bound, &ask) {
                Some(cut) => (cut, bound.at),
                None => return Err(self.leftover(bound.at, vec![all])),
            },
            (Some((_, at)), _) => return Err(self.leftover(at, vec![all])),
        };
        match Query::Cut(cut.0, ask) {
            query if query.fits_a_button() => Ok(query),
            _ => Err(Misread::TooLong),
        }
    }

    fn has_place(&self, cut: Cut, ask: &Ask) -> bool {
        let group = ask.partner.as_ref().unwrap_or(self.catalogue.default_partner());
        let members = self.catalogue.place(group.as_str()).map_or(0, |group| group.members.len());
        match cut {
            Cut::Place(place) | Cut::FromEnd(place) => usize::from(place) <= members,
            Cut::Top(_) | Cut::Last(_) | Cut::Beyond(..) => true,
        }
    }

    /// An amount of what is asked for: of growth and shares in percent, of all else not.
    fn beyond(&self, bound: &Bound, ask: &Ask) -> Option<Cut> {
        let is_percent = matches!(self.kind(&ask.indicator), Kind::Growth | Kind::Share);
        let round = Round::of(bound.amount).filter(|_| bound.is_percent == is_percent)?;
        Some(Cut::Beyond(bound.side, round))
    }
}

/// Two different years, the earlier first.
fn two_of(one: &Time, other: &Time) -> Option<(Year, Year)> {
    let year = |time: &Time| if let When::In(Period::Year(year)) = time.when { Some(year) } else { None };
    let (one, other) = (year(one)?, year(other)?);
    (one != other).then(|| (one.min(other), one.max(other)))
}
