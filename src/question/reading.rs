//! Words → what each of them says.
//!
//! The longest phrase wins. What nobody knows is compared with the names we have; what is still unknown stays
//! in the list, and no query is made of a text with such a word in it.

use std::ops::Range;

use jiff::civil::Date;

use super::{
    Query, Supposed, When, codes,
    effort::{Effort, Given},
    misread::{Misread, offers, shown},
    time::Clock,
    words::{Joint, Kind, Word, is_flag},
};
use crate::{
    catalogue::{Catalogue, Named},
    fact::{IndicatorId, Kind as Measured, PlaceId},
    language::{Form, Key, Lexicon, Role, Script, Topic},
};

/// A phrase and what it says.
#[derive(Clone, Debug)]
pub(super) struct Item {
    pub sense: Sense,
    /// Its first word, and the one after its last.
    pub first: usize,
    pub end: usize,
    /// What its ending says: from, to, of, with, in.
    pub way: Option<Role>,
}

#[derive(Clone, PartialEq, Debug)]
pub(super) enum Sense {
    Place(PlaceId),
    Indicator(IndicatorId),
    /// A spelling that several things share.
    Shared(Vec<Named>),
    Role(Role),
    /// So many digits.
    Number(usize),
    Unknown,
}

/// A place as it was spoken of.
#[derive(Clone, Debug)]
pub(super) struct Mention {
    pub place: PlaceId,
    pub way: Option<Role>,
    /// Its item.
    pub at: usize,
    /// Behind the `in` of "a share in".
    pub inside: bool,
    /// A code or a flag rather than a name.
    pub code: bool,
    /// `by` stands before it.
    by: bool,
}

/// All that a text says.
#[derive(Clone, Debug, Default)]
pub(super) struct Said {
    pub places: Vec<Mention>,
    /// With their items; and whether an ending ties the indicator to what follows.
    pub indicators: Vec<(IndicatorId, usize, bool)>,
    /// With their items.
    pub times: Vec<(When, Range<usize>)>,
    pub counter: Option<PlaceId>,
    /// A place beside a word for counting, with nothing that says that it counts.
    pub unsure_counter: Option<Mention>,
    pub topic: Option<(Topic, usize)>,
    pub claimed: Option<String>,
    pub aside: Option<usize>,
    pub why: bool,
    /// A word for how it was said and revised.
    pub revised: Option<usize>,
    /// A word for that or for the years one by one.
    pub history: Option<usize>,
    pub known: Option<usize>,
    pub as_of: Option<usize>,
    /// Of days that may be two, which of the times, and the other that it may be.
    pub unsure_days: Vec<(usize, When)>,
    pub whose: Option<usize>,
    pub each: Option<usize>,
    pub compare: Option<usize>,
    pub abroad: Option<usize>,
    pub whole: Option<usize>,
    /// Between what, if it is not years.
    pub between: Option<usize>,
    /// Items that nothing took.
    pub left: Vec<usize>,
}

/// A text as phrases.
#[derive(Clone, Debug)]
pub(super) struct Text<'a> {
    pub words: &'a [Word],
    pub items: Vec<Item>,
    likenesses: Vec<Likeness>,
}

/// A word that stands for the name it is nearest to.
#[derive(Clone, Debug)]
struct Likeness {
    /// Its item.
    at: usize,
    written: String,
    name: Named,
    /// What else it comes near, nearest first.
    others: Vec<Named>,
}

/// Names looked for by likeness in one text.
const LIKENESSES: usize = 3;

impl<'a> Text<'a> {
    /// The indicator that the last word of a phrase names by itself: of "what changed" it is growth.
    pub(super) fn last_indicator(&self, at: usize, catalogue: &Catalogue) -> Option<IndicatorId> {
        let item = longest(self.words, self.items[at].end - 1, catalogue);
        if let Sense::Indicator(id) = item.sense { Some(id) } else { None }
    }

