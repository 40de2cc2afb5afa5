//! What a command is, and how the words behind those that take no question are read.

use super::{
    ask::SearchWords,
    effort::Given,
    heard::{Heard, Supposed},
    indicator,
    meaning::Frame,
    misread::{Misread, shown},
    query::Query,
    words,
};
use crate::{
    catalogue::Catalogue,
    fact::SourceId,
    language::{Language, Msg},
};

/// A command: what `/NAME` does.
#[derive(Clone, Copy, Debug)]
pub struct Command {
    /// `[a-z0-9_]`, as it stands in the menu.
    pub name: &'static str,
    pub aliases: &'static [&'static str],
    /// Something to try.
    pub example: &'static str,
    pub menu: Menu,
    /// The page of help that lists it; none for those that help leads to by itself.
    pub group: Option<Group>,
    /// The line of help and menu.
    pub purpose: fn() -> Msg<'static>,
    pub(super) reads: Reads,
}

/// Characters of an example that leave room on its line for words.
const LONGEST_TAP: usize = 32;

/// How the words behind a command are read.
#[derive(Clone, Copy, Debug)]
pub(super) enum Reads {
    /// As a question in any order.
    Words(Frame<'static>),
    /// The same; without any, this question.
    WordsOr(Frame<'static>, fn() -> Query),
    /// None, for this question.
    Nothing(fn() -> Query),
    /// None, or the number of a page, from 1.
    Page(fn(u16) -> Query),
    By(fn(&str, Given<'_>) -> Result<Heard, Misread>),
    /// A day, then a question, also one by a command.
    Day,
    /// What a link carried, also a command.
    Link,
    /// Nothing, for the rest of the last answer, or a question, for all of its answer.
    More,
    /// Not by us: it is an order.
    Elsewhere,
}

/// The pages of help, each with the commands of one kind.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Group {
    /// How much is traded.
    Trade,
    /// What else is held.
    Others,
    /// Where a number comes from.
    Behind,
    /// What there is, and the bot itself.
    About,
}

impl Group {
    pub const ALL: &[Self] = &[Self::Trade, Self::Others, Self::Behind, Self::About];

    /// Its word in the spelling of a question.
    pub fn word(self) -> &'static str {
        match self {
            Self::Trade => "trade",
            Self::Others => "others",
            Self::Behind => "behind",
            Self::About => "about",
        }
    }
}

/// In which chats a command is in the menu.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Menu {
    Everywhere,
    Private,
    Nowhere,
}

/// Where people talk to us.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Room {
    Private,
    Group,
}

impl Menu {
    /// True if a menu of such a chat has the command.
    pub fn is_in(self, room: Room) -> bool {
        match self {
            Self::Everywhere => true,
            Self::Private => room == Room::Private,
            Self::Nowhere => false,
        }
    }
}

impl Command {
    /// An order, which is not read here: it says what is to be posted where.
    pub const fn order(name: &'static str, example: &'static str, menu: Menu) -> Self {
        Self::row(name, &[], example, menu, || Msg::CommandChannels)
    }

    /// Its example in one word, which can be tapped whole: what Telegram makes a link of ends at a dash. The bare
    /// command where a text follows it.
    pub fn tapped(&self) -> String {
        let joined = self.example.replace([' ', '-'], "_");
        let is_link = joined.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'/'));
        if is_link && joined.len() <= LONGEST_TAP { joined } else { format!("/{}", self.name) }
    }

    pub(super) const fn row(
        name: &'static str,
        aliases: &'static [&'static str],
        example: &'static str,
        menu: Menu,
        purpose: fn() -> Msg<'static>,
    ) -> Self {
        let group = Some(Group::Behind);
        Self { name, aliases, example, menu, group, purpose, reads: Reads::Elsewhere }
    }

    pub(super) const fn reads(self, reads: Reads) -> Self {
        Self { reads, ..self }
    }

    pub(super) const fn under(self, group: Group) -> Self {
        Self { group: Some(group), ..self }
    }

    pub(super) const fn unlisted(self) -> Self {
        Self { group: None, ..self }
    }
}

