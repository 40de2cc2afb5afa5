//! PostgreSQL has committed before anything is past recall.
//!
//! Between the program and the server stands a line that holds back what it carries, each message of the server by
//! itself. Whenever Telegram is told to forget updates, or gets a post, another connection looks whether what that rests
//! on is there: it can be seen from there once it is committed. The seed is printed; `COMMIT_SEED` sets it.

use std::{
    io,
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use async_trait::async_trait;
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection, PgPool};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    time::sleep,
};
use url::Url;

use super::{
    Bot,
    chance::Chance,
    database, order,
    telegram::{Telegram, Witness},
};

const CHANNELS: i64 = 20;
/// The posts fall due within so many seconds.
const SPREAD: i64 = 5;
const QUESTIONS: i64 = 300;
/// Nothing is held back for longer, in milliseconds: a write of several messages stays within the patience of who answers.
const LONGEST: u64 = 12;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs PostgreSQL: .ci/postgres cargo test -- --include-ignored"]
async fn on_postgresql_a_commit_comes_before_each_confirmation_and_each_post() {
    let (mut server, name, address) = database("commits").await;
    let was_fast = safe(&mut server).await;
    let mut chance = Chance::seeded("COMMIT_SEED");
    order(address.as_str(), CHANNELS, SPREAD).await;
    note_settings(&address).await;
    let witness = Arc::new(Ledger::open(&address).await);
    let telegram = Telegram::calm(chance.fork(), Some(Arc::clone(&witness) as _)).await;
    let mut bot = Bot::start(slow_line(&address, chance.fork()).await.as_str(), &telegram);
    for number in 0..QUESTIONS {
        telegram.say(1_000 + number, "/help");
        sleep(Duration::from_millis(chance.between(0, 40))).await;
    }
    let all = |telegram: &Telegram| telegram.posts().values().map(Vec::len).sum::<usize>() == CHANNELS as usize * 4;
    let deadline = Instant::now() + Duration::from_secs(60);
    while telegram.pending() > 0 || !all(&telegram) {
        assert!(Instant::now() < deadline, "{} updates left, {} posts", telegram.pending(), telegram.posts().len());
        sleep(Duration::from_millis(100)).await;
    }
    bot.kill();
    let settings = settings(&address).await;
    witness.pool.close().await;
    if was_fast {
        fsync(&mut server, "RESET fsync").await;
    }
    server.execute(AssertSqlSafe(format!("DROP DATABASE {name} WITH (FORCE)"))).await.unwrap();
    let Seen { looks, unanswered, early } = &*witness.seen.lock().unwrap();
    println!("looked {looks} times, {unanswered} updates were confirmed before they were answered");
    assert!(*unanswered > 0, "the server was so slow that all was answered without it");
    assert!(early.is_empty(), "before its commit: {early:#?}");
    let safe = |what: &str| (what.to_owned(), "on".to_owned(), "on".to_owned());
    assert_eq!(
        settings,
        [safe("delivery"), safe("inbox")],
        "fsync and synchronous_commit, as the program's connections see them"
    );
}

/// What was given and what was begun, as another connection sees it.
struct Ledger {
    pool: PgPool,
    seen: Mutex<Seen>,
}

#[derive(Default)]
struct Seen {
    looks: usize,
    /// So many updates were confirmed because they were in the inbox, and not because they were answered.
    unanswered: usize,
    /// What came too early.
    early: Vec<String>,
}

impl Ledger {
    async fn open(address: &Url) -> Self {
        Self { pool: PgPool::connect(address.as_str()).await.unwrap(), seen: Mutex::default() }
    }
}

#[async_trait]
impl Witness for Ledger {
    async fn confirmed(&self, unanswered: &[i64]) {
        let letters: Vec<i64> = sqlx::query_scalar("SELECT id FROM inbox").fetch_all(&self.pool).await.unwrap();
        let mut seen = self.seen.lock().unwrap();
        seen.looks += 1;
        seen.unanswered += unanswered.len();
        let missing: Vec<i64> = unanswered.iter().copied().filter(|number| !letters.contains(number)).collect();
        if !missing.is_empty() {
            seen.early.push(format!("updates {missing:?} are confirmed"));
        }
    }

    async fn posts(&self, chat: i64) {
        let begun =
            sqlx::query_scalar("SELECT count(*) FROM delivery WHERE chat = $1 AND state = 'sending'").bind(chat);
        let begun: i64 = begun.fetch_one(&self.pool).await.unwrap();
        let mut seen = self.seen.lock().unwrap();
        seen.looks += 1;
        if begun == 0 {
            seen.early.push(format!("a post is sent to {chat}"));
        }
    }
}

