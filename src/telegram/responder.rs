//! What is said to whom: a question answered, a button followed, an excuse made.
//!
//! It takes a [`Incoming`] apart, asks for the reply and has it sent; and it remembers what a chat was told.
//! It does not know in what order, nor what to do with a failure.

use std::{
    borrow::Cow,
    future::Future,
    pin::Pin,
    sync::{Arc, Mutex, MutexGuard, PoisonError, Weak},
    vec,
};

use jiff::civil::Date;
use teloxide::types::{
    ButtonRequest, ChatAdministratorRights, InlineKeyboardButton, InlineKeyboardMarkup, KeyboardButton,
    KeyboardButtonRequestChat, KeyboardMarkup, KeyboardRemove, ReplyMarkup, RequestId,
};
use tokio::time::{Instant, timeout_at};

use super::{
    admin::{A_CHANNEL, A_GROUP, Admin, Keys, MARK, Said, Who},
    breaker::{self, Breaker},
    fit,
    member::Membership,
    memory::{Exchange, Last, Recall, Recent},
    messenger,
    refusal::Refusal,
    send::{Sender, Unwritten, Writing},
    update::{File, Incoming, Me, Place, Press, Question, Shared},
};
use crate::{
    clock::Clock,
    courier::LARGEST_BACKUP,
    language::{Language, Msg},
    question::{self, Query},
    render::{
        Button,
        html::{Telegram, escape},
    },
    reply::{Answerer, Current, Heard, Reader, Reply},
    schedule,
};

/// Of so many chats something is remembered.
const CHATS: usize = 10_000;

/// The name of a backup.
const BACKUP: &str = "tradefacts.yaml";

/// Whatever answers: the answerer, or in a test something slow or broken.
pub type Answering = Arc<dyn Fn(Asked) -> Pin<Box<dyn Future<Output = Heard> + Send>> + Send + Sync>;

/// What is asked, by whom, as far as the answer depends on it.
#[derive(Clone, Debug)]
pub struct Asked {
    /// Where the answer comes from, whatever becomes of the sheets meanwhile.
    pub answerer: Arc<Answerer>,
    pub input: Input,
    pub language: Language,
    pub today: Date,
    /// What was asked before, for questions that follow on.
    pub last: Option<Query>,
    /// Whether another answerer answered that.
    pub moved: bool,
    /// The bot's user name without `@`.
    pub me: Arc<str>,
}

#[derive(Clone, Debug)]
pub enum Input {
    Text(String),
    Query(Query),
}

/// Answers from the answerer.
pub fn answering() -> Answering {
    Arc::new(|asked| {
        Box::pin(async move {
            let Asked { answerer, input, language, today, last, moved, me } = asked;
            match input {
                Input::Text(text) => {
                    answerer.text(&text, Reader { language, today, last: last.as_ref(), moved, me: Some(&me) })
                }
                Input::Query(query) => answerer.heard(&query, language),
            }
        })
    })
}

/// Deals with what comes in.
pub(crate) struct Responder {
    me: Me,
    name: Arc<str>,
    current: Arc<Current>,
    /// The answerer we began with.
    first: Weak<Answerer>,
    answering: Answering,
    sender: Sender,
    admin: Admin,
    breaker: Arc<Breaker>,
    clock: Clock,
    chats: Mutex<Recent<i64, Recall>>,
    /// The new number of groups that have one.
    moved: Mutex<Recent<i64, Option<i64>>>,
}

/// Why something is not dealt with.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Undone {
    /// Its time ran out.
    Late,
    /// It was sent and no answer came: it is probably there, so nothing more is said.
    Unsure,
    /// We are stopping; it is for the next start.
    Left,
}

/// What the chat is told instead of an answer.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Apology {
    Late,
    Flood,
    Crash,
}

/// Where something is said, and until when its beginning has to be.
struct Spot {
    place: Place,
    /// The messages of ours to write over, as far as they go.
    over: vec::IntoIter<i32>,
    reply_to: Option<i32>,
    until: Instant,
}

impl Spot {
    fn new(place: Place, over: Vec<i32>, reply_to: Option<i32>, until: Instant) -> Self {
        Self { place, over: over.into_iter(), reply_to, until }
    }
}

