//! What SQLite alone can do wrong, and what is seen from within only.

use std::collections::BTreeSet;

use jiff::Timestamp;
use sqlx::sqlite::SqliteConnectOptions;

use super::*;
use crate::{
    language::Language,
    schedule::{Channel, Grace, Key, Schedule, State, What},
    store::{
        Channels as _, Chats as _, Database, Inbox as _, LastAsked, Leases as _, Ledger as _, Leftover, Letter,
        OwedWords as _, People as _, Planning as _, Pulse as _, Schedules as _, Sheets, Store as _, Threads as _, Turn,
        engine::Engine, inbox::Batches, ledger, schedules,
    },
};

async fn store() -> (Database, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let store = opened(&format!("sqlite:{}/store.db", folder.path().display())).await.unwrap();
    (store, folder)
}

async fn opened(address: &str) -> Result<Database, StoreError> {
    Database::in_file(address, &Clock::default()).await
}

async fn looked_into(address: &str) -> Result<Database, StoreError> {
    let clock = Clock::default();
    Ok(Database::new(Engine::Sqlite(Sqlite::look_into(address, &clock).await?), &clock))
}

/// As an older version leaves it: nothing is migrated.
async fn connected(address: &str, options: SqliteConnectOptions) -> Database {
    let (connected, clock) = (file::connect(address, options).await.unwrap(), Clock::default());
    Database::new(Engine::Sqlite(Sqlite::new(address, connected, &clock)), &clock)
}

impl Database {
    fn file(&self) -> &Sqlite {
        match &self.engine {
            Engine::Sqlite(file) => file,
            Engine::Postgres(_) => panic!("it is in a file"),
        }
    }
}

fn letter(id: i64) -> Letter {
    Letter { id, body: format!("{{\"update_id\":{id},\"text\":\"“ё” \\u0000 \\\\ \\n\"}}") }
}

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

#[tokio::test]
async fn a_letter_lies_in_the_inbox_until_it_is_settled_and_forgotten_by_telegram() {
    let (store, _folder) = store().await;
    let batch = [letter(5), letter(6), letter(7)];
    assert_eq!(store.take_in(&batch, "a", at(0)).await.unwrap(), [5, 6, 7]);
    store.settle(&[6, 99]).await.unwrap();
    let left = |leftovers: Vec<Leftover>| leftovers.into_iter().map(|left| left.letter).collect::<Vec<_>>();
    assert_eq!(left(store.leftovers("b", at(9)).await.unwrap()), [letter(5), letter(7)]);
    assert_eq!(store.take_in(&batch, "a", at(1)).await.unwrap(), [0; 0], "Telegram sends it again, unconfirmed");
    store.settle(&[5, 7]).await.unwrap();
    for id in 0..i64::from(Batches::FORGET_EVERY) {
        assert_eq!(store.take_in(&[letter(8 + id)], "a", at(2)).await.unwrap(), [8 + id]);
    }
    let rows: i64 = sqlx::query_scalar("SELECT count(*) FROM inbox").fetch_one(&store.file().pool).await.unwrap();
    assert_eq!(rows, i64::from(Batches::FORGET_EVERY), "what was confirmed is gone");
}

#[tokio::test]
async fn how_often_a_leftover_was_begun_is_counted_and_a_stale_one_goes() {
    let (store, _folder) = store().await;
    store.take_in(&[letter(1)], "a", at(0)).await.unwrap();
    store.take_in(&[letter(2)], "a", at(50_000)).await.unwrap();
    store.begin(2).await.unwrap();
    store.begin(2).await.unwrap();
    let leftovers = store.leftovers("b", at(100_000)).await.unwrap();
    assert_eq!(leftovers, [Leftover { letter: letter(2), begun: 2 }]);
}

#[tokio::test]
async fn a_language_is_kept_and_moves_with_its_chat() {
    let (store, folder) = store().await;
    assert_eq!(store.language(-1).await.unwrap(), None);
    store.choose_language(-1, Some(Language::En)).await.unwrap();
    store.choose_language(-1, Some(Language::Ru)).await.unwrap();
    store.move_chat(-1, -100).await.unwrap();
    store.move_chat(-1, -100).await.unwrap();
    drop(store);
    let store = opened(&format!("sqlite:{}/store.db", folder.path().display())).await.unwrap();
    assert_eq!(store.language(-1).await.unwrap(), None);
    assert_eq!(store.language(-100).await.unwrap(), Some(Language::Ru));
}

