//! The commands, and how the words behind each are read.

use super::{
    Heard, Misread, Query, SearchWords, Supposed, canonical,
    effort::Given,
    free,
    indicator::{self, Spelled},
    meaning::Frame,
    misread::shown,
    spelling, time, words,
};
use crate::{
    catalogue::{Catalogue, Named},
    fact::{Period, SourceId},
    language::Language,
};
use jiff::civil::Date;

/// One row: what `/NAME` does.
#[derive(Debug)]
pub struct Command {
    /// `[a-z0-9_]`, as it stands in the menu.
    pub name: &'static str,
    pub aliases: &'static [&'static str],
    pub reads: Reads,
    /// Something to try.
    pub example: &'static str,
    pub menu: Menu,
}

/// What the words behind a command are.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Reads {
    /// Place, time and more, of an indicator that is meant where none is named.
    Figures(&'static str),
    Country,
    /// Two or more places, of an indicator that is trade where none is named.
    Compare,
    /// The countries of a group, the largest first.
    Rank,
    Agreements,
    Mirror,
    /// A figure, of an indicator that is meant where none is named.
    History(&'static str),
    /// A day, then any question for figures.
    AsOf,
    /// Nothing, or the number of a page.
    Changes,
    Indicator,
    Why,
    /// Nothing, or what the newest is asked of.
    Latest,
    Search,
    /// Nothing, or a page of them.
    Sources,
    Source,
    Cite,
    Language,
    /// A payload, or nothing.
    Start,
    /// Nothing.
    Nothing(Page),
}

/// A query without words.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Page {
    Facts,
    Help,
    Privacy,
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
    /// Whether a menu of such a chat has the command.
    pub fn is_in(self, room: Room) -> bool {
        match self {
            Self::Everywhere => true,
            Self::Private => room == Room::Private,
            Self::Nowhere => false,
        }
    }
}

/// Whether a text begins with a command that we have.
pub fn is_command(text: &str) -> bool {
    let is_named = |name: &str| named(&name.to_lowercase()).is_some();
    let first = |name: &str| name.split_once('_').is_some_and(|(first, _)| is_named(first));
    slash(text.trim_start()).is_some_and(|slash| is_named(slash.name) || first(slash.name))
}

/// Every command, in the order of the menu.
pub const COMMANDS: &[Command] = &[
    row("trade", &[], Reads::Figures("trade"), "/trade 2025", Menu::Everywhere),
    row("country", &["place"], Reads::Country, "/country kyrgyzstan", Menu::Everywhere),
    row("compare", &["vs"], Reads::Compare, "/compare kz kg 2021-2025", Menu::Everywhere),
    row("rank", &["ranking", "top"], Reads::Rank, "/rank 2025 exports", Menu::Everywhere),
    row("investment", &["investments"], Reads::Figures("investment-stock"), "/investment", Menu::Everywhere),
    row("contracts", &[], Reads::Figures("contracts-signed"), "/contracts", Menu::Nowhere),
    row("companies", &["enterprises"], Reads::Figures("enterprises"), "/companies", Menu::Nowhere),
    row("agreements", &[], Reads::Agreements, "/agreements kyrgyzstan", Menu::Everywhere),
    row("mirror", &[], Reads::Mirror, "/mirror kg 2024", Menu::Private),
    row("indicator", &["indicators"], Reads::Indicator, "/indicator balance", Menu::Nowhere),
    row("why", &[], Reads::Why, "/why trade balance 2025", Menu::Nowhere),
    row("history", &[], Reads::History("trade"), "/history kg 2025", Menu::Nowhere),
    row("asof", &["as_of"], Reads::AsOf, "/asof 2025-06-30 investment", Menu::Nowhere),
    row("changes", &["news"], Reads::Changes, "/changes", Menu::Nowhere),
    row("facts", &[], Reads::Nothing(Page::Facts), "/facts", Menu::Private),
    row("latest", &["newest", "new"], Reads::Latest, "/latest", Menu::Nowhere),
    row("search", &["find"], Reads::Search, "/search railway", Menu::Private),
    row("sources", &[], Reads::Sources, "/sources", Menu::Nowhere),
    row("source", &[], Reads::Source, "/source 2", Menu::Nowhere),
    row("cite", &["citation"], Reads::Cite, "/cite 2", Menu::Nowhere),
    row("language", &["lang"], Reads::Language, "/language ru", Menu::Everywhere),
    row("help", &[], Reads::Nothing(Page::Help), "/help", Menu::Everywhere),
    row("start", &[], Reads::Start, "/start", Menu::Nowhere),
    row("privacy", &[], Reads::Nothing(Page::Privacy), "/privacy", Menu::Nowhere),
];

