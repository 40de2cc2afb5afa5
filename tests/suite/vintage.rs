//! How a figure was said over time, what was known on a day, what is new.

use serde_json::Value;
use tradefacts::{fact::Period, language::Language, question, render::html::Telegram};

use crate::answers::{arcadia, arcadia_and, arcadia_with, ask, assert_fits, first, shipped, shown};

#[test]
fn a_history_tells_what_was_said_taken_back_and_revised_in_order() {
    let page = shown(&arcadia(), "/history COR 2024");
    let told: Vec<&str> = page.lines().filter(|line| line.starts_with("• ")).collect();
    assert_eq!(told.len(), 3, "{page}");
    assert!(told[0].starts_with("• 20 January 2025: US$58.0 mn (flash)") && told[0].contains("the first"), "{page}");
    assert!(told[1].starts_with("• 27 January 2025:") && told[1].contains("taken back"), "{page}");
    assert!(told[2].contains("US$50.0 mn") && told[2].contains("the same body had US$58.0 mn"), "{page}");
    assert!(page.contains("Leads now: US$50.0 mn"), "{page}");
    assert!(shown(&arcadia(), "/history 2025").contains("said again, and agrees"));
    let units = arcadia_and(
        "  - { indicator: trade, partner: COR, period: 2019, value: 10.0 }\n  \
         - { indicator: trade, partner: COR, period: 2019, value: 70.0, unit: million CNY }\n",
    );
    let page = shown(&units, "/history COR 2019");
    assert!(page.contains("in another unit, not compared") && !page.contains("another number"), "{page}");
}

#[test]
fn what_nobody_printed_has_the_history_of_its_formula() {
    let page = shown(&arcadia(), "/history balance BAL 2024");
    assert!(page.contains("= exports US$32.0 mn − imports US$48.0 mn"), "{page}");
}

#[test]
fn what_was_known_on_a_day_leaves_out_what_came_later() {
    let answerer = arcadia();
    assert_eq!(first(&answerer, "/asof 2025-01-22 trade COR 2024"), "58000000 USD stated");
    assert_eq!(ask(&answerer, "/asof 2025-01-31 trade COR 2024")["figures"].as_array().unwrap().len(), 0, "taken back");
    assert_eq!(first(&answerer, "/asof 2025-02-20 trade COR 2024"), "50000000 USD stated");
    assert_eq!(first(&answerer, "/asof 2025-02 COR 2024 trade"), "50000000 USD stated", "a month is its last day");
    assert_eq!(ask(&answerer, "/asof 2025-01-22 trade 2025")["answered"], false);
    assert!(shown(&answerer, "/asof 2025-02-20 trade COR").contains("As known on 20 February 2025"));
    assert_eq!(first(&answerer, "/asof_2025_02_20_COR_2024_trade"), "50000000 USD stated", "as it is tapped");
    for wrong in ["/asof", "/asof trade", "/asof 2025-02-30 trade", "/asof 2025 help"] {
        assert_eq!(ask(&answerer, wrong)["answered"], false, "{wrong}");
    }
}

#[test]
fn every_question_about_figures_can_be_asked_as_of_a_day_and_fits() {
    let answerer = arcadia();
    for inner in [
        "trade",
        "trade BAL 2024",
        "parts trade 2024",
        "compare trade BAL COR 2022-2024",
        "why trade 2024",
        "mirror BAL 2024",
        "country BAL",
        "history trade 2023",
        "latest",
    ] {
        let spelling = format!("asof 2025-06-30 {inner}");
        let (_, query) = question::parse_spelling(&format!("en {spelling}"), answerer.catalogue()).unwrap();
        assert_eq!(query.to_string(), spelling);
        let day = |published: &str| published.parse::<Period>().ok().and_then(Period::year);
        let answer = ask(&answerer, &spelling);
        assert_eq!(answer["answered"], true, "{spelling}");
        for source in answer["sources"].as_array().unwrap() {
            let published = source["published"].as_str().unwrap_or("2000");
            assert!(day(published) <= day("2025"), "{spelling} rests on {source}");
        }
        assert_fits(&answerer, &query);
    }
}

