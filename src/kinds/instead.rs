//! Another's count, where there is none by the count that was asked for: said first to be that one's.
//!
//! Only of one thing at one time. It never stands in a table, a ranking or a calculation.

use super::gap::{Fallen, Gap};
use crate::{
    answer::{Reading, Relation, Row, Shown, Subject, Told, ask, counterparts, lone_row},
    catalogue::Known,
    language::Msg,
    question::{Ask, Query, When},
    render::{Answer, Block, Piece, Text, Writer},
};

/// The other side's figure, or a third party's, for one that is missing.
#[derive(Clone, Debug)]
pub(super) struct Instead {
    /// As it was asked.
    subject: Subject,
    /// How the count stands to the one that was asked for.
    relation: Relation,
    row: Row,
    /// What the count that was asked for has on record.
    fallen: Fallen,
    next: Vec<Query>,
}

/// The count that answers where there is a gap, the other side's first; none where nobody counted that, or where
/// several years were asked for.
pub(super) fn instead(asked: &Ask, gap: &Gap, catalogue: Known<'_>) -> Option<Instead> {
    let subject = Subject::of(asked, catalogue).filter(|_| !matches!(asked.when, When::Years(..)))?;
    let mut counts = counterparts(&subject.series(), catalogue).into_iter();
    let (relation, row) = counts.find_map(|(relation, series)| {
        let row = lone_row(&ask(&series, asked.when, catalogue), catalogue)?;
        Some((relation, row))
    })?;
    let lead = &row.reading.lead;
    let full = Query::Figures(ask(&lead.series, When::In(lead.period.asked()), catalogue));
    let nearest = gap.nearest.iter().filter(|query| **query != full).cloned();
    let next = [full.clone()].into_iter().chain(nearest).collect();
    Some(Instead { subject, relation, row, fallen: gap.fallen.clone(), next })
}

impl Told for Instead {
    fn readings(&self) -> Vec<&Reading> {
        self.row.readings().collect()
    }

    fn numbers(&self) -> Vec<Shown<'_>> {
        self.row.readings().map(|reading| Shown::Reading(reading, Some(self.relation))).collect()
    }

    fn suggestions(&self) -> Vec<Query> {
        self.next.clone()
    }
}

impl Answer for Instead {
    fn lay_out<'c>(&'c self, writer: &mut Writer<'c>) {
        writer.instead(self);
    }

    fn asked(&self, query: &Query) -> Option<Query> {
        match query {
            Query::Figures(ask) => {
                let when = When::In(self.row.reading.lead.period.asked());
                Some(Query::Figures(Ask { when, ..ask.clone() }))
            }
            Query::AsOf(..) => Some(query.clone()),
            _ => None,
        }
    }
}

impl<'c> Writer<'c> {
    fn instead(&mut self, instead: &'c Instead) {
        let reading = &instead.row.reading;
        self.title(self.heading(&instead.subject, self.period(reading.lead.period)));
        let none = self.say(Msg::CountNone { who: self.body(&instead.subject).into() });
        let mut counts = self.counts(reading, self.digits_of(reading));
        if let Some(change) = &instead.row.change {
            counts = [counts, self.change_words(change)].join(self.language.comma());
        }
        let marks = self.lead_marks(reading);
        self.block(Block::Line(Text::plain(format!("{none} ")).with(Piece::Bold(counts)).marked(marks)));
        self.fallen(&instead.fallen);
        self.beside(reading);
    }

    /// The body whose count was asked for: that which measures it for the reporter, else the reporter.
    fn body(&self, subject: &Subject) -> String {
        let Some(reporter) = &subject.reporter else { return self.say(Msg::ThirdParty) };
        match self.catalogue.body_of(&subject.series()) {
            Some(body) => self.authority(body.id.as_str()).to_owned(),
            None => self.place(reporter).to_owned(),
        }
    }
}
