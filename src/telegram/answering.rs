//! Where answers come from: the answerer, or in a test something slow or broken.

use std::{future::Future, pin::Pin, sync::Arc};

use jiff::civil::Date;

use crate::{
    language::Language,
    question::Query,
    reply::{Answerer, Heard, Reader},
};

/// Answers what is asked.
pub type Answering = Arc<dyn Fn(Asked) -> Pin<Box<dyn Future<Output = Heard> + Send>> + Send + Sync>;

/// A question, with all that its answer depends on.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The source of the answer, whatever becomes of the sheets meanwhile.
    pub answerer: Arc<Answerer>,
    pub input: Input,
    pub language: Language,
    pub today: Date,
    /// The question before, for questions that follow on.
    pub last: Option<Query>,
    /// True if a text may lack what that said; false where several people talk at once.
    pub in_thread: bool,
    /// True if another answerer answered that.
    pub moved: bool,
    /// The bot's user name without `@`.
    pub me: Arc<str>,
}

/// The question itself: typed, or carried by a button.
#[derive(Clone, Debug)]
pub enum Input {
    Text(String),
    Query(Query),
}

/// Answers from the answerer.
pub fn answering() -> Answering {
    Arc::new(|asked| {
        Box::pin(async move {
            let Asked { answerer, input, language, today, last, in_thread, moved, me } = asked;
            match input {
                Input::Text(text) => {
                    let reader = Reader { language, today, last: last.as_ref(), moved, me: Some(&me) };
                    if in_thread { answerer.text_in_thread(&text, reader) } else { answerer.text(&text, reader) }
                }
                Input::Query(query) => answerer.heard(&query, language),
            }
        })
    })
}
