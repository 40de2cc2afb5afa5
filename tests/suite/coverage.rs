//! The years that are said to be held are those of which a question has an answer.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use serde_json::Value;
use tradefacts::{language::Language, question, render::Block, reply::Answerer, sheet::Folder};

use crate::{
    answers::{answerer, arcadia, arcadia_and, ask, shipped, shown, shown_in},
    sheets::copy,
};

/// What goes from the default reporter to a place, and the same as the place calls it.
const FLOWS: [(&str, &str); 3] = [("trade", "trade"), ("exports", "imports"), ("imports", "exports")];

/// Place, flow and count with the years of each: the count is `own`, `mirror` or `third-party`.
pub(crate) type Table = BTreeMap<(String, String, String), BTreeSet<u16>>;

/// What the answer to a question says is held; what has no year is left out.
pub(crate) fn said(answer: &Value) -> Table {
    let mut table = Table::new();
    for held in answer["coverage"].as_array().unwrap_or_else(|| panic!("{answer:#}")) {
        let word = |key: &str| held[key].as_str().unwrap_or("own").to_owned();
        let years = held["years"].as_array().unwrap().iter().flat_map(|run| {
            let run = run.as_str().unwrap();
            let (first, last) = run.split_once('-').unwrap_or((run, run));
            first.parse::<u16>().unwrap()..=last.parse().unwrap()
        });
        let years: BTreeSet<u16> = years.collect();
        if !years.is_empty() {
            table.insert((word("place"), word("indicator"), word("relation")), years);
        }
    }
    table
}

/// What the answers to all questions for a figure say, one for each cell, and how many were asked.
pub(crate) fn asked(answerer: &Answerer) -> (Table, usize) {
    let facts = answerer.catalogue();
    let (reporter, group) = (facts.default_reporter().as_str(), facts.default_partner().as_str());
    let members = facts.place(group).unwrap().members.iter().map(|place| place.as_str());
    let (first, last) = facts.years().unwrap();
    let (mut table, mut many) = (Table::new(), 0);
    for place in [group].into_iter().chain(members) {
        let theirs =
            if facts.counts(facts.place(place).map(|place| &place.id).unwrap()) { "mirror" } else { "third-party" };
        for (flow, other) in FLOWS {
            for year in first.number() - 2..=last.number() + 2 {
                let counts = [
                    ("own", format!("{flow} {place} {year}"), Some(reporter)),
                    (theirs, format!("{other} {place}:{reporter} {year}"), Some(place)),
                    ("third-party", format!("{flow} none:{place} {year}"), None),
                ];
                for (count, question, counted_by) in counts {
                    let answer = ask(answerer, &question);
                    assert!(answer["query"].is_string(), "{question} is no question: {answer:#}");
                    many += 1;
                    let leads = answer["figures"].as_array().unwrap().first().filter(|figure| {
                        figure["preferred"] == true
                            && figure["period"] == year.to_string().as_str()
                            && figure["reporter"].as_str() == counted_by
                    });
                    if leads.is_some() {
                        let cell = (place.to_owned(), flow.to_owned(), count.to_owned());
                        table.entry(cell).or_default().insert(year);
                    }
                }
            }
        }
    }
    (table, many)
}

/// Holds what is said of all places, and of each, against the answers of all cells; gives what is held.
pub(crate) fn assert_is_what_is_answered(answerer: &Answerer) -> Table {
    let (asked, _) = asked(answerer);
    let all = said(&ask(answerer, "coverage"));
    assert_eq!(all, asked);
    let places: BTreeSet<&String> = asked.keys().map(|(place, ..)| place).collect();
    let each = places.iter().flat_map(|place| said(&ask(answerer, &format!("coverage {place}"))));
    assert_eq!(each.collect::<Table>(), asked);
    asked
}

