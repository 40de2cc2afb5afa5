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
        copy::{self, CopyError, Head},
    },
};

/// Moves all that a bot keeps: channels, schedules, the ledger of posts, languages, what is owed.
#[derive(Args, Debug)]
pub(super) struct Store {
    #[command(subcommand)]
    way: Way,
    #[command(flatten)]
    kept: Kept,
}

#[derive(Subcommand, Debug)]
enum Way {
    /// Write a copy of all that a store keeps, as lines of JSON
    Export {
        /// The copy, a file that is not there yet [default: standard output]
        file: Option<PathBuf>,
    },
    /// Read a copy into a new store
    Import {
        /// The copy [default: standard input]
        file: Option<PathBuf>,
    },
}

impl Store {
    pub(super) fn run(self) -> anyhow::Result<ExitCode> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let address = &self.kept.address;
        let (head, done) = match self.way {
            Way::Export { file } => (runtime.block_on(export(address, file.as_deref()))?, "copied from"),
            Way::Import { file } => (runtime.block_on(import(address, file.as_deref()))?, "copied to"),
        };
        let (many, rows) = (head.rows, if head.rows == 1 { "row" } else { "rows" });
        log_free(format_args!("{many} {rows} {done} {}", store::shown(address)));
        Ok(ExitCode::SUCCESS)
    }
}

async fn export(address: &str, file: Option<&Path>) -> anyhow::Result<Head> {
    let store = store::look_into(address, &Clock::default()).await?;
    if store.held("").await? > 0 {
        log_free(format_args!(
            "warning: a bot runs on this store, and what it does from now on is not in the copy. \
             To move, stop it first: two bots would post everything twice"
        ));
    }
    let progress = Progress::new("copying");
    let mut tell = |done, of| progress.tell(done, of);
    let Some(path) = file else {
        return Ok(copy::write(&*store, &mut BufWriter::new(io::stdout()), &mut tell).await?);
    };
    // It holds what people told us in private.
    let mut file =
        OpenOptions::new().write(true).create_new(true).mode(0o600).open(path).with_context(|| place(path))?;
    let written = copy::write(&*store, &mut BufWriter::new(&mut file), &mut tell).await;
    let written = written.and_then(|head| file.sync_all().map(|()| head).map_err(CopyError::Unwritten));
    if written.is_err() {
        // What is there is no copy.
        let _ = fs::remove_file(path);
    }
    written.with_context(|| place(path))
}

async fn import(address: &str, file: Option<&Path>) -> anyhow::Result<Head> {
    let from: Box<dyn Read + Send> = match file {
        Some(path) => Box::new(fs::File::open(path).with_context(|| place(path))?),
        None => Box::new(io::stdin()),
    };
    anyhow::ensure!(address != store::MEMORY, StoreError::Inside);
    let store = store::open(address, &Clock::default()).await?;
    let progress = Progress::new("copying");
    let head = copy::read(&*store, BufReader::new(from), |done, of| progress.tell(done, of)).await;
    store.close().await;
    Ok(head?)
}

fn place(path: &Path) -> String {
    path.display().to_string()
}
