//! Answer → something to look at.
//!
//! [`compose`] lays an [`Answer`] out in a language, as a [`Page`] without markup; [`Writer`] has the words that pages
//! share. Each [`Medium`] makes of it what it
//! shows: [`html`] Telegram HTML, [`plain`] terminal text, [`json`] the answer itself. None knows how it will be sent.

mod cite;
mod compose;
pub mod html;
pub mod json;
pub mod limits;
mod medium;
mod page;
pub mod plain;

pub use cite::{Style, cite};
pub use compose::{
    Answer, Formulas, Remark, Writer, citations, compose, document, in_words, menu, misread, time_in_words, whole,
    words,
};
pub(crate) use compose::{Cited, Headline, capital, is_rounded, span, unique, with_day};
pub use medium::{Medium, Reply};
pub use page::{Block, Button, CARD_LINES, CARD_TABLE, Citation, Page, Piece, Table, Text};
