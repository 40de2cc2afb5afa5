//! A change of somebody's rights in a chat.

use serde::Deserialize;

use super::message::User;
use crate::telegram::{
    incoming::{Incoming, Me, Membership},
    member::{Member, Room},
    shape::{Fields, Shape, Unread},
};

/// Reads a change of our own rights, or of another member's.
pub(super) fn read(json: &str, me: &Me) -> Result<Option<Incoming>, Unread> {
    let change = ChatMemberUpdated::read(json).ok_or(Unread)?;
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

#[derive(Deserialize)]
struct ChatMemberUpdated {
    chat: Room,
    from: User,
    old_chat_member: Option<Member>,
    new_chat_member: Member,
}

impl Shape for ChatMemberUpdated {
    fn of(fields: &Fields<'_>) -> Option<Self> {
        Some(Self {
            chat: fields.shape("chat")?,
            from: User::in_field(fields)?,
            old_chat_member: fields.get("old_chat_member"),
            // Rights that are read by half are not the rights.
            new_chat_member: fields.get("new_chat_member")?,
        })
    }
}
