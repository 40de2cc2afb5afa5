//! Threads: the last question of each person in each chat, for those who ask on.
//!
//! Questions come in batches after they were answered, and wait for no disk. A copy of a store leaves them out: they
//! last a day.

use async_trait::async_trait;
use jiff::Timestamp;
use serde_json::json;
use sqlx::AssertSqlSafe;

use super::{
    Database, StoreError,
    engine::{Engine, sql},
    sqlite::Sqlite,
};

/// What is remembered of a person in a chat, to ask on from.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Turn {
    pub asked: Timestamp,
    /// The last question that can be followed; none where this turn has none, and then the one kept before stays.
    pub last: Option<LastAsked>,
    /// The last question answered, whatever it was; none as for `last`.
    pub exchange: Option<Exchange>,
}

/// A question that can be followed, as it is spelled on a button.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LastAsked {
    pub spelling: Box<str>,
    /// A hash of its sources in their order; none where it is not known.
    pub sources: Option<i64>,
}

/// The message of a question, and those of its answer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Exchange {
    pub question: i32,
    pub answer: Box<[i32]>,
}

impl Turn {
    /// This turn; what it leaves as it was comes from the one before.
    #[must_use]
    pub fn after(self, before: Option<Self>) -> Self {
        let Some(before) = before else { return self };
        let asked = if self.last.is_some() { self.asked } else { before.asked };
        Self { asked, last: self.last.or(before.last), exchange: self.exchange.or(before.exchange) }
    }
}

/// The last question of each person in each chat.
#[async_trait]
pub trait Threads: Send + Sync {
    /// The turn of a person in a chat, if it is not older than `since`.
    async fn turn(&self, person: i64, chat: i64, since: Timestamp) -> Result<Option<Turn>, StoreError>;

    /// Keeps turns by person and chat, each pair once. A turn that was asked later than the one kept replaces it.
    async fn keep_turns(&self, turns: &[((i64, i64), Turn)]) -> Result<(), StoreError>;

    /// Forgets what was asked before an instant, and overwrites it in the file.
    async fn forget_turns(&self, before: Timestamp) -> Result<(), StoreError>;
}

/// Rows of JSON become rows of the table; what they leave out stays.
const KEEP: &str = "ON CONFLICT (person, chat) DO UPDATE SET \
                    asked = CASE WHEN excluded.query IS NULL THEN thread.asked ELSE excluded.asked END, \
                    sources = CASE WHEN excluded.query IS NULL THEN thread.sources ELSE excluded.sources END, \
                    query = coalesce(excluded.query, thread.query), \
                    question = coalesce(excluded.question, thread.question), \
                    answer = coalesce(excluded.answer, thread.answer) \
                    WHERE excluded.asked >= thread.asked";

/// Writes the table anew: a page of the file that gave rows to another one keeps a copy of them.
const ANEW: [&str; 4] = [
    "CREATE TEMP TABLE kept_turns AS SELECT * FROM thread",
    "DELETE FROM thread",
    "INSERT INTO thread SELECT * FROM kept_turns ORDER BY person, chat",
    "DROP TABLE kept_turns",
];

type TurnRow = (i64, Option<String>, Option<i64>, Option<i64>, Option<String>);

#[async_trait]
impl Threads for Database {
    async fn turn(&self, person: i64, chat: i64, since: Timestamp) -> Result<Option<Turn>, StoreError> {
        let find = "SELECT asked, query, sources, question, answer FROM thread \
                    WHERE person = $1 AND chat = $2 AND asked >= $3";
        let row: Option<TurnRow> = self.look_up(sql(find).bind(person).bind(chat).bind(since)).await?;
        Ok(row.and_then(turn))
    }

    async fn keep_turns(&self, turns: &[((i64, i64), Turn)]) -> Result<(), StoreError> {
        let rows: Vec<_> = turns.iter().map(row).collect();
        let rows = serde_json::to_string(&rows).expect("numbers and texts are always JSON");
        let keep = match &self.engine {
            Engine::Sqlite(_) => sql(Sqlite::soon(&format!(
                "INSERT INTO thread (person, chat, asked, query, sources, question, answer) \
                 SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, value ->> 6 \
                 FROM json_each($1) WHERE true {KEEP}"
            ))),
            Engine::Postgres(_) => sql(AssertSqlSafe(format!(
                "INSERT INTO thread (person, chat, asked, query, sources, question, answer) \
                 SELECT (row ->> 0)::bigint, (row ->> 1)::bigint, (row ->> 2)::bigint, row ->> 3, \
                 (row ->> 4)::bigint, (row ->> 5)::bigint, row ->> 6 \
                 FROM (SELECT set_config('synchronous_commit', 'off', true)) AS quick, \
                 json_array_elements($1::json) AS row {KEEP}"
            ))),
        };
        self.run(keep.bind(rows)).await?;
        Ok(())
    }

    async fn forget_turns(&self, before: Timestamp) -> Result<(), StoreError> {
        let forgotten = self
            .within(async {
                let mut all = self.engine.begin().await?;
                let forgotten = all.run(sql("DELETE FROM thread WHERE asked < $1").bind(before)).await?;
                if forgotten > 0 && matches!(self.engine, Engine::Sqlite(_)) {
                    for statement in ANEW {
                        all.run(sql(statement)).await?;
                    }
                }
                all.commit().await?;
                Ok(forgotten)
            })
            .await?;
        if forgotten > 0 {
            self.mark_untidy();
        }
        Ok(())
    }
}

/// A turn as a row of JSON.
fn row(((person, chat), turn): &((i64, i64), Turn)) -> serde_json::Value {
    let last = turn.last.as_ref();
    let exchange = turn.exchange.as_ref();
    json!([
        person,
        chat,
        turn.asked.as_millisecond(),
        last.map(|last| &last.spelling),
        last.and_then(|last| last.sources),
        exchange.map(|exchange| exchange.question),
        exchange.map(|exchange| json!(exchange.answer).to_string()),
    ])
}

/// A turn as it was kept; none where that is not understood.
fn turn((asked, query, sources, question, answer): TurnRow) -> Option<Turn> {
    let exchange = question.zip(answer).and_then(|(question, answer)| {
        Some(Exchange { question: question.try_into().ok()?, answer: serde_json::from_str(&answer).ok()? })
    });
    Some(Turn {
        asked: super::rows::instant(asked)?,
        last: query.map(|query| LastAsked { spelling: query.into(), sources }),
        exchange,
    })
}
