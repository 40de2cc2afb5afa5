//! The lines of the log, on standard error and without secrets.
//!
//! Anything that looks like a token is struck out of a line on its last step, whichever library wrote it. It does not
//! know what the lines are about.

use std::{
    borrow::Cow,
    io::{self, IsTerminal, Write},
    panic::{self, PanicHookInfo},
    sync::OnceLock,
};

use pretty_env_logger::env_logger::{Target, WriteStyle};

use crate::config::Token;

/// Opens the log. `filter` is written as for `RUST_LOG`; a panic becomes a line of it.
pub fn open(filter: &str) {
    let style = if io::stderr().is_terminal() { WriteStyle::Always } else { WriteStyle::Never };
    let opened = pretty_env_logger::formatted_timed_builder()
        .parse_filters(filter)
        .write_style(style)
        .target(Target::Pipe(Box::new(Clean(io::stderr()))))
        .try_init();
    if opened.is_ok() {
        panic::set_hook(Box::new(|crash| log::error!("{}", crash_line(crash))));
    }
}

/// The line for a panic: its location; its message only if static, since another may hold words of a person.
fn crash_line(crash: &PanicHookInfo<'_>) -> String {
    let place = crash.location().map_or_else(|| "an unknown place".to_owned(), ToString::to_string);
    match crash.payload().downcast_ref::<&'static str>() {
        Some(words) => format!("crashed at {place}: {words}"),
        None => format!("crashed at {place}"),
    }
}

/// Strikes out this very token too, whatever its shape. The first one given counts.
pub fn keep_secret(token: &Token) {
    let _ = SECRET.set(token.clone());
}

/// The text without anything that looks like a token.
pub fn clean(text: &str) -> Cow<'_, str> {
    let mut text = Cow::Borrowed(text);
    if let Some(secret) = SECRET.get().and_then(|token| token.expose().split(':').nth(1))
        && text.contains(secret)
    {
        text = Cow::Owned(text.replace(secret, STRUCK));
    }
    match strike(&text) {
        Some(struck) => Cow::Owned(struck),
        None => text,
    }
}

static SECRET: OnceLock<Token> = OnceLock::new();

const STRUCK: &str = "***";

/// A token's shape: at least so many digits, a colon, at least so many letters.
const BOT_DIGITS: usize = 6;
const SECRET_LETTERS: usize = 30;

/// The text with `123456:…` struck out from the colon on; none if there is nothing of the kind.
fn strike(text: &str) -> Option<String> {
    let mut struck: Option<String> = None;
    let mut copied = 0;
    for (colon, mark) in colons(text) {
        let digits = text[copied..colon].bytes().rev().take_while(u8::is_ascii_digit).count();
        let after = colon + mark;
        let letter = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
        let letters = text.as_bytes()[after..].iter().take_while(|byte| letter(byte)).count();
        if digits >= BOT_DIGITS && letters >= SECRET_LETTERS {
            let struck = struck.get_or_insert_default();
            struck.push_str(&text[copied..after]);
            struck.push_str(STRUCK);
            copied = after + letters;
        }
    }
    struck.map(|struck| struck + &text[copied..])
}

/// The place and length of each colon, plain or escaped as in an address.
fn colons(text: &str) -> impl Iterator<Item = (usize, usize)> {
    text.bytes().enumerate().filter_map(move |(at, byte)| match byte {
        b':' => Some((at, 1)),
        b'%' if text[at..].get(1..3).is_some_and(|code| code.eq_ignore_ascii_case("3a")) => Some((at, 3)),
        _ => None,
    })
}

/// Writes on whatever is written to it, cleaned; the logger writes line by line.
struct Clean<W>(W);

impl<W: Write> Write for Clean<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let text = String::from_utf8_lossy(bytes);
        self.0.write_all(clean(&text).as_bytes())?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOKEN: &str = "123456789:AAF7-g0gYncWnm5IyfZlpPRqRRv6kNAGlao";

    #[test]
    fn a_token_is_struck_out_wherever_it_stands() {
        for (line, left) in [
            (format!("url (https://api.example/bot{TOKEN}/getMe)"), "url (https://api.example/bot123456789:***/getMe)"),
            (format!("{TOKEN} и {TOKEN}"), "123456789:*** и 123456789:***"),
            (TOKEN.replace(':', "%3A"), "123456789%3A***"),
            ("at 12:30:45, id 1234567:short, %".to_owned(), "at 12:30:45, id 1234567:short, %"),
        ] {
            assert_eq!(clean(&line), left);
        }
    }

    #[test]
    fn what_is_written_is_cleaned_on_the_way() {
        let mut written = Vec::new();
        Clean(&mut written).write_all(format!("bot{TOKEN}: привет\n").as_bytes()).unwrap();
        assert_eq!(String::from_utf8(written).unwrap(), "bot123456789:***: привет\n");
    }
}
