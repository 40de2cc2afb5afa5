//! From an update as Telegram writes it to what it puts to us.
//!
//! Raw JSON in; out comes an [`Incoming`], or nothing. Only the fields that are used are read, and one that has a new
//! shape is left out, so that whatever a newer Telegram adds (kinds of updates, of entities, of chats) neither hides a
//! question nor stops the bot. Each kind of update has one row in [`kinds!`] below and one file here. It does not know
//! what an answer is.

mod membership;
mod message;
mod press;
mod words;

#[cfg(test)]
mod tests;

use serde::Deserialize;
use serde_json::value::RawValue;

pub(super) use self::message::{ANONYMOUS_ADMIN, stands_for_many};
use super::{
    incoming::{Incoming, Me},
    shape::{Fields, Unread},
};

/// An update with its number, still unread.
#[derive(Clone, Copy)]
pub(super) struct Numbered<'a> {
    pub number: i64,
    pub json: &'a str,
}

impl<'a> Numbered<'a> {
    /// None where it has no number.
    pub(super) fn of(json: &'a str) -> Option<Self> {
        #[derive(Deserialize)]
        struct Number {
            update_id: i64,
        }
        let number = serde_json::from_str::<Number>(json).ok().map(|update| update.update_id);
        let number = number.or_else(|| Fields::of(json)?.get("update_id"))?;
        Some(Self { number, json })
    }
}

/// Makes of a list of kinds, each with its reader, the list for Telegram and the choice among the readers.
macro_rules! kinds {
    ($($kind:ident: $read:path,)*) => {
        /// The kinds of updates that we ask Telegram for.
        pub(super) const KINDS: &[&str] = &[$(stringify!($kind)),*];

        #[derive(Deserialize)]
        struct Update<'a> {
            $(#[serde(borrow)] $kind: Option<&'a RawValue>,)*
        }

        impl<'a> Update<'a> {
            fn of(json: &'a str) -> Option<Self> {
                serde_json::from_str(json).ok().or_else(|| {
                    let fields = Fields::of(json)?;
                    Some(Self { $($kind: fields.raw(stringify!($kind)),)* })
                })
            }

            fn incoming(self, me: &Me) -> Result<Option<Incoming>, Unread> {
                $(if let Some(raw) = self.$kind { return $read(raw.get(), me) })*
                Err(Unread)
            }
        }
    };
}

kinds! {
    message: message::read,
    edited_message: message::read_edited,
    callback_query: press::read,
    my_chat_member: membership::read,
    chat_member: membership::read,
}

/// The thing that an update puts to us; `Ok(None)` where it is not ours to answer.
///
/// # Errors
///
/// The update is of a kind we do not know, or lacks what it cannot be without: a chat, a number, somebody's rights.
pub(super) fn read(json: &str, me: &Me) -> Result<Option<Incoming>, Unread> {
    Update::of(json).ok_or(Unread)?.incoming(me)
}

/// The kind of an update, for the log.
pub(super) fn kind(json: &str) -> String {
    const LONGEST: usize = 64;
    let fields = Fields::of(json);
    let kind = fields.iter().flat_map(Fields::names).filter(|field| *field != "update_id").min();
    kind.unwrap_or("empty").chars().take(LONGEST).collect()
}
