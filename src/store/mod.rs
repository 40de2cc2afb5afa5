//! What must survive a restart: languages, updates taken in, the last questions, channels, schedules, the ledger of
//! posts, what is owed to people, and the last sign of life.
//!
//! In: rows by their keys; out: the same, after any kill. Each subject has a file, with what may be asked of it and
//! the SQL that answers; [`Store`] is all of them together. One text serves SQLite and PostgreSQL wherever both take
//! it, and one story of tests is told to each. It decides nothing: when a post is due, what it says and what to do
//! about a refusal is known above. It does not know what an update says or what an answer is.
//!
//! On a server rows are locked in one order: schedules by number, deliveries, channels, all else. Nobody who holds
//! locks waits for a claim: it passes over what is locked.

mod address;
mod channels;
mod chats;
pub mod copy;
mod engine;
mod inbox;
mod leases;
mod ledger;
mod owed;
mod people;
mod planning;
mod postgres;
mod pulse;
mod rows;
mod schedules;
mod sqlite;
mod threads;
mod trouble;

use std::{cmp::Ordering, fmt::Debug, sync::Arc};

use async_trait::async_trait;
use jiff::Timestamp;
use sqlx::migrate::{MigrateError, Migrator};

pub use self::{
    address::shown,
    channels::Channels,
    chats::Chats,
    inbox::{Inbox, Leftover, Letter},
    leases::{Leases, REPLICA},
    ledger::Ledger,
    owed::{Owed, OwedWords},
    people::People,
    planning::{Plan, Planning},
    pulse::{Condition, Pulse, Sheets},
    schedules::Schedules,
    sqlite::MEMORY,
    threads::{Exchange, LastAsked, Threads, Turn},
    trouble::Trouble,
};
use self::{
    copy::{CopyError, Head, Rows, Sink},
    engine::{Engine, Row, Statement},
    inbox::Batches,
    postgres::Postgres,
    rows::Unreadable,
    sqlite::Sqlite,
    trouble::Failing,
};
use crate::clock::Clock;

/// Opens `sqlite:PATH`, `memory:` or `postgres://…`, and makes or migrates what is not there yet.
///
/// How long a lease holds goes by the store's own clock: `clock` in a file or in memory, the server's in PostgreSQL,
/// which is put forward as far as `clock` was.
pub async fn open(address: &str, clock: &Clock) -> Result<Arc<dyn Store>, StoreError> {
    if address::is_postgres(address) {
        let engine = Engine::Postgres(Postgres::open(address, clock).await?);
        return Ok(Arc::new(Database::new(engine, clock)));
    }
    Ok(Arc::new(Database::in_file(address, clock).await?))
}

/// Opens a store to look into it; it must exist, and is not changed.
pub async fn look_into(address: &str, clock: &Clock) -> Result<Arc<dyn Store>, StoreError> {
    let engine = if address::is_postgres(address) {
        Engine::Postgres(Postgres::look_into(address, clock).await?)
    } else if address == MEMORY {
        return Err(StoreError::Inside);
    } else {
        Engine::Sqlite(Sqlite::look_into(address, clock).await?)
    };
    Ok(Arc::new(Database::new(engine, clock)))
}

/// Everything that is kept. Each call is one short transaction: it has happened whole, or not at all.
///
/// Where several replicas share a store, whatever one of them was granted here no other is.
#[async_trait]
pub trait Store:
    Inbox + Pulse + Leases + Chats + Threads + People + Channels + Schedules + Planning + Ledger + OwedWords + Debug
{
    /// Since when calls of this process to the store fail, and why; none while none does.
    fn trouble(&self) -> Option<(Timestamp, String)>;

    /// Gives everything that is kept, as of one moment.
    async fn export(&self, sink: &mut dyn Sink) -> Result<(), CopyError>;

    /// Takes rows into a store with nothing in it, whole or not at all.
    async fn import(&self, head: &Head, rows: Rows<'_>) -> Result<(), CopyError>;

    /// Overwrites what was deleted since, so that nobody reads it in the file. Where another reads the store at the
    /// moment it is left for the next time.
    async fn tidy(&self) -> Result<(), StoreError>;

    async fn close(&self);
}

/// A store in a database.
#[derive(Debug)]
struct Database {
    engine: Engine,
    clock: Clock,
    batches: Batches,
    unreadable: Unreadable,
    failing: Failing,
}

impl Database {
    fn new(engine: Engine, clock: &Clock) -> Self {
        let (batches, unreadable, failing) = (Batches::default(), Unreadable::default(), Failing::default());
        Self { engine, clock: clock.clone(), batches, unreadable, failing }
    }

    async fn in_file(address: &str, clock: &Clock) -> Result<Self, StoreError> {
        let store = Self::new(Engine::Sqlite(Sqlite::open(address, clock).await?), clock);
        store.tidy_or_say().await;
        Ok(store)
    }

    /// Waits for work with the store. The first failure and the last are remembered for [`Store::trouble`].
    async fn within<T>(&self, work: impl Future<Output = Result<T, sqlx::Error>>) -> Result<T, StoreError> {
        self.noted(self.engine.within(work).await)
    }

    fn noted<T>(&self, done: Result<T, StoreError>) -> Result<T, StoreError> {
        done.inspect_err(|error| self.failing.note(error, self.clock.now()))
    }

    /// Runs one statement; the number of rows that were changed.
    async fn run(&self, statement: Statement<'_>) -> Result<u64, StoreError> {
        self.within(async { statement.run(self.engine.connection().await?.one()).await }).await
    }

    /// All rows of a statement.
    async fn rows<R: Row>(&self, statement: Statement<'_>) -> Result<Vec<R>, StoreError> {
        self.within(async { statement.rows(self.engine.connection().await?.one()).await }).await
    }

    /// The first row of a statement that changes nothing.
    async fn row<R: Row>(&self, statement: Statement<'_>) -> Result<Option<R>, StoreError> {
        self.within(async { statement.row(self.engine.connection().await?.one()).await }).await
    }

    /// As [`Self::row`], for what each question reads.
    async fn look_up<R: Row>(&self, statement: Statement<'_>) -> Result<Option<R>, StoreError> {
        self.noted(self.engine.read(async { statement.row(self.engine.connection().await?.one()).await }).await)
    }

    /// Notes that something was deleted that can be read in the file still.
    fn mark_untidy(&self) {
        if let Engine::Sqlite(file) = &self.engine {
            file.mark_untidy();
        }
    }

    async fn tidy_or_say(&self) {
        if let Err(error) = self.tidy().await {
            log::warn!("what was deleted can be read in the file still, until that is tried again: {error:?}");
        }
    }
}

#[async_trait]
impl Store for Database {
    fn trouble(&self) -> Option<(Timestamp, String)> {
        self.failing.now(self.clock.now())
    }

    async fn export(&self, sink: &mut dyn Sink) -> Result<(), CopyError> {
        self.engine.tried(self.exported(sink)).await
    }

    async fn import(&self, head: &Head, rows: Rows<'_>) -> Result<(), CopyError> {
        self.engine.tried(self.imported(head, rows)).await
    }

    /// Dead rows are a server's own matter: it gives their place away in its own time.
    async fn tidy(&self) -> Result<(), StoreError> {
        match &self.engine {
            Engine::Sqlite(file) => self.noted(file.tidy().await),
            Engine::Postgres(_) => Ok(()),
        }
    }

    async fn close(&self) {
        match &self.engine {
            Engine::Sqlite(file) => file.pool.close().await,
            Engine::Postgres(server) => server.close().await,
        }
    }
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
