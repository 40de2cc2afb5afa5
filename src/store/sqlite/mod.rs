//! The store in one SQLite file, or in memory.

mod file;
#[cfg(test)]
mod tests;

use std::{
    collections::HashMap,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicBool, AtomicU32, Ordering},
    },
    time::{Duration, Instant},
};

use async_trait::async_trait;
use futures_util::TryStreamExt as _;
use jiff::Timestamp;
use serde_json::json;
use sqlx::{
    AssertSqlSafe, Row, Sqlite as Db, SqliteConnection, SqlitePool, Transaction,
    migrate::Migrator,
    query::Query,
    sqlite::{SqliteArguments, SqliteJournalMode, SqliteSynchronous},
};

pub use self::file::MEMORY;
use self::file::{BUSY, Presence, Same, Spoiled};
use super::{
    Condition, Leftover, Letter, Owed, Plan, REPLICA, Sheets, Store, StoreError, Trouble,
    copy::{self, Batches, CopyError, Head, Rows, Sink, TABLES, Table},
    rows::{
        self, CHANNEL, DELIVERY, DeliveryRow, KEPT, Misread, OwedRow, SCHEDULE, ScheduleRow, instant, limit,
        milliseconds,
    },
    trouble::Failing,
};
use crate::{
    clock::Clock,
    language::Language,
    schedule::{Channel, Delivery, Fate, Key, Schedule, Skip, Suspended},
};

static MIGRATIONS: Migrator = sqlx::migrate!("src/store/migrations/sqlite");

/// What waits for no disk. Should it fail midway, the connection goes with its pragma. It does not tell how many rows it
/// was.
macro_rules! soon {
    ($sql:literal) => {
        concat!("PRAGMA synchronous = NORMAL; ", $sql, "; PRAGMA synchronous = FULL")
    };
}

/// An answered question may be answered once more after a power cut.
const SETTLE: &str = soon!("UPDATE inbox SET done = 1, body = '' WHERE id IN (SELECT value FROM json_each(?))");

const BEAT: &str = soon!("INSERT INTO pulse (one, at) VALUES (1, ?) ON CONFLICT DO UPDATE SET at = excluded.at");

/// The unit of the oldest tables, in milliseconds. Who looks into a file does not migrate it: before migration 8 it was
/// the second.
const UNIT: &str = "(SELECT CASE WHEN max(version) < 8 THEN 1000 ELSE 1 END FROM _sqlx_migrations)";

/// Whether nothing was ever written.
const IS_NEW: &str = "SELECT NOT EXISTS (SELECT 1 FROM sqlite_schema)";

/// Marks of a file: nothing deleted is left in any table but the inbox, or something may be.
const CLEAN: &str = "PRAGMA user_version = 1";
const UNCLEAN: &str = "PRAGMA user_version = 0";

/// A page that gave rows to another keeps a copy of them where nothing overwrites it. What is emptied keeps nothing.
const ANEW: &str = "BEGIN IMMEDIATE; CREATE TEMP TABLE kept AS SELECT * FROM inbox; DELETE FROM inbox; \
                    INSERT INTO inbox SELECT * FROM kept ORDER BY id; DROP TABLE kept; COMMIT";

/// Among so many batches, one shows what can be forgotten.
const FORGET_EVERY: u32 = 64;

