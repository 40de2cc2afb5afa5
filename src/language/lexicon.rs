//! The words of questions: the role of every small word, in all languages.
//!
//! They come from the `lexicon.yaml` of each language. Names of places and indicators are in the sheets, except for
//! verbs (`grew`, `sold`) and for names that Chinese shortens to one character. Countries and goods that the sheets may
//! lack are in `names.yaml`, so that they are refused by name.

use std::{collections::BTreeMap, sync::LazyLock};

use serde::{
    Deserialize,
    de::{DeserializeOwned, value::StrDeserializer},
};

use super::{
    Key, Phrases, Script, fold,
    lists::{LISTS, Lists, Names, names},
    plain,
    talk::polite,
};
use crate::fact::{IndicatorId, PlaceId, ProductId};

/// The role of a word in a question.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Nothing: the question means the same without it.
    Filler,
    /// All of it: a country's total trade is that with all others.
    Whole,
    /// Something that no figure is about and that looks like something we know: never guessed at.
    Strange,
    /// Behind a place, what comes from there: Chinese goods.
    Goods,
    /// What follows is to be left out: no figure is about the rest.
    Except,
    /// Goods leave the place that follows.
    From,
    /// Goods come to the place that follows.
    To,
    /// Like `to` for exports, like `with` for trade: 对.
    Toward,
    /// The place that follows is the one who does it.
    Of,
    /// Before or behind a partner: with. Before a year it is where a range begins: с 2021.
    With,
    /// Joins two names.
    And,
    /// At a place or in a time: in, on, at.
    In,
    /// In a time, but to a place: в.
    Into,
    /// Before the place whose count it is.
    By,
    /// Beside the place whose count it is: data, statistics.
    Count,
    /// The same, always before it: according to.
    According,
    /// Asks how many there are: number of.
    Number,
    /// Asks what it is worth: value of.
    Value,
    /// Both ways: mutual trade.
    Mutual,
    /// Asks for both sides' counts.
    Whose,
    /// From the year that follows on.
    Since,
    /// Up to the year that follows.
    Until,
    /// Between the places or the years that follow.
    Between,
    /// The word year.
    Year,
    /// The year before it is where a range begins.
    YearFrom,
    LastYear,
    /// Two years ago.
    YearBeforeLast,
    ThisYear,
    Latest,
    /// Before a number of years: the last five years.
    Past,
    /// The word month, behind its number.
    MonthWord,
    /// The word months, behind how many of them.
    MonthsWord,
    Quarter,
    Half,
    FirstHalf,
    SecondHalf,
    /// A million, a billion: the number before it is no year.
    Scale,
    /// A currency behind such a number.
    Money,
    Percent,
    /// Goods are counted in tonnes.
    Weight,
    /// Goods are counted in cubic metres.
    Cubic,
    /// Goods are counted in pieces.
    Pieces,
    /// Nothing; beside goods, that they are counted in cubic metres, else in tonnes.
    Volume,
    /// Nothing; beside goods, that their value is meant.
    Worth,
    /// Nothing; right before goods, that they are counted in pieces where they ever are.
    Many,
    /// Before a verb of trade without a year: which goods are traded.
    Things,
    Why,
    /// Asks how a figure was said and revised.
    Revised,
    /// The same, or the years one by one.
    History,
    /// The years one by one: by year, in recent years.
    Yearly,
    /// Asks for what was known on the day that is named.
    Known,
    /// Like `in`; before a day on which nothing is counted it is what was known then.
    AsOf,
    /// Each country of the group by itself.
    Each,
    /// Two things beside each other.
    Compare,
    /// The trade of a country with all others.
    Abroad,
    /// Says what else happened then: harmless beside a year, and only there.
    Aside,
    #[serde(skip)]
    Month(u8),
    #[serde(skip)]
    Ordinal(u8),
    /// A number in words: nine.
    #[serde(skip)]
    Cardinal(u8),
    #[serde(skip)]
    Indicator(IndicatorId),
    #[serde(skip)]
    Place(PlaceId),
    /// A country that need not be in the sheets.
    #[serde(skip)]
    Country(PlaceId),
    /// Goods that need not be in the sheets.
    #[serde(skip)]
    Ware(ProductId),
    /// A kind of question: a page, a list.
    #[serde(skip)]
    Topic(KindWord),
}

