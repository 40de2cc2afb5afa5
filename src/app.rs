//! The bot put together, and run until it is told to stop.

use std::{process, sync::Arc};

use anyhow::Context;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio_util::sync::CancellationToken;

use crate::{
    clock::Clock,
    config::Serve,
    journal, render,
    reply::Desk,
    store::Store,
    telegram::{self, Answering, Bot, Patience},
};

/// Serves until SIGTERM or SIGINT; a second one ends it at once.
///
/// One thread does it all: waking another one costs more than an answer.
///
/// # Errors
///
/// It could not start, or Telegram does not know the token: for a person to read, then exit with 2.
pub fn serve(settings: Serve, desk: Arc<Desk>) -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let served = runtime.block_on(async {
        let stop = CancellationToken::new();
        stop_at_signals(stop.clone())?;
        let answering = telegram::answering(Arc::clone(&desk));
        serve_until(stop, settings, desk, answering, Clock::default(), Patience::default()).await
    });
    runtime.shutdown_background();
    served
}

/// Serves until `stop`, with whatever answers.
pub async fn serve_until(
    stop: CancellationToken,
    settings: Serve,
    desk: Arc<Desk>,
    answering: Answering,
    clock: Clock,
    patience: Patience,
) -> anyhow::Result<()> {
    let Serve { token, api_url, store } = settings;
    journal::keep_secret(&token);
    let store = Store::open(&store).await?;
    let menu = render::menu;
    let bot = Bot { token, api_url, store: store.clone(), desk, answering, menu, clock, patience };
    let ended = bot.run(stop).await;
    store.close().await;
    ended
}

fn stop_at_signals(stop: CancellationToken) -> anyhow::Result<()> {
    let listen = |kind| signal(kind).context("cannot listen to signals");
    let (mut term, mut int) = (listen(SignalKind::terminate())?, listen(SignalKind::interrupt())?);
    tokio::spawn(async move {
        either(&mut term, &mut int).await;
        stop.cancel();
        either(&mut term, &mut int).await;
        log::warn!("told twice to stop");
        process::exit(130);
    });
    Ok(())
}

async fn either(one: &mut Signal, other: &mut Signal) {
    tokio::select! {
        _ = one.recv() => {}
        _ = other.recv() => {}
    }
}
