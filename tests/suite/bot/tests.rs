//! The fake, tried: each thing it should catch is planted once, beside the same thing done right.

use std::io;
use std::time::Duration;

use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::server::HANG_UP;
use super::{BOT_ID, ChatKind, FakeTelegram, Fault};

const SOON: Duration = Duration::from_secs(5);
const ANN: i64 = 11;
const BOB: i64 = 12;
const GROUP: i64 = -100;
const FORUM: i64 = -100_200;
const CHANNEL: i64 = -100_300;

async fn telegram() -> FakeTelegram {
    let telegram = FakeTelegram::start().await;
    telegram.user(ANN, "Ann", "en");
    telegram.user(BOB, "Бекзат", "");
    telegram.chat(GROUP, ChatKind::Group, "Traders");
    telegram.chat(FORUM, ChatKind::Forum, "Forum");
    telegram.chat(CHANNEL, ChatKind::Channel, "News");
    telegram.name_chat(CHANNEL, "arcadia_news");
    telegram
}

/// A call as a bot makes it: status and body, the body as text where it is no JSON.
async fn call(telegram: &FakeTelegram, method: &str, params: Value) -> io::Result<(u16, Value)> {
    let path = format!("/bot{}/{method}", telegram.token());
    raw(telegram, &path, "application/json", &params.to_string()).await
}

async fn raw(telegram: &FakeTelegram, path: &str, kind: &str, body: &str) -> io::Result<(u16, Value)> {
    let host = telegram.url().trim_start_matches("http://");
    let mut line = TcpStream::connect(host).await?;
    let (length, end) = (body.len(), "connection: close\r\n\r\n");
    let head = format!("POST {path} HTTP/1.1\r\nhost: {host}\r\ncontent-type: {kind}\r\ncontent-length: {length}\r\n");
    line.write_all(format!("{head}{end}{body}").as_bytes()).await?;
    let mut answer = String::new();
    line.read_to_string(&mut answer).await?;
    let (head, body) = answer.split_once("\r\n\r\n").ok_or(io::ErrorKind::UnexpectedEof)?;
    let header = |name: &str| head.lines().find_map(|line| line.to_lowercase().strip_prefix(name).map(str::to_owned));
    let length: usize = header("content-length: ").expect("answers have a length").parse().expect("a number");
    if body.len() < length {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    let status = head.split(' ').nth(1).expect("a status line has a status").parse().expect("a number");
    Ok((status, serde_json::from_str(body).unwrap_or_else(|_| json!(body))))
}

async fn status(telegram: &FakeTelegram, method: &str, params: Value) -> u16 {
    call(telegram, method, params).await.expect("this call is answered").0
}

async fn send(telegram: &FakeTelegram, text: &str) -> u16 {
    status(telegram, "sendMessage", json!({ "chat_id": ANN, "text": text, "parse_mode": "HTML" })).await
}

fn kinds(telegram: &FakeTelegram) -> Vec<&'static str> {
    telegram.breaches().iter().map(|breach| breach.kind).collect()
}

fn keyboard(buttons: Value) -> Value {
    json!({ "chat_id": ANN, "text": "x", "reply_markup": { "inline_keyboard": buttons } })
}

#[tokio::test]
async fn a_call_that_keeps_the_rules_is_carried_out_and_clean() {
    let telegram = telegram().await;
    let html = "<b>Trade 😀</b> &amp; <a href=\"https://stats.example/a?b=1&amp;c=2\">source</a>\n\
                <blockquote expandable>note</blockquote><pre><code class=\"language-json\">{}</code></pre> /trade_2025 ";
    let markup = json!({ "inline_keyboard": [[{ "text": "2024", "callback_data": "д".repeat(32) }],
        [{ "text": "Open", "url": "https://t.me/arcadia_test_bot?start=trade_2025-kg" }]] });
    let params = json!({ "chat_id": ANN, "text": html, "parse_mode": "HTML", "reply_markup": markup });
    let (code, body) = call(&telegram, "SendMessage", params).await.unwrap();
    assert_eq!((code, body["result"]["from"]["id"].as_i64()), (200, Some(BOT_ID)));
    let message = telegram.messages(ANN).remove(0);
    assert_eq!(message.text, "Trade 😀 & source\nnote{} /trade_2025");
    assert_eq!(message.pieces("bold"), ["Trade 😀"]);
    assert_eq!(message.pieces("bot_command"), ["/trade_2025"]);
    assert_eq!(message.pieces("pre"), ["{}"]);
    assert_eq!(message.pieces("expandable_blockquote"), ["note"]);
    assert_eq!(message.links(), ["https://stats.example/a?b=1&c=2"]);
    assert_eq!(message.buttons(), [["2024"], ["Open"]]);
    assert!(telegram.calls("sendMessage")[0].ok());
    telegram.assert_clean();
}

