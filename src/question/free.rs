//! Words in any order → the one thing they ask, from the first cut to the query.

use super::{
    Heard, Query, Supposed,
    effort::Given,
    gather::gather,
    likeness::Guesses,
    meaning::{Frame, Meaning},
    misread::Misread,
    numerals,
    sentence::sentence,
    text::Text,
    words,
};

/// Reads words in any order, by themselves or behind a command: `words` cuts the text, `text` finds
/// phrases in it, `likeness` mends names, `gather` fills the slots, and `meaning` finds the query.
pub(super) fn free(text: &str, frame: Frame<'_>, given: Given<'_>) -> Result<Heard, Misread> {
    let words = numerals::with_years(words::split(text)?);
    if words.is_empty() && !frame.terse {
        return Err(Misread::Empty);
    }
    let mut text = Text::read(&words, frame.terse, given)?;
    let guesses = Guesses::make(&mut text, given);
    let query = |text: &Text<'_>| {
        let slots = gather(text, given.today, frame.terse, given.catalogue)?;
        match (Meaning { text, frame, catalogue: given.catalogue, effort: given.effort }).query(&slots) {
            Ok(query) => Ok((query, slots.claimed.is_some())),
            Err(misread) if frame.terse => Err(misread),
            Err(misread) => sentence(text, &slots, &misread, given).map(|query| (query, false)).ok_or(misread),
        }
    };
    let (read, claimed) = query(&text)?;
    let others: Vec<Query> = guesses.other_readings(&text).filter_map(|text| Some(query(&text).ok()?.0)).collect();
    let supposed = Supposed::new(guesses.names(), others.into_iter().filter(|other| *other != read));
    Ok(Heard::Query { query: read, language: None, understood: !frame.terse, claimed, supposed })
}
