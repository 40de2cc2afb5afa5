//! What was promised outlives a cut of the power.
//!
//! The program runs on a disk that is written down by a shim; it is killed at a random instant, and goes on from the disk
//! as a power cut at that instant may have left it, many times over. In the end all that was confirmed to Telegram is
//! answered, every order that was answered is there, and no post stands twice. The seed is printed; `POWER_SEED` sets it.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use sqlx::{ConnectOptions, sqlite::SqliteConnectOptions};
use tradefacts::{
    clock::Clock,
    language::{Language, Msg},
    store,
};

use super::{
    Bot, OWNER,
    chance::Chance,
    chat,
    disk::{self, Disk},
    order,
    telegram::Telegram,
};

const CUTS: usize = 24;
const CHANNELS: i64 = 60;
/// The posts fall due within so many seconds.
const SPREAD: i64 = 16;
/// Who asks first; each asks once.
const ASKS: i64 = 1_000;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[cfg_attr(not(target_os = "linux"), ignore = "the shim is loaded as on Linux")]
async fn on_sqlite_a_power_cut_loses_nothing_confirmed_and_doubles_no_post() {
    let place = tempfile::tempdir().unwrap();
    let shim = disk::shim(place.path());
    let mut chance = Chance::seeded("POWER_SEED");
    let telegram = Telegram::calm(chance.fork(), None).await;
    let mut folder = place.path().join("disk-0");
    std::fs::create_dir(&folder).unwrap();
    let posts = order(&address(&folder), CHANNELS, SPREAD).await;
    let mut said = Said::default();
    let mut syncs = 0;
    for cut in 1..=CUTS {
        let (mut disk, trace) = (Disk::of(&folder), place.path().join(format!("trace-{cut}")));
        let around = [("LD_PRELOAD", &*shim), ("DISK_FOLDER", &*folder), ("DISK_TRACE", &*trace)];
        let mut bot = Bot::with(&address(&folder), &telegram, &around);
        said.for_a_while(&telegram, &mut chance).await;
        bot.kill();
        syncs += disk.change(&trace);
        folder = place.path().join(format!("disk-{cut}"));
        disk.cut(&mut chance, &folder);
        assert_eq!(integrity(&disk, &mut chance, place.path()).await, "ok", "after cut {cut}");
    }
    let mut bot = Bot::start(&address(&folder), &telegram);
    wait_until_nothing_is_left(&folder, &telegram, posts.len()).await;
    bot.kill();
    println!("{CUTS} cuts, {syncs} syncs, {} questions, {} orders", said.asked, said.ordered.len());
    let faults = [said.unanswered(&telegram), said.lost(&telegram, &folder).await, doubled(&telegram, &posts)].concat();
    assert!(faults.is_empty(), "{} faults: {faults:#?}", faults.len());
}

/// What people have said: questions that they number, and orders for a minute each.
#[derive(Default)]
struct Said {
    asked: i64,
    ordered: Vec<(i64, String)>,
}

impl Said {
    /// Has people say more until a random instant.
    async fn for_a_while(&mut self, telegram: &Telegram, chance: &mut Chance) {
        let end = Instant::now() + Duration::from_millis(chance.between(250, 1250));
        while Instant::now() < end {
            for _ in 0..chance.between(1, 4) {
                telegram.say(ASKS + self.asked, &format!("/source zork{}q", self.asked));
                self.asked += 1;
            }
            if chance.between(0, 8) == 0 {
                let number = self.ordered.len() as i64;
                let (channel, when) = (chat(number % CHANNELS), minute(number));
                telegram.say(OWNER, &format!("/schedule add {channel} {when} trade KAZ 2024 tz=UTC"));
                self.ordered.push((channel, when));
            }
            tokio::time::sleep(Duration::from_millis(chance.between(5, 60))).await;
        }
    }

