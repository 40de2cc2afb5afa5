//! Which of several figures for the same thing leads, and how the others stand to it.

use std::{
    cell::OnceCell,
    cmp::{Ordering, Reverse},
    sync::Arc,
};

use rust_decimal::Decimal;

use crate::{
    catalogue::Known,
    fact::{Amount, AuthorityId, Base, Currency, Figure, Period, Qualifier, Series, SourceId, Span, Status},
};

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
    /// Taken back by its source.
    Withdrawn,
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
            Self::Revised => "revised",
            Self::Withdrawn => "withdrawn",
            Self::Mirror => "mirror",
            Self::ThirdParty => "third-party",
            Self::OtherUnit => "other-unit",
            Self::OtherCount => "other-count",
            Self::OtherPeriod => "other-period",
        }
    }
}

/// Why one figure goes before another of the same thing: the first of these in which they differ decides.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Ground {
    /// The other was taken back by its source.
    Withdrawn,
    /// The other says what is to come, not what was counted.
    Counted,
    /// It is the count of the body that measures.
    Measured,
    /// It is a stock of a stated day.
    Dated,
    /// It is a stock of a later day.
    Later,
    /// It is a number, the other a threshold.
    Number,
    /// It is in dollars.
    Dollars,
    /// It replaced the other, which came out earlier and differs beyond rounding.
    Newer,
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

    /// Whether one value could have been printed as both, or meets the bound that the other is.
    pub fn agrees(&self, other: &Self) -> bool {
        agree((self.amount, self.qualifier), (other.amount, other.qualifier))
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

    /// Whether it was derived by us.
    pub fn is_calculated(&self) -> bool {
        matches!(self.basis, Basis::Calculated(..))
    }
}

