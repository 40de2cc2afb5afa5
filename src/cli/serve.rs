//! `tradefacts serve`: the Telegram bot.

use std::{path::PathBuf, process::ExitCode};

use clap::Args;

use super::{Kept, Place, facts};
use crate::{app, config};

/// Runs the Telegram bot by long polling. The token is in TELOXIDE_TOKEN or in a file; TELOXIDE_API_URL names another
/// Bot API server.
#[derive(Args, Debug)]
pub(super) struct Serve {
    /// A file with the bot's token, instead of TELOXIDE_TOKEN
    #[arg(long, value_name = "FILE", env = "TRADEFACTS_TOKEN_FILE")]
    token_file: Option<PathBuf>,
    #[command(flatten)]
    kept: Kept,
}

impl Serve {
    pub(super) fn run(self, place: &Place) -> anyhow::Result<ExitCode> {
        let settings = config::Serve::read(self.token_file, self.kept.address)?;
        app::serve(settings, facts(place)?)?;
        Ok(ExitCode::SUCCESS)
    }
}
