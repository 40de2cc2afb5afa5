//! Orders that people give for their channels, in private: by commands, by buttons, by a file.
//!
//! In: an order, a pressed button, a chat that was picked; out: messages about it, with their buttons. The office does
//! the work. It does not know how a message is sent.

mod card;
mod draft;
mod notice;
mod steps;
mod words;

use std::num::NonZeroUsize;

use jiff::Timestamp;

pub(super) use self::words::{A_CHANNEL, A_GROUP, Keys, MARK, Said};
use self::{draft::Draft, words::Words};
use super::{api::Unfetched, update::ANONYMOUS_ADMIN};
use crate::{
    courier::{Connected, Denied, Echo, Notice, Office, Refused, Seen},
    language::{Language, Msg},
    schedule::{
        Addition, Address, Changes, Channel, ChatKind, Delivery, Key, Order, OrderError, Schedule, Upcoming, Zone,
        suggested,
    },
    store::StoreError,
};

/// The posts that are listed of a channel.
const LOGGED: NonZeroUsize = NonZeroUsize::new(50).expect("it is not zero");

/// Deals with the orders of admins.
pub(crate) struct Admin {
    office: Office,
}

/// The person who orders.
#[derive(Clone, Copy, Debug)]
pub(super) struct Who {
    pub person: i64,
    pub language: Language,
}

/// The result of a press.
#[derive(Default)]
pub(super) struct Pressed {
    pub said: Vec<Said>,
    /// True if that takes the place of the message with the button; else it stands beneath.
    pub over: bool,
    /// Words that are shown in passing.
    pub toast: Option<String>,
    /// True if nothing of the person is to be remembered.
    pub forgets: bool,
}

/// Buttons whose message is still needed.
const BESIDE: [&str; 7] = ["begin", "channels", "connect", "log", "preview", "run", "show"];

type Done = Result<Vec<Said>, Denied>;

impl Admin {
    pub(crate) fn new(office: Office) -> Self {
        Self { office }
    }

    pub(super) async fn order(&self, order: Result<Order, OrderError>, who: Who) -> Vec<Said> {
        let done = match order {
            Ok(order) => self.carry_out(order, who).await,
            Err(error) => Ok(vec![self.words(who).misordered(&error)]),
        };
        self.said(done, who)
    }

    /// A text that is no command, from a person who puts a schedule together; none where it is not for that.
    pub(super) async fn typed(&self, draft: Draft, text: &str, who: Who) -> Option<Vec<Said>> {
        let done = self.write(draft, text, who).await?;
        Some(self.said(done, who))
    }

    /// Somebody chose a chat with Telegram's picker.
    pub(super) async fn shared(&self, request: i32, chat: i64, title: Option<&str>, who: Who) -> Vec<Said> {
        let kind = if request == words::A_CHANNEL { ChatKind::Channel } else { ChatKind::Group };
        let picked =
            Seen { chat, kind, title: title.unwrap_or_default().to_owned(), username: None, has_topics: false };
        let done = self.connect(&Address::Id(chat), Some(picked), who).await;
        self.said(done, who)
    }

    /// Asks whether a person decides for a group.
    pub(super) async fn decides_in(&self, chat: i64, person: i64) -> Result<bool, Refused> {
        if person == ANONYMOUS_ADMIN { Ok(true) } else { self.office.messenger.is_admin(chat, person).await }
    }

    /// Notes that the bot was let into a chat, taken out, or given other rights there.
    pub(super) async fn bot_is(
        &self,
        seen: Seen,
        may_post: bool,
        is_there: bool,
        let_in_by: Option<i64>,
    ) -> Result<(), StoreError> {
        if let Some(person) = let_in_by
            && self.office.store.channel(seen.chat).await?.is_none()
        {
            let notice = Notice::LetIn { chat: seen.chat, title: seen.title };
            return self.office.store.owe(person, &notice.written(), self.office.clock.now()).await;
        }
        self.office.bot_is(&seen, may_post, is_there).await
    }