const fn row(
    name: &'static str,
    aliases: &'static [&'static str],
    reads: Reads,
    example: &'static str,
    menu: Menu,
) -> Command {
    Command { name, aliases, reads, example, menu }
}

/// A text that begins with `/`, taken apart: `/Trade@Bot 2025`.
#[derive(Debug)]
pub(super) struct Slash<'a> {
    /// Without `/` and `@name`.
    pub name: &'a str,
    pub bot: Option<&'a str>,
    pub rest: &'a str,
}

/// Takes a command apart; none for a text that is not one.
pub(super) fn slash(text: &str) -> Option<Slash<'_>> {
    let body = text.strip_prefix(['/', '／'])?;
    let end =
        body.find(|letter: char| !(letter.is_alphanumeric() || matches!(letter, '_' | '@'))).unwrap_or(body.len());
    let (head, rest) = body.split_at(end);
    let (name, bot) = head.split_once('@').map_or((head, None), |(name, bot)| (name, Some(bot)));
    Some(Slash { name, bot, rest })
}

/// Reads a command for us.
pub(super) fn read(slash: &Slash<'_>, given: Given<'_>) -> Result<Heard, Misread> {
    let name = slash.name.to_lowercase();
    let given = given.inside()?;
    let catalogue = given.catalogue;
    if let Some(query) = spelling::typed(format!("{name}{}", slash.rest).trim_end(), catalogue) {
        return Ok(Heard::exactly(query, None, catalogue));
    }
    if let Some(command) = named(&name) {
        return command.read(slash.rest, given);
    }
    let rest = slash.rest.trim();
    if name.is_empty() {
        return free(rest, Frame::default(), given);
    }
    if rest.is_empty()
        && let Some((language, query)) = spelling::unlinked(slash.name, catalogue)
    {
        return Ok(Heard::exactly(query, language, catalogue));
    }
    // `/trade_2025_kg`, `/trade_2025 kg`: words behind a command.
    if let Some((first, more)) = slash.name.split_once('_')
        && let Some(command) = named(&first.to_lowercase())
    {
        return command.read(&format!("{more} {rest}"), given);
    }
    // `/exports kg 2025`: the name of an indicator.
    let words = words::split(slash.name)?;
    if let Some(spelled) = indicator::spelled(&words, catalogue) {
        let frame = Frame { terse: true, ..Frame::default() };
        let heard = free(&format!("{} {rest}", slash.name), frame, given)?;
        return Ok(match (heard, spelled) {
            (Heard::Query { query, language, understood, claimed, mut supposed }, Spelled::Nearly(id)) => {
                supposed.names.insert(0, (shown(slash.name), Named::Indicator(id)));
                supposed = Supposed::new(supposed.names, supposed.otherwise);
                Heard::Query { query, language, understood, claimed, supposed }
            }
            (heard, _) => heard,
        });
    }
    Err(Misread::Command { word: shown(slash.name) })
}

fn named(name: &str) -> Option<&'static Command> {
    COMMANDS.iter().find(|command| command.name == name || command.aliases.contains(&name))
}

