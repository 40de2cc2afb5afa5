//! The lease in the store by which one replica fetches updates. The others stand by.

use std::{sync::Arc, time::Duration};

use tokio::time::{Instant, timeout};
use tokio_util::sync::CancellationToken;

use crate::store::{Store, StoreError};

/// The time for which the lease holds without being renewed: a dead replica is followed within that.
const HOLD: Duration = Duration::from_secs(6);
const KEEP_ON: Duration = Duration::from_secs(2);
const LOOK: Duration = Duration::from_millis(500);
/// The time after a failure of the store in which nobody else takes over: the replica that fetches needs less to renew
/// its lease.
const GIVE_WAY: Duration = Duration::from_secs(5);
const NAME: &str = "poll";

pub(super) struct Lease {
    store: Arc<dyn Store>,
    holder: Arc<str>,
}

impl Lease {
    pub(super) fn new(store: Arc<dyn Store>, holder: Arc<str>) -> Self {
        Self { store, holder }
    }

    /// Waits until the lease is ours; false if told to stop before.
    pub(super) async fn take(&self, stop: &CancellationToken) -> bool {
        let (mut stands_by, mut failing) = (false, false);
        let begun = Instant::now();
        while !stop.is_cancelled() {
            match if failing { self.answers().await } else { self.hold().await } {
                // The store is back. The replica that fetched meanwhile says so first, so that never two do.
                Ok(_) if failing => {
                    failing = false;
                    pause(GIVE_WAY, stop).await;
                    continue;
                }
                Ok(true) => {
                    if stands_by {
                        log::info!("fetching updates from now on");
                    }
                    return true;
                }
                Ok(false) if !stands_by => {
                    log::info!("another replica fetches updates; standing by");
                    stands_by = true;
                }
                Ok(false) => {}
                // The replica that has the lease goes on without the store.
                Err(error) if stands_by && !failing => {
                    log::error!("the store cannot say who fetches updates; still standing by: {error:?}");
                    failing = true;
                }
                Err(_) if stands_by => {}
                Err(error) if begun.elapsed() > HOLD => {
                    log::error!("the store cannot say who fetches updates, so we do: {error:?}");
                    return true;
                }
                Err(_) => {}
            }
            pause(LOOK, stop).await;
        }
        false
    }

    /// Renews the lease; ends when another replica has it.
    pub(super) async fn keep(&self) {
        let mut failing = false;
        loop {
            tokio::time::sleep(if failing { LOOK } else { KEEP_ON }).await;
            let held = timeout(KEEP_ON, self.hold()).await;
            match held {
                Ok(Ok(true)) => failing = false,
                Ok(Ok(false)) => {
                    log::warn!("another replica has begun to fetch updates, so we stop");
                    return;
                }
                _ if failing => {}
                Ok(Err(error)) => {
                    log::error!("the store cannot say who fetches updates, so we go on: {error:?}");
                    failing = true;
                }
                Err(_) => {
                    log::error!("the store does not say who fetches updates, so we go on");
                    failing = true;
                }
            }
        }
    }

    /// Asks the store anything, to see whether it answers; true, or why not.
    async fn answers(&self) -> Result<bool, StoreError> {
        self.store.held(NAME).await.map(|_| true)
    }

    pub(super) async fn give_back(&self) {
        if let Err(error) = self.store.release(NAME, &self.holder).await {
            log::info!("it is not noted that we fetch no more updates: {error}");
        }
    }

    async fn hold(&self) -> Result<bool, StoreError> {
        self.store.hold(NAME, &self.holder, HOLD).await
    }
}

async fn pause(wait: Duration, stop: &CancellationToken) {
    tokio::select! {
        () = stop.cancelled() => {}
        () = tokio::time::sleep(wait) => {}
    }
}
