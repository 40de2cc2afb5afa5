//! The orders of admins, carried out on the store: the right to give them, the change, and the next time it is due.
//!
//! A person who does not own a channel learns nothing of it, not even that it is there.

use std::{num::NonZeroUsize, sync::Arc};

use jiff::{SignedDuration, Span, Timestamp, civil::Date};

use super::{
    messenger::{Messenger, Refused, Rights, Seen},
    notice::Notice,
    plan::plan,
    show::{At, Shown, question_of, show},
};
use crate::{
    clock::Clock,
    language::Language,
    question::{self, Query},
    reply::Current,
    schedule::{
        Addition, Address, CHANNELS_AN_ADMIN, Changes, Channel, ChatKind, Delivery, Fate, Key, SCHEDULES_A_CHANNEL,
        Schedule, Skip, State, Subject, Suspended, Topic, Upcoming, What, Zone,
    },
    store::{Plan, Store, StoreError},
};

/// Carries out the orders of admins.
#[derive(Clone)]
pub struct Office {
    pub store: Arc<dyn Store>,
    pub current: Arc<Current>,
    pub messenger: Arc<dyn Messenger>,
    pub clock: Clock,
}

/// The way in which a channel was connected.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Connected {
    New,
    Already,
    /// Its owner had left, lost their rights or was forgotten.
    TakenOver,
}

/// Why an order is not carried out.
#[derive(Debug)]
pub enum Denied {
    /// There is none, or it is another's.
    NoChannel,
    NoSchedule(i64),
    /// The bot lacks the right to post.
    BotMayNot(String),
    /// The person lacks it.
    PersonMayNot(String),
    /// Both do.
    NeitherMay(String),
    /// There is none that both may post in; whether there is one at all is not told.
    NoSuchChat(String),
    /// Somebody else connected it.
    Taken(String),
    TooManyChannels,
    TooManySchedules,
    /// The question to post is not understood, or has no answer.
    What(String),
    /// A topic was named, and the chat of this title has none: a channel, or a group without topics.
    NoTopics(String, ChatKind),
    /// It would never fall due.
    Never,
    /// There is no next post to be left out.
    NothingDue,
    /// A person without a channel here sends a file back.
    ConnectFirst,
    FileTooLarge,
    /// Telegram does not give it.
    FileNotFetched,
    /// A file that is no backup, by this line of it.
    File(u32),
    /// One with more channels or schedules than anybody can have.
    FileTooMany,
    /// A value that cannot be in a schedule: `topic: -5`.
    Value(String),
    /// It has been decided, or nobody asks.
    Decided,
    /// Telegram cannot be asked who may post.
    Telegram(String),
    Store(StoreError),
}

impl Denied {
    /// Replaces the title by the name that the person typed: strangers must not learn titles, nor that a chat exists.
    pub fn naming(self, name: &str) -> Self {
        match self {
            Self::BotMayNot(_) => Self::BotMayNot(name.to_owned()),
            Self::PersonMayNot(_) | Self::NeitherMay(_) => Self::NoSuchChat(name.to_owned()),
            denied => denied,
        }
    }
}

impl From<StoreError> for Denied {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

/// A schedule with its next instants.
pub type Echo = (Schedule, Upcoming);

impl Office {
    /// Connects a channel to a person; both must have the right to post.
    pub async fn connect(&self, seen: &Seen, person: i64) -> Result<Connected, Denied> {
        self.may_post(seen.chat, &seen.title, Some(person)).await?;
        let known = self.store.channel(seen.chat).await?;
        let how = match &known {
            None => Connected::New,
            Some(channel) if channel.owner == Some(person) => Connected::Already,
            Some(channel) => {
                // The owner may have left without our being told.
                let owner = channel.owner.filter(|_| channel.suspended != Some(Suspended::NoOwner));
                if let Some(owner) = owner
                    && self.rights(seen.chat, Some(owner)).await?.person
                {
                    return Err(Denied::Taken(seen.title.clone()));
                }
                Connected::TakenOver
            }
        };
        if how != Connected::Already && self.store.channels_of(person).await?.len() >= CHANNELS_AN_ADMIN {
            return Err(Denied::TooManyChannels);
        }
        let is = self.channel(seen, person);
        match &known {
            None => self.store.keep_channel(&is).await?,
            Some(was) => {
                let kept = self.store.change_channel(was, &is, None, self.clock.now()).await?;
                if !kept && how == Connected::TakenOver {
                    return Err(Denied::Taken(seen.title.clone()));
                }
            }
        }
        if how == Connected::TakenOver {
            for schedule in self.store.schedules_in(seen.chat).await? {
                let next = self.store.next_due(schedule.id).await?;
                let schedule = Schedule { owner: Some(person), ..schedule };
                self.store.change_schedule(&schedule, next, false, self.clock.now()).await?;
            }
        }
        Ok(how)
    }

