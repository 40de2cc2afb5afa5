//! One lane for each chat that has something to be dealt with.
//!
//! Within a lane one thing after the other, so that answers keep the order of the questions; lanes do not
//! wait for each other. Each thing is dealt with in a task of its own, so that a crash ends it alone. What
//! was not done in time has failed for good, and the chat is told so once, as soon as it can be told. What
//! is dealt with is settled in the inbox. It does not know what a question is.

use std::{
    collections::{HashMap, HashSet, VecDeque},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use tokio::{
    sync::{Notify, mpsc, oneshot},
    task::JoinHandle,
    time::{Instant, timeout},
};

use super::{
    clerk::{Clerk, Regret, Undone},
    send::backoff,
    update::Matter,
};
use crate::{clock::Clock, store::Store};

/// So much may wait in a lane; what comes on top has failed.
const LONGEST: usize = 300;

/// So long we try to tell a chat that it gets no answer.
const TELL: Duration = Duration::from_secs(60 * 60);

/// The first wait after something could not be noted.
const NOTE_AGAIN: Duration = Duration::from_millis(250);

/// Something taken in, to be dealt with in time.
#[derive(Debug)]
pub(crate) struct Job {
    pub update: i64,
    pub matter: Matter,
    pub since: Instant,
    pub until: Instant,
    pub origin: Origin,
}

/// Where a job has come from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Origin {
    /// It was written into the inbox, by this run of the bot.
    Inbox,
    /// It was found in the inbox.
    LeftOver,
    /// Telegram; it could not be written into the inbox.
    Telegram,
}

/// The lanes of all chats.
pub(crate) struct Lanes {
    clerk: Arc<Clerk>,
    store: Arc<dyn Store>,
    clock: Clock,
    state: Mutex<State>,
    /// Something was settled.
    settled: Notify,
    settler: mpsc::UnboundedSender<Settled>,
}

/// An update that is dealt with, and whom to tell once that is noted.
struct Settled {
    update: i64,
    noted: Option<oneshot::Sender<()>>,
}

#[derive(Default)]
struct State {
    lanes: HashMap<i64, Lane>,
    /// The updates that are not settled.
    held: HashSet<i64>,
}

#[derive(Default)]
struct Lane {
    waiting: VecDeque<Arc<Job>>,
    /// The last for which there was no room.
    no_room: Option<Arc<Job>>,
}

/// What the chat is owed for its failed questions, and what it was told.
#[derive(Default)]
struct Debt {
    /// The last that failed, and why.
    owed: Option<(Arc<Job>, Regret)>,
    /// Whatever was asked by then was covered by what was said.
    told: Option<Instant>,
}

impl Lanes {
    /// Lanes that settle what is done; the task ends, with all settled, once they are dropped.
    pub(crate) fn new(clerk: Arc<Clerk>, store: Arc<dyn Store>, clock: Clock) -> (Arc<Self>, JoinHandle<()>) {
        let (settler, done) = mpsc::unbounded_channel();
        let settling = tokio::spawn(settle(Arc::clone(&store), done));
        let lanes = Self { clerk, store, clock, state: Mutex::default(), settled: Notify::new(), settler };
        (Arc::new(lanes), settling)
    }

    /// Puts a job into its chat's lane. Returns at once.
    pub(crate) fn hand(self: &Arc<Self>, job: Job) {
        let (chat, job) = (job.matter.chat(), Arc::new(job));
        let mut state = self.state();
        if !state.held.insert(job.update) {
            return;
        }
        let begins = !state.lanes.contains_key(&chat);
        let lane = state.lanes.entry(chat).or_default();
        let turned_away = match lane.waiting.len() < LONGEST {
            true => {
                lane.waiting.push_back(job);
                None
            }
            false => lane.no_room.replace(job),
        };
        drop(state);
        if begins {
            tokio::spawn(Arc::clone(self).run(chat));
        }
        if let Some(job) = turned_away {
            self.settle(&job);
        }
    }

    /// Waits until all is settled, at most so long; whether it is.
    pub(crate) async fn finish(&self, within: Duration) -> bool {
        let all = async {
            loop {
                let settled = self.settled.notified();
                if self.state().lanes.is_empty() {
                    return;
                }
                settled.await;
            }
        };
        timeout(within, all).await.is_ok() && self.state().held.is_empty()
    }

    /// Waits until all of these are dealt with.
    pub(crate) async fn done(&self, updates: &[i64]) {
        loop {
            let settled = self.settled.notified();
            if !updates.iter().any(|update| self.state().held.contains(update)) {
                return;
            }
            settled.await;
        }
    }

    /// Works through one lane until it is empty.
    async fn run(self: Arc<Self>, chat: i64) {
        let mut debt = Debt::default();
        loop {
            let next = self.next(chat, &mut debt);
            if next.is_none() && debt.owed.is_none() {
                break;
            }
            if let Some(job) = &next
                && job.until <= self.clock.instant()
            {
                self.owe(&mut debt, Arc::clone(job), Regret::Late);
                continue;
            }
            if self.tell(chat, &mut debt).await.is_err() {
                return self.leave(chat);
            }
            let Some(job) = next else { continue };
            match self.carry(&job).await {
                Ok(()) | Err(Undone::Unsure) => self.settle_and_wait(&job).await,
                Err(Undone::Late) => {
                    log::warn!("update {} took too long", job.update);
                    self.owe(&mut debt, job, Regret::Late);
                }
                Err(Undone::Left) => return self.leave(chat),
            }
        }
        self.settled.notify_waiters();
    }

