//! What is right on its own evidence. `tests/expect/` was written from the documents and the rules of an answer, never
//! from an answer of the program.
//!
//! - `conflicts.tsv`: where documents disagree. Relations in words of `ask --format json`; `?` before those that may
//!   be missing, `|` between those that may be; `absent` for what leads no answer and is not on record, or there as
//!   wrong or doubtful, `not-here` for what this answer
//!   must not show, `statement` for words. A class shows itself in some relations only.
//! - `derived.tsv`: what follows from figures, computed elsewhere, and the digits that the rules leave of it; `open`
//!   where they leave none, not even the sign.
//!
//! - `wider-derived.tsv`: sums over the official tables, computed elsewhere: totals of their parts, the region of its five
//!   countries. `place` says how the program has it: `calculated`; `stated` by a document, which goes before; in `dollars`
//!   where the sum is in yuan; `none`.
//!
//! The first two speak of the documents read by [`READ`]; those that came later are put aside, and break nothing here.

use std::{collections::BTreeSet, str::FromStr};

use jiff::civil::{Date, date};
use rust_decimal::{Decimal, prelude::ToPrimitive};
use serde_json::Value;
use tradefacts::{
    fact::{Amount, Figure, Qualifier},
    question::{self, Query},
    reply::Answerer,
};

use super::{
    Files, answerer,
    articles::{json, rows},
    shipped_files,
};

const CONFLICTS: &str = include_str!("../../expect/conflicts.tsv");
const DERIVED: &str = include_str!("../../expect/derived.tsv");

const WIDER: &str = include_str!("../../expect/wider-derived.tsv");

/// The last day of reading of the documents that the tables know.
const READ: Date = date(2026, 11, 22);

/// These facts as far as the tables know them.
pub(super) fn known(mut files: Files) -> Files {
    let all = answerer(files.clone());
    for later in all.catalogue().sources().filter(|source| source.read > READ) {
        let file = format!("/{}.yaml", later.id);
        let (_, text) = files.iter_mut().find(|(path, _)| path.ends_with(&file)).expect("a source has its file");
        // The document itself stays, for others may be wrong by it.
        let end = ["\nshared:", "\nfigures:", "\nstatements:"]
            .into_iter()
            .filter_map(|part| text.windows(part.len()).position(|window| window == part.as_bytes()));
        if let Some(end) = end.min() {
            text.truncate(end + 1);
        }
    }
    files
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
    where_documents_disagree(&answerer(known(shipped_files()))).none();
}

pub(super) fn where_documents_disagree(answerer: &Answerer) -> Wrong {
    let mut wrong = Wrong::default();
    for row in conflicts() {
        let id = format!("{} ({}, {})", row.id, row.source, row.at);
        let Some(answer) = ask(answerer, row.query) else {
            // A document of which nothing was taken in has no sheet.
            if row.relation != "absent" {
                wrong.say(&id, row.query, &row, "no query");
            }
            continue;
        };
        if let Err(got) = row.holds(&answer, answerer) {
            wrong.say(&id, row.query, &row, got);
        }
    }
    wrong
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
    what_follows(&answerer(known(shipped_files()))).none();
}

