//! What can be asked beyond one figure: comparing, ranking, ranges, spans of months, the newest, citing, and why.

use jiff::civil::date;
use serde_json::Value;
use tradefacts::{
    language::Language,
    question::{self, Group, Query},
    render::{
        Block, Citation, Page, Piece, Table, Text,
        html::{self, Telegram},
    },
    reply::{Answerer, Heard, Reader, Reply},
};

use crate::answers::{arcadia, arcadia_and, ask, assert_fits, first, shipped, shown, text_of};

fn figures<'a>(answer: &'a Value, key: &str, wanted: &str) -> Vec<&'a Value> {
    answer["figures"].as_array().unwrap().iter().filter(|figure| figure[key] == wanted).collect()
}

fn query(answerer: &Answerer, spelling: &str) -> Query {
    question::parse_spelling(&format!("en {spelling}"), answerer.catalogue()).unwrap_or_else(|| panic!("{spelling}")).1
}

/// The reply to a text in English, after a question.
fn after(answerer: &Answerer, last: &str, text: &str) -> std::sync::Arc<Reply> {
    let last = query(answerer, last);
    let reader =
        Reader { language: Language::En, today: date(2026, 11, 22), last: Some(&last), moved: false, me: None };
    match answerer.text(text, reader) {
        Heard::Reply(reply) | Heard::Language(_, reply) => reply,
        other => panic!("{text}: {other:?}"),
    }
}

fn words(reply: &Reply) -> String {
    text_of(&reply.shown::<Telegram>().join("\n"))
}

#[test]
fn places_stand_side_by_side_with_their_ratio() {
    let answer = ask(&arcadia(), "compare balonia and corvia 2025");
    assert_eq!(answer["query"], "compare trade BAL COR 2025");
    let trade = figures(&answer, "indicator", "trade");
    assert_eq!((&trade[0]["value"], &trade[0]["partner"]), (&"100000000".into(), &"BAL".into()));
    let ratio = figures(&answer, "unit", "times")[0];
    assert_eq!((&ratio["value"], &ratio["partner"], &ratio["of"]), (&"2.00".into(), &"BAL".into(), &"COR".into()));
    assert_eq!(
        (&ratio["basis"], &ratio["formula"]),
        (&"calculated".into(), &"trade US$100.0 mn ÷ trade Corvia US$50.0 mn".into())
    );
    let page = shown(&arcadia(), "compare balonia and corvia 2025");
    assert!(page.contains("Balonia is 2.00 times Corvia = "), "{page}");
}

#[test]
fn a_place_without_a_figure_is_a_gap_in_the_comparison() {
    let answerer = arcadia();
    let page = shown(&answerer, "compare exports to balonia and corvia 2024");
    assert!(page.contains("– no figure: Corvia"), "{page}");
    assert!(!page.contains("times"), "{page}");
    let answer = ask(&answerer, "compare exports to balonia and corvia 2024");
    assert_eq!(answer["answered"], true);
    assert_eq!(figures(&answer, "indicator", "exports").len(), 1, "{answer:#}");
    let nothing = ask(&answerer, "compare exports to balonia and corvia 2019");
    assert_eq!((&nothing["answered"], &nothing["figures"]), (&false.into(), &Value::Array(vec![])));
    assert_eq!(nothing["suggestions"][0], "compare exports BAL COR 2025", "the time that both have is nearest");
}

#[test]
fn numbers_of_two_bodies_have_no_ratio() {
    let answerer = arcadia_and(
        "  - { indicator: trade, partner: BAL, period: 2019, value: 20.0 }\n  \
         - { indicator: trade, partner: COR, period: 2019, value: 10.0, authority: arcadian-economy-ministry }\n",
    );
    let answer = ask(&answerer, "compare balonia and corvia 2019");
    assert!(figures(&answer, "unit", "times").is_empty(), "{answer:#}");
    let page = shown(&answerer, "compare balonia and corvia 2019");
    assert!(page.contains("Counted by: Arcadia Statistics Office (Balonia)"), "{page}");
    assert!(page.contains("Said by: Ministry of Economy of Arcadia (Corvia)"), "{page}");
}

