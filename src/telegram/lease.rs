//! Which replica fetches updates: the one that holds a lease in the store. The others stand by.

use std::{sync::Arc, time::Duration};

use tokio_util::sync::CancellationToken;

use crate::{courier::replica, store::Store};

/// So long it holds without being kept on: a dead replica is followed within that.
const HOLD: Duration = Duration::from_secs(6);
const KEEP_ON: Duration = Duration::from_secs(2);
const LOOK: Duration = Duration::from_millis(500);
const NAME: &str = "poll";

pub(super) struct Lease {
    store: Arc<dyn Store>,
    pub holder: String,
}

impl Lease {
    pub(super) fn new(store: Arc<dyn Store>) -> Self {
        Self { store, holder: replica() }
    }

    /// Waits until it is ours; false if told to stop before.
    pub(super) async fn take(&self, stop: &CancellationToken) -> bool {
        let (mut told, mut failing) = (false, false);
        while !stop.is_cancelled() {
            match self.hold().await {
                Ok(true) => {
                    if told {
                        log::info!("fetching updates from now on");
                    }
                    return true;
                }
                Ok(false) if !told => {
                    log::info!("another replica fetches updates; standing by");
                    told = true;
                }
                Ok(false) => {}
                // Whoever has it goes on without the store.
                Err(error) if told && !failing => {
                    log::error!("the store cannot say who fetches updates; still standing by: {error:?}");
                    failing = true;
                }
                Err(_) if told => {}
                Err(error) => {
                    log::error!("the store cannot say who fetches updates, so we do: {error:?}");
                    return true;
                }
            }
            tokio::select! {
                () = stop.cancelled() => {}
                () = tokio::time::sleep(LOOK) => {}
            }
        }
        false
    }

    /// Keeps it on; ends when another has it.
    pub(super) async fn keep(&self) {
        let mut failing = false;
        loop {
            tokio::time::sleep(KEEP_ON).await;
            match self.hold().await {
                Ok(true) => failing = false,
                Ok(false) => {
                    log::warn!("another replica has begun to fetch updates, so we stop");
                    return;
                }
                Err(_) if failing => {}
                Err(error) => {
                    log::error!("the store cannot say who fetches updates, so we go on: {error:?}");
                    failing = true;
                }
            }
        }
    }

    pub(super) async fn give_back(&self) {
        if let Err(error) = self.store.release(NAME, &self.holder).await {
            log::info!("it is not noted that we fetch no more updates: {error}");
        }
    }

    async fn hold(&self) -> Result<bool, crate::store::StoreError> {
        self.store.hold(NAME, &self.holder, HOLD).await
    }
}
