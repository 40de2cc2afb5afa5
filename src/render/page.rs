//! What a person sees, before it is known where: title, rows, notes, sources, what to ask next.

use std::mem;

use crate::{
    fact::SourceId,
    question::{self, Query},
};

/// One answer, laid out but without markup.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Page {
    pub blocks: Vec<Block>,
    /// The line above the sources: how many reports, of how many origins.
    pub sources_title: String,
    /// Numbered from 1 in the order in which the blocks name them.
    pub sources: Vec<Citation>,
    /// Rows of what to ask next.
    pub buttons: Vec<Vec<Button>>,
    /// Leads to the answer that it shows more of.
    pub back: Option<Button>,
}

/// A document of a page.
#[derive(Clone, PartialEq, Debug)]
pub struct Citation {
    pub id: SourceId,
    pub text: Text,
}

/// A part of a page that is never torn apart.
#[derive(Clone, PartialEq, Debug)]
pub enum Block {
    /// What the page is about.
    Title(Text),
    Line(Text),
    Item(Text),
    /// What to be careful about.
    Note(Text),
    Table(Table),
    /// To be copied as it stands.
    Code(String),
    /// An empty line.
    Space,
}

/// Rows of numbers under column heads. The first column is words; the last, where it has a head, the numbers of
/// sources.
#[derive(Clone, PartialEq, Debug)]
pub struct Table {
    pub head: Vec<String>,
    pub rows: Vec<(Vec<String>, Vec<usize>)>,
}

/// Words with emphasis, links and marks of sources.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Text(pub Vec<Piece>);

#[derive(Clone, PartialEq, Debug)]
pub enum Piece {
    Plain(String),
    Bold(String),
    Italic(String),
    /// To be copied as it stands.
    Code(String),
    Link {
        words: String,
        url: String,
    },
    /// The number of a source on this page, from 1.
    Source(usize),
    /// A command that can be tapped where no button stands.
    Tap(Query),
}

/// Something to ask next.
#[derive(Clone, PartialEq, Debug)]
pub struct Button {
    pub label: String,
    pub query: Query,
}

impl Text {
    pub fn plain(words: impl Into<String>) -> Self {
        Self::default().and(words)
    }

    pub fn bold(words: impl Into<String>) -> Self {
        Self(vec![Piece::Bold(words.into())])
    }

    pub fn and(mut self, words: impl Into<String>) -> Self {
        let words = words.into();
        match self.0.last_mut() {
            Some(Piece::Plain(last)) => last.push_str(&words),
            _ => self.0.push(Piece::Plain(words)),
        }
        self
    }

    pub fn with(mut self, piece: Piece) -> Self {
        self.0.push(piece);
        self
    }

    pub fn marked(mut self, sources: impl IntoIterator<Item = usize>) -> Self {
        for (position, number) in sources.into_iter().enumerate() {
            if position == 0 {
                self = self.and(" ");
            }
            self.0.push(Piece::Source(number));
        }
        self
    }
}

impl Block {
    /// Gives each source that it names another number.
    pub(super) fn number_anew(&mut self, anew: impl Fn(usize) -> usize) {
        match self {
            Self::Title(text) | Self::Line(text) | Self::Item(text) | Self::Note(text) => {
                for piece in &mut text.0 {
                    if let Piece::Source(number) = piece {
                        *number = anew(*number);
                    }
                }
            }
            Self::Table(table) => {
                table.rows.iter_mut().flat_map(|(_, sources)| sources).for_each(|number| *number = anew(*number));
            }
            Self::Code(_) | Self::Space => {}
        }
    }

    /// Lines that it takes on a phone.
    fn height(&self) -> usize {
        let mut wrapped = Wrapped::default();
        match self {
            Self::Title(text) | Self::Line(text) => wrapped.text(text),
            Self::Item(text) | Self::Note(text) => {
                wrapped.put("• ");
                wrapped.text(text);
            }
            Self::Table(table) => return table.rows.len() + 1,
            Self::Code(words) => {
                return words
                    .lines()
                    .map(|line| {
                        let mut wrapped = Wrapped::default();
                        wrapped.put(line);
                        wrapped.lines()
                    })
                    .sum();
            }
            Self::Space => return 1,
        }
        wrapped.lines()
    }

    /// The numbers of the sources that it names.
    pub fn sources(&self) -> Vec<usize> {
        match self {
            Self::Title(text) | Self::Line(text) | Self::Item(text) | Self::Note(text) => {
                let marks = text.0.iter().filter_map(|piece| match piece {
                    Piece::Source(number) => Some(*number),
                    _ => None,
                });
                marks.collect()
            }
            Self::Table(table) => table.rows.iter().flat_map(|(_, sources)| sources.iter().copied()).collect(),
            Self::Code(_) | Self::Space => Vec::new(),
        }
    }
}

/// Lines of a card at most, at [`COLUMNS`] columns.
pub const CARD_LINES: usize = 16;
/// Columns of a line of words on a phone.
const COLUMNS: usize = 40;
/// Rows of a table on a card at most.
pub const CARD_TABLE: usize = 10;

/// Lines that blocks take on a phone, those that it breaks counted as it breaks them.
pub(super) fn lines(blocks: &[Block]) -> usize {
    blocks.iter().map(Block::height).sum()
}

/// Words broken into lines at their blanks, a word that is wider than a line anywhere.
#[derive(Default)]
struct Wrapped {
    /// Lines before the last.
    full: usize,
    /// Columns of the last line, and of the word behind it.
    line: usize,
    word: usize,
}

