//! The ledger of posts: each delivery, who sends it, and what became of it. Claims go by the store's clock.

use std::time::Duration;

use async_trait::async_trait;
use jiff::Timestamp;
use sqlx::{AssertSqlSafe, Error, FromRow};

use super::{
    Database, StoreError,
    engine::{Engine, sql},
    rows::instant,
};
use crate::schedule::{Delivery, Fate, Key, Skip};

/// Deliveries, each under its schedule and its instant.
#[async_trait]
pub trait Ledger: Send + Sync {
    /// Takes hold of at most so many planned deliveries that may be tried by `now`, for so long. Of one chat only the
    /// earliest that is open, so that posts keep their order; those that wait longest come first.
    async fn claim(
        &self,
        holder: &str,
        now: Timestamp,
        lasts: Duration,
        most: usize,
    ) -> Result<Vec<Delivery>, StoreError>;

    /// Notes that the call is about to be made, with what it shows; only for who holds it, and while the time of that
    /// is not over. True if the call may be made. It is taken for lost after so long.
    async fn begin_sending(
        &self,
        key: Key,
        holder: &str,
        shown: &str,
        now: Timestamp,
        lasts: Duration,
    ) -> Result<bool, StoreError>;

    /// Notes what became of a delivery that `holder` took hold of or began to send; also of one that was taken for lost
    /// meanwhile, since the holder knows better. With it a person is owed a word. True if it was theirs.
    async fn settle_delivery(
        &self,
        key: Key,
        holder: &str,
        fate: &Fate,
        owed: Option<(i64, &str)>,
        now: Timestamp,
    ) -> Result<bool, StoreError>;

    /// Gives a delivery back, not to be tried before then: Telegram certainly did not take it. Counts the try where
    /// `tried` says so.
    async fn put_back(&self, key: Key, holder: &str, not_before: Timestamp, tried: bool) -> Result<bool, StoreError>;

    /// At most so many deliveries that somebody began to send and whose time is over.
    async fn lost(&self, most: usize) -> Result<Vec<Delivery>, StoreError>;

    /// Makes `unknown` of a delivery that is still lost, and owes a person a word with it. True if it was.
    async fn give_up(&self, key: Key, owed: Option<(i64, &str)>, now: Timestamp) -> Result<bool, StoreError>;

    /// Notes what a person says of an unknown delivery: that it stands there (`sent`, without a number), or that it
    /// shall be sent again (`planned`, wanted, and with what it showed). True if it was unknown still.
    async fn decide(&self, key: Key, again: bool, now: Timestamp) -> Result<bool, StoreError>;

    async fn delivery(&self, key: Key) -> Result<Option<Delivery>, StoreError>;

    /// The last deliveries of a chat, the newest first.
    async fn log(&self, chat: i64, most: usize) -> Result<Vec<Delivery>, StoreError>;

    /// The number of deliveries in each state: planned, sending, sent, refused, skipped, unknown.
    async fn tally(&self) -> Result<[u64; 6], StoreError>;
}

#[async_trait]
impl Ledger for Database {
    async fn claim(
        &self,
        holder: &str,
        now: Timestamp,
        lasts: Duration,
        most: usize,
    ) -> Result<Vec<Delivery>, StoreError> {
        let rows = match &self.engine {
            Engine::Sqlite(_) => {
                let claim = self.engine.timed(claim_in_file);
                self.rows(claim.bind(holder).bind(lasts).bind(now).bind(most)).await?
            }
            Engine::Postgres(_) => self.within(self.claim_on_server(holder, now, lasts, most)).await?,
        };
        let mut claimed = self.read_deliveries(rows);
        claimed.sort_by_key(|delivery| (delivery.key.due, delivery.key.schedule));
        Ok(claimed)
    }

    async fn begin_sending(
        &self,
        key: Key,
        holder: &str,
        shown: &str,
        now: Timestamp,
        lasts: Duration,
    ) -> Result<bool, StoreError> {
        let begin = self.engine.timed(|clock| {
            format!(
                "UPDATE delivery SET state = 'sending', shown = $5, free_at = {clock} + $6, at = $7 \
                 WHERE schedule = $2 AND due = $3 AND holder = $4 AND state = 'planned' AND free_at > {clock}"
            )
        });
        let begin = begin.bind(key.schedule).bind(key.due).bind(holder).bind(shown).bind(lasts).bind(now);
        Ok(self.run(begin).await? > 0)
    }

