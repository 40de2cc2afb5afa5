//! Writing to chats: again where that helps, in time or not at all.
//!
//! The way to go on after each refusal is decided here, once. It does not know what the words say.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use teloxide::{
    payloads,
    types::{
        CallbackQueryId, ChatId, LinkPreviewOptions, MessageId, ParseMode, Recipient, ReplyMarkup, ReplyParameters,
        ThreadId,
    },
};
use tokio::{
    sync::SemaphorePermit,
    time::{Instant, timeout, timeout_at},
};
use tokio_util::sync::CancellationToken;

use super::{
    api::{Api, Sent, Unfetched},
    incoming::Place,
    pace::{MINUTE, Pace},
    patience::{Patience, backoff},
    refusal::Refusal,
};
use crate::{clock::Clock, render::html};

/// The longest pause between two tries.
const LONGEST: Duration = Duration::from_secs(5);

/// Writes to chats, each at its pace.
pub(crate) struct Sender {
    api: Arc<Api>,
    pace: Arc<Mutex<Pace>>,
    patience: Patience,
    clock: Clock,
    stop: CancellationToken,
}

/// A message to send, or to edit in place.
#[derive(Clone, Copy)]
pub(crate) struct Writing<'a> {
    pub place: Place,
    /// The message of ours to edit; none to send another.
    pub over: Option<i32>,
    /// The message to reply to, if there is nothing to edit.
    pub reply_to: Option<i32>,
    pub html: &'a str,
    pub keyboard: Option<&'a ReplyMarkup>,
}

/// A message that was written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Written {
    /// Another chat than was meant, if the group has moved.
    pub chat: i64,
    pub message: i32,
}

/// Why a message was not written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Unwritten {
    /// Its time ran out.
    Late,
    /// It was sent and no answer came: it is probably there, so nothing more is said.
    Unsure,
    /// There is nobody to read it, or it cannot be said: nothing more to do.
    Dropped,
    /// We are stopping, and it would have had to wait.
    Left,
}

impl Sender {
    pub(crate) fn new(
        api: Arc<Api>,
        pace: Arc<Mutex<Pace>>,
        patience: Patience,
        clock: Clock,
        stop: CancellationToken,
    ) -> Self {
        Self { api, pace, patience, clock, stop }
    }

    /// Writes a message, and does not give up before `until` if there is hope. A call that was begun by then is waited
    /// for.
    pub(crate) async fn write(&self, writing: Writing<'_>, until: Instant) -> Result<Written, Unwritten> {
        let mut writing = writing;
        let (mut failures, mut plain) = (0, None);
        loop {
            self.await_turn(writing.place, until).await?;
            let refusal = match self.attempt(&writing, plain.as_deref(), until).await? {
                Ok(message) => return Ok(Written { chat: writing.place.chat, message }),
                Err(refusal) => refusal,
            };
            let chat = writing.place.chat;
            match refusal {
                Refusal::NotModified => {
                    return Ok(Written { chat, message: writing.over.unwrap_or_default() });
                }
                Refusal::Moved(to) => {
                    log::info!("chat {chat} goes on as {to}");
                    writing = Writing { place: Place::moved_to(to), over: None, reply_to: None, ..writing };
                }
                Refusal::NotThere if writing.over.is_some() => writing.over = None,
                Refusal::Ours(why) if plain.is_none() => {
                    log::error!("chat {chat}: Telegram cannot read what we send ({why}); sending it without markup");
                    plain = Some(html::without_markup(writing.html));
                }
                refusal => self.await_next(writing.place, refusal, &mut failures, until).await?,
            }
        }
    }

    /// Sends a file of text.
    pub(crate) async fn send_file(
        &self,
        place: Place,
        name: &'static str,
        text: &str,
        caption: &str,
        until: Instant,
    ) -> Result<(), Unwritten> {
        let mut failures = 0;
        loop {
            self.await_turn(place, until).await?;
            let _place = self.place(until).await?;
            let sending = self.api.send_file(place.chat, name, text.to_owned(), caption);
            let Ok(sent) = timeout(self.patience.post, sending).await else { return Err(unsure(place.chat)) };
            match sent {
                Ok(()) => return Ok(()),
                Err(refusal) => self.await_next(place, refusal, &mut failures, until).await?,
            }
        }
    }

