//! Both sides of a border: who else counts what is counted here, and how far apart the numbers lie.
//!
//! The counts stand beside each other and are never put into one series.

use std::sync::Arc;

use super::gap::{Gap, Missing};
use crate::{
    answer::{
        Across, Basis, Formula, Number, Reading, Relation, Shown, Subject, Told, ask, between_counts, both_ways,
        counterparts, differ_by_a_tenth, has_mirror, plain_reading,
    },
    catalogue::Known,
    fact::{Derivation, Direction, Figure, Indicator, Of, Period, Place, PlaceId, Reason, Series, Statement},
    language::{Column, Msg},
    question::{Ask, Query, Reporter, When},
    render::{Answer, Block, Piece, Table, Text, Writer, capital, unique},
};

/// What each side counts of a border in a period.
#[derive(Clone, Debug)]
pub(super) struct Mirror {
    pub reporter: Arc<Place>,
    pub partner: Arc<Place>,
    pub period: Period,
    pub sides: Vec<Sides>,
    /// Why the two differ, as others say it.
    pub reasons: Vec<Arc<Statement>>,
    pub next: Vec<Query>,
}

/// One indicator as each side counts it, in the direction of the reporter.
#[derive(Clone, Debug)]
pub(super) struct Sides {
    pub indicator: Arc<Indicator>,
    pub ours: Option<Reading>,
    pub across: Vec<Across>,
    /// The reporter's over the partner's, and the one less the other, where both are of the same span.
    pub apart: Vec<Number>,
}

impl Told for Mirror {
    fn readings(&self) -> Vec<&Reading> {
        self.sides.iter().flat_map(Sides::readings).collect()
    }

    fn numbers(&self) -> Vec<Shown<'_>> {
        self.sides.iter().flat_map(Sides::numbers).collect()
    }

    fn statements(&self) -> &[Arc<Statement>] {
        &self.reasons
    }

    fn suggestions(&self) -> Vec<Query> {
        self.next.clone()
    }
}

/// Names what the two counts' ratio and difference are, which nobody counts.
const RATIO: &str = "mirror-ratio";
const DIFFERENCE: &str = "mirror-difference";

/// What others count of the same in a period; failing that, in another span of its year.
pub(super) fn across(series: &Series, period: Period, catalogue: Known<'_>) -> Vec<Across> {
    let others = counterparts(series, catalogue).into_iter();
    let found = others.filter_map(|(relation, other)| {
        if let Some(reading) = plain_reading(catalogue, &other, period, None) {
            return Some(Across { relation, reading });
        }
        let nearest = nearest_span(&other, period, catalogue)?;
        let reading = plain_reading(catalogue, &other, nearest, None)?;
        Some(Across { relation: Relation::OtherPeriod, reading })
    });
    found.collect()
}

/// What both sides count in the year nearest to one that the other side has not; none where they are as good as alike.
pub(super) fn nearest_pair(series: &Series, period: Period, catalogue: Known<'_>) -> Option<Box<[Reading; 2]>> {
    /// Years that are looked at.
    const MOST: usize = 3;
    let year = |period: Period| if let Period::Year(year) = period { Some(year.number()) } else { None };
    let asked = year(period)?;
    let mut others = counterparts(series, catalogue).into_iter();
    let (_, theirs) = others.find(|(relation, _)| *relation == Relation::Mirror)?;
    let derivation = &catalogue.indicator(theirs.indicator.as_str())?.derivation;
    let part = match derivation {
        Some(Derivation::Sum(one, _)) => Some(Series { indicator: one.clone(), ..theirs.clone() }),
        _ => None,
    };
    let all = [Some(&theirs), part.as_ref()].into_iter().flatten().flat_map(|series| catalogue.figures(series));
    let mut years: Vec<(u16, Period)> =
        all.filter_map(|figure| Some((year(figure.period)?.abs_diff(asked), figure.period))).collect();
    years.sort_unstable();
    years.dedup();
    let both = |(_, period): &(u16, Period)| {
        let side = |series: &Series| plain_reading(catalogue, series, *period, None);
        Some(Box::new([side(series)?, side(&theirs)?]))
    };
    let pair = years.iter().take(MOST).find_map(both)?;
    differ_by_a_tenth(&pair[0].lead, &pair[1].lead).then_some(pair)
}

