//! Messages to admins, with the buttons beneath.

use std::sync::Arc;

use jiff::Timestamp;

use super::super::fit;
use crate::{
    courier::{Denied, Echo, LARGEST_BACKUP, Restored, moment, zone_told},
    language::{Language, Msg},
    question::Query,
    render::html::escape,
    reply::Answerer,
    schedule::{
        Address, CHANNELS_AN_ADMIN, Channel, ChatKind, Delivery, Fate, OrderError, SCHEDULES_A_CHANNEL, Schedule, Skip,
        State, Suspended, Wrong, Zone,
    },
};

/// The first character of the data of our buttons, since no question begins so.
pub(in crate::telegram) const MARK: char = '!';

/// The picker's button for channels, as Telegram names it back.
pub(in crate::telegram) const A_CHANNEL: i32 = 1;
pub(in crate::telegram) const A_GROUP: i32 = 2;

/// One message.
pub(in crate::telegram) struct Said {
    pub html: String,
    pub keys: Keys,
}

/// Buttons beneath a message.
pub(in crate::telegram) enum Keys {
    None,
    /// Buttons: label and order.
    Rows(Vec<Vec<(String, String)>>),
    /// As under a post: each opens a private chat.
    Links(Vec<(String, Query)>, Language),
    /// Telegram's picker: for channels, for groups.
    Picker(String, String),
    /// The picker goes away.
    NoPicker,
    /// A file of this text.
    File(String),
}

impl Said {
    pub(super) fn plain(words: &str) -> Self {
        Self { html: escape(words), keys: Keys::None }
    }

    pub(super) fn without_picker(self) -> Self {
        Self { keys: Keys::NoPicker, ..self }
    }
}

/// Words for admins, in a language.
pub(super) struct Words {
    pub language: Language,
    pub answerer: Arc<Answerer>,
    pub now: Timestamp,
}

impl Words {
    pub(super) fn new(language: Language, answerer: Arc<Answerer>, now: Timestamp) -> Self {
        Self { language, answerer, now }
    }

    pub(super) fn say(&self, message: Msg<'_>) -> String {
        self.language.say(message)
    }

    pub(super) fn key(&self, label: Msg<'_>, order: &str) -> (String, String) {
        (self.say(label), ordered(order))
    }

    pub(super) fn picker(&self) -> Said {
        let keys = Keys::Picker(self.say(Msg::PickChannel), self.say(Msg::PickGroup));
        Said { keys, ..Said::plain(&self.say(Msg::ConnectPick)) }
    }

    pub(super) fn no_channels(&self) -> Said {
        let keys = Keys::Rows(vec![vec![self.key(Msg::ButtonConnect, "connect")]]);
        Said { keys, ..Said::plain(&self.say(Msg::ChannelsNone)) }
    }

    /// A channel with all that is scheduled there.
    pub(super) fn channel(&self, channel: &Channel, schedules: &[Echo]) -> Said {
        let mut html = format!("<b>{}</b>", escape(&channel.title));
        if let Some(name) = &channel.username {
            html += &format!(" @{}", escape(name));
        }
        if let Some(why) = channel.suspended {
            let why = self.why(why);
            html += &format!("\n{}", escape(&self.say(Msg::IsSuspended { why: why.into() })));
        }
        for (schedule, upcoming) in schedules {
            html += &format!("\n\n{}", self.card(schedule));
            let next = match upcoming.moments.first() {
                Some(next) => self.say(Msg::NextOne { moment: self.moment(next.due, schedule).into() }),
                None => String::new(),
            };
            html += &format!("\n{}", escape(&self.state_or(schedule, &next)));
        }
        if schedules.is_empty() {
            html += &format!("\n{}", escape(&self.say(Msg::SchedulesNone)));
        }
        let chat = channel.chat;
        let mut rows: Vec<Vec<(String, String)>> = schedules
            .iter()
            .map(|(Schedule { id, .. }, _)| {
                (format!("{} {id}", self.say(Msg::ButtonEdit)), ordered(&format!("edit {id}")))
            })
            .collect::<Vec<_>>()
            .chunks(3)
            .map(<[_]>::to_vec)
            .collect();
        rows.push(vec![self.key(Msg::ButtonSchedule, &format!("begin {chat}"))]);
        rows.push(vec![self.key(Msg::ButtonLog, &format!("log {chat}")), self.key(Msg::ButtonConnect, "connect")]);
        Said { html, keys: Keys::Rows(rows) }
    }

