//! A located tree → shapes, through serde.
//!
//! It knows what a shape asks for: a field it does not have and a list where a text is meant are noted at
//! their place, and reading goes on, so that one run finds them all.

use serde::de::{
    self, DeserializeSeed, Deserializer, Visitor,
    value::{BorrowedStrDeserializer, Error, SeqDeserializer},
};

use super::{
    leaf::{COMMA, comma_in_braces},
    locate::{Node, Tree},
    meant,
    nearest::suggest_beside,
    notes::Notes,
    shape::{CHANGE, LOCATED},
};
use crate::finding::{Code, Spot};

/// Fills a shape from a tree; what does not fit is noted and left out.
pub(super) fn read<'n, T: de::Deserialize<'n> + Default>(node: &'n Node<'n>, notes: &'n Notes<'n>) -> T {
    T::deserialize(Reader { node, notes }).unwrap_or_else(|error| {
        notes.found(Code::Shape, node.spot, error.to_string());
        T::default()
    })
}

#[derive(Clone, Copy)]
struct Reader<'n> {
    node: &'n Node<'n>,
    notes: &'n Notes<'n>,
}

impl<'n> Reader<'n> {
    fn on(self, node: &'n Node<'n>) -> Self {
        Self { node, ..self }
    }

    /// Notes that something else was expected here.
    fn expected(self, what: &str) {
        let found = match &self.node.tree {
            Tree::Text(text) if text.is_empty() => "nothing",
            Tree::Text(_) => "a text",
            Tree::List(_) => "a list",
            Tree::Map(_) => "a mapping",
        };
        let mut finding = self.notes.found(Code::Shape, self.node.spot, format!("expected {what}, found {found}"));
        match (&self.node.tree, what) {
            (Tree::Text(text), "a list") if !text.is_empty() => {
                finding.help(format!("write `[{text}]`"));
            }
            (Tree::Text(text), "a mapping") if !text.is_empty() => {
                finding.help("a mapping is written `{ field: value, field: value }`");
            }
            _ => {}
        }
        self.notes.is_broken(self.node.spot);
    }

    /// The entries whose keys the shape knows; the others are noted.
    fn known_entries(self, fields: &'static [&'static str]) -> Vec<(&'n Node<'n>, &'n Node<'n>)> {
        let Tree::Map(entries) = &self.node.tree else {
            self.expected("a mapping");
            return Vec::new();
        };
        let mut known = Vec::with_capacity(entries.len());
        let mut before: Option<&Node<'_>> = None;
        for (key, value) in entries {
            let cut = before.replace(value);
            let Tree::Text(name) = &key.tree else { continue };
            if fields.contains(&name.as_ref()) {
                known.push((key, value));
                continue;
            }
            let mut finding = self.notes.found(Code::UnknownKey, key.spot, format!("unknown field `{name}`"));
            finding.why("no such field here");
            if let (true, Some(cut)) = (value.text().is_empty(), cut)
                && comma_in_braces(&mut finding, (cut.text(), cut.spot), (name, key.spot))
            {
                continue;
            }
            if fields.contains(&"change")
                && let Some(meant) = meant::as_change(name, value.text())
            {
                finding.help(format!("write `{meant}`"));
                let (from, to) = (key.spot, value.spot);
                if from.line == to.line && !entries.iter().any(|(key, _)| key.text() == "change") {
                    finding.mend_at(Spot { width: to.column + to.width - from.column, ..from }, meant);
                }
                continue;
            }
            if suggest_beside(&mut finding, name, fields.iter().copied(), 2) {
                // A wrong field would be found when it is read; one that is there already was hardly meant.
                if let Some(patch) = &mut finding.patch {
                    patch.is_certain &= !entries.iter().any(|(key, _)| key.text() == patch.text);
                }
            } else if name.contains(' ') {
                finding.help(COMMA);
            } else {
                finding.help(format!("the fields are {}", fields.join(", ")));
            }
        }
        known
    }
}

