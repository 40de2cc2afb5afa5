//! Exactly what we read of an update, and whether it is ours to answer.
//!
//! Raw JSON in; out comes a [`Incoming`], or nothing. Only the fields that are used are read, and one that has a new
//! shape is left out, so that what a newer Telegram adds (kinds of updates, of entities, of chats) neither hides a
//! question nor stops the bot. It does not know what an answer is.

use serde::Deserialize;
use serde_json::value::RawValue;

use super::{
    member::{Member, Membership, Room},
    shape::{Fields, Shape},
};
use crate::language::Language;

/// The kinds of updates that [`incoming`] can be asked about.
pub(crate) const KINDS: [&str; 5] = ["message", "edited_message", "callback_query", "my_chat_member", "chat_member"];

/// Who we are.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Me {
    pub id: i64,
    pub username: String,
}

/// Something to be dealt with.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Incoming {
    Question(Question),
    Press(Press),
    /// Somebody chose a chat with Telegram's picker.
    Shared(Shared),
    /// Somebody sent a file that may be a backup of ours.
    File(File),
    /// Who is what in a chat has changed.
    Membership(Membership),
    /// The group goes on under another number.
    Moved {
        from: i64,
        to: i64,
    },
}

/// A message put to us.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Question {
    pub place: Place,
    /// Who put it; zero where nobody stands for it.
    pub person: i64,
    pub message: i32,
    /// None where there are none we can read.
    pub words: Option<String>,
    /// The language that the sender's Telegram is in, if we answer in it.
    pub language: Option<Language>,
    /// That message of ours which it answers.
    pub replied: Option<Replied>,
    /// Whether we are named, answered or alone with the sender; else it is a command that may be anyone's.
    pub addressed: bool,
    pub edited: bool,
}

/// A pressed button.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Press {
    pub id: String,
    pub person: i64,
    /// Where the message stands that has the button; none if it was sent for somebody else.
    pub under: Option<(Place, i32)>,
    pub data: String,
    pub language: Option<Language>,
    /// Whether the message answers whoever pressed.
    pub own: bool,
}

/// A file, and where to say what becomes of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct File {
    pub place: Place,
    pub person: i64,
    pub language: Option<Language>,
    pub id: String,
    /// Bytes, as Telegram says; zero where it does not.
    pub size: u64,
}

/// A chat that was chosen, and where to say what becomes of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Shared {
    pub place: Place,
    pub person: i64,
    pub language: Option<Language>,
    /// The number of the button, as we gave it.
    pub request: i32,
    pub chat: i64,
    pub title: Option<String>,
    pub username: Option<String>,
}

/// Where to write.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Place {
    pub chat: i64,
    pub private: bool,
    /// The topic of a forum.
    pub topic: Option<i32>,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Replied {
    pub message: i32,
    /// What its buttons carry.
    pub data: Vec<String>,
}

impl Incoming {
    /// The chat whose turn it is to be kept.
    pub(crate) fn chat(&self) -> i64 {
        match self {
            Self::Question(question) => question.place.chat,
            Self::Press(press) => press.under.map_or(0, |(place, _)| place.chat),
            Self::Shared(shared) => shared.place.chat,
            Self::File(file) => file.place.chat,
            Self::Membership(membership) => membership.room.id,
            Self::Moved { from, .. } => *from,
        }
    }
}

/// The number of an update; none if it has none.
pub(crate) fn number(update: &str) -> Option<i64> {
    #[derive(Deserialize)]
    struct Numbered {
        update_id: i64,
    }
    let numbered = serde_json::from_str::<Numbered>(update).ok().map(|update| update.update_id);
    numbered.or_else(|| Fields::of(update)?.get("update_id"))
}

/// The kind of an update, for the log.
pub(crate) fn kind(update: &str) -> String {
    const LONGEST: usize = 64;
    let fields = Fields::of(update);
    let kind = fields.iter().flat_map(Fields::names).filter(|field| *field != "update_id").min();
    kind.unwrap_or("empty").chars().take(LONGEST).collect()
}

