//! Countries and groups of them.

use std::collections::BTreeMap;

use super::PlaceId;

/// A country, or a group of countries that is spoken of as one.
#[derive(Clone, Debug)]
pub struct Place {
    pub id: PlaceId,
    /// The countries of a group; empty for a country.
    pub members: Vec<PlaceId>,
    pub names: Words,
}

impl Place {
    pub fn is_group(&self) -> bool {
        !self.members.is_empty()
    }
}

/// The same words in several languages, by language tag (`en`, `ru`, `zh` …).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words(BTreeMap<Box<str>, Box<str>>);

impl Words {
    pub fn get(&self, tag: &str) -> Option<&str> {
        self.0.get(tag).map(AsRef::as_ref)
    }

    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(tag, words)| (tag.as_ref(), words.as_ref()))
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<T: AsRef<str>, W: AsRef<str>> FromIterator<(T, W)> for Words {
    fn from_iter<I: IntoIterator<Item = (T, W)>>(pairs: I) -> Self {
        Self(pairs.into_iter().map(|(tag, words)| (tag.as_ref().into(), words.as_ref().into())).collect())
    }
}
