//! Several places side by side.
//!
//! In: slots with more than one partner; out: a comparison of the same question for each, or a [`Misread`] that offers
//! what can be compared, or each by itself. It does not know how one of them is asked.

use super::measure::Wanted;
use super::{
    Ask, Comparison, Frame, Meaning, Measure, Mention, Misread, PlaceId, Query, Role, Sense, Slots, TRADE, When,
    distinct, offers,
};

impl Meaning<'_> {
    /// Several places side by side: the same question for each of them, by one count.
    ///
    /// # Errors
    ///
    /// Places or words that no comparison can carry; the comparison without them is offered.
    pub(super) fn compare(
        &self,
        slots: &Slots,
        wanted: &Wanted,
        when: When,
        partners: &[&Mention],
    ) -> Result<Query, Misread> {
        let most = *Comparison::PLACES.end();
        if let Some(extra) = partners.get(most) {
            let mut fewer = slots.clone();
            fewer.places.retain(|mention| !partners[most..].iter().any(|extra| extra.place == mention.place));
            let kept = self.compare(&fewer, wanted, when, &partners[..most]).ok();
            return Err(Misread::TooMany { word: self.text.written(extra.at), offers: offers(kept) });
        }
        let member = self.counting_member(slots, partners);
        let mut singly = Slots { compare: None, between: None, ..slots.clone() };
        if member.is_some() {
            singly.counter = member.clone();
        }
        let plain = Slots {
            counter: slots.counter.clone().filter(|counter| member.as_ref() != Some(counter)),
            ..slots.clone()
        };
        if let Some(word) = self.beside_comparison(&plain) {
            (singly.counter, singly.unsure_counter, singly.claimed, singly.why) = (None, None, None, false);
            (singly.whose, singly.each, singly.abroad, singly.whole) = (None, None, None, None);
            (singly.revised, singly.history, singly.arrow) = (None, None, None);
            let plain = Meaning { frame: Frame { why: false, ..self.frame }, ..*self };
            let kept = plain.compare(&singly, wanted, when, partners).ok();
            return Err(Misread::Leftover { word, offers: offers(kept) });
        }
        let mut asks = Vec::new();
        for keep in partners {
            let one = singly.with_only(keep, partners);
            let ask = if wanted.share { self.share(&one, wanted, when)? } else { self.ask(&one, wanted, when)? };
            asks.push((keep.place.clone(), ask));
        }
        counted_alike(&mut asks);
        match Comparison::of(&asks).map(Query::Compare) {
            Some(query) if query.fits_a_button() => Ok(query),
            Some(_) => Err(Misread::TooLong),
            None => Err(Misread::Ambiguous {
                word: self.text.written(partners[1].at),
                offers: offers(asks.into_iter().map(|(_, ask)| Query::Figures(ask))),
            }),
        }
    }

    /// The places to stand side by side. Those outside the group, the sheets' reporter among them, are compared by the
    /// count of the one country of the group that is named with them.
    pub(super) fn compared<'a>(&self, slots: &'a Slots) -> Vec<&'a Mention> {
        let group = self.catalogue.place(self.catalogue.default_partner().as_str());
        let is_member = |mention: &&Mention| group.is_some_and(|group| group.members.contains(&mention.place));
        let (members, outside): (Vec<&Mention>, Vec<&Mention>) =
            distinct(&slots.places).into_iter().partition(is_member);
        let is_outside = outside.len() > 1 && !outside.iter().any(|mention| self.is_group(&mention.place));
        if members.len() == 1 && is_outside { outside } else { self.partners(slots) }
    }

    /// The country of the group that counts, where none of those that are compared is of it.
    fn counting_member(&self, slots: &Slots, compared: &[&Mention]) -> Option<PlaceId> {
        let ours = self.catalogue.default_reporter();
        let mut others = slots.places.iter().filter(|mention| !compared.iter().any(|one| one.place == mention.place));
        others.find(|mention| mention.place != *ours).map(|mention| mention.place.clone())
    }

    /// A word that no comparison can carry: another's count, a number that is claimed, another kind of answer.
    fn beside_comparison(&self, slots: &Slots) -> Option<String> {
        let ours = self.catalogue.default_reporter();
        let counter = slots.counter.as_ref().filter(|place| *place != ours);
        let counter = counter.or(slots.unsure_counter.as_ref().map(|mention| &mention.place));
        if let Some(counter) = counter {
            return Some(slots.counting().map_or_else(|| counter.to_string(), |at| self.text.written(at)));
        }
        // The trade of each with all others stands in no comparison.
        let is_with = |mention: &Mention| matches!(mention.way, Some(Role::With | Role::And | Role::To | Role::From));
        let is_ours = |mention: &Mention| mention.place == *ours;
        let first = slots.places.first();
        if let Some(at) = slots.whole.filter(|_| !slots.places.iter().any(is_ours) && !first.is_some_and(is_with)) {
            return Some(self.text.written(at));
        }
        if slots.claimed.is_some() {
            return slots.claimed.clone();
        }
        if self.frame.why || slots.why {
            let why = self.text.phrases.iter().position(|phrase| phrase.sense == Sense::Role(Role::Why));
            return Some(why.map(|at| self.text.written(at)).unwrap_or_default());
        }
        slots.other_kind(slots.compare).map(|at| self.text.written(at))
    }

    /// Nothing to compare with: the place by itself is offered, and the countries by rank.
    pub(super) fn too_few(&self, slots: &Slots, when: When, only: Option<&Mention>) -> Misread {
        let plain = Meaning { frame: Frame { compare: false, ..self.frame }, ..*self };
        let mut alone = Slots { compare: None, ..slots.clone() };
        if alone.is_without_subject() {
            alone.indicators.push(Measure::new(TRADE, 0));
        }
        let all = Slots { places: Vec::new(), each: Some(0), ..alone.clone() };
        let alone = Some(alone).filter(|slots| !slots.places.is_empty() || when != When::Latest);
        let both = alone.into_iter().chain([all]).filter_map(|slots| plain.query(&slots).ok());
        Misread::TooFew { word: only.map(|mention| self.text.written(mention.at)), offers: offers(both) }
    }

    /// Not a pair that is counted here: both side by side are offered, and each of them with the reporter.
    pub(super) fn two_partners(&self, slots: &Slots, partners: &[&Mention], second: &Mention) -> Misread {
        let each = partners.iter().filter_map(|keep| {
            let mut one = Slots { compare: None, between: None, ..slots.with_only(keep, partners) };
            if one.is_without_subject() {
                one.indicators.push(Measure::new(TRADE, keep.at));
            }
            self.query(&one).ok()
        });
        // "Between" these two their own trade may be meant, which no comparison shows.
        let together = slots.between.is_none() && slots.compare.is_none() && !self.frame.compare;
        let plain = Meaning { frame: Frame { each: false, country: false, ..self.frame }, ..*self };
        let compared = Slots { compare: Some(second.at), each: None, ..slots.clone() };
        let compared = together.then(|| plain.query(&compared).ok()).flatten();
        Misread::TooMany { word: self.text.written(second.at), offers: offers(compared.into_iter().chain(each)) }
    }
}

/// Has goods counted in one unit for all, by value where any of them is.
fn counted_alike(asks: &mut [(PlaceId, Ask)]) {
    let measures = asks.iter().filter_map(|(_, ask)| ask.goods.as_ref().map(|goods| goods.measure));
    let Some(first) = measures.min() else { return };
    asks.iter_mut().filter_map(|(_, ask)| ask.goods.as_mut()).for_each(|goods| goods.measure = first);
}