#[test]
fn places_over_years_have_a_column_each_and_their_average_growth() {
    let answerer = arcadia();
    let page = shown(&answerer, "/compare BAL COR 2021-2025");
    assert!(page.contains("2021        –       –"), "{page}");
    assert!(!page.contains("average growth"), "2021 is a gap:\n{page}");
    let answer = ask(&answerer, "/compare BAL COR 2022-2025");
    let average = figures(&answer, "period", "2022-2025");
    assert_eq!(average.len(), 2, "{answer:#}");
    assert_eq!(
        (&average[0]["value"], &average[0]["indicator"], &average[0]["of"]),
        (&"26.0".into(), &"growth".into(), &"trade".into())
    );
    assert_eq!(average[0]["formula"], "(trade US$100.0 mn ÷ trade 2022 US$50.0 mn)^(1/3) − 1");
    assert_fits(&answerer, &query(&answerer, "compare trade BAL COR isles 2022-2025"));
}

#[test]
fn countries_have_a_rank_and_a_share_of_the_group() {
    let answerer = arcadia();
    let page = shown(&answerer, "/rank 2025 exports");
    assert!(page.contains("1 Balonia  40.0     80%     +25%"), "{page}");
    assert!(page.contains("2 Corvia   10.0     20%\n"), "{page}");
    let answer = ask(&answerer, "/rank 2025 exports");
    let shares = figures(&answer, "unit", "percent");
    let share = shares.iter().find(|figure| figure["of"] == "isles").unwrap();
    assert_eq!(
        (&share["indicator"], &share["value"], &share["basis"]),
        (&"exports".into(), &"80".into(), &"calculated".into())
    );
    let page = shown(&answerer, "/rank 2025");
    assert!(page.contains("66.7%") && !page.contains("67%\n"), "the share is of the count in the heading:\n{page}");
}

#[test]
fn what_has_no_figure_stands_last_and_equal_numbers_share_a_rank() {
    let page = shown(&arcadia(), "/rank 2024 exports");
    let (balonia, corvia) = (page.find("– Balonia").unwrap(), page.find("– Corvia").unwrap());
    assert!(balonia < corvia && !page.contains(" 0 "), "{page}");
    assert!(page.contains("No rank, since a bound, a rounding or a gap could change it: Balonia"), "{page}");
    let answerer = arcadia_and(
        "  - { indicator: exports, partner: BAL, period: 2019, value: 10.0 }\n  \
         - { indicator: exports, partner: COR, period: 2019, value: 10.0 }\n",
    );
    let page = shown(&answerer, "/rank 2019 exports");
    assert!(page.contains("1 Balonia") && page.contains("1 Corvia"), "{page}");
}

#[test]
fn what_was_counted_otherwise_is_not_ranked() {
    let answerer = arcadia_and(
        "  - { indicator: trade, partner: BAL, period: 2019, value: 20.0 }\n  \
         - { indicator: trade, partner: isles, period: 2019, value: 30.0 }\n  \
         - { indicator: trade, partner: COR, period: 2019, value: 300.0, unit: million CNY }\n",
    );
    let page = shown(&answerer, "/rank 2019");
    assert!(page.contains("1 Balonia") && page.contains("– Corvia") && page.contains("300.0 CNY"), "{page}");
    assert!(page.contains("Not ranked"), "{page}");
}