    /// Finds the phrases, and the names that misspelt ones stand for.
    ///
    /// # Errors
    ///
    /// [`Misread::TooLong`]
    pub(super) fn recognise(words: &'a [Word], terse: bool, given: Given<'_>) -> Result<Self, Misread> {
        let mut text = Self::phrases(words, terse, given)?;
        text.suppose(given);
        Ok(text)
    }

    /// Finds the phrases that are spelled right.
    fn phrases(words: &'a [Word], terse: bool, given: Given<'_>) -> Result<Self, Misread> {
        given.effort.spend(words.len())?;
        let mut items: Vec<Item> = Vec::with_capacity(words.len());
        let mut at = 0;
        while at < words.len() {
            let item = longest(words, at, given.catalogue);
            at = item.end;
            // Unknown Chinese characters in a row are one unknown word.
            match items.last_mut() {
                Some(last) if matches!(last.sense, Sense::Number(_)) && is_decade(&words[item.first]) => {
                    (last.sense, last.end) = (Sense::Role(Role::Strange), item.end);
                }
                Some(last)
                    if item.sense == Sense::Unknown
                        && last.sense == Sense::Unknown
                        && is_han_run(words, last, &item) =>
                {
                    last.end = item.end;
                }
                _ => items.push(item),
            }
        }
        lone_characters_are_no_places(words, &mut items);
        codes_are_no_small_words(words, terse, &mut items);
        Ok(Self { words, items, likenesses: Vec::new() })
    }

    /// Words as they were written, with the names that stand for them.
    pub(super) fn supposed(&self) -> Vec<(String, Named)> {
        self.likenesses.iter().map(|one| (one.written.clone(), one.name.clone())).collect()
    }

    /// The same text with one of its supposed names replaced by another near one.
    pub(super) fn other_readings(&self) -> impl Iterator<Item = Self> {
        let others = self.likenesses.iter().flat_map(|one| one.others.iter().map(|name| (one.at, name)));
        others.map(|(at, name)| {
            let mut text = self.clone();
            text.items[at].sense = named(std::slice::from_ref(name));
            text
        })
    }

    /// Takes a misspelt name for the one it is nearest to, where there is but one.
    fn suppose(&mut self, given: Given<'_>) {
        let mut tries = 0;
        for at in 0..self.items.len() {
            let unknown = self.items[at].sense == Sense::Unknown;
            if !unknown || tries == LIKENESSES || self.is_spelled_time(at) {
                continue;
            }
            tries += 1;
            let two = self.items.get(at + 1).filter(|next| next.sense == Sense::Unknown).map(|next| next.end);
            let ends = two.into_iter().chain([self.items[at].end]);
            let found = ends.into_iter().find_map(|end| Some((self.likeness(at, end, given)?, end)));
            let Some(((name, others, way), end)) = found else { continue };
            if end != self.items[at].end {
                self.items[at + 1].sense = Sense::Role(Role::Filler);
            }
            self.items[at].sense = named(std::slice::from_ref(&name));
            self.items[at].way = way;
            let written = self.span(at..at + 1 + usize::from(two == Some(end)));
            self.likenesses.push(Likeness { at, written, name, others });
        }
    }

    /// The name, the others that come near, and what the ending says.
    fn likeness(&self, at: usize, end: usize, given: Given<'_>) -> Option<(Named, Vec<Named>, Option<Role>)> {
        let words = &self.words[self.items[at].first..end];
        let key = key(words)?;
        if let Some((name, others)) = nearest(key.whole(), given) {
            return Some((name, others, None));
        }
        let (length, role) = Lexicon::all().endings(&key).filter(|(_, role)| **role != Role::Filler).last()?;
        let bare = &key.whole()[..key.whole().len() - length];
        nearest(bare, given).map(|(name, others)| (name, others, Some(role.clone())))
    }

    /// `H1`: letters that a number goes with.
    fn is_spelled_time(&self, at: usize) -> bool {
        let next = self.items.get(at + 1);
        self.words[self.items[at].first].folded.len() <= 3
            && next.is_some_and(|next| matches!(next.sense, Sense::Number(_) | Sense::Role(Role::Quarter | Role::Half)))
    }

