//! `growth-years`: a growth is that between its two periods.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::{
    Look, Problem, Rule,
    counted::{Counted, Placed},
    interval::Interval,
    stated,
};
use crate::{
    fact::{Base, Of, Series},
    finding::Code,
    sheet::Stated,
};

pub(super) const RULE: Rule = Rule {
    code: Code::GrowthYears,
    explanation: "Where a growth and the figures of both its periods are stated by one count, in whatever sheets, \
                  some two of the figures give that growth as far as digits and qualifiers tell. \
                  A threshold counts only where there is no number.",
    refuses: include_str!("samples/growth-years-refused.yaml"),
    passes: include_str!("samples/growth-years-passed.yaml"),
    find,
};

fn find(look: &Look<'_>) -> Vec<Problem> {
    let counted = Counted::over(look);
    look.figures().filter_map(|(sheet, growth)| judge(look, &counted, sheet, growth)).collect()
}

fn judge(look: &Look<'_>, counted: &Counted<'_>, sheet: usize, growth: &Stated) -> Option<Problem> {
    let figure = &growth.figure;
    let Some(Of::Indicator(grown)) = &figure.series.of else { return None };
    let base = figure.since.or_else(|| figure.period.year_before())?;
    let series = Series { indicator: grown.clone(), of: None, ..Series::clone(&figure.series) };
    let origin = look.facts.origin(figure);
    let claimed = Interval::of(figure)?;
    let said = counted.said(&series, figure.period, origin);
    let bases: BTreeSet<Base> = said.iter().map(|(_, now)| now.figure.amount.unit.base).collect();
    let mut pairs = Vec::new();
    for base_unit in bases {
        let then = counted.numbers(&series, base, origin, base_unit);
        for now in counted.numbers(&series, figure.period, origin, base_unit) {
            pairs.extend(then.iter().map(|then| (now, *then)));
        }
    }
    let mut worst: Option<(usize, Placed<'_>, Placed<'_>)> = None;
    for (now, then) in pairs {
        let ratio = Interval::of(&now.1.figure)?.over(Interval::of(&then.1.figure)?)?;
        let is_times = figure.amount.unit.base == Base::Times;
        if claimed.meets(if is_times { ratio } else { ratio.as_change() }) {
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
    let mut problem = Problem::at(RULE.code, look, sheet, growth, what);
    problem.finding.why(format!(
        "{} in {} after {} in {base} is {}, not {}",
        stated(&now.1.figure),
        figure.period,
        stated(&then.1.figure),
        between(now.1, then.1, figure.amount.unit.base),
        stated(figure),
    ));
    let place = |(number, stated): Placed<'_>| format!("{}:{}", look.sheets[number].file, stated.spot.line);
    problem.finding.help(format!(
        "they are at {} and {}; if the sources print this, say so here: `allow: {{ {}: reason }}`",
        place(now),
        place(then),
        RULE.code
    ));
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
