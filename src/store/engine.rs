//! One statement for two databases.
//!
//! In: SQL that both understand, with `$1`, `$2`, … and the values for them; out: rows. Where the databases differ, a
//! statement picks its words with [`Engine::either`]. It does not know what the rows mean.

use std::{borrow::Cow, time::Duration};

use futures_util::TryStreamExt as _;
use jiff::Timestamp;
use sqlx::{
    AssertSqlSafe, Error, FromRow, PgConnection, Postgres as PgDb, SqlSafeStr, SqlStr, Sqlite as SqliteDb,
    SqliteConnection, Transaction,
    pool::PoolConnection,
    postgres::{PgArguments, PgRow},
    query::Query,
    sqlite::{SqliteArguments, SqliteRow},
};

use super::{
    StoreError,
    postgres::{self, Postgres},
    sqlite::{self, Sqlite},
};

/// The database that a store lies in.
#[derive(Debug)]
pub(super) enum Engine {
    Sqlite(Sqlite),
    Postgres(Postgres),
}

impl Engine {
    /// Words for the one database or for the other.
    pub(super) fn either<T>(&self, sqlite: T, postgres: T) -> T {
        match self {
            Self::Sqlite(_) => sqlite,
            Self::Postgres(_) => postgres,
        }
    }

    /// A statement that goes by the store's clock. `text` is told the SQL for now, in milliseconds, which takes `$1`:
    /// the other values begin with `$2`.
    pub(super) fn timed<'v>(&self, text: impl FnOnce(&str) -> String) -> Statement<'v> {
        let (now, value) = match self {
            Self::Sqlite(file) => ("$1", file.now()),
            Self::Postgres(server) => (Postgres::NOW, server.ahead()),
        };
        sql(AssertSqlSafe(text(now))).bind(value)
    }

    /// A statement that need not wait for the disk.
    pub(super) fn soon<'v>(&self, text: &'static str) -> Statement<'v> {
        match self {
            Self::Sqlite(_) => sql(Sqlite::soon(text)),
            Self::Postgres(_) => sql(text),
        }
    }

    /// Waits for work with the store, which costs the connection if it fails.
    pub(super) async fn within<T>(&self, work: impl Future<Output = Result<T, Error>>) -> Result<T, StoreError> {
        match self {
            Self::Sqlite(file) => file.within(work).await,
            Self::Postgres(server) => server.within(work).await,
        }
    }

    /// As [`Self::within`], for what each question reads.
    pub(super) async fn read<T>(&self, work: impl Future<Output = Result<T, Error>>) -> Result<T, StoreError> {
        match self {
            Self::Sqlite(file) => file.read(work).await,
            Self::Postgres(server) => server.within(work).await,
        }
    }

    /// Waits for a copy, which has errors of its own.
    pub(super) async fn tried<T, E>(&self, copy: impl Future<Output = Result<T, E>>) -> Result<T, E> {
        match self {
            Self::Sqlite(file) => file.tried(copy).await,
            Self::Postgres(_) => copy.await,
        }
    }

    pub(super) async fn connection(&self) -> Result<Connection, Error> {
        Ok(match self {
            Self::Sqlite(file) => Connection::Sqlite(file.pool.acquire().await?),
            Self::Postgres(server) => Connection::Postgres(server.pool().acquire().await?),
        })
    }

    /// Where it is, without a password.
    pub(super) fn place(&self) -> &str {
        match self {
            Self::Sqlite(file) => &file.place,
            Self::Postgres(server) => &server.place,
        }
    }

    /// Refuses tables whose last migration is not ours.
    pub(super) fn check_version(&self, last: Option<i64>) -> Result<(), StoreError> {
        StoreError::of_version(self.place(), last, self.either(&sqlite::MIGRATIONS, &postgres::MIGRATIONS))
    }

    /// Begins to write: what is read in a file is still so when it is written, whoever else writes it.
    pub(super) async fn begin(&self) -> Result<Work, Error> {
        Ok(match self {
            Self::Sqlite(file) => Work::Sqlite(file.pool.begin_with("BEGIN IMMEDIATE").await?),
            Self::Postgres(server) => Work::Postgres(server.pool().begin().await?),
        })
    }

    /// Begins to read everything as of one moment.
    pub(super) async fn begin_reading(&self) -> Result<Work, Error> {
        Ok(match self {
            Self::Sqlite(file) => Work::Sqlite(file.pool.begin().await?),
            Self::Postgres(server) => {
                let moment = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
                Work::Postgres(server.pool().begin_with(moment).await?)
            }
        })
    }
}