    /// A phrase as it was written.
    pub(super) fn written(&self, at: usize) -> String {
        self.span(at..at + 1)
    }

    /// Phrases in a row as they were written.
    pub(super) fn span(&self, items: Range<usize>) -> String {
        let Some([first, ..]) = self.items.get(items.clone()) else { return String::new() };
        let mut written = String::new();
        for (place, word) in self.words[first.first..self.items[items.end - 1].end].iter().enumerate() {
            if place > 0 {
                written.push_str(match word.joint {
                    Joint::None => "",
                    Joint::Dash => "-",
                    Joint::Point => ".",
                    Joint::Blank | Joint::Underscore | Joint::Colon | Joint::Slash => " ",
                });
            }
            written.push_str(&word.text);
        }
        shown(&written)
    }

    /// Puts together what the phrases say.
    ///
    /// # Errors
    ///
    /// [`Misread::Year`] for a year that cannot be held.
    pub(super) fn gather(&self, today: Date, terse: bool, catalogue: &Catalogue) -> Result<Said, Misread> {
        let mut gatherer = Gatherer { text: self, catalogue, said: Said::default(), before: None, inside: false };
        let clock = Clock { words: self.words, items: &self.items, today, terse };
        let mut at = 0;
        while at < self.items.len() {
            at = match gatherer.claim(at) {
                Some(next) => next,
                None => match clock.at(at)? {
                    Some((when, next)) => {
                        let said = &mut gatherer.said;
                        said.unsure_days.extend(clock.other_day(at).map(|other| (said.times.len(), other)));
                        said.times.push((when, at..next));
                        gatherer.before = None;
                        next
                    }
                    None => gatherer.take(at),
                },
            };
        }
        Ok(gatherer.said)
    }
}

/// The longest phrase that begins at a word.
fn longest(words: &[Word], at: usize, catalogue: &Catalogue) -> Item {
    let first = &words[at];
    let item = |sense, end, way| Item { sense, first: at, end, way };
    let script = match first.kind {
        Kind::Digits => return item(Sense::Number(first.text.len()), at + 1, None),
        Kind::Sign => return item(sign(&first.text), at + 1, None),
        Kind::Letters(script) => script,
    };
    let mut key = Key::new(script);
    let mut reach = 1;
    let mut best = item(Sense::Unknown, at + 1, None);
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
        if let Some((sense, way)) = meaning(&key, word.folded.len(), catalogue) {
            best = item(sense, at + length, way);
        }
    }
    best
}

fn joins(word: &Word) -> bool {
    let letters = matches!(word.kind, Kind::Letters(_)) && word.joint != Joint::Colon;
    letters || (word.kind == Kind::Digits && word.joint == Joint::None)
}

fn sign(text: &str) -> Sense {
    match text {
        "%" => Sense::Role(Role::Percent),
        "$" => Sense::Role(Role::Money),
        "&" => Sense::Role(Role::And),
        _ => Sense::Unknown,
    }
}

/// What a phrase says: exactly, then with an ending, then in another case. Of the last word three
/// letters stay: `trade de` is not `traded`.
fn meaning(key: &Key, last: usize, catalogue: &Catalogue) -> Option<(Sense, Option<Role>)> {
    let names = catalogue.names().phrases();
    let lexicon = Lexicon::all();
    let short = key.whole().len() <= 3;
    if let Some(role) = lexicon.find(key).filter(|_| short) {
        return Some((sense(role, catalogue)?, None));
    }
    if let Some(all) = names.whole(key) {
        let way = way(key, all, catalogue);
        return Some((named(all), way));
    }
    if let Some(role) = lexicon.find(key) {
        return Some((sense(role, catalogue)?, None));
    }
    for (length, role) in lexicon.endings(key).filter(|(length, _)| length + 2 < last) {
        if let Some(all) = names.without(key, length) {
            return Some((named(all), Some(role.clone())));
        }
        if let Some(bare) = lexicon.find_without(key, length) {
            return Some((sense(bare, catalogue)?, Some(role.clone())));
        }
    }
    if let Some(all) = names.stem(key) {
        return Some((named(all), way(key, all, catalogue)));
    }
    Some((sense(lexicon.find_stem(key)?, catalogue)?, None))
}

