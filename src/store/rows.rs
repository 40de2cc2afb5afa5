//! Rows as every database gives them, and what they say.
//!
//! In: columns by their names; out: what the schedules' floor calls them. A row whose words are not understood is
//! logged, once, and left out: it must not hide the others. It does not know which database it was.

use std::{
    collections::HashSet,
    fmt::Display,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use jiff::Timestamp;
use sqlx::FromRow;

use super::{Condition, Leftover, Letter, Owed, StoreError, Trouble};
use crate::{
    language::Language,
    schedule::{Channel, ChatKind, Delivery, Fate, Grace, Key, Schedule, Skip, State, Suspended, What},
};

/// The columns of [`ChannelRow`].
pub(super) const CHANNEL: &str = "chat, kind, title, username, owner, checked, suspended";

/// The columns of [`ScheduleRow`].
pub(super) const SCHEDULE: &str = "id, chat, topic, owner, pattern, zone, what, language, silent, grace, state, next";

/// The columns of [`DeliveryRow`].
pub(super) const DELIVERY: &str = "schedule, due, chat, person, state, reason, message, tries, wanted, shown, at";

#[derive(FromRow, Debug)]
pub(super) struct ChannelRow {
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

#[derive(FromRow, Debug)]
pub(super) struct ScheduleRow {
    pub id: i64,
    chat: i64,
    topic: Option<i64>,
    owner: Option<i64>,
    pattern: String,
    zone: String,
    what: String,
    language: String,
    silent: i64,
    grace: String,
    state: String,
    /// In milliseconds.
    pub next: Option<i64>,
}

impl ScheduleRow {
    /// None if a word of it is not understood; [`Schedule::next_after`] alone reads its pattern and zone.
    fn read(self) -> Option<Schedule> {
        Some(Schedule {
            id: self.id,
            chat: self.chat,
            topic: self.topic.map(i32::try_from).transpose().ok()?,
            owner: self.owner,
            when: self.pattern,
            zone: self.zone,
            what: What::parse(&self.what)?,
            language: Language::from_tag(&self.language)?,
            silent: self.silent != 0,
            grace: Grace::parse(&self.grace)?,
            state: State::parse(&self.state)?,
        })
    }
}

#[derive(FromRow, Debug)]
pub(super) struct DeliveryRow {
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

#[derive(FromRow, Debug)]
pub(super) struct OwedRow {
    pub id: i64,
    person: i64,
    what: String,
}

impl From<OwedRow> for Owed {
    fn from(OwedRow { id, person, what }: OwedRow) -> Self {
        Self { id, person, what }
    }
}

/// How long Telegram keeps an update that nobody fetches.
pub(super) const KEPT: Duration = Duration::from_secs(24 * 60 * 60);

/// Letters that somebody takes over, oldest first; so many more were stale, and are dropped.
pub(super) fn leftovers(mut rows: Vec<(i64, String, i64)>, stale: u64) -> Vec<Leftover> {
    if stale > 0 {
        log::warn!("{stale} updates lay in the inbox for more than a day and are dropped");
    }
    rows.sort_unstable_by_key(|(id, ..)| *id);
    let leftover =
        |(id, body, begun)| Leftover { letter: Letter { id, body }, begun: u32::try_from(begun).unwrap_or(u32::MAX) };
    rows.into_iter().map(leftover).collect()
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

/// The states in the order of [`super::Store::tally`].
pub(super) fn tally(counts: &[(String, i64)]) -> [u64; 6] {
    ["planned", "sending", "sent", "refused", "skipped", "unknown"].map(|state| {
        let count = counts.iter().find(|(word, _)| word == state);
        count.and_then(|(_, count)| u64::try_from(*count).ok()).unwrap_or_default()
    })
}

pub(super) fn limit(most: usize) -> i64 {
    i64::try_from(most).unwrap_or(i64::MAX)
}

/// How long something lasts, as it is kept.
pub(super) fn milliseconds(lasts: Duration) -> i64 {
    i64::try_from(lasts.as_millis()).unwrap_or(i64::MAX)
}

/// An instant as it is kept.
pub(super) fn instant(milliseconds: i64) -> Option<Timestamp> {
    Timestamp::from_millisecond(milliseconds).ok()
}

/// Which rows were not understood, so that each is told once only, however often it is met.
#[derive(Default, Debug)]
pub(super) struct Misread(Mutex<HashSet<String>>);

impl Misread {
    pub(super) fn channel(&self, row: ChannelRow) -> Option<Channel> {
        let chat = row.chat;
        self.told(row.read(), || format!("channel {chat}"))
    }

    pub(super) fn schedule(&self, row: ScheduleRow) -> Option<Schedule> {
        let id = row.id;
        self.told(row.read(), || format!("schedule {id}"))
    }

    pub(super) fn delivery(&self, row: DeliveryRow) -> Option<Delivery> {
        let (schedule, due) = (row.schedule, row.due);
        self.told(row.read(), || match instant(due) {
            Some(due) => format!("delivery of schedule {schedule} due at {due}"),
            None => format!("delivery of schedule {schedule} due at {due} ms"),
        })
    }

    fn told<T, N: Display>(&self, read: Option<T>, name: impl Fn() -> N) -> Option<T> {
        if read.is_none() {
            let name = name().to_string();
            if self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(name.clone()) {
                log::error!("the store holds words of the {name} that are not understood; it is left out");
            }
        }
        read
    }
}

/// How the bot is, as it is kept; none where the store is of a version that kept nothing of it.
pub(super) fn condition(row: Result<Option<ConditionRow>, StoreError>) -> Result<Option<Condition>, StoreError> {
    match row {
        Ok(row) => Ok(row.and_then(|(at, since, why)| {
            let trouble = since.and_then(instant).map(|since| (since, why.unwrap_or_default()));
            Some(Condition { at: instant(at)?, trouble })
        })),
        Err(StoreError::Failed(_, Trouble::Empty, _)) => Ok(None),
        Err(error) => Err(error),
    }
}

/// When it was kept, since when calls fail, why.
pub(super) type ConditionRow = (i64, Option<i64>, Option<String>);