/// A value as it is kept. Instants and durations are in milliseconds, yes and no are 1 and 0.
#[derive(Clone, Debug)]
pub(super) enum Value<'v> {
    Number(Option<i64>),
    Text(Option<Cow<'v, str>>),
    /// A list on a server; SQLite has none, and takes it as JSON.
    Numbers(Cow<'v, [i64]>),
}

macro_rules! values {
    ($($from:ty => |$value:ident| $number:expr;)*) => {
        $(
            impl From<$from> for Value<'_> {
                fn from($value: $from) -> Self {
                    Self::Number(Some($number))
                }
            }

            impl From<Option<$from>> for Value<'_> {
                fn from(value: Option<$from>) -> Self {
                    Self::Number(value.map(|$value| $number))
                }
            }
        )*
    };
}

values! {
    i64 => |number| number;
    i32 => |number| number.into();
    bool => |is| is.into();
    usize => |number| i64::try_from(number).unwrap_or(i64::MAX);
    Timestamp => |instant| instant.as_millisecond();
    Duration => |lasts| i64::try_from(lasts.as_millis()).unwrap_or(i64::MAX);
}

impl<'v> From<&'v str> for Value<'v> {
    fn from(text: &'v str) -> Self {
        Self::Text(Some(text.into()))
    }
}

impl<'v> From<Option<&'v str>> for Value<'v> {
    fn from(text: Option<&'v str>) -> Self {
        Self::Text(text.map(Cow::from))
    }
}

impl From<String> for Value<'_> {
    fn from(text: String) -> Self {
        Self::Text(Some(text.into()))
    }
}

impl<'v> From<&'v [i64]> for Value<'v> {
    fn from(numbers: &'v [i64]) -> Self {
        Self::Numbers(numbers.into())
    }
}

impl From<Vec<i64>> for Value<'_> {
    fn from(numbers: Vec<i64>) -> Self {
        Self::Numbers(numbers.into())
    }
}

/// A row that either database gives.
pub(super) trait Row: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send {}

impl<R> Row for R where R: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send {}

/// SQL with its values.
#[derive(Debug)]
pub(super) struct Statement<'v> {
    text: SqlStr,
    values: Vec<Value<'v>>,
}

pub(super) fn sql<'v>(text: impl SqlSafeStr) -> Statement<'v> {
    Statement { text: text.into_sql_str(), values: Vec::new() }
}

impl<'v> Statement<'v> {
    /// Gives the next value: the first is `$1`.
    pub(super) fn bind(mut self, value: impl Into<Value<'v>>) -> Self {
        self.values.push(value.into());
        self
    }

    /// The same values with other words, which are told these words and how many values there are.
    pub(super) fn reworded(self, text: impl FnOnce(&str, usize) -> String) -> Self {
        let text = text(self.text.as_str(), self.values.len());
        Self { text: AssertSqlSafe(text).into_sql_str(), ..self }
    }

    /// Runs it; the number of rows that were changed.
    pub(super) async fn run(self, one: One<'_>) -> Result<u64, Error> {
        Ok(match one {
            One::Sqlite(one) => self.sqlite().execute(one).await?.rows_affected(),
            One::Postgres(one) => self.postgres().execute(one).await?.rows_affected(),
        })
    }

    /// All rows. What changes rows and gives them must be read to its end: it may fail behind the first.
    pub(super) async fn rows<R: Row>(self, one: One<'_>) -> Result<Vec<R>, Error> {
        match one {
            One::Sqlite(one) => self.sqlite().fetch_all(one).await?.iter().map(R::from_row).collect(),
            One::Postgres(one) => self.postgres().fetch_all(one).await?.iter().map(R::from_row).collect(),
        }
    }

    /// The first row, of what changes nothing.
    pub(super) async fn row<R: Row>(self, one: One<'_>) -> Result<Option<R>, Error> {
        match one {
            One::Sqlite(one) => self.sqlite().fetch_optional(one).await?.as_ref().map(R::from_row).transpose(),
            One::Postgres(one) => self.postgres().fetch_optional(one).await?.as_ref().map(R::from_row).transpose(),
        }
    }

