//! A part in a whole.
//!
//! In: slots with a share among the indicators; out: an [`Ask`] with part and whole. It does not know which shares
//! are printed and which are calculated.

use super::measure::Wanted;
use super::{
    Ask, Kind, Meaning, Measure, Mention, Misread, Of, PlaceId, Query, Reporter, Role, Sense, Slots, WORLD, When,
    canonical_ask, distinct,
};

impl Meaning<'_> {
    /// Part and whole, of exports or imports where they are named, else of all trade.
    ///
    /// # Errors
    ///
    /// Places that are no part and whole together, or whose exports these are is left open.
    pub(super) fn share(&self, slots: &Slots, wanted: &Wanted, when: When) -> Result<Ask, Misread> {
        let ours = self.catalogue.default_reporter();
        let named = slots.indicators.iter().find(|measure| self.kind(&measure.id) == Kind::Share);
        let Some(named) = named else { return Err(Misread::NoSubject { offers: Vec::new() }) };
        let one_way = wanted.measured.as_ref().and_then(|measure| Some((self.share_of(&measure.id)?, measure)));
        let indicator = one_way.map_or(&named.id, |(id, _)| id);
        let make = |part: Option<PlaceId>, whole: PlaceId, reporter: Option<PlaceId>| {
            let partner = part.filter(|part| reporter.is_some() || part != self.catalogue.default_partner());
            let (reporter, of) = (reporter.map(Reporter::Place), Some(Of::Place(whole)));
            self.of_goods(Ask { indicator: indicator.clone(), goods: None, of, partner, reporter, when }, slots)
        };
        let world = self.catalogue.place(WORLD).map(|place| place.id.clone());
        let place = |mention: &Mention| mention.place.clone();
        if let (Some((part, whole)), Some(world)) = (self.owners(slots, named), world.clone()) {
            return Ok(make(Some(place(part)), world, Some(place(whole)).filter(|whole| whole != ours)));
        }
        let all = distinct(&slots.places);
        let (ourselves, others): (Vec<&Mention>, Vec<&Mention>) =
            all.iter().partition(|mention| mention.place == *ours);
        let our_phrase = ourselves.first().map_or(named.at, |mention| mention.at);
        let (country, group, abroad) = self.part_and_whole(slots, &others)?;
        if let Some(counter) = slots.counter.as_ref().filter(|counter| *counter != ours) {
            let world = world.ok_or_else(|| self.leftover(our_phrase, Vec::new()))?;
            return Ok(make(Some(ours.clone()), world, Some(counter.clone())));
        }
        // "China's foreign trade" is the whole.
        let is_small = |at: usize| self.text.is_role(at, &Role::Filler);
        let is_abroad =
            |mention: &&&Mention| slots.abroad.is_some_and(|at| mention.at < at && (mention.at + 1..at).all(is_small));
        let we_are_whole =
            ourselves.iter().any(|mention| mention.inside && !mention.is_beside() || is_abroad(&mention));
        let we_are_part = ourselves.iter().any(|mention| !mention.inside)
            && others.iter().any(|mention| mention.inside)
            && !ourselves.iter().any(|mention| is_abroad(&mention));
        let moves = |mention: &Mention| matches!(mention.way, Some(Role::From | Role::To));
        if let (Some(_), Some(country), Some(group)) = (one_way, country, group.filter(|group| moves(group))) {
            return Ok(make(Some(place(country)), place(group), None));
        }
        if let Some((_, measure)) = one_way.filter(|_| !we_are_part && !we_are_whole) {
            // Whose exports these are, nothing tells.
            let offers = self.singles(slots, [measure.id.clone()]);
            return Err(self.leftover(measure.at, offers));
        }
        let theirs = country.filter(|country| !ourselves.is_empty() && !we_are_whole && is_abroad(&country));
        match (country, group, world) {
            (Some(country), _, Some(world)) if theirs.is_some() || we_are_part && country.inside => {
                Ok(make(Some(ours.clone()), world, Some(place(country))))
            }
            _ if we_are_part => Err(self.leftover(our_phrase, Vec::new())),
            (Some(country), None, Some(world)) if abroad || we_are_whole => Ok(make(Some(place(country)), world, None)),
            (Some(country), Some(group), _) if !abroad => Ok(make(Some(place(country)), place(group), None)),
            (Some(country), None, world) if !abroad => {
                let in_group = make(Some(place(country)), self.catalogue.default_partner().clone(), None);
                let of_all = slots.whole.filter(|at| *at > named.at);
                let with_us = ourselves.iter().find(|mention| mention.is_beside() && !mention.inside);
                match (of_all, with_us, world) {
                    (Some(at), _, Some(world)) => {
                        Err(self.either_whole(at, in_group, make(Some(place(country)), world, None)))
                    }
                    (None, Some(us), Some(world)) => {
                        Err(self.either_whole(us.at, in_group, make(Some(ours.clone()), world, Some(place(country)))))
                    }
                    _ => Ok(in_group),
                }
            }
            (None, group, Some(world)) => Ok(make(group.map(place), world, None)),
            _ => Err(self.leftover(named.at, Vec::new())),
        }
    }

    /// A part of what goes on with the group, or of all that the word at hand may mean.
    fn either_whole(&self, at: usize, in_group: Ask, in_all: Ask) -> Misread {
        let offers = [in_group, in_all].map(|ask| Query::Figures(canonical_ask(ask, self.catalogue)));
        Misread::Ambiguous { word: self.text.written(at), offers: offers.to_vec() }
    }

    /// Of two places the one whose share it is, and the one whose trade that is a share of, as far as the words beside
    /// them tell: "China's share of Kazakhstan's trade", "what share of Kazakhstan's trade is with China".
    fn owners<'a>(&self, slots: &'a Slots, share: &Measure) -> Option<(&'a Mention, &'a Mention)> {
        let [one, other] = distinct(&slots.places)[..] else { return None };
        let goods = slots.indicators.iter().find(|measure| self.kind(&measure.id) == Kind::Flow);
        // "Share of trade" may be one name, whose last word is the trade.
        let is_one_name =
            || self.text.last_indicator(share.at, self.catalogue).is_some_and(|id| self.kind(&id) == Kind::Flow);
        if goods.is_none() && !is_one_name() {
            return None;
        }
        let has_goods = |mention: &Mention| match goods {
            Some(goods) => self.is_owner(mention, goods.at),
            None => mention.at > share.at && mention.way == Some(Role::Of) && self.is_owner(mention, share.at),
        };
        let is_only_of_goods = |mention: &Mention| has_goods(mention) && !self.is_owner(mention, share.at);
        let (part, whole) = match [one, other].map(is_only_of_goods) {
            [true, false] => (other, one),
            [false, true] => (one, other),
            _ if has_goods(one) != has_goods(other) => {
                if has_goods(one) {
                    (other, one)
                } else {
                    (one, other)
                }
            }
            _ => return None,
        };
        let is_country = |place: &PlaceId| place.as_str() != WORLD && !self.is_group(place);
        // In its group a country's trade is the part.
        let group = self.catalogue.place(part.place.as_str()).filter(|_| part.way == Some(Role::In));
        let is_around = group.is_some_and(|place| place.members.contains(&whole.place));
        let named = slots.counter.is_none() && slots.abroad.is_none() && !is_around;
        (named && is_country(&whole.place) && part.place.as_str() != WORLD).then_some((part, whole))
    }

    /// True for a place right before what it has, or behind it as its owner: with nothing between but small words.
    fn is_owner(&self, mention: &Mention, had: usize) -> bool {
        let small =
            |at: usize| matches!(self.text.sense(at), Some(Sense::Product(_) | Sense::Role(Role::Filler | Role::Of)));
        let (first, last) = (mention.at.min(had), mention.at.max(had));
        let follows = mention.at > had;
        let way = match mention.way {
            Some(Role::Of) => true,
            // In "trade is Balonia" it is what the trade is, not whose.
            None => !follows || last == first + 1,
            Some(Role::By | Role::In) => !follows,
            _ => false,
        };
        way && (first + 1..last).all(small)
    }

    /// The one country and the one group among the others, and whether the world is named as well.
    fn part_and_whole<'a>(&self, slots: &Slots, others: &[&'a Mention]) -> Result<Others<'a>, Misread> {
        let is_world = |mention: &&&Mention| mention.place.as_str() == WORLD;
        let abroad = slots.abroad.is_some() || others.iter().any(|mention| is_world(&mention));
        let is_group = |mention: &&Mention| self.is_group(&mention.place);
        let countries: Vec<&&Mention> =
            others.iter().filter(|mention| !is_group(mention) && !is_world(mention)).collect();
        let groups: Vec<&&Mention> = others.iter().filter(|mention| is_group(mention)).collect();
        if let Some(second) = countries.get(1).or_else(|| groups.get(1)) {
            return Err(self.two_partners(slots, others, second));
        }
        Ok((countries.first().copied().copied(), groups.first().copied().copied(), abroad))
    }
}

type Others<'a> = (Option<&'a Mention>, Option<&'a Mention>, bool);
