//! The heading of a table → which column says what.

use super::{
    fault::{Fault, Place},
    names::without_marks,
    table::Cell,
};
use crate::{
    fact::Period,
    finding::Code,
    sheet::{Map, PERIOD, Says, nearest, period_in_words},
};

/// Where things stand in each row, as columns from 0.
#[derive(Debug)]
pub(super) struct Heading {
    pub(super) rows: Vec<(Says, usize)>,
    pub(super) values: Vec<Values>,
    /// The whole heading of each column.
    pub(super) texts: Vec<String>,
}

/// A column of numbers.
#[derive(Debug)]
pub(super) struct Values {
    pub(super) column: usize,
    /// The number of its column in the map.
    pub(super) number: usize,
    /// The period in its heading.
    pub(super) period: Option<Period>,
}

impl Heading {
    /// Finds the columns of a map in the heading's rows, of which the last is at `place`. What is not found is a fault
    /// at the cell that comes nearest.
    pub(super) fn find(map: &Map, rows: &[&[Cell<'_>]], place: Place) -> Result<Self, Vec<Fault>> {
        let marks = &map.layout.marks;
        let texts = texts(rows, marks);
        let mut faults = Vec::new();
        let at = |column: usize| Place { column, ..place };
        let mut said = Vec::new();
        for (says, header) in &map.rows {
            match &columns(&texts, header)[..] {
                [column] => said.push((*says, *column)),
                [] => faults.push(not_there(header, &texts, at)),
                [_, second, ..] => faults.push(twice(header, at(*second))),
            }
        }
        let mut values = Vec::new();
        for (number, column) in map.columns.iter().enumerate() {
            let before = values.len();
            if column.header.contains(PERIOD) {
                let found =
                    texts.iter().enumerate().filter_map(|(at, text)| Some((at, period_in(text, &column.header)?)));
                values.extend(found.map(|(column, period)| Values { column, number, period: Some(period) }));
            } else {
                match &columns(&texts, &column.header)[..] {
                    [_, second, ..] => faults.push(twice(&column.header, at(*second))),
                    found => values.extend(found.iter().map(|column| Values { column: *column, number, period: None })),
                }
            }
            if values.len() == before && faults.is_empty() {
                faults.push(not_there(&column.header, &texts, at));
            }
        }
        if faults.is_empty() { Ok(Self { rows: said, values, texts }) } else { Err(faults) }
    }
}

/// The headings of all columns. A cell above several columns stands above the first of them, the others are empty.
fn texts(rows: &[&[Cell<'_>]], marks: &[String]) -> Vec<String> {
    let width = rows.iter().map(|row| row.len()).max().unwrap_or(0);
    let mut whole: Vec<Vec<String>> = vec![Vec::new(); width];
    for (number, row) in rows.iter().enumerate() {
        let is_last = number + 1 == rows.len();
        let mut above = String::new();
        for (column, whole) in whole.iter_mut().enumerate() {
            let text = row.get(column).map(|cell| plain(&cell.words(), marks)).unwrap_or_default();
            if !text.is_empty() {
                above = text;
            } else if is_last {
                above.clear();
            }
            if !above.is_empty() {
                whole.push(above.clone());
            }
        }
    }
    whole.into_iter().map(|parts| parts.join(" / ")).collect()
}

fn plain(text: &str, marks: &[String]) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    without_marks(&words.join(" "), marks).to_owned()
}

fn columns(texts: &[String], header: &str) -> Vec<usize> {
    let header = header.to_lowercase();
    let found = texts.iter().enumerate().filter(|(_, text)| text.to_lowercase() == header);
    found.map(|(column, _)| column).collect()
}

/// The period that a heading has where another has `{period}`.
fn period_in(text: &str, header: &str) -> Option<Period> {
    let (before, after) = header.split_once(PERIOD)?;
    let said = text.strip_prefix(before)?.strip_suffix(after)?;
    period_in_words(said.trim())
}

fn not_there(header: &str, texts: &[String], at: impl Fn(usize) -> Place) -> Fault {
    let near = nearest(header, texts.iter().map(String::as_str));
    let column = near.and_then(|near| texts.iter().position(|text| text == near));
    let near = near.map(|near| format!("the nearest is “{near}”. ")).unwrap_or_default();
    let help = "Correct the map, or see whether this is another table; its `header` says in which rows the heading is";
    Fault::new(Code::Missing, format!("no column has the heading “{header}”"), format!("{near}{help}"))
        .at(at(column.unwrap_or(0)))
}

fn twice(header: &str, place: Place) -> Fault {
    let help = "name more rows of the heading in the map's `header`, so that they differ: `Exports / Month`";
    Fault::new(Code::DuplicateKey, format!("two columns have the heading “{header}”"), help).at(place)
}