/// One file, written through one connection. What was written survives the kill of this process, and all but [`SETTLE`]
/// and [`BEAT`] a power cut.
#[derive(Debug)]
pub(super) struct Sqlite {
    /// Its address.
    place: String,
    pool: SqlitePool,
    spoiled: Spoiled,
    clock: Clock,
    batches: AtomicU32,
    misread: Misread,
    failing: Failing,
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
        store.untidy.store(true, Ordering::Relaxed);
        store.tidy_or_say().await;
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
        let (place, batches, misread) = (address.to_owned(), AtomicU32::default(), Misread::default());
        let file = Same::now(pool.connect_options().get_filename());
        let (clock, failing, untidy) = (clock.clone(), Failing::default(), AtomicBool::default());
        Self {
            place,
            pool,
            spoiled,
            clock,
            batches,
            misread,
            failing,
            untidy,
            written_anew: Mutex::default(),
            file,
            _presence: None,
        }
    }

    /// By the clock that leases go by, in milliseconds.
    fn now(&self) -> i64 {
        self.clock.now().as_millisecond()
    }

    /// Telegram sends again what was not confirmed, so a batch shows what it has forgotten: every letter that
    /// is done and not in it goes.
    async fn forget(&self, batch: &str) -> Result<(), StoreError> {
        let forget = "DELETE FROM inbox WHERE done = 1 AND id NOT IN (SELECT value ->> 0 FROM json_each(?))";
        self.within(sqlx::query(forget).bind(batch).execute(&self.pool)).await?;
        Ok(())
    }

    /// Does something with the file. What is written to a file that goes meanwhile is lost, and not reported as done.
    async fn within<T>(&self, work: impl Future<Output = Result<T, sqlx::Error>>) -> Result<T, StoreError> {
        let done = async {
            self.look()?;
            let done = self.tried(work).await.map_err(|error| StoreError::failed(&self.place, error))?;
            self.look()?;
            Ok(done)
        };
        done.await.inspect_err(|error| self.failing.note(error, self.clock.now()))
    }

    /// Reads what each question needs. A file that goes meanwhile does no harm, so nobody looks for it.
    async fn read<T>(&self, work: impl Future<Output = Result<T, sqlx::Error>>) -> Result<T, StoreError> {
        let done = self.tried(work).await.map_err(|error| StoreError::failed(&self.place, error));
        done.inspect_err(|error| self.failing.note(error, self.clock.now()))
    }

    /// Whether the file that we opened still lies in its place.
    fn look(&self) -> Result<(), StoreError> {
        match &self.file {
            Some(file) if !file.is_there() => Err(StoreError::Failed(self.place.clone(), Trouble::Exchanged, None)),
            _ => Ok(()),
        }
    }

    /// What fails, or is given up midway, costs the connection; who asks next gets a new one.
    async fn tried<T, E>(&self, work: impl Future<Output = Result<T, E>>) -> Result<T, E> {
        let mut trial = self.spoiled.trial(self.file.is_none());
        let done = work.await;
        trial.is_passed |= done.is_ok();
        done
    }

    /// What is read here is still so when it is written, whoever else writes the file.
    async fn begin_writing(&self) -> Result<Transaction<'static, Db>, sqlx::Error> {
        self.pool.begin_with("BEGIN IMMEDIATE").await
    }

    async fn tidy_or_say(&self) {
        if let Err(error) = self.tidy().await {
            log::warn!("what was deleted can be read in the file still, until that is tried again: {error:?}");
        }
    }

    /// Overwrites what was deleted; whether all of it: not while another reads.
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

    /// Whether the whole file may be written anew. Whoever asks again and again to be forgotten takes up a tenth of the
    /// time at most.
    fn may_write_anew(&self) -> bool {
        let last = *self.written_anew.lock().unwrap_or_else(PoisonError::into_inner);
        last.is_none_or(|(ended, took)| ended.elapsed() > 10 * took)
    }

    async fn exported(&self, sink: &mut dyn Sink) -> Result<(), CopyError> {
        let mut moment = self.pool.begin().await?;
        let version = sqlx::query_scalar("SELECT max(version) FROM _sqlx_migrations").fetch_one(&mut *moment).await?;
        StoreError::of_version(&self.place, version, &MIGRATIONS)?;
        let mut rows = 0;
        for Table { name, .. } in &TABLES {
            let count = AssertSqlSafe(format!("SELECT count(*) FROM {name}"));
            rows += sqlx::query_scalar::<_, u64>(count).fetch_one(&mut *moment).await?;
        }
        let last = sqlx::query_scalar("SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'schedule'");
        let last = last.fetch_one(&mut *moment).await?;
        sink.head(&Head::new(rows, last)).map_err(CopyError::Unwritten)?;
        for table in &TABLES {
            let mut rows = sqlx::query_scalar(AssertSqlSafe(copy_query(table))).fetch(&mut *moment);
            while let Some(fields) = rows.try_next().await? {
                sink.row(&copy::Row { table, fields }).map_err(CopyError::Unwritten)?;
            }
        }
        Ok(())
    }

    async fn imported(&self, head: &Head, rows: Rows<'_>) -> Result<(), CopyError> {
        let mut all = self.begin_writing().await?;
        for Table { name, .. } in &TABLES {
            let any = AssertSqlSafe(format!("SELECT EXISTS (SELECT 1 FROM {name})"));
            if sqlx::query_scalar(any).fetch_one(&mut *all).await? {
                return Err(CopyError::Occupied(self.place.clone()));
            }
        }
        let mut batches = Batches::new(rows);
        while let Some((table, batch, begun)) = batches.next()? {
            let filled = sqlx::query(AssertSqlSafe(fill_query(table))).bind(batch).execute(&mut *all).await;
            filled.map_err(|error| copy::unfit(begun, error))?;
        }
        sqlx::query("UPDATE delivery SET free_at = 0 WHERE state = 'sending'").execute(&mut *all).await?;
        sqlx::query("DELETE FROM sqlite_sequence WHERE name = 'schedule'").execute(&mut *all).await?;
        sqlx::query(
            "INSERT INTO sqlite_sequence (name, seq) SELECT 'schedule', max(?, coalesce(max(id), 0)) FROM schedule",
        )
        .bind(head.last_schedule)
        .execute(&mut *all)
        .await?;
        all.commit().await?;
        Ok(())
    }

    fn deliveries(&self, rows: Vec<DeliveryRow>) -> Vec<Delivery> {
        rows.into_iter().filter_map(|row| self.misread.delivery(row)).collect()
    }
}

#[async_trait]
impl Store for Sqlite {
    async fn language(&self, chat: i64) -> Result<Option<Language>, StoreError> {
        let tag: Option<String> = self
            .read(sqlx::query_scalar("SELECT tag FROM language WHERE chat = ?").bind(chat).fetch_optional(&self.pool))
            .await?;
        Ok(tag.as_deref().and_then(Language::from_tag))
    }

    async fn choose_language(&self, chat: i64, language: Option<Language>) -> Result<(), StoreError> {
        let Some(language) = language else {
            self.within(sqlx::query("DELETE FROM language WHERE chat = ?").bind(chat).execute(&self.pool)).await?;
            return Ok(());
        };
        self.within(
            sqlx::query("INSERT INTO language (chat, tag) VALUES (?, ?) ON CONFLICT DO UPDATE SET tag = excluded.tag")
                .bind(chat)
                .bind(language.tag())
                .execute(&self.pool),
        )
        .await?;
        Ok(())
    }

    async fn move_chat(&self, from: i64, to: i64) -> Result<(), StoreError> {
        if from == to {
            return Ok(());
        }
        self.within(async {
            let mut all = self.begin_writing().await?;
            for join in [
                "UPDATE OR IGNORE language SET chat = ? WHERE chat = ?",
                "UPDATE OR IGNORE channel SET chat = ? WHERE chat = ?",
                "UPDATE schedule SET chat = ? WHERE chat = ?",
                "UPDATE delivery SET chat = ? WHERE chat = ?",
            ] {
                sqlx::query(join).bind(to).bind(from).execute(&mut *all).await?;
            }
            for left in ["DELETE FROM language WHERE chat = ?", "DELETE FROM channel WHERE chat = ?"] {
                sqlx::query(left).bind(from).execute(&mut *all).await?;
            }
            all.commit().await?;
            Ok(())
        })
        .await
    }

