//! Words that name one indicator: `/exports`, `/indicator trade balance`.
//!
//! In: the words of a command's name or those behind it; out: the indicator, however it was spelled. A command's name
//! may also be that of goods. It does not know the commands.

use super::{
    Query, Supposed,
    effort::{Effort, Given},
    likeness::Guesses,
    misread::{Misread, offers},
    phrases::{Sense, key, longest},
    text::Text,
    words::Word,
};
use crate::{
    catalogue::{Catalogue, Named},
    language::{Lexicon, Role},
};

/// How a name was written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Spelled {
    Exactly,
    /// With letters behind this one's name that no name has.
    Nearly(Named),
}

/// The spelling of the indicator or the goods that these words begin with; none where they do not.
pub(super) fn spelled(words: &[Word], catalogue: &Catalogue) -> Option<Spelled> {
    words.first()?;
    let phrase = longest(words, 0, catalogue);
    let named = match phrase.sense {
        Sense::Indicator(id) => Named::Indicator(id),
        Sense::Product(id) => Named::Product(id),
        Sense::Lacked(_) => return Some(Spelled::Exactly),
        _ => return None,
    };
    let key = key(&words[..phrase.end])?;
    let known = catalogue.names().phrases().whole(&key).is_some() || Lexicon::all().find(&key).is_some();
    Some(if known { Spelled::Exactly } else { Spelled::Nearly(named) })
}

/// The indicator that these words name, or come near.
///
/// # Errors
///
/// [`Misread::Unknown`] with the nearest ones.
pub(super) fn only(words: &[Word], given: Given<'_>) -> Result<(Query, Supposed), Misread> {
    let mut text = Text::read(words, true, given)?;
    let guesses = Guesses::make(&mut text, given);
    let mut found = None;
    for (at, phrase) in text.phrases.iter().enumerate() {
        match &phrase.sense {
            Sense::Indicator(id) if found.is_none() => found = Some(id.clone()),
            Sense::Role(Role::Filler) => {}
            _ => {
                let folded = text.folded(at);
                given.effort.spend(Effort::LOOK)?;
                let near = given.catalogue.names().near(folded.get(..48).unwrap_or(&folded));
                let all = near.iter().filter_map(|near| query(&near.named)).chain([Query::Indicator(None)]);
                return Err(Misread::Unknown { word: text.written(at), offers: offers(all) });
            }
        }
    }
    Ok((Query::Indicator(found), Supposed::new(guesses.names(), guesses.others().filter_map(query))))
}

fn query(named: &Named) -> Option<Query> {
    match named {
        Named::Indicator(id) => Some(Query::Indicator(Some(id.clone()))),
        Named::Place(_) | Named::Product(_) => None,
    }
}
