//! What must survive a restart: languages, updates taken in, channels, schedules, the ledger of posts, what is owed
//! to people, and the last sign of life.
//!
//! In: rows by their keys; out: the same, after any kill. One [`Store`] for every database, and one story of
//! tests told to each. It decides nothing: when a post is due, what it says and what to do about a refusal is known
//! above. It does not know what an update says or what an answer is.

mod address;
pub mod copy;
mod postgres;
mod rows;
mod sqlite;
mod trouble;

use std::{cmp::Ordering, fmt::Debug, sync::Arc, time::Duration};

use async_trait::async_trait;
use jiff::Timestamp;
use sqlx::migrate::{MigrateError, Migrator};

pub use self::{address::shown, sqlite::MEMORY, trouble::Trouble};
use self::{
    copy::{CopyError, Head, Rows, Sink},
    postgres::Postgres,
    sqlite::Sqlite,
};
use crate::{
    clock::Clock,
    language::Language,
    schedule::{Channel, Delivery, Fate, Key, Schedule},
};

/// The lease by which a replica shows that it lives is named so, with its name behind.
pub const REPLICA: &str = "replica/";

/// Opens `sqlite:PATH`, `memory:` or `postgres://…`, and makes or migrates what is not there yet.
///
/// How long a lease holds goes by the store's own clock: `clock` in a file or in memory, the server's in PostgreSQL, which
/// is put forward as far as `clock` was.
pub async fn open(address: &str, clock: &Clock) -> Result<Arc<dyn Store>, StoreError> {
    if address::is_postgres(address) {
        return Ok(Arc::new(Postgres::open(address, clock).await?));
    }
    Ok(Arc::new(Sqlite::open(address, clock).await?))
}

/// Opens a store to look into it; it must exist, and is not changed.
pub async fn look_into(address: &str, clock: &Clock) -> Result<Arc<dyn Store>, StoreError> {
    if address::is_postgres(address) {
        return Ok(Arc::new(Postgres::look_into(address, clock).await?));
    }
    if address == MEMORY {
        return Err(StoreError::Inside);
    }
    Ok(Arc::new(Sqlite::look_into(address, clock).await?))
}

/// Everything that is kept. Each call is one short transaction: it has happened whole, or not at all.
///
/// Where several replicas share a store, whatever one of them was granted here no other is.
#[async_trait]
pub trait Store: Send + Sync + Debug {
    /// The language this chat chose, if it did.
    async fn language(&self, chat: i64) -> Result<Option<Language>, StoreError>;

    /// Keeps the language that a chat chose; none forgets it.
    async fn choose_language(&self, chat: i64, language: Option<Language>) -> Result<(), StoreError>;

    /// A group has a new number: its language, channel, schedules and deliveries go on under it. To be told twice, or
    /// from both ends, changes nothing more. What the new number has already stays, and the rest joins it.
    async fn move_chat(&self, from: i64, to: i64) -> Result<(), StoreError>;

    /// Writes down a batch that has just come, and that `holder` deals with it; tells which of it is new.
    async fn take_in(&self, batch: &[Letter], holder: &str, now: Timestamp) -> Result<Vec<i64>, StoreError>;

    /// Marks letters as dealt with.
    async fn settle(&self, ids: &[i64]) -> Result<(), StoreError>;

    /// Counts that a leftover is begun, before it is.
    async fn begin(&self, id: i64) -> Result<(), StoreError>;

    /// Makes `holder` deal with what was taken in and not settled by who does not live any more, and gives it, oldest
    /// first. Of several who ask each letter is given to one. A replica lives while it has its lease, see [`REPLICA`].
    ///
    /// What lay here for longer than Telegram itself would have kept it goes unanswered.
    async fn leftovers(&self, holder: &str, now: Timestamp) -> Result<Vec<Leftover>, StoreError>;

    /// Notes that Telegram has just answered.
    async fn beat(&self, now: Timestamp) -> Result<(), StoreError>;

    /// When Telegram last answered; none if it never did.
    async fn last_beat(&self) -> Result<Option<Timestamp>, StoreError>;

