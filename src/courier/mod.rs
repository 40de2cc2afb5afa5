//! Posting what schedules order, when it is due: each post once, or its owner is told why not.
//!
//! Schedules that fall due become rows of the ledger (`plan`); each row is claimed, rendered, and sent (`deliver`). If
//! a post went another way, its owner gets a [`Notice`]. Any number of replicas may do this on one store. The
//! [`Office`] carries out the orders of admins. It does not know Telegram (that is behind [`Messenger`]), a database,
//! or how a notice is worded.

mod backup;
mod deliver;
mod messenger;
mod moment;
mod notice;
mod office;
mod plan;
mod show;
mod turns;

pub use backup::{LARGEST_BACKUP, Restored};
pub use messenger::{Messenger, Post, Refused, Rights, Seen};
pub use moment::{moment, moments, zone_told};
pub use notice::Notice;
pub use office::{Connected, Denied, Echo, Office};
pub use show::{At, Shown, question_of, show};

use std::{
    collections::hash_map::RandomState,
    hash::{BuildHasher, Hasher},
    process,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use jiff::SignedDuration;
use tokio::{
    sync::{Notify, OwnedSemaphorePermit, Semaphore},
    time::timeout,
};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use self::turns::Turns;
use crate::{
    clock::Clock,
    reply::Current,
    schedule::{Fate, Key},
    store::{REPLICA, Store, StoreError},
};

/// The time for which a claim holds.
const HOLD: Duration = Duration::from_secs(30);
/// Posts that go out within this time are claimed ahead.
const AHEAD: SignedDuration = SignedDuration::from_secs(2);
/// A call that began so long ago has no answer any more: longer than a call can take.
const LOST: Duration = Duration::from_secs(30);
/// A clock that is further off than this plans and posts nothing.
const ASTRAY: SignedDuration = SignedDuration::from_mins(2);
/// The pauses between two looks: for posts that are due, for lost ones, and for the number of replicas.
const TICK: Duration = Duration::from_millis(500);
const LOOK_FOR_LOST: Duration = Duration::from_secs(3);
const COUNT_REPLICAS: Duration = Duration::from_secs(3);
/// A replica that has shown no presence for so long is gone.
const ALIVE: Duration = Duration::from_secs(12);
/// The tries to note the fate of a post, and the longest wait between two: some ten minutes in all.
const SETTLE_TRIES: u32 = 130;
const SETTLE_AGAIN: Duration = Duration::from_secs(5);
/// Schedules planned in one transaction, and posts under way at once.
const BATCH: usize = 500;
const AT_ONCE: usize = 50;
/// Telegram takes thirty messages a second of a bot; the rest is left for answers.
const A_SECOND: f64 = 25.0;

/// Plans and posts.
pub struct Courier {
    store: Arc<dyn Store>,
    current: Arc<Current>,
    messenger: Arc<dyn Messenger>,
    clock: Clock,
    /// Our name among the replicas.
    holder: String,
    turns: Arc<Turns>,
    /// Wakes the claim loop.
    planned: Notify,
    places: Arc<Semaphore>,
    /// Set while the clock is wrong, so that it is logged once.
    astray: AtomicBool,
}

impl Courier {
    /// Posts as `replica`, a name that no other process has.
    pub fn new(
        store: Arc<dyn Store>,
        current: Arc<Current>,
        messenger: Arc<dyn Messenger>,
        clock: Clock,
        replica: &str,
    ) -> Self {
        Self {
            store,
            current,
            messenger,
            clock,
            holder: replica.to_owned(),
            turns: Arc::new(Turns::new(A_SECOND)),
            planned: Notify::new(),
            places: Arc::new(Semaphore::new(AT_ONCE)),
            astray: AtomicBool::new(false),
        }
    }

    /// Plans and posts until told to stop; then finishes the posts under way, within `finish`.
    pub async fn run(self: Arc<Self>, stop: CancellationToken, finish: Duration) {
        let tasks = TaskTracker::new();
        tokio::join!(
            self.again_and_again(&stop, TICK, || self.plan_all()),
            self.again_and_again(&stop, LOOK_FOR_LOST, || self.lose()),
            self.again_and_again(&stop, COUNT_REPLICAS, || self.share()),
            self.post_all(&stop, &tasks),
        );
        tasks.close();
        if timeout(finish, tasks.wait()).await.is_err() {
            log::warn!("posts are under way still: what becomes of them is for the next start to ask");
        }
        if let Err(error) = self.store.release(&self.lease(), &self.holder).await {
            log::info!("our place among the replicas is not given back: {error}");
        }
    }

    /// Does something at once and then after each wait. A failure of the store is told, and is no end.
    async fn again_and_again<D>(&self, stop: &CancellationToken, wait: Duration, mut what: impl FnMut() -> D)
    where
        D: Future<Output = Result<(), StoreError>>,
    {
        let mut failing = false;
        loop {
            match what().await {
                Ok(()) => failing = false,
                Err(error) if !failing => {
                    log::error!("schedules wait, for the store fails: {error:?}");
                    failing = true;
                }
                Err(_) => {}
            }
            tokio::select! {
                () = stop.cancelled() => return,
                () = tokio::time::sleep(wait) => {}
            }
        }
    }

    /// Plans all that is due.
    async fn plan_all(&self) -> Result<(), StoreError> {
        while self.clock_is_right().await {
            let now = self.clock.now();
            let due = self.store.due(now, BATCH).await?;
            let plans: Vec<_> = due.iter().map(|(schedule, was)| plan::plan(schedule, *was, now)).collect();
            let taken = self.store.plan(&plans, now).await?;
            if taken > 0 {
                self.planned.notify_one();
            }
            if due.len() < BATCH {
                break;
            }
        }
        Ok(())
    }

    /// Compares our clock with Telegram's: posts that a wrong one plans or sends cannot be taken back.
    async fn clock_is_right(&self) -> bool {
        let time = self.messenger.time().await;
        let ahead = time.map(|time| SignedDuration::from_secs(self.clock.now().duration_since(time).as_secs()));
        let is_right = ahead.is_none_or(|ahead| ahead.abs() <= ASTRAY);
        if self.astray.swap(!is_right, Ordering::Relaxed) == is_right {
            match ahead {
                Some(ahead) if !is_right => log::error!(
                    "nothing is posted: this machine's clock is {ahead:#} ahead of Telegram's (behind if negative); set it"
                ),
                _ => log::info!("the clock is right again, so posts go on"),
            }
        }
        is_right
    }

    /// Claims posts and delivers them, each in a task of its own.
    async fn post_all(self: &Arc<Self>, stop: &CancellationToken, tasks: &TaskTracker) {
        let mut failing = false;
        while !stop.is_cancelled() {
            // No more than goes out soon, however small our part of the pace: no other can send a post that we hold.
            let free = self.places.available_permits().min(self.turns.within(AHEAD));
            let now = self.clock.now();
            let claimed = match free {
                0 => Ok(Vec::new()),
                _ if self.astray.load(Ordering::Relaxed) => Ok(Vec::new()),
                _ => self.store.claim(&self.holder, now, HOLD, free).await,
            };
            let claimed = claimed.unwrap_or_else(|error| {
                if !failing {
                    log::error!("nothing can be posted, for the store fails: {error:?}");
                }
                failing = true;
                Vec::new()
            });
            failing &= claimed.is_empty();
            let many = claimed.len();
            for delivery in claimed {
                let Ok(place) = Arc::clone(&self.places).try_acquire_owned() else { break };
                let (courier, turn, stop) = (Arc::clone(self), self.turns.queue(), stop.clone());
                tasks.spawn(async move {
                    // Given back even if this crashes.
                    let _place = Place { permit: Some(place), courier: Arc::clone(&courier) };
                    if let Err(error) = courier.deliver(&delivery, turn, &stop).await {
                        let (schedule, due) = (delivery.key.schedule, delivery.key.due);
                        log::error!("schedule {schedule}, due {due}: the store fails: {error:?}");
                    }
                });
            }
            if many == 0 || self.places.available_permits() == 0 {
                tokio::select! {
                    () = stop.cancelled() => {}
                    () = self.planned.notified() => {}
                    () = tokio::time::sleep(TICK) => {}
                }
            }
        }
    }

    /// Gives up posts that somebody began to send and never told the end of.
    async fn lose(&self) -> Result<(), StoreError> {
        for lost in self.store.lost(BATCH).await? {
            let key = lost.key;
            self.turned(key.schedule, lost.shown.as_deref().unwrap_or_default()).await?;
            let owner = self.store.schedule(key.schedule).await?.and_then(|schedule| schedule.owner);
            let notice = Notice::unknown(key).written();
            let owed = owner.map(|owner| (owner, notice.as_str()));
            if self.store.give_up(key, owed, self.clock.now()).await? {
                log::warn!("schedule {}, due {}: no telling whether the post arrived", key.schedule, key.due);
            }
        }
        Ok(())
    }

    /// Says that this replica is alive, so that its updates and claims stay its own.
    ///
    /// # Errors
    ///
    /// The store fails; it is said again by [`Self::run`].
    pub async fn show_presence(&self) -> Result<(), StoreError> {
        self.store.hold(&self.lease(), &self.holder, ALIVE).await.map(drop)
    }

    /// Says that we are there, and takes our part of the pace that Telegram allows.
    async fn share(&self) -> Result<(), StoreError> {
        self.show_presence().await?;
        let replicas = self.store.held(REPLICA).await?.max(1);
        self.turns.set(A_SECOND / f64::from(replicas));
        Ok(())
    }

    fn lease(&self) -> String {
        format!("{REPLICA}{}", self.holder)
    }

    /// Notes the fate of a delivery, for as long as a store may well be away: nobody else knows it.
    async fn settle(&self, key: Key, fate: &Fate, owed: Option<(i64, &str)>) -> Result<(), StoreError> {
        let mut tries = 0;
        loop {
            match self.store.settle_delivery(key, &self.holder, fate, owed, self.clock.now()).await {
                Ok(_) => return Ok(()),
                Err(error) if tries == SETTLE_TRIES => return Err(error),
                Err(_) => {
                    tries += 1;
                    tokio::time::sleep((TICK * tries).min(SETTLE_AGAIN)).await;
                }
            }
        }
    }
}

/// A place among the posts under way; whoever waits for one is woken when it is dropped.
struct Place {
    permit: Option<OwnedSemaphorePermit>,
    courier: Arc<Courier>,
}

impl Drop for Place {
    fn drop(&mut self) {
        drop(self.permit.take());
        self.courier.planned.notify_one();
    }
}

/// A name that no other process has.
pub fn replica() -> String {
    format!("{}-{:016x}", process::id(), RandomState::new().build_hasher().finish())
}
