//! Phrases looked up word by word, in any script.

use std::{
    collections::HashMap,
    hash::{BuildHasherDefault, Hasher},
};

use super::{Script, plain, stem};

/// Spellings of one to several words, and what each stands for.
///
/// A Chinese spelling is found by its characters, not by their sound: `ha` is no country.
#[derive(Debug)]
pub struct Phrases<T> {
    /// By [`Key`]'s spelling.
    whole: Map<T>,
    /// By the stems of its words, for spellings in Cyrillic.
    stems: Map<T>,
    /// Words of the longest phrase that begins with this one.
    reach: Map<usize>,
}

type Map<T> = HashMap<Box<str>, T, BuildHasherDefault<Quick>>;

impl<T> Default for Phrases<T> {
    fn default() -> Self {
        Self { whole: Map::default(), stems: Map::default(), reach: Map::default() }
    }
}

impl<T: Default> Phrases<T> {
    /// Adds to what a spelling stands for.
    pub fn add(&mut self, spelling: &str, mut put: impl FnMut(&mut T)) {
        let runs = runs(spelling);
        let Some(first) = runs.first() else { return };
        let mut key = Key::new(Script::of(first.chars().next().unwrap_or_default()));
        for (place, run) in runs.iter().enumerate() {
            let folded = plain(run, key.script);
            key.push(&folded, stem(&folded).len());
            if place == 0 {
                for first in [&key.whole, &key.stems] {
                    let reach = self.reach.entry(first.as_str().into()).or_default();
                    *reach = (*reach).max(runs.len());
                }
            }
        }
        put(self.whole.entry(key.whole.as_str().into()).or_default());
        if key.script == Script::Cyrillic {
            put(self.stems.entry(key.stems.as_str().into()).or_default());
        }
    }
}

/// A spelling cut where questions are cut: at blanks and dashes, between letters and digits, and around
/// every Chinese character.
fn runs(spelling: &str) -> Vec<String> {
    let mut runs: Vec<String> = vec![String::new()];
    let mut before = ' ';
    for character in spelling.chars() {
        let parts = character.is_whitespace() || character == '-';
        let turns = before.is_ascii_digit() != character.is_ascii_digit();
        let han = [before, character].map(Script::of).contains(&Script::Han);
        if parts || turns || han {
            runs.push(String::new());
        }
        if let Some(run) = runs.last_mut().filter(|_| !parts) {
            run.push(character);
        }
        before = character;
    }
    runs.retain(|run| run.chars().any(char::is_alphanumeric));
    runs
}

impl<T> Phrases<T> {
    /// The meaning of a phrase as it is written.
    pub fn whole(&self, key: &Key) -> Option<&T> {
        self.whole.get(key.whole.as_str())
    }

    /// The meaning of a phrase without the last `ending` bytes of its fold.
    pub fn without(&self, key: &Key, ending: usize) -> Option<&T> {
        self.whole.get(&key.whole[..key.whole.len().checked_sub(ending)?])
    }

    /// The meaning of a phrase in Cyrillic, in another case of its words.
    pub fn stem(&self, key: &Key) -> Option<&T> {
        self.stems.get(key.stems.as_str()).filter(|_| key.script == Script::Cyrillic)
    }

    /// Words in the longest phrase that begins with this one.
    pub fn reach(&self, key: &Key) -> usize {
        let of = |first: &str| self.reach.get(first).copied().unwrap_or(0);
        of(&key.whole).max(if key.script == Script::Cyrillic { of(&key.stems) } else { 0 })
    }
}

/// Words run together as they are looked up.
#[derive(Clone, Debug)]
pub struct Key {
    script: Script,
    whole: String,
    stems: String,
}

impl Key {
    pub fn new(script: Script) -> Self {
        Self { script, whole: String::with_capacity(48), stems: String::new() }
    }

    /// Adds a folded word and how many bytes of it are its stem.
    pub fn push(&mut self, folded: &str, stem: usize) {
        self.whole.push_str(folded);
        if self.script == Script::Cyrillic {
            self.stems.push_str(&folded[..stem]);
        }
    }

    pub fn script(&self) -> Script {
        self.script
    }

    /// The fold of all words.
    pub fn whole(&self) -> &str {
        &self.whole
    }
}

/// A hasher for short words out of our own files: quick, and no guard against chosen keys.
#[derive(Debug, Default)]
pub struct Quick(u64);

impl Quick {
    fn add(&mut self, word: u64) {
        self.0 = (self.0.rotate_left(5) ^ word).wrapping_mul(0x517c_c1b7_2722_0a95);
    }
}

impl Hasher for Quick {
    fn write(&mut self, bytes: &[u8]) {
        let (chunks, rest) = bytes.as_chunks();
        let rest = rest.iter().fold(0_u64, |word, byte| word << 8 | u64::from(*byte));
        for word in chunks.iter().map(|chunk| u64::from_le_bytes(*chunk)).chain([rest]) {
            self.add(word);
        }
    }

    fn write_u8(&mut self, byte: u8) {
        self.add(byte.into());
    }

    fn write_isize(&mut self, number: isize) {
        self.add(number.cast_unsigned() as u64);
    }

    fn finish(&self) -> u64 {
        self.0 ^ (self.0 >> 29)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chinese_phrase_is_not_found_by_its_sound() {
        let mut phrases = Phrases::<Vec<u8>>::default();
        phrases.add("哈", |all| all.push(1));
        phrases.add("Центральная Азия", |all| all.push(2));
        let mut latin = Key::new(Script::Latin);
        latin.push("ha", 2);
        assert_eq!(phrases.whole(&latin), None);
        let mut cases = Key::new(Script::Cyrillic);
        for word in ["Центральной", "Азией"] {
            let folded = plain(word, Script::Cyrillic);
            cases.push(&folded, stem(&folded).len());
        }
        assert_eq!(phrases.stem(&cases), Some(&vec![2]));
    }
}
