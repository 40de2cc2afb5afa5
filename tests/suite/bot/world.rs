//! The people, the chats and what was said in them.
//!
//! It builds the JSON that the Bot API shows of them and keeps the updates that wait for the bot. It does
//! not know how calls come in, nor which of them are allowed.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde_json::{Map, Value, json};

use super::markup::{self, Entity};

pub(crate) const BOT_ID: i64 = 123_456_789;
pub(super) const BOT_NAME: &str = "arcadia_test_bot";

/// Who an administrator is that writes in the name of a group.
const ANONYMOUS: i64 = 1_087_968_824;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ChatKind {
    Private,
    Group,
    Supergroup,
    Forum,
    Channel,
}

#[derive(Clone, Debug)]
pub(super) struct Chat {
    pub(super) id: i64,
    pub(super) kind: ChatKind,
    pub(super) title: String,
    pub(super) username: Option<String>,
    /// What those are in it of whom something was said; anybody else is a member.
    pub(super) ranks: BTreeMap<i64, Rank>,
    pub(super) topics: BTreeSet<i64>,
    /// Those of them in which only administrators may write.
    pub(super) closed: BTreeSet<i64>,
    /// The supergroup that it has become.
    pub(super) moved: Option<i64>,
    /// The reply keyboard that people see under it.
    pub(super) keyboard: Vec<Vec<Value>>,
}

/// What somebody is in a chat: `creator`, `administrator`, `member`, `restricted`, `left` or `kicked`. In a private
/// chat the bot is `left` before it was started and `kicked` once it is blocked.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Rank {
    pub(super) status: String,
    /// The rights of an administrator or a restricted member that they do not have.
    pub(super) lacks: BTreeSet<String>,
}

impl Rank {
    pub(super) fn new(status: &str) -> Rank {
        Rank { status: status.to_owned(), lacks: BTreeSet::new() }
    }

    pub(super) fn runs(&self) -> bool {
        matches!(self.status.as_str(), "creator" | "administrator")
    }

    pub(super) fn may(&self, right: &str) -> bool {
        !self.lacks.contains(right)
    }

    /// Whether they have all of these rights of an administrator; `null` asks for none.
    pub(super) fn covers(&self, rights: &Value) -> bool {
        rights.is_null() || self.runs() && wanted(rights).all(|right| self.may(right))
    }
}

/// The rights that are asked for.
pub(super) fn wanted(rights: &Value) -> impl Iterator<Item = &str> {
    let rights = rights.as_object().into_iter().flatten();
    rights.filter(|(_, asked)| **asked == json!(true)).map(|(right, _)| right.as_str())
}

/// A file that somebody has sent.
#[derive(Clone, Debug, Default)]
pub(super) struct Sent {
    pub(super) name: String,
    pub(super) size: u64,
    /// None where it is no text.
    pub(super) text: Option<String>,
}

impl Chat {
    pub(super) fn rank(&self, user: i64) -> Rank {
        self.ranks.get(&user).cloned().unwrap_or_else(|| Rank::new("member"))
    }

    pub(super) fn json(&self) -> Value {
        let mut chat = match self.kind {
            ChatKind::Private => json!({ "type": "private", "first_name": self.title }),
            ChatKind::Group => json!({ "type": "group", "title": self.title }),
            ChatKind::Supergroup => json!({ "type": "supergroup", "title": self.title }),
            ChatKind::Forum => json!({ "type": "supergroup", "title": self.title, "is_forum": true }),
            ChatKind::Channel => json!({ "type": "channel", "title": self.title }),
        };
        chat["id"] = json!(self.id);
        if let Some(name) = &self.username {
            chat["username"] = json!(name);
        }
        chat
    }
}

