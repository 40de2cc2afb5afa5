//! The findings in one file, collected while it is read.

use std::{
    cell::{RefCell, RefMut},
    collections::BTreeSet,
};

use super::lacks::Lacks;
use crate::finding::{Code, Finding, Spot};

/// Collects findings; every stage of reading writes to it, and none stops at its first.
#[derive(Debug)]
pub(super) struct Notes<'f> {
    file: &'f str,
    found: RefCell<Vec<Finding>>,
    /// Where something was already refused: what stands there is not judged again.
    broken: RefCell<BTreeSet<Spot>>,
    lacks: RefCell<Lacks>,
}

impl<'f> Notes<'f> {
    pub(super) fn on(file: &'f str) -> Self {
        Self { file, found: RefCell::default(), broken: RefCell::default(), lacks: RefCell::default() }
    }

    pub(super) fn file(&self) -> &'f str {
        self.file
    }

    /// Notes a finding, to which the caller may add why and what to do.
    pub(super) fn found(&self, code: Code, spot: Spot, message: impl Into<String>) -> RefMut<'_, Finding> {
        RefMut::map(self.found.borrow_mut(), |found| {
            found.push(Finding::new(code, self.file, spot, message));
            let last = found.len() - 1;
            &mut found[last]
        })
    }

    /// Counts a text that a language lacks and nobody requires.
    pub(super) fn lacks(&self, tag: &'static str) {
        *self.lacks.borrow_mut().entry(tag).or_default() += 1;
    }

    /// The texts counted so far; counting begins anew.
    pub(super) fn take_lacks(&self) -> Lacks {
        self.lacks.take()
    }

    /// Marks a place as refused.
    pub(super) fn is_broken(&self, spot: Spot) {
        self.broken.borrow_mut().insert(spot);
    }

    pub(super) fn was_broken(&self, spot: Spot) -> bool {
        self.broken.borrow().contains(&spot)
    }

    pub(super) fn is_clean(&self) -> bool {
        self.found.borrow().is_empty()
    }

    /// All that was found; what stands in a refused place is not blamed for what it lacks.
    pub(super) fn into_findings(self) -> Vec<Finding> {
        let (broken, mut found) = (self.broken.into_inner(), self.found.into_inner());
        found.retain(|finding| {
            matches!(finding.code, Code::Shape | Code::YamlFeature) || !broken.contains(&finding.spot)
        });
        found
    }
}
