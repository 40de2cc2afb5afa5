//! What else is said of the same thing: how it stands to the figure that leads, and why that one leads.

use serde_json::Value;

use crate::answers::{arcadia_and, ask, shipped, shown};

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
    let desk = arcadia_and(
        "  - { indicator: trade, partner: COR, period: 2019, value: 61.0 }\n  \
         - { indicator: trade, partner: COR, period: 2019, value: 61, qualifier: about }\n  \
         - { indicator: trade, partner: COR, period: 2019, value: 60, qualifier: more than }\n  \
         - { indicator: trade, partner: COR, period: 2019, value: 70, authority: bno }\n  \
         - { indicator: trade, partner: COR, period: 2019, value: 420, unit: million CNY }\n  \
         - { indicator: trade, partner: COR, period: 2019, value: 99, withdrawn: 2026-04-20 }\n",
    );
    let answer = ask(&desk, "trade COR 2019");
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
    let page = shown(&desk, "trade COR 2019");
    for words in ["Withdrawn by its source: US$99 mn (Arcadia Statistics Office; 20 April 2026)", "Stated otherwise"] {
        assert!(page.contains(words), "{words} is not in {page}");
    }
}

#[test]
fn an_older_vintage_is_revised_only_by_the_same_count() {
    let desk = arcadia_and("  - { indicator: trade, partner: BAL, period: 2024, value: 84.0 }\n");
    let answer = ask(&desk, "trade BAL 2024");
    assert_eq!(relations(&answer), ["leads 84000000", "revised 80000000"], "{answer:#}");
    let page = shown(&desk, "trade BAL 2024");
    assert!(page.contains("Said before and revised since: US$80.0 mn (Arcadia Statistics Office; 14 February 2025)"));
    let other = arcadia_and("  - { indicator: trade, partner: BAL, period: 2024, value: 84, authority: bno }\n");
    assert_eq!(relations(&ask(&other, "trade BAL 2024")), ["leads 80000000", "differs 84000000"]);
}

#[test]
fn why_one_figure_leads_is_said_by_the_rule_that_decided() {
    let desk = arcadia_and(
        "  - { indicator: trade, partner: COR, period: 2019, value: 61.0 }\n  \
         - { indicator: trade, partner: COR, period: 2019, value: 63, authority: bno }\n  \
         - { indicator: trade, partner: COR, period: 2019, value: 60, qualifier: more than }\n  \
         - { indicator: trade, partner: COR, period: 2019, value: 420, unit: million CNY }\n  \
         - { indicator: trade, partner: COR, period: 2019, value: 99, withdrawn: unknown }\n  \
         - { indicator: trade, partner: COR, period: 2019, value: 90, status: forecast }\n",
    );
    let page = shown(&desk, "/why trade COR 2019");
    for words in [
        "Before US$63 mn (Balonia Numbers Office): the body that measures goes before all others",
        "Before more than US$60 mn (Arcadia Statistics Office): a number goes before a bound",
        "Before CN¥420 mn (Arcadia Statistics Office): dollars go before other currencies",
        "Before US$99 mn (Arcadia Statistics Office): its source took that back",
        "Before US$90 mn (forecast) (Arcadia Statistics Office): what was counted goes before what is expected",
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
    assert!(page.contains("Before US$80.0 mn (Arcadia Statistics Office): it came out later"), "{page}");
    let page = shown(&shipped(), "/why trade 2025");
    assert!(page.contains("a number goes before a bound"), "{page}");
}

#[test]
fn a_forecast_leads_only_alone_and_a_goal_or_a_withdrawn_figure_never() {
    let desk = arcadia_and(
        "  - { indicator: trade, partner: COR, period: 2027, value: 70, status: forecast }\n  \
         - { indicator: trade, partner: COR, period: 2028, value: 100, status: target }\n  \
         - { indicator: trade, partner: COR, period: 2018, value: 33.0, withdrawn: 2026-05-01 }\n",
    );
    let answer = ask(&desk, "trade COR 2027");
    assert_eq!(
        (&answer["figures"][0]["value"], &answer["figures"][0]["status"]),
        (&"70000000".into(), &"forecast".into())
    );
    for text in ["trade COR 2028", "trade COR 2018"] {
        let answer = ask(&desk, text);
        assert_eq!((&answer["answered"], &answer["figures"]), (&false.into(), &Value::Array(vec![])), "{text}");
    }
    assert!(shown(&desk, "trade COR 2018").contains("withdrawn by its source: 2018 (Arcadia Statistics Office;"));
    assert_eq!(ask(&desk, "trade COR")["figures"][0]["period"], "2025");
}
