//! The document a figure was read in.

use std::fmt;

use jiff::civil::Date;

use super::{SourceId, Year, closed::closed_list};

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
    /// None where a sheet does not say.
    pub kind: Option<SourceKind>,
    /// The terms under which its owner lets its figures be used.
    pub licence: Option<String>,
    /// The words that its owner asks for.
    pub attribution: Option<String>,
    pub note: Option<String>,
}

closed_list! {
    /// What a document is, the most reliable first.
    SourceKind, "kind of source" {
        /// A table, database or release of the body itself.
        Official = "official",
        /// Compiled from what bodies reported.
        Dataset = "dataset",
        Agency = "agency",
        Press = "press",
        /// Tells at second hand, without saying where it was read.
        Retelling = "retelling",
    }
}

impl Source {
    /// What tells apart where two addresses lead, however they are written: by http or https, with or without `www.`,
    /// a mark within the page and a slash at the end.
    pub fn place(&self) -> Option<String> {
        let url = self.url.as_deref()?;
        let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://")).unwrap_or(url);
        let rest = rest.split('#').next().unwrap_or_default().trim_end_matches('/');
        let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
        let host = host.to_lowercase();
        Some(format!("{}/{path}", host.strip_prefix("www.").unwrap_or(&host)))
    }

    /// True if it tells what a body said, and is not the body's own.
    pub fn is_relay(&self) -> bool {
        match self.kind {
            Some(SourceKind::Official | SourceKind::Dataset) => false,
            Some(SourceKind::Agency | SourceKind::Press | SourceKind::Retelling) => true,
            None => self.via.is_some(),
        }
    }

    /// True if it certainly came out after another.
    pub fn is_after(&self, other: &Self) -> bool {
        self.published.zip(other.published).is_some_and(|(one, other)| one.is_after(other))
    }

    /// True if both may have come out at the same time. A page that is rewritten every year is another document each
    /// time.
    pub fn is_dated_alike(&self, other: &Self) -> bool {
        self.published.zip(other.published).is_none_or(|(one, other)| !one.is_after(other) && !other.is_after(one))
    }

    /// The day from which all may know what it says: the last on which it may have come out, but no later than the
    /// day on which it was read.
    pub fn known_from(&self) -> Date {
        self.published.and_then(Published::days).map_or(self.read, |(_, last)| last.min(self.read))
    }
}

/// When a document came out, as exactly as it says.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Published {
    Year(Year),
    Month(Year, u8),
    Day(Date),
}

impl Published {
    /// The first and the last day on which it may have come out.
    pub fn days(self) -> Option<(Date, Date)> {
        let first =
            |year: Year, month: u8| Date::new(i16::try_from(year.number()).ok()?, i8::try_from(month).ok()?, 1).ok();
        Some(match self {
            Self::Year(year) => (first(year, 1)?, first(year, 12)?.last_of_month()),
            Self::Month(year, month) => (first(year, month)?, first(year, month)?.last_of_month()),
            Self::Day(day) => (day, day),
        })
    }

    /// True if it certainly came out after another.
    pub fn is_after(self, other: Self) -> bool {
        self.days().zip(other.days()).is_some_and(|((first, _), (_, last))| first > last)
    }
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
