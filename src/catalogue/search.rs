//! Facts by the words that stand in them, and by their digits.
//!
//! A word is sought within all different words at once, and these say where they stand: how long it takes goes by how
//! many words there are, not by how many facts.

use std::collections::{BTreeMap, HashMap};

use memchr::memmem;
use rust_decimal::Decimal;

use super::{
    Catalogue,
    lines::{index, small},
};
use crate::{
    fact::{Figure, Of, PlaceId, Series, Words},
    language::fold,
};

/// What facts can be found by.
#[derive(Debug, Default)]
pub(super) struct Search {
    /// Of the statements, by number.
    statements: Vocabulary,
    /// Of what is measured, by its number in `measures`, then of the places, from `measures.len()` on.
    names: Vocabulary,
    /// Series that measure the same follow each other: the number of the first of each.
    measures: Vec<u32>,
    places: Vec<PlaceId>,
    /// The figures, by number, in order of their digits.
    digits: Vec<u32>,
}

/// Different words, run together, and the numbers of the things that each stands in.
#[derive(Debug, Default)]
struct Vocabulary {
    text: String,
    starts: Vec<u32>,
    /// Where the things of each word begin, and at last where all end.
    firsts: Vec<u32>,
    things: Vec<u32>,
}

impl Search {
    pub(super) fn of(facts: &Catalogue) -> Self {
        let mut search = Self::default();
        let mut said: HashMap<String, Vec<u32>> = HashMap::new();
        let mut names_of: HashMap<&PlaceId, Vec<String>> = HashMap::new();
        for (number, statement) in facts.statements.iter().enumerate() {
            for word in words(&statement.text) {
                note(&mut said, word, small(number));
            }
            for place in &statement.places {
                let names = names_of.entry(place).or_insert_with(|| place_words(place, facts));
                names.iter().for_each(|name| note(&mut said, name.clone(), small(number)));
            }
        }
        search.statements = Vocabulary::of(said);
        let mut names: HashMap<String, Vec<u32>> = HashMap::new();
        let all = facts.lines.all();
        for (number, series) in all.iter().enumerate() {
            let before = number.checked_sub(1).map(|before| &all[before]);
            if before.is_some_and(|before| is_same_measure(before, series)) {
                continue;
            }
            let measure = small(search.measures.len());
            search.measures.push(small(number));
            if let Some(goods) = &series.goods {
                let named = facts.product(goods.product.as_str()).into_iter().flat_map(|product| words(&product.names));
                named.for_each(|word| note(&mut names, word, measure));
            }
            let grown = series.of.as_ref().map(Of::as_str);
            for indicator in [Some(series.indicator.as_str()), grown].into_iter().flatten() {
                let named = facts.indicator(indicator).into_iter().flat_map(|indicator| words(&indicator.names));
                named.for_each(|word| note(&mut names, word, measure));
            }
        }
        search.places = facts.partners.iter().cloned().collect();
        for (number, place) in (search.measures.len()..).zip(&search.places) {
            place_words(place, facts).into_iter().for_each(|word| note(&mut names, word, small(number)));
        }
        search.names = Vocabulary::of(names);
        let mut digits: Vec<(u64, u32)> =
            (0..).zip(&facts.figures).map(|(number, figure)| (key(figure), number)).collect();
        digits.sort_unstable();
        search.digits = digits.into_iter().map(|(_, number)| number).collect();
        search
    }

    /// The numbers of the statements that all of these words stand in, in order.
    pub(super) fn statements(&self, words: &[String], of: usize) -> impl Iterator<Item = usize> + use<> {
        let mut found: Option<Marks> = None;
        for word in words {
            let mut marks = Marks::none(of);
            self.statements.holding(word, |thing| marks.add(index(thing)));
            match &mut found {
                Some(found) => found.keep(&marks),
                None => found = Some(marks),
            }
        }
        found.into_iter().flat_map(Marks::into_numbers)
    }

    /// The numbers of the statements that have most of these words, the best first. A word counts the more the fewer
    /// statements have it; those come that have two words or more, and three fifths of what all words count.
    pub(super) fn ranked(&self, words: &[String], of: usize) -> Vec<usize> {
        const LEAST: f64 = 0.6;
        // Little behind the best is as good to a reader.
        const NEAR: f64 = 0.75;
        let mut scores = vec![(0.0, 0_u32); of];
        let mut total = 0.0;
        for word in words.iter().filter(|word| !word.is_empty()) {
            let marks = self.holding_stem(word, of);
            let weight = weight(marks.count(), of);
            total += weight;
            for number in marks.into_numbers() {
                scores[number].0 += weight;
                scores[number].1 += 1;
            }
        }
        let best = scores.iter().map(|(score, _)| *score).fold(0.0, f64::max);
        let wanted = words.len().min(2);
        let is_found = |(score, count): &(f64, u32)| {
            *count as usize >= wanted && *score >= LEAST * total && *score >= NEAR * best && best > 0.0
        };
        let mut found: Vec<usize> = (0..of).filter(|number| is_found(&scores[*number])).collect();
        found.sort_by(|one, other| scores[*other].0.total_cmp(&scores[*one].0));
        found
    }

