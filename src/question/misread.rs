//! The reason why a text could not be read: the word, what is wrong with it, and what to ask instead.
//!
//! It does not know the words in which people are told.

use jiff::civil::Date;

use super::query::Query;

/// A text that is no question we understand. Words are as they were written, cut to 64 characters.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Misread {
    /// Nothing to read.
    Empty,
    /// More words than a question has, or more to search for than a query can carry.
    TooLong,
    /// Words we know, but none that says what is asked for.
    NoSubject { offers: Vec<Query> },
    /// A name or a word we do not know; the offers read the nearest names in its place.
    Unknown { word: String, offers: Vec<Query> },
    /// A country or goods of which nothing is held; the offers leave it out.
    Lacked { word: String, offers: Vec<Query> },
    /// A word that no part of an answer would honour; the offers leave it out.
    Leftover { word: String, offers: Vec<Query> },
    /// It may mean any of the offers.
    Ambiguous { word: String, offers: Vec<Query> },
    /// One too many of its kind: a second year, partner or indicator. The offers have one each.
    TooMany { word: String, offers: Vec<Query> },
    /// One place, or none, where two or more are to be compared.
    TooFew { word: Option<String>, offers: Vec<Query> },
    /// A year outside 1900 to 2100.
    Year { word: String },
    /// What was known on a day that has not come; the offer asks what is known now.
    ToCome { word: String, offers: Vec<Query> },
    /// No day before a question about what was known on one.
    Day { word: String },
    /// A command we do not have.
    Command { word: String },
    /// A language we do not answer in.
    Language { word: String },
}

impl Misread {
    /// The most that is offered.
    pub const OFFERS: usize = 5;

    /// The word that it is about, where there is one.
    pub fn word(&self) -> Option<&str> {
        match self {
            Self::Empty | Self::TooLong | Self::NoSubject { .. } => None,
            Self::TooFew { word, .. } => word.as_deref(),
            Self::Unknown { word, .. }
            | Self::Lacked { word, .. }
            | Self::Leftover { word, .. }
            | Self::Ambiguous { word, .. }
            | Self::TooMany { word, .. }
            | Self::ToCome { word, .. }
            | Self::Year { word }
            | Self::Day { word }
            | Self::Command { word }
            | Self::Language { word } => Some(word),
        }
    }

    /// True where no word of the text says that it is a question to us.
    pub fn is_chatter(&self) -> bool {
        match self {
            Self::Empty | Self::TooLong | Self::Command { .. } => true,
            Self::NoSubject { offers } | Self::Unknown { offers, .. } => {
                offers.iter().all(|offer| matches!(offer, Query::Search(_)))
            }
            Self::Leftover { .. }
            | Self::Lacked { .. }
            | Self::Ambiguous { .. }
            | Self::TooMany { .. }
            | Self::TooFew { .. }
            | Self::Year { .. }
            | Self::ToCome { .. }
            | Self::Day { .. }
            | Self::Language { .. } => false,
        }
    }

    /// The same with each offer asked of a day; what cannot be asked of one is not offered.
    pub(super) fn on(self, day: Date) -> Self {
        let offers = self.offers().iter().cloned().filter_map(|query| query.on(day)).collect();
        self.offering(offers)
    }

    /// A word with two readings, of which neither is taken. An error in the rest of the text comes first.
    pub(super) fn either(word: String, readings: [Result<Query, Self>; 2]) -> Self {
        let offered = offers(readings.iter().flat_map(|reading| match reading {
            Ok(query) => vec![query.clone()],
            Err(misread) => misread.offers().to_vec(),
        }));
        match readings.into_iter().find_map(Result::err) {
            Some(misread) => misread.offering(offered),
            None => Self::Ambiguous { word, offers: offered },
        }
    }

    /// The same with other offers, where it has any.
    fn offering(mut self, others: Vec<Query>) -> Self {
        if let Self::NoSubject { offers }
        | Self::Unknown { offers, .. }
        | Self::Lacked { offers, .. }
        | Self::Leftover { offers, .. }
        | Self::Ambiguous { offers, .. }
        | Self::TooMany { offers, .. }
        | Self::TooFew { offers, .. } = &mut self
        {
            *offers = others;
        }
        self
    }

    /// Queries that may have been meant, likeliest first; 5 at most.
    pub fn offers(&self) -> &[Query] {
        match self {
            Self::NoSubject { offers }
            | Self::Unknown { offers, .. }
            | Self::Lacked { offers, .. }
            | Self::Leftover { offers, .. }
            | Self::Ambiguous { offers, .. }
            | Self::TooMany { offers, .. }
            | Self::TooFew { offers, .. }
            | Self::ToCome { offers, .. } => offers,
            Self::Empty
            | Self::TooLong
            | Self::Year { .. }
            | Self::Day { .. }
            | Self::Command { .. }
            | Self::Language { .. } => &[],
        }
    }
}

/// The question about what was known on a day; the word that asks for it is left over where there is none such.
///
/// # Errors
///
/// Those of the question, with what is offered asked of the same day.
pub(super) fn known_on(asked: Result<Query, Misread>, day: Date, word: String) -> Result<Query, Misread> {
    let query = asked.map_err(|misread| misread.on(day))?;
    match query.clone().on(day) {
        Some(known) if known.fits_a_button() => Ok(known),
        Some(_) => Err(Misread::TooLong),
        None => Err(Misread::Leftover { word, offers: vec![query] }),
    }
}

/// Queries in their order, each once, 5 at most.
pub(super) fn offers(queries: impl IntoIterator<Item = Query>) -> Vec<Query> {
    let mut offers = Vec::new();
    for query in queries {
        if offers.len() < Misread::OFFERS && !offers.contains(&query) {
            offers.push(query);
        }
    }
    offers
}

/// A word as it may be shown.
pub(super) fn shown(word: &str) -> String {
    const LONGEST: usize = 64;
    let mut shown: String = word.chars().take(LONGEST).collect();
    if word.chars().nth(LONGEST).is_some() {
        shown.push('…');
    }
    shown
}
