//! One post that is due: from its plan to what became of it.
//!
//! `planned → sending → sent | refused | skipped | unknown`. A planned one is held by one replica at a time, for a
//! while; only who holds it may begin to send it, and nobody begins twice.

use jiff::Timestamp;

/// What names a delivery: no schedule is due twice at one instant.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Key {
    pub schedule: i64,
    /// To the second.
    pub due: Timestamp,
}

/// One post, due or done.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Delivery {
    pub key: Key,
    pub chat: i64,
    /// Who ordered it; none once they are forgotten.
    pub person: Option<i64>,
    pub fate: Fate,
    /// How often it was refused for a while.
    pub tries: u32,
    /// Somebody asked for it in person; it is never too late.
    pub wanted: bool,
    /// What was shown, as the one who sent it wrote it down; none before.
    pub shown: Option<String>,
    /// When it came to where it is.
    pub at: Timestamp,
}

/// Where a delivery is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Fate {
    /// To be sent as soon as its turn comes.
    Planned,
    /// The call is under way.
    Sending,
    /// It stands in the chat under this number; none where somebody told us only that it is there.
    Sent(Option<i32>),
    /// Telegram does not take it.
    Refused(String),
    /// It was not to go out.
    Skipped(Skip),
    /// It may stand there or not: the answer was lost. It is never sent again unless somebody says so.
    Unknown,
}

/// Why a post did not go out.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Skip {
    /// Its grace was over.
    Late,
    /// A later one was due as well.
    Overtaken,
    /// Somebody asked for it.
    Asked,
    /// There was nothing to show.
    NoAnswer,
    /// The channel was suspended, disconnected, or the schedule paused or deleted meanwhile.
    Stopped,
}

impl Skip {
    pub const ALL: [Self; 5] = [Self::Late, Self::Overtaken, Self::Asked, Self::NoAnswer, Self::Stopped];

    /// The word that the store keeps.
    pub fn word(self) -> &'static str {
        match self {
            Self::Late => "late",
            Self::Overtaken => "overtaken",
            Self::Asked => "asked",
            Self::NoAnswer => "no-answer",
            Self::Stopped => "stopped",
        }
    }

    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|why| why.word() == word)
    }
}
