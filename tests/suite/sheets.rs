//! Sheets as people write them, and every mistake we know of, found at its line and column.

use std::{
    fs,
    path::{Path, PathBuf},
};

use proptest::prelude::*;
use tradefacts::{
    check::{self, Checked, Format},
    fact::{Of, Period, Qualifier, Series},
    finding::Finding,
    sheet::{self, CannotRead, Folder, Loaded},
};
use unicode_width::UnicodeWidthStr;

const SAMPLE: &str = "sheets/2026/sample.yaml";
const GOODS: &str = "sheets/2026/aso-goods.yaml";
const HERALD: &str = "sheets/2026/herald.yaml";

const SOURCE: &str = "\
source:
  title: A sample
  publisher: Arcadian Herald
  published: 2026-05-01
  read: 2026-05-02
  language: en
  url: unknown
shared: { reporter: ARC, authority: aso, unit: million USD, period: 2019, partner: BAL, at: page 1 }
";

/// A copy of the invented country that a test may spoil.
struct Sheets(tempfile::TempDir);

impl Sheets {
    fn of_arcadia() -> Self {
        let folder = tempfile::tempdir().unwrap();
        copy(&arcadia(), folder.path());
        Self(folder)
    }

    fn folder(&self) -> Folder {
        Folder::Disk(self.0.path().to_owned())
    }

    fn path(&self, file: &str) -> PathBuf {
        self.0.path().join(file)
    }

    fn write(&self, file: &str, text: impl AsRef<[u8]>) -> &Self {
        fs::create_dir_all(self.path(file).parent().unwrap()).unwrap();
        fs::write(self.path(file), text).unwrap();
        self
    }

    fn edit(&self, file: &str, from: &str, to: &str) -> &Self {
        let text = fs::read_to_string(self.path(file)).unwrap();
        assert!(text.contains(from), "{file} has no `{from}`");
        self.write(file, text.replacen(from, to, 1))
    }

    fn load(&self) -> Loaded {
        sheet::load(&self.folder()).unwrap()
    }

    fn check(&self) -> Checked {
        check::check(&self.folder()).unwrap()
    }

    /// `code file:line:column` of every finding, in their order.
    fn found(&self) -> Vec<String> {
        let places = self.check().findings;
        places.iter().map(|finding| format!("{} {}", finding.code, self.place(finding))).collect()
    }

    /// The findings of one rule as a maintainer reads them.
    fn shown(&self, code: &str) -> String {
        let mut checked = self.check();
        checked.findings.retain(|finding| finding.code.as_str() == code);
        let root = format!("{}/", self.0.path().display());
        checked.show(Format::Text { colours: false }).replace(&root, "facts/")
    }

    fn place(&self, finding: &Finding) -> String {
        let file = Path::new(&finding.file).strip_prefix(self.0.path()).unwrap_or(Path::new(&finding.file));
        format!("{}:{}:{}", file.display(), finding.spot.line, finding.spot.column)
    }
}

fn arcadia() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/facts"))
}

pub(crate) fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// Writes a file whose mistakes are marked `‹so›`, and holds what is found against the marks: these codes,
/// in order, each at the line and column of its mark, and nothing else.
fn planted(file: &str, marked: &str, codes: &[&str]) {
    let sheets = Sheets::of_arcadia();
    sheets.write(file, marked.replace(['‹', '›'], ""));
    let mut marks = Vec::new();
    for (line, text) in marked.lines().enumerate() {
        let mut column = 0;
        for letter in text.chars() {
            match letter {
                '‹' => marks.push((line + 1, column + 1)),
                '›' | '\u{FEFF}' => {}
                _ => column += 1,
            }
        }
    }
    assert_eq!(marks.len(), codes.len(), "one mark for each code in\n{marked}");
    let expected: Vec<_> =
        codes.iter().zip(marks).map(|(code, (line, column))| format!("{code} {file}:{line}:{column}")).collect();
    let checked = sheets.check();
    assert_eq!(sheets.found(), expected, "in\n{marked}\n{}", checked.show(Format::Text { colours: false }));
}

fn patch(finding: &Finding) -> Option<&str> {
    finding.patch.as_ref().map(|patch| patch.text.as_str())
}

/// A sheet whose parts do not make its total.
fn parts_total() -> String {
    let totals =
        "{ indicator: trade, period: 2019, value: 74.1 }\n  - { indicator: exports, period: 2019, value: 31.0 }";
    let source = SOURCE.replace("aso, unit", "arcadian-economy-ministry, unit").replace(" period: 2019,", "");
    format!("{source}figures:\n  - {totals}\n  - {{ indicator: imports, period: 2019, value: 40.4 }}\n")
}

/// The same for one entry of `figures`.
fn planted_figure(entry: &str, codes: &[&str]) {
    planted(SAMPLE, &format!("{SOURCE}figures:\n  - {entry}\n"), codes);
}

#[test]
fn the_invented_country_is_clean() {
    let checked = check::check(&Folder::Disk(arcadia())).unwrap();
    assert_eq!(checked.show(Format::Text { colours: false }), "");
    assert!(checked.is_clean() && checked.catalogue.is_some());
    assert_eq!(checked.acknowledged.len(), 0);
    assert!(checked.summary().ends_with(" statements: nothing to mend"), "{}", checked.summary());
}

#[test]
fn a_sheet_gives_figures_with_all_that_it_shares_a_series_and_changes() {
    let catalogue = Sheets::of_arcadia().load().catalogue.unwrap();
    let series = |indicator: &str, of: Option<Of>, partner: &str| Series {
        indicator: indicator.into(),
        goods: None,
        of,
        reporter: Some("ARC".into()),
        partner: partner.into(),
    };
    let trade = series("trade", None, "BAL");
    let periods: Vec<_> = catalogue.figures(&trade).iter().map(|figure| figure.period.to_string()).collect();
    assert_eq!(periods, ["2022", "2023", "2024-H1", "2024", "2025-H1", "2025"]);
    let figure = &catalogue.figures_in(&trade, "2025".parse().unwrap())[0];
    assert_eq!(figure.amount.base_digits(), "100000000");
    assert_eq!(figure.source.id.as_str(), "aso-goods");
    assert_eq!((figure.authority.as_str(), figure.at.as_ref()), ("aso", "table 1"));

    let growth = catalogue.figures(&series("growth", Some(Of::Indicator("trade".into())), "BAL"));
    let growth: Vec<_> =
        growth.iter().map(|figure| (figure.amount.number.to_string(), figure.amount.unit.to_string())).collect();
    assert_eq!(growth, [("2", "times"), ("25", "percent")].map(|(number, unit)| (number.into(), unit.into())));

    let echo = catalogue.figures_in(&series("trade", None, "isles"), "2025".parse().unwrap());
    let echo = echo.iter().find(|figure| figure.qualifier == Qualifier::About).unwrap();
    assert_eq!(catalogue.origin(echo).as_str(), "aso");
    let mirror = Series { reporter: Some("BAL".into()), partner: "ARC".into(), ..trade };
    assert_eq!(catalogue.figures(&mirror).len(), 2);
    assert_eq!(catalogue.statements().len(), 4);
}