#[tokio::test]
async fn bad_html_is_refused_in_telegrams_words() {
    let bad = [
        "<h1>x</h1>",
        "<b>x",
        "<b><i>x</b></i>",
        "x</b>",
        "<b class=\"x\">x</b>",
        "<a>x</a>",
        "<a href=x>x</a>",
        "<a href=\"nowhere\">x</a>",
        "<a href=\"https://a.example/\" rel=\"x\">x</a>",
        "1 < 2",
        "2 > 1",
        "R&D",
        "&nbsp;",
        "&amp",
        "&#0;",
        "<span class=\"red\">x</span>",
        "<code class=\"language-x\">x</code>",
        "<code><b>x</b></code>",
        "<blockquote><blockquote>x</blockquote></blockquote>",
        "<tg-emoji emoji-id=\"x\">x</tg-emoji>",
        "<br/>",
        "<b",
        "<a href=\"https://a.example/?a&b\">x</a>",
        "<a href=\"https://a.example/\"b\">x</a>",
    ];
    for html in bad {
        let telegram = telegram().await;
        let params = json!({ "chat_id": ANN, "text": html, "parse_mode": "HTML" });
        let (code, body) = call(&telegram, "sendMessage", params).await.unwrap();
        assert_eq!((code, kinds(&telegram)), (400, vec!["bad_html"]), "{html}");
        assert!(body["description"].as_str().unwrap().starts_with("Bad Request: can't parse entities: "), "{body}");
        assert!(telegram.messages(ANN).is_empty());
    }
    let good = [
        "<B>x</B>",
        "<tg-spoiler>x</tg-spoiler>",
        "<span class='tg-spoiler'>x</span>",
        "&#39;&#x1F600;&quot;",
        "<u><s>x</s></u>",
        "<tg-emoji emoji-id=\"5368324170671202286\">👍</tg-emoji>",
        "<blockquote>x <b>y</b></blockquote>",
        "<b></b>x",
        "<a href=\"tg://user?id=11\">x</a>",
        "<strong><em><ins><strike><del>x</del></strike></ins></em></strong>",
    ];
    let telegram = telegram().await;
    for html in good {
        assert_eq!(send(&telegram, html).await, 200, "{html}");
    }
    telegram.assert_clean();
}

#[tokio::test]
async fn every_limit_is_kept_to_the_last_sign() {
    let start =
        |parameter: &str| keyboard(json!([[{ "text": "x", "url": format!("https://t.me/b?start={parameter}") }]]));
    let data = |data: &str| keyboard(json!([[{ "text": "x", "callback_data": data }]]));
    let row = |many: usize| keyboard(json!([vec![json!({ "text": "x", "callback_data": "y" }); many]]));
    let rows = |many: usize| keyboard(json!(vec![vec![json!({ "text": "x", "callback_data": "y" }); 4]; many]));
    let text = |text: String| json!({ "chat_id": ANN, "text": text });
    let command =
        |name: &str, about: usize| json!({ "commands": [{ "command": name, "description": "x".repeat(about) }] });
    let menu = |many: usize| {
        let listed = (0..many).map(|n| json!({ "command": format!("c{n}"), "description": "x" }));
        json!({ "commands": listed.collect::<Vec<_>>() })
    };
    let html = |text: String| json!({ "chat_id": ANN, "text": text, "parse_mode": "HTML" });
    let photo = |caption: String| json!({ "chat_id": ANN, "photo": "https://a.example/a.jpg", "caption": caption });
    // Method, what just fits, what does not, how the breach is called, and whether it is refused.
    let cases = [
        ("sendMessage", text("😀".repeat(2048)), text("😀".repeat(2048) + "x"), "too_long", true),
        ("sendMessage", html("<b>x</b>".repeat(100)), html("<b>x</b>".repeat(101)), "too_many_entities", false),
        ("sendMessage", html("&amp;".repeat(4096)), html("<b></b>".repeat(4682)), "too_long", true),
        ("sendMessage", text("a < b & c".into()), text("<b>loud</b>".into()), "visible_markup", false),
        ("sendMessage", text("x".into()), text(" \n ".into()), "empty_text", true),
        (
            "sendMessage",
            html("x".into()),
            json!({ "chat_id": ANN, "text": "x", "parse_mode": "MarkdownV2" }),
            "markdown",
            false,
        ),
        ("sendMessage", text("x".into()), json!({ "chat_id": ANN, "text": "x", "colour": 1 }), "unknown_param", false),
        ("sendMessage", text("x".into()), json!({ "chat_id": "11", "text": "x" }), "wrong_type", false),
        ("sendMessage", text("x".into()), json!({ "text": "x" }), "missing_param", true),
        ("sendPhoto", photo("x".repeat(1024)), photo("x".repeat(1025)), "too_long", true),
        ("sendMessage", data(&"x".repeat(64)), data(&"x".repeat(65)), "bad_callback_data", true),
        ("sendMessage", data("x"), data(""), "bad_callback_data", true),
        ("sendMessage", data("x"), keyboard(json!([[{ "text": " ", "callback_data": "x" }]])), "empty_button", false),
        ("sendMessage", data("x"), keyboard(json!([[{ "text": "x" }]])), "button_kinds", true),
        (
            "sendMessage",
            data("x"),
            keyboard(json!([[{ "text": "x", "callback_data": "x", "c": 1 }]])),
            "unknown_field",
            false,
        ),
        ("sendMessage", data("x"), keyboard(json!([[], [{ "text": "x", "callback_data": "x" }]])), "empty_row", false),
        ("sendMessage", row(8), row(9), "wide_row", false),
        ("sendMessage", rows(25), rows(26), "too_many_buttons", true),
        ("sendMessage", start(&"a".repeat(64)), start(&"a".repeat(65)), "bad_start", false),
        ("sendMessage", start("a-Z_9"), start("a%20b"), "bad_start", false),
        ("sendMessage", start("a"), keyboard(json!([[{ "text": "x", "url": "no link" }]])), "bad_url", true),
        ("setMyCommands", command(&"a".repeat(32), 256), command(&"a".repeat(33), 1), "bad_command", true),
        ("setMyCommands", command("a_1", 1), command("Trade", 1), "bad_command", true),
        ("setMyCommands", command("a", 1), command("a", 257), "bad_command", true),
        ("setMyCommands", menu(100), menu(101), "bad_command", true),
        (
            "sendChatAction",
            json!({ "chat_id": ANN, "action": "typing" }),
            json!({ "chat_id": ANN, "action": "thinking" }),
            "not_allowed_value",
            true,
        ),
        (
            "sendMessage",
            text("x".into()),
            json!({ "chat_id": ANN, "text": "x", "message_thread_id": 7 }),
            "thread_ignored",
            false,
        ),
        (
            "sendMessage",
            text("x".into()),
            json!({ "chat_id": FORUM, "text": "x", "message_thread_id": 1 }),
            "thread_general",
            true,
        ),
        (
            "sendMessage",
            text("x".into()),
            json!({ "chat_id": ANN, "text": "x", "reply_parameters": { "message_id": 9 } }),
            "reply_not_found",
            true,
        ),
    ];
    for (method, good, bad, kind, refused) in cases {
        let telegram = telegram().await;
        assert_eq!(status(&telegram, method, good).await, 200, "{kind}");
        telegram.assert_clean();
        assert_eq!(status(&telegram, method, bad).await, if refused { 400 } else { 200 }, "{kind}");
        assert_eq!(kinds(&telegram), [kind]);
    }
}

