//! Channels as their admins live with them: the bot whole, against a Telegram of our own.
//!
//! Everything is ordered by what people say, press and send, and seen in what stands in their chats; the store is read
//! for what became of a post. The clock by which posts are due is turned by hand. What is decided one floor lower is
//! told in `courier`.

use std::{
    fs,
    path::Path,
    sync::{Arc, LazyLock},
    time::{Duration, Instant},
};

use jiff::{
    Timestamp,
    civil::{Weekday, time},
    tz::TimeZone,
};
use sqlx::{AssertSqlSafe, ConnectOptions, SqliteConnection, sqlite::SqliteConnectOptions};
use tempfile::TempDir;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use tradefacts::{
    app,
    catalogue::Catalogue,
    clock::Clock,
    config::{Serve, Token},
    courier::LARGEST_BACKUP,
    language::{Language, Msg},
    reload::{Facts, Pace},
    reply::{Answerer, Current},
    schedule::{
        self, CHANNELS_AN_ADMIN, Channel, Delivery, Fate, Grace, SCHEDULES_A_CHANNEL, Schedule, Skip, State, Suspended,
        What,
    },
    sheet::Folder,
    store::{self, Store},
    telegram::{self, Patience},
};

use super::{
    answers::{answerer, arcadia},
    bot::{BOT_ID, ChatKind, FakeTelegram, Fault, Message},
    sheets::copy,
};

const SOON: Duration = Duration::from_secs(30);
/// A Monday, on which every story begins.
const MORNING: &str = "2030-03-04T08:00Z";
const DAILY: &str = "daily 09:00 trade latest tz=UTC lang=en";
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
    for label in ["Schedule a post", "Trade, latest year", "Mon", "09:00", "Bishkek, UTC+6", "English"] {
        stage.press(ANN, label).await;
    }
    let confirm = stage.button(ANN, &say(Msg::ButtonConfirm)).await;
    assert!(confirm.text.starts_with("Every Monday at 09:00 (Bishkek): "), "{}", confirm.text);
    stage.press(ANN, &say(Msg::ButtonPreview)).await;
    let preview = stage.telegram.messages(ANN).into_iter().rfind(|message| message.id > confirm.id).unwrap();
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

#[tokio::test]
async fn the_first_schedule_for_a_channel_connects_it_where_both_may_post() {
    let stage = Stage::new().await;
    let channel = |chat: i64, name: &str| {
        stage.telegram.chat(chat, ChatKind::Channel, &title(chat));
        stage.telegram.name_chat(chat, name);
        stage.telegram.make_admin(chat, ANN);
    };
    for (chat, name) in [(NEWS, "news_of_arcadia"), (-100_302, "without_answer"), (-100_303, "without_right")] {
        channel(chat, name);
    }
    stage.telegram.take(-100_303, BOT_ID, "can_post_messages", ANN);
    let order = "/schedule add @news_of_arcadia daily 9am trade latest tz=Bishkek";
    let added = stage.order(ANN, order, &say(Msg::ScheduleAdded { title: title(NEWS).into() })).await;
    assert!(added.text.starts_with(&say(Msg::Connected { title: title(NEWS).into() })), "{}", added.text);
    assert!(added.text.contains("Every day at 09:00 (Bishkek): "), "{}", added.text);
    assert_eq!(stage.store.channel(NEWS).await.unwrap().unwrap().owner, Some(ANN));
    let again = stage.order(ANN, order, &say(Msg::ScheduleAdded { title: title(NEWS).into() })).await;
    assert!(!again.text.contains("onnected"), "{}", again.text);

    for (order, told) in [
        ("@without_answer daily 9am companies of atlantis", Msg::CannotPost { words: "companies of atlantis".into() }),
        ("@without_right daily 9am trade latest", Msg::BotMayNot { title: title(-100_303).into() }),
        ("@nobody_there daily 9am trade latest", Msg::NoSuchChat { chat: "@nobody_there".into() }),
    ] {
        stage.order(ANN, &format!("/schedule add {order}"), &say(told)).await;
    }
    assert_eq!(stage.store.channels_of(ANN).await.unwrap().len(), 1, "nothing else is connected");
    stage.turn_to(at("2030-03-05T03:00Z"));
    assert_eq!(stage.posts(NEWS, 2).await.len(), 2);
    stage.telegram.assert_clean();
}

#[tokio::test]
async fn a_year_that_moves_with_the_calendar_is_posted_as_it_is_then_and_a_named_one_stays() {
    let mut stage = Stage::prepared().await;
    stage.telegram.user(ANN, "Ann", "en");
    stage.catalogue = later_years();
    stage.start();
    let here = Place { owner: ANN, ..place(7, ChatKind::Channel) };
    let moving = "yearly 03-05 09:00 trade bal last year tz=UTC lang=en";
    let id = stage.scheduled(&[here], moving).await[0];
    let told = stage.heard(ANN, &say(Msg::PagesMove { time: "2029".into() })).await;
    assert!(told.text.contains("2029 (moves with the calendar)"), "{}", told.text);
    assert!(!told.text.contains(&say(Msg::PagesSame)), "each year has another page: {}", told.text);
    assert_eq!(stage.store.schedule(id).await.unwrap().unwrap().what.to_string(), "trade BAL last-year");
    let fixed = format!("/schedule add {} yearly 03-05 10:00 trade bal 2029 tz=UTC lang=en", here.chat);
    let told = stage.order(ANN, &fixed, &say(Msg::PagesFixed { time: "2029".into() })).await;
    assert!(told.text.contains(&say(Msg::PagesSame)), "{}", told.text);

    for (year, moved) in [(2030, "2029"), (2031, "2030")] {
        stage.turn_to(at(&format!("{year}-03-05T09:00Z")));
        let so_far = stage.telegram.messages(here.chat).len();
        let post = stage.posts(here.chat, so_far.max((year - 2030) * 2 + 1)).await.pop().unwrap();
        assert!(post.text.contains(moved), "{year}: {}", post.text);
        stage.turn_to(at(&format!("{year}-03-05T10:00Z")));
        let post = stage.posts(here.chat, (year - 2030) * 2 + 2).await.pop().unwrap();
        assert!(post.text.contains("2029"), "{year}: {}", post.text);
    }
    // It is the same in a file, and behind the buttons that change something else of it.
    let file = stage.backup(ANN, 2).await;
    assert!(file.contains("what: trade BAL last-year"), "{file}");
    stage.order(ANN, &format!("/delete {id}"), "is deleted").await;
    assert!(stage.sends(ANN, &file).await.starts_with(&added("1")));
    let back = stage.store.schedules_in(here.chat).await.unwrap().pop().unwrap();
    assert_eq!(back.what.to_string(), "trade BAL last-year");
    stage.order(ANN, &format!("/edit {}", back.id), "moves with the calendar").await;
    for label in ["Language", "Русский", &say(Msg::ButtonSave)] {
        stage.press(ANN, label).await;
    }
    stage.heard(ANN, &say(Msg::ScheduleChanged { title: title(here.chat).into() })).await;
    let changed = stage.store.schedule(back.id).await.unwrap().unwrap();
    assert_eq!((changed.what.to_string().as_str(), changed.language), ("trade BAL last-year", Language::Ru));
    stage.telegram.assert_clean();
}

#[tokio::test]
async fn a_schedule_says_when_it_is_made_that_its_page_will_be_the_same_until_new_facts_come_in() {
    let stage = Stage::new().await;
    let here = Place { owner: ANN, ..place(7, ChatKind::Channel) };
    stage.scheduled(&[here], DAILY).await;
    let same = say(Msg::PagesSame);
    for (order, time, is_same) in [
        ("daily 09:00 trade 2024", Some(Msg::PagesFixed { time: "2024".into() }), true),
        ("daily 09:00 trade latest", Some(Msg::PagesNewest { time: "2025".into() }), true),
        ("weekly mon 09:00 newest", None, true),
        ("once 2031-01-01 09:00 trade 2024", Some(Msg::PagesFixed { time: "2024".into() }), false),
        ("daily 09:00 rotate", None, false),
    ] {
        let told = stage.order(ANN, &format!("/schedule add {} {order}", here.chat), "Scheduled").await;
        assert_eq!(told.text.contains(&same), is_same, "{order}: {}", told.text);
        assert!(time.is_none_or(|time| told.text.contains(&say(time))), "{order}: {}", told.text);
    }
    stage.telegram.assert_clean();
}

#[tokio::test]
async fn a_topic_is_taken_only_where_there_are_topics() {
    let stage = Stage::new().await;
    let kinds = [ChatKind::Channel, ChatKind::Supergroup, ChatKind::Group, ChatKind::Forum];
    let places: Vec<Place> = kinds.into_iter().enumerate().map(|(number, kind)| place(number, kind)).collect();
    let ids = stage.scheduled(&places, DAILY).await;
    for (Place { chat, kind, owner }, id) in places.iter().zip(ids) {
        let told = match kind {
            ChatKind::Forum => "topic 5".to_owned(),
            ChatKind::Channel => say(Msg::NoTopicsInChannel { title: title(*chat).into() }),
            _ => say(Msg::NoTopicsInGroup { title: title(*chat).into() }),
        };
        stage.order(*owner, &format!("/schedule add {chat} {DAILY} topic=5"), &told).await;
        stage.order(*owner, &format!("/edit {id} topic=5"), &told).await;
        stage.order(*owner, &format!("/edit {id} topic=general"), "Changed").await;
        let has_topics = usize::from(*kind == ChatKind::Forum);
        let schedules = stage.store.schedules_in(*chat).await.unwrap();
        assert_eq!(schedules.iter().filter(|schedule| schedule.topic == Some(5)).count(), has_topics, "{kind:?}");
    }
    stage.telegram.assert_clean();
}

