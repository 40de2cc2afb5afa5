//! What the courier asks of whoever can reach Telegram, and what it is told.

use std::time::Duration;

use async_trait::async_trait;
use jiff::Timestamp;

use super::Seen;
use crate::{
    language::Language,
    question::Query,
    schedule::{Address, Suspended},
};

/// Reaches chats. It tries nothing again by itself: what to do about a refusal is the courier's.
#[async_trait]
pub trait Messenger: Send + Sync {
    /// Takes a turn of a chat, or says how long to wait before asking again.
    fn turn(&self, chat: i64) -> Result<(), Duration>;

    /// One call that posts; the number of the message.
    async fn post(&self, post: &Post<'_>) -> Result<i32, Refused>;

    /// Who may post in a chat, of us and of a person.
    async fn rights(&self, chat: i64, person: Option<i64>) -> Result<Rights, Refused>;

    /// The time at Telegram, to a second or two; none where it never said.
    async fn time(&self) -> Option<Timestamp>;

    /// Whether a person is an administrator of a chat.
    async fn is_admin(&self, chat: i64, person: i64) -> Result<bool, Refused>;

    /// The channel or group of this address; none if there is none that we can see.
    async fn look(&self, address: &Address) -> Result<Option<Seen>, Refused>;
}

/// One message.
#[derive(Clone, PartialEq, Debug)]
pub struct Post<'a> {
    pub chat: i64,
    pub topic: Option<i32>,
    pub html: &'a str,
    /// What to ask next, with what stands on the button; each opens a private chat.
    pub links: &'a [(String, Query)],
    pub language: Language,
    pub silent: bool,
}

/// Who may post.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Rights {
    pub bot: bool,
    /// Also true where nobody was asked about; false where it cannot be known, since the bot is not there.
    pub person: bool,
}

/// Why a call had no result, by what it means for a post.
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
