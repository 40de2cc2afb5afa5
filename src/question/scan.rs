//! A piece of a text that is no question → its phrases, one by one, for reading what a text states.
//!
//! In: a few words; out: [`Part`]s in their order, each with what it says by itself. It does not know what they say
//! together: whoever knows which of them belong together asks [`super::parse`].

use jiff::civil::Date;

use super::{
    When,
    effort::{Effort, Given},
    phrases::Sense,
    text::Text,
    time::TimeReader,
    words::{self, Joint, Kind},
};
use crate::{
    catalogue::Catalogue,
    fact::{IndicatorId, PlaceId},
    language::{Role, Script},
};

/// A phrase of a text.
#[derive(Clone, PartialEq, Debug)]
pub struct Part {
    pub says: Says,
    pub written: String,
    /// It begins with a capital letter.
    pub is_capital: bool,
    /// It is of Chinese characters, which have no blanks between them.
    pub is_han: bool,
}

/// The meaning of a phrase by itself.
#[derive(Clone, PartialEq, Debug)]
pub enum Says {
    Place(PlaceId),
    Indicator(IndicatorId),
    When(When),
    Role(Role),
    /// Goods that are held.
    Goods,
    /// A country or goods of which nothing is held, or a name that several things share.
    Lacked,
    Number,
    /// From one place to another.
    Arrow,
    Unknown,
}

/// The phrases of a piece of a text; none where it has more words than a question may have.
pub fn scan(piece: &str, today: Date, catalogue: &Catalogue) -> Option<Vec<Part>> {
    let words = words::split(piece).ok()?;
    let effort = Effort::default();
    let text = Text::read(&words, false, Given { today, catalogue, effort: &effort, within: 0 }).ok()?;
    let times = TimeReader { text: &text, today, terse: false, first: None };
    let mut parts = Vec::with_capacity(text.phrases.len());
    let mut at = 0;
    while at < text.phrases.len() {
        let (says, next) = match times.at(at) {
            Ok(Some((when, next))) => (Says::When(when), next),
            _ => (says(&text.phrases[at].sense), at + 1),
        };
        let first = &words[text.phrases[at].first];
        parts.push(Part {
            says,
            written: text.span(at..next),
            is_capital: first.text.starts_with(char::is_uppercase) && first.joint != Joint::None,
            is_han: first.kind == Kind::Letters(Script::Han),
        });
        at = next;
    }
    Some(parts)
}

fn says(sense: &Sense) -> Says {
    match sense {
        Sense::Place(place) => Says::Place(place.clone()),
        Sense::Indicator(indicator) => Says::Indicator(indicator.clone()),
        Sense::Product(_) => Says::Goods,
        Sense::Lacked(_) | Sense::Shared(_) => Says::Lacked,
        Sense::Role(role) => Says::Role(role.clone()),
        Sense::Number(_) => Says::Number,
        Sense::Arrow(_) => Says::Arrow,
        Sense::Unknown => Says::Unknown,
    }
}