impl Reading {
    /// The figures of one thing, led by the preferred one; none if there are none that may lead.
    pub(crate) fn of<'f>(figures: impl IntoIterator<Item = &'f Figure>, catalogue: Known<'_>) -> Option<Self> {
        let figures: Vec<&Figure> = figures.into_iter().collect();
        let field = Field::of(figures.iter().copied(), catalogue);
        let lead = field.lead()?;
        let others = figures.into_iter().filter(|figure| *figure != lead);
        let other = |figure: &Figure| Other {
            figure: figure.clone(),
            relation: field.relation(figure, lead),
            ground: field.ground(lead, figure),
        };
        let mut reading = Self::alone(Number::stated(lead));
        reading.others = others.map(other).collect();
        if !reading.others.is_empty() {
            reading.count(catalogue);
        }
        Some(reading)
    }

    /// A calculated number, and what was stated but cannot lead.
    pub(crate) fn instead_of<'f>(
        figures: impl Iterator<Item = &'f Figure>,
        lead: Number,
        catalogue: Known<'_>,
    ) -> Self {
        let other = |figure: &Figure| {
            let (relation, ground) = match catalogue.is_withdrawn(figure) {
                true => (Relation::Withdrawn, Ground::Withdrawn),
                false => (Relation::Differs, Ground::Counted),
            };
            Other { figure: figure.clone(), relation, ground }
        };
        Self { others: figures.map(other).collect(), ..Self::alone(lead) }
    }

    /// A number that nothing else is said of.
    pub(crate) fn printed(figure: &Figure) -> Self {
        Self::alone(Number::stated(figure))
    }

    pub(crate) fn alone(lead: Number) -> Self {
        Self { lead, others: Vec::new(), reports: 1, origins: 1, calculated: None }
    }

    fn count(&mut self, catalogue: Known<'_>) {
        let Basis::Stated(lead) = &self.lead.basis else { return };
        let agreeing = self.others.iter().filter(|other| other.relation == Relation::Agrees).map(|other| &other.figure);
        let (mut sources, mut origins): (Vec<&SourceId>, Vec<&AuthorityId>) = Default::default();
        for figure in agreeing.chain([lead]) {
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

/// The figure that leads all others for the same thing; none if there are none that may.
pub(crate) fn lead<'f>(figures: impl Iterator<Item = &'f Figure>, catalogue: Known<'_>) -> Option<&'f Figure> {
    Field::of(figures, catalogue).lead()
}

/// The figures of one thing that may lead.
struct Field<'f, 'c> {
    catalogue: Known<'c>,
    figures: Vec<&'f Figure>,
    /// Of each; one that is alone need not be weighed.
    standings: OnceCell<Vec<Standing>>,
}

/// What a figure is before its digits are looked at; the least goes first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Standing {
    to_come: bool,
    not_measured: bool,
    undated: bool,
    /// Of a stock: the later its day, the better.
    day: Option<Reverse<Period>>,
    threshold: bool,
    other_currency: bool,
}

impl Standing {
    fn of(figure: &Figure, catalogue: Known<'_>) -> Self {
        let base = figure.amount.unit.base;
        let stock = figure.period.is_stock();
        Self {
            to_come: !figure.status.is_none_or(Status::is_counted),
            not_measured: !catalogue.is_measured(figure),
            undated: stock && figure.period.year().is_none(),
            day: stock.then_some(Reverse(figure.period)),
            threshold: figure.qualifier.is_threshold(),
            other_currency: matches!(base, Base::Money(currency) if currency != Currency::USD),
        }
    }

    /// In what it is before another first; none where they are alike.
    fn ground(self, other: Self) -> Option<Ground> {
        let grounds = [
            (self.to_come != other.to_come, Ground::Counted),
            (self.not_measured != other.not_measured, Ground::Measured),
            (self.undated != other.undated, Ground::Dated),
            (self.day != other.day, Ground::Later),
            (self.threshold != other.threshold, Ground::Number),
            (self.other_currency != other.other_currency, Ground::Dollars),
        ];
        grounds.into_iter().find_map(|(decides, ground)| decides.then_some(ground))
    }
}

impl<'f, 'c> Field<'f, 'c> {
    /// A goal is no figure, except where nothing but goals is kept.
    fn of(figures: impl Iterator<Item = &'f Figure>, catalogue: Known<'c>) -> Self {
        let is_goal = |figure: &Figure| figure.status == Some(Status::Target);
        let may_lead = |figure: &&Figure| {
            !catalogue.is_withdrawn(figure) && (!is_goal(figure) || catalogue.figures(&figure.series).all(is_goal))
        };
        Self { catalogue, figures: figures.filter(may_lead).collect(), standings: OnceCell::new() }
    }

    /// Of those in the best standing, what no later vintage replaced; of these the one with most digits.
    fn lead(&self) -> Option<&'f Figure> {
        if let [only] = self.figures[..] {
            return Some(only);
        }
        let best = self.standings().iter().copied().min()?;
        let figures = self.alike(best).filter(|figure| !self.is_replaced(figure, best));
        // Authority and source only make the choice the same in whatever order the sheets load.
        figures.max_by(|one, other| {
            let exact = |figure: &Figure| figure.qualifier == Qualifier::Exact;
            // A later one that agrees is no revision: the first to come out stays.
            let first_out = |figure: &Figure| figure.source.published.map(Reverse);
            let digits = one.amount.significant_digits().cmp(&other.amount.significant_digits());
            digits
                .then_with(|| exact(one).cmp(&exact(other)))
                .then_with(|| closer(one, other))
                .then_with(|| first_out(one).cmp(&first_out(other)))
                .then_with(|| other.authority.cmp(&one.authority))
                .then_with(|| other.source.id.cmp(&one.source.id))
        })
    }

    fn standing(&self, figure: &Figure) -> Standing {
        let own = self.figures.iter().position(|other| *other == figure);
        own.map_or_else(|| Standing::of(figure, self.catalogue), |own| self.standings()[own])
    }

    fn standings(&self) -> &[Standing] {
        self.standings.get_or_init(|| self.figures.iter().map(|one| Standing::of(one, self.catalogue)).collect())
    }

    fn alike(&self, standing: Standing) -> impl Iterator<Item = &'f Figure> {
        let alike = self.figures.iter().zip(self.standings()).filter(move |(_, other)| **other == standing);
        alike.map(|(figure, _)| *figure)
    }

    /// Whether the same body said something else later: a relay that differs is no revision.
    fn is_replaced(&self, figure: &Figure, standing: Standing) -> bool {
        self.alike(standing).any(|later| {
            let dates = later.source.published.zip(figure.source.published);
            dates.is_some_and(|(later, earlier)| later.is_after(earlier))
                && later.authority == figure.authority
                && !figures_agree(later, figure)
        })
    }

    /// Why the lead goes before another.
    fn ground(&self, lead: &Figure, other: &Figure) -> Ground {
        if self.catalogue.is_withdrawn(other) {
            return Ground::Withdrawn;
        }
        let standing = self.standing(lead);
        standing.ground(self.standing(other)).unwrap_or_else(|| {
            let digits = |figure: &Figure| (figure.amount.significant_digits(), figure.qualifier == Qualifier::Exact);
            match () {
                () if self.is_replaced(other, standing) => Ground::Newer,
                () if digits(lead) > digits(other) => Ground::Digits,
                () => Ground::Alike,
            }
        })
    }

    fn relation(&self, figure: &Figure, lead: &Figure) -> Relation {
        let same_count = || self.catalogue.origin(figure) == self.catalogue.origin(lead);
        if self.catalogue.is_withdrawn(figure) {
            Relation::Withdrawn
        } else if figure.period.is_stock() && !same_count() {
            Relation::OtherCount
        } else if figure.period != lead.period {
            Relation::OtherPeriod
        } else if figure.amount.unit.base != lead.amount.unit.base {
            Relation::OtherUnit
        } else if figures_agree(figure, lead) {
            Relation::Agrees
        } else if self.is_replaced(figure, self.standing(figure)) {
            Relation::Revised
        } else {
            Relation::Differs
        }
    }
}