    async fn take_in(&self, batch: &[Letter], holder: &str, now: Timestamp) -> Result<Vec<i64>, StoreError> {
        let rows: Vec<(i64, &str)> = batch.iter().map(|letter| (letter.id, letter.body.as_str())).collect();
        let rows = serde_json::to_string(&rows).expect("numbers and texts are always JSON");
        let new = self.within(sqlx::query_scalar(
            "INSERT INTO inbox (id, taken, holder, body) SELECT value ->> 0, ?2, ?3, value ->> 1 FROM json_each(?1) \
             WHERE true ON CONFLICT DO NOTHING RETURNING id",
        )
        .bind(&rows)
        .bind(now.as_millisecond())
        .bind(holder)
        .fetch_all(&self.pool)).await?;
        // What came is written down, whatever becomes of that.
        if self.batches.fetch_add(1, Ordering::Relaxed).is_multiple_of(FORGET_EVERY)
            && let Err(error) = self.forget(&rows).await
        {
            log::warn!("what Telegram has forgotten stays in the inbox for now: {error:?}");
        }
        Ok(new)
    }

    async fn settle(&self, ids: &[i64]) -> Result<(), StoreError> {
        let ids = serde_json::to_string(ids).expect("numbers are always JSON");
        self.within(sqlx::query(SETTLE).bind(ids).execute(&self.pool)).await?;
        self.untidy.store(true, Ordering::Relaxed);
        Ok(())
    }

    async fn begin(&self, id: i64) -> Result<(), StoreError> {
        self.within(sqlx::query("UPDATE inbox SET begun = begun + 1 WHERE id = ?").bind(id).execute(&self.pool))
            .await?;
        Ok(())
    }

    async fn leftovers(&self, holder: &str, now: Timestamp) -> Result<Vec<Leftover>, StoreError> {
        self.within(async {
            let mut both = self.begin_writing().await?;
            let left = "done = 0 AND holder IS NOT ?1 AND NOT EXISTS \
                    (SELECT 1 FROM lease WHERE name = ?2 || inbox.holder AND free_at > ?3)";
            let stale = sqlx::query(AssertSqlSafe(format!("DELETE FROM inbox WHERE {left} AND taken < ?4")))
                .bind(holder)
                .bind(REPLICA)
                .bind(self.now())
                .bind(now.as_millisecond() - milliseconds(KEPT))
                .execute(&mut *both)
                .await?;
            let taken = format!("UPDATE inbox SET holder = ?1 WHERE {left} RETURNING id, body, begun");
            let taken = sqlx::query_as(AssertSqlSafe(taken)).bind(holder).bind(REPLICA).bind(self.now());
            let taken = taken.fetch_all(&mut *both).await?;
            both.commit().await?;
            self.untidy.fetch_or(stale.rows_affected() > 0, Ordering::Relaxed);
            Ok(rows::leftovers(taken, stale.rows_affected()))
        })
        .await
    }

    async fn beat(&self, now: Timestamp) -> Result<(), StoreError> {
        self.within(sqlx::query(BEAT).bind(now.as_millisecond()).execute(&self.pool)).await?;
        Ok(())
    }

    async fn last_beat(&self) -> Result<Option<Timestamp>, StoreError> {
        let at = AssertSqlSafe(format!("SELECT at * {UNIT} FROM pulse"));
        let at: Option<i64> = self.within(sqlx::query_scalar(at).fetch_optional(&self.pool)).await?;
        Ok(at.and_then(instant))
    }

    async fn keep_condition(&self, condition: &Condition) -> Result<(), StoreError> {
        let (since, why) =
            condition.trouble.as_ref().map(|(since, why)| (since.as_millisecond(), why.as_str())).unzip();
        let kept = sqlx::query(
            "INSERT INTO condition (one, at, since, why) VALUES (1, ?, ?, ?) ON CONFLICT DO UPDATE \
             SET at = excluded.at, since = excluded.since, why = excluded.why",
        );
        let kept = kept.bind(condition.at.as_millisecond()).bind(since).bind(why);
        self.within(kept.execute(&self.pool)).await?;
        Ok(())
    }

    async fn condition(&self) -> Result<Option<Condition>, StoreError> {
        let row = sqlx::query_as("SELECT at, since, why FROM condition").fetch_optional(&self.pool);
        rows::condition(self.within(row).await)
    }

    fn trouble(&self) -> Option<(Timestamp, String)> {
        self.failing.now(self.clock.now())
    }

    async fn keep_sheets(&self, sheets: &Sheets) -> Result<(), StoreError> {
        let (broken, why) = sheets.broken.as_ref().map(|(since, why)| (since.as_millisecond(), why.as_str())).unzip();
        self.within(
            sqlx::query(
                "INSERT INTO sheets (one, served, broken, why) VALUES (1, ?, ?, ?) ON CONFLICT DO UPDATE \
             SET served = excluded.served, broken = excluded.broken, why = excluded.why",
            )
            .bind(sheets.served.as_millisecond())
            .bind(broken)
            .bind(why)
            .execute(&self.pool),
        )
        .await?;
        Ok(())
    }

    async fn sheets(&self) -> Result<Option<Sheets>, StoreError> {
        let sheets = AssertSqlSafe(format!("SELECT served * {UNIT}, broken * {UNIT}, why FROM sheets"));
        let row = self.within(sqlx::query(sheets).fetch_optional(&self.pool)).await?;
        let Some(row) = row else { return Ok(None) };
        let (served, broken, why): (i64, Option<i64>, Option<String>) =
            (row.try_get(0)?, row.try_get(1)?, row.try_get(2)?);
        let broken = broken.and_then(instant).map(|since| (since, why.unwrap_or_default()));
        Ok(instant(served).map(|served| Sheets { served, broken }))
    }