#[test]
fn a_third_partys_count_and_a_change_in_the_long_form_are_read() {
    let sheets = Sheets::of_arcadia();
    sheets.write(
        SAMPLE,
        format!(
            "{SOURCE}figures:\n  - {{ indicator: exports, reporter: none, value: 7, note: {{ en: Rough., ru: Грубо. }}, \
             change: {{ value: \"+114%\", since: 2011, qualifier: nearly }} }}\n"
        ),
    );
    assert_eq!(sheets.found(), [""; 0]);
    let loaded = sheets.load();
    let sheet = loaded.sheets.iter().find(|sheet| sheet.source.id.as_str() == "sample").unwrap();
    let [exports, growth] = &sheet.figures[..] else { panic!("{:?}", sheet.figures) };
    assert_eq!(exports.figure.series.reporter, None);
    assert_eq!((exports.entry, growth.entry), (0, 0));
    assert_eq!((exports.spot.line, exports.spot.column), (10, 50));
    assert_eq!(growth.spot.column, exports.spot.column + 54);
    assert_eq!(growth.figure.since, Some("2011".parse::<Period>().unwrap()));
    assert_eq!(growth.figure.qualifier, Qualifier::Nearly);
    assert_eq!(growth.figure.series.of, Some(Of::Indicator("exports".into())));
}

#[test]
fn twenty_digits_are_kept_to_the_last_and_forty_refused() {
    let sheets = Sheets::of_arcadia();
    let sheet = format!("{SOURCE}figures:\n  - {{ indicator: exports, value: 12345678901234567.890, unit: USD }}\n");
    let loaded = sheets.write(SAMPLE, sheet).load();
    let sheet = loaded.sheets.iter().find(|sheet| sheet.source.id.as_str() == "sample").unwrap();
    assert_eq!(sheet.figures[0].figure.amount.base_digits(), "12345678901234567.890");
    planted_figure(&format!("{{ indicator: exports, value: ‹{}› }}", "9".repeat(40)), &["bad-number"]);
}

#[test]
fn a_reference_to_nothing_is_found_and_the_nearest_offered() {
    planted_figure("{ indicator: ‹exprts›, value: 1 }", &["unknown-indicator"]);
    planted_figure("{ indicator: exports, partner: ‹CRO›, value: 1 }", &["unknown-place"]);
    planted_figure("{ indicator: exports, reporter: ‹nobody›, value: 1 }", &["unknown-place"]);
    planted_figure("{ indicator: exports, authority: ‹asu›, value: 1 }", &["unknown-authority"]);
    planted_figure("{ indicator: share, of: ‹wrold›, value: 1, unit: percent }", &["unknown-place"]);
    planted_figure("{ indicator: growth, of: ‹exports-›, value: 1, unit: percent }", &["unknown-indicator"]);

    let sheets = Sheets::of_arcadia();
    for (wrong, right) in [("COX", Some("COR")), ("Корвия", Some("COR")), ("corvia", Some("COR")), ("NO", None)] {
        let sheet = format!("{SOURCE}figures:\n  - {{ indicator: exports, partner: {wrong}, value: 1 }}\n");
        let checked = sheets.write(SAMPLE, sheet).check();
        let [finding] = &checked.findings[..] else { panic!("{:?}", checked.findings) };
        assert_eq!(finding.message, format!("unknown place `{wrong}`"));
        assert_eq!(patch(finding), right);
    }
}

#[test]
fn no_is_a_place_we_do_not_know_and_never_false() {
    planted_figure("{ indicator: exports, partner: ‹NO›, value: 1 }", &["unknown-place"]);
}

#[test]
fn what_cannot_be_read_is_found_where_it_stands() {
    for (entry, codes) in [
        ("{ indicator: exports, value: ‹\"1,5\"› }", &["bad-number"][..]),
        ("{ indicator: exports, value: ‹1e9› }", &["bad-number"]),
        ("{ indicator: exports, value: ‹027› }", &["bad-number"]),
        ("{ indicator: exports, value: 1, change: ‹+012%› }", &["bad-change"]),
        ("{ indicator: exports, value: ‹-3› }", &["bad-number"]),
        ("{ indicator: exports, period: ‹2025-13›, value: 1 }", &["bad-period"]),
        ("{ indicator: exports, period: ‹25›, value: 1 }", &["bad-period"]),
        ("{ indicator: exports, values: { 2018: 1, ‹20l9›: 2, 2020: ‹x› } }", &["bad-period", "bad-number"]),
        ("{ indicator: exports, unit: ‹bilion USD›, value: 1 }", &["bad-unit"]),
        ("{ indicator: exports, unit: ‹percent›, value: 1 }", &["unit-fit"]),
        ("{ indicator: ‹share›, of: world, value: 1 }", &["unit-fit"]),
        ("{ indicator: growth, of: exports, unit: ‹million percent›, value: 1 }", &["unit-fit"]),
        ("{ indicator: share, of: world, unit: percent, value: ‹101› }", &["bad-number"]),
        ("{ indicator: exports, qualifier: ‹abuot›, value: 1 }", &["unknown-word"]),
        ("{ indicator: exports, status: ‹finished›, value: 1 }", &["unknown-word"]),
        ("{ indicator: exports, value: 1, change: ‹12› }", &["bad-change"]),
        ("{ indicator: exports, value: 1, change: ‹twofold› }", &["bad-change"]),
        ("{ indicator: exports, value: 1, change: { value: ‹+x%›, since: ‹2O21› } }", &["bad-change", "bad-period"]),
        ("{ indicator: exports, value: 1, change: { value: +1%, since: ‹2019› } }", &["since"]),
        ("{ indicator: exports, since: ‹2011›, value: 1 }", &["since"]),
        ("{ indicator: exports, value‹:›, at: p }", &["empty"]),
        ("{ indicator: exports, value: 1, at: ‹\"  \"› }", &["empty"]),
        ("{ indicator: exports, value: 1, at: ‹\"a\\u0007b\"› }", &["bad-text"]),
    ] {
        planted_figure(entry, codes);
    }
}