#[tokio::test]
async fn a_pulse_is_the_last_one() {
    let (store, _folder) = store().await;
    assert_eq!(store.last_beat().await.unwrap(), None);
    store.beat(at(5)).await.unwrap();
    store.beat(at(8)).await.unwrap();
    assert_eq!(store.last_beat().await.unwrap(), Some(at(8)));
}

#[tokio::test]
async fn how_the_sheets_stand_is_what_was_said_last() {
    let (store, _folder) = store().await;
    assert_eq!(store.sheets().await.unwrap(), None);
    for broken in [Some((at(7), "“ё”".to_owned())), None] {
        let sheets = Sheets { served: at(5), broken };
        store.keep_sheets(&sheets).await.unwrap();
        assert_eq!(store.sheets().await.unwrap(), Some(sheets));
    }
}

#[tokio::test]
async fn a_store_of_an_older_version_keeps_its_rows() {
    let folder = tempfile::tempdir().unwrap();
    let address = format!("sqlite:{}/store.db", folder.path().display());
    let old = connected(&address, file::options(&address).unwrap().create_if_missing(true)).await;
    let first = MIGRATIONS.iter().filter(|migration| migration.version < 3).cloned().collect();
    Migrator::with_migrations(first).run(&old.file().pool).await.unwrap();
    old.choose_language(7, Some(Language::Ru)).await.unwrap();
    sqlx::query("INSERT INTO inbox (id, taken, body) VALUES (5, 0, ?)")
        .bind(letter(5).body)
        .execute(&old.file().pool)
        .await
        .unwrap();
    sqlx::query("INSERT INTO pulse (only, at) VALUES (1, 8)").execute(&old.file().pool).await.unwrap();
    old.close().await;
    let looked = looked_into(&address).await.unwrap();
    assert_eq!(looked.last_beat().await.unwrap(), Some(at(8)), "health asks a bot that was not yet updated");
    looked.close().await;
    let new = opened(&address).await.unwrap();
    assert_eq!(new.language(7).await.unwrap(), Some(Language::Ru));
    assert_eq!(new.leftovers("b", at(9)).await.unwrap()[0].letter, letter(5));
    assert_eq!(new.tally().await.unwrap(), [0; 6]);
}

/// Something of everything that was kept in seconds, and of leases and posts, as the last version before wrote it.
const IN_SECONDS: &str = "\
    INSERT INTO inbox (id, taken, begun, done, holder, body) VALUES (1, 1800000000, 0, 0, 'a', 'stale'), \
    (2, 1800050000, 3, 0, 'a', 'open'), (3, 1800060000, 0, 1, NULL, ''), (4, 1800060000, 0, 0, NULL, 'of nobody'); \
    INSERT INTO pulse (only, at) VALUES (1, 1800000008); \
    INSERT INTO sheets (only, served, broken, why) VALUES (1, 1800000005, 1800000007, 'why'); \
    INSERT INTO condition (only, at, since, why) VALUES (1, 1800000009123, NULL, NULL); \
    INSERT INTO lease (name, holder, free_at) VALUES ('poll', 'a', 9999999999999); \
    INSERT INTO schedule (chat, pattern, zone, what, language, silent, grace, state, next) \
    VALUES (-1, 'daily 09:00', 'Asia/Bishkek', 'rotate', 'ru', 0, '4h', 'active', 1800000000123); \
    INSERT INTO delivery (schedule, due, chat, state, not_before, tries, at) \
    VALUES (1, 1800000000123, -1, 'planned', 1800000000123, 0, 1800000000123)";

