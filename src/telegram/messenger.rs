//! Posts, and the right to have them posted: the courier's way to Telegram.
//!
//! One call for each post and no second one: a refusal is told in the courier's words. It shares the
//! pace of each chat with the answers, and none of their places, so that neither holds the other up.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use async_trait::async_trait;
use jiff::{SignedDuration, Timestamp};
use serde::de::IgnoredAny;
use teloxide::{
    payloads::{GetChat, GetChatMember, GetMe, SendMessage},
    types::{ChatId, MessageId, ParseMode, Recipient, ThreadId, UserId},
};

use super::{
    api::{Api, Sent},
    fit,
    incoming::Me,
    keyboards,
    member::{Member, Room},
    pace::Pace,
    refusal::Refusal,
    send::NO_PREVIEW,
};
use crate::{
    clock::Clock,
    courier::{Messenger, Post, Refused, Rights, Seen},
    schedule::{Address, ChatKind, Suspended},
};

/// Telegram is asked for the time anew where ours is so far from its last answer, and that is older than this.
const DOUBTFUL: SignedDuration = SignedDuration::from_secs(10);
const OLD: SignedDuration = SignedDuration::from_secs(1);

/// Telegram as the courier reaches it.
pub(crate) struct TelegramMessenger {
    pub api: Arc<Api>,
    pub me: Me,
    pub pace: Arc<Mutex<Pace>>,
    pub clock: Clock,
    /// One call at most.
    pub patience: Duration,
}

impl TelegramMessenger {
    async fn room(&self, chat: Recipient) -> Result<Room, Refused> {
        self.api.call(&GetChat { chat_id: chat }, self.patience).await.map_err(refused)
    }

    /// None where Telegram knows of no such member.
    async fn member(&self, chat: i64, user: i64) -> Result<Option<Member>, Refused> {
        let Ok(user) = u64::try_from(user) else { return Ok(None) };
        let call = GetChatMember { chat_id: Recipient::Id(ChatId(chat)), user_id: UserId(user) };
        match self.api.call(&call, self.patience).await {
            Ok(member) => Ok(Some(member)),
            Err(Refusal::Gone(why)) if is_about_the_member(&why) => Ok(None),
            Err(Refusal::Ours(why)) if is_about_the_member(&why) => Ok(None),
            Err(refusal) => Err(refused(refusal)),
        }
    }

    fn pace(&self) -> std::sync::MutexGuard<'_, Pace> {
        self.pace.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Words about a person, not about the chat.
fn is_about_the_member(why: &str) -> bool {
    ["user not found", "member not found", "PARTICIPANT_ID_INVALID", "USER_ID_INVALID"]
        .iter()
        .any(|words| why.contains(words))
}

#[async_trait]
impl Messenger for TelegramMessenger {
    fn turn(&self, chat: i64) -> Result<(), Duration> {
        let now = self.clock.instant();
        let turn = self.pace().turn(chat, true, now);
        turn.map_err(|opens| opens.duration_since(now))
    }

    async fn post(&self, post: &Post<'_>) -> Result<i32, Refused> {
        let call = SendMessage {
            message_thread_id: post.topic.map(|topic| ThreadId(MessageId(topic))),
            parse_mode: Some(ParseMode::Html),
            link_preview_options: Some(NO_PREVIEW),
            disable_notification: post.silent.then_some(true),
            reply_markup: keyboards::under_post(post.links, post.language, &self.me.username).map(Into::into),
            ..SendMessage::new(Recipient::Id(ChatId(post.chat)), fit::message(post.html))
        };
        match self.api.call::<_, Sent>(&call, self.patience).await {
            Ok(sent) => Ok(sent.message_id),
            Err(refusal) => {
                if let Refusal::Wait(wait) = refusal {
                    self.pace().refused(post.chat, true, wait, self.clock.instant());
                }
                Err(refused(refusal))
            }
        }
    }

    async fn rights(&self, chat: i64, person: Option<i64>) -> Result<Rights, Refused> {
        // Telegram's members do not say what their chat is.
        let room = self.room(Recipient::Id(ChatId(chat))).await?;
        let kind = room.kind().unwrap_or(ChatKind::Channel);
        let me = self.member(chat, self.me.id).await?;
        let is_there = me.as_ref().is_some_and(Member::is_there);
        let bot = me.is_some_and(|me| me.may_post(kind, true));
        let person = match person {
            None => true,
            Some(person) if is_there => match self.member(chat, person).await {
                Ok(member) => member.is_some_and(|member| member.may_post(kind, false)),
                // Without the right to post we need not be told who else has it.
                Err(_) if !bot => false,
                Err(refused) => return Err(refused),
            },
            Some(_) => false,
        };
        Ok(Rights { bot, person })
    }