/// Of the printed spans that begin with a period, the one that ends nearest to it; the longer of two.
fn nearest_span(series: &Series, period: Period, catalogue: Known<'_>) -> Option<Period> {
    let (year, first, asked_last) = period.span().filter(|_| !period.is_stock())?;
    let may_lead = |figure: &&Figure| figure.since.is_none() && catalogue.stands(figure);
    let spans = catalogue.figures(series).filter(may_lead).map(|figure| figure.period);
    let near = spans.filter_map(|span| {
        let (its_year, its_first, last) = span.span().filter(|_| !span.is_stock())?;
        (its_year == year && its_first == first).then_some((last, span))
    });
    near.min_by_key(|(last, _)| (last.abs_diff(asked_last), u8::MAX - last)).map(|(_, span)| span)
}

/// What each side counts: trade, and what it is the sum of.
pub(super) fn mirror(partner: &PlaceId, when: When, catalogue: Known<'_>) -> Arc<dyn Answer> {
    let reporter = catalogue.default_reporter();
    // The reporter's own border is the one with the group.
    let partner = if partner == reporter { catalogue.default_partner() } else { partner };
    let indicators = both_ways(catalogue);
    let series = |indicator: &Indicator| Series {
        indicator: indicator.id.clone(),
        goods: None,
        of: None,
        reporter: Some(reporter.clone()),
        partner: partner.clone(),
    };
    let period = match when {
        When::In(period) => Some(period),
        When::Years(_, last) => Some(Period::Year(last)),
        When::Latest => newest(&indicators, partner, catalogue),
    };
    let sides = period.into_iter().flat_map(|period| {
        indicators.iter().filter_map(move |indicator| sides_of(indicator, &series(indicator), period, catalogue))
    });
    let sides: Vec<Sides> = sides.collect();
    let places = catalogue.place(reporter.as_str()).zip(catalogue.place(partner.as_str()));
    let (Some((reporter, place)), Some(period), false) = (places, period, sides.is_empty()) else {
        let nearest = vec![Query::Mirror(partner.clone(), When::Latest), Query::Country(partner.clone(), When::Latest)];
        let held = |query: &Query| !matches!(query, Query::Mirror(..)) || has_mirror(partner, When::Latest, catalogue);
        let nearest = nearest.into_iter().filter(|query| held(query) && when != When::Latest).collect();
        return Arc::new(Gap::new(Missing::Place(partner.clone()), nearest));
    };
    let is_reason = |statement: &&Arc<Statement>| statement.reason.is_some();
    let mut reasons: Vec<Arc<Statement>> = catalogue.statements_about(partner).filter(is_reason).cloned().collect();
    reasons.sort_by_key(|statement| (statement.date.and_then(Period::year) != period.year(), statement.reason));
    let mut next = Vec::new();
    let shown = |when: &When| {
        let When::In(period) = *when else { return false };
        indicators.iter().any(|indicator| sides_of(indicator, &series(indicator), period, catalogue).is_some())
    };
    let neighbours = [period.year_before(), period.year_after()].into_iter().flatten().map(When::In);
    next.extend(neighbours.filter(shown).map(|when| Query::Mirror(partner.clone(), when)));
    for sides in &sides {
        if sides.indicator.direction.is_none() {
            next.extend(sides.readings().map(|reading| asked(&reading.lead, catalogue)).map(Query::Figures));
        }
    }
    next.extend(
        place
            .members
            .iter()
            .filter(|member| has_mirror(member, When::In(period), catalogue))
            .map(|member| Query::Mirror(member.clone(), When::In(period))),
    );
    let (reporter, place) = (reporter.clone(), place.clone());
    Arc::new(Mirror { reporter, partner: place, period, sides, reasons, next })
}

