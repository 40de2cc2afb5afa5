//! The health of the bot that runs on a store.

use std::time::Duration;

use jiff::Timestamp;

use crate::{
    clock::Clock,
    store::{self, Sheets},
};

/// A bot that has not heard from Telegram for so long is unwell. A poll takes at most half of that.
pub const SILENCE: Duration = Duration::from_secs(90);

/// A bot says every few seconds that it is there; one that has not for so long hangs, or cannot write.
pub const ABSENCE: Duration = Duration::from_secs(30);

/// The health of the bot, and the sheets it answers from.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct State {
    pub health: Health,
    /// None if the bot never said.
    pub sheets: Option<Sheets>,
}

/// The health of the bot.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Health {
    /// Telegram answered so long ago.
    Well(Duration),
    Unwell(Duration),
    /// It never heard from Telegram.
    Unheard,
    /// It has written nothing into its store for so long.
    Absent(Duration),
    /// Calls to the store fail, since when and why: questions are answered, orders and posts are not.
    Failing(Timestamp, String),
}

/// Looks into the store of a bot that may be running.
pub async fn look(store: &str, clock: &Clock) -> anyhow::Result<State> {
    let store = store::look_into(store, clock).await?;
    let (beat, condition, sheets) = (store.last_beat().await?, store.condition().await?, store.sheets().await?);
    store.close().await;
    let ago = |at: Timestamp| clock.now().duration_since(at).unsigned_abs();
    let absence = condition.as_ref().map(|condition| ago(condition.at)).filter(|absence| *absence > ABSENCE);
    let trouble = condition.and_then(|condition| condition.trouble);
    let health = match (beat.map(ago), absence, trouble) {
        (_, Some(absence), _) => Health::Absent(absence),
        (_, None, Some((since, why))) => Health::Failing(since, why),
        (None, None, None) => Health::Unheard,
        (Some(silence), None, None) if silence > SILENCE => Health::Unwell(silence),
        (Some(silence), None, None) => Health::Well(silence),
    };
    Ok(State { health, sheets })
}
