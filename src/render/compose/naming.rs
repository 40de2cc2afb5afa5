//! How places, times, sources and questions are called.

use super::{Cited, Piece, Text, Writer, capital};
use crate::{
    answer::{Number, Subject},
    fact::{
        Amount, AsOf, Base, By, Currency, Derivation, Direction, Doubt, Figure, Indicator, IndicatorId, Kind, Of,
        Period, Place, PlaceId, Published, Qualifier, Series, Source, Status, Unit, Year,
    },
    language::{Digits, Msg},
    question::{Ask, Beyond, Comparison, Cut, Group, Query, Reporter, When},
};

impl<'c> Writer<'c> {
    pub(crate) fn place(&self, place: &'c Place) -> &'c str {
        self.language.pick(&place.names)
    }

    pub(crate) fn place_named(&self, id: &str) -> String {
        self.catalogue.place(id).map_or_else(|| id.to_owned(), |place| self.place(place).to_owned())
    }

    pub(crate) fn indicator(&self, indicator: &'c Indicator) -> &'c str {
        self.language.pick(&indicator.names)
    }

    pub(crate) fn indicator_named(&self, id: &str) -> String {
        self.catalogue.indicator(id).map_or_else(|| id.to_owned(), |indicator| self.indicator(indicator).to_owned())
    }

    pub(crate) fn authority<'i>(&self, id: &'i str) -> &'i str
    where
        'c: 'i,
    {
        self.catalogue.authority(id).map_or(id, |authority| self.language.pick(&authority.names))
    }

    /// True if it is a part of all that goes both ways.
    pub(crate) fn is_part_of_trade(&self, indicator: &str) -> bool {
        let derivation = self.catalogue.indicator(indicator).and_then(|indicator| indicator.derivation.as_ref());
        let Some(Derivation::Share(whole)) = derivation else { return false };
        self.catalogue.indicator(whole.as_str()).is_some_and(|whole| whole.direction.is_none())
    }

    pub(crate) fn is_share(&self, indicator: &str) -> bool {
        self.catalogue.indicator(indicator).is_some_and(|indicator| indicator.kind == Kind::Share)
    }

    pub(crate) fn number_name(&self, number: &Number) -> String {
        self.measure_of(&number.series)
    }

    /// What a page is about: the two places and what is measured, or its name where that names the places.
    pub(crate) fn heading(&self, subject: &'c Subject, when: String) -> String {
        match self.name_with_places(&subject.series()) {
            Some(name) => {
                let what = self.third_party(capital(&name), subject.reporter.is_none());
                self.say(Msg::HeadingNamed { what: what.into(), when: when.into() })
            }
            None => self.heading_with(subject, self.place(&subject.partner).to_owned(), when),
        }
    }

    /// The two places and what is measured, with other partners' names.
    pub(crate) fn heading_with(&self, subject: &'c Subject, partner: String, when: String) -> String {
        let series = subject.series();
        let reporter = self.counted_from(series.reporter.as_ref(), &series.partner, series.of.as_ref());
        let what = self.third_party(self.headed_by(&series), series.reporter.is_none());
        self.say(Msg::Heading {
            arrow: self.arrow(&series.indicator, series.of.as_ref()).into(),
            reporter: reporter.into(),
            partner: partner.into(),
            what: what.into(),
            when: when.into(),
        })
    }

    /// What is measured; of all goods, with the words that it is of goods.
    fn headed_by(&self, series: &Series) -> String {
        let what = self.measure_of(series);
        let is_of_all = series.goods.is_none() && series.of.is_none();
        let indicator = self.catalogue.indicator(series.indicator.as_str()).filter(|one| is_of_all && one.of_goods);
        match indicator.and_then(|indicator| indicator.derivation.as_ref()) {
            Some(Derivation::Sum(..)) => self.say(Msg::InAllGoods { what: what.into() }),
            _ => what,
        }
    }

    /// A name, and that nobody of the two places counts it.
    fn third_party(&self, name: String, is_third: bool) -> String {
        if is_third { [name, self.say(Msg::CountOfThird)].join(self.language.comma()) } else { name }
    }

    /// From whose side a partner is looked at: that of who counts. A third party looks from where the sheets look; at
    /// that place itself, from the whole that it is a part of.
    pub(crate) fn counted_from(&self, reporter: Option<&PlaceId>, partner: &PlaceId, of: Option<&Of>) -> String {
        let ours = self.catalogue.default_reporter();
        let side = match (reporter, of) {
            (Some(reporter), _) => reporter,
            (None, Some(Of::Place(whole))) if partner == ours => whole,
            (None, _) => ours,
        };
        self.place_named(side.as_str())
    }

    /// Which way what is measured goes between the reporter and the partner.
    pub(crate) fn arrow(&self, indicator: &IndicatorId, of: Option<&Of>) -> &'static str {
        match self.direction(indicator, of) {
            Some(Direction::Out) => "→",
            Some(Direction::In) => "←",
            None => "–",
        }
    }

