//! Numbers that follow from others, where no source states them.
//!
//! Every result is what the printed numbers give, as exactly as they allow: their digits leave a span open, the spans
//! go through the formula, and the last digit shown may be off by one at most.

use std::sync::Arc;

use rust_decimal::{
    Decimal, RoundingStrategy,
    prelude::{FromPrimitive, ToPrimitive},
};

use super::{
    lead::{Candidate, Total, choose, is_other_currency},
    number::{Basis, Formula, Number, Reading, Said},
};
use crate::{
    catalogue::Known,
    fact::{
        Amount, Base, Derivation, Figure, Indicator, IndicatorId, Kind, Of, Period, PlaceId, Qualifier, Series, Span,
        Status, Unit, Year,
    },
};

const HALF: Decimal = Decimal::from_parts(5, 0, 0, false, 1);

/// What a calculation may rest on.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reach {
    /// On sums, differences and printed growth rates.
    Growth,
    /// Not on growth rates: what is compared over time must have been counted at both ends.
    Counted,
}

/// What we hold for a series in a period: as stated, else as calculated. A stated growth or share comes with our
/// own calculation of it, where that has other digits.
pub(crate) fn reading(catalogue: Known<'_>, series: &Series, period: Period, since: Option<Period>) -> Option<Reading> {
    let mut reading = plain_reading(catalogue, series, period, since)?;
    // Parts that do not add up to a printed total are for the keepers of the sheets, and found by their check.
    if series.of.is_some() && !reading.lead.is_calculated() {
        let own = Reckoner { catalogue, trail: Vec::new() }.calculated(series, period, since, Reach::Counted);
        reading.calculated = own.filter(|own| own.amount != reading.lead.amount).map(Box::new);
    }
    Some(reading)
}

/// The same without our own calculation of what is stated.
pub(crate) fn plain_reading(
    catalogue: Known<'_>,
    series: &Series,
    period: Period,
    since: Option<Period>,
) -> Option<Reading> {
    let all = candidates(catalogue, series, period, since);
    let reading = Reading::among(&all, series, catalogue);
    let mut reckoner = Reckoner { catalogue, trail: Vec::new() };
    let number = match reading.as_ref().map(|reading| &reading.lead) {
        None => reckoner.calculated(series, period, since, Reach::Growth),
        // What may be wrong leads where there is nothing better.
        Some(lead) if lead.is_doubtful() => {
            reckoner.calculated(series, period, since, Reach::Growth).filter(|own| !own.is_doubtful())
        }
        Some(lead) => reckoner.in_dollars(lead, series, period),
    };
    let figures = catalogue.figures_in(series, period).filter(|figure| figure.since == since);
    number.map(|number| Reading::instead_of(figures, number, catalogue)).or(reading)
}

/// All that may lead: what documents state, and totals whose parts one document prints and which it does not state.
fn candidates<'c>(catalogue: Known<'c>, series: &Series, period: Period, since: Option<Period>) -> Vec<Candidate<'c>> {
    let stated = catalogue.figures_in(series, period).filter(|figure| figure.since == since);
    let mut all: Vec<_> = stated.map(Candidate::stated).collect();
    let derivation = || catalogue.indicator(series.indicator.as_str())?.derivation.as_ref();
    if let (None, false, None, Some(Derivation::Sum(one, other))) = (since, period.is_stock(), &series.of, derivation())
    {
        let part = |id: &IndicatorId| Series { indicator: id.clone(), ..series.clone() };
        let stated = all.len();
        for first in catalogue.figures_in(&part(one), period) {
            let is_first = |figure: &Figure| {
                figure.source.id == first.source.id
                    && figure.authority == first.authority
                    && figure.amount.unit.base == first.amount.unit.base
            };
            if !all[..stated].iter().any(|one| is_first(one.figure)) {
                let others = catalogue.figures_in(&part(other), period).filter(|figure| is_first(figure));
                all.extend(others.filter_map(|other| total(first, other)));
            }
        }
    }
    all
}

/// What two parts make.
fn total<'f>(figure: &'f Figure, other: &'f Figure) -> Option<Candidate<'f>> {
    let inputs = [Number::stated(figure), Number::stated(other)];
    let (span, (amount, qualifier)) = sum(&inputs)?;
    let said = Said { span: Some(span), ..Said::of(amount, qualifier) };
    Some(Candidate { figure, total: Some(Total { other, said }) })
}

