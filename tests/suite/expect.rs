//! What the shipped facts must answer. `tests/expect/` was written from the documents and the rules of an answer,
//! never from an answer of the program.
//!
//! - `coverage.tsv`: who counts what in which year. C is China's count, P the partner's, T a third party's; t the
//!   total, x China's exports, i China's imports; in brackets what is only calculated.
//! - `cells.tsv`: one line for each letter with the number that leads, and for what is calculated besides
//!   (`calculated-too`) with its formula.
//! - `conflicts.tsv`: where documents disagree. Relations in words of `ask --format json`; `?` before those that may
//!   be missing, `|` between those that may be; `absent` for what no answer shows, `not-here` for what this answer
//!   must not show, `present` for a number among figures or in words, `statement` for words.
//! - `derived.tsv`: what follows from figures, computed elsewhere, and the digits that the rules leave of it.
//! - `questions.tsv`: questions in eight languages.

use std::{
    collections::{BTreeMap, BTreeSet},
    str::FromStr,
};

use rust_decimal::Decimal;
use tradefacts::fact::Qualifier;

use crate::articles::rows;

const COVERAGE: &str = include_str!("../expect/coverage.tsv");
const CELLS: &str = include_str!("../expect/cells.tsv");
const CONFLICTS: &str = include_str!("../expect/conflicts.tsv");
const DERIVED: &str = include_str!("../expect/derived.tsv");

/// Place, year, side, letter.
type Mark<'t> = (&'t str, u16, char, char);

#[test]
fn every_letter_of_the_coverage_has_its_cell_and_no_cell_is_without_one() {
    let marks = marks();
    for (mark, cell) in cells() {
        let wanted = match cell.basis {
            "stated" => Some(false),
            "calculated" => Some(true),
            "calculated-too" => None,
            other => panic!("{mark:?}: no basis {other}"),
        };
        assert_eq!(marks.get(&mark).copied(), wanted, "{mark:?}");
        let sound = Decimal::from_str(cell.value).is_ok() && ["USD", "CNY"].contains(&cell.unit);
        assert!(sound && Qualifier::from_str(cell.qualifier).is_ok(), "{mark:?}: {cell:?}");
    }
    let cells = cells();
    let lost: Vec<_> = marks.keys().filter(|mark| !cells.contains_key(*mark)).collect();
    assert!(lost.is_empty(), "{lost:?}");
    assert_eq!((marks.len(), cells.len()), (256, 285));
}

#[test]
fn every_conflict_has_a_class_and_says_what_is_shown() {
    let mut ids = BTreeSet::new();
    let mut led = BTreeSet::new();
    for row in conflicts() {
        let classes = ["conflict", "rounding", "mirror", "echo", "incomparable", "left-out"];
        assert!(classes.contains(&row.class), "{row:?}");
        for relation in row.relation.trim_start_matches('?').split('|') {
            let known = [
                "leads",
                "agrees",
                "differs",
                "revised",
                "withdrawn",
                "mirror",
                "third-party",
                "other-unit",
                "other-count",
                "other-period",
                "calculated",
                "present",
                "statement",
                "absent",
                "not-here",
            ];
            assert!(known.contains(&relation), "{row:?}");
            if ["leads", "present", "statement", "absent"].contains(&relation) {
                led.insert(row.id);
            }
            let in_words = ["present", "statement"].contains(&relation);
            assert!(in_words || row.figure.split(' ').count() >= 3 && !row.unit.is_empty(), "{row:?}");
            let numbers = || row.value.split('|').all(|value| Decimal::from_str(value).is_ok());
            assert!(relation == "statement" || numbers(), "{row:?}");
        }
        assert!(row.source.is_empty() || !row.row.is_empty(), "{row:?}");
        let any = ["", "*"].contains(&row.qualifier);
        assert!(!row.query.is_empty() && (any || Qualifier::from_str(row.qualifier).is_ok()), "{row:?}");
        ids.insert(row.id);
    }
    let all: BTreeSet<String> = (1..=63).map(|number| format!("c-{number:02}")).collect();
    assert!(ids.iter().copied().eq(&all), "{ids:?}");
    assert_eq!(ids, led);
}