#[tokio::test]
async fn each_step_is_one_message_that_leads_back_to_where_it_was_begun() {
    let stage = Stage::new().await;
    let here = Place { owner: ANN, ..place(7, ChatKind::Channel) };
    let id = stage.scheduled(&[here], DAILY).await[0];
    let step = stage.order(ANN, "/schedule", &say(Msg::AskWhat)).await.id;
    let so_far = stage.telegram.messages(ANN).len();
    let asks = async |label: &str, says: &str| {
        stage.press(ANN, label).await;
        let shown = stage.heard(ANN, says).await;
        assert_eq!((shown.id, stage.telegram.messages(ANN).len()), (step, so_far), "{label} is edited in place");
        let ways = shown.buttons().pop().unwrap();
        assert_eq!(ways, [say(Msg::ButtonBack), say(Msg::ButtonCancel)], "{label}");
    };
    let back = say(Msg::ButtonBack);
    for (label, says) in [
        (say(Msg::WhatPlace), say(Msg::AskPlace)),
        (back.clone(), say(Msg::AskWhat)),
        (say(Msg::WhatNewest), say(Msg::AskDays)),
        (say(Msg::DaysDaily), say(Msg::AskTime)),
        ("10:00".to_owned(), say(Msg::AskZone)),
        ("UTC".to_owned(), say(Msg::AskLanguage)),
        ("English".to_owned(), say(Msg::AskConfirm)),
        (back.clone(), say(Msg::AskLanguage)),
        (back.clone(), say(Msg::AskZone)),
        (back.clone(), say(Msg::AskTime)),
        (back.clone(), say(Msg::AskDays)),
        (back.clone(), say(Msg::AskWhat)),
        (back.clone(), say(Msg::AskChannel)),
    ] {
        asks(&label, &says).await;
    }
    stage.press(ANN, &back).await;
    stage.heard(ANN, "Every day at 09:00 (UTC)").await;
    assert_eq!(stage.toast(ANN, step, "!days daily").await, say(Msg::DraftOver));
    // What is changed leads back to the schedule, and to nothing else of it.
    stage.order(ANN, &format!("/edit {id}"), "Every day at 09:00").await;
    for (label, says) in [
        (say(Msg::ButtonWhen), say(Msg::AskDays)),
        (say(Msg::DaysDaily), say(Msg::AskTime)),
        ("10:00".to_owned(), say(Msg::AskConfirm)),
        (back.clone(), say(Msg::AskTime)),
        (back.clone(), say(Msg::AskDays)),
        (back.clone(), say(Msg::ButtonWhen)),
    ] {
        stage.press(ANN, &label).await;
        let is_there = |message: &Message| message.text.contains(&says) || message.buttons().concat().contains(&says);
        stage.sees(ANN, &says, is_there).await;
    }
    stage.telegram.assert_clean();
}

#[tokio::test]
async fn what_is_wrong_is_answered_with_an_order_that_can_be_copied() {
    let stage = Stage::new().await;
    let here = Place { owner: ANN, ..place(7, ChatKind::Channel) };
    let chat = here.chat;
    let id = stage.scheduled(&[here], DAILY).await[0];
    for (order, says) in [
        (format!("/schedule add {chat} daily 09:00 trade latest tz=GMT+6"), "Bishkek, UTC+6"),
        (format!("/schedule add {chat} daily 25:99 trade latest"), "25:99"),
        (format!("/schedule add {chat} weekly 9am trade latest"), "9am"),
        (format!("/schedule add {chat} trade latest"), "trade"),
        (format!("/schedule add {chat} daily 09:00 trade latest tz=Atlantis"), "Atlantis"),
        (format!("/schedule add {chat} daily 09:00 trade latest topic=news"), "news"),
        (format!("/edit {id} tz=UTC+8"), "Beijing, UTC+8"),
        (format!("/edit {id} daily 99"), "99"),
        (format!("/pause {id} until tomorrow"), "tomorrow"),
    ] {
        let told = stage.order(ANN, &order, "For example: ").await;
        assert!(told.text.contains(says) && !told.text.contains("Etc/"), "{order}: {}", told.text);
        let (_, example) = told.text.split_once("For example: ").unwrap();
        let taken = stage.order(ANN, example, "at ").await;
        assert!(!taken.text.contains("For example"), "{order}: {example}: {}", taken.text);
    }
    stage.telegram.assert_clean();
}

/// The catalogue with what there will be by 2031.
fn later_years() -> Arc<Catalogue> {
    let folder = tempfile::tempdir().unwrap();
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/facts"), folder.path());
    let sheet = "\
source: { title: Later, publisher: P, published: 2031-02-01, read: 2031-02-02, language: en, url: unknown }
shared: { reporter: ARC, authority: aso, unit: million USD, partner: BAL, at: table 9 }
figures:
  - { indicator: trade, values: { 2029: 300.0, 2030: 400.0 } }
";
    fs::create_dir_all(folder.path().join("sheets/2031")).unwrap();
    fs::write(folder.path().join("sheets/2031/later.yaml"), sheet).unwrap();
    Arc::clone(answerer(&Folder::Disk(folder.path().to_owned())).catalogue())
}

// What Telegram does to bots

#[tokio::test]
async fn where_telegram_lets_nothing_be_posted_the_owner_is_told_once_what_is_missing_and_the_right_brings_it_back() {
    use ChatKind::{Channel, Forum, Group, Supergroup};
    use Suspended::{Gone, NoRights, Removed, Topic};
    let cases = [
        (403, "Forbidden: bot was kicked from the channel chat", Channel, Removed),
        (403, "Forbidden: bot is not a member of the channel chat", Channel, Removed),
        (400, "Bad Request: need administrator rights in the channel chat", Channel, NoRights),
        (400, "Bad Request: not enough rights to post messages in the channel", Channel, NoRights),
        (400, "Bad Request: have no rights to send a message", Channel, NoRights),
        (400, "Bad Request: CHAT_ADMIN_REQUIRED", Channel, NoRights),
        (400, "Bad Request: chat not found", Channel, Gone),
        (400, "Bad Request: PEER_ID_INVALID", Channel, Gone),
        (400, "Bad Request: CHANNEL_PRIVATE", Channel, Removed),
        (403, "Forbidden: bot was kicked from the group chat", Group, Removed),
        (403, "Forbidden: bot is not a member of the group chat", Group, Removed),
        (403, "Forbidden: the group chat was deleted", Group, Gone),
        (400, "Bad Request: group is deactivated", Group, Gone),
        (403, "Forbidden: bot was kicked from the supergroup chat", Supergroup, Removed),
        (403, "Forbidden: bot is not a member of the supergroup chat", Supergroup, Removed),
        (400, "Bad Request: not enough rights to send text messages to the chat", Supergroup, NoRights),
        (400, "Bad Request: CHAT_WRITE_FORBIDDEN", Supergroup, NoRights),
        (400, "Bad Request: CHAT_RESTRICTED", Supergroup, NoRights),
        (400, "Bad Request: CHAT_SEND_PLAIN_FORBIDDEN", Supergroup, NoRights),
        (400, "Bad Request: USER_BANNED_IN_CHANNEL", Supergroup, NoRights),
        (403, "Forbidden: user is deactivated", Supergroup, Gone),
        (403, "Forbidden: bot was blocked by the user", Supergroup, Removed),
        (400, "Bad Request: message thread not found", Forum, Topic),
        (400, "Bad Request: TOPIC_CLOSED", Forum, Topic),
        (400, "Bad Request: TOPIC_DELETED", Forum, Topic),
    ];
    let stage = Stage::new().await;
    let places: Vec<Place> = cases.iter().enumerate().map(|(number, (.., kind, _))| place(number, *kind)).collect();
    stage.scheduled(&places, DAILY).await;
    for ((code, description, ..), Place { chat, .. }) in cases.iter().zip(&places) {
        stage.telegram.fault(Fault::refuse(*code, description)).on("sendMessage").chat(*chat);
    }
    stage.turn_to(march(4, 9));
    for ((_, description, _, cause), Place { chat, owner, .. }) in cases.iter().zip(&places) {
        let log = stage.settled(*chat, 1).await;
        assert_eq!(log[0].fate, Fate::Refused((*description).to_owned()));
        assert_eq!(stage.suspended(*chat).await, Some(*cause), "{description}");
        stage.heard(*owner, &suspended(*chat, *cause)).await;
    }
    stage.turn_to(march(5, 9));
    for ((_, description, ..), Place { chat, owner, kind }) in cases.iter().zip(&places) {
        let log = stage.settled(*chat, 2).await;
        assert_eq!(log[0].fate, Fate::Skipped(Skip::Stopped), "{description}");
        assert_eq!(stage.called("sendMessage", *chat), 1, "{description}: it is left alone");
        let status = if *kind == ChatKind::Channel { "administrator" } else { "member" };
        stage.telegram.bot_becomes(*chat, status, *owner);
    }
    for Place { chat, owner, .. } in &places {
        stage.heard(*owner, &resumed(*chat)).await;
        assert_eq!(stage.suspended(*chat).await, None);
    }
    stage.turn_to(march(6, 9));
    for ((_, description, _, cause), Place { chat, owner, .. }) in cases.iter().zip(&places) {
        let log = stage.settled(*chat, 3).await;
        assert!(matches!(log[0].fate, Fate::Sent(Some(_))), "{description}: {log:#?}");
        assert_eq!(stage.telegram.messages(*chat).len(), 1, "{description}: what was missed is not made up for");
        let told = (stage.times(*owner, &suspended(*chat, *cause)), stage.times(*owner, &resumed(*chat)));
        assert_eq!(told, (1, 1), "{description}");
    }
    stage.telegram.assert_clean();
}

#[tokio::test]
async fn a_post_that_may_stand_there_is_asked_about_and_done_as_its_owner_says() {
    let mut stage = Stage::prepared().await;
    stage.patience.post = Duration::from_secs(1);
    stage.start();
    // Whether the post stands there.
    let faults = [
        (Fault::CutAfter, true),
        (Fault::Truncate, true),
        (Fault::Late(Duration::from_secs(2)), true),
        (Fault::Cut, false),
        (Fault::Silence, false),
        (Fault::Garbage, false),
        (Fault::Answer(serde_json::json!([])), false),
        (Fault::BadGateway, false),
        (Fault::refuse(500, "Internal Server Error"), false),
        (Fault::refuse(504, "Gateway Timeout"), false),
    ];
    let cases: Vec<_> = faults
        .into_iter()
        .flat_map(|(fault, stands)| [(fault.clone(), stands, false), (fault, stands, true)])
        .collect();
    let places = channels(cases.len());
    let ids = stage.scheduled(&places, DAILY).await;
    for ((fault, ..), Place { chat, .. }) in cases.iter().zip(&places) {
        stage.telegram.fault(fault.clone()).on("sendMessage").chat(*chat);
    }
    let due = march(4, 9);
    stage.turn_to(due);
    let mut asked = Vec::new();
    for (((fault, ..), Place { chat, owner, .. }), id) in cases.iter().zip(&places).zip(&ids) {
        let ask = stage.heard(*owner, &format!("Schedule {id}: the connection was lost")).await;
        assert!(ask.text.contains(&title(*chat)) && ask.text.contains("Mon 4 March 2030, 09:00"), "{}", ask.text);
        assert_eq!(ask.buttons(), [[say(Msg::ButtonThere), say(Msg::ButtonAgain)]]);
        assert_eq!(stage.settled(*chat, 1).await[0].fate, Fate::Unknown, "{fault:?}");
        assert_eq!(stage.suspended(*chat).await, None, "{fault:?}");
        asked.push(ask.id);
    }
    // Neither time nor another start sends it again.
    stage.stop().await;
    stage.turn_by(3600);
    stage.start();
    stage.telegram.say(places[0].owner, places[0].owner, "/privacy");
    stage.heard(places[0].owner, "/forget_me").await;
    for (((fault, _, again), Place { chat, owner, .. }), ask) in cases.iter().zip(&places).zip(&asked) {
        assert_eq!((stage.called("sendMessage", *chat), stage.settled(*chat, 1).await.len()), (1, 1), "{fault:?}");
        stage.telegram.press(*ask, say(if *again { Msg::ButtonAgain } else { Msg::ButtonThere }).as_str());
        stage.heard(*owner, &say(if *again { Msg::DecidedAgain } else { Msg::DecidedThere })).await;
    }
    for ((((fault, stands, again), Place { chat, owner, .. }), id), ask) in
        cases.iter().zip(&places).zip(&ids).zip(&asked)
    {
        let log = stage.settled(*chat, 1).await;
        let posts = stage.telegram.messages(*chat);
        assert_eq!(posts.len(), usize::from(*stands) + usize::from(*again), "{fault:?}");
        let number = posts.last().filter(|_| *again).map(|post| i32::try_from(post.id).unwrap());
        assert_eq!(log[0].fate, Fate::Sent(number), "{fault:?}");
        let toast = stage.toast(*owner, *ask, &format!("!again {id} {}", due.as_second())).await;
        assert_eq!(toast, say(Msg::DecidedAlready), "{fault:?}");
        assert_eq!(stage.called("sendMessage", *chat), 1 + usize::from(*again), "{fault:?}");
    }
    stage.telegram.assert_clean();
}

