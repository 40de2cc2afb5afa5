//! What the facts hold of goods of one kind.

use tradefacts::{
    fact::{Figure, Series},
    question::{self, Ask, Reporter, When},
};

use super::{
    answerer,
    expect::{ask, figures},
    shipped_files,
};

/// The languages that goods are asked for in.
const TAGS: [&str; 8] = ["en", "ru", "zh", "kk", "ky", "uz", "tg", "tk"];

/// Figures of goods that the facts have at least.
const FLOOR: usize = 190;

#[test]
fn every_figure_of_goods_stands_in_the_answer_to_its_own_question() {
    let answerer = answerer(shipped_files());
    let (mut missing, mut asked) = (Vec::new(), 0);
    for (series, own) in answerer.catalogue().series().filter(|(series, _)| series.goods.is_some()) {
        for figure in own {
            asked += 1;
            let spelling = spelled(series, figure);
            let answer = ask(&answerer, &spelling).unwrap_or_else(|| panic!("{spelling} is no query"));
            let product = series.goods.as_ref().map(|goods| goods.product.as_str());
            let unit = figure.amount.unit.base.to_string();
            let is_it = |shown: &&serde_json::Value| {
                let mut sources = shown["sources"].as_array().unwrap().iter();
                shown["product"].as_str() == product
                    && shown["reporter"].as_str() == series.reporter.as_ref().map(|place| place.as_str())
                    && shown["partner"] == series.partner.as_str()
                    && shown["period"] == figure.period.to_string()
                    && shown["value"] == figure.amount.base_digits()
                    && shown["unit"] == unit
                    && sources.any(|source| source["id"] == figure.source.id.as_str())
            };
            if !figures(&answer).iter().any(|shown| is_it(&shown)) {
                missing.push(format!("{spelling}: {} of {}", figure.amount.number, figure.source.id));
            }
        }
    }
    assert!(asked >= FLOOR, "{asked} figures of goods are there");
    assert!(missing.is_empty(), "{} of {asked} are not shown:\n{}", missing.len(), missing.join("\n"));
}

/// The question that a figure answers: its series, whose count, with whom, and when.
fn spelled(series: &Series, figure: &Figure) -> String {
    let ask = Ask {
        indicator: series.indicator.clone(),
        goods: series.goods.clone(),
        of: series.of.clone(),
        reporter: Some(series.reporter.clone().map_or(Reporter::ThirdParty, Reporter::Place)),
        partner: Some(series.partner.clone()),
        when: When::In(figure.period),
    };
    ask.to_string()
}

#[test]
fn all_goods_have_a_name_in_each_language_that_they_are_asked_for_in() {
    let answerer = answerer(shipped_files());
    let mut all = 0;
    for product in answerer.catalogue().products() {
        all += 1;
        for tag in TAGS {
            let name = product.names.get(tag).unwrap_or_default();
            assert!(!name.is_empty(), "{} has no name in {tag}", product.id);
        }
        assert!(product.owned.get("ru").is_some(), "{} has no Russian name behind “of”", product.id);
    }
    assert!(all >= 30, "the list is there");
}

#[test]
fn goods_without_a_name_in_a_language_of_names_are_found() {
    let mut files = shipped_files();
    let products = files.get_mut("products.yaml").unwrap();
    let text = String::from_utf8(products.clone()).unwrap();
    let shorter = text.replacen("uz: bugʻdoy, ", "", 1);
    assert_ne!(text, shorter);
    *products = shorter.into_bytes();
    let findings = super::checked(files).findings;
    let found = findings.iter().any(|finding| finding.message.contains("`names` has no `uz`"));
    assert!(found, "{findings:#?}");
}

#[test]
fn spellings_of_former_indicators_are_read_in_the_direction_of_the_side_that_counts() {
    let answerer = answerer(shipped_files());
    let facts = answerer.catalogue();
    for (old, new) in [
        ("gas-value", "imports gas"),
        ("gas-value TKM 2024", "imports gas TKM 2024"),
        ("gas-volume none: 2019-Q1", "imports gas m3 none: 2019-Q1"),
        ("gas-volume TKM:CHN 2021", "exports gas m3 TKM:CHN 2021"),
        ("why gas-value UZB:CHN 2021-M01-M10", "why exports gas UZB:CHN 2021-M01-M10"),
        ("growth gas-value KAZ 2022", "growth imports gas KAZ 2022"),
        ("growth gas-value UZB:CHN 2022", "growth exports gas UZB:CHN 2022"),
        ("compare gas-value KAZ TKM 2024", "compare imports gas KAZ TKM 2024"),
        ("agri-imports 2025-M01-M05", "imports farm 2025-M01-M05"),
    ] {
        let (_, query) = question::parse_spelling(&format!("en {old}"), facts).unwrap_or_else(|| panic!("{old}"));
        assert_eq!(query.to_string(), new, "{old}");
        let link = format!("/start en_{}", old.replace([' ', ':'], "_"));
        let heard = question::parse(&link, jiff::civil::date(2026, 11, 29), None, facts);
        assert!(format!("{heard:?}").contains(&format!("{query:?}")), "{link}: {heard:?}");
    }
    assert!(question::parse_spelling("en gas-value imports TKM 2024", facts).is_none(), "read strictly");
}

#[test]
fn what_is_told_of_goods_stands_beneath_them_and_not_beneath_all_goods() {
    let answerer = answerer(shipped_files());
    let told = |spelling: &str| -> Vec<String> {
        let answer = ask(&answerer, spelling).unwrap();
        let said = answer["statements"].as_array().unwrap();
        said.iter().map(|one| one["text"].as_str().unwrap().to_owned()).collect()
    };
    let is_of_gas = |said: &Vec<String>| said.iter().any(|words| words.contains("pipeline gas"));
    assert!(is_of_gas(&told("imports gas TKM 2025")));
    assert!(!is_of_gas(&told("imports TKM 2025")));
    assert!(!is_of_gas(&told("imports gas m3 TKM 2019")), "another year");
}
