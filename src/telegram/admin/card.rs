//! A schedule in people's words: "Every day at 09:00 (Bishkek): China–Central Asia trade".

use jiff::civil::Date;

use super::words::Words;
use crate::{
    courier::{Echo, moments, question_of},
    language::Msg,
    question::{Ask, Query, When as Time},
    render::{self, html::escape},
    schedule::{Days, Nth, Schedule, State, Week, What, When, Zone},
};

impl Words {
    /// A schedule in HTML, with its next instants and what its pages will be.
    pub(super) fn whole(&self, (schedule, upcoming): &Echo) -> String {
        let next = match upcoming.moments.is_empty() {
            true => self.say(Msg::NextNone),
            false => self.say(Msg::NextOnes { moments: moments(self.language, upcoming).into() }),
        };
        let pages = self.pages(schedule).into_iter().map(|line| format!("\n{}", escape(&line)));
        let pages: String = pages.collect();
        format!("{}\n{}{pages}", self.card(schedule), escape(&self.state_or(schedule, &next)))
    }

    /// A schedule in two lines of HTML: what comes when, and how.
    pub(super) fn card(&self, schedule: &Schedule) -> String {
        let zone = Zone::parse(&schedule.zone).map_or_else(|_| schedule.zone.clone(), |zone| zone.city(self.language));
        let (when, what) = (self.when(&schedule.when).into(), self.what(&schedule.what, self.today(schedule)).into());
        let mut card = self.say(Msg::ScheduleCard { when, zone: zone.into(), what });
        // It has no number before it is kept.
        if schedule.id != 0 {
            card = format!("{}. {card}", schedule.id);
        }
        let mut how = vec![schedule.language.own_name().to_owned()];
        how.extend(schedule.silent.then(|| self.say(Msg::IsSilent)));
        how.extend(schedule.topic.map(|topic| self.say(Msg::IsTopic { topic: topic.to_string().into() })));
        format!("{}\n{}", escape(&card), escape(&how.join(self.language.comma())))
    }

    /// The reason that keeps a schedule from posting, else its next posts.
    pub(super) fn state_or(&self, schedule: &Schedule, next: &str) -> String {
        match schedule.state {
            State::Active => next.to_owned(),
            State::Paused { until: None } => self.say(Msg::IsPaused),
            State::Paused { until: Some(day) } => {
                let paused = self.say(Msg::IsPausedUntil { day: self.language.day(day).into() });
                if next.is_empty() { paused } else { format!("{paused}\n{next}") }
            }
        }
    }

    /// The subject of a schedule on a day.
    pub(super) fn what(&self, what: &What, day: Date) -> String {
        let spelling = match what {
            What::Rotate => return self.say(Msg::WhatRotate),
            What::Query(spelling) => spelling,
        };
        let catalogue = self.answerer.catalogue();
        let what = match question_of(spelling, day, catalogue) {
            Some(Query::Figures(ask)) => self.between(&ask),
            Some(Query::Parts(ask)) => self.say(Msg::WhatByPlace { what: self.between(&ask).into() }),
            Some(query) => render::in_words(&query, self.language, catalogue),
            None => return spelling.as_str().to_owned(),
        };
        match spelling.in_year(day.year()) {
            Some(_) => self.say(Msg::WhatMoves { what: what.into() }),
            None => what,
        }
    }

    /// "China–Central Asia trade, 2025" of what goes both ways; else as a question is named anywhere.
    fn between(&self, ask: &Ask) -> String {
        let catalogue = self.answerer.catalogue();
        let place = |id: &str| catalogue.place(id).map(|place| self.language.pick(&place.names));
        let partner = ask.partner.as_ref().unwrap_or(catalogue.default_partner());
        let goes_both_ways = catalogue
            .indicator(ask.indicator.as_str())
            .filter(|one| one.direction.is_none() && one.derivation.is_some() && ask.of.is_none());
        let both = place(catalogue.default_reporter().as_str()).zip(place(partner.as_str()));
        match (goes_both_ways, both) {
            (Some(indicator), Some((place, other))) if ask.reporter.is_none() && ask.goods.is_none() => {
                let what = self.language.pick(&indicator.names).into();
                let named = self.say(Msg::WhatBetween { what, place: place.into(), other: other.into() });
                let time = (ask.when != Time::Latest).then(|| self.time(ask.when));
                [Some(named), time].into_iter().flatten().collect::<Vec<_>>().join(self.language.comma())
            }
            _ => render::in_words(&Query::Figures(ask.clone()), self.language, catalogue),
        }
    }

