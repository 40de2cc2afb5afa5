//! One call to Telegram, and its answer or refusal.
//!
//! It writes teloxide's payloads as JSON and reads the answer itself: no more of it than is asked for, and
//! without waiting where Telegram fails. It does not know when to try again, nor what a call is for.

use std::{
    io,
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::value::RawValue;
use teloxide::{
    ApiError, Bot, RequestError,
    net::{Download, default_reqwest_settings},
    payloads::SendDocumentSetters,
    requests::{Payload, Requester},
    types::{ChatId, FileId, InputFile, ParseMode},
};
use tokio::{
    io::AsyncWrite,
    sync::{Semaphore, SemaphorePermit},
    time::Instant,
};
use url::Url;

use super::{refusal::Refusal, time::ServerTime};
use crate::config::Token;

/// Answers that may be under way at once. While they are, no updates are fetched: those that cannot be answered in time
/// had better wait at Telegram. Each has a connection, which keeps some 40 KB; Telegram takes 30 messages a second.
const CALLS: usize = 50;

/// The way to Telegram. It holds the token, and so it cannot be printed.
pub(crate) struct Api {
    bot: Bot,
    /// The address of a method, less its name.
    base: String,
    places: Semaphore,
    /// The time at Telegram, by its answers.
    pub time: ServerTime,
}

/// A message that was sent.
#[derive(Deserialize)]
pub(crate) struct Sent {
    pub message_id: i32,
}

/// Why a file was not fetched.
#[derive(Debug)]
pub(crate) enum Unfetched {
    /// There is more of it than was asked for.
    TooLarge,
    Failed(String),
}

/// The bytes of a file up to a bound: the rest of a larger one is not even read.
struct Bytes {
    taken: Vec<u8>,
    largest: usize,
    is_over: bool,
}

impl AsyncWrite for Bytes {
    fn poll_write(mut self: Pin<&mut Self>, _: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        if self.taken.len() + bytes.len() > self.largest {
            self.is_over = true;
            return Poll::Ready(Err(io::ErrorKind::FileTooLarge.into()));
        }
        self.taken.extend_from_slice(bytes);
        Poll::Ready(Ok(bytes.len()))
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}

#[derive(Deserialize)]
struct Envelope<'a> {
    #[serde(default)]
    ok: bool,
    #[serde(borrow)]
    result: Option<&'a RawValue>,
    #[serde(default)]
    error_code: u16,
    #[serde(default)]
    description: String,
    #[serde(default)]
    parameters: Parameters,
}

#[derive(Deserialize, Default)]
struct Parameters {
    retry_after: Option<u64>,
    migrate_to_chat_id: Option<i64>,
}

impl Api {
    /// A bot of this token, at Telegram's own server or another.
    pub(crate) fn new(token: &Token, server: Option<&Url>) -> anyhow::Result<Self> {
        let client = default_reqwest_settings().tcp_keepalive(Duration::from_secs(30)).build();
        let client = client.map_err(|error| error.without_url())?;
        let mut bot = Bot::with_client(token.expose(), client);
        if let Some(server) = server {
            bot = bot.set_api_url(server.clone());
        }
        let base = format!("{}/bot{}/", bot.api_url().as_str().trim_end_matches('/'), bot.token());
        Ok(Self { bot, base, places: Semaphore::new(CALLS), time: ServerTime::default() })
    }

    /// A place among the calls under way, once there is one.
    pub(crate) async fn place(&self) -> SemaphorePermit<'_> {
        self.places.acquire().await.expect("the places are never closed")
    }

    /// Sends a file with a caption in HTML.
    pub(crate) async fn send_file(
        &self,
        chat: i64,
        name: &'static str,
        text: String,
        caption: &str,
    ) -> Result<(), Refusal> {
        let file = InputFile::memory(text).file_name(name);
        let sending = self.bot.send_document(ChatId(chat), file).caption(caption).parse_mode(ParseMode::Html);
        sending.await.map(drop).map_err(|error| refused(&error))
    }

    /// Fetches a file that was sent to us, whatever Telegram says of its size.
    pub(crate) async fn fetch_file(&self, id: &str, largest: usize) -> Result<Vec<u8>, Unfetched> {
        let file = self.bot.get_file(FileId(id.to_owned())).await;
        let file = file.map_err(|error| Unfetched::Failed(refused(&error).to_string()))?;
        let mut bytes = Bytes { taken: Vec::new(), largest, is_over: false };
        match self.bot.download_file(&file.path, &mut bytes).await {
            _ if bytes.is_over => Err(Unfetched::TooLarge),
            Ok(()) => Ok(bytes.taken),
            Err(_) => Err(Unfetched::Failed("the connection failed".to_owned())),
        }
    }

    /// Makes a call and reads its result. Nothing is tried again here.
    pub(crate) async fn call<P, T>(&self, payload: &P, within: Duration) -> Result<T, Refusal>
    where
        P: Payload + Serialize,
        T: DeserializeOwned,
    {
        let body = serde_json::to_vec(payload).map_err(|error| Refusal::Ours(error.to_string()))?;
        let request = self.bot.client().post(format!("{}{}", self.base, P::NAME));
        let request = request.header("content-type", "application/json").body(body).timeout(within);
        let response = match request.send().await {
            Ok(response) => response,
            Err(error) => return Err(without_answer(error.without_url().into())),
        };
        if let Some(date) = response.headers().get("date").and_then(|date| date.to_str().ok()) {
            self.time.note(date, Instant::now());
        }
        let status = response.status().as_u16();
        match response.bytes().await {
            Ok(body) => read(status, &body),
            Err(error) => Err(without_answer(error.without_url().into())),
        }
    }
}