#[tokio::test]
async fn what_certainly_did_not_happen_is_tried_again_and_told_to_nobody() {
    let stage = Stage::new().await;
    let faults = [
        ("sendMessage", Fault::RetryAfter(1)),
        ("sendMessage", Fault::RetryAfter(2)),
        ("sendMessage", Fault::refuse(429, "Too Many Requests")),
        ("sendMessage", Fault::refuse(409, "Conflict: terminated by other getUpdates request")),
        // Who may post is asked anew before it.
        ("getChat", Fault::BadGateway),
        ("getChat", Fault::RetryAfter(1)),
        ("getChatMember", Fault::Cut),
        ("getChatMember", Fault::Garbage),
        ("getChatMember", Fault::refuse(500, "Internal Server Error")),
    ];
    let places = channels(faults.len());
    stage.scheduled(&places, DAILY).await;
    for ((method, fault), Place { chat, .. }) in faults.iter().zip(&places) {
        stage.telegram.fault(fault.clone()).on(method).chat(*chat);
    }
    stage.turn_to(march(5, 9));
    for ((method, fault), Place { chat, owner, .. }) in faults.iter().zip(&places) {
        let log = stage.settled(*chat, 2).await;
        assert!(matches!(log[0].fate, Fate::Sent(Some(_))) && log[0].tries == 1, "{method} {fault:?}: {log:#?}");
        assert_eq!(stage.telegram.messages(*chat).len(), 1, "{method} {fault:?}");
        assert_eq!(stage.suspended(*chat).await, None);
        assert_eq!(stage.times(*owner, "nothing is posted for now"), 0, "{method} {fault:?}");
    }
    stage.telegram.assert_clean();
}

#[tokio::test]
async fn a_chat_that_has_to_wait_for_long_waits_alone_and_in_vain_once_it_is_too_late() {
    let mut stage = Stage::new().await;
    let places = channels(4);
    let [hour, day, free, other] = places[..] else { panic!() };
    let ids = stage.scheduled(&places, DAILY).await;
    stage.telegram.fault(Fault::RetryAfter(3600)).on("sendMessage").chat(hour.chat);
    stage.telegram.fault(Fault::RetryAfter(24 * 3600)).on("sendMessage").chat(day.chat);
    stage.turn_to(march(4, 9));
    for Place { chat, .. } in [free, other] {
        stage.posts(chat, 1).await;
    }
    stage.order(ANN, "/privacy", "/forget_me").await;
    for chat in [hour.chat, day.chat] {
        stage.telegram.wait_until(|_| stage.called("sendMessage", chat) == 1, SOON).await;
    }
    stage.stop().await;
    for chat in [hour.chat, day.chat] {
        let log = stage.store.log(chat, 9).await.unwrap();
        assert_eq!((log.len(), &log[0].fate, log[0].tries), (1, &Fate::Planned, 1));
    }
    stage.turn_by(3601);
    stage.start();
    let late = stage.posts(hour.chat, 1).await.remove(0);
    assert!(late.text.starts_with("This was due on Mon 4 March 2030, 09:00"), "{}", late.text);
    assert_eq!(stage.called("sendMessage", day.chat), 1, "its time is not over");
    stage.stop().await;
    stage.turn_to(march(5, 10));
    stage.start();
    let notice = format!("Schedule {}: I was away, and one post was left out as too late", ids[1]);
    stage.heard(day.owner, &notice).await;
    stage.posts(day.chat, 1).await;
    let log = stage.settled(day.chat, 2).await;
    assert_eq!((&log[1].fate, log[1].key.due), (&Fate::Skipped(Skip::Late), march(4, 9)));
    assert!(matches!(log[0].fate, Fate::Sent(Some(_))), "{log:#?}");
    stage.telegram.assert_clean();
}

#[tokio::test]
async fn a_post_that_telegram_does_not_take_as_it_is_is_told_and_the_next_one_tried() {
    let stage = Stage::new().await;
    let descriptions = [
        "Bad Request: can't parse entities: Unsupported start tag \"figure\" at byte offset 0",
        "Bad Request: message is too long",
        "Bad Request: BUTTON_URL_INVALID",
    ];
    let places = channels(descriptions.len());
    let ids = stage.scheduled(&places, DAILY).await;
    for (description, Place { chat, .. }) in descriptions.iter().zip(&places) {
        stage.telegram.fault(Fault::refuse(400, description)).on("sendMessage").chat(*chat);
    }
    stage.turn_to(march(4, 9));
    for ((description, Place { chat, owner, .. }), id) in descriptions.iter().zip(&places).zip(&ids) {
        let notice = stage.heard(*owner, &format!("Schedule {id}: Telegram refused the post")).await;
        assert!(notice.text.contains(description), "{}", notice.text);
        assert_eq!(notice.buttons(), [[say(Msg::ButtonEdit), say(Msg::ButtonChannels)]]);
        assert_eq!(stage.settled(*chat, 1).await[0].fate, Fate::Refused((*description).to_owned()));
        assert_eq!(stage.suspended(*chat).await, None);
    }
    stage.turn_to(march(5, 9));
    for Place { chat, owner, .. } in places {
        stage.posts(chat, 1).await;
        assert_eq!((stage.called("sendMessage", chat), stage.times(owner, "Telegram refused the post")), (2, 1));
    }
    stage.telegram.assert_clean();
}

/// What a person sees of a message.
fn looks(message: &Message) -> (&str, String, Vec<Vec<String>>) {
    (&message.text, format!("{:?}", message.entities), message.buttons())
}

#[tokio::test]
async fn a_right_that_is_taken_away_is_told_at_once_and_its_return_too() {
    use ChatKind::{Channel, Group, Supergroup};
    let stage = Stage::new().await;
    // What happens to the bot there, what undoes it, and what the owner is told.
    let cases: [(ChatKind, &str, &str, Suspended); 5] = [
        (Channel, "-can_post_messages", "+can_post_messages", Suspended::NoRights),
        (Supergroup, "-can_send_messages", "+can_send_messages", Suspended::NoRights),
        (Channel, "kicked", "administrator", Suspended::Removed),
        (Supergroup, "left", "member", Suspended::Removed),
        (Group, "kicked", "member", Suspended::Removed),
    ];
    let places: Vec<Place> = cases.iter().enumerate().map(|(number, (kind, ..))| place(number, *kind)).collect();
    stage.scheduled(&places, DAILY).await;
    let happens = |what: &str, Place { chat, owner, .. }: &Place| match what.split_at(1) {
        ("-", right) => stage.telegram.take(*chat, BOT_ID, right, *owner),
        ("+", right) => stage.telegram.give(*chat, BOT_ID, right, *owner),
        _ => stage.telegram.bot_becomes(*chat, what, *owner),
    };
    for ((_, bad, _, cause), place) in cases.iter().zip(&places) {
        happens(bad, place);
        stage.heard(place.owner, &suspended(place.chat, *cause)).await;
    }
    stage.turn_to(march(4, 9));
    for Place { chat, owner, .. } in &places {
        assert_eq!(stage.settled(*chat, 1).await[0].fate, Fate::Skipped(Skip::Stopped));
        stage.order(*owner, "/channels", "Nothing is posted here").await;
    }
    for ((_, _, good, _), place) in cases.iter().zip(&places) {
        happens(good, place);
        stage.heard(place.owner, &resumed(place.chat)).await;
    }
    stage.turn_to(march(5, 9));
    for ((.., cause), Place { chat, owner, .. }) in cases.iter().zip(&places) {
        assert!(matches!(stage.settled(*chat, 2).await[0].fate, Fate::Sent(Some(_))));
        assert_eq!((stage.called("sendMessage", *chat), stage.times(*owner, &suspended(*chat, *cause))), (1, 1));
    }
    stage.telegram.assert_clean();
}

#[tokio::test]
async fn a_topic_that_is_closed_or_gone_waits_until_it_is_open_or_another_is_chosen() {
    let stage = Stage::new().await;
    let places = [place(1, ChatKind::Forum), place(2, ChatKind::Forum)];
    stage.scheduled(&places, "yearly 12-31 10:00 trade latest tz=UTC").await;
    let mut topics = Vec::new();
    for Place { chat, owner, .. } in places {
        let topic = stage.telegram.topic(chat, owner, "Figures");
        let order = format!("/schedule add {chat} {DAILY} topic={topic}");
        stage.order(owner, &order, &format!("topic {topic}")).await;
        topics.push((topic, stage.store.schedules_in(chat).await.unwrap()[1].id));
    }
    let [(closed, first), (gone, second)] = topics[..] else { panic!() };
    stage.telegram.close_topic(places[0].chat, closed);
    stage.telegram.delete_topic(places[1].chat, gone);
    stage.turn_to(march(4, 9));
    for Place { chat, owner, .. } in places {
        stage.heard(owner, &suspended(chat, Suspended::Topic)).await;
    }
    stage.telegram.open_topic(places[0].chat, closed);
    stage.order(places[0].owner, &format!("/resume {first}"), &say(Msg::ScheduleResumed)).await;
    stage.order(places[1].owner, &format!("/edit {second} topic=general"), "Changed").await;
    for Place { chat, .. } in places {
        assert_eq!(stage.suspended(chat).await, None);
    }
    stage.turn_to(march(5, 9));
    for (Place { chat, .. }, thread) in places.into_iter().zip([Some(closed), None]) {
        let posts = stage.posts(chat, 1).await;
        assert_eq!((posts.len(), posts[0].thread), (1, thread));
    }
    stage.telegram.assert_clean();
}

