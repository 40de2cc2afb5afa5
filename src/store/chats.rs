//! Chats: their languages, and groups that get a new number. A private chat has the number of its person.

use async_trait::async_trait;
use sqlx::AssertSqlSafe;

use super::{Database, StoreError, engine::sql, schedules::lock_schedules};
use crate::language::Language;

/// What is kept of a chat.
#[async_trait]
pub trait Chats: Send + Sync {
    /// The language that this chat chose, if it did.
    async fn language(&self, chat: i64) -> Result<Option<Language>, StoreError>;

    /// Keeps the language that a chat chose; none forgets it.
    async fn choose_language(&self, chat: i64, language: Option<Language>) -> Result<(), StoreError>;

    /// Moves language, threads, channel, schedules and deliveries of a group to its new number. To be told twice, or
    /// from both ends, changes nothing more. What the new number has already stays, and the rest joins it.
    async fn move_chat(&self, from: i64, to: i64) -> Result<(), StoreError>;
}

#[async_trait]
impl Chats for Database {
    async fn language(&self, chat: i64) -> Result<Option<Language>, StoreError> {
        let tag: Option<(String,)> = self.look_up(sql("SELECT tag FROM language WHERE chat = $1").bind(chat)).await?;
        Ok(tag.and_then(|(tag,)| Language::from_tag(&tag)))
    }

    async fn choose_language(&self, chat: i64, language: Option<Language>) -> Result<(), StoreError> {
        let keep =
            "INSERT INTO language (chat, tag) VALUES ($1, $2) ON CONFLICT (chat) DO UPDATE SET tag = excluded.tag";
        let chosen = match language {
            Some(language) => sql(keep).bind(chat).bind(language.tag()),
            None => sql("DELETE FROM language WHERE chat = $1").bind(chat),
        };
        self.run(chosen).await?;
        Ok(())
    }

    async fn move_chat(&self, from: i64, to: i64) -> Result<(), StoreError> {
        if from == to {
            return Ok(());
        }
        self.within(async {
            let mut all = self.engine.begin().await?;
            lock_schedules(&mut all, from).await?;
            for join in [
                "UPDATE schedule SET chat = $2 WHERE chat = $1",
                "UPDATE delivery SET chat = $2 WHERE chat = $1",
                "INSERT INTO channel (chat, kind, title, username, owner, checked, suspended) \
                 SELECT $2, kind, title, username, owner, checked, suspended FROM channel WHERE chat = $1 \
                 ON CONFLICT DO NOTHING",
                "INSERT INTO language (chat, tag) SELECT $2, tag FROM language WHERE chat = $1 ON CONFLICT DO NOTHING",
                // Its messages have other numbers there.
                "INSERT INTO thread (person, chat, asked, query, sources) \
                 SELECT person, $2, asked, query, sources FROM thread WHERE chat = $1 ON CONFLICT DO NOTHING",
            ] {
                all.run(sql(join).bind(from).bind(to)).await?;
            }
            for left in ["channel", "language", "thread"] {
                let left = AssertSqlSafe(format!("DELETE FROM {left} WHERE chat = $1"));
                all.run(sql(left).bind(from)).await?;
            }
            all.commit().await
        })
        .await
    }
}
