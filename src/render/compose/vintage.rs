//! What was said when: the vintages of a figure, what was known on a day, what is new.

use super::super::{Block, Piece, Text};
use super::Writer;
use super::figures::capital;
use crate::{
    answer::{Change, Changes, Event, History, KnownOn, Number},
    fact::{Figure, Source},
    language::Msg,
    question::Query,
};

impl<'c> Writer<'c> {
    pub(super) fn history(&mut self, history: &'c History) {
        let what = self.query(&Query::Figures(history.subject.ask(history.period)));
        self.title(self.say(Msg::HistoryTitle { what: capital(&what).into() }));
        if history.more > 0 {
            self.line(self.say(Msg::HistoryMore { count: history.more.into() }));
        }
        for vintage in &history.vintages {
            let figure = &vintage.figure;
            let mark = self.figure_mark(figure);
            let date = match vintage.event {
                Event::Withdrawn => self.withdrawn_on(figure),
                Event::New | Event::Repeated | Event::Revised(_) | Event::Otherwise | Event::OtherUnit => {
                    self.came_out(&figure.source)
                }
            };
            let mut said = self.stated_in_full(figure);
            if figure.period != history.period {
                said = [said, self.period(figure.period)].join(self.language.comma());
            }
            let text = Text::plain(format!("{date}: ")).with(Piece::Bold(said));
            let text = text.and(format!(" ({})", self.authority(figure.authority.as_str())));
            self.block(Block::Item(text.and(format!(" – {}", self.event(&vintage.event))).marked([mark])));
        }
        match &history.reading {
            Some(reading) if history.vintages.len() > 1 => {
                let marks = self.lead_marks(reading);
                let figure = self.said_number(&reading.lead).into();
                let authority = reading.lead.figures().first().map(|figure| figure.authority.as_str());
                let authority = authority.map(|id| self.authority(id)).unwrap_or_default().into();
                let words = self.say(Msg::HistoryLeads { figure, authority });
                self.block(Block::Line(Text::plain(words).marked(marks)));
            }
            Some(_) => self.line(self.say(Msg::HistoryOnce)),
            None => self.line(self.say(Msg::HistoryGone)),
        }
    }

    /// The day before the answer to what was known on it.
    pub(super) fn known_on(&mut self, known: &'c KnownOn) {
        self.block(Block::Note(Text::plain(self.say(Msg::KnownOn { day: self.day(known.day).into() }))));
        self.answer(&known.answer);
    }

    pub(super) fn changes(&mut self, changes: &'c Changes) {
        let title = self.say(Msg::ButtonChanges);
        self.title(if changes.page > 1 { format!("{title} · {}", changes.page) } else { title });
        if changes.documents.is_empty() {
            self.line(self.say(Msg::ChangesNone));
        }
        for changed in &changes.documents {
            self.space();
            let source = &changed.source;
            let name = source.publisher.as_ref().or(source.title.as_ref()).cloned();
            let name = name.unwrap_or_else(|| source.id.to_string());
            self.block(Block::Line(Text::bold(format!("{}: {name}", self.came_out(source)))));
            for change in &changed.changes {
                self.news(change);
            }
            let (figures, statements) = (changed.more.into(), changed.statements.into());
            let mut rest = Vec::new();
            if changed.changes.is_empty() {
                rest.push(self.say(Msg::ChangesSaid { statements }));
            } else if changed.more > 0 || changed.statements > 0 {
                rest.push(self.say(Msg::ChangesMore { figures, statements }));
            }
            if changed.unread > 0 {
                rest.push(self.say(Msg::ChangesUnread { figures: changed.unread.into() }));
            }
            if !rest.is_empty() {
                let tap = Piece::Tap(Query::Source(source.id.clone()));
                self.block(Block::Line(Text::plain(format!("{} ", rest.join(" "))).with(tap)));
            }
        }
    }

    fn news(&mut self, change: &'c Change) {
        let figure = &change.figure;
        let mark = self.figure_mark(figure);
        let series = &figure.series;
        let mut what = vec![
            capital(&self.measure(series.indicator.as_str(), series.of.as_ref())),
            self.place_named(series.partner.as_str()),
        ];
        match &series.reporter {
            Some(reporter) if reporter == self.catalogue.default_reporter() => {}
            Some(reporter) => what.push(self.count_of(reporter)),
            None => what.push(self.counted_by_body(figure)),
        }
        what.push(self.period(figure.period));
        let text = Text::plain(format!("{}: ", what.join(self.language.comma())))
            .with(Piece::Bold(self.stated_in_full(figure)));
        self.block(Block::Item(text.and(format!(" – {}", self.event(&change.event))).marked([mark])));
    }

    fn event(&self, event: &Event) -> String {
        self.say(match event {
            Event::New => Msg::EventNew,
            Event::Repeated => Msg::EventRepeated,
            Event::Revised(old) => Msg::EventRevised { old: self.stated(old).into() },
            Event::Otherwise => Msg::EventOtherwise,
            Event::OtherUnit => Msg::EventOtherUnit,
            Event::Withdrawn => Msg::EventWithdrawn,
        })
    }

    fn stated_in_full(&self, figure: &'c Figure) -> String {
        self.said_number(&Number::stated(figure))
    }

    /// When a document came out; of an undated one, when it was read.
    fn came_out(&self, source: &Source) -> String {
        match source.published {
            Some(_) => self.published(source),
            None => [self.published(source), self.read_on(source)].join(self.language.comma()),
        }
    }
}