/// All that a sum of numbers may be, and the number to give for it.
fn sum(inputs: &[Number]) -> Option<(Span, (Amount, Qualifier))> {
    let (first, others) = inputs.split_first()?;
    let (mut span, mut printed, mut qualifier) = (first.span()?, first.amount.value()?, first.qualifier);
    for other in others {
        let more = other.span()?;
        span = Span { low: span.low.checked_add(more.low)?, high: span.high.checked_add(more.high)? };
        printed = printed.checked_add(other.amount.value()?)?;
        qualifier = passed_through(Formula::Sum, qualifier, other.qualifier);
    }
    let alike = others.iter().all(|other| other.amount.unit.base == first.amount.unit.base);
    Some((span, rounded(span, printed, first.amount.unit, qualifier)?)).filter(|_| alike)
}

/// What part of a whole, in percent, a number is that was counted with it; none where the two do not fit.
pub(crate) fn share_of(part: &Number, whole: &Number, catalogue: Known<'_>) -> Option<Number> {
    beside(Formula::Share, part, whole, catalogue)
}

/// How many times another place's number one is; none where the two do not fit.
pub(crate) fn times_of(one: &Number, other: &Number, catalogue: Known<'_>) -> Option<Number> {
    beside(Formula::Times, one, other, catalogue)
}

/// Two places' numbers for the same thing, of one count and one time.
fn beside(formula: Formula, a: &Number, b: &Number, catalogue: Known<'_>) -> Option<Number> {
    let series = Series { of: Some(Of::Place(b.series.partner.clone())), ..a.series.as_ref().clone() };
    let reckoner = Reckoner { catalogue, trail: Vec::new() };
    let alike = a.period == b.period && a.series.indicator == b.series.indicator;
    alike.then(|| reckoner.calculate(formula, [a.clone(), b.clone()], &series, a.period, None)).flatten()
}

/// How many times an earlier number of the same series a later one is, and by how many percent it changed; none where
/// the two do not fit.
pub(crate) fn since(later: &Number, earlier: &Number, catalogue: Known<'_>) -> [Option<Number>; 2] {
    let measured = catalogue.indicator(later.series.indicator.as_str());
    let is_plain = measured.is_some_and(|one| matches!(one.kind, Kind::Flow | Kind::Stock) && !one.signed);
    let growth = catalogue.growth().map(|growth| Series {
        indicator: growth.clone(),
        of: Some(Of::Indicator(later.series.indicator.clone())),
        ..later.series.as_ref().clone()
    });
    let reckoner = Reckoner { catalogue, trail: Vec::new() };
    let calculated = |formula, series: &Series| {
        reckoner.calculate(formula, [later.clone(), earlier.clone()], series, later.period, Some(earlier.period))
    };
    let times = is_plain.then(|| calculated(Formula::Times, &later.series)).flatten();
    [times, growth.filter(|_| is_plain).and_then(|growth| calculated(Formula::Growth, &growth))]
}

/// By how many percent a year a series grew from one year to another: both ends in one unit and by one body, printed or
/// reached by a printed growth.
pub(crate) fn average(catalogue: Known<'_>, series: &Series, first: Year, last: Year) -> Option<Number> {
    let years = last.number().checked_sub(first.number()).filter(|years| *years > 1)?;
    let growth = catalogue.growth()?.clone();
    let growth = Series { indicator: growth, of: Some(Of::Indicator(series.indicator.clone())), ..series.clone() };
    let (first, last) = (Period::Year(first), Period::Year(last));
    let mut reckoner = Reckoner { catalogue, trail: Vec::new() };
    let mut end = |period| {
        let is_counted = |number: &Number| number.status.is_none_or(Status::is_counted);
        reckoner.number(series, period, Reach::Growth).filter(is_counted)
    };
    let ends = [end(last)?, end(first)?];
    reckoner.calculate(Formula::Average(years), ends, &growth, last, Some(first))
}

