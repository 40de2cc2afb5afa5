//! What was said → the one query that says it.
//!
//! Whatever cannot be part of that query makes a [`Misread`]: nothing is left out in silence. Directions are
//! the reporter's, so "Kazakh exports to China" are China's imports from Kazakhstan, unless the Kazakh count
//! is asked for.

use jiff::civil::Date;

use super::{
    Ask, Comparison, Query, Reporter, SearchWords, When,
    canonical::{TRADE, WORLD, canonical_ask, known_on, span},
    effort::Effort,
    misread::{Misread, offers},
    reading::{Mention, Said, Sense, Text},
};
use crate::{
    catalogue::{Catalogue, Named},
    fact::{AsOf, Base, Derivation, IndicatorId, Kind, Of, Period, PlaceId, Year},
    language::{Role, Topic},
};

/// What a command adds to the words behind it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Frame<'a> {
    /// The indicator that is meant where none is named.
    pub indicator: Option<&'a str>,
    /// A place alone asks for all about it.
    pub country: bool,
    pub agreements: bool,
    pub why: bool,
    /// Who counts what.
    pub mirror: bool,
    /// Two places or more, side by side.
    pub compare: bool,
    /// Each country of a group by itself.
    pub each: bool,
    /// How it was said over time.
    pub history: bool,
    /// Written after a command: bare names, in no order.
    pub terse: bool,
}

pub(super) struct Meaning<'a> {
    pub text: &'a Text<'a>,
    pub frame: Frame<'a>,
    pub catalogue: &'a Catalogue,
    pub effort: &'a Effort,
}

const EXPORTS: &str = "exports";
const IMPORTS: &str = "imports";

/// Who sends and who receives, as far as one mention says.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Reporter,
    Partner,
}