#[test]
fn what_is_new_begins_with_the_newest_document_and_leads_on() {
    let answerer = arcadia();
    let page = shown(&answerer, "/changes");
    let at = |words: &str| page.find(words).unwrap_or_else(|| panic!("{words}:\n{page}"));
    assert!(at("June 2026: Atlas of Trade") < at("March 2026: Arcadian Herald"));
    assert!(at("March 2026: Arcadian Herald") < at("14 February 2026: Arcadia Statistics Office"));
    assert!(
        page.contains("US$58.0 mn (flash) (Arcadia Statistics Office) – taken back")
            && page.contains("another number than others had said")
    );
    let shipped = shipped();
    let answer = ask(&shipped, "/changes");
    assert!(answer["suggestions"].as_array().unwrap().iter().any(|query| query == "changes 2"), "{answer:#}");
    let next = ask(&shipped, "changes 2");
    assert_ne!(next["figures"], answer["figures"]);
    for page in 1..=3 {
        let query = question::Query::Changes(page);
        assert_fits(&shipped, &query);
        assert!(!shipped.query(&query, Language::Ru).shown::<Telegram>().is_empty());
    }
}

#[test]
fn of_no_named_time_the_newest_whole_year_leads_and_what_is_known_of_the_next_stands_beneath() {
    let answerer = arcadia_and(
        "  - { indicator: trade, partner: BAL, period: 2026-Q1, value: 20.0 }\n  \
         - { indicator: trade, partner: COR, period: 2026-Q1, value: 11.0 }\n  \
         - { indicator: trade, partner: world, period: 2027-Q1, value: 60.0 }\n",
    );
    assert_eq!(first(&answerer, "trade BAL"), "100000000 USD stated");
    let page = shown(&answerer, "trade BAL");
    let at = |words: &str| page.find(words).unwrap_or_else(|| panic!("{words}:\n{page}"));
    assert!(at("US$100.0 mn") < at("Of 2026 only a part is known:"), "{page}");
    assert!(at("Of 2026 only a part is known:") < at("US$20.0 mn"), "{page}");
    assert!(!shown(&answerer, "trade BAL 2025").contains("only a part"), "the year was named");
    assert!(shown(&answerer, "/compare BAL COR").contains("trade in goods, 2025"));
    assert!(shown(&answerer, "/rank").contains(", 2025"));
    assert!(shown(&answerer, "/history trade COR").contains("2025 · how it was said"));
    assert_eq!(first(&answerer, "trade world"), "60000000 USD stated", "of the year before nothing is known");
    assert_eq!(first(&answerer, "/asof 2025"), "130000000 USD stated");
}

#[test]
fn of_a_day_on_which_nothing_was_counted_what_was_known_then_is_offered_first() {
    let answerer = arcadia_and("  - { indicator: investment-stock, partner: isles, period: 2026-03, value: 50 }\n");
    let answer = ask(&answerer, "investment as of 30 June 2026");
    assert_eq!(
        (&answer["answered"], &answer["suggestions"][0]),
        (&false.into(), &"asof 2026-06-30 investment-stock".into())
    );
    let answer = ask(&answerer, "trade on 1 January 1950");
    assert!(!answer["suggestions"].to_string().contains("asof"), "nothing was known: {answer:#}");
}

#[test]
fn what_a_document_only_repeats_is_not_counted_as_new() {
    let answerer = arcadia_and(
        "  - { indicator: trade, partner: COR, period: 2024, value: 50.0 }\n  \
         - { indicator: trade, partner: COR, period: 2011, value: 11.0 }\n  \
         - { indicator: trade, partner: COR, period: 2012, value: 12.0 }\n  \
         - { indicator: trade, partner: COR, period: 2013, value: 13.0 }\n  \
         - { indicator: trade, partner: COR, period: 2014, value: 14.0 }\n  \
         - { indicator: trade, partner: COR, period: 2015, value: 15.0 }\n",
    );
    let page = shown(&answerer, "/changes");
    assert!(page.contains("… and 2 more, new or revised."), "{page}");
}