    /// Keeps how the bot is.
    async fn keep_condition(&self, condition: &Condition) -> Result<(), StoreError>;

    /// How the bot was when it last said so; none if it never did, or was of an older version.
    async fn condition(&self) -> Result<Option<Condition>, StoreError>;

    /// Since when calls of this process to the store fail, and why; none while none does.
    fn trouble(&self) -> Option<(Timestamp, String)>;

    /// Keeps how the sheets stand.
    async fn keep_sheets(&self, sheets: &Sheets) -> Result<(), StoreError>;

    /// How the sheets stand; none if no bot ever said.
    async fn sheets(&self) -> Result<Option<Sheets>, StoreError>;

    /// Takes a lease, or keeps it on, for so long from now; whether `holder` has it. It is free when nobody holds it or
    /// its time is over.
    async fn hold(&self, lease: &str, holder: &str, lasts: Duration) -> Result<bool, StoreError>;

    /// Gives a lease back, if `holder` has it.
    async fn release(&self, lease: &str, holder: &str) -> Result<(), StoreError>;

    /// How many leases whose name begins so are held.
    async fn held(&self, prefix: &str) -> Result<u32, StoreError>;

    /// Keeps a channel as it is now.
    async fn keep_channel(&self, channel: &Channel) -> Result<(), StoreError>;

    /// Keeps a channel as it is now, if its owner, its suspension and when it was checked are as they were; with it a
    /// person is owed a word. Whether they were.
    async fn change_channel(
        &self,
        was: &Channel,
        is: &Channel,
        owed: Option<(i64, &str)>,
        now: Timestamp,
    ) -> Result<bool, StoreError>;

    async fn channel(&self, chat: i64) -> Result<Option<Channel>, StoreError>;

    /// By its public name, in any case, without `@`.
    async fn channel_named(&self, username: &str) -> Result<Option<Channel>, StoreError>;

    /// Those that a person connected, in order of their titles.
    async fn channels_of(&self, owner: i64) -> Result<Vec<Channel>, StoreError>;

    /// Forgets a channel with its schedules and its log.
    async fn drop_channel(&self, chat: i64) -> Result<(), StoreError>;

    /// Adds a schedule (its `id` is not looked at) that falls due at `next`; the number it got. None if the channel has
    /// `most` already.
    async fn add_schedule(
        &self,
        schedule: &Schedule,
        next: Option<Timestamp>,
        most: usize,
    ) -> Result<Option<i64>, StoreError>;

    /// None where it was deleted.
    async fn schedule(&self, id: i64) -> Result<Option<Schedule>, StoreError>;

    /// Those of a channel, in order of their numbers, without the deleted ones.
    async fn schedules_in(&self, chat: i64) -> Result<Vec<Schedule>, StoreError>;

    /// Keeps a schedule as it is now, and when it falls due next; its chat is not looked at. What is planned of it and
    /// not begun is skipped where `stop` says so. Whether there was one.
    async fn change_schedule(
        &self,
        schedule: &Schedule,
        next: Option<Timestamp>,
        stop: bool,
        now: Timestamp,
    ) -> Result<bool, StoreError>;

    /// Deletes a schedule so that it can be taken back; what is planned of it and not begun is skipped.
    async fn delete_schedule(&self, id: i64, now: Timestamp) -> Result<bool, StoreError>;

    /// One that was deleted and can be taken back.
    async fn deleted_schedule(&self, id: i64) -> Result<Option<Schedule>, StoreError>;

    /// Takes a deletion back. Whether it could be: the schedule is there, and was deleted.
    async fn undelete_schedule(&self, id: i64, next: Option<Timestamp>) -> Result<bool, StoreError>;

    /// When a schedule falls due next, as it was last told; none when never.
    async fn next_due(&self, schedule: i64) -> Result<Option<Timestamp>, StoreError>;

    /// At most so many schedules that have fallen due by `now`, each with the instant it was told for; the longest
    /// overdue first. The cost grows with them, not with what else is kept.
    async fn due(&self, now: Timestamp, most: usize) -> Result<Vec<(Schedule, Timestamp)>, StoreError>;

