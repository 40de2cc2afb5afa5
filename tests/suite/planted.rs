//! Every mistake that can be found, planted in a copy of the invented country, is found at its line and column.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use tradefacts::{check, finding::Code, sheet::Folder};

use crate::sheets::copy;

/// One mistake: what is replaced in which files. What is written instead says in `⟦ ⟧` what is found there.
type Plant = &'static [(&'static str, &'static str, &'static str)];

const GOODS: &str = "sheets/2026/aso-goods.yaml";
const HERALD: &str = "sheets/2026/herald.yaml";
const ATLAS: &str = "sheets/2026/atlas.yaml";
const MIRROR: &str = "sheets/2026/bno-mirror.yaml";
const BEFORE: &str = "sheets/2025/aso-goods-2024.yaml";
const PRODUCTS: &str = "sheets/2026/aso-products.yaml";
const FLASH: &str = "sheets/2025/aso-flash-2024.yaml";

/// What is written where it should not be, or in another way than it is read.
const WRITTEN: &[Plant] = &[
    &[(HERALD, "title: The isles trade", "title: The isles⟦yaml⟧: trade")],
    &[(ATLAS, "value: 97", "value: ⟦yaml-feature⟧&v 97")],
    &[(FLASH, "period: 2021,", "period: [[[[[[[[[[[[[⟦too-deep⟧[[2021]]]]]]]]]]]]]]],")],
    &[(GOODS, "value: -50.0,", "value: ⟦shape⟧[-50.0],")],
    &[(HERALD, "via: Arcadia", "⟦unknown-key⟧vai: Arcadia")],
    &[(MIRROR, "read: 2026-04-01", "read: 2026-04-01\n  ⟦duplicate-key⟧read: 2026-04-02")],
    &[(BEFORE, "source:\n  title", "source:\n  ⟦missing⟧title"), (BEFORE, "  language: en\n", "")],
    &[(HERALD, "more than, at: title", "more than, at: ⟦empty⟧\"\"")],
    &[(ATLAS, "publisher: Atlas of Trade", "publisher: ⟦bad-text⟧\"Atlas\\u0007Trade\"")],
    &[(ATLAS, "published: 2026-06", "published: ⟦bad-date⟧июнь 2026")],
    &[(ATLAS, "published: 2026-06", "published: ⟦published-late⟧2026-12")],
    &[
        (FLASH, "published: 2025-01-20", "published: ⟦year-folder⟧2024-01-20"),
        (FLASH, "isles, value: 128.0", "isles, value: ⟦period-ahead⟧128.0"),
    ],
    &[(MIRROR, "language: ru", "language: ⟦bad-language⟧русский")],
    &[(ATLAS, "url: https://atlas", "url: ⟦bad-url⟧atlas")],
    &[(HERALD, "indicator: enterprises,", "indicator: ⟦unknown-indicator⟧предприятия,")],
    &[(PRODUCTS, "product: carts", "product: ⟦unknown-product⟧повозки")],
    &[(PRODUCTS, "exports, product: carts", "enterprises, product: ⟦product-fit⟧carts")],
    &[(HERALD, "partner: COR, value: 55", "partner: ⟦unknown-place⟧Атлантида, value: 55")],
    &[(ATLAS, "authority: atlas", "authority: ⟦unknown-authority⟧атлас")],
    &[(HERALD, "qualifier: nearly", "qualifier: ⟦unknown-word⟧almost")],
    &[(MIRROR, "{ indicator: exports, period: 2023,", "{ indicator: exports, partner: ⟦same-place⟧BAL, period: 2023,")],
    &[(GOODS, "partner: world, value: 200.0,", "partner: world, value: 200.0, of: ⟦of⟧isles,")],
    &[(FLASH, "unit: million USD", "unit: ⟦bad-unit⟧миллион долларов")],
    &[(GOODS, "value: -50.0,", "value: -50.0, unit: ⟦unit-fit⟧percent,")],
    &[(FLASH, "period: 2021,", "period: ⟦bad-period⟧2021-13,")],
    &[(FLASH, "period: 2021,", "period: ⟦period-fit⟧2021-04,")],
    &[(GOODS, "partner: world, value: 200.0,", "partner: world, value: 200.0, since: ⟦since⟧2022,")],
    &[(
        HERALD,
        "{ indicator: enterprises, partner: BAL, period: 2025-12, value: 120,",
        "⟦value⟧{ indicator: enterprises, partner: BAL, period: 2025-12,",
    )],
    &[(ATLAS, "value: 97", "value: ⟦bad-number⟧9e7")],
    &[(GOODS, "value: 40.0, change: +25%", "value: 40.0, change: ⟦bad-change⟧25")],
    &[(HERALD, "kind: summit\n", "kind: summit\n    reason: ⟦reason⟧transit\n")],
    &[(GOODS, "partner: world, value: 200.0,", "partner: world, value: 200.0, allow: { ⟦allow-reason⟧wording: },")],
    &[(HERALD, "[BAL, COR]\n    date: unknown", "[BAL, COR]\n    date: ⟦event-ahead⟧2027")],
    &[("places.yaml", "[CR, Corvian]", "[⟦name-shared⟧Balonian, CR, Corvian]")],
    &[("places.yaml", "{ en: Corvia, ru: Корвия, zh: 科维亚,", "⟦missing-language⟧{ en: Corvia, ru: Корвия,")],
    &[
        ("places.yaml", "required: {", "required: { kind: true,"),
        (GOODS, "source:\n  title", "source:\n  ⟦missing-kind⟧title"),
        (HERALD, "source:\n", "source:\n  kind: press\n"),
        (ATLAS, "source:\n", "source:\n  kind: dataset\n"),
        (MIRROR, "source:\n", "source:\n  kind: official\n"),
        (BEFORE, "source:\n", "source:\n  kind: official\n"),
        (FLASH, "source:\n", "source:\n  kind: official\n"),
        (PRODUCTS, "source:\n", "source:\n  kind: official\n"),
    ],
    &[(
        HERALD,
        "value: 55, at",
        "value: 55, wrong: { by: aso, reason: { en: A slip., ru: Описка. } }, doubtful: ⟦doubt⟧{ en: It may be a slip., ru: Может быть, описка. }, at",
    )],
    &[(
        HERALD,
        "value: 55, at",
        "value: 55, wrong: { by: ⟦unknown-authority⟧asoo, reason: { en: A slip., ru: Описка. } }, at",
    )],
    &[(HERALD, "value: 55, at", "value: 55, wrong: ⟦missing⟧{ by: aso }, at")],
    &[(HERALD, "value: 55, at", "value: 55, doubtful: { en: ⟦empty⟧\"\", ru: Описка. }, at")],
    &[("places.yaml", "tk: Arkadiýa }\n", "tk: Arkadiýa }\n    members: ⟦members⟧[BAL]\n")],
    &[("indicators.yaml", "derive: { sum: [exports, imports] }", "derive: { sum: ⟦derive⟧[exports] }")],
    &[("authorities.yaml", "authority: aso\n", "authority: ⟦stands-for⟧arcadian-statistics\n")],
    &[("authorities.yaml", "indicators: [trade, exports", "indicators: [⟦echo-origin⟧enterprises, trade, exports")],
    &[("releases.yaml", "day: 1", "day: ⟦release⟧32")],
];

