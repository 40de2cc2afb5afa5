//! `members-total`: the countries of a group make what the group has.

use std::collections::BTreeSet;

use super::{
    Look, Mark, Problem, Rule, allow, counted::Placed, interval::Interval, member_over_group::adds_up, numbers,
};
use crate::{
    fact::{Kind, Place, Series},
    finding::Code,
};

pub(super) const RULE: Rule = Rule { code: Code::MembersTotal, allowed: Some(Mark::Figure), find };

fn find(look: &Look<'_>) -> Vec<Problem> {
    let mut problems = Vec::new();
    for group in look.facts.places().filter(|place| place.is_group()) {
        for line in look.counted.lines().filter(|line| line.series.partner == group.id) {
            // The shares of the members in some other whole make the group's, but few sources print them exactly.
            let is_share =
                look.facts.indicator(line.series.indicator.as_str()).is_some_and(|it| it.kind == Kind::Share);
            let of = |member| Series { partner: member, ..line.series.clone() };
            let members: Vec<_> =
                group.members.iter().cloned().filter_map(|member| look.counted.line(&of(member))).collect();
            if is_share || members.len() < 2 {
                continue;
            }
            for said in line.periods() {
                let members: Vec<_> = members.iter().map(|member| member.at(said[0].1.figure.period)).collect();
                judge(look, group, said, &members, &mut problems);
            }
        }
    }
    problems
}

/// Holds the total of each sheet against the members that the same sheet states, else all totals against all members:
/// a total alone may be an older one.
fn judge<'a>(
    look: &Look<'a>,
    group: &Place,
    said: &[Placed<'a>],
    members: &[&[Placed<'a>]],
    problems: &mut Vec<Problem>,
) {
    let mut done = BTreeSet::new();
    for (sheet, total) in said {
        let (origin, base) = (look.facts.origin(&total.figure), total.figure.amount.unit.base);
        let within = |said: &[Placed<'a>], only: Option<usize>| {
            let of_origin = said.iter().filter(|(_, one)| look.facts.origin(&one.figure) == origin);
            numbers(of_origin.filter(|(sheet, _)| only.is_none_or(|only| only == *sheet)), base).collect::<Vec<_>>()
        };
        let only = Some(*sheet).filter(|_| members.iter().any(|said| !within(said, Some(*sheet)).is_empty()));
        if !adds_up(look, &total.figure) || !done.insert((only, origin, base)) {
            continue;
        }
        let totals = within(said, only);
        let parts = members.iter().map(|said| match within(said, only) {
            here if here.is_empty() => within(said, None),
            here => here,
        });
        let parts: Vec<Vec<Placed<'_>>> = parts.filter(|said| !said.is_empty()).collect();
        let Some(whole) = Interval::of_all(&totals) else { continue };
        let Some(sum) =
            parts.iter().map(|part| Interval::of_all(part)).reduce(|sum, part| Some(sum?.plus(part?))).flatten()
        else {
            continue;
        };
        let is_all = parts.len() == group.members.len();
        // That one of them alone has more is for `member-over-group`.
        let is_one_over = parts.iter().any(|part| Interval::of_all(part).is_some_and(|part| part.exceeds(whole)));
        if parts.len() > 1 && !is_one_over && (sum.exceeds(whole) || is_all && whole.exceeds(sum)) {
            problems.push(problem(look, group, totals[0], &parts, is_all));
        }
    }
}

fn problem(look: &Look<'_>, group: &Place, total: Placed<'_>, parts: &[Vec<Placed<'_>>], is_all: bool) -> Problem {
    let what = match is_all {
        true => format!("the members of `{}` do not add up to it", group.id),
        false => format!("some members of `{}` have more than the whole group", group.id),
    };
    let mut problem = Problem::at(RULE.code, look, total, &what);
    let each: Vec<String> = parts
        .iter()
        .map(|part| format!("{} {}", part[0].1.figure.series.partner, super::stated(&part[0].1.figure)))
        .collect();
    problem.finding.why(format!("{}, but {} is {}", each.join(" + "), group.id, super::stated(&total.1.figure)));
    let places: BTreeSet<String> = parts.iter().map(|part| look.place(part[0])).collect();
    let places: Vec<String> = places.into_iter().collect();
    problem.finding.help(format!("they are at {}; {}", places.join(", "), allow(RULE.code)));
    problem
}