    pub(crate) fn direction(&self, indicator: &IndicatorId, of: Option<&Of>) -> Option<Direction> {
        let measured = match of {
            Some(Of::Indicator(grown)) => grown,
            _ => indicator,
        };
        self.catalogue.indicator(measured.as_str())?.direction
    }

    pub(crate) fn period(&self, period: Period) -> String {
        let month = |number: u8| usize::from(number).into();
        let text = |year: Year| year.to_string().into();
        match period {
            Period::Year(year) => year.to_string(),
            Period::Half(year, half) => self.say(Msg::DateHalf { half: usize::from(half).into(), year: text(year) }),
            Period::Quarter(year, quarter) => {
                self.say(Msg::DateQuarter { quarter: usize::from(quarter).into(), year: text(year) })
            }
            Period::Month(year, number) => self.say(Msg::DateMonth { month: month(number), year: text(year) }),
            Period::Months(year, months) => {
                self.say(Msg::DateMonths { first: month(months.first()), last: month(months.last()), year: text(year) })
            }
            Period::AsOf(AsOf::Unknown) => self.say(Msg::AsOfUnknown),
            Period::AsOf(AsOf::Year(year)) => self.say(Msg::AsOfYear { year: text(year) }),
            Period::AsOf(AsOf::Month(year, number)) => {
                let date = self.say(Msg::DateMonth { month: month(number), year: text(year) });
                self.say(Msg::AsOf { date: date.into() })
            }
            Period::AsOf(AsOf::Day(day)) => self.say(Msg::AsOf { date: self.day(day).into() }),
        }
    }

    /// The same as what a change is held against.
    pub(crate) fn base(&self, period: Period) -> String {
        let month = |number: u8| usize::from(number).into();
        let text = |year: Year| year.to_string().into();
        self.say(match period {
            Period::Year(year) | Period::AsOf(AsOf::Year(year)) => Msg::BaseYear { year: text(year) },
            Period::Half(year, half) => Msg::BaseHalf { half: usize::from(half).into(), year: text(year) },
            Period::Quarter(year, quarter) => {
                Msg::BaseQuarter { quarter: usize::from(quarter).into(), year: text(year) }
            }
            Period::Month(year, number) | Period::AsOf(AsOf::Month(year, number)) => {
                Msg::BaseMonth { month: month(number), year: text(year) }
            }
            Period::Months(year, months) => {
                Msg::BaseMonths { first: month(months.first()), last: month(months.last()), year: text(year) }
            }
            Period::AsOf(AsOf::Day(day)) => return self.day(day),
            Period::AsOf(AsOf::Unknown) => Msg::AsOfUnknown,
        })
    }

    pub(crate) fn when(&self, when: When) -> String {
        match when {
            When::Latest => self.say(Msg::Latest),
            When::In(period) => self.period(period),
            When::Years(first, last) => format!("{first}–{last}"),
        }
    }

    pub(crate) fn day(&self, day: jiff::civil::Date) -> String {
        self.language.day(day)
    }