    async fn hold(&self, lease: &str, holder: &str, lasts: Duration) -> Result<bool, StoreError> {
        let now = self.now();
        let held = self
            .within(
                sqlx::query(
                    "INSERT INTO lease (name, holder, free_at) VALUES (?, ?, ?) ON CONFLICT DO UPDATE \
             SET holder = excluded.holder, free_at = excluded.free_at \
             WHERE lease.holder = excluded.holder OR lease.free_at <= ?",
                )
                .bind(lease)
                .bind(holder)
                .bind(now + milliseconds(lasts))
                .bind(now)
                .execute(&self.pool),
            )
            .await?;
        Ok(held.rows_affected() > 0)
    }

    async fn release(&self, lease: &str, holder: &str) -> Result<(), StoreError> {
        self.within(
            sqlx::query("DELETE FROM lease WHERE name = ? AND holder = ?").bind(lease).bind(holder).execute(&self.pool),
        )
        .await?;
        Ok(())
    }

    async fn held(&self, prefix: &str) -> Result<u32, StoreError> {
        let held = self
            .within(
                sqlx::query_scalar(
                    "SELECT count(*) FROM lease WHERE substr(name, 1, length(?1)) = ?1 AND free_at > ?2",
                )
                .bind(prefix)
                .bind(self.now())
                .fetch_one(&self.pool),
            )
            .await?;
        Ok(held)
    }

    async fn keep_channel(&self, channel: &Channel) -> Result<(), StoreError> {
        self.within(
            sqlx::query(
                "INSERT INTO channel (chat, kind, title, username, owner, checked, suspended) \
             VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE \
             SET kind = excluded.kind, title = excluded.title, username = excluded.username, owner = excluded.owner, \
             checked = excluded.checked, suspended = excluded.suspended",
            )
            .bind(channel.chat)
            .bind(channel.kind.word())
            .bind(&channel.title)
            .bind(&channel.username)
            .bind(channel.owner)
            .bind(channel.checked.as_millisecond())
            .bind(channel.suspended.map(Suspended::word))
            .execute(&self.pool),
        )
        .await?;
        Ok(())
    }

    async fn change_channel(
        &self,
        was: &Channel,
        is: &Channel,
        owed: Option<(i64, &str)>,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        self.within(async {
            let mut both = self.begin_writing().await?;
            let changed = sqlx::query(
                "UPDATE channel SET kind = ?, title = ?, username = ?, owner = ?, checked = ?, suspended = ? \
             WHERE chat = ? AND owner IS ? AND checked = ? AND suspended IS ?",
            )
            .bind(is.kind.word())
            .bind(&is.title)
            .bind(&is.username)
            .bind(is.owner)
            .bind(is.checked.as_millisecond())
            .bind(is.suspended.map(Suspended::word))
            .bind(was.chat)
            .bind(was.owner)
            .bind(was.checked.as_millisecond())
            .bind(was.suspended.map(Suspended::word))
            .execute(&mut *both)
            .await?;
            let changed = changed.rows_affected() > 0;
            if changed {
                owe(&mut both, owed.as_slice(), now).await?;
            }
            both.commit().await?;
            Ok(changed)
        })
        .await
    }

    async fn channel(&self, chat: i64) -> Result<Option<Channel>, StoreError> {
        let query = format!("SELECT {CHANNEL} FROM channel WHERE chat = ?");
        let row = self.within(sqlx::query_as(AssertSqlSafe(query)).bind(chat).fetch_optional(&self.pool)).await?;
        Ok(row.and_then(|row| self.misread.channel(row)))
    }

    async fn channel_named(&self, username: &str) -> Result<Option<Channel>, StoreError> {
        // A name may have gone from one channel to another since we looked.
        let query = format!(
            "SELECT {CHANNEL} FROM channel WHERE lower(username) = lower(?) ORDER BY checked DESC, chat LIMIT 1"
        );
        let row = self.within(sqlx::query_as(AssertSqlSafe(query)).bind(username).fetch_optional(&self.pool)).await?;
        Ok(row.and_then(|row| self.misread.channel(row)))
    }

    async fn channels_of(&self, owner: i64) -> Result<Vec<Channel>, StoreError> {
        let query = format!("SELECT {CHANNEL} FROM channel WHERE owner = ? ORDER BY title, chat");
        let rows = self.within(sqlx::query_as(AssertSqlSafe(query)).bind(owner).fetch_all(&self.pool)).await?;
        Ok(rows.into_iter().filter_map(|row| self.misread.channel(row)).collect())
    }

    async fn drop_channel(&self, chat: i64) -> Result<(), StoreError> {
        self.within(async {
            let mut all = self.begin_writing().await?;
            for forget in [
                "DELETE FROM rotation WHERE schedule IN (SELECT id FROM schedule WHERE chat = ?)",
                "DELETE FROM delivery WHERE chat = ?",
                "DELETE FROM schedule WHERE chat = ?",
                "DELETE FROM channel WHERE chat = ?",
            ] {
                sqlx::query(forget).bind(chat).execute(&mut *all).await?;
            }
            sqlx::query(UNCLEAN).execute(&mut *all).await?;
            all.commit().await
        })
        .await?;
        self.untidy.store(true, Ordering::Relaxed);
        Ok(())
    }

    async fn add_schedule(
        &self,
        schedule: &Schedule,
        next: Option<Timestamp>,
        most: usize,
    ) -> Result<Option<i64>, StoreError> {
        let added = sqlx::query(
            "INSERT INTO schedule \
             (topic, owner, pattern, zone, what, language, silent, grace, state, next, chat) \
             SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11 \
             WHERE (SELECT count(*) FROM schedule WHERE chat = ?11 AND deleted IS NULL) < ?12 RETURNING id",
        );
        let added = bind(added, schedule, next).bind(schedule.chat).bind(limit(most));
        // Who takes the first row only does not hear that the rest, to keep it, failed.
        let rows = self.within(added.fetch_all(&self.pool)).await?;
        Ok(rows.first().map(|row| row.try_get(0)).transpose()?)
    }