#[tokio::test]
async fn what_an_older_version_kept_in_seconds_is_read_right_before_and_after_it_is_converted() {
    let second = |second: i64| at(1_800_000_000 + second);
    for broken in [true, false] {
        let folder = tempfile::tempdir().unwrap();
        let address = format!("sqlite:{}/store.db", folder.path().display());
        let old = connected(&address, file::options(&address).unwrap().create_if_missing(true)).await;
        let before = MIGRATIONS.iter().filter(|migration| migration.version < 8).cloned().collect();
        Migrator::with_migrations(before).run(&old.file().pool).await.unwrap();
        sqlx::raw_sql(IN_SECONDS).execute(&old.file().pool).await.unwrap();
        if !broken {
            sqlx::raw_sql("UPDATE sheets SET broken = NULL, why = NULL").execute(&old.file().pool).await.unwrap();
        }
        let sheets = Sheets { served: second(5), broken: broken.then(|| (second(7), "why".to_owned())) };
        let looked = looked_into(&address).await.unwrap();
        assert_eq!(looked.last_beat().await.unwrap(), Some(second(8)));
        assert_eq!(looked.sheets().await.unwrap(), Some(sheets.clone()));

        let _other = Presence::show(&folder.path().join("store.db"));
        let new = opened(&address).await.unwrap();
        for store in [&looked, &new] {
            assert_eq!(store.last_beat().await.unwrap(), Some(second(8)));
            assert_eq!(store.sheets().await.unwrap(), Some(sheets.clone()));
            assert_eq!(store.condition().await.unwrap().unwrap().at.as_millisecond(), 1_800_000_009_123);
            assert_eq!(store.next_due(1).await.unwrap().unwrap().as_millisecond(), 1_800_000_000_123);
        }
        let post = Key { schedule: 1, due: Timestamp::from_millisecond(1_800_000_000_123).unwrap() };
        assert_eq!(new.delivery(post).await.unwrap().unwrap().at, post.due);
        assert!(!new.hold("poll", "b", Duration::from_secs(1)).await.unwrap(), "another process holds it");

        let late = sqlx::query("INSERT INTO inbox (id, taken, holder, body) VALUES (9, 1800060001, 'a', '')");
        late.execute(&old.file().pool).await.unwrap_err();
        let late = sqlx::query("INSERT INTO pulse (only, at) VALUES (1, 1800060001) ON CONFLICT DO NOTHING");
        late.execute(&old.file().pool).await.unwrap_err();
        let left = new.leftovers("b", second(100_000)).await.unwrap();
        let left: Vec<_> = left.iter().map(|left| (left.letter.body.as_str(), left.begun)).collect();
        assert_eq!(left, [("open", 3), ("of nobody", 0)]);
        assert_eq!(new.take_in(&[letter(3)], "b", second(100_000)).await.unwrap(), [0; 0], "it was settled");
        new.settle(&[2, 4]).await.unwrap();
        new.tidy().await.unwrap();
        assert_eq!(count(&bytes(&folder), b"of nobody"), 0, "the table of before is overwritten too");
    }
}

#[tokio::test]
async fn a_store_of_a_newer_version_is_refused() {
    let (store, folder) = store().await;
    sqlx::query("UPDATE _sqlx_migrations SET version = 9999 WHERE version = 3")
        .execute(&store.file().pool)
        .await
        .unwrap();
    store.close().await;
    let address = format!("sqlite:{}/store.db", folder.path().display());
    let error = opened(&address).await.unwrap_err().to_string();
    assert!(error.contains("was made by a newer version"), "{error}");
}

fn schedule() -> Schedule {
    Schedule {
        id: 0,
        chat: -1,
        topic: None,
        owner: None,
        when: "daily 09:00".into(),
        zone: "Asia/Bishkek".into(),
        what: What::Rotate,
        language: Language::Ru,
        silent: false,
        grace: Grace::default(),
        state: State::Active,
    }
}

#[tokio::test]
async fn what_is_not_understood_hides_nothing_else() {
    let (store, _folder) = store().await;
    for number in 1..=4 {
        assert_eq!(store.add_schedule(&schedule(), Some(at(number)), 9).await.unwrap(), Some(number));
    }
    for broken in [
        "UPDATE schedule SET language = 'xx' WHERE id = 1",
        "UPDATE schedule SET state = 'resting' WHERE id = 2",
        "UPDATE schedule SET pattern = 'whenever' WHERE id = 3",
    ] {
        sqlx::query(broken).execute(&store.file().pool).await.unwrap();
    }
    let due = store.due(at(9), 1).await.unwrap();
    assert_eq!(due.iter().map(|(schedule, _)| schedule.id).collect::<Vec<_>>(), [3], "nothing stands in its way");
    let listed = store.schedules_in(-1).await.unwrap();
    assert_eq!(listed.iter().map(|schedule| schedule.id).collect::<Vec<_>>(), [3, 4]);
    assert_eq!(store.schedule(1).await.unwrap(), None);
    assert_eq!(store.next_due(1).await.unwrap(), Some(at(1)), "a newer version may read it");
}

