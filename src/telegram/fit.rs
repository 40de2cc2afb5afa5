//! Bringing words within Telegram's limits.
//!
//! A text that is too long for one message is split at the ends of its lines, and a line that is longer than a message
//! is shortened, so that Telegram refuses nothing for its length. It reads HTML as we write it: tags, signs in their
//! escapes, and words. It does not know what the words say.

use std::borrow::Cow;

use crate::render::limits::{CAPTION, LABEL, MARKUP, MESSAGE, TAGS, TOAST};

/// Characters of something that a person wrote, where it is quoted to them: as much as helps.
const QUOTED: usize = 64;

const MORE: char = '…';

/// The messages that a text in HTML takes, each within Telegram's limits; at least one.
pub(crate) fn messages(html: &str) -> Vec<Cow<'_, str>> {
    parts(html, MESSAGE)
}

/// A text in HTML as one message, shortened at the end of a line where it has to be.
pub(crate) fn message(html: &str) -> Cow<'_, str> {
    one(html, MESSAGE)
}

/// The same as the caption of a file.
pub(crate) fn caption(html: &str) -> Cow<'_, str> {
    one(html, CAPTION)
}

/// True if words can answer a pressed button.
pub(crate) fn is_toast(words: &str) -> bool {
    words.encode_utf16().count() <= TOAST
}

/// Words on a button.
pub(crate) fn label(words: &str) -> Cow<'_, str> {
    shortened(words, LABEL)
}

/// Words that a person wrote, to be quoted.
pub(crate) fn quoted(words: &str) -> Cow<'_, str> {
    shortened(words, QUOTED)
}

fn shortened(words: &str, most: usize) -> Cow<'_, str> {
    match words.char_indices().nth(most) {
        None => Cow::Borrowed(words),
        Some(_) => Cow::Owned(words.chars().take(most - 1).chain([MORE]).collect()),
    }
}

fn one(html: &str, units: usize) -> Cow<'_, str> {
    if fits(html, units) {
        return Cow::Borrowed(html);
    }
    // Room for the sign that there is more, on a line of its own.
    let mut parts = parts(html, units - 2).into_iter();
    let first = parts.next().unwrap_or_default();
    if parts.len() == 0 { first } else { Cow::Owned(format!("{first}\n{MORE}")) }
}

fn parts(html: &str, units: usize) -> Vec<Cow<'_, str>> {
    if fits(html, units) {
        return vec![Cow::Borrowed(html)];
    }
    let mut splitter = Splitter { most: units, done: Vec::new(), part: Part::default() };
    for line in html.split('\n') {
        splitter.add(line);
    }
    splitter.end(Vec::new());
    match splitter.done.is_empty() {
        // There is nothing to read in it.
        true => vec![Cow::Borrowed(html)],
        false => splitter.done.into_iter().map(Cow::Owned).collect(),
    }
}

fn fits(html: &str, units: usize) -> bool {
    let tags = html.bytes().filter(|byte| *byte == b'<').count() / 2;
    tags <= TAGS && html.len() <= MARKUP && (at_most(html) <= units || size(html).units <= units)
}

/// An upper bound of the units that a reader gets. Nearly all texts are well within their limit, and need not be read
/// sign by sign.
fn at_most(html: &str) -> usize {
    let words = |html: &str| -> usize {
        let starts = html.bytes().filter(|byte| !(0x80..0xc0).contains(byte)).count();
        // These take two units.
        starts + html.bytes().filter(|byte| *byte >= 0xf0).count()
    };
    let (first, tagged) = html.split_once('<').unwrap_or((html, ""));
    words(first) + tagged.split('<').map(|tag| tag.split_once('>').map_or(0, |(_, after)| words(after))).sum::<usize>()
}