/// Sums, a total whose parts one document prints, a growth that tells of the year before, what was taken back, what is
/// wrong, what is expected, months alone, and other counts.
fn all_ways() -> Answerer {
    arcadia_and(
        "  - { indicator: exports, partner: BAL, period: 2011, value: 9.0 }\n  \
         - { indicator: imports, partner: BAL, period: 2011, value: 4.0 }\n  \
         - { indicator: trade, partner: COR, period: 2011, value: 5.0 }\n  \
         - { indicator: growth, of: exports, partner: COR, period: 2013, value: 10, unit: percent }\n  \
         - { indicator: exports, partner: COR, period: 2013, value: 11.0 }\n  \
         - { indicator: imports, partner: COR, period: 2012, value: 4.0 }\n  \
         - { indicator: trade, partner: COR, period: 2015, value: 20.0, withdrawn: 2026-04-20 }\n  \
         - { indicator: trade, partner: BAL, period: 2015, value: 20.0, wrong: { by: bno, reason: { en: A slip., ru: A slip. } } }\n  \
         - { indicator: trade, partner: BAL, period: 2028, value: 300, status: forecast }\n  \
         - { indicator: exports, partner: BAL, period: 2029, value: 150, status: target }\n  \
         - { indicator: trade, partner: BAL, period: 2016-M01-M11, value: 7.0 }\n  \
         - { indicator: imports, reporter: BAL, partner: ARC, period: 2016, value: 9.0, authority: bno }\n  \
         - { indicator: exports, reporter: BAL, partner: ARC, period: 2016, value: 4.0, authority: bno }\n  \
         - { indicator: exports, reporter: none, partner: BAL, period: 2016, value: 7.0, authority: atlas }\n  \
         - { indicator: trade, reporter: isles, partner: ARC, period: 2016, value: 70.0, authority: atlas }\n  \
         - { indicator: trade, partner: isles, period: 2018, value: 700, unit: million CNY }\n",
    )
}