#[test]
fn no_rank_is_given_that_a_bound_a_rounding_or_a_gap_could_change() {
    let ranks = |figures: &str| {
        let figures: String =
            figures.split("; ").map(|one| format!("  - {{ indicator: trade, period: 2017, {one} }}\n")).collect();
        let page = shown(&arcadia_and(&figures), "/rank 2017");
        let lines: Vec<String> = page
            .lines()
            .filter(|line| line.contains("Balonia ") || line.contains("Corvia "))
            .take(2)
            .map(|line| line.split_whitespace().take(2).collect::<Vec<_>>().join(" "))
            .collect();
        (lines.join(", "), page)
    };
    for (figures, wanted) in [
        // A bound on the side of the other.
        ("partner: BAL, value: 11.0; partner: COR, value: 9, qualifier: at least", "– Balonia, – Corvia"),
        ("partner: BAL, value: 11.0; partner: COR, value: 9, qualifier: more than", "– Balonia, – Corvia"),
        ("partner: BAL, value: 11.0; partner: COR, value: 12, qualifier: less than", "– Corvia, – Balonia"),
        ("partner: BAL, value: 11.0; partner: COR, value: 9, qualifier: at most", "1 Balonia, 2 Corvia"),
        ("partner: BAL, value: 11.0; partner: COR, value: 12, qualifier: more than", "1 Corvia, 2 Balonia"),
        // Digits that leave both open.
        ("partner: BAL, value: 3.9; partner: COR, value: 3.86", "– Balonia, – Corvia"),
        ("partner: BAL, value: 3.9; partner: COR, value: 3.8", "1 Balonia, 2 Corvia"),
        ("partner: BAL, value: 11, qualifier: about; partner: COR, value: 10.6", "– Balonia, – Corvia"),
        // A gap, as far as the whole leaves room for it.
        ("partner: BAL, value: 11.0", "– Balonia, – Corvia"),
        ("partner: BAL, value: 11.0; partner: isles, value: 40.0", "– Balonia, – Corvia"),
        ("partner: BAL, value: 11.0; partner: isles, value: 15.0", "1 Balonia, – Corvia"),
        ("partner: BAL, value: 11.0; partner: isles, value: 15, qualifier: more than", "– Balonia, – Corvia"),
    ] {
        let (found, page) = ranks(figures);
        assert_eq!(found, wanted, "{figures}: {page}");
        assert_eq!(page.contains("No rank, since a bound"), wanted.contains("– Balonia"), "{page}");
    }
}

#[test]
fn the_newest_are_counted_figures_and_no_plans() {
    let answerer = arcadia_and(
        "  - { indicator: trade, partner: BAL, period: 2030, value: 999.0, status: forecast }\n  \
         - { indicator: trade, partner: COR, period: 2026-M01-M10, value: 61.0 }\n",
    );
    let answer = ask(&answerer, "/latest");
    assert_eq!(
        (&answer["figures"][0]["value"], &answer["figures"][0]["period"]),
        (&"61000000".into(), &"2026-M01-M10".into())
    );
    let page = shown(&answerer, "/latest");
    assert!(!page.contains("999"), "{page}");
    assert!(
        page.contains("Trade, Corvia, January to October 2026: US$61.0 mn (Arcadia Statistics Office) [1]"),
        "{page}"
    );
    assert!(page.lines().filter(|line| line.starts_with('•')).count() <= 12, "{page}");
}

#[test]
fn years_in_another_currency_stand_as_they_are_and_break_the_growth() {
    let answerer =
        arcadia_and("  - { indicator: trade, partner: COR, period: 2021, value: 300.0, unit: million CNY }\n");
    let page = shown(&answerer, "/trade COR 2020-2025");
    assert!(page.contains("2020      –\n2021    300.0 CNY           1\n2022     40.0               2"), "{page}");
    assert!(!page.contains("average"), "{page}");
    let answer = ask(&answerer, "/trade COR 2021-2025");
    assert!(figures(&answer, "period", "2021-2025").is_empty(), "{answer:#}");
    let growth = figures(&answer, "indicator", "growth");
    let years: Vec<&str> = growth.iter().map(|figure| figure["period"].as_str().unwrap()).collect();
    assert_eq!(years, ["2023", "2024", "2025"], "none for 2022");
}

