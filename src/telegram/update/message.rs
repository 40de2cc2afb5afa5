//! A message or an edited one: a question, a picked chat, a file, or a group that moves.

use serde::{Deserialize, Deserializer, de::IgnoredAny};

use super::words::Words;
use crate::{
    language::Language,
    question,
    telegram::{
        incoming::{File, Incoming, Me, Place, Question, Replied, Shared},
        shape::{Fields, Shape, Unread},
    },
};

/// Users that Telegram puts in the place of others.
pub(in crate::telegram) const ANONYMOUS_ADMIN: i64 = 1_087_968_824;
const CHANNEL_SPEAKING: i64 = 136_817_688;
const TELEGRAM_ITSELF: i64 = 777_000;

/// True for a sender in whose name several people may speak.
pub(in crate::telegram) fn stands_for_many(person: i64) -> bool {
    [0, ANONYMOUS_ADMIN, CHANNEL_SPEAKING].contains(&person)
}

/// Reads a message.
pub(super) fn read(json: &str, me: &Me) -> Result<Option<Incoming>, Unread> {
    read_as(json, me, false)
}

/// Reads a message that was written before, as it is now.
pub(super) fn read_edited(json: &str, me: &Me) -> Result<Option<Incoming>, Unread> {
    read_as(json, me, true)
}

fn read_as(json: &str, me: &Me, edited: bool) -> Result<Option<Incoming>, Unread> {
    let message = Message::read(json).ok_or(Unread)?;
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
    // Who forwards something to a group says it to nobody.
    if message.is_forwarded && !private {
        return Ok(None);
    }
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
    if words.is_none() && (!private || edited || is_service(json)) {
        return Ok(None);
    }
    let replied = message.replied(me);
    let words =
        words.map(|words| Words::of(words, &me.username)).map(|words| message.with_what_to_check(words, private));
    let called = private || words.as_ref().is_some_and(|words| words.named);
    let addressed = called || replied.is_some();
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
        called,
        edited,
    })))
}

impl Document {
    /// True if its name is that of a backup.
    fn is_a_backup(&self) -> bool {
        [".yaml", ".yml"].iter().any(|ending| self.file_name.to_lowercase().ends_with(ending))
    }
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

    /// The sender; zero where nobody is named.
    fn person(&self) -> i64 {
        match &self.from {
            Some(User { id: 0, .. }) if self.chat.is_private() => self.chat.id,
            Some(from) => from.id,
            None => 0,
        }
    }

    pub(super) fn place(&self) -> Place {
        /// The topic that every forum has; it must not be named.
        const GENERAL: i32 = 1;
        let topic = self.message_thread_id.filter(|topic| self.is_topic_message && *topic != GENERAL);
        Place { chat: self.chat.id, private: self.chat.is_private(), topic }
    }

    /// The words, with those that they ask to check: the message replied to, or what is forwarded to us alone.
    fn with_what_to_check(&self, words: Words, private: bool) -> Words {
        let replied = self.reply_to_message.as_ref().and_then(|replied| replied.text.as_deref());
        let text = match replied {
            Some(replied) if question::is_bare_check(&words.text) => format!("{}\n{replied}", words.text),
            _ if private && self.is_forwarded && !words.command => format!("{}\n{}", question::CHECK, words.text),
            _ => return words,
        };
        Words { text, command: true, ..words }
    }

    /// The message of ours that this one replies to.
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
    pub(super) fn is_private(&self) -> bool {
        // People have numbers above zero, and all other chats below.
        self.kind == "private" || (self.kind.is_empty() && self.id > 0)
    }

    fn is_for_talking(&self) -> bool {
        self.kind != "channel"
    }
}

impl User {
    pub(super) fn language(&self) -> Option<Language> {
        Language::from_tag(self.language_code.as_deref()?)
    }
}

#[derive(Deserialize)]
pub(super) struct Message {
    pub message_id: i32,
    pub chat: Chat,
    from: Option<User>,
    message_thread_id: Option<i32>,
    #[serde(default)]
    is_topic_message: bool,
    #[serde(default)]
    is_automatic_forward: bool,
    #[serde(default, rename = "forward_origin", deserialize_with = "is_there")]
    is_forwarded: bool,
    pub reply_to_message: Option<Answered>,
    via_bot: Option<User>,
    text: Option<String>,
    caption: Option<String>,
    migrate_to_chat_id: Option<i64>,
    migrate_from_chat_id: Option<i64>,
    chat_shared: Option<ChatShared>,
    document: Option<Document>,
}

/// The message that another one replies to.
#[derive(Deserialize)]
pub(super) struct Answered {
    message_id: i32,
    pub from: Option<User>,
    reply_markup: Option<Keyboard>,
    /// Its words, or those below its picture.
    #[serde(alias = "caption")]
    text: Option<String>,
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
pub(super) struct Chat {
    id: i64,
    #[serde(rename = "type", default)]
    kind: String,
}

#[derive(Deserialize)]
pub(super) struct User {
    pub id: i64,
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

/// True for a field that is there, whatever is in it.
fn is_there<'de, D: Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    Option::<IgnoredAny>::deserialize(deserializer).map(|field| field.is_some())
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
            is_forwarded: fields.raw("forward_origin").is_some(),
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
        let text = fields.text("text").or_else(|| fields.text("caption"));
        Some(Self { message_id: fields.get("message_id")?, from: fields.shape("from"), reply_markup, text })
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

impl Shape for Chat {
    fn of(fields: &Fields<'_>) -> Option<Self> {
        Some(Self { id: fields.get("id")?, kind: fields.get("type").unwrap_or_default() })
    }
}

impl Shape for User {
    /// A sender whose number cannot be read is a sender all the same.
    fn of(fields: &Fields<'_>) -> Option<Self> {
        Some(Self {
            id: fields.get("id").unwrap_or_default(),
            is_bot: fields.get("is_bot").unwrap_or_default(),
            language_code: fields.get("language_code"),
        })
    }
}

impl User {
    /// The sender, if anything stands in `from`.
    pub(super) fn in_field(fields: &Fields<'_>) -> Option<Self> {
        let unknown = Self { id: 0, is_bot: false, language_code: None };
        fields.raw("from").map(|from| Self::read(from.get()).unwrap_or(unknown))
    }
}

/// True if the message only says that something happened in the chat.
fn is_service(json: &str) -> bool {
    Fields::of(json).is_some_and(|fields| fields.names().any(|field| SERVICE.contains(&field)))
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