    async fn time(&self) -> Option<Timestamp> {
        let (time, ago) = self.api.time.at(self.clock.instant())?;
        // A machine that slept counts no time meanwhile, so an old answer may be what is wrong.
        if ago > OLD && time.duration_since(self.clock.now()).abs() > DOUBTFUL {
            let _: Result<IgnoredAny, _> = self.api.call(&GetMe {}, self.patience).await;
        }
        self.api.time.at(self.clock.instant()).map(|(time, _)| time)
    }

    async fn is_admin(&self, chat: i64, person: i64) -> Result<bool, Refused> {
        Ok(self.member(chat, person).await?.is_some_and(|member| member.is_admin()))
    }

    async fn look(&self, address: &Address) -> Result<Option<Seen>, Refused> {
        let chat = match address {
            Address::Id(chat) => Recipient::Id(ChatId(*chat)),
            Address::Name(name) => Recipient::ChannelUsername(format!("@{name}")),
        };
        match self.room(chat).await {
            Ok(room) => Ok(room.seen()),
            Err(Refused::Shut(..)) => Ok(None),
            Err(refused) => Err(refused),
        }
    }
}

/// The meaning of a refusal for a post.
fn refused(refusal: Refusal) -> Refused {
    match refusal {
        Refusal::Wait(wait) => Refused::Wait(wait),
        Refusal::Moved(to) => Refused::Moved(to),
        Refusal::Gone(why) => Refused::Shut(shut(&why), why),
        Refusal::Ours(why) => Refused::Wrong(why),
        refusal @ (Refusal::NotThere | Refusal::NotModified | Refusal::TooOld) => Refused::Wrong(refusal.to_string()),
        Refusal::Again(why) | Refusal::Token(why) | Refusal::Conflict(why) => Refused::Again(why),
        Refusal::Broken(why) | Refusal::TimedOut(why) | Refusal::Cut(why) | Refusal::Garbage(why) => {
            Refused::Unknown(why)
        }
    }
}

/// The reason why nothing can be posted, by Telegram's words.
fn shut(why: &str) -> Suspended {
    let says = |words: &[&str]| words.iter().any(|words| why.contains(words));
    if says(&["TOPIC_CLOSED", "TOPIC_DELETED", "message thread not found"]) {
        Suspended::Topic
    } else if says(&["bot was kicked", "bot is not a member", "bot was blocked", "USER_IS_BLOCKED", "CHANNEL_PRIVATE"])
    {
        Suspended::Removed
    } else if says(&["chat not found", "deactivated", "was deleted", "PEER_ID_INVALID"]) {
        Suspended::Gone
    } else {
        Suspended::NoRights
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_nothing_can_be_posted_its_cause_is_named() {
        for (why, cause) in [
            ("Forbidden: bot was kicked from the channel chat", Suspended::Removed),
            ("Forbidden: bot was kicked from the group chat", Suspended::Removed),
            ("Forbidden: bot is not a member of the channel chat", Suspended::Removed),
            ("Bad Request: not enough rights to send text messages to the chat", Suspended::NoRights),
            ("Bad Request: need administrator rights in the channel chat", Suspended::NoRights),
            ("Bad Request: have no rights to send a message", Suspended::NoRights),
            ("Bad Request: CHAT_WRITE_FORBIDDEN", Suspended::NoRights),
            ("Bad Request: TOPIC_CLOSED", Suspended::Topic),
            ("Bad Request: message thread not found", Suspended::Topic),
            ("Bad Request: chat not found", Suspended::Gone),
            ("Forbidden: the group chat was deleted", Suspended::Gone),
            ("Bad Request: group is deactivated", Suspended::Gone),
        ] {
            let refusal = Refusal::of(if why.starts_with('F') { 403 } else { 400 }, why.to_owned(), None, None);
            assert_eq!(refused(refusal), Refused::Shut(cause, why.to_owned()));
        }
    }

    #[test]
    fn what_may_have_been_done_is_never_taken_for_refused() {
        for code in [500, 502, 504] {
            let refusal = Refusal::of(code, "Internal Server Error".to_owned(), None, None);
            assert!(matches!(refused(refusal), Refused::Unknown(_)), "{code}");
        }
        for refusal in [Refusal::Broken, Refusal::TimedOut, Refusal::Cut, Refusal::Garbage] {
            assert!(matches!(refused(refusal("who knows".to_owned())), Refused::Unknown(_)));
        }
        assert!(matches!(refused(Refusal::Again("refused".to_owned())), Refused::Again(_)));
    }
}