    pub(super) async fn person_is(&self, chat: i64, person: i64, may_post: bool) -> Result<(), StoreError> {
        self.office.person_is(chat, person, may_post).await
    }

    pub(super) async fn press(&self, data: &str, who: Who) -> Pressed {
        let words: Vec<&str> = data.trim_start_matches(MARK).split(' ').collect();
        match self.pressed(&words, who).await {
            Ok(Some(said)) => {
                let (over, forgets) = (!BESIDE.contains(&words[0]), words == ["forget"]);
                Pressed { said, over, toast: None, forgets }
            }
            Ok(None) => Pressed { toast: Some(who.language.say(Msg::DraftOver)), ..Pressed::default() },
            Err(denied) => Pressed { toast: Some(self.denied(&denied, who)), ..Pressed::default() },
        }
    }

    /// The words of a notice; none if another version wrote it, or if it is no news any more.
    pub(super) async fn notice(&self, written: &str, who: Who) -> Result<Option<Said>, StoreError> {
        match Notice::read(written) {
            // Telegram's picker lets us in and connects the chat at one stroke.
            Some(Notice::LetIn { chat, .. }) if self.office.store.channel(chat).await?.is_some() => Ok(None),
            Some(notice) => notice::said(&self.office, &notice, self.words(who)).await.map(Some),
            None => Ok(None),
        }
    }

    fn words(&self, who: Who) -> Words {
        Words::new(who.language, self.office.current.answerer(), self.office.clock.now())
    }

    fn said(&self, done: Done, who: Who) -> Vec<Said> {
        done.unwrap_or_else(|denied| vec![Said::plain(&self.denied(&denied, who))])
    }

    fn denied(&self, denied: &Denied, who: Who) -> String {
        if let Denied::Store(error) = denied {
            log::error!("an order of {} is not carried out: {error:?}", who.person);
        }
        self.words(who).denied(denied)
    }

    async fn carry_out(&self, order: Order, who: Who) -> Done {
        let (office, person, words) = (&self.office, who.person, self.words(who));
        match order {
            Order::Connect(None) => Ok(vec![words.picker()]),
            Order::Connect(Some(address)) => self.connect(&address, None, who).await,
            Order::Channels => self.channels(who).await,
            Order::Begin => self.begin(who).await,
            Order::Add(addition) => self.add(*addition, who).await,
            Order::Preview(id) => {
                let (schedule, _) = office.own(id, person).await?;
                Ok(vec![self.preview(&schedule, who).await?])
            }
            Order::Pause(id, until) => {
                let echo = office.pause(id, person, until).await?;
                self.echo(&echo, |_| Msg::SchedulePaused, who).await
            }
            Order::Resume(id) => {
                let echo = office.resume(id, person).await?;
                self.echo(&echo, |_| Msg::ScheduleResumed, who).await
            }
            Order::Skip(id) => {
                let (schedule, left_out, upcoming) = office.skip(id, person).await?;
                let moment = words.moment(left_out, &schedule);
                self.echo(&(schedule, upcoming), |_| Msg::ScheduleSkipped { moment: moment.into() }, who).await
            }
            Order::Run(id) => {
                let schedule = office.run(id, person).await?;
                let title = self.title(schedule.chat).await?;
                Ok(vec![Said::plain(&who.language.say(Msg::ScheduleRunning { title: title.into() }))])
            }
            Order::Edit(id, changes) => self.edit(id, &changes, who).await,
            Order::Delete(id) => {
                office.delete(id, person).await?;
                Ok(vec![words.deleted(id)])
            }
            Order::Disconnect(address) => {
                let channel = office.own_channel(&address, person).await?;
                let many = office.store.schedules_in(channel.chat).await?.len();
                Ok(vec![words.disconnect(&channel, many)])
            }
            Order::Log(Some(address)) => self.logs(&[office.own_channel(&address, person).await?], who).await,
            Order::Log(None) => self.logs(&office.store.channels_of(person).await?, who).await,
            Order::Backup => self.backup(who).await,
            Order::ForgetMe => {
                let many = office.store.channels_of(person).await?.len();
                Ok(vec![words.forget(many)])
            }
            Order::Cancel => {
                office.store.keep_draft(person, None).await?;
                Ok(vec![Said::plain(&who.language.say(Msg::Cancelled)).without_picker()])
            }
        }
    }

