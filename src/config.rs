//! Every setting, read once into plain structs.
//!
//! The one place that asks the environment. A setting that is a secret prints as `***`.

use std::{env, fmt, fs, path::PathBuf, sync::Arc};

use url::Url;

use crate::store;

/// Where settings are kept when nothing else is said.
pub const DEFAULT_STORE: &str = "sqlite:tradefacts.db";

/// What `serve` needs to know.
#[derive(Clone)]
pub struct Serve {
    /// `TELOXIDE_TOKEN`, or the first line of `--token-file`.
    pub token: Token,
    /// `TELOXIDE_API_URL`: another Bot API server than Telegram's own.
    pub api_url: Option<Url>,
    /// `--store`, `TRADEFACTS_STORE`: `sqlite:PATH`, `postgres://…`; [`DEFAULT_STORE`]. It may hold a password.
    pub store: String,
}

impl Serve {
    /// Reads what the command line leaves to the environment.
    pub fn read(token_file: Option<PathBuf>, store: String) -> Result<Self, ConfigError> {
        let token = match token_file {
            Some(path) => fs::read_to_string(&path).map_err(|error| ConfigError::TokenFile(path, error))?,
            None => env::var(TOKEN).map_err(|_| ConfigError::NoToken)?,
        };
        let api_url = env::var(API_URL).ok().filter(|url| !url.is_empty());
        Ok(Self { token: Token::read(&token)?, api_url: api_url.as_deref().map(address).transpose()?, store })
    }
}

impl fmt::Debug for Serve {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { token, api_url, store } = self;
        let store = store::shown(store);
        f.debug_struct("Serve").field("token", token).field("api_url", api_url).field("store", &store).finish()
    }
}

/// True if the environment names a token.
pub fn has_token() -> bool {
    env::var(TOKEN).is_ok_and(|token| !token.trim().is_empty())
}

/// True if colours, emphasis and links are welcome: unless `NO_COLOR` is set to anything, or the terminal knows none.
pub fn colours() -> bool {
    let is_dumb = env::var_os("TERM").is_some_and(|terminal| terminal == "dumb");
    !is_dumb && env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}

/// What to log: `RUST_LOG`, or what an operator wants to know.
pub fn log_filter() -> String {
    env::var("RUST_LOG").ok().filter(|filter| !filter.is_empty()).unwrap_or_else(|| "info".to_owned())
}

const TOKEN: &str = "TELOXIDE_TOKEN";
const API_URL: &str = "TELOXIDE_API_URL";

fn address(url: &str) -> Result<Url, ConfigError> {
    let url = Url::parse(url.trim_end_matches('/')).map_err(|_| ConfigError::ApiUrl)?;
    let usable = matches!(url.scheme(), "http" | "https") && url.has_host();
    usable.then_some(url).ok_or(ConfigError::ApiUrl)
}

/// What lets us speak to Telegram as the bot. It cannot be printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(Arc<str>);

impl Token {
    /// A token as BotFather gives it, `123456789:AA…`; blanks around it do no harm, nor does the byte order mark that
    /// Windows puts in front of a file.
    pub fn read(text: &str) -> Result<Self, ConfigError> {
        let token = text.trim_start_matches('\u{FEFF}').trim();
        if token.is_empty() {
            return Err(ConfigError::NoToken);
        }
        let legal = |character: char| character.is_ascii_alphanumeric() || "_-".contains(character);
        match token.split_once(':') {
            Some((bot, secret)) if bot.parse::<u64>().is_ok() && !secret.is_empty() && secret.chars().all(legal) => {
                Ok(Self(token.into()))
            }
            _ => Err(ConfigError::BadToken),
        }
    }

    /// The token in full, for whoever speaks to Telegram or keeps it out of the log.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

/// A setting that is missing or cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    #[error("no token: set TELOXIDE_TOKEN, or name a file that holds it with --token-file")]
    NoToken,
    #[error("the token does not look like one: BotFather writes 123456789:AA…")]
    BadToken,
    #[error("the token file {} cannot be read", .0.display())]
    TokenFile(PathBuf, #[source] std::io::Error),
    #[error("TELOXIDE_API_URL is not an http or https address")]
    ApiUrl,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_never_printed() {
        let token = Token::read(" 123456789:AAsecret \n").unwrap();
        assert_eq!(token.expose(), "123456789:AAsecret");
        assert_eq!(format!("{token:?}"), "***");
        assert_eq!(Token::read("\u{FEFF}123456789:AAsecret\r\n").unwrap(), token);
        for wrong in ["98765", "bot:AB", "7:", "7:A A", "7:A/../x"] {
            let error = Token::read(wrong).unwrap_err();
            assert!(matches!(error, ConfigError::BadToken) && !error.to_string().contains(wrong), "{wrong}");
        }
        assert!(matches!(Token::read(" \n"), Err(ConfigError::NoToken)));
    }

    #[test]
    fn an_address_is_http() {
        assert_eq!(address("http://127.0.0.1:8081/").unwrap().as_str(), "http://127.0.0.1:8081/");
        for wrong in ["", "localhost:8081", "ftp://a.example", "http://"] {
            assert!(address(wrong).is_err(), "{wrong}");
        }
    }
}
