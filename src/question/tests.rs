//! What is understood of what people write, over the names that are shipped.

use std::{collections::BTreeMap, sync::LazyLock};

use jiff::civil::{Date, date};
use serde::Deserialize;

use super::*;
use crate::{
    catalogue::Builder,
    fact::{Base, Indicator, Kind, Place, Words},
};

const TODAY: Date = date(2026, 11, 22);

#[derive(Deserialize)]
struct Places {
    places: BTreeMap<String, Entry>,
}

#[derive(Deserialize)]
struct Indicators {
    indicators: BTreeMap<String, Entry>,
}

#[derive(Deserialize)]
struct Entry {
    names: BTreeMap<String, String>,
    #[serde(default)]
    aliases: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    members: Vec<String>,
    #[serde(default)]
    kind: String,
    #[serde(default)]
    units: Vec<String>,
}

static SHIPPED: LazyLock<Catalogue> = LazyLock::new(|| {
    let mut builder = Builder::new("CHN".into(), "central-asia".into());
    let places: Places = serde_yaml::from_str(include_str!("../../facts/places.yaml")).unwrap();
    for (id, entry) in places.places {
        let members = entry.members.iter().map(|member| member.as_str().into()).collect();
        let place = Place { id: id.as_str().into(), members, names: entry.names.iter().collect() };
        builder.place(place, entry.aliases.into_values().flatten());
    }
    let indicators: Indicators = serde_yaml::from_str(include_str!("../../facts/indicators.yaml")).unwrap();
    for (id, entry) in indicators.indicators {
        let units = entry.units.iter().map(|unit| unit.parse::<Base>().unwrap());
        let indicator = Indicator {
            id: id.as_str().into(),
            kind: match entry.kind.as_str() {
                "flow" => Kind::Flow,
                "stock" => Kind::Stock,
                "growth" => Kind::Growth,
                _ => Kind::Share,
            },
            units: units.collect(),
            names: entry.names.iter().collect(),
            definition: Words::default(),
            derivation: None,
            shown_with: vec![],
            signed: false,
        };
        builder.indicator(indicator, entry.aliases.into_values().flatten());
    }
    builder.build()
});

/// `trade KGZ 2025`, or what went wrong with which word: `leftover cars`.
fn heard(text: &str) -> String {
    match parse(text, TODAY, Some("TradeBot"), &SHIPPED) {
        Ok(Heard::Query { query, claimed, .. }) => {
            query.to_string() + &claimed.map(|claimed| format!(" ({claimed}?)")).unwrap_or_default()
        }
        Ok(Heard::Language(language)) => format!("language {}", language.map_or("auto", Language::tag)),
        Ok(Heard::Source(number)) => format!("source {number:?}"),
        Ok(Heard::NotOurs(bot)) => format!("not ours: {bot}"),
        Err(misread) => {
            let name = format!("{misread:?}");
            let name = name.split([' ', '{']).next().unwrap().to_lowercase();
            let word = misread.word().map(|word| format!(" {word}")).unwrap_or_default();
            let offers: Vec<String> = misread.offers().iter().map(ToString::to_string).collect();
            let offers = if offers.is_empty() { String::new() } else { format!(" [{}]", offers.join(", ")) };
            format!("{name}{word}{offers}")
        }
    }
}