#[test]
fn years_have_their_growth_and_the_average_of_it() {
    let answerer = arcadia();
    let page = shown(&answerer, "/trade BAL 2022-2025");
    for line in ["2023     60.0  +20%*    1", "2024     80.0  +33%*    1", "2025    100.0  +25%     2"] {
        assert!(page.contains(line), "{line}\n{page}");
    }
    assert!(page.contains("Average growth a year 2022–2025: +26.0% (calculated) = "), "{page}");
    let answer = ask(&answerer, "/trade BAL 2022-2026");
    assert!(figures(&answer, "period", "2022-2026").is_empty(), "{answer:#}");
    assert_eq!(answer["suggestions"][0], "trade BAL 2022-2025", "the years that have both ends");
}

#[test]
fn a_figure_in_a_larger_unit_stands_in_the_column_with_its_own_digits() {
    let answerer =
        arcadia_and("  - { indicator: trade, partner: COR, period: 2021, value: 0.0250, unit: billion USD }\n");
    let page = shown(&answerer, "/trade COR 2021-2023");
    assert!(page.contains("US$ mn") && page.contains(" 25.0 ") && page.contains(" 40.0 "), "{page}");
}

#[test]
fn decades_fit_a_phone_and_a_message() {
    let years: Vec<String> = (1992..2020).map(|year| format!("{year}: {}.0", year - 1980)).collect();
    let answerer =
        arcadia_and(&format!("  - {{ indicator: trade, partner: COR, values: {{ {} }} }}\n", years.join(", ")));
    let query = query(&answerer, "trade COR 1992-2025");
    assert_fits(&answerer, &query);
    for language in Language::ALL {
        for part in answerer.query(&query, *language).shown::<Telegram>() {
            assert!(text_of(part).encode_utf16().count() <= 3_500);
        }
    }
    assert!(shown(&answerer, "trade COR 1992-2025").contains("2020–2021"), "years without a figure are one gap");
}

#[test]
fn a_table_with_more_sources_than_a_message_holds_is_told_in_pieces() {
    let rows: Vec<_> = (1..=34).map(|row| (vec![(1991 + row).to_string(), "1.0".to_owned()], vec![row])).collect();
    let head = ["", "US$ bn", "src"].map(ToOwned::to_owned).to_vec();
    let text = |row| Text(vec![Piece::Plain(format!("{row} {}", "long ".repeat(40)))]);
    let sources = (1..=34).map(|row| Citation { id: "long".into(), text: text(row) }).collect();
    let page = Page { blocks: vec![Block::Table(Table { head, rows })], sources, ..Page::default() };
    let parts = html::parts(&page, 3_500);
    assert!(parts.len() > 1);
    for part in &parts {
        let text = text_of(part);
        assert!(text.encode_utf16().count() <= 3_500, "{} units", text.encode_utf16().count());
        assert!(text.contains("US$ bn"), "each piece has the head");
        let told = |row: usize| text.contains(&format!("\n{}", 1991 + row));
        assert!((1..=34).all(|row| told(row) == text.contains(&format!("\n[{row}] "))), "{text}");
    }
    assert!((1..=34).all(|row| parts.iter().filter(|part| part.contains(&format!("\n{}", 1991 + row))).count() == 1));
}

#[test]
fn months_are_held_against_the_same_months_of_the_year_before() {
    let answerer = arcadia();
    for text in ["trade BAL 2025-H1", "balonia trade january-june 2025", "товарооборот с Балонией за 6 месяцев 2025"]
    {
        let answer = ask(&answerer, text);
        assert_eq!(
            (&answer["figures"][0]["period"], &answer["figures"][0]["value"]),
            (&"2025-H1".into(), &"45000000".into())
        );
        let growth = figures(&answer, "indicator", "growth");
        assert_eq!(
            growth[0]["formula"], "trade US$45.0 mn ÷ trade first half of 2024 US$38.0 mn (provisional) − 1",
            "{text}"
        );
    }
    assert!(shown(&answerer, "trade BAL 2025-H1").contains("+18% on first half of 2024 (calculated)"));
}

#[test]
fn a_year_shows_its_months_as_months() {
    let page = shown(&arcadia(), "trade BAL 2025");
    assert!(page.contains("Trade, first half of 2025: US$45.0 mn, +18% on first half of 2024"), "{page}");
    assert_eq!(first(&arcadia(), "trade BAL 2025"), "100000000 USD stated");
}