/// What can be read and cannot be right. A slip is often found by more rules than the one it is planted for.
const COUNTED: &[Plant] = &[
    &[
        (
            GOODS,
            "imports, partner: isles, value: 100.0",
            "imports, partner: isles, value: ⟦parts-total⟧⟦members-total⟧107.0",
        ),
        (GOODS, "value: -50.0,", "value: ⟦parts-total⟧-50.0,"),
    ],
    &[(GOODS, "partner: BAL, value: 100.0, change: +25%", "partner: BAL, value: 100.0, change: ⟦growth-years⟧+35%")],
    &[(HERALD, "value: 140, qualifier: more than", "value: ⟦wording⟧170, qualifier: more than")],
    &[(HERALD, "of: isles, value: 67,", "of: isles, value: ⟦share-parts⟧77,")],
    &[
        (
            GOODS,
            "partner: COR, value: 50.0, change: 0%",
            "partner: COR, value: ⟦member-over-group⟧500.0, change: ⟦growth-years⟧0%",
        ),
        (GOODS, "partner: COR, value: 40.0", "partner: COR, value: ⟦parts-total⟧40.0"),
        (HERALD, "partner: COR, value: 55", "partner: COR, value: ⟦origin-disagrees⟧55"),
    ],
    &[(BEFORE, "isles, values: { 2022: 90.0", "isles, values: { 2022: ⟦members-total⟧94.0")],
    &[(GOODS, "period: 2025-H1, value: 45.0", "period: 2025-H1, value: ⟦months-over-year⟧145.0")],
    &[(
        BEFORE,
        "figures:\n",
        "figures:\n  - { indicator: exports, partner: world, values: { 2019: ⟦year-parts⟧90.0, 2019-H1: 30.0, 2019-H2: 40.0 } }\n",
    )],
    &[(
        BEFORE,
        "figures:\n",
        "figures:\n  - { indicator: share, partner: BAL, of: world, unit: percent, period: 2019, value: 60 }\n  - { indicator: share, partner: COR, of: world, unit: percent, period: 2019, value: ⟦shares-over-whole⟧55 }\n",
    )],
    &[(PRODUCTS, "value: 12.5, change: +25%", "value: ⟦goods-over-all⟧41.0, change: +25%")],
    &[(GOODS, "period: 2025-H1, value: 45.0", "period: 2027-H1, value: ⟦period-ahead⟧45.0")],
    &[(
        GOODS,
        "  - { indicator: trade,   partner: world, value: 200.0,",
        "  - { indicator: trade, partner: world, value: 200.0, at: page 1 }\n  - { indicator: trade,   partner: world, value: ⟦said-twice⟧200.0,",
    )],
    &[
        (
            MIRROR,
            "figures:\n",
            "figures:\n  - { indicator: exports, period: 2019, value: ⟦mirror-swapped⟧80.0, at: таблица 4 }\n  - { indicator: imports, period: 2019, value: 8.0, at: таблица 4 }\n",
        ),
        (
            GOODS,
            "figures:\n",
            "figures:\n  - { indicator: exports, partner: BAL, period: 2019, value: 90.0, at: table 4 }\n  - { indicator: imports, partner: BAL, period: 2019, value: 9.0, at: table 4 }\n",
        ),
    ],
    &[
        (HERALD, "partner: COR, value: 55", "partner: COR, value: ⟦origin-disagrees⟧55"),
        (HERALD, "published: 2026-03\n", "published: 2026-02-14\n"),
        (HERALD, "date: 2026-03-01", "date: ⟦event-ahead⟧2026-03-01"),
    ],
    &[(
        HERALD,
        "figures:\n",
        "figures:\n  - { indicator: trade, authority: aso, partner: isles, period: 2024, value: ⟦late-repeat⟧128.0, at: page 9 }\n",
    )],
    &[
        (
            ATLAS,
            "url: https://atlas.example/2026",
            "url: ⟦same-document⟧http://www.stats.example/arcadia/goods-2025/#top",
        ),
        (ATLAS, "published: 2026-06", "published: unknown"),
    ],
    &[(
        HERALD,
        "figures:\n",
        "figures:\n  - { indicator: trade, partner: isles, period: 2024, value: ⟦late-repeat⟧128.0, at: paragraph 1 }\n",
    )],
    &[(GOODS, "value: 150.0,", "value: 150.0, allow: { ⟦allow-unused⟧parts-total: Нет. },")],
    &[(
        BEFORE,
        "figures:\n",
        "figures:\n  - { indicator: exports, partner: world, values: { 2016: 20.0, 2017: 24.0, 2018: ⟦plausible⟧291, 2019: 30.0 } }\n",
    )],
];

