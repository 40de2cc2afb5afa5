//! Three classes of words: harmless ones are passed over, limiting ones are refused by name, and one that nobody knows is
//! left out and named, or asked about where it may be a name. On the invented country.

use std::{collections::BTreeMap, fs, path::Path};

use serde::Deserialize;
use tradefacts::{
    catalogue::Catalogue,
    question::{Heard, parse},
};

use crate::{
    answers::{arcadia, ask, shipped, shown},
    questions::{TODAY, heard_in},
};

#[derive(Deserialize)]
struct Words {
    words: BTreeMap<String, Vec<String>>,
}

/// The words of a language that have one of these roles, as its file lists them.
fn words_of(tag: &str, roles: &[&str]) -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("src/language/{tag}/lexicon.yaml"));
    let Words { words } = serde_yaml::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    roles.iter().flat_map(|role| words.get(*role).cloned().unwrap_or_default()).collect()
}

/// How a text is read, and which of its words were left out.
fn read(text: &str, catalogue: &Catalogue) -> (String, Vec<String>) {
    match parse(text, TODAY, None, catalogue) {
        Ok(Heard::Query { query, supposed, .. }) => (query.to_string(), supposed.left_out),
        _ => (heard_in(text, catalogue), Vec::new()),
    }
}

const ASKED: [(&str, &str); 3] =
    [("en", "trade with Balonia in 2025"), ("ru", "торговля с Балонией в 2025"), ("zh", "2025年巴洛尼亚贸易额")];

