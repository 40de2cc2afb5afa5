//! The bot whole, against a Telegram of our own.
//!
//! Most of it runs in this process with answers that the test makes up: an echo with a button, slow or
//! broken on demand. What a kill or a signal does is tried on the program itself.

#[path = "../kill/chance.rs"]
#[expect(dead_code, reason = "the test of posts uses the rest of it")]
mod chance;

use std::{
    collections::HashSet,
    io::Read,
    path::Path,
    process::{Child, Command, ExitStatus, Stdio},
    sync::{Arc, atomic::Ordering},
    time::{Duration, Instant},
};

use serde_json::json;
use sqlx::{ConnectOptions, SqliteConnection, sqlite::SqliteConnectOptions};
use tempfile::TempDir;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use tradefacts::{
    app,
    catalogue::Builder,
    clock::Clock,
    config::{Serve, Token},
    fact::PlaceId,
    health::{self, Health},
    language::{Language, Msg},
    question::Query,
    reload::{Facts, Pace},
    render::{Block, Button, Page, Piece, Text},
    reply::{Answerer, Current, Heard, Reply},
    sheet::Folder,
    telegram::{Answering, Asked, Input, Patience},
};

use self::chance::Chance;
use super::{
    bot::{ChatKind, FakeTelegram, Fault, Message},
    postgres::{database as database_of_postgres, line_that_may_swallow},
};

const SOON: Duration = Duration::from_secs(5);
const ANN: i64 = 11;
const BOB: i64 = 12;
const GROUP: i64 = -100;
const FORUM: i64 = -100_200;

/// A bot that runs in this process, and its Telegram.
struct Served {
    telegram: FakeTelegram,
    folder: TempDir,
    clock: Clock,
    patience: Patience,
    /// The store, where it is no file of its own.
    elsewhere: Option<String>,
    running: Option<(CancellationToken, JoinHandle<anyhow::Result<()>>)>,
}

impl Served {
    async fn prepared() -> Self {
        let telegram = FakeTelegram::start().await;
        telegram.user(ANN, "Ann", "en");
        telegram.user(BOB, "Бекзат", "ru");
        telegram.chat(GROUP, ChatKind::Group, "Traders");
        telegram.chat(FORUM, ChatKind::Forum, "Forum");
        let patience = Patience { poll: Duration::from_secs(2), ..Patience::default() };
        let folder = tempfile::tempdir().expect("there is room for a file");
        Self { telegram, folder, clock: Clock::default(), patience, elsewhere: None, running: None }
    }

    async fn start(&mut self) {
        let settings = Serve {
            token: Token::read(self.telegram.token()).expect("the fake has a token"),
            api_url: Some(self.telegram.url().parse().expect("the fake has an address")),
            store: self.store(),
        };
        let stop = CancellationToken::new();
        let pace = (self.patience, Pace::default());
        let served = app::serve_until(stop.clone(), settings, facts(), answering(), self.clock.clone(), pace);
        self.running = Some((stop, tokio::spawn(served)));
    }

    async fn stop(&mut self) -> anyhow::Result<()> {
        let (stop, running) = self.running.take().expect("it runs");
        stop.cancel();
        running.await.expect("it does not crash")
    }

    fn store(&self) -> String {
        if let Some(elsewhere) = &self.elsewhere {
            return elsewhere.clone();
        }
        format!("sqlite:{}/bot.db", self.folder.path().display())
    }

    async fn database(&self) -> SqliteConnection {
        database(self.folder.path()).await
    }

