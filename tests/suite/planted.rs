//! Every mistake that can be found, planted in a copy of the shipped sheets, is found at its line and column.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use tradefacts::{check, finding::Code, sheet::Folder};

use crate::sheets::copy;

/// One mistake: what is replaced in which files. What is written instead says in `⟦ ⟧` what is found there.
type Plant = &'static [(&'static str, &'static str, &'static str)];

const PEOPLE: &str = "sheets/2026/people-cn.yaml";
const MTS: &str = "sheets/2026/mts-kg.yaml";
const ASTANA: &str = "sheets/2025/astanatimes-202501.yaml";
const MONITOR: &str = "sheets/2026/intellinews-202511.yaml";
const STANS: &str = "sheets/2024/intellinews-310895.yaml";
const SUPER: &str = "sheets/2026/superkg-452002.yaml";
const TAMIL: &str = "sheets/2023/cri-ta-20230515.yaml";
const NEWS: &str = "sheets/2026/theworldnews-2023.yaml";

/// What is written where it should not be, or in another way than it is read.
const WRITTEN: &[Plant] = &[
    &[("sheets/2024/uza-560454.yaml", "title: 乌兹别克斯坦", "title: 乌兹别克斯坦⟦yaml⟧: ")],
    &[(SUPER, "value: 20,", "value: ⟦yaml-feature⟧&v 20,")],
    &[("sheets/2026/dd888s-2022.yaml", "period: 2020,", "period: [[[[[[[[[[[[[⟦too-deep⟧[[2020]]]]]]]]]]]]]]],")],
    &[(TAMIL, "value: 0.46,", "value: ⟦shape⟧[0.46],")],
    &[("sheets/2024/diariodepe-20241119.yaml", "via: Xinhua", "⟦unknown-key⟧vai: Xinhua")],
    &[("sheets/2024/avesta-20240927.yaml", "read: 2026-11-22", "read: 2026-11-22\n  ⟦duplicate-key⟧read: 2026-11-23")],
    &[
        ("sheets/2026/ekonomist-kz.yaml", "source:\n  title", "source:\n  ⟦missing⟧title"),
        ("sheets/2026/ekonomist-kz.yaml", "  language: ru\n", ""),
    ],
    &[(PEOPLE, "more than, at: paragraph 3", "more than, at: ⟦empty⟧\"\"")],
    &[("sheets/2023/cctv-tkm-2023.yaml", "publisher: China.com.cn", "publisher: ⟦bad-text⟧\"中国\\u0007网\"")],
    &[("sheets/2022/eadaily-20220428.yaml", "published: 2022-04-28", "published: ⟦bad-date⟧28 апреля 2022")],
    &[("sheets/2026/caravan-20260201.yaml", "published: 2026-02-01", "published: ⟦published-late⟧2026-12-01")],
    &[("sheets/2013/trend-2185088.yaml", "published: 2013-09-02", "published: ⟦year-folder⟧2012-09-02")],
    &[("sheets/2015/jl-2014.yaml", "language: zh", "language: ⟦bad-language⟧中文")],
    &[("sheets/2024/xinhua-tjk-20240704.yaml", "url: http://pricecafe", "url: ⟦bad-url⟧pricecafe")],
    &[("sheets/2026/uzkursiv-26391.yaml", "indicator: imports,", "indicator: ⟦unknown-indicator⟧импорт,")],
    &[("sheets/2026/worldjournal-20260119.yaml", "partner: central-asia", "partner: ⟦unknown-place⟧Атлантида")],
    &[("sheets/2023/cctv-kgz-2023.yaml", "authority: chinese-statistics", "authority: ⟦unknown-authority⟧海关总署")],
    &[(SUPER, "value: 11, qualifier: about", "value: 11, qualifier: ⟦unknown-word⟧over")],
    &[("sheets/2019/sputniktj-20190826.yaml", "partner: CHN", "partner: ⟦same-place⟧TJK")],
    &[("sheets/2026/incomein-2023.yaml", "value: 24.2,", "value: 24.2, of: ⟦of⟧world,")],
    &[("sheets/2026/kzpulse-2023.yaml", "unit: billion USD", "unit: ⟦bad-unit⟧миллиард долларов")],
    &[(TAMIL, "value: 38.6,", "value: 38.6, unit: ⟦unit-fit⟧percent,")],
    &[(NEWS, "value: 15.42 }", "value: 15.42, period: ⟦bad-period⟧2022-13 }")],
    &[(NEWS, "value: 15.42 }", "value: 15.42, period: ⟦period-fit⟧2022-04 }")],
    &[("sheets/2026/khovar-202405.yaml", "    value: 1.5\n", "    value: 1.5\n    since: ⟦since⟧2022\n")],
    &[(
        "sheets/2019/24kg-105675.yaml",
        "{ indicator: joint-ventures, value: 170,",
        "⟦value⟧{ indicator: joint-ventures,",
    )],
    &[("sheets/2021/uzmetronom-20211125.yaml", "value: 5.4,", "value: ⟦bad-number⟧5e9,")],
    &[("sheets/2023/menafn-1106993905.yaml", "change: 20%", "change: ⟦bad-change⟧20")],
    &[(PEOPLE, "kind: person\n", "kind: person\n    reason: ⟦reason⟧transit\n")],
    &[("sheets/2026/ogt-108.yaml", "value: 31.2\n", "value: 31.2\n    allow: { ⟦allow-reason⟧wording: }\n")],
    &[("places.yaml", "TJ, TJK,", "⟦name-shared⟧Kazakhs, TJ, TJK,")],
    &[
        ("places.yaml", "      en: Tajikistan\n", "      ⟦missing-language⟧en: Tajikistan\n"),
        ("places.yaml", "      zh: 塔吉克斯坦\n", ""),
    ],
    &[("places.yaml", "Чин, tk: Hytaý }\n", "Чин, tk: Hytaý }\n    members: ⟦members⟧[KAZ]\n")],
    &[("indicators.yaml", "derive: { sum: [exports, imports] }", "derive: { sum: ⟦derive⟧[exports] }")],
    &[(
        "authorities.yaml",
        "Марказӣ»\n    country: CHN\n    stands-for:\n      authority: chinese-customs",
        "Марказӣ»\n    country: CHN\n    stands-for:\n      authority: ⟦stands-for⟧chinese-statistics",
    )],
    &[(
        "authorities.yaml",
        "Марказӣ»\n    country: CHN\n    stands-for:\n      authority: chinese-customs\n      indicators: [trade,",
        "Марказӣ»\n    country: CHN\n    stands-for:\n      authority: chinese-customs\n      indicators: [⟦echo-origin⟧trains, trade,",
    )],
];