#[test]
fn a_number_that_is_written_loosely_is_refused_with_the_way_to_write_it() {
    const WORD: &str = "write `60`; the word before it is its `qualifier`: about, nearly, more than, less than, \
                        at least, at most";
    for (entry, spot, help) in [
        ("value: 027", 34, "write 27"),
        ("value: 000", 34, "write 0"),
        ("value: 00.5", 34, "write 0.5"),
        ("value: 100,5", 38, "a comma separates fields here; write 100.5"),
        ("value: \"100,5\"", 34, "write 100.5"),
        ("value: 40,000", 37, "a comma separates fields here; write 40000 or 40.000, whichever is meant"),
        ("value: '40,000'", 34, "write 40000 or 40.000, whichever is meant"),
        ("value: over 60", 34, "write `60`, and `qualifier: more than`"),
        ("value: about 60", 34, "write `60`, and `qualifier: about`"),
        ("value: some 60", 34, WORD),
        ("value: 60%", 34, "write `60`, and `unit: percent`"),
        ("values: { 2017: 1.5, 2018: 2,25 }", 56, "a comma separates fields here; write 2.25"),
    ] {
        let sheets = Sheets::of_arcadia();
        sheets.write(SAMPLE, format!("{SOURCE}figures:\n  - {{ indicator: exports, {entry} }}\n"));
        let findings = sheets.check().findings;
        let [finding] = &findings[..] else { panic!("{entry}: {findings:?}") };
        assert_eq!((finding.spot.line, finding.spot.column), (10, spot), "{entry}");
        assert_eq!(finding.help.as_deref(), Some(help), "{entry}");
    }
}

#[test]
fn a_text_in_the_place_of_a_list_is_told_how_to_write_one() {
    let sheets = Sheets::of_arcadia();
    let statement = "  - { kind: summit, places: BAL, date: 2019, at: page 1, text: They met. }\n";
    sheets.write(SAMPLE, format!("{SOURCE}statements:\n{statement}"));
    let findings = sheets.check().findings;
    let helps: Vec<_> = findings.iter().map(|finding| finding.help.as_deref().unwrap_or_default()).collect();
    assert_eq!(helps, ["write `[BAL]`", "a mapping is written `{ field: value, field: value }`"], "{findings:?}");
}

#[test]
fn a_comma_in_a_change_is_told_how_to_write_it() {
    let sheets = Sheets::of_arcadia();
    sheets.write(SAMPLE, format!("{SOURCE}figures:\n  - {{ indicator: exports, value: 1, change: +12,5% }}\n"));
    let findings = sheets.check().findings;
    let help = "a comma separates fields here; write +12.5%";
    assert!(findings.iter().any(|finding| finding.help.as_deref() == Some(help)), "{findings:?}");
}

#[test]
fn what_does_not_fit_together_is_found_where_it_stands() {
    for (entry, codes) in [
        ("‹{ indicator: exports }", &["value"][..]),
        ("{ indicator: exports, value: 1, values: ‹{ 2018: 1 } }", &["value"]),
        ("{ indicator: exports, period: ‹2018›, values: { 2018: 1 } }", &["value"]),
        ("{ indicator: exports, values: ‹{} }", &["value"]),
        ("‹{ value: 1 }", &["missing"]),
        ("{ indicator: exports, period: ‹2025-04›, value: 1 }", &["period-fit"]),
        ("{ indicator: investment-stock, period: ‹2019-H1›, value: 1 }", &["period-fit"]),
        ("{ indicator: investment-stock, values: { ‹2018-Q1›: 1, 2018: 1, 2019-12: 2 } }", &["period-fit"]),
        ("{ indicator: exports, partner: ‹ARC›, value: 1 }", &["same-place"]),
        ("{ indicator: exports, of: ‹world›, value: 1 }", &["of"]),
        ("{ indicator: ‹share›, unit: percent, value: 1 }", &["of"]),
        ("{ indicator: ‹growth›, unit: percent, value: 1 }", &["of"]),
        ("{ indicator: growth, of: ‹growth›, unit: percent, value: 1 }", &["of"]),
        ("{ indicator: share, partner: world, of: ‹world›, unit: percent, value: 1 }", &["of"]),
        ("{ indicator: share, reporter: COR, partner: ARC, of: ‹isles›, unit: percent, value: 1 }", &["of"]),
        ("{ indicator: share, reporter: none, partner: ARC, of: isles, unit: percent, value: 1 }", &[]),
        ("{ indicator: investment-stock, period: 2018, value: 1 }", &[]),
        ("{ indicator: exports, unit: ‹billion m3›, value: 1 }", &["unit-fit"]),
        ("{ indicator: share, of: world, unit: percent, value: 1, change: ‹+1%› }", &["bad-change"]),
        ("{ indicator: exports, values: { 2018: 1 }, change: ‹+1%› }", &["bad-change"]),
        ("{ indicator: exports, value: 1, note: ‹{ ru: Примерно. } }", &["missing"]),
        ("{ indicator: exports, value: 1, allow: { ‹growth-years›: } }", &["allow-reason"]),
        ("{ indicator: exports, value: 1, allow: { ‹growth-year›: Why not. } }", &["allow-unused"]),
    ] {
        planted_figure(entry, codes);
    }
}

#[test]
fn every_unknown_field_is_found_in_one_run_with_the_nearest_known_one() {
    let sheet = format!(
        "{}‹sourec›: x\nfigures:\n  - {{ indicator: exports, ‹valeu›: 1, value: 2, ‹perod›: 2018, ‹xyzzy›: {{ a: 1 }} }}\n",
        SOURCE.replace("  url:", "  ‹pubisher›: y\n  url:").replace("{ reporter", "{ ‹auhtority›: aso, reporter")
    );
    planted(SAMPLE, &sheet, &["unknown-key"; 6]);
    let sheets = Sheets::of_arcadia();
    let checked = sheets.write(SAMPLE, sheet.replace(['‹', '›'], "")).check();
    let near: Vec<_> = checked.findings.iter().map(|finding| patch(finding)).collect();
    assert_eq!(near, [Some("publisher"), Some("authority"), Some("source"), Some("value"), Some("period"), None]);
}

#[test]
fn every_key_given_twice_is_found_at_its_own_place() {
    let sheet = format!(
        "{}figures:\n  - {{ indicator: exports, value: 1, ‹value›: 2, ‹value›: 3 }}\n\
         \x20 - {{ indicator: imports, values: {{ 2018: 1, 2017: 2, ‹2018›: 3 }} }}\n‹figures›: []\n",
        SOURCE.replace("  url:", "  ‹title›: again\n  url:")
    );
    planted(SAMPLE, &sheet, &["duplicate-key"; 5]);
    let backwards = (1960..2000).rev().map(|year| format!("{year}: 1")).collect::<Vec<_>>().join(", ");
    let forwards = (1960..2000).map(|year| format!("{year}: 1")).collect::<Vec<_>>().join(", ");
    let sheet = format!(
        "{SOURCE}figures:\n  - {{ indicator: exports, values: {{ {backwards}, ‹1999›: 2, 2000: 2, ‹2000›: 3 }} }}\n\
         \x20 - {{ indicator: imports, values: {{ {forwards}, ‹1999›: 2, ‹1960›: 2, 2000: 1, ‹2000›: 3 }} }}\n"
    );
    planted(SAMPLE, &sheet, &["duplicate-key"; 5]);
    planted(
        "places.yaml",
        &fs::read_to_string(arcadia().join("places.yaml"))
            .unwrap()
            .replace("  world:", "  ‹COR›:\n    names: {}\n  world:"),
        &["duplicate-key"],
    );
}

