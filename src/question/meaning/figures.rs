//! Reporter, partner and indicator: one ask.
//!
//! In: the slots, the indicator and the time; out: an [`Ask`] for anything but a share. [`Meaning::finish`] makes the
//! query of any ask: plain, why, over time, or by country. The grammar of directions is not known here.

use super::direction::{EXPORTS, IMPORTS, Pair, Side};
use super::measure::Wanted;
use super::{
    Ask, Kind, Meaning, Measure, Mention, Misread, Of, PlaceId, Query, Reporter, Role, Sense, Slots, TRADE, Time,
    WORLD, When, canonical_ask, distinct, offers,
};
use crate::language::{Form, Lexicon, fold};

impl Meaning<'_> {
    /// An ask for anything but a share.
    ///
    /// # Errors
    ///
    /// A direction or a count that the words leave open; each way is offered.
    pub(super) fn ask(&self, slots: &Slots, wanted: &Wanted, when: When) -> Result<Ask, Misread> {
        let mut measure = wanted.measured.clone().unwrap_or_else(|| Measure::new(TRADE, 0));
        // Trade along an arrow goes one way: `sender` says whose.
        if slots.arrow.is_some() && measure.id.as_str() == TRADE {
            measure.id = EXPORTS.into();
        }
        let id = measure.id.as_str();
        let Some(indicator) = self.catalogue.indicator(id) else {
            return Err(Misread::NoSubject { offers: Vec::new() });
        };
        if let Some(at) = self.unfit(slots, indicator) {
            return Err(self.leftover(at, self.offered(&Slots { limits: Vec::new(), ..slots.clone() })));
        }
        self.growth_since(slots, wanted)?;
        let pair = self.pair(slots)?;
        if let Some(mention) = &slots.unsure_counter {
            return Err(self.either_counter(slots, wanted, when, mention));
        }
        let asked = |id: &str| {
            let named = |partner: &PlaceId| pair.reporter.is_some() || partner != self.catalogue.default_partner();
            let (indicator, of) = match &wanted.growth {
                Some(growth) => (growth.clone(), Some(Of::Indicator(id.into()))),
                None => (id.into(), None),
            };
            let reporter = pair.reporter.clone().map(Reporter::Place);
            let partner = pair.partner.clone().filter(named);
            let ask = Ask { indicator, goods: None, of, reporter, partner, when };
            canonical_ask(self.of_goods(ask, slots), self.catalogue)
        };
        let any_of = |ids: &[&str]| offers(ids.iter().map(|id| Query::Figures(asked(id))));
        if measure.settled {
            return Ok(asked(id));
        }
        if id == EXPORTS || id == IMPORTS {
            return match self.sender(slots, &pair, &measure) {
                Some(Side::Reporter) => Ok(asked(EXPORTS)),
                Some(Side::Partner) => Ok(asked(IMPORTS)),
                None => {
                    let ways = [id, if id == EXPORTS { IMPORTS } else { EXPORTS }];
                    match self.only_held(ways, slots, asked) {
                        Some(way) => Ok(asked(way)),
                        None => Err(Misread::Ambiguous { word: self.text.written(measure.at), offers: any_of(&ways) }),
                    }
                }
            };
        }
        match self.turned(slots, &pair, &measure) {
            Some(word) if id == TRADE => Err(Misread::Ambiguous { word, offers: any_of(&[EXPORTS, IMPORTS, TRADE]) }),
            Some(word) => Err(Misread::Ambiguous { word, offers: any_of(&[id]) }),
            None => Ok(asked(id)),
        }
    }

    /// A place beside a word for counting: the count with it and its own are offered.
    fn either_counter(&self, slots: &Slots, wanted: &Wanted, when: When, mention: &Mention) -> Misread {
        let counted = |counter: Option<PlaceId>| {
            let counter = counter.or_else(|| slots.counter.clone());
            self.ask(&Slots { unsure_counter: None, counter, ..slots.clone() }, wanted, when).ok()
        };
        let both = [None, Some(mention.place.clone())].into_iter().filter_map(counted).map(Query::Figures);
        Misread::Ambiguous { word: self.text.span(mention.at..mention.at + 2), offers: offers(both) }
    }

    /// "How did it change since 2021" asks for its figures year by year.
    pub(super) fn changed_since(&self, slots: &Slots) -> Option<Slots> {
        let changed = |measure: &&Measure| {
            // What nobody named has no phrase.
            let is_named = self.kind(&measure.id) == Kind::Growth && measure.at < self.text.phrases.len();
            let word = if is_named { self.text.folded(measure.at) } else { String::new() };
            [fold(&word), word].iter().any(|word| Lexicon::all().is(Form::Changed, word))
        };
        let at = slots.indicators.iter().find(changed)?.at;
        let is_since = |time: &Time| matches!(time.when, When::Years(..)) && self.opens(time);
        if !slots.times.iter().any(is_since) {
            return None;
        }
        let mut series = slots.clone();
        series.indicators.retain(|measure| measure.at != at);
        Some(series)
    }

    /// True for a time with a word before or behind it that opens it: since.
    pub(super) fn opens(&self, time: &Time) -> bool {
        let ends = [time.at.start, time.at.end - 1].map(|at| self.text.sense(at));
        matches!(ends[0], Some(Sense::Role(Role::Since | Role::From | Role::With | Role::Between)))
            || matches!(ends[1], Some(Sense::Role(Role::Since)))
    }

    /// Refuses growth since a year; there is only that from year to year.
    fn growth_since(&self, slots: &Slots, wanted: &Wanted) -> Result<(), Misread> {
        match slots.times.iter().find(|time| wanted.growth.is_some() && self.opens(time)) {
            Some(time) => Err(Misread::Leftover {
                word: self.text.span(time.at.clone()),
                offers: self.offered(&Slots { times: Vec::new(), ..slots.clone() }),
            }),
            None => Ok(()),
        }
    }

    /// The reporter and the partner.
    ///
    /// # Errors
    ///
    /// A second partner, or a word for all of it or for between that does not fit the places.
    pub(super) fn pair(&self, slots: &Slots) -> Result<Pair, Misread> {
        let ours = self.catalogue.default_reporter();
        let named = slots.counter.clone().filter(|place| place != ours);
        let counter = named.or_else(|| self.owner(slots));
        let reporter = counter.as_ref().unwrap_or(ours);
        let mut partners: Vec<&Mention> = distinct(&slots.places);
        partners.retain(|mention| mention.place != *reporter);
        if counter.is_some() && partners.iter().any(|mention| mention.place == *ours) && partners.len() > 1 {
            partners.retain(|mention| mention.place != *ours);
        }
        if let Some(second) = partners.get(1) {
            return Err(self.two_partners(slots, &partners, second));
        }
        let mut partner = partners.first().map(|mention| mention.place.clone());
        if let Some(at) = slots.between.filter(|_| distinct(&slots.places).len() < 2) {
            return Err(self.leftover(at, self.offered(&Slots { between: None, ..slots.clone() })));
        }
        let whole = slots.whole.filter(|_| slots.counter.is_none() && slots.abroad.is_none() && self.is_owned(slots));
        if let Some(at) = whole.filter(|_| partner.is_some()) {
            return Err(self.leftover(at, self.offered(&Slots { whole: None, ..slots.clone() })));
        }
        if let Some(at) = slots.abroad.or(whole) {
            let world = self.catalogue.place(WORLD).map(|place| place.id.clone());
            match (partner, world) {
                (None, Some(world)) if slots.counter.is_none() => partner = Some(world),
                (Some(named), Some(world)) if named == world => partner = Some(world),
                _ => return Err(self.leftover(at, Vec::new())),
            }
        }
        if partner.is_none() && counter.is_none() && self.is_of_ours(slots) {
            partner = self.catalogue.place(WORLD).map(|place| place.id.clone());
        }
        if counter.is_some() && partner.is_none() {
            partner = Some(ours.clone());
        }
        Ok(Pair { reporter: counter, partner })
    }

    /// The country whose count is meant though no word says so: that of the group beside a place that is none of it, or
    /// the one whose whole trade is asked for.
    fn owner(&self, slots: &Slots) -> Option<PlaceId> {
        let ours = self.catalogue.default_reporter();
        let group = self.catalogue.place(self.catalogue.default_partner().as_str())?;
        let is_member = |mention: &&Mention| group.members.contains(&mention.place);
        match distinct(&slots.places)[..] {
            _ if slots.counter.is_some() || slots.unsure_counter.is_some() => None,
            [only] if slots.abroad.is_some() || slots.whole.is_some() && self.is_owned(slots) => {
                Some(only).filter(is_member).map(|mention| mention.place.clone())
            }
            [one, other] if one.place != *ours && other.place != *ours => {
                let (member, beside) = if is_member(&one) { (one, other) } else { (other, one) };
                let is_outside = !is_member(&beside) && beside.place != group.id;
                (is_member(&member) && is_outside).then(|| member.place.clone())
            }
            _ => None,
        }
    }

    /// True for the trade of the sheets' reporter by itself: with whom is not said, so it is all of it.
    fn is_of_ours(&self, slots: &Slots) -> bool {
        let ours = self.catalogue.default_reporter();
        let [only] = distinct(&slots.places)[..] else { return false };
        let owns = matches!(only.way, Some(Role::Of | Role::By)) && slots.each.is_none();
        let is_theirs = |measure: &Measure| match measure.id.as_str() {
            TRADE | EXPORTS | IMPORTS => owns,
            id => self.catalogue.indicator(id).is_some_and(|indicator| indicator.is_own),
        };
        only.place == *ours && slots.indicators.iter().any(is_theirs)
    }

    /// True where one place alone is named, as the owner of the trade: Kyrgyzstan's, not with Kyrgyzstan.
    fn is_owned(&self, slots: &Slots) -> bool {
        let [only] = distinct(&slots.places)[..] else { return false };
        let beside = matches!(self.text.sense(only.at + 1), Some(Sense::Role(Role::With | Role::And)));
        let owns = matches!(only.way, None | Some(Role::Of | Role::By));
        owns && !beside && !(only.code && only.place != *self.catalogue.default_reporter())
    }

    /// One query from an ask: by country, over time, why, or plain.
    ///
    /// # Errors
    ///
    /// A word that does not go with that; the ask without it is offered.
    pub(super) fn finish(&self, ask: Ask, slots: &Slots) -> Result<Query, Misread> {
        if slots.each.is_some() || self.frame.each {
            return self.by_country(ask, slots);
        }
        if let Some(at) = slots.compare {
            return Err(self.leftover(at, vec![Query::Figures(ask)]));
        }
        if let Some(at) = slots.history.filter(|_| !self.frame.history && slots.revised.is_none())
            && !matches!(ask.when, When::In(_))
        {
            return Err(Misread::Ambiguous { word: self.text.written(at), offers: self.over_time(&ask) });
        }
        if self.frame.history || slots.asks_history() {
            self.one_year(slots, ask.when, |when| Query::History(Ask { when, ..ask.clone() }))?;
            return match slots.why {
                true => Err(Misread::NoSubject { offers: vec![Query::History(ask)] }),
                false => Ok(Query::History(ask)),
            };
        }
        Ok(if slots.why || self.frame.why { Query::Why(ask) } else { Query::Figures(ask) })
    }

    /// An ask for each country of a group.
    fn by_country(&self, ask: Ask, slots: &Slots) -> Result<Query, Misread> {
        let group = ask.partner.as_ref().is_none_or(|place| self.is_group(place));
        let history = self.frame.history || slots.asks_history();
        if group && !slots.why && !self.frame.why && !history {
            self.one_year(slots, ask.when, |when| Query::Parts(Ask { when, ..ask.clone() }))?;
            return self.part_of_ranking(ask, slots);
        }
        let at = slots.each.or(slots.places.first().map(|mention| mention.at));
        let word = at.map(|at| self.text.written(at)).unwrap_or_default();
        let offers = vec![if history { Query::History(ask) } else { Query::Figures(ask) }];
        Err(Misread::Leftover { word, offers })
    }
}
