//! Channels as their admins live with them: the bot whole, against a Telegram of our own.
//!
//! Everything is ordered by what people say, press and send, and seen in what stands in their chats; the store is read
//! for what became of a post. The clock by which posts are due is turned by hand. What is decided one floor lower is
//! told in `courier`.

use std::{
    sync::{Arc, LazyLock},
    time::{Duration, Instant},
};

use jiff::{
    Timestamp,
    civil::{Weekday, time},
    tz::TimeZone,
};
use tempfile::TempDir;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use tradefacts::{
    app,
    catalogue::Catalogue,
    clock::Clock,
    config::{Serve, Token},
    language::{Language, Msg},
    reload::{Facts, Pace},
    reply::{Desk, Live},
    schedule::{Delivery, Fate, Skip, Suspended},
    sheet::Folder,
    store::{self, Store},
    telegram::{self, Patience},
};

use super::{
    answers::arcadia,
    bot::{ChatKind, FakeTelegram, Fault, Message},
};

const SOON: Duration = Duration::from_secs(10);
const DAY: u64 = 24 * 3600;
const ANN: i64 = 11;
const BOB: i64 = 12;
const NEWS: i64 = -100_301;

static CATALOGUE: LazyLock<Arc<Catalogue>> = LazyLock::new(|| Arc::clone(arcadia().catalogue()));

#[tokio::test]
async fn who_has_never_seen_the_bot_schedules_a_monday_summary_by_buttons_alone() {
    let mut stage = Stage::prepared().await;
    stage.telegram.stranger(ANN, "Ann", "en");
    stage.telegram.chat(NEWS, ChatKind::Channel, "Arcadian News");
    stage.telegram.bot_becomes(NEWS, "left", ANN);
    stage.telegram.make_admin(NEWS, ANN);
    stage.start();

    stage.telegram.say(ANN, ANN, "/start");
    stage.telegram.wait_for_messages(ANN, 1, SOON).await;
    stage.telegram.say(ANN, ANN, "/connect");
    stage.heard(ANN, &say(Msg::ConnectPick)).await;
    stage.telegram.pick(ANN, &say(Msg::PickChannel), NEWS);
    stage.heard(ANN, &say(Msg::Connected { title: "Arcadian News".into() })).await;
    assert!(stage.telegram.reply_keyboard(ANN).is_empty(), "the picker is put away");
    for label in ["Schedule a post", "Trade, latest year", "Mon", "09:00", "Asia/Bishkek", "English"] {
        stage.press(ANN, label).await;
    }
    let confirm = stage.button(ANN, &say(Msg::ButtonConfirm)).await;
    let preview = stage.telegram.messages(ANN).into_iter().rfind(|message| message.id < confirm.id).unwrap();
    stage.press(ANN, &say(Msg::ButtonConfirm)).await;
    stage.heard(ANN, &say(Msg::ScheduleAdded { title: "Arcadian News".into() })).await;

    let schedule = stage.store.schedules_in(NEWS).await.unwrap().remove(0);
    let due = stage.store.next_due(schedule.id).await.unwrap().unwrap();
    let there = due.to_zoned(TimeZone::get("Asia/Bishkek").unwrap());
    assert_eq!((there.weekday(), there.time()), (Weekday::Monday, time(9, 0, 0, 0)));
    stage.turn_to(due);
    let post = stage.posts(NEWS, 1).await.remove(0);
    assert_eq!(looks(&post), looks(&preview));
    assert!(!post.text.is_empty() && !post.keyboard.is_empty(), "{post:?}");
    let sent = stage.settled(NEWS, 1).await;
    assert_eq!(sent[0].fate, Fate::Sent(Some(i32::try_from(post.id).unwrap())));
    stage.nothing_more_is_said(ANN).await;
    let offer = say(Msg::NoticeLetIn { title: "Arcadian News".into() });
    assert!(!stage.telegram.messages(ANN).iter().any(|message| message.text == offer), "it is connected already");
    assert_eq!(stage.telegram.messages(NEWS).len(), 1);
    stage.telegram.assert_clean();
    stage.stop().await;
}

/// What a person sees of a message.
fn looks(message: &Message) -> (&str, String, Vec<Vec<String>>) {
    (&message.text, format!("{:?}", message.entities), message.buttons())
}

// The stage

/// A bot that runs in this process, one or several times on one store, and its Telegram.
struct Stage {
    telegram: FakeTelegram,
    folder: TempDir,
    clock: Clock,
    patience: Patience,
    store: Arc<dyn Store>,
    running: Vec<(CancellationToken, JoinHandle<anyhow::Result<()>>)>,
}