    /// Waits until the bot says that it is so.
    async fn health(&self, so: impl Fn(&Health) -> bool) {
        let deadline = Instant::now() + 3 * SOON;
        loop {
            let health = health::look(&self.store(), &self.clock).await.unwrap().health;
            if so(&health) {
                return;
            }
            assert!(Instant::now() < deadline, "{health:?}");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// How much in the inbox is not dealt with.
    async fn unsettled(&self) -> i64 {
        let left = sqlx::query_scalar("SELECT count(*) FROM inbox WHERE done = 0");
        left.fetch_one(&mut self.database().await).await.unwrap()
    }

    /// Waits until all that Telegram has is taken in and dealt with.
    async fn all_is_settled(&self) {
        let settled = async {
            self.telegram.wait_until(|telegram| telegram.pending_updates() == 0, SOON).await;
            while self.unsettled().await > 0 {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        tokio::time::timeout(3 * SOON, settled).await.expect("all is dealt with");
    }

    /// What the bot says in this chat, once there is so much.
    async fn said(&self, chat: i64, many: usize) -> Vec<String> {
        let messages = self.telegram.wait_for_messages(chat, many, SOON).await;
        messages.into_iter().map(|message| message.text).collect()
    }

    /// Asks something else and waits for the answer: whatever was to be said before is said by then.
    async fn nothing_more_is_said(&self, user: i64, chat: i64) {
        let so_far = self.telegram.messages(chat).len();
        self.telegram.say(user, chat, "/help that is all");
        let said = self.said(chat, so_far + 1).await;
        let last = said.last().map(String::as_str);
        assert_eq!((said.len(), last), (so_far + 1, Some("/help that is all")), "{said:#?}");
    }

    /// The same where the last of so many calls may have said something or not.
    async fn nothing_more_is_sent(&self, user: i64, calls: usize) {
        self.telegram.wait_until(|telegram| telegram.calls("sendMessage").len() == calls, SOON).await;
        let end = format!("/help that is all after {calls}");
        self.telegram.say(user, user, &end);
        self.telegram.wait_until(|_| told(self, user, &end) == 1, SOON).await;
        assert_eq!(self.telegram.calls("sendMessage").len(), calls + 1);
    }
}

async fn serve() -> Served {
    let mut bot = Served::prepared().await;
    bot.start().await;
    bot
}

async fn database(folder: &Path) -> SqliteConnection {
    SqliteConnectOptions::new().filename(folder.join("bot.db")).connect().await.expect("the bot has made it")
}

fn facts() -> Facts {
    let catalogue = Builder::new(PlaceId::from("ARC"), PlaceId::from("BAL")).build();
    let current = Arc::new(Current::new(Answerer::new(Arc::new(catalogue))));
    Facts { folder: Folder::BuiltIn, current, stamp: Folder::BuiltIn.stamp(), since: Clock::default().now() }
}

/// Says what was asked, with a button for help; `slow` takes long, `never` for ever, `crash` crashes.
fn answering() -> Answering {
    Arc::new(|asked| {
        Box::pin(async move {
            let Asked { input, language, last, in_thread, .. } = asked;
            match input {
                Input::Text(words) if words.contains("crash") => panic!("as ordered"),
                Input::Text(words) if words == "/language ru" => {
                    Heard::Language(Some(Language::Ru), reply(Language::Ru, "по-русски", Query::Languages))
                }
                Input::Text(words) if words == "/source 1" => Heard::Reply(match last {
                    Some(last) => reply(language, &format!("source of {last}"), Query::Sources(1)),
                    None => reply(language, "source of nothing", None),
                }),
                Input::Text(words) if words == "in thread?" => {
                    Heard::Reply(reply(language, &format!("in thread: {in_thread}"), Query::Start))
                }
                Input::Text(words) if words.contains("@other_bot") => Heard::NotOurs("other_bot".to_owned()),
                Input::Text(words) => {
                    if words.contains("slow") {
                        tokio::time::sleep(Duration::from_millis(300)).await;
                    }
                    if words.contains("never") {
                        std::future::pending::<()>().await;
                    }
                    let query = if words.starts_with("country") { Query::Countries } else { Query::Start };
                    Heard::Reply(reply(language, &words, query))
                }
                Input::Query(Query::Speak(chosen)) => {
                    Heard::Language(Some(chosen), reply(chosen, "по-русски", Query::Languages))
                }
                Input::Query(query) => Heard::Reply(reply(language, &format!("{} {query}", language.tag()), query)),
            }
        })
    })
}

fn reply(language: Language, words: &str, query: impl Into<Option<Query>>) -> Arc<Reply> {
    let title = Block::Title(Text(vec![Piece::Bold(words.to_owned())]));
    let line = Block::Line(Text(vec![Piece::Plain("a long line of words, ".repeat(20))]));
    let lines = if words == "long" { vec![line; 20] } else { Vec::new() };
    let buttons = vec![vec![
        Button { label: "Help".to_owned(), query: Query::Help },
        Button { label: "Countries".to_owned(), query: Query::Countries },
        Button { label: "Русский".to_owned(), query: Query::Speak(Language::Ru) },
    ]];
    let page = Page { blocks: [vec![title], lines].concat(), buttons, ..Page::default() };
    let mut reply = Reply::new(language, query.into(), None, page);
    reply.is_chatter = words.contains("chatter");
    Arc::new(reply)
}

fn ask_again() -> String {
    Language::En.say(Msg::AskAgain)
}

// Asking

#[tokio::test]
async fn a_question_is_answered_and_confirmed() {
    let mut bot = serve().await;
    bot.telegram.say(ANN, ANN, "trade 2025");
    let answer = bot.telegram.wait_for_messages(ANN, 1, SOON).await.remove(0);
    assert_eq!((answer.text.as_str(), answer.pieces("bold")), ("trade 2025", vec!["trade 2025".to_owned()]));
    assert_eq!(answer.buttons(), [["Help", "Countries", "Русский"]]);
    bot.telegram.wait_until(|telegram| telegram.pending_updates() == 0, SOON).await;
    bot.telegram.assert_clean();
    bot.stop().await.unwrap();
}

#[tokio::test]
async fn the_menu_is_set_in_each_language_and_not_again() {
    // One for private chats and one for groups.
    let menus = 2 * Language::ALL.len();
    let mut bot = serve().await;
    bot.telegram.wait_until(|telegram| telegram.calls("setMyCommands").len() == menus, SOON).await;
    for (scope, language) in [("all_private_chats", ""), ("all_private_chats", "ru"), ("all_group_chats", "ru")] {
        let menu = bot.telegram.menu(scope, language);
        assert!((1..=12).contains(&menu.len()), "{scope} {language}: {menu:?}");
    }
    bot.stop().await.unwrap();
    bot.start().await;
    bot.telegram.wait_until(|telegram| telegram.calls("getMyCommands").len() == 2 * menus, SOON).await;
    bot.nothing_more_is_said(ANN, ANN).await;
    assert_eq!(bot.telegram.calls("setMyCommands").len(), menus);
    bot.telegram.assert_clean();
}

#[tokio::test]
async fn a_message_without_words_is_answered_in_private_only() {
    let bot = serve().await;
    let wordless = |chat: i64, content: serde_json::Value| {
        let mut message = bot.telegram.draft(ANN, chat, "");
        message.as_object_mut().unwrap().remove("text");
        message.as_object_mut().unwrap().extend(content.as_object().unwrap().clone());
        bot.telegram.say_update(json!({ "message": message }));
    };
    wordless(GROUP, json!({ "sticker": { "file_id": "s" } }));
    wordless(ANN, json!({ "sticker": { "file_id": "s" } }));
    wordless(ANN, json!({ "hologram": { "of": "the future" } }));
    wordless(ANN, json!({ "photo": [], "caption": "trade 2025" }));
    wordless(ANN, json!({ "pinned_message": { "message_id": 1 } }));
    let no_words = Language::En.say(Msg::NoWords);
    assert_eq!(bot.said(ANN, 3).await, [no_words.as_str(), &no_words, "trade 2025"]);
    bot.nothing_more_is_said(ANN, ANN).await;
    assert_eq!(bot.telegram.messages(GROUP).len(), 0);
    bot.telegram.assert_clean();
}

#[tokio::test]
async fn what_a_newer_telegram_sends_hides_no_question() {
    let bot = serve().await;
    bot.telegram.say_update(json!({ "thought_reading": { "from": { "id": ANN } } }));
    bot.telegram.say_update(json!({ "message": "not as we know it" }));
    bot.telegram.say_update(json!({ "message": { "chat": { "id": ANN } } }));
    bot.telegram.say_update(json!({}));
    let mut message = bot.telegram.draft(ANN, ANN, "/trade tomorrow");
    message["entities"] = json!([
        { "type": "bot_command", "offset": 0, "length": 6 },
        { "type": "date_time", "offset": 7, "length": 8, "unix_time": 1_800_000_000, "date_time_format": "r" },
        { "kind": 7 }
    ]);
    message["chat"]["type"] = json!("private");
    message["chat"]["mood"] = json!({ "as_of": [2026] });
    message["rich_message"] = json!({ "blocks": [] });
    bot.telegram.say_update(json!({ "message": message }));
    let mut message = bot.telegram.draft(ANN, ANN, "far ahead");
    message["chat"]["type"] = json!("private");
    bot.telegram.say_update(json!({ "update_id": 5_000_000_000_i64, "message": message }));
    assert_eq!(bot.said(ANN, 2).await, ["/trade tomorrow", "far ahead"]);
    bot.telegram.wait_until(|telegram| telegram.pending_updates() == 0, SOON).await;
    bot.telegram.assert_clean();
}

#[tokio::test]
async fn an_update_that_is_not_ours_is_left_alone() {
    let bot = serve().await;
    let change = |field: &str, value: serde_json::Value| {
        let mut message = bot.telegram.draft(ANN, ANN, "not for us");
        message[field] = value;
        bot.telegram.say_update(json!({ "message": message }));
    };
    change("via_bot", json!({ "id": 123_456_789, "is_bot": true, "first_name": "Arcadia" }));
    change("from", json!({ "id": 9, "is_bot": true, "first_name": "Another bot" }));
    change("from", json!({ "id": 777_000, "is_bot": false, "first_name": "Telegram" }));
    bot.nothing_more_is_said(ANN, ANN).await;
    bot.telegram.say(ANN, ANN, "/trade@other_bot");
    assert_eq!(bot.said(ANN, 2).await[1], Language::En.say(Msg::NotOurs { bot: "other_bot".into() }));
    bot.telegram.assert_clean();
}

#[tokio::test]
async fn the_same_update_is_answered_once() {
    let bot = serve().await;
    let message = bot.telegram.draft(ANN, ANN, "trade 2025");
    for _ in 0..3 {
        bot.telegram.say_update(json!({ "update_id": 900_000, "message": message }));
    }
    bot.said(ANN, 1).await;
    bot.nothing_more_is_said(ANN, ANN).await;
}

// Groups, topics, edits

#[tokio::test]
async fn in_a_group_those_who_speak_to_us_are_answered() {
    let bot = serve().await;
    bot.telegram.say(ANN, GROUP, "I wonder about trade");
    bot.telegram.say(ANN, GROUP, "mail me at ann@arcadia_test_bot or @arcadia_test_bots");
    bot.telegram.say(ANN, GROUP, "/trade@other_bot 2025");
    bot.telegram.say(ANN, GROUP, "@Arcadia_Test_Bot trade 2025");
    let answer = bot.telegram.wait_for_messages(GROUP, 1, SOON).await.remove(0);
    assert_eq!(answer.text, "trade 2025");
    assert_eq!(bot.telegram.message(answer.reply_to.unwrap()).text, "@Arcadia_Test_Bot trade 2025");
    bot.telegram.reply(BOB, answer.id, "and 2024?");
    bot.telegram.say(ANN, GROUP, "/help");
    bot.telegram.say_anonymously(GROUP, "/help@arcadia_test_bot");
    let said = bot.said(GROUP, 4).await;
    assert_eq!(said[1..], ["and 2024?", "/help", "/help@arcadia_test_bot"]);
    bot.nothing_more_is_said(ANN, GROUP).await;
    bot.telegram.assert_clean();
}

#[tokio::test]
async fn small_talk_in_a_group_is_answered_only_to_who_names_us() {
    let bot = serve().await;
    bot.telegram.say(ANN, GROUP, "/help");
    let answer = bot.telegram.wait_for_messages(GROUP, 1, SOON).await.remove(0);
    bot.telegram.reply(BOB, answer.id, "chatter in a reply");
    bot.telegram.reply(BOB, answer.id, "\u{200b}\u{200f} chatter");
    bot.telegram.reply(BOB, answer.id, "and 2024?");
    bot.telegram.say(BOB, GROUP, "@arcadia_test_bot chatter by name");
    bot.telegram.say(BOB, BOB, "chatter in private");
    let said = bot.said(GROUP, 3).await;
    assert_eq!(said[1..], ["and 2024?", "chatter by name"]);
    assert_eq!(bot.said(BOB, 1).await, ["chatter in private"]);
    bot.telegram.say(ANN, GROUP, "@arcadia_test_bot");
    assert!(bot.said(GROUP, 4).await[3].starts_with(&hello()), "our name alone is a greeting");
    bot.nothing_more_is_said(ANN, GROUP).await;
    bot.telegram.assert_clean();
}

/// The beginning of the answer to a greeting.
fn hello() -> String {
    let question = Language::En.say(Msg::ExampleTrade { place: "Balonia".into(), year: "2024".into() });
    Language::En.say(Msg::TalkHello { question: question.into() }).split('“').next().unwrap_or_default().to_owned()
}

#[tokio::test]
async fn what_is_forwarded_to_a_group_is_no_question_and_pictures_there_are_none() {
    let bot = serve().await;
    bot.telegram.say(ANN, GROUP, "/help");
    let answer = bot.telegram.wait_for_messages(GROUP, 1, SOON).await.remove(0);
    let with = |chat: i64, text: &str, content: serde_json::Value| {
        let mut message = bot.telegram.draft(ANN, chat, text);
        if text.is_empty() {
            message.as_object_mut().unwrap().remove("text");
        }
        message.as_object_mut().unwrap().extend(content.as_object().unwrap().clone());
        bot.telegram.say_update(json!({ "message": message }));
    };
    let origin = json!({ "type": "channel", "chat": { "id": -1_007, "type": "channel" }, "message_id": 3, "date": 1 });
    with(GROUP, "/trade 2025", json!({ "forward_origin": origin }));
    with(GROUP, "@arcadia_test_bot trade", json!({ "forward_origin": { "type": "a new one" } }));
    let reply = json!({ "message_id": answer.id, "from": { "id": 7 } });
    with(GROUP, "", json!({ "photo": [], "reply_to_message": reply }));
    with(ANN, "trade 2025", json!({ "forward_origin": origin }));
    with(ANN, "", json!({ "photo": [], "forward_origin": origin }));
    assert_eq!(bot.said(ANN, 2).await, ["/check\ntrade 2025", &Language::En.say(Msg::NoWords)]);
    bot.nothing_more_is_said(ANN, GROUP).await;
    bot.telegram.assert_clean();
}

#[tokio::test]
async fn words_follow_on_in_private_and_in_a_group_where_they_are_addressed_to_us() {
    let bot = serve().await;
    bot.telegram.say(ANN, ANN, "in thread?");
    bot.telegram.say(ANN, GROUP, "@arcadia_test_bot in thread?");
    let answer = bot.telegram.wait_for_messages(GROUP, 1, SOON).await.remove(0);
    bot.telegram.reply(BOB, answer.id, "in thread?");
    assert_eq!(bot.said(ANN, 1).await, ["in thread: true"]);
    assert_eq!(bot.said(GROUP, 2).await, ["in thread: true", "in thread: true"]);
    bot.telegram.assert_clean();
}

#[tokio::test]
async fn an_answer_stays_in_its_topic() {
    let bot = serve().await;
    let topic = bot.telegram.topic(FORUM, ANN, "Figures");
    bot.telegram.say_in_topic(ANN, FORUM, topic, "/help topic");
    let answer = bot.telegram.wait_for_messages(FORUM, 1, SOON).await.remove(0);
    assert_eq!(answer.thread, Some(topic));
    // A thread of replies is not a topic, and the general topic must not be named.
    let in_thread = |thread: i64, topic: bool| {
        let mut message = bot.telegram.draft(ANN, FORUM, "/help general");
        message["message_thread_id"] = json!(thread);
        if topic {
            message["is_topic_message"] = json!(true);
        }
        bot.telegram.say_update(json!({ "message": message }));
    };
    in_thread(answer.id, false);
    in_thread(1, true);
    bot.telegram.say(ANN, FORUM, "/help no thread");
    bot.said(FORUM, 4).await;
    let threads: Vec<_> = bot.telegram.messages(FORUM).into_iter().map(|message| message.thread).collect();
    assert_eq!(threads, [Some(topic), None, None, None]);
    let named =
        bot.telegram.calls("sendMessage").iter().filter(|call| !call.params["message_thread_id"].is_null()).count();
    assert_eq!(named, 1);
    bot.telegram.assert_clean();
}

#[tokio::test]
async fn a_closed_topic_is_silently_given_up() {
    let bot = serve().await;
    let topic = bot.telegram.topic(FORUM, ANN, "Figures");
    bot.telegram.fault(Fault::refuse(400, "Bad Request: TOPIC_CLOSED")).on("sendMessage");
    bot.telegram.say_in_topic(ANN, FORUM, topic, "/help topic");
    bot.telegram.wait_until(|telegram| telegram.calls("sendMessage").len() == 1, SOON).await;
    bot.nothing_more_is_said(ANN, FORUM).await;
    assert_eq!(bot.telegram.calls("sendMessage").len(), 2);
}

#[tokio::test]
async fn an_edited_question_gets_its_answer_edited_if_that_is_the_last() {
    let bot = serve().await;
    bot.telegram.say(ANN, ANN, "tarde 2025");
    let first = bot.telegram.wait_for_messages(ANN, 1, SOON).await.remove(0);
    let asked = first.id - 1;
    bot.telegram.edit(asked, "trade 2025");
    bot.telegram.wait_until(|telegram| telegram.message(first.id).text == "trade 2025", SOON).await;
    bot.nothing_more_is_said(ANN, ANN).await;
    bot.telegram.edit(asked, "trade 1925");
    bot.nothing_more_is_said(ANN, ANN).await;
    assert_eq!(bot.telegram.message(first.id).text, "trade 2025");
    bot.telegram.assert_clean();
}

#[tokio::test]
async fn a_question_follows_on_from_the_message_it_replies_to() {
    let bot = serve().await;
    bot.telegram.say(ANN, ANN, "/source 1");
    bot.telegram.say(ANN, ANN, "country");
    bot.telegram.say(ANN, ANN, "/source 1");
    let said = bot.said(ANN, 3).await;
    assert_eq!((said[0].as_str(), said[2].as_str()), ("source of nothing", "source of nothing"));
    bot.telegram.assert_clean();
}

#[tokio::test]
async fn an_answer_too_long_for_one_message_comes_in_parts_and_shrinks_with_an_edit() {
    let bot = serve().await;
    bot.telegram.say(ANN, ANN, "long");
    bot.telegram.wait_until(|telegram| telegram.messages(ANN).len() > 1, SOON).await;
    bot.telegram.wait_until(|telegram| telegram.messages(ANN).iter().any(|part| !part.keyboard.is_empty()), SOON).await;
    let parts = bot.telegram.messages(ANN);
    assert!(parts.iter().rev().skip(1).all(|part| part.keyboard.is_empty()), "the buttons stand under the last");
    bot.telegram.edit(parts[0].id - 1, "short");
    bot.telegram.wait_until(|telegram| telegram.messages(ANN).len() == 1, SOON).await;
    let left = bot.telegram.messages(ANN).remove(0);
    assert_eq!((left.id, left.text.as_str(), left.keyboard.len()), (parts[0].id, "short", 1));
    bot.telegram.assert_clean();
}

// Buttons

#[tokio::test]
async fn a_button_edits_in_place_and_works_after_a_restart() {
    let mut bot = serve().await;
    bot.telegram.say(BOB, BOB, "торговля");
    let answer = bot.telegram.wait_for_messages(BOB, 1, SOON).await.remove(0);
    bot.telegram.press(answer.id, "Help");
    bot.telegram.wait_until(|telegram| telegram.message(answer.id).text == "ru help", SOON).await;
    bot.stop().await.unwrap();
    bot.start().await;
    bot.telegram.press(answer.id, "Countries");
    bot.telegram.wait_until(|telegram| telegram.message(answer.id).text == "ru countries", SOON).await;
    bot.telegram.press(answer.id, "Countries");
    bot.nothing_more_is_said(BOB, BOB).await;
    assert_eq!(bot.telegram.unanswered_callbacks(), [""; 0]);
}

#[tokio::test]
async fn in_a_group_a_press_of_another_answers_below() {
    let bot = serve().await;
    bot.telegram.say(ANN, GROUP, "/help me");
    let answer = bot.telegram.wait_for_messages(GROUP, 1, SOON).await.remove(0);
    bot.telegram.press_as(BOB, answer.id, "Countries");
    let below = bot.telegram.wait_for_messages(GROUP, 2, SOON).await.remove(1);
    assert_eq!((below.text.as_str(), below.reply_to), ("en countries", Some(answer.id)));
    assert_eq!(bot.telegram.message(answer.id).text, "/help me");
    bot.telegram.press_as(ANN, answer.id, "Help");
    bot.telegram.wait_until(|telegram| telegram.message(answer.id).text == "en help", SOON).await;
    bot.nothing_more_is_said(ANN, GROUP).await;
    bot.telegram.assert_clean();
}

#[tokio::test]
async fn a_button_that_cannot_be_read_says_so() {
    let bot = serve().await;
    bot.telegram.say(ANN, ANN, "trade");
    let answer = bot.telegram.wait_for_messages(ANN, 1, SOON).await.remove(0);
    for data in ["", "en", "xx help", "en \u{0}", "v1:page=2;year=2025"] {
        bot.telegram.press_data(ANN, answer.id, data);
    }
    bot.telegram.wait_until(|telegram| telegram.calls("answerCallbackQuery").len() == 5, SOON).await;
    let told = bot.telegram.calls("answerCallbackQuery");
    assert!(told.iter().all(|call| call.params["text"] == json!(Language::En.say(Msg::OldButton))), "{told:#?}");
    bot.telegram.assert_clean();
}

#[tokio::test]
async fn an_answer_whose_message_is_gone_is_sent_anew() {
    let bot = serve().await;
    bot.telegram.say(ANN, ANN, "trade");
    let answer = bot.telegram.wait_for_messages(ANN, 1, SOON).await.remove(0);
    bot.telegram.fault(Fault::refuse(400, "Bad Request: message to edit not found")).on("editMessageText");
    bot.telegram.press(answer.id, "Help");
    assert_eq!(bot.said(ANN, 2).await, ["trade", "en help"]);
}

#[tokio::test]
async fn a_language_is_chosen_by_a_button() {
    let mut bot = serve().await;
    bot.telegram.say(ANN, ANN, "trade");
    let answer = bot.telegram.wait_for_messages(ANN, 1, SOON).await.remove(0);
    bot.telegram.press(answer.id, "Русский");
    bot.telegram.wait_until(|telegram| telegram.message(answer.id).text == "по-русски", SOON).await;
    bot.stop().await.unwrap();
    bot.start().await;
    bot.telegram.say(ANN, ANN, "/trade@other_bot");
    assert_eq!(bot.said(ANN, 2).await[1], Language::Ru.say(Msg::NotOurs { bot: "other_bot".into() }));
    bot.telegram.assert_clean();
}

#[tokio::test]
async fn in_a_group_only_those_who_run_it_choose_its_language_and_others_are_told_so() {
    let bot = serve().await;
    let by_admins = Language::Ru.say(Msg::LanguageByAdmins);
    bot.telegram.say(BOB, GROUP, "@arcadia_test_bot /language ru");
    assert_eq!(bot.said(GROUP, 1).await[0], by_admins);
    bot.telegram.say(BOB, GROUP, "@arcadia_test_bot trade");
    let answer = bot.telegram.wait_for_messages(GROUP, 2, SOON).await.remove(1);
    bot.telegram.press_as(BOB, answer.id, "Русский");
    bot.telegram.wait_until(|telegram| telegram.calls("answerCallbackQuery").len() == 1, SOON).await;
    assert_eq!(bot.telegram.calls("answerCallbackQuery")[0].params["text"], json!(by_admins));
    let languages = async || -> Vec<String> {
        sqlx::query_scalar("SELECT tag FROM language").fetch_all(&mut bot.database().await).await.unwrap()
    };
    assert!(languages().await.is_empty());
    assert_eq!(bot.telegram.message(answer.id).text, "trade", "nothing was changed");

    let mut message = bot.telegram.draft(BOB, GROUP, "@arcadia_test_bot /language ru");
    message["from"] = json!({ "id": 1_087_968_824, "is_bot": true, "first_name": "Group" });
    message["sender_chat"] = message["chat"].clone();
    bot.telegram.say_update(json!({ "message": message }));
    assert_eq!(bot.said(GROUP, 3).await[2], "по-русски", "who writes as the group runs it");
    assert_eq!(languages().await, ["ru"]);
    bot.telegram.make_admin(GROUP, ANN);
    bot.telegram.press_as(ANN, answer.id, "Русский");
    assert_eq!(bot.said(GROUP, 4).await[3], "по-русски");
    bot.telegram.say(BOB, BOB, "/language ru");
    assert_eq!(bot.said(BOB, 1).await, ["по-русски"], "their own is everybody's to choose");
    bot.telegram.fault(Fault::BadGateway).on("getChatMember");
    bot.telegram.say(ANN, GROUP, "@arcadia_test_bot /language ru");
    assert_eq!(bot.said(GROUP, 5).await[4], Language::Ru.say(Msg::TelegramSilent));
    bot.telegram.assert_clean();
}

// What is kept

#[tokio::test]
async fn a_chosen_language_is_kept_over_a_restart() {
    let mut bot = serve().await;
    bot.telegram.say(ANN, ANN, "/language ru");
    bot.said(ANN, 1).await;
    bot.stop().await.unwrap();
    bot.start().await;
    bot.telegram.say(ANN, ANN, "/trade@other_bot");
    assert_eq!(bot.said(ANN, 2).await[1], Language::Ru.say(Msg::NotOurs { bot: "other_bot".into() }));
}

#[tokio::test]
async fn what_a_kill_left_in_the_inbox_is_answered_at_the_start() {
    let mut bot = serve().await;
    bot.nothing_more_is_said(ANN, ANN).await;
    bot.stop().await.unwrap();
    let message = bot.telegram.draft(ANN, ANN, "left behind");
    let lost = bot.telegram.draft(ANN, ANN, "brought us down");
    let mut database = bot.database().await;
    for (id, begun, message) in [(1, 2, message), (2, 3, lost)] {
        let update = json!({ "update_id": id, "message": message });
        let now = bot.clock.now().as_millisecond();
        sqlx::query("INSERT INTO inbox (id, taken, begun, body) VALUES (?, ?, ?, ?)")
            .bind(id)
            .bind(now)
            .bind(begun)
            .bind(update.to_string())
            .execute(&mut database)
            .await
            .unwrap();
    }
    bot.start().await;
    assert_eq!(bot.said(ANN, 3).await[1..], ["left behind".to_owned(), ask_again()]);
    bot.nothing_more_is_said(ANN, ANN).await;
}

#[tokio::test]
async fn while_the_store_cannot_be_written_questions_are_answered_and_confirmed_after_that() {
    let bot = serve().await;
    bot.nothing_more_is_said(ANN, ANN).await;
    bot.telegram.wait_until(|telegram| telegram.pending_updates() == 0, SOON).await;
    let mut database = bot.database().await;
    sqlx::query("ALTER TABLE inbox RENAME TO elsewhere").execute(&mut database).await.unwrap();
    bot.telegram.fault(Fault::Delay(Duration::from_millis(400))).on("sendMessage");
    bot.telegram.say(ANN, ANN, "trade");
    bot.telegram.wait_until(|telegram| telegram.calls("sendMessage").len() == 2, SOON).await;
    assert_eq!(bot.telegram.pending_updates(), 1, "a kill would lose it");
    bot.telegram.wait_until(|telegram| telegram.pending_updates() == 0, SOON).await;
    assert_eq!(bot.said(ANN, 2).await[1], "trade");
    sqlx::query("ALTER TABLE channel RENAME TO channels").execute(&mut database).await.unwrap();
    bot.telegram.say(ANN, ANN, "/channels");
    assert_eq!(bot.said(ANN, 3).await[2], Language::En.say(Msg::StoreSilent));
    sqlx::query("ALTER TABLE channels RENAME TO channel").execute(&mut database).await.unwrap();
    sqlx::query("ALTER TABLE elsewhere RENAME TO inbox").execute(&mut database).await.unwrap();
    bot.telegram.say(ANN, ANN, "more trade");
    assert_eq!(bot.said(ANN, 4).await[3], "more trade");
    bot.nothing_more_is_said(ANN, ANN).await;
}

#[tokio::test]
async fn an_update_that_comes_again_is_answered_once_though_the_store_fails() {
    let bot = serve().await;
    bot.nothing_more_is_said(ANN, ANN).await;
    let mut database = bot.database().await;
    sqlx::query("ALTER TABLE inbox RENAME TO elsewhere").execute(&mut database).await.unwrap();
    let update = json!([{ "update_id": 5, "message": bot.telegram.draft(ANN, ANN, "trade") }]);
    bot.telegram.fault(Fault::Answer(update)).on("getUpdates").times(2);
    assert_eq!(bot.said(ANN, 2).await[1], "trade");
    bot.nothing_more_is_said(ANN, ANN).await;
}

#[tokio::test]
async fn health_tells_of_a_store_that_fails_though_others_of_its_calls_do_not_and_of_a_bot_that_is_gone() {
    let mut bot = serve().await;
    bot.nothing_more_is_said(ANN, ANN).await;
    bot.health(|health| matches!(health, Health::Well(_))).await;
    let mut database = bot.database().await;
    sqlx::query("ALTER TABLE channel RENAME TO away").execute(&mut database).await.unwrap();
    bot.telegram.say(ANN, ANN, "/channels");
    assert_eq!(bot.said(ANN, 2).await[1], Language::En.say(Msg::StoreSilent));
    // It is told the next time that the bot says how it is.
    bot.clock.turn_by(Duration::from_secs(10));
    bot.nothing_more_is_said(ANN, ANN).await;
    bot.health(|health| matches!(health, Health::Failing(_, why) if why.contains("store"))).await;
    sqlx::query("ALTER TABLE away RENAME TO channel").execute(&mut database).await.unwrap();
    bot.clock.turn_by(Duration::from_secs(31));
    bot.telegram.say(ANN, ANN, "/channels");
    bot.health(|health| matches!(health, Health::Well(_))).await;
    bot.stop().await.unwrap();
    bot.clock.turn_by(health::ABSENCE + Duration::from_secs(1));
    bot.health(|health| matches!(health, Health::Absent(_))).await;
}

#[tokio::test]
async fn a_message_that_is_answered_leaves_no_text_in_any_file() {
    let bot = serve().await;
    bot.nothing_more_is_said(ANN, ANN).await;
    let written = || {
        let files = std::fs::read_dir(bot.folder.path()).unwrap().flatten();
        files.flat_map(|file| std::fs::read(file.path()).unwrap_or_default()).collect::<Vec<u8>>()
    };
    let stands = || written().windows(6).any(|letters| letters == b"canary");
    bot.telegram.fault(Fault::Delay(Duration::from_millis(300))).on("sendMessage").chat(ANN);
    bot.telegram.say(ANN, ANN, "trade of the canary");
    bot.telegram.wait_until(|telegram| telegram.calls("sendMessage").len() == 2, SOON).await;
    assert!(stands(), "until it is answered it is written down");
    bot.said(ANN, 2).await;
    let deadline = Instant::now() + 4 * SOON;
    while stands() {
        assert!(Instant::now() < deadline, "it can be read still");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

#[tokio::test]
async fn a_store_that_is_locked_keeps_no_answer_waiting_and_answers_none_twice() {
    let mut bot = serve().await;
    bot.nothing_more_is_said(ANN, ANN).await;
    let mut database = bot.database().await;
    sqlx::query("BEGIN EXCLUSIVE").execute(&mut database).await.unwrap();
    for number in 0..3 {
        bot.telegram.say(ANN, ANN, &format!("trade {number}"));
        // The file stays locked, so none of them waited for its end.
        assert_eq!(bot.said(ANN, number + 2).await[number + 1], format!("trade {number}"));
    }
    bot.telegram.wait_until(|telegram| telegram.pending_updates() == 0, SOON).await;
    sqlx::query("COMMIT").execute(&mut database).await.unwrap();
    let unsettled = "SELECT count(*) FROM inbox WHERE done = 0";
    let deadline = Instant::now() + 2 * SOON;
    while sqlx::query_scalar::<_, i64>(unsettled).fetch_one(&mut database).await.unwrap() > 0 {
        assert!(Instant::now() < deadline, "what was answered is settled once it can be");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    bot.stop().await.unwrap();
    bot.start().await;
    bot.nothing_more_is_said(ANN, ANN).await;
    assert_eq!(bot.telegram.messages(ANN).len(), 5);
}

#[tokio::test]
#[ignore = "needs PostgreSQL: .ci/postgres cargo test -- --include-ignored"]
async fn postgres_that_is_cut_off_keeps_no_answer_waiting() {
    let mut bot = Served::prepared().await;
    let (address, swallows) = line_that_may_swallow(&database_of_postgres().await).await;
    bot.elsewhere = Some(address.to_string());
    bot.start().await;
    bot.nothing_more_is_said(ANN, ANN).await;
    swallows.store(true, Ordering::Relaxed);
    for number in 0..3 {
        bot.telegram.say(ANN, ANN, &format!("trade {number}"));
        assert_eq!(bot.said(ANN, number + 2).await[number + 1], format!("trade {number}"));
    }
    bot.telegram.say(BOB, BOB, "торговля");
    assert_eq!(bot.said(BOB, 1).await, ["торговля"]);
}

#[tokio::test]
async fn a_bot_is_unwell_when_telegram_has_been_silent_for_long() {
    let mut bot = Served::prepared().await;
    bot.patience.poll_margin = Duration::from_secs(1);
    bot.start().await;
    bot.nothing_more_is_said(ANN, ANN).await;
    bot.health(|health| matches!(health, Health::Well(_))).await;
    bot.telegram.fault(Fault::Silence).on("getUpdates").times(99);
    let polls = bot.telegram.calls("getUpdates").len();
    bot.telegram.wait_until(|telegram| telegram.calls("getUpdates").len() > polls, SOON).await;
    bot.clock.turn_by(Duration::from_secs(100));
    bot.health(|health| matches!(health, Health::Unwell(_))).await;
    bot.telegram.clear_faults();
    bot.nothing_more_is_said(ANN, ANN).await;
    bot.health(|health| matches!(health, Health::Well(_))).await;
    assert!(health::look("sqlite:/nowhere/bot.db", &bot.clock).await.is_err());
}

// What goes wrong

#[tokio::test]
async fn a_crash_in_one_answer_harms_no_other() {
    let bot = serve().await;
    bot.telegram.say(ANN, ANN, "crash");
    bot.telegram.say(ANN, ANN, "trade");
    bot.telegram.say(BOB, BOB, "торговля");
    assert_eq!(bot.said(ANN, 2).await, [Language::En.say(Msg::Broken), "trade".to_owned()]);
    assert_eq!(bot.said(BOB, 1).await, ["торговля"]);
    bot.telegram.wait_until(|telegram| telegram.pending_updates() == 0, SOON).await;
    bot.telegram.assert_clean();
}

#[tokio::test]
async fn two_hundred_questions_that_are_never_answered_delay_no_other_chat() {
    let mut bot = Served::prepared().await;
    bot.patience.answer = 12 * SOON;
    for number in 0..200 {
        bot.telegram.say(ANN, ANN, &format!("never {number}"));
    }
    bot.start().await;
    bot.telegram.wait_until(|telegram| telegram.pending_updates() == 0, SOON).await;
    bot.telegram.say(BOB, BOB, "торговля");
    assert_eq!(bot.said(BOB, 1).await, ["торговля"]);
    assert_eq!(bot.telegram.messages(ANN).len(), 0);
    assert!(bot.unsettled().await >= 200, "all of hers still wait");
    bot.telegram.assert_clean();
}

#[tokio::test]
async fn two_hundred_slow_questions_get_one_apology() {
    let mut bot = Served::prepared().await;
    bot.patience.answer = Duration::from_secs(1);
    for number in 0..200 {
        bot.telegram.say(ANN, ANN, &format!("slow {number}"));
    }
    bot.start().await;
    let late = ask_again();
    bot.telegram
        .wait_until(|telegram| telegram.messages(ANN).last().is_some_and(|message| message.text == late), SOON)
        .await;
    bot.nothing_more_is_said(ANN, ANN).await;
    let said = bot.said(ANN, 1).await;
    assert_eq!(said.iter().filter(|said| **said == late).count(), 1, "{said:#?}");
    assert!(said.len() <= 7, "{said:#?}");
    bot.telegram.assert_clean();
}

#[tokio::test]
async fn who_asks_far_too_much_is_told_to_slow_down() {
    let mut bot = Served::prepared().await;
    bot.patience.answer = Duration::from_secs(1);
    for number in 0..400 {
        bot.telegram.say(ANN, ANN, &format!("slow {number}"));
    }
    bot.start().await;
    let slow_down = Language::En.say(Msg::SlowDown);
    bot.telegram
        .wait_until(|telegram| telegram.messages(ANN).iter().any(|message| message.text == slow_down), SOON)
        .await;
    bot.telegram.wait_until(|telegram| telegram.pending_updates() == 0, SOON).await;
    tokio::time::sleep(Duration::from_secs(1)).await;
    bot.nothing_more_is_said(ANN, ANN).await;
    assert!(bot.telegram.messages(ANN).len() <= 7, "{:#?}", bot.telegram.messages(ANN).len());
}

/// Ann asks a hundred times at once.
fn flood_the_group(bot: &Served) {
    bot.telegram.limits(true);
    for number in 0..100 {
        bot.telegram.say(ANN, GROUP, &format!("/help Ann {number}"));
    }
}

/// The numbers that Ann put behind those of her questions that were answered.
fn of_ann(bot: &Served) -> Vec<usize> {
    let number = |message: &Message| message.text.strip_prefix("/help Ann ")?.split(' ').next()?.parse().ok();
    bot.telegram.messages(GROUP).iter().filter_map(number).collect()
}

fn told(bot: &Served, chat: i64, words: &str) -> usize {
    bot.telegram.messages(chat).iter().filter(|message| message.text == words).count()
}

#[tokio::test]
async fn a_flood_in_a_group_is_held_back_and_told_once() {
    let bot = serve().await;
    flood_the_group(&bot);
    bot.telegram.say(BOB, BOB, "торговля");
    bot.said(BOB, 1).await;
    bot.telegram.wait_until(|_| of_ann(&bot).len() == 5, 2 * SOON).await;
    bot.telegram.wait_until(|telegram| telegram.pending_updates() == 0, SOON).await;
    bot.nothing_more_is_said(BOB, BOB).await;
    assert_eq!(told(&bot, GROUP, &Language::En.say(Msg::SlowDown)), 1);
    assert!(of_ann(&bot).len() <= 6 && of_ann(&bot).is_sorted(), "{:?}", of_ann(&bot));
    bot.telegram.assert_clean();
}

#[tokio::test]
async fn in_a_group_people_take_turns_each_in_the_order_of_their_questions() {
    let mut bot = Served::prepared().await;
    flood_the_group(&bot);
    for number in 0..3 {
        bot.telegram.say(BOB, GROUP, &format!("/help Bob {number}"));
    }
    bot.start().await;
    let of_bob = |number: usize| format!("/help Bob {number}");
    bot.telegram.wait_until(|_| told(&bot, GROUP, &of_bob(2)) == 1, 3 * SOON).await;
    let said = bot.said(GROUP, 1).await;
    let asked: Vec<&str> = said.iter().filter_map(|text| text.strip_prefix("/help ")).collect();
    let of_bob: Vec<usize> = (0..asked.len()).filter(|place| asked[*place].starts_with("Bob")).collect();
    assert_eq!(of_bob.iter().map(|place| asked[*place]).collect::<Vec<_>>(), ["Bob 0", "Bob 1", "Bob 2"]);
    assert!(of_bob.windows(2).all(|pair| pair[1] - pair[0] == 2), "every other turn is Ann's: {asked:?}");
    assert!(of_ann(&bot).is_sorted());
    bot.telegram.assert_clean();
}

#[tokio::test]
async fn who_never_stops_asking_in_a_group_leaves_half_of_its_turns_to_others() {
    let bot = serve().await;
    bot.telegram.limits(true);
    let slow_down = Language::En.say(Msg::SlowDown);
    // She asks again as soon as she is answered, and so has never much that waits.
    for number in 0..10 {
        bot.telegram.say(ANN, GROUP, &format!("/help Ann {number}"));
        bot.telegram.wait_until(|_| of_ann(&bot).len() == number + 1, 4 * SOON).await;
    }
    for number in 0..2 {
        for more in 0..20 {
            bot.telegram.say(ANN, GROUP, &format!("/help Ann {number} {more}"));
        }
        bot.telegram.say(BOB, GROUP, &format!("/help Bob {number}"));
        let answer = format!("/help Bob {number}");
        bot.telegram.wait_until(|_| told(&bot, GROUP, &answer) == 1, 4 * SOON).await;
    }
    bot.all_is_settled().await;
    assert_eq!((of_ann(&bot).len(), told(&bot, GROUP, &slow_down)), (10, 1), "her half, and one word");
    assert_eq!(told(&bot, GROUP, &ask_again()), 0, "her time is over because she asks too fast");
    bot.telegram.assert_clean();
}

#[tokio::test]
async fn of_five_long_answers_at_once_each_is_said_whole_or_not_begun_and_others_have_their_turns() {
    let mut bot = Served::prepared().await;
    bot.telegram.limits(true);
    for _ in 0..5 {
        bot.telegram.say(ANN, GROUP, "@arcadia_test_bot long");
    }
    bot.telegram.say(BOB, GROUP, "/help Bob");
    bot.start().await;
    bot.telegram.wait_until(|_| told(&bot, GROUP, "/help Bob") == 1, 6 * SOON).await;
    bot.all_is_settled().await;
    let of_ann: Vec<Message> =
        bot.telegram.messages(GROUP).into_iter().filter(|message| is_of_long(&message.text)).collect();
    let begun = of_ann.iter().filter(|message| message.text.starts_with("long")).count();
    let ended = of_ann.iter().filter(|message| !message.keyboard.is_empty()).count();
    assert!(begun >= 1 && begun == ended, "{begun} are begun and {ended} ended");
    assert!(of_ann.len().is_multiple_of(begun) && of_ann.len() > begun, "{} messages of {begun} answers", of_ann.len());
    assert!(of_ann.len() <= 10, "half of the turns are for others");
    let place = |found: fn(&str) -> bool| bot.telegram.messages(GROUP).iter().position(|message| found(&message.text));
    let bob = place(|text| text == "/help Bob").unwrap();
    assert!(bob <= of_ann.len() / begun, "he is answered behind the first of hers");
    let slow_down = told(&bot, GROUP, &Language::En.say(Msg::SlowDown));
    assert!(slow_down + told(&bot, GROUP, &ask_again()) <= 2 && slow_down <= 1, "who waits too long is told once");
    bot.telegram.assert_clean();
}

fn is_of_long(text: &str) -> bool {
    text.starts_with("long") || text.starts_with("a long line")
}

#[tokio::test]
async fn a_chat_that_has_to_wait_waits_alone_and_is_told_once() {
    let mut bot = Served::prepared().await;
    bot.patience.answer = Duration::from_secs(1);
    bot.start().await;
    bot.telegram.fault(Fault::RetryAfter(3)).on("sendMessage").chat(ANN);
    for number in 0..5 {
        bot.telegram.say(ANN, ANN, &format!("trade {number}"));
    }
    bot.telegram.say(BOB, BOB, "торговля");
    bot.said(BOB, 1).await;
    assert_eq!(bot.said(ANN, 1).await, [ask_again()]);
    let calls = bot.telegram.calls("sendMessage");
    let to = |chat: i64| calls.iter().filter(|call| call.params["chat_id"] == chat).map(|call| call.number).collect();
    let (to_ann, to_bob): (Vec<usize>, Vec<usize>) = (to(ANN), to(BOB));
    assert!(to_bob[0] < to_ann[1], "he is answered while she has to wait: {to_ann:?} {to_bob:?}");
    bot.telegram.wait_until(|telegram| telegram.pending_updates() == 0, SOON).await;
    bot.telegram.assert_clean();
}

#[tokio::test]
async fn a_short_wait_costs_no_answer() {
    let bot = serve().await;
    bot.telegram.fault(Fault::RetryAfter(1)).on("sendMessage");
    bot.telegram.say(ANN, ANN, "trade");
    assert_eq!(bot.said(ANN, 1).await, ["trade"]);
    bot.telegram.assert_clean();
}

#[tokio::test]
async fn an_answer_survives_whatever_telegram_does_once() {
    let bot = serve().await;
    let faults = [
        Fault::refuse(401, "Unauthorized"),
        Fault::refuse(404, "Not Found"),
        Fault::refuse(409, "Conflict: terminated by other getUpdates request"),
        Fault::refuse(500, "Internal Server Error"),
        Fault::refuse(400, "Bad Request: can't parse entities: Unsupported start tag"),
        Fault::BadGateway,
        Fault::Garbage,
        Fault::Cut,
        Fault::Answer(json!([])),
    ];
    for (number, fault) in faults.into_iter().enumerate() {
        let text = format!("trade {number}");
        bot.telegram.fault(fault.clone()).on("sendMessage");
        bot.telegram.say(ANN, ANN, &text);
        let said = bot.said(ANN, number + 1).await;
        assert_eq!(said.last(), Some(&text), "{fault:?}");
    }
    assert_eq!(bot.telegram.messages(ANN).len(), 9);
    bot.telegram.assert_clean();
}

#[tokio::test]
async fn an_answer_that_telegram_takes_long_over_is_waited_for_and_said_once() {
    let mut bot = Served::prepared().await;
    bot.patience.answer = Duration::from_millis(300);
    bot.start().await;
    bot.telegram.say(ANN, ANN, "trade");
    let button = bot.telegram.wait_for_messages(ANN, 1, SOON).await[0].id;
    let slow = Duration::from_millis(900);
    bot.telegram.fault(Fault::Late(slow)).on("sendMessage").chat(BOB);
    bot.telegram.say(BOB, BOB, "торговля");
    bot.telegram.fault(Fault::Delay(slow)).on("sendMessage").chat(ANN);
    bot.telegram.say(ANN, ANN, "more trade");
    assert_eq!(bot.said(ANN, 2).await, ["trade", "more trade"]);
    bot.telegram.fault(Fault::Delay(slow)).on("editMessageText");
    bot.telegram.fault(Fault::Delay(slow)).on("answerCallbackQuery");
    bot.telegram.press(button, "Help");
    bot.telegram.wait_until(|telegram| telegram.message(button).text == "en help", SOON).await;
    bot.telegram.wait_until(|telegram| telegram.unanswered_callbacks().is_empty(), SOON).await;
    bot.nothing_more_is_said(ANN, ANN).await;
    bot.nothing_more_is_said(BOB, BOB).await;
    let calls = ["sendMessage", "editMessageText", "answerCallbackQuery"].map(|call| bot.telegram.calls(call).len());
    assert_eq!(calls, [5, 1, 1]);
    bot.telegram.assert_clean();
}

#[tokio::test]
async fn a_long_answer_that_was_begun_in_time_is_said_to_its_end() {
    let mut bot = Served::prepared().await;
    bot.patience.answer = Duration::from_millis(400);
    bot.start().await;
    bot.telegram.fault(Fault::Delay(Duration::from_millis(500))).on("sendMessage").times(9);
    bot.telegram.say(ANN, ANN, "long");
    bot.telegram.wait_until(|telegram| telegram.messages(ANN).iter().any(|part| !part.keyboard.is_empty()), SOON).await;
    assert!(bot.telegram.messages(ANN).len() > 1);
    assert_eq!(told(&bot, ANN, &ask_again()), 0);
    bot.telegram.assert_clean();
}

#[tokio::test]
async fn after_a_time_out_nothing_more_is_said_for_the_answer_may_be_there() {
    let mut bot = Served::prepared().await;
    bot.patience.post = Duration::from_millis(300);
    bot.start().await;
    bot.telegram.say(ANN, ANN, "trade");
    let button = bot.telegram.wait_for_messages(ANN, 1, SOON).await[0].id;
    let late = Fault::Late(Duration::from_secs(2));
    // A crash has its excuse sent in place of an answer, and of a long answer the rest is left away.
    for (number, asked) in ["trade", "crash", "long"].into_iter().enumerate() {
        for (turn, fault) in [late.clone(), Fault::Silence].into_iter().enumerate() {
            bot.telegram.fault(fault.clone()).on("sendMessage");
            bot.telegram.say(ANN, ANN, asked);
            bot.nothing_more_is_sent(ANN, 2 + 4 * number + 2 * turn).await;
        }
    }
    for fault in [late, Fault::Silence] {
        bot.telegram.fault(fault.clone()).on("editMessageText");
        bot.telegram.fault(fault).on("answerCallbackQuery");
        bot.telegram.press(button, "Help");
    }
    bot.nothing_more_is_said(ANN, ANN).await;
    let calls = ["editMessageText", "answerCallbackQuery"].map(|call| bot.telegram.calls(call).len());
    assert_eq!(calls, [2, 2]);
    bot.all_is_settled().await;
}

#[tokio::test]
async fn a_long_row_of_cuts_or_garbage_loses_no_question_and_holds_up_no_other_chat() {
    for fault in [Fault::Cut, Fault::Garbage] {
        let mut bot = Served::prepared().await;
        bot.patience.again = Duration::from_millis(10);
        bot.start().await;
        bot.telegram.fault(fault.clone()).on("sendMessage").chat(ANN).times(6);
        bot.telegram.say(ANN, ANN, "trade");
        assert_eq!(bot.said(ANN, 1).await, ["trade"], "{fault:?}");
        assert_eq!(bot.telegram.calls("sendMessage").len(), 7);
        bot.stop().await.unwrap();

        bot.patience.answer = Duration::from_millis(300);
        bot.start().await;
        bot.telegram.fault(fault.clone()).on("sendMessage").chat(ANN).times(1000);
        for number in 0..5 {
            bot.telegram.say(ANN, ANN, &format!("trade {number}"));
        }
        bot.telegram.wait_until(|telegram| telegram.calls("sendMessage").len() > 7 + 12, SOON).await;
        bot.telegram.say(BOB, BOB, "торговля");
        assert_eq!(bot.said(BOB, 1).await, ["торговля"], "{fault:?}");
        assert_eq!(bot.said(ANN, 1).await, ["trade"], "{fault:?}");
        bot.telegram.clear_faults();
        assert_eq!(bot.said(ANN, 2).await, ["trade".to_owned(), ask_again()], "{fault:?}");
        bot.telegram.wait_until(|telegram| telegram.pending_updates() == 0, SOON).await;
        bot.nothing_more_is_said(ANN, ANN).await;
        bot.telegram.assert_clean();
    }
}

#[tokio::test]
async fn who_pressed_a_button_in_vain_is_told_in_passing_or_beneath_it() {
    for is_too_old in [false, true] {
        let mut bot = Served::prepared().await;
        bot.patience.again = Duration::from_millis(10);
        bot.patience.answer = Duration::from_millis(200);
        bot.start().await;
        bot.telegram.say(ANN, ANN, "trade");
        let button = bot.telegram.wait_for_messages(ANN, 1, SOON).await[0].id;
        bot.telegram.fault(Fault::Cut).on("editMessageText").times(1000);
        bot.telegram.fault(Fault::Cut).on("answerCallbackQuery").times(10);
        if is_too_old {
            bot.telegram.fault(Fault::refuse(400, "Bad Request: query is too old")).on("answerCallbackQuery");
        }
        bot.telegram.press(button, "Help");
        bot.telegram.wait_until(|telegram| telegram.calls("answerCallbackQuery").len() == 11, SOON).await;
        let words = bot.telegram.calls("answerCallbackQuery").last().unwrap().params["text"].clone();
        assert_eq!(words, json!(ask_again()));
        if is_too_old {
            let beneath = bot.telegram.wait_for_messages(ANN, 2, SOON).await.remove(1);
            assert_eq!((beneath.text, beneath.reply_to), (ask_again(), Some(button)));
        }
        bot.nothing_more_is_said(ANN, ANN).await;
    }
}

#[tokio::test]
async fn an_answer_that_may_have_arrived_is_sent_once_more_at_most() {
    let bot = serve().await;
    for (number, fault) in [Fault::CutAfter, Fault::Truncate].into_iter().enumerate() {
        bot.telegram.fault(fault).on("sendMessage");
        bot.telegram.say(ANN, ANN, "trade");
        assert_eq!(bot.said(ANN, 2 * number + 2).await, vec!["trade"; 2 * number + 2]);
    }
    bot.telegram.wait_until(|telegram| telegram.pending_updates() == 0, SOON).await;
    bot.telegram.assert_clean();
}

#[tokio::test]
async fn when_telegram_stays_broken_the_chat_is_told_later() {
    let mut bot = Served::prepared().await;
    bot.patience.answer = Duration::from_secs(1);
    bot.start().await;
    bot.telegram.fault(Fault::BadGateway).on("sendMessage").times(4);
    bot.telegram.say(ANN, ANN, "trade");
    assert_eq!(bot.said(ANN, 1).await, [ask_again()]);
}

#[tokio::test]
async fn who_cannot_be_written_to_is_not_tried_again() {
    let bot = serve().await;
    for description in [
        "Forbidden: bot was blocked by the user",
        "Forbidden: user is deactivated",
        "Forbidden: bot was kicked from the supergroup chat",
    ] {
        bot.telegram.fault(Fault::refuse(403, description)).on("sendMessage");
        bot.telegram.say(ANN, ANN, "trade");
    }
    bot.telegram.fault(Fault::refuse(400, "Bad Request: chat not found")).on("sendMessage");
    bot.telegram.say(ANN, ANN, "trade");
    bot.telegram.wait_until(|telegram| telegram.calls("sendMessage").len() == 4, SOON).await;
    bot.nothing_more_is_said(ANN, ANN).await;
    assert_eq!(bot.telegram.calls("sendMessage").len(), 5);
}

#[tokio::test]
async fn a_group_that_has_moved_is_answered_where_it_is_now() {
    let mut bot = serve().await;
    const NEW: i64 = -100_500;
    bot.telegram.chat(NEW, ChatKind::Supergroup, "Traders");
    bot.telegram.make_admin(GROUP, ANN);
    bot.telegram.say(ANN, GROUP, "@arcadia_test_bot /language ru");
    bot.said(GROUP, 1).await;
    bot.telegram.fault(Fault::MigratedTo(NEW)).on("sendMessage").chat(GROUP).times(1);
    bot.telegram.say(ANN, GROUP, "/help moved");
    assert_eq!(bot.said(NEW, 1).await, ["/help moved"]);
    bot.telegram.say(ANN, GROUP, "/help again");
    assert_eq!(bot.said(NEW, 2).await[1], "/help again");
    bot.stop().await.unwrap();
    let chats: Vec<i64> =
        sqlx::query_scalar("SELECT chat FROM language").fetch_all(&mut bot.database().await).await.unwrap();
    assert_eq!(chats, [NEW]);
}

#[tokio::test]
async fn a_group_that_says_it_moves_takes_its_language_along() {
    let bot = serve().await;
    const NEW: i64 = -100_500;
    bot.telegram.chat(NEW, ChatKind::Supergroup, "Traders");
    bot.telegram.make_admin(GROUP, ANN);
    bot.telegram.say(ANN, GROUP, "@arcadia_test_bot /language ru");
    bot.said(GROUP, 1).await;
    let mut message = bot.telegram.draft(ANN, GROUP, "");
    message["migrate_to_chat_id"] = json!(NEW);
    bot.telegram.say_update(json!({ "message": message }));
    bot.all_is_settled().await;
    bot.telegram.say(ANN, NEW, "/help");
    bot.telegram.wait_for_messages(NEW, 1, SOON).await;
    let data = bot.telegram.calls("sendMessage").last().unwrap().params["reply_markup"].to_string();
    assert!(data.contains("ru help"), "{data}");
}

#[tokio::test]
async fn polling_goes_on_whatever_telegram_does() {
    let mut bot = Served::prepared().await;
    bot.patience.poll = Duration::from_secs(0);
    bot.patience.again = Duration::from_millis(20);
    bot.patience.poll_margin = Duration::from_millis(300);
    bot.start().await;
    let faults = [
        Fault::refuse(400, "Bad Request: who knows"),
        Fault::refuse(401, "Unauthorized"),
        Fault::refuse(403, "Forbidden"),
        Fault::refuse(404, "Not Found"),
        Fault::refuse(409, "Conflict: terminated by other getUpdates request"),
        Fault::refuse(500, "Internal Server Error"),
        Fault::RetryAfter(1),
        Fault::BadGateway,
        Fault::Garbage,
        Fault::Silence,
        Fault::Cut,
        Fault::CutAfter,
        Fault::Truncate,
        Fault::Answer(json!({ "not": "a list" })),
        Fault::Answer(json!([{ "no": "number" }])),
        Fault::Answer(json!(["nonsense", 7, null])),
    ];
    for (number, fault) in faults.into_iter().enumerate() {
        bot.telegram.fault(fault.clone()).on("getUpdates");
        let text = format!("trade {number}");
        bot.telegram.say(ANN, ANN, &text);
        assert_eq!(bot.said(ANN, number + 1).await.last(), Some(&text), "{fault:?}");
    }
}

#[tokio::test]
async fn telegram_out_of_reach_at_the_start_is_waited_for() {
    let mut bot = Served::prepared().await;
    for fault in [Fault::BadGateway, Fault::Cut, Fault::RetryAfter(1)] {
        bot.telegram.fault(fault).on("getMe");
    }
    bot.start().await;
    bot.telegram.say(ANN, ANN, "trade");
    assert_eq!(bot.said(ANN, 1).await, ["trade"]);
    bot.telegram.assert_clean();
}

#[tokio::test]
async fn when_told_to_stop_what_is_held_is_finished() {
    let mut bot = serve().await;
    bot.nothing_more_is_said(ANN, ANN).await;
    bot.telegram.fault(Fault::Delay(Duration::from_millis(400))).on("sendMessage");
    bot.telegram.say(ANN, ANN, "slow trade");
    bot.telegram.wait_until(|telegram| telegram.calls("sendMessage").len() == 2, SOON).await;
    bot.stop().await.unwrap();
    assert_eq!(bot.said(ANN, 2).await[1], "slow trade");
    assert_eq!(bot.unsettled().await, 0);
}

#[tokio::test]
async fn a_stop_waits_no_longer_than_its_patience_for_what_telegram_does_not_answer() {
    let mut bot = Served::prepared().await;
    bot.patience.stop = Duration::from_millis(300);
    bot.start().await;
    bot.telegram.fault(Fault::Silence).on("sendMessage");
    bot.telegram.say(ANN, ANN, "trade");
    bot.telegram.wait_until(|telegram| telegram.calls("sendMessage").len() == 1, SOON).await;
    tokio::time::timeout(bot.patience.post / 2, bot.stop()).await.expect("it does not wait for the call").unwrap();
    bot.start().await;
    assert_eq!(bot.said(ANN, 1).await, ["trade"]);
}

#[tokio::test]
async fn when_told_to_stop_what_has_to_wait_is_left_for_the_next_start() {
    let mut bot = Served::prepared().await;
    (bot.patience.answer, bot.patience.stop) = (100 * SOON, 100 * SOON);
    bot.start().await;
    bot.telegram.fault(Fault::RetryAfter(100)).on("sendMessage");
    bot.telegram.say(ANN, ANN, "trade");
    bot.telegram.wait_until(|telegram| telegram.calls("sendMessage").len() == 1, SOON).await;
    bot.telegram.wait_until(|telegram| telegram.pending_updates() == 0, SOON).await;
    tokio::time::timeout(SOON, bot.stop()).await.expect("it does not wait until the chat is open").unwrap();
    bot.telegram.pass_time(Duration::from_secs(101));
    bot.start().await;
    assert_eq!(bot.said(ANN, 1).await, ["trade"]);
}

#[tokio::test]
async fn whatever_is_held_a_stop_takes_no_longer_than_it_may() {
    let mut bot = Served::prepared().await;
    bot.patience.answer = Duration::from_secs(60);
    bot.patience.call = Duration::from_secs(60);
    bot.patience.post = Duration::from_secs(60);
    bot.start().await;
    bot.nothing_more_is_said(ANN, ANN).await;
    bot.telegram.fault(Fault::Silence).on("sendMessage").times(9);
    for user in [ANN, BOB] {
        bot.telegram.say(user, user, "trade");
    }
    bot.telegram.wait_until(|telegram| telegram.calls("sendMessage").len() == 3, SOON).await;
    // From here on time is what the bot waits for, and nothing else takes any.
    tokio::time::pause();
    let told = tokio::time::Instant::now();
    bot.stop().await.unwrap();
    // Each wait ends up to a millisecond late.
    assert!(told.elapsed() <= bot.patience.stop + Duration::from_millis(10), "{:?}", told.elapsed());
}

// The program itself

/// The program, serving.
struct Program {
    child: Child,
}

impl Program {
    fn start(telegram: &FakeTelegram, folder: &Path, log: &str) -> Self {
        Self::with(telegram.url(), telegram.token(), folder, log)
    }

    fn with(url: &str, token: &str, folder: &Path, log: &str) -> Self {
        let child = Command::new(env!("CARGO_BIN_EXE_tradefacts"))
            .arg("serve")
            .current_dir(folder)
            .env("TELOXIDE_TOKEN", token)
            .env("TELOXIDE_API_URL", url)
            .env("TRADEFACTS_STORE", "sqlite:bot.db")
            .env("RUST_LOG", log)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn();
        Self { child: child.expect("the program was built") }
    }

    fn signal(&self, signal: &str) {
        let sent = Command::new("kill").args([signal, &self.child.id().to_string()]).status();
        assert!(sent.is_ok_and(|sent| sent.success()));
    }

    /// Waits for its end; how it ended and all it said.
    async fn ended(mut self) -> (ExitStatus, String) {
        tokio::task::spawn_blocking(move || {
            let (mut stdout, mut said) = (String::new(), String::new());
            let err = self.child.stderr.take().map(|mut err| err.read_to_string(&mut said));
            let out = self.child.stdout.take().map(|mut out| out.read_to_string(&mut stdout));
            assert!(matches!((err, out), (Some(Ok(_)), Some(Ok(_)))), "it writes text");
            (self.child.wait().expect("it ends"), said + &stdout)
        })
        .await
        .expect("waiting does not crash")
    }
}

#[tokio::test]
async fn a_wrong_token_is_one_clear_line_and_exit_2() {
    let telegram = FakeTelegram::start().await;
    let folder = tempfile::tempdir().unwrap();
    for token in ["987654321:AAwrong-wrong-wrong-wrong-wrong-wr0ng", "nonsense", ""] {
        let (status, said) = Program::with(telegram.url(), token, folder.path(), "info").ended().await;
        assert_eq!(status.code(), Some(2), "{said}");
        let errors: Vec<&str> = said.lines().filter(|line| !line.starts_with("facts: ")).collect();
        assert!(errors.len() == 1 && errors[0].contains("token"), "{said}");
        assert!(token.is_empty() || !said.contains(token), "{said}");
    }
}

#[tokio::test]
async fn the_token_appears_in_no_line_at_any_level() {
    let telegram = FakeTelegram::start().await;
    telegram.user(ANN, "Ann", "en");
    let folder = tempfile::tempdir().unwrap();
    telegram.fault(Fault::Cut).on("getMe");
    telegram.fault(Fault::BadGateway).on("getUpdates");
    telegram.fault(Fault::refuse(409, "Conflict: terminated by other getUpdates request")).on("getUpdates");
    for method in ["getMe", "getUpdates", "sendMessage"] {
        telegram.fault(repeats_the_address(500)).on(method);
    }
    let program = Program::start(&telegram, folder.path(), "trace");
    let faults = [Fault::Cut, Fault::Truncate, Fault::BadGateway, repeats_the_address(400), repeats_the_address(404)];
    for fault in faults {
        telegram.fault(fault).on("sendMessage");
        telegram.say(ANN, ANN, "/help");
    }
    telegram.wait_until(|telegram| telegram.messages(ANN).len() >= 5, 3 * SOON).await;
    drop(telegram);
    tokio::time::sleep(Duration::from_millis(400)).await;
    program.signal("-TERM");
    let (status, said) = program.ended().await;
    assert_eq!(status.code(), Some(0), "{said}");
    assert!(said.contains("TRACE") && said.contains("another instance"), "{said}");
    assert!(said.lines().filter(|line| struck(line)).count() >= 3, "{said}");
    assert_no_token(&said);
}

#[tokio::test]
async fn the_token_appears_in_no_last_words() {
    let telegram = FakeTelegram::start().await;
    let folder = tempfile::tempdir().unwrap();
    telegram.fault(repeats_the_address(401)).on("getMe");
    let (status, said) = Program::start(&telegram, folder.path(), "info").ended().await;
    assert_eq!(status.code(), Some(2), "{said}");
    assert!(said.lines().any(struck), "{said}");
    assert_no_token(&said);
}

/// A refusal as servers and proxies write it, which repeats the address of the call, plain and escaped. It is logged.
fn repeats_the_address(status: u16) -> Fault {
    Fault::refuse(status, &format!("no /bot{TOKEN}/x here, nor /bot{}/x, by {SECRET}", TOKEN.replace(':', "%3A")))
}

/// Whether a line had the token in it in each of these ways.
fn struck(line: &str) -> bool {
    line.contains("no /bot123456789:***/x here, nor /bot123456789%3A***/x, by ***")
}

fn assert_no_token(said: &str) {
    let leaks: Vec<&str> = said.lines().filter(|line| line.contains(SECRET)).collect();
    assert!(leaks.is_empty(), "{leaks:#?}");
}

const TOKEN: &str = "123456789:AAF4ke-T0ken_for_the_suite_0nly_0123";
const SECRET: &str = "AAF4ke-T0ken_for_the_suite_0nly_0123";

#[tokio::test]
async fn the_program_stops_in_order_at_sigterm_at_sigint_and_at_sighup() {
    let telegram = FakeTelegram::start().await;
    telegram.user(ANN, "Ann", "en");
    let folder = tempfile::tempdir().unwrap();
    for (number, signal) in ["-TERM", "-INT", "-HUP"].into_iter().enumerate() {
        let program = Program::start(&telegram, folder.path(), "info");
        telegram.fault(Fault::Delay(Duration::from_millis(300))).on("sendMessage");
        telegram.say(ANN, ANN, "/help");
        telegram.wait_until(|telegram| telegram.calls("sendMessage").len() == number + 1, SOON).await;
        program.signal(signal);
        let (status, said) = program.ended().await;
        assert_eq!(status.code(), Some(0), "{said}");
        assert_eq!(telegram.messages(ANN).len(), number + 1, "the answer under way was finished");
    }
}

#[tokio::test]
async fn after_a_kill_nothing_is_lost_and_only_what_was_under_way_comes_twice() {
    let mut chance = Chance::seeded("KILL_SEED");
    let telegram = FakeTelegram::start().await;
    let folder = tempfile::tempdir().unwrap();
    // The chats that were written to by each process that was killed.
    let mut written: Vec<HashSet<i64>> = Vec::new();
    let mut known = 0;
    for kill in 0..KILLS {
        all_ask(&telegram, kill, &mut chance);
        let program = Program::start(&telegram, folder.path(), "warn");
        telegram.wait_until(|telegram| telegram.calls("getMe").len() > kill, 2 * SOON).await;
        tokio::time::sleep(Duration::from_millis(chance.between(0, 250))).await;
        program.signal("-KILL");
        program.ended().await;
        let calls = telegram.calls("sendMessage");
        written.push(calls[known..].iter().filter_map(|call| call.params["chat_id"].as_i64()).collect());
        known = calls.len();
    }
    let program = Program::start(&telegram, folder.path(), "warn");
    telegram.wait_until(|telegram| telegram.calls("getMe").len() > KILLS, 2 * SOON).await;
    telegram.wait_until(|telegram| (1..=CHATS).all(|user| missing(telegram, user).is_empty()), 4 * SOON).await;
    telegram.wait_until(|telegram| telegram.pending_updates() == 0, SOON).await;
    program.signal("-TERM");
    let (status, said) = program.ended().await;
    assert_eq!(status.code(), Some(0), "{said}");
    let mut all_twice = 0;
    for user in 1..=CHATS {
        let kills = written.iter().filter(|written| written.contains(&user)).count();
        let twice: usize = (0..KILLS).map(|number| answers(&telegram, user, number).saturating_sub(1)).sum();
        assert!(twice <= kills, "chat {user}: {twice} came twice, and {kills} kills are to blame");
        all_twice += twice;
    }
    println!("{all_twice} came twice, of {CHATS} questions before each of {KILLS} kills");
}

const CHATS: i64 = 20;
const KILLS: usize = 12;

/// Each chat asks something of its own, and Telegram takes its time, before or after the answer is there.
fn all_ask(telegram: &FakeTelegram, number: usize, chance: &mut Chance) {
    for user in 1..=CHATS {
        telegram.user(user, "Someone", "en");
        telegram.say(user, user, &format!("/source {}", word(user, number)));
        let wait = Duration::from_millis(chance.between(0, 100));
        let fault = if chance.between(0, 2) == 0 { Fault::Delay(wait) } else { Fault::Late(wait) };
        telegram.fault(fault).on("sendMessage");
    }
}

/// A word that we do not know, and that its answer repeats.
fn word(user: i64, number: usize) -> String {
    format!("zork{user}x{number}q")
}

/// How often this question was answered.
fn answers(telegram: &FakeTelegram, user: i64, number: usize) -> usize {
    let said = format!("“{}”", word(user, number));
    telegram.messages(user).iter().filter(|message| message.text.contains(&said)).count()
}

/// The questions of a chat that were not answered, less as many as it was told to ask again: what was begun again and
/// again without an end is given up.
fn missing(telegram: &FakeTelegram, user: i64) -> Vec<usize> {
    let told = telegram.messages(user).iter().filter(|message| message.text == ask_again()).count();
    (0..KILLS).filter(|number| answers(telegram, user, *number) == 0).skip(told).collect()
}
