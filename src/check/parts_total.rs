//! `parts-total`: exports and imports make the trade, and their difference the balance.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::{Look, Mark, Problem, Rule, allow, counted::Line, interval::Interval, numbers};
use crate::{
    fact::{Amount, Derivation, IndicatorId, Qualifier, Series},
    finding::Code,
    sheet::Stated,
};

pub(super) const RULE: Rule = Rule { code: Code::PartsTotal, allowed: Some(Mark::Figure), find };

/// A total, its two parts, and whether they are added or taken off.
type Sum<'a> = ([&'a IndicatorId; 3], char);

fn find(look: &Look<'_>) -> Vec<Problem> {
    let sums = sums(look);
    let mut problems = Vec::new();
    for totals in look.counted.lines().filter(|line| line.series.of.is_none()) {
        for &([_, first, second], sign) in sums.iter().filter(|([total, ..], _)| **total == totals.series.indicator) {
            let of = |part: &IndicatorId| Series { indicator: part.clone(), ..totals.series.clone() };
            let parts = [first, second].map(|part| look.counted.line(&of(part)));
            judge(look, totals, parts, sign, &mut problems);
        }
    }
    problems
}

/// Every sum once: that trade less imports is exports says no more than that the two make the trade.
fn sums<'a>(look: &Look<'a>) -> Vec<Sum<'a>> {
    let derived = look.facts.indicators().filter_map(|total| match &total.derivation {
        Some(Derivation::Sum(first, second)) => Some(([&total.id, first, second], '+')),
        Some(Derivation::Difference(first, second)) => Some(([&total.id, first, second], '-')),
        Some(Derivation::Share(_)) | None => None,
    });
    let mut sums: Vec<Sum<'a>> = derived.collect();
    sums.sort_by_key(|(_, sign)| *sign);
    let mut seen = BTreeSet::new();
    sums.retain(|(three, _)| seen.insert(three.iter().copied().collect::<BTreeSet<_>>()));
    sums
}

/// Holds the totals of each sheet against the parts in the same sheet.
fn judge<'a>(
    look: &Look<'a>,
    totals: &Line<'a>,
    parts: [Option<&Line<'a>>; 2],
    sign: char,
    problems: &mut Vec<Problem>,
) {
    for said in totals.periods() {
        let parts = parts.map(|part| part.map_or(&[][..], |part| part.at(said[0].1.figure.period)));
        if parts.iter().all(|said| said.is_empty()) {
            continue;
        }
        for of_sheet in said.chunk_by(|one, other| one.0 == other.0) {
            let mut done = BTreeSet::new();
            for (sheet, total) in of_sheet {
                let (origin, base) = (look.facts.origin(&total.figure), total.figure.amount.unit.base);
                if !done.insert((origin, base)) {
                    continue;
                }
                let [totals, firsts, seconds] = [of_sheet, parts[0], parts[1]].map(|said| {
                    let own =
                        said.iter().filter(|(place, one)| place == sheet && look.facts.origin(&one.figure) == origin);
                    numbers(own, base).map(|(_, one)| one).collect::<Vec<_>>()
                });
                problems.extend(match (&firsts[..], &seconds[..]) {
                    ([], []) => None,
                    (parts, []) if sign == '-' => part_over_total(look, *sheet, &totals, parts, Interval::exceeds),
                    ([], parts) if sign == '-' => part_over_total(look, *sheet, &totals, parts, |total, part| {
                        total.plus(part).is_below(Decimal::ZERO)
                    }),
                    (parts, []) | ([], parts) => {
                        part_over_total(look, *sheet, &totals, parts, |total, part| part.exceeds(total))
                    }
                    (firsts, seconds) => parts_apart(look, *sheet, [&totals, firsts, seconds], sign),
                });
            }
        }
    }
}

/// Where a sheet states one of the three twice, one that fits is enough.
fn parts_apart(look: &Look<'_>, sheet: usize, three: [&[&Stated]; 3], sign: char) -> Option<Problem> {
    let [totals, firsts, seconds] = three;
    let all = || {
        totals
            .iter()
            .flat_map(|total| firsts.iter().flat_map(|first| seconds.iter().map(|second| [*total, *first, *second])))
    };
    let three = all().next().filter(|_| !all().any(|three| adds_up(three, sign)))?;
    Some(problem(look, sheet, three, sign))
}