#[test]
fn a_year_of_which_months_are_held_offers_them() {
    let answerer = arcadia_and("  - { indicator: trade, partner: COR, period: 2026-M01-M10, value: 61.0 }\n");
    let answer = ask(&answerer, "trade COR 2026");
    assert_eq!((&answer["answered"], &answer["suggestions"][0]), (&false.into(), &"trade COR 2026-M01-M10".into()));
    let page = shown(&answerer, "trade COR 2026");
    assert!(page.contains("Only part of the year is held: January to October 2026"), "{page}");
    let page = shown(&answerer, "trade COR 2022-2026");
    assert!(page.contains("Only part of the year is held: January to October 2026"), "{page}");
}

#[test]
fn the_same_months_are_one_period_however_a_sheet_writes_them() {
    let answerer = arcadia_and("  - { indicator: trade, partner: COR, period: 2025-M01-M06, value: 21.0 }\n");
    assert_eq!(first(&answerer, "trade COR 2025-H1"), "21000000 USD stated");
}

#[test]
fn why_goes_down_to_what_is_printed_and_where() {
    let answerer = arcadia_and(
        "  - { indicator: trade, partner: COR, period: 2019, value: 44.0, change: +10% }\n  \
         - { indicator: trade, partner: isles, period: 2018, value: 100.0 }\n",
    );
    let page = shown(&answerer, "/why share COR 2018");
    let lines: Vec<&str> = page.lines().collect();
    let at = |start: &str| {
        lines.iter().position(|line| line.starts_with(start)).unwrap_or_else(|| panic!("{start}\n{page}"))
    };
    let share = at("Share of trade with Arcadian Isles, Corvia, 2018: 40% = ");
    assert_eq!(at("↳ Trade, Corvia, 2018: US$40 mn = "), share + 1);
    assert!(
        lines[at("↳ ↳ Trade, Corvia, 2019: US$44.0 mn")].contains("(Arcadia Statistics Office; table 9)"),
        "{page}"
    );
    assert!(lines[at("↳ ↳ Growth of trade, Corvia, 2019: +10%")].contains("table 9"), "{page}");
    at("↳ Trade, Arcadian Isles, 2018: US$100.0 mn (Arcadia Statistics Office; table 9)");
}

#[test]
fn why_explains_an_average_growth() {
    let answerer = arcadia();
    let page = shown(&answerer, "/why trade BAL 2022-2025");
    assert!(page.contains("Average growth of trade a year, 2022–2025, Balonia: +26.0% = "), "{page}");
    assert!(page.contains("↳ Trade, Balonia, 2022: US$50.0 mn (Arcadia Statistics Office; table 1)"), "{page}");
    let answer = ask(&answerer, "/why trade BAL 2022-2025");
    assert_eq!(answer["query"], "why trade BAL 2022-2025");
    assert_eq!(answer["suggestions"][0], "trade BAL 2022-2025");
}

#[test]
fn an_end_of_an_average_may_be_reached_by_a_printed_growth() {
    let answerer = arcadia_and(
        "  - { indicator: trade, partner: COR, period: 2015, value: 30.0 }\n  \
         - { indicator: growth, of: trade, partner: COR, period: 2015, value: 50.0, unit: percent }\n  \
         - { indicator: trade, partner: COR, period: 2018, value: 80.0 }\n",
    );
    let page = shown(&answerer, "/why trade COR 2014-2018");
    // 20.0 in 2014, and four times as much in four years.
    assert!(page.contains("2014–2018, Corvia: +41% = "), "{page}");
    assert!(page.contains("↳ Trade, Corvia, 2014: US$20.0 mn = trade 2015 US$30.0 mn ÷ (1 + "), "{page}");
    assert!(!shown(&answerer, "/trade COR 2013-2018").contains("verage growth"), "2013 is a gap");
}