impl Meaning<'_> {
    /// The query, or why there is none.
    ///
    /// # Errors
    ///
    /// Whatever the words leave open or no query can carry.
    pub(super) fn query(&self, said: &Said) -> Result<Query, Misread> {
        self.effort.spend(1 + self.text.items.len())?;
        if let Some((time, other)) = said.unsure_days.first() {
            return Err(self.two_days(said, *time, *other));
        }
        if let Some((day, rest)) = self.known_on(said)? {
            let at = said.known.or(said.as_of).map(|at| self.text.written(at));
            return known_on(self.query(&rest), day, at.unwrap_or_default());
        }
        if let Some(grown) = self.what_changed(said) {
            return self.query(&grown);
        }
        if let Some(first) = said.left.first() {
            return Err(self.unread(*first, said));
        }
        if let Some(&(topic, at)) = said.topic.as_ref() {
            return self.topic(topic, at, said);
        }
        let when = self.when(said)?;
        if self.frame.agreements {
            return self.agreements(said);
        }
        if self.frame.mirror || said.whose.is_some() {
            return self.mirror(said, when);
        }
        let wanted = self.wanted(said)?;
        let partners = self.partners(said);
        if (said.compare.is_some() || self.frame.compare) && partners.len() > 1 && !self.frame.history {
            return self.compare(said, &wanted, when, &partners);
        }
        if self.frame.compare {
            let word = partners.first().map(|mention| self.text.written(mention.at));
            return Err(Misread::TooFew { word, offers: self.beside(said, when) });
        }
        if wanted.is_nothing() && partners.is_empty() && !said.times.is_empty() && self.is_newest(said) {
            return Ok(Query::Newest);
        }
        if let Some(place) = self.country(said, &wanted) {
            self.one_year(said, when, |when| Query::Country(place.clone(), when))?;
            return match said.claimed {
                Some(_) => Err(Misread::NoSubject { offers: vec![Query::Country(place, when)] }),
                None => Ok(Query::Country(place, when)),
            };
        }
        if wanted.is_nothing() && !self.is_about_trade(said) {
            return Err(self.no_subject(said, when));
        }
        let ask = if wanted.share { self.share(said, &wanted, when)? } else { self.ask(said, &wanted, when)? };
        self.finish(ask, said)
    }

    /// A day that may be either of two: both are offered.
    fn two_days(&self, said: &Said, time: usize, other: When) -> Misread {
        let mut said = said.clone();
        said.unsure_days.remove(0);
        let (first, at) = said.times[time].clone();
        let read = |when: When| {
            let mut said = said.clone();
            said.times[time].0 = when;
            self.query(&said)
        };
        Misread::either(self.text.span(at), [first, other].map(read))
    }

    /// The day on which it is asked what was known, and the question without it.
    fn known_on(&self, said: &Said) -> Result<Option<(Date, Said)>, Misread> {
        let day = |time: usize| said.times[time].0.last_day();
        let is_exact = |time: &usize| matches!(said.times[*time].0, When::In(Period::AsOf(AsOf::Day(_))));
        let rest = |time: usize| {
            let mut rest = said.clone();
            rest.times.remove(time);
            (rest.known, rest.as_of) = (None, None);
            rest
        };
        let dated: Vec<usize> = (0..said.times.len()).filter(|time| day(*time).is_some()).collect();
        let exact: Vec<usize> = dated.iter().copied().filter(is_exact).collect();
        let time = match (said.known, said.as_of, &dated[..], &exact[..]) {
            (None, None, ..) => None,
            // A stock is counted on a day; all else is only known on one.
            (None, Some(_), ..) if said.times.len() == 1 && self.is_about_stock(said) => None,
            (None, Some(as_of), _, exact) => exact.iter().copied().find(|time| said.times[*time].1.start > as_of),
            (Some(_), _, [only], _) | (Some(_), _, _, [only]) => Some(*only),
            (Some(at), _, [], _) => {
                let mut rest = said.clone();
                rest.known = None;
                return Err(Misread::Leftover { word: self.text.written(at), offers: self.offered(&rest) });
            }
            (Some(_), _, [_, second, ..], _) => {
                let each = dated.iter().filter_map(|time| self.query(&rest(*time)).ok()?.on(day(*time)?));
                let word = self.text.span(said.times[*second].1.clone());
                return Err(Misread::Ambiguous { word, offers: offers(each) });
            }
        };
        Ok(time.and_then(|time| Some((day(time)?, rest(time)))))
    }

    fn is_about_stock(&self, said: &Said) -> bool {
        let named = said.indicators.iter().map(|(id, ..)| self.kind(id));
        let meant = self.frame.indicator.filter(|_| said.indicators.is_empty()).map(|id| self.kind(&id.into()));
        named.chain(meant).any(|kind| kind == Kind::Stock)
    }

    /// "What changed in trade" asks for its growth; "what changed" by itself for what is new.
    fn what_changed(&self, said: &Said) -> Option<Said> {
        let (_, at) = said.topic.filter(|(topic, _)| *topic == Topic::Changes)?;
        if said.indicators.is_empty() && said.places.is_empty() && said.times.is_empty() {
            return None;
        }
        let mut grown = said.clone();
        grown.topic = None;
        grown.indicators.push((self.text.last_indicator(at, self.catalogue)?, at, false));
        Some(grown)
    }

    /// Several places side by side: the same question for each of them, by one count.
    fn compare(&self, said: &Said, wanted: &Wanted, when: When, partners: &[&Mention]) -> Result<Query, Misread> {
        let most = *Comparison::PLACES.end();
        if let Some(extra) = partners.get(most) {
            let mut fewer = said.clone();
            fewer.places.retain(|mention| !partners[most..].iter().any(|extra| extra.place == mention.place));
            let kept = self.compare(&fewer, wanted, when, &partners[..most]).ok();
            return Err(Misread::TooMany { word: self.text.written(extra.at), offers: offers(kept) });
        }
        let mut singly = said.clone();
        (singly.compare, singly.between) = (None, None);
        let ours = |place: &PlaceId| place == self.catalogue.default_reporter();
        let counter = said
            .counter
            .as_ref()
            .filter(|place| !ours(place))
            .or(said.unsure_counter.as_ref().map(|mention| &mention.place));
        let extra = [said.whose, said.each, said.abroad, said.revised, said.history].into_iter().flatten().min();
        let word = match counter {
            Some(counter) => Some(counter.to_string()),
            None if said.claimed.is_some() => said.claimed.clone(),
            None if self.frame.why || said.why => {
                let why = self.text.items.iter().position(|item| item.sense == Sense::Role(Role::Why));
                Some(why.map(|at| self.text.written(at)).unwrap_or_default())
            }
            None => extra.map(|at| self.text.written(at)),
        };
        if let Some(word) = word {
            (singly.counter, singly.unsure_counter, singly.claimed, singly.why) = (None, None, None, false);
            (singly.whose, singly.each, singly.abroad) = (None, None, None);
            (singly.revised, singly.history) = (None, None);
            let plain = Meaning { frame: Frame { why: false, ..self.frame }, ..*self };
            let kept = plain.compare(&singly, wanted, when, partners).ok();
            return Err(Misread::Leftover { word, offers: offers(kept) });
        }
        let mut asks = Vec::new();
        for keep in partners {
            let one = only(&singly, keep, partners);
            let ask = if wanted.share { self.share(&one, wanted, when)? } else { self.ask(&one, wanted, when)? };
            asks.push((keep.place.clone(), ask));
        }
        match Comparison::of(&asks).map(Query::Compare) {
            Some(query) if query.fits_a_button() => Ok(query),
            Some(_) => Err(Misread::TooLong),
            None => Err(Misread::Ambiguous {
                word: self.text.written(partners[1].at),
                offers: offers(asks.into_iter().map(|(_, ask)| Query::Figures(ask))),
            }),
        }
    }

    /// What can be asked where there is nothing to compare with: the place by itself, and the countries by rank.
    fn beside(&self, said: &Said, when: When) -> Vec<Query> {
        let plain = Meaning { frame: Frame { compare: false, ..self.frame }, ..*self };
        let mut alone = said.clone();
        alone.compare = None;
        if alone.indicators.is_empty() {
            alone.indicators.push((TRADE.into(), 0, false));
        }
        let mut all = alone.clone();
        all.places.clear();
        all.each = Some(0);
        let alone = Some(alone).filter(|said| !said.places.is_empty() || when != When::Latest);
        offers(alone.into_iter().chain([all]).filter_map(|said| plain.query(&said).ok()))
    }

    /// Whether nothing but the newest was asked for.
    fn is_newest(&self, said: &Said) -> bool {
        let newest = said.times.iter().all(|(when, _)| *when == When::Latest);
        let plain = said.claimed.is_none() && !said.why && !asks_history(said);
        newest && !self.is_about_trade(said) && said.places.is_empty() && plain
    }

    /// One query from an ask: by country, why, or plain.
    fn finish(&self, ask: Ask, said: &Said) -> Result<Query, Misread> {
        if said.each.is_some() || self.frame.each {
            let group = ask.partner.as_ref().is_none_or(|place| self.is_group(place));
            let history = self.frame.history || asks_history(said);
            let offers = vec![if history { Query::History(ask.clone()) } else { Query::Figures(ask.clone()) }];
            let sound = group && !said.why && !self.frame.why && !history;
            if sound {
                self.one_year(said, ask.when, |when| Query::Parts(Ask { when, ..ask.clone() }))?;
            }
            if sound {
                return Ok(Query::Parts(ask));
            }
            let at = said.each.or(said.places.first().map(|mention| mention.at));
            let word = at.map(|at| self.text.written(at)).unwrap_or_default();
            return Err(Misread::Leftover { word, offers });
        }
        if let Some(at) = said.compare {
            return Err(Misread::Leftover { word: self.text.written(at), offers: vec![Query::Figures(ask)] });
        }
        if let Some(at) = said.history.filter(|_| !self.frame.history && said.revised.is_none())
            && !matches!(ask.when, When::In(_))
        {
            return Err(Misread::Ambiguous { word: self.text.written(at), offers: self.over_time(&ask) });
        }
        if self.frame.history || asks_history(said) {
            self.one_year(said, ask.when, |when| Query::History(Ask { when, ..ask.clone() }))?;
            return match said.why {
                true => Err(Misread::NoSubject { offers: vec![Query::History(ask)] }),
                false => Ok(Query::History(ask)),
            };
        }
        if said.why || self.frame.why {
            return Ok(Query::Why(ask));
        }
        Ok(Query::Figures(ask))
    }

    /// What "history" may mean of no one time: how it was said, or its years.
    fn over_time(&self, ask: &Ask) -> Vec<Query> {
        const YEARS: usize = 5;
        let (years, last) = match ask.when {
            When::Years(_, last) => (Some(ask.when), Some(last)),
            When::Latest | When::In(_) => {
                let last = self.catalogue.last_year();
                let first = std::iter::successors(last, |year| year.before()).take(YEARS).last();
                (first.zip(last).map(|(first, last)| When::Years(first, last)), None)
            }
        };
        let said = Ask { when: last.map_or(When::Latest, |last| When::In(Period::Year(last))), ..ask.clone() };
        let years = years.map(|when| Query::Figures(Ask { when, ..ask.clone() }));
        years.into_iter().chain([Query::History(said)]).collect()
    }

    /// What is told of one time only: its years one by one, the newest first.
    fn one_year(&self, said: &Said, when: When, query: impl Fn(When) -> Query) -> Result<(), Misread> {
        let When::Years(first, last) = when else { return Ok(()) };
        let years = std::iter::successors(Some(last), |year| year.before()).take_while(|year| *year >= first);
        let word = said.times.first().map_or_else(String::new, |(_, at)| self.text.span(at.clone()));
        let one = |year: Year| query(When::In(Period::Year(year)));
        Err(Misread::TooMany { word, offers: offers(years.map(one)) })
    }

    /// A word that nothing took: the names it may be meant for, else the question without it.
    fn unread(&self, at: usize, said: &Said) -> Misread {
        let word = self.text.written(at);
        let alike = match &self.text.items[at].sense {
            Sense::Shared(all) => all.clone(),
            Sense::Unknown => self.alike(at),
            Sense::Place(_) | Sense::Indicator(_) | Sense::Role(_) | Sense::Number(_) => Vec::new(),
        };
        let others = said.left.len() > 1;
        let likely: Vec<Query> =
            if others { Vec::new() } else { alike.iter().filter_map(|named| self.instead(at, named, said)).collect() };
        if matches!(self.text.items[at].sense, Sense::Shared(_)) {
            return Misread::Ambiguous { word, offers: offers(likely) };
        }
        if self.frame.country && likely.is_empty() {
            return Misread::Unknown { word, offers: vec![Query::Countries] };
        }
        if !likely.is_empty() {
            return Misread::Unknown { word, offers: offers(likely) };
        }
        // "Without Kyrgyzstan" is not Kyrgyzstan.
        if said.left.iter().any(|at| self.text.items[*at].sense == Sense::Role(Role::Except)) {
            return Misread::Leftover { word, offers: Vec::new() };
        }
        let mut rest = said.clone();
        rest.left.clear();
        rest.claimed = None;
        let without = self.offered(&rest);
        let nothing = rest.indicators.is_empty() && rest.places.is_empty() && rest.topic.is_none();
        if nothing && !self.frame.terse {
            let words = said.left.first().zip(said.left.last());
            let words = words.and_then(|(first, last)| SearchWords::new(&self.text.span(*first..last + 1)));
            return Misread::NoSubject { offers: words.into_iter().map(Query::Search).collect() };
        }
        let dated = self.frame.indicator.is_some() && !rest.times.is_empty();
        if nothing && !dated {
            return Misread::Unknown { word, offers: Vec::new() };
        }
        Misread::Leftover { word, offers: offers(without) }
    }

    fn alike(&self, at: usize) -> Vec<Named> {
        let item = &self.text.items[at];
        let folded: String = self.text.words[item.first..item.end].iter().map(|word| word.folded.as_str()).collect();
        if !(5..=48).contains(&folded.len()) || !self.effort.may_look() {
            return Vec::new();
        }
        self.catalogue.names().near(&folded).into_iter().take(Misread::OFFERS).map(|near| near.named).collect()
    }

    /// The question with a known name in place of an unread word.
    fn instead(&self, at: usize, named: &Named, said: &Said) -> Option<Query> {
        let mut said = said.clone();
        said.left.clear();
        match named {
            Named::Place(place) => {
                let way = self.text.items[..at].last().and_then(|item| match &item.sense {
                    Sense::Role(role @ (Role::From | Role::To | Role::Of | Role::With | Role::Toward)) => {
                        Some(role.clone())
                    }
                    _ => None,
                });
                said.places.push(Mention::new(place.clone(), way, at));
                said.places.sort_by_key(|mention| mention.at);
            }
            Named::Indicator(indicator) => said.indicators.push((indicator.clone(), at, false)),
        }
        self.query(&said).ok()
    }

    fn topic(&self, topic: Topic, at: usize, said: &Said) -> Result<Query, Misread> {
        let query = match topic {
            Topic::Agreements => return self.when(said).and_then(|_| self.agreements(said)),
            // "By trade, all countries" ranks; alone it is the list.
            Topic::Countries if !said.indicators.is_empty() => {
                let mut each = said.clone();
                each.topic = None;
                each.each = Some(at);
                return self.query(&each);
            }
            Topic::Countries => Query::Countries,
            Topic::Indicators => Query::Indicator(None),
            Topic::Facts => Query::Facts,
            Topic::Changes => Query::Changes(1),
            Topic::Sources => Query::Sources,
            Topic::Help => Query::Help,
            Topic::Privacy => Query::Privacy,
            Topic::Languages => Query::Languages,
        };
        // What is new is asked of now.
        let asks_time = |time: &&(When, _)| topic != Topic::Changes || time.0 != When::Latest;
        let more = said.indicators.iter().map(|(_, at, _)| *at).chain(said.places.iter().map(|mention| mention.at));
        let more = more.chain(said.times.iter().filter(asks_time).map(|(_, at)| at.start)).chain(
            [said.whose, said.each, said.compare, said.abroad, said.revised, said.history].into_iter().flatten(),
        );
        match more.min() {
            Some(other) => {
                let mut rest = said.clone();
                rest.topic = None;
                Err(Misread::Ambiguous {
                    word: self.text.written(other),
                    offers: offers([query].into_iter().chain(self.query(&rest).ok())),
                })
            }
            None if said.claimed.is_some() || said.why => Err(Misread::NoSubject { offers: vec![query] }),
            None => Ok(query),
        }
    }

    /// Agreements are told by place, not by year or amount.
    fn agreements(&self, said: &Said) -> Result<Query, Misread> {
        let places = self.partners(said);
        let query = Query::Agreements(places.first().map(|mention| mention.place.clone()));
        let extra = said.times.iter().map(|(_, at)| at.start).chain(said.indicators.iter().map(|(_, at, _)| *at));
        let extra = extra.chain(places.get(1).map(|mention| mention.at));
        let words = [said.whose, said.each, said.compare, said.abroad, said.revised, said.history];
        let extra = extra.chain(words.into_iter().flatten());
        match extra.min() {
            Some(at) => Err(Misread::Leftover { word: self.text.written(at), offers: vec![query] }),
            None => Ok(query),
        }
    }

    /// The one time that was named.
    fn when(&self, said: &Said) -> Result<When, Misread> {
        let mut whens: Vec<When> = Vec::new();
        let mut second = None;
        for (when, at) in &said.times {
            // "The latest figure for 2025" is that for 2025.
            if !whens.contains(when) && *when != When::Latest {
                second = second.or((!whens.is_empty()).then_some(at));
                whens.push(*when);
            }
        }
        if let Some(at) = second {
            let singles = whens.iter().map(|when| {
                let mut said = said.clone();
                said.times = vec![(*when, at.clone())];
                said.compare = None;
                said
            });
            let singles = singles.collect::<Vec<Said>>();
            // Of several partners each, in the newest year.
            let newest = whens.iter().enumerate().max_by_key(|(_, when)| when.to_string()).map(|(newest, _)| newest);
            let partners = self.partners(said);
            let singles: Vec<Query> = match (&partners[..], newest.and_then(|newest| singles.get(newest))) {
                ([_, _, ..], Some(newest)) => {
                    let mut newest = newest.clone();
                    if newest.indicators.is_empty() && self.frame.indicator.is_none() && self.is_about_trade(said) {
                        newest.indicators.push((TRADE.into(), 0, false));
                    }
                    partners.iter().filter_map(|keep| self.query(&only(&newest, keep, &partners)).ok()).collect()
                }
                _ => singles.iter().filter_map(|single| self.query(single).ok()).collect(),
            };
            return Err(Misread::TooMany { word: self.text.span(at.clone()), offers: offers(singles) });
        }
        let when = whens.first().copied().unwrap_or(When::Latest);
        match said.aside {
            Some(at) if when == When::Latest => {
                Err(Misread::Leftover { word: self.text.written(at), offers: Vec::new() })
            }
            _ => Ok(when),
        }
    }

    /// What is to be measured.
    fn wanted(&self, said: &Said) -> Result<Wanted, Misread> {
        let mut wanted = Wanted::default();
        let mut others = Vec::new();
        for (id, at, tied) in &said.indicators {
            match self.kind(id) {
                Kind::Growth => wanted.growth = Some(id.clone()),
                Kind::Share => wanted.share = true,
                Kind::Flow | Kind::Stock => others.push((id.clone(), *at, *tied)),
            }
        }
        if let Some(own) = self.frame.indicator {
            let own_is_trade = own == TRADE;
            match others.first() {
                None if !wanted.share => others.push((own.into(), 0, false)),
                Some((other, at, _)) if !own_is_trade && other.as_str() != own => {
                    let at = *at;
                    let word = self.text.written(at);
                    return Err(Misread::TooMany { word, offers: self.singles(said, [own.into(), other.clone()]) });
                }
                _ => {}
            }
        }
        // "Trade" beside another is its kind: trade balance, share of trade.
        if others.len() > 1 && !others.iter().any(|(id, ..)| matches!(id.as_str(), EXPORTS | IMPORTS)) {
            others.retain(|(id, ..)| id.as_str() != TRADE);
        }
        if let Some((_, at, _)) = others.get(1) {
            let word = self.text.written(*at);
            let ids: Vec<IndicatorId> = others.iter().map(|(id, ..)| id.clone()).collect();
            return Err(Misread::TooMany { word, offers: self.singles(said, ids) });
        }
        let measured = others.pop();
        let is_shared = |id: &IndicatorId| id.as_str() == TRADE || self.share_of(id).is_some();
        if let Some((id, at, _)) = measured.as_ref().filter(|(id, ..)| wanted.share && !is_shared(id)) {
            let offers = self.singles(said, [id.clone()]);
            return Err(Misread::Leftover { word: self.text.written(*at), offers });
        }
        if wanted.share && wanted.growth.is_some() {
            let at = said.indicators.last().map_or(0, |(_, at, _)| *at);
            return Err(Misread::Leftover { word: self.text.written(at), offers: Vec::new() });
        }
        wanted.measured = measured;
        Ok(wanted)
    }

    /// The same question about one indicator at a time.
    fn singles(&self, said: &Said, ids: impl IntoIterator<Item = IndicatorId>) -> Vec<Query> {
        let single = |id: IndicatorId| {
            let mut said = said.clone();
            let at = said.indicators.iter().find(|(known, ..)| *known == id).map_or(0, |(_, at, _)| *at);
            said.indicators = vec![(id, at, false)];
            let bare = Frame { indicator: None, ..self.frame };
            Meaning { frame: bare, ..*self }.query(&said).ok()
        };
        offers(ids.into_iter().filter_map(single))
    }

    /// A place of which nothing in particular is asked.
    fn country(&self, said: &Said, wanted: &Wanted) -> Option<PlaceId> {
        if !wanted.is_nothing() || self.is_about_trade(said) || self.frame.why || said.why || asks_history(said) {
            return None;
        }
        let [only] = self.distinct(&said.places)[..] else { return None };
        Some(only.place.clone())
    }

    /// No indicator, but only trade can be meant: a pair, a ranking, whose count.
    fn is_about_trade(&self, said: &Said) -> bool {
        let pair = self.distinct(&said.places).len() > 1;
        pair && !self.frame.country
            || said.each.is_some()
            || self.frame.each
            || said.whose.is_some()
            || said.abroad.is_some()
            || said.compare.is_some() && !said.places.is_empty()
            || said.counter.is_some()
            || said.unsure_counter.is_some()
    }

    fn no_subject(&self, said: &Said, when: When) -> Misread {
        if self.frame.country {
            return match self.distinct(&said.places).get(1) {
                Some(second) => {
                    let each = said.places.iter().map(|mention| Query::Country(mention.place.clone(), when));
                    Misread::TooMany { word: self.text.written(second.at), offers: offers(each) }
                }
                None => Misread::NoSubject { offers: vec![Query::Countries] },
            };
        }
        if asks_history(said) {
            let (mut trade, mut plain) = (said.clone(), said.clone());
            trade.indicators.push((TRADE.into(), 0, false));
            (plain.revised, plain.history) = (None, None);
            let all = self.offered(&trade).into_iter().chain(self.query(&plain).ok());
            return Misread::NoSubject { offers: offers(all) };
        }
        let trade = self.plain(TRADE, None, when);
        let dated = !said.times.is_empty() && said.claimed.is_none();
        Misread::NoSubject { offers: if dated { offers(trade.map(Query::Figures)) } else { Vec::new() } }
    }

    /// An indicator with the default reporter's partner, where the sheets have it.
    fn plain(&self, indicator: &str, partner: Option<PlaceId>, when: When) -> Option<Ask> {
        let indicator = self.catalogue.indicator(indicator)?.id.clone();
        Some(Ask { indicator, of: None, reporter: None, partner, when })
    }

    /// Everything but a share.
    fn ask(&self, said: &Said, wanted: &Wanted, when: When) -> Result<Ask, Misread> {
        let trade = || (TRADE.into(), 0, false);
        let (mut indicator, at, tied) = wanted.measured.clone().unwrap_or_else(trade);
        if self.catalogue.indicator(indicator.as_str()).is_none() {
            return Err(Misread::NoSubject { offers: Vec::new() });
        }
        self.growth_since(said, wanted)?;
        let pair = self.pair(said)?;
        let make = |indicator: &str| Ask {
            indicator: indicator.into(),
            of: None,
            reporter: pair.reporter.clone().map(Reporter::Place),
            partner: pair
                .partner
                .clone()
                .filter(|partner| pair.reporter.is_some() || partner != self.catalogue.default_partner()),
            when,
        };
        let dressed = |mut ask: Ask| {
            if let Some(growth) = &wanted.growth {
                ask.of = Some(Of::Indicator(std::mem::replace(&mut ask.indicator, growth.clone())));
            }
            canonical_ask(ask, self.catalogue)
        };
        if let Some(mention) = &said.unsure_counter {
            let mut sure = said.clone();
            sure.unsure_counter = None;
            let ours = self.ask(&sure, wanted, when).ok();
            sure.counter = Some(mention.place.clone());
            let theirs = self.ask(&sure, wanted, when).ok();
            let both = ours.into_iter().chain(theirs).map(Query::Figures);
            let word = self.text.span(mention.at..mention.at + 2);
            return Err(Misread::Ambiguous { word, offers: offers(both) });
        }
        if indicator.as_str() == EXPORTS || indicator.as_str() == IMPORTS {
            let exports = indicator.as_str() == EXPORTS;
            let sends = self.sender(said, &pair, exports, at, tied).ok_or_else(|| {
                let both =
                    [dressed(make(&indicator.to_string())), dressed(make(if exports { IMPORTS } else { EXPORTS }))];
                Misread::Ambiguous { word: self.text.written(at), offers: offers(both.map(Query::Figures)) }
            })?;
            indicator = if sends == Side::Reporter { EXPORTS.into() } else { IMPORTS.into() };
        } else if let Some(word) = self.turned(said, &pair, &indicator, at) {
            let mut asks = vec![dressed(make(indicator.as_str()))];
            if indicator.as_str() == TRADE {
                asks = [EXPORTS, IMPORTS, TRADE].map(|id| dressed(make(id))).to_vec();
            }
            return Err(Misread::Ambiguous { word, offers: offers(asks.into_iter().map(Query::Figures)) });
        }
        Ok(dressed(make(indicator.as_str())))
    }

    /// Growth from year to year is no growth since a year.
    fn growth_since(&self, said: &Said, wanted: &Wanted) -> Result<(), Misread> {
        let opens = |at: usize| {
            matches!(self.text.items[at].sense, Sense::Role(Role::Since | Role::From | Role::With | Role::Between))
        };
        let Some((_, at)) = said.times.iter().find(|(_, at)| wanted.growth.is_some() && opens(at.start)) else {
            return Ok(());
        };
        let mut latest = said.clone();
        latest.times.clear();
        Err(Misread::Leftover { word: self.text.span(at.clone()), offers: self.offered(&latest) })
    }

    /// Who counts, and with whom.
    fn pair(&self, said: &Said) -> Result<Pair, Misread> {
        let ours = self.catalogue.default_reporter();
        let counter = said.counter.clone().filter(|place| place != ours);
        let reporter = counter.as_ref().unwrap_or(ours);
        let mut partners: Vec<&Mention> = self.distinct(&said.places);
        partners.retain(|mention| mention.place != *reporter);
        if counter.is_some() && partners.iter().any(|mention| mention.place == *ours) && partners.len() > 1 {
            partners.retain(|mention| mention.place != *ours);
        }
        if let Some(second) = partners.get(1) {
            return Err(self.two_partners(said, &partners, second));
        }
        let mut partner = partners.first().map(|mention| mention.place.clone());
        if let Some(at) = said.between.filter(|_| self.distinct(&said.places).len() < 2) {
            let mut rest = said.clone();
            rest.between = None;
            return Err(Misread::Leftover { word: self.text.written(at), offers: self.offered(&rest) });
        }
        let whole = said.whole.filter(|_| counter.is_none() && said.abroad.is_none() && self.is_owned(said));
        if let Some(at) = whole.filter(|_| partner.is_some()) {
            let mut rest = said.clone();
            rest.whole = None;
            return Err(Misread::Leftover { word: self.text.written(at), offers: self.offered(&rest) });
        }
        if let Some(at) = said.abroad.or(whole) {
            let world = self.catalogue.place(WORLD).map(|place| place.id.clone());
            match (partner, world) {
                (None, Some(world)) if counter.is_none() => partner = Some(world),
                _ => return Err(Misread::Leftover { word: self.text.written(at), offers: Vec::new() }),
            }
        }
        if counter.is_some() && partner.is_none() {
            partner = Some(ours.clone());
        }
        Ok(Pair { reporter: counter, partner })
    }

    /// Whether one place alone is named, as the one whose trade it is: Kyrgyzstan's, not with Kyrgyzstan.
    fn is_owned(&self, said: &Said) -> bool {
        let [only] = self.distinct(&said.places)[..] else { return false };
        let next = self.text.items.get(only.at + 1).map(|item| &item.sense);
        let beside = matches!(next, Some(Sense::Role(Role::With | Role::And)));
        let owns = matches!(only.way, None | Some(Role::Of | Role::By));
        owns && !beside && !(only.code && only.place != *self.catalogue.default_reporter())
    }

    /// What the rest of a question asks, or what is offered for it.
    fn offered(&self, rest: &Said) -> Vec<Query> {
        match self.query(rest) {
            Ok(query) => vec![query],
            Err(misread) => misread.offers().to_vec(),
        }
    }

    /// Not a pair that is counted here: each of them with the reporter is offered.
    fn two_partners(&self, said: &Said, partners: &[&Mention], second: &Mention) -> Misread {
        let each = partners.iter().filter_map(|keep| {
            let mut said = said.clone();
            (said.compare, said.between) = (None, None);
            if said.indicators.is_empty() {
                said.indicators.push((TRADE.into(), keep.at, false));
            }
            self.query(&only(&said, keep, partners)).ok()
        });
        // "Between" these two their own trade may be meant, which no comparison shows.
        let plain = Meaning { frame: Frame { each: false, country: false, ..self.frame }, ..*self };
        let together = said.between.is_none() && said.compare.is_none() && !self.frame.compare;
        let mut compared = said.clone();
        (compared.compare, compared.each) = (Some(second.at), None);
        let compared = together.then(|| plain.query(&compared).ok()).flatten();
        Misread::TooMany { word: self.text.written(second.at), offers: offers(compared.into_iter().chain(each)) }
    }

    /// Who sends the goods: the reporter or the partner. None where the words leave it open.
    fn sender(&self, said: &Said, pair: &Pair, exports: bool, at: usize, tied: bool) -> Option<Side> {
        let reporter = pair.reporter.as_ref().unwrap_or(self.catalogue.default_reporter());
        let side = |mention: &Mention| if mention.place == *reporter { Side::Reporter } else { Side::Partner };
        let (mut sender, mut receiver) = (None, None);
        let mut open: Vec<&Mention> = Vec::new();
        for mention in &said.places {
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
        match (sender, receiver, &open[..]) {
            (Some(sender), Some(receiver), _) => return Some(sender).filter(|sender| *sender != receiver),
            (Some(sender), None, [_]) => return Some(sender),
            (None, Some(receiver), [_]) => return Some(other(receiver)),
            (Some(Side::Partner), None, []) if exports => return said.counter.as_ref().map(|_| Side::Partner),
            (None, Some(Side::Partner), []) if !exports => return said.counter.as_ref().map(|_| Side::Reporter),
            (Some(sender), None, []) => return Some(sender),
            (None, Some(receiver), []) => return Some(other(receiver)),
            (None, None, []) => return Some(if exports { Side::Reporter } else { Side::Partner }),
            _ => {}
        }
        let doer = self.doer(&open, side, at, tied)?;
        Some(if exports { doer } else { other(doer) })
    }

    /// Whose exports or imports they are, by grammar and order, where no direction is given.
    fn doer(&self, open: &[&Mention], side: impl Fn(&Mention) -> Side, at: usize, tied: bool) -> Option<Side> {
        let owns = |mention: &&&Mention| matches!(mention.way, Some(Role::Of | Role::By));
        match open {
            [only] if side(only) == Side::Reporter => Some(Side::Reporter),
            [only] => {
                let partner = self.frame.terse || only.code || matches!(only.way, Some(Role::With | Role::And));
                let follows = only.at > at && !tied && !matches!(only.way, Some(Role::In));
                (owns(&only).then_some(()).is_none() && (partner || follows)).then_some(Side::Reporter)
            }
            [first, second] => {
                let owners: Vec<_> = open.iter().filter(owns).collect();
                match owners[..] {
                    // "Kazakh imports of Chinese …" are not China's.
                    [owner] if owner.at == second.at && first.at < at && at < second.at => None,
                    [owner] => Some(side(owner)),
                    [] if first.at < at && at < second.at => Some(side(first)),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// A direction given to what has none, or the other side's where only the reporter's is meant; the word.
    fn turned(&self, said: &Said, pair: &Pair, indicator: &IndicatorId, at: usize) -> Option<String> {
        let reporter = pair.reporter.as_ref().unwrap_or(self.catalogue.default_reporter());
        let (mut ours, mut theirs) = (Vec::new(), Vec::new());
        for mention in &said.places {
            if mention.place == *reporter { ours.push(mention) } else { theirs.push(mention) }
        }
        let word = |mention: &&Mention| self.text.written(mention.at);
        let indicator = self.catalogue.indicator(indicator.as_str())?;
        if indicator.id.as_str() == TRADE {
            let moves = |mention: &&&Mention| matches!(mention.way, Some(Role::From | Role::To));
            return ours.iter().chain(&theirs).find(moves).map(word);
        }
        let money = indicator.units.iter().any(|unit| matches!(unit, Base::Money(_)));
        if !money || indicator.is_own {
            return None;
        }
        let balance = indicator.kind == Kind::Flow;
        let owned = |mention: &&&Mention| match mention.way {
            Some(Role::Of | Role::By) => true,
            Some(Role::From) => !balance,
            // "Kazakhstan's balance with China" without its 's.
            None => mention.at < at && ours.iter().any(|ours| ours.at > at) && !self.frame.terse,
            _ => false,
        };
        let received =
            |mention: &&&Mention| !balance && matches!(mention.way, Some(Role::To | Role::Toward | Role::In));
        theirs.iter().find(owned).or_else(|| ours.iter().find(received)).map(word)
    }

    /// What measures a part of exports or of imports.
    fn share_of(&self, measured: &IndicatorId) -> Option<&IndicatorId> {
        let of_measured = Some(Derivation::Share(measured.clone()));
        let share = self
            .catalogue
            .indicators()
            .find(|one| one.derivation == of_measured)
            .filter(|_| measured.as_str() != TRADE);
        share.map(|one| &one.id)
    }

    /// Part and whole.
    fn share(&self, said: &Said, wanted: &Wanted, when: When) -> Result<Ask, Misread> {
        let ours = self.catalogue.default_reporter();
        let named = said.indicators.iter().find(|(id, ..)| self.kind(id) == Kind::Share);
        let Some((named, at, _)) = named else { return Err(Misread::NoSubject { offers: Vec::new() }) };
        let measured = wanted.measured.as_ref();
        let one_way = measured.and_then(|(id, at, _)| Some((self.share_of(id)?, *at)));
        let indicator = one_way.map_or(named, |(id, _)| id);
        let make = |part: Option<PlaceId>, whole: PlaceId, reporter: Option<PlaceId>| Ask {
            indicator: indicator.clone(),
            of: Some(Of::Place(whole)),
            partner: part.filter(|part| reporter.is_some() || part != self.catalogue.default_partner()),
            reporter: reporter.map(Reporter::Place),
            when,
        };
        let lost = |at: usize| Misread::Leftover { word: self.text.written(at), offers: Vec::new() };
        let world = self.catalogue.place(WORLD).map(|place| place.id.clone());
        let all = self.distinct(&said.places);
        let (ourselves, others): (Vec<&Mention>, Vec<&Mention>) =
            all.iter().partition(|mention| mention.place == *ours);
        let is_world = |mention: &&&Mention| mention.place.as_str() == WORLD;
        let abroad = said.abroad.is_some() || others.iter().any(|mention| is_world(&mention));
        let countries: Vec<&&Mention> =
            others.iter().filter(|mention| !self.is_group(&mention.place) && !is_world(mention)).collect();
        let groups: Vec<&&Mention> = others.iter().filter(|mention| self.is_group(&mention.place)).collect();
        if let Some(second) = countries.get(1).or_else(|| groups.get(1)) {
            return Err(self.two_partners(said, &others, second));
        }
        if let Some(counter) = said.counter.as_ref().filter(|counter| *counter != ours) {
            let at = ourselves.first().map_or(*at, |mention| mention.at);
            let world = world.ok_or_else(|| lost(at))?;
            return Ok(make(Some(ours.clone()), world, Some(counter.clone())));
        }
        let we_are_whole =
            ourselves.iter().any(|mention| mention.inside && !matches!(mention.way, Some(Role::With | Role::And)));
        let we_are_part =
            ourselves.iter().any(|mention| !mention.inside) && others.iter().any(|mention| mention.inside);
        if let Some((_, at)) = one_way.filter(|_| !we_are_part && !we_are_whole) {
            // Whose exports these are, nothing tells.
            let offers = self.singles(said, measured.map(|(id, ..)| id.clone()));
            return Err(Misread::Leftover { word: self.text.written(at), offers });
        }
        match (countries.first(), groups.first(), world) {
            (Some(country), _, Some(world)) if we_are_part && country.inside => {
                Ok(make(Some(ours.clone()), world, Some(country.place.clone())))
            }
            _ if we_are_part => Err(lost(ourselves.first().map_or(*at, |mention| mention.at))),
            (Some(country), None, Some(world)) if abroad || we_are_whole => {
                Ok(make(Some(country.place.clone()), world, None))
            }
            (Some(country), Some(group), _) if !abroad => {
                Ok(make(Some(country.place.clone()), group.place.clone(), None))
            }
            (Some(country), None, _) if !abroad => {
                Ok(make(Some(country.place.clone()), self.catalogue.default_partner().clone(), None))
            }
            (None, group, Some(world)) => Ok(make(group.map(|group| group.place.clone()), world, None)),
            _ => Err(lost(*at)),
        }
    }

    /// What each side of a border counts, both ways: of goods, and of one border.
    fn mirror(&self, said: &Said, when: When) -> Result<Query, Misread> {
        let partners = self.partners(said);
        let counter = said.counter.as_ref().filter(|counter| *counter != self.catalogue.default_reporter());
        if let Some(second) = partners.get(1) {
            let each = partners.iter().map(|mention| Query::Mirror(mention.place.clone(), span(when)));
            return Err(Misread::TooMany { word: self.text.written(second.at), offers: offers(each) });
        }
        let named = partners.first().map(|mention| &mention.place).or(counter);
        let place = named.unwrap_or_else(|| self.catalogue.default_partner()).clone();
        let query = |when| Query::Mirror(place.clone(), span(when));
        self.one_year(said, when, query)?;
        let goods = |id: &IndicatorId| matches!(id.as_str(), TRADE | EXPORTS | IMPORTS);
        let other = said.indicators.iter().find(|(id, ..)| !goods(id)).map(|(_, at, _)| *at);
        let words = [other, said.each, said.compare, said.abroad, said.revised, said.history];
        let extra = words.into_iter().flatten().min();
        match extra {
            Some(at) => Err(Misread::Leftover { word: self.text.written(at), offers: vec![query(when)] }),
            None if said.claimed.is_some() || said.why => Err(Misread::NoSubject { offers: vec![query(when)] }),
            None => Ok(query(when)),
        }
    }

    /// Every place that is not the reporter.
    fn partners<'a>(&self, said: &'a Said) -> Vec<&'a Mention> {
        let mut partners = self.distinct(&said.places);
        partners.retain(|mention| mention.place != *self.catalogue.default_reporter());
        partners
    }

    fn distinct<'a>(&self, places: &'a [Mention]) -> Vec<&'a Mention> {
        let mut distinct: Vec<&Mention> = Vec::new();
        for mention in places {
            if !distinct.iter().any(|known| known.place == mention.place) {
                distinct.push(mention);
            }
        }
        distinct
    }

    fn is_group(&self, place: &PlaceId) -> bool {
        self.catalogue.place(place.as_str()).is_some_and(|place| place.is_group())
    }

    fn kind(&self, id: &IndicatorId) -> Kind {
        self.catalogue.indicator(id.as_str()).map_or(Kind::Flow, |indicator| indicator.kind)
    }
}

/// Whether a word asks how it was over time.
fn asks_history(said: &Said) -> bool {
    said.revised.is_some() || said.history.is_some()
}

/// Who counts, if not the default, and with whom, if not the default.
struct Pair {
    reporter: Option<PlaceId>,
    partner: Option<PlaceId>,
}

/// What is to be measured.
#[derive(Default)]
struct Wanted {
    measured: Option<(IndicatorId, usize, bool)>,
    growth: Option<IndicatorId>,
    share: bool,
}

impl Wanted {
    fn is_nothing(&self) -> bool {
        self.measured.is_none() && self.growth.is_none() && !self.share
    }
}

/// The same with one partner of several.
fn only(said: &Said, keep: &Mention, partners: &[&Mention]) -> Said {
    let mut said = said.clone();
    said.places
        .retain(|mention| mention.place == keep.place || !partners.iter().any(|other| other.place == mention.place));
    said
}

fn other(side: Side) -> Side {
    match side {
        Side::Reporter => Side::Partner,
        Side::Partner => Side::Reporter,
    }
}
