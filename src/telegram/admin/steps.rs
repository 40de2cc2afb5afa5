//! Putting a schedule together step by step, by buttons alone.
//!
//! The choices so far are kept in the store, so that a restart loses nothing of them.

use super::{
    Admin, Done, Who,
    draft::{Draft, Part, Step},
    words::{Keys, Said, Words, ordered},
};
use crate::{
    courier::{Denied, Echo},
    language::{Language, Msg},
    question::{Query, When as Years},
    render,
    schedule::{
        Addition, Address, Changes, Channel, Options, Schedule, State, Subject, Topic, What, When, Zone, ZoneError,
        suggested,
    },
    store::StoreError,
};

impl Admin {
    pub(in crate::telegram) async fn draft(&self, who: Who) -> Result<Option<Draft>, StoreError> {
        let written = self.office.store.draft(who.person).await?;
        Ok(written.as_deref().and_then(Draft::read))
    }

    async fn keep(&self, draft: Option<&Draft>, who: Who) -> Result<(), StoreError> {
        self.office.store.keep_draft(who.person, draft.map(Draft::written).as_deref()).await
    }

    /// Begins a new schedule; the channel is asked for where there are several.
    pub(super) async fn begin(&self, who: Who) -> Done {
        let channels = self.office.store.channels_of(who.person).await?;
        let chat = match &channels[..] {
            [] => return Ok(vec![self.words(who).no_channels()]),
            [only] => Some(only.chat),
            _ => None,
        };
        self.ask(Draft { chat, ..Draft::default() }, who).await
    }

    pub(super) async fn begin_in(&self, chat: i64, who: Who) -> Done {
        let channel = self.office.own_channel(&Address::Id(chat), who.person).await?;
        self.ask(Draft { chat: Some(channel.chat), ..Draft::default() }, who).await
    }

    /// Begins to change one thing of a schedule.
    pub(super) async fn begin_edit(&self, id: i64, what: &str, who: Who) -> Done {
        let (schedule, channel) = self.office.own(id, who.person).await?;
        let mut draft = Draft {
            edit: Some(id),
            chat: Some(channel.chat),
            what: Some(schedule.what.to_string()),
            days: Some(schedule.when.clone()),
            time: Some(String::new()),
            zone: Some(schedule.zone.clone()),
            language: Some(schedule.language.tag().to_owned()),
            silent: schedule.silent,
            writing: false,
            part: Part::of(what),
        };
        match draft.part {
            Part::What => draft.what = None,
            Part::When => (draft.days, draft.time) = (None, None),
            Part::Zone => draft.zone = None,
            Part::Language => draft.language = None,
        }
        self.ask(draft, who).await
    }

    /// A pressed button of a step; none where nothing is being put together.
    pub(super) async fn step(&self, data: &[&str], who: Who) -> Result<Option<Vec<Said>>, Denied> {
        let Some(mut draft) = self.draft(who).await? else { return Ok(None) };
        match data {
            ["cancel"] => {
                self.keep(None, who).await?;
                return Ok(Some(vec![Said::plain(&who.language.say(Msg::Cancelled))]));
            }
            ["confirm"] => return self.confirm(&draft, who).await.map(Some),
            ["places"] => return Ok(Some(vec![self.places(who)])),
            ["sound"] => {
                draft.silent = !draft.silent;
                self.keep(Some(&draft), who).await?;
                let echo = self.drafted(&draft, who).await?;
                return Ok(Some(vec![self.to_confirm(&draft, &echo, who)]));
            }
            ["show"] => {
                let (schedule, _) = self.drafted(&draft, who).await?;
                return Ok(Some(vec![self.preview(&schedule, who).await?]));
            }
            ["subjects"] => {}
            ["back"] => {
                if !draft.go_back() {
                    return self.leave(&draft, who).await.map(Some);
                }
            }
            ["other"] => draft.writing = true,
            ["chat", chat] => draft.chat = chat.parse().ok(),
            ["what", what @ ..] => draft.what = Some(what.join(" ")),
            ["days", days @ ..] => draft.days = Some(days.join(" ")),
            ["time", time] => draft.time = Some((*time).to_owned()),
            ["zone", zone] => draft.zone = Zone::parse(zone).ok().map(|zone| zone.name().to_owned()),
            ["language", tag] => draft.language = Some((*tag).to_owned()),
            _ => return Ok(None),
        }
        self.ask(draft, who).await.map(Some)
    }

