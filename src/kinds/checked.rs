//! A text whose numbers were held against the facts.
//!
//! A text is longer than a spelling may be, so that no query leads to this page: it is answered from the text itself.

use std::ops::Range;

use crate::{
    answer::{Shown, Told},
    claims::{Claim, Verdict},
    language::Msg,
    question::Query,
    render::{Answer, Writer},
};

/// The numbers of a text, each with what is to be said of it.
#[derive(Debug)]
pub struct Checked {
    claims: Vec<Claim>,
    /// Those to show, by their places among all, from 0.
    shown: Range<usize>,
}

/// Numbers on one page: with its title they are about as many lines as a phone shows.
const PAGE: usize = 5;

/// How a text is checked.
#[derive(Debug)]
pub(super) struct HowToCheck;

impl Checked {
    /// The numbers of a text, of which one page is shown, from 1; the last where there are not so many.
    pub fn of(claims: Vec<Claim>, page: usize) -> Self {
        let last = claims.len().div_ceil(PAGE).max(1);
        let first = (page.clamp(1, last) - 1) * PAGE;
        Self { shown: first..(first + PAGE).min(claims.len()), claims }
    }

    /// All numbers of a text in one page.
    pub fn whole(claims: Vec<Claim>) -> Self {
        Self { shown: 0..claims.len(), claims }
    }

    /// Those on its page, each with its place among all, from 0.
    fn shown(&self) -> impl Iterator<Item = (usize, &Claim)> {
        self.shown.clone().zip(&self.claims[self.shown.clone()])
    }

    fn count(&self, wanted: impl Fn(Verdict) -> bool) -> usize {
        self.claims.iter().filter(|claim| wanted(claim.verdict)).count()
    }
}

impl Told for HowToCheck {}

impl Told for Checked {
    fn is_answered(&self) -> bool {
        self.claims.iter().any(Claim::is_compared)
    }

    fn numbers(&self) -> Vec<Shown<'_>> {
        let compared = self.shown().map(|(_, claim)| claim).filter(|claim| claim.is_compared());
        compared.flat_map(|claim| claim.figure.iter().chain(&claim.instead)).map(Shown::Number).collect()
    }

    fn suggestions(&self) -> Vec<Query> {
        const MOST: usize = 4;
        let mut queries: Vec<Query> = Vec::new();
        for (_, claim) in self.shown().filter(|(_, claim)| claim.is_compared()) {
            let query = claim.ask.clone().map(Query::Figures);
            queries.extend(query.filter(|query| !queries.contains(query)));
        }
        queries.truncate(MOST);
        queries
    }
}

impl Answer for HowToCheck {
    fn lay_out<'c>(&'c self, writer: &mut Writer<'c>) {
        writer.line(writer.say(Msg::CheckHow));
    }
}

impl Answer for Checked {
    fn lay_out<'c>(&'c self, writer: &mut Writer<'c>) {
        if self.claims.is_empty() {
            writer.line(writer.say(Msg::CheckedNothing));
            return;
        }
        let is_true = |verdict| matches!(verdict, Verdict::Agrees | Verdict::Rounded | Verdict::Revised);
        let agree = self.count(is_true);
        let wrong = self.count(|verdict| !is_true(verdict) && verdict != Verdict::NotChecked);
        let numbers = self.claims.len().into();
        writer.title(writer.say(Msg::Checked { numbers, agree: agree.into(), wrong: wrong.into() }));
        for (place, claim) in self.shown() {
            writer.claim(place + 1, claim);
        }
        let left = self.claims.len() - self.shown.end;
        if left > 0 {
            let page = (self.shown.end / PAGE + 1).to_string().into();
            writer.line(writer.say(Msg::CheckedMore { count: left.into(), page }));
        }
    }

    fn is_read_through(&self) -> bool {
        true
    }
}