    /// Days and hour; as they were written where they cannot be read any more.
    fn when(&self, written: &str) -> String {
        let Ok(when) = When::parse(written) else { return written.to_owned() };
        let time = when.time().strftime("%H:%M").to_string().into();
        let day_of = |day: i8| day.to_string().into();
        self.say(match when.days() {
            Days::Daily => Msg::WhenDaily { time },
            Days::Weekdays => Msg::WhenWeekdays { time },
            Days::Weekly(week) => Msg::WhenWeekly { days: self.days(week).into(), time },
            Days::Monthly(31) => Msg::WhenMonthEnd { time },
            Days::Monthly(day) => Msg::WhenMonthly { day: day_of(day), time },
            Days::MonthlyOn(nth, weekday) => {
                let nth = match nth {
                    Nth::First => 1,
                    Nth::Second => 2,
                    Nth::Third => 3,
                    Nth::Fourth => 4,
                    Nth::Last => 5,
                };
                let weekday = usize::from(weekday.to_monday_one_offset().unsigned_abs());
                Msg::WhenNth { nth: nth.into(), weekday: weekday.into(), time }
            }
            Days::Yearly(month, day) => {
                Msg::WhenYearly { day: day_of(day), month: usize::from(month.unsigned_abs()).into(), time }
            }
            Days::Once(day) => Msg::WhenOnce { day: self.language.day(day).into(), time },
        })
    }

    /// "Monday, Tuesday and Friday".
    fn days(&self, week: Week) -> String {
        let name = |number: i8| self.say(Msg::WhenWeekday { number: usize::from(number.unsigned_abs()).into() });
        let mut days: Vec<String> = week.days().map(|day| name(day.to_monday_one_offset())).collect();
        match (days.pop(), days.is_empty()) {
            (Some(last), false) => {
                let first = days.join(self.language.comma());
                self.say(Msg::WhenAnd { first: first.into(), last: last.into() })
            }
            (last, _) => last.unwrap_or_default(),
        }
    }

    /// What an admin should know of the pages to come: of which time they will be, and that they will be all the same.
    fn pages(&self, schedule: &Schedule) -> Vec<String> {
        let What::Query(spelling) = &schedule.what else { return Vec::new() };
        let Some(query) = question_of(spelling, self.today(schedule), self.answerer.catalogue()) else {
            return Vec::new();
        };
        let moves = spelling.in_year(self.today(schedule).year()).is_some();
        let time = self.time_of(&query, moves);
        let days = When::parse(&schedule.when).map(When::days);
        let changes = moves && matches!(days, Ok(Days::Yearly(..)));
        let repeats = !matches!(days, Ok(Days::Once(_))) && !changes;
        time.into_iter().chain(repeats.then(|| self.say(Msg::PagesSame))).collect()
    }

    /// The time that its pages are of, now and later.
    fn time_of(&self, query: &Query, moves: bool) -> Option<String> {
        let when = query.when()?;
        let newest = || {
            let reply = self.answerer.query(query, self.language);
            let answer = reply.answer.as_ref()?;
            let period = answer.readings().first()?.lead.period;
            Some(Msg::PagesNewest { time: self.time(Time::In(period)).into() })
        };
        let message = match when {
            Time::Latest => newest()?,
            when if moves => Msg::PagesMove { time: self.time(when).into() },
            when => Msg::PagesFixed { time: self.time(when).into() },
        };
        Some(self.say(message))
    }

    fn time(&self, when: Time) -> String {
        render::time_in_words(when, self.language, self.answerer.catalogue())
    }

    /// The day it is in the zone of a schedule.
    pub(super) fn today(&self, schedule: &Schedule) -> Date {
        let zone = Zone::parse(&schedule.zone).unwrap_or_else(|_| Zone::utc());
        zone.rules().to_datetime(self.now).date()
    }
}