pub(super) fn plain(query: Query) -> Heard {
    Heard::Query { query, language: None, understood: false, claimed: false, supposed: Supposed::default() }
}

pub(super) fn page(rest: &str, query: fn(u16) -> Query) -> Result<Heard, Misread> {
    let word = match &words::split(rest)?[..] {
        [] => return Ok(plain(query(1))),
        [page] => match page.text.parse() {
            Ok(page @ 1..) => return Ok(plain(query(page))),
            _ => shown(&page.text),
        },
        [word, ..] => shown(&word.text),
    };
    Err(Misread::Leftover { word, offers: vec![query(1)] })
}

pub(super) fn one_indicator(rest: &str, given: Given<'_>) -> Result<Heard, Misread> {
    let words = words::split(rest)?;
    if words.is_empty() {
        return Ok(plain(Query::Indicator(None)));
    }
    indicator::only(&words, given).map(|(query, supposed)| Heard::Query {
        query,
        language: None,
        understood: false,
        claimed: false,
        supposed,
    })
}

pub(super) fn search(rest: &str, _given: Given<'_>) -> Result<Heard, Misread> {
    match SearchWords::new(rest) {
        Some(words) => Ok(plain(Query::Search(words))),
        None if rest.is_empty() => Err(Misread::Empty),
        None => Err(Misread::TooLong),
    }
}

/// A text to be checked, below the number of a page where that stands in a line of its own; without one, how that is
/// done.
pub(super) fn check(rest: &str, _given: Given<'_>) -> Result<Heard, Misread> {
    let numbered = rest.split_once('\n').and_then(|(page, text)| Some((page.trim().parse().ok()?, text)));
    let (page, text) = numbered.filter(|(page, _)| *page > 0).unwrap_or((1, rest));
    let is_page = text.trim().parse::<usize>().is_ok();
    Ok(if text.trim().is_empty() || is_page { plain(Query::Check) } else { Heard::Check(page, text.to_owned()) })
}

pub(super) fn source(rest: &str, given: Given<'_>) -> Result<Heard, Misread> {
    document(rest, Heard::Source, Query::Source, given.catalogue)
}

pub(super) fn cite(rest: &str, given: Given<'_>) -> Result<Heard, Misread> {
    document(rest, Heard::Cite, Query::Cite, given.catalogue)
}

/// Nothing, a number of the last answer's list, or the id of a document.
fn document(
    rest: &str,
    listed: fn(Option<usize>) -> Heard,
    known: fn(SourceId) -> Query,
    catalogue: &Catalogue,
) -> Result<Heard, Misread> {
    let words = words::split(rest)?;
    match &words[..] {
        [] => Ok(listed(None)),
        [number] if matches!(number.kind, words::Kind::Digits) => match number.text.parse() {
            Ok(number) if number > 0 => Ok(listed(Some(number))),
            _ => Err(Misread::Unknown { word: shown(&number.text), offers: vec![Query::Sources(1)] }),
        },
        _ => {
            let id = rest.to_lowercase().replace(['_', ' '], "-");
            match catalogue.source(&id) {
                Some(source) => Ok(plain(known(source.id.clone()))),
                None => Err(Misread::Unknown { word: shown(rest), offers: vec![Query::Sources(1)] }),
            }
        }
    }
}

/// A tag, what a language calls itself, or `auto`.
pub(super) fn language(rest: &str, _given: Given<'_>) -> Result<Heard, Misread> {
    let word = rest.trim().to_lowercase();
    if word.is_empty() {
        return Ok(plain(Query::Languages));
    }
    let own = |language: &&Language| language.own_name().to_lowercase() == word;
    let tag = || word.len() <= 5 && word.is_ascii();
    match Language::ALL.iter().find(own).copied().or_else(|| Language::from_tag(&word).filter(|_| tag())) {
        Some(language) => Ok(Heard::Language(Some(language))),
        None if word == "auto" => Ok(Heard::Language(None)),
        None => Err(Misread::Language { word: shown(rest.trim()) }),
    }
}
