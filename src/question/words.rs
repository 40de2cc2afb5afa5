//! A text → its words, with what joins them.
//!
//! In: any text; out: [`Word`]s, the same whatever the case, the width or the marks that nobody sees. It knows scripts
//! and no language.

use super::{
    arrow::{Arrow, Shaft},
    misread::Misread,
};
use crate::language::{Script, each, plain, stem};

/// Words a question may have; a Chinese character is one.
const MOST: usize = 128;
/// Bytes of the longest text that is read at all: what Telegram carries, in the widest script.
const LONGEST: usize = 4096 * 4;

/// The signs between a word and the one before it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Joint {
    /// Nothing: `H1` is two words.
    None,
    Blank,
    /// Any dash, or dots: `2021–2025`.
    Dash,
    /// A minus right before the word and a blank before that: `-kz`.
    Minus,
    /// The same of an exclamation mark: `!kz`.
    Not,
    Underscore,
    /// A dot or a comma between digits.
    Point,
    Colon,
    Slash,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    Letters(Script),
    Digits,
    /// A currency sign, a percent sign, an arrow.
    Sign,
}

/// A run of letters, a run of digits, a Chinese character, a flag or a sign.
#[derive(Debug)]
pub(super) struct Word {
    pub text: String,
    pub folded: String,
    /// Bytes of the fold that stay in all cases.
    pub stem: usize,
    pub kind: Kind,
    pub joint: Joint,
}

/// Reads a text as words.
///
/// # Errors
///
/// [`Misread::TooLong`] beyond 128 words.
pub(super) fn split(text: &str) -> Result<Vec<Word>, Misread> {
    if text.len() > LONGEST {
        return Err(Misread::TooLong);
    }
    let mut splitter = Splitter::default();
    each(text, |character| splitter.take(character));
    splitter.end();
    if splitter.words.len() > MOST { Err(Misread::TooLong) } else { Ok(splitter.words) }
}

#[derive(Debug)]
struct Splitter {
    words: Vec<Word>,
    run: String,
    kind: Kind,
    joint: Joint,
    /// An apostrophe that belongs to the word if another letter follows.
    held: Option<char>,
    shaft: Shaft,
}

impl Default for Splitter {
    fn default() -> Self {
        Self {
            words: Vec::with_capacity(16),
            run: String::new(),
            kind: Kind::Sign,
            joint: Joint::Blank,
            held: None,
            shaft: Shaft::default(),
        }
    }
}

impl Splitter {
    fn take(&mut self, character: char) {
        if is_hidden(character) || self.words.len() > MOST {
            return;
        }
        let is_drawn = self.shaft.has_line();
        if let Some(arrow) = self.shaft.take(character) {
            // A head at the beginning quotes; one that nothing stands before is no arrow.
            let is_behind = !self.words.is_empty() || !self.run.is_empty();
            match arrow {
                _ if is_drawn => self.sign(arrow.sign()),
                Arrow::There if is_behind => self.sign('>'),
                Arrow::Back if is_behind => self.sign('<'),
                _ => {}
            }
        }
        if let Some(digit) = digit(character) {
            self.join(digit, Kind::Digits);
        } else if is_flag(character) {
            if self.run.chars().count() == 2 || !self.run.starts_with(is_flag) {
                self.end();
            }
            self.join(character, Kind::Letters(Script::Latin));
        } else if character.is_alphabetic() || is_accent(character) {
            let script = Script::of(character);
            if script == Script::Han || self.run.starts_with(is_flag) {
                self.end();
            }
            self.join(character, Kind::Letters(script));
        } else if matches!(character, '\'' | '’' | '‘' | 'ʻ' | 'ʼ' | '`' | '´' | '′') && self.in_letters() {
            self.held = Some(character);
        } else if matches!(character, '%' | '$' | '€' | '¥' | '£' | '₽' | '₸' | '&' | '‰') {
            self.sign(character);
        } else if let Some(arrow) = Arrow::of(character) {
            self.sign(arrow.sign());
        } else {
            self.part(character);
        }
    }

    fn sign(&mut self, sign: char) {
        self.end();
        self.join(sign, Kind::Sign);
        self.end();
    }

    /// Goes on with a run, or ends it and begins another.
    fn join(&mut self, character: char, kind: Kind) {
        // Latin letters strayed into a Cyrillic word, or the other way round, are one word still.
        let han = kind == Kind::Letters(Script::Han) || self.kind == Kind::Letters(Script::Han);
        let letters = self.in_letters() && matches!(kind, Kind::Letters(_)) && !han;
        let goes_on =
            !self.run.is_empty() && (self.kind == kind || letters || (self.in_letters() && is_accent(character)));
        if goes_on {
            self.run.extend(self.held.take());
        } else {
            self.end();
            self.kind = kind;
        }
        self.run.push(character);
    }

