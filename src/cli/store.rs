//! `tradefacts store`: moves all that a bot keeps from one store to another.

use std::{
    fs::{self, OpenOptions},
    io::{self, BufReader, BufWriter, Read},
    os::unix::fs::OpenOptionsExt as _,
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::Context as _;
use clap::{Args, Subcommand};

use super::{Kept, Progress, log_free};
use crate::{
    clock::Clock,
    store::{
        self, StoreError,
        copy::{self, Head},
    },
};

/// Moves all that a bot keeps: channels, schedules, the ledger of posts, languages, what is owed. Stop the bot first.
///
/// `tradefacts store export --store sqlite:tradefacts.db | tradefacts store import --store postgres://…`
#[derive(Subcommand, Debug)]
pub(super) enum Store {
    /// Write a copy of all that a store keeps, as lines of JSON
    Export(Export),
    /// Read a copy into a new store
    Import(Import),
}

#[derive(Args, Debug)]
pub(super) struct Export {
    /// The copy, a file that is not there yet [default: standard output]
    file: Option<PathBuf>,
    #[command(flatten)]
    kept: Kept,
}

#[derive(Args, Debug)]
pub(super) struct Import {
    /// The copy [default: standard input]
    file: Option<PathBuf>,
    #[command(flatten)]
    kept: Kept,
}

impl Store {
    pub(super) fn run(self) -> anyhow::Result<ExitCode> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let head = runtime.block_on(async {
            match &self {
                Self::Export(export) => export.run().await,
                Self::Import(import) => import.run().await,
            }
        })?;
        let (done, store) = match &self {
            Self::Export(export) => ("copied from", &export.kept.address),
            Self::Import(import) => ("copied to", &import.kept.address),
        };
        let (many, rows) = (head.rows, if head.rows == 1 { "row" } else { "rows" });
        log_free(format_args!("{many} {rows} {done} {}", store::shown(store)));
        Ok(ExitCode::SUCCESS)
    }
}

impl Export {
    async fn run(&self) -> anyhow::Result<Head> {
        let store = store::look_into(&self.kept.address).await?;
        if store.held("", Clock::default().now()).await? > 0 {
            log_free(format_args!(
                "warning: a bot runs on this store, and what it does from now on is not in the copy. \
                 To move, stop it first: two bots would post everything twice"
            ));
        }
        let progress = Progress::new("copying");
        let mut tell = |done, of| progress.tell(done, of);
        let Some(path) = &self.file else {
            return Ok(copy::write(&*store, &mut BufWriter::new(io::stdout()), &mut tell).await?);
        };
        // It holds what people told us in private.
        let mut file =
            OpenOptions::new().write(true).create_new(true).mode(0o600).open(path).with_context(|| place(path))?;
        let written = copy::write(&*store, &mut BufWriter::new(&mut file), &mut tell).await;
        let written = written.and_then(|head| file.sync_all().map(|()| head).map_err(copy::CopyError::Unwritten));
        if written.is_err() {
            // What is there is no copy.
            let _ = fs::remove_file(path);
        }
        written.with_context(|| place(path))
    }
}

impl Import {
    async fn run(&self) -> anyhow::Result<Head> {
        let from: Box<dyn Read + Send> = match &self.file {
            Some(path) => Box::new(fs::File::open(path).with_context(|| place(path))?),
            None => Box::new(io::stdin()),
        };
        anyhow::ensure!(self.kept.address != store::MEMORY, StoreError::Inside);
        let store = store::open(&self.kept.address).await?;
        let progress = Progress::new("copying");
        let head = copy::read(&*store, BufReader::new(from), |done, of| progress.tell(done, of)).await;
        store.close().await;
        Ok(head?)
    }
}

fn place(path: &Path) -> String {
    path.display().to_string()
}
