//! What else is said of the same thing: how it stands to the figure that leads, and why that one leads.

use serde_json::Value;

use crate::answers::{arcadia, arcadia_and, ask, first, shown};

/// `relation value` of every figure of the first one's series and period.
fn relations(answer: &Value) -> Vec<String> {
    let figures = answer["figures"].as_array().unwrap();
    let same = |figure: &&Value| ["indicator", "of", "period"].iter().all(|key| figure[*key] == figures[0][*key]);
    let word = |figure: &Value, key: &str| figure[key].as_str().unwrap().to_owned();
    figures
        .iter()
        .filter(same)
        .map(|figure| format!("{} {}", word(figure, "relation"), word(figure, "value")))
        .collect()
}

#[test]
fn each_figure_says_how_it_stands_to_the_one_that_leads() {
    let answerer = arcadia_and(
        "  - { indicator: trade, partner: COR, period: 2019, value: 61.0 }\n  \
         - { indicator: trade, partner: COR, period: 2019, value: 61, qualifier: about }\n  \
         - { indicator: trade, partner: COR, period: 2019, value: 60, qualifier: more than }\n  \
         - { indicator: trade, partner: COR, period: 2019, value: 70, authority: bno }\n  \
         - { indicator: trade, partner: COR, period: 2019, value: 420, unit: million CNY }\n  \
         - { indicator: trade, partner: COR, period: 2019, value: 99, withdrawn: 2026-04-20 }\n",
    );
    let answer = ask(&answerer, "trade COR 2019");
    let mut found = relations(&answer);
    assert_eq!(found[0], "leads 61000000", "{answer:#}");
    found.sort();
    let wanted = [
        "agrees 60000000",
        "agrees 61000000",
        "differs 70000000",
        "leads 61000000",
        "other-unit 420000000",
        "withdrawn 99000000",
    ];
    assert_eq!(found, wanted, "{answer:#}");
    let leads = |figure: &&Value| figure["relation"] == "leads";
    assert!(answer["figures"].as_array().unwrap().iter().filter(leads).all(|figure| figure["preferred"] == true));
    let page = shown(&answerer, "trade COR 2019");
    for words in ["Withdrawn by its source: US$99 mn (Arcadia Statistics Office; 20 April 2026)", "Stated otherwise"] {
        assert!(page.contains(words), "{words} is not in {page}");
    }
}

#[test]
fn an_older_vintage_is_revised_only_by_the_same_count() {
    let answerer = arcadia_and("  - { indicator: trade, partner: BAL, period: 2024, value: 84.0 }\n");
    let answer = ask(&answerer, "trade BAL 2024");
    assert_eq!(relations(&answer), ["leads 84000000", "revised 80000000"], "{answer:#}");
    let page = shown(&answerer, "trade BAL 2024");
    assert!(page.contains("Said before and revised since: US$80.0 mn (Arcadia Statistics Office; 14 February 2025)"));
    let other = arcadia_and("  - { indicator: trade, partner: BAL, period: 2024, value: 84, authority: bno }\n");
    assert_eq!(relations(&ask(&other, "trade BAL 2024")), ["leads 80000000", "differs 84000000"]);
}

#[test]
fn why_one_figure_leads_is_said_by_the_rule_that_decided() {
    let answerer = arcadia_and(
        "  - { indicator: trade, partner: COR, period: 2019, value: 61.0 }\n  \
         - { indicator: trade, partner: COR, period: 2019, value: 63, authority: bno }\n  \
         - { indicator: trade, partner: COR, period: 2019, value: 60, qualifier: more than }\n  \
         - { indicator: trade, partner: COR, period: 2019, value: 420, unit: million CNY }\n  \
         - { indicator: trade, partner: COR, period: 2019, value: 99, withdrawn: unknown }\n  \
         - { indicator: trade, partner: COR, period: 2019, value: 90, status: forecast }\n",
    );
    let page = shown(&answerer, "/why trade COR 2019");
    for words in [
        "Before US$63 mn (Balonia Numbers Office): a body that measures goes before one that only says",
        "Before more than US$60 mn (Arcadia Statistics Office): a number goes before a bound",
        "Before CN¥420 mn (Arcadia Statistics Office): dollars go before other currencies",
        "Before US$99 mn (Arcadia Statistics Office): its source took that back",
        "Before US$90 mn (forecast) (Arcadia Statistics Office): what was counted goes before what is estimated or expected",
    ] {
        assert!(page.contains(words), "{words} is not in {page}");
    }
    let unmeasured = arcadia_and(
        "  - { indicator: balance, partner: COR, period: 2019, value: 61.0, authority: arcadian-economy-ministry }\n  \
         - { indicator: balance, partner: COR, period: 2019, value: 63, authority: bno }\n",
    );
    let page = shown(&unmeasured, "/why balance COR 2019");
    assert!(page.contains("mn (Balonia Numbers Office): it is the less rounded one"), "{page}");
    let revised = arcadia_and("  - { indicator: trade, partner: BAL, period: 2024, value: 84.0 }\n");
    let page = shown(&revised, "/why trade BAL 2024");
    assert!(
        page.contains("Before US$80.0 mn (Arcadia Statistics Office): its body has replaced that number"),
        "{page}"
    );
}