impl Command {
    fn read(&self, rest: &str, given: Given<'_>) -> Result<Heard, Misread> {
        let rest = rest.trim();
        let terse = Frame { terse: true, ..Frame::default() };
        let ask = |frame: Frame<'_>| free(rest, frame, given);
        match self.reads {
            Reads::Figures(indicator) => ask(Frame { indicator: Some(indicator), ..terse }),
            Reads::Country if words::split(rest)?.is_empty() => Ok(plain(Query::Countries)),
            Reads::Country => ask(Frame { country: true, ..terse }),
            Reads::Compare => ask(Frame { compare: true, ..terse }),
            Reads::Rank => ask(Frame { each: true, ..terse }),
            Reads::Latest if words::split(rest)?.is_empty() => Ok(plain(Query::Newest)),
            Reads::Latest => ask(terse),
            Reads::Agreements => ask(Frame { agreements: true, ..terse }),
            Reads::Mirror => ask(Frame { mirror: true, ..terse }),
            Reads::History(indicator) => ask(Frame { history: true, indicator: Some(indicator), ..terse }),
            Reads::AsOf => known_on(rest, given),
            Reads::Changes => changes(rest),
            Reads::Why => ask(Frame { why: true, ..terse }),
            Reads::Indicator => self.indicator(rest, given),
            Reads::Search => match SearchWords::new(rest) {
                Some(words) => Ok(plain(Query::Search(words))),
                None if rest.is_empty() => Err(Misread::Empty),
                None => Err(Misread::TooLong),
            },
            Reads::Sources => sources(rest),
            Reads::Source => source(rest, Heard::Source, Query::Source, given.catalogue),
            Reads::Cite => source(rest, Heard::Cite, Query::Cite, given.catalogue),
            Reads::Language => language(rest),
            Reads::Start => start(rest, given),
            Reads::Nothing(page) => nothing(page, rest),
        }
    }

    fn indicator(&self, rest: &str, given: Given<'_>) -> Result<Heard, Misread> {
        let words = words::split(rest)?;
        if words.is_empty() {
            return Ok(plain(Query::Indicator(None)));
        }
        indicator::only(&words, given).map(|(query, supposed)| Heard::Query {
            query,
            language: None,
            understood: false,
            claimed: None,
            supposed,
        })
    }
}

fn plain(query: Query) -> Heard {
    Heard::Query { query, language: None, understood: false, claimed: None, supposed: Supposed::default() }
}

fn sources(rest: &str) -> Result<Heard, Misread> {
    match &words::split(rest)?[..] {
        [] => Ok(plain(Query::Sources)),
        [page] => match page.text.parse() {
            Ok(page) if page > 0 => Ok(plain(Query::sources(page))),
            _ => Err(Misread::Leftover { word: shown(&page.text), offers: vec![Query::Sources] }),
        },
        [word, ..] => Err(Misread::Leftover { word: shown(&word.text), offers: vec![Query::Sources] }),
    }
}

fn nothing(page: Page, rest: &str) -> Result<Heard, Misread> {
    let query = match page {
        Page::Facts => Query::Facts,
        Page::Help => Query::Help,
        Page::Privacy => Query::Privacy,
    };
    match words::split(rest)?.first() {
        Some(word) => Err(Misread::Leftover { word: shown(&word.text), offers: vec![query] }),
        None => Ok(plain(query)),
    }
}

/// Nothing, a number of the last answer's list, or the id of a document.
fn source(
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
            _ => Err(Misread::Unknown { word: shown(&number.text), offers: vec![Query::Sources] }),
        },
        _ => {
            let id = rest.to_lowercase().replace(['_', ' '], "-");
            match catalogue.source(&id) {
                Some(source) => Ok(plain(known(source.id.clone()))),
                None => Err(Misread::Unknown { word: shown(rest), offers: vec![Query::Sources] }),
            }
        }
    }
}

/// A day, and a question about what was known then: `2025-06-30 investment`, `30 June 2025 investment`.
fn known_on(rest: &str, given: Given<'_>) -> Result<Heard, Misread> {
    let Some(FirstDay { day, other, written, question }) = first_day(rest, given) else {
        return Err(Misread::Day { word: shown(rest.split_whitespace().next().unwrap_or_default()) });
    };
    let read = |day: Date| known_on_day(day, written, question, given);
    let Some(other) = other else { return read(day) };
    let query = |day: Date| match read(day)? {
        Heard::Query { query, .. } => Ok(query),
        _ => Err(Misread::Day { word: shown(question) }),
    };
    Err(Misread::either(shown(written), [day, other].map(query)))
}