/// What the ending of a place says, where the whole form stands among its spellings.
fn way(key: &Key, all: &[Named], catalogue: &Catalogue) -> Option<Role> {
    if catalogue.names().is_shown(key.whole()) {
        return None;
    }
    if key.script() == Script::Cyrillic && Lexicon::all().ends(Form::Owner, key.whole()) {
        return Some(Role::Of);
    }
    let names = catalogue.names().phrases();
    let wears = |length: usize| names.without(key, length).is_some_and(|bare| bare.as_slice() == all);
    Lexicon::all().endings(key).find(|(length, _)| wears(*length)).map(|(_, role)| role.clone())
}

fn named(all: &[Named]) -> Sense {
    match all {
        [Named::Place(place)] => Sense::Place(place.clone()),
        [Named::Indicator(indicator)] => Sense::Indicator(indicator.clone()),
        _ => Sense::Shared(all.to_vec()),
    }
}

/// None for a name that these sheets do not have.
fn sense(role: &Role, catalogue: &Catalogue) -> Option<Sense> {
    Some(match role {
        Role::Indicator(id) => Sense::Indicator(catalogue.indicator(id.as_str())?.id.clone()),
        Role::Place(id) => Sense::Place(catalogue.place(id.as_str())?.id.clone()),
        role => Sense::Role(role.clone()),
    })
}

fn is_whole(word: &Word) -> bool {
    key(std::slice::from_ref(word)).is_some_and(|key| Lexicon::all().find(&key) == Some(&Role::Whole))
}

fn key(words: &[Word]) -> Option<Key> {
    let Kind::Letters(script) = words.first()?.kind else { return None };
    let mut key = Key::new(script);
    words.iter().for_each(|word| key.push(&word.folded, word.stem));
    (script != Script::Han).then_some(key)
}

/// The one name that a misspelt word is near to, and what else it comes near: at most a fifth of it is wrong, and
/// the next is far behind. A word of five letters stands for none: too much that is no name lies one letter from one.
fn nearest(folded: &str, given: Given<'_>) -> Option<(Named, Vec<Named>)> {
    if !(6..=48).contains(&folded.len()) || !given.effort.may_look() {
        return None;
    }
    let mut near = given.catalogue.names().near(folded).into_iter();
    let best = near.next().filter(|best| best.distance <= 0.2)?;
    let alone = near.as_slice().first().is_none_or(|next| next.distance >= best.distance + 0.1);
    alone.then(|| (best.named, near.map(|next| next.named).collect()))
}

/// `1990s`, `1990-х`: what makes ten years of one.
fn is_decade(word: &Word) -> bool {
    let ending = |form: &String| match word.joint {
        Joint::None => *form == word.text,
        Joint::Dash => form.strip_prefix('-') == Some(&word.text),
        Joint::Blank | Joint::Underscore | Joint::Point | Joint::Colon | Joint::Slash => false,
    };
    Lexicon::all().forms(Form::Decade).iter().any(ending)
}

fn is_han_run(words: &[Word], last: &Item, item: &Item) -> bool {
    let han = |at: usize| words[at].kind == Kind::Letters(Script::Han);
    han(last.first) && han(item.first) && words[item.first].joint == Joint::None
}

/// One character is a country only beside another: 中哈, but no 哈 by itself.
fn lone_characters_are_no_places(words: &[Word], items: &mut [Item]) {
    let short = |item: &Item| match &item.sense {
        Sense::Place(place) if item.end == item.first + 1 => {
            Some(place.clone()).filter(|_| words[item.first].kind == Kind::Letters(Script::Han))
        }
        _ => None,
    };
    let marks: Vec<Option<PlaceId>> = items.iter().map(short).collect();
    for at in 0..items.len() {
        let pairs = |other: Option<&Option<PlaceId>>| other.is_some_and(|other| other.is_some() && *other != marks[at]);
        if marks[at].is_some() && !pairs(at.checked_sub(1).and_then(|at| marks.get(at))) && !pairs(marks.get(at + 1)) {
            items[at].sense = Sense::Unknown;
        }
    }
}