impl Responder {
    pub(crate) fn new(
        me: Me,
        current: Arc<Current>,
        answering: Answering,
        sender: Sender,
        admin: Admin,
        breaker: Arc<Breaker>,
        clock: Clock,
    ) -> Self {
        let name = me.username.as_str().into();
        let (chats, moved) = (Mutex::new(Recent::new(CHATS)), Mutex::new(Recent::new(CHATS)));
        let first = Arc::downgrade(&current.answerer());
        Self { me, name, current, first, answering, sender, admin, breaker, clock, chats, moved }
    }

    pub(crate) fn me(&self) -> &Me {
        &self.me
    }

    /// Deals with one incoming, to the end or until its time is over. What is being sent by then is waited for.
    pub(crate) async fn deal(&self, incoming: &Incoming, until: Instant) -> Result<(), Undone> {
        match incoming {
            Incoming::Question(question) => self.answer(question, until).await,
            Incoming::Press(press) if press.data.starts_with(MARK) => self.order_by_button(press, until).await,
            Incoming::Press(press) => self.follow(press, until).await,
            Incoming::Shared(shared) => self.connect(shared, until).await,
            Incoming::File(file) => self.restore(file, until).await,
            Incoming::Membership(membership) => in_time(until, self.note_membership(membership)).await,
            Incoming::Moved { from, to } => in_time(until, self.move_chat(*from, *to)).await,
        }
    }

    /// Tells the chat that there is no answer, and why.
    pub(crate) async fn apologize(&self, incoming: &Incoming, why: Apology, until: Instant) -> Result<(), Undone> {
        let message = match why {
            Apology::Late => Msg::AskAgain,
            Apology::Flood => Msg::SlowDown,
            Apology::Crash => Msg::Broken,
        };
        match incoming {
            Incoming::Question(question) if !self.expects_answer(question) => Ok(()),
            Incoming::Question(Question { place, message: question, language, .. }) => {
                let words = self.language(place.chat, *language).await.say(message);
                self.say(*place, Some(*question), &words, until).await
            }
            Incoming::Press(press) => {
                let chat = press.under.map_or(0, |(place, _)| place.chat);
                let words = self.language(chat, press.language).await.say(message);
                // Where nothing can be said beneath, one try does.
                let until = if press.under.is_some() { until } else { self.clock.instant() };
                self.acknowledged(press, Some(words), until).await
            }
            Incoming::Shared(Shared { place, language, .. }) | Incoming::File(File { place, language, .. }) => {
                let words = self.language(place.chat, *language).await.say(message);
                self.say(*place, None, &words, until).await
            }
            Incoming::Membership(_) | Incoming::Moved { .. } => Ok(()),
        }
    }

    /// Waits until the chat may be written to.
    pub(crate) async fn await_open(&self, incoming: &Incoming) -> Result<(), Undone> {
        match incoming {
            Incoming::Question(Question { place, .. }) | Incoming::Press(Press { under: Some((place, _)), .. }) => {
                done(self.sender.await_open(self.now_at(*place)).await)
            }
            _ => Ok(()),
        }
    }

    /// When this person has a share in the turns of a group again, if they have none now.
    pub(crate) fn share_opens(&self, group: i64, person: i64) -> Option<Instant> {
        self.sender.share_opens(group, person)
    }

    /// Counts what was said in a group since then for this person.
    pub(crate) fn charge(&self, group: i64, person: i64, since: Instant) {
        self.sender.charge(group, person, since);
    }

    pub(crate) async fn rest_until(&self, end: Instant) -> Result<(), Undone> {
        done(self.sender.rest_until(end).await)
    }

