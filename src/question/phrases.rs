//! Words → the phrases they make: the longest that anybody knows.
//!
//! In: the words of a text; out: [`Phrase`]s, each with what it says by itself, exactly or in another case. It knows
//! the names in the catalogue and the words of each language, and nothing of what stands around a phrase.

use super::arrow::Arrow;
use super::words::{Joint, Kind, Word};
use crate::{
    catalogue::{Catalogue, Named},
    fact::{IndicatorId, Kind as Measured, PlaceId, ProductId},
    language::{Form, Key, Lexicon, Role, Script},
};

/// Words in a row and what they say.
#[derive(Clone, Debug)]
pub(super) struct Phrase {
    pub sense: Sense,
    /// Its first word, and the one after its last.
    pub first: usize,
    pub end: usize,
    /// The meaning of its ending: from, to, of, with, in.
    pub way: Option<Role>,
}

/// The meaning of a phrase by itself.
#[derive(Clone, PartialEq, Debug)]
pub(super) enum Sense {
    Place(PlaceId),
    Indicator(IndicatorId),
    Product(ProductId),
    /// A country or goods that these sheets do not have.
    Lacked(Lack),
    /// A spelling that several things share.
    Shared(Vec<Named>),
    Role(Role),
    /// So many digits.
    Number(usize),
    Arrow(Arrow),
    Unknown,
}

/// The kind of a name that these sheets do not have.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Lack {
    Country,
    Goods,
}

/// The longest phrase that begins at a word.
pub(super) fn longest(words: &[Word], at: usize, catalogue: &Catalogue) -> Phrase {
    let first = &words[at];
    let phrase = |sense, end, way| Phrase { sense, first: at, end, way };
    let script = match first.kind {
        Kind::Digits => return phrase(Sense::Number(first.text.len()), at + 1, None),
        Kind::Sign => return phrase(sign(&first.text), at + 1, None),
        Kind::Letters(script) => script,
    };
    let mut key = Key::new(script);
    let mut reach = 1;
    let mut best = phrase(Sense::Unknown, at + 1, None);
    let mut length = 0;
    while length < reach && at + length < words.len() {
        let word = &words[at + length];
        if length > 0 && !joins(word) {
            break;
        }
        key.push(&word.folded, word.stem);
        length += 1;
        if length == 1 {
            reach = catalogue.names().phrases().reach(&key).max(Lexicon::all().reach(&key)).max(1);
        }
        if let Some((sense, way)) = known(&key, word.folded.len(), catalogue)
            && !(length == 2 && is_id_in_words(&sense, word, catalogue))
        {
            best = phrase(sense, at + length, way);
        }
    }
    best
}

/// An id that is spelled in two words, of which the last is one for growth: "trade change" is the growth of trade.
fn is_id_in_words(sense: &Sense, last: &Word, catalogue: &Catalogue) -> bool {
    let Sense::Indicator(id) = sense else { return false };
    let grows = |id: &IndicatorId| catalogue.indicator(id.as_str()).is_some_and(|one| one.kind == Measured::Growth);
    let is_growth = |word: &Word| {
        let role = key([word]).and_then(|key| Lexicon::all().find(&key));
        matches!(role, Some(Role::Indicator(id)) if grows(id))
    };
    last.joint == Joint::Blank && id.as_str().ends_with(&format!("-{}", last.folded)) && is_growth(last)
}

fn joins(word: &Word) -> bool {
    let letters = matches!(word.kind, Kind::Letters(_)) && word.joint != Joint::Colon;
    letters || (word.kind == Kind::Digits && word.joint == Joint::None)
}

fn sign(text: &str) -> Sense {
    if let Some(arrow) = text.chars().next().and_then(Arrow::of) {
        return Sense::Arrow(arrow);
    }
    match text {
        "%" => Sense::Role(Role::Percent),
        "$" => Sense::Role(Role::Money),
        "&" => Sense::Role(Role::And),
        ">" => Sense::Arrow(Arrow::There),
        "<" => Sense::Arrow(Arrow::Back),
        _ => Sense::Unknown,
    }
}