/// `US`, `IN`: a country by its code, where it is written in capitals that its neighbours are not, or behind a
/// command as a name would be.
fn codes_are_no_small_words(words: &[Word], terse: bool, items: &mut [Item]) {
    let loud = |word: &Word| word.text.chars().all(char::is_uppercase);
    let letters = || words.iter().filter(|word| matches!(word.kind, Kind::Letters(_)));
    let shouted = letters().all(loud) && letters().any(|word| word.text.len() > 3);
    for at in 0..items.len() {
        let item = &items[at];
        let Sense::Role(role) = &item.sense else { continue };
        let word = &words[item.first];
        let flag = word.text.starts_with(is_flag);
        if item.end != item.first + 1 || !(flag || codes::is_country(&word.text)) {
            continue;
        }
        if flag || (loud(word) && !shouted) || (terse && !is_used(items, at, role, &word.folded)) {
            items[at].sense = Sense::Role(Role::Strange);
        }
    }
}

/// Whether a small word has something to belong to: `in 2025`, `to kg`, `2021 to 2025`.
fn is_used(items: &[Item], at: usize, role: &Role, word: &str) -> bool {
    let next = items.get(at + 1).map(|item| &item.sense);
    match role {
        Role::Filler | Role::Scale => false,
        _ if matches!(next, Some(Sense::Place(_) | Sense::Shared(_) | Sense::Role(Role::Count | Role::Each))) => true,
        Role::In => Lexicon::all().is(Form::NoCode, word) && next.is_some(),
        Role::To => at > 0 && matches!(next, Some(Sense::Number(_) | Sense::Role(Role::Month(_)))),
        Role::By => matches!(next, Some(Sense::Role(_))),
        _ => next.is_some(),
    }
}

struct Gatherer<'a> {
    text: &'a Text<'a>,
    catalogue: &'a Catalogue,
    said: Said,
    /// The small word that the next name belongs to.
    before: Option<Role>,
    inside: bool,
}

