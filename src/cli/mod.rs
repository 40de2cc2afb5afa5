//! The command line: one file a command.
//!
//! Exit codes: 0 done, 1 no answer or findings, 2 a wrong call, broken sheets, or nothing that can run.

mod ask;
mod chat;
mod check;
mod diff;
mod exam;
mod health;
mod import;
mod new;
mod progress;
mod revision;
mod schema;
mod screen;
mod serve;
mod store;

use std::{
    io::{IsTerminal as _, Write as _},
    path::PathBuf,
    process::ExitCode,
    sync::{Arc, LazyLock},
};

use anyhow::Context as _;
use clap::{Parser, Subcommand, ValueEnum};

use crate::{
    check::{Checked, check_as},
    clock::Clock,
    config::{self, DEFAULT_STORE},
    finding,
    language::Language,
    log_format,
    reload::Facts,
    reply::{Answerer, Current},
    sheet::{self, Folder, Keep},
};

use progress::Progress;

/// Trade figures with their sources: on Telegram, and here in the terminal.
#[derive(Parser, Debug)]
#[command(name = "tradefacts", version, max_term_width = 100)]
struct Line {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    place: Place,
}

/// Where the facts are.
#[derive(clap::Args, Debug)]
struct Place {
    /// Folder of fact sheets [default: ./facts where it holds places.yaml, else those built in]
    #[arg(long, global = true, value_name = "DIR", env = "TRADEFACTS_FACTS")]
    facts: Option<PathBuf>,
}

/// Where a bot keeps what must survive a restart.
#[derive(clap::Args, Debug)]
struct Kept {
    /// The bot's store: sqlite:PATH or postgres://USER:PASSWORD@HOST/DATABASE
    #[arg(
        long = "store",
        global = true,
        value_name = "URL",
        env = "TRADEFACTS_STORE",
        hide_env_values = true,
        default_value = DEFAULT_STORE
    )]
    address: String,
}

#[derive(Subcommand, Debug)]
enum Command {
    /// Run the Telegram bot; its token is in TELOXIDE_TOKEN or in a file
    Serve(serve::Serve),
    /// Talk with the bot here: no token, no network
    Chat(chat::Chat),
    /// Ask one question and print the answer: 0 answered, 1 no answer
    Ask(ask::Ask),
    /// Check the fact sheets: 0 clean, 1 errors or warnings
    Check(check::Check),
    /// Show which answers change between two states of the sheets: 0 none, 1 some
    Diff(diff::Diff),
    /// Ask every question kept in a folder: 0 none answered wrong, 1 some
    Exam(exam::Sit),
    /// Write the skeleton of a sheet for a new document
    New(new::New),
    /// Make sheets of a body's tables and check them: 0 clean, 1 errors or warnings
    Import(import::Import),
    /// Print the JSON Schema of a kind of file, for editors
    Schema(schema::Schema),
    /// Exit 0 while the running bot is well
    Health(health::Look),
    /// Move what a bot keeps to another store
    Store(store::Store),
}

/// The languages that answers come in.
#[derive(Clone, Copy, Debug)]
struct Tongue(Language);

impl ValueEnum for Tongue {
    fn value_variants<'a>() -> &'a [Self] {
        static ALL: LazyLock<Vec<Tongue>> = LazyLock::new(|| Language::ALL.iter().copied().map(Tongue).collect());
        &ALL
    }

    fn to_possible_value(&self) -> Option<clap::builder::PossibleValue> {
        Some(clap::builder::PossibleValue::new(self.0.tag()).help(self.0.own_name()))
    }
}

/// Runs what the command line asks for.
pub fn run() -> ExitCode {
    let line = Line::parse();
    log_format::open(&config::log_filter());
    match line.command.map_or_else(what_can_start, Ok).and_then(|command| carry_out(command, line.place)) {
        Ok(code) => code,
        Err(error) => {
            log_free(format_args!("error: {error:#}"));
            ExitCode::from(2)
        }
    }
}

