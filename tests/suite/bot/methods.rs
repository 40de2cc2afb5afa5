//! What each method takes, checks and does.
//!
//! In goes a call with its parameters, out comes the result or Telegram's refusal. What the bot did
//! wrong is noted beside it as a breach, whether or not Telegram would have minded. It does not know
//! HTTP; long polling and faults are the server's.

use std::collections::BTreeSet;
use std::time::Instant;

use serde_json::{Map, Value, json};

use super::limits::Lane;
use super::markup::{self, Entity};
use super::world::{BOT_ID, Chat, ChatKind, KINDS, Message, Rank, Sent, wanted};
use super::{Breach, Call, State};

/// Name, then parameters as `name:type`, the required ones with `!`.
const METHODS: &[(&str, &str)] = &[
    ("getUpdates", "offset:int limit:int timeout:int allowed_updates:json"),
    ("getMe", ""),
    ("sendMessage", "text:str! entities:json link_preview_options:json +send"),
    ("sendPhoto", "photo:file! show_caption_above_media:bool has_spoiler:bool +caption +send"),
    ("sendDocument", "document:file! thumbnail:file disable_content_type_detection:bool +caption +send"),
    ("sendChatAction", "business_connection_id:str chat_id:chat! message_thread_id:int action:str!"),
    ("editMessageText", "text:str! parse_mode:str entities:json link_preview_options:json +edit"),
    ("editMessageCaption", "show_caption_above_media:bool +caption parse_mode:str +edit"),
    ("editMessageReplyMarkup", "+edit"),
    ("deleteMessage", "chat_id:chat! message_id:int!"),
    ("answerCallbackQuery", "callback_query_id:str! text:str show_alert:bool url:str cache_time:int"),
    (
        "answerInlineQuery",
        "inline_query_id:str! results:json! cache_time:int is_personal:bool next_offset:str button:json",
    ),
    ("setMyCommands", "commands:json! scope:json language_code:str"),
    ("deleteMyCommands", "scope:json language_code:str"),
    ("getMyCommands", "scope:json language_code:str"),
    ("setMyName", "name:str language_code:str"),
    ("setMyDescription", "description:str language_code:str"),
    ("setMyShortDescription", "short_description:str language_code:str"),
    ("setChatMenuButton", "chat_id:int menu_button:json"),
    ("setWebhook", "url:str! certificate:file ip_address:str max_connections:int secret_token:str +hook"),
    ("deleteWebhook", "drop_pending_updates:bool"),
    ("getWebhookInfo", ""),
    ("getChat", "chat_id:chat!"),
    ("getChatMember", "chat_id:chat! user_id:int!"),
    ("getChatAdministrators", "chat_id:chat!"),
    ("leaveChat", "chat_id:chat!"),
    ("getFile", "file_id:str!"),
];

const SHARED: &[(&str, &str)] = &[
    (
        "+send",
        "business_connection_id:str chat_id:chat! message_thread_id:int direct_messages_topic_id:int parse_mode:str \
         disable_notification:bool protect_content:bool allow_paid_broadcast:bool message_effect_id:str \
         suggested_post_parameters:json reply_parameters:json reply_markup:json",
    ),
    ("+caption", "caption:str caption_entities:json"),
    ("+edit", "business_connection_id:str chat_id:chat message_id:int inline_message_id:str reply_markup:json"),
    ("+hook", "allowed_updates:json drop_pending_updates:bool"),
];

const MESSAGE_MAX: usize = 4096;
const CAPTION_MAX: usize = 1024;
const RAW_MAX: usize = 32_768;
const ENTITIES_MAX: usize = 100;
const TOO_OLD: &str = "query is too old and response timeout expired or query ID is invalid";

/// The method's name as Telegram writes it; case does not matter to it.
pub(super) fn find(name: &str) -> Option<&'static str> {
    METHODS.iter().map(|(method, _)| *method).find(|method| method.eq_ignore_ascii_case(name))
}

fn parameters(method: &str) -> Vec<(&'static str, &'static str)> {
    let listed = METHODS.iter().find(|(name, _)| *name == method).map_or("", |(_, listed)| *listed);
    let words = |text: &'static str| text.split_whitespace();
    let expand = |word: &'static str| match SHARED.iter().find(|(name, _)| *name == word) {
        Some((_, shared)) => words(shared).collect::<Vec<_>>(),
        None => vec![word],
    };
    words(listed).flat_map(expand).filter_map(|word| word.split_once(':')).collect()
}

/// What came as a form, where every value is text, with the types the method asks for.
pub(super) fn typed(method: &str, form: Vec<(String, String)>) -> Map<String, Value> {
    let known = parameters(method);
    let value = |name: &str, text: String| {
        let kind = known.iter().find(|(known, _)| *known == name).map_or("str", |(_, kind)| kind.trim_end_matches('!'));
        let read = match kind {
            "int" | "chat" | "bool" | "json" => serde_json::from_str(&text).ok(),
            _ => None,
        };
        read.unwrap_or(Value::String(text))
    };
    form.into_iter().map(|(name, text)| (name.clone(), value(&name, text))).collect()
}

