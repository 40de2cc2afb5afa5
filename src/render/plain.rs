//! Page → text for a terminal.

use std::ops::Range;

use textwrap::{
    WordSeparator,
    core::{Word, break_words, display_width},
    wrap_algorithms::wrap_first_fit,
};
use unicode_width::UnicodeWidthChar as _;

use super::{Block, Button, Medium, Page, Piece, Reply, Text};
use crate::{
    language::{Language, Msg},
    question,
};

/// What escape sequences show.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Style {
    /// Nothing: there are none.
    #[default]
    Plain,
    /// Emphasis.
    Ansi,
    /// Emphasis, and words that lead to an address (OSC 8).
    Linked,
}

/// How what can be asked next is listed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Next {
    /// As commands.
    #[default]
    Commands,
    /// By numbers from 1, in the order of [`buttons`].
    Numbers,
}

/// A terminal, which shows a page in one text. By default what a file takes: without escape sequences, in lines of any
/// length.
#[derive(Clone, Copy, Default, Debug)]
pub struct Terminal {
    pub style: Style,
    /// Lines end between words before this column; none where they may be of any length.
    pub columns: Option<usize>,
    pub next: Next,
}

impl Medium for Terminal {
    type Shown = String;

    fn show(&self, reply: &Reply) -> String {
        text(&reply.page, *self, reply.language)
    }
}

/// The page in lines, with its sources beneath and what can be asked next.
pub fn text(page: &Page, terminal: Terminal, language: Language) -> String {
    let mut lines = Vec::new();
    for block in &page.blocks {
        match block {
            Block::Title(text) | Block::Line(text) => lines.extend(terminal.lines("", text)),
            Block::Item(text) => lines.extend(terminal.lines("• ", text)),
            Block::Note(text) => lines.extend(terminal.lines("⚠ ", text)),
            Block::Table(table) => lines.extend(table.lines()),
            Block::Code(words) => lines.push(words.clone()),
            Block::Space => lines.push(String::new()),
        }
    }
    if !page.sources.is_empty() {
        lines.push(String::new());
        lines.extend(terminal.lines("", &Text::plain(page.sources_title.clone())));
        let named: Vec<usize> = page.blocks.iter().flat_map(Block::sources).collect();
        for (number, source) in (1..).zip(&page.sources).filter(|(number, _)| named.contains(number)) {
            lines.extend(terminal.lines(&format!("[{number}] "), &source.text));
        }
    }
    if buttons(page).next().is_some() {
        lines.push(String::new());
        match terminal.next {
            Next::Commands => lines.extend(buttons(page).map(command)),
            Next::Numbers => lines.extend(terminal.numbered(page, language)),
        }
    }
    lines.join("\n")
}

/// What can be asked next, in the order in which it is listed.
pub fn buttons(page: &Page) -> impl Iterator<Item = &Button> {
    page.buttons.iter().flatten().chain(&page.back)
}

/// The words of a button. Its arrows show the way to another time beside it; a list has no sides.
fn label(button: &Button) -> &str {
    button.label.trim_matches(['◀', '▶', ' '])
}

fn command(button: &Button) -> String {
    format!("→ {}  {}", label(button), question::tap(&button.query))
}

impl Terminal {
    /// The lines of a text behind what stands before its first; the addresses that no word leads to stand beneath.
    fn lines(self, before: &str, text: &Text) -> Vec<String> {
        let words = Words::of(text, self.style);
        let (before, words) = if before.is_empty() { words.without_sign() } else { (before, words) };
        let indent = display_width(before);
        let columns = self.columns.map(|columns| columns.saturating_sub(indent).max(1));
        let lines = wrapped(&words.text, columns).into_iter().map(|range| words.styled(range));
        let lines = lines.chain(words.addresses.iter().map(ToString::to_string));
        let indented =
            |(line, words)| if line == 0 { [before, words].concat() } else { format!("{:indent$}{words}", "") };
        let lines: Vec<String> = lines.collect();
        lines.iter().map(String::as_str).enumerate().map(indented).collect()
    }

    /// `1) 2024   2) By country`, in as many lines as it takes.
    fn numbered(self, page: &Page, language: Language) -> Vec<String> {
        let items: Vec<String> =
            (1..).zip(buttons(page)).map(|(number, button)| format!("{number}) {}   ", label(button))).collect();
        let items: Vec<Word<'_>> = items.iter().map(|item| Word::from(item.as_str())).collect();
        let lines = match self.columns {
            Some(columns) => wrap_first_fit(&items, &[columns as f64]),
            None => vec![&items[..]],
        };
        let line = |items: &[Word<'_>]| -> Vec<String> {
            let line: String = items.iter().flat_map(|item| [item.word, item.whitespace]).collect();
            let line = line.trim_end();
            let is_wide = self.columns.is_some_and(|columns| display_width(line) > columns);
            match line.split_once(' ').filter(|_| is_wide) {
                Some((number, label)) => self.lines(&format!("{number} "), &Text::plain(label)),
                None => vec![line.to_owned()],
            }
        };
        let asked = Text::plain(language.say(Msg::AskByNumber));
        let lines = lines.into_iter().flat_map(line);
        self.lines("", &asked).into_iter().chain(lines).collect()
    }
}

