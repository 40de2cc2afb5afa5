//! Plans: what falls due is written into the ledger, once.

use std::{borrow::Cow, collections::HashMap};

use async_trait::async_trait;
use jiff::Timestamp;
use serde_json::json;
use sqlx::AssertSqlSafe;

use super::{
    Database, StoreError,
    engine::{Engine, sql, without_nul},
    ledger,
    postgres::Postgres,
    sqlite::Sqlite,
};
use crate::schedule::{Fate, Key};

/// What a schedule falls due for, to be written down.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Plan {
    pub schedule: i64,
    pub chat: i64,
    /// When it was thought to fall due.
    pub was: Timestamp,
    /// The instants, each planned or skipped at once.
    pub dues: Vec<(Timestamp, Fate)>,
    /// When it falls due after that.
    pub next: Option<Timestamp>,
    /// Who is owed a word with it, and which.
    pub owed: Option<(i64, String)>,
}

/// Writing plans into the ledger. The chat of a delivery is its schedule's own: it may have moved since it was read.
#[async_trait]
pub trait Planning: Send + Sync {
    /// Writes plans down, all in one transaction: of each, only if the schedule still falls due when it was thought to.
    /// An instant that has its row keeps it. Gives the number of plans that were taken.
    async fn plan(&self, plans: &[Plan], now: Timestamp) -> Result<usize, StoreError>;

    /// Plans one delivery beside what falls due, for somebody who wants a post now. True if it is new.
    async fn plan_now(&self, key: Key, chat: i64, now: Timestamp) -> Result<bool, StoreError>;
}

#[async_trait]
impl Planning for Database {
    async fn plan(&self, plans: &[Plan], now: Timestamp) -> Result<usize, StoreError> {
        match &self.engine {
            Engine::Sqlite(file) => self.within(plan_in_file(file, plans, now)).await,
            Engine::Postgres(server) => self.within(plan_on_server(server, plans, now)).await,
        }
    }

    async fn plan_now(&self, key: Key, chat: i64, now: Timestamp) -> Result<bool, StoreError> {
        let lock = self.engine.either("", "FOR SHARE");
        let plan = format!(
            "WITH own AS (SELECT chat, owner FROM schedule WHERE id = $1 {lock}) \
             INSERT INTO delivery (schedule, due, chat, person, state, not_before, tries, wanted, at) \
             VALUES ($1, $2, coalesce((SELECT chat FROM own), $3), (SELECT owner FROM own), 'planned', $4, 0, 1, $4) \
             ON CONFLICT DO NOTHING"
        );
        let plan = sql(AssertSqlSafe(plan)).bind(key.schedule).bind(key.due).bind(chat).bind(now);
        Ok(self.run(plan).await? > 0)
    }
}