/// What can be read and cannot be right. A slip is often found by more rules than the one it is planted for.
const COUNTED: &[Plant] = &[
    &[(MTS, "imports, value: 35.1", "imports, value: ⟦parts-total⟧⟦origin-disagrees⟧35.7")],
    &[(MTS, "value: 27.2, change: +20%", "value: 27.2, change: ⟦growth-years⟧⟦origin-disagrees⟧+26%")],
    &[(
        MTS,
        "value: 100, qualifier: more than, at: paragraph 3",
        "value: ⟦wording⟧107, qualifier: more than, at: paragraph 3",
    )],
    &[(MTS, "value: 25, unit: percent", "value: ⟦share-parts⟧35, unit: percent")],
    &[(MTS, "partner: KGZ, value: 27.2", "partner: KGZ, value: ⟦member-over-group⟧⟦origin-disagrees⟧272")],
    &[(ASTANA, "value: 94.82", "value: ⟦members-total⟧⟦origin-disagrees⟧96.82")],
    &[(MONITOR, "partner: KGZ, value: 23.6", "partner: KGZ, value: ⟦months-over-year⟧28.6")],
    &[
        (STANS, "partner: TJK, value: 0.25", "partner: TJK, value: ⟦plausible⟧25"),
        (STANS, "central-asia, value: 28", "central-asia, value: ⟦members-total⟧28"),
    ],
    &[(
        STANS,
        "{ indicator: exports, partner: TKM, value: 1, change: 11.3%, at: paragraph 8 }",
        "{ indicator: exports, partner: TKM, value: 1, change: 11.3%, at: paragraph 8 }\n  \
         - { indicator: exports, reporter: TKM, partner: CHN, value: ⟦mirror-swapped⟧0.9, at: 表一 }\n  \
         - { indicator: imports, reporter: TKM, partner: CHN, value: 9.1, at: 表一 }",
    )],
    &[
        (MTS, "exports, value: 71.2", "exports, value: ⟦origin-disagrees⟧71.6"),
        (MTS, "imports, value: 35.1", "imports, value: ⟦parts-total⟧35.1"),
    ],
    &[
        (
            PEOPLE,
            "url: http://en.people.cn/n3/2026/0120/c90000-20416318.html",
            "url: ⟦same-document⟧https://www.astanatimes.com/2025/01/kazakhstan-ranks-first-among-chinas-central-asian-trade-partners-in-2024/#top",
        ),
        (PEOPLE, "published: 2026-01-20", "published: unknown"),
    ],
    &[(MTS, "value: 71.2, change: +11%", "value: 71.2, allow: { ⟦allow-unused⟧parts-total: Нет. }, change: +11%")],
];

