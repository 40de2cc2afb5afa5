//! How many texts are missing in languages that nobody requires.

use std::collections::BTreeMap;

/// The number of texts that a language lacks and nobody requires in it, by its tag.
pub type Lacks = BTreeMap<&'static str, usize>;

/// Adds some counts to a sum.
pub(super) fn add(sum: &mut Lacks, more: Lacks) {
    more.into_iter().for_each(|(tag, count)| *sum.entry(tag).or_default() += count);
}
