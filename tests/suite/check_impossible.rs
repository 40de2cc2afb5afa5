//! What cannot be is found by `check` in its place, and rounding never is.

use std::{fs, path::Path};

use tradefacts::{check, sheet::Folder};

use crate::sheets::copy;

const SHARED: &str =
    "shared: { reporter: ARC, partner: BAL, authority: aso, unit: million USD, period: 2015, at: page 1 }";

/// A sheet of the invented country's statistics office with these entries of figures.
fn sheet(published: &str, entries: &[&str]) -> String {
    let source = format!(
        "source:\n  title: A sample of {published}\n  publisher: Arcadia Statistics Office\n  published: {published}\n  \
         read: 2026-05-02\n  language: en\n  url: unknown\n"
    );
    let entries: String = entries.iter().map(|entry| format!("  - {{ {entry} }}\n")).collect();
    format!("{source}{SHARED}\nfigures:\n{entries}")
}

/// What is found where in these sheets beside those of the invented country: `code n:m` for the entry m of the sheet n.
fn found(sheets: &[String]) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/facts"), folder.path());
    for (number, text) in sheets.iter().enumerate() {
        fs::write(folder.path().join(format!("sheets/2026/sample-{number}.yaml")), text).unwrap();
    }
    let checked = check::check(&Folder::Disk(folder.path().to_owned())).unwrap();
    let place = |file: &str| {
        let stem = Path::new(file).file_stem().unwrap().to_str().unwrap();
        stem.strip_prefix("sample-").unwrap_or_else(|| panic!("{:#?}", checked.findings)).to_owned()
    };
    // The entries begin at line 10.
    checked.findings.iter().map(|one| format!("{} {}:{}", one.code, place(&one.file), one.spot.line - 9)).collect()
}

/// Holds what is found in one sheet of February 2026 against what is expected.
fn expect(entries: &[&str], expected: &[&str]) {
    assert_eq!(found(&[sheet("2026-02-01", entries)]), expected, "{entries:?}");
}

#[test]
fn a_period_that_was_not_over_is_found_unless_the_number_is_no_count() {
    for (entry, is_found) in [
        ("indicator: trade, period: 2030, value: 120", true),
        ("indicator: trade, period: 2026, value: 120", true),
        ("indicator: trade, period: 2026-Q1, value: 30", true),
        ("indicator: trade, period: 2026-M02, value: 10", true),
        ("indicator: trade, period: 2026-M01, value: 10", false),
        ("indicator: growth, of: trade, period: 2028, unit: percent, value: 5", true),
        ("indicator: share, of: world, period: 2026, unit: percent, value: 45", true),
        ("indicator: investment-stock, period: 2026, value: 500", false),
        ("indicator: investment-stock, period: 2026-02, value: 500", false),
        ("indicator: investment-stock, period: 2026-02-02, value: 500", true),
        ("indicator: investment-stock, period: 2027, value: 500", true),
        ("indicator: investment-stock, period: unknown, value: 5", false),
        ("indicator: trade, period: 2030, value: 120, status: forecast", false),
        ("indicator: trade, period: 2030, value: 120, status: target", false),
        ("indicator: trade, period: 2030, value: 120, status: estimate", false),
        ("indicator: trade, period: 2026, value: 120, status: provisional", true),
    ] {
        let expected: &[&str] = if is_found { &["period-ahead 0:1"] } else { &[] };
        expect(&[entry], expected);
    }
}

#[test]
fn a_source_without_a_day_is_held_to_the_last_on_which_it_may_have_come_out() {
    let figures = ["indicator: trade, period: 2026-M03, value: 10", "indicator: exports, period: 2026-M05, value: 5"];
    for (published, expected) in [
        ("2026", &["period-ahead 0:2"][..]),
        ("2026-03", &["period-ahead 0:1", "period-ahead 0:2"]),
        ("2026-04", &["period-ahead 0:2"]),
    ] {
        // In March it may have come out on the last day of it.
        let expected = if published == "2026-03" { &expected[1..] } else { expected };
        assert_eq!(found(&[sheet(published, &figures)]), expected, "{published}");
    }
}

