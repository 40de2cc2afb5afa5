//! Maps: what is wrong with one is found in it, and those that ship can be used.

use std::{collections::BTreeSet, fs, path::Path};

use tradefacts::sheet::{self, Folder};

use super::{Desk, PLAIN};

#[test]
fn mistakes_of_a_map_are_found_in_the_map() {
    let desk = Desk::new();
    for (from, to, found) in [
        ("layout: A country a row.\n", "", "missing 1:1 the map has no `layout`"),
        ("seen: no\n", "", "missing 1:1 the map has no `seen`"),
        ("rows:", "row:", "unknown-key 6:1 unknown field `row`"),
        ("partner: Country", "with: Country", "unknown-key 6:9 unknown field `with`"),
        ("reporter: ARC", "reporter: ARK", "unknown-place 4:21 unknown place `ARK`"),
        ("authority: aso", "authority: azo", "unknown-authority 4:37 unknown authority `azo`"),
        ("unit: thousand USD", "unit: 1000 USD", "bad-unit 4:48 unknown unit `1000 USD`"),
        ("unit: thousand USD", "unit: 10 USD", "bad-unit 4:48 unknown unit `10 USD`"),
        ("period: 2026-M03", "period: March", "bad-period 4:70 `March` is no period"),
        ("decimal: \".\"", "decimal: \"'\"", "unknown-word 5:19 unknown decimal sign `'`"),
        ("decimal: \".\", ", "", "missing 5:8 the table has no `decimal`"),
        ("decimal: \".\"", "decimal: \".\", header: [0]", "bad-number 5:33 `0` is no number of a heading's row"),
        ("decimal: \".\"", "decimal: \".\", separator: \"|\"", "unknown-word 5:35 unknown separator `|`"),
        ("indicator: exports", "indicator: export", "unknown-indicator 8:35 unknown indicator `export`"),
        (", indicator: exports", "", "missing 8:5 the column has no `indicator`"),
        ("  - { header: Exports, indicator: exports }\n", "", "shape 7:8 expected a list, found nothing"),
        ("header: Exports, ", "", "missing 8:5 the column has no `header`"),
        ("kind: official", "kind: table", "unknown-word 3:"),
        ("language: en", "language: English", "bad-language 3:"),
        ("id: \"aso-{table}\", ", "", "missing 3:9 the source has no `id`"),
        ("url: unknown", "url: unknown, published: 2026", "bad-date 3:"),
        ("rows:", "rows: { ", "yaml "),
    ] {
        assert!(PLAIN.contains(from), "{from}");
        desk.write("t.csv", "Country,Exports\nBalonia,1\n");
        let became = desk.tries(&PLAIN.replacen(from, to, 1), &["t.csv"], &super::given()).unwrap();
        let found_now = became.found();
        assert!(found_now.iter().any(|one| one.starts_with(found)), "{from} → {to}: {}", became.shown());
        assert!(became.sheets.is_none() && became.findings[0].file.ends_with("map.yaml"), "{}", became.shown());
    }
}

#[test]
fn names_in_a_map_are_held_against_the_facts() {
    let desk = Desk::new();
    let map = format!(
        "{PLAIN}names:\n  places: {{ Land: BAK }}\n  indicators: {{ Out: sales }}\n  others: keep\nauthorities: {{ BAL: bmo }}\n"
    );
    let became = desk.takes(&map, "Country,Exports\nBalonia,1\n");
    assert_eq!(
        became.found(),
        [
            "unknown-place 10:19 unknown place `BAK`",
            "unknown-indicator 11:22 unknown indicator `sales`",
            "unknown-word 12:11 unknown fate `keep`",
            "unknown-authority 13:21 unknown authority `bmo`",
        ]
    );
}

#[test]
fn a_period_that_nobody_says_is_asked_for() {
    let desk = Desk::new();
    let map = PLAIN.replace(", period: 2026-M03", "");
    let became = desk.takes(&map, "Country,Exports\nBalonia,1\n");
    assert_eq!(became.found(), ["missing 1:1 neither the table nor the map says the period"]);
    let given = tradefacts::import::Given { period: "2026-M02".parse().ok(), ..super::given() };
    assert!(desk.tries(&map, &["t.csv"], &given).unwrap().sheets.is_some());
}

/// Maps in a folder of facts, by their names.
fn maps(facts: &Path) -> Vec<(String, String)> {
    let entries = fs::read_dir(facts.join("maps")).unwrap().map(|entry| entry.unwrap().path());
    entries
        .map(|path| (path.file_stem().unwrap().to_str().unwrap().to_owned(), fs::read_to_string(path).unwrap()))
        .collect()
}

#[test]
fn every_map_that_ships_can_be_used() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for facts in [root.join("facts"), root.join("tests/facts")] {
        let folder = Folder::Disk(facts.clone());
        let maps = maps(&facts);
        assert!(!maps.is_empty());
        for (name, text) in maps {
            let (map, findings) = sheet::read_map(&folder, &name, &text).unwrap();
            assert!(map.is_some() && findings.is_empty(), "{name}: {findings:?}");
        }
    }
}

