//! Two states of the facts → what people will read otherwise.
//!
//! Not the lines of the sheets but the answers: every page on which facts are read, in every language, from both.
//! It does not know where the two come from.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet, HashSet},
    fmt::Write as _,
};

use serde_json::{Value, json};

use crate::{
    catalogue::Catalogue,
    fact::Period,
    language::Language,
    question::{self, Ask, Query, Rank, Reporter, When, canonical},
    render::{Medium as _, Page, json::Script, plain},
    reply::Answerer,
};

/// What differs between two states.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Diff {
    /// Figures first, then pages about places, then the rest; each in the order of their spelling.
    pub changes: Vec<Change>,
    /// How many pages were held against each other.
    pub compared: usize,
}

/// A page that people will read otherwise.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Change {
    /// The question's spelling.
    pub query: String,
    /// The languages in which it differs.
    pub languages: Vec<Language>,
    /// None where there was no answer.
    pub before: Option<Seen>,
    /// None where there will be none.
    pub after: Option<Seen>,
}

/// An answer as it is read.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Seen {
    /// The figure that leads, in English; none where the page is not of one.
    pub lead: Option<String>,
    /// Ids of the sources, in order.
    pub sources: Vec<String>,
    /// The page without its buttons, by language.
    pub texts: BTreeMap<&'static str, String>,
    /// What scripts read of its figures.
    facts: String,
}

/// Of each group so many are listed for people.
const LISTED: usize = 40;

/// Of a page so many lines that differ are shown.
const LINES: usize = 3;

/// Of a line so many letters.
const WIDTH: usize = 110;

/// Holds every page of both states against each other.
pub fn compare(before: &Answerer, after: &Answerer) -> Diff {
    let pages: BTreeSet<(Rank, String)> = [before, after].into_iter().flat_map(pages).collect();
    let mut changes: Vec<Change> =
        pages.iter().filter_map(|(rank, query)| change(*rank, query, before, after)).collect();
    // The latest year is read under its number too, and told once.
    let mut by_length: Vec<usize> = (0..changes.len()).collect();
    by_length.sort_by_key(|at| Reverse(changes[*at].query.len()));
    let mut told = HashSet::new();
    let is_new: HashSet<usize> = by_length
        .into_iter()
        .filter(|at| told.insert((changes[*at].before.clone(), changes[*at].after.clone())))
        .collect();
    let mut at = 0..;
    changes.retain(|_| at.next().is_some_and(|at| is_new.contains(&at)));
    Diff { changes, compared: pages.len() }
}

fn change(rank: Rank, query: &str, before: &Answerer, after: &Answerer) -> Option<Change> {
    let (before, after) = (see(rank, query, before), see(rank, query, after));
    let text = |seen: &Option<Seen>, tag| seen.as_ref().and_then(|seen| seen.texts.get(tag).cloned());
    let differs = |language: &&Language| text(&before, language.tag()) != text(&after, language.tag());
    let languages: Vec<Language> = Language::ALL.iter().filter(differs).copied().collect();
    let facts = |seen: &Option<Seen>| seen.as_ref().map(|seen| seen.facts.clone());
    let is_change = !languages.is_empty() || facts(&before) != facts(&after);
    is_change.then(|| Change { query: query.to_owned(), languages, before, after })
}