/// One indicator as all count it; none where nobody does.
fn sides_of(indicator: &Arc<Indicator>, series: &Series, period: Period, catalogue: Known<'_>) -> Option<Sides> {
    let ours = plain_reading(catalogue, series, period, None);
    let across = across(series, period, catalogue);
    let mirror = across.iter().find(|across| across.relation == Relation::Mirror);
    let apart = ours.as_ref().zip(mirror).map(|(ours, mirror)| apart(&ours.lead, &mirror.reading.lead));
    let counted = ours.is_some() || !across.is_empty();
    counted.then(|| Sides { indicator: indicator.clone(), ours, across, apart: apart.unwrap_or_default() })
}

/// How many times the one is the other, and by how much it is more.
fn apart(ours: &Number, theirs: &Number) -> Vec<Number> {
    let named = |name: &str| Series {
        indicator: name.into(),
        of: Some(Of::Indicator(ours.series.indicator.clone())),
        ..(*ours.series).clone()
    };
    let made = [(RATIO, Formula::Times), (DIFFERENCE, Formula::Difference)];
    let made = made.into_iter().filter_map(|(name, formula)| between_counts(formula, [ours, theirs], named(name)));
    // Nothing, and more than nothing, tell nothing.
    made.filter(|number| !number.amount.number.is_zero()).collect()
}

/// The newest year that both sides have; else the newest that either has.
fn newest(indicators: &[&Arc<Indicator>], partner: &PlaceId, catalogue: Known<'_>) -> Option<Period> {
    let reporter = catalogue.default_reporter();
    let years = |who: Option<Reporter>, with: &PlaceId| {
        let mut years: Vec<Period> = Vec::new();
        for indicator in indicators {
            let ask = Ask {
                indicator: indicator.id.clone(),
                goods: None,
                of: None,
                reporter: who.clone(),
                partner: Some(with.clone()),
                when: When::Latest,
            };
            let periods = Subject::of(&ask, catalogue).map(|subject| subject.periods(catalogue)).unwrap_or_default();
            years.extend(periods.into_iter().filter(|period| matches!(period, Period::Year(_))));
        }
        years.sort();
        years.dedup();
        years
    };
    let ours = years(None, partner);
    let theirs = years(Some(Reporter::Place(partner.clone())), reporter);
    let both = ours.iter().rfind(|year| theirs.contains(year));
    both.or(ours.last().max(theirs.last())).copied()
}

/// What others count of a figure that is shown as the newest: the newest of theirs, where they have not its time.
pub(super) fn across_newest(series: &Series, period: Period, catalogue: Known<'_>) -> Vec<Across> {
    let mut found = across(series, period, catalogue);
    found.retain(|across| across.relation != Relation::ThirdParty);
    if found.is_empty()
        && let Some((_, theirs)) =
            counterparts(series, catalogue).into_iter().find(|(relation, _)| *relation == Relation::Mirror)
    {
        let newest = catalogue.figures(&theirs).rfind(|figure| matches!(figure.period, Period::Year(_)));
        let reading = newest.and_then(|figure| plain_reading(catalogue, &theirs, figure.period, None));
        found.extend(reading.map(|reading| Across { relation: Relation::OtherPeriod, reading }));
    }
    found
}

/// The question that a number answers.
fn asked(number: &Number, catalogue: Known<'_>) -> Ask {
    ask(&number.series, When::In(number.period), catalogue)
}

impl Sides {
    /// What each counts, the reporter first.
    pub(super) fn readings(&self) -> impl Iterator<Item = &Reading> {
        self.ours.iter().chain(self.across.iter().map(|across| &across.reading))
    }

    fn numbers(&self) -> impl Iterator<Item = Shown<'_>> {
        let ours = self.ours.iter().map(|ours| Shown::Reading(ours, None));
        ours.chain(self.across.iter().map(Across::shown)).chain(self.apart.iter().map(Shown::Number))
    }
}

