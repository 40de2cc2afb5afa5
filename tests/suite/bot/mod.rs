//! A Telegram of the suite's own: a Bot API server on loopback, with people in it.
//!
//! [`FakeTelegram::start`] gives one with an address and a token. A test lets people say and press
//! things, reads what the bot sent, makes calls go wrong, and at the end asks [`assert_clean`]: every
//! call is held against Telegram's documented limits, its markup and its manners, and what the bot got
//! wrong is kept as a [`Breach`], apart from the answers. It knows nothing of the bot under test.
//!
//! ```ignore
//! let telegram = FakeTelegram::start().await;
//! let ann = telegram.user(1, "Ann", "en");
//! let bot = spawn_bot(telegram.url(), telegram.token());
//! telegram.say(ann, ann, "/trade 2025");
//! let answer = telegram.wait_for_messages(ann, 1, SOON).await.remove(0);
//! telegram.press(answer.id, "2024");
//! telegram.fault(Fault::RetryAfter(2)).on("sendMessage").chat(ann);
//! telegram.assert_clean();
//! ```
//!
//! [`assert_clean`]: FakeTelegram::assert_clean

mod faults;
mod limits;
mod markup;
mod methods;
mod server;
#[cfg(test)]
mod tests;
mod world;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::sync::watch;

pub(crate) use faults::Fault;
use faults::{Order, Orders};
use limits::{Lane, Limits};
use methods::Refusal;
pub(crate) use world::{BOT_ID, ChatKind, Message};
use world::{Rank, Sent, World};

const TOKEN: &str = "123456789:AAF4ke-T0ken_for_the_suite_0nly_0123";

/// Telegram, as far as a test needs it. Dropping it ends the server and cuts every line.
pub(crate) struct FakeTelegram {
    shared: Arc<Shared>,
    url: String,
}

/// A call as it came in.
#[derive(Clone, Debug)]
pub(crate) struct Call {
    /// Counted from 1, in order of arrival.
    pub(crate) number: usize,
    pub(crate) method: String,
    pub(crate) params: Value,
    /// On the fake's clock, which [`FakeTelegram::pass_time`] moves.
    pub(crate) at: Instant,
    /// Status and body; none while the call waits, or where the line was cut.
    pub(crate) answer: Option<(u16, Value)>,
}

impl Call {
    pub(crate) fn ok(&self) -> bool {
        self.answer.as_ref().is_some_and(|(_, body)| body["ok"] == json!(true))
    }
}

/// Something the bot did that Telegram forbids, refuses or quietly mends.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Breach {
    pub(crate) kind: &'static str,
    pub(crate) method: String,
    pub(crate) text: String,
    pub(crate) call: Option<usize>,
}

/// A button to press: by its label, a part of it, or its number from 0.
pub(crate) enum Button {
    Label(String),
    Index(usize),
}

impl From<&str> for Button {
    fn from(label: &str) -> Button {
        Button::Label(label.to_owned())
    }
}

impl From<usize> for Button {
    fn from(index: usize) -> Button {
        Button::Index(index)
    }
}

impl FakeTelegram {
    pub(crate) async fn start() -> FakeTelegram {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("loopback has a free port");
        let address = listener.local_addr().expect("a bound listener has an address");
        let (changed, closing) = (watch::Sender::new(()), watch::Sender::new(false));
        let shared = Arc::new(Shared { state: Mutex::default(), changed, closing });
        tokio::spawn(server::serve(listener, Arc::clone(&shared)));
        FakeTelegram { shared, url: format!("http://{address}") }
    }

