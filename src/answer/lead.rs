//! Which of several numbers for the same thing leads: steps drop candidates in turn, and what is left goes on.

use std::cmp::{Ordering, Reverse};

use jiff::ToSpan as _;
use rust_decimal::Decimal;

use super::number::{Basis, Formula, Ground, Number, Other, Reading, Relation, Said};
use crate::{
    catalogue::Known,
    fact::{Base, Currency, Figure, Qualifier, Series, SourceKind, Span, Status},
};

/// A number that may lead: what a document states, or what two parts that one document states make together.
#[derive(Clone, Copy, Debug)]
pub(super) struct Candidate<'f> {
    /// Of a total its first part, whose document and body are those of the total.
    pub(super) figure: &'f Figure,
    pub(super) total: Option<Total<'f>>,
}

/// The rest of a total whose first part is known.
#[derive(Clone, Copy, Debug)]
pub(super) struct Total<'f> {
    pub(super) other: &'f Figure,
    pub(super) said: Said,
}

/// What a step keeps of the candidates that the steps before it left.
#[derive(Clone, Copy)]
enum Keep {
    /// Those of which it holds, be it none.
    Only(fn(&Candidate<'_>, Known<'_>) -> bool),
    /// Those of the least rank.
    Least(fn(&Candidate<'_>, Known<'_>) -> usize),
    /// Those of which it holds, given all that are left.
    Beside(fn(&Candidate<'_>, &[Candidate<'_>], Known<'_>) -> bool),
}

use Keep::{Beside, Least, Only};

/// The steps in their order, each with what it says of the number that leads.
const STEPS: &[(Ground, Keep)] = &[
    (Ground::Withdrawn, Only(|one, known| one.figures().all(|figure| !known.is_withdrawn(figure)))),
    (Ground::Wrong, Only(|one, _| one.figures().all(|figure| !figure.is_wrong()))),
    (Ground::Counted, Only(is_no_goal_among_numbers)),
    (Ground::Doubtful, Least(|one, _| usize::from(one.figures().any(Figure::is_doubtful)))),
    (Ground::Counted, Least(|one, _| one.figures().map(Figure::to_come).max().unwrap_or_default())),
    (Ground::Measured, Least(|one, known| usize::from(!known.is_measured(one.figure)))),
    (Ground::Dated, Least(|one, _| usize::from(one.is_stock() && one.figure.period.year().is_none()))),
    (Ground::Later, Beside(is_newest_of_its_count)),
    (Ground::Later, Beside(is_not_long_before_another_count)),
    (Ground::Asked, Beside(is_of_the_count_asked)),
    (Ground::Later, Beside(is_of_the_last_day)),
    (Ground::Dollars, Least(|one, _| usize::from(is_other_currency(one.base())))),
    (Ground::Kind, Beside(is_of_the_best_kind_or_agrees)),
    (Ground::Newer, Beside(|one, left, known| !is_replaced(one, left, known))),
    (Ground::Number, Beside(is_no_bound_that_a_number_meets)),
    (Ground::Stated, Least(|one, _| usize::from(one.total.is_some()))),
    (Ground::Number, Least(|one, _| usize::from(one.said().qualifier.is_threshold()))),
    (Ground::Closer, Beside(is_the_closest_bound)),
    (Ground::Digits, Least(|one, _| usize::MAX - one.said().amount.significant_digits())),
    (Ground::Digits, Least(|one, _| usize::from(one.said().qualifier != Qualifier::Exact))),
];

/// The candidate that leads; none if there are none that may. Each of the others is told with the step that dropped
/// it.
pub(super) fn choose<'f>(
    mut left: Vec<Candidate<'f>>,
    known: Known<'_>,
    mut dropped: impl FnMut(&Candidate<'f>, Ground),
) -> Option<Candidate<'f>> {
    for (ground, keep) in STEPS {
        keep.apply(&mut left, known, |one| dropped(one, *ground));
        if left.is_empty() {
            return None;
        }
    }
    // Of those that are alike the first to come out stays: a later one that agrees is no revision. All else only makes
    // the choice the same in whatever order they come.
    left.sort_by_cached_key(|one| {
        let entry = &one.figure.entry;
        let named = (entry.authority.clone(), entry.source.id.clone(), entry.at.clone());
        let said = one.said();
        (Reverse(entry.source.published.map(Reverse)), named, said.qualifier, said.amount.number)
    });
    let mut left = left.into_iter();
    let lead = left.next();
    left.for_each(|one| dropped(&one, Ground::Alike));
    lead
}

