//! Places, indicators, documents, agreements, findings of a search.

use std::sync::Arc;

use super::super::{Block, Piece, Text};
use super::figures::capital;
use super::{Cited, Writer};
use crate::{
    answer::{Basis, Documents, Listed, Meaning, Newest, Opened, Overview, Reading, Row},
    fact::{Indicator, Place},
    language::Msg,
    question::{Ask, Query, When},
};

impl<'c> Writer<'c> {
    pub(super) fn countries(&mut self, places: &'c [Arc<Place>]) {
        self.title(self.say(Msg::CountriesTitle));
        for place in places {
            let tap = Piece::Tap(Query::Country(place.id.clone(), When::Latest));
            self.block(Block::Item(Text::plain(format!("{} ", self.place(place))).with(tap)));
        }
    }

    pub(super) fn agreements(&mut self, listed: &'c Listed) {
        self.title(match &listed.place {
            Some(place) => self.say(Msg::AgreementsTitle { place: self.place(place).into() }),
            None => self.say(Msg::AgreementsAll),
        });
        self.statements(&listed.statements);
        self.more(listed.more);
    }

    pub(super) fn said(&mut self, listed: &'c Listed) {
        if let Some(place) = &listed.place {
            self.title(self.place(place).to_owned());
        }
        self.statements(&listed.statements);
        self.more(listed.more);
    }

    pub(super) fn found(&mut self, found: &'c Listed) {
        self.title(self.say(Msg::FoundTitle { words: found.words.clone().unwrap_or_default().into() }));
        for reading in &found.readings {
            self.reading(reading);
        }
        self.statements(&found.statements);
        if found.more > 0 {
            self.line(self.say(Msg::FoundMore { count: found.more.into() }));
        }
    }

    /// That there is more, and how much.
    pub(super) fn more(&mut self, count: usize) {
        if count > 0 {
            self.line(self.say(Msg::ListMore { count: count.into() }));
        }
    }

    /// One number with all that names it, and its authority.
    fn reading(&mut self, reading: &'c Reading) {
        let lead = &reading.lead;
        let marks = self.lead_marks(reading);
        let what = [
            capital(&self.number_name(lead)),
            self.place_named(lead.series.partner.as_str()),
            match lead.since {
                Some(since) => format!("{} / {}", self.period(lead.period), self.period(since)),
                None => self.period(lead.period),
            },
        ];
        let number = match lead.period.year_before().filter(|_| lead.since.is_none()) {
            Some(base) if self.is_growth(lead) => self.on(lead, base),
            _ => self.number(lead),
        };
        let mut text = Text::plain(format!("{}: ", what.join(self.language.comma()))).with(Piece::Bold(number));
        if let Some(figure) = lead.figures().first() {
            text = text.and(format!(" ({})", self.authority(figure.authority.as_str())));
        }
        if reading.lead.is_calculated() {
            text = text.and(format!(" ({})", self.say(Msg::Calculated)));
        }
        if let Basis::Stated(figure) = &lead.basis
            && figure.withdrawn.is_some()
        {
            text = text.and(format!(" ({})", self.say(Msg::WithdrawnOn { when: self.withdrawn_on(figure).into() })));
        }
        self.block(Block::Item(text.marked(marks)));
    }

    pub(super) fn newest(&mut self, newest: &'c Newest) {
        self.title(self.say(Msg::ButtonNewest));
        for (ask, row) in &newest.rows {
            self.newest_of(ask, row);
        }
    }

    /// One of the newest numbers: what, when, how much, the change, and who says so.
    fn newest_of(&mut self, ask: &Ask, row: &'c Row) {
        let lead = &row.reading.lead;
        let marks = self.lead_marks(&row.reading);
        let name = self.answered_of(ask, lead.figures().first().copied());
        let mut text = Text::plain(format!("{}: ", capital(&name))).with(Piece::Bold(self.number(lead)));
        if let Some(change) = &row.change {
            text = text.and([self.language.comma(), &self.change(change)].concat());
        }
        if row.reading.lead.is_calculated() {
            text = text.and(format!(" ({})", self.say(Msg::Calculated)));
        }
        self.block(Block::Item(text.marked(marks)));
    }

