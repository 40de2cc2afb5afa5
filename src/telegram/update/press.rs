//! A pressed button.

use serde::Deserialize;

use super::message::{Message, User};
use crate::telegram::{
    incoming::{Incoming, Me, Press},
    shape::{Fields, Shape, Unread},
};

/// Reads a press.
pub(super) fn read(json: &str, _: &Me) -> Result<Option<Incoming>, Unread> {
    let query = CallbackQuery::read(json).ok_or(Unread)?;
    Ok(Some(Incoming::Press(query.press())))
}

#[derive(Deserialize)]
struct CallbackQuery {
    id: String,
    from: User,
    message: Option<Message>,
    #[serde(default)]
    data: String,
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
