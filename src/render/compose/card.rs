//! The card of an answer, and its details.
//!
//! A card is the beginning of an answer, in as many lines as a phone shows at once. The details are the whole page, in
//! parts of a message each. Both give a document the same number.

use std::mem;

use super::{Answer, Writer};
use crate::{
    catalogue::Catalogue,
    language::{Language, Msg},
    question::Query,
    render::{Block, Button, Citation, Page, html, limits, page},
};

/// The extent of an answer that a page shows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Extent {
    Card,
    /// A part of the whole page, from 1.
    Part(usize),
    /// The whole page, however long.
    Whole,
}

/// UTF-16 units of a card at most, without its sources.
const CARD: usize = 1_000;

impl<'c> Writer<'c> {
    /// The whole page of an answer, with its documents.
    pub(crate) fn of_whole(answer: &'c dyn Answer, language: Language, catalogue: &'c Catalogue) -> Self {
        let mut writer = Self::new(language, catalogue);
        writer.whole(answer);
        writer
    }

    /// Lays out as much of an answer as is shown, with the list of its documents.
    pub(super) fn show(&mut self, answer: &'c dyn Answer, extent: Extent) {
        match extent {
            Extent::Card => self.card(answer),
            Extent::Part(number) => {
                self.whole(answer);
                self.part(number);
            }
            Extent::Whole => self.whole(answer),
        }
    }

    fn card(&mut self, answer: &'c dyn Answer) {
        self.is_card = true;
        answer.card(self);
        self.number_anew();
        self.fold();
        let named = self.page.blocks.iter().flat_map(Block::sources).max().unwrap_or(0);
        self.sources.truncate(named);
        self.cite(answer);
    }

    /// The whole page. Its documents keep the numbers that the card has given them.
    fn whole(&mut self, answer: &'c dyn Answer) {
        if !answer.is_read_through() {
            let said = mem::take(&mut self.page.blocks);
            self.is_card = true;
            answer.card(self);
            self.number_anew();
            self.is_card = false;
            self.page.blocks = said;
            self.headline = super::Headline::default();
        }
        answer.lay_out(self);
        self.cite(answer);
    }

    /// Numbers the documents anew, without those of numbers that are not shown: a table that had no room may have
    /// listed them.
    fn number_anew(&mut self) {
        let mut named: Vec<usize> = self.page.blocks.iter().flat_map(Block::sources).collect();
        named.sort_unstable();
        named.dedup();
        if named.len() == self.sources.len() {
            return;
        }
        for block in &mut self.page.blocks {
            block.number_anew(|number| named.binary_search(&number).map_or(number, |index| index + 1));
        }
        let mut number = 0;
        self.sources.retain(|_| {
            number += 1;
            named.binary_search(&number).is_ok()
        });
    }

    /// Cuts what has no room on a card, and says so.
    fn fold(&mut self) {
        if page::lines(&self.page.blocks) <= page::CARD_LINES {
            return;
        }
        self.has_more = true;
        let mut left = page::CARD_LINES - 1;
        let mut kept = 0;
        for block in &mut self.page.blocks {
            let needed = page::lines(std::slice::from_ref(block));
            if needed > left {
                if let Block::Table(table) = block
                    && left > 2
                {
                    table.rows.truncate(left - 1);
                    kept += 1;
                }
                break;
            }
            left -= needed;
            kept += 1;
        }
        self.page.blocks.truncate(kept);
        // A heading alone, or a blank line, says nothing at the end.
        if let [.., Block::Space, Block::Line(_)] = &self.page.blocks[..] {
            self.page.blocks.pop();
        }
        while let Some(Block::Space) = self.page.blocks.last() {
            self.page.blocks.pop();
        }
        self.line(self.say(Msg::MoreInDetails));
    }

    /// The part of the page that is a message of its own; behind the last one, the last.
    fn part(&mut self, number: usize) {
        /// Room for the title, which stands over each part.
        const TITLE: usize = 200;
        let title = self.page.blocks.iter().find(|block| matches!(block, Block::Title(_))).cloned();
        let mut parts = html::split(&self.page, limits::SCREEN - TITLE);
        let number = number.clamp(1, parts.len());
        self.parts = (number, parts.len());
        if parts.len() == 1 {
            return;
        }
        let mut blocks = parts.swap_remove(number - 1);
        if number > 1 {
            blocks.splice(0..0, title);
        }
        let of = format!(" · {number}/{}", self.parts.1);
        if let Some(Block::Title(title)) = blocks.iter_mut().find(|block| matches!(block, Block::Title(_))) {
            *title = mem::take(title).and(of);
        }
        self.page.blocks = blocks;
    }

    /// The list of the documents behind what was laid out.
    pub(crate) fn cite(&mut self, answer: &dyn Answer) {
        if self.sources.is_empty() {
            return;
        }
        self.page.sources_title = answer.sources_title(self);
        self.page.sources = self.citations_of_all();
        // Where a card has so many that they take a message alone, the places in them stand in the details.
        let units = |citation: &Citation| citation.text.units();
        if self.is_card && self.page.sources.iter().map(units).sum::<usize>() > limits::SCREEN - CARD {
            self.sources.iter_mut().for_each(|cited| cited.at.clear());
            self.page.sources = self.citations_of_all();
            self.has_more = true;
        }
    }

    fn citations_of_all(&self) -> Vec<Citation> {
        let citation = |cited: &super::Cited<'c>| Citation { id: cited.source.id.clone(), text: self.citation(cited) };
        self.sources.iter().map(citation).collect()
    }

    /// Buttons to the other parts of a page.
    pub(super) fn part_buttons(&self, query: &Query) -> Vec<Button> {
        let (number, count) = self.parts;
        let to = |number: usize, label: String| {
            let query = Query::Details(u16::try_from(number).ok()?, Box::new(query.clone()));
            query.fits_a_button().then_some(Button { label, query })
        };
        let before = (number > 1).then(|| to(number - 1, format!("◀ {}/{count}", number - 1))).flatten();
        let after = (number < count).then(|| to(number + 1, format!("{}/{count} ▶", number + 1))).flatten();
        before.into_iter().chain(after).collect()
    }
}

impl Page {
    /// Lines that its blocks take on a phone, without sources and buttons.
    pub fn lines(&self) -> usize {
        page::lines(&self.blocks)
    }
}
