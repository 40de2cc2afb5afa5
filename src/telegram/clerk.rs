//! What is said to whom: a question answered, a button followed, an excuse made.
//!
//! It takes a [`Matter`] apart, asks for the reply and has it sent; and it remembers what a chat was told.
//! It does not know in what order, nor what to do with a failure.

use std::{
    future::Future,
    pin::Pin,
    sync::{Arc, Mutex, MutexGuard, PoisonError, Weak},
};

use jiff::civil::Date;
use teloxide::types::{
    ButtonRequest, ChatAdministratorRights, InlineKeyboardButton, InlineKeyboardMarkup, KeyboardButton,
    KeyboardButtonRequestChat, KeyboardMarkup, KeyboardRemove, ReplyMarkup, RequestId,
};
use tokio::time::Instant;

use super::{
    admin::{A_CHANNEL, A_GROUP, Admin, Keys, MARK, Said, Who},
    member::Membership,
    memory::{Exchange, Last, Recall, Recent},
    postman,
    prompt::Prompt,
    refusal::Refusal,
    send::{Sender, Unwritten, Writing},
    update::{File, Matter, Me, Place, Press, Question, Shared},
};
use crate::{
    clock::Clock,
    language::{Language, Msg},
    question::{self, Query},
    render::{
        Button,
        html::{Telegram, escape},
    },
    reply::{Desk, Heard, Live, Reader, Reply},
    schedule,
};

/// Of so many chats something is remembered.
const CHATS: usize = 10_000;

/// A button carries so many bytes.
const DATA: usize = 64;

/// Whatever answers: the desk, or in a test something slow or broken.
pub type Answering = Arc<dyn Fn(Asked) -> Pin<Box<dyn Future<Output = Heard> + Send>> + Send + Sync>;

/// What is asked, by whom, as far as the answer depends on it.
#[derive(Clone, Debug)]
pub struct Asked {
    /// Where the answer comes from, whatever becomes of the sheets meanwhile.
    pub desk: Arc<Desk>,
    pub what: What,
    pub language: Language,
    pub today: Date,
    /// What was asked before, for questions that follow on.
    pub last: Option<Query>,
    /// Whether another desk answered that.
    pub moved: bool,
    /// The bot's user name without `@`.
    pub me: Arc<str>,
}

#[derive(Clone, Debug)]
pub enum What {
    Words(String),
    Query(Query),
}

/// Answers from the desk.
pub fn answering() -> Answering {
    Arc::new(|asked| {
        Box::pin(async move {
            let Asked { desk, what, language, today, last, moved, me } = asked;
            match what {
                What::Words(text) => {
                    desk.text(&text, Reader { language, today, last: last.as_ref(), moved, me: Some(&me) })
                }
                What::Query(query) => desk.heard(&query, language),
            }
        })
    })
}

/// Deals with what comes in.
pub(crate) struct Clerk {
    me: Me,
    name: Arc<str>,
    live: Arc<Live>,
    /// The desk we began with.
    first: Weak<Desk>,
    answering: Answering,
    sender: Sender,
    admin: Admin,
    prompt: Arc<Prompt>,
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
    /// We are stopping; it is for the next start.
    Left,
}

/// What the chat is told instead of an answer.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Regret {
    Late,
    Flood,
    Crash,
}

impl Clerk {
    pub(crate) fn new(
        me: Me,
        live: Arc<Live>,
        answering: Answering,
        sender: Sender,
        admin: Admin,
        prompt: Arc<Prompt>,
        clock: Clock,
    ) -> Self {
        let name = me.username.as_str().into();
        let (chats, moved) = (Mutex::new(Recent::new(CHATS)), Mutex::new(Recent::new(CHATS)));
        let first = Arc::downgrade(&live.desk());
        Self { me, name, live, first, answering, sender, admin, prompt, clock, chats, moved }
    }

    pub(crate) fn me(&self) -> &Me {
        &self.me
    }

    /// Deals with one matter, to the end or until its time is over.
    pub(crate) async fn deal(&self, matter: &Matter, until: Instant) -> Result<(), Undone> {
        match matter {
            Matter::Question(question) => self.answer(question, until).await,
            Matter::Press(press) if press.data.starts_with(MARK) => self.order_by_button(press, until).await,
            Matter::Press(press) => self.follow(press, until).await,
            Matter::Shared(shared) => self.connect(shared, until).await,
            Matter::File(file) => self.restore(file, until).await,
            Matter::Membership(membership) => {
                self.note_membership(membership).await;
                Ok(())
            }
            Matter::Moved { from, to } => {
                self.move_chat(*from, *to).await;
                Ok(())
            }
        }
    }

