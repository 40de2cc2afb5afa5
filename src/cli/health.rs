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

/// Exits with 0 while the running bot is well, with 1 when Telegram has been silent for 90 s.
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
                let (code, words) = match state.health {
                    Health::Well(silence) => {
                        (ExitCode::SUCCESS, format!("well: Telegram answered {} s ago", silence.as_secs()))
                    }
                    Health::Unwell(silence) => {
                        (ExitCode::FAILURE, format!("unwell: Telegram has been silent for {} s", silence.as_secs()))
                    }
                    Health::Unheard => (ExitCode::FAILURE, "unwell: Telegram has not answered yet".to_owned()),
                };
                (code, words + &state.sheets.map(|sheets| outdated(&sheets)).unwrap_or_default())
            }
            Err(error) => (ExitCode::FAILURE, format!("unwell: {error:#}")),
        };
        print(&words)?;
        Ok(code)
    }
}

/// What to add where the sheets on disk cannot be used: answers go on, so it is no illness.
fn outdated(Sheets { served, broken }: &Sheets) -> String {
    let time = |at: &Timestamp| at.strftime("%Y-%m-%d %H:%M").to_string();
    let Some((since, why)) = broken else { return String::new() };
    format!(
        "; but since {} UTC the sheets on disk cannot be used ({why}), and those read at {} answer",
        time(since),
        time(served)
    )
}
