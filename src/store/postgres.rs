//! The store in a PostgreSQL database, for as many replicas as share it.
//!
//! In: rows by their keys; out: the same, whoever else asks at the same moment. Rows are locked in one order: schedules
//! by number, deliveries, channels, all else. Nobody who holds locks waits for a claim: it passes over what is locked.
//! Leases go by the server's clock, so that the clocks of replicas may differ; all other instants are given.

use std::{
    borrow::Cow,
    str::FromStr,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicBool, AtomicU32, Ordering},
    },
    time::Duration,
};

use async_trait::async_trait;
use futures_util::TryStreamExt as _;
use jiff::Timestamp;
use sqlx::{
    AssertSqlSafe, ConnectOptions, Connection, Error, Executor, PgConnection, PgPool, Postgres as Db, Transaction,
    migrate::Migrator,
    postgres::{PgConnectOptions, PgPoolOptions},
};
use tokio::{
    sync::MutexGuard,
    time::{error::Elapsed, timeout},
};

use super::{
    Condition, Leftover, Letter, Owed, Plan, REPLICA, Sheets, Store, StoreError, Trouble, address,
    copy::{self, Batches, CopyError, Head, Rows, Sink, TABLES, Table},
    rows::{
        self, CHANNEL, ChannelRow, DELIVERY, DeliveryRow, KEPT, Misread, OwedRow, SCHEDULE, ScheduleRow, instant,
        limit, milliseconds,
    },
    trouble::Failing,
};
use crate::{
    clock::Clock,
    language::Language,
    schedule::{Channel, Delivery, Fate, Key, Schedule, Skip, Suspended},
};

/// A server has a hundred connections or so for all who use it.
const CONNECTIONS: u32 = 5;

/// How long we wait for a connection.
const CONNECT: Duration = Duration::from_secs(5);

/// How long we wait for another to find out whether the server is there.
const TRIED: Duration = Duration::from_millis(500);

/// How long we wait for an answer before we take the connection for dead. The server gives up sooner, see [`LIMITS`].
const ANSWER: Duration = Duration::from_secs(15);

/// What holds on a connection. Every question is a look-up; without statistics the server would read whole tables. What
/// is done is on disk, whatever the server does for others.
const LIMITS: &str = "SET statement_timeout = '5s'; SET idle_in_transaction_session_timeout = '10s'; \
                      SET enable_seqscan = off; SET synchronous_commit = on";

/// An answered question may be answered once more after a power cut, and waits for no disk.
const SETTLE: &str = "UPDATE inbox SET done = true, body = '' \
                      FROM (SELECT set_config('synchronous_commit', 'off', true)) AS quick WHERE id = ANY ($1)";

/// Who starts waits for who makes the tables, however long that takes. That they are there already is no news.
const UNLIMITED: &str = "SET statement_timeout = 0; SET client_min_messages = warning";

/// What holds for who only looks.
const LOOKING: &str = "SET statement_timeout = '5s'; SET default_transaction_read_only = on";

/// Whoever takes over letters waits for its turn under this number, which no chat has.
const TAKING_OVER: i64 = 0;

/// Among so many batches, one shows what can be forgotten.
const FORGET_EVERY: u32 = 64;

/// The server's time in milliseconds, when it began with what it was asked.
const NOW: &str = "(extract(epoch FROM statement_timestamp()) * 1000)::bigint";

static MIGRATIONS: Migrator = sqlx::migrate!("src/store/migrations/postgres");

/// One database.
#[derive(Debug)]
pub(super) struct Postgres {
    /// Where it is, without the password.
    place: String,
    /// Turns the server's.
    clock: Clock,
    pool: Mutex<PgPool>,
    line: Line,
    batches: AtomicU32,
    misread: Misread,
    failing: Failing,
}

impl Postgres {
    /// Opens `postgres://…`, and makes or migrates the tables. Of replicas that start together one does.
    pub(super) async fn open(address: &str, clock: &Clock) -> Result<Self, StoreError> {
        let (place, options) = (address::shown(address), options(address)?);
        let _ = reach(&place, &options).await?.close().await;
        let one = pool(1, UNLIMITED, options.clone());
        let encoding: String = sqlx::query_scalar("SELECT current_setting('server_encoding')")
            .fetch_one(&one)
            .await
            .map_err(|error| StoreError::failed(&place, error))?;
        if encoding != "UTF8" {
            return Err(StoreError::Failed(place, Trouble::Encoding, None));
        }
        sqlx::migrate!("src/store/migrations/postgres")
            .run(&one)
            .await
            .map_err(|error| StoreError::migrating(&place, error))?;
        one.close().await;
        Ok(Self::new(place, pool(CONNECTIONS, LIMITS, options), clock))
    }

    /// Opens `postgres://…` to look into it.
    pub(super) async fn look_into(address: &str, clock: &Clock) -> Result<Self, StoreError> {
        let (place, options) = (address::shown(address), options(address)?);
        let _ = reach(&place, &options).await?.close().await;
        Ok(Self::new(place, pool(1, LOOKING, options), clock))
    }

    fn new(place: String, pool: PgPool, clock: &Clock) -> Self {
        Self {
            place,
            clock: clock.clone(),
            pool: Mutex::new(pool),
            line: Line::default(),
            batches: AtomicU32::default(),
            misread: Misread::default(),
            failing: Failing::default(),
        }
    }

    /// By how much the server's clock is put forward, in milliseconds.
    fn ahead(&self) -> i64 {
        i64::try_from(self.clock.ahead().as_millis()).unwrap_or_default()
    }

