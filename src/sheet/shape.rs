//! Exactly what the YAML says: every field, every leaf as text with its place.
//!
//! All fields may be missing here; [`super::lower`] says which must not be.

use std::{fmt, marker::PhantomData};

use serde::{Deserialize, Deserializer, de};

use crate::finding::Spot;

/// A value and where it stands.
#[derive(Clone, Debug)]
pub(super) struct Located<T> {
    pub(super) spot: Spot,
    pub(super) is: T,
}

/// A text and where it stands.
pub(super) type Leaf = Located<String>;

/// A mapping whose keys are not known beforehand, in the order of the file.
#[derive(Clone, Debug)]
pub(super) struct Entries<T>(pub(super) Vec<(Leaf, T)>);

/// The same words by language.
pub(super) type WordsShape = Located<Entries<Leaf>>;

macro_rules! shapes {
    ($($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $field:ident: $type:ty),+ $(,)? })+) => {$(
        $(#[$doc])*
        #[derive(Clone, Default, Debug, Deserialize)]
        #[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
        pub(super) struct $name {
            $($(#[$vdoc])* pub(super) $field: $type),+
        }
    )+};
}

shapes! {
    /// `sheets/<year>/<source>.yaml`
    SheetShape {
        source: Option<Located<SourceShape>>,
        shared: SharedShape,
        figures: Vec<Located<FigureShape>>,
        statements: Vec<Located<StatementShape>>,
    }

    SourceShape {
        title: Option<Leaf>,
        publisher: Option<Leaf>,
        author: Option<Leaf>,
        via: Option<Leaf>,
        published: Option<Leaf>,
        read: Option<Leaf>,
        language: Option<Leaf>,
        url: Option<Leaf>,
        note: Option<Leaf>,
    }

    /// What holds for every figure that does not say otherwise.
    SharedShape {
        reporter: Option<Leaf>,
        partner: Option<Leaf>,
        authority: Option<Leaf>,
        unit: Option<Leaf>,
        period: Option<Leaf>,
        status: Option<Leaf>,
        at: Option<Leaf>,
    }

    FigureShape {
        indicator: Option<Leaf>,
        of: Option<Leaf>,
        reporter: Option<Leaf>,
        partner: Option<Leaf>,
        period: Option<Leaf>,
        since: Option<Leaf>,
        value: Option<Leaf>,
        values: Option<Located<Entries<Leaf>>>,
        unit: Option<Leaf>,
        qualifier: Option<Leaf>,
        change: Option<Located<ChangeShape>>,
        status: Option<Leaf>,
        authority: Option<Leaf>,
        at: Option<Leaf>,
        withdrawn: Option<Leaf>,
        note: Option<WordsShape>,
        allow: Option<Located<Entries<Leaf>>>,
    }

    /// In short its value alone: `change: +12%`.
    ChangeShape {
        value: Option<Leaf>,
        since: Option<Leaf>,
        qualifier: Option<Leaf>,
    }

    StatementShape {
        kind: Option<Leaf>,
        reason: Option<Leaf>,
        indicator: Option<Leaf>,
        places: Option<Located<Vec<Leaf>>>,
        date: Option<Leaf>,
        at: Option<Leaf>,
        text: Option<WordsShape>,
    }

    /// `places.yaml`
    PlacesShape {
        default: Option<Located<DefaultShape>>,
        places: Option<Located<Entries<Located<PlaceShape>>>>,
    }

    DefaultShape {
        reporter: Option<Leaf>,
        partner: Option<Leaf>,
    }

    PlaceShape {
        names: Option<WordsShape>,
        aliases: Option<Entries<Vec<Leaf>>>,
        members: Option<Located<Vec<Leaf>>>,
    }

    /// `indicators.yaml`
    IndicatorsShape {
        indicators: Option<Located<Entries<Located<IndicatorShape>>>>,
    }

    IndicatorShape {
        kind: Option<Leaf>,
        signed: Option<Leaf>,
        direction: Option<Leaf>,
        units: Option<Located<Vec<Leaf>>>,
        names: Option<WordsShape>,
        aliases: Option<Entries<Vec<Leaf>>>,
        definition: Option<WordsShape>,
        derive: Option<Located<DeriveShape>>,
        shown_with: Vec<Leaf>,
    }

    /// One of the three.
    DeriveShape {
        sum: Option<Located<Vec<Leaf>>>,
        difference: Option<Located<Vec<Leaf>>>,
        share: Option<Leaf>,
    }

    /// `authorities.yaml`
    AuthoritiesShape {
        authorities: Option<Located<Entries<Located<AuthorityShape>>>>,
    }

    AuthorityShape {
        names: Option<WordsShape>,
        country: Option<Leaf>,
        measures: Vec<Leaf>,
        stands_for: Option<Located<StandsForShape>>,
    }

    StandsForShape {
        authority: Option<Leaf>,
        indicators: Option<Located<Vec<Leaf>>>,
        reason: Option<WordsShape>,
    }
}

/// The name under which [`super::read`] hands out a value with its place.
pub(super) const LOCATED: &str = "Located";

/// The name of the shape that may stand as its `value` alone.
pub(super) const CHANGE: &str = "ChangeShape";

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Located<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor<T>(PhantomData<T>);

        impl<'de, T: Deserialize<'de>> de::Visitor<'de> for Visitor<T> {
            type Value = Located<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a place and a value")
            }

            fn visit_seq<A: de::SeqAccess<'de>>(self, mut parts: A) -> Result<Located<T>, A::Error> {
                let missing = || de::Error::custom("a place and a value");
                let (line, column, width) = parts.next_element()?.ok_or_else(missing)?;
                let is = parts.next_element()?.ok_or_else(missing)?;
                Ok(Located { spot: Spot { line, column, width }, is })
            }
        }

        deserializer.deserialize_struct(LOCATED, &["spot", "is"], Visitor(PhantomData))
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Entries<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor<T>(PhantomData<T>);

        impl<'de, T: Deserialize<'de>> de::Visitor<'de> for Visitor<T> {
            type Value = Entries<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a mapping")
            }

            fn visit_map<A: de::MapAccess<'de>>(self, mut map: A) -> Result<Entries<T>, A::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    entries.push(entry);
                }
                Ok(Entries(entries))
            }
        }

        deserializer.deserialize_map(Visitor(PhantomData))
    }
}
