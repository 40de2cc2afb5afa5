//! A spelling in pieces: names are taken from its front.

use std::mem;

use super::ask::Reporter;
use crate::{
    catalogue::Catalogue,
    fact::{Goods, IndicatorId, Kind, Measure, PlaceId},
};

/// The parts of a spelling.
pub(super) struct Pieces<'a> {
    pub catalogue: &'a Catalogue,
    pub pieces: Vec<&'a str>,
    /// Everything between the parts, and within names, has become `_`.
    pub folded: bool,
}

impl<'a> Pieces<'a> {
    /// What is left, as a spelling of its own.
    pub(super) fn rest(&mut self) -> Self {
        Self { pieces: mem::take(&mut self.pieces), ..*self }
    }

    pub(super) fn take(&mut self) -> Option<&'a str> {
        (!self.pieces.is_empty()).then(|| self.pieces.remove(0))
    }

    pub(super) fn take_all(&mut self, between: &str) -> String {
        mem::take(&mut self.pieces).join(between)
    }

    /// Who counts all that follow: `KAZ:` by itself, an empty piece behind it where `:` has become `_`; or `none:`.
    pub(super) fn one_reporter(&mut self) -> Option<Reporter> {
        if self.third_party() {
            return Some(Reporter::ThirdParty);
        }
        if !self.folded {
            let place = self.known_place(self.pieces.first()?.strip_suffix(':')?)?;
            self.pieces.remove(0);
            return Some(Reporter::Place(place));
        }
        let mut ahead = Self { pieces: self.pieces.clone(), ..*self };
        let place = ahead.place()?;
        ahead.take().filter(|piece| piece.is_empty())?;
        self.pieces = ahead.pieces;
        Some(Reporter::Place(place))
    }

    /// `none:KAZ`, or `none` by itself where `:` has become `_`: takes the word away.
    fn third_party(&mut self) -> bool {
        let Some(first) = self.pieces.first_mut() else { return false };
        if self.folded {
            let found = first.eq_ignore_ascii_case("none");
            self.pieces.drain(..usize::from(found));
            return found;
        }
        match first.strip_prefix("none:") {
            Some(place) => {
                *first = place;
                true
            }
            None => false,
        }
    }

    /// `KGZ/world`: the last place, and the whole.
    pub(super) fn last_of_whole(&mut self, partners: &mut Vec<PlaceId>) -> Option<PlaceId> {
        let (part, whole) = self.pieces.first()?.split_once('/')?;
        partners.push(self.known_place(part)?);
        let whole = self.known_place(whole)?;
        self.pieces.remove(0);
        Some(whole)
    }

    /// `CHN:KGZ/world`, all parts of which may be missing.
    pub(super) fn pair(&mut self) -> Option<Pair> {
        let Some(first) = self.pieces.first().copied() else { return Some((None, None, None)) };
        let (pair, whole) = first.split_once('/').map_or((first, None), |(pair, whole)| (pair, Some(whole)));
        let (reporter, partner) = pair.split_once(':').map_or((None, pair), |(who, with)| (Some(who), with));
        if reporter.is_none() && whole.is_none() && self.known_place(partner).is_none() {
            return Some((None, None, None));
        }
        self.pieces.remove(0);
        let reporter = match reporter {
            None => None,
            Some("none") => Some(Reporter::ThirdParty),
            Some(place) => Some(Reporter::Place(self.known_place(place)?)),
        };
        let partner = if partner.is_empty() { None } else { Some(self.known_place(partner)?) };
        let whole = match whole {
            None => None,
            Some(whole) => Some(self.known_place(whole)?),
        };
        Some((reporter, partner, whole))
    }

    /// The same where `:` and `/` have become `_`: an empty part is a partner left out, and the last place
    /// of a share is its whole.
    pub(super) fn loose_pair(&mut self, indicator: &IndicatorId) -> Option<Pair> {
        let share = self.catalogue.indicator(indicator.as_str())?.kind == Kind::Share;
        let mut parts: Vec<Option<Reporter>> = Vec::new();
        loop {
            match self.pieces.first() {
                Some(&"") => {
                    self.pieces.remove(0);
                    parts.push(None);
                }
                Some(piece) if piece.eq_ignore_ascii_case("none") => {
                    self.pieces.remove(0);
                    parts.push(Some(Reporter::ThirdParty));
                }
                _ => match self.place() {
                    Some(place) => parts.push(Some(Reporter::Place(place))),
                    None => break,
                },
            }
        }
        let place = |part: Option<Reporter>| match part {
            None => Some(None),
            Some(Reporter::Place(place)) => Some(Some(place)),
            Some(Reporter::ThirdParty) => None,
        };
        let whole = if share { place(parts.pop().unwrap_or(None))? } else { None };
        match <[_; 2]>::try_from(parts) {
            Ok([reporter, partner]) => Some((reporter, place(partner)?, whole)),
            Err(parts) => match parts.into_iter().collect::<Vec<_>>().as_slice() {
                [] => Some((None, None, whole)),
                [Some(Reporter::ThirdParty)] => Some((Some(Reporter::ThirdParty), None, whole)),
                [Some(Reporter::Place(place))] => Some((None, Some(place.clone()), whole)),
                [None] if share => Some((None, None, whole)),
                _ => None,
            },
        }
    }

    pub(super) fn indicator(&mut self) -> Option<IndicatorId> {
        self.longest(|catalogue, id| catalogue.indicator(id).map(|indicator| indicator.id.clone()))
    }

    /// An indicator; with goods where its id is one that an indicator of these goods once had.
    pub(super) fn indicator_of_goods(&mut self) -> Option<(IndicatorId, Option<Goods>)> {
        let former = |catalogue: &Catalogue, id: &str| {
            catalogue.former(id).map(|(indicator, goods)| (indicator.clone(), Some(goods.clone())))
        };
        self.indicator().map(|id| (id, None)).or_else(|| self.longest(former))
    }

    /// A product, and in what it is counted where that is not money.
    pub(super) fn goods(&mut self) -> Option<Goods> {
        let product = self.longest(|catalogue, id| catalogue.product(id).map(|product| product.id.clone()))?;
        let measure = self.longest(|_, id| id.parse::<Measure>().ok().filter(|measure| *measure != Measure::Value));
        Some(Goods { product, measure: measure.unwrap_or(Measure::Value) })
    }

    pub(super) fn place(&mut self) -> Option<PlaceId> {
        self.longest(|catalogue, id| catalogue.place(id).map(|place| place.id.clone()))
    }

    fn known_place(&self, id: &str) -> Option<PlaceId> {
        self.catalogue.place(id).map(|place| place.id.clone())
    }

    /// The longest name at the front; in a folded spelling its `-` has become `_` and case is lost.
    fn longest<T>(&mut self, find: impl Fn(&Catalogue, &str) -> Option<T>) -> Option<T> {
        let most = if self.folded { 4 } else { 1 };
        for length in (1..=most.min(self.pieces.len())).rev() {
            let id = self.pieces[..length].join("-");
            let mut found = find(self.catalogue, &id);
            if self.folded {
                found = found
                    .or_else(|| find(self.catalogue, &id.to_ascii_uppercase()))
                    .or_else(|| find(self.catalogue, &id.to_ascii_lowercase()));
            }
            if found.is_some() {
                self.pieces.drain(..length);
                return found;
            }
        }
        None
    }
}

/// Who counts, with whom, and of what whole.
type Pair = (Option<Reporter>, Option<PlaceId>, Option<PlaceId>);