#[tokio::test]
async fn a_group_that_becomes_a_supergroup_keeps_its_schedules_whichever_sign_comes_first() {
    let stage = Stage::new().await;
    let signs = [&["error"][..], &["old"], &["new"], &["old", "new"], &["new", "old"], &["error", "new", "old"]];
    let places: Vec<Place> = (0..signs.len()).map(|number| place(number, ChatKind::Group)).collect();
    let ids = stage.scheduled(&places, DAILY).await;
    let new = |Place { chat, .. }: &Place| chat - 1_001_000_000_000;
    let tell_all = |place: &Place, signs: &[&str]| {
        for sign in signs {
            match *sign {
                "old" => stage.telegram.tell(place.owner, place.chat, "migrate_to_chat_id", new(place).into()),
                "new" => stage.telegram.tell(place.owner, new(place), "migrate_from_chat_id", place.chat.into()),
                _ => continue,
            };
        }
    };
    for (place, signs) in places.iter().zip(signs) {
        stage.telegram.upgrade(place.chat, new(place));
        if signs[0] != "error" {
            tell_all(place, signs);
        }
    }
    stage.telegram.wait_until(|telegram| telegram.pending_updates() == 0, SOON).await;
    stage.order(ANN, "/privacy", "/forget_me").await;
    stage.turn_to(march(4, 9));
    for (place, signs) in places.iter().zip(signs) {
        stage.posts(new(place), 1).await;
        let in_vain = usize::from(signs[0] == "error");
        assert_eq!((stage.called("sendMessage", place.chat), stage.telegram.messages(place.chat).len()), (in_vain, 0));
        tell_all(place, signs);
    }
    stage.telegram.wait_until(|telegram| telegram.pending_updates() == 0, SOON).await;
    stage.turn_to(march(5, 9));
    for ((place, signs), id) in places.iter().zip(signs).zip(ids) {
        let log = stage.settled(new(place), 2).await;
        assert!(log.iter().all(|delivery| matches!(delivery.fate, Fate::Sent(Some(_)))), "{signs:?}: {log:#?}");
        assert_eq!(stage.telegram.messages(new(place)).len(), 2, "{signs:?}");
        assert_eq!(stage.store.channel(place.chat).await.unwrap(), None);
        let schedule = stage.store.schedule(id).await.unwrap().unwrap();
        assert_eq!((schedule.chat, schedule.owner), (new(place), Some(place.owner)), "{signs:?}");
        assert_eq!(stage.times(place.owner, "nothing is posted for now"), 0, "{signs:?}");
        stage.order(place.owner, &format!("/preview {id}"), "Arcadia").await;
    }
    stage.telegram.assert_clean();
}

// What is long, or what Telegram does not answer

#[tokio::test]
async fn twenty_long_schedules_are_listed_in_as_many_messages_as_it_takes() {
    let stage = Stage::new().await;
    let [place] = channels(1)[..] else { panic!() };
    stage.kept(&[place]).await;
    let first = stage.store.schedules_in(place.chat).await.unwrap().remove(0);
    // A question that no catalogue has any more is shown as it is spelled.
    let what = What::parse(&"gone".repeat(120)).unwrap();
    for _ in 1..20 {
        let when = "weekly mon,tue,wed,thu,fri,sat,sun 09:00".to_owned();
        let schedule = Schedule { id: 0, when, what: what.clone(), ..first.clone() };
        let next = schedule.next_after(stage.clock.now()).unwrap();
        stage.store.add_schedule(&schedule, next, 20).await.unwrap();
    }
    stage.telegram.say(place.owner, place.owner, "/channels");
    let last = stage.button(place.owner, &say(Msg::ButtonLog)).await;
    let said = stage.telegram.messages(place.owner);
    assert!(said.len() > 2 && said.last().is_some_and(|message| message.id == last.id), "{}", said.len());
    assert!(said.iter().rev().skip(1).all(|message| message.keyboard.is_empty()), "the buttons stand under the last");
    let lines = said.iter().flat_map(|message| message.text.lines());
    let listed: Vec<i64> = lines.filter_map(|line| line.split_once(". ")?.0.parse().ok()).collect();
    let all: Vec<i64> =
        stage.store.schedules_in(place.chat).await.unwrap().iter().map(|schedule| schedule.id).collect();
    assert_eq!(listed, all);
    stage.telegram.assert_clean();
}

#[tokio::test]
async fn whatever_long_an_admin_writes_is_answered() {
    let stage = Stage::new().await;
    let [place] = channels(1)[..] else { panic!() };
    let id = stage.scheduled(&[place], DAILY).await[0];
    let chat = place.chat;
    for long in ["x".repeat(3900), "я".repeat(3900), "<&>".repeat(1300), "😀".repeat(1900), "a ".repeat(1900)] {
        for order in [
            format!("/edit {id} {long}"),
            format!("/edit {id} what {long}"),
            format!("/edit {id} tz={long}"),
            format!("/edit {id} grace={long}"),
            format!("/schedule add {chat} {long}"),
            format!("/schedule add {chat} daily 09:00 {long}"),
            format!("/schedule {long}"),
            format!("/connect {long}"),
            format!("/connect @{long}"),
            format!("/disconnect {long}"),
            format!("/log {long}"),
            format!("/pause {id} until {long}"),
            format!("/preview {long}"),
            format!("/trade@{long}"),
            format!("/{long}"),
            format!("/language {long}"),
            format!("/search {long}"),
            format!("/source {long}"),
            format!("/asof {long}"),
            long.clone(),
        ] {
            let so_far = stage.telegram.messages(place.owner).len();
            stage.telegram.say(place.owner, place.owner, &order);
            let answer = stage.posts(place.owner, so_far + 1).await.remove(so_far);
            assert!(answer.text.chars().count() < 1000, "as much of it as helps is quoted: {answer:?}");
        }
    }
    stage.telegram.assert_clean();
}

#[tokio::test]
async fn the_longest_titles_are_shown_wherever_a_channel_is_named() {
    let stage = Stage::new().await;
    let places = channels(2);
    let titles = ["&<".repeat(127), "😀".repeat(127)];
    let owner = places[0].owner;
    stage.telegram.user(owner, "Somebody", "en");
    for (Place { chat, .. }, title) in places.iter().zip(&titles) {
        stage.telegram.chat(*chat, ChatKind::Channel, title);
        stage.telegram.make_admin(*chat, owner);
        stage.order(owner, &format!("/connect {chat}"), title).await;
        stage.order(owner, &format!("/schedule add {chat} {DAILY}"), title).await;
    }
    stage.turn_to(march(4, 9));
    for (Place { chat, .. }, title) in places.iter().zip(&titles) {
        stage.settled(*chat, 1).await;
        for order in ["/channels".to_owned(), format!("/log {chat}"), format!("/disconnect {chat}")] {
            stage.order(owner, &order, title).await;
        }
    }
    stage.order(owner, "/schedule", &say(Msg::AskChannel)).await;
    let label = format!("{}…", "😀".repeat(63));
    stage.press(owner, &label).await;
    stage.heard(owner, &say(Msg::AskWhat)).await;
    for (Place { chat, .. }, title) in places.iter().zip(&titles) {
        stage.telegram.bot_becomes(*chat, "kicked", owner);
        stage
            .heard(owner, &say(Msg::NoticeSuspended { title: title.into(), why: why(Suspended::Removed).into() }))
            .await;
    }
    stage.telegram.assert_clean();
}

#[tokio::test]
async fn what_is_too_long_to_be_said_in_passing_is_said_beneath_the_button() {
    let stage = Stage::new().await;
    let [place] = channels(1)[..] else { panic!() };
    let title = "😀".repeat(127);
    stage.telegram.user(BOB, "Bob", "en");
    stage.scheduled(&[place], DAILY).await;
    let other = stage.telegram.chat(-100_302, ChatKind::Channel, &title);
    stage.telegram.name_chat(other, "everybody");
    let button = stage.order(BOB, "/privacy", "/forget_me").await.id;
    let toast = stage.toast(BOB, button, &format!("!connect {other}")).await;
    assert_eq!(toast, "");
    let beneath = stage.heard(BOB, &say(Msg::PersonMayNot { title: title.as_str().into() })).await;
    assert_eq!(beneath.reply_to, Some(button));
    let toast = stage.toast(BOB, button, &format!("!disconnect {}", place.chat)).await;
    assert_eq!(toast, say(Msg::NoChannel));
    stage.telegram.assert_clean();
}

#[tokio::test]
async fn what_telegram_may_have_taken_is_said_to_an_admin_once() {
    let mut stage = Stage::prepared().await;
    stage.patience.post = Duration::from_millis(500);
    stage.start();
    let [place] = channels(1)[..] else { panic!() };
    stage.scheduled(&[place], DAILY).await;
    let late = Fault::Late(Duration::from_secs(3));
    stage.telegram.fault(late.clone()).on("sendDocument");
    stage.telegram.say(place.owner, place.owner, "/backup");
    stage.telegram.wait_until(|telegram| telegram.calls("sendDocument").len() == 1, SOON).await;
    stage.order(place.owner, "/privacy", "/forget_me").await;
    assert_eq!((stage.telegram.calls("sendDocument").len(), stage.times(place.owner, &say(Msg::AskAgain))), (1, 0));

    stage.telegram.fault(late).on("sendMessage").chat(place.owner);
    stage.telegram.bot_becomes(place.chat, "kicked", place.owner);
    stage.heard(place.owner, &suspended(place.chat, Suspended::Removed)).await;
    stage.order(place.owner, "/privacy", "/forget_me").await;
    // So long a word is held by whoever says it; what is owed later is said later.
    stage.turn_by(61);
    stage.telegram.bot_becomes(place.chat, "administrator", place.owner);
    stage.heard(place.owner, &resumed(place.chat)).await;
    assert_eq!(stage.times(place.owner, &suspended(place.chat, Suspended::Removed)), 1);
}

#[tokio::test]
async fn a_stop_waits_no_longer_than_its_patience_for_what_an_admin_is_being_told() {
    let mut stage = Stage::prepared().await;
    stage.patience.stop = Duration::from_millis(300);
    stage.start();
    let [place] = channels(1)[..] else { panic!() };
    stage.scheduled(&[place], DAILY).await;
    stage.telegram.fault(Fault::Late(stage.patience.post)).on("sendMessage").chat(place.owner);
    stage.telegram.bot_becomes(place.chat, "kicked", place.owner);
    stage.heard(place.owner, &suspended(place.chat, Suspended::Removed)).await;
    tokio::time::timeout(stage.patience.post / 2, stage.stop()).await.expect("it does not wait for the call");
    stage.turn_by(61);
    stage.start();
    stage.telegram.bot_becomes(place.chat, "administrator", place.owner);
    stage.heard(place.owner, &resumed(place.chat)).await;
    assert_eq!(stage.times(place.owner, &suspended(place.chat, Suspended::Removed)), 1);
}

// Who may

