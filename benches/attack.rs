//! How long others wait while somebody does their worst: hostile files, texts, buttons and updates.
//!
//! `cargo bench --bench attack` starts the program against the Bot API server of the tests, on loopback, for each kind of
//! attack anew. While it goes on, somebody else asks a question every 100 ms. It prints how long those waited, and ends
//! with 1 where one of them waited too long. `BENCH_OTHER` names another build to attack instead.

#![expect(clippy::unwrap_used, reason = "a bench that cannot go on says so by ending")]

#[path = "../tests/suite/bot/mod.rs"]
#[expect(dead_code, unused_imports, reason = "the tests use the rest of it")]
mod bot;
#[path = "kit/mod.rs"]
#[expect(dead_code, reason = "other benches use the rest of it")]
mod kit;

use std::{
    env,
    path::Path,
    process::{Child, Command, ExitCode, Stdio},
    sync::Arc,
    time::{Duration, Instant},
};

use bot::{ChatKind, FakeTelegram};
use jiff::Timestamp;
use kit::{Running, millis};
use serde_json::{Value, json};
use tokio::time::{interval, timeout};
use tradefacts::{clock::Clock, schedule, store};

/// Nobody may wait longer.
const GOAL: Duration = Duration::from_millis(500);
/// Nobody is waited for longer.
const LONGEST: Duration = Duration::from_secs(4);
const EVERY: Duration = Duration::from_millis(100);
/// So many questions are asked while an attack goes on.
const QUESTIONS: i64 = 25;

const STRANGER: i64 = 1;
const OWNER: i64 = 2;
const CHANNEL: i64 = -1_000_000_000_001;
/// The first of those who ask, each once.
const OTHERS: i64 = 1_000;

/// What Telegram lets a message hold.
const TEXT: usize = 4_096;

/// Does its worst, with each question that somebody else asks.
type Attack = fn(&FakeTelegram, usize);