/// What an update puts to us.
///
/// `Ok(None)` where it is not ours to answer.
///
/// # Errors
///
/// The update is of a kind we do not know, or lacks what it cannot be without: a chat, a number, who is what.
pub(crate) fn incoming(update: &str, me: &Me) -> Result<Option<Incoming>, Unread> {
    match Update::read(update).ok_or(Unread)? {
        Update { message: Some(raw), .. } => message(raw, me, false),
        Update { edited_message: Some(raw), .. } => message(raw, me, true),
        Update { callback_query: Some(raw), .. } => {
            let query = CallbackQuery::read(raw.get()).ok_or(Unread)?;
            Ok(Some(Incoming::Press(query.press())))
        }
        Update { my_chat_member: Some(raw), .. } | Update { chat_member: Some(raw), .. } => membership(raw, me),
        _ => Err(Unread),
    }
}

/// An update that we cannot read.
#[derive(Debug)]
pub(crate) struct Unread;

#[derive(Deserialize)]
struct Update<'a> {
    #[serde(borrow)]
    message: Option<&'a RawValue>,
    #[serde(borrow)]
    edited_message: Option<&'a RawValue>,
    #[serde(borrow)]
    callback_query: Option<&'a RawValue>,
    #[serde(borrow)]
    my_chat_member: Option<&'a RawValue>,
    #[serde(borrow)]
    chat_member: Option<&'a RawValue>,
}

#[derive(Deserialize)]
struct Message {
    message_id: i32,
    chat: Chat,
    from: Option<User>,
    message_thread_id: Option<i32>,
    #[serde(default)]
    is_topic_message: bool,
    #[serde(default)]
    is_automatic_forward: bool,
    reply_to_message: Option<Answered>,
    via_bot: Option<User>,
    text: Option<String>,
    caption: Option<String>,
    migrate_to_chat_id: Option<i64>,
    migrate_from_chat_id: Option<i64>,
    chat_shared: Option<ChatShared>,
    document: Option<Document>,
}

/// A message that is answered. What it answers itself nobody asks.
#[derive(Deserialize)]
struct Answered {
    message_id: i32,
    from: Option<User>,
    reply_markup: Option<Keyboard>,
}

#[derive(Deserialize)]
struct Document {
    file_id: String,
    #[serde(default)]
    file_name: String,
    #[serde(default)]
    file_size: u64,
}

#[derive(Deserialize)]
struct ChatShared {
    request_id: i32,
    chat_id: i64,
    title: Option<String>,
    username: Option<String>,
}

#[derive(Deserialize)]
struct ChatMemberUpdated {
    chat: Room,
    from: User,
    old_chat_member: Option<Member>,
    new_chat_member: Member,
}

#[derive(Deserialize)]
struct Chat {
    id: i64,
    #[serde(rename = "type", default)]
    kind: String,
}

#[derive(Deserialize)]
struct User {
    id: i64,
    #[serde(default)]
    is_bot: bool,
    language_code: Option<String>,
}

#[derive(Deserialize)]
struct Keyboard {
    #[serde(default)]
    inline_keyboard: Vec<Vec<KeyboardButton>>,
}

#[derive(Deserialize)]
struct KeyboardButton {
    callback_data: Option<String>,
}

#[derive(Deserialize)]
struct CallbackQuery {
    id: String,
    from: User,
    message: Option<Message>,
    #[serde(default)]
    data: String,
}

impl<'a> Update<'a> {
    fn read(update: &'a str) -> Option<Self> {
        serde_json::from_str(update).ok().or_else(|| {
            let fields = Fields::of(update)?;
            Some(Self {
                message: fields.raw("message"),
                edited_message: fields.raw("edited_message"),
                callback_query: fields.raw("callback_query"),
                my_chat_member: fields.raw("my_chat_member"),
                chat_member: fields.raw("chat_member"),
            })
        })
    }
}

