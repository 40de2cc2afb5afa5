//! Single texts → words, and what is wrong with them.

use super::{
    meant,
    nearest::suggest,
    notes::Notes,
    shape::{Entries, Leaf, WordsShape},
};
use crate::{
    fact::Words,
    finding::{Code, Finding, Spot},
    language::NAME_TAGS,
};

/// Help where words stand for a key.
pub(super) const COMMA: &str = "within braces a comma ends a text: put a text that holds one in quotes";

/// Says what was certainly meant, where that is known.
pub(super) fn mend(finding: &mut Finding, meant: Option<String>) {
    if let Some(meant) = meant {
        finding.help(format!("write {meant}")).mend(meant);
    }
}

/// How to write a number that a comma cuts in two, `100,5`; none where the two are no such number. Three digits
/// behind the comma may be thousands, and then both ways to write it are said.
pub(super) fn without_comma(before: &str, after: &str) -> Option<String> {
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let whole = before.strip_prefix(['+', '-']).unwrap_or(before);
    let (digits, sign) = after.strip_suffix('%').map_or((after, ""), |digits| (digits, "%"));
    let is_number = is_digits(whole) && is_digits(digits.trim_end());
    is_number.then(|| match digits.len() {
        3 => format!("write {before}{digits}{sign} or {before}.{digits}{sign}, whichever is meant"),
        _ => format!("write {before}.{digits}{sign}"),
    })
}

/// Says the same within braces, where the comma has made a key of what follows it; false where the two are no number.
pub(super) fn comma_in_braces(finding: &mut Finding, before: (&str, Spot), after: (&str, Spot)) -> bool {
    let ((whole, from), (fraction, to)) = (before, after);
    let Some(write) = without_comma(whole, fraction) else { return false };
    finding.help(format!("a comma separates fields here; {write}"));
    let text = format!("{whole},{fraction}");
    if let Some(meant) = meant::change(&text).or_else(|| meant::number(&text))
        && from.line == to.line
    {
        finding.mend_at(Spot { width: to.column + to.width - from.column, ..from }, meant);
    }
    true
}

/// The text, without blanks around it; noted where there is none, or where it holds what nobody can see.
pub(super) fn sound<'l>(leaf: &'l Leaf, notes: &Notes<'_>) -> Option<&'l str> {
    let text = leaf.is.trim();
    if notes.was_broken(leaf.spot) {
        return None;
    }
    if text.is_empty() {
        notes.found(Code::Empty, leaf.spot, "there is no text here");
        return None;
    }
    if let Some(control) = text.chars().find(|letter| letter.is_control() && *letter != '\n') {
        let code = u32::from(control);
        notes.found(Code::BadText, leaf.spot, format!("the text holds the control character U+{code:04X}"));
        return None;
    }
    Some(text)
}

/// The word of a closed list that a text is; noted where it is none of them.
pub(super) fn word<'w>(
    leaf: &Leaf,
    what: &str,
    list: impl IntoIterator<Item = &'w str> + Clone,
    notes: &Notes<'_>,
) -> Option<&'w str> {
    let text = sound(leaf, notes)?;
    let found = list.clone().into_iter().find(|one| *one == text);
    if found.is_none() {
        let all = list.clone().into_iter().collect::<Vec<_>>().join(", ");
        let mut finding = notes.found(Code::UnknownWord, leaf.spot, format!("unknown {what} `{text}`"));
        finding.why(format!("one of {all}"));
        if !suggest(&mut finding, text, list) {
            finding.help("take a word of the list");
        }
    }
    found
}

/// Whether it says `true`; noted where it says neither that nor `false`.
pub(super) fn is_true(leaf: Option<&Leaf>, notes: &Notes<'_>) -> bool {
    leaf.and_then(|leaf| word(leaf, "answer", ["true", "false"], notes)) == Some("true")
}

/// Words by language; noted where a language is none of ours or a text is empty.
pub(super) fn words(shape: &WordsShape, notes: &Notes<'_>) -> Words {
    let mut words = Vec::new();
    for (tag, text) in &shape.is.0 {
        if is_tag(tag, notes) {
            words.extend(sound(text, notes).map(|text| (tag.is.as_str(), text)));
        }
    }
    words.into_iter().collect()
}

/// All texts of a mapping of lists by language.
pub(super) fn words_of<'e>(entries: &'e Entries<Vec<Leaf>>, notes: &Notes<'_>) -> Vec<&'e Leaf> {
    for (tag, _) in &entries.0 {
        is_tag(tag, notes);
    }
    entries.0.iter().flat_map(|(_, list)| list).filter(|leaf| sound(leaf, notes).is_some()).collect()
}

/// Notes that something has no such field.
pub(super) fn missing<T>(notes: &Notes<'_>, spot: Spot, whose: &str, field: &str) -> Option<T> {
    notes.found(Code::Missing, spot, format!("{whose} has no `{field}`"));
    None
}

fn is_tag(tag: &Leaf, notes: &Notes<'_>) -> bool {
    let known = NAME_TAGS.contains(&tag.is.as_str());
    if !known {
        let mut finding = notes.found(Code::UnknownKey, tag.spot, format!("unknown language `{}`", tag.is));
        finding.why("no such language here").help(match tag.is.contains(' ') {
            true => COMMA.to_owned(),
            false => format!("the languages are {}", NAME_TAGS.join(", ")),
        });
    }
    known
}
