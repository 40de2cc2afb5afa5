//! The whole flow: text → query → answer → page, kept ready for whoever asks the same again.
//!
//! Everything outside calls this. It does not know who asks, or where the page is shown.

use std::{
    collections::HashMap,
    mem,
    sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError},
};

use jiff::civil::Date;

use crate::{
    answer,
    catalogue::Catalogue,
    language::{Language, Msg},
    question::{self, Misread, Query, Supposed},
    render::{self, Button, Formulas, Page, Remark},
};

/// The desk that answers now. Whoever answers takes it once and keeps to it, so that no answer mixes two states of
/// the sheets.
#[derive(Debug)]
pub struct Live(Mutex<Arc<Desk>>);

/// Answers from one catalogue.
#[derive(Debug)]
pub struct Desk {
    catalogue: Arc<Catalogue>,
    ready: Mutex<Ready>,
}

/// Replies that were given before, by what was asked; at most [`READY`] of each, so that memory has a bound.
#[derive(Debug, Default)]
struct Ready {
    by_query: HashMap<(Language, Query), Arc<Reply>>,
    /// "Last year" means another one tomorrow: what texts were taken for holds for a day.
    by_text: HashMap<Language, HashMap<Box<str>, Arc<Reply>>>,
    day: Date,
}

/// Who asks, as far as the words depend on it.
#[derive(Clone, Copy, Debug)]
pub struct Reader<'a> {
    pub language: Language,
    pub today: Date,
    /// The chat's last question, or that of the message replied to.
    pub last: Option<&'a Query>,
    /// Whether another desk answered it: the numbers of its sources may mean others by now.
    pub moved: bool,
    /// The bot's user name without `@`; none where there is no bot.
    pub me: Option<&'a str>,
}

/// What becomes of a text.
#[derive(Clone, Debug)]
pub enum Heard {
    Reply(Arc<Reply>),
    /// The reader chose a language, or none to go back to their own; the reply is in it.
    Language(Option<Language>, Arc<Reply>),
    /// A command for another bot, named here.
    NotOurs(String),
}

/// One answer with its page.
#[derive(Debug)]
pub struct Reply {
    pub language: Language,
    /// What was understood; none where nothing was.
    pub query: Option<Query>,
    pub answered: bool,
    /// Names that nobody wrote, which it answers for if they were meant.
    pub supposed: Supposed,
    pub page: Page,
    html: OnceLock<Vec<String>>,
}

const READY: usize = 256;

/// A longer text is not likely to come again.
const LONGEST_TEXT: usize = 256;

/// Telegram takes 4,096 units in a message; a phone shows less than this at once.
const LONGEST_PART: usize = 3_500;

impl Live {
    pub fn new(desk: Desk) -> Self {
        Self(Mutex::new(Arc::new(desk)))
    }

    /// The desk to answer from, to the end of the answer.
    pub fn desk(&self) -> Arc<Desk> {
        Arc::clone(&self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Puts another desk in its place; gives the old one, which may still be answering.
    pub fn change(&self, desk: Desk) -> Arc<Desk> {
        let desk = Arc::new(desk);
        mem::replace(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner), desk)
    }
}

impl Desk {
    pub fn new(catalogue: Arc<Catalogue>) -> Self {
        Self { catalogue, ready: Mutex::default() }
    }

    pub fn catalogue(&self) -> &Arc<Catalogue> {
        &self.catalogue
    }

    /// Answers a text. Not understanding it is a reply like any other.
    pub fn text(&self, text: &str, reader: Reader<'_>) -> Heard {
        let language = reader.language;
        if let Some(reply) = self.ready().text(text, language, reader.today) {
            return Heard::Reply(reply);
        }
        let heard = match question::parse(text, reader.today, reader.me, &self.catalogue) {
            Ok(heard) => heard,
            Err(misread) => return Heard::Reply(self.misread(&misread, language)),
        };
        Heard::Reply(match heard {
            question::Heard::Query { query, language: named, understood, claimed, mut supposed } => {
                let answered_in = named.unwrap_or(language);
                supposed.otherwise.retain(|query| answer::evaluate(query, &self.catalogue).is_answered());
                let remark = Remark { supposed, understood, claimed };
                let heard = if remark.is_empty() {
                    self.heard(&query, answered_in)
                } else {
                    Heard::Reply(self.remarked(&query, &remark, answered_in))
                };
                if let Heard::Reply(reply) = &heard {
                    self.ready().keep_text(text, language, reply);
                }
                return heard;
            }
            question::Heard::Language(Some(chosen)) => return self.heard(&Query::Speak(chosen), language),
            question::Heard::Language(None) => {
                return Heard::Language(None, self.said(language.say(Msg::LanguageAuto), language));
            }
            question::Heard::Source(Some(number)) if !reader.moved => self.source(number, reader),
            question::Heard::Source(_) => match reader.last {
                Some(last @ Query::SourcesOf(_)) => self.query(last, language),
                Some(last) => self.query(&Query::SourcesOf(Box::new(last.clone())), language),
                None => self.said(language.say(Msg::NoLastAnswer), language),
            },
            question::Heard::Cite(number) => self.cite(number.filter(|_| !reader.moved), reader),
            question::Heard::NotOurs(bot) => return Heard::NotOurs(bot),
        })
    }

    /// Answers a query that came without words, as from a button.
    pub fn heard(&self, query: &Query, language: Language) -> Heard {
        match query {
            Query::Speak(chosen) => Heard::Language(Some(*chosen), self.spoken(*chosen)),
            _ => Heard::Reply(self.query(query, language)),
        }
    }

