//! The whole flow: text → query → answer → page, kept ready for whoever asks the same again.

use std::sync::{Arc, OnceLock};

use jiff::civil::Date;

use crate::{
    catalogue::Catalogue,
    language::Language,
    question::Query,
    render::{Block, Button, Page, Piece, Text},
};

/// Answers from one catalogue.
#[derive(Debug)]
pub struct Desk {
    catalogue: Arc<Catalogue>,
}

/// Who asks, as far as the words depend on it.
#[derive(Clone, Copy, Debug)]
pub struct Reader<'a> {
    pub language: Language,
    pub today: Date,
    /// The chat's last question, or that of the message replied to.
    pub last: Option<&'a Query>,
    /// The bot's user name without `@`; none where there is no bot.
    pub me: Option<&'a str>,
}

/// What becomes of a text.
#[derive(Clone, Debug)]
pub enum Heard {
    Reply(Arc<Reply>),
    /// The reader chose a language; the reply is in it.
    Language(Language, Arc<Reply>),
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
    pub page: Page,
    html: OnceLock<Vec<String>>,
}

impl Desk {
    pub fn new(catalogue: Arc<Catalogue>) -> Self {
        Self { catalogue }
    }

    pub fn catalogue(&self) -> &Arc<Catalogue> {
        &self.catalogue
    }

    /// Answers a text. Not understanding it is a reply like any other.
    pub fn text(&self, text: &str, reader: Reader<'_>) -> Heard {
        let _ = (text, reader);
        Heard::Reply(self.query(&Query::Help, reader.language))
    }

    /// Answers a query.
    pub fn query(&self, query: &Query, language: Language) -> Arc<Reply> {
        Arc::new(Reply {
            language,
            query: Some(query.clone()),
            answered: true,
            page: Page::default(),
            html: OnceLock::new(),
        })
    }
}

impl Reply {
    pub fn new(language: Language, query: Option<Query>, answered: bool, page: Page) -> Self {
        Self { language, query, answered, page, html: OnceLock::new() }
    }

    /// Telegram HTML in parts, each within a message; at least one.
    pub fn html(&self) -> &[String] {
        self.html.get_or_init(|| vec![format!("<b>{}</b>", self.title())])
    }

    fn title(&self) -> &str {
        let titles = self.page.blocks.iter().filter_map(|block| match block {
            Block::Title(Text(pieces)) => Some(pieces),
            _ => None,
        });
        titles
            .flatten()
            .find_map(|piece| match piece {
                Piece::Plain(words) => Some(words.as_str()),
                _ => None,
            })
            .unwrap_or("tradefacts")
    }

    /// Rows of what to ask next; each carries [`Reply::language`] and its query.
    pub fn buttons(&self) -> &[Vec<Button>] {
        &self.page.buttons
    }
}
