//! How sure it is what a number is said of, and what a clause leaves for those after it.
//!
//! A number is certain where it is said between whom and when, and no word that nobody knows stands where it could change
//! that.

use super::{
    clauses::Around,
    near::{Near, is_dated, is_open, leads_to_partner, limits, means},
    read::{Read, Reader},
};
use crate::{
    fact::{AsOf, Kind, Of, Period, PlaceId, Year},
    language::{Key, Lexicon, Role, Script, StatedWord, plain},
    question::{Ask, Part, Reporter, Says, When},
};

impl Reader<'_> {
    pub(super) fn done(&self, ask: Ask, near: &Near, is_growth: bool) -> Read {
        let is_dated = !matches!(ask.when, When::Latest) || self.is_stock(&ask);
        let is_paired = self.is_pair_named(&ask, near);
        let several = self.context.has_several && !near.parts.iter().any(|part| self.is_other(part));
        // "Between the two countries" is no group.
        let is_pair = near.is_pair && ask.partner.as_ref().is_none_or(|place| self.is_group(place));
        let is_kind = |part: &Part| matches!(&part.says, Says::Indicator(id) if self.kind(id) != Some(Kind::Share));
        let is_measured = |part: &Part| {
            is_kind(part) && !matches!(&part.says, Says::Indicator(id) if self.kind(id) == Some(Kind::Growth))
        };
        let is_inherited_open = !near.parts.iter().any(is_kind) && self.context.is_open;
        let is_inherited_mixed = is_growth && !near.parts.iter().any(is_measured) && self.context.is_mixed;
        let is_certain = !is_inherited_open
            && !is_inherited_mixed
            && self.are_places_named(&ask, near)
            && !is_pair
            && !near.is_open
            && !near.is_undated
            && !near.is_limited
            && is_dated
            && is_paired
            && !several;
        let way = near.way.filter(|_| is_growth || self.is_signed(&ask));
        let opened = near.opened.or(self.context.since).map(Period::Year);
        let since = near.since.or(opened).filter(|_| is_growth);
        Read { ask, since, way, is_certain, is_paired, is_count_named: near.names_count, is_question: false }
    }

    /// True where it is said between whom. The trade of a country alone is that with all others.
    pub(super) fn is_pair_named(&self, ask: &Ask, near: &Near) -> bool {
        let ours = self.catalogue.default_reporter();
        let is_share = matches!(ask.of, Some(Of::Place(_)));
        let is_own = || self.catalogue.indicator(ask.indicator.as_str()).is_some_and(|indicator| indicator.is_own);
        let names_ours = || near.parts.iter().any(|part| matches!(&part.says, Says::Place(place) if place == ours));
        let is_led = |at: usize| {
            let before = at.checked_sub(1).map(|before| (before, &near.parts[before].says));
            match before {
                // 与哈萨克斯坦
                Some((0, Says::Role(Role::And))) => true,
                Some((_, Says::Role(role))) => leads_to_partner(role),
                _ => self.names_ours_too(&near.parts[at]),
            }
        };
        let mut others = (0..near.parts.len()).filter(|at| self.is_other(&near.parts[*at])).peekable();
        let is_inherited = others.peek().is_none() && self.context.is_paired;
        let is_with_us = is_inherited || others.any(is_led);
        is_share || is_own() || names_ours() || is_with_us && !self.context.is_alone
    }

    /// True for a name of another place that begins with the short name of the reporter: 中哈.
    pub(super) fn names_ours_too(&self, part: &Part) -> bool {
        let first = part.written.chars().next().filter(|_| part.is_han && part.written.chars().count() == 2);
        let Some(first) = first else { return false };
        let mut key = Key::new(Script::Han);
        let folded = plain(first.encode_utf8(&mut [0; 4]), Script::Han);
        key.push(&folded, folded.len());
        matches!(Lexicon::all().find(&key), Some(Role::Place(place)) if place == self.catalogue.default_reporter())
    }

    /// True where every place that a number is read as being of was named: no default stands for one.
    pub(super) fn are_places_named(&self, ask: &Ask, near: &Near) -> bool {
        let is_named = |place: &PlaceId| {
            let is_it = |part: &Part| matches!(&part.says, Says::Place(named) if named == place);
            near.parts.iter().any(is_it) || self.context.place.as_ref() == Some(place)
        };
        let partner = match &ask.reporter {
            None => ask.partner.as_ref().unwrap_or(self.catalogue.default_partner()),
            Some(Reporter::Place(place)) => place,
            Some(Reporter::ThirdParty) => return false,
        };
        let is_whole_named = match &ask.of {
            Some(Of::Place(whole)) if self.is_group(whole) => is_named(whole),
            _ => true,
        };
        is_named(partner) && is_whole_named
    }

    /// Notes what a clause says that may hold for what follows.
    pub(super) fn note(&mut self, clause: &[Part]) {
        let catalogue = self.catalogue;
        let ours = catalogue.default_reporter();
        let is_open_ended = |last: &Year| self.is_open_ended(*last);
        let mut noted = self.context.clone();
        let mut places: Vec<&PlaceId> = Vec::new();
        let mut against = false;
        for part in clause {
            let meant = means(&part.written);
            match &part.says {
                Says::When(When::In(Period::AsOf(AsOf::Day(_)))) => {}
                Says::When(_) if !is_dated(part) => {}
                Says::When(When::In(period)) if !against => noted.when = Some(When::In(*period)),
                Says::When(When::Years(first, last)) if is_open_ended(last) => noted.since = Some(*first),
                Says::When(When::Years(_, last)) => noted.when = Some(When::In(Period::Year(*last))),
                Says::When(_) => against = false,
                Says::Place(place) if place == ours => {}
                Says::Place(place) if !places.contains(&place) => places.push(place),
                Says::Indicator(id) => {
                    let kind = catalogue.indicator(id.as_str()).map(|indicator| indicator.kind);
                    if !matches!(kind, Some(Kind::Growth | Kind::Share)) {
                        noted.is_open = self.is_clause_open(clause);
                        noted.is_mixed |= noted.indicator.as_ref().is_some_and(|last| last != id);
                        noted.indicator = Some(id.clone());
                        noted.stock = (kind == Some(Kind::Stock)).then(|| part.written.clone());
                    }
                }
                Says::Unknown if meant.contains(&StatedWord::Group) => places.push(catalogue.default_partner()),
                _ => against |= meant.contains(&StatedWord::Against),
            }
        }
        // Beside a country its group is only where it lies.
        let is_around = |group: &PlaceId| {
            let members = catalogue.place(group.as_str()).map(|place| &place.members);
            members.is_some_and(|members| places.iter().any(|place| members.contains(place)))
        };
        let names_ours = clause
            .iter()
            .any(|part| matches!(&part.says, Says::Place(place) if place == ours) || self.names_ours_too(part));
        let is_led = |at: usize| {
            at > 0 && matches!(&clause[at - 1].says, Says::Role(role) if leads_to_partner(role) || *role == Role::And)
        };
        let stands_alone = |at: usize| self.is_other(&clause[at]) && !is_led(at);
        if names_ours {
            noted.is_alone = false;
        } else if (0..clause.len()).any(stands_alone) {
            noted.is_alone = true;
        }
        let named: Vec<&PlaceId> = places.iter().copied().filter(|place| !is_around(place)).collect();
        if let Some(place) = named.last() {
            noted.place = Some((*place).clone());
            noted.has_several = named.len() > 1;
        }
        self.context = noted;
    }

    /// True where words that nobody knows, or goods, stand where they may limit what is named.
    pub(super) fn is_clause_open(&self, clause: &[Part]) -> bool {
        clause.iter().enumerate().any(|(at, part)| {
            let meant = means(&part.written);
            match part.says {
                Says::Goods | Says::Lacked | Says::Number => true,
                Says::Unknown => meant.contains(&StatedWord::Limit) || is_open(clause, at, &meant),
                Says::Role(ref role) => limits(role) || meant.contains(&StatedWord::Limit),
                _ => meant.contains(&StatedWord::Limit),
            }
        })
    }

    /// True where the places behind a number are some of a list.
    pub(super) fn is_listed(&self, behind: &[Part], around: &Around) -> bool {
        let is_other = |part: Option<&Part>| part.is_some_and(|part| self.is_other(part));
        is_other(behind.last()) && is_other(self.scan(around.after.clone()).first())
    }
}
