//! What the bot says of itself.

use super::super::{Block, Text};
use super::Writer;
use crate::{
    catalogue::Catalogue,
    fact::{Kind, PlaceId},
    language::{Language, Msg},
    question::{Ask, Command, Query, Room, When, commands},
};

impl Writer<'_> {
    pub(super) fn start(&mut self) {
        self.line(self.say(Msg::Start));
        self.line(self.say(Msg::StartTry));
    }

    pub(super) fn help(&mut self) {
        self.line(self.say(Msg::Help));
        for command in commands() {
            let purpose = self.say((command.purpose)());
            // Joined, the whole example can be tapped: what Telegram makes a link of ends at a dash.
            let example = command.example.replace([' ', '-'], "_");
            self.block(Block::Item(Text::plain(format!("{example} {purpose}"))));
        }
        self.line(self.say(Msg::HelpFree));
        self.line(self.say(Msg::HelpChannels));
    }
}

/// What a newcomer may like to ask first: the flow that shows most others, of the group and of its members.
pub(super) fn examples(catalogue: &Catalogue) -> Vec<Query> {
    let flows = catalogue.indicators().filter(|one| one.kind == Kind::Flow && !one.shown_with.is_empty());
    let Some(indicator) = flows.max_by_key(|one| one.shown_with.len()) else { return Vec::new() };
    let ask = |partner: Option<PlaceId>| {
        Query::Figures(Ask { indicator: indicator.id.clone(), of: None, reporter: None, partner, when: When::Latest })
    };
    let group = catalogue.place(catalogue.default_partner().as_str());
    let counted = |place: &&PlaceId| catalogue.has_figures(place);
    let members = group.into_iter().flat_map(|group| &group.members).filter(counted).take(2);
    std::iter::once(ask(None)).chain(members.map(|place| ask(Some(place.clone())))).chain([Query::Countries]).collect()
}

/// Those of some commands that a menu has, without their stroke, with what they do.
pub fn menu<'a>(
    commands: impl IntoIterator<Item = &'a Command>,
    room: Room,
    language: Language,
) -> Vec<(String, String)> {
    let here = commands.into_iter().filter(|command| command.menu.is_in(room));
    here.map(|command| (command.name.to_owned(), language.say((command.purpose)()))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_of_a_menu_is_one_that_telegram_takes() {
        for room in [Room::Private, Room::Group] {
            for language in Language::ALL {
                let menu = menu(commands(), room, *language);
                assert!((1..=12).contains(&menu.len()), "{} entries", menu.len());
                for (name, description) in menu {
                    let legal = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
                    assert!(name.len() <= 32 && name.bytes().all(legal), "{name}");
                    assert!((1..=256).contains(&description.chars().count()), "{description}");
                }
            }
        }
    }
}
