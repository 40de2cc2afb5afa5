//! `tradefacts exam`: every question of a folder is asked, and what came is graded.

use std::{
    fs,
    io::IsTerminal as _,
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::{Context as _, ensure};
use clap::ValueEnum;

use super::{Place, answerer, log_free, print};
use crate::{config, exam, finding, sheet::Folder};

#[derive(clap::Args, Debug)]
pub(super) struct Sit {
    /// How the grades are written
    #[arg(long, value_enum, env = "TRADEFACTS_FORMAT", default_value = "text")]
    format: Format,
    /// The folder of questions, a file for each language: en.yaml, en-threads.yaml
    #[arg(value_name = "DIR")]
    dir: PathBuf,
}

#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
enum Format {
    /// A table by language, then all that is not right
    Text,
    /// For scripts
    Json,
}

impl Sit {
    pub(super) fn run(&self, place: &Place) -> anyhow::Result<ExitCode> {
        let files = files(&self.dir)?;
        let answerer = answerer(&Folder::choose(place.facts.clone()))?;
        let exam = exam::read(files, &answerer).map_err(|broken| {
            let colours = std::io::stderr().is_terminal() && config::colours();
            log_free(format_args!("{}", finding::text(&broken.findings, &broken.texts, colours)));
            anyhow::anyhow!("the questions in {} have errors", self.dir.display())
        })?;
        let graded = exam::sit(&exam, &answerer);
        print(&match self.format {
            Format::Text => graded.table(),
            Format::Json => graded.json(),
        })?;
        Ok(if graded.is_passed() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}

/// Name and text of each file of questions, in order of their names.
fn files(folder: &Path) -> anyhow::Result<Vec<(String, String)>> {
    let cannot = || format!("the folder {} cannot be read", folder.display());
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).with_context(cannot)? {
        paths.push(entry.with_context(cannot)?.path());
    }
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "yaml"));
    paths.sort();
    ensure!(!paths.is_empty(), "there are no questions in {}", folder.display());
    let read = |path: PathBuf| {
        let text = fs::read_to_string(&path).with_context(|| format!("{} cannot be read", path.display()))?;
        Ok((path.display().to_string(), text))
    };
    paths.into_iter().map(read).collect()
}
