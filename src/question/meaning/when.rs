//! The one time that is asked about, and the day on which it was known.
//!
//! In: the times of a text; out: one of them. It does not know how a time is written.

use jiff::civil::Date;

use super::{AsOf, Ask, Meaning, Measure, Misread, Period, Query, Slots, TRADE, Time, When, Year, offers};

impl Meaning<'_> {
    /// A day that may be either of two: both are offered.
    pub(super) fn two_days(&self, slots: &Slots, time: usize, other: When) -> Misread {
        let mut slots = slots.clone();
        slots.unsure_days.remove(0);
        let Time { when: first, at } = slots.times[time].clone();
        let read = |when: When| {
            let mut slots = slots.clone();
            slots.times[time].when = when;
            self.query(&slots)
        };
        Misread::either(self.text.span(at), [first, other].map(read))
    }

    /// The day on which it is asked what was known, and the question without it.
    ///
    /// # Errors
    ///
    /// A word that asks for a day, where there is none or more than one.
    pub(super) fn known_on(&self, slots: &Slots) -> Result<Option<(Date, Slots)>, Misread> {
        let day = |time: usize| slots.times[time].when.last_day();
        let is_exact = |time: &usize| matches!(slots.times[*time].when, When::In(Period::AsOf(AsOf::Day(_))));
        let rest = |time: usize| {
            let mut rest = slots.clone();
            rest.times.remove(time);
            (rest.known, rest.as_of) = (None, None);
            rest
        };
        let dated: Vec<usize> = (0..slots.times.len()).filter(|time| day(*time).is_some()).collect();
        let exact: Vec<usize> = dated.iter().copied().filter(is_exact).collect();
        let time = match (slots.known, slots.as_of, &dated[..], &exact[..]) {
            (None, None, ..) => None,
            // A stock is counted on a day; all else is only known on one.
            (None, Some(_), ..) if slots.times.len() == 1 && self.is_about_stock(slots) => None,
            (None, Some(as_of), _, exact) => exact.iter().copied().find(|time| slots.times[*time].at.start > as_of),
            (Some(_), _, [only], _) | (Some(_), _, _, [only]) => Some(*only),
            (Some(at), _, [], _) => {
                return Err(self.leftover(at, self.offered(&Slots { known: None, ..slots.clone() })));
            }
            (Some(_), _, [_, second, ..], _) => {
                let each = dated.iter().filter_map(|time| self.query(&rest(*time)).ok()?.on(day(*time)?));
                let word = self.text.span(slots.times[*second].at.clone());
                return Err(Misread::Ambiguous { word, offers: offers(each) });
            }
        };
        Ok(time.and_then(|time| Some((day(time)?, rest(time)))))
    }

    /// The one time that was named.
    ///
    /// # Errors
    ///
    /// A second time, or a word about a year where there is none.
    pub(super) fn when(&self, slots: &Slots) -> Result<When, Misread> {
        let mut whens: Vec<When> = Vec::new();
        let mut second = None;
        for time in &slots.times {
            // "The latest figure for 2025" is that for 2025.
            if !whens.contains(&time.when) && time.when != When::Latest {
                second = second.or((!whens.is_empty()).then_some(time));
                whens.push(time.when);
            }
        }
        if let Some(second) = second {
            let singles = whens.iter().map(|when| Time { when: *when, at: second.at.clone() });
            return Err(self.two_times(slots, second, singles.collect()));
        }
        let when = whens.first().copied().unwrap_or(When::Latest);
        match (slots.aside, slots.yearly) {
            (Some(at), _) if when == When::Latest => {
                Err(self.leftover(at, self.offered(&Slots { aside: None, ..slots.clone() })))
            }
            (_, Some(at)) if matches!(when, When::In(_)) => {
                Err(self.leftover(at, self.offered(&Slots { yearly: None, ..slots.clone() })))
            }
            (_, Some(_)) if when == When::Latest => {
                Ok(self.newest_years().map_or(when, |(first, last)| When::Years(first, last)))
            }
            _ => Ok(when),
        }
    }

    /// One time too many: the same is offered for each of them, or of several partners each in the newest.
    fn two_times(&self, slots: &Slots, second: &Time, times: Vec<Time>) -> Misread {
        let newest = times.iter().max_by_key(|time| time.when.to_string()).cloned();
        let single = |time: Time| Slots { times: vec![time], compare: None, ..slots.clone() };
        let partners = self.partners(slots);
        let singles: Vec<Query> = match newest.filter(|_| partners.len() > 1) {
            Some(newest) => {
                let mut newest = single(newest);
                if newest.is_without_subject() && self.frame.indicator.is_none() && self.is_about_trade(slots) {
                    newest.indicators.push(Measure::new(TRADE, 0));
                }
                partners.iter().filter_map(|keep| self.query(&newest.with_only(keep, &partners)).ok()).collect()
            }
            None => times.into_iter().filter_map(|time| self.query(&single(time)).ok()).collect(),
        };
        Misread::TooMany { word: self.text.span(second.at.clone()), offers: offers(singles) }
    }

    /// Refuses several years for what is told of one time only.
    ///
    /// # Errors
    ///
    /// One year too many; its years one by one are offered, the newest first.
    pub(super) fn one_year(&self, slots: &Slots, when: When, query: impl Fn(When) -> Query) -> Result<(), Misread> {
        let When::Years(first, last) = when else { return Ok(()) };
        let years = std::iter::successors(Some(last), |year| year.before()).take_while(|year| *year >= first);
        let word = slots.times.first().map_or_else(String::new, |time| self.text.span(time.at.clone()));
        let one = |year: Year| query(When::In(Period::Year(year)));
        Err(Misread::TooMany { word, offers: offers(years.map(one)) })
    }

    /// The two meanings of "history" where no one time is named: the years, or how the figure was said.
    pub(super) fn over_time(&self, ask: &Ask) -> Vec<Query> {
        let (years, last) = match ask.when {
            When::Years(_, last) => (Some(ask.when), Some(last)),
            When::Latest | When::In(_) => (self.newest_years().map(|(first, last)| When::Years(first, last)), None),
        };
        let said = Ask { when: last.map_or(When::Latest, |last| When::In(Period::Year(last))), ..ask.clone() };
        let years = years.map(|when| Query::Figures(Ask { when, ..ask.clone() }));
        years.into_iter().chain([Query::History(said)]).collect()
    }

    /// The first and the last of the newest years that are told one by one.
    pub(in crate::question) fn newest_years(&self) -> Option<(Year, Year)> {
        const YEARS: usize = 5;
        let last = self.catalogue.last_whole_year()?;
        let first = std::iter::successors(Some(last), |year| year.before()).take(YEARS).last()?;
        Some((first, last))
    }
}
