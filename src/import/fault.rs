//! Something in a table that cannot be used, and the cell that it is in.

use crate::finding::{Code, Finding, Spot};

/// A cell of a table.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Debug)]
pub(super) struct Place {
    /// From 1, as a spreadsheet counts them.
    pub(super) row: u32,
    /// From 0.
    pub(super) column: usize,
    /// Of a CSV, the byte at which the row begins.
    pub(super) byte: usize,
}

/// Something that keeps a table from becoming a sheet.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Fault {
    pub(super) code: Code,
    /// None for the table as a whole.
    pub(super) place: Option<Place>,
    pub(super) message: String,
    /// What stands in the cell beside its name.
    pub(super) why: Option<String>,
    pub(super) help: String,
}

impl Fault {
    pub(super) fn new(code: Code, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { code, place: None, message: message.into(), why: None, help: help.into() }
    }

    pub(super) fn at(self, place: Place) -> Self {
        Self { place: Some(place), ..self }
    }

    pub(super) fn why(self, why: impl Into<String>) -> Self {
        Self { why: Some(why.into()), ..self }
    }

    /// As a finding on the file.
    pub(super) fn whole(self, file: &str) -> Finding {
        self.finding(file, Spot::START, None)
    }

    /// As a finding at a spot, with the name of its cell.
    pub(super) fn finding(self, file: &str, spot: Spot, cell: Option<String>) -> Finding {
        let Self { code, message, why, help, .. } = self;
        let mut finding = Finding::new(code, file, spot, message);
        finding.why = match (cell, why) {
            (Some(cell), Some(why)) => Some(format!("{cell}; {why}")),
            (cell, why) => cell.or(why),
        };
        finding.help(help);
        finding
    }
}

/// The letters of a column, from 0: A, B … Z, AA.
pub(super) fn letters(mut column: usize) -> String {
    let mut letters = Vec::new();
    loop {
        letters.push(char::from(b'A' + u8::try_from(column % 26).unwrap_or(0)));
        match (column / 26).checked_sub(1) {
            Some(more) => column = more,
            None => return letters.into_iter().rev().collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::letters;

    #[test]
    fn columns_have_the_letters_of_a_spreadsheet() {
        for (column, name) in [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (701, "ZZ"), (702, "AAA")] {
            assert_eq!(letters(column), name);
        }
    }
}
