//! How far reading has come: a bar on a terminal, where it takes longer than a moment.

use std::{
    io::IsTerminal as _,
    sync::OnceLock,
    time::{Duration, Instant},
};

use indicatif::{ProgressBar, ProgressStyle};

/// What is read sooner shows no bar.
const MOMENT: Duration = Duration::from_millis(300);

/// A bar on standard error that goes away when it is dropped; none on a pipe.
#[derive(Debug)]
pub(super) struct Progress {
    begun: Instant,
    is_shown: bool,
    bar: OnceLock<ProgressBar>,
}

impl Progress {
    pub(super) fn new() -> Self {
        Self { begun: Instant::now(), is_shown: std::io::stderr().is_terminal(), bar: OnceLock::new() }
    }

    /// So many sheets are read, of so many.
    pub(super) fn tell(&self, read: usize, of: usize) {
        if self.is_shown && (self.bar.get().is_some() || self.begun.elapsed() > MOMENT) {
            let wide = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
            let bar = self.bar.get_or_init(|| ProgressBar::new(wide(of)).with_style(style()));
            bar.set_position(wide(read));
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
    let style = ProgressStyle::with_template("reading the sheets {bar:30} {pos} of {len}");
    style.unwrap_or_else(|_| ProgressStyle::default_bar())
}