/// How one of all stands to the one that leads.
pub(super) fn relation(one: &Candidate<'_>, lead: &Candidate<'_>, all: &[Candidate<'_>], known: Known<'_>) -> Relation {
    let figure = one.figure;
    match () {
        () if known.is_withdrawn(figure) => Relation::Withdrawn,
        () if figure.is_wrong() => Relation::Wrong,
        () if one.is_stock() && known.origin(figure) != known.origin(lead.figure) => Relation::OtherCount,
        () if figure.period != lead.figure.period => Relation::OtherPeriod,
        () if one.base() != lead.base() => Relation::OtherUnit,
        () if one.agrees(lead) => Relation::Agrees,
        () if is_late_repeat(one, all, known) => Relation::RepeatedLate,
        () if is_slip(one, all, known) => Relation::Differs,
        () if is_replaced(one, all, known) => Relation::Revised,
        () => Relation::Differs,
    }
}

impl Keep {
    fn apply<'f>(self, left: &mut Vec<Candidate<'f>>, known: Known<'_>, mut drops: impl FnMut(&Candidate<'f>)) {
        let mut keep = |left: &mut Vec<Candidate<'f>>, holds: &mut dyn FnMut(&Candidate<'f>) -> bool| {
            left.retain(|one| {
                let stays = holds(one);
                if !stays {
                    drops(one);
                }
                stays
            });
        };
        match self {
            Only(holds) => keep(left, &mut |one| holds(one, known)),
            // One that is left need not be weighed.
            _ if left.len() < 2 => {}
            Least(rank) => {
                let least = left.iter().map(|one| rank(one, known)).min();
                keep(left, &mut |one| Some(rank(one, known)) == least);
            }
            Beside(holds) => {
                let all = left.clone();
                keep(left, &mut |one| holds(one, &all, known));
            }
        }
    }
}

/// A goal is no figure, except where nothing but goals is kept.
fn is_no_goal_among_numbers(one: &Candidate<'_>, known: Known<'_>) -> bool {
    let is_goal = |figure: &Figure| figure.status == Some(Status::Target);
    !one.figures().any(is_goal) || known.figures(&one.figure.series).all(is_goal)
}

fn is_newest_of_its_count(one: &Candidate<'_>, left: &[Candidate<'_>], known: Known<'_>) -> bool {
    let same_count = |other: &Candidate<'_>| known.origin(other.figure) == known.origin(one.figure);
    !one.is_stock() || !left.iter().any(|other| other.figure.period > one.figure.period && same_count(other))
}

/// True if the body is one of the place whose count was asked for.
fn is_asked(one: &Candidate<'_>, known: Known<'_>) -> bool {
    let body = known.authority(known.origin(one.figure).as_str());
    let country = body.and_then(|body| body.country.as_ref());
    country.is_some() && country == one.figure.series.reporter.as_ref()
}

fn is_not_long_before_another_count(one: &Candidate<'_>, left: &[Candidate<'_>], known: Known<'_>) -> bool {
    if !one.is_stock() || !is_asked(one, known) {
        return true;
    }
    let others = left.iter().filter(|other| !is_asked(other, known));
    let newest = others.filter_map(|other| other.figure.period.last_day()).max();
    let a_year_on = one.figure.period.last_day().and_then(|day| day.checked_add(1.year()).ok());
    newest.zip(a_year_on).is_none_or(|(newest, a_year_on)| newest <= a_year_on)
}

fn is_of_the_count_asked(one: &Candidate<'_>, left: &[Candidate<'_>], known: Known<'_>) -> bool {
    !one.is_stock() || is_asked(one, known) || !left.iter().any(|other| is_asked(other, known))
}

fn is_of_the_last_day(one: &Candidate<'_>, left: &[Candidate<'_>], _: Known<'_>) -> bool {
    !one.is_stock() || left.iter().all(|other| other.figure.period <= one.figure.period)
}

pub(super) fn is_other_currency(base: Base) -> bool {
    matches!(base, Base::Money(currency) if currency != Currency::USD)
}

