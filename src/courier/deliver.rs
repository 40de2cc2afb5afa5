//! One delivery, from the claim to its fate.

use std::time::Duration;

use jiff::SignedDuration;
use tokio_util::sync::CancellationToken;

use super::{
    Courier, LOST, Notice,
    messenger::{Post, Refused, Rights},
    show::{At, Shown, rotated, show},
    turns::Turn,
};
use crate::{
    schedule::{Address, Channel, Delivery, Fate, Schedule, Skip, Suspended, What},
    store::StoreError,
};

/// The time for which the rights of both are taken for granted.
const FRESH: SignedDuration = SignedDuration::from_hours(1);
/// The longest wait between two tries.
const LONGEST: Duration = Duration::from_secs(300);

/// The result of asking anew about a channel.
enum Checked {
    Right,
    /// An order has changed it meanwhile, and stands.
    Changed,
    Refused(Refused),
}

impl Courier {
    pub(super) async fn deliver(
        &self,
        delivery: &Delivery,
        turn: Turn,
        stop: &CancellationToken,
    ) -> Result<(), StoreError> {
        let key = delivery.key;
        let schedule = self.store.schedule(key.schedule).await?;
        let is_open = |channel: &Channel| channel.suspended.is_none() && channel.owner.is_some();
        let channel = self.store.channel(delivery.chat).await?.filter(is_open);
        let (Some(schedule), Some(channel)) = (schedule, channel) else {
            return self.settle(key, &Fate::Skipped(Skip::Stopped), None).await;
        };
        let now = self.clock.now();
        if !delivery.wanted && now.duration_since(key.due) > schedule.grace.duration() {
            return self.skip(&schedule, delivery, Skip::Late).await;
        }
        if now.duration_since(channel.checked) > FRESH {
            match self.check(&channel).await? {
                Checked::Changed => return self.put_back(delivery, Duration::ZERO, false).await,
                Checked::Right => {}
                Checked::Refused(refused) => return self.refused(refused, &schedule, &channel, delivery).await,
            }
        }
        let Some(shown) = self.show(&schedule, delivery).await? else {
            return self.skip(&schedule, delivery, Skip::NoAnswer).await;
        };
        if let Err(wait) = self.messenger.turn(channel.chat) {
            return self.put_back(delivery, wait, false).await;
        }
        turn.wait().await;
        if stop.is_cancelled() {
            return self.put_back(delivery, Duration::ZERO, false).await;
        }
        let now = self.clock.now();
        if !self.store.begin_sending(key, &self.holder, &shown.record, now, LOST).await? {
            return Ok(());
        }
        let post = Post {
            chat: channel.chat,
            topic: schedule.topic,
            html: &shown.html,
            links: &shown.links,
            language: schedule.language,
            silent: schedule.silent,
        };
        match self.messenger.post(&post).await {
            Ok(message) => {
                let turned = self.turned(schedule.id, &shown.record).await;
                self.settle(key, &Fate::Sent(Some(message)), None).await?;
                turned
            }
            Err(refused @ Refused::Unknown(_)) => {
                let turned = self.turned(schedule.id, &shown.record).await;
                self.refused(refused, &schedule, &channel, delivery).await?;
                turned
            }
            Err(refused) => self.refused(refused, &schedule, &channel, delivery).await,
        }
    }

    /// Asks anew about a channel, and keeps the answer.
    async fn check(&self, channel: &Channel) -> Result<Checked, StoreError> {
        let now = self.clock.now();
        let checked = self.ask_about(channel).await;
        let stands = match &checked {
            Ok(is) => self.store.change_channel(channel, &Channel { checked: now, ..is.clone() }, None, now).await?,
            Err(_) => self.store.channel(channel.chat).await?.as_ref() == Some(channel),
        };
        Ok(match checked {
            _ if !stands => Checked::Changed,
            Ok(_) => Checked::Right,
            Err(refused) => Checked::Refused(refused),
        })
    }

    /// Asks anew for the rights of both and the title of a channel.
    async fn ask_about(&self, channel: &Channel) -> Result<Channel, Refused> {
        let shut = |why| Err(Refused::Shut(why, String::new()));
        match self.messenger.rights(channel.chat, channel.owner).await {
            Ok(Rights { bot: false, .. }) => shut(Suspended::NoRights),
            Ok(Rights { person: false, .. }) => shut(Suspended::NoOwner),
            Ok(_) => Ok(match self.messenger.look(&Address::Id(channel.chat)).await {
                Ok(Some(seen)) => seen.names(channel),
                // The old name does as well.
                Ok(None) | Err(_) => channel.clone(),
            }),
            // A question changes nothing, so it may be asked again.
            Err(Refused::Unknown(why) | Refused::Wrong(why)) => Err(Refused::Again(why)),
            Err(refused) => Err(refused),
        }
    }