impl Shape for Message {
    fn of(fields: &Fields<'_>) -> Option<Self> {
        Some(Self {
            message_id: fields.get("message_id")?,
            chat: fields.shape("chat")?,
            from: User::in_field(fields),
            message_thread_id: fields.get("message_thread_id"),
            is_topic_message: fields.get("is_topic_message").unwrap_or_default(),
            is_automatic_forward: fields.get("is_automatic_forward").unwrap_or_default(),
            reply_to_message: fields.shape("reply_to_message"),
            via_bot: fields.shape("via_bot"),
            text: fields.text("text"),
            caption: fields.text("caption"),
            migrate_to_chat_id: fields.get("migrate_to_chat_id"),
            migrate_from_chat_id: fields.get("migrate_from_chat_id"),
            chat_shared: fields.shape("chat_shared"),
            document: fields.shape("document"),
        })
    }
}

impl Shape for Answered {
    fn of(fields: &Fields<'_>) -> Option<Self> {
        let reply_markup = fields.get("reply_markup");
        Some(Self { message_id: fields.get("message_id")?, from: fields.shape("from"), reply_markup })
    }
}

impl Shape for Document {
    fn of(fields: &Fields<'_>) -> Option<Self> {
        let file_name = fields.text("file_name").unwrap_or_default();
        Some(Self {
            file_id: fields.get("file_id")?,
            file_name,
            file_size: fields.get("file_size").unwrap_or_default(),
        })
    }
}

impl Shape for ChatShared {
    fn of(fields: &Fields<'_>) -> Option<Self> {
        let (title, username) = (fields.text("title"), fields.get("username"));
        Some(Self { request_id: fields.get("request_id")?, chat_id: fields.get("chat_id")?, title, username })
    }
}

impl Shape for ChatMemberUpdated {
    fn of(fields: &Fields<'_>) -> Option<Self> {
        Some(Self {
            chat: fields.shape("chat")?,
            from: User::in_field(fields)?,
            old_chat_member: fields.get("old_chat_member"),
            // Half of what somebody may do is not what they may do.
            new_chat_member: fields.get("new_chat_member")?,
        })
    }
}

impl Shape for Chat {
    fn of(fields: &Fields<'_>) -> Option<Self> {
        Some(Self { id: fields.get("id")?, kind: fields.get("type").unwrap_or_default() })
    }
}

impl Shape for User {
    /// Somebody whose number cannot be read is somebody all the same.
    fn of(fields: &Fields<'_>) -> Option<Self> {
        Some(Self {
            id: fields.get("id").unwrap_or_default(),
            is_bot: fields.get("is_bot").unwrap_or_default(),
            language_code: fields.get("language_code"),
        })
    }
}

impl User {
    /// Who did it, as long as anybody is said to have.
    fn in_field(fields: &Fields<'_>) -> Option<Self> {
        let unknown = Self { id: 0, is_bot: false, language_code: None };
        fields.raw("from").map(|from| Self::read(from.get()).unwrap_or(unknown))
    }
}

impl Shape for CallbackQuery {
    fn of(fields: &Fields<'_>) -> Option<Self> {
        Some(Self {
            id: fields.get("id")?,
            from: User::in_field(fields)?,
            message: fields.shape("message"),
            data: fields.text("data").unwrap_or_default(),
        })
    }
}

/// Users that Telegram puts in the place of others.
pub(crate) const ANONYMOUS_ADMIN: i64 = 1_087_968_824;
const CHANNEL_SPEAKING: i64 = 136_817_688;
const TELEGRAM_ITSELF: i64 = 777_000;