    /// Writes plans down, all in one transaction: of each, only if the schedule still falls due when it was thought to.
    /// An instant that has its row keeps it. How many plans were taken.
    async fn plan(&self, plans: &[Plan], now: Timestamp) -> Result<usize, StoreError>;

    /// Plans one delivery beside what falls due, for somebody who wants a post now. Whether it is new.
    async fn plan_now(&self, key: Key, chat: i64, now: Timestamp) -> Result<bool, StoreError>;

    /// Takes hold of at most so many planned deliveries that may be tried by `now`, for so long. Of one chat only the
    /// earliest that is open, so that posts keep their order; those that wait longest come first.
    async fn claim(
        &self,
        holder: &str,
        now: Timestamp,
        lasts: Duration,
        most: usize,
    ) -> Result<Vec<Delivery>, StoreError>;

    /// Notes that the call is about to be made, with what it shows; only for who holds it, and while the time of that
    /// is not over. Whether the call may be made. It is taken for lost after so long.
    async fn begin_sending(
        &self,
        key: Key,
        holder: &str,
        shown: &str,
        now: Timestamp,
        lasts: Duration,
    ) -> Result<bool, StoreError>;

    /// Notes what became of a delivery that `holder` took hold of or began to send; also of one that was taken for lost
    /// meanwhile, since the holder knows better. With it a person is owed a word. Whether it was theirs.
    async fn settle_delivery(
        &self,
        key: Key,
        holder: &str,
        fate: &Fate,
        owed: Option<(i64, &str)>,
        now: Timestamp,
    ) -> Result<bool, StoreError>;

    /// Gives a delivery back, not to be tried before then: Telegram certainly did not take it. Counts the try where
    /// `tried` says so.
    async fn put_back(&self, key: Key, holder: &str, not_before: Timestamp, tried: bool) -> Result<bool, StoreError>;

    /// At most so many deliveries that somebody began to send and whose time is over.
    async fn lost(&self, most: usize) -> Result<Vec<Delivery>, StoreError>;

    /// Makes `unknown` of a delivery that is still lost, and owes a person a word with it. Whether it was.
    async fn give_up(&self, key: Key, owed: Option<(i64, &str)>, now: Timestamp) -> Result<bool, StoreError>;

    /// What a person says of an unknown delivery: that it stands there (`sent`, without a number), or that it shall be
    /// sent again (`planned`, wanted, and with what it showed). Whether it was unknown still.
    async fn decide(&self, key: Key, again: bool, now: Timestamp) -> Result<bool, StoreError>;

    async fn delivery(&self, key: Key) -> Result<Option<Delivery>, StoreError>;

    /// The last deliveries of a chat, the newest first.
    async fn log(&self, chat: i64, most: usize) -> Result<Vec<Delivery>, StoreError>;

    /// How many deliveries are in which state, for the state of health: planned, sending, sent, refused, skipped, unknown.
    async fn tally(&self) -> Result<[u64; 6], StoreError>;

    /// What a schedule that rotates has shown since it last began anew.
    async fn rotated(&self, schedule: i64) -> Result<Vec<String>, StoreError>;

    /// Notes that it has shown this; `anew` forgets all before.
    async fn rotate(&self, schedule: i64, shown: &str, anew: bool) -> Result<(), StoreError>;

    /// Owes a person a word. `what` is for the one who will say it; the same is owed once only until it is said.
    async fn owe(&self, person: i64, what: &str, now: Timestamp) -> Result<(), StoreError>;

    /// Takes hold of at most so many words that are owed, for so long; the oldest first.
    async fn claim_owed(&self, holder: &str, lasts: Duration, most: usize) -> Result<Vec<Owed>, StoreError>;

    /// Notes that a word was said, or never can be.
    async fn said(&self, id: i64) -> Result<(), StoreError>;

    /// Keeps what a person is about to order; none forgets it.
    async fn keep_draft(&self, person: i64, draft: Option<&str>) -> Result<(), StoreError>;

    async fn draft(&self, person: i64) -> Result<Option<String>, StoreError>;

