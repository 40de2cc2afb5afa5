//! `member-over-group`: a country does not have more than the group it belongs to.

use super::{
    Look, Problem, Rule,
    counted::{Counted, Placed},
    interval::Interval,
    stated,
};
use crate::{
    fact::{AsOf, Base, Kind, Of, Period, PlaceId, Series},
    finding::Code,
    sheet::Stated,
};

pub(super) const RULE: Rule = Rule {
    code: Code::MemberOverGroup,
    explanation: "What one count says of a country is no more than what it says of a group with that country in it, \
                  in the same unit and period, in whatever sheets, as far as digits and qualifiers tell. It is judged \
                  for what members add up to: money, things counted as of a moment, shares of one whole.",
    refuses: include_str!("samples/member-over-group-refused.yaml"),
    passes: include_str!("samples/member-over-group-passed.yaml"),
    find,
};

fn find(look: &Look<'_>) -> Vec<Problem> {
    let counted = Counted::over(look);
    look.figures().filter_map(|(sheet, member)| judge(look, &counted, sheet, member)).collect()
}

fn judge(look: &Look<'_>, counted: &Counted<'_>, sheet: usize, member: &Stated) -> Option<Problem> {
    let figure = &member.figure;
    if !adds_up(look, member) {
        return None;
    }
    let origin = look.facts.origin(figure);
    let of_member = Interval::of(figure)?;
    let groups = look.facts.places().filter(|place| place.members.contains(&figure.series.partner));
    let exceeded = groups.filter_map(|group| {
        let series = Series { partner: group.id.clone(), ..Series::clone(&figure.series) };
        let totals = counted.numbers(&series, figure.period, origin, figure.amount.unit.base);
        // One that fits is enough: that the others differ from it is for `origin-disagrees`.
        let is_over = |total: &Placed<'_>| Interval::of(&total.1.figure).is_some_and(|total| of_member.exceeds(total));
        let total = *totals.iter().find(|total| total.0 == sheet).or(totals.first())?;
        totals.iter().all(is_over).then_some((group, total))
    });
    let (group, (place, total)) = exceeded.into_iter().next()?;
    let what = format!("a member of `{}` has more than the whole group", group.id);
    let mut problem = Problem::at(RULE.code, look, sheet, member, &what);
    problem.finding.why(format!(
        "{} of {} is {}, but that of {} is {}",
        name(member),
        figure.series.partner,
        stated(figure),
        group.id,
        stated(&total.figure)
    ));
    problem.finding.help(format!(
        "that is at {}:{}; if the sources print this, say so here: `allow: {{ {}: reason }}`",
        look.sheets[place].file, total.spot.line, RULE.code
    ));
    Some(problem)
}

/// Whether the members of a group have parts of what the group has, at one known time.
fn adds_up(look: &Look<'_>, stated: &Stated) -> bool {
    let figure = &stated.figure;
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
