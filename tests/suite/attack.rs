//! The bot whole, against people who mean it ill, while others ask.
//!
//! Updates that are not as we know them (`tests/updates/`), forged buttons, files and texts that nobody writes by
//! accident. Whatever comes, each input costs a few calls at most, what could be answered is answered once, all is
//! confirmed to Telegram, and who asks meanwhile is answered. How much work a text makes is counted in
//! `src/question/bounds.rs`.

use std::{collections::BTreeSet, fs, path::Path, time::Duration};

use serde::Deserialize;
use serde_json::{Value, json, value::RawValue};

use super::{
    answers::arcadia,
    bot::{ChatKind, FakeTelegram},
    channels::Stage,
    nasty,
};

/// For a debug build on a machine that does other things too.
const SOON: Duration = Duration::from_secs(60);
/// Who asks all the while.
const EVE: i64 = 60_000;
/// So many calls for one input at most.
const CALLS: usize = 4;

/// An update, as somebody might send it, or some Telegram of the future.
#[derive(Deserialize)]
struct Case {
    why: String,
    /// So many messages it is answered with.
    says: usize,
    /// From a person of number 70001, perhaps in a group of number -70003; a callback query is called CALLBACK.
    update: Box<RawValue>,
}

#[tokio::test]
async fn whatever_an_update_looks_like_what_can_be_answered_is_answered_once() {
    let mut attack = Attack::begin().await;
    let corpus = corpus();
    assert!(corpus.len() > 300 && kinds(&corpus).len() >= 26, "{:?}", kinds(&corpus));
    for (number, case) in (0..).zip(&corpus) {
        attack.throws(number, case);
        if number % 50 == 49 {
            attack.others_are_answered().await;
        }
    }
    attack.others_are_answered().await;
    for (number, case) in (0..).zip(&corpus) {
        attack.is_told(number, case.says, &case.why).await;
    }
    attack.ends(corpus.len()).await;
}

#[tokio::test]
async fn a_question_is_answered_whatever_becomes_of_any_field_beside_it() {
    let mut attack = Attack::begin().await;
    let cases = changed_questions();
    assert!(cases.len() > 300, "{}", cases.len());
    for (number, case) in (0..).zip(&cases) {
        attack.throws(number, case);
        if number % 100 == 99 {
            attack.others_are_answered().await;
        }
    }
    attack.others_are_answered().await;
    for (number, case) in (0..).zip(&cases) {
        attack.is_told(number, case.says, &case.why).await;
    }
    attack.ends(cases.len()).await;
}

#[tokio::test]
async fn a_text_that_nobody_writes_by_accident_is_answered_like_any_other() {
    let mut attack = Attack::begin().await;
    let names: Vec<String> = arcadia().catalogue().names().iter().map(|(name, _)| name.to_owned()).collect();
    let texts: Vec<String> = [64, 512, 4096]
        .into_iter()
        .flat_map(|characters| nasty::texts(&names, characters).into_iter().skip(characters % 23).step_by(97))
        .map(|(_, text)| text)
        .chain(ORDERS.iter().flat_map(|order| {
            nasty::texts(&names, 4096)
                .into_iter()
                .step_by(401)
                .map(move |(_, text)| format!("{order}{text}").chars().take(4096).collect())
        }))
        .filter(|text: &String| text.chars().any(|letter| !letter.is_whitespace() && !letter.is_control()))
        // Said back it is shown as it was written, which looks like markup gone wrong.
        .filter(|text| !text.contains("<b>"))
        .collect();
    assert!(texts.len() > 150, "{}", texts.len());
    for (number, text) in (0..).zip(&texts) {
        let person = attack.person(number);
        let message = match number % 4 {
            0 => json!({ "photo": [], "caption": text }),
            1 => json!({ "text": text, "forward_origin": { "type": "hidden_user", "sender_user_name": text } }),
            2 => json!({ "text": text, "quote": { "text": text }, "author_signature": text }),
            _ => {
                json!({ "text": text, "from": { "id": person, "first_name": text, "last_name": text, "username": text } })
            }
        };
        let mut draft = attack.stage.telegram.draft(person, person, "");
        draft.as_object_mut().unwrap().remove("text");
        draft.as_object_mut().unwrap().extend(message.as_object().unwrap().clone());
        attack.stage.telegram.say_update(json!({ "message": draft }));
        if number % 20 == 19 {
            attack.others_are_answered().await;
        }
    }
    attack.others_are_answered().await;
    for (number, text) in (0..).zip(&texts) {
        attack.is_answered(number, &text.chars().take(40).collect::<String>()).await;
    }
    attack.ends(texts.len()).await;
}