/// The sense of a phrase and of its ending: looked up as written, then without an ending, then in another case. Of the
/// last word, `last` bytes long, three letters stay: `trade de` is not `traded`.
pub(super) fn known(key: &Key, last: usize, catalogue: &Catalogue) -> Option<(Sense, Option<Role>)> {
    let names = catalogue.names().phrases();
    let lexicon = Lexicon::all();
    let short = key.whole().len() <= 3;
    if let Some(role) = lexicon.find_small(key).filter(|_| short) {
        return Some((sense(role, catalogue)?, None));
    }
    if let Some(all) = names.whole(key).filter(|all| !sounds_like_goods(key, all, catalogue)) {
        let way = way(key, all, catalogue);
        return Some((named(all), way));
    }
    if let Some(role) = lexicon.find(key) {
        return Some((sense(role, catalogue)?, None));
    }
    if key.script() == Script::Cyrillic
        && lexicon.ends(Form::Land, key.whole())
        && let Some(role @ Role::Country(_)) = lexicon.find_stem(key)
        && !names.stem(key).is_some_and(|all| matches!(all[..], [Named::Place(_)]))
    {
        return Some((sense(role, catalogue)?, None));
    }
    for (length, role) in lexicon.endings(key).filter(|(length, _)| length + 2 < last) {
        let is_moved = is_moved(role);
        if let Some(all) =
            names.without(key, length).filter(|all| !(is_moved && matches!(all[..], [Named::Product(_)])))
        {
            return Some((named(all), Some(role.clone())));
        }
        let bare = lexicon.find_without(key, length);
        if let Some(bare) = bare.filter(|bare| !(is_moved && matches!(bare, Role::Ware(_)))) {
            return Some((sense(bare, catalogue)?, Some(role.clone())));
        }
    }
    if let Some(all) = names.stem(key) {
        return Some((named(all), way(key, all, catalogue)));
    }
    Some((sense(lexicon.find_stem(key)?, catalogue)?, None))
}

/// A word that another language knows for something else than the goods that it sounds like: Gaza is no газа.
fn sounds_like_goods(key: &Key, all: &[Named], catalogue: &Catalogue) -> bool {
    let is_goods = matches!(all, [Named::Product(_)]) && key.script() == Script::Latin;
    is_goods && !catalogue.names().is_latin(key.whole()) && Lexicon::all().find(key).is_some()
}

/// True for an ending that goods do not have: nothing goes to gold, so `Алтынко` is no gold.
fn is_moved(role: &Role) -> bool {
    matches!(role, Role::From | Role::To)
}

/// The meaning of a name's ending, where the name with it stands among the spellings.
fn way(key: &Key, all: &[Named], catalogue: &Catalogue) -> Option<Role> {
    if catalogue.names().is_shown(key.whole()) {
        return None;
    }
    if key.script() == Script::Cyrillic && Lexicon::all().ends(Form::Owner, key.whole()) {
        return Some(Role::Of);
    }
    if key.script() == Script::Cyrillic && Lexicon::all().ends(Form::Within, key.whole()) {
        return Some(Role::In);
    }
    let names = catalogue.names().phrases();
    let wears = |length: usize| names.without(key, length).is_some_and(|bare| bare.as_slice() == all);
    Lexicon::all().endings(key).find(|(length, _)| wears(*length)).map(|(_, role)| role.clone())
}

/// The sense of a word; none for a short name of a place that these sheets do not have.
fn sense(role: &Role, catalogue: &Catalogue) -> Option<Sense> {
    Some(match role {
        Role::Indicator(id) => Sense::Indicator(catalogue.indicator(id.as_str())?.id.clone()),
        Role::Place(id) => Sense::Place(catalogue.place(id.as_str())?.id.clone()),
        Role::Country(id) => match catalogue.place(id.as_str()) {
            Some(place) => Sense::Place(place.id.clone()),
            None => Sense::Lacked(Lack::Country),
        },
        Role::Ware(id) => match catalogue.product(id.as_str()) {
            Some(product) => Sense::Product(product.id.clone()),
            None => Sense::Lacked(Lack::Goods),
        },
        role => Sense::Role(role.clone()),
    })
}

/// The sense of a spelling that these things have.
pub(super) fn named(all: &[Named]) -> Sense {
    match all {
        [Named::Place(place)] => Sense::Place(place.clone()),
        [Named::Product(product)] => Sense::Product(product.clone()),
        [Named::Indicator(indicator)] => Sense::Indicator(indicator.clone()),
        _ => Sense::Shared(all.to_vec()),
    }
}

/// Words as they are looked up, whether or not they stand in a row; none where the first is not of letters.
pub(super) fn key<'w>(words: impl IntoIterator<Item = &'w Word>) -> Option<Key> {
    let mut words = words.into_iter().peekable();
    let Kind::Letters(script) = words.peek()?.kind else { return None };
    let mut key = Key::new(script);
    words.for_each(|word| key.push(&word.folded, word.stem));
    Some(key)
}