    fn pool(&self) -> PgPool {
        self.pool.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Leaves all connections.
    fn renew(&self) {
        let mut pool = self.pool.lock().unwrap_or_else(PoisonError::into_inner);
        *pool = pool.options().clone().connect_lazy_with((*pool.connect_options()).clone());
    }

    /// Waits for work, but not for ever: a network that swallows all leaves connections that never end. While the
    /// server is away one call at a time tries it, and the others fail soon.
    async fn within<T>(&self, work: impl Future<Output = Result<T, Error>>) -> Result<T, StoreError> {
        let Ok(_trying) = self.line.enter().await else {
            let error = StoreError::Failed(self.place.clone(), Trouble::Unreachable, None);
            self.failing.note(&error, self.clock.now());
            return Err(error);
        };
        let (done, away) = match timeout(ANSWER, work).await {
            Ok(done) => {
                let away = done.as_ref().err().is_some_and(is_away);
                // Whoever may write again is told so on a new connection only.
                if done.as_ref().err().map(Trouble::of) == Some(Trouble::ReadOnly) {
                    self.renew();
                }
                (done.map_err(|error| StoreError::failed(&self.place, error)), away)
            }
            Err(_) => {
                self.renew();
                (Err(StoreError::Failed(self.place.clone(), Trouble::Slow, None)), true)
            }
        };
        self.line.away.store(away, Ordering::Relaxed);
        done.inspect_err(|error| self.failing.note(error, self.clock.now()))
    }

    fn deliveries(&self, rows: Vec<DeliveryRow>) -> Vec<Delivery> {
        let mut deliveries: Vec<Delivery> = rows.into_iter().filter_map(|row| self.misread.delivery(row)).collect();
        deliveries.sort_by_key(|delivery| (delivery.key.due, delivery.key.schedule));
        deliveries
    }
}

/// Whether the server is there, and who tries it while it is not.
#[derive(Default, Debug)]
struct Line {
    away: AtomicBool,
    trying: tokio::sync::Mutex<()>,
}

impl Line {
    /// Held while a server that is away is tried; an error where somebody else goes on trying.
    async fn enter(&self) -> Result<Option<MutexGuard<'_, ()>>, Elapsed> {
        if !self.away.load(Ordering::Relaxed) {
            return Ok(None);
        }
        let trying = timeout(TRIED, self.trying.lock()).await?;
        Ok(self.away.load(Ordering::Relaxed).then_some(trying))
    }
}

/// Whether the server cannot be reached, whatever is asked of it.
fn is_away(error: &Error) -> bool {
    matches!(error, Error::Io(_) | Error::Tls(_) | Error::PoolTimedOut)
        || matches!(Trouble::of(error), Trouble::Restarting | Trouble::Denied | Trouble::Full)
}

#[async_trait]
impl Store for Postgres {
    async fn language(&self, chat: i64) -> Result<Option<Language>, StoreError> {
        let tag = sqlx::query_scalar("SELECT tag FROM language WHERE chat = $1").bind(chat);
        let tag: Option<String> = self.within(tag.fetch_optional(&self.pool())).await?;
        Ok(tag.as_deref().and_then(Language::from_tag))
    }

    async fn choose_language(&self, chat: i64, language: Option<Language>) -> Result<(), StoreError> {
        let kept = match language {
            Some(language) => sqlx::query(
                "INSERT INTO language (chat, tag) VALUES ($1, $2) ON CONFLICT (chat) DO UPDATE SET tag = excluded.tag",
            )
            .bind(chat)
            .bind(language.tag()),
            None => sqlx::query("DELETE FROM language WHERE chat = $1").bind(chat),
        };
        self.within(kept.execute(&self.pool())).await?;
        Ok(())
    }

    async fn move_chat(&self, from: i64, to: i64) -> Result<(), StoreError> {
        if from == to {
            return Ok(());
        }
        self.within(async {
            let mut all = self.pool().begin().await?;
            lock_schedules(&mut all, from).await?;
            for join in [
                "UPDATE schedule SET chat = $2 WHERE chat = $1",
                "UPDATE delivery SET chat = $2 WHERE chat = $1",
                "INSERT INTO channel (chat, kind, title, username, owner, checked, suspended) \
                 SELECT $2, kind, title, username, owner, checked, suspended FROM channel WHERE chat = $1 \
                 ON CONFLICT DO NOTHING",
                "INSERT INTO language (chat, tag) SELECT $2, tag FROM language WHERE chat = $1 ON CONFLICT DO NOTHING",
            ] {
                sqlx::query(join).bind(from).bind(to).execute(&mut *all).await?;
            }
            for left in ["DELETE FROM channel WHERE chat = $1", "DELETE FROM language WHERE chat = $1"] {
                sqlx::query(left).bind(from).execute(&mut *all).await?;
            }
            all.commit().await
        })
        .await
    }

    async fn take_in(&self, batch: &[Letter], holder: &str, now: Timestamp) -> Result<Vec<i64>, StoreError> {
        let ids: Vec<i64> = batch.iter().map(|letter| letter.id).collect();
        let bodies: Vec<Cow<'_, str>> = batch.iter().map(|letter| text(&letter.body)).collect();
        let taken = sqlx::query_scalar(
            "INSERT INTO inbox (id, taken, holder, body) SELECT id, $3, $4, body \
             FROM unnest($1::bigint[], $2::text[]) AS t (id, body) ON CONFLICT DO NOTHING RETURNING id",
        )
        .bind(&ids)
        .bind(&bodies)
        .bind(now.as_millisecond())
        .bind(holder);
        let mut new: Vec<i64> = self.within(taken.fetch_all(&self.pool())).await?;
        new.sort_unstable();
        // Telegram sends again what was not confirmed, so a batch shows what it has forgotten.
        if self.batches.fetch_add(1, Ordering::Relaxed).is_multiple_of(FORGET_EVERY) {
            let forgotten = sqlx::query("DELETE FROM inbox WHERE done AND id <> ALL ($1)").bind(&ids);
            // What came is written down, whatever becomes of that.
            if let Err(error) = self.within(forgotten.execute(&self.pool())).await {
                log::warn!("what Telegram has forgotten stays in the inbox for now: {error:?}");
            }
        }
        Ok(new)
    }

    async fn settle(&self, ids: &[i64]) -> Result<(), StoreError> {
        let settled = sqlx::query(SETTLE).bind(ids);
        self.within(settled.execute(&self.pool())).await?;
        Ok(())
    }

    async fn begin(&self, id: i64) -> Result<(), StoreError> {
        let begun = sqlx::query("UPDATE inbox SET begun = begun + 1 WHERE id = $1").bind(id);
        self.within(begun.execute(&self.pool())).await?;
        Ok(())
    }

