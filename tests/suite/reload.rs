//! Sheets that change while they are served.
//!
//! A state of the folder carries a number in a name, in a value and in a source, in two files: an answer in which
//! they differ would be of two states.

use std::{
    collections::BTreeSet,
    fs,
    io::{BufRead as _, BufReader, Write as _},
    os::unix::fs::symlink,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
        mpsc,
    },
    thread,
    time::{Duration, Instant},
};

use jiff::civil::date;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use tradefacts::{
    app, check,
    clock::Clock,
    config::{Serve, Token},
    health,
    language::Language,
    reload::{self, Facts, Pace, Told, Watch},
    render::{Medium as _, json::Script, plain::Terminal},
    reply::{Answerer, Current, Heard, Reader},
    sheet::Folder,
    telegram::{self, Patience},
};

use crate::{bot::FakeTelegram, diff::git, sheets::copy};

const SOON: Duration = Duration::from_secs(20);

/// Long enough to be sure that nothing comes, at the pace of these tests.
const LONG: Duration = Duration::from_millis(300);

const FAST: Pace =
    Pace { look: Duration::from_millis(5), settle: Duration::from_millis(20), lock: Duration::from_secs(60) };

const QUESTION: &str = "/trade BL 2025";
const PLACES: &str = "places.yaml";
const SHEET: &str = "sheets/2026/aso-goods.yaml";
const HERALD: &str = "sheets/2026/herald.yaml";

/// A folder that is being watched.
struct Watched {
    root: tempfile::TempDir,
    folder: PathBuf,
    current: Arc<Current>,
    told: mpsc::Receiver<Told>,
    _watch: Watch,
}

impl Watched {
    fn new() -> Self {
        Self::at(FAST, unmounted)
    }

    fn at(pace: Pace, prepare: impl FnOnce(&Path) -> PathBuf) -> Self {
        let root = tempfile::tempdir().unwrap();
        let folder = prepare(root.path());
        let facts = facts(&folder);
        let current = Arc::clone(&facts.current);
        let (tell, told) = mpsc::channel();
        let watch = reload::watch(facts, pace, Clock::default(), move |news| drop(tell.send(news))).unwrap();
        Self { root, folder, current, told, _watch: watch }
    }

    fn path(&self, file: &str) -> PathBuf {
        self.folder.join(file)
    }

    fn edit(&self, file: &str, from: &str, to: &str) {
        let text = fs::read_to_string(self.path(file)).unwrap();
        assert!(text.contains(from), "{file} has no `{from}`");
        fs::write(self.path(file), text.replace(from, to)).unwrap();
    }

    /// The next word of a change: taken over, or what is wrong.
    fn next(&self) -> Result<(), String> {
        match self.told.recv_timeout(SOON).expect("it is told") {
            Told::Taken { .. } => Ok(()),
            told @ Told::Kept { .. } => Err(told.to_string()),
        }
    }

    fn nothing_is_told(&self) {
        let told = self.told.recv_timeout(LONG);
        assert!(told.is_err(), "{}", told.unwrap());
    }

    fn answers_state(&self, number: usize) {
        assert_eq!(state_in(&answer(&self.current.answerer())), number);
    }
}

fn facts(folder: &Path) -> Facts {
    let folder = Folder::Disk(folder.to_owned());
    let stamp = folder.stamp();
    let catalogue = check::check(&folder).unwrap().catalogue.expect("the sheets are sound");
    let current = Arc::new(Current::new(Answerer::new(Arc::new(catalogue))));
    Facts { folder, current, stamp, since: Clock::default().now() }
}