    fn in_letters(&self) -> bool {
        !self.run.is_empty() && matches!(self.kind, Kind::Letters(_))
    }

    fn part(&mut self, character: char) {
        self.end();
        let joint = match character {
            '-' | '−' if matches!(self.joint, Joint::Blank | Joint::Minus) => Joint::Minus,
            '!' | '！' if matches!(self.joint, Joint::Blank | Joint::Not) => Joint::Not,
            '-' | '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' | '~' | '〜' | '…' => Joint::Dash,
            '_' => Joint::Underscore,
            '.' if self.joint == Joint::Point => Joint::Dash,
            '.' | ',' if self.joint == Joint::None => Joint::Point,
            ':' => Joint::Colon,
            '/' => Joint::Slash,
            _ => Joint::Blank,
        };
        // ` - ` is a dash, `, ` is a blank.
        self.joint = match (self.joint, joint) {
            (Joint::Dash | Joint::Minus, Joint::Blank) => Joint::Dash,
            _ => joint,
        };
    }

    fn end(&mut self) {
        self.held = None;
        if self.run.is_empty() {
            return;
        }
        let text = std::mem::take(&mut self.run);
        if self.kind == Kind::Digits && self.words.pop_if(|last| last.text.starts_with(Arrow::There.sign())).is_some() {
            // An arrow to a number ends a span, as in 2021→2025.
            self.joint = Joint::Dash;
        }
        // What is left out is a name, never a number.
        self.joint = match (self.joint, self.kind) {
            (Joint::Minus, Kind::Digits | Kind::Sign) => Joint::Dash,
            (Joint::Not, Kind::Digits | Kind::Sign) => Joint::Blank,
            (joint, _) => joint,
        };
        let folded = match self.kind {
            Kind::Letters(script) => plain(&text, script),
            Kind::Digits | Kind::Sign => text.clone(),
        };
        let stem = if self.kind == Kind::Letters(Script::Cyrillic) { stem(&folded).len() } else { folded.len() };
        self.words.push(Word { text, folded, stem, kind: self.kind, joint: self.joint });
        self.joint = Joint::None;
    }
}

/// Characters that nobody sees: control and format characters, variation selectors.
pub(super) fn is_hidden(character: char) -> bool {
    (character.is_control() && !character.is_whitespace())
        || matches!(character,
            '\u{00AD}' | '\u{061C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{E0000}'..='\u{E0FFF}')
}

/// Half a flag.
pub(super) fn is_flag(character: char) -> bool {
    ('\u{1F1E6}'..='\u{1F1FF}').contains(&character)
}

fn is_accent(character: char) -> bool {
    matches!(character, '\u{0300}'..='\u{036F}')
}

/// The digit in ASCII of a digit of any script.
fn digit(character: char) -> Option<char> {
    if character.is_ascii() {
        return Some(character).filter(char::is_ascii_digit);
    }
    if !character.is_numeric() {
        return None;
    }
    let mut ascii = any_ascii::any_ascii_char(character).chars();
    ascii.next().filter(|first| first.is_ascii_digit() && ascii.next().is_none())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<String> {
        split(text).unwrap().into_iter().map(|word| word.text).collect()
    }

    #[test]
    fn words_come_out_the_same_however_they_are_spaced() {
        for text in [
            "trade 2025 kg",
            "trade\n2025\u{a0}kg",
            " trade　２０２５  kg!",
            "\u{200f}trade_2025_kg\u{202c}",
            "trade2025, kg",
        ] {
            assert_eq!(texts(text), ["trade", "2025", "kg"], "{text:?}");
        }
        assert_eq!(texts("O‘zbekiston's ‘trade’"), ["O‘zbekiston's", "trade"]);
        assert_eq!(texts("2024年中哈"), ["2024", "年", "中", "哈"]);
        assert_eq!(texts("🇹🇯🇰🇬trade $30"), ["🇹🇯", "🇰🇬", "trade", "$", "30"]);
        assert_eq!(texts("🎉\u{0}\u{200b}"), [""; 0]);
    }

    #[test]
    fn the_dash_of_a_range_is_seen_through_blanks() {
        for text in ["2021-2025", "2021 — 2025", "2021– 2025", "2021..2025"] {
            assert_eq!(split(text).unwrap()[1].joint, Joint::Dash, "{text}");
        }
    }
}
