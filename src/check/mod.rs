//! Rules over the sheets: what is readable and still cannot be right.
//!
//! In: a folder of sheets; out: everything to mend, what reading found and what the rules found, less what the
//! sheets acknowledge with a reason. It does not know the bot.

mod allow_unused;
mod counted;
mod explain;
mod fix;
mod goods_over_all;
mod growth_years;
mod interval;
mod late_repeat;
mod member_over_group;
mod members_total;
mod mirror_swapped;
mod months_over_year;
mod origin_disagrees;
mod parts_total;
mod period_ahead;
mod plausible;
mod said_twice;
mod same_document;
mod share_parts;
mod shares_over_whole;
mod stale;
mod wording;
mod year_parts;

pub use crate::sheet::Change;
use counted::{Counted, Placed};
pub use explain::{Page, Sample, explain, mark, nearest_code, page, page_names};
pub use fix::{CannotFix, Fixed, fix};

use jiff::civil::Date;

use crate::{
    catalogue::Catalogue,
    fact::{Base, Figure, Kind, Published, Qualifier, Series, Status},
    finding::{self, Code, Finding, Severity, Texts},
    sheet::{self, Announced, CannotRead, Counts, Folder, Keep, Lacks, Loaded, Progress, Sheet, Stated},
};

/// Every rule; the last looks at what the others found.
pub const RULES: &[Rule] = &[
    parts_total::RULE,
    growth_years::RULE,
    wording::RULE,
    share_parts::RULE,
    member_over_group::RULE,
    goods_over_all::RULE,
    members_total::RULE,
    months_over_year::RULE,
    year_parts::RULE,
    shares_over_whole::RULE,
    period_ahead::RULE,
    plausible::RULE,
    mirror_swapped::RULE,
    origin_disagrees::RULE,
    late_repeat::RULE,
    said_twice::RULE,
    same_document::RULE,
    allow_unused::RULE,
];

/// One thing that must hold.
#[derive(Debug)]
pub struct Rule {
    /// The name by which a sheet acknowledges it.
    pub code: Code,
    /// Where a sheet says that it is right all the same; none where it cannot.
    allowed: Option<Mark>,
    find: fn(&Look<'_>) -> Vec<Problem>,
}

/// Where a finding is acknowledged.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mark {
    /// On the figure that it excuses.
    Figure,
    /// In the `source` of its sheet.
    Source,
}

/// What checking a folder came to.
#[derive(Debug)]
pub struct Checked {
    /// In order of file and place.
    pub findings: Vec<Finding>,
    /// None where a sheet could not be read; what rules find does not keep facts from being used.
    pub catalogue: Option<Catalogue>,
    /// The files, for excerpts.
    pub texts: Texts,
    pub counts: Counts,
    /// What the sheets themselves excuse.
    pub acknowledged: Vec<Finding>,
    /// Texts that translators may want to add.
    pub lacks: Lacks,
    announced: Vec<Announced>,
}

/// How findings are written down.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Format {
    /// With excerpts, for people.
    Text {
        colours: bool,
    },
    Json,
    /// For GitHub to show beside a change.
    Github,
}

/// What a rule looks at.
struct Look<'a> {
    sheets: &'a [Sheet],
    facts: &'a Catalogue,
    counted: &'a Counted<'a>,
    texts: &'a Texts,
    /// True if every sheet could be read in full.
    is_whole: bool,
    /// What the rules before this one found.
    found: &'a [Problem],
}

/// A finding and where it can be acknowledged: at an entry of a sheet or, without one, at its `source`.
struct Problem {
    finding: Finding,
    sheet: usize,
    entry: Option<usize>,
    /// True if it is of every number of the entry, not only of that where it is shown.
    is_of_all: bool,
}

/// Reads a folder and runs every rule on it.
///
/// # Errors
///
/// [`CannotRead`] where there is nothing to check.
pub fn check(folder: &Folder) -> Result<Checked, CannotRead> {
    check_as(folder, &|_, _| {})
}

/// The same, to tell how far reading has come.
///
/// # Errors
///
/// [`CannotRead`] where there is nothing to check.
pub fn check_as(folder: &Folder, progress: Progress<'_>) -> Result<Checked, CannotRead> {
    sheet::load_as(folder, Keep::Sheets, progress).map(judge)
}

/// Runs every rule on what was read.
pub fn judge(loaded: Loaded) -> Checked {
    let counts = loaded.counts();
    let mut found: Vec<Problem> = Vec::new();
    if let Some(facts) = loaded.facts() {
        let is_whole = loaded.catalogue.is_some();
        let counted = Counted::over(&loaded.sheets, facts);
        for rule in RULES {
            let look = Look {
                sheets: &loaded.sheets,
                facts,
                counted: &counted,
                texts: &loaded.texts,
                is_whole,
                found: &found,
            };
            let more = (rule.find)(&look);
            found.extend(more);
        }
    }
    let (excused, kept): (Vec<_>, Vec<_>) =
        found.into_iter().partition(|problem| problem.is_excused(&loaded.sheets[problem.sheet]));
    let mut findings = loaded.findings;
    findings.extend(kept.into_iter().map(|problem| problem.finding));
    finding::sort(&mut findings);
    let acknowledged = excused.into_iter().map(|problem| problem.finding).collect();
    let Loaded { catalogue, texts, lacks, announced, .. } = loaded;
    Checked { findings, catalogue, texts, counts, acknowledged, lacks, announced }
}

impl Checked {
    /// Adds what should have come out before a day and is in no sheet; nothing where the sheets have errors.
    pub fn add_overdue(&mut self, today: Date) {
        if let Some(facts) = &self.catalogue {
            self.findings.extend(stale::overdue(&self.announced, facts, today));
            finding::sort(&mut self.findings);
        }
    }

