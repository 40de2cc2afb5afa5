//! The parts of a question, each in its slot.
//!
//! Phrases are named by their number in the text. It does not know which parts go together.

use std::ops::Range;

use rust_decimal::Decimal;

use super::{Beyond, Cut, When};
use crate::{
    fact::{IndicatorId, Measure as Counted, PlaceId, ProductId},
    language::Role,
};

/// All that a text says.
#[derive(Clone, Debug, Default)]
pub(super) struct Slots {
    /// In the order of the text; a place that is named twice stands here twice.
    pub places: Vec<Mention>,
    /// Each once.
    pub indicators: Vec<Measure>,
    pub times: Vec<Time>,
    /// Goods that are named, each once.
    pub goods: Vec<Ware>,
    /// Words for what goods are counted in, each with its phrase.
    pub measures: Vec<(Counted, usize)>,
    /// Of days that may be two, which of the times, and the other that it may be.
    pub unsure_days: Vec<(usize, When)>,
    /// The place by whose count it is asked.
    pub counter: Option<PlaceId>,
    /// The phrase that says so.
    pub counter_at: Option<usize>,
    /// A place beside a word for counting, with nothing that says that it counts.
    pub unsure_counter: Option<Mention>,
    /// A list or a page that is asked for, by the first word of its spelling, and its phrase.
    pub topic: Option<(&'static str, usize)>,
    /// A number that the question itself states, as written: `30 billion`.
    pub claimed: Option<String>,
    /// True where it is asked how a figure came about.
    pub why: bool,
    /// A word for how it was said and revised.
    pub revised: Option<usize>,
    /// A word for that or for the years one by one.
    pub history: Option<usize>,
    /// A word for the years one by one.
    pub yearly: Option<usize>,
    /// A word for what was known on a day.
    pub known: Option<usize>,
    /// A word for that or for the day of a stock: as of.
    pub as_of: Option<usize>,
    /// A word for both sides' counts.
    pub whose: Option<usize>,
    /// A word for each country by itself.
    pub each: Option<usize>,
    /// The part of the ranking that is asked for, and the words that say so.
    pub pick: Option<(Cut, usize)>,
    /// An amount that is asked for the countries beyond it.
    pub bound: Option<Bound>,
    /// A word that asks which country it is.
    pub who: Option<usize>,
    /// A word for how many times one figure another is.
    pub ratio: Option<usize>,
    /// A word for more or for less without an amount, or for what it is held against.
    pub more: Option<usize>,
    /// A word for one of two.
    pub either: Option<usize>,
    /// A word that counts differ.
    pub differ: Option<usize>,
    /// A word for things side by side.
    pub compare: Option<usize>,
    /// A word for the trade with all others.
    pub abroad: Option<usize>,
    /// A word for all of it.
    pub whole: Option<usize>,
    /// A word for between, if not between years.
    pub between: Option<usize>,
    /// An arrow from one place to another.
    pub arrow: Option<usize>,
    /// Words that go with some indicators only, and their phrases.
    pub limits: Vec<(Role, usize)>,
    /// A word for something else that happened in that year.
    pub aside: Option<usize>,
    /// Phrases that nothing took.
    pub left: Vec<usize>,
}

/// A place as it was spoken of.
#[derive(Clone, Debug)]
pub(super) struct Mention {
    pub place: PlaceId,
    /// The meaning of its ending or of the small word before it: from, to, of, with, in, by.
    pub way: Option<Role>,
    /// Its phrase.
    pub at: usize,
    /// Behind the `in` of "a share in".
    pub inside: bool,
    /// A code or a flag rather than a name.
    pub code: bool,
}

/// An indicator as it was spoken of.
#[derive(Clone, Debug)]
pub(super) struct Measure {
    pub id: IndicatorId,
    /// Its phrase; 0 where nobody named it.
    pub at: usize,
    /// An ending ties it to what follows.
    pub tied: bool,
    /// It goes the reporter's way already: nobody has to find out who sends.
    pub settled: bool,
}

/// Goods as they were spoken of.
#[derive(Clone, Debug)]
pub(super) struct Ware {
    pub product: ProductId,
    /// Its phrase.
    pub at: usize,
}

/// An amount, and which side of it is asked for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bound {
    pub side: Beyond,
    /// In units.
    pub amount: Decimal,
    pub is_percent: bool,
    /// Its first phrase.
    pub at: usize,
    /// The phrase after it.
    pub end: usize,
}

/// A time and the phrases that name it.
#[derive(Clone, Debug)]
pub(super) struct Time {
    pub when: When,
    pub at: Range<usize>,
}

impl Slots {
    /// True where nothing is named that could be asked for.
    pub(super) fn is_without_subject(&self) -> bool {
        self.indicators.is_empty() && self.goods.is_empty()
    }

    /// The same about all goods.
    pub(super) fn without_goods(&self) -> Self {
        Self { goods: Vec::new(), measures: Vec::new(), ..self.clone() }
    }

    /// True where a word asks how it was over time.
    pub(super) fn asks_history(&self) -> bool {
        self.revised.is_some() || self.history.is_some()
    }

    /// The first word that asks for another kind of answer, but for that of the kind at hand.
    pub(super) fn other_kind(&self, at_hand: Option<usize>) -> Option<usize> {
        let words = [self.whose, self.each, self.compare, self.abroad, self.revised, self.history, self.arrow];
        words.into_iter().flatten().filter(|at| Some(*at) != at_hand).min()
    }

    /// A word that says whose count is asked for, or may say so.
    pub(super) fn counting(&self) -> Option<usize> {
        self.counter_at.or(self.unsure_counter.as_ref().map(|mention| mention.at))
    }

    /// The same with one partner of several.
    pub(super) fn with_only(&self, keep: &Mention, partners: &[&Mention]) -> Self {
        let mut one = self.clone();
        let dropped = |mention: &Mention| partners.iter().any(|other| other.place == mention.place);
        one.places.retain(|mention| mention.place == keep.place || !dropped(mention));
        one
    }
}

impl Mention {
    /// True beside another place: with, and.
    pub(super) fn is_beside(&self) -> bool {
        matches!(self.way, Some(Role::With | Role::And))
    }
}

impl Measure {
    /// An indicator in the place of one that is named at a phrase, or that nobody named.
    pub(super) fn new(id: impl Into<IndicatorId>, at: usize) -> Self {
        Self { id: id.into(), at, tied: false, settled: false }
    }
}
