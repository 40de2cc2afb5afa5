//! Updates that were taken from Telegram, until they are dealt with.

use std::{
    borrow::Cow,
    sync::atomic::{AtomicU32, Ordering},
};

use async_trait::async_trait;
use jiff::{SignedDuration, Timestamp};

use super::{
    Database, REPLICA, StoreError,
    engine::{Engine, sql, without_nul},
    sqlite::Sqlite,
};

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

/// Updates taken in, each with the replica that deals with it.
#[async_trait]
pub trait Inbox: Send + Sync {
    /// Writes down a batch that has just come, and that `holder` deals with it; gives the numbers that are new.
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
}

/// How long Telegram keeps an update that nobody fetches.
const KEPT: SignedDuration = SignedDuration::from_hours(24);

/// Whoever takes over letters waits for its turn under this number, which no chat has.
const TAKING_OVER: i64 = 0;

/// The number of batches that came.
#[derive(Default, Debug)]
pub(super) struct Batches(AtomicU32);

impl Batches {
    /// Among so many batches, one shows what can be forgotten.
    pub(super) const FORGET_EVERY: u32 = 64;

    fn is_to_forget(&self) -> bool {
        self.0.fetch_add(1, Ordering::Relaxed).is_multiple_of(Self::FORGET_EVERY)
    }
}

#[async_trait]
impl Inbox for Database {
    async fn take_in(&self, batch: &[Letter], holder: &str, now: Timestamp) -> Result<Vec<i64>, StoreError> {
        let mut new: Vec<i64> = match &self.engine {
            Engine::Sqlite(file) => {
                let rows: Vec<(i64, &str)> = batch.iter().map(|letter| (letter.id, letter.body.as_str())).collect();
                let taken = sqlx::query_scalar(
                    "INSERT INTO inbox (id, taken, holder, body) SELECT value ->> 0, $2, $3, value ->> 1 \
                     FROM json_each($1) WHERE true ON CONFLICT DO NOTHING RETURNING id",
                )
                .bind(serde_json::to_string(&rows).expect("numbers and texts are always JSON"))
                .bind(now.as_millisecond())
                .bind(holder);
                self.within(taken.fetch_all(&file.pool)).await?
            }
            Engine::Postgres(server) => {
                let ids: Vec<i64> = batch.iter().map(|letter| letter.id).collect();
                let bodies: Vec<Cow<'_, str>> =
                    batch.iter().map(|letter| without_nul(letter.body.as_str().into())).collect();
                let taken = sqlx::query_scalar(
                    "INSERT INTO inbox (id, taken, holder, body) SELECT id, $3, $4, body \
                     FROM unnest($1::bigint[], $2::text[]) AS t (id, body) ON CONFLICT DO NOTHING RETURNING id",
                )
                .bind(ids)
                .bind(bodies)
                .bind(now.as_millisecond())
                .bind(holder);
                self.within(taken.fetch_all(&server.pool())).await?
            }
        };
        new.sort_unstable();
        // What came is written down, whatever becomes of that.
        if self.batches.is_to_forget()
            && let Err(error) = self.forget(&batch.iter().map(|letter| letter.id).collect::<Vec<_>>()).await
        {
            log::warn!("what Telegram has forgotten stays in the inbox for now: {error:?}");
        }
        Ok(new)
    }

    async fn settle(&self, ids: &[i64]) -> Result<(), StoreError> {
        // An answered question may be answered once more after a power cut, so this waits for no disk.
        let settle = match &self.engine {
            Engine::Sqlite(_) => {
                sql(Sqlite::soon("UPDATE inbox SET done = 1, body = '' WHERE id IN (SELECT value FROM json_each($1))"))
            }
            Engine::Postgres(_) => sql("UPDATE inbox SET done = true, body = '' \
                                        FROM (SELECT set_config('synchronous_commit', 'off', true)) AS quick \
                                        WHERE id = ANY ($1)"),
        };
        self.run(settle.bind(ids)).await?;
        self.mark_untidy();
        Ok(())
    }

    async fn begin(&self, id: i64) -> Result<(), StoreError> {
        self.run(sql("UPDATE inbox SET begun = begun + 1 WHERE id = $1").bind(id)).await?;
        Ok(())
    }

    async fn leftovers(&self, holder: &str, now: Timestamp) -> Result<Vec<Leftover>, StoreError> {
        let is_open = self.engine.either("done = 0", "NOT done");
        let of_who_is_gone = |words: &str, rest: &str| {
            let left = self.engine.timed(|clock| {
                format!(
                    "{words} WHERE {is_open} AND holder IS DISTINCT FROM $2 AND NOT EXISTS \
                     (SELECT 1 FROM lease WHERE name = $3 || inbox.holder AND free_at > {clock}) {rest}"
                )
            });
            left.bind(holder).bind(REPLICA)
        };
        let oldest = now.checked_sub(KEPT).unwrap_or(Timestamp::MIN);
        let stale = of_who_is_gone("DELETE FROM inbox", "AND taken < $4").bind(oldest);
        let taken = of_who_is_gone("UPDATE inbox SET holder = $2", "RETURNING id, body, begun");
        let (stale, mut taken): (u64, Vec<(i64, String, i64)>) = self
            .within(async {
                let mut both = self.engine.begin().await?;
                // Of two who ask at once the later waits, and then sees who has them.
                both.on_server(sql("SELECT pg_advisory_xact_lock($1)").bind(TAKING_OVER)).await?;
                let done = (both.run(stale).await?, both.rows(taken).await?);
                both.commit().await?;
                Ok(done)
            })
            .await?;
        if stale > 0 {
            self.mark_untidy();
            log::warn!("{stale} updates lay in the inbox for more than a day and are dropped");
        }
        taken.sort_unstable_by_key(|(id, ..)| *id);
        let leftover = |(id, body, begun)| Leftover {
            letter: Letter { id, body },
            begun: u32::try_from(begun).unwrap_or(u32::MAX),
        };
        Ok(taken.into_iter().map(leftover).collect())
    }
}

impl Database {
    /// Telegram sends again what was not confirmed, so a batch shows what it has forgotten: every letter that is done
    /// and not in it goes.
    pub(super) async fn forget(&self, batch: &[i64]) -> Result<(), StoreError> {
        let forget = self.engine.either(
            "DELETE FROM inbox WHERE done = 1 AND id NOT IN (SELECT value FROM json_each($1))",
            "DELETE FROM inbox WHERE done AND id <> ALL ($1)",
        );
        self.run(sql(forget).bind(batch)).await?;
        Ok(())
    }
}