impl Answer for Mirror {
    fn lay_out<'c>(&'c self, writer: &mut Writer<'c>) {
        writer.mirror(self);
    }

    fn card<'c>(&'c self, writer: &mut Writer<'c>) {
        writer.mirror_card(self);
    }

    fn asked(&self, query: &Query) -> Option<Query> {
        matches!(query, Query::Mirror(..)).then(|| Query::Mirror(self.partner.id.clone(), When::In(self.period)))
    }
}

impl Sides {
    /// What the partner counts of the same span, as a body that measures it does.
    fn theirs<'s>(&'s self, writer: &Writer<'_>) -> Option<&'s Reading> {
        let is_count =
            |across: &&Across| across.relation == Relation::Mirror && !writer.is_only_said(&across.reading.lead);
        self.across.iter().find(is_count).map(|across| &across.reading)
    }
}

impl<'c> Writer<'c> {
    /// The two counts beside each other, how far they lie apart, and the reasons by name.
    fn mirror_card(&mut self, mirror: &'c Mirror) {
        let pairs: Vec<(&'c Sides, Option<&'c Reading>)> =
            mirror.sides.iter().map(|sides| (sides, sides.theirs(self))).collect();
        if pairs.iter().all(|(_, theirs)| theirs.is_none()) {
            return self.mirror(mirror);
        }
        let (reporter, partner) = (self.place(&mirror.reporter), self.place(&mirror.partner));
        let when = self.period(mirror.period).into();
        self.title(self.say(Msg::MirrorTitle { reporter: reporter.into(), partner: partner.into(), when }));
        let readings = pairs.iter().flat_map(|(sides, theirs)| sides.ours.iter().chain(*theirs));
        let column = self.column_of(readings);
        let mut rows = Vec::new();
        for (sides, theirs) in &pairs {
            let name = match sides.indicator.direction {
                None => capital(self.indicator(&sides.indicator)),
                Some(Direction::Out) => self.say(Msg::Sold { place: reporter.into() }),
                Some(Direction::In) => self.say(Msg::Bought { place: reporter.into() }),
            };
            let (mut cells, mut marks) = (vec![name], Vec::new());
            for reading in [sides.ours.as_ref(), *theirs] {
                cells.push(reading.map_or_else(|| "–".to_owned(), |reading| self.cell(reading, column)));
                marks.extend(reading.map(|reading| self.lead_marks(reading)).unwrap_or_default());
            }
            rows.push((cells, unique(marks)));
        }
        let unit = column.and_then(Column::head).unwrap_or_default();
        let table = |head: [String; 2]| {
            let [ours, theirs] = head;
            Table { head: vec![unit.clone(), ours, theirs, self.say(Msg::ColumnSources)], rows: rows.clone() }
        };
        let heads = [
            [reporter.to_owned(), partner.to_owned()],
            [mirror.reporter.id.to_string(), mirror.partner.id.to_string()],
        ];
        let tables = heads.map(|head| self.aligned(table(head)));
        let marks = self.first_that_fits(tables);
        self.mirror_words(mirror, &pairs, marks);
        self.leave_to_details();
    }

    fn mirror_words(&mut self, mirror: &'c Mirror, pairs: &[(&'c Sides, Option<&'c Reading>)], marks: Vec<usize>) {
        for (reading, marks) in [
            (pairs.iter().find_map(|(sides, _)| sides.ours.as_ref()), Vec::new()),
            (pairs.iter().find_map(|(_, theirs)| *theirs), marks),
        ] {
            reading.into_iter().for_each(|reading| self.counted_in_brief(reading, marks.clone()));
        }
        let times = |apart: &&Number| matches!(apart.basis, Basis::Calculated(Formula::Times, _));
        let ratio =
            pairs.iter().filter(|(_, theirs)| theirs.is_some()).find_map(|(sides, _)| sides.apart.iter().find(times));
        if let Some(ratio) = ratio {
            self.line(self.say(Msg::ApartTimes { number: self.number(ratio).into() }));
        }
        let mut reasons: Vec<String> = Vec::new();
        for statement in &mirror.reasons {
            let reason = statement.reason.map(|reason| self.reason(reason).to_lowercase());
            reasons.extend(reason.filter(|reason| !reasons.contains(reason)));
        }
        if !reasons.is_empty() {
            let reasons = reasons.join(self.language.comma()).into();
            self.line(self.say(Msg::ReasonsNamed { reasons }));
        }
    }