impl Wrapped {
    fn put(&mut self, words: &str) {
        use unicode_width::UnicodeWidthChar as _;
        for letter in words.chars() {
            match letter {
                ' ' => {
                    self.end_word();
                    self.line += 1;
                }
                letter => self.word += letter.width().unwrap_or(0),
            }
        }
    }

    fn end_word(&mut self) {
        if self.line > 0 && self.word > 0 && self.line + self.word > COLUMNS {
            (self.full, self.line) = (self.full + 1, 0);
        }
        self.line += mem::take(&mut self.word);
        while self.line > COLUMNS {
            (self.full, self.line) = (self.full + 1, self.line - COLUMNS);
        }
    }

    fn text(&mut self, text: &Text) {
        for piece in &text.0 {
            match piece {
                Piece::Plain(words) | Piece::Bold(words) | Piece::Italic(words) | Piece::Code(words) => self.put(words),
                Piece::Link { words, .. } => self.put(words),
                Piece::Source(number) => self.put(&format!("[{number}]")),
                Piece::Tap(query) => self.put(&question::tap(query)),
            }
        }
    }

    fn lines(mut self) -> usize {
        self.end_word();
        self.full + usize::from(self.line > 0 || self.full == 0)
    }
}

/// Columns that a phone shows without breaking a line, in a table or on buttons.
pub(super) const WIDEST: usize = 34;

/// The numbers of sources in so many columns: the first of them, and a mark where there are more.
fn listed(sources: &[usize], columns: usize) -> String {
    let all = sources.iter().map(ToString::to_string).collect::<Vec<_>>().join(",");
    if all.len() <= columns {
        return all;
    }
    let mut listed = String::new();
    for number in sources {
        let longer = if listed.is_empty() { number.to_string() } else { format!("{listed},{number}") };
        if longer.len() >= columns && !listed.is_empty() {
            break;
        }
        listed = longer;
    }
    listed + "…"
}

/// A word cut to so many columns, with a mark that it was.
fn shortened(word: &str, columns: usize) -> String {
    use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};
    if word.width() <= columns {
        return word.to_owned();
    }
    let mut left = columns.saturating_sub(1);
    let fits = |character: &char| {
        let width = character.width().unwrap_or(0);
        let fits = width <= left;
        left = left.saturating_sub(width);
        fits
    };
    word.chars().take_while(fits).chain(['…']).collect()
}

/// The width of each column.
fn widths<'r>(rows: impl IntoIterator<Item = &'r Vec<String>>) -> Vec<usize> {
    use unicode_width::UnicodeWidthStr as _;
    let mut widths = Vec::new();
    for row in rows {
        widths.resize(widths.len().max(row.len()), 0);
        for (widest, cell) in widths.iter_mut().zip(row) {
            *widest = cell.width().max(*widest);
        }
    }
    widths
}

impl Table {
    /// The lines as they stand in a fixed-width face: words to the left, numbers to the right.
    ///
    /// Marks of sources that are too many for the line are left out of it, and the page lists them.
    pub fn lines(&self) -> Vec<String> {
        use unicode_width::UnicodeWidthStr as _;
        let rows = self.cells();
        let mut widths = widths(&rows);
        let columns = widths.len();
        // A phone breaks longer lines, and the columns with them.
        let total = widths.iter().sum::<usize>() + 2 * columns.saturating_sub(1);
        let excess = total.saturating_sub(WIDEST);
        let rows: Vec<Vec<String>> = rows
            .into_iter()
            .map(|mut row| {
                row[0] = shortened(&row[0], widths[0].saturating_sub(excess));
                row
            })
            .collect();
        widths[0] = rows.iter().map(|row| row[0].width()).max().unwrap_or(0);
        let line = |row: &Vec<String>| {
            let mut line = String::new();
            for (column, cell) in row.iter().enumerate() {
                let blank = " ".repeat(widths[column] - cell.width());
                match column {
                    0 => line.extend([cell.as_str(), &blank]),
                    _ => line.extend(["  ", &blank, cell.as_str()]),
                }
            }
            line.trim_end().to_owned()
        };
        rows.iter().map(line).collect()
    }

    /// Whether every line is narrow enough without a word being cut.
    pub fn fits(&self) -> bool {
        let widths = if self.has_marks() { widths(&self.cells()) } else { self.own_widths() };
        widths.iter().sum::<usize>() + 2 * widths.len().saturating_sub(1) <= WIDEST
    }

    /// Whether the last column is that of the marks of sources.
    fn has_marks(&self) -> bool {
        self.rows.iter().any(|(cells, _)| cells.len() < self.head.len())
    }

    /// The widths of the columns without those marks, but with their head.
    fn own_widths(&self) -> Vec<usize> {
        widths(self.rows.iter().map(|(cells, _)| cells).chain([&self.head]))
    }

    /// Head and rows, with the marks of sources in as many columns as the rest leaves.
    fn cells(&self) -> Vec<Vec<String>> {
        let mut rows: Vec<Vec<String>> = std::iter::once(self.head.clone()).collect();
        rows.extend(self.rows.iter().map(|(cells, _)| cells.clone()));
        if self.has_marks() {
            let others = self.head.len() - 1;
            let taken: usize = self.own_widths()[..others].iter().map(|width| width + 2).sum();
            let left = WIDEST.saturating_sub(taken);
            let marked = rows.iter_mut().skip(1).zip(&self.rows);
            marked.for_each(|(row, (_, sources))| row.push(listed(sources, left)));
        }
        rows
    }
}