#[derive(Debug)]
pub(super) struct Refusal {
    pub(super) code: u16,
    pub(super) description: String,
    pub(super) parameters: Option<Value>,
}

impl Refusal {
    pub(super) fn new(code: u16, description: &str) -> Refusal {
        Refusal { code, description: description.to_owned(), parameters: None }
    }

    pub(super) fn too_many(seconds: u64) -> Refusal {
        let description = format!("Too Many Requests: retry after {seconds}");
        Refusal { code: 429, description, parameters: Some(json!({ "retry_after": seconds })) }
    }

    pub(super) fn moved(to: i64) -> Refusal {
        let parameters = Some(json!({ "migrate_to_chat_id": to }));
        Refusal { parameters, ..Refusal::new(400, "Bad Request: group chat was upgraded to a supergroup chat") }
    }

    pub(super) fn body(&self) -> Value {
        let mut body = json!({ "ok": false, "error_code": self.code, "description": self.description });
        if let Some(parameters) = &self.parameters {
            body["parameters"] = parameters.clone();
        }
        body
    }
}

fn bad(description: &str) -> Refusal {
    Refusal::new(400, &format!("Bad Request: {description}"))
}

/// Whether the bot is no part of the chat, and why.
fn shut_out(chat: &Chat) -> Outcome<()> {
    let forbidden = |text: &str| Err(Refusal::new(403, &format!("Forbidden: {text}")));
    let kind = match chat.kind {
        ChatKind::Channel => "channel",
        ChatKind::Group => "group",
        _ => "supergroup",
    };
    match (chat.kind, chat.rank(BOT_ID).status.as_str()) {
        (ChatKind::Private, "kicked") => forbidden("bot was blocked by the user"),
        (ChatKind::Private, "left") => forbidden("bot can't initiate conversation with a user"),
        (_, "kicked") => forbidden(&format!("bot was kicked from the {kind} chat")),
        (_, "left") => forbidden(&format!("bot is not a member of the {kind} chat")),
        _ => Ok(()),
    }
}

type Outcome<T = Value> = Result<T, Refusal>;

/// Runs a call on the world. `getUpdates` is only checked.
pub(super) fn run(state: &mut State, call: &Call, now: Instant) -> Outcome {
    let params = call.params.as_object().cloned().unwrap_or_default();
    let mut turn = Turn { state, number: call.number, method: &call.method, params, now };
    turn.check_parameters()?;
    match call.method.as_str() {
        "getUpdates" => turn.allow_updates(),
        "getMe" => Ok(turn.me()),
        "sendMessage" => turn.send_message(),
        "sendPhoto" => turn.send_file("photo"),
        "sendDocument" => turn.send_file("document"),
        "sendChatAction" => turn.chat_action(),
        "editMessageText" => turn.edit("text"),
        "editMessageCaption" => turn.edit("caption"),
        "editMessageReplyMarkup" => turn.edit(""),
        "deleteMessage" => turn.delete(),
        "answerCallbackQuery" => turn.answer_callback(),
        "answerInlineQuery" => turn.answer_inline(),
        "setMyCommands" | "deleteMyCommands" | "getMyCommands" => turn.commands(),
        "setWebhook" | "deleteWebhook" => turn.set_webhook(),
        "getWebhookInfo" => Ok(turn.webhook_info()),
        "getChat" | "getChatMember" | "getChatAdministrators" | "leaveChat" => turn.chat_facts(),
        "getFile" => turn.file(),
        _ => Ok(json!(true)),
    }
}

struct Turn<'a> {
    state: &'a mut State,
    number: usize,
    method: &'a str,
    params: Map<String, Value>,
    now: Instant,
}

