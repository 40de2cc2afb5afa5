//! A Telegram that takes posts, counts them, and now and then breaks; people ask it questions.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use async_trait::async_trait;
use axum::{
    Router,
    extract::{Path, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
    routing::post,
};
use serde_json::{Value, json};
use tokio::{net::TcpListener, sync::Notify, time::timeout};

use super::chance::Chance;

const TOKEN: &str = "123456789:AAF4ke-T0ken_for_the_kills_0nly_0123";
const BOT: i64 = 123_456_789;

/// A post that stands in a channel.
#[derive(Clone, Debug)]
pub(crate) struct Posted {
    pub message: i32,
    pub text: String,
}

/// A call that was to post, as it came.
#[derive(Clone, Debug)]
pub(crate) struct Call {
    pub chat: i64,
    pub text: String,
    pub at: Instant,
    /// The post was taken, and nobody was told so.
    pub broken: bool,
}

/// Something that was said to a person.
#[derive(Clone, Debug)]
pub(crate) struct Told {
    pub person: i64,
    pub text: String,
    pub keyboard: Value,
}

/// Who looks on when something is past recall.
#[async_trait]
pub(crate) trait Witness: Send + Sync {
    /// Telegram forgets these updates, and nobody who sent one was answered before.
    async fn confirmed(&self, unanswered: &[i64]);

    /// A post has come in for this channel.
    async fn posts(&self, chat: i64);
}

pub(crate) struct Telegram {
    url: String,
    world: Arc<World>,
}

struct World {
    chance: Mutex<Chance>,
    /// Of a thousand posts so many are answered with "wait", and as many not at all.
    broken: u64,
    witness: Option<Arc<dyn Witness>>,
    /// The updates that are not confirmed, and how many there ever were.
    updates: Mutex<(Vec<Value>, i64)>,
    said: Notify,
    posts: Mutex<BTreeMap<i64, Vec<Posted>>>,
    told: Mutex<Vec<Told>>,
    last_told: Mutex<Instant>,
    messages: AtomicUsize,
    calls: Mutex<Vec<Call>>,
}

impl Telegram {
    /// One that now and then breaks.
    pub(crate) async fn start(chance: Chance) -> Self {
        Self::with(chance, 20, None).await
    }

    /// One that never breaks, and tells this witness.
    pub(crate) async fn calm(chance: Chance, witness: Option<Arc<dyn Witness>>) -> Self {
        Self::with(chance, 0, witness).await
    }

    async fn with(chance: Chance, broken: u64, witness: Option<Arc<dyn Witness>>) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let world = Arc::new(World {
            chance: Mutex::new(chance),
            broken,
            witness,
            updates: Mutex::default(),
            said: Notify::new(),
            posts: Mutex::default(),
            told: Mutex::default(),
            last_told: Mutex::new(Instant::now()),
            messages: AtomicUsize::new(0),
            calls: Mutex::default(),
        });
        let app = Router::new().route("/{bot}/{method}", post(call)).with_state(Arc::clone(&world));
        tokio::spawn(async move { axum::serve(listener, app).await });
        Self { url, world }
    }

    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    pub(crate) fn token(&self) -> &'static str {
        TOKEN
    }

    /// A person says something in their private chat; the number of the update.
    pub(crate) fn say(&self, person: i64, text: &str) -> i64 {
        let mut updates = self.world.updates.lock().unwrap();
        let (pending, number) = &mut *updates;
        *number += 1;
        let from = json!({ "id": person, "is_bot": false, "first_name": "Ann", "language_code": "en" });
        let chat = json!({ "id": person, "type": "private", "first_name": "Ann" });
        let message = json!({ "message_id": *number, "date": 1, "chat": chat, "from": from, "text": text });
        pending.push(json!({ "update_id": *number, "message": message }));
        self.world.said.notify_one();
        *number
    }

    /// How many updates are not confirmed.
    pub(crate) fn pending(&self) -> usize {
        self.world.updates.lock().unwrap().0.len()
    }

    pub(crate) fn told(&self) -> Vec<Told> {
        self.world.told.lock().unwrap().clone()
    }

    pub(crate) fn posts(&self) -> BTreeMap<i64, Vec<Posted>> {
        self.world.posts.lock().unwrap().clone()
    }

    /// The posts about which a person was asked, with two buttons: schedule and second.
    pub(crate) fn asked(&self, person: i64) -> BTreeSet<(i64, i64)> {
        let told = self.world.told.lock().unwrap();
        let theirs = told.iter().filter(|told| told.person == person);
        theirs
            .filter_map(|told| {
                let row = told.keyboard["inline_keyboard"][0].as_array()?;
                let data: Vec<&str> = row.iter().filter_map(|button| button["callback_data"].as_str()).collect();
                let [there, again] = data[..] else { return None };
                let (schedule, due) = there.strip_prefix("!there ")?.split_once(' ')?;
                assert_eq!(again, format!("!again {schedule} {due}"));
                Some((schedule.parse().ok()?, due.parse().ok()?))
            })
            .collect()
    }

    /// Waits until nobody has been told anything for a while.
    pub(crate) async fn wait_until_quiet(&self) {
        while self.world.last_told.lock().unwrap().elapsed() < Duration::from_secs(5) {
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
    }

    pub(crate) fn calls(&self) -> Vec<Call> {
        self.world.calls.lock().unwrap().clone()
    }
}

