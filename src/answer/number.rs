//! Which of several figures for the same thing leads, and how the others stand to it.

use std::{collections::BTreeSet, sync::Arc};

use rust_decimal::Decimal;

use crate::{
    catalogue::Known,
    fact::{Amount, AuthorityId, Base, Currency, Figure, Of, Period, Qualifier, Series, Span, Status},
};

/// A number we can give, and where it comes from.
#[derive(Clone, Debug)]
pub struct Number<'c> {
    pub series: Arc<Series>,
    pub period: Period,
    /// The base of a growth where that is not the same span a year earlier.
    pub since: Option<Period>,
    pub amount: Amount,
    pub qualifier: Qualifier,
    pub status: Option<Status>,
    pub basis: Basis<'c>,
}

/// Printed in a source, or derived by us.
#[derive(Clone, Debug)]
pub enum Basis<'c> {
    Stated(&'c Figure),
    /// The inputs stand in the order of the formula.
    Calculated(Formula, Vec<Number<'c>>),
}

/// How a number was derived.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Formula {
    /// a + b
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
}

/// What we hold for one thing: the number that leads, and all else that was said of it.
#[derive(Clone, Debug)]
pub struct Reading<'c> {
    pub lead: Number<'c>,
    pub others: Vec<Other<'c>>,
    /// Documents that agree with the lead, its own included.
    pub reports: usize,
    /// Counts that those documents go back to.
    pub origins: usize,
    /// What we calculate ourselves where the lead is stated and the digits differ.
    pub calculated: Option<Box<Number<'c>>>,
}

/// Another figure for the same thing.
#[derive(Clone, Debug)]
pub struct Other<'c> {
    pub figure: &'c Figure,
    pub relation: Relation,
}

/// How a figure stands to the one that leads.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Relation {
    /// The same to rounding, or a threshold that the lead meets.
    Agrees,
    Differs,
    /// In another unit: stands beside, is not compared.
    OtherUnit,
    /// Another body's count of a stock, or of another day: stands beside, is not compared.
    OtherCount,
}

impl<'c> Number<'c> {
    pub fn stated(figure: &'c Figure) -> Self {
        Self {
            series: figure.series.clone(),
            period: figure.period,
            since: figure.since,
            amount: figure.amount,
            qualifier: figure.qualifier,
            status: figure.status,
            basis: Basis::Stated(figure),
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

    /// Every figure that it rests on, each once, in the order of the formula.
    pub fn figures(&self) -> Vec<&'c Figure> {
        match &self.basis {
            Basis::Stated(figure) => vec![figure],
            Basis::Calculated(_, inputs) => {
                let mut figures: Vec<&Figure> = Vec::new();
                for figure in inputs.iter().flat_map(Number::figures) {
                    if !figures.iter().any(|known| std::ptr::eq(*known, figure)) {
                        figures.push(figure);
                    }
                }
                figures
            }
        }
    }

    pub fn is_calculated(&self) -> bool {
        matches!(self.basis, Basis::Calculated(..))
    }
}

impl<'c> Reading<'c> {
    /// The figures of one thing, led by the preferred one; none if there are none.
    pub(super) fn of(figures: impl IntoIterator<Item = &'c Figure>, catalogue: Known<'_>) -> Option<Self> {
        let figures: Vec<&Figure> = figures.into_iter().collect();
        let lead = lead(figures.iter().copied(), catalogue)?;
        let others = figures.into_iter().filter(|figure| !std::ptr::eq(*figure, lead));
        let others = others.map(|figure| Other { figure, relation: relation(figure, lead, catalogue) });
        let mut reading = Self::alone(Number::stated(lead));
        reading.others = others.collect();
        reading.count(catalogue);
        Some(reading)
    }

    /// A number that nothing else is said of.
    pub(super) fn alone(lead: Number<'c>) -> Self {
        Self { lead, others: Vec::new(), reports: 1, origins: 1, calculated: None }
    }

