//! Exactly what we read of an update, and whether it is ours to answer.
//!
//! Raw JSON in; out comes a [`Matter`], or nothing. Only the fields that are used are read, so that what a
//! newer Telegram adds (kinds of updates, of entities, of chats) neither hides a question nor stops the
//! bot. It does not know what an answer is.

use std::collections::HashMap;

use serde::{Deserialize, de::IgnoredAny};
use serde_json::value::RawValue;

use crate::language::Language;

/// The kinds of updates that [`matter`] can be asked about.
pub(crate) const KINDS: [&str; 3] = ["message", "edited_message", "callback_query"];

/// Who we are.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Me {
    pub id: i64,
    pub username: String,
}

/// Something to be dealt with.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Matter {
    Question(Question),
    Press(Press),
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
    /// Where the message stands that has the button; none if it was sent for somebody else.
    pub under: Option<(Place, i32)>,
    pub data: String,
    pub language: Option<Language>,
    /// Whether the message answers whoever pressed.
    pub own: bool,
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

impl Matter {
    /// The chat whose turn it is to be kept.
    pub(crate) fn chat(&self) -> i64 {
        match self {
            Self::Question(question) => question.place.chat,
            Self::Press(press) => press.under.map_or(0, |(place, _)| place.chat),
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
    serde_json::from_str::<Numbered>(update).ok().map(|update| update.update_id)
}

/// The kind of an update, for the log.
pub(crate) fn kind(update: &str) -> String {
    let fields: HashMap<String, IgnoredAny> = serde_json::from_str(update).unwrap_or_default();
    fields.into_keys().find(|field| field != "update_id").unwrap_or_else(|| "empty".to_owned())
}

/// What an update puts to us.
///
/// `Ok(None)` where it is not ours to answer.
///
/// # Errors
///
/// The update is of a kind we do not know, or not as we know it.
pub(crate) fn matter(update: &str, me: &Me) -> Result<Option<Matter>, Unread> {
    let update: Update<'_> = serde_json::from_str(update).map_err(|_| Unread)?;
    match update {
        Update { message: Some(raw), .. } => message(raw, me, false),
        Update { edited_message: Some(raw), .. } => message(raw, me, true),
        Update { callback_query: Some(raw), .. } => {
            let query: CallbackQuery = serde_json::from_str(raw.get()).map_err(|_| Unread)?;
            Ok(Some(Matter::Press(query.press())))
        }
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
    reply_to_message: Option<Box<Message>>,
    via_bot: Option<User>,
    text: Option<String>,
    caption: Option<String>,
    reply_markup: Option<Keyboard>,
    migrate_to_chat_id: Option<i64>,
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

/// Users that Telegram puts in the place of others.
const ANONYMOUS_ADMIN: i64 = 1_087_968_824;
const CHANNEL_SPEAKING: i64 = 136_817_688;
const TELEGRAM_ITSELF: i64 = 777_000;

fn message(raw: &RawValue, me: &Me, edited: bool) -> Result<Option<Matter>, Unread> {
    let message: Message = serde_json::from_str(raw.get()).map_err(|_| Unread)?;
    if let Some(to) = message.migrate_to_chat_id {
        return Ok(Some(Matter::Moved { from: message.chat.id, to }));
    }
    if !message.is_from_a_person(me) || !message.chat.is_for_talking() {
        return Ok(None);
    }
    let words = message.text.as_deref().or(message.caption.as_deref()).filter(|words| !words.trim().is_empty());
    let private = message.chat.is_private();
    if words.is_none() && (!private || edited || is_service(raw)) {
        return Ok(None);
    }
    let replied = message.replied(me);
    let words = words.map(|words| Words::of(words, &me.username));
    let addressed = private || replied.is_some() || words.as_ref().is_some_and(|words| words.named);
    if !addressed && !words.as_ref().is_some_and(|words| words.command) {
        return Ok(None);
    }
    Ok(Some(Matter::Question(Question {
        place: message.place(),
        message: message.message_id,
        words: words.map(|words| words.text).filter(|text| !text.is_empty()),
        language: message.from.as_ref().and_then(User::language),
        replied,
        addressed,
        edited,
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

    fn place(&self) -> Place {
        /// The topic that every forum has; it must not be named.
        const GENERAL: i32 = 1;
        let topic = self.message_thread_id.filter(|topic| self.is_topic_message && *topic != GENERAL);
        Place { chat: self.chat.id, private: self.chat.is_private(), topic }
    }

    /// The message of ours that this one answers.
    fn replied(&self, me: &Me) -> Option<Replied> {
        let replied = self.reply_to_message.as_deref()?;
        let ours = replied.from.as_ref().is_some_and(|from| from.id == me.id);
        // Whatever is said in a topic answers the message that opened it.
        let opened_topic = self.is_topic_message && self.message_thread_id == Some(replied.message_id);
        (ours && !opened_topic).then(|| Replied { message: replied.message_id, data: replied.data() })
    }

    fn data(&self) -> Vec<String> {
        let rows = self.reply_markup.as_ref().map_or(&[][..], |keyboard| &keyboard.inline_keyboard);
        rows.iter().flatten().filter_map(|button| button.callback_data.clone()).collect()
    }
}

impl Chat {
    fn is_private(&self) -> bool {
        self.kind == "private"
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
        let asker = self.message.as_ref().and_then(|message| message.reply_to_message.as_deref()?.from.as_ref());
        let private = self.message.as_ref().is_some_and(|message| message.chat.is_private());
        Press {
            own: private || asker.is_some_and(|asker| asker.id == self.from.id),
            under: self.message.as_ref().map(|message| (message.place(), message.message_id)),
            language: self.from.language(),
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
    text.match_indices('@').find_map(|(at, _)| {
        let end = at + 1 + me.len();
        let name = text.get(at + 1..end)?;
        let before = text[..at].chars().next_back();
        let apart = !before.is_some_and(of_a_name) || is_command(&text[..at]);
        let ends = !text[end..].chars().next().is_some_and(of_a_name);
        (apart && ends && !me.is_empty() && name.eq_ignore_ascii_case(me)).then_some((at, end))
    })
}

fn is_command(text: &str) -> bool {
    text.strip_prefix('/').is_some_and(|name| !name.contains(char::is_whitespace))
}

/// Whether Telegram itself speaks, of something that happened in the chat.
fn is_service(raw: &RawValue) -> bool {
    let fields: HashMap<String, IgnoredAny> = serde_json::from_str(raw.get()).unwrap_or_default();
    fields.keys().any(|field| SERVICE.contains(&field.as_str()))
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
