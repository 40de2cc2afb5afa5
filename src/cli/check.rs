//! `tradefacts check`: everything that a maintainer should mend, in one run.

use std::{io::IsTerminal as _, path::PathBuf, process::ExitCode};

use clap::ValueEnum;

use super::{Place, check_sheets, log_free, print};
use crate::{
    check::{self, Checked},
    clock::Clock,
    config,
    finding::Code,
    sheet::Folder,
};

#[derive(clap::Args, Debug)]
pub(super) struct Check {
    /// How findings are written
    #[arg(long, value_enum, env = "TRADEFACTS_FORMAT", default_value = "text")]
    format: Format,
    /// Write what is certain to mend into the sheets, say what, and check again
    #[arg(long, env = "TRADEFACTS_FIX")]
    fix: bool,
    /// Say also what should have come out by today and is in no sheet
    #[arg(long, env = "TRADEFACTS_STALE")]
    stale: bool,
    /// Say what a finding of this code means, instead of checking
    #[arg(long, value_name = "CODE", env = "TRADEFACTS_EXPLAIN", conflicts_with_all = ["dir", "fix", "stale"])]
    explain: Option<String>,
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
        if let Some(code) = &self.explain {
            return explain(code);
        }
        let folder = Folder::choose(self.dir.clone().or_else(|| place.facts.clone()));
        let mut checked = if self.fix { mended(&folder)? } else { check_sheets(&folder)? };
        if self.stale {
            checked.add_overdue(Clock::default().today());
        }
        let colours = std::io::stdout().is_terminal() && config::colours();
        let said = checked.show(match self.format {
            Format::Text => check::Format::Text { colours },
            Format::Json => check::Format::Json,
            Format::Github => check::Format::Github,
        });
        if !said.is_empty() {
            print(said.trim_end())?;
        }
        checked.notes().for_each(|note| log_free(format_args!("{note}")));
        log_free(format_args!("{folder}: {}", checked.summary()));
        Ok(if checked.is_clean() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}

/// Mends, and says on standard error what was changed.
fn mended(folder: &Folder) -> anyhow::Result<Checked> {
    if *folder == Folder::BuiltIn {
        log_free(format_args!("the built-in sheets are part of the program and stay as they are; name a folder"));
    }
    let check::Fixed { changes, checked } = check::fix(folder)?;
    for change in changes {
        let check::Change { code, file, spot, from, to } = change;
        log_free(format_args!("{file}:{}:{}: `{from}` is now `{to}` ({code})", spot.line, spot.column));
    }
    Ok(checked)
}

fn explain(code: &str) -> anyhow::Result<ExitCode> {
    let Ok(code) = code.parse::<Code>() else {
        let near = check::nearest_code(code).map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
        let all: Vec<&str> = Code::ALL.iter().map(|code| code.as_str()).collect();
        anyhow::bail!("no finding has the code `{code}`{near}\nThe codes are {}.", all.join(", "));
    };
    print(&check::explain(code))?;
    Ok(ExitCode::SUCCESS)
}