    /// Answers a query.
    pub fn query(&self, query: &Query, language: Language) -> Arc<Reply> {
        let key = (language, query.clone());
        if let Some(reply) = self.ready().by_query.get(&key) {
            return reply.clone();
        }
        let reply = self.remarked(query, &Remark::default(), language);
        let by_query = &mut self.ready().by_query;
        if by_query.len() >= READY {
            by_query.clear();
        }
        by_query.insert(key, reply.clone());
        reply
    }

    fn ready(&self) -> MutexGuard<'_, Ready> {
        self.ready.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The answer to what was understood, as the object that scripts read.
    pub fn json(&self, reply: &Reply) -> String {
        let answer = reply.query.as_ref().map(|query| answer::evaluate(query, &self.catalogue));
        let offers: Vec<Query> = match &answer {
            Some(answer) => [reply.supposed.otherwise.clone(), answer.suggestions()].concat(),
            None => reply.buttons().iter().flatten().map(|button| button.query.clone()).collect(),
        };
        let formulas = Formulas { language: reply.language, catalogue: &self.catalogue };
        render::json::object(reply.query.as_ref(), &reply.supposed, answer.as_ref(), &offers, &formulas)
    }

    fn remarked(&self, query: &Query, remark: &Remark, language: Language) -> Arc<Reply> {
        let answer = answer::evaluate(query, &self.catalogue);
        let page = render::compose(query, &answer, remark, language, &self.catalogue);
        let supposed = remark.supposed.clone();
        Arc::new(Reply { supposed, ..Reply::new(language, Some(query.clone()), answer.is_answered(), page) })
    }

    fn source(&self, number: usize, reader: Reader<'_>) -> Arc<Reply> {
        let language = reader.language;
        let Some(last) = reader.last else { return self.said(language.say(Msg::NoLastAnswer), language) };
        // What stands behind an answer has the answer's own sources.
        let last = match last {
            Query::SourcesOf(query) => query,
            query => query,
        };
        let answer = answer::evaluate(last, &self.catalogue);
        match render::source_only(number, &answer, language, &self.catalogue) {
            Ok(page) => Arc::new(Reply::new(language, Some(last.clone()), true, page)),
            Err(count) => {
                self.said(language.say(Msg::NoSuchSource { number: number.into(), count: count.into() }), language)
            }
        }
    }

    /// How to cite one of the documents behind the last answer; without a number the only one, or which of them.
    fn cite(&self, number: Option<usize>, reader: Reader<'_>) -> Arc<Reply> {
        let language = reader.language;
        let Some(last) = reader.last else { return self.said(language.say(Msg::NoLastAnswer), language) };
        let answered = match last {
            Query::SourcesOf(query) => query,
            query => query,
        };
        let sources = render::sources_of(&answer::evaluate(answered, &self.catalogue), language, &self.catalogue);
        let number = number.or((sources.len() == 1).then_some(1));
        let Some(number) = number else {
            let offers: Vec<Query> = sources.into_iter().map(Query::Cite).collect();
            let page = render::words(language.say(Msg::CiteWhich), &offers, language, &self.catalogue);
            return Arc::new(Reply::new(language, Some(last.clone()), true, page));
        };
        match number.checked_sub(1).and_then(|index| sources.get(index)) {
            Some(id) => {
                let cited = self.query(&Query::Cite(id.clone()), language);
                Arc::new(Reply::new(language, Some(last.clone()), true, cited.page.clone()))
            }
            None => {
                let count = sources.len().into();
                self.said(language.say(Msg::NoSuchSource { number: number.into(), count }), language)
            }
        }
    }

    fn misread(&self, misread: &Misread, language: Language) -> Arc<Reply> {
        // What is offered instead must not lead to another "no"; but of two readings both are named.
        let is_choice = matches!(misread, Misread::Ambiguous { .. });
        let answered = |query: &&Query| is_choice || answer::evaluate(query, &self.catalogue).is_answered();
        let offers: Vec<Query> = misread.offers().iter().filter(answered).cloned().collect();
        let page = render::misread(misread, &offers, language, &self.catalogue);
        Arc::new(Reply::new(language, None, false, page))
    }

    fn said(&self, words: String, language: Language) -> Arc<Reply> {
        let page = render::words(words, &[], language, &self.catalogue);
        Arc::new(Reply::new(language, None, false, page))
    }

    /// The word that from now on this language is spoken.
    fn spoken(&self, language: Language) -> Arc<Reply> {
        let page = render::words(language.say(Msg::LanguageSet), &[Query::Start], language, &self.catalogue);
        let query = Some(Query::Speak(language));
        Arc::new(Reply::new(language, query, true, page))
    }
}

impl Ready {
    /// The reply to the very same text, asked in the same language on the same day.
    fn text(&mut self, text: &str, language: Language, today: Date) -> Option<Arc<Reply>> {
        if self.day != today {
            self.by_text.clear();
            self.day = today;
        }
        self.by_text.get(&language)?.get(text).cloned()
    }

    fn keep_text(&mut self, text: &str, language: Language, reply: &Arc<Reply>) {
        let texts = self.by_text.entry(language).or_default();
        if texts.len() >= READY {
            texts.clear();
        }
        if text.len() <= LONGEST_TEXT {
            texts.insert(text.into(), reply.clone());
        }
    }
}

impl Reply {
    /// A page of whatever origin, as an answer.
    pub fn new(language: Language, query: Option<Query>, answered: bool, page: Page) -> Self {
        Self { language, query, answered, supposed: Supposed::default(), page, html: OnceLock::new() }
    }

    /// Telegram HTML in parts, each within a message; at least one.
    pub fn html(&self) -> &[String] {
        self.html.get_or_init(|| render::html::parts(&self.page, LONGEST_PART))
    }

    /// Rows of what to ask next; each carries [`Reply::language`] and its query.
    pub fn buttons(&self) -> &[Vec<Button>] {
        &self.page.buttons
    }
}