/// By how much a number changed on the year before, in its own count: another body's growth does not go with it.
pub(crate) fn change(catalogue: Known<'_>, number: &Number, growth: &Series) -> Option<Reading> {
    let count = catalogue.origin(number.figures().first().copied()?);
    let is_own = |number: &Number| number.figures().into_iter().all(|figure| catalogue.origin(figure) == count);
    let printed = catalogue.figures_in(growth, number.period).filter(|figure| figure.since.is_none());
    let calculated = || {
        let mut reckoner = Reckoner { catalogue, trail: Vec::new() };
        reckoner.calculated(growth, number.period, None, Reach::Counted).filter(is_own)
    };
    match Reading::of(printed.clone(), catalogue) {
        Some(reading) if is_own(&reading.lead) => Some(reading),
        Some(_) => {
            let own = printed.filter(|figure| catalogue.origin(figure) == count);
            Reading::of(own, catalogue).or_else(|| calculated().map(Reading::alone))
        }
        None => calculated().map(|own| Reading::instead_of(printed, own, catalogue)),
    }
}

/// True if there is a number for a series in a period, stated or calculated.
pub(crate) fn holds(catalogue: Known<'_>, series: &Series, period: Period) -> bool {
    number(catalogue, series, period).is_some()
}

/// The number that leads for a series in a period, stated or calculated.
pub(crate) fn number(catalogue: Known<'_>, series: &Series, period: Period) -> Option<Number> {
    let is_to_come = period.year().is_some_and(|year| Some(year) > catalogue.last_year());
    let mut reckoner = Reckoner { catalogue, trail: Vec::new() };
    if is_to_come { reckoner.printed(series, period) } else { reckoner.number(series, period, Reach::Growth) }
}

/// Calculates numbers from others, which may be calculated themselves.
struct Reckoner<'c> {
    catalogue: Known<'c>,
    /// What is being calculated: nothing rests on itself.
    trail: Vec<Series>,
}

impl<'c> Reckoner<'c> {
    fn number(&mut self, series: &Series, period: Period, reach: Reach) -> Option<Number> {
        match self.printed(series, period) {
            Some(printed) => self.in_dollars(&printed, series, period).or(Some(printed)),
            None => self.calculated(series, period, None, reach),
        }
    }

    /// The same as a number in another currency, where counted parts or members make it in dollars.
    fn in_dollars(&mut self, number: &Number, series: &Series, period: Period) -> Option<Number> {
        let is_in_dollars = |number: &Number| !is_other_currency(number.amount.unit.base);
        if is_in_dollars(number) {
            return None;
        }
        let own = self.calculated(series, period, None, Reach::Counted)?;
        (is_in_dollars(&own) && !own.is_doubtful()).then_some(own)
    }

    /// The printed number that leads, or the total that one document prints in parts, without what was said beside it.
    fn printed(&self, series: &Series, period: Period) -> Option<Number> {
        let all = candidates(self.catalogue, series, period, None);
        choose(all, self.catalogue, |_, _| {}).map(|lead| lead.number(series))
    }

    fn calculated(&mut self, series: &Series, period: Period, since: Option<Period>, reach: Reach) -> Option<Number> {
        if self.trail.contains(series) || period.is_stock() {
            return None;
        }
        let indicator = self.catalogue.indicator(series.indicator.as_str())?;
        self.trail.push(series.clone());
        let found = match (indicator.kind, &series.of) {
            (Kind::Growth, Some(Of::Indicator(grown))) => self.growth(grown, series, period, since),
            (Kind::Share, Some(Of::Place(whole))) => self.share(indicator, whole, series, period, reach),
            (Kind::Flow, None) => self.flow(indicator, series, period, reach),
            _ => None,
        };
        self.trail.pop();
        found
    }

    /// By what counted numbers changed, in percent; against another year than the last, how many times over.
    fn growth(
        &mut self,
        grown: &IndicatorId,
        series: &Series,
        period: Period,
        since: Option<Period>,
    ) -> Option<Number> {
        let grown = Series { indicator: grown.clone(), of: None, ..series.clone() };
        let base = since.or_else(|| period.year_before())?;
        let formula = if since.is_some() { Formula::Times } else { Formula::Growth };
        let now = self.number(&grown, period, Reach::Counted)?;
        let inputs = [now, self.number(&grown, base, Reach::Counted)?];
        self.calculate(formula, inputs, series, period, since)
    }

