//! `goods-over-all`: goods of one kind are no more than the goods that they are a part of, and than all goods.

use super::{Look, Mark, Problem, Rule, allow, counted::Placed, interval::Interval, is_count, stated};
use crate::{
    fact::{Goods, Measure, Series},
    finding::Code,
};

pub(super) const RULE: Rule = Rule { code: Code::GoodsOverAll, allowed: Some(Mark::Figure), find };

fn find(look: &Look<'_>) -> Vec<Problem> {
    let mut problems = Vec::new();
    for line in look.counted.lines().filter(|line| line.series.of.is_none()) {
        let Some(goods) = &line.series.goods else { continue };
        let wholes = wholes(look, line.series, goods);
        if !wholes.is_empty() {
            problems.extend(line.figures.iter().filter_map(|part| judge(look, &wholes, *part)));
        }
    }
    problems
}

/// Of wider goods the series in the same measure; of all goods that of their value, which alone adds up.
fn wholes(look: &Look<'_>, series: &Series, goods: &Goods) -> Vec<Series> {
    let parent = look.facts.product(goods.product.as_str()).and_then(|product| product.parent.clone());
    let wider = parent.map(|product| Some(Goods { product, measure: goods.measure }));
    let all = (goods.measure == Measure::Value).then_some(None);
    let all = wider.into_iter().chain(all).map(|goods| Series { goods, ..series.clone() });
    all.filter(|series| look.counted.line(series).is_some()).collect()
}

fn judge(look: &Look<'_>, wholes: &[Series], part: Placed<'_>) -> Option<Problem> {
    let figure = &part.1.figure;
    if !is_count(figure) || look.facts.indicator(figure.series.indicator.as_str()).is_some_and(|one| one.signed) {
        return None;
    }
    let (of_part, origin) = (Interval::of(figure)?, look.facts.origin(figure));
    let exceeded = wholes.iter().find_map(|series| {
        let totals = look.counted.numbers(series, figure.period, origin, figure.amount.unit.base);
        // One that fits is enough: that the others differ from it is for `origin-disagrees`.
        let is_over = |total: &Placed<'_>| Interval::of(&total.1.figure).is_some_and(|total| of_part.exceeds(total));
        let total = *totals.iter().find(|total| total.0 == part.0).or(totals.first())?;
        totals.iter().all(is_over).then_some((series, total))
    });
    let (series, total) = exceeded?;
    let whole = series.goods.as_ref().map_or("all goods".to_owned(), |goods| format!("`{}`", goods.product));
    let mut problem = Problem::at(RULE.code, look, part, &format!("goods of one kind are more than {whole}"));
    problem.finding.why(format!("{} here, but {} of {whole}", stated(figure), stated(&total.1.figure)));
    problem.finding.help(format!("that is at {}; {}", look.place(total), allow(RULE.code)));
    Some(problem)
}
