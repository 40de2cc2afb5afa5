//! The memory of chats: the language of each, its number if it moved, its last question and answer.
//!
//! Languages and moves are in the store as well; the rest is for the latest chats only, until a restart.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use crate::{
    language::Language,
    question::{self, Pressed, Query},
    reply::{Answerer, Reply},
    telegram::{
        breaker::{self, Breaker},
        incoming::{Place, Question},
        recent::Recent,
    },
};

/// The chats of which something is remembered.
const CHATS: usize = 10_000;

/// The memory of all chats.
pub(in crate::telegram) struct Chats {
    breaker: Arc<Breaker>,
    /// The answerer that we began with.
    first: Weak<Answerer>,
    recalled: Mutex<Recent<i64, Recall>>,
    /// The new number of groups that have one.
    moved: Mutex<Recent<i64, Option<i64>>>,
}

/// The memory of one chat.
#[derive(Clone, Debug, Default)]
struct Recall {
    /// The language that it chose, if it did; none outside as long as the store was not asked.
    chosen: Option<Option<Language>>,
    /// Its last question whose answer has sources to follow.
    last: Option<Spelled>,
    exchange: Option<Exchange>,
}

/// A question that can be followed on, as it is kept for thousands of chats: by its spelling, with a language in front as buttons have it, which takes
/// a fraction of the room.
#[derive(Clone, Debug)]
struct Spelled {
    spelling: Box<str>,
    answerer: Weak<Answerer>,
}

impl Spelled {
    fn new(query: &Query, answerer: &Arc<Answerer>) -> Self {
        let spelling = format!("{} {query}", Language::default().tag()).into();
        Self { spelling, answerer: Arc::downgrade(answerer) }
    }

    /// The question, by the facts that it was answered from, else by those of now; none where these have lost a name.
    fn read(&self, now: &Answerer) -> Option<Last> {
        let then = self.answerer.upgrade();
        let catalogue = then.as_deref().unwrap_or(now).catalogue();
        let (_, query) = question::parse_spelling(&self.spelling, catalogue)?;
        Some(Last { query, answerer: self.answerer.clone() })
    }
}

/// A question that can be followed on, and the answerer that answered it.
#[derive(Clone, Debug)]
pub(super) struct Last {
    pub query: Query,
    pub answerer: Weak<Answerer>,
}

/// The question before, for one that may follow on.
#[derive(Default)]
pub(super) struct Before {
    pub last: Option<Last>,
    /// Whether words may lack what that said.
    pub in_thread: bool,
}

/// The last question that was answered, and the messages of the answer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Exchange {
    pub question: i32,
    pub answer: Vec<i32>,
}

impl Chats {
    pub(in crate::telegram) fn new(breaker: Arc<Breaker>, first: &Arc<Answerer>) -> Self {
        let (recalled, moved) = (Mutex::new(Recent::new(CHATS)), Mutex::new(Recent::new(CHATS)));
        Self { breaker, first: Arc::downgrade(first), recalled, moved }
    }

    /// The language that a chat chose, else the one that the sender's Telegram is in.
    pub(super) async fn language(&self, chat: i64, of_sender: Option<Language>) -> Language {
        let known = self.recalled().touch(&chat).chosen;
        let chosen = match known {
            Some(chosen) => chosen,
            None => match self.breaker.wait(self.breaker.store().language(chat)).await {
                Ok(chosen) => {
                    self.recalled().touch(&chat).chosen = Some(chosen);
                    chosen
                }
                Err(_) => None,
            },
        };
        chosen.or(of_sender).unwrap_or_default()
    }

    /// Keeps the language that a chat chose; none goes back to the sender's own.
    pub(super) async fn choose_language(&self, chat: i64, language: Option<Language>) {
        self.recalled().touch(&chat).chosen = Some(language);
        let store = Arc::clone(self.breaker.store());
        breaker::start(async move {
            if let Err(error) = store.choose_language(chat, language).await {
                log::error!("chat {chat}: its language cannot be kept: {error:?}");
            }
        })
        .await;
    }

