//! YAML, and the way out of it.
//!
//! In: a [`Folder`] of sheets; out: a catalogue, and everything that a maintainer should mend, all of it in
//! one run, with line and column. Sheets are read side by side, on all cores, and put together in order of their
//! files, so that the same folder gives the same facts and findings. This is the one layer that reads sheets from
//! disk. It does not know what anyone will ask, or what the rules of [`crate::check`] make of the numbers.

mod cut;
mod define;
mod doubt;
mod draft;
mod fits;
mod folder;
mod goods;
mod lacks;
mod leaf;
mod locate;
mod lower;
mod map;
mod meant;
mod mend;
mod nearest;
mod notes;
mod put;
mod read;
mod releases;
mod required;
mod schema;
mod shape;
mod share;
mod source;
mod stamp;

pub(crate) use cut::cut;
pub use draft::{Draft, Entry, Field};
pub use folder::{CannotRead, Folder};
pub use lacks::Lacks;
pub use lower::{Allowed, Sheet, SourceSpots, Stated};
pub use map::{Column, Counted, Layout, Map, PERIOD, Says, TABLE, Terms, When, address};
pub(crate) use mend::mend;
pub use mend::{CannotMend, Change};
pub(crate) use nearest::{nearest, suggest};
pub(crate) use put::put;
pub use releases::Announced;
pub use schema::FileKind;
pub(crate) use shape::{Entries, Leaf, Located};
pub use stamp::Stamp;

use std::{borrow::Cow, collections::HashMap};

use serde::de::DeserializeOwned;

use crate::{
    catalogue::{Catalogue, Pool},
    fact::{AsOf, Figure, Period, Statement},
    finding::{self, Code, Finding, Severity, Spot, Texts},
};
use define::Known;
use folder::{Page, Role};
use lower::Lower;
use notes::Notes;
use shape::{MapShape, SheetShape};

/// All that was read from a folder.
#[derive(Debug)]
pub struct Loaded {
    /// All facts; none where a finding is an error.
    pub catalogue: Option<Catalogue>,
    /// In order of file and place.
    pub findings: Vec<Finding>,
    /// Every sheet that could be read, in order of file, even where there is no catalogue; none where only facts are
    /// kept.
    pub sheets: Vec<Sheet>,
    /// When bodies publish, in the order of the file.
    pub announced: Vec<Announced>,
    /// The files, for excerpts; where only facts are kept those in which something was found.
    pub texts: Texts,
    pub lacks: Lacks,
    /// How many sheets could be read.
    read: usize,
    /// What could be read of a folder that has errors.
    pub(crate) draft: Option<Catalogue>,
}

/// How much a folder holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Counts {
    pub sheets: usize,
    pub figures: usize,
    pub statements: usize,
    pub places: usize,
    pub indicators: usize,
}

/// What is kept of a folder beside its facts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Keep {
    /// Each sheet with the places of its figures, and every text: what rules look at.
    Sheets,
    /// Nothing: what answers rest on takes half the memory.
    Facts,
}

/// Told after each sheet, by whichever thread read it: how many are read, of how many.
pub type Progress<'p> = &'p (dyn Fn(usize, usize) + Sync);

/// Reads a folder of sheets, to the last of them whatever is wrong with the first, for rules to look at.
///
/// # Errors
///
/// [`CannotRead`] where there is nothing to read: no such folder, or none of sheets.
pub fn load(folder: &Folder) -> Result<Loaded, CannotRead> {
    load_as(folder, Keep::Sheets, &|_, _| {})
}

