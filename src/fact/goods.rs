//! What is traded, and what it is counted in.

use std::fmt;

use super::{Base, IndicatorId, ProductId, Words, closed::closed_list};

/// Goods of one kind.
#[derive(Clone, Debug)]
pub struct Product {
    pub id: ProductId,
    /// The wider goods that it is a part of.
    pub parent: Option<ProductId>,
    /// As its classification has it: `HS 2711`, `SITC 7`.
    pub code: Option<String>,
    pub names: Words,
    /// Its name as the owner in another, "of gas", where a language has a form for that.
    pub owned: Words,
    /// Ids that indicators of its trade once had: they are read for ever.
    pub former: Vec<Former>,
}

/// An id that is no longer an indicator's, and what it means now.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Former {
    pub id: IndicatorId,
    pub indicator: IndicatorId,
    pub measure: Measure,
}

/// A product as a series has it. Its value, its weight and its number are never one series.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Goods {
    pub product: ProductId,
    pub measure: Measure,
}

closed_list! {
    /// What goods are counted in; spelled as the unit, the value not at all.
    Measure, "measure" {
        /// Money, of any currency.
        Value = "value",
        /// Tonnes.
        Weight = "t",
        /// Cubic metres.
        Volume = "m3",
        /// Pieces.
        Number = "count",
    }
}

impl Measure {
    /// What a unit counts goods in; none for one that counts no goods.
    pub fn of(base: Base) -> Option<Self> {
        match base {
            Base::Money(_) => Some(Self::Value),
            Base::Tonnes => Some(Self::Weight),
            Base::CubicMetres => Some(Self::Volume),
            Base::Count => Some(Self::Number),
            Base::Percent | Base::Times | Base::Years | Base::Months | Base::Kilometres | Base::Teu => None,
        }
    }
}

/// `gas`, `gas m3`.
impl fmt::Display for Goods {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.measure {
            Measure::Value => write!(f, "{}", self.product),
            measure => write!(f, "{} {measure}", self.product),
        }
    }
}
