//! What a person sees, before it is known where: title, rows, notes, sources, what to ask next.

use std::mem;

use super::Table;
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
    /// How many of the first blocks are said of the question, before the answer.
    pub remarks: usize,
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
    /// UTF-16 units of its words.
    pub(super) fn units(&self) -> usize {
        let units = |piece: &Piece| match piece {
            Piece::Plain(words) | Piece::Bold(words) | Piece::Italic(words) | Piece::Code(words) => {
                words.encode_utf16().count()
            }
            Piece::Link { words, .. } => words.encode_utf16().count(),
            // `[12]`
            Piece::Source(_) => 4,
            Piece::Tap(query) => question::tap(query).len(),
        };
        self.0.iter().map(units).sum()
    }

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
            Self::Table(table) => return table.height(),
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

/// Lines of a card at most, at 40 columns.
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
