//! The list of commands that Telegram shows behind `/`, for each kind of chat in each language.

use std::sync::Arc;

use serde::Deserialize;
use teloxide::{
    payloads::{GetMyCommands, SetMyCommands},
    types::{BotCommand, BotCommandScope},
};

use super::{Patience, api::Api, refusal::Refusal};
use crate::{language::Language, question::Room};

/// The entries of a menu: the command without its stroke, and what it does.
pub type Menu = fn(Room, Language) -> Vec<(String, String)>;

#[derive(Deserialize, PartialEq, Debug)]
struct Entry {
    command: String,
    description: String,
}

/// Sets every menu that is not as it should be. A failure costs the menu and nothing else.
pub(super) async fn set(api: Arc<Api>, menu: Menu, patience: Patience) {
    for (room, scope) in
        [(Room::Private, BotCommandScope::AllPrivateChats), (Room::Group, BotCommandScope::AllGroupChats)]
    {
        for language in Language::ALL {
            let entries = menu(room, *language);
            if let Err(refusal) = set_one(&api, scope.clone(), *language, entries, patience).await {
                log::warn!("the menu in {} cannot be set ({refusal})", language.tag());
            }
        }
    }
}

async fn set_one(
    api: &Api,
    scope: BotCommandScope,
    language: Language,
    entries: Vec<(String, String)>,
    patience: Patience,
) -> Result<(), Refusal> {
    let (scope, language_code) = (Some(scope), code(language));
    let now = GetMyCommands { scope: scope.clone(), language_code: language_code.clone() };
    let now: Vec<Entry> = api.call(&now, patience.call).await?;
    let wanted: Vec<Entry> = entries.into_iter().map(|(command, description)| Entry { command, description }).collect();
    if now == wanted {
        return Ok(());
    }
    let commands = wanted.into_iter().map(|entry| BotCommand::new(entry.command, entry.description)).collect();
    let _: bool = api.call(&SetMyCommands { commands, scope, language_code }, patience.post).await?;
    Ok(())
}

/// The language of a menu; none for the one that stands in for all others.
fn code(language: Language) -> Option<String> {
    (language != Language::default()).then(|| language.tag().to_owned())
}