#[tokio::test]
async fn a_forged_button_does_what_a_real_one_could_or_nothing() {
    let mut attack = Attack::begin().await;
    attack.stage.telegram.chat(-70_003, ChatKind::Supergroup, "Group");
    let [owner, stranger] = [attack.person(0), attack.person(1)];
    attack.stage.telegram.say(owner, owner, "trade 2025");
    attack.stage.telegram.say(stranger, -70_003, "/help@arcadia_test_bot");
    let private = attack.stage.telegram.wait_for_messages(owner, 1, SOON).await.remove(0).id;
    let group = attack.stage.telegram.wait_for_messages(-70_003, 1, SOON).await.remove(0).id;
    let pieces = [
        "",
        " ",
        "0",
        "1",
        "-1",
        "-1001234567890",
        "99999999999999999999",
        "9223372036854775807",
        "x",
        "ж",
        "\u{202e}",
        "trade",
        "en",
        "ru",
        "rotate",
        "daily",
        "09:00",
        "99:99",
        "Asia/Bishkek",
        "0 0",
        "1 9223372036854775807",
        "search a",
        "compare trade ARC BAL",
        "asof 2025-01-01 asof 2025-01-01 trade",
        "src src src src src trade",
    ];
    let heads: Vec<String> =
        ORDERED.iter().map(|head| format!("!{head}")).chain(SPELLED.map(ToOwned::to_owned)).collect();
    let mut presses = 0;
    for head in &heads {
        for piece in &pieces {
            let data = format!("{head} {piece}");
            if data.len() <= 64 {
                // What a question's button says in a group goes at the group's pace, which is told elsewhere.
                let under = if presses % 3 == 0 && data.starts_with('!') { group } else { private };
                attack.stage.telegram.press_data(if presses % 2 == 0 { owner } else { stranger }, under, &data);
                presses += 1;
            }
        }
        attack.others_are_answered().await;
        attack.presses_are_answered().await;
    }
    assert!(presses > 600, "{presses}");
    attack.ends(presses).await;
}

#[tokio::test]
async fn a_file_whatever_it_is_and_is_called_is_answered_with_one_sentence() {
    let mut attack = Attack::begin().await;
    attack.stage.telegram.chat(-70_003, ChatKind::Channel, "News");
    let owner = attack.person(0);
    attack.stage.telegram.make_admin(-70_003, owner);
    attack.stage.telegram.say(owner, owner, "/connect -70003");
    attack.stage.telegram.wait_for_messages(owner, 2, SOON).await;
    let files = hostile_files();
    for (said, (name, text)) in (3..).zip(&files) {
        attack.stage.telegram.say_file(owner, name, text);
        attack.others_are_answered().await;
        let told = attack.stage.telegram.wait_for_messages(owner, said, SOON).await;
        assert!(told.len() == said && told[said - 1].text.len() < 1000, "{name:.40}: {told:#?}");
    }
    for (number, (name, text)) in (1..).zip(&files) {
        let stranger = attack.person(number);
        attack.stage.telegram.say_file(stranger, name, text);
        attack.is_answered(number, name).await;
    }
    let fetched = attack.stage.telegram.calls("getFile").len();
    assert!(fetched <= files.len(), "{fetched} files fetched: none is for strangers");
    attack.ends(2 * files.len()).await;
}

/// Orders before a text.
const ORDERS: [&str; 7] = [
    "/schedule add @my_channel ",
    "/schedule add @my_channel daily 09:00 ",
    "/edit 3 ",
    "/pause 3 until ",
    "/connect ",
    "/log @",
    "/schedule add @my_channel daily 09:00 trade tz=",
];

/// What buttons of orders begin with.
#[rustfmt::skip]
const ORDERED: [&str; 33] = [
    "", "channels", "connect", "begin", "log", "disconnect", "forget", "there", "again", "preview", "pause", "resume",
    "skip", "run", "delete", "edit", "undelete", "change", "cancel", "confirm", "places", "sound", "back", "other", "chat",
    "what", "days", "time", "zone", "language", "!", "change 1", "hologram",
];

