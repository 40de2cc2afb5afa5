//! Notices to people about posts that went another way than they ordered.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::schedule::{Key, Skip, Suspended};

/// One notice to the person who ordered a post; the store keeps it as JSON.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "notice", rename_all = "kebab-case")]
pub enum Notice {
    /// Posts of a schedule were left out; how many, and when the first and the last were due.
    Skipped { schedule: i64, why: String, count: usize, first: Timestamp, last: Timestamp },
    /// A schedule is no longer understood, so it stands still.
    Unreadable { schedule: i64, why: String },
    /// Telegram does not take a post, in its own words.
    Refused { schedule: i64, due: Timestamp, why: String },
    /// A post may stand there or not.
    Unknown { schedule: i64, due: Timestamp },
    /// Nothing is posted in a channel for now; the state, and Telegram's words.
    Suspended { chat: i64, why: String, words: String },
    /// Posts in a channel go on.
    Resumed { chat: i64 },
    /// The bot was let into a chat that nobody connected.
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
