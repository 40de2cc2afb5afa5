//! The one door for updates, however they reach us.
//!
//! In: the JSON of updates, from a long poll today. Out: an answer to "may Telegram forget them?". Each update is read,
//! written into the inbox of the store, and put into the queue of its chat; after that its number confirms it to
//! Telegram. [`Taken`] says when. A caller has nothing else to keep: an update that comes twice is answered once.
//!
//! A webhook would do what [`super::poll`] does: hand each body to [`Intake::take_in`], wait for
//! [`Intake::dealt_with`] where it was not written down, and answer Telegram only then. A kind of update that is not
//! worth a row, such as the keystrokes of an inline query, has to be told apart in [`Intake::sort`] and given out in
//! [`Intake::take_in`] without one.
//!
//! It does not know how updates are fetched or confirmed, nor what they ask.

use std::{
    collections::HashSet,
    sync::{Arc, Mutex, PoisonError, atomic::AtomicUsize},
    time::Duration,
};

use tokio::{task::JoinHandle, time::timeout};
use tokio_util::sync::CancellationToken;

use super::{
    breaker::{Breaker, Missed},
    incoming::{Incoming, Me},
    queue::{Job, Origin},
    queues::ChatQueues,
    recent::Recent,
    update::{self, Numbered},
};
use crate::{
    clock::Clock,
    store::{Leftover, Letter, StoreError},
};

/// Updates left behind by others are waited for so long at the start of a turn, so that a chat's questions keep their
/// order.
const LEFT_BEHIND: Duration = Duration::from_secs(3);
/// The pause between two looks for a replica that died and left something behind.
const LOOK_AGAIN: Duration = Duration::from_secs(5);
/// A leftover that was begun so often without an end is taken for what brought us down.
const BEGUN: u32 = 3;
/// At least half as many of the last updates are known again without the store; a batch has 100.
const KNOWN: usize = 400;

/// Takes updates in.
pub(super) struct Intake {
    pub me: Me,
    pub breaker: Arc<Breaker>,
    pub queues: Arc<ChatQueues>,
    pub clock: Clock,
    /// Our name among the replicas, for whatever we take in.
    pub replica: Arc<str>,
    /// The time for an answer.
    pub patience: Duration,
    pub known: Known,
}

/// The numbers of the last updates. Telegram sends them again where their confirmation was lost.
pub(super) struct Known(Mutex<Recent<i64, ()>>);

/// When Telegram may forget the updates that were handed over.
pub(super) enum Taken {
    /// At once: all of them that are for us lie in the inbox.
    Written,
    /// When [`Intake::dealt_with`] returns: the store failed or is slow, so they are answered without it.
    Unwritten(Unwritten),
}

/// Updates that are dealt with before they lie in the inbox, if they ever do.
pub(super) struct Unwritten {
    updates: Vec<i64>,
    late: Option<Writing>,
}

type Writing = JoinHandle<Result<Vec<i64>, StoreError>>;

/// The state of a batch's rows in the inbox.
enum Rows {
    /// They are there; these of them are new.
    Written(HashSet<i64>),
    /// They may be soon.
    Late(Writing),
    Failed,
}

impl Default for Known {
    fn default() -> Self {
        Self(Mutex::new(Recent::new(KNOWN)))
    }
}