#[test]
fn words_that_the_numbers_do_not_bear_out_are_told_so() {
    let answerer = arcadia_and(
        "  - { indicator: growth, of: trade, partner: COR, period: 2025, value: 1, unit: times, since: 2022, qualifier: nearly }\n  \
         - { indicator: growth, of: trade, partner: isles, period: 2025, value: 2, unit: times, since: 2022, qualifier: more than }\n  \
         - { indicator: growth, of: trade, partner: BAL, period: 2025, value: 1.7, unit: times, since: 2023 }\n",
    );
    let page = shown(&answerer, "trade COR 2025");
    assert!(
        page.contains("The numbers give 1.25 times, which is more than “nearly 1 time”: trade US$50.0 mn ÷ "),
        "{page}"
    );
    let page = shown(&answerer, "trade 2025");
    assert!(page.contains("The numbers give 1.67 times, which is less than “more than 2 times”"), "{page}");
    let page = shown(&answerer, "trade BAL 2025");
    assert!(page.contains("By our calculation: 1.67 times = "), "what fits is only calculated:\n{page}");
}

#[test]
fn a_source_of_the_last_answer_is_cited_in_five_styles() {
    let answerer = arcadia();
    let cited = after(&answerer, "trade COR 2025", "/cite 2");
    let text = words(&cited);
    for start in [
        "Short: A. Writer, “The isles trade more”, Arcadian Herald, March 2026",
        "APA: A. Writer. (2026, March).",
        "ГОСТ Р 7.0.100-2018: The isles",
        "GB/T 7714-2015: A. Writer.",
        "@misc{herald,",
    ] {
        assert!(text.contains(start), "{start}\n{text}");
    }
    let html = cited.shown::<Telegram>().join("\n");
    assert!(html.contains("<pre>@misc{herald,") && html.contains("<code>A. Writer. (2026, March)."), "{html}");
    assert_eq!(cited.query, Some(query(&answerer, "trade COR 2025")), "the next number is of the same answer");
    assert!(words(&after(&answerer, "trade COR 2025", "/cite 9")).contains("no source 9"));
    let which = after(&answerer, "trade COR 2025", "/cite");
    let offered: Vec<String> = which.buttons().iter().flatten().map(|button| button.query.to_string()).collect();
    assert_eq!(offered, ["cite aso-goods", "cite herald"]);
    assert!(
        words(&after(&answerer, "source bno-mirror", "/cite")).contains("@misc{bno-mirror,"),
        "the only one needs no number"
    );
}

#[test]
fn a_document_offers_its_citation() {
    let answerer = arcadia();
    let offers = |spelling: &str| ask(&answerer, spelling)["query"].clone();
    assert_eq!(offers("cite herald"), "cite herald");
    let answer = ask(&answerer, "cite herald");
    assert_eq!(answer["citations"].as_object().unwrap().len(), 5, "{answer:#}");
    assert_eq!(answer["sources"][0]["id"], "herald");
    let page = answerer.query(&query(&answerer, "source herald"), Language::En);
    assert!(page.buttons().iter().flatten().any(|button| button.query == query(&answerer, "cite herald")));
    assert!(shown(&answerer, "/sources").contains("/cite_herald"));
}

#[test]
fn every_example_of_the_help_can_be_tapped() {
    let answerer = shipped();
    let query = |text: &str| after(&answerer, "trade 2025", text).query.clone();
    for group in Group::ALL {
        let help = words(&answerer.query(&Query::HelpOn(*group), Language::En));
        let links: Vec<&str> = help.lines().filter_map(|line| line.strip_prefix("• /")?.split(' ').next()).collect();
        let commands: Vec<_> = question::commands().filter(|command| command.group == Some(*group)).collect();
        assert_eq!(links.len(), commands.len());
        for (link, command) in links.into_iter().zip(commands) {
            let is_linked = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
            assert!(link.chars().all(is_linked), "a link ends within /{link}");
            // A text to follow is typed, and no example of one can be tapped.
            if link == command.name && command.example.contains(' ') {
                continue;
            }
            let asked = query(&format!("/{link}"));
            assert!(asked.is_some() && asked == query(command.example), "/{link}: {asked:?}");
        }
    }
}