fn is_of_the_best_kind_or_agrees(one: &Candidate<'_>, left: &[Candidate<'_>], _: Known<'_>) -> bool {
    let best = left.iter().map(Candidate::kind).min().unwrap_or_default();
    one.kind() == best || left.iter().any(|other| other.kind() == best && other.agrees(one))
}

fn is_no_bound_that_a_number_meets(one: &Candidate<'_>, left: &[Candidate<'_>], _: Known<'_>) -> bool {
    let is_bound = |one: &Candidate<'_>| one.said().qualifier.is_threshold();
    !is_bound(one) || !left.iter().any(|other| !is_bound(other) && other.agrees(one))
}

/// True if a bound on the same side is closer, and so implies this one.
fn is_the_closest_bound(one: &Candidate<'_>, left: &[Candidate<'_>], _: Known<'_>) -> bool {
    let said = one.said();
    let middle = |said: &Said| said.span.and_then(|span| span.low.checked_add(span.high));
    left.iter().map(Candidate::said).filter(|other| other.qualifier == said.qualifier).all(|other| {
        let alike = other.amount.unit.base == said.amount.unit.base;
        !alike
            || match said.qualifier {
                Qualifier::MoreThan | Qualifier::AtLeast => middle(&other) <= middle(&said),
                Qualifier::LessThan | Qualifier::AtMost => middle(&other) >= middle(&said),
                Qualifier::Exact | Qualifier::About | Qualifier::Nearly => true,
            }
    })
}

/// What a figure replaced of what was said before it: the last that its body had said, where it differs beyond
/// rounding and is neither a late repeat nor a slip.
pub(crate) fn revised<'f>(
    figure: &'f Figure,
    before: impl Iterator<Item = &'f Figure>,
    known: Known<'_>,
) -> Option<&'f Figure> {
    let new = Candidate::stated(figure);
    let said = before.filter(|old| !old.is_wrong()).map(Candidate::stated);
    let mut all: Vec<_> = said.filter(|old| new.is_of_one_body(old, known) && new.is_after(old)).collect();
    let old = *all.last()?;
    all.push(new);
    let replaces = !new.agrees(&old) && !is_late_repeat(&new, &all, known) && !is_slip(&new, &all, known);
    replaces.then_some(old.figure)
}

/// True if a figure tells late what its body had replaced in what was said before it.
pub(crate) fn repeats_late<'f>(figure: &'f Figure, before: impl Iterator<Item = &'f Figure>, known: Known<'_>) -> bool {
    let all: Vec<_> = before.filter(|old| !old.is_wrong()).map(Candidate::stated).collect();
    is_late_repeat(&Candidate::stated(figure), &all, known)
}

/// True if its body said something else later, or it repeats late what its body had replaced, or it is a slip.
fn is_replaced(one: &Candidate<'_>, all: &[Candidate<'_>], known: Known<'_>) -> bool {
    let is_revision = |other: &Candidate<'_>| {
        other.is_of_one_body(one, known)
            && other.is_after(one)
            && !other.agrees(one)
            && !is_late_repeat(other, all, known)
            && !is_slip(other, all, known)
    };
    all.iter().any(is_revision) || is_late_repeat(one, all, known) || is_slip(one, all, known)
}

/// True if its body says so many times as much, or as little, that one of both is a slip: the one that fewer others
/// bear out, else the later.
fn is_slip(one: &Candidate<'_>, all: &[Candidate<'_>], known: Known<'_>) -> bool {
    let own = || all.iter().filter(|other| other.is_of_one_body(one, known) || one.is_of_one_body(other, known));
    let borne_out = |one: &Candidate<'_>| own().filter(|other| other.agrees(one)).count();
    own().filter(|other| other.is_far_from(one)).any(|other| match borne_out(one).cmp(&borne_out(other)) {
        Ordering::Less => true,
        Ordering::Equal => one.is_after(other),
        Ordering::Greater => false,
    })
}

/// True if a relay tells what its body had replaced before: 100, then 110, then by an agency 100 again.
fn is_late_repeat(one: &Candidate<'_>, all: &[Candidate<'_>], known: Known<'_>) -> bool {
    if !one.figure.source.is_relay() {
        return false;
    }
    let own = || all.iter().filter(|other| other.is_of_one_body(one, known));
    own()
        .filter(|new| one.is_after(new) && !new.agrees(one))
        .any(|new| own().any(|old| new.is_after(old) && old.agrees(one) && !old.agrees(new)))
}

