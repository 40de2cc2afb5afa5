//! All schedules of a person as a file, which can be sent back to the same bot or to another.
//!
//! A file that is sent back is held to the same rules as an order: the right to post, a question that has an answer, a
//! time that falls due. It is bounded before it is read, for anybody can write one.

use std::panic::resume_unwind;

use serde::Serialize;

use super::office::{Denied, Office, shown};
use crate::{
    language::Language,
    schedule::{
        Address, CHANNELS_AN_ADMIN, Grace, SCHEDULES_A_CHANNEL, Schedule, State, Subject, Topic, Written, Zone,
    },
    yaml::{self, Limits, Node, Refused, Tree},
};

/// The form of file that we write and read.
const FORM: u32 = 1;

/// Bytes of the largest file that is read. The most schedules that somebody can have, each with the longest pattern in
/// the widest script, take two thirds of it.
pub const LARGEST_BACKUP: usize = 256 * 1024;

/// The form's own depth, and all its keys and values where there are most of them.
const LIMITS: Limits = Limits { depth: 5, nodes: 5 + CHANNELS_AN_ADMIN * (7 + SCHEDULES_A_CHANNEL * 17) };

#[derive(Serialize)]
struct File {
    /// The number of the form.
    tradefacts: u32,
    channels: Vec<Entry>,
}

#[derive(Serialize)]
struct Entry {
    chat: i64,
    title: String,
    schedules: Vec<Kept>,
}

#[derive(Serialize)]
struct Kept {
    when: String,
    zone: String,
    what: String,
    language: String,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    silent: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    topic: Option<i32>,
    grace: String,
    state: String,
}

const KEPT: [&str; 8] = ["when", "zone", "what", "language", "silent", "topic", "grace", "state"];

/// The result of a file.
#[derive(Debug, Default)]
pub struct Restored {
    pub added: usize,
    /// Schedules that were there already.
    pub known: usize,
    /// Why the others were not taken, each with its line in the file.
    pub denied: Vec<(u32, Denied)>,
}