    /// Does what a pressed button orders; none where it belongs to something that is over.
    async fn pressed(&self, data: &[&str], who: Who) -> Result<Option<Vec<Said>>, Denied> {
        let (office, person) = (&self.office, who.person);
        let number = |word: &str| word.parse::<i64>().map_err(|_| Denied::Decided);
        let done = match data {
            ["channels"] => self.channels(who).await?,
            ["connect"] => vec![self.words(who).picker()],
            ["connect", chat] => self.connect(&Address::Id(number(chat)?), None, who).await?,
            ["begin"] => self.begin(who).await?,
            ["begin", chat] => self.begin_in(number(chat)?, who).await?,
            ["log", chat] => {
                let channel = office.own_channel(&Address::Id(number(chat)?), person).await?;
                self.logs(&[channel], who).await?
            }
            ["disconnect", chat] => {
                let channel = office.disconnect(&Address::Id(number(chat)?), person).await?;
                vec![Said::plain(&who.language.say(Msg::Disconnected { title: channel.title.into() }))]
            }
            ["forget"] => {
                office.forget(person).await?;
                vec![Said::plain(&who.language.say(Msg::Forgotten))]
            }
            ["there", schedule, due] => self.decide(number(schedule)?, number(due)?, false, who).await?,
            ["again", schedule, due] => self.decide(number(schedule)?, number(due)?, true, who).await?,
            ["preview", id] => self.carry_out(Order::Preview(number(id)?), who).await?,
            ["pause", id] => self.carry_out(Order::Pause(number(id)?, None), who).await?,
            ["resume", id] => self.carry_out(Order::Resume(number(id)?), who).await?,
            ["skip", id] => self.carry_out(Order::Skip(number(id)?), who).await?,
            ["run", id] => self.carry_out(Order::Run(number(id)?), who).await?,
            ["delete", id] => self.carry_out(Order::Delete(number(id)?), who).await?,
            ["edit", id] => self.carry_out(Order::Edit(number(id)?, Box::default()), who).await?,
            ["undelete", id] => {
                let echo = office.undelete(number(id)?, person).await?;
                self.echo(&echo, |_| Msg::ScheduleBack, who).await?
            }
            ["change", id, what] => self.begin_edit(number(id)?, what, who).await?,
            step => return self.step(step, who).await,
        };
        Ok(Some(done))
    }

    /// Adds a schedule. A channel that is not connected yet is connected by it, where both may post there.
    async fn add(&self, mut addition: Addition, who: Who) -> Done {
        let (office, person) = (&self.office, who.person);
        let mut joined = None;
        match office.own_channel(&addition.channel, person).await {
            Err(Denied::NoChannel) => {
                // A schedule that cannot be made connects nothing.
                office.what(&addition.what)?;
                let (seen, how) = self.join(&addition.channel, None, who).await?;
                addition.channel = Address::Id(seen.chat);
                joined = Some(who.language.say(joined_as(how, &seen)));
            }
            own => drop(own?),
        }
        let zone = self.usual_zone(who).await?;
        let drafted = office.draft(&addition, person, who.language, &zone).await;
        let added = match drafted {
            Ok((schedule, _)) => office.add(&schedule, person).await,
            Err(denied) => Err(denied),
        };
        match (added, joined) {
            (Ok(echo), joined) => {
                let title = self.title(echo.0.chat).await?;
                let done = who.language.say(Msg::ScheduleAdded { title: title.into() });
                let done = joined.into_iter().chain([done]).collect::<Vec<_>>().join("\n");
                Ok(vec![self.words(who).schedule(&done, &echo)])
            }
            (Err(denied), Some(joined)) => Ok(vec![Said::plain(&format!("{joined}\n{}", self.denied(&denied, who)))]),
            (Err(denied), None) => Err(denied),
        }
    }