    pub(super) fn meaning(&mut self, meaning: &'c Meaning) {
        self.title(capital(self.indicator(&meaning.indicator)));
        self.line(self.language.pick(&meaning.indicator.definition).to_owned());
        for reading in &meaning.readings {
            self.reading(reading);
        }
        self.more(meaning.more);
        if meaning.readings.is_empty() {
            self.line(self.say(Msg::NoData));
        }
    }

    pub(super) fn indicators(&mut self, indicators: &'c [Arc<Indicator>]) {
        self.title(self.say(Msg::IndicatorsTitle));
        for indicator in indicators {
            let name = capital(self.indicator(indicator));
            let definition = self.language.pick(&indicator.definition);
            let tap = Piece::Tap(Query::Indicator(Some(indicator.id.clone())));
            self.block(Block::Item(Text::bold(name).and(format!(": {definition} ")).with(tap)));
        }
    }

    pub(super) fn overview(&mut self, overview: &'c Overview) {
        self.title(self.say(Msg::ButtonFacts));
        let (first, last) =
            overview.years.map(|(first, last)| (first.to_string(), last.to_string())).unwrap_or_default();
        self.line(self.say(Msg::Facts {
            figures: overview.figures.into(),
            statements: overview.statements.into(),
            sources: overview.sources.into(),
            first: first.into(),
            last: last.into(),
        }));
        let places =
            overview.places.iter().map(|place| self.place(place)).collect::<Vec<_>>().join(self.language.comma());
        self.line(self.say(Msg::FactsAbout { places: places.into() }));
        let measured = overview
            .indicators
            .iter()
            .map(|indicator| self.indicator(indicator))
            .collect::<Vec<_>>()
            .join(self.language.comma());
        self.line(self.say(Msg::FactsMeasured { indicators: measured.into() }));
    }

    /// A page of the documents, each in a line or two: the rest is on its own page.
    pub(super) fn documents(&mut self, documents: &'c Documents) {
        let mut title = self.say(Msg::SourcesTitle { count: documents.all.len().into() });
        if documents.pages() > 1 {
            title = format!("{title} · {}/{}", documents.page, documents.pages());
        }
        self.title(title);
        for (number, source) in documents.shown() {
            let mut text = Text::plain(format!("[{number}] "));
            if let Some(title) = &source.title {
                text = text.with(Piece::Bold(title.clone())).and(". ");
            }
            text = text.and(format!("{} ", self.cited(&Cited::whole(source))));
            text = text.with(Piece::Tap(Query::Source(source.id.clone()))).and(" ");
            self.block(Block::Line(text.with(Piece::Tap(Query::Cite(source.id.clone())))));
        }
    }

    pub(super) fn opened(&mut self, opened: &'c Opened) {
        self.document(None, &Cited::whole(&opened.source));
        self.space();
        for reading in &opened.readings {
            self.reading(reading);
        }
        self.statements(&opened.statements);
        self.more(opened.more);
    }

    /// One document in full.
    pub(super) fn document(&mut self, number: Option<usize>, cited: &Cited<'c>) {
        let source = cited.source;
        let number = number.map(|number| format!("[{number}] ")).unwrap_or_default();
        match &source.title {
            Some(title) => {
                self.block(Block::Line(Text::plain(number).with(Piece::Bold(title.clone()))));
                self.line(self.cited(cited));
            }
            None => self.line(format!("{number}{}", self.cited(cited))),
        }
        let mut rest = vec![self.read_on(source)];
        rest.extend(source.via.as_ref().map(|relayed| self.say(Msg::Via { relayed: relayed.into() })));
        rest.extend(source.note.clone());
        self.line(rest.join(self.language.semicolon()));
        if let Some(url) = &source.url {
            self.block(Block::Line(Text(vec![Piece::Link { words: url.clone(), url: url.clone() }])));
        }
    }
}
