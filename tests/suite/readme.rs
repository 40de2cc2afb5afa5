//! Every command and example in the documents is run, and prints what they show.
//!
//! In a `console` block a line `$ …` is a command, `> …` is typed into it, and what stands below is its standard
//! output, whole or up to a line `…`; standard error is not shown. A block that begins with `> …` goes on with what was
//! typed into last. A `text` block holds orders for channels. A `yaml` block becomes the file that its first line names.
//! Each section starts in a new folder with the facts and the exam in it. `BLESS=1 cargo test facts` writes
//! what is printed now into the documents.

use std::{
    collections::{BTreeMap, BTreeSet},
    env, fs,
    io::{BufRead as _, BufReader, Lines, Write as _},
    path::Path,
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
    sync::Arc,
    thread,
    time::{Duration, Instant},
};

use jiff::civil::date;
use tradefacts::{
    check,
    language::Language,
    question::{self, Query},
    reply::{Answerer, Heard, Reader},
    schedule::{self, ORDERS, When},
    sheet,
};

use crate::{bot::FakeTelegram, sheets::copy};

const DOCUMENTS: [&str; 5] = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "DESIGN.md", "facts/README.md"];

const SOON: Duration = Duration::from_secs(30);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_example_prints_what_the_documents_show_of_the_facts() {
    for document in DOCUMENTS {
        let (shown, printed) = (text(document), run_again(&text(document)).await);
        if env::var_os("BLESS").is_some() {
            fs::write(root().join(document), &printed).unwrap();
            continue;
        }
        let lines = |text: &str| text.lines().map(str::to_owned).chain(["(the end)".to_owned()]).collect::<Vec<_>>();
        let (shown, printed) = (lines(&shown), lines(&printed));
        if let Some(at) = (0..shown.len().min(printed.len())).find(|&at| shown[at] != printed[at]) {
            panic!(
                "{document}:{}: an example prints something else\n   shown {}\n printed {}\n\
                 `BLESS=1 cargo test facts` accepts what is printed",
                at + 1,
                shown[at],
                printed[at]
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_first_figure_is_answered_by_a_bot_that_runs_on() {
    let document = text("CONTRIBUTING.md");
    let section = document.split("\n## ").find(|section| section.starts_with("The first figure")).unwrap();
    let folder = Folder::new();
    let telegram = FakeTelegram::start().await;
    let ann = telegram.user(1, "Ann", "en");
    let mut bot = folder.start(&telegram, &["TELOXIDE_TOKEN=".to_owned()], &["serve".to_owned()]);
    let mut answers = Vec::new();
    let (mut asked, mut written) = (0, 0);
    let mut lines = section.lines();
    while let Some(line) = lines.next() {
        let Some(language) = line.strip_prefix("```") else { continue };
        let block: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
        if language == "yaml" {
            folder.file(&block);
            written += 1;
        }
        for line in block {
            if let Some(message) = line.strip_prefix("> ") {
                let begun = Instant::now();
                let answer = loop {
                    telegram.say(ann, ann, message);
                    asked += 1;
                    let answer = telegram.wait_for_messages(ann, asked, SOON).await.pop().unwrap().text;
                    if (written == 0) != answer.contains("Example Herald") {
                        break answer;
                    }
                    assert!(begun.elapsed() < SOON, "{message}: the new sheet is not served: {answer}");
                };
                answers.push(answer);
            } else if let Some(command) = line.strip_prefix("$ ").filter(|command| !command.ends_with(" chat")) {
                assert_ne!(folder.run(command, "", 0).await.code, 2, "`{command}` cannot run");
            }
        }
    }
    let [before, after] = &answers[..] else { panic!("asked before and after: {answers:#?}") };
    assert!(written == 1 && before != after, "{before}\n{after}");
    assert_eq!(bot.stop(), 0, "it ran all the time");
    telegram.assert_clean();
}

#[tokio::test]
async fn a_months_table_is_answered_from_in_a_conversation_that_was_open_before() {
    let document = text("CONTRIBUTING.md");
    let section = document.split("\n## ").find(|section| section.starts_with("A month's table")).unwrap();
    let folder = Folder::new();
    let mut talk: Option<Talk> = None;
    let (mut answered, mut imported) = (0, 0);
    let blocks = section.split("```console\n").skip(1).map(|block| block.split("```").next().unwrap());
    for line_and_shown in blocks.flat_map(steps) {
        let (line, shown) = line_and_shown;
        if let Some(message) = line.strip_prefix("> ") {
            let talk = talk.as_mut().expect("it was opened before");
            let (first, begun) = (shown[0].clone(), Instant::now());
            let answer = loop {
                let answer = talk.ask(message);
                if answer.first() == Some(&first) {
                    break answer;
                }
                assert!(begun.elapsed() < SOON, "{message}: not {first}, but {answer:?}");
            };
            let shown: Vec<&str> = shown.iter().map(String::as_str).collect();
            assert_eq!(as_shown(&answer.join("\n"), &shown), shown, "{message}");
            answered += 1;
            continue;
        }
        let command = line.strip_prefix("$ ").unwrap();
        match program(&words(command)) {
            Some(Program::Tradefacts { arguments, .. }) if arguments[0] == "chat" => {
                talk = Some(Talk::open(folder.command(&[], arguments)));
            }
            _ => {
                let said = folder.run(command, "", 0).await;
                let shown: Vec<&str> = shown.iter().map(String::as_str).collect();
                assert_eq!((as_shown(&said.text, &shown), said.code), (to_owned(&shown), 0), "{command}");
                imported += usize::from(command.contains(" import "));
            }
        }
    }
    assert_eq!((answered, imported), (2, 1), "asked before and after one import");
}

/// Each line of a block that does something, with what stands beneath it.
fn steps(block: &str) -> Vec<(String, Vec<String>)> {
    let mut steps: Vec<(String, Vec<String>)> = Vec::new();
    for line in block.lines() {
        match steps.last_mut() {
            Some((_, shown)) if !line.starts_with("$ ") && !line.starts_with("> ") => shown.push(line.to_owned()),
            _ => steps.push((line.to_owned(), Vec::new())),
        }
    }
    steps
}

fn to_owned(lines: &[&str]) -> Vec<String> {
    lines.iter().map(ToString::to_string).collect()
}

/// A conversation in a terminal that stays open.
struct Talk {
    child: Running,
    typed: ChildStdin,
    said: Lines<BufReader<ChildStdout>>,
}

impl Talk {
    fn open(mut command: Command) -> Self {
        let mut child = command.stdin(Stdio::piped()).spawn().unwrap();
        let (typed, said) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
        Self { child: Running(child), typed, said: BufReader::new(said).lines() }
    }

    /// The lines of an answer. A word that nobody knows is asked behind it, and its answer ends this one.
    fn ask(&mut self, message: &str) -> Vec<String> {
        assert!(self.child.0.try_wait().unwrap().is_none(), "the conversation is open");
        writeln!(self.typed, "{message}\n/country qwertyuiop").unwrap();
        let mut lines: Vec<String> =
            self.said.by_ref().map(Result::unwrap).take_while(|line| !line.contains("qwertyuiop")).collect();
        // What may be tried instead.
        self.said.by_ref().map(Result::unwrap).take_while(|line| !line.starts_with("1) ")).for_each(drop);
        lines.drain(..lines.iter().take_while(|line| line.is_empty()).count());
        lines
    }
}

#[test]
fn the_first_command_of_a_document_shows_how_the_build_comes_along() {
    for file in ["README.md", "CONTRIBUTING.md"] {
        let document = text(file);
        let first = document.lines().find(|line| line.starts_with("$ cargo run")).unwrap();
        assert_eq!(first, "$ cargo run -- chat", "{file}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_command_named_in_a_sentence_can_be_run() {
    let spans: BTreeSet<String> = DOCUMENTS.iter().flat_map(|document| spans(&text(document))).collect();
    // One needs a terminal to ask in, the other a table.
    let is_named_only = |span: &String| ["tradefacts new", "tradefacts import"].contains(&span.as_str());
    let is_command = |span: &&String| words(span).len() > 1 && !is_named_only(span) && program(&words(span)).is_some();
    let commands: Vec<&String> = spans.iter().filter(is_command).collect();
    assert!(commands.len() > 5, "the commands were not found");
    for command in commands {
        let said = Folder::new().run(command, "", 0).await;
        assert_ne!(said.code, 2, "`{command}` cannot run");
    }
}

#[test]
fn every_message_shown_under_asking_is_understood() {
    let checked = check::check(&sheet::Folder::BuiltIn).unwrap();
    let answerer = Answerer::new(Arc::new(checked.catalogue.unwrap()));
    let last = asked(&answerer, "/trade 2025");
    let shown = spans(section("## Asking"));
    for message in shown.iter().filter(|span| span.starts_with('/')) {
        let reader =
            Reader { language: Language::En, today: date(2026, 11, 22), last: last.as_ref(), moved: false, me: None };
        match answerer.text(message, reader) {
            Heard::Reply(reply) => {
                assert!(reply.query.is_some() || !reply.claims.is_empty(), "{message} is not understood");
            }
            Heard::Language(..) => {}
            Heard::NotOurs(bot) => panic!("{message} is for {bot}"),
        }
    }
    for command in question::commands() {
        assert!(shown.iter().any(|span| span == command.example), "README.md does not show {}", command.example);
    }
}

#[test]
fn every_order_and_pattern_shown_is_understood() {
    let section = section("## Posting to a channel");
    let (orders, patterns): (Vec<String>, Vec<String>) = spans(section)
        .into_iter()
        .filter(|span| span.starts_with('/') || span.contains(':'))
        .partition(|span| span.starts_with('/'));
    assert!(patterns.len() >= 9, "{patterns:?}");
    for pattern in patterns {
        When::parse(&pattern).unwrap_or_else(|error| panic!("{pattern}: {error}"));
    }
    for order in &orders {
        assert!(is_order(order), "{order}");
    }
    let described = |name: &&str| section.contains(&format!("/{name}"));
    let missing: Vec<&str> = ORDERS.iter().map(|order| order.name).filter(|name| !described(name)).collect();
    assert!(missing.is_empty(), "README.md says nothing of {missing:?}");
}

fn is_order(line: &str) -> bool {
    matches!(schedule::order(line, None), Ok(Some(_)))
}

#[test]
fn every_option_and_variable_is_in_the_table() {
    let listed: BTreeSet<[String; 4]> = section("## Options").lines().filter_map(table_row).collect();
    let (options, variables): (BTreeSet<_>, BTreeSet<_>) = listed.into_iter().partition(|row| !row[0].is_empty());
    assert_eq!(options, options_in_help(), "the table in README.md, and `--help`");
    let config = text("src/config.rs");
    let config = config.split("#[cfg(test)]").next().unwrap();
    let is_variable =
        |text: &&str| text.len() > 3 && text.bytes().all(|letter| letter.is_ascii_uppercase() || letter == b'_');
    let read: BTreeSet<&str> = config.split('"').skip(1).step_by(2).filter(is_variable).collect();
    let listed: BTreeSet<&str> = variables.iter().map(|row| row[1].as_str()).collect();
    assert_eq!(listed, read, "the variables without an option in README.md, and those that config.rs reads");
}

#[test]
fn every_dependency_has_a_line_that_says_what_it_saves() {
    let manifest = text("Cargo.toml");
    let tables = manifest.split("\n[").filter(|table| table.contains("dependencies]\n"));
    let needed: BTreeSet<&str> =
        tables.flat_map(|table| table.lines().filter_map(|line| Some(line.split_once(" = ")?.0))).collect();
    let design = text("DESIGN.md");
    let explained: BTreeSet<&str> =
        design.lines().filter_map(|line| Some(line.strip_prefix("| `")?.split_once("` | ")?.0)).collect();
    assert_eq!(explained, needed);
}

#[test]
fn every_link_to_a_file_leads_to_one() {
    for document in DOCUMENTS {
        let text = text(document);
        let folder = root().join(document);
        let links = text.split("](").skip(1).filter_map(|rest| rest.split([')', '#']).next());
        for link in links.filter(|link| !link.starts_with("http")) {
            assert!(folder.parent().unwrap().join(link).exists(), "{document} leads to {link}");
        }
    }
}

/// The document as it would read if its examples had been run now.
async fn run_again(document: &str) -> String {
    let mut folder = Folder::new();
    let mut printed = Vec::new();
    let mut lines = document.lines();
    while let Some(line) = lines.next() {
        printed.push(line.to_owned());
        if line.starts_with('#') {
            folder = Folder::new();
        }
        let Some(language) = line.strip_prefix("```") else { continue };
        let block: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
        match language {
            "console" => printed.extend(folder.dialogue(&block).await),
            "yaml" => printed.extend(folder.file(&block)),
            "text" => {
                let unread: Vec<&&str> = block.iter().filter(|line| !is_order(line)).collect();
                assert!(unread.is_empty(), "no orders: {unread:?}");
                printed.extend(block.iter().map(ToString::to_string));
            }
            other => panic!("nobody tests a block of `{other}`"),
        }
        printed.push("```".to_owned());
    }
    printed.join("\n") + "\n"
}

/// Where commands run: a folder with the shipped facts and those of the invented country, as they are in a repository.
struct Folder {
    root: tempfile::TempDir,
    /// The last command into which something was typed.
    talk: String,
}

/// What a command came to.
#[derive(Default)]
struct Said {
    text: String,
    code: i32,
}

impl Folder {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        for part in ["facts", "tests/facts", "tests/tables", "tests/exam"] {
            copy(&root().join(part), &folder.path().join(part));
        }
        let folder = Self { root: folder, talk: String::new() };
        for arguments in ["init --quiet", "add facts", "commit --quiet --message=Begin"] {
            let names = ["-c", "user.name=Ann", "-c", "user.email=ann@example.org"];
            let arguments = names.into_iter().chain(arguments.split(' '));
            let ended = Command::new("git").args(arguments).current_dir(folder.root.path()).status();
            assert!(ended.is_ok_and(|ended| ended.success()), "git is installed");
        }
        folder
    }

    /// Writes the file; a block stays as it is.
    fn file(&self, block: &[&str]) -> Vec<String> {
        let path = block.first().and_then(|line| line.strip_prefix("# ")).expect("the first line names the file");
        let path = self.root.path().join(path);
        fs::create_dir_all(path.parent().expect("in a folder")).unwrap();
        fs::write(path, block.join("\n") + "\n").unwrap();
        block.iter().map(ToString::to_string).collect()
    }

    /// Runs the commands of a block; the block with what they print.
    async fn dialogue(&mut self, block: &[&str]) -> Vec<String> {
        let mut printed = Vec::new();
        let mut code = 0;
        let mut lines = block.iter().peekable();
        while let Some(line) = lines.next() {
            let (mut typed, mut before) = (String::new(), 0);
            printed.push((*line).to_owned());
            let command = match (line.strip_prefix("$ "), line.strip_prefix("> ")) {
                (Some(command), _) => command.to_owned(),
                (None, Some(message)) if !self.talk.is_empty() => {
                    typed += &format!("{message}\n");
                    self.talk.clone()
                }
                _ => panic!("a command before {line:?}"),
            };
            loop {
                let mut shown = Vec::new();
                while let Some(line) = lines.next_if(|line| !line.starts_with("$ ") && !line.starts_with("> ")) {
                    shown.push(*line);
                }
                let said = self.run(&command, &typed, code).await;
                printed.extend(as_shown(&said.text[before..], &shown));
                before = said.text.len();
                let Some(line) = lines.next_if(|line| line.starts_with("> ")) else {
                    code = said.code;
                    break;
                };
                printed.push((*line).to_owned());
                typed += &format!("{}\n", &line[2..]);
                self.talk.clone_from(&command);
            }
        }
        printed
    }

    /// Runs one command, with `typed` on its standard input; `before` is the exit code of the one before it.
    async fn run(&self, command: &str, typed: &str, before: i32) -> Said {
        let words = words(command);
        match program(&words) {
            Some(Program::Tradefacts { settings, arguments }) if is_serve(settings, arguments) => {
                Self::new().serve(settings, arguments).await
            }
            Some(Program::Tradefacts { settings, arguments }) => self.call(settings, arguments, typed),
            Some(Program::Cargo(arguments)) => {
                assert!(is_known_to_cargo(arguments), "`{command}` is neither in .ci/run nor in Cargo.toml");
                Said::default()
            }
            Some(Program::ExitCode) => Said { text: before.to_string(), code: 0 },
            Some(Program::Text(words)) => {
                let ended = Command::new(&words[0]).args(&words[1..]).current_dir(self.root.path()).output().unwrap();
                Said { text: String::from_utf8(ended.stdout).unwrap(), code: ended.status.code().unwrap() }
            }
            None => panic!("nobody runs `{command}`"),
        }
    }

    fn call(&self, settings: &[String], arguments: &[String], typed: &str) -> Said {
        let mut child = self.command(settings, arguments).stdin(Stdio::piped()).spawn().unwrap();
        // A program that reads nothing may have ended by now.
        let _ = child.stdin.take().unwrap().write_all(typed.as_bytes());
        let ended = child.wait_with_output().unwrap();
        Said { text: String::from_utf8(ended.stdout).unwrap(), code: ended.status.code().unwrap() }
    }

    /// Serves until a question is answered and the bot is well, then tells it to stop.
    async fn serve(&self, settings: &[String], arguments: &[String]) -> Said {
        let telegram = FakeTelegram::start().await;
        let ann = telegram.user(1, "Ann", "en");
        let mut bot = self.start(&telegram, settings, arguments);
        telegram.say(ann, ann, "/trade 2025");
        telegram.wait_for_messages(ann, 1, SOON).await;
        assert_eq!(self.call(&[], &["health".to_owned()], "").code, 0, "the bot is well");
        let code = bot.stop();
        telegram.assert_clean();
        Said { text: String::new(), code }
    }

    fn start(&self, telegram: &FakeTelegram, settings: &[String], arguments: &[String]) -> Running {
        let mut command = self.command(settings, arguments);
        command.env("TELOXIDE_API_URL", telegram.url());
        if settings.iter().any(|setting| setting.starts_with("TELOXIDE_TOKEN=")) {
            command.env("TELOXIDE_TOKEN", telegram.token());
        }
        if let Some(at) = arguments.iter().position(|argument| argument == "--token-file") {
            fs::write(self.root.path().join(&arguments[at + 1]), telegram.token()).unwrap();
        }
        Running(command.spawn().unwrap())
    }

    fn command(&self, settings: &[String], arguments: &[String]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_tradefacts"));
        let settings = settings.iter().filter_map(|setting| setting.split_once('='));
        command.args(arguments).current_dir(self.root.path()).env_clear().envs(settings);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        command
    }
}

/// A bot that does not outlive its test.
struct Running(Child);

impl Running {
    /// Sends SIGTERM and gives the exit code.
    fn stop(&mut self) -> i32 {
        let told = Command::new("sh").args(["-c", &format!("kill -TERM {}", self.0.id())]).status().unwrap();
        assert!(told.success());
        let told = Instant::now();
        loop {
            if let Some(ended) = self.0.try_wait().unwrap() {
                return ended.code().expect("it ends by itself");
            }
            assert!(told.elapsed() < SOON, "SIGTERM does not end the bot");
            thread::sleep(Duration::from_millis(10));
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

enum Program<'w> {
    Tradefacts {
        settings: &'w [String],
        arguments: &'w [String],
    },
    Cargo(&'w [String]),
    /// `sed` or `cat`.
    Text(&'w [String]),
    ExitCode,
}

/// What a line of words starts, if it is something that we run.
fn program(words: &[String]) -> Option<Program<'_>> {
    let is_setting = |word: &String| word.split_once('=').is_some_and(|(name, _)| name == name.to_uppercase());
    let (settings, words) = words.split_at(words.iter().take_while(|word| is_setting(word)).count());
    let (first, arguments) = words.split_first()?;
    match (first.as_str(), arguments) {
        ("tradefacts", arguments) => Some(Program::Tradefacts { settings, arguments }),
        ("cargo", [run, rest @ ..]) if run == "run" => {
            let rest = rest.strip_prefix(&["--quiet".to_owned()]).unwrap_or(rest);
            let arguments = rest.strip_prefix(&["--".to_owned()])?;
            Some(Program::Tradefacts { settings, arguments })
        }
        ("cargo", arguments) => Some(Program::Cargo(arguments)),
        ("sed" | "cat", _) => Some(Program::Text(words)),
        ("echo", [code]) if code == "$?" => Some(Program::ExitCode),
        _ => None,
    }
}

fn is_serve(settings: &[String], arguments: &[String]) -> bool {
    match arguments.first() {
        Some(command) => command == "serve" && !arguments.iter().any(|argument| argument == "--help"),
        None => settings.iter().any(|setting| setting.starts_with("TELOXIDE_TOKEN=")),
    }
}

/// What builds, tests and measures cannot run inside a test that it is running itself, so it is looked up where it
/// is run: in the gate, or among the benches.
fn is_known_to_cargo(arguments: &[String]) -> bool {
    match arguments {
        [bench, flag, name] if bench == "bench" && flag == "--bench" => {
            text("Cargo.toml").contains(&format!("[[bench]]\nname = \"{name}\""))
        }
        [build, release] if build == "build" && release == "--release" => {
            text("Dockerfile").contains("cargo build --release")
        }
        [test, ..] if test == "test" => text(".ci/run").contains("cargo test -- --include-ignored\n"),
        other => text(".ci/run").contains(&format!("step cargo {}\n", other.join(" "))),
    }
}

/// Words as a shell splits them, as far as blanks and double quotes go.
fn words(command: &str) -> Vec<String> {
    let mut words = Vec::new();
    for (number, part) in command.split('"').enumerate() {
        if number % 2 == 1 {
            words.push(part.to_owned());
        } else {
            words.extend(part.split_whitespace().map(str::to_owned));
        }
    }
    words
}

/// What was printed, up to where the example leaves off.
fn as_shown(printed: &str, shown: &[&str]) -> Vec<String> {
    let lines = printed.trim_end().lines().map(str::to_owned);
    match shown.split_last() {
        Some((&"…", first)) => lines.take(first.len()).chain(["…".to_owned()]).collect(),
        _ => lines.collect(),
    }
}

/// Options by name, variable, commands and default, as the program tells them itself.
fn options_in_help() -> BTreeSet<[String; 4]> {
    let folder = Folder::new();
    let help = |command: Option<&str>| {
        let arguments: Vec<String> = command.into_iter().chain(["--help"]).map(str::to_owned).collect();
        folder.call(&[], &arguments, "").text
    };
    let overview = help(None);
    let commands = overview.split("Commands:\n").nth(1).unwrap().lines().take_while(|line| !line.is_empty());
    let commands: BTreeSet<&str> = commands.filter_map(|line| line.split_whitespace().next()).collect();
    let commands: Vec<&str> = commands.into_iter().filter(|command| *command != "help").collect();
    let mut found: BTreeMap<[String; 3], Vec<&str>> = BTreeMap::new();
    for command in &commands {
        for option in options(&help(Some(command))) {
            found.entry(option).or_default().push(command);
        }
    }
    let of = |those: Vec<&str>| if those == commands { "all".to_owned() } else { those.join(" ") };
    found.into_iter().map(|([name, variable, default], those)| [name, variable, of(those), default]).collect()
}

/// The options that a help text lists: name, variable, default.
fn options(help: &str) -> Vec<[String; 3]> {
    let list = help.split("Options:\n").nth(1).expect("a list of options");
    let list: Vec<&str> = list.split_whitespace().collect();
    let starts = list.iter().enumerate().filter(|(_, word)| word.len() > 3 && word.starts_with("--"));
    let mut starts: Vec<usize> = starts.map(|(at, _)| at).collect();
    starts.push(list.len());
    let between = |text: &str, from: &str, to: &str| -> String {
        text.split(from).nth(1).and_then(|rest| rest.split(to).next()).unwrap_or_default().to_owned()
    };
    let option = |range: &[usize]| {
        let entry = list[range[0]..range[1]].join(" ");
        // A secret's variable stands there without its value: `[env: NAME]`.
        let variable = between(&entry.replace('=', "]"), "[env: ", "]");
        [list[range[0]].to_owned(), variable, between(&entry, "[default: ", "]")]
    };
    let options = starts.windows(2).map(option);
    options.filter(|[name, ..]| name != "--help" && name != "--version").collect()
}

/// The first four cells of a row; the option without what it takes.
fn table_row(line: &str) -> Option<[String; 4]> {
    let cells: Vec<String> = line.split('|').map(|cell| cell.trim().replace('`', "")).collect();
    let [_, option, variable, of, default, ..] = &cells[..] else { return None };
    let option = option.split(' ').next().unwrap_or_default().to_owned();
    let is_row = option.starts_with("--") && option.len() > 3 || option.is_empty();
    is_row.then(|| [option, variable.clone(), of.clone(), default.clone()])
}

fn asked(answerer: &Answerer, message: &str) -> Option<Query> {
    let reader = Reader { language: Language::En, today: date(2026, 11, 22), last: None, moved: false, me: None };
    match answerer.text(message, reader) {
        Heard::Reply(reply) => reply.query.clone(),
        _ => None,
    }
}

/// One section of README.md.
fn section(heading: &str) -> &'static str {
    const README: &str = include_str!("../../README.md");
    let section = README.split(&format!("\n{heading}\n")).nth(1).unwrap_or_else(|| panic!("no {heading}"));
    section.split("\n## ").next().unwrap()
}

/// Code within sentences.
fn spans(document: &str) -> Vec<String> {
    let mut is_prose = true;
    let mut spans = Vec::new();
    for line in document.lines() {
        if line.starts_with("```") {
            is_prose = !is_prose;
        } else if is_prose {
            spans.extend(line.split('`').skip(1).step_by(2).map(str::to_owned));
        }
    }
    spans
}

fn text(file: &str) -> String {
    fs::read_to_string(root().join(file)).unwrap_or_else(|error| panic!("{file}: {error}"))
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}
