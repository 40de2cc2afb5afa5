//! Responding to whatever comes in: to messages, to buttons, to orders.
//!
//! [`Responder::deal`] gives each [`Incoming`] to its file. [`Chats`] keeps what a chat has chosen, [`Threads`] what was
//! asked last; what is said goes out through `say`. It does not know in what order things come, nor what to do with a
//! failure.

mod button;
mod chats;
mod message;
mod order;
mod say;
mod threads;

use std::sync::Arc;

use tokio::time::{Instant, timeout_at};

use self::threads::Last;
pub(super) use self::{chats::Chats, threads::Threads};
use super::{
    admin::{Admin, MARK, Who},
    answering::{Answering, Asked, Input},
    breaker::Breaker,
    incoming::{File, Incoming, Me, Place, Press, Question, Shared},
    send::{Sender, Unwritten},
};
use crate::{
    clock::Clock,
    language::{Language, Msg},
    reply::{Answerer, Current, Heard},
};

/// Responds to whatever comes in.
pub(super) struct Responder {
    pub me: Me,
    pub current: Arc<Current>,
    pub answering: Answering,
    pub sender: Sender,
    pub admin: Admin,
    pub chats: Chats,
    pub threads: Arc<Threads>,
    pub breaker: Arc<Breaker>,
    pub clock: Clock,
}

/// Why something is not dealt with.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Undone {
    /// Its time ran out.
    Late,
    /// It was sent and no answer came: it is probably there, so nothing more is said.
    Unsure,
    /// We are stopping; it is for the next start.
    Left,
    /// It takes so many messages, and the group has no room for all of them yet. Nothing was begun.
    NoRoom(usize),
}

/// The question before, for one that may follow on.
#[derive(Clone, Copy, Default)]
struct Before<'a> {
    last: Option<&'a Last>,
    /// True if words may lack what that said.
    in_thread: bool,
}

/// The reason that a chat is told for getting no answer.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Apology {
    Late,
    Flood,
    Crash,
}

impl Responder {
    /// Deals with one thing, to the end or until its time is over. A call under way by then is waited for.
    pub(super) async fn deal(&self, incoming: &Incoming, until: Instant) -> Result<(), Undone> {
        match incoming {
            Incoming::Question(question) => self.answer(question, until).await,
            // What is rare and large has a place of its own, so that thousands of questions do not each keep room for it.
            Incoming::Press(press) if press.data.starts_with(MARK) => {
                Box::pin(self.order_by_button(press, until)).await
            }
            Incoming::Press(press) => self.follow(press, until).await,
            Incoming::Shared(shared) => Box::pin(self.connect(shared, until)).await,
            Incoming::File(file) => Box::pin(self.restore(file, until)).await,
            Incoming::Membership(membership) => in_time(until, self.note_membership(membership)).await,
            Incoming::Moved { from, to } => in_time(until, self.chats.move_chat(*from, *to)).await,
        }
    }

    /// Tells the chat that there is no answer, and why.
    pub(super) async fn apologize(&self, incoming: &Incoming, why: Apology, until: Instant) -> Result<(), Undone> {
        let message = match why {
            Apology::Late => Msg::AskAgain,
            Apology::Flood => Msg::SlowDown,
            Apology::Crash => Msg::Broken,
        };
        match incoming {
            Incoming::Question(question) if !self.expects_answer(question).await => Ok(()),
            Incoming::Question(Question { place, message: question, language, .. }) => {
                let words = self.chats.language(place.chat, *language).await.say(message);
                self.say(*place, Some(*question), &words, until).await
            }
            Incoming::Press(press) => {
                let chat = press.under.map_or(0, |(place, _)| place.chat);
                let words = self.chats.language(chat, press.language).await.say(message);
                // Where nothing can be said beneath, one try does.
                let until = if press.under.is_some() { until } else { self.clock.instant() };
                self.acknowledge(press, Some(words), until).await
            }
            Incoming::Shared(Shared { place, language, .. }) | Incoming::File(File { place, language, .. }) => {
                let words = self.chats.language(place.chat, *language).await.say(message);
                self.say(*place, None, &words, until).await
            }
            Incoming::Membership(_) | Incoming::Moved { .. } => Ok(()),
        }
    }

    /// True if silence would be noticed.
    async fn expects_answer(&self, question: &Question) -> bool {
        let place = self.chats.now_at(question.place);
        question.is_asked() && self.threads.to_write_over(place, question).await.is_some()
    }

    /// Waits until the chat may be written to.
    pub(super) async fn await_open(&self, incoming: &Incoming) -> Result<(), Undone> {
        match incoming {
            Incoming::Question(Question { place, .. }) | Incoming::Press(Press { under: Some((place, _)), .. }) => {
                done(self.sender.await_open(self.chats.now_at(*place)).await)
            }
            _ => Ok(()),
        }
    }

    pub(super) async fn rest_until(&self, end: Instant) -> Result<(), Undone> {
        done(self.sender.rest_until(end).await)
    }

    async fn ask(&self, answerer: &Arc<Answerer>, input: Input, language: Language, before: Before<'_>) -> Heard {
        let Before { last, in_thread } = before;
        let moved = last.is_some_and(|last| self.threads.is_renumbered(last, language, answerer));
        let last = last.map(|last| last.query.clone());
        let (answerer, me) = (Arc::clone(answerer), Arc::clone(&self.me.username));
        let asked = Asked { answerer, input, language, today: self.clock.today(), last, in_thread, moved, me };
        (self.answering)(asked).await
    }

    /// Keeps the language of a chat, or says why not: in a group only those choose it who run the group.
    async fn choose_language(&self, place: Place, language: Option<Language>, who: Who) -> Result<(), String> {
        let chat = place.chat;
        if !place.private {
            match self.admin.decides_in(chat, who.person).await {
                Ok(true) => {}
                Ok(false) => return Err(who.language.say(Msg::LanguageByAdmins)),
                Err(refused) => {
                    log::warn!("chat {chat}: who decides there cannot be asked ({refused:?})");
                    return Err(who.language.say(Msg::TelegramSilent));
                }
            }
        }
        self.chats.choose_language(chat, language).await;
        Ok(())
    }
}

/// The result of work that ends by then, or is dropped midway.
async fn in_time<T>(until: Instant, work: impl Future<Output = T>) -> Result<T, Undone> {
    timeout_at(until, work).await.map_err(|_| Undone::Late)
}

fn done(written: Result<(), Unwritten>) -> Result<(), Undone> {
    match written {
        Ok(()) | Err(Unwritten::Dropped) => Ok(()),
        Err(Unwritten::Late) => Err(Undone::Late),
        Err(Unwritten::Unsure) => Err(Undone::Unsure),
        Err(Unwritten::Left) => Err(Undone::Left),
    }
}
