//! The words of admins' orders in all languages, and the time zones their readers live in.

use std::{collections::BTreeMap, sync::LazyLock};

use serde::Deserialize;

use super::{Language, lexicon::named, lists::LISTS};

/// The meaning of a word in an order: `daily`, `every day` and `ежедневно` are [`Self::Daily`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OrderWord {
    Daily,
    /// Monday to Friday.
    Weekdays,
    Weekly,
    Monthly,
    Yearly,
    Once,

    Monday,
    Tuesday,
    Wednesday,
    Thursday,
    Friday,
    Saturday,
    Sunday,

    /// The first of its kind in a month, such as the first Monday.
    First,
    Second,
    Third,
    Fourth,
    Last,
    /// In `last day`.
    Day,
    // Times of day.
    Noon,
    Midnight,
    /// Behind an hour: `9 o'clock`.
    Oclock,
    // Parts of the day, behind an hour up to 12: `9 am`, `9 утра`.
    Morning,
    Afternoon,
    Daytime,
    Evening,
    Night,
    /// An ending behind a number: `15th`.
    NumberEnding,
    /// Nothing: a word between the pieces of a pattern.
    Filler,

    Add,
    /// A pattern follows.
    When,
    /// The subject of the posts follows.
    What,
    /// A day follows.
    Until,
    /// A fact a day, instead of a question.
    Rotate,

    Silent,
    Loud,
    // Names of options, before `=`.
    Language,
    Zone,
    Topic,
    Grace,
    /// As a value of `Topic`: none.
    General,

    // Units behind a number.
    Minutes,
    Hours,
    Days,
}

impl OrderWord {
    /// In small letters, those of English first; the first is the one to show.
    pub fn spellings(self) -> &'static [&'static str] {
        WORDS.get(&self).map_or(&[], Vec::as_slice)
    }

    pub fn is(self, word: &str) -> bool {
        self.spellings().contains(&word)
    }

    /// The value beside the first of some meanings that a word has.
    pub fn choose<T: Copy>(from: &[(Self, T)], word: &str) -> Option<T> {
        from.iter().find(|(one, _)| one.is(word)).map(|(_, meant)| *meant)
    }
}

static WORDS: LazyLock<BTreeMap<OrderWord, Vec<&'static str>>> = LazyLock::new(|| {
    let mut words: BTreeMap<OrderWord, Vec<&str>> = BTreeMap::new();
    for (word, spellings) in LISTS.iter().flat_map(|(_, lists)| &lists.orders) {
        words.entry(named(word)).or_default().extend(spellings.iter().map(String::as_str));
    }
    words
});

/// Time zones to offer to readers of a language, likeliest first; those of English where it names none.
pub fn zones(tag: &str) -> impl Iterator<Item = &'static str> {
    let of = |tag: &str| LISTS.iter().find(|(one, lists)| *one == tag && !lists.zones.is_empty());
    let lists = of(tag).or_else(|| of(Language::default().tag()));
    lists.into_iter().flat_map(|(_, lists)| &lists.zones).map(String::as_str)
}

/// The city by which readers of a language know a time zone, where the zone's own name is not that.
pub fn city(tag: &str, zone: &str) -> Option<&'static str> {
    let (_, lists) = LISTS.iter().find(|(one, _)| *one == tag)?;
    lists.cities.get(zone)?.first().map(String::as_str)
}

/// Time zones with the name of a city in each, in all languages.
pub fn cities() -> impl Iterator<Item = (&'static str, &'static str)> {
    let cities = LISTS.iter().flat_map(|(_, lists)| &lists.cities);
    cities.flat_map(|(zone, names)| names.iter().map(|name| (zone.as_str(), name.as_str())))
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn an_order_has_its_words_in_small_letters_once() {
        for (word, spellings) in WORDS.iter() {
            let mut seen = HashSet::new();
            for spelling in spellings {
                assert_eq!(*spelling, spelling.to_lowercase().trim(), "{word:?}");
                assert!(seen.insert(spelling), "{spelling} stands twice under {word:?}");
            }
        }
    }
}