    async fn settle_delivery(
        &self,
        key: Key,
        holder: &str,
        fate: &Fate,
        owed: Option<(i64, &str)>,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let (state, reason, message) = columns(fate);
        let settle = sql("UPDATE delivery SET state = $4, reason = $5, message = $6, at = $7 \
                          WHERE schedule = $1 AND due = $2 AND holder = $3 \
                          AND state IN ('planned', 'sending', 'unknown')")
        .bind(key.schedule)
        .bind(key.due)
        .bind(holder)
        .bind(state)
        .bind(reason)
        .bind(message)
        .bind(now);
        self.change_and_owe(settle, owed, now).await
    }

    async fn put_back(&self, key: Key, holder: &str, not_before: Timestamp, tried: bool) -> Result<bool, StoreError> {
        let back = sql("UPDATE delivery SET state = 'planned', holder = NULL, free_at = NULL, shown = NULL, \
                        not_before = $4, tries = tries + $5 \
                        WHERE schedule = $1 AND due = $2 AND holder = $3 AND state IN ('planned', 'sending')");
        let back = back.bind(key.schedule).bind(key.due).bind(holder).bind(not_before).bind(tried);
        Ok(self.run(back).await? > 0)
    }

    async fn lost(&self, most: usize) -> Result<Vec<Delivery>, StoreError> {
        let lost = self.engine.timed(|now| {
            format!(
                "SELECT {DELIVERY} FROM delivery WHERE state = 'sending' AND free_at <= {now} ORDER BY free_at LIMIT $2"
            )
        });
        Ok(self.read_deliveries(self.rows(lost.bind(most)).await?))
    }

    async fn give_up(&self, key: Key, owed: Option<(i64, &str)>, now: Timestamp) -> Result<bool, StoreError> {
        let give_up = self.engine.timed(|clock| {
            format!(
                "UPDATE delivery SET state = 'unknown', at = $4 \
                 WHERE schedule = $2 AND due = $3 AND state = 'sending' AND free_at <= {clock}"
            )
        });
        self.change_and_owe(give_up.bind(key.schedule).bind(key.due).bind(now), owed, now).await
    }

    async fn decide(&self, key: Key, again: bool, now: Timestamp) -> Result<bool, StoreError> {
        // Who held it has no say any more.
        let decide = if again {
            "UPDATE delivery SET state = 'planned', holder = NULL, free_at = NULL, tries = 0, \
             wanted = 1, not_before = $3, at = $3 WHERE schedule = $1 AND due = $2 AND state = 'unknown'"
        } else {
            "UPDATE delivery SET state = 'sent', holder = NULL, at = $3 \
             WHERE schedule = $1 AND due = $2 AND state = 'unknown'"
        };
        Ok(self.run(sql(decide).bind(key.schedule).bind(key.due).bind(now)).await? > 0)
    }

    async fn delivery(&self, key: Key) -> Result<Option<Delivery>, StoreError> {
        let query = format!("SELECT {DELIVERY} FROM delivery WHERE schedule = $1 AND due = $2");
        let row = self.row(sql(AssertSqlSafe(query)).bind(key.schedule).bind(key.due)).await?;
        Ok(row.and_then(|row| self.read_delivery(row)))
    }

    async fn log(&self, chat: i64, most: usize) -> Result<Vec<Delivery>, StoreError> {
        let rows = self.rows(sql(AssertSqlSafe(log_query())).bind(chat).bind(most)).await?;
        Ok(self.read_deliveries(rows))
    }

    async fn tally(&self) -> Result<[u64; 6], StoreError> {
        let counts: Vec<(String, i64)> = self.rows(sql("SELECT state, count(*) FROM delivery GROUP BY state")).await?;
        Ok(["planned", "sending", "sent", "refused", "skipped", "unknown"].map(|state| {
            let count = counts.iter().find(|(word, _)| word == state);
            count.and_then(|(_, count)| u64::try_from(*count).ok()).unwrap_or_default()
        }))
    }
}

/// The statement that claims in a file, by SQL for now. The index is named, for its order makes sorting needless.
pub(super) fn claim_in_file(now: &str) -> String {
    format!(
        "UPDATE delivery SET holder = $2, free_at = {now} + $3 WHERE (schedule, due) IN \
         (SELECT schedule, due FROM delivery AS one INDEXED BY delivery_planned \
         WHERE state = 'planned' AND not_before <= $4 AND (free_at IS NULL OR free_at <= {now}) AND NOT EXISTS \
         (SELECT 1 FROM delivery AS earlier WHERE earlier.state IN ('planned', 'sending') \
         AND earlier.chat = one.chat AND (earlier.due, earlier.schedule) < (one.due, one.schedule)) \
         ORDER BY due, schedule LIMIT $5) RETURNING {DELIVERY}"
    )
}

