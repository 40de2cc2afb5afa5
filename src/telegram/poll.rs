//! Taking updates in: fetched, written into the inbox, and only then confirmed.
//!
//! Telegram forgets an update when a later call names a higher number; that call is made once all before it
//! lie in the inbox, or, while the store fails, once all before it are dealt with. It does not know what an update
//! asks.

use std::{sync::Arc, time::Duration};

use jiff::Timestamp;
use serde::Serialize;
use serde_json::value::RawValue;
use teloxide::{requests::Payload, types::Update};
use tokio::time::{Instant, timeout};
use tokio_util::sync::CancellationToken;

use super::{
    BEGUN, Ended, Patience,
    api::Api,
    clerk::Clerk,
    lanes::{Job, Lanes, Origin},
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

/// How the inbox fares.
#[derive(Default)]
struct Inbox {
    /// So often in a row it could not be written.
    failures: u32,
    /// It is not tried before, so that questions need not wait for a store that fails slowly.
    rests_until: Option<Instant>,
    /// When the last sign of life was noted.
    beaten: Option<Timestamp>,
}

impl Inbox {
    fn rests(&self) -> bool {
        self.rests_until.is_some_and(|until| Instant::now() < until)
    }
}

/// The loop that fetches.
pub(super) struct Poll {
    pub api: Arc<Api>,
    pub store: Arc<dyn Store>,
    /// Who deals with what is taken in.
    pub holder: String,
    pub clock: Clock,
    pub patience: Patience,
    pub lanes: Arc<Lanes>,
    pub clerk: Arc<Clerk>,
    pub stop: CancellationToken,
}

impl Poll {
    /// Takes up what a kill left behind, then what comes, until told to stop.
    pub(super) async fn run(&self) -> anyhow::Result<()> {
        self.take_up().await;
        let (mut offset, mut failures) = (None, 0);
        let mut inbox = Inbox::default();
        loop {
            let fetched = tokio::select! {
                () = self.stop.cancelled() => return Ok(()),
                fetched = self.fetch(offset) => fetched,
            };
            match fetched {
                Ok(updates) => {
                    failures = 0;
                    let Some(next) = self.take_in(&updates, &mut inbox).await else { return Ok(()) };
                    self.beat(&mut inbox).await;
                    offset = next.or(offset);
                }
                Err(refusal) => {
                    failures += 1;
                    let gives_way = inbox.failures > 0 && matches!(refusal, Refusal::Conflict(_));
                    let wait = explain(refusal, self.patience.again, failures)?;
                    // The store may fail us alone, and another replica fetch in our place.
                    let wait = if gives_way { LONGEST } else { wait };
                    if self.rest(wait).await.is_none() {
                        return Ok(());
                    }
                }
            }
        }
    }

    /// Puts what lies in the inbox into the lanes.
    async fn take_up(&self) {
        let leftovers = self.store.leftovers(&self.holder, self.clock.now()).await.unwrap_or_else(|error| {
            log::error!("what is left from before cannot be read, and waits for the next start: {error:?}");
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
            if let Some(matter) = self.matter(&body) {
                self.hand(id, matter, patience, Origin::LeftOver);
            } else if let Err(error) = self.store.settle(&[id]).await {
                log::error!("cannot note update {id} as done: {error:?}");
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
    /// What cannot be written is dealt with all the same, and confirmed after that. None if told to stop before.
    async fn take_in(&self, updates: &[Box<RawValue>], inbox: &mut Inbox) -> Option<Option<i64>> {
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
        if letters.is_empty() {
            return Some(last.map(|last| last + 1));
        }
        let new = self.write_down(&letters, inbox).await;
        let origin = if new.is_some() { Origin::Inbox } else { Origin::Telegram };
        for (id, matter) in matters.into_iter().filter(|(id, _)| new.as_ref().is_none_or(|new| new.contains(id))) {
            self.hand(id, matter, self.patience.answer, origin);
        }
        if new.is_none() {
            let all: Vec<i64> = letters.iter().map(|letter| letter.id).collect();
            tokio::select! {
                () = self.stop.cancelled() => return None,
                // Who takes longer is no reason for others to wait.
                _ = timeout(self.patience.answer, self.lanes.done(&all)) => {}
            }
        }
        Some(last.map(|last| last + 1))
    }

    /// What of it is new; none if it cannot be written.
    async fn write_down(&self, letters: &[Letter], inbox: &mut Inbox) -> Option<Vec<i64>> {
        if inbox.rests() {
            return None;
        }
        match self.store.take_in(letters, &self.holder, self.clock.now()).await {
            Ok(new) => {
                if inbox.failures > 0 {
                    log::info!("the inbox can be written again");
                }
                (inbox.failures, inbox.rests_until) = (0, None);
                Some(new)
            }
            Err(error) => {
                inbox.failures += 1;
                let wait = backoff(self.patience.again, inbox.failures, LONGEST);
                inbox.rests_until = Some(Instant::now() + wait);
                log::error!(
                    "the inbox cannot be written, so questions are answered without it ({error:?}); again in {:.1} s",
                    wait.as_secs_f32()
                );
                None
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

    fn hand(&self, update: i64, matter: Matter, patience: Duration, origin: Origin) {
        let since = self.clock.instant();
        self.lanes.hand(Job { update, matter, since, until: since + patience, origin });
    }

    /// Notes the sign of life, now and then.
    async fn beat(&self, inbox: &mut Inbox) {
        let now = self.clock.now();
        let recent = inbox.beaten.is_some_and(|beaten| now.duration_since(beaten).unsigned_abs() < BEAT);
        if recent || inbox.rests() {
            return;
        }
        match self.store.beat(now).await {
            Ok(()) => inbox.beaten = Some(now),
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