    fn channel(&self, seen: &Seen, person: i64) -> Channel {
        let Seen { chat, kind, title, username, .. } = seen.clone();
        Channel { chat, kind, title, username, owner: Some(person), checked: self.clock.now(), suspended: None }
    }

    /// The channels of a person, each with its schedules and when they fall due next.
    pub async fn channels(
        &self,
        person: i64,
    ) -> Result<Vec<(Channel, Vec<(Schedule, Option<Timestamp>)>)>, StoreError> {
        let mut all = Vec::new();
        for channel in self.store.channels_of(person).await? {
            let mut schedules = Vec::new();
            for schedule in self.store.schedules_in(channel.chat).await? {
                let next = self.store.next_due(schedule.id).await?;
                schedules.push((schedule, next));
            }
            all.push((channel, schedules));
        }
        Ok(all)
    }

    /// A channel of this person's.
    pub async fn own_channel(&self, address: &Address, person: i64) -> Result<Channel, Denied> {
        let channel = match address {
            Address::Name(name) => self.store.channel_named(name).await?,
            Address::Id(chat) => self.store.channel(*chat).await?,
        };
        channel.filter(|channel| channel.owner == Some(person)).ok_or(Denied::NoChannel)
    }

    /// A schedule in a channel of this person's.
    pub async fn own(&self, id: i64, person: i64) -> Result<(Schedule, Channel), Denied> {
        let schedule = self.store.schedule(id).await?.ok_or(Denied::NoSchedule(id))?;
        self.with_channel(schedule, person).await
    }

    /// The same, once Telegram has said that both may post there. Changes made meanwhile stand.
    async fn own_and_may_post(&self, id: i64, person: i64) -> Result<(Schedule, Channel), Denied> {
        let (_, channel) = self.own(id, person).await?;
        self.may_post(channel.chat, &channel.title, Some(person)).await?;
        self.own(id, person).await
    }

    async fn with_channel(&self, schedule: Schedule, person: i64) -> Result<(Schedule, Channel), Denied> {
        let channel = self.store.channel(schedule.chat).await?.filter(|channel| channel.owner == Some(person));
        channel.map(|channel| (schedule.clone(), channel)).ok_or(Denied::NoSchedule(schedule.id))
    }

    /// The schedule that an order describes, not yet kept; with its next instants.
    pub async fn draft(
        &self,
        addition: &Addition,
        person: i64,
        language: Language,
        zone: &Zone,
    ) -> Result<Echo, Denied> {
        let channel = self.own_channel(&addition.channel, person).await?;
        let options = &addition.options;
        self.has_topic(&channel, options.topic).await?;
        let schedule = Schedule {
            id: 0,
            chat: channel.chat,
            topic: options.topic.and_then(Topic::thread),
            owner: Some(person),
            when: addition.when.text.clone(),
            zone: options.zone.as_ref().unwrap_or(zone).name().to_owned(),
            what: self.what(&addition.what)?,
            language: options.language.unwrap_or(language),
            silent: options.silent.unwrap_or(false),
            grace: options.grace.unwrap_or_default(),
            state: State::Active,
        };
        self.echo(schedule)
    }

    /// Checks that a chat has topics, where one is named. Whether the topic is there is seen when it is written in.
    async fn has_topic(&self, channel: &Channel, topic: Option<Topic>) -> Result<(), Denied> {
        if topic.and_then(Topic::thread).is_none() {
            return Ok(());
        }
        match self.messenger.look(&Address::Id(channel.chat)).await {
            Ok(Some(seen)) if !seen.has_topics => Err(Denied::NoTopics(seen.title, seen.kind)),
            Ok(_) => Ok(()),
            Err(refused) => Err(Denied::Telegram(format!("{refused:?}"))),
        }
    }

    /// Keeps a schedule that was drafted.
    pub async fn add(&self, schedule: &Schedule, person: i64) -> Result<Echo, Denied> {
        let channel = self.own_channel(&Address::Id(schedule.chat), person).await?;
        self.may_post(channel.chat, &channel.title, Some(person)).await?;
        self.refresh(&self.own_channel(&Address::Id(channel.chat), person).await?).await?;
        let (schedule, upcoming) = self.echo(schedule.clone())?;
        let next = upcoming.moments.first().map(|moment| moment.due);
        match self.store.add_schedule(&schedule, next, SCHEDULES_A_CHANNEL).await? {
            Some(id) => Ok((Schedule { id, ..schedule }, upcoming)),
            None => Err(Denied::TooManySchedules),
        }
    }

