//! The menu of commands.

use crate::{
    language::Language,
    question::{Command, Room},
};

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
    use crate::question::commands;

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