    async fn answer(&self, question: &Question, until: Instant) -> Result<(), Undone> {
        let place = self.now_at(question.place);
        let language = in_time(until, self.language(place.chat, question.language)).await?;
        let Some(over) = self.to_write_over(place.chat, question) else { return Ok(()) };
        let reply_to = (!place.private).then_some(question.message);
        let Some(words) = &question.words else {
            return self.say(place, reply_to, &language.say(Msg::NoWords), until).await;
        };
        let who = Who { person: question.person, language };
        match schedule::order(words, Some(&self.name)).transpose() {
            Some(order) if place.private => {
                let said = in_time(until, self.admin.order(order, who)).await?;
                return self.tell(place, Vec::new(), said, until).await;
            }
            Some(_) if question.addressed => {
                return self.say(place, reply_to, &language.say(Msg::InPrivate), until).await;
            }
            Some(_) => return Ok(()),
            None if place.private && !words.starts_with('/') => {
                // Without the store nobody is asked for words.
                let draft = self.breaker.wait(self.admin.draft(who)).await.ok().flatten();
                if let Some(draft) = draft
                    && let Some(said) = in_time(until, self.admin.typed(draft, words, who)).await?
                {
                    return self.tell(place, Vec::new(), said, until).await;
                }
            }
            None => {}
        }
        let answerer = self.current.answerer();
        let last = self.last(place.chat, question, &answerer);
        let heard = in_time(until, self.ask(&answerer, Input::Text(words.clone()), language, last)).await?;
        let reply = match heard {
            Heard::Reply(reply) => reply,
            Heard::Language(chosen, reply) => match self.choose_language(place, chosen, who).await {
                Ok(()) => reply,
                Err(why) => return self.say(place, reply_to, &why, until).await,
            },
            Heard::NotOurs(bot) if place.private => {
                return self.say(place, None, &not_ours(&bot, language), until).await;
            }
            Heard::NotOurs(_) => return Ok(()),
        };
        if !question.addressed && reply.query.is_none() && !question::is_command(words) {
            return Ok(());
        }
        let shown = self.show(place, over, reply_to, &reply, until).await;
        if let Ok((chat, answer)) = &shown {
            let exchange = Exchange { question: question.message, answer: answer.clone() };
            self.remember(*chat, &reply, &answerer, Some(exchange));
        }
        done(shown.map(drop))
    }

    /// Whether silence would be noticed.
    fn expects_answer(&self, question: &Question) -> bool {
        asks(question) && self.to_write_over(self.now_at(question.place).chat, question).is_some()
    }

    /// The messages that the answer takes the place of; none if there is to be no answer.
    fn to_write_over(&self, chat: i64, question: &Question) -> Option<Vec<i32>> {
        if !question.edited {
            return Some(Vec::new());
        }
        let chats = self.chats();
        let exchange = chats.get(&chat)?.exchange.as_ref()?;
        (exchange.question == question.message).then(|| exchange.answer.clone())
    }

    async fn follow(&self, press: &Press, until: Instant) -> Result<(), Undone> {
        let Some((place, message)) = press.under.map(|(place, message)| (self.now_at(place), message)) else {
            return self.acknowledged(press, None, until).await;
        };
        let answerer = self.current.answerer();
        let Some((language, query)) = question::parse_spelling(&press.data, answerer.catalogue()) else {
            let language = in_time(until, self.language(place.chat, press.language)).await?;
            log::warn!("chat {}: a button that we cannot read", place.chat);
            return self.acknowledged(press, Some(language.say(Msg::OldButton)), until).await;
        };
        let reply = match in_time(until, self.ask(&answerer, Input::Query(query), language, None)).await? {
            Heard::Reply(reply) => reply,
            Heard::Language(chosen, reply) => {
                let who = Who { person: press.person, language: self.language(place.chat, press.language).await };
                match self.choose_language(place, chosen, who).await {
                    Ok(()) => reply,
                    Err(why) => return self.acknowledged(press, Some(why), until).await,
                }
            }
            Heard::NotOurs(_) => return self.acknowledged(press, None, until).await,
        };
        let (over, reply_to) = if press.own { (vec![message], None) } else { (Vec::new(), Some(message)) };
        let (shown, acknowledged) =
            tokio::join!(self.show(place, over, reply_to, &reply, until), self.acknowledged(press, None, until));
        if let Ok((chat, _)) = &shown {
            self.remember(*chat, &reply, &answerer, None);
        }
        done(shown.map(drop)).and(acknowledged)
    }

