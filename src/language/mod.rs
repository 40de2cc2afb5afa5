//! Everything that differs between languages.
//!
//! In: a [`Msg`] or an amount; out: words. It does not know where its words are shown.

mod fold;
mod lexicon;
mod message;
mod number;
mod phrases;
mod sentence;

pub use fold::{Script, each, fold, plain, stem};
pub use lexicon::{Form, Lexicon, Role, Topic};
pub use message::{Arg, Msg};
pub use phrases::{Key, Phrases, Quick};

use crate::fact::Words;

/// A language we answer in.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub enum Language {
    #[default]
    En,
    Ru,
}

/// The languages that names of places and indicators are kept in, whether or not we answer in them.
pub const NAME_TAGS: [&str; 8] = ["en", "ru", "zh", "kk", "ky", "uz", "tg", "tk"];

impl Language {
    pub const ALL: &[Self] = &[Self::En, Self::Ru];

    /// The BCP 47 tag, as in `messages.ftl`'s folder.
    pub fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Ru => "ru",
        }
    }

    /// What it calls itself.
    pub fn own_name(self) -> &'static str {
        match self {
            Self::En => "English",
            Self::Ru => "Русский",
        }
    }

    /// The language of a tag such as `ru` or `ru-KZ`, where we answer in it.
    pub fn from_tag(tag: &str) -> Option<Self> {
        let primary = tag.split(['-', '_']).next().unwrap_or(tag);
        Self::ALL.iter().copied().find(|language| language.tag().eq_ignore_ascii_case(primary))
    }

    /// These words in this language, else in English, else in any; empty if there are none.
    pub fn pick(self, words: &Words) -> &str {
        let first = || words.iter().next().map(|(_, text)| text);
        words.get(self.tag()).or_else(|| words.get("en")).or_else(first).unwrap_or_default()
    }
}