    fn sqlite(self) -> Query<'static, SqliteDb, SqliteArguments> {
        self.values.into_iter().fold(sqlx::query(self.text), |query, value| match value {
            Value::Number(number) => query.bind(number),
            Value::Text(text) => query.bind(text),
            Value::Numbers(numbers) => query.bind(serde_json::to_string(&numbers).expect("numbers are always JSON")),
        })
    }

    fn postgres(self) -> Query<'static, PgDb, PgArguments> {
        self.values.into_iter().fold(sqlx::query(self.text), |query, value| match value {
            Value::Number(number) => query.bind(number),
            Value::Text(text) => query.bind(text.map(without_nul)),
            Value::Numbers(numbers) => query.bind(numbers.into_owned()),
        })
    }
}

/// PostgreSQL keeps no NUL in a text; nobody misses it.
pub(super) fn without_nul(text: Cow<'_, str>) -> Cow<'_, str> {
    if text.contains('\0') { Cow::Owned(text.replace('\0', "")) } else { text }
}

/// A connection that statements run on.
#[derive(Debug)]
pub(super) enum One<'c> {
    Sqlite(&'c mut SqliteConnection),
    Postgres(&'c mut PgConnection),
}

/// A connection of its own.
#[derive(Debug)]
pub(super) enum Connection {
    Sqlite(PoolConnection<SqliteDb>),
    Postgres(PoolConnection<PgDb>),
}

impl Connection {
    pub(super) fn one(&mut self) -> One<'_> {
        match self {
            Self::Sqlite(one) => One::Sqlite(one),
            Self::Postgres(one) => One::Postgres(one),
        }
    }
}

/// A transaction: what is not committed has not happened.
#[derive(Debug)]
pub(super) enum Work {
    Sqlite(Transaction<'static, SqliteDb>),
    Postgres(Transaction<'static, PgDb>),
}

impl Work {
    fn one(&mut self) -> One<'_> {
        match self {
            Self::Sqlite(all) => One::Sqlite(all),
            Self::Postgres(all) => One::Postgres(all),
        }
    }

    pub(super) async fn run(&mut self, statement: Statement<'_>) -> Result<u64, Error> {
        statement.run(self.one()).await
    }

    pub(super) async fn rows<R: Row>(&mut self, statement: Statement<'_>) -> Result<Vec<R>, Error> {
        statement.rows(self.one()).await
    }

    /// The one row of a statement that always has one.
    pub(super) async fn the<R: Row>(&mut self, statement: Statement<'_>) -> Result<R, Error> {
        statement.row(self.one()).await?.ok_or(Error::RowNotFound)
    }

    /// Gives rows one by one, however many there are.
    pub(super) async fn each<R: Row, E: From<Error>>(
        &mut self,
        statement: Statement<'_>,
        mut take: impl FnMut(R) -> Result<(), E>,
    ) -> Result<(), E> {
        match self.one() {
            One::Sqlite(one) => {
                let mut rows = statement.sqlite().fetch(one);
                while let Some(row) = rows.try_next().await? {
                    take(R::from_row(&row)?)?;
                }
            }
            One::Postgres(one) => {
                let mut rows = statement.postgres().fetch(one);
                while let Some(row) = rows.try_next().await? {
                    take(R::from_row(&row)?)?;
                }
            }
        }
        Ok(())
    }

    /// Runs what a server alone needs, such as a lock: of those who share a file one writes at a time.
    pub(super) async fn on_server(&mut self, statement: Statement<'_>) -> Result<(), Error> {
        if let Self::Postgres(all) = self {
            statement.run(One::Postgres(all)).await?;
        }
        Ok(())
    }

    /// Marks a file: something that was deleted can be read in it until it is written anew.
    pub(super) async fn mark_unclean(&mut self) -> Result<(), Error> {
        if let Self::Sqlite(all) = self {
            sql(Sqlite::UNCLEAN).run(One::Sqlite(all)).await?;
        }
        Ok(())
    }

    pub(super) async fn commit(self) -> Result<(), Error> {
        match self {
            Self::Sqlite(all) => all.commit().await,
            Self::Postgres(all) => all.commit().await,
        }
    }
}