#[test]
fn an_event_to_come_is_found_and_what_is_only_planned_is_not() {
    for (kind, date, is_found) in [
        ("event", "2031-05", true),
        ("summit", "2026-02-02", true),
        ("summit", "2027", true),
        ("event", "2026", false),
        ("event", "2026-02-01", false),
        ("event", "unknown", false),
        ("project", "2031", false),
        ("theme", "2031", false),
        ("agreement", "2031", true),
        ("rank", "2027", true),
    ] {
        let text = "text: { en: A bridge was opened., ru: Открыт мост. }";
        let entry = format!("kind: {kind}, places: [BAL], date: {date}, at: page 1, {text}");
        let sheet = sheet("2026-02-01", &[&entry]).replace("figures:", "statements:");
        let expected: &[&str] = if is_found { &["event-ahead 0:1"] } else { &[] };
        assert_eq!(found(&[sheet]), expected, "{kind} {date}");
    }
}

#[test]
fn a_part_of_a_year_with_more_than_a_longer_one_that_holds_it_is_found() {
    let two = |part: &str, of_part: &str, whole: &str, of_whole: &str, expected: &[&str]| {
        let [part, whole] = [(part, of_part), (whole, of_whole)]
            .map(|(period, value)| format!("indicator: trade, period: {period}, value: {value}"));
        expect(&[&part, &whole], expected);
    };
    let over = &["months-over-year 0:1"][..];
    two("2015-M01-M05", "50", "2015-M01-M08", "40", over);
    two("2015-Q1", "50", "2015-H1", "40", over);
    two("2015-M03", "50", "2015-Q1", "40", over);
    two("2015-M02-M05", "50", "2015-M01-M08", "40", over);
    two("2015-M01-M05", "50", "2015", "40", over);
    // Rounding, spans that do not hold each other, and words that leave more open.
    two("2015-Q1", "40.4", "2015-H1", "40", &[]);
    two("2015-Q1", "50", "2015-M02-M08", "40", &[]);
    two("2015-Q1", "50", "2016-H1", "40", &[]);
    two("2015-Q1", "50", "2015-H1", "40, qualifier: more than", &[]);
    two("2015-Q1", "50", "2015-H1", "40, status: forecast", &[]);
    two("2015-Q1", "50, unit: million CNY", "2015-H1", "40", &[]);
}

#[test]
fn what_can_be_below_zero_may_have_more_in_a_part() {
    expect(&["indicator: balance, period: 2015-Q1, value: 50", "indicator: balance, period: 2015-H1, value: 40"], &[]);
}

#[test]
fn the_halves_quarters_and_months_of_a_span_make_it() {
    let all = |values: &[(&str, &str)], expected: &[&str]| {
        let entries: Vec<String> = values
            .iter()
            .map(|(period, value)| format!("indicator: trade, period: {period}, value: {value}"))
            .collect();
        expect(&entries.iter().map(String::as_str).collect::<Vec<_>>(), expected);
    };
    all(&[("2015-H1", "50"), ("2015-H2", "60"), ("2015", "150")], &["year-parts 0:3"]);
    all(&[("2015-H1", "50"), ("2015-H2", "60"), ("2015", "100")], &["year-parts 0:3"]);
    all(&[("2015-Q1", "20"), ("2015-Q2", "20"), ("2015-H1", "50")], &["year-parts 0:3"]);
    all(&[("2015-M01", "7"), ("2015-M02", "7"), ("2015-M03", "7"), ("2015-Q1", "25")], &["year-parts 0:4"]);
    all(&[("2015-Q1", "30"), ("2015-Q2", "30"), ("2015-Q4", "45"), ("2015", "100")], &["year-parts 0:4"]);
    all(&[("2015-H1", "50"), ("2015-H2", "60"), ("2015", "111")], &[]);
    all(&[("2015-H1", "50"), ("2015-H2", "60"), ("2015", "120, qualifier: about")], &[]);
    all(&[("2015-Q1", "30"), ("2015-Q2", "30"), ("2015-Q4", "30"), ("2015", "150")], &[]);
    all(&[("2015-H1", "50"), ("2015-H2", "60, status: forecast"), ("2015", "150")], &[]);
}

#[test]
fn parts_that_came_out_on_another_day_may_have_been_revised() {
    let year = sheet("2026-02-01", &["indicator: trade, value: 150"]);
    let halves = ["indicator: trade, period: 2015-H1, value: 50", "indicator: trade, period: 2015-H2, value: 60"];
    assert_eq!(found(&[year.clone(), sheet("2026-03-01", &halves)]), [""; 0]);
    let same_day = sheet("2026-02-01", &halves).replace("A sample", "Halves");
    assert_eq!(found(&[year, same_day]), ["year-parts 0:1"]);
}