    pub(crate) fn published(&self, source: &Source) -> String {
        match source.published {
            None => self.say(Msg::Undated),
            Some(Published::Year(year)) => year.to_string(),
            Some(Published::Month(year, month)) => {
                self.say(Msg::DateMonth { month: usize::from(month).into(), year: year.to_string().into() })
            }
            Some(Published::Day(day)) => self.day(day),
        }
    }

    /// When its source took a figure back.
    pub(crate) fn withdrawn_on(&self, figure: &Figure) -> String {
        match figure.withdrawn {
            Some(AsOf::Day(day)) => self.day(day),
            Some(AsOf::Year(year)) => year.to_string(),
            Some(AsOf::Month(year, month)) => {
                self.say(Msg::DateMonth { month: usize::from(month).into(), year: year.to_string().into() })
            }
            None | Some(AsOf::Unknown) => self.say(Msg::AsOfUnknown),
        }
    }

    /// Why a figure is not to be relied on, and by whose numbers; none where nothing is said against it.
    pub(crate) fn doubt(&self, figure: &Figure) -> Option<String> {
        let words = match figure.doubt.as_deref()? {
            Doubt::Wrong { by, reason } => {
                let by = match by {
                    By::Authority(id) => self.authority(id.as_str()).to_owned(),
                    By::Source(id) => self.catalogue.source(id.as_str()).map_or_else(
                        || id.to_string(),
                        |source| {
                            [source.publisher.as_deref().unwrap_or(id.as_str()), &self.published(source)]
                                .join(self.language.comma())
                        },
                    ),
                };
                Msg::KnownWrong { by: by.into(), reason: self.language.pick(reason).into() }
            }
            Doubt::Doubtful { reason } => Msg::DoubtfulFor { reason: self.language.pick(reason).into() },
        };
        Some(self.say(words))
    }

    pub(crate) fn read_on(&self, source: &Source) -> String {
        self.say(Msg::ReadOn { date: self.day(source.read).into() })
    }

    /// Who, where, when, the places in it, and whom it names as the authority; the publisher links to the document.
    pub(crate) fn citation(&self, cited: &Cited<'c>) -> Text {
        let (before, publisher, after) = self.citation_parts(cited);
        let text = Text::plain(before);
        match &cited.source.url {
            Some(url) => text.with(Piece::Link { words: publisher, url: url.clone() }).and(after),
            None => text.and(publisher).and(after),
        }
    }

    /// The same without a link.
    pub(crate) fn cited(&self, cited: &Cited<'c>) -> String {
        let (before, publisher, after) = self.citation_parts(cited);
        [before, publisher, after].concat()
    }

    pub(crate) fn citation_parts(&self, cited: &Cited<'c>) -> (String, String, String) {
        let source = cited.source;
        let before = source.author.as_ref().map(|author| [author, self.language.comma()].concat()).unwrap_or_default();
        let publisher =
            source.publisher.clone().or_else(|| source.title.clone()).unwrap_or_else(|| source.id.to_string());
        let mut after = String::with_capacity(128);
        after.extend([self.language.comma(), &self.published(source)]);
        let mut at = cited.at.clone();
        at.sort_unstable_by_key(|at| (at.len(), *at));
        for at in at {
            after.extend([self.language.comma(), &self.language.place_in_source(at)]);
        }
        for (position, id) in cited.authorities.iter().enumerate() {
            after.extend([if position == 0 { " (" } else { self.language.semicolon() }, self.authority(id.as_str())]);
        }
        if !cited.authorities.is_empty() {
            after.push(')');
        }
        (before, publisher, after)
    }

    pub(crate) fn status(&self, status: Status) -> String {
        self.say(match status {
            Status::Flash => Msg::StatusFlash,
            Status::Provisional => Msg::StatusProvisional,
            Status::Final => Msg::StatusFinal,
            Status::Estimate => Msg::StatusEstimate,
            Status::Forecast => Msg::StatusForecast,
            Status::Target => Msg::StatusTarget,
        })
    }

    /// A number with its qualifier, and its status where it has one.
    pub(crate) fn number(&self, number: &Number) -> String {
        self.number_in(number, self.digits)
    }

