//! XLSX, as spreadsheets write it.

use std::{
    fs,
    io::{Cursor, Write as _},
};

use zip::{ZipWriter, write::SimpleFileOptions};

use super::{Became, Desk, PLAIN, given};

const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

/// A book of sheets, each the cells of its rows as XML. The style 1 is that of a day.
fn book(sheets: &[(&str, &str)]) -> Vec<u8> {
    let listed = |line: fn(usize, &str) -> String| -> String {
        sheets.iter().enumerate().map(|(at, (name, _))| line(at + 1, name)).collect()
    };
    let package = "http://schemas.openxmlformats.org/package/2006";
    let main = "application/vnd.openxmlformats-officedocument.spreadsheetml";
    let mut parts = vec![
        (
            "[Content_Types].xml".to_owned(),
            format!(
                "<Types xmlns=\"{package}/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
                 <Default Extension=\"xml\" ContentType=\"application/xml\"/><Override PartName=\"/xl/workbook.xml\" ContentType=\"{main}.sheet.main+xml\"/></Types>"
            ),
        ),
        (
            "_rels/.rels".to_owned(),
            format!(
                "<Relationships xmlns=\"{package}/relationships\"><Relationship Id=\"r1\" Type=\"{RELATIONS}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/workbook.xml".to_owned(),
            format!(
                "<workbook xmlns=\"{MAIN}\" xmlns:r=\"{RELATIONS}\"><sheets>{}</sheets></workbook>",
                listed(|at, name| format!("<sheet name=\"{name}\" sheetId=\"{at}\" r:id=\"s{at}\"/>"))
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels".to_owned(),
            format!(
                "<Relationships xmlns=\"{package}/relationships\"><Relationship Id=\"st\" Type=\"{RELATIONS}/styles\" Target=\"styles.xml\"/>{}</Relationships>",
                listed(|at, _| format!(
                    "<Relationship Id=\"s{at}\" Type=\"{RELATIONS}/worksheet\" Target=\"worksheets/sheet{at}.xml\"/>"
                ))
            ),
        ),
        (
            "xl/styles.xml".to_owned(),
            format!(
                "<styleSheet xmlns=\"{MAIN}\"><cellXfs count=\"2\"><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs></styleSheet>"
            ),
        ),
    ];
    for (at, (_, rows)) in sheets.iter().enumerate() {
        let text = format!("<worksheet xmlns=\"{MAIN}\"><sheetData>{rows}</sheetData></worksheet>");
        parts.push((format!("xl/worksheets/sheet{}.xml", at + 1), text));
    }
    let mut packed = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        packed.start_file(name, SimpleFileOptions::default()).unwrap();
        packed.write_all(text.as_bytes()).unwrap();
    }
    packed.finish().unwrap().into_inner()
}

/// A row from its cells: `=x` is a formula without a result, `=x|1` one with it, `@46082` a day, `#REF!` an error, a
/// number a number, all else a text.
fn row(number: usize, cells: &[&str]) -> String {
    let cells = cells.iter().zip('A'..).filter(|(cell, _)| !cell.is_empty()).map(|(cell, column)| {
        let at = format!("r=\"{column}{number}\"");
        match cell.split_at_checked(1).unwrap_or(("", cell)) {
            ("=", formula) => match formula.split_once('|') {
                Some((formula, result)) => format!("<c {at}><f>{formula}</f><v>{result}</v></c>"),
                None => format!("<c {at}><f>{formula}</f></c>"),
            },
            ("@", day) => format!("<c {at} s=\"1\"><v>{day}</v></c>"),
            ("#", _) => format!("<c {at} t=\"e\"><v>{cell}</v></c>"),
            _ if cell.parse::<f64>().is_ok() => format!("<c {at}><v>{cell}</v></c>"),
            _ => format!("<c {at} t=\"inlineStr\"><is><t>{cell}</t></is></c>"),
        }
    });
    format!("<row r=\"{number}\">{}</row>", cells.collect::<String>())
}

fn rows(rows: &[&[&str]]) -> String {
    rows.iter().zip(1..).map(|(cells, number)| row(number, cells)).collect()
}

fn takes(desk: &Desk, map: &str, sheets: &[(&str, &str)]) -> Became {
    desk.write("t.xlsx", book(sheets));
    desk.tries(map, &["t.xlsx"], &given()).unwrap()
}

/// The figures that one sheet becomes.
fn figures(map: &str, cells: &[&[&str]]) -> Vec<String> {
    let desk = Desk::new();
    let became = takes(&desk, map, &[("2026", &rows(cells))]);
    let sheets = became.sheets.as_ref().unwrap_or_else(|| panic!("{}", became.shown()));
    let text = fs::read_to_string(desk.path("facts").join(&sheets[0].0)).unwrap();
    text.split_once("figures:\n").unwrap().1.lines().map(|line| line.trim_start_matches("  - ").to_owned()).collect()
}

/// What is found in one sheet.
fn found(map: &str, cells: &[&[&str]]) -> Vec<String> {
    takes(&Desk::new(), map, &[("2026", &rows(cells))]).found()
}

#[test]
fn numbers_have_their_shortest_decimal_and_figures_name_sheet_and_row() {
    assert_eq!(
        figures(
            PLAIN,
            &[&["Country", "Exports"], &[], &["Balonia1)", "27.300000000000001"], &["Корвия*", "12 345.60"]]
        ),
        [
            "{ indicator: exports, partner: BAL, value: 27.3, at: \"sheet “2026”, row 3\" }",
            "{ indicator: exports, partner: COR, value: 12345.60, at: \"sheet “2026”, row 4\" }",
        ]
    );
}

#[test]
fn a_formula_counts_by_its_kept_result() {
    let result = &[&["Country", "Exports"][..], &["Balonia", "=1+1|2"]];
    assert_eq!(figures(PLAIN, result), ["{ indicator: exports, value: 2, at: \"sheet “2026”, row 2\" }"]);
    let none = &[&["Country", "Exports"][..], &["Balonia", "=1+1"]];
    assert_eq!(found(PLAIN, none), ["value 2:2 this cell holds a formula without its result"]);
    let broken = &[&["Country", "Exports"][..], &["Balonia", "#REF!"]];
    assert_eq!(found(PLAIN, broken), ["bad-number 2:2 this cell holds the error #REF!"]);
}

#[test]
fn a_day_is_a_period_and_no_number() {
    let map = PLAIN.replace(", period: 2026-M03", "").replace("partner: Country", "partner: Country, period: Month");
    // The first of March 2026.
    let cells = &[&["Country", "Month", "Exports"][..], &["Balonia", "@46082", "5"], &["Corvia", "2019", "6"]];
    assert_eq!(
        figures(&map, cells),
        [
            "{ indicator: exports, partner: BAL, period: 2026-M03, value: 5, at: \"sheet “2026”, row 2\" }",
            "{ indicator: exports, partner: COR, period: 2019, value: 6, at: \"sheet “2026”, row 3\" }",
        ]
    );
    let cells = &[&["Country", "Month", "Exports"][..], &["Balonia", "@46083", "@46082"]];
    assert_eq!(found(&map, cells), ["bad-period 2:2 “2026-03-02” is no period"]);
    let cells = &[&["Country", "Exports"][..], &["Balonia", "@46082"]];
    assert_eq!(found(PLAIN, cells), ["bad-number 2:2 2026-03-01 is a day, and no number"]);
}

#[test]
fn a_cell_of_a_heading_that_spans_columns_stands_above_all_of_them() {
    let map = PLAIN
        .replace("decimal:", "header: [2, 3], decimal:")
        .replace("header: Exports, indicator: exports", "header: Exports / Month, indicator: exports")
        + "  - { header: Imports / Month, indicator: imports }\n";
    let cells = &[
        &["Trade of Arcadia"][..],
        &["Country", "Exports", "", "Imports", ""],
        &["", "Month", "Year", "Month", "Year"],
        &["Balonia", "1", "2", "3", "4"],
    ];
    assert_eq!(
        figures(&map, cells),
        [
            "{ indicator: exports, value: 1, at: \"sheet “2026”, row 4\" }",
            "{ indicator: imports, value: 3, at: \"sheet “2026”, row 4\" }",
        ]
    );
    let one_row = map.replace("header: [2, 3]", "header: [2]");
    assert!(found(&one_row, cells)[0].starts_with("missing 2:1 no column has the heading “Exports / Month”"));
    let upper = map.replace("header: [2, 3]", "header: [3]").replace(" / Month", "").replace("Exports,", "Month,");
    assert!(found(&upper, cells).contains(&"duplicate-key 3:4 two columns have the heading “Month”".to_owned()));
}

#[test]
fn a_finding_names_the_sheet_and_the_cell() {
    let became = takes(&Desk::new(), PLAIN, &[("2026", &rows(&[&["Country", "Exports"], &["Baloniaa", "5"]]))]);
    let shown = became.shown().replace(&became.findings[0].file, "t.xlsx");
    assert_eq!(
        shown,
        "\
error[unknown-place]: unknown place “Baloniaa”
--> t.xlsx:2:1
 = note: sheet “2026”, cell A2; column “Country”
 = help: did you mean `BAL`? If the name is right, say in the map's `names` what it stands for, or `skip` for a row to leave out
"
    );
}

#[test]
fn an_empty_sheet_and_a_choice_of_sheets_are_told() {
    let desk = Desk::new();
    assert_eq!(takes(&desk, PLAIN, &[("A", "")]).found(), ["empty 1:1 the sheet “A” is empty"]);
    let full = rows(&[&["Country", "Exports"], &["Balonia", "5"]]);
    let two = [("A", ""), ("B", full.as_str())];
    let became = takes(&desk, PLAIN, &two);
    assert_eq!(became.found(), ["missing 1:1 this book has 2 sheets"]);
    assert!(became.shown().contains("there are A, B"), "{}", became.shown());
    let named = |name: &str| PLAIN.replace("decimal:", &format!("sheet: {name}, decimal:"));
    assert_eq!(takes(&desk, &named("C"), &two).found(), ["missing 1:1 this book has no sheet “C”"]);
    assert!(takes(&desk, &named("B"), &two).sheets.is_some());
    let given = tradefacts::import::Given { sheet: Some("B".to_owned()), ..given() };
    assert!(desk.tries(&named("C"), &["t.xlsx"], &given).unwrap().sheets.is_some());
}
