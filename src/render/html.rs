//! Page → Telegram HTML, in parts that each fit a message and carry their own sources.

use std::{borrow::Cow, fmt::Write as _, mem};

use super::{Block, Citation, Medium, Page, Piece, Reply, Table, Text, limits};
use crate::question;

/// Telegram, which shows a page in parts that are a message each; at least one.
#[derive(Clone, Copy, Default, Debug)]
pub struct Telegram;

impl Medium for Telegram {
    type Shown = Vec<String>;

    fn show(&self, reply: &Reply) -> Vec<String> {
        parts(&reply.page, limits::SCREEN)
    }
}

/// The parts of a page, each at most `limit` UTF-16 units of text; at least one.
///
/// A block is never torn, but for a table that no part could hold: its head stands above each piece. The sources that
/// a block names stand in the same part.
pub fn parts(page: &Page, limit: usize) -> Vec<String> {
    let notes = Notes::of(page);
    let mut parts = Vec::new();
    let mut part = Part::default();
    each_block(page, &notes, limit, |rendered, _, is_next| {
        if is_next {
            parts.push(mem::take(&mut part).finish(&notes));
        }
        part.push(rendered);
    });
    parts.push(part.finish(&notes));
    parts
}

/// The blocks of each of those parts.
pub(super) fn split(page: &Page, limit: usize) -> Vec<Vec<Block>> {
    let notes = Notes::of(page);
    let mut parts = vec![Vec::new()];
    each_block(page, &notes, limit, |_, block, is_next| {
        if is_next {
            parts.push(Vec::new());
        }
        parts.last_mut().expect("there is one from the beginning").push(block.into_owned());
    });
    parts
}

/// UTF-16 units of a page with its sources in one message.
pub(super) fn units(page: &Page) -> usize {
    let notes = Notes::of(page);
    let mut size = Size::default();
    each_block(page, &notes, usize::MAX, |rendered, _, _| size.add(rendered));
    notes.units(&size, None)
}

/// Every block in order, a table that no part could hold in pieces, and whether the next part begins with it.
fn each_block(page: &Page, notes: &Notes, limit: usize, mut put: impl FnMut(&Rendered, Cow<'_, Block>, bool)) {
    let mut size = Size::default();
    let mut add = |rendered: &Rendered, block: Cow<'_, Block>| {
        let is_next = size.units > 0 && notes.units(&size, Some(rendered)) > limit;
        if is_next {
            size = Size::default();
        }
        size.add(rendered);
        put(rendered, block, is_next);
    };
    let mut whole = Rendered { html: Out::room(), units: 0, sources: Vec::new() };
    for block in &page.blocks {
        whole.render(block, notes);
        match block {
            Block::Table(table) if notes.units(&Size::default(), Some(&whole)) > limit => {
                for (piece, rows) in Rendered::pieces(table, notes, limit) {
                    add(&piece, Cow::Owned(Block::Table(Table { head: table.head.clone(), rows })));
                }
            }
            block => add(&whole, Cow::Borrowed(block)),
        }
    }
}

/// What a part measures.
#[derive(Default)]
struct Size {
    /// UTF-16 units of its text without the sources.
    units: usize,
    sources: Vec<usize>,
}

impl Size {
    fn add(&mut self, block: &Rendered) {
        self.units += block.units;
        for number in &block.sources {
            if !self.sources.contains(number) {
                self.sources.push(*number);
            }
        }
    }
}

#[derive(Default)]
struct Part {
    body: String,
    sources: Vec<usize>,
}

/// Rows of a table with the numbers of their sources.
type Rows = Vec<(Vec<String>, Vec<usize>)>;

struct Rendered {
    html: String,
    units: usize,
    sources: Vec<usize>,
}