    async fn order_by_button(&self, press: &Press, until: Instant) -> Result<(), Undone> {
        let Some((place, message)) = press.under.map(|(place, message)| (self.now_at(place), message)) else {
            return self.acknowledged(press, None, until).await;
        };
        let language = in_time(until, self.language(place.chat, press.language)).await?;
        let who = Who { person: press.person, language };
        if !place.private {
            return self.acknowledged(press, Some(who.language.say(Msg::InPrivate)), until).await;
        }
        let pressed = in_time(until, self.admin.press(&press.data, who)).await?;
        if pressed.forgets {
            self.chats().forget(&place.chat);
        }
        let over = if pressed.over { vec![message] } else { Vec::new() };
        let (told, acknowledged) =
            tokio::join!(self.tell(place, over, pressed.said, until), self.acknowledged(press, pressed.toast, until));
        told.and(acknowledged)
    }

    async fn connect(&self, shared: &Shared, until: Instant) -> Result<(), Undone> {
        let Shared { place, person, language, request, chat, title, .. } = shared;
        let who = Who { person: *person, language: self.language(place.chat, *language).await };
        let said = in_time(until, self.admin.shared(*request, *chat, title.as_deref(), who)).await?;
        self.tell(*place, Vec::new(), said, until).await
    }

    /// Takes a backup back.
    async fn restore(&self, file: &File, until: Instant) -> Result<(), Undone> {
        let File { place, person, language, id, size } = file;
        let who = Who { person: *person, language: self.language(place.chat, *language).await };
        let said = match self.admin.may_restore(*size, who).await {
            Err(said) => said,
            Ok(()) => {
                let fetched = self.sender.fetch_file(id, LARGEST_BACKUP, until).await;
                in_time(until, self.admin.restore(fetched, who)).await?
            }
        };
        self.tell(*place, Vec::new(), said, until).await
    }

    async fn note_membership(&self, membership: &Membership) {
        let Membership { room, who, is_me, could_post, may_post, is_there, by, .. } = membership.clone();
        let (chat, let_in_by) = (room.id, (may_post && !could_post).then_some(by));
        let noted = match room.seen() {
            Some(seen) if is_me => self.admin.bot_is(seen, may_post, is_there, let_in_by).await,
            _ => self.admin.person_is(chat, who, may_post).await,
        };
        if let Err(error) = noted {
            log::error!("chat {chat}: who may post there now cannot be kept: {error:?}");
        }
    }

    /// Says what a person is owed; whether that is done with.
    pub(crate) async fn say_owed(&self, person: i64, written: &str, until: Instant) -> bool {
        let who = Who { person, language: self.language(person, None).await };
        let place = Place { chat: person, private: true, topic: None };
        match self.admin.notice(written, who).await {
            Ok(Some(said)) => {
                let told = self.tell(place, Vec::new(), vec![said], until).await;
                matches!(told, Ok(()) | Err(Undone::Unsure))
            }
            Ok(None) => true,
            Err(error) => {
                log::error!("what {person} is owed cannot be read: {error:?}");
                false
            }
        }
    }

    /// Says one thing after the other, over these messages as far as they go.
    async fn tell(&self, place: Place, over: Vec<i32>, said: Vec<Said>, until: Instant) -> Result<(), Undone> {
        let mut spot = Spot::new(place, over, None, until);
        for Said { html, keys } in said {
            let told = match keys {
                Keys::File(text) => {
                    self.sender.send_file(spot.place, BACKUP, &text, &fit::caption(&html), spot.until).await
                }
                keys => {
                    let keyboard = markup(keys, &self.me.username);
                    self.write(&mut spot, &fit::messages(&html), keyboard.as_ref()).await.map(drop)
                }
            };
            done(told)?;
        }
        Ok(())
    }

    /// Ends the wait of whoever pressed a button. Words are said in passing or, where they are too long for that or it
    /// is too late, beneath.
    async fn acknowledged(&self, press: &Press, words: Option<String>, until: Instant) -> Result<(), Undone> {
        let toast = words.as_deref().filter(|words| fit::is_toast(words));
        let is_told = match self.sender.acknowledge(&press.id, toast, until).await {
            Ok(()) => toast.is_some(),
            Err(Refusal::TooOld) => false,
            Err(refusal) => {
                log::warn!("a press was not acknowledged ({refusal})");
                toast.is_some() && matches!(refusal, Refusal::TimedOut(_))
            }
        };
        match (&words, press.under) {
            (Some(words), Some((place, message))) if !is_told => self.say(place, Some(message), words, until).await,
            _ => Ok(()),
        }
    }

