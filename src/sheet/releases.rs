//! `releases.yaml`: when bodies publish. It may be missing or empty.

use std::borrow::Cow;

use super::{
    define::Known,
    folder::{Page, Role},
    leaf::{is_true, missing, sound, word},
    nearest::suggest,
    notes::Notes,
    shape::{Leaf, Located, ReleaseShape, ReleasesShape},
    text_of, with,
};
use crate::{
    fact::{Length, Release, SourceId},
    finding::{Code, Finding, Spot},
};

/// An entry, and where each of its spans stands, in the order of [`Release::lengths`].
#[derive(Clone, Debug)]
pub struct Announced {
    pub release: Release,
    pub file: String,
    pub spots: Vec<Spot>,
}

/// What was read of the file.
#[derive(Debug, Default)]
pub(super) struct Releases {
    pub(super) announced: Vec<Announced>,
    pub(super) findings: Vec<Finding>,
    /// By its name in findings.
    pub(super) text: Option<(String, Cow<'static, str>)>,
}

/// The most months after which something may come out: later than that nobody waits for it.
const LATEST: u8 = 24;

/// Reads the file; `defined`: what it refers to could be read.
pub(super) fn read(pages: &[Page], known: &Known, defined: bool) -> Releases {
    let Some(page) = pages.iter().find(|page| page.role == Role::Releases) else { return Releases::default() };
    let (notes, mut releases) = (Notes::on(&page.file), Releases::default());
    let text = text_of(page, &mut releases.findings);
    let is_empty = |text: &str| text.lines().map(str::trim).all(|line| line.is_empty() || line.starts_with('#'));
    if text.as_deref().is_some_and(|text| !is_empty(text)) {
        with(text.as_deref(), &notes, |shape: ReleasesShape| {
            if defined {
                let entries = shape.releases.iter();
                releases.announced = entries.filter_map(|entry| known.release(entry, &notes)).collect();
            }
        });
    }
    for (at, one) in releases.announced.iter().enumerate() {
        said_twice(one, &releases.announced[..at], &notes);
    }
    releases.findings.extend(notes.into_findings());
    releases.text = Some((page.file.clone(), text.unwrap_or_default()));
    releases
}

/// Notes what an entry before says already: then nobody knows which day holds.
fn said_twice(one: &Announced, before: &[Announced], notes: &Notes<'_>) {
    for (length, spot) in one.release.lengths.iter().zip(&one.spots) {
        let is_same = |other: &&Announced| {
            let (one, other) = (&one.release, &other.release);
            let shared = one.indicators.iter().any(|indicator| other.indicators.contains(indicator));
            one.authority == other.authority && other.lengths.contains(length) && shared
        };
        if let Some(other) = before.iter().find(is_same) {
            let line = other.spots.first().map_or(1, |spot| spot.line);
            notes
                .found(Code::Release, *spot, format!("the day of a {} is given twice", length.as_str()))
                .why(format!("the same body and indicator at line {line}"))
                .help("keep one of them");
        }
    }
}

impl Known {
    fn release(&self, entry: &Located<ReleaseShape>, notes: &Notes<'_>) -> Option<Announced> {
        let (at, is) = (entry.spot, &entry.is);
        let authority = match &is.authority {
            Some(leaf) => self.authority(leaf, notes).map(|authority| authority.id.clone()),
            None => missing(notes, at, "the release", "authority"),
        };
        let indicators = listed(is.indicators.as_ref(), "indicators", at, notes);
        let indicators = indicators.iter().filter_map(|leaf| self.indicator(leaf, notes));
        let indicators: Vec<_> = indicators.map(|indicator| indicator.id.clone()).collect();
        let (mut lengths, mut spots) = (Vec::new(), Vec::new());
        for leaf in listed(is.of.as_ref(), "of", at, notes) {
            let names = Length::ALL.iter().map(|length| length.as_str());
            let Some(name) = word(leaf, "span", names, notes) else { continue };
            let length = Length::ALL.iter().find(|length| length.as_str() == name)?;
            lengths.push(*length);
            spots.push(leaf.spot);
        }
        let after = self.number(is.after.as_ref(), "after", 1..=LATEST, at, notes);
        let day = self.number(is.day.as_ref(), "day", 1..=31, at, notes);
        let seen = listed(is.seen.as_ref(), "seen", at, notes);
        let seen: Vec<_> = seen.iter().filter_map(|leaf| self.sheet(leaf, notes)).collect();
        let is_about = is_true(is.about.as_ref(), notes);
        let (after, day) = (after?, day?);
        if let Some(leaf) = &is.day {
            day_is_in_all(day, after, &lengths, leaf, notes);
        }
        let release = Release { authority: authority?, indicators, lengths, after, day, is_about, seen };
        Some(Announced { release, file: notes.file().to_owned(), spots })
    }

    /// A whole number within bounds.
    fn number(
        &self,
        leaf: Option<&Leaf>,
        field: &str,
        bounds: std::ops::RangeInclusive<u8>,
        at: Spot,
        notes: &Notes<'_>,
    ) -> Option<u8> {
        let Some(leaf) = leaf else { return missing(notes, at, "the release", field) };
        let text = sound(leaf, notes)?;
        let number = text.parse().ok().filter(|number| bounds.contains(number));
        if number.is_none() {
            let (least, most) = (bounds.start(), bounds.end());
            let what = format!("`{field}` is a whole number from {least} to {most}");
            notes.found(Code::Release, leaf.spot, what).why(format!("`{text}` is none"));
        }
        number
    }

    /// The sheet that a text names; noted where there is none.
    fn sheet(&self, leaf: &Leaf, notes: &Notes<'_>) -> Option<SourceId> {
        let text = sound(leaf, notes)?;
        // Where there is no sheet at all, that is what is wrong.
        if self.sheets.contains(text) || self.sheets.is_empty() {
            return Some(SourceId::from(text));
        }
        let mut finding = notes.found(Code::Release, leaf.spot, format!("there is no sheet `{text}`"));
        finding.why("a day is concluded from documents that the sheets hold");
        if !suggest(&mut finding, text, self.sheets.iter().map(String::as_str)) {
            finding.help("name the file before `.yaml`");
        }
        None
    }
}

/// The items of a list; noted where there are none.
fn listed<'l>(list: Option<&'l Located<Vec<Leaf>>>, field: &str, at: Spot, notes: &Notes<'_>) -> &'l [Leaf] {
    match list {
        Some(list) if !list.is.is_empty() => &list.is,
        Some(list) => {
            notes.found(Code::Empty, list.spot, format!("`{field}` lists nothing"));
            &[]
        }
        None => {
            missing::<()>(notes, at, "the release", field);
            &[]
        }
    }
}

/// Notes a day that some month in which the numbers come out does not have.
fn day_is_in_all(day: u8, after: u8, lengths: &[Length], leaf: &Leaf, notes: &Notes<'_>) {
    let month = |last: u8| (last - 1 + after) % 12 + 1;
    let mut months = lengths.iter().flat_map(|length| length.last_months()).map(month);
    if let Some(short) = months.find(|month| day > days(*month)) {
        let name = MONTHS[usize::from(short - 1)];
        notes
            .found(Code::Release, leaf.spot, format!("{name} has no day {day} each year"))
            .why("the numbers come out in that month too")
            .help(format!("write `day: {}` and `about: true`, or correct `after`", days(short)));
    }
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// The days that a month has in every year.
fn days(month: u8) -> u8 {
    match month {
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}
