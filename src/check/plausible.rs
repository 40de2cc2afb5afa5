//! `plausible`: a figure lies where its neighbours in time lie.
//!
//! A slip of the pen is a step by a power of ten: a digit too many, 亿 (100 million) taken for a billion, the scale
//! left out. Trade itself takes steps too, but smaller ones, and it stays where it went. So a figure is doubted where
//! it lies far from what was before and what came after, to the same side; at the end of a series, where only one
//! neighbour tells, it must lie farther still. Magnitudes are compared, so here alone numbers are floats.

use std::collections::BTreeMap;

use rust_decimal::prelude::ToPrimitive as _;

use super::{
    Look, Mark, Problem, Rule, allow,
    counted::{Line, Placed},
    is_count, stated,
};
use crate::{
    fact::{Base, Figure, Kind, Qualifier},
    finding::Code,
};

pub(super) const RULE: Rule = Rule { code: Code::Plausible, allowed: Some(Mark::Figure), find };

/// Powers of ten from both neighbours: four and a half times as much, or as little. Real series rise and fall so far,
/// but do not do both within a year.
const FAR_FROM_BOTH: f64 = 0.65;

/// From the only neighbour: six times. Trade with a small country may double or triple in a year.
const FAR_FROM_ONE: f64 = 0.8;

/// What a year between two figures adds to that: a growth by a third.
const A_YEAR: f64 = 0.12;

/// Years to a neighbour that tells something: where there are two, and where there is one.
const NEAR: f64 = 6.0;
const NEAREST: f64 = 2.0;

/// A span from this length on, in years, is compared by what it has in a year; a shorter one, which hangs on the
/// season, only with the same span of other years.
const A_QUARTER: f64 = 0.249;

/// What is compared is of one unit and, where it is of a short span, of the same one.
type Alike = (Base, Option<(u8, u8)>);

/// A figure in time.
struct Point<'a> {
    placed: Placed<'a>,
    /// The middle of its span, in years.
    time: f64,
    /// The power of ten of what it is, for a flow in a year.
    height: f64,
}

/// A figure, or the first of a whole line of a sheet, that lies far from the rest.
struct Doubt<'a> {
    placed: Placed<'a>,
    /// By how many powers of ten it is more; below zero, less.
    off: f64,
    /// What it was held against.
    beside: Vec<Placed<'a>>,
    is_line: bool,
}

fn find(look: &Look<'_>) -> Vec<Problem> {
    let lines = look.counted.lines().filter(|line| line.figures.len() > 1);
    let judged = lines.filter_map(|line| {
        let indicator = look.facts.indicator(line.series.indicator.as_str())?;
        (indicator.kind != Kind::Growth && !indicator.signed).then(|| judge(look, line, indicator.kind == Kind::Flow))
    });
    judged.flatten().collect()
}

/// The power of ten of a value above zero.
pub(super) fn magnitude(figure: &Figure) -> Option<f64> {
    let number = figure.amount.number.to_f64().filter(|number| *number > 0.0)?;
    Some(number.log10() + f64::from(figure.amount.unit.exponent))
}

fn judge<'a>(look: &Look<'a>, line: &Line<'a>, is_flow: bool) -> Vec<Problem> {
    let mut comparable: BTreeMap<Alike, Vec<Point<'a>>> = BTreeMap::new();
    for placed in line.figures.iter().filter(|(_, one)| is_count(&one.figure)) {
        let figure = &placed.1.figure;
        let Some((height, (year, first, last))) = magnitude(figure).zip(figure.period.span()) else { continue };
        let length = f64::from(last + 1 - first) / 12.0;
        let is_short = is_flow && length < A_QUARTER;
        let time = f64::from(year.number()) + f64::from(first + last) / 24.0;
        let height = if is_flow && !is_short { height - length.log10() } else { height };
        let points = comparable.entry((figure.amount.unit.base, is_short.then_some((first, last)))).or_default();
        points.push(Point { placed: *placed, time, height });
    }
    let mut doubts = Vec::new();
    for points in comparable.values_mut() {
        points.sort_by(|one, other| one.time.total_cmp(&other.time));
        let single = doubted_points(look, points);
        doubts.extend(doubted_lines(look, points, &single));
        doubts.extend(single.into_iter().flatten());
    }
    doubts.into_iter().map(|doubt| problem(look, doubt)).collect()
}

