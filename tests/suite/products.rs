//! Goods of one kind: their pages, beside their total and never for it.

use std::{fs, path::Path};

use tradefacts::{check, language::Language, sheet::Folder};

use crate::{
    answers::{answerer, arcadia, arcadia_and, ask, first, shown, shown_in},
    sheets::copy,
};

/// The suggestions of an answer.
fn offered(text: &str) -> Vec<String> {
    let answer = ask(&arcadia(), text);
    answer["suggestions"].as_array().unwrap().iter().map(|one| one.as_str().unwrap().to_owned()).collect()
}

#[test]
fn goods_of_a_place_stand_above_the_total_that_is_named_as_the_total() {
    let page = shown(&arcadia(), "/goods balonia");
    let lines: Vec<&str> = page.lines().collect();
    let at =
        |words: &str| lines.iter().position(|line| line.contains(words)).unwrap_or_else(|| panic!("{words}: {page}"));
    let goods = ["Exports of glass, Arcadia → Balonia, 2025: US$12.5 mn", "by weight", "Imports of grain"].map(at);
    let total = at("All goods, these included:");
    assert!(goods.is_sorted() && goods.iter().all(|line| *line < total), "{page}");
    assert!(lines[total + 1].starts_with("• Exports, Arcadia → Balonia, 2025: US$40.0 mn"), "{page}");
    assert!(page.contains("Imports of barley (by weight), Arcadia ← Balonia, 2025: 5,000 tonnes"), "{page}");
}

#[test]
fn goods_of_a_group_and_of_all_are_listed_with_the_places_that_trade_them() {
    for text in ["/goods", "/goods isles", "goods ARC"] {
        let page = shown(&arcadia(), text);
        assert!(page.contains("• Grain: Balonia, Corvia") && page.contains("• Carts: Corvia"), "{text}: {page}");
        assert_eq!(offered(text), ["goods BAL", "goods COR"], "{text}");
    }
}

#[test]
fn without_goods_of_one_kind_that_is_said() {
    let folder = tempfile::tempdir().unwrap();
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/facts"), folder.path());
    fs::remove_file(folder.path().join("sheets/2026/aso-products.yaml")).unwrap();
    let read = |folder: &Path| answerer(&Folder::Disk(folder.to_owned()));
    assert!(shown(&read(folder.path()), "/goods").starts_with("There are no figures of single goods."));
    // Nor need there be a list of products.
    fs::remove_file(folder.path().join("products.yaml")).unwrap();
    assert!(shown(&read(folder.path()), "/goods balonia").starts_with("No figure of single goods: Balonia."));
    assert_eq!(first(&read(folder.path()), "exports BAL 2025"), "40000000 USD stated");
}

#[test]
fn value_weight_and_number_are_asked_by_their_unit_and_never_one_series() {
    let answerer =
        arcadia_and("  - { indicator: exports, product: glass, partner: BAL, unit: t, period: 2024, value: 20000 }\n");
    for (text, wanted) in [
        ("exports glass BAL 2025", "12500000 USD stated"),
        ("exports glass t BAL 2025", "30000 t stated"),
        ("exports glass t BAL 2024", "20000 t stated"),
        // The value of the year before follows from the growth of the value, not from the weight.
        ("exports glass BAL 2024", "10000000 USD calculated"),
        ("growth exports glass t BAL 2025", "50 percent calculated"),
        ("growth exports glass BAL 2025", "25 percent stated"),
        ("exports carts count COR 2025", "184 count stated"),
        ("exports BAL 2025", "40000000 USD stated"),
    ] {
        assert_eq!(first(&answerer, text), wanted, "{text}");
    }
    let page = shown(&answerer, "exports glass BAL 2025");
    assert!(
        page.contains("US$12.5 mn, +25% on 2024") && page.contains("(by weight): 30.0 thousand tonnes, +50% on 2024"),
        "{page}"
    );
}

#[test]
fn goods_have_their_product_in_json_and_totals_have_none() {
    let answerer = arcadia();
    assert_eq!(ask(&answerer, "exports glass BAL 2025")["figures"][0]["product"], "glass");
    assert!(ask(&answerer, "exports BAL 2025")["figures"][0]["product"].is_null());
}

