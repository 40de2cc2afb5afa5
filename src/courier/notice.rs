//! What people are told of posts that went another way than they ordered.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::schedule::{Key, Skip, Suspended};

/// One word that is owed to whoever ordered a post; the store keeps it as JSON.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "notice", rename_all = "kebab-case")]
pub enum Notice {
    /// So many posts of a schedule were left out; the first and the last that were due.
    Skipped { schedule: i64, why: String, count: usize, first: Timestamp, last: Timestamp },
    /// What a schedule says is no longer understood, so it stands still.
    Unreadable { schedule: i64, why: String },
    /// Telegram does not take a post, in its own words.
    Refused { schedule: i64, due: Timestamp, why: String },
    /// A post may stand there or not.
    Unknown { schedule: i64, due: Timestamp },
    /// Nothing is posted in a channel for now; the state, and Telegram's words.
    Suspended { chat: i64, why: String, words: String },
    /// It goes on.
    Resumed { chat: i64 },
    /// We were let into a chat that nobody connected.
    LetIn { chat: i64, title: String },
}

impl Notice {
    pub(super) fn skipped(schedule: i64, why: Skip, dues: &[Timestamp]) -> Option<Self> {
        let (first, last) = (*dues.first()?, *dues.last()?);
        Some(Self::Skipped { schedule, why: why.word().to_owned(), count: dues.len(), first, last })
    }

    pub(super) fn suspended(chat: i64, why: Suspended, words: &str) -> Self {
        Self::Suspended { chat, why: why.word().to_owned(), words: words.to_owned() }
    }

    pub(super) fn unknown(key: Key) -> Self {
        Self::Unknown { schedule: key.schedule, due: key.due }
    }

    /// As the store keeps it.
    pub fn written(&self) -> String {
        serde_json::to_string(self).expect("words and numbers are always JSON")
    }

    /// Reads it back; none for what another version wrote.
    pub fn read(written: &str) -> Option<Self> {
        serde_json::from_str(written).ok()
    }
}