impl Stage {
    async fn prepared() -> Self {
        let (telegram, folder) = (FakeTelegram::start().await, tempfile::tempdir().unwrap());
        let store = store::open(&format!("sqlite:{}/bot.db", folder.path().display())).await.unwrap();
        let patience = Patience { poll: Duration::from_secs(2), ..Patience::default() };
        Self { telegram, folder, clock: Clock::default(), patience, store, running: Vec::new() }
    }

    /// With Ann, who has started the bot.
    async fn new() -> Self {
        let mut stage = Self::prepared().await;
        stage.telegram.user(ANN, "Ann", "en");
        stage.start();
        stage
    }

    fn start(&mut self) {
        let settings = Serve {
            token: Token::read(self.telegram.token()).unwrap(),
            api_url: Some(self.telegram.url().parse().unwrap()),
            store: format!("sqlite:{}/bot.db", self.folder.path().display()),
        };
        let live = Arc::new(Live::new(Desk::new(Arc::clone(&CATALOGUE))));
        let facts =
            Facts { folder: Folder::BuiltIn, live, stamp: Folder::BuiltIn.stamp(), since: Clock::default().now() };
        let (stop, pace) = (CancellationToken::new(), (self.patience, Pace::default()));
        let served = app::serve_until(stop.clone(), settings, facts, telegram::answering(), self.clock.clone(), pace);
        self.running.push((stop, tokio::spawn(served)));
    }

    /// Stops the one that was started first.
    async fn stop(&mut self) {
        let (stop, running) = self.running.remove(0);
        stop.cancel();
        running.await.unwrap().unwrap();
    }

    fn turn_by(&self, seconds: u64) {
        let time = Duration::from_secs(seconds);
        self.clock.turn_by(time);
        self.telegram.pass_time(time);
    }

    /// To an instant or a fraction of a second after it; not back.
    fn turn_to(&self, instant: Timestamp) {
        let ahead = instant.duration_since(self.clock.now()).as_secs_f64().ceil().max(0.0);
        self.turn_by(Duration::from_secs_f64(ahead).as_secs());
    }

    /// A message in the chat that says this, once there is one.
    async fn heard(&self, chat: i64, words: &str) -> Message {
        self.sees(chat, words, |message| message.text.contains(words)).await
    }

    /// The newest message in the chat that has this button.
    async fn button(&self, chat: i64, label: &str) -> Message {
        self.sees(chat, label, |message| message.buttons().concat().iter().any(|button| button == label)).await
    }

    async fn sees(&self, chat: i64, what: &str, so: impl Fn(&Message) -> bool) -> Message {
        let deadline = Instant::now() + SOON;
        loop {
            let messages = self.telegram.messages(chat);
            if let Some(found) = messages.iter().rfind(|message| so(message)) {
                return found.clone();
            }
            let texts: Vec<_> = messages.iter().map(|message| (&message.text, message.buttons())).collect();
            assert!(Instant::now() < deadline, "{chat} sees no {what:?}, but\n{texts:#?}");
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }

    /// Presses a button once it is there, and waits until that is acknowledged.
    async fn press(&self, user: i64, label: &str) {
        let message = self.button(user, label).await;
        self.telegram.press(message.id, label);
        self.telegram.wait_until(|telegram| telegram.unanswered_callbacks().is_empty(), SOON).await;
    }

    /// Says something and waits until the answer says this.
    async fn order(&self, user: i64, text: &str, answer: &str) -> Message {
        let so_far = self.telegram.messages(user).last().map_or(0, |message| message.id);
        self.telegram.say(user, user, text);
        self.sees(user, answer, |message| message.id > so_far && message.text.contains(answer)).await
    }

    async fn posts(&self, chat: i64, many: usize) -> Vec<Message> {
        self.telegram.wait_for_messages(chat, many, SOON).await
    }

    /// So many deliveries of a chat, the newest first, once all have come to an end.
    async fn settled(&self, chat: i64, many: usize) -> Vec<Delivery> {
        let deadline = Instant::now() + SOON;
        loop {
            let log = self.store.log(chat, 99).await.unwrap();
            let is_open = |delivery: &Delivery| matches!(delivery.fate, Fate::Planned | Fate::Sending);
            if log.len() >= many && !log.iter().any(is_open) {
                return log;
            }
            assert!(Instant::now() < deadline, "{chat}: {log:#?}");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Asks something and waits for the answer, and for the next round of what is owed: whatever was to be said is said.
    async fn nothing_more_is_said(&self, user: i64) {
        let before = self.telegram.messages(user).len();
        self.order(user, "/privacy", "/forget_me").await;
        tokio::time::sleep(Duration::from_millis(700)).await;
        let said: Vec<String> = self.telegram.messages(user).into_iter().map(|message| message.text).collect();
        assert_eq!(said.len(), before + 1, "{said:#?}");
    }
}

fn say(message: Msg<'_>) -> String {
    Language::En.say(message)
}
