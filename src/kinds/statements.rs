//! Statements: what was agreed, what is said of a place, and what holds the words of a search.

use std::sync::Arc;

use super::{
    country::weight,
    gap::{Gap, Missing},
};
use crate::{
    answer::{Reading, Told},
    catalogue::{Catalogue, fold},
    fact::{Place, PlaceId, Statement},
    language::Msg,
    question::{Query, SearchWords},
    render::{Answer, Writer},
};

/// Statements about a place.
#[derive(Clone, Debug)]
struct Said {
    place: Arc<Place>,
    statements: Vec<Arc<Statement>>,
    /// Those that were left out because they are too many.
    more: usize,
}

/// What was agreed, with a place or with all.
#[derive(Clone, Debug)]
struct Agreements {
    place: Option<Arc<Place>>,
    statements: Vec<Arc<Statement>>,
    /// Those that were left out because they are too many.
    more: usize,
}

/// Figures and statements that hold the words looked for.
#[derive(Clone, Debug)]
struct Found {
    words: String,
    readings: Vec<Reading>,
    statements: Vec<Arc<Statement>>,
    /// Facts that were left out because they are too many.
    more: usize,
}

impl Told for Said {
    fn statements(&self) -> &[Arc<Statement>] {
        &self.statements
    }
}

impl Told for Agreements {
    fn statements(&self) -> &[Arc<Statement>] {
        &self.statements
    }
}

impl Told for Found {
    fn readings(&self) -> Vec<&Reading> {
        self.readings.iter().collect()
    }

    fn statements(&self) -> &[Arc<Statement>] {
        &self.statements
    }
}

/// Facts that one search shows.
const MOST: usize = 12;

/// Statements that hold most of the words, where none holds all.
const NEAREST: usize = 5;

/// Statements that a list shows: what a reader may still look through.
const LISTED: usize = 100;

pub(super) fn said(place: &PlaceId, catalogue: &Catalogue) -> Arc<dyn Answer> {
    let mut statements: Vec<_> = catalogue.statements_about(place).collect();
    statements.sort_by_cached_key(|statement| weight(statement));
    let (statements, more) = shortened(&statements);
    match catalogue.place(place.as_str()).filter(|_| !statements.is_empty()) {
        None => Arc::new(Gap::new(Missing::Place(place.clone()), vec![Query::Countries])),
        Some(known) => Arc::new(Said { place: known.clone(), statements, more }),
    }
}

pub(super) fn agreements(place: Option<&PlaceId>, catalogue: &Catalogue) -> Arc<dyn Answer> {
    const AGREED: [&str; 2] = ["agreement", "negotiation"];
    let statements: Vec<_> = match place {
        Some(place) => catalogue.statements_about(place).filter(|one| AGREED.contains(&one.kind.as_str())).collect(),
        None => catalogue.statements_of(&AGREED).collect(),
    };
    let (statements, more) = shortened(&statements);
    match place {
        Some(place) if statements.is_empty() => {
            Arc::new(Gap::new(Missing::Place(place.clone()), vec![Query::Agreements(None)]))
        }
        _ => Arc::new(Agreements {
            place: place.and_then(|place| catalogue.place(place.as_str()).cloned()),
            statements,
            more,
        }),
    }
}

/// Those that are shown of a list, and how many that leaves out.
fn shortened(statements: &[&Arc<Statement>]) -> (Vec<Arc<Statement>>, usize) {
    let shown = statements.iter().copied().take(LISTED).cloned().collect();
    (shown, statements.len().saturating_sub(LISTED))
}

pub(super) fn search(words: &SearchWords, catalogue: &Catalogue) -> Arc<dyn Answer> {
    let numbers: Vec<String> = words.as_str().split(' ').filter_map(printed).collect();
    let sought: Vec<String> = words.as_str().split(' ').map(fold).filter(|word| !word.is_empty()).collect();
    // A number keeps its point: 106.3 is not 10.63.
    let measured: Vec<String> =
        words.as_str().split(' ').map(|word| printed(word).unwrap_or_else(|| fold(word))).collect();
    let measured: Vec<String> = measured.into_iter().filter(|word| !word.is_empty()).collect();
    let mut statements: Vec<Arc<Statement>> = Vec::new();
    let mut readings = Vec::new();
    let mut more = 0;
    if !sought.is_empty() {
        let (figures, count) = catalogue.figures_found(&measured, MOST);
        let mut told = catalogue.statements_found(&sought).filter(|statement| states(statement, &numbers));
        readings.extend(figures.into_iter().map(Reading::printed));
        statements.extend(told.by_ref().take(MOST - readings.len()).cloned());
        more = count - readings.len() + told.count();
        if readings.is_empty() && statements.is_empty() {
            let ranked = catalogue.statements_ranked(&sought);
            more = ranked.len().saturating_sub(NEAREST);
            statements.extend(ranked.into_iter().take(NEAREST).cloned());
        }
    }
    if readings.is_empty() && statements.is_empty() {
        return Arc::new(Gap::new(
            Missing::Words(words.as_str().to_owned()),
            vec![Query::Facts, Query::Indicator(None)],
        ));
    }
    Arc::new(Found { words: words.as_str().to_owned(), readings, statements, more })
}

/// The digits and the point of a word that is a number, `106,3` as `106.3`; three digits behind a comma are thousands.
fn printed(word: &str) -> Option<String> {
    let word = word.trim_matches(|letter: char| !letter.is_alphanumeric());
    let is_number = !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b','));
    let has_thousands =
        word.split(',').skip(1).all(|digits| digits.split('.').next().is_some_and(|one| one.len() == 3));
    let digits = if has_thousands { word.replace(',', "") } else { word.replace(',', ".") };
    (is_number && digits.matches('.').count() < 2).then_some(digits)
}

/// True if a statement has all of these numbers in it.
fn states(statement: &Statement, numbers: &[String]) -> bool {
    let is_apart = |letter: char| !(letter.is_ascii_digit() || matches!(letter, '.' | ','));
    let has = |number: &String| {
        let mut texts = statement.text.iter();
        texts.any(|(_, text)| text.split(is_apart).filter_map(printed).any(|printed| printed == *number))
    };
    numbers.iter().all(has)
}

impl Answer for Said {
    fn lay_out<'c>(&'c self, writer: &mut Writer<'c>) {
        writer.title(writer.place(&self.place).to_owned());
        writer.statements(&self.statements);
        writer.more(self.more);
    }
}

impl Answer for Agreements {
    fn lay_out<'c>(&'c self, writer: &mut Writer<'c>) {
        writer.title(match &self.place {
            Some(place) => writer.say(Msg::AgreementsTitle { place: writer.place(place).into() }),
            None => writer.say(Msg::AgreementsAll),
        });
        writer.statements(&self.statements);
        writer.more(self.more);
    }
}

impl Answer for Found {
    fn lay_out<'c>(&'c self, writer: &mut Writer<'c>) {
        writer.title(writer.say(Msg::FoundTitle { words: self.words.as_str().into() }));
        for reading in &self.readings {
            writer.reading(reading);
        }
        writer.statements(&self.statements);
        if self.more > 0 {
            writer.line(writer.say(Msg::FoundMore { count: self.more.into() }));
        }
    }
}
