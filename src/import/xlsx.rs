//! A sheet of an XLSX → rows. Its cells are read one by one.

use std::{
    borrow::Cow,
    fmt,
    io::{self, Cursor, Read as _},
};

use calamine::{DataRef, Reader as _, Xlsx, open_workbook_from_rs};
use jiff::civil::Date;
use zip::ZipArchive;

use super::{
    fault::{Fault, Place},
    number::shortest,
    table::{Cell, Row, Take},
};
use crate::finding::Code;

/// Bytes of all that is packed in a book. What has more is refused before it is unpacked into memory.
const UNPACKED: u64 = 256 * 1024 * 1024;

/// Columns of a row; a spreadsheet has no more.
const COLUMNS: usize = 16_384;

/// A book that is open at one of its sheets.
pub(super) struct Book {
    book: Xlsx<Cursor<Vec<u8>>>,
    sheet: String,
}

impl Book {
    /// `sheet`: the one that is meant, where there are several.
    pub(super) fn open(bytes: Vec<u8>, sheet: Option<&str>) -> Result<Self, Fault> {
        is_small(&bytes, UNPACKED)?;
        let book: Xlsx<_> = open_workbook_from_rs(Cursor::new(bytes)).map_err(broken)?;
        let names = book.sheet_names();
        let sheet = match (sheet, &names[..]) {
            (Some(sheet), names) if names.iter().any(|name| name == sheet) => sheet.to_owned(),
            (None, [only]) => only.clone(),
            (sheet, names) => {
                let message = match sheet {
                    Some(sheet) => format!("this book has no sheet “{sheet}”"),
                    None => format!("this book has {} sheets", names.len()),
                };
                let help = format!("name one with --sheet, or in the map's `table`; there are {}", names.join(", "));
                return Err(Fault::new(Code::Missing, message, help));
            }
        };
        Ok(Self { book, sheet })
    }

    pub(super) fn sheet(&self) -> &str {
        &self.sheet
    }

    pub(super) fn each_row(&mut self, take: Take<'_>) -> Result<(), Fault> {
        let mut cells = self.book.worksheet_cells_reader(&self.sheet).map_err(broken)?;
        let (mut row, mut number) = (Vec::new(), None);
        let mut is_empty = true;
        loop {
            let next = cells.next_cell_with_formula().map_err(broken)?;
            let at = next.as_ref().map(|cell| cell.pos.0);
            if at != number {
                let full = std::mem::take(&mut row);
                if let Some(number) = number
                    && full.iter().any(|cell: &Cell<'_>| !cell.is_blank())
                {
                    is_empty = false;
                    let place = Place { row: number + 1, ..Place::default() };
                    if take(&Row { place, cells: &full }).is_break() {
                        return Ok(());
                    }
                }
                number = at;
            }
            let Some(cell) = next else { break };
            let column = usize::try_from(cell.pos.1).unwrap_or(usize::MAX);
            if column < COLUMNS {
                row.resize(row.len().max(column + 1), Cell::Empty);
                row[column] = read(cell.value, cell.formula.is_some());
            }
        }
        if is_empty {
            let message = format!("the sheet “{}” is empty", self.sheet);
            return Err(Fault::new(Code::Empty, message, "name another with --sheet, or in the map's `table`"));
        }
        Ok(())
    }
}

fn read(value: DataRef<'_>, is_formula: bool) -> Cell<'_> {
    match value {
        DataRef::Empty if is_formula => Cell::Formula,
        DataRef::Empty => Cell::Empty,
        DataRef::Int(number) => Cell::Number(number.to_string()),
        DataRef::Float(number) => Cell::Number(shortest(number)),
        DataRef::DateTimeIso(text) if text.get(..10).is_some_and(|day| day.parse::<Date>().is_ok()) => {
            text[..10].parse().map_or(Cell::Empty, Cell::Day)
        }
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => Cell::Text(Cow::Owned(text)),
        DataRef::SharedString(text) => Cell::Text(Cow::Borrowed(text)),
        DataRef::Bool(is) => Cell::Text(Cow::Borrowed(if is { "TRUE" } else { "FALSE" })),
        DataRef::DateTime(moment) => {
            let (year, month, day, ..) = moment.to_ymd_hms_milli();
            let small = |number: u8| i8::try_from(number).unwrap_or(0);
            let date = i16::try_from(year).ok().and_then(|year| Date::new(year, small(month), small(day)).ok());
            date.map_or_else(|| Cell::Number(shortest(moment.as_f64())), Cell::Day)
        }
        DataRef::Error(error) => Cell::Broken(error.to_string()),
    }
}

/// Unpacks a book into nothing, to see how much it is: what it says of itself may be wrong.
fn is_small(bytes: &[u8], most: u64) -> Result<(), Fault> {
    let mut packed = ZipArchive::new(Cursor::new(bytes)).map_err(broken)?;
    let mut left = most;
    for number in 0..packed.len() {
        let file = packed.by_index(number).map_err(broken)?;
        left -= io::copy(&mut file.take(left + 1), &mut io::sink()).map_err(broken)?.min(left);
        if left == 0 {
            let message = format!("there are more than {} MB packed in this book", most / 1024 / 1024);
            return Err(Fault::new(Code::TooLarge, message, "save the sheet that is needed as CSV, or split it"));
        }
    }
    Ok(())
}

fn broken(error: impl fmt::Display) -> Fault {
    let message = format!("this is no XLSX that can be read: {error}");
    Fault::new(Code::Unreadable, message, "open it in a spreadsheet and save it again as XLSX or CSV")
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use zip::{ZipWriter, write::SimpleFileOptions};

    use super::*;

    #[test]
    fn a_book_that_is_large_when_unpacked_is_refused_whatever_it_says_of_itself() {
        let mut packed = ZipWriter::new(Cursor::new(Vec::new()));
        for name in ["a.xml", "b.xml"] {
            packed.start_file(name, SimpleFileOptions::default()).unwrap();
            packed.write_all(&vec![b' '; 600 * 1024]).unwrap();
        }
        let bytes = packed.finish().unwrap().into_inner();
        assert!(bytes.len() < 10 * 1024);
        let mut lying = bytes.clone();
        // The sizes in the list at the end: four bytes each.
        let size = 600u32 * 1024;
        for at in 0..lying.len() - 4 {
            if lying[at..at + 4] == size.to_le_bytes() {
                lying[at..at + 4].copy_from_slice(&1u32.to_le_bytes());
            }
        }
        assert_ne!(bytes, lying);
        for book in [bytes.clone(), lying] {
            let refused = is_small(&book, 1024 * 1024).unwrap_err();
            assert!(matches!(refused.code, Code::TooLarge | Code::Unreadable), "{refused:?}");
        }
        assert_eq!(is_small(&bytes, 2 * 1024 * 1024), Ok(()));
    }
}
