//! Everything that can be put to the bot, whatever update brought it.
//!
//! One [`Incoming`] is one thing to deal with. It does not know how Telegram writes it, nor what the answer is.

use std::sync::Arc;

use serde::{Deserialize, Deserializer};

use super::member::Room;
use crate::{language::Language, question};

/// The bot itself, as Telegram names it.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Me {
    pub id: i64,
    /// Without `@`.
    #[serde(deserialize_with = "shared")]
    pub username: Arc<str>,
}

fn shared<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Arc<str>, D::Error> {
    String::deserialize(deserializer).map(Into::into)
}

/// One thing to deal with.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Incoming {
    Question(Question),
    Press(Press),
    /// Somebody chose a chat with Telegram's picker.
    Shared(Shared),
    /// Somebody sent a file that may be a backup of ours.
    File(File),
    /// The rights of somebody in a chat have changed.
    Membership(Membership),
    /// The group goes on under another number.
    Moved {
        from: i64,
        to: i64,
    },
}

/// A message put to us.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Question {
    pub place: Place,
    /// The sender; zero where nobody stands for it.
    pub person: i64,
    pub message: i32,
    /// None where there are none we can read.
    pub words: Option<String>,
    /// The language that the sender's Telegram is in, if we answer in it.
    pub language: Option<Language>,
    /// The message of ours that it replies to.
    pub replied: Option<Replied>,
    /// True if we are named, answered or alone with the sender; else it is a command that may be anyone's.
    pub addressed: bool,
    /// True if we are named or alone with the sender: even small talk gets an answer.
    pub called: bool,
    pub edited: bool,
}

/// A message of ours that somebody replies to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Replied {
    pub message: i32,
    /// The data of its buttons.
    pub data: Vec<String>,
}

/// A pressed button.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Press {
    pub id: String,
    pub person: i64,
    /// The message that has the button; none if it was sent for somebody else.
    pub under: Option<(Place, i32)>,
    pub data: String,
    pub language: Option<Language>,
    /// True if the message answers the person who pressed.
    pub own: bool,
}

/// A file, and the chat in which its sender is told what became of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct File {
    pub place: Place,
    pub person: i64,
    pub language: Option<Language>,
    pub id: String,
    /// Bytes, as Telegram says; zero where it does not.
    pub size: u64,
}

/// A chat that was chosen, and the chat in which that was done.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Shared {
    pub place: Place,
    pub person: i64,
    pub language: Option<Language>,
    /// The number of the button, as we gave it.
    pub request: i32,
    pub chat: i64,
    pub title: Option<String>,
    pub username: Option<String>,
}

/// A change of somebody's rights in a chat.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Membership {
    pub room: Room,
    /// The member whose rights changed.
    pub who: i64,
    pub is_me: bool,
    /// Before, and now.
    pub could_post: bool,
    pub may_post: bool,
    pub is_there: bool,
    /// The person who changed them, and the language of their Telegram.
    pub by: i64,
    pub language: Option<Language>,
}

/// A chat, or a topic in it, to write to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Place {
    pub chat: i64,
    pub private: bool,
    /// The topic of a forum.
    pub topic: Option<i32>,
}

impl Place {
    /// A group under the number that it has since it moved.
    pub(crate) fn moved_to(chat: i64) -> Self {
        Self { chat, private: false, topic: None }
    }

    pub(crate) fn private(person: i64) -> Self {
        Self { chat: person, private: true, topic: None }
    }
}

impl Incoming {
    /// The chat in whose queue it waits.
    pub(crate) fn chat(&self) -> i64 {
        match self {
            Self::Question(question) => question.place.chat,
            Self::Press(press) => press.under.map_or(0, |(place, _)| place.chat),
            Self::Shared(shared) => shared.place.chat,
            Self::File(file) => file.place.chat,
            Self::Membership(membership) => membership.room.id,
            Self::Moved { from, .. } => *from,
        }
    }

    /// True if somebody waits for an answer: to a question, a command or a press.
    pub(crate) fn is_asked(&self) -> bool {
        match self {
            Self::Question(question) => question.is_asked(),
            Self::Press(_) => true,
            Self::Shared(_) | Self::File(_) | Self::Membership(_) | Self::Moved { .. } => false,
        }
    }
}

impl Question {
    /// True if somebody waits for an answer, as they named us or gave a command of ours.
    pub(crate) fn is_asked(&self) -> bool {
        self.addressed || self.words.as_deref().is_some_and(question::is_command)
    }
}
