//! The short stable names by which things refer to each other.

use std::{borrow::Borrow, fmt, sync::Arc};

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Arc<str>);

        impl $name {
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.into())
            }
        }

        impl Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )+};
}

ids! {
    /// A country by ISO 3166-1 alpha-3 (`KGZ`) or a group by a word of ours (`central-asia`); 12 bytes at most.
    PlaceId,
    /// What is measured: `trade`, `exports`, `investment-stock`; 18 bytes at most.
    IndicatorId,
    /// What is traded: `gas`, `cars`; 8 bytes at most.
    ProductId,
    /// Who measured: `chinese-customs`.
    AuthorityId,
    /// A document, by the stem of its sheet's file name.
    SourceId,
}