#[test]
fn what_is_not_held_of_goods_is_never_answered_by_the_total() {
    for (text, offers) in [
        // The other way, wider goods, another unit, elsewhere; and all goods of the place.
        ("imports glass BAL 2025", &["exports glass BAL 2025", "exports glass t BAL 2025", "goods BAL"][..]),
        ("imports barley COR 2025", &["imports grain COR 2025", "imports barley t BAL 2025", "goods COR"]),
        ("exports carts COR 2025", &["exports carts count COR 2025", "goods COR"]),
        ("trade glass BAL 2025", &["exports glass BAL 2025", "exports glass t BAL 2025", "goods BAL"]),
    ] {
        let answer = ask(&arcadia(), text);
        assert_eq!(answer["answered"], false, "{text}: {answer:#}");
        assert_eq!(offered(text), offers, "{text}");
    }
}

#[test]
fn a_group_has_the_sum_of_goods_only_where_all_members_have_them() {
    assert_eq!(first(&arcadia(), "imports grain 2025"), "14000000 USD calculated");
    assert_eq!(ask(&arcadia(), "exports glass 2025")["answered"], false);
    // A gap is no rank, and the ranks above it are not known.
    let page = shown(&arcadia(), "parts exports glass 2025");
    assert!(page.contains("Balonia") && !page.contains("1 Balonia"), "{page}");
}

#[test]
fn ids_that_indicators_once_had_are_read_for_ever() {
    let answerer = arcadia();
    for text in [
        "glass-weight BAL 2025",
        "/glass_weight_BAL_2025",
        "/start en_glass-weight_BAL_2025",
        "why glass-weight BAL 2025",
    ] {
        assert_eq!(first(&answerer, text), "30000 t stated", "{text}");
    }
    assert_eq!(ask(&answerer, "glass-weight BAL 2025")["query"], "exports glass t BAL 2025");
}

#[test]
fn goods_are_named_in_russian_by_their_case() {
    let page = shown_in(&arcadia(), "exports glass BAL 2025", Language::Ru);
    assert!(page.contains("экспорт стекла") && page.contains("по весу"), "{page}");
}

#[test]
fn the_page_of_a_place_and_of_an_indicator_stay_those_of_all_goods() {
    for text in ["country BAL", "indicator exports"] {
        let page = shown(&arcadia(), text);
        assert!(!page.contains("glass") && !page.contains("grain"), "{text}: {page}");
    }
}

#[test]
fn mistakes_about_goods_are_found() {
    let products = "products.yaml";
    let sheet = "sheets/2026/aso-products.yaml";
    for (file, from, to, expected) in [
        (
            sheet,
            "product: glass, partner: BAL, unit: million",
            "product: glas, partner: BAL, unit: million",
            "unknown-product",
        ),
        (
            sheet,
            "exports, product: carts, partner: COR, unit: count",
            "exports, product: carts, partner: COR, unit: km",
            "unit-fit",
        ),
        (sheet, "unit: count, value: 184", "unit: count, value: 184.5", "bad-number"),
        (
            sheet,
            "figures:\n",
            "figures:\n  - { indicator: enterprises, product: glass, partner: BAL, period: 2025-12, unit: count, value: 3 }\n",
            "product-fit",
        ),
        (sheet, "product: barley, partner: BAL,", "product: barley, measure: t, partner: BAL,", "product-fit"),
        (
            sheet,
            "figures:\n",
            "figures:\n  - { indicator: growth, of: enterprises, product: glass, partner: BAL, unit: percent, value: 3 }\n",
            "product-fit",
        ),
        (products, "parent: grain", "parent: barley", "members"),
        (products, "parent: grain", "parent: corn", "unknown-product"),
        (products, "  carts:", "  horse-carts:", "bad-id"),
        (products, "aliases: { en: [cart] }", "aliases: { en: [trade] }", "name-shared"),
        (products, "aliases: { en: [cart] }", "aliases: { en: [cereals] }", "name-shared"),
        (products, "aliases: { en: [cart] }", "aliases: { en: [Corvia] }", "name-shared"),
        (products, "exports t }", "exports stone }", "unknown-word"),
        (products, "glass-weight: exports t", "exports: exports t", "name-shared"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/facts"), folder.path());
        let path = folder.path().join(file);
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(from), "{from}");
        fs::write(&path, text.replacen(from, to, 1)).unwrap();
        let findings = check::check(&Folder::Disk(folder.path().to_owned())).unwrap().findings;
        assert!(
            findings.iter().any(|one| one.code.as_str() == expected && one.file.ends_with(file)),
            "{to}: {findings:#?}"
        );
    }
}