/// The words of a text without escape sequences, and where which of them begin and end.
#[derive(Default)]
struct Words<'t> {
    text: String,
    /// In order; they do not overlap.
    styled: Vec<(Range<usize>, Look<'t>)>,
    /// Of links whose words do not lead there.
    addresses: Vec<&'t str>,
}

#[derive(Clone, Copy)]
enum Look<'t> {
    Bold,
    Italic,
    Link(&'t str),
}

impl<'t> Words<'t> {
    fn of(text: &'t Text, style: Style) -> Self {
        let mut words = Self::default();
        for piece in &text.0 {
            match piece {
                Piece::Plain(plain) | Piece::Code(plain) => words.text.push_str(plain),
                Piece::Bold(bold) => words.push(bold, (style != Style::Plain).then_some(Look::Bold)),
                Piece::Italic(italic) => words.push(italic, (style != Style::Plain).then_some(Look::Italic)),
                Piece::Link { words: name, url } => {
                    words.push(name, (style == Style::Linked).then_some(Look::Link(url)));
                    words.addresses.extend((style != Style::Linked && name != url).then_some(url.as_str()));
                }
                Piece::Source(number) => words.text.push_str(&format!("[{number}]")),
                Piece::Tap(query) => words.text.push_str(&question::tap(query)),
            }
        }
        words
    }

    /// The sign before a text that explains something above it, and the rest.
    fn without_sign(mut self) -> (&'static str, Self) {
        const SIGNS: [&str; 3] = ["* ", "– ", "↳ "];
        let Some(sign) = SIGNS.into_iter().find(|sign| self.text.starts_with(sign)) else { return ("", self) };
        let taken = sign.len();
        self.text.drain(..taken);
        for (range, _) in &mut self.styled {
            *range = range.start.saturating_sub(taken)..range.end.saturating_sub(taken);
        }
        (sign, self)
    }

    fn push(&mut self, words: &str, look: Option<Look<'t>>) {
        let start = self.text.len();
        self.text.push_str(words);
        self.styled.extend(look.map(|look| (start..self.text.len(), look)));
    }

    /// A part of the text with the escape sequences that its words need, which end with it.
    fn styled(&self, part: Range<usize>) -> String {
        let mut shown = String::new();
        let mut plain = part.start;
        for (range, look) in &self.styled {
            let (start, end) = (range.start.max(part.start), range.end.min(part.end));
            if start < end {
                shown.push_str(&self.text[plain..start]);
                let words = &self.text[start..end];
                shown.push_str(&match look {
                    Look::Bold => format!("\u{1b}[1m{words}\u{1b}[0m"),
                    Look::Italic => format!("\u{1b}[3m{words}\u{1b}[0m"),
                    Look::Link(url) => linked(words, url),
                });
                plain = end;
            }
        }
        shown + &self.text[plain..part.end]
    }
}

/// Words that lead to an address; without the letters that would end it before its time.
fn linked(words: &str, url: &str) -> String {
    let url: String = url.chars().filter(|letter| !letter.is_control()).collect();
    format!("\u{1b}]8;;{url}\u{1b}\\{words}\u{1b}]8;;\u{1b}\\")
}

/// Where the lines of a text begin and end, without the blanks between them.
fn wrapped(text: &str, columns: Option<usize>) -> Vec<Range<usize>> {
    let mut lines = Vec::new();
    let Some(columns) = columns.filter(|columns| display_width(text) > *columns) else {
        lines.push(0..text.len());
        return lines;
    };
    let words = unbroken(text).into_iter().flat_map(|word| {
        // Who copies an address wants it in one piece; the terminal breaks it at its edge.
        if is_address(word.word) { vec![word] } else { break_words([word], columns) }
    });
    let words: Vec<Word<'_>> = words.collect();
    let mut start = 0;
    for line in wrap_first_fit(&words, &[columns as f64]) {
        let length: usize = line.iter().map(|word| word.word.len() + word.whitespace.len()).sum();
        let blanks = line.last().map_or(0, |word| word.whitespace.len());
        lines.push(start..start + length - blanks);
        start += length;
    }
    lines
}

/// The parts of a text between which a line may end: words, and letters of a script that has no blanks.
fn unbroken(text: &str) -> Vec<Word<'_>> {
    let blanks = WordSeparator::AsciiSpace.find_words(text);
    let parts = blanks.flat_map(|word| {
        let has_wide = word.word.chars().any(|letter| letter.width() == Some(2));
        if !has_wide || is_address(word.word) {
            return vec![word];
        }
        let mut parts: Vec<Word<'_>> = WordSeparator::UnicodeBreakProperties.find_words(word.word).collect();
        if let Some(last) = parts.last_mut() {
            last.whitespace = word.whitespace;
        }
        parts
    });
    parts.collect()
}

fn is_address(word: &str) -> bool {
    word.starts_with("https://") || word.starts_with("http://")
}
