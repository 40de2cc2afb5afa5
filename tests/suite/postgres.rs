//! What PostgreSQL alone can do wrong: many replicas at once, a server that is away, a secret in an address.

use std::{
    collections::BTreeMap,
    error::Error as _,
    process::{Command, Stdio},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicU32, Ordering},
    },
    time::{Duration, Instant},
};

use jiff::{SignedDuration, Timestamp, ToSpan};
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};
use tokio::{
    io::copy_bidirectional,
    net::{TcpListener, TcpStream},
};
use tradefacts::{
    clock::Clock,
    config,
    language::Language,
    schedule::{Fate, Grace, Schedule, State, What},
    store::{self, Letter, Plan, StoreError, Trouble},
};
use url::Url;

use crate::disk;

const SECRET: &str = "of-the-tests";

/// The address of a database with nothing in it.
pub(crate) async fn database() -> String {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    let server = std::env::var("TEST_POSTGRES_URL").expect("needs PostgreSQL: .ci/postgres cargo test");
    let name = format!("test_{}_{}", std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed));
    execute(&server, &format!("CREATE DATABASE {name}")).await;
    let mut address = Url::parse(&server).unwrap();
    address.set_path(&name);
    address.into()
}

async fn execute(address: &str, sql: &str) {
    let mut one = PgConnection::connect(address).await.unwrap();
    one.execute(AssertSqlSafe(sql)).await.unwrap();
    one.close().await.unwrap();
}

async fn count(address: &str, sql: &str) -> i64 {
    let mut one = PgConnection::connect(address).await.unwrap();
    sqlx::query_scalar(AssertSqlSafe(sql)).fetch_one(&mut one).await.unwrap()
}

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_800_000_000 + second).unwrap()
}

