use serde_json::{Value, json};

use super::{Numbered, read as read_text};
use crate::telegram::incoming::{Incoming, Me, Membership, Place, Press, Question};

const ANN: i64 = 11;
const GROUP: i64 = -100;

fn me() -> Me {
    Me { id: 7, username: "Trade_Bot".into() }
}

fn read(update: &Value) -> Option<Incoming> {
    read_text(&update.to_string(), &me()).ok().flatten()
}

fn number(update: &str) -> Option<i64> {
    Numbered::of(update).map(|update| update.number)
}

fn question(message: &Value) -> Option<Question> {
    match read(&json!({ "update_id": 1, "message": message })) {
        Some(Incoming::Question(question)) => Some(question),
        _ => None,
    }
}

fn said(chat: i64, text: &str) -> Value {
    let kind = if chat > 0 { "private" } else { "supergroup" };
    json!({
        "message_id": 5, "date": 1, "chat": { "id": chat, "type": kind }, "text": text,
        "from": { "id": ANN, "is_bot": false, "first_name": "Ann", "language_code": "ru-KZ" }
    })
}

#[test]
fn our_name_calls_us_and_is_taken_off() {
    for (text, heard) in [
        ("@trade_bot trade 2025", Some("trade 2025")),
        ("trade 2025, @TRADE_BOT", Some("trade 2025,")),
        ("торговля @trade_bot 2025", Some("торговля  2025")),
        ("/trade@trade_bot 2025", Some("/trade@trade_bot 2025")),
        ("/trade @trade_bot 2025", Some("/trade  2025")),
        ("/trade@other_bot", Some("/trade@other_bot")),
        ("/trade\u{a0}2025", Some("/trade\u{a0}2025")),
        ("@trade_bots trade", None),
        ("me@trade_bot trade", None),
        ("@trade trade", None),
        ("@", None),
        ("@trade_boт", None),
        ("trade 2025", None),
    ] {
        let question = question(&said(GROUP, text));
        assert_eq!(question.and_then(|question| question.words).as_deref(), heard, "{text}");
    }
    let called = question(&said(GROUP, "@trade_bot")).unwrap();
    assert_eq!((called.words, called.addressed), (None, true));
}

#[test]
fn a_check_in_reply_takes_the_words_of_that_message() {
    let replying = |text: &str, replied: Value| {
        let mut message = said(GROUP, text);
        message["reply_to_message"] = replied;
        question(&message).and_then(|question| question.words)
    };
    let post = json!({ "message_id": 4, "text": "Trade was 5 bn." });
    let picture = json!({ "message_id": 4, "caption": "Trade was 6 bn." });
    assert_eq!(replying("/check", post.clone()).as_deref(), Some("/check\nTrade was 5 bn."));
    assert_eq!(replying("/check 2", post.clone()).as_deref(), Some("/check 2\nTrade was 5 bn."));
    assert_eq!(replying("/check", picture).as_deref(), Some("/check\nTrade was 6 bn."));
    assert_eq!(replying("/check it was 7 bn", post.clone()).as_deref(), Some("/check it was 7 bn"));
    assert_eq!(replying("/trade", post).as_deref(), Some("/trade"));
    assert_eq!(replying("/check", json!({ "message_id": 4 })).as_deref(), Some("/check"));
}

#[test]
fn what_is_forwarded_to_us_alone_is_checked() {
    let forwarded = |chat: i64, text: &str| {
        let mut message = said(chat, text);
        message["forward_origin"] = json!({ "type": "hidden_user" });
        question(&message).and_then(|question| question.words)
    };
    assert_eq!(forwarded(ANN, "Trade was 5 bn.").as_deref(), Some("/check\nTrade was 5 bn."));
    assert_eq!(forwarded(ANN, "/trade 2025").as_deref(), Some("/trade 2025"));
    assert_eq!(forwarded(GROUP, "@trade_bot Trade was 5 bn."), None);
}

#[test]
fn a_bare_command_in_a_group_is_not_addressed_to_us() {
    let addressed = |text| question(&said(GROUP, text)).unwrap().addressed;
    assert!(!addressed("/trade") && !addressed("/trade@other_bot"));
    assert!(addressed("/trade@trade_bot") && addressed("/trade 2025 @trade_bot"));
    assert!(question(&said(ANN, "trade")).unwrap().addressed);
}