fn main() -> ExitCode {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let attacks: [(&str, Attack); 10] = [
        ("nothing", |_, _| {}),
        ("a stranger's file of brackets, 100 kB", |telegram, turn| brackets(telegram, turn, STRANGER, 100_000)),
        ("a stranger's file of brackets, 262 kB", |telegram, turn| brackets(telegram, turn, STRANGER, 262_000)),
        ("an owner's file of brackets, 100 kB", |telegram, turn| brackets(telegram, turn, OWNER, 100_000)),
        ("an owner's file of brackets, 262 kB", |telegram, turn| brackets(telegram, turn, OWNER, 262_000)),
        ("an owner's files with aliases, keys, schedules, and of 19 MB", files),
        ("long texts", texts),
        ("long orders", orders),
        ("forged buttons", buttons),
        ("deep updates, and with endless names", updates),
    ];
    let mut held = true;
    for (name, attack) in attacks {
        let mut waits = runtime.block_on(wait_during(attack));
        waits.sort();
        let (median, worst) = (waits[waits.len() / 2], waits[waits.len() - 1]);
        let more = if worst >= LONGEST { " or more" } else { "" };
        let verdict = if worst <= GOAL { "" } else { "; too long" };
        println!("{name}: others wait {:.1} ms, {:.1} ms{more} at most{verdict}", millis(median), millis(worst));
        held &= worst <= GOAL;
    }
    if held { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// How long each of the others waits for an answer while the attack goes on.
async fn wait_during(attack: Attack) -> Vec<Duration> {
    let telegram = Arc::new(FakeTelegram::start().await);
    let folder = tempfile::tempdir().unwrap();
    telegram.user(STRANGER, "Mallory", "en");
    telegram.user(OWNER, "Oscar", "en");
    telegram.chat(CHANNEL, ChatKind::Channel, "News");
    telegram.make_admin(CHANNEL, OWNER);
    connect(folder.path()).await;
    let _running = Running(start(&telegram, folder.path()));
    // It is there once somebody is answered.
    ask(Arc::clone(&telegram), OTHERS - 1, Duration::from_secs(20)).await;
    let (mut clock, mut asked) = (interval(EVERY), Vec::new());
    for (turn, number) in (0..QUESTIONS).enumerate() {
        clock.tick().await;
        attack(&telegram, turn);
        asked.push(tokio::spawn(ask(Arc::clone(&telegram), OTHERS + number, LONGEST)));
    }
    let mut waits = Vec::new();
    for one in asked {
        waits.push(one.await.unwrap());
    }
    waits
}

/// Asks a question; how long the answer takes, at most so long.
async fn ask(telegram: Arc<FakeTelegram>, person: i64, longest: Duration) -> Duration {
    telegram.user(person, "Ann", "en");
    let asked = Instant::now();
    telegram.say(person, person, "/trade kz 2024");
    // The other limit ends it all, and is out of reach.
    let _ = timeout(longest, telegram.wait_for_messages(person, 1, 2 * longest)).await;
    asked.elapsed().min(longest)
}

/// Gives the owner a channel.
async fn connect(folder: &Path) {
    let store = store::open(&address(folder), &Clock::default()).await.unwrap();
    let channel = schedule::Channel {
        chat: CHANNEL,
        kind: schedule::ChatKind::Channel,
        title: "News".to_owned(),
        username: None,
        owner: Some(OWNER),
        checked: Timestamp::now(),
        suspended: None,
    };
    store.keep_channel(&channel).await.unwrap();
    store.close().await;
}

fn start(telegram: &FakeTelegram, folder: &Path) -> Child {
    let program = env::var("BENCH_OTHER").unwrap_or_else(|_| env!("CARGO_BIN_EXE_tradefacts").to_owned());
    Command::new(program)
        .args(["serve", "--store", &address(folder)])
        .current_dir(folder)
        .env("TELOXIDE_TOKEN", telegram.token())
        .env("TELOXIDE_API_URL", telegram.url())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

fn address(folder: &Path) -> String {
    format!("sqlite:{}", folder.join("bot.db").display())
}

/// Now and then a file of brackets within brackets, which look like ours at first, or have keys between them.
fn brackets(telegram: &FakeTelegram, turn: usize, person: i64, size: usize) {
    let shapes = [("tradefacts: 1\nchannels: ", "["), ("", "[a: "), ("", "[? ")];
    if turn.is_multiple_of(10) {
        let (head, bracket) = shapes[turn / 10];
        telegram.say_file(person, "tradefacts.yaml", &format!("{head}{}", bracket.repeat(size / bracket.len())));
    }
}

/// A file with each turn.
fn files(telegram: &FakeTelegram, turn: usize) {
    let times = |line: &str, size: usize| line.repeat(size / line.len());
    let one = "{when: daily 09:00, zone: UTC, what: trade latest, language: en, grace: 1h, state: active}";
    let (head, channel) = ("tradefacts: 1\nchannels:\n", format!("{{chat: {CHANNEL}, title: News, schedules: "));
    let text = match turn % 10 {
        0 => times("- &a [*a, *a, *a, *a]\n", 260_000),
        1 => (0..26_000).map(|number| format!("k{number}: 1\n")).collect(),
        2 => format!("{head}- {channel}[{}]}}\n", times(&format!("{one}, "), 260_000)),
        3 => format!("{head}- &c {channel}[&s {one}, {}]}}\n{}", times("*s, ", 20_000), times("- *c\n", 20_000)),
        4 => times("? ", 260_000),
        5 => times("- ", 260_000),
        6 => format!("\"{}\"", times("\\U0001F600", 260_000)),
        7 => format!("{head}- {channel}[{}]}}\n", one.replace("trade latest", &"trade ".repeat(40_000))),
        8 => (0..500).map(|depth| format!("{}a:\n", " ".repeat(depth))).collect(),
        _ => times("tradefacts: 1\n", 19 << 20),
    };
    telegram.say_file(OWNER, "tradefacts.yaml", &text);
}

/// Every kind of text with each turn, from somebody else each time.
fn texts(telegram: &FakeTelegram, turn: usize) {
    let seeds = [
        "a",
        "trade ",
        "kazakstan kirgistan ",
        "china ↔ ",
        "2024-2025 ",
        "1 2 3 ",
        "e\u{301}",
        "\u{202e}ab ",
        "👨‍👩‍👧‍👦",
        "((",
        "%",
        "imports exports of from with and ",
        "торговля казахстан ",
        "between ",
        "top 5 ",
        "abcdefghijklmnopqrstuvwxyz ",
    ];
    for (number, seed) in seeds.iter().enumerate() {
        let text: String = seed.chars().cycle().take(TEXT).collect();
        from_somebody(telegram, turn, number, &text);
    }
}

/// Every kind of order with each turn.
fn orders(telegram: &FakeTelegram, turn: usize) {
    let starts =
        ["/schedule add ", "/schedule add -1000000000001 ", "/edit 1 ", "/connect ", "/pause 1 ", "/trade@", "/log "];
    let seeds =
        ["daily 09:00 ", "09:00,09:01,", "mon,tue,wed ", "monthly last ", "tz=Asia/Bishkek ", "what ", "9", "@a "];
    for (place, begin) in starts.iter().enumerate() {
        let seed = seeds[(turn + place) % seeds.len()];
        let text: String = begin.chars().chain(seed.chars().cycle()).take(TEXT).collect();
        telegram.say(OWNER, OWNER, &text);
        from_somebody(telegram, turn, place, &text);
    }
}

fn from_somebody(telegram: &FakeTelegram, turn: usize, number: usize, text: &str) {
    let person = telegram.user(100_000 + (turn * 100 + number) as i64, "Mallory", "en");
    telegram.say(person, person, text);
}

/// Buttons that we never made, under an answer of ours.
fn buttons(telegram: &FakeTelegram, turn: usize) {
    if turn == 0 {
        telegram.say(STRANGER, STRANGER, "/trade kz 2024");
        return;
    }
    let Some(answer) = telegram.messages(STRANGER).first().map(|message| message.id) else { return };
    let whole = ["en trade KAZ 2024", "!again 1 1", "!change 1 when", "en ", "!", "ru country ", "\u{0}", "!edit "];
    for data in whole {
        telegram.press_data(STRANGER, answer, data);
        telegram.press_data(STRANGER, answer, &data.chars().cycle().take(64).collect::<String>());
        telegram.press_data(STRANGER, answer, &data.chars().cycle().take(TEXT).collect::<String>());
    }
}

/// Updates that no Telegram would send.
fn updates(telegram: &FakeTelegram, turn: usize) {
    let deep = |levels: usize| (0..levels).fold(json!(1), |inner, _| json!([inner]));
    let mut message = telegram.draft(STRANGER, STRANGER, "/trade kz 2024");
    match turn % 5 {
        0 => message["poll"] = deep(1_000),
        1 => message["entities"] = Value::Array(vec![json!({ "type": "bold", "offset": 0, "length": 1 }); 10_000]),
        2 => message["from"]["first_name"] = json!("name ".repeat(200_000)),
        3 => {
            message["reply_to_message"] =
                (0..100).fold(message.clone(), |inner, _| json!({ "reply_to_message": inner }))
        }
        _ => message["document"] = json!({ "file_id": "x".repeat(100_000), "file_name": ".yaml".repeat(100_000) }),
    }
    telegram.say_update(json!({ "message": message }));
}
