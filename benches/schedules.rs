//! A hundred thousand schedules, of which ten thousand fall due in one minute: how fast they are planned and claimed, how
//! that grows with what exists and is not due, and the memory of who does it.
//!
//! `cargo bench --bench schedules` measures SQLite, `.ci/postgres cargo bench --bench schedules` PostgreSQL too. It ends
//! with 1 where a limit is passed.

#![expect(clippy::unwrap_used, reason = "a bench that cannot go on says so by ending")]

#[path = "../tests/suite/bot/mod.rs"]
#[expect(dead_code, unused_imports, reason = "the tests use the rest of it")]
mod bot;
#[path = "kit/mod.rs"]
mod kit;

use std::{
    env,
    process::{Child, Command, ExitCode, Stdio},
    sync::Arc,
    time::{Duration, Instant},
};

use bot::FakeTelegram;
use jiff::Timestamp;
use kit::{Running, memory, millis};
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection, SqliteConnection};
use tradefacts::{
    clock::Clock,
    language::Language,
    schedule::{Channel, ChatKind, Fate, Grace, Schedule, State, What},
    store::{self, Plan, Store},
};

const DUE: usize = 10_000;
const SIZES: [usize; 3] = [10_000, 100_000, 1_000_000];
const CHANNELS: usize = 5_000;

/// As many as the program plans, and claims, in one go.
const PLANNED_AT_ONCE: usize = 500;
const CLAIMED_AT_ONCE: usize = 50;
const HELD: Duration = Duration::from_secs(30);

/// Planned and claimed a second, at the least.
const PACE: f64 = 2_000.0;
/// A hundred times the schedules may cost so many times as much, with as many due: the due ones lie each on a page of its
/// own then. Whoever looked at all would need a hundred times as long.
const STEEPEST: f64 = 8.0;
/// What the program may keep of memory, in MB.
const RESIDENT: f64 = 150.0;