fn adds_up(three: [&Stated; 3], sign: char) -> bool {
    let [Some(total), Some(first), Some(second)] = three.map(|stated| Interval::of(&stated.figure)) else {
        return true;
    };
    total.meets(if sign == '+' { first.plus(second) } else { first.minus(second) })
}

/// The same where the other part is not given: it would have to be below zero.
fn part_over_total(
    look: &Look<'_>,
    sheet: usize,
    totals: &[&Stated],
    parts: &[&Stated],
    is_over: fn(Interval, Interval) -> bool,
) -> Option<Problem> {
    let interval = |stated: &Stated| Interval::of(&stated.figure);
    let is_wrong =
        |total: &Stated, part: &Stated| interval(total).zip(interval(part)).is_some_and(|(a, b)| is_over(a, b));
    if !totals.iter().all(|total| parts.iter().all(|part| is_wrong(total, part))) {
        return None;
    }
    let (total, part) = (*totals.first()?, *parts.first()?);
    let (last, first) = if total.spot < part.spot { (part, total) } else { (total, part) };
    let mut problem = Problem::at(RULE.code, look, (sheet, last), "a part does not fit its total");
    let name = |stated: &Stated| stated.figure.series.indicator.clone();
    let (total_is, part_is) = (super::stated(&total.figure), super::stated(&part.figure));
    problem.finding.why(format!(
        "with {} {total_is} and {} {part_is} the other part would be below zero",
        name(total),
        name(part)
    ));
    problem.finding.help(format!("{} is at line {}; {}", name(first), first.spot.line, allow(RULE.code)));
    Some(problem)
}

/// Points at whichever of the three comes last, for there the reader sees that it does not fit.
fn problem(look: &Look<'_>, sheet: usize, three: [&Stated; 3], sign: char) -> Problem {
    let [total, first, second] = three;
    let last = three.into_iter().max_by_key(|stated| stated.spot).unwrap_or(total);
    let what = if sign == '+' { "the parts do not add up" } else { "the difference is not that of the parts" };
    let mut problem = Problem::at(RULE.code, look, (sheet, last), what);
    let name = |stated: &Stated| stated.figure.series.indicator.clone();
    let unit = total.figure.amount.unit;
    let number = |stated: &Stated| match in_unit(stated.figure.amount, unit.exponent) {
        Some(number) if stated.figure.qualifier == Qualifier::Exact => number.to_string(),
        Some(number) => format!("{} {number}", stated.figure.qualifier),
        None => super::stated(&stated.figure),
    };
    let parts = [first, second].map(|part| in_unit(part.figure.amount, unit.exponent));
    let sum = match parts {
        [Some(first), Some(second)] if sign == '+' => first.checked_add(second),
        [Some(first), Some(second)] => first.checked_sub(second),
        _ => None,
    };
    let sum = sum.map_or_else(|| "something else".to_owned(), |sum| sum.to_string());
    problem.finding.why(format!(
        "{} {} {sign} {} {} = {sum}, but {} is {}",
        name(first),
        number(first),
        name(second),
        number(second),
        name(total),
        number(total),
    ));
    let others: Vec<_> = three.iter().filter(|stated| !std::ptr::eq(**stated, last)).collect();
    let others: Vec<_> =
        others.iter().map(|stated| format!("{} is at line {}", name(stated), stated.spot.line)).collect();
    problem.finding.help(format!("{}, all in {unit}; {}", others.join(", "), allow(RULE.code)));
    problem
}

/// The number as it would be in a unit of this power of ten.
fn in_unit(amount: Amount, exponent: u8) -> Option<Decimal> {
    let steps = amount.unit.exponent.abs_diff(exponent);
    let factor = Decimal::from(10u64.checked_pow(u32::from(steps))?);
    if amount.unit.exponent >= exponent { amount.number.checked_mul(factor) } else { amount.number.checked_div(factor) }
}
