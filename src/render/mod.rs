//! Answers → something to look at.

mod page;

pub use page::{Block, Button, Page, Piece, Text};