fn daily(chat: i64) -> Schedule {
    Schedule {
        id: 0,
        chat,
        topic: None,
        owner: Some(7),
        when: "daily 09:00".to_owned(),
        zone: "Asia/Bishkek".to_owned(),
        what: What::Rotate,
        language: Language::Ru,
        silent: false,
        grace: Grace::default(),
        state: State::Active,
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs PostgreSQL: .ci/postgres cargo test -- --include-ignored"]
async fn postgres_replicas_plan_and_send_each_post_once_and_in_order() {
    const CHATS: i64 = 40;
    const SCHEDULES_A_CHAT: i64 = 5;
    const ROUNDS: i64 = 10;
    const POSTS: usize = (CHATS * SCHEDULES_A_CHAT * ROUNDS) as usize;

    let address = database().await;
    let store = store::open(&address, &Clock::default()).await.unwrap();
    for chat in 0..CHATS {
        for _ in 0..SCHEDULES_A_CHAT {
            store.add_schedule(&daily(chat), Some(at(0)), 20).await.unwrap().unwrap();
        }
    }
    let begun: Arc<Mutex<Vec<(i64, Timestamp, i64)>>> = Arc::default();
    let mut replicas = Vec::new();
    for number in 0..4 {
        let (address, begun) = (address.clone(), Arc::clone(&begun));
        replicas.push(tokio::spawn(async move {
            let store = store::open(&address, &Clock::default()).await.unwrap();
            let holder = format!("replica {number}");
            // Clocks differ by seconds.
            let now = at(1_000) + SignedDuration::from_secs(number);
            let soon = Instant::now() + Duration::from_secs(60);
            while begun.lock().unwrap().len() < POSTS && Instant::now() < soon {
                let plans: Vec<Plan> = store.due(now, 90).await.unwrap().into_iter().map(plan).collect();
                store.plan(&plans, now).await.unwrap();
                for (place, delivery) in
                    store.claim(&holder, now, Duration::from_secs(60), 7).await.unwrap().into_iter().enumerate()
                {
                    if place == 3 {
                        assert!(store.put_back(delivery.key, &holder, now, true).await.unwrap());
                        continue;
                    }
                    assert!(
                        store
                            .begin_sending(delivery.key, &holder, "shown", now, Duration::from_secs(60))
                            .await
                            .unwrap()
                    );
                    begun.lock().unwrap().push((delivery.chat, delivery.key.due, delivery.key.schedule));
                    assert!(
                        store.settle_delivery(delivery.key, &holder, &Fate::Sent(Some(1)), None, now).await.unwrap()
                    );
                }
            }
        }));
    }
    for replica in replicas {
        replica.await.unwrap();
    }
    let mut chats: BTreeMap<i64, Vec<(Timestamp, i64)>> = BTreeMap::new();
    for (chat, due, schedule) in begun.lock().unwrap().iter().copied() {
        chats.entry(chat).or_default().push((due, schedule));
    }
    assert_eq!(chats.values().map(Vec::len).sum::<usize>(), POSTS);
    for (chat, posts) in chats {
        assert!(posts.is_sorted_by(|one, next| one < next), "{chat}: twice, or out of order: {posts:?}");
    }
    assert_eq!(store.tally().await.unwrap(), [0, 0, POSTS as u64, 0, 0, 0]);

    fn plan((schedule, was): (Schedule, Timestamp)) -> Plan {
        let next = was + 60.seconds();
        let next = (next < at(60 * ROUNDS)).then_some(next);
        Plan { schedule: schedule.id, chat: schedule.chat, was, dues: vec![(was, Fate::Planned)], next, owed: None }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs PostgreSQL: .ci/postgres cargo test -- --include-ignored"]
async fn postgres_of_four_who_give_up_at_once_each_lost_post_is_given_up_by_one() {
    let address = database().await;
    let mut stores = Vec::new();
    for _ in 0..4 {
        stores.push(store::open(&address, &Clock::default()).await.unwrap());
    }
    let now = at(0);
    for chat in 0..50 {
        let id = stores[0].add_schedule(&daily(chat), None, 20).await.unwrap().unwrap();
        stores[0].plan_now(store_key(id, now), chat, now).await.unwrap();
    }
    for delivery in stores[0].claim("a", now, Duration::from_secs(30), 50).await.unwrap() {
        assert!(stores[0].begin_sending(delivery.key, "a", "shown", now, Duration::ZERO).await.unwrap());
    }
    let losing: Vec<_> = stores
        .iter()
        .cloned()
        .map(|store| {
            tokio::spawn(async move {
                let mut given_up = Vec::new();
                for lost in store.lost(99).await.unwrap() {
                    let word = format!("lost in {}", lost.chat);
                    if store.give_up(lost.key, Some((7, &word)), at(31)).await.unwrap() {
                        given_up.push(lost.key);
                    }
                }
                given_up
            })
        })
        .collect();
    let mut lost = Vec::new();
    for losing in losing {
        lost.extend(losing.await.unwrap());
    }
    lost.sort_unstable();
    let told = lost.len();
    lost.dedup();
    assert_eq!((told, lost.len()), (50, 50));
    assert_eq!(count(&address, "SELECT count(*) FROM owed").await, 50);
}

fn store_key(schedule: i64, due: Timestamp) -> tradefacts::schedule::Key {
    tradefacts::schedule::Key { schedule, due }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs PostgreSQL: .ci/postgres cargo test -- --include-ignored"]
async fn postgres_tables_are_made_by_one_of_those_that_start_together() {
    let address = database().await;
    let starting: Vec<_> = (0..4)
        .map(|_| {
            let address = address.clone();
            tokio::spawn(
                async move { store::open(&address, &Clock::default()).await.unwrap().language(1).await.unwrap() },
            )
        })
        .collect();
    for started in starting {
        assert_eq!(started.await.unwrap(), None);
    }
}

#[tokio::test]
#[ignore = "needs PostgreSQL: .ci/postgres cargo test -- --include-ignored"]
async fn postgres_what_is_wrong_is_said_without_the_password() {
    let address = database().await;
    let url = Url::parse(&address).unwrap();
    let changed = |change: &dyn Fn(&mut Url)| {
        let mut url = url.clone();
        change(&mut url);
        url.to_string()
    };
    let place = store::shown(&address);
    assert!(place.starts_with("postgres://tester@127.0.0.1:"), "{place}");
    for (address, trouble, words) in [
        (
            changed(&|url| url.set_password(Some("of-the-tests-not")).unwrap()),
            Trouble::Denied,
            "does not let us in: are user and password right?",
        ),
        (
            changed(&|url| url.set_port(Some(1)).unwrap()),
            Trouble::Unreachable,
            "does not answer: is the server running, and are host and port right?",
        ),
        (
            changed(&|url| url.set_path("nowhere")),
            Trouble::NoDatabase,
            "does not exist: make the database with `createdb`",
        ),
        (
            changed(&|url| url.set_query(Some("sslmode=require"))),
            Trouble::Tls,
            "offers no secure connection that we trust: see `sslmode` and `sslrootcert`",
        ),
    ] {
        let error = store::open(&address, &Clock::default()).await.unwrap_err();
        assert_eq!(error.to_string(), format!("the store {} {words}", store::shown(&address)));
        assert!(matches!(error, StoreError::Failed(_, told, _) if told == trouble));
        assert!(!format!("{error:?} {:?}", error.source()).contains(SECRET));
        assert!(store::look_into(&address, &Clock::default()).await.is_err());
    }
    let error = store::look_into(&address, &Clock::default()).await.unwrap().last_beat().await.unwrap_err();
    assert_eq!(error.to_string(), format!("the store {place} is empty: `tradefacts serve` fills it"));

    let store = store::open(&address, &Clock::default()).await.unwrap();
    assert!(!format!("{store:?}").contains(SECRET));
    let looked = store::look_into(&address, &Clock::default()).await.unwrap();
    assert_eq!(looked.last_beat().await.unwrap(), None);
    let error = looked.beat(at(0)).await.unwrap_err();
    assert!(matches!(error, StoreError::Failed(_, Trouble::ReadOnly, _)));
    // As a standby does.
    let name = url.path().trim_start_matches('/');
    execute(&address, &format!("ALTER DATABASE {name} SET default_transaction_read_only = on")).await;
    let error = store::open(&address, &Clock::default()).await.unwrap_err();
    assert_eq!(error.to_string(), format!("the store {place} can only be read: is it a standby?"));
    let server = changed(&|url| url.set_path("postgres"));
    execute(&server, &format!("ALTER DATABASE {name} RESET ALL")).await;
    execute(&address, "UPDATE _sqlx_migrations SET version = 9999 WHERE version = 2").await;
    let error = store::open(&address, &Clock::default()).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        format!("the store {place} was made by a newer version of this program: update the program")
    );
    let latin = format!("latin_{}", std::process::id());
    execute(&address, &format!("CREATE DATABASE {latin} ENCODING 'LATIN1' TEMPLATE template0")).await;
    let error = store::open(&changed(&|url| url.set_path(&latin)), &Clock::default()).await.unwrap_err();
    assert!(matches!(error, StoreError::Failed(_, Trouble::Encoding, _)), "{error}");
}

#[tokio::test]
#[ignore = "needs PostgreSQL: .ci/postgres cargo test -- --include-ignored"]
async fn postgres_who_may_not_make_tables_or_finds_no_connection_is_told() {
    let address = database().await;
    let name = format!("guest_{}", std::process::id());
    execute(&address, &format!("CREATE ROLE {name} LOGIN PASSWORD '{SECRET}' CONNECTION LIMIT 1")).await;
    let mut url = Url::parse(&address).unwrap();
    url.set_username(&name).unwrap();
    let error = store::open(url.as_str(), &Clock::default()).await.unwrap_err();
    assert!(matches!(error, StoreError::Failed(_, Trouble::Forbidden, _)), "{error:?}");
    let only = PgConnection::connect(url.as_str()).await.unwrap();
    let error = store::open(url.as_str(), &Clock::default()).await.unwrap_err();
    assert!(matches!(error, StoreError::Failed(_, Trouble::Full, _)), "{error:?}");
    only.close().await.unwrap();
}

#[tokio::test]
#[ignore = "needs PostgreSQL: .ci/postgres cargo test -- --include-ignored"]
async fn postgres_a_connection_that_was_cut_is_made_anew() {
    let address = database().await;
    let store = store::open(&address, &Clock::default()).await.unwrap();
    store.beat(at(1)).await.unwrap();
    for _ in 0..3 {
        let cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
                   WHERE datname = current_database() AND pid <> pg_backend_pid()";
        execute(&address, cut).await;
        assert_eq!(store.last_beat().await.unwrap(), Some(at(1)));
    }
}

#[tokio::test]
#[ignore = "needs PostgreSQL: .ci/postgres cargo test -- --include-ignored"]
async fn postgres_a_server_that_could_only_be_read_is_written_again() {
    let address = database().await;
    let store = store::open(&address, &Clock::default()).await.unwrap();
    let name = Url::parse(&address).unwrap().path().trim_start_matches('/').to_owned();
    execute(&address, &format!("ALTER DATABASE {name} SET default_transaction_read_only = on")).await;
    let error = store.keep_draft(7, Some("x")).await.unwrap_err();
    assert!(matches!(error, StoreError::Failed(_, Trouble::ReadOnly, _)), "{error:?}");
    let error = store.drop_channel(-1).await.unwrap_err();
    assert!(matches!(error, StoreError::Failed(_, Trouble::ReadOnly, _)), "{error:?}");
    assert_eq!(store.last_beat().await.unwrap(), None);
    let server = std::env::var("TEST_POSTGRES_URL").unwrap();
    execute(&server, &format!("ALTER DATABASE {name} RESET default_transaction_read_only")).await;
    let _ = store.beat(at(1)).await;
    store.keep_draft(7, Some("x")).await.unwrap();
    store.drop_channel(-1).await.unwrap();
}

#[tokio::test]
#[ignore = "needs PostgreSQL: .ci/postgres cargo test -- --include-ignored"]
async fn postgres_what_is_done_is_on_disk_whatever_the_server_does_for_others() {
    let address = database().await;
    let store = store::open(&address, &Clock::default()).await.unwrap();
    let mut other = PgConnection::connect(&address).await.unwrap();
    for second in 0..50 {
        let begun = sqlx::query_scalar("SELECT pg_current_wal_insert_lsn()::text").fetch_one(&mut other).await;
        let begun: String = begun.unwrap();
        store.beat(at(second)).await.unwrap();
        let is_flushed = sqlx::query_scalar("SELECT pg_current_wal_flush_lsn() > $1::pg_lsn").bind(begun);
        let is_flushed: bool = is_flushed.fetch_one(&mut other).await.unwrap();
        assert!(is_flushed);
    }
}

#[tokio::test]
#[ignore = "needs PostgreSQL, and to mount a small file system: run .ci/postgres cargo test -- --include-ignored as root"]
async fn postgres_a_disk_that_was_full_is_written_again() {
    let disk = disk::Disk::new("32m");
    disk.give_to("postgres");
    let name = format!("small_{}", std::process::id());
    let server = std::env::var("TEST_POSTGRES_URL").unwrap();
    execute(&server, &format!("CREATE TABLESPACE {name} LOCATION '{}'", disk.ground.display())).await;
    execute(&server, &format!("CREATE DATABASE {name} TABLESPACE {name}")).await;
    let mut address = Url::parse(&server).unwrap();
    address.set_path(&name);
    let store = store::open(address.as_str(), &Clock::default()).await.unwrap();
    // More than any page has room for, and nothing that can be made smaller.
    let letters = (0..100_000_u32).map(|number| char::from(b' ' + (number.wrapping_mul(2_654_435_761) >> 26) as u8));
    let long: String = letters.collect();
    for round in 0..2 {
        disk.fill();
        let letter = Letter { id: round, body: long.clone() };
        let failed = [
            store.take_in(std::slice::from_ref(&letter), "a", at(1)).await.unwrap_err(),
            store.add_schedule(&Schedule { when: long.clone(), ..daily(-1) }, None, 9).await.unwrap_err(),
            store.rotate(1, &long, true).await.unwrap_err(),
        ];
        for error in failed {
            assert!(matches!(error, StoreError::Failed(_, Trouble::DiskFull, _)), "{error:?}");
        }
        disk.free();
        assert_eq!(store.take_in(&[letter], "a", at(1)).await.unwrap(), [round]);
        assert_eq!(store.schedules_in(-1).await.unwrap().len(), usize::try_from(round).unwrap());
        store.add_schedule(&Schedule { when: long.clone(), ..daily(-1) }, None, 9).await.unwrap();
    }
    store.close().await;
    execute(&server, &format!("DROP DATABASE {name} WITH (FORCE)")).await;
    execute(&server, &format!("DROP TABLESPACE {name}")).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs PostgreSQL: .ci/postgres cargo test -- --include-ignored"]
async fn postgres_a_network_that_swallows_all_is_given_up_and_found_again() {
    let (url, swallows) = line_that_may_swallow(&database().await).await;
    let store = store::open(url.as_str(), &Clock::default()).await.unwrap();
    store.beat(at(1)).await.unwrap();
    swallows.store(true, Ordering::Relaxed);
    tokio::time::sleep(Duration::from_millis(100)).await;
    let error = store.last_beat().await.unwrap_err();
    assert!(matches!(error, StoreError::Failed(_, Trouble::Slow, _)), "{error:?}");
    let trying = tokio::spawn({
        let store = Arc::clone(&store);
        async move { store.last_beat().await }
    });
    tokio::time::sleep(Duration::from_millis(100)).await;
    for _ in 0..3 {
        let error = store.last_beat().await.unwrap_err();
        assert!(matches!(error, StoreError::Failed(_, Trouble::Unreachable, _)), "{error:?}");
    }
    assert!(!trying.is_finished(), "one tries, and the others need not wait");
    trying.await.unwrap().unwrap_err();
    swallows.store(false, Ordering::Relaxed);
    assert_eq!(store.last_beat().await.unwrap(), Some(at(1)));
}

/// A line to the server, and whether from now on it swallows all: neither side hears that the other is gone.
pub(crate) async fn line_that_may_swallow(address: &str) -> (Url, Arc<AtomicBool>) {
    let mut url = Url::parse(address).unwrap();
    let server = format!("127.0.0.1:{}", url.port().unwrap());
    let proxy = TcpListener::bind("127.0.0.1:0").await.unwrap();
    url.set_port(Some(proxy.local_addr().unwrap().port())).unwrap();
    let swallows = Arc::new(AtomicBool::new(false));
    let gone = Arc::clone(&swallows);
    tokio::spawn(async move {
        loop {
            let (mut client, server) = (proxy.accept().await.unwrap().0, server.clone());
            let gone = Arc::clone(&gone);
            tokio::spawn(async move {
                let mut server = TcpStream::connect(server).await.unwrap();
                tokio::select! {
                    _ = copy_bidirectional(&mut client, &mut server) => return,
                    () = until(&gone) => {}
                }
                tokio::time::sleep(Duration::from_secs(600)).await;
            });
        }
    });
    (url, swallows)
}

async fn until(gone: &AtomicBool) {
    while !gone.load(Ordering::Relaxed) {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

#[tokio::test]
#[ignore = "needs PostgreSQL: .ci/postgres cargo test -- --include-ignored"]
async fn postgres_what_two_do_to_a_channel_at_once_ends_well() {
    let address = database().await;
    let (one, other) = (
        store::open(&address, &Clock::default()).await.unwrap(),
        store::open(&address, &Clock::default()).await.unwrap(),
    );
    for round in 0..20 {
        let (from, to) = (-1_000 - round, -2_000 - round);
        let mut ids = Vec::new();
        for _ in 0..5 {
            ids.push(one.add_schedule(&daily(from), Some(at(0)), 20).await.unwrap().unwrap());
        }
        let plans = |next| -> Vec<Plan> {
            let plan = |id: &i64| Plan {
                schedule: *id,
                chat: from,
                was: at(0),
                dues: vec![(at(0), Fate::Planned)],
                next: Some(next),
                owed: None,
            };
            ids.iter().rev().map(plan).collect()
        };
        let (early, late) = (plans(at(60)), plans(at(60)));
        let (moved, again, planned, planned_too, claimed) = tokio::join!(
            one.move_chat(from, to),
            other.move_chat(from, to),
            one.plan(&early, at(1)),
            other.plan(&late, at(1)),
            one.claim("a", at(1), Duration::from_secs(30), 9),
        );
        moved.unwrap();
        again.unwrap();
        claimed.unwrap();
        assert_eq!(planned.unwrap() + planned_too.unwrap(), 5);
        assert_eq!(one.log(from, 9).await.unwrap(), [], "what is planned goes where its schedule went");
        assert_eq!(one.log(to, 9).await.unwrap().len(), 5);
        let (dropped, moved) = tokio::join!(one.drop_channel(to), other.move_chat(to, from));
        dropped.unwrap();
        moved.unwrap();
        one.drop_channel(from).await.unwrap();
        assert_eq!(count(&address, "SELECT count(*) FROM schedule").await, 0);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs PostgreSQL: .ci/postgres cargo test -- --include-ignored"]
async fn postgres_what_is_due_costs_what_is_due_and_not_what_is_kept() {
    let (few, many) = (rows_read_for_what_is_due(5_000).await, rows_read_for_what_is_due(100_000).await);
    println!("a thousand due of five thousand schedules: {few} rows read; of a hundred thousand: {many}");
    assert!(many < few + few / 4, "{few} {many}");
}

/// The rows that the server reads until a thousand posts are planned, claimed and settled, two in each chat, of so many
/// schedules with two posts each that were sent before.
async fn rows_read_for_what_is_due(schedules: u32) -> i64 {
    const DUE: usize = 1_000;
    let address = database().await;
    store::open(&address, &Clock::default()).await.unwrap().close().await;
    let now = at(0);
    let (due, later, one_in) = (at(-60).as_millisecond(), at(86_400).as_millisecond(), schedules as usize / DUE);
    execute(
        &address,
        &format!(
            "INSERT INTO schedule (chat, pattern, zone, what, language, silent, grace, state, next) \
             SELECT n / (2 * {one_in}), 'daily 09:00', 'Asia/Bishkek', 'rotate', 'en', 0, '6h', 'active', \
             CASE WHEN n % {one_in} = 0 THEN {due} ELSE {later} END FROM generate_series(0, {schedules} - 1) AS n; \
             INSERT INTO delivery (schedule, due, chat, state, not_before, tries, at) \
             SELECT n % {schedules} + 1, n / {schedules}, n % {schedules} / (2 * {one_in}), 'sent', 0, 0, 0 \
             FROM generate_series(0, 2 * {schedules} - 1) AS n"
        ),
    )
    .await;
    let before = rows_read(&address).await;
    let store = store::open(&address, &Clock::default()).await.unwrap();
    let plan = |(schedule, was): (Schedule, Timestamp)| Plan {
        schedule: schedule.id,
        chat: schedule.chat,
        was,
        dues: vec![(was, Fate::Planned)],
        next: Some(at(86_400)),
        owed: None,
    };
    let mut planned = 0;
    while planned < DUE {
        let plans: Vec<Plan> = store.due(now, 500).await.unwrap().into_iter().map(plan).collect();
        assert!(!plans.is_empty(), "{planned} of {DUE}");
        planned += store.plan(&plans, now).await.unwrap();
    }
    let mut claimed = 0;
    while claimed < DUE {
        let claims = store.claim("a", now, Duration::from_secs(600), 60).await.unwrap();
        assert!(!claims.is_empty(), "{claimed} of {DUE}");
        claimed += claims.len();
        for claim in claims {
            assert!(store.settle_delivery(claim.key, "a", &Fate::Sent(None), None, at(0)).await.unwrap());
        }
    }
    store.close().await;
    rows_read(&address).await - before
}

/// The rows and entries of indices that were read in all. The server has counted those of a connection once it is gone.
async fn rows_read(address: &str) -> i64 {
    let others = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() \
                  AND backend_type = 'client backend'";
    while count(address, others).await > 0 {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let rows = "SELECT (SELECT sum(seq_tup_read) FROM pg_stat_user_tables)::bigint \
                + (SELECT sum(idx_tup_read) FROM pg_stat_user_indexes)::bigint";
    count(address, rows).await
}

#[test]
fn a_password_stays_out_of_help_settings_and_every_level_of_the_log() {
    let address = "postgres://me:of-the-tests@127.0.0.1:1/facts";
    for arguments in [&["serve", "--help"][..], &["health", "--help"], &["health"], &["serve"]] {
        let ran = Command::new(env!("CARGO_BIN_EXE_tradefacts"))
            .args(arguments)
            .env("TRADEFACTS_STORE", address)
            .env("TELOXIDE_TOKEN", "123456789:AAF7-g0gYncWnm5IyfZlpPRqRRv6kNAGlao")
            .env("RUST_LOG", "trace")
            .stdin(Stdio::null())
            .output()
            .unwrap();
        let said = format!("{}{}", String::from_utf8_lossy(&ran.stdout), String::from_utf8_lossy(&ran.stderr));
        assert!(!said.contains(SECRET), "{arguments:?}: {said}");
        assert!(
            arguments.contains(&"--help") || said.contains("postgres://me@127.0.0.1:1/facts does not answer"),
            "{said}"
        );
    }
    let settings = config::Serve {
        token: config::Token::read("123456789:AAF7-g0gYncWnm5IyfZlpPRqRRv6kNAGlao").unwrap(),
        api_url: None,
        store: address.to_owned(),
    };
    assert!(!format!("{settings:?}").contains(SECRET));
}
