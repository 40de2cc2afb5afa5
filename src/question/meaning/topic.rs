//! Questions without an indicator: lists and pages, what was agreed, both sides' counts, a country, the newest.
//!
//! In: the slots; out: the query, or a [`Misread`] where more was said than such a query can carry. It
//! does not know what the pages hold.

use super::direction::{EXPORTS, IMPORTS};
use super::measure::Wanted;
use super::{
    Ask, IndicatorId, Meaning, Measure, Misread, Period, PlaceId, Query, Role, Sense, Slots, TRADE, When, distinct,
    offers, span,
};
use crate::question::query::{OfPlace, Topic};

impl Meaning<'_> {
    /// "What changed in trade" asks for its growth; "what changed" by itself for what is new.
    pub(super) fn what_changed(&self, slots: &Slots) -> Option<Slots> {
        let (_, at) = slots.topic.filter(|(word, _)| *word == Query::Changes(1).grammar().word)?;
        if slots.indicators.is_empty() && slots.places.is_empty() && slots.times.is_empty() {
            return None;
        }
        let mut grown = Slots { topic: None, ..slots.clone() };
        grown.indicators.push(Measure::new(self.text.last_indicator(at, self.catalogue)?, at));
        Some(grown)
    }

    /// A list or a page, by itself.
    pub(super) fn topic(&self, word: &str, at: usize, slots: &Slots) -> Result<Query, Misread> {
        let query = match Query::topic(word) {
            None => return Err(self.leftover(at, Vec::new())),
            Some(Topic::Place(query)) if query(None) == Query::Goods(None) => {
                return self.when(slots).and_then(|_| self.list_of_goods(slots));
            }
            Some(Topic::Place(query)) => return self.when(slots).and_then(|_| self.of_place(query, slots)),
            Some(Topic::Page(query)) => query(),
        };
        // "By trade, all countries" ranks; alone it is the list.
        if query == Query::Countries && !slots.indicators.is_empty() {
            return self.query(&Slots { topic: None, each: Some(at), ..slots.clone() });
        }
        // What was new in a year, if nothing else is asked.
        let rest = Slots { topic: None, times: Vec::new(), ..slots.clone() };
        let is_plain = rest.indicators.is_empty() && rest.places.is_empty() && rest.other_kind(None).is_none();
        if let (Query::Changes(_), [time], true) = (&query, &slots.times[..], is_plain)
            && let When::In(Period::Year(year)) = time.when
        {
            return Ok(Query::Changes(year.number()));
        }
        // What is new is asked of now.
        let times = slots.times.iter().filter(|time| !matches!(query, Query::Changes(_)) || time.when != When::Latest);
        let names = slots.indicators.iter().map(|measure| measure.at).chain(slots.places.iter().map(|place| place.at));
        let others = slots.other_kind(None).into_iter().chain(slots.counting());
        match names.chain(times.map(|time| time.at.start)).chain(others).min() {
            Some(other) => {
                let rest = self.query(&Slots { topic: None, ..slots.clone() }).ok();
                // "I need your help with trade" asks for trade.
                if let (Query::Help, Some(rest)) = (&query, &rest) {
                    return Ok(rest.clone());
                }
                let year =
                    slots.times.iter().find_map(|time| if let When::In(span) = time.when { span.year() } else { None });
                let of_year = year.filter(|_| matches!(query, Query::Changes(_)));
                let of_year = of_year.map(|year| Query::Changes(year.number()));
                Err(Misread::Ambiguous {
                    word: self.text.written(other),
                    offers: offers([query].into_iter().chain(of_year).chain(rest)),
                })
            }
            None if slots.claimed.is_some() || slots.why => Err(Misread::NoSubject { offers: vec![query] }),
            None => Ok(query),
        }
    }

    /// What is told by place, not by year or amount.
    pub(super) fn of_place(&self, query: OfPlace, slots: &Slots) -> Result<Query, Misread> {
        let places = self.partners(slots);
        let query = query(places.first().map(|mention| mention.place.clone()));
        // Which years of trade are held is what is told of them.
        let is_told = |measure: &&Measure| matches!(query, Query::Coverage(_)) && is_of_goods(&measure.id);
        let indicators = slots.indicators.iter().filter(|measure| !is_told(measure)).map(|one| one.at);
        let extra = slots.times.iter().map(|time| time.at.start).chain(indicators);
        let others = slots.other_kind(None).into_iter().chain(slots.counting()).chain(slots.yearly);
        match extra.chain(places.get(1).map(|mention| mention.at)).chain(others).min() {
            Some(at) => Err(self.leftover(at, vec![query])),
            None if slots.claimed.is_some() || slots.why => Err(Misread::NoSubject { offers: vec![query] }),
            None => Ok(query),
        }
    }

    /// Both sides' counts of goods, for one border.
    pub(super) fn mirror(&self, slots: &Slots, when: When) -> Result<Query, Misread> {
        let partners = self.partners(slots);
        let counter = slots.counter.as_ref().filter(|counter| *counter != self.catalogue.default_reporter());
        if let Some(second) = partners.get(1) {
            let each = partners.iter().map(|mention| Query::Mirror(mention.place.clone(), span(when)));
            return Err(Misread::TooMany { word: self.text.written(second.at), offers: offers(each) });
        }
        let named = partners.first().map(|mention| &mention.place).or(counter);
        if slots.differ.is_some() && named.is_none() && slots.whose.is_none() {
            // Of which country may have been said before.
            let all = Query::Mirror(self.catalogue.default_partner().clone(), span(when));
            return Err(Misread::NoSubject { offers: vec![all] });
        }
        let place = named.unwrap_or_else(|| self.catalogue.default_partner()).clone();
        let query = |when| Query::Mirror(place.clone(), span(when));
        self.one_year(slots, when, query)?;
        let other = slots.indicators.iter().find(|measure| !is_of_goods(&measure.id)).map(|measure| measure.at);
        match other.into_iter().chain(slots.other_kind(slots.whose)).min() {
            Some(at) => Err(self.leftover(at, vec![query(when)])),
            None if slots.claimed.is_some() || slots.why && slots.differ.is_none() => {
                Err(Misread::NoSubject { offers: vec![query(when)] })
            }
            None => Ok(query(when)),
        }
    }

    /// A place of which nothing in particular is asked.
    pub(super) fn country(&self, slots: &Slots, wanted: &Wanted) -> Option<PlaceId> {
        let more = self.is_about_trade(slots) || self.frame.why || slots.why || slots.asks_history();
        if !wanted.is_nothing() || more {
            return None;
        }
        let [only] = distinct(&slots.places)[..] else { return None };
        Some(only.place.clone())
    }

    /// All about a place, or its goods where they are named.
    pub(super) fn about(&self, place: PlaceId, slots: &Slots, when: When) -> Result<Query, Misread> {
        let names_goods = self.text.phrases.iter().any(|phrase| phrase.sense == Sense::Role(Role::Goods));
        if names_goods {
            let list = Query::Goods(Some(place.clone()).filter(|place| place != self.catalogue.default_reporter()));
            let time = slots.times.iter().find(|time| time.when != When::Latest);
            return match time {
                Some(time) => {
                    let offers = vec![list, Query::Country(place, when)];
                    Err(Misread::Leftover { word: self.text.span(time.at.clone()), offers })
                }
                None => Ok(list),
            };
        }
        self.one_year(slots, when, |when| Query::Country(place.clone(), when))?;
        match slots.claimed {
            Some(_) => {
                // Most likely the number is of trade.
                let trade = Ask {
                    indicator: TRADE.into(),
                    goods: None,
                    of: None,
                    reporter: None,
                    partner: Some(place.clone()),
                    when,
                };
                let trade = Some(Query::Figures(trade)).filter(|_| place != *self.catalogue.default_reporter());
                Err(Misread::NoSubject { offers: offers(trade.into_iter().chain([Query::Country(place, when)])) })
            }
            None => Ok(Query::Country(place, when)),
        }
    }

    /// True where nothing but the newest was asked for.
    pub(super) fn is_newest(&self, slots: &Slots) -> bool {
        let newest = slots.times.iter().all(|time| time.when == When::Latest);
        let plain = slots.claimed.is_none() && !slots.why && !slots.asks_history();
        newest && !self.is_about_trade(slots) && slots.places.is_empty() && plain
    }
}

/// True if it is trade, or one of its two ways.
fn is_of_goods(id: &IndicatorId) -> bool {
    matches!(id.as_str(), TRADE | EXPORTS | IMPORTS)
}
