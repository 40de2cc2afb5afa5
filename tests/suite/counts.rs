//! Another's count where there is none by the one asked for, and counts that lie apart.

use std::{fs, path::Path};

use jiff::civil::date;
use serde_json::Value;
use tradefacts::{
    language::Language,
    render::html::Telegram,
    reply::{Answerer, Heard, Reader},
    sheet::Folder,
};

use crate::{
    answers::{answerer, arcadia, arcadia_and, ask, shown},
    sheets::copy,
};

/// Figures of years that Arcadia's office tells nothing of: the other side's, a third party's, or both.
fn counted_by_others() -> Answerer {
    arcadia_and(
        "  - { indicator: imports, reporter: BAL, partner: ARC, period: 2016, value: 9.0, authority: bno }\n  \
         - { indicator: exports, reporter: BAL, partner: ARC, period: 2016, value: 4.0, authority: bno }\n  \
         - { indicator: exports, reporter: none, partner: BAL, period: 2016, value: 7.0, authority: atlas }\n  \
         - { indicator: trade, reporter: none, partner: COR, period: 2016, value: 33.0, authority: atlas }\n  \
         - { indicator: trade, partner: COR, period: 2014, value: 20.0, withdrawn: 2026-04-20 }\n  \
         - { indicator: trade, reporter: COR, partner: ARC, period: 2014, value: 21.0, authority: bno }\n  \
         - { indicator: investment-stock, reporter: none, partner: isles, period: 2024-06, value: 80.0, authority: atlas }\n",
    )
}

/// `indicator reporter value relation` of the first figure, which is not the preferred one.
fn instead(answer: &Value) -> String {
    assert_eq!(answer["answered"], true, "{answer:#}");
    let figure = &answer["figures"][0];
    assert_eq!(figure["preferred"], false, "{answer:#}");
    let words = ["indicator", "reporter", "value", "relation"];
    words.map(|key| figure[key].as_str().unwrap_or("none").to_owned()).join(" ")
}

#[test]
fn where_one_count_is_missing_the_other_sides_answers_and_then_a_third_partys() {
    let answerer = counted_by_others();
    for (text, wanted) in [
        ("exports BAL 2016", "imports BAL 9000000 mirror"),
        ("how much did arcadia export to balonia in 2016", "imports BAL 9000000 mirror"),
        ("экспорт Аркадии в Балонию 2016", "imports BAL 9000000 mirror"),
        ("imports BAL 2016", "exports BAL 4000000 mirror"),
        ("ввоз из Балонии в Аркадию 2016", "exports BAL 4000000 mirror"),
        ("阿卡迪亚 巴洛尼亚 贸易 2016", "trade BAL 13000000 mirror"),
        ("trade COR 2016", "trade none 33000000 third-party"),
        ("Corvian trade 2016", "trade none 33000000 third-party"),
        ("trade COR 2014", "trade COR 21000000 mirror"),
        // Asked the other way round it is Arcadia's that stands in.
        ("trade BAL:ARC 2022", "trade ARC 50000000 mirror"),
        ("imports BAL:ARC 2024", "exports ARC 32000000 mirror"),
        ("trade COR:ARC 2016", "trade none 33000000 third-party"),
        // And of the newest.
        ("investment", "investment-stock none 80000000 third-party"),
        ("asof 2026-06-01 exports BAL 2016", "imports BAL 9000000 mirror"),
    ] {
        assert_eq!(instead(&ask(&answerer, text)), wanted, "{text}");
    }
}

#[test]
fn whose_count_is_missing_and_whose_stands_for_it_is_said_first() {
    let answerer = counted_by_others();
    for (text, words) in [
        ("exports BAL 2016", "Arcadia Statistics Office: no figure. Balonia counts US$9.0 mn (Balonia Numbers Office)"),
        ("trade COR 2016", "Arcadia Statistics Office: no figure. Atlas of Trade says US$33.0 mn"),
        (
            "trade BAL:ARC 2022",
            "Balonia Numbers Office: no figure. Arcadia counts US$50.0 mn (Arcadia Statistics Office)",
        ),
        ("trade COR 2014", "withdrawn by its source: 2014"),
    ] {
        let page = shown(&answerer, text);
        assert!(page.contains(words), "{words} is not in {page}");
    }
    let reader = Reader { language: Language::Ru, today: date(2026, 11, 22), last: None, moved: false, me: None };
    let Heard::Reply(reply) = answerer.text("exports BAL 2016", reader) else { panic!() };
    let page = reply.shown::<Telegram>().join("\n");
    assert!(page.contains("Статистическое бюро Аркадии: данных нет."), "{page}");
}

#[test]
fn another_count_never_stands_in_a_series_a_comparison_a_ranking_or_a_calculation() {
    let answerer = counted_by_others();
    let texts = [
        "exports BAL 2015-2017",
        "compare exports BAL COR 2016",
        "/rank exports 2016",
        "why exports BAL 2016",
        "balance BAL 2016",
    ];
    for text in texts {
        let answer = ask(&answerer, text);
        assert_eq!((&answer["answered"], &answer["figures"]), (&false.into(), &Value::Array(vec![])), "{text}");
    }
    assert_eq!(ask(&answerer, "trade BAL 2012")["answered"], false, "nobody counted it");
    // A count that is there is never replaced.
    assert_eq!(ask(&answerer, "trade BAL 2024")["figures"][0]["preferred"], true);
}