    fn share(
        &mut self,
        indicator: &Indicator,
        whole: &PlaceId,
        series: &Series,
        period: Period,
        reach: Reach,
    ) -> Option<Number> {
        let Some(Derivation::Share(measure)) = &indicator.derivation else { return None };
        let part = Series { indicator: measure.clone(), of: None, ..series.clone() };
        if *whole == part.partner {
            return None;
        }
        let whole = Series { partner: whole.clone(), ..part.clone() };
        let inputs = [self.number(&part, period, reach)?, self.number(&whole, period, reach)?];
        self.calculate(Formula::Share, inputs, series, period, None)
    }

    /// A flow from its printed parts, or those of its members; else from a later year and its growth; else from
    /// calculated parts.
    fn flow(&mut self, indicator: &Indicator, series: &Series, period: Period, reach: Reach) -> Option<Number> {
        let parts = match &indicator.derivation {
            Some(Derivation::Sum(one, other)) => Some((Formula::Sum, one, other)),
            Some(Derivation::Difference(one, other)) => Some((Formula::Difference, one, other)),
            _ => None,
        };
        let parts = parts.map(|(formula, one, other)| {
            let part = |id: &IndicatorId| Series { indicator: id.clone(), ..series.clone() };
            (formula, part(one), part(other))
        });
        let from_printed = parts.as_ref().and_then(|(formula, one, other)| {
            let inputs = [self.printed(one, period)?, self.printed(other, period)?];
            self.calculate(*formula, inputs, series, period, None)
        });
        let counted = from_printed.or_else(|| self.members(indicator, series, period));
        if counted.is_some() || reach == Reach::Counted {
            return counted;
        }
        self.earlier(series, period).or_else(|| {
            let (formula, one, other) = parts?;
            let inputs = [self.number(&one, period, reach)?, self.number(&other, period, reach)?];
            self.calculate(formula, inputs, series, period, None)
        })
    }

    /// What all members of a group make together: counted by one body, in one unit.
    fn members(&self, indicator: &Indicator, series: &Series, period: Period) -> Option<Number> {
        let group = self.catalogue.place(series.partner.as_str()).filter(|place| place.is_group())?;
        if indicator.is_own {
            return None;
        }
        let of_member = |member: &PlaceId| {
            let number = self.printed(&Series { partner: member.clone(), ..series.clone() }, period)?;
            number.status.is_none_or(Status::is_counted).then_some(number)
        };
        let inputs: Vec<Number> = group.members.iter().map(of_member).collect::<Option<_>>()?;
        if !self.is_one_count(&inputs) {
            return None;
        }
        let (_, (amount, qualifier)) = sum(&inputs)?;
        let status = inputs.iter().find_map(|input| input.status);
        let basis = Basis::Calculated(Formula::Sum, inputs);
        Some(Number { series: Arc::new(series.clone()), period, since: None, amount, qualifier, status, basis })
    }

    /// True if one body counted all that numbers rest on.
    fn is_one_count(&self, inputs: &[Number]) -> bool {
        let mut origins = inputs.iter().flat_map(Number::figures).map(|figure| self.catalogue.origin(figure));
        let first = origins.next();
        first.is_some() && origins.all(|origin| Some(origin) == first)
    }

    /// A value that follows from the printed one a year later and its printed growth.
    fn earlier(&self, series: &Series, period: Period) -> Option<Number> {
        let later = period.year_after()?;
        let growth = self.catalogue.growth()?.clone();
        let growth = Series { indicator: growth, of: Some(Of::Indicator(series.indicator.clone())), ..series.clone() };
        let number = self.printed(series, later)?;
        let count = self.catalogue.origin(number.figures().first().copied()?);
        let growths = self.catalogue.figures_in(&growth, later);
        let own = growths.filter(|figure| figure.since.is_none() && self.catalogue.origin(figure) == count);
        let growth = choose(own.map(Candidate::stated).collect(), self.catalogue, |_, _| {})?.number(&growth);
        self.calculate(Formula::Earlier, [number, growth], series, period, None)
    }