/// A message of anyone's, as it reads now.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Message {
    /// Unlike Telegram's, no two messages of one world share an id, whatever their chats.
    pub(crate) id: i64,
    pub(crate) chat: i64,
    /// The text or the caption.
    pub(crate) text: String,
    pub(crate) entities: Vec<Entity>,
    pub(crate) keyboard: Vec<Vec<Value>>,
    pub(crate) thread: Option<i64>,
    pub(crate) reply_to: Option<i64>,
    /// The `file_id` of the picture or document, with its kind in front: `photo-7`.
    pub(crate) file: Option<String>,
    pub(crate) by_bot: bool,
    pub(crate) edited: bool,
    pub(super) deleted: bool,
    pub(super) date: i64,
    /// As it was said by a person; what the bot sent is put together anew.
    pub(super) raw: Option<Value>,
}

impl Message {
    /// The labels of the buttons under it, row by row.
    pub(crate) fn buttons(&self) -> Vec<Vec<String>> {
        let label = |button: &Value| button["text"].as_str().unwrap_or_default().to_owned();
        self.keyboard.iter().map(|row| row.iter().map(label).collect()).collect()
    }

    /// The words under each entity of a kind, such as `bold` or `bot_command`.
    pub(crate) fn pieces(&self, kind: &str) -> Vec<String> {
        self.entities.iter().filter(|entity| entity.kind == kind).map(|entity| entity.of(&self.text)).collect()
    }

    /// The addresses behind its words, in order.
    pub(crate) fn links(&self) -> Vec<String> {
        self.entities.iter().filter_map(|entity| entity.more.get("url")?.as_str().map(str::to_owned)).collect()
    }
}

#[derive(Clone, Debug)]
pub(super) struct Callback {
    pub(super) what: String,
    pub(super) answered: bool,
}

#[derive(Clone, Debug, Default)]
pub(super) struct World {
    pub(super) users: BTreeMap<i64, Value>,
    pub(super) chats: BTreeMap<i64, Chat>,
    pub(super) messages: BTreeMap<i64, Message>,
    pub(super) files: BTreeMap<String, Sent>,
    /// Whether files are said to have no size.
    pub(super) lies_of_sizes: bool,
    pub(super) callbacks: BTreeMap<String, Callback>,
    /// The answer to each inline query, once there is one.
    pub(super) inline: BTreeMap<String, Option<Value>>,
    /// By scope and language.
    pub(super) commands: BTreeMap<(String, String), Vec<Value>>,
    pub(super) webhook: Option<Value>,
    pub(super) updates: VecDeque<Value>,
    /// Updates that no [`Value`] can hold, by their numbers; in `updates` these stand alone.
    raw: BTreeMap<i64, String>,
    /// The kinds of update that the bot asked for; none before it said.
    pub(super) allowed: Option<Vec<String>>,
    pub(super) passed: Duration,
    last_update: i64,
    last_id: i64,
}

impl World {
    /// From 101 on: topics have the id of a message, and 1 is the General topic's.
    pub(super) fn next_id(&mut self) -> i64 {
        self.last_id = self.last_id.max(100) + 1;
        self.last_id
    }

    /// Unix time, in seconds.
    pub(super) fn date(&self) -> i64 {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default() + self.passed;
        i64::try_from(now.as_secs()).unwrap_or(i64::MAX)
    }

    pub(super) fn add_chat(&mut self, id: i64, kind: ChatKind, title: &str) -> i64 {
        let bot = Rank::new(if kind == ChatKind::Channel { "administrator" } else { "member" });
        let (title, ranks) = (title.to_owned(), BTreeMap::from([(BOT_ID, bot)]));
        let (username, topics, closed, moved, keyboard) = (None, BTreeSet::new(), BTreeSet::new(), None, Vec::new());
        self.chats.insert(id, Chat { id, kind, title, username, ranks, topics, closed, moved, keyboard });
        id
    }

    pub(super) fn add_user(&mut self, user: Value) {
        if let Some(id) = user["id"].as_i64() {
            let name = user["first_name"].as_str().unwrap_or_default().to_owned();
            self.add_chat(id, ChatKind::Private, &name);
            self.users.insert(id, user);
        }
    }

