//! Threads of the whole bot: who asks on, where, after a restart, and until when.

use std::{path::Path, sync::Arc, time::Duration};

use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use tradefacts::{
    app,
    catalogue::Builder,
    check,
    clock::Clock,
    config::{Serve, Token},
    fact::PlaceId,
    reload::{Facts, Pace},
    reply::{Answerer, Current},
    sheet::Folder,
    telegram::{self, Patience},
};

use crate::bot::{ChatKind, FakeTelegram};

const SOON: Duration = Duration::from_secs(20);
const A_DAY: Duration = Duration::from_secs(24 * 60 * 60);

const ANN: i64 = 11;
const BOB: i64 = 12;
const GROUP: i64 = -100;

/// How an answer begins that took something from the question before.
const TAKEN: &str = "Taken from before";

/// The bot, answering from the sheets of Arcadia.
struct Served {
    telegram: FakeTelegram,
    folder: tempfile::TempDir,
    clock: Clock,
    running: Option<(CancellationToken, JoinHandle<anyhow::Result<()>>)>,
}

impl Served {
    async fn begin() -> Self {
        let telegram = FakeTelegram::start().await;
        telegram.user(ANN, "Ann", "en");
        telegram.user(BOB, "Bob", "en");
        telegram.chat(GROUP, ChatKind::Group, "Traders");
        let (folder, clock) = (tempfile::tempdir().unwrap(), Clock::default());
        let mut bot = Self { telegram, folder, clock, running: None };
        bot.start(arcadia());
        bot
    }

    fn start(&mut self, facts: Facts) {
        let settings = Serve {
            token: Token::read(self.telegram.token()).unwrap(),
            api_url: Some(self.telegram.url().parse().unwrap()),
            store: format!("sqlite:{}/bot.db", self.folder.path().display()),
        };
        let (stop, clock) = (CancellationToken::new(), self.clock.clone());
        let pace = (Patience { poll: Duration::from_secs(2), ..Patience::default() }, Pace::default());
        let served = app::serve_until(stop.clone(), settings, facts, telegram::answering(), clock, pace);
        self.running = Some((stop, tokio::spawn(served)));
    }

    async fn stop(&mut self) {
        let (stop, running) = self.running.take().expect("it runs");
        stop.cancel();
        running.await.unwrap().unwrap();
    }

    /// Says something and gives the answer.
    async fn ask(&self, person: i64, chat: i64, text: &str) -> (i64, String) {
        let so_far = self.telegram.messages(chat).len();
        self.telegram.say(person, chat, text);
        self.answer(chat, so_far).await
    }

    async fn reply(&self, person: i64, chat: i64, message: i64, text: &str) -> (i64, String) {
        let so_far = self.telegram.messages(chat).len();
        self.telegram.reply(person, message, text);
        self.answer(chat, so_far).await
    }

    async fn answer(&self, chat: i64, so_far: usize) -> (i64, String) {
        let answer = self.telegram.wait_for_messages(chat, so_far + 1, SOON).await.pop().unwrap();
        (answer.id, answer.text)
    }
}

