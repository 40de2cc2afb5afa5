//! Which of several figures leads, step by step, on the invented country; and totals that follow from their parts.

use std::{fs, path::Path};

use serde_json::Value;
use tradefacts::{
    check::{self, Format, Mark, RULES},
    language::Language,
    sheet::Folder,
};

use crate::{
    answers::{answerer, ask, first, shown, shown_in},
    sheets::copy,
};

/// A sheet: what it says of its document, and its figures.
pub(crate) type Sheet<'s> = (&'s str, &'s str);

/// The invented country with more sheets, named in this order.
fn with(sheets: &[Sheet<'_>]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    copy(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/facts")), folder.path());
    fs::create_dir_all(folder.path().join("sheets/2026")).unwrap();
    for (number, (source, figures)) in sheets.iter().enumerate() {
        let published = if source.contains("published") { "" } else { "published: 2026-04-01, " };
        let entries: String = figures.split('|').map(|entry| format!("  - {{ {} }}\n", entry.trim())).collect();
        let sheet = format!(
            "source: {{ title: More {number}, publisher: P, {published}read: 2026-07-01, language: en, url: unknown{source} }}\n\
             shared: {{ reporter: ARC, partner: COR, authority: aso, unit: million USD, period: 2015, at: table 1 }}\n\
             figures:\n{entries}"
        );
        fs::write(folder.path().join(format!("sheets/2026/more-{number}.yaml")), sheet).unwrap();
    }
    folder
}

pub(crate) fn answers(sheets: &[Sheet<'_>], then: impl Fn(&tradefacts::reply::Answerer)) {
    for turned in [false, true] {
        let mut sheets = sheets.to_vec();
        if turned {
            sheets.reverse();
        }
        let folder = with(&sheets);
        then(&answerer(&Folder::Disk(folder.path().to_owned())));
    }
}

/// Holds that the first of two sheets leads, whichever is read first, and that `/why` says so in these words.
fn goes_before(lead: Sheet<'_>, other: Sheet<'_>, question: &str, wanted: &str, ground: &str) {
    answers(&[lead, other], |answerer| {
        assert_eq!(first(answerer, question), wanted, "{lead:?} and {other:?}");
        let why = shown(answerer, &format!("/why {question}"));
        assert!(why.contains(ground), "{ground} is not in {why}");
    });
}

fn relations(answer: &Value) -> Vec<String> {
    let figures = answer["figures"].as_array().unwrap();
    let same = |figure: &&Value| figure["indicator"] == figures[0]["indicator"];
    let word = |figure: &Value, key: &str| figure[key].as_str().unwrap().to_owned();
    let told = figures.iter().filter(same);
    told.map(|figure| format!("{} {}", word(figure, "relation"), word(figure, "value"))).collect()
}

const NUMBER: &str = "indicator: exports, value: 100.0";

#[test]
fn each_step_decides_between_two_sheets_in_either_order() {
    for (lead, other, ground) in [
        (("", NUMBER), ("", "indicator: exports, value: 120.0, withdrawn: unknown"), "its source took that back"),
        (
            ("", NUMBER),
            ("", "indicator: exports, value: 120.00, wrong: { by: aso, reason: { en: A half-year., ru: Так вышло. } }"),
            "that is known to be wrong",
        ),
        (
            ("", NUMBER),
            ("", "indicator: exports, value: 120.00, doubtful: { en: It fits nothing., ru: Так вышло. }"),
            "that is doubtful",
        ),
        (("", NUMBER), ("", "indicator: exports, value: 120.00, status: estimate"), "what was counted goes before"),
        (("", NUMBER), ("", "indicator: exports, value: 120.00, status: forecast"), "what was counted goes before"),
        (
            ("", NUMBER),
            (", published: 2026-06-01", "indicator: exports, value: 120.00, authority: atlas"),
            "a body that measures goes before one that only says",
        ),
        (
            (", kind: dataset", NUMBER),
            (", kind: press, published: 2026-06-01", "indicator: exports, value: 120.00"),
            "its document is of a better kind",
        ),
        (
            (", kind: official", NUMBER),
            (", kind: dataset, published: 2026-06-01", "indicator: exports, value: 120.00"),
            "its document is of a better kind",
        ),
        (
            (", kind: press, published: 2026-06-01", NUMBER),
            (", kind: press", "indicator: exports, value: 120.00"),
            "its body has replaced that number",
        ),
        (
            (", published: 2026-06-01", NUMBER),
            ("", "indicator: exports, value: 90.000, qualifier: more than"),
            "a number goes before a bound",
        ),
        (("", NUMBER), ("", "indicator: exports, value: 98, qualifier: about"), "it is the less rounded one"),
        (("", NUMBER), ("", "indicator: exports, value: 100.0, qualifier: about"), "it is the less rounded one"),
    ] {
        goes_before(lead, other, "exports COR 2015", "100000000 USD stated", ground);
    }
    goes_before(
        ("", "indicator: trade, value: 100.0"),
        (", kind: official", "indicator: trade, value: 700.000, unit: million CNY"),
        "trade COR 2015",
        "100000000 USD stated",
        "dollars go before other currencies",
    );
    goes_before(
        ("", "indicator: exports, value: 90, qualifier: more than"),
        ("", "indicator: exports, value: 80.0, qualifier: more than"),
        "exports COR 2015",
        "more than 90000000 USD stated",
        "it is the closer bound",
    );
}

#[test]
fn a_lesser_kind_stays_where_it_agrees_to_rounding_and_the_less_rounded_leads() {
    let official = (", kind: official", "indicator: exports, value: 100");
    let press = (", kind: press", "indicator: exports, value: 100.3");
    goes_before(press, official, "exports COR 2015", "100300000 USD stated", "it is the less rounded one");
    answers(&[official, (", kind: press", "indicator: exports, value: 100.7")], |answerer| {
        assert_eq!(first(answerer, "exports COR 2015"), "100000000 USD stated");
    });
}

#[test]
fn what_stands_at_a_day_is_by_the_count_asked_for_but_where_another_is_newer_by_more_than_a_year() {
    let own = "indicator: investment-stock, period: 2020-12-31, value: 10.0, authority: arcadian-economy-ministry";
    let of = |day: &str| format!("indicator: investment-stock, period: {day}, value: 20.0, authority: bno");
    let (soon, late) = (of("2021-12-31"), of("2022-01-01"));
    for (other, wanted, ground) in [
        (&soon, "10000000 USD stated", "the count that was asked for goes before"),
        (&late, "20000000 USD stated", "it is of a later day"),
    ] {
        answers(&[("", own), ("", other)], |answerer| {
            assert_eq!(first(answerer, "investment-stock COR"), wanted, "{other}");
            let why = shown(answerer, "/why investment-stock COR");
            assert!(why.contains(ground), "{ground} is not in {why}");
        });
    }
    let newer = "indicator: investment-stock, period: 2021-03-31, value: 12.0, authority: arcadian-economy-ministry";
    answers(&[("", own), ("", newer), ("", &soon)], |answerer| {
        assert_eq!(first(answerer, "investment-stock COR"), "12000000 USD stated");
    });
}

#[test]
fn what_is_doubtful_leads_only_alone_and_says_so() {
    let doubtful = ("", "indicator: exports, value: 100.0, doubtful: { en: It fits neither count., ru: Так вышло. }");
    answers(&[doubtful], |answerer| {
        assert_eq!(first(answerer, "exports COR 2015"), "100000000 USD stated");
        assert!(shown(answerer, "exports COR 2015").contains("US$100.0 mn (doubtful)"));
        let history = shown(answerer, "/history exports COR 2015");
        assert!(history.contains("doubtful: It fits neither count."), "{history}");
    });
    answers(&[doubtful, ("", "indicator: trade, value: 150.0 | indicator: imports, value: 60.0")], |answerer| {
        assert_eq!(first(answerer, "exports COR 2015"), "100000000 USD stated", "nothing else gives exports");
    });
    // What follows from numbers that nobody doubts goes before.
    let doubtful = ("", "indicator: trade, value: 100.0, doubtful: { en: It fits neither count., ru: Так вышло. }");
    let parts = [("", "indicator: exports, value: 50.0"), ("", "indicator: imports, value: 60.0")];
    answers(&[doubtful, parts[0], parts[1]], |answerer| {
        assert_eq!(first(answerer, "trade COR 2015"), "110000000 USD calculated");
    });
    answers(&[doubtful, parts[0]], |answerer| {
        let said = shown(answerer, "trade COR 2015");
        assert!(said.contains("(doubtful)"), "{said}");
    });
}

#[test]
fn what_is_wrong_is_on_record_with_its_reason_and_never_leads() {
    let wrong = (
        "",
        "indicator: exports, value: 100.0, wrong: { by: more-1, reason: { en: A half-year printed as a year., ru: Так вышло. } }",
    );
    answers(&[wrong, ("", "indicator: imports, value: 50.0")], |answerer| {
        let answer = ask(answerer, "exports COR 2015");
        assert_eq!(answer["answered"], false, "{answer:#}");
        assert_eq!(ask(answerer, "trade COR 2015")["answered"], false, "nothing rests on it");
        let history = shown(answerer, "/history exports COR 2015");
        for words in ["US$100.0 mn", "known to be wrong, by P, 1 April 2026: A half-year printed as a year."] {
            assert!(history.contains(words), "{words} is not in {history}");
        }
    });
    let right = (", published: 2026-01-01", "indicator: exports, value: 40.0");
    answers(&[wrong, right, ("", "indicator: imports, value: 1.0")], |answerer| {
        let answer = ask(answerer, "exports COR 2015");
        assert_eq!(relations(&answer), ["leads 40000000"]);
        assert!(!shown(answerer, "exports COR 2015").contains("100.0"));
    });
}

#[test]
fn where_all_that_is_held_is_wrong_a_line_says_so_and_leads_to_its_history() {
    let wrong =
        "indicator: exports, value: 100.0, wrong: { by: aso, reason: { en: A half-year., ru: Это полугодие. } }";
    let lines = [
        (Language::En, "⚠ A number that was printed for it is known to be wrong: /history_exports_COR_2015"),
        (Language::Ru, "⚠ Число, которое об этом печатали, заведомо неверно: /history_exports_COR_2015"),
    ];
    for (language, line) in lines {
        answers(&[("", wrong)], |answerer| {
            for question in ["exports COR 2015", "exports COR 2014-2015"] {
                let page = shown_in(answerer, question, language);
                assert_eq!(page.lines().filter(|one| *one == line).count(), 1, "{page}");
                assert!(!page.contains("100"), "the number itself is not repeated: {page}");
            }
            assert!(!shown_in(answerer, "exports COR 2014", language).contains("/history"));
            assert!(shown_in(answerer, "/history_exports_COR_2015", language).contains("100"));
        });
        // The other side's number answers, and the line stands all the same.
        let other = "indicator: imports, value: 7.0, authority: bno, reporter: COR, partner: ARC";
        answers(&[("", wrong), ("", other)], |answerer| {
            let page = shown_in(answerer, "exports COR 2015", language);
            assert!(page.contains(line) && page.contains('7'), "{page}");
        });
        answers(&[("", wrong), ("", "indicator: exports, value: 50.0")], |answerer| {
            let page = shown_in(answerer, "exports COR 2015", language);
            assert!(!page.contains(line), "{page}");
        });
    }
}

#[test]
fn why_a_number_is_not_relied_on_is_said_in_the_language_of_its_reader() {
    let marks = [
        ("wrong: { by: aso, reason: REASON }", "A half-year.", "Это полугодие."),
        ("doubtful: REASON", "It fits neither.", "Ни с чем не сходится."),
    ];
    for (mark, en, ru) in marks {
        let with_reason =
            |reason: &str| format!("indicator: exports, value: 100.0, {}", mark.replace("REASON", reason));
        let figure = with_reason(&format!("{{ en: {en}, ru: {ru} }}"));
        answers(&[("", &figure)], |answerer| {
            for (language, said, other) in [(Language::En, en, ru), (Language::Ru, ru, en)] {
                let history = shown_in(answerer, "/history exports COR 2015", language);
                assert!(history.contains(said) && !history.contains(other), "{history}");
            }
        });
        for (reason, code) in [
            (format!("{{ en: {en} }}"), "missing-language"),
            (format!("{{ ru: {ru} }}"), "missing"),
            (en.to_owned(), "shape"),
        ] {
            let folder = with(&[("", &with_reason(&reason))]);
            let findings = check::check(&Folder::Disk(folder.path().to_owned())).unwrap().findings;
            let codes: Vec<&str> = findings.iter().map(|finding| finding.code.as_str()).collect();
            assert_eq!(codes, [code], "{reason}");
        }
    }
}

#[test]
fn rules_look_past_what_is_wrong_or_doubtful() {
    let codes = |mark: &str| {
        let figures = format!(
            "indicator: exports, value: 900.0{mark} | indicator: imports, value: 50.0 | indicator: trade, value: 90.0"
        );
        let folder = with(&[("", &figures)]);
        let checked = check::check(&Folder::Disk(folder.path().to_owned())).unwrap();
        checked.findings.iter().map(|finding| finding.code.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(codes(""), ["parts-total"]);
    assert!(codes(", wrong: { by: aso, reason: { en: A slip., ru: Так вышло. } }").is_empty());
    assert!(codes(", doubtful: { en: It may be a slip., ru: Так вышло. }").is_empty());
}

#[test]
fn a_late_repeat_by_a_relay_is_no_revision_and_the_own_return_of_a_body_is() {
    let at = |published: &str, more: &str| format!(", published: {published}{more}");
    let [first_out, second] = [at("2026-01-05", ""), at("2026-02-05", "")];
    let [old, new] = ["indicator: exports, value: 100.0", "indicator: exports, value: 110.0"];
    for relay in [", via: Agency", ", kind: agency", ", kind: press, via: Agency"] {
        let third = at("2026-03-05", relay);
        let kind = relay.split(", via").next().unwrap();
        let [first_out, second] = [at("2026-01-05", kind), at("2026-02-05", kind)];
        answers(&[(&first_out, old), (&second, new), (&third, old)], |answerer| {
            assert_eq!(first(answerer, "exports COR 2015"), "110000000 USD stated", "{relay}");
            let page = shown(answerer, "exports COR 2015");
            assert!(!page.contains("revised since: US$110.0"), "{page}");
            let history = shown(answerer, "/history exports COR 2015");
            assert!(
                history.contains("5 March 2026: US$100.0 mn (Arcadia Statistics Office) – repeats a number"),
                "{history}"
            );
            assert!(!history.contains("had US$110.0 mn"), "{history}");
        });
    }
    for own in ["", ", kind: official", ", kind: official, via: a copy"] {
        let kind = own.split(", via").next().unwrap();
        let [first_out, second] = [at("2026-01-05", kind), at("2026-02-05", kind)];
        let third = at("2026-03-05", own);
        answers(&[(&first_out, old), (&second, new), (&third, old)], |answerer| {
            assert_eq!(first(answerer, "exports COR 2015"), "100000000 USD stated", "{own}");
            let history = shown(answerer, "/history exports COR 2015");
            assert!(history.contains("revised: the same body had US$110.0 mn"), "{history}");
        });
    }
    let third = at("2026-03-05", ", via: Agency");
    answers(&[(&first_out, old), (&second, new), (&third, "indicator: exports, value: 115.0")], |answerer| {
        assert_eq!(first(answerer, "exports COR 2015"), "115000000 USD stated", "a relay may be the first to tell");
    });
}

#[test]
fn check_names_a_relay_that_repeats_late_what_its_body_had_replaced() {
    let exports = |value: &str| format!("indicator: exports, value: {value}");
    let found = |told: &[(&str, &str)]| {
        let told: Vec<(String, String)> =
            told.iter().map(|(when, value)| (format!(", published: {when}"), exports(value))).collect();
        let sheets: Vec<Sheet<'_>> = told.iter().map(|(source, figure)| (source.as_str(), figure.as_str())).collect();
        let folder = with(&sheets);
        let checked = check::check(&Folder::Disk(folder.path().to_owned())).unwrap();
        let codes: Vec<String> = checked.findings.iter().map(|finding| finding.code.to_string()).collect();
        (codes, checked.show(Format::Text { colours: false }))
    };
    let [first_out, second] = [("2026-01-05", "100.0"), ("2026-02-05", "110.0")];
    for (third, value) in [
        ("2026-03-05, via: Agency", "100.0"),
        ("2026-03, kind: press", "100"),
        ("2026-04-01, kind: retelling", "100.02"),
    ] {
        let (codes, shown) = found(&[first_out, second, (third, value)]);
        assert_eq!(codes, ["late-repeat"], "{third}");
        let why = "100.0 million USD was said first at";
        assert!(shown.contains(why) && shown.contains("and 110.0 million USD after that at"), "{shown}");
    }
    for (third, value) in [
        ("2026-03-05", "100.0"),
        ("2026-03-05, kind: official", "100.0"),
        ("2026-03-05, via: Agency", "110.0"),
        ("2026-03-05, via: Agency", "115.0"),
        ("2026-01-20, via: Agency", "100.0"),
    ] {
        let (codes, shown) = found(&[first_out, second, (third, value)]);
        assert!(codes.is_empty(), "{third} {value}: {shown}");
    }
    let (codes, shown) =
        found(&[first_out, second, ("2026-03-05, via: Agency", "100.0, allow: { late-repeat: Late. }")]);
    assert!(codes.is_empty(), "{shown}");
}

#[test]
fn a_slip_by_a_power_of_ten_is_no_revision() {
    let at = |published: &str| format!(", published: {published}");
    let [one, two, three] = [at("2026-01-05"), at("2026-02-05"), at("2026-03-05")];
    for slip in ["1000", "1000.0", "10.00"] {
        let slipped = format!("indicator: exports, value: {slip}");
        answers(&[(&one, NUMBER), (&two, &slipped)], |answerer| {
            assert_eq!(first(answerer, "exports COR 2015"), "100000000 USD stated", "{slip}");
            let history = shown(answerer, "/history exports COR 2015");
            assert!(!history.contains("revised:"), "{history}");
        });
        answers(&[(&one, &slipped), (&two, NUMBER), (&three, NUMBER)], |answerer| {
            assert_eq!(first(answerer, "exports COR 2015"), "100000000 USD stated", "{slip} came first");
        });
    }
}

#[test]
fn a_body_revises_what_others_said_in_its_name_and_not_they_what_it_said() {
    let told = "indicator: exports, value: 90.0, authority: arcadian-statistics";
    answers(&[(", published: 2026-01-05", told), (", published: 2026-02-05", NUMBER)], |answerer| {
        assert_eq!(relations(&ask(answerer, "exports COR 2015")), ["leads 100000000", "revised 90000000"]);
    });
    answers(&[(", published: 2026-01-05", NUMBER), (", published: 2026-02-05, kind: press", told)], |answerer| {
        let answer = ask(answerer, "exports COR 2015");
        assert!(!relations(&answer).iter().any(|relation| relation.starts_with("revised")), "{answer:#}");
    });
}

#[test]
fn a_total_whose_parts_one_document_prints_stands_as_that_documents_number() {
    let parts = "indicator: exports, value: 60.25 | indicator: imports, value: 40.50";
    let stated = "indicator: trade, value: 95.0";
    for (of_parts, of_stated) in [
        (", kind: dataset", ", kind: press, published: 2026-06-01"),
        (", kind: press, published: 2026-06-01", ", kind: press"),
    ] {
        answers(&[(of_parts, parts), (of_stated, stated)], |answerer| {
            let answer = ask(answerer, "trade COR 2015");
            assert_eq!(first(answerer, "trade COR 2015"), "100750000 USD calculated", "{of_parts}");
            let formula = answer["figures"][0]["formula"].as_str().unwrap();
            assert!(formula.contains("60.25") && formula.contains("40.50"), "{formula}");
            let page = shown(answerer, "trade COR 2015");
            assert!(page.contains("US$95.0 mn"), "{page}");
        });
    }
    for (of_parts, of_stated, wanted) in [
        (", kind: press", ", kind: official", "95000000 USD stated"),
        (", kind: press", ", kind: press, published: 2026-06-01", "95000000 USD stated"),
    ] {
        answers(&[(of_parts, parts), (of_stated, stated)], |answerer| {
            assert_eq!(first(answerer, "trade COR 2015"), wanted, "{of_parts} {of_stated}");
        });
    }
    // Rounded parts agree with a total that is off by their rounding: the stated one leads.
    goes_before(
        ("", "indicator: trade, value: 100.8"),
        (", published: 2026-06-01", "indicator: exports, value: 60.3 | indicator: imports, value: 40.6"),
        "trade COR 2015",
        "100800000 USD stated",
        "",
    );
    // Of both that agree the stated one leads, though the parts have more digits.
    let finer = "indicator: exports, value: 60.300 | indicator: imports, value: 40.500";
    goes_before(("", "indicator: trade, value: 100.8"), ("", finer), "trade COR 2015", "100800000 USD stated", "");
    // Growth and share rest on the total that leads.
    let before = "indicator: trade, period: 2014, value: 80.0";
    answers(&[(", kind: dataset", parts), (", kind: press", stated), ("", before)], |answerer| {
        let page = shown(answerer, "trade COR 2015");
        assert!(page.contains("+25.9% on 2014"), "{page}");
    });
    // What documents print of a part each is no document's total.
    let [exports, imports] = ["indicator: exports, value: 60.25", "indicator: imports, value: 40.50"];
    answers(&[(", kind: dataset", exports), (", kind: dataset", imports), (", kind: press", stated)], |answerer| {
        assert_eq!(first(answerer, "trade COR 2015"), "95000000 USD stated");
    });
}

#[test]
fn a_group_is_the_sum_of_all_its_members_by_one_count_where_nothing_is_stated() {
    let of = |partner: &str, more: &str| format!("indicator: exports, partner: {partner}, value: 10.25{more}");
    let both = format!("{} | {}", of("BAL", ""), of("COR", ""));
    answers(&[("", &both)], |answerer| {
        assert_eq!(first(answerer, "exports isles 2015"), "20500000 USD calculated");
        let page = shown(answerer, "exports isles 2015");
        assert!(page.contains("exports Balonia US$10.25 mn + exports Corvia US$10.25 mn"), "{page}");
        assert!(shown(answerer, "exports isles 2013-2015").contains("2015"), "a year of members is among the years");
    });
    for others in [
        of("COR", ", unit: million CNY").replace("exports", "trade"),
        of("COR", ", period: 2015-H1"),
        of("COR", ", authority: bno"),
        of("COR", ", status: forecast"),
        of("COR", ", wrong: { by: aso, reason: { en: A slip., ru: Так вышло. } }"),
    ] {
        let both = format!("{} | {others}", of("BAL", ""));
        answers(&[("", &both)], |answerer| {
            assert_eq!(ask(answerer, "exports isles 2015")["answered"], false, "{others}");
        });
    }
    let stated = format!("{both} | {}", of("isles", "").replace("10.25", "20.1"));
    answers(&[("", &stated)], |answerer| assert_eq!(first(answerer, "exports isles 2015"), "20100000 USD stated"));
    let parts = |partner: &str| format!("{} | {}", of(partner, ""), of(partner, "").replace("exports", "imports"));
    let in_yuan = format!(
        "{} | {} | {}",
        parts("BAL"),
        parts("COR"),
        "indicator: trade, partner: isles, value: 300, unit: million CNY"
    );
    answers(&[("", &in_yuan)], |answerer| {
        assert_eq!(first(answerer, "trade isles 2015"), "41000000 USD calculated", "dollars before other currencies");
        assert!(shown(answerer, "trade isles 2015").contains("CN¥300 mn"));
    });
    // Members whose totals documents print in parts.
    let both = format!("{} | {}", parts("BAL"), parts("COR"));
    answers(&[("", &both)], |answerer| {
        assert_eq!(first(answerer, "trade isles 2015"), "41000000 USD calculated");
    });
}

#[test]
fn what_a_sheet_acknowledges_about_a_number_is_told_to_its_readers_in_their_language() {
    for rule in RULES.iter().filter(|rule| check::mark(rule.code) == Some(Mark::Figure)) {
        let code = rule.code;
        let figure = format!("indicator: exports, value: 100.0, allow: {{ {code}: The source prints it so. }}");
        let folder = with(&[("", &figure)]);
        let answerer = answerer(&Folder::Disk(folder.path().to_owned()));
        let said: Vec<String> = [Language::En, Language::Ru]
            .map(|language| {
                let page = shown_in(&answerer, "exports COR 2015", language);
                let line = page.lines().find(|line| line.starts_with("⚠") && line.contains("100")).map(str::to_owned);
                line.unwrap_or_else(|| panic!("nothing tells of {code} in {page}"))
            })
            .into();
        assert_ne!(said[0], said[1], "{code}");
        assert!(shown(&answerer, "/why exports COR 2015").contains(&said[0]), "{code}: {}", said[0]);
    }
    // On a number with its change the excuse of a growth is of the change.
    let figure = "indicator: exports, value: 100.0, change: +7%, allow: { growth-years: In yuan. }";
    answers(&[("", figure), ("", "indicator: exports, period: 2014, value: 50.0")], |answerer| {
        let page = shown(answerer, "exports COR 2015");
        assert!(page.contains("⚠ Growth of exports"), "{page}");
        assert!(!page.contains("⚠ Exports"), "{page}");
    });
}

/// What stands beneath the number that leads.
fn notes(answerer: &tradefacts::reply::Answerer, question: &str) -> Vec<String> {
    shown(answerer, question).lines().filter(|line| line.starts_with('⚠')).map(str::to_owned).collect()
}

#[test]
fn a_number_that_a_relay_repeats_late_is_told_as_that_and_not_as_said_before() {
    let of = |month: u8, more: &str, value: &str| {
        (format!(", published: 2026-0{month}-05{more}"), format!("indicator: exports, value: {value}"))
    };
    fn borrowed(sheets: &[(String, String)]) -> Vec<Sheet<'_>> {
        sheets.iter().map(|(source, figure)| (source.as_str(), figure.as_str())).collect()
    }
    for relay in [", via: Agency", ", kind: press", ", kind: retelling, via: Agency"] {
        let kind = relay.split(", via").next().unwrap();
        // The same digits, and others that agree.
        for again in ["100.0", "100.00", "100.0, qualifier: about"] {
            let sheets = [of(1, kind, "100.0"), of(2, kind, "110.0"), of(3, relay, again)];
            answers(&borrowed(&sheets), |answerer| {
                assert_eq!(first(answerer, "exports COR 2015"), "110000000 USD stated");
                let notes = notes(answerer, "exports COR 2015");
                let before = |note: &&String| note.contains("Said before and revised since: US$100.0 mn");
                assert_eq!(notes.iter().filter(before).count(), 1, "{notes:?}");
                assert!(
                    notes.iter().any(|note| note.contains("Repeated by a relay after it was revised")),
                    "{notes:?}"
                );
                let history = shown(answerer, "/history exports COR 2015");
                assert!(history.contains("repeats a number that had been revised by then"), "{history}");
                assert!(!history.contains("said again, and agrees"), "{history}");
                assert!(!shown(answerer, "/changes").contains("5 March 2026: P\n• Exports"), "it is no news");
            });
            let folder = with(&borrowed(&sheets));
            let checked = check::check(&Folder::Disk(folder.path().to_owned())).unwrap();
            let found: Vec<&str> = checked.findings.iter().map(|finding| finding.code.as_str()).collect();
            assert!(found.contains(&"late-repeat"), "{found:?}");
        }
    }
    // The body's own return is a revision.
    let sheets = [of(1, "", "100.0"), of(2, "", "110.0"), of(3, "", "100.0")];
    answers(&borrowed(&sheets), |answerer| {
        let notes = notes(answerer, "exports COR 2015");
        assert!(notes.iter().all(|note| note.contains("Said before and revised since: US$110.0 mn")), "{notes:?}");
    });
}

#[test]
fn a_slip_is_stated_otherwise_and_nothing_was_revised() {
    for (one, other) in [("100.0", "1000.0"), ("100.0", "10.0"), ("15.0", "180.0")] {
        let figures = [one, other].map(|value| format!("indicator: exports, value: {value}"));
        let sheets =
            [(", published: 2026-01-05", figures[0].as_str()), (", published: 2026-02-05", figures[1].as_str())];
        answers(&sheets, |answerer| {
            let notes = notes(answerer, "exports COR 2015");
            assert!(notes.iter().any(|note| note.contains("Stated otherwise")), "{one}, then {other}: {notes:?}");
            assert!(!notes.iter().any(|note| note.contains("revised")), "{one}, then {other}: {notes:?}");
        });
    }
}
