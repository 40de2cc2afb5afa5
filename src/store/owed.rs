//! Words that are owed to people, until they are said.

use std::time::Duration;

use async_trait::async_trait;
use jiff::Timestamp;
use sqlx::FromRow;

use super::{
    Database, StoreError,
    engine::{Engine, Statement, sql},
};

/// A word that is owed to a person.
#[derive(Clone, PartialEq, Eq, FromRow, Debug)]
pub struct Owed {
    pub id: i64,
    pub person: i64,
    pub what: String,
}

/// Words that are owed, each until it is said.
#[async_trait]
pub trait OwedWords: Send + Sync {
    /// Owes a person a word. `what` is for the one who will say it; the same is owed once only until it is said.
    async fn owe(&self, person: i64, what: &str, now: Timestamp) -> Result<(), StoreError>;

    /// Takes hold of at most so many words that are owed, for so long; the oldest first.
    async fn claim_owed(&self, holder: &str, lasts: Duration, most: usize) -> Result<Vec<Owed>, StoreError>;

    /// Notes that a word was said, or never can be.
    async fn said(&self, id: i64) -> Result<(), StoreError>;
}

const OWE: &str = "INSERT INTO owed (person, what, at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";

#[async_trait]
impl OwedWords for Database {
    async fn owe(&self, person: i64, what: &str, now: Timestamp) -> Result<(), StoreError> {
        self.run(sql(OWE).bind(person).bind(what).bind(now)).await?;
        Ok(())
    }

    async fn claim_owed(&self, holder: &str, lasts: Duration, most: usize) -> Result<Vec<Owed>, StoreError> {
        let lock = self.engine.either("", "FOR UPDATE SKIP LOCKED");
        let claim = self.engine.timed(|now| {
            format!(
                "WITH free AS (SELECT id FROM owed WHERE free_at IS NULL OR free_at <= {now} ORDER BY id LIMIT $4 {lock}) \
                 UPDATE owed SET holder = $2, free_at = {now} + $3 FROM free WHERE owed.id = free.id \
                 RETURNING owed.id, person, what"
            )
        });
        let mut owed: Vec<Owed> = self.rows(claim.bind(holder).bind(lasts).bind(most)).await?;
        owed.sort_by_key(|owed| owed.id);
        Ok(owed)
    }

    async fn said(&self, id: i64) -> Result<(), StoreError> {
        self.run(sql("DELETE FROM owed WHERE id = $1").bind(id)).await?;
        Ok(())
    }
}

impl Database {
    /// Runs an `UPDATE`, and owes a person a word with it if any row was changed. True if one was.
    pub(super) async fn change_and_owe(
        &self,
        change: Statement<'_>,
        owed: Option<(i64, &str)>,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let Some((person, word)) = owed else { return Ok(self.run(change).await? > 0) };
        match self.engine {
            Engine::Sqlite(_) => {
                self.within(async {
                    let mut both = self.engine.begin().await?;
                    let changed = both.run(change).await? > 0;
                    if changed {
                        both.run(sql(OWE).bind(person).bind(word).bind(now)).await?;
                    }
                    both.commit().await?;
                    Ok(changed)
                })
                .await
            }
            // One way to the server and back.
            Engine::Postgres(_) => {
                let both = change.reworded(|change, values| {
                    let [person, word, now] = [1, 2, 3].map(|place| values + place);
                    format!(
                        "WITH changed AS ({change} RETURNING 1), \
                         told AS (INSERT INTO owed (person, what, at) SELECT ${person}, ${word}, ${now} FROM changed \
                         ON CONFLICT DO NOTHING) SELECT count(*) FROM changed"
                    )
                });
                let changed: Vec<(i64,)> = self.rows(both.bind(person).bind(word).bind(now)).await?;
                Ok(changed.iter().any(|(changed,)| *changed > 0))
            }
        }
    }
}