#[test]
fn one_run_finds_what_is_wrong_in_every_sheet_in_order() {
    let sheets = Sheets::of_arcadia();
    sheets
        .edit("sheets/2026/herald.yaml", "partner: COR, value: 55,", "partner: CRO, value: 5S, colour: red,")
        .edit("sheets/2025/aso-goods-2024.yaml", "2023: 24.0", "2023: 2x")
        .edit(
            "sheets/2026/aso-goods.yaml",
            "imports, partner: isles, value: 100.0",
            "imports, partner: isles, value: 107.0",
        );
    assert_eq!(
        sheets.found(),
        [
            "bad-number sheets/2025/aso-goods-2024.yaml:14:57",
            "parts-total sheets/2026/aso-goods.yaml:12:50",
            "members-total sheets/2026/aso-goods.yaml:12:50",
            "parts-total sheets/2026/aso-goods.yaml:13:50",
            "unknown-place sheets/2026/herald.yaml:16:34",
            "bad-number sheets/2026/herald.yaml:16:46",
            "unknown-key sheets/2026/herald.yaml:16:50",
        ]
    );
    assert!(sheets.load().catalogue.is_none(), "a broken sheet never becomes a catalogue");
}

#[test]
fn lines_and_columns_hold_after_other_scripts_line_ends_and_a_byte_order_mark() {
    let sheet = format!(
        "{}figures:\n  - {{ at: 第三段 «Товары», indicator: ‹exprts›, value: 1 }} # 国家统计\n  - {{ indicator: exports, ‹вес›: 1, value: ‹1т› }}\n",
        SOURCE.replace("A sample", "中国与中亚：贸易 — Кыргызстан 🇰🇬")
    );
    let codes = ["unknown-indicator", "unknown-key", "bad-number"];
    planted(SAMPLE, &sheet, &codes);
    planted(SAMPLE, &sheet.replace('\n', "\r\n"), &codes);
    planted(SAMPLE, &format!("\u{FEFF}{sheet}"), &codes);
    planted(SAMPLE, &format!("\u{FEFF}‹sorce›: {{}}\n{sheet}"), &["unknown-key", codes[0], codes[1], codes[2]]);
    planted(SAMPLE, &format!("{SOURCE}figures:\n  - {{ indicator: exports,\t\tvalue: ‹1x› }}\n"), &["bad-number"]);
    planted(SAMPLE, &format!("{SOURCE}figures:\n\t‹- {{ indicator: exports, value: 1x }}\n"), &["yaml"]);
}

#[test]
fn carets_stand_under_the_word_as_a_terminal_shows_the_line() {
    for before in ["中国海关总署", "«Товары»", "e\u{301} и\u{306}", "ＡＢ", "🇰🇬 🚂"] {
        for (mark, line_end) in [("", "\n"), ("\u{FEFF}", "\r\n")] {
            let start = format!("  - {{ at: {before}, indicator: ");
            let sheet = format!("{mark}{SOURCE}figures:\n{start}exprts, value: 1 }}\n").replace('\n', line_end);
            let sheets = Sheets::of_arcadia();
            sheets.write(SAMPLE, sheet);
            let (line, column) = (SOURCE.lines().count() + 2, start.chars().count() + 1);
            assert_eq!(sheets.found(), [format!("unknown-indicator {SAMPLE}:{line}:{column}")]);
            let checked = sheets.check();
            let shown = checked.show(Format::Text { colours: false });
            let mut lines = shown.lines().skip_while(|line| !line.contains(before));
            let (head, _) = lines.next().unwrap().split_once("exprts").unwrap();
            let (blank, carets) = lines.next().unwrap().split_once('^').unwrap();
            assert_eq!(blank.width(), head.width(), "{shown}");
            assert!(carets.starts_with("^^^^^ "), "{shown}");
            let annotation = checked.show(Format::Github);
            assert!(annotation.contains(&format!(",line={line},col={column},")), "{annotation}");
        }
    }
}

#[test]
fn a_source_that_lacks_something_or_contradicts_itself_is_found() {
    let source = |from: &str, to: &str| {
        assert!(SOURCE.contains(from));
        format!("{}figures:\n  - {{ indicator: exports, value: 1 }}\n", SOURCE.replace(from, to))
    };
    for field in ["title", "publisher", "published", "read", "language", "url"] {
        let line = SOURCE.lines().find(|line| line.starts_with(&format!("  {field}:"))).unwrap();
        let sheet = source(&format!("{line}\n"), "").replacen("source:\n  ", "source:\n  ‹", 1);
        planted(SAMPLE, &sheet, &["missing"]);
    }
    planted(SAMPLE, &source("2026-05-01", "‹2026-05-03›"), &["published-late"]);
    planted(SAMPLE, &source("2026-05-01", "‹2026-02-30›"), &["bad-date"]);
    planted(SAMPLE, &source("2026-05-02", "‹2026-05›"), &["bad-date"]);
    planted(SAMPLE, &source("2026-05-01", "‹2025›"), &["year-folder"]);
    planted(SAMPLE, &source("2026-05-01", "unknown").replace("2026-05-02", "‹2025-05-02›"), &["year-folder"]);
    planted(SAMPLE, &source("en\n", "‹English›\n"), &["bad-language"]);
    planted(SAMPLE, &source("unknown", "‹www.example.org›"), &["bad-url"]);
    planted(SAMPLE, &source("A sample", "‹''›"), &["empty"]);
    planted(
        SAMPLE,
        "‹figures:\n  - { indicator: exports, reporter: ARC, partner: BAL, authority: aso, unit: USD, period: 2019, at: x, value: 1 }\n",
        &["missing"],
    );
    planted(SAMPLE, &format!("‹{SOURCE}"), &["empty-sheet"]);
    for file in ["sheets/2026/Sample.yaml", "sheets/2026/a_b.yaml", "sheets/2026/образец.yaml"] {
        planted(file, &format!("‹{}", source("A sample", "A sample")), &["bad-id"]);
    }
    let long = format!("sheets/2026/{}.yaml", "a".repeat(41));
    planted(&long, &format!("‹{}", source("A sample", "A sample")), &["bad-id"]);
}

#[test]
fn an_error_in_what_is_shared_is_found_once() {
    let sheet = SOURCE.replace("aso", "‹nobody›").replace("period: 2019", "period: ‹19›");
    let sheet =
        format!("{sheet}figures:\n  - {{ indicator: exports, value: 1 }}\n  - {{ indicator: imports, value: 1 }}\n");
    planted(SAMPLE, &sheet, &["unknown-authority", "bad-period"]);
}

