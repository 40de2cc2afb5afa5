//! Numbers that are given as answers, and how others of the same thing stand to them.

use std::{cmp::Ordering, sync::Arc};

use rust_decimal::Decimal;

use crate::{
    catalogue::Known,
    fact::{Amount, AuthorityId, Figure, Period, Qualifier, Series, SourceId, SourceKind, Span, Status},
};

/// A number with the word before it, and all that both leave open.
#[derive(Clone, Copy, Debug)]
pub(super) struct Said {
    pub(super) amount: Amount,
    pub(super) qualifier: Qualifier,
    pub(super) span: Option<Span>,
}

/// A number we can give, and where it comes from.
#[derive(Clone, Debug)]
pub struct Number {
    pub series: Arc<Series>,
    pub period: Period,
    /// The base of a growth where that is not the same span a year earlier.
    pub since: Option<Period>,
    pub amount: Amount,
    pub qualifier: Qualifier,
    pub status: Option<Status>,
    pub basis: Basis,
}

/// Printed in a source, or derived by us.
#[derive(Clone, Debug)]
pub enum Basis {
    Stated(Figure),
    /// The inputs stand in the order of the formula.
    Calculated(Formula, Vec<Number>),
}

/// How a number was derived.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Formula {
    /// a + b, and of the members of a group all of them
    Sum,
    /// a − b
    Difference,
    /// a ÷ (1 + b): an earlier value from a later one and its growth
    Earlier,
    /// a ÷ b − 1, in percent
    Growth,
    /// a ÷ b
    Times,
    /// a ÷ b, in percent
    Share,
    /// (a ÷ b)^(1 ÷ years) − 1, in percent a year
    Average(u16),
}

/// What we hold for one thing: the number that leads, and all else that was said of it.
#[derive(Clone, Debug)]
pub struct Reading {
    pub lead: Number,
    pub others: Vec<Other>,
    /// Documents that agree with the lead, its own included.
    pub reports: usize,
    /// Counts that those documents go back to.
    pub origins: usize,
    /// What we calculate ourselves where the lead is stated and the digits differ.
    pub calculated: Option<Box<Number>>,
}

/// Another figure for the same thing.
#[derive(Clone, Debug)]
pub struct Other {
    pub figure: Figure,
    pub relation: Relation,
    /// Why the lead goes before it.
    pub ground: Ground,
}

/// Another count of the same border.
#[derive(Clone, Debug)]
pub struct Across {
    /// [`Relation::OtherPeriod`] where that count has the year only in another span: it is not compared.
    pub relation: Relation,
    pub reading: Reading,
}

/// How a figure stands to the one that leads.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Relation {
    /// The same to rounding, or a threshold that the lead meets.
    Agrees,
    Differs,
    /// An older vintage of the same count, which a later one replaced.
    Revised,
    /// An older vintage that a relay tells after it was replaced.
    RepeatedLate,
    /// Taken back by its source.
    Withdrawn,
    /// Known to be wrong: on record, and on no page but those that tell how the number came about.
    Wrong,
    /// The other side's count of the same border: stands beside, in a series of its own.
    Mirror,
    /// The count of one who is neither side: stands beside, in a series of its own.
    ThirdParty,
    /// In another unit: stands beside, is not compared.
    OtherUnit,
    /// Another body's count of a stock: stands beside, is not compared.
    OtherCount,
    /// Of another span or another day: stands beside, is not compared.
    OtherPeriod,
}

impl Relation {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Agrees => "agrees",
            Self::Differs => "differs",
            Self::Revised | Self::RepeatedLate => "revised",
            Self::Withdrawn => "withdrawn",
            Self::Wrong => "wrong",
            Self::Mirror => "mirror",
            Self::ThirdParty => "third-party",
            Self::OtherUnit => "other-unit",
            Self::OtherCount => "other-count",
            Self::OtherPeriod => "other-period",
        }
    }
}

/// Why a number goes before another of the same thing: the step that dropped the other.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Ground {
    /// The other was taken back by its source.
    Withdrawn,
    /// The other is known to be wrong.
    Wrong,
    /// The other may be wrong, and it is not alone.
    Doubtful,
    /// It was counted; the other is expected, estimated or aimed at.
    Counted,
    /// It is the count of a body that measures.
    Measured,
    /// It is a stock of a stated day.
    Dated,
    /// It is a stock of a later day.
    Later,
    /// It is a stock by the count that was asked for.
    Asked,
    /// It is in dollars.
    Dollars,
    /// Its document is of a better kind, and the other differs beyond rounding.
    Kind,
    /// It replaced the other, which came out earlier and differs beyond rounding, or repeats late what was replaced.
    Newer,
    /// It is a number, the other a bound.
    Number,
    /// It is stated, the other calculated.
    Stated,
    /// It is the closer bound.
    Closer,
    /// It has more digits, or as many and no "about".
    Digits,
    /// They are alike in all of this.
    Alike,
}

impl Number {
    pub fn stated(figure: &Figure) -> Self {
        Self {
            series: figure.series.clone(),
            period: figure.period,
            since: figure.since,
            amount: figure.amount,
            qualifier: figure.qualifier,
            status: figure.status,
            basis: Basis::Stated(figure.clone()),
        }
    }

    /// What the number may be, given its digits and its qualifier; a bound is taken for its own value and on.
    pub fn span(&self) -> Option<Span> {
        let span = self.amount.span_as(self.qualifier)?;
        let middle = span.high.checked_sub(span.low)?.checked_mul(Decimal::new(5, 1))?.checked_add(span.low)?;
        Some(match self.qualifier {
            Qualifier::MoreThan | Qualifier::AtLeast => Span { low: middle, ..span },
            Qualifier::LessThan | Qualifier::AtMost => Span { high: middle, ..span },
            _ => span,
        })
    }

