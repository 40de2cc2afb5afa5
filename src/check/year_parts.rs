//! `year-parts`: the halves, quarters or months of a span make what the span has.

use std::collections::BTreeSet;

use super::{
    Look, Mark, Problem, Rule, allow, counted::Placed, has_parts, interval::Interval, is_count, of_vintage, stated,
};
use crate::{
    fact::{Months, Period},
    finding::Code,
};

pub(super) const RULE: Rule = Rule { code: Code::YearParts, allowed: Some(Mark::Figure), find };

/// How long parts are, in months: halves, quarters, months.
const LENGTHS: [u8; 3] = [6, 3, 1];

fn find(look: &Look<'_>) -> Vec<Problem> {
    let mut problems = Vec::new();
    for line in look.counted.lines().filter(|line| has_parts(look, line.series)) {
        for of_year in line.years().filter(|of_year| of_year.len() > 2) {
            let mut done = BTreeSet::new();
            for whole in of_year.iter().flat_map(|said| *said) {
                let figure = &whole.1.figure;
                let thing = (figure.period, whole.0, look.facts.origin(figure), figure.amount.unit.base);
                if figure.period.length() > 1 && is_count(figure) && done.insert(thing) {
                    problems.extend(judge(look, &of_year, *whole));
                }
            }
        }
    }
    problems
}

/// Holds what one document says of a span against its parts, as that document or one of the same day has them: a later
/// one may have revised a part and not the whole.
fn judge<'a>(look: &Look<'a>, of_year: &[&[Placed<'a>]], whole: Placed<'a>) -> Option<Problem> {
    let figure = &whole.1.figure;
    let said = |period: Period| {
        let said = of_year.iter().find(|said| said[0].1.figure.period == period).copied().unwrap_or_default();
        let counted: Vec<Placed<'a>> = said.iter().filter(|(_, one)| is_count(&one.figure)).copied().collect();
        of_vintage(look, &counted, whole)
    };
    let of_whole = Interval::of_all(&said(figure.period))?;
    for length in LENGTHS {
        let Some(spans) = parts(figure.period, length) else { continue };
        let known: Vec<Vec<Placed<'a>>> =
            spans.iter().map(|span| said(*span)).filter(|said| !said.is_empty()).collect();
        let each = known.iter().map(|part| Interval::of_all(part));
        let Some(sum) = each.reduce(|sum, part| Some(sum?.plus(part?))).flatten() else { continue };
        let is_all = known.len() == spans.len();
        // That one of them alone has more is for `months-over-year`.
        let is_one_over = known.iter().any(|part| Interval::of_all(part).is_some_and(|part| part.exceeds(of_whole)));
        if known.len() > 1 && !is_one_over && (sum.exceeds(of_whole) || is_all && of_whole.exceeds(sum)) {
            return Some(problem(look, whole, &known, is_all));
        }
    }
    None
}

/// The parts of a span, each so many months long; none where they do not make it.
fn parts(whole: Period, length: u8) -> Option<Vec<Period>> {
    let (year, first, last) = whole.span()?;
    let is_made = (first - 1) % length == 0 && last % length == 0 && whole.length() > length;
    let starts = is_made.then(|| (first..=last).step_by(usize::from(length)))?;
    starts.map(|start| Some(Period::months(year, Months::new(start, start + length - 1)?))).collect()
}

fn problem(look: &Look<'_>, whole: Placed<'_>, parts: &[Vec<Placed<'_>>], is_all: bool) -> Problem {
    let what = match is_all {
        true => "the parts of a span do not add up to it",
        false => "some parts of a span have more than the whole",
    };
    let mut problem = Problem::at(RULE.code, look, whole, what);
    let figure = &whole.1.figure;
    let each: Vec<String> =
        parts.iter().map(|part| format!("{} {}", part[0].1.figure.period, stated(&part[0].1.figure))).collect();
    problem.finding.why(format!("{}, but {} is {}", each.join(" + "), figure.period, stated(figure)));
    let places: BTreeSet<String> = parts.iter().map(|part| look.place(part[0])).collect();
    let places: Vec<String> = places.into_iter().collect();
    problem.finding.help(format!("they are at {}; {}", places.join(", "), allow(RULE.code)));
    problem
}
