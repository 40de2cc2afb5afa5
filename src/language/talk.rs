//! Small talk: the words that ask for no figure, by what they do, in all languages.
//!
//! They come from `talk` in the `lexicon.yaml` of each language. Those that only are polite also stand beside a
//! question, where they say nothing.

use std::{collections::BTreeMap, sync::LazyLock};

use super::{Key, Phrases, Script, lexicon::named, lists::LISTS};

macro_rules! talks {
    ($($(#[$doc:meta])* $name:ident = $word:literal, polite: $is_polite:literal;)+) => {
        /// A kind of small talk. Of several in one text the last in this order is answered.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, serde::Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum Talk {
            $($(#[$doc])* $name),+
        }

        impl Talk {
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// Its word in the spelling of a question, and in the lexicons.
            pub fn word(self) -> &'static str {
                match self {
                    $(Self::$name => $word),+
                }
            }

            /// True for words that say nothing beside a question.
            pub(super) fn is_polite(self) -> bool {
                match self {
                    $(Self::$name => $is_polite),+
                }
            }
        }
    };
}

talks! {
    /// Neither question nor answer: ok, lol.
    Nod = "nod", polite: false;
    Hello = "hello", polite: true;
    Bye = "bye", polite: true;
    Praise = "praise", polite: true;
    Thanks = "thanks", polite: true;
    HowAreYou = "how-are-you", polite: true;
    /// Something is said to be wrong.
    Wrong = "wrong", polite: false;
    Robot = "robot", polite: false;
    Maker = "maker", polite: false;
    /// Up to when the facts go.
    UpTo = "up-to", polite: false;
    /// Asks for help, or what can be asked.
    Able = "able", polite: false;
}

/// A word or several in a row, as small talk.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Part {
    Talk(Talk),
    /// Says nothing, and only in small talk: very, everyone.
    Beside,
}

/// The small talk of all languages.
#[derive(Debug, Default)]
pub struct SmallTalk {
    cyrillic: Words,
    /// Latin and Chinese.
    others: Words,
}

#[derive(Debug, Default)]
struct Words {
    phrases: Phrases<Option<Part>>,
    /// Single words by their folds, for those that are misspelt.
    single: Vec<(String, Talk)>,
}

/// The name of the words that say nothing.
const BESIDE: &str = "beside";

impl SmallTalk {
    /// All languages together; read once.
    pub fn all() -> &'static Self {
        &SMALL_TALK
    }

    /// What a phrase does.
    pub fn find(&self, key: &Key) -> Option<Part> {
        self.words(key.script()).phrases.whole(key).copied().flatten()
    }

    /// Words in the longest phrase that begins with this one.
    pub fn reach(&self, key: &Key) -> usize {
        self.words(key.script()).phrases.reach(key)
    }

    /// What a misspelt word does: of five letters one may be wrong, of eight two. A letter that is drawn out counts
    /// once.
    pub fn nearest(&self, key: &Key) -> Option<Talk> {
        const SHORT: usize = 4;
        if key.script() == Script::Han {
            return None;
        }
        let word = drawn_in(key.whole());
        let most = match word.len() {
            0..SHORT => 0,
            SHORT..8 => 1,
            _ => 2,
        };
        let far = |known: &str| if known.len() < SHORT { usize::from(known != word) * 9 } else { far(known, &word) };
        let words = &self.words(key.script()).single;
        let near = words.iter().map(|(known, talk)| (far(known), *talk)).min_by_key(|(far, _)| *far)?;
        (near.0 <= most).then_some(near.1)
    }

    fn words(&self, script: Script) -> &Words {
        if script == Script::Cyrillic { &self.cyrillic } else { &self.others }
    }

    fn add(&mut self, spelling: &str, part: Part) {
        let script = spelling.chars().map(Script::of).max_by_key(|script| *script == Script::Cyrillic);
        let words = if script == Some(Script::Cyrillic) { &mut self.cyrillic } else { &mut self.others };
        words.phrases.add(spelling, |known| {
            known.get_or_insert(part);
        });
        let is_single =
            !spelling.contains([' ', '-']) && spelling.chars().all(|letter| Script::of(letter) != Script::Han);
        if let Part::Talk(talk) = part
            && is_single
        {
            words.single.push((drawn_in(&super::fold(spelling)), talk));
        }
    }
}

fn far(one: &str, other: &str) -> usize {
    strsim::osa_distance(one, other)
}

/// A fold with each run of one letter as one of it: `helloooo` is `helo`, and so is `hello`.
fn drawn_in(folded: &str) -> String {
    let mut letters: Vec<char> = folded.chars().collect();
    letters.dedup();
    letters.into_iter().collect()
}

/// The words of a language that are polite.
pub(super) fn polite(talk: &BTreeMap<String, Vec<String>>) -> impl Iterator<Item = &String> {
    let is_polite = |name: &str| name != BESIDE && named::<Talk>(name).is_polite();
    talk.iter().filter(move |(name, _)| is_polite(name)).flat_map(|(_, words)| words)
}

static SMALL_TALK: LazyLock<SmallTalk> = LazyLock::new(|| {
    let mut all = SmallTalk::default();
    for (name, words) in LISTS.iter().flat_map(|(_, lists)| &lists.talk) {
        let part = if name == BESIDE { Part::Beside } else { Part::Talk(named(name)) };
        words.iter().for_each(|word| all.add(word, part));
    }
    all
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_small_talk_has_words_in_each_language_that_has_any() {
        for (tag, lists) in LISTS.iter().filter(|(_, lists)| !lists.talk.is_empty()) {
            let missing = Talk::ALL.iter().filter(|talk| !lists.talk.contains_key(talk.word()));
            assert_eq!(missing.collect::<Vec<_>>(), Vec::<&Talk>::new(), "{tag}");
        }
        for (name, _) in LISTS.iter().flat_map(|(_, lists)| &lists.talk) {
            assert!(name == BESIDE || Talk::ALL.contains(&named(name)), "{name}");
        }
    }

    #[test]
    fn a_word_of_small_talk_does_one_thing() {
        let mut seen: BTreeMap<(bool, String), (&str, &str)> = BTreeMap::new();
        for (tag, lists) in LISTS.iter() {
            for (name, word) in lists.talk.iter().flat_map(|(name, words)| words.iter().map(move |word| (name, word))) {
                let is_han = word.chars().any(|letter| Script::of(letter) == Script::Han);
                let key = if is_han { word.clone() } else { super::super::fold(word) };
                let cyrillic = word.chars().any(|letter| Script::of(letter) == Script::Cyrillic);
                let (other, at) = *seen.entry((cyrillic, key)).or_insert((name, tag));
                assert_eq!(other, name, "{word} in {at} and {tag}");
            }
        }
    }
}