/// True if `one` is the earliest of its chat that is open. Written so that a server looks it up, row by row: the cost
/// is that of what is claimed, not of all that is open.
const IS_HEAD: &str = "(one.due, one.schedule) = (SELECT due, schedule FROM delivery AS earliest \
                       WHERE chat = one.chat AND state IN ('planned', 'sending') ORDER BY due, schedule LIMIT 1)";

impl Database {
    /// Passes over what another holds at this moment.
    async fn claim_on_server(
        &self,
        holder: &str,
        now: Timestamp,
        lasts: Duration,
        most: usize,
    ) -> Result<Vec<DeliveryRow>, Error> {
        let look = self.engine.timed(|clock| {
            format!(
                "SELECT schedule, due FROM delivery AS one WHERE state = 'planned' AND not_before <= $2 \
                 AND (free_at IS NULL OR free_at <= {clock}) AND {IS_HEAD} \
                 ORDER BY due, schedule LIMIT $3 FOR UPDATE SKIP LOCKED"
            )
        });
        // What became open between the look and the lock may come before.
        let take = self.engine.timed(|clock| {
            format!(
                "UPDATE delivery AS one SET holder = $4, free_at = {clock} + $5 \
                 FROM unnest($2::bigint[], $3::bigint[]) AS locked (id, instant) \
                 WHERE schedule = locked.id AND due = locked.instant AND state = 'planned' AND {IS_HEAD} \
                 RETURNING {DELIVERY}"
            )
        });
        let mut both = self.engine.begin().await?;
        let locked: Vec<(i64, i64)> = both.rows(look.bind(now).bind(most)).await?;
        if locked.is_empty() {
            return Ok(Vec::new());
        }
        let (ids, dues): (Vec<i64>, Vec<i64>) = locked.into_iter().unzip();
        let rows = both.rows(take.bind(ids).bind(dues).bind(holder).bind(lasts)).await?;
        both.commit().await?;
        Ok(rows)
    }

    fn read_delivery(&self, row: DeliveryRow) -> Option<Delivery> {
        let (schedule, due) = (row.schedule, row.due);
        self.unreadable.told(row.read(), || match instant(due) {
            Some(due) => format!("delivery of schedule {schedule} due at {due}"),
            None => format!("delivery of schedule {schedule} due at {due} ms"),
        })
    }

    fn read_deliveries(&self, rows: Vec<DeliveryRow>) -> Vec<Delivery> {
        rows.into_iter().filter_map(|row| self.read_delivery(row)).collect()
    }
}

pub(super) fn log_query() -> String {
    format!("SELECT {DELIVERY} FROM delivery WHERE chat = $1 ORDER BY due DESC, schedule DESC LIMIT $2")
}

/// A fate as its columns: state, reason, message.
pub(super) fn columns(fate: &Fate) -> (&'static str, Option<&str>, Option<i32>) {
    match fate {
        Fate::Planned => ("planned", None, None),
        Fate::Sending => ("sending", None, None),
        Fate::Sent(message) => ("sent", None, *message),
        Fate::Refused(why) => ("refused", Some(why), None),
        Fate::Skipped(why) => ("skipped", Some(why.word()), None),
        Fate::Unknown => ("unknown", None, None),
    }
}

/// The columns of [`DeliveryRow`].
pub(super) const DELIVERY: &str = "schedule, due, chat, person, state, reason, message, tries, wanted, shown, at";

#[derive(FromRow, Debug)]
struct DeliveryRow {
    schedule: i64,
    due: i64,
    chat: i64,
    person: Option<i64>,
    state: String,
    reason: Option<String>,
    message: Option<i64>,
    tries: i64,
    wanted: i64,
    shown: Option<String>,
    at: i64,
}

impl DeliveryRow {
    /// None if a word of it is not understood.
    fn read(self) -> Option<Delivery> {
        let fate = match self.state.as_str() {
            "planned" => Fate::Planned,
            "sending" => Fate::Sending,
            "sent" => Fate::Sent(self.message.map(i32::try_from).transpose().ok()?),
            "refused" => Fate::Refused(self.reason.unwrap_or_default()),
            "skipped" => Fate::Skipped(Skip::from_word(&self.reason?)?),
            "unknown" => Fate::Unknown,
            _ => return None,
        };
        Some(Delivery {
            key: Key { schedule: self.schedule, due: instant(self.due)? },
            chat: self.chat,
            person: self.person,
            fate,
            tries: u32::try_from(self.tries).ok()?,
            wanted: self.wanted != 0,
            shown: self.shown,
            at: instant(self.at)?,
        })
    }
}