    /// Without a slash at the end; what `TELOXIDE_API_URL` takes.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    pub(crate) fn token(&self) -> &'static str {
        TOKEN
    }

    // People and places. Each gives its id back.

    /// A person and the private chat with them, of the same id; no language where the code is empty.
    pub(crate) fn user(&self, id: i64, first_name: &str, language_code: &str) -> i64 {
        let mut user = json!({ "id": id, "is_bot": false, "first_name": first_name });
        if !language_code.is_empty() {
            user["language_code"] = json!(language_code);
        }
        self.shared.change(|state| state.world.add_user(user));
        id
    }

    /// A person who has not started the bot: it may not write to them before they do.
    pub(crate) fn stranger(&self, id: i64, first_name: &str, language_code: &str) -> i64 {
        self.user(id, first_name, language_code);
        self.change_chat(id, |chat| drop(chat.ranks.insert(BOT_ID, Rank::new("left"))));
        id
    }

    /// A group, supergroup, forum or channel. The bot is a member, in a channel an administrator.
    pub(crate) fn chat(&self, id: i64, kind: ChatKind, title: &str) -> i64 {
        self.shared.change(|state| state.world.add_chat(id, kind, title))
    }

    /// Gives a chat its `@name`, without the sign.
    pub(crate) fn name_chat(&self, chat: i64, username: &str) {
        self.change_chat(chat, |chat| chat.username = Some(username.to_owned()));
    }

    pub(crate) fn make_admin(&self, chat: i64, user: i64) {
        self.change_chat(chat, |chat| drop(chat.ranks.insert(user, Rank::new("administrator"))));
    }

    /// Opens a topic in a forum and gives its thread id.
    pub(crate) fn topic(&self, chat: i64, creator: i64, name: &str) -> i64 {
        let topic = self.shared.change(|state| {
            let mut opened = state.world.draft(Some(creator), chat, "");
            opened["forum_topic_created"] = json!({ "name": name, "icon_color": 0x6F_B9_F0 });
            opened["message_thread_id"] = opened["message_id"].clone();
            opened["is_topic_message"] = json!(true);
            opened.as_object_mut().and_then(|opened| opened.remove("text"));
            state.world.push(json!({ "message": opened }));
            opened["message_id"].as_i64().unwrap_or_default()
        });
        self.change_chat(chat, |chat| chat.topics.extend([topic]));
        topic
    }

    pub(crate) fn delete_topic(&self, chat: i64, topic: i64) {
        self.change_chat(chat, |chat| chat.topics.retain(|open| *open != topic));
    }

    /// Only administrators may write there from now on.
    pub(crate) fn close_topic(&self, chat: i64, topic: i64) {
        self.change_chat(chat, |chat| chat.closed.extend([topic]));
    }

    pub(crate) fn open_topic(&self, chat: i64, topic: i64) {
        self.change_chat(chat, |chat| chat.closed.retain(|closed| *closed != topic));
    }

    /// The bot becomes `member`, `administrator`, `left` or `kicked` (in a private chat: blocked), by the
    /// hand of a user, and is told so.
    pub(crate) fn bot_becomes(&self, chat: i64, status: &str, by: i64) -> i64 {
        self.becomes(chat, BOT_ID, status, by)
    }

    /// The same of a person. The bot is told where it is an administrator and has asked to be.
    pub(crate) fn becomes(&self, chat: i64, who: i64, status: &str, by: i64) -> i64 {
        self.shared.change(|state| state.world.rank(chat, who, Rank::new(status), by))
    }

    /// Gives somebody, or the bot, a right such as `can_post_messages`.
    pub(crate) fn give(&self, chat: i64, who: i64, right: &str, by: i64) -> i64 {
        self.shared.change(|state| {
            let mut rank = state.world.chat(chat).rank(who);
            rank.lacks.remove(right);
            if rank.lacks.is_empty() && rank.status == "restricted" {
                rank = Rank::new("member");
            }
            state.world.rank(chat, who, rank, by)
        })
    }

    /// Takes a right away; a mere member is restricted by it.
    pub(crate) fn take(&self, chat: i64, who: i64, right: &str, by: i64) -> i64 {
        self.shared.change(|state| {
            let mut rank = state.world.chat(chat).rank(who);
            rank.lacks.insert(right.to_owned());
            if rank.status == "member" {
                "restricted".clone_into(&mut rank.status);
            }
            state.world.rank(chat, who, rank, by)
        })
    }

    /// A group becomes a supergroup of another number. The bot is not told.
    pub(crate) fn upgrade(&self, group: i64, to: i64) {
        self.shared.change(|state| {
            let old = state.world.chat(group).clone();
            state.world.add_chat(to, ChatKind::Supergroup, &old.title);
            state.world.chats.entry(to).and_modify(|chat| chat.ranks = old.ranks);
        });
        self.change_chat(group, |chat| chat.moved = Some(to));
    }

    // What people do. Each gives the number of the update, unless it says otherwise.

    pub(crate) fn say(&self, user: i64, chat: i64, text: &str) -> i64 {
        let message = self.draft(user, chat, text);
        self.say_update(json!({ "message": message }))
    }

    /// Answers a message, whosever it is.
    pub(crate) fn reply(&self, user: i64, message: i64, text: &str) -> i64 {
        let (chat, quoted) = self.quote(message);
        let mut draft = self.draft(user, chat, text);
        draft["reply_to_message"] = quoted;
        self.say_update(json!({ "message": draft }))
    }

    pub(crate) fn say_in_topic(&self, user: i64, chat: i64, topic: i64, text: &str) -> i64 {
        let mut draft = self.draft(user, chat, text);
        draft["message_thread_id"] = json!(topic);
        draft["is_topic_message"] = json!(true);
        draft["reply_to_message"] = self.quote(topic).1;
        self.say_update(json!({ "message": draft }))
    }

    /// An administrator writes in the name of the group.
    pub(crate) fn say_anonymously(&self, chat: i64, text: &str) -> i64 {
        let message = self.shared.change(|state| state.world.anonymous_draft(chat, text));
        self.say_update(json!({ "message": message }))
    }

    /// Somebody posts in a channel.
    pub(crate) fn post(&self, channel: i64, text: &str) -> i64 {
        let message = self.shared.change(|state| state.world.draft(None, channel, text));
        self.say_update(json!({ "channel_post": message }))
    }

    /// A person's own message gets another text.
    pub(crate) fn edit(&self, message: i64, text: &str) -> i64 {
        let (chat, old) = self.quote(message);
        let from = old["from"]["id"].as_i64();
        let mut new = self.shared.change(|state| state.world.draft(from, chat, text));
        new["edit_date"] = new["date"].clone();
        new["date"] = old["date"].clone();
        new["message_id"] = old["message_id"].clone();
        let kind = if from.is_some() { "edited_message" } else { "edited_channel_post" };
        self.say_update(json!({ kind: new }))
    }

    /// A message that tells what happened, such as `migrate_to_chat_id`.
    pub(crate) fn tell(&self, user: i64, chat: i64, what: &str, value: Value) -> i64 {
        let mut message = self.draft(user, chat, "");
        message.as_object_mut().and_then(|message| message.remove("text"));
        message[what] = value;
        self.say_update(json!({ "message": message }))
    }

    /// Sends the bot a file of this text.
    pub(crate) fn say_file(&self, user: i64, name: &str, text: &str) -> i64 {
        let file = Sent { name: name.to_owned(), size: text.len() as u64, text: Some(text.to_owned()) };
        let document = self.shared.change(|state| {
            let id = state.world.keep_file("document", file);
            state.world.document(&id)
        });
        self.tell(user, user, "document", document)
    }

    /// From now on every file is said to have no size.
    pub(crate) fn lie_of_sizes(&self) {
        self.shared.change(|state| state.world.lies_of_sizes = true);
    }

    /// Presses a button of the reply keyboard that asks for a chat, and chooses this one in Telegram's picker. The
    /// picker lets the bot in as the button asks for, where the person may do that.
    pub(crate) fn pick(&self, user: i64, label: &str, chat: i64) -> i64 {
        let buttons = self.shared.look(|state| state.world.chat(user).keyboard.concat());
        let button = buttons.iter().find(|button| button["text"] == label);
        let button = button.unwrap_or_else(|| panic!("no button {label} among {buttons:?}"));
        let request = button["request_chat"].clone();
        let found = self.shared.look(|state| state.world.chat(chat).clone());
        assert_eq!(
            request["chat_is_channel"],
            json!(found.kind == ChatKind::Channel),
            "the picker offers no such chat"
        );
        assert!(found.rank(user).covers(&request["user_administrator_rights"]), "the picker offers no such chat");
        let (rights, bot) = (&request["bot_administrator_rights"], found.rank(BOT_ID));
        if !bot.covers(rights) {
            assert!(found.rank(user).may("can_promote_members"), "they may not let the bot in");
            self.becomes(chat, BOT_ID, "administrator", user);
        } else if request["bot_is_member"] == json!(true) && matches!(bot.status.as_str(), "left" | "kicked") {
            self.becomes(chat, BOT_ID, "member", user);
        }
        let mut shared = json!({ "request_id": request["request_id"], "chat_id": chat });
        if request["request_title"] == json!(true) {
            shared["title"] = json!(found.title);
        }
        if let Some(name) = found.username.filter(|_| request["request_username"] == json!(true)) {
            shared["username"] = json!(name);
        }
        self.tell(user, user, "chat_shared", shared)
    }

    /// The labels of the reply keyboard that stands under a chat, row by row.
    pub(crate) fn reply_keyboard(&self, chat: i64) -> Vec<Vec<String>> {
        let label = |button: &Value| button["text"].as_str().or(button.as_str()).unwrap_or_default().to_owned();
        self.shared
            .look(|state| state.world.chat(chat).keyboard.iter().map(|row| row.iter().map(label).collect()).collect())
    }

    /// The text of a file that was sent.
    pub(crate) fn file(&self, id: &str) -> Option<String> {
        self.shared.look(|state| state.world.files.get(id).and_then(|file| file.text.clone()))
    }

    /// A message as an update carries it, to be changed and passed to [`FakeTelegram::say_update`].
    pub(crate) fn draft(&self, user: i64, chat: i64, text: &str) -> Value {
        self.shared.change(|state| state.world.draft(Some(user), chat, text))
    }

    /// Any update at all, `{ "message": … }`. Its number is put in where it has none; a message in it
    /// is on record from then on, with its chat and its sender.
    pub(crate) fn say_update(&self, update: Value) -> i64 {
        self.shared.change(|state| state.world.push(update))
    }

    /// Any update in a test's own words, without its number: an object that need not be sound. A callback query in it
    /// has to be answered if it is named here.
    pub(crate) fn say_raw(&self, update: &str, callback: Option<&str>) -> i64 {
        self.shared.change(|state| {
            if let Some(id) = callback {
                let callback = world::Callback { what: format!("{id} (raw)"), answered: false };
                state.world.callbacks.insert(id.to_owned(), callback);
            }
            state.world.push_raw(update)
        })
    }

    /// Presses a button: the person of a private chat, elsewhere the one who was answered. Gives the
    /// callback query's id.
    pub(crate) fn press(&self, message: i64, button: impl Into<Button>) -> String {
        let found = self.message(message);
        let answered = found.reply_to.map(|id| self.message(id)).and_then(|message| message.raw);
        let from = answered.and_then(|raw| raw["from"]["id"].as_i64()).filter(|_| found.chat < 0);
        assert!(found.chat > 0 || from.is_some(), "who presses in a group? Use press_as");
        self.press_as(from.unwrap_or(found.chat), message, button)
    }

    pub(crate) fn press_as(&self, user: i64, message: i64, button: impl Into<Button>) -> String {
        let found = self.message(message);
        let labels: Vec<String> = found.buttons().concat();
        let index = match button.into() {
            Button::Index(index) => Some(index),
            Button::Label(label) => {
                let exact = labels.iter().position(|other| *other == label);
                exact.or_else(|| labels.iter().position(|other| other.contains(&label)))
            }
        };
        let button = index.and_then(|index| found.keyboard.concat().get(index).cloned());
        let button = button.unwrap_or_else(|| panic!("no such button under message {message}, which has {labels:?}"));
        let data = button["callback_data"].as_str().unwrap_or_else(|| panic!("{button} sends nothing to the bot"));
        self.press_data(user, message, data)
    }

    /// A press that brings these data, whether or not a button has them: an old one, or a forged one.
    pub(crate) fn press_data(&self, user: i64, message: i64, data: &str) -> String {
        self.shared.change(|state| {
            let world = &mut state.world;
            let found = world.message(message);
            let (chat, shown) = (found.chat, world.message_json(found, true));
            let id = format!("{}", 4_000_000_000_000_000_000 + world.next_id());
            let from = world.user(user);
            world.push(json!({ "callback_query": {
                "id": id, "from": from, "message": shown, "chat_instance": chat.to_string(), "data": data
            }}));
            id
        })
    }

    /// Types after the bot's name in some chat; gives the inline query's id.
    pub(crate) fn inline(&self, user: i64, query: &str) -> String {
        self.shared.change(|state| {
            let world = &mut state.world;
            let id = format!("{}", 5_000_000_000_000_000_000 + world.next_id());
            let from = world.user(user);
            let chat_type = "sender";
            world.push(json!({ "inline_query": {
                "id": id, "from": from, "query": query, "offset": "", "chat_type": chat_type
            }}));
            id
        })
    }

    // What the bot did

    /// The calls of a method in order of arrival; of all methods where it is `*`.
    pub(crate) fn calls(&self, method: &str) -> Vec<Call> {
        let fits = |call: &&Call| method == "*" || call.method.eq_ignore_ascii_case(method);
        self.shared.look(|state| state.calls.iter().filter(fits).cloned().collect())
    }

    /// What the bot said in a chat, as it reads now, without what was deleted.
    pub(crate) fn messages(&self, chat: i64) -> Vec<Message> {
        let fits = |message: &&Message| message.chat == chat && message.by_bot && !message.deleted;
        self.shared.look(|state| state.world.messages.values().filter(fits).cloned().collect())
    }

    /// Any message on record, also a person's own.
    pub(crate) fn message(&self, id: i64) -> Message {
        self.shared.look(|state| state.world.message(id).clone())
    }

    /// The parameters with which an inline query was answered.
    pub(crate) fn inline_answer(&self, query: &str) -> Option<Value> {
        self.shared.look(|state| state.world.inline.get(query).cloned().flatten())
    }

    /// The `/` menu of a scope (`default`, `all_private_chats` …) in a language: names and descriptions.
    pub(crate) fn menu(&self, scope: &str, language: &str) -> Vec<(String, String)> {
        let string = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let key = (scope.to_owned(), language.to_owned());
        let listed = self.shared.look(|state| state.world.commands.get(&key).cloned().unwrap_or_default());
        listed.iter().map(|command| (string(&command["command"]), string(&command["description"]))).collect()
    }

    /// Forgets what the bot has not confirmed yet, as Telegram does after a day.
    pub(crate) fn drop_updates(&self) {
        self.shared.change(|state| state.world.updates.clear());
    }

    /// How many updates the bot has not confirmed yet.
    pub(crate) fn pending_updates(&self) -> usize {
        self.shared.look(|state| state.world.updates.len())
    }

    /// The bot's messages in a chat, once there are so many.
    ///
    /// # Panics
    ///
    /// If there are not in time; it tells what was called instead.
    pub(crate) async fn wait_for_messages(&self, chat: i64, many: usize, within: Duration) -> Vec<Message> {
        self.wait_until(|telegram| telegram.messages(chat).len() >= many, within).await;
        self.messages(chat)
    }

    /// Returns as soon as the condition holds.
    ///
    /// # Panics
    ///
    /// If it does not in time; it tells what was called instead.
    pub(crate) async fn wait_until(&self, holds: impl Fn(&FakeTelegram) -> bool, within: Duration) {
        let mut changed = self.shared.changed.subscribe();
        let met = async {
            loop {
                changed.mark_unchanged();
                if holds(self) || changed.changed().await.is_err() {
                    return;
                }
            }
        };
        if tokio::time::timeout(within, met).await.is_err() {
            panic!("waited {within:?} in vain; the calls were:\n{}", self.story());
        }
    }

    // What goes wrong

    /// Orders a fault; it stands from the end of the statement. Without more it strikes the next call
    /// of any method but `getUpdates`.
    pub(crate) fn fault(&self, fault: Fault) -> Script<'_> {
        let order = Order { fault, method: None, chat: None, skip: 0, times: 1 };
        Script { shared: &self.shared, order: Some(order) }
    }

    pub(crate) fn clear_faults(&self) {
        self.shared.change(|state| state.faults.clear());
    }

    /// Whether floods are answered with 429, by the documented rules of thumb.
    pub(crate) fn limits(&self, enforced: bool) {
        self.shared.change(|state| state.limits.enforced = enforced);
    }

    /// Moves the fake's clock, for a test that turns the bot's: `retry_after` and flood limits go by it.
    pub(crate) fn pass_time(&self, time: Duration) {
        self.shared.change(|state| state.world.passed += time);
    }

    pub(crate) fn breaches(&self) -> Vec<Breach> {
        self.shared.look(|state| state.breaches.clone())
    }

    /// Forgets the breaches so far, where a test wanted them.
    pub(crate) fn clear_breaches(&self) {
        self.shared.change(|state| state.breaches.clear());
    }

    /// The callback queries that were never answered, by id and data: their buttons still turn.
    pub(crate) fn unanswered_callbacks(&self) -> Vec<String> {
        let open = |state: &State| {
            let callbacks = state.world.callbacks.values().filter(|callback| !callback.answered);
            callbacks.map(|callback| callback.what.clone()).collect()
        };
        self.shared.look(open)
    }

    /// # Panics
    ///
    /// If the bot broke a rule or left a press unanswered; it lists them all.
    #[track_caller]
    pub(crate) fn assert_clean(&self) {
        let told = self.breaches().into_iter().map(|breach| {
            let call = breach.call.map_or_else(String::new, |number| format!("call {number}, "));
            format!("  {call}{}: {}: {}", breach.method, breach.kind, breach.text)
        });
        let open =
            self.unanswered_callbacks().into_iter().map(|what| format!("  never answered: callback query {what}"));
        let faults: Vec<String> = told.chain(open).collect();
        assert!(faults.is_empty(), "the bot broke {} rules:\n{}", faults.len(), faults.join("\n"));
    }

    fn change_chat(&self, chat: i64, change: impl FnOnce(&mut world::Chat)) {
        let id = chat;
        self.shared.change(|state| match state.world.chats.get_mut(&id) {
            Some(chat) => change(chat),
            None => panic!("there is no chat {id} in this world"),
        });
    }

    /// The chat of a message, and the message as an update quotes it.
    fn quote(&self, message: i64) -> (i64, Value) {
        self.shared.look(|state| {
            let found = state.world.message(message);
            (found.chat, state.world.message_json(found, false))
        })
    }

    fn story(&self) -> String {
        let tell = |call: &Call| {
            let status = call.answer.as_ref().map_or("no answer".to_owned(), |(status, _)| status.to_string());
            format!("  {} {} {} → {status}", call.number, call.method, call.params)
        };
        let calls = self.calls("*");
        calls.iter().filter(|call| call.method != "getUpdates").map(tell).collect::<Vec<_>>().join("\n")
    }
}

