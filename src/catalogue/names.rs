//! Every spelling of every place, indicator and product, and the nearest one to a wrong one.

use std::{
    collections::{BTreeMap, HashSet},
    fmt,
};

use crate::{
    fact::{IndicatorId, PlaceId, ProductId},
    language::{Phrases, Script, fold},
};

/// What a spelling stands for.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Named {
    Place(PlaceId),
    Indicator(IndicatorId),
    Product(ProductId),
}

impl fmt::Display for Named {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Place(id) => id.fmt(f),
            Self::Indicator(id) => id.fmt(f),
            Self::Product(id) => id.fmt(f),
        }
    }
}

/// A known spelling that a word comes close to.
#[derive(Clone, PartialEq, Debug)]
pub struct Near {
    pub named: Named,
    /// 0 for the same, 1 for nothing in common.
    pub distance: f64,
}

/// Folded spellings.
#[derive(Debug, Default)]
pub struct Names {
    by_key: BTreeMap<Box<str>, Vec<Named>>,
    /// The same, kept ready for reading questions.
    phrases: Phrases<Vec<Named>>,
    /// Folded names that are shown, as against spellings that are only understood.
    shown: HashSet<Box<str>>,
    /// Folded spellings that are written in Latin letters somewhere.
    latin: HashSet<Box<str>>,
    /// The letters of each key.
    letters: Vec<(Box<str>, Letters)>,
    /// Characters of the longest key.
    longest: usize,
}

impl Names {
    pub(super) fn add(&mut self, named: &Named, spellings: impl IntoIterator<Item = String>) {
        for spelling in spellings {
            let folded = fold(&spelling);
            if spelling.chars().all(|letter| Script::of(letter) == Script::Latin) {
                self.latin.insert(folded.as_str().into());
            }
            let all = self.by_key.entry(folded.into()).or_default();
            if !all.contains(named) {
                all.push(named.clone());
            }
            self.phrases.add(&spelling, |all| {
                if !all.contains(named) {
                    all.push(named.clone());
                }
            });
        }
    }

    pub(super) fn seal(&mut self) {
        self.by_key.remove("");
        for all in self.by_key.values_mut() {
            all.sort();
        }
        self.letters = self.by_key.keys().map(|key| (key.clone(), Letters::of(key))).collect();
        self.longest = self.by_key.keys().map(|key| key.len()).max().unwrap_or(0);
    }

    /// What a spelling, as [`fold`] leaves it, stands for; more than one where it is shared.
    pub fn find(&self, folded: &str) -> &[Named] {
        self.by_key.get(folded).map_or(&[], Vec::as_slice)
    }

    /// Notes that a spelling is a name as it is shown: in its plain form, without an ending.
    pub(super) fn show(&mut self, name: &str) {
        self.shown.insert(fold(name).into());
    }

    /// True if a folded spelling is a name in its plain form.
    pub fn is_shown(&self, folded: &str) -> bool {
        self.shown.contains(folded)
    }

    /// True if a folded spelling is written in Latin letters, not only in letters that sound like them.
    pub fn is_latin(&self, folded: &str) -> bool {
        self.latin.contains(folded)
    }

    /// The spellings as phrases, to be looked up word by word.
    pub fn phrases(&self) -> &Phrases<Vec<Named>> {
        &self.phrases
    }

    /// Every folded spelling with what it stands for, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &[Named])> {
        self.by_key.iter().map(|(key, named)| (key.as_ref(), named.as_slice()))
    }

    /// Bytes of the longest folded spelling.
    pub fn longest(&self) -> usize {
        self.longest
    }

    /// What lies near a folded word, nearest first, each once; nothing farther than a third of its letters.
    ///
    /// Letters are counted before they are compared in order: what has other letters is other, and there may be ten
    /// thousand spellings.
    pub fn near(&self, folded: &str) -> Vec<Near> {
        let letters = Letters::of(folded);
        let mut best: BTreeMap<&Named, f64> = BTreeMap::new();
        for (key, known) in &self.letters {
            let longer = key.len().max(folded.len());
            if longer < 4 || key.len().abs_diff(folded.len()) * 3 > longer || !letters.may_be_near(known) {
                continue;
            }
            let distance = 1.0 - strsim::normalized_damerau_levenshtein(key, folded);
            if distance <= NEAR {
                for named in self.find(key) {
                    let least = best.entry(named).or_insert(distance);
                    *least = least.min(distance);
                }
            }
        }
        let mut near: Vec<Near> =
            best.into_iter().map(|(named, distance)| Near { named: named.clone(), distance }).collect();
        near.sort_by(|one, other| one.distance.total_cmp(&other.distance));
        near
    }
}

/// So much of a word may be other.
const NEAR: f64 = 0.34;

/// How many there are of each letter in a word, whatever their order.
#[derive(Clone, Copy, Debug)]
struct Letters {
    counts: [u8; 32],
    length: u16,
}

impl Letters {
    fn of(word: &str) -> Self {
        let mut counts = [0_u8; 32];
        for byte in word.bytes() {
            // Digits and what is no letter share places, which makes words look nearer and never farther.
            let count = &mut counts[usize::from(byte & 31)];
            *count = count.saturating_add(1);
        }
        Self { counts, length: u16::try_from(word.chars().count()).unwrap_or(u16::MAX) }
    }

    /// True if so few letters differ that the words may be near. Each change of one letter takes away at most one that
    /// is too many, and one that is missing.
    fn may_be_near(&self, other: &Self) -> bool {
        let differ: u16 =
            self.counts.iter().zip(&other.counts).map(|(one, other)| u16::from(one.abs_diff(*other))).sum();
        let changes = (differ + self.length.abs_diff(other.length)) / 2;
        f64::from(changes) <= NEAR * f64::from(self.length.max(other.length)) + 0.01
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_misspelt_name_lies_near_and_a_strange_one_does_not() {
        let mut names = Names::default();
        names.add(&Named::Place("KGZ".into()), ["Kyrgyzstan".to_owned()]);
        names.seal();
        assert_eq!(names.near("kyrgystan")[0].named, Named::Place("KGZ".into()));
        assert_eq!(names.near("atlantis"), []);
    }

    proptest! {
        #[test]
        fn words_that_lie_near_have_nearly_the_same_letters(
            word in "[a-e1-3]{1,12}",
            edits in proptest::collection::vec((0_usize..12, 0_usize..4, "[a-e1-3]"), 0..4),
        ) {
            let mut other: Vec<char> = word.chars().collect();
            for (at, edit, letter) in edits {
                let (at, letter) = (at.min(other.len()), letter.chars().next().unwrap());
                match edit {
                    0 => other.insert(at, letter),
                    1 if at < other.len() => drop(other.remove(at)),
                    2 if at < other.len() => other[at] = letter,
                    3 if at + 1 < other.len() => other.swap(at, at + 1),
                    _ => {}
                }
            }
            let other: String = other.into_iter().collect();
            let near = 1.0 - strsim::normalized_damerau_levenshtein(&word, &other) <= NEAR;
            prop_assert!(!near || Letters::of(&word).may_be_near(&Letters::of(&other)), "{word} {other}");
        }
    }
}
