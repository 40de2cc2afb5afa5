//! What the bot says of itself.

use super::super::{Block, Piece, Text};
use super::Writer;
use crate::{
    catalogue::Catalogue,
    fact::Period,
    language::Msg,
    question::{Ask, Query, When},
};

impl<'c> Writer<'c> {
    pub(super) fn start(&mut self) {
        self.line(self.say(Msg::Start));
        self.line(self.say(Msg::StartTry));
    }

    pub(super) fn help(&mut self) {
        self.line(self.say(Msg::Help));
        self.line(self.say(Msg::HelpFree));
    }
}

/// What a newcomer may like to ask first.
pub(super) fn examples(catalogue: &Catalogue) -> Vec<Query> {
    let _ = (catalogue, Period::Year, Piece::Plain, Text::default, Block::Space);
    let _: Option<(Ask, When)> = None;
    Vec::new()
}