fn message(raw: &RawValue, me: &Me, edited: bool) -> Result<Option<Incoming>, Unread> {
    let message = Message::read(raw.get()).ok_or(Unread)?;
    if let Some(to) = message.migrate_to_chat_id {
        return Ok(Some(Incoming::Moved { from: message.chat.id, to }));
    }
    if let Some(from) = message.migrate_from_chat_id {
        return Ok(Some(Incoming::Moved { from, to: message.chat.id }));
    }
    if !message.is_from_a_person(me) || !message.chat.is_for_talking() {
        return Ok(None);
    }
    let private = message.chat.is_private();
    let (place, from) = (message.place(), message.from.as_ref());
    let (person, language) = (message.person(), from.and_then(User::language));
    if let Some(ChatShared { request_id: request, chat_id: chat, title, username }) = message.chat_shared {
        return Ok(Some(Incoming::Shared(Shared { place, person, language, request, chat, title, username })));
    }
    let backup = message.document.as_ref().filter(|file| file.is_a_backup() && private && !edited);
    if let Some(Document { file_id, file_size, .. }) = backup {
        let (id, size) = (file_id.clone(), *file_size);
        return Ok(Some(Incoming::File(File { place, person, language, id, size })));
    }
    let words = message.text.as_deref().or(message.caption.as_deref()).filter(|words| !words.trim().is_empty());
    if words.is_none() && (!private || edited || is_service(raw)) {
        return Ok(None);
    }
    let replied = message.replied(me);
    let words = words.map(|words| Words::of(words, &me.username));
    let addressed = private || replied.is_some() || words.as_ref().is_some_and(|words| words.named);
    if !addressed && !words.as_ref().is_some_and(|words| words.command) {
        return Ok(None);
    }
    Ok(Some(Incoming::Question(Question {
        place,
        person,
        message: message.message_id,
        words: words.map(|words| words.text).filter(|text| !text.is_empty()),
        language,
        replied,
        addressed,
        edited,
    })))
}

impl Document {
    /// Whether it is called as one.
    fn is_a_backup(&self) -> bool {
        [".yaml", ".yml"].iter().any(|ending| self.file_name.to_lowercase().ends_with(ending))
    }
}

fn membership(raw: &RawValue, me: &Me) -> Result<Option<Incoming>, Unread> {
    let change = ChatMemberUpdated::read(raw.get()).ok_or(Unread)?;
    let ChatMemberUpdated { chat, from, old_chat_member: old, new_chat_member: new } = change;
    let Some(kind) = chat.kind() else { return Ok(None) };
    let is_me = new.user.id == me.id;
    Ok(Some(Incoming::Membership(Membership {
        is_me,
        who: new.user.id,
        could_post: old.is_some_and(|old| old.may_post(kind, is_me)),
        may_post: new.may_post(kind, is_me),
        is_there: new.is_there(),
        by: from.id,
        language: from.language(),
        room: chat,
    })))
}

impl Message {
    fn is_from_a_person(&self, me: &Me) -> bool {
        let person = self.from.as_ref().is_some_and(|from| match from.id {
            ANONYMOUS_ADMIN | CHANNEL_SPEAKING => true,
            TELEGRAM_ITSELF => false,
            _ => !from.is_bot,
        });
        let ours = self.via_bot.as_ref().is_some_and(|bot| bot.id == me.id);
        person && !ours && !self.is_automatic_forward
    }

    /// Zero where nobody is named.
    fn person(&self) -> i64 {
        match &self.from {
            Some(User { id: 0, .. }) if self.chat.is_private() => self.chat.id,
            Some(from) => from.id,
            None => 0,
        }
    }

    fn place(&self) -> Place {
        /// The topic that every forum has; it must not be named.
        const GENERAL: i32 = 1;
        let topic = self.message_thread_id.filter(|topic| self.is_topic_message && *topic != GENERAL);
        Place { chat: self.chat.id, private: self.chat.is_private(), topic }
    }

    /// The message of ours that this one answers.
    fn replied(&self, me: &Me) -> Option<Replied> {
        let replied = self.reply_to_message.as_ref()?;
        let ours = replied.from.as_ref().is_some_and(|from| from.id == me.id);
        // Whatever is said in a topic answers the message that opened it.
        let opened_topic = self.is_topic_message && self.message_thread_id == Some(replied.message_id);
        (ours && !opened_topic).then(|| Replied { message: replied.message_id, data: replied.data() })
    }
}