/// A channel as a file has it, with its line and theirs.
struct Sent {
    line: u32,
    chat: i64,
    title: String,
    schedules: Vec<(u32, Result<Schedule, Denied>)>,
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
        let yaml = serde_yaml::to_string(&file).expect("words and numbers are always YAML");
        Ok((yaml, many))
    }

    /// Checks that a person may send a file of so many bytes back: they need a channel here.
    ///
    /// # Errors
    ///
    /// [`Denied::ConnectFirst`], [`Denied::FileTooLarge`], [`Denied::Store`].
    pub async fn may_restore(&self, bytes: u64, person: i64) -> Result<(), Denied> {
        if self.store.channels_of(person).await?.is_empty() {
            return Err(Denied::ConnectFirst);
        }
        if bytes > LARGEST_BACKUP as u64 { Err(Denied::FileTooLarge) } else { Ok(()) }
    }

    /// Takes the schedules of a file; each channel is connected to the person as by hand. A schedule that cannot be
    /// taken is told, and hinders no other.
    ///
    /// # Errors
    ///
    /// Those of [`Self::may_restore`]; [`Denied::File`] and [`Denied::FileTooMany`] where it is no such file.
    pub async fn restore(&self, file: Vec<u8>, person: i64) -> Result<Restored, Denied> {
        self.may_restore(file.len() as u64, person).await?;
        let office = self.clone();
        // Two hundred questions take longer than others should wait.
        let read = tokio::task::spawn_blocking(move || office.read_backup(&file, person)).await;
        let mut restored = Restored::default();
        for sent in read.unwrap_or_else(|crash| resume_unwind(crash.into_panic()))? {
            let (line, title) = (sent.line, sent.title.clone());
            match self.restore_channel(sent, person, &mut restored).await {
                Err(Denied::Store(error)) => return Err(Denied::Store(error)),
                Err(denied) => restored.denied.push((line, denied.naming(&title))),
                Ok(()) => {}
            }
        }
        Ok(restored)
    }

    async fn restore_channel(&self, sent: Sent, person: i64, restored: &mut Restored) -> Result<(), Denied> {
        let looked = self.messenger.look(&Address::Id(sent.chat)).await;
        let seen = looked.map_err(|refused| Denied::Telegram(format!("{refused:?}")))?;
        let seen = seen.ok_or(Denied::NoSuchChat(sent.title))?;
        self.connect(&seen, person).await?;
        let mut known = self.store.schedules_in(sent.chat).await?;
        for (line, schedule) in sent.schedules {
            let added = match schedule {
                Ok(schedule) if schedule.topic.is_some() && !seen.has_topics => {
                    Err(Denied::NoTopics(seen.title.clone(), seen.kind))
                }
                Ok(schedule) => self.restore_one(schedule, &mut known).await,
                Err(denied) => Err(denied),
            };
            match added {
                Ok(true) => restored.added += 1,
                Ok(false) => restored.known += 1,
                Err(Denied::Store(error)) => return Err(Denied::Store(error)),
                Err(denied) => restored.denied.push((line, denied)),
            }
        }
        Ok(())
    }

    /// Adds a schedule. False if it is known.
    async fn restore_one(&self, schedule: Schedule, known: &mut Vec<Schedule>) -> Result<bool, Denied> {
        let twin = |other: &Schedule| Schedule { id: 0, owner: schedule.owner, ..other.clone() } == schedule;
        if known.iter().any(twin) {
            return Ok(false);
        }
        let next = schedule.next_after(self.clock.now()).map_err(|_| Denied::Never)?;
        self.store.add_schedule(&schedule, next, SCHEDULES_A_CHANNEL).await?.ok_or(Denied::TooManySchedules)?;
        known.push(schedule);
        Ok(true)
    }

    /// Reads a file, without asking anybody.
    fn read_backup(&self, file: &[u8], person: i64) -> Result<Vec<Sent>, Denied> {
        let text = std::str::from_utf8(file).map_err(|_| Denied::File(1))?;
        let mut refused = None;
        let root = yaml::read(text, LIMITS, &mut |spot, why| {
            let is_long = matches!(why, Refused::TooMany);
            refused.get_or_insert(if is_long { Denied::FileTooMany } else { Denied::File(spot.line) });
        });
        if let Some(denied) = refused {
            return Err(denied);
        }
        let root = root.ok_or(Denied::File(1))?;
        let file = Fields::of(&root, &["tradefacts", "channels"])?;
        if file.text("tradefacts")? != FORM.to_string() {
            return Err(Denied::File(file.line));
        }
        let channels = file.list("channels", CHANNELS_AN_ADMIN)?;
        let mut all: Vec<Sent> = Vec::with_capacity(channels.len());
        for channel in channels {
            let sent = self.read_channel(channel, person)?;
            if all.iter().any(|other| other.chat == sent.chat) {
                return Err(Denied::File(sent.line));
            }
            all.push(sent);
        }
        Ok(all)
    }

    fn read_channel(&self, node: &Node<'_>, person: i64) -> Result<Sent, Denied> {
        /// Characters; no chat's title has more.
        const LONGEST: usize = 128;
        let fields = Fields::of(node, &["chat", "title", "schedules"])?;
        let Some(Address::Id(chat)) = Address::parse(fields.text("chat")?) else {
            return Err(Denied::File(fields.line));
        };
        let title = fields.text("title")?.chars().take(LONGEST).collect();
        let schedules = fields.list("schedules", SCHEDULES_A_CHANNEL)?.iter().map(|node| {
            let fields = Fields::of(node, &KEPT)?;
            Ok((fields.line, self.read_schedule(&fields, chat, person)?))
        });
        Ok(Sent { line: fields.line, chat, title, schedules: schedules.collect::<Result<_, Denied>>()? })
    }

    /// A schedule, or why it is not taken.
    fn read_schedule(&self, fields: &Fields<'_>, chat: i64, person: i64) -> Result<Result<Schedule, Denied>, Denied> {
        let [when, zone, what] = [fields.text("when")?, fields.text("zone")?, fields.text("what")?];
        let [language, grace, state] = [fields.text("language")?, fields.text("grace")?, fields.text("state")?];
        let (silent, topic) = (fields.optional("silent")?, fields.optional("topic")?);
        let ordered = || {
            let schedule = Schedule {
                id: 0,
                chat,
                topic: match topic {
                    Some(topic) => Topic::parse(topic).ok_or_else(|| unfit("topic", topic))?.thread(),
                    None => None,
                },
                owner: Some(person),
                when: Written::parse(when).map_err(|_| unfit("when", when))?.text,
                zone: Zone::parse(zone).map_err(|_| unfit("zone", zone))?.name().to_owned(),
                what: match Subject::read(what) {
                    Some(subject) => self.what(&subject)?,
                    None => return Err(unfit("what", what)),
                },
                language: Language::from_tag(language).ok_or_else(|| unfit("language", language))?,
                silent: match silent {
                    None | Some("false") => false,
                    Some("true") => true,
                    Some(other) => return Err(unfit("silent", other)),
                },
                grace: Grace::parse(grace).ok_or_else(|| unfit("grace", grace))?,
                state: State::parse(state).ok_or_else(|| unfit("state", state))?,
            };
            // A schedule that is paused for good falls due once it is resumed.
            self.echo(Schedule { state: State::Active, ..schedule.clone() })?;
            Ok(schedule)
        };
        Ok(ordered())
    }
}

/// The fields of a mapping, all of them known by name.
struct Fields<'n> {
    line: u32,
    all: &'n [(Node<'n>, Node<'n>)],
}

impl<'n> Fields<'n> {
    fn of(node: &'n Node<'n>, names: &[&str]) -> Result<Self, Denied> {
        let line = node.spot.line;
        let Tree::Map(all) = &node.tree else { return Err(Denied::File(line)) };
        match all.iter().find(|(key, _)| !names.contains(&key.text())) {
            Some((key, _)) => Err(Denied::File(key.spot.line)),
            None => Ok(Self { line, all }),
        }
    }

    fn get(&self, name: &str) -> Option<&'n Node<'n>> {
        self.all.iter().find(|(key, _)| key.text() == name).map(|(_, value)| value)
    }

    fn optional(&self, name: &str) -> Result<Option<&'n str>, Denied> {
        match self.get(name).map(|node| (&node.tree, node.spot.line)) {
            None => Ok(None),
            Some((Tree::Text(text), _)) => Ok(Some(text)),
            Some((_, line)) => Err(Denied::File(line)),
        }
    }

    fn text(&self, name: &str) -> Result<&'n str, Denied> {
        self.optional(name)?.ok_or(Denied::File(self.line))
    }

    fn list(&self, name: &str, most: usize) -> Result<&'n [Node<'n>], Denied> {
        let Some(Node { tree: Tree::List(all), .. }) = self.get(name) else { return Err(Denied::File(self.line)) };
        if all.len() > most { Err(Denied::FileTooMany) } else { Ok(all) }
    }
}

fn unfit(field: &str, value: &str) -> Denied {
    Denied::Value(format!("{field}: {}", shown(value)))
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
}
