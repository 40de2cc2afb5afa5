//! A text whose numbers were held against the facts.
//!
//! A text is longer than a spelling may be, so that no query leads to this page: it is answered from the text itself.

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
}

/// How a text is checked.
#[derive(Debug)]
pub(super) struct HowToCheck;

impl Checked {
    pub fn of(claims: Vec<Claim>) -> Self {
        Self { claims }
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
        let compared = self.claims.iter().filter(|claim| claim.is_compared());
        compared.flat_map(|claim| claim.figure.iter().chain(&claim.instead)).map(Shown::Number).collect()
    }

    fn suggestions(&self) -> Vec<Query> {
        const MOST: usize = 4;
        let mut queries: Vec<Query> = Vec::new();
        for claim in self.claims.iter().filter(|claim| claim.is_compared()) {
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
        for (place, claim) in self.claims.iter().enumerate() {
            writer.claim(place + 1, claim);
        }
    }
}
