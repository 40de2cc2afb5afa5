//! The bot as it runs: how soon `ask` answers, how soon a chat is answered, and the memory after 10,000 chats.
//!
//! `cargo bench --bench serve` starts the program against the Bot API server of the tests, on loopback. Telegram
//! lets a bot send some 30 messages a second, and the bot keeps to it: 10,000 chats take about seven minutes;
//! `CHATS=1000` asks for fewer.

#[path = "../tests/suite/bot/mod.rs"]
#[expect(dead_code, unused_imports, reason = "the tests use the rest of it")]
mod bot;

use std::{
    env,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use bot::FakeTelegram;

const PROGRAM: &str = env!("CARGO_BIN_EXE_tradefacts");

/// Questions a second, below what Telegram lets a bot answer.
const PACE: u32 = 25;

const SOON: Duration = Duration::from_secs(20);

fn main() {
    ask();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build();
    runtime.expect("a runtime").block_on(serve());
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
    let chats: i64 = env::var("CHATS").ok().and_then(|chats| chats.parse().ok()).unwrap_or(10_000);
    let telegram = FakeTelegram::start().await;
    let folder = tempfile::tempdir().expect("a folder");
    let running = Running(start(&telegram, &folder));
    telegram.wait_until(|telegram| !telegram.calls("getUpdates").is_empty(), SOON).await;
    println!("serve: {:.1} MB resident before the first question", memory(&running.0));
    let mut waits = Vec::new();
    for chat in 1..=chats {
        let person = telegram.user(1_000 + chat, "Ann", if chat % 2 == 0 { "en" } else { "ru" });
        let question = if chat % 3 == 0 { "/country kg".to_owned() } else { format!("/trade {}", 2021 + chat % 5) };
        let asked = Instant::now();
        telegram.say(person, person, &question);
        if chat % 20 == 0 {
            telegram.wait_for_messages(person, 1, SOON).await;
            waits.push(asked.elapsed());
        }
        tokio::time::sleep_until((asked + Duration::from_secs(1) / PACE).into()).await;
    }
    telegram.wait_until(|telegram| telegram.pending_updates() == 0, SOON).await;
    tokio::time::sleep(Duration::from_secs(2)).await;
    waits.sort();
    let at = |part: usize| millis(waits[(waits.len() * part / 100).min(waits.len() - 1)]);
    println!("serve: question to answer, median {:.1} ms, 99 of 100 within {:.1} ms", at(50), at(99));
    println!("serve: {:.1} MB resident after {chats} chats", memory(&running.0));
    assert_eq!(telegram.calls("sendMessage").len() as i64, chats, "every chat has its answer");
    telegram.assert_clean();
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

/// A process that ends with the bench.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Resident memory in MB, as the kernel counts it.
fn memory(process: &Child) -> f64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", process.id())).unwrap_or_default();
    let resident = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kilobytes = resident.and_then(|rest| rest.trim().trim_end_matches(" kB").parse::<f64>().ok());
    kilobytes.unwrap_or(f64::NAN) / 1024.0
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}
