//! Phrases → the part of a ranking that is asked for: so many of the largest, one place, all beyond an amount.
//!
//! In: the phrases that `gather` walks; out: what they say of a ranking, in its slots. It does not know what is ranked.

use rust_decimal::Decimal;

use super::{
    Beyond, Cut,
    arrow::Arrow,
    gather::Gatherer,
    phrases::Sense,
    slots::Bound,
    text::Text,
    words::{Joint, Kind, Word},
};
use crate::{
    fact::Qualifier,
    language::{Form, Lexicon, Role, Script, StatedWord, stated},
};

impl Gatherer<'_> {
    /// Takes `top 5`, `second largest`, `third from last`; gives the phrase after it.
    pub(super) fn picked(&mut self, at: usize) -> Option<usize> {
        let (cut, next) = self.text.pick(at).or_else(|| self.lone_place(at))?;
        if self.slots.pick.replace((cut, at)).is_some() {
            self.slots.left.push(at);
        }
        self.slots.each = Some(at);
        Some(next)
    }

    /// "Who is 4th": a place beside nothing that says so.
    fn lone_place(&self, at: usize) -> Option<(Cut, usize)> {
        let (place, next) = self.text.place(at).filter(|_| self.slots.who.is_some())?;
        (!self.text.is_of_time(next)).then_some((Cut::Place(place), next))
    }

    /// Takes `more than 10 billion`; gives the phrase after it.
    pub(super) fn bounded(&mut self, at: usize) -> Option<usize> {
        let (bound, next) = self.text.bound(at)?;
        if self.slots.bound.replace(bound).is_some() {
            self.slots.left.push(at);
        }
        self.before = None;
        Some(next)
    }

    /// Settles what small words say once all are known: who, and more than.
    pub(super) fn settle(&mut self) {
        if let Some(at) = self.listed().filter(|_| self.slots.bound.is_some() || self.slots.each.is_some()) {
            (self.slots.who, self.slots.topic) = (Some(at), None);
        }
        match (&self.slots.bound, self.slots.who.or(self.slots.each)) {
            (Some(bound), Some(_)) => self.slots.each = Some(bound.at),
            // A number that the question claims, and nothing that asks which: "was it more than 10 billion".
            (Some(bound), None) if self.text.states(bound) => {
                let written = self.text.span(bound.at..bound.end);
                if self.slots.claimed.replace(written).is_some() {
                    self.slots.left.push(bound.at);
                }
                self.slots.bound = None;
            }
            (Some(bound), None) => {
                self.slots.left.push(bound.at);
                self.slots.bound = None;
            }
            (None, _) => {}
        }
        let is_ranked = self.slots.each.is_some();
        self.slots
            .left
            .extend(self.currency.filter(|_| is_ranked || self.slots.who.is_some() || self.slots.topic.is_some()));
        self.slots.left.extend(self.open.drain(..).filter(|_| !is_ranked));
        self.slots.left.sort_unstable();
    }

    /// A word for the countries, where something is asked of them.
    fn listed(&self) -> Option<usize> {
        let is_named = !self.slots.indicators.is_empty() || !self.slots.goods.is_empty();
        self.slots.topic.filter(|(word, _)| *word == "countries" && is_named).map(|(_, at)| at)
    }
}

/// All that these words in a row mean around a number.
fn stated_words<'w>(words: impl IntoIterator<Item = &'w Word>) -> &'static [StatedWord] {
    let mut key = String::new();
    for word in words {
        if let Kind::Letters(script) = word.kind {
            stated::push(&mut key, &word.folded, script);
        }
    }
    stated::find(&key)
}