impl Reading {
    /// The figures of one thing, led by the preferred one; none if there are none that may lead.
    pub(crate) fn of<'f>(figures: impl IntoIterator<Item = &'f Figure>, catalogue: Known<'_>) -> Option<Self> {
        let all: Vec<_> = figures.into_iter().map(Candidate::stated).collect();
        let series = all.first()?.figure.series.clone();
        Self::among(&all, &series, catalogue)
    }

    /// The same of figures of one series, and of totals in it whose parts documents print.
    pub(super) fn among(all: &[Candidate<'_>], series: &Series, catalogue: Known<'_>) -> Option<Self> {
        let mut dropped = Vec::new();
        let lead = choose(all.to_vec(), catalogue, |one, ground| dropped.push((*one, ground)))?;
        // In the order in which they came, which is that of their documents.
        let of_figure = |figure: &Figure| {
            let ground = dropped.iter().find(|(one, _)| one.total.is_none() && std::ptr::eq(one.figure, figure));
            ground.map(|(one, ground)| Other {
                figure: figure.clone(),
                relation: relation(one, &lead, all, catalogue),
                ground: *ground,
            })
        };
        let mut reading = Self::alone(lead.number(series));
        reading.others = all.iter().filter(|one| one.total.is_none()).filter_map(|one| of_figure(one.figure)).collect();
        if !reading.others.is_empty() {
            reading.count(catalogue);
        }
        Some(reading)
    }
}

impl<'f> Candidate<'f> {
    pub(super) fn stated(figure: &'f Figure) -> Self {
        Self { figure, total: None }
    }

    pub(super) fn figures(&self) -> impl Iterator<Item = &'f Figure> + use<'f> {
        [Some(self.figure), self.total.map(|total| total.other)].into_iter().flatten()
    }

    /// The number; of a total as one of this series.
    pub(super) fn number(&self, series: &Series) -> Number {
        let first = Number::stated(self.figure);
        let Some(Total { other, said }) = self.total else { return first };
        Number {
            series: series.clone().into(),
            amount: said.amount,
            qualifier: said.qualifier,
            status: first.status.or(other.status),
            basis: Basis::Calculated(Formula::Sum, vec![first.clone(), Number::stated(other)]),
            ..first
        }
    }

    pub(super) fn said(&self) -> Said {
        self.total.map_or_else(|| Said::of(self.figure.amount, self.figure.qualifier), |total| total.said)
    }

    pub(super) fn agrees(&self, other: &Self) -> bool {
        self.said().agrees(&other.said())
    }

    fn base(&self) -> Base {
        self.figure.amount.unit.base
    }

    fn is_stock(&self) -> bool {
        self.figure.period.is_stock()
    }

    /// The best kind first; a document that does not say comes last.
    fn kind(&self) -> usize {
        let kind = self.figure.source.kind;
        kind.and_then(|kind| SourceKind::ALL.iter().position(|one| *one == kind)).unwrap_or(SourceKind::ALL.len())
    }

    fn is_of_one_body(&self, other: &Self, known: Known<'_>) -> bool {
        known.is_of_one_body(self.figure, other.figure)
    }

    /// True if it certainly came out after another.
    fn is_after(&self, other: &Self) -> bool {
        self.figure.source.is_after(&other.figure.source)
    }

    /// True if one is so many times the other that no revision explains it.
    fn is_far_from(&self, other: &Self) -> bool {
        let is_far = |one: Option<Span>, other: Option<Span>| {
            let (one, other) = (one?, other?);
            Some(other.high > Decimal::ZERO && one.low > other.high.checked_mul(TOO_MANY_TIMES)?)
        };
        let (one, other) = (self.said().span, other.said().span);
        is_far(one, other).unwrap_or_default() || is_far(other, one).unwrap_or_default()
    }
}