    /// True if there is nothing to mend; notes and what is acknowledged do not count.
    pub fn is_clean(&self) -> bool {
        !self.findings.iter().any(Finding::counts)
    }

    /// The findings; nothing, or an empty array, where there are none.
    pub fn show(&self, format: Format) -> String {
        match format {
            Format::Text { colours } => finding::text(&self.findings, &self.texts, colours),
            Format::Json => finding::json(&self.findings),
            Format::Github => finding::github(&self.findings),
        }
    }

    /// A line for each language that lacks texts which nobody requires in it.
    pub fn notes(&self) -> impl Iterator<Item = String> {
        self.lacks.iter().map(|(tag, count)| {
            let texts = if *count == 1 { "1 text has".to_owned() } else { format!("{count} texts have") };
            format!("note: {texts} no `{tag}`, which places.yaml does not require; readers get another language there")
        })
    }

    /// One line: how much was checked and what came of it.
    pub fn summary(&self) -> String {
        let count = |number: usize, one: &str| match number {
            1 => format!("1 {one}"),
            _ => format!("{number} {one}s"),
        };
        let of = |severity| self.findings.iter().filter(|finding| finding.severity() == severity).count();
        let Counts { sheets, figures, statements, .. } = self.counts;
        let held = [count(sheets, "sheet"), count(figures, "figure"), count(statements, "statement")].join(", ");
        let came = [
            (of(Severity::Error), "error"),
            (of(Severity::Warning), "warning"),
            (of(Severity::Note), "note"),
            (self.acknowledged.len(), "acknowledged finding"),
        ];
        let came: Vec<_> =
            came.iter().filter(|(number, _)| *number > 0).map(|(number, one)| count(*number, one)).collect();
        format!("{held}: {}", if came.is_empty() { "nothing to mend".to_owned() } else { came.join(", ") })
    }
}

impl Look<'_> {
    /// `file:line`
    fn place(&self, (sheet, stated): Placed<'_>) -> String {
        format!("{}:{}", self.sheets[sheet].file, stated.spot.line)
    }
}

impl Problem {
    fn at(code: Code, look: &Look<'_>, (sheet, stated): Placed<'_>, what: &str) -> Self {
        let finding = Finding::new(code, &look.sheets[sheet].file, stated.spot, what);
        Self { finding, sheet, entry: Some(stated.entry), is_of_all: false }
    }

    /// True if its sheet acknowledges it and, where it is of a number, its readers are told so.
    fn is_excused(&self, sheet: &Sheet) -> bool {
        let is_here = |stated: &&Stated| Some(stated.entry) == self.entry && stated.spot == self.finding.spot;
        sheet.allowed_at(self.entry).iter().any(|allowed| allowed.code == self.finding.code.as_str())
            && sheet.figures.iter().find(is_here).is_none_or(|stated| stated.tells(self.finding.code))
    }
}

/// The figures in one unit that say most: thresholds only where there is no number beside them, for what lies
/// beyond a threshold fits almost anything.
fn numbers<'a, 'f>(
    said: impl IntoIterator<Item = &'f (usize, &'a Stated)>,
    base: Base,
) -> impl Iterator<Item = (usize, &'a Stated)>
where
    'a: 'f,
{
    let in_base: Vec<_> = said.into_iter().copied().filter(|(_, one)| one.figure.amount.unit.base == base).collect();
    let is_number = |one: &Stated| !one.figure.qualifier.is_threshold();
    let has_number = in_base.iter().any(|(_, one)| is_number(one));
    in_base.into_iter().filter(move |(_, one)| !has_number || is_number(one))
}

/// True if it says what was, and not what will or shall be.
fn is_count(figure: &Figure) -> bool {
    !matches!(figure.status, Some(Status::Forecast | Status::Target))
}

/// True if what is counted in a span is the sum of what is counted in its parts, none of which is below zero.
fn has_parts(look: &Look<'_>, series: &Series) -> bool {
    let indicator = look.facts.indicator(series.indicator.as_str());
    indicator.is_some_and(|indicator| indicator.kind == Kind::Flow && !indicator.signed)
}

/// The figures that one count states in one unit in the document of a figure or, where it states none, in others that
/// came out on the same day.
fn of_vintage<'a>(look: &Look<'a>, said: &[Placed<'a>], beside: Placed<'a>) -> Vec<Placed<'a>> {
    let (figure, day) = (&beside.1.figure, look.sheets[beside.0].source.published);
    let (origin, base) = (look.facts.origin(figure), figure.amount.unit.base);
    let of_origin: Vec<Placed<'a>> =
        said.iter().filter(|(_, one)| look.facts.origin(&one.figure) == origin).copied().collect();
    let own: Vec<Placed<'a>> = numbers(of_origin.iter().filter(|(sheet, _)| *sheet == beside.0), base).collect();
    let day = day.filter(|day| own.is_empty() && matches!(day, Published::Day(_)));
    match day {
        Some(_) => {
            numbers(of_origin.iter().filter(|(sheet, _)| look.sheets[*sheet].source.published == day), base).collect()
        }
        None => own,
    }
}

/// How to keep what the source itself says so.
fn allow(code: Code) -> String {
    format!("if the source prints this, say so here: `allow: {{ {code}: reason }}`")
}

/// A figure as its sheet states it: `about 106.3 billion USD`.
fn stated(figure: &Figure) -> String {
    let qualifier = match figure.qualifier {
        Qualifier::Exact => String::new(),
        qualifier => format!("{qualifier} "),
    };
    format!("{qualifier}{} {}", figure.amount.number, figure.amount.unit)
}