#[tokio::test]
async fn what_is_due_and_what_is_claimed_is_found_without_looking_at_all() {
    let (store, _folder) = store().await;
    let of = async |query: String| {
        let query = AssertSqlSafe(format!("EXPLAIN QUERY PLAN {query}"));
        let steps: Vec<(i64, i64, i64, String)> = sqlx::query_as(query).fetch_all(&store.file().pool).await.unwrap();
        steps.into_iter().map(|(.., step)| step).collect::<Vec<_>>().join("\n")
    };
    let plan = of(schedules::due_query()).await;
    assert!(plan.contains("schedule_next") && !plan.contains("B-TREE"), "{plan}");
    let plan = of(ledger::claim_in_file("$1")).await;
    assert!(plan.contains("delivery_planned") && plan.contains("delivery_open"), "{plan}");
    assert!(!plan.contains("B-TREE FOR ORDER"), "{plan}");
    let plan = of(ledger::log_query()).await;
    assert!(plan.contains("delivery_chat") && !plan.contains("B-TREE"), "{plan}");
}

#[tokio::test]
async fn what_is_no_store_is_refused_in_words() {
    for (address, words) in [
        ("bot.db", "`bot.db` is not a store: write sqlite:PATH, memory: or postgres://USER:PASSWORD@HOST/DATABASE"),
        (
            "mysql://me:secret@here",
            "`mysql` is not a store: write sqlite:PATH, memory: or postgres://USER:PASSWORD@HOST/DATABASE",
        ),
        (
            "sqlite:/nowhere/at/all.db",
            "the store sqlite:/nowhere/at/all.db cannot be made, for its folder does not exist: make the folder, or \
             mount it",
        ),
    ] {
        assert_eq!(opened(address).await.unwrap_err().to_string(), words);
    }
}

/// What a person is told of this failure of a store that was opened.
async fn told(store: &Database) -> String {
    store.choose_language(7, Some(Language::Ru)).await.unwrap_err().to_string()
}

#[tokio::test]
async fn what_is_wrong_with_a_file_is_told_with_what_to_do() {
    let (store, folder) = store().await;
    let address = format!("sqlite:{}/store.db", folder.path().display());
    let path = folder.path().join("store.db");

    let other = connected(&address, file::options(&address).unwrap()).await;
    sqlx::query("PRAGMA busy_timeout = 10").execute(&store.file().pool).await.unwrap();
    let held = other.file().pool.begin_with("BEGIN IMMEDIATE").await.unwrap();
    assert!(told(&store).await.contains("store.db is locked by another program"));
    drop(held);
    other.close().await;

    sqlx::query("PRAGMA max_page_count = 1").execute(&store.file().pool).await.unwrap();
    let letter = Letter { id: 1, body: "x".repeat(100_000) };
    let full = store.take_in(&[letter], "a", at(0)).await.unwrap_err();
    assert!(full.to_string().contains("store.db has no room left"), "{full}");

    store.beat(at(1)).await.unwrap();
    sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").execute(&store.file().pool).await.unwrap();
    std::fs::rename(&path, folder.path().join("elsewhere.db")).unwrap();
    let gone = store.beat(at(2)).await.unwrap_err();
    assert!(gone.to_string().contains("store.db was taken away or exchanged while it was open"), "{gone}");
    store.close().await;
    let missing = looked_into(&address).await.unwrap_err();
    assert!(missing.to_string().ends_with("store.db does not exist: `tradefacts serve` makes it"), "{missing}");
    std::fs::rename(folder.path().join("elsewhere.db"), &path).unwrap();

    let read_only = looked_into(&address).await.unwrap();
    assert!(told(&read_only).await.contains("store.db can only be read"));
    read_only.close().await;
    let error = opened(&format!("sqlite:{}", folder.path().display())).await.unwrap_err();
    assert!(error.to_string().contains(" cannot be opened: may this user"), "{error}");

    let _ = std::fs::remove_file(folder.path().join("store.db-wal"));
    let mut bytes = std::fs::read(&path).unwrap();
    for page in bytes.chunks_mut(4096).skip(1) {
        page.fill(0x5a);
    }
    std::fs::write(&path, &bytes).unwrap();
    let error = opened(&address).await.unwrap_err();
    assert!(error.to_string().contains("store.db is damaged: stop the bot"), "{error}");

    std::fs::write(&path, "kind: places\n".repeat(1000)).unwrap();
    let error = opened(&address).await.unwrap_err();
    assert!(error.to_string().contains("store.db is no store but another file"), "{error}");
}

