//! Small talk: a text of which every word is polite, or asks about the bot itself.
//!
//! Read only where a text was understood in no other way, so that no question pays for it.

use super::words::{self, Kind, Word};
use crate::language::{Key, Lexicon, Part, Role, SmallTalk, Talk};

/// Words of the longest text that is small talk.
const MOST: usize = 24;

/// The small talk that a text is; none where a word in it is anything else.
pub(super) fn talk(text: &str) -> Option<Talk> {
    let words = words::split(text).ok()?;
    if words.is_empty() {
        return text.chars().any(is_picture).then_some(Talk::Nod);
    }
    if words.len() > MOST {
        return None;
    }
    let (mut at, mut found) = (0, None);
    while at < words.len() {
        let (talk, end) = longest(&words, at).or_else(|| by_itself(&words, at))?;
        found = found.max(talk);
        at = end;
    }
    found
}

/// The longest phrase of small talk that begins at a word, and the word behind it.
fn longest(words: &[Word], at: usize) -> Option<(Option<Talk>, usize)> {
    let Kind::Letters(script) = words[at].kind else { return None };
    let (mut key, mut reach, mut best) = (Key::new(script), 1, None);
    for (length, word) in words[at..].iter().enumerate() {
        if length >= reach || !matches!(word.kind, Kind::Letters(_)) {
            break;
        }
        key.push(&word.folded, word.stem);
        if length == 0 {
            reach = SmallTalk::all().reach(&key).max(1);
        }
        if let Some(part) = SmallTalk::all().find(&key) {
            let talk = if let Part::Talk(talk) = part { Some(talk) } else { None };
            best = Some((talk, at + length + 1));
        }
    }
    best
}

/// A small word, or a misspelt one of small talk.
fn by_itself(words: &[Word], at: usize) -> Option<(Option<Talk>, usize)> {
    let Kind::Letters(script) = words[at].kind else { return None };
    let mut key = Key::new(script);
    key.push(&words[at].folded, words[at].stem);
    match Lexicon::all().find(&key) {
        Some(Role::Filler | Role::And | Role::In | Role::Of | Role::With | Role::Latest | Role::Whole) => {
            Some((None, at + 1))
        }
        Some(_) => None,
        None => SmallTalk::all().nearest(&key).map(|talk| (Some(talk), at + 1)),
    }
}

/// A smiley, a hand, a heart.
fn is_picture(letter: char) -> bool {
    matches!(letter, '\u{203C}' | '\u{2049}' | '\u{2600}'..='\u{27BF}' | '\u{2B50}' | '\u{1F000}'..='\u{1FAFF}')
}