    async fn connect(&self, address: &Address, picked: Option<Seen>, who: Who) -> Done {
        let (seen, how) = self.join(address, picked, who).await?;
        let told = Said::plain(&who.language.say(joined_as(how, &seen)));
        let channel = self.office.own_channel(&Address::Id(seen.chat), who.person).await?;
        let schedules = self.schedules(&channel).await?;
        Ok(vec![told.without_picker(), self.words(who).channel(&channel, &schedules)])
    }

    /// Connects a channel, by its address or as it was picked.
    async fn join(&self, address: &Address, picked: Option<Seen>, who: Who) -> Result<(Seen, Connected), Denied> {
        let (looked, is_picked) = (self.office.messenger.look(address).await, picked.is_some());
        // The picker has told the title, should Telegram not answer.
        let seen = match (looked, picked) {
            (Ok(Some(seen)), _) | (Ok(None) | Err(_), Some(seen)) => seen,
            (Ok(None), None) => {
                return Err(Denied::NoSuchChat(address.to_string()));
            }
            (Err(refused), None) => return Err(Denied::Telegram(format!("{refused:?}"))),
        };
        let how = self.office.connect(&seen, who.person).await;
        let how = match seen.username.is_some() || is_picked {
            true => how?,
            // Anybody can write a number, and is not told whether there is anything behind it.
            false => how.map_err(|denied| denied.naming(&address.to_string()))?,
        };
        Ok((seen, how))
    }

    async fn channels(&self, who: Who) -> Done {
        let words = self.words(who);
        let channels = self.office.store.channels_of(who.person).await?;
        if channels.is_empty() {
            return Ok(vec![words.no_channels()]);
        }
        let mut said = Vec::with_capacity(channels.len());
        for channel in &channels {
            said.push(words.channel(channel, &self.schedules(channel).await?));
        }
        Ok(said)
    }

    async fn schedules(&self, channel: &Channel) -> Result<Vec<Echo>, StoreError> {
        let schedules = self.office.store.schedules_in(channel.chat).await?;
        Ok(schedules.into_iter().map(|schedule| (schedule.clone(), self.upcoming(&schedule))).collect())
    }

    /// The next posts; none where the schedule cannot be read any more, which its owner was told.
    fn upcoming(&self, schedule: &Schedule) -> Upcoming {
        let upcoming = schedule.upcoming(self.office.clock.now(), Upcoming::TOLD);
        upcoming.unwrap_or_else(|_| Upcoming { zone: Zone::utc(), moments: Vec::new() })
    }

