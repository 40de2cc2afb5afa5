//! Threads: the question that a person's next one follows on from, in each chat.
//!
//! In: what was answered; out: what a text may follow on from. It lies in the store, for whoever answers next, and is
//! written there in batches a moment after the answers; until then it waits here. A thread that is lost is no error:
//! the text is read alone.

use std::{
    collections::{HashMap, hash_map::Entry},
    mem,
    sync::{Arc, Mutex, MutexGuard, PoisonError, Weak},
    time::Duration,
};

use jiff::{SignedDuration, Timestamp};
use tokio::{sync::Notify, time};
use tokio_util::sync::CancellationToken;

use crate::{
    clock::Clock,
    language::Language,
    question::{self, Pressed, Query},
    reply::{Answerer, Reply},
    store::{Exchange, LastAsked, Turn},
    telegram::{
        breaker::Breaker,
        incoming::{Place, Question},
        patience::backoff,
        update::stands_for_many,
    },
};

/// The time for which a question can be followed.
const LASTS: SignedDuration = SignedDuration::from_hours(24);
/// The pause between two removals of what is older.
const SWEEP: Duration = Duration::from_secs(60 * 60);
/// Turns gather for so long before they are written, or until there are so many.
const GATHER: Duration = Duration::from_millis(300);
const AT_ONCE: usize = 500;
/// Turns that may wait while the store fails. The turns of more people are lost.
const MOST: usize = 10_000;
/// The first wait after a failure, and the longest.
const AGAIN: (Duration, Duration) = (Duration::from_secs(1), Duration::from_secs(30));

/// A person, and the chat they speak in.
pub(super) type Whose = (i64, i64);

/// The threads of all chats.
pub(in crate::telegram) struct Threads {
    breaker: Arc<Breaker>,
    clock: Clock,
    /// The answerer that we began with.
    first: Weak<Answerer>,
    waiting: Mutex<Waiting>,
    came: Notify,
    many: Notify,
    /// Held while turns are written.
    writing: tokio::sync::Mutex<()>,
}

/// The turns that are not in the store yet.
#[derive(Default)]
struct Waiting {
    turns: HashMap<Whose, Turn>,
    under_way: Arc<[(Whose, Turn)]>,
}

/// The question before, for one that may follow on.
#[derive(Clone, Debug)]
pub(super) struct Last {
    pub query: Query,
    /// The hash of its sources, see [`numbered`]; none for an older answer.
    sources: Option<i64>,
}

impl Threads {
    pub(in crate::telegram) fn new(breaker: Arc<Breaker>, clock: Clock, first: &Arc<Answerer>) -> Self {
        let (waiting, came, many) = (Mutex::default(), Notify::new(), Notify::new());
        let writing = tokio::sync::Mutex::default();
        Self { breaker, clock, first: Arc::downgrade(first), waiting, came, many, writing }
    }

    /// The messages that the answer takes the place of; none if there is to be no answer.
    pub(super) async fn to_write_over(&self, place: Place, question: &Question) -> Option<Vec<i32>> {
        if !question.edited {
            return Some(Vec::new());
        }
        let exchange = self.turn(whose(place, question.person)).await?.exchange?;
        (exchange.question == question.message).then(|| exchange.answer.into())
    }

    /// The question that this one may follow on: that of the message it replies to, else the person's last.
    pub(super) async fn last(&self, place: Place, question: &Question, answerer: &Answerer) -> Option<Last> {
        let whose = whose(place, question.person);
        let Some(replied) = &question.replied else { return self.turn(whose).await?.last(whose, answerer) };
        let turn = self.turn(whose).await;
        let exchange = turn.as_ref().and_then(|turn| turn.exchange.as_ref());
        let is_latest = exchange.is_some_and(|exchange| exchange.answer.contains(&replied.message));
        let of_message = if is_latest { None } else { asked_in(&replied.data, answerer) };
        let of_message = of_message.map(|query| Last { query, sources: None });
        of_message.or_else(|| turn?.last(whose, answerer))
    }