#[tokio::test]
async fn a_wrong_token_and_an_unknown_method_are_refused_and_noted() {
    let telegram = telegram().await;
    let (code, body) = raw(&telegram, "/bot1:wrong/getMe", "application/json", "{}").await.unwrap();
    assert_eq!((code, body["description"].as_str()), (401, Some("Unauthorized")));
    assert_eq!(status(&telegram, "sendCake", json!({})).await, 404);
    assert_eq!(
        raw(&telegram, &format!("/bot{}/getMe", telegram.token()), "application/json", "{").await.unwrap().0,
        400
    );
    assert_eq!(kinds(&telegram), ["wrong_token", "unknown_method", "bad_body"]);
    telegram.clear_breaches();
    telegram.assert_clean();
}

#[tokio::test]
async fn forms_and_uploads_are_read_with_the_types_of_the_method() {
    let telegram = telegram().await;
    let path = |method: &str| format!("/bot{}/{method}", telegram.token());
    let form = "chat_id=11&text=a%20b&disable_notification=true";
    let kind = "application/x-www-form-urlencoded";
    assert_eq!(raw(&telegram, &path("sendMessage"), kind, form).await.unwrap().0, 200);
    let part = |name: &str, text: &str| format!("--B\r\ncontent-disposition: form-data; {name}\r\n\r\n{text}\r\n");
    let upload = |size: usize| {
        let picture = part("name=\"p1\"; filename=\"chart.png\"", &"x".repeat(size));
        part("name=\"chat_id\"", "11") + &part("name=\"photo\"", "attach://p1") + &picture + "--B--\r\n"
    };
    let kind = "multipart/form-data; boundary=B";
    let (_, body) = raw(&telegram, &path("sendPhoto"), kind, &upload(3)).await.unwrap();
    let id = body["result"]["photo"][0]["file_id"].clone();
    assert_eq!(status(&telegram, "sendPhoto", json!({ "chat_id": ANN, "photo": id })).await, 200);
    assert_eq!(telegram.calls("sendPhoto")[0].params["photo"], json!({ "file": "chart.png", "size": 3 }));
    assert_eq!(telegram.messages(ANN)[2].file.as_deref(), id.as_str());
    assert_eq!(status(&telegram, "sendPhoto", json!({ "chat_id": ANN, "photo": "AgAD" })).await, 400);
    telegram.assert_clean();
    assert_eq!(raw(&telegram, &path("sendPhoto"), kind, &upload(0)).await.unwrap().0, 400);
    assert_eq!(kinds(&telegram), ["empty_file"]);
}

