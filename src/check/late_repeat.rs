//! `late-repeat`: what a body has replaced is not told anew.

use super::{
    Look, Mark, Problem, Rule,
    counted::{Line, Placed},
    interval::agree,
    stated,
};
use crate::{fact::Figure, finding::Code};

pub(super) const RULE: Rule = Rule { code: Code::LateRepeat, allowed: Some(Mark::Figure), find };

fn find(look: &Look<'_>) -> Vec<Problem> {
    let mut problems = Vec::new();
    for said in look.counted.lines().flat_map(Line::periods).filter(|said| said.len() > 2) {
        for one in said.iter().filter(|(_, one)| one.figure.source.is_relay()) {
            problems.extend(replaced_before(look, *one, said).map(|(old, new)| problem(look, *one, old, new)));
        }
    }
    problems
}

/// What the body had said when it was first told, and the other number by which it had replaced that.
fn replaced_before<'a>(look: &Look<'_>, one: Placed<'a>, said: &[Placed<'a>]) -> Option<(Placed<'a>, Placed<'a>)> {
    let figure = &one.1.figure;
    let is_own = |other: &&Placed<'_>| look.facts.is_of_one_body(&other.1.figure, figure);
    let later = said.iter().filter(is_own).filter(|(_, new)| figure.source.is_after(&new.figure.source));
    later.filter(|(_, new)| !agree(&new.figure, figure)).find_map(|new| {
        let is_replaced = |old: &Figure| new.1.figure.source.is_after(&old.source) && agree(old, figure);
        let is_other = |old: &Figure| !agree(old, &new.1.figure);
        let old = said.iter().filter(is_own).find(|(_, old)| is_replaced(&old.figure) && is_other(&old.figure))?;
        Some((*old, *new))
    })
}

fn problem(look: &Look<'_>, one: Placed<'_>, old: Placed<'_>, new: Placed<'_>) -> Problem {
    let what = "a report repeats what its body has replaced";
    let mut problem = Problem::at(RULE.code, look, one, what);
    problem.finding.why(format!(
        "{} was said first at {}, and {} after that at {}, both by {}",
        stated(&old.1.figure),
        look.place(old),
        stated(&new.1.figure),
        look.place(new),
        new.1.figure.authority
    ));
    problem.finding.help(format!(
        "look whether the three dates and numbers are right; {} leads all the same. If the report came late, say so \
         here: `allow: {{ {}: reason }}`",
        stated(&new.1.figure),
        RULE.code
    ));
    problem
}