/// Why a call of our own has no answer; the error holds no address any more.
fn without_answer(error: RequestError) -> Refusal {
    lost(&error, causes(&error))
}

/// Why teloxide's own way had no result. Its words may hold the token's address, so few of them are kept.
fn refused(error: &RequestError) -> Refusal {
    match error {
        RequestError::RetryAfter(wait) => Refusal::Wait(wait.duration()),
        RequestError::MigrateToChatId(chat) => Refusal::Moved(chat.0),
        RequestError::Api(ApiError::Unknown(why)) => Refusal::of(code(why), why.clone(), None, None),
        RequestError::Api(why) => Refusal::of(code(&why.to_string()), why.to_string(), None, None),
        _ => lost(error, "the connection failed".to_owned()),
    }
}

/// The number of an error by Telegram's words, which is all that teloxide keeps of it.
fn code(why: &str) -> u16 {
    match why {
        why if why.starts_with("Forbidden") => 403,
        why if why.starts_with("Bad Request") => 400,
        _ => 500,
    }
}

fn lost(error: &RequestError, why: String) -> Refusal {
    match error {
        RequestError::Network(error) if error.is_connect() => Refusal::Again(why),
        RequestError::Network(error) if error.is_timeout() => Refusal::TimedOut(why),
        RequestError::InvalidJson { .. } => Refusal::Garbage(why),
        _ => Refusal::Cut(why),
    }
}

/// The result in an answer, or why there is none.
fn read<T: DeserializeOwned>(status: u16, body: &[u8]) -> Result<T, Refusal> {
    let garbage = |what: &str| match status {
        // It may well have been done.
        200..300 => Refusal::Garbage(format!("status {status} with {what}")),
        _ => Refusal::Broken(format!("status {status} with {what}")),
    };
    let Ok(envelope) = serde_json::from_slice::<Envelope<'_>>(body) else { return Err(garbage("no JSON we know")) };
    match envelope.result {
        Some(result) if envelope.ok => serde_json::from_str(result.get()).map_err(|_| garbage("an unknown result")),
        _ if envelope.ok || envelope.error_code == 0 => Err(garbage("neither result nor error")),
        _ => {
            let Parameters { retry_after, migrate_to_chat_id } = envelope.parameters;
            Err(Refusal::of(envelope.error_code, envelope.description, retry_after, migrate_to_chat_id))
        }
    }
}

/// An error with all that lies behind it, in one line.
fn causes(error: &dyn std::error::Error) -> String {
    let mut line = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        line = format!("{line}: {error}");
        cause = error.source();
    }
    line
}

#[cfg(test)]
mod tests {
    use tokio::io::AsyncWriteExt as _;

    use super::*;

    #[tokio::test]
    async fn of_a_file_no_more_is_kept_than_was_asked_for() {
        let mut bytes = Bytes { taken: Vec::new(), largest: 10, is_over: false };
        assert!(bytes.write_all(b"0123456789").await.is_ok() && !bytes.is_over);
        assert!(bytes.write_all(b"x").await.is_err() && bytes.is_over);
        assert_eq!(bytes.taken.len(), 10);
    }

    #[test]
    fn an_answer_is_read_for_what_is_asked_of_it() {
        let sent: Sent = read(200, br#"{"ok":true,"result":{"message_id":7,"rich":{"new":[1]}}}"#).ok().unwrap();
        assert_eq!(sent.message_id, 7);
    }

    #[test]
    fn what_is_no_answer_is_broken_or_garbage() {
        let refusal = |status, body: &str| read::<Sent>(status, body.as_bytes()).err().unwrap();
        assert!(matches!(refusal(502, "<html>Bad Gateway</html>"), Refusal::Broken(_)));
        assert!(matches!(refusal(404, "<html>Not Found</html>"), Refusal::Broken(_)));
        assert!(matches!(refusal(200, "{\"ok\":tr"), Refusal::Garbage(_)));
        assert!(matches!(refusal(200, ""), Refusal::Garbage(_)));
        assert!(matches!(refusal(200, r#"{"ok":true}"#), Refusal::Garbage(_)));
        assert!(matches!(refusal(200, r#"{"ok":true,"result":[]}"#), Refusal::Garbage(_)));
        assert!(matches!(refusal(500, r#"{"ok":false}"#), Refusal::Broken(_)));
    }
}