/// The same, to keep what is needed and no more, and to tell how far it has come.
///
/// # Errors
///
/// [`CannotRead`] where there is nothing to read: no such folder, or none of sheets.
pub fn load_as(folder: &Folder, keep: Keep, progress: Progress<'_>) -> Result<Loaded, CannotRead> {
    let folder::Pages { pages, mut findings } = folder.pages()?;
    let (mut texts, mut lacks, mut known) = (Texts::default(), Lacks::default(), Known::default());
    let mut defined = true;
    for file in DEFINITIONS {
        let definition = Definition::read(file, folder, &pages, &mut known, defined);
        defined &= definition.is_read;
        findings.extend(definition.findings);
        lacks::add(&mut lacks, definition.lacks);
        if let Some((file, text)) = definition.text {
            texts.insert(file, text);
        }
    }
    let mut work: Vec<Task<'_>> = Vec::new();
    let mut ids: HashMap<&str, &str> = HashMap::new();
    for page in &pages {
        if let Role::Sheet { year, stem } = &page.role {
            work.push(Task { page, year, stem, twin: ids.insert(stem, &page.file) });
        }
    }
    if work.is_empty() {
        let what = "there is no sheet, so nothing can be answered";
        let mut finding = Finding::new(Code::NoSheets, &folder.file("sheets"), Spot::START, what);
        finding.help("write one: `sheets/<year>/<source>.yaml`");
        findings.push(finding);
    }
    known.sheets = ids.into_keys().map(str::to_owned).collect();
    let announced = announce(&pages, &known, defined, &mut findings, &mut texts);
    let pool = Pool::default();
    let reads = share::over(&work, |task| task.read(&known, defined, &pool, keep), progress);
    drop((work, pool));
    let mut builder = known.builder();
    announced.iter().for_each(|one| builder.release(one.release.clone()));
    let (mut sheets, mut read) = (Vec::new(), 0);
    for (page, Read { sheet, findings: found, text, lacks: lacked }) in pages.iter().filter(is_sheet).zip(reads) {
        if let Some((sheet, figures, statements)) = sheet {
            read += 1;
            builder.source(sheet.source.clone());
            builder.figures(figures);
            statements.into_iter().for_each(|statement| builder.statement(statement));
            if keep == Keep::Sheets {
                sheets.push(sheet);
            }
        }
        if keep == Keep::Sheets || !found.is_empty() {
            texts.insert(page.file.clone(), text);
        }
        findings.extend(found);
        lacks::add(&mut lacks, lacked);
    }
    finding::sort(&mut findings);
    let sound = defined && !findings.iter().any(|finding| finding.severity() == Severity::Error);
    let built = builder.build();
    let (catalogue, draft) = if sound { (Some(built), None) } else { (None, Some(built)) };
    Ok(Loaded { catalogue, findings, sheets, announced, texts, lacks, read, draft })
}

/// Reads when bodies publish.
fn announce(
    pages: &[Page],
    known: &Known,
    defined: bool,
    findings: &mut Vec<Finding>,
    texts: &mut Texts,
) -> Vec<Announced> {
    let releases = releases::read(pages, known, defined);
    findings.extend(releases.findings);
    if let Some((file, text)) = releases.text {
        texts.insert(file, text);
    }
    releases.announced
}

/// Reads a map of tables, with what is wrong with it, where `file` is what findings call it.
///
/// # Errors
///
/// [`CannotRead`] where the folder, whose places and indicators the map names, cannot be read.
pub fn read_map(folder: &Folder, file: &str, text: &str) -> Result<(Option<Map>, Vec<Finding>), CannotRead> {
    let folder::Pages { pages, .. } = folder.pages()?;
    let mut known = Known::default();
    for definition in DEFINITIONS {
        Definition::read(definition, folder, &pages, &mut known, true);
    }
    let (notes, pool, mut map) = (Notes::on(file), Pool::default(), None);
    with(Some(text), &notes, |shape: MapShape| map = Lower { known: &known, pool: &pool, notes: &notes }.map(&shape));
    let map = map.filter(|_| notes.is_clean());
    Ok((map, notes.into_findings()))
}

/// The span that a table says, however it is written there: `2025`, `2025-03`, `March 2025`, `2025年3月`.
pub(crate) fn period_in_words(text: &str) -> Option<Period> {
    let read = |text: &str| text.parse::<Period>().ok();
    match read(text).or_else(|| meant::period(text).or_else(|| meant::date(text)).and_then(|text| read(&text)))? {
        Period::AsOf(AsOf::Month(year, month)) => Some(Period::Month(year, month)),
        Period::AsOf(AsOf::Day(day)) if day.day() == 1 => read(&format!("{}-M{:02}", day.year(), day.month())),
        Period::AsOf(_) => None,
        span => Some(span),
    }
}

/// The day, month or year that a table says, as a sheet has it.
pub(crate) fn date_in_words(text: &str) -> Option<String> {
    let is_date = matches!(text.parse(), Ok(Period::Year(_) | Period::AsOf(AsOf::Month(..) | AsOf::Day(_))));
    if is_date { Some(text.to_owned()) } else { meant::date(text) }
}

/// The files that sheets refer to, in the order they refer to each other.
const DEFINITIONS: [(Role, &str); 4] = [
    (Role::Places, "places.yaml"),
    (Role::Indicators, "indicators.yaml"),
    (Role::Products, "products.yaml"),
    (Role::Authorities, "authorities.yaml"),
];

