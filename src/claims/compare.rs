//! A number and what it is said of → the verdict.
//!
//! In: the number, its question and the catalogue; out: a [`Claim`]. First every report, vintage and count is tried
//! that could make the number true. Only a number that none of them makes true is called wrong, and only where the
//! words around it have one reading.

use rust_decimal::Decimal;

use super::{
    Claim, Reason, Verdict,
    find::{Counted, Stated},
    read::{Read, Way},
};
use crate::{
    answer::{Number, Reading, Relation, WORLD, agree, ask as ask_of, counterparts, reading, stock_of},
    catalogue::{Catalogue, Known},
    fact::{Amount, Base, Figure, Kind, Of, Period, PlaceId, Qualifier, Series, Unit},
    question::{Ask, Reporter, When},
};

/// A number held against the facts.
pub(super) fn compare(written: String, number: &Stated, read: &Read, catalogue: &Catalogue) -> Claim {
    let known = Known::all(catalogue);
    let Some(series) = series(&read.ask, catalogue) else { return Claim::not_checked(written, Reason::NotHeld) };
    let Some(kind) = catalogue.indicator(series.indicator.as_str()).map(|indicator| indicator.kind) else {
        return Claim::not_checked(written, Reason::NotHeld);
    };
    let judge = Judge { number, read, series, kind, known, catalogue };
    let Some(found) = judge.verdict() else { return Claim::not_checked(written, Reason::NotHeld) };
    let ask = found.figure.as_ref().map(|figure| ask_of(&figure.series, When::In(figure.period), known));
    match found.verdict {
        Ok(verdict) => {
            let by = found.figure.as_ref().filter(|_| verdict == Verdict::Differs).and_then(|figure| judge.off(figure));
            Claim { written, verdict, reason: None, figure: found.figure, instead: found.instead, by, ask }
        }
        Err(reason) => Claim { figure: found.figure, ask, ..Claim::not_checked(written, reason) },
    }
}

/// The series of a question; none where the partner is no place that is known.
fn series(ask: &Ask, catalogue: &Catalogue) -> Option<Series> {
    let reporter = match &ask.reporter {
        None => Some(catalogue.default_reporter().clone()),
        Some(Reporter::Place(place)) => Some(place.clone()),
        Some(Reporter::ThirdParty) => None,
    };
    let partner = ask.partner.clone().unwrap_or_else(|| catalogue.default_partner().clone());
    catalogue.place(partner.as_str())?;
    Some(Series { indicator: ask.indicator.clone(), goods: ask.goods.clone(), of: ask.of.clone(), reporter, partner })
}

struct Judge<'a> {
    number: &'a Stated,
    read: &'a Read,
    series: Series,
    kind: Kind,
    known: Known<'a>,
    catalogue: &'a Catalogue,
}

struct Found {
    verdict: Result<Verdict, Reason>,
    figure: Option<Number>,
    instead: Option<Number>,
}

impl Found {
    fn new(verdict: Verdict, figure: Number) -> Self {
        Self { verdict: Ok(verdict), figure: Some(figure), instead: None }
    }
}

/// All that is held of one thing by one count.
struct Held {
    lead: Option<Number>,
    /// Figures that agree with it, or that differ and were not revised.
    standing: Vec<Number>,
    revised: Vec<Number>,
}

impl Held {
    fn all(&self) -> impl Iterator<Item = &Number> {
        self.lead.iter().chain(&self.standing).chain(&self.revised)
    }
}