/// The page for a question; none where this state has no answer to it.
fn see(rank: Rank, spelling: &str, answerer: &Answerer) -> Option<Seen> {
    let (_, query) = question::parse_spelling(&format!("en {spelling}"), answerer.catalogue())?;
    let mut texts = BTreeMap::new();
    for language in Language::ALL {
        let reply = answerer.whole(&answerer.query(&query, *language));
        if !reply.is_answered() {
            return None;
        }
        let page = Page { buttons: Vec::new(), ..reply.page.clone() };
        texts.insert(language.tag(), plain::text(&page, plain::Terminal::default(), *language).trim_end().to_owned());
    }
    let script = Script { catalogue: answerer.catalogue() };
    let object: Value = serde_json::from_str(&script.show(&answerer.query(&query, Language::En))).unwrap_or_default();
    let (lead, facts) = match rank {
        Rank::Figures => (object["figures"][0]["display"].as_str(), object["figures"].to_string()),
        Rank::Place | Rank::Parts | Rank::Rest => (None, String::new()),
    };
    let lead = lead.map(str::to_owned);
    let ids = object["sources"].as_array().into_iter().flatten().filter_map(|source| source["id"].as_str());
    let sources = ids.map(str::to_owned).collect();
    Some(Seen { lead, sources, texts, facts })
}

/// Every question to which the facts of a state give a page: one for each figure and place, and whatever buttons
/// lead to from there.
fn pages(answerer: &Answerer) -> BTreeSet<(Rank, String)> {
    let mut waiting = roots(answerer.catalogue());
    let mut seen = BTreeSet::new();
    while let Some(query) = waiting.pop() {
        let Some(rank) = rank(&query) else { continue };
        if seen.insert((rank, query.to_string())) {
            let reply = answerer.whole(&answerer.query(&query, Language::En));
            let next = reply.buttons().iter().flatten().map(|button| button.query.clone());
            waiting.extend(next.filter(|query| !is_gathered(query)));
        }
    }
    seen
}

/// True if a page only puts beside each other what is told by pages of its own.
fn is_gathered(query: &Query) -> bool {
    matches!(query, Query::Compare(_)) || matches!(query, Query::Figures(Ask { when: When::Years(..), .. }))
}

fn roots(facts: &Catalogue) -> Vec<Query> {
    let mut roots =
        vec![Query::Facts, Query::Countries, Query::Sources(1), Query::Indicator(None), Query::Agreements(None)];
    roots.extend(facts.indicators().map(|indicator| Query::Indicator(Some(indicator.id.clone()))));
    roots.extend(facts.sources().map(|source| Query::Source(source.id.clone())));
    for place in facts.places() {
        let id = || place.id.clone();
        roots.extend([Query::Country(id(), When::Latest), Query::Said(id()), Query::Agreements(Some(id()))]);
    }
    for (series, figures) in facts.series() {
        let ask = |when| Ask {
            indicator: series.indicator.clone(),
            goods: series.goods.clone(),
            of: series.of.clone(),
            reporter: Some(series.reporter.clone().map_or(Reporter::ThirdParty, Reporter::Place)),
            partner: Some(series.partner.clone()),
            when,
        };
        roots.push(canonical(Query::Figures(ask(When::Latest)), facts));
        for figure in figures {
            let when = When::In(figure.period);
            roots.push(canonical(Query::Figures(ask(when)), facts));
            roots.extend(
                figure.period.year().map(|year| Query::Country(series.partner.clone(), When::In(Period::Year(year)))),
            );
        }
    }
    roots
}

impl Diff {
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    /// For people at a terminal: what changes, what is new, what is gone, and how many of each are not listed.
    pub fn text(&self) -> String {
        let mut text = self.summary() + "\n";
        for (heading, changes) in self.groups() {
            let _ = write!(text, "\n{heading}\n");
            for change in changes.iter().take(LISTED) {
                let _ = writeln!(text, "  {}", change.headline());
                for line in change.lines() {
                    let _ = writeln!(text, "    {line}");
                }
            }
            if let Some(more) = more(changes.len()) {
                let _ = writeln!(text, "  {more}");
            }
        }
        text
    }