/// Each point that lies far from its neighbours, in the place of the point.
fn doubted_points<'a>(look: &Look<'a>, points: &[Point<'a>]) -> Vec<Option<Doubt<'a>>> {
    let mut doubts: Vec<Option<Doubt<'a>>> = points.iter().map(|_| None).collect();
    let moments: Vec<&[Point<'a>]> = points.chunk_by(|one, other| one.time == other.time).collect();
    let starts: Vec<usize> =
        moments.iter().scan(0, |start, moment| Some(std::mem::replace(start, *start + moment.len()))).collect();
    let all = |moment: usize| starts[moment]..starts[moment] + moments[moment].len();
    // Those with the most against them first.
    for (number, moment) in moments.iter().enumerate() {
        let before = number.checked_sub(1).map(|before| moments[before]);
        let beside = [before, Some(*moment), moments.get(number + 1).copied()];
        for (at, point) in all(number).zip(*moment).filter(|(_, point)| !is_settled(look, point, moment)) {
            let apart = beside.iter().flatten().filter_map(|others| point.apart(others, NEAR));
            let (far, others): (Vec<_>, Vec<_>) = apart.partition(|apart| apart.is_far(FAR_FROM_BOTH));
            let is_more = far.first().is_some_and(|apart| apart.off > 0.0);
            let are_alike = far.iter().all(|apart| (apart.off > 0.0) == is_more);
            let is_near = |apart: &Apart<'_>| apart.off.abs() < FAR_FROM_BOTH || (apart.off > 0.0) != is_more;
            if far.len() > 1 && are_alike && !others.iter().any(is_near) {
                let least = far.iter().map(|apart| apart.off).min_by(|one, other| one.abs().total_cmp(&other.abs()));
                doubts[at] = point.doubt(least.unwrap_or_default(), far.iter().map(|apart| apart.from).collect());
            }
        }
    }
    let is_doubted = |doubts: &[Option<Doubt<'_>>], moment: usize| all(moment).all(|at| doubts[at].is_some());
    let sound: Vec<usize> = (0..moments.len()).filter(|moment| !is_doubted(&doubts, *moment)).collect();
    let ends = match sound[..] {
        [] | [_] => Vec::new(),
        // Of two alone either may be wrong: the one that more reports bear out is kept, else the earlier.
        [first, last] if moments[first].len() > moments[last].len() => vec![(last, first)],
        [first, last] if moments[first].len() < moments[last].len() => vec![(first, last)],
        [first, last] => vec![(last, first)],
        [first, second, .., before_last, last] => vec![(first, second), (last, before_last)],
        [first, second, last] => vec![(first, second), (last, second)],
    };
    for (end, neighbour) in ends {
        for (at, point) in all(end).zip(moments[end]).filter(|(_, point)| !is_settled(look, point, moments[end])) {
            if let Some(apart) = point.apart(moments[neighbour], NEAREST)
                && apart.is_far(FAR_FROM_ONE)
            {
                doubts[at] = point.doubt(apart.off, vec![apart.from]);
            }
        }
    }
    doubts
}

/// Lines of a sheet whose every figure lies far from those of other lines, as where the unit is wrong.
fn doubted_lines<'a>(look: &Look<'a>, points: &[Point<'a>], doubted: &[Option<Doubt<'a>>]) -> Vec<Doubt<'a>> {
    let mut lines: BTreeMap<(usize, usize), Vec<usize>> = BTreeMap::new();
    for (at, _) in points.iter().enumerate().filter(|(at, _)| doubted[*at].is_none()) {
        lines.entry(points[at].entry()).or_default().push(at);
    }
    if lines.len() < 2 {
        return Vec::new();
    }
    let origin = |point: &Point<'a>| look.facts.origin(&point.placed.1.figure);
    let doubts = lines.values().filter(|line| line.len() > 1).filter_map(|line| {
        let beside = |at: usize| {
            let point = &points[at];
            let is_near = |other: &&Point<'a>| (other.time - point.time).abs() <= NEAREST;
            let near = points[..at].iter().rev().take_while(is_near).chain(points[at + 1..].iter().take_while(is_near));
            // That one count says two things of one period is found by another rule.
            let others: Vec<&Point<'a>> = near
                .filter(|other| other.entry() != point.entry())
                .filter(|other| other.time != point.time || origin(other) != origin(point))
                .collect();
            others
                .into_iter()
                .filter_map(|other| point.apart(std::slice::from_ref(other), NEAREST))
                .min_by(Apart::order)
        };
        let apart: Vec<Apart<'a>> = line.iter().filter_map(|at| beside(*at)).collect();
        let is_more = apart.first()?.off > 0.0;
        let is_off = apart.len() > 1 && apart.iter().all(|one| one.is_far(FAR_FROM_ONE) && (one.off > 0.0) == is_more);
        let least = apart.into_iter().min_by(Apart::order)?;
        let (own, other) = (line.len(), lines.get(&(least.from.0, least.from.1.entry)).map_or(0, Vec::len));
        let first = &points[line[0]];
        // Of two such lines the one with fewer figures is doubted, else the one that comes later in the sheets.
        let is_weaker = own < other || own == other && first.entry() > (least.from.0, least.from.1.entry);
        (is_off && is_weaker).then(|| Doubt {
            placed: first.placed,
            off: least.off,
            beside: vec![least.from],
            is_line: true,
        })
    });
    doubts.collect()
}

/// True if there is nothing to doubt here: another line says nearly the same of the same time, or one count says two
/// things of it, which another rule finds.
fn is_settled(look: &Look<'_>, point: &Point<'_>, moment: &[Point<'_>]) -> bool {
    moment.iter().filter(|other| other.entry() != point.entry()).any(|other| {
        (other.height - point.height).abs() < FAR_FROM_BOTH
            || !other.placed.1.figure.qualifier.is_threshold()
                && look.facts.origin(&other.placed.1.figure) == look.facts.origin(&point.placed.1.figure)
    })
}

/// How far a point lies from another one.
struct Apart<'a> {
    off: f64,
    years: f64,
    from: Placed<'a>,
}

impl Apart<'_> {
    fn is_far(&self, powers: f64) -> bool {
        self.off.abs() >= powers + A_YEAR * (self.years - 1.0).max(0.0)
    }

    fn order(&self, other: &Self) -> std::cmp::Ordering {
        self.off.abs().total_cmp(&other.off.abs())
    }
}