impl Judge<'_> {
    fn verdict(&self) -> Option<Found> {
        let own = self.held(&self.series);
        if let Some(found) = self.true_by(&own) {
            return Some(found);
        }
        let others: Vec<(Relation, Held)> = counterparts(&self.series, self.known)
            .into_iter()
            .map(|(relation, series)| (relation, self.held(&series)))
            .collect();
        for (relation, held) in &others {
            let Some(found) = self.true_by(held) else { continue };
            if !self.read.is_count_named || *relation != Relation::Mirror {
                return Some(found);
            }
            let instead = found.figure;
            return match (&own.lead, self.read.is_certain) {
                (Some(lead), true) => {
                    Some(Found { verdict: Ok(Verdict::OtherSide), figure: Some(lead.clone()), instead })
                }
                _ => Some(Found { verdict: Err(Reason::Unclear), figure: own.lead.clone(), instead: None }),
            };
        }
        if let Some(share) = self.other_share() {
            return Some(Found::new(self.how(&share), share));
        }
        let theirs = others.iter().find_map(|(_, held)| held.lead.clone());
        let lead = own.lead.clone().or(theirs);
        let not = |reason| Some(Found { verdict: Err(reason), figure: lead.clone(), instead: None });
        if self.number.high.is_some() {
            return not(Reason::Range);
        }
        if !self.read.is_certain {
            return if lead.is_some() { not(self.doubt()) } else { None };
        }
        let all: Vec<Number> = own.all().chain(others.iter().flat_map(|(_, held)| held.all())).cloned().collect();
        self.slip(&all, lead.clone()).or_else(|| match lead {
            None => None,
            Some(lead) if lead.qualifier.is_threshold() && self.meets(&lead) => {
                Some(Found { verdict: Err(Reason::Bound), figure: Some(lead), instead: None })
            }
            Some(lead) if !self.is_of_unit(&lead) => {
                Some(Found { verdict: Err(Reason::Unit), figure: Some(lead), instead: None })
            }
            // What stands today may be more than what was counted last.
            Some(lead) if self.kind == Kind::Stock && self.read.ask.when == When::Latest => {
                Some(Found { verdict: Err(Reason::Period), figure: Some(lead), instead: None })
            }
            Some(lead) => Some(Found::new(self.wrong(), lead)),
        })
    }

    /// Another share at that time between the same two places that makes the number true: a share has many wholes.
    fn other_share(&self) -> Option<Number> {
        let Some(Of::Place(whole)) = &self.series.of else { return None };
        if self.catalogue.place(whole.as_str()).is_some_and(|whole| whole.is_group()) {
            return None;
        }
        let ours = self.catalogue.default_reporter();
        let Series { reporter, partner, .. } = &self.series;
        let mut places = [Some(whole), Some(partner), reporter.as_ref()].into_iter().flatten();
        let place = places.find(|place| *place != ours && place.as_str() != WORLD)?;
        let is_between = |series: &Series| {
            let of = matches!(&series.of, Some(Of::Place(whole)) if whole == place);
            of || series.partner == *place || series.reporter.as_ref() == Some(place)
        };
        let period = self.period(&self.series)?;
        let shares = self.catalogue.indicators().filter(|indicator| indicator.kind == Kind::Share);
        let all = shares.flat_map(|share| self.catalogue.series_of(&share.id));
        let mut between = all.filter(|(series, _)| is_between(series));
        between.find_map(|(series, _)| {
            let figures = self.known.figures_in(series, period).filter(|figure| self.known.stands(figure));
            figures.map(Number::stated).find(|number| self.is_same(number) || self.says(number))
        })
    }

    /// By how many percent of a figure the number differs. Percents of percents would be taken for points.
    fn off(&self, figure: &Number) -> Option<Decimal> {
        if figure.amount.unit.base == Base::Percent {
            return None;
        }
        let held = figure.amount.value().filter(|value| !value.is_zero())?;
        let own = self.amounts(figure.amount.unit.base).first()?.value()?;
        let percent = own.checked_sub(held)?.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(held.abs())?;
        let places = if percent.abs() < Decimal::TEN { 1 } else { 0 };
        Some(percent.round_dp(places)).filter(|percent| !percent.is_zero())
    }

    fn doubt(&self) -> Reason {
        if self.read.ask.when == When::Latest { Reason::Period } else { Reason::Unclear }
    }

    /// The verdict where no slip explains the number: on a word such as “doubled”, or on a number.
    fn wrong(&self) -> Verdict {
        if self.number.unit == Counted::Word { Verdict::Wording } else { Verdict::Differs }
    }

    /// The figure that makes the number true, if any does.
    fn true_by(&self, held: &Held) -> Option<Found> {
        let says = |one: &&Number| self.says(one);
        if let Some(same) = held.lead.iter().chain(&held.standing).find(|one| self.is_same(one)) {
            return Some(Found::new(Verdict::Agrees, same.clone()));
        }
        if let Some(lead) = held.lead.iter().find(says) {
            return Some(Found::new(self.how(lead), lead.clone()));
        }
        if let Some(old) = held.revised.iter().find(|one| self.is_same(one)).or_else(|| held.revised.iter().find(says))
        {
            let verdict = if held.lead.is_some() { Verdict::Revised } else { Verdict::Agrees };
            return Some(Found {
                instead: Some(old.clone()),
                ..Found::new(verdict, held.lead.clone().unwrap_or(old.clone()))
            });
        }
        held.standing.iter().find(says).map(|one| Found::new(self.how(one), one.clone()))
    }

    /// The verdict on a number that a figure makes true: rounded where it is written with fewer digits.
    fn how(&self, figure: &Number) -> Verdict {
        let digits = |amount: &Amount| amount.unit.exponent as i64 - i64::from(amount.number.scale());
        let is_bound = self.number.qualifier.is_threshold() || self.number.unit == Counted::Word;
        let is_coarser = self.amounts(figure.amount.unit.base).iter().all(|amount| {
            let noughts = trailing(&amount.number);
            digits(amount) + noughts > digits(&figure.amount) + trailing(&figure.amount.number)
        });
        if !is_bound && is_coarser { Verdict::Rounded } else { Verdict::Agrees }
    }

    /// The amounts that the number may be, in the unit of a figure; empty where its own unit is another.
    fn amounts(&self, base: Base) -> Vec<Amount> {
        let unit = match self.number.unit {
            Counted::Base(own) if own == base => Unit { base, exponent: self.number.exponent },
            Counted::Word if base == Base::Times => Unit { base, exponent: 0 },
            Counted::Bare if base.is_money() || base.is_quantity() => Unit { base, exponent: self.number.exponent },
            _ => return Vec::new(),
        };
        let signed = |number: &Decimal| if self.read.way == Some(Way::Down) { -number.abs() } else { *number };
        let mut amounts: Vec<Amount> =
            self.number.readings.iter().map(|number| Amount { number: signed(number), unit }).collect();
        // Of a balance whose side is not said only the size is stated.
        if self.read.way.is_none() && self.is_signed() {
            let turned = |amount: &Amount| Amount { number: -amount.number, ..*amount };
            amounts.extend(amounts.clone().iter().map(turned));
        }
        amounts
    }

    fn is_signed(&self) -> bool {
        self.catalogue.indicator(self.series.indicator.as_str()).is_some_and(|indicator| indicator.signed)
    }

    /// The same amounts without the noughts at their end, to be compared with what the number may be by mistake.
    fn coarse(&self, base: Base) -> Vec<Amount> {
        self.amounts(base).into_iter().map(without_noughts).collect()
    }

    fn is_of_unit(&self, figure: &Number) -> bool {
        !self.amounts(figure.amount.unit.base).is_empty()
    }

    /// True where a figure is the same number.
    fn is_same(&self, figure: &Number) -> bool {
        let value = figure.amount.value();
        self.high().is_none()
            && self.fits_bound(figure)
            && self.amounts(figure.amount.unit.base).iter().any(|amount| amount.value() == value)
    }

    fn high(&self) -> Option<Amount> {
        let unit = Unit { base: Base::Count, exponent: self.number.exponent };
        self.number.high.map(|number| Amount { number, unit })
    }

    /// False where the figure is a bound and the number is about or nearly something.
    fn fits_bound(&self, figure: &Number) -> bool {
        !figure.qualifier.is_threshold() || figure.qualifier == self.number.qualifier || {
            self.number.qualifier == Qualifier::Exact || self.number.qualifier.is_threshold()
        }
    }

    /// True where a figure makes the number true as it is written.
    fn says(&self, figure: &Number) -> bool {
        let base = figure.amount.unit.base;
        if let (Some(high), Some(value)) = (self.high().and_then(|high| high.value()), figure.amount.value()) {
            let low = self.amounts(base).into_iter().filter_map(|amount| amount.value()).min();
            return low.is_some_and(|low| low <= value && value <= high);
        }
        self.amounts(base).iter().any(|amount| self.agrees(amount, figure))
    }

    fn agrees(&self, amount: &Amount, figure: &Number) -> bool {
        let qualifier = self.number.qualifier;
        if figure.qualifier.is_threshold() {
            return figure.qualifier == qualifier && amount.value() == figure.amount.value();
        }
        if self.number.unit == Counted::Word {
            return figure.amount.span_as(figure.qualifier).is_some_and(|span| {
                amount.against(qualifier, span).is_eq()
                    && (qualifier.is_threshold() || agree((*amount, qualifier), (figure.amount, figure.qualifier)))
            });
        }
        // A bound ten times too low is met, and is a slip all the same.
        if qualifier.is_threshold() && self.is_far(amount, figure) {
            return false;
        }
        agree((*amount, qualifier), (figure.amount, figure.qualifier))
    }

    fn is_far(&self, amount: &Amount, figure: &Number) -> bool {
        let Some((bound, value)) = amount.value().zip(figure.amount.value()) else { return false };
        let (bound, value) = (bound.abs(), value.abs());
        let far = |less: Decimal, more: Decimal| less.checked_mul(Decimal::from(8)).is_some_and(|times| times < more);
        far(bound, value) || far(value, bound)
    }

    /// True where the number lies on the right side of a bound that is held, or is a bound that follows from it.
    fn meets(&self, figure: &Number) -> bool {
        let own = self.number.qualifier;
        let follows = |amount: &Amount| {
            let Some((number, held)) = amount.value().zip(figure.amount.value()) else { return false };
            let is_floor = |one| matches!(one, Qualifier::MoreThan | Qualifier::AtLeast);
            match (own.is_threshold() && figure.qualifier.is_threshold(), is_floor(own), is_floor(figure.qualifier)) {
                (true, true, true) => number <= held,
                (true, false, false) => number >= held,
                _ => false,
            }
        };
        self.amounts(figure.amount.unit.base)
            .iter()
            .any(|amount| agree((*amount, own), (figure.amount, figure.qualifier)) || follows(amount))
    }

    /// All that is held of a series at the time that is meant.
    fn held(&self, series: &Series) -> Held {
        let mut held = Held { lead: None, standing: Vec::new(), revised: Vec::new() };
        let Some(read) = self.reading(series) else { return held };
        for other in &read.others {
            let number = Number::stated(&other.figure);
            match other.relation {
                Relation::Withdrawn | Relation::Wrong => {}
                Relation::Revised | Relation::RepeatedLate => held.revised.push(number),
                _ => held.standing.push(number),
            }
        }
        held.standing.extend(read.calculated.map(|own| *own));
        held.lead = Some(read.lead);
        if self.kind == Kind::Stock {
            let all =
                self.known.figures(series).filter(|figure| self.known.stands(figure) && self.is_meant(figure.period));
            held.standing.extend(all.map(Number::stated));
        }
        held
    }

    fn reading(&self, series: &Series) -> Option<Reading> {
        let indicator = self.catalogue.indicator(series.indicator.as_str())?;
        if self.kind == Kind::Stock {
            return stock_of(series, indicator, self.read.ask.when, self.known).map(|row| row.reading).or_else(|| {
                let mut all = self.known.figures(series).filter(|figure| self.known.stands(figure));
                all.rfind(|figure| self.is_meant(figure.period)).map(|figure| Reading::alone(Number::stated(figure)))
            });
        }
        reading(self.known, series, self.period(series)?, self.since())
    }

    /// The time that is meant of a flow: the one that is named, else the newest.
    fn period(&self, series: &Series) -> Option<Period> {
        match self.read.ask.when {
            When::In(period) => Some(period),
            When::Latest => {
                let counted = |figure: &&Figure| self.known.stands(figure) && figure.to_come() == 0;
                self.known.figures(series).filter(counted).map(|figure| figure.period).max()
            }
            When::Years(..) => None,
        }
    }

    fn since(&self) -> Option<Period> {
        let before = || match self.read.ask.when {
            When::In(period) => period.year_before(),
            _ => None,
        };
        self.read.since.filter(|since| Some(*since) != before())
    }

    /// True where the stock of that day is meant.
    fn is_meant(&self, day: Period) -> bool {
        match self.read.ask.when {
            When::Latest | When::Years(..) => true,
            When::In(period) => {
                let is_within = || Some(day.span()?.0 == period.span()?.0 && day.last_day()? <= period.last_day()?);
                day == period || day.year().is_none() || is_within().unwrap_or(false)
            }
        }
    }

    /// The slip that explains a number that nothing makes true, the likeliest first.
    fn slip(&self, all: &[Number], lead: Option<Number>) -> Option<Found> {
        let near = |verdict, figure: Number| Some(Found::new(verdict, figure));
        let scaled = all.iter().find(|figure| self.is_scaled(figure));
        if let Some(figure) = scaled {
            return near(Verdict::Scale, figure.clone());
        }
        if let Some(figure) = all.iter().find(|figure| self.is_turned(figure)) {
            return near(Verdict::Sign, figure.clone());
        }
        if let Some(figure) = all.iter().find(|figure| self.is_in_other_money(figure)) {
            return near(Verdict::Currency, figure.clone());
        }
        let named = |verdict, instead: Number| {
            let figure = lead.clone().or_else(|| Some(instead.clone()));
            Some(Found { verdict: Ok(verdict), figure, instead: Some(instead) })
        };
        // A number of two digits is many things by chance: the rest needs something to differ from.
        let lead_of_unit = lead.as_ref().filter(|lead| self.is_of_unit(lead))?;
        // What meets a bound that is held may be true.
        if lead_of_unit.qualifier.is_threshold() && self.meets(lead_of_unit) {
            return None;
        }
        if let Some((verdict, instead)) = self.of_other_period() {
            return named(verdict, instead);
        }
        if let Some(instead) = self.of_other_place() {
            return named(Verdict::OtherPlace, instead);
        }
        self.of_other_indicator().and_then(|instead| named(Verdict::OtherIndicator, instead))
    }

    /// True where the number is the figure but for a power of ten.
    fn is_scaled(&self, figure: &Number) -> bool {
        const POWERS: [i64; 12] = [-9, -6, -4, -3, -2, -1, 1, 2, 3, 4, 6, 9];
        let value = |number: &Amount| number.value().map(|value| value.abs());
        self.coarse(figure.amount.unit.base).iter().any(|amount| {
            let Some((own, held)) = value(amount).zip(value(&figure.amount)) else { return false };
            if own.is_zero() || held.is_zero() || own.is_sign_negative() != held.is_sign_negative() {
                return false;
            }
            POWERS.iter().any(|power| {
                let mut shifted = *amount;
                let scale = i64::from(amount.number.scale()) + power;
                let (scale, exponent) = if scale >= 0 {
                    (scale, i64::from(amount.unit.exponent))
                } else {
                    (0, i64::from(amount.unit.exponent) - scale)
                };
                let (Ok(scale), Ok(exponent)) = (u32::try_from(scale), u8::try_from(exponent)) else { return false };
                if shifted.number.set_scale(scale).is_err() {
                    return false;
                }
                shifted.unit.exponent = exponent;
                match figure.qualifier.is_threshold() {
                    true => shifted.value() == figure.amount.value(),
                    false => agree((shifted, bare(self.number.qualifier)), (figure.amount, figure.qualifier)),
                }
            })
        })
    }

    /// True where the number is the figure but for its sign.
    fn is_turned(&self, figure: &Number) -> bool {
        let can_turn = matches!(figure.amount.unit.base, Base::Percent) || self.read.way.is_some();
        can_turn
            && !figure.amount.number.is_zero()
            && self.coarse(figure.amount.unit.base).iter().any(|amount| {
                let turned = Amount { number: -amount.number, ..*amount };
                agree((turned, bare(self.number.qualifier)), (figure.amount, figure.qualifier))
            })
    }

    /// True where the number is the figure but for its currency.
    fn is_in_other_money(&self, figure: &Number) -> bool {
        let Counted::Base(own) = self.number.unit else { return false };
        let base = figure.amount.unit.base;
        own.is_money() && base.is_money() && own != base && {
            let unit = Unit { base, exponent: self.number.exponent };
            let as_if = |number: &Decimal| without_noughts(Amount { number: *number, unit });
            self.number
                .readings
                .iter()
                .any(|number| agree((as_if(number), bare(self.number.qualifier)), (figure.amount, figure.qualifier)))
        }
    }

    /// True for a figure that is this number and no bound.
    fn is(&self, figure: &Figure) -> bool {
        let number = Number::stated(figure);
        self.known.stands(figure) && !figure.qualifier.is_threshold() && figure.since == self.since() && {
            self.coarse(number.amount.unit.base)
                .iter()
                .any(|amount| agree((*amount, bare(self.number.qualifier)), (number.amount, number.qualifier)))
        }
    }

    fn of_other_period(&self) -> Option<(Verdict, Number)> {
        let meant = self.period(&self.series)?;
        let mut best: Option<(Verdict, u16, Number)> = None;
        for figure in self.known.figures(&self.series).filter(|figure| figure.period != meant && self.is(figure)) {
            let is_part = figure.period.holds(meant) || meant.holds(figure.period);
            let verdict = if is_part { Verdict::Part } else { Verdict::OtherPeriod };
            let far = |period: Period| period.year().map_or(u16::MAX, |year| year.number());
            let distance = if is_part { 0 } else { far(figure.period).abs_diff(far(meant)).saturating_add(1) };
            if best.as_ref().is_none_or(|(_, nearest, _)| distance < *nearest) {
                best = Some((verdict, distance, Number::stated(figure)));
            }
        }
        best.map(|(verdict, _, number)| (verdict, number))
    }

    fn of_other_place(&self) -> Option<Number> {
        let group = self.catalogue.place(self.catalogue.default_partner().as_str())?;
        let others = group.members.iter().chain([&group.id]).filter(|place| **place != self.series.partner);
        let period = self.period(&self.series)?;
        let mut counted = others.filter_map(|place| {
            let series = self.with(place);
            self.known.figures_in(&series, period).find(|figure| self.is(figure)).map(Number::stated).or_else(|| {
                let lead = reading(self.known, &series, period, self.since())?.lead;
                self.says(&lead).then_some(lead)
            })
        });
        counted.next()
    }

    fn with(&self, place: &PlaceId) -> Series {
        let ours = self.catalogue.default_reporter();
        if self.series.partner == *ours {
            Series { reporter: Some(place.clone()), ..self.series.clone() }
        } else {
            Series { partner: place.clone(), ..self.series.clone() }
        }
    }

    fn of_other_indicator(&self) -> Option<Number> {
        let Series { reporter, partner, goods, of, .. } = &self.series;
        let period = self.period(&self.series)?;
        let is_other = |series: &&Series| {
            series.goods == *goods
                && (series.indicator != self.series.indicator || series.of != *of)
                && matches!(series.of, Some(Of::Indicator(_))) == matches!(of, Some(Of::Indicator(_)))
        };
        let is_at = |figure: &&Figure| match self.kind {
            Kind::Stock => self.is_meant(figure.period),
            _ => figure.period == period,
        };
        let mut all = self.known.series_between(reporter.as_ref(), partner).filter(is_other);
        all.find_map(|series| {
            let mut figures = self.known.figures(series).filter(is_at);
            figures.find(|figure| self.is(figure)).map(Number::stated)
        })
    }
}

