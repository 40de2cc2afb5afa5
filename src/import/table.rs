//! A file → rows of cells, whatever kind of file it is, one row after another.

use std::{
    borrow::Cow,
    fs::File,
    io::{self, Read as _},
    ops::ControlFlow,
    path::Path,
};

use jiff::civil::Date;

use super::{
    csv::Lines,
    fault::{Fault, Place, letters},
    xlsx::Book,
};
use crate::{
    finding::{Code, Finding, Spot},
    sheet::Layout,
};

/// A larger file is refused by its size, before it is read.
const LARGEST: u64 = 64 * 1024 * 1024;

/// A table that is open.
pub(super) enum Table {
    Lines(Lines),
    Book(Box<Book>),
}

/// A row in which something stands.
pub(super) struct Row<'r> {
    /// Of its first cell.
    pub(super) place: Place,
    pub(super) cells: &'r [Cell<'r>],
}

/// What stands in a cell.
#[derive(Clone, PartialEq, Debug)]
pub(super) enum Cell<'r> {
    Empty,
    Text(Cow<'r, str>),
    /// A spreadsheet's own number, by its shortest decimal.
    Number(String),
    /// A number that the spreadsheet shows as a day.
    Day(Date),
    /// A formula whose result is not kept.
    Formula,
    /// What a spreadsheet says of a formula that has no result: `#REF!`.
    Broken(String),
}

/// Takes rows until it has enough.
pub(super) type Take<'t> = &'t mut dyn FnMut(&Row<'_>) -> ControlFlow<()>;

impl Table {
    /// `sheet`: the one of a book that is meant, if not the map's.
    pub(super) fn open(path: &Path, layout: &Layout, sheet: Option<&str>) -> Result<Self, Fault> {
        let unreadable = |error: io::Error| {
            Fault::new(Code::Unreadable, format!("cannot read this table: {error}"), "name a CSV or XLSX file")
        };
        let too_large = || {
            let most = LARGEST / 1024 / 1024;
            Fault::new(
                Code::TooLarge,
                format!("this table has more than {most} MB"),
                "split it, or cut it to the rows that are needed",
            )
        };
        let mut file = File::open(path).map_err(unreadable)?;
        let meta = file.metadata().map_err(unreadable)?;
        if meta.len() > LARGEST {
            return Err(too_large());
        }
        let mut bytes = Vec::with_capacity(usize::try_from(meta.len()).unwrap_or(0));
        file.by_ref().take(LARGEST + 1).read_to_end(&mut bytes).map_err(unreadable)?;
        if bytes.len() as u64 > LARGEST {
            return Err(too_large());
        }
        let kind = |what: &str| {
            Fault::new(Code::Unreadable, format!("this is {what}, not a CSV or XLSX"), "save the table as CSV or XLSX")
        };
        match &bytes[..] {
            [b'P', b'K', ..] => {
                Book::open(bytes, sheet.or(layout.sheet.as_deref())).map(|book| Self::Book(Box::new(book)))
            }
            [0xD0, 0xCF, 0x11, 0xE0, ..] => Err(kind("a file of an older or locked spreadsheet")),
            [b'%', b'P', b'D', b'F', ..] => Err(kind("a PDF")),
            [b'<', ..] => Err(kind("a web page")),
            _ => Lines::open(&bytes, layout).map(Self::Lines),
        }
    }

    /// The sheet of a book.
    pub(super) fn sheet(&self) -> Option<&str> {
        match self {
            Self::Lines(_) => None,
            Self::Book(book) => Some(book.sheet()),
        }
    }

    /// Hands out the rows in which something stands.
    pub(super) fn each_row(&mut self, take: Take<'_>) -> Result<(), Fault> {
        match self {
            Self::Lines(lines) => lines.each_row(take),
            Self::Book(book) => book.each_row(take),
        }
    }

    /// Puts each fault where its cell stands.
    pub(super) fn findings(&self, file: &str, mut faults: Vec<Fault>) -> Vec<Finding> {
        faults.sort_by_key(|fault| fault.place);
        let places = faults.iter().map(|fault| fault.place.unwrap_or_default());
        let spots: Vec<Spot> = match self {
            Self::Lines(lines) => lines.spots(places),
            Self::Book(_) => {
                let wide = |row: u32| usize::try_from(row).unwrap_or(usize::MAX);
                places.map(|place| Spot::at(wide(place.row.max(1)), place.column + 1, 1)).collect()
            }
        };
        let found = faults.into_iter().zip(spots);
        found
            .map(|(fault, spot)| {
                let cell = fault.place.map(|place| {
                    let sheet = self.sheet().map(|sheet| format!("sheet “{sheet}”, ")).unwrap_or_default();
                    format!("{sheet}cell {}{}", letters(place.column), place.row)
                });
                fault.finding(file, spot, cell)
            })
            .collect()
    }

    /// The text of a CSV, for excerpts.
    pub(super) fn into_text(self) -> Option<String> {
        match self {
            Self::Lines(lines) => Some(lines.into_text()),
            Self::Book(_) => None,
        }
    }
}

impl Cell<'_> {
    /// The words that stand there, in the way of a heading or a name; nothing for a cell that says nothing.
    pub(super) fn words(&self) -> Cow<'_, str> {
        match self {
            Self::Empty | Self::Formula | Self::Broken(_) => Cow::Borrowed(""),
            Self::Text(text) => Cow::Borrowed(text.trim()),
            Self::Number(number) => Cow::Borrowed(number),
            Self::Day(day) => Cow::Owned(day.to_string()),
        }
    }

    pub(super) fn is_blank(&self) -> bool {
        match self {
            Self::Empty => true,
            Self::Text(text) => text.trim().is_empty(),
            _ => false,
        }
    }

    pub(super) fn into_owned(self) -> Cell<'static> {
        match self {
            Self::Empty => Cell::Empty,
            Self::Text(text) => Cell::Text(Cow::Owned(text.into_owned())),
            Self::Number(number) => Cell::Number(number),
            Self::Day(day) => Cell::Day(day),
            Self::Formula => Cell::Formula,
            Self::Broken(what) => Cell::Broken(what),
        }
    }
}