    /// For a pull request: a table a group.
    pub fn markdown(&self) -> String {
        let cell = |text: &str| text.replace('|', "\\|").replace('\n', "<br>");
        let mut text = format!("### What people will read\n\n{}\n", self.summary());
        for (heading, changes) in self.groups() {
            let _ =
                write!(text, "\n**{heading}**\n\n| answer | before | after | languages |\n| --- | --- | --- | --- |\n");
            for change in changes.iter().take(LISTED) {
                let lines = change.lines();
                let side = |seen: &Option<Seen>, sign: &str| match seen {
                    None => "—".to_owned(),
                    Some(Seen { lead: Some(lead), .. }) if change.leads_differ() => lead.clone(),
                    Some(_) => {
                        let lines = lines.iter().filter_map(|line| line.strip_prefix(sign));
                        lines.map(str::trim).collect::<Vec<_>>().join("\n")
                    }
                };
                let (before, after) = (side(&change.before, "- "), side(&change.after, "+ "));
                let _ = writeln!(
                    text,
                    "| `{}` | {} | {} | {} |",
                    cell(&change.query),
                    cell(&before),
                    cell(&after),
                    change.tags()
                );
            }
            if let Some(more) = more(changes.len()) {
                let _ = write!(text, "\n{more}\n");
            }
        }
        text
    }

    /// For scripts: every change, with the whole pages.
    pub fn json(&self) -> String {
        let seen = |seen: &Option<Seen>| {
            seen.as_ref()
                .map(|Seen { lead, sources, texts, .. }| json!({ "lead": lead, "sources": sources, "texts": texts }))
        };
        let changes: Vec<Value> = self
            .changes
            .iter()
            .map(|change| {
                let languages: Vec<&str> = change.languages.iter().map(|language| language.tag()).collect();
                json!({
                    "query": change.query, "change": change.kind().word(), "languages": languages,
                    "before": seen(&change.before), "after": seen(&change.after)
                })
            })
            .collect();
        let object = json!({ "compared": self.compared, "changes": changes });
        serde_json::to_string_pretty(&object).expect("texts and lists are always JSON")
    }

    /// One line: how much changes.
    pub fn summary(&self) -> String {
        if self.is_empty() {
            return format!("No answer changes, of {} compared.", self.compared);
        }
        let of = |kind| self.changes.iter().filter(|change| change.kind() == kind).count();
        let (changed, new, gone) = (of(Kind::Changed), of(Kind::New), of(Kind::Gone));
        format!("{changed} changed, {new} new, {gone} gone, of {} answers compared.", self.compared)
    }

    fn groups(&self) -> impl Iterator<Item = (&'static str, Vec<&Change>)> {
        let of = |kind| self.changes.iter().filter(|change| change.kind() == kind).collect::<Vec<_>>();
        [Kind::Changed, Kind::New, Kind::Gone]
            .into_iter()
            .map(move |kind| (kind.heading(), of(kind)))
            .filter(|(_, changes)| !changes.is_empty())
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Kind {
    Changed,
    New,
    Gone,
}

impl Kind {
    fn heading(self) -> &'static str {
        match self {
            Self::Changed => "Changed",
            Self::New => "New",
            Self::Gone => "Gone",
        }
    }

    fn word(self) -> &'static str {
        match self {
            Self::Changed => "changed",
            Self::New => "new",
            Self::Gone => "gone",
        }
    }
}

impl Change {
    fn kind(&self) -> Kind {
        match (&self.before, &self.after) {
            (None, _) => Kind::New,
            (_, None) => Kind::Gone,
            _ => Kind::Changed,
        }
    }

    fn leads_differ(&self) -> bool {
        let lead = |seen: &Option<Seen>| seen.as_ref().and_then(|seen| seen.lead.clone());
        lead(&self.before) != lead(&self.after)
    }

    fn tags(&self) -> String {
        self.languages.iter().map(|language| language.tag()).collect::<Vec<_>>().join(", ")
    }

