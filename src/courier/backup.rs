//! All that somebody has scheduled, as a file that can be sent back to the same bot or to another.
//!
//! What is in the file is checked anew as if it were ordered: who may post, what has an answer, what falls due.

use serde::{Deserialize, Serialize};

use super::office::{Denied, Office};
use crate::{
    language::Language,
    schedule::{Address, Grace, SCHEDULES_A_CHANNEL, Schedule, State, What, When, Zone},
};

/// The form of file that we write and read.
const FORM: u32 = 1;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    /// The number of the form.
    tradefacts: u32,
    channels: Vec<Entry>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    chat: i64,
    title: String,
    schedules: Vec<Kept>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Kept {
    when: String,
    zone: String,
    what: String,
    language: String,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    silent: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    topic: Option<i32>,
    grace: String,
    state: String,
}

/// What a file brought.
#[derive(Debug, Default)]
pub struct Restored {
    pub added: usize,
    /// That were there already.
    pub known: usize,
    /// Why the others were not taken.
    pub denied: Vec<Denied>,
}

impl Office {
    /// Everything that a person has scheduled, as YAML, and how many schedules it is.
    ///
    /// # Errors
    ///
    /// [`Denied::Store`]
    pub async fn backup(&self, person: i64) -> Result<(String, usize), Denied> {
        let mut channels = Vec::new();
        for (channel, schedules) in self.channels(person).await? {
            let schedules = schedules.into_iter().map(|(schedule, _)| Kept::of(&schedule)).collect();
            channels.push(Entry { chat: channel.chat, title: channel.title, schedules });
        }
        let many = channels.iter().map(|channel| channel.schedules.len()).sum();
        let file = File { tradefacts: FORM, channels };
        let yaml = serde_yaml::to_string(&file).map_err(|error| Denied::File(error.to_string()))?;
        Ok((yaml, many))
    }

    /// Schedules what a file says; each channel is connected to the person as by hand. What cannot be taken is told,
    /// and hinders nothing else.
    ///
    /// # Errors
    ///
    /// [`Denied::File`] where it is no such file, [`Denied::Store`].
    pub async fn restore(&self, file: &[u8], person: i64) -> Result<Restored, Denied> {
        let text = std::str::from_utf8(file).map_err(|error| Denied::File(error.to_string()))?;
        let file: File = serde_yaml::from_str(text).map_err(|error| Denied::File(error.to_string()))?;
        if file.tradefacts != FORM {
            return Err(Denied::File(format!("tradefacts: {} is not {FORM}", file.tradefacts)));
        }
        let mut restored = Restored::default();
        for entry in file.channels {
            match self.restore_channel(entry, person, &mut restored).await {
                Err(Denied::Store(error)) => return Err(Denied::Store(error)),
                Err(denied) => restored.denied.push(denied),
                Ok(()) => {}
            }
        }
        Ok(restored)
    }

    async fn restore_channel(&self, entry: Entry, person: i64, restored: &mut Restored) -> Result<(), Denied> {
        let looked = self.postman.look(&Address::Id(entry.chat)).await;
        let seen = looked.map_err(|refused| Denied::Telegram(format!("{refused:?}")))?;
        let seen = seen.ok_or_else(|| Denied::BotMayNot(entry.title.clone()))?;
        self.connect(&seen, person).await.map_err(|denied| denied.naming(&entry.title))?;
        for kept in entry.schedules {
            match self.restore_one(&kept, entry.chat, person).await {
                Ok(true) => restored.added += 1,
                Ok(false) => restored.known += 1,
                Err(Denied::Store(error)) => return Err(Denied::Store(error)),
                Err(denied) => restored.denied.push(denied),
            }
        }
        Ok(())
    }

    /// Whether it is new.
    async fn restore_one(&self, kept: &Kept, chat: i64, person: i64) -> Result<bool, Denied> {
        let schedule = kept.read(chat, person)?;
        let twin = |other: &Schedule| Schedule { id: 0, owner: schedule.owner, ..other.clone() } == schedule;
        if self.store.schedules_in(chat).await?.iter().any(twin) {
            return Ok(false);
        }
        let next = schedule.next_after(self.clock.now()).map_err(|error| Denied::File(error.to_string()))?;
        match self.store.add_schedule(&schedule, next, SCHEDULES_A_CHANNEL).await? {
            Some(_) => Ok(true),
            None => Err(Denied::TooManySchedules),
        }
    }
}

impl Kept {
    fn of(schedule: &Schedule) -> Self {
        Self {
            when: schedule.when.clone(),
            zone: schedule.zone.clone(),
            what: schedule.what.to_string(),
            language: schedule.language.tag().to_owned(),
            silent: schedule.silent,
            topic: schedule.topic,
            grace: schedule.grace.to_string(),
            state: schedule.state.to_string(),
        }
    }

    fn read(&self, chat: i64, person: i64) -> Result<Schedule, Denied> {
        let unread = |field: &str, value: &str| Denied::File(format!("{field}: {value}"));
        When::parse(&self.when).map_err(|error| Denied::File(error.to_string()))?;
        Ok(Schedule {
            id: 0,
            chat,
            topic: self.topic,
            owner: Some(person),
            when: self.when.clone(),
            zone: Zone::parse(&self.zone).map_err(|error| Denied::File(error.to_string()))?.name().to_owned(),
            what: What::parse(&self.what).ok_or_else(|| unread("what", &self.what))?,
            language: Language::from_tag(&self.language).ok_or_else(|| unread("language", &self.language))?,
            silent: self.silent,
            grace: Grace::parse(&self.grace).ok_or_else(|| unread("grace", &self.grace))?,
            state: State::parse(&self.state).ok_or_else(|| unread("state", &self.state))?,
        })
    }
}
