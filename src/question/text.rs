//! A text as phrases.
//!
//! In: its words; out: a [`Text`], in which each phrase says what it says beside its neighbours. What nobody knows
//! stays in it as unknown. It does not know what the phrases say together.

use std::ops::Range;

use super::{
    codes,
    effort::Given,
    misread::{Misread, shown},
    phrases::{Lack, Phrase, Sense, key, known, longest},
    words::{Joint, Kind, Word, is_flag},
};
use crate::{
    catalogue::Catalogue,
    fact::{IndicatorId, Kind as Measured, PlaceId},
    language::{Form, Key, Lexicon, Role, Script},
};

/// The words of a text and the phrases that they make.
#[derive(Clone, Debug)]
pub(super) struct Text<'a> {
    pub words: &'a [Word],
    pub phrases: Vec<Phrase>,
    /// Small words that say more beside goods or a verb, each with its phrase.
    pub hints: Vec<(usize, Hint)>,
}

/// The meaning of a small word beside goods or a verb of trade.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Hint {
    Volume,
    Worth,
    Many,
    Things,
}

impl<'a> Text<'a> {
    /// Finds the phrases that are spelled right. Behind a command, `terse`, names are bare and in no order.
    ///
    /// # Errors
    ///
    /// [`Misread::TooLong`]
    pub(super) fn read(words: &'a [Word], terse: bool, given: Given<'_>) -> Result<Self, Misread> {
        given.effort.spend(words.len())?;
        let mut phrases: Vec<Phrase> = Vec::with_capacity(words.len());
        let mut at = 0;
        while at < words.len() {
            let phrase = longest(words, at, given.catalogue);
            at = phrase.end;
            match phrases.last_mut() {
                Some(last)
                    if matches!(last.sense, Sense::Number(2 | 4))
                        && (phrase.sense == Sense::Role(Role::Decades) || is_decade(&words[phrase.first])) =>
                {
                    let decade = decade(&words[last.first].text).map_or(Role::Strange, Role::Decade);
                    (last.sense, last.end) = (Sense::Role(decade), phrase.end);
                }
                _ => phrases.push(phrase),
            }
        }
        lone_characters_are_no_places(words, &mut phrases);
        unknown_characters_are_one_word(words, &mut phrases);
        codes_are_no_small_words(words, terse, &mut phrases);
        names_may_be_left_out(words, &mut phrases);
        stretched_words_are_small(words, &mut phrases);
        let hints = hints_are_small_words(&mut phrases);
        names_in_pieces(words, &mut phrases, given.catalogue);
        Ok(Self { words, phrases, hints })
    }

    /// The sense of a phrase; none behind the last.
    pub(super) fn sense(&self, at: usize) -> Option<&Sense> {
        self.phrases.get(at).map(|phrase| &phrase.sense)
    }