    /// Fetches a file that was sent to us.
    pub(crate) async fn fetch_file(&self, id: &str, largest: usize, until: Instant) -> Result<Vec<u8>, Unfetched> {
        // Half of the time is left for what is in it.
        let within = until.saturating_duration_since(Instant::now()) / 2;
        let late = |_| Err(Unfetched::Failed("it took too long".to_owned()));
        timeout(within, self.api.fetch_file(id, largest)).await.unwrap_or_else(late)
    }

    /// Waits for the next try after a refusal, if there is to be one.
    async fn await_next(
        &self,
        place: Place,
        refusal: Refusal,
        failures: &mut u32,
        until: Instant,
    ) -> Result<(), Unwritten> {
        let chat = place.chat;
        match refusal {
            Refusal::Wait(wait) => {
                log::info!("chat {chat}: Telegram asks for {} s", wait.as_secs());
                self.pace().refused(chat, !place.private, wait, self.clock.instant());
                Ok(())
            }
            Refusal::TimedOut(_) => Err(unsure(chat)),
            // Nobody knows the end of a call that was cut off or answered by something else. One message too many does
            // less harm here than none.
            refusal if refusal.may_pass() => {
                log::warn!("chat {chat}: Telegram fails ({refusal})");
                *failures += 1;
                self.rest(backoff(self.patience.again, *failures, LONGEST), until).await
            }
            Refusal::Gone(why) => {
                log::info!("chat {chat}: we cannot write there ({why})");
                Err(Unwritten::Dropped)
            }
            refusal => {
                log::error!("chat {chat}: giving a message up ({refusal})");
                Err(Unwritten::Dropped)
            }
        }
    }

    /// Deletes a message, and only logs it if that fails.
    pub(crate) async fn delete(&self, chat: i64, message: i32) {
        let _place = self.api.place().await;
        let payload = payloads::DeleteMessage { chat_id: ChatId(chat).into(), message_id: MessageId(message) };
        let done: Result<bool, _> = self.api.call(&payload, self.patience.call).await;
        if let Err(refusal) = done {
            log::info!("chat {chat}: message {message} stays ({refusal:?})");
        }
    }

    /// Ends the wait of whoever pressed a button, with words if there are any; tries again until then.
    pub(crate) async fn acknowledge(&self, press: &str, words: Option<&str>, until: Instant) -> Result<(), Refusal> {
        let payload = payloads::AnswerCallbackQuery {
            callback_query_id: CallbackQueryId(press.to_owned()),
            show_alert: words.is_some().then_some(true),
            text: words.map(ToOwned::to_owned),
            url: None,
            cache_time: None,
        };
        let mut failures = 0;
        loop {
            let done: Result<bool, _> = self.api.call(&payload, self.patience.post).await;
            let Err(refusal) = done else { return Ok(()) };
            failures += 1;
            let wait = match &refusal {
                Refusal::Wait(wait) => *wait,
                refusal if refusal.may_pass() => backoff(self.patience.again, failures, LONGEST),
                _ => return Err(refusal),
            };
            if self.rest(wait, until).await.is_err() {
                return Err(refusal);
            }
        }
    }

    /// The time for the rest of something that was begun: any turn comes in it, so that nothing stays half said.
    pub(crate) fn renewed(&self, until: Instant) -> Instant {
        until.max(self.clock.instant() + MINUTE + self.patience.answer)
    }

    /// When somebody's share in a group's turns has so many left, if it has not now.
    pub(crate) fn share_opens(&self, group: i64, person: i64, turns: usize) -> Option<Instant> {
        self.pace().share_opens(group, person, turns, self.clock.instant())
    }

    /// When a group has so many turns left for somebody, if it has not now.
    pub(crate) fn room_opens(&self, group: i64, person: i64, turns: usize) -> Option<Instant> {
        self.pace().room_opens(group, person, turns, self.clock.instant())
    }

    /// Counts the messages written to a group since then for this person.
    pub(crate) fn charge(&self, group: i64, person: i64, since: Instant) {
        self.pace().charge(group, person, since);
    }

    /// Waits until the chat may be written to, and takes no turn.
    pub(crate) async fn await_open(&self, place: Place) -> Result<(), Unwritten> {
        let opens = self.pace().opens(place.chat, self.clock.instant());
        match opens {
            Some(opens) => self.rest_until(opens).await,
            None => Ok(()),
        }
    }

