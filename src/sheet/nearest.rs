//! The word that was probably meant.

/// The nearest of some words; none where more than half of the letters differ.
pub(crate) fn nearest<'w>(word: &str, known: impl IntoIterator<Item = &'w str>) -> Option<&'w str> {
    let word = word.to_lowercase();
    let near = known.into_iter().map(|one| (strsim::normalized_damerau_levenshtein(&word, &one.to_lowercase()), one));
    near.filter(|(likeness, _)| *likeness >= 0.5).max_by(|one, other| one.0.total_cmp(&other.0)).map(|(_, one)| one)
}