    /// Which of these phrases counts least.
    pub(super) fn commonest(&self, phrases: &[String], of: usize) -> Option<usize> {
        let of_phrase =
            |phrase: &String| phrase.split(' ').map(|word| self.holding_stem(&fold(word), of).count()).min();
        (0..phrases.len()).max_by_key(|at| of_phrase(&phrases[*at]))
    }

    /// The statements in which a word stands, whatever its last letters.
    fn holding_stem(&self, word: &str, of: usize) -> Marks {
        let is_number = word.bytes().all(|byte| byte.is_ascii_digit());
        let kept = match word.len() {
            length if is_number => length,
            length @ 8.. => length - 3,
            length @ 6..8 => length - 2,
            length => length,
        };
        let mut marks = Marks::none(of);
        // Two letters stand in too many words.
        if !is_number && word.len() < 3 || word.is_empty() {
            return marks;
        }
        self.statements.holding(&word[..kept], |thing| marks.add(index(thing)));
        marks
    }

    /// The last figure of every series in whose names all of these words stand, and every other figure printed with
    /// the digits and the point of one of them: so many of these, in order of the series, and how many there are.
    pub(super) fn figures<'f>(&self, words: &[String], most: usize, facts: &'f Catalogue) -> (Vec<&'f Figure>, usize) {
        let named = self.named(words, facts);
        let mut sought: Vec<&String> = words.iter().collect();
        sought.sort_unstable();
        sought.dedup();
        let printed: Vec<Vec<u32>> = sought.into_iter().filter_map(|word| self.printed(word, facts)).collect();
        let of_named = |figure: u32| named.has(facts.lines.of_figure(index(figure)));
        let names = named.count();
        let is_other = |figure: &u32| names == 0 || !of_named(*figure);
        let mut count = names;
        let mut first: Vec<usize> = Vec::new();
        for figures in &printed {
            first.extend(figures.iter().copied().filter(is_other).take(most).map(index));
            count += if names == 0 { figures.len() } else { figures.iter().filter(|one| is_other(one)).count() };
        }
        let last = |series: usize| facts.lines.range(series).end - 1;
        first.extend(named.into_numbers().take(most).map(last));
        first.sort_unstable();
        first.truncate(most);
        (first.into_iter().map(|figure| &facts.figures[figure]).collect(), count)
    }

    /// The series in whose names all of these words stand: each in what it measures or in whom with.
    fn named(&self, words: &[String], facts: &Catalogue) -> Marks {
        let series = facts.lines.all();
        let mut named = Marks::none(series.len());
        let many = self.measures.len();
        // A question has no more words than these have bits.
        let all = 1_u128.checked_shl(words.len().try_into().unwrap_or(u32::MAX)).map_or(u128::MAX, |bit| bit - 1);
        let mut holds = vec![0_u128; many + self.places.len()];
        for (word, bit) in words.iter().zip(0..128) {
            self.names.holding(word, |thing| holds[index(thing)] |= 1 << bit);
        }
        let (measures, places) = holds.split_at(many);
        for (measure, _) in measures.iter().enumerate().filter(|(_, held)| **held == all) {
            let end = self.measures.get(measure + 1).map_or(series.len(), |end| index(*end));
            (index(self.measures[measure])..end).for_each(|number| named.add(number));
        }
        for (place, held) in self.places.iter().zip(places).filter(|(_, held)| **held != 0) {
            let mut measure = 0;
            for &number in facts.lines.with(place).unwrap_or_default() {
                while self.measures.get(measure + 1).is_some_and(|first| *first <= number) {
                    measure += 1;
                }
                if measures[measure] | held == all {
                    named.add(index(number));
                }
            }
        }
        named
    }

    /// The figures that are printed as this number, `106.3`, in order of their numbers; of either sign.
    fn printed(&self, word: &str, facts: &Catalogue) -> Option<Vec<u32>> {
        let is_number = word.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
        let exact: Decimal = word.parse().ok().filter(|_| is_number)?;
        let digits = word.len() - usize::from(word.contains('.'));
        let sought = packed(exact.mantissa().unsigned_abs(), digits);
        let of = |number: &u32| key(&facts.figures[index(*number)]);
        let start = self.digits.partition_point(|number| of(number) < sought);
        let length = self.digits[start..].partition_point(|number| of(number) == sought);
        let is_same = |number: &&u32| facts.figures[index(**number)].amount.number.abs() == exact;
        Some(self.digits[start..start + length].iter().filter(is_same).copied().collect())
    }
}

