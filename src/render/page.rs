//! What a person sees, before it is known where: title, rows, notes, sources, what to ask next.

use super::Table;
use crate::{fact::SourceId, question::Query};

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

/// Columns that a phone shows without breaking a line, in a table or on buttons.
pub(super) const WIDEST: usize = 34;
