//! A limit on the work that one text can cause.
//!
//! Each attempt to understand a text is counted in steps. When they are used up, the text is too long, however it is
//! written. A step is about a microsecond: a phrase found, or read once more in another reading.

use std::cell::Cell;

use jiff::civil::Date;

use super::misread::Misread;
use crate::catalogue::Catalogue;

/// Everything that a text is read with.
#[derive(Clone, Copy)]
pub(super) struct Given<'a> {
    pub today: Date,
    pub catalogue: &'a Catalogue,
    pub effort: &'a Effort,
    /// So many commands stand around it: `/start`, `/asof`.
    pub within: usize,
}

impl Given<'_> {
    /// The same for a command within a command.
    ///
    /// # Errors
    ///
    /// [`Misread::TooLong`] beyond what a link or `/asof` needs.
    pub(super) fn inside(self) -> Result<Self, Misread> {
        const DEEPEST: usize = 4;
        if self.within < DEEPEST { Ok(Self { within: self.within + 1, ..self }) } else { Err(Misread::TooLong) }
    }
}

/// The steps that were taken.
#[derive(Debug, Default)]
pub(super) struct Effort(Cell<usize>);

impl Effort {
    /// So many are taken for one text. What people ask takes a third at most.
    pub(super) const MOST: usize = 2048;
    /// Looking through all names for those that come near a word.
    pub(super) const LOOK: usize = 64;

    /// Takes so many steps.
    ///
    /// # Errors
    ///
    /// [`Misread::TooLong`] once there are no more.
    pub(super) fn spend(&self, steps: usize) -> Result<(), Misread> {
        self.0.set(self.0.get() + steps);
        if self.is_spent() { Err(Misread::TooLong) } else { Ok(()) }
    }

    /// Takes the steps for one look through all names; false once there are no more.
    pub(super) fn may_look(&self) -> bool {
        self.spend(Self::LOOK).is_ok()
    }

    pub(super) fn is_spent(&self) -> bool {
        self.0.get() > Self::MOST
    }

    #[cfg(test)]
    pub(super) fn taken(&self) -> usize {
        self.0.get()
    }
}
