//! Demands of a folder of sheets: the languages of its texts, and the kind of each document.

use super::{
    leaf::{is_true, word, words},
    notes::Notes,
    shape::{Leaf, Located, RequiredShape, WordsShape},
};
use crate::{
    fact::Words,
    finding::{Code, Spot},
    language::{Language, NAME_TAGS},
};

/// What must be there: languages, by tag, of which English must always.
#[derive(Debug, Default)]
pub(super) struct Required {
    texts: Vec<&'static str>,
    places: Vec<&'static str>,
    /// Whether each document must say what kind it is.
    pub(super) kind: bool,
}

impl Required {
    pub(super) fn read(shape: Option<&Located<RequiredShape>>, notes: &Notes<'_>) -> Self {
        let tags = |list: &Option<Located<Vec<Leaf>>>| -> Vec<&'static str> {
            let leaves = list.iter().flat_map(|list| &list.is);
            leaves.filter_map(|leaf| word(leaf, "language", NAME_TAGS.iter().copied(), notes)).collect()
        };
        let of = |shape: &Located<RequiredShape>| Self {
            texts: tags(&shape.is.texts),
            places: tags(&shape.is.places),
            kind: is_true(shape.is.kind.as_ref(), notes),
        };
        shape.map(of).unwrap_or_default()
    }

    /// Words that are shown; `spot` is where they are missed.
    pub(super) fn text(&self, shape: Option<&WordsShape>, field: &str, spot: Spot, notes: &Notes<'_>) -> Words {
        let is_shown = |tag: &str| Language::ALL.iter().any(|language| language.tag() == tag);
        words_in(&self.texts, is_shown, shape, field, spot, notes)
    }

    /// The names of a place or of goods, which are also understood.
    pub(super) fn names(&self, shape: Option<&WordsShape>, spot: Spot, notes: &Notes<'_>) -> Words {
        words_in(&self.places, |_| true, shape, "names", spot, notes)
    }
}

/// Words that are demanded in some languages and missed in others. Without English there are no words to fall back
/// to; without another language the reader gets English.
fn words_in(
    required: &[&'static str],
    is_missed: impl Fn(&str) -> bool,
    shape: Option<&WordsShape>,
    field: &str,
    spot: Spot,
    notes: &Notes<'_>,
) -> Words {
    let Some(shape) = shape else {
        notes.found(Code::Missing, spot, format!("there is no `{field}`"));
        return Words::default();
    };
    let lacks = |wanted: &str| !shape.is.0.iter().any(|(tag, _)| tag.is == wanted);
    if notes.was_broken(shape.spot) {
        return words(shape, notes);
    }
    if lacks("en") {
        notes
            .found(Code::Missing, shape.spot, format!("`{field}` has no `en`"))
            .help("English is what a reader sees where their own language is missing");
    }
    let lacking = NAME_TAGS.iter().copied().filter(|tag| *tag != "en" && lacks(tag));
    let (demanded, others): (Vec<_>, Vec<_>) = lacking.partition(|tag| required.contains(tag));
    // A tag that is unknown stands for one that is missing.
    if !demanded.is_empty() && shape.is.0.iter().all(|(tag, _)| NAME_TAGS.contains(&tag.is.as_str())) {
        let demanded: Vec<_> = demanded.iter().map(|tag| format!("`{tag}`")).collect();
        notes
            .found(Code::MissingLanguage, shape.spot, format!("`{field}` has no {}", demanded.join(", ")))
            .help("put it in: readers of that language would see English, or not be understood");
    }
    others.into_iter().filter(|tag| is_missed(tag)).for_each(|tag| notes.lacks(tag));
    words(shape, notes)
}