/// A kind of question, by the first word of its spelling.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct KindWord(pub &'static str);

/// A word or an ending that does more than its role where it stands beside something.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Form {
    /// Makes ten years of the year before it, written so: `1990s`, `1990-х`.
    Decade,
    /// Stands behind the number of a day, written so: `1st`.
    Day,
    /// Ends the name of an owner, whatever the endings of other names say: Киргизии.
    Owner,
    /// Ends the name of a place where something is, whatever the endings of other names say: Китае.
    Within,
    /// Ends the name of a country, where goods have the same stem: Грузией is no груз.
    Land,
    /// Asks how something became what it is: since a year that is its figures year by year.
    Changed,
    /// Ends an indicator that belongs to what follows: содироти Чин.
    Owned,
    /// Adds nothing before a group: all Central Asian countries.
    AllOf,
    /// Stays a small word in a command, though a country has it for a code: `/trade in 2025`.
    NoCode,
    /// At the beginning of a text, says that it follows on: what about.
    Follows,
    /// The same at its end: 呢.
    FollowsBehind,
    /// All of a text that asks for the sources of the answer before.
    ItsSource,
    /// All of a text that asks for the rest of the answer before.
    ItsDetails,
    /// All of a text that asks why the two counts of the answer before differ.
    ItsDifference,
    /// All of a text that asks for the year before that of the question before.
    YearBeforeIt,
}

/// All words of all languages.
#[derive(Debug, Default)]
pub struct Lexicon {
    cyrillic: Phrases<Option<Role>>,
    /// Latin and Chinese.
    others: Phrases<Option<Role>>,
    cyrillic_endings: Endings,
    latin_endings: Endings,
    forms: BTreeMap<Form, Vec<String>>,
}

/// Folded endings by their last letter, the shortest first.
type Endings = BTreeMap<u8, Vec<(Box<str>, Role)>>;