impl<'de> Deserializer<'de> for Reader<'de> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match &self.node.tree {
            Tree::Text(text) => visitor.visit_borrowed_str(text),
            Tree::List(_) => self.deserialize_seq(visitor),
            Tree::Map(_) => self.deserialize_map(visitor),
        }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match &self.node.tree {
            Tree::Text(text) => visitor.visit_borrowed_str(text),
            _ => {
                self.expected("a text");
                visitor.visit_borrowed_str("")
            }
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_some(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let items: &[Node<'de>] = match &self.node.tree {
            Tree::List(items) => items,
            _ => {
                self.expected("a list");
                &[]
            }
        };
        visitor.visit_seq(Items { reader: self, rest: items.iter() })
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let entries = match &self.node.tree {
            Tree::Map(entries) => entries.iter().map(|(key, value)| (key, value)).collect(),
            _ => {
                self.expected("a mapping");
                Vec::new()
            }
        };
        visitor.visit_map(Fields { reader: self, rest: entries.into_iter(), value: None })
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        match &self.node.tree {
            _ if name == LOCATED => visitor.visit_seq(Parts { reader: self, next: 0 }),
            Tree::Text(_) if name == CHANGE => visitor.visit_map(Short { reader: self, done: false }),
            _ => {
                let rest = self.known_entries(fields).into_iter();
                visitor.visit_map(Fields { reader: self, rest, value: None })
            }
        }
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str bytes byte_buf unit unit_struct
        newtype_struct tuple tuple_struct enum identifier ignored_any
    }
}

/// The items of a list.
struct Items<'n> {
    reader: Reader<'n>,
    rest: std::slice::Iter<'n, Node<'n>>,
}

impl<'n> de::SeqAccess<'n> for Items<'n> {
    type Error = Error;

    fn next_element_seed<S: DeserializeSeed<'n>>(&mut self, seed: S) -> Result<Option<S::Value>, Error> {
        self.rest.next().map(|node| seed.deserialize(self.reader.on(node))).transpose()
    }
}

/// The entries of a mapping.
struct Fields<'n> {
    reader: Reader<'n>,
    rest: std::vec::IntoIter<(&'n Node<'n>, &'n Node<'n>)>,
    value: Option<&'n Node<'n>>,
}

impl<'n> de::MapAccess<'n> for Fields<'n> {
    type Error = Error;

    fn next_key_seed<S: DeserializeSeed<'n>>(&mut self, seed: S) -> Result<Option<S::Value>, Error> {
        let Some((key, value)) = self.rest.next() else { return Ok(None) };
        self.value = Some(value);
        seed.deserialize(self.reader.on(key)).map(Some)
    }

    fn next_value_seed<S: DeserializeSeed<'n>>(&mut self, seed: S) -> Result<S::Value, Error> {
        let value = self.value.take().ok_or_else(|| de::Error::custom("a value before its key"))?;
        seed.deserialize(self.reader.on(value))
    }
}

/// A node as its place and its value.
struct Parts<'n> {
    reader: Reader<'n>,
    next: u8,
}

impl<'n> de::SeqAccess<'n> for Parts<'n> {
    type Error = Error;

    fn next_element_seed<S: DeserializeSeed<'n>>(&mut self, seed: S) -> Result<Option<S::Value>, Error> {
        self.next += 1;
        if self.next > 1 {
            return seed.deserialize(self.reader).map(Some);
        }
        let spot = self.reader.node.spot;
        seed.deserialize(SeqDeserializer::new([spot.line, spot.column, spot.width].into_iter())).map(Some)
    }
}

/// A text as the `value` of a shape.
struct Short<'n> {
    reader: Reader<'n>,
    done: bool,
}

impl<'n> de::MapAccess<'n> for Short<'n> {
    type Error = Error;

    fn next_key_seed<S: DeserializeSeed<'n>>(&mut self, seed: S) -> Result<Option<S::Value>, Error> {
        if std::mem::replace(&mut self.done, true) {
            return Ok(None);
        }
        let key: BorrowedStrDeserializer<'_, Error> = BorrowedStrDeserializer::new("value");
        seed.deserialize(key).map(Some)
    }

    fn next_value_seed<S: DeserializeSeed<'n>>(&mut self, seed: S) -> Result<S::Value, Error> {
        seed.deserialize(self.reader)
    }
}