/// A piece of HTML that is never torn.
#[derive(Clone, Copy)]
enum Piece<'a> {
    Open(&'a str),
    Close(&'a str),
    /// A character, or a sign in its escape.
    Sign(&'a str),
}

impl<'a> Piece<'a> {
    /// The first piece of what is not empty, and what follows it.
    fn first(html: &'a str) -> Option<(Self, &'a str)> {
        let next = html.chars().next()?;
        let end = match next {
            '<' => html.find('>'),
            '&' => html.find(';'),
            _ => None,
        };
        let (piece, rest) = html.split_at(end.map_or(next.len_utf8(), |end| end + 1));
        let piece = match next {
            '<' if piece.starts_with("</") => Self::Close(piece),
            '<' => Self::Open(piece),
            _ => Self::Sign(piece),
        };
        Some((piece, rest))
    }

    fn html(self) -> &'a str {
        match self {
            Self::Open(html) | Self::Close(html) | Self::Sign(html) => html,
        }
    }

    fn is_seen(self) -> bool {
        matches!(self, Self::Sign(sign) if !sign.trim().is_empty())
    }

    /// UTF-16 units that a reader gets of it.
    fn units(self) -> usize {
        match self {
            Self::Open(_) | Self::Close(_) => 0,
            Self::Sign(sign) if sign.starts_with('&') => 1,
            Self::Sign(sign) => sign.encode_utf16().count(),
        }
    }
}

fn pieces(html: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = html;
    std::iter::from_fn(move || {
        let (piece, after) = Piece::first(rest)?;
        rest = after;
        Some(piece)
    })
}

/// The part of each limit that something takes.
#[derive(Clone, Copy, Default)]
struct Size {
    units: usize,
    bytes: usize,
    tags: usize,
}

impl Size {
    fn and(self, other: Self) -> Self {
        let (units, bytes, tags) = (self.units + other.units, self.bytes + other.bytes, self.tags + other.tags);
        Self { units, bytes, tags }
    }

    fn of(piece: Piece<'_>) -> Self {
        // An open tag takes the room of its end, too.
        let (bytes, tags) = match piece {
            Piece::Open(tag) => (tag.len() + closing(tag).len(), 1),
            Piece::Close(_) => (0, 0),
            Piece::Sign(sign) => (sign.len(), 0),
        };
        Self { units: piece.units(), bytes, tags }
    }
}

fn size(html: &str) -> Size {
    pieces(html).map(Size::of).fold(Size::default(), Size::and)
}

/// The tag that closes this one.
fn closing(tag: &str) -> String {
    let name = tag.trim_start_matches('<').split([' ', '>']).next().unwrap_or_default();
    format!("</{name}>")
}

/// A message in the making.
#[derive(Default)]
struct Part<'a> {
    html: String,
    size: Size,
    /// The tags that are open at its end, the outermost first.
    open: Vec<&'a str>,
    /// True if a reader would see anything.
    is_seen: bool,
}

impl<'a> Part<'a> {
    /// An empty one, within these tags.
    fn within(open: Vec<&'a str>) -> Self {
        let size = open.iter().map(|tag| Size::of(Piece::Open(tag))).fold(Size::default(), Size::and);
        Self { html: open.concat(), size, open, is_seen: false }
    }

    fn put(&mut self, piece: Piece<'a>) {
        self.html.push_str(piece.html());
        self.size = self.size.and(Size::of(piece));
        self.is_seen |= piece.is_seen();
        follow(&mut self.open, piece);
    }

    fn finish(mut self) -> String {
        for tag in self.open.iter().rev() {
            self.html.push_str(&closing(tag));
        }
        self.html
    }
}

/// Keeps count of the open tags.
fn follow<'a>(open: &mut Vec<&'a str>, piece: Piece<'a>) {
    match piece {
        Piece::Open(tag) => open.push(tag),
        Piece::Close(_) => drop(open.pop()),
        Piece::Sign(_) => {}
    }
}

/// The tags that are open after a line, of those before it.
fn after<'a>(before: &[&'a str], line: &'a str) -> Vec<&'a str> {
    let mut open = before.to_vec();
    pieces(line).for_each(|piece| follow(&mut open, piece));
    open
}

struct Splitter<'a> {
    /// UTF-16 units in a part.
    most: usize,
    done: Vec<String>,
    part: Part<'a>,
}

impl<'a> Splitter<'a> {
    /// Adds a line to this part or, if there is no room for it, to the next.
    fn add(&mut self, line: &'a str) {
        let line_size = size(line);
        if self.part.is_seen && !self.has_room(Size { units: line_size.units + 1, ..line_size }) {
            self.end(self.part.open.clone());
        }
        if self.part.is_seen {
            self.part.put(Piece::Sign("\n"));
        } else if !pieces(line).any(Piece::is_seen) {
            // No message begins with a blank line.
            return self.end(after(&self.part.open, line));
        }
        match self.has_room(line_size) {
            true => pieces(line).for_each(|piece| self.part.put(piece)),
            false => self.shorten(line),
        }
    }

    /// Puts as much of a line here as there is room for, and goes on behind it.
    fn shorten(&mut self, line: &'a str) {
        let after = after(&self.part.open, line);
        let mut is_full = false;
        for piece in pieces(line) {
            is_full |= !self.has_room(Size::of(piece).and(Size { units: 1, bytes: MORE.len_utf8(), tags: 0 }));
            if !is_full {
                self.part.put(piece);
            }
        }
        self.part.html.push(MORE);
        self.part.is_seen = true;
        self.end(after);
    }

    fn has_room(&self, more: Size) -> bool {
        let Size { units, bytes, tags } = self.part.size.and(more);
        units <= self.most && bytes <= MARKUP && tags <= TAGS
    }