#[test]
fn what_follows_from_figures_is_derived_to_the_digits_that_the_rules_leave() {
    for row in rows(DERIVED) {
        let [id, _, derived, _, _, _, _, shown, qualifier, ..] = row[..] else { panic!("{row:?}") };
        if shown.is_empty() {
            continue;
        }
        let (derived, number) = (Decimal::from_str(derived).unwrap(), Decimal::from_str(shown).unwrap());
        let step = step_of(number);
        match qualifier {
            "at least" => assert!(number <= derived && derived - number < step, "{id}"),
            _ => assert!((number - derived).abs() <= step, "{id}: {derived} is not {shown}"),
        }
    }
}

/// One step of the last digit that says something.
fn step_of(number: Decimal) -> Decimal {
    let mut step = Decimal::new(1, number.scale());
    let mut mantissa = number.mantissa();
    while number.scale() == 0 && mantissa != 0 && mantissa % 10 == 0 {
        mantissa /= 10;
        step *= Decimal::TEN;
    }
    step
}

/// One line of `conflicts.tsv`.
#[derive(Debug)]
struct Expected<'t> {
    id: &'t str,
    class: &'t str,
    query: &'t str,
    relation: &'t str,
    value: &'t str,
    unit: &'t str,
    qualifier: &'t str,
    figure: &'t str,
    source: &'t str,
    row: &'t str,
}

fn conflicts() -> Vec<Expected<'static>> {
    let rows = rows(CONFLICTS).into_iter();
    rows.map(|row| {
        let [id, _, class, query, relation, value, unit, qualifier, figure, source, row, _, _] = row[..] else {
            panic!("a row of thirteen columns: {row:?}")
        };
        Expected { id, class, query, relation, value, unit, qualifier, figure, source, row }
    })
    .collect()
}

/// What leads for one mark of the matrix.
#[derive(Debug)]
struct Cell<'t> {
    basis: &'t str,
    value: &'t str,
    unit: &'t str,
    qualifier: &'t str,
    #[expect(dead_code, reason = "shown where the cell is not as expected")]
    rows: &'t str,
}

fn cells() -> BTreeMap<Mark<'static>, Cell<'static>> {
    let mut cells = BTreeMap::new();
    for row in rows(CELLS) {
        let [place, year, side, letter, basis, value, unit, qualifier, _, rows, _] = row[..] else {
            panic!("a row of eleven columns: {row:?}")
        };
        let mark = (place, year.parse().unwrap(), lone(side), lone(letter));
        let before = cells.insert(mark, Cell { basis, value, unit, qualifier, rows });
        assert!(before.is_none(), "{mark:?} stands twice");
    }
    cells
}

fn lone(text: &str) -> char {
    assert_eq!(text.len(), 1, "{text}");
    text.chars().next().unwrap()
}

fn axes() -> (Vec<&'static str>, std::ops::RangeInclusive<u16>) {
    let places = COVERAGE.lines().next().unwrap().split('\t').skip(1).collect();
    (places, 1992..=2025)
}

/// The marks of the matrix, and whether they stand in brackets.
fn marks() -> BTreeMap<Mark<'static>, bool> {
    let (places, years) = axes();
    let mut marks = BTreeMap::new();
    let lines: Vec<_> = COVERAGE.lines().skip(1).collect();
    assert_eq!(lines.len(), years.clone().count());
    for (line, year) in lines.into_iter().zip(years) {
        let mut columns = line.split('\t');
        assert_eq!(columns.next(), Some(year.to_string().as_str()));
        for (place, cell) in places.iter().zip(columns) {
            for group in cell.split_whitespace() {
                let inner = group.trim_matches(['(', ')']);
                let mut letters = inner.chars();
                let side = letters.next().unwrap();
                for letter in letters {
                    assert!("CPT".contains(side) && "txi".contains(letter), "{year} {place}: {group}");
                    marks.insert((*place, year, side, letter), inner != group);
                }
            }
        }
    }
    marks
}
