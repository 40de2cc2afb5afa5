//! `said-twice`: a figure stands in a sheet once.

use super::{Look, Problem, Rule, counted::Placed};
use crate::{fact::Figure, finding::Code};

pub(super) const RULE: Rule = Rule { code: Code::SaidTwice, allowed: None, find };

fn find(look: &Look<'_>) -> Vec<Problem> {
    let mut problems = Vec::new();
    for said in look.counted.lines().flat_map(|line| line.periods()) {
        for of_sheet in said.chunk_by(|(one, _), (other, _)| one == other) {
            for (number, again) in of_sheet.iter().enumerate() {
                let first = of_sheet[..number].iter().find(|first| is_same(&first.1.figure, &again.1.figure));
                problems.extend(first.map(|first| problem(look, *first, *again)));
            }
        }
    }
    problems
}

/// True if two figures of one series and period say the same, wherever they stand in the document.
fn is_same(one: &Figure, other: &Figure) -> bool {
    let value = |figure: &Figure| figure.amount.value().map(|value| value.normalize());
    let said = |figure: &Figure| (figure.since, figure.qualifier, figure.status, figure.amount.unit.base);
    said(one) == said(other) && one.authority == other.authority && value(one) == value(other)
}

fn problem(look: &Look<'_>, first: Placed<'_>, again: Placed<'_>) -> Problem {
    let mut problem = Problem::at(RULE.code, look, again, "this sheet has the same figure already");
    let figure = &again.1.figure;
    let what = &figure.series.indicator;
    problem
        .finding
        .why(format!("{what} of {} in {} is at line {} too", figure.series.partner, figure.period, first.1.spot.line));
    problem.finding.help("keep it where the document says most, and take the other out");
    problem
}
