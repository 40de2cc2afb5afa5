//! Answers per second of processor time: the program against a Telegram that is as fast as can be.
//!
//! `cargo bench --bench telegram` hands the program one batch of questions after the other and takes its answers at once,
//! each of which is looked at. A bare bot does the same in turn with it: it answers every message with one fixed text,
//! and keeps nothing. The ratio of the two holds on another machine and on a busy one. Another build of the program takes
//! its turns too where `BENCH_OTHER` names it, for a before and an after.

#[path = "kit/mod.rs"]
#[expect(dead_code, reason = "other benches use the rest of it")]
mod kit;

use std::{
    collections::HashMap,
    env, fs,
    io::{self, Read, Write},
    net::TcpStream,
    process::{Child, Command, Stdio},
    sync::{Arc, Mutex, mpsc},
    thread,
    time::{Duration, Instant},
};

use kit::Running;
use memchr::memmem::find;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream as Connection},
};

const TOKEN: &str = "123456789:AAF4ke-T0ken_for_the_bench_0nly_0123";

const RUNS: usize = 5;
const CHATS: usize = 1_000;
/// So many questions are answered before the clock runs, and so many while it does.
const FIRST: usize = 5_000;
const QUESTIONS: usize = 40_000;
/// Telegram hands out so many at once.
const BATCH: usize = 100;

/// Each with what its answer begins with.
const ASKED: [(&str, &str); 4] = [
    ("/trade kz 2024", "Kazakhstan"),
    ("trade with kyrgyzstan last year?", "Kyrgyzstan"),
    ("/country tj", "Tajikistan"),
    ("/trade uz 2024", "Uzbekistan"),
];

/// Ticks of processor time in a second, as Linux tells them.
const TICKS: f64 = 100.0;

const BARE: &str = "bare";

fn main() {
    let arguments: Vec<String> = env::args().collect();
    if let [_, kind, address] = &arguments[..]
        && kind == BARE
    {
        bare_bot(address).expect("Telegram is there");
        return;
    }
    let mut contestants = vec![(BARE, Vec::new()), ("this program", Vec::new())];
    let other = env::var("BENCH_OTHER").ok();
    contestants.extend(other.is_some().then(|| ("the other program", Vec::new())));
    for _ in 0..RUNS {
        for (name, results) in &mut contestants {
            results.push(run(name, other.as_deref()));
        }
    }
    let medians: Vec<f64> = contestants.iter_mut().map(|(name, results)| tell(name, results)).collect();
    println!("this program to the bare bot: {:.3}", medians[1] / medians[0]);
    if let Some(other) = medians.get(2) {
        println!("the other program to the bare bot: {:.3}", other / medians[0]);
        println!("this program to the other: {:.3}", medians[1] / other);
    }
}

/// What was measured in one run.
#[derive(Clone, Copy)]
struct Rate {
    a_processor_second: f64,
    a_second: f64,
}

/// Prints median and spread; the median a second of processor time.
fn tell(name: &str, results: &mut [Rate]) -> f64 {
    let mut spread = |of: fn(&Rate) -> f64| {
        results.sort_by(|one, other| of(one).total_cmp(&of(other)));
        let at = |index: usize| of(&results[index]);
        (at(results.len() / 2), at(0), at(results.len() - 1))
    };
    let (median, least, most) = spread(|rate| rate.a_processor_second);
    let (wall, slowest, fastest) = spread(|rate| rate.a_second);
    println!(
        "{name}: {median:.0} answers a second of its processor time ({least:.0} to {most:.0} in {RUNS} runs), {wall:.0} \
         a second ({slowest:.0} to {fastest:.0})"
    );
    median
}

fn run(name: &str, other: Option<&str>) -> Rate {
    let folder = tempfile::tempdir().expect("a folder");
    let (telegram, done) = Telegram::start(name != BARE);
    let program = match name {
        BARE => env::current_exe().expect("we run").into_os_string(),
        "this program" => env!("CARGO_BIN_EXE_tradefacts").into(),
        _ => other.expect("it was named").into(),
    };
    let child = start(Command::new(program), name, &telegram.url, folder.path());
    telegram.state.lock().expect("no thread crashed").process = child.id();
    let _running = Running(child);
    let [first, last] = [0, 1].map(|_| done.recv_timeout(Duration::from_secs(120)).expect("it answers"));
    let (used, passed) = (last.used - first.used, last.at.duration_since(first.at).as_secs_f64());
    // A question that is answered twice would come late.
    thread::sleep(Duration::from_millis(50));
    let state = telegram.state.lock().expect("no thread crashed");
    assert_eq!(state.wrong, None, "{name}: each question has its own answer, once");
    assert_eq!(state.answered, FIRST + QUESTIONS, "{name}");
    Rate { a_processor_second: QUESTIONS as f64 / used, a_second: QUESTIONS as f64 / passed }
}