impl Drop for FakeTelegram {
    fn drop(&mut self) {
        self.shared.closing.send_replace(true);
    }
}

/// Which calls a fault strikes. It is placed whole when this is dropped, so that no call falls between.
pub(crate) struct Script<'a> {
    shared: &'a Shared,
    order: Option<Order>,
}

impl Script<'_> {
    pub(crate) fn on(self, method: &str) -> Self {
        self.with(|order| order.method = Some(method.to_owned()))
    }

    pub(crate) fn chat(self, chat: i64) -> Self {
        self.with(|order| order.chat = Some(chat))
    }

    /// Lets so many calls through first.
    pub(crate) fn skip(self, calls: usize) -> Self {
        self.with(|order| order.skip = calls)
    }

    pub(crate) fn times(self, calls: usize) -> Self {
        self.with(|order| order.times = calls)
    }

    fn with(mut self, change: impl FnOnce(&mut Order)) -> Self {
        self.order.as_mut().map(change);
        self
    }
}

impl Drop for Script<'_> {
    fn drop(&mut self) {
        if let Some(order) = self.order.take() {
            self.shared.change(|state| state.faults.add(order));
        }
    }
}

struct Shared {
    state: Mutex<State>,
    changed: watch::Sender<()>,
    closing: watch::Sender<bool>,
}