    /// Tells the chat that there is no answer, and why.
    pub(crate) async fn regret(&self, matter: &Matter, why: Regret, until: Instant) -> Result<(), Undone> {
        let message = match why {
            Regret::Late => Msg::AskAgain,
            Regret::Flood => Msg::SlowDown,
            Regret::Crash => Msg::Broken,
        };
        match matter {
            Matter::Question(question) if !self.expects_answer(question) => Ok(()),
            Matter::Question(Question { place, message: question, language, .. }) => {
                let words = self.language(place.chat, *language).await.say(message);
                self.say(*place, Some(*question), &words, until).await
            }
            Matter::Press(Press { id, under, language, .. }) => {
                let chat = under.map_or(0, |(place, _)| place.chat);
                let words = self.language(chat, *language).await.say(message);
                match (self.sender.acknowledge(id, Some(words.clone())).await, under) {
                    (Err(Refusal::TooOld), Some((place, message))) => {
                        self.say(*place, Some(*message), &words, until).await
                    }
                    _ => Ok(()),
                }
            }
            Matter::Shared(Shared { place, language, .. }) | Matter::File(File { place, language, .. }) => {
                let words = self.language(place.chat, *language).await.say(message);
                self.say(*place, None, &words, until).await
            }
            Matter::Membership(_) | Matter::Moved { .. } => Ok(()),
        }
    }

    /// Waits until the chat may be written to.
    pub(crate) async fn await_open(&self, matter: &Matter) -> Result<(), Undone> {
        match matter {
            Matter::Question(Question { place, .. }) | Matter::Press(Press { under: Some((place, _)), .. }) => {
                done(self.sender.await_open(self.now_at(*place)).await)
            }
            _ => Ok(()),
        }
    }

    async fn answer(&self, question: &Question, until: Instant) -> Result<(), Undone> {
        let place = self.now_at(question.place);
        let language = self.language(place.chat, question.language).await;
        let Some(over) = self.to_write_over(place.chat, question) else { return Ok(()) };
        let reply_to = (!place.private).then_some(question.message);
        let Some(words) = &question.words else {
            return self.say(place, reply_to, &language.say(Msg::NoWords), until).await;
        };
        let who = Who { person: question.person, language };
        match schedule::order(words, Some(&self.name)).transpose() {
            Some(order) if place.private => {
                return self.tell(place, Vec::new(), self.admin.order(order, who).await, until).await;
            }
            Some(_) if question.addressed => {
                return self.say(place, reply_to, &language.say(Msg::InPrivate), until).await;
            }
            Some(_) => return Ok(()),
            None if place.private && !words.starts_with('/') => {
                // Without the store nobody is asked for words.
                let draft = self.prompt.wait(self.admin.draft(who)).await.ok().flatten();
                if let Some(draft) = draft
                    && let Some(said) = self.admin.typed(draft, words, who).await
                {
                    return self.tell(place, Vec::new(), said, until).await;
                }
            }
            None => {}
        }
        let desk = self.live.desk();
        let last = self.last(place.chat, question, &desk);
        let heard = self.ask(&desk, What::Words(words.clone()), language, last).await;
        let reply = match heard {
            Heard::Reply(reply) => reply,
            Heard::Language(chosen, reply) => {
                self.choose_language(place.chat, chosen).await;
                reply
            }
            Heard::NotOurs(bot) if place.private => {
                return self.say(place, None, &language.say(Msg::NotOurs { bot: bot.into() }), until).await;
            }
            Heard::NotOurs(_) => return Ok(()),
        };
        if !question.addressed && reply.query.is_none() && !question::is_command(words) {
            return Ok(());
        }
        let shown = self.show(place, over, reply_to, &reply, until).await;
        if let Ok((chat, answer)) = &shown {
            let exchange = Exchange { question: question.message, answer: answer.clone() };
            self.remember(*chat, &reply, &desk, Some(exchange));
        }
        done(shown.map(drop))
    }

