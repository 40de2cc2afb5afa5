//! `growth-years`: a growth is that between its two periods.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::{Look, Mark, Problem, Rule, allow, counted::Placed, interval::Interval, stated};
use crate::{
    fact::{Base, Of, Series},
    finding::Code,
    sheet::Stated,
};

pub(super) const RULE: Rule = Rule { code: Code::GrowthYears, allowed: Some(Mark::Figure), find };

fn find(look: &Look<'_>) -> Vec<Problem> {
    let growths = look.counted.lines().filter(|line| matches!(line.series.of, Some(Of::Indicator(_))));
    growths.flat_map(|line| &line.figures).filter_map(|growth| judge(look, *growth)).collect()
}

/// The figures of both periods of a growth, and the growth that they give.
pub(super) fn pairs<'a>(look: &Look<'a>, growth: &Stated) -> Option<Vec<(Placed<'a>, Placed<'a>, Interval)>> {
    let figure = &growth.figure;
    let Some(Of::Indicator(grown)) = &figure.series.of else { return None };
    let base = figure.since.or_else(|| figure.period.year_before())?;
    let series = Series { indicator: grown.clone(), of: None, ..Series::clone(&figure.series) };
    let origin = look.facts.origin(figure);
    let said = look.counted.said(&series, figure.period, origin);
    let units: BTreeSet<Base> = said.iter().map(|(_, now)| now.figure.amount.unit.base).collect();
    let mut pairs = Vec::new();
    for unit in units {
        let then = look.counted.numbers(&series, base, origin, unit);
        for now in look.counted.numbers(&series, figure.period, origin, unit) {
            for then in &then {
                let ratio = Interval::of(&now.1.figure)?.over(Interval::of(&then.1.figure)?)?;
                let is_times = figure.amount.unit.base == Base::Times;
                pairs.push((now, *then, if is_times { ratio } else { ratio.as_change() }));
            }
        }
    }
    Some(pairs)
}

fn judge(look: &Look<'_>, (sheet, growth): Placed<'_>) -> Option<Problem> {
    let figure = &growth.figure;
    let claimed = Interval::of(figure)?;
    let mut worst: Option<(usize, Placed<'_>, Placed<'_>)> = None;
    for (now, then, given) in pairs(look, growth)? {
        if claimed.meets(given) {
            return None;
        }
        // Figures of the growth's own sheet say the most.
        let own = usize::from(now.0 == sheet) + usize::from(then.0 == sheet);
        if worst.is_none_or(|(most, ..)| own > most) {
            worst = Some((own, now, then));
        }
    }
    let (_, now, then) = worst?;
    let what = "the growth is not that between the two periods";
    let mut problem = Problem::at(RULE.code, look, (sheet, growth), what);
    problem.finding.why(format!(
        "{} in {} after {} in {} is {}, not {}",
        stated(&now.1.figure),
        figure.period,
        stated(&then.1.figure),
        then.1.figure.period,
        between(now.1, then.1, figure.amount.unit.base),
        stated(figure),
    ));
    problem.finding.help(format!("they are at {} and {}; {}", look.place(now), look.place(then), allow(RULE.code)));
    Some(problem)
}

/// The growth from the digits as they stand, to one place.
fn between(now: &Stated, then: &Stated, base: Base) -> String {
    let value = |stated: &Stated| {
        let span = stated.figure.amount.span()?;
        span.low.checked_add(span.high)
    };
    let ratio = value(now).zip(value(then)).and_then(|(now, then)| now.checked_div(then));
    match (ratio, base) {
        (Some(ratio), Base::Times) => format!("{} times", ratio.round_dp(2)),
        (Some(ratio), _) => {
            let percent = ((ratio - Decimal::ONE) * Decimal::ONE_HUNDRED).round_dp(1);
            format!("{}{percent} percent", if percent.is_sign_negative() { "" } else { "+" })
        }
        (None, _) => "something else".to_owned(),
    }
}