/// Of two bounds on one side the greater is that which implies the other.
fn closer(one: &Figure, other: &Figure) -> Ordering {
    let middle = |figure: &Figure| figure.amount.span().and_then(|span| span.low.checked_add(span.high));
    if one.qualifier != other.qualifier || one.amount.unit.base != other.amount.unit.base {
        return Ordering::Equal;
    }
    match one.qualifier {
        Qualifier::MoreThan | Qualifier::AtLeast => middle(one).cmp(&middle(other)),
        Qualifier::LessThan | Qualifier::AtMost => middle(other).cmp(&middle(one)),
        Qualifier::Exact | Qualifier::About | Qualifier::Nearly => Ordering::Equal,
    }
}

/// Whether one value could have been printed as both, or meets the bound that the other is.
fn agree(one: (Amount, Qualifier), other: (Amount, Qualifier)) -> bool {
    let spans = || Some((one.0.span_as(one.1)?, other.0.span_as(other.1)?));
    let Some((left, right)) = spans() else { return one.0 == other.0 };
    one.0.unit.base == other.0.unit.base
        && match (one.1.is_threshold(), other.1.is_threshold()) {
            (false, false) => left.meets(right),
            (true, false) => meets(one, right),
            (false, true) => meets(other, left),
            (true, true) => one.1 == other.1 && left.meets(right),
        }
}

fn figures_agree(one: &Figure, other: &Figure) -> bool {
    agree((one.amount, one.qualifier), (other.amount, other.qualifier))
}

fn meets(bound: (Amount, Qualifier), value: Span) -> bool {
    let Some(bound_span) = bound.0.span() else { return false };
    match bound.1 {
        Qualifier::MoreThan | Qualifier::AtLeast => value.high >= bound_span.low,
        _ => value.low <= bound_span.high,
    }
}