    /// Whether silence would be noticed.
    fn expects_answer(&self, question: &Question) -> bool {
        let ours = question.addressed || question.words.as_deref().is_some_and(question::is_command);
        ours && self.to_write_over(self.now_at(question.place).chat, question).is_some()
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
            return self.acknowledged(press, None).await;
        };
        let desk = self.live.desk();
        let Some((language, query)) = question::parse_spelling(&press.data, desk.catalogue()) else {
            let language = self.language(place.chat, press.language).await;
            log::warn!("chat {}: a button that we cannot read", place.chat);
            return self.acknowledged(press, Some(language.say(Msg::OldButton))).await;
        };
        let reply = match self.ask(&desk, What::Query(query), language, None).await {
            Heard::Reply(reply) => reply,
            Heard::Language(chosen, reply) => {
                self.choose_language(place.chat, chosen).await;
                reply
            }
            Heard::NotOurs(_) => return self.acknowledged(press, None).await,
        };
        let (over, reply_to) = if press.own { (vec![message], None) } else { (Vec::new(), Some(message)) };
        let (shown, acknowledged) =
            tokio::join!(self.show(place, over, reply_to, &reply, until), self.acknowledged(press, None));
        if let Ok((chat, _)) = &shown {
            self.remember(*chat, &reply, &desk, None);
        }
        done(shown.map(drop)).and(acknowledged)
    }

    async fn order_by_button(&self, press: &Press, until: Instant) -> Result<(), Undone> {
        let Some((place, message)) = press.under.map(|(place, message)| (self.now_at(place), message)) else {
            return self.acknowledged(press, None).await;
        };
        let who = Who { person: press.person, language: self.language(place.chat, press.language).await };
        if !place.private {
            return self.acknowledged(press, Some(who.language.say(Msg::InPrivate))).await;
        }
        let pressed = self.admin.press(&press.data, who).await;
        let over = if pressed.over { vec![message] } else { Vec::new() };
        let (told, acknowledged) =
            tokio::join!(self.tell(place, over, pressed.said, until), self.acknowledged(press, pressed.toast));
        told.and(acknowledged)
    }

    async fn connect(&self, shared: &Shared, until: Instant) -> Result<(), Undone> {
        let Shared { place, person, language, request, chat, title, .. } = shared;
        let who = Who { person: *person, language: self.language(place.chat, *language).await };
        let said = self.admin.shared(*request, *chat, title.as_deref(), who).await;
        self.tell(*place, Vec::new(), said, until).await
    }

    /// Takes a backup back.
    async fn restore(&self, file: &File, until: Instant) -> Result<(), Undone> {
        let File { place, person, language, id } = file;
        let who = Who { person: *person, language: self.language(place.chat, *language).await };
        let said = match self.sender.fetch_file(id, until).await {
            Ok(bytes) => self.admin.restore(&bytes, who).await,
            Err(Unwritten::Left) => return Err(Undone::Left),
            Err(_) => return Err(Undone::Late),
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
            Ok(Some(said)) => self.tell(place, Vec::new(), vec![said], until).await.is_ok(),
            Ok(None) => true,
            Err(error) => {
                log::error!("what {person} is owed cannot be read: {error:?}");
                false
            }
        }
    }

    /// Says one thing after the other, over these messages as far as they go.
    async fn tell(&self, place: Place, over: Vec<i32>, said: Vec<Said>, until: Instant) -> Result<(), Undone> {
        let mut over = over.into_iter();
        for Said { html, keys } in said {
            if let Keys::File(text) = keys {
                done(self.sender.send_file(place.chat, "tradefacts.yaml", text, &html, until).await)?;
                continue;
            }
            let keyboard = markup(keys, &self.me.username);
            let writing =
                Writing { place, over: over.next(), reply_to: None, html: &html, keyboard: keyboard.as_ref() };
            done(self.sender.write(writing, until).await.map(drop))?;
        }
        Ok(())
    }

    async fn acknowledged(&self, press: &Press, words: Option<String>) -> Result<(), Undone> {
        match self.sender.acknowledge(&press.id, words).await {
            Ok(()) | Err(Refusal::TooOld) => {}
            Err(refusal) => log::warn!("a press was not acknowledged ({refusal:?})"),
        }
        Ok(())
    }

    async fn ask(&self, desk: &Arc<Desk>, what: What, language: Language, last: Option<Last>) -> Heard {
        let moved = last.as_ref().is_some_and(|last| !last.desk.ptr_eq(&Arc::downgrade(desk)));
        let (desk, last, me) = (Arc::clone(desk), last.map(|last| last.query), Arc::clone(&self.name));
        let asked = Asked { desk, what, language, today: self.clock.today(), last, moved, me };
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
        let (mut place, mut over, mut reply_to) = (place, over.into_iter(), reply_to);
        let (parts, keyboard) = (reply.shown::<Telegram>(), keyboard(reply).map(ReplyMarkup::from));
        let mut messages = Vec::with_capacity(parts.len());
        for (index, html) in parts.iter().enumerate() {
            let keyboard = keyboard.as_ref().filter(|_| index + 1 == parts.len());
            let writing = Writing { place, over: over.next(), reply_to, html, keyboard };
            let written = self.sender.write(writing, until).await?;
            if written.chat != place.chat {
                self.move_chat(place.chat, written.chat).await;
                place = Place { chat: written.chat, private: false, topic: None };
                (over, reply_to) = (Vec::new().into_iter(), None);
            }
            messages.push(written.message);
        }
        for message in over {
            self.sender.delete(place.chat, message).await;
        }
        Ok((place.chat, messages))
    }

    /// Says one sentence.
    async fn say(&self, place: Place, reply_to: Option<i32>, words: &str, until: Instant) -> Result<(), Undone> {
        let place = self.now_at(place);
        let html = escape(words);
        let written =
            self.sender.write(Writing { place, over: None, reply_to, html: &html, keyboard: None }, until).await;
        done(written.map(drop))
    }

    /// The language this chat chose, else the one that the sender's Telegram is in.
    async fn language(&self, chat: i64, of_sender: Option<Language>) -> Language {
        let known = self.chats().touch(&chat).chosen;
        let chosen = match known {
            Some(chosen) => chosen,
            None => match self.prompt.wait(self.prompt.store().language(chat)).await {
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

    async fn choose_language(&self, chat: i64, language: Option<Language>) {
        self.chats().touch(&chat).chosen = Some(language);
        if let Err(error) = self.prompt.store().choose_language(chat, language).await {
            log::error!("chat {chat}: its language cannot be kept: {error:?}");
        }
    }

    /// What a question may follow on: what the message it replies to was about, else the chat's last.
    fn last(&self, chat: i64, question: &Question, desk: &Desk) -> Option<Last> {
        let chats = self.chats();
        let recall = chats.get(&chat);
        let last = || recall.and_then(|recall| recall.last.clone());
        let Some(replied) = &question.replied else { return last() };
        let latest = recall.and_then(|recall| recall.exchange.as_ref());
        if latest.is_some_and(|exchange| exchange.answer.contains(&replied.message)) {
            return last();
        }
        let queries = replied.data.iter().filter_map(|data| question::parse_spelling(data, desk.catalogue()));
        let queries: Vec<Query> = queries.map(|(_, query)| query).collect();
        let query = queries.iter().find_map(about).or_else(|| queries.into_iter().find_map(followable));
        // Which desk gave an older answer nobody knows; if there was one only, that one.
        query.map(|query| Last { query, desk: self.first.clone() }).or_else(last)
    }

    fn remember(&self, chat: i64, reply: &Reply, desk: &Arc<Desk>, exchange: Option<Exchange>) {
        let mut chats = self.chats();
        let recall = chats.touch(&chat);
        if let Some(query) = reply.query.clone().and_then(followable) {
            recall.last = Some(Last { query, desk: Arc::downgrade(desk) });
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
        if let Err(error) = self.prompt.store().move_chat(from, to).await {
            log::error!("chat {from} is {to} now, which cannot be kept: {error:?}");
        }
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

fn done(written: Result<(), Unwritten>) -> Result<(), Undone> {
    match written {
        Ok(()) | Err(Unwritten::Dropped) => Ok(()),
        Err(Unwritten::Late) => Err(Undone::Late),
        Err(Unwritten::Left) => Err(Undone::Left),
    }
}

/// What stands beneath something said to an admin.
fn markup(keys: Keys, me: &str) -> Option<ReplyMarkup> {
    match keys {
        Keys::None | Keys::File(_) => None,
        Keys::Rows(rows) => {
            let rows = rows.into_iter().map(|row| {
                row.into_iter().map(|(label, data)| InlineKeyboardButton::callback(label, data)).collect::<Vec<_>>()
            });
            Some(InlineKeyboardMarkup::new(rows.filter(|row| !row.is_empty())).into())
        }
        Keys::Links(links, language) => postman::links(&links, language, me).map(Into::into),
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
    let data = format!("{} {query}", language.tag());
    if data.len() > DATA {
        log::error!("no button holds `{data}`");
        return None;
    }
    Some(InlineKeyboardButton::callback(label, data))
}

/// What an answer was about that has this button.
fn about(query: &Query) -> Option<Query> {
    match query {
        Query::SourcesOf(query) => Some((**query).clone()),
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