#[tokio::test]
async fn a_file_that_another_program_locks_is_written_again_when_it_lets_go() {
    let (other, folder) = store().await;
    let address = format!("sqlite:{}/store.db", folder.path().display());
    let hasty = file::options(&address).unwrap().busy_timeout(Duration::from_millis(10));
    let store = connected(&address, hasty).await;
    for _ in 0..2 {
        let held = other.file().pool.begin_with("BEGIN IMMEDIATE").await.unwrap();
        for failed in [store.rotate(1, "x", true).await, store.keep_draft(7, Some("x")).await] {
            assert!(matches!(failed, Err(StoreError::Failed(_, Trouble::Locked, _))), "{failed:?}");
        }
        held.rollback().await.unwrap();
        store.rotate(1, "x", true).await.unwrap();
        store.keep_draft(7, Some("x")).await.unwrap();
    }
}

#[tokio::test]
async fn what_is_given_up_midway_leaves_nothing_behind() {
    let (store, _folder) = store().await;
    let memory = opened(MEMORY).await.unwrap();
    for store in [store, memory] {
        store.keep_draft(7, Some("x")).await.unwrap();
        let midway = tokio::sync::Notify::new();
        let given_up = store.within::<()>(async {
            let mut both = store.file().pool.begin_with("BEGIN IMMEDIATE").await?;
            sqlx::query("DELETE FROM draft").execute(&mut *both).await?;
            midway.notify_one();
            std::future::pending().await
        });
        tokio::select! {
            _ = given_up => panic!("it cannot end"),
            () = midway.notified() => {}
        }
        assert_eq!(store.draft(7).await.unwrap().as_deref(), Some("x"));
        store.rotate(1, "x", true).await.unwrap();
    }
}

#[tokio::test]
async fn a_write_that_is_under_way_while_the_file_goes_is_not_reported_as_done() {
    let (store, folder) = store().await;
    let (path, elsewhere) = (folder.path().join("store.db"), folder.path().join("elsewhere.db"));
    let written = store.within(async {
        let written = sqlx::query("INSERT INTO draft (person, what) VALUES (7, 'x')").execute(&store.file().pool).await;
        std::fs::rename(&path, &elsewhere).unwrap();
        written
    });
    let error = written.await.unwrap_err();
    assert!(matches!(error, StoreError::Failed(_, Trouble::Exchanged, _)), "{error:?}");
    std::fs::rename(&elsewhere, &path).unwrap();
    store.keep_draft(7, Some("x")).await.unwrap();
}

#[tokio::test]
async fn all_but_an_answered_question_is_on_disk_before_it_is_done() {
    const FULL: i64 = 2;
    const NORMAL: i64 = 1;

    let (store, _folder) = store().await;
    let now = || sqlx::query_scalar::<_, i64>("PRAGMA synchronous").fetch_one(&store.file().pool);
    let see = "CREATE TEMP TABLE seen (synchronous INTEGER); CREATE TEMP TRIGGER see AFTER UPDATE ON inbox \
               BEGIN INSERT INTO seen SELECT synchronous FROM pragma_synchronous; END";
    sqlx::raw_sql(see).execute(&store.file().pool).await.unwrap();
    store.take_in(&[letter(5)], "a", at(0)).await.unwrap();
    store.begin(5).await.unwrap();
    store.settle(&[5]).await.unwrap();
    store.begin(5).await.unwrap();
    let seen: Vec<i64> =
        sqlx::query_scalar("SELECT synchronous FROM seen").fetch_all(&store.file().pool).await.unwrap();
    assert_eq!(seen, [FULL, NORMAL, FULL]);
    let fails = "CREATE TEMP TRIGGER fail BEFORE UPDATE ON inbox BEGIN SELECT raise(ABORT, 'no'); END";
    sqlx::raw_sql(fails).execute(&store.file().pool).await.unwrap();
    store.settle(&[5]).await.unwrap_err();
    assert_eq!(now().await.unwrap(), FULL, "another connection");
}

/// The bytes of the file and of all beside it.
fn bytes(folder: &tempfile::TempDir) -> Vec<u8> {
    let files = std::fs::read_dir(folder.path()).unwrap();
    files.flat_map(|file| std::fs::read(file.unwrap().path()).unwrap()).collect()
}