#[tokio::test]
async fn who_adds_the_bot_somewhere_is_offered_posts_there_if_they_have_started_it() {
    let stage = Stage::new().await;
    stage.telegram.stranger(BOB, "Bob", "en");
    let (hers, his, group) = (place(1, ChatKind::Channel).chat, place(2, ChatKind::Channel).chat, -5003);
    for (chat, kind, owner) in
        [(hers, ChatKind::Channel, ANN), (his, ChatKind::Channel, BOB), (group, ChatKind::Group, ANN)]
    {
        stage.telegram.chat(chat, kind, &title(chat));
        stage.telegram.make_admin(chat, owner);
        let status = if kind == ChatKind::Channel { "administrator" } else { "member" };
        stage.telegram.bot_becomes(chat, "left", owner);
        stage.telegram.bot_becomes(chat, status, owner);
    }
    for chat in [hers, group] {
        let offer = stage.heard(ANN, &say(Msg::NoticeLetIn { title: title(chat).into() })).await;
        stage.telegram.press(offer.id, &*say(Msg::ButtonConnect));
        stage.heard(ANN, &say(Msg::Connected { title: title(chat).into() })).await;
        assert_eq!(stage.store.channel(chat).await.unwrap().unwrap().owner, Some(ANN));
    }
    // Another right is no news.
    let third = stage.telegram.chat(-100_304, ChatKind::Channel, "Third");
    stage.telegram.bot_becomes(third, "left", ANN);
    stage.telegram.bot_becomes(third, "administrator", ANN);
    stage.heard(ANN, &say(Msg::NoticeLetIn { title: "Third".into() })).await;
    stage.telegram.take(third, BOT_ID, "can_pin_messages", ANN);
    stage.telegram.take(third, BOT_ID, "can_invite_users", ANN);
    stage.telegram.wait_until(|_| stage.called("sendMessage", BOB) > 0, SOON).await;
    stage.nothing_more_is_said(ANN).await;
    assert_eq!(stage.called("sendMessage", BOB), 1, "Telegram does not let us, and that is that");
    stage.telegram.say(BOB, BOB, "/privacy");
    stage.heard(BOB, "/forget_me").await;
    stage.nothing_more_is_said(BOB).await;
    assert_eq!(stage.telegram.messages(his).len() + stage.telegram.messages(group).len(), 0);
    stage.telegram.assert_clean();
}

#[tokio::test]
async fn who_may_not_connect_a_channel_is_told_what_is_missing_and_nothing_of_it() {
    let stage = Stage::new().await;
    stage.telegram.user(BOB, "Bob", "en");
    let [taken] = channels(1)[..] else { panic!() };
    stage.scheduled(&[taken], DAILY).await;
    let mute = stage.telegram.chat(-100_302, ChatKind::Channel, "Mute Secrets");
    stage.telegram.make_admin(mute, BOB);
    stage.telegram.take(mute, BOT_ID, "can_post_messages", ANN);
    let not_his = stage.telegram.chat(-100_303, ChatKind::Channel, "Her Secrets");
    let half_his = stage.telegram.chat(-100_304, ChatKind::Channel, "Half Secrets");
    stage.telegram.make_admin(half_his, BOB);
    stage.telegram.take(half_his, BOB, "can_post_messages", ANN);
    let deaf = stage.telegram.chat(-100_307, ChatKind::Channel, "Deaf Secrets");
    stage.telegram.take(deaf, BOT_ID, "can_post_messages", ANN);
    let public = stage.telegram.chat(-100_305, ChatKind::Channel, "For Everybody");
    stage.telegram.name_chat(public, "everybody");
    let out = stage.telegram.chat(-100_306, ChatKind::Channel, "Out of it");
    stage.telegram.make_admin(out, BOB);
    stage.telegram.bot_becomes(out, "kicked", BOB);
    stage.telegram.make_admin(taken.chat, BOB);
    let number = |chat: i64| chat.to_string().into();
    for (address, told) in [
        (mute.to_string(), Msg::BotMayNot { title: number(mute) }),
        // One word for what is not there and what is not for them.
        (not_his.to_string(), Msg::NoSuchChat { chat: number(not_his) }),
        (half_his.to_string(), Msg::NoSuchChat { chat: number(half_his) }),
        (deaf.to_string(), Msg::NoSuchChat { chat: number(deaf) }),
        ("-100399".to_owned(), Msg::NoSuchChat { chat: number(-100_399) }),
        ("@everybody".to_owned(), Msg::PersonMayNot { title: "For Everybody".into() }),
        (out.to_string(), Msg::NoSuchChat { chat: number(out) }),
        ("@nobody_there".to_owned(), Msg::NoSuchChat { chat: "@nobody_there".into() }),
        (taken.chat.to_string(), Msg::TakenByOther { title: title(taken.chat).into() }),
    ] {
        stage.order(BOB, &format!("/connect {address}"), &say(told)).await;
    }
    assert_eq!(stage.times(BOB, "Secrets"), 0, "a number alone gives no name away");
    assert_eq!(stage.store.channels_of(BOB).await.unwrap(), []);
    stage.telegram.assert_clean();
}

#[tokio::test]
async fn nothing_of_a_channel_is_shown_to_or_done_by_those_who_may_not_manage_it() {
    let stage = Stage::new().await;
    stage.telegram.user(BOB, "Bob", "en");
    let places = [place(0, ChatKind::Supergroup)];
    let chat = places[0].chat;
    let id = stage.scheduled(&places, DAILY).await[0];
    let kept = stage.store.schedule(id).await.unwrap();
    let (no_channel, no_schedule) = (say(Msg::NoChannel), no_schedule(id));
    for order in ["log", "disconnect"] {
        stage.order(BOB, &format!("/{order} {chat}"), &no_channel).await;
    }
    let not_there = say(Msg::NoSuchChat { chat: chat.to_string().into() });
    stage.order(BOB, &format!("/schedule add {chat} {DAILY}"), &not_there).await;
    for order in ["preview", "pause", "resume", "skip", "run", "edit", "delete"] {
        stage.order(BOB, &format!("/{order} {id}"), &no_schedule).await;
    }
    let message = stage.order(BOB, "/channels", &say(Msg::ChannelsNone)).await.id;
    for (data, told) in [
        (format!("!begin {chat}"), &no_channel),
        (format!("!log {chat}"), &no_channel),
        (format!("!disconnect {chat}"), &no_channel),
        (format!("!edit {id}"), &no_schedule),
        (format!("!change {id} what"), &no_schedule),
        (format!("!undelete {id}"), &no_schedule),
        (format!("!again {id} {}", march(4, 9).as_second()), &no_schedule),
    ] {
        assert_eq!(stage.toast(BOB, message, &data).await, *told, "{data}");
    }
    // In the group itself nothing is told, not even to its owner.
    stage.telegram.say(places[0].owner, chat, "/channels@arcadia_test_bot");
    let answer = stage.posts(chat, 1).await.remove(0);
    assert_eq!(answer.text, say(Msg::InPrivate));
    assert_eq!(stage.times(BOB, &title(chat)), 0);
    assert_eq!((stage.store.schedule(id).await.unwrap(), stage.settled(chat, 0).await), (kept, Vec::new()));
    stage.telegram.assert_clean();
}

#[tokio::test]
async fn another_admin_takes_a_channel_over_once_its_owner_is_none_any_more() {
    let mut stage = Stage::new().await;
    stage.telegram.user(BOB, "Bob", "en");
    let places = channels(4);
    let [demoted, left, forgotten, unseen] = places[..] else { panic!() };
    let ids = stage.scheduled(&places, DAILY).await;
    for Place { chat, .. } in &places {
        stage.telegram.make_admin(*chat, BOB);
        let taken = say(Msg::TakenByOther { title: title(*chat).into() });
        stage.order(BOB, &format!("/connect {chat}"), &taken).await;
    }
    stage.telegram.take(demoted.chat, demoted.owner, "can_post_messages", BOB);
    stage.telegram.becomes(left.chat, left.owner, "left", left.owner);
    for Place { chat, owner, .. } in [demoted, left] {
        stage.heard(owner, &suspended(chat, Suspended::NoOwner)).await;
    }
    stage.order(forgotten.owner, "/forget_me", "Forget all that I keep about you?").await;
    stage.press(forgotten.owner, &say(Msg::ButtonForget)).await;
    stage.heard(forgotten.owner, &say(Msg::Forgotten)).await;
    // Of the last one the bot is not told, and sees it when it asks anew before the post.
    stage.stop().await;
    stage.telegram.becomes(unseen.chat, unseen.owner, "member", BOB);
    stage.telegram.drop_updates();
    stage.start();
    stage.turn_to(march(4, 11));
    stage.heard(unseen.owner, &suspended(unseen.chat, Suspended::NoOwner)).await;
    for Place { chat, .. } in &places {
        stage.settled(*chat, 1).await;
        let over = say(Msg::ConnectedOver { title: title(*chat).into() });
        stage.order(BOB, &format!("/connect {chat}"), &over).await;
    }
    stage.turn_to(march(5, 9));
    for (Place { chat, owner, .. }, id) in places.iter().zip(ids) {
        let log = stage.settled(*chat, 2).await;
        assert!(matches!(log[0].fate, Fate::Sent(Some(_))), "{log:#?}");
        assert_eq!((stage.telegram.messages(*chat).len(), log[0].person), (1, Some(BOB)));
        stage.order(*owner, &format!("/pause {id}"), &no_schedule(id)).await;
    }
    stage.telegram.assert_clean();
}

#[tokio::test]
async fn an_owner_whom_telegram_finds_no_more_in_the_chat_has_left_it() {
    let stage = Stage::new().await;
    let descriptions = [
        "Bad Request: user not found",
        "Bad Request: member not found",
        "Bad Request: PARTICIPANT_ID_INVALID",
        "Bad Request: USER_ID_INVALID",
    ];
    let places = channels(descriptions.len());
    stage.scheduled(&places, DAILY).await;
    for (description, Place { chat, .. }) in descriptions.iter().zip(&places) {
        // The bot is asked about first.
        stage.telegram.fault(Fault::refuse(400, description)).on("getChatMember").chat(*chat).skip(1);
    }
    stage.turn_to(march(4, 9));
    stage.turn_by(2 * 3600);
    for (description, Place { chat, owner, .. }) in descriptions.iter().zip(&places) {
        stage.heard(*owner, &suspended(*chat, Suspended::NoOwner)).await;
        assert_eq!(stage.settled(*chat, 1).await[0].fate, Fate::Refused("no-owner".to_owned()), "{description}");
        assert_eq!(stage.called("sendMessage", *chat), 0, "{description}");
        let log = stage.order(*owner, &format!("/log {chat}"), "refused").await;
        assert!(log.text.contains(&why(Suspended::NoOwner)), "{}", log.text);
    }
    stage.telegram.assert_clean();
}

// Orders

