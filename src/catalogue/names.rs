//! Every spelling of every place and indicator, and the nearest one to a wrong one.

use std::collections::BTreeMap;

use unicode_normalization::UnicodeNormalization as _;

use crate::fact::{IndicatorId, PlaceId};

/// What a spelling stands for.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Named {
    Place(PlaceId),
    Indicator(IndicatorId),
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
    /// Characters of the longest key.
    longest: usize,
}

impl Names {
    pub(super) fn add(&mut self, named: &Named, spellings: impl IntoIterator<Item = String>) {
        for spelling in spellings {
            let all = self.by_key.entry(fold(&spelling).into()).or_default();
            if !all.contains(named) {
                all.push(named.clone());
            }
        }
    }

    pub(super) fn seal(&mut self) {
        self.by_key.remove("");
        for all in self.by_key.values_mut() {
            all.sort();
        }
        self.longest = self.by_key.keys().map(|key| key.len()).max().unwrap_or(0);
    }

    /// What a spelling, as [`fold`] leaves it, stands for; more than one where it is shared.
    pub fn find(&self, folded: &str) -> &[Named] {
        self.by_key.get(folded).map_or(&[], Vec::as_slice)
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
    pub fn near(&self, folded: &str) -> Vec<Near> {
        let mut best: BTreeMap<&Named, f64> = BTreeMap::new();
        for (key, all) in &self.by_key {
            let longer = key.len().max(folded.len());
            if longer < 4 || key.len().abs_diff(folded.len()) * 3 > longer {
                continue;
            }
            let distance = 1.0 - strsim::normalized_damerau_levenshtein(key, folded);
            if distance <= 0.34 {
                for named in all {
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

/// Leaves of a spelling what does not depend on case, accents, script or punctuation: `Qirgʻiziston` and
/// `qirg'iziston` are `qirgiziston`, `Киргизия` is `kirgiziya`, `🇰🇬` is `kg`.
pub fn fold(text: &str) -> String {
    if text.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return text.to_ascii_lowercase();
    }
    let mut folded = String::with_capacity(text.len());
    for character in text.nfkc().flat_map(char::to_lowercase) {
        match character {
            '\u{1F1E6}'..='\u{1F1FF}' => {
                let letter = u32::from(character) - 0x1F1E6 + u32::from('a');
                folded.extend(char::from_u32(letter));
            }
            _ if character.is_alphanumeric() => {
                let ascii = any_ascii::any_ascii_char(character);
                folded.extend(
                    ascii.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_lowercase()),
                );
            }
            _ => {}
        }
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_name_fold_alike() {
        for (one, other) in [
            ("Qirgʻiziston", "qirg'iziston"),
            ("ҚЫРҒЫЗСТАН", "қырғызстан"),
            ("🇰🇬", "KG"),
            ("ＫＧＺ", "kgz"),
            ("Côte", "cote"),
            ("Central-Asia", "central asia"),
        ] {
            assert_eq!(fold(one), fold(other));
        }
    }

    #[test]
    fn a_misspelt_name_lies_near_and_a_strange_one_does_not() {
        let mut names = Names::default();
        names.add(&Named::Place("KGZ".into()), ["Kyrgyzstan".to_owned()]);
        names.seal();
        assert_eq!(names.near("kyrgystan")[0].named, Named::Place("KGZ".into()));
        assert_eq!(names.near("atlantis"), []);
    }
}
