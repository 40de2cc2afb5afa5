//! Which years the facts answer, and by whose count.

use std::{collections::BTreeMap, env, fmt::Write as _, fs};

use tradefacts::reply::Answerer;

use super::{
    answerer,
    expect::{ask, figures},
    root, shipped_files,
};
use crate::coverage::{Table, asked, assert_is_what_is_answered, said};

const COVERAGE: &str = include_str!("../../expect/coverage.tsv");

const REGION: &str = "central-asia";
const COUNTRIES: [&str; 5] = ["KAZ", "KGZ", "TJK", "TKM", "UZB"];
const YEARS: std::ops::RangeInclusive<u16> = 1992..=2025;

/// What is counted, as China asks for it and as its partner does.
const COUNTED: [(&str, &str); 3] = [("trade", "trade"), ("exports", "imports"), ("imports", "exports")];

/// Of 612 cells those that China's or the partner's count must answer.
const FLOOR: usize = 500;

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Count {
    China,
    Partner,
    Third,
}

#[test]
fn every_cell_of_the_coverage_is_answered_by_the_count_that_it_names() {
    let answerer = answerer(shipped_files());
    let (mut missing, mut asked) = (Vec::new(), 0);
    for (year, country, count, what) in named() {
        asked += 1;
        let (of_china, of_partner) = what;
        let (query, reporter) = match count {
            Count::China => (format!("{of_china} {country} {year}"), Some("CHN")),
            Count::Partner => (format!("{of_partner} {country}:CHN {year}"), Some(country)),
            Count::Third => (format!("{of_china} none:{country} {year}"), None),
        };
        let answer = ask(&answerer, &query).unwrap_or_else(|| panic!("{query} is no query"));
        let leads = figures(&answer).first().filter(|figure| figure["period"] == year);
        if leads.is_none_or(|figure| figure["reporter"].as_str() != reporter) {
            missing.push(format!("{count:?}: {query}"));
        }
    }
    assert!(asked > 600, "the table is there");
    assert!(missing.is_empty(), "{} of {asked} are not answered so:\n{}", missing.len(), missing.join("\n"));
}

/// A cell: year, country, whose count, and what is counted.
type Cell = (&'static str, &'static str, Count, (&'static str, &'static str));

/// All that the table names.
fn named() -> Vec<Cell> {
    let mut rows = COVERAGE.lines().filter(|line| !line.starts_with('#')).map(|line| line.split('\t'));
    let countries: Vec<&str> = rows.next().expect("a head").skip(1).collect();
    assert_eq!(countries, COUNTRIES);
    let mut named = Vec::new();
    for mut row in rows {
        let year = row.next().expect("a year");
        for (country, cell) in countries.iter().zip(row) {
            for one in cell.split_whitespace() {
                let (count, letters) = one.split_once(':').unwrap_or_else(|| panic!("{one} names no count"));
                let count = match count {
                    "C" => Count::China,
                    "P" => Count::Partner,
                    "T" => Count::Third,
                    other => panic!("no count {other}"),
                };
                let what = |letter| "txi".find(letter).map(|place| COUNTED[place]);
                let what = |letter: char| what(letter).unwrap_or_else(|| panic!("{one} counts nothing by `{letter}`"));
                named.extend(letters.chars().map(|letter| (year, *country, count, what(letter))));
            }
        }
    }
    named
}

