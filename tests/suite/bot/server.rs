//! The HTTP side: takes calls apart, lets ordered faults happen, holds long polls, answers.
//!
//! Every connection goes through a [`Line`], which can be cut from inside a handler: at once, or a few
//! bytes before the end of an answer. What a call means is the business of `methods`.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::Router;
use axum::body;
use axum::extract::connect_info::Connected;
use axum::extract::{ConnectInfo, FromRequest, Multipart, Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::serve::{IncomingStream, Listener};
use jiff::{Timestamp, fmt::rfc2822, tz::TimeZone};
use serde_json::{Map, Value, json};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::{Instant, sleep, timeout_at};

use super::faults::Fault;
use super::methods::{self, Refusal};
use super::{Breach, Shared, TOKEN};

const BODY_MAX: usize = 50 << 20;
const JSON: &str = "application/json";
const HTML: &str = "text/html";
const PROXY_PAGE: &str = "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n\
                          <center><h1>502 Bad Gateway</h1></center>\r\n</body>\r\n</html>\r\n";

/// How long an older poll may take to notice that its caller has hung up, before a newer one beside it
/// counts as a second poller.
pub(super) const HANG_UP: Duration = Duration::from_millis(50);

pub(super) async fn serve(listener: TcpListener, shared: Arc<Shared>) {
    let mut closing = shared.closing.subscribe();
    let app = Router::new().fallback(handle).with_state(shared);
    let end = async move { drop(closing.wait_for(|end| *end).await) };
    let service = app.into_make_service_with_connect_info::<Scissors>();
    let served = axum::serve(Door(listener), service).with_graceful_shutdown(end).await;
    served.expect("the listener gives connections for as long as it lives");
}

async fn handle(
    State(shared): State<Arc<Shared>>,
    ConnectInfo(line): ConnectInfo<Scissors>,
    request: Request,
) -> Response {
    let mut closing = shared.closing.subscribe();
    let mut response = tokio::select! {
        reply = answer(&shared, request) => reply.send(&line),
        _ = closing.wait_for(|end| *end) => Reply::cut().send(&line),
    };
    let date = shared.look(|state| state.world.date());
    let date = Timestamp::from_second(date).expect("it is a date").to_zoned(TimeZone::UTC);
    let date = rfc2822::to_string(&date).expect("it is after the year 0").replace("+0000", "GMT");
    response.headers_mut().insert(header::DATE, date.parse().expect("it is ASCII"));
    response
}

/// What goes back over the line, and where the line is cut.
struct Reply {
    status: u16,
    kind: &'static str,
    body: String,
    cut: Option<usize>,
}

impl Reply {
    fn new(status: u16, kind: &'static str, body: &str) -> Reply {
        Reply { status, kind, body: body.to_owned(), cut: None }
    }

    fn json(status: u16, body: &Value) -> Reply {
        Reply::new(status, JSON, &body.to_string())
    }

    fn cut() -> Reply {
        Reply { cut: Some(Scissors::NOW), ..Reply::new(500, JSON, "") }
    }

    fn half(self) -> Reply {
        Reply { cut: Some(self.body.len().div_ceil(2)), ..self }
    }

    fn send(self, line: &Scissors) -> Response {
        if let Some(left) = self.cut {
            line.0.store(left, Ordering::SeqCst);
        }
        let status = StatusCode::from_u16(self.status).expect("a fault has a status of HTTP");
        (status, [(header::CONTENT_TYPE, self.kind)], self.body).into_response()
    }
}

async fn answer(shared: &Shared, request: Request) -> Reply {
    let path = request.uri().path().replace("%3A", ":").replace("%2F", "/");
    if let Some(file) = path.strip_prefix(&format!("/file/bot{TOKEN}/documents/")) {
        let text = shared.look(|state| state.world.files.get(file).and_then(|file| file.text.clone()));
        return text
            .map_or_else(|| Reply::new(404, JSON, ""), |text| Reply::new(200, "application/octet-stream", &text));
    }
    let (token, name) = path.strip_prefix("/bot").and_then(|rest| rest.split_once('/')).unwrap_or_default();
    let method = methods::find(name);
    let (params, unreadable) = match read(method.unwrap_or(name), request).await {
        Ok(params) => (params, None),
        Err(why) => (Map::new(), Some(why)),
    };
    let number = shared.change(|state| state.record(method.unwrap_or(name), Value::Object(params)));
    let refused = match (token == TOKEN, method, unreadable) {
        (false, ..) => Some(("wrong_token", path.clone(), Refusal::new(401, "Unauthorized"))),
        (_, None, _) => Some(("unknown_method", name.to_owned(), Refusal::new(404, "Not Found: method not found"))),
        (.., Some(why)) => {
            let refusal = Refusal::new(400, &format!("Bad Request: can't parse parameters: {why}"));
            Some(("bad_body", why, refusal))
        }
        _ => None,
    };
    if let Some((kind, text, refusal)) = refused {
        let breach = Breach { kind, method: name.to_owned(), text, call: Some(number) };
        shared.change(|state| state.breaches.push(breach));
        return finish(shared, number, Err(refusal));
    }
    match shared.change(|state| state.fault_for(number)) {
        Some(fault) => fail(shared, number, fault).await,
        None => perform(shared, number).await,
    }
}

/// The parameters of a call, from the query, JSON, a form or its parts; a file is told by name and size.
async fn read(method: &str, request: Request) -> Result<Map<String, Value>, String> {
    let pairs = |bytes: &[u8]| url::form_urlencoded::parse(bytes).into_owned().collect::<Vec<_>>();
    let mut params = methods::typed(method, pairs(request.uri().query().unwrap_or_default().as_bytes()));
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    if kind == "multipart/form-data" {
        params.extend(read_parts(method, request).await?);
        return Ok(params);
    }
    let bytes = body::to_bytes(request.into_body(), BODY_MAX).await.map_err(|error| error.to_string())?;
    match kind.as_str() {
        JSON => params.extend(serde_json::from_slice::<Map<_, _>>(&bytes).map_err(|error| error.to_string())?),
        "application/x-www-form-urlencoded" => params.extend(methods::typed(method, pairs(&bytes))),
        _ if bytes.is_empty() => {}
        other => return Err(format!("a body of type {other:?} is not read")),
    }
    Ok(params)
}

async fn read_parts(method: &str, request: Request) -> Result<Map<String, Value>, String> {
    let mut parts = Multipart::from_request(request, &()).await.map_err(|error| error.body_text())?;
    let (mut form, mut files) = (Vec::new(), Map::new());
    while let Some(part) = parts.next_field().await.map_err(|error| error.body_text())? {
        let name = part.name().unwrap_or_default().to_owned();
        let file = part.file_name().map(str::to_owned);
        let bytes = part.bytes().await.map_err(|error| error.body_text())?;
        match file {
            Some(file) => {
                let mut sent = json!({ "file": file, "size": bytes.len() });
                if method == "sendDocument"
                    && let Ok(text) = std::str::from_utf8(&bytes)
                {
                    sent["text"] = json!(text);
                }
                files.insert(name, sent);
            }
            None => form.push((name, String::from_utf8_lossy(&bytes).into_owned())),
        }
    }
    let mut params = methods::typed(method, form);
    for value in params.values_mut() {
        if let Some(file) = value.as_str().and_then(|text| files.remove(text.strip_prefix("attach://")?)) {
            *value = file;
        }
    }
    params.extend(files);
    Ok(params)
}

/// Carries a call out and answers it.
async fn perform(shared: &Shared, number: usize) -> Reply {
    let outcome = match shared.change(|state| state.run(number)) {
        Ok(_) if shared.look(|state| state.call(number).method == "getUpdates") => poll(shared, number).await,
        outcome => outcome,
    };
    finish(shared, number, outcome)
}

fn finish(shared: &Shared, number: usize, outcome: Result<Value, Refusal>) -> Reply {
    let (status, body) = match outcome {
        Ok(result) => (200, json!({ "ok": true, "result": result })),
        Err(refusal) => (refusal.code, refusal.body()),
    };
    shared.change(|state| state.settle(number, status, body.clone()));
    let reply = Reply::json(status, &body);
    Reply { body: shared.look(|state| state.world.in_words(reply.body)), ..reply }
}

async fn fail(shared: &Shared, number: usize, fault: Fault) -> Reply {
    if !fault.has_effect() {
        shared.change(|state| state.rehearse(number));
    }
    let raw = |status: u16, page: &str| {
        shared.change(|state| state.settle(number, status, json!(page)));
        Reply::new(status, HTML, page)
    };
    match fault {
        Fault::Refuse(code, description) => finish(shared, number, Err(Refusal::new(code, &description))),
        Fault::RetryAfter(seconds) => {
            shared.change(|state| state.close(number, false, seconds));
            finish(shared, number, Err(Refusal::too_many(seconds)))
        }
        Fault::RetryAfterEverywhere(seconds) => {
            shared.change(|state| state.close(number, true, seconds));
            finish(shared, number, Err(Refusal::too_many(seconds)))
        }
        Fault::MigratedTo(id) => finish(shared, number, Err(Refusal::moved(id))),
        Fault::BadGateway => raw(502, PROXY_PAGE),
        Fault::Garbage => raw(200, "<!DOCTYPE html><html><body>Not what you asked for"),
        Fault::Silence => std::future::pending().await,
        Fault::Cut => Reply::cut(),
        Fault::CutAfter => {
            perform(shared, number).await;
            shared.change(|state| state.unsettle(number));
            Reply::cut()
        }
        Fault::Truncate => {
            let reply = perform(shared, number).await.half();
            shared.change(|state| state.unsettle(number));
            reply
        }
        Fault::Delay(time) => {
            sleep(time).await;
            perform(shared, number).await
        }
        Fault::Late(time) => {
            let reply = perform(shared, number).await;
            sleep(time).await;
            reply
        }
        Fault::Answer(result) => finish(shared, number, Ok(result)),
    }
}

/// Waits for updates until there are some, the time is over or a newer poll takes its place.
async fn poll(shared: &Shared, number: usize) -> Result<Value, Refusal> {
    let mut changed = shared.changed.subscribe();
    let params = shared.look(|state| state.call(number).params.clone());
    let int = |name: &str| params[name].as_i64().unwrap_or_default();
    let end = Instant::now() + Duration::from_secs(int("timeout").clamp(0, 50).unsigned_abs());
    let limit = if params["limit"].is_null() { 100 } else { int("limit").clamp(1, 100) };
    if shared.look(|state| state.world.webhook.is_some()) {
        let text = "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the \
                    webhook first";
        return Err(Refusal::new(409, text));
    }
    let newest = shared.change(|state| state.begin_poll(int("offset")));
    loop {
        changed.mark_unchanged();
        let (latest, updates) = shared.look(|state| (state.polls, state.pending(limit.unsigned_abs())));
        if latest != newest {
            sleep(HANG_UP).await;
            let text = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is \
                        running";
            let method = "getUpdates".to_owned();
            let breach = Breach { kind: "two_pollers", method, text: text.to_owned(), call: Some(number) };
            shared.change(|state| state.breaches.push(breach));
            return Err(Refusal::new(409, text));
        }
        if !updates.is_empty() || timeout_at(end, changed.changed()).await.is_err() {
            return Ok(json!(updates));
        }
    }
}

struct Door(TcpListener);

impl Listener for Door {
    type Io = Line;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Line, SocketAddr) {
        loop {
            match self.0.accept().await {
                Ok((stream, address)) => {
                    stream.set_nodelay(true).ok();
                    return (Line { stream, scissors: Scissors::default() }, address);
                }
                // Out of files, or a caller that has gone already.
                Err(_) => sleep(Duration::from_millis(10)).await,
            }
        }
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.0.local_addr()
    }
}

/// How many bytes of the next write are kept back before the line is cut; zero while it is whole.
#[derive(Clone, Default)]
struct Scissors(Arc<AtomicUsize>);

impl Scissors {
    const NOW: usize = usize::MAX;
}

impl Connected<IncomingStream<'_, Door>> for Scissors {
    fn connect_info(stream: IncomingStream<'_, Door>) -> Self {
        stream.io().scissors.clone()
    }
}

struct Line {
    stream: TcpStream,
    scissors: Scissors,
}

impl AsyncRead for Line {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, into: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, into)
    }
}

impl AsyncWrite for Line {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let kept = self.scissors.0.load(Ordering::SeqCst);
        if kept == Scissors::NOW {
            self.stream.set_zero_linger().ok();
            return Poll::Ready(Err(io::ErrorKind::ConnectionReset.into()));
        }
        let until = bytes.len().saturating_sub(kept);
        let written = ready!(Pin::new(&mut self.stream).poll_write(cx, &bytes[..until]))?;
        if kept > 0 && written == until {
            self.scissors.0.store(Scissors::NOW, Ordering::SeqCst);
        }
        Poll::Ready(Ok(written))
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}