/// What buttons of questions begin with.
const SPELLED: [&str; 8] = ["", "en", "ru", "xx", "en trade", "en speak", "en country", "en sources"];

fn corpus() -> Vec<Case> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/updates");
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let read = |path| serde_json::from_str::<Vec<Case>>(&fs::read_to_string(path).unwrap()).unwrap();
    files.into_iter().flat_map(read).collect()
}

/// The kinds of updates in it.
fn kinds(corpus: &[Case]) -> BTreeSet<&str> {
    corpus.iter().filter_map(|case| case.update.get().split('"').nth(1)).collect()
}

/// A question, once with each of its fields in each of several shapes.
fn changed_questions() -> Vec<Case> {
    let whole = json!({
        "message_id": 5, "date": 1, "text": "trade 2025", "entities": [{ "type": "bold", "offset": 0, "length": 5 }],
        "from": { "id": 70001, "is_bot": false, "first_name": "P", "language_code": "en" },
        "chat": { "id": 70001, "type": "private", "first_name": "P" },
        "reply_to_message": {
            "message_id": 4, "date": 1, "chat": { "id": 70001, "type": "private" }, "text": "earlier",
            "from": { "id": 123_456_789, "is_bot": true }, "reply_markup": { "inline_keyboard": [[{ "callback_data": "en help" }]] }
        },
        "message_thread_id": 9, "is_topic_message": false, "via_bot": { "id": 9 }, "is_automatic_forward": false,
        "document": { "file_id": "f", "file_name": "report.pdf", "file_size": 5 },
    });
    let shapes = ["null", "\"text\"", "-1", "[]", "{\"new\":[]}", "1e300", "\"\\ud83c\"", "99999999999999999999999"];
    let deep = format!("{}{}", "[".repeat(400), "]".repeat(400));
    let mut cases = Vec::new();
    for path in paths(&whole, "") {
        for shape in shapes.iter().copied().chain([deep.as_str()]) {
            let mut changed = whole.clone();
            *changed.pointer_mut(&path).unwrap() = json!("the field");
            let message = changed.to_string().replace(r#""the field""#, shape);
            let indispensable = ["", "/message_id", "/chat", "/chat/id"].contains(&path.as_str());
            // A number that can be read is another message's.
            let is_number = path == "/message_id" && shape == "-1";
            let nobody = path == "/from" && shape == "null";
            if path == "/chat/id" && shape == "-1" || is_number {
                continue;
            }
            let says = usize::from(!indispensable && !nobody);
            let update = RawValue::from_string(format!("{{\"message\":{message}}}")).unwrap();
            cases.push(Case { why: format!("{path} {shape:.20}"), says, update });
        }
    }
    cases
}

/// Where each value stands, the whole first.
fn paths(value: &Value, path: &str) -> Vec<String> {
    let inner = |(name, value): (String, &Value)| paths(value, &format!("{path}/{name}"));
    let inner: Vec<String> = match value {
        Value::Object(fields) => fields.iter().map(|(name, value)| (name.clone(), value)).flat_map(inner).collect(),
        Value::Array(items) => (0..).map(|index: usize| index.to_string()).zip(items).flat_map(inner).collect(),
        _ => Vec::new(),
    };
    [vec![path.to_owned()], inner].concat()
}

/// With their names; all within the size that is read.
fn hostile_files() -> Vec<(String, String)> {
    let head = "tradefacts: 1\nchannels:\n";
    let deep: String = (0..500).map(|depth| format!("{}a:\n", " ".repeat(depth))).collect();
    let texts = [
        "[".repeat(262_000),
        "{".repeat(262_000),
        format!("{head}{}", "- ".repeat(100_000)),
        format!("{head}{}", "[[[]]],".repeat(30_000)),
        format!("{head}- {{ chat: -70003, title: A, schedules: [{}] }}", "a,".repeat(100_000)),
        deep,
        "? ".repeat(100_000),
        "\t".repeat(262_000),
        "#".repeat(262_000),
        "\n".repeat(262_000),
        "---\n".repeat(60_000),
        "%TAG ! tag:a,2000:\n".repeat(10_000),
        format!("a: \"{}", "\\u0041".repeat(40_000)),
        format!("a: |\n{}", " b\n".repeat(80_000)),
        format!("{head}- &a {{ chat: -70003, title: A, schedules: [] }}\n{}", "- *a\n".repeat(50_000)),
        format!("a: &a [x]\nb: &b [{}]\nc: [{}]\n", "*a,".repeat(1000), "*b,".repeat(1000)),
        format!("!{} a", "t".repeat(200_000)),
        "я".repeat(130_000),
        "\u{85}\u{2028}[".repeat(40_000),
        "\u{0}\u{feff}".repeat(60_000),
    ];
    let names = ["tradefacts.yaml", "x.yml", "../../etc/passwd.yaml", "\u{202e}lmay.yaml", "TRADEFACTS.YAML"];
    let names = names.map(ToOwned::to_owned).into_iter().chain([format!("{}.yaml", "ж".repeat(4000))]);
    let mut names = names.collect::<Vec<_>>().into_iter().cycle();
    texts.into_iter().map(|text| (names.next().unwrap_or_default(), text)).collect()
}

struct Attack {
    stage: Stage,
    /// What Eve has been told.
    told: usize,
}

impl Attack {
    async fn begin() -> Self {
        let mut stage = Stage::prepared().await;
        stage.telegram.user(EVE, "Eve", "en");
        stage.start();
        Self { stage, told: 0 }
    }

    /// Somebody who writes to the bot: each input has its own, so that none waits for another.
    fn person(&self, number: i64) -> i64 {
        self.stage.telegram.user(71_000 + number, "Mallory", "en")
    }

    fn throws(&self, number: i64, case: &Case) {
        let (person, group) = (self.person(number), -71_000 - number);
        let update = case.update.get().replace("-70003", &group.to_string()).replace("70001", &person.to_string());
        if update.contains(&group.to_string()) {
            self.stage.telegram.chat(group, ChatKind::Supergroup, "Group");
        }
        let callback = format!("callback-{number}");
        let is_press = update.contains("CALLBACK");
        self.stage.telegram.say_raw(&update.replace("CALLBACK", &callback), is_press.then_some(&callback));
    }

    /// Who asks in another chat has their answer, whatever else is under way.
    async fn others_are_answered(&mut self) {
        self.told += 1;
        self.stage.telegram.say(EVE, EVE, "trade 2025");
        let told = self.stage.telegram.wait_for_messages(EVE, self.told, SOON).await;
        assert!(told.len() == self.told && told.iter().all(|message| message.text == told[0].text), "{told:#?}");
    }

    async fn is_told(&self, number: i64, says: usize, why: &str) {
        let said = |telegram: &FakeTelegram| {
            [71_000 + number, -71_000 - number].map(|chat| telegram.messages(chat).len()).iter().sum::<usize>()
        };
        self.stage.telegram.wait_until(|telegram| said(telegram) >= says, SOON).await;
        assert_eq!(said(&self.stage.telegram), says, "{why}");
    }

    /// Something is said, and whatever it is, it is said once: in parts, where it is long.
    async fn is_answered(&self, number: i64, why: &str) {
        let said = self.stage.telegram.wait_for_messages(71_000 + number, 1, SOON).await;
        let texts: BTreeSet<&str> = said.iter().map(|message| message.text.as_str()).collect();
        assert_eq!(texts.len(), said.len(), "{why}: {said:#?}");
    }

    async fn presses_are_answered(&self) {
        self.stage.telegram.wait_until(|telegram| telegram.unanswered_callbacks().is_empty(), SOON).await;
    }

    /// All is confirmed and nothing broken, with few calls; and the bot stops as it should.
    async fn ends(mut self, inputs: usize) {
        self.others_are_answered().await;
        self.stage.telegram.wait_until(|telegram| telegram.pending_updates() == 0, SOON).await;
        self.presses_are_answered().await;
        let calls = self.stage.telegram.calls("*").iter().filter(|call| call.method != "getUpdates").count();
        let most = 40 + CALLS * (inputs + self.told);
        assert!(calls <= most, "{calls} calls for {inputs} inputs and {} questions", self.told);
        self.stage.telegram.assert_clean();
        self.stage.stop().await;
    }
}
