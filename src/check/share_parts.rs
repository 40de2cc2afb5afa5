//! `share-parts`: a share is its part over its whole.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::{
    Look, Problem, Rule,
    counted::{Counted, Placed},
    interval::Interval,
    stated,
};
use crate::{
    fact::{Base, Derivation, Of, Series},
    finding::Code,
    sheet::Stated,
};

pub(super) const RULE: Rule = Rule {
    code: Code::ShareParts,
    explanation: "Where a share and its part and whole are stated by one count for one period, in whatever sheets, some \
                  part over some whole gives that share as far as digits and qualifiers tell. \
                  A threshold counts only where there is no number.",
    refuses: include_str!("samples/share-parts-refused.yaml"),
    passes: include_str!("samples/share-parts-passed.yaml"),
    find,
};

fn find(look: &Look<'_>) -> Vec<Problem> {
    let counted = Counted::over(look);
    look.figures().filter_map(|(sheet, share)| judge(look, &counted, sheet, share)).collect()
}

fn judge(look: &Look<'_>, counted: &Counted<'_>, sheet: usize, share: &Stated) -> Option<Problem> {
    let figure = &share.figure;
    let Some(Of::Place(whole)) = &figure.series.of else { return None };
    let Some(Derivation::Share(measured)) = &look.facts.indicator(figure.series.indicator.as_str())?.derivation else {
        return None;
    };
    let series =
        |partner| Series { indicator: measured.clone(), of: None, reporter: figure.series.reporter.clone(), partner };
    let (part, whole) = (series(figure.series.partner.clone()), series(whole.clone()));
    let origin = look.facts.origin(figure);
    let said = counted.said(&part, figure.period, origin);
    let bases: BTreeSet<Base> = said.iter().map(|(_, part)| part.figure.amount.unit.base).collect();
    let claimed = Interval::of(figure)?;
    let mut worst: Option<(usize, Placed<'_>, Placed<'_>)> = None;
    for base in bases {
        let wholes = counted.numbers(&whole, figure.period, origin, base);
        for part in counted.numbers(&part, figure.period, origin, base) {
            for whole in &wholes {
                let ratio = Interval::of(&part.1.figure)?.over(Interval::of(&whole.1.figure)?)?;
                if claimed.meets(ratio.as_percent()) {
                    return None;
                }
                // Figures of the share's own sheet say the most.
                let own = usize::from(part.0 == sheet) + usize::from(whole.0 == sheet);
                if worst.is_none_or(|(most, ..)| own > most) {
                    worst = Some((own, part, *whole));
                }
            }
        }
    }
    let (_, part, whole) = worst?;
    let what = "the share is not that of the part in the whole";
    let mut problem = Problem::at(RULE.code, look, sheet, share, what);
    problem.finding.why(format!(
        "{} of {} is {}, not {}",
        stated(&part.1.figure),
        stated(&whole.1.figure),
        percent(part.1, whole.1),
        stated(figure),
    ));
    let place = |(number, stated): Placed<'_>| format!("{}:{}", look.sheets[number].file, stated.spot.line);
    problem.finding.help(format!(
        "they are at {} and {}; if the sources print this, say so here: `allow: {{ {}: reason }}`",
        place(part),
        place(whole),
        RULE.code
    ));
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