fn count(bytes: &[u8], part: &[u8]) -> usize {
    memchr::memmem::find_iter(bytes, part).count()
}

/// How often a number stands there, as people write it or as SQLite does.
fn number(bytes: &[u8], number: i64) -> usize {
    let whole = number.to_be_bytes();
    // As the key of a row: seven bits to a byte, all but the last marked.
    let mut key: Vec<u8> = (0..9).map(|place| (number >> (7 * place)) as u8 & 0x7f | 0x80).collect();
    key[0] &= 0x7f;
    key.truncate(5);
    key.reverse();
    [number.to_string().as_bytes(), &whole[2..], &key].map(|part| count(bytes, part)).iter().sum()
}

#[tokio::test]
async fn an_answered_message_leaves_no_text_behind() {
    let (store, folder) = store().await;
    let told = |id: i64| Letter { id, body: format!("canary {id} {}", "canary ".repeat(100)) };
    store.take_in(&(0..40).map(told).collect::<Vec<_>>(), "a", at(0)).await.unwrap();
    assert!(count(&bytes(&folder), b"canary") > 4_000);
    store.settle(&(0..39).collect::<Vec<_>>()).await.unwrap();
    store.tidy().await.unwrap();
    assert_eq!(count(&bytes(&folder), b"canary"), 101, "one is open");
    store.settle(&[39]).await.unwrap();
    store.tidy().await.unwrap();
    assert_eq!(count(&bytes(&folder), b"canary"), 0);
}

/// Chance that is the same each time.
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }
}

/// Lets messages come and be answered in an order in which pages give rows to each other.
async fn churn(store: &Database, chance: &mut Chance) {
    let (mut open, mut last) = (Vec::new(), 0);
    for round in 0..60 {
        let mut batch = Vec::new();
        for _ in 0..40 {
            last += 1;
            let words = usize::try_from(chance.below(40)).unwrap();
            batch.push(Letter { id: last, body: "canary ".repeat(words) });
            open.push(last);
        }
        store.take_in(&batch, "a", at(0)).await.unwrap();
        let (answered, rest) = open.into_iter().partition::<Vec<i64>, _>(|_| chance.below(100) < 50);
        store.settle(&answered).await.unwrap();
        open = rest;
        if round % 4 == 0 {
            store.forget(&[]).await.unwrap();
        }
    }
    store.settle(&open).await.unwrap();
}

#[tokio::test]
async fn what_pages_keep_of_messages_that_they_gave_away_goes_too() {
    let mut chance = Chance(7);
    for _ in 0..40 {
        let (store, folder) = store().await;
        churn(&store, &mut chance).await;
        sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").execute(&store.file().pool).await.unwrap();
        if count(&bytes(&folder), b"canary") > 0 {
            store.tidy().await.unwrap();
            assert_eq!(count(&bytes(&folder), b"canary"), 0);
            return;
        }
    }
    panic!("no page kept anything, so nothing was tested");
}

fn asked(second: i64, spelling: &str) -> Turn {
    let last = Some(LastAsked { spelling: spelling.into(), sources: None });
    Turn { asked: at(second), last, exchange: None }
}

#[tokio::test]
async fn a_question_that_is_too_old_leaves_nothing_behind() {
    let (store, folder) = store().await;
    let mut chance = Chance(7);
    for second in 0..100 {
        let words = if second < 50 { "canary canary canary" } else { "fresh" };
        let people: BTreeSet<i64> = (0..40).map(|_| i64::try_from(chance.below(10_000)).unwrap()).collect();
        let batch: Vec<_> = people.into_iter().map(|person| ((person, person), asked(second, words))).collect();
        store.keep_turns(&batch).await.unwrap();
    }
    store.forget_turns(at(50)).await.unwrap();
    store.tidy().await.unwrap();
    let left = bytes(&folder);
    assert_eq!(count(&left, b"canary"), 0);
    assert!(count(&left, b"fresh") > 1_000, "the others stay");
}