    /// True if one value could have been printed as both, or meets the bound that the other is.
    pub fn agrees(&self, other: &Self) -> bool {
        Said::of(self.amount, self.qualifier).agrees(&Said::of(other.amount, other.qualifier))
    }

    /// Every figure that it rests on, each once, in the order of the formula.
    pub fn figures(&self) -> Vec<&Figure> {
        match &self.basis {
            Basis::Stated(figure) => vec![figure],
            Basis::Calculated(_, inputs) => {
                let mut figures: Vec<&Figure> = Vec::new();
                for figure in inputs.iter().flat_map(Number::figures) {
                    if !figures.contains(&figure) {
                        figures.push(figure);
                    }
                }
                figures
            }
        }
    }

    /// How this number stands to one that a source states: greater or less than its words allow.
    pub fn against(&self, stated: &Self) -> Ordering {
        let alike = self.amount.unit.base == stated.amount.unit.base;
        let span = self.amount.span_as(self.qualifier).filter(|_| alike && !self.qualifier.is_threshold());
        span.map_or(Ordering::Equal, |span| stated.amount.against(stated.qualifier, span))
    }

    /// True if it is a third party's who compiled what bodies report.
    pub fn is_compiled(&self) -> bool {
        let is_data_set = |figure: &&Figure| figure.source.kind == Some(SourceKind::Dataset);
        self.series.reporter.is_none() && self.figures().iter().all(is_data_set)
    }

    /// True if a figure that it rests on may be wrong.
    pub fn is_doubtful(&self) -> bool {
        match &self.basis {
            Basis::Stated(figure) => figure.is_doubtful(),
            Basis::Calculated(_, inputs) => inputs.iter().any(Self::is_doubtful),
        }
    }

    /// True if it was derived by us.
    pub fn is_calculated(&self) -> bool {
        matches!(self.basis, Basis::Calculated(..))
    }
}

/// True if one value could have been printed as both, or meets the bound that one of them is.
pub(crate) fn agree(one: (Amount, Qualifier), other: (Amount, Qualifier)) -> bool {
    Said::of(one.0, one.1).agrees(&Said::of(other.0, other.1))
}

impl Said {
    pub(super) fn of(amount: Amount, qualifier: Qualifier) -> Self {
        Self { amount, qualifier, span: amount.span_as(qualifier) }
    }

    /// True if one value could have been printed as both, or meets the bound that the other is.
    pub(super) fn agrees(&self, other: &Self) -> bool {
        let Some((left, right)) = self.span.zip(other.span) else { return self.amount == other.amount };
        self.amount.unit.base == other.amount.unit.base
            && match (self.qualifier.is_threshold(), other.qualifier.is_threshold()) {
                (false, false) => left.meets(right),
                (true, false) => meets(self.qualifier, left, right),
                (false, true) => meets(other.qualifier, right, left),
                (true, true) => self.qualifier == other.qualifier && left.meets(right),
            }
    }
}

impl Reading {
    /// A calculated number, and what was stated but does not lead.
    pub(crate) fn instead_of<'f>(
        figures: impl Iterator<Item = &'f Figure>,
        lead: Number,
        catalogue: Known<'_>,
    ) -> Self {
        let other = |figure: &Figure| {
            let (relation, ground) = match figure {
                _ if catalogue.is_withdrawn(figure) => (Relation::Withdrawn, Ground::Withdrawn),
                _ if figure.is_wrong() => (Relation::Wrong, Ground::Wrong),
                _ if figure.amount.unit.base != lead.amount.unit.base => (Relation::OtherUnit, Ground::Dollars),
                _ if figure.is_doubtful() => (Relation::Differs, Ground::Doubtful),
                _ => (Relation::Differs, Ground::Counted),
            };
            Other { figure: figure.clone(), relation, ground }
        };
        let others = figures.map(other).collect();
        Self { others, ..Self::alone(lead) }
    }

    /// A number that nothing else is said of.
    pub(crate) fn printed(figure: &Figure) -> Self {
        Self::alone(Number::stated(figure))
    }

    pub(crate) fn alone(lead: Number) -> Self {
        Self { lead, others: Vec::new(), reports: 1, origins: 1, calculated: None }
    }

    pub(super) fn count(&mut self, catalogue: Known<'_>) {
        let lead = self.lead.figures();
        let agreeing = self.others.iter().filter(|other| other.relation == Relation::Agrees).map(|other| &other.figure);
        let (mut sources, mut origins): (Vec<&SourceId>, Vec<&AuthorityId>) = Default::default();
        for figure in agreeing.chain(lead) {
            let (source, origin) = (&figure.source.id, catalogue.origin(figure));
            if !sources.contains(&source) {
                sources.push(source);
            }
            if !origins.contains(&origin) {
                origins.push(origin);
            }
        }
        (self.reports, self.origins) = (sources.len(), origins.len());
    }

    /// Those of the other figures that stand in this relation.
    pub fn others(&self, relation: Relation) -> impl Iterator<Item = &Figure> {
        self.others.iter().filter(move |other| other.relation == relation).map(|other| &other.figure)
    }
}

fn meets(bound: Qualifier, at: Span, value: Span) -> bool {
    match bound {
        Qualifier::MoreThan | Qualifier::AtLeast => value.high >= at.low,
        _ => value.low <= at.high,
    }
}
