//! Orders of admins, however they come: typed, by a button, by Telegram's picker, by a file. And the changes of rights
//! that concern their channels.

use tokio::time::Instant;

use super::{Responder, Undone, in_time};
use crate::{
    courier::LARGEST_BACKUP,
    language::Msg,
    schedule::{Order, OrderError},
    telegram::{
        admin::{self, Said, Who},
        incoming::{File, Membership, Place, Press, Shared},
    },
};

impl Responder {
    pub(super) async fn order(
        &self,
        place: Place,
        order: Result<Order, OrderError>,
        who: Who,
        until: Instant,
    ) -> Result<(), Undone> {
        let said = in_time(until, self.admin.order(order, who)).await?;
        self.tell(place, Vec::new(), said, until).await
    }

    /// The next step of a schedule that is put together, if these words were asked for. Without the store nobody is
    /// asked for words.
    pub(super) async fn typed(&self, words: &str, who: Who, until: Instant) -> Result<Option<Vec<Said>>, Undone> {
        match self.breaker.wait(self.admin.draft(who)).await.ok().flatten() {
            Some(draft) => in_time(until, Box::pin(self.admin.typed(draft, words, who))).await,
            None => Ok(None),
        }
    }

    pub(super) async fn order_by_button(&self, press: &Press, until: Instant) -> Result<(), Undone> {
        let Some((place, message)) = press.under.map(|(place, message)| (self.chats.now_at(place), message)) else {
            return self.acknowledge(press, None, until).await;
        };
        let language = in_time(until, self.chats.language(place.chat, press.language)).await?;
        let who = Who { person: press.person, language };
        if !place.private {
            return self.acknowledge(press, Some(who.language.say(Msg::InPrivate)), until).await;
        }
        if admin::is_to_forget(&press.data) {
            self.chats.forget(place.chat);
            in_time(until, self.threads.forget(press.person)).await?;
        }
        let pressed = in_time(until, self.admin.press(&press.data, who)).await?;
        let over = if pressed.over { vec![message] } else { Vec::new() };
        let (told, acknowledged) =
            tokio::join!(self.tell(place, over, pressed.said, until), self.acknowledge(press, pressed.toast, until));
        told.and(acknowledged)
    }

    /// Connects a chat that was picked.
    pub(super) async fn connect(&self, shared: &Shared, until: Instant) -> Result<(), Undone> {
        let Shared { place, person, language, request, chat, title, .. } = shared;
        let who = Who { person: *person, language: self.chats.language(place.chat, *language).await };
        let said = in_time(until, self.admin.shared(*request, *chat, title.as_deref(), who)).await?;
        self.tell(*place, Vec::new(), said, until).await
    }

    /// Takes a backup back.
    pub(super) async fn restore(&self, file: &File, until: Instant) -> Result<(), Undone> {
        let File { place, person, language, id, size } = file;
        let who = Who { person: *person, language: self.chats.language(place.chat, *language).await };
        let said = match self.admin.may_restore(*size, who).await {
            Err(said) => said,
            Ok(()) => {
                let fetched = self.sender.fetch_file(id, LARGEST_BACKUP, until).await;
                in_time(until, self.admin.restore(fetched, who)).await?
            }
        };
        self.tell(*place, Vec::new(), said, until).await
    }

    pub(super) async fn note_membership(&self, membership: &Membership) {
        let Membership { room, who, is_me, could_post, may_post, is_there, by, .. } = membership.clone();
        let (chat, let_in_by) = (room.id, (may_post && !could_post).then_some(by));
        let noted = match room.seen() {
            Some(seen) if is_me => self.admin.bot_is(seen, may_post, is_there, let_in_by).await,
            _ => self.admin.person_is(chat, who, may_post).await,
        };
        if let Err(error) = noted {
            log::error!("chat {chat}: who may post there now cannot be kept: {error:?}");
        }
    }

    /// Gives a person a notice that they are owed. True if that is done with, so that it is not owed any more.
    pub(in crate::telegram) async fn give_notice(&self, person: i64, written: &str, until: Instant) -> bool {
        let who = Who { person, language: self.chats.language(person, None).await };
        match self.admin.notice(written, who).await {
            Ok(Some(said)) => {
                let told = self.tell(Place::private(person), Vec::new(), vec![said], until).await;
                matches!(told, Ok(()) | Err(Undone::Unsure))
            }
            Ok(None) => true,
            Err(error) => {
                log::error!("what {person} is owed cannot be read: {error:?}");
                false
            }
        }
    }
}