    async fn schedule(&self, id: i64) -> Result<Option<Schedule>, StoreError> {
        let query = format!("SELECT {SCHEDULE} FROM schedule WHERE id = ? AND deleted IS NULL");
        let row = self.within(sqlx::query_as(AssertSqlSafe(query)).bind(id).fetch_optional(&self.pool)).await?;
        Ok(row.and_then(|row| self.misread.schedule(row)))
    }

    async fn schedules_in(&self, chat: i64) -> Result<Vec<Schedule>, StoreError> {
        let query = format!("SELECT {SCHEDULE} FROM schedule WHERE chat = ? AND deleted IS NULL ORDER BY id");
        let rows = self.within(sqlx::query_as(AssertSqlSafe(query)).bind(chat).fetch_all(&self.pool)).await?;
        Ok(rows.into_iter().filter_map(|row| self.misread.schedule(row)).collect())
    }

    async fn change_schedule(
        &self,
        schedule: &Schedule,
        next: Option<Timestamp>,
        stop: bool,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        self.within(async {
            let mut both = self.begin_writing().await?;
            let changed = sqlx::query(
                "UPDATE schedule SET topic = ?1, owner = ?2, pattern = ?3, zone = ?4, what = ?5, language = ?6, \
             silent = ?7, grace = ?8, state = ?9, next = ?10 WHERE id = ?11 AND deleted IS NULL",
            );
            let changed = bind(changed, schedule, next).bind(schedule.id).execute(&mut *both).await?;
            let changed = changed.rows_affected() > 0;
            if changed && stop {
                stop_planned(&mut both, schedule.id, now).await?;
            }
            both.commit().await?;
            Ok(changed)
        })
        .await
    }

    async fn delete_schedule(&self, id: i64, now: Timestamp) -> Result<bool, StoreError> {
        self.within(async {
            let mut both = self.begin_writing().await?;
            let deleted = sqlx::query("UPDATE schedule SET deleted = ?, next = NULL WHERE id = ? AND deleted IS NULL")
                .bind(now.as_millisecond())
                .bind(id)
                .execute(&mut *both)
                .await?;
            let deleted = deleted.rows_affected() > 0;
            if deleted {
                stop_planned(&mut both, id, now).await?;
            }
            both.commit().await?;
            Ok(deleted)
        })
        .await
    }

    async fn deleted_schedule(&self, id: i64) -> Result<Option<Schedule>, StoreError> {
        let query = format!("SELECT {SCHEDULE} FROM schedule WHERE id = ? AND deleted IS NOT NULL");
        let row = self.within(sqlx::query_as(AssertSqlSafe(query)).bind(id).fetch_optional(&self.pool)).await?;
        Ok(row.and_then(|row| self.misread.schedule(row)))
    }

    async fn undelete_schedule(&self, id: i64, next: Option<Timestamp>) -> Result<bool, StoreError> {
        let back = self
            .within(
                sqlx::query("UPDATE schedule SET deleted = NULL, next = ? WHERE id = ? AND deleted IS NOT NULL")
                    .bind(next.map(Timestamp::as_millisecond))
                    .bind(id)
                    .execute(&self.pool),
            )
            .await?;
        Ok(back.rows_affected() > 0)
    }

    async fn next_due(&self, schedule: i64) -> Result<Option<Timestamp>, StoreError> {
        let next: Option<Option<i64>> = self
            .within(
                sqlx::query_scalar("SELECT next FROM schedule WHERE id = ?").bind(schedule).fetch_optional(&self.pool),
            )
            .await?;
        Ok(next.flatten().and_then(instant))
    }

    async fn due(&self, now: Timestamp, most: usize) -> Result<Vec<(Schedule, Timestamp)>, StoreError> {
        let query = due_query();
        let (mut due, mut after) = (Vec::new(), (i64::MIN, i64::MIN));
        // Those that are not understood stay, and must not stand in the way of the others.
        while due.len() < most {
            let asked = most - due.len();
            let rows: Vec<ScheduleRow> = self
                .within(
                    sqlx::query_as(AssertSqlSafe(query.as_str()))
                        .bind(now.as_millisecond())
                        .bind(after.0)
                        .bind(after.1)
                        .bind(limit(asked))
                        .fetch_all(&self.pool),
                )
                .await?;
            let came = rows.len();
            for row in rows {
                let (next, id) = (row.next.unwrap_or(i64::MIN), row.id);
                after = (next, id);
                due.extend(self.misread.schedule(row).zip(instant(next)));
            }
            if came < asked {
                break;
            }
        }
        Ok(due)
    }

    async fn plan(&self, plans: &[Plan], now: Timestamp) -> Result<usize, StoreError> {
        let moves: Vec<_> = plans
            .iter()
            .map(|plan| json!([plan.schedule, plan.was.as_millisecond(), plan.next.map(Timestamp::as_millisecond)]))
            .collect();
        self.within(async {
            let mut all = self.begin_writing().await?;
            let taken: Vec<(i64, i64, Option<i64>)> = sqlx::query_as(
                "UPDATE schedule SET next = moved.next FROM \
             (SELECT value ->> 0 AS id, value ->> 1 AS was, value ->> 2 AS next FROM json_each(?)) AS moved \
             WHERE schedule.id = moved.id AND schedule.next = moved.was AND schedule.deleted IS NULL \
             RETURNING schedule.id, schedule.chat, schedule.owner",
            )
            .bind(serde_json::to_string(&moves).expect("numbers are always JSON"))
            .fetch_all(&mut *all)
            .await?;
            // The chat may have moved since the plan was made.
            let taken: HashMap<i64, _> = taken.into_iter().map(|(id, chat, owner)| (id, (chat, owner))).collect();
            let rows: Vec<_> = plans
                .iter()
                .filter_map(|plan| Some((plan, taken.get(&plan.schedule)?)))
                .flat_map(|(plan, (chat, owner))| {
                    plan.dues.iter().map(move |(due, fate)| {
                        let (state, reason, message) = rows::columns(fate);
                        json!([plan.schedule, due.as_millisecond(), chat, state, reason, message, owner])
                    })
                })
                .collect();
            sqlx::query(
                "INSERT INTO delivery (schedule, due, chat, state, reason, message, person, not_before, tries, at) \
             SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, value ->> 6, \
             value ->> 1, 0, ?2 FROM json_each(?1) WHERE true ON CONFLICT DO NOTHING",
            )
            .bind(serde_json::to_string(&rows).expect("numbers and texts are always JSON"))
            .bind(now.as_millisecond())
            .execute(&mut *all)
            .await?;
            let taken_plans = plans.iter().filter(|plan| taken.contains_key(&plan.schedule));
            let owed: Vec<(i64, &str)> = taken_plans
                .filter_map(|plan| plan.owed.as_ref())
                .map(|(person, what)| (*person, what.as_str()))
                .collect();
            owe(&mut all, &owed, now).await?;
            all.commit().await?;
            Ok(taken.len())
        })
        .await
    }

