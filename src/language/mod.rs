//! Everything that differs between languages.
//!
//! In: a [`Msg`] or an amount; out: words. It does not know where its words are shown.
//!
//! A language is a folder beside this file and a row of `languages!` below. The folder holds `lexicon.yaml`, what
//! people write; `names.yaml`, countries and goods that the sheets may lack; and for a language of answers
//! `messages.ftl`, what we say.

mod column;
mod digits;
mod fold;
pub mod han;
mod lexicon;
mod lists;
mod message;
mod number;
mod orders;
mod phrases;
mod sentence;
pub mod stated;
mod talk;

pub use column::Column;
pub use digits::Digits;
pub(crate) use digits::fold as times_over;
pub use fold::{Script, each, fold, plain, stem};
pub use lexicon::{Form, KindWord, Lexicon, Role};
pub use message::Msg;
pub use orders::{OrderWord, cities, city, zones};
pub use phrases::{Key, Phrases, Quick};
pub use sentence::Arg;
pub use stated::StatedWord;
pub use talk::{Part, SmallTalk, Talk};

use crate::fact::Words;

macro_rules! languages {
    (
        answers { $($name:ident = $tag:literal, $own_name:literal, whole: $is_whole:literal;)+ }
        understood { $($other:literal),* $(,)? }
    ) => {
        /// A language we answer in.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
        pub enum Language {
            #[default]
            $($name),+
        }

        impl Language {
            pub const ALL: &[Self] = &[$(Self::$name),+];

            const ROWS: &[Row] = &[$(Row {
                tag: $tag,
                own_name: $own_name,
                messages: include_str!(concat!($tag, "/messages.ftl")),
                is_whole: $is_whole,
            }),+];
        }

        /// The tags of all languages that questions are understood in, whether or not we answer in them.
        pub const NAME_TAGS: &[&str] = &[$($tag,)+ $($other),*];

        /// Each lexicon as it is written, by the tag of its language.
        const LEXICONS: &[(&str, &str)] = &[
            $(($tag, include_str!(concat!($tag, "/lexicon.yaml"))),)+
            $(($other, include_str!(concat!($other, "/lexicon.yaml")))),*
        ];

        /// The names of countries and goods in each, the same way.
        const WORLD_NAMES: &[(&str, &str)] = &[
            $(($tag, include_str!(concat!($tag, "/names.yaml"))),)+
            $(($other, include_str!(concat!($other, "/names.yaml")))),*
        ];
    };
}

languages! {
    // In the order of `/language`. One that is not whole says what it lacks in English.
    answers {
        En = "en", "English", whole: true;
        Ru = "ru", "Русский", whole: true;
    }
    // Languages with a lexicon only.
    understood { "zh", "kk", "ky", "uz", "tg", "tk" }
}

/// A language of answers, and what we say in it.
struct Row {
    /// By BCP 47, as its folder is called.
    tag: &'static str,
    own_name: &'static str,
    /// In Fluent's syntax.
    messages: &'static str,
    /// Every sentence must be there; a test looks.
    is_whole: bool,
}

impl Language {
    /// The BCP 47 tag, as its folder is called.
    pub fn tag(self) -> &'static str {
        self.row().tag
    }

    /// Its name in itself.
    pub fn own_name(self) -> &'static str {
        self.row().own_name
    }

    /// The Fluent source of its sentences.
    pub fn messages(self) -> &'static str {
        self.row().messages
    }

    /// Every sentence has its own words, none those of English.
    pub fn is_whole(self) -> bool {
        self.row().is_whole
    }

    /// The language of a tag such as `ru` or `ru-KZ`, where we answer in it.
    pub fn from_tag(tag: &str) -> Option<Self> {
        let primary = tag.split(['-', '_']).next().unwrap_or(tag);
        Self::ALL.iter().copied().find(|language| language.tag().eq_ignore_ascii_case(primary))
    }

    /// These words in this language, else in English, else in any; empty if there are none.
    pub fn pick(self, words: &Words) -> &str {
        let first = || words.iter().next().map(|(_, text)| text);
        words.get(self.tag()).or_else(|| words.get(Self::En.tag())).or_else(first).unwrap_or_default()
    }

    fn row(self) -> &'static Row {
        &Self::ROWS[self as usize]
    }
}