#[tokio::test]
async fn a_schedule_is_paused_resumed_left_out_posted_now_deleted_and_had_back() {
    let stage = Stage::new().await;
    let here = Place { owner: ANN, ..place(7, ChatKind::Supergroup) };
    let (id, chat) = (stage.scheduled(&[here], DAILY).await[0], here.chat);
    let posted = async |many: usize| {
        let posts = stage.posts(chat, many).await;
        assert_eq!(posts.len(), many);
    };
    stage.order(ANN, &format!("/pause {id}"), &say(Msg::SchedulePaused)).await;
    stage.turn_to(march(6, 8));
    let resumed = stage.order(ANN, &format!("/resume {id}"), &say(Msg::ScheduleResumed)).await;
    assert!(resumed.text.contains("Next three: Wed 6 March 2030, 09:00"), "{}", resumed.text);
    stage.turn_to(march(6, 9));
    posted(1).await;
    stage.order(ANN, &format!("/skip {id}"), "Left out: Thu 7 March 2030, 09:00").await;
    stage.turn_to(march(7, 9));
    assert_eq!(stage.settled(chat, 2).await[0].fate, Fate::Skipped(Skip::Asked));
    stage.order(ANN, &format!("/run {id}"), &say(Msg::ScheduleRunning { title: title(chat).into() })).await;
    posted(2).await;
    stage.order(ANN, &format!("/pause {id} until 2030-03-10"), "Paused until 10 March 2030").await;
    stage.turn_to(march(10, 8));
    stage.order(ANN, "/privacy", "/forget_me").await;
    stage.turn_to(march(10, 9));
    posted(3).await;
    let log = stage.settled(chat, 4).await;
    assert_eq!((log.len(), log[0].key.due), (4, march(10, 9)), "nothing was due while it was paused");
    let told = stage.order(ANN, &format!("/log {chat}"), &say(Msg::SkipAsked)).await;
    let mut links: Vec<String> = told.links();
    links.reverse();
    let here = |post: &Message| format!("https://t.me/c/{}/{}", -chat - 1_000_000_000_000, post.id);
    assert_eq!(links, stage.telegram.messages(chat).iter().map(here).collect::<Vec<_>>());
    let deleted = stage.order(ANN, &format!("/delete {id}"), "is deleted").await;
    stage.turn_to(march(11, 9));
    assert_eq!(stage.toast(ANN, deleted.id, &format!("!pause {id}")).await, no_schedule(id));
    assert_eq!(stage.toast(ANN, deleted.id, &format!("!change {id} when")).await, no_schedule(id));
    stage.press(ANN, &say(Msg::ButtonUndo)).await;
    let back = stage.heard(ANN, &say(Msg::ScheduleBack)).await;
    assert!(back.text.contains("Next three: Tue 12 March 2030, 09:00"), "{}", back.text);
    assert_eq!(stage.toast(ANN, deleted.id, &format!("!undelete {id}")).await, no_schedule(id));
    stage.turn_to(march(12, 9));
    posted(4).await;
    assert_eq!(stage.settled(chat, 5).await.len(), 5);
    stage.telegram.assert_clean();
}

#[tokio::test]
async fn a_schedule_is_changed_by_buttons_and_in_one_line() {
    let stage = Stage::new().await;
    let here = Place { owner: ANN, ..place(7, ChatKind::Channel) };
    let (id, chat) = (stage.scheduled(&[here], DAILY).await[0], here.chat);
    stage.order(ANN, &format!("/edit {id}"), "Every day at 09:00").await;
    for label in ["When", "Thu", "10:00"] {
        stage.press(ANN, label).await;
    }
    stage.press(ANN, &say(Msg::ButtonSave)).await;
    let changed = stage.heard(ANN, &say(Msg::ScheduleChanged { title: title(chat).into() })).await;
    assert!(
        changed.text.contains("Every Thursday at 10:00") && changed.text.contains("Thu 7 March 2030, 10:00"),
        "{}",
        changed.text
    );
    stage.order(ANN, &format!("/edit {id} weekdays 11:30 silent lang=ru"), "Monday to Friday at 11:30").await;
    let preview = stage.order(ANN, &format!("/preview {id}"), "Аркадия").await;
    stage.turn_to(at("2030-03-04T11:30Z"));
    let post = stage.posts(chat, 1).await.remove(0);
    assert_eq!(looks(&post), looks(&preview));
    let call = stage.telegram.calls("sendMessage").into_iter().find(|call| call.params["chat_id"] == chat).unwrap();
    assert_eq!(call.params["disable_notification"], true);
    stage.telegram.assert_clean();
}

#[tokio::test]
async fn what_is_put_together_is_written_gone_back_in_cancelled_and_confirmed_once() {
    let stage = Stage::new().await;
    let here = Place { owner: ANN, ..place(7, ChatKind::Channel) };
    stage.scheduled(&[here], DAILY).await;
    let over = say(Msg::DraftOver);

    stage.order(ANN, "/schedule", &say(Msg::AskWhat)).await;
    for label in ["A fact a day", "Back", "Newest figures", "Every day"] {
        stage.press(ANN, label).await;
    }
    stage.order(ANN, "7:45", &say(Msg::AskZone)).await;
    stage.order(ANN, "Atlantis", "Atlantis").await;
    for label in ["UTC", "English"] {
        stage.press(ANN, label).await;
    }
    let confirm = stage.button(ANN, &say(Msg::ButtonConfirm)).await;
    stage.telegram.press_data(ANN, confirm.id, "!confirm");
    assert_eq!(stage.toast(ANN, confirm.id, "!confirm").await, over, "pressed twice at once");
    stage.heard(ANN, &say(Msg::ScheduleAdded { title: title(here.chat).into() })).await;
    let added = stage.store.schedules_in(here.chat).await.unwrap();
    assert_eq!(added.iter().map(|schedule| schedule.when.as_str()).collect::<Vec<_>>(), ["daily 09:00", "daily 07:45"]);

    let other = Place { owner: ANN, ..place(8, ChatKind::Channel) };
    stage.scheduled(&[other], DAILY).await;
    stage.order(ANN, "/schedule", &say(Msg::AskChannel)).await;
    for label in [&*title(other.chat), "Newest figures", "Every day", "10:00", "UTC", "English"] {
        stage.press(ANN, label).await;
    }
    let confirm = stage.button(ANN, &say(Msg::ButtonConfirm)).await;
    stage.order(ANN, &format!("/disconnect {}", other.chat), "Disconnect").await;
    stage.press(ANN, &say(Msg::ButtonDisconnect)).await;
    assert_eq!(stage.toast(ANN, confirm.id, "!confirm").await, say(Msg::NoChannel), "it is disconnected meanwhile");
    stage.order(ANN, "/cancel", &say(Msg::Cancelled)).await;

    let ask = stage.order(ANN, "/schedule", &say(Msg::AskWhat)).await;
    stage.order(ANN, "/cancel", &say(Msg::Cancelled)).await;
    for data in ["!what latest", "!days daily", "!confirm", "!cancel"] {
        assert_eq!(stage.toast(ANN, ask.id, data).await, over, "{data}");
    }
    assert_eq!(stage.store.schedules_in(here.chat).await.unwrap(), added);
    stage.telegram.assert_clean();
}

#[tokio::test]
async fn a_backup_sent_back_brings_all_where_its_sender_may_post_and_nothing_elsewhere() {
    let stage = Stage::new().await;
    let [one, other, own] = [place(1, ChatKind::Channel), place(2, ChatKind::Supergroup), place(3, ChatKind::Channel)]
        .map(|place| Place { owner: ANN, ..place });
    stage.scheduled(&[one], DAILY).await;
    let paused = stage.scheduled(&[other], "weekly mon 10:00 country bal silent tz=Asia/Bishkek grace=30m").await[0];
    stage
        .order(
            ANN,
            &format!("/schedule add {} monthly last 09:00 rotate lang=ru", one.chat),
            "The last day of every month",
        )
        .await;
    stage.order(ANN, &format!("/pause {paused}"), &say(Msg::SchedulePaused)).await;
    let kept = stage.all(&[one, other]).await;
    let file = stage.backup(ANN, 3).await;
    for Place { chat, .. } in [one, other] {
        stage.order(ANN, &format!("/disconnect {chat}"), "Disconnect").await;
        stage.press(ANN, &say(Msg::ButtonDisconnect)).await;
        stage.heard(ANN, &say(Msg::Disconnected { title: title(chat).into() })).await;
    }
    assert_eq!(stage.all(&[one, other]).await, []);

    let lines = [line_of(&file, &one.chat.to_string()), line_of(&file, &other.chat.to_string())];
    let may_not = |place: Place, line: usize| {
        let why = say(Msg::NoSuchChat { chat: title(place.chat).into() }).into();
        say(Msg::BackupLine { line: line.to_string().into(), why })
    };
    assert_eq!(stage.sends(ANN, &file).await, say(Msg::BackupConnectFirst));
    stage.telegram.chat(own.chat, own.kind, &title(own.chat));
    stage.telegram.make_admin(own.chat, ANN);
    // Two messages: that it is connected, and then what is scheduled there.
    stage.order(ANN, &format!("/connect {}", own.chat), &say(Msg::SchedulesNone)).await;
    stage.telegram.becomes(other.chat, ANN, "member", ANN);
    let told = format!("{}\n\n{}\n{}", added("2"), say(Msg::BackupNotTaken), may_not(other, lines[1]));
    assert_eq!(stage.sends(ANN, &file).await, told);
    stage.telegram.becomes(other.chat, ANN, "administrator", ANN);
    let told = format!("{}\n{}", added("1"), say(Msg::BackupKnown { count: "2".into() }));
    assert_eq!(stage.sends(ANN, &file).await, told);
    assert_eq!(stage.all(&[one, other]).await, kept);
    stage.telegram.user(BOB, "Bob", "en");
    assert_eq!(stage.sends(BOB, &file).await, say(Msg::BackupConnectFirst));
    stage.telegram.chat(-100_390, ChatKind::Channel, "Bob's");
    stage.telegram.make_admin(-100_390, BOB);
    stage.order(BOB, "/connect -100390", &say(Msg::SchedulesNone)).await;
    let (first, second) = (may_not(one, lines[0]), may_not(other, lines[1]));
    let told = format!("{}\n\n{}\n{first}\n{second}", added("0"), say(Msg::BackupNotTaken));
    assert_eq!(stage.sends(BOB, &file).await, told);
    assert_eq!(stage.store.channels_of(BOB).await.unwrap().len(), 1);
    let newer = file.replace("tradefacts: 1", "tradefacts: 99");
    assert_eq!(stage.sends(ANN, &newer).await, say(Msg::BackupWrong { line: "1".into() }));
    stage.turn_to(march(4, 9));
    assert_eq!(stage.posts(one.chat, 1).await.len(), 1);
    stage.telegram.assert_clean();
}

#[tokio::test]
async fn who_has_no_channel_makes_nothing_of_a_file_be_fetched() {
    let stage = Stage::new().await;
    for text in ["[".repeat(200_000), "tradefacts: 1\nchannels: []\n".to_owned(), "x".repeat(1_000_000)] {
        assert_eq!(stage.sends(ANN, &text).await, say(Msg::BackupConnectFirst));
    }
    assert_eq!(stage.telegram.calls("getFile").len(), 0);
    stage.telegram.assert_clean();
}