#[test]
fn a_part_above_its_total_is_found_without_the_other_part() {
    let trade = "indicator: trade, value: 50";
    expect(&[trade, "indicator: exports, value: 60"], &["parts-total 0:2"]);
    expect(&["indicator: imports, value: 60", trade], &["parts-total 0:2"]);
    expect(&["indicator: exports, value: 50", "indicator: balance, value: 60"], &["parts-total 0:2"]);
    expect(&["indicator: imports, value: 50", "indicator: balance, value: -60"], &["parts-total 0:2"]);
    expect(&[trade, "indicator: exports, value: 50.4"], &[]);
    expect(&[trade, "indicator: exports, value: 60, qualifier: less than"], &[]);
    expect(&["indicator: exports, value: 50", "indicator: balance, value: -60"], &[]);
}

#[test]
fn shares_of_one_whole_above_all_of_it_are_found() {
    let share = |partner: &str, of: &str, value: &str| {
        format!("indicator: share, partner: {partner}, of: {of}, unit: percent, value: {value}")
    };
    let two = |one: String, other: String, expected: &[&str]| expect(&[&one, &other], expected);
    let over = &["shares-over-whole 0:2"][..];
    two(share("BAL", "isles", "60"), share("COR", "isles", "55"), over);
    two(share("BAL", "world", "60"), share("COR", "world", "55"), over);
    two(share("BAL", "isles", "60"), share("COR", "isles", "40.5"), &[]);
    two(share("BAL", "world", "60"), share("COR", "isles", "55"), &[]);
    two(share("BAL", "world", "60"), share("isles", "world", "65"), &[]);
    two(share("BAL", "isles", "60"), share("COR", "isles", "55, period: 2016"), &[]);
    two(share("BAL", "isles", "60"), share("COR", "isles", "55, qualifier: less than"), &[]);
    let third = |partner: &str, value: &str| format!("reporter: none, {}", share(partner, "isles", value));
    two(third("ARC", "60"), third("BAL", "55"), &[]);
}

#[test]
fn a_fall_by_more_than_all_is_refused_but_of_what_can_be_below_zero() {
    let growth = |of: &str, value: &str| format!("indicator: growth, of: {of}, unit: percent, value: {value}");
    expect(&[&growth("trade", "-130")], &["bad-number 0:1"]);
    expect(&[&growth("exports", "-100.1")], &["bad-number 0:1"]);
    expect(&["indicator: growth, of: trade, unit: times, value: -2"], &["bad-number 0:1"]);
    expect(&[&growth("trade", "-100")], &[]);
    expect(&[&growth("balance", "-130")], &[]);
    expect(&["indicator: trade, value: 50, change: -130%"], &["bad-change 0:1"]);
    expect(&["indicator: balance, value: 50, change: -130%"], &[]);
}

#[test]
fn a_count_is_whole() {
    let count = |value: &str, unit: &str| format!("indicator: enterprises, value: {value}, unit: {unit}");
    expect(&[&count("3.5", "count")], &["bad-number 0:1"]);
    expect(&[&count("3.4567", "thousand count")], &["bad-number 0:1"]);
    expect(&[&count("3.456", "thousand count")], &[]);
    expect(&[&count("3.0", "count")], &[]);
}

#[test]
fn the_same_figure_twice_in_a_sheet_is_found_in_whatever_unit() {
    let first = "indicator: trade, value: 50";
    expect(&[first, first], &["said-twice 0:2"]);
    expect(&[first, "indicator: trade, value: 50, at: page 7"], &["said-twice 0:2"]);
    expect(&[first, "indicator: trade, value: 0.050, unit: billion USD"], &["said-twice 0:2"]);
    expect(&[first, "indicator: trade, value: 50, authority: arcadian-statistics"], &[]);
    expect(&[first, "indicator: trade, value: 40, qualifier: more than"], &[]);
    expect(&[first, "indicator: trade, value: 50.0, qualifier: about"], &[]);
    expect(&[first, "indicator: trade, value: 50, withdrawn: 2026-02"], &[]);
    let other = sheet("2026-03-01", &[first]);
    assert_eq!(found(&[sheet("2026-02-01", &[first]), other]), [""; 0]);
}