impl Shared {
    fn look<T>(&self, look: impl FnOnce(&State) -> T) -> T {
        look(&self.lock())
    }

    fn change<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        let result = change(&mut self.lock());
        self.changed.send_replace(());
        result
    }

    /// A test that panics in here has failed already; panics of other threads would only hide it.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// All that the server keeps.
#[derive(Default)]
struct State {
    world: World,
    calls: Vec<Call>,
    breaches: Vec<Breach>,
    faults: Orders,
    limits: Limits,
    /// How many polls have begun; the newest holds the line.
    polls: usize,
}

impl State {
    fn now(&self) -> Instant {
        Instant::now() + self.world.passed
    }

    fn record(&mut self, method: &str, params: Value) -> usize {
        let (number, at) = (self.calls.len() + 1, self.now());
        self.calls.push(Call { number, method: method.to_owned(), params, at, answer: None });
        number
    }

    fn call(&self, number: usize) -> &Call {
        &self.calls[number - 1]
    }

    fn settle(&mut self, number: usize, status: u16, body: Value) {
        self.calls[number - 1].answer = Some((status, body));
    }

    fn unsettle(&mut self, number: usize) {
        self.calls[number - 1].answer = None;
    }

    fn chat_of(&self, number: usize) -> Option<i64> {
        self.world.find_chat(&self.call(number).params["chat_id"]).map(|chat| chat.id)
    }