    /// The result of a formula, for inputs of one count; none where their units do not fit it.
    fn calculate(
        &self,
        formula: Formula,
        inputs: [Number; 2],
        series: &Series,
        period: Period,
        since: Option<Period>,
    ) -> Option<Number> {
        if !self.is_one_count(&inputs) {
            return None;
        }
        let [a, b] = &inputs;
        let signed = self.catalogue.indicator(series.indicator.as_str())?.signed;
        let (amount, qualifier) = apply(formula, a, b, signed)?;
        let status = a.status.or(b.status);
        let basis = Basis::Calculated(formula, inputs.into());
        Some(Number { series: Arc::new(series.clone()), period, since, amount, qualifier, status, basis })
    }
}

/// A formula between the counts of two bodies, which is no series of either.
pub(crate) fn between_counts(formula: Formula, inputs: [&Number; 2], named: Series) -> Option<Number> {
    let [a, b] = inputs;
    let (amount, qualifier) = apply(formula, a, b, true)?;
    let basis = Basis::Calculated(formula, vec![a.clone(), b.clone()]);
    let status = a.status.or(b.status);
    Some(Number { series: Arc::new(named), period: a.period, since: None, amount, qualifier, status, basis })
}

/// Puts two numbers through a formula, as printed and with all that their digits leave open; none where a total and its
/// part are so close that the rest may be nothing, or less, and where no percent of a growth is certain
/// and it may as well be a fall.
fn apply(formula: Formula, a: &Number, b: &Number, signed: bool) -> Option<(Amount, Qualifier)> {
    let (x, y) = (a.span()?, b.span()?);
    let unit = unit_of(formula, a.amount.unit, b.amount.unit)?;
    // All of them grow with the first, and only the sum with the second.
    let (least, most) = if formula == Formula::Sum { (y.low, y.high) } else { (y.high, y.low) };
    let mut span = Span { low: value(formula, x.low, least)?, high: value(formula, x.high, most)? };
    let mut printed = value(formula, a.amount.value()?, b.amount.value()?)?;
    if let Formula::Average(years) = formula {
        let yearly = |times: Decimal| root(times, years)?.checked_sub(Decimal::ONE)?.checked_mul(Decimal::ONE_HUNDRED);
        printed = yearly(printed)?;
        span = Span { low: yearly(span.low)?, high: yearly(span.high)? };
    }
    let qualifier = passed_through(formula, a.qualifier, b.qualifier);
    if formula == Formula::Difference && !signed {
        let is_upper_bound = matches!(qualifier, Qualifier::LessThan | Qualifier::AtMost);
        let least = if is_upper_bound { span.high } else { span.low };
        if least <= Decimal::ZERO {
            return None;
        }
    }
    if matches!(formula, Formula::Growth | Formula::Average(_)) {
        let may_be_either = span.low < Decimal::ZERO && span.high > Decimal::ZERO;
        if may_be_either && span.low.round() != span.high.round() {
            return None;
        }
    }
    rounded(span, printed, unit, qualifier)
}

/// The unit of a result; none where those of the inputs do not fit the formula.
fn unit_of(formula: Formula, one: Unit, other: Unit) -> Option<Unit> {
    let percent = Unit { base: Base::Percent, exponent: 0 };
    let same_unit = one.base == other.base;
    match formula {
        Formula::Earlier => (other == percent).then_some(one),
        Formula::Sum | Formula::Difference => same_unit.then_some(one),
        Formula::Times => same_unit.then_some(Unit { base: Base::Times, exponent: 0 }),
        Formula::Share | Formula::Growth | Formula::Average(_) => same_unit.then_some(percent),
    }
}

/// What comes of two values, of an average growth the quotient; no quotient unless both are positive.
fn value(formula: Formula, x: Decimal, y: Decimal) -> Option<Decimal> {
    let over = |y: Decimal| (x.is_sign_positive() && y > Decimal::ZERO).then(|| x.checked_div(y)).flatten();
    match formula {
        Formula::Sum => x.checked_add(y),
        Formula::Difference => x.checked_sub(y),
        Formula::Earlier => over(y.checked_mul(Decimal::new(1, 2))?.checked_add(Decimal::ONE)?),
        Formula::Times | Formula::Average(_) => over(y),
        Formula::Share => over(y)?.checked_mul(Decimal::ONE_HUNDRED),
        Formula::Growth => over(y)?.checked_mul(Decimal::ONE_HUNDRED)?.checked_sub(Decimal::ONE_HUNDRED),
    }
}

