//! `months-over-year`: a part of a year has no more than the year.

use super::{
    Look, Mark, Problem, Rule, allow,
    counted::{Line, Placed},
    interval::Interval,
    is_count, numbers, stated,
};
use crate::{
    fact::{Base, Kind, Period},
    finding::Code,
};

pub(super) const RULE: Rule = Rule { code: Code::MonthsOverYear, allowed: Some(Mark::Figure), find };

fn find(look: &Look<'_>) -> Vec<Problem> {
    let is_judged = |line: &&Line<'_>| {
        let indicator = look.facts.indicator(line.series.indicator.as_str());
        indicator.is_some_and(|indicator| indicator.kind == Kind::Flow && !indicator.signed)
    };
    let lines = look.counted.lines().filter(is_judged);
    lines.flat_map(|line| line.figures.iter().filter_map(move |part| judge(look, line, *part))).collect()
}

fn judge(look: &Look<'_>, line: &Line<'_>, part: Placed<'_>) -> Option<Problem> {
    let figure = &part.1.figure;
    let year = Period::Year(figure.period.year()?);
    if figure.period == year || !is_count(figure) || !matches!(figure.amount.unit.base, Base::Money(_) | Base::Count) {
        return None;
    }
    let origin = look.facts.origin(figure);
    let whole =
        line.at(year).iter().filter(|(_, one)| is_count(&one.figure) && look.facts.origin(&one.figure) == origin);
    let whole: Vec<Placed<'_>> = numbers(whole, figure.amount.unit.base).collect();
    let is_over = |whole: &Placed<'_>| {
        Interval::of(figure).zip(Interval::of(&whole.1.figure)).is_some_and(|(part, whole)| part.exceeds(whole))
    };
    let first = *whole.iter().find(|whole| whole.0 == part.0).or(whole.first())?;
    if !whole.iter().all(is_over) {
        return None;
    }
    let mut problem = Problem::at(RULE.code, look, part, "a part of a year has more than the whole year");
    problem.finding.why(format!("{} in {}, but {} in {year}", stated(figure), figure.period, stated(&first.1.figure)));
    problem.finding.help(format!("the year is at {}; {}", look.place(first), allow(RULE.code)));
    Some(problem)
}