pub(super) fn what_follows(answerer: &Answerer) -> Wrong {
    let mut wrong = Wrong::default();
    for row in rows(DERIVED) {
        let [id, query, _, unit, _, _, place, shown, qualifier, stated, stated_qualifier, _] = row[..] else {
            panic!("{row:?}")
        };
        let answer = ask(answerer, query).unwrap_or_else(|| panic!("{query} is no query"));
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
    wrong
}

#[test]
fn sums_over_the_official_tables_are_those_that_were_computed_elsewhere() {
    let answerer = answerer(shipped_files());
    let mut wrong = Wrong::default();
    for row in rows(WIDER) {
        let [id, query, value, unit, place, _] = row[..] else { panic!("a row of six columns: {row:?}") };
        let answer = ask(&answerer, query).unwrap_or_else(|| panic!("{query} is no query"));
        let figures = figures(&answer);
        let first = figures.first();
        let is_it = |figure: &&Value| {
            let same = ["indicator", "reporter", "partner", "period"];
            figure["basis"] == "calculated"
                && first.is_some_and(|first| same.iter().all(|key| figure[*key] == first[*key]))
        };
        let is_near = |figure: &Value| {
            let [own, other] = [figure["value"].as_str().unwrap(), value].map(|text| Decimal::from_str(text).unwrap());
            figure["unit"] == unit && (own - other).abs() <= step_of(own)
        };
        let sum = figures.iter().find(is_it);
        let right = match place {
            "calculated" => sum.is_some_and(is_near),
            "stated" => sum.is_none() && first.is_some_and(|first| first["basis"] == "stated"),
            "dollars" => unit != "USD" && first.is_some_and(|first| first["unit"] == "USD"),
            "none" => first.is_none(),
            other => panic!("no place {other}"),
        };
        if !right {
            wrong.say(id, query, row, shown(figures));
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
fn what_was_left_out_of_a_document_is_in_no_figure_of_it() {
    let answerer = answerer(known(shipped_files()));
    let rows: Vec<Vec<&str>> =
        include_str!("../../../facts/left-out.tsv").lines().skip(1).map(|line| line.split('\t').collect()).collect();
    assert!(rows.len() >= 16, "the list is there");
    for row in rows {
        let [source, at, what, value, reason] = row[..] else { panic!("a row of five columns: {row:?}") };
        assert!(!at.is_empty() && !what.is_empty() && reason.len() > 15, "{row:?} has no reason");
        let (number, unit) = value.split_once(' ').unwrap();
        let amount = Amount::parse(number, unit.parse().unwrap()).unwrap();
        assert_eq!(held(&answerer, source, &amount.base_digits(), &amount.unit.base.to_string()), None, "{row:?}");
    }
    let one = &answerer.catalogue().all_figures()[0];
    let (digits, unit) = (one.amount.base_digits(), one.amount.unit.base.to_string());
    assert!(held(&answerer, one.source.id.as_str(), &digits, &unit).is_some(), "what is in a document is found");
}

/// A figure of a document with this value, if it has one.
fn held<'a>(answerer: &'a Answerer, source: &str, value: &str, unit: &str) -> Option<&'a Figure> {
    let mut figures = answerer.catalogue().series().flat_map(|(_, figures)| figures);
    let is_it = |figure: &&Figure| {
        let amount = &figure.amount;
        figure.source.id.as_str() == source && amount.base_digits() == value && amount.unit.base.to_string() == unit
    };
    figures.find(is_it)
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
    at: &'t str,
}

fn conflicts() -> Vec<Expected<'static>> {
    let rows = rows(CONFLICTS).into_iter();
    rows.map(|row| {
        let [id, _, class, query, relation, value, unit, qualifier, figure, source, at, _, _] = row[..] else {
            panic!("a row of thirteen columns: {row:?}")
        };
        Expected { id, class, query, relation, value, unit, qualifier, figure, source, at }
    })
    .collect()
}

impl Expected<'_> {
    fn holds(&self, answer: &Value, answerer: &Answerer) -> Result<(), String> {
        let figures = figures(answer);
        let shown = || Err(shown(figures));
        match self.relation {
            "statement" => self.is_said(answer),
            "absent" => {
                let leads = |figure: &&Value| self.is_value(figure) && figure["relation"] == "leads";
                match figures.iter().find(leads) {
                    Some(figure) => Err(format!("{figure}")),
                    None => self.is_set_aside(answerer),
                }
            }
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
        let mut words = self.figure.split(' ').peekable();
        let what = words.next().unwrap();
        let product = words.next_if(|word| !word.contains(':')).unwrap_or("");
        let (pair, period) = (words.find(|word| word.contains(':')).unwrap(), words.next().unwrap());
        let since = words.nth(1);
        let (indicator, of) = what.split_once('/').unwrap_or((what, ""));
        let (reporter, partner) = pair.split_once(':').unwrap();
        let is = |key: &str, wanted: &str| {
            let word = figure[key].as_str().unwrap_or(if key == "reporter" { "none" } else { "" });
            wanted == "*" || word == wanted
        };
        is("indicator", indicator)
            && (indicator == "*" || is("of", of))
            && is("product", product)
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

    /// Whether what was left out is in no figure of its document.
    /// Not on record, or there as wrong or doubtful.
    fn is_set_aside(&self, answerer: &Answerer) -> Result<(), String> {
        match held(answerer, self.source, self.value, self.unit) {
            Some(figure) if figure.doubt.is_none() => Err(format!("{figure:?}")),
            _ => Ok(()),
        }
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

/// The answer to a spelling; none where it is no query. The default group may be named.
pub(super) fn ask(answerer: &Answerer, spelling: &str) -> Option<Value> {
    let read = |text: &str| question::parse_spelling(&format!("en {text}"), answerer.catalogue());
    let without = || {
        let shorter = spelling.replace("central-asia", "");
        shorter.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let query: Query = read(spelling).or_else(|| read(&without()))?.1;
    Some(json(answerer, &query))
}

pub(super) fn figures(answer: &Value) -> &[Value] {
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
pub(super) struct Wrong(Vec<String>);

impl Wrong {
    fn say(&mut self, id: &str, query: &str, expected: impl std::fmt::Debug, got: impl std::fmt::Debug) {
        self.0.push(format!("{id}: {query}\n  expected {expected:?}\n  got      {got:?}").replace("\\n", "\n"));
    }

    pub(super) fn none(self) {
        assert!(self.0.is_empty(), "{} are not as expected\n{}", self.0.len(), self.0.join("\n"));
    }
}