    async fn ask(&self, answerer: &Arc<Answerer>, input: Input, language: Language, last: Option<Last>) -> Heard {
        let moved = last.as_ref().is_some_and(|last| !last.answerer.ptr_eq(&Arc::downgrade(answerer)));
        let (answerer, last, me) = (Arc::clone(answerer), last.map(|last| last.query), Arc::clone(&self.name));
        let asked = Asked { answerer, input, language, today: self.clock.today(), last, moved, me };
        (self.answering)(asked).await
    }

    /// Sends a reply, over these messages as far as they go; the chat it is in now, and its messages.
    async fn show(
        &self,
        place: Place,
        over: Vec<i32>,
        reply_to: Option<i32>,
        reply: &Reply,
        until: Instant,
    ) -> Result<(i64, Vec<i32>), Unwritten> {
        let mut spot = Spot::new(place, over, reply_to, until);
        let parts: Vec<_> = reply.shown::<Telegram>().iter().flat_map(|part| fit::messages(part)).collect();
        let keyboard = keyboard(reply).map(ReplyMarkup::from);
        let messages = self.write(&mut spot, &parts, keyboard.as_ref()).await?;
        for message in spot.over {
            self.sender.delete(spot.place.chat, message).await;
        }
        Ok((spot.place.chat, messages))
    }

    /// Says one sentence.
    async fn say(&self, place: Place, reply_to: Option<i32>, words: &str, until: Instant) -> Result<(), Undone> {
        let mut spot = Spot::new(self.now_at(place), Vec::new(), reply_to, until);
        done(self.write(&mut spot, &fit::messages(&escape(words)), None).await.map(drop))
    }

