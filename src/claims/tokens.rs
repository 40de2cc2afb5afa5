//! A text → its pieces, with their places in it.
//!
//! Unlike the words of a question they keep where they stand, since the text's own words are quoted.

use std::ops::Range;

use crate::language::{Script, StatedWord, plain, stated};

/// A run of digits, a run of letters, a Chinese character, or any other sign.
#[derive(Debug)]
pub(super) struct Token {
    pub at: Range<usize>,
    pub kind: Kind,
    /// As words are looked up; digits in ASCII.
    pub folded: String,
    /// A blank, or the beginning of the text, stands before it.
    pub is_apart: bool,
    /// It begins a line.
    pub is_new_line: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    Digits,
    Letters(Script),
    Sign,
}

/// A text and its pieces.
#[derive(Debug)]
pub(super) struct Tokens<'t> {
    pub text: &'t str,
    pub all: Vec<Token>,
}

/// What one piece or several in a row mean around a number, and the piece after them.
type Meant = (&'static [StatedWord], usize);

impl<'t> Tokens<'t> {
    pub(super) fn of(text: &'t str) -> Self {
        let mut cutter = Cutter { text, all: Vec::with_capacity(text.len() / 5), run: None, gap: Gap::Line };
        for (at, character) in text.char_indices() {
            cutter.take(at, character);
        }
        cutter.end(text.len());
        Self { text, all: cutter.all }
    }

    pub(super) fn get(&self, at: usize) -> Option<&Token> {
        self.all.get(at)
    }

    pub(super) fn is_sign(&self, at: usize, signs: &[&str]) -> bool {
        self.get(at).is_some_and(|token| token.kind == Kind::Sign && signs.contains(&token.folded.as_str()))
    }

    /// All words that begin at a piece and mean something around a number, the longest first.
    fn meanings(&self, at: usize) -> impl Iterator<Item = Meant> {
        let mut key = String::new();
        let mut all: Vec<Meant> = Vec::new();
        for next in at..self.all.len().min(at + stated::LONGEST) {
            let token = &self.all[next];
            if next > at && token.is_new_line {
                break;
            }
            match token.kind {
                Kind::Letters(script) => stated::push(&mut key, &token.folded, script),
                Kind::Sign if next == at || token.folded == "%" || token.folded == "$" => {
                    stated::push(&mut key, &token.folded, Script::Latin);
                }
                // долл. США
                Kind::Sign if token.folded == "." => continue,
                Kind::Sign | Kind::Digits => break,
            }
            let found = stated::find(&key);
            if !found.is_empty() {
                all.push((found, next + 1));
            }
        }
        all.into_iter().rev()
    }

    /// The longest words that begin at a piece and mean something, where one of their meanings is wanted.
    pub(super) fn meant_as<T>(&self, at: usize, wanted: impl Fn(StatedWord) -> Option<T>) -> Option<(T, usize)> {
        let (all, next) = self.meanings(at).next()?;
        all.iter().find_map(|word| wanted(*word)).map(|found| (found, next))
    }

    /// The longest words that begin at a piece and have a meaning that is wanted.
    pub(super) fn may_mean<T>(&self, at: usize, wanted: impl Fn(StatedWord) -> Option<T>) -> Option<(T, usize)> {
        self.meanings(at).find_map(|(all, next)| Some((all.iter().find_map(|word| wanted(*word))?, next)))
    }

    /// The text of pieces in a row.
    pub(super) fn span(&self, pieces: Range<usize>) -> Range<usize> {
        match self.all.get(pieces.clone()) {
            Some([first, .., last]) => first.at.start..last.at.end,
            Some([only]) => only.at.clone(),
            _ => 0..0,
        }
    }

    pub(super) fn written(&self, pieces: Range<usize>) -> &'t str {
        &self.text[self.span(pieces)]
    }
}

struct Cutter<'t> {
    text: &'t str,
    all: Vec<Token>,
    /// Where a run began, and of what it is.
    run: Option<(usize, Kind)>,
    gap: Gap,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Gap {
    None,
    Blank,
    Line,
}

impl Cutter<'_> {
    fn take(&mut self, at: usize, character: char) {
        let rest = || self.text[at + character.len_utf8()..].chars();
        if is_hidden(character) {
            return;
        }
        if character.is_whitespace() {
            self.end(at);
            let gap = if matches!(character, '\n' | '\r') { Gap::Line } else { Gap::Blank };
            self.gap = self.gap.max(gap);
            return;
        }
        let in_letters = matches!(self.run, Some((_, Kind::Letters(script))) if script != Script::Han);
        let kind = if digit(character).is_some() {
            Kind::Digits
        } else if character.is_alphabetic() || matches!(character, '\u{0300}'..='\u{036F}') {
            Kind::Letters(Script::of(character))
        } else if in_letters
            && matches!(character, '\'' | '’' | 'ʻ' | 'ʼ')
            && rest().next().is_some_and(char::is_alphabetic)
        {
            return;
        } else if in_letters && character == '.' && self.is_initial(at) {
            // The points of U.S. are no ends.
            return;
        } else {
            Kind::Sign
        };
        let goes_on = match (self.run, kind) {
            (Some((_, Kind::Digits)), Kind::Digits) => true,
            (Some((_, Kind::Letters(one))), Kind::Letters(other)) => one != Script::Han && other != Script::Han,
            _ => false,
        };
        if !goes_on {
            self.end(at);
            self.run = Some((at, kind));
        }
    }

    /// True behind a capital alone that another follows, or that followed another: U.S.
    fn is_initial(&self, at: usize) -> bool {
        let Some((start, _)) = self.run else { return false };
        let so_far = &self.text[start..at];
        let is_capital = |text: &str| text.chars().count() == 1 && text.starts_with(char::is_uppercase);
        let mut rest = self.text[at + 1..].chars();
        let next_is_one =
            rest.next().is_some_and(char::is_uppercase) && !rest.next().is_some_and(char::is_alphanumeric);
        let last = so_far.rsplit('.').next().unwrap_or_default();
        is_capital(last) && (next_is_one || so_far.contains('.'))
    }

    fn end(&mut self, at: usize) {
        let Some((start, kind)) = self.run.take() else { return };
        let written = &self.text[start..at];
        let folded = match kind {
            Kind::Digits => written.chars().filter_map(digit).collect(),
            Kind::Letters(script) => plain(written, script),
            Kind::Sign => written.chars().next().map(sign).unwrap_or_default(),
        };
        let (is_apart, is_new_line) = (self.gap > Gap::None, self.gap == Gap::Line);
        self.all.push(Token { at: start..at, kind, folded, is_apart, is_new_line });
        self.gap = Gap::None;
    }
}

/// A digit of any width in ASCII.
fn digit(character: char) -> Option<char> {
    match character {
        '0'..='9' => Some(character),
        '０'..='９' => char::from_u32(u32::from(character) - u32::from('０') + u32::from('0')),
        _ => None,
    }
}

/// A sign in its usual form.
fn sign(character: char) -> String {
    match character {
        '％' | '﹪' => "%".to_owned(),
        '＄' => "$".to_owned(),
        '￥' => "¥".to_owned(),
        '－' | '−' => "−".to_owned(),
        _ => character.to_string(),
    }
}

/// Characters that nobody sees.
fn is_hidden(character: char) -> bool {
    (character.is_control() && !character.is_whitespace())
        || matches!(character,
            '\u{00AD}' | '\u{061C}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
            | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}')
}
