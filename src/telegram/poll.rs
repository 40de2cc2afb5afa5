//! Fetching updates by long polling.
//!
//! Telegram forgets an update when a later call names a higher number; that call is made once [`Intake`] says that all
//! before it may be forgotten. It does not know what becomes of an update.

use std::{sync::Arc, time::Duration};

use serde::Serialize;
use serde_json::value::RawValue;
use teloxide::{requests::Payload, types::Update};
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;

use super::{
    api::Api,
    heartbeat::Heartbeat,
    intake::{Intake, Taken},
    patience::{Patience, backoff},
    refusal::Refusal,
    update::{KINDS, Numbered},
};

/// The call for updates. Numbers of updates go beyond what teloxide's own can say.
#[derive(Serialize)]
struct GetUpdates {
    #[serde(skip_serializing_if = "Option::is_none")]
    offset: Option<i64>,
    timeout: u64,
    allowed_updates: &'static [&'static str],
}

impl Payload for GetUpdates {
    type Output = Vec<Update>;
    const NAME: &'static str = "getUpdates";
}

/// The longest wait after failures.
const LONGEST: Duration = Duration::from_secs(30);
/// After so many refusals of the token in a row it is no passing failure: some five minutes.
const TOKEN_REFUSALS: u32 = 15;
/// The wait after updates that have no number, since they would come again at once.
const UNNUMBERED: Duration = Duration::from_secs(1);

/// Why the bot ended without being told to.
#[derive(Debug, thiserror::Error)]
pub enum Ended {
    #[error("Telegram does not know this token ({0}): see TELOXIDE_TOKEN or --token-file, and TELOXIDE_API_URL if set")]
    Token(String),
}

/// The loop that fetches.
pub(super) struct Poll {
    pub api: Arc<Api>,
    pub intake: Arc<Intake>,
    pub heartbeat: Arc<Heartbeat>,
    pub patience: Patience,
}

impl Poll {
    /// Fetches until the turn ends. All that was fetched by then is written down.
    ///
    /// # Errors
    ///
    /// [`Ended::Token`]
    pub(super) async fn run(&self, turn: &CancellationToken) -> Result<(), Ended> {
        let (mut offset, mut failures) = (None, 0);
        loop {
            let Some(fetched) = turn.run_until_cancelled(self.fetch(offset)).await else { return Ok(()) };
            let goes_on = match fetched {
                Ok(updates) => {
                    failures = 0;
                    self.heartbeat.heard();
                    self.hand_over(&updates, &mut offset, turn).await
                }
                Err(refusal) => {
                    failures += 1;
                    let gives_way = self.intake.is_without_store() && matches!(refusal, Refusal::Conflict(_));
                    let wait = explain(refusal, self.patience.again, failures)?;
                    // The store may fail us alone, and another replica fetch in our place.
                    turn.run_until_cancelled(sleep(if gives_way { LONGEST } else { wait })).await
                }
            };
            if goes_on.is_none() {
                return Ok(());
            }
        }
    }

    async fn fetch(&self, offset: Option<i64>) -> Result<Vec<Box<RawValue>>, Refusal> {
        let Patience { poll, poll_margin, .. } = self.patience;
        let call = GetUpdates { offset, timeout: poll.as_secs(), allowed_updates: KINDS };
        drop(self.api.place().await);
        self.api.call(&call, poll + poll_margin).await
    }

    /// Hands a batch over, and moves the offset on once it may be confirmed; none if the turn ends before.
    async fn hand_over(
        &self,
        fetched: &[Box<RawValue>],
        offset: &mut Option<i64>,
        turn: &CancellationToken,
    ) -> Option<()> {
        let updates: Vec<Numbered<'_>> = fetched.iter().filter_map(|update| Numbered::of(update.get())).collect();
        if updates.len() < fetched.len() {
            log::error!("{} updates without a number", fetched.len() - updates.len());
        }
        let Some(highest) = updates.iter().map(|update| update.number).max() else {
            return if fetched.is_empty() { Some(()) } else { turn.run_until_cancelled(sleep(UNNUMBERED)).await };
        };
        if let Taken::Unwritten(unwritten) = self.intake.take_in(&updates).await {
            turn.run_until_cancelled(self.intake.dealt_with(unwritten)).await?;
        }
        *offset = Some(highest + 1);
        Some(())
    }
}

/// Logs why nothing was fetched, and gives the wait before the next call.
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