    pub(super) fn user(&self, id: i64) -> Value {
        match id {
            BOT_ID => json!({ "id": BOT_ID, "is_bot": true, "first_name": "Arcadia", "username": BOT_NAME }),
            ANONYMOUS => json!({
                "id": ANONYMOUS, "is_bot": true, "first_name": "Group", "username": "GroupAnonymousBot"
            }),
            _ => self.users.get(&id).cloned().unwrap_or_else(|| panic!("there is no user {id} in this world")),
        }
    }

    pub(super) fn chat(&self, id: i64) -> &Chat {
        self.chats.get(&id).unwrap_or_else(|| panic!("there is no chat {id} in this world"))
    }

    /// The chat that a call means: by number, or by `@name`.
    pub(super) fn find_chat(&self, given: &Value) -> Option<&Chat> {
        match given.as_str().and_then(|name| name.strip_prefix('@')) {
            Some(name) => self.chats.values().find(|chat| chat.username.as_deref() == Some(name)),
            None => self.chats.get(&given.as_i64().or_else(|| given.as_str()?.parse().ok())?),
        }
    }

    pub(super) fn message(&self, id: i64) -> &Message {
        self.messages.get(&id).unwrap_or_else(|| panic!("there is no message {id} in this world"))
    }

    /// A message that stands in the chat, not deleted.
    pub(super) fn standing(&self, chat: i64, id: i64) -> Option<&Message> {
        self.messages.get(&id).filter(|message| message.chat == chat && !message.deleted)
    }

    /// What a person would say, as the message of an update; `from` is nobody in a channel.
    pub(super) fn draft(&mut self, from: Option<i64>, chat: i64, text: &str) -> Value {
        let entities: Vec<Value> = markup::found(text).iter().map(Entity::json).collect();
        let mut message = json!({
            "message_id": self.next_id(), "date": self.date(), "chat": self.chat(chat).json(), "text": text,
        });
        if !entities.is_empty() {
            message["entities"] = json!(entities);
        }
        if let Some(from) = from {
            message["from"] = self.user(from);
        }
        if from.is_none_or(|from| from == ANONYMOUS) {
            message["sender_chat"] = message["chat"].clone();
        }
        message
    }

    pub(super) fn anonymous_draft(&mut self, chat: i64, text: &str) -> Value {
        self.draft(Some(ANONYMOUS), chat, text)
    }

    /// Puts a message of an update on record, with its chat and its sender.
    fn remember(&mut self, raw: &Value) {
        let (Some(id), Some(chat)) = (raw["message_id"].as_i64(), raw["chat"]["id"].as_i64()) else { return };
        if !self.chats.contains_key(&chat) {
            let kind = match raw["chat"]["type"].as_str() {
                Some("private") => ChatKind::Private,
                Some("group") => ChatKind::Group,
                Some("channel") => ChatKind::Channel,
                _ if raw["chat"]["is_forum"] == json!(true) => ChatKind::Forum,
                _ => ChatKind::Supergroup,
            };
            self.add_chat(chat, kind, raw["chat"]["title"].as_str().unwrap_or("untitled"));
        }
        if let Some(bot) = self.chats.get_mut(&chat).and_then(|chat| chat.ranks.get_mut(&BOT_ID))
            && raw["chat"]["type"] == "private"
            && bot.status == "left"
        {
            *bot = Rank::new("member");
        }
        if let Some(from) = raw["from"]["id"].as_i64() {
            self.users.entry(from).or_insert_with(|| raw["from"].clone());
        }
        let text = raw["text"].as_str().or(raw["caption"].as_str()).unwrap_or_default().to_owned();
        let listed = raw["entities"].as_array().or(raw["caption_entities"].as_array());
        let entities = listed.into_iter().flatten().filter_map(Entity::from_json).collect();
        let (keyboard, file, thread) = (Vec::new(), None, raw["message_thread_id"].as_i64());
        let reply_to = raw["reply_to_message"]["message_id"].as_i64();
        let (date, raw, edited) = (self.date(), Some(raw.clone()), raw["edit_date"].is_i64());
        let (by_bot, deleted) = (false, false);
        let message =
            Message { id, chat, text, entities, keyboard, thread, reply_to, file, by_bot, edited, deleted, date, raw };
        self.messages.insert(id, message);
        self.last_id = self.last_id.max(id);
    }