impl Lexicon {
    /// All languages together; read once.
    pub fn all() -> &'static Self {
        &LEXICON
    }

    /// Every kind of question that words of some language lead to.
    #[cfg(test)]
    pub fn topics() -> impl Iterator<Item = &'static str> {
        LISTS.iter().flat_map(|(_, lists)| lists.topics.keys().map(String::as_str))
    }

    /// What a phrase does.
    pub fn find(&self, key: &Key) -> Option<&Role> {
        let phrases = self.phrases(key.script());
        phrases.whole(key)?.as_ref()
    }

    /// The role of a phrase without the last `ending` bytes of its fold.
    pub fn find_without(&self, key: &Key, ending: usize) -> Option<&Role> {
        self.phrases(key.script()).without(key, ending)?.as_ref()
    }

    /// The role of a phrase in another case.
    pub fn find_stem(&self, key: &Key) -> Option<&Role> {
        self.phrases(key.script()).stem(key)?.as_ref()
    }

    /// What a phrase does that is no name.
    pub fn find_small(&self, key: &Key) -> Option<&Role> {
        self.find(key).filter(|role| !matches!(role, Role::Country(_) | Role::Ware(_)))
    }

    /// Words in the longest phrase that begins with this one.
    pub fn reach(&self, key: &Key) -> usize {
        self.phrases(key.script()).reach(key)
    }

    /// Every ending that a phrase may be wearing, the shortest first, with its length and what it says.
    pub fn endings<'a>(&'a self, key: &'a Key) -> impl Iterator<Item = (usize, &'a Role)> {
        let endings = match key.script() {
            Script::Cyrillic => Some(&self.cyrillic_endings),
            Script::Latin => Some(&self.latin_endings),
            Script::Han => None,
        };
        let word = key.whole();
        let last = word.as_bytes().last();
        let endings = endings.zip(last).and_then(|(endings, last)| endings.get(last)).map_or(&[][..], Vec::as_slice);
        // One letter more before one letter: Чин is no `chin` in China.
        let least = |ending: &str| if ending.len() == 1 { 6 } else { ending.len() + 4 };
        let fits = move |ending: &str| word.len() >= least(ending) && word.ends_with(ending);
        endings.iter().filter(move |(ending, _)| fits(ending)).map(|(ending, role)| (ending.len(), role))
    }

    /// All words or endings of a form: those behind digits as they are written, all others folded.
    pub fn forms(&self, form: Form) -> &[String] {
        self.forms.get(&form).map_or(&[], Vec::as_slice)
    }

    /// True for a word that is one of a form.
    pub fn is(&self, form: Form, word: &str) -> bool {
        self.forms(form).iter().any(|known| known == word)
    }

    /// True for a folded word that ends with one of a form.
    pub fn ends(&self, form: Form, folded: &str) -> bool {
        self.forms(form).iter().any(|ending| folded.ends_with(ending))
    }

    fn phrases(&self, script: Script) -> &Phrases<Option<Role>> {
        if script == Script::Cyrillic { &self.cyrillic } else { &self.others }
    }

    fn add(&mut self, spelling: &str, role: Role) {
        let cyrillic = spelling.chars().any(|character| Script::of(character) == Script::Cyrillic);
        let phrases = if cyrillic { &mut self.cyrillic } else { &mut self.others };
        phrases.add(spelling, |known| {
            known.get_or_insert_with(|| role.clone());
        });
    }

    fn add_ending(&mut self, ending: &str, role: Role) {
        let cyrillic = ending.chars().any(|character| Script::of(character) == Script::Cyrillic);
        let endings = if cyrillic { &mut self.cyrillic_endings } else { &mut self.latin_endings };
        let folded = fold(ending);
        let Some(last) = folded.bytes().last() else { return };
        let endings = endings.entry(last).or_default();
        if !endings.iter().any(|(known, _)| **known == *folded) {
            endings.push((folded.into(), role));
        }
    }

    fn read(&mut self, lists: &'static Lists) {
        for (role, words) in &lists.words {
            let role: Role = named(role);
            words.iter().for_each(|word| self.add(word, role.clone()));
        }
        let numbered = |number: usize| u8::try_from(number + 1).unwrap_or(u8::MAX);
        for (number, words) in lists.months.iter().enumerate() {
            words.iter().for_each(|word| self.add(word, Role::Month(numbered(number))));
        }
        for (number, words) in lists.ordinals.iter().enumerate() {
            words.iter().for_each(|word| self.add(word, Role::Ordinal(numbered(number))));
        }
        for (number, words) in lists.cardinals.iter().enumerate() {
            words.iter().for_each(|word| self.add(word, Role::Cardinal(numbered(number))));
        }
        for (id, words) in &lists.indicators {
            words.iter().for_each(|word| self.add(word, Role::Indicator(id.as_str().into())));
        }
        for (id, words) in &lists.places {
            words.iter().for_each(|word| self.add(word, Role::Place(id.as_str().into())));
        }
        for (kind, words) in &lists.topics {
            words.iter().for_each(|word| self.add(word, Role::Topic(KindWord(kind))));
        }
        for (role, endings) in &lists.endings {
            let role: Role = named(role);
            endings.iter().for_each(|ending| self.add_ending(ending, role.clone()));
        }
        for (form, written) in &lists.forms {
            let form: Form = named(form);
            let as_written = matches!(form, Form::Decade | Form::Day);
            let is_han = |word: &str| word.chars().any(|letter| Script::of(letter) == Script::Han);
            let written = written.iter().map(|word| match () {
                () if as_written => word.clone(),
                () if is_han(word) => plain(word, Script::Han),
                () => fold(word),
            });
            self.forms.entry(form).or_default().extend(written);
        }
    }

    /// Adds names of the world; a word that does something else stays that.
    fn read_names(&mut self, names: &Names) {
        for (id, names) in &names.countries {
            let country = Role::Country(id.as_str().into());
            names.iter().for_each(|name| self.add(name, country.clone()));
        }
        for (id, names) in &names.goods {
            let ware = Role::Ware(id.as_str().into());
            names.iter().for_each(|name| self.add(name, ware.clone()));
        }
    }
}

