//! Page → text for a terminal.

use super::{Block, Medium, Page, Piece, Reply, Text};
use crate::question;

/// Whether emphasis is shown by escape sequences or not at all.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Style {
    Plain,
    Ansi,
}

/// A terminal, which shows a page in one text.
#[derive(Clone, Copy, Debug)]
pub struct Terminal(pub Style);

impl Medium for Terminal {
    type Shown = String;

    fn show(&self, reply: &Reply) -> String {
        text(&reply.page, self.0)
    }
}

/// The page in lines, with its sources beneath and what can be asked next as commands.
pub fn text(page: &Page, style: Style) -> String {
    let mut lines: Vec<String> = page
        .blocks
        .iter()
        .map(|block| match block {
            Block::Title(text) | Block::Line(text) => words(text, style),
            Block::Item(text) => format!("• {}", words(text, style)),
            Block::Note(text) => format!("⚠ {}", words(text, style)),
            Block::Table(table) => table.lines().join("\n"),
            Block::Code(words) => words.clone(),
            Block::Space => String::new(),
        })
        .collect();
    if !page.sources.is_empty() {
        lines.extend([String::new(), page.sources_title.clone()]);
        let named: Vec<usize> = page.blocks.iter().flat_map(Block::sources).collect();
        let sources = page.sources.iter().enumerate().filter(|(index, _)| named.contains(&(index + 1)));
        lines.extend(sources.map(|(index, source)| format!("[{}] {}", index + 1, words(&source.text, style))));
    }
    let next: Vec<String> = page
        .buttons
        .iter()
        .flatten()
        .map(|button| {
            // The way to another time is a button's; a list has none.
            let label = button.label.trim_matches(['◀', '▶', ' ']);
            format!("{label}  {}", question::tap(&button.query))
        })
        .collect();
    if !next.is_empty() {
        lines.push(String::new());
        lines.extend(next.into_iter().map(|line| format!("→ {line}")));
    }
    lines.join("\n")
}

fn words(text: &Text, style: Style) -> String {
    let ansi = |code: &str, words: &str| match style {
        Style::Plain => words.to_owned(),
        Style::Ansi => format!("\u{1b}[{code}m{words}\u{1b}[0m"),
    };
    let piece = |piece: &Piece| match piece {
        Piece::Plain(words) | Piece::Code(words) => words.clone(),
        Piece::Bold(words) => ansi("1", words),
        Piece::Italic(words) => ansi("3", words),
        Piece::Link { words, url } if words == url => url.clone(),
        Piece::Link { words, url } => format!("{words} <{url}>"),
        Piece::Source(number) => format!("[{number}]"),
        Piece::Tap(query) => question::tap(query),
    };
    text.0.iter().map(piece).collect()
}
