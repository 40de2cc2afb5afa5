//! YAML, and the way out of it.
//!
//! In: a [`Folder`] of sheets; out: a catalogue, and everything that a maintainer should mend, all of it in
//! one run, with line and column. This is the one floor that reads sheets from disk. It does not know what
//! anyone will ask, or what the rules of [`crate::check`] make of the numbers.

mod define;
mod folder;
mod leaf;
mod locate;
mod lower;
mod nearest;
mod notes;
mod read;
mod schema;
mod shape;
mod stamp;

pub use folder::{CannotRead, Folder};
pub use lower::{Allowed, Sheet, Stated};
pub use schema::FileKind;
pub use stamp::Stamp;

use std::collections::HashMap;

use serde::de::DeserializeOwned;

use crate::{
    catalogue::Catalogue,
    finding::{self, Code, Finding, Severity, Spot, Texts},
};
use define::Known;
use folder::{Page, Role};
use lower::Lower;
use notes::Notes;
use shape::SheetShape;

/// All that was read from a folder.
#[derive(Debug)]
pub struct Loaded {
    /// All facts; none where a finding is an error.
    pub catalogue: Option<Catalogue>,
    /// In order of file and place.
    pub findings: Vec<Finding>,
    /// Every sheet that could be read, in order of file, even where there is no catalogue.
    pub sheets: Vec<Sheet>,
    /// The files, for excerpts.
    pub texts: Texts,
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

/// Reads a folder of sheets, to the last of them whatever is wrong with the first.
///
/// # Errors
///
/// [`CannotRead`] where there is nothing to read: no such folder, or none of sheets.
pub fn load(folder: &Folder) -> Result<Loaded, CannotRead> {
    let folder::Pages { pages, mut findings } = folder.pages()?;
    let mut known = Known::default();
    let mut defined = true;
    for (role, name) in
        [(Role::Places, "places.yaml"), (Role::Indicators, "indicators.yaml"), (Role::Authorities, "authorities.yaml")]
    {
        let Some(page) = pages.iter().find(|page| page.role == role) else {
            let file = folder.file(name);
            findings.push(Finding::new(Code::Missing, &file, Spot::START, format!("there is no {name}")));
            defined = false;
            continue;
        };
        let notes = Notes::on(&page.file);
        let is_read = match role {
            Role::Places => with(page, &notes, |shape| known.add_places(&shape, &notes)),
            Role::Indicators => with(page, &notes, |shape| known.add_indicators(&shape, &notes)),
            // References cannot be judged by definitions that could not be read; the same holds for sheets.
            _ => with(page, &notes, |shape| {
                if defined {
                    known.add_authorities(&shape, &notes);
                }
            }),
        };
        defined &= is_read;
        findings.extend(notes.into_findings());
    }
    if !pages.iter().any(|page| matches!(page.role, Role::Sheet { .. })) {
        let what = "there is no sheet, so nothing can be answered";
        let mut finding = Finding::new(Code::NoSheets, &folder.file("sheets"), Spot::START, what);
        finding.help("write one: `sheets/<year>/<source>.yaml`");
        findings.push(finding);
    }
    let mut builder = known.builder();
    let mut sheets = Vec::new();
    let mut ids: HashMap<&str, &str> = HashMap::new();
    for page in &pages {
        let Role::Sheet { year, stem } = &page.role else { continue };
        let notes = Notes::on(&page.file);
        if let Some(other) = ids.insert(stem, &page.file) {
            notes
                .found(Code::DuplicateId, Spot::START, format!("two sheets have the id `{stem}`"))
                .why(format!("the other is {other}"))
                .help("rename one of the files");
        }
        with(page, &notes, |shape: SheetShape| {
            if defined {
                let mut lower = Lower { known: &known, builder: &mut builder, notes: &notes };
                sheets.push(lower.sheet(&shape, year, stem));
            }
        });
        findings.extend(notes.into_findings());
    }
    let mut texts = Texts::default();
    for page in pages {
        texts.insert(page.file, page.text.unwrap_or_default());
    }
    finding::sort(&mut findings);
    let sound = defined && !findings.iter().any(|finding| finding.severity() == Severity::Error);
    let built = builder.build();
    let (catalogue, draft) = if sound { (Some(built), None) } else { (None, Some(built)) };
    Ok(Loaded { catalogue, findings, sheets, texts, draft })
}

/// Reads one file into its shape and goes on with it; false where it is no YAML.
fn with<T: DeserializeOwned + Default>(page: &Page, notes: &Notes<'_>, then: impl FnOnce(T)) -> bool {
    let Some(tree) = page.text.as_deref().and_then(|text| locate::locate(text, notes)) else { return false };
    then(read::read(&tree, notes));
    true
}

impl Loaded {
    pub fn counts(&self) -> Counts {
        let facts = self.facts();
        Counts {
            sheets: self.sheets.len(),
            figures: self.sheets.iter().map(|sheet| sheet.figures.len()).sum(),
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