    async fn show(&self, schedule: &Schedule, delivery: &Delivery) -> Result<Option<Shown>, StoreError> {
        let answerer = self.current.answerer();
        let at = At { due: Some(delivery.key.due), now: self.clock.now() };
        if schedule.what != What::Rotate {
            return Ok(show(&answerer, schedule, &[], at));
        }
        // A post that is sent again shows the same fact.
        let again = delivery.shown.as_deref().and_then(rotated).and_then(|(item, _)| What::parse(&item));
        if let Some(what) = again {
            return Ok(show(&answerer, &Schedule { what, ..schedule.clone() }, &[], at));
        }
        Ok(show(&answerer, schedule, &self.store.rotated(schedule.id).await?, at))
    }

    /// Remembers the fact that a rotation has shown, or may have.
    pub(super) async fn turned(&self, schedule: i64, record: &str) -> Result<(), StoreError> {
        match rotated(record) {
            Some((item, anew)) => self.store.rotate(schedule, &item, anew).await,
            None => Ok(()),
        }
    }

    async fn refused(
        &self,
        refused: Refused,
        schedule: &Schedule,
        channel: &Channel,
        delivery: &Delivery,
    ) -> Result<(), StoreError> {
        let (key, chat) = (delivery.key, channel.chat);
        let told = |notice: Notice| schedule.owner.map(|owner| (owner, notice.written()));
        let refused = match refused {
            Refused::Moved(to) if to == chat => Refused::Again("it is said to have moved to where it is".to_owned()),
            refused => refused,
        };
        let (fate, owed) = match refused {
            Refused::Wait(wait) => {
                log::info!("chat {chat}: Telegram asks for {} s; its posts wait", wait.as_secs());
                return self.put_back(delivery, wait, true).await;
            }
            Refused::Again(why) => {
                let wait = Duration::from_secs(1 << delivery.tries.min(9)).min(LONGEST);
                log::warn!("chat {chat}: a post does not go out ({why}); again in {} s", wait.as_secs());
                return self.put_back(delivery, wait, true).await;
            }
            Refused::Moved(to) => {
                log::info!("chat {chat} goes on as {to}");
                self.store.move_chat(chat, to).await?;
                return self.put_back(delivery, Duration::ZERO, false).await;
            }
            Refused::Shut(why, words) => {
                self.suspend(chat, why, &words).await?;
                (Fate::Refused(if words.is_empty() { why.word().to_owned() } else { words }), None)
            }
            Refused::Wrong(why) => {
                log::error!("chat {chat}: Telegram does not take a post ({why})");
                (Fate::Refused(why.clone()), told(Notice::Refused { schedule: key.schedule, due: key.due, why }))
            }
            Refused::Unknown(why) => {
                log::warn!("chat {chat}: no telling whether a post arrived ({why}); it is not sent again");
                (Fate::Unknown, told(Notice::unknown(key)))
            }
        };
        self.settle(key, &fate, owed.as_ref().map(|(owner, words)| (*owner, words.as_str()))).await
    }

    async fn suspend(&self, chat: i64, why: Suspended, words: &str) -> Result<(), StoreError> {
        log::warn!("chat {chat}: nothing can be posted ({why:?}, {words}); suspended");
        super::office::suspend(self.store.as_ref(), chat, why, words, self.clock.now()).await
    }

    async fn skip(&self, schedule: &Schedule, delivery: &Delivery, why: Skip) -> Result<(), StoreError> {
        let notice = Notice::skipped(schedule.id, why, &[delivery.key.due]).map(|notice| notice.written());
        let owed = schedule.owner.zip(notice.as_deref());
        self.settle(delivery.key, &Fate::Skipped(why), owed).await
    }

    async fn put_back(&self, delivery: &Delivery, wait: Duration, tried: bool) -> Result<(), StoreError> {
        self.store.put_back(delivery.key, &self.holder, self.clock.now() + wait, tried).await.map(drop)
    }
}