/// Writes the invented country with this number in it, each file at once.
fn write_state(folder: &Path, number: usize) {
    let arcadia = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/facts");
    if !folder.exists() {
        copy(&arcadia, folder);
    }
    let planted = |file: &str, edits: [[String; 2]; 2]| {
        let mut text = fs::read_to_string(arcadia.join(file)).unwrap();
        for [from, to] in edits {
            assert!(text.contains(&from), "{file} has no `{from}`");
            text = text.replace(&from, &to);
        }
        fs::write(folder.join(file), text).unwrap();
    };
    planted(
        PLACES,
        [
            ["en: Balonia,".to_owned(), format!("en: Balonia {number},")],
            ["ru: Балония,".to_owned(), format!("ru: Балония {number},")],
        ],
    );
    planted(
        SHEET,
        [
            ["BAL, value: 100.0,".to_owned(), format!("BAL, value: {}.0,", 100 + number)],
            ["  published".to_owned(), format!("  author: Keeper {number}\n  published")],
        ],
    );
}

fn answer(answerer: &Answerer) -> String {
    let reader =
        Reader { language: Language::En, today: date(2026, 11, 22), last: None, moved: false, me: Some("arcadia_bot") };
    let Heard::Reply(reply) = answerer.text(QUESTION, reader) else { panic!("{QUESTION} is a question") };
    let json = Script { catalogue: answerer.catalogue() }.show(&reply);
    let text = Terminal::default().show(&reply);
    let value: serde_json::Value = serde_json::from_str(&json).unwrap();
    let value = value["figures"][0]["value"].as_str().unwrap().to_owned();
    assert_eq!(value, format!("{}000000", 100 + state_in(&text)), "{json}\n{text}");
    text
}

/// The number of the state that an answer is of, by all signs of it.
fn state_in(answer: &str) -> usize {
    let after = |mark: &str| {
        let rest = answer.split(mark).nth(1).unwrap_or_else(|| panic!("no `{mark}` in {answer}"));
        rest.split(|letter: char| !letter.is_ascii_digit()).next().unwrap().parse::<usize>().unwrap()
    };
    let signs = BTreeSet::from([after("Balonia "), after("\nUS$") - 100, after("Keeper ")]);
    assert_eq!(signs.len(), 1, "of two states: {answer}");
    *signs.first().unwrap()
}

#[test]
fn a_file_that_an_editor_writes_in_place_or_puts_in_place_is_taken_over() {
    let watched = Watched::new();
    watched.answers_state(0);
    watched.edit(SHEET, "Keeper 0", "Keeper 0, late");
    watched.next().unwrap();
    assert!(answer(&watched.current.answerer()).contains("Keeper 0, late"));
    fs::write(watched.path("sheets/2026/.aso-goods.yaml.swp"), "what editors leave about").unwrap();
    watched.nothing_is_told();
    let new = fs::read_to_string(watched.path(SHEET)).unwrap().replace("Keeper 0, late", "Keeper 0, new");
    fs::write(watched.path("sheets/2026/.new"), new).unwrap();
    fs::rename(watched.path("sheets/2026/.new"), watched.path(SHEET)).unwrap();
    watched.next().unwrap();
    assert!(answer(&watched.current.answerer()).contains("Keeper 0, new"));
    watched.nothing_is_told();
}

#[test]
fn what_was_taken_over_is_told_with_its_files() {
    let watched = Watched::new();
    write_state(&watched.folder, 4);
    let told = watched.told.recv_timeout(SOON).unwrap();
    let Told::Taken { files, counts, .. } = &told else { panic!("{told}") };
    assert_eq!(*files, [PLACES, SHEET].map(|file| watched.path(file).display().to_string()));
    assert!(told.to_string().contains("(7 sheets, ") && counts.sheets == 7, "{told}");
    watched.answers_state(4);
}