    /// Gives the update a number and queues it, unless its kind was not asked for. What is said in it
    /// and the queries it asks are on record from now on.
    pub(super) fn push(&mut self, mut update: Value) -> i64 {
        self.last_update = update["update_id"].as_i64().unwrap_or(self.last_update.max(700_000) + 1);
        update["update_id"] = json!(self.last_update);
        for kind in ["message", "edited_message", "channel_post", "edited_channel_post"] {
            self.remember(&update[kind]);
        }
        let kind = update.as_object().into_iter().flatten().map(|(key, _)| key.clone()).find(|key| key != "update_id");
        let wanted = self.wants(&kind.unwrap_or_default());
        if let Some(id) = update["callback_query"]["id"].as_str() {
            let held = if wanted { "" } else { ", withheld: the bot did not ask for callback queries" };
            let what = format!("{id} (data {}{held})", update["callback_query"]["data"]);
            self.callbacks.insert(id.to_owned(), Callback { what, answered: false });
        }
        if let Some(id) = update["inline_query"]["id"].as_str() {
            self.inline.insert(id.to_owned(), None);
        }
        if wanted {
            self.updates.push_back(update);
        }
        self.last_update
    }

    /// An object in the words of a test, which may have a key twice or half a character in it.
    pub(super) fn push_raw(&mut self, update: &str) -> i64 {
        let number = self.push(json!({}));
        let fields = update.trim_start().strip_prefix('{').expect("an update is an object");
        self.raw.insert(number, format!("{{\"update_id\":{number},{fields}"));
        number
    }

    /// A list of updates as it goes over the line.
    pub(super) fn in_words(&self, updates: String) -> String {
        let raw =
            self.updates.iter().filter_map(|update| Some((update, self.raw.get(&update["update_id"].as_i64()?)?)));
        raw.fold(updates, |updates, (update, raw)| updates.replace(&update.to_string(), raw))
    }

    fn wants(&self, kind: &str) -> bool {
        const ONLY_ON_DEMAND: [&str; 3] = ["chat_member", "message_reaction", "message_reaction_count"];
        match self.allowed.as_deref() {
            None | Some([]) => !ONLY_ON_DEMAND.contains(&kind),
            // A kind of the future cannot be asked for, and is sent to try the bot.
            Some(asked) => asked.iter().any(|wanted| wanted == kind) || !KINDS.contains(&kind),
        }
    }

    /// The message as the Bot API shows it.
    pub(super) fn message_json(&self, message: &Message, with_reply: bool) -> Value {
        if let Some(raw) = &message.raw {
            return raw.clone();
        }
        let chat = self.chat(message.chat);
        let mut shown = Map::from_iter([
            ("message_id".to_owned(), json!(message.id)),
            ("date".to_owned(), json!(message.date)),
            ("chat".to_owned(), chat.json()),
        ]);
        let mut put = |name: &str, value: Value| shown.extend([(name.to_owned(), value)]);
        match chat.kind {
            ChatKind::Channel => put("sender_chat", chat.json()),
            _ => put("from", self.user(BOT_ID)),
        }
        let entities: Vec<Value> = message.entities.iter().map(Entity::json).collect();
        match &message.file {
            None => {
                put("text", json!(message.text));
                put("entities", json!(entities));
            }
            Some(id) => {
                put("caption", json!(message.text));
                put("caption_entities", json!(entities));
                let size = json!({ "file_id": id, "file_unique_id": id, "width": 800, "height": 600, "file_size": 1 });
                match id.starts_with("photo") {
                    true => put("photo", json!([size])),
                    false => put("document", self.document(id)),
                }
            }
        }
        if !message.keyboard.is_empty() {
            put("reply_markup", json!({ "inline_keyboard": message.keyboard }));
        }
        if let Some(thread) = message.thread {
            put("message_thread_id", json!(thread));
            put("is_topic_message", json!(true));
        }
        if message.edited {
            put("edit_date", json!(message.date));
        }
        if let Some(other) = message.reply_to.filter(|_| with_reply).and_then(|id| self.messages.get(&id)) {
            put("reply_to_message", self.message_json(other, false));
        }
        Value::Object(shown)
    }

