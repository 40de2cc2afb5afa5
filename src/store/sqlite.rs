//! The store in one SQLite file.

use std::{
    str::FromStr,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

use jiff::Timestamp;
use sqlx::{
    ConnectOptions, Row, SqlitePool,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};

use super::{Leftover, Letter, Sheets, StoreError};
use crate::language::Language;

/// How long another process may hold the file before we give up on it.
const BUSY: Duration = Duration::from_secs(5);

/// How long Telegram keeps an update that nobody fetches.
const KEPT: Duration = Duration::from_secs(24 * 60 * 60);

/// Among so many batches, one shows what can be forgotten.
const FORGET_EVERY: u32 = 64;

/// One file, written through one connection. What was written survives the kill of this process.
#[derive(Clone, Debug)]
pub struct Store {
    pool: SqlitePool,
    batches: Arc<AtomicU32>,
}

impl Store {
    /// Opens `sqlite:PATH`, and makes the file where there is none.
    pub async fn open(address: &str) -> Result<Self, StoreError> {
        let options = options(address)?
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Normal)
            .foreign_keys(true);
        let store = connect(address, options).await?;
        sqlx::migrate!("src/store/migrations/sqlite")
            .run(&store.pool)
            .await
            .map_err(|error| StoreError::Migrate(address.to_owned(), error))?;
        Ok(store)
    }

    /// Opens `sqlite:PATH` to look into it; it must exist.
    pub async fn look_into(address: &str) -> Result<Self, StoreError> {
        connect(address, options(address)?.read_only(true)).await
    }

    /// The language this chat chose, if it did.
    pub async fn language(&self, chat: i64) -> Result<Option<Language>, StoreError> {
        let tag: Option<String> =
            sqlx::query_scalar("SELECT tag FROM language WHERE chat = ?").bind(chat).fetch_optional(&self.pool).await?;
        Ok(tag.as_deref().and_then(Language::from_tag))
    }

    /// Keeps the language that a chat chose; none forgets it.
    pub async fn choose_language(&self, chat: i64, language: Option<Language>) -> Result<(), StoreError> {
        let Some(language) = language else {
            sqlx::query("DELETE FROM language WHERE chat = ?").bind(chat).execute(&self.pool).await?;
            return Ok(());
        };
        sqlx::query("INSERT INTO language (chat, tag) VALUES (?, ?) ON CONFLICT DO UPDATE SET tag = excluded.tag")
            .bind(chat)
            .bind(language.tag())
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// A group has a new number: what was kept for it is kept for that, unless it has its own already.
    pub async fn move_chat(&self, from: i64, to: i64) -> Result<(), StoreError> {
        let mut both = self.pool.begin().await?;
        sqlx::query("UPDATE OR IGNORE language SET chat = ? WHERE chat = ?")
            .bind(to)
            .bind(from)
            .execute(&mut *both)
            .await?;
        sqlx::query("DELETE FROM language WHERE chat = ?").bind(from).execute(&mut *both).await?;
        both.commit().await?;
        Ok(())
    }

    /// Writes down a batch that has just come, and tells which of it is new.
    pub async fn take_in(&self, batch: &[Letter], now: Timestamp) -> Result<Vec<i64>, StoreError> {
        let rows: Vec<(i64, &str)> = batch.iter().map(|letter| (letter.id, letter.body.as_str())).collect();
        let rows = serde_json::to_string(&rows).expect("numbers and texts are always JSON");
        let new = sqlx::query_scalar(
            "INSERT INTO inbox (id, taken, body) SELECT value ->> 0, ?2, value ->> 1 FROM json_each(?1) WHERE true \
             ON CONFLICT DO NOTHING RETURNING id",
        )
        .bind(&rows)
        .bind(now.as_second())
        .fetch_all(&self.pool)
        .await?;
        if self.batches.fetch_add(1, Ordering::Relaxed).is_multiple_of(FORGET_EVERY) {
            self.forget(&rows).await?;
        }
        Ok(new)
    }

    /// Telegram sends again what was not confirmed, so a batch shows what it has forgotten: every letter that
    /// is done and not in it goes.
    async fn forget(&self, batch: &str) -> Result<(), StoreError> {
        sqlx::query("DELETE FROM inbox WHERE done = 1 AND id NOT IN (SELECT value ->> 0 FROM json_each(?))")
            .bind(batch)
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// Marks letters as dealt with.
    pub async fn settle(&self, ids: &[i64]) -> Result<(), StoreError> {
        let ids = serde_json::to_string(ids).expect("numbers are always JSON");
        sqlx::query("UPDATE inbox SET done = 1, body = '' WHERE id IN (SELECT value FROM json_each(?))")
            .bind(ids)
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// Counts that a leftover is begun, before it is.
    pub async fn begin(&self, id: i64) -> Result<(), StoreError> {
        sqlx::query("UPDATE inbox SET begun = begun + 1 WHERE id = ?").bind(id).execute(&self.pool).await?;
        Ok(())
    }

    /// What was taken in and not settled, oldest first. To be asked once, at a start.
    ///
    /// What lay here for longer than Telegram itself would have kept it goes unanswered.
    pub async fn leftovers(&self, now: Timestamp) -> Result<Vec<Leftover>, StoreError> {
        let stale = sqlx::query("DELETE FROM inbox WHERE taken < ?")
            .bind(now.as_second() - KEPT.as_secs().cast_signed())
            .execute(&self.pool)
            .await?;
        if stale.rows_affected() > 0 {
            log::warn!("{} updates lay in the inbox for more than a day and are dropped", stale.rows_affected());
        }
        let rows =
            sqlx::query("SELECT id, body, begun FROM inbox WHERE done = 0 ORDER BY id").fetch_all(&self.pool).await?;
        rows.iter()
            .map(|row| {
                let letter = Letter { id: row.try_get(0)?, body: row.try_get(1)? };
                Ok(Leftover { letter, begun: row.try_get(2)? })
            })
            .collect()
    }

    /// Notes that Telegram has just answered.
    pub async fn beat(&self, now: Timestamp) -> Result<(), StoreError> {
        sqlx::query("INSERT INTO pulse (only, at) VALUES (1, ?) ON CONFLICT DO UPDATE SET at = excluded.at")
            .bind(now.as_second())
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// When Telegram last answered; none if it never did.
    pub async fn last_beat(&self) -> Result<Option<Timestamp>, StoreError> {
        let at: Option<i64> = sqlx::query_scalar("SELECT at FROM pulse").fetch_optional(&self.pool).await?;
        Ok(at.and_then(|at| Timestamp::from_second(at).ok()))
    }

    /// Keeps how the sheets stand.
    pub async fn keep_sheets(&self, sheets: &Sheets) -> Result<(), StoreError> {
        let (broken, why) = sheets.broken.as_ref().map(|(since, why)| (since.as_second(), why.as_str())).unzip();
        sqlx::query(
            "INSERT INTO sheets (only, served, broken, why) VALUES (1, ?, ?, ?) ON CONFLICT DO UPDATE \
             SET served = excluded.served, broken = excluded.broken, why = excluded.why",
        )
        .bind(sheets.served.as_second())
        .bind(broken)
        .bind(why)
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// How the sheets stand; none if no bot ever said.
    pub async fn sheets(&self) -> Result<Option<Sheets>, StoreError> {
        let row = sqlx::query("SELECT served, broken, why FROM sheets").fetch_optional(&self.pool).await?;
        let Some(row) = row else { return Ok(None) };
        let time = |second: i64| Timestamp::from_second(second).ok();
        let (served, broken, why): (i64, Option<i64>, Option<String>) =
            (row.try_get(0)?, row.try_get(1)?, row.try_get(2)?);
        let broken = broken.and_then(time).map(|since| (since, why.unwrap_or_default()));
        Ok(time(served).map(|served| Sheets { served, broken }))
    }

    pub async fn close(&self) {
        self.pool.close().await;
    }
}

fn options(address: &str) -> Result<SqliteConnectOptions, StoreError> {
    if !address.starts_with("sqlite:") {
        // The rest may hold a password.
        let kind = address.split(':').next().unwrap_or_default();
        return Err(StoreError::Address(kind.to_owned()));
    }
    let options = SqliteConnectOptions::from_str(address).map_err(|_| StoreError::Address(address.to_owned()))?;
    Ok(options.busy_timeout(BUSY).disable_statement_logging())
}

async fn connect(address: &str, options: SqliteConnectOptions) -> Result<Store, StoreError> {
    let pool = SqlitePoolOptions::new().max_connections(1).acquire_timeout(BUSY).idle_timeout(None).max_lifetime(None);
    // A file does not go away; asking it before each use would double the work.
    let pool = pool
        .test_before_acquire(false)
        .connect_with(options)
        .await
        .map_err(|error| StoreError::Open(address.to_owned(), error))?;
    Ok(Store { pool, batches: Arc::default() })
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn store() -> (Store, tempfile::TempDir) {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&format!("sqlite:{}/store.db", folder.path().display())).await.unwrap();
        (store, folder)
    }

    fn letter(id: i64) -> Letter {
        Letter { id, body: format!("{{\"update_id\":{id},\"text\":\"“ё” \\u0000 \\\\ \\n\"}}") }
    }

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    #[tokio::test]
    async fn a_letter_lies_in_the_inbox_until_it_is_settled_and_forgotten_by_telegram() {
        let (store, _folder) = store().await;
        let batch = [letter(5), letter(6), letter(7)];
        assert_eq!(store.take_in(&batch, at(0)).await.unwrap(), [5, 6, 7]);
        store.settle(&[6, 99]).await.unwrap();
        let left = |leftovers: Vec<Leftover>| leftovers.into_iter().map(|left| left.letter).collect::<Vec<_>>();
        assert_eq!(left(store.leftovers(at(9)).await.unwrap()), [letter(5), letter(7)]);
        assert_eq!(store.take_in(&batch, at(1)).await.unwrap(), [0; 0], "Telegram sends it again, unconfirmed");
        store.settle(&[5, 7]).await.unwrap();
        for id in 0..i64::from(FORGET_EVERY) {
            assert_eq!(store.take_in(&[letter(8 + id)], at(2)).await.unwrap(), [8 + id]);
        }
        let rows: i64 = sqlx::query_scalar("SELECT count(*) FROM inbox").fetch_one(&store.pool).await.unwrap();
        assert_eq!(rows, i64::from(FORGET_EVERY), "what was confirmed is gone");
    }

    #[tokio::test]
    async fn how_often_a_leftover_was_begun_is_counted_and_a_stale_one_goes() {
        let (store, _folder) = store().await;
        store.take_in(&[letter(1)], at(0)).await.unwrap();
        store.take_in(&[letter(2)], at(50_000)).await.unwrap();
        store.begin(2).await.unwrap();
        store.begin(2).await.unwrap();
        let leftovers = store.leftovers(at(100_000)).await.unwrap();
        assert_eq!(leftovers, [Leftover { letter: letter(2), begun: 2 }]);
    }

    #[tokio::test]
    async fn a_language_is_kept_and_moves_with_its_chat() {
        let (store, folder) = store().await;
        assert_eq!(store.language(-1).await.unwrap(), None);
        store.choose_language(-1, Some(Language::En)).await.unwrap();
        store.choose_language(-1, Some(Language::Ru)).await.unwrap();
        store.move_chat(-1, -100).await.unwrap();
        store.move_chat(-1, -100).await.unwrap();
        drop(store);
        let store = Store::open(&format!("sqlite:{}/store.db", folder.path().display())).await.unwrap();
        assert_eq!(store.language(-1).await.unwrap(), None);
        assert_eq!(store.language(-100).await.unwrap(), Some(Language::Ru));
    }

    #[tokio::test]
    async fn a_pulse_is_the_last_one() {
        let (store, _folder) = store().await;
        assert_eq!(store.last_beat().await.unwrap(), None);
        store.beat(at(5)).await.unwrap();
        store.beat(at(8)).await.unwrap();
        assert_eq!(store.last_beat().await.unwrap(), Some(at(8)));
    }

    #[tokio::test]
    async fn how_the_sheets_stand_is_what_was_said_last() {
        let (store, _folder) = store().await;
        assert_eq!(store.sheets().await.unwrap(), None);
        for broken in [Some((at(7), "“ё”".to_owned())), None] {
            let sheets = Sheets { served: at(5), broken };
            store.keep_sheets(&sheets).await.unwrap();
            assert_eq!(store.sheets().await.unwrap(), Some(sheets));
        }
    }

    #[tokio::test]
    async fn what_is_no_store_is_refused_in_words() {
        for (address, words) in [
            ("bot.db", "`bot.db` is not a store: write sqlite:PATH"),
            ("mysql://me:secret@here", "`mysql` is not a store: write sqlite:PATH"),
            ("sqlite:/nowhere/at/all.db", "the store sqlite:/nowhere/at/all.db cannot be opened"),
        ] {
            assert_eq!(Store::open(address).await.unwrap_err().to_string(), words);
        }
    }
}
