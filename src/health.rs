//! Whether the bot that runs on a store is well.

use std::time::Duration;

use crate::{
    clock::Clock,
    store::{self, Sheets},
};

/// A bot that has not heard from Telegram for so long is unwell. A poll takes at most half of it.
pub const SILENCE: Duration = Duration::from_secs(90);

/// How the bot is, and the sheets it answers from.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct State {
    pub health: Health,
    /// None if the bot never said.
    pub sheets: Option<Sheets>,
}

/// How the bot is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Health {
    /// Telegram answered so long ago.
    Well(Duration),
    Unwell(Duration),
    /// It never heard from Telegram.
    Unheard,
}

/// Looks into the store of a bot that may be running.
pub async fn look(store: &str, clock: &Clock) -> anyhow::Result<State> {
    let store = store::look_into(store, clock).await?;
    let (beat, sheets) = (store.last_beat().await?, store.sheets().await?);
    store.close().await;
    let health = beat.map_or(Health::Unheard, |beat| {
        let silence = clock.now().duration_since(beat).unsigned_abs();
        if silence > SILENCE { Health::Unwell(silence) } else { Health::Well(silence) }
    });
    Ok(State { health, sheets })
}