impl Text<'_> {
    /// The part of a ranking that begins at a phrase, and the phrase after it.
    fn pick(&self, at: usize) -> Option<(Cut, usize)> {
        let sense = |at: usize| match self.sense(at) {
            Some(Sense::Role(role)) => Some(role),
            _ => None,
        };
        match sense(at) {
            Some(most @ (Role::Most | Role::Least)) => {
                let (count, next) = self.count(at + 1)?;
                Some((if *most == Role::Most { Cut::Top(count) } else { Cut::Last(count) }, self.past_standing(next)))
            }
            Some(Role::FromEnd) => {
                let (place, next) = self.place(at + 1)?;
                Some((Cut::FromEnd(place), self.past_standing(next)))
            }
            Some(Role::Standing | Role::Each) if self.is_han(at) => {
                let (place, next) = self.place(at + 1)?;
                Some((Cut::Place(place), self.past_standing(next)))
            }
            // 前三名, "the first three".
            Some(Role::Ordinal(1)) if self.count(at + 1).is_some() => {
                let (count, next) = self.count(at + 1)?;
                Some((Cut::Top(count), self.past_standing(next)))
            }
            _ => self.numbered_pick(at),
        }
    }

    /// `second largest`, `5 biggest`, `third from last`, `2nd place`.
    fn numbered_pick(&self, at: usize) -> Option<(Cut, usize)> {
        let (place, next) = match self.place(at) {
            Some((place, next)) => (Some(place), next),
            None => (None, self.count(at)?.1),
        };
        let count = self.count(at).map(|(count, _)| count);
        let behind = self.past_small(next);
        let Some(Sense::Role(role)) = self.sense(behind) else { return None };
        let cut = match (role, place, count) {
            (Role::FromEnd, Some(place), _) => Cut::FromEnd(place),
            (Role::Most | Role::Each | Role::Standing, Some(place), _) => Cut::Place(place),
            (Role::More, Some(place), _) if self.is_han(behind) => Cut::Place(place),
            (Role::Least, Some(place), _) => Cut::FromEnd(place),
            (Role::Most | Role::Each, None, Some(count)) => Cut::Top(count),
            (Role::Least, None, Some(count)) => Cut::Last(count),
            _ => return None,
        };
        Some((cut, self.past_standing(behind + 1)))
    }

    /// A place in a row: `second`, `2nd`.
    fn place(&self, at: usize) -> Option<(u8, usize)> {
        match self.sense(at)? {
            Sense::Role(Role::Ordinal(place)) => Some((*place, at + 1)),
            Sense::Number(1 | 2) if self.wears_ending(at + 1) => {
                Some((u8::try_from(self.value(at)).ok().filter(|place| *place > 0)?, at + 2))
            }
            _ => None,
        }
    }

    /// How many of them: `5`, `three`; not of years or months.
    fn count(&self, at: usize) -> Option<(u8, usize)> {
        let count = match self.sense(at)? {
            Sense::Number(1 | 2) => u8::try_from(self.value(at)).ok().filter(|count| *count > 0)?,
            Sense::Role(Role::Cardinal(count)) => *count,
            Sense::Role(Role::Ordinal(count)) if self.is_han(at) => *count,
            _ => return None,
        };
        (!self.is_of_time(at + 1) && !self.wears_ending(at + 1)).then_some((count, at + 1))
    }

    /// True for what is counted and is no country: years, months, money.
    fn is_of_time(&self, at: usize) -> bool {
        matches!(
            self.sense(at),
            Some(Sense::Role(
                Role::Year
                    | Role::Ago
                    | Role::MonthsWord
                    | Role::MonthWord
                    | Role::Month(_)
                    | Role::Quarter
                    | Role::Half
                    | Role::Scale
                    | Role::Percent
                    | Role::Money
                    | Role::Decades
            ))
        )
    }

    /// The ending behind the digits of a place: `nd`, `-е`.
    pub(super) fn wears_ending(&self, at: usize) -> bool {
        let joined = matches!(self.joint(at), Some(Joint::None | Joint::Dash));
        joined && Lexicon::all().is(Form::Day, self.first_text(at))
    }

    fn past_small(&self, mut at: usize) -> usize {
        while self.is_role(at, &Role::Filler) || self.is_role(at, &Role::By) && self.is_role(at + 1, &Role::Standing) {
            at += 1;
        }
        at
    }

    /// The first phrase that is no word for a place in a ranking.
    fn past_standing(&self, mut at: usize) -> usize {
        let is_of_it = |at: usize| {
            let is_large = self.is_han(at) && matches!(self.sense(at), Some(Sense::Role(Role::More | Role::Most)));
            self.is_role(at, &Role::Standing) || is_large
        };
        while is_of_it(at) {
            at += 1;
        }
        at
    }

    pub(super) fn is_han(&self, at: usize) -> bool {
        self.first_word(at).is_some_and(|word| word.kind == Kind::Letters(Script::Han))
    }

    /// An amount with the word before or behind it that asks for what lies beyond, and the phrase after it.
    fn bound(&self, at: usize) -> Option<(Bound, usize)> {
        let side = match self.sense(at) {
            Some(Sense::Arrow(Arrow::There)) if self.first_text(at) == ">" => Some(Beyond::More),
            Some(Sense::Arrow(Arrow::Back)) if self.first_text(at) == "<" => Some(Beyond::Less),
            Some(Sense::Role(Role::More)) => Some(Beyond::More),
            Some(Sense::Role(Role::Less)) => Some(Beyond::Less),
            Some(Sense::Role(Role::AtLeast)) => Some(Beyond::AtLeast),
            Some(Sense::Role(Role::AtMost)) => Some(Beyond::AtMost),
            _ => None,
        };
        let mut start = at + usize::from(side.is_some());
        while side.is_some()
            && matches!(self.sense(start), Some(Sense::Role(Role::Than | Role::Filler | Role::Into | Role::In)))
        {
            start += 1;
        }
        let (amount, is_percent, mut next) = self.amount(start)?;
        let behind = match self.sense(next) {
            Some(Sense::Role(Role::OrMore)) => Some(Beyond::AtLeast),
            Some(Sense::Role(Role::OrLess)) => Some(Beyond::AtMost),
            _ => None,
        };
        next += usize::from(side.is_none() && behind.is_some());
        Some((Bound { side: side.or(behind)?, amount, is_percent, at, end: next }, next))
    }

    /// True where the words right before the number of a bound are those with which texts state one.
    fn states(&self, bound: &Bound) -> bool {
        let words = &self.words[self.phrases[bound.at].first..];
        let before = words.iter().take_while(|word| matches!(word.kind, Kind::Letters(_)));
        stated_words(before).iter().any(|word| word.qualifier().is_some_and(Qualifier::is_threshold))
    }

    /// The phrase after a currency with its scale, though nobody can ask for figures in it: `亿元`, `yuan`.
    pub(super) fn past_currency(&self, at: usize) -> Option<usize> {
        let words = self.phrases.get(at).map(|_| self.words_of(at)).filter(|_| self.is_role(at, &Role::Limiting))?;
        let is = |words: &[Word], wanted: fn(&StatedWord) -> bool| stated_words(words).iter().any(wanted);
        let is_scale = |words: &[Word]| words.is_empty() || is(words, |word| word.power().is_some());
        let is_money = |words: &[Word]| is(words, |word| matches!(word, StatedWord::Money(_)));
        (0..words.len()).any(|cut| is_scale(&words[..cut]) && is_money(&words[cut..])).then_some(at + 1)
    }

    /// `10 bn`, `$5 billion`, `200亿美元`, `20 %`, in units; whether it is in percent; and the phrase after it.
    fn amount(&self, at: usize) -> Option<(Decimal, bool, usize)> {
        let is_money = |at: usize| self.is_role(at, &Role::Money);
        let paid = is_money(at);
        let start = at + usize::from(paid);
        let mut digits = String::new();
        let mut next = start;
        while matches!(self.sense(next), Some(Sense::Number(_)))
            && (next == start || self.joint(next) == Some(Joint::Point))
        {
            digits.push_str(if next == start { "" } else { "." });
            digits.push_str(self.first_text(next));
            next += 1;
        }
        // "More than a billion" is more than one.
        let mut amount = match digits.is_empty() {
            true => Decimal::ONE,
            false => digits.parse().ok()?,
        };
        let unit = next;
        while let Some(noughts) = self.noughts(next) {
            amount = amount.checked_mul(Decimal::from(10_u64.checked_pow(noughts)?))?;
            next += 1;
        }
        let is_scaled = next > unit;
        let is_percent = self.is_role(next, &Role::Percent);
        let is_counted = paid || is_scaled || is_percent || is_money(next);
        next += usize::from(is_percent || is_money(next));
        let is_year = !paid && !is_scaled && !is_percent && matches!(self.sense(start), Some(Sense::Number(4)));
        (is_counted && !is_year && (is_scaled || !digits.is_empty())).then_some((amount, is_percent, next))
    }

    /// The noughts of a word for a large number.
    fn noughts(&self, at: usize) -> Option<u32> {
        if !self.is_role(at, &Role::Scale) { None } else { Lexicon::all().power(&self.folded(at)) }
    }
}