    /// The same with so many digits, or more where the page shows all.
    pub(crate) fn number_in(&self, number: &Number, digits: Digits) -> String {
        let plus = self.has_plus(number);
        let words = self.language.qualified(number.qualifier, plus, &number.amount, digits.max(self.digits));
        let words = match number.status {
            Some(status) => format!("{words} ({})", self.status(status)),
            None => words,
        };
        self.doubted(words, number)
    }

    /// Words about a number, and that it is doubtful where it is.
    pub(crate) fn doubted(&self, words: String, number: &Number) -> String {
        if number.is_doubtful() { format!("{words} ({})", self.say(Msg::Doubtful)) } else { words }
    }

    /// True if it says by how many percent another number changed.
    pub(crate) fn is_growth(&self, number: &Number) -> bool {
        self.catalogue.growth() == Some(&number.series.indicator)
    }

    /// A number by itself, with the sign that it is shown with.
    pub(crate) fn displayed(&self, number: &Number) -> String {
        if self.is_growth(number) {
            self.doubted(self.language.change(number.qualifier, &number.amount, self.digits), number)
        } else {
            self.number(number)
        }
    }

    /// True if it could be below zero and is not, which is shown.
    pub(crate) fn has_plus(&self, number: &Number) -> bool {
        let signed =
            self.catalogue.indicator(number.series.indicator.as_str()).is_some_and(|indicator| indicator.signed);
        signed && number.amount.number.is_sign_positive()
    }

    pub(crate) fn stated(&self, figure: &'c Figure) -> String {
        self.stated_in(figure, self.digits)
    }

    pub(crate) fn stated_in(&self, figure: &'c Figure, digits: Digits) -> String {
        self.number_in(&Number::stated(figure), digits)
    }

    /// What was asked, in words: `imports, Kyrgyzstan, 2025`.
    pub(crate) fn query(&self, query: &Query) -> String {
        match query {
            Query::Figures(ask) | Query::Parts(ask) | Query::Why(ask) => match ask.when {
                When::Latest => self.asked_of(ask),
                when => [self.asked_of(ask), self.when(when)].join(self.language.comma()),
            },
            Query::Cut(cut, ask) => self.cut(*cut, ask),
            Query::Times(ask) => {
                [self.asked_of(ask), self.when(ask.when).replace('–', " / ")].join(self.language.comma())
            }
            Query::Compare(comparison) => self.compared(comparison),
            Query::Country(place, When::Latest) => self.place_named(place.as_str()),
            Query::Country(place, when) => {
                [self.place_named(place.as_str()), self.when(*when)].join(self.language.comma())
            }
            Query::Mirror(place, when) => {
                let place = self.place_named(place.as_str());
                let what = self.say(Msg::ButtonMirror);
                match when {
                    When::Latest => [what, place].join(self.language.comma()),
                    when => [what, place, self.when(*when)].join(self.language.comma()),
                }
            }
            Query::SourcesOf(query) | Query::Details(_, query) => self.query(query),
            Query::History(ask) => {
                format!("{}: {}", self.say(Msg::ButtonHistory), self.query(&Query::Figures(ask.clone())))
            }
            Query::AsOf(day, query) => {
                self.say(Msg::AskedOn { what: self.query(query).into(), day: self.day(*day).into() })
            }
            Query::Indicator(Some(id)) => self.indicator_named(id.as_str()),
            Query::Agreements(Some(place)) => {
                self.say(Msg::AgreementsTitle { place: self.place_named(place.as_str()).into() })
            }
            Query::Goods(Some(place)) => {
                [self.say(Msg::ButtonGoods), self.place_named(place.as_str())].join(self.language.comma())
            }
            Query::Coverage(Some(place)) => {
                self.say(Msg::CoverageOf { place: self.place_named(place.as_str()).into() })
            }
            Query::Said(place) => self.place_named(place.as_str()),
            Query::Search(words) => words.as_str().to_owned(),
            Query::Source(id) | Query::Cite(id) => {
                let publisher = self.catalogue.source(id.as_str()).and_then(|source| source.publisher.clone());
                publisher.unwrap_or_else(|| id.to_string())
            }
            _ => self.label(query),
        }
    }

