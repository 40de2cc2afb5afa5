//! Saying something in a chat: a sentence, a reply, or messages to an admin.

use std::{borrow::Cow, vec};

use teloxide::types::ReplyMarkup;
use tokio::time::Instant;

use super::{Responder, Undone, done};
use crate::{
    question::Query,
    render::html::{Telegram, escape},
    reply::Reply,
    telegram::{
        admin::{Keys, Said},
        fit,
        incoming::{Place, Press},
        keyboards,
        refusal::Refusal,
        send::{Unwritten, Writing},
    },
};

/// The name of a backup.
const BACKUP: &str = "tradefacts.yaml";

/// A place to write to, and the time by which that has to be begun.
struct Spot {
    place: Place,
    /// The messages of ours to write over, as far as they go.
    over: vec::IntoIter<i32>,
    reply_to: Option<i32>,
    until: Instant,
}

impl Spot {
    fn new(place: Place, over: Vec<i32>, reply_to: Option<i32>, until: Instant) -> Self {
        Self { place, over: over.into_iter(), reply_to, until }
    }
}

impl Responder {
    /// Says one sentence.
    pub(super) async fn say(
        &self,
        place: Place,
        reply_to: Option<i32>,
        words: &str,
        until: Instant,
    ) -> Result<(), Undone> {
        let mut spot = Spot::new(self.chats.now_at(place), Vec::new(), reply_to, until);
        done(self.write(&mut spot, &fit::messages(&escape(words)), None).await.map(drop))
    }

    /// Sees to it that a reply to somebody is said whole or not begun.
    pub(super) fn find_room(&self, place: Place, person: i64, reply: &Reply) -> Result<(), Undone> {
        let messages = parts(reply).len();
        let has_room = || self.sender.room_opens(place.chat, person, messages).is_none();
        if place.private || messages == 1 || has_room() { Ok(()) } else { Err(Undone::NoRoom(messages)) }
    }

    /// Sends a reply, over these messages as far as they go, with the way back `from` where one came. Gives the chat it
    /// is in now, and its messages.
    pub(super) async fn show(
        &self,
        place: Place,
        over: Vec<i32>,
        reply_to: Option<i32>,
        reply: &Reply,
        from: Option<&Query>,
        until: Instant,
    ) -> Result<(i64, Vec<i32>), Unwritten> {
        let mut spot = Spot::new(place, over, reply_to, until);
        let messages = self.write(&mut spot, &parts(reply), keyboards::under_reply(reply, from).as_ref()).await?;
        for message in spot.over {
            self.sender.delete(spot.place.chat, message).await;
        }
        Ok((spot.place.chat, messages))
    }

    /// Tells an admin one thing after the other, over these messages as far as they go.
    pub(super) async fn tell(
        &self,
        place: Place,
        over: Vec<i32>,
        said: Vec<Said>,
        until: Instant,
    ) -> Result<(), Undone> {
        let mut spot = Spot::new(place, over, None, until);
        for Said { html, keys } in said {
            let told = match keys {
                Keys::File(text) => {
                    self.sender.send_file(spot.place, BACKUP, &text, &fit::caption(&html), spot.until).await
                }
                keys => {
                    let keyboard = keyboards::under_admins(keys, &self.me.username);
                    self.write(&mut spot, &fit::messages(&html), keyboard.as_ref()).await.map(drop)
                }
            };
            done(told)?;
        }
        Ok(())
    }

    /// Ends the wait of whoever pressed a button. Words are shown in passing or, where they are too long for that or it
    /// is too late, said beneath.
    pub(super) async fn acknowledge(&self, press: &Press, words: Option<String>, until: Instant) -> Result<(), Undone> {
        let toast = words.as_deref().filter(|words| fit::is_toast(words));
        let is_told = match self.sender.acknowledge(&press.id, toast, until).await {
            Ok(()) => toast.is_some(),
            Err(Refusal::TooOld) => false,
            Err(refusal) => {
                log::warn!("a press was not acknowledged ({refusal})");
                toast.is_some() && matches!(refusal, Refusal::TimedOut(_))
            }
        };
        match (&words, press.under) {
            (Some(words), Some((place, message))) if !is_told => self.say(place, Some(message), words, until).await,
            _ => Ok(()),
        }
    }

    /// Writes messages one after the other, with the keyboard under the last. What was begun may be ended later.
    async fn write(
        &self,
        spot: &mut Spot,
        parts: &[Cow<'_, str>],
        keyboard: Option<&ReplyMarkup>,
    ) -> Result<Vec<i32>, Unwritten> {
        let mut messages = Vec::with_capacity(parts.len());
        for (index, html) in parts.iter().enumerate() {
            let Spot { place, reply_to, until, .. } = *spot;
            let keyboard = keyboard.filter(|_| index + 1 == parts.len());
            let writing = Writing { place, over: spot.over.next(), reply_to, html, keyboard };
            let written = self.sender.write(writing, until).await?;
            if written.chat != place.chat {
                self.chats.move_chat(place.chat, written.chat).await;
                *spot = Spot::new(Place::moved_to(written.chat), Vec::new(), None, until);
            }
            spot.until = self.sender.renewed(until);
            messages.push(written.message);
        }
        Ok(messages)
    }
}

/// The messages that a reply takes.
fn parts(reply: &Reply) -> Vec<Cow<'_, str>> {
    reply.shown::<Telegram>().iter().flat_map(|part| fit::messages(part)).collect()
}
