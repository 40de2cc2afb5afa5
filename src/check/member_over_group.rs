//! `member-over-group`: a country does not have more than the group it belongs to.

use std::collections::HashMap;

use super::{Look, Mark, Problem, Rule, allow, counted::Placed, interval::Interval, stated};
use crate::{
    fact::{AsOf, Base, Figure, Kind, Of, Period, Place, PlaceId, Series},
    finding::Code,
    sheet::Stated,
};

pub(super) const RULE: Rule = Rule { code: Code::MemberOverGroup, allowed: Some(Mark::Figure), find };

fn find(look: &Look<'_>) -> Vec<Problem> {
    let mut groups: HashMap<&PlaceId, Vec<&Place>> = HashMap::new();
    for group in look.facts.places() {
        group.members.iter().for_each(|member| groups.entry(member).or_default().push(group));
    }
    let mut problems = Vec::new();
    for line in look.counted.lines() {
        // Groups of which the same is said.
        let of = |group: &&Place| Series { partner: group.id.clone(), ..line.series.clone() };
        let groups: Vec<(&Place, Series)> = (groups.get(&line.series.partner).into_iter().flatten())
            .map(|group| (*group, of(group)))
            .filter(|(_, series)| look.counted.line(series).is_some())
            .collect();
        if !groups.is_empty() {
            problems.extend(line.figures.iter().filter_map(|member| judge(look, &groups, *member)));
        }
    }
    problems
}

fn judge(look: &Look<'_>, groups: &[(&Place, Series)], (sheet, member): Placed<'_>) -> Option<Problem> {
    let figure = &member.figure;
    if !adds_up(look, figure) {
        return None;
    }
    let origin = look.facts.origin(figure);
    let of_member = Interval::of(figure)?;
    let exceeded = groups.iter().filter_map(|(group, series)| {
        let totals = look.counted.numbers(series, figure.period, origin, figure.amount.unit.base);
        // One that fits is enough: that the others differ from it is for `origin-disagrees`.
        let is_over = |total: &Placed<'_>| Interval::of(&total.1.figure).is_some_and(|total| of_member.exceeds(total));
        let total = *totals.iter().find(|total| total.0 == sheet).or(totals.first())?;
        totals.iter().all(is_over).then_some((group, total))
    });
    let (group, total) = exceeded.into_iter().next()?;
    let what = format!("a member of `{}` has more than the whole group", group.id);
    let mut problem = Problem::at(RULE.code, look, (sheet, member), &what);
    problem.finding.why(format!(
        "{} of {} is {}, but that of {} is {}",
        name(member),
        figure.series.partner,
        stated(figure),
        group.id,
        stated(&total.1.figure)
    ));
    problem.finding.help(format!("that is at {}; {}", look.place(total), allow(RULE.code)));
    Some(problem)
}

/// True if the members of a group have parts of what the group has, at one known time.
pub(super) fn adds_up(look: &Look<'_>, figure: &Figure) -> bool {
    let Some(indicator) = look.facts.indicator(figure.series.indicator.as_str()) else { return false };
    let is_part = match indicator.kind {
        Kind::Flow => matches!(figure.amount.unit.base, Base::Money(_)),
        Kind::Stock => matches!(figure.amount.unit.base, Base::Money(_) | Base::Count),
        Kind::Share => true,
        Kind::Growth => false,
    };
    is_part && !indicator.signed && figure.period != Period::AsOf(AsOf::Unknown)
}

/// `trade`, or for a share its whole too: `share in world`.
fn name(stated: &Stated) -> String {
    let series = &stated.figure.series;
    let whole: Option<&PlaceId> = match &series.of {
        Some(Of::Place(whole)) => Some(whole),
        _ => None,
    };
    whole.map_or_else(|| series.indicator.to_string(), |whole| format!("{} in {whole}", series.indicator))
}
