//! Goods of one kind.
//!
//! In: the goods of a text with the words for what they are counted in; out: an [`Ask`] of these goods, counted as it
//! was said, else as it is held, and the indicator where none is named. A question with goods is never answered for
//! all goods. It knows which series there are, and not their figures.

use super::direction::{EXPORTS, IMPORTS, Side};
use super::measure::Wanted;
use super::{
    Ask, Counted, Derivation, Frame, Goods, Hint, IndicatorId, Kind, Meaning, Measure, Mention, Misread, Of, PlaceId,
    Query, Reporter, Role, Sense, Series, Slots, TRADE, WORLD, Ware, When, offers,
};

impl Meaning<'_> {
    /// Refuses two kinds of goods, goods where none can be told of, and a unit of goods without any.
    ///
    /// # Errors
    ///
    /// The word that is too much; the question without it is offered, of two goods each alone.
    pub(super) fn one_product(&self, slots: &Slots) -> Result<(), Misread> {
        match slots.goods.as_slice() {
            [] => {
                let unit = slots.measures.iter().find(|(measure, _)| *measure != Counted::Value);
                let Some((_, at)) = unit.filter(|_| slots.claimed.is_none()) else { return Ok(()) };
                Err(self.leftover(*at, self.offered(&slots.without_goods())))
            }
            [only] => {
                self.one_unit(slots)?;
                self.no_page_of(only, slots)
            }
            [_, second, ..] => {
                let each = slots.goods.iter().map(|ware| Slots { goods: vec![ware.clone()], ..slots.clone() });
                let each = each.flat_map(|one| self.offered(&one));
                Err(Misread::TooMany { word: self.text.written(second.at), offers: offers(each) })
            }
        }
    }

    /// Refuses two words for what goods are counted in; a word for a volume beside a unit is none.
    fn one_unit(&self, slots: &Slots) -> Result<(), Misread> {
        let hinted = |hint: Hint| self.text.hints.iter().find(|(_, known)| *known == hint).map(|(at, _)| *at);
        let first = slots.measures.first().map(|(measure, _)| *measure);
        let other = slots.measures.iter().find(|(measure, _)| Some(*measure) != first).map(|(_, at)| *at);
        let both = hinted(Hint::Worth).zip(hinted(Hint::Volume)).filter(|_| first.is_none());
        let Some(at) = other.or(both.map(|(worth, volume)| worth.max(volume))) else { return Ok(()) };
        let with = |measure: Counted| Slots { measures: vec![(measure, at)], ..slots.clone() };
        let units: Vec<Counted> = match both {
            Some(_) => Counted::ALL.to_vec(),
            None => slots.measures.iter().map(|(measure, _)| *measure).collect(),
        };
        let each = units.into_iter().filter(|measure| self.is_counted_in(slots, *measure));
        let each = each.flat_map(|measure| self.offered(&with(measure)));
        Err(Misread::TooMany { word: self.text.written(at), offers: offers(each) })
    }

    /// True where there is any figure of the goods in a unit.
    fn is_counted_in(&self, slots: &Slots, measure: Counted) -> bool {
        slots.goods.iter().any(|ware| {
            let goods = Goods { product: ware.product.clone(), measure };
            [EXPORTS, IMPORTS, TRADE].into_iter().any(|id| self.catalogue.is_traded(&id.into(), &goods))
        })
    }

    /// Refuses goods beside a page that has none.
    fn no_page_of(&self, ware: &Ware, slots: &Slots) -> Result<(), Misread> {
        let is_about_goods = |word: &str| word == Query::Goods(None).grammar().word;
        let is_place = match slots.topic {
            Some((topic, _)) => is_about_goods(topic),
            None => self.frame.place.is_some_and(|query| is_about_goods(query(None).grammar().word)),
        };
        let bare =
            Meaning { frame: super::Frame { mirror: false, country: false, place: None, ..self.frame }, ..*self };
        let plain = |slots: &Slots| bare.offered(&Slots { whose: None, topic: None, ..slots.clone() });
        let mirror = self.frame.mirror || slots.whose.is_some();
        if !(mirror || self.frame.country || self.frame.place.is_some() || slots.topic.is_some()) {
            return Ok(());
        }
        let without = if is_place { Vec::new() } else { self.offered(&slots.without_goods()) };
        Err(self.leftover(ware.at, offers(plain(slots).into_iter().chain(without))))
    }

    /// The same question with the way that the goods go, where no indicator is named: as the words beside the places
    /// say, else the one that is held.
    ///
    /// # Errors
    ///
    /// Both ways are held, or neither: each is offered, and trade where that is held.
    pub(super) fn with_way(&self, ware: &Ware, slots: &Slots) -> Result<Query, Misread> {
        let with = |id: &str, slots: &Slots| {
            let mut named = slots.clone();
            named.indicators.insert(0, Measure { settled: true, ..Measure::new(id, ware.at) });
            named
        };
        if let Some(id) = self.way_said(ware, slots) {
            return self.query(&with(id, slots));
        }
        let (reporter, partners) = self.between(slots)?;
        let held = |id: &&str| self.is_any_held(id, ware, slots, reporter.as_ref(), &partners);
        let mut found: Vec<&str> = [EXPORTS, IMPORTS].into_iter().filter(held).collect();
        if found.is_empty() && held(&TRADE) {
            found.push(TRADE);
        }
        let mut asked = slots.clone();
        if let ([], None, [partner]) = (&found[..], &reporter, &partners[..]) {
            // What is held of no border may be of the place's trade with all.
            let world = [self.catalogue.place(WORLD).map(|place| place.id.clone())];
            let own = |id: &&str| self.is_any_held(id, ware, slots, partner.as_ref(), &world);
            found = [EXPORTS, IMPORTS].into_iter().filter(own).collect();
            asked.abroad = asked.abroad.or((!found.is_empty()).then_some(ware.at));
        }
        if let [only] = found[..] {
            return self.query(&with(only, &asked));
        }
        let trade = Some(TRADE).filter(|_| found.len() > 1);
        let each = [EXPORTS, IMPORTS].into_iter().chain(trade).flat_map(|id| self.offered(&with(id, &asked)));
        Err(Misread::Ambiguous { word: self.text.written(ware.at), offers: offers(each) })
    }

    /// Who counts, where that is said, and with whom: several places where they are compared.
    fn between(&self, slots: &Slots) -> Result<(Option<PlaceId>, Vec<Option<PlaceId>>), Misread> {
        let compared = self.compared(slots);
        if (slots.compare.is_some() || self.frame.compare) && compared.len() > 1 {
            return Ok((None, compared.iter().map(|mention| Some(mention.place.clone())).collect()));
        }
        let pair = self.pair(slots)?;
        Ok((pair.reporter, vec![pair.partner]))
    }

    /// True where an indicator of the goods is held with any of these partners, in a unit that may be meant.
    fn is_any_held(
        &self,
        id: &str,
        ware: &Ware,
        slots: &Slots,
        reporter: Option<&PlaceId>,
        partners: &[Option<PlaceId>],
    ) -> bool {
        self.counted(ware, slots).into_iter().any(|measure| {
            partners.iter().any(|partner| {
                self.is_held(&Ask {
                    indicator: id.into(),
                    goods: Some(Goods { product: ware.product.clone(), measure }),
                    of: None,
                    reporter: reporter.cloned().map(Reporter::Place),
                    partner: partner.clone(),
                    when: When::Latest,
                })
            })
        })
    }

    /// The way that `from`, `to` or an arrow gives.
    fn way_said(&self, ware: &Ware, slots: &Slots) -> Option<&'static str> {
        let moves = |mention: &Mention| matches!(mention.way, Some(Role::From | Role::To | Role::Toward));
        if !slots.places.iter().any(moves) {
            return None;
        }
        let pair = self.pair(slots).ok()?;
        let sender =
            [EXPORTS, IMPORTS].into_iter().find_map(|id| self.sender(slots, &pair, &Measure::new(id, ware.at)))?;
        Some(if sender == Side::Reporter { EXPORTS } else { IMPORTS })
    }

    /// The one of these two that is held of the goods of an ask; none where both or neither are.
    pub(super) fn only_held<'i>(
        &self,
        ids: [&'i str; 2],
        slots: &Slots,
        asked: impl Fn(&str) -> Ask,
    ) -> Option<&'i str> {
        let held = |id: &&str| !slots.goods.is_empty() && self.is_held(&asked(id));
        let mut held = ids.into_iter().filter(held);
        let only = held.next()?;
        held.next().is_none().then_some(only)
    }

    /// The ask, of the goods that are named: counted as was said, else by value, or as they are held where no value is.
    pub(super) fn of_goods(&self, ask: Ask, slots: &Slots) -> Ask {
        let Some(ware) = slots.goods.first() else { return ask };
        let of = |measure: Counted| {
            let goods = Some(Goods { product: ware.product.clone(), measure });
            Ask { goods, ..ask.clone() }
        };
        let measures = self.counted(ware, slots);
        let held = measures.iter().copied().find(|measure| self.is_held(&of(*measure)));
        of(held.or(measures.first().copied()).unwrap_or(Counted::Value))
    }

    /// What the goods may be counted in: the one that is named, else all, the likeliest first.
    fn counted(&self, ware: &Ware, slots: &Slots) -> Vec<Counted> {
        if let Some((measure, _)) = slots.measures.first() {
            return vec![*measure];
        }
        let hinted = |hint: Hint| self.text.hints.iter().any(|(_, known)| *known == hint);
        let hints = |measures: &[Counted]| measures.iter().copied().find(|measure| self.is_counted_in(slots, *measure));
        let is_many = self.text.hints.iter().any(|(at, hint)| *hint == Hint::Many && self.is_before(*at, ware.at));
        let hinted = match () {
            () if hinted(Hint::Worth) => Some(Counted::Value),
            () if hinted(Hint::Volume) => hints(&[Counted::Volume, Counted::Weight]),
            () if is_many => hints(&[Counted::Number]),
            () => None,
        };
        hinted.map_or_else(|| Counted::ALL.to_vec(), |measure| vec![measure])
    }

    /// True for a word right before another, but for small words and places.
    fn is_before(&self, at: usize, other: usize) -> bool {
        let small = |at: usize| {
            matches!(self.text.sense(at), Some(Sense::Role(Role::Filler | Role::Of | Role::Goods) | Sense::Place(_)))
        };
        at < other && (at + 1..other).all(small)
    }

    /// Refuses goods of an indicator that has none, and the part that goods are of all.
    ///
    /// # Errors
    ///
    /// The goods; what can be asked of all goods is offered.
    pub(super) fn takes_goods(&self, slots: &Slots, wanted: &Wanted) -> Result<(), Misread> {
        let Some(ware) = slots.goods.first() else { return Ok(()) };
        let named = |id: &IndicatorId| self.catalogue.indicator(id.as_str());
        let measured = wanted.measured.as_ref().and_then(|measure| named(&measure.id));
        let refused = |offers: Vec<Query>| Err(self.leftover(ware.at, offers));
        if measured.is_some_and(|indicator| !indicator.of_goods) {
            return refused(self.offered(&slots.without_goods()));
        }
        let share = slots.indicators.iter().find(|measure| self.kind(&measure.id) == Kind::Share);
        let Some(share) = share.filter(|_| wanted.share) else { return Ok(()) };
        let taken = wanted.measured.as_ref().and_then(|measure| self.share_of(&measure.id)).unwrap_or(&share.id);
        let is_taken = named(taken).is_some_and(|indicator| indicator.of_goods);
        let indicators = || slots.indicators.iter().filter(|measure| measure.at != share.at);
        let is_part = self.is_beside(ware.at, share.at)
            && !indicators().any(|measure| self.is_beside(ware.at, measure.at) && measure.at > ware.at);
        if is_taken && !is_part {
            return Ok(());
        }
        let rest: Vec<Measure> = indicators().cloned().collect();
        let alone = self.offered(&Slots { indicators: rest, ..slots.clone() });
        refused(offers(alone.into_iter().chain(self.offered(&slots.without_goods()))))
    }

    /// True for two phrases with nothing but small words between.
    fn is_beside(&self, one: usize, other: usize) -> bool {
        let small = |at: usize| matches!(self.text.sense(at), Some(Sense::Role(Role::Filler | Role::Of)));
        (one.min(other) + 1..one.max(other)).all(small)
    }

    /// True where something is held that an ask of goods can be answered from: by the count that is asked for, or by
    /// the other side's.
    fn is_held(&self, ask: &Ask) -> bool {
        let reporter = match &ask.reporter {
            None => self.catalogue.default_reporter(),
            Some(Reporter::Place(place)) => place,
            Some(Reporter::ThirdParty) => return false,
        };
        let partner = ask.partner.as_ref().unwrap_or(self.catalogue.default_partner());
        let holds = |indicator: &IndicatorId, of: Option<&Of>, reporter: &PlaceId, partner: &PlaceId| {
            let series = Series {
                indicator: indicator.clone(),
                goods: ask.goods.clone(),
                of: of.cloned(),
                reporter: Some(reporter.clone()),
                partner: partner.clone(),
            };
            !self.catalogue.figures(&series).is_empty()
        };
        if ask.of.is_some() && holds(&ask.indicator, ask.of.as_ref(), reporter, partner) {
            return true;
        }
        let derivation = |id: &IndicatorId| self.catalogue.indicator(id.as_str())?.derivation.clone();
        let measured = match (&ask.of, derivation(&ask.indicator)) {
            (Some(Of::Indicator(grown)), _) => grown.clone(),
            (_, Some(Derivation::Share(whole))) => whole,
            _ => ask.indicator.clone(),
        };
        let members = self.catalogue.place(partner.as_str()).map_or(&[][..], |place| &place.members);
        let held = |id: &IndicatorId, place: &PlaceId| {
            let other = self.catalogue.other_way(id);
            holds(id, None, reporter, place) || other.is_some_and(|other| holds(other, None, place, reporter))
        };
        [partner].into_iter().chain(members).any(|place| match derivation(&measured) {
            Some(Derivation::Sum(one, other) | Derivation::Difference(one, other)) => {
                held(&measured, place) || held(&one, place) && held(&other, place)
            }
            _ => held(&measured, place),
        })
    }

    /// The goods of a place, where it is asked which they are: "what does Kazakhstan export to China".
    pub(super) fn things(&self, slots: &Slots) -> Option<Slots> {
        let (at, _) = self.text.hints.iter().find(|(_, hint)| *hint == Hint::Things)?;
        let [traded] = slots.indicators.as_slice() else { return None };
        let is_verb = matches!(traded.id.as_str(), EXPORTS | IMPORTS) && self.text.is_verb(traded.at);
        let is_plain = slots.goods.is_empty()
            && slots.times.is_empty()
            && slots.topic.is_none()
            && slots.measures.is_empty()
            && slots.claimed.is_none()
            && !slots.places.is_empty()
            && slots.other_kind(None).is_none();
        let word = Query::Goods(None).grammar().word;
        let asked = Slots { topic: Some((word, *at)), indicators: Vec::new(), ..slots.clone() };
        (is_verb && is_plain && self.frame.indicator.is_none() && !slots.why).then_some(asked)
    }

    /// The list of goods of a place; its trade, which it is the list of, may be named.
    ///
    /// # Errors
    ///
    /// What a list does not tell: a time, another indicator, a second place.
    pub(super) fn list_of_goods(&self, slots: &Slots) -> Result<Query, Misread> {
        let is_of_goods = |measure: &Measure| matches!(measure.id.as_str(), EXPORTS | IMPORTS | TRADE);
        let mut rest = Slots { topic: None, ..slots.clone() };
        rest.indicators.retain(|measure| !is_of_goods(measure));
        rest.times.retain(|time| time.when != When::Latest);
        rest.places.retain(|mention| mention.place.as_str() != WORLD);
        match self.of_place(Query::Goods, &rest) {
            Err(Misread::Leftover { word, offers: list }) if !slots.times.is_empty() => {
                // The command would ask for its list again.
                let free = Meaning { frame: Frame::default(), ..*self };
                let total = free.query(&Slots { topic: None, ..slots.clone() }).ok();
                Err(Misread::Leftover { word, offers: offers(list.into_iter().chain(total)) })
            }
            list => list,
        }
    }
}