impl<'a> Point<'a> {
    /// The sheet and the line in it.
    fn entry(&self) -> (usize, usize) {
        (self.placed.0, self.placed.1.entry)
    }

    /// How far it lies from the nearest of some of other lines, or of another time; none where they are too long ago.
    fn apart(&self, others: &[Point<'a>], years: f64) -> Option<Apart<'a>> {
        let others = others.iter().filter(|other| other.time != self.time || other.entry() != self.entry());
        let apart = others.map(|other| Apart {
            off: self.height - other.height,
            years: (self.time - other.time).abs(),
            from: other.placed,
        });
        apart.filter(|apart| apart.years <= years).min_by(Apart::order)
    }

    /// None where it is a threshold that is met from so far.
    fn doubt(&self, off: f64, beside: Vec<Placed<'a>>) -> Option<Doubt<'a>> {
        let is_met = match self.placed.1.figure.qualifier {
            Qualifier::MoreThan | Qualifier::AtLeast => off < 0.0,
            Qualifier::LessThan | Qualifier::AtMost => off > 0.0,
            Qualifier::Exact | Qualifier::About | Qualifier::Nearly => false,
        };
        (!is_met).then_some(Doubt { placed: self.placed, off, beside, is_line: false })
    }
}

fn problem(look: &Look<'_>, doubt: Doubt<'_>) -> Problem {
    let what = match doubt.is_line {
        true => "all figures of this line lie far from those of other lines",
        false => "this lies far from its neighbours in time",
    };
    let mut problem = Problem { is_of_all: doubt.is_line, ..Problem::at(RULE.code, look, doubt.placed, what) };
    let (figure, is_more) = (&doubt.placed.1.figure, doubt.off > 0.0);
    let beside: Vec<String> =
        doubt.beside.iter().map(|(_, one)| format!("{} in {}", stated(&one.figure), one.figure.period)).collect();
    let times = 10f64.powf(doubt.off.abs());
    let times = if times < 20.0 { format!("{times:.1}") } else { format!("{times:.0}") };
    problem.finding.why(format!(
        "{} in {} is {times} times as {} as {}",
        stated(figure),
        figure.period,
        if is_more { "much" } else { "little" },
        beside.join(" and "),
    ));
    let places: Vec<String> = doubt.beside.iter().map(|one| look.place(*one)).collect();
    let slip = slip(doubt.off).map(|slip| format!("{slip}; ")).unwrap_or_default();
    problem.finding.help(format!("{slip}compare {}; {}", places.join(" and "), allow(RULE.code)));
    problem
}

/// The slip that makes a number so many powers of ten larger or smaller.
fn slip(off: f64) -> Option<&'static str> {
    let powers = off.abs().round();
    let is_more = off > 0.0;
    if (off.abs() - powers).abs() > 0.35 {
        return None;
    }
    Some(match (powers as u8, is_more) {
        (1, true) => "a digit too many, a lost point, or 亿 (100 million) taken for a billion",
        (1, false) => "a digit too few, or a billion taken for 亿 (100 million)",
        (2, true) => "a lost point, or two digits too many",
        (2, false) => "two digits too few, or 亿 (100 million) taken for a million",
        (3 | 6, _) => "thousand, million, billion or trillion taken for another of them",
        (4, _) => "万 (10,000) left out, or put in twice",
        (8, _) => "亿 (100 million) left out, or put in twice",
        (9, _) => "billion left out, or put in twice",
        _ => return None,
    })
}
