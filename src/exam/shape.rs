//! Exactly what a file of questions says: every field, every leaf as text with its place.

use serde::Deserialize;

use crate::sheet::{Entries, Leaf, Located};

/// A file of questions in one language.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct FileShape {
    /// The day on which all of it is asked: `2026-11-22`.
    pub(super) asked_on: Option<Leaf>,
    pub(super) questions: Vec<Located<EntryShape>>,
}

/// A question, or a thread of them.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct EntryShape {
    pub(super) ask: Option<Leaf>,
    /// Questions of one conversation, in place of `ask`.
    pub(super) thread: Option<Located<Vec<Located<EntryShape>>>>,
    pub(super) is: Option<Leaf>,
    pub(super) has: Option<Located<Vec<Leaf>>>,
    pub(super) value: Option<Leaf>,
    pub(super) asked: Option<Located<Vec<Leaf>>>,
    /// The word that is refused, in each way that a reply may name it: `[Францией, Франция]`.
    pub(super) refused: Option<Located<Vec<Leaf>>>,
    /// Why there is no figure to give: `small talk`.
    pub(super) no_figure: Option<Leaf>,
    pub(super) states: Option<Leaf>,
    /// `{ "43.82 million": scale }`
    pub(super) claims: Option<Located<Entries<Leaf>>>,
}
