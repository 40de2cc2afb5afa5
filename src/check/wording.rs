//! `wording`: the word before a number is true by the other numbers of the same count.

use super::{
    Look, Mark, Problem, Rule, allow,
    counted::{Line, Placed},
    growth_years,
    interval::Interval,
    is_count, share_parts, stated,
};
use crate::{
    fact::{AsOf, Base, Of, Period, Qualifier},
    finding::Code,
};

pub(super) const RULE: Rule = Rule { code: Code::Wording, allowed: Some(Mark::Figure), find };

fn find(look: &Look<'_>) -> Vec<Problem> {
    let worded = |line: &'_ Line<'_>| line.figures.iter().any(|(_, one)| bounds(one.figure.qualifier));
    let mut problems = Vec::new();
    for line in look.counted.lines().filter(|line| worded(line)) {
        for one in line.figures.iter().filter(|(_, one)| bounds(one.figure.qualifier)) {
            problems.extend(match &line.series.of {
                None => against_numbers(look, line, *one),
                Some(Of::Indicator(_)) => against_pairs(look, *one, growth_years::pairs(look, one.1)),
                Some(Of::Place(_)) => against_pairs(look, *one, share_parts::pairs(look, one.1)),
            });
        }
    }
    problems
}

/// True if the word says on which side of the number the value lies.
fn bounds(qualifier: Qualifier) -> bool {
    qualifier == Qualifier::Nearly || qualifier.is_threshold()
}

/// A number of the same thing by the same count.
fn against_numbers(look: &Look<'_>, line: &Line<'_>, one: Placed<'_>) -> Option<Problem> {
    let figure = &one.1.figure;
    if figure.period == Period::AsOf(AsOf::Unknown) || !is_count(figure) {
        return None;
    }
    let origin = look.facts.origin(figure);
    let is_other = |other: &&Placed<'_>| {
        let other = &other.1.figure;
        is_count(other)
            && !bounds(other.qualifier)
            && other.amount.unit.base == figure.amount.unit.base
            && look.facts.origin(other) == origin
            && !other.source.is_after(&figure.source)
    };
    let others: Vec<Placed<'_>> = line.at(figure.period).iter().filter(is_other).copied().collect();
    let is_false =
        |other: &Placed<'_>| Interval::of(&other.1.figure).is_some_and(|other| !holds(figure.qualifier, one, other));
    let first = *others.iter().find(|other| other.0 == one.0).or(others.first())?;
    if !others.iter().all(is_false) {
        return None;
    }
    let why = format!("{}, but it is {} by the same count", stated(figure), stated(&first.1.figure));
    Some(problem(look, one, why, format!("that is at {}", look.place(first))))
}

/// The growth or the share that two figures give. Where none of them fits, that is for the rule on these.
fn against_pairs(
    look: &Look<'_>,
    one: Placed<'_>,
    pairs: Option<Vec<(Placed<'_>, Placed<'_>, Interval)>>,
) -> Option<Problem> {
    let figure = &one.1.figure;
    let claimed = Interval::of(figure)?;
    let fitting: Vec<_> = pairs?.into_iter().filter(|(.., given)| claimed.meets(*given)).collect();
    if fitting.iter().any(|(.., given)| holds(figure.qualifier, one, *given)) {
        return None;
    }
    // Figures of its own sheet say the most.
    let own = |(part, whole, _): &&(Placed<'_>, Placed<'_>, Interval)| {
        usize::from(part.0 == one.0) + usize::from(whole.0 == one.0)
    };
    let (part, whole, given) = *fitting.iter().rev().max_by_key(own)?;
    let unit = match figure.amount.unit.base {
        Base::Times => "times",
        _ => "percent",
    };
    let why = format!(
        "{}, but {} against {} is {} {unit}",
        stated(figure),
        stated(&part.1.figure),
        stated(&whole.1.figure),
        given.middle()?.round_dp(2).normalize(),
    );
    Some(problem(look, one, why, format!("they are at {} and {}", look.place(part), look.place(whole))))
}

/// True if a word before a number is true of what was counted.
fn holds(qualifier: Qualifier, (_, claim): Placed<'_>, counted: Interval) -> bool {
    let Some(number) = Interval::of_digits(claim.figure.amount).and_then(Interval::middle) else { return true };
    match qualifier {
        Qualifier::Exact | Qualifier::About => true,
        Qualifier::MoreThan | Qualifier::AtLeast => !counted.is_below(number),
        Qualifier::LessThan | Qualifier::AtMost => !counted.is_above(number),
        // Towards zero.
        Qualifier::Nearly if number.is_sign_negative() => !counted.is_below(number),
        Qualifier::Nearly => !counted.is_above(number),
    }
}

fn problem(look: &Look<'_>, one: Placed<'_>, why: String, place: String) -> Problem {
    let what = format!("`{}` is not true of the numbers", one.1.figure.qualifier);
    let mut problem = Problem::at(RULE.code, look, one, &what);
    problem.finding.why(why);
    problem.finding.help(format!("{place}; {}", allow(RULE.code)));
    problem
}