#[test]
fn people_in_the_place_of_others_are_heard_and_machines_are_not() {
    let from = |user: Value| {
        let mut message = said(GROUP, "/trade");
        message["from"] = user;
        question(&message).is_some()
    };
    assert!(from(json!({ "id": 1_087_968_824, "is_bot": true })), "an anonymous administrator");
    assert!(from(json!({ "id": 136_817_688, "is_bot": true })), "somebody who speaks as a channel");
    assert!(!from(json!({ "id": 777_000, "is_bot": false })), "Telegram itself");
    assert!(!from(json!({ "id": 9, "is_bot": true })), "another bot");
    assert!(!from(Value::Null), "a channel");
}

#[test]
fn a_topic_is_named_where_it_is_one() {
    let topic = |thread: Value, is_topic: bool| {
        let mut message = said(GROUP, "/trade");
        (message["message_thread_id"], message["is_topic_message"]) = (thread, json!(is_topic));
        question(&message).unwrap().place.topic
    };
    assert_eq!(topic(json!(9), true), Some(9));
    assert_eq!(topic(json!(9), false), None);
    assert_eq!(topic(json!(1), true), None);
    assert_eq!(topic(Value::Null, true), None);
}

#[test]
fn what_is_said_in_a_topic_we_opened_is_not_said_to_us() {
    let mut message = said(GROUP, "hello");
    message["reply_to_message"] = json!({ "message_id": 3, "chat": { "id": GROUP }, "from": { "id": 7 } });
    assert!(question(&message).unwrap().addressed);
    (message["message_thread_id"], message["is_topic_message"]) = (json!(3), json!(true));
    assert_eq!(question(&message), None);
}

#[test]
fn a_press_is_the_askers_own_or_not() {
    let press = |chat: i64, asker: Value| {
        let message = json!({ "message_id": 6, "chat": said(chat, "")["chat"], "reply_to_message": asker });
        let query = json!({ "id": "q", "from": { "id": ANN }, "message": message, "data": "en help" });
        match read(&json!({ "update_id": 1, "callback_query": query })) {
            Some(Incoming::Press(press)) => press,
            other => panic!("{other:?}"),
        }
    };
    let asked_by = |id: i64| json!({ "message_id": 5, "chat": { "id": GROUP }, "from": { "id": id } });
    assert!(press(GROUP, asked_by(ANN)).own && !press(GROUP, asked_by(12)).own && !press(GROUP, Value::Null).own);
    let private = press(ANN, Value::Null);
    assert!(private.own && private.under == Some((Place { chat: ANN, private: true, topic: None }, 6)));
    let elsewhere = json!({ "update_id": 1, "callback_query": { "id": "q", "from": { "id": ANN } } });
    assert!(matches!(read(&elsewhere), Some(Incoming::Press(Press { under: None, .. }))));
}

/// A question in a group, with all fields that are read of one, in our topic.
fn whole_question() -> Value {
    let mut message = said(GROUP, "@trade_bot trade");
    message["reply_to_message"] = said(GROUP, "earlier");
    message["reply_to_message"]["from"]["id"] = json!(7);
    message["reply_to_message"]["reply_markup"] = json!({ "inline_keyboard": [[{ "callback_data": "en help" }]] });
    message["entities"] = json!([{ "type": "mention", "offset": 0, "length": 10 }, { "type": "hologram" }]);
    (message["message_thread_id"], message["is_topic_message"]) = (json!(9), json!(true));
    (message["is_automatic_forward"], message["via_bot"]) = (json!(false), json!({ "id": 9, "is_bot": true }));
    json!({ "update_id": 4_300_000_000_i64, "message": message })
}