fn carry_out(command: Command, place: Place) -> anyhow::Result<ExitCode> {
    match command {
        Command::Serve(serve) => serve.run(&place),
        Command::Chat(chat) => chat.run(&place),
        Command::Ask(ask) => ask.run(&place),
        Command::Check(check) => check.run(&place),
        Command::Diff(diff) => diff.run(&place),
        Command::Exam(sit) => sit.run(&place),
        Command::New(new) => new.run(&place),
        Command::Import(import) => import.run(&place),
        Command::Schema(schema) => schema.run(),
        Command::Health(look) => look.run(),
        Command::Store(store) => store.run(),
    }
}

/// Without a command: the bot where there is a token, else the conversation where there is a terminal.
fn what_can_start() -> anyhow::Result<Command> {
    if config::has_token() {
        log_free(format_args!("TELOXIDE_TOKEN is set: running `tradefacts serve`"));
        return bare("serve");
    }
    let terminal = std::io::stdin().is_terminal() && std::io::stdout().is_terminal();
    anyhow::ensure!(
        terminal,
        "nothing to start: TELOXIDE_TOKEN is not set, so there is no bot to serve, and this is no terminal to chat in. \
         Set the token, or try `tradefacts ask \"/trade 2025\"`"
    );
    log_free(format_args!("No token is set: running `tradefacts chat`. For Telegram set TELOXIDE_TOKEN."));
    bare("chat")
}

/// The facts, and how the folder looked before they were read, for whoever follows its changes.
fn facts(place: &Place) -> anyhow::Result<Facts> {
    let (folder, since) = (Folder::choose(place.facts.clone()), Clock::default().now());
    let stamp = folder.stamp();
    let current = Arc::new(Current::new(answerer(&folder)?));
    Ok(Facts { folder, current, stamp, since })
}

/// Reads the facts, and refuses broken ones with all that is wrong with them. Rules are for `check`: what they find
/// keeps nobody from answering. Says on standard error which they are, where they are not those that everybody has: a
/// `facts` in the working directory may be taken without having been named, and answer otherwise.
fn answerer(folder: &Folder) -> anyhow::Result<Answerer> {
    let progress = Progress::new("reading the sheets");
    let loaded = sheet::load_as(folder, Keep::Facts, &|read, of| progress.tell(wide(read), wide(of)))?;
    drop(progress);
    if !matches!(folder, Folder::BuiltIn) {
        log_free(format_args!("facts: {folder}"));
    }
    let Some(catalogue) = loaded.catalogue else {
        let colours = std::io::stderr().is_terminal() && config::colours();
        log_free(format_args!("{}", finding::text(&loaded.findings, &loaded.texts, colours)));
        anyhow::bail!("the fact sheets in {folder} have errors; `tradefacts check` lists them");
    };
    Ok(Answerer::new(Arc::new(catalogue)))
}

/// Checks the sheets, with a bar while they are read.
fn check_sheets(folder: &Folder) -> anyhow::Result<Checked> {
    let progress = Progress::new("reading the sheets");
    Ok(check_as(folder, &|read, of| progress.tell(wide(read), wide(of)))?)
}

fn wide(many: usize) -> u64 {
    u64::try_from(many).unwrap_or(u64::MAX)
}

/// A command as if it had been called without arguments: every option from the environment.
fn bare(name: &str) -> anyhow::Result<Command> {
    let line = Line::try_parse_from(["tradefacts", name])?;
    line.command.context("a command was named")
}

/// Prints to standard output; a reader that went away is no error.
fn print(text: &str) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    match writeln!(out, "{text}").and_then(|()| out.flush()) {
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
        other => other.context("cannot write to standard output"),
    }
}

/// A line for the person at the terminal, on standard error.
fn log_free(line: std::fmt::Arguments<'_>) {
    let _ = writeln!(std::io::stderr(), "{}", log_format::clean(&line.to_string()));
}