/// The invented country with one more place.
fn arcadia_and_place(place: &str) -> Answerer {
    let folder = tempfile::tempdir().unwrap();
    copy(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/facts")), folder.path());
    let places = folder.path().join("places.yaml");
    fs::write(&places, fs::read_to_string(&places).unwrap() + place).unwrap();
    answerer(&Folder::Disk(folder.path().to_owned()))
}

#[test]
fn every_cell_is_said_to_be_held_if_and_only_if_a_question_for_it_is_answered() {
    assert_is_what_is_answered(&arcadia());
    let table = assert_is_what_is_answered(&all_ways());
    let years = |place: &str, flow: &str, count: &str| {
        let years = table.get(&(place.to_owned(), flow.to_owned(), count.to_owned()));
        years.into_iter().flatten().copied().collect::<Vec<_>>()
    };
    // Of 2011 a sum of parts makes the total of Balonia, and both members that of the isles.
    assert_eq!(years("isles", "trade", "own")[0], 2011);
    // The growth of 2013 tells of 2012, and with the imports of the total of that year.
    assert_eq!(years("COR", "exports", "own"), [2012, 2013, 2025]);
    assert!(years("COR", "trade", "own").contains(&2012));
    assert_eq!(years("BAL", "trade", "mirror"), [2016, 2023, 2025]);
    assert_eq!(years("isles", "trade", "third-party"), [2016]);
    assert!(!years("COR", "trade", "own").contains(&2015), "it was taken back");
}

#[test]
fn a_page_of_all_places_has_a_row_for_each_count_and_shows_gaps() {
    let page = shown(&all_ways(), "/coverage");
    for words in ["Which years", "Balonia\n", "P  2016…2025", "T       2025", "years in between are missing"] {
        assert!(page.contains(words), "{words} is not in {page}");
    }
    let page = shown_in(&all_ways(), "/coverage", Language::Ru);
    assert!(page.contains("Балония\n") && page.contains("\nП  2016…2025"), "{page}");
}

#[test]
fn no_table_of_years_is_wider_than_a_phone() {
    for (answerer, places) in [(all_ways(), ["BAL", "isles"]), (shipped(), ["KGZ", "central-asia"])] {
        for spelling in places.map(|place| format!("coverage {place}")).into_iter().chain(["coverage".to_owned()]) {
            for language in Language::ALL {
                let (_, query) = question::parse_spelling(&format!("en {spelling}"), answerer.catalogue()).unwrap();
                let reply = answerer.query(&query, *language);
                let tables = reply.page.blocks.iter().filter_map(|block| match block {
                    Block::Table(table) => Some(table),
                    _ => None,
                });
                let tables: Vec<_> = tables.collect();
                assert!(!tables.is_empty(), "{spelling}");
                for table in tables {
                    assert!(table.fits(), "{:#?}", table.lines());
                }
            }
        }
    }
}

#[test]
fn a_page_of_a_place_has_its_years_and_what_else_is_held_with_up_to_when() {
    let page = shown(&all_ways(), "/coverage balonia");
    for words in [
        "Data held: Balonia",
        "C: counted by Arcadia",
        "2017–2021",
        "• Investment stock: as of 31 December 2025 (C)",
        "• Enterprises: as of December 2025 (C)",
        "• Share: 2025 (C)",
    ] {
        assert!(page.contains(words), "{words} is not in {page}");
    }
    // The reporter's own page is that of its trade with the group.
    let of = |text: &str| said(&ask(&arcadia(), text));
    assert_eq!(of("coverage ARC"), of("/coverage isles"));
}

#[test]
fn what_was_held_on_a_day_leaves_out_what_came_out_later() {
    let answer = ask(&arcadia(), "/asof 2025-12-31 /coverage cor");
    assert_eq!(answer["query"], "asof 2025-12-31 coverage COR");
    let years = said(&answer);
    assert_eq!(years[&("COR".to_owned(), "trade".to_owned(), "own".to_owned())], BTreeSet::from([2022, 2023, 2024]));
}

#[test]
fn a_place_of_which_nothing_is_held_is_no_answer() {
    let nowhere = "  DOR:\n    names: { en: Doria, ru: Дория, zh: 多里亚, kk: Дория, ky: Дория, uz: Doriya, tg: Дория, tk: Doriýa }\n";
    let answer = ask(&arcadia_and_place(nowhere), "/coverage doria");
    assert_eq!((&answer["answered"], &answer["suggestions"][0]), (&false.into(), &"coverage".into()), "{answer:#}");
}

#[test]
fn plain_words_in_every_language_lead_to_it() {
    let answerer = shipped();
    for (text, query) in [
        ("what data do you have for kazakhstan", "coverage KAZ"),
        ("What data do you have for Kazakhstan?", "coverage KAZ"),
        ("which years do you have", "coverage"),
        ("which years do you have for tajikistan", "coverage TJK"),
        ("what data is available for uzbekistan", "coverage UZB"),
        ("какие данные есть по казахстану", "coverage KAZ"),
        ("какие у вас есть данные по Киргизии?", "coverage KGZ"),
        ("за какие годы есть данные", "coverage"),
        ("有哪些数据", "coverage"),
        ("哈萨克斯坦有哪些数据", "coverage KAZ"),
        ("Қазақстан туралы қандай деректер бар", "coverage KAZ"),
        ("Кыргызстан боюнча кандай маалыматтар бар", "coverage KGZ"),
        ("Oʻzbekiston boʻyicha qanday maʼlumotlar bor", "coverage UZB"),
        ("дар бораи Тоҷикистон чӣ маълумот ҳаст", "coverage TJK"),
        ("Türkmenistan boýunça nähili maglumatlar bar", "coverage TKM"),
        ("which years do you have trade figures for kazakhstan", "coverage KAZ"),
        ("за какие годы есть данные по торговле с Казахстаном", "coverage KAZ"),
        ("/coverage kz", "coverage KAZ"),
        ("/coverage_KAZ", "coverage KAZ"),
        ("/years", "coverage"),
    ] {
        let answer = ask(&answerer, text);
        assert_eq!(answer["query"], query, "{text}: {answer:#}");
    }
    // Words for something else are not taken for it.
    for text in [
        "kazakhstan data 2024",
        "trade with kazakhstan by chinese data 2024",
        "торговля с казахстаном по данным китая 2024",
        "which years did trade with kazakhstan grow",
        "which years do you have debt of tajikistan for",
    ] {
        let answer = ask(&answerer, text);
        assert!(!answer["query"].as_str().unwrap_or_default().starts_with("coverage"), "{text}: {answer:#}");
    }
    let answer = ask(&answerer, "/coverage kz 2024");
    assert_eq!((&answer["query"], &answer["suggestions"][0]), (&Value::Null, &"coverage KAZ".into()), "{answer:#}");
}
