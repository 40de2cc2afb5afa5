//! What is measured, and who measures.

use super::{AuthorityId, Base, IndicatorId, PlaceId, ProductId, Words};

/// What is measured.
#[derive(Clone, Debug)]
pub struct Indicator {
    pub id: IndicatorId,
    pub kind: Kind,
    /// It can be below zero, and so is shown with its sign.
    pub signed: bool,
    /// It is the partner's own, such as its debt: "the debt of Tajikistan" leaves nothing open.
    pub is_own: bool,
    /// It can be asked for goods of one kind.
    pub of_goods: bool,
    /// Which way the goods go; none for both or for what does not go.
    pub direction: Option<Direction>,
    /// The units it may be stated in, without their scale.
    pub units: Vec<Base>,
    pub names: Words,
    /// One sentence: what is counted and what is not.
    pub definition: Words,
    /// How it follows from others where no source states it.
    pub derivation: Option<Derivation>,
    /// What an answer shows beneath it, in this order.
    pub shown_with: Vec<IndicatorId>,
}

/// Which way goods go, seen from the reporter.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Direction {
    Out,
    In,
}

/// How an indicator relates to time.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// Counted over a span: exports of a year.
    Flow,
    /// Counted at a moment, or up to it: investment to date.
    Stock,
    /// A change of another indicator against an earlier period.
    Growth,
    /// A part of a whole.
    Share,
}

/// How one indicator follows from others, of the same two places and the same period.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Derivation {
    /// The sum of these.
    Sum(IndicatorId, IndicatorId),
    /// The first less the second.
    Difference(IndicatorId, IndicatorId),
    /// A part of this over the whole of it, in percent.
    Share(IndicatorId),
}

/// A body that counts, or speaks for one that does.
#[derive(Clone, Debug)]
pub struct Authority {
    pub id: AuthorityId,
    pub names: Words,
    /// Whose body it is; none for an international one.
    pub country: Option<PlaceId>,
    /// What it counts itself: its numbers for these go before anyone else's.
    pub measures: Vec<IndicatorId>,
    /// The goods of which it counts trade; empty for one that counts all.
    pub goods: Vec<ProductId>,
    /// Whose count it relays, for which indicators.
    pub stands_for: Option<StandsFor>,
}

/// One authority's numbers are another's count.
#[derive(Clone, Debug)]
pub struct StandsFor {
    pub authority: AuthorityId,
    pub indicators: Vec<IndicatorId>,
    /// Why we take it so, in our words.
    pub reason: Words,
}
