//! The one indicator that is asked for.
//!
//! In: the indicators of a text and of the command before it; out: [`Wanted`]. It does not know between whom.

use super::direction::{EXPORTS, IMPORTS};
use super::{
    Base, Derivation, Frame, Indicator, IndicatorId, Kind, Meaning, Measure, Misread, Query, Role, Slots, TRADE,
    distinct, offers,
};

/// The indicators of an ask.
#[derive(Default)]
pub(super) struct Wanted {
    /// A flow or a stock.
    pub measured: Option<Measure>,
    /// Its growth.
    pub growth: Option<IndicatorId>,
    /// A share in it.
    pub share: bool,
}

impl Wanted {
    pub(super) fn is_nothing(&self) -> bool {
        self.measured.is_none() && self.growth.is_none() && !self.share
    }
}

impl Meaning<'_> {
    /// The one indicator, with its growth or a share in it.
    ///
    /// # Errors
    ///
    /// A second indicator, or two that do not go together; each alone is offered.
    pub(super) fn wanted(&self, slots: &Slots) -> Result<Wanted, Misread> {
        let mut wanted = Wanted::default();
        let mut others = Vec::new();
        for measure in &slots.indicators {
            match self.kind(&measure.id) {
                Kind::Growth => wanted.growth = Some(measure.id.clone()),
                Kind::Share => wanted.share = true,
                Kind::Flow | Kind::Stock => others.push(measure.clone()),
            }
        }
        if let Some(own) = self.frame.indicator {
            match others.first() {
                // Which way goods go, a command for all trade does not say.
                None if own == TRADE && !slots.goods.is_empty() => {}
                None if !wanted.share => others.push(Measure::new(own, 0)),
                Some(other) if own != TRADE && other.id.as_str() != own => {
                    return Err(self.too_many(slots, other.at, [own.into(), other.id.clone()]));
                }
                _ => {}
            }
        }
        if self.is_kind_of_trade(&others) {
            others.retain(|one| one.id.as_str() != TRADE);
        }
        if let Some(second) = others.get(1) {
            return Err(self.too_many(slots, second.at, others.iter().map(|one| one.id.clone())));
        }
        wanted.measured = others.pop();
        let is_shared = |id: &IndicatorId| id.as_str() == TRADE || self.share_of(id).is_some();
        let is_in_another = |id: &IndicatorId| slots.indicators.iter().any(|share| self.is_in_another(&share.id, id));
        let is_no_whole = |one: &&Measure| wanted.share && (!is_shared(&one.id) || is_in_another(&one.id));
        if let Some(measure) = wanted.measured.as_ref().filter(is_no_whole) {
            let offers = self.singles(slots, [measure.id.clone()]);
            let at = slots.goods.first().map_or(measure.at, |ware| ware.at);
            return Err(self.leftover(at, offers));
        }
        if wanted.share && wanted.growth.is_some() {
            return Err(self.leftover(slots.indicators.last().map_or(0, |last| last.at), Vec::new()));
        }
        Ok(wanted)
    }

    /// True where "trade" beside another is its kind: trade balance, gas trade. "Trade and investment" are two.
    fn is_kind_of_trade(&self, named: &[Measure]) -> bool {
        let is_flow = |one: &Measure| {
            let indicator = self.catalogue.indicator(one.id.as_str());
            indicator.is_some_and(|indicator| indicator.kind == Kind::Flow && !indicator.is_own)
        };
        let (first, last) = (named.iter().map(|one| one.at).min(), named.iter().map(|one| one.at).max());
        let mut between = first.unwrap_or_default()..last.unwrap_or_default();
        named.len() > 1
            && !named.iter().any(|one| matches!(one.id.as_str(), EXPORTS | IMPORTS))
            && named.iter().all(is_flow)
            && !between.any(|at| self.text.is_role(at, &Role::And))
    }

    /// One indicator too many: the same question about each of them is offered.
    fn too_many(&self, slots: &Slots, at: usize, ids: impl IntoIterator<Item = IndicatorId>) -> Misread {
        Misread::TooMany { word: self.text.written(at), offers: self.singles(slots, ids) }
    }

    /// The same question about one indicator at a time.
    pub(super) fn singles(&self, slots: &Slots, ids: impl IntoIterator<Item = IndicatorId>) -> Vec<Query> {
        let bare = Meaning { frame: Frame { indicator: None, ..self.frame }, ..*self };
        let single = |id: IndicatorId| {
            let at = slots.indicators.iter().find(|known| known.id == id).map_or(0, |known| known.at);
            bare.query(&Slots { indicators: vec![Measure::new(id, at)], ..slots.clone() }).ok()
        };
        offers(ids.into_iter().filter_map(single))
    }

    /// True for a share in another thing than is asked for: the share of exports in trade.
    fn is_in_another(&self, share: &IndicatorId, measured: &IndicatorId) -> bool {
        let derivation = self.catalogue.indicator(share.as_str()).and_then(|share| share.derivation.as_ref());
        matches!(derivation, Some(Derivation::Share(of)) if of.as_str() != TRADE && of != measured)
    }

    /// The share in an indicator, such as exports; none for trade, which the plain share is of.
    pub(super) fn share_of(&self, measured: &IndicatorId) -> Option<&IndicatorId> {
        let derivation = Some(Derivation::Share(measured.clone()));
        let mut all = self.catalogue.indicators().filter(|_| measured.as_str() != TRADE);
        all.find(|one| one.derivation == derivation).map(|one| &one.id)
    }

    /// A word that does not go with an indicator: the number of what is told in money, the worth of what is told by
    /// number, mutual for what goes one way.
    pub(super) fn unfit(&self, slots: &Slots, indicator: &Indicator) -> Option<usize> {
        let is_money = indicator.units.iter().any(|unit| matches!(unit, Base::Money(_)));
        let fits = |role: &Role| match role {
            Role::Number => !is_money || indicator.kind == Kind::Flow,
            Role::Value => is_money,
            Role::Mutual => indicator.kind == Kind::Flow && indicator.direction.is_none() && !indicator.is_own,
            _ => true,
        };
        slots.limits.iter().find(|(role, _)| !fits(role)).map(|(_, at)| *at)
    }

    /// True where only trade can be meant if no indicator is named: a pair, a ranking, whose count.
    pub(super) fn is_about_trade(&self, slots: &Slots) -> bool {
        let pair = distinct(&slots.places).len() > 1;
        pair && !self.frame.country
            || slots.each.is_some()
            || self.frame.each
            || slots.whose.is_some()
            || slots.abroad.is_some()
            || slots.compare.or(slots.yearly).is_some() && !slots.places.is_empty()
            || slots.counter.is_some()
            || slots.unsure_counter.is_some()
            || slots.claimed.is_some() && slots.places.iter().any(|mention| mention.way == Some(Role::With))
    }

    /// True where a stock is named, or meant by the command.
    pub(super) fn is_about_stock(&self, slots: &Slots) -> bool {
        let named = slots.indicators.iter().map(|measure| self.kind(&measure.id));
        let meant = self.frame.indicator.filter(|_| slots.indicators.is_empty()).map(|id| self.kind(&id.into()));
        named.chain(meant).any(|kind| kind == Kind::Stock)
    }
}