    fn count(&mut self, catalogue: Known<'_>) {
        let Basis::Stated(lead) = self.lead.basis else { return };
        let agreeing = self.others.iter().filter(|other| other.relation == Relation::Agrees).map(|other| other.figure);
        let agreeing: Vec<&Figure> = agreeing.chain([lead]).collect();
        self.reports = agreeing.iter().map(|figure| &figure.source.id).collect::<BTreeSet<_>>().len();
        self.origins = agreeing.iter().map(|figure| catalogue.origin(figure)).collect::<BTreeSet<&AuthorityId>>().len();
    }

    /// Those of the other figures that stand in this relation.
    pub fn others(&self, relation: Relation) -> impl Iterator<Item = &'c Figure> {
        self.others.iter().filter(move |other| other.relation == relation).map(|other| other.figure)
    }
}

/// The figure that leads all others for the same thing; none if there are none.
///
/// The measuring authority's come first, a dated stock before an undated one, a number before a threshold, dollars
/// before other currencies. Among those the newest vintage counts, with all that agree with it; of these the one
/// with most digits leads.
pub(super) fn lead<'c>(figures: impl Iterator<Item = &'c Figure>, catalogue: Known<'_>) -> Option<&'c Figure> {
    let rank = |figure: &Figure| {
        (
            !is_measured(figure, catalogue),
            figure.period.is_stock() && figure.period.year().is_none(),
            figure.qualifier.is_threshold(),
            figure.amount.unit.base != Base::Money(Currency::USD) && matches!(figure.amount.unit.base, Base::Money(_)),
        )
    };
    let mut best: Vec<&Figure> = Vec::new();
    let mut best_rank = None;
    for figure in figures.filter(|figure| figure.withdrawn.is_none()) {
        let rank = rank(figure);
        if best_rank.is_none_or(|best_rank| rank < best_rank) {
            best_rank = Some(rank);
            best.clear();
        }
        if Some(rank) == best_rank {
            best.push(figure);
        }
    }
    // More digits first; the rest only makes the choice the same in whatever order the sheets load.
    let finer = |one: &&Figure, other: &&Figure| {
        let digits = one.amount.significant_digits().cmp(&other.amount.significant_digits());
        digits.then_with(|| other.authority.cmp(&one.authority)).then_with(|| other.source.id.cmp(&one.source.id))
    };
    let vintage = |one: &&Figure, other: &&Figure| one.source.published.cmp(&other.source.published);
    let newest = best.iter().copied().max_by(|one, other| vintage(one, other).then_with(|| finer(one, other)))?;
    best.into_iter().filter(|figure| std::ptr::eq(*figure, newest) || agree(figure, newest)).max_by(finer)
}

fn is_measured(figure: &Figure, catalogue: Known<'_>) -> bool {
    let measured = match &figure.series.of {
        Some(Of::Indicator(grown)) => grown,
        _ => &figure.series.indicator,
    };
    let origin = catalogue.authority(catalogue.origin(figure).as_str());
    origin.is_some_and(|authority| authority.measures.contains(measured))
}

fn relation(figure: &Figure, lead: &Figure, catalogue: Known<'_>) -> Relation {
    let same_count = catalogue.origin(figure) == catalogue.origin(lead);
    if figure.period.is_stock() && (!same_count || figure.period != lead.period) {
        Relation::OtherCount
    } else if figure.amount.unit.base != lead.amount.unit.base {
        Relation::OtherUnit
    } else if agree(figure, lead) {
        Relation::Agrees
    } else {
        Relation::Differs
    }
}

/// Whether one value could have been printed as both, or meets the bound that the other is.
fn agree(one: &Figure, other: &Figure) -> bool {
    let spans = || Some((one.amount.span_as(one.qualifier)?, other.amount.span_as(other.qualifier)?));
    let Some((left, right)) = spans() else { return one.amount == other.amount };
    one.amount.unit.base == other.amount.unit.base
        && match (one.qualifier.is_threshold(), other.qualifier.is_threshold()) {
            (false, false) => left.meets(right),
            (true, false) => meets(one, right),
            (false, true) => meets(other, left),
            (true, true) => one.qualifier == other.qualifier && left.meets(right),
        }
}

fn meets(bound: &Figure, value: Span) -> bool {
    let Some(bound_span) = bound.amount.span() else { return false };
    match bound.qualifier {
        Qualifier::MoreThan | Qualifier::AtLeast => value.high >= bound_span.low,
        _ => value.low <= bound_span.high,
    }
}