impl Turn<'_> {
    fn breach(&mut self, kind: &'static str, text: impl Into<String>) {
        let (method, call) = (self.method.to_owned(), Some(self.number));
        self.state.breaches.push(Breach { kind, method, text: text.into(), call });
    }

    /// Refused by Telegram, and for a fault of the bot's own.
    fn fault<T>(&mut self, kind: &'static str, description: &str) -> Outcome<T> {
        self.breach(kind, description);
        Err(bad(description))
    }

    fn text(&self, name: &str) -> &str {
        self.params.get(name).and_then(Value::as_str).unwrap_or_default()
    }

    fn int(&self, name: &str) -> Option<i64> {
        let value = self.params.get(name)?;
        value.as_i64().or_else(|| value.as_str()?.parse().ok())
    }

    fn value(&self, name: &str) -> Value {
        self.params.get(name).cloned().unwrap_or_default()
    }

    fn check_parameters(&mut self) -> Outcome<()> {
        let known = parameters(self.method);
        for (name, value) in self.params.clone() {
            let Some((_, kind)) = known.iter().find(|(known, _)| *known == name) else {
                self.breach("unknown_param", format!("there is no parameter {name}"));
                continue;
            };
            let fits = match kind.trim_end_matches('!') {
                "int" => value.is_i64(),
                "bool" => value.is_boolean(),
                "chat" => value.is_i64() || value.as_str().is_some_and(|name| name.starts_with('@')),
                "json" => value.is_array() || value.is_object(),
                "file" => value.is_string() || value.is_object(),
                _ => value.is_string(),
            };
            if !fits {
                self.breach("wrong_type", format!("{name} is {value}"));
            }
        }
        for (name, _) in known.into_iter().filter(|(_, kind)| kind.ends_with('!')) {
            if self.params.get(name).is_none_or(Value::is_null) {
                self.breach("missing_param", format!("{name} is required"));
                return Err(match name {
                    "text" => bad("message text is empty"),
                    "chat_id" => bad("chat_id is empty"),
                    _ => bad(&format!("parameter \"{name}\" is required")),
                });
            }
        }
        Ok(())
    }

    /// Notes the fields of an object that Telegram does not know, and those that it misses.
    fn check_fields(&mut self, what: &str, value: &Value, required: &[&str], optional: &[&str]) -> bool {
        let Some(object) = value.as_object() else {
            self.breach("wrong_type", format!("{what} is {value}"));
            return false;
        };
        for name in
            object.keys().filter(|name| !required.contains(&name.as_str()) && !optional.contains(&name.as_str()))
        {
            self.breach("unknown_field", format!("{what} has no field {name}"));
        }
        let missing: Vec<_> = required.iter().filter(|name| !object.contains_key(**name)).collect();
        for name in &missing {
            self.breach("missing_field", format!("{what} needs the field {name}"));
        }
        missing.is_empty()
    }

    // Chats and messages

    fn chat(&mut self) -> Outcome<Chat> {
        let given = self.value("chat_id");
        self.state.world.find_chat(&given).cloned().ok_or_else(|| bad("chat not found"))
    }

    /// The chat of a send, if the bot may write there.
    fn open_chat(&mut self) -> Outcome<Chat> {
        let chat = self.chat()?;
        if let Some(to) = chat.moved {
            return Err(Refusal::moved(to));
        }
        shut_out(&chat)?;
        let bot = chat.rank(BOT_ID);
        match chat.kind {
            ChatKind::Channel if !bot.runs() || !bot.may("can_post_messages") => {
                Err(bad("need administrator rights in the channel chat"))
            }
            ChatKind::Group | ChatKind::Supergroup | ChatKind::Forum if !bot.may("can_send_messages") => {
                Err(bad("not enough rights to send text messages to the chat"))
            }
            _ => Ok(chat),
        }
    }

    fn thread(&mut self, chat: &Chat) -> Outcome<Option<i64>> {
        let Some(thread) = self.int("message_thread_id") else { return Ok(None) };
        if chat.kind != ChatKind::Forum {
            self.breach("thread_ignored", format!("message_thread_id {thread} in a chat without topics"));
            return Ok(None);
        }
        if thread == 1 {
            return self.fault("thread_general", "message thread not found");
        }
        // A person may have deleted or closed the topic: no fault of the bot's.
        match chat.topics.contains(&thread) {
            false => Err(bad("message thread not found")),
            true if chat.closed.contains(&thread) && !chat.rank(BOT_ID).runs() => Err(bad("TOPIC_CLOSED")),
            true => Ok(Some(thread)),
        }
    }

    fn reply_to(&mut self, chat: &Chat) -> Outcome<Option<i64>> {
        let reply = self.value("reply_parameters");
        if reply.is_null() {
            return Ok(None);
        }
        const OPTIONAL: [&str; 6] =
            ["chat_id", "allow_sending_without_reply", "quote", "quote_parse_mode", "quote_entities", "quote_position"];
        self.check_fields("reply_parameters", &reply, &["message_id"], &OPTIONAL);
        let id = reply["message_id"].as_i64().unwrap_or_default();
        let there = self.state.world.standing(chat.id, id).is_some();
        match (there, reply["allow_sending_without_reply"] == json!(true)) {
            (true, _) => Ok(Some(id)),
            (false, true) => Ok(None),
            (false, false) => self.fault("reply_not_found", "message to be replied not found"),
        }
    }

    /// Whether the chat may be written to now.
    fn flood(&mut self, chat: &Chat) -> Outcome<()> {
        let limits = &mut self.state.limits;
        let left = limits.left(&Lane::Chat(chat.id), self.now);
        let wait = limits.take(chat.id, chat.kind != ChatKind::Private, self.now);
        let enforced = limits.enforced;
        if let Some(left) = left {
            let id = chat.id;
            self.breach(
                "ignored_retry_after",
                format!("chat {id} was called {left:?} before its retry_after had passed"),
            );
        }
        let left = left.filter(|_| enforced).map(|left| left.as_secs() + 1);
        match left.or(wait) {
            Some(seconds) => Err(Refusal::too_many(seconds)),
            None => Ok(()),
        }
    }

    // Text and keyboards

    /// A text as people will read it: markup taken out, limits kept.
    fn formatted(&mut self, text: &str, mode: &str, listed: &Value, limit: usize) -> Outcome<(String, Vec<Entity>)> {
        if text.len() > RAW_MAX {
            return self.fault("too_long", "text is too long");
        }
        let (text, marked) = match mode.to_ascii_lowercase().as_str() {
            "html" => match markup::parse(text) {
                Ok(parsed) => parsed,
                Err(why) => return self.fault("bad_html", &format!("can't parse entities: {why}")),
            },
            "" => (text.to_owned(), listed.as_array().into_iter().flatten().filter_map(Entity::from_json).collect()),
            "markdown" | "markdownv2" => {
                self.breach("markdown", format!("parse_mode {mode} is not used here"));
                (text.to_owned(), Vec::new())
            }
            _ => return self.fault("not_allowed_value", "unsupported parse_mode"),
        };
        let (text, mut entities) = trimmed(&text, marked);
        if markup::units(&text) > limit {
            let what = if limit == CAPTION_MAX { "message caption is too long" } else { "message is too long" };
            return self.fault("too_long", what);
        }
        if let Some(sign) = markup::visible(&text) {
            self.breach("visible_markup", format!("people see {sign} in the text"));
        }
        if entities.len() > ENTITIES_MAX {
            self.breach("too_many_entities", format!("{}: Telegram drops all after {ENTITIES_MAX}", entities.len()));
        }
        for entity in &entities {
            if let Some(why) = entity.more.get("url").and_then(Value::as_str).and_then(markup::bad_start) {
                self.breach("bad_start", why);
            }
        }
        let taken = |found: &Entity| {
            let hides = |kind: &str| matches!(kind, "text_link" | "code" | "pre");
            let crosses = |other: &Entity| {
                other.offset < found.offset + found.length && found.offset < other.offset + other.length
            };
            entities.iter().any(|other| hides(&other.kind) && crosses(other))
        };
        let free: Vec<Entity> = markup::found(&text).into_iter().filter(|found| !taken(found)).collect();
        entities.extend(free);
        entities.sort_by_key(|entity| (entity.offset, usize::MAX - entity.length));
        Ok((text, entities))
    }

    /// An inline keyboard's rows; none for the other kinds.
    fn keyboard(&mut self, markup: &Value, only_inline: bool) -> Outcome<Vec<Vec<Value>>> {
        if markup.is_null() {
            return Ok(Vec::new());
        }
        const KINDS: [&str; 4] = ["inline_keyboard", "keyboard", "remove_keyboard", "force_reply"];
        const REPLY: [&str; 5] =
            ["selective", "input_field_placeholder", "resize_keyboard", "one_time_keyboard", "is_persistent"];
        let Some(kind) = KINDS.into_iter().find(|kind| markup.get(kind).is_some()) else {
            return self.fault("bad_keyboard", "object expected as reply markup");
        };
        let inline = kind == "inline_keyboard";
        self.check_fields("reply_markup", markup, &[kind], if inline { &[] } else { &REPLY });
        if only_inline && !inline {
            return self.fault("bad_keyboard", "inline keyboard expected");
        }
        if kind == "remove_keyboard" || kind == "force_reply" {
            return Ok(Vec::new());
        }
        let rows: Option<Vec<Vec<Value>>> =
            markup[kind].as_array().and_then(|rows| rows.iter().map(|row| row.as_array().cloned()).collect());
        let Some(rows) = rows else {
            return self.fault("bad_keyboard", &format!("field \"{kind}\" must be an Array of Arrays"));
        };
        if rows.iter().any(Vec::is_empty) {
            self.breach("empty_row", "a row without buttons");
        }
        if let Some(row) = rows.iter().find(|row| row.len() > 8) {
            self.breach("wide_row", format!("{} buttons in a row: more than 8 cannot be read", row.len()));
        }
        if rows.iter().map(Vec::len).sum::<usize>() > 100 {
            return self.fault("too_many_buttons", "reply markup is too long");
        }
        for button in rows.iter().flatten() {
            let label = button["text"].as_str().or(button.as_str()).unwrap_or_default();
            if label.trim().is_empty() {
                self.breach("empty_button", format!("a button without text: {button}"));
            }
            match inline {
                true => self.inline_button(button)?,
                false => self.reply_button(button)?,
            }
        }
        Ok(if inline { rows.into_iter().filter(|row| !row.is_empty()).collect() } else { Vec::new() })
    }

    fn inline_button(&mut self, button: &Value) -> Outcome<()> {
        const ACTIONS: [&str; 10] = [
            "url",
            "callback_data",
            "web_app",
            "login_url",
            "switch_inline_query",
            "switch_inline_query_current_chat",
            "switch_inline_query_chosen_chat",
            "copy_text",
            "callback_game",
            "pay",
        ];
        let known: Vec<&str> = ACTIONS.into_iter().chain(["icon_custom_emoji_id", "style"]).collect();
        self.check_fields("a button", button, &["text"], &known);
        let actions = ACTIONS.iter().filter(|action| button.get(**action).is_some()).count();
        if actions != 1 {
            self.breach("button_kinds", format!("{actions} actions where one is allowed: {button}"));
        }
        if actions == 0 {
            return Err(bad("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"));
        }
        if let Some(data) = button["callback_data"].as_str().filter(|data| !(1..=64).contains(&data.len())) {
            let bytes = data.len();
            self.breach("bad_callback_data", format!("{bytes} bytes where 1-64 are allowed: {data:?}"));
            return Err(bad("BUTTON_DATA_INVALID"));
        }
        if let Some(address) = button["url"].as_str() {
            if !markup::is_link(address) {
                return self.fault("bad_url", &format!("inline keyboard button URL '{address}' is invalid"));
            }
            if let Some(why) = markup::bad_start(address) {
                self.breach("bad_start", why);
            }
        }
        let copied = button["copy_text"]["text"].as_str().unwrap_or_default();
        if button.get("copy_text").is_some() && !(1..=256).contains(&markup::units(copied)) {
            return self.fault("bad_copy_text", "BUTTON_COPY_TEXT_INVALID");
        }
        for name in ["switch_inline_query", "switch_inline_query_current_chat"] {
            if button[name].as_str().is_some_and(|query| markup::units(query) > 256) {
                self.breach("too_long", format!("{name} of more than 256 characters"));
            }
        }
        Ok(())
    }

    fn reply_button(&mut self, button: &Value) -> Outcome<()> {
        const ACTIONS: [&str; 6] =
            ["request_users", "request_chat", "request_contact", "request_location", "request_poll", "web_app"];
        self.check_fields("a button", button, &["text"], &ACTIONS);
        let request = &button["request_chat"];
        if request.is_null() {
            return Ok(());
        }
        const OPTIONAL: [&str; 9] = [
            "chat_is_forum",
            "chat_has_username",
            "chat_is_created",
            "user_administrator_rights",
            "bot_administrator_rights",
            "bot_is_member",
            "request_title",
            "request_username",
            "request_photo",
        ];
        self.check_fields("request_chat", request, &["request_id", "chat_is_channel"], &OPTIONAL);
        if self.state.world.find_chat(&self.value("chat_id")).is_some_and(|chat| chat.kind != ChatKind::Private) {
            return self.fault("bad_keyboard", "chats can be requested in private chats only");
        }
        const RIGHTS: [&str; 11] = [
            "is_anonymous",
            "can_manage_chat",
            "can_delete_messages",
            "can_manage_video_chats",
            "can_restrict_members",
            "can_promote_members",
            "can_change_info",
            "can_invite_users",
            "can_post_stories",
            "can_edit_stories",
            "can_delete_stories",
        ];
        const MORE: [&str; 5] = [
            "can_post_messages",
            "can_edit_messages",
            "can_pin_messages",
            "can_manage_topics",
            "can_manage_direct_messages",
        ];
        for name in ["user_administrator_rights", "bot_administrator_rights"] {
            if !request[name].is_null() {
                self.check_fields(name, &request[name], &RIGHTS, &MORE);
            }
        }
        let person: BTreeSet<&str> = wanted(&request["user_administrator_rights"]).collect();
        if !wanted(&request["bot_administrator_rights"]).all(|right| person.contains(right)) {
            return self.fault("bad_keyboard", "the bot's rights must be among the user's");
        }
        Ok(())
    }

    // Sending, editing, deleting

    fn send_message(&mut self) -> Outcome {
        self.preview(&self.value("link_preview_options"));
        let (text, mode) = (self.text("text").to_owned(), self.text("parse_mode").to_owned());
        let (text, entities) = self.formatted(&text, &mode, &self.value("entities"), MESSAGE_MAX)?;
        if text.is_empty() {
            return self.fault("empty_text", "message text is empty");
        }
        self.send(text, entities, None)
    }

    fn send_file(&mut self, kind: &str) -> Outcome {
        let (caption, mode) = (self.text("caption").to_owned(), self.text("parse_mode").to_owned());
        let (caption, entities) = self.formatted(&caption, &mode, &self.value("caption_entities"), CAPTION_MAX)?;
        let given = self.value(kind);
        let file = match given.as_str() {
            Some(id) if self.state.world.files.contains_key(id) => id.to_owned(),
            Some(address) if address.starts_with("http") && markup::is_link(address) => {
                self.state.world.keep_file(kind, Sent::default())
            }
            Some(_) => return Err(bad("wrong file identifier/HTTP URL specified")),
            None if given["size"].as_u64().is_some_and(|size| size > 0) => {
                if kind == "photo" && given["size"].as_u64() > Some(10 << 20) {
                    return self.fault("too_big", "file is too big for a photo");
                }
                let (name, text) = (given["file"].as_str().unwrap_or_default().to_owned(), given["text"].as_str());
                let size = given["size"].as_u64().unwrap_or_default();
                self.state.world.keep_file(kind, Sent { name, size, text: text.map(str::to_owned) })
            }
            None => return self.fault("empty_file", "file must be non-empty"),
        };
        self.send(caption, entities, Some(file))
    }

    fn preview(&mut self, options: &Value) {
        const KNOWN: [&str; 5] = ["is_disabled", "url", "prefer_small_media", "prefer_large_media", "show_above_text"];
        if !options.is_null() {
            self.check_fields("link_preview_options", options, &[], &KNOWN);
        }
    }

    fn send(&mut self, text: String, entities: Vec<Entity>, file: Option<String>) -> Outcome {
        let markup = self.value("reply_markup");
        let in_channel = self.state.world.find_chat(&self.value("chat_id")).map(|chat| chat.kind);
        let keyboard = self.keyboard(&markup, in_channel == Some(ChatKind::Channel))?;
        let chat = self.open_chat()?;
        let thread = self.thread(&chat)?;
        let reply_to = self.reply_to(&chat)?;
        self.flood(&chat)?;
        let world = &mut self.state.world;
        if let Some(chat) = world.chats.get_mut(&chat.id).filter(|_| markup.get("inline_keyboard").is_none()) {
            let rows = markup["keyboard"].as_array().map(|rows| rows.iter().filter_map(Value::as_array).cloned());
            match rows {
                Some(rows) => chat.keyboard = rows.collect(),
                None if !markup["remove_keyboard"].is_null() => chat.keyboard.clear(),
                None => {}
            }
        }
        let (id, date, chat) = (world.next_id(), world.date(), chat.id);
        let (by_bot, edited, deleted, raw) = (true, false, false, None);
        let message =
            Message { id, chat, text, entities, keyboard, thread, reply_to, file, by_bot, edited, deleted, date, raw };
        world.messages.insert(id, message.clone());
        Ok(world.message_json(&message, true))
    }

    /// Changes the text, the caption or, where neither is named, the buttons alone. Buttons that are not
    /// given again are gone, as with Telegram.
    fn edit(&mut self, what: &str) -> Outcome {
        let keyboard = self.keyboard(&self.value("reply_markup"), true)?;
        let mode = self.text("parse_mode").to_owned();
        let words = match what {
            "text" => {
                self.preview(&self.value("link_preview_options"));
                let text = self.text("text").to_owned();
                let words = self.formatted(&text, &mode, &self.value("entities"), MESSAGE_MAX)?;
                if words.0.is_empty() {
                    return self.fault("empty_text", "message text is empty");
                }
                Some(words)
            }
            "caption" => {
                let caption = self.text("caption").to_owned();
                Some(self.formatted(&caption, &mode, &self.value("caption_entities"), CAPTION_MAX)?)
            }
            _ => None,
        };
        if !self.params.contains_key("chat_id") {
            return match self.params.contains_key("inline_message_id") {
                true => Ok(json!(true)),
                false => self.fault("missing_param", "message identifier is not specified"),
            };
        }
        let chat = self.open_chat()?;
        let id = self.int("message_id").unwrap_or_default();
        let Some(mut message) = self.state.world.standing(chat.id, id).cloned() else {
            return Err(bad("message to edit not found"));
        };
        if !message.by_bot {
            return self.fault("not_ours", "message can't be edited");
        }
        if what == "text" && message.file.is_some() {
            return self.fault("not_ours", "there is no text in the message to edit");
        }
        let (text, entities) = words.unwrap_or_else(|| (message.text.clone(), message.entities.clone()));
        if (&text, &entities, &keyboard) == (&message.text, &message.entities, &message.keyboard) {
            return self.fault(
                "not_modified",
                "message is not modified: specified new message content and reply markup are exactly the same as a \
                 current content and reply markup of the message",
            );
        }
        self.flood(&chat)?;
        (message.text, message.entities, message.keyboard, message.edited) = (text, entities, keyboard, true);
        self.state.world.messages.insert(id, message.clone());
        Ok(self.state.world.message_json(&message, true))
    }

    fn delete(&mut self) -> Outcome {
        let chat = self.open_chat()?.id;
        let id = self.int("message_id").unwrap_or_default();
        match self.state.world.messages.get_mut(&id).filter(|message| message.chat == chat && !message.deleted) {
            Some(message) => message.deleted = true,
            None => return Err(bad("message to delete not found")),
        }
        Ok(json!(true))
    }

    fn chat_action(&mut self) -> Outcome {
        const ACTIONS: [&str; 11] = [
            "typing",
            "upload_photo",
            "record_video",
            "upload_video",
            "record_voice",
            "upload_voice",
            "upload_document",
            "choose_sticker",
            "find_location",
            "record_video_note",
            "upload_video_note",
        ];
        if !ACTIONS.contains(&self.text("action")) {
            return self.fault("not_allowed_value", "wrong parameter action in request");
        }
        let chat = self.open_chat()?;
        self.thread(&chat)?;
        Ok(json!(true))
    }

    // Queries

    fn answer_callback(&mut self) -> Outcome {
        let id = self.text("callback_query_id").to_owned();
        if markup::units(self.text("text")) > 200 {
            return self.fault("too_long", "MESSAGE_TOO_LONG");
        }
        match self.state.world.callbacks.get_mut(&id) {
            None => self.fault("unknown_query", TOO_OLD),
            Some(callback) if callback.answered => self.fault("answered_twice", TOO_OLD),
            Some(callback) => {
                callback.answered = true;
                Ok(json!(true))
            }
        }
    }

    fn answer_inline(&mut self) -> Outcome {
        let id = self.text("inline_query_id").to_owned();
        match self.state.world.inline.get(&id) {
            None => return self.fault("unknown_query", TOO_OLD),
            Some(Some(_)) => return self.fault("answered_twice", TOO_OLD),
            Some(None) => {}
        }
        let results = self.value("results").as_array().cloned().unwrap_or_default();
        if results.len() > 50 {
            return self.fault("too_many_results", "too many inline query results specified");
        }
        if self.text("next_offset").len() > 64 {
            return self.fault("too_long", "NEXT_OFFSET_INVALID");
        }
        if let Some(start) = self.value("button")["start_parameter"].as_str()
            && let Some(why) = markup::bad_start(&format!("https://t.me/bot?start={start}"))
        {
            return self.fault("bad_start", &why);
        }
        let mut ids = BTreeSet::new();
        for result in &results {
            self.inline_result(result)?;
            if !ids.insert(result["id"].as_str().unwrap_or_default()) {
                return self.fault("bad_result_id", "RESULT_ID_DUPLICATE");
            }
        }
        self.state.world.inline.insert(id, Some(Value::Object(self.params.clone())));
        Ok(json!(true))
    }

    fn inline_result(&mut self, result: &Value) -> Outcome<()> {
        let string = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        if !(1..=64).contains(&string(&result["id"]).len()) {
            return self.fault("bad_result_id", "RESULT_ID_INVALID");
        }
        if result["type"] == "article" {
            const OPTIONAL: [&str; 6] =
                ["reply_markup", "url", "description", "thumbnail_url", "thumbnail_width", "thumbnail_height"];
            let required = ["type", "id", "title", "input_message_content"];
            let whole = self.check_fields("an article", result, &required, &OPTIONAL);
            if !whole || string(&result["title"]).trim().is_empty() {
                return self.fault("missing_field", "can't parse inline query result");
            }
        }
        let content = &result["input_message_content"];
        if let Some(text) = content["message_text"].as_str() {
            const OPTIONAL: [&str; 3] = ["parse_mode", "entities", "link_preview_options"];
            self.check_fields("input_message_content", content, &["message_text"], &OPTIONAL);
            let mode = string(&content["parse_mode"]);
            if self.formatted(text, &mode, &content["entities"], MESSAGE_MAX)?.0.is_empty() {
                return self.fault("empty_text", "message text is empty");
            }
        }
        if let Some(caption) = result["caption"].as_str() {
            let mode = string(&result["parse_mode"]);
            self.formatted(caption, &mode, &result["caption_entities"], CAPTION_MAX)?;
        }
        self.keyboard(&result["reply_markup"], true).map(drop)
    }

    // The bot itself

    fn me(&self) -> Value {
        let mut me = self.state.world.user(BOT_ID);
        for (name, value) in [
            ("can_join_groups", true),
            ("can_read_all_group_messages", false),
            ("supports_inline_queries", true),
            ("can_connect_to_business", false),
            ("has_main_web_app", false),
        ] {
            me[name] = json!(value);
        }
        me
    }

    fn commands(&mut self) -> Outcome {
        let scope = self.value("scope")["type"].as_str().unwrap_or("default").to_owned();
        let language = self.text("language_code").to_owned();
        if !language.is_empty() && (language.len() != 2 || !language.chars().all(|c| c.is_ascii_lowercase())) {
            return self.fault("not_allowed_value", "invalid language code specified");
        }
        let key = (scope, language);
        match self.method {
            "getMyCommands" => return Ok(json!(self.state.world.commands.get(&key).cloned().unwrap_or_default())),
            "deleteMyCommands" => drop(self.state.world.commands.remove(&key)),
            _ => {
                let listed = self.value("commands").as_array().cloned().unwrap_or_default();
                self.check_commands(&listed)?;
                self.state.world.commands.insert(key, listed);
            }
        }
        Ok(json!(true))
    }

    fn check_commands(&mut self, listed: &[Value]) -> Outcome<()> {
        if listed.len() > 100 {
            return self.fault("bad_command", "BOT_COMMANDS_TOO_MUCH");
        }
        let mut names = BTreeSet::new();
        for command in listed {
            self.check_fields("a command", command, &["command", "description"], &[]);
            let name = command["command"].as_str().unwrap_or_default();
            let legal = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
            if !(1..=32).contains(&name.len()) || !name.chars().all(legal) {
                self.breach("bad_command", format!("{name:?}: 1-32 of a-z, 0-9 and _ are allowed"));
                return Err(bad("BOT_COMMAND_INVALID"));
            }
            if !(1..=256).contains(&markup::units(command["description"].as_str().unwrap_or_default().trim())) {
                self.breach("bad_command", format!("the description of {name} has not 1-256 characters"));
                return Err(bad("BOT_COMMAND_DESCRIPTION_INVALID"));
            }
            if !names.insert(name) {
                self.breach("bad_command", format!("{name} is listed twice"));
            }
        }
        Ok(())
    }

    fn allow_updates(&mut self) -> Outcome {
        let Some(asked) = self.params.get("allowed_updates").and_then(Value::as_array) else { return Ok(Value::Null) };
        let asked: Vec<String> = asked.iter().filter_map(Value::as_str).map(str::to_owned).collect();
        if let Some(unknown) = asked.iter().find(|kind| !KINDS.contains(&kind.as_str())) {
            self.breach("not_allowed_value", format!("there is no kind of update {unknown}"));
        }
        self.state.world.allowed = Some(asked);
        Ok(Value::Null)
    }

    fn set_webhook(&mut self) -> Outcome {
        let address = self.text("url").to_owned();
        let secret = self.text("secret_token");
        let legal = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
        if secret.len() > 256 || !secret.chars().all(legal) {
            return self.fault("not_allowed_value", "secret token contains unallowed characters");
        }
        let secure = address.starts_with("https://") && markup::is_link(&address);
        if !address.is_empty() && !secure {
            return self.fault("bad_url", "bad webhook: an HTTPS URL must be provided for webhook");
        }
        self.allow_updates()?;
        if self.params.get("drop_pending_updates") == Some(&json!(true)) {
            self.state.world.updates.clear();
        }
        self.state.world.webhook = (!address.is_empty()).then(|| Value::Object(self.params.clone()));
        Ok(json!(true))
    }

    fn webhook_info(&self) -> Value {
        let world = &self.state.world;
        let url = world.webhook.as_ref().map_or(json!(""), |hook| hook["url"].clone());
        json!({ "url": url, "has_custom_certificate": false, "pending_update_count": world.updates.len() })
    }

    fn file(&self) -> Outcome {
        let id = self.text("file_id");
        if !self.state.world.files.contains_key(id) {
            return Err(bad("wrong file_id or the file is temporarily unavailable"));
        }
        let (path, size) = (format!("documents/{id}"), self.state.world.size_of(id));
        Ok(json!({ "file_id": id, "file_unique_id": id, "file_size": size, "file_path": path }))
    }

    fn chat_facts(&mut self) -> Outcome {
        let chat = self.chat()?;
        if chat.kind != ChatKind::Private && (self.method != "getChat" || chat.username.is_none()) {
            shut_out(&chat)?;
        }
        let world = &mut self.state.world;
        match self.method {
            "getChatMember" => {
                let user = self.params.get("user_id").and_then(Value::as_i64).unwrap_or_default();
                if user != BOT_ID && !world.users.contains_key(&user) {
                    return Err(bad("invalid user_id specified"));
                }
                if user != BOT_ID && chat.kind == ChatKind::Channel && !chat.rank(BOT_ID).runs() {
                    return Err(bad("member list is inaccessible"));
                }
                Ok(world.member(user, &chat.rank(user)))
            }
            "getChatAdministrators" => {
                let admins = chat.ranks.iter().filter(|(_, rank)| rank.runs());
                Ok(admins.map(|(user, rank)| world.member(*user, rank)).collect())
            }
            "leaveChat" => Ok(json!(world.rank(chat.id, BOT_ID, Rank::new("left"), BOT_ID) > 0)),
            _ => {
                let mut facts = chat.json();
                facts["accent_color_id"] = json!(0);
                facts["max_reaction_count"] = json!(11);
                facts["accepted_gift_types"] = json!({
                    "unlimited_gifts": false, "limited_gifts": false, "unique_gifts": false,
                    "premium_subscription": false, "gifts_from_channels": false,
                });
                Ok(facts)
            }
        }
    }
}

/// Without the blanks around it, and the entities moved along.
fn trimmed(text: &str, mut entities: Vec<Entity>) -> (String, Vec<Entity>) {
    let body = text.trim_matches([' ', '\n']);
    let lead = markup::units(text) - markup::units(text.trim_start_matches([' ', '\n']));
    let end = lead + markup::units(body);
    for entity in &mut entities {
        let (from, to) = (entity.offset.clamp(lead, end), (entity.offset + entity.length).clamp(lead, end));
        (entity.offset, entity.length) = (from - lead, to - from);
    }
    entities.retain(|entity| entity.length > 0);
    (body.to_owned(), entities)
}
