//! A CSV → rows. Its text is read into memory, its rows one by one.

use std::borrow::Cow;

use csv::{Reader, ReaderBuilder, StringRecord};
use encoding_rs::{Encoding, UTF_8};

use super::{
    fault::{Fault, Place},
    table::{Cell, Row, Take},
};
use crate::{
    finding::{Code, Spot, lines},
    sheet::Layout,
};

/// The text of a table.
pub(super) struct Lines {
    text: String,
    separator: u8,
}

impl Lines {
    pub(super) fn open(bytes: &[u8], layout: &Layout) -> Result<Self, Fault> {
        let text = decoded(bytes, layout)?;
        if text.trim().is_empty() {
            return Err(Fault::new(
                Code::Empty,
                "the table is empty",
                "see whether it was saved, and which file it is",
            ));
        }
        let heading = layout.header.first().map_or(0, |row| row - 1);
        let heading = lines(&text).nth(usize::try_from(heading).unwrap_or(0)).unwrap_or_default();
        let separator = layout.separator.unwrap_or_else(|| most_frequent(heading));
        Ok(Self { text, separator })
    }

    pub(super) fn into_text(self) -> String {
        self.text
    }

    pub(super) fn each_row(&self, take: Take<'_>) -> Result<(), Fault> {
        let mut rows = self.reader();
        let (mut record, mut row, mut end) = (StringRecord::new(), 0, 0);
        loop {
            match rows.read_record(&mut record) {
                Ok(true) => {}
                Ok(false) => return Ok(()),
                Err(error) => {
                    return Err(Fault::new(Code::Unreadable, error.to_string(), "save the table as CSV again"));
                }
            }
            let (byte, blank) = self.start(end);
            end = usize::try_from(rows.position().byte()).unwrap_or(self.text.len());
            row += blank + 1;
            let place = Place { row, column: 0, byte };
            // An open quote takes in all that follows, and a row of it would be missed by nobody.
            if self.text[byte..end].matches('"').count() % 2 == 1 {
                let help = "close it, or write it twice where a cell has one of its own";
                return Err(Fault::new(Code::Shape, "a quote in this row is not closed", help).at(place));
            }
            let cells: Vec<Cell<'_>> = record.iter().map(cell).collect();
            if cells.iter().any(|cell| !cell.is_blank()) && take(&Row { place, cells: &cells }).is_break() {
                return Ok(());
            }
        }
    }

    /// The spots of cells whose rows come one after another.
    pub(super) fn spots(&self, places: impl Iterator<Item = Place>) -> Vec<Spot> {
        let (mut line, mut counted) = (0, 0);
        let spot = |place: Place| {
            line += lines(&self.text[counted..place.byte]).count().saturating_sub(1);
            counted = place.byte;
            self.spot(place, line + 1)
        };
        places.map(spot).collect()
    }

    /// The spot of a cell whose row begins with this line.
    fn spot(&self, place: Place, mut line: usize) -> Spot {
        let (mut column, mut cell, mut in_quotes) = (1, 0, false);
        let (mut start, mut width) = ((line, column), 0);
        for letter in self.text[place.byte..].chars() {
            match letter {
                '"' => in_quotes = !in_quotes,
                '\n' | '\r' if !in_quotes => break,
                _ => {}
            }
            if letter == char::from(self.separator) && !in_quotes {
                if cell == place.column {
                    break;
                }
                cell += 1;
                column += 1;
                (start, width) = ((line, column), 0);
                continue;
            }
            if letter == '\n' {
                (line, column) = (line + 1, 0);
            }
            column += 1;
            if line == start.0 {
                width += 1;
            }
        }
        Spot::at(start.0, start.1, width.max(1))
    }

    /// Where the row begins that follows a byte, and how many blank rows lie between.
    fn start(&self, from: usize) -> (usize, u32) {
        let mut rest = &self.text[from..];
        let mut blank = 0;
        if self.text[..from].ends_with('\r') {
            rest = rest.strip_prefix('\n').unwrap_or(rest);
        }
        while let Some(after) = rest.strip_prefix("\r\n").or_else(|| rest.strip_prefix(['\n', '\r'])) {
            blank += 1;
            rest = after;
        }
        // What ends the row before may be read already, or not.
        let ended = from == 0 || self.text[..from].ends_with(['\n', '\r']);
        (self.text.len() - rest.len(), if ended { blank } else { blank.saturating_sub(1) })
    }

    fn reader(&self) -> Reader<&[u8]> {
        ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(self.separator)
            .from_reader(self.text.as_bytes())
    }
}

fn cell(text: &str) -> Cell<'_> {
    if text.is_empty() { Cell::Empty } else { Cell::Text(Cow::Borrowed(text)) }
}

/// The separator that a heading has most of.
fn most_frequent(heading: &str) -> u8 {
    let outside: String = heading.split('"').step_by(2).collect();
    let many = |separator: &u8| outside.bytes().filter(|byte| byte == separator).count();
    // Of equals the last is the greatest: a comma.
    b"\t;,".iter().copied().max_by_key(many).unwrap_or(b',')
}

/// The text of a file: by its byte-order mark, else as the map says, else UTF-8.
fn decoded(bytes: &[u8], layout: &Layout) -> Result<String, Fault> {
    let not = |what: String| {
        let help = "save the table as UTF-8, or name its encoding in the map's `table`: `encoding: windows-1251`, \
                    `gbk`, `utf-16le`";
        Fault::new(Code::NotUtf8, what, help)
    };
    let named = |label: &String| {
        let help = "write a name such as windows-1251, windows-1252, gbk or utf-16le";
        Encoding::for_label(label.as_bytes())
            .ok_or_else(|| Fault::new(Code::UnknownWord, format!("the map names an unknown encoding, `{label}`"), help))
    };
    let (encoding, mark) = match (Encoding::for_bom(bytes), &layout.encoding) {
        (Some((encoding, mark)), _) => (encoding, mark),
        (None, Some(label)) => (named(label)?, 0),
        (None, None) => (UTF_8, 0),
    };
    let (text, has_errors) = encoding.decode_without_bom_handling(&bytes[mark..]);
    if has_errors {
        let at = text.find('\u{FFFD}').map_or(0, |at| lines(&text[..at]).count());
        return Err(not(format!("line {at} of this table is not {}", encoding.name())));
    }
    if text.contains('\0') {
        return Err(not(format!("this table is not {} text: there are zero bytes in it", encoding.name())));
    }
    Ok(text.into_owned())
}