    /// Ends this part; the next one begins within these tags.
    fn end(&mut self, open: Vec<&'a str>) {
        let part = std::mem::replace(&mut self.part, Part::within(open));
        if part.is_seen {
            self.done.push(part.finish());
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The words of HTML that is well formed, and how many tags it has.
    fn read(html: &str) -> (String, usize) {
        let (mut text, mut open, mut tags) = (String::new(), Vec::new(), 0);
        for piece in pieces(html) {
            match piece {
                Piece::Open(tag) => {
                    tags += 1;
                    open.push(closing(tag));
                }
                Piece::Close(tag) => assert_eq!(open.pop().as_deref(), Some(tag), "{html}"),
                Piece::Sign("&lt;") => text.push('<'),
                Piece::Sign("&amp;") => text.push('&'),
                Piece::Sign(sign) => {
                    assert!(!sign.starts_with(['&', '<', '>']), "{html}");
                    text.push_str(sign);
                }
            }
        }
        assert!(open.is_empty(), "{html}");
        (text, tags)
    }

    fn units(text: &str) -> usize {
        text.encode_utf16().count()
    }

    fn is_read(line: &&str) -> bool {
        !line.trim().is_empty()
    }

    /// HTML from such steps: words, line ends, tags that are opened and closed.
    fn html(steps: &[&'static str]) -> String {
        let (mut html, mut open) = (String::new(), Vec::new());
        for step in steps {
            match *step {
                "/" => html.extend(open.pop()),
                tag if tag.starts_with('<') && open.len() < 4 => {
                    html.push_str(tag);
                    open.push(closing(tag));
                }
                tag if tag.starts_with('<') => {}
                words => html.push_str(words),
            }
        }
        html.extend(open.into_iter().rev());
        html
    }

    fn step() -> impl Strategy<Value = &'static str> {
        let tags = vec!["<b>", "<i>", "<pre>", "<code>", "<a href=\"https://a.example/?x=1&amp;y=2\">", "/", "/", "/"];
        let words = vec!["a", "word ", "ы", "中文", "😀", "&amp;", "&lt;", "&lt;b", " ", "\n", "\n", "\n\n"];
        prop_oneof![2 => prop::sample::select(words), 1 => prop::sample::select(tags)]
    }

    proptest! {
        #[test]
        fn whatever_is_said_comes_in_parts_that_fit_and_together_say_it(
            steps in prop::collection::vec(step(), 0..400),
            most in 8_usize..80,
        ) {
            let html = html(&steps);
            let (whole, _) = read(&html);
            prop_assert!(at_most(&html) >= units(&whole), "{html}");
            let parts = parts(&html, most);
            let mut texts = Vec::new();
            for part in &parts {
                let (text, tags) = read(part);
                prop_assert!(units(&text) <= most && part.len() <= MARKUP && tags <= TAGS, "{part}");
                prop_assert!(!text.trim().is_empty() || parts.len() == 1, "a blank message");
                texts.push(text);
            }
            let said = texts.join("\n");
            let (said, whole): (Vec<&str>, Vec<&str>) =
                (said.split('\n').filter(is_read).collect(), whole.split('\n').filter(is_read).collect());
            prop_assert_eq!(said.len(), whole.len());
            for (said, line) in said.into_iter().zip(whole) {
                let is_begun = || said.strip_suffix(MORE).is_some_and(|begun| line.starts_with(begun));
                prop_assert!(said == line || units(line) > most && is_begun(), "{said} of {line}");
            }
        }
    }

    #[test]
    fn what_fits_stays_as_it_is() {
        let html = format!("<b>{}</b>", "я".repeat(MESSAGE));
        assert_eq!(messages(&html), [html.as_str()]);
        assert_eq!(message(&html), html);
    }

    #[test]
    fn a_line_that_is_too_long_is_shortened_and_what_follows_is_said() {
        let html = format!("<b>{}</b>\n<i>after it</i>", "😀".repeat(3000));
        let parts = messages(&html);
        assert_eq!(parts.len(), 2);
        assert_eq!((units(&read(&parts[0]).0), parts[1].as_ref()), (4095, "<i>after it</i>"));
        assert!(parts[0].ends_with("😀…</b>"));
    }

    #[test]
    fn markup_that_is_too_long_or_too_much_is_split() {
        let link = |length: usize| format!("<a href=\"https://a.example/{}\">a</a>", "a".repeat(length));
        for (lines, length, most) in [(60, 1000, 32), (250, 1, 100)] {
            let html = vec![link(length); lines].join("\n");
            let lines_of: Vec<usize> = messages(&html).iter().map(|part| part.lines().count()).collect();
            assert_eq!(lines_of.iter().sum::<usize>(), lines);
            assert!(lines_of.iter().all(|many| *many <= most), "{lines_of:?}");
        }
    }

    #[test]
    fn what_has_to_be_one_message_says_that_there_is_more() {
        let html = vec!["<b>line</b>"; 1000].join("\n");
        for (one, most) in [(message(&html), MESSAGE), (caption(&html), CAPTION)] {
            let (text, _) = read(&one);
            assert!(text.ends_with("line\n…") && units(&text) <= most, "{text}");
        }
    }

    #[test]
    fn words_are_quoted_as_far_as_they_help() {
        assert_eq!(quoted("arcadya"), "arcadya");
        assert_eq!(quoted(&"я".repeat(4000)).chars().count(), QUOTED);
        assert_eq!(label(&"😀".repeat(255)), format!("{}…", "😀".repeat(63)));
        assert!(is_toast(&"я".repeat(200)) && !is_toast(&"😀".repeat(101)));
    }
}