/// The variant of an enum that a word of a lexicon names.
pub(super) fn named<T: DeserializeOwned>(name: &str) -> T {
    let read = T::deserialize(StrDeserializer::<serde::de::value::Error>::new(name));
    read.expect("a test reads every lexicon")
}

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| {
    let mut lexicon = Lexicon::default();
    LISTS.iter().for_each(|(_, lists)| lexicon.read(lists));
    names().for_each(|(_, names)| lexicon.read_names(&names));
    // Whatever else a polite word does comes first.
    let polite = LISTS.iter().flat_map(|(_, lists)| polite(&lists.talk));
    polite.for_each(|word| lexicon.add(word, Role::Filler));
    for endings in [&mut lexicon.cyrillic_endings, &mut lexicon.latin_endings] {
        endings.values_mut().for_each(|endings| endings.sort_by_key(|(ending, _)| ending.len()));
    }
    lexicon
});

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::{
        super::{plain, stem},
        *,
    };

    #[test]
    fn every_role_of_a_lexicon_is_one_of_ours() {
        LISTS.iter().for_each(|(_, lists)| Lexicon::default().read(lists));
    }

    #[test]
    fn a_word_of_two_languages_does_one_thing() {
        let mut seen: HashMap<(Script, String), (String, &str)> = HashMap::new();
        for (tag, lists) in LISTS.iter() {
            for (role, words) in lists.words.iter().chain(&lists.indicators) {
                for word in words {
                    let script = word.chars().map(Script::of).max_by_key(|script| *script as u8).unwrap();
                    let key = if script == Script::Han { word.clone() } else { fold(word) };
                    let (other, at) = seen.entry((script, key)).or_insert_with(|| (role.clone(), tag));
                    assert_eq!(other, role, "{word} in {at} and {tag}");
                }
            }
        }
    }

    #[test]
    fn a_name_of_the_world_stands_for_one_thing_and_does_nothing_else() {
        let mut seen: HashMap<(bool, String), (&str, &str)> = HashMap::new();
        let lexicon = Lexicon::all();
        let mut wrong = Vec::new();
        let all: Vec<_> = names().collect();
        for (tag, names) in &all {
            for (id, names) in names.countries.iter().chain(&names.goods) {
                for name in names {
                    let script = Script::of(name.chars().next().unwrap());
                    let words = name.split([' ', '-']).map(|word| plain(word, script));
                    let mut key = Key::new(script);
                    words.for_each(|word| key.push(&word, stem(&word).len()));
                    let (_, other) =
                        *seen.entry((script == Script::Cyrillic, key.whole().to_owned())).or_insert((tag, id));
                    let role = lexicon.find(&key);
                    let is_name = matches!(role, Some(Role::Country(_) | Role::Ware(_)));
                    if other != id || !is_name {
                        wrong.push(format!("{tag}: {name} of {id}: {other}, {role:?}"));
                    }
                }
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    #[test]
    fn within_a_language_a_word_does_one_thing() {
        for (tag, lists) in LISTS.iter() {
            let mut seen = HashMap::new();
            let words = lists.words.iter().flat_map(|(role, words)| words.iter().map(move |word| (role, word)));
            for (role, word) in words {
                assert!(!word.trim().is_empty(), "{tag}: {role}");
                if let Some(other) = seen.insert(word.to_lowercase(), role) {
                    panic!("{tag}: {word} is {other} and {role}");
                }
            }
        }
    }
}