    fn mirror(&mut self, mirror: &'c Mirror) {
        let (reporter, partner) = (self.place(&mirror.reporter), self.place(&mirror.partner));
        self.title(self.say(Msg::MirrorTitle {
            reporter: reporter.into(),
            partner: partner.into(),
            when: self.period(mirror.period).into(),
        }));
        for sides in &mirror.sides {
            self.space();
            let way = match sides.indicator.direction {
                None => capital(self.indicator(&sides.indicator)),
                Some(Direction::Out) => format!("{reporter} → {partner}"),
                Some(Direction::In) => format!("{partner} → {reporter}"),
            };
            self.block(Block::Line(Text::bold(way)));
            self.sides(mirror, sides);
        }
        self.reasons(&mirror.reasons);
    }

    fn sides(&mut self, mirror: &'c Mirror, sides: &'c Sides) {
        match &sides.ours {
            Some(ours) => {
                let words = self.counts(ours, self.digits);
                self.side(words, ours);
            }
            None => {
                let place = self.place(&mirror.reporter).into();
                self.block(Block::Item(Text::plain(self.say(Msg::SideNone { place }))));
            }
        }
        for across in &sides.across {
            let words = self.across_words(across, self.digits);
            self.side(words, &across.reading);
        }
        let theirs = |across: &Across| across.relation != Relation::ThirdParty;
        if !sides.across.iter().any(theirs) {
            let place = self.place(&mirror.partner).into();
            self.block(Block::Item(Text::plain(self.say(Msg::SideNone { place }))));
        }
        if sides.ours.is_some() && sides.across.iter().any(|across| across.relation == Relation::Mirror) {
            self.block(Block::Item(Text::plain(self.say(Msg::PeriodsMatch))));
        }
        for apart in &sides.apart {
            let number = format!("{} = {}", self.number(apart), self.formula_words(apart));
            let number = number.into();
            let words = match apart.basis {
                Basis::Calculated(Formula::Times, _) => Msg::ApartTimes { number },
                _ => Msg::ApartBy { number },
            };
            self.block(Block::Item(Text::plain(self.say(words))));
        }
    }

    /// One count in a line, with what its own sources say otherwise.
    fn side(&mut self, words: String, reading: &'c Reading) {
        let marks = self.lead_marks(reading);
        self.block(Block::Item(Text::plain(words).marked(marks)));
        self.otherwise(reading, false);
    }

    fn reasons(&mut self, reasons: &'c [Arc<Statement>]) {
        if reasons.is_empty() {
            return;
        }
        self.space();
        self.line(self.say(Msg::ReasonsTitle));
        for statement in reasons {
            let Some(reason) = statement.reason else { continue };
            let mark = self.mark(&statement.source, &statement.at);
            let mut label = self.reason(reason);
            if let Some(date) = statement.date {
                label = format!("{label} ({})", self.period(date));
            }
            let text = self.language.pick(&statement.text);
            let text = Text(vec![Piece::Bold(label)]).and(format!(": {text}"));
            self.block(Block::Item(text.marked([mark])));
        }
    }

    fn reason(&self, reason: Reason) -> String {
        self.say(match reason {
            Reason::Transit => Msg::ReasonTransit,
            Reason::ReExport => Msg::ReasonReExport,
            Reason::Smuggling => Msg::ReasonSmuggling,
            Reason::ShuttleTrade => Msg::ReasonShuttleTrade,
            Reason::TemporaryImport => Msg::ReasonTemporaryImport,
            Reason::Method => Msg::ReasonMethod,
            Reason::Valuation => Msg::ReasonValuation,
            Reason::Timing => Msg::ReasonTiming,
        })
    }
}
