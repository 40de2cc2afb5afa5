//! `tradefacts chat`: the conversation of the bot, in the terminal.

use std::{
    io::{self, BufRead as _, IsTerminal as _, Write as _},
    process::ExitCode,
    sync::{Arc, Weak, mpsc},
    thread,
};

use anyhow::Context as _;
use rustyline::{DefaultEditor, error::ReadlineError};

use super::{Place, Tongue, facts, log_free, print, screen::Screen};
use crate::{
    clock::Clock,
    language::{Language, Msg},
    log_format,
    question::{self, Query},
    reload::{self, Pace, Told},
    render::{
        Button, Medium as _, Reply,
        plain::{Next, buttons},
    },
    reply::{Answerer, Current, Heard, Reader},
};

const PROMPT: &str = "> ";

#[derive(clap::Args, Debug)]
pub(super) struct Chat {
    /// Language of the answers
    #[arg(long, value_enum, env = "TRADEFACTS_LANG", default_value = "en")]
    lang: Tongue,
    #[command(flatten)]
    screen: Screen,
}

impl Chat {
    pub(super) fn run(&self, place: &Place) -> anyhow::Result<ExitCode> {
        let facts = facts(place)?;
        let current = Arc::clone(&facts.current);
        let (tell, news) = mpsc::channel();
        let _watch = reload::watch(facts, Pace::default(), Clock::default(), move |told| drop(tell.send(told)));
        let terminal = io::stdin().is_terminal() && io::stdout().is_terminal();
        let (language, screen) = (self.lang.0, self.screen);
        let mut talk = Talk { current, language, last: None, next: Vec::new(), screen };
        if terminal { talk.edited(news) } else { talk.piped(&news) }
    }
}

/// What the terminal remembers of a conversation.
struct Talk {
    current: Arc<Current>,
    language: Language,
    /// The last question that can be followed on, and who answered it.
    last: Option<(Query, Weak<Answerer>)>,
    /// What the last page said can be asked next, by its numbers.
    next: Vec<Query>,
    screen: Screen,
}

impl Talk {
    /// On a terminal: lines can be edited and called back, and what becomes of the sheets is told at once.
    fn edited(&mut self, news: mpsc::Receiver<Told>) -> anyhow::Result<ExitCode> {
        let mut editor = DefaultEditor::new().context("the terminal cannot be read line by line")?;
        // Over the prompt, which comes again. The editor's own way to print leaves what is typed ahead waiting.
        let tell = |told: Told| write!(io::stderr(), "\r{}\n{PROMPT}", log_format::clean(&told.to_string()));
        thread::spawn(move || news.iter().try_for_each(tell));
        let start = self.current.answerer().query(&Query::Start, self.language);
        self.show(&start)?;
        loop {
            match editor.readline(PROMPT) {
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

    /// From a pipe: a line a question, an answer each, after what became of the sheets.
    fn piped(&mut self, news: &mpsc::Receiver<Told>) -> anyhow::Result<ExitCode> {
        for line in io::stdin().lock().split(b'\n') {
            let line = line.context("standard input cannot be read")?;
            let line = String::from_utf8_lossy(&line);
            if !line.trim().is_empty() {
                news.try_iter().for_each(|told| log_free(format_args!("{told}")));
                self.answer(&line)?;
            }
        }
        Ok(ExitCode::SUCCESS)
    }

    fn answer(&mut self, line: &str) -> anyhow::Result<()> {
        let chosen = self.chosen(line).map(question::tap);
        let line = chosen.as_deref().unwrap_or(line);
        let answerer = self.current.answerer();
        let last = self.last.as_ref();
        let reader = Reader {
            language: self.language,
            today: Clock::default().today(),
            last: last.map(|(query, _)| query),
            moved: last.is_some_and(|(_, who)| !who.ptr_eq(&Arc::downgrade(&answerer))),
            me: None,
        };
        let reply = match answerer.text_in_thread(line, reader) {
            Heard::Reply(reply) => reply,
            Heard::Language(language, reply) => {
                self.language = language.unwrap_or_default();
                reply
            }
            Heard::NotOurs(bot) => return print(&self.language.say(Msg::NotOurs { bot: bot.into() })),
        };
        if let Some(query) = reply.query.clone().and_then(Query::followed) {
            self.last = Some((query, Arc::downgrade(&answerer)));
        }
        self.show(&reply)
    }

    /// What a number stands for that the last page gave to something to ask next.
    fn chosen(&self, line: &str) -> Option<&Query> {
        let number: usize = line.trim().trim_end_matches([')', '.']).parse().ok()?;
        self.next.get(number.checked_sub(1)?)
    }

    fn show(&mut self, reply: &Reply) -> anyhow::Result<()> {
        self.next = buttons(&reply.page).map(|Button { query, .. }| query.clone()).collect();
        print(&format!("{}\n", self.screen.terminal(Next::Numbers).show(reply)))
    }
}