#[test]
fn what_is_written_wrongly_is_found_in_its_place() {
    plant_each(WRITTEN);
}

#[test]
fn what_cannot_be_right_is_found_in_its_place() {
    plant_each(COUNTED);
}

#[test]
fn a_slip_by_a_power_of_ten_is_called_by_what_it_was() {
    let folder = arcadia();
    let sheet = folder.path().join(BEFORE);
    let text = fs::read_to_string(&sheet).unwrap();
    for (value, slip) in [
        ("291", "a digit too many, a lost point, or 亿 (100 million) taken for a billion;"),
        ("2.91", "a digit too few, or a billion taken for 亿 (100 million);"),
        ("29100", "thousand, million, billion or trillion taken for another of them;"),
        ("0.0291", "thousand, million, billion or trillion taken for another of them;"),
        ("2910000000", "亿 (100 million) left out, or put in twice;"),
        ("0.000000291", "亿 (100 million) left out, or put in twice;"),
    ] {
        let years = format!("values: {{ 2016: 20.0, 2017: 24.0, 2018: ⟦plausible⟧{value}, 2019: 30.0 }}");
        let more = format!("figures:\n  - {{ indicator: exports, partner: world, {years} }}\n");
        let (slipped, marks) = unmarked(&text.replace("figures:\n", &more));
        fs::write(&sheet, slipped).unwrap();
        let findings = check::check(&Folder::Disk(folder.path().to_owned())).unwrap().findings;
        let [(_, line, column)] = &marks[..] else { panic!("{marks:?}") };
        let found = findings.iter().find(|one| one.code == Code::Plausible).unwrap_or_else(|| panic!("{value}"));
        let place = format!("{}:{}", found.spot.line, found.spot.column);
        assert_eq!(place, format!("{line}:{column}"), "{value}");
        assert!(found.help.as_ref().is_some_and(|help| help.starts_with(slip)), "{value}: {found:?}");
    }
}

