//! What a table says of a series beside what is known of it: whether its unit is a thousand times off.

use std::collections::{BTreeMap, HashMap};

use rust_decimal::Decimal;

use super::{
    fault::{Fault, Place},
    line::Line,
};
use crate::{
    catalogue::Catalogue,
    fact::{Amount, Figure, Period, Year},
    finding::Code,
};

/// Times by which a number is more than its neighbour in time if its unit is a thousand times too large: trade doubles
/// or halves from one year to the next, hardly more.
const LEAST: Decimal = Decimal::from_parts(500, 0, 0, false, 0);
const MOST: Decimal = Decimal::from_parts(2000, 0, 0, false, 0);

/// Months within which a neighbour tells something.
const NEAR: u32 = 24;

/// The numbers of a table, held against those of the sheets.
pub(super) struct Held<'a> {
    facts: &'a Catalogue,
    by_line: HashMap<usize, &'a [Figure]>,
    /// By column of the map: the first number that is off, and how many are.
    off: BTreeMap<usize, (Fault, usize)>,
}

impl<'a> Held<'a> {
    pub(super) fn new(facts: &'a Catalogue) -> Self {
        Self { facts, by_line: HashMap::new(), off: BTreeMap::new() }
    }

    /// Compares a number of a line with the nearest in time that is known, of a span as long.
    pub(super) fn compare(
        &mut self,
        (number, line): (usize, &Line),
        (period, amount): (Period, Amount),
        (column, place): (usize, Place),
    ) {
        let figures = *self.by_line.entry(number).or_insert_with(|| self.facts.figures(&line.series()));
        let near = figures.iter().filter(|one| one.amount.unit.base == line.base() && !one.is_wrong());
        let near = near.filter_map(|one| Some((distance(one.period, period)?, one)));
        let Some((_, known)) = near.min_by_key(|(distance, _)| *distance) else { return };
        let values = amount.value().zip(known.amount.value());
        let times = values.map(|(new, old)| (new.checked_div(old), old.checked_div(new)));
        let Some((more, less)) = times else { return };
        let is_off = |times: Option<Decimal>| times.is_some_and(|times| (LEAST..=MOST).contains(&times.abs()));
        let what = match (is_off(more), is_off(less)) {
            (true, _) => "times",
            (_, true) => "parts of",
            _ => return,
        };
        let fault = || {
            let message = format!("{} {} is some thousand {what} what is known", amount.number, amount.unit);
            let known =
                format!("in {}: {} {} by `{}`", known.period, known.amount.number, known.amount.unit, known.source.id);
            Fault::new(Code::BadUnit, message, "see in which unit the table counts, and correct `unit` in the map")
                .at(place)
                .why(known)
        };
        self.off.entry(column).or_insert_with(|| (fault(), 0)).1 += 1;
    }

    /// A fault for each column that is off.
    pub(super) fn faults(&mut self) -> Vec<Fault> {
        let told = std::mem::take(&mut self.off).into_values().map(|(fault, many)| match many {
            1 => fault,
            _ => Fault { message: format!("{}, and so are {} more of this column", fault.message, many - 1), ..fault },
        });
        told.collect()
    }
}

/// Months from one span to another of the same length; none where they are far apart or differ in length.
fn distance(one: Period, other: Period) -> Option<u32> {
    let month = |period: Period| {
        let (year, _, last) = period.span()?;
        Some(u32::from(Year::number(year)) * 12 + u32::from(last))
    };
    let distance = month(one)?.abs_diff(month(other)?);
    (one.length() == other.length() && distance <= NEAR).then_some(distance)
}
