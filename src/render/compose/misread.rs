//! Why a question was not understood, and what may have been meant.

use super::{Page, Writer};
use crate::{
    catalogue::Catalogue,
    language::{Language, Msg},
    question::{Misread, Query},
};

/// Asks back, with those of the misread's offers that have an answer.
pub fn misread(misread: &Misread, offers: &[Query], language: Language, catalogue: &Catalogue) -> Page {
    let word = misread.word().unwrap_or_default().into();
    let has_offers = !offers.is_empty();
    let words = language.say(match misread {
        Misread::Empty => Msg::EmptyQuestion,
        Misread::TooLong => Msg::TooLong,
        Misread::NoSubject { .. } => Msg::NoSubject,
        Misread::Unknown { .. } if has_offers => Msg::UnknownWordOffers { word },
        Misread::Unknown { .. } => Msg::UnknownWord { word },
        Misread::Lacked { .. } if has_offers => Msg::LackedNameOffers { word },
        Misread::Lacked { .. } => Msg::LackedName { word },
        Misread::Leftover { .. } if has_offers => Msg::LeftoverWordOffers { word },
        Misread::Leftover { .. } => Msg::LeftoverWord { word },
        // Nobody is asked which of one.
        Misread::Ambiguous { .. } if offers.len() > 1 => Msg::AmbiguousWord { word },
        Misread::Ambiguous { .. } if has_offers => Msg::UnsureWord { word },
        Misread::Ambiguous { .. } => Msg::LeftoverWord { word },
        Misread::TooMany { .. } if offers.len() > 1 => Msg::TooMany { word },
        Misread::TooMany { .. } if has_offers => Msg::TooManyOne { word },
        Misread::TooMany { .. } => Msg::TooManyNone { word },
        Misread::TooFew { word: Some(_), .. } => Msg::TooFew { word },
        Misread::TooFew { word: None, .. } => Msg::TooFewNamed,
        Misread::Year { .. } => Msg::BadYear { year: word },
        Misread::Day { word } if word.is_empty() => Msg::DayFirst,
        Misread::Day { .. } => Msg::BadDay { word },
        Misread::ToCome { .. } => Msg::DayToCome { word },
        Misread::Command { .. } => Msg::UnknownCommand { command: word },
        Misread::Language { .. } => Msg::UnknownLanguage {
            word,
            languages: Language::ALL.iter().map(|one| one.own_name()).collect::<Vec<_>>().join(language.comma()).into(),
        },
    });
    let mut writer = Writer::new(language, catalogue);
    writer.line(words);
    match misread {
        Misread::Empty | Misread::TooLong | Misread::Command { .. } => writer.offer(&[Query::Help]),
        _ if has_offers => writer.offer(offers),
        _ => writer.offer(&[Query::Facts, Query::Countries]),
    }
    writer.page
}