#[test]
fn a_sheet_written_in_two_halves_is_never_read_by_half() {
    // Slower than in earnest, should this test be held up between the halves.
    let watched = Watched::at(Pace { settle: Duration::from_secs(1), ..FAST }, unmounted);
    let whole = fs::read_to_string(watched.path(SHEET)).unwrap().replace("Keeper 0", "Keeper 0, whole");
    let sound = whole.find("  - { indicator: trade,   partner: COR").unwrap();
    let broken = whole.find("COR, value: 50.0").unwrap();
    for half in [sound, broken] {
        fs::write(watched.path(SHEET), &whole[..half]).unwrap();
        thread::sleep(Duration::from_millis(200));
        fs::write(watched.path(SHEET), &whole).unwrap();
        watched.next().unwrap();
        let answer = answer(&watched.current.answerer());
        assert!(answer.contains("whole"), "{answer}");
    }
    watched.nothing_is_told();
    let Pace { look, settle, .. } = Pace::default();
    assert!(settle >= Duration::from_millis(400) && look + settle <= Duration::from_millis(600), "in earnest");
}

#[test]
fn a_change_of_the_shipped_facts_is_taken_over() {
    let watched = Watched::at(Pace::default(), |root| {
        copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("facts"), &root.join("facts"));
        root.join("facts")
    });
    watched.edit("places.yaml", "en: Kyrgyzstan", "en: The Kyrgyz");
    watched.next().unwrap();
    let answerer = watched.current.answerer();
    assert_eq!(answerer.catalogue().place("KGZ").unwrap().names.get("en"), Some("The Kyrgyz"));
}

#[test]
fn a_broken_state_keeps_the_last_good_one_until_it_is_mended() {
    let watched = Watched::new();
    let whole = fs::read_to_string(watched.path(SHEET)).unwrap();
    watched.edit(SHEET, "indicator: trade,   partner: BAL", "indicator: trad,   partner: BAL");
    watched.edit(HERALD, "indicator: trade", "indicator: tread");
    let told = watched.next().unwrap_err();
    for words in ["changed and cannot be used", "errors, the first", "unknown indicator `trad`", "^^^^", "did you mean"]
    {
        assert!(told.contains(words), "no `{words}` in {told}");
    }
    watched.answers_state(0);
    watched.nothing_is_told();
    fs::write(watched.path(SHEET), whole).unwrap();
    let told = watched.next().unwrap_err();
    assert!(told.contains("tread`") && !told.contains("trad`"), "still broken in the other file: {told}");
    watched.answers_state(0);
    watched.edit(HERALD, "indicator: tread", "indicator: trade");
    write_state(&watched.folder, 5);
    watched.next().unwrap();
    watched.answers_state(5);
}

#[test]
fn a_sheet_of_very_many_errors_does_not_fill_the_log() {
    let watched = Watched::new();
    watched.edit(SHEET, "figures:", &format!("figures:\n{}", "  - { indicator: nothing, at: p }\n".repeat(500)));
    let told = watched.next().unwrap_err();
    assert!(told.contains("more errors: `tradefacts check` lists them"), "{told}");
    assert!(told.lines().count() < 300, "{} lines", told.lines().count());
}

#[test]
fn a_folder_that_went_away_is_told_once_and_taken_over_when_it_is_back() {
    let watched = Watched::new();
    let aside = watched.root.path().join("aside");
    fs::rename(&watched.folder, &aside).unwrap();
    assert!(watched.next().unwrap_err().contains("there is no folder"));
    watched.nothing_is_told();
    watched.answers_state(0);
    write_state(&aside, 6);
    fs::rename(&aside, &watched.folder).unwrap();
    watched.next().unwrap();
    watched.answers_state(6);
}

#[test]
fn a_folder_that_was_emptied_keeps_the_last_good_state() {
    let watched = Watched::new();
    fs::remove_dir_all(watched.path("sheets")).unwrap();
    assert!(watched.next().unwrap_err().contains("all its sheets are gone"));
    for entry in fs::read_dir(&watched.folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { fs::remove_dir_all(path).unwrap() } else { fs::remove_file(path).unwrap() }
    }
    assert!(watched.next().unwrap_err().contains("holds no places.yaml"));
    watched.answers_state(0);
    fs::remove_dir(&watched.folder).unwrap();
    assert!(watched.next().unwrap_err().contains("there is no folder"));
    watched.nothing_is_told();
    watched.answers_state(0);
    write_state(&watched.folder, 7);
    watched.next().unwrap();
    watched.answers_state(7);
}

