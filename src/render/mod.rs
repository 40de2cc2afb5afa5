//! Answer → something to look at.
//!
//! [`compose`] lays an [`Answer`] out in a language, as a [`Page`] without markup: a card, or its details. [`Writer`]
//! has the words that pages share. Each [`Medium`] makes of a page what it shows: [`html`] Telegram HTML, [`plain`]
//! terminal text, [`json`] the answer itself. None knows how it will be sent.

mod cite;
mod compose;
pub mod html;
pub mod json;
pub mod limits;
mod medium;
mod page;
pub mod plain;
mod table;

pub use cite::{Style, cite};
pub use compose::{
    Answer, Formulas, Remark, Writer, citations, compose, document, in_words, menu, misread, time_in_words, whole,
    words,
};
pub(crate) use compose::{Cited, Headline, capital, is_rounded, span, unique, with_day};
pub use medium::{Medium, Reply};
pub use page::{Block, Button, CARD_LINES, CARD_TABLE, Citation, Page, Piece, Text};
pub use table::Table;