impl Gatherer<'_> {
    /// `30 billion`, `$30`, `30.5 %`: a number that the question claims; the item after it.
    fn claim(&mut self, at: usize) -> Option<usize> {
        let items = &self.text.items;
        let sense = |at: usize| items.get(at).map(|item| &item.sense);
        let paid = sense(at) == Some(&Sense::Role(Role::Money));
        let start = if paid { at + 1 } else { at };
        let mut next = start;
        while matches!(sense(next), Some(Sense::Number(_)))
            && (next == start || self.text.words[items[next].first].joint == Joint::Point)
        {
            next += 1;
        }
        if next == start {
            return None;
        }
        let scaled = matches!(sense(next), Some(Sense::Role(Role::Scale | Role::Percent | Role::Money)));
        if !(paid || scaled) {
            return None;
        }
        // Of "2024 dollars" the number is the year, unless another year is named.
        if next == start + 1 && self.is_year(start) {
            let sign = paid && self.text.words[items[at].first].kind == Kind::Sign;
            if !sign && (0..items.len()).all(|other| other == start || !self.is_year(other)) {
                return None;
            }
            self.said.left.push(start);
            return Some(next);
        }
        while matches!(sense(next), Some(Sense::Role(Role::Scale | Role::Percent | Role::Money))) {
            next += 1;
        }
        let mut claimed = String::new();
        for word in &self.text.words[items[at].first..items[next - 1].end] {
            match word.joint {
                Joint::Point => claimed.push('.'),
                Joint::None => {}
                _ if claimed.is_empty() => {}
                _ => claimed.push(' '),
            }
            claimed.push_str(&word.text);
        }
        if self.said.claimed.replace(shown(&claimed)).is_some() {
            self.said.left.push(at);
        }
        Some(next)
    }

    fn is_year(&self, at: usize) -> bool {
        let item = &self.text.items[at];
        let year = || ("1900".."2101").contains(&self.text.words[item.first].text.as_str());
        match &item.sense {
            Sense::Number(digits) => *digits == 4 && year(),
            sense => matches!(sense, Sense::Role(Role::LastYear | Role::ThisYear)),
        }
    }

    /// Takes one phrase in; gives the one after it.
    fn take(&mut self, at: usize) -> usize {
        let item = &self.text.items[at];
        match &item.sense {
            Sense::Place(place) => self.place(place.clone(), at),
            Sense::Indicator(indicator) => {
                let last = &self.text.words[item.end - 1];
                let tied =
                    last.kind == Kind::Letters(Script::Cyrillic) && Lexicon::all().ends(Form::Owned, &last.folded);
                // "Total trade" is one name of it.
                if self.text.words[item.first..item.end].iter().any(is_whole) && item.end > item.first + 1 {
                    self.said.whole = Some(at);
                }
                let known = self.said.indicators.iter().any(|(known, ..)| known == indicator);
                if !known {
                    self.said.indicators.push((indicator.clone(), at, tied));
                }
                if matches!(self.before, Some(Role::In | Role::Into)) && self.shares() {
                    self.inside = true;
                }
                self.before = None;
            }
            Sense::Role(role) => return self.role(role.clone(), at),
            Sense::Shared(_) | Sense::Number(_) | Sense::Unknown => self.said.left.push(at),
        }
        at + 1
    }

    fn place(&mut self, place: PlaceId, at: usize) {
        let item = &self.text.items[at];
        let before = self.before.take();
        if before == Some(Role::Count) {
            if self.said.counter.replace(place.clone()).is_some_and(|other| other != place) {
                self.said.left.push(at);
            }
            return;
        }
        self.inside |= matches!(before, Some(Role::In | Role::Into)) && self.shares();
        let moves = |role: &Role| matches!(role, Role::From | Role::To | Role::Toward);
        let way = match (before, item.way.clone()) {
            (_, Some(worn)) if moves(&worn) => Some(worn),
            (Some(Role::Into), Some(Role::In | Role::Of)) => Some(Role::In),
            (Some(Role::Into), _) => Some(Role::To),
            (Some(Role::By), _) => Some(Role::By),
            (Some(before), _) => Some(before),
            (None, worn) => worn.filter(|worn| *worn != Role::Filler),
        };
        let written = &self.text.words[item.first];
        let code =
            item.end == item.first + 1 && written.kind != Kind::Letters(Script::Han) && written.folded.len() <= 3;
        let by = way == Some(Role::By);
        // `KGZ:CHN`: who counts, and with whom.
        let counts = |mention: &mut Mention| mention.at + 1 == at && mention.code && code;
        let counter = (written.joint == Joint::Colon).then(|| self.said.places.pop_if(counts)).flatten();
        if counter.is_some_and(|counter| self.said.counter.replace(counter.place).is_some()) {
            self.said.left.push(at);
        }
        self.said.places.push(Mention { place, way, at, inside: self.inside, code, by });
    }

    fn role(&mut self, role: Role, at: usize) -> usize {
        match role {
            Role::Filler | Role::Year => {}
            Role::Whole => {
                // "All Central Asian countries" are the group.
                let names = self.text.items.get(at + 1).is_some_and(|next| matches!(next.sense, Sense::Place(_)));
                if !(names && Lexicon::all().is(Form::AllOf, &self.text.words[self.text.items[at].first].folded)) {
                    self.said.whole = Some(at);
                }
            }
            Role::From | Role::To | Role::Toward | Role::With if !self.leads(at) => self.said.left.push(at),
            Role::Of if self.before == Some(Role::Count) => {}
            Role::From
            | Role::To
            | Role::Toward
            | Role::Of
            | Role::With
            | Role::And
            | Role::In
            | Role::Into
            | Role::By => self.before = Some(role),
            Role::Between => {
                let years = at.checked_sub(1).map(|before| &self.text.items[before].sense);
                if !matches!(years, Some(Sense::Number(_) | Sense::Role(Role::Year))) {
                    self.said.between = Some(at);
                }
                self.before = Some(role);
            }
            Role::Goods => {
                let beside = self.said.places.last_mut().filter(|mention| mention.at + 1 == at);
                if let Some(origin) = beside {
                    origin.way = Some(Role::From);
                }
            }
            Role::Count => self.count(at),
            Role::Whose => self.said.whose = Some(at),
            Role::Why => self.said.why = true,
            Role::Revised => self.said.revised = Some(at),
            Role::History => self.said.history = Some(at),
            Role::Known => self.said.known = Some(at),
            Role::AsOf => {
                self.said.as_of = Some(at);
                self.before = Some(Role::In);
            }
            Role::Each => self.said.each = Some(at),
            Role::Compare => self.said.compare = Some(at),
            Role::Abroad => {
                self.inside |= self.shares();
                self.said.abroad = Some(at);
            }
            Role::Aside => self.said.aside = Some(at),
            Role::Topic(topic) => match self.said.topic {
                Some((known, _)) if known != topic => self.said.left.push(at),
                _ => self.said.topic = Some((topic, at)),
            },
            Role::Scale => {
                // "How many billion dollars" claims nothing.
                let sense = |at: usize| self.text.items.get(at).map(|item| &item.sense);
                let before = at.checked_sub(1).and_then(sense);
                let money = sense(at + 1) == Some(&Sense::Role(Role::Money));
                let asked = before == Some(&Sense::Role(Role::Filler));
                if matches!(before, Some(Sense::Number(_))) || !(money || asked) {
                    self.said.left.push(at);
                }
                return at + 1 + usize::from(money);
            }
            // "In dollars": so it is.
            Role::Money => self.before = None,
            Role::Strange
            | Role::Except
            | Role::Since
            | Role::Until
            | Role::YearFrom
            | Role::LastYear
            | Role::ThisYear
            | Role::Latest
            | Role::MonthWord
            | Role::MonthsWord
            | Role::Cardinal(_)
            | Role::Quarter
            | Role::Half
            | Role::FirstHalf
            | Role::SecondHalf
            | Role::Percent
            | Role::Month(_)
            | Role::Ordinal(_)
            | Role::Indicator(_)
            | Role::Place(_) => self.said.left.push(at),
        }
        at + 1
    }

    /// `by Kyrgyz count`, `according to Kazakhstan`, `Қазақстан деректері бойынша`.
    fn count(&mut self, at: usize) {
        let items = &self.text.items;
        let beside = at.checked_sub(1).filter(|before| matches!(items[*before].sense, Sense::Place(_)));
        let follows = items.get(at + 1).is_some_and(|next| next.sense == Sense::Role(Role::By));
        if beside.is_some() && self.said.places.last().is_some_and(|mention| Some(mention.at) == beside) {
            let mention = self.said.places.pop().expect("the last one was just looked at");
            if mention.by || follows {
                self.said.counter = Some(mention.place);
                return;
            }
            if mention.place == *self.catalogue.default_reporter() {
                self.said.counter = Some(mention.place);
                return;
            }
            let next_is_place = self.next_name(at + 1);
            if !next_is_place {
                self.said.unsure_counter = Some(mention.clone());
            }
            self.said.places.push(mention);
        }
        // "By count of …", with or without small words between.
        self.before = Some(Role::Count).filter(|_| self.next_name(at + 1));
    }

    /// Whether something follows that goods may come from or go to; a time alone is no such thing.
    fn leads(&self, at: usize) -> bool {
        let small = |item: &&Item| {
            let small = [Role::Filler, Role::Of, Role::In, Role::Into, Role::By].map(Sense::Role);
            small.contains(&item.sense)
        };
        let mut rest = self.text.items[at + 1..].iter().skip_while(small);
        match rest.next().map(|item| &item.sense) {
            // `from January to October 2025`
            Some(Sense::Role(Role::Month(_))) => rest.next().is_some_and(|item| {
                let bridge = matches!(item.sense, Sense::Role(Role::To | Role::Until | Role::By));
                bridge || self.text.words[item.first].joint == Joint::Dash
            }),
            None
            | Some(Sense::Number(_) | Sense::Role(Role::Year | Role::LastYear | Role::ThisYear | Role::Latest)) => {
                false
            }
            Some(_) => true,
        }
    }

    /// Whether a place comes next, behind small words at most.
    fn next_name(&self, mut at: usize) -> bool {
        while let Some(item) = self.text.items.get(at) {
            match &item.sense {
                Sense::Role(Role::Filler | Role::Whole | Role::Of | Role::Count) => at += 1,
                Sense::Place(_) => return true,
                _ => return false,
            }
        }
        false
    }

    /// Whether a share has been named.
    fn shares(&self) -> bool {
        self.said.indicators.iter().any(|(id, ..)| {
            self.catalogue.indicator(id.as_str()).is_some_and(|indicator| indicator.kind == Measured::Share)
        })
    }
}