#[tokio::test]
async fn a_file_that_is_too_large_not_fetched_or_no_backup_is_told_as_just_that() {
    let stage = Stage::new().await;
    stage.kept(&[Place { owner: ANN, ..place(1, ChatKind::Channel) }]).await;
    let large = "x".repeat(LARGEST_BACKUP + 1);
    let size = (LARGEST_BACKUP / 1024).into();
    assert_eq!(stage.sends(ANN, &large).await, say(Msg::BackupTooLarge { size }));
    assert_eq!(stage.telegram.calls("getFile").len(), 0, "what Telegram says of its size is enough");
    stage.telegram.lie_of_sizes();
    let size = (LARGEST_BACKUP / 1024).into();
    assert_eq!(stage.sends(ANN, &large).await, say(Msg::BackupTooLarge { size }));
    assert_eq!(stage.telegram.calls("getFile").len(), 1, "and not believed where it is less than comes");
    stage.telegram.fault(Fault::Refuse(400, "Bad Request: file is too big".to_owned())).on("getFile");
    assert_eq!(stage.sends(ANN, "tradefacts: 1").await, say(Msg::BackupNotFetched));
    let deep = format!("tradefacts: 1\nchannels:\n{}", "[".repeat(200_000));
    let alias = "tradefacts: 1\nchannels:\n- &a { chat: -1, title: A, schedules: [] }\n- *a\n".to_owned();
    let twice = format!("tradefacts: 1\nchannels:\n{}", "- { chat: -1, title: A, schedules: [] }\n".repeat(2));
    let extra = "tradefacts: 1\nchannels: []\nmore: 1\n".to_owned();
    let not_text = "tradefacts: 1\nchannels:\n- { chat: -1, title: [A], schedules: [] }\n".to_owned();
    for (text, line) in [
        (deep, "3"),
        (alias, "3"),
        (twice, "4"),
        (extra, "3"),
        (not_text, "3"),
        ("tradefacts: 1\nchannels: []\n---\n".to_owned(), "3"),
        ("tradefacts: 1\nchannels: !!seq []\n".to_owned(), "2"),
        ("tradefacts: 1\nchannels:\n- { chat: 5, title: A, schedules: [] }\n".to_owned(), "3"),
        ("tradefacts: 1\n".to_owned(), "1"),
        (String::new(), "1"),
        ("\0".to_owned(), "1"),
    ] {
        assert_eq!(stage.sends(ANN, &text).await, say(Msg::BackupWrong { line: line.into() }), "{text:.200}");
    }
    stage.telegram.assert_clean();
}

#[tokio::test]
async fn a_file_of_more_than_anybody_can_have_is_refused_whole() {
    let stage = Stage::new().await;
    let own = place(1, ChatKind::Channel);
    stage.kept(&[Place { owner: ANN, ..own }]).await;
    let before = stage.all(&[own]).await;
    let (channels, schedules) = (CHANNELS_AN_ADMIN.into(), SCHEDULES_A_CHANNEL.into());
    let told = say(Msg::BackupTooMany { channels, schedules });
    let eleven: String = (1..=11).map(|number| sent_channel(-100_500 - number, "")).collect();
    let one_more = sent_channel(own.chat, &sent_schedule("daily 09:00", "trade").repeat(21));
    let far_more = sent_channel(own.chat, &sent_schedule("daily 09:00", "trade").repeat(1000));
    for channels in [eleven, one_more, far_more] {
        assert_eq!(stage.sends(ANN, &format!("tradefacts: 1\nchannels:\n{channels}")).await, told);
    }
    assert_eq!(stage.all(&[own]).await, before);
    stage.telegram.assert_clean();
}

#[tokio::test]
async fn each_line_of_a_backup_is_taken_or_refused_as_an_order_would_be() {
    let stage = Stage::new().await;
    let own = Place { owner: ANN, ..place(1, ChatKind::Forum) };
    stage.kept(&[own]).await;
    let good = sent_schedule("daily 09:00", "trade");
    let bad = [
        sent_schedule("once 1990-01-01 10:00", "trade"),
        sent_schedule("once 1990-01-01 10:00", "trade").replace("active", "paused"),
        sent_schedule(&format!("weekly {} 09:00", "mon,".repeat(2000)), "trade"),
        sent_schedule("daily 09:00", &"trade ".repeat(5000)),
        sent_schedule("daily 09:00", "companies of atlantis"),
        good.replace("topic: 12", "topic: -5"),
        good.replace("UTC", "Asia/Frunze"),
        good.replace("grace: 6h", "grace: 8d"),
        good.replace("language: en", "language: xx"),
        good.replace("silent: true", "silent: maybe"),
        good.replace("active", "asleep"),
        good.replace("daily 09:00", "dialy"),
    ];
    let text = format!("tradefacts: 1\nchannels:\n{}", sent_channel(own.chat, &format!("{}{good}", bad.concat())));
    assert!(text.len() < LARGEST_BACKUP);
    let before = stage.telegram.calls("*").len();
    let told = stage.sends(ANN, &text).await;
    let lines: Vec<&str> = told.lines().collect();
    assert_eq!(lines[..4], [added("1").as_str(), "", &say(Msg::BackupNotTaken), &refused_line(6, Msg::NeverDue)]);
    assert_eq!(lines[4], refused_line(14, Msg::NeverDue), "it would never be due once it is resumed");
    let nowhere = Msg::CannotPost { words: "companies of atlantis".into() };
    assert_eq!(lines[7], refused_line(6 + 4 * 8, nowhere));
    let value = Msg::BackupValue { value: "topic: -5".into() };
    assert_eq!(lines[8], refused_line(6 + 5 * 8, value));
    assert_eq!((lines.len(), lines[13]), (14, &*say(Msg::BackupMore { count: "2".into() })), "{told}");
    let kept = stage.all(&[own]).await;
    assert_eq!((kept.len(), kept[1].topic, kept[1].silent), (2, Some(12), true));
    let calls = stage.telegram.calls("*").split_off(before);
    let asked = calls.iter().filter(|call| call.method.starts_with("getChat")).count();
    assert!((1..=5).contains(&asked), "{asked} calls for one channel");
    stage.telegram.assert_clean();
}

#[tokio::test]
async fn a_backup_of_the_most_that_somebody_can_have_asks_telegram_a_few_times_a_channel_and_says_one_thing() {
    let stage = Stage::new().await;
    stage.kept(&[Place { owner: ANN, ..place(1, ChatKind::Channel) }]).await;
    let schedules: String = (0..20).map(|minute| sent_schedule(&format!("daily 09:{minute:02}"), "trade")).collect();
    let strange: String = (0..10).map(|number| sent_channel(-100_700 - number, &schedules)).collect();
    let before = stage.telegram.calls("*").len();
    let told = stage.sends(ANN, &format!("tradefacts: 1\nchannels:\n{strange}")).await;
    let calls = stage.telegram.calls("*").split_off(before);
    let calls = calls.iter().filter(|call| call.method != "getUpdates").count();
    assert!(calls <= 2 + 10 * 5, "{calls} calls");
    assert_eq!(told.lines().filter(|line| line.starts_with("line ")).count(), 10, "{told}");
    stage.telegram.assert_clean();
}

/// A channel as a backup has it.
fn sent_channel(chat: i64, schedules: &str) -> String {
    let schedules =
        if schedules.is_empty() { "  schedules: []\n".to_owned() } else { format!("  schedules:\n{schedules}") };
    format!("- chat: {chat}\n  title: Sent\n{schedules}")
}

/// A schedule as a backup has it: eight lines.
fn sent_schedule(when: &str, what: &str) -> String {
    format!(
        "  - when: {when}\n    zone: UTC\n    what: {what}\n    language: en\n    silent: true\n    topic: 12\n    \
         grace: 6h\n    state: active\n"
    )
}

fn refused_line(line: usize, why: Msg<'_>) -> String {
    say(Msg::BackupLine { line: line.to_string().into(), why: say(why).into() })
}

fn line_of(file: &str, part: &str) -> usize {
    file.lines().position(|line| line.contains(part)).unwrap() + 1
}

fn added(count: &str) -> String {
    say(Msg::BackupRestored { count: count.to_owned().into() })
}

// What is asked about an answer

#[tokio::test]
async fn sources_are_those_of_the_answer_that_is_replied_to_however_old_it_is() {
    let stage = Stage::new().await;
    let answer = stage.order(ANN, "/trade bal 2025", "Arcadia").await;
    let sources = stage.order(ANN, "/source", "[1]").await;
    let fourth = stage.order(ANN, "/source 4", "Atlas").await;
    stage.order(ANN, "/exports 2024", "Arcadia").await;
    for (asked, said) in [("/source", &sources), ("/source 4", &fourth)] {
        let so_far = stage.telegram.messages(ANN).len();
        stage.telegram.reply(ANN, answer.id, asked);
        let heard = stage.telegram.wait_for_messages(ANN, so_far + 1, SOON).await;
        assert_eq!(heard[so_far].text, said.text, "{asked}");
    }
}

// Many at once

#[tokio::test]
async fn a_hundred_posts_delay_no_question() {
    let stage = Stage::new().await;
    let places = channels(100);
    stage.kept(&places).await;
    let askers: Vec<i64> = (100..110).collect();
    for asker in &askers {
        stage.telegram.user(*asker, "Somebody", "en");
    }
    stage.telegram.limits(true);
    stage.turn_to(march(4, 9));
    stage.telegram.wait_until(|telegram| posted(telegram) > 0, SOON).await;
    for asker in askers {
        let before = posted(&stage.telegram);
        stage.order(asker, "trade 2025", "Arcadia").await;
        let meanwhile = posted(&stage.telegram) - before;
        assert!(meanwhile < 25, "{meanwhile} posts, which is a second's worth, went first");
    }
    assert!(posted(&stage.telegram) < 100, "all were asked while posts went out");
    for Place { chat, .. } in &places {
        assert!(matches!(stage.settled(*chat, 1).await[0].fate, Fate::Sent(Some(_))));
    }
    assert_eq!(posted(&stage.telegram), 100);
    stage.telegram.assert_clean();
}

/// How many posts stand in channels.
fn posted(telegram: &FakeTelegram) -> usize {
    let sent = telegram.calls("sendMessage");
    sent.iter().filter(|call| call.ok() && call.params["chat_id"].as_i64() < Some(0)).count()
}

#[tokio::test]
async fn two_bots_on_one_store_post_each_once_and_one_goes_on_alone() {
    let mut stage = Stage::prepared().await;
    stage.telegram.user(ANN, "Ann", "en");
    let places = channels(30);
    stage.kept(&places).await;
    // Their clocks go on evenly, for they hold leases by them.
    stage.turn_to(at("2030-03-04T08:59:58Z"));
    stage.start();
    stage.start();
    for Place { chat, .. } in &places {
        stage.settled(*chat, 1).await;
    }
    stage.order(ANN, "/privacy", "/forget_me").await;
    stage.stop().await;
    stage.order(ANN, "trade 2025", "Arcadia").await;
    stage.turn_to(march(5, 9));
    for Place { chat, .. } in &places {
        let log = stage.settled(*chat, 2).await;
        assert!(log.iter().all(|delivery| matches!(delivery.fate, Fate::Sent(Some(_)))), "{log:#?}");
        assert_eq!((stage.telegram.messages(*chat).len(), stage.called("sendMessage", *chat)), (2, 2));
    }
    stage.telegram.assert_clean();
    stage.stop().await;
}

