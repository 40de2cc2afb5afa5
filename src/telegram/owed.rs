//! Saying what people are owed: each word once, by whichever replica takes hold of it.

use std::{sync::Arc, time::Duration};

use tokio_util::sync::CancellationToken;

use super::respond::Responder;
use crate::{clock::Clock, courier::replica, store::Store};

/// How often it is looked whether anything is owed.
const LOOK: Duration = Duration::from_millis(500);
/// So long a word is held; said again by another where it was not said by then.
const HOLD: Duration = Duration::from_secs(60);
/// A word is begun within so long; the call that says it still ends well within that.
const SAY: Duration = Duration::from_secs(30);
const AT_ONCE: usize = 20;

/// Tells all that is owed, until told to stop; what is being said by then has so long.
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
