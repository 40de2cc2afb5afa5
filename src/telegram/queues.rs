//! A queue for each chat that has something to be dealt with.
//!
//! In a queue one thing is done after the other, so that answers keep the order of the questions. Queues do not wait
//! for each other. In a group people take turns ([`ChatQueue`]), so that one who asks all the time holds nobody up.
//! Each job runs in a task of its own, so that a crash ends it alone. A job that was not done in time has failed for
//! good: the chat gets one apology, as soon as it can be told. A job that is done is settled in the inbox. It does not
//! know what a question is.

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
    breaker::{self, MOMENT},
    patience::backoff,
    queue::{ChatQueue, Job, Next, Origin},
    recent::Recent,
    respond::{Apology, Responder, Undone},
};
use crate::{clock::Clock, store::Store};

/// A person who was told in a group to slow down is not told again for so long.
const SLOW: Duration = Duration::from_secs(60);
/// The people of whom that is remembered.
const PEOPLE: usize = 10_000;
/// The time for an apology.
const TELL: Duration = Duration::from_secs(60 * 60);

/// Updates settled in one transaction, and the wait for more of them.
const AT_ONCE: usize = 500;
const GATHER: Duration = Duration::from_millis(5);

/// The first wait after something could not be noted.
const NOTE_AGAIN: Duration = Duration::from_millis(250);

/// The queues of all chats.
pub(crate) struct ChatQueues {
    responder: Arc<Responder>,
    store: Arc<dyn Store>,
    clock: Clock,
    state: Mutex<State>,
    /// A job was put into a queue that was there.
    handed: Notify,
    /// A job was settled.
    settled: Notify,
    settler: mpsc::UnboundedSender<Settled>,
}

/// An update that is dealt with, and the one who waits until that is noted.
struct Settled {
    update: i64,
    noted: Option<oneshot::Sender<()>>,
}

struct State {
    queues: HashMap<i64, ChatQueue>,
    /// The updates that are not settled.
    held: HashSet<i64>,
    /// When a person was told to slow down, by group and person.
    slowed: Recent<(i64, i64), Option<Instant>>,
}

/// Apologies of one chat.
#[derive(Default)]
struct Apologies {
    /// Those that the chat still has to get, each with the newest job it is for: one for all, and one for each person
    /// who has to slow down in a group.
    owed: VecDeque<(Arc<Job>, Apology)>,
    /// The last apology to all; it covers every job that came before.
    told: Option<Instant>,
}

impl ChatQueues {
    /// Queues, and the task that settles what is done. It ends, with all settled, once the queues are dropped.
    pub(crate) fn new(responder: Arc<Responder>, store: Arc<dyn Store>, clock: Clock) -> (Arc<Self>, JoinHandle<()>) {
        let (settler, done) = mpsc::unbounded_channel();
        let settling = tokio::spawn(settle(Arc::clone(&store), done));
        let state = State { queues: HashMap::new(), held: HashSet::new(), slowed: Recent::new(PEOPLE) };
        let (state, handed, settled) = (Mutex::new(state), Notify::new(), Notify::new());
        (Arc::new(Self { responder, store, clock, state, handed, settled, settler }), settling)
    }