    /// A schedule after something was done with it, with its next posts.
    pub(super) fn schedule(&self, done: &str, echo: &Echo) -> Said {
        let (schedule, _) = echo;
        let id = schedule.id;
        let html = format!("{}\n\n{}", escape(done), self.whole(echo));
        let rows = vec![
            vec![
                self.key(Msg::ButtonPreview, &format!("preview {id}")),
                self.key(Msg::ButtonEdit, &format!("edit {id}")),
            ],
            vec![self.pause_or_resume(schedule), self.key(Msg::ButtonChannels, "channels")],
        ];
        Said { html, keys: Keys::Rows(rows) }
    }

    /// A schedule with all that can be changed of it.
    pub(super) fn edit(&self, echo: &Echo) -> Said {
        let (schedule, _) = echo;
        let id = schedule.id;
        let change = |label, what: &str| self.key(label, &format!("change {id} {what}"));
        let rows = vec![
            vec![change(Msg::ButtonWhat, "what"), change(Msg::ButtonWhen, "when")],
            vec![change(Msg::ButtonZone, "zone"), change(Msg::ButtonLanguage, "language")],
            vec![self.pause_or_resume(schedule), self.key(Msg::ButtonSkip, &format!("skip {id}"))],
            vec![
                self.key(Msg::ButtonPreview, &format!("preview {id}")),
                self.key(Msg::ButtonRun, &format!("run {id}")),
            ],
            vec![self.key(Msg::ButtonDelete, &format!("delete {id}"))],
        ];
        Said { html: self.whole(echo), keys: Keys::Rows(rows) }
    }

    fn pause_or_resume(&self, schedule: &Schedule) -> (String, String) {
        let id = schedule.id;
        match schedule.state {
            State::Active => self.key(Msg::ButtonPause, &format!("pause {id}")),
            State::Paused { .. } => self.key(Msg::ButtonResume, &format!("resume {id}")),
        }
    }

    pub(super) fn moment(&self, due: Timestamp, schedule: &Schedule) -> String {
        moment(self.language, due, &Zone::parse(&schedule.zone).unwrap_or_else(|_| Zone::utc()))
    }

    /// A zone as it is offered: "Bishkek, UTC+6".
    pub(super) fn zone(&self, name: &str) -> String {
        Zone::parse(name).map_or_else(|_| name.to_owned(), |zone| zone_told(self.language, &zone, self.now))
    }

    pub(super) fn deleted(&self, id: i64) -> Said {
        let keys = Keys::Rows(vec![vec![self.key(Msg::ButtonUndo, &format!("undelete {id}"))]]);
        Said { keys, ..Said::plain(&self.say(Msg::ScheduleDeleted { number: id.to_string().into() })) }
    }

    pub(super) fn disconnect(&self, channel: &Channel, many: usize) -> Said {
        let keys = Keys::Rows(vec![vec![self.key(Msg::ButtonDisconnect, &format!("disconnect {}", channel.chat))]]);
        let (title, count) = (channel.title.as_str().into(), many.to_string().into());
        Said { keys, ..Said::plain(&self.say(Msg::DisconnectAsk { title, count })) }
    }

    pub(super) fn forget(&self, many: usize) -> Said {
        let keys = Keys::Rows(vec![vec![self.key(Msg::ButtonForget, "forget")]]);
        Said { keys, ..Said::plain(&self.say(Msg::ForgetAsk { count: many.to_string().into() })) }
    }

