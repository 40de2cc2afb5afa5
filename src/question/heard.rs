//! A text that was understood, and the names that it was read with.

use super::{
    Query, canonical,
    misread::{Misread, offers},
};
use crate::{
    catalogue::{Catalogue, Named},
    language::Language,
};

/// A text that was understood.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Heard {
    Query {
        query: Query,
        /// The language that a link asked for.
        language: Option<Language>,
        /// Free text: the answer says first what was understood.
        understood: bool,
        /// The question itself states a number: the answer says whether it agrees.
        claimed: bool,
        /// Names that nobody wrote; the answer asks first whether they were meant.
        supposed: Supposed,
    },
    /// `/language ru`; none for `/language auto`, back to the reader's own.
    Language(Option<Language>),
    /// `/check`, the page of its answer from 1, and the text whose numbers are to be held against the facts.
    Check(usize, String),
    /// `/source`, `/source 2`: of the last answer, counted from 1.
    Source(Option<usize>),
    /// `/cite`, `/cite 2`: the same, to be cited.
    Cite(Option<usize>),
    /// `/more`: all that the last answer has beside its card.
    More,
    /// A command for another bot, named here.
    NotOurs(String),
}

/// What a question was read with that nobody wrote, and without that somebody did.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Supposed {
    /// The words as they were written, `kirgizstn`, and the names.
    pub names: Vec<(String, Named)>,
    /// The ways out: the same question with other near names, then the list of all.
    pub otherwise: Vec<Query>,
    /// Words that nobody knows and that were left out, as they were written.
    pub left_out: Vec<String>,
}

impl Supposed {
    /// True where the question was read as it was written.
    pub fn is_empty(&self) -> bool {
        self.names.is_empty() && self.left_out.is_empty()
    }

    pub(super) fn new(names: Vec<(String, Named)>, others: impl IntoIterator<Item = Query>) -> Self {
        let lists = names.iter().map(|(_, name)| match name {
            Named::Place(_) => Query::Countries,
            Named::Indicator(_) => Query::Indicator(None),
            Named::Product(_) => Query::Goods(None),
        });
        let otherwise = offers(others.into_iter().take(Misread::OFFERS - 2).chain(lists));
        Self { names, otherwise, left_out: Vec::new() }
    }
}

impl Heard {
    /// A query in its own words.
    pub(super) fn exactly(query: Query, language: Option<Language>, catalogue: &Catalogue) -> Self {
        let query = canonical(query, catalogue);
        Self::Query { query, language, understood: false, claimed: false, supposed: Supposed::default() }
    }
}