    async fn leftovers(&self, holder: &str, now: Timestamp) -> Result<Vec<Leftover>, StoreError> {
        let oldest = now.as_millisecond() - milliseconds(KEPT);
        // Of two who ask at once the later waits, and then sees who has them.
        let left = format!(
            "NOT done AND holder IS DISTINCT FROM $1 AND NOT EXISTS \
             (SELECT 1 FROM lease WHERE name = $2 || inbox.holder AND free_at > {NOW} + $3)"
        );
        let stale = format!("DELETE FROM inbox WHERE {left} AND taken < $4");
        let taken = format!("UPDATE inbox SET holder = $1 WHERE {left} RETURNING id, body, begun");
        let (taken, stale) = self
            .within(async {
                let mut both = self.pool().begin().await?;
                sqlx::query("SELECT pg_advisory_xact_lock($1)").bind(TAKING_OVER).execute(&mut *both).await?;
                let stale =
                    sqlx::query(AssertSqlSafe(stale)).bind(holder).bind(REPLICA).bind(self.ahead()).bind(oldest);
                let stale = stale.execute(&mut *both).await?.rows_affected();
                let taken = sqlx::query_as(AssertSqlSafe(taken)).bind(holder).bind(REPLICA).bind(self.ahead());
                let taken = taken.fetch_all(&mut *both).await?;
                both.commit().await?;
                Ok((taken, stale))
            })
            .await?;
        Ok(rows::leftovers(taken, stale))
    }

    async fn beat(&self, now: Timestamp) -> Result<(), StoreError> {
        let beat =
            sqlx::query("INSERT INTO pulse (one, at) VALUES (1, $1) ON CONFLICT (one) DO UPDATE SET at = excluded.at")
                .bind(now.as_millisecond());
        self.within(beat.execute(&self.pool())).await?;
        Ok(())
    }

    async fn last_beat(&self) -> Result<Option<Timestamp>, StoreError> {
        let at = sqlx::query_scalar("SELECT at FROM pulse");
        let at: Option<i64> = self.within(at.fetch_optional(&self.pool())).await?;
        Ok(at.and_then(instant))
    }

    async fn keep_condition(&self, condition: &Condition) -> Result<(), StoreError> {
        let (since, why) = condition.trouble.as_ref().map(|(since, why)| (since.as_millisecond(), text(why))).unzip();
        let kept = sqlx::query(
            "INSERT INTO condition (one, at, since, why) VALUES (1, $1, $2, $3) ON CONFLICT (one) DO UPDATE \
             SET at = excluded.at, since = excluded.since, why = excluded.why",
        );
        let kept = kept.bind(condition.at.as_millisecond()).bind(since).bind(why);
        self.within(kept.execute(&self.pool())).await?;
        Ok(())
    }

    async fn condition(&self) -> Result<Option<Condition>, StoreError> {
        let row = sqlx::query_as("SELECT at, since, why FROM condition");
        rows::condition(self.within(row.fetch_optional(&self.pool())).await)
    }

    fn trouble(&self) -> Option<(Timestamp, String)> {
        self.failing.now(self.clock.now())
    }

    async fn keep_sheets(&self, sheets: &Sheets) -> Result<(), StoreError> {
        let (broken, why) = sheets.broken.as_ref().map(|(since, why)| (since.as_millisecond(), text(why))).unzip();
        let kept = sqlx::query(
            "INSERT INTO sheets (one, served, broken, why) VALUES (1, $1, $2, $3) ON CONFLICT (one) DO UPDATE \
             SET served = excluded.served, broken = excluded.broken, why = excluded.why",
        )
        .bind(sheets.served.as_millisecond())
        .bind(broken)
        .bind(why);
        self.within(kept.execute(&self.pool())).await?;
        Ok(())
    }

    async fn sheets(&self) -> Result<Option<Sheets>, StoreError> {
        let row = sqlx::query_as("SELECT served, broken, why FROM sheets");
        let row: Option<(i64, Option<i64>, Option<String>)> = self.within(row.fetch_optional(&self.pool())).await?;
        Ok(row.and_then(|(served, broken, why)| {
            let broken = broken.and_then(instant).map(|since| (since, why.unwrap_or_default()));
            Some(Sheets { served: instant(served)?, broken })
        }))
    }

    async fn hold(&self, lease: &str, holder: &str, lasts: Duration) -> Result<bool, StoreError> {
        let held = sqlx::query(AssertSqlSafe(format!(
            "INSERT INTO lease (name, holder, free_at) VALUES ($1, $2, {NOW} + $3 + $4) ON CONFLICT (name) DO UPDATE \
             SET holder = excluded.holder, free_at = excluded.free_at \
             WHERE lease.holder = excluded.holder OR lease.free_at <= {NOW} + $3"
        )))
        .bind(lease)
        .bind(holder)
        .bind(self.ahead())
        .bind(milliseconds(lasts));
        Ok(self.within(held.execute(&self.pool())).await?.rows_affected() > 0)
    }

    async fn release(&self, lease: &str, holder: &str) -> Result<(), StoreError> {
        let released = sqlx::query("DELETE FROM lease WHERE name = $1 AND holder = $2").bind(lease).bind(holder);
        self.within(released.execute(&self.pool())).await?;
        Ok(())
    }

    async fn held(&self, prefix: &str) -> Result<u32, StoreError> {
        let held = format!("SELECT count(*) FROM lease WHERE starts_with(name, $1) AND free_at > {NOW} + $2");
        let held = sqlx::query_scalar(AssertSqlSafe(held)).bind(prefix).bind(self.ahead());
        let held: i64 = self.within(held.fetch_one(&self.pool())).await?;
        Ok(u32::try_from(held).unwrap_or(u32::MAX))
    }

    async fn keep_channel(&self, channel: &Channel) -> Result<(), StoreError> {
        let kept = sqlx::query(
            "INSERT INTO channel (chat, kind, title, username, owner, checked, suspended) \
             VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (chat) DO UPDATE \
             SET kind = excluded.kind, title = excluded.title, username = excluded.username, owner = excluded.owner, \
             checked = excluded.checked, suspended = excluded.suspended",
        )
        .bind(channel.chat)
        .bind(channel.kind.word())
        .bind(text(&channel.title))
        .bind(channel.username.as_deref().map(text))
        .bind(channel.owner)
        .bind(channel.checked.as_millisecond())
        .bind(channel.suspended.map(Suspended::word));
        self.within(kept.execute(&self.pool())).await?;
        Ok(())
    }