    /// The next job; takes the lane away if there is none and nothing is owed.
    fn next(&self, chat: i64, debt: &mut Debt) -> Option<Arc<Job>> {
        let mut state = self.state();
        let lane = state.lanes.entry(chat).or_default();
        let (next, no_room) = (lane.waiting.pop_front(), lane.no_room.take());
        if next.is_none() && no_room.is_none() && debt.owed.is_none() {
            state.lanes.remove(&chat);
        }
        drop(state);
        if let Some(job) = no_room {
            self.owe(debt, job, Regret::Flood);
        }
        next
    }

    /// Owes the chat a word about this job; one word does for all that failed.
    fn owe(&self, debt: &mut Debt, job: Arc<Job>, why: Regret) {
        if debt.told.is_some_and(|told| job.since <= told) {
            return self.settle(&job);
        }
        if let Some((earlier, _)) = debt.owed.replace((job, why)) {
            self.settle(&earlier);
        }
    }

    /// Deals with a job in a task of its own, which keeps to its time by itself: a call under way is not cut off.
    async fn carry(&self, job: &Arc<Job>) -> Result<(), Undone> {
        if job.origin == Origin::LeftOver
            && let Err(error) = self.store.begin(job.update).await
        {
            log::error!("update {}: cannot note that it is begun: {error:?}", job.update);
        }
        let (clerk, held) = (Arc::clone(&self.clerk), Arc::clone(job));
        match tokio::spawn(async move { clerk.deal(&held.matter, held.until).await }).await {
            Ok(outcome) => outcome,
            Err(crash) => {
                log::error!("update {} made us crash: {crash}", job.update);
                let until = job.until.max(self.clock.instant() + Duration::from_secs(2));
                self.clerk.regret(&job.matter, Regret::Crash, until).await
            }
        }
    }

    /// Says what is owed, if anything is, once it can be said; for all that has failed by then.
    async fn tell(&self, chat: i64, debt: &mut Debt) -> Result<(), Undone> {
        let Some((job, _)) = &debt.owed else { return Ok(()) };
        self.clerk.await_open(&job.matter).await?;
        for job in self.expired(chat) {
            self.owe(debt, job, Regret::Late);
        }
        let Some((job, why)) = debt.owed.take() else { return Ok(()) };
        match self.clerk.regret(&job.matter, why, self.clock.instant() + TELL).await {
            Err(Undone::Left) => return Err(Undone::Left),
            Ok(()) | Err(Undone::Late | Undone::Unsure) => self.settle(&job),
        }
        debt.told = Some(self.clock.instant());
        Ok(())
    }

    /// What waits at the head of the lane although its time is over.
    fn expired(&self, chat: i64) -> Vec<Arc<Job>> {
        let now = self.clock.instant();
        let mut state = self.state();
        let lane = state.lanes.entry(chat).or_default();
        let many = lane.waiting.iter().take_while(|job| job.until <= now).count();
        lane.waiting.drain(..many).collect()
    }

    /// Ends a lane with all that is in it unsettled: the next start finds it in the inbox.
    fn leave(&self, chat: i64) {
        self.state().lanes.remove(&chat);
        self.settled.notify_waiters();
    }

    fn settle(&self, job: &Job) {
        self.note(job, None);
    }

    /// Settles, and goes on only once that is noted: a kill then repeats one answer a chat at most.
    async fn settle_and_wait(&self, job: &Job) {
        let (noted, is_noted) = oneshot::channel();
        self.note(job, Some(noted));
        // Where it cannot be noted, that has been said.
        let _ = is_noted.await;
    }

    fn note(&self, job: &Job, noted: Option<oneshot::Sender<()>>) {
        self.state().held.remove(&job.update);
        self.settled.notify_waiters();
        if job.origin != Origin::Telegram {
            // The receiver ends after us.
            let _ = self.settler.send(Settled { update: job.update, noted });
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Settles in the inbox what comes in, as much at once as has come.
async fn settle(store: Arc<dyn Store>, mut done: mpsc::UnboundedReceiver<Settled>) {
    let mut settled = Vec::new();
    while done.recv_many(&mut settled, 500).await > 0 {
        let updates: Vec<i64> = settled.iter().map(|settled| settled.update).collect();
        let mut failures = 0;
        while let Err(error) = store.settle(&updates).await {
            failures += 1;
            log::error!("cannot note {} updates as done: {error:?}", updates.len());
            if failures == 5 {
                break;
            }
            tokio::time::sleep(backoff(NOTE_AGAIN, failures, Duration::from_secs(5))).await;
        }
        for noted in settled.drain(..).filter_map(|settled| settled.noted) {
            // Whoever waited may have been told to stop.
            let _ = noted.send(());
        }
    }
}
