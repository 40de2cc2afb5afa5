//! The bot as it runs: how soon `ask` answers, how soon a chat is answered, the memory after 10,000 chats, and how soon
//! a changed sheet is answered from.
//!
//! `cargo bench --bench serve` starts the program against the Bot API server of the tests, on loopback: first
//! questions one at a time, then 10,000 chats at once.

#[path = "../tests/suite/bot/mod.rs"]
#[expect(dead_code, unused_imports, reason = "the tests use the rest of it")]
mod bot;
#[path = "kit/mod.rs"]
mod kit;

use std::{
    env, fs,
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use bot::FakeTelegram;
use kit::{Running, memory, millis};

const PROGRAM: &str = env!("CARGO_BIN_EXE_tradefacts");

const CHATS: i64 = 10_000;

const QUESTIONS: [&str; 4] = ["/trade 2025", "/country kg", "/investment", "trade with kyrgyzstan last year?"];

const SOON: Duration = Duration::from_secs(20);

fn main() {
    ask();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build();
    runtime.expect("a runtime").block_on(async {
        serve().await;
        reload().await;
    });
}

/// From the start of the process to its end, with the answer printed.
fn ask() {
    let run = || {
        let begun = Instant::now();
        let asked = Command::new(PROGRAM).args(["ask", "/trade 2025"]).current_dir(env::temp_dir()).output();
        assert!(asked.expect("the program starts").status.success());
        begun.elapsed()
    };
    let mut times: Vec<Duration> = (0..21).map(|_| run()).collect();
    times.sort();
    println!("ask: median {:.1} ms, slowest {:.1} ms of {}", millis(times[10]), millis(times[20]), times.len());
}

async fn serve() {
    let telegram = FakeTelegram::start().await;
    let folder = tempfile::tempdir().expect("a folder");
    let running = Running(start(&telegram, &folder));
    telegram.wait_until(|telegram| !telegram.calls("getUpdates").is_empty(), SOON).await;
    println!("serve: {:.1} MB resident before the first question", memory(running.0.id(), "VmRSS:"));
    let mut waits = Vec::new();
    for (chat, question) in (1..).zip(QUESTIONS.iter().cycle().take(400)) {
        let person = telegram.user(chat, "Ann", "en");
        let asked = Instant::now();
        telegram.say(person, person, question);
        telegram.wait_for_messages(person, 1, SOON).await;
        waits.push(asked.elapsed());
    }
    waits.sort();
    let (median, slow) = (millis(waits[waits.len() / 2]), millis(waits[waits.len() * 99 / 100]));
    println!("serve: question to answer one at a time, median {median:.1} ms, 99 of 100 within {slow:.1} ms");
    let begun = Instant::now();
    for (chat, question) in (1_000..1_000 + CHATS).zip(QUESTIONS.iter().cycle()) {
        let person = telegram.user(chat, "Ann", if chat % 2 == 0 { "en" } else { "ru" });
        telegram.say(person, person, question);
    }
    while telegram.pending_updates() > 0 {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let last = 1_000 + CHATS - 1;
    telegram.wait_for_messages(last, 1, SOON).await;
    println!("serve: {CHATS} chats at once answered in {:.1} s", begun.elapsed().as_secs_f64());
    println!(
        "serve: {:.1} MB resident after them, {:.1} MB at most",
        memory(running.0.id(), "VmRSS:"),
        memory(running.0.id(), "VmHWM:")
    );
    telegram.assert_clean();
}

/// From a sheet written to the first answer that shows it, and the longest wait for an answer meanwhile.
async fn reload() {
    let telegram = FakeTelegram::start().await;
    let folder = tempfile::tempdir().expect("a folder");
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("facts"), &folder.path().join("facts"));
    let _running = Running(start(&telegram, &folder));
    let person = telegram.user(1, "Ann", "en");
    let places = folder.path().join("facts/places.yaml");
    let text = fs::read_to_string(&places).expect("the shipped facts");
    let (mut asked, mut waits, mut slowest) = (0, Vec::new(), Duration::ZERO);
    for number in 0..20 {
        let name = format!("Kyrgyzstan {number}");
        fs::write(&places, text.replace("en: Kyrgyzstan", &format!("en: {name}"))).expect("the folder is ours");
        let written = Instant::now();
        loop {
            let sent = Instant::now();
            telegram.say(person, person, "/trade kg 2025");
            asked += 1;
            let answer = telegram.wait_for_messages(person, asked, SOON).await.pop().expect("an answer");
            slowest = slowest.max(sent.elapsed());
            if answer.text.contains(&name) {
                break;
            }
        }
        waits.push(written.elapsed());
    }
    waits.sort();
    println!(
        "serve: a changed sheet is answered from after {:.0} ms (median of {}), {:.0} ms at most; answers meanwhile \
         within {:.1} ms",
        millis(waits[waits.len() / 2]),
        waits.len(),
        millis(waits[waits.len() - 1]),
        millis(slowest)
    );
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder").flatten() {
        match entry.path().is_dir() {
            true => copy(&entry.path(), &to.join(entry.file_name())),
            false => drop(fs::copy(entry.path(), to.join(entry.file_name())).expect("a copy")),
        }
    }
}

fn start(telegram: &FakeTelegram, folder: &tempfile::TempDir) -> Child {
    Command::new(PROGRAM)
        .arg("serve")
        .current_dir(folder)
        .env("TELOXIDE_TOKEN", telegram.token())
        .env("TELOXIDE_API_URL", telegram.url())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program starts")
}
