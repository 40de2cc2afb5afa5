//! Tables become sheets: read right, or refused at the cell, and then nothing is written.

mod books;
mod maps;

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

use jiff::civil::date;
use proptest::prelude::*;
use tradefacts::{
    finding::{self, Finding, Texts},
    import::{self, CannotImport, Given, Imported},
    sheet::Folder,
};

use crate::sheets::copy;

const TABLE: &str = include_str!("../../tables/aso-2026-03.csv");
const MAP: &str = include_str!("../../facts/maps/aso-goods.yaml");
const SHEET: &str = "sheets/2026/aso-goods-2026-m03.yaml";

/// A map for whatever a test puts into a table: a heading in the first row, and the period by hand.
const PLAIN: &str = "\
layout: A country a row.
seen: no
source: { id: \"aso-{table}\", title: unknown, publisher: ASO, language: en, url: unknown, kind: official }
shared: { reporter: ARC, authority: aso, unit: thousand USD, period: 2026-M03 }
table: { decimal: \".\", gaps: [\"-\"] }
rows: { partner: Country }
columns:
  - { header: Exports, indicator: exports }
";

/// A copy of the invented country to import into, and tables beside it.
struct Desk(tempfile::TempDir);

/// What became of tables, as a maintainer sees it.
struct Became {
    findings: Vec<Finding>,
    texts: Texts,
    /// The sheets that were written or there; none where nothing was written.
    sheets: Option<Vec<(String, usize, bool)>>,
}

impl Desk {
    fn new() -> Self {
        let root = tempfile::tempdir().unwrap();
        copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/facts"), &root.path().join("facts"));
        Self(root)
    }

    fn path(&self, file: &str) -> PathBuf {
        self.0.path().join(file)
    }

    fn write(&self, file: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        fs::create_dir_all(self.path(file).parent().unwrap()).unwrap();
        fs::write(self.path(file), bytes).unwrap();
        self.path(file)
    }

    fn folder(&self) -> Folder {
        Folder::Disk(self.path("facts"))
    }

    /// Imports tables by a map's text.
    fn tries(&self, map: &str, tables: &[&str], given: &Given) -> Result<Became, CannotImport> {
        let map = self.write("map.yaml", map);
        let tables: Vec<PathBuf> = tables.iter().map(|table| self.path(table)).collect();
        let became = import::import(&self.folder(), &map, &tables, given, &|_, _| {})?;
        Ok(match became {
            Imported::Refused { findings, texts } => Became { findings, texts, sheets: None },
            Imported::Done { sheets, checked } => Became {
                findings: checked.findings,
                texts: checked.texts,
                sheets: Some(sheets.into_iter().map(|done| (done.file, done.figures, done.was_there)).collect()),
            },
        })
    }

    fn takes(&self, map: &str, table: impl AsRef<[u8]>) -> Became {
        self.write("t.csv", table);
        self.tries(map, &["t.csv"], &given()).unwrap()
    }

    /// The lines of figures in the sheet that a table became.
    fn figures(&self, map: &str, table: impl AsRef<[u8]>) -> Vec<String> {
        let became = self.takes(map, table);
        let sheets = became.sheets.as_ref().unwrap_or_else(|| panic!("{}", became.shown()));
        let text = fs::read_to_string(self.path("facts").join(&sheets[0].0)).unwrap();
        let (_, figures) = text.split_once("figures:\n").unwrap();
        figures.lines().map(|line| line.trim_start_matches("  - ").to_owned()).collect()
    }

    /// All files of the facts.
    fn files(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let (mut files, mut open) = (BTreeMap::new(), vec![self.path("facts")]);
        while let Some(folder) = open.pop() {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() { open.push(path) } else { drop(files.insert(path.clone(), fs::read(path).unwrap())) }
            }
        }
        files
    }

    fn calls(&self, arguments: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_tradefacts"));
        command.arg("import").args(arguments).current_dir(self.0.path()).env_clear().stdin(Stdio::null());
        command.output().unwrap()
    }
}

impl Became {
    fn shown(&self) -> String {
        finding::text(&self.findings, &self.texts, false)
    }

    /// `code line:column message` of each finding.
    fn found(&self) -> Vec<String> {
        let found = self.findings.iter();
        found
            .map(|Finding { code, spot, message, .. }| format!("{code} {}:{} {message}", spot.line, spot.column))
            .collect()
    }
}

fn given() -> Given {
    Given { period: None, published: None, read: date(2026, 5, 2), url: None, id: None, sheet: None, replace: false }
}

#[test]
fn a_months_table_becomes_a_sheet_with_the_digits_and_rows_of_the_table() {
    let desk = Desk::new();
    let became = desk.takes(MAP, TABLE);
    assert_eq!(became.shown(), "");
    assert_eq!(became.sheets, Some(vec![(SHEET.to_owned(), 16, false)]));
    assert_eq!(
        fs::read_to_string(desk.path("facts").join(SHEET)).unwrap(),
        "\
# yaml-language-server: $schema=../../schema/sheet.schema.json
source:
  title: Trade in goods by country, March 2026
  publisher: Arcadia Statistics Office
  author: unknown
  published: 2026-04-18
  read: 2026-05-02
  language: en
  url: unknown
  kind: official
shared: { reporter: ARC, authority: aso, unit: thousand USD }
figures:
  - { indicator: exports, partner: world, at: row 5, values: { 2026-M03: 5100.0, 2026-Q1: 14900.0 } }
  - { indicator: imports, partner: world, at: row 5, values: { 2026-M03: 9800.0, 2026-Q1: 29000.0 } }
  - { indicator: exports, partner: isles, at: row 6, values: { 2026-M03: 4300.0, 2026-Q1: 12700.0 } }
  - { indicator: imports, partner: isles, at: row 6, values: { 2026-M03: 8500.0, 2026-Q1: 25100.0 } }
  - { indicator: exports, partner: BAL, at: row 7, values: { 2026-M03: 3500.0, 2026-Q1: 10200.0 } }
  - { indicator: imports, partner: BAL, at: row 7, values: { 2026-M03: 5100.0, 2026-Q1: 15000.0 } }
  - { indicator: exports, partner: COR, at: row 8, values: { 2026-M03: 800.0, 2026-Q1: 2500.0 } }
  - { indicator: imports, partner: COR, at: row 8, values: { 2026-M03: 3400.0, 2026-Q1: 10100.0 } }
"
    );
}

#[test]
fn whatever_cannot_be_used_is_found_at_its_cell_and_nothing_is_written() {
    for (from, to, found) in [
        ("Country,", "Land,", "missing 4:1 no column has the heading “Country”"),
        ("Country,Exports", "Country,Export", "missing 4:2 no column has the heading “Exports / Month”"),
        ("Balonia1)", "Baloniaa", "unknown-place 7:1 unknown place “Baloniaa”"),
        ("Corvia,800.0,", "Corvia,,", "empty 8:8 there is no number in this cell"),
        ("Corvia,800.0,", "Corvia,..,", "bad-number 8:8 “..” is no number"),
        ("Corvia,800.0,", "Corvia,\"80,0\",", "bad-number 8:8 “80,0” is no number"),
        ("Corvia,800.0,", "Corvia,(800.0),", "bad-number 8:8 “(800.0)” is no number"),
        ("Corvia,800.0,", "Corvia,0800.0,", "bad-number 8:8 `0800.0` begins with a zero that says nothing"),
        ("\"3,400.0\",", "3,400.0,", "shape 8:32 this row has more cells than the heading"),
        ("Davonia,-", "\"Davonia,-", "shape 9:1 a quote in this row is not closed"),
        ("Davonia,", "Corvia *,", "duplicate-key 9:12 `exports` with COR in 2026-Q1 stands here for the second time"),
        ("March 2026,18", "soon,18", "bad-period 1:1 “soon” in the cell B2 is no period"),
        ("March 2026,18", ",18", "missing 1:1 there is nothing in the cell B2"),
        ("18 April 2026", "in April", "bad-date 1:1 “in April” in the cell C2 is no date"),
    ] {
        let desk = Desk::new();
        let before = desk.files();
        assert!(TABLE.contains(from), "{from}");
        let became = desk.takes(MAP, TABLE.replacen(from, to, 1));
        assert!(became.found().contains(&found.to_owned()), "{from} → {to}: {}", became.shown());
        assert!(became.sheets.is_none() && desk.files() == before, "nothing is written: {from} → {to}");
    }
}

#[test]
fn all_that_is_wrong_is_found_in_one_run_with_the_cell_marked() {
    let table = TABLE.replace("Balonia1)", "Balonnia").replace("Corvia,800.0,", "Corvia,,");
    let became = Desk::new().takes(MAP, table);
    let shown = became.shown();
    let (_, shown) = shown.split_once('\n').unwrap();
    let file = &became.findings[0].file;
    assert_eq!(
        shown.replace(file, "t.csv"),
        "\x20--> t.csv:7:1
  |
7 | Balonnia,\"3,500.0\",\"10,200.0\",\"5,100.0\",\"15,000.0\"
  | ^^^^^^^^ cell A7; column “Country”
  |
  = help: did you mean `BAL`? If the name is right, say in the map's `names` what it stands for, or `skip` for a row to leave out

error[empty]: there is no number in this cell
 --> t.csv:8:8
  |
8 | Corvia,,\"2,500.0\",\"3,400.0\",\"10,100.0\"
  |        ^ cell B8; column “Exports / Month”
  |
  = help: fill it; or, if nothing stands for a gap in this table, say so in the map: `gaps: [\"\"]`
"
    );
}

#[test]
fn a_table_full_of_faults_is_left_after_a_hundred() {
    let rows: String = (0..300).map(|_| "Nowhere,1\n").collect();
    let found = Desk::new().takes(PLAIN, format!("Country,Exports\n{rows}")).found();
    assert!(found.len() == 101 && found.iter().any(|one| one.ends_with("has more faults than these")), "{found:?}");
}

#[test]
fn a_unit_that_is_a_thousand_times_off_is_found_by_what_is_known_of_the_months_beside() {
    let known = |desk: &Desk| {
        let sheet = fs::read_to_string(desk.path("facts/sheets/2025/aso-goods-2024.yaml")).unwrap();
        let figure = "  - { indicator: exports, partner: BAL, period: 2026-M02, value: 3.3 }\n";
        desk.write(
            "facts/sheets/2025/aso-goods-2024.yaml",
            sheet.replace("published: 2025", "published: unknown #") + figure,
        );
    };
    for (unit, is_off) in [("million USD", true), ("USD", true), ("thousand USD", false)] {
        let desk = Desk::new();
        known(&desk);
        let became = desk.takes(&MAP.replace("unit: thousand USD", &format!("unit: {unit}")), TABLE);
        assert_eq!(became.sheets.is_none(), is_off, "{unit}: {}", became.shown());
        if is_off {
            let found = became.found();
            assert!(found[0].starts_with("bad-unit 7:11 3500.0 ") && found.len() == 1, "{}", became.shown());
            assert!(became.shown().contains("in 2026-M02: 3.3 million USD by `aso-goods-2024`"), "{}", became.shown());
        }
    }
}

#[test]
fn a_table_is_read_in_whatever_way_a_csv_is_written() {
    let figures = ["{ indicator: exports, value: 12345.60, at: row 2 }"];
    let plain = |more: &str| PLAIN.replace("decimal: \".\"", more);
    let utf16 = |units: Vec<u8>, mark: [u8; 2]| [mark.to_vec(), units].concat();
    let text = "Country,Exports\nBalonia,12345.60\n";
    let little = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let big = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let russian = b"\xD1\xF2\xF0\xE0\xED\xE0;Exports\n\xC1\xE0\xEB\xEE\xED\xE8\xFF*;12 345,60\n".to_vec();
    for (map, table) in [
        (PLAIN.to_owned(), text.as_bytes().to_vec()),
        (PLAIN.to_owned(), [b"\xEF\xBB\xBF", text.as_bytes()].concat()),
        (PLAIN.to_owned(), text.replace('\n', "\r\n").into_bytes()),
        (PLAIN.to_owned(), text.replace('\n', "\r").into_bytes()),
        (PLAIN.to_owned(), utf16(little, [0xFF, 0xFE])),
        (PLAIN.to_owned(), utf16(big, [0xFE, 0xFF])),
        (PLAIN.to_owned(), b"Country;Exports\nBalonia;12345.60\n".to_vec()),
        (PLAIN.to_owned(), b"Country\tExports\nBalonia\t12345.60".to_vec()),
        (PLAIN.to_owned(), b"\"Country\",\"Exports\"\n\"Balonia\",\"12,345.60\"\n".to_vec()),
        (PLAIN.to_owned(), "Country,Exports\nBalonia¹⁾,12\u{2009}345.60\n".into()),
        (PLAIN.to_owned(), "Country,Exports\nBalonia 2),12\u{202F}345.60*\n".into()),
        (PLAIN.to_owned(), "Country,Exports\nАркадия,-\nБалония,12’345.60\n".replace("Аркадия,-\n", "").into()),
        (plain("decimal: \",\""), b"Country;Exports\nBalonia;12.345,60\n".to_vec()),
        (plain("decimal: \",\", separator: \";\""), "Country;Exports\nBalonia;12\u{A0}345,60\n".into()),
        (plain("decimal: \",\", encoding: windows-1251").replace("partner: Country", "partner: Страна"), russian),
    ] {
        let desk = Desk::new();
        assert_eq!(desk.figures(&map, &table), figures, "{:?}", String::from_utf8_lossy(&table));
    }
}

#[test]
fn an_encoding_that_nobody_named_is_refused_with_a_word_on_what_to_do() {
    let desk = Desk::new();
    for (table, message) in [
        (&b"Country,Exports\n\xC1\xE0\xEB,1\n"[..], "not-utf8 1:1 line 2 of this table is not UTF-8"),
        (b"C\0o\0,\0E\0\n\0", "not-utf8 1:1 this table is not UTF-8 text: there are zero bytes in it"),
    ] {
        let became = desk.takes(PLAIN, table);
        assert_eq!(became.found(), [message]);
        assert!(became.shown().contains("encoding: windows-1251"), "{}", became.shown());
    }
    let became = desk.takes(&PLAIN.replace("decimal:", "encoding: windows-1521, decimal:"), "Country,Exports\n");
    assert_eq!(became.found(), ["unknown-word 1:1 the map names an unknown encoding, `windows-1521`"]);
}

#[test]
fn what_is_no_table_or_an_empty_one_is_refused() {
    let desk = Desk::new();
    for (table, found) in [
        ("", "empty 1:1 the table is empty"),
        ("\n \n", "empty 1:1 the table is empty"),
        ("Country,Exports\n", "empty 1:1 no row of this table has a number that the map takes"),
        ("Country,Exports\nBalonia,-\n", "empty 1:1 no row of this table has a number that the map takes"),
        ("<html>", "unreadable 1:1 this is a web page, not a CSV or XLSX"),
        ("%PDF-1.4", "unreadable 1:1 this is a PDF, not a CSV or XLSX"),
        ("PK\u{3}\u{4} not really", "unreadable 1:1 this is no XLSX that can be read: "),
    ] {
        let found_now = desk.takes(PLAIN, table).found();
        assert!(found_now.len() == 1 && found_now[0].starts_with(found), "{table}: {found_now:?}");
    }
}

#[test]
fn a_table_of_a_hundred_megabytes_is_refused_by_its_size() {
    let desk = Desk::new();
    fs::File::create(desk.path("t.csv")).unwrap().set_len(100 * 1024 * 1024).unwrap();
    let became = desk.tries(PLAIN, &["t.csv"], &given()).unwrap();
    assert_eq!(became.found(), ["too-large 1:1 this table has more than 64 MB"]);
}

#[test]
fn years_may_stand_above_the_columns_or_in_the_rows() {
    let desk = Desk::new();
    let years = PLAIN.replace(", period: 2026-M03", "").replace("header: Exports", "header: \"{period}\"");
    assert_eq!(
        desk.figures(&years, "Country,2018,2019*,note\nBalonia,1.0,2.50,x\nCorvia,-,3,\n"),
        [
            "{ indicator: exports, partner: BAL, at: row 2, values: { 2018: 1.0, 2019: 2.50 } }",
            "{ indicator: exports, partner: COR, period: 2019, value: 3, at: row 3 }",
        ]
    );
    let desk = Desk::new();
    let rows = PLAIN.replace(", period: 2026-M03", "").replace("partner: Country", "partner: Country, period: Time");
    assert_eq!(
        desk.figures(
            &rows,
            "Time,Country,Exports\n2018,Balonia,1.0\n2019,Balonia,2.50\n2018-01,Corvia,3\n2020,Balonia,4\n"
        ),
        [
            "{ indicator: exports, partner: BAL, at: rows 2–3, values: { 2018: 1.0, 2019: 2.50 } }",
            "{ indicator: exports, partner: COR, period: 2018-M01, value: 3, at: row 4 }",
            "{ indicator: exports, partner: BAL, period: 2020, value: 4, at: row 5 }",
        ]
    );
}

#[test]
fn rows_say_their_reporter_and_their_indicator_where_the_map_lets_them() {
    let desk = Desk::new();
    let map = PLAIN
        .replace("reporter: ARC, authority: aso, ", "")
        .replace("partner: Country", "partner: With, reporter: Of, indicator: What")
        .replace("header: Exports, indicator: exports", "header: \"{period}\"")
        + "authorities: { ARC: aso, BAL: bno }\n\
           names: { places: { Old Corvia: skip }, indicators: { Goods out: exports, Goods both ways: skip } }\n";
    let table = "Of,With,What,2019\nArcadia,Balonia,Goods out,1\nBalonia,Arcadia,Goods out,2\nCorvia,Balonia,Goods out,3\n\
                 Arcadia,Old Corvia,Goods out,4\nArcadia,Corvia,Goods both ways,5\nArcadia,Corvia,exports,6\n";
    assert_eq!(
        desk.figures(&map, table),
        [
            "{ indicator: exports, reporter: ARC, partner: BAL, authority: aso, value: 1, at: row 2 }",
            "{ indicator: exports, reporter: BAL, partner: ARC, authority: bno, value: 2, at: row 3 }",
            "{ indicator: exports, reporter: ARC, partner: COR, authority: aso, value: 6, at: row 7 }",
        ]
    );
    let became = desk.takes(&map, table.replace("Goods out,1", "Goods,1"));
    assert_eq!(became.found(), ["unknown-indicator 2:17 unknown indicator “Goods”"]);
}

#[test]
fn rows_say_of_which_goods_they_are_and_which_is_the_total() {
    let desk = Desk::new();
    let map = PLAIN.replace("rows: { partner: Country }", "rows: { partner: Country, product: Goods }")
        + "  - { header: Tonnes, indicator: exports, unit: t }\n\
           names: { products: { Panes: glass, Total: all, Services: skip } }\n";
    let table = "Country,Goods,Exports,Tonnes\nBalonia,Total,90,-\nBalonia,Panes,4,7\nBalonia,barley,2,-\n\
                 Balonia,Services,3,-\n";
    assert_eq!(
        desk.figures(&map, table),
        [
            "{ indicator: exports, unit: thousand USD, value: 90, at: row 2 }",
            "{ indicator: exports, unit: thousand USD, product: glass, value: 4, at: row 3 }",
            "{ indicator: exports, unit: t, product: glass, value: 7, at: row 3 }",
            "{ indicator: exports, unit: thousand USD, product: barley, value: 2, at: row 4 }",
        ]
    );
    let became = desk.takes(&map, table.replace("Panes", "Furs"));
    assert_eq!(became.found(), ["unknown-product 3:9 unknown product “Furs”"]);
}

#[test]
fn ten_thousand_yuan_move_the_point_and_keep_the_digits() {
    let desk = Desk::new();
    let map = PLAIN.replace("unit: thousand USD", "unit: 10 thousand CNY").replace("exports }", "trade }");
    assert_eq!(
        desk.figures(&map, "Country,Exports\nBalonia,2731128\nCorvia,5\n"),
        [
            "{ indicator: trade, partner: BAL, value: 27311.28, at: row 2 }",
            "{ indicator: trade, partner: COR, value: 0.05, at: row 3 }",
        ]
    );
}

#[test]
fn what_people_call_a_place_besides_is_no_name_in_a_table() {
    let desk = Desk::new();
    let skips = format!("{PLAIN}names: {{ others: skip }}\n");
    for (name, is_found) in [("the isles", true), ("Balonie", true), ("France", false), ("Isle of Man", false)] {
        let became = desk.takes(&skips, format!("Country,Exports\n{name},1\n"));
        let has_place = became.found()[0].starts_with("unknown-place 2:1");
        assert_eq!(has_place, is_found, "{name}: {}", became.shown());
    }
}

#[test]
fn blank_rows_and_notes_are_passed_over_and_rows_keep_their_numbers() {
    let desk = Desk::new();
    let table = "Country,Exports\n\n\nEurope,\nBalonia,1.5\n,\n\"Cor\nvia\",2.5\n\nCorvia: with its islands,\n";
    assert_eq!(
        desk.figures(PLAIN, table.replace("\"Cor\nvia\"", "\"Corvia\n\"")),
        [
            "{ indicator: exports, partner: BAL, value: 1.5, at: row 5 }",
            "{ indicator: exports, partner: COR, value: 2.5, at: row 7 }",
        ]
    );
    let became = desk.takes(PLAIN, table);
    assert_eq!(became.found(), Vec::<String>::new(), "a name may be broken into lines");
}

#[test]
fn a_sheet_that_is_there_stays_unless_it_says_the_same_or_may_go() {
    let desk = Desk::new();
    assert!(desk.takes(MAP, TABLE).sheets.is_some());
    let first = desk.files();
    let later = Given { read: date(2026, 6, 1), ..given() };
    let again = desk.tries(MAP, &["t.csv"], &later).unwrap();
    assert_eq!(again.sheets, Some(vec![(SHEET.to_owned(), 16, true)]));
    assert!(desk.files() == first, "what says the same stays as it is");

    let other = TABLE.replace("Corvia,800.0,", "Corvia,801.0,");
    desk.write("t.csv", &other);
    let refused = desk.tries(MAP, &["t.csv"], &given()).unwrap();
    assert_eq!(refused.found(), ["duplicate-id 1:1 there is a sheet of this name that holds something else"]);
    assert!(desk.files() == first, "nothing is written");
    let replaced = desk.tries(MAP, &["t.csv"], &Given { replace: true, ..given() }).unwrap();
    assert_eq!(replaced.sheets, Some(vec![(SHEET.to_owned(), 16, false)]));
    assert!(fs::read_to_string(desk.path("facts").join(SHEET)).unwrap().contains("801.0"));

    let elsewhere = Given { replace: true, published: Some("2025-12-01".to_owned()), ..given() };
    let refused = desk.tries(MAP, &["t.csv"], &elsewhere).unwrap();
    assert!(refused.shown().contains("sheets/2026/aso-goods-2026-m03.yaml"), "{}", refused.shown());
}

#[test]
fn of_several_tables_all_are_written_or_none() {
    let desk = Desk::new();
    let before = desk.files();
    desk.write("one.csv", "Country,Exports\nBalonia,1\n");
    desk.write("two.csv", "Country,Exports\nBaloniaa,1\n");
    assert_eq!(desk.tries(PLAIN, &["one.csv", "two.csv"], &given()).unwrap().findings.len(), 1);
    assert!(desk.files() == before);
    desk.write("two.csv", "Country,Exports\nCorvia,1\n");
    let same = PLAIN.replace("aso-{table}", "aso-table");
    let twins = desk.tries(&same, &["one.csv", "two.csv"], &given()).unwrap();
    assert_eq!(twins.found(), ["duplicate-id 1:1 two tables make the same sheet"]);
    assert!(desk.files() == before);
    let done = desk.tries(PLAIN, &["one.csv", "two.csv"], &given()).unwrap();
    let files: Vec<String> = done.sheets.unwrap().into_iter().map(|(file, ..)| file).collect();
    assert_eq!(files, ["sheets/2026/aso-one.yaml", "sheets/2026/aso-two.yaml"]);
    assert_eq!(desk.files().len(), before.len() + 2, "and nothing else is left behind");
    let id = Given { id: Some("x".to_owned()), ..given() };
    assert!(matches!(desk.tries(PLAIN, &["one.csv", "two.csv"], &id), Err(CannotImport::OneId(2))));
}

#[test]
fn a_sheet_that_could_not_be_read_is_never_written() {
    let desk = Desk::new();
    let before = desk.files();
    for (given, code) in [
        (Given { url: Some("stats.example".to_owned()), ..given() }, "bad-url"),
        (Given { published: Some("18.04.2026".to_owned()), ..given() }, "bad-date"),
        (Given { published: Some("2026-05-03".to_owned()), ..given() }, "published-late"),
        (Given { id: Some("Goods of March".to_owned()), ..given() }, "bad-id"),
    ] {
        desk.write("t.csv", TABLE);
        let became = desk.tries(MAP, &["t.csv"], &given).unwrap();
        assert!(became.sheets.is_none() && became.found()[0].starts_with(code), "{}", became.shown());
        assert!(desk.files() == before);
    }
}

#[test]
fn what_the_rules_find_is_told_of_the_sheet_that_was_written() {
    let desk = Desk::new();
    let map = format!("{PLAIN}  - {{ header: Trade, indicator: trade }}\n");
    let became = desk.takes(&map, "Country,Exports,Trade\nBalonia,9,5\n");
    assert!(became.sheets.is_some(), "{}", became.shown());
    assert!(became.found()[0].starts_with("parts-total"), "{}", became.shown());
}

#[test]
fn the_program_exits_as_check_does() {
    let desk = Desk::new();
    desk.write("t.csv", TABLE);
    let code = |arguments: &[&str]| {
        let ended = desk.calls(arguments);
        (ended.status.code(), String::from_utf8(ended.stdout).unwrap(), String::from_utf8(ended.stderr).unwrap())
    };
    let (ended, said, told) = code(&["aso-goods", "t.csv"]);
    assert_eq!((ended, said.as_str()), (Some(0), "facts/sheets/2026/aso-goods-2026-m03.yaml is new: 16 figures\n"));
    assert!(told.contains("nothing to mend"), "{told}");
    let (ended, said, _) = code(&["facts/maps/aso-goods.yaml", "t.csv", "--read", "2026-06-01"]);
    assert_eq!(ended, Some(0));
    assert_eq!(said, "facts/sheets/2026/aso-goods-2026-m03.yaml was there already: 16 figures\n");
    desk.write("t.csv", TABLE.replace("Balonia1)", "Baloniaa"));
    let (ended, said, told) = code(&["aso-goods", "t.csv"]);
    assert_eq!(ended, Some(1), "{said}");
    assert!(said.contains("t.csv:7:1") && told.contains("1 finding: nothing was written"), "{said}{told}");
    for wrong in [&["aso-goods", "no.csv"][..], &["nobody", "t.csv"], &["aso-goods", "."], &["aso-goods"]] {
        let (ended, said, _) = code(wrong);
        assert_eq!((ended, said.as_str()), (Some(2), ""), "{wrong:?}");
    }
    desk.write("facts/places.yaml", "places: [");
    assert_eq!(code(&["aso-goods", "t.csv"]).0, Some(2), "broken facts");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn a_table_of_any_bytes_ends_in_a_sheet_or_in_findings(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let desk = Desk::new();
        let became = desk.takes(PLAIN, [b"Country,Exports\n".to_vec(), bytes].concat());
        prop_assert!(became.sheets.is_some() || !became.findings.is_empty());
        became.shown();
    }
}