    /// The post as it would be if it were due now.
    pub fn preview(&self, schedule: &Schedule, seen: &[String]) -> Option<Shown> {
        show(&self.current.answerer(), schedule, seen, At { due: None, now: self.clock.now() })
    }

    /// The facts that a schedule's rotation has shown.
    pub async fn seen(&self, schedule: i64) -> Result<Vec<String>, StoreError> {
        self.store.rotated(schedule).await
    }

    pub async fn pause(&self, id: i64, person: i64, until: Option<Date>) -> Result<Echo, Denied> {
        self.change(id, person, |schedule| Ok(Schedule { state: State::Paused { until }, ..schedule })).await
    }

    /// Goes on with the posts that fall due from now on.
    pub async fn resume(&self, id: i64, person: i64) -> Result<Echo, Denied> {
        let echo = self.change(id, person, |schedule| Ok(Schedule { state: State::Active, ..schedule })).await?;
        if let Some(channel) = self.store.channel(echo.0.chat).await?.filter(|channel| channel.suspended.is_some()) {
            // The rights were just seen.
            self.refresh(&channel).await?;
        }
        Ok(echo)
    }

    pub async fn edit(&self, id: i64, person: i64, changes: &Changes) -> Result<Echo, Denied> {
        let what = changes.what.as_ref().map(|what| self.what(what)).transpose()?;
        let options = &changes.options;
        if options.topic.is_some() {
            self.has_topic(&self.own(id, person).await?.1, options.topic).await?;
        }
        let edit = |mut schedule: Schedule| {
            if let Some(when) = &changes.when {
                schedule.when.clone_from(&when.text);
            }
            schedule.what = what.unwrap_or(schedule.what);
            schedule.language = options.language.unwrap_or(schedule.language);
            schedule.silent = options.silent.unwrap_or(schedule.silent);
            schedule.grace = options.grace.unwrap_or(schedule.grace);
            if let Some(zone) = &options.zone {
                schedule.zone = zone.name().to_owned();
            }
            if let Some(topic) = options.topic {
                schedule.topic = topic.thread();
            }
            Ok(schedule)
        };
        let echo = self.change(id, person, edit).await?;
        if options.topic.is_some()
            && let Some(channel) = self.store.channel(echo.0.chat).await?
            && channel.suspended == Some(Suspended::Topic)
        {
            self.refresh(&channel).await?;
        }
        Ok(echo)
    }

    async fn change(
        &self,
        id: i64,
        person: i64,
        change: impl FnOnce(Schedule) -> Result<Schedule, Denied>,
    ) -> Result<Echo, Denied> {
        let (schedule, _) = self.own_and_may_post(id, person).await?;
        self.plan_due(&schedule).await?;
        let changed = change(schedule)?;
        let upcoming = self.upcoming(&changed)?;
        let is_paused = matches!(changed.state, State::Paused { .. });
        if upcoming.moments.is_empty() && !is_paused {
            return Err(Denied::Never);
        }
        let next = upcoming.moments.first().map(|moment| moment.due);
        match self.store.change_schedule(&changed, next, is_paused, self.clock.now()).await? {
            true => Ok((changed, upcoming)),
            false => Err(Denied::NoSchedule(id)),
        }
    }

    /// Plans the posts that have just fallen due, before the schedule changes.
    async fn plan_due(&self, schedule: &Schedule) -> Result<(), StoreError> {
        let now = self.clock.now();
        match self.store.next_due(schedule.id).await?.filter(|due| *due <= now) {
            Some(due) => self.store.plan(&[plan(schedule, due, now)], now).await.map(drop),
            None => Ok(()),
        }
    }

    /// Leaves the next post out; the instant it was for.
    pub async fn skip(&self, id: i64, person: i64) -> Result<(Schedule, Timestamp, Upcoming), Denied> {
        let (schedule, _) = self.own_and_may_post(id, person).await?;
        let was = self.store.next_due(id).await?.ok_or(Denied::NothingDue)?;
        let upcoming = schedule.upcoming(was, Upcoming::TOLD).map_err(|_| Denied::Never)?;
        let next = upcoming.moments.first().map(|moment| moment.due);
        let dues = vec![(was, Fate::Skipped(Skip::Asked))];
        let plan = Plan { schedule: id, chat: schedule.chat, was, dues, next, owed: None };
        match self.store.plan(&[plan], self.clock.now()).await? {
            0 => Err(Denied::NothingDue),
            _ => Ok((schedule, was, upcoming)),
        }
    }