#[tokio::test]
async fn updates_come_again_until_they_are_confirmed() {
    let telegram = telegram().await;
    let first = telegram.say(ANN, ANN, "/trade@arcadia_test_bot 2025 😀 @mention https://a.example/x.");
    telegram.say(BOB, GROUP, "two");
    let poll = async |offset: i64, timeout: i64| {
        let params = json!({ "offset": offset, "timeout": timeout, "limit": 100 });
        call(&telegram, "getUpdates", params).await.unwrap().1["result"].clone()
    };
    let (once, again) = (poll(0, 9).await, poll(first, 9).await);
    assert_eq!((once.as_array().unwrap().len(), &once), (2, &again));
    assert_eq!(
        once[0]["message"]["entities"],
        json!([
            { "type": "bot_command", "offset": 0, "length": 23 },
            { "type": "mention", "offset": 32, "length": 8 },
            { "type": "url", "offset": 41, "length": 19 },
        ])
    );
    assert_eq!(telegram.pending_updates(), 2);
    assert_eq!(poll(first + 2, 0).await, json!([]));
    assert_eq!(telegram.pending_updates(), 0);
    let (late, _) = tokio::join!(poll(first + 2, 9), async { telegram.say(ANN, ANN, "three") });
    assert_eq!(late[0]["message"]["text"], "three");
    assert_eq!(poll(-1, 0).await[0]["message"]["text"], "three");
    telegram.assert_clean();
}

#[tokio::test]
async fn only_the_kinds_of_update_asked_for_are_kept() {
    let telegram = telegram().await;
    let params = json!({ "timeout": 0, "allowed_updates": ["message", "gossip"] });
    status(&telegram, "getUpdates", params).await;
    assert_eq!(kinds(&telegram), ["not_allowed_value"]);
    telegram.inline(ANN, "kg");
    telegram.say_update(json!({ "of_the_future": {} }));
    assert_eq!(telegram.pending_updates(), 1);
    send(&telegram, "x").await;
    telegram.press_data(ANN, telegram.messages(ANN)[0].id, "x");
    assert!(telegram.unanswered_callbacks()[0].contains("withheld"));
}

#[tokio::test]
async fn of_two_pollers_the_older_gets_a_conflict() {
    let telegram = telegram().await;
    let poll = || call(&telegram, "getUpdates", json!({ "timeout": 20 }));
    let (older, newer) = tokio::join!(poll(), async {
        telegram.wait_until(|telegram| telegram.calls("getUpdates").len() == 1, SOON).await;
        let rest = async {
            telegram.wait_until(|telegram| !telegram.breaches().is_empty(), SOON).await;
            telegram.say(ANN, ANN, "x");
        };
        tokio::join!(poll(), rest).0
    });
    assert_eq!((older.unwrap().0, newer.unwrap().0), (409, 200));
    assert_eq!(kinds(&telegram), ["two_pollers"]);
}

#[tokio::test]
async fn a_poller_that_hung_up_and_came_back_is_one_poller() {
    let telegram = telegram().await;
    let poll = |timeout| call(&telegram, "getUpdates", json!({ "timeout": timeout }));
    assert!(tokio::time::timeout(Duration::from_millis(20), poll(20)).await.is_err());
    let (polled, ()) = tokio::join!(poll(20), async {
        tokio::time::sleep(2 * HANG_UP).await;
        telegram.say(ANN, ANN, "x");
    });
    assert_eq!(polled.unwrap().0, 200);
    telegram.assert_clean();
}

#[tokio::test]
async fn a_webhook_closes_the_polls() {
    let telegram = telegram().await;
    assert_eq!(status(&telegram, "setWebhook", json!({ "url": "http://a.example/" })).await, 400);
    assert_eq!(kinds(&telegram), ["bad_url"]);
    telegram.clear_breaches();
    assert_eq!(status(&telegram, "setWebhook", json!({ "url": "https://a.example/", "secret_token": "s" })).await, 200);
    telegram.say(ANN, ANN, "x");
    let info = call(&telegram, "getWebhookInfo", json!({})).await.unwrap().1;
    assert_eq!(
        (&info["result"]["url"], &info["result"]["pending_update_count"]),
        (&json!("https://a.example/"), &json!(1))
    );
    assert_eq!(status(&telegram, "getUpdates", json!({})).await, 409);
    assert_eq!(status(&telegram, "deleteWebhook", json!({})).await, 200);
    assert_eq!(status(&telegram, "getUpdates", json!({})).await, 200);
    telegram.assert_clean();
}

