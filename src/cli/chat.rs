//! `tradefacts chat`: the conversation of the bot, in the terminal.

use std::{
    io::{BufRead as _, IsTerminal as _},
    process::ExitCode,
};

use anyhow::Context as _;
use rustyline::{DefaultEditor, error::ReadlineError};

use super::{Place, Tongue, desk, print};
use crate::{
    clock::Clock,
    config,
    language::{Language, Msg},
    question::Query,
    render::plain::{self, Style},
    reply::{Desk, Heard, Reader},
};

#[derive(clap::Args, Debug)]
pub(super) struct Chat {
    /// Language of the answers
    #[arg(long, value_enum, env = "TRADEFACTS_LANG", default_value = "en")]
    lang: Tongue,
}

impl Chat {
    pub(super) fn run(&self, place: &Place) -> anyhow::Result<ExitCode> {
        let desk = desk(place)?;
        let terminal = std::io::stdin().is_terminal() && std::io::stdout().is_terminal();
        let style = if terminal && config::colours() { Style::Ansi } else { Style::Plain };
        let mut talk = Talk { desk: &desk, language: self.lang.0, last: None, style };
        if terminal { talk.edited() } else { talk.piped() }
    }
}

/// What the terminal remembers of a conversation.
struct Talk<'d> {
    desk: &'d Desk,
    language: Language,
    last: Option<Query>,
    style: Style,
}

impl Talk<'_> {
    /// On a terminal: lines can be edited and called back.
    fn edited(&mut self) -> anyhow::Result<ExitCode> {
        let mut editor = DefaultEditor::new().context("the terminal cannot be read line by line")?;
        print(&plain::text(&self.desk.query(&Query::Start, self.language).page, self.style))?;
        loop {
            match editor.readline("> ") {
                Ok(line) if line.trim().is_empty() => {}
                Ok(line) => {
                    editor.add_history_entry(&line).context("the line cannot be kept")?;
                    self.answer(&line)?;
                }
                Err(ReadlineError::Eof | ReadlineError::Interrupted) => return Ok(ExitCode::SUCCESS),
                Err(error) => return Err(error).context("the terminal cannot be read"),
            }
        }
    }

    /// From a pipe: a line a question, an answer each.
    fn piped(&mut self) -> anyhow::Result<ExitCode> {
        for line in std::io::stdin().lock().split(b'\n') {
            let line = line.context("standard input cannot be read")?;
            let line = String::from_utf8_lossy(&line);
            if !line.trim().is_empty() {
                self.answer(&line)?;
            }
        }
        Ok(ExitCode::SUCCESS)
    }

    fn answer(&mut self, line: &str) -> anyhow::Result<()> {
        let reader =
            Reader { language: self.language, today: Clock::default().today(), last: self.last.as_ref(), me: None };
        let reply = match self.desk.text(line, reader) {
            Heard::Reply(reply) => reply,
            Heard::Language(language, reply) => {
                self.language = language.unwrap_or_default();
                reply
            }
            Heard::NotOurs(bot) => return print(&self.language.say(Msg::NotOurs { bot: bot.into() })),
        };
        if let Some(query) = &reply.query {
            self.last = Some(query.clone());
        }
        print(&format!("{}\n", plain::text(&reply.page, self.style)))
    }
}