#[test]
fn a_forecast_leads_only_alone_and_a_goal_or_a_withdrawn_figure_never() {
    let answerer = arcadia_and(
        "  - { indicator: trade, partner: COR, period: 2027, value: 70, status: forecast }\n  \
         - { indicator: trade, partner: COR, period: 2028, value: 100, status: target }\n  \
         - { indicator: trade, partner: COR, period: 2018, value: 33.0, withdrawn: 2026-05-01 }\n",
    );
    let answer = ask(&answerer, "trade COR 2027");
    assert_eq!(
        (&answer["figures"][0]["value"], &answer["figures"][0]["status"]),
        (&"70000000".into(), &"forecast".into())
    );
    for text in ["trade COR 2028", "trade COR 2018"] {
        let answer = ask(&answerer, text);
        assert_eq!((&answer["answered"], &answer["figures"]), (&false.into(), &Value::Array(vec![])), "{text}");
    }
    assert!(shown(&answerer, "trade COR 2018").contains("withdrawn by its source: 2018 (Arcadia Statistics Office;"));
    assert_eq!(ask(&answerer, "trade COR")["figures"][0]["period"], "2025");
}

#[test]
fn both_sides_of_a_border_stand_beside_each_other_with_what_lies_between() {
    let answerer = arcadia();
    for text in ["mirror BAL 2025", "/mirror bl 2025", "/mirror balonia", "who counts what for balonia 2025"] {
        let answer = ask(&answerer, text);
        let figures = answer["figures"].as_array().unwrap();
        let said: Vec<String> = figures
            .iter()
            .map(|figure| {
                let word = |key: &str| figure[key].as_str().unwrap_or("none").to_owned();
                format!("{} {} {} {}", word("relation"), word("indicator"), word("reporter"), word("value"))
            })
            .collect();
        let wanted = [
            "leads trade ARC 100000000",
            "mirror trade BAL 99000000",
            "third-party trade none 97000000",
            "leads mirror-ratio ARC 1.01",
            "leads mirror-difference ARC 1000000",
            "leads exports ARC 40000000",
            "mirror imports BAL 44000000",
            "leads mirror-ratio ARC 0.91",
            "leads mirror-difference ARC -4000000",
            "leads imports ARC 60000000",
            "mirror exports BAL 55000000",
            "leads mirror-ratio ARC 1.09",
            "leads mirror-difference ARC 5000000",
        ];
        assert_eq!(said, wanted, "{text}: {answer:#}");
        let calculated = figures.iter().filter(|figure| figure["basis"] == "calculated");
        assert!(calculated.clone().count() == 6 && calculated.clone().all(|figure| figure["formula"].is_string()));
        assert_eq!(answer["statements"].as_array().unwrap().len(), 1, "{text}");
    }
    let page = shown(&answerer, "mirror BAL 2025");
    for words in
        ["Balonia counts US$44.0 mn (Balonia Numbers Office)", "Transit (2025): Goods for Corvia", "0.91 times"]
    {
        assert!(page.contains(words), "{words} is not in {page}");
    }
}

#[test]
fn spans_that_do_not_match_are_said_and_not_compared() {
    let answerer = arcadia();
    let answer = ask(&answerer, "mirror BAL 2024");
    assert_eq!(answer["figures"][1]["relation"], "other-period", "{answer:#}");
    let apart = |figure: &Value| figure["indicator"].as_str().unwrap().starts_with("mirror-");
    assert!(!answer["figures"].as_array().unwrap().iter().any(apart), "{answer:#}");
    let page = shown(&answerer, "mirror BAL 2024");
    assert!(page.contains("for January to November 2024: another span, not compared"), "{page}");
    assert!(!page.contains("The periods match"), "{page}");
    assert_eq!(shown(&answerer, "mirror BAL 2025").matches("• The periods match.").count(), 3);
    // What one side has only in two parts is their sum.
    let answer = ask(&answerer, "mirror BAL 2023");
    let theirs = answer["figures"].as_array().unwrap().iter().find(|figure| figure["relation"] == "mirror").unwrap();
    assert_eq!((&theirs["value"], &theirs["basis"]), (&"54000000".into(), &"calculated".into()));
}

