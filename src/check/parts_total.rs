//! `parts-total`: exports and imports make the trade, and their difference the balance.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::{Look, Problem, Rule, counted::Placed, interval::Interval, numbers};
use crate::{
    fact::{Amount, AuthorityId, Base, Derivation, IndicatorId, Period, PlaceId, Qualifier, Series},
    finding::Code,
    sheet::Stated,
};

pub(super) const RULE: Rule = Rule {
    code: Code::PartsTotal,
    explanation: "Where a sheet states a total and both of its parts, by one count, for the same two places and the \
                  same period, the parts add up to it as far as the printed digits tell. A balance is the difference. \
                  A threshold counts only where there is no number.",
    refuses: include_str!("samples/parts-total-refused.yaml"),
    passes: include_str!("samples/parts-total-passed.yaml"),
    find,
};

/// One count of one period between two places.
type Count<'a> = (&'a Option<PlaceId>, &'a PlaceId, Period, &'a AuthorityId, Base);

/// What is said in one count, by indicator.
type Said<'a> = BTreeMap<&'a IndicatorId, Vec<Placed<'a>>>;

/// A total, its two parts, and whether they are added or taken off.
type Sum<'a> = ([&'a IndicatorId; 3], char);

fn find(look: &Look<'_>) -> Vec<Problem> {
    let sums = sums(look);
    let mut problems = Vec::new();
    for (number, sheet) in look.sheets.iter().enumerate() {
        let mut counts: BTreeMap<Count<'_>, Said<'_>> = BTreeMap::new();
        for stated in &sheet.figures {
            let figure = &stated.figure;
            let Series { indicator, of: None, reporter, partner } = figure.series.as_ref() else { continue };
            let count = (reporter, partner, figure.period, look.facts.origin(figure), figure.amount.unit.base);
            counts.entry(count).or_default().entry(indicator).or_default().push((number, stated));
        }
        for (&(.., base), figures) in &counts {
            for &(three, sign) in &sums {
                let said = three.map(|id| numbers(figures.get(id).into_iter().flatten(), base).map(|(_, one)| one));
                let [totals, firsts, seconds] = said.map(Iterator::collect::<Vec<_>>);
                let all = || {
                    totals.iter().flat_map(|total| {
                        firsts.iter().flat_map(|first| seconds.iter().map(|second| [*total, *first, *second]))
                    })
                };
                // Where a sheet states one of them twice, one that fits is enough.
                if let Some(three) = all().next()
                    && !all().any(|three| adds_up(three, sign))
                {
                    problems.push(problem(look, number, three, sign));
                }
            }
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

fn adds_up(three: [&Stated; 3], sign: char) -> bool {
    let [Some(total), Some(first), Some(second)] = three.map(|stated| Interval::of(&stated.figure)) else {
        return true;
    };
    total.meets(if sign == '+' { first.plus(second) } else { first.minus(second) })
}

/// Points at whichever of the three comes last, for there the reader sees that it does not fit.
fn problem(look: &Look<'_>, sheet: usize, three: [&Stated; 3], sign: char) -> Problem {
    let [total, first, second] = three;
    let last = three.into_iter().max_by_key(|stated| stated.spot).unwrap_or(total);
    let what = if sign == '+' { "the parts do not add up" } else { "the difference is not that of the parts" };
    let mut problem = Problem::at(RULE.code, look, sheet, last, what);
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
    problem.finding.help(format!(
        "{}, all in {unit}; if the source prints this, say so here: `allow: {{ {}: reason }}`",
        others.join(", "),
        RULE.code
    ));
    problem
}

/// The number as it would be in a unit of this power of ten.
fn in_unit(amount: Amount, exponent: u8) -> Option<Decimal> {
    let steps = amount.unit.exponent.abs_diff(exponent);
    let factor = Decimal::from(10u64.checked_pow(u32::from(steps))?);
    if amount.unit.exponent >= exponent { amount.number.checked_mul(factor) } else { amount.number.checked_div(factor) }
}