    /// Forgets what is kept of a person alone: language, draft, words owed; and that channels, schedules and posts are
    /// theirs. Nothing of it can be read in the file any more. Those channels, in which nothing is posted until they have
    /// an owner again.
    async fn forget_person(&self, person: i64) -> Result<Vec<i64>, StoreError>;

    /// Gives everything that is kept, as of one moment.
    async fn export(&self, sink: &mut dyn Sink) -> Result<(), CopyError>;

    /// Takes rows into a store with nothing in it, whole or not at all.
    async fn import(&self, head: &Head, rows: Rows<'_>) -> Result<(), CopyError>;

    /// Overwrites what was deleted since, so that nobody reads it in the file. Where another reads the store at the moment
    /// it is left for the next time.
    async fn tidy(&self) -> Result<(), StoreError>;

    async fn close(&self);
}

/// What a schedule falls due for, to be written down.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Plan {
    pub schedule: i64,
    pub chat: i64,
    /// When it was thought to fall due.
    pub was: Timestamp,
    /// The instants, each planned or skipped at once.
    pub dues: Vec<(Timestamp, Fate)>,
    /// When it falls due after that.
    pub next: Option<Timestamp>,
    /// Who is owed a word with it, and which.
    pub owed: Option<(i64, String)>,
}

/// A word that is owed to a person.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Owed {
    pub id: i64,
    pub person: i64,
    pub what: String,
}

/// An update as it came, with its number.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Letter {
    pub id: i64,
    pub body: String,
}

/// A letter that somebody who is gone left in the inbox.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Leftover {
    pub letter: Letter,
    /// How often it was begun as such.
    pub begun: u32,
}

/// How the bot is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Condition {
    /// When it said so.
    pub at: Timestamp,
    /// Since when calls to the store fail, and why, in one line.
    pub trouble: Option<(Timestamp, String)>,
}

/// How the sheets that the bot answers from stand to those on disk.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sheets {
    /// When they were read.
    pub served: Timestamp,
    /// Since when those on disk cannot be used, and why, in one line.
    pub broken: Option<(Timestamp, String)>,
}

/// The store could not be opened, read or written.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error("`{0}` is not a store: write sqlite:PATH, memory: or postgres://USER:PASSWORD@HOST/DATABASE")]
    Address(String),
    #[error("the store {0} is damaged, or was made by another version of this program")]
    Migrate(String, #[source] MigrateError),
    #[error(
        "`{0}` is not the address of a database: write postgres://USER:PASSWORD@HOST/DATABASE, with %40 %23 %2F %3F %25 \
         for @ # / ? % in the password"
    )]
    Postgres(String),
    #[error("the store {0} {1}")]
    Failed(String, Trouble, #[source] Option<sqlx::Error>),
    #[error("the store {0} was made by a newer version of this program: update the program")]
    Newer(String),
    #[error(
        "the store {0} is of an older version of this program: `tradefacts serve` of this one brings it up to date"
    )]
    Older(String),
    #[error("`memory:` is within one process, and nobody else can look into it: name a file, sqlite:PATH")]
    Inside,
    #[error("the store {}", Trouble::of(.0))]
    Use(#[from] sqlx::Error),
}

impl StoreError {
    fn failed(place: &str, error: sqlx::Error) -> Self {
        Self::Failed(place.to_owned(), Trouble::of(&error), Some(error))
    }

    /// Refuses a store whose last migration is not ours.
    fn of_version(place: &str, theirs: Option<i64>, ours: &Migrator) -> Result<(), Self> {
        let ours = ours.iter().map(|migration| migration.version).max();
        match theirs.cmp(&ours) {
            Ordering::Less => Err(Self::Older(place.to_owned())),
            Ordering::Equal => Ok(()),
            Ordering::Greater => Err(Self::Newer(place.to_owned())),
        }
    }

    fn migrating(place: &str, error: MigrateError) -> Self {
        match error {
            MigrateError::VersionMissing(_) => Self::Newer(place.to_owned()),
            MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _) => Self::failed(place, error),
            error => Self::Migrate(place.to_owned(), error),
        }
    }
}