fn arcadia() -> Facts {
    let folder = Folder::Disk(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/facts"));
    let catalogue = check::check(&folder).unwrap().catalogue.expect("the sheets are sound");
    let stamp = folder.stamp();
    let current = Arc::new(Current::new(Answerer::new(Arc::new(catalogue))));
    Facts { folder, current, stamp, since: Clock::default().now() }
}

/// Sheets that have lost every name but two.
fn nearly_nothing() -> Facts {
    let catalogue = Builder::new(PlaceId::from("ARC"), PlaceId::from("isles")).build();
    Facts { current: Arc::new(Current::new(Answerer::new(Arc::new(catalogue)))), ..arcadia() }
}

#[track_caller]
fn follows(answer: &str, names: &[&str]) {
    assert!(answer.contains(TAKEN) && names.iter().all(|name| answer.contains(name)), "{names:?}: {answer}");
}

#[tokio::test]
async fn a_thread_and_an_edit_go_on_after_a_restart() {
    let mut bot = Served::begin().await;
    let (first, _) = bot.ask(ANN, ANN, "trade with balonia 2025").await;
    let (latest, _) = bot.ask(ANN, ANN, "trade with corvia 2025").await;
    bot.stop().await;
    bot.start(arcadia());
    bot.telegram.edit(latest - 1, "exports to corvia 2025");
    bot.telegram.wait_until(|telegram| telegram.message(latest).text.contains("exports"), SOON).await;
    follows(&bot.ask(ANN, ANN, "and 2024?").await.1, &["Corvia", "2024", "exports"]);
    follows(&bot.reply(ANN, ANN, first, "and 2024?").await.1, &["Balonia", "2024", "trade"]);
    let source = bot.ask(ANN, ANN, "/source 1").await.1;
    assert!(!source.contains("No answer"), "{source}");
    bot.telegram.assert_clean();
}

#[tokio::test]
async fn in_a_group_each_person_has_a_thread_and_a_reply_takes_that_of_its_message() {
    let bot = Served::begin().await;
    let (balonia, _) = bot.ask(ANN, GROUP, "@arcadia_test_bot trade with balonia 2025").await;
    bot.ask(BOB, GROUP, "@arcadia_test_bot exports to corvia 2025").await;
    follows(&bot.ask(ANN, GROUP, "@arcadia_test_bot and 2024?").await.1, &["Balonia", "2024"]);
    follows(&bot.ask(BOB, GROUP, "@arcadia_test_bot and 2024?").await.1, &["Corvia", "2024"]);
    follows(&bot.reply(BOB, GROUP, balonia, "and 2024?").await.1, &["Balonia", "2024"]);
    let alone = bot.ask(BOB, BOB, "and 2024?").await.1;
    assert!(!alone.contains(TAKEN), "a group's thread is not that of a private chat: {alone}");
    bot.telegram.assert_clean();
}

#[tokio::test]
async fn whoever_speaks_for_many_has_no_thread() {
    let bot = Served::begin().await;
    let so_far = bot.telegram.messages(GROUP).len();
    bot.telegram.say_anonymously(GROUP, "@arcadia_test_bot trade with balonia 2025");
    bot.answer(GROUP, so_far).await;
    bot.telegram.say_anonymously(GROUP, "@arcadia_test_bot and 2024?");
    let alone = bot.answer(GROUP, so_far + 1).await.1;
    assert!(!alone.contains(TAKEN), "{alone}");
}

#[tokio::test]
async fn a_thread_ends_after_a_day() {
    let bot = Served::begin().await;
    bot.ask(ANN, ANN, "trade with balonia 2025").await;
    // Once the next is answered, what came before is remembered.
    bot.ask(ANN, ANN, "/help").await;
    bot.clock.turn_by(A_DAY - Duration::from_secs(60));
    follows(&bot.ask(ANN, ANN, "and 2024?").await.1, &["Balonia", "2024"]);
    bot.ask(ANN, ANN, "/help").await;
    bot.clock.turn_by(A_DAY + Duration::from_secs(1));
    let alone = bot.ask(ANN, ANN, "and 2023?").await.1;
    assert!(!alone.contains(TAKEN) && !alone.contains("Balonia"), "{alone}");
}

#[tokio::test]
async fn who_is_forgotten_has_no_thread_in_any_chat() {
    let bot = Served::begin().await;
    bot.ask(ANN, GROUP, "@arcadia_test_bot trade with balonia 2025").await;
    bot.ask(ANN, ANN, "trade with corvia 2025").await;
    let (asked, _) = bot.ask(ANN, ANN, "/forget_me").await;
    bot.telegram.press(asked, "Forget me");
    bot.telegram.wait_until(|telegram| !telegram.message(asked).text.contains("Forget all"), SOON).await;
    for (chat, text) in [(ANN, "and 2024?"), (GROUP, "@arcadia_test_bot and 2024?")] {
        let alone = bot.ask(ANN, chat, text).await.1;
        assert!(!alone.contains(TAKEN), "{alone}");
    }
}

#[tokio::test]
async fn a_thread_whose_names_the_sheets_have_lost_is_no_error() {
    let mut bot = Served::begin().await;
    bot.ask(ANN, ANN, "trade with balonia 2025").await;
    bot.stop().await;
    bot.start(nearly_nothing());
    for text in ["and 2024?", "/source 1", "why"] {
        let alone = bot.ask(ANN, ANN, text).await.1;
        assert!(!alone.contains(TAKEN) && !alone.contains("Balonia"), "{alone}");
    }
    bot.telegram.assert_clean();
}