/// A number without the noughts at its end, of which at least three digits stay.
fn without_noughts(amount: Amount) -> Amount {
    const FEWEST: usize = 3;
    let (mut number, mut exponent) = (amount.number, amount.unit.exponent);
    let is_long = |number: &Decimal| {
        number.mantissa().unsigned_abs().checked_ilog10().is_some_and(|power| power as usize >= FEWEST)
    };
    while is_long(&number) && number.mantissa() % 10 == 0 {
        let mantissa = number.mantissa() / 10;
        let (scale, more) = if number.scale() > 0 { (number.scale() - 1, 0) } else { (0, 1) };
        let Ok(shorter) = Decimal::try_from_i128_with_scale(mantissa, scale) else { break };
        (number, exponent) = (shorter, exponent.saturating_add(more));
    }
    Amount { number, unit: Unit { exponent, ..amount.unit } }
}

/// The count of noughts at the end of a whole number.
fn trailing(number: &Decimal) -> i64 {
    let mut noughts = 0;
    let mut mantissa = number.mantissa().unsigned_abs();
    while number.scale() == 0 && mantissa != 0 && mantissa.is_multiple_of(10) {
        (mantissa, noughts) = (mantissa / 10, noughts + 1);
    }
    noughts
}

/// A bound taken for its number.
fn bare(qualifier: Qualifier) -> Qualifier {
    if qualifier.is_threshold() { Qualifier::Exact } else { qualifier }
}
