//! People who order posts: what they are about to order, and that they are forgotten.

use async_trait::async_trait;
use sqlx::AssertSqlSafe;

use super::{Database, StoreError, engine::sql};
use crate::schedule::Suspended;

/// What is kept of a person.
#[async_trait]
pub trait People: Send + Sync {
    /// Keeps what a person is about to order; none forgets it.
    async fn keep_draft(&self, person: i64, draft: Option<&str>) -> Result<(), StoreError>;

    async fn draft(&self, person: i64) -> Result<Option<String>, StoreError>;

    /// Forgets what is kept of a person alone: language, draft, words owed, their last question in each chat; and that
    /// channels, schedules and posts are theirs. Nothing of it can be read in the file any more. Gives those channels,
    /// in which nothing is posted until they have an owner again.
    async fn forget_person(&self, person: i64) -> Result<Vec<i64>, StoreError>;
}

#[async_trait]
impl People for Database {
    async fn keep_draft(&self, person: i64, draft: Option<&str>) -> Result<(), StoreError> {
        let keep =
            "INSERT INTO draft (person, what) VALUES ($1, $2) ON CONFLICT (person) DO UPDATE SET what = excluded.what";
        let kept = match draft {
            Some(draft) => sql(keep).bind(person).bind(draft),
            None => sql("DELETE FROM draft WHERE person = $1").bind(person),
        };
        self.run(kept).await?;
        Ok(())
    }

    async fn draft(&self, person: i64) -> Result<Option<String>, StoreError> {
        let draft: Option<(String,)> =
            self.look_up(sql("SELECT what FROM draft WHERE person = $1").bind(person)).await?;
        Ok(draft.map(|(draft,)| draft))
    }

    async fn forget_person(&self, person: i64) -> Result<Vec<i64>, StoreError> {
        let lock = self.engine.either("", "FOR UPDATE");
        let schedules = format!(
            "WITH own AS (SELECT id FROM schedule WHERE owner = $1 ORDER BY id {lock}) \
             UPDATE schedule SET owner = NULL FROM own WHERE schedule.id = own.id"
        );
        let channels = format!(
            "WITH own AS (SELECT chat FROM channel WHERE owner = $1 ORDER BY chat {lock}) \
             UPDATE channel SET owner = NULL, suspended = $2 FROM own WHERE channel.chat = own.chat \
             RETURNING channel.chat"
        );
        let (any, channels) = self
            .within(async {
                let mut all = self.engine.begin().await?;
                let mut forgotten = all.run(sql(AssertSqlSafe(schedules)).bind(person)).await?;
                for forget in [
                    "UPDATE delivery SET person = NULL WHERE person = $1",
                    "DELETE FROM language WHERE chat = $1",
                    "DELETE FROM thread WHERE person = $1",
                    "DELETE FROM draft WHERE person = $1",
                    "DELETE FROM owed WHERE person = $1",
                ] {
                    forgotten += all.run(sql(forget).bind(person)).await?;
                }
                let channels = sql(AssertSqlSafe(channels)).bind(person).bind(Suspended::NoOwner.word());
                let channels: Vec<(i64,)> = all.rows(channels).await?;
                let any = forgotten > 0 || !channels.is_empty();
                if any {
                    all.mark_unclean().await?;
                }
                all.commit().await?;
                Ok((any, channels))
            })
            .await?;
        if any {
            self.mark_untidy();
            self.tidy_or_say().await;
        }
        let mut channels: Vec<i64> = channels.into_iter().map(|(chat,)| chat).collect();
        channels.sort_unstable();
        Ok(channels)
    }
}