impl Rendered {
    /// The pieces of a table that no part could hold.
    fn pieces(table: &Table, notes: &Notes, limit: usize) -> Vec<(Self, Rows)> {
        let nothing = Size::default();
        let lines = table.lines();
        let Some((head, rows)) = lines.split_first() else { return Vec::new() };
        let mut pieces = Vec::new();
        let mut from = 0;
        for end in 1..=rows.len() {
            let piece = |rows: std::ops::Range<usize>| {
                let mut out = Out::new(&notes.marks);
                out.html.push_str("<pre>");
                out.words(&[std::slice::from_ref(head), &lines[1..][rows.clone()]].concat().join("\n"));
                out.html.push_str("</pre>");
                let mut sources: Vec<usize> =
                    table.rows[rows].iter().flat_map(|(_, sources)| sources.clone()).collect();
                sources.sort_unstable();
                sources.dedup();
                Self { units: out.units + 1, html: out.html, sources }
            };
            let is_last = end == rows.len();
            if !is_last && notes.units(&nothing, Some(&piece(from..end + 1))) <= limit {
                continue;
            }
            pieces.push((piece(from..end), table.rows[from..end].to_vec()));
            from = end;
        }
        pieces
    }

    /// Replaces the buffer with this block.
    fn render(&mut self, block: &Block, notes: &Notes) {
        self.html.clear();
        let mut out = Out { html: mem::take(&mut self.html), ..Out::new(&notes.marks) };
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
            Block::Code(words) => {
                out.html.push_str("<pre>");
                out.words(words);
                out.html.push_str("</pre>");
            }
            Block::Space => {}
        }
        (self.html, self.units, self.sources) = (out.html, out.units + 1, block.sources());
    }
}

/// The sources of a page, and the marks that stand for them, each rendered once with its length.
struct Notes {
    title: String,
    title_units: usize,
    lines: Strips,
    marks: Strips,
}

/// Strips of HTML, end to end, each with the length that Telegram will count.
#[derive(Default)]
struct Strips {
    html: String,
    /// Where each ends, and its length.
    ends: Vec<(usize, usize)>,
}

impl Strips {
    /// Each as `write` writes it; `room` is about how long one is.
    fn of(sources: &[Citation], marks: &Self, room: usize, write: impl Fn(&mut Out<'_>, usize, &Text)) -> Self {
        let mut out = Out { html: String::with_capacity(sources.len() * room), ..Out::new(marks) };
        let mut ends = Vec::with_capacity(sources.len());
        for (index, source) in sources.iter().enumerate() {
            out.units = 0;
            write(&mut out, index + 1, &source.text);
            ends.push((out.html.len(), out.units));
        }
        Self { html: out.html, ends }
    }

    /// The strip of a number, from 1.
    fn get(&self, number: usize) -> Option<(&str, usize)> {
        let index = number.checked_sub(1)?;
        let (end, units) = *self.ends.get(index)?;
        let start = index.checked_sub(1).map_or(0, |before| self.ends[before].0);
        Some((&self.html[start..end], units))
    }
}

impl Notes {
    fn of(page: &Page) -> Self {
        let marks = Strips::of(&page.sources, &Strips::default(), 160, |out, number, text| {
            let mark = ["[", &number.to_string(), "]"].concat();
            let url = text.0.iter().find_map(|piece| match piece {
                Piece::Link { url, .. } => Some(url),
                _ => None,
            });
            match url {
                Some(url) => out.link(&mark, url),
                None => out.words(&mark),
            }
        });
        let mut title = Out::new(&marks);
        title.words(&page.sources_title);
        let (title, title_units) = (title.html, title.units + 3);
        let lines = Strips::of(&page.sources, &marks, 480, |out, number, text| {
            out.words("[");
            out.words(&number.to_string());
            out.words("] ");
            out.text(text);
            out.units += 1;
        });
        Self { title, title_units, lines, marks }
    }

    /// What a part would measure with one more block, with all the sources that the two name.
    fn units(&self, part: &Size, block: Option<&Rendered>) -> usize {
        let new = block.iter().flat_map(|block| &block.sources).filter(|number| !part.sources.contains(number));
        let sources: usize =
            part.sources.iter().chain(new).filter_map(|number| self.lines.get(*number)).map(|(_, units)| units).sum();
        part.units + block.map_or(0, |block| block.units) + sources + self.title_units
    }
}

impl Part {
    fn push(&mut self, block: &Rendered) {
        if self.body.is_empty() {
            self.body.reserve(4096);
        } else {
            self.body.push('\n');
        }
        self.body.push_str(&block.html);
        for number in &block.sources {
            if !self.sources.contains(number) {
                self.sources.push(*number);
            }
        }
    }