    /// Goes back from the first step to where it was begun.
    async fn leave(&self, draft: &Draft, who: Who) -> Done {
        self.keep(None, who).await?;
        match draft.edit {
            Some(id) => self.edit(id, &Changes::default(), who).await,
            None => self.channels(who).await,
        }
    }

    /// Takes words that were asked for; none where none were, or where they are something else.
    pub(super) async fn write(&self, mut draft: Draft, text: &str, who: Who) -> Option<Done> {
        match draft.step() {
            Step::What if draft.writing => match self.office.what(&Subject::Question(text.to_owned())) {
                Ok(what) => draft.what = Some(what.to_string()),
                Err(denied) => return Some(Err(denied)),
            },
            Step::Time => {
                let when = When::parse(&format!("daily {text}")).ok()?;
                draft.time = Some(when.time().strftime("%H:%M").to_string());
            }
            Step::Zone => match Zone::parse(text) {
                Ok(zone) => draft.zone = Some(zone.name().to_owned()),
                Err(ZoneError { suggestions, .. }) if suggestions.is_empty() => return None,
                Err(error) => return Some(Ok(vec![self.zones(Some(&error), &error.suggestions, who)])),
            },
            _ => return None,
        }
        draft.writing = false;
        Some(self.ask(draft, who).await)
    }

    /// Keeps the choices and asks for the next one.
    async fn ask(&self, draft: Draft, who: Who) -> Done {
        self.keep(Some(&draft), who).await?;
        let words = self.words(who);
        Ok(vec![match draft.step() {
            Step::Channel => {
                let channels = self.office.store.channels_of(who.person).await?;
                let row = |channel: &Channel| vec![(channel.title.clone(), ordered(&format!("chat {}", channel.chat)))];
                asked(Msg::AskChannel, channels.iter().map(row).collect(), &words)
            }
            Step::What if draft.writing => asked(Msg::TypeWhat, Vec::new(), &words),
            Step::What => self.subjects(&words),
            Step::Days => days(&words),
            Step::Time => times(&words),
            Step::Zone => {
                let usual = self.usual_zone(who).await?;
                let others = suggested(who.language).filter(|zone| *zone != usual.name()).map(ToOwned::to_owned);
                let zones: Vec<String> = [usual.name().to_owned()].into_iter().chain(others).collect();
                self.zones(None, &zones, who)
            }
            Step::Language => {
                let first = |language: &&Language| **language != who.language;
                let mut languages: Vec<&Language> = Language::ALL.iter().collect();
                languages.sort_by_key(first);
                let key = |language: &Language| {
                    (language.own_name().to_owned(), ordered(&format!("language {}", language.tag())))
                };
                asked(Msg::AskLanguage, vec![languages.into_iter().map(key).collect()], &words)
            }
            Step::Confirm => {
                let echo = self.drafted(&draft, who).await?;
                self.to_confirm(&draft, &echo, who)
            }
        }])
    }

    /// The schedule as it would be.
    async fn drafted(&self, draft: &Draft, who: Who) -> Result<Echo, Denied> {
        let (Some(chat), Some(when), Some(what), Some(options)) =
            (draft.chat, draft.written_when(), draft.subject(), draft.options())
        else {
            return Err(Denied::Decided);
        };
        let zone = self.usual_zone(who).await?;
        let kept = match draft.edit {
            Some(id) => Some(self.office.own(id, who.person).await?.0),
            None => None,
        };
        let topic = kept.as_ref().and_then(|kept| kept.topic).map(Topic::Thread);
        let options = Options { topic, grace: kept.as_ref().map(|kept| kept.grace), ..options };
        let addition = Addition { channel: Address::Id(chat), when, what, options };
        let (schedule, upcoming) = self.office.draft(&addition, who.person, who.language, &zone).await?;
        let (id, state) = kept.map_or((0, State::Active), |kept| (kept.id, kept.state));
        Ok((Schedule { id, state, ..schedule }, upcoming))
    }

    async fn confirm(&self, draft: &Draft, who: Who) -> Done {
        let (schedule, _) = self.drafted(draft, who).await?;
        let done = match draft.edit {
            None => {
                let echo = self.office.add(&schedule, who.person).await?;
                self.echo(&echo, |title| Msg::ScheduleAdded { title }, who).await?
            }
            Some(id) => {
                let (when, what, options) = (draft.written_when(), draft.subject(), draft.options());
                let options = options.unwrap_or_default();
                self.edit(id, &Changes { when, what, options }, who).await?
            }
        };
        self.keep(None, who).await?;
        Ok(done)
    }