    /// The first word of a phrase; none behind the last.
    pub(super) fn first_word(&self, at: usize) -> Option<&'a Word> {
        self.phrases.get(at).map(|phrase| &self.words[phrase.first])
    }

    /// The sign before a phrase; none behind the last.
    pub(super) fn joint(&self, at: usize) -> Option<Joint> {
        self.first_word(at).map(|word| if word.joint == Joint::Minus { Joint::Dash } else { word.joint })
    }

    /// The first word of a phrase as it was written; empty behind the last.
    pub(super) fn first_text(&self, at: usize) -> &'a str {
        self.first_word(at).map_or("", |word| &word.text)
    }

    /// The number that a phrase begins with; 0 where it is none, or too large.
    pub(super) fn value(&self, at: usize) -> u16 {
        self.first_text(at).parse().unwrap_or(0)
    }

    /// True for a phrase that does this and nothing else.
    pub(super) fn is_role(&self, at: usize, role: &Role) -> bool {
        matches!(self.sense(at), Some(Sense::Role(found)) if found == role)
    }

    /// The words of a phrase.
    pub(super) fn words_of(&self, at: usize) -> &'a [Word] {
        let phrase = &self.phrases[at];
        &self.words[phrase.first..phrase.end]
    }

    /// The words from a phrase to before another, but for the first of them.
    pub(super) fn words_between(&self, first: usize, last: usize) -> &'a [Word] {
        &self.words[self.phrases[first].first + 1..self.phrases[last].first]
    }

    /// The fold of all words of a phrase.
    pub(super) fn folded(&self, at: usize) -> String {
        self.words_of(at).iter().map(|word| word.folded.as_str()).collect()
    }

    /// True for a phrase that is a verb of trade, not the name of an indicator.
    pub(super) fn is_verb(&self, at: usize) -> bool {
        let lexicon = Lexicon::all();
        let role = key(self.words_of(at)).and_then(|key| lexicon.find(&key).or_else(|| lexicon.find_stem(&key)));
        matches!(role, Some(Role::Indicator(_)))
    }

    /// A phrase as it was written.
    pub(super) fn written(&self, at: usize) -> String {
        self.span(at..at + 1)
    }

    /// Phrases in a row as they were written.
    pub(super) fn span(&self, phrases: Range<usize>) -> String {
        let Some([first, ..]) = self.phrases.get(phrases.clone()) else { return String::new() };
        let mut written = String::new();
        for (place, word) in self.words[first.first..self.phrases[phrases.end - 1].end].iter().enumerate() {
            if place > 0 {
                written.push_str(match word.joint {
                    Joint::None => "",
                    Joint::Dash | Joint::Minus => "-",
                    Joint::Point => ".",
                    Joint::Blank | Joint::Not | Joint::Underscore | Joint::Colon | Joint::Slash => " ",
                });
            }
            written.push_str(&word.text);
        }
        shown(&written)
    }

    /// The indicator that the last word of a phrase names by itself: of "what changed" it is growth.
    pub(super) fn last_indicator(&self, at: usize, catalogue: &Catalogue) -> Option<IndicatorId> {
        let phrase = longest(self.words, self.phrases[at].end - 1, catalogue);
        if let Sense::Indicator(id) = phrase.sense { Some(id) } else { None }
    }
}

/// `-kz`, `!kz`: all but that. Between two places a minus joins, and before an indicator it may begin a list.
fn names_may_be_left_out(words: &[Word], phrases: &mut [Phrase]) {
    for at in 0..phrases.len() {
        let joint = words[phrases[at].first].joint;
        let is_name = match &phrases[at].sense {
            Sense::Place(_) | Sense::Product(_) | Sense::Lacked(_) | Sense::Shared(_) => true,
            Sense::Indicator(_) => at > 0,
            _ => false,
        };
        let is_place = |at: usize| matches!(phrases[at].sense, Sense::Place(_) | Sense::Lacked(Lack::Country));
        let joins = at > 0 && is_place(at - 1) && is_place(at);
        if is_name && (joint == Joint::Not || joint == Joint::Minus && !joins) {
            phrases[at].sense = Sense::Role(Role::Except);
        }
    }
}

/// The first of ten years by its digits: of `1990`, `90`, `00`.
fn decade(digits: &str) -> Option<u16> {
    let number: u16 = digits.parse().ok().filter(|number| number % 10 == 0)?;
    Some(match number {
        0..30 => 2000 + number,
        30..100 => 1900 + number,
        number => number,
    })
}

/// `pleeease`, `heyyy`: a harmless word with a letter held down is one still.
fn stretched_words_are_small(words: &[Word], phrases: &mut [Phrase]) {
    for phrase in phrases.iter_mut().filter(|phrase| phrase.sense == Sense::Unknown) {
        let word = &words[phrase.first];
        let letters = word.folded.as_bytes();
        let is_stretched = letters.windows(3).any(|three| three.iter().all(|letter| *letter == three[0]));
        let (Kind::Letters(script), true) = (word.kind, is_stretched) else { continue };
        let mut short = word.folded.clone().into_bytes();
        short.dedup();
        let mut key = Key::new(script);
        let short = String::from_utf8(short).unwrap_or_default();
        key.push(&short, short.len());
        if Lexicon::all().find(&key) == Some(&Role::Filler) {
            phrase.sense = Sense::Role(Role::Filler);
        }
    }
}