impl Mention {
    pub(super) fn new(place: PlaceId, way: Option<Role>, at: usize) -> Self {
        Self { place, way, at, inside: false, code: false, by: false }
    }
}

/// The last day of the time that these words are and nothing else, and the other where it may be either of two.
pub(super) fn last_day(words: &[Word], given: Given<'_>) -> Option<(Date, Option<Date>)> {
    let text = Text::phrases(words, true, given).ok()?;
    let clock = Clock { words, items: &text.items, today: given.today, terse: true };
    let (when, end) = clock.at(0).ok()??;
    let day = when.last_day().filter(|_| end == text.items.len())?;
    Some((day, clock.other_day(0).and_then(When::last_day)))
}

/// Whether the first of these words is an indicator: spelled so, or near enough to be taken for it. None
/// where it is none.
pub(super) fn is_indicator(words: &[Word], catalogue: &Catalogue) -> Option<Spelled> {
    let word = words.first()?;
    let item = longest(words, 0, catalogue);
    let Sense::Indicator(id) = item.sense else { return None };
    let Kind::Letters(script) = word.kind else { return None };
    let mut key = Key::new(script);
    words[..item.end].iter().for_each(|word| key.push(&word.folded, word.stem));
    let known = catalogue.names().phrases().whole(&key).is_some() || Lexicon::all().find(&key).is_some();
    Some(if known { Spelled::Exactly } else { Spelled::Nearly(id) })
}

