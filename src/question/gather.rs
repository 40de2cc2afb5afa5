//! Phrases → the slots of a question.
//!
//! In: a [`Text`]; out: [`Slots`], with every phrase in a slot or among those that nothing took. Small words are
//! followed to the name that they belong to. It does not know which questions there are.

use jiff::civil::Date;

use super::{
    arrow::Arrow,
    misread::{Misread, shown},
    phrases::{Sense, key},
    slots::{Measure, Mention, Slots, Time, Ware},
    text::Text,
    time::TimeReader,
    words::{Joint, Kind, Word},
};
use crate::{
    catalogue::Catalogue,
    fact::{IndicatorId, Kind as Measured, Measure as Counted, PlaceId, ProductId},
    language::{Form, KindWord, Lexicon, Role, Script},
};

/// Puts together what the phrases say. `terse` is what is written behind a command.
///
/// # Errors
///
/// [`Misread::Year`] for a year that cannot be held.
pub(super) fn gather(text: &Text<'_>, today: Date, terse: bool, catalogue: &Catalogue) -> Result<Slots, Misread> {
    let mut gatherer = Gatherer {
        text,
        catalogue,
        slots: Slots::default(),
        before: None,
        inside: false,
        open: Vec::new(),
        currency: None,
    };
    let times = TimeReader { text, today, terse, first: catalogue.years().map(|(first, _)| first) };
    let mut at = 0;
    while at < text.phrases.len() {
        at = match gatherer.picked(at).or_else(|| gatherer.bounded(at)).or_else(|| gatherer.claim(at)) {
            Some(next) => next,
            None => match times.at(at)? {
                Some((when, next)) => {
                    let slots = &mut gatherer.slots;
                    slots.unsure_days.extend(times.other_day(at).map(|other| (slots.times.len(), other)));
                    slots.times.push(Time { when, at: at..next });
                    gatherer.before = None;
                    next
                }
                None => gatherer.take(at),
            },
        };
    }
    gatherer.settle();
    Ok(gatherer.slots)
}

pub(super) struct Gatherer<'a> {
    pub text: &'a Text<'a>,
    catalogue: &'a Catalogue,
    pub slots: Slots,
    /// The small word that the next name belongs to.
    pub before: Option<Role>,
    /// Behind the `in` of "a share in".
    inside: bool,
    /// Words that say something in a ranking only.
    pub open: Vec<usize>,
    /// A currency behind a number that is claimed, in which no ranking is.
    pub currency: Option<usize>,
}

