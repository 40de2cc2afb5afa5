//! The only floor that knows Telegram.
//!
//! An update is taken in (`poll`), read as a incoming for us or not (`update`), written into the inbox of the
//! store and only then confirmed to Telegram; put into the queue of its chat (`queues`, `queue`); dealt with (`responder`);
//! what is to be said is brought within Telegram's limits (`fit`) and goes out at the pace that it allows (`send`,
//! `pace`), one call at a time (`api`), and each refusal is classed by what to do about it (`refusal`).
//!
//! It does not know SQL or YAML, nor what an answer says.

mod admin;
mod api;
mod breaker;
mod fit;
mod heartbeat;
mod lease;
mod member;
mod memory;
mod menu;
mod messenger;
mod owed;
mod pace;
mod poll;
mod queue;
mod queues;
mod refusal;
mod responder;
mod send;
mod shape;
mod time;
mod update;

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use teloxide::payloads::GetMe;
use tokio::time::{Instant, timeout_at};
use tokio_util::sync::CancellationToken;
use url::Url;

use self::{
    admin::Admin,
    api::Api,
    breaker::Breaker,
    heartbeat::Heartbeat,
    lease::Lease,
    messenger::TelegramMessenger,
    pace::Pace,
    queues::ChatQueues,
    refusal::Refusal,
    responder::Responder,
    send::{Sender, backoff},
    update::Me,
};
pub use self::{
    menu::Menu,
    responder::{Answering, Asked, Input, answering},
};
use crate::{
    clock::Clock,
    config::Token,
    courier::{Courier, Messenger, Office, replica},
    reply::Current,
    store::Store,
};

/// What the bot is put together from.
pub struct Bot {
    pub token: Token,
    pub api_url: Option<Url>,
    pub store: Arc<dyn Store>,
    pub current: Arc<Current>,
    pub answering: Answering,
    pub menu: Menu,
    pub clock: Clock,
    pub patience: Patience,
}

/// How long what may take.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// An answer, from its question to the beginning of the call that sends it.
    pub answer: Duration,
    /// One call that only asks.
    pub call: Duration,
    /// One call that says something; its answer is worth waiting for, since nobody may say it again.
    pub post: Duration,
    /// Telegram's wait for an update, while there is none.
    pub poll: Duration,
    /// On top of that, before a poll is given up.
    pub poll_margin: Duration,
    /// What is held when we are told to stop.
    pub stop: Duration,
    /// The wait after a failure, doubled with each that follows.
    pub again: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            answer: Duration::from_secs(10),
            call: Duration::from_secs(5),
            post: Duration::from_secs(20),
            poll: Duration::from_secs(25),
            poll_margin: Duration::from_secs(10),
            stop: Duration::from_secs(8),
            again: Duration::from_millis(250),
        }
    }
}

/// Why the bot ended without being told to.
#[derive(Debug, thiserror::Error)]
pub enum Ended {
    #[error("Telegram does not know this token ({0}): see TELOXIDE_TOKEN or --token-file, and TELOXIDE_API_URL if set")]
    Token(String),
}

/// Of the time for a stop, this part is left for noting what was done.
const NOTING: u32 = 15;

/// A leftover that was begun so often without an end is taken for what brought us down.
const BEGUN: u32 = 3;