#[test]
fn a_statement_without_english_or_of_an_unknown_kind_is_found() {
    for (statement, codes) in [
        (
            "{ kind: ‹agrement›, places: [BAL], date: unknown, at: page 1, text: { en: They agreed., ru: Они. } }",
            &["unknown-word"][..],
        ),
        (
            "{ kind: rank, places: [BAL, ‹XYZ›], date: ‹soon›, at: page 1, text: { en: First., ru: Первая. } }",
            &["unknown-place", "bad-period"],
        ),
        ("{ kind: rank, places: ‹[], date: 2025, at: page 1, text: ‹{ ru: Первая. } }", &["empty", "missing"]),
        (
            "{ kind: rank, places: [BAL], date: 2025, at: page 1, text: { en: ‹\"\"›, ‹rus›: Первая. } }",
            &["empty", "unknown-key"],
        ),
        ("‹{ kind: rank, places: [BAL], date: 2025, text: { en: First., ru: Первая. } }", &["missing"]),
        ("{ kind: rank, places: [BAL], date: 2025, at: page 1, text: ‹First. }", &["shape"]),
        (
            "{ kind: rank, reason: ‹transit›, places: [BAL], date: 2025, at: page 1, text: { en: First., ru: Первая. } }",
            &["reason"],
        ),
        (
            "‹{ kind: mirror-gap, places: [BAL], date: 2025, at: page 1, text: { en: It passes., ru: Везёт. } }",
            &["missing"],
        ),
        (
            "{ kind: mirror-gap, reason: ‹tranzit›, places: [BAL], date: 2025, at: page 1, text: { en: It passes., ru: Везёт. } }",
            &["unknown-word"],
        ),
        (
            "{ kind: mirror-gap, reason: transit, places: [BAL], date: 2025, at: page 1, text: { en: It passes., ru: Везёт. } }",
            &[],
        ),
    ] {
        planted(SAMPLE, &format!("{SOURCE}statements:\n  - {statement}\n"), codes);
    }
}

#[test]
fn a_list_where_a_text_is_meant_is_found_and_the_rest_still_read() {
    planted_figure(
        "{ indicator: exports, value: ‹[1, 2], period: ‹{ a: 1 }, at: ‹[], unit: ‹pounds› }",
        &["shape", "shape", "shape", "bad-unit"],
    );
    planted(SAMPLE, &format!("{SOURCE}figures: ‹none›\nstatements: ‹{{ a: b }}\n"), &["shape", "shape"]);
    planted(SAMPLE, &format!("{SOURCE}figures:\n  - ‹exports›\n"), &["shape"]);
    planted(SAMPLE, "‹- a\n- b\n", &["shape"]);
}

#[test]
fn anchors_aliases_tags_merge_keys_and_a_second_document_are_refused() {
    planted_figure("{ indicator: exports, value: ‹&v 1 }", &["yaml-feature"]);
    planted_figure("{ indicator: exports, value: ‹!!int 1 }", &["yaml-feature"]);
    planted_figure("{ indicator: exports, value: 1, ‹<<: { at: x } }", &["yaml-feature"]);
    planted_figure("{ indicator: ‹&a exports, at: ‹*a , value: 1 }", &["yaml-feature", "yaml-feature"]);
    planted_figure("{ indicator: exports, value: 1 }\n‹---\nsource: {}", &["yaml-feature"]);
    planted_figure("{ indicator: exports, at: ‹*nothing , value: 1 }", &["yaml"]);
    planted_figure("{ indicator: exports, value: 1, note: { en: ‹[a], ru: b, ? ‹[b] : c } }", &["shape", "shape"]);
}

#[test]
fn a_bomb_of_aliases_is_refused_before_it_goes_off() {
    let mut bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..20 {
        bomb += &format!("a{level}: &a{level} [{}]\n", vec![format!("*a{}", level - 1); 9].join(", "));
    }
    let sheets = Sheets::of_arcadia();
    let found = sheets.write(SAMPLE, bomb).found();
    assert_eq!(found.iter().filter(|found| found.starts_with("yaml-feature")).count(), 20 + 19 * 9);
    let deep = sheets.write(SAMPLE, format!("figures: {}", "[".repeat(200))).found();
    assert_eq!(deep, ["too-deep sheets/2026/sample.yaml:1:25"]);
    let deep = sheets.write(SAMPLE, "- ".repeat(100_000)).found();
    assert_eq!(deep, ["too-deep sheets/2026/sample.yaml:1:33"]);
}

#[test]
fn what_is_no_yaml_is_found_where_it_stops_making_sense() {
    planted(SAMPLE, "source:\n  title: Trade‹: the year\n", &["yaml"]);
    planted(SAMPLE, "source: { title: x\nfigures‹: []\n", &["yaml"]);
    planted(SAMPLE, "‹", &["empty"]);
    planted(SAMPLE, "‹# nothing but a remark\n", &["empty"]);
}

#[test]
fn a_file_that_cannot_be_read_is_a_finding() {
    let sheets = Sheets::of_arcadia();
    sheets.write(SAMPLE, b"source:\n  title: \xd0\x9c\xd0\xb8\xd1\x80 \xff\n");
    assert_eq!(sheets.found(), ["not-utf8 sheets/2026/sample.yaml:2:14"]);
    fs::File::create(sheets.path(SAMPLE)).unwrap().set_len(17 * 1024 * 1024).unwrap();
    assert_eq!(sheets.found(), ["too-large sheets/2026/sample.yaml:1:1"]);
    fs::remove_file(sheets.path(SAMPLE)).unwrap();
    fs::create_dir(sheets.path(SAMPLE)).unwrap();
    assert_eq!(sheets.found(), ["unreadable sheets/2026/sample.yaml:1:1"]);
    fs::remove_dir(sheets.path(SAMPLE)).unwrap();
    fs::remove_file(sheets.path("indicators.yaml")).unwrap();
    assert_eq!(sheets.found(), ["missing indicators.yaml:1:1"]);
}

#[cfg(unix)]
#[test]
fn links_that_lead_nowhere_or_in_circles_are_found_and_do_not_hang() {
    use std::os::unix::fs::symlink;
    let sheets = Sheets::of_arcadia();
    symlink(sheets.path(SAMPLE), sheets.path(SAMPLE)).unwrap();
    symlink(sheets.path("sheets"), sheets.path("sheets/2026/round")).unwrap();
    symlink(sheets.path("sheets"), sheets.path("sheets/again")).unwrap();
    symlink("/dev/zero", sheets.path("sheets/2026/zero.yaml")).unwrap();
    assert_eq!(
        sheets.found(),
        [
            "stray-file sheets/2026/round:1:1",
            "unreadable sheets/2026/sample.yaml:1:1",
            "unreadable sheets/2026/zero.yaml:1:1",
            "stray-file sheets/again/2025:1:1",
            "stray-file sheets/again/2026:1:1",
            "stray-file sheets/again/again:1:1",
        ]
    );
}

