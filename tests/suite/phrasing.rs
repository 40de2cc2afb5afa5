//! How people put a question: small words that change nothing, and those that do.

use tradefacts::catalogue::Catalogue;

use crate::{
    answers::{arcadia, arcadia_and},
    questions::heard_in,
};

fn check(catalogue: &Catalogue, table: &[(&str, &str)]) {
    let heard = table.iter().map(|(text, expected)| (text, expected, heard_in(text, catalogue)));
    let wrong: Vec<String> = heard
        .filter(|(_, expected, heard)| *expected != heard)
        .map(|(text, expected, heard)| format!("{text:?}\n  expected {expected}\n  heard    {heard}"))
        .collect();
    assert!(wrong.is_empty(), "{} wrong\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn a_minus_or_an_exclamation_mark_before_a_name_leaves_it_out() {
    check(
        arcadia().catalogue(),
        &[
            ("trade -bl 2025", "leftover bl"),
            ("-Balonia trade 2025", "leftover Balonia"),
            ("trade 2025 −Balonia", "leftover Balonia"),
            ("!bl trade 2025", "leftover bl"),
            ("trade 2025 !Corvia", "leftover Corvia"),
            ("торговля -Балония 2025", "leftover Балония"),
            ("exports to Balonia -glass 2025", "leftover glass"),
            // Neither of these leaves anything out.
            ("trade - Balonia 2025", "trade BAL 2025"),
            ("-trade with Balonia 2025", "trade BAL 2025"),
            ("Arcadia -Balonia trade 2025", "trade BAL 2025"),
            ("hello! Balonia trade 2025", "trade BAL 2025"),
            ("trade Balonia 2021 -2025", "trade BAL 2021-2025"),
            ("trade Balonia jan -oct 2025", "trade BAL 2025-M01-M10"),
        ],
    );
}

#[test]
fn a_change_since_a_year_is_told_by_its_figures() {
    check(
        arcadia().catalogue(),
        &[
            ("how did trade change since 2021", "trade 2021-2026"),
            ("how has trade with Balonia changed since 2023?", "trade BAL 2023-2026"),
            ("как изменилась торговля с Балонией с 2021 года", "trade BAL 2021-2026"),
            ("2023年以来exports怎么变化", "exports 2023-2026"),
            ("growth of trade since 2021", "times trade 2021-2025"),
            ("how did trade change in 2025", "growth trade 2025"),
        ],
    );
}

#[test]
fn a_bound_or_an_amount_in_other_money_may_be_asked_of_one_figure_and_of_no_ranking() {
    let heard = |text| heard_in(text, arcadia().catalogue());
    for text in [
        "did trade with Balonia exceed 10 billion dollars in 2025",
        "2025年trade Balonia超过了100亿美元吗",
        "was trade with Balonia in 2025 74.5 billion yuan?",
        "2025年trade Balonia达6741.5亿元人民币对吗",
    ] {
        assert!(heard(text).starts_with("trade BAL 2025"), "{text}: {}", heard(text));
    }
    for text in ["which countries have trade of 74.5 billion yuan", "哪些国家trade超过100亿元人民币"] {
        assert!(heard(text).starts_with("leftover"), "{text}: {}", heard(text));
    }
}

#[test]
fn the_years_one_by_one_end_with_the_last_that_was_counted_whole() {
    let part = arcadia_and("  - { indicator: trade, partner: BAL, period: 2026-M01-M06, value: 50 }\n");
    let all = ["trade by year", "товарооборот по годам", "历年trade"];
    for text in all {
        assert_eq!(heard_in(text, part.catalogue()), "trade 2021-2025", "{text}");
    }
    let whole = arcadia_and("  - { indicator: trade, partner: BAL, period: 2026, value: 50 }\n");
    assert_eq!(heard_in("trade by year", whole.catalogue()), "trade 2022-2026");
    // What is expected was not counted, and what is no trade has other years.
    let others = arcadia_and(
        "  - { indicator: trade, partner: BAL, period: 2026, value: 50, status: forecast }\n  \
         - { indicator: enterprises, partner: BAL, period: 2026-12, value: 130, unit: count }\n",
    );
    assert_eq!(heard_in("trade by year", others.catalogue()), "trade 2021-2025");
}

#[test]
fn how_much_of_it_asks_for_a_share() {
    check(
        arcadia().catalogue(),
        &[
            ("how much of Balonia's trade is with Arcadia", "share BAL:ARC/world"),
            ("how much of Corvia's trade is with Arcadia? 2025", "share COR:ARC/world 2025"),
            ("how much of the isles trade is Balonia", "share BAL/isles"),
            // Whose foreign trade it is, stands before it.
            ("Arcadia在Balonia外贸中的占比", "share BAL:ARC/world"),
            ("Balonia在Arcadia外贸中的占比", "share BAL/world"),
            ("what share of the isles trade is Balonia", "share BAL/isles"),
            ("how much trade with Balonia", "trade BAL"),
        ],
    );
}

#[test]
fn a_count_is_heard_behind_the_small_word_of_its_owner() {
    check(
        arcadia().catalogue(),
        &[
            ("按巴洛尼亚的统计2025年trade", "trade BAL:ARC 2025"),
            ("据科维亚的数据，2024年exports", "exports COR:ARC 2024"),
            ("trade with Arcadia by Balonia's own count 2025", "trade BAL:ARC 2025"),
        ],
    );
}

#[test]
fn years_are_counted_back_from_this_one() {
    check(
        arcadia().catalogue(),
        &[
            ("trade last 5 years", "trade 2021-2025"),
            ("trade with Balonia over the last three years", "trade BAL 2023-2025"),
            ("торговля за последние 5 лет", "trade 2021-2025"),
            ("торговля с Балонией за последние три года", "trade BAL 2023-2025"),
            ("近五年trade", "trade 2021-2025"),
            ("最近三年trade", "trade 2023-2025"),
            ("trade two years ago", "trade 2024"),
            ("trade with Balonia the year before last", "trade BAL 2024"),
            ("торговля с Балонией в позапрошлом году", "trade BAL 2024"),
            ("前年trade", "trade 2024"),
            ("trade with Balonia last year", "trade BAL 2025"),
            ("the last trade with Balonia", "leftover the last [trade BAL]"),
        ],
    );
}

#[test]
fn harmless_words_are_passed_over() {
    check(
        arcadia().catalogue(),
        &[
            ("quick one - trade w Balonia in 2025?", "trade BAL 2025"),
            ("hey can u tell me pls how much trade with Balonia in 2025 thx", "trade BAL 2025"),
            ("ok so basically i just need trade with Balonia, 2025, in billions of dollars", "trade BAL 2025"),
            ("by what percent did trade with Balonia grow in 2025", "growth trade BAL 2025"),
            ("слушай, а какой товарооборот с Балонией за 2025", "trade BAL 2025"),
            ("а чё там с торговлей с Балонией в 2025", "trade BAL 2025"),
            ("мне для диплома нужен товарооборот с Балонией в 2025 году", "trade BAL 2025"),
            ("не подскажете, на сколько процентов вырос товарооборот с Балонией в 2025", "growth trade BAL 2025"),
            ("расскажи про Балонию", "country BAL"),
            ("请问一下2025年trade巴洛尼亚呀", "trade BAL 2025"),
            ("帮我查一下巴洛尼亚2025年的trade，谢谢", "trade BAL 2025"),
            ("介绍一下巴洛尼亚", "country BAL"),
        ],
    );
}

#[test]
fn words_that_change_what_is_asked_stay_refused() {
    for (text, word) in [
        ("quick one - average trade with Balonia 2025", "average"),
        ("pls trade per capita with Balonia 2025", "per capita"),
        ("hey, trade in yuan with Balonia 2025", "yuan"),
        ("i just need trade without Balonia 2025", "without"),
        ("слушай, средний товарооборот с Балонией за 2025", "средний"),
        ("подскажи торговлю на душу населения с Балонией 2025", "на душу населения"),
        ("расскажи про прогноз торговли с Балонией на 2025", "прогноз"),
        ("帮我查一下2025年巴洛尼亚的人均trade", "人均"),
    ] {
        let heard = heard_in(text, arcadia().catalogue());
        assert!(heard.contains(word) && heard.starts_with("leftover"), "{text}: {heard}");
    }
}