    /// Notes that a group has another number.
    pub(super) async fn move_chat(&self, from: i64, to: i64) {
        *self.moved().touch(&from) = Some(to);
        let recall = self.recalled().forget(&from);
        if let Some(recall) = recall {
            self.recalled().touch(&to).chosen = recall.chosen;
        }
        let store = Arc::clone(self.breaker.store());
        breaker::start(async move {
            if let Err(error) = store.move_chat(from, to).await {
                log::error!("chat {from} is {to} now, which cannot be kept: {error:?}");
            }
        })
        .await;
    }

    /// The place as it is now, should its group have moved.
    pub(super) fn now_at(&self, place: Place) -> Place {
        match self.moved().get(&place.chat) {
            Some(Some(to)) => Place::moved_to(*to),
            _ => place,
        }
    }

    /// The messages that the answer takes the place of; none if there is to be no answer.
    pub(super) fn to_write_over(&self, chat: i64, question: &Question) -> Option<Vec<i32>> {
        if !question.edited {
            return Some(Vec::new());
        }
        let chats = self.recalled();
        let exchange = chats.get(&chat)?.exchange.as_ref()?;
        (exchange.question == question.message).then(|| exchange.answer.clone())
    }

    /// The question that this one may follow on: that of the message it replies to, else the chat's last.
    pub(super) fn last(&self, chat: i64, question: &Question, answerer: &Answerer) -> Option<Last> {
        let chats = self.recalled();
        let recall = chats.get(&chat);
        let last = || recall.and_then(|recall| recall.last.as_ref()?.read(answerer));
        let Some(replied) = &question.replied else { return last() };
        let latest = recall.and_then(|recall| recall.exchange.as_ref());
        if latest.is_some_and(|exchange| exchange.answer.contains(&replied.message)) {
            return last();
        }
        let buttons = replied.data.iter().filter_map(|data| question::parse_button(data, answerer.catalogue()));
        let buttons: Vec<Pressed> = buttons.collect();
        let under = || buttons.iter().find_map(|button| button.under.clone()?.followed());
        let behind = || buttons.iter().find_map(|button| behind(&button.query));
        let about = || buttons.iter().find_map(|button| about(&button.query));
        let query = under().or_else(behind).or_else(about);
        let query = query.or_else(|| buttons.into_iter().find_map(|button| button.query.followed()));
        // Nobody knows which answerer gave an older answer; if there was one only, that one.
        query.map(|query| Last { query, answerer: self.first.clone() }).or_else(last)
    }

    /// Remembers a reply; `exchange` is none where it answers no message.
    pub(super) fn remember(&self, chat: i64, reply: &Reply, answerer: &Arc<Answerer>, exchange: Option<Exchange>) {
        let mut chats = self.recalled();
        let recall = chats.touch(&chat);
        if let Some(query) = reply.query.clone().and_then(Query::followed) {
            recall.last = Some(Spelled::new(&query, answerer));
        }
        if exchange.is_some() {
            recall.exchange = exchange;
        }
    }

    pub(super) fn forget(&self, chat: i64) {
        self.recalled().forget(&chat);
    }

    fn recalled(&self) -> MutexGuard<'_, Recent<i64, Recall>> {
        self.recalled.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn moved(&self) -> MutexGuard<'_, Recent<i64, Option<i64>>> {
        self.moved.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The question whose sources or details this button shows: the answer's own.
fn behind(query: &Query) -> Option<Query> {
    matches!(query, Query::SourcesOf(_) | Query::Details(..)).then(|| query.answered().clone())
}

/// The question of an answer that has this button; of several calculated numbers it may be another.
fn about(query: &Query) -> Option<Query> {
    match query {
        Query::Why(ask) => Some(Query::Figures(ask.clone())),
        _ => None,
    }
}