/// How a name was written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Spelled {
    Exactly,
    /// With letters behind this one's name that no name has.
    Nearly(IndicatorId),
}

/// The indicator that these words name, or come near.
///
/// # Errors
///
/// [`Misread::Unknown`] with the nearest ones.
pub(super) fn only_indicator(words: &[Word], given: Given<'_>) -> Result<(Query, Supposed), Misread> {
    let text = Text::recognise(words, true, given)?;
    let mut found = None;
    for (at, item) in text.items.iter().enumerate() {
        match &item.sense {
            Sense::Indicator(id) if found.is_none() => found = Some(id.clone()),
            Sense::Role(Role::Filler) => {}
            _ => {
                let folded: String = words[item.first..item.end].iter().map(|word| word.folded.as_str()).collect();
                given.effort.spend(Effort::LOOK)?;
                let near = given.catalogue.names().near(folded.get(..48).unwrap_or(&folded));
                let near = near.into_iter().filter_map(|near| match near.named {
                    Named::Indicator(id) => Some(Query::Indicator(Some(id))),
                    Named::Place(_) => None,
                });
                let all = near.chain([Query::Indicator(None)]);
                return Err(Misread::Unknown { word: text.written(at), offers: offers(all) });
            }
        }
    }
    let others = text.likenesses.iter().flat_map(|one| &one.others).filter_map(|other| match other {
        Named::Indicator(id) => Some(Query::Indicator(Some(id.clone()))),
        Named::Place(_) => None,
    });
    Ok((Query::Indicator(found), Supposed::new(text.supposed(), others)))
}
