//! The whole flow: text → query → answer → page, kept ready for whoever asks the same again.
//!
//! Everything outside calls this. It does not know who asks, or where the page is shown.

use std::{
    collections::HashMap,
    mem,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use jiff::civil::Date;

use crate::{
    catalogue::Catalogue,
    claims::{self, Claim},
    clock::Clock,
    kinds::{self, evaluate},
    language::{Language, Msg, Talk},
    question::{self, Followed, Misread, Query},
    render::{self, Block, Remark},
};

pub use crate::render::Reply;

/// The answerer that answers now. Whoever answers takes it once and keeps to it, so that no answer mixes two states of
/// the sheets.
#[derive(Debug)]
pub struct Current(Mutex<Arc<Answerer>>);

/// Answers from one catalogue.
#[derive(Debug)]
pub struct Answerer {
    catalogue: Arc<Catalogue>,
    clock: Clock,
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
    /// True if another answerer answered it: the numbers of its sources may mean others by now.
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

const READY: usize = 256;

/// A longer text is not likely to come again.
const LONGEST_TEXT: usize = 256;

impl Current {
    pub fn new(answerer: Answerer) -> Self {
        Self(Mutex::new(Arc::new(answerer)))
    }

    /// The answerer to answer from, to the end of the answer.
    pub fn answerer(&self) -> Arc<Answerer> {
        Arc::clone(&self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Puts another answerer in its place; gives the old one, which may still be answering.
    pub fn change(&self, answerer: Answerer) -> Arc<Answerer> {
        let answerer = Arc::new(answerer);
        mem::replace(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner), answerer)
    }
}

impl Answerer {
    pub fn new(catalogue: Arc<Catalogue>) -> Self {
        Self { catalogue, clock: Clock::default(), ready: Mutex::default() }
    }

    /// The same by another clock than the real one.
    #[must_use]
    pub fn by(self, clock: Clock) -> Self {
        Self { clock, ..self }
    }

    pub fn catalogue(&self) -> &Arc<Catalogue> {
        &self.catalogue
    }

    /// Answers a text. Not understanding it is a reply like any other.
    pub fn text(&self, text: &str, reader: Reader<'_>) -> Heard {
        let language = reader.language;
        let ready = self.ready().text(text, language, reader.today);
        if let Some(reply) = ready.filter(|reply| self.holds(reply)) {
            return Heard::Reply(reply);
        }
        if !question::is_command(text) && claims::is_to_check(text) {
            return Heard::Reply(self.check(text, 1, reader));
        }
        let heard = match question::parse(text, reader.today, reader.me, &self.catalogue) {
            Ok(heard) => heard,
            Err(misread) => return Heard::Reply(self.misread(&misread, language)),
        };
        if let (question::Heard::Query { query: Query::Talk(Talk::Wrong), .. }, Some(last)) = (&heard, reader.last) {
            return Heard::Reply(self.wrong(last.answered(), language));
        }
        Heard::Reply(match heard {
            question::Heard::Query { query, language: named, understood, claimed, mut supposed } => {
                let answered_in = named.unwrap_or(language);
                supposed.otherwise.retain(|query| self.has_answer(query));
                let claims = if claimed { self.claims_of(text, &query, reader) } else { Vec::new() };
                let remark = Remark { supposed, understood, claims, taken: Vec::new() };
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
            question::Heard::Check(page, text) => {
                let checked = self.check(&text, page, reader);
                // What is forwarded may be a question, without a number to check.
                let asked = || match self.text(&text, reader) {
                    Heard::Reply(reply) if reply.is_answered() => Some(reply),
                    _ => None,
                };
                let is_nothing = checked.claims.is_empty() && !question::is_command(&text);
                is_nothing.then(asked).flatten().unwrap_or(checked)
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
            question::Heard::More => match reader.last {
                Some(last) => self.query(&Query::Details(1, Box::new(last.answered().clone())), language),
                None => self.said(language.say(Msg::NoLastAnswer), language),
            },
            question::Heard::NotOurs(bot) => return Heard::NotOurs(bot),
        })
    }

    /// Answers a text that may follow on from the reader's last question. What is read with it is not kept by its text,
    /// which says something else after another question.
    pub fn text_in_thread(&self, text: &str, reader: Reader<'_>) -> Heard {
        let followed = || self.followed(text, reader.last?, reader);
        if reader.last.is_none() {
            return self.text(text, reader);
        }
        if let Some(reply) = question::may_follow(text).then(followed).flatten() {
            return Heard::Reply(reply);
        }
        match self.text(text, reader) {
            Heard::Reply(reply) if reply.query.is_none() && reply.claims.is_empty() => {
                Heard::Reply(followed().unwrap_or(reply))
            }
            heard => heard,
        }
    }

    fn followed(&self, text: &str, last: &Query, reader: Reader<'_>) -> Option<Arc<Reply>> {
        let language = reader.language;
        match question::follow(text, last, reader.today, &self.catalogue)? {
            Ok(Followed { query, taken, supposed, claimed }) => {
                let claims = if claimed { self.claims_of(text, &query, reader) } else { Vec::new() };
                let remark = Remark { supposed, understood: !taken.is_empty(), claims, taken };
                Some(self.remarked(&query, &remark, language))
            }
            Err(misread) => Some(self.misread(&misread, language)),
        }
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
        let ready = self.ready().by_query.get(&key).cloned();
        if let Some(reply) = ready.filter(|reply| self.holds(reply)) {
            return reply;
        }
        let reply = self.remarked(query, &Remark::default(), language);
        let by_query = &mut self.ready().by_query;
        if by_query.len() >= READY {
            by_query.clear();
        }
        by_query.insert(key, reply.clone());
        reply
    }

    /// The same answer with all that it has, in one page.
    pub fn whole(&self, reply: &Arc<Reply>) -> Arc<Reply> {
        let (Some(query), Some(answer)) = (&reply.query, &reply.answer) else {
            return if reply.claims.is_empty() { reply.clone() } else { self.check_whole(reply) };
        };
        let mut page = render::whole(query, &**answer, reply.language, &self.catalogue, reply.day);
        page.blocks.splice(0..0, reply.page.blocks[..reply.page.remarks].iter().cloned());
        let mut whole = Reply::new(reply.language, Some(query.clone()), Some(Arc::clone(answer)), page);
        whole.day = reply.day;
        whole.supposed = reply.supposed.clone();
        whole.taken.clone_from(&reply.taken);
        whole.claims.clone_from(&reply.claims);
        Arc::new(whole)
    }

    fn ready(&self) -> MutexGuard<'_, Ready> {
        self.ready.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// True if what a reply says still holds.
    fn holds(&self, reply: &Reply) -> bool {
        reply.day.is_none_or(|day| day == self.clock.today())
    }

    /// True if a query has an answer; it is not kept.
    pub fn has_answer(&self, query: &Query) -> bool {
        evaluate(query, &self.catalogue).is_answered()
    }

    fn remarked(&self, query: &Query, remark: &Remark, language: Language) -> Arc<Reply> {
        let answer = evaluate(query, &self.catalogue);
        let day = answer.is_of_today().then(|| self.clock.today());
        let page = render::compose(query, &*answer, remark, language, &self.catalogue, day);
        let mut reply = Reply::new(language, Some(query.clone()), Some(answer), page);
        reply.day = day;
        reply.is_chatter = matches!(query, Query::Talk(_));
        reply.supposed = remark.supposed.clone();
        reply.taken.clone_from(&remark.taken);
        reply.claims.clone_from(&remark.claims);
        Arc::new(reply)
    }

    /// Holds the numbers of a text against the facts; the page shows some of them, from 1.
    fn check(&self, text: &str, page: usize, reader: Reader<'_>) -> Arc<Reply> {
        let claims = claims::check(text, reader.today, &self.catalogue);
        let answer = kinds::Checked::of(claims.clone(), page);
        let page = render::compose(&Query::Check, &answer, &Remark::default(), reader.language, &self.catalogue, None);
        let mut reply = Reply::new(reader.language, None, Some(Arc::new(answer)), page);
        reply.claims = claims;
        Arc::new(reply)
    }

    /// All numbers of a checked text.
    fn check_whole(&self, reply: &Reply) -> Arc<Reply> {
        let answer = kinds::Checked::whole(reply.claims.clone());
        let page = render::whole(&Query::Check, &answer, reply.language, &self.catalogue, None);
        let mut whole = Reply::new(reply.language, None, Some(Arc::new(answer)), page);
        whole.claims.clone_from(&reply.claims);
        Arc::new(whole)
    }

    /// The numbers that a question states, held against the figure that it asks for.
    fn claims_of(&self, text: &str, query: &Query, reader: Reader<'_>) -> Vec<Claim> {
        match query {
            Query::Figures(ask) => claims::asked(text, ask, reader.today, &self.catalogue),
            _ => Vec::new(),
        }
    }

    fn source(&self, number: usize, reader: Reader<'_>) -> Arc<Reply> {
        let language = reader.language;
        let Some(last) = reader.last else { return self.said(language.say(Msg::NoLastAnswer), language) };
        let last = self.query(&of_sources(last), language);
        match last.source(number).and_then(|id| self.catalogue.source(id.as_str())) {
            Some(source) => {
                let page = render::document(source, language, &self.catalogue);
                Arc::new(Reply::new(language, last.query.clone(), last.answer.clone(), page))
            }
            None => self.no_source(number, &last),
        }
    }

    fn no_source(&self, number: usize, last: &Reply) -> Arc<Reply> {
        let (language, count) = (last.language, last.page.sources.len().into());
        self.said(language.say(Msg::NoSuchSource { number: number.into(), count }), language)
    }

    /// How to cite one of the documents behind the last answer; without a number the only one, or which of them.
    fn cite(&self, number: Option<usize>, reader: Reader<'_>) -> Arc<Reply> {
        let language = reader.language;
        let Some(last) = reader.last else { return self.said(language.say(Msg::NoLastAnswer), language) };
        let answered = self.query(&of_sources(last), language);
        let follow = |page| Arc::new(Reply::new(language, Some(last.clone()), answered.answer.clone(), page));
        let sources = &answered.page.sources;
        let Some(number) = number.or((sources.len() == 1).then_some(1)) else {
            let offers: Vec<Query> = sources.iter().map(|source| Query::Cite(source.id.clone())).collect();
            return follow(render::words(language.say(Msg::CiteWhich), &offers, language, &self.catalogue));
        };
        match answered.source(number) {
            Some(id) => follow(self.query(&Query::Cite(id.clone()), language).page.clone()),
            None => self.no_source(number, &answered),
        }
    }

    fn misread(&self, misread: &Misread, language: Language) -> Arc<Reply> {
        // What is offered instead must not lead to another "no"; but of two readings both are named.
        let is_choice = matches!(misread, Misread::Ambiguous { .. });
        let is_offered = |query: &&Query| is_choice || self.has_answer(query);
        let offers: Vec<Query> = misread.offers().iter().filter(is_offered).cloned().collect();
        let page = render::misread(misread, &offers, language, &self.catalogue);
        let mut reply = Reply::new(language, None, None, page);
        reply.is_chatter = misread.is_chatter();
        Arc::new(reply)
    }

    /// How to report that the last answer is wrong, with its question.
    fn wrong(&self, last: &Query, language: Language) -> Arc<Reply> {
        let why = if let Query::Figures(ask) = last { Some(Query::Why(ask.clone())) } else { None };
        let offers: Vec<Query> = why.into_iter().chain([Query::SourcesOf(Box::new(last.clone()))]).collect();
        let mut page = render::words(language.say(Msg::TalkWrongAnswer), &offers, language, &self.catalogue);
        page.blocks.push(Block::Code(last.to_string()));
        let query = Query::Talk(Talk::Wrong);
        let answer = evaluate(&query, &self.catalogue);
        let mut reply = Reply::new(language, Some(query), Some(answer), page);
        reply.is_chatter = true;
        Arc::new(reply)
    }

    fn said(&self, words: String, language: Language) -> Arc<Reply> {
        let page = render::words(words, &[], language, &self.catalogue);
        Arc::new(Reply::new(language, None, None, page))
    }

    /// The word that from now on this language is spoken.
    fn spoken(&self, language: Language) -> Arc<Reply> {
        let page = render::words(language.say(Msg::LanguageSet), &[Query::Start], language, &self.catalogue);
        let query = Some(Query::Speak(language));
        Arc::new(Reply::new(language, query, Some(Arc::new(kinds::Languages)), page))
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

/// The question whose page lists all documents of an answer by their numbers.
fn of_sources(query: &Query) -> Query {
    Query::Details(1, Box::new(query.answered().clone()))
}