    fn fault_for(&mut self, number: usize) -> Option<Fault> {
        let (method, chat) = (self.call(number).method.clone(), self.chat_of(number));
        self.faults.pick(&method, chat)
    }

    fn run(&mut self, number: usize) -> Result<Value, Refusal> {
        let (call, now) = (self.call(number).clone(), self.now());
        let lane = Lane::Method(call.method.clone());
        if self.chat_of(number).is_none()
            && let Some(left) = self.limits.left(&lane, now)
        {
            let text = format!("{left:?} before its retry_after had passed");
            let method = call.method.clone();
            self.breaches.push(Breach { kind: "ignored_retry_after", method, text, call: Some(number) });
        }
        let outcome = methods::run(self, &call, now);
        if let Err(Refusal { code: 429, parameters: Some(parameters), .. }) = &outcome {
            self.close(number, false, parameters["retry_after"].as_u64().unwrap_or_default());
        }
        outcome
    }

    /// Notes what is wrong with a call that is going to fail anyway, and undoes what it did.
    fn rehearse(&mut self, number: usize) {
        let before = self.world.clone();
        drop(self.run(number));
        self.world = before;
    }

    /// After a 429: the chat, the method that names none, or everything is closed for so many seconds.
    fn close(&mut self, number: usize, everywhere: bool, seconds: u64) {
        let lane = match self.chat_of(number) {
            _ if everywhere => Lane::All,
            Some(chat) => Lane::Chat(chat),
            None => Lane::Method(self.call(number).method.clone()),
        };
        self.limits.close(lane, self.now() + Duration::from_secs(seconds));
    }

    /// Confirms what stands before the offset; a negative one forgets all but the last so many.
    fn begin_poll(&mut self, offset: i64) -> usize {
        let updates = &mut self.world.updates;
        if offset < 0 {
            let last = usize::try_from(-offset).unwrap_or(usize::MAX);
            updates.drain(..updates.len().saturating_sub(last));
        }
        updates.retain(|update| update["update_id"].as_i64() >= Some(offset));
        self.polls += 1;
        self.polls
    }

    fn pending(&self, limit: u64) -> Vec<Value> {
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        self.world.updates.iter().take(limit).cloned().collect()
    }
}