/// True for a word that makes ten years of the number before it: `1990s`, `1990-х`.
fn is_decade(word: &Word) -> bool {
    let ending = |form: &String| match word.joint {
        Joint::None => *form == word.text,
        Joint::Dash => form.strip_prefix('-') == Some(&word.text),
        Joint::Blank | Joint::Minus | Joint::Not | Joint::Underscore | Joint::Point | Joint::Colon | Joint::Slash => {
            false
        }
    };
    Lexicon::all().forms(Form::Decade).iter().any(ending)
}

/// Notes words that say more beside goods or a verb, and makes small words of those that say nothing else.
fn hints_are_small_words(phrases: &mut [Phrase]) -> Vec<(usize, Hint)> {
    let mut hints = Vec::new();
    for (at, phrase) in phrases.iter_mut().enumerate() {
        let (hint, is_small) = match phrase.sense {
            Sense::Role(Role::Volume) => (Hint::Volume, true),
            Sense::Role(Role::Worth) => (Hint::Worth, true),
            Sense::Role(Role::Many) => (Hint::Many, true),
            Sense::Role(Role::Things) => (Hint::Things, true),
            // These say something without goods, too.
            Sense::Role(Role::Number) => (Hint::Many, false),
            Sense::Role(Role::Value) => (Hint::Worth, false),
            _ => continue,
        };
        if is_small {
            phrase.sense = Sense::Role(Role::Filler);
        }
        hints.push((at, hint));
    }
    hints
}

/// Makes one name of an indicator of two pieces with other words between: "gas 2024 volume" is the volume of gas, and
/// the "turnover of Chinese contracted projects" is theirs.
fn names_in_pieces(words: &[Word], phrases: &mut [Phrase], catalogue: &Catalogue) {
    let indicator = |phrase: &Phrase| if let Sense::Indicator(id) = &phrase.sense { Some(id.clone()) } else { None };
    // Shares and growth are of another indicator anyway.
    let is_counted = |phrase: &Phrase| {
        let id = indicator(phrase);
        let kind = id.and_then(|id| Some(catalogue.indicator(id.as_str())?.kind));
        matches!(kind, Some(Measured::Flow | Measured::Stock))
    };
    let is_small = |phrase: &Phrase| matches!(phrase.sense, Sense::Role(Role::Filler | Role::Number | Role::Value));
    for one in 0..phrases.len() {
        for other in one + 1..phrases.len() {
            let ids = [&phrases[one], &phrases[other]].map(indicator);
            let is_pair = match &ids {
                [Some(_), Some(_)] => is_counted(&phrases[one]) && is_counted(&phrases[other]),
                [Some(_), None] => is_small(&phrases[other]),
                [None, Some(_)] => is_small(&phrases[one]),
                [None, None] => false,
            };
            let between = &phrases[one + 1..other];
            if !is_pair || between.iter().any(|phrase| indicator(phrase).is_some()) {
                continue;
            }
            let joined = |pieces: &[&Phrase]| {
                let words: Vec<&Word> = pieces.iter().flat_map(|piece| &words[piece.first..piece.end]).collect();
                let key = key(words.iter().copied())?;
                let (sense, _) = known(&key, words.last()?.folded.len(), catalogue)?;
                if let Sense::Indicator(id) = sense { Some(id) } else { None }
            };
            let (first, last) = (&phrases[one], &phrases[other]);
            let linked: Vec<&Phrase> = between.iter().filter(|phrase| phrase.sense == Sense::Role(Role::Of)).collect();
            let in_order = [vec![first], linked, vec![last]].concat();
            let is_both = ids.iter().all(Option::is_some);
            let found = joined(&in_order).or_else(|| joined(&[last, first]).filter(|_| !is_both));
            if let Some(id) = found.filter(|id| !ids.contains(&Some(id.clone()))) {
                let (named, rest) = if ids[0].is_some() { (one, other) } else { (other, one) };
                phrases[named].sense = Sense::Indicator(id);
                phrases[rest].sense = Sense::Role(Role::Filler);
            }
        }
    }
}

