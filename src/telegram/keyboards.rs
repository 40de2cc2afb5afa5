//! Buttons as Telegram takes them: under a reply, under a post, under what an admin is told.

use teloxide::types::{
    ButtonRequest, ChatAdministratorRights, InlineKeyboardButton, InlineKeyboardMarkup, KeyboardButton,
    KeyboardButtonRequestChat, KeyboardMarkup, KeyboardRemove, ReplyMarkup, RequestId,
};

use super::{
    admin::{A_CHANNEL, A_GROUP, Keys},
    fit,
};
use crate::{
    language::{Language, Msg},
    question::{self, Query},
    render::{Button, Reply, limits},
};

/// Two labels of this length stand side by side on a phone.
const SHORT: usize = 16;

/// The buttons under a reply. Each carries its question, the language to answer in and, where there is room, the
/// question of the reply, to lead back to; `from` is the question of the answer from which one came here.
pub(super) fn under_reply(reply: &Reply, from: Option<&Query>) -> Option<ReplyMarkup> {
    let language = reply.language;
    let here = reply.query.as_ref();
    let asked = |Button { label, query }: &Button| {
        let is_known = here.is_some() && query.about().as_ref() == here;
        carrying(label, question::button(language, query, here.filter(|_| !is_known)))
    };
    let back = match (from, &reply.page.back) {
        (Some(from), _) if Some(from) != here => Some((language.say(Msg::ButtonBack), from)),
        (_, back) => back.as_ref().map(|back| (back.label.clone(), &back.query)),
    };
    let back = back.and_then(|(label, query)| carrying(&label, question::button(language, query, None)));
    let mut all: Vec<Vec<_>> = reply.buttons().iter().map(|row| row.iter().filter_map(asked).collect()).collect();
    match (back, all.last_mut()) {
        (Some(back), Some(last)) if last.len() < 3 => last.push(back),
        (back, _) => all.extend(back.map(|back| vec![back])),
    }
    rows(all.into_iter()).map(Into::into)
}

/// The buttons under something said to an admin; `me` is our user name.
pub(super) fn under_admins(keys: Keys, me: &str) -> Option<ReplyMarkup> {
    match keys {
        Keys::None | Keys::File(_) => None,
        Keys::Rows(all) => {
            let row = |row: Vec<(String, String)>| {
                row.into_iter().filter_map(|(label, data)| carrying(&label, data)).collect()
            };
            rows(all.into_iter().map(row)).map(Into::into)
        }
        Keys::Links(links, language) => under_post(&links, language, me).map(Into::into),
        Keys::Picker(channel, group) => {
            let keyboard = KeyboardMarkup::new([[pick(channel, A_CHANNEL)], [pick(group, A_GROUP)]]);
            Some(keyboard.resize_keyboard().one_time_keyboard().into())
        }
        Keys::NoPicker => Some(KeyboardRemove::new().into()),
    }
}

/// Buttons that open a private chat with `me`, two in a row where they are short; none where there is nothing to ask.
pub(super) fn under_post(links: &[(String, Query)], language: Language, me: &str) -> Option<InlineKeyboardMarkup> {
    let button = |(label, query): &(String, Query)| {
        let url = format!("https://t.me/{me}?start={}", question::link(language, query)?).parse().ok()?;
        Some(InlineKeyboardButton::url(fit::label(label), url))
    };
    let buttons: Vec<_> = links.iter().filter_map(button).collect();
    let are_short = links.iter().all(|(label, _)| label.chars().count() <= SHORT);
    rows(buttons.chunks(if are_short { 2 } else { 1 }).map(<[_]>::to_vec))
}

/// A keyboard of those rows that have a button; none if no row has.
fn rows(rows: impl Iterator<Item = Vec<InlineKeyboardButton>>) -> Option<InlineKeyboardMarkup> {
    let rows: Vec<_> = rows.filter(|row| !row.is_empty()).collect();
    (!rows.is_empty()).then(|| InlineKeyboardMarkup::new(rows))
}

fn carrying(label: &str, data: String) -> Option<InlineKeyboardButton> {
    if data.len() > limits::BUTTON_DATA {
        log::error!("no button holds `{data}`");
        return None;
    }
    Some(InlineKeyboardButton::callback(fit::label(label), data))
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
