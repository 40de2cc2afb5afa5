//! The word that was probably meant.

use crate::finding::Finding;

/// Steps by which all other words must differ where one is surely meant; `exports` and `imports` differ by two.
const SURE: usize = 3;

/// The nearest of some words; none where more than half of the letters differ.
pub(crate) fn nearest<'w>(word: &str, known: impl IntoIterator<Item = &'w str>) -> Option<&'w str> {
    let word = word.to_lowercase();
    let near = known.into_iter().map(|one| (strsim::normalized_damerau_levenshtein(&word, &one.to_lowercase()), one));
    near.filter(|(likeness, _)| *likeness >= 0.5).max_by(|one, other| one.0.total_cmp(&other.0)).map(|(_, one)| one)
}

/// The one of some ids, words joined by `-`, that has all words of a text and others: `customs` in `chinese-customs`.
pub(super) fn holding<'w>(text: &str, known: impl IntoIterator<Item = &'w str>) -> Option<&'w str> {
    let words: Vec<String> = text.split([' ', '-', '_']).map(str::to_lowercase).collect();
    let mut holding = known.into_iter().filter(|id| words.iter().all(|word| id.split('-').any(|own| own == word)));
    holding.next().filter(|_| holding.next().is_none())
}

/// What was certainly meant by a word of at least four letters: the one word from which it differs by one slip, where
/// all others differ by at least so many.
fn surely<'w>(word: &str, known: impl IntoIterator<Item = &'w str>, others: usize) -> Option<&'w str> {
    let mut near: Vec<(usize, &str)> =
        known.into_iter().map(|one| (strsim::damerau_levenshtein(word, one), one)).collect();
    near.sort_unstable();
    let is_alone = near.get(1).is_none_or(|(steps, _)| *steps >= others);
    match near.first() {
        Some((1, one)) if is_alone && word.chars().count() >= 4 && one.chars().count() >= 4 => Some(one),
        _ => None,
    }
}

/// A patch where there is one word that comes near, and a certain one where nothing else can be meant.
pub(crate) fn suggest<'w>(finding: &mut Finding, word: &str, known: impl IntoIterator<Item = &'w str> + Clone) -> bool {
    suggest_beside(finding, word, known, SURE)
}

/// The same, where all other words must differ by at least so many steps.
pub(super) fn suggest_beside<'w>(
    finding: &mut Finding,
    word: &str,
    known: impl IntoIterator<Item = &'w str> + Clone,
    others: usize,
) -> bool {
    let Some(near) = nearest(word, known.clone()) else { return false };
    finding.help(format!("did you mean `{near}`?"));
    if surely(word, known, others) == Some(near) {
        finding.mend(near)
    } else {
        finding.offer(near)
    };
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_of_one_id_alone_is_known() {
        let known = ["chinese-customs", "kazakh-statistics", "kyrgyz-statistics", "central-asia"];
        for (text, id) in [
            ("customs", Some("chinese-customs")),
            ("Chinese customs", Some("chinese-customs")),
            ("statistics kazakh", Some("kazakh-statistics")),
            ("statistics", None),
            ("custom", None),
            ("asian", None),
            ("", None),
        ] {
            assert_eq!(holding(text, known), id, "{text}");
        }
    }
}