    async fn plan_now(&self, key: Key, chat: i64, now: Timestamp) -> Result<bool, StoreError> {
        let planned = self
            .within(
                sqlx::query(
                    "INSERT INTO delivery (schedule, due, chat, person, state, not_before, tries, wanted, at) \
             VALUES (?1, ?2, ?3, (SELECT owner FROM schedule WHERE id = ?1), 'planned', ?4, 0, 1, ?4) \
             ON CONFLICT DO NOTHING",
                )
                .bind(key.schedule)
                .bind(key.due.as_millisecond())
                .bind(chat)
                .bind(now.as_millisecond())
                .execute(&self.pool),
            )
            .await?;
        Ok(planned.rows_affected() > 0)
    }

    async fn claim(
        &self,
        holder: &str,
        now: Timestamp,
        lasts: Duration,
        most: usize,
    ) -> Result<Vec<Delivery>, StoreError> {
        let (query, clock) = (claim_query(), self.now());
        let rows = self
            .within(
                sqlx::query_as(AssertSqlSafe(query))
                    .bind(holder)
                    .bind(clock + milliseconds(lasts))
                    .bind(now.as_millisecond())
                    .bind(limit(most))
                    .bind(clock)
                    .fetch_all(&self.pool),
            )
            .await?;
        let mut claimed = self.deliveries(rows);
        claimed.sort_by_key(|delivery| (delivery.key.due, delivery.key.schedule));
        Ok(claimed)
    }

    async fn begin_sending(
        &self,
        key: Key,
        holder: &str,
        shown: &str,
        now: Timestamp,
        lasts: Duration,
    ) -> Result<bool, StoreError> {
        let clock = self.now();
        let begun = self
            .within(
                sqlx::query(
                    "UPDATE delivery SET state = 'sending', shown = ?1, free_at = ?2, at = ?3 \
             WHERE schedule = ?4 AND due = ?5 AND state = 'planned' AND holder = ?6 AND free_at > ?7",
                )
                .bind(shown)
                .bind(clock + milliseconds(lasts))
                .bind(now.as_millisecond())
                .bind(key.schedule)
                .bind(key.due.as_millisecond())
                .bind(holder)
                .bind(clock)
                .execute(&self.pool),
            )
            .await?;
        Ok(begun.rows_affected() > 0)
    }

    async fn settle_delivery(
        &self,
        key: Key,
        holder: &str,
        fate: &Fate,
        owed: Option<(i64, &str)>,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let (state, reason, message) = rows::columns(fate);
        self.within(async {
            let mut both = self.begin_writing().await?;
            let settled = sqlx::query(
                "UPDATE delivery SET state = ?, reason = ?, message = ?, at = ? \
             WHERE schedule = ? AND due = ? AND holder = ? AND state IN ('planned', 'sending', 'unknown')",
            )
            .bind(state)
            .bind(reason)
            .bind(message)
            .bind(now.as_millisecond())
            .bind(key.schedule)
            .bind(key.due.as_millisecond())
            .bind(holder)
            .execute(&mut *both)
            .await?;
            let settled = settled.rows_affected() > 0;
            if settled {
                owe(&mut both, owed.as_slice(), now).await?;
            }
            both.commit().await?;
            Ok(settled)
        })
        .await
    }

    async fn put_back(&self, key: Key, holder: &str, not_before: Timestamp, tried: bool) -> Result<bool, StoreError> {
        let back = self.within(sqlx::query(
            "UPDATE delivery SET state = 'planned', holder = NULL, free_at = NULL, shown = NULL, not_before = ?, \
             tries = tries + ? WHERE schedule = ? AND due = ? AND holder = ? AND state IN ('planned', 'sending')",
        )
        .bind(not_before.as_millisecond())
        .bind(tried)
        .bind(key.schedule)
        .bind(key.due.as_millisecond())
        .bind(holder)
        .execute(&self.pool)).await?;
        Ok(back.rows_affected() > 0)
    }

    async fn lost(&self, most: usize) -> Result<Vec<Delivery>, StoreError> {
        let query = format!(
            "SELECT {DELIVERY} FROM delivery WHERE state = 'sending' AND free_at <= ? ORDER BY free_at LIMIT ?"
        );
        let rows = self
            .within(sqlx::query_as(AssertSqlSafe(query)).bind(self.now()).bind(limit(most)).fetch_all(&self.pool))
            .await?;
        Ok(self.deliveries(rows))
    }