/// Has the server write through to its disk; whether it did not.
async fn safe(server: &mut PgConnection) -> bool {
    let was: String = sqlx::query_scalar("SHOW fsync").fetch_one(&mut *server).await.unwrap();
    if was == "off" {
        fsync(server, "SET fsync = on").await;
    }
    was == "off"
}

/// Sets it for the whole server, and waits until it holds.
async fn fsync(server: &mut PgConnection, how: &str) {
    let was: String = sqlx::query_scalar("SHOW fsync").fetch_one(&mut *server).await.unwrap();
    server.execute(AssertSqlSafe(format!("ALTER SYSTEM {how}"))).await.unwrap();
    server.execute("SELECT pg_reload_conf()").await.unwrap();
    for _ in 0..100 {
        let is: String = sqlx::query_scalar("SHOW fsync").fetch_one(&mut *server).await.unwrap();
        if is != was {
            return;
        }
        sleep(Duration::from_millis(50)).await;
    }
    panic!("fsync stays {was}: is it set on the command line of the server?");
}

/// Has the database note under which settings a connection writes what matters.
async fn note_settings(address: &Url) {
    let mut one = PgConnection::connect(address.as_str()).await.unwrap();
    let noting = "CREATE TABLE noted (what TEXT, fsync TEXT, synchronous_commit TEXT); \
        CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN \
        INSERT INTO noted SELECT TG_TABLE_NAME, current_setting('fsync'), current_setting('synchronous_commit'); \
        RETURN NULL; END $$; \
        CREATE TRIGGER note AFTER INSERT ON inbox EXECUTE FUNCTION note(); \
        CREATE TRIGGER note AFTER UPDATE OF state ON delivery EXECUTE FUNCTION note()";
    one.execute(noting).await.unwrap();
    one.close().await.unwrap();
}

async fn settings(address: &Url) -> Vec<(String, String, String)> {
    let mut one = PgConnection::connect(address.as_str()).await.unwrap();
    sqlx::query_as("SELECT DISTINCT what, fsync, synchronous_commit FROM noted ORDER BY what")
        .fetch_all(&mut one)
        .await
        .unwrap()
}

/// A line to the server on which everything takes a while; its address.
async fn slow_line(address: &Url, chance: Chance) -> Url {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let server = format!("{}:{}", address.host_str().unwrap(), address.port().unwrap_or(5432));
    let mut line = address.clone();
    line.set_host(Some("127.0.0.1")).unwrap();
    line.set_port(Some(listener.local_addr().unwrap().port())).unwrap();
    // It reads what the server says.
    line.set_query(Some("sslmode=disable"));
    let chance = Arc::new(Mutex::new(chance));
    tokio::spawn(async move {
        while let Ok((program, _)) = listener.accept().await {
            let (server, chance) = (server.clone(), Arc::clone(&chance));
            tokio::spawn(async move {
                let (mut asks, mut hears) = program.into_split();
                let (mut answers, mut is_asked) = TcpStream::connect(server).await.unwrap().into_split();
                // Whoever ends, the other ends too.
                tokio::select! {
                    _ = ask(&mut asks, &mut is_asked, &chance) => {}
                    _ = answer(&mut answers, &mut hears, &chance) => {}
                }
            });
        }
    });
    line
}

/// Carries to the server, late.
async fn ask(
    from: &mut (impl AsyncReadExt + Unpin),
    to: &mut (impl AsyncWriteExt + Unpin),
    chance: &Mutex<Chance>,
) -> io::Result<()> {
    let mut bytes = vec![0; 64 * 1024];
    loop {
        let length = from.read(&mut bytes).await?;
        if length == 0 {
            return Ok(());
        }
        hold(chance).await;
        to.write_all(&bytes[..length]).await?;
    }
}

/// Carries from the server, message by message: a row, or that a statement is complete, comes long before the word that
/// the transaction has ended.
async fn answer(
    from: &mut (impl AsyncReadExt + Unpin),
    to: &mut (impl AsyncWriteExt + Unpin),
    chance: &Mutex<Chance>,
) -> io::Result<()> {
    const READY_FOR_QUERY: u8 = b'Z';
    loop {
        let (kind, length) = (from.read_u8().await?, from.read_u32().await?);
        let mut bytes = vec![0; length as usize - 4];
        from.read_exact(&mut bytes).await?;
        if kind == READY_FOR_QUERY {
            hold(chance).await;
        }
        to.write_all(&[&[kind][..], &length.to_be_bytes(), &bytes].concat()).await?;
    }
}

async fn hold(chance: &Mutex<Chance>) {
    let wait = chance.lock().unwrap().between(0, LONGEST);
    sleep(Duration::from_millis(wait)).await;
}
