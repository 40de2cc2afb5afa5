//! The one spelling of a query, read back: strictly for buttons, and as links and tapped commands carry it.

use crate::{catalogue::Catalogue, fact::IndicatorId, language::Language};

use super::{
    argument::from_the_other_side,
    ask::{BUTTON, When},
    pieces::Pieces,
    query::Query,
};

/// Reads `ru trade KGZ 2025`: the language and the exact spelling of a query whose names the catalogue has.
pub fn parse_spelling(text: &str, catalogue: &Catalogue) -> Option<(Language, Query)> {
    let (tag, spelling) = text.split_once(' ')?;
    let language = Language::ALL.iter().copied().find(|language| language.tag() == tag)?;
    spelled(spelling, catalogue).map(|query| (language, query))
}

/// A question behind a button, and the one whose answer the button stands under.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Pressed {
    pub language: Language,
    pub query: Query,
    /// None where there was no room for it.
    pub under: Option<Query>,
}

/// Stands between the two. No spelling has it.
const UNDER: char = '\n';

/// The data of a button: its question and, where 64 bytes have room, the one whose answer it stands under.
pub fn button(language: Language, query: &Query, under: Option<&Query>) -> String {
    let spelling = format!("{} {query}", language.tag());
    let whole = under.map(|under| format!("{spelling}{UNDER}{under}"));
    whole.filter(|whole| whole.len() <= BUTTON).unwrap_or(spelling)
}

/// Reads the data of a button.
pub fn parse_button(data: &str, catalogue: &Catalogue) -> Option<Pressed> {
    let (spelling, under) = data.split_once(UNDER).map_or((data, None), |(spelling, under)| (spelling, Some(under)));
    let (language, query) = parse_spelling(spelling, catalogue)?;
    Some(Pressed { language, query, under: under.and_then(|under| spelled(under, catalogue)) })
}

/// Reads the exact spelling of a query.
pub(super) fn spelled(text: &str, catalogue: &Catalogue) -> Option<Query> {
    /// Bytes. No query has more, whatever its document is called.
    const LONGEST_TEXT: usize = 256;
    if text.len() > LONGEST_TEXT {
        return None;
    }
    let pieces: Vec<&str> = text.split(' ').collect();
    let query = Query::read(Pieces { catalogue, pieces, folded: false })?;
    // What reads loosely is no spelling; what was one once is.
    let spelling = query.to_string();
    (spelling == text || renewed(text, catalogue).contains(&spelling)).then_some(query)
}

/// A spelling with what former ids of indicators mean now, by the default reporter's count and by another's.
fn renewed(text: &str, catalogue: &Catalogue) -> [String; 2] {
    let with = |way: fn(&Catalogue, &IndicatorId) -> IndicatorId| {
        let now = |piece: &str| match catalogue.former(piece) {
            Some((indicator, goods)) => format!("{} {goods}", way(catalogue, indicator)),
            None => piece.to_owned(),
        };
        text.split(' ').map(now).collect::<Vec<_>>().join(" ")
    };
    [with(|_, indicator| indicator.clone()), with(from_the_other_side)]
}

/// Reads the exact spelling of a query as a person types it: what is told of one time only needs one.
pub(super) fn typed(text: &str, catalogue: &Catalogue) -> Option<Query> {
    spelled(text, catalogue)
        .filter(|query| !(query.grammar().is_of_one_time && matches!(query.when(), Some(When::Years(..)))))
}

/// What stands behind `?start=`: 64 bytes of `[A-Za-z0-9_-]` at most, `ru_trade_KGZ_2025`. None for a
/// search in words that a link cannot carry.
pub fn link(language: Language, query: &Query) -> Option<String> {
    let spelling = format!("{} {query}", language.tag());
    let link: String =
        spelling.chars().map(|letter| if matches!(letter, ' ' | ':' | '/') { '_' } else { letter }).collect();
    let sound = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
    (query.carries(&[' ', '-']) && link.len() <= BUTTON && link.bytes().all(sound)).then_some(link)
}

/// A command that can be tapped: `/trade_KGZ_2025`. A search in words that it cannot carry keeps its blanks,
/// and is a command to be copied.
pub fn tap(query: &Query) -> String {
    let spelling = query.to_string();
    if !query.carries(&[' ']) {
        return format!("/{spelling}");
    }
    let tapped = spelling.chars().map(|letter| if matches!(letter, ' ' | ':' | '/' | '-') { '_' } else { letter });
    ['/'].into_iter().chain(tapped).collect()
}

/// Reads a link's payload or a tapped command without its slash, with or without a language in front.
pub(super) fn unlinked(text: &str, catalogue: &Catalogue) -> Option<(Option<Language>, Query)> {
    let read = |text: &str| {
        let pieces: Vec<&str> = text.split('_').collect();
        if pieces.len() > 24 { None } else { Query::read(Pieces { catalogue, pieces, folded: true }) }
    };
    if let Some((tag, rest)) = text.split_once('_') {
        let language = Language::ALL.iter().copied().find(|language| language.tag().eq_ignore_ascii_case(tag));
        if let Some(query) = language.and_then(|_| read(rest)) {
            return Some((language, query));
        }
    }
    read(text).map(|query| (None, query))
}
