//! `shares-over-whole`: the parts of a whole have no more than all of it.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::{
    Look, Mark, Problem, Rule, allow,
    counted::{Line, Placed},
    interval::Interval,
    is_count, of_vintage, stated,
};
use crate::{
    fact::{AsOf, Base, IndicatorId, Of, Period, PlaceId},
    finding::Code,
};

pub(super) const RULE: Rule = Rule { code: Code::SharesOverWhole, allowed: Some(Mark::Figure), find };

/// What has shares: whose count of what in which whole, and whether the parts lie within it or trade with it.
type Whole<'a> = (&'a IndicatorId, Option<&'a PlaceId>, &'a PlaceId, bool);

fn find(look: &Look<'_>) -> Vec<Problem> {
    let mut wholes: BTreeMap<Whole<'_>, Vec<&Line<'_>>> = BTreeMap::new();
    for line in look.counted.lines() {
        let Some(Of::Place(whole)) = &line.series.of else { continue };
        let part = &line.series.partner;
        // What a group has its members have too.
        if !look.facts.place(part.as_str()).is_some_and(|part| part.is_group()) {
            let is_within = look.facts.place(whole.as_str()).is_some_and(|whole| whole.members.contains(part));
            let key = (&line.series.indicator, line.series.reporter.as_ref(), whole, is_within);
            wholes.entry(key).or_default().push(line);
        }
    }
    wholes.values().filter(|lines| lines.len() > 1).flat_map(|lines| judge_all(look, lines)).collect()
}

/// Judges what each document says of a period once, at the last of its shares.
fn judge_all<'a>(look: &Look<'a>, lines: &[&Line<'a>]) -> Vec<Problem> {
    let mut last: BTreeMap<_, Placed<'a>> = BTreeMap::new();
    for one in lines.iter().flat_map(|line| &line.figures).filter(|(_, one)| is_count(&one.figure)) {
        let figure = &one.1.figure;
        if figure.amount.unit.base == Base::Percent && figure.period != Period::AsOf(AsOf::Unknown) {
            let known = last.entry((figure.period, one.0, look.facts.origin(figure))).or_insert(*one);
            if known.1.spot < one.1.spot {
                *known = *one;
            }
        }
    }
    last.into_values().filter_map(|one| judge(look, lines, one)).collect()
}

fn judge<'a>(look: &Look<'a>, lines: &[&Line<'a>], share: Placed<'a>) -> Option<Problem> {
    let period = share.1.figure.period;
    let counted = |line: &Line<'a>| -> Vec<Placed<'a>> {
        let said: Vec<Placed<'a>> = line.at(period).iter().filter(|(_, one)| is_count(&one.figure)).copied().collect();
        of_vintage(look, &said, share)
    };
    let parts: Vec<Vec<Placed<'a>>> = lines.iter().map(|line| counted(line)).filter(|said| !said.is_empty()).collect();
    let each = parts.iter().map(|part| Interval::of_all(part));
    let sum = each.reduce(|sum, part| Some(sum?.plus(part?))).flatten()?;
    if parts.len() < 2 || !sum.is_above(Decimal::ONE_HUNDRED) {
        return None;
    }
    let Some(Of::Place(whole)) = &share.1.figure.series.of else { return None };
    let what = format!("the shares of `{whole}` make more than 100 percent");
    let mut problem = Problem::at(RULE.code, look, share, &what);
    let each: Vec<String> =
        parts.iter().map(|part| format!("{} {}", part[0].1.figure.series.partner, stated(&part[0].1.figure))).collect();
    problem.finding.why(format!("{} in {period}", each.join(" + ")));
    let others = parts.iter().map(|part| part[0]).filter(|one| one.1.spot != share.1.spot || one.0 != share.0);
    let places: BTreeSet<String> = others.map(|one| look.place(one)).collect();
    let places: Vec<String> = places.into_iter().collect();
    problem.finding.help(format!("the others are at {}; {}", places.join(", "), allow(RULE.code)));
    Some(problem)
}
