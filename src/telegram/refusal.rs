//! Refusals of Telegram, classed by what to do about them.
//!
//! A refusal is classed by teloxide's variant if there is one, else by its wording: several that mean "give up" have
//! none.

use std::{fmt, time::Duration};

use serde::{Deserialize, de::IntoDeserializer, de::value::Error};
use teloxide::ApiError;

/// Why a call had no result, classed by what to do.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Refusal {
    /// This chat has to wait so long.
    Wait(Duration),
    /// The group is a supergroup of this number now.
    Moved(i64),
    /// We cannot write there, and trying again will not help: blocked, kicked, no rights, gone.
    Gone(String),
    /// The message to edit is not there, or not to be edited.
    NotThere,
    /// It reads so already.
    NotModified,
    /// The press of a button is too long ago to be answered.
    TooOld,
    /// Our call is wrong: a bug of ours.
    Ours(String),
    /// Telegram does not know the token.
    Token(String),
    /// Somebody else fetches the updates of this bot.
    Conflict(String),
    /// It did not happen, and may later.
    Again(String),
    /// Telegram itself failed over it; it may have happened.
    Broken(String),
    /// No answer within our patience: it has probably happened, and late.
    TimedOut(String),
    /// The connection broke off before the answer was there: it may have happened.
    Cut(String),
    /// Something answered that is not Telegram, or not as we know it: it may have happened.
    Garbage(String),
}

impl Refusal {
    /// The class of an error as Telegram writes it.
    pub(crate) fn of(code: u16, description: String, retry_after: Option<u64>, moved_to: Option<i64>) -> Self {
        if let Some(seconds) = retry_after {
            return Self::Wait(Duration::from_secs(seconds));
        }
        if let Some(chat) = moved_to {
            return Self::Moved(chat);
        }
        match code {
            429 => Self::Wait(Duration::from_secs(1)),
            401 | 404 => Self::Token(description),
            403 => Self::Gone(description),
            409 => Self::Conflict(description),
            400 | 413 => Self::bad_request(description),
            500.. => Self::Broken(description),
            _ => Self::Again(description),
        }
    }

    /// True if the same call may succeed after a while, at the price that it may then have been done twice.
    pub(crate) fn may_pass(&self) -> bool {
        matches!(
            self,
            Self::Again(_) | Self::Broken(_) | Self::Token(_) | Self::Conflict(_) | Self::Cut(_) | Self::Garbage(_)
        )
    }

    fn bad_request(description: String) -> Self {
        let known = ApiError::deserialize(IntoDeserializer::<Error>::into_deserializer(description.as_str()));
        match known.unwrap_or_else(|_| ApiError::Unknown(description.clone())) {
            ApiError::MessageNotModified => Self::NotModified,
            ApiError::InvalidQueryId => Self::TooOld,
            ApiError::MessageIdInvalid | ApiError::MessageCantBeEdited | ApiError::MessageToEditNotFound => {
                Self::NotThere
            }
            ApiError::ChatNotFound
            | ApiError::UserNotFound
            | ApiError::GroupDeactivated
            | ApiError::NotEnoughRightsToPostMessages => Self::Gone(description),
            _ if GIVE_UP.iter().any(|words| description.contains(words)) => Self::Gone(description),
            _ if description.contains("message is not modified") => Self::NotModified,
            _ if description.contains("query is too old") || description.contains("QUERY_ID_INVALID") => Self::TooOld,
            _ => Self::Ours(description),
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Wait(wait) => write!(f, "it asks for {} s", wait.as_secs()),
            Self::Moved(chat) => write!(f, "the chat is {chat} now"),
            Self::NotThere => f.write_str("the message is not there"),
            Self::NotModified => f.write_str("it reads so already"),
            Self::TooOld => f.write_str("too long ago"),
            Self::Gone(why)
            | Self::Ours(why)
            | Self::Token(why)
            | Self::Conflict(why)
            | Self::Again(why)
            | Self::Broken(why)
            | Self::TimedOut(why)
            | Self::Cut(why)
            | Self::Garbage(why) => f.write_str(why),
        }
    }
}