    /// A part of a ranking, and of which.
    fn cut(&self, cut: Cut, ask: &Ask) -> String {
        let catalogue = self.catalogue.indicator(ask.indicator.as_str());
        let is_money = catalogue.is_some_and(|one| one.units.iter().any(|unit| matches!(unit, Base::Money(_))));
        let base = if is_money { Base::Money(Currency::USD) } else { Base::Percent };
        [self.query(&Query::Parts(ask.clone())), self.cut_words(cut, base)].join(self.language.comma())
    }

    /// Which part of a ranking it is: `the 3 largest`, `more than US$10 bn`.
    pub(crate) fn cut_words(&self, cut: Cut, base: Base) -> String {
        self.say(match cut {
            Cut::Top(count) => Msg::CutTop { count: usize::from(count).into() },
            Cut::Last(count) => Msg::CutLast { count: usize::from(count).into() },
            Cut::Place(place) => Msg::CutPlace { place: usize::from(place).into() },
            Cut::FromEnd(place) => Msg::CutFromEnd { place: usize::from(place).into() },
            Cut::Beyond(side, round) => {
                let qualifier = match side {
                    Beyond::More => Qualifier::MoreThan,
                    Beyond::AtLeast => Qualifier::AtLeast,
                    Beyond::Less => Qualifier::LessThan,
                    Beyond::AtMost => Qualifier::AtMost,
                };
                let amount = Amount { number: round.number(), unit: Unit { base, exponent: round.exponent } };
                return self.language.qualified(qualifier, false, &amount, self.digits);
            }
        })
    }

    /// What is compared, of whom, and when.
    pub(crate) fn compared(&self, comparison: &Comparison) -> String {
        let reporter = self.reporter_of(comparison.reporter.as_ref());
        let mut what = vec![self.measure(
            comparison.indicator.as_str(),
            comparison.goods.as_ref(),
            comparison.of.as_ref(),
            reporter,
        )];
        what.extend(comparison.partners.iter().map(|place| self.place_named(place.as_str())));
        what.extend(comparison.reporter.as_ref().map(|reporter| match reporter {
            Reporter::Place(place) => self.count_of(place),
            Reporter::ThirdParty => self.say(Msg::CountOfThird),
        }));
        what.extend((comparison.when != When::Latest).then(|| self.when(comparison.when)));
        what.join(self.language.comma())
    }

    /// What and with whom; and when.
    pub(crate) fn ask(&self, ask: &Ask) -> (String, String) {
        let when = match ask.when {
            When::Latest => self.say(Msg::AnyTime),
            when => self.when(when),
        };
        (self.asked_of(ask), when)
    }

    /// Whose count, or of whom it is said.
    pub(crate) fn count_of(&self, reporter: &PlaceId) -> String {
        let place = self.place_named(reporter.as_str()).into();
        self.say(if self.catalogue.counts(reporter) { Msg::CountOf { place } } else { Msg::ClaimOf { place } })
    }

    /// `◀ 2024`, `2026 ▶` for a question that differs from that of the page in its time alone.
    pub(crate) fn other_time(&self, query: &Query) -> Option<String> {
        let (shown, other) = match (self.asked.as_ref()?, query) {
            (Query::Figures(asked), Query::Figures(ask)) if Ask { when: asked.when, ..ask.clone() } == *asked => {
                (asked.when, ask.when)
            }
            (Query::Compare(asked), Query::Compare(other))
                if Comparison { when: asked.when, ..other.clone() } == *asked =>
            {
                (asked.when, other.when)
            }
            (Query::Mirror(asked, shown), Query::Mirror(place, other)) if place == asked => (*shown, *other),
            _ => return None,
        };
        let words = self.when(other);
        match (shown, other) {
            _ if shown == other => None,
            (_, When::In(Period::AsOf(_))) | (When::In(Period::AsOf(_)), _) => Some(words),
            (When::In(_), When::Years(..)) => Some(self.say(Msg::ButtonByYear)),
            (When::In(shown), When::In(other)) if is_earlier(other, shown) => Some(format!("◀ {words}")),
            (When::In(shown), When::In(other)) if is_earlier(shown, other) => Some(format!("{words} ▶")),
            _ => Some(words),
        }
    }

