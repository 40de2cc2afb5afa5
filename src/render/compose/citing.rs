//! How to cite a document.

use super::super::{Block, Piece, Style, Text, cite};
use super::Writer;
use crate::{
    catalogue::Catalogue,
    fact::Source,
    language::{Language, Msg},
};

impl<'c> Writer<'c> {
    pub(crate) fn citations(&mut self, source: &'c Source) {
        let name =
            source.publisher.as_ref().or(source.title.as_ref()).cloned().unwrap_or_else(|| source.id.to_string());
        self.title(self.say(Msg::CiteTitle { source: name.into() }));
        let line = |name: String, words: String| Block::Item(Text::bold(name).and(": ").with(Piece::Code(words)));
        self.block(line(self.say(Msg::CiteShort), self.short(source)));
        for style in Style::ALL.iter().copied() {
            match style {
                Style::Apa | Style::Gost | Style::GbT => self.block(line(style.name().to_owned(), cite(style, source))),
                Style::BibTex => {
                    self.block(Block::Item(Text::bold(style.name())));
                    self.block(Block::Code(cite(style, source)));
                }
            }
        }
        if source.author.is_some() {
            self.line(self.say(Msg::CiteNames));
        }
    }

    /// `Author, “Title”, mts.kg, 20 January 2026, https://…`
    fn short(&self, source: &Source) -> String {
        let mut parts: Vec<String> = source.author.iter().cloned().collect();
        parts.extend(source.title.as_ref().map(|title| self.say(Msg::Quoted { words: title.into() })));
        parts.extend(source.publisher.clone());
        parts.push(self.published(source));
        parts.extend(source.url.clone());
        parts.push(self.read_on(source));
        parts.join(self.language.comma())
    }
}

/// Every citation of a document, by the name of its style.
pub fn citations(source: &Source, language: Language, catalogue: &Catalogue) -> Vec<(&'static str, String)> {
    let short = Writer::new(language, catalogue).short(source);
    let styles =
        [Style::Apa, Style::Gost, Style::GbT, Style::BibTex].into_iter().zip(["apa", "gost", "gb-t", "bibtex"]);
    std::iter::once(("short", short)).chain(styles.map(|(style, key)| (key, cite(style, source)))).collect()
}
