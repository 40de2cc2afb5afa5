//! Certain patches → the files, each written whole or not at all, and nothing else in them changed.

use std::{
    collections::BTreeMap,
    fs::{self, File},
    io::{self, Write as _},
    ops::Range,
    path::{Path, PathBuf},
};

use super::folder::Folder;
use crate::finding::{Code, Finding, Patch, Spot, Texts};

const BYTE_ORDER_MARK: &str = "\u{FEFF}";

/// A place in a sheet that was mended.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Change {
    pub code: Code,
    pub file: String,
    /// Where it stood before.
    pub spot: Spot,
    pub from: String,
    pub to: String,
}

/// Why a file could not be mended.
#[derive(Debug, thiserror::Error)]
pub enum CannotMend {
    #[error("cannot read {0} again")]
    Read(String, #[source] io::Error),
    #[error("cannot write {0}")]
    Write(String, #[source] io::Error),
    #[error("{0} was changed while it was checked; run this again")]
    Changed(String),
}

/// The bytes of a file that a finding says how to write.
type Certain<'a> = (Range<usize>, &'a Finding, &'a Patch);

/// Applies what is certain to mend. Of two patches that overlap the first is applied. Nothing is done to built-in
/// sheets.
pub(crate) fn mend(folder: &Folder, texts: &Texts, findings: &[Finding]) -> Result<Vec<Change>, CannotMend> {
    let mut changes = Vec::new();
    if *folder == Folder::BuiltIn {
        return Ok(changes);
    }
    let mut by_file: BTreeMap<&str, Vec<Certain<'_>>> = BTreeMap::new();
    for finding in findings {
        if let (Some(patch), Some(text)) = (&finding.patch, texts.get(&finding.file))
            && patch.is_certain
            && let Some(range) = patch.spot.range(text)
        {
            by_file.entry(&finding.file).or_default().push((range, finding, patch));
        }
    }
    for (file, mut patches) in by_file {
        let text = texts.get(file).unwrap_or_default();
        patches.sort_by_key(|(range, ..)| range.start);
        let mut mended = String::with_capacity(text.len());
        let mut done = 0;
        let before = changes.len();
        for (range, finding, patch) in patches {
            if range.start < done {
                continue;
            }
            mended += &text[done..range.start];
            mended += &patch.text;
            done = range.end;
            changes.push(Change {
                code: finding.code,
                file: file.to_owned(),
                spot: patch.spot,
                from: text[range].to_owned(),
                to: patch.text.clone(),
            });
        }
        mended += &text[done..];
        if changes.len() > before {
            replace(file, text, &mended)?;
        }
    }
    Ok(changes)
}

/// Puts another text in the place of the one that was checked, its byte-order mark kept.
fn replace(file: &str, checked: &str, mended: &str) -> Result<(), CannotMend> {
    // A link stays a link: what it leads to is mended.
    let read = || fs::canonicalize(file).and_then(|path| fs::read_to_string(&path).map(|text| (path, text)));
    let (path, found) = read().map_err(|error| CannotMend::Read(file.to_owned(), error))?;
    let mark = if found.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK } else { "" };
    if found[mark.len()..] != *checked {
        return Err(CannotMend::Changed(file.to_owned()));
    }
    write(&path, &[mark, mended]).map_err(|error| CannotMend::Write(file.to_owned(), error))
}

/// Writes beside the file and takes its place, so that whoever reads it meanwhile sees one state or the other.
fn write(path: &Path, parts: &[&str]) -> io::Result<()> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    // Hidden files are not read as sheets.
    let beside: PathBuf = path.with_file_name(format!(".{name}.{}", std::process::id()));
    let written = File::create_new(&beside).and_then(|mut file| {
        file.set_permissions(fs::metadata(path)?.permissions())?;
        parts.iter().try_for_each(|part| file.write_all(part.as_bytes()))?;
        file.sync_all()?;
        fs::rename(&beside, path)
    });
    if written.is_err() {
        let _ = fs::remove_file(&beside);
    }
    written
}