#[test]
fn an_answer_says_in_one_line_that_the_other_side_counts_differently() {
    let answerer = arcadia();
    for text in ["trade BAL 2025", "country BAL", "/why trade BAL 2025"] {
        let page = shown(&answerer, text);
        assert!(page.contains("Balonia counts US$99.0 mn (Balonia Numbers Office). The two sides count"), "{page}");
        let answer = ask(&answerer, text);
        let theirs = answer["figures"].as_array().unwrap().iter().find(|figure| figure["reporter"] == "BAL").unwrap();
        assert_eq!((&theirs["relation"], &theirs["preferred"]), (&"mirror".into(), &false.into()), "{text}");
    }
    for text in ["trade BAL 2025", "country BAL", "trade BAL:ARC 2025", "exports BAL 2025"] {
        let answer = ask(&answerer, text);
        let offered = answer["suggestions"].as_array().unwrap();
        assert!(offered.contains(&"mirror BAL 2025".into()), "{text}: {offered:?}");
    }
    // China's exports are the partner's imports; a balance has no other side.
    assert_eq!(
        ask(&answerer, "exports BAL 2025")["figures"].as_array().unwrap().last().unwrap()["indicator"],
        "imports"
    );
    assert!(!shown(&answerer, "balance BAL 2025").contains("counts US$"));
}

#[test]
fn what_somebody_says_of_a_group_is_not_called_its_count_and_not_compared() {
    let answerer = arcadia_and(
        "  - { indicator: trade, partner: isles, period: 2019, value: 150 }\n  \
         - { indicator: trade, reporter: isles, partner: ARC, period: 2019, value: 70, authority: bno }\n",
    );
    let answer = ask(&answerer, "mirror isles 2019");
    assert_eq!(relations(&answer), ["leads 150000000", "third-party 70000000"], "{answer:#}");
    let apart = |figure: &Value| figure["indicator"].as_str().unwrap().starts_with("mirror-");
    assert!(!answer["figures"].as_array().unwrap().iter().any(apart), "{answer:#}");
    for (text, words) in [
        ("trade 2019", "⚠ Balonia Numbers Office says US$70 mn: a claim, not a count"),
        ("mirror isles 2019", "• Balonia Numbers Office says US$70 mn: a claim, not a count"),
        ("mirror isles 2019", "Arcadian Isles counts: no figure"),
        ("trade isles:ARC 2019", "Said by: Balonia Numbers Office (a claim, not a count)"),
        ("trade isles:ARC 2019", "Arcadia counts US$150 mn (Arcadia Statistics Office)"),
    ] {
        let page = shown(&answerer, text);
        assert!(page.contains(words), "{words} is not in {page}");
        assert!(!page.contains("Arcadian Isles counts US$") && !page.contains("count differently"), "{page}");
    }
}

#[test]
fn the_count_that_is_named_is_the_one_that_answers() {
    let answerer = arcadia();
    for text in [
        "trade BAL:ARC 2025",
        "/trade BAL:ARC 2025",
        "trade with Arcadia 2025 by Balonian count",
        "trade 2025 according to Balonia",
        "торговля 2025 по данным Балонии",
    ] {
        assert_eq!(first(&answerer, text), "99000000 USD stated", "{text}");
    }
    let answer = ask(&answerer, "balonian statistics trade 2025");
    let offered: Vec<&str> =
        answer["suggestions"].as_array().unwrap().iter().map(|one| one.as_str().unwrap()).collect();
    assert_eq!(offered, ["trade BAL 2025", "trade BAL:ARC 2025"]);
    assert_eq!(first(&answerer, "share none:ARC/BAL 2025"), "about 40 percent stated");
    let missing = ask(&answerer, "share BAL:ARC/world 2025");
    assert_eq!(missing["suggestions"][0], "share none:ARC/BAL 2025", "{missing:#}");
}

#[test]
fn a_question_about_both_sides_is_read_whole_or_asked_back() {
    let answerer = arcadia();
    for (text, query) in [
        ("mirror", "mirror isles"),
        ("/mirror", "mirror isles"),
        ("/mirror corvia 2025-h1", "mirror COR 2025-H1"),
        ("/mirror_2025_bl", "mirror BAL 2025"),
        ("зеркальная статистика балония 2025", "mirror BAL 2025"),
        ("кто что считает, Балония", "mirror BAL"),
        ("mirror statistics exports to balonia 2025", "mirror BAL 2025"),
    ] {
        assert_eq!(ask(&answerer, text)["query"], query, "{text}");
    }
    for text in ["mirror balonia corvia", "/mirror bl 2021-2025", "mirror investment balonia", "/mirror atlantis"] {
        let answer = ask(&answerer, text);
        assert_eq!((&answer["query"], &answer["answered"]), (&Value::Null, &false.into()), "{text}: {answer:#}");
    }
}
