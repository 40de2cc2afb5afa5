//! Words that nobody knows and that may be left out.
//!
//! In: the slots of a text; out: the query without such words, and the words. Nothing is left out that may be a name or
//! may limit the question: not where a name may stand, not in Chinese, which has no blanks, and nothing with a capital
//! letter or a digit. It does not know how people are told.

use super::{Joint, Meaning, Misread, Query, Role, Sense, Slots, Word, Written, key};
use crate::{
    language::{Form, Lexicon, Script},
    question::codes,
};

/// Words that are left out of one question at most.
const MOST: usize = 3;
/// The part of a word that may differ from a name of which it may be a misspelling.
const NEAR: f64 = 0.25;

impl Meaning<'_> {
    /// The query, without words that nobody knows where the rest says one thing; the words as they were written.
    ///
    /// # Errors
    ///
    /// Those of the text as it stands.
    pub(in crate::question) fn with_words_left_out(&self, slots: &Slots) -> Result<(Query, Vec<String>), Misread> {
        let misread = match self.query(slots) {
            Ok(query) => return Ok((query, Vec::new())),
            Err(misread) => misread,
        };
        // A number that the reader states is judged by every word beside it.
        let is_asked = !self.frame.terse && !slots.is_without_subject() && slots.claimed.is_none();
        let left = &slots.left;
        // Where no place is named, a word may be a misspelt one, and the answer would be about the region.
        let is_no_place = |at: usize| !slots.places.is_empty() || self.opens_text(at);
        let may_go = |at: &usize| self.may_be_left_out(*at) && is_no_place(*at);
        if !is_asked || left.is_empty() || left.len() > MOST || !left.iter().all(may_go) {
            return Err(misread);
        }
        match self.query(&Slots { left: Vec::new(), ..slots.clone() }) {
            Ok(query) => Ok((query, left.iter().map(|at| self.text.written(*at)).collect())),
            Err(_) => Err(misread),
        }
    }

    fn may_be_left_out(&self, at: usize) -> bool {
        let Some(word) = self.text.first_word(at).filter(|_| self.text.sense(at) == Some(&Sense::Unknown)) else {
            return false;
        };
        let is_letters = matches!(word.kind, Written::Letters(_));
        let is_chinese = self.text.words.iter().any(|word| word.kind == Written::Letters(Script::Han));
        let is_short = word.text.chars().nth(1).is_none() || codes::is_country(&word.text);
        let is_name = |at: usize| self.is_named_so(at) || !self.near(at, NEAR).is_empty();
        let lexicon = Lexicon::all();
        let may_limit = || lexicon.may_limit(&word.folded) || lexicon.ends(Form::NameEnding, &word.folded);
        is_letters && !is_chinese && !is_short && !may_limit() && !is_name(at)
    }

    /// True where a name may stand: behind a small word that leads to one, or beside something that is named.
    fn is_named_so(&self, at: usize) -> bool {
        let starts = |at: usize| self.text.first_word(at).is_none_or(|word| word.is_parted);
        let is_listed = || matches!(self.before(at), Some(Sense::Place(_) | Sense::Product(_) | Sense::Lacked(_)));
        let follows = (!starts(at) || is_listed()) && !self.before(at).is_none_or(may_stand_before);
        let next = self.text.sense(at + 1);
        let precedes = !starts(at + 1) && !next.is_none_or(may_stand_behind);
        follows || precedes || self.is_capital(at) || self.is_led_to(at)
    }

    /// True for a word with which a text opens, before a mark or more small words: `yikes, how much`.
    fn opens_text(&self, at: usize) -> bool {
        let is_set_off = self.text.first_word(at + 1).is_some_and(|word| word.is_parted)
            || matches!(self.text.sense(at + 1), Some(Sense::Role(Role::Filler)));
        is_set_off && (0..at).all(|before| self.text.is_role(before, &Role::Filler))
    }

    fn before(&self, at: usize) -> Option<&Sense> {
        at.checked_sub(1).and_then(|before| self.text.sense(before))
    }

    /// True behind a small word that a name follows, with nothing but other small words between.
    fn is_led_to(&self, at: usize) -> bool {
        for before in (0..at).rev() {
            match self.text.sense(before) {
                _ if self.text.first_word(before + 1).is_some_and(|word| word.is_parted) => return false,
                Some(Sense::Role(Role::Filler)) if self.leads_to_a_name(before) => return true,
                Some(Sense::Role(Role::Filler) | Sense::Unknown) => {}
                Some(Sense::Role(role)) => return leads(role),
                _ => return false,
            }
        }
        false
    }

    fn leads_to_a_name(&self, at: usize) -> bool {
        let lexicon = Lexicon::all();
        self.text.words_of(at).last().is_some_and(|word| lexicon.is(Form::BeforeName, &word.folded))
    }

    /// True for an unknown word that a place's name may be: a small word leads to it, a capital letter begins it, or a
    /// character of a country is in it. `Q1` is none.
    pub(super) fn may_be_a_place(&self, at: usize) -> bool {
        let is_time = self.text.joint(at + 1) == Some(Joint::None);
        if self.text.sense(at) != Some(&Sense::Unknown) || is_time {
            return false;
        }
        let is_place = |word: &Word| {
            let role = key([word]).and_then(|key| Lexicon::all().find(&key));
            matches!(role, Some(Role::Place(_)))
        };
        self.is_led_to(at) || self.is_capital(at) || self.text.words_of(at).iter().any(is_place)
    }

    /// True for a capital letter that a name has: inside a sentence, or where no small word follows.
    fn is_capital(&self, at: usize) -> bool {
        let is_alone = at > 0 || !matches!(self.text.sense(at + 1), Some(Sense::Role(Role::Filler)));
        is_alone && self.text.first_text(at).starts_with(char::is_uppercase)
    }
}

/// Small words that a name follows.
fn leads(role: &Role) -> bool {
    matches!(
        role,
        Role::From
            | Role::To
            | Role::Toward
            | Role::Of
            | Role::With
            | Role::And
            | Role::Between
            | Role::In
            | Role::Into
            | Role::By
            | Role::According
            | Role::Count
            | Role::Compare
            | Role::Whole
            | Role::Mutual
            | Role::Since
            | Role::Until
            | Role::AsOf
    )
}

/// Something behind which a word is no part of a name.
fn may_stand_before(sense: &Sense) -> bool {
    let is_time = matches!(
        sense,
        Sense::Number(_)
            | Sense::Role(
                Role::Year
                    | Role::LastYear
                    | Role::YearBeforeLast
                    | Role::ThisYear
                    | Role::Latest
                    | Role::Month(_)
                    | Role::MonthWord
                    | Role::MonthsWord
                    | Role::Quarter
                    | Role::Half
                    | Role::FirstHalf
                    | Role::SecondHalf
            )
    );
    is_time || may_stand_behind(sense) || matches!(sense, Sense::Role(Role::Money | Role::Scale))
}

/// Something before which a word is no part of a name.
fn may_stand_behind(sense: &Sense) -> bool {
    matches!(sense, Sense::Unknown | Sense::Role(Role::Filler | Role::Number | Role::Why | Role::Things))
}