    /// The last posts of a channel, each with its fate and a link to it, for the owner of the channel.
    pub(super) fn log(&self, channel: &Channel, posts: &[(Delivery, Option<Schedule>)]) -> Said {
        let mut html = format!("<b>{}</b>", escape(&self.say(Msg::LogTitle { title: channel.title.as_str().into() })));
        if posts.is_empty() {
            html += &format!("\n{}", escape(&self.say(Msg::LogNone)));
        }
        for (delivery, schedule) in posts {
            let due = match schedule {
                Some(schedule) => self.moment(delivery.key.due, schedule),
                None => moment(self.language, delivery.key.due, &Zone::utc()),
            };
            let what = |schedule: &Schedule| format!(" {}", self.what(&schedule.what, self.today(schedule)));
            let what = schedule.as_ref().map(what).unwrap_or_default();
            let line = format!("{}{what}, {due}: {}", delivery.key.schedule, self.fate(&delivery.fate));
            let mut line = escape(&line);
            if let Fate::Sent(Some(message)) = delivery.fate
                && let Some(link) = link(channel, message)
            {
                line += &format!(" (<a href=\"{link}\">{}</a>)", escape(&self.say(Msg::LogPost)));
            }
            match delivery.person {
                person if person == channel.owner => {}
                Some(person) => {
                    let other = escape(&self.say(Msg::LogOther));
                    line += &format!(", <a href=\"tg://user?id={person}\">{other}</a>");
                }
                None => line += &format!(", {}", escape(&self.say(Msg::LogForgotten))),
            }
            html += &format!("\n{line}");
        }
        Said { html, keys: Keys::None }
    }

    /// The result of a file that was sent back, in one message.
    pub(super) fn restored(&self, restored: &Restored) -> Said {
        /// Reasons that are told.
        const TOLD: usize = 10;
        let mut lines = vec![self.say(Msg::BackupRestored { count: restored.added.to_string().into() })];
        if restored.known > 0 {
            lines.push(self.say(Msg::BackupKnown { count: restored.known.to_string().into() }));
        }
        if !restored.denied.is_empty() {
            lines.push(format!("\n{}", self.say(Msg::BackupNotTaken)));
        }
        for (line, denied) in restored.denied.iter().take(TOLD) {
            let why = self.denied(denied).into();
            lines.push(self.say(Msg::BackupLine { line: line.to_string().into(), why }));
        }
        if let Some(more @ 1..) = restored.denied.len().checked_sub(TOLD) {
            lines.push(self.say(Msg::BackupMore { count: more.to_string().into() }));
        }
        Said::plain(&lines.join("\n"))
    }

    fn fate(&self, fate: &Fate) -> String {
        self.say(match fate {
            Fate::Planned => Msg::FatePlanned,
            Fate::Sending => Msg::FateSending,
            Fate::Sent(_) => Msg::FateSent,
            Fate::Refused(why) => {
                let why = Suspended::from_word(why).map_or_else(|| why.clone(), |why| self.why(why));
                return self.say(Msg::FateRefused { why: why.into() });
            }
            Fate::Unknown => Msg::FateUnknown,
            Fate::Skipped(Skip::Late) => Msg::SkipLate,
            Fate::Skipped(Skip::Overtaken) => Msg::SkipOvertaken,
            Fate::Skipped(Skip::Asked) => Msg::SkipAsked,
            Fate::Skipped(Skip::NoAnswer) => Msg::SkipNoAnswer,
            Fate::Skipped(Skip::Stopped) => Msg::SkipStopped,
        })
    }

    pub(super) fn why(&self, why: Suspended) -> String {
        self.say(match why {
            Suspended::Removed => Msg::WhyRemoved,
            Suspended::NoRights => Msg::WhyNoRights,
            Suspended::Topic => Msg::WhyTopic,
            Suspended::Gone => Msg::WhyGone,
            Suspended::NoOwner => Msg::WhyNoOwner,
        })
    }