    /// Puts a job into its chat's queue. Returns at once.
    pub(crate) fn hand(self: &Arc<Self>, job: Job) {
        let (chat, job) = (job.incoming.chat(), Arc::new(job));
        let mut state = self.state();
        if !state.held.insert(job.update) {
            return;
        }
        let begins = !state.queues.contains_key(&chat);
        let turned_away = state.queues.entry(chat).or_default().add(job);
        drop(state);
        match begins {
            true => drop(tokio::spawn(Arc::clone(self).run(chat))),
            false => self.handed.notify_waiters(),
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
                if self.state().queues.is_empty() {
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

    /// Works through one queue until it is empty.
    async fn run(self: Arc<Self>, chat: i64) {
        let mut apologies = Apologies::default();
        loop {
            let handed = self.handed.notified();
            let next = self.next(chat, &mut apologies);
            if matches!(next, Next::Nothing) && apologies.owed.is_empty() {
                break;
            }
            if let Next::Job(job) = &next
                && job.until <= self.clock.instant()
            {
                self.owe(&mut apologies, Arc::clone(job), self.why_late(job));
                continue;
            }
            if self.apologize(chat, &mut apologies).await.is_err() {
                return self.leave(chat);
            }
            let done = match next {
                Next::Job(job) => self.deal(job, &mut apologies).await,
                Next::Wait(until) => tokio::select! {
                    () = handed => Ok(()),
                    rested = self.responder.rest_until(until) => rested,
                },
                Next::Nothing => Ok(()),
            };
            if done.is_err() {
                return self.leave(chat);
            }
        }
        self.settled.notify_waiters();
    }

    /// The next job. The queue is dropped if nothing waits and no apology is owed.
    fn next(&self, chat: i64, apologies: &mut Apologies) -> Next {
        let mut state = self.state();
        let queue = state.queues.entry(chat).or_default();
        let turned_away = queue.turned_away();
        let sender = &self.responder.sender;
        let room_opens = |person, messages| match messages {
            _ if chat >= 0 => None,
            // For one message a turn is waited for.
            1 => sender.share_opens(chat, person, 1),
            _ => sender.room_opens(chat, person, messages),
        };
        let next = queue.next(self.clock.instant(), room_opens);
        if matches!(next, Next::Nothing) && turned_away.is_empty() && apologies.owed.is_empty() {
            state.queues.remove(&chat);
        }
        drop(state);
        for job in turned_away {
            self.owe(apologies, job, Apology::Flood);
        }
        next
    }

    /// Queues an apology for a job. One apology covers every failed job so far.
    fn owe(&self, apologies: &mut Apologies, job: Arc<Job>, why: Apology) {
        let whom = whom(&job, why);
        let is_covered = apologies.told.is_some_and(|told| job.since <= told);
        if is_covered || whom.is_some_and(|person| self.was_slowed(job.incoming.chat(), person)) {
            return self.settle(&job);
        }
        match apologies.owed.iter_mut().find(|(earlier, why)| self::whom(earlier, *why) == whom) {
            Some(owed) => self.settle(&std::mem::replace(owed, (job, why)).0),
            None => apologies.owed.push_back((job, why)),
        }
    }

    /// True if a person in a group was told lately to slow down. If not, they are taken to be told now.
    fn was_slowed(&self, group: i64, person: i64) -> bool {
        let now = self.clock.instant();
        let mut state = self.state();
        let told = state.slowed.touch(&(group, person));
        let lately = told.is_some_and(|told| now < told + SLOW);
        if !lately {
            *told = Some(now);
        }
        lately
    }

    /// The apology for a job that had no turn in time: a person who has used up their share in a group asks too fast.
    fn why_late(&self, job: &Job) -> Apology {
        let opens = || self.responder.sender.share_opens(job.incoming.chat(), job.person(), job.needs());
        let used_up = job.is_in_group() && opens().is_some();
        if used_up { Apology::Flood } else { Apology::Late }
    }

    /// Deals with a job, and settles it or queues an apology.
    async fn deal(&self, job: Arc<Job>, apologies: &mut Apologies) -> Result<(), Undone> {
        let began = self.clock.instant();
        let outcome = self.run_job(&job).await;
        self.charge(&job, began);
        match outcome {
            Ok(()) | Err(Undone::Unsure) => self.settle_and_wait(&job).await,
            Err(Undone::Late) => {
                log::warn!("update {} took too long", job.update);
                self.owe(apologies, job, Apology::Late);
            }
            Err(Undone::NoRoom(messages)) => {
                let mut state = self.state();
                state.queues.entry(job.incoming.chat()).or_default().put_back(job, messages);
            }
            Err(Undone::Left) => return Err(Undone::Left),
        }
        Ok(())
    }

    /// Counts the messages written to a group since then for the person who put this.
    fn charge(&self, job: &Job, since: Instant) {
        if job.is_in_group() {
            self.responder.sender.charge(job.incoming.chat(), job.person(), since);
        }
    }

    /// Runs a job in a task of its own, which keeps to its time by itself: a call under way is not cut off.
    async fn run_job(&self, job: &Arc<Job>) -> Result<(), Undone> {
        if job.origin == Origin::LeftOver {
            let (store, update) = (Arc::clone(&self.store), job.update);
            breaker::start(async move {
                if let Err(error) = store.begin(update).await {
                    log::error!("update {update}: cannot note that it is begun: {error:?}");
                }
            })
            .await;
        }
        let (responder, held) = (Arc::clone(&self.responder), Arc::clone(job));
        match tokio::spawn(async move { responder.deal(&held.incoming, held.until).await }).await {
            Ok(outcome) => outcome,
            Err(crash) => {
                log::error!("update {} made us crash: {crash}", job.update);
                let until = job.until.max(self.clock.instant() + Duration::from_secs(2));
                self.responder.apologize(&job.incoming, Apology::Crash, until).await
            }
        }
    }

    /// Waits until the chat can be written to, and makes the apologies for all that has failed by then.
    async fn apologize(&self, chat: i64, apologies: &mut Apologies) -> Result<(), Undone> {
        let Some((job, _)) = apologies.owed.front() else { return Ok(()) };
        self.responder.await_open(&job.incoming).await?;
        let expired = self.state().queues.entry(chat).or_default().expired(self.clock.instant());
        for job in expired {
            let why = self.why_late(&job);
            self.owe(apologies, job, why);
        }
        while let Some((job, why)) = apologies.owed.pop_front() {
            let began = self.clock.instant();
            let told = self.responder.apologize(&job.incoming, why, began + TELL).await;
            self.charge(&job, began);
            match told {
                Err(Undone::Left) => return Err(Undone::Left),
                Ok(()) | Err(Undone::Late | Undone::Unsure | Undone::NoRoom(_)) => self.settle(&job),
            }
            if whom(&job, why).is_none() {
                apologies.told = Some(self.clock.instant());
            }
        }
        Ok(())
    }

    /// Drops a queue with all that is in it unsettled: the next start finds it in the inbox.
    fn leave(&self, chat: i64) {
        self.state().queues.remove(&chat);
        self.settled.notify_waiters();
    }

    /// Settles those of these updates that no queue holds.
    pub(crate) fn settle_unheld(&self, updates: &[i64]) {
        let held = self.state();
        for update in updates.iter().filter(|update| !held.held.contains(update)) {
            // The receiver ends after us.
            let _ = self.settler.send(Settled { update: *update, noted: None });
        }
    }

    fn settle(&self, job: &Job) {
        self.note(job, None);
    }

    /// Settles, and goes on only once that is noted: a kill then repeats one answer a chat at most.
    async fn settle_and_wait(&self, job: &Job) {
        let (noted, is_noted) = oneshot::channel();
        self.note(job, Some(noted));
        // A store that is slow keeps no later question waiting.
        let _ = timeout(MOMENT, is_noted).await;
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

/// The person whom an apology is for; none if it is for all in the chat.
fn whom(job: &Job, why: Apology) -> Option<i64> {
    (job.is_in_group() && why == Apology::Flood).then(|| job.person())
}

/// Settles in the inbox whatever comes within a moment at once: a transaction costs as much as an answer.
async fn settle(store: Arc<dyn Store>, mut done: mpsc::UnboundedReceiver<Settled>) {
    let mut settled = Vec::new();
    while done.recv_many(&mut settled, AT_ONCE).await > 0 {
        tokio::time::sleep(GATHER).await;
        while settled.len() < AT_ONCE
            && let Ok(more) = done.try_recv()
        {
            settled.push(more);
        }
        let updates: Vec<i64> = settled.iter().map(|settled| settled.update).collect();
        let mut failures = 0;
        while let Err(error) = store.settle(&updates).await {
            failures += 1;
            if failures == 1 {
                log::error!("cannot note {} updates as done, and tries again: {error:?}", updates.len());
            }
            tokio::time::sleep(backoff(NOTE_AGAIN, failures, Duration::from_secs(5))).await;
        }
        for noted in settled.drain(..).filter_map(|settled| settled.noted) {
            // Whoever waited may have been told to stop.
            let _ = noted.send(());
        }
    }
}
