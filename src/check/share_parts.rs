//! `share-parts`: a share is its part over its whole.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::{Look, Mark, Problem, Rule, allow, counted::Placed, interval::Interval, stated};
use crate::{
    fact::{Base, Derivation, Of, Series},
    finding::Code,
    sheet::Stated,
};

pub(super) const RULE: Rule = Rule { code: Code::ShareParts, allowed: Some(Mark::Figure), find };

fn find(look: &Look<'_>) -> Vec<Problem> {
    let shares = look.counted.lines().filter(|line| matches!(line.series.of, Some(Of::Place(_))));
    shares.flat_map(|line| &line.figures).filter_map(|share| judge(look, *share)).collect()
}

/// The figures of part and whole of a share, and the share that they give, in percent.
pub(super) fn pairs<'a>(look: &Look<'a>, share: &Stated) -> Option<Vec<(Placed<'a>, Placed<'a>, Interval)>> {
    let figure = &share.figure;
    let Some(Of::Place(whole)) = &figure.series.of else { return None };
    let Some(Derivation::Share(measured)) = &look.facts.indicator(figure.series.indicator.as_str())?.derivation else {
        return None;
    };
    let series = |partner| Series { indicator: measured.clone(), of: None, partner, ..Series::clone(&figure.series) };
    let (part, whole) = (series(figure.series.partner.clone()), series(whole.clone()));
    let origin = look.facts.origin(figure);
    let said = look.counted.said(&part, figure.period, origin);
    let units: BTreeSet<Base> = said.iter().map(|(_, part)| part.figure.amount.unit.base).collect();
    let mut pairs = Vec::new();
    for unit in units {
        let wholes = look.counted.numbers(&whole, figure.period, origin, unit);
        for part in look.counted.numbers(&part, figure.period, origin, unit) {
            for whole in &wholes {
                let ratio = Interval::of(&part.1.figure)?.over(Interval::of(&whole.1.figure)?)?;
                pairs.push((part, *whole, ratio.as_percent()));
            }
        }
    }
    Some(pairs)
}

fn judge(look: &Look<'_>, (sheet, share): Placed<'_>) -> Option<Problem> {
    let figure = &share.figure;
    let claimed = Interval::of(figure)?;
    let mut worst: Option<(usize, Placed<'_>, Placed<'_>)> = None;
    for (part, whole, given) in pairs(look, share)? {
        if claimed.meets(given) {
            return None;
        }
        // Figures of the share's own sheet say the most.
        let own = usize::from(part.0 == sheet) + usize::from(whole.0 == sheet);
        if worst.is_none_or(|(most, ..)| own > most) {
            worst = Some((own, part, whole));
        }
    }
    let (_, part, whole) = worst?;
    let what = "the share is not that of the part in the whole";
    let mut problem = Problem::at(RULE.code, look, (sheet, share), what);
    problem.finding.why(format!(
        "{} of {} is {}, not {}",
        stated(&part.1.figure),
        stated(&whole.1.figure),
        percent(part.1, whole.1),
        stated(figure),
    ));
    problem.finding.help(format!("they are at {} and {}; {}", look.place(part), look.place(whole), allow(RULE.code)));
    Some(problem)
}

/// The share from the digits as they stand, to one place.
fn percent(part: &Stated, whole: &Stated) -> String {
    let value = |stated: &Stated| {
        let span = stated.figure.amount.span()?;
        span.low.checked_add(span.high)
    };
    let ratio = value(part).zip(value(whole)).and_then(|(part, whole)| part.checked_div(whole));
    ratio
        .and_then(|ratio| ratio.checked_mul(Decimal::ONE_HUNDRED))
        .map_or_else(|| "something else".to_owned(), |percent| format!("{} percent", percent.round_dp(1)))
}