#[test]
fn beside_a_place_outside_the_group_its_country_counts() {
    let folder = tempfile::tempdir().unwrap();
    copy(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/facts")), folder.path());
    let places = folder.path().join("places.yaml");
    let text = fs::read_to_string(&places).unwrap();
    let doria = "  DOR:\n    names: { en: Doria, ru: Дория, zh: 多里亚, kk: Дория, ky: Дория, uz: Doriya, tg: Дория, tk: Doriýa }\n    \
                 aliases: { en: [Dorian], ru: [Дорию, Дории, Дорией] }\n";
    fs::write(&places, text + doria).unwrap();
    let sheet = "source: { title: More, publisher: P, published: 2026-04-01, read: 2026-05-01, language: en, url: unknown }\n\
                 shared: { reporter: BAL, authority: bno, unit: million USD, at: table 9, period: 2023 }\n\
                 figures:\n  - { indicator: imports, partner: DOR, value: 30.0 }\n  - { indicator: trade, partner: DOR, value: 50.0 }\n";
    fs::write(folder.path().join("sheets/2026/more.yaml"), sheet).unwrap();
    let answerer = answerer(&Folder::Disk(folder.path().to_owned()));
    for (text, wanted) in [
        ("doria vs arcadia trade with balonia 2023", "compare trade BAL: DOR ARC 2023"),
        ("compare balonia's trade with doria and arcadia 2023", "compare trade BAL: DOR ARC 2023"),
        ("compare dorian and arcadian exports to balonia 2023", "compare imports BAL: DOR ARC 2023"),
        ("/compare arcadia doria balonia 2023", "compare trade BAL: ARC DOR 2023"),
        ("compare trade BAL: DOR ARC 2023", "compare trade BAL: DOR ARC 2023"),
        ("/compare_trade_BAL__DOR_ARC_2023", "compare trade BAL: DOR ARC 2023"),
        ("/start en_compare_trade_BAL__DOR_ARC_2023", "compare trade BAL: DOR ARC 2023"),
        ("balonian imports from doria 2023", "imports BAL:DOR 2023"),
        ("dorian exports to balonia 2023", "imports BAL:DOR 2023"),
        ("торговля Балонии с Дорией 2023", "trade BAL:DOR 2023"),
        ("巴洛尼亚 多里亚 贸易 2023", "trade BAL:DOR 2023"),
        ("trade of balonia with the world 2023", "trade BAL:world 2023"),
    ] {
        assert_eq!(ask(&answerer, text)["query"], wanted, "{text}");
    }
    let page = shown(&answerer, "doria vs arcadia trade with balonia 2023");
    assert!(page.contains("Balonia – Doria, Arcadia, trade in goods, 2023"), "{page}");
    assert!(page.contains("50.0") && page.contains("54.0"), "{page}");
    assert_eq!(ask(&answerer, "compare balonia and corvia 2023")["query"], "compare trade BAL COR 2023");
}

#[test]
fn counts_that_lie_more_than_a_tenth_apart_are_said_with_the_year_or_the_nearest_pair() {
    let sides = |ours: &str, theirs: &str| {
        arcadia_and(&format!(
            "  - {{ indicator: trade, partner: COR, values: {{ {ours} }} }}\n  \
             - {{ indicator: trade, reporter: COR, partner: ARC, values: {{ {theirs} }}, authority: bno }}\n"
        ))
    };
    for (ours, theirs, wanted) in [
        (
            "2016: 100.0",
            "2016: 80.0",
            Some("Corvia counts US$80.0 mn (Balonia Numbers Office). The two sides count differently"),
        ),
        ("2016: 100.0", "2016: 120.0", Some("The two sides count differently.")),
        ("2016: 100.0", "2016: 91.0", None),
        (
            "2016: 100.0, 2014: 50.0",
            "2014: 30.0",
            Some("The two sides count differently, as for 2014: Arcadia counts US$50.0 mn"),
        ),
        ("2016: 100.0, 2014: 50.0, 2010: 9.0", "2014: 49.0, 2010: 3.0", None),
        ("2016: 100.0", "2014: 30.0", None),
    ] {
        let page = shown(&sides(ours, theirs), "trade COR 2016");
        assert_eq!(page.matches("count differently").count(), usize::from(wanted.is_some()), "{theirs}: {page}");
        assert!(page.contains(wanted.unwrap_or_default()), "{page}");
    }
    let answer = ask(&sides("2016: 100.0, 2014: 50.0", "2014: 30.0"), "trade COR 2016");
    let figures = answer["figures"].as_array().unwrap();
    let pair: Vec<&Value> = figures.iter().filter(|figure| figure["period"] == "2014").collect();
    assert!(pair.len() == 2 && pair.iter().all(|figure| figure["relation"] == "other-period"), "{answer:#}");
}

#[test]
fn what_stands_at_a_day_leads_with_a_measuring_body_that_is_more_than_a_year_newer() {
    let folder = tempfile::tempdir().unwrap();
    copy(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/facts")), folder.path());
    let bodies = folder.path().join("authorities.yaml");
    let text = fs::read_to_string(&bodies).unwrap();
    let atlas = "names: { en: Atlas of Trade, ru: Атлас торговли }";
    let text = text.replace(atlas, &format!("{atlas}\n    measures: [investment-stock, enterprises]"));
    let office = "measures: [trade, exports, imports]\n";
    fs::write(&bodies, text.replace(office, "measures: [trade, exports, imports, investment-stock, enterprises]\n"))
        .unwrap();
    let leads = |ours: &str, others: &str| {
        let sheet = format!(
            "source: {{ title: More, publisher: P, published: 2026-04-01, read: 2026-05-01, language: en, url: unknown }}\n\
             shared: {{ partner: COR, unit: million USD, at: table 9 }}\nfigures:\n  \
             - {{ indicator: investment-stock, reporter: ARC, authority: arcadian-economy-ministry, {ours} }}\n{others}"
        );
        fs::write(folder.path().join("sheets/2026/more.yaml"), sheet).unwrap();
        let answerer = answerer(&Folder::Disk(folder.path().to_owned()));
        let answer = ask(&answerer, "arcadian investment in corvia");
        let figure = &answer["figures"][0];
        let words = ["reporter", "period", "value"].map(|key| figure[key].as_str().unwrap_or("none").to_owned());
        assert_eq!((&figure["preferred"], &figure["relation"]), (&true.into(), &"leads".into()), "{answer:#}");
        (words.join(" "), shown(&answerer, "arcadian investment in corvia"))
    };
    let atlas =
        |rest: &str| format!("  - {{ indicator: investment-stock, reporter: none, authority: atlas, {rest} }}\n");
    let theirs = |rest: &str| {
        format!("  - {{ indicator: investment-stock, reporter: COR, partner: ARC, authority: bno, {rest} }}\n")
    };
    let said = |rest: &str| {
        format!("  - {{ indicator: investment-stock, reporter: COR, partner: ARC, authority: aso, {rest} }}\n")
    };
    for (ours, others, wanted) in [
        ("period: 2016, value: 7.6", atlas("period: 2025-06-30, value: 10.7"), "none 2025-06-30 10700000"),
        ("period: 2016, value: 7.6", theirs("period: 2020, value: 9.0"), "COR 2020 9000000"),
        // The newest of them.
        (
            "period: 2016, value: 7.6",
            theirs("period: 2022, value: 11.0") + &atlas("period: 2025-06-30, value: 10.7"),
            "none 2025-06-30 10700000",
        ),
        // A year or less is not newer; a body that does not measure does not lead.
        ("period: 2025-01-31, value: 7.6", atlas("period: 2025-12-31, value: 10.7"), "ARC 2025-01-31 7600000"),
        ("period: 2024-12-31, value: 7.6", atlas("period: 2025-12-31, value: 10.7"), "ARC 2024-12-31 7600000"),
        ("period: 2016, value: 7.6", said("period: 2025, value: 12.0"), "ARC 2016 7600000"),
    ] {
        let (found, page) = leads(ours, &others);
        assert_eq!(found, wanted, "{others}: {page}");
        assert!(page.contains("US$7.6 mn") && !page.contains("count differently"), "all stand beneath: {page}");
    }
    // The newest day of one count leads it.
    let (found, _) = leads("values: { 2016: 7.6, 2018: 7.8 }", "");
    assert_eq!(found, "ARC 2018 7800000");
}

#[test]
fn a_number_is_found_as_it_is_written() {
    let answerer = arcadia_and(
        "  - { indicator: trade, partner: COR, period: 2016, value: 10.63 }\n  \
         - { indicator: trade, partner: COR, period: 2015, value: 106.3 }\n  \
         - { indicator: enterprises, partner: COR, period: 2015-12, value: 1063, unit: count, authority: arcadian-economy-ministry }\n",
    );
    for (text, wanted) in [
        ("/search 106.3", Some("US$106.3 mn")),
        ("/search 106,3", Some("US$106.3 mn")),
        ("/search 10.63", Some("US$10.63 mn")),
        ("/search 1063", Some("1,063")),
        ("/search 1,063", Some("1,063")),
        ("/search 1.063", None),
        ("/search 10630", None),
    ] {
        let page = shown(&answerer, text);
        let lines: Vec<&str> = page.lines().filter(|line| line.starts_with('•')).collect();
        assert_eq!(lines.len(), usize::from(wanted.is_some()), "{text}: {page}");
        assert!(lines.iter().all(|line| line.contains(wanted.unwrap_or_default())), "{text}: {page}");
    }
    let told = arcadia();
    assert_eq!(ask(&told, "/search fish")["answered"], true);
}