    /// True if the numbers of that answer's sources may mean others by now.
    pub(super) fn is_renumbered(&self, last: &Last, language: Language, answerer: &Arc<Answerer>) -> bool {
        match last.sources {
            Some(sources) => numbered(&answerer.query(&last.query, language)) != sources,
            // Nobody knows which answerer gave an older answer; if there was one only, that one.
            None => !self.first.ptr_eq(&Arc::downgrade(answerer)),
        }
    }

    /// Remembers a reply. `before` is what it followed on from; `exchange` is none where it answers no message.
    pub(super) fn remember(
        &self,
        (place, person): (Place, i64),
        reply: &Reply,
        answerer: &Answerer,
        before: Option<&Last>,
        exchange: Option<Exchange>,
    ) {
        let whose = whose(place, person);
        let followed = reply.query.clone().and_then(Query::followed).filter(|_| !stands_for_many(whose.0));
        let last = followed.map(|query| {
            let is_itself = reply.query.as_ref() == Some(&query);
            let sources = match before.filter(|before| before.query == query) {
                _ if !is_itself => Some(numbered(&answerer.query(&query, reply.language))),
                // It may be one of its sources.
                Some(before) => before.sources,
                None => Some(numbered(reply)),
            };
            LastAsked { spelling: format!("{} {query}", Language::default().tag()).into(), sources }
        });
        if last.is_some() || exchange.is_some() {
            self.keep(whose, Turn { asked: self.clock.now(), last, exchange });
        }
    }

    fn keep(&self, whose: Whose, turn: Turn) {
        let mut waiting = self.waiting();
        waiting.add(whose, turn);
        let many = waiting.turns.len();
        drop(waiting);
        self.came.notify_one();
        if many >= AT_ONCE {
            self.many.notify_one();
        }
    }

    /// Drops what is not written of a person. When this returns, nothing more of before is written.
    pub(super) async fn forget(&self, person: i64) {
        let _writing = self.writing.lock().await;
        self.waiting().turns.retain(|(of, _), _| *of != person);
    }

    /// What is remembered of a person in a chat, unless it is too old.
    async fn turn(&self, whose: Whose) -> Option<Turn> {
        let since = self.since();
        let held = self.waiting().turn(whose).filter(|turn| turn.asked >= since);
        if held.as_ref().is_some_and(|turn| turn.last.is_some() && turn.exchange.is_some()) {
            return held;
        }
        let (person, chat) = whose;
        let kept = self.breaker.wait(self.breaker.store().turn(person, chat, since)).await.ok().flatten();
        match held {
            Some(held) => Some(held.after(kept)),
            None => kept,
        }
    }

    /// Writes what was answered, batch after batch, and forgets what is too old, until told to stop; then the rest.
    pub(in crate::telegram) async fn write(self: Arc<Self>, stop: CancellationToken) {
        let mut failures = 0;
        let mut sweep = time::interval(SWEEP);
        loop {
            let (first, longest) = AGAIN;
            let rest = if failures > 0 { backoff(first, failures, longest) } else { Duration::ZERO };
            tokio::select! {
                () = stop.cancelled() => break,
                _ = sweep.tick() => self.sweep().await,
                () = self.gathered(rest) => failures = if self.write_batch(failures == 0).await { 0 } else { failures + 1 },
            }
        }
        self.write_batch(true).await;
    }

    /// Waits until there is a batch to write.
    async fn gathered(&self, rest: Duration) {
        time::sleep(rest).await;
        if self.waiting().turns.is_empty() {
            self.came.notified().await;
        }
        let many = self.many.notified();
        if self.waiting().turns.len() < AT_ONCE {
            let _ = time::timeout(GATHER, many).await;
        }
    }

    /// Writes what waits; false if that failed.
    async fn write_batch(&self, tells: bool) -> bool {
        let _writing = self.writing.lock().await;
        let batch = self.waiting().begin();
        if batch.is_empty() {
            return true;
        }
        let written = self.breaker.store().keep_turns(&batch).await;
        let mut waiting = self.waiting();
        waiting.under_way = Arc::default();
        let Err(error) = written else { return true };
        for (whose, turn) in batch.iter() {
            waiting.put_back(*whose, turn.clone());
        }
        if tells {
            log::error!("{} last questions cannot be kept, which is tried again: {error:?}", batch.len());
        }
        false
    }