    /// Questions to which nothing was ever said. Who was asked to ask again knows.
    fn unanswered(&self, telegram: &Telegram) -> Vec<String> {
        let again = Language::En.say(Msg::AskAgain);
        let told = telegram.told();
        let answered = |number: i64, text: &str| text.contains(&format!("zork{number}q")) || text == again;
        let heard: BTreeSet<i64> = told
            .iter()
            .map(|told| (told.person - ASKS, &told.text))
            .filter(|(number, text)| answered(*number, text))
            .map(|(number, _)| number)
            .collect();
        (0..self.asked).filter(|number| !heard.contains(number)).map(|number| format!("question {number}")).collect()
    }

    /// Orders that were answered and are not there.
    async fn lost(&self, telegram: &Telegram, folder: &Path) -> Vec<String> {
        let store = store::open(&address(folder), &Clock::default()).await.unwrap();
        let mut lost = Vec::new();
        for (channel, when) in &self.ordered {
            let done = |text: &str| text.starts_with("Scheduled in") && text.contains(when.as_str());
            let there = store.schedules_in(*channel).await.unwrap().iter().any(|schedule| schedule.when == *when);
            if !there && telegram.told().iter().any(|told| done(&told.text)) {
                lost.push(format!("an order: {when}"));
            }
        }
        store.close().await;
        lost
    }
}

/// A pattern of which each number has another, and that is far from now.
fn minute(number: i64) -> String {
    format!("yearly 01-01 {:02}:{:02}", number / 60 % 24, number % 60)
}

/// Posts that stand twice in their channel.
fn doubled(telegram: &Telegram, posts: &BTreeMap<i64, &str>) -> Vec<String> {
    let begins: BTreeSet<&str> = posts.values().copied().collect();
    let mut doubled = Vec::new();
    for (channel, stands) in telegram.posts() {
        for begins in &begins {
            let is_of = |text: &str| text.lines().next().is_some_and(|title| title.contains(begins));
            let many = stands.iter().filter(|post| is_of(&post.text)).count();
            if many > 1 {
                doubled.push(format!("a post, {many} times: {begins} in {channel}"));
            }
        }
    }
    doubled
}

/// Waits until the program has nothing more to do.
async fn wait_until_nothing_is_left(folder: &Path, telegram: &Telegram, posts: usize) {
    let deadline = Instant::now() + Duration::from_secs(60);
    loop {
        tokio::time::sleep(Duration::from_millis(200)).await;
        let store = store::look_into(&address(folder), &Clock::default()).await.unwrap();
        let [planned, sending, done @ ..] = store.tally().await.unwrap();
        store.close().await;
        let mut file = SqliteConnectOptions::new().filename(file(folder)).read_only(true).connect().await.unwrap();
        let open: i64 =
            sqlx::query_scalar("SELECT count(*) FROM inbox WHERE done = 0").fetch_one(&mut file).await.unwrap();
        let settled = planned + sending == 0 && done.iter().sum::<u64>() >= posts as u64;
        if settled && open == 0 && telegram.pending() == 0 {
            return;
        }
        let left =
            format!("{open} in the inbox, {} at Telegram, {planned} planned, {sending} begun", telegram.pending());
        assert!(Instant::now() < deadline, "it does not come to an end: {left}");
    }
}

/// What SQLite says of another disk that the same cut may have left.
async fn integrity(disk: &Disk, chance: &mut Chance, place: &Path) -> String {
    let folder = place.join("looked-at");
    disk.cut(chance, &folder);
    let said = match file(&folder).exists() {
        true => {
            let mut one = SqliteConnectOptions::new().filename(file(&folder)).connect().await.unwrap();
            sqlx::query_scalar("PRAGMA integrity_check").fetch_one(&mut one).await.unwrap()
        }
        false => "there is no database".to_owned(),
    };
    std::fs::remove_dir_all(&folder).unwrap();
    said
}

fn address(folder: &Path) -> String {
    format!("sqlite:{}", file(folder).display())
}

fn file(folder: &Path) -> PathBuf {
    folder.join("bot.db")
}
