//! Taking updates in: fetched, written into the inbox, and only then confirmed.
//!
//! Telegram forgets an update when a later call names a higher number; that call is made once all before it
//! lie in the inbox, or, while the store fails, once all before it are dealt with. It does not know what an update
//! asks.

use std::{collections::HashSet, sync::Arc, time::Duration};

use serde::Serialize;
use serde_json::value::RawValue;
use teloxide::{requests::Payload, types::Update};
use tokio::{task::JoinHandle, time::timeout};
use tokio_util::sync::CancellationToken;

use super::{
    BEGUN, Ended, Patience,
    api::Api,
    breaker::{Breaker, Missed},
    heartbeat::Heartbeat,
    queues::{ChatQueues, Job, Origin},
    refusal::Refusal,
    responder::Responder,
    send::backoff,
    update::{self, Incoming, KINDS},
};
use crate::{
    clock::Clock,
    store::{Leftover, Letter, StoreError},
};

/// The call for updates. Numbers of updates go beyond what teloxide's own can say.
#[derive(Serialize)]
struct GetUpdates {
    #[serde(skip_serializing_if = "Option::is_none")]
    offset: Option<i64>,
    timeout: u64,
    allowed_updates: [&'static str; KINDS.len()],
}

impl Payload for GetUpdates {
    type Output = Vec<Update>;
    const NAME: &'static str = "getUpdates";
}

/// The longest wait after failures.
const LONGEST: Duration = Duration::from_secs(30);
/// So many refusals of the token in a row, and it is no passing failure: some five minutes.
const TOKEN_REFUSALS: u32 = 15;
/// What others left behind is waited for so long at the start of a turn, so that a chat's questions keep their order.
const LEFT_BEHIND: Duration = Duration::from_secs(3);
/// How often it is looked whether a replica died and left something behind.
const LOOK_AGAIN: Duration = Duration::from_secs(5);

/// The loop that fetches.
pub(super) struct Poll {
    pub api: Arc<Api>,
    pub breaker: Arc<Breaker>,
    /// Our name among the replicas, for what we take in.
    pub replica: Arc<str>,
    pub clock: Clock,
    pub patience: Patience,
    pub queues: Arc<ChatQueues>,
    pub responder: Arc<Responder>,
    pub heartbeat: Arc<Heartbeat>,
}

/// Whether a batch lies in the inbox.
enum Written {
    /// It does; these of it are new.
    New(HashSet<i64>),
    /// It may soon.
    Late(JoinHandle<Result<Vec<i64>, StoreError>>),
    No,
}

impl Poll {
    /// Takes up what others left behind, then what comes, until the turn ends.
    pub(super) async fn run(self: &Arc<Self>, turn: &CancellationToken) -> anyhow::Result<()> {
        let first = tokio::spawn(Arc::clone(self).take_up());
        let _ = timeout(LEFT_BEHIND, first).await;
        tokio::spawn(Arc::clone(self).take_up_again(turn.clone()));
        let ended = self.fetch_all(turn).await;
        turn.cancel();
        ended
    }

    async fn fetch_all(&self, turn: &CancellationToken) -> anyhow::Result<()> {
        let (mut offset, mut failures, mut last) = (None, 0, HashSet::new());
        loop {
            let fetched = tokio::select! {
                () = turn.cancelled() => return Ok(()),
                fetched = self.fetch(offset) => fetched,
            };
            match fetched {
                Ok(updates) => {
                    failures = 0;
                    self.heartbeat.heard();
                    let Some(next) = self.take_in(&updates, &mut last, turn).await else { return Ok(()) };
                    offset = next.or(offset);
                }
                Err(refusal) => {
                    failures += 1;
                    let gives_way = self.breaker.rests() && matches!(refusal, Refusal::Conflict(_));
                    let wait = explain(refusal, self.patience.again, failures)?;
                    // The store may fail us alone, and another replica fetch in our place.
                    let wait = if gives_way { LONGEST } else { wait };
                    if rest(wait, turn).await.is_none() {
                        return Ok(());
                    }
                }
            }
        }
    }

    async fn take_up_again(self: Arc<Self>, turn: CancellationToken) {
        while rest(LOOK_AGAIN, &turn).await.is_some() {
            Arc::clone(&self).take_up().await;
        }
    }

    /// Puts into the queues what lies in the inbox of replicas that are gone. Not to be cut short: what was given to us
    /// is given to nobody else while we live.
    async fn take_up(self: Arc<Self>) {
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
            let given_up = begun >= BEGUN;
            if given_up {
                log::error!("update {id} was begun again {begun} times without an end, and is given up");
            }
            let patience = if given_up { Duration::ZERO } else { self.patience.answer };
            match self.incoming(&body) {
                Some(incoming) => self.hand(id, incoming, patience, Origin::LeftOver),
                None => self.queues.settle_unheld(&[id]),
            }
        }
    }

    async fn fetch(&self, offset: Option<i64>) -> Result<Vec<Box<RawValue>>, Refusal> {
        let Patience { poll, poll_margin, .. } = self.patience;
        let call = GetUpdates { offset, timeout: poll.as_secs(), allowed_updates: KINDS };
        drop(self.api.place().await);
        self.api.call(&call, poll + poll_margin).await
    }

