//! Words that nothing took, and words without a subject.
//!
//! In: the slots with such a word; out: a [`Misread`] that offers the names that may be meant, else the question
//! without it. It does not know what else is wrong. Which words may be left out stands in `leave_out`.

use super::{
    Ask, Lack, Meaning, Measure, Mention, Misread, Named, Query, Role, SearchWords, Sense, Slots, TRADE, Ware, When,
    distinct, offers,
};

impl Meaning<'_> {
    /// The word to refuse: the first that nothing took, but a name, or a word that limits the question, before one that
    /// nobody knows.
    pub(super) fn first_unread(&self, slots: &Slots) -> Option<usize> {
        let is = |at: usize, wanted: fn(&Sense) -> bool| self.text.sense(at).is_some_and(wanted);
        let first = slots.left.first().copied()?;
        let mut rest = slots.left.iter().copied();
        let lacked = rest
            .find(|at| is(*at, |sense| matches!(sense, Sense::Lacked(_) | Sense::Role(Role::Limiting | Role::Except))));
        lacked.filter(|_| is(first, |sense| *sense == Sense::Unknown)).or(Some(first))
    }

    /// A word that nothing took: the names it may be meant for, else the question without it.
    pub(super) fn unread(&self, at: usize, slots: &Slots) -> Misread {
        let word = self.text.written(at);
        let sense = &self.text.phrases[at].sense;
        let alike = match sense {
            Sense::Shared(all) => all.clone(),
            Sense::Unknown => self.alike(at),
            Sense::Lacked(lack) => return self.lacked(at, *lack, slots),
            Sense::Place(_)
            | Sense::Indicator(_)
            | Sense::Product(_)
            | Sense::Role(_)
            | Sense::Number(_)
            | Sense::Arrow(_) => Vec::new(),
        };
        let others = slots.left.len() > 1;
        let alike = alike.iter().filter(|_| !others);
        let likely: Vec<Query> = alike.filter_map(|named| self.instead(at, named, slots)).collect();
        if matches!(sense, Sense::Shared(_)) {
            return Misread::Ambiguous { word, offers: offers(likely) };
        }
        if self.frame.country && likely.is_empty() {
            return Misread::Unknown { word, offers: vec![Query::Countries] };
        }
        if !likely.is_empty() {
            return Misread::Unknown { word, offers: offers(likely) };
        }
        // "Without Kyrgyzstan" is not Kyrgyzstan.
        if slots.left.iter().any(|at| self.text.phrases[*at].sense == Sense::Role(Role::Except)) {
            return Misread::Leftover { word, offers: Vec::new() };
        }
        let rest = Slots { left: Vec::new(), claimed: None, ..slots.clone() };
        let without = self.offered(&rest);
        let nothing = rest.is_without_subject() && rest.places.is_empty() && rest.topic.is_none();
        if nothing && !self.frame.terse {
            let words = slots.left.first().zip(slots.left.last());
            let words = words.and_then(|(first, last)| SearchWords::new(&self.text.span(*first..last + 1)));
            return Misread::NoSubject { offers: words.into_iter().map(Query::Search).collect() };
        }
        let dated = self.frame.indicator.is_some() && !rest.times.is_empty();
        if nothing && !dated {
            return Misread::Unknown { word, offers: Vec::new() };
        }
        // Without a place it would be asked of the region, which nobody meant who named a country.
        if rest.places.is_empty() && rest.topic.is_none() && self.may_be_a_place(at) {
            return Misread::Unknown { word, offers: vec![Query::Countries] };
        }
        Misread::Leftover { word, offers: offers(without) }
    }

    /// A country or goods of which nothing is held: the question without it is offered, and the goods that are held.
    fn lacked(&self, at: usize, lack: Lack, slots: &Slots) -> Misread {
        let rest = Slots { left: Vec::new(), claimed: None, measures: Vec::new(), ..slots.clone() };
        let others = slots.left.iter().any(|left| !matches!(self.text.phrases[*left].sense, Sense::Lacked(_)));
        let place = self.partners(slots).first().map(|mention| mention.place.clone());
        let list = (lack == Lack::Goods && !others).then_some(Query::Goods(place));
        let nothing = rest.is_without_subject() && rest.places.is_empty() && rest.topic.is_none();
        let without = match () {
            () if others => Vec::new(),
            () if self.frame.country && rest.places.is_empty() => vec![Query::Countries],
            () if nothing && rest.times.is_empty() && self.frame.indicator.is_none() => Vec::new(),
            () => self.offered(&rest),
        };
        Misread::Lacked { word: self.text.written(at), offers: offers(list.into_iter().chain(without)) }
    }

    /// Names that an unknown word comes near.
    fn alike(&self, at: usize) -> Vec<Named> {
        self.near(at, 1.0)
    }

    /// Names that differ from an unknown word in no more than this part of their letters.
    pub(super) fn near(&self, at: usize, farthest: f64) -> Vec<Named> {
        let folded = self.text.folded(at);
        if !(5..=48).contains(&folded.len()) || !self.effort.may_look() {
            return Vec::new();
        }
        let near = self.catalogue.names().near(&folded).into_iter().filter(|near| near.distance <= farthest);
        near.take(Misread::OFFERS).map(|near| near.named).collect()
    }

    /// The question with a known name in place of an unread word.
    fn instead(&self, at: usize, named: &Named, slots: &Slots) -> Option<Query> {
        let mut slots = Slots { left: Vec::new(), ..slots.clone() };
        match named {
            Named::Place(place) => {
                let way = match at.checked_sub(1).and_then(|before| self.text.sense(before)) {
                    Some(Sense::Role(role @ (Role::From | Role::To | Role::Of | Role::With | Role::Toward))) => {
                        Some(role.clone())
                    }
                    _ => None,
                };
                slots.places.push(Mention { place: place.clone(), way, at, inside: false, code: false });
                slots.places.sort_by_key(|mention| mention.at);
            }
            Named::Product(product) => slots.goods.push(Ware { product: product.clone(), at }),
            Named::Indicator(indicator) => slots.indicators.push(Measure::new(indicator.clone(), at)),
        }
        self.query(&slots).ok()
    }

    /// Words that are known and ask for nothing.
    pub(super) fn no_subject(&self, slots: &Slots, when: When) -> Misread {
        if self.frame.country {
            return match distinct(&slots.places).get(1) {
                Some(second) => {
                    let each = slots.places.iter().map(|mention| Query::Country(mention.place.clone(), when));
                    Misread::TooMany { word: self.text.written(second.at), offers: offers(each) }
                }
                None => Misread::NoSubject { offers: vec![Query::Countries] },
            };
        }
        if slots.asks_history() {
            let mut trade = slots.clone();
            trade.indicators.push(Measure::new(TRADE, 0));
            let plain = Slots { revised: None, history: None, ..slots.clone() };
            let all = self.offered(&trade).into_iter().chain(self.query(&plain).ok());
            return Misread::NoSubject { offers: offers(all) };
        }
        let dated = !slots.times.is_empty() && slots.claimed.is_none();
        let trade = self.catalogue.indicator(TRADE).filter(|_| dated).map(|trade| {
            Query::Figures(Ask {
                indicator: trade.id.clone(),
                goods: None,
                of: None,
                reporter: None,
                partner: None,
                when,
            })
        });
        Misread::NoSubject { offers: trade.into_iter().collect() }
    }
}