#[tokio::test]
async fn when_a_store_that_was_away_is_back_whoever_fetched_meanwhile_goes_on_and_no_second_one_begins() {
    let mut stage = Stage::new().await;
    stage.order(ANN, "trade 2025", "Arcadia").await;
    for _ in 0..3 {
        stage.start();
    }
    // They stand by.
    tokio::time::sleep(Duration::from_secs(1)).await;
    let mut database = stage.database().await;
    for (from, to) in [("lease", "away"), ("away", "lease")] {
        let rename = format!("ALTER TABLE {from} RENAME TO {to}");
        sqlx::query(AssertSqlSafe(rename)).execute(&mut database).await.unwrap();
        // Every lease is over, and each of the four has asked for it.
        stage.turn_by(10);
        tokio::time::sleep(Duration::from_millis(2_500)).await;
        stage.order(ANN, "trade 2025", "Arcadia").await;
    }
    stage.telegram.assert_clean();
}

#[tokio::test]
async fn who_loses_its_turn_goes_on_with_what_it_took_in_and_nobody_else_begins_it() {
    let mut stage = Stage::new().await;
    stage.order(ANN, "/privacy", "/forget_me").await;
    let so_far = stage.telegram.calls("sendMessage").len();
    stage.telegram.fault(Fault::Delay(Duration::from_secs(6))).on("sendMessage").chat(ANN);
    stage.telegram.say(ANN, ANN, "trade 2025");
    stage.telegram.wait_until(|telegram| telegram.calls("sendMessage").len() > so_far, SOON).await;
    let over = (stage.clock.now() + Duration::from_secs(3)).as_millisecond();
    sqlx::query("UPDATE lease SET holder = 'another', free_at = ? WHERE name = 'poll'")
        .bind(over)
        .execute(&mut stage.database().await)
        .await
        .unwrap();
    for _ in 0..3 {
        stage.start();
    }
    // Until its own answer stands there: another's would have come before.
    let is_sent = |telegram: &FakeTelegram| telegram.calls("sendMessage")[so_far].ok();
    stage.telegram.wait_until(is_sent, SOON).await;
    stage.telegram.user(BOB, "Bob", "en");
    stage.order(BOB, "trade 2025", "Arcadia").await;
    stage.nothing_more_is_said(ANN).await;
    assert_eq!(stage.telegram.messages(ANN).len(), 3);
}

// The stage

/// A bot that runs in this process, one or several times on one store, and its Telegram.
pub(super) struct Stage {
    pub(super) telegram: FakeTelegram,
    folder: TempDir,
    clock: Clock,
    patience: Patience,
    store: Arc<dyn Store>,
    catalogue: Arc<Catalogue>,
    running: Vec<(CancellationToken, JoinHandle<anyhow::Result<()>>)>,
}

impl Stage {
    pub(super) async fn prepared() -> Self {
        let (telegram, folder) = (FakeTelegram::start().await, tempfile::tempdir().unwrap());
        let clock = Clock::default();
        let store = store::open(&format!("sqlite:{}/bot.db", folder.path().display()), &clock).await.unwrap();
        let patience = Patience { poll: Duration::from_secs(2), ..Patience::default() };
        let catalogue = Arc::clone(&CATALOGUE);
        let stage = Self { telegram, folder, clock, patience, store, catalogue, running: Vec::new() };
        stage.turn_to(at(MORNING));
        stage
    }

    /// With Ann, who has started the bot.
    async fn new() -> Self {
        let mut stage = Self::prepared().await;
        stage.telegram.user(ANN, "Ann", "en");
        stage.start();
        stage
    }

    pub(super) fn start(&mut self) {
        let settings = Serve {
            token: Token::read(self.telegram.token()).unwrap(),
            api_url: Some(self.telegram.url().parse().unwrap()),
            store: format!("sqlite:{}/bot.db", self.folder.path().display()),
        };
        let current = Arc::new(Current::new(Answerer::new(Arc::clone(&self.catalogue))));
        let facts =
            Facts { folder: Folder::BuiltIn, current, stamp: Folder::BuiltIn.stamp(), since: Clock::default().now() };
        let (stop, pace) = (CancellationToken::new(), (self.patience, Pace::default()));
        let served = app::serve_until(stop.clone(), settings, facts, telegram::answering(), self.clock.clone(), pace);
        self.running.push((stop, tokio::spawn(served)));
    }

    async fn database(&self) -> SqliteConnection {
        SqliteConnectOptions::new().filename(self.folder.path().join("bot.db")).connect().await.unwrap()
    }

    /// Stops the one that was started first.
    pub(super) async fn stop(&mut self) {
        let (stop, running) = self.running.remove(0);
        stop.cancel();
        running.await.unwrap().unwrap();
    }

    /// Channels or groups with an administrator each, who connects it and schedules a post by writing; the numbers of
    /// the schedules.
    async fn scheduled(&self, places: &[Place], order: &str) -> Vec<i64> {
        for Place { chat, kind, owner } in places {
            self.telegram.user(*owner, "Somebody", "en");
            self.telegram.chat(*chat, *kind, &title(*chat));
            self.telegram.make_admin(*chat, *owner);
            self.telegram.say(*owner, *owner, &format!("/connect {chat}"));
        }
        for Place { chat, owner, .. } in places {
            self.heard(*owner, &say(Msg::Connected { title: title(*chat).into() })).await;
            self.telegram.say(*owner, *owner, &format!("/schedule add {chat} {order}"));
        }
        let mut ids = Vec::new();
        for Place { chat, owner, .. } in places {
            self.heard(*owner, &say(Msg::ScheduleAdded { title: title(*chat).into() })).await;
            ids.push(self.store.schedules_in(*chat).await.unwrap()[0].id);
        }
        ids
    }

    /// The same, put into the store as if it had been ordered: quick, where there are many.
    async fn kept(&self, places: &[Place]) {
        for Place { chat, kind, owner } in places {
            self.telegram.user(*owner, "Somebody", "en");
            self.telegram.chat(*chat, *kind, &title(*chat));
            self.telegram.make_admin(*chat, *owner);
            let (kind, checked, owner) = (schedule::ChatKind::Channel, self.clock.now(), Some(*owner));
            let channel =
                Channel { chat: *chat, kind, title: title(*chat), username: None, owner, checked, suspended: None };
            self.store.keep_channel(&channel).await.unwrap();
            let schedule = Schedule {
                id: 0,
                chat: *chat,
                topic: None,
                owner,
                when: "daily 09:00".to_owned(),
                zone: "UTC".to_owned(),
                what: What::parse("trade").unwrap(),
                language: Language::En,
                silent: false,
                grace: Grace::default(),
                state: State::Active,
            };
            let next = schedule.next_after(checked).unwrap();
            self.store.add_schedule(&schedule, next, 20).await.unwrap();
        }
    }

    /// All that is scheduled in these places, without the numbers.
    async fn all(&self, places: &[Place]) -> Vec<Schedule> {
        let mut all = Vec::new();
        for Place { chat, .. } in places {
            all.extend(self.store.schedules_in(*chat).await.unwrap());
        }
        all.into_iter().map(|schedule| Schedule { id: 0, ..schedule }).collect()
    }

    /// How often a method was called for a chat.
    fn called(&self, method: &str, chat: i64) -> usize {
        self.telegram.calls(method).iter().filter(|call| call.params["chat_id"] == chat).count()
    }

    /// How many messages in a chat say this.
    fn times(&self, chat: i64, words: &str) -> usize {
        self.telegram.messages(chat).iter().filter(|message| message.text.contains(words)).count()
    }

    async fn suspended(&self, chat: i64) -> Option<Suspended> {
        self.store.channel(chat).await.unwrap().unwrap().suspended
    }

    /// What is said in passing when this is pressed.
    async fn toast(&self, user: i64, message: i64, data: &str) -> String {
        let id = self.telegram.press_data(user, message, data);
        self.telegram.wait_until(|telegram| telegram.unanswered_callbacks().is_empty(), SOON).await;
        let answers = self.telegram.calls("answerCallbackQuery");
        let answer = answers.iter().find(|call| call.params["callback_query_id"] == id.as_str()).unwrap();
        answer.params["text"].as_str().unwrap_or_default().to_owned()
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

    /// The file that a backup of so many schedules is.
    async fn backup(&self, user: i64, many: usize) -> String {
        let sent = self.order(user, "/backup", &say(Msg::BackupDone { count: many.to_string().into() })).await;
        self.telegram.file(&sent.file.unwrap()).unwrap()
    }

    /// Sends a file; the one thing that is said to it.
    async fn sends(&self, user: i64, text: &str) -> String {
        let so_far = self.telegram.messages(user).len();
        self.telegram.say_file(user, "tradefacts.yaml", text);
        let said = self.telegram.wait_for_messages(user, so_far + 1, SOON).await;
        said[so_far].text.clone()
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

/// Where posts go, and who has them posted.
#[derive(Clone, Copy)]
struct Place {
    chat: i64,
    kind: ChatKind,
    owner: i64,
}

/// So many channels of one administrator each.
fn channels(many: usize) -> Vec<Place> {
    (0..many).map(|number| place(number, ChatKind::Channel)).collect()
}

fn place(number: usize, kind: ChatKind) -> Place {
    let number = i64::try_from(number).unwrap();
    let base = if kind == ChatKind::Group { -5000 } else { -1_001_000_000_000 };
    Place { chat: base - number, kind, owner: 1000 + number }
}

fn title(chat: i64) -> String {
    format!("Place {}", chat.unsigned_abs() % 1000)
}

fn no_schedule(id: i64) -> String {
    say(Msg::NoSchedule { number: id.to_string().into() })
}

/// What is missing where nothing can be posted.
fn why(suspended: Suspended) -> String {
    say(match suspended {
        Suspended::Removed => Msg::WhyRemoved,
        Suspended::NoRights => Msg::WhyNoRights,
        Suspended::Topic => Msg::WhyTopic,
        Suspended::Gone => Msg::WhyGone,
        Suspended::NoOwner => Msg::WhyNoOwner,
    })
}

fn suspended(chat: i64, cause: Suspended) -> String {
    say(Msg::NoticeSuspended { title: title(chat).into(), why: why(cause).into() })
}

fn resumed(chat: i64) -> String {
    say(Msg::NoticeResumed { title: title(chat).into() })
}

/// An hour of the first days of March.
fn march(day: u32, hour: u32) -> Timestamp {
    at(&format!("2030-03-{day:02}T{hour:02}:00Z"))
}

fn at(instant: &str) -> Timestamp {
    instant.parse().unwrap()
}

fn say(message: Msg<'_>) -> String {
    Language::En.say(message)
}