    async fn give_up(&self, key: Key, owed: Option<(i64, &str)>, now: Timestamp) -> Result<bool, StoreError> {
        self.within(async {
            let mut both = self.begin_writing().await?;
            let given_up = sqlx::query(
                "UPDATE delivery SET state = 'unknown', at = ?1 \
             WHERE schedule = ?2 AND due = ?3 AND state = 'sending' AND free_at <= ?4",
            )
            .bind(now.as_millisecond())
            .bind(key.schedule)
            .bind(key.due.as_millisecond())
            .bind(self.now())
            .execute(&mut *both)
            .await?;
            let given_up = given_up.rows_affected() > 0;
            if given_up {
                owe(&mut both, owed.as_slice(), now).await?;
            }
            both.commit().await?;
            Ok(given_up)
        })
        .await
    }

    async fn decide(&self, key: Key, again: bool, now: Timestamp) -> Result<bool, StoreError> {
        // Who held it has no say any more.
        let decide = if again {
            "UPDATE delivery SET state = 'planned', holder = NULL, free_at = NULL, tries = 0, \
             wanted = 1, not_before = ?1, at = ?1 WHERE schedule = ?2 AND due = ?3 AND state = 'unknown'"
        } else {
            "UPDATE delivery SET state = 'sent', holder = NULL, at = ?1 \
             WHERE schedule = ?2 AND due = ?3 AND state = 'unknown'"
        };
        let decided = self
            .within(
                sqlx::query(decide)
                    .bind(now.as_millisecond())
                    .bind(key.schedule)
                    .bind(key.due.as_millisecond())
                    .execute(&self.pool),
            )
            .await?;
        Ok(decided.rows_affected() > 0)
    }

    async fn delivery(&self, key: Key) -> Result<Option<Delivery>, StoreError> {
        let query = format!("SELECT {DELIVERY} FROM delivery WHERE schedule = ? AND due = ?");
        let row = self
            .within(
                sqlx::query_as(AssertSqlSafe(query))
                    .bind(key.schedule)
                    .bind(key.due.as_millisecond())
                    .fetch_optional(&self.pool),
            )
            .await?;
        Ok(row.and_then(|row| self.misread.delivery(row)))
    }

    async fn log(&self, chat: i64, most: usize) -> Result<Vec<Delivery>, StoreError> {
        let query = log_query();
        let rows = self
            .within(sqlx::query_as(AssertSqlSafe(query)).bind(chat).bind(limit(most)).fetch_all(&self.pool))
            .await?;
        Ok(self.deliveries(rows))
    }

    async fn tally(&self) -> Result<[u64; 6], StoreError> {
        let counts: Vec<(String, i64)> = self
            .within(sqlx::query_as("SELECT state, count(*) FROM delivery GROUP BY state").fetch_all(&self.pool))
            .await?;
        Ok(rows::tally(&counts))
    }

    async fn rotated(&self, schedule: i64) -> Result<Vec<String>, StoreError> {
        let shown = self
            .within(
                sqlx::query_scalar("SELECT shown FROM rotation WHERE schedule = ? ORDER BY turn")
                    .bind(schedule)
                    .fetch_all(&self.pool),
            )
            .await?;
        Ok(shown)
    }

    async fn rotate(&self, schedule: i64, shown: &str, anew: bool) -> Result<(), StoreError> {
        self.within(async {
            let mut both = self.begin_writing().await?;
            if anew {
                sqlx::query("DELETE FROM rotation WHERE schedule = ?").bind(schedule).execute(&mut *both).await?;
            }
            sqlx::query(
                "INSERT INTO rotation (schedule, shown, turn) \
             SELECT ?1, ?2, coalesce(max(turn), 0) + 1 FROM rotation WHERE schedule = ?1 ON CONFLICT DO NOTHING",
            )
            .bind(schedule)
            .bind(shown)
            .execute(&mut *both)
            .await?;
            both.commit().await?;
            Ok(())
        })
        .await
    }

    async fn owe(&self, person: i64, what: &str, now: Timestamp) -> Result<(), StoreError> {
        self.within(async { owe(&mut *self.pool.acquire().await?, &[(person, what)], now).await }).await
    }

    async fn claim_owed(&self, holder: &str, lasts: Duration, most: usize) -> Result<Vec<Owed>, StoreError> {
        let now = self.now();
        let mut rows: Vec<OwedRow> = self
            .within(
                sqlx::query_as(
                    "UPDATE owed SET holder = ?1, free_at = ?2 WHERE id IN \
             (SELECT id FROM owed WHERE free_at IS NULL OR free_at <= ?3 ORDER BY id LIMIT ?4) \
             RETURNING id, person, what",
                )
                .bind(holder)
                .bind(now + milliseconds(lasts))
                .bind(now)
                .bind(limit(most))
                .fetch_all(&self.pool),
            )
            .await?;
        rows.sort_by_key(|row| row.id);
        Ok(rows.into_iter().map(Owed::from).collect())
    }

    async fn said(&self, id: i64) -> Result<(), StoreError> {
        self.within(sqlx::query("DELETE FROM owed WHERE id = ?").bind(id).execute(&self.pool)).await?;
        Ok(())
    }

    async fn keep_draft(&self, person: i64, draft: Option<&str>) -> Result<(), StoreError> {
        let Some(draft) = draft else {
            self.within(sqlx::query("DELETE FROM draft WHERE person = ?").bind(person).execute(&self.pool)).await?;
            return Ok(());
        };
        self.within(
            sqlx::query(
                "INSERT INTO draft (person, what) VALUES (?, ?) ON CONFLICT DO UPDATE SET what = excluded.what",
            )
            .bind(person)
            .bind(draft)
            .execute(&self.pool),
        )
        .await?;
        Ok(())
    }

    async fn draft(&self, person: i64) -> Result<Option<String>, StoreError> {
        let draft = self
            .read(sqlx::query_scalar("SELECT what FROM draft WHERE person = ?").bind(person).fetch_optional(&self.pool))
            .await?;
        Ok(draft)
    }

