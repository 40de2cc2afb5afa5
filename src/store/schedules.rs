//! Schedules: what is posted, where and when it falls due next.

use async_trait::async_trait;
use jiff::Timestamp;
use sqlx::{AssertSqlSafe, Error, FromRow};

use super::{
    Database, StoreError,
    engine::{Statement, Work, sql},
    rows::instant,
};
use crate::{
    language::Language,
    schedule::{Grace, Schedule, Skip, State, What},
};

/// Schedules by their numbers, and what those that rotate have shown.
#[async_trait]
pub trait Schedules: Send + Sync {
    /// Adds a schedule (its `id` is not looked at) that falls due at `next`; gives the number it got. None if the
    /// channel has `most` already.
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
    /// not begun is skipped where `stop` says so. True if there was one.
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

    /// Takes a deletion back. True if it could be: the schedule is there, and was deleted.
    async fn undelete_schedule(&self, id: i64, next: Option<Timestamp>) -> Result<bool, StoreError>;

    /// When a schedule falls due next, as it was last told; none when never.
    async fn next_due(&self, schedule: i64) -> Result<Option<Timestamp>, StoreError>;

    /// At most so many schedules that have fallen due by `now`, each with the instant it was told for; the longest
    /// overdue first. The cost grows with them, not with what else is kept.
    async fn due(&self, now: Timestamp, most: usize) -> Result<Vec<(Schedule, Timestamp)>, StoreError>;

    /// Everything that a schedule that rotates has shown since it last began anew, in order.
    async fn rotated(&self, schedule: i64) -> Result<Vec<String>, StoreError>;

    /// Notes that it has shown this; `anew` forgets all before.
    async fn rotate(&self, schedule: i64, shown: &str, anew: bool) -> Result<(), StoreError>;
}

#[async_trait]
impl Schedules for Database {
    async fn add_schedule(
        &self,
        schedule: &Schedule,
        next: Option<Timestamp>,
        most: usize,
    ) -> Result<Option<i64>, StoreError> {
        let add = "INSERT INTO schedule \
                   (topic, owner, pattern, zone, what, language, silent, grace, state, next, chat) \
                   SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11 \
                   WHERE (SELECT count(*) FROM schedule WHERE chat = $11 AND deleted IS NULL) < $12 RETURNING id";
        self.within(async {
            let mut both = self.engine.begin().await?;
            // Two who add at once must not both see the last free place.
            both.on_server(sql("SELECT pg_advisory_xact_lock($1)").bind(schedule.chat)).await?;
            let added: Vec<(i64,)> = both.rows(bind(sql(add), schedule, next).bind(schedule.chat).bind(most)).await?;
            both.commit().await?;
            Ok(added.first().map(|(id,)| *id))
        })
        .await
    }

    async fn schedule(&self, id: i64) -> Result<Option<Schedule>, StoreError> {
        let query = format!("SELECT {SCHEDULE} FROM schedule WHERE id = $1 AND deleted IS NULL");
        let row = self.row(sql(AssertSqlSafe(query)).bind(id)).await?;
        Ok(row.and_then(|row| self.read_schedule(row)))
    }

    async fn schedules_in(&self, chat: i64) -> Result<Vec<Schedule>, StoreError> {
        let query = format!("SELECT {SCHEDULE} FROM schedule WHERE chat = $1 AND deleted IS NULL ORDER BY id");
        let rows = self.rows(sql(AssertSqlSafe(query)).bind(chat)).await?;
        Ok(rows.into_iter().filter_map(|row| self.read_schedule(row)).collect())
    }

    async fn change_schedule(
        &self,
        schedule: &Schedule,
        next: Option<Timestamp>,
        stop: bool,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let change = "UPDATE schedule SET topic = $1, owner = $2, pattern = $3, zone = $4, what = $5, language = $6, \
                      silent = $7, grace = $8, state = $9, next = $10 WHERE id = $11 AND deleted IS NULL";
        self.within(async {
            let mut both = self.engine.begin().await?;
            let changed = both.run(bind(sql(change), schedule, next).bind(schedule.id)).await? > 0;
            if changed && stop {
                stop_planned(&mut both, schedule.id, now).await?;
            }
            both.commit().await?;
            Ok(changed)
        })
        .await
    }

