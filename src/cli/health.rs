//! `tradefacts health`: whether the running bot is well.

use std::process::ExitCode;

use clap::Args;
use jiff::Timestamp;

use super::{Kept, print};
use crate::{
    clock::Clock,
    health::{self, Health},
    store::Sheets,
};

/// Exits with 0 while the running bot is well, with 1 when Telegram has been silent for 90 s, the bot for 30 s, or its
/// store fails.
#[derive(Args, Debug)]
pub(super) struct Look {
    #[command(flatten)]
    kept: Kept,
}

impl Look {
    pub(super) fn run(&self) -> anyhow::Result<ExitCode> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let (code, words) = match runtime.block_on(health::look(&self.kept.address, &Clock::default())) {
            Ok(state) => {
                let code = if let Health::Well(_) = state.health { ExitCode::SUCCESS } else { ExitCode::FAILURE };
                let words = told(&state.health);
                (code, words + &state.sheets.map(|sheets| outdated(&sheets)).unwrap_or_default())
            }
            Err(error) => (ExitCode::FAILURE, format!("unwell: {error:#}")),
        };
        print(&words)?;
        Ok(code)
    }
}

fn told(health: &Health) -> String {
    match health {
        Health::Well(silence) => format!("well: Telegram answered {} s ago", silence.as_secs()),
        Health::Unwell(silence) => format!("unwell: Telegram has been silent for {} s", silence.as_secs()),
        Health::Unheard => "unwell: Telegram has not answered yet".to_owned(),
        Health::Absent(absence) => format!(
            "unwell: nothing was written here for {} s, so the bot has stopped, or hangs, or cannot write its store",
            absence.as_secs()
        ),
        Health::Failing(since, why) => {
            format!("unwell: since {} UTC {why}; questions are answered, orders and posts are not", time(since))
        }
    }
}

fn time(at: &Timestamp) -> String {
    at.strftime("%Y-%m-%d %H:%M").to_string()
}

/// What to add where the sheets on disk cannot be used: answers go on, so it is no illness.
fn outdated(Sheets { served, broken }: &Sheets) -> String {
    let Some((since, why)) = broken else { return String::new() };
    format!(
        "; but since {} UTC the sheets on disk cannot be used ({why}), and those read at {} answer",
        time(since),
        time(served)
    )
}