#[test]
fn every_code_is_planted() {
    let of_files: BTreeSet<Code> = FILES.iter().map(|(code, ..)| *code).collect();
    let planted: BTreeSet<Code> = WRITTEN.iter().chain(COUNTED).map(|plant| code(plant)).chain(of_files).collect();
    // What is overdue depends on the day, and is found on one in `releases.rs`.
    assert_eq!(planted, Code::ALL.iter().copied().filter(|code| *code != Code::Overdue).collect());
}

/// What is planted: the first that is named.
fn code(plant: Plant) -> Code {
    let named = plant.iter().find_map(|(.., to)| Some(to.split_once('⟦')?.1.split_once('⟧')?.0));
    named.and_then(|name| name.parse().ok()).unwrap_or_else(|| panic!("{plant:?} names no code"))
}

/// Plants one after the other, and holds what is found against the marks.
fn plant_each(plants: &[Plant]) {
    let folder = arcadia();
    for plant in plants {
        plant_one(folder.path(), plant);
    }
}

fn plant_one(folder: &Path, plant: Plant) {
    let mut before: BTreeMap<&str, String> = BTreeMap::new();
    let mut marked: BTreeMap<&str, String> = BTreeMap::new();
    for (file, from, to) in plant.iter().copied() {
        let text = before.entry(file).or_insert_with(|| fs::read_to_string(folder.join(file)).unwrap());
        let text = marked.entry(file).or_insert_with(|| text.clone());
        assert_eq!(text.matches(from).count(), 1, "`{from}` in {file}");
        *text = text.replacen(from, to, 1);
    }
    for (way, write) in WAYS {
        let mut expected = Vec::new();
        for (file, text) in &marked {
            let (text, marks) = unmarked(&write(text));
            fs::write(folder.join(file), text).unwrap();
            expected.extend(marks.into_iter().map(|(code, line, column)| format!("{code} {file}:{line}:{column}")));
        }
        let mut found = found(folder);
        found.sort();
        expected.sort();
        assert_eq!(found, expected, "{way}: {plant:?}");
    }
    for (file, text) in before {
        fs::write(folder.join(file), text).unwrap();
    }
}

