//! `months-over-year`: a part of a year has no more than a longer part that holds it, or the year.

use super::{
    Look, Mark, Problem, Rule, allow, counted::Placed, has_parts, interval::Interval, is_count, numbers, stated,
};
use crate::finding::Code;

pub(super) const RULE: Rule = Rule { code: Code::MonthsOverYear, allowed: Some(Mark::Figure), find };

fn find(look: &Look<'_>) -> Vec<Problem> {
    let mut problems = Vec::new();
    for line in look.counted.lines().filter(|line| has_parts(look, line.series)) {
        for of_year in line.years() {
            let parts = of_year.iter().filter(|said| said[0].1.figure.period.is_part_of_year());
            problems.extend(parts.flat_map(|said| *said).filter_map(|part| judge(look, &of_year, *part)));
        }
    }
    problems
}

/// Holds a part against the longer parts, the longest of those that have less first.
fn judge<'a>(look: &Look<'a>, of_year: &[&[Placed<'a>]], part: Placed<'a>) -> Option<Problem> {
    let figure = &part.1.figure;
    let base = figure.amount.unit.base;
    if !is_count(figure) || !(base.is_money() || base.is_quantity()) {
        return None;
    }
    let (of_part, origin) = (Interval::of(figure)?, look.facts.origin(figure));
    let longer = of_year.iter().filter(|said| said[0].1.figure.period.holds(figure.period));
    let exceeded = longer.filter_map(|said| {
        let whole = said.iter().filter(|(_, one)| is_count(&one.figure) && look.facts.origin(&one.figure) == origin);
        let whole: Vec<Placed<'_>> = numbers(whole, base).collect();
        // One that fits is enough: that the others differ from it is for `origin-disagrees`.
        let is_over = |whole: &Placed<'_>| Interval::of(&whole.1.figure).is_some_and(|whole| of_part.exceeds(whole));
        let first = *whole.iter().find(|whole| whole.0 == part.0).or(whole.first())?;
        whole.iter().all(is_over).then_some(first)
    });
    let whole = exceeded.max_by_key(|(_, one)| one.figure.period.length())?;
    let longer = whole.1.figure.period;
    let what = match longer.is_part_of_year() {
        true => "a part of a year has more than a longer part that holds it",
        false => "a part of a year has more than the whole year",
    };
    let mut problem = Problem::at(RULE.code, look, part, what);
    let less = stated(&whole.1.figure);
    problem.finding.why(format!("{} in {}, but {less} in {longer}", stated(figure), figure.period));
    let name = if longer.is_part_of_year() { "the longer part" } else { "the year" };
    problem.finding.help(format!("{name} is at {}; {}", look.place(whole), allow(RULE.code)));
    Some(problem)
}