    async fn change_channel(
        &self,
        was: &Channel,
        is: &Channel,
        owed: Option<(i64, &str)>,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let (person, word) = owed.unzip();
        let changed = sqlx::query_scalar(
            "WITH changed AS (UPDATE channel SET kind = $2, title = $3, username = $4, owner = $5, checked = $6, \
             suspended = $7 WHERE chat = $1 AND owner IS NOT DISTINCT FROM $8 AND checked = $9 \
             AND suspended IS NOT DISTINCT FROM $10 RETURNING chat), \
             told AS (INSERT INTO owed (person, what, at) SELECT $11, $12, $13 FROM changed WHERE $11 IS NOT NULL \
             ON CONFLICT DO NOTHING) \
             SELECT count(*) FROM changed",
        )
        .bind(was.chat)
        .bind(is.kind.word())
        .bind(text(&is.title))
        .bind(is.username.as_deref().map(text))
        .bind(is.owner)
        .bind(is.checked.as_millisecond())
        .bind(is.suspended.map(Suspended::word))
        .bind(was.owner)
        .bind(was.checked.as_millisecond())
        .bind(was.suspended.map(Suspended::word))
        .bind(person)
        .bind(word.map(text))
        .bind(now.as_millisecond());
        let changed: i64 = self.within(changed.fetch_one(&self.pool())).await?;
        Ok(changed > 0)
    }

    async fn channel(&self, chat: i64) -> Result<Option<Channel>, StoreError> {
        let query = format!("SELECT {CHANNEL} FROM channel WHERE chat = $1");
        let row = sqlx::query_as(AssertSqlSafe(query)).bind(chat);
        let row: Option<ChannelRow> = self.within(row.fetch_optional(&self.pool())).await?;
        Ok(row.and_then(|row| self.misread.channel(row)))
    }

    async fn channel_named(&self, username: &str) -> Result<Option<Channel>, StoreError> {
        // A name may have gone from one channel to another since we looked.
        let query = format!(
            "SELECT {CHANNEL} FROM channel WHERE lower(username) = lower($1) ORDER BY checked DESC, chat LIMIT 1"
        );
        let row = sqlx::query_as(AssertSqlSafe(query)).bind(text(username));
        let row: Option<ChannelRow> = self.within(row.fetch_optional(&self.pool())).await?;
        Ok(row.and_then(|row| self.misread.channel(row)))
    }

    async fn channels_of(&self, owner: i64) -> Result<Vec<Channel>, StoreError> {
        let query = format!("SELECT {CHANNEL} FROM channel WHERE owner = $1 ORDER BY title COLLATE \"C\", chat");
        let rows = sqlx::query_as(AssertSqlSafe(query)).bind(owner);
        let rows: Vec<ChannelRow> = self.within(rows.fetch_all(&self.pool())).await?;
        Ok(rows.into_iter().filter_map(|row| self.misread.channel(row)).collect())
    }

    async fn drop_channel(&self, chat: i64) -> Result<(), StoreError> {
        self.within(async {
            let mut all = self.pool().begin().await?;
            lock_schedules(&mut all, chat).await?;
            for forget in [
                "DELETE FROM rotation WHERE schedule IN (SELECT id FROM schedule WHERE chat = $1)",
                "DELETE FROM schedule WHERE chat = $1",
                "DELETE FROM delivery WHERE chat = $1",
                "DELETE FROM channel WHERE chat = $1",
            ] {
                sqlx::query(forget).bind(chat).execute(&mut *all).await?;
            }
            all.commit().await
        })
        .await
    }

    async fn add_schedule(
        &self,
        schedule: &Schedule,
        next: Option<Timestamp>,
        most: usize,
    ) -> Result<Option<i64>, StoreError> {
        self.within(async {
            let mut both = self.pool().begin().await?;
            // Two who add at once must not both see the last free place.
            sqlx::query("SELECT pg_advisory_xact_lock($1)").bind(schedule.chat).execute(&mut *both).await?;
            let id = sqlx::query_scalar(
                "INSERT INTO schedule (chat, topic, owner, pattern, zone, what, language, silent, grace, state, next) \
                 SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11 \
                 WHERE (SELECT count(*) FROM schedule WHERE chat = $1 AND deleted IS NULL) < $12 RETURNING id",
            )
            .bind(schedule.chat)
            .bind(schedule.topic.map(i64::from))
            .bind(schedule.owner)
            .bind(text(&schedule.when))
            .bind(text(&schedule.zone))
            .bind(schedule.what.to_string())
            .bind(schedule.language.tag())
            .bind(i64::from(schedule.silent))
            .bind(schedule.grace.to_string())
            .bind(schedule.state.to_string())
            .bind(next.map(Timestamp::as_millisecond))
            .bind(limit(most))
            .fetch_optional(&mut *both)
            .await?;
            both.commit().await?;
            Ok(id)
        })
        .await
    }

    async fn schedule(&self, id: i64) -> Result<Option<Schedule>, StoreError> {
        let query = format!("SELECT {SCHEDULE} FROM schedule WHERE id = $1 AND deleted IS NULL");
        let row = sqlx::query_as(AssertSqlSafe(query)).bind(id);
        let row: Option<ScheduleRow> = self.within(row.fetch_optional(&self.pool())).await?;
        Ok(row.and_then(|row| self.misread.schedule(row)))
    }

    async fn schedules_in(&self, chat: i64) -> Result<Vec<Schedule>, StoreError> {
        let query = format!("SELECT {SCHEDULE} FROM schedule WHERE chat = $1 AND deleted IS NULL ORDER BY id");
        let rows = sqlx::query_as(AssertSqlSafe(query)).bind(chat);
        let rows: Vec<ScheduleRow> = self.within(rows.fetch_all(&self.pool())).await?;
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
            let mut both = self.pool().begin().await?;
            let changed = sqlx::query(
                "UPDATE schedule SET topic = $2, owner = $3, pattern = $4, zone = $5, what = $6, language = $7, \
                 silent = $8, grace = $9, state = $10, next = $11 WHERE id = $1 AND deleted IS NULL",
            )
            .bind(schedule.id)
            .bind(schedule.topic.map(i64::from))
            .bind(schedule.owner)
            .bind(text(&schedule.when))
            .bind(text(&schedule.zone))
            .bind(schedule.what.to_string())
            .bind(schedule.language.tag())
            .bind(i64::from(schedule.silent))
            .bind(schedule.grace.to_string())
            .bind(schedule.state.to_string())
            .bind(next.map(Timestamp::as_millisecond))
            .execute(&mut *both)
            .await?;
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
            let mut both = self.pool().begin().await?;
            let deleted =
                sqlx::query("UPDATE schedule SET deleted = $2, next = NULL WHERE id = $1 AND deleted IS NULL")
                    .bind(id)
                    .bind(now.as_millisecond())
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
        let query = format!("SELECT {SCHEDULE} FROM schedule WHERE id = $1 AND deleted IS NOT NULL");
        let row = sqlx::query_as(AssertSqlSafe(query)).bind(id);
        let row: Option<ScheduleRow> = self.within(row.fetch_optional(&self.pool())).await?;
        Ok(row.and_then(|row| self.misread.schedule(row)))
    }

