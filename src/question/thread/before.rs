//! The last question in parts, and the question that other parts make.
//!
//! In: a query; out: a query. It does not know what a text says.

use super::{Not, Said, Taken};
use crate::{
    fact::{Goods, IndicatorId, Of, Period, PlaceId},
    question::{
        Ask, Comparison, Cut, Query, Reporter, When,
        canonical::{EXPORTS, IMPORTS, TRADE, span},
    },
};

/// The kinds of questions that can be followed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Shape {
    Figures,
    Country,
    Compare,
    Parts,
    Mirror,
}

/// The last question, in parts.
#[derive(Clone, Debug)]
pub(super) struct Before {
    pub shape: Shape,
    /// None after a question about all of a place.
    pub indicator: Option<IndicatorId>,
    pub goods: Option<Goods>,
    pub of: Option<Of>,
    /// None for the default of the sheets.
    pub reporter: Option<PlaceId>,
    /// Counted by neither of the two places.
    pub is_third: bool,
    /// Empty for the default group.
    pub places: Vec<PlaceId>,
    pub when: When,
    /// The part of a ranking.
    pub cut: Option<Cut>,
}

impl Before {
    pub(super) fn of(last: &Query) -> Option<Self> {
        let of_place = |shape, place: &PlaceId, when| Self {
            shape,
            indicator: None,
            goods: None,
            of: None,
            reporter: None,
            is_third: false,
            places: vec![place.clone()],
            when,
            cut: None,
        };
        match last {
            Query::SourcesOf(last) | Query::Details(_, last) => Self::of(last),
            Query::Figures(ask) | Query::Why(ask) => Some(Self::of_ask(Shape::Figures, ask)),
            Query::Times(ask) => Some(Self::of_ask(Shape::Figures, ask)),
            Query::Parts(ask) => Some(Self::of_ask(Shape::Parts, ask)),
            Query::Cut(cut, ask) => Some(Self { cut: Some(*cut), ..Self::of_ask(Shape::Parts, ask) }),
            Query::Country(place, when) => Some(of_place(Shape::Country, place, *when)),
            Query::Mirror(place, when) => Some(of_place(Shape::Mirror, place, *when)),
            Query::Compare(comparison) => {
                let first = Self::of_ask(Shape::Compare, &comparison.asks().next()?);
                Some(Self { places: comparison.partners.clone(), ..first })
            }
            _ => None,
        }
    }

    fn of_ask(shape: Shape, ask: &Ask) -> Self {
        let reporter = match &ask.reporter {
            Some(Reporter::Place(place)) => Some(place.clone()),
            None | Some(Reporter::ThirdParty) => None,
        };
        Self {
            shape,
            indicator: Some(ask.indicator.clone()),
            goods: ask.goods.clone(),
            of: ask.of.clone(),
            reporter,
            is_third: ask.reporter == Some(Reporter::ThirdParty),
            places: ask.partner.iter().cloned().collect(),
            when: ask.when,
            cut: None,
        }
    }

    fn ask(&self, partner: Option<&PlaceId>) -> Option<Ask> {
        Some(Ask {
            indicator: self.indicator.clone()?,
            goods: self.goods.clone(),
            of: self.of.clone(),
            reporter: match &self.reporter {
                Some(place) => Some(Reporter::Place(place.clone())),
                None => self.is_third.then_some(Reporter::ThirdParty),
            },
            partner: partner.cloned(),
            when: self.when,
        })
    }

    pub(super) fn query(&self) -> Option<Query> {
        let is_span = matches!(self.when, When::Years(..));
        let place = self.places.first();
        Some(match self.shape {
            Shape::Figures => Query::Figures(self.ask(place)?),
            Shape::Parts if !is_span => match self.cut {
                Some(cut) => Query::Cut(cut, self.ask(place)?),
                None => Query::Parts(self.ask(place)?),
            },
            Shape::Country if !is_span => Query::Country(place?.clone(), self.when),
            Shape::Mirror if !is_span => Query::Mirror(place?.clone(), span(self.when)),
            Shape::Compare => {
                let asks = self.places.iter().map(|place| Some((place.clone(), self.ask(Some(place))?)));
                Query::Compare(Comparison::of(&asks.collect::<Option<Vec<_>>>()?)?)
            }
            Shape::Parts | Shape::Country | Shape::Mirror => return None,
        })
    }

    /// Trade, where all of a place was told: its page leads with it.
    pub(super) fn about_trade(self) -> Self {
        match self.shape {
            Shape::Country => Self { shape: Shape::Figures, indicator: Some(TRADE.into()), ..self },
            _ => self,
        }
    }

    /// What is measured, also where its growth is asked for.
    pub(super) fn measured(&self) -> Option<&IndicatorId> {
        match &self.of {
            Some(Of::Indicator(grown)) => Some(grown),
            _ => self.indicator.as_ref(),
        }
    }

    pub(super) fn with_measured(self, id: IndicatorId) -> Self {
        match self.of {
            Some(Of::Indicator(_)) => Self { of: Some(Of::Indicator(id)), ..self },
            of => Self { indicator: Some(id), of, ..self },
        }
    }

    /// Both sides' counts of the same border.
    pub(super) fn mirror(&self) -> Result<Query, Not> {
        let place = self.reporter.as_ref().or(self.places.first()).ok_or(Not::Here)?;
        let mirror = Self { shape: Shape::Mirror, places: vec![place.clone()], ..self.clone() };
        let is_of_one = matches!(self.shape, Shape::Figures | Shape::Country | Shape::Mirror)
            && self.goods.is_none()
            && self.indicator.as_ref().is_none_or(|id| [TRADE, EXPORTS, IMPORTS].contains(&id.as_str()));
        mirror.query().filter(|_| is_of_one).ok_or(Not::Here)
    }

    /// The growth of what was asked for, not of a share.
    pub(super) fn growth(&self, growth: Option<&IndicatorId>) -> Result<Query, Not> {
        let now = self.clone().about_trade();
        let (Some(growth), Some(grown)) = (growth, now.measured()) else { return Err(Not::Here) };
        let of = Some(Of::Indicator(grown.clone()));
        let grown = Self { indicator: Some(growth.clone()), of, ..now };
        let is_share = matches!(self.of, Some(Of::Place(_)));
        grown.query().filter(|_| !is_share).ok_or(Not::Here)
    }

    pub(super) fn year_before(&self) -> Result<Query, Not> {
        let When::In(Period::Year(year)) = self.when else { return Err(Not::Here) };
        let when = When::In(Period::Year(year.before().ok_or(Not::Here)?));
        Self { when, ..self.clone() }.query().ok_or(Not::Here)
    }

    /// The parts that a text does not say.
    pub(super) fn taken(&self, said: Said) -> Vec<Taken> {
        let mut taken = Vec::new();
        if let Some(indicator) = self.indicator.clone().filter(|_| !said.indicator) {
            taken.push(Taken::Measured { indicator, goods: self.goods.clone(), of: self.of.clone() });
        }
        if !said.place {
            taken.extend(self.reporter.clone().map(Taken::Count));
            taken.extend(self.places.iter().cloned().map(Taken::Place));
        }
        taken.extend(Some(Taken::When(self.when)).filter(|_| !said.when && self.when != When::Latest));
        taken
    }
}
