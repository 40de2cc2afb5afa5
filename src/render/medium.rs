//! An answer with its page, and what a medium is: a way to show it.
//!
//! A medium is a file of this folder. It makes of a reply what can be printed or sent there, and does not know who
//! asks.

use std::{
    any::Any,
    sync::{Arc, OnceLock},
};

use jiff::civil::Date;

use super::{Answer, Button, Page};
use crate::{
    claims::Claim,
    fact::SourceId,
    language::{Language, Msg},
    question::{self, Query, Supposed, Taken},
};

/// One answer with its page.
#[derive(Debug)]
pub struct Reply {
    pub language: Language,
    /// What was understood; none where nothing was.
    pub query: Option<Query>,
    /// What it is the page of, or of a part of it; none where nothing was evaluated.
    pub answer: Option<Arc<dyn Answer>>,
    /// Names that nobody wrote, which it answers for if they were meant.
    pub supposed: Supposed,
    /// What came from the question before.
    pub taken: Vec<Taken>,
    /// Numbers that the text stated, each with what is to be said of it.
    pub claims: Vec<Claim>,
    pub page: Page,
    /// The day for which its words hold; none where they hold for any.
    pub day: Option<Date>,
    /// True where nothing was asked of us, as in small talk: among several people it is left unsaid.
    pub is_chatter: bool,
    kept: Kept,
}

/// A way to show replies.
pub trait Medium {
    /// A text, or the parts of a message.
    type Shown: Send + Sync + 'static;

    fn show(&self, reply: &Reply) -> Self::Shown;
}

/// What media have made of one reply, in the order in which they came. It is read without waiting for anybody.
#[derive(Debug, Default)]
struct Kept {
    /// A [`By`] of some medium.
    first: OnceLock<Box<dyn Any + Send + Sync>>,
    next: OnceLock<Box<Kept>>,
}

/// Tells media apart that make the same type.
struct By<M: Medium>(M::Shown);

impl Reply {
    /// A page of whatever origin, as an answer.
    pub fn new(language: Language, query: Option<Query>, answer: Option<Arc<dyn Answer>>, page: Page) -> Self {
        Self {
            language,
            query,
            answer,
            supposed: Supposed::default(),
            taken: Vec::new(),
            claims: Vec::new(),
            page,
            day: None,
            is_chatter: false,
            kept: Kept::default(),
        }
    }

    /// What a medium makes of it: made once, and kept.
    pub fn shown<M: Medium + Default + 'static>(&self) -> &M::Shown {
        &self.kept.get(|| By::<M>(M::default().show(self))).0
    }

    /// True if there is a figure or a fact in it.
    pub fn is_answered(&self) -> bool {
        self.answer.as_ref().is_some_and(|answer| answer.is_answered())
    }

    /// The document behind it by its number there, from 1.
    pub fn source(&self, number: usize) -> Option<&SourceId> {
        Some(&self.page.sources.get(number.checked_sub(1)?)?.id)
    }

    /// Rows of what to ask next.
    pub fn buttons(&self) -> &[Vec<Button>] {
        &self.page.buttons
    }

    /// The data of one of its buttons: the language, the question and, where there is room, that of this reply, which
    /// leads back; of details that have none, that of their card.
    pub fn data(&self, button: &Button) -> String {
        let alone = question::button(self.language, &button.query, None);
        let Some(here) = &self.query else { return alone };
        let is_part = matches!(button.query, Query::Details(..)) && here.answered() == button.query.answered();
        if is_part || button.query.about().as_ref() == Some(here) {
            return alone;
        }
        let with = |under: &Query| question::button(self.language, &button.query, Some(under));
        let data = with(here);
        if data == alone { with(here.answered()) } else { data }
    }

    /// The way back: to the answer `from` which one came here by a button, else to the one that it is about.
    pub fn back(&self, from: Option<&Query>) -> Option<Button> {
        match from.filter(|from| Some(*from) != self.query.as_ref()) {
            Some(from) => Some(Button { label: self.language.say(Msg::ButtonBack), query: from.clone() }),
            None => self.page.back.clone(),
        }
    }
}

impl Kept {
    fn get<T: Any + Send + Sync>(&self, make: impl Fn() -> T) -> &T {
        match self.first.get_or_init(|| Box::new(make())).downcast_ref() {
            Some(shown) => shown,
            None => self.next.get_or_init(Box::default).get(make),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    static CALLS: AtomicUsize = AtomicUsize::new(0);

    #[derive(Default)]
    struct Loud;

    #[derive(Default)]
    struct Quiet;

    impl Medium for Loud {
        type Shown = String;

        fn show(&self, _: &Reply) -> String {
            CALLS.fetch_add(1, Ordering::Relaxed);
            "LOUD".to_owned()
        }
    }

    impl Medium for Quiet {
        type Shown = String;

        fn show(&self, _: &Reply) -> String {
            CALLS.fetch_add(1, Ordering::Relaxed);
            "quiet".to_owned()
        }
    }

    #[test]
    fn each_medium_shows_a_reply_once_and_its_own_way() {
        let reply = Reply::new(Language::En, None, None, Page::default());
        for _ in 0..3 {
            assert_eq!((reply.shown::<Loud>().as_str(), reply.shown::<Quiet>().as_str()), ("LOUD", "quiet"));
        }
        assert_eq!(CALLS.load(Ordering::Relaxed), 2);
    }
}
