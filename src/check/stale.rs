//! What should have come out by now and is in no sheet. It depends on the day, and so is no rule.

use jiff::civil::Date;

use crate::{
    catalogue::Catalogue,
    fact::{Figure, Length, Months, Period, Release, Year},
    finding::{Code, Finding},
    sheet::Announced,
};

/// A finding for each span of a release of which something is overdue on a day.
pub(super) fn overdue(announced: &[Announced], facts: &Catalogue, today: Date) -> Vec<Finding> {
    let each = announced.iter().flat_map(|one| one.release.lengths.iter().zip(&one.spots).map(move |span| (one, span)));
    let found = each.filter_map(|(one, (length, spot))| {
        let release = &one.release;
        let newest = newest(release, *length, facts);
        let late = late(release, *length, newest, today);
        let (first, last) = (late.first()?, late.last()?);
        let due = |period: Period| release.due(period).map(|day| day.to_string()).unwrap_or_default();
        let about = if release.is_about { "about " } else { "" };
        let what = match &late[..] {
            [_] => format!("{first} of `{}` was due {about}{}", release.authority, due(*first)),
            _ => format!(
                "{} of `{}` are overdue: {first} was due {about}{}, {last} {about}{}",
                counted(late.len(), *length),
                release.authority,
                due(*first),
                due(*last)
            ),
        };
        let mut finding = Finding::new(Code::Overdue, &one.file, *spot, what);
        let measured = release.indicators.iter().map(|id| id.as_str()).collect::<Vec<_>>().join(", ");
        finding.why(match newest {
            Some(period) => format!("the newest of {measured} that a sheet holds is {period}"),
            None => format!("no sheet holds {measured} of a {}", length.as_str()),
        });
        finding.help("take in what came out, or correct the release");
        Some(finding)
    });
    found.collect()
}

/// The newest span of this length that a sheet holds as counted by the body.
fn newest(release: &Release, length: Length, facts: &Catalogue) -> Option<Period> {
    let is_it = |figure: &&Figure| {
        length.fits(figure.period)
            && *facts.origin(figure) == release.authority
            && !figure.is_wrong()
            && figure.withdrawn.is_none()
            && figure.status.is_none_or(|status| status.is_counted())
    };
    let figures = release.indicators.iter().flat_map(|id| facts.series_of(id)).flat_map(|(_, figures)| figures);
    figures.filter(is_it).map(|figure| figure.period).max_by_key(|period| period.last_day())
}

/// The spans after the newest that were due before a day, earliest first; where none is held the last of them alone.
fn late(release: &Release, length: Length, newest: Option<Period>, today: Date) -> Vec<Period> {
    let is_late = |period: &Period| release.due(*period).is_some_and(|due| due < today);
    let spans = |year: Year| length.last_months().filter_map(move |last| span(year, length, last));
    let year = |day: Date| u16::try_from(day.year()).ok().and_then(Year::new);
    let Some(this_year) = year(today) else { return Vec::new() };
    let Some(held) = newest else {
        let years = [this_year.before().and_then(Year::before), this_year.before(), Some(this_year)];
        let last = years.into_iter().flatten().flat_map(spans).filter(is_late).last();
        return last.into_iter().collect();
    };
    let first = held.year().unwrap_or(this_year);
    let years = std::iter::successors(Some(first), |year| year.after().filter(|year| *year <= this_year));
    years.flat_map(spans).filter(|period| period.last_day() > held.last_day()).filter(is_late).collect()
}

/// The span of this length that ends with a month; of months those since January.
fn span(year: Year, length: Length, last: u8) -> Option<Period> {
    let first = match length {
        Length::Month => last,
        Length::Months | Length::Year => 1,
        Length::Quarter => last - 2,
        Length::Half => last - 5,
    };
    Months::new(first, last).map(|months| Period::months(year, months)).filter(|period| length.fits(*period))
}

/// `3 halves`
fn counted(many: usize, length: Length) -> String {
    let plural = match length {
        Length::Month => "months",
        Length::Months => "spans of months",
        Length::Quarter => "quarters",
        Length::Half => "halves",
        Length::Year => "years",
    };
    format!("{many} {plural}")
}
