//! What an answer tells of itself: each kind says it once, beside its own shape.

use std::sync::Arc;

use crate::{
    fact::{Due, Figure, Source, Statement},
    question::Query,
};

use super::{
    coverage::Covered,
    number::{Across, Number, Reading, Relation},
};

/// An answer to those who show it, record it or ask on from it. A kind tells what it has.
pub trait Told {
    /// True if there is a figure or a fact in it.
    fn is_answered(&self) -> bool {
        true
    }

    /// Every reading on it, the one that answers first.
    fn readings(&self) -> Vec<&Reading> {
        Vec::new()
    }

    /// What others count of the same, beside what answers.
    fn across(&self) -> Vec<&Across> {
        Vec::new()
    }

    /// Every number on it, in order.
    fn numbers(&self) -> Vec<Shown<'_>> {
        let readings = self.readings().into_iter().map(|reading| Shown::Reading(reading, None));
        readings.chain(self.across().into_iter().map(Across::shown)).collect()
    }

    /// Every statement on it.
    fn statements(&self) -> &[Arc<Statement>] {
        &[]
    }

    /// Documents that it is about, beside those behind its numbers and statements.
    fn documents(&self) -> &[Arc<Source>] {
        &[]
    }

    /// The years that it says are held.
    fn coverage(&self) -> &[Covered] {
        &[]
    }

    /// When what is missing is expected.
    fn due(&self) -> Option<&Due> {
        None
    }

    /// The document to be cited, where it is about how.
    fn cited(&self) -> Option<&Source> {
        None
    }

    /// What to ask next, most useful first.
    fn suggestions(&self) -> Vec<Query> {
        Vec::new()
    }
}

/// A number on an answer, and how it stands to the one that leads; none for that one.
#[derive(Clone, Copy, Debug)]
pub enum Shown<'a> {
    /// With all that was said of it; of another's count all of it stands so.
    Reading(&'a Reading, Option<Relation>),
    Number(&'a Number),
    Figure(&'a Figure, Option<Relation>),
}

impl Across {
    pub(crate) fn shown(&self) -> Shown<'_> {
        Shown::Reading(&self.reading, Some(self.relation))
    }
}
