//! Every figure of the five articles can be asked for, and comes back as it was printed.
//!
//! `tests/articles.tsv` and `tests/statements.tsv` were written from the articles, never from `facts/`. A number
//! that one article prints twice stands there once, at its fullest place.

use std::collections::BTreeSet;

use serde_json::Value;
use tradefacts::{
    fact::{Of, PlaceId, SourceId},
    language::Language,
    question::{Ask, Query, When},
    render::{Medium as _, json::Script},
    reply::Answerer,
};

use super::{answerer, shipped_files};

#[test]
fn every_figure_of_the_articles_is_answered_as_printed() {
    assert_eq!(missing_figures(&answerer(shipped_files())), Vec::<String>::new());
}

#[test]
fn every_statement_of_the_articles_can_be_read() {
    assert_eq!(missing_statements(&answerer(shipped_files())), Vec::<String>::new());
}

/// The rows of the list of statements that no answer holds.
pub(super) fn missing_statements(answerer: &Answerer) -> Vec<String> {
    let mut missing = Vec::new();
    for row in rows(include_str!("../../statements.tsv")) {
        let [source, at, places, kind, keywords] = row[..] else { panic!("a row of five columns: {row:?}") };
        let said = statements(answerer, &Query::Source(SourceId::from(source)));
        let lost: Vec<&str> =
            keywords.split(',').filter(|word| !said.iter().any(|text| text.contains(*word))).collect();
        if !lost.is_empty() {
            missing.push(format!("{source}, {at}, {kind}: {lost:?}"));
        }
        for place in places.split(',') {
            let about = statements(answerer, &Query::Country(PlaceId::from(place), When::Latest));
            assert!(!about.is_empty(), "nothing is said about {place}");
        }
    }
    missing
}

#[test]
fn a_figure_that_is_changed_or_removed_is_missed() {
    let mut tried = 0;
    for sheet in ["2025/abp", "2026/energyforum", "2026/mts-kg", "2026/people-cn", "2026/sensexnifty"] {
        let path = format!("sheets/{sheet}.yaml");
        let sound = String::from_utf8(shipped_files().remove(&path).unwrap()).unwrap();
        let missing = |text: String| {
            let mut files = shipped_files();
            files.insert(path.clone(), text.into_bytes());
            missing_figures(&answerer(files))
        };
        let figures = sound.find("\nfigures:").unwrap()..sound.find("\nstatements:").unwrap();
        for key in ["value: ", "change: +"] {
            for (at, _) in sound[figures.clone()].match_indices(key) {
                let number = figures.start + at + key.len();
                let digit = sound[number..].chars().next().and_then(|digit| digit.to_digit(10)).unwrap();
                let broken = format!("{}{}{}", &sound[..number], digit % 8 + 1, &sound[number + 1..]);
                assert!(!missing(broken).is_empty(), "{sheet}: another digit at byte {number} was not noticed");
                tried += 1;
            }
        }
        let without = format!("{}\n{}", &sound[..figures.start], &sound[figures.end..]);
        assert!(!missing(without).is_empty(), "{sheet} without figures");
    }
    assert!(tried >= 30, "only {tried} figures were found in the sheets");
}

/// The rows of the list that no answer holds.
pub(super) fn missing_figures(answerer: &Answerer) -> Vec<String> {
    let mut missing = Vec::new();
    for row in rows(include_str!("../../articles.tsv")) {
        let [source, indicator, of, reporter, partner, period, since, value, unit, qualifier, authority, at, _] =
            row[..]
        else {
            panic!("a row of thirteen columns: {row:?}")
        };
        let amount = tradefacts::fact::Amount::parse(value, unit.parse().expect("a unit")).expect("a number");
        let wanted = [
            ("indicator", indicator.to_owned()),
            ("of", of.to_owned()),
            ("reporter", reporter.to_owned()),
            ("partner", partner.to_owned()),
            ("period", period.to_owned()),
            ("since", since.to_owned()),
            ("value", amount.base_digits()),
            ("unit", amount.unit.base.to_string()),
            ("qualifier", qualifier.to_owned()),
            ("authority", authority.to_owned()),
            ("basis", "stated".to_owned()),
        ];
        let query = Query::Figures(Ask {
            indicator: indicator.into(),
            goods: None,
            of: match (indicator, of) {
                (_, "") => None,
                ("growth", of) => Some(Of::Indicator(of.into())),
                (_, of) => Some(Of::Place(of.into())),
            },
            reporter: None,
            partner: (partner != "central-asia").then(|| partner.into()),
            when: When::In(period.parse().expect("a period")),
        });
        let answer = json(answerer, &query);
        let figures = answer["figures"].as_array().expect("a list of figures");
        let place = serde_json::json!({ "id": source, "at": at });
        let is_it = |figure: &&Value| {
            wanted.iter().all(|(key, value)| figure[key].as_str().unwrap_or_default() == value)
                && figure["sources"].as_array().is_some_and(|sources| sources.contains(&place))
        };
        if figures.iter().find(is_it).is_none() {
            missing.push(format!("{query}: {row:?}"));
        }
        let known: BTreeSet<&str> =
            answer["sources"].as_array().into_iter().flatten().filter_map(|source| source["id"].as_str()).collect();
        if !known.contains(source) {
            missing.push(format!("{query}: the document {source} is not named"));
        }
    }
    missing
}

fn statements(answerer: &Answerer, query: &Query) -> Vec<String> {
    let answer = json(answerer, query);
    let said = answer["statements"].as_array().expect("a list of statements").iter();
    said.filter_map(|statement| statement["text"].as_str()).map(str::to_lowercase).collect()
}

pub(super) fn json(answerer: &Answerer, query: &Query) -> Value {
    let reply = answerer.query(query, Language::En);
    serde_json::from_str(&Script { catalogue: answerer.catalogue() }.show(&reply)).expect("an object")
}

pub(super) fn rows(table: &str) -> Vec<Vec<&str>> {
    let rows: Vec<Vec<&str>> = table.lines().skip(1).map(|line| line.split('\t').collect()).collect();
    assert!(rows.len() > 30, "the list is there");
    rows
}
