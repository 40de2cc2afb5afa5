//! No word is dropped: what limits a question is used, or named as what cannot be used, on the invented country.

use std::{fs, path::Path};

use serde_json::Value;
use tradefacts::{reply::Answerer, sheet::Folder};

use crate::{
    answers::{answerer, ask, shown},
    sheets::copy,
};

/// The invented country with a debt, and with a share of exports.
fn with_more_indicators() -> Answerer {
    let folder = tempfile::tempdir().unwrap();
    copy(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/facts")), folder.path());
    let indicators = folder.path().join("indicators.yaml");
    let more = "  debt:\n    kind: stock\n    own: true\n    units: [USD]\n    names: { en: debt, ru: долг }\n    \
                definition: { en: What it owes., ru: Сколько должна. }\n  \
                exports-share:\n    kind: share\n    units: [percent]\n    names: { en: share of exports, ru: доля экспорта }\n    \
                definition: { en: A part of all exports., ru: Часть экспорта. }\n    derive: { share: exports }\n";
    let text = fs::read_to_string(&indicators).unwrap() + more;
    fs::write(&indicators, text).unwrap();
    let sheet = "source: { title: More, publisher: P, published: 2026-04-01, read: 2026-05-01, language: en, url: unknown }\n\
                 figures:\n  - { indicator: debt, reporter: BAL, partner: ARC, period: 2025-12-31, value: 7, unit: million USD, \
                 authority: bno, at: table 9 }\n";
    fs::write(folder.path().join("sheets/2026/more.yaml"), sheet).unwrap();
    answerer(&Folder::Disk(folder.path().to_owned()))
}

/// Each question with how it is read, or with the word that is named and no figure: `! word`.
fn read(answerer: &Answerer, table: &[(&str, &str)]) {
    let mut wrong = Vec::new();
    for (text, expected) in table {
        let answer = ask(answerer, text);
        let is_right = match expected.strip_prefix("! ") {
            Some(word) => {
                let named = shown(answerer, text).lines().next().unwrap_or_default().contains(&format!("“{word}”"));
                named && answer["answered"] == false && answer["figures"] == Value::Array(Vec::new())
            }
            None => answer["query"] == *expected,
        };
        if !is_right {
            wrong.push(format!(
                "{text:?}\n  expected {expected}\n  heard    {}\n{}",
                answer["query"],
                shown(answerer, text)
            ));
        }
    }
    assert!(wrong.is_empty(), "{} wrong\n{}", wrong.len(), wrong.join("\n"));
}

/// Holds what is offered for a question that is not answered.
fn offered(answerer: &Answerer, text: &str, expected: &[&str]) {
    let answer = ask(answerer, text);
    assert_eq!(answer["answered"], false, "{text}: {answer:#}");
    let offers: Vec<&str> = answer["suggestions"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
    assert_eq!(offers, expected, "{text}");
}

#[test]
fn the_count_behind_according_to_is_the_one_that_is_asked_for() {
    read(
        &answerer(&Folder::Disk(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/facts").into())),
        &[
            ("exports from balonia to arcadia according to balonia 2025", "exports BAL:ARC 2025"),
            ("exports of balonia to arcadia according to balonia 2025", "exports BAL:ARC 2025"),
            ("imports from arcadia as counted by balonia 2025", "imports BAL:ARC 2025"),
            ("trade with arcadia based on balonia 2025", "trade BAL:ARC 2025"),
            ("экспорт из Балонии в Аркадию по данным Балонии 2025", "exports BAL:ARC 2025"),
            ("импорт из Аркадии согласно Балонии 2025", "imports BAL:ARC 2025"),
            ("exports to balonia according to arcadia 2025", "exports BAL 2025"),
            ("trade by arcadian count balonia 2025", "trade BAL 2025"),
            ("arcadia customs balonia trade 2025", "trade BAL 2025"),
        ],
    );
}

#[test]
fn whose_count_and_why_are_no_words_about_agreements_and_lists() {
    let answerer = with_more_indicators();
    read(
        &answerer,
        &[
            ("agreements according to balonia", "! balonia"),
            ("agreements by balonian count", "! count"),
            ("sources according to balonia", "! balonia"),
            ("соглашения по данным Балонии", "! Балонии"),
            ("agreements with balonia by year", "! by year"),
            ("agreements with balonia", "agreements BAL"),
        ],
    );
    assert_eq!(ask(&answerer, "why agreements with balonia")["answered"], false);
    assert_eq!(ask(&answerer, "agreements with balonia 30 billion")["answered"], false);
}

#[test]
fn trade_beside_what_is_no_kind_of_trade_is_one_too_many() {
    let answerer = with_more_indicators();
    read(
        &answerer,
        &[
            ("trade and investment with balonia 2025", "! investment"),
            ("investment and trade balonia", "! trade"),
            ("trade and debt of balonia", "! debt"),
            ("trade and balance with balonia 2025", "! balance"),
            ("trade by enterprises in balonia", "! enterprises"),
            ("торговля и инвестиции Балония 2025", "! инвестиции"),
            ("trade balance balonia 2025", "balance BAL 2025"),
            ("balance of trade with balonia 2025", "balance BAL 2025"),
            ("growth of trade with balonia 2025", "growth trade BAL 2025"),
        ],
    );
    offered(&answerer, "trade and investment with balonia 2025", &["trade BAL 2025", "investment-stock BAL 2025"]);
}

#[test]
fn a_share_is_of_the_whole_that_is_named_or_asks_of_which() {
    let answerer = with_more_indicators();
    read(
        &answerer,
        &[
            ("share of exports in trade with balonia 2025", "! trade"),
            ("доля экспорта в торговле с Балонией 2025", "! торговле"),
            ("balonia share of trade with arcadia 2025", "! arcadia"),
            ("balonia's share of trade with arcadia", "! arcadia"),
            ("balonia share of total trade 2025", "! total"),
            ("balonia share of all trade 2025", "! all"),
            ("share of balonia in trade with arcadia 2025", "share BAL/isles 2025"),
            ("доля Балонии в торговле с Аркадией 2025", "share BAL/isles 2025"),
            ("balonia share of arcadia's trade 2025", "share BAL/world 2025"),
            ("arcadia's share of balonia's trade 2025", "share BAL:ARC/world 2025"),
            ("balonia share 2025", "share BAL/isles 2025"),
            ("balonia trade, share in the isles 2025", "share BAL/isles 2025"),
            ("巴洛尼亚贸易额占阿卡迪亚群岛的 share 2025", "share BAL/isles 2025"),
            ("isles share of balonia trade 2025", "share BAL:isles/world 2025"),
            ("share of exports to balonia 2025", "exports-share BAL/isles 2025"),
        ],
    );
    offered(
        &answerer,
        "balonia share of trade with arcadia 2025",
        &["share BAL/isles 2025", "share BAL:ARC/world 2025"],
    );
    offered(&answerer, "balonia share of total trade 2025", &["share BAL/isles 2025", "share BAL/world 2025"]);
}

#[test]
fn what_goes_the_other_way_is_not_answered_with_what_goes_this_way() {
    let answerer = with_more_indicators();
    read(
        &answerer,
        &[
            ("balonian enterprises in arcadia", "! arcadia"),
            ("enterprises of balonia in arcadia", "! arcadia"),
            ("enterprises from balonia", "! balonia"),
            ("балонские предприятия в Аркадии", "! Аркадии"),
            ("debt of arcadia to balonia", "! balonia"),
            ("arcadian debt to balonia", "! balonia"),
            ("enterprises in balonia", "enterprises BAL"),
            ("enterprises from arcadia in balonia", "enterprises BAL"),
            ("arcadian enterprises in balonia", "enterprises BAL"),
            ("debt of balonia", "debt BAL:ARC"),
            ("debt of balonia to arcadia", "debt BAL:ARC"),
            ("debt balonia", "debt BAL:ARC"),
        ],
    );
}

#[test]
fn the_total_trade_of_each_stands_in_no_comparison() {
    let answerer = with_more_indicators();
    read(
        &answerer,
        &[
            ("compare total trade of balonia and corvia 2025", "! total"),
            ("compare overall trade balonia corvia 2025", "! overall"),
            ("сравни общий товарооборот Балонии и Корвии 2025", "! общий"),
            ("compare total trade with balonia and corvia 2025", "compare trade BAL COR 2025"),
            ("compare total trade of arcadia with balonia and corvia 2025", "compare trade BAL COR 2025"),
        ],
    );
    offered(&answerer, "compare total trade of balonia and corvia 2025", &["compare trade BAL COR 2025"]);
}

#[test]
fn years_one_by_one_are_shown_so() {
    let answerer = with_more_indicators();
    read(
        &answerer,
        &[
            ("trade with balonia by year", "trade BAL 2021-2025"),
            ("trade with balonia in recent years", "trade BAL 2021-2025"),
            ("trade with balonia over the years", "trade BAL 2021-2025"),
            ("торговля с Балонией по годам", "trade BAL 2021-2025"),
            ("торговля с Балонией за последние годы", "trade BAL 2021-2025"),
            ("近年来巴洛尼亚贸易额", "trade BAL 2021-2025"),
            ("trade with balonia 2022-2024 by year", "trade BAL 2022-2024"),
            ("compare trade with balonia and corvia by year", "compare trade BAL COR 2021-2025"),
            ("trade with balonia 2024 by year", "! by year"),
        ],
    );
    offered(&answerer, "trade with balonia 2024 by year", &["trade BAL 2024"]);
}

#[test]
fn a_question_of_which_year_or_of_what_will_be_is_not_answered_with_the_newest() {
    let answerer = with_more_indicators();
    read(
        &answerer,
        &[
            ("in which year did trade with balonia grow", "! which year"),
            ("what year did trade with balonia fall", "! what year"),
            ("в каком году торговля с Балонией выросла", "! каком году"),
            ("哪一年巴洛尼亚贸易额增长", "! 哪一年"),
            ("how much will trade with balonia be", "! will"),
            ("will trade with balonia grow", "! will"),
            ("какой будет торговля с Балонией", "! будет"),
            ("how much will trade with balonia be in 2030", "trade BAL 2030"),
        ],
    );
    offered(&answerer, "will trade with balonia grow", &["growth trade BAL"]);
}

#[test]
fn number_worth_and_mutual_go_with_what_has_them() {
    let answerer = with_more_indicators();
    read(
        &answerer,
        &[
            ("value of enterprises in balonia", "! value of"),
            ("worth of arcadian enterprises in balonia", "! worth"),
            ("number of investments in balonia", "! number of"),
            ("количество инвестиций в Балонию", "! количество"),
            ("mutual investment of arcadia and balonia", "! mutual"),
            ("bilateral exports balonia 2025", "! bilateral"),
            ("взаимные инвестиции Аркадии и Балонии", "! взаимные"),
            ("how many enterprises in balonia", "enterprises BAL"),
            ("число предприятий в Балонии", "enterprises BAL"),
            ("value of exports to balonia 2025", "exports BAL 2025"),
            ("how many million dollars of exports to balonia 2025", "exports BAL 2025"),
            ("bilateral trade with balonia 2025", "trade BAL 2025"),
            ("взаимная торговля с Балонией 2025", "trade BAL 2025"),
            ("双边贸易额 巴洛尼亚 2025", "trade BAL 2025"),
        ],
    );
}

#[test]
fn a_verb_of_sending_says_which_way() {
    read(
        &with_more_indicators(),
        &[
            ("сколько Аркадия отгрузила в Балонию в 2025", "exports BAL 2025"),
            ("сколько Балония отгрузила в Аркадию в 2025", "imports BAL 2025"),
        ],
    );
}