#[tokio::test]
async fn a_press_must_be_answered_once() {
    let telegram = telegram().await;
    telegram.say(ANN, ANN, "hi");
    status(&telegram, "sendMessage", keyboard(json!([[{ "text": "By country", "callback_data": "trade KGZ" }]]))).await;
    let message = telegram.messages(ANN)[0].id;
    let answer = |id: &str| status(&telegram, "answerCallbackQuery", json!({ "callback_query_id": id, "text": "ok" }));
    let query = telegram.press(message, "country");
    assert_eq!(telegram.unanswered_callbacks(), [format!("{query} (data \"trade KGZ\")")]);
    assert!(std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| telegram.assert_clean())).is_err());
    assert_eq!(answer(&query).await, 200);
    telegram.assert_clean();
    assert_eq!(answer(&query).await, 400);
    assert_eq!(answer("made up").await, 400);
    let forged = telegram.press_data(BOB, message, "x");
    let long = json!({ "callback_query_id": forged, "text": "x".repeat(201) });
    assert_eq!(status(&telegram, "answerCallbackQuery", long).await, 400);
    assert_eq!(kinds(&telegram), ["answered_twice", "unknown_query", "too_long"]);
}

#[tokio::test]
async fn an_edit_must_change_something_of_the_bots_own() {
    let telegram = telegram().await;
    telegram.say(ANN, ANN, "hers");
    send(&telegram, "<b>one</b>").await;
    let (hers, ours) = (telegram.messages(ANN)[0].id - 1, telegram.messages(ANN)[0].id);
    let edit = |id: i64, text: &str| {
        let params = json!({ "chat_id": ANN, "message_id": id, "text": text, "parse_mode": "HTML" });
        status(&telegram, "editMessageText", params)
    };
    assert_eq!(edit(ours, "one").await, 200);
    assert_eq!((telegram.message(ours).edited, telegram.message(ours).pieces("bold").len()), (true, 0));
    let buttons = json!({ "inline_keyboard": [[{ "text": "x", "callback_data": "x" }]] });
    let markup = json!({ "chat_id": ANN, "message_id": ours, "reply_markup": buttons });
    assert_eq!(status(&telegram, "editMessageReplyMarkup", markup.clone()).await, 200);
    telegram.assert_clean();
    assert_eq!(status(&telegram, "editMessageReplyMarkup", markup).await, 400);
    assert_eq!(edit(hers, "two").await, 400);
    assert_eq!(kinds(&telegram), ["not_modified", "not_ours"]);
    assert_eq!(status(&telegram, "deleteMessage", json!({ "chat_id": ANN, "message_id": ours })).await, 200);
    assert!(telegram.messages(ANN).is_empty());
    assert_eq!(edit(ours, "three").await, 400);
}

#[tokio::test]
async fn inline_results_keep_the_rules_of_messages() {
    let article = |id: &str, text: &str| {
        let content = json!({ "message_text": text, "parse_mode": "HTML" });
        json!({ "type": "article", "id": id, "title": "x", "input_message_content": content })
    };
    let telegram = telegram().await;
    for (results, kind) in [
        (json!([article("a", "<b>x")]), "bad_html"),
        (json!([article("", "x")]), "bad_result_id"),
        (json!([article("a", "x"), article("a", "y")]), "bad_result_id"),
        (json!(vec![article("a", "x"); 51]), "too_many_results"),
    ] {
        let params = json!({ "inline_query_id": telegram.inline(ANN, "kg"), "results": results });
        assert_eq!(status(&telegram, "answerInlineQuery", params).await, 400);
        assert_eq!(kinds(&telegram), [kind]);
        telegram.clear_breaches();
    }
    let query = telegram.inline(ANN, "kg");
    let params = json!({ "inline_query_id": query, "results": [article("a", "<b>x</b>")], "is_personal": true });
    assert_eq!(status(&telegram, "answerInlineQuery", params.clone()).await, 200);
    assert_eq!(telegram.inline_answer(&query).unwrap()["results"][0]["id"], "a");
    telegram.assert_clean();
    assert_eq!(status(&telegram, "answerInlineQuery", params).await, 400);
    assert_eq!(kinds(&telegram), ["answered_twice"]);
}

#[tokio::test]
async fn the_menu_is_kept_by_scope_and_language() {
    let telegram = telegram().await;
    let commands = json!([{ "command": "trade", "description": "Торговля" }]);
    let params = json!({ "commands": commands, "scope": { "type": "all_private_chats" }, "language_code": "ru" });
    assert_eq!(status(&telegram, "setMyCommands", params.clone()).await, 200);
    assert_eq!(telegram.menu("all_private_chats", "ru"), [("trade".to_owned(), "Торговля".to_owned())]);
    assert!(telegram.menu("default", "").is_empty());
    let scope = json!({ "scope": { "type": "all_private_chats" }, "language_code": "ru" });
    assert_eq!(call(&telegram, "getMyCommands", scope.clone()).await.unwrap().1["result"], commands);
    assert_eq!(status(&telegram, "deleteMyCommands", scope).await, 200);
    telegram.assert_clean();
    let twice = json!({ "commands": [commands[0], commands[0]] });
    status(&telegram, "setMyCommands", twice).await;
    assert_eq!(kinds(&telegram), ["bad_command"]);
}