impl Answered {
    fn data(&self) -> Vec<String> {
        let rows = self.reply_markup.as_ref().map_or(&[][..], |keyboard| &keyboard.inline_keyboard);
        rows.iter().flatten().filter_map(|button| button.callback_data.clone()).collect()
    }
}

impl Chat {
    fn is_private(&self) -> bool {
        // People have numbers above zero, and all other chats below.
        self.kind == "private" || (self.kind.is_empty() && self.id > 0)
    }

    fn is_for_talking(&self) -> bool {
        self.kind != "channel"
    }
}

impl User {
    fn language(&self) -> Option<Language> {
        Language::from_tag(self.language_code.as_deref()?)
    }
}

impl CallbackQuery {
    fn press(self) -> Press {
        let asker = self.message.as_ref().and_then(|message| message.reply_to_message.as_ref()?.from.as_ref());
        let private = self.message.as_ref().is_some_and(|message| message.chat.is_private());
        Press {
            own: private || asker.is_some_and(|asker| asker.id == self.from.id),
            under: self.message.as_ref().map(|message| (message.place(), message.message_id)),
            language: self.from.language(),
            person: self.from.id,
            id: self.id,
            data: self.data,
        }
    }
}

/// What a message says, without our own name where that only calls us.
struct Words {
    text: String,
    named: bool,
    command: bool,
}

impl Words {
    fn of(text: &str, me: &str) -> Self {
        let text = text.trim();
        let command = text.starts_with('/');
        let Some((start, end)) = find_name(text, me) else {
            return Self { text: text.to_owned(), named: false, command };
        };
        let called = !command || text[..start].contains(char::is_whitespace);
        let text = if called { format!("{}{}", &text[..start], &text[end..]) } else { text.to_owned() };
        Self { text: text.trim().to_owned(), named: true, command }
    }
}

/// Where `@me` stands as a word of its own or behind a command.
fn find_name(text: &str, me: &str) -> Option<(usize, usize)> {
    let of_a_name = |character: char| character.is_alphanumeric() || character == '_';
    let command = text.strip_prefix('/').and_then(|_| text.split(char::is_whitespace).next()).map_or(0, str::len);
    text.match_indices('@').find_map(|(at, _)| {
        let end = at + 1 + me.len();
        let name = text.get(at + 1..end)?;
        let before = text[..at].chars().next_back();
        let apart = !before.is_some_and(of_a_name) || at < command;
        let ends = !text[end..].chars().next().is_some_and(of_a_name);
        (apart && ends && !me.is_empty() && name.eq_ignore_ascii_case(me)).then_some((at, end))
    })
}

/// Whether Telegram itself speaks, of something that happened in the chat.
fn is_service(raw: &RawValue) -> bool {
    Fields::of(raw.get()).is_some_and(|fields| fields.names().any(|field| SERVICE.contains(&field)))
}