/// No revision changes a number so many times over: that is a slip of a digit, a scale or a currency.
const TOO_MANY_TIMES: Decimal = Decimal::from_parts(5, 0, 0, false, 0);

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;
    use crate::{
        catalogue::Builder,
        fact::{Amount, Authority, By, Doubt, Entry, Period, Published, Source, Unit, Year},
    };

    /// What a sheet may say of one thing: how much, with which word, as what, when, in what kind of document, by which
    /// of three bodies, in which currency, and whether it is doubted.
    type Told = (i64, u32, usize, usize, i8, usize, usize, bool, usize);

    fn told() -> impl Strategy<Value = Vec<Told>> {
        let one =
            (95_i64..110, 0..2_u32, 0..7_usize, 0..7_usize, 0..4_i8, 0..7_usize, 0..3_usize, any::<bool>(), 0..9_usize);
        proptest::collection::vec(one, 1..8)
    }

    fn figure(number: usize, told: Told) -> Figure {
        let (value, scale, qualifier, status, month, kind, body, is_yuan, doubt) = told;
        let year = Year::new(2024).expect("a year");
        let reason = || [("en", "So it is.")].into_iter().collect();
        let source = Source {
            id: format!("sheet-{number}").as_str().into(),
            title: None,
            publisher: None,
            author: None,
            via: (kind == 6).then(|| "an agency".to_owned()),
            published: (month > 0).then(|| Published::Day(date(2025, month, 1))),
            read: date(2026, 1, 1),
            language: "en".to_owned(),
            url: None,
            kind: SourceKind::ALL.get(kind).copied(),
            licence: None,
            attribution: None,
            note: None,
        };
        let entry = Entry {
            series: Arc::new(Series {
                indicator: "trade".into(),
                goods: None,
                of: None,
                reporter: Some("ARC".into()),
                partner: "BAL".into(),
            }),
            since: None,
            qualifier: Qualifier::ALL[qualifier],
            status: Status::ALL.get(status).copied(),
            authority: ["aso", "echo", "herald"][body].into(),
            source: Arc::new(source),
            at: "table 1".into(),
            withdrawn: None,
            doubt: match doubt {
                0 => Some(Box::new(Doubt::Wrong { by: By::Authority("aso".into()), reason: reason() })),
                1 => Some(Box::new(Doubt::Doubtful { reason: reason() })),
                _ => None,
            },
            conflicts: Vec::new(),
            note: None,
        };
        let base = Base::Money(if is_yuan { Currency::CNY } else { Currency::USD });
        let amount = Amount { number: Decimal::new(value, scale), unit: Unit { base, exponent: 6 } };
        Figure { period: Period::Year(year), amount, entry: Arc::new(entry) }
    }

    fn facts() -> crate::catalogue::Catalogue {
        let mut builder = Builder::new("ARC".into(), "BAL".into());
        for (id, measures) in [("aso", vec!["trade".into()]), ("echo", Vec::new()), ("herald", Vec::new())] {
            let stands_for = (id == "echo").then(|| crate::fact::StandsFor {
                authority: "aso".into(),
                indicators: vec!["trade".into()],
                reason: Default::default(),
            });
            let country = Some("ARC".into());
            builder.authority(Authority {
                id: id.into(),
                names: Default::default(),
                country,
                measures,
                goods: Vec::new(),
                stands_for,
            });
        }
        builder.build()
    }

    proptest! {
        #[test]
        fn the_order_of_the_sheets_does_not_change_what_leads(told in told(), turn in 0..8_usize) {
            let facts = facts();
            let known = Known::all(&facts);
            let figures: Vec<Figure> = told.into_iter().enumerate().map(|(number, told)| figure(number, told)).collect();
            let lead = |figures: &[&Figure]| {
                let mut dropped = Vec::new();
                let all = figures.iter().copied().map(Candidate::stated).collect();
                let lead = choose(all, known, |one, ground| dropped.push((one.figure.source.id.clone(), ground)));
                dropped.sort_by(|one, other| one.0.cmp(&other.0));
                (lead.map(|lead| lead.figure.source.id.clone()), dropped)
            };
            let mut all: Vec<&Figure> = figures.iter().collect();
            let first = lead(&all);
            prop_assert_eq!(first.0.is_some(), all.len() > first.1.len());
            let turn = turn % all.len();
            all.rotate_left(turn);
            prop_assert_eq!(&lead(&all), &first);
            all.reverse();
            prop_assert_eq!(&lead(&all), &first);
        }
    }
}
