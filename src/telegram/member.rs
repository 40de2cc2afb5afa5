//! Chats and their members as Telegram describes them, and the right to post there.

use serde::Deserialize;

use super::shape::{Fields, Shape};
use crate::{courier::Seen, schedule::ChatKind};

/// A chat as Telegram describes it.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
pub(crate) struct Room {
    pub id: i64,
    #[serde(rename = "type", default)]
    kind: String,
    #[serde(default)]
    title: String,
    username: Option<String>,
    #[serde(default)]
    is_forum: bool,
}

impl Shape for Room {
    fn of(fields: &Fields<'_>) -> Option<Self> {
        Some(Self {
            id: fields.get("id")?,
            kind: fields.get("type").unwrap_or_default(),
            title: fields.text("title").unwrap_or_default(),
            username: fields.get("username"),
            is_forum: fields.get("is_forum").unwrap_or_default(),
        })
    }
}

impl Room {
    /// None for a chat with a person, where nothing can be posted.
    pub(crate) fn kind(&self) -> Option<ChatKind> {
        match self.kind.as_str() {
            "channel" => Some(ChatKind::Channel),
            "group" | "supergroup" => Some(ChatKind::Group),
            _ => None,
        }
    }

    pub(crate) fn seen(self) -> Option<Seen> {
        let (kind, has_topics) = (self.kind()?, self.is_forum);
        Some(Seen { chat: self.id, kind, title: self.title, username: self.username, has_topics })
    }
}

#[derive(Deserialize)]
pub(crate) struct Member {
    pub user: Id,
    #[serde(default)]
    status: String,
    #[serde(default)]
    is_member: bool,
    #[serde(default)]
    can_post_messages: bool,
    #[serde(default)]
    can_send_messages: bool,
}

#[derive(Deserialize)]
pub(crate) struct Id {
    pub id: i64,
}

impl Member {
    /// True if they are in the chat.
    pub(crate) fn is_there(&self) -> bool {
        match self.status.as_str() {
            "creator" | "administrator" | "member" => true,
            "restricted" => self.is_member,
            _ => false,
        }
    }

    pub(crate) fn is_admin(&self) -> bool {
        matches!(self.status.as_str(), "creator" | "administrator")
    }

    /// The right to have something posted there. Of people only those have it who run the chat; the bot has it wherever
    /// it may write.
    pub(crate) fn may_post(&self, kind: ChatKind, is_me: bool) -> bool {
        match (self.status.as_str(), kind) {
            ("creator", _) | ("administrator", ChatKind::Group) => true,
            ("administrator", ChatKind::Channel) => self.can_post_messages,
            ("member", ChatKind::Group) => is_me,
            ("restricted", ChatKind::Group) => is_me && self.is_member && self.can_send_messages,
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn may_post(member: Value, kind: ChatKind, is_me: bool) -> bool {
        let mut member = member;
        member["user"] = json!({ "id": 5, "is_bot": is_me });
        serde_json::from_value::<Member>(member).unwrap().may_post(kind, is_me)
    }

    #[test]
    fn of_people_only_those_may_post_who_run_the_chat() {
        use ChatKind::{Channel, Group};
        for (member, kind, person, me) in [
            (json!({ "status": "creator" }), Channel, true, true),
            (json!({ "status": "creator" }), Group, true, true),
            (json!({ "status": "administrator", "can_post_messages": true }), Channel, true, true),
            (json!({ "status": "administrator", "can_edit_messages": true }), Channel, false, false),
            (json!({ "status": "administrator" }), Group, true, true),
            (json!({ "status": "member" }), Channel, false, false),
            (json!({ "status": "member" }), Group, false, true),
            (json!({ "status": "restricted", "is_member": true, "can_send_messages": true }), Group, false, true),
            (json!({ "status": "restricted", "is_member": true, "can_send_messages": false }), Group, false, false),
            (json!({ "status": "restricted", "is_member": false, "can_send_messages": true }), Group, false, false),
            (json!({ "status": "left" }), Group, false, false),
            (json!({ "status": "kicked" }), Channel, false, false),
            (json!({ "status": "hologram" }), Group, false, false),
        ] {
            assert_eq!(may_post(member.clone(), kind, false), person, "{member} {kind:?}");
            assert_eq!(may_post(member.clone(), kind, true), me, "{member} {kind:?}, the bot");
        }
    }
}