fn check(table: &[(&str, &str)]) {
    let wrong: Vec<String> = table
        .iter()
        .map(|(text, expected)| (text, expected, heard(text)))
        .filter(|(_, expected, heard)| *expected != heard)
        .map(|(text, expected, heard)| format!("{text:?}\n  expected {expected}\n  heard    {heard}"))
        .collect();
    assert!(wrong.is_empty(), "{} wrong\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn questions_in_english() {
    check(&[
        ("How big was China–Central Asia trade in 2024?", "trade 2024"),
        ("china kazakhstan trade 2024", "trade KAZ 2024"),
        ("What did China import from Kyrgyzstan in 2025?", "imports KGZ 2025"),
        ("Chinese exports to Kazakhstan, 2025", "exports KAZ 2025"),
        ("uzbek-chinese turnover 2023", "trade UZB 2023"),
        ("tajikistan 2024 trade with china", "trade TJK 2024"),
        ("Turkmenistan exports to China 2023", "imports TKM 2023"),
        ("kyrgyz exports to china 2024", "imports KGZ 2024"),
        ("who counts what for kyrgyzstan 2024", "ambiguous who counts what [trade KGZ 2024, trade KGZ:CHN 2024]"),
        ("share of kyrgyzstan in the region's trade with china", "share KGZ/central-asia"),
        ("growth of exports to central asia 2025", "growth exports 2025"),
        ("growth of trade with kyrgyzstan in 2025", "growth trade KGZ 2025"),
        ("trade in 2013", "trade 2013"),
        ("china's trade with central asia when diplomatic relations began, 1992", "trade 1992"),
        ("compare kazakhstan and uzbekistan 2024", "toomany uzbekistan [trade KAZ 2024, trade UZB 2024]"),
        ("rank the five countries by trade in 2024", "parts trade 2024"),
        ("tradde kazakstan 2024", "trade KAZ 2024"),
        ("usbekistan 2025 trade", "trade UZB 2025"),
        ("was trade with kyrgyzstan 30 billion in 2025?", "trade KGZ 2025 (30 billion?)"),
        ("🇹🇯 2024", "country TJK 2024"),
        ("imports from turkmenistan 23", "imports TKM 2023"),
        ("exports of cars to kazakhstan in 2025", "leftover cars [exports KAZ 2025]"),
        ("trade between kazakhstan and russia 2024", "leftover russia [trade KAZ 2024]"),
        ("trade 2040", "trade 2040"),
        ("how are you", "nosubject"),
        ("china trade with Georgia 2024", "leftover Georgia [trade 2024]"),
        ("what is the capital of Turkmenistan", "leftover capital [country TKM]"),
        ("exports of china porcelain", "leftover porcelain [exports]"),
        ("compare kazakhstan 2024 with poland 2024", "leftover poland"),
    ]);
}

#[test]
fn questions_in_russian() {
    check(&[
        ("Сколько составил товарооборот Китая и Казахстана в 2024 году?", "trade KAZ 2024"),
        ("импорт Китая из Киргизии 2025", "imports KGZ 2025"),
        ("торговля с Узбекистаном за 2023 год", "trade UZB 2023"),
        ("товарооборот с Таджикистаном в 2024-м", "trade TJK 2024"),
        ("на сколько выросла торговля Китая с Центральной Азией в 2025", "growth trade 2025"),
        ("экспорт в Казахстан 2025", "exports KAZ 2025"),
        ("сколько людей живёт в Казахстане", "leftover людей [country KAZ]"),
        ("прогноз торговли на 2030 год", "leftover прогноз [trade 2030]"),
        ("курс юаня", "nosubject"),
    ]);
}

#[test]
fn questions_in_chinese() {
    check(&[
        ("2024年中哈贸易额", "trade KAZ 2024"),
        ("2025年中国从吉尔吉斯斯坦进口多少", "imports KGZ 2025"),
        ("乌兹别克斯坦 2025 贸易", "trade UZB 2025"),
        ("2023年中国与塔吉克斯坦的贸易总额", "trade TJK 2023"),
        ("中国对哈萨克斯坦出口 2025", "exports KAZ 2025"),
        ("法国和德国的贸易额", "leftover 法国 [trade]"),
        ("2050年贸易额", "trade 2050"),
    ]);
}

#[test]
fn questions_in_turkic_languages_and_tajik() {
    check(&[
        ("2024 жылы Қытай мен Қазақстан арасындағы сауда қанша болды?", "trade KAZ 2024"),
        ("Қырғызстанмен сауда 2025", "trade KGZ 2025"),
        ("Өзбекстан сауда 2023", "trade UZB 2023"),
        ("Түрікменстаннан импорт 2023", "imports TKM 2023"),
        ("2024-жылы Казакстан менен соода", "trade KAZ 2024"),
        ("Кытайдын Өзбекстан менен соодасы 2025", "trade UZB 2025"),
        ("Тажикстан 2024", "country TJK 2024"),
        ("Кыргызстандан импорт 2025", "imports KGZ 2025"),
        ("2024-yilda Xitoy va Qozog‘iston savdosi", "trade KAZ 2024"),
        ("Xitoyning O‘zbekiston bilan savdosi 2025", "trade UZB 2025"),
        ("Tojikiston bilan savdo aylanmasi 2024", "trade TJK 2024"),
        ("Ўзбекистон савдо 2023", "trade UZB 2023"),
        ("савдои Чин бо Қазоқистон дар соли 2024", "trade KAZ 2024"),
        ("Тоҷикистон 2024 савдо", "trade TJK 2024"),
        ("содироти Чин ба Қазоқистон 2025", "exports KAZ 2025"),
        ("Hytaýyň Gazagystan bilen söwdasy 2024", "trade KAZ 2024"),
        ("Türkmenistan söwda 2024", "trade TKM 2024"),
        ("Gyrgyzystan bilen söwda 2025 ýylda", "trade KGZ 2025"),
    ]);
}