    /// The name of a page of help.
    pub(crate) fn group(&self, group: Group) -> String {
        self.say(match group {
            Group::Trade => Msg::GroupTrade,
            Group::Others => Msg::GroupOthers,
            Group::Behind => Msg::GroupBehind,
            Group::About => Msg::GroupAbout,
        })
    }

    /// `Kyrgyzstan 2024` of all trade, else what is measured too; on the page of a place that alone.
    fn figure_label(&self, ask: &Ask) -> String {
        let indicator = self.catalogue.indicator(ask.indicator.as_str());
        let derivation = indicator.filter(|one| one.of_goods).and_then(|one| one.derivation.as_ref());
        let is_all = ask.goods.is_none() && ask.of.is_none() && ask.reporter.is_none();
        let partner = ask.partner.as_ref().unwrap_or_else(|| self.catalogue.default_partner());
        let what = if self.headline.is_of(partner) && ask.reporter.is_none() {
            capital(&self.measure(ask.indicator.as_str(), ask.goods.as_ref(), ask.of.as_ref(), None))
        } else if is_all && matches!(derivation, Some(Derivation::Sum(..))) {
            self.place_named(partner.as_str())
        } else {
            capital(&self.asked_of(ask))
        };
        match ask.when {
            When::Latest => what,
            when => format!("{what} {}", self.when(when)),
        }
    }

    /// A button's few words.
    pub(crate) fn label(&self, query: &Query) -> String {
        if let Some(words) = self.other_time(query) {
            return words;
        }
        match query {
            Query::Figures(ask) => self.figure_label(ask),
            Query::Parts(ask) => self.say(match self.direction(&ask.indicator, ask.of.as_ref()) {
                Some(Direction::Out) => Msg::ButtonBuyers,
                Some(Direction::In) => Msg::ButtonSellers,
                None => Msg::ButtonParts,
            }),
            Query::Mirror(place, _) => match &self.asked {
                Some(Query::Mirror(shown, _)) if shown != place => self.place_named(place.as_str()),
                _ => self.say(Msg::ButtonMirror),
            },
            Query::Compare(_) if matches!(self.asked, Some(Query::Figures(_) | Query::Country(..))) => {
                self.say(Msg::ButtonCompare)
            }
            Query::Compare(comparison) => self.compared(comparison),
            Query::Changes(page @ 2..) => format!("{} · {page}", self.say(Msg::ButtonChanges)),
            Query::Sources(page @ 2..) => format!("{} {page}", self.say(Msg::ButtonSources)),
            Query::AsOf(day, query) => match &self.asked {
                Some(Query::AsOf(shown, _)) if shown == day => self.label(query),
                _ => self.say(Msg::AskedOn { what: self.label(query).into(), day: self.day(*day).into() }),
            },
            Query::Cite(_) => self.say(Msg::ButtonCite { source: self.query(query).into() }),
            Query::Indicator(None) => self.say(Msg::ButtonIndicators),
            Query::HelpOn(group) => self.group(*group),
            Query::Agreements(None) => self.say(Msg::AgreementsAll),
            Query::Speak(language) => language.own_name().to_owned(),
            Query::Goods(None) => self.say(Msg::ButtonGoods),
            Query::Country(..)
            | Query::Cut(..)
            | Query::Times(_)
            | Query::Goods(_)
            | Query::Agreements(_)
            | Query::Indicator(_)
            | Query::Coverage(Some(_))
            | Query::Search(_)
            | Query::Source(_) => self.query(query),
            query => match query.kind().label {
                Some(words) => self.say(words()),
                None => format!("/{query}"),
            },
        }
    }
}

/// True if a period lies before another as years do: of one year neither does.
fn is_earlier(one: Period, other: Period) -> bool {
    one.year() < other.year()
}
