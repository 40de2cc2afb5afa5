//! Giving people the notices they are owed: each once, by one of the replicas.

use std::{sync::Arc, time::Duration};

use tokio_util::sync::CancellationToken;

use super::respond::Responder;
use crate::{clock::Clock, courier::replica, store::Store};

/// The pause between two looks for notices.
const LOOK: Duration = Duration::from_millis(500);
/// The time for which a notice is held; after that another replica may give it.
const HOLD: Duration = Duration::from_secs(60);
/// The time in which a notice is begun; its call still ends well before the hold does.
const SAY: Duration = Duration::from_secs(30);
const AT_ONCE: usize = 20;

/// Gives all notices that are owed, until told to stop. A notice that is under way by then has `patience`.
pub(super) async fn tell(
    responder: Arc<Responder>,
    store: Arc<dyn Store>,
    clock: Clock,
    stop: CancellationToken,
    patience: Duration,
) {
    let holder = replica();
    let mut failing = false;
    loop {
        let owed = match store.claim_owed(&holder, HOLD, AT_ONCE).await {
            Ok(owed) => {
                failing = false;
                owed
            }
            Err(error) => {
                if !failing {
                    log::error!("nobody can be told what they are owed, for the store fails: {error:?}");
                }
                failing = true;
                Vec::new()
            }
        };
        let until = clock.instant() + SAY;
        for owed in owed {
            if stop.is_cancelled() {
                return;
            }
            let is_done = tokio::select! {
                is_done = responder.give_notice(owed.person, &owed.what, until) => is_done,
                // It may be there by now, so nobody says it again.
                () = async { stop.cancelled().await; tokio::time::sleep(patience).await } => true,
            };
            if is_done && let Err(error) = store.said(owed.id).await {
                log::error!("{} may be told the same once more, for the store fails: {error:?}", owed.person);
            }
        }
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(LOOK) => {}
        }
    }
}