    fn finish(mut self, notes: &Notes) -> String {
        let mut html = self.body;
        html.truncate(html.trim_end_matches('\n').len());
        html.drain(..html.len() - html.trim_start_matches('\n').len());
        self.sources.sort_unstable();
        if !self.sources.is_empty() {
            let _ = write!(html, "\n\n<blockquote expandable>{}", notes.title);
            for (line, _) in self.sources.iter().filter_map(|number| notes.lines.get(*number)) {
                html.push('\n');
                html.push_str(line);
            }
            html.push_str("</blockquote>");
        }
        html
    }
}

/// HTML in the making, with the length that Telegram will count.
struct Out<'n> {
    html: String,
    units: usize,
    /// Those of the sources.
    marks: &'n Strips,
}

impl<'n> Out<'n> {
    fn new(marks: &'n Strips) -> Self {
        Self { html: String::new(), units: 0, marks }
    }

    /// Room for a line with its links, so that it need not be moved as it grows.
    fn room() -> String {
        String::with_capacity(480)
    }

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
            Piece::Code(words) => self.within("code", words),
            Piece::Link { words, url } => self.link(words, url),
            Piece::Source(number) => match self.marks.get(*number) {
                Some((mark, units)) => {
                    self.html.push_str(mark);
                    self.units += units;
                }
                None => self.words(&format!("[{number}]")),
            },
            Piece::Tap(query) => self.words(&question::tap(query)),
        }
    }

    fn within(&mut self, tag: &str, words: &str) {
        for piece in ["<", tag, ">"] {
            self.html.push_str(piece);
        }
        self.words(words);
        for piece in ["</", tag, ">"] {
            self.html.push_str(piece);
        }
    }

    fn link(&mut self, words: &str, url: &str) {
        self.html.push_str("<a href=\"");
        escape_into(url, &mut self.html);
        self.html.push_str("\">");
        self.words(words);
        self.html.push_str("</a>");
    }

    fn words(&mut self, words: &str) {
        self.units += if words.is_ascii() { words.len() } else { words.encode_utf16().count() };
        escape_into(words, &mut self.html);
    }
}

/// Words without what HTML would take for markup, for text and for attributes.
pub fn escape(words: &str) -> String {
    let mut html = String::with_capacity(words.len());
    escape_into(words, &mut html);
    html
}

fn escape_into(words: &str, into: &mut String) {
    let marks = |byte: u8| matches!(byte, b'&' | b'<' | b'>' | b'"');
    // Looking at all bytes is quicker than stopping at the first: many are looked at together.
    if !words.bytes().fold(false, |found, byte| found | marks(byte)) {
        return into.push_str(words);
    }
    let mut plain = 0;
    // All four are ASCII, and so never part of another letter.
    for (at, byte) in words.bytes().enumerate() {
        let escaped = match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            _ => continue,
        };
        into.push_str(&words[plain..at]);
        into.push_str(escaped);
        plain = at + 1;
    }
    into.push_str(&words[plain..]);
}

/// Words of HTML that we wrote, without its markup.
pub fn without_markup(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        text.push_str(&rest[..start]);
        rest = rest[start..].split_once('>').map_or("", |(_, rest)| rest);
    }
    text.push_str(rest);
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_is_taken_off_words() {
        let html = "<b>A &amp; B</b>: <a href=\"https://a.example/?x=1&amp;y\">1 &lt; 2</a> &amp;lt; <tg-emoji";
        assert_eq!(without_markup(html), "A & B: 1 < 2 &lt; ");
        let words = "<b>\"A & B\"</b> &lt;";
        assert_eq!(without_markup(&escape(words)), words);
    }
}
