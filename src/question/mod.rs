//! From the words a person typed to the one thing they asked.
//!
//! [`parse`] reads a command, a sentence, an inline query or a link's payload and gives a [`Query`], or a
//! [`Misread`] that points at the word it stumbled on and offers the nearest questions it can answer. It
//! knows the names in the catalogue and the words of each language. It does not know Telegram, the clock
//! (today's date is an argument), or whether we hold a figure for what was asked.

mod canonical;
mod codes;
mod command;
mod effort;
mod gather;
mod indicator;
mod likeness;
mod meaning;
mod misread;
mod part;
mod phrases;
mod query;
mod slots;
mod spelling;
mod text;
mod time;
mod words;

pub use canonical::canonical;
pub use command::{COMMANDS, Command, Menu, Page, Reads, Room, is_command};
pub use misread::Misread;
pub use query::{Ask, Comparison, Query, Reporter, SearchWords, When};
pub use spelling::{link, parse_spelling, tap};

use jiff::civil::Date;

use crate::{
    catalogue::{Catalogue, Named},
    language::Language,
};
use effort::{Effort, Given};
use gather::gather;
use likeness::Guesses;
use meaning::{Frame, Meaning};
use text::Text;

/// What a text is to us.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Heard {
    Query {
        query: Query,
        /// The language that a link asked for.
        language: Option<Language>,
        /// Free text: the answer says first what was understood.
        understood: bool,
        /// A number that the question itself states, as written: `30 billion`. The answer says whether it
        /// agrees.
        claimed: Option<String>,
        /// Names that nobody wrote; the answer asks first whether they were meant.
        supposed: Supposed,
    },
    /// `/language ru`; none for `/language auto`, back to the reader's own.
    Language(Option<Language>),
    /// `/source`, `/source 2`: of the last answer, counted from 1.
    Source(Option<usize>),
    /// `/cite`, `/cite 2`: the same, to be cited.
    Cite(Option<usize>),
    /// A command for another bot, named here.
    NotOurs(String),
}

/// Names that a question is read with in the place of words that come near them.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Supposed {
    /// The words as they were written, `kirgizstn`, and the names.
    pub names: Vec<(String, Named)>,
    /// The ways out: the same question with other near names, then the list of all.
    pub otherwise: Vec<Query>,
}

impl Supposed {
    fn new(names: Vec<(String, Named)>, others: impl IntoIterator<Item = Query>) -> Self {
        let lists = names.iter().map(|(_, name)| match name {
            Named::Place(_) => Query::Countries,
            Named::Indicator(_) => Query::Indicator(None),
        });
        let otherwise = misread::offers(others.into_iter().take(Misread::OFFERS - 2).chain(lists));
        Self { names, otherwise }
    }
}

impl Heard {
    /// A query in its own words.
    fn exactly(query: Query, language: Option<Language>, catalogue: &Catalogue) -> Self {
        let query = canonical(query, catalogue);
        Self::Query { query, language, understood: false, claimed: None, supposed: Supposed::default() }
    }
}

/// Reads a text. `me` is our user name without `@`; without it every command with a name is another's.
///
/// # Errors
///
/// A [`Misread`] where the text is no question, or where any part of it would have to be ignored.
pub fn parse(text: &str, today: Date, me: Option<&str>, catalogue: &Catalogue) -> Result<Heard, Misread> {
    let effort = Effort::default();
    read(text, me, Given { today, catalogue, effort: &effort, within: 0 })
}

fn read(text: &str, me: Option<&str>, given: Given<'_>) -> Result<Heard, Misread> {
    let heard = read_at_length(text, me, given);
    // What was not looked at may have said something else.
    if given.effort.is_spent() { Err(Misread::TooLong) } else { heard }
}

fn read_at_length(text: &str, me: Option<&str>, given: Given<'_>) -> Result<Heard, Misread> {
    let text = text.trim_matches(|letter: char| letter.is_whitespace() || words::is_hidden(letter));
    if let Some(slash) = command::slash(text) {
        if let Some(bot) = slash.bot.filter(|bot| !me.is_some_and(|me| me.eq_ignore_ascii_case(bot))) {
            return Ok(Heard::NotOurs(bot.to_owned()));
        }
        return command::read(&slash, given);
    }
    let catalogue = given.catalogue;
    let spelled = spelling::parse_spelling(text, catalogue).map(|(language, query)| (Some(language), query));
    if let Some((language, query)) = spelled.or_else(|| Some((None, spelling::typed(text, catalogue)?))) {
        return Ok(Heard::exactly(query, language, catalogue));
    }
    free(text, Frame::default(), given)
}

/// Reads words in any order, by themselves or behind a command: [`words`] cuts the text, [`text`] finds
/// phrases in it, [`likeness`] mends names, [`gather`] fills the slots, and [`meaning`] finds the query.
fn free(text: &str, frame: Frame<'_>, given: Given<'_>) -> Result<Heard, Misread> {
    let words = words::split(text)?;
    if words.is_empty() && !frame.terse {
        return Err(Misread::Empty);
    }
    let mut text = Text::read(&words, frame.terse, given)?;
    let guesses = Guesses::make(&mut text, given);
    let query = |text: &Text<'_>| {
        let slots = gather(text, given.today, frame.terse, given.catalogue)?;
        Meaning { text, frame, catalogue: given.catalogue, effort: given.effort }
            .query(&slots)
            .map(|query| (query, slots.claimed))
    };
    let (read, claimed) = query(&text)?;
    let others: Vec<Query> = guesses.other_readings(&text).filter_map(|text| Some(query(&text).ok()?.0)).collect();
    let supposed = Supposed::new(guesses.names(), others.into_iter().filter(|other| *other != read));
    Ok(Heard::Query { query: read, language: None, understood: !frame.terse, claimed, supposed })
}

#[cfg(test)]
mod always;
#[cfg(test)]
mod bounds;
