//! One SQLite file, or a database in memory.
//!
//! In: work with it; out: what came of it, or what is wrong with the file. It overwrites what was deleted. It knows of
//! tables only what that needs, and who holds what when it starts alone.

mod file;
#[cfg(test)]
mod tests;

use std::{
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use sqlx::{
    AssertSqlSafe, SqlitePool,
    migrate::Migrator,
    sqlite::{SqliteJournalMode, SqliteSynchronous},
};

pub use self::file::MEMORY;
use self::file::{BUSY, Presence, Same, Spoiled};
use super::{StoreError, Trouble};
use crate::clock::Clock;

pub(super) static MIGRATIONS: Migrator = sqlx::migrate!("src/store/migrations/sqlite");

/// True if nothing was ever written.
const IS_NEW: &str = "SELECT NOT EXISTS (SELECT 1 FROM sqlite_schema)";

/// Marks a file: nothing deleted is left in any table but the inbox.
const CLEAN: &str = "PRAGMA user_version = 1";

/// A page that gave rows to another keeps a copy of them where nothing overwrites it. What is emptied keeps nothing.
const ANEW: &str = "BEGIN IMMEDIATE; CREATE TEMP TABLE kept AS SELECT * FROM inbox; DELETE FROM inbox; \
                    INSERT INTO inbox SELECT * FROM kept ORDER BY id; DROP TABLE kept; COMMIT";

/// One file, written through one connection. What was written survives the kill of this process, and all but what was
/// written [soon](Sqlite::soon) a power cut.
#[derive(Debug)]
pub(super) struct Sqlite {
    /// The address as it was given.
    pub(super) place: String,
    pub(super) pool: SqlitePool,
    spoiled: Spoiled,
    clock: Clock,
    /// Something was deleted that can be read in the file still.
    untidy: AtomicBool,
    /// When the whole file was last written anew, and how long that took.
    written_anew: Mutex<Option<(Instant, Duration)>>,
    /// The file that we opened; none where it is in memory.
    file: Option<Same>,
    _presence: Option<Presence>,
}

impl Sqlite {
    /// Opens `sqlite:PATH`, and makes the file where there is none, or `memory:`.
    pub(super) async fn open(address: &str, clock: &Clock) -> Result<Self, StoreError> {
        let options = file::options(address)?
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .pragma("secure_delete", "ON")
            // What is deleted leaves no file of its own either.
            .pragma("temp_store", "MEMORY")
            // In KiB where it is below zero. What is looked for lies in a few pages.
            .pragma("cache_size", "-512")
            .foreign_keys(true);
        file::make_private(options.get_filename());
        let presence = Presence::show(options.get_filename());
        let alone = presence.as_ref().is_some_and(|presence| presence.alone);
        let pool = file::connect(address, options).await?;
        let store = Self { _presence: presence, ..Self::new(address, pool, clock) };
        let is_new: bool = store.within(sqlx::query_scalar(IS_NEW).fetch_one(&store.pool)).await?;
        MIGRATIONS.run(&store.pool).await.map_err(|error| StoreError::migrating(address, error))?;
        if is_new {
            store.within(sqlx::query(CLEAN).execute(&store.pool)).await?;
        }
        if alone {
            store.free().await?;
        }
        store.mark_untidy();
        Ok(store)
    }

    /// Frees what dead processes hold.
    async fn free(&self) -> Result<(), StoreError> {
        for free in [
            "DELETE FROM lease",
            "UPDATE delivery SET holder = NULL, free_at = NULL WHERE state = 'planned' AND holder IS NOT NULL",
            "UPDATE delivery SET free_at = 0 WHERE state = 'sending'",
            "UPDATE owed SET holder = NULL, free_at = NULL",
        ] {
            sqlx::query(free).execute(&self.pool).await?;
        }
        Ok(())
    }

    /// Opens `sqlite:PATH` to look into it; it must exist.
    pub(super) async fn look_into(address: &str, clock: &Clock) -> Result<Self, StoreError> {
        let options = file::options(address)?;
        if !options.get_filename().exists() {
            return Err(StoreError::Failed(address.to_owned(), Trouble::NoFile, None));
        }
        Ok(Self::new(address, file::connect(address, options.read_only(true)).await?, clock))
    }

    fn new(address: &str, (pool, spoiled): (SqlitePool, Spoiled), clock: &Clock) -> Self {
        let (place, clock) = (address.to_owned(), clock.clone());
        let file = Same::now(pool.connect_options().get_filename());
        let (untidy, written_anew) = (AtomicBool::default(), Mutex::default());
        Self { place, pool, spoiled, clock, untidy, written_anew, file, _presence: None }
    }

    /// Marks a file: something deleted may be left in it.
    pub(super) const UNCLEAN: &str = "PRAGMA user_version = 0";

    /// SQL that waits for no disk. Should it fail midway, the connection goes with its pragma. It does not tell how
    /// many rows were changed.
    pub(super) fn soon(sql: &str) -> AssertSqlSafe<String> {
        AssertSqlSafe(format!("PRAGMA synchronous = NORMAL; {sql}; PRAGMA synchronous = FULL"))
    }

    /// By the clock that leases go by, in milliseconds.
    pub(super) fn now(&self) -> i64 {
        self.clock.now().as_millisecond()
    }

    /// Does something with the file. What is written to a file that goes meanwhile is lost, and not reported as done.
    pub(super) async fn within<T>(&self, work: impl Future<Output = Result<T, sqlx::Error>>) -> Result<T, StoreError> {
        self.look()?;
        let done = self.read(work).await?;
        self.look()?;
        Ok(done)
    }

    /// Reads what each question needs. A file that goes meanwhile does no harm, so nobody looks for it.
    pub(super) async fn read<T>(&self, work: impl Future<Output = Result<T, sqlx::Error>>) -> Result<T, StoreError> {
        self.tried(work).await.map_err(|error| StoreError::failed(&self.place, error))
    }

    /// Fails if the file that we opened lies no longer in its place.
    fn look(&self) -> Result<(), StoreError> {
        match &self.file {
            Some(file) if !file.is_there() => Err(StoreError::Failed(self.place.clone(), Trouble::Exchanged, None)),
            _ => Ok(()),
        }
    }

    /// What fails, or is given up midway, costs the connection; who asks next gets a new one.
    pub(super) async fn tried<T, E>(&self, work: impl Future<Output = Result<T, E>>) -> Result<T, E> {
        let mut trial = self.spoiled.trial(self.file.is_none());
        let done = work.await;
        trial.is_passed |= done.is_ok();
        done
    }

    /// Notes that something was deleted that can be read in the file still.
    pub(super) fn mark_untidy(&self) {
        self.untidy.store(true, Ordering::Relaxed);
    }

    /// Overwrites what was deleted since.
    pub(super) async fn tidy(&self) -> Result<(), StoreError> {
        if self.file.is_none() || !self.untidy.swap(false, Ordering::Relaxed) {
            return Ok(());
        }
        let tidied = self.within(self.tidied()).await;
        if !matches!(tidied, Ok(true)) {
            self.mark_untidy();
        }
        tidied.map(drop)
    }

    /// Overwrites what was deleted; true if all of it: not while another reads.
    async fn tidied(&self) -> Result<bool, sqlx::Error> {
        let mut one = self.pool.acquire().await?;
        let mark: i64 = sqlx::query_scalar("PRAGMA user_version").fetch_one(&mut *one).await?;
        let waits = mark == 0 && !self.may_write_anew();
        if mark == 0 && !waits {
            log::info!("the store {} is written anew, so that nothing deleted is left in it", self.place);
            let begun = Instant::now();
            sqlx::query("VACUUM").execute(&mut *one).await?;
            sqlx::query(CLEAN).execute(&mut *one).await?;
            *self.written_anew.lock().unwrap_or_else(PoisonError::into_inner) = Some((Instant::now(), begun.elapsed()));
        } else {
            sqlx::raw_sql(ANEW).execute(&mut *one).await?;
        }
        sqlx::query("PRAGMA busy_timeout = 100").execute(&mut *one).await?;
        let truncate = "PRAGMA wal_checkpoint(TRUNCATE)";
        let (busy, ..): (i64, i64, i64) = sqlx::query_as(truncate).fetch_one(&mut *one).await?;
        let again = format!("PRAGMA busy_timeout = {}", BUSY.as_millis());
        sqlx::query(AssertSqlSafe(again)).execute(&mut *one).await?;
        Ok(busy == 0 && !waits)
    }

    /// True if the whole file may be written anew. Whoever asks again and again to be forgotten takes up a tenth of the
    /// time at most.
    fn may_write_anew(&self) -> bool {
        let last = *self.written_anew.lock().unwrap_or_else(PoisonError::into_inner);
        last.is_none_or(|(ended, took)| ended.elapsed() > 10 * took)
    }
}
