//! Order, thresholds, ratios, times and several at once, over the invented country.

use std::path::Path;

use serde_json::Value;
use tradefacts::{reply::Answerer, sheet::Folder};

use crate::{
    answers::{answerer, ask, shown},
    leading::answers,
    questions::heard_in,
};

fn arcadia() -> Answerer {
    answerer(&Folder::Disk(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/facts")))
}

fn check(table: &[(&str, &str)]) {
    let arcadia = arcadia();
    let heard = |text: &str| heard_in(text, arcadia.catalogue());
    let wrong: Vec<String> = table
        .iter()
        .filter(|(text, expected)| heard(text) != *expected)
        .map(|(text, expected)| format!("{text:?}\n  expected {expected}\n  heard    {}", heard(text)))
        .collect();
    assert!(wrong.is_empty(), "{} wrong\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn a_part_of_a_ranking_is_asked_for_by_number_and_by_amount() {
    check(&[
        ("top 2 by trade 2025", "cut top2 trade 2025"),
        ("the two largest by exports 2025", "cut top2 exports 2025"),
        ("bottom 1 by imports 2025", "cut last1 imports 2025"),
        ("second largest partner 2025", "cut nth2 trade 2025"),
        ("second from last in trade 2025", "cut end2 trade 2025"),
        ("2nd place by trade 2025", "cut nth2 trade 2025"),
        ("второй по величине партнёр 2025", "cut nth2 trade 2025"),
        ("топ-2 по экспорту 2025", "cut top2 exports 2025"),
        ("2025年贸易额前两名", "cut top2 trade 2025"),
        ("2025年贸易额倒数第二", "cut end2 trade 2025"),
        ("which countries trade more than 2.5 bn 2025", "cut over2500m trade 2025"),
        ("countries with exports of at least $30 million 2025", "cut from30m exports 2025"),
        ("страны с экспортом менее 30 млн долларов 2025", "cut under30m exports 2025"),
        ("2025年贸易额在30亿美元以上的国家", "cut from3bn trade 2025"),
        ("who trades most 2025", "parts trade 2025"),
        // A group of two has no third, and nobody asks which of them.
        ("third largest partner 2025", "leftover third [parts trade 2025]"),
    ]);
}

#[test]
fn two_years_are_held_against_each_other_and_a_list_of_years_is_a_table() {
    check(&[
        ("how many times did trade grow from 2021 to 2024", "times trade 2021-2024"),
        ("growth of exports to balonia 2025 on 2023", "times exports BAL 2023-2025"),
        ("trade with balonia 2024 compared to 2014", "times trade BAL 2014-2024"),
        ("во сколько раз выросла торговля с 2021 по 2024", "times trade 2021-2024"),
        ("2024年贸易额是2021年的几倍", "times trade 2021-2024"),
        ("trade 2023 and 2024", "trade 2023-2024"),
        ("how many times more trade with balonia than with corvia 2024", "compare trade BAL COR 2024"),
        ("exports vs imports 2025", "trade 2025"),
        ("exports to balonia and corvia 2024", "compare exports BAL COR 2024"),
    ]);
}

#[test]
fn times_are_said_as_people_say_them() {
    check(&[
        ("trade in the nineties", "trade 1990-1999"),
        ("trade in the 2010s", "trade 2010-2019"),
        ("торговля в девяностых", "trade 1990-1999"),
        ("九十年代贸易额", "trade 1990-1999"),
        ("trade three years ago", "trade 2023"),
        ("三年前贸易额", "trade 2023"),
        ("trade in the last decade", "trade 2016-2025"),
        ("trade after 2020", "trade 2021-2025"),
        ("trade in twenty twenty-four", "trade 2024"),
        ("trade in nineteen ninety five", "trade 1995"),
        ("торговля в две тысячи двадцать четвёртом", "trade 2024"),
        ("二〇二四年贸易额", "trade 2024"),
        ("trade in the 2nd half of 2024", "trade 2024-H2"),
        ("trade over the last 3 years", "trade 2023-2025"),
        ("trade more than 2024", "leftover more than [trade 2024]"),
        ("trade in 1987s", "leftover 1987s [trade]"),
    ]);
}

fn partners(answer: &Value) -> Vec<&str> {
    let figures = answer["figures"].as_array().unwrap().iter();
    figures
        .filter(|figure| figure["indicator"] == "exports")
        .map(|figure| figure["partner"].as_str().unwrap())
        .collect()
}

#[test]
fn a_ranking_is_cut_only_where_nothing_could_change_the_part() {
    let sheet = |balonia: &str| {
        format!("partner: BAL, indicator: exports, {balonia}, at: table 2|indicator: exports, value: 20, at: table 2")
    };
    let certain = sheet("value: 30");
    answers(&[("", &certain)], |answerer| {
        for (question, partner) in [
            ("cut top1 exports 2015", "BAL"),
            ("cut last1 exports 2015", "COR"),
            ("cut nth2 exports 2015", "COR"),
            ("cut end2 exports 2015", "BAL"),
            ("cut over25m exports 2015", "BAL"),
            ("cut from30m exports 2015", "BAL"),
            ("cut under30m exports 2015", "COR"),
        ] {
            let answer = ask(answerer, question);
            let others = partners(&answer).iter().filter(|other| **other != partner && **other != "isles").count();
            assert_eq!((partners(&answer)[0], others), (partner, 0), "{question}");
        }
        let nobody = ask(answerer, "cut over30m exports 2015");
        assert!(partners(&nobody).contains(&"BAL") && partners(&nobody).contains(&"COR"));
        assert!(shown(answerer, "cut over30m exports 2015").contains("none"));
    });
    let open = sheet("value: 20, qualifier: about");
    answers(&[("", &open)], |answerer| {
        for question in ["cut top1 exports 2015", "cut nth2 exports 2015"] {
            assert!(shown(answerer, question).contains("leave it open"), "{question}");
        }
        assert!(shown(answerer, "cut over20m exports 2015").contains("Not certain"));
    });
}

#[test]
fn how_many_times_is_calculated_from_two_years_and_leads() {
    let sheet =
        "indicator: exports, value: 20.0, at: table 2|indicator: exports, period: 2016, value: 50.0, at: table 2";
    answers(&[("", sheet)], |answerer| {
        let answer = ask(answerer, "times exports COR 2015-2016");
        let first = &answer["figures"][0];
        assert_eq!(
            (&first["value"], &first["unit"], &first["basis"]),
            (&"2.50".into(), &"times".into(), &"calculated".into())
        );
        assert_eq!((&first["period"], &first["since"]), (&"2016".into(), &"2015".into()));
        let page = shown(answerer, "times exports COR 2015-2016");
        assert!(page.contains("2.5") && page.contains("+150"), "{page}");
    });
}

#[test]
fn a_sentence_leads_to_statements_and_a_figure_never_does() {
    check(&[
        ("why is the sky blue", "nosubject [search sky blue]"),
        ("why are the numbers for balonia different", "mirror BAL"),
    ]);
    let arcadia = arcadia();
    for text in
        ["population of balonia 2024", "exports of agreements to balonia 2024", "trade with balonia in quarries 2024"]
    {
        let heard = heard_in(text, arcadia.catalogue());
        assert!(!heard.starts_with("search"), "{text}: {heard}");
    }
}