    /// Writes down what is ours and hands it on; the number that confirms all of it, if there is one.
    ///
    /// `last` is the batch before, which comes again where its confirmation was lost. What cannot be written is dealt
    /// with all the same, and confirmed after that. None if the turn ends before.
    async fn take_in(
        &self,
        updates: &[Box<RawValue>],
        last: &mut HashSet<i64>,
        turn: &CancellationToken,
    ) -> Option<Option<i64>> {
        let (mut highest, mut letters, mut all_incoming) = (None, Vec::new(), Vec::new());
        for update in updates {
            let Some(id) = update::number(update.get()) else {
                log::error!("an update without a number");
                continue;
            };
            highest = highest.max(Some(id));
            if !last.contains(&id)
                && let Some(incoming) = self.incoming(update.get())
            {
                letters.push(Letter { id, body: update.get().to_owned() });
                all_incoming.push((id, incoming));
            }
        }
        if highest.is_none() && !updates.is_empty() {
            // They would come again at once.
            rest(Duration::from_secs(1), turn).await?;
        }
        let next = highest.map(|highest| highest + 1);
        if letters.is_empty() {
            return Some(next);
        }
        let all: Vec<i64> = letters.iter().map(|letter| letter.id).collect();
        let written = self.write_down(letters).await;
        let is_new = |id: &i64| if let Written::New(new) = &written { new.contains(id) } else { true };
        let origin = if let Written::No = written { Origin::Telegram } else { Origin::Inbox };
        for (id, incoming) in all_incoming.into_iter().filter(|(id, _)| is_new(id)) {
            self.hand(id, incoming, self.patience.answer, origin);
        }
        *last = all.iter().copied().collect();
        if let Written::New(_) = written {
            return Some(next);
        }
        tokio::select! {
            () = turn.cancelled() => return None,
            // Who takes longer is no reason for others to wait.
            _ = timeout(self.patience.answer, self.queues.done(&all)) => {}
        }
        if let Written::Late(writing) = written {
            tokio::spawn(settle_late(writing, Arc::clone(&self.queues), all));
        }
        Some(next)
    }

    async fn write_down(&self, letters: Vec<Letter>) -> Written {
        if self.breaker.rests() {
            return Written::No;
        }
        let (store, replica, now) = (Arc::clone(self.breaker.store()), Arc::clone(&self.replica), self.clock.now());
        // Not cut short: what may lie in the inbox has to be settled there.
        let mut writing = tokio::spawn(async move { store.take_in(&letters, &replica, now).await });
        match self.breaker.wait(async { (&mut writing).await.expect("no store crashes") }).await {
            Ok(new) => Written::New(new.into_iter().collect()),
            Err(Missed::Slow) => Written::Late(writing),
            Err(Missed::Resting | Missed::Failed(_)) => Written::No,
        }
    }

    fn incoming(&self, update: &str) -> Option<Incoming> {
        update::incoming(update, self.responder.me()).unwrap_or_else(|_| {
            let number = update::number(update).unwrap_or_default();
            log::warn!("update {number} of kind {} is not known to us", update::kind(update));
            None
        })
    }

    fn hand(&self, update: i64, incoming: Incoming, patience: Duration, origin: Origin) {
        let since = self.clock.instant();
        self.queues.hand(Job { update, incoming, since, until: since + patience, origin });
    }
}

/// Waits; none if the turn ends meanwhile.
async fn rest(wait: Duration, turn: &CancellationToken) -> Option<()> {
    tokio::select! {
        () = turn.cancelled() => None,
        () = tokio::time::sleep(wait) => Some(()),
    }
}

/// Settles what was dealt with before it lay in the inbox.
async fn settle_late(writing: JoinHandle<Result<Vec<i64>, StoreError>>, queues: Arc<ChatQueues>, updates: Vec<i64>) {
    if let Ok(Ok(_)) = writing.await {
        queues.settle_unheld(&updates);
    }
}

/// Says what hinders us, and how long to wait.
fn explain(refusal: Refusal, first: Duration, failures: u32) -> Result<Duration, Ended> {
    let wait = match refusal {
        Refusal::Wait(wait) => wait,
        _ => backoff(first, failures, LONGEST),
    };
    let again = format!("trying again in {:.1} s", wait.as_secs_f32());
    match refusal {
        Refusal::Token(why) if failures >= TOKEN_REFUSALS => return Err(Ended::Token(why)),
        Refusal::Token(why) => log::error!("Telegram does not know the token any more ({why}); {again}"),
        Refusal::Conflict(why) if why.contains("webhook") => {
            log::error!("a webhook is set for this bot, so its updates cannot be fetched ({why}): delete it; {again}");
        }
        Refusal::Conflict(_) => {
            log::error!("another instance fetches the updates of this bot, or its token has leaked; {again}");
        }
        refusal => log::warn!("no updates from Telegram ({refusal}); {again}"),
    }
    Ok(wait)
}
