//! How far something has come: a bar on a terminal, where it takes longer than a moment.

use std::{
    io::IsTerminal as _,
    sync::OnceLock,
    time::{Duration, Instant},
};

use indicatif::{ProgressBar, ProgressStyle};

/// What is done sooner shows no bar.
const MOMENT: Duration = Duration::from_millis(300);

/// A bar on standard error that goes away when it is dropped; none on a pipe.
#[derive(Debug)]
pub(super) struct Progress {
    what: &'static str,
    begun: Instant,
    is_shown: bool,
    bar: OnceLock<ProgressBar>,
}

impl Progress {
    pub(super) fn new(what: &'static str) -> Self {
        Self { what, begun: Instant::now(), is_shown: std::io::stderr().is_terminal(), bar: OnceLock::new() }
    }

    /// So much is done, of so much.
    pub(super) fn tell(&self, done: u64, of: u64) {
        if self.is_shown && (self.bar.get().is_some() || self.begun.elapsed() > MOMENT) {
            let bar = self.bar.get_or_init(|| ProgressBar::new(of).with_style(style()).with_message(self.what));
            bar.set_position(done);
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(bar) = self.bar.get() {
            bar.finish_and_clear();
        }
    }
}

fn style() -> ProgressStyle {
    let style = ProgressStyle::with_template("{msg} {bar:30} {pos} of {len}");
    style.unwrap_or_else(|_| ProgressStyle::default_bar())
}