#[test]
fn a_state_that_git_is_still_writing_is_waited_for() {
    let watched = Watched::new();
    fs::create_dir(watched.root.path().join(".git")).unwrap();
    let lock = watched.root.path().join(".git/index.lock");
    fs::write(&lock, "").unwrap();
    write_state(&watched.folder, 8);
    watched.nothing_is_told();
    watched.answers_state(0);
    fs::remove_file(lock).unwrap();
    watched.next().unwrap();
    watched.answers_state(8);
}

#[test]
fn what_git_pulls_or_checks_out_is_one_change() {
    let watched = Watched::new();
    let (here, there) = (watched.root.path(), tempfile::tempdir().unwrap());
    git(here, &["init", "--quiet", "--initial-branch=main"]);
    git(here, &["add", "facts"]);
    git(here, &["commit", "--quiet", "--message", "Begin"]);
    git(there.path(), &["clone", "--quiet", here.to_str().unwrap(), "."]);
    for number in 1..4 {
        write_state(&there.path().join("facts"), number);
        git(there.path(), &["commit", "--quiet", "--all", "--message", "Correct the trade"]);
        git(here, &["pull", "--quiet", "--ff-only", there.path().to_str().unwrap(), "main"]);
        watched.next().unwrap();
        watched.answers_state(number);
        watched.nothing_is_told();
    }
    for (back, number) in [("main~2", 1), ("main", 3)] {
        git(here, &["checkout", "--quiet", "--detach", back]);
        watched.next().unwrap();
        watched.answers_state(number);
        watched.nothing_is_told();
    }
}

/// A plain folder.
fn unmounted(root: &Path) -> PathBuf {
    write_state(&root.join("facts"), 0);
    root.join("facts")
}

/// A folder as Kubernetes mounts it: its entries lead through `..data`, which leads to the state of the day.
fn mounted(root: &Path) -> PathBuf {
    let mount = root.join("facts");
    fs::create_dir(&mount).unwrap();
    swap(&mount, 0);
    for entry in fs::read_dir(mount.join("..data")).unwrap() {
        let name = entry.unwrap().file_name();
        symlink(Path::new("..data").join(&name), mount.join(&name)).unwrap();
    }
    mount
}

/// Leads `..data` to a new state, and drops the one before the last.
fn swap(mount: &Path, number: usize) {
    write_state(&mount.join(format!("..state-{number}")), number);
    symlink(format!("..state-{number}"), mount.join("..data_tmp")).unwrap();
    fs::rename(mount.join("..data_tmp"), mount.join("..data")).unwrap();
    if number > 1 {
        fs::remove_dir_all(mount.join(format!("..state-{}", number - 2))).unwrap();
    }
}

#[test]
fn a_swapped_link_is_one_change() {
    let watched = Watched::at(FAST, mounted);
    for number in 1..4 {
        swap(&watched.folder, number);
        watched.next().unwrap();
        watched.answers_state(number);
        watched.nothing_is_told();
    }
}

#[test]
fn under_a_hundred_changes_every_answer_is_of_one_state() {
    const CHANGES: usize = 100;
    let hasty = Pace { look: Duration::from_millis(2), settle: Duration::from_millis(2), ..FAST };
    let watched = Watched::at(hasty, mounted);
    let over = AtomicBool::new(false);
    let (seen, answers) = thread::scope(|scope| {
        let ask = || {
            let (mut seen, mut answers) = (BTreeSet::new(), 0);
            while !over.load(Ordering::Relaxed) {
                seen.insert(state_in(&answer(&watched.current.answerer())));
                answers += 1;
            }
            (seen, answers)
        };
        let askers = [scope.spawn(ask), scope.spawn(ask)];
        for number in 1..=CHANGES {
            swap(&watched.folder, number);
            while state_in(&answer(&watched.current.answerer())) != number {
                let told = watched.told.recv_timeout(SOON).expect("it is taken over");
                assert!(matches!(told, Told::Taken { .. }), "{told}");
            }
        }
        over.store(true, Ordering::Relaxed);
        let asked = askers.map(|asker| asker.join().unwrap());
        asked.into_iter().fold((BTreeSet::new(), 0), |(all, many), (seen, answers)| (&all | &seen, many + answers))
    });
    assert!(answers > 10 * CHANGES && seen.len() > CHANGES / 2, "{answers} answers of {} states", seen.len());
}

