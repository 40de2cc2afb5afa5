//! Posts go out once, whatever is killed.
//!
//! Real processes post to a Telegram that counts, and are killed at random instants, a hundred times over. In the end
//! each instant that was due is in one final state, and nothing stands in a channel twice. The seed of the instants is
//! printed; `KILL_SEED` sets it. Beside it stand what a cut of the power may not undo (`power`), and that nothing is past
//! recall before the database has it (`commits`).

#![expect(clippy::unwrap_used, reason = "a test that cannot go on says so by ending")]

mod chance;
mod commits;
mod disk;
mod power;
mod telegram;

use std::{
    collections::{BTreeMap, BTreeSet},
    env,
    path::Path,
    process::{Child, Command, Stdio},
    sync::Arc,
    time::{Duration, Instant},
};

use jiff::{Timestamp, ToSpan};
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};
use tradefacts::{
    clock::Clock,
    language::Language,
    schedule::{Channel, ChatKind, Fate, Grace, Schedule, State, What},
    store::{self, Store},
};

use self::{chance::Chance, telegram::Telegram};

const CHANNELS: i64 = 250;
/// What each channel gets, and how each begins: no two posts of a channel read alike.
const WHAT: [(&str, &str); 4] = [
    ("trade KAZ 2024", "Kazakhstan"),
    ("trade KGZ 2024", "Kyrgyzstan"),
    ("trade UZB 2024", "Uzbekistan"),
    ("country TJK", "Tajikistan"),
];
const KILLS: usize = 100;
/// The instants fall due within so many seconds.
const SPREAD: i64 = 40;
const OWNER: i64 = 77;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_sqlite_a_process_that_is_killed_and_restarted_loses_and_doubles_nothing() {
    let folder = tempfile::tempdir().unwrap();
    tell(&format!("sqlite:{}/bot.db", folder.path().display()), 1).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs PostgreSQL: .ci/postgres cargo test -- --include-ignored"]
async fn on_postgresql_three_replicas_that_are_killed_lose_and_double_nothing() {
    let (mut server, name, address) = database("kill").await;
    tell(address.as_str(), 3).await;
    server.execute(AssertSqlSafe(format!("DROP DATABASE {name} WITH (FORCE)"))).await.unwrap();
}

/// The server, and on it a new database: its name and address.
async fn database(prefix: &str) -> (PgConnection, String, url::Url) {
    let server = env::var("TEST_POSTGRES_URL").expect("needs PostgreSQL: .ci/postgres cargo test");
    let name = format!("{prefix}_{}", std::process::id());
    let mut one = PgConnection::connect(&server).await.unwrap();
    one.execute(AssertSqlSafe(format!("CREATE DATABASE {name}"))).await.unwrap();
    let mut address: url::Url = server.parse().unwrap();
    address.set_path(&name);
    (one, name, address)
}

async fn tell(address: &str, replicas: usize) {
    let mut chance = Chance::seeded("KILL_SEED");
    let telegram = Telegram::start(chance.fork()).await;
    let ordered = order(address, CHANNELS, SPREAD).await;

    let began = Instant::now();
    let mut last_kill = began;
    let mut bots: Vec<Bot> = (0..replicas).map(|_| Bot::start(address, &telegram)).collect();
    for _ in 0..KILLS {
        tokio::time::sleep(Duration::from_millis(chance.between(100, 1500))).await;
        let index = chance.between(0, replicas as u64) as usize;
        bots[index].kill();
        last_kill = Instant::now();
        bots[index] = Bot::start(address, &telegram);
    }
    let killed = last_kill.duration_since(began);
    wait_until_all_is_final(address, &telegram).await;
    telegram.wait_until_quiet().await;
    for bot in &mut bots {
        bot.kill();
    }
    println!("{KILLS} kills in {killed:.1?}, all final after {:.1?}", began.elapsed());
    judge(address, &telegram, &ordered, last_kill).await;
}

/// Connects channels and schedules posts that fall due within so many seconds: each schedule, and how its post begins.
async fn order(address: &str, channels: i64, spread: i64) -> BTreeMap<i64, &'static str> {
    let mut ordered = BTreeMap::new();
    let store = store::open(address, &Clock::default()).await.unwrap();
    let now = Timestamp::now();
    for number in 0..channels {
        let chat = chat(number);
        let channel = Channel {
            chat,
            kind: ChatKind::Channel,
            title: format!("Channel {number}"),
            username: None,
            owner: Some(OWNER),
            checked: now,
            suspended: None,
        };
        store.keep_channel(&channel).await.unwrap();
        for (index, (what, begins)) in (0..).zip(WHAT) {
            let due = now + (2 + (number * 4 + index) * spread / (channels * 4)).seconds();
            let schedule = Schedule {
                id: 0,
                chat,
                topic: None,
                owner: Some(OWNER),
                when: "yearly 01-01 00:00".to_owned(),
                zone: "UTC".to_owned(),
                what: What::parse(what).unwrap(),
                language: Language::En,
                silent: false,
                grace: Grace::default(),
                state: State::Active,
            };
            let due = Timestamp::from_second(due.as_second()).unwrap();
            let id = store.add_schedule(&schedule, Some(due), 20).await.unwrap();
            ordered.insert(id.unwrap(), begins);
        }
    }
    store.close().await;
    ordered
}

