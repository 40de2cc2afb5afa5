//! Answer → something to look at.
//!
//! [`compose`] lays an answer out in a language, as a [`Page`] without markup; [`html`] and [`plain`] make it
//! Telegram HTML and terminal text; [`json`] writes the answer itself. It does not know how it will be sent.

mod cite;
mod compose;
pub mod html;
pub mod json;
mod page;
pub mod plain;

pub use cite::{Style, cite};
pub use compose::{Formulas, Remark, citations, compose, document, in_words, menu, misread, words};
pub use page::{Block, Button, Citation, Page, Piece, Table, Text};
