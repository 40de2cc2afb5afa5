//! `late-repeat`: a relay does not tell what its body has replaced.

use super::{Look, Problem, Rule, counted::Placed, interval::Interval, stated};
use crate::{fact::Figure, finding::Code};

pub(super) const RULE: Rule = Rule { code: Code::LateRepeat, allowed: None, find };

fn find(look: &Look<'_>) -> Vec<Problem> {
    let mut problems = Vec::new();
    for said in look.counted.lines().flat_map(|line| line.periods()).filter(|said| said.len() > 2) {
        for one in said.iter().filter(|(sheet, _)| look.sheets[*sheet].source.is_relay()) {
            problems.extend(replaced(look, *one, said).map(|new| problem(look, *one, new)));
        }
    }
    problems
}

/// The number that had replaced what a relay tells: 100, then 110, then by an agency 100 again.
fn replaced<'a>(look: &Look<'a>, one: Placed<'a>, said: &[Placed<'a>]) -> Option<Placed<'a>> {
    let late = &one.1.figure;
    let own = || said.iter().filter(|(_, other)| is_of_one_body(look, late, &other.figure));
    let is_replaced_by = |(_, new): &&Placed<'a>| {
        let new = &new.figure;
        let is_old = |(_, old): &Placed<'a>| is_after(new, &old.figure) && agree(&old.figure, late);
        is_after(late, new) && !agree(new, late) && own().any(|old| is_old(old) && !agree(&old.1.figure, new))
    };
    own().find(is_replaced_by).copied()
}

fn is_of_one_body(look: &Look<'_>, one: &Figure, other: &Figure) -> bool {
    one.since == other.since
        && one.amount.unit.base == other.amount.unit.base
        && look.facts.origin(one) == look.facts.origin(other)
}

/// Whether one certainly came out after the other.
fn is_after(one: &Figure, other: &Figure) -> bool {
    one.source.published.zip(other.source.published).is_some_and(|(one, other)| one.is_after(other))
}

fn agree(one: &Figure, other: &Figure) -> bool {
    Interval::of(one).zip(Interval::of(other)).is_none_or(|(one, other)| one.meets(other))
}

fn problem(look: &Look<'_>, late: Placed<'_>, new: Placed<'_>) -> Problem {
    let mut problem = Problem::at(RULE.code, look, late, "a relay repeats a number that had been revised by then");
    let series = &late.1.figure.series;
    problem.finding.why(format!(
        "{} of {} in {} had become {}",
        series.indicator,
        series.partner,
        late.1.figure.period,
        stated(&new.1.figure)
    ));
    problem.finding.help(format!(
        "the revised number is at {}; nothing to do where this document prints the old one",
        look.place(new)
    ));
    problem
}