#[tokio::test]
async fn a_send_before_its_time_after_a_429_is_noted() {
    let telegram = telegram().await;
    telegram.fault(Fault::RetryAfter(37)).on("sendMessage").chat(ANN);
    let (code, body) = call(&telegram, "sendMessage", json!({ "chat_id": ANN, "text": "x" })).await.unwrap();
    assert_eq!((code, &body["parameters"]["retry_after"]), (429, &json!(37)));
    assert_eq!(status(&telegram, "sendMessage", json!({ "chat_id": BOB, "text": "another chat" })).await, 200);
    telegram.assert_clean();
    telegram.pass_time(Duration::from_secs(36));
    assert_eq!(send(&telegram, "too early").await, 200);
    assert_eq!(kinds(&telegram), ["ignored_retry_after"]);
    telegram.clear_breaches();
    telegram.pass_time(Duration::from_secs(1));
    assert_eq!(send(&telegram, "in time").await, 200);
    telegram.assert_clean();
    telegram.fault(Fault::RetryAfterEverywhere(5)).chat(ANN);
    assert_eq!(send(&telegram, "x").await, 429);
    status(&telegram, "sendMessage", json!({ "chat_id": BOB, "text": "x" })).await;
    telegram.fault(Fault::RetryAfter(5)).on("setMyDescription");
    status(&telegram, "setMyDescription", json!({})).await;
    status(&telegram, "setMyDescription", json!({})).await;
    assert_eq!(kinds(&telegram), ["ignored_retry_after"; 3]);
}

#[tokio::test]
async fn floods_are_refused_when_the_limits_are_on() {
    let telegram = telegram().await;
    let to = |chat: i64| status(&telegram, "sendMessage", json!({ "chat_id": chat, "text": "x" }));
    for _ in 0..5 {
        assert_eq!(to(ANN).await, 200);
    }
    telegram.pass_time(Duration::from_secs(60));
    telegram.limits(true);
    for expected in [200, 200, 200, 429] {
        assert_eq!(to(ANN).await, expected);
    }
    for n in 0..21 {
        telegram.pass_time(Duration::from_secs(1));
        assert_eq!(to(GROUP).await, if n < 20 { 200 } else { 429 });
    }
    telegram.assert_clean();
    assert_eq!(to(GROUP).await, 429);
    assert_eq!(kinds(&telegram), ["ignored_retry_after"]);
    telegram.pass_time(Duration::from_secs(61));
    for n in 0..31 {
        telegram.user(1000 + n, "One of many", "");
        assert_eq!(to(1000 + n).await, if n < 30 { 200 } else { 429 });
    }
}

#[tokio::test]
async fn faults_before_the_effect_leave_no_message() {
    let cases = [
        (Fault::refuse(403, "Forbidden: bot was blocked by the user"), 403),
        (Fault::refuse(500, "Internal Server Error"), 500),
        (Fault::RetryAfter(1), 429),
        (Fault::MigratedTo(-1009), 400),
        (Fault::BadGateway, 502),
        (Fault::Garbage, 200),
        (Fault::Answer(json!(true)), 200),
    ];
    for (fault, code) in cases {
        let telegram = telegram().await;
        telegram.fault(fault.clone()).on("sendMessage");
        let (got, body) = call(&telegram, "sendMessage", json!({ "chat_id": ANN, "text": "x" })).await.unwrap();
        assert_eq!(got, code, "{fault:?}");
        assert!(telegram.messages(ANN).is_empty(), "{fault:?}");
        assert_eq!(telegram.calls("sendMessage")[0].answer, Some((code, body.clone())));
        match fault {
            Fault::Refuse(_, description) => assert_eq!(body["description"], json!(description)),
            Fault::MigratedTo(id) => assert_eq!(body["parameters"]["migrate_to_chat_id"], json!(id)),
            Fault::BadGateway | Fault::Garbage => assert!(body.as_str().unwrap().contains("<html>"), "{body}"),
            _ => {}
        }
        telegram.pass_time(SOON);
        assert_eq!(send(&telegram, "again").await, 200);
        telegram.assert_clean();
    }
}