    async fn delete_schedule(&self, id: i64, now: Timestamp) -> Result<bool, StoreError> {
        let delete = "UPDATE schedule SET deleted = $2, next = NULL WHERE id = $1 AND deleted IS NULL";
        self.within(async {
            let mut both = self.engine.begin().await?;
            let deleted = both.run(sql(delete).bind(id).bind(now)).await? > 0;
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
        let row = self.row(sql(AssertSqlSafe(query)).bind(id)).await?;
        Ok(row.and_then(|row| self.read_schedule(row)))
    }

    async fn undelete_schedule(&self, id: i64, next: Option<Timestamp>) -> Result<bool, StoreError> {
        let back = "UPDATE schedule SET deleted = NULL, next = $2 WHERE id = $1 AND deleted IS NOT NULL";
        Ok(self.run(sql(back).bind(id).bind(next)).await? > 0)
    }

    async fn next_due(&self, schedule: i64) -> Result<Option<Timestamp>, StoreError> {
        let next: Option<(Option<i64>,)> =
            self.row(sql("SELECT next FROM schedule WHERE id = $1").bind(schedule)).await?;
        Ok(next.and_then(|(next,)| next).and_then(instant))
    }

    async fn due(&self, now: Timestamp, most: usize) -> Result<Vec<(Schedule, Timestamp)>, StoreError> {
        let (mut due, mut after) = (Vec::new(), (i64::MIN, i64::MIN));
        // Those that are not understood stay, and must not stand in the way of the others.
        while due.len() < most {
            let asked = most - due.len();
            let query = sql(AssertSqlSafe(due_query())).bind(now).bind(after.0).bind(after.1).bind(asked);
            let rows: Vec<ScheduleRow> = self.rows(query).await?;
            let came = rows.len();
            for row in rows {
                let (next, id) = (row.next.unwrap_or(i64::MIN), row.id);
                after = (next, id);
                due.extend(self.read_schedule(row).zip(instant(next)));
            }
            if came < asked {
                break;
            }
        }
        Ok(due)
    }

    async fn rotated(&self, schedule: i64) -> Result<Vec<String>, StoreError> {
        let shown = sql("SELECT shown FROM rotation WHERE schedule = $1 ORDER BY turn").bind(schedule);
        let shown: Vec<(String,)> = self.rows(shown).await?;
        Ok(shown.into_iter().map(|(shown,)| shown).collect())
    }

    async fn rotate(&self, schedule: i64, shown: &str, anew: bool) -> Result<(), StoreError> {
        let keep = "INSERT INTO rotation (schedule, shown, turn) \
                    SELECT $1, $2, coalesce(max(turn), 0) + 1 FROM rotation WHERE schedule = $1 ON CONFLICT DO NOTHING";
        self.within(async {
            let mut both = self.engine.begin().await?;
            if anew {
                both.run(sql("DELETE FROM rotation WHERE schedule = $1").bind(schedule)).await?;
            }
            both.run(sql(keep).bind(schedule).bind(shown)).await?;
            both.commit().await
        })
        .await
    }
}

pub(super) fn due_query() -> String {
    format!(
        "SELECT {SCHEDULE} FROM schedule WHERE next IS NOT NULL AND next <= $1 AND (next, id) > ($2, $3) \
         AND deleted IS NULL ORDER BY next, id LIMIT $4"
    )
}

/// Binds what may be changed of a schedule, and when it falls due, as `$1` to `$10`.
fn bind<'v>(statement: Statement<'v>, schedule: &'v Schedule, next: Option<Timestamp>) -> Statement<'v> {
    statement
        .bind(schedule.topic)
        .bind(schedule.owner)
        .bind(schedule.when.as_str())
        .bind(schedule.zone.as_str())
        .bind(schedule.what.to_string())
        .bind(schedule.language.tag())
        .bind(schedule.silent)
        .bind(schedule.grace.to_string())
        .bind(schedule.state.to_string())
        .bind(next)
}

/// Makes whatever plans, moves or drops schedules of a chat wait for its turn.
pub(super) async fn lock_schedules(all: &mut Work, chat: i64) -> Result<(), Error> {
    all.on_server(sql("SELECT id FROM schedule WHERE chat = $1 ORDER BY id FOR UPDATE").bind(chat)).await
}

/// Skips what is planned of a schedule and not begun.
async fn stop_planned(both: &mut Work, schedule: i64, now: Timestamp) -> Result<(), Error> {
    let stop = sql("UPDATE delivery SET state = 'skipped', reason = $2, holder = NULL, at = $3 \
                    WHERE schedule = $1 AND state = 'planned'");
    both.run(stop.bind(schedule).bind(Skip::Stopped.word()).bind(now)).await?;
    Ok(())
}

/// The columns of [`ScheduleRow`].
pub(super) const SCHEDULE: &str = "id, chat, topic, owner, pattern, zone, what, language, silent, grace, state, next";

#[derive(FromRow, Debug)]
struct ScheduleRow {
    id: i64,
    chat: i64,
    topic: Option<i64>,
    owner: Option<i64>,
    pattern: String,
    zone: String,
    what: String,
    language: String,
    silent: i64,
    grace: String,
    state: String,
    next: Option<i64>,
}

impl ScheduleRow {
    /// None if a word of it is not understood; [`Schedule::next_after`] alone reads its pattern and zone.
    fn read(self) -> Option<Schedule> {
        Some(Schedule {
            id: self.id,
            chat: self.chat,
            topic: self.topic.map(i32::try_from).transpose().ok()?,
            owner: self.owner,
            when: self.pattern,
            zone: self.zone,
            what: What::parse(&self.what)?,
            language: Language::from_tag(&self.language)?,
            silent: self.silent != 0,
            grace: Grace::parse(&self.grace)?,
            state: State::parse(&self.state)?,
        })
    }
}

impl Database {
    fn read_schedule(&self, row: ScheduleRow) -> Option<Schedule> {
        let id = row.id;
        self.unreadable.told(row.read(), || format!("schedule {id}"))
    }
}
