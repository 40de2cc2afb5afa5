//! Which statements there are about a place, of a kind, in a document.

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use super::lines::{index, small};
use crate::fact::{PlaceId, SourceId, Statement};

/// Statements by number, in their order.
#[derive(Debug, Default)]
pub(super) struct Said {
    by_place: HashMap<PlaceId, Vec<u32>>,
    by_kind: BTreeMap<String, Vec<u32>>,
}

impl Said {
    pub(super) fn of(statements: &[Arc<Statement>]) -> Self {
        let mut said = Self::default();
        for (number, statement) in statements.iter().enumerate() {
            for place in &statement.places {
                let about = said.by_place.entry(place.clone()).or_default();
                if about.last() != Some(&small(number)) {
                    about.push(small(number));
                }
            }
            match said.by_kind.get_mut(&statement.kind) {
                Some(numbers) => numbers.push(small(number)),
                None => drop(said.by_kind.insert(statement.kind.clone(), vec![small(number)])),
            }
        }
        said
    }

    pub(super) fn about<'s>(&'s self, place: &PlaceId) -> impl Iterator<Item = usize> + Clone + use<'s> {
        self.by_place.get(place).into_iter().flatten().copied().map(index)
    }

    /// Those of any of these kinds, in order.
    pub(super) fn of_kinds(&self, kinds: &[&str]) -> impl Iterator<Item = usize> + use<> {
        let mut numbers: Vec<u32> =
            kinds.iter().filter_map(|kind| self.by_kind.get(*kind)).flatten().copied().collect();
        numbers.sort_unstable();
        numbers.into_iter().map(index)
    }
}

/// Those of one document, which stand together.
pub(super) fn in_source<'s>(source: &SourceId, statements: &'s [Arc<Statement>]) -> &'s [Arc<Statement>] {
    let start = statements.partition_point(|statement| statement.source.id < *source);
    let length = statements[start..].partition_point(|statement| statement.source.id == *source);
    &statements[start..start + length]
}