async fn call(State(world): State<Arc<World>>, Path((_, method)): Path<(String, String)>, body: String) -> Response {
    let asked: Value = serde_json::from_str(&body).unwrap();
    let chat = asked["chat_id"].as_i64().unwrap_or_default();
    match method.as_str() {
        "GetMe" | "getMe" => ok(json!({ "id": BOT, "is_bot": true, "first_name": "Bot", "username": "kill_bot" })),
        "GetUpdates" | "getUpdates" => world.updates(asked["offset"].as_i64()).await,
        "GetMyCommands" | "getMyCommands" => ok(json!([])),
        "GetChat" | "getChat" => ok(json!({ "id": chat, "type": "channel", "title": "Channel" })),
        "GetChatMember" | "getChatMember" => {
            let user = json!({ "id": asked["user_id"], "is_bot": false, "first_name": "Ann" });
            ok(json!({ "status": "administrator", "user": user, "can_post_messages": true }))
        }
        "SendMessage" | "sendMessage" if chat > 0 => {
            // A kill of who says it may come before.
            world.pass_a_moment().await;
            // Who looks on is to see what is confirmed before it is answered.
            if world.witness.is_some() {
                tokio::time::sleep(Duration::from_millis(300)).await;
            }
            let number = world.number();
            let text = asked["text"].as_str().unwrap_or_default().to_owned();
            world.told.lock().unwrap().push(Told { person: chat, text, keyboard: asked["reply_markup"].clone() });
            *world.last_told.lock().unwrap() = Instant::now();
            ok(json!({ "message_id": number, "date": 1, "chat": { "id": chat, "type": "private" } }))
        }
        "SendMessage" | "sendMessage" => world.take(chat, &asked).await,
        _ => ok(json!(true)),
    }
}

impl World {
    /// Forgets what stands before the offset; what stands after it, a hundred at most, once there is any.
    async fn updates(&self, offset: Option<i64>) -> Response {
        if let Some(before) = offset {
            if let Some(witness) = &self.witness {
                witness.confirmed(&self.unanswered(before)).await;
            }
            self.updates.lock().unwrap().0.retain(|update| update["update_id"].as_i64() >= Some(before));
        }
        if self.updates.lock().unwrap().0.is_empty() {
            let _ = timeout(Duration::from_secs(1), self.said.notified()).await;
        }
        let pending: Vec<Value> = self.updates.lock().unwrap().0.iter().take(100).cloned().collect();
        ok(json!(pending))
    }

    /// The updates before this one that are confirmed only now, of chats that were told nothing.
    fn unanswered(&self, before: i64) -> Vec<i64> {
        let told = self.told.lock().unwrap();
        let is_answered =
            |update: &Value| told.iter().any(|told| Some(told.person) == update["message"]["chat"]["id"].as_i64());
        let updates = self.updates.lock().unwrap();
        let unanswered = updates.0.iter().filter(|update| !is_answered(update));
        unanswered.filter_map(|update| update["update_id"].as_i64()).filter(|number| *number < before).collect()
    }

    /// Takes a post; a kill of who sends it may come before, or before the answer.
    async fn take(&self, chat: i64, asked: &Value) -> Response {
        let (before, after, luck) = {
            let mut chance = self.chance.lock().unwrap();
            (chance.between(0, 80), chance.between(0, 80), chance.between(0, 1000))
        };
        let text = asked["text"].as_str().unwrap_or_default().to_owned();
        let call = {
            let mut calls = self.calls.lock().unwrap();
            calls.push(Call { chat, text: text.clone(), at: Instant::now(), broken: false });
            calls.len() - 1
        };
        if let Some(witness) = &self.witness {
            witness.posts(chat).await;
        }
        tokio::time::sleep(Duration::from_millis(before)).await;
        if luck < self.broken {
            let body = json!({ "ok": false, "error_code": 429, "description": "Too Many Requests: retry after 1",
                "parameters": { "retry_after": 1 } });
            return answer(StatusCode::TOO_MANY_REQUESTS, &body);
        }
        let message = self.number();
        self.posts.lock().unwrap().entry(chat).or_default().push(Posted { message, text });
        tokio::time::sleep(Duration::from_millis(after)).await;
        if luck >= 1000 - self.broken {
            self.calls.lock().unwrap()[call].broken = true;
            if luck >= 1000 - self.broken / 2 {
                return (StatusCode::BAD_GATEWAY, "<html>502 Bad Gateway</html>").into_response();
            }
            // The line is cut.
            std::panic::resume_unwind(Box::new(()));
        }
        ok(json!({ "message_id": message, "date": 1, "chat": { "id": chat, "type": "channel" } }))
    }

    async fn pass_a_moment(&self) {
        let moment = self.chance.lock().unwrap().between(0, 80);
        tokio::time::sleep(Duration::from_millis(moment)).await;
    }

    fn number(&self) -> i32 {
        i32::try_from(self.messages.fetch_add(1, Ordering::Relaxed) + 1).unwrap()
    }
}

fn ok(result: Value) -> Response {
    answer(StatusCode::OK, &json!({ "ok": true, "result": result }))
}

fn answer(status: StatusCode, body: &Value) -> Response {
    (status, [(header::CONTENT_TYPE, "application/json")], body.to_string()).into_response()
}
