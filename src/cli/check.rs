//! `tradefacts check`: everything that a maintainer should mend, in one run.

use std::{io::IsTerminal as _, path::PathBuf, process::ExitCode};

use clap::ValueEnum;

use super::{Place, check_sheets, log_free, print};
use crate::{check, config, sheet::Folder};

#[derive(clap::Args, Debug)]
pub(super) struct Check {
    /// How findings are written
    #[arg(long, value_enum, env = "TRADEFACTS_FORMAT", default_value = "text")]
    format: Format,
    /// The folder of sheets, instead of --facts
    #[arg(value_name = "DIR")]
    dir: Option<PathBuf>,
}

#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
enum Format {
    /// With excerpts
    Text,
    /// For scripts
    Json,
    /// As annotations of a workflow
    Github,
}

impl Check {
    pub(super) fn run(&self, place: &Place) -> anyhow::Result<ExitCode> {
        let folder = Folder::choose(self.dir.clone().or_else(|| place.facts.clone()));
        let checked = check_sheets(&folder)?;
        let colours = std::io::stdout().is_terminal() && config::colours();
        let said = checked.show(match self.format {
            Format::Text => check::Format::Text { colours },
            Format::Json => check::Format::Json,
            Format::Github => check::Format::Github,
        });
        if !said.is_empty() {
            print(said.trim_end())?;
        }
        log_free(format_args!("{folder}: {}", checked.summary()));
        Ok(if checked.is_clean() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}