    async fn sweep(&self) {
        if let Err(error) = self.breaker.store().forget_turns(self.since()).await {
            log::error!("last questions older than a day stay for now: {error:?}");
        }
    }

    fn since(&self) -> Timestamp {
        self.clock.now().checked_sub(LASTS).unwrap_or(Timestamp::MIN)
    }

    fn waiting(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Waiting {
    /// Puts a turn after those of the same person in the same chat. Where too many wait it is lost.
    fn add(&mut self, whose: Whose, turn: Turn) {
        let is_full = self.turns.len() >= MOST;
        match self.turns.entry(whose) {
            Entry::Occupied(mut held) => {
                let turn = turn.after(Some(held.get().clone()));
                held.insert(turn);
            }
            Entry::Vacant(free) if !is_full => drop(free.insert(turn)),
            Entry::Vacant(_) => {}
        }
    }

    /// Puts a turn that could not be written before what came meanwhile.
    fn put_back(&mut self, whose: Whose, turn: Turn) {
        match self.turns.remove(&whose) {
            Some(newer) => drop(self.turns.insert(whose, newer.after(Some(turn)))),
            None => self.add(whose, turn),
        }
    }

    /// Takes a batch, in the order of its keys, so that no two who write wait for each other.
    fn begin(&mut self) -> Arc<[(Whose, Turn)]> {
        let mut batch: Vec<_> = mem::take(&mut self.turns).into_iter().collect();
        batch.sort_unstable_by_key(|(whose, _)| *whose);
        self.under_way = batch.into();
        Arc::clone(&self.under_way)
    }

    fn turn(&self, whose: Whose) -> Option<Turn> {
        let under_way = self.under_way.binary_search_by_key(&whose, |(whose, _)| *whose);
        let under_way = under_way.ok().map(|at| self.under_way[at].1.clone());
        match self.turns.get(&whose) {
            Some(newer) => Some(newer.clone().after(under_way)),
            None => under_way,
        }
    }
}

impl Turn {
    /// The question to follow on from; none where it has lost a name with the sheets of now.
    fn last(self, (person, _): Whose, answerer: &Answerer) -> Option<Last> {
        let LastAsked { spelling, sources } = self.last.filter(|_| !stands_for_many(person))?;
        let (_, query) = question::parse_spelling(&spelling, answerer.catalogue())?;
        Some(Last { query, sources })
    }
}

/// In private a chat has the number of its person.
fn whose(place: Place, person: i64) -> Whose {
    (if place.private { place.chat } else { person }, place.chat)
}

/// The question of a message, by the buttons beneath it.
fn asked_in(buttons: &[String], answerer: &Answerer) -> Option<Query> {
    let buttons = buttons.iter().filter_map(|data| question::parse_button(data, answerer.catalogue()));
    let buttons: Vec<Pressed> = buttons.collect();
    let under = || buttons.iter().find_map(|button| button.under.clone()?.followed());
    let behind = || buttons.iter().find_map(|button| behind(&button.query));
    let about = || buttons.iter().find_map(|button| about(&button.query));
    let query = under().or_else(behind).or_else(about);
    query.or_else(|| buttons.into_iter().find_map(|button| button.query.followed()))
}

/// The question whose sources or details this button shows: the answer's own.
fn behind(query: &Query) -> Option<Query> {
    matches!(query, Query::SourcesOf(_) | Query::Details(..)).then(|| query.answered().clone())
}

/// The question of an answer that has this button; of several calculated numbers it may be another.
fn about(query: &Query) -> Option<Query> {
    match query {
        Query::Why(ask) => Some(Query::Figures(ask.clone())),
        _ => None,
    }
}

/// A hash of a reply's sources in their order (FNV-1a): as long as it stays, `/source 2` means the same document.
fn numbered(reply: &Reply) -> i64 {
    let ids = reply.page.sources.iter().flat_map(|source| source.id.as_str().bytes().chain([0]));
    let hash =
        ids.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    hash.cast_signed()
}