    /// Posts now, besides what is due.
    pub async fn run(&self, id: i64, person: i64) -> Result<Schedule, Denied> {
        let (schedule, channel) = self.own_and_may_post(id, person).await?;
        if channel.suspended.is_some() {
            self.refresh(&channel).await?;
        }
        let now = self.clock.now();
        let mut due = Timestamp::from_second(now.as_second()).unwrap_or(now);
        // A post that did not go out this very second keeps its row.
        while !self.store.plan_now(Key { schedule: id, due }, schedule.chat, now).await? {
            let known = self.store.delivery(Key { schedule: id, due }).await?.map(|delivery| delivery.fate);
            match known {
                Some(Fate::Skipped(_) | Fate::Refused(_)) => due += SignedDuration::from_secs(1),
                _ => break,
            }
        }
        Ok(schedule)
    }

    pub async fn delete(&self, id: i64, person: i64) -> Result<Schedule, Denied> {
        let (schedule, _) = self.own(id, person).await?;
        self.plan_due(&schedule).await?;
        self.store.delete_schedule(id, self.clock.now()).await?;
        Ok(schedule)
    }

    /// Takes a deletion back.
    pub async fn undelete(&self, id: i64, person: i64) -> Result<Echo, Denied> {
        let deleted = self.store.deleted_schedule(id).await?.ok_or(Denied::NoSchedule(id))?;
        let (schedule, _) = self.with_channel(deleted, person).await?;
        if self.store.schedules_in(schedule.chat).await?.len() >= SCHEDULES_A_CHANNEL {
            return Err(Denied::TooManySchedules);
        }
        // Another may have taken the channel over since it was deleted.
        let schedule = Schedule { owner: Some(person), ..schedule };
        let upcoming = self.upcoming(&schedule)?;
        let next = upcoming.moments.first().map(|moment| moment.due);
        let is_back = self.store.undelete_schedule(id, next).await?
            && self.store.change_schedule(&schedule, next, false, self.clock.now()).await?;
        if is_back { Ok((schedule, upcoming)) } else { Err(Denied::NoSchedule(id)) }
    }

    pub async fn disconnect(&self, address: &Address, person: i64) -> Result<Channel, Denied> {
        let channel = self.own_channel(address, person).await?;
        self.store.drop_channel(channel.chat).await?;
        Ok(channel)
    }

    /// The last posts of a channel, the newest first.
    pub async fn log(&self, channel: &Channel, most: NonZeroUsize) -> Result<Vec<Delivery>, StoreError> {
        self.store.log(channel.chat, most.get()).await
    }

    /// Takes the owner's word on a post that may stand there or not.
    pub async fn decide(&self, key: Key, again: bool, person: i64) -> Result<(), Denied> {
        self.own(key.schedule, person).await?;
        match self.store.decide(key, again, self.clock.now()).await? {
            true => Ok(()),
            false => Err(Denied::Decided),
        }
    }

    /// Forgets a person; the channels that were theirs get no posts until another admin takes them over.
    pub async fn forget(&self, person: i64) -> Result<usize, StoreError> {
        Ok(self.store.forget_person(person).await?.len())
    }

    /// Suspends or resumes a channel when Telegram says that the bot may not, or may, post there now.
    pub async fn bot_is(&self, seen: &Seen, may_post: bool, is_member: bool) -> Result<(), StoreError> {
        let Some(mut channel) = self.store.channel(seen.chat).await? else { return Ok(()) };
        let now = self.clock.now();
        let named = seen.names(&channel);
        if is_member && named != channel && self.store.change_channel(&channel, &named, None, now).await? {
            channel = named;
        }
        match (may_post, channel.suspended) {
            (true, Some(Suspended::NoOwner)) | (true, None) => Ok(()),
            (true, Some(_)) => resume(self.store.as_ref(), &channel, now).await,
            (false, _) => {
                let why = if is_member { Suspended::NoRights } else { Suspended::Removed };
                suspend(self.store.as_ref(), seen.chat, why, "", now).await
            }
        }
    }

    /// The same for its owner, where `person` is that.
    pub async fn person_is(&self, chat: i64, person: i64, may_post: bool) -> Result<(), StoreError> {
        let Some(channel) = self.store.channel(chat).await? else { return Ok(()) };
        if channel.owner != Some(person) {
            return Ok(());
        }
        let now = self.clock.now();
        match (may_post, channel.suspended) {
            (true, Some(Suspended::NoOwner)) => resume(self.store.as_ref(), &channel, now).await,
            (true, _) => Ok(()),
            (false, _) => suspend(self.store.as_ref(), chat, Suspended::NoOwner, "", now).await,
        }
    }