#[tokio::test]
async fn who_is_forgotten_leaves_nothing_behind() {
    let (store, folder) = store().await;
    let person = |number: i64| 0x02_3456_7800 + number * 3;
    for number in 0..150 {
        let person = person(number);
        store.choose_language(person, Some(Language::Ru)).await.unwrap();
        store.keep_draft(person, Some(&format!("canary {person}").repeat(20))).await.unwrap();
        store.owe(person, &format!("canary {person}"), at(0)).await.unwrap();
        store.keep_turns(&[((person, -number), asked(0, &format!("canary {person}")))]).await.unwrap();
        let channel = Channel {
            chat: -number,
            kind: crate::schedule::ChatKind::Channel,
            title: "x".repeat(300),
            username: None,
            owner: Some(person),
            checked: at(0),
            suspended: None,
        };
        store.keep_channel(&channel).await.unwrap();
        let schedule = Schedule { chat: -number, owner: Some(person), ..schedule() };
        let id = store.add_schedule(&schedule, None, 9).await.unwrap().unwrap();
        store.plan_now(Key { schedule: id, due: at(number) }, -number, at(number)).await.unwrap();
        if number % 3 == 1 {
            store.choose_language(person, None).await.unwrap();
            store.keep_draft(person, None).await.unwrap();
            store.drop_channel(-number).await.unwrap();
        }
    }
    // Keys of some divide the pages of a table, and stay there when the row goes.
    for number in (0..150).filter(|number| number % 3 == 0) {
        let (person, words) = (person(number), format!("canary {}", person(number)));
        assert!(self::number(&bytes(&folder), person) > 5);
        store.forget_person(person).await.unwrap();
        // One who comes soon after another waits a little.
        while store.file().untidy.load(Ordering::Relaxed) {
            tokio::time::sleep(Duration::from_millis(5)).await;
            store.tidy().await.unwrap();
        }
        let left = bytes(&folder);
        assert_eq!((self::number(&left, person), count(&left, words.as_bytes())), (0, 0), "{number}");
    }
    assert!(number(&bytes(&folder), person(2)) > 5, "the others stay");
}

#[tokio::test]
async fn what_was_deleted_before_deleting_overwrote_goes_at_the_next_start() {
    let folder = tempfile::tempdir().unwrap();
    let address = format!("sqlite:{}/store.db", folder.path().display());
    let options = file::options(&address).unwrap().create_if_missing(true);
    let old = connected(&address, options).await;
    MIGRATIONS.run(&old.file().pool).await.unwrap();
    for person in 0..200 {
        old.keep_draft(person, Some(&"canary ".repeat(20))).await.unwrap();
    }
    for person in 0..199 {
        old.keep_draft(person, None).await.unwrap();
    }
    old.close().await;
    assert!(count(&bytes(&folder), b"canary") > 1_000);
    let store = opened(&address).await.unwrap();
    assert_eq!(count(&bytes(&folder), b"canary"), 20, "what is kept");
    assert!(store.draft(199).await.unwrap().is_some());
}

#[tokio::test]
async fn the_file_and_all_beside_it_are_for_one_user_alone() {
    use std::os::unix::fs::PermissionsExt as _;

    let (store, folder) = store().await;
    let beside = ["store.db", "store.db-wal", "store.db-shm", "store.db.lock"].map(|name| folder.path().join(name));
    let modes = || beside.clone().map(|path| path.metadata().unwrap().permissions().mode() & 0o777);
    store.beat(at(0)).await.unwrap();
    assert_eq!(modes(), [0o600; 4]);
    for path in &beside {
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o664)).unwrap();
    }
    let other = opened(&format!("sqlite:{}", beside[0].display())).await.unwrap();
    other.beat(at(1)).await.unwrap();
    assert_eq!(modes(), [0o600; 4]);
}

#[tokio::test]
async fn no_file_is_made_in_place_of_one_that_goes() {
    let (store, folder) = store().await;
    let path = folder.path().join("store.db");
    store.within(sqlx::query("no SQL").execute(&store.file().pool)).await.unwrap_err();
    let tried = store.within(async {
        std::fs::remove_file(&path).unwrap();
        sqlx::query("SELECT 1").execute(&store.file().pool).await
    });
    let error = tried.await.unwrap_err();
    assert!(matches!(error, StoreError::Failed(_, Trouble::Unopened, _)), "{error:?}");
    assert!(!path.exists());
}

#[tokio::test]
async fn an_empty_file_is_told_as_such_to_who_looks_into_it() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("store.db"), "").unwrap();
    let store = looked_into(&format!("sqlite:{}/store.db", folder.path().display())).await.unwrap();
    let error = store.last_beat().await.unwrap_err();
    assert!(error.to_string().ends_with("store.db is empty: `tradefacts serve` fills it"), "{error}");
}
