//! Page → Telegram HTML, in parts that each fit a message and carry their own sources.

use std::fmt::Write as _;

use super::{Block, Page, Piece, Text};
use crate::question;

/// The parts of a page, each at most `limit` UTF-16 units of text; at least one.
///
/// A block is never torn, and the sources that it names stand in the same part.
pub fn parts(page: &Page, limit: usize) -> Vec<String> {
    let notes = Notes::of(page);
    let mut parts = Vec::new();
    let mut part = Part::default();
    for block in &page.blocks {
        let block = Rendered::new(block, page);
        if notes.units(&part, &block) > limit && !part.body.is_empty() {
            parts.push(std::mem::take(&mut part).finish(&notes));
        }
        part.push(block);
    }
    parts.push(part.finish(&notes));
    parts
}

#[derive(Default)]
struct Part {
    body: String,
    /// UTF-16 units of the text in the body.
    units: usize,
    sources: Vec<usize>,
}

struct Rendered {
    html: String,
    units: usize,
    sources: Vec<usize>,
}

impl Rendered {
    fn new(block: &Block, page: &Page) -> Self {
        let mut out = Out { html: String::new(), units: 0, page };
        match block {
            Block::Title(text) | Block::Line(text) => out.text(text),
            Block::Item(text) => {
                out.words("• ");
                out.text(text);
            }
            Block::Note(text) => {
                out.words("⚠ ");
                out.text(text);
            }
            Block::Table(table) => {
                out.html.push_str("<pre>");
                out.words(&table.lines().join("\n"));
                out.html.push_str("</pre>");
            }
            Block::Space => {}
        }
        Self { units: out.units + 1, html: out.html, sources: block.sources() }
    }
}

/// The sources of a page, each rendered once with its length.
struct Notes {
    title: String,
    title_units: usize,
    lines: Vec<(String, usize)>,
}

impl Notes {
    fn of(page: &Page) -> Self {
        let mut title = Out { html: String::new(), units: 0, page };
        title.words(&page.sources_title);
        let line = |(index, text): (usize, &Text)| {
            let mut out = Out { html: String::new(), units: 1, page };
            out.words(&format!("[{}] ", index + 1));
            out.text(text);
            (out.html, out.units)
        };
        let lines = page.sources.iter().enumerate().map(line).collect();
        Self { title: title.html, title_units: title.units + 3, lines }
    }

    /// What a part would measure with one more block, with all the sources that the two name.
    fn units(&self, part: &Part, block: &Rendered) -> usize {
        let new = block.sources.iter().filter(|number| !part.sources.contains(number));
        let sources: usize = part
            .sources
            .iter()
            .chain(new)
            .filter_map(|number| self.lines.get(number - 1))
            .map(|(_, units)| units)
            .sum();
        part.units + block.units + sources + self.title_units
    }
}

impl Part {
    fn push(&mut self, block: Rendered) {
        if !self.body.is_empty() {
            self.body.push('\n');
        }
        self.body.push_str(&block.html);
        self.units += block.units;
        for number in block.sources {
            if !self.sources.contains(&number) {
                self.sources.push(number);
            }
        }
    }

    fn finish(mut self, notes: &Notes) -> String {
        let mut html = self.body.trim_matches('\n').to_owned();
        self.sources.sort_unstable();
        if !self.sources.is_empty() {
            let _ = write!(html, "\n\n<blockquote expandable>{}", notes.title);
            for (line, _) in self.sources.iter().filter_map(|number| notes.lines.get(number - 1)) {
                html.push('\n');
                html.push_str(line);
            }
            html.push_str("</blockquote>");
        }
        html
    }
}

/// HTML in the making, with the length that Telegram will count.
struct Out<'p> {
    html: String,
    units: usize,
    page: &'p Page,
}

impl Out<'_> {
    fn text(&mut self, text: &Text) {
        for piece in &text.0 {
            self.piece(piece);
        }
    }

    fn piece(&mut self, piece: &Piece) {
        match piece {
            Piece::Plain(words) => self.words(words),
            Piece::Bold(words) => self.within("b", words),
            Piece::Italic(words) => self.within("i", words),
            Piece::Link { words, url } => self.link(words, url),
            Piece::Source(number) => {
                let mark = format!("[{number}]");
                let text = self.page.sources.get(number - 1);
                let url = text.and_then(|text| {
                    text.0.iter().find_map(|piece| match piece {
                        Piece::Link { url, .. } => Some(url),
                        _ => None,
                    })
                });
                match url {
                    Some(url) => self.link(&mark, url),
                    None => self.words(&mark),
                }
            }
            Piece::Tap(query) => self.words(&question::tap(query)),
        }
    }

    fn within(&mut self, tag: &str, words: &str) {
        let _ = write!(self.html, "<{tag}>");
        self.words(words);
        let _ = write!(self.html, "</{tag}>");
    }

    fn link(&mut self, words: &str, url: &str) {
        self.html.push_str("<a href=\"");
        escape(url, &mut self.html);
        self.html.push_str("\">");
        self.words(words);
        self.html.push_str("</a>");
    }

    fn words(&mut self, words: &str) {
        self.units += if words.is_ascii() { words.len() } else { words.encode_utf16().count() };
        escape(words, &mut self.html);
    }
}

/// What HTML would take for markup, in text and in attributes.
fn escape(words: &str, into: &mut String) {
    if !words.contains(['&', '<', '>', '"']) {
        into.push_str(words);
        return;
    }
    for character in words.chars() {
        match character {
            '&' => into.push_str("&amp;"),
            '<' => into.push_str("&lt;"),
            '>' => into.push_str("&gt;"),
            '"' => into.push_str("&quot;"),
            _ => into.push(character),
        }
    }
}