    pub(super) fn denied(&self, denied: &Denied) -> String {
        self.say(match denied {
            Denied::NoChannel => Msg::NoChannel,
            Denied::NoSchedule(number) => Msg::NoSchedule { number: number.to_string().into() },
            Denied::BotMayNot(title) | Denied::NeitherMay(title) => Msg::BotMayNot { title: title.into() },
            Denied::PersonMayNot(title) => Msg::PersonMayNot { title: title.into() },
            Denied::NoSuchChat(chat) => Msg::NoSuchChat { chat: chat.into() },
            Denied::Taken(title) => Msg::TakenByOther { title: title.into() },
            Denied::TooManyChannels => Msg::TooManyChannels { count: CHANNELS_AN_ADMIN.to_string().into() },
            Denied::TooManySchedules => Msg::TooManySchedules { count: SCHEDULES_A_CHANNEL.to_string().into() },
            Denied::What(words) => Msg::CannotPost { words: fit::quoted(words).into_owned().into() },
            Denied::NoTopics(title, ChatKind::Channel) => Msg::NoTopicsInChannel { title: title.into() },
            Denied::NoTopics(title, ChatKind::Group) => Msg::NoTopicsInGroup { title: title.into() },
            Denied::Never => Msg::NeverDue,
            Denied::NothingDue => Msg::NothingDue,
            Denied::Decided => Msg::DecidedAlready,
            Denied::ConnectFirst => Msg::BackupConnectFirst,
            Denied::FileTooLarge => Msg::BackupTooLarge { size: (LARGEST_BACKUP / 1024).into() },
            Denied::FileNotFetched => Msg::BackupNotFetched,
            Denied::File(line) => Msg::BackupWrong { line: line.to_string().into() },
            Denied::FileTooMany => {
                let (channels, schedules) = (CHANNELS_AN_ADMIN.into(), SCHEDULES_A_CHANNEL.into());
                Msg::BackupTooMany { channels, schedules }
            }
            Denied::Value(value) => Msg::BackupValue { value: value.into() },
            Denied::Telegram(_) => Msg::TelegramSilent,
            Denied::Store(_) => Msg::StoreSilent,
        })
    }

    /// The mistake in an order, and how it would be right.
    pub(super) fn misordered(&self, error: &OrderError) -> Said {
        let example = error.example().into();
        Said::plain(&self.say(match (&error.wrong, error.word()) {
            (Wrong::Missing(piece), _) => Msg::OrderMissing { piece: piece.example().into(), example },
            (Wrong::Zone(zone), _) if zone.suggestions.is_empty() => {
                Msg::OrderZone { word: zone.word.as_str().into(), example }
            }
            (Wrong::Zone(zone), _) => {
                let zones: Vec<String> = zone.suggestions.iter().map(|name| self.zone(name)).collect();
                let (word, zones) = (zone.word.as_str().into(), zones.join(self.language.semicolon()).into());
                Msg::OrderZoneOffers { word, zones, example }
            }
            (Wrong::Unknown { word, meant: Some(meant) }, _) => {
                Msg::OrderMeant { word: word.into(), meant: (*meant).into(), example }
            }
            (Wrong::TooLong, _) => Msg::OrderTooLong { example },
            (Wrong::When(_), None) => Msg::OrderWhen { example },
            (_, word) => Msg::OrderWord { word: word.unwrap_or_default().into(), example },
        }))
    }
}

/// The data of a button for an order.
pub(super) fn ordered(order: &str) -> String {
    format!("{MARK}{order}")
}

/// The address of a post; none in a plain group, whose messages have none.
fn link(channel: &Channel, message: i32) -> Option<String> {
    if let Some(name) = &channel.username {
        return Some(format!("https://t.me/{name}/{message}"));
    }
    let number = Address::Id(channel.chat).to_string();
    Some(format!("https://t.me/c/{}/{message}", number.strip_prefix("-100")?))
}
