//! What a person sees, before it is known where: title, rows, notes, sources, what to ask next.

use crate::question::Query;

/// One answer, laid out but without markup.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Page {
    pub blocks: Vec<Block>,
    /// Numbered from 1 in the order in which the blocks name them.
    pub sources: Vec<Text>,
    /// The line above the sources: how many reports, of how many origins.
    pub sources_title: Option<String>,
    /// Rows of what to ask next.
    pub buttons: Vec<Vec<Button>>,
}

/// A part of a page that is never torn apart.
#[derive(Clone, PartialEq, Debug)]
pub enum Block {
    /// What the page is about.
    Title(Text),
    /// The figure that was asked for, or what is said first.
    Lead(Text),
    Line(Text),
    Item(Text),
    /// Rows of numbers under column heads, the first column words.
    Table {
        head: Vec<String>,
        rows: Vec<Vec<String>>,
        sources: Vec<usize>,
    },
    /// What to be careful about.
    Note(Text),
    Gap,
}

/// Words with emphasis, links and marks of sources.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Text(pub Vec<Piece>);

#[derive(Clone, PartialEq, Debug)]
pub enum Piece {
    Plain(String),
    Bold(String),
    Italic(String),
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
