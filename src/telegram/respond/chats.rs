//! The memory of chats: the language of each, and its number if it moved.
//!
//! Both are in the store as well; here they are for the latest chats only.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::{
    language::Language,
    telegram::{
        breaker::{self, Breaker},
        incoming::Place,
        recent::Recent,
    },
};

/// The chats of which something is remembered.
const CHATS: usize = 10_000;

/// The memory of all chats.
pub(in crate::telegram) struct Chats {
    breaker: Arc<Breaker>,
    /// The language that each chose, if it did; none outside as long as the store was not asked.
    chosen: Mutex<Recent<i64, Option<Option<Language>>>>,
    /// The new number of groups that have one.
    moved: Mutex<Recent<i64, Option<i64>>>,
}

impl Chats {
    pub(in crate::telegram) fn new(breaker: Arc<Breaker>) -> Self {
        let (chosen, moved) = (Mutex::new(Recent::new(CHATS)), Mutex::new(Recent::new(CHATS)));
        Self { breaker, chosen, moved }
    }

    /// The language that a chat chose, else the one that the sender's Telegram is in.
    pub(super) async fn language(&self, chat: i64, of_sender: Option<Language>) -> Language {
        let known = *self.chosen().touch(&chat);
        let chosen = match known {
            Some(chosen) => chosen,
            None => match self.breaker.wait(self.breaker.store().language(chat)).await {
                Ok(chosen) => {
                    *self.chosen().touch(&chat) = Some(chosen);
                    chosen
                }
                Err(_) => None,
            },
        };
        chosen.or(of_sender).unwrap_or_default()
    }

    /// Keeps the language that a chat chose; none goes back to the sender's own.
    pub(super) async fn choose_language(&self, chat: i64, language: Option<Language>) {
        *self.chosen().touch(&chat) = Some(language);
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
        let chosen = self.chosen().forget(&from);
        if let Some(chosen) = chosen {
            *self.chosen().touch(&to) = chosen;
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

    pub(super) fn forget(&self, chat: i64) {
        self.chosen().forget(&chat);
    }

    fn chosen(&self) -> MutexGuard<'_, Recent<i64, Option<Option<Language>>>> {
        self.chosen.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn moved(&self) -> MutexGuard<'_, Recent<i64, Option<i64>>> {
        self.moved.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
