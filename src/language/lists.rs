//! `lexicon.yaml` and `names.yaml` of each language, read once.

use std::{collections::BTreeMap, sync::LazyLock};

use serde::Deserialize;

use super::{LEXICONS, WORLD_NAMES};

/// The lists of one language. Each is words in small letters; those that are missing are empty.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Lists {
    /// By [`super::Role`].
    pub words: BTreeMap<String, Vec<String>>,
    /// January to December, each with all its forms.
    #[serde(default)]
    pub months: Vec<Vec<String>>,
    /// First to fourth.
    #[serde(default)]
    pub ordinals: Vec<Vec<String>>,
    /// One to twelve.
    #[serde(default)]
    pub cardinals: Vec<Vec<String>>,
    #[serde(default)]
    pub indicators: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    pub places: BTreeMap<String, Vec<String>>,
    /// By the first word of the spelling of a kind of question.
    #[serde(default)]
    pub topics: BTreeMap<String, Vec<String>>,
    /// Endings of a known word of four letters or more, by [`super::Role`].
    #[serde(default)]
    pub endings: BTreeMap<String, Vec<String>>,
    /// By [`super::Form`].
    #[serde(default)]
    pub forms: BTreeMap<String, Vec<String>>,
    /// By [`super::Talk`]; under `beside` those that say nothing in small talk.
    #[serde(default)]
    pub talk: BTreeMap<String, Vec<String>>,

    // What texts state.
    /// Words around a number, by [`super::StatedWord`].
    #[serde(default)]
    pub stated: BTreeMap<String, Vec<String>>,
    /// Names and signs of currencies, by their ISO 4217 code.
    #[serde(default)]
    pub currencies: BTreeMap<String, Vec<String>>,

    // How spellings are folded.
    /// Endings in Cyrillic that make no difference behind any word.
    #[serde(default)]
    pub cases: Vec<String>,
    /// Two characters each, of which the first is read as the second.
    #[serde(default)]
    pub characters: Vec<String>,

    // What admins write.
    /// By [`super::OrderWord`].
    #[serde(default)]
    pub orders: BTreeMap<String, Vec<String>>,
    /// Time zones to offer to who reads this language, likeliest first.
    #[serde(default)]
    pub zones: Vec<String>,
    /// Names of cities by their time zone, the one to show first, where the zone is called otherwise.
    #[serde(default)]
    pub cities: BTreeMap<String, Vec<String>>,
}

/// Names of what the sheets may lack, in one language.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Names {
    /// By ISO 3166-1 alpha-3, as places of sheets are.
    pub countries: BTreeMap<String, Vec<String>>,
    /// By the id that such goods would have in sheets.
    pub goods: BTreeMap<String, Vec<String>>,
}

/// The names of every language, by its tag. They are read once, and not kept: some thousand texts.
pub(super) fn names() -> impl Iterator<Item = (&'static str, Names)> {
    WORLD_NAMES.iter().map(|(tag, text)| (*tag, serde_yaml::from_str(text).expect("a test reads all names")))
}

/// The lists of every language, by its tag.
pub(super) static LISTS: LazyLock<Vec<(&str, Lists)>> = LazyLock::new(|| {
    let read = |text| serde_yaml::from_str(text).expect("a test reads every lexicon");
    LEXICONS.iter().map(|(tag, text)| (*tag, read(text))).collect()
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_has_a_lexicon_that_reads() {
        for (tag, text) in LEXICONS {
            let lists: Lists = serde_yaml::from_str(text).unwrap_or_else(|error| panic!("{tag}: {error}"));
            assert!(lists.months.len() == 12 && lists.ordinals.len() == 4, "{tag}");
        }
    }

    #[test]
    fn every_language_names_the_same_countries_and_goods() {
        let (_, english) = names().next().unwrap();
        let ids = |names: &BTreeMap<String, Vec<String>>| names.keys().cloned().collect::<Vec<_>>();
        for (tag, names) in names() {
            assert_eq!(ids(&names.countries), ids(&english.countries), "{tag}");
            assert_eq!(ids(&names.goods), ids(&english.goods), "{tag}");
            let all = names.countries.values().chain(names.goods.values());
            assert!(
                all.clone().all(|names| !names.is_empty() && names.iter().all(|name| !name.trim().is_empty())),
                "{tag}"
            );
            let is_sound =
                |id: &String| id.len() <= 8 && id.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-');
            assert!(names.goods.keys().all(is_sound), "{tag}");
        }
    }
}
