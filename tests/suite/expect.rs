//! What the shipped facts must answer. `tests/expect/` was written from the documents and the rules of an answer,
//! never from an answer of the program.
//!
//! - `coverage.tsv`: who counts what in which year. C is China's count, P the partner's, T a third party's; t the
//!   total, x China's exports, i China's imports; in brackets what is only calculated.
//! - `cells.tsv`: one line for each letter with the number that leads, and for what is calculated besides
//!   (`calculated-too`) with its formula.
//! - `conflicts.tsv`: where documents disagree. Relations in words of `ask --format json`; `?` before those that may
//!   be missing, `|` between those that may be; `absent` for what no answer shows, `not-here` for what this answer
//!   must not show, `statement` for words. A class shows itself in some relations only.
//! - `derived.tsv`: what follows from figures, computed elsewhere, and the digits that the rules leave of it; `open`
//!   where they leave none, not even the sign.
//! - `questions.tsv`: questions in eight languages.

use std::{
    collections::{BTreeMap, BTreeSet},
    str::FromStr,
    sync::LazyLock,
};

use jiff::civil::date;
use rust_decimal::{Decimal, prelude::ToPrimitive};
use serde_json::Value;
use tradefacts::{
    check,
    fact::Qualifier,
    language::Language,
    question::{self, Query},
    render::{Medium as _, json::Script},
    reply::{Desk, Heard, Reader},
    sheet::Folder,
};

use crate::articles::{json, rows};

static SHIPPED: LazyLock<Desk> = LazyLock::new(|| {
    let checked = check::check(&Folder::BuiltIn).unwrap();
    Desk::new(std::sync::Arc::new(checked.catalogue.unwrap_or_else(|| panic!("{:#?}", checked.findings))))
});

const COVERAGE: &str = include_str!("../expect/coverage.tsv");
const CELLS: &str = include_str!("../expect/cells.tsv");
const CONFLICTS: &str = include_str!("../expect/conflicts.tsv");
const DERIVED: &str = include_str!("../expect/derived.tsv");
const QUESTIONS: &str = include_str!("../expect/questions.tsv");

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
    assert_eq!((marks.len(), cells.len()), (256, 286));
}

#[test]
fn where_the_coverage_has_a_letter_that_side_has_the_figure_and_elsewhere_there_is_none() {
    let mut wrong = Wrong::default();
    let cells = cells();
    let (places, years) = axes();
    for place in places {
        for year in years.clone() {
            for side in ['C', 'P', 'T'] {
                for letter in ['t', 'x', 'i'] {
                    let cell = cells.get(&(place, year, side, letter));
                    cover(&mut wrong, (place, year, side, letter), cell);
                }
            }
        }
    }
    wrong.none();
}

/// Asks for one mark of the matrix.
fn cover(wrong: &mut Wrong, (place, year, side, letter): Mark<'_>, cell: Option<&Cell<'_>>) {
    // China's exports are what the partner counts as imports.
    let indicator = match (letter, side) {
        ('t', _) => "trade",
        ('x', 'P') | ('i', 'C' | 'T') => "imports",
        _ => "exports",
    };
    let (reporter, partner) = match side {
        'C' => (Some("CHN"), place),
        'P' => (Some(place), "CHN"),
        _ => (None, place),
    };
    let pair = match side {
        'C' => place.to_owned(),
        'P' => format!("{place}:CHN"),
        _ => format!("none:{place}"),
    };
    let spelling = format!("{indicator} {pair} {year}");
    let answer = ask(&spelling).unwrap_or_else(|| panic!("{spelling} is no query"));
    let year = year.to_string();
    let of_it = |figure: &&Value| {
        figure["indicator"] == indicator
            && figure["of"].is_null()
            && figure["reporter"].as_str() == reporter
            && figure["partner"] == partner
            && figure["period"] == year.as_str()
    };
    let id = format!("{place} {year} {side}{letter}");
    let got = figures(&answer).iter().find(of_it);
    match (cell, got) {
        (None, None) => {}
        (None, Some(got)) => wrong.say(&id, &spelling, "no figure", got),
        (Some(cell), None) => wrong.say(&id, &spelling, cell, "no figure"),
        (Some(cell), Some(got)) => {
            let basis = if cell.basis == "stated" { "stated" } else { "calculated" };
            let forecast = (place, year.as_str()) == ("KAZ", "2019");
            let status = if forecast { Value::from("forecast") } else { Value::Null };
            let right = got["basis"] == basis
                && got["preferred"] == true
                && got["value"] == cell.value
                && got["unit"] == cell.unit
                && got["qualifier"] == cell.qualifier
                && (!forecast || got["status"] == status)
                && std::ptr::eq(got, &raw const answer["figures"][0]);
            if !right {
                wrong.say(&id, &spelling, cell, got);
            }
        }
    }
}