    /// The question, the leading value of both, and what became of the sources.
    fn headline(&self) -> String {
        let lead = |seen: &Option<Seen>| seen.as_ref().and_then(|seen| seen.lead.clone());
        let value = match (lead(&self.before), lead(&self.after)) {
            (Some(before), Some(after)) if before != after => format!(": {before} → {after}"),
            (Some(_), Some(after)) => format!(": {after} as before"),
            (Some(one), None) | (None, Some(one)) => format!(": {one}"),
            (None, None) => String::new(),
        };
        let sources = |seen: &Option<Seen>| seen.as_ref().map(|seen| seen.sources.clone()).unwrap_or_default();
        let (before, after) = (sources(&self.before), sources(&self.after));
        let more = after.iter().filter(|source| !before.contains(source)).map(|source| format!("+ {source}"));
        let fewer = before.iter().filter(|source| !after.contains(source)).map(|source| format!("− {source}"));
        let moved: Vec<String> = more.chain(fewer).collect();
        let moved = match moved.len() {
            0 => String::new(),
            1..=LINES => format!("; sources {}", moved.join(", ")),
            many => format!("; {many} sources"),
        };
        let languages =
            if self.languages.len() == Language::ALL.len() { String::new() } else { format!(" ({})", self.tags()) };
        format!("{}{value}{languages}{moved}", self.query)
    }

    /// What differs of a page that was there and still is: some lines before, some after, in the first language in
    /// which it differs.
    fn lines(&self) -> Vec<String> {
        let (Some(before), Some(after), Some(language)) = (&self.before, &self.after, self.languages.first()) else {
            return Vec::new();
        };
        let lines = |seen: &Seen| -> Vec<String> {
            seen.texts.get(language.tag()).map(|text| text.lines().map(str::to_owned).collect()).unwrap_or_default()
        };
        let (before, after) = (lines(before), lines(after));
        // One source more moves the numbers of all that follow it: what only they tell apart is told where nothing else is.
        let words = |lines: &[String]| lines.iter().map(|line| unmarked(line)).collect::<HashSet<_>>();
        let is_moved = words(&before) == words(&after);
        let only = |these: &[String], those: &[String], sign: &str| {
            let known = words(those);
            let is_new =
                |line: &&String| if is_moved { !those.contains(line) } else { !known.contains(&unmarked(line)) };
            let only: Vec<&String> = these.iter().filter(is_new).collect();
            let mut shown: Vec<String> =
                only.iter().take(LINES).map(|line| format!("{sign} {}", short(line))).collect();
            if only.len() > LINES {
                shown.push(format!("{sign} … and {} more", only.len() - LINES));
            }
            shown
        };
        [only(&before, &after, "-"), only(&after, &before, "+")].concat()
    }
}

/// A line without the numbers of its sources, in brackets or in the last column of a table.
fn unmarked(line: &str) -> String {
    let is_mark = |word: &str| word.chars().all(|letter| letter.is_ascii_digit() || ",…".contains(letter));
    let mut plain = String::with_capacity(line.len());
    let mut rest = line;
    while let Some((before, (mark, behind))) =
        rest.split_once('[').and_then(|(before, behind)| Some((before, behind.split_once(']')?)))
    {
        plain.push_str(before);
        if !is_mark(mark) {
            plain.push_str(mark);
        }
        rest = behind;
    }
    plain.push_str(rest);
    match plain.rsplit_once("  ") {
        Some((row, column)) if is_mark(column.trim()) => row.trim_end().to_owned(),
        _ => plain.trim_end().to_owned(),
    }
}

/// As much of a line as one reads in passing; addresses are long.
fn short(line: &str) -> String {
    let mut letters = line.chars();
    let short: String = letters.by_ref().take(WIDTH).collect();
    if letters.next().is_some() { short + "…" } else { short }
}

/// How many are not listed.
fn more(many: usize) -> Option<String> {
    (many > LISTED).then(|| format!("and {} more: `--format json` has them all", many - LISTED))
}

/// When a page is told; none where it is not. One document more moves all pages of the list, and is told by its own.
fn rank(query: &Query) -> Option<Rank> {
    if let Query::Sources(2..) = query { None } else { query.kind().rank }
}