fn chat(number: i64) -> i64 {
    -1_000_000_000_001 - number
}

/// Waits until nothing is planned or being sent, and the owner was asked as often as there is doubt: a word that was held
/// by who was killed is said by another a minute later.
async fn wait_until_all_is_final(address: &str, telegram: &Telegram) {
    let deadline = Instant::now() + Duration::from_secs(240);
    loop {
        tokio::time::sleep(Duration::from_secs(1)).await;
        let store = store::look_into(address, &Clock::default()).await.unwrap();
        let tally = store.tally().await.unwrap();
        store.close().await;
        let [planned, sending, sent, refused, skipped, unknown] = tally;
        let done = sent + refused + skipped + unknown;
        let asked = telegram.asked(OWNER).len();
        if planned + sending == 0 && done >= (CHANNELS * 4) as u64 && asked as u64 >= unknown {
            return;
        }
        assert!(Instant::now() < deadline, "it does not come to an end: {tally:?}, asked about {asked}");
    }
}

/// Holds the ledger against what stands in the channels, and each doubt against what can explain it.
async fn judge(address: &str, telegram: &Telegram, ordered: &BTreeMap<i64, &str>, last_kill: Instant) {
    let store: Arc<dyn Store> = store::open(address, &Clock::default()).await.unwrap();
    let (posts, calls) = (telegram.posts(), telegram.calls());
    let (mut sent, mut answered, mut unheard) = (0, 0, 0);
    let mut unknown = BTreeSet::new();
    for number in 0..CHANNELS {
        let chat = chat(number);
        let log = store.log(chat, 99).await.unwrap();
        let schedules: BTreeSet<i64> = log.iter().map(|delivery| delivery.key.schedule).collect();
        assert_eq!((log.len(), schedules.len()), (4, 4), "each instant has its row: {log:#?}");
        let stands = posts.get(&chat).map_or(&[][..], Vec::as_slice);
        for delivery in &log {
            let key = delivery.key;
            let is_of = |text: &str| text.lines().next().is_some_and(|title| title.contains(ordered[&key.schedule]));
            let these: Vec<_> = stands.iter().filter(|post| is_of(&post.text)).collect();
            assert!(these.len() <= 1, "it stands there twice: {these:#?}\n{log:#?}");
            match delivery.fate {
                Fate::Sent(Some(message)) => {
                    assert_eq!(these.first().map(|post| post.message), Some(message), "it is lost: {delivery:?}");
                    sent += 1;
                }
                Fate::Unknown => {
                    unknown.insert((key.schedule, key.due.as_second()));
                    assert!(delivery.shown.is_some(), "what was not begun is not unknown: {delivery:?}");
                    match calls.iter().rfind(|call| call.chat == chat && is_of(&call.text)) {
                        Some(call) if call.broken => answered += 1,
                        Some(call) => assert!(call.at <= last_kill, "nothing befell this call: {call:?} {delivery:?}"),
                        None => unheard += 1,
                    }
                }
                ref other => panic!("nothing was to end so: {other:?} {delivery:?}"),
            }
        }
    }
    let broken = calls.iter().filter(|call| call.broken).count();
    assert_eq!(answered, broken, "what was not answered is not known");
    assert_eq!(telegram.asked(OWNER), unknown, "its owner is asked about each, and about no other");
    let killed = unknown.len() - answered;
    println!(
        "{sent} sent, {} unknown: {answered} not answered, {killed} killed, of these {unheard} before the call",
        unknown.len()
    );
    // Between the note that the call begins and the call there is but a moment.
    assert!(unheard <= KILLS, "{unheard}");
    store.close().await;
}

/// The program, serving.
struct Bot(Child);

impl Bot {
    fn start(address: &str, telegram: &Telegram) -> Self {
        Self::with(address, telegram, &[])
    }

    /// With more in its environment.
    fn with(address: &str, telegram: &Telegram, environment: &[(&str, &Path)]) -> Self {
        let child = Command::new(env!("CARGO_BIN_EXE_tradefacts"))
            .args(["serve", "--store", address])
            .env("TELOXIDE_TOKEN", telegram.token())
            .env("TELOXIDE_API_URL", telegram.url())
            .env("RUST_LOG", "error")
            .envs(environment.iter().copied())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn();
        Self(child.unwrap())
    }

    /// Kills it at once: no signal that it could hear.
    fn kill(&mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

impl Drop for Bot {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