impl Intake {
    /// Takes updates in: those that are for us are written down and begun. Not to be dropped midway.
    pub(super) async fn take_in(&self, updates: &[Numbered<'_>]) -> Taken {
        let (letters, sorted) = self.sort(updates);
        if letters.is_empty() {
            return Taken::Written;
        }
        let numbers: Vec<i64> = letters.iter().map(|letter| letter.id).collect();
        let rows = self.write_down(letters).await;
        let origin = if let Rows::Failed = rows { Origin::Telegram } else { Origin::Inbox };
        let is_new = |number: &i64| if let Rows::Written(new) = &rows { new.contains(number) } else { true };
        for (number, incoming) in sorted.into_iter().filter(|(number, _)| is_new(number)) {
            self.hand_out(number, incoming, self.patience, origin);
        }
        self.known.add(&numbers);
        match rows {
            Rows::Written(_) => Taken::Written,
            Rows::Late(writing) => Taken::Unwritten(Unwritten { updates: numbers, late: Some(writing) }),
            Rows::Failed => Taken::Unwritten(Unwritten { updates: numbers, late: None }),
        }
    }

    /// Waits until updates without a row are dealt with, but no longer than an answer may take: who takes longer is no
    /// reason for others to wait.
    pub(super) async fn dealt_with(&self, unwritten: Unwritten) {
        let Unwritten { updates, late } = unwritten;
        let _ = timeout(self.patience, self.queues.done(&updates)).await;
        if let Some(writing) = late {
            tokio::spawn(settle_late(writing, Arc::clone(&self.queues), updates));
        }
    }

    /// True if the store has failed lately, so that updates are answered without it.
    pub(super) fn is_without_store(&self) -> bool {
        self.breaker.rests()
    }

    /// Deals out what lies in the inbox of replicas that are gone, at once and again until the turn ends. Returns after
    /// a moment.
    pub(super) async fn take_over(self: &Arc<Self>, turn: &CancellationToken) {
        let first = tokio::spawn(Arc::clone(self).take_leftovers());
        let _ = timeout(LEFT_BEHIND, first).await;
        let (intake, turn) = (Arc::clone(self), turn.clone());
        tokio::spawn(async move {
            while turn.run_until_cancelled(tokio::time::sleep(LOOK_AGAIN)).await.is_some() {
                Arc::clone(&intake).take_leftovers().await;
            }
        });
    }

    /// Not to be cut short: a leftover that was given to us is given to nobody else while we live.
    async fn take_leftovers(self: Arc<Self>) {
        let leftovers = self.breaker.store().leftovers(&self.replica, self.clock.now()).await;
        let leftovers = leftovers.unwrap_or_else(|error| {
            log::error!("what is left from before cannot be read, and is looked for again: {error:?}");
            Vec::new()
        });
        if !leftovers.is_empty() {
            log::info!("{} updates are left from before", leftovers.len());
        }
        for leftover in leftovers {
            let Leftover { letter: Letter { id, body }, begun } = leftover;
            let is_abandoned = begun >= BEGUN;
            if is_abandoned {
                log::error!("update {id} was begun again {begun} times without an end, and is given up");
            }
            let patience = if is_abandoned { Duration::ZERO } else { self.patience };
            match self.read(id, &body) {
                Some(incoming) => self.hand_out(id, incoming, patience, Origin::LeftOver),
                None => self.queues.settle_unheld(&[id]),
            }
        }
    }

    /// The updates that are for us and did not come before: as rows of the inbox, and as what is put to us.
    fn sort(&self, updates: &[Numbered<'_>]) -> (Vec<Letter>, Vec<(i64, Incoming)>) {
        let new = updates.iter().filter(|update| !self.known.holds(update.number));
        let ours = new.filter_map(|update| Some((update, self.read(update.number, update.json)?)));
        let letter = |update: &Numbered<'_>| Letter { id: update.number, body: update.json.to_owned() };
        ours.map(|(update, incoming)| (letter(update), (update.number, incoming))).unzip()
    }

    fn read(&self, number: i64, update: &str) -> Option<Incoming> {
        update::read(update, &self.me).unwrap_or_else(|_| {
            log::warn!("update {number} of kind {} is not known to us", update::kind(update));
            None
        })
    }

    async fn write_down(&self, letters: Vec<Letter>) -> Rows {
        if self.breaker.rests() {
            return Rows::Failed;
        }
        let (store, replica, now) = (Arc::clone(self.breaker.store()), Arc::clone(&self.replica), self.clock.now());
        // Not cut short: a row that may lie in the inbox has to be settled there.
        let mut writing = tokio::spawn(async move { store.take_in(&letters, &replica, now).await });
        match self.breaker.wait(async { (&mut writing).await.expect("no store crashes") }).await {
            Ok(new) => Rows::Written(new.into_iter().collect()),
            Err(Missed::Slow) => Rows::Late(writing),
            Err(Missed::Resting | Missed::Failed(_)) => Rows::Failed,
        }
    }

    fn hand_out(&self, update: i64, incoming: Incoming, patience: Duration, origin: Origin) {
        let since = self.clock.instant();
        let needs = AtomicUsize::new(1);
        self.queues.hand(Job { update, incoming, since, until: since + patience, origin, needs });
    }
}

impl Known {
    fn holds(&self, number: i64) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&number).is_some()
    }

    fn add(&self, numbers: &[i64]) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for number in numbers {
            known.touch(number);
        }
    }
}

/// Settles updates that were dealt with before they lay in the inbox.
async fn settle_late(writing: Writing, queues: Arc<ChatQueues>, updates: Vec<i64>) {
    if let Ok(Ok(_)) = writing.await {
        queues.settle_unheld(&updates);
    }
}