/// One of [`DEFINITIONS`], read into what is known.
#[derive(Default)]
struct Definition {
    /// It is there, and is YAML.
    is_read: bool,
    findings: Vec<Finding>,
    lacks: Lacks,
    /// By its name in findings.
    text: Option<(String, Cow<'static, str>)>,
}

impl Definition {
    /// `defined`: those before it could be read.
    fn read((role, name): (Role, &str), folder: &Folder, pages: &[Page], known: &mut Known, defined: bool) -> Self {
        let Some(page) = pages.iter().find(|page| page.role == role) else {
            if role == Role::Products {
                return Self { is_read: true, ..Self::default() };
            }
            let (file, what) = (folder.file(name), format!("there is no {name}"));
            return Self { findings: vec![Finding::new(Code::Missing, &file, Spot::START, what)], ..Self::default() };
        };
        let (notes, mut findings) = (Notes::on(&page.file), Vec::new());
        let text = text_of(page, &mut findings);
        let is_read = match role {
            Role::Places => with(text.as_deref(), &notes, |shape| known.add_places(&shape, &notes)),
            Role::Indicators => with(text.as_deref(), &notes, |shape| known.add_indicators(&shape, &notes)),
            // References cannot be judged by definitions that could not be read; the same holds for sheets.
            Role::Products => with(text.as_deref(), &notes, |shape| {
                if defined {
                    known.add_products(&shape, &notes);
                }
            }),
            _ => with(text.as_deref(), &notes, |shape| {
                if defined {
                    known.add_authorities(&shape, &notes);
                }
            }),
        };
        let lacks = notes.take_lacks();
        findings.extend(notes.into_findings());
        Self { is_read, findings, lacks, text: Some((page.file.clone(), text.unwrap_or_default())) }
    }
}

/// A sheet to be read.
struct Task<'p> {
    page: &'p Page,
    year: &'p str,
    stem: &'p str,
    /// Another file of the same name.
    twin: Option<&'p str>,
}

/// What came of it.
struct Read {
    sheet: Option<(Sheet, Vec<Figure>, Vec<Statement>)>,
    findings: Vec<Finding>,
    text: Cow<'static, str>,
    lacks: Lacks,
}

impl Task<'_> {
    fn read(&self, known: &Known, defined: bool, pool: &Pool, keep: Keep) -> Read {
        let notes = Notes::on(&self.page.file);
        if let Some(other) = self.twin {
            notes
                .found(Code::DuplicateId, Spot::START, format!("two sheets have the id `{}`", self.stem))
                .why(format!("the other is {other}"))
                .help("rename one of the files");
        }
        let (mut sheet, mut findings) = (None, Vec::new());
        let text = text_of(self.page, &mut findings);
        with(text.as_deref(), &notes, |shape: SheetShape| {
            if !defined {
                return;
            }
            let (mut read, statements) = Lower { known, pool, notes: &notes }.sheet(&shape, self.year, self.stem);
            let figures = match keep {
                Keep::Sheets => read.figures.iter().map(|stated| stated.figure.clone()).collect(),
                Keep::Facts => std::mem::take(&mut read.figures).into_iter().map(|stated| stated.figure).collect(),
            };
            sheet = Some((read, figures, statements));
        });
        let lacks = notes.take_lacks();
        findings.extend(notes.into_findings());
        let kept = keep == Keep::Sheets || !findings.is_empty();
        Read { sheet, findings, text: text.filter(|_| kept).unwrap_or_default(), lacks }
    }
}

fn is_sheet(page: &&Page) -> bool {
    matches!(page.role, Role::Sheet { .. })
}

/// What is written in a file; none where a finding says why.
fn text_of(page: &Page, findings: &mut Vec<Finding>) -> Option<Cow<'static, str>> {
    page.text().map_err(|finding| findings.push(finding)).ok()
}

/// Reads a text into its shape and goes on with it; false where it is no YAML.
fn with<T: DeserializeOwned + Default>(text: Option<&str>, notes: &Notes<'_>, then: impl FnOnce(T)) -> bool {
    let Some(tree) = text.and_then(|text| locate::locate(text, notes)) else { return false };
    then(read::read(&tree, notes));
    true
}

/// Reads another file that is written as sheets are; none where it is no YAML.
pub(crate) fn read_as<T: DeserializeOwned + Default>(file: &str, text: &str) -> (Option<T>, Vec<Finding>) {
    let (notes, mut shape) = (Notes::on(file), None);
    with(Some(text), &notes, |read| shape = Some(read));
    (shape, notes.into_findings())
}

impl Loaded {
    pub fn counts(&self) -> Counts {
        let facts = self.facts();
        Counts {
            sheets: self.read,
            figures: facts.map_or(0, |facts| facts.all_figures().len()),
            statements: facts.map_or(0, |facts| facts.statements().len()),
            places: facts.map_or(0, |facts| facts.places().count()),
            indicators: facts.map_or(0, |facts| facts.indicators().count()),
        }
    }

    /// The facts as far as they could be read, for rules only.
    pub(crate) fn facts(&self) -> Option<&Catalogue> {
        self.catalogue.as_ref().or(self.draft.as_ref())
    }
}
