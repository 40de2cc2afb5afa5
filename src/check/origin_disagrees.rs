//! `origin-disagrees`: one count says one thing, wherever it is relayed.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::{
    Look, Mark, Problem, Rule,
    counted::{Line, Placed},
    interval::{Interval, agree},
    stated,
};
use crate::{
    fact::{AsOf, AuthorityId, Base, Figure, Period, Status},
    finding::Code,
};

pub(super) const RULE: Rule = Rule { code: Code::OriginDisagrees, allowed: Some(Mark::Figure), find };

/// No revision changes a number so many times over: that is a slip of a digit, a scale or a currency.
const TOO_MANY_TIMES: Decimal = Decimal::from_parts(5, 0, 0, false, 0);

/// Since when, by whom and in which unit something is counted.
type Thing<'a> = (Option<Period>, &'a AuthorityId, Base);

fn find(look: &Look<'_>) -> Vec<Problem> {
    let mut problems = Vec::new();
    for said in look.counted.lines().flat_map(Line::periods).filter(|said| said.len() > 1) {
        let mut things: BTreeMap<Thing<'_>, Vec<Placed<'_>>> = BTreeMap::new();
        for (sheet, stated) in said {
            let figure = &stated.figure;
            // Stocks of unknown days may be of different days.
            if !figure.qualifier.is_threshold() && figure.period != Period::AsOf(AsOf::Unknown) {
                let thing = (figure.since, look.facts.origin(figure), figure.amount.unit.base);
                things.entry(thing).or_default().push((*sheet, stated));
            }
        }
        problems.extend(things.values().flat_map(|said| judge(look, said)));
    }
    problems
}

/// Blames of two numbers the one that fewer others bear out, else the one that comes later in the sheets.
fn judge(look: &Look<'_>, said: &[Placed<'_>]) -> Vec<Problem> {
    let borne_out = |one: usize| said.iter().filter(|other| agree(&said[one].1.figure, &other.1.figure)).count();
    let borne_out: Vec<usize> = (0..said.len()).map(borne_out).collect();
    let mut blamed: BTreeMap<usize, usize> = BTreeMap::new();
    for later in 1..said.len() {
        for earlier in 0..later {
            if !contradict(&said[earlier].1.figure, &said[later].1.figure) {
                continue;
            }
            let (wrong, right) =
                if borne_out[earlier] < borne_out[later] { (earlier, later) } else { (later, earlier) };
            let held = blamed.entry(wrong).or_insert(right);
            if borne_out[right] > borne_out[*held] {
                *held = right;
            }
        }
    }
    blamed.into_iter().map(|(wrong, right)| problem(look, said[wrong], said[right])).collect()
}

fn problem(look: &Look<'_>, wrong: Placed<'_>, right: Placed<'_>) -> Problem {
    let what = "one count says two things";
    let mut problem = Problem::at(RULE.code, look, wrong, what);
    let figure = &wrong.1.figure;
    problem.finding.why(format!(
        "{} of {} in {} is {} here, but {} elsewhere, both by {}",
        figure.series.indicator,
        figure.series.partner,
        figure.period,
        stated(figure),
        stated(&right.1.figure),
        look.facts.origin(figure)
    ));
    problem.finding.help(format!(
        "the other is at {}; correct the wrong one, or say here why both are right: `allow: {{ {}: reason }}`",
        look.place(right),
        RULE.code
    ));
    problem
}

fn contradict(one: &Figure, other: &Figure) -> bool {
    !agree(one, other)
        && are_alike(one.status, other.status)
        && (one.source.is_dated_alike(&other.source) || are_far(one, other))
}

/// True if both are counts of what was: a forecast may miss, and what is provisional becomes final.
fn are_alike(one: Option<Status>, other: Option<Status>) -> bool {
    let is_counted = |status| matches!(status, None | Some(Status::Flash | Status::Provisional | Status::Final));
    one == other || (one.is_none() || other.is_none()) && is_counted(one) && is_counted(other)
}

fn are_far(one: &Figure, other: &Figure) -> bool {
    let Some((one, other)) = Interval::of(one).zip(Interval::of(other)) else { return false };
    let is_far = |one: Interval, other| one.over(other).is_some_and(|ratio| ratio.is_above(TOO_MANY_TIMES));
    is_far(one, other) || is_far(other, one)
}
