//! A Telegram that takes posts, counts them, and now and then breaks.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use axum::{
    Router,
    extract::{Path, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
    routing::post,
};
use serde_json::{Value, json};
use tokio::net::TcpListener;

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

pub(crate) struct Telegram {
    url: String,
    world: Arc<World>,
}

struct World {
    chance: Mutex<Chance>,
    posts: Mutex<BTreeMap<i64, Vec<Posted>>>,
    /// What people were told: whom, and the keyboard beneath.
    told: Mutex<Vec<(i64, Value)>>,
    last_told: Mutex<Instant>,
    messages: AtomicUsize,
    calls: Mutex<Vec<Call>>,
}

impl Telegram {
    pub(crate) async fn start(chance: Chance) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let world = Arc::new(World {
            chance: Mutex::new(chance),
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

    pub(crate) fn posts(&self) -> BTreeMap<i64, Vec<Posted>> {
        self.world.posts.lock().unwrap().clone()
    }

    /// The posts about which a person was asked, with two buttons: schedule and second.
    pub(crate) fn asked(&self, person: i64) -> BTreeSet<(i64, i64)> {
        let told = self.world.told.lock().unwrap();
        let keyboards = told.iter().filter(|(whom, _)| *whom == person).map(|(_, keyboard)| keyboard);
        keyboards
            .filter_map(|keyboard| {
                let row = keyboard["inline_keyboard"][0].as_array()?;
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
        "GetUpdates" | "getUpdates" => {
            tokio::time::sleep(Duration::from_secs(1)).await;
            ok(json!([]))
        }
        "GetMyCommands" | "getMyCommands" => ok(json!([])),
        "GetChat" | "getChat" => ok(json!({ "id": chat, "type": "channel", "title": "Channel" })),
        "GetChatMember" | "getChatMember" => {
            let user = json!({ "id": asked["user_id"], "is_bot": false, "first_name": "Ann" });
            ok(json!({ "status": "administrator", "user": user, "can_post_messages": true }))
        }
        "SendMessage" | "sendMessage" if chat > 0 => {
            let number = world.number();
            world.told.lock().unwrap().push((chat, asked["reply_markup"].clone()));
            *world.last_told.lock().unwrap() = Instant::now();
            ok(json!({ "message_id": number, "date": 1, "chat": { "id": chat, "type": "private" } }))
        }
        "SendMessage" | "sendMessage" => world.take(chat, &asked).await,
        _ => ok(json!(true)),
    }
}

impl World {
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
        tokio::time::sleep(Duration::from_millis(before)).await;
        if luck < 20 {
            let body = json!({ "ok": false, "error_code": 429, "description": "Too Many Requests: retry after 1",
                "parameters": { "retry_after": 1 } });
            return answer(StatusCode::TOO_MANY_REQUESTS, &body);
        }
        let message = self.number();
        self.posts.lock().unwrap().entry(chat).or_default().push(Posted { message, text });
        tokio::time::sleep(Duration::from_millis(after)).await;
        if luck >= 980 {
            self.calls.lock().unwrap()[call].broken = true;
            if luck >= 990 {
                return (StatusCode::BAD_GATEWAY, "<html>502 Bad Gateway</html>").into_response();
            }
            // The line is cut.
            std::panic::resume_unwind(Box::new(()));
        }
        ok(json!({ "message_id": message, "date": 1, "chat": { "id": chat, "type": "channel" } }))
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

/// Numbers by chance, the same after the same seed (SplitMix64).
#[derive(Debug)]
pub(crate) struct Chance {
    seed: u64,
    state: u64,
}

impl Chance {
    pub(crate) fn new(seed: u64) -> Self {
        Self { seed, state: seed }
    }

    pub(crate) fn seed(&self) -> u64 {
        self.seed
    }

    /// Another row of numbers.
    pub(crate) fn fork(&mut self) -> Self {
        Self::new(self.next())
    }

    /// From `first` up to, but not, `end`.
    pub(crate) fn between(&mut self, first: u64, end: u64) -> u64 {
        first + self.next() % (end - first)
    }

    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.state ^ (self.state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }
}
