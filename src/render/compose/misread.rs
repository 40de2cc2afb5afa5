//! Why a question was not understood, and what may have been meant.

use super::{Page, Writer};
use crate::{
    catalogue::Catalogue,
    language::{Language, Msg},
    question::{Misread, Query},
};

/// Asks back.
pub fn misread(misread: &Misread, language: Language, catalogue: &Catalogue) -> Page {
    let word = misread.word().unwrap_or_default().into();
    let has_offers = !misread.offers().is_empty();
    let words = language.say(match misread {
        Misread::Empty => Msg::EmptyQuestion,
        Misread::TooLong => Msg::TooLong,
        Misread::NoSubject { .. } => Msg::NoSubject,
        Misread::Unknown { .. } if has_offers => Msg::UnknownWordOffers { word },
        Misread::Unknown { .. } => Msg::UnknownWord { word },
        Misread::Leftover { .. } => Msg::LeftoverWord { word },
        Misread::Ambiguous { .. } => Msg::AmbiguousWord { word },
        Misread::TooMany { .. } => Msg::TooMany { word },
        Misread::Year { .. } => Msg::BadYear { year: word },
        Misread::Command { .. } => Msg::UnknownCommand { command: word },
        Misread::Language { .. } => Msg::UnknownLanguage {
            word,
            languages: Language::ALL.iter().map(|language| language.own_name()).collect::<Vec<_>>().join(", ").into(),
        },
    });
    let mut writer = Writer::new(language, catalogue);
    writer.line(words);
    let offers = match misread {
        Misread::Empty | Misread::TooLong | Misread::Command { .. } => &[Query::Help][..],
        _ => misread.offers(),
    };
    writer.offer(offers);
    writer.page
}
