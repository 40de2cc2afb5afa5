//! The bot put together, and run until it is told to stop.

use std::{process, sync::Arc};

use anyhow::Context;
use tokio::{
    signal::unix::{Signal, SignalKind, signal},
    sync::mpsc,
    time::timeout,
};
use tokio_util::sync::CancellationToken;

use crate::{
    clock::Clock,
    config::Serve,
    language::Language,
    log_format,
    question::{self, Room},
    reload::{self, Facts, Pace, Told},
    render,
    schedule::ORDERS,
    store::{self, Sheets, Store},
    telegram::{self, Answering, Bot, Patience},
};

/// Serves until SIGTERM, SIGINT or SIGHUP; a second one ends it at once.
///
/// One thread does it all: waking another one costs more than an answer.
///
/// # Errors
///
/// It could not start, or Telegram does not know the token: for a person to read, then exit with 2.
pub fn serve(settings: Serve, facts: Facts) -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let served = runtime.block_on(async {
        let stop = CancellationToken::new();
        stop_at_signals(stop.clone())?;
        let pace = (Patience::default(), Pace::default());
        serve_until(stop, settings, facts, telegram::answering(), Clock::default(), pace).await
    });
    runtime.shutdown_background();
    served
}

/// The part of the time for a stop that is for closing the store.
const CLOSING: u32 = 16;

/// Serves until `stop`, with whatever answers.
pub async fn serve_until(
    stop: CancellationToken,
    settings: Serve,
    facts: Facts,
    answering: Answering,
    clock: Clock,
    (patience, pace): (Patience, Pace),
) -> anyhow::Result<()> {
    let Serve { token, api_url, store } = settings;
    log_format::keep_secret(&token);
    let store = store::open(&store, &clock).await?;
    let (current, served) = (Arc::clone(&facts.current), facts.since);
    let (tell, told) = mpsc::unbounded_channel();
    let noting = tokio::spawn(note(Arc::clone(&store), Sheets { served, broken: None }, told));
    let watch = reload::watch(facts, pace, clock.clone(), move |news| drop(tell.send(news)));
    let close = patience.stop / CLOSING;
    let patience = Patience { stop: patience.stop - close, ..patience };
    let bot = Bot { token, api_url, store: Arc::clone(&store), current, answering, menu, clock, patience };
    let ended = bot.run(stop).await;
    drop(watch);
    noting.abort();
    // What is written is written; only the file is left longer than it need be.
    let _ = timeout(close, store.close()).await;
    ended
}

/// The menu of commands: questions, then orders.
fn menu(room: Room, language: Language) -> Vec<(String, String)> {
    render::menu(question::commands().chain(ORDERS), room, language)
}

/// Logs each change of the sheets, and keeps it where `health` looks.
async fn note(store: Arc<dyn Store>, sheets: Sheets, mut told: mpsc::UnboundedReceiver<Told>) {
    let mut sheets = sheets;
    loop {
        if let Err(error) = store.keep_sheets(&sheets).await {
            log::error!("the state of the sheets cannot be kept: {error:?}");
        }
        let Some(news) = told.recv().await else { return };
        match &news {
            Told::Taken { at, .. } => {
                log::info!("{news}");
                sheets = Sheets { served: *at, broken: None };
            }
            Told::Kept { since, why, .. } => {
                log::error!("{news}");
                sheets.broken = Some((*since, why.what.clone()));
            }
        }
    }
}

/// Stops at SIGTERM, SIGINT and SIGHUP, which a closed terminal sends.
fn stop_at_signals(stop: CancellationToken) -> anyhow::Result<()> {
    let listen = |kind| signal(kind).context("cannot listen to signals");
    let kinds = [SignalKind::terminate(), SignalKind::interrupt(), SignalKind::hangup()];
    let mut signals = kinds.into_iter().map(listen).collect::<anyhow::Result<Vec<Signal>>>()?;
    tokio::spawn(async move {
        any(&mut signals).await;
        stop.cancel();
        // A terminal that closes may send SIGHUP twice.
        any(&mut signals[..2]).await;
        log::warn!("told twice to stop");
        process::exit(130);
    });
    Ok(())
}

async fn any(signals: &mut [Signal]) {
    let heard = signals.iter_mut().map(|signal| Box::pin(signal.recv()));
    futures_util::future::select_all(heard).await;
}
