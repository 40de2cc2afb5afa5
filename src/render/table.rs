//! A table, drawn in a fixed-width face.

use textwrap::{Options, WordSplitter};
use unicode_width::UnicodeWidthStr as _;

use super::page::WIDEST;

/// Rows of numbers under column heads. The first column is words; the last, where it has a head, the numbers of
/// sources.
#[derive(Clone, PartialEq, Debug)]
pub struct Table {
    pub head: Vec<String>,
    pub rows: Vec<(Vec<String>, Vec<usize>)>,
}

/// Between two columns.
const GAP: &str = "  ";

impl Table {
    /// A text for the head and for each row, of lines that a phone does not break: words to the left, numbers to the
    /// right.
    ///
    /// Nothing in it is cut. The column of sources is left out where it does not fit whole, see
    /// [`Self::shows_sources`]; words that are too long for their column go on in a line of their own.
    pub fn lines(&self) -> Vec<String> {
        let rows = self.cells();
        let widths = widths(rows.iter().map(Vec::as_slice));
        let numbers: usize = widths.iter().skip(1).map(|width| width + GAP.len()).sum();
        if numbers > WIDEST {
            return rows.iter().map(|row| below_each_other(row, &rows[0])).collect();
        }
        let names = widths[0].min(WIDEST - numbers);
        rows.iter().map(|row| side_by_side(row, names, &widths[1..])).collect()
    }

    /// True where every row has one line, with its sources where the head names them.
    pub fn fits(&self) -> bool {
        self.fits_without_sources() && (self.shows_sources() || !self.has_sources())
    }

    /// True where every row has one line; the column of sources may be left out of it.
    pub fn fits_without_sources(&self) -> bool {
        total(&self.own_widths()) <= WIDEST
    }

    /// The lines that it takes.
    pub(super) fn height(&self) -> usize {
        if self.fits_without_sources() {
            return self.rows.len() + 1;
        }
        self.lines().iter().map(|row| row.lines().count().max(1)).sum()
    }

    /// True where [`Self::lines`] names the sources of each row.
    pub fn shows_sources(&self) -> bool {
        let of_digits = |number: &usize| number.to_string().len() + 1;
        let listed =
            self.rows.iter().map(|(_, sources)| sources.iter().map(of_digits).sum::<usize>().saturating_sub(1));
        let head = self.head.last().map_or(0, |head| head.width());
        let listed = listed.max().unwrap_or(0).max(head);
        self.has_sources() && total(&self.own_widths()) + GAP.len() + listed <= WIDEST
    }

    fn has_sources(&self) -> bool {
        self.rows.iter().any(|(cells, _)| cells.len() < self.head.len())
    }

    /// The widths of the columns without that of the sources.
    fn own_widths(&self) -> Vec<usize> {
        let rows = self.rows.iter().map(|(cells, _)| cells.as_slice());
        widths(std::iter::once(self.own_head()).chain(rows))
    }

    fn own_head(&self) -> &[String] {
        &self.head[..self.head.len() - usize::from(self.has_sources())]
    }

    /// Head and rows as they are drawn.
    fn cells(&self) -> Vec<Vec<String>> {
        if self.shows_sources() { self.with_sources() } else { self.without_sources() }
    }

    fn without_sources(&self) -> Vec<Vec<String>> {
        let rows = self.rows.iter().map(|(cells, _)| cells.clone());
        std::iter::once(self.own_head().to_vec()).chain(rows).collect()
    }

    fn with_sources(&self) -> Vec<Vec<String>> {
        let rows = self.rows.iter().map(|(cells, sources)| {
            let sources = sources.iter().map(ToString::to_string).collect::<Vec<_>>().join(",");
            cells.iter().cloned().chain([sources]).collect()
        });
        std::iter::once(self.head.clone()).chain(rows).collect()
    }
}

/// The width of each column.
fn widths<'r>(rows: impl Iterator<Item = &'r [String]>) -> Vec<usize> {
    let mut widths = Vec::new();
    for row in rows {
        widths.resize(widths.len().max(row.len()), 0);
        for (widest, cell) in widths.iter_mut().zip(row) {
            *widest = cell.width().max(*widest);
        }
    }
    widths
}

/// What columns take with the gaps between them.
fn total(widths: &[usize]) -> usize {
    widths.iter().sum::<usize>() + GAP.len() * widths.len().saturating_sub(1)
}