/// Rows go as JSON, since SQLite takes no lists.
async fn plan_in_file(file: &Sqlite, plans: &[Plan], now: Timestamp) -> Result<usize, sqlx::Error> {
    let in_json = |rows: &[serde_json::Value]| serde_json::to_string(rows).expect("numbers and texts are always JSON");
    let milliseconds = Timestamp::as_millisecond;
    let moves = plans.iter().map(|plan| json!([plan.schedule, milliseconds(plan.was), plan.next.map(milliseconds)]));
    let mut all = file.pool.begin_with("BEGIN IMMEDIATE").await?;
    let taken: Vec<(i64, i64, Option<i64>)> = sqlx::query_as(
        "UPDATE schedule SET next = moved.next FROM \
         (SELECT value ->> 0 AS id, value ->> 1 AS was, value ->> 2 AS next FROM json_each($1)) AS moved \
         WHERE schedule.id = moved.id AND schedule.next = moved.was AND schedule.deleted IS NULL \
         RETURNING schedule.id, schedule.chat, schedule.owner",
    )
    .bind(in_json(&moves.collect::<Vec<_>>()))
    .fetch_all(&mut *all)
    .await?;
    let taken: HashMap<i64, _> = taken.into_iter().map(|(id, chat, owner)| (id, (chat, owner))).collect();
    let own = plans.iter().filter_map(|plan| Some((plan, taken.get(&plan.schedule)?)));
    let rows = own.clone().flat_map(|(plan, (chat, owner))| {
        plan.dues.iter().map(move |(due, fate)| {
            let (state, reason, message) = ledger::columns(fate);
            json!([plan.schedule, milliseconds(*due), chat, state, reason, message, owner])
        })
    });
    sqlx::query(
        "INSERT INTO delivery (schedule, due, chat, state, reason, message, person, not_before, tries, at) \
         SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, value ->> 6, \
         value ->> 1, 0, $2 FROM json_each($1) WHERE true ON CONFLICT DO NOTHING",
    )
    .bind(in_json(&rows.collect::<Vec<_>>()))
    .bind(milliseconds(now))
    .execute(&mut *all)
    .await?;
    let owed: Vec<_> = own.filter_map(|(plan, _)| plan.owed.as_ref()).map(|owed| json!(owed)).collect();
    if !owed.is_empty() {
        sqlx::query(
            "INSERT INTO owed (person, what, at) SELECT value ->> 0, value ->> 1, $2 FROM json_each($1) WHERE true \
             ON CONFLICT DO NOTHING",
        )
        .bind(in_json(&owed))
        .bind(milliseconds(now))
        .execute(&mut *all)
        .await?;
    }
    all.commit().await?;
    Ok(taken.len())
}

/// One way to the server and back. Who plan at once lock and owe in one order, lest they wait for each other.
const PLAN: &str = "\
    WITH thought AS (SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $11::bigint[], $12::text[]) \
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
    SELECT count(*) FROM taken";

async fn plan_on_server(server: &Postgres, plans: &[Plan], now: Timestamp) -> Result<usize, sqlx::Error> {
    let milliseconds = Timestamp::as_millisecond;
    let ids: Vec<i64> = plans.iter().map(|plan| plan.schedule).collect();
    let was: Vec<i64> = plans.iter().map(|plan| milliseconds(plan.was)).collect();
    let next: Vec<Option<i64>> = plans.iter().map(|plan| plan.next.map(milliseconds)).collect();
    let dues = || plans.iter().flat_map(|plan| plan.dues.iter().map(move |(due, fate)| (plan, *due, fate)));
    let of: Vec<i64> = dues().map(|(plan, ..)| plan.schedule).collect();
    let thought: Vec<i64> = dues().map(|(plan, ..)| milliseconds(plan.was)).collect();
    let due: Vec<i64> = dues().map(|(_, due, _)| milliseconds(due)).collect();
    let fates: Vec<_> = dues().map(|(.., fate)| ledger::columns(fate)).collect();
    let states: Vec<&str> = fates.iter().map(|(state, ..)| *state).collect();
    let reasons: Vec<Option<Cow<'_, str>>> =
        fates.iter().map(|(_, reason, _)| reason.map(|reason| without_nul(reason.into()))).collect();
    let messages: Vec<Option<i64>> = fates.iter().map(|(.., message)| message.map(i64::from)).collect();
    let owed = plans.iter().map(|plan| plan.owed.as_ref());
    let (people, words): (Vec<Option<i64>>, Vec<Option<Cow<'_, str>>>) =
        owed.map(|owed| owed.map(|(person, what)| (*person, without_nul(what.into()))).unzip()).unzip();
    let planned = sqlx::query_scalar(PLAN)
        .bind(ids)
        .bind(was)
        .bind(next)
        .bind(of)
        .bind(thought)
        .bind(due)
        .bind(states)
        .bind(reasons)
        .bind(messages)
        .bind(milliseconds(now))
        .bind(people)
        .bind(words);
    let taken: i64 = planned.fetch_one(&server.pool()).await?;
    Ok(usize::try_from(taken).unwrap_or_default())
}
