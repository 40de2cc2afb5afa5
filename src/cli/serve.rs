//! `tradefacts serve`: the Telegram bot.

use std::{path::PathBuf, sync::Arc};

use clap::Args;

use crate::{
    app,
    config::{self, ConfigError, DEFAULT_STORE},
    reply::Desk,
};

/// Runs the Telegram bot by long polling. The token is in TELOXIDE_TOKEN or in a file; TELOXIDE_API_URL names another
/// Bot API server.
#[derive(Args, Debug)]
pub struct Serve {
    /// A file with the bot's token, instead of TELOXIDE_TOKEN
    #[arg(long, value_name = "FILE", env = "TRADEFACTS_TOKEN_FILE")]
    pub token_file: Option<PathBuf>,
    /// Where to keep what must survive a restart
    #[arg(long, value_name = "URL", env = "TRADEFACTS_STORE", default_value = DEFAULT_STORE)]
    pub store: String,
}

impl Serve {
    pub fn settings(self) -> Result<config::Serve, ConfigError> {
        config::Serve::read(self.token_file, self.store)
    }
}

/// Serves until told to stop.
///
/// # Errors
///
/// For a person to read; the exit code is 2.
pub fn run(serve: Serve, desk: Arc<Desk>) -> anyhow::Result<()> {
    app::serve(serve.settings()?, desk)
}
