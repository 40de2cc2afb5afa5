//! Parses the command line, runs it, turns an error into words and an exit code.

use std::{process::ExitCode, sync::Arc};

use clap::{Parser, Subcommand};
use tradefacts::{catalogue::Builder, cli, config, fact::PlaceId, journal, reply::Desk};

#[derive(Parser)]
struct Line {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Serve(cli::serve::Serve),
    Health(cli::health::Look),
}

fn main() -> ExitCode {
    journal::open(&config::log_filter());
    match Line::parse().command {
        Command::Serve(serve) => code(cli::serve::run(serve, desk()).map(|()| ExitCode::SUCCESS), 2),
        Command::Health(look) => code(cli::health::run(&look), 1),
    }
}

fn desk() -> Arc<Desk> {
    let catalogue = Builder::new(PlaceId::from("CHN"), PlaceId::from("central-asia")).build();
    Arc::new(Desk::new(Arc::new(catalogue)))
}

fn code(ended: anyhow::Result<ExitCode>, failure: u8) -> ExitCode {
    ended.unwrap_or_else(|error| {
        eprintln!("error: {}", journal::clean(&format!("{error:#}")));
        ExitCode::from(failure)
    })
}
