//! The bot put together, and run until it is told to stop.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use teloxide::payloads::GetMe;
use tokio::time::{Instant, timeout_at};
use tokio_util::sync::CancellationToken;
use url::Url;

use super::{
    admin::Admin,
    answering::Answering,
    api::Api,
    breaker::Breaker,
    heartbeat::Heartbeat,
    incoming::Me,
    intake::{Intake, Known},
    lease::Lease,
    menu::{self, Menu},
    messenger::TelegramMessenger,
    owed,
    pace::Pace,
    patience::{Patience, backoff},
    poll::{Ended, Poll},
    queues::ChatQueues,
    refusal::Refusal,
    respond::{Chats, Responder, Threads},
    send::Sender,
};
use crate::{
    clock::Clock,
    config::Token,
    courier::{Courier, Messenger, Office, replica},
    reply::Current,
    store::Store,
};

/// Everything that the bot is put together from.
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

/// The part of the time for a stop that is left for noting what was done.
const NOTING: u32 = 15;
/// The longest wait before Telegram is asked again who we are.
const LONGEST: Duration = Duration::from_secs(30);

impl Bot {
    /// Answers until told to stop, and then finishes what it holds.
    ///
    /// # Errors
    ///
    /// [`Ended::Token`], and whatever keeps it from starting.
    pub async fn run(self, stop: CancellationToken) -> anyhow::Result<()> {
        let api = Arc::new(Api::new(&self.token, self.api_url.as_ref())?);
        let Some(me) = greet(&api, self.patience, &stop).await? else { return Ok(()) };
        log::info!("answering as @{}", me.username);
        let Self { store, current, answering, menu, clock, patience, .. } = self;
        // Whatever is taken in is known by this name; it stands before anything is.
        let replica: Arc<str> = replica().into();
        let finish = patience.stop - patience.stop / NOTING;
        let pace = Arc::<Mutex<Pace>>::default();
        let messenger: Arc<dyn Messenger> = Arc::new(TelegramMessenger {
            api: Arc::clone(&api),
            me: me.clone(),
            pace: Arc::clone(&pace),
            clock: clock.clone(),
            patience: patience.post,
        });
        let (posts, to, at) = (Arc::clone(&store), Arc::clone(&messenger), clock.clone());
        let courier = Arc::new(Courier::new(posts, Arc::clone(&current), to, at, &replica));
        if let Err(error) = courier.show_presence().await {
            log::error!("the store does not know that we are there: {error:?}");
        }
        let posting = tokio::spawn(courier.run(stop.clone(), finish));
        let heartbeat = Arc::new(Heartbeat::new(clock.clone()));
        let beating = tokio::spawn(Arc::clone(&heartbeat).keep(Arc::clone(&store), stop.clone()));
        let breaker = Arc::new(Breaker::new(Arc::clone(&store)));
        let threads = Arc::new(Threads::new(Arc::clone(&breaker), clock.clone(), &current.answerer()));
        let written = CancellationToken::new();
        let keeping = tokio::spawn(Arc::clone(&threads).write(written.clone()));
        let (held, now, at) = (Arc::clone(&store), Arc::clone(&current), clock.clone());
        let responder = Arc::new(Responder {
            me: me.clone(),
            chats: Chats::new(Arc::clone(&breaker)),
            threads,
            current,
            answering,
            sender: Sender::new(Arc::clone(&api), pace, patience, clock.clone(), stop.clone()),
            admin: Admin::new(Office { store: held, current: now, messenger, clock: at }),
            breaker: Arc::clone(&breaker),
            clock: clock.clone(),
        });
        let (owing, until) = (Arc::clone(&store), stop.clone());
        let telling = tokio::spawn(owed::tell(Arc::clone(&responder), owing, clock.clone(), until, finish));
        let (queues, settling) = ChatQueues::new(responder, Arc::clone(&store), clock.clone());
        let setting = tokio::spawn(menu::set(Arc::clone(&api), menu, patience));
        let lease = Lease::new(store, Arc::clone(&replica));
        let (known, to) = (Known::default(), Arc::clone(&queues));
        let intake = Intake { me, breaker, queues: to, clock, replica, patience: patience.answer, known };
        let poll = Poll { api, intake: Arc::new(intake), heartbeat, patience };
        let ended = poll_in_turn(&poll, &lease, &stop).await;
        let end = Instant::now() + patience.stop;
        setting.abort();
        log::info!("stopping: finishing what is held");
        if !queues.finish(finish).await {
            log::warn!("what is not finished is in the inbox, for the next start");
        }
        drop((queues, poll));
        written.cancel();
        // Each of them ends by itself once it was told to stop, and settling once nothing can come in any more.
        let rest = async { tokio::join!(lease.give_back(), posting, telling, beating, settling, keeping) };
        if timeout_at(end, rest).await.is_err() {
            log::warn!("stopped before all was noted: the next start finds it");
        }
        Ok(ended?)
    }
}

/// Polls whenever it is our turn, until told to stop.
async fn poll_in_turn(poll: &Poll, lease: &Lease, stop: &CancellationToken) -> Result<(), Ended> {
    while lease.take(stop).await {
        let turn = stop.child_token();
        let polling = async {
            poll.intake.take_over(&turn).await;
            poll.run(&turn).await
        };
        tokio::pin!(polling);
        let ended = tokio::select! {
            ended = &mut polling => Some(ended),
            () = lease.keep() => None,
        };
        turn.cancel();
        match ended {
            Some(ended) => return ended,
            // What it has fetched it still writes down.
            None => polling.await?,
        }
    }
    Ok(())
}

/// Asks Telegram who we are, for as long as it takes; none if told to stop meanwhile.
async fn greet(api: &Api, patience: Patience, stop: &CancellationToken) -> Result<Option<Me>, Ended> {
    let mut failures = 0;
    loop {
        let Some(answered) = stop.run_until_cancelled(api.call(&GetMe {}, patience.call)).await else {
            return Ok(None);
        };
        let refusal = match answered {
            Ok(me) => return Ok(Some(me)),
            Err(Refusal::Token(why)) => return Err(Ended::Token(why)),
            Err(refusal) => refusal,
        };
        failures += 1;
        let wait = match refusal {
            Refusal::Wait(wait) => wait,
            _ => backoff(patience.again, failures, LONGEST),
        };
        log::warn!("Telegram cannot be reached ({refusal}); trying again in {:.1} s", wait.as_secs_f32());
        if stop.run_until_cancelled(tokio::time::sleep(wait)).await.is_none() {
            return Ok(None);
        }
    }
}