#[test]
fn what_is_written_wrongly_in_the_shipped_sheets_is_found_in_its_place() {
    plant_each(WRITTEN);
}

#[test]
fn what_cannot_be_right_in_the_shipped_sheets_is_found_in_its_place() {
    plant_each(COUNTED);
}

#[test]
fn a_slip_by_a_power_of_ten_is_called_by_what_it_was() {
    let folder = shipped();
    let sheet = folder.path().join("sheets/2026/hozir-uzb.yaml");
    let text = fs::read_to_string(&sheet).unwrap();
    for (value, slip) in [
        ("13.35", "a digit too many, a lost point, or 亿 (100 million) taken for a billion;"),
        ("0.1335", "a digit too few, or a billion taken for 亿 (100 million);"),
        ("1335", "thousand, million, billion or trillion taken for another of them;"),
        ("0.001335", "thousand, million, billion or trillion taken for another of them;"),
        ("133500000", "亿 (100 million) left out, or put in twice;"),
        ("0.00000001335", "亿 (100 million) left out, or put in twice;"),
    ] {
        let (slipped, marks) = unmarked(&text.replace("2008: 1.335", &format!("2008: ⟦plausible⟧{value}")));
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
    assert_eq!(planted, Code::ALL.iter().copied().collect());
}

/// What is planted: the first that is named.
fn code(plant: Plant) -> Code {
    let named = plant.iter().find_map(|(.., to)| Some(to.split_once('⟦')?.1.split_once('⟧')?.0));
    named.and_then(|name| name.parse().ok()).unwrap_or_else(|| panic!("{plant:?} names no code"))
}

/// Plants as many at once as do not touch the same file, and holds what is found against the marks.
fn plant_each(plants: &[Plant]) {
    let folder = shipped();
    let files = |plant: Plant| plant.iter().map(|(file, ..)| *file).collect::<BTreeSet<_>>();
    let mut left: Vec<Plant> = plants.to_vec();
    while !left.is_empty() {
        let mut touched = BTreeSet::new();
        let (now, later): (Vec<_>, Vec<_>) = left.into_iter().partition(|plant| {
            let is_free = touched.is_disjoint(&files(plant));
            touched.extend(files(plant).into_iter().filter(|_| is_free));
            is_free
        });
        plant_at_once(folder.path(), &now);
        left = later;
    }
}

fn plant_at_once(folder: &Path, plants: &[Plant]) {
    let mut before: BTreeMap<&str, String> = BTreeMap::new();
    let mut marked: BTreeMap<&str, String> = BTreeMap::new();
    for (file, from, to) in plants.iter().copied().flatten() {
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
        assert_eq!(found, expected, "{way}, in {:?}", marked.keys());
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

fn shipped() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("facts"), folder.path());
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
        |folder| fs::rename(folder.join(PEOPLE), folder.join("sheets/2026/people-cn.yml")).unwrap(),
        "sheets/2026/people-cn.yml:1:1",
    ),
    (Code::NoSheets, |folder| fs::remove_dir_all(folder.join("sheets")).unwrap(), "sheets:1:1"),
    (
        Code::BadId,
        |folder| fs::rename(folder.join(PEOPLE), folder.join("sheets/2026/People_CN.yaml")).unwrap(),
        "sheets/2026/People_CN.yaml:1:1",
    ),
    (
        Code::DuplicateId,
        |folder| fs::rename(folder.join("sheets/2025/abp.yaml"), folder.join("sheets/2025/people-cn.yaml")).unwrap(),
        "sheets/2026/people-cn.yaml:1:1",
    ),
    (
        Code::EmptySheet,
        |folder| {
            let text = fs::read_to_string(folder.join(PEOPLE)).unwrap();
            fs::write(folder.join(PEOPLE), text.split("\nfigures:").next().unwrap()).unwrap();
        },
        "sheets/2026/people-cn.yaml:1:1",
    ),
];

#[test]
fn what_is_wrong_with_a_file_of_the_shipped_sheets_is_found_there() {
    for (code, spoil, place) in FILES {
        let folder = shipped();
        spoil(folder.path());
        assert_eq!(found(folder.path()), [format!("{code} {place}")]);
    }
}