impl Gatherer<'_> {
    /// Takes `30 billion`, `$30`, `30.5 %`, a number that the question claims; gives the phrase after it.
    fn claim(&mut self, at: usize) -> Option<usize> {
        let text = self.text;
        let paid = text.is_role(at, &Role::Money);
        let unit = |at: usize| {
            let counted = counted(text.sense(at)).is_some();
            counted || matches!(text.sense(at), Some(Sense::Role(Role::Scale | Role::Percent | Role::Money)))
        };
        let start = if paid { at + 1 } else { at };
        let mut next = start;
        while matches!(text.sense(next), Some(Sense::Number(_)))
            && (next == start || text.joint(next) == Some(Joint::Point))
        {
            next += 1;
        }
        if next == start || !(paid || unit(next) || text.past_currency(next).is_some()) {
            return None;
        }
        // Of "2024 dollars" the number is the year, unless another year is named.
        if next == start + 1 && self.is_year(start) {
            let sign = paid && text.first_word(at).is_some_and(|word| word.kind == Kind::Sign);
            if !sign && (0..text.phrases.len()).all(|other| other == start || !self.is_year(other)) {
                return None;
            }
            self.slots.left.push(start);
            return Some(next);
        }
        while unit(next) {
            self.slots.measures.extend(counted(text.sense(next)).map(|measure| (measure, next)));
            next += 1;
        }
        while let Some(after) = text.past_currency(next) {
            self.currency = Some(next);
            next = after;
        }
        let claimed = amount(&text.words[text.phrases[at].first..text.phrases[next - 1].end]);
        if self.slots.claimed.replace(claimed).is_some() {
            self.slots.left.push(at);
        }
        Some(next)
    }

    fn is_year(&self, at: usize) -> bool {
        match &self.text.phrases[at].sense {
            Sense::Number(4) => ("1900".."2101").contains(&self.text.first_text(at)),
            sense => matches!(sense, Sense::Role(Role::LastYear | Role::YearBeforeLast | Role::ThisYear)),
        }
    }

    /// Takes one phrase in; gives the one after it.
    fn take(&mut self, at: usize) -> usize {
        match &self.text.phrases[at].sense {
            Sense::Place(place) => self.place(place.clone(), at),
            Sense::Indicator(indicator) => self.indicator(indicator, at),
            Sense::Role(role) => return self.role(role.clone(), at),
            Sense::Arrow(arrow) => self.arrow(*arrow, at),
            Sense::Product(product) => self.product(product, at),
            Sense::Lacked(_) | Sense::Shared(_) | Sense::Number(_) | Sense::Unknown => self.slots.left.push(at),
        }
        at + 1
    }

    fn indicator(&mut self, id: &IndicatorId, at: usize) {
        let words = self.text.words_of(at);
        let tied = words.last().is_some_and(|last| {
            last.kind == Kind::Letters(Script::Cyrillic) && Lexicon::all().ends(Form::Owned, &last.folded)
        });
        // "Total trade" is one name of it.
        if words.len() > 1 && words.iter().any(is_whole) {
            self.slots.whole = Some(at);
        }
        if !self.slots.indicators.iter().any(|known| known.id == *id) {
            self.slots.indicators.push(Measure { id: id.clone(), at, tied, settled: false });
        }
        if matches!(self.before, Some(Role::In | Role::Into)) && self.shares() {
            self.inside = true;
        }
        self.before = None;
    }

    fn product(&mut self, product: &ProductId, at: usize) {
        if !self.slots.goods.iter().any(|known| known.product == *product) {
            self.slots.goods.push(Ware { product: product.clone(), at });
        }
        // "Imports of Turkmen gas": it comes from there.
        let is_named = !self.slots.indicators.is_empty() && !self.shares();
        if let Some(origin) = self.slots.places.last_mut().filter(|origin| is_named && origin.at + 1 == at)
            && origin.at.checked_sub(1).is_some_and(|of| self.text.is_role(of, &Role::Of))
        {
            origin.way = Some(Role::From);
        }
        // "In gas imports" is in imports.
        if !matches!(self.text.sense(at + 1), Some(Sense::Indicator(_))) {
            self.before = None;
        }
    }

    fn place(&mut self, place: PlaceId, at: usize) {
        let before = self.before.take();
        if before == Some(Role::Count) {
            self.slots.counter_at = Some(at);
            if self.slots.counter.replace(place.clone()).is_some_and(|other| other != place) {
                self.slots.left.push(at);
            }
            return;
        }
        self.inside |= matches!(before, Some(Role::In | Role::Into)) && self.shares();
        let moves = |role: &Role| matches!(role, Role::From | Role::To | Role::Toward);
        let way = match (before, self.text.phrases[at].way.clone()) {
            (_, Some(worn)) if moves(&worn) => Some(worn),
            (Some(Role::Into), Some(Role::In | Role::Of)) => Some(Role::In),
            (Some(Role::Into), _) => Some(Role::To),
            (Some(before), _) => Some(before),
            (None, worn) => worn.filter(|worn| *worn != Role::Filler),
        };
        let words = self.text.words_of(at);
        let written = &words[0];
        let code = words.len() == 1 && written.kind != Kind::Letters(Script::Han) && written.folded.len() <= 3;
        // `KGZ:CHN`: who counts, and with whom.
        let counts = |mention: &mut Mention| mention.at + 1 == at && mention.code && code;
        let counter = (written.joint == Joint::Colon).then(|| self.slots.places.pop_if(counts)).flatten();
        if counter.is_some_and(|counter| self.slots.counter.replace(counter.place).is_some()) {
            self.slots.left.push(at);
        }
        self.slots.places.push(Mention { place, way, at, inside: self.inside, code });
    }

    /// Gives the places at both ends of an arrow their ways; one that leads nowhere is left.
    fn arrow(&mut self, arrow: Arrow, at: usize) {
        let leads = matches!(self.text.sense(at + 1), Some(Sense::Place(_)));
        let Some(start) = self.slots.places.last_mut().filter(|mention| leads && mention.at + 1 == at) else {
            // A head alone may be anything, as it is in a quotation.
            if !matches!(self.text.first_text(at), ">" | "<") {
                self.slots.left.push(at);
            }
            return;
        };
        let (way, other) = match arrow {
            Arrow::There => (Role::From, Role::To),
            Arrow::Back => (Role::To, Role::From),
            Arrow::Both => {
                self.before = Some(Role::And);
                return;
            }
        };
        start.way = Some(way);
        self.before = Some(other);
        self.slots.arrow = Some(at);
    }

    /// Takes a small word in; gives the phrase after it.
    fn role(&mut self, role: Role, at: usize) -> usize {
        match role {
            Role::Filler | Role::Year | Role::Volume | Role::Many | Role::Things => {}
            // "In dollars": so it is.
            Role::Money | Role::Weight | Role::Cubic | Role::Pieces => {
                let measure = counted(self.text.sense(at)).unwrap_or(Counted::Value);
                self.slots.measures.push((measure, at));
                self.before = None;
            }
            Role::From | Role::To | Role::Toward | Role::With if !self.leads(at) => self.slots.left.push(at),
            Role::Of if self.before == Some(Role::Count) => {}
            Role::From | Role::To | Role::Toward | Role::Of | Role::With | Role::And => self.before = Some(role),
            Role::In | Role::Into | Role::By => self.before = Some(role),
            Role::AsOf => {
                self.slots.as_of = Some(at);
                self.before = Some(Role::In);
            }
            Role::Between => {
                let before = at.checked_sub(1).and_then(|before| self.text.sense(before));
                if !matches!(before, Some(Sense::Number(_) | Sense::Role(Role::Year))) {
                    self.slots.between = Some(at);
                }
                self.before = Some(role);
            }
            // "To China according to Kazakhstan" is not by China's count.
            Role::According if self.next_name(at + 1) => self.before = Some(Role::Count),
            Role::Count | Role::According => self.count(at),
            Role::Worth => self.slots.limits.push((Role::Value, at)),
            Role::Number | Role::Value | Role::Mutual => self.slots.limits.push((role, at)),
            Role::Goods => self.all_goods(at),
            Role::Whole => self.whole(at),
            Role::Whose => self.slots.whose = Some(at),
            Role::Why => self.slots.why = true,
            Role::Revised => self.slots.revised = Some(at),
            Role::History => self.slots.history = Some(at),
            Role::Yearly => self.slots.yearly = Some(at),
            Role::Known => self.slots.known = Some(at),
            Role::Each => self.slots.each = Some(at),
            Role::Compare => self.slots.compare = Some(at),
            Role::Aside => self.slots.aside = Some(at),
            Role::Abroad => {
                self.slots.abroad = Some(at);
                self.inside |= self.shares();
            }
            Role::Topic(KindWord(topic)) => match self.slots.topic {
                Some((known, _)) if known != topic => self.slots.left.push(at),
                _ => self.slots.topic = Some((topic, at)),
            },
            Role::Scale => return self.scale(at),
            Role::Strange | Role::Limiting | Role::Except | Role::Percent => self.slots.left.push(at),
            Role::Most | Role::Least => self.slots.each = Some(at),
            Role::Who => self.slots.who = Some(at),
            Role::Times => self.slots.ratio = Some(at),
            Role::More if self.is_throughout(at) => self.before = Some(Role::In),
            // 和塔吉克斯坦比: with nothing behind it, two stand side by side.
            Role::Than if self.text.is_han(at) && at + 1 == self.text.phrases.len() => self.slots.compare = Some(at),
            Role::More | Role::Less | Role::Than => self.slots.more = Some(at),
            Role::Differ => self.slots.differ = Some(at),
            Role::Or => {
                self.slots.either = Some(at);
                self.before = Some(Role::And);
            }
            Role::Standing | Role::Where => self.open.push(at),
            Role::FromEnd | Role::AtLeast | Role::AtMost | Role::OrMore | Role::OrLess => self.slots.left.push(at),
            // Words of a time that is none.
            Role::When | Role::Decades | Role::Decade(_) | Role::Ago | Role::Before | Role::After => {
                self.slots.left.push(at);
            }
            Role::Since | Role::Until | Role::YearFrom => self.slots.left.push(at),
            Role::LastYear | Role::YearBeforeLast | Role::ThisYear | Role::Latest | Role::Past => {
                self.slots.left.push(at);
            }
            Role::Quarter | Role::Half | Role::FirstHalf | Role::SecondHalf => self.slots.left.push(at),
            Role::MonthWord | Role::MonthsWord | Role::Month(_) => self.slots.left.push(at),
            Role::Ordinal(_) | Role::Cardinal(_) => self.slots.left.push(at),
            // They became a sense of their own.
            Role::Indicator(_) | Role::Place(_) | Role::Country(_) | Role::Ware(_) => self.slots.left.push(at),
        }
        at + 1
    }

    /// "Over the last years" is in them.
    fn is_throughout(&self, at: usize) -> bool {
        let is_time = matches!(
            self.text.sense(at + 1),
            Some(Sense::Number(4) | Sense::Role(Role::Past | Role::Latest | Role::LastYear | Role::Decade(_)))
        );
        is_time && Lexicon::all().is(Form::Throughout, &self.text.folded(at))
    }

    /// Chinese goods come from China.
    fn all_goods(&mut self, at: usize) {
        if let Some(origin) = self.slots.places.last_mut().filter(|mention| mention.at + 1 == at) {
            origin.way = Some(Role::From);
        }
    }

    /// "All Central Asian countries" are the group.
    fn whole(&mut self, at: usize) {
        let of_group = Lexicon::all().is(Form::AllOf, &self.text.words_of(at)[0].folded)
            && matches!(self.text.sense(at + 1), Some(Sense::Place(_)));
        if !of_group {
            self.slots.whole = Some(at);
        }
    }

    /// "How many billion dollars" claims nothing.
    fn scale(&mut self, at: usize) -> usize {
        let before = at.checked_sub(1).and_then(|before| self.text.sense(before));
        let money = self.text.is_role(at + 1, &Role::Money);
        let asked = matches!(before, Some(Sense::Role(Role::Filler | Role::Number)));
        if matches!(before, Some(Sense::Number(_))) || !(money || asked) {
            self.slots.left.push(at);
        }
        self.slots.limits.retain(|(_, word)| word + 1 != at);
        at + 1 + usize::from(money)
    }

    /// `by Kyrgyz count`, `according to Kazakhstan`, `Қазақстан деректері бойынша`.
    fn count(&mut self, at: usize) {
        let text = self.text;
        // 按吉尔吉斯斯坦的统计: a small word may stand between.
        let is_of_it = |mention: &mut Mention| {
            let is_small = |at: usize| text.is_role(at, &Role::Filler);
            let is_written_on = |at: usize| is_small(at) && text.joint(at) == Some(Joint::None);
            let mut between = mention.at + 1..at;
            if mention.way == Some(Role::By) { between.all(is_small) } else { between.all(is_written_on) }
        };
        if let Some(mention) = self.slots.places.pop_if(is_of_it) {
            let follows = self.text.is_role(at + 1, &Role::By);
            let ours = mention.place == *self.catalogue.default_reporter();
            if mention.way == Some(Role::By) || follows || ours {
                (self.slots.counter, self.slots.counter_at) = (Some(mention.place), Some(at));
                return;
            }
            if !self.next_name(at + 1) {
                self.slots.unsure_counter = Some(mention.clone());
            }
            self.slots.places.push(mention);
        }
        // "By count of …", with or without small words between.
        self.before = Some(Role::Count).filter(|_| self.next_name(at + 1));
    }

    /// True before something that goods may come from or go to; a time alone is no such thing.
    fn leads(&self, at: usize) -> bool {
        let small = |at: &usize| {
            let sense = self.text.sense(*at);
            matches!(sense, Some(Sense::Role(Role::Filler | Role::Of | Role::In | Role::Into | Role::By)))
        };
        let mut rest = (at + 1..self.text.phrases.len()).skip_while(small);
        match rest.next().and_then(|at| self.text.sense(at)) {
            // `from January to October 2025`
            Some(Sense::Role(Role::Month(_))) => rest.next().is_some_and(|at| {
                let bridge = matches!(self.text.sense(at), Some(Sense::Role(Role::To | Role::Until | Role::By)));
                bridge || self.text.joint(at) == Some(Joint::Dash)
            }),
            None
            | Some(Sense::Number(_) | Sense::Role(Role::Year | Role::LastYear | Role::ThisYear | Role::Latest)) => {
                false
            }
            Some(_) => true,
        }
    }

    /// True before a place, with small words between at most.
    fn next_name(&self, mut at: usize) -> bool {
        let small = |sense: &Sense| matches!(sense, Sense::Role(Role::Filler | Role::Whole | Role::Of | Role::Count));
        while self.text.sense(at).is_some_and(small) {
            at += 1;
        }
        matches!(self.text.sense(at), Some(Sense::Place(_)))
    }

    /// True once a share has been named.
    fn shares(&self) -> bool {
        self.slots.indicators.iter().any(|measure| {
            self.catalogue.indicator(measure.id.as_str()).is_some_and(|indicator| indicator.kind == Measured::Share)
        })
    }
}

/// The unit that a word counts goods in.
fn counted(sense: Option<&Sense>) -> Option<Counted> {
    match sense? {
        Sense::Role(Role::Weight) => Some(Counted::Weight),
        Sense::Role(Role::Cubic) => Some(Counted::Volume),
        Sense::Role(Role::Pieces) => Some(Counted::Number),
        _ => None,
    }
}

/// `30.5 billion`, without blanks that nobody wrote.
fn amount(words: &[Word]) -> String {
    let mut amount = String::new();
    for word in words {
        match word.joint {
            Joint::Point => amount.push('.'),
            Joint::None => {}
            _ if amount.is_empty() => {}
            _ => amount.push(' '),
        }
        amount.push_str(&word.text);
    }
    shown(&amount)
}

fn is_whole(word: &Word) -> bool {
    key(std::slice::from_ref(word)).is_some_and(|key| Lexicon::all().find(&key) == Some(&Role::Whole))
}
