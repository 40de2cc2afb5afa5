//! Tables of bodies → sheets.
//!
//! In: a folder of sheets, a map, and tables as CSV or XLSX; out: a sheet a table, checked together with the sheets
//! that are there, or everything in the tables that cannot be used, each at its cell. Nothing is written unless all of
//! it can be. It does not know whose tables they are: that is in the map.

mod csv;
mod fault;
mod heading;
mod held;
mod intake;
mod line;
mod names;
mod number;
mod table;
mod write;
mod xlsx;

use std::{
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
};

use jiff::civil::Date;

use crate::{
    catalogue::Catalogue,
    check::{self, Checked},
    fact::Period,
    finding::{self, Code, Finding, Severity, Spot, Texts},
    sheet::{self, CannotRead, Draft, Folder, Keep, Map, Progress},
};
use intake::Intake;
use table::Table;

/// What is said of the tables beside their map.
#[derive(Clone, Debug)]
pub struct Given {
    /// Where the table does not say it.
    pub period: Option<Period>,
    /// When the document came out; `unknown` where nobody says.
    pub published: Option<String>,
    /// The day it was read.
    pub read: Date,
    pub url: Option<String>,
    pub id: Option<String>,
    /// The sheet of a book.
    pub sheet: Option<String>,
    /// True if a sheet of the same name makes room.
    pub replace: bool,
}

/// What became of the tables.
#[derive(Debug)]
pub enum Imported {
    /// Nothing was written: this is wrong with the map, a table or the sheets that they would make.
    Refused { findings: Vec<Finding>, texts: Texts },
    /// These sheets were written, or were there with the same figures; and this is how the folder is now.
    Done { sheets: Vec<Done>, checked: Box<Checked> },
}

/// A sheet of a table.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Done {
    /// Its path within the folder.
    pub file: String,
    pub figures: usize,
    /// It was there before, and says the same.
    pub was_there: bool,
}