/// Texts that a field may become.
fn shapes() -> Vec<String> {
    let deep = |open: &str, close: &str| open.repeat(1000) + &close.repeat(1000);
    let values = [Value::Null, json!("text"), json!(-1), json!({ "new": [] }), json!([]), json!(1e300), json!(true)];
    let values = values.iter().map(ToString::to_string);
    let others = [r#""\ud83c""#, r#""\u0000""#, "99999999999999999999999999", "0.5", "[[{}]]"].map(ToOwned::to_owned);
    values.chain(others).chain([deep("[", "]"), deep(r#"{"reply_to_message":"#, "}").replace(":}", ":1}")]).collect()
}

#[test]
fn whatever_becomes_of_any_one_field_the_number_stays_and_the_words_are_heard() {
    let update = whole_question();
    let mut paths = Vec::new();
    list_paths(&update["message"], "/message", &mut paths);
    assert!(paths.len() > 30, "{paths:?}");
    let heard = |text: &str| match read_text(text, &me()) {
        Ok(Some(Incoming::Question(question))) => question.words,
        _ => None,
    };
    for path in paths {
        for shape in shapes() {
            let mut changed = update.clone();
            *changed.pointer_mut(&path).unwrap() = json!("the field");
            let changed = changed.to_string().replace(r#""the field""#, &shape);
            assert_eq!(number(&changed), Some(4_300_000_000), "{changed}");
            let words = heard(&changed);
            let indispensable = ["/message", "/message/message_id", "/message/chat", "/message/chat/id"];
            let is_words = path == "/message/text" || indispensable.contains(&path.as_str());
            // Nobody, a machine, and what Telegram forwards are not people who ask.
            let is_told = (path.as_str(), shape.as_str());
            let not_asked = is_told == ("/message/from", "null")
                || matches!(is_told, ("/message/from/is_bot" | "/message/is_automatic_forward", "true"));
            assert!(is_words || not_asked || words.as_deref() == Some("trade"), "{path}: {words:?} of {changed:.2000}");
        }
    }
}

#[test]
fn of_a_field_given_twice_the_last_counts() {
    let text = whole_question().to_string();
    for (field, first) in [("\"text\":", "\"first\""), ("\"message\":", "{}"), ("\"chat\":", "7"), ("\"id\":", "[]")] {
        let twice = text.replace(field, &format!("{field}{first},{field}"));
        let Ok(Some(Incoming::Question(question))) = read_text(&twice, &me()) else { panic!("{twice}") };
        assert_eq!((question.words.as_deref(), question.place.chat), (Some("trade"), GROUP), "{twice}");
    }
    let twice = text.replace("\"update_id\":", "\"update_id\":1,\"update_id\":");
    assert_eq!(number(&twice), Some(4_300_000_000));
}

#[test]
fn who_cannot_be_told_in_private_is_whose_chat_it_is() {
    for from in [json!(7), json!([]), json!({ "id": "x", "language_code": "ru" })] {
        let mut message = said(ANN, "trade");
        message["from"] = from;
        message["chat"] = json!({ "id": ANN, "type": 7 });
        let question = question(&message).unwrap();
        assert_eq!((question.person, question.place.private, question.addressed), (ANN, true, true));
    }
}

#[test]
fn a_press_and_a_membership_are_read_in_new_shapes_as_far_as_they_are_whole() {
    let message = json!({ "message_id": 6, "chat": { "id": ANN, "type": "private" }, "reply_markup": [], "text": 1 });
    let mut query =
        json!({ "id": "q", "from": { "id": ANN, "language_code": 7 }, "message": message, "data": "en help" });
    let read_query = |query: &Value| read(&json!({ "update_id": 1, "callback_query": query }));
    let Some(Incoming::Press(press)) = read_query(&query) else { panic!("{query}") };
    assert_eq!((press.data.as_str(), press.under.map(|(_, message)| message), press.own), ("en help", Some(6), true));
    query["message"] = json!([1]);
    assert!(matches!(read_query(&query), Some(Incoming::Press(Press { under: None, .. }))));
    query["id"] = json!(7);
    assert_eq!(read_query(&query), None);
    let member = |status: Value| json!({ "user": { "id": 7, "is_bot": true }, "status": status });
    let changed = |status: Value| {
        let room = json!({ "id": GROUP, "type": "supergroup", "title": ["new"], "username": {} });
        let from = json!({ "id": ANN, "language_code": [] });
        let change = json!({ "chat": room, "from": from, "old_chat_member": 1, "new_chat_member": member(status) });
        read(&json!({ "update_id": 1, "my_chat_member": change }))
    };
    assert!(matches!(changed(json!("member")), Some(Incoming::Membership(Membership { may_post: true, by: ANN, .. }))));
    assert_eq!(changed(json!(1)), None);
}

#[test]
fn a_name_called_again_and_again_is_found_where_it_stands_by_itself() {
    let text = format!("/a{} trade @trade_bot", "@x".repeat(2000));
    assert!(question(&said(GROUP, &text)).unwrap().addressed);
    assert_eq!(question(&said(GROUP, &format!("a{}", "@trade_bot".repeat(400)))), None);
}

fn list_paths(value: &Value, path: &str, paths: &mut Vec<String>) {
    paths.push(path.to_owned());
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                list_paths(value, &format!("{path}/{name}"), paths);
            }
        }
        Value::Array(items) => {
            for (index, value) in items.iter().enumerate() {
                list_paths(value, &format!("{path}/{index}"), paths);
            }
        }
        _ => {}
    }
}