#[test]
fn a_file_that_is_not_read_is_said_to_be_so_and_the_rest_is_used() {
    let sheets = Sheets::of_arcadia();
    for file in ["sheets/2026/new.yml", "sheets/2026/notes.txt", "sheets/loose.yaml", "place.yaml"] {
        sheets.write(file, "x");
    }
    sheets
        .write("README.md", "x")
        .write("intake/rows.tsv", "x")
        .write("intake/more.yaml", "x")
        .write("sheets/2026/.draft.yaml", "x")
        .write(".git/config.yaml", "x");
    assert_eq!(
        sheets.found(),
        [
            "stray-file place.yaml:1:1",
            "stray-file sheets/2026/new.yml:1:1",
            "stray-file sheets/2026/notes.txt:1:1",
            "stray-file sheets/loose.yaml:1:1",
        ]
    );
    let loaded = sheets.load();
    assert!(loaded.catalogue.is_some(), "a warning does not keep facts from being used");
}

#[test]
fn a_folder_without_a_sheet_is_not_clean() {
    let sheets = Sheets::of_arcadia();
    fs::remove_dir_all(sheets.path("sheets")).unwrap();
    assert_eq!(sheets.found(), ["no-sheets sheets:1:1"]);
    assert!(!sheets.check().is_clean());
    fs::create_dir_all(sheets.path("sheets/2026")).unwrap();
    assert_eq!(sheets.found(), ["no-sheets sheets:1:1"]);
    assert!(sheets.shown("no-sheets").contains("warning[no-sheets]: there is no sheet"));
}

#[test]
fn a_folder_that_is_none_of_sheets_cannot_be_read() {
    let empty = tempfile::tempdir().unwrap();
    let at = |path: &Path| sheet::load(&Folder::Disk(path.to_owned()));
    assert!(matches!(at(&empty.path().join("nowhere")), Err(CannotRead::Missing(_))));
    assert!(matches!(at(empty.path()), Err(CannotRead::NoPlaces(_))));
    assert!(matches!(at(&arcadia().join("places.yaml")), Err(CannotRead::NotAFolder(_))));
    assert_eq!(Folder::choose(Some("there".into())), Folder::Disk("there".into()));
}

#[test]
fn the_built_in_sheets_are_those_of_the_folder() {
    let built_in = check::check(&Folder::BuiltIn).map(|checked| (checked.findings, checked.counts));
    let folder = Folder::Disk(Path::new(env!("CARGO_MANIFEST_DIR")).join("facts"));
    match (built_in, check::check(&folder)) {
        (Ok((findings, counts)), Ok(on_disk)) => {
            assert!(findings.is_empty(), "the shipped facts are clean: {findings:#?}");
            assert_eq!(counts, on_disk.counts);
            assert_eq!(findings.len(), on_disk.findings.len());
        }
        (built_in, on_disk) => assert!(built_in.is_err() && on_disk.is_err()),
    }
}

#[test]
fn two_sheets_of_one_name_are_found() {
    let sheets = Sheets::of_arcadia();
    let sheet = fs::read_to_string(sheets.path("sheets/2025/aso-goods-2024.yaml")).unwrap();
    sheets.write(
        "sheets/2026/aso-goods-2024.yaml",
        sheet.replace("2025-02-14", "2026-02-14").replace("2025-02-20", "2026-02-20"),
    );
    assert_eq!(sheets.found(), ["duplicate-id sheets/2026/aso-goods-2024.yaml:1:1"]);
}

#[test]
fn a_spelling_of_two_places_is_found_with_both_of_them() {
    let places = fs::read_to_string(arcadia().join("places.yaml")).unwrap();
    planted("places.yaml", &places.replace("[CR, Corvian]", "[CR, Corvian, ‹bálonian›]"), &["name-shared"]);
    let sheets = Sheets::of_arcadia();
    let checked = sheets.edit("places.yaml", "[CR, Corvian]", "[CR, Balonian]").check();
    assert_eq!(checked.findings[0].why.as_deref(), Some("here of `COR`, at line 9 of `BAL`"));
    let indicators = fs::read_to_string(arcadia().join("indicators.yaml")).unwrap();
    planted("indicators.yaml", &indicators.replace("[import, purchases]", "[import, ‹Export›]"), &["name-shared"]);
}

#[test]
fn mistakes_in_places_indicators_and_authorities_are_found() {
    let of = |file: &str| fs::read_to_string(arcadia().join(file)).unwrap();
    for (file, from, to, codes) in [
        ("places.yaml", "default: { reporter: ARC, partner: isles }", "default: ‹{ reporter: ARC }", &["missing"][..]),
        ("places.yaml", "partner: isles", "partner: ‹ilses›", &["unknown-place"]),
        ("places.yaml", "[BAL, COR]", "[BAL, ‹COX›]", &["unknown-place"]),
        ("places.yaml", "{ en: Corvia, ru: Корвия,", "‹{ ru: Корвия,", &["missing"]),
        (
            "places.yaml",
            "  world:",
            "  ‹The-Moon›:\n    names: { en: a, ru: a, zh: a, kk: a, ky: a, uz: a, tg: a, tk: a }\n  world:",
            &["bad-id"],
        ),
        ("places.yaml", "texts: [en, ru]", "texts: [en, ‹rus›]", &["unknown-word"]),
        ("indicators.yaml", "kind: stock", "kind: ‹stack›", &["unknown-word"]),
        ("indicators.yaml", "units: [percent]", "units: [percent, ‹pct›]", &["bad-unit"]),
        ("indicators.yaml", "sum: [exports, imports]", "sum: ‹[exports]", &["derive"]),
        ("indicators.yaml", "shown-with: [exports", "shown-with: [‹exprots›", &["unknown-indicator"]),
        ("indicators.yaml", "signed: true", "signed: ‹maybe›", &["unknown-word"]),
        ("authorities.yaml", "country: BAL", "country: ‹BLA›", &["unknown-place"]),
        ("authorities.yaml", "authority: aso", "authority: ‹arcadian-statistics›", &["stands-for"]),
    ] {
        planted(file, &of(file).replacen(from, to, 1), codes);
    }
}

#[test]
fn a_known_disagreement_is_acknowledged_with_a_reason() {
    let sheets = Sheets::of_arcadia();
    sheets.write(SAMPLE, parts_total());
    assert_eq!(sheets.found(), ["parts-total sheets/2026/sample.yaml:12:48"]);
    sheets.edit(SAMPLE, "value: 40.4 }", "value: 40.4, allow: { parts-total: The source prints it so. } }");
    let checked = sheets.check();
    assert_eq!((checked.findings.len(), checked.acknowledged.len()), (0, 1));
}

