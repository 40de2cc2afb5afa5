//! A channel or group that somebody connected, and whether we post there.

use jiff::Timestamp;

/// Where posts go.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Channel {
    /// Telegram's number.
    pub chat: i64,
    pub kind: ChatKind,
    pub title: String,
    /// Its public name without `@`, if it has one.
    pub username: Option<String>,
    /// Who connected it, and is told of what happens there; none once they have left or lost their rights.
    pub owner: Option<i64>,
    /// When both were last seen to have the right to post.
    pub checked: Timestamp,
    /// Why nothing is posted for now; its schedules keep their own state beneath.
    pub suspended: Option<Suspended>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ChatKind {
    Channel,
    Group,
}

/// Why a channel gets no posts. Each ends when its cause does.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Suspended {
    /// The bot was taken out, or blocked.
    Removed,
    /// The bot may not write there.
    NoRights,
    /// The topic that was to be written in is closed or gone.
    Topic,
    /// The chat is gone.
    Gone,
    /// Who connected it has left, lost the right to post, or had themselves forgotten: another admin may take it over.
    NoOwner,
}

impl Suspended {
    pub const ALL: [Self; 5] = [Self::Removed, Self::NoRights, Self::Topic, Self::Gone, Self::NoOwner];

    /// The word that the store keeps.
    pub fn word(self) -> &'static str {
        match self {
            Self::Removed => "removed",
            Self::NoRights => "no-rights",
            Self::Topic => "topic",
            Self::Gone => "gone",
            Self::NoOwner => "no-owner",
        }
    }

    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|why| why.word() == word)
    }
}

impl ChatKind {
    /// The word that the store keeps.
    pub fn word(self) -> &'static str {
        match self {
            Self::Channel => "channel",
            Self::Group => "group",
        }
    }

    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Channel, Self::Group].into_iter().find(|kind| kind.word() == word)
    }
}