fn main() -> ExitCode {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let held = runtime.block_on(async {
        let folder = tempfile::tempdir().unwrap();
        let mut held =
            measure("SQLite", async |size| format!("sqlite:{}", folder.path().join(format!("{size}.db")).display()))
                .await;
        match env::var("TEST_POSTGRES_URL") {
            Ok(server) => held &= measure("PostgreSQL", async |size| database(&server, size).await).await,
            Err(_) => println!("PostgreSQL is left out: .ci/postgres cargo bench --bench schedules"),
        }
        held
    });
    if held { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// A new database on this server.
async fn database(server: &str, size: usize) -> String {
    let name = format!("schedules_{}_{size}", std::process::id());
    let mut one = PgConnection::connect(server).await.unwrap();
    one.execute(AssertSqlSafe(format!("CREATE DATABASE {name}"))).await.unwrap();
    let mut address: url::Url = server.parse().unwrap();
    address.set_path(&name);
    address.into()
}

/// Whether all limits hold.
async fn measure(kind: &str, address: impl AsyncFn(usize) -> String) -> bool {
    let (mut held, mut planning) = (true, Vec::new());
    for size in SIZES {
        let address = address(size).await;
        let due = fill(&address, size).await;
        if size == SIZES[1] {
            held &= serve(kind, &address, size).await;
            // What the program has planned is to be planned again.
            renew(&address, due).await;
        }
        let store = store::open(&address, &Clock::default()).await.unwrap();
        let planned = plan(&store, due).await;
        let (claimed, noted) = claim(&store, due).await;
        store.close().await;
        let both = DUE as f64 / (planned + claimed).as_secs_f64();
        println!(
            "{kind}: {DUE} due of {size} schedules: planned in {:.0} ms, claimed in {:.0} ms, {both:.0} a second; \
             begun and settled in {:.0} ms",
            millis(planned),
            millis(claimed),
            millis(noted)
        );
        held &= limit("planned and claimed a second", both, PACE, both >= PACE);
        planning.push(planned.as_secs_f64());
    }
    let growth = planning[2] / planning[0];
    println!("{kind}: a hundred times the schedules, as many due: planned in {growth:.2} times the time");
    held & limit("growth", growth, STEEPEST, growth <= STEEPEST)
}

/// Plans all that is due as the program does.
async fn plan(store: &Arc<dyn Store>, due: Timestamp) -> Duration {
    let (begun, mut planned) = (Instant::now(), 0);
    loop {
        let plans: Vec<Plan> = store.due(due, PLANNED_AT_ONCE).await.unwrap().into_iter().map(one).collect();
        planned += store.plan(&plans, due).await.unwrap();
        if plans.len() < PLANNED_AT_ONCE {
            break;
        }
    }
    assert_eq!(planned, DUE);
    return begun.elapsed();

    fn one((schedule, was): (Schedule, Timestamp)) -> Plan {
        let next = schedule.next_after(was).unwrap();
        Plan { schedule: schedule.id, chat: schedule.chat, was, dues: vec![(was, Fate::Planned)], next, owed: None }
    }
}

/// Claims all that is planned, and settles it, so that the next of a channel can be claimed: the time of each.
async fn claim(store: &Arc<dyn Store>, now: Timestamp) -> (Duration, Duration) {
    let (mut claiming, mut noting, mut all) = (Duration::ZERO, Duration::ZERO, 0);
    loop {
        let begun = Instant::now();
        let claimed = store.claim("bench", now, HELD, CLAIMED_AT_ONCE).await.unwrap();
        claiming += begun.elapsed();
        if claimed.is_empty() {
            break;
        }
        all += claimed.len();
        let begun = Instant::now();
        for delivery in claimed {
            let sent = Fate::Sent(Some(1));
            assert!(store.begin_sending(delivery.key, "bench", "shown", now, HELD).await.unwrap());
            assert!(store.settle_delivery(delivery.key, "bench", &sent, None, now).await.unwrap());
        }
        noting += begun.elapsed();
    }
    assert_eq!(all, DUE);
    (claiming, noting)
}

/// The program itself, from its start until all is planned, and while it posts.
async fn serve(kind: &str, address: &str, size: usize) -> bool {
    let telegram = FakeTelegram::start().await;
    for channel in 0..CHANNELS {
        telegram.chat(chat(channel), bot::ChatKind::Channel, "Channel");
    }
    let begun = Instant::now();
    let running = Running(start(&telegram, address));
    let store = store::look_into(address, &Clock::default()).await.unwrap();
    let mut waited = None;
    // A while longer than it plans, for it posts meanwhile.
    while waited.is_none() || begun.elapsed() < Duration::from_secs(15) {
        tokio::time::sleep(Duration::from_millis(50)).await;
        if waited.is_none() && store.tally().await.unwrap().iter().sum::<u64>() >= DUE as u64 {
            waited = Some(begun.elapsed());
        }
    }
    let [planned, _, sent, rest @ ..] = store.tally().await.unwrap();
    store.close().await;
    assert!(sent > 0 && planned + sent + rest.iter().sum::<u64>() <= DUE as u64, "{planned} {sent} {rest:?}");
    let peak = memory(running.0.id(), "VmHWM:");
    println!(
        "{kind}: the program plans {DUE} of {size} within {:.0} ms of its start, posts {sent} in 15 s; {peak:.0} MB \
         resident at most",
        millis(waited.unwrap())
    );
    limit("MB resident", peak, RESIDENT, peak < RESIDENT)
}

fn limit(what: &str, is: f64, may: f64, holds: bool) -> bool {
    if !holds {
        println!("too much or too little: {is:.2} {what}, and the limit is {may}");
    }
    holds
}

/// Fills a new store with so many schedules, of which some fall due in the minute that has just begun, spread over what
/// is there; that minute.
async fn fill(address: &str, size: usize) -> Timestamp {
    let due = minute();
    let store = store::open(address, &Clock::default()).await.unwrap();
    for number in 0..CHANNELS {
        let channel = Channel {
            chat: chat(number),
            kind: ChatKind::Channel,
            title: format!("Channel {number}"),
            username: None,
            owner: Some(7),
            checked: due,
            suspended: None,
        };
        store.keep_channel(&channel).await.unwrap();
    }
    let schedule = Schedule {
        id: 0,
        chat: chat(0),
        topic: None,
        owner: Some(7),
        when: "daily 09:00".to_owned(),
        zone: "Asia/Bishkek".to_owned(),
        what: What::parse("trade KAZ 2024").unwrap(),
        language: Language::Ru,
        silent: false,
        grace: Grace::default(),
        state: State::Active,
    };
    store.add_schedule(&schedule, None, 20).await.unwrap().unwrap();
    store.close().await;
    let numbers = if is_postgres(address) {
        format!("SELECT number FROM generate_series(1, {size}) AS n (number)")
    } else {
        format!(
            "WITH RECURSIVE n (number) AS (SELECT 1 UNION ALL SELECT number + 1 FROM n WHERE number < {size}) \
             SELECT number FROM n"
        )
    };
    // One as the program writes it, over and over. The first, of which they are made, is not due.
    let every = size / DUE;
    execute(
        address,
        &format!(
            "INSERT INTO schedule (chat, topic, owner, pattern, zone, what, language, silent, grace, state, next) \
             SELECT {} - (number - 1) / {}, topic, owner, pattern, zone, what, language, silent, grace, state, \
             CASE WHEN number % {every} = 0 THEN {due} ELSE {due} + 3600000 + number * 1000 END \
             FROM schedule, ({numbers}) AS many",
            chat(0),
            size / CHANNELS,
            due = due.as_millisecond(),
        ),
    )
    .await;
    due
}

/// Forgets what was planned, and lets it fall due again.
async fn renew(address: &str, due: Timestamp) {
    for again in [
        format!(
            "UPDATE schedule SET next = {} WHERE id IN (SELECT schedule FROM delivery WHERE due = {})",
            due.as_millisecond(),
            due.as_millisecond()
        ),
        "DELETE FROM delivery".to_owned(),
    ] {
        execute(address, &again).await;
    }
}

async fn execute(address: &str, sql: &str) {
    let sql = AssertSqlSafe(sql.to_owned());
    if is_postgres(address) {
        PgConnection::connect(address).await.unwrap().execute(sql).await.unwrap();
    } else {
        SqliteConnection::connect(address).await.unwrap().execute(sql).await.unwrap();
    }
}

fn is_postgres(address: &str) -> bool {
    address.starts_with("postgres")
}

fn chat(number: usize) -> i64 {
    -1_000_000_000_001 - i64::try_from(number).unwrap()
}

fn minute() -> Timestamp {
    let second = Timestamp::now().as_second();
    Timestamp::from_second(second - second % 60).unwrap()
}

fn start(telegram: &FakeTelegram, address: &str) -> Child {
    Command::new(env!("CARGO_BIN_EXE_tradefacts"))
        .args(["serve", "--store", address])
        .env("TELOXIDE_TOKEN", telegram.token())
        .env("TELOXIDE_API_URL", telegram.url())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}