#[test]
fn an_allow_is_of_numbers_in_which_it_is_found_and_of_no_others() {
    let sheets = Sheets::of_arcadia();
    let allow = "allow: { plausible: The table has this. }";
    let figures = |series: &str| {
        let before = "{ indicator: exports, partner: COR, values: { 2013: 20.0, 2014: 24.0, 2015: 22.0 } }";
        let source = SOURCE.replace(" period: 2019,", "").replace("2026-05-01", "2026-02-14");
        sheets.write(SAMPLE, format!("{source}figures:\n  - {before}\n{series}"));
        sheets.found()
    };
    let series = |values: &str, more: &str| {
        format!("  - {{ indicator: exports, partner: COR, values: {{ {values} }}{more} }}\n")
    };
    let of_all = series("2016: 291.0, 2017: 25.0, 2018: 26.0", &format!(", {allow}"));
    assert_eq!(figures(&of_all), ["allow-unused sheets/2026/sample.yaml:11:99"]);
    let shown = sheets.shown("allow-unused");
    assert!(shown.contains("not found in 2017, 2018") && shown.contains("an entry of their own"), "{shown}");
    let of_one = series("2016: 291.0", &format!(", {allow}")) + &series("2017: 25.0, 2018: 26.0", "");
    assert_eq!(figures(&of_one), [""; 0]);
    // An excuse beside a number with its change is of the number.
    let change = "  - { indicator: trade, partner: BAL, period: 2025, value: 100.0, change: +35%, allow: { origin-disagrees: In yuan. } }\n";
    let found = figures(change);
    assert!(found.iter().any(|one| one.starts_with("origin-disagrees")), "{found:?}");
    assert!(found.iter().any(|one| one.starts_with("allow-unused")), "{found:?}");
}

#[test]
fn a_finding_is_shown_with_its_line_and_the_mending() {
    let sheets = Sheets::of_arcadia();
    let sheet = parts_total().replace("partner: BAL", "partner: BLA").replace("40.4", "40.4, at: 表一, valu: 1");
    let checked = sheets.write(SAMPLE, sheet).check();
    let root = format!("{}/", sheets.0.path().display());
    let shown = checked.show(Format::Text { colours: false }).replace(&root, "facts/");
    let unknown_place = "\
error[unknown-place]: unknown place `BLA`
 --> facts/sheets/2026/sample.yaml:8:92
  |
8 | shared: { reporter: ARC, authority: arcadian-economy-ministry, unit: million USD, partner: BLA, at: page 1 }
  |                                                                                            ^^^ no place has this id
  |
help: did you mean `BAL`?
  |
8 - shared: { reporter: ARC, authority: arcadian-economy-ministry, unit: million USD, partner: BLA, at: page 1 }
8 + shared: { reporter: ARC, authority: arcadian-economy-ministry, unit: million USD, partner: BAL, at: page 1 }
  |
";
    assert!(shown.starts_with(unknown_place), "{shown}");
    let unknown_key = &checked.findings[1];
    assert_eq!((unknown_key.spot.line, unknown_key.spot.column), (12, 62));
    assert!(shown.contains(" --> facts/sheets/2026/sample.yaml:12:62\n"), "columns are characters: {shown}");
    assert!(checked.show(Format::Text { colours: true }).contains("\u{1b}["));
    assert!(checked.summary().ends_with("2 errors"), "{}", checked.summary());
}

#[test]
fn a_finding_of_a_rule_reads_as_a_sentence() {
    let sheets = Sheets::of_arcadia();
    let checked = sheets.write(SAMPLE, parts_total()).check();
    let root = format!("{}/", sheets.0.path().display());
    let shown = checked.show(Format::Text { colours: false }).replace(&root, "facts/");
    let expected = "\
error[parts-total]: the parts do not add up
  --> facts/sheets/2026/sample.yaml:12:48
   |
12 |   - { indicator: imports, period: 2019, value: 40.4 }
   |                                                ^^^^ exports 31.0 + imports 40.4 = 71.4, but trade is 74.1
   |
   = help: trade is at line 10, exports is at line 11, all in million USD; if the source prints this, say so here: `allow: { parts-total: reason }`
";
    assert_eq!(shown, expected);
}

#[test]
fn a_slip_in_a_part_is_found_though_a_threshold_would_let_it_pass() {
    let sheets = Sheets::of_arcadia();
    sheets.edit(GOODS, "imports, partner: isles, value: 100.0", "imports, partner: isles, value: 107.0");
    let expected = "\
error[parts-total]: the parts do not add up
  --> facts/sheets/2026/aso-goods.yaml:12:50
   |
12 |   - { indicator: imports, partner: isles, value: 107.0, at: table 1 }
   |                                                  ^^^^^ exports 50.0 + imports 107.0 = 157.0, but trade is 150.0
   |
   = help: trade is at line 10, exports is at line 11, all in million USD; if the source prints this, say so here: `allow: { parts-total: reason }`
";
    let shown = sheets.shown("parts-total");
    assert!(shown.starts_with(expected), "{shown}");
}

#[test]
fn a_slip_in_a_growth_over_years_is_found_with_the_two_that_it_is_made_of() {
    let sheets = Sheets::of_arcadia();
    sheets.edit(GOODS, "partner: BAL, value: 2, unit: times", "partner: BAL, value: 3, unit: times");
    let shown = sheets.shown("growth-years");
    assert!(shown.contains("--> facts/sheets/2026/aso-goods.yaml:22:59\n"), "{shown}");
    assert!(shown.contains("100.0 million USD in 2025 after 50.0 million USD in 2022 is 2 times"), "{shown}");
}

#[test]
fn a_member_with_more_than_its_group_is_found() {
    let sheets = Sheets::of_arcadia();
    sheets.edit(GOODS, "partner: COR, value: 50.0", "partner: COR, value: 500.0");
    let shown = sheets.shown("member-over-group");
    assert!(shown.starts_with("error[member-over-group]: a member of `isles` has more than the whole group\n"));
    let why = "trade of COR is 500.0 million USD, but that of isles is 150.0 million USD";
    assert!(shown.contains(why) && shown.contains("that is at facts/sheets/2026/aso-goods.yaml:10;"), "{shown}");
    let sheets = Sheets::of_arcadia();
    sheets.edit(HERALD, "of: isles, value: 67", "of: isles, value: 77");
    let shown = sheets.shown("share-parts");
    assert!(shown.starts_with("warning[share-parts]: the share is not that of the part in the whole\n"), "{shown}");
    let why = "100.0 million USD of about 150 million USD is 66.7 percent, not nearly 77 percent";
    assert!(shown.contains(why), "{shown}");
}