fn start(mut program: Command, name: &str, url: &str, folder: &std::path::Path) -> Child {
    match name {
        BARE => program.args([BARE, url.trim_start_matches("http://")]),
        _ => program.args(["serve", "--store", "sqlite:bot.db"]),
    };
    let program = program.current_dir(folder).env("TELOXIDE_TOKEN", TOKEN).env("TELOXIDE_API_URL", url);
    program.env("RUST_LOG", "error").stderr(Stdio::null()).spawn().expect("the program starts")
}

/// A moment, and the processor time that the program had used by then, in seconds.
#[derive(Clone, Copy)]
struct Mark {
    at: Instant,
    used: f64,
}

impl Mark {
    fn now(process: u32) -> Self {
        let stat = fs::read_to_string(format!("/proc/{process}/stat")).expect("it runs");
        let fields: Vec<&str> = stat.rsplit(')').next().expect("a name").split_whitespace().collect();
        let ticks = |field: usize| fields[field].parse::<f64>().expect("a number");
        Self { at: Instant::now(), used: (ticks(11) + ticks(12)) / TICKS }
    }
}

/// A Telegram on a thread of its own that does as little as it can.
struct Telegram {
    url: String,
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    process: u32,
    answered: usize,
    /// How many answers each chat got.
    chats: HashMap<usize, usize>,
    /// The first answer that was not what was to come next in its chat.
    wrong: Option<String>,
}

impl Telegram {
    /// It tells when the clock begins to run, and when all is answered.
    fn start(looks: bool) -> (Self, mpsc::Receiver<Mark>) {
        let listener = std::net::TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
        listener.set_nonblocking(true).expect("it can");
        let url = format!("http://{}", listener.local_addr().expect("it is bound"));
        let state = Arc::<Mutex<State>>::default();
        let (tell, done) = mpsc::channel();
        let desk = Desk { state: Arc::clone(&state), tell, looks };
        thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
            runtime.block_on(async {
                let listener = TcpListener::from_std(listener).expect("it is a listener");
                while let Ok((connection, _)) = listener.accept().await {
                    connection.set_nodelay(true).expect("it can");
                    tokio::spawn(desk.clone().serve(connection));
                }
            });
        });
        (Self { url, state }, done)
    }
}

#[derive(Clone)]
struct Desk {
    state: Arc<Mutex<State>>,
    tell: mpsc::Sender<Mark>,
    /// Whether answers are looked at, or counted only.
    looks: bool,
}