#[test]
fn most_cells_of_year_place_and_direction_are_answered_by_a_count_of_one_of_the_two_sides() {
    let answerer = answerer(shipped_files());
    let mut by_year: BTreeMap<u16, BTreeMap<Count, usize>> = BTreeMap::new();
    for year in YEARS {
        for place in [REGION].into_iter().chain(COUNTRIES) {
            for (what, _) in COUNTED {
                if let Some(count) = whose(&answerer, &format!("{what} {place} {year}"), year) {
                    *by_year.entry(year).or_default().entry(count).or_default() += 1;
                }
            }
        }
    }
    let of = |year: u16, count| by_year.get(&year).and_then(|counts| counts.get(&count)).copied().unwrap_or_default();
    let all = |count| YEARS.map(|year| of(year, count)).sum::<usize>();
    let cells = YEARS.count() * (1 + COUNTRIES.len()) * COUNTED.len();
    let row = |name: &str, [china, partner, third]: [usize; 3], cells: usize| {
        println!("{name:>5}{china:>7}{partner:>9}{third:>7}{:>6}", cells - china - partner - third);
    };
    let counts = [Count::China, Count::Partner, Count::Third];
    println!(" year  China  partner  third  none");
    for year in YEARS {
        row(&year.to_string(), counts.map(|count| of(year, count)), cells / YEARS.count());
    }
    row("all", counts.map(all), cells);
    let sides = all(Count::China) + all(Count::Partner);
    assert!(sides >= FLOOR, "{sides} of {cells}");
}

/// Whose count leads the answer; none where nothing of the year does.
fn whose(answerer: &Answerer, query: &str, year: u16) -> Option<Count> {
    let answer = ask(answerer, query).unwrap_or_else(|| panic!("{query} is no query"));
    let figure = figures(&answer).first().filter(|figure| figure["period"] == year.to_string().as_str())?;
    Some(match figure["reporter"].as_str() {
        Some("CHN") => Count::China,
        Some(_) => Count::Partner,
        None => Count::Third,
    })
}

#[test]
fn each_cell_of_the_table_is_held_if_and_only_if_a_question_for_it_is_answered() {
    let answerer = answerer(shipped_files());
    assert!(asked(&answerer).1 > 1_800);
    assert_is_what_is_answered(&answerer);
}

#[test]
fn the_table_in_the_documents_is_what_the_facts_answer() {
    let answerer = answerer(shipped_files());
    let (path, text) = (root().join("docs/coverage.md"), document(&said(&ask(&answerer, "coverage").unwrap())));
    if env::var_os("BLESS").is_some() {
        fs::create_dir_all(root().join("docs")).unwrap();
        fs::write(path, text).unwrap();
    } else {
        assert!(
            fs::read_to_string(path).unwrap_or_default() == text,
            "docs/coverage.md is not what the facts answer; `BLESS=1 cargo test facts` writes it anew"
        );
    }
}

const DOCUMENT: &str = "\
# Which years are held, by whose count

`BLESS=1 cargo test facts` writes this table from what the sheets answer; a test compares them. In a chat `/coverage`
and `/coverage kz` show it.

Before the letters of a cell stands whose count it is: **C** China's, **P** the partner's own, **T** a third party's.
Then what has a figure, stated or calculated: **t** trade, **x** China's exports to the place, **i** its imports from
there; by the partner's count x are its imports and i its exports. An empty cell is a year without any figure.

";

/// A row for each year, a column for each place.
fn document(table: &Table) -> String {
    let letters = |place: &str, year: u16| {
        let count = |(letter, count): (&str, &str)| {
            let has = |flow: &str| {
                let years = table.get(&(place.to_owned(), flow.to_owned(), count.to_owned()));
                years.is_some_and(|years| years.contains(&year))
            };
            let held = [("t", "trade"), ("x", "exports"), ("i", "imports")].iter().filter(|(_, flow)| has(flow));
            let held: String = held.map(|(letter, _)| *letter).collect();
            (!held.is_empty()).then(|| format!("{letter} {held}"))
        };
        [("C", "own"), ("P", "mirror"), ("T", "third-party")]
            .into_iter()
            .filter_map(count)
            .collect::<Vec<_>>()
            .join(", ")
    };
    let places: Vec<&str> = [REGION].into_iter().chain(COUNTRIES).collect();
    let mut text = DOCUMENT.to_owned();
    let _ = writeln!(text, "| | {} |\n|---|{}", places.join(" | "), "---|".repeat(places.len()));
    let years = || table.values().flatten().copied();
    for year in years().min().unwrap()..=years().max().unwrap() {
        let cells = places.iter().map(|place| letters(place, year)).collect::<Vec<_>>().join(" | ");
        let _ = writeln!(text, "| {year} | {cells} |");
    }
    text
}