    async fn undelete_schedule(&self, id: i64, next: Option<Timestamp>) -> Result<bool, StoreError> {
        let back = sqlx::query("UPDATE schedule SET deleted = NULL, next = $2 WHERE id = $1 AND deleted IS NOT NULL")
            .bind(id)
            .bind(next.map(Timestamp::as_millisecond));
        Ok(self.within(back.execute(&self.pool())).await?.rows_affected() > 0)
    }

    async fn next_due(&self, schedule: i64) -> Result<Option<Timestamp>, StoreError> {
        let next = sqlx::query_scalar("SELECT next FROM schedule WHERE id = $1").bind(schedule);
        let next: Option<Option<i64>> = self.within(next.fetch_optional(&self.pool())).await?;
        Ok(next.flatten().and_then(instant))
    }

    async fn due(&self, now: Timestamp, most: usize) -> Result<Vec<(Schedule, Timestamp)>, StoreError> {
        let query = format!(
            "SELECT {SCHEDULE} FROM schedule WHERE next IS NOT NULL AND next <= $1 AND (next, id) > ($2, $3) \
             AND deleted IS NULL ORDER BY next, id LIMIT $4"
        );
        let (mut due, mut after) = (Vec::new(), (i64::MIN, i64::MIN));
        // Those that are not understood stay, and must not stand in the way of the others.
        while due.len() < most {
            let asked = most - due.len();
            let rows = sqlx::query_as(AssertSqlSafe(query.clone()))
                .bind(now.as_millisecond())
                .bind(after.0)
                .bind(after.1)
                .bind(limit(asked));
            let rows: Vec<ScheduleRow> = self.within(rows.fetch_all(&self.pool())).await?;
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
        let milliseconds = Timestamp::as_millisecond;
        let ids: Vec<i64> = plans.iter().map(|plan| plan.schedule).collect();
        let was: Vec<i64> = plans.iter().map(|plan| milliseconds(plan.was)).collect();
        let next: Vec<Option<i64>> = plans.iter().map(|plan| plan.next.map(milliseconds)).collect();
        let dues = || plans.iter().flat_map(|plan| plan.dues.iter().map(move |(due, fate)| (plan, *due, fate)));
        let of: Vec<i64> = dues().map(|(plan, ..)| plan.schedule).collect();
        let thought: Vec<i64> = dues().map(|(plan, ..)| milliseconds(plan.was)).collect();
        let due: Vec<i64> = dues().map(|(_, due, _)| milliseconds(due)).collect();
        let fates: Vec<_> = dues().map(|(.., fate)| rows::columns(fate)).collect();
        let states: Vec<&str> = fates.iter().map(|(state, ..)| *state).collect();
        let reasons: Vec<Option<Cow<'_, str>>> = fates.iter().map(|(_, reason, _)| reason.map(text)).collect();
        let messages: Vec<Option<i64>> = fates.iter().map(|(.., message)| message.map(i64::from)).collect();
        let owed = plans.iter().map(|plan| plan.owed.as_ref());
        let (people, words): (Vec<Option<i64>>, Vec<Option<Cow<'_, str>>>) =
            owed.map(|owed| owed.map(|(person, what)| (*person, text(what))).unzip()).unzip();
        // The chat is the schedule's own: it may have moved since it was read. Who plan at once owe in one order, lest
        // they wait for each other.
        let planned = sqlx::query_scalar(
            "WITH thought AS (SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $11::bigint[], $12::text[]) \
             AS t (id, was, next, person, word)), \
             held AS (SELECT id, chat, owner, thought.was, thought.next, person, word FROM schedule JOIN thought USING (id) \
             WHERE schedule.next = thought.was AND schedule.deleted IS NULL ORDER BY id FOR UPDATE OF schedule), \
             taken AS (UPDATE schedule SET next = held.next FROM held WHERE schedule.id = held.id \
             RETURNING held.id, held.chat, held.owner, held.was, person, word), \
             told AS (INSERT INTO owed (person, what, at) SELECT person, word, $10 FROM taken \
             WHERE person IS NOT NULL ORDER BY person, word ON CONFLICT DO NOTHING), \
             kept AS (INSERT INTO delivery (schedule, due, chat, person, state, reason, message, not_before, tries, at) \
             SELECT taken.id, due, taken.chat, taken.owner, state, reason, message, due, 0, $10 \
             FROM unnest($4::bigint[], $5::bigint[], $6::bigint[], $7::text[], $8::text[], $9::bigint[]) \
             AS d (id, was, due, state, reason, message) JOIN taken USING (id, was) ON CONFLICT DO NOTHING) \
             SELECT count(*) FROM taken",
        )
        .bind(&ids)
        .bind(&was)
        .bind(&next)
        .bind(&of)
        .bind(&thought)
        .bind(&due)
        .bind(&states)
        .bind(&reasons)
        .bind(&messages)
        .bind(now.as_millisecond())
        .bind(&people)
        .bind(&words);
        let taken: i64 = self.within(planned.fetch_one(&self.pool())).await?;
        Ok(usize::try_from(taken).unwrap_or_default())
    }

    async fn plan_now(&self, key: Key, chat: i64, now: Timestamp) -> Result<bool, StoreError> {
        // As in a plan, the schedule knows its chat best.
        let planned = sqlx::query(
            "WITH own AS (SELECT chat, owner FROM schedule WHERE id = $1 FOR SHARE) \
             INSERT INTO delivery (schedule, due, chat, person, state, not_before, tries, wanted, at) \
             VALUES ($1, $2, coalesce((SELECT chat FROM own), $3), (SELECT owner FROM own), 'planned', $4, 0, 1, $4) \
             ON CONFLICT DO NOTHING",
        )
        .bind(key.schedule)
        .bind(key.due.as_millisecond())
        .bind(chat)
        .bind(now.as_millisecond());
        Ok(self.within(planned.execute(&self.pool())).await?.rows_affected() > 0)
    }

    async fn claim(
        &self,
        holder: &str,
        now: Timestamp,
        lasts: Duration,
        most: usize,
    ) -> Result<Vec<Delivery>, StoreError> {
        let take = format!(
            "UPDATE delivery AS one SET holder = $3, free_at = {NOW} + $4 + $5 \
             FROM unnest($1::bigint[], $2::bigint[]) AS locked (id, instant) \
             WHERE schedule = locked.id AND due = locked.instant AND state = 'planned' AND {IS_HEAD} \
             RETURNING {DELIVERY}"
        );
        let rows: Vec<DeliveryRow> = self
            .within(async {
                let mut both = self.pool().begin().await?;
                let locked: Vec<(i64, i64)> = sqlx::query_as(AssertSqlSafe(format!(
                    "SELECT schedule, due FROM delivery AS one WHERE state = 'planned' AND not_before <= $1 \
                     AND (free_at IS NULL OR free_at <= {NOW} + $3) AND {IS_HEAD} \
                     ORDER BY due, schedule LIMIT $2 FOR UPDATE SKIP LOCKED"
                )))
                .bind(now.as_millisecond())
                .bind(limit(most))
                .bind(self.ahead())
                .fetch_all(&mut *both)
                .await?;
                if locked.is_empty() {
                    return Ok(Vec::new());
                }
                let (ids, dues): (Vec<i64>, Vec<i64>) = locked.into_iter().unzip();
                // What became open between the look and the lock may come before.
                let rows = sqlx::query_as(AssertSqlSafe(take))
                    .bind(&ids)
                    .bind(&dues)
                    .bind(holder)
                    .bind(self.ahead())
                    .bind(milliseconds(lasts))
                    .fetch_all(&mut *both)
                    .await?;
                both.commit().await?;
                Ok(rows)
            })
            .await?;
        Ok(self.deliveries(rows))
    }

    async fn begin_sending(
        &self,
        key: Key,
        holder: &str,
        shown: &str,
        now: Timestamp,
        lasts: Duration,
    ) -> Result<bool, StoreError> {
        let begun = sqlx::query(AssertSqlSafe(format!(
            "UPDATE delivery SET state = 'sending', shown = $4, free_at = {NOW} + $5 + $6, at = $7 \
             WHERE schedule = $1 AND due = $2 AND holder = $3 AND state = 'planned' AND free_at > {NOW} + $5"
        )))
        .bind(key.schedule)
        .bind(key.due.as_millisecond())
        .bind(holder)
        .bind(text(shown))
        .bind(self.ahead())
        .bind(milliseconds(lasts))
        .bind(now.as_millisecond());
        Ok(self.within(begun.execute(&self.pool())).await?.rows_affected() > 0)
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
        let (person, word) = owed.unzip();
        let settled = sqlx::query_scalar(
            "WITH settled AS (UPDATE delivery SET state = $4, reason = $5, message = $6, at = $7 \
             WHERE schedule = $1 AND due = $2 AND holder = $3 AND state IN ('planned', 'sending', 'unknown') \
             RETURNING schedule), \
             told AS (INSERT INTO owed (person, what, at) SELECT $8, $9, $7 FROM settled WHERE $8 IS NOT NULL \
             ON CONFLICT DO NOTHING) \
             SELECT count(*) FROM settled",
        )
        .bind(key.schedule)
        .bind(key.due.as_millisecond())
        .bind(holder)
        .bind(state)
        .bind(reason.map(text))
        .bind(message.map(i64::from))
        .bind(now.as_millisecond())
        .bind(person)
        .bind(word.map(text));
        let settled: i64 = self.within(settled.fetch_one(&self.pool())).await?;
        Ok(settled > 0)
    }

    async fn put_back(&self, key: Key, holder: &str, not_before: Timestamp, tried: bool) -> Result<bool, StoreError> {
        let back = sqlx::query(
            "UPDATE delivery SET state = 'planned', holder = NULL, free_at = NULL, shown = NULL, not_before = $4, \
             tries = tries + $5 WHERE schedule = $1 AND due = $2 AND holder = $3 AND state IN ('planned', 'sending')",
        )
        .bind(key.schedule)
        .bind(key.due.as_millisecond())
        .bind(holder)
        .bind(not_before.as_millisecond())
        .bind(i64::from(tried));
        Ok(self.within(back.execute(&self.pool())).await?.rows_affected() > 0)
    }

    async fn lost(&self, most: usize) -> Result<Vec<Delivery>, StoreError> {
        let query = format!(
            "SELECT {DELIVERY} FROM delivery WHERE state = 'sending' AND free_at <= {NOW} + $1 ORDER BY free_at LIMIT $2"
        );
        let rows = sqlx::query_as(AssertSqlSafe(query)).bind(self.ahead()).bind(limit(most));
        Ok(self.deliveries(self.within(rows.fetch_all(&self.pool())).await?))
    }

    async fn give_up(&self, key: Key, owed: Option<(i64, &str)>, now: Timestamp) -> Result<bool, StoreError> {
        let (person, word) = owed.unzip();
        let given_up = sqlx::query_scalar(AssertSqlSafe(format!(
            "WITH given_up AS (UPDATE delivery SET state = 'unknown', at = $3 \
             WHERE schedule = $1 AND due = $2 AND state = 'sending' AND free_at <= {NOW} + $6 RETURNING schedule), \
             told AS (INSERT INTO owed (person, what, at) SELECT $4, $5, $3 FROM given_up WHERE $4 IS NOT NULL \
             ON CONFLICT DO NOTHING) \
             SELECT count(*) FROM given_up"
        )))
        .bind(key.schedule)
        .bind(key.due.as_millisecond())
        .bind(now.as_millisecond())
        .bind(person)
        .bind(word.map(text))
        .bind(self.ahead());
        let given_up: i64 = self.within(given_up.fetch_one(&self.pool())).await?;
        Ok(given_up > 0)
    }

    async fn decide(&self, key: Key, again: bool, now: Timestamp) -> Result<bool, StoreError> {
        // Who held it has no say any more.
        let decided = sqlx::query(if again {
            "UPDATE delivery SET state = 'planned', holder = NULL, free_at = NULL, tries = 0, \
             wanted = 1, not_before = $3, at = $3 WHERE schedule = $1 AND due = $2 AND state = 'unknown'"
        } else {
            "UPDATE delivery SET state = 'sent', holder = NULL, at = $3 \
             WHERE schedule = $1 AND due = $2 AND state = 'unknown'"
        })
        .bind(key.schedule)
        .bind(key.due.as_millisecond())
        .bind(now.as_millisecond());
        Ok(self.within(decided.execute(&self.pool())).await?.rows_affected() > 0)
    }

    async fn delivery(&self, key: Key) -> Result<Option<Delivery>, StoreError> {
        let query = format!("SELECT {DELIVERY} FROM delivery WHERE schedule = $1 AND due = $2");
        let row = sqlx::query_as(AssertSqlSafe(query)).bind(key.schedule).bind(key.due.as_millisecond());
        let row: Option<DeliveryRow> = self.within(row.fetch_optional(&self.pool())).await?;
        Ok(row.and_then(|row| self.misread.delivery(row)))
    }

    async fn log(&self, chat: i64, most: usize) -> Result<Vec<Delivery>, StoreError> {
        let query =
            format!("SELECT {DELIVERY} FROM delivery WHERE chat = $1 ORDER BY due DESC, schedule DESC LIMIT $2");
        let rows = sqlx::query_as(AssertSqlSafe(query)).bind(chat).bind(limit(most));
        let rows: Vec<DeliveryRow> = self.within(rows.fetch_all(&self.pool())).await?;
        Ok(rows.into_iter().filter_map(|row| self.misread.delivery(row)).collect())
    }

    async fn tally(&self) -> Result<[u64; 6], StoreError> {
        let counts = sqlx::query_as("SELECT state, count(*) FROM delivery GROUP BY state");
        let counts: Vec<(String, i64)> = self.within(counts.fetch_all(&self.pool())).await?;
        Ok(rows::tally(&counts))
    }

    async fn rotated(&self, schedule: i64) -> Result<Vec<String>, StoreError> {
        let shown = sqlx::query_scalar("SELECT shown FROM rotation WHERE schedule = $1 ORDER BY turn").bind(schedule);
        self.within(shown.fetch_all(&self.pool())).await
    }

    async fn rotate(&self, schedule: i64, shown: &str, anew: bool) -> Result<(), StoreError> {
        self.within(async {
            let mut both = self.pool().begin().await?;
            if anew {
                sqlx::query("DELETE FROM rotation WHERE schedule = $1").bind(schedule).execute(&mut *both).await?;
            }
            sqlx::query("INSERT INTO rotation (schedule, shown) VALUES ($1, $2) ON CONFLICT DO NOTHING")
                .bind(schedule)
                .bind(text(shown))
                .execute(&mut *both)
                .await?;
            both.commit().await
        })
        .await
    }

    async fn owe(&self, person: i64, what: &str, now: Timestamp) -> Result<(), StoreError> {
        let owed = sqlx::query("INSERT INTO owed (person, what, at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING")
            .bind(person)
            .bind(text(what))
            .bind(now.as_millisecond());
        self.within(owed.execute(&self.pool())).await?;
        Ok(())
    }

    async fn claim_owed(&self, holder: &str, lasts: Duration, most: usize) -> Result<Vec<Owed>, StoreError> {
        let rows = sqlx::query_as(AssertSqlSafe(format!(
            "WITH free AS (SELECT id FROM owed WHERE free_at IS NULL OR free_at <= {NOW} + $2 ORDER BY id LIMIT $4 \
             FOR UPDATE SKIP LOCKED) \
             UPDATE owed SET holder = $1, free_at = {NOW} + $2 + $3 FROM free WHERE owed.id = free.id \
             RETURNING owed.id, person, what"
        )))
        .bind(holder)
        .bind(self.ahead())
        .bind(milliseconds(lasts))
        .bind(limit(most));
        let rows: Vec<OwedRow> = self.within(rows.fetch_all(&self.pool())).await?;
        let mut owed: Vec<Owed> = rows.into_iter().map(Owed::from).collect();
        owed.sort_by_key(|owed| owed.id);
        Ok(owed)
    }

    async fn said(&self, id: i64) -> Result<(), StoreError> {
        let said = sqlx::query("DELETE FROM owed WHERE id = $1").bind(id);
        self.within(said.execute(&self.pool())).await?;
        Ok(())
    }

    async fn keep_draft(&self, person: i64, draft: Option<&str>) -> Result<(), StoreError> {
        let kept = match draft {
            Some(draft) => sqlx::query(
                "INSERT INTO draft (person, what) VALUES ($1, $2) \
                 ON CONFLICT (person) DO UPDATE SET what = excluded.what",
            )
            .bind(person)
            .bind(text(draft)),
            None => sqlx::query("DELETE FROM draft WHERE person = $1").bind(person),
        };
        self.within(kept.execute(&self.pool())).await?;
        Ok(())
    }

    async fn draft(&self, person: i64) -> Result<Option<String>, StoreError> {
        let draft = sqlx::query_scalar("SELECT what FROM draft WHERE person = $1").bind(person);
        self.within(draft.fetch_optional(&self.pool())).await
    }

    async fn forget_person(&self, person: i64) -> Result<Vec<i64>, StoreError> {
        self.within(async {
            let mut all = self.pool().begin().await?;
            for forget in [
                "WITH own AS (SELECT id FROM schedule WHERE owner = $1 ORDER BY id FOR UPDATE) \
                 UPDATE schedule SET owner = NULL FROM own WHERE schedule.id = own.id",
                "UPDATE delivery SET person = NULL WHERE person = $1",
                "DELETE FROM language WHERE chat = $1",
                "DELETE FROM draft WHERE person = $1",
                "DELETE FROM owed WHERE person = $1",
            ] {
                sqlx::query(forget).bind(person).execute(&mut *all).await?;
            }
            let mut channels: Vec<i64> = sqlx::query_scalar(
                "WITH own AS (SELECT chat FROM channel WHERE owner = $1 ORDER BY chat FOR UPDATE) \
                 UPDATE channel SET owner = NULL, suspended = $2 FROM own WHERE channel.chat = own.chat \
                 RETURNING channel.chat",
            )
            .bind(person)
            .bind(Suspended::NoOwner.word())
            .fetch_all(&mut *all)
            .await?;
            all.commit().await?;
            channels.sort_unstable();
            Ok(channels)
        })
        .await
    }

    async fn export(&self, sink: &mut dyn Sink) -> Result<(), CopyError> {
        let mut moment = self.pool().begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await?;
        moment.execute("SET LOCAL statement_timeout = 0").await?;
        let version = sqlx::query_scalar("SELECT max(version) FROM _sqlx_migrations").fetch_one(&mut *moment).await?;
        StoreError::of_version(&self.place, version, &MIGRATIONS)?;
        let mut rows = 0;
        for Table { name, .. } in &TABLES {
            let count = AssertSqlSafe(format!("SELECT count(*) FROM {name}"));
            rows += sqlx::query_scalar::<_, i64>(count).fetch_one(&mut *moment).await?.unsigned_abs();
        }
        let last = sqlx::query_scalar(
            "SELECT coalesce(pg_sequence_last_value(pg_get_serial_sequence('schedule', 'id')::regclass), 0)",
        );
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

    async fn import(&self, head: &Head, rows: Rows<'_>) -> Result<(), CopyError> {
        let mut all = self.pool().begin().await?;
        all.execute("SET LOCAL statement_timeout = 0").await?;
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
        all.execute("UPDATE delivery SET free_at = 0 WHERE state = 'sending'").await?;
        for (table, column) in [("schedule", "id"), ("owed", "id"), ("rotation", "turn")] {
            let last = if table == "schedule" { head.last_schedule } else { 0 };
            let number = format!(
                "SELECT setval(pg_get_serial_sequence('{table}', '{column}'), greatest(max({column}), $1, 1), \
                 greatest(max({column}), $1) > 0) FROM {table}"
            );
            sqlx::query(AssertSqlSafe(number)).bind(last).execute(&mut *all).await?;
        }
        all.commit().await?;
        Ok(())
    }

    /// Dead rows are the server's, which gives their place away in its own time.
    async fn tidy(&self) -> Result<(), StoreError> {
        Ok(())
    }

    async fn close(&self) {
        // Nobody who stops waits for a network that is gone.
        let _ = timeout(CONNECT, self.pool().close()).await;
    }
}

/// Whether `one` is the earliest of its chat that is open. Written so that it is looked up, row by row: the cost is that
/// of what is claimed, not of all that is open.
const IS_HEAD: &str = "(one.due, one.schedule) = (SELECT due, schedule FROM delivery AS earliest \
                       WHERE chat = one.chat AND state IN ('planned', 'sending') ORDER BY due, schedule LIMIT 1)";

/// What plans, moves or drops schedules waits for its turn here.
async fn lock_schedules(all: &mut Transaction<'static, Db>, chat: i64) -> Result<(), Error> {
    sqlx::query("SELECT id FROM schedule WHERE chat = $1 ORDER BY id FOR UPDATE")
        .bind(chat)
        .execute(&mut **all)
        .await?;
    Ok(())
}

/// Skips what is planned of a schedule and not begun.
async fn stop_planned(both: &mut Transaction<'static, Db>, schedule: i64, now: Timestamp) -> Result<(), Error> {
    let (state, reason, _) = rows::columns(&Fate::Skipped(Skip::Stopped));
    sqlx::query(
        "UPDATE delivery SET state = $2, reason = $3, holder = NULL, at = $4 WHERE schedule = $1 AND state = 'planned'",
    )
    .bind(schedule)
    .bind(state)
    .bind(reason)
    .bind(now.as_millisecond())
    .execute(&mut **both)
    .await?;
    Ok(())
}

fn options(address: &str) -> Result<PgConnectOptions, StoreError> {
    let wrong = || StoreError::Postgres(address::shown(address));
    let url = address::postgres(address).ok_or_else(wrong)?;
    let options = PgConnectOptions::from_str(url.as_str()).map_err(|_| wrong())?;
    Ok(options.application_name("tradefacts").disable_statement_logging())
}

/// Gives each row of a table as JSON.
fn copy_query(table: &Table) -> String {
    let fields = table.columns().map(|column| match (table.name, column) {
        ("inbox", "done") => "'done', done::int".to_owned(),
        _ => format!("'{column}', {column}"),
    });
    let fields: Vec<_> = fields.collect();
    format!("SELECT json_build_object({})::text FROM {} ORDER BY {}", fields.join(", "), table.name, table.key())
}

/// Fills a table from a JSON array of rows.
fn fill_query(table: &Table) -> String {
    let name = table.name;
    let columns = table.columns().collect::<Vec<_>>().join(", ");
    let (one, is_one) = if matches!(name, "pulse" | "sheets") { ("one, ", "1, ") } else { ("", "") };
    format!(
        "INSERT INTO {name} ({one}{columns}) SELECT {is_one}{columns} FROM json_populate_recordset(NULL::{name}, $1::json)"
    )
}

fn pool(connections: u32, limits: &'static str, options: PgConnectOptions) -> PgPool {
    PgPoolOptions::new()
        .max_connections(connections)
        .acquire_timeout(CONNECT)
        .after_connect(move |one, _| {
            Box::pin(async move {
                one.execute(limits).await?;
                Ok(())
            })
        })
        .connect_lazy_with(options)
}

/// One connection, or at once the reason why there is none: a pool would try on, and say only that it took too long.
async fn reach(place: &str, options: &PgConnectOptions) -> Result<PgConnection, StoreError> {
    match timeout(CONNECT, PgConnection::connect_with(options)).await {
        Ok(one) => one.map_err(|error| StoreError::failed(place, error)),
        Err(_) => Err(StoreError::Failed(place.to_owned(), Trouble::Unreachable, None)),
    }
}

/// PostgreSQL keeps no NUL in a text; nobody misses it.
fn text(words: &str) -> Cow<'_, str> {
    if words.contains('\0') { Cow::Owned(words.replace('\0', "")) } else { Cow::Borrowed(words) }
}