    fn to_confirm(&self, draft: &Draft, echo: &Echo, who: Who) -> Said {
        let words = self.words(who);
        let yes = if draft.edit.is_some() { Msg::ButtonSave } else { Msg::ButtonConfirm };
        let sound = if draft.silent { Msg::ButtonLoud } else { Msg::ButtonSilent };
        let rows = vec![
            vec![words.key(yes, "confirm")],
            vec![words.key(Msg::ButtonPreview, "show"), words.key(sound, "sound")],
            onward("back", &words),
        ];
        let html = format!("{}\n\n{}", words.whole(echo), words.say(Msg::AskConfirm));
        Said { html, keys: Keys::Rows(rows) }
    }

    fn subjects(&self, words: &Words) -> Said {
        let choice = |label, what: &str| (words.say(label), ordered(&format!("what {what}")));
        let rows = vec![
            vec![choice(Msg::WhatNewest, "latest"), choice(Msg::WhatTrade, "trade")],
            vec![words.key(Msg::WhatPlace, "places"), choice(Msg::WhatInvestment, "investment")],
            vec![choice(Msg::WhatFact, "rotate"), words.key(Msg::WhatOther, "other")],
        ];
        asked(Msg::AskWhat, rows, words)
    }

    fn places(&self, who: Who) -> Said {
        let words = self.words(who);
        let catalogue = words.answerer.catalogue();
        let group = catalogue.place(catalogue.default_partner().as_str());
        let members = group.into_iter().flat_map(|group| &group.members).filter_map(|id| catalogue.place(id.as_str()));
        let places = group.into_iter().chain(members);
        let keys: Vec<(String, String)> = places
            .map(|place| {
                let query = Query::Country(place.id.clone(), Years::Latest);
                (render::in_words(&query, who.language, catalogue), ordered(&format!("what {}", What::from(&query))))
            })
            .collect();
        let rows = keys.chunks(2).map(<[_]>::to_vec);
        let keys = Keys::Rows(rows.chain([onward("subjects", &words)]).collect());
        Said { keys, ..Said::plain(&words.say(Msg::AskPlace)) }
    }

    fn zones(&self, error: Option<&ZoneError>, zones: &[String], who: Who) -> Said {
        let words = self.words(who);
        let keys: Vec<_> = zones.iter().map(|zone| (words.zone(zone), ordered(&format!("zone {zone}")))).collect();
        let said = match error {
            Some(error) => Msg::AskZoneAgain { word: error.word.as_str().into() },
            None => Msg::AskZone,
        };
        asked(said, keys.chunks(2).map(<[_]>::to_vec).collect(), &words)
    }
}

fn days(words: &Words) -> Said {
    let day = |label, days: &str| words.key(label, &format!("days {days}"));
    let of_week =
        |(index, name): (usize, &&str)| day(Msg::Weekday { number: (index + 1).into() }, &format!("weekly {name}"));
    let week: Vec<_> = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"].iter().enumerate().map(of_week).collect();
    let rows = vec![
        vec![day(Msg::DaysDaily, "daily"), day(Msg::DaysWeekdays, "weekdays")],
        week,
        vec![day(Msg::DaysFirst, "monthly 1"), day(Msg::DaysLast, "monthly last")],
    ];
    asked(Msg::AskDays, rows, words)
}

fn times(words: &Words) -> Said {
    let keys: Vec<_> = (0..24)
        .map(|hour| format!("{hour:02}:00"))
        .map(|time| (time.clone(), ordered(&format!("time {time}"))))
        .collect();
    asked(Msg::AskTime, keys.chunks(6).map(<[_]>::to_vec).collect(), words)
}

/// A question with its choices, and the ways out.
fn asked(question: Msg<'_>, rows: Vec<Vec<(String, String)>>, words: &Words) -> Said {
    let keys = Keys::Rows(rows.into_iter().chain([onward("back", words)]).collect());
    Said { keys, ..Said::plain(&words.say(question)) }
}

/// The ways out: a step back, which is this order, or altogether.
fn onward(back: &str, words: &Words) -> Vec<(String, String)> {
    vec![words.key(Msg::ButtonBack, back), words.key(Msg::ButtonCancel, "cancel")]
}
