//! Signs of life in the store: that the bot is there, when Telegram last answered, and what is wrong.
//!
//! It does not know who looks, nor what is done about it.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use jiff::Timestamp;
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

use crate::{
    clock::Clock,
    store::{Condition, Store, StoreError},
};

/// The pause between two signs of life, after each of which deleted rows go from the file for good.
const EVERY: Duration = Duration::from_secs(5);

pub(crate) struct Heartbeat {
    clock: Clock,
    /// When Telegram last answered; none before it did.
    heard: Mutex<Option<Timestamp>>,
    /// Telegram answered, after a silence.
    again: Notify,
}

impl Heartbeat {
    pub(crate) fn new(clock: Clock) -> Self {
        Self { clock, heard: Mutex::default(), again: Notify::new() }
    }

    /// Notes that Telegram has just answered.
    pub(crate) fn heard(&self) {
        let now = self.clock.now();
        let before = self.heard.lock().unwrap_or_else(PoisonError::into_inner).replace(now);
        let silence = before.map(|before| now.duration_since(before).unsigned_abs());
        if silence.is_none_or(|silence| silence > EVERY) {
            self.again.notify_one();
        }
    }

    /// Writes signs of life until told to stop.
    pub(crate) async fn keep(self: Arc<Self>, store: Arc<dyn Store>, stop: CancellationToken) {
        let mut failing = false;
        while !stop.is_cancelled() {
            let kept = self.write(store.as_ref()).await;
            if let Err(error) = &kept
                && !failing
            {
                log::error!("no sign of life can be written, so this bot looks dead: {error:?}");
            }
            failing = kept.is_err();
            tokio::select! {
                () = stop.cancelled() => {}
                () = self.again.notified() => {}
                () = tokio::time::sleep(EVERY) => {}
            }
        }
    }

    async fn write(&self, store: &dyn Store) -> Result<(), StoreError> {
        let heard = *self.heard.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(heard) = heard {
            store.beat(heard).await?;
        }
        store.keep_condition(&Condition { at: self.clock.now(), trouble: store.trouble() }).await?;
        store.tidy().await
    }
}