#[tokio::test]
async fn cut_lines_and_broken_answers_differ_in_whether_the_call_took_effect() {
    for (fault, sent, error) in [
        (Fault::Cut, 0, io::ErrorKind::ConnectionReset),
        (Fault::CutAfter, 1, io::ErrorKind::ConnectionReset),
        (Fault::Truncate, 1, io::ErrorKind::UnexpectedEof),
    ] {
        let telegram = telegram().await;
        telegram.fault(fault.clone()).on("sendMessage");
        let failed = call(&telegram, "sendMessage", json!({ "chat_id": ANN, "text": "x" })).await.unwrap_err();
        assert!([error, io::ErrorKind::ConnectionReset].contains(&failed.kind()), "{fault:?}: {failed}");
        assert_eq!(telegram.messages(ANN).len(), sent, "{fault:?}");
        assert_eq!(telegram.calls("sendMessage")[0].answer, None);
        assert_eq!(send(&telegram, "again").await, 200);
        telegram.assert_clean();
    }
}

#[tokio::test]
async fn silence_lasts_and_a_delay_ends() {
    let telegram = telegram().await;
    telegram.fault(Fault::Silence);
    let waited = tokio::time::timeout(Duration::from_millis(30), send(&telegram, "x")).await;
    assert!(waited.is_err() && telegram.messages(ANN).is_empty());
    // Only the delay takes time from here on.
    tokio::time::pause();
    telegram.fault(Fault::Delay(Duration::from_secs(30)));
    let began = tokio::time::Instant::now();
    assert_eq!(send(&telegram, "x").await, 200);
    assert_eq!(began.elapsed().as_secs(), 30);
    assert!(telegram.calls("*")[1].at >= telegram.calls("*")[0].at);
    telegram.assert_clean();
}

#[tokio::test]
async fn a_fault_strikes_the_calls_it_was_ordered_for_and_no_others() {
    let telegram = telegram().await;
    telegram.fault(Fault::BadGateway).on("sendMessage").skip(1).times(2).chat(ANN);
    for expected in [200, 502, 502, 200] {
        assert_eq!(status(&telegram, "sendMessage", json!({ "chat_id": BOB, "text": "x" })).await, 200);
        assert_eq!(status(&telegram, "getMe", json!({})).await, 200);
        assert_eq!(send(&telegram, "x").await, expected);
    }
    telegram.fault(Fault::BadGateway).times(9);
    assert_eq!(status(&telegram, "getUpdates", json!({})).await, 200);
    assert_eq!(status(&telegram, "getMe", json!({})).await, 502);
    telegram.clear_faults();
    assert_eq!(status(&telegram, "getMe", json!({})).await, 200);
    telegram.fault(Fault::BadGateway).on("getUpdates");
    assert_eq!(status(&telegram, "getUpdates", json!({})).await, 502);
    telegram.assert_clean();
}

#[tokio::test]
async fn a_call_that_fails_on_order_is_still_held_against_the_rules() {
    let telegram = telegram().await;
    telegram.fault(Fault::BadGateway).on("sendMessage");
    assert_eq!(send(&telegram, "<b>x").await, 502);
    assert_eq!(kinds(&telegram), ["bad_html"]);
}

#[tokio::test]
async fn people_speak_in_all_the_ways_telegram_knows() {
    let telegram = telegram().await;
    let topic = telegram.topic(FORUM, ANN, "Trade");
    let update = telegram.say_in_topic(ANN, FORUM, topic, "/trade");
    telegram.say_anonymously(GROUP, "/schedule");
    telegram.post(CHANNEL, "post");
    let draft = telegram.draft(ANN, ANN, "frist");
    let id = draft["message_id"].as_i64().unwrap();
    telegram.say_update(json!({ "message": draft }));
    telegram.edit(id, "first");
    let mut params = keyboard(json!([[{ "text": "x", "callback_data": "x" }]]));
    params["chat_id"] = json!(GROUP);
    params["reply_parameters"] = json!({ "message_id": id, "allow_sending_without_reply": true });
    assert_eq!(status(&telegram, "sendMessage", params).await, 200);
    telegram.reply(BOB, telegram.messages(GROUP)[0].id, "why?");
    telegram.bot_becomes(BOB, "kicked", BOB);
    let updates = call(&telegram, "getUpdates", json!({ "offset": update })).await.unwrap().1["result"].clone();
    let said: Vec<&Value> =
        ["message", "message", "channel_post", "message", "edited_message", "message", "my_chat_member"]
            .iter()
            .enumerate()
            .map(|(n, kind)| &updates[n][kind])
            .collect();
    assert_eq!((&said[0]["message_thread_id"], &said[0]["is_topic_message"]), (&json!(topic), &json!(true)));
    assert_eq!((&said[1]["from"]["id"], &said[1]["sender_chat"]["id"]), (&json!(1_087_968_824), &json!(GROUP)));
    assert_eq!((&said[2]["from"], &said[2]["text"]), (&Value::Null, &json!("post")));
    assert_eq!((&said[4]["message_id"], &said[4]["text"]), (&json!(id), &json!("first")));
    assert_eq!(said[5]["reply_to_message"]["reply_markup"]["inline_keyboard"][0][0]["text"], "x");
    assert_eq!(said[6]["new_chat_member"]["status"], "kicked");
    assert_eq!(telegram.message(id).text, "first");
    telegram.assert_clean();
}