    pub(super) fn document(&self, id: &str) -> Value {
        let name = self.files.get(id).map_or("", |file| &file.name);
        json!({ "file_id": id, "file_unique_id": id, "file_name": name, "file_size": self.size_of(id) })
    }

    pub(super) fn size_of(&self, file: &str) -> u64 {
        self.files.get(file).map_or(0, |file| file.size) * u64::from(!self.lies_of_sizes)
    }

    pub(super) fn keep_file(&mut self, kind: &str, file: Sent) -> String {
        let id = format!("{kind}-{}", self.files.len() + 1);
        self.files.insert(id.clone(), file);
        id
    }

    /// What somebody is in a chat, as `getChatMember` and `my_chat_member` show it.
    pub(super) fn member(&self, user: i64, rank: &Rank) -> Value {
        let mut member = json!({ "status": rank.status, "user": self.user(user) });
        let rights = |all: &[&'static str]| all.iter().map(|right| (*right, json!(rank.may(right)))).collect();
        let more: Vec<(&str, Value)> = match rank.status.as_str() {
            "administrator" => rights(&RIGHTS),
            "restricted" => rights(&FREEDOMS).into_iter().chain([("is_member", json!(true))]).collect(),
            "kicked" => vec![("until_date", json!(0))],
            _ => Vec::new(),
        };
        for (name, value) in more {
            member[name] = value;
        }
        match rank.status.as_str() {
            "administrator" | "creator" => member["is_anonymous"] = json!(false),
            "restricted" => member["until_date"] = json!(0),
            _ => {}
        }
        member
    }

    /// Somebody becomes something else in a chat, by the hand of another. Of people the bot is told only where it is
    /// an administrator.
    pub(super) fn rank(&mut self, chat: i64, who: i64, rank: Rank, by: i64) -> i64 {
        let (found, date, from) = (self.chat(chat).clone(), self.date(), self.user(by));
        let (old, new) = (self.member(who, &found.rank(who)), self.member(who, &rank));
        self.chats.entry(chat).and_modify(|chat| drop(chat.ranks.insert(who, rank)));
        let kind = if who == BOT_ID { "my_chat_member" } else { "chat_member" };
        if who != BOT_ID && !found.rank(BOT_ID).runs() {
            return self.last_update;
        }
        self.push(json!({ kind: {
            "chat": found.json(), "from": from, "date": date, "old_chat_member": old, "new_chat_member": new
        }}))
    }
}

/// What a restricted member may or may not do.
const FREEDOMS: [&str; 4] = ["can_send_messages", "can_send_documents", "can_send_polls", "can_invite_users"];

const RIGHTS: [&str; 15] = [
    "can_be_edited",
    "is_anonymous",
    "can_manage_chat",
    "can_change_info",
    "can_post_messages",
    "can_edit_messages",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_invite_users",
    "can_restrict_members",
    "can_pin_messages",
    "can_promote_members",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
];

pub(super) const KINDS: [&str; 24] = [
    "message",
    "edited_message",
    "channel_post",
    "edited_channel_post",
    "business_connection",
    "business_message",
    "edited_business_message",
    "deleted_business_messages",
    "message_reaction",
    "message_reaction_count",
    "inline_query",
    "chosen_inline_result",
    "callback_query",
    "shipping_query",
    "pre_checkout_query",
    "purchased_paid_media",
    "poll",
    "poll_answer",
    "my_chat_member",
    "chat_member",
    "chat_join_request",
    "chat_boost",
    "removed_chat_boost",
    "managed_bot",
];
