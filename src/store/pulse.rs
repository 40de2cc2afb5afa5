//! Signs of life: when Telegram last answered, how the bot is, and how its sheets stand.

use async_trait::async_trait;
use jiff::Timestamp;
use sqlx::AssertSqlSafe;

use super::{Database, StoreError, Trouble, engine::sql, rows::instant};

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

/// Signs of life, each as it was last given.
#[async_trait]
pub trait Pulse: Send + Sync {
    /// Notes that Telegram has just answered.
    async fn beat(&self, now: Timestamp) -> Result<(), StoreError>;

    /// When Telegram last answered; none if it never did.
    async fn last_beat(&self) -> Result<Option<Timestamp>, StoreError>;

    /// Keeps how the bot is.
    async fn keep_condition(&self, condition: &Condition) -> Result<(), StoreError>;

    /// How the bot was when it last said so; none if it never did, or was of an older version.
    async fn condition(&self) -> Result<Option<Condition>, StoreError>;

    /// Keeps how the sheets stand.
    async fn keep_sheets(&self, sheets: &Sheets) -> Result<(), StoreError>;

    /// How the sheets stand; none if no bot ever said.
    async fn sheets(&self) -> Result<Option<Sheets>, StoreError>;
}

#[async_trait]
impl Pulse for Database {
    async fn beat(&self, now: Timestamp) -> Result<(), StoreError> {
        let beat = "INSERT INTO pulse (one, at) VALUES (1, $1) ON CONFLICT (one) DO UPDATE SET at = excluded.at";
        self.run(self.engine.soon(beat).bind(now)).await?;
        Ok(())
    }

    async fn last_beat(&self) -> Result<Option<Timestamp>, StoreError> {
        let at = format!("SELECT at * {} FROM pulse", self.unit());
        let at: Option<(i64,)> = self.row(sql(AssertSqlSafe(at))).await?;
        Ok(at.and_then(|(at,)| instant(at)))
    }

    async fn keep_condition(&self, condition: &Condition) -> Result<(), StoreError> {
        let (since, why) = condition.trouble.as_ref().map(|(since, why)| (*since, why.as_str())).unzip();
        let keep = "INSERT INTO condition (one, at, since, why) VALUES (1, $1, $2, $3) ON CONFLICT (one) DO UPDATE \
                    SET at = excluded.at, since = excluded.since, why = excluded.why";
        self.run(sql(keep).bind(condition.at).bind(since).bind(why)).await?;
        Ok(())
    }

    async fn condition(&self) -> Result<Option<Condition>, StoreError> {
        let row: Result<Option<(i64, Option<i64>, Option<String>)>, _> =
            self.row(sql("SELECT at, since, why FROM condition")).await;
        match row {
            Ok(row) => Ok(row
                .and_then(|(at, since, why)| Some(Condition { at: instant(at)?, trouble: since_and_why(since, why) }))),
            Err(StoreError::Failed(_, Trouble::Empty, _)) => Ok(None),
            Err(error) => Err(error),
        }
    }

    async fn keep_sheets(&self, sheets: &Sheets) -> Result<(), StoreError> {
        let (broken, why) = sheets.broken.as_ref().map(|(since, why)| (*since, why.as_str())).unzip();
        let keep = "INSERT INTO sheets (one, served, broken, why) VALUES (1, $1, $2, $3) ON CONFLICT (one) DO UPDATE \
                    SET served = excluded.served, broken = excluded.broken, why = excluded.why";
        self.run(sql(keep).bind(sheets.served).bind(broken).bind(why)).await?;
        Ok(())
    }

    async fn sheets(&self) -> Result<Option<Sheets>, StoreError> {
        let unit = self.unit();
        let sheets = format!("SELECT served * {unit}, broken * {unit}, why FROM sheets");
        let row: Option<(i64, Option<i64>, Option<String>)> = self.row(sql(AssertSqlSafe(sheets))).await?;
        Ok(row.and_then(|(served, broken, why)| {
            Some(Sheets { served: instant(served)?, broken: since_and_why(broken, why) })
        }))
    }
}

impl Database {
    /// The unit of the oldest tables, in milliseconds. Who looks into a file does not migrate it: before migration 8 it
    /// was the second.
    fn unit(&self) -> &'static str {
        self.engine.either("(SELECT CASE WHEN max(version) < 8 THEN 1000 ELSE 1 END FROM _sqlx_migrations)", "1")
    }
}

fn since_and_why(since: Option<i64>, why: Option<String>) -> Option<(Timestamp, String)> {
    since.and_then(instant).map(|since| (since, why.unwrap_or_default()))
}