/// Unknown Chinese characters in a row are one unknown word.
fn unknown_characters_are_one_word(words: &[Word], phrases: &mut Vec<Phrase>) {
    phrases.dedup_by(|phrase, last| {
        let is_unknown = phrase.sense == Sense::Unknown && last.sense == Sense::Unknown;
        let is_one = is_unknown && is_han_run(words, last, phrase);
        if is_one {
            last.end = phrase.end;
        }
        is_one
    });
}

fn is_han_run(words: &[Word], last: &Phrase, phrase: &Phrase) -> bool {
    let han = |at: usize| words[at].kind == Kind::Letters(Script::Han);
    han(last.first) && han(phrase.first) && words[phrase.first].joint == Joint::None
}

/// One character is a country only beside another or behind a word for to or from: 中哈, 对哈, but no 哈 by itself.
fn lone_characters_are_no_places(words: &[Word], phrases: &mut [Phrase]) {
    let short = |phrase: &Phrase| match &phrase.sense {
        Sense::Place(place) if phrase.end == phrase.first + 1 => {
            Some(place.clone()).filter(|_| words[phrase.first].kind == Kind::Letters(Script::Han))
        }
        _ => None,
    };
    let marks: Vec<Option<PlaceId>> = phrases.iter().map(short).collect();
    for at in 0..phrases.len() {
        let pairs = |other: Option<&Option<PlaceId>>| other.is_some_and(|other| other.is_some() && *other != marks[at]);
        let before = at.checked_sub(1);
        let is_led = words[phrases[at].first].joint == Joint::None
            && before.is_some_and(|at| matches!(phrases[at].sense, Sense::Role(Role::From | Role::To | Role::Toward)));
        let is_paired = pairs(before.and_then(|at| marks.get(at))) || pairs(marks.get(at + 1));
        if marks[at].is_some() && !is_led && !is_paired {
            phrases[at].sense = Sense::Unknown;
        }
    }
}

/// `US`, `IN`: a country by its code, where it is written in capitals that its neighbours are not, or behind a
/// command as a name would be.
fn codes_are_no_small_words(words: &[Word], terse: bool, phrases: &mut [Phrase]) {
    let loud = |word: &Word| word.text.chars().all(char::is_uppercase);
    let letters = || words.iter().filter(|word| matches!(word.kind, Kind::Letters(_)));
    let shouted = letters().all(loud) && letters().any(|word| word.text.len() > 3);
    for at in 0..phrases.len() {
        let phrase = &phrases[at];
        let Sense::Role(role) = &phrase.sense else { continue };
        let word = &words[phrase.first];
        let flag = word.text.starts_with(is_flag);
        if phrase.end != phrase.first + 1 || !(flag || codes::is_country(&word.text)) {
            continue;
        }
        if flag || (loud(word) && !shouted) || (terse && !is_used(phrases, at, role, &word.folded)) {
            phrases[at].sense = Sense::Role(Role::Strange);
        }
    }
}

/// True for a small word that belongs to something: `in 2025`, `to kg`, `2021 to 2025`.
fn is_used(phrases: &[Phrase], at: usize, role: &Role, word: &str) -> bool {
    let next = phrases.get(at + 1).map(|phrase| &phrase.sense);
    match role {
        Role::Filler | Role::Scale => false,
        _ if matches!(next, Some(Sense::Place(_) | Sense::Shared(_) | Sense::Role(Role::Count | Role::Each))) => true,
        Role::In => Lexicon::all().is(Form::NoCode, word) && next.is_some(),
        Role::To => at > 0 && matches!(next, Some(Sense::Number(_) | Sense::Role(Role::Month(_)))),
        Role::By => matches!(next, Some(Sense::Role(_))),
        _ => next.is_some(),
    }
}