fn known_on_day(day: Date, written: &str, question: &str, given: Given<'_>) -> Result<Heard, Misread> {
    let frame = Frame { terse: true, ..Frame::default() };
    let heard = match slash(question) {
        Some(slash) => read(&slash, given),
        None if question.is_empty() => free(question, Frame { indicator: Some("trade"), ..frame }, given),
        None => match spelling::typed(question, given.catalogue) {
            Some(query) => Ok(Heard::exactly(query, None, given.catalogue)),
            None => free(question, frame, given),
        },
    };
    match heard.map_err(|misread| misread.on(day))? {
        Heard::Query { query, language, understood, claimed, mut supposed } => {
            let query = canonical::known_on(Ok(query), day, shown(written))?;
            supposed.otherwise = supposed.otherwise.into_iter().filter_map(|other| other.on(day)).collect();
            Ok(Heard::Query { query, language, understood, claimed, supposed })
        }
        Heard::Language(_) | Heard::Source(_) | Heard::Cite(_) | Heard::NotOurs(_) => {
            Err(Misread::Day { word: shown(question) })
        }
    }
}

/// A day that a text begins with.
struct FirstDay<'t> {
    day: Date,
    /// The other that it may be.
    other: Option<Date>,
    written: &'t str,
    /// What follows.
    question: &'t str,
}

/// The day that a text begins with, or the last of a time.
fn first_day<'t>(text: &'t str, given: Given<'_>) -> Option<FirstDay<'t>> {
    /// Words of a time, and bytes.
    const MOST: usize = 6;
    const LONGEST: usize = 128;
    // Tapped, it is `2025_06_30_investment`.
    let is_of_day = |letter: char| letter.is_ascii_digit() || matches!(letter, '-' | '_');
    let (tapped, rest) = text.split_at(text.find(|letter| !is_of_day(letter)).unwrap_or(text.len()));
    let written = tapped.trim_end_matches('_');
    if tapped.contains('_')
        && let Some(day) = written.replace('_', "-").parse().ok().and_then(Period::last_day)
    {
        return Some(FirstDay { day, other: None, written, question: rest.trim() });
    }
    let blanks = text.char_indices().filter(|(_, letter)| letter.is_whitespace()).map(|(at, _)| at);
    let ends: Vec<usize> = blanks.chain([text.len()]).take(MOST).filter(|end| *end <= LONGEST).collect();
    ends.into_iter().rev().find_map(|end| {
        let (written, question) = text.split_at(end);
        let (day, other) = time::last_day(&words::split(written).ok()?, given)?;
        Some(FirstDay { day, other, written, question: question.trim() })
    })
}

/// Nothing, or the number of a page.
fn changes(rest: &str) -> Result<Heard, Misread> {
    match rest.trim() {
        "" => Ok(plain(Query::Changes(1))),
        page => match page.parse() {
            Ok(page @ 1..) => Ok(plain(Query::Changes(page))),
            _ => Err(Misread::Leftover { word: shown(page), offers: vec![Query::Changes(1)] }),
        },
    }
}

/// A tag, what a language calls itself, or `auto`.
fn language(rest: &str) -> Result<Heard, Misread> {
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

/// What a deep link carried: `ru_trade_KGZ_2025`, or words with `_` between them.
fn start(rest: &str, given: Given<'_>) -> Result<Heard, Misread> {
    if words::split(rest)?.is_empty() {
        return Ok(plain(Query::Start));
    }
    if let Some((language, query)) = spelling::unlinked(rest, given.catalogue) {
        return Ok(Heard::exactly(query, language, given.catalogue));
    }
    let tagged =
        rest.split_once('_').and_then(|(tag, more)| Some((Language::ALL.iter().find(|one| one.tag() == tag)?, more)));
    let (chosen, payload) = tagged.map_or((None, rest), |(language, more)| (Some(*language), more));
    let inner = slash(&format!("/{payload}")).map(|slash| read(&slash, given));
    match inner {
        Some(Ok(Heard::Query { query, understood, claimed, supposed, .. })) => {
            Ok(Heard::Query { query, language: chosen, understood, claimed, supposed })
        }
        Some(Err(Misread::Command { .. })) | None => {
            Err(Misread::Unknown { word: shown(rest), offers: vec![Query::Start] })
        }
        Some(other) => other,
    }
}