#[test]
fn a_total_ten_times_that_of_another_sheet_is_found() {
    let sheets = Sheets::of_arcadia();
    sheets.edit(HERALD, "isles, value: 150,", "isles, value: 1500,").edit(HERALD, "d: 2026-03\n", "d: 2026-02-14\n");
    let shown = sheets.shown("origin-disagrees");
    let why = "trade of isles in 2025 is about 1500 million USD here, but 150.0 million USD elsewhere, both by aso";
    let first = "warning[origin-disagrees]: one count says two things\n  --> facts/sheets/2026/herald.yaml:14:48\n";
    assert!(shown.starts_with(first), "{shown}");
    assert!(shown.contains(why) && shown.contains("facts/sheets/2026/aso-goods.yaml:10;"), "{shown}");
}

#[test]
fn a_slip_that_two_sheets_contradict_is_blamed_and_not_they() {
    let sheets = Sheets::of_arcadia();
    for name in ["one", "two"] {
        let sheet = SOURCE.replace("Arcadian Herald", name).replace("2026-05-01", "2026-02").replace("2019", "2025");
        let figure = "figures:\n  - { indicator: trade, partner: world, value: 200.0 }\n";
        sheets.write(&format!("sheets/2026/{name}.yaml"), sheet + figure);
    }
    assert_eq!(sheets.found(), [""; 0]);
    sheets.edit(GOODS, "partner: world, value: 200.0", "partner: world, value: 201.0");
    assert_eq!(sheets.found(), ["origin-disagrees sheets/2026/aso-goods.yaml:20:50"]);
}

#[test]
fn a_later_sheet_may_revise_and_one_of_the_same_or_no_date_may_not() {
    let sheets = Sheets::of_arcadia();
    assert_eq!(sheets.found(), [""; 0], "what came out a month later revises");
    for published in ["unknown", "2026", "2026-02", "2026-02-14"] {
        let sheets = Sheets::of_arcadia();
        sheets.edit("sheets/2026/herald.yaml", "published: 2026-03", &format!("published: {published}"));
        sheets.edit("sheets/2026/herald.yaml", "date: 2026-03-01", "date: 2026-01");
        assert_eq!(sheets.found(), ["origin-disagrees sheets/2026/herald.yaml:16:46"], "{published}");
        sheets.edit(
            "sheets/2026/herald.yaml",
            "value: 55,",
            "value: 55, allow: { origin-disagrees: The Herald counts fish. },",
        );
        assert_eq!(sheets.found(), [""; 0], "{published}");
        assert_eq!(sheets.check().acknowledged.len(), 1);
    }
    sheets.edit("sheets/2026/herald.yaml", "value: 55,", "value: 5000,");
    let found = sheets.found();
    assert!(found.contains(&"origin-disagrees sheets/2026/herald.yaml:16:46".to_owned()), "{found:?}");
}

#[test]
fn a_forecast_may_miss_and_a_balance_of_a_member_may_be_above_that_of_the_group() {
    planted_figure("{ indicator: trade, partner: COR, period: 2025, value: 70, status: forecast }", &[]);
    planted_figure("{ indicator: balance, period: 2025, value: -20 }", &[]);
    planted_figure("{ indicator: investment-stock, period: unknown, value: 900 }", &[]);
    planted_figure("{ indicator: share, partner: BAL, of: world, period: 2024, value: 40, unit: percent }\n  - { indicator: share, partner: isles, of: world, period: 2024, value: 30, unit: percent }".replace("40", "‹40›").as_str(), &["member-over-group"]);
}

#[test]
fn a_threshold_alone_is_still_held_against_the_rest() {
    let trade = "{ indicator: trade, value: 100, qualifier: less than }";
    let parts = "{ indicator: exports, value: 60 }\n  - { indicator: imports, value: ‹70› }";
    planted_figure(&format!("{trade}\n  - {parts}"), &["parts-total"]);
    let trade = trade.replace("less", "more");
    planted_figure(&format!("{trade}\n  - {}", parts.replace(['‹', '›'], "")), &[]);
}

#[test]
fn a_line_too_long_to_show_is_named_all_the_same() {
    let sheets = Sheets::of_arcadia();
    let checked = sheets.write(SAMPLE, format!("figures: [{}]", "1, ".repeat(2000))).check();
    let shown = checked.show(Format::Text { colours: false });
    assert!(shown.contains("sample.yaml:1:11\n") && !shown.contains("figures: ["), "{}", &shown[..500]);
}

#[test]
fn scripts_read_findings_as_json_and_as_lines_for_github() {
    let sheets = Sheets::of_arcadia();
    let checked =
        sheets.write(SAMPLE, format!("{SOURCE}figures:\n  - {{ indicator: \"50%,: x\", value: 1 }}\n")).check();
    let file = sheets.path(SAMPLE).display().to_string();
    let json: serde_json::Value = serde_json::from_str(&checked.show(Format::Json)).unwrap();
    let expected = serde_json::json!([{
        "code": "unknown-indicator",
        "severity": "error",
        "file": file,
        "line": 10,
        "column": 18,
        "message": "unknown indicator `50%,: x`: no indicator has this id",
        "help": "see `indicators.yaml`, or add it there",
    }]);
    assert_eq!(json, expected);
    assert_eq!(
        checked.show(Format::Github),
        format!(
            "::error file={file},line=10,col=18,title=unknown-indicator::unknown indicator `50%25,: x`: no indicator \
             has this id%0Asee `indicators.yaml`, or add it there\n"
        )
    );
    let clean = check::check(&Folder::Disk(arcadia())).unwrap();
    assert_eq!(clean.show(Format::Json), "[]\n");
    assert_eq!(clean.show(Format::Github), "");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_becomes_of_a_sheet_is_read_or_found_within_it(
        edits in prop::collection::vec((any::<prop::sample::Index>(), "[-{}\\[\\]:,#&*!|>'\"%@`?<= \t\na-zа-я0-9中\u{FEFF}]{0,3}", 0usize..4), 1..6),
    ) {
        let mut text: Vec<char> =
            fs::read_to_string(arcadia().join("sheets/2026/herald.yaml")).unwrap().chars().collect();
        for (index, put, taken) in edits {
            let from = index.index(text.len());
            let to = (from + taken).min(text.len());
            text.splice(from..to, put.chars());
        }
        let text: String = text.into_iter().collect();
        let sheets = Sheets::of_arcadia();
        let checked = sheets.write("sheets/2026/herald.yaml", &text).check();
        checked.show(Format::Text { colours: false });
        for finding in &checked.findings {
            if finding.file.ends_with("herald.yaml") {
                // What is missing at the end is found behind the last line.
                let (number, column, _) = finding.spot.numbers();
                let line = text.split('\n').nth(number - 1).unwrap_or_default();
                prop_assert!(number <= text.split('\n').count() + 1, "{:?}", finding);
                prop_assert!(column <= line.chars().count() + 1, "{:?}", finding);
            }
        }
    }
}