impl Bot {
    /// Answers until told to stop, and then finishes what it holds.
    ///
    /// # Errors
    ///
    /// [`Ended::Token`], and whatever keeps it from starting.
    pub async fn run(self, stop: CancellationToken) -> anyhow::Result<()> {
        let Self { token, api_url, store, current, answering, menu, clock, patience } = self;
        let api = Arc::new(Api::new(&token, api_url.as_ref())?);
        let Some(me) = greet(&api, patience, &stop).await? else { return Ok(()) };
        log::info!("answering as @{}", me.username);
        let pace = Arc::<Mutex<Pace>>::default();
        let sender = Sender::new(Arc::clone(&api), Arc::clone(&pace), patience, clock.clone(), stop.clone());
        let messenger = TelegramMessenger {
            api: Arc::clone(&api),
            me: me.clone(),
            pace,
            clock: clock.clone(),
            patience: patience.post,
        };
        let messenger: Arc<dyn Messenger> = Arc::new(messenger);
        let office = Office {
            store: Arc::clone(&store),
            current: Arc::clone(&current),
            messenger: Arc::clone(&messenger),
            clock: clock.clone(),
        };
        let finish = patience.stop - patience.stop / NOTING;
        // What is taken in is known by this name; it stands before anything is.
        let replica: Arc<str> = replica().into();
        let courier =
            Arc::new(Courier::new(Arc::clone(&store), Arc::clone(&current), messenger, clock.clone(), &replica));
        if let Err(error) = courier.show_presence().await {
            log::error!("the store does not know that we are there: {error:?}");
        }
        let posting = tokio::spawn(courier.run(stop.clone(), finish));
        let breaker = Arc::new(Breaker::new(Arc::clone(&store)));
        let heartbeat = Arc::new(Heartbeat::new(clock.clone()));
        let living = tokio::spawn(Arc::clone(&heartbeat).keep(Arc::clone(&store), stop.clone()));
        let admin = Admin::new(office);
        let responder =
            Arc::new(Responder::new(me, current, answering, sender, admin, Arc::clone(&breaker), clock.clone()));
        let telling =
            tokio::spawn(owed::tell(Arc::clone(&responder), Arc::clone(&store), clock.clone(), stop.clone(), finish));
        let (queues, settling) = ChatQueues::new(Arc::clone(&responder), Arc::clone(&store), clock.clone());
        let setting = tokio::spawn(menu::set(Arc::clone(&api), menu, patience));
        let lease = Lease::new(store, Arc::clone(&replica));
        let poll =
            poll::Poll { api, breaker, replica, clock, patience, queues: Arc::clone(&queues), responder, heartbeat };
        let ended = poll_in_turn(&Arc::new(poll), &lease, &stop).await;
        let end = Instant::now() + patience.stop;
        setting.abort();
        log::info!("stopping: finishing what is held");
        if !queues.finish(finish).await {
            log::warn!("what is not finished is in the inbox, for the next start");
        }
        drop(queues);
        // Each of them ends by itself once it was told to stop, and settling once nothing can come in any more.
        let rest = async { tokio::join!(lease.give_back(), posting, telling, living, settling) };
        if timeout_at(end, rest).await.is_err() {
            log::warn!("stopped before all was noted: the next start finds it");
        }
        ended
    }
}

/// Polls whenever it is our turn, until told to stop.
async fn poll_in_turn(poll: &Arc<poll::Poll>, lease: &Lease, stop: &CancellationToken) -> anyhow::Result<()> {
    while lease.take(stop).await {
        let turn = stop.child_token();
        let polling = poll.run(&turn);
        tokio::pin!(polling);
        tokio::select! {
            ended = &mut polling => return ended,
            () = lease.keep() => {
                // What it has fetched it still writes down.
                turn.cancel();
                polling.await?;
            }
        }
    }
    Ok(())
}

/// Asks Telegram who we are, for as long as it takes; none if told to stop meanwhile.
async fn greet(api: &Api, patience: Patience, stop: &CancellationToken) -> Result<Option<Me>, Ended> {
    let mut failures = 0;
    loop {
        let answered = tokio::select! {
            () = stop.cancelled() => return Ok(None),
            answered = api.call(&GetMe {}, patience.call) => answered,
        };
        let why = match answered {
            Ok(me) => return Ok(Some(me)),
            Err(Refusal::Token(why)) => return Err(Ended::Token(why)),
            Err(refusal) => refusal,
        };
        failures += 1;
        let wait = match why {
            Refusal::Wait(wait) => wait,
            _ => backoff(patience.again, failures, Duration::from_secs(30)),
        };
        log::warn!("Telegram cannot be reached ({why}); trying again in {:.1} s", wait.as_secs_f32());
        tokio::select! {
            () = stop.cancelled() => return Ok(None),
            () = tokio::time::sleep(wait) => {}
        }
    }
}
