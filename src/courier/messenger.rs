//! The messenger that posts go to, as the courier sees it.

use std::time::Duration;

use async_trait::async_trait;
use jiff::Timestamp;

use crate::{
    language::Language,
    question::Query,
    schedule::{Address, Channel, ChatKind, Suspended},
};

/// Reaches chats. It tries nothing again by itself: the courier decides what to do about a refusal.
#[async_trait]
pub trait Messenger: Send + Sync {
    /// Takes a turn of a chat, or says how long to wait before asking again.
    fn turn(&self, chat: i64) -> Result<(), Duration>;

    /// One call that posts; the number of the message.
    async fn post(&self, post: &Post<'_>) -> Result<i32, Refused>;

    /// The rights of the bot and of a person to post in a chat.
    async fn rights(&self, chat: i64, person: Option<i64>) -> Result<Rights, Refused>;

    /// The time at Telegram, to a second or two; none where it never said.
    async fn time(&self) -> Option<Timestamp>;

    /// Asks whether a person is an administrator of a chat.
    async fn is_admin(&self, chat: i64, person: i64) -> Result<bool, Refused>;

    /// The channel or group of this address; none if there is none that we can see.
    async fn look(&self, address: &Address) -> Result<Option<Seen>, Refused>;
}

/// A message to post.
#[derive(Clone, PartialEq, Debug)]
pub struct Post<'a> {
    pub chat: i64,
    pub topic: Option<i32>,
    pub html: &'a str,
    /// Buttons: label and question. Each opens a private chat.
    pub links: &'a [(String, Query)],
    pub language: Language,
    pub silent: bool,
}

/// The rights of both to post.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Rights {
    pub bot: bool,
    /// Also true where nobody was asked about; false where it cannot be known, since the bot is not there.
    pub person: bool,
}

/// Why a call had no result, by its meaning for a post.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Refused {
    /// This chat has to wait so long.
    Wait(Duration),
    /// The group is a supergroup of this number now.
    Moved(i64),
    /// Nothing can be posted there until something changes, with Telegram's words.
    Shut(Suspended, String),
    /// Telegram will never take it as it is.
    Wrong(String),
    /// It did not happen, and may later.
    Again(String),
    /// It may have happened: the answer was lost.
    Unknown(String),
}

/// A channel or group as Telegram shows it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Seen {
    pub chat: i64,
    pub kind: ChatKind,
    pub title: String,
    pub username: Option<String>,
    /// True for a forum: a group with topics.
    pub has_topics: bool,
}

impl Seen {
    /// A known channel under the names that it has now.
    pub(super) fn names(&self, channel: &Channel) -> Channel {
        Channel { title: self.title.clone(), username: self.username.clone(), ..channel.clone() }
    }
}
