//! Reading an object of Telegram's as far as its fields are as we know them.
//!
//! An object is read as a whole first, which costs the least. Where that fails it is taken apart, and each field read
//! by itself: one in a new shape is left out, and of one given twice the last counts.

use std::collections::HashMap;

use serde::{
    Deserialize, Deserializer,
    de::{DeserializeOwned, Error, Visitor},
};
use serde_json::value::RawValue;

/// An update, or an object in it, that we cannot read.
#[derive(Debug)]
pub(super) struct Unread;

/// An object of Telegram's.
pub(super) trait Shape: DeserializeOwned {
    /// The object, of those fields that are as we know them; none where an indispensable one is missing.
    fn of(fields: &Fields<'_>) -> Option<Self>;

    fn read(json: &str) -> Option<Self> {
        serde_json::from_str(json).ok().or_else(|| Self::of(&Fields::of(json)?))
    }
}

/// The fields of an object, unread.
pub(super) struct Fields<'a>(HashMap<Text, &'a RawValue>);

impl<'a> Fields<'a> {
    /// None where it is no object.
    pub(super) fn of(json: &'a str) -> Option<Self> {
        serde_json::from_str(json).ok().map(Self)
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(|name| name.0.as_str())
    }

    /// None where it is missing or null.
    pub(super) fn raw(&self, name: &str) -> Option<&'a RawValue> {
        self.0.get(&Text(name.to_owned())).copied().filter(|raw| raw.get() != "null")
    }

    pub(super) fn get<T: DeserializeOwned>(&self, name: &str) -> Option<T> {
        serde_json::from_str(self.raw(name)?.get()).ok()
    }

    pub(super) fn shape<T: Shape>(&self, name: &str) -> Option<T> {
        T::read(self.raw(name)?.get())
    }

    pub(super) fn text(&self, name: &str) -> Option<String> {
        self.get::<Text>(name).map(|text| text.0)
    }
}

/// A text, whatever stands in it: half a character becomes the sign for one that cannot be shown.
#[derive(PartialEq, Eq, Hash)]
struct Text(String);

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Bytes;
        impl Visitor<'_> for Bytes {
            type Value = Text;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a text")
            }

            fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<Text, E> {
                Ok(Text(String::from_utf8_lossy(bytes).into_owned()))
            }
        }
        deserializer.deserialize_bytes(Bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_a_character_costs_no_text_and_no_other_field() {
        let fields = Fields::of(r#"{"\ud83c":1,"text":"\ud83c trade","plain":"a\u0000ä"}"#).unwrap();
        assert!(fields.text("text").unwrap().ends_with(" trade"));
        assert_eq!(fields.text("plain").unwrap(), "a\0ä");
        assert_eq!(fields.names().count(), 3);
    }

    #[test]
    fn of_a_field_given_twice_the_last_counts_and_null_is_none() {
        let fields = Fields::of(r#"{"id":1,"id":2,"none":null,"deep":[[[]]]}"#).unwrap();
        assert_eq!((fields.get::<i64>("id"), fields.raw("none").is_some()), (Some(2), false));
        assert_eq!(fields.get::<i64>("deep"), None);
        assert!(Fields::of("[]").is_none());
    }
}