    /// Writes messages one after the other, with the keyboard under the last. What was begun may be ended later.
    async fn write(
        &self,
        spot: &mut Spot,
        parts: &[Cow<'_, str>],
        keyboard: Option<&ReplyMarkup>,
    ) -> Result<Vec<i32>, Unwritten> {
        let mut messages = Vec::with_capacity(parts.len());
        for (index, html) in parts.iter().enumerate() {
            let Spot { place, reply_to, until, .. } = *spot;
            let keyboard = keyboard.filter(|_| index + 1 == parts.len());
            let writing = Writing { place, over: spot.over.next(), reply_to, html, keyboard };
            let written = self.sender.write(writing, until).await?;
            if written.chat != place.chat {
                self.move_chat(place.chat, written.chat).await;
                let place = Place { chat: written.chat, private: false, topic: None };
                *spot = Spot::new(place, Vec::new(), None, until);
            }
            spot.until = self.sender.renewed(until);
            messages.push(written.message);
        }
        Ok(messages)
    }

    /// The language this chat chose, else the one that the sender's Telegram is in.
    async fn language(&self, chat: i64, of_sender: Option<Language>) -> Language {
        let known = self.chats().touch(&chat).chosen;
        let chosen = match known {
            Some(chosen) => chosen,
            None => match self.breaker.wait(self.breaker.store().language(chat)).await {
                Ok(chosen) => {
                    self.chats().touch(&chat).chosen = Some(chosen);
                    chosen
                }
                // Then the sender's own does.
                Err(_) => None,
            },
        };
        chosen.or(of_sender).unwrap_or_default()
    }

    /// Keeps the language of a chat, or says why not: among many only those choose it who run the chat.
    async fn choose_language(&self, place: Place, language: Option<Language>, who: Who) -> Result<(), String> {
        let chat = place.chat;
        if !place.private {
            match self.admin.decides_in(chat, who.person).await {
                Ok(true) => {}
                Ok(false) => return Err(who.language.say(Msg::LanguageByAdmins)),
                Err(refused) => {
                    log::warn!("chat {chat}: who decides there cannot be asked ({refused:?})");
                    return Err(who.language.say(Msg::TelegramSilent));
                }
            }
        }
        self.chats().touch(&chat).chosen = Some(language);
        let store = Arc::clone(self.breaker.store());
        breaker::begun(async move {
            if let Err(error) = store.choose_language(chat, language).await {
                log::error!("chat {chat}: its language cannot be kept: {error:?}");
            }
        })
        .await;
        Ok(())
    }

    /// What a question may follow on: what the message it replies to was about, else the chat's last.
    fn last(&self, chat: i64, question: &Question, answerer: &Answerer) -> Option<Last> {
        let chats = self.chats();
        let recall = chats.get(&chat);
        let last = || recall.and_then(|recall| recall.last.clone());
        let Some(replied) = &question.replied else { return last() };
        let latest = recall.and_then(|recall| recall.exchange.as_ref());
        if latest.is_some_and(|exchange| exchange.answer.contains(&replied.message)) {
            return last();
        }
        let queries = replied.data.iter().filter_map(|data| question::parse_spelling(data, answerer.catalogue()));
        let queries: Vec<Query> = queries.map(|(_, query)| query).collect();
        let query = queries.iter().find_map(behind).or_else(|| queries.iter().find_map(about));
        let query = query.or_else(|| queries.into_iter().find_map(followable));
        // Which answerer gave an older answer nobody knows; if there was one only, that one.
        query.map(|query| Last { query, answerer: self.first.clone() }).or_else(last)
    }

    fn remember(&self, chat: i64, reply: &Reply, answerer: &Arc<Answerer>, exchange: Option<Exchange>) {
        let mut chats = self.chats();
        let recall = chats.touch(&chat);
        if let Some(query) = reply.query.clone().and_then(followable) {
            recall.last = Some(Last { query, answerer: Arc::downgrade(answerer) });
        }
        if exchange.is_some() {
            recall.exchange = exchange;
        }
    }

    async fn move_chat(&self, from: i64, to: i64) {
        *self.moved().touch(&from) = Some(to);
        let recall = self.chats().forget(&from);
        if let Some(recall) = recall {
            self.chats().touch(&to).chosen = recall.chosen;
        }
        let store = Arc::clone(self.breaker.store());
        breaker::begun(async move {
            if let Err(error) = store.move_chat(from, to).await {
                log::error!("chat {from} is {to} now, which cannot be kept: {error:?}");
            }
        })
        .await;
    }

    /// The place as it is now, should its group have moved.
    fn now_at(&self, place: Place) -> Place {
        match self.moved().get(&place.chat) {
            Some(Some(to)) => Place { chat: *to, private: false, topic: None },
            _ => place,
        }
    }

    fn chats(&self) -> MutexGuard<'_, Recent<i64, Recall>> {
        self.chats.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn moved(&self) -> MutexGuard<'_, Recent<i64, Option<i64>>> {
        self.moved.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn not_ours(bot: &str, language: Language) -> String {
    language.say(Msg::NotOurs { bot: (&*fit::quoted(bot)).into() })
}

/// Work that ends by then, or is given up in the middle.
async fn in_time<T>(until: Instant, work: impl Future<Output = T>) -> Result<T, Undone> {
    timeout_at(until, work).await.map_err(|_| Undone::Late)
}

/// Whether somebody wants something of us: a question, a command or a press.
pub(crate) fn is_asked(incoming: &Incoming) -> bool {
    match incoming {
        Incoming::Question(question) => asks(question),
        Incoming::Press(_) => true,
        Incoming::Shared(_) | Incoming::File(_) | Incoming::Membership(_) | Incoming::Moved { .. } => false,
    }
}

fn asks(question: &Question) -> bool {
    question.addressed || question.words.as_deref().is_some_and(question::is_command)
}

fn done(written: Result<(), Unwritten>) -> Result<(), Undone> {
    match written {
        Ok(()) | Err(Unwritten::Dropped) => Ok(()),
        Err(Unwritten::Late) => Err(Undone::Late),
        Err(Unwritten::Unsure) => Err(Undone::Unsure),
        Err(Unwritten::Left) => Err(Undone::Left),
    }
}

/// What stands beneath something said to an admin.
fn markup(keys: Keys, me: &str) -> Option<ReplyMarkup> {
    match keys {
        Keys::None | Keys::File(_) => None,
        Keys::Rows(rows) => {
            let rows = rows
                .into_iter()
                .map(|row| row.into_iter().filter_map(|(label, data)| carrying(&label, data)).collect::<Vec<_>>());
            Some(InlineKeyboardMarkup::new(rows.filter(|row| !row.is_empty())).into())
        }
        Keys::Links(links, language) => messenger::links(&links, language, me).map(Into::into),
        Keys::Picker(channel, group) => {
            let keyboard = KeyboardMarkup::new([[pick(channel, A_CHANNEL)], [pick(group, A_GROUP)]]);
            Some(keyboard.resize_keyboard().one_time_keyboard().into())
        }
        Keys::NoPicker => Some(KeyboardRemove::new().into()),
    }
}

/// A button that lets a person choose among the chats where they and we may post.
fn pick(label: String, request: i32) -> KeyboardButton {
    let is_channel = request == A_CHANNEL;
    let rights = ChatAdministratorRights {
        is_anonymous: false,
        can_manage_chat: true,
        can_delete_messages: false,
        can_manage_video_chats: false,
        can_restrict_members: false,
        can_promote_members: false,
        can_change_info: false,
        can_invite_users: false,
        can_post_messages: is_channel.then_some(true),
        can_edit_messages: None,
        can_pin_messages: None,
        can_manage_topics: None,
        can_post_stories: Some(false),
        can_edit_stories: Some(false),
        can_delete_stories: Some(false),
    };
    let mut request = KeyboardButtonRequestChat::new(RequestId(request), is_channel);
    request.user_administrator_rights = Some(rights.clone());
    request.bot_administrator_rights = is_channel.then_some(rights);
    request.bot_is_member = true;
    request.request_title = true;
    request.request_username = true;
    KeyboardButton::new(label).request(ButtonRequest::RequestChat(request))
}

/// The buttons under a reply.
fn keyboard(reply: &Reply) -> Option<InlineKeyboardMarkup> {
    let asked = |Button { label, query }: &Button| button(label, reply.language, query);
    let mut rows: Vec<Vec<_>> = reply.buttons().iter().map(|row| row.iter().filter_map(asked).collect()).collect();
    rows.retain(|row| !row.is_empty());
    (!rows.is_empty()).then(|| InlineKeyboardMarkup::new(rows))
}

/// A button that carries its question, and the language to answer in.
fn button(label: &str, language: Language, query: &Query) -> Option<InlineKeyboardButton> {
    carrying(label, format!("{} {query}", language.tag()))
}

fn carrying(label: &str, data: String) -> Option<InlineKeyboardButton> {
    if data.len() > fit::DATA {
        log::error!("no button holds `{data}`");
        return None;
    }
    Some(InlineKeyboardButton::callback(fit::label(label), data))
}

/// The question whose sources this button shows: the answer's own.
fn behind(query: &Query) -> Option<Query> {
    if let Query::SourcesOf(query) = query { Some((**query).clone()) } else { None }
}

/// What an answer was about that has this button; of several calculated numbers it may be another.
fn about(query: &Query) -> Option<Query> {
    match query {
        Query::Why(ask) => Some(Query::Figures(ask.clone())),
        _ => None,
    }
}

/// The query, if one can ask on from it: it has figures or facts with sources.
fn followable(query: Query) -> Option<Query> {
    match query {
        Query::SourcesOf(query) => followable(*query),
        Query::Figures(_)
        | Query::Parts(_)
        | Query::Compare(_)
        | Query::Newest
        | Query::Why(_)
        | Query::Country(..)
        | Query::Agreements(_)
        | Query::Said(_)
        | Query::Mirror(..)
        | Query::History(_)
        | Query::AsOf(..)
        | Query::Search(_) => Some(query),
        Query::Countries
        | Query::Indicator(_)
        | Query::Facts
        | Query::Sources
        | Query::MoreSources(_)
        | Query::Source(_)
        | Query::Cite(_)
        | Query::Changes(_)
        | Query::Start
        | Query::Help
        | Query::Privacy
        | Query::Languages
        | Query::Speak(_) => None,
    }
}