#[test]
fn the_built_in_sheets_are_not_watched() {
    let catalogue = check::check(&Folder::BuiltIn).unwrap().catalogue.unwrap();
    let current = Arc::new(Current::new(Answerer::new(Arc::new(catalogue))));
    let facts =
        Facts { folder: Folder::BuiltIn, current, stamp: Folder::BuiltIn.stamp(), since: Clock::default().now() };
    assert!(reload::watch(facts, FAST, Clock::default(), |_| {}).is_none());
}

// The terminal

#[test]
fn a_conversation_in_the_terminal_follows_the_sheets() {
    let root = tempfile::tempdir().unwrap();
    let folder = unmounted(root.path());
    let mut chat = Command::new(env!("CARGO_BIN_EXE_tradefacts"))
        .args(["chat", "--facts"])
        .arg(&folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let (mut typed, said) = (chat.stdin.take().unwrap(), chat.stdout.take().unwrap());
    let mut lines = BufReader::new(said).lines().map(Result::unwrap);
    let mut ask = || {
        writeln!(typed, "{QUESTION}").unwrap();
        let answer: Vec<String> = lines.by_ref().take_while(|line| !line.starts_with("1) ")).collect();
        answer.join("\n")
    };
    let mut wait_for = |sign: &str| {
        let begun = Instant::now();
        while !ask().contains(sign) {
            assert!(begun.elapsed() < SOON, "no {sign}");
            thread::sleep(Duration::from_millis(50));
        }
    };
    wait_for("Keeper 0");
    write_state(&folder, 1);
    wait_for("Keeper 1");
    fs::write(folder.join(SHEET), "figures: [").unwrap();
    thread::sleep(Duration::from_secs(2));
    wait_for("Keeper 1");
    drop(typed);
    let ended = chat.wait_with_output().unwrap();
    let told = String::from_utf8(ended.stderr).unwrap();
    for words in ["changed and is served now", "cannot be used", "this is not YAML"] {
        assert!(told.contains(words), "no `{words}` in {told}");
    }
    assert!(ended.status.success());
}

// The bot

/// The bot, answering from a folder.
struct Served {
    telegram: FakeTelegram,
    root: tempfile::TempDir,
    clock: Clock,
    stop: CancellationToken,
    running: JoinHandle<anyhow::Result<()>>,
    asked: usize,
}

const ANN: i64 = 11;

impl Served {
    async fn start() -> Self {
        let root = tempfile::tempdir().unwrap();
        write_state(&root.path().join("facts"), 0);
        let telegram = FakeTelegram::start().await;
        telegram.user(ANN, "Ann", "en");
        let settings = Serve {
            token: Token::read(telegram.token()).unwrap(),
            api_url: Some(telegram.url().parse().unwrap()),
            store: format!("sqlite:{}/bot.db", root.path().display()),
        };
        let (stop, clock) = (CancellationToken::new(), Clock::default());
        let patience = Patience { poll: Duration::from_secs(2), ..Patience::default() };
        let facts = facts(&root.path().join("facts"));
        let served =
            app::serve_until(stop.clone(), settings, facts, telegram::answering(), clock.clone(), (patience, FAST));
        let running = tokio::spawn(served);
        Self { telegram, root, clock, stop, running, asked: 0 }
    }

    fn folder(&self) -> PathBuf {
        self.root.path().join("facts")
    }

    async fn ask(&mut self, text: &str) -> String {
        self.telegram.say(ANN, ANN, text);
        self.asked += 1;
        self.telegram.wait_for_messages(ANN, self.asked, SOON).await.pop().unwrap().text
    }

    /// Asks until this state answers.
    async fn answers_state(&mut self, number: usize) {
        let begun = Instant::now();
        while state_in(&self.ask(QUESTION).await) != number {
            assert!(begun.elapsed() < SOON, "state {number} is not taken over");
        }
    }

    /// What `health` sees once it sees this of the sheets.
    async fn health(&self, broken: bool) -> health::State {
        let begun = Instant::now();
        loop {
            let store = format!("sqlite:{}/bot.db", self.root.path().display());
            let state = health::look(&store, &self.clock).await.unwrap();
            let is_told = state.sheets.as_ref().is_some_and(|sheets| sheets.broken.is_some() == broken);
            if is_told && matches!(state.health, health::Health::Well(_)) {
                return state;
            }
            assert!(begun.elapsed() < SOON, "{state:?}");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}

#[tokio::test]
async fn the_bot_answers_on_through_changes_and_its_health_tells_a_broken_one() {
    let mut bot = Served::start().await;
    bot.answers_state(0).await;
    let first = bot.health(false).await.sheets.unwrap();
    for number in 1..6 {
        write_state(&bot.folder(), number);
        bot.answers_state(number).await;
    }
    bot.clock.turn_by(Duration::from_secs(60));
    fs::write(bot.folder().join(SHEET), "figures: [").unwrap();
    let state = bot.health(true).await;
    let sheets = state.sheets.unwrap();
    let (since, why) = sheets.broken.unwrap();
    assert!(sheets.served >= first.served && since.as_second() - sheets.served.as_second() >= 60);
    assert!(why.contains("aso-goods.yaml:2:1: this is not YAML"), "{why}");
    assert_eq!(state_in(&bot.ask(QUESTION).await), 5);
    write_state(&bot.folder(), 6);
    bot.answers_state(6).await;
    assert!(bot.health(false).await.sheets.unwrap().served > sheets.served);
    bot.stop.cancel();
    bot.running.await.unwrap().unwrap();
    bot.telegram.assert_clean();
}

#[tokio::test]
async fn a_source_by_its_number_in_an_older_answer_is_shown_among_all() {
    let mut bot = Served::start().await;
    let seen = bot.ask(QUESTION).await;
    assert!(seen.contains("[1] Keeper 0"), "{seen}");
    let button = bot.telegram.messages(ANN).pop().unwrap();
    let one = bot.ask("/source 1").await;
    assert!(one.contains("Keeper 0") && !one.contains("[2]"), "{one}");
    // The same document under another name: a number may mean another one.
    fs::rename(bot.folder().join(SHEET), bot.folder().join(SHEET.replace("aso", "x-aso"))).unwrap();
    bot.health(false).await;
    let begun = Instant::now();
    let all = loop {
        let all = bot.ask("/source 1").await;
        if all != one {
            break all;
        }
        assert!(begun.elapsed() < SOON, "{all}");
    };
    assert!(all.contains("[1]") && all.contains("Keeper 0") && all.contains("[2]"), "{all}");
    let one = bot.ask("/source 1").await;
    assert!(!one.contains("[2]"), "now it is known again: {one}");
    fs::rename(bot.folder().join(SHEET.replace("aso", "x-aso")), bot.folder().join(SHEET)).unwrap();
    write_state(&bot.folder(), 1);
    bot.answers_state(1).await;
    bot.telegram.press(button.id, "Sources");
    bot.telegram.wait_until(|telegram| telegram.message(button.id).text != button.text, SOON).await;
    let sources = bot.telegram.message(button.id).text;
    assert!(sources.contains("Keeper 1") && !sources.contains("Keeper 0"), "{sources}");
}