/// How much a word counts that stands in so many statements of all.
fn weight(held: usize, of: usize) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "there are far fewer statements than a float counts")]
    let share = of as f64 / held.max(1) as f64;
    share.ln_1p()
}

/// True if both measure the same, of whatever places.
fn is_same_measure(one: &Series, other: &Series) -> bool {
    (&one.indicator, &one.goods, &one.of) == (&other.indicator, &other.goods, &other.of)
}

/// So many words are looked at one by one before all that follow are halved.
const NEAR: usize = 8;

impl Vocabulary {
    fn of(words: HashMap<String, Vec<u32>>) -> Self {
        let mut vocabulary = Self::default();
        for (word, things) in words.into_iter().collect::<BTreeMap<_, _>>() {
            vocabulary.starts.push(small(vocabulary.text.len()));
            vocabulary.firsts.push(small(vocabulary.things.len()));
            // No word is found across a blank.
            vocabulary.text += &word;
            vocabulary.text.push(' ');
            vocabulary.things.extend(things);
        }
        vocabulary.firsts.push(small(vocabulary.things.len()));
        vocabulary
    }

    /// Each thing that a word with these letters in it stands in, more than once where several do.
    fn holding(&self, letters: &str, mut take: impl FnMut(u32)) {
        let finder = memmem::Finder::new(letters);
        let (mut from, mut word) = (0, 0);
        while let Some(found) = finder.find(&self.text.as_bytes()[from..]) {
            // Of a letter that stands in most words the next is near.
            let is_before = |start: &u32| index(*start) <= from + found;
            word += match self.starts[word..].iter().take(NEAR).position(|start| !is_before(start)) {
                Some(beyond) => beyond,
                None => self.starts[word..].partition_point(is_before),
            } - 1;
            let things = index(self.firsts[word])..index(self.firsts[word + 1]);
            self.things[things].iter().copied().for_each(&mut take);
            word += 1;
            from = self.starts.get(word).map_or(self.text.len(), |next| index(*next));
        }
    }
}

/// Some of so many numbers.
struct Marks(Vec<u64>);

impl Marks {
    fn none(of: usize) -> Self {
        Self(vec![0; of.div_ceil(64)])
    }

    fn add(&mut self, number: usize) {
        self.0[number / 64] |= 1 << (number % 64);
    }

    fn has(&self, number: usize) -> bool {
        self.0[number / 64] & 1 << (number % 64) != 0
    }

    fn count(&self) -> usize {
        self.0.iter().map(|bits| bits.count_ones() as usize).sum()
    }

    fn keep(&mut self, other: &Self) {
        self.0.iter_mut().zip(&other.0).for_each(|(own, other)| *own &= other);
    }

    fn into_numbers(self) -> impl Iterator<Item = usize> {
        self.0.into_iter().enumerate().flat_map(|(word, bits)| {
            let left = |bits: &u64| Some(bits & (bits - 1)).filter(|bits| *bits != 0);
            let each = std::iter::successors(Some(bits).filter(|bits| *bits != 0), left);
            each.map(move |bits| word * 64 + bits.trailing_zeros() as usize)
        })
    }
}

fn note(words: &mut HashMap<String, Vec<u32>>, word: String, thing: u32) {
    let things = words.entry(word).or_default();
    if things.last() != Some(&thing) {
        things.push(thing);
    }
}

/// Words as they are looked for.
fn words(words: &Words) -> impl Iterator<Item = String> {
    words.iter().flat_map(|(_, text)| text.split_whitespace()).map(fold).filter(|word| !word.is_empty())
}

fn place_words(place: &PlaceId, facts: &Catalogue) -> Vec<String> {
    let names = facts.place(place.as_str()).into_iter().flat_map(|place| words(&place.names));
    names.chain([fold(place.as_str())]).collect()
}

/// What the digits of a printed number come to, and how many there are: `0.50` has three and is 50.
fn key(figure: &Figure) -> u64 {
    let number = figure.amount.number;
    let mantissa = number.mantissa().unsigned_abs();
    let digits = mantissa.checked_ilog10().map_or(1, |most| most as usize + 1);
    packed(mantissa, digits.max(number.scale() as usize + 1))
}

fn packed(number: u128, digits: usize) -> u64 {
    let number = u64::try_from(number & ((1 << 59) - 1)).unwrap_or(0);
    number << 5 | (digits as u64 & 31)
}