/// Words of refusals that teloxide has no variant for and that stay so whatever we send.
const GIVE_UP: [&str; 17] = [
    "the group chat was deleted",
    "have no rights to send",
    "not enough rights",
    "need administrator rights",
    "bot is not a member",
    "bot was kicked",
    "CHANNEL_PRIVATE",
    "CHAT_ADMIN_REQUIRED",
    "CHAT_WRITE_FORBIDDEN",
    "CHAT_RESTRICTED",
    "CHAT_SEND_PLAIN_FORBIDDEN",
    "TOPIC_CLOSED",
    "TOPIC_DELETED",
    "message thread not found",
    "PEER_ID_INVALID",
    "USER_BANNED_IN_CHANNEL",
    "USER_IS_BLOCKED",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn of(code: u16, description: &str) -> Refusal {
        Refusal::of(code, description.to_owned(), None, None)
    }

    #[test]
    fn where_we_may_not_write_we_give_up() {
        for (code, description) in [
            (403, "Forbidden: bot was blocked by the user"),
            (403, "Forbidden: bot was kicked from the group chat"),
            (403, "Forbidden: bot was kicked from the channel chat"),
            (403, "Forbidden: bot is not a member of the channel chat"),
            (403, "Forbidden: user is deactivated"),
            (403, "Forbidden: the group chat was deleted"),
            (403, "Forbidden: bot can't initiate conversation with a user"),
            (400, "Bad Request: chat not found"),
            (400, "Bad Request: group is deactivated"),
            (400, "Bad Request: have no rights to send a message"),
            (400, "Bad Request: not enough rights to send text messages to the chat"),
            (400, "Bad Request: need administrator rights in the channel chat"),
            (400, "Bad Request: CHAT_WRITE_FORBIDDEN"),
            (400, "Bad Request: TOPIC_CLOSED"),
            (400, "Bad Request: message thread not found"),
        ] {
            assert_eq!(of(code, description), Refusal::Gone(description.to_owned()));
        }
    }

    #[test]
    fn each_other_refusal_has_its_class() {
        let not_modified = "Bad Request: message is not modified: specified new message content and reply markup \
                            are exactly the same as a current content and reply markup of the message";
        assert_eq!(of(400, not_modified), Refusal::NotModified);
        assert_eq!(of(400, "Bad Request: message to edit not found"), Refusal::NotThere);
        assert_eq!(of(400, "Bad Request: message can't be edited"), Refusal::NotThere);
        let old = "Bad Request: query is too old and response timeout expired or query id is invalid";
        assert_eq!(of(400, old), Refusal::TooOld);
        assert!(matches!(of(400, "Bad Request: can't parse entities: Unclosed"), Refusal::Ours(_)));
        assert!(matches!(of(400, "Bad Request: BUTTON_DATA_INVALID"), Refusal::Ours(_)));
        assert!(matches!(of(413, "Request Entity Too Large"), Refusal::Ours(_)));
        assert!(matches!(of(401, "Unauthorized"), Refusal::Token(_)));
        assert!(matches!(of(404, "Not Found"), Refusal::Token(_)));
        assert!(matches!(of(409, "Conflict: terminated by other getUpdates request"), Refusal::Conflict(_)));
        assert!(matches!(of(500, "Internal Server Error"), Refusal::Broken(_)));
        assert_eq!(of(429, "Too Many Requests"), Refusal::Wait(Duration::from_secs(1)));
        let wait = Refusal::of(429, "Too Many Requests: retry after 37".to_owned(), Some(37), None);
        assert_eq!(wait, Refusal::Wait(Duration::from_secs(37)));
        let moved = Refusal::of(400, "group chat was upgraded".to_owned(), None, Some(-1001));
        assert_eq!(moved, Refusal::Moved(-1001));
    }
}