impl Desk {
    /// One connection, call by call, until it ends.
    async fn serve(self, mut connection: Connection) {
        let mut bytes = Vec::with_capacity(16 * 1024);
        loop {
            let Some((head, end)) = request(&bytes) else {
                match connection.read_buf(&mut bytes).await {
                    Ok(0) | Err(_) => return,
                    Ok(_) => continue,
                }
            };
            let result = self.answer(&bytes[..head], &bytes[head..end]).await;
            bytes.drain(..end);
            let body = format!(r#"{{"ok":true,"result":{result}}}"#);
            let head = format!("content-type: application/json\r\ncontent-length: {}", body.len());
            let answer = format!("HTTP/1.1 200 OK\r\n{head}\r\n\r\n{body}");
            if connection.write_all(answer.as_bytes()).await.is_err() {
                return;
            }
        }
    }

    async fn answer(&self, head: &[u8], body: &[u8]) -> String {
        let path = &head[..find(head, b" HTTP/1.1").unwrap_or_default()];
        if path.ends_with(b"endMessage") {
            self.take(body);
            return r#"{"message_id":1,"date":1,"chat":{"id":1,"type":"private"}}"#.to_owned();
        }
        if path.ends_with(b"etUpdates") {
            let next = number_after(body, br#""offset":"#).unwrap_or_default();
            if next >= FIRST + QUESTIONS {
                tokio::time::sleep(Duration::from_secs(1)).await;
            }
            return batch(next);
        }
        if path.ends_with(b"etMe") {
            return r#"{"id":123456789,"is_bot":true,"first_name":"Bot","username":"bench_bot"}"#.to_owned();
        }
        let asks_for_menu = path.to_ascii_lowercase().ends_with(b"getmycommands");
        if asks_for_menu { "[]".to_owned() } else { "true".to_owned() }
    }

    fn take(&self, body: &[u8]) {
        let chat = number_after(body, br#""chat_id":"#).expect("an answer goes to a chat");
        let mut state = self.state.lock().expect("no thread crashed");
        let had = state.chats.entry(chat).or_default();
        let begins = ASKED[(chat + *had) % ASKED.len()].1;
        *had += 1;
        state.answered += 1;
        if self.looks && !begins_with(body, begins) {
            state.wrong.get_or_insert_with(|| format!("{begins}: {}", String::from_utf8_lossy(body)));
        }
        if [FIRST, FIRST + QUESTIONS].contains(&state.answered) {
            // Nobody may be waiting any more.
            let _ = self.tell.send(Mark::now(state.process));
        }
    }
}

/// Where the head of a request ends, and where its body; none while it is not whole.
fn request(bytes: &[u8]) -> Option<(usize, usize)> {
    let head = find(bytes, b"\r\n\r\n")? + 4;
    let length = number_after(&bytes[..head], b"content-length: ").unwrap_or_default();
    (bytes.len() >= head + length).then_some((head, head + length))
}

fn number_after(bytes: &[u8], name: &[u8]) -> Option<usize> {
    let from = find(bytes, name)? + name.len();
    let digits = bytes[from..].iter().take_while(|byte| byte.is_ascii_digit());
    Some(digits.fold(0, |number, digit| number * 10 + usize::from(digit - b'0')))
}

/// Whether the first words of what is sent are these.
fn begins_with(body: &[u8], words: &str) -> bool {
    const NEAR: usize = 60;
    let Some(text) = find(body, br#""text":""#) else { return false };
    let first = &body[text..body.len().min(text + NEAR)];
    find(first, words.as_bytes()).is_some()
}

/// The updates from this number on.
fn batch(next: usize) -> String {
    let mut updates = String::from("[");
    for number in next..(next + BATCH).min(FIRST + QUESTIONS) {
        let (chat, before) = (1 + number % CHATS, number / CHATS);
        let text = ASKED[(chat + before) % ASKED.len()].0;
        let comma = if number == next { "" } else { "," };
        updates +=
            &format!(r#"{comma}{{"update_id":{number},"message":{{"message_id":{number},"date":1,"text":"{text}","#);
        updates += &format!(r#""chat":{{"id":{chat},"first_name":"Ann","type":"private"}},"#);
        updates += &format!(r#""from":{{"id":{chat},"is_bot":false,"first_name":"Ann","language_code":"en"}}}}}}"#);
    }
    updates + "]"
}

/// A bot that could not do less.
fn bare_bot(address: &str) -> io::Result<()> {
    let (mut polls, mut sends) = (TcpStream::connect(address)?, TcpStream::connect(address)?);
    polls.set_nodelay(true)?;
    sends.set_nodelay(true)?;
    let (mut updates, mut sent, mut next) = (Vec::new(), Vec::new(), 0);
    loop {
        call(&mut polls, "getUpdates", &format!(r#"{{"offset":{next},"timeout":25}}"#), &mut updates)?;
        let mut rest = &updates[..];
        while let Some(at) = find(rest, br#""update_id":"#) {
            rest = &rest[at..];
            next = number_after(rest, br#""update_id":"#).unwrap_or_default() + 1;
            let chat = number_after(rest, br#""chat":{"id":"#).unwrap_or_default();
            call(&mut sends, "sendMessage", &format!(r#"{{"chat_id":{chat},"text":"{ANSWER}"}}"#), &mut sent)?;
            rest = &rest[1..];
        }
    }
}

const ANSWER: &str = "There is one answer to all that can be asked.";

/// Makes a call and reads its answer.
fn call(connection: &mut TcpStream, method: &str, body: &str, answer: &mut Vec<u8>) -> io::Result<()> {
    let length = body.len();
    let head = "host: localhost\r\ncontent-type: application/json\r\n";
    let whole = format!("POST /bot{TOKEN}/{method} HTTP/1.1\r\n{head}content-length: {length}\r\n\r\n{body}");
    connection.write_all(whole.as_bytes())?;
    answer.clear();
    let mut bytes = [0; 32 * 1024];
    while request(answer).is_none() {
        let read = connection.read(&mut bytes)?;
        if read == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        answer.extend_from_slice(&bytes[..read]);
    }
    Ok(())
}
