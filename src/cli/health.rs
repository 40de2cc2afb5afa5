//! `tradefacts health`: whether the running bot is well.

use std::process::ExitCode;

use clap::Args;

use crate::{
    clock::Clock,
    config::DEFAULT_STORE,
    health::{self, Health},
};

/// Exits with 0 while the running bot is well, with 1 when Telegram has been silent for 90 s.
#[derive(Args, Debug)]
pub struct Look {
    /// The store of the running bot
    #[arg(long, value_name = "URL", env = "TRADEFACTS_STORE", default_value = DEFAULT_STORE)]
    pub store: String,
}

/// Says how the bot is.
///
/// # Errors
///
/// The store cannot be read, so the bot is not well; the exit code is 1.
pub fn run(look: &Look) -> anyhow::Result<ExitCode> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let health = runtime.block_on(health::look(&look.store, &Clock::default()))?;
    let (code, words) = match health {
        Health::Well(silence) => (ExitCode::SUCCESS, format!("well: Telegram answered {} s ago", silence.as_secs())),
        Health::Unwell(silence) => {
            (ExitCode::FAILURE, format!("unwell: Telegram has been silent for {} s", silence.as_secs()))
        }
        Health::Unheard => (ExitCode::FAILURE, "unwell: Telegram has not answered yet".to_owned()),
    };
    println!("{words}");
    Ok(code)
}
