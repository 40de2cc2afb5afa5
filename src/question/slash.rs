//! A text behind `/`: which command it is, and what stands behind it.

use jiff::civil::Date;

use super::{
    command::{Command, Reads, page, plain},
    effort::Given,
    free::free,
    heard::{Heard, Supposed},
    indicator::{self, Spelled},
    kind::KINDS,
    meaning::Frame,
    misread::{self, Misread, shown},
    query::Query,
    spelling, time, words,
};
use crate::{
    fact::Period,
    language::{Form, Language, Lexicon, fold},
};

/// A text that begins with `/`, taken apart: `/Trade@Bot 2025`.
#[derive(Debug)]
pub struct Slash<'a> {
    /// Without `/` and `@name`, as it was written.
    pub name: &'a str,
    pub bot: Option<&'a str>,
    pub rest: &'a str,
}

/// Takes a command apart; none for a text that is not one.
pub fn slash(text: &str) -> Option<Slash<'_>> {
    let body = text.strip_prefix(['/', '／'])?;
    let end = body
        .find(|letter: char| !(letter.is_alphanumeric() || matches!(letter, '_' | '@' | '＠')))
        .unwrap_or(body.len());
    let (head, rest) = body.split_at(end);
    let (name, bot) = head.split_once(['@', '＠']).map_or((head, None), |(name, bot)| (name, Some(bot)));
    Some(Slash { name, bot, rest })
}

/// Every command that asks, in the order of help and menu.
pub fn commands() -> impl Iterator<Item = &'static Command> {
    KINDS.iter().flat_map(|kind| kind.commands)
}

/// True if a text begins with a command that we have.
pub fn is_command(text: &str) -> bool {
    let is_named = |name: &str| named(&name.to_lowercase()).is_some();
    let first = |name: &str| name.split_once('_').is_some_and(|(first, _)| is_named(first));
    slash(text.trim_start()).is_some_and(|slash| is_named(slash.name) || first(slash.name))
}

/// The command that holds the numbers of a text against the facts.
pub const CHECK: &str = "/check";

/// True if a text is that command without a text, or with the number of a page alone.
pub fn is_bare_check(text: &str) -> bool {
    let slash =
        slash(text.trim()).filter(|slash| slash.rest.chars().all(|one| one.is_whitespace() || one.is_numeric()));
    slash.and_then(|slash| named(&slash.name.to_lowercase())).is_some_and(|command| command.name == &CHECK[1..])
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
    if rest.is_empty() && Lexicon::all().is(Form::ItsDetails, &fold(slash.name)) {
        return Ok(Heard::More);
    }
    // `/exports kg 2025`, `/gas 2025`: the name of an indicator or of goods.
    let words = words::split(slash.name)?;
    if let Some(spelled) = indicator::spelled(&words, catalogue) {
        let frame = Frame::TERSE;
        let heard = free(&format!("{} {rest}", slash.name), frame, given)?;
        return Ok(match (heard, spelled) {
            (Heard::Query { query, language, understood, claimed, mut supposed }, Spelled::Nearly(named)) => {
                supposed.names.insert(0, (shown(slash.name), named));
                supposed = Supposed::new(supposed.names, supposed.otherwise);
                Heard::Query { query, language, understood, claimed, supposed }
            }
            (heard, _) => heard,
        });
    }
    Err(Misread::Command { word: shown(slash.name) })
}

fn named(name: &str) -> Option<&'static Command> {
    commands().find(|command| command.name == name || command.aliases.contains(&name))
}

impl Command {
    fn read(&self, rest: &str, given: Given<'_>) -> Result<Heard, Misread> {
        let rest = rest.trim();
        match self.reads {
            Reads::Words(frame) => free(rest, frame, given),
            Reads::WordsOr(_, query) if words::split(rest)?.is_empty() => Ok(plain(query())),
            Reads::WordsOr(frame, _) => free(rest, frame, given),
            Reads::Nothing(query) => match words::split(rest)?.first() {
                Some(word) => Err(Misread::Leftover { word: shown(&word.text), offers: vec![query()] }),
                None => Ok(plain(query())),
            },
            Reads::Page(query) => page(rest, query),
            Reads::By(read) => read(rest, given),
            Reads::Day => known_on(rest, given),
            Reads::Link => start(rest, given),
            Reads::More => more(rest, given),
            Reads::Elsewhere => Err(Misread::Command { word: shown(self.name) }),
        }
    }
}

/// Nothing, or a question whose whole answer is asked for.
fn more(rest: &str, given: Given<'_>) -> Result<Heard, Misread> {
    if words::split(rest)?.is_empty() {
        return Ok(Heard::More);
    }
    let heard = match slash(rest) {
        Some(slash) => read(&slash, given)?,
        None => match spelling::typed(rest, given.catalogue) {
            Some(query) => Heard::exactly(query, None, given.catalogue),
            None => free(rest, Frame::TERSE, given)?,
        },
    };
    Ok(match heard {
        Heard::Query { query, language, understood, claimed, supposed } if !matches!(query, Query::Details(..)) => {
            let query = Query::Details(1, Box::new(query.answered().clone()));
            Heard::Query { query, language, understood, claimed, supposed }
        }
        heard => heard,
    })
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
    let frame = Frame::TERSE;
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
            let query = misread::known_on(Ok(query), day, shown(written))?;
            supposed.otherwise = supposed.otherwise.into_iter().filter_map(|other| other.on(day)).collect();
            Ok(Heard::Query { query, language, understood, claimed, supposed })
        }
        Heard::Language(_) | Heard::Check(..) | Heard::Source(_) | Heard::Cite(_) | Heard::More | Heard::NotOurs(_) => {
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
