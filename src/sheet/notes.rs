//! What is found in one file while it is read.

use std::{
    cell::{RefCell, RefMut},
    collections::BTreeSet,
};

use crate::finding::{Code, Finding, Spot};

/// Collects findings; every stage of reading writes to it, and none stops at its first.
#[derive(Debug)]
pub(super) struct Notes<'f> {
    file: &'f str,
    found: RefCell<Vec<Finding>>,
    /// Where something was already refused: what stands there is not judged again.
    broken: RefCell<BTreeSet<Spot>>,
}

impl<'f> Notes<'f> {
    pub(super) fn on(file: &'f str) -> Self {
        Self { file, found: RefCell::default(), broken: RefCell::default() }
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
