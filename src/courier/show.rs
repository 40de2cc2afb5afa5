//! The text of a post: the answer to its question, as the sheets stand now.

use jiff::{SignedDuration, Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

use super::moment;
use crate::{
    answer::Told,
    catalogue::Catalogue,
    fact::Figure,
    language::{Language, Msg},
    question::{self, Ask, Query},
    render::html::Telegram,
    reply::{Answerer, Reply},
    schedule::{Schedule, Spelling, What, Zone},
};

/// A post, ready to go out.
#[derive(Clone, PartialEq, Debug)]
pub struct Shown {
    pub html: String,
    /// Buttons: label and question. Each opens a private chat.
    pub links: Vec<(String, Query)>,
    /// The figures in it, their vintages and the state of the sheets, for the ledger: JSON.
    pub record: String,
}

/// More buttons than these are too many under a post.
const LINKS: usize = 4;
/// A post that is later than this says when it was due.
const LATE: SignedDuration = SignedDuration::from_mins(10);

/// The time of a post.
#[derive(Clone, Copy, Debug)]
pub struct At {
    /// When it is due; none of a preview.
    pub due: Option<Timestamp>,
    pub now: Timestamp,
}

impl At {
    /// The day of the post by the clocks of its schedule, which a delay does not change.
    fn day(self, zone: &str) -> Date {
        let offset = Zone::parse(zone).unwrap_or_else(|_| Zone::utc()).rules().to_offset(self.due.unwrap_or(self.now));
        offset.to_datetime(self.due.unwrap_or(self.now)).date()
    }
}

/// The question of a schedule as it is meant on a day; none where the sheets do not have its names any more.
pub fn question_of(spelling: &Spelling, day: Date, catalogue: &Catalogue) -> Option<Query> {
    let read = |spelling: &Spelling| question::parse_spelling(&spelling.in_language(Language::default()), catalogue);
    let (_, query) = read(spelling).or_else(|| read(&spelling.in_year(day.year())?))?;
    Some(query)
}

/// Renders a post; none where there is nothing to show. `seen` are the facts that a rotation has shown.
pub fn show(answerer: &Answerer, schedule: &Schedule, seen: &[String], at: At) -> Option<Shown> {
    let (catalogue, language) = (answerer.catalogue().as_ref(), schedule.language);
    let (query, rotated) = match &schedule.what {
        What::Query(spelling) => (question_of(spelling, at.day(&schedule.zone), catalogue)?, None),
        What::Rotate => {
            let (query, anew) = turn(schedule, seen, answerer)?;
            (query, Some(anew))
        }
    };
    let reply = answerer.query(&query, language);
    let answer = reply.answer.as_ref().filter(|answer| answer.is_answered())?;
    let (first, rest) = reply.shown::<Telegram>().split_first()?;
    let mut html = first.clone();
    if let Some(due) = at.due.filter(|due| at.now.duration_since(*due) > LATE)
        && let Ok(zone) = Zone::parse(&schedule.zone)
    {
        let line = language.say(Msg::PostDue { moment: moment(language, due, &zone).into() });
        html = format!("<i>{line}</i>\n\n{html}");
    }
    let whole = (!rest.is_empty()).then(|| (language.say(Msg::PostWhole), query.clone()));
    let next = reply.buttons().iter().flatten().map(|button| (button.label.clone(), button.query.clone()));
    let links = whole.into_iter().chain(next).filter(|(_, query)| question::link(language, query).is_some());
    let mut links: Vec<(String, Query)> = links.collect();
    // A post is a card, and what it folds comes before what else there is to ask.
    links.sort_by_key(|(_, query)| !matches!(query, Query::Details(..)));
    links.truncate(LINKS);
    Some(Shown { html, links, record: record(&reply, &**answer, rotated, catalogue) })
}

/// The next fact of a rotation: one that was not seen, in an order of this schedule's own, which it has before it has a
/// number; all of them anew once every one was.
fn turn(schedule: &Schedule, seen: &[String], answerer: &Answerer) -> Option<(Query, bool)> {
    let mut facts: Vec<(u64, Query)> =
        facts(answerer.catalogue()).map(|query| (place(schedule, &query), query)).collect();
    facts.sort_by_key(|(place, _)| *place);
    let is_new = |(_, query): &&(u64, Query)| !seen.contains(&query.to_string());
    let answered = |(_, query): &&(u64, Query)| answerer.has_answer(query);
    let new = facts.iter().filter(is_new).find(answered).map(|(_, query)| (query.clone(), false));
    new.or_else(|| facts.iter().find(answered).map(|(_, query)| (query.clone(), true)))
}

/// Everything that the default reporter counts, with each partner.
fn facts(catalogue: &Catalogue) -> impl Iterator<Item = Query> {
    let own = |reporter: Option<&_>| reporter == Some(catalogue.default_reporter());
    let series = catalogue.series().map(|(series, _)| series);
    series.filter(move |series| series.of.is_none() && own(series.reporter.as_ref())).map(|series| {
        let partner = (series.partner != *catalogue.default_partner()).then(|| series.partner.clone());
        let (indicator, when) = (series.indicator.clone(), question::When::Latest);
        Query::Figures(Ask { indicator, goods: None, of: None, reporter: None, partner, when })
    })
}

/// The place of a fact in the order of a schedule: the same in every process (FNV-1a).
fn place(schedule: &Schedule, query: &Query) -> u64 {
    let own = schedule.chat.to_le_bytes().into_iter().chain(schedule.when.bytes());
    let bytes = own.chain(query.to_string().into_bytes());
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// The record of a post in the ledger.
#[derive(Serialize)]
struct Record {
    query: String,
    /// True if a rotation began anew; none of other posts.
    #[serde(skip_serializing_if = "Option::is_none")]
    anew: Option<bool>,
    language: &'static str,
    /// The fingerprint of all sheets together.
    sheets: String,
    figures: Vec<Entry>,
}

/// A figure that was shown.
#[derive(Serialize, PartialEq)]
struct Entry {
    indicator: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    of: Option<String>,
    reporter: Option<String>,
    partner: String,
    period: String,
    value: String,
    unit: String,
    source: String,
    at: String,
    /// When its document came out.
    published: Option<String>,
}

/// The fact that a rotation showed in a post, by its record, and whether it began anew; none of other posts.
pub(super) fn rotated(record: &str) -> Option<(String, bool)> {
    #[derive(Deserialize)]
    struct Turn {
        query: String,
        anew: Option<bool>,
    }
    let Turn { query, anew } = serde_json::from_str(record).ok()?;
    Some((query, anew?))
}

fn record(reply: &Reply, answer: &dyn Told, anew: Option<bool>, catalogue: &Catalogue) -> String {
    let mut figures: Vec<Entry> = Vec::new();

    let readings = answer.readings().into_iter().chain(answer.across().into_iter().map(|across| &across.reading));
    for figure in readings.flat_map(|reading| reading.lead.figures()) {
        let entry = Entry::of(figure);
        if !figures.contains(&entry) {
            figures.push(entry);
        }
    }
    let sheets = format!("{:016x}", catalogue.fingerprint());
    let query = reply.query.as_ref().map(ToString::to_string).unwrap_or_default();
    let record = Record { query, anew, language: reply.language.tag(), sheets, figures };
    serde_json::to_string(&record).expect("strings and lists are always JSON")
}

impl Entry {
    fn of(figure: &Figure) -> Self {
        let series = &figure.series;
        Self {
            indicator: series.indicator.to_string(),
            of: series.of.as_ref().map(|of| of.as_str().to_owned()),
            reporter: series.reporter.as_ref().map(ToString::to_string),
            partner: series.partner.to_string(),
            period: figure.period.to_string(),
            value: figure.amount.base_digits(),
            unit: figure.amount.unit.base.to_string(),
            source: figure.source.id.to_string(),
            at: figure.at.to_string(),
            published: figure.source.published.map(|published| published.to_string()),
        }
    }
}
