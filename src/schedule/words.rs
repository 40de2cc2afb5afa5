//! A text as words between blanks, each as it was written and as it is read.

use crate::language::each;

/// A word between two blanks.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Word {
    /// As it was written, without what nobody sees.
    pub written: String,
    /// In small letters, its digits as `0` to `9`, its dashes as `-`.
    pub read: String,
}

impl Word {
    pub(super) fn new(written: &str) -> Self {
        let mut read = String::with_capacity(written.len());
        each(written, |character| match character {
            '\u{2010}'..='\u{2015}' | '\u{2212}' => read.push('-'),
            _ => read.extend(character.to_lowercase()),
        });
        Self { written: written.to_owned(), read }
    }

    /// As it may be shown: 64 characters at most.
    pub(super) fn shown(&self) -> String {
        const LONGEST: usize = 64;
        let cut: String = self.written.chars().take(LONGEST).collect();
        if self.written.chars().nth(LONGEST).is_some() { cut + "…" } else { cut }
    }
}

/// The words of a text; blanks of any width and line breaks stand between them.
pub(super) fn split(text: &str) -> Vec<Word> {
    seen(text).split_whitespace().map(Word::new).collect()
}

/// A text without what nobody sees.
pub(super) fn seen(text: &str) -> String {
    text.chars().filter(|character| !is_hidden(*character)).collect()
}

/// Words as they were written, with one blank between them.
pub(super) fn joined(words: &[Word]) -> String {
    words.iter().map(|word| word.written.as_str()).collect::<Vec<_>>().join(" ")
}

/// Marks of direction, joiners and other things of no width.
fn is_hidden(character: char) -> bool {
    (character.is_control() && !character.is_whitespace())
        || matches!(character,
            '\u{AD}' | '\u{61C}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
            | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}')
}
