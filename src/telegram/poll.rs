//! Taking updates in: fetched, written into the inbox, and only then confirmed.
//!
//! Telegram forgets an update when a later call names a higher number; that call is made once all before it
//! lie in the inbox. It does not know what an update asks.

use std::{sync::Arc, time::Duration};

use jiff::Timestamp;
use serde::Serialize;
use serde_json::value::RawValue;
use teloxide::{requests::Payload, types::Update};
use tokio_util::sync::CancellationToken;

use super::{
    BEGUN, Ended, Patience,
    api::Api,
    clerk::Clerk,
    lanes::{Job, Lanes},
    refusal::Refusal,
    send::backoff,
    update::{self, KINDS, Matter},
};
use crate::{
    clock::Clock,
    store::{Leftover, Letter, Store},
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
/// A sign of life is noted so often at most.
const BEAT: Duration = Duration::from_secs(5);

/// The loop that fetches.
pub(super) struct Poll {
    pub api: Arc<Api>,
    pub store: Arc<dyn Store>,
    pub clock: Clock,
    pub patience: Patience,
    pub lanes: Arc<Lanes>,
    pub clerk: Arc<Clerk>,
    pub stop: CancellationToken,
}

impl Poll {
    /// Takes up what a kill left behind, then what comes, until told to stop.
    pub(super) async fn run(&self) -> anyhow::Result<()> {
        self.take_up().await?;
        let (mut offset, mut failures) = (None, 0);
        let mut beaten = None;
        loop {
            let fetched = tokio::select! {
                () = self.stop.cancelled() => return Ok(()),
                fetched = self.fetch(offset) => fetched,
            };
            match fetched {
                Ok(updates) => {
                    failures = 0;
                    self.beat(&mut beaten).await;
                    let Some(next) = self.take_in(&updates).await else { return Ok(()) };
                    offset = next.or(offset);
                }
                Err(refusal) => {
                    failures += 1;
                    let wait = explain(refusal, self.patience.again, failures)?;
                    if self.rest(wait).await.is_none() {
                        return Ok(());
                    }
                }
            }
        }
    }

    /// Puts what lies in the inbox into the lanes.
    async fn take_up(&self) -> anyhow::Result<()> {
        let leftovers = self.store.leftovers(self.clock.now()).await?;
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
            match self.matter(&body) {
                Some(matter) => self.hand(id, matter, patience, true),
                None => self.store.settle(&[id]).await?,
            }
        }
        Ok(())
    }

    async fn fetch(&self, offset: Option<i64>) -> Result<Vec<Box<RawValue>>, Refusal> {
        let Patience { poll, poll_margin, .. } = self.patience;
        let call = GetUpdates { offset, timeout: poll.as_secs(), allowed_updates: KINDS };
        drop(self.api.place().await);
        self.api.call(&call, poll + poll_margin).await
    }

    /// Writes down what is ours and hands it on; the number that confirms all of it, if there is one.
    ///
    /// None if told to stop before it was written down.
    async fn take_in(&self, updates: &[Box<RawValue>]) -> Option<Option<i64>> {
        let (mut last, mut letters, mut matters) = (None, Vec::new(), Vec::new());
        for update in updates {
            let Some(id) = update::number(update.get()) else {
                log::error!("an update without a number");
                continue;
            };
            last = last.max(Some(id));
            if let Some(matter) = self.matter(update.get()) {
                letters.push(Letter { id, body: update.get().to_owned() });
                matters.push((id, matter));
            }
        }
        if last.is_none() && !updates.is_empty() {
            // They would come again at once.
            self.rest(Duration::from_secs(1)).await?;
        }
        if !letters.is_empty() {
            let new = self.write_down(&letters).await?;
            for (id, matter) in matters.into_iter().filter(|(id, _)| new.contains(id)) {
                self.hand(id, matter, self.patience.answer, false);
            }
        }
        Some(last.map(|last| last + 1))
    }

    /// What of it is new; tried until it is written or we are told to stop.
    async fn write_down(&self, letters: &[Letter]) -> Option<Vec<i64>> {
        let mut failures = 0;
        loop {
            match self.store.take_in(letters, self.clock.now()).await {
                Ok(new) => return Some(new),
                Err(error) => {
                    failures += 1;
                    let wait = backoff(self.patience.again, failures, LONGEST);
                    log::error!(
                        "the inbox cannot be written ({error:?}): {} updates wait at Telegram; again in {:.1} s",
                        letters.len(),
                        wait.as_secs_f32()
                    );
                    self.rest(wait).await?;
                }
            }
        }
    }

    fn matter(&self, update: &str) -> Option<Matter> {
        update::matter(update, self.clerk.me()).unwrap_or_else(|_| {
            let number = update::number(update).unwrap_or_default();
            log::warn!("update {number} of kind {} is not known to us", update::kind(update));
            None
        })
    }

    fn hand(&self, update: i64, matter: Matter, patience: Duration, left_over: bool) {
        let since = self.clock.instant();
        self.lanes.hand(Job { update, matter, since, until: since + patience, left_over });
    }

    /// Notes the sign of life, now and then.
    async fn beat(&self, beaten: &mut Option<Timestamp>) {
        let now = self.clock.now();
        let recent = beaten.is_some_and(|beaten| now.duration_since(beaten).unsigned_abs() < BEAT);
        if recent {
            return;
        }
        match self.store.beat(now).await {
            Ok(()) => *beaten = Some(now),
            Err(error) => log::error!("no sign of life can be noted: {error:?}"),
        }
    }

    /// Waits; none if told to stop meanwhile.
    async fn rest(&self, wait: Duration) -> Option<()> {
        tokio::select! {
            () = self.stop.cancelled() => None,
            () = tokio::time::sleep(wait) => Some(()),
        }
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