/// Why nothing could be tried.
#[derive(Debug, thiserror::Error)]
pub enum CannotImport {
    #[error(transparent)]
    Facts(#[from] CannotRead),
    #[error("the sheets in {0} have errors; `tradefacts check` lists them")]
    Broken(String),
    #[error("there is no folder of sheets here to write into: change to the repository, or name one with --facts")]
    NoFolder,
    #[error("cannot read the map {}", .0.display())]
    Map(PathBuf, #[source] io::Error),
    #[error("cannot read the table {}", .0.display())]
    Table(PathBuf, #[source] io::Error),
    #[error("cannot write into {0}")]
    Write(String, #[source] io::Error),
    #[error("an id is of one sheet, and there are {0} tables")]
    OneId(usize),
}

/// Makes a sheet of each table, and writes them all or none.
///
/// # Errors
///
/// [`CannotImport`] where the folder or the map cannot be read, or the sheets cannot be written.
pub fn import(
    folder: &Folder,
    map: &Path,
    tables: &[PathBuf],
    given: &Given,
    progress: Progress<'_>,
) -> Result<Imported, CannotImport> {
    let Folder::Disk(root) = folder else { return Err(CannotImport::NoFolder) };
    if given.id.is_some() && tables.len() > 1 {
        return Err(CannotImport::OneId(tables.len()));
    }
    for table in tables {
        // A pipe would keep us waiting.
        let is_file = fs::metadata(table).map_err(|error| CannotImport::Table(table.clone(), error))?.is_file();
        if !is_file {
            return Err(CannotImport::Table(table.clone(), io::Error::other("it is no file")));
        }
    }
    let mut refused = Refused::default();
    let loaded = sheet::load_as(folder, Keep::Facts, &|_, _| {})?;
    let facts = loaded.catalogue.ok_or_else(|| CannotImport::Broken(folder.to_string()))?;
    let Some(map) = refused.map(folder, map)? else { return Ok(refused.told()) };
    let mut made: Vec<Made> = Vec::new();
    for path in tables {
        if let Some(one) = refused.table(path, &map, &facts, given) {
            let twin = made.iter().find(|other| other.draft.id == one.draft.id);
            match twin {
                Some(twin) => refused.say(path, Code::DuplicateId, "two tables make the same sheet", |finding| {
                    finding.why(format!("`{}`, as {} does", one.draft.id, twin.table.display()));
                    finding.help("let the `id` in the map tell them apart: `{period}` and `{table}` may stand in it");
                }),
                None => made.push(one),
            }
        }
    }
    let there = there(folder, root, &made, given, &mut refused)?;
    if !refused.findings.is_empty() {
        return Ok(refused.told());
    }
    settle(folder, root, &made, &there, progress)
}

/// A sheet to be written.
struct Made {
    table: PathBuf,
    draft: Draft,
    text: String,
    figures: usize,
}

/// Which of the sheets are there with the same figures; notes those that are there with others.
fn there(
    folder: &Folder,
    root: &Path,
    made: &[Made],
    given: &Given,
    refused: &mut Refused,
) -> Result<Vec<bool>, CannotImport> {
    let mut same = Vec::new();
    for one in made {
        let file = one.draft.file();
        let others = folder.sheets_of(&one.draft.id)?;
        let is_same = |file: &String| {
            let before = fs::read_to_string(root.join(file)).unwrap_or_default();
            write::but_day(&before) == write::but_day(&one.text)
        };
        same.push(others.contains(&file) && is_same(&file));
        let other = others.iter().find(|other| **other != file || !is_same(other) && !given.replace);
        if let Some(other) = other {
            refused.say(
                &one.table,
                Code::DuplicateId,
                "there is a sheet of this name that holds something else",
                |it| {
                    it.why(format!("`{other}`"));
                    let help = "look at both: --replace writes this one in its place, --id gives it another name";
                    it.help(if *other == file { help } else { "give this one another name with --id" });
                },
            );
        }
    }
    Ok(same)
}

/// Checks the folder as it would be, and writes what is new if it can be read.
fn settle(
    folder: &Folder,
    root: &Path,
    made: &[Made],
    there: &[bool],
    progress: Progress<'_>,
) -> Result<Imported, CannotImport> {
    let new = || made.iter().zip(there).filter(|(_, is_there)| !**is_there).map(|(made, _)| made);
    let after = folder.with(new().map(|one| (one.draft.file(), one.text.clone().into_bytes())))?;
    let checked = check::check_as(&after, progress)?;
    if checked.catalogue.is_none() {
        let mut findings = checked.findings;
        findings.retain(|finding| finding.severity() == Severity::Error);
        return Ok(Imported::Refused { findings, texts: checked.texts });
    }
    let files: Vec<(String, String)> = new().map(|one| (one.draft.file(), one.text.clone())).collect();
    sheet::put(root, &files).map_err(|error| CannotImport::Write(folder.to_string(), error))?;
    let done = made.iter().zip(there);
    let sheets =
        done.map(|(one, there)| Done { file: one.draft.file(), figures: one.figures, was_there: *there }).collect();
    Ok(Imported::Done { sheets, checked: Box::new(checked) })
}

/// What cannot be used, with the texts that it stands in.
#[derive(Default)]
struct Refused {
    findings: Vec<Finding>,
    texts: BTreeMap<String, String>,
}

impl Refused {
    fn map(&mut self, folder: &Folder, path: &Path) -> Result<Option<Map>, CannotImport> {
        let text = fs::read_to_string(path).map_err(|error| CannotImport::Map(path.to_owned(), error))?;
        let file = path.display().to_string();
        let (map, findings) = sheet::read_map(folder, &file, &text)?;
        self.findings.extend(findings);
        self.texts.insert(file, text);
        Ok(map)
    }

    /// The sheet of a table; none where something in it cannot be used.
    fn table(&mut self, path: &Path, map: &Map, facts: &Catalogue, given: &Given) -> Option<Made> {
        let file = path.display().to_string();
        let mut table = match Table::open(path, &map.layout, given.sheet.as_deref()) {
            Ok(table) => table,
            Err(fault) => {
                self.findings.push(fault.whole(&file));
                return None;
            }
        };
        let mut intake = Intake::new(map, facts, given, table.sheet().map(str::to_owned));
        let read = table.each_row(&mut |row| intake.take(row));
        let faults = read.map_or_else(|fault| vec![fault], |()| intake.faults_at_end());
        if !faults.is_empty() {
            self.findings.extend(table.findings(&file, faults));
            self.texts.extend(table.into_text().map(|text| (file, text)));
            return None;
        }
        match write::draft(&intake, path) {
            Ok(draft) => {
                let (text, figures) = (write::text(&draft, &intake), intake.figures());
                Some(Made { table: path.to_owned(), draft, text, figures })
            }
            Err(fault) => {
                self.findings.push(fault.whole(&file));
                None
            }
        }
    }

    fn say(&mut self, path: &Path, code: Code, what: &str, more: impl FnOnce(&mut Finding)) {
        let mut finding = Finding::new(code, &path.display().to_string(), Spot::START, what);
        more(&mut finding);
        self.findings.push(finding);
    }

    fn told(self) -> Imported {
        let Self { mut findings, texts: all } = self;
        finding::sort(&mut findings);
        let mut texts = Texts::default();
        all.into_iter().for_each(|(file, text)| texts.insert(file, text.into()));
        Imported::Refused { findings, texts }
    }
}