/// The number whose power it is, to ten digits; none of what is not positive.
fn root(number: Decimal, power: u16) -> Option<Decimal> {
    let near = (number > Decimal::ZERO).then(|| number.to_f64())??.powf(f64::from(power).recip());
    let (before, all) = (power.checked_sub(1)?, Decimal::from(power));
    let mut root = Decimal::from_f64(near)?;
    // A step of Newton's rule doubles the digits that are right.
    for _ in 0..2 {
        let rest = number.checked_div(power_of(root, before)?)?;
        root = root.checked_mul(Decimal::from(before))?.checked_add(rest)?.checked_div(all)?.round_dp(14);
    }
    Some(root)
}

fn power_of(base: Decimal, power: u16) -> Option<Decimal> {
    let times = |one: Decimal, other: Decimal| Some(one.checked_mul(other)?.round_dp(20));
    let (mut product, mut square, mut left) = (Decimal::ONE, base, power);
    while left > 1 {
        if left % 2 == 1 {
            product = times(product, square)?;
        }
        square = times(square, square)?;
        left /= 2;
    }
    if left == 1 { times(product, square) } else { Some(product) }
}

/// What the printed numbers give, with as many digits as the span leaves the last one within one step; of a bound, the
/// end that it cannot pass.
///
/// A nought before the point does not show that it was only rounded to: there one digit more is kept where the span is
/// narrow enough, and the number is "about".
fn rounded(span: Span, printed: Decimal, unit: Unit, qualifier: Qualifier) -> Option<(Amount, Qualifier)> {
    // Multiplying by a tenth is exact, and far cheaper than dividing by ten.
    let scale = Decimal::new(1, u32::from(unit.exponent));
    let half = span.high.checked_sub(span.low)?.checked_mul(HALF)?;
    let (value, way) = match qualifier {
        Qualifier::MoreThan | Qualifier::AtLeast => (span.low, RoundingStrategy::ToNegativeInfinity),
        Qualifier::LessThan | Qualifier::AtMost => (span.high, RoundingStrategy::ToPositiveInfinity),
        _ => (printed, RoundingStrategy::MidpointAwayFromZero),
    };
    let value = value.checked_mul(scale)?;
    let half = half.checked_mul(scale)?;
    // Beyond eight places nothing that is printed in a source is left open.
    let places = (0..=8).rev().find(|&places| Decimal::new(1, places) >= half);
    Some(match places {
        Some(places) => {
            let mut number = value.round_dp_with_strategy(places, way);
            number.rescale(places);
            (Amount { number, unit }, qualifier)
        }
        None => {
            let step = (1..=28).find_map(|power| {
                Decimal::try_from_i128_with_scale(10i128.pow(power), 0).ok().filter(|step| *step >= half)
            })?;
            let is_narrow = half <= step.checked_mul(HALF)?;
            let step = if is_narrow { step.checked_mul(Decimal::new(1, 1))?.normalize() } else { step };
            let number = value.checked_div(step)?.round_dp_with_strategy(0, way).checked_mul(step)?;
            let qualifier = if qualifier == Qualifier::Exact { Qualifier::About } else { qualifier };
            (Amount { number, unit }, qualifier)
        }
    })
}

/// The qualifier of a result: a bound stays a bound where both inputs push the same way, else all we can say
/// is "about".
fn passed_through(formula: Formula, a: Qualifier, b: Qualifier) -> Qualifier {
    use Qualifier::{About, AtLeast, AtMost, Exact, LessThan, MoreThan, Nearly};
    let b = match (formula, b) {
        (Formula::Sum, b) => b,
        (_, MoreThan) => LessThan,
        (_, LessThan) => MoreThan,
        (_, AtLeast) => AtMost,
        (_, AtMost) => AtLeast,
        (_, Nearly) => About,
        (_, b) => b,
    };
    match (a, b) {
        (a, Exact) => a,
        (Exact, b) => b,
        (a, b) if a == b => a,
        (MoreThan | AtLeast, MoreThan | AtLeast) => MoreThan,
        (LessThan | AtMost, LessThan | AtMost) => LessThan,
        _ => About,
    }
}