/// For each map that ships a table in its layout, with numbers of our own, and lines of the sheet that it becomes.
const LAYOUTS: &[(&str, &str, &[&str])] = &[
    ("chinese-customs", CUSTOMS, &["exports, partner: KAZ, at: row 6, values: { 2026-M03: 60, 2026-Q1: 170 }", "world"]),
    (
        "chinese-customs-yuan",
        CUSTOMS,
        &["unit: million CNY", "imports, partner: KAZ, at: row 6, values: { 2026-M03: 0.40, 2026-Q1: 1.30 }"],
    ),
    (
        "imf",
        "\
DATASET,COUNTRY,INDICATOR,COUNTERPART_COUNTRY,FREQUENCY,2023,2024-M01
IMTS,\"China, People's Republic of\",\"Exports of goods, Free on board (FOB), US dollar\",\"Kazakhstan, Republic of\",Annual,5.25,
IMTS,\"China, People's Republic of\",\"Imports of goods, Free on board (FOB), US dollar\",Kyrgyz Republic,Annual,7,
IMTS,Kyrgyz Republic,\"Imports of goods, Cost insurance freight (CIF), US dollar\",\"China, People's Republic of\",Monthly,,0.5
IMTS,Germany,\"Exports of goods, Free on board (FOB), US dollar\",Kyrgyz Republic,Annual,9,
IMTS,Turkmenistan,\"Exports of goods, Free on board (FOB), US dollar\",Kyrgyz Republic,Annual,9,
",
        &[
            "exports, reporter: CHN, partner: KAZ, authority: chinese-customs, period: 2023, value: 5.25, at: row 2",
            "imports, reporter: KGZ, partner: CHN, authority: national-statistics-kgz, period: 2024-M01, value: 0.5, at: row 4",
        ],
    ),
    (
        "kazakh-statistics",
        "\
Основные показатели внешней торговли по странам;;;;;;
за январь-декабрь;;;;;;
;;;;;;
Страны;Товарооборот;;Экспорт;;Импорт;
;тыс. долларов США;в % к итогу;тыс. долларов США;в % к итогу;тыс. долларов США;в % к итогу
Всего в том числе;300,5;100;200,5;100;100,0;100
Страны СНГ;60,0;20;40,0;20;20,0;20
Китай;30,5;10;20,5;10;10,0;10
Антарктика;-;;-;;-;
",
        &["trade, partner: world, value: 300.5, at: row 6", "imports, partner: CHN, value: 10.0, at: row 8", "period: 2026-M03"],
    ),
    ("kyrgyz-exports", KYRGYZ, KYRGYZ_LINES),
    ("kyrgyz-imports", KYRGYZ, &["imports, partner: CHN, period: 2019, value: 5.125, at: row 6"]),
    ("uzbek-exports", UZBEK, &["title: sdmx_data_1105", "exports, partner: CHN, at: row 3, values: { 2022: 931.9, 2023: 2.0 }"]),
    ("uzbek-imports", UZBEK, &["title: sdmx_data_1176", "imports, partner: KGZ, at: row 4"]),
];

const CUSTOMS: &str = "\
2026年3月进出口商品国别（地区）总值表,,,,,,
单位,,,,,,
进口原产国（地）出口最终目的国（地）,进出口,,出口,,进口,
,当月,1至当月累计,当月,1至当月累计,当月,1至当月累计
总值,1000,3000,600,1700,400,1300
哈萨克斯坦,100,300,60,170,40,130
德国,1,2,3,4,5,6
";

const KYRGYZ: &str = "\
Экспорт,4.03.00.18 Экспорт товаров,4.03.00.18 Geographic distribution of goods,,
(миң АКШ доллары),(тыс.долларов США),(thousand US dollars),,
Көрсөткөчтөрдөн аталышы,Наименование показателей,Items,2018,2019
Бардыгы,Всего 2,Total 2,1000,\"2,000.5\"
Азия,Азия,Asia,5,5
Кытай,Китай,China,…,5.125
Америка,Америка,America,7,7
";

const KYRGYZ_LINES: &[&str] = &[
    "title: 4.03.00.18 Geographic distribution of goods",
    "exports, partner: world, at: row 4, values: { 2018: 1000, 2019: 2000.5 }",
    "exports, partner: CHN, period: 2019, value: 5.125, at: row 6",
];

const UZBEK: &str = "\
Code,Klassifikator,Klassifikator_ru,Klassifikator_en,2022,2023
192,Kuba,Куба,Cuba,1.5,0.7
156,Xitoy,Китай,China,931.9,2.0
417,Qirg'iziston,Кыргызстан,Kyrgyzstan,1.0,2.0
0,Boshqa mamlakatlar,Другие страны,Other countries,5.0,6.0
";

#[test]
fn each_map_that_ships_reads_the_layout_that_it_was_made_for() {
    let facts = Path::new(env!("CARGO_MANIFEST_DIR")).join("facts");
    let names: BTreeSet<String> = maps(&facts).into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, LAYOUTS.iter().map(|(name, ..)| (*name).to_owned()).collect());
    for (name, text) in maps(&facts) {
        let desk = Desk::new();
        for file in ["places.yaml", "indicators.yaml", "products.yaml", "authorities.yaml"] {
            fs::copy(facts.join(file), desk.path("facts").join(file)).unwrap();
        }
        fs::remove_dir_all(desk.path("facts/sheets")).unwrap();
        fs::remove_file(desk.path("facts/releases.yaml")).unwrap();
        let (_, table, lines) = LAYOUTS.iter().find(|(one, ..)| *one == name).unwrap();
        desk.write("t.csv", table);
        let given = tradefacts::import::Given {
            period: (name.contains("customs") || name.contains("kazakh")).then(|| "2026-M03".parse().unwrap()),
            published: Some("2026-04".to_owned()),
            ..super::given()
        };
        let became = desk.tries(&text, &["t.csv"], &given).unwrap();
        let sheets = became.sheets.as_ref().unwrap_or_else(|| panic!("{name}: {}", became.shown()));
        let sheet = fs::read_to_string(desk.path("facts").join(&sheets[0].0)).unwrap();
        for line in *lines {
            assert!(sheet.contains(line), "{name} has no `{line}`:\n{sheet}");
        }
    }
}
