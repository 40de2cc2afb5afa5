//! The rules of an answer, on an invented country: which figure leads, what stands beside it, what is calculated and to
//! how many digits. Of the shipped facts, what holds of any: all that is offered has an answer and fits its place.

use std::{collections::HashSet, fs, path::Path, sync::Arc};

use jiff::civil::date;
use serde_json::Value;
use tradefacts::{
    check,
    language::Language,
    question::{self, Query},
    render::{
        Block, Medium as _,
        html::{self, Telegram},
        json::Script,
    },
    reply::{Answerer, Heard, Reader},
    sheet::Folder,
};

use crate::sheets::copy;

pub(crate) fn answerer(folder: &Folder) -> Answerer {
    let checked = check::check(folder).unwrap();
    Answerer::new(Arc::new(checked.catalogue.unwrap_or_else(|| panic!("{:#?}", checked.findings))))
}

pub(crate) fn arcadia() -> Answerer {
    answerer(&Folder::Disk(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/facts").into()))
}

/// The invented country with one more sheet, of figures.
pub(crate) fn arcadia_and(figures: &str) -> Answerer {
    arcadia_with(&format!("figures:\n{figures}"))
}

/// The invented country with one more sheet.
pub(crate) fn arcadia_with(facts: &str) -> Answerer {
    let folder = tempfile::tempdir().unwrap();
    copy(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/facts")), folder.path());
    let sheet = format!(
        "source: {{ title: More, publisher: P, published: 2026-04-01, read: 2026-05-01, language: en, url: unknown }}\n\
         shared: {{ reporter: ARC, authority: aso, unit: million USD, at: table 9 }}\n\
         {facts}"
    );
    fs::write(folder.path().join("sheets/2026/more.yaml"), sheet).unwrap();
    answerer(&Folder::Disk(folder.path().to_owned()))
}

pub(crate) fn shipped() -> Answerer {
    answerer(&Folder::BuiltIn)
}

pub(crate) fn ask(answerer: &Answerer, text: &str) -> Value {
    let reader = Reader { language: Language::En, today: date(2026, 11, 22), last: None, moved: false, me: None };
    match answerer.text(text, reader) {
        Heard::Reply(reply) => serde_json::from_str(&Script { catalogue: answerer.catalogue() }.show(&reply)).unwrap(),
        other => panic!("{text}: {other:?}"),
    }
}

/// `value unit basis` of the figure that answers.
pub(crate) fn first(answerer: &Answerer, text: &str) -> String {
    let answer = ask(answerer, text);
    let figure = &answer["figures"][0];
    assert_eq!(figure["preferred"], true, "{text}: {answer:#}");
    let word = |key: &str| figure[key].as_str().unwrap().to_owned();
    let qualifier = if word("qualifier") == "exact" { String::new() } else { word("qualifier") + " " };
    format!("{qualifier}{} {} {}", word("value"), word("unit"), word("basis"))
}

#[test]
fn the_measuring_body_leads_and_the_number_with_more_digits_before_the_rounder_one() {
    let answer = ask(&arcadia(), "trade 2025");
    let figures = answer["figures"].as_array().unwrap();
    let trade: Vec<&Value> = figures.iter().filter(|figure| figure["indicator"] == "trade").collect();
    assert_eq!(trade[0]["value"], "150000000");
    assert_eq!((&trade[0]["qualifier"], &trade[0]["preferred"]), (&"exact".into(), &true.into()));
    assert!(trade[1..].iter().all(|figure| figure["preferred"] == false));
    let qualifiers: Vec<&str> = trade.iter().map(|figure| figure["qualifier"].as_str().unwrap()).collect();
    assert!(qualifiers.contains(&"about") && qualifiers.contains(&"more than"), "{qualifiers:?}");
}

#[test]
fn a_later_vintage_leads_only_where_it_differs_beyond_rounding() {
    let revised = arcadia_and("  - { indicator: trade, partner: BAL, period: 2025, value: 104.0 }\n");
    assert_eq!(first(&revised, "trade BAL 2025"), "104000000 USD stated");
    let rounded = arcadia_and("  - { indicator: trade, partner: BAL, period: 2025, value: 100 }\n");
    let answer = ask(&rounded, "trade BAL 2025");
    assert_eq!(answer["figures"][0]["sources"][0]["id"], "aso-goods", "{answer:#}");
}

#[test]
fn of_two_that_agree_with_as_many_digits_the_closer_bound_leads_and_the_first_that_came_out() {
    let sheet = |published: &str, value: &str| {
        format!(
            "source: {{ title: T, publisher: P, published: {published}, read: 2026-05-01, language: en, url: unknown }}\n\
             shared: {{ reporter: ARC, authority: aso, unit: billion USD, at: table 9, period: 2019 }}\n\
             figures:\n  - {{ indicator: exports, partner: BAL, {value} }}\n"
        )
    };
    for (first, second, leads) in [
        ("value: 2.5", "value: 2.4", "2500000000 USD stated"),
        ("value: 13, qualifier: more than", "value: 14, qualifier: more than", "more than 14000000000 USD stated"),
        ("value: 14, qualifier: less than", "value: 13, qualifier: less than", "less than 13000000000 USD stated"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        copy(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/facts")), folder.path());
        fs::write(folder.path().join("sheets/2026/first.yaml"), sheet("2026-02-01", first)).unwrap();
        fs::write(folder.path().join("sheets/2026/later.yaml"), sheet("2026-03-01", second)).unwrap();
        assert_eq!(self::first(&answerer(&Folder::Disk(folder.path().to_owned())), "exports BAL 2019"), leads);
    }
}

#[test]
fn a_part_that_may_be_nothing_is_not_calculated() {
    let close = arcadia_and(
        "  - { indicator: trade, partner: COR, period: 2019, value: 5.4 }\n  \
         - { indicator: imports, partner: COR, period: 2019, value: 5.4 }\n",
    );
    assert_eq!(ask(&close, "exports COR 2019")["figures"], Value::Array(vec![]));
}

#[test]
fn echoes_are_counted_as_one_origin_and_a_conflict_stands_beneath() {
    let html = shown(&arcadia(), "trade 2025");
    assert!(html.contains("2 reports, 1 origin"), "{html}");
    let html = shown(&arcadia(), "trade COR 2025");
    assert!(html.contains("Stated otherwise: US$55 mn"), "{html}");
}

#[test]
fn another_currency_stands_beside_and_is_not_compared() {
    let answerer = arcadia_and("  - { indicator: trade, partner: BAL, period: 2025, value: 700, unit: million CNY }\n");
    assert_eq!(first(&answerer, "trade BAL 2025"), "100000000 USD stated");
    assert!(shown(&answerer, "trade BAL 2025").contains("In another unit, not compared: CN¥700 mn"));
}

#[test]
fn what_is_calculated_has_no_more_digits_than_its_inputs_allow() {
    let answerer = arcadia_and(
        "  - { indicator: trade, partner: COR, period: 2020, value: 46.0, change: 13.7% }\n  \
         - { indicator: trade, partner: COR, period: 2015, value: 21.46 }\n  \
         - { indicator: growth, of: trade, partner: COR, period: 2020, value: 2, unit: times, qualifier: nearly, since: 2015 }\n  \
         - { indicator: trade, partner: BAL, period: 2020, value: 22.71 }\n  \
         - { indicator: trade, partner: isles, period: 2020, value: 89.5 }\n  \
         - { indicator: share, partner: BAL, of: isles, period: 2020, value: 25, unit: percent, qualifier: about }\n  \
         - { indicator: exports, partner: isles, period: 2021, value: 71.2, change: 11% }\n  \
         - { indicator: imports, partner: isles, period: 2021, value: 35.1, change: 14% }\n",
    );
    for (text, wanted) in [
        ("trade COR 2019", "40500000 USD calculated"),
        ("exports 2020", "64000000 USD calculated"),
        ("imports 2020", "31000000 USD calculated"),
        ("balance 2021", "36100000 USD calculated"),
        ("balance 2020", "33000000 USD calculated"),
        ("share bl 2020", "about 25 percent stated"),
    ] {
        assert_eq!(first(&answerer, text), wanted, "{text}");
    }
    let answer = ask(&answerer, "share bl 2020");
    let own = answer["figures"].as_array().unwrap().iter().find(|figure| figure["basis"] == "calculated").unwrap();
    assert_eq!(own["value"], "25.4");
    let longer = ask(&answerer, "growth trade COR 2020");
    let times: Vec<&Value> =
        longer["figures"].as_array().unwrap().iter().filter(|figure| figure["unit"] == "times").collect();
    assert_eq!(
        (&times[0]["value"], &times[0]["qualifier"], &times[0]["since"]),
        (&"2".into(), &"nearly".into(), &"2015".into())
    );
    assert!(times.iter().any(|times| times["value"] == "2.14" && times["basis"] == "calculated"), "{times:#?}");
}

#[test]
fn a_calculated_number_names_its_formula_and_every_source() {
    let answerer = arcadia();
    let answer = ask(&answerer, "balance BAL 2024");
    let figure = &answer["figures"][0];
    assert_eq!(figure["formula"], "exports US$32.0 mn − imports US$48.0 mn");
    assert_eq!(figure["sources"][0]["id"], "aso-goods-2024");
    let years = "  - { indicator: exports, partner: COR, period: 2021, value: 71.2, change: 11% }\n  \
                 - { indicator: imports, partner: COR, period: 2020, value: 31.0 }\n";
    assert!(shown(&arcadia_and(years), "/why balance COR 2020").contains("growth of exports 2021 11%"));
}

#[test]
fn the_same_formula_of_many_years_is_one_line_and_of_few_stands_with_its_numbers() {
    let answerer = arcadia_and(
        "  - { indicator: exports, partner: COR, values: { 2015: 1.0, 2016: 2.0, 2018: 3.0, 2019: 5.0 } }\n  \
         - { indicator: imports, partner: COR, values: { 2015: 1.0, 2016: 1.0, 2018: 2.0, 2019: 3.0 } }\n  \
         - { indicator: exports, partner: BAL, values: { 2018: 7.0, 2019: 8.0 } }\n  \
         - { indicator: imports, partner: BAL, values: { 2018: 2.0, 2019: 3.0 } }\n",
    );
    let formulas = |text: &str| -> Vec<String> {
        shown(&answerer, text).lines().filter(|line| line.starts_with("* ")).map(str::to_owned).collect()
    };
    let compared = formulas("/compare trade COR BAL 2015-2019");
    assert_eq!(
        compared,
        [
            "* Corvia, 2015–2016, 2018–2019: exports + imports [1]",
            "* Balonia, 2018: exports US$7.0 mn + imports US$2.0 mn [1]",
            "* Balonia, 2019: exports US$8.0 mn + imports US$3.0 mn [1]",
        ]
    );
    let years = formulas("/trade COR 2015-2019");
    assert_eq!(
        years,
        ["* 2015–2016, 2018–2019: exports + imports [1]", "* growth calculated: the year ÷ the year before − 1",]
    );
    // The year before the first is not in the table, and has a formula of its own.
    let growth = formulas("/trade COR 2016-2019");
    assert_eq!(
        growth.iter().filter(|line| line.contains("±% 2016: trade US$3.0 mn ÷ trade 2015 US$2.0 mn")).count(),
        1
    );
}

#[test]
fn a_qualifier_passes_through_a_calculation() {
    let more = arcadia_and(
        "  - { indicator: exports, partner: isles, period: 2019, value: 40.0, qualifier: more than }\n  \
         - { indicator: imports, partner: isles, period: 2019, value: 50.0 }\n  \
         - { indicator: exports, partner: COR, period: 2019, value: 40.0 }\n  \
         - { indicator: imports, partner: COR, period: 2019, value: 50.0, qualifier: more than }\n",
    );
    assert_eq!(first(&more, "trade 2019"), "more than 89900000 USD calculated");
    assert_eq!(first(&more, "balance 2019"), "more than -10100000 USD calculated");
    assert_eq!(first(&more, "balance COR 2019"), "less than -9900000 USD calculated");
}

#[test]
fn counts_of_different_bodies_are_not_put_into_one_formula() {
    let answerer = arcadia_and(
        "  - { indicator: exports, partner: COR, period: 2019, value: 10.0 }\n  \
         - { indicator: imports, partner: COR, period: 2019, value: 20.0, authority: arcadian-economy-ministry }\n",
    );
    assert_eq!(ask(&answerer, "trade COR 2019")["answered"], false);
}

#[test]
fn a_growth_goes_with_the_number_of_its_own_count_only() {
    let answerer = arcadia_and(
        "  - { indicator: trade, partner: COR, period: 2019, value: 10.0, authority: arcadian-economy-ministry }\n  \
         - { indicator: growth, of: trade, partner: COR, period: 2019, value: 25.0, unit: percent }\n",
    );
    assert!(!shown(&answerer, "trade COR 2019").contains("25"), "{}", shown(&answerer, "trade COR 2019"));
    assert_eq!(first(&answerer, "growth trade COR 2019"), "25.0 percent stated");
    assert_eq!(ask(&answerer, "trade COR 2018")["answered"], false);
    let own = "  - { indicator: growth, of: trade, partner: COR, period: 2019, value: 40.0, unit: percent, \
               authority: arcadian-economy-ministry }\n  \
               - { indicator: growth, of: trade, partner: COR, period: 2019, value: 25.0, unit: percent }\n  \
               - { indicator: trade, partner: COR, period: 2019, value: 10.0, authority: arcadian-economy-ministry }\n";
    let answerer = arcadia_and(own);
    assert!(shown(&answerer, "trade COR 2019").contains("+40.0%"), "{}", shown(&answerer, "trade COR 2019"));
    assert_eq!(first(&answerer, "trade COR 2018"), "7100000 USD calculated");
}

#[test]
fn another_reporter_is_another_series() {
    let answerer = arcadia();
    assert_eq!(first(&answerer, "trade BAL 2025"), "100000000 USD stated");
    assert_eq!(first(&answerer, "trade BAL:ARC 2025"), "99000000 USD stated");
    let answer = ask(&answerer, "trade BAL 2025");
    let ours = answer["figures"].as_array().unwrap().iter().filter(|figure| figure["reporter"] == "ARC");
    assert!(ours.into_iter().all(|figure| figure["value"] != "99000000"), "{answer:#}");
}

#[test]
fn stocks_of_two_bodies_stand_side_by_side_as_what_they_are() {
    let answerer = arcadia_and(
        "  - { indicator: investment-stock, partner: isles, period: 2026-03, value: 30, qualifier: more than, \
         authority: arcadian-economy-ministry }\n  \
         - { indicator: investment-stock, partner: isles, period: 2026-03, value: 50, qualifier: more than, authority: bno }\n",
    );
    let answer = ask(&answerer, "/investment");
    let figures = answer["figures"].as_array().unwrap();
    assert_eq!((&figures[0]["value"], &figures[0]["qualifier"]), (&"30000000".into(), &"more than".into()));
    assert_eq!((&figures[1]["value"], &figures[1]["qualifier"]), (&"50000000".into(), &"more than".into()));
    assert_ne!(figures[0]["authority"], figures[1]["authority"]);
    assert!(shown(&answerer, "/investment").contains("not compared"));
}

#[test]
fn a_total_of_a_year_answers_for_that_year_and_no_other() {
    let answerer = arcadia_and("  - { indicator: investment-stock, partner: BAL, period: 2018, value: 5.0 }\n");
    let answer = ask(&answerer, "investment-stock BAL 2018");
    assert_eq!((&answer["figures"][0]["value"], &answer["figures"][0]["period"]), (&"5000000".into(), &"2018".into()));
    assert!(shown(&answerer, "investment-stock BAL").contains("as of 2018"));
    assert_eq!(ask(&answerer, "investment-stock BAL 2017")["answered"], false);
}

#[test]
fn what_there_is_no_figure_for_is_said_with_the_nearest_that_has_one() {
    let answerer = arcadia();
    for text in ["trade 2027", "trade 1999", "exports cr 2010", "trade BAL 1999", "country COR 2006", "/trade 2040"] {
        let answer = ask(&answerer, text);
        assert_eq!((&answer["answered"], &answer["figures"]), (&false.into(), &Value::Array(vec![])), "{text}");
        assert!(!answer["suggestions"].as_array().unwrap().is_empty(), "{text}");
    }
}

#[test]
fn everything_that_is_offered_has_an_answer() {
    let answerer = shipped();
    let first = [Query::Start, Query::Help, Query::Facts, Query::Indicator(None), Query::Sources(1), Query::Countries];
    let mut waiting: Vec<(Query, String)> = first.into_iter().map(|query| (query, String::new())).collect();
    let mut seen = HashSet::new();
    while let Some((query, by)) = waiting.pop() {
        if seen.contains(&query.to_string()) {
            continue;
        }
        for language in Language::ALL {
            let reply = answerer.query(&query, *language);
            assert!(reply.is_answered(), "{query} is offered by {by} and has no answer");
            for button in reply.buttons().iter().flatten() {
                let data = format!("{} {}", language.tag(), button.query);
                assert!(data.len() <= 64, "{data} does not fit a button");
                let read = question::parse_spelling(&data, answerer.catalogue());
                assert_eq!(read, Some((*language, button.query.clone())), "{data}");
                // From what only stands side by side all is reached from its own pages.
                let is_gathered = matches!(query, Query::Compare(_) | Query::Details(..));
                waiting.extend((!is_gathered).then(|| (button.query.clone(), query.to_string())));
            }
        }
        seen.insert(query.to_string());
    }
    assert!(seen.len() > 60, "only {} pages were reached", seen.len());
}

#[test]
fn every_page_fits_a_message_and_every_table_a_phone() {
    let answerer = shipped();
    for place in answerer.catalogue().places() {
        for query in [
            Query::Country(place.id.clone(), question::When::Latest),
            Query::Said(place.id.clone()),
            Query::Agreements(Some(place.id.clone())),
        ] {
            assert_fits(&answerer, &query);
        }
    }
    for text in ["trade 2025", "trade 2024", "trade 2021-2025", "parts trade 2025", "facts", "source mts-kg", "help"] {
        let query = question::parse_spelling(&format!("en {text}"), answerer.catalogue()).unwrap().1;
        assert_fits(&answerer, &query);
    }
}

pub(crate) fn assert_fits(answerer: &Answerer, query: &Query) {
    for language in Language::ALL {
        let reply = answerer.query(query, *language);
        for limit in [400, 3_500] {
            for part in html::parts(&reply.page, limit) {
                let text = text_of(&part);
                let longest_block = 1_200;
                assert!(text.encode_utf16().count() <= limit.max(longest_block), "{query}: {} units", text.len());
                for number in 1..20 {
                    let named = text.contains(&format!("[{number}]"));
                    assert!(
                        !named || text.contains(&format!("\n[{number}] ")),
                        "{query}: source {number} is not in {part}"
                    );
                }
            }
        }
        for block in &reply.page.blocks {
            if let Block::Table(table) = block {
                for line in table.lines() {
                    let width = line.chars().count();
                    assert!(width <= 34, "{query} in {}: {width} columns: {line}", language.tag());
                }
            }
        }
    }
}

/// The words of an HTML part.
pub(crate) fn text_of(html: &str) -> String {
    let mut text = String::new();
    let mut inside = false;
    for letter in html.chars() {
        match letter {
            '<' => inside = true,
            '>' => inside = false,
            _ if !inside => text.push(letter),
            _ => {}
        }
    }
    text
}

pub(crate) fn shown(answerer: &Answerer, text: &str) -> String {
    shown_in(answerer, text, Language::En)
}

pub(crate) fn shown_in(answerer: &Answerer, text: &str, language: Language) -> String {
    let reader = Reader { language, today: date(2026, 11, 22), last: None, moved: false, me: None };
    match answerer.text(text, reader) {
        Heard::Reply(reply) => text_of(&answerer.whole(&reply).shown::<Telegram>().join("\n")),
        other => panic!("{text}: {other:?}"),
    }
}

/// What the card of an answer shows.
pub(crate) fn card_of(answerer: &Answerer, text: &str, language: Language) -> String {
    let reader = Reader { language, today: date(2026, 11, 22), last: None, moved: false, me: None };
    match answerer.text(text, reader) {
        Heard::Reply(reply) => text_of(&reply.shown::<Telegram>().join("\n")),
        other => panic!("{text}: {other:?}"),
    }
}

/// The first line of the answer to a text, whether it holds a figure, and the words on its buttons.
fn opened(answerer: &Answerer, text: &str, language: Language) -> (String, bool, Vec<String>) {
    let reader = Reader { language, today: date(2026, 11, 22), last: None, moved: false, me: None };
    match answerer.text(text, reader) {
        Heard::Reply(reply) => {
            let html = text_of(&reply.shown::<Telegram>().join("\n"));
            let labels = reply.buttons().iter().flatten().map(|button| button.label.clone()).collect();
            (html.lines().next().unwrap().to_owned(), html.contains("mn") || html.contains("млн"), labels)
        }
        other => panic!("{text}: {other:?}"),
    }
}

#[test]
fn a_misspelt_name_is_offered_with_its_answer_beneath_and_a_way_out() {
    for (language, text, line, way_out) in [
        (Language::En, "/trade Balonja 2025", "I don't know “Balonja”. Did you mean Balonia? Then:", "Countries"),
        (
            Language::En,
            "trade with Balonja in 2025",
            "I don't know “Balonja”. Did you mean Balonia? Then:",
            "Countries",
        ),
        (Language::En, "/country Balonja", "I don't know “Balonja”. Did you mean Balonia? Then:", "Countries"),
        (Language::En, "expotrs 2025", "I don't know “expotrs”. Did you mean exports? Then:", "What is measured"),
        (Language::Ru, "/trade Булония 2025", "Не знаю «Булония». Может быть, Балония? Тогда:", "Страны"),
        (Language::Ru, "товарооборт 2025", "Не знаю «товарооборт». Может быть, товарооборот? Тогда:", "Что измеряется"),
    ] {
        let (first, has_figure, labels) = opened(&arcadia(), text, language);
        assert_eq!((first.as_str(), has_figure), (line, true), "{text}");
        assert_eq!(labels[0], way_out, "{text}");
    }
}

#[test]
fn each_misspelt_name_is_asked_for_and_the_answer_follows_the_last() {
    let html = shown(&arcadia(), "tradde with Balonja 2025");
    let lines: Vec<&str> = html.lines().take(3).collect();
    let expected = [
        "I don't know “tradde”. Did you mean trade?",
        "I don't know “Balonja”. Did you mean Balonia? Then:",
        "Understood: trade, Balonia, 2025",
    ];
    assert_eq!(lines, expected);
}

#[test]
fn a_script_is_told_what_was_supposed() {
    let answer = ask(&arcadia(), "/trade Balonja 2025");
    assert_eq!(answer["supposed"], serde_json::json!([{ "word": "Balonja", "name": "BAL" }]));
    assert_eq!((&answer["query"], &answer["suggestions"][0]), (&"trade BAL 2025".into(), &"countries".into()));
    assert_eq!(ask(&arcadia(), "/trade BAL 2025").get("supposed"), None);
}

#[test]
fn a_short_name_and_a_far_one_are_only_offered() {
    for (text, offered) in [("/trade Covia 2025", "Corvia 2025"), ("/trade Ballonya 2025", "Balonia 2025")] {
        let (first, has_figure, labels) = opened(&arcadia(), text, Language::En);
        assert!(first.starts_with("I don't know “") && !has_figure, "{text}: {first}");
        assert_eq!(labels, [offered], "{text}");
    }
}
