//! The document a figure was read in.

use std::fmt;

use jiff::civil::Date;

use super::{SourceId, Year};

/// One document. What it does not say about itself is `None`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Source {
    pub id: SourceId,
    pub title: Option<String>,
    pub publisher: Option<String>,
    pub author: Option<String>,
    /// Whom it relays, in words.
    pub via: Option<String>,
    pub published: Option<Published>,
    /// The day we read it.
    pub read: Date,
    /// Language tag of the document.
    pub language: String,
    pub url: Option<String>,
    pub note: Option<String>,
}

/// When a document came out, as exactly as it says.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Published {
    Year(Year),
    Month(Year, u8),
    Day(Date),
}

impl fmt::Display for Published {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Year(year) => write!(f, "{year}"),
            Self::Month(year, month) => write!(f, "{year}-{month:02}"),
            Self::Day(day) => write!(f, "{day}"),
        }
    }
}