const SERVICE: [&str; 36] = [
    "boost_added",
    "channel_chat_created",
    "chat_background_set",
    "chat_owner_changed",
    "chat_owner_left",
    "chat_shared",
    "checklist_tasks_added",
    "checklist_tasks_done",
    "connected_website",
    "delete_chat_photo",
    "direct_message_price_changed",
    "forum_topic_closed",
    "forum_topic_created",
    "forum_topic_edited",
    "forum_topic_reopened",
    "gift",
    "gift_upgrade_sent",
    "giveaway_completed",
    "giveaway_created",
    "giveaway_winners",
    "group_chat_created",
    "left_chat_member",
    "message_auto_delete_timer_changed",
    "migrate_from_chat_id",
    "new_chat_members",
    "new_chat_photo",
    "new_chat_title",
    "paid_message_price_changed",
    "passport_data",
    "pinned_message",
    "proximity_alert_triggered",
    "refunded_payment",
    "successful_payment",
    "unique_gift",
    "users_shared",
    "write_access_allowed",
];

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    const ANN: i64 = 11;
    const GROUP: i64 = -100;

    fn me() -> Me {
        Me { id: 7, username: "Trade_Bot".to_owned() }
    }

    fn read(update: &Value) -> Option<Incoming> {
        incoming(&update.to_string(), &me()).ok().flatten()
    }

    fn question(message: &Value) -> Option<Question> {
        match read(&json!({ "update_id": 1, "message": message })) {
            Some(Incoming::Question(question)) => Some(question),
            _ => None,
        }
    }

    fn said(chat: i64, text: &str) -> Value {
        let kind = if chat > 0 { "private" } else { "supergroup" };
        json!({
            "message_id": 5, "date": 1, "chat": { "id": chat, "type": kind }, "text": text,
            "from": { "id": ANN, "is_bot": false, "first_name": "Ann", "language_code": "ru-KZ" }
        })
    }

    #[test]
    fn our_name_calls_us_and_is_taken_off() {
        for (text, heard) in [
            ("@trade_bot trade 2025", Some("trade 2025")),
            ("trade 2025, @TRADE_BOT", Some("trade 2025,")),
            ("торговля @trade_bot 2025", Some("торговля  2025")),
            ("/trade@trade_bot 2025", Some("/trade@trade_bot 2025")),
            ("/trade @trade_bot 2025", Some("/trade  2025")),
            ("/trade@other_bot", Some("/trade@other_bot")),
            ("/trade\u{a0}2025", Some("/trade\u{a0}2025")),
            ("@trade_bots trade", None),
            ("me@trade_bot trade", None),
            ("@trade trade", None),
            ("@", None),
            ("@trade_boт", None),
            ("trade 2025", None),
        ] {
            let question = question(&said(GROUP, text));
            assert_eq!(question.and_then(|question| question.words).as_deref(), heard, "{text}");
        }
        let called = question(&said(GROUP, "@trade_bot")).unwrap();
        assert_eq!((called.words, called.addressed), (None, true));
    }

    #[test]
    fn a_bare_command_in_a_group_is_not_addressed_to_us() {
        let addressed = |text| question(&said(GROUP, text)).unwrap().addressed;
        assert!(!addressed("/trade") && !addressed("/trade@other_bot"));
        assert!(addressed("/trade@trade_bot") && addressed("/trade 2025 @trade_bot"));
        assert!(question(&said(ANN, "trade")).unwrap().addressed);
    }

    #[test]
    fn people_in_the_place_of_others_are_heard_and_machines_are_not() {
        let from = |user: Value| {
            let mut message = said(GROUP, "/trade");
            message["from"] = user;
            question(&message).is_some()
        };
        assert!(from(json!({ "id": 1_087_968_824, "is_bot": true })), "an anonymous administrator");
        assert!(from(json!({ "id": 136_817_688, "is_bot": true })), "somebody who speaks as a channel");
        assert!(!from(json!({ "id": 777_000, "is_bot": false })), "Telegram itself");
        assert!(!from(json!({ "id": 9, "is_bot": true })), "another bot");
        assert!(!from(Value::Null), "a channel");
    }

    #[test]
    fn a_topic_is_named_where_it_is_one() {
        let topic = |thread: Value, is_topic: bool| {
            let mut message = said(GROUP, "/trade");
            (message["message_thread_id"], message["is_topic_message"]) = (thread, json!(is_topic));
            question(&message).unwrap().place.topic
        };
        assert_eq!(topic(json!(9), true), Some(9));
        assert_eq!(topic(json!(9), false), None);
        assert_eq!(topic(json!(1), true), None);
        assert_eq!(topic(Value::Null, true), None);
    }

    #[test]
    fn what_is_said_in_a_topic_we_opened_is_not_said_to_us() {
        let mut message = said(GROUP, "hello");
        message["reply_to_message"] = json!({ "message_id": 3, "chat": { "id": GROUP }, "from": { "id": 7 } });
        assert!(question(&message).unwrap().addressed);
        (message["message_thread_id"], message["is_topic_message"]) = (json!(3), json!(true));
        assert_eq!(question(&message), None);
    }

    #[test]
    fn a_press_is_the_askers_own_or_not() {
        let press = |chat: i64, asker: Value| {
            let message = json!({ "message_id": 6, "chat": said(chat, "")["chat"], "reply_to_message": asker });
            let query = json!({ "id": "q", "from": { "id": ANN }, "message": message, "data": "en help" });
            match read(&json!({ "update_id": 1, "callback_query": query })) {
                Some(Incoming::Press(press)) => press,
                other => panic!("{other:?}"),
            }
        };
        let asked_by = |id: i64| json!({ "message_id": 5, "chat": { "id": GROUP }, "from": { "id": id } });
        assert!(press(GROUP, asked_by(ANN)).own && !press(GROUP, asked_by(12)).own && !press(GROUP, Value::Null).own);
        let private = press(ANN, Value::Null);
        assert!(private.own && private.under == Some((Place { chat: ANN, private: true, topic: None }, 6)));
        let elsewhere = json!({ "update_id": 1, "callback_query": { "id": "q", "from": { "id": ANN } } });
        assert!(matches!(read(&elsewhere), Some(Incoming::Press(Press { under: None, .. }))));
    }

    /// A question in a group, with all fields that are read of one, in our topic.
    fn whole_question() -> Value {
        let mut message = said(GROUP, "@trade_bot trade");
        message["reply_to_message"] = said(GROUP, "earlier");
        message["reply_to_message"]["from"]["id"] = json!(7);
        message["reply_to_message"]["reply_markup"] = json!({ "inline_keyboard": [[{ "callback_data": "en help" }]] });
        message["entities"] = json!([{ "type": "mention", "offset": 0, "length": 10 }, { "type": "hologram" }]);
        (message["message_thread_id"], message["is_topic_message"]) = (json!(9), json!(true));
        (message["is_automatic_forward"], message["via_bot"]) = (json!(false), json!({ "id": 9, "is_bot": true }));
        json!({ "update_id": 4_300_000_000_i64, "message": message })
    }

    /// What a field may become.
    fn shapes() -> Vec<String> {
        let deep = |open: &str, close: &str| open.repeat(1000) + &close.repeat(1000);
        let values =
            [Value::Null, json!("text"), json!(-1), json!({ "new": [] }), json!([]), json!(1e300), json!(true)];
        let values = values.iter().map(ToString::to_string);
        let others =
            [r#""\ud83c""#, r#""\u0000""#, "99999999999999999999999999", "0.5", "[[{}]]"].map(ToOwned::to_owned);
        values
            .chain(others)
            .chain([deep("[", "]"), deep(r#"{"reply_to_message":"#, "}").replace(":}", ":1}")])
            .collect()
    }

    #[test]
    fn whatever_becomes_of_any_one_field_the_number_stays_and_the_words_are_heard() {
        let update = whole_question();
        let mut paths = Vec::new();
        list_paths(&update["message"], "/message", &mut paths);
        assert!(paths.len() > 30, "{paths:?}");
        let heard = |text: &str| match incoming(text, &me()) {
            Ok(Some(Incoming::Question(question))) => question.words,
            _ => None,
        };
        for path in paths {
            for shape in shapes() {
                let mut changed = update.clone();
                *changed.pointer_mut(&path).unwrap() = json!("the field");
                let changed = changed.to_string().replace(r#""the field""#, &shape);
                assert_eq!(number(&changed), Some(4_300_000_000), "{changed}");
                let words = heard(&changed);
                let indispensable = ["/message", "/message/message_id", "/message/chat", "/message/chat/id"];
                let is_words = path == "/message/text" || indispensable.contains(&path.as_str());
                // Nobody, a machine, and what Telegram forwards are not people who ask.
                let is_told = (path.as_str(), shape.as_str());
                let not_asked = is_told == ("/message/from", "null")
                    || matches!(is_told, ("/message/from/is_bot" | "/message/is_automatic_forward", "true"));
                assert!(
                    is_words || not_asked || words.as_deref() == Some("trade"),
                    "{path}: {words:?} of {changed:.2000}"
                );
            }
        }
    }

    #[test]
    fn of_a_field_given_twice_the_last_counts() {
        let text = whole_question().to_string();
        for (field, first) in
            [("\"text\":", "\"first\""), ("\"message\":", "{}"), ("\"chat\":", "7"), ("\"id\":", "[]")]
        {
            let twice = text.replace(field, &format!("{field}{first},{field}"));
            let Ok(Some(Incoming::Question(question))) = incoming(&twice, &me()) else { panic!("{twice}") };
            assert_eq!((question.words.as_deref(), question.place.chat), (Some("trade"), GROUP), "{twice}");
        }
        let twice = text.replace("\"update_id\":", "\"update_id\":1,\"update_id\":");
        assert_eq!(number(&twice), Some(4_300_000_000));
    }

    #[test]
    fn who_cannot_be_told_in_private_is_whose_chat_it_is() {
        for from in [json!(7), json!([]), json!({ "id": "x", "language_code": "ru" })] {
            let mut message = said(ANN, "trade");
            message["from"] = from;
            message["chat"] = json!({ "id": ANN, "type": 7 });
            let question = question(&message).unwrap();
            assert_eq!((question.person, question.place.private, question.addressed), (ANN, true, true));
        }
    }

    #[test]
    fn a_press_and_a_membership_are_read_in_new_shapes_as_far_as_they_are_whole() {
        let message =
            json!({ "message_id": 6, "chat": { "id": ANN, "type": "private" }, "reply_markup": [], "text": 1 });
        let mut query =
            json!({ "id": "q", "from": { "id": ANN, "language_code": 7 }, "message": message, "data": "en help" });
        let read_query = |query: &Value| read(&json!({ "update_id": 1, "callback_query": query }));
        let Some(Incoming::Press(press)) = read_query(&query) else { panic!("{query}") };
        assert_eq!(
            (press.data.as_str(), press.under.map(|(_, message)| message), press.own),
            ("en help", Some(6), true)
        );
        query["message"] = json!([1]);
        assert!(matches!(read_query(&query), Some(Incoming::Press(Press { under: None, .. }))));
        query["id"] = json!(7);
        assert_eq!(read_query(&query), None);
        let member = |status: Value| json!({ "user": { "id": 7, "is_bot": true }, "status": status });
        let changed = |status: Value| {
            let room = json!({ "id": GROUP, "type": "supergroup", "title": ["new"], "username": {} });
            let from = json!({ "id": ANN, "language_code": [] });
            let change = json!({ "chat": room, "from": from, "old_chat_member": 1, "new_chat_member": member(status) });
            read(&json!({ "update_id": 1, "my_chat_member": change }))
        };
        assert!(matches!(
            changed(json!("member")),
            Some(Incoming::Membership(Membership { may_post: true, by: ANN, .. }))
        ));
        assert_eq!(changed(json!(1)), None);
    }

    #[test]
    fn a_name_called_again_and_again_is_found_where_it_stands_by_itself() {
        let text = format!("/a{} trade @trade_bot", "@x".repeat(2000));
        assert!(question(&said(GROUP, &text)).unwrap().addressed);
        assert_eq!(question(&said(GROUP, &format!("a{}", "@trade_bot".repeat(400)))), None);
    }

    fn list_paths(value: &Value, path: &str, paths: &mut Vec<String>) {
        paths.push(path.to_owned());
        match value {
            Value::Object(fields) => {
                for (name, value) in fields {
                    list_paths(value, &format!("{path}/{name}"), paths);
                }
            }
            Value::Array(items) => {
                for (index, value) in items.iter().enumerate() {
                    list_paths(value, &format!("{path}/{index}"), paths);
                }
            }
            _ => {}
        }
    }
}
