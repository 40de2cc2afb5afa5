//! Channels and groups that posts go to.

use async_trait::async_trait;
use jiff::Timestamp;
use sqlx::{AssertSqlSafe, FromRow};

use super::{Database, StoreError, engine::sql, rows::instant, schedules::lock_schedules};
use crate::schedule::{Channel, ChatKind, Suspended};

/// Channels by their chats.
#[async_trait]
pub trait Channels: Send + Sync {
    /// Keeps a channel as it is now.
    async fn keep_channel(&self, channel: &Channel) -> Result<(), StoreError>;

    /// Keeps a channel as it is now, if its owner, its suspension and when it was checked are as they were; with it a
    /// person is owed a word. True if they were.
    async fn change_channel(
        &self,
        was: &Channel,
        is: &Channel,
        owed: Option<(i64, &str)>,
        now: Timestamp,
    ) -> Result<bool, StoreError>;

    async fn channel(&self, chat: i64) -> Result<Option<Channel>, StoreError>;

    /// By its public name, in any case, without `@`.
    async fn channel_named(&self, username: &str) -> Result<Option<Channel>, StoreError>;

    /// Those that a person connected, in order of their titles.
    async fn channels_of(&self, owner: i64) -> Result<Vec<Channel>, StoreError>;

    /// Forgets a channel with its schedules and its log.
    async fn drop_channel(&self, chat: i64) -> Result<(), StoreError>;
}

#[async_trait]
impl Channels for Database {
    async fn keep_channel(&self, channel: &Channel) -> Result<(), StoreError> {
        let keep = sql("INSERT INTO channel (chat, kind, title, username, owner, checked, suspended) \
                        VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (chat) DO UPDATE \
                        SET kind = excluded.kind, title = excluded.title, username = excluded.username, \
                        owner = excluded.owner, checked = excluded.checked, suspended = excluded.suspended")
        .bind(channel.chat)
        .bind(channel.kind.word())
        .bind(channel.title.as_str())
        .bind(channel.username.as_deref())
        .bind(channel.owner)
        .bind(channel.checked)
        .bind(channel.suspended.map(Suspended::word));
        self.run(keep).await?;
        Ok(())
    }

    async fn change_channel(
        &self,
        was: &Channel,
        is: &Channel,
        owed: Option<(i64, &str)>,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let change = sql("UPDATE channel SET kind = $2, title = $3, username = $4, owner = $5, checked = $6, \
                          suspended = $7 WHERE chat = $1 AND owner IS NOT DISTINCT FROM $8 AND checked = $9 \
                          AND suspended IS NOT DISTINCT FROM $10")
        .bind(was.chat)
        .bind(is.kind.word())
        .bind(is.title.as_str())
        .bind(is.username.as_deref())
        .bind(is.owner)
        .bind(is.checked)
        .bind(is.suspended.map(Suspended::word))
        .bind(was.owner)
        .bind(was.checked)
        .bind(was.suspended.map(Suspended::word));
        self.change_and_owe(change, owed, now).await
    }

    async fn channel(&self, chat: i64) -> Result<Option<Channel>, StoreError> {
        let query = format!("SELECT {CHANNEL} FROM channel WHERE chat = $1");
        let row = self.row(sql(AssertSqlSafe(query)).bind(chat)).await?;
        Ok(row.and_then(|row| self.read_channel(row)))
    }

    async fn channel_named(&self, username: &str) -> Result<Option<Channel>, StoreError> {
        // A name may have gone from one channel to another since we looked.
        let query = format!(
            "SELECT {CHANNEL} FROM channel WHERE lower(username) = lower($1) ORDER BY checked DESC, chat LIMIT 1"
        );
        let row = self.row(sql(AssertSqlSafe(query)).bind(username)).await?;
        Ok(row.and_then(|row| self.read_channel(row)))
    }

    async fn channels_of(&self, owner: i64) -> Result<Vec<Channel>, StoreError> {
        let query = format!("SELECT {CHANNEL} FROM channel WHERE owner = $1");
        let rows = self.rows(sql(AssertSqlSafe(query)).bind(owner)).await?;
        let mut channels: Vec<Channel> = rows.into_iter().filter_map(|row| self.read_channel(row)).collect();
        // A server may sort otherwise.
        channels.sort_by(|one, other| (&one.title, one.chat).cmp(&(&other.title, other.chat)));
        Ok(channels)
    }

    async fn drop_channel(&self, chat: i64) -> Result<(), StoreError> {
        self.within(async {
            let mut all = self.engine.begin().await?;
            lock_schedules(&mut all, chat).await?;
            for forget in [
                "DELETE FROM rotation WHERE schedule IN (SELECT id FROM schedule WHERE chat = $1)",
                "DELETE FROM schedule WHERE chat = $1",
                "DELETE FROM delivery WHERE chat = $1",
                "DELETE FROM channel WHERE chat = $1",
            ] {
                all.run(sql(forget).bind(chat)).await?;
            }
            all.mark_unclean().await?;
            all.commit().await
        })
        .await?;
        self.mark_untidy();
        Ok(())
    }
}

/// The columns of [`ChannelRow`].
pub(super) const CHANNEL: &str = "chat, kind, title, username, owner, checked, suspended";

#[derive(FromRow, Debug)]
struct ChannelRow {
    chat: i64,
    kind: String,
    title: String,
    username: Option<String>,
    owner: Option<i64>,
    checked: i64,
    suspended: Option<String>,
}

impl ChannelRow {
    /// None if a word of it is not understood.
    fn read(self) -> Option<Channel> {
        let Self { chat, title, username, owner, .. } = self;
        let suspended = match self.suspended {
            Some(word) => Some(Suspended::from_word(&word)?),
            None => None,
        };
        let (kind, checked) = (ChatKind::from_word(&self.kind)?, instant(self.checked)?);
        Some(Channel { chat, kind, title, username, owner, checked, suspended })
    }
}

impl Database {
    fn read_channel(&self, row: ChannelRow) -> Option<Channel> {
        let chat = row.chat;
        self.unreadable.told(row.read(), || format!("channel {chat}"))
    }
}