#[test]
fn every_conflict_has_a_class_and_says_what_is_shown() {
    let mut ids = BTreeSet::new();
    let mut led = BTreeSet::new();
    for row in conflicts() {
        for relation in row.relation.trim_start_matches('?').split('|') {
            let shows: &[&str] = match row.class {
                "conflict" => &["leads", "differs", "statement"],
                "rounding" => &["leads", "agrees", "calculated"],
                "mirror" => &["leads", "mirror", "third-party", "other-count", "statement"],
                "echo" => &["agrees"],
                "incomparable" => {
                    &["leads", "third-party", "other-unit", "other-count", "other-period", "calculated", "statement"]
                }
                "left-out" => &["leads", "absent"],
                other => panic!("no class {other}"),
            };
            assert!(relation == "not-here" || shows.contains(&relation), "{row:?}");
            if ["leads", "statement", "absent"].contains(&relation) {
                led.insert(row.id);
            }
            let in_words = relation == "statement";
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
fn where_documents_disagree_each_value_stands_where_the_rules_put_it() {
    let mut wrong = Wrong::default();
    for row in conflicts() {
        let id = format!("{} ({})", row.id, row.row);
        let Some(answer) = ask(row.query) else {
            // A document of which nothing was taken in has no sheet.
            if row.relation != "absent" {
                wrong.say(&id, row.query, &row, "no query");
            }
            continue;
        };
        if let Err(got) = row.holds(&answer) {
            wrong.say(&id, row.query, &row, got);
        }
    }
    wrong.none();
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

#[test]
fn what_follows_from_figures_is_calculated_unless_it_is_stated() {
    let mut wrong = Wrong::default();
    for row in rows(DERIVED) {
        let [id, query, _, unit, _, _, place, shown, qualifier, stated, stated_qualifier, _] = row[..] else {
            panic!("{row:?}")
        };
        let answer = ask(query).unwrap_or_else(|| panic!("{query} is no query"));
        let figures = figures(&answer);
        let Some(first) = figures.first() else {
            if place != "open" {
                wrong.say(id, query, row, "no figure");
            }
            continue;
        };
        let own = figures.iter().find(|figure| {
            let same = ["indicator", "of", "reporter", "partner", "period", "since"];
            figure["basis"] == "calculated" && same.iter().all(|key| figure[*key] == first[*key])
        });
        let leads_as = |value: &str, qualifier: &str, basis: &str| {
            first["value"] == value && first["qualifier"] == qualifier && first["basis"] == basis
        };
        let value = in_base_unit(shown, unit);
        let shown_so = own.is_some_and(|own| own["value"] == value && own["qualifier"] == qualifier);
        let right = match place {
            "leads" => leads_as(&value, qualifier, "calculated"),
            "beside" => leads_as(stated, stated_qualifier, "stated") && shown_so,
            "same" | "stated" => leads_as(stated, stated_qualifier, "stated") && own.is_none(),
            "open" => false,
            other => panic!("no place {other}"),
        };
        if !right {
            wrong.say(id, query, row, figures);
        }
    }
    wrong.none();
}

/// `25.7` in `USD bn` is `25700000000`; a percentage stays what it is.
fn in_base_unit(number: &str, unit: &str) -> String {
    if unit == "%" || number.is_empty() {
        return number.to_owned();
    }
    let dollars = Decimal::from_str(number).unwrap() * Decimal::from(1_000_000_000);
    dollars.to_i128().unwrap().to_string()
}

#[test]
fn the_sample_questions_are_answered_in_eight_languages() {
    let mut wrong = Wrong::default();
    let all = rows(QUESTIONS);
    assert_eq!(all.len(), 63);
    for row in all {
        let [id, language, text, expect, value, _] = row[..] else { panic!("{row:?}") };
        // Some languages are understood and not spoken.
        let spoken = Language::ALL.iter().copied().find(|one| one.tag() == language);
        let language = spoken.unwrap_or(Language::En);
        let answer = hear(text, language);
        let values: Vec<&str> = figures(&answer).iter().filter_map(|figure| figure["value"].as_str()).collect();
        let right = match expect {
            "first" => values.first() == Some(&value),
            "any" => value.split('|').all(|value| values.contains(&value)),
            "none" => values.is_empty(),
            other => panic!("{id}: {other}"),
        };
        if !right {
            let expected = format!("{expect} {value}");
            wrong.say(id, text, expected, format!("{} {values:?}", answer["query"]));
        }
    }
    wrong.none();
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

impl Expected<'_> {
    fn holds(&self, answer: &Value) -> Result<(), String> {
        let figures = figures(answer);
        let shown = || Err(shown(figures));
        match self.relation {
            "statement" => self.is_said(answer),
            "absent" => match figures.iter().find(|figure| self.is_value(figure)) {
                Some(figure) => Err(format!("{figure}")),
                None => self.is_nowhere(),
            },
            "not-here" => match figures.iter().find(|figure| self.is_value(figure)) {
                Some(figure) => Err(format!("{figure}")),
                None => Ok(()),
            },
            "calculated" => {
                let own = |figure: &&Value| self.is_value(figure) && figure["basis"] == "calculated";
                if figures.iter().any(|figure| own(&figure)) { Ok(()) } else { shown() }
            }
            relation => {
                let (optional, relation) = match relation.strip_prefix('?') {
                    Some(relation) => (true, relation),
                    None => (false, relation),
                };
                let is_it = |figure: &&Value| self.is_value(figure) && self.is_from(figure);
                let Some(found) = figures.iter().find(is_it) else {
                    return if optional { Ok(()) } else { shown() };
                };
                let right = relation.split('|').any(|relation| found["relation"] == relation);
                let first = relation != "leads"
                    || self.query.starts_with("mirror")
                    || self.figure.contains(" since ")
                    || std::ptr::eq(found, &raw const answer["figures"][0]);
                let stated = found["basis"] == "stated";
                if right && first && stated { Ok(()) } else { shown() }
            }
        }
    }

    /// Whether a figure of an answer is this value of this series.
    fn is_value(&self, figure: &Value) -> bool {
        let mut words = self.figure.split(' ');
        let (what, pair, period) = (words.next().unwrap(), words.next().unwrap(), words.next().unwrap());
        let since = words.nth(1);
        let (indicator, of) = what.split_once('/').unwrap_or((what, ""));
        let (reporter, partner) = pair.split_once(':').unwrap();
        let is = |key: &str, wanted: &str| {
            let word = figure[key].as_str().unwrap_or(if key == "reporter" { "none" } else { "" });
            wanted == "*" || word == wanted
        };
        is("indicator", indicator)
            && (indicator == "*" || is("of", of))
            && is("reporter", reporter)
            && is("partner", partner)
            && is("period", period)
            && is("since", since.unwrap_or(""))
            && self.value.split('|').any(|value| figure["value"] == value)
            && figure["unit"] == self.unit
            && is("qualifier", self.qualifier)
    }

    fn is_from(&self, figure: &Value) -> bool {
        let sources = figure["sources"].as_array().unwrap().iter();
        let mut ids = sources.map(|source| source["id"].as_str().unwrap());
        self.source.is_empty() || ids.any(|id| self.source.split('|').any(|wanted| wanted == id))
    }

    /// Whether what was left out is in no figure and no statement of its document.
    fn is_nowhere(&self) -> Result<(), String> {
        for (_, figures) in SHIPPED.catalogue().series() {
            for figure in figures {
                let same =
                    figure.amount.base_digits() == self.value && figure.amount.unit.base.to_string() == self.unit;
                if figure.source.id.as_str() == self.source && same {
                    return Err(format!("{figure:?}"));
                }
            }
        }
        Ok(())
    }

    fn is_said(&self, answer: &Value) -> Result<(), String> {
        let statements = answer["statements"].as_array().unwrap();
        let from = |statement: &&Value| {
            let sources = statement["sources"].as_array().unwrap();
            sources.iter().any(|id| self.source.split('|').any(|wanted| *id == wanted))
        };
        let own: Vec<&Value> = statements.iter().filter(from).collect();
        let said = self.value.split('|').any(|words| own.iter().any(|statement| says(statement, words)));
        if said { Ok(()) } else { Err(format!("{own:#?}")) }
    }
}

fn says(statement: &Value, words: &str) -> bool {
    statement["text"].as_str().unwrap().to_lowercase().contains(&words.to_lowercase())
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

/// The answer to a spelling; none where it is no query. The default group may be named.
fn ask(spelling: &str) -> Option<Value> {
    let read = |text: &str| question::parse_spelling(&format!("en {text}"), SHIPPED.catalogue());
    let without = || {
        let shorter = spelling.replace("central-asia", "");
        shorter.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let query: Query = read(spelling).or_else(|| read(&without()))?.1;
    Some(json(&SHIPPED, &query))
}

/// The answer to what a person wrote.
fn hear(text: &str, language: Language) -> Value {
    let reader = Reader { language, today: date(2026, 11, 22), last: None, moved: false, me: None };
    match SHIPPED.text(text, reader) {
        Heard::Reply(reply) => serde_json::from_str(&Script { catalogue: SHIPPED.catalogue() }.show(&reply)).unwrap(),
        other => panic!("{text}: {other:?}"),
    }
}

fn figures(answer: &Value) -> &[Value] {
    answer["figures"].as_array().unwrap()
}

/// Figures in a line each.
fn shown(figures: &[Value]) -> String {
    let keys = [
        "relation",
        "indicator",
        "of",
        "reporter",
        "partner",
        "period",
        "since",
        "qualifier",
        "value",
        "unit",
        "basis",
    ];
    let line = |figure: &Value| {
        let words: Vec<&str> = keys.iter().filter_map(|key| figure[*key].as_str()).collect();
        let sources = figure["sources"].as_array().unwrap().iter();
        let sources: Vec<&str> = sources.map(|source| source["id"].as_str().unwrap()).collect();
        format!("\n      {} [{}]", words.join(" "), sources.join(", "))
    };
    figures.iter().map(line).collect()
}

/// What did not come as expected, all of it in one run.
#[derive(Default)]
struct Wrong(Vec<String>);

impl Wrong {
    fn say(&mut self, id: &str, query: &str, expected: impl std::fmt::Debug, got: impl std::fmt::Debug) {
        self.0.push(format!("{id}: {query}\n  expected {expected:?}\n  got      {got:?}").replace("\\n", "\n"));
    }

    fn none(self) {
        assert!(self.0.is_empty(), "{} are not as expected\n{}", self.0.len(), self.0.join("\n"));
    }
}