#[test]
fn every_harmless_word_is_passed_over() {
    let arcadia = arcadia();
    let mut wrong = Vec::new();
    for (tag, question) in ASKED {
        for word in words_of(tag, &["filler"]) {
            let text = format!("{word}, {question}");
            let heard = read(&text, arcadia.catalogue());
            if heard != ("trade BAL 2025".to_owned(), Vec::new()) {
                wrong.push(format!("{text}: {heard:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{} wrong\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_limiting_word_is_refused_wherever_it_stands() {
    let arcadia = arcadia();
    let mut wrong = Vec::new();
    for (tag, question) in ASKED {
        for word in words_of(tag, &["limiting", "except"]) {
            let joint = if tag == "zh" { "" } else { " " };
            for text in [format!("{word}{joint}{question}"), format!("{question}{joint}{word}")] {
                if matches!(parse(&text, TODAY, None, arcadia.catalogue()), Ok(Heard::Query { .. })) {
                    wrong.push(format!("{text}: {}", heard_in(&text, arcadia.catalogue())));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} wrong\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn a_limiting_word_is_named_before_one_that_nobody_knows() {
    for (text, word) in [
        ("zoinks, average trade with Balonia 2025", "leftover average"),
        ("trade with Balonia 2025 zoinks in yuan", "leftover yuan"),
        ("бугага, средний товарооборот с Балонией 2025", "leftover средний"),
        ("торговля с Балонией 2025 бугага на душу населения", "leftover на душу населения"),
    ] {
        let heard = heard_in(text, arcadia().catalogue());
        assert!(heard.starts_with(word), "{text}: {heard}");
    }
}

#[test]
fn a_purpose_is_passed_over_whole_and_hides_no_name() {
    let arcadia = arcadia();
    for text in [
        "for my thesis: trade with Balonia 2025",
        "my boss wants trade with Balonia 2025",
        "i'm writing a paper, trade with Balonia 2025",
        "для доклада: торговля с Балонией 2025",
        "шеф просит торговлю с Балонией 2025",
        "пишу статью, торговля с Балонией 2025",
        "写报告用，2025年巴洛尼亚贸易额",
        "老板问2025年巴洛尼亚贸易额",
    ] {
        assert_eq!(read(text, arcadia.catalogue()), ("trade BAL 2025".to_owned(), Vec::new()), "{text}");
    }
    for text in [
        "for my thesis on Ruritania: trade 2025",
        "for Ruritania my boss wants trade 2025",
        "для доклада по Руритании: торговля 2025",
        "用于佐尔比亚的报告，2025年贸易额",
    ] {
        assert!(parse(text, TODAY, None, arcadia.catalogue()).is_err(), "{text}");
    }
}

#[test]
fn a_word_that_nobody_knows_is_left_out_and_named() {
    let arcadia = arcadia();
    for (text, left_out) in [
        ("zoinks, how much was trade with Balonia in 2025", ["zoinks"].as_slice()),
        ("trade with Balonia in 2025 zoinks", &["zoinks"]),
        ("Zoinks! what was trade with Balonia in 2025", &["Zoinks"]),
        ("zoinks, what was trade with Balonia in 2025 bazinga", &["zoinks", "bazinga"]),
        ("zoinks so trade with Balonia in 2025", &["zoinks"]),
        ("бугага, сколько торговля с Балонией в 2025", &["бугага"]),
        ("торговля с Балонией в 2025 бугага", &["бугага"]),
    ] {
        let expected: Vec<String> = left_out.iter().map(|word| (*word).to_owned()).collect();
        assert_eq!(read(text, arcadia.catalogue()), ("trade BAL 2025".to_owned(), expected), "{text}");
    }
    let opened = read("zoinks, how much was trade in 2025", arcadia.catalogue());
    assert_eq!(opened, ("trade 2025".to_owned(), vec!["zoinks".to_owned()]));
    let text = "trade with Balonia in 2025, zoinks";
    assert_eq!(shown(&arcadia, text).lines().next(), Some("I left out “zoinks”."));
    let answer = ask(&arcadia, text);
    assert_eq!((&answer["left_out"][0], &answer["answered"]), (&"zoinks".into(), &true.into()));
}

#[test]
fn a_word_that_may_be_a_name_or_a_limit_is_never_left_out() {
    let arcadia = arcadia();
    for text in [
        // Behind a small word that a name follows.
        "trade with ruritania in 2025",
        "trade of ruritania 2025",
        "exports from ruritania 2025",
        "exports to the great ruritania 2025",
        "trade with Balonia and ruritania 2025",
        "trade with Balonia via ruritania 2025",
        "trade with Balonia 2025 like ruritania",
        "торговля с руританией в 2025",
        "торговля с Балонией через руританию 2025",
        "экспорт в руританию 2025",
        // Beside what is named.
        "ruritanian trade 2025",
        "trade ruritanian 2025",
        "ruritanian Balonia trade 2025",
        "trade Balonia ruritania 2025",
        "trade with Balonia, ruritania 2025",
        "руританский товарооборот 2025",
        "товарооборот Балония руритания 2025",
        // Where no place is named, it may be a misspelt one.
        "trade in 2025 lodgarr",
        "торговля в 2025 лодгарр",
        // In Chinese.
        "2025年佐尔比亚贸易额",
        "2025年巴洛尼亚呜哩贸易额",
        // With a capital letter, with a digit, a code, one letter.
        "trade with Balonia in 2025 Ruritania",
        "Ruritania, trade with Balonia in 2025",
        "ZOINKS TRADE WITH BALONIA 2025",
        "trade with Balonia in 2025 zz9",
        "trade with Balonia in 2025 fr",
        "trade with Balonia in 2025 j",
        // Near a name, near a word that limits, another currency.
        "trade with Balonia in 2025 avrage",
        "trade with Balonia in 2025 forcast",
        "торговля с Балонией в 2025 прогнос",
        "trade with Balonia in 2025 €",
        // Too many of them, nothing that is asked for, a number that is claimed, a command.
        "zoinks bazinga yowza gadzooks, how much was trade with Balonia in 2025",
        "zoinks in 2025",
        "was trade with Balonia 30 billion in 2025 zoinks",
        "/trade Balonia 2025 zoinks",
        // With an ending of names.
        "руританиядан, сколько торговля с Балонией в 2025",
    ] {
        let heard = read(text, arcadia.catalogue());
        assert!(heard.1.is_empty() && !heard.0.starts_with("trade"), "{text}: {heard:?}");
    }
}

#[test]
fn a_country_that_nobody_knows_is_not_offered_the_region() {
    for text in [
        "trade with ruritania 2025",
        "trade with Ruritania 2025",
        "exports to ruritania in 2025",
        "Ruritania trade 2025",
        "торговля с руританией 2025",
        "экспорт в Руританию 2025",
    ] {
        let heard = heard_in(text, arcadia().catalogue());
        assert!(heard.starts_with("unknown") && heard.ends_with("[countries]"), "{text}: {heard}");
    }
}

#[test]
fn nobody_is_asked_which_of_one() {
    let shipped = shipped();
    for text in [
        "kazakhstan exports 2024",
        "exports vs imports 2025",
        "debt of china to kazakhstan",
        "kazakhstan deficit with china 2024",
        "investment from kazakhstan in china",
        "trade 2023 and 2031",
        "trade and enterprises 2031",
        "trade with kazakhstan 2024 or 2031",
        "trade turkmenistan balance enterprises",
        "agreements sources",
    ] {
        let offers = ask(&shipped, text)["suggestions"].as_array().unwrap().len();
        assert!(!shown(&shipped, text).contains("Which?") || offers > 1, "{text}\n{}", shown(&shipped, text));
    }
}

#[test]
fn a_wrong_character_in_a_name_is_asked_about() {
    let arcadia = arcadia();
    for text in ["2025年巴络尼亚贸易额", "2025年巴洛尼雅的贸易额"] {
        let answer = ask(&arcadia, text);
        assert_eq!(
            (&answer["query"], &answer["supposed"][0]["name"]),
            (&"trade BAL 2025".into(), &"BAL".into()),
            "{text}"
        );
    }
    // Too short, or too far.
    for text in ["2025年巴贸易额", "2025年尼亚贸易额", "2025年巴西里亚贸易额"] {
        assert!(parse(text, TODAY, None, arcadia.catalogue()).is_err(), "{text}");
    }
}

#[test]
fn marks_that_nobody_sees_and_letters_that_look_alike_change_nothing() {
    let arcadia = arcadia();
    for text in [
        "tr\u{430}de with B\u{430}lonia 2025",
        "\u{200f}trade\u{200b} with Balo\u{ad}nia 2025\u{202c}",
        "t\u{200d}rade with Balonia \u{2067}2025\u{2069}",
        "торговля with Balonia 2025",
        "trade с Балонией за 2025",
        "trade 巴洛尼亚 2025",
        "trade with Balonia 2025 ?!…",
    ] {
        assert_eq!(read(text, arcadia.catalogue()), ("trade BAL 2025".to_owned(), Vec::new()), "{text}");
    }
    for text in ["?!…", "\u{200f}\u{200b}", "., - —", "。。。"] {
        assert_eq!(heard_in(text, arcadia.catalogue()), "empty", "{text:?}");
    }
}

#[test]
fn a_harmless_word_with_a_letter_held_down_is_one_still() {
    let arcadia = arcadia();
    for word in ["heyyy", "pleeease", "soooo", "нууу", "плиииз"] {
        let text = format!("{word}, trade with Balonia in 2025");
        assert_eq!(read(&text, arcadia.catalogue()), ("trade BAL 2025".to_owned(), Vec::new()), "{text}");
    }
    let averages = heard_in("averrrage trade with Balonia 2025", arcadia.catalogue());
    assert!(averages.starts_with("leftover averrrage"), "{averages}");
}

#[test]
fn help_beside_a_question_is_help_with_it() {
    let arcadia = arcadia();
    for (text, expected) in [
        ("i need your help with trade with Balonia 2025", "trade BAL 2025"),
        ("помоги найти торговлю с Балонией за 2025", "trade BAL 2025"),
        ("help", "help"),
        ("помоги", "help"),
    ] {
        assert_eq!(heard_in(text, arcadia.catalogue()), expected, "{text}");
    }
}