#[test]
fn a_document_of_statements_alone_says_how_many_and_can_be_opened() {
    let bridge = "statements:\n  - { kind: event, places: [BAL], date: 2026, at: paragraph 1, \
                  text: { en: A bridge was opened., ru: Открыт мост. } }\n";
    let page = shown(&arcadia_with(bridge), "/changes");
    assert!(page.contains("No new figure; 1 statement. /source_more"), "{page}");
    let ferry = "  - { kind: event, places: [COR], date: 2026, at: paragraph 2, \
                 text: { en: A ferry was sold., ru: Продан паром. } }\n";
    let page = shown(&arcadia_with(&format!("{bridge}{ferry}")), "/changes");
    assert!(page.contains("No new figure; 2 statements. /source_more"), "{page}");
}

#[test]
fn who_counts_as_a_third_party_is_named_where_it_is_known() {
    let answerer = arcadia();
    let changes = shown(&answerer, "/changes");
    assert!(changes.contains("(said by Atlas of Trade)") && !changes.contains("Third party"), "{changes}");
    let newest = arcadia_and(
        "  - { indicator: investment-stock, reporter: none, partner: isles, period: 2026-03, value: 50, authority: atlas }\n",
    );
    assert!(
        shown(&newest, "/latest")
            .contains("Investment stock, Arcadian Isles, as of March 2026: US$50 mn (said by Atlas of Trade)")
    );
    let page = shown(&answerer, "trade none:BAL 2025");
    assert!(page.starts_with("Arcadia – Balonia, trade in goods, counted by a third party, 2025"), "{page}");
    let page = shown(&answerer, "share none:ARC/BAL 2025");
    assert!(page.starts_with("Arcadia’s share in trade of Balonia, counted by a third party, 2025"), "{page}");
    let missing = shown(&answerer, "exports none:BAL 1999");
    assert!(missing.contains("exports, Arcadia → Balonia, counted by a third party"), "{missing}");
}

#[test]
fn a_day_that_has_not_come_is_no_day_to_know_of() {
    let answerer = arcadia();
    for text in [
        "/asof 2030-01-01 trade",
        "/asof 2026-11-24 trade BAL 2025",
        "/asof 2027 trade",
        "asof 2026-12-01 trade 2025",
        "/asof_2030_01_01_trade",
        "what was known on 1 January 2030 about trade",
        "что было известно о торговле на 1 января 2030 года",
    ] {
        let answer = ask(&answerer, text);
        assert_eq!((&answer["answered"], &answer["figures"]), (&false.into(), &Value::Array(vec![])), "{text}");
        let page = shown(&answerer, text);
        assert!(page.contains("That day has not come"), "{text}: {page}");
        let offered = answer["suggestions"][0].as_str().unwrap();
        assert!(offered.starts_with("trade"), "{text}: {offered}");
    }
    // Where the day begins earlier than ours it has come.
    assert_eq!(ask(&answerer, "/asof 2026-11-23 trade")["answered"], true);
    assert_eq!(ask(&answerer, "/asof 2026-11-22 trade")["answered"], true);
}

#[test]
fn a_year_behind_changes_is_what_came_out_in_it() {
    let answerer = arcadia();
    for text in ["/changes 2025", "changes 2025", "what is new in 2025", "что нового в 2025 году"] {
        let page = shown(&answerer, text);
        assert!(page.contains("14 February 2025") && !page.contains("2026"), "{text}: {page}");
    }
    let page = shown(&answerer, "/changes 2026");
    assert!(page.contains("14 February 2026") && !page.contains("14 February 2025:"), "{page}");
    for year in [1000, 1850, 1950, 2101, 9999] {
        let text = format!("/changes {year}");
        assert!(shown(&answerer, &text).contains(&format!("Nothing came out in {year}.")), "{text}");
        assert_eq!(ask(&answerer, &text)["suggestions"][0], "changes", "{text}");
    }
    assert!(shown(&answerer, "/changes 7").contains("Nothing on this page."), "a small number is a page");
}
