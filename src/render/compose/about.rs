//! What the bot says of itself.

use super::super::{Block, Text};
use super::Writer;
use crate::{
    catalogue::Catalogue,
    fact::{Kind, PlaceId},
    language::{Language, Msg},
    question::{Ask, COMMANDS, Query, Room, When},
};

impl Writer<'_> {
    pub(super) fn start(&mut self) {
        self.line(self.say(Msg::Start));
        self.line(self.say(Msg::StartTry));
    }

    pub(super) fn help(&mut self) {
        self.line(self.say(Msg::Help));
        for command in COMMANDS {
            let purpose = purpose(command.name).map(|purpose| self.say(purpose)).unwrap_or_default();
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

/// The commands for a menu, without their stroke, with what they do.
pub fn menu(room: Room, language: Language) -> Vec<(String, String)> {
    let here = COMMANDS.iter().filter(|command| command.menu.is_in(room));
    here.filter_map(|command| Some((command.name.to_owned(), language.say(purpose(command.name)?)))).collect()
}

/// What a command is for.
fn purpose(command: &str) -> Option<Msg<'static>> {
    Some(match command {
        "trade" => Msg::CommandTrade,
        "country" => Msg::CommandCountry,
        "compare" => Msg::CommandCompare,
        "rank" => Msg::CommandRank,
        "latest" => Msg::CommandLatest,
        "cite" => Msg::CommandCite,
        "investment" => Msg::CommandInvestment,
        "contracts" => Msg::CommandContracts,
        "companies" => Msg::CommandCompanies,
        "agreements" => Msg::CommandAgreements,
        "mirror" => Msg::CommandMirror,
        "history" => Msg::CommandHistory,
        "asof" => Msg::CommandAsOf,
        "changes" => Msg::CommandChanges,
        "indicator" => Msg::CommandIndicator,
        "facts" => Msg::CommandFacts,
        "search" => Msg::CommandSearch,
        "sources" => Msg::CommandSources,
        "source" => Msg::CommandSource,
        "why" => Msg::CommandWhy,
        "help" => Msg::CommandHelp,
        "start" => Msg::CommandStart,
        "language" => Msg::CommandLanguage,
        "privacy" => Msg::CommandPrivacy,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_says_what_it_is_for_and_fits_the_menu() {
        for command in COMMANDS {
            assert!(purpose(command.name).is_some(), "/{} has no description", command.name);
        }
        for room in [Room::Private, Room::Group] {
            for language in Language::ALL {
                let menu = menu(room, *language);
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