    async fn forget_person(&self, person: i64) -> Result<Vec<i64>, StoreError> {
        let forgotten = self.within(async {
            let mut all = self.begin_writing().await?;
            let mut forgotten = 0;
            for forget in [
                "DELETE FROM language WHERE chat = ?",
                "DELETE FROM draft WHERE person = ?",
                "DELETE FROM owed WHERE person = ?",
                "UPDATE schedule SET owner = NULL WHERE owner = ?",
                "UPDATE delivery SET person = NULL WHERE person = ?",
            ] {
                forgotten += sqlx::query(forget).bind(person).execute(&mut *all).await?.rows_affected();
            }
            let channels: Vec<i64> =
                sqlx::query_scalar("UPDATE channel SET owner = NULL, suspended = ? WHERE owner = ? RETURNING chat")
                    .bind(Suspended::NoOwner.word())
                    .bind(person)
                    .fetch_all(&mut *all)
                    .await?;
            let is_clean = forgotten == 0 && channels.is_empty();
            if !is_clean {
                sqlx::query(UNCLEAN).execute(&mut *all).await?;
            }
            all.commit().await?;
            Ok((channels, is_clean))
        });
        let (mut channels, is_clean) = forgotten.await?;
        if !is_clean {
            self.untidy.store(true, Ordering::Relaxed);
            self.tidy_or_say().await;
        }
        channels.sort_unstable();
        Ok(channels)
    }

    async fn export(&self, sink: &mut dyn Sink) -> Result<(), CopyError> {
        self.tried(self.exported(sink)).await
    }

    async fn import(&self, head: &Head, rows: Rows<'_>) -> Result<(), CopyError> {
        self.tried(self.imported(head, rows)).await
    }

    async fn tidy(&self) -> Result<(), StoreError> {
        if self.file.is_none() || !self.untidy.swap(false, Ordering::Relaxed) {
            return Ok(());
        }
        let tidied = self.within(self.tidied()).await;
        if !matches!(tidied, Ok(true)) {
            self.untidy.store(true, Ordering::Relaxed);
        }
        tidied.map(drop)
    }

    async fn close(&self) {
        self.pool.close().await;
    }
}

/// Gives each row of a table as JSON.
fn copy_query(table: &Table) -> String {
    let name = table.name;
    let fields = table.columns().map(|column| format!("'{column}', {column}"));
    let fields: Vec<_> = fields.collect();
    format!("SELECT json_object({}) FROM {name} ORDER BY {}", fields.join(", "), table.key())
}

/// Fills a table from a JSON array of rows.
fn fill_query(table: &Table) -> String {
    let name = table.name;
    let columns: Vec<_> = table.columns().collect();
    let fields = columns.iter().map(|column| format!("value ->> '{column}'"));
    let fields: Vec<_> = fields.collect();
    format!("INSERT INTO {name} ({}) SELECT {} FROM json_each(?)", columns.join(", "), fields.join(", "))
}

/// Binds what may be changed of a schedule, and when it falls due, as `?1` to `?10`.
fn bind<'q>(
    query: Query<'q, Db, SqliteArguments>,
    schedule: &Schedule,
    next: Option<Timestamp>,
) -> Query<'q, Db, SqliteArguments> {
    query
        .bind(schedule.topic)
        .bind(schedule.owner)
        .bind(schedule.when.clone())
        .bind(schedule.zone.clone())
        .bind(schedule.what.to_string())
        .bind(schedule.language.tag())
        .bind(schedule.silent)
        .bind(schedule.grace.to_string())
        .bind(schedule.state.to_string())
        .bind(next.map(Timestamp::as_millisecond))
}

fn due_query() -> String {
    format!(
        "SELECT {SCHEDULE} FROM schedule WHERE next IS NOT NULL AND next <= ? AND (next, id) > (?, ?) \
             AND deleted IS NULL ORDER BY next, id LIMIT ?"
    )
}

fn claim_query() -> String {
    format!(
        "UPDATE delivery SET holder = ?1, free_at = ?2 WHERE (schedule, due) IN \
             (SELECT schedule, due FROM delivery AS one INDEXED BY delivery_planned \
             WHERE state = 'planned' AND not_before <= ?3 AND (free_at IS NULL OR free_at <= ?5) AND NOT EXISTS \
             (SELECT 1 FROM delivery AS earlier WHERE earlier.state IN ('planned', 'sending') \
             AND earlier.chat = one.chat AND (earlier.due, earlier.schedule) < (one.due, one.schedule)) \
             ORDER BY due, schedule LIMIT ?4) RETURNING {DELIVERY}"
    )
}

fn log_query() -> String {
    format!("SELECT {DELIVERY} FROM delivery WHERE chat = ? ORDER BY due DESC, schedule DESC LIMIT ?")
}

/// Skips what is planned of a schedule and not begun.
async fn stop_planned(all: &mut Transaction<'static, Db>, schedule: i64, now: Timestamp) -> Result<(), sqlx::Error> {
    let (state, reason, _) = rows::columns(&Fate::Skipped(Skip::Stopped));
    sqlx::query(
        "UPDATE delivery SET state = ?, reason = ?, holder = NULL, at = ? WHERE schedule = ? AND state = 'planned'",
    )
    .bind(state)
    .bind(reason)
    .bind(now.as_millisecond())
    .bind(schedule)
    .execute(&mut **all)
    .await?;
    Ok(())
}

/// Owes each of these people a word; the same once only until it is said.
async fn owe(all: &mut SqliteConnection, owed: &[(i64, &str)], now: Timestamp) -> Result<(), sqlx::Error> {
    if owed.is_empty() {
        return Ok(());
    }
    sqlx::query(
        "INSERT INTO owed (person, what, at) SELECT value ->> 0, value ->> 1, ?2 FROM json_each(?1) WHERE true \
         ON CONFLICT DO NOTHING",
    )
    .bind(serde_json::to_string(owed).expect("numbers and texts are always JSON"))
    .bind(now.as_millisecond())
    .execute(all)
    .await?;
    Ok(())
}
