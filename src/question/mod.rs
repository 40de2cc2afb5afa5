//! From the words a person typed to the one thing they asked.
//!
//! [`parse`] reads a command, a sentence or a link's payload and gives a [`Query`], or a
//! [`Misread`] that points at the word it stumbled on and offers the nearest questions it can answer. It
//! knows the names in the catalogue and the words of each language. It does not know Telegram, the clock
//! (today's date is an argument), or whether we hold a figure for what was asked.

mod argument;
mod arrow;
mod ask;
mod canonical;
mod codes;
mod command;
mod cut;
mod effort;
mod free;
mod gather;
mod heard;
mod indicator;
mod kind;
mod likeness;
mod meaning;
mod misread;
mod numerals;
mod part;
mod phrases;
mod pieces;
mod query;
mod ranking;
mod scan;
mod sentence;
mod slash;
mod slots;
mod spelling;
mod table;
mod talk;
mod text;
mod thread;
mod time;
mod words;

pub use ask::{Ask, BUTTON, Comparison, Reporter, SearchWords, When};
pub use codes::flag;
pub use command::{Command, Group, Menu, Room};
pub use cut::{Beyond, Cut, Round};
pub use heard::{Heard, Supposed};
pub use kind::{KINDS, Kind, Rank};
pub use misread::Misread;
pub use query::{Grammar, Query, Topic, canonical};
pub use scan::{Part, Says, scan};
pub use slash::{CHECK, Slash, commands, is_bare_check, is_command, slash};
pub use spelling::{Pressed, button, link, parse_button, parse_spelling, tap};
pub use thread::{Followed, Taken, follow, may_follow};

use jiff::civil::Date;

use crate::{catalogue::Catalogue, language::Talk};
use effort::{Effort, Given};
use free::free;
use meaning::Frame;

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
    if given.effort.is_spent() {
        Err(Misread::TooLong)
    } else {
        heard.and_then(|heard| not_to_come(heard, given.today))
    }
}

/// Refuses what was known on a day that has not come, anywhere on Earth.
fn not_to_come(heard: Heard, today: Date) -> Result<Heard, Misread> {
    match heard {
        Heard::Query { query: Query::AsOf(day, query), .. } if today.tomorrow().is_ok_and(|latest| day > latest) => {
            Err(Misread::ToCome { word: day.to_string(), offers: vec![*query] })
        }
        heard => Ok(heard),
    }
}

fn read_at_length(text: &str, me: Option<&str>, given: Given<'_>) -> Result<Heard, Misread> {
    let text = text.trim_matches(|letter: char| letter.is_whitespace() || words::is_hidden(letter));
    if let Some(slash) = slash(text) {
        if let Some(bot) = slash.bot.filter(|bot| !me.is_some_and(|me| me.eq_ignore_ascii_case(bot))) {
            return Ok(Heard::NotOurs(bot.to_owned()));
        }
        return slash::read(&slash, given);
    }
    let catalogue = given.catalogue;
    let spelled = spelling::parse_spelling(text, catalogue).map(|(language, query)| (Some(language), query));
    if let Some((language, query)) = spelled.or_else(|| Some((None, spelling::typed(text, catalogue)?))) {
        return Ok(Heard::exactly(query, language, catalogue));
    }
    let heard = free(text, Frame::default(), given);
    // "How recent is the data?" is no question for the newest figures.
    let may_be_talk = match &heard {
        Ok(Heard::Query { query, .. }) => *query == Query::Newest,
        Ok(_) => false,
        Err(_) => !given.effort.is_spent(),
    };
    match may_be_talk.then(|| talk::talk(text)).flatten() {
        Some(talk) if heard.is_err() || talk == Talk::UpTo => Ok(command::plain(Query::Talk(talk))),
        _ => heard,
    }
}

#[cfg(test)]
mod always;
#[cfg(test)]
mod bounds;