    async fn refresh(&self, channel: &Channel) -> Result<(), StoreError> {
        let now = self.clock.now();
        let is = Channel { suspended: None, checked: now, ..channel.clone() };
        self.store.change_channel(channel, &is, None, now).await.map(drop)
    }

    async fn may_post(&self, chat: i64, title: &str, person: Option<i64>) -> Result<(), Denied> {
        match self.rights(chat, person).await? {
            Rights { bot: false, person: false } => Err(Denied::NeitherMay(title.to_owned())),
            Rights { bot: false, .. } => Err(Denied::BotMayNot(title.to_owned())),
            Rights { person: false, .. } => Err(Denied::PersonMayNot(title.to_owned())),
            Rights { .. } => Ok(()),
        }
    }

    async fn rights(&self, chat: i64, person: Option<i64>) -> Result<Rights, Denied> {
        match self.messenger.rights(chat, person).await {
            Ok(rights) => Ok(rights),
            Err(Refused::Shut(..)) => Ok(Rights { bot: false, person: false }),
            Err(refused) => Err(Denied::Telegram(format!("{refused:?}"))),
        }
    }

    /// The subject of a schedule, if there is an answer to it.
    ///
    /// # Errors
    ///
    /// [`Denied::What`]
    pub fn what(&self, subject: &Subject) -> Result<What, Denied> {
        let text = match subject {
            Subject::Rotate => return Ok(What::Rotate),
            Subject::Question(text) => text,
        };
        let (answerer, today) = (self.current.answerer(), self.clock.today());
        let catalogue = answerer.catalogue();
        let misread = || Denied::What(shown(text));
        let has_answer = |query: &Query| answerer.query(query, Language::default()).is_answered();
        // As a file has it that was sent back, or a button.
        if let Some(what @ What::Query(spelling)) = &What::parse(text)
            && spelling.in_year(today.year()).is_some()
            && question_of(spelling, today, catalogue).is_some_and(|query| has_answer(&query))
        {
            return Ok(what.clone());
        }
        let asked = |day: Date| match question::parse(text, day, None, catalogue) {
            Ok(question::Heard::Query { query, supposed, .. }) if supposed.names.is_empty() => Some(query),
            _ => None,
        };
        let query = asked(today).filter(has_answer).ok_or_else(misread)?;
        let later = today.checked_add(Span::new().years(1)).ok().and_then(asked);
        let moving = later.and_then(|later| What::moving(&query, &later, today.year()));
        Ok(moving.unwrap_or_else(|| What::from(&query)))
    }

    pub(super) fn echo(&self, schedule: Schedule) -> Result<Echo, Denied> {
        let upcoming = self.upcoming(&schedule)?;
        if upcoming.moments.is_empty() { Err(Denied::Never) } else { Ok((schedule, upcoming)) }
    }

    fn upcoming(&self, schedule: &Schedule) -> Result<Upcoming, Denied> {
        schedule.upcoming(self.clock.now(), Upcoming::TOLD).map_err(|_| Denied::Never)
    }
}

/// Words that somebody wrote, short enough to be shown.
pub(super) fn shown(words: &str) -> String {
    const LONGEST: usize = 128;
    let cut: String = words.chars().take(LONGEST).collect();
    if cut.len() < words.len() { cut + "…" } else { cut }
}

/// Suspends a channel until the cause is gone. Its owner is told once.
pub(super) async fn suspend(
    store: &dyn Store,
    chat: i64,
    why: Suspended,
    words: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    let notice = Notice::suspended(chat, why, words).written();
    // Until it is suspended, or by somebody else.
    while let Some(was) = store.channel(chat).await?.filter(|channel| channel.suspended.is_none()) {
        let is = Channel { suspended: Some(why), ..was.clone() };
        let owed = was.owner.map(|owner| (owner, notice.as_str()));
        if store.change_channel(&was, &is, owed, now).await? {
            break;
        }
    }
    Ok(())
}

/// Ends a suspension. The bot or the owner may post again; whether both may is asked before the next post.
async fn resume(store: &dyn Store, channel: &Channel, now: Timestamp) -> Result<(), StoreError> {
    let is = Channel { suspended: None, checked: Timestamp::UNIX_EPOCH, ..channel.clone() };
    let notice = Notice::Resumed { chat: channel.chat }.written();
    let owed = channel.owner.map(|owner| (owner, notice.as_str()));
    store.change_channel(channel, &is, owed, now).await.map(drop)
}
