//! `tradefacts diff`: what people will read otherwise.

use std::{collections::BTreeMap, path::Path, process::ExitCode, sync::Arc};

use anyhow::Context as _;
use clap::ValueEnum;

use super::{Place, answerer, print, revision};
use crate::{diff, sheet::Folder};

/// Compares the answers of two states of the sheets, page by page and in every language: 0 none differs, 1 some do.
#[derive(clap::Args, Debug)]
pub(super) struct Diff {
    /// How it is written
    #[arg(long, value_enum, env = "TRADEFACTS_FORMAT", default_value = "text")]
    format: Format,
    /// What to compare with: a revision of git, or a folder of sheets
    #[arg(value_name = "REV|DIR")]
    before: String,
    /// A revision or a folder, instead of --facts
    #[arg(value_name = "REV|DIR")]
    after: Option<String>,
}

#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
enum Format {
    /// For people
    Text,
    /// Every change with the whole pages, for scripts
    Json,
    /// For a pull request
    Markdown,
}

impl Diff {
    pub(super) fn run(&self, place: &Place) -> anyhow::Result<ExitCode> {
        let facts = Folder::choose(place.facts.clone());
        let before = state(&self.before, &facts)?;
        let after = match &self.after {
            Some(named) => state(named, &facts)?,
            None => facts,
        };
        let diff = diff::compare(&answerer(&before)?, &answerer(&after)?);
        print(
            match self.format {
                Format::Text => diff.text(),
                Format::Json => diff.json(),
                Format::Markdown => diff.markdown(),
            }
            .trim_end(),
        )?;
        Ok(if diff.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}

/// The folder of that name, else these sheets as a revision has them.
fn state(named: &str, facts: &Folder) -> anyhow::Result<Folder> {
    let path = Path::new(named);
    if path.join("places.yaml").is_file() {
        return Ok(Folder::Disk(path.to_owned()));
    }
    let Folder::Disk(root) = facts else {
        anyhow::bail!(
            "`{named}` is no folder of sheets, and there is none here whose revisions could be compared: change to the \
             repository, or name one with --facts"
        );
    };
    let files = revision::files(root, named)
        .with_context(|| format!("`{named}` is neither a folder of sheets nor a revision that can be read"))?;
    Ok(Folder::Memory { name: format!("{named}:{}", root.display()), files: Arc::new(BTreeMap::from_iter(files)) })
}