type Way = (&'static str, fn(&str) -> String);

/// The ways in which people's editors write a file.
const WAYS: [Way; 3] = [
    ("as it is", str::to_owned),
    ("after Chinese and Cyrillic", |text| {
        let note = "- { note: { en: 中亚 — 吉尔吉斯斯坦, ru: Средняя Азия }, ";
        let lines = text.split_inclusive('\n');
        lines.map(|line| if line.contains('⟦') { line.replacen("- { ", note, 1) } else { line.to_owned() }).collect()
    }),
    ("with a byte-order mark and the line ends of Windows", |text| format!("\u{FEFF}{}", text.replace('\n', "\r\n"))),
];

/// The text without its marks, and the line and column at which each of them stood.
fn unmarked(text: &str) -> (String, Vec<(String, usize, usize)>) {
    let (mut plain, mut marks) = (String::new(), Vec::new());
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once('⟦') {
        plain.push_str(before);
        let (code, behind) = behind.split_once('⟧').unwrap();
        let column = plain.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        marks.push((code.to_owned(), plain.matches('\n').count() + 1, column));
        rest = behind;
    }
    (plain + rest, marks)
}

fn arcadia() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/facts"), folder.path());
    folder
}

/// `code file:line:column` of all that is found.
fn found(folder: &Path) -> Vec<String> {
    let checked = check::check(&Folder::Disk(folder.to_owned())).unwrap();
    let place = |file: &str| Path::new(file).strip_prefix(folder).unwrap().display().to_string();
    let findings = checked.findings.iter();
    findings.map(|one| format!("{} {}:{}:{}", one.code, place(&one.file), one.spot.line, one.spot.column)).collect()
}

/// What is wrong with a file as such: what is done to the folder, and what is found where.
type Spoil = (Code, fn(&Path), &'static str);

const FILES: &[Spoil] = &[
    (
        Code::Unreadable,
        |folder| fs::create_dir(folder.join("sheets/2026/new.yaml")).unwrap(),
        "sheets/2026/new.yaml:1:1",
    ),
    (
        Code::TooLarge,
        |folder| fs::File::create(folder.join("sheets/2026/new.yaml")).unwrap().set_len(17 << 20).unwrap(),
        "sheets/2026/new.yaml:1:1",
    ),
    (
        Code::NotUtf8,
        |folder| fs::write(folder.join("sheets/2026/new.yaml"), b"source:\n  title: \xd0\xa2\xd0\xbe\xff\n").unwrap(),
        "sheets/2026/new.yaml:2:12",
    ),
    (
        Code::StrayFile,
        |folder| fs::rename(folder.join(HERALD), folder.join("sheets/2026/herald.yml")).unwrap(),
        "sheets/2026/herald.yml:1:1",
    ),
    (Code::NoSheets, |folder| fs::remove_dir_all(folder.join("sheets")).unwrap(), "sheets:1:1"),
    (
        Code::BadId,
        |folder| fs::rename(folder.join(HERALD), folder.join("sheets/2026/He_RALD.yaml")).unwrap(),
        "sheets/2026/He_RALD.yaml:1:1",
    ),
    (
        Code::DuplicateId,
        |folder| fs::rename(folder.join(FLASH), folder.join("sheets/2025/herald.yaml")).unwrap(),
        "sheets/2026/herald.yaml:1:1",
    ),
    (
        Code::EmptySheet,
        |folder| {
            let text = fs::read_to_string(folder.join(HERALD)).unwrap();
            fs::write(folder.join(HERALD), text.split("\nfigures:").next().unwrap()).unwrap();
        },
        "sheets/2026/herald.yaml:1:1",
    ),
];

#[test]
fn what_is_wrong_with_a_file_is_found_there() {
    for (code, spoil, place) in FILES {
        let folder = arcadia();
        spoil(folder.path());
        assert_eq!(found(folder.path()), [format!("{code} {place}")]);
    }
}