/// A row whose words have so many columns; its numbers stand beside the last line of them.
fn side_by_side(row: &[String], names: usize, widths: &[usize]) -> String {
    let Some((name, numbers)) = row.split_first() else { return String::new() };
    let mut text = wrapped(name, names);
    let last = text.rsplit('\n').next().unwrap_or_default().width();
    let has_numbers = numbers.iter().any(|cell| !cell.is_empty());
    // A word may be longer than the column: then the numbers stand in the line beneath it.
    let free = if last <= names {
        names - last
    } else {
        text.extend(has_numbers.then_some('\n'));
        names
    };
    text.extend(std::iter::repeat_n(' ', free));
    for (cell, width) in numbers.iter().zip(widths) {
        text.push_str(GAP);
        text.extend(std::iter::repeat_n(' ', width - cell.width()));
        text.push_str(cell);
    }
    text.truncate(text.trim_end_matches(' ').len());
    text
}

/// A row of which the numbers alone are too wide: each in a line of its own with its head.
fn below_each_other(row: &[String], heads: &[String]) -> String {
    let Some((name, numbers)) = row.split_first() else { return String::new() };
    let mut lines = vec![wrapped(name, WIDEST)];
    let is_head = std::ptr::eq(row, heads);
    for (head, number) in heads.iter().skip(1).zip(numbers).filter(|(_, number)| !is_head && !number.is_empty()) {
        let words = [head, number.trim_end()].join(" ");
        lines.extend(wrapped(words.trim_start(), WIDEST - GAP.len()).lines().map(|line| [GAP, line].concat()));
    }
    lines.join("\n")
}

/// Words in lines of so many columns, those that go on a little to the right. A word that is longer has a longer line,
/// but for one that no phone could show. Days stay whole.
fn wrapped(words: &str, columns: usize) -> String {
    if words.width() <= columns {
        return words.to_owned();
    }
    let fill = |columns, breaks| {
        let options = Options::new(columns).break_words(breaks).subsequent_indent(" ");
        textwrap::fill(words, options.word_splitter(WordSplitter::NoHyphenation))
    };
    let text = fill(columns, false);
    if text.lines().all(|line| line.width() <= columns) { text } else { fill(WIDEST, true) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(head: &[&str], rows: &[(&[&str], &[usize])]) -> Table {
        let words = |words: &[&str]| words.iter().map(ToString::to_string).collect();
        Table {
            head: words(head),
            rows: rows.iter().map(|(cells, sources)| (words(cells), sources.to_vec())).collect(),
        }
    }

    #[test]
    fn sources_stand_in_a_column_where_all_of_them_fit() {
        let drawn = |sources: &[usize]| {
            let table = table(&["US$ bn", "2025", "src"], &[(&["Trade"], &[1]), (&["Exports", "71.2"], sources)]);
            (table.shows_sources(), table.lines()[2].clone())
        };
        assert_eq!(drawn(&[1, 2]), (true, "Exports  71.2  1,2".to_owned()));
        let (shown, line) = drawn(&[11, 12, 13, 14, 15, 16, 17, 18]);
        assert_eq!((shown, line.as_str()), (false, "Exports  71.2"));
    }

    #[test]
    fn a_long_name_goes_on_in_the_next_line_and_a_longer_word_stands_alone() {
        let table = table(
            &["million US$", "2025", "on 2024"],
            &[
                (&["2 Democratic Republic of Saint Elsewhere", "1,234.5", "+12.34%*"], &[]),
                (&["Llanfairpwllgwyngyllgogery", "4.1", "+1%"], &[]),
                (&["Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch", "–", ""], &[]),
                (&["World, 2025-12-31", "1", ""], &[]),
            ],
        );
        assert_eq!(
            table.lines(),
            [
                "million US$         2025   on 2024",
                "2 Democratic\n Republic of\n Saint\n Elsewhere       1,234.5  +12.34%*",
                "Llanfairpwllgwyngyllgogery\n                     4.1       +1%",
                "Llanfairpwllgwyngyllgogerychwyrnd\n robwllllantysiliogogogoch\n                       –",
                "World,\n 2025-12-31            1",
            ]
        );
    }

    #[test]
    fn numbers_that_are_too_wide_stand_below_each_other() {
        let wide = ["123,456,789,012 XAF", "more than 98,765,432,109 XAF"];
        let table = table(&["", "Exports", "Imports"], &[(&["Arcadia", wide[0], wide[1]], &[1])]);
        assert_eq!(
            table.lines(),
            ["", "Arcadia\n  Exports 123,456,789,012 XAF\n  Imports more than 98,765,432,109\n   XAF"]
        );
    }
}