#[tokio::test]
async fn where_the_bot_may_not_write_it_is_told_so_and_that_is_no_breach() {
    let telegram = telegram().await;
    let topic = telegram.topic(FORUM, ANN, "Trade");
    let send = async |chat: Value, thread: Value| {
        let params = match thread {
            Value::Null => json!({ "chat_id": chat, "text": "x" }),
            thread => json!({ "chat_id": chat, "text": "x", "message_thread_id": thread }),
        };
        let (code, body) = call(&telegram, "sendMessage", params).await.unwrap();
        (code, body["description"].as_str().unwrap_or_default().to_owned())
    };
    assert_eq!(send(json!(FORUM), json!(topic)).await.0, 200);
    assert_eq!(send(json!("@arcadia_news"), Value::Null).await.0, 200);
    telegram.delete_topic(FORUM, topic);
    telegram.bot_becomes(ANN, "kicked", ANN);
    telegram.bot_becomes(CHANNEL, "member", ANN);
    let refused = |code: u16, text: &str| (code, text.to_owned());
    assert_eq!(send(json!(FORUM), json!(topic)).await, refused(400, "Bad Request: message thread not found"));
    assert_eq!(send(json!(ANN), Value::Null).await, refused(403, "Forbidden: bot was blocked by the user"));
    assert_eq!(send(json!(CHANNEL), Value::Null).await.0, 400);
    assert_eq!(send(json!(77), Value::Null).await, refused(400, "Bad Request: chat not found"));
    telegram.bot_becomes(ANN, "member", ANN);
    assert_eq!(send(json!(ANN), Value::Null).await.0, 200);
    telegram.assert_clean();
}

#[tokio::test]
async fn members_and_chats_can_be_asked_for() {
    let telegram = telegram().await;
    telegram.make_admin(CHANNEL, ANN);
    let of = async |user: i64| {
        let params = json!({ "chat_id": CHANNEL, "user_id": user });
        call(&telegram, "getChatMember", params).await.unwrap().1["result"]["status"].clone()
    };
    assert_eq!(
        (of(ANN).await, of(BOB).await, of(BOT_ID).await),
        (json!("administrator"), json!("member"), json!("administrator"))
    );
    let admins = call(&telegram, "getChatAdministrators", json!({ "chat_id": CHANNEL })).await.unwrap().1;
    assert_eq!(admins["result"].as_array().unwrap().len(), 2);
    let chat = call(&telegram, "getChat", json!({ "chat_id": "@arcadia_news" })).await.unwrap().1;
    assert_eq!(chat["result"]["id"], json!(CHANNEL));
    assert_eq!(status(&telegram, "leaveChat", json!({ "chat_id": CHANNEL })).await, 200);
    assert_eq!(status(&telegram, "sendMessage", json!({ "chat_id": CHANNEL, "text": "x" })).await, 403);
    telegram.assert_clean();
}

#[tokio::test]
async fn in_a_group_the_one_who_was_answered_presses() {
    let telegram = telegram().await;
    telegram.say(BOB, GROUP, "/trade");
    let mut params = keyboard(json!([[{ "text": "a", "callback_data": "a" }, { "text": "b", "callback_data": "b" }]]));
    params["chat_id"] = json!(GROUP);
    params["reply_parameters"] = json!({ "message_id": 101 });
    status(&telegram, "sendMessage", params).await;
    let message = telegram.wait_for_messages(GROUP, 1, SOON).await.remove(0);
    telegram.press(message.id, "b");
    telegram.press_as(ANN, message.id, 0);
    let updates = call(&telegram, "getUpdates", json!({})).await.unwrap().1["result"].clone();
    let pressed =
        |n: usize| (updates[n]["callback_query"]["from"]["id"].clone(), updates[n]["callback_query"]["data"].clone());
    assert_eq!((pressed(1), pressed(2)), ((json!(BOB), json!("b")), (json!(ANN), json!("a"))));
    assert_eq!(telegram.unanswered_callbacks().len(), 2);
}

#[tokio::test]
async fn dropping_it_cuts_the_lines_that_wait() {
    let telegram = telegram().await;
    let path = format!("/bot{}/getUpdates", telegram.token());
    let host = telegram.url().trim_start_matches("http://").to_owned();
    let mut line = TcpStream::connect(&host).await.unwrap();
    line.write_all(format!("GET {path}?timeout=50 HTTP/1.1\r\nhost: x\r\n\r\n").as_bytes()).await.unwrap();
    telegram.wait_until(|telegram| telegram.calls("getUpdates").len() == 1, SOON).await;
    drop(telegram);
    let mut answer = Vec::new();
    let ended = tokio::time::timeout(SOON, line.read_to_end(&mut answer)).await.expect("the line ends at once");
    assert!(ended.is_err() || answer.is_empty());
    assert!(TcpStream::connect(&host).await.is_err());
}
