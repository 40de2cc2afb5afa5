//! Parses the command line, runs it, turns an error into words and an exit code.

use std::process::ExitCode;

fn main() -> ExitCode {
    tradefacts::cli::run()
}
