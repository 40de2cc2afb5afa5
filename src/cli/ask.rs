//! `tradefacts ask`: one message, one answer on standard output.

use std::process::ExitCode;

use clap::ValueEnum;

use super::{Place, Tongue, answerer, print};
use crate::{
    clock::Clock,
    language::Msg,
    render::{
        Medium as _,
        html::Telegram,
        json::Script,
        plain::{Style, Terminal},
    },
    reply::{Heard, Reader},
    sheet::Folder,
};

#[derive(clap::Args, Debug)]
pub(super) struct Ask {
    /// Language of the answer
    #[arg(long, value_enum, env = "TRADEFACTS_LANG", default_value = "en")]
    lang: Tongue,
    /// How the answer is written
    #[arg(long, value_enum, env = "TRADEFACTS_FORMAT", default_value = "text")]
    format: Format,
    /// All that the answer has, not its card alone
    #[arg(long)]
    details: bool,
    /// The question: a command or free words
    #[arg(required = true, value_name = "MESSAGE", allow_hyphen_values = false)]
    message: Vec<String>,
}

#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
enum Format {
    /// As in the terminal
    Text,
    /// As sent to Telegram
    Html,
    /// For scripts
    Json,
}

impl Ask {
    pub(super) fn run(&self, place: &Place) -> anyhow::Result<ExitCode> {
        let answerer = answerer(&Folder::choose(place.facts.clone()))?;
        let language = self.lang.0;
        let reader = Reader { language, today: Clock::default().today(), last: None, moved: false, me: None };
        let reply = match answerer.text(&self.message.join(" "), reader) {
            Heard::Reply(reply) | Heard::Language(_, reply) => reply,
            Heard::NotOurs(bot) => {
                super::log_free(format_args!("{}", language.say(Msg::NotOurs { bot: bot.into() })));
                return Ok(ExitCode::FAILURE);
            }
        };
        let reply = if self.details { answerer.whole(&reply) } else { reply };
        print(&match self.format {
            Format::Text => Terminal(Style::Plain).show(&reply),
            Format::Html => reply.shown::<Telegram>().join("\n\n"),
            Format::Json => Script { catalogue: answerer.catalogue() }.show(&reply),
        })?;
        Ok(if reply.is_answered() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}
