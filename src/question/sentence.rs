//! A sentence that no query says → a search for the statements that may answer it.
//!
//! In: the phrases of a text, its slots, and why it was no question; out: a [`Query::Search`] for its words, without
//! those that only ask. A question about a figure (a flow, its growth, a share) is never read so.

use super::{
    Query, SearchWords,
    effort::Given,
    misread::Misread,
    phrases::{Sense, key},
    slots::Slots,
    text::{Hint, Text},
    words::{Kind, Word},
};
use crate::{
    catalogue::Catalogue,
    fact::Kind as Measured,
    language::{Key, Language, Lexicon, Role, Script, fold},
};

/// The search for what a sentence asks; none for one about a figure, or where no statement has enough of its words.
pub(super) fn sentence(text: &Text<'_>, slots: &Slots, misread: &Misread, given: Given<'_>) -> Option<Query> {
    let is_unread = matches!(
        misread,
        Misread::Leftover { .. } | Misread::Unknown { .. } | Misread::NoSubject { .. } | Misread::Lacked { .. }
    );
    if !is_unread || is_about_figures(text, slots, given.catalogue) || !given.effort.may_look() {
        return None;
    }
    let mut words = words_of(text, given.catalogue);
    // What is longer than a search may be loses the words that most statements have.
    loop {
        let sought = SearchWords::new(&words.join(" "));
        let folded: Vec<String> = words.iter().flat_map(|word| word.split(' ')).map(fold).collect();
        match sought {
            Some(sought) => {
                let found = given.catalogue.statements_ranked(&folded);
                return (!found.is_empty()).then_some(Query::Search(sought));
            }
            None if words.len() > 2 => {
                let commonest = given.catalogue.commonest(&words)?;
                words.remove(commonest);
            }
            None => return None,
        }
    }
}

/// True where a figure is asked for: by an indicator (but not a stock that is asked where or when), by a number of the
/// reader's own, by how much, or by a ranking or a comparison at some time.
fn is_about_figures(text: &Text<'_>, slots: &Slots, catalogue: &Catalogue) -> bool {
    let asks_where = text.phrases.iter().any(|phrase| matches!(phrase.sense, Sense::Role(Role::Where | Role::When)));
    let is_measured = slots.indicators.iter().any(|measure| {
        let kind = catalogue.indicator(measure.id.as_str()).map(|indicator| indicator.kind);
        !(asks_where && kind == Some(Measured::Stock))
    });
    let is_ranked = slots.each.or(slots.compare).or(slots.ratio).or(slots.more).is_some() && !slots.times.is_empty();
    let is_counted = !asks_where && text.hints.iter().any(|(_, hint)| *hint == Hint::Many);
    let is_excepted = text.phrases.iter().any(|phrase| phrase.sense == Sense::Role(Role::Except));
    is_measured || is_ranked || is_counted || is_excepted || slots.claimed.is_some() || slots.bound.is_some()
}

/// The words to look for in statements: names in English, synonyms in the word of statements (`seek` in the lexicons),
/// all else as it was written, without small words. Empty where there is nothing but names and numbers.
fn words_of(text: &Text<'_>, catalogue: &Catalogue) -> Vec<String> {
    let mut found = Found::default();
    let mut at = 0;
    for phrase in &text.phrases {
        at = at.max(phrase.first);
        while at < phrase.end {
            if let Some((stated, end)) = sought(text.words, at) {
                found.add(stated.to_owned());
                (found.tells, at) = (true, end);
                continue;
            }
            match &phrase.sense {
                Sense::Place(place) => {
                    let name = catalogue.place(place.as_str()).map(|place| Language::default().pick(&place.names));
                    found.add(name.unwrap_or_default().to_lowercase());
                    at = phrase.end - 1;
                }
                Sense::Number(_) => found.add(text.words[at].text.clone()),
                Sense::Role(Role::Strange | Role::Each | Role::Topic(_) | Role::Ordinal(_) | Role::Month(_))
                | Sense::Unknown
                | Sense::Lacked(_)
                | Sense::Product(_)
                | Sense::Indicator(_)
                | Sense::Shared(_) => {
                    found.tells = true;
                    // Chinese characters in a row are one word.
                    let is_han = |at: usize| text.words[at].kind == Kind::Letters(Script::Han);
                    let runs_on = |at: usize| is_han(at) && sought(text.words, at).is_none();
                    let end = (at + 1..phrase.end).take_while(|at| is_han(at - 1) && runs_on(*at)).last().unwrap_or(at);
                    let run: String = text.words[at..=end].iter().map(|word| word.text.as_str()).collect();
                    found.add(run.to_lowercase());
                    at = end;
                }
                Sense::Role(_) | Sense::Arrow(_) => at = phrase.end - 1,
            }
            at += 1;
        }
    }
    if found.tells && found.words.len() > 1 { found.words } else { Vec::new() }
}

/// The words of a search, and whether any of them is more than a name or a number.
#[derive(Default)]
struct Found {
    words: Vec<String>,
    tells: bool,
}

impl Found {
    fn add(&mut self, word: String) {
        if !word.is_empty() && !self.words.contains(&word) {
            self.words.push(word);
        }
    }
}

/// The word of statements for the longest phrase that begins at a word, and the word after it.
fn sought(words: &[Word], at: usize) -> Option<(&'static str, usize)> {
    let lexicon = Lexicon::all();
    let Kind::Letters(script) = words[at].kind else { return None };
    let mut found = None;
    let mut run = Key::new(script);
    let reach = lexicon.sought_reach(&key([&words[at]])?);
    for (length, word) in words[at..].iter().take(reach).enumerate() {
        run.push(&word.folded, word.stem);
        found = lexicon.sought(&run).first().map(|stated| (*stated, at + length + 1)).or(found);
    }
    found
}
