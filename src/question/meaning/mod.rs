//! Slots → the one query that they ask for.
//!
//! In: the [`Slots`] of a text and the [`Frame`] of the command before it; out: a [`Query`], or a [`Misread`] that
//! names a word and offers what can be asked instead. Nothing is left out in silence: a word that is no part of the
//! query is named, and makes a misread unless it may be left out (`leave_out`). It does not know whether there is a
//! figure.
//!
//! **Trying again.** An offer is found by asking again: the slots are copied, a word is taken out or a name put in, and
//! [`Meaning::query`] reads the copy, which may have to try again too. Each time takes a step for every phrase. A text
//! has [`Effort::MOST`] steps; after the last of them every reading ends as [`Misread::TooLong`].
//!
//! [`Meaning::query`] shows the order of decisions. Each file here decides one thing: `when` the time, `measure` the
//! indicator, `figures` reporter and partner, `direction` who sends the goods, `several` what one page says of two, and
//! so on.

mod compare;
mod direction;
mod figures;
mod goods;
mod leave_out;
mod measure;
mod several;
mod share;
mod topic;
mod unread;
mod when;

// The files of this folder take these names from here.
use super::{
    Ask, Comparison, Cut, Query, Reporter, Round, SearchWords, When,
    canonical::{TRADE, WORLD, canonical_ask, span},
    effort::Effort,
    misread::{Misread, known_on, offers},
    phrases::{Lack, Sense, key},
    query::OfPlace,
    slots::{Bound, Measure, Mention, Slots, Time, Ware},
    text::{Hint, Text},
    words::{Joint, Kind as Written, Word},
};
use crate::{
    catalogue::{Catalogue, Named},
    fact::{
        AsOf, Base, Derivation, Goods, Indicator, IndicatorId, Kind, Measure as Counted, Of, Period, PlaceId, Series,
        Year,
    },
    language::Role,
};

/// The meaning that a command adds to the words behind it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Frame<'a> {
    /// The indicator that is meant where none is named.
    pub indicator: Option<&'a str>,
    /// A place alone asks for all about it.
    pub country: bool,
    /// A question that is told by place.
    pub place: Option<OfPlace>,
    pub why: bool,
    /// Both sides' counts.
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

impl Frame<'_> {
    /// Words behind a command that adds nothing.
    pub(super) const TERSE: Frame<'static> = Frame {
        indicator: None,
        country: false,
        place: None,
        why: false,
        mirror: false,
        compare: false,
        each: false,
        history: false,
        terse: true,
    };
}

/// A text on the way to its query. Copies with another frame read the same text differently.
#[derive(Clone, Copy)]
pub(super) struct Meaning<'a> {
    pub text: &'a Text<'a>,
    pub frame: Frame<'a>,
    pub catalogue: &'a Catalogue,
    pub effort: &'a Effort,
}

impl Meaning<'_> {
    /// The query, or why there is none.
    ///
    /// # Errors
    ///
    /// Whatever the words leave open or no query can carry.
    pub(super) fn query(&self, slots: &Slots) -> Result<Query, Misread> {
        self.effort.spend(1 + self.text.phrases.len())?;
        if let Some((time, other)) = slots.unsure_days.first() {
            return Err(self.two_days(slots, *time, *other));
        }
        if let Some((day, rest)) = self.known_on(slots)? {
            let at = slots.known.or(slots.as_of).map(|at| self.text.written(at));
            return known_on(self.query(&rest), day, at.unwrap_or_default());
        }
        if let Some(grown) = self.what_changed(slots) {
            return self.query(&grown);
        }
        if let Some(series) = self.changed_since(slots) {
            return self.query(&series);
        }
        if let Some(plain) = self.both_ways(slots) {
            return self.query(&plain);
        }
        if let Some(query) = self.two_years(slots) {
            return query;
        }
        if let Some(settled) = self.held_against(slots) {
            return self.query(&settled);
        }
        if let Some(at) = self.first_unread(slots) {
            return Err(self.unread(at, slots));
        }
        self.one_product(slots)?;
        if let Some(asked) = self.things(slots) {
            return self.query(&asked);
        }
        if let Some((topic, at)) = slots.topic {
            return self.topic(topic, at, slots);
        }
        let when = self.when(slots)?;
        if let Some(query) = self.frame.place {
            return if query(None) == Query::Goods(None) {
                self.list_of_goods(slots)
            } else {
                self.of_place(query, slots)
            };
        }
        if self.frame.mirror || slots.whose.is_some() || slots.differ.is_some() {
            return self.mirror(slots, when);
        }
        let wanted = self.wanted(slots)?;
        self.takes_goods(slots, &wanted)?;
        if let Some(ware) = slots.goods.first().filter(|_| wanted.measured.is_none() && !wanted.share) {
            return self.with_way(ware, slots);
        }
        let partners = self.partners(slots);
        if (slots.compare.is_some() || self.frame.compare) && !self.frame.history {
            let compared = self.compared(slots);
            if compared.len() > 1 {
                return self.compare(slots, &wanted, when, &compared);
            }
        }
        if self.are_each_with_ours(slots, &partners) {
            return self.compare(slots, &wanted, when, &partners);
        }
        if self.frame.compare {
            return Err(self.too_few(slots, when, partners.first().copied()));
        }
        if wanted.is_nothing() && partners.is_empty() && !slots.times.is_empty() && self.is_newest(slots) {
            return Ok(Query::Newest);
        }
        if let Some(place) = self.country(slots, &wanted) {
            return self.about(place, slots, when);
        }
        if wanted.is_nothing() && !self.is_about_trade(slots) {
            return Err(self.no_subject(slots, when));
        }
        let ask = if wanted.share { self.share(slots, &wanted, when)? } else { self.ask(slots, &wanted, when)? };
        self.finish(ask, slots)
    }

    /// The query for the rest of a question, or what is offered for it.
    fn offered(&self, rest: &Slots) -> Vec<Query> {
        match self.query(rest) {
            Ok(query) => vec![query],
            Err(misread) => misread.offers().to_vec(),
        }
    }

    /// A word that no part of an answer would honour, and what can be asked without it.
    fn leftover(&self, at: usize, offers: Vec<Query>) -> Misread {
        Misread::Leftover { word: self.text.written(at), offers }
    }

    /// Every place that is not the reporter.
    fn partners<'a>(&self, slots: &'a Slots) -> Vec<&'a Mention> {
        let mut partners = distinct(&slots.places);
        partners.retain(|mention| mention.place != *self.catalogue.default_reporter());
        partners
    }

    fn is_group(&self, place: &PlaceId) -> bool {
        self.catalogue.place(place.as_str()).is_some_and(|place| place.is_group())
    }

    fn kind(&self, id: &IndicatorId) -> Kind {
        self.catalogue.indicator(id.as_str()).map_or(Kind::Flow, |indicator| indicator.kind)
    }
}

/// The first mention of each place.
fn distinct(places: &[Mention]) -> Vec<&Mention> {
    let mut distinct: Vec<&Mention> = Vec::new();
    for mention in places {
        if !distinct.iter().any(|known| known.place == mention.place) {
            distinct.push(mention);
        }
    }
    distinct
}