    async fn await_turn(&self, place: Place, until: Instant) -> Result<(), Unwritten> {
        loop {
            let turn = self.pace().turn(place.chat, !place.private, self.clock.instant());
            match turn {
                Ok(()) => return Ok(()),
                Err(opens) if opens > until => return Err(Unwritten::Late),
                Err(opens) => self.rest_until(opens).await?,
            }
        }
    }

    /// Waits, but not beyond `until`.
    async fn await_turn_of_all(&self, until: Instant) {
        loop {
            let turn = self.pace().turn_of_all(self.clock.instant());
            match turn {
                Err(opens) if opens < until => tokio::time::sleep_until(opens).await,
                _ => return,
            }
        }
    }

    async fn rest(&self, wait: Duration, until: Instant) -> Result<(), Unwritten> {
        let end = self.clock.instant() + wait;
        if end > until { Err(Unwritten::Late) } else { self.rest_until(end).await }
    }

    /// Waits, or is told that we are stopping.
    pub(crate) async fn rest_until(&self, end: Instant) -> Result<(), Unwritten> {
        tokio::select! {
            () = tokio::time::sleep_until(end) => Ok(()),
            () = self.stop.cancelled() => Err(Unwritten::Left),
        }
    }

    /// One call, as soon as there is a place for it, unless that is too late.
    async fn attempt(
        &self,
        writing: &Writing<'_>,
        plain: Option<&str>,
        until: Instant,
    ) -> Result<Result<i32, Refusal>, Unwritten> {
        let _place = self.place(until).await?;
        let within = self.patience.post;
        let sent: Result<Sent, Refusal> = match writing.over {
            Some(message) => self.api.call(&edit_message(writing, message, plain), within).await,
            None => self.api.call(&send_message(writing, plain), within).await,
        };
        Ok(sent.map(|sent| sent.message_id))
    }

    /// A place among the calls under way, in its turn among all chats.
    async fn place(&self, until: Instant) -> Result<SemaphorePermit<'_>, Unwritten> {
        let place = timeout_at(until, self.api.place()).await.map_err(|_| Unwritten::Late)?;
        self.await_turn_of_all(until).await;
        if self.clock.instant() < until { Ok(place) } else { Err(Unwritten::Late) }
    }

    fn pace(&self) -> std::sync::MutexGuard<'_, Pace> {
        self.pace.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A call that was sent and not answered may have arrived, and late.
fn unsure(chat: i64) -> Unwritten {
    log::warn!("chat {chat}: no answer of Telegram to what was sent; it may be there, so nothing more is said");
    Unwritten::Unsure
}

fn send_message(writing: &Writing<'_>, plain: Option<&str>) -> payloads::SendMessage {
    let topic = writing.place.topic.map(|topic| ThreadId(MessageId(topic)));
    let reply = |message| ReplyParameters::new(MessageId(message)).allow_sending_without_reply();
    payloads::SendMessage {
        message_thread_id: topic,
        parse_mode: plain.is_none().then_some(ParseMode::Html),
        link_preview_options: Some(NO_PREVIEW),
        reply_parameters: writing.reply_to.map(reply),
        reply_markup: keyboard(writing, plain).cloned(),
        ..payloads::SendMessage::new(Recipient::Id(ChatId(writing.place.chat)), plain.unwrap_or(writing.html))
    }
}

fn edit_message(writing: &Writing<'_>, message: i32, plain: Option<&str>) -> payloads::EditMessageText {
    let chat = Recipient::Id(ChatId(writing.place.chat));
    // No other keyboard can be set by an edit.
    let keyboard = match keyboard(writing, plain) {
        Some(ReplyMarkup::InlineKeyboard(keyboard)) => Some(keyboard.clone()),
        _ => None,
    };
    payloads::EditMessageText {
        parse_mode: plain.is_none().then_some(ParseMode::Html),
        link_preview_options: Some(NO_PREVIEW),
        reply_markup: keyboard,
        ..payloads::EditMessageText::new(chat, MessageId(message), plain.unwrap_or(writing.html))
    }
}

/// The buttons; none where they may be what Telegram could not read.
fn keyboard<'a>(writing: &Writing<'a>, plain: Option<&str>) -> Option<&'a ReplyMarkup> {
    writing.keyboard.filter(|_| plain.is_none())
}

pub(crate) const NO_PREVIEW: LinkPreviewOptions = LinkPreviewOptions {
    is_disabled: true,
    url: None,
    prefer_small_media: false,
    prefer_large_media: false,
    show_above_text: false,
};
