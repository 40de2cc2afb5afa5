//! From the words a person typed to the one thing they asked.

mod query;

pub use query::{Ask, Query, Reporter, SearchWords, When};

use crate::{catalogue::Catalogue, language::Language};

/// Reads back what a button carries: a language's tag and a query's spelling.
pub fn parse_spelling(text: &str, _catalogue: &Catalogue) -> Option<(Language, Query)> {
    let (tag, spelling) = text.split_once(' ')?;
    let queries = [Query::Start, Query::Help, Query::Languages, Query::Countries, Query::Facts, Query::Sources];
    let query = queries.into_iter().find(|query| query.to_string() == spelling)?;
    Some((Language::from_tag(tag)?, query))
}

/// Whether the text begins with a command that we have.
pub fn is_command(text: &str) -> bool {
    text.starts_with("/help") || text.starts_with("/start")
}

/// Where people talk to us.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Room {
    Private,
    Group,
}

/// The commands for the menu, with what they do.
pub fn menu(_room: Room, _language: Language) -> Vec<(String, String)> {
    vec![("help".to_owned(), "What I can do".to_owned())]
}
