//! Misspelt names, taken for those they are nearest to.
//!
//! In: a [`Text`] with unknown words; out: the same with names in their place, and [`Guesses`]: which words they
//! were, and what else they come near. It does not know what is asked.

use super::{
    effort::Given,
    phrases::{Sense, key, named},
    text::Text,
    words::Joint,
};
use crate::{
    catalogue::Named,
    language::{Lexicon, Role, Script, fold},
};

/// Words of one text that stand for the names they are nearest to.
#[derive(Debug, Default)]
pub(super) struct Guesses(Vec<Guess>);

#[derive(Debug)]
struct Guess {
    /// Its phrase.
    at: usize,
    written: String,
    name: Named,
    /// Other names that it comes near, nearest first.
    others: Vec<Named>,
}

impl Guesses {
    /// Takes a misspelt name for the one it is nearest to, where there is but one; looks at three at most.
    pub(super) fn make(text: &mut Text<'_>, given: Given<'_>) -> Self {
        const MOST: usize = 3;
        let mut guesses = Vec::new();
        let mut tries = 0;
        for at in 0..text.phrases.len() {
            let unknown = text.phrases[at].sense == Sense::Unknown;
            if !unknown || tries == MOST || is_spelled_time(text, at) {
                continue;
            }
            tries += 1;
            if let Some(guess) = in_characters(text, at, given) {
                guesses.push(guess);
                continue;
            }
            let two = text.phrases.get(at + 1).filter(|next| next.sense == Sense::Unknown).map(|next| next.end);
            let ends = two.into_iter().chain([text.phrases[at].end]);
            let found = ends.into_iter().find_map(|end| Some((likeness(text, at, end, given)?, end)));
            let Some(((name, others, way), end)) = found else { continue };
            if end != text.phrases[at].end {
                text.phrases[at + 1].sense = Sense::Role(Role::Filler);
            }
            text.phrases[at].sense = named(std::slice::from_ref(&name));
            text.phrases[at].way = way;
            let written = text.span(at..at + 1 + usize::from(two == Some(end)));
            guesses.push(Guess { at, written, name, others });
        }
        Self(guesses)
    }

    /// Words as they were written, with the names that stand for them.
    pub(super) fn names(&self) -> Vec<(String, Named)> {
        self.0.iter().map(|guess| (guess.written.clone(), guess.name.clone())).collect()
    }

    /// Other names that the words come near.
    pub(super) fn others(&self) -> impl Iterator<Item = &Named> {
        self.0.iter().flat_map(|guess| &guess.others)
    }

    /// The same text with one of these names replaced by another near one.
    pub(super) fn other_readings<'t>(&self, text: &Text<'t>) -> impl Iterator<Item = Text<'t>> {
        let others = self.0.iter().flat_map(|guess| guess.others.iter().map(|name| (guess.at, name)));
        others.map(|(at, name)| {
            let mut text = text.clone();
            text.phrases[at].sense = named(std::slice::from_ref(name));
            text
        })
    }
}

/// A place whose Chinese name is written with a wrong character, alone or behind a shorter name of it: 哈萨克斯但. Names
/// are compared by their sound, which is what people type.
fn in_characters(text: &mut Text<'_>, at: usize, given: Given<'_>) -> Option<Guess> {
    /// Characters of the shortest that is taken for another.
    const SHORTEST: usize = 4;
    let before = at.checked_sub(1).filter(|before| {
        let is_joined = text.joint(at) == Some(Joint::None);
        let is_place = matches!(text.sense(*before), Some(Sense::Place(_)));
        is_joined && is_place && !given.catalogue.names().is_shown(&fold(&text.written(*before)))
    });
    for first in before.into_iter().chain([at]) {
        let written = text.span(first..at + 1);
        let is_han = written.chars().all(|character| Script::of(character) == Script::Han);
        if !is_han || written.chars().count() < SHORTEST {
            continue;
        }
        let Some((name @ Named::Place(_), others)) = nearest(&fold(&written), given) else { continue };
        let sense = named(std::slice::from_ref(&name));
        let is_other = first != at && text.phrases[first].sense != sense;
        if is_other {
            continue;
        }
        text.phrases[at].sense = if first == at { sense } else { Sense::Role(Role::Filler) };
        return Some(Guess { at: first, written, name, others });
    }
    None
}

/// The name, the others that come near, and the meaning of the ending.
fn likeness(text: &Text<'_>, at: usize, end: usize, given: Given<'_>) -> Option<(Named, Vec<Named>, Option<Role>)> {
    let words = &text.words[text.phrases[at].first..end];
    let key = key(words).filter(|key| key.script() != Script::Han)?;
    if let Some((name, others)) = nearest(key.whole(), given) {
        return Some((name, others, None));
    }
    let (length, role) = Lexicon::all().endings(&key).filter(|(_, role)| **role != Role::Filler).last()?;
    let bare = &key.whole()[..key.whole().len() - length];
    nearest(bare, given).map(|(name, others)| (name, others, Some(role.clone())))
}

/// `H1`: letters that a number goes with.
fn is_spelled_time(text: &Text<'_>, at: usize) -> bool {
    let number = matches!(text.sense(at + 1), Some(Sense::Number(_) | Sense::Role(Role::Quarter | Role::Half)));
    number && text.words[text.phrases[at].first].folded.len() <= 3
}

/// The one name that a misspelt word is near to, and what else it comes near: at most a fifth of it is wrong, and
/// the next is far behind. A word of five letters stands for none: too much that is no name lies one letter from one.
fn nearest(folded: &str, given: Given<'_>) -> Option<(Named, Vec<Named>)> {
    if !(6..=48).contains(&folded.len()) || !given.effort.may_look() {
        return None;
    }
    let mut near = given.catalogue.names().near(folded).into_iter();
    let best = near.next().filter(|best| best.distance <= 0.2)?;
    let alone = near.as_slice().first().is_none_or(|next| next.distance >= best.distance + 0.1);
    alone.then(|| (best.named, near.map(|next| next.named).collect()))
}
