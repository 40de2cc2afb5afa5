//! `mirror-swapped`: what goes out on one side of a border comes in on the other.

use super::{Look, Mark, Problem, Rule, allow, counted::Placed, is_count, plausible::magnitude, stated};
use crate::{
    fact::{Derivation, Direction, IndicatorId, PlaceId, Series},
    finding::Code,
};

pub(super) const RULE: Rule = Rule { code: Code::MirrorSwapped, allowed: Some(Mark::Figure), find };

/// How much better the exchanged directions must fit, in powers of ten: two and a half times.
const BETTER: f64 = 0.4;

fn find(look: &Look<'_>) -> Vec<Problem> {
    let ways = ways(look);
    let mut problems = Vec::new();
    for line in look.counted.lines() {
        let (Some(reporter), partner) = (&line.series.reporter, &line.series.partner) else { continue };
        let Some((out, inward)) = ways.iter().find(|(out, _)| **out == line.series.indicator) else { continue };
        // Of the two sides the one that the facts are about first is taken as the right one.
        let is_first =
            reporter == look.facts.default_reporter() || partner != look.facts.default_reporter() && reporter < partner;
        if line.series.of.is_some() || !is_first {
            continue;
        }
        let side = |indicator: &IndicatorId, reporter: &PlaceId, partner: &PlaceId| {
            let series = Series {
                indicator: indicator.clone(),
                goods: line.series.goods.clone(),
                of: None,
                reporter: Some(reporter.clone()),
                partner: partner.clone(),
            };
            look.counted.line(&series)
        };
        let (Some(came), Some(sent), Some(received)) =
            (side(inward, reporter, partner), side(out, partner, reporter), side(inward, partner, reporter))
        else {
            continue;
        };
        for said in line.periods() {
            let period = said[0].1.figure.period;
            let four = [said, came.at(period), sent.at(period), received.at(period)];
            problems.extend(judge(look, four.map(|said| said.iter().find(|(_, one)| is_count(&one.figure)).copied())));
        }
    }
    problems
}

/// What goes out and what comes in, of each thing that is made of the two.
fn ways<'a>(look: &Look<'a>) -> Vec<(&'a IndicatorId, &'a IndicatorId)> {
    let direction = |id: &IndicatorId| look.facts.indicator(id.as_str()).and_then(|indicator| indicator.direction);
    let sums = look.facts.indicators().filter_map(|total| match &total.derivation {
        Some(Derivation::Sum(one, other)) => Some((one, other)),
        Some(Derivation::Difference(..) | Derivation::Share(_)) | None => None,
    });
    sums.filter_map(|(one, other)| match (direction(one)?, direction(other)?) {
        (Direction::Out, Direction::In) => Some((one, other)),
        (Direction::In, Direction::Out) => Some((other, one)),
        _ => None,
    })
    .collect()
}

/// Compares what one side sent and got with what the other side got and sent.
fn judge(look: &Look<'_>, four: [Option<Placed<'_>>; 4]) -> Option<Problem> {
    let [went, came, sent, received] = four;
    let (went, came, sent, received) = (went?, came?, sent?, received?);
    let base = went.1.figure.amount.unit.base;
    if [came, sent, received].iter().any(|(_, one)| one.figure.amount.unit.base != base) {
        return None;
    }
    let apart =
        |one: Placed<'_>, other: Placed<'_>| Some((magnitude(&one.1.figure)? - magnitude(&other.1.figure)?).abs());
    let as_said = apart(went, received)?.min(apart(came, sent)?);
    let exchanged = apart(went, sent)?.max(apart(came, received)?);
    if as_said - exchanged < BETTER {
        return None;
    }
    let mut problem = Problem::at(RULE.code, look, sent, "the two directions seem to be exchanged");
    let (there, here) = (&sent.1.figure.series, &went.1.figure.series);
    let (reporter, partner) = (there.reporter.as_ref()?, &there.partner);
    problem.finding.why(format!(
        "{reporter} counts {} {} and {} {}, where {partner} counts {} {} and {} {}",
        there.indicator,
        stated(&sent.1.figure),
        received.1.figure.series.indicator,
        stated(&received.1.figure),
        here.indicator,
        stated(&went.1.figure),
        came.1.figure.series.indicator,
        stated(&came.1.figure),
    ));
    problem.finding.help(format!(
        "directions are the reporter's: what {partner} exports {reporter} imports; exchange this and {}; {}",
        look.place(received),
        allow(RULE.code)
    ));
    Some(problem)
}
