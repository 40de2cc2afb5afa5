//! The JSON Schema of every kind of file, for editors that complete and explain fields.
//!
//! What is kept in `facts/schema/` is what the shapes say; a test compares the two, and `BLESS=1 cargo test schema`
//! writes it anew.

#[cfg(test)]
pub(super) mod tests;

/// A kind of file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FileKind {
    Sheet,
    Places,
    Indicators,
    Products,
    Authorities,
    Releases,
}

impl FileKind {
    pub const ALL: &[Self] =
        &[Self::Sheet, Self::Places, Self::Indicators, Self::Products, Self::Authorities, Self::Releases];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Sheet => "sheet",
            Self::Places => "places",
            Self::Indicators => "indicators",
            Self::Products => "products",
            Self::Authorities => "authorities",
            Self::Releases => "releases",
        }
    }

    /// Its schema, draft 2020-12.
    pub fn schema(self) -> &'static str {
        match self {
            Self::Sheet => include_str!("../../../facts/schema/sheet.schema.json"),
            Self::Places => include_str!("../../../facts/schema/places.schema.json"),
            Self::Indicators => include_str!("../../../facts/schema/indicators.schema.json"),
            Self::Products => include_str!("../../../facts/schema/products.schema.json"),
            Self::Authorities => include_str!("../../../facts/schema/authorities.schema.json"),
            Self::Releases => include_str!("../../../facts/schema/releases.schema.json"),
        }
    }

    /// The comment by which editors find the schema of such a file; its first line.
    pub fn line(self) -> String {
        let up = if self == Self::Sheet { "../../" } else { "" };
        format!("# yaml-language-server: $schema={up}schema/{}.schema.json", self.as_str())
    }
}
