//! What the terminal can show.

use std::{
    io::{self, IsTerminal as _},
    num::NonZeroU16,
};

use terminal_size::{Width, terminal_size};

use crate::{
    config,
    render::plain::{Next, Style, Terminal},
};

/// Longer lines are hard to read, however wide the terminal is.
const WIDEST: u16 = 100;

#[derive(clap::Args, Clone, Copy, Debug)]
pub(super) struct Screen {
    /// Columns of a line [default: those of the terminal, at most 100; elsewhere lines are not wrapped]
    #[arg(long, value_name = "COLUMNS", env = "TRADEFACTS_WIDTH")]
    width: Option<NonZeroU16>,
}

impl Screen {
    /// The terminal as it is now: its window may have another size than before.
    pub(super) fn terminal(self, next: Next) -> Terminal {
        let is_terminal = io::stdout().is_terminal();
        let own = || terminal_size().filter(|_| is_terminal).map(|(Width(columns), _)| columns.min(WIDEST));
        let columns = self.width.map(NonZeroU16::get).or_else(own).filter(|columns| *columns > 0);
        let style = match is_terminal && config::colours() {
            false => Style::Plain,
            true if supports_hyperlinks::supports_hyperlinks() => Style::Linked,
            true => Style::Ansi,
        };
        Terminal { style, columns: columns.map(usize::from), next }
    }
}
