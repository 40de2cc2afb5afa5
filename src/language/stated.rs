//! The words that stand around a number in a text that states it: scales, currencies, bounds, rise and fall.
//!
//! They come from `stated` and `currencies` in the `lexicon.yaml` of each language. A word is found by the key of its
//! pieces, in whatever case; an inflected form is a word of its own.

use std::{collections::HashMap, hash::BuildHasherDefault, sync::LazyLock};

use serde::Deserialize;

use super::{Quick, Script, lexicon::named, lists::LISTS, plain};
use crate::fact::{Base, Qualifier};

/// The meaning of a word around a number.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum StatedWord {
    // Powers of ten.
    Thousand,
    TenThousand,
    Million,
    HundredMillion,
    Billion,
    Trillion,

    // Numbers in words, beyond one to twelve.
    Half,
    OneAndAHalf,
    Hundred,

    // Units.
    Percent,
    /// Percentage points, which are no percent.
    Points,
    Times,
    Tonnes,
    CubicMetres,
    Kilometres,
    Containers,
    Years,
    Months,
    /// Between a number and its currency: US, of.
    OfMoney,
    #[serde(skip)]
    Money(Base),

    // Before a number.
    About,
    Nearly,
    MoreThan,
    LessThan,
    AtLeast,
    AtMost,

    // Which way something changed.
    Up,
    Down,

    // How many times over, in one word.
    Doubled,
    Tripled,
    Quadrupled,
    Halved,

    /// What follows is what a change is held against: than in, compared with.
    Against,
    /// Begins another clause: and, while.
    Break,
    /// Between two numbers, the earlier and the later.
    From,
    To,
    /// Before the amount by which something changed.
    By,
    /// The default group of the sheets: the region.
    Group,
    /// The two countries that were spoken of.
    Pair,
    /// A part of a whole: accounts for.
    Share,
    /// A balance below zero for who counts, or above it.
    Deficit,
    Surplus,
    /// Adds nothing to what is stated: for the first time, record.
    Aside,
    /// Says that what follows is only a part of it: services, in kind.
    Limit,
}

impl StatedWord {
    /// The power of ten that it multiplies by.
    pub fn power(self) -> Option<u8> {
        Some(match self {
            Self::Thousand => 3,
            Self::TenThousand => 4,
            Self::Million => 6,
            Self::HundredMillion => 8,
            Self::Billion => 9,
            Self::Trillion => 12,
            _ => return None,
        })
    }

    pub fn base(self) -> Option<Base> {
        Some(match self {
            Self::Percent => Base::Percent,
            Self::Times => Base::Times,
            Self::Tonnes => Base::Tonnes,
            Self::CubicMetres => Base::CubicMetres,
            Self::Kilometres => Base::Kilometres,
            Self::Containers => Base::Teu,
            Self::Years => Base::Years,
            Self::Months => Base::Months,
            Self::Money(base) => base,
            _ => return None,
        })
    }

    pub fn qualifier(self) -> Option<Qualifier> {
        Some(match self {
            Self::About => Qualifier::About,
            Self::Nearly => Qualifier::Nearly,
            Self::MoreThan => Qualifier::MoreThan,
            Self::LessThan => Qualifier::LessThan,
            Self::AtLeast => Qualifier::AtLeast,
            Self::AtMost => Qualifier::AtMost,
            _ => return None,
        })
    }
}

/// The most pieces that one of these words has.
pub const LONGEST: usize = 6;

/// All that pieces of a text may mean around a number, by the key that [`push`] makes of them.
pub fn find(key: &str) -> &'static [StatedWord] {
    WORDS.get(key).map_or(&[], Vec::as_slice)
}

/// Adds a piece, as [`plain`] leaves it, to a key.
pub fn push(key: &mut String, piece: &str, script: Script) {
    // Words of two scripts that sound alike are two words.
    let mark = match script {
        Script::Latin => ' ',
        Script::Cyrillic => '\u{1}',
        Script::Han => '\u{2}',
    };
    key.push(mark);
    key.push_str(piece);
}

static WORDS: LazyLock<HashMap<Box<str>, Vec<StatedWord>, BuildHasherDefault<Quick>>> = LazyLock::new(|| {
    let mut words: HashMap<Box<str>, Vec<StatedWord>, _> = HashMap::default();
    let mut add = |spelling: &str, word| {
        let all = words.entry(key_of(spelling)).or_default();
        if !all.contains(&word) {
            all.push(word);
        }
    };
    for (_, lists) in LISTS.iter() {
        for (word, spellings) in &lists.stated {
            let word: StatedWord = named(word);
            spellings.iter().for_each(|spelling| add(spelling, word));
        }
        for (code, spellings) in &lists.currencies {
            let base: Base = code.parse().expect("a test reads every currency");
            spellings.iter().for_each(|spelling| add(spelling, StatedWord::Money(base)));
        }
    }
    words
});

/// The key of a spelling: cut at blanks and dashes, and around every Chinese character.
fn key_of(spelling: &str) -> Box<str> {
    let mut key = String::new();
    for part in spelling.split([' ', '-']) {
        match part.chars().next().map(Script::of) {
            Some(Script::Han) => {
                for character in part.chars() {
                    push(&mut key, &plain(character.encode_utf8(&mut [0; 4]), Script::Han), Script::Han);
                }
            }
            Some(_) if !part.chars().any(char::is_alphanumeric) => push(&mut key, part, Script::Latin),
            Some(script) => push(&mut key, &plain(part, script), script),
            None => {}
        }
    }
    key.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_names_words_that_there_are() {
        for (tag, lists) in LISTS.iter() {
            assert!(
                lists.stated.keys().all(|word| named::<StatedWord>(word) != StatedWord::Money(Base::Count)),
                "{tag}"
            );
            for code in lists.currencies.keys() {
                assert!(code.parse::<Base>().is_ok_and(Base::is_money), "{tag}: {code}");
            }
        }
    }

    #[test]
    fn no_spelling_is_longer_than_what_is_looked_up() {
        for (tag, lists) in LISTS.iter() {
            for spelling in lists.stated.values().chain(lists.currencies.values()).flatten() {
                let pieces = key_of(spelling).chars().filter(|one| matches!(one, ' ' | '\u{1}' | '\u{2}')).count();
                assert!((1..=LONGEST).contains(&pieces), "{tag}: {spelling}");
            }
        }
    }
}