    async fn echo<'m>(&self, echo: &Echo, done: impl FnOnce(crate::language::Arg<'m>) -> Msg<'m>, who: Who) -> Done {
        let title = self.title(echo.0.chat).await?;
        let done = who.language.say(done(title.into()));
        Ok(vec![self.words(who).schedule(&done, echo)])
    }

    /// Changes a schedule; without changes shows what can be changed of it.
    async fn edit(&self, id: i64, changes: &Changes, who: Who) -> Done {
        if changes.is_empty() {
            let (schedule, _) = self.office.own(id, who.person).await?;
            let upcoming = self.upcoming(&schedule);
            return Ok(vec![self.words(who).edit(&(schedule, upcoming))]);
        }
        let echo = self.office.edit(id, who.person, changes).await?;
        self.echo(&echo, |title| Msg::ScheduleChanged { title }, who).await
    }

    async fn title(&self, chat: i64) -> Result<String, StoreError> {
        Ok(self.office.store.channel(chat).await?.map_or_else(|| chat.to_string(), |channel| channel.title))
    }

    /// The post as it would be now, word for word.
    async fn preview(&self, schedule: &Schedule, who: Who) -> Result<Said, StoreError> {
        let seen = self.office.seen(schedule.id).await?;
        Ok(match self.office.preview(schedule, &seen) {
            Some(shown) => Said { html: shown.html, keys: Keys::Links(shown.links, schedule.language) },
            None => Said::plain(&who.language.say(Msg::PreviewNothing)),
        })
    }

    async fn logs(&self, channels: &[Channel], who: Who) -> Done {
        let words = self.words(who);
        if channels.is_empty() {
            return Ok(vec![words.no_channels()]);
        }
        let mut said = Vec::with_capacity(channels.len());
        for channel in channels {
            let log = self.office.log(channel, LOGGED).await?;
            let mut posts: Vec<(Delivery, Option<Schedule>)> = Vec::with_capacity(log.len());
            for delivery in log {
                let known = posts.iter().find(|(other, _)| other.key.schedule == delivery.key.schedule);
                let schedule = match known {
                    Some((_, schedule)) => schedule.clone(),
                    None => self.office.store.schedule(delivery.key.schedule).await?,
                };
                posts.push((delivery, schedule));
            }
            said.push(words.log(channel, &posts));
        }
        Ok(said)
    }

    async fn decide(&self, schedule: i64, due: i64, again: bool, who: Who) -> Done {
        let due = Timestamp::from_second(due).map_err(|_| Denied::Decided)?;
        self.office.decide(Key { schedule, due }, again, who.person).await?;
        Ok(vec![Said::plain(&who.language.say(if again { Msg::DecidedAgain } else { Msg::DecidedThere }))])
    }

    /// The zone that a person last chose, else the likeliest of their language.
    async fn usual_zone(&self, who: Who) -> Result<Zone, StoreError> {
        let mut last: Option<Schedule> = None;
        for channel in self.office.store.channels_of(who.person).await? {
            let newest = self.office.store.schedules_in(channel.chat).await?.pop();
            last = last.into_iter().chain(newest).max_by_key(|schedule| schedule.id);
        }
        let last = last.and_then(|schedule| Zone::parse(&schedule.zone).ok());
        let likely = || suggested(who.language).next().and_then(|name| Zone::parse(name).ok());
        Ok(last.or_else(likely).unwrap_or_else(Zone::utc))
    }

    async fn backup(&self, who: Who) -> Done {
        let (yaml, many) = self.office.backup(who.person).await?;
        let html = crate::render::html::escape(&who.language.say(Msg::BackupDone { count: many.to_string().into() }));
        Ok(vec![Said { html, keys: Keys::File(yaml) }])
    }

    /// Checks that a file of so many bytes may be a backup of this person's; else gives what they are told.
    pub(super) async fn may_restore(&self, bytes: u64, who: Who) -> Result<(), Vec<Said>> {
        let may = self.office.may_restore(bytes, who.person).await;
        may.map_err(|denied| self.said(Err(denied), who))
    }

    /// A file that somebody sent back.
    pub(super) async fn restore(&self, fetched: Result<Vec<u8>, Unfetched>, who: Who) -> Vec<Said> {
        let done = match fetched {
            Ok(file) => self.office.restore(file, who.person).await,
            Err(Unfetched::TooLarge) => Err(Denied::FileTooLarge),
            Err(Unfetched::Failed(why)) => {
                log::warn!("a file of {} cannot be fetched: {why}", who.person);
                Err(Denied::FileNotFetched)
            }
        };
        self.said(done.map(|restored| vec![self.words(who).restored(&restored)]), who)
    }
}

/// The way in which a channel was connected, in words.
fn joined_as(how: Connected, seen: &Seen) -> Msg<'_> {
    let title = seen.title.as_str().into();
    match how {
        Connected::New => Msg::Connected { title },
        Connected::Already => Msg::ConnectedAlready { title },
        Connected::TakenOver => Msg::ConnectedOver { title },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_question_begins_as_our_buttons_do() {
        assert!(Language::ALL.iter().all(|language| !language.tag().starts_with(MARK)));
    }
}
