//! The kinds of questions to whoever walks them: commands, buttons, and what can be done with an answer.

use super::{
    command::{self, Command, Group, Menu, Reads},
    meaning::Frame,
    query::Query,
    table::each_kind,
};
use crate::language::{Msg, Talk};

/// A kind of question.
#[derive(Clone, Copy, Debug)]
pub struct Kind {
    /// Can be asked on from: it has figures or facts with sources.
    pub is_followed: bool,
    /// Where `diff` tells it; none for what is told by another page, or needs words of a person.
    pub rank: Option<Rank>,
    /// The words of its button; none where its arguments are the words.
    pub label: Option<fn() -> Msg<'static>>,
    /// The commands that ask for it, in the order of help and menu.
    pub commands: &'static [Command],
}

/// The groups of pages in a diff, in the order they are told.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Rank {
    Figures,
    Place,
    Parts,
    Rest,
}

const KIND: Kind = Kind { is_followed: false, rank: None, label: None, commands: &[] };

/// Words in any order behind a command.
const TERSE: Frame<'static> = Frame::TERSE;

macro_rules! define {
    ($($(#[$doc:meta])* $name:ident $(($($argument:ident: $type:ty),+))? = $grammar:expr, $kind:expr;)+) => {
        /// Every kind, in the order of its commands in help and menu.
        pub static KINDS: &[Kind] = &[$($kind),+];

        impl Query {
            /// Its kind.
            pub fn kind(&self) -> &'static Kind {
                match self {
                    $(Self::$name { .. } => const { &$kind },)+
                }
            }
        }
    };
}

each_kind!(define);

impl Query {
    /// The question to ask on from after this one; none where there is nothing to ask on from.
    pub fn followed(self) -> Option<Self> {
        match self {
            Self::SourcesOf(query) | Self::Details(_, query) => query.followed(),
            query => query.kind().is_followed.then_some(query),
        }
    }
}
