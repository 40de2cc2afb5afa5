//! Which files there are and what is in them: on disk, or in the binary.

use std::{
    borrow::Cow,
    collections::BTreeMap,
    fmt,
    fs::{self, File},
    io::{self, Read as _},
    path::{Path, PathBuf},
    sync::Arc,
};

use include_dir::{Dir, include_dir};

use crate::finding::{Code, Finding, Spot};

static BUILT_IN: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/facts");

/// A larger file is refused by its size, before it is read.
const LARGEST: u64 = 16 * 1024 * 1024;

/// Where sheets are read from.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Folder {
    Disk(PathBuf),
    /// Files by their path within, such as a revision holds; the name is what findings call the folder.
    Memory {
        name: String,
        files: Arc<BTreeMap<String, Vec<u8>>>,
    },
    /// Those that the binary was built with.
    BuiltIn,
}

/// Why a folder cannot be read at all; whatever else is wrong with it is a finding.
#[derive(Debug, thiserror::Error)]
pub enum CannotRead {
    #[error("there is no folder {}", .0.display())]
    Missing(PathBuf),
    #[error("{} is not a folder", .0.display())]
    NotAFolder(PathBuf),
    #[error("cannot list {}", .0.display())]
    List(PathBuf, #[source] io::Error),
    #[error("{0} holds no places.yaml, so it is no folder of sheets")]
    NoPlaces(String),
}

/// What a file is to us, by its place in the folder.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Role {
    Places,
    Indicators,
    Products,
    Authorities,
    Releases,
    Sheet { year: String, stem: String },
}

/// One file, not read yet.
#[derive(Debug)]
pub(super) struct Page {
    /// As findings call it.
    pub(super) file: String,
    pub(super) role: Role,
    place: Place,
}

/// Where a file is.
#[derive(Debug)]
enum Place {
    Disk(PathBuf),
    BuiltIn(&'static [u8]),
    Memory(Vec<u8>),
}

/// What a folder holds, in order of the file names.
#[derive(Debug, Default)]
pub(super) struct Pages {
    pub(super) pages: Vec<Page>,
    pub(super) findings: Vec<Finding>,
}

impl Folder {
    /// The folder asked for; else `facts` here, if it holds a `places.yaml`; else the built-in sheets.
    pub fn choose(explicit: Option<PathBuf>) -> Self {
        let here = Path::new("facts");
        match explicit {
            Some(path) => Self::Disk(path),
            None if here.join("places.yaml").is_file() => Self::Disk(here.to_owned()),
            None => Self::BuiltIn,
        }
    }

    /// What findings call a file within.
    pub(super) fn file(&self, inside: &str) -> String {
        match self {
            Self::Disk(root) => shown(root, inside),
            Self::Memory { name, .. } => format!("{name}/{inside}"),
            Self::BuiltIn => format!("facts/{inside}"),
        }
    }

    /// Lists all files that belong to the sheets.
    pub(super) fn pages(&self) -> Result<Pages, CannotRead> {
        let mut pages = Pages::default();
        match self {
            Self::BuiltIn => pages.add_built_in(&BUILT_IN),
            Self::Disk(path) => pages.add_disk(path)?,
            Self::Memory { files, .. } => {
                for (inside, bytes) in files.iter() {
                    pages.add(inside, self.file(inside), Place::Memory(bytes.clone()));
                }
            }
        }
        if !pages.pages.iter().any(|page| page.role == Role::Places) {
            return Err(CannotRead::NoPlaces(self.to_string()));
        }
        pages.pages.sort_by(|one, other| one.file.cmp(&other.file));
        Ok(pages)
    }
}

impl fmt::Display for Folder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Disk(path) => write!(f, "the folder {}", path.display()),
            Self::Memory { name, .. } => f.write_str(name),
            Self::BuiltIn => f.write_str("the built-in sheets"),
        }
    }
}

impl Pages {
    fn add_built_in(&mut self, folder: &Dir<'static>) {
        for file in folder.files() {
            let path = file.path().to_string_lossy();
            self.add(&path, Folder::BuiltIn.file(&path), Place::BuiltIn(file.contents()));
        }
        for folder in folder.dirs() {
            self.add_built_in(folder);
        }
    }

    /// Takes a file, if it is one of ours.
    fn add(&mut self, inside: &str, file: String, place: Place) {
        if let Some(role) = self.role(inside, &file) {
            self.pages.push(Page { file, role, place });
        }
    }

    /// Looks at the folder, at `sheets` and at each year in it, and no deeper.
    fn add_disk(&mut self, root: &Path) -> Result<(), CannotRead> {
        match fs::metadata(root) {
            Ok(meta) if meta.is_dir() => {}
            Ok(_) => return Err(CannotRead::NotAFolder(root.to_owned())),
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(CannotRead::Missing(root.to_owned())),
            Err(error) => return Err(CannotRead::List(root.to_owned(), error)),
        }
        let top = list(root).map_err(|error| CannotRead::List(root.to_owned(), error))?;
        for name in top {
            if name != "sheets" {
                self.add_entry(root, &name);
            }
        }
        let sheets = root.join("sheets");
        if fs::symlink_metadata(&sheets).is_err() {
            return Ok(());
        }
        for year in self.list_within(root, "sheets") {
            let inside = format!("sheets/{year}");
            if !root.join(&inside).is_dir() {
                self.add_entry(root, &inside);
                continue;
            }
            for name in self.list_within(root, &inside) {
                self.add_entry(root, &format!("{inside}/{name}"));
            }
        }
        Ok(())
    }

    fn list_within(&mut self, root: &Path, inside: &str) -> Vec<String> {
        list(&root.join(inside)).unwrap_or_else(|error| {
            let file = shown(root, inside);
            self.note(Code::Unreadable, &file, format!("cannot list this folder: {error}"));
            Vec::new()
        })
    }

    fn add_entry(&mut self, root: &Path, inside: &str) {
        self.add(inside, shown(root, inside), Place::Disk(root.join(inside)));
    }

    /// What a path within the folder is to us. Hidden files, other folders and what is no YAML beside the sheets
    /// are nobody's concern; whatever else is not read is noted.
    fn role(&mut self, inside: &str, file: &str) -> Option<Role> {
        let parts: Vec<&str> = inside.split(['/', '\\']).collect();
        if parts.iter().any(|part| part.starts_with('.')) {
            return None;
        }
        match parts[..] {
            ["places.yaml"] => return Some(Role::Places),
            ["indicators.yaml"] => return Some(Role::Indicators),
            ["products.yaml"] => return Some(Role::Products),
            ["authorities.yaml"] => return Some(Role::Authorities),
            ["releases.yaml"] => return Some(Role::Releases),
            ["sheets", year, name] => {
                if let Some(stem) = name.strip_suffix(".yaml") {
                    return Some(Role::Sheet { year: year.to_owned(), stem: stem.to_owned() });
                }
            }
            [folder, _, ..] if folder != "sheets" => return None,
            [name] if !name.ends_with(".yaml") && !name.ends_with(".yml") => return None,
            _ => {}
        }
        let finding = self.note(Code::StrayFile, file, "this file is not read".to_owned());
        finding.help("a sheet is `sheets/<year>/<source>.yaml`; move it, rename it or take it away");
        None
    }

    fn note(&mut self, code: Code, file: &str, message: String) -> &mut Finding {
        self.findings.push(Finding::new(code, file, Spot::START, message));
        let last = self.findings.len() - 1;
        &mut self.findings[last]
    }
}

impl Page {
    /// The text, without a byte order mark; or why there is none.
    pub(super) fn text(&self) -> Result<Cow<'static, str>, Finding> {
        let text = match &self.place {
            Place::BuiltIn(bytes) => {
                std::str::from_utf8(bytes).map(Cow::Borrowed).map_err(|error| (error, bytes.to_vec()))
            }
            Place::Memory(bytes) => String::from_utf8(bytes.clone())
                .map(Cow::Owned)
                .map_err(|error| (error.utf8_error(), error.into_bytes())),
            Place::Disk(path) => {
                let bytes =
                    bytes(path).map_err(|(code, message)| Finding::new(code, &self.file, Spot::START, message))?;
                String::from_utf8(bytes).map(Cow::Owned).map_err(|error| (error.utf8_error(), error.into_bytes()))
            }
        };
        let (error, bytes) = match text {
            Ok(Cow::Borrowed(text)) => return Ok(Cow::Borrowed(text.strip_prefix('\u{FEFF}').unwrap_or(text))),
            Ok(Cow::Owned(mut text)) => {
                if text.starts_with('\u{FEFF}') {
                    text.drain(..'\u{FEFF}'.len_utf8());
                }
                return Ok(Cow::Owned(text));
            }
            Err(error) => error,
        };
        let before = String::from_utf8_lossy(&bytes[..error.valid_up_to()]);
        let last = before.rsplit('\n').next().unwrap_or_default();
        let spot = Spot::at(before.matches('\n').count() + 1, last.chars().count() + 1, 1);
        let mut finding = Finding::new(Code::NotUtf8, &self.file, spot, "this is not UTF-8 text");
        finding.help("save the file as UTF-8");
        Err(finding)
    }
}

pub(super) fn shown(root: &Path, inside: &str) -> String {
    root.join(inside).to_string_lossy().replace('\\', "/")
}

/// The names in a folder, in order.
fn list(folder: &Path) -> io::Result<Vec<String>> {
    let names = fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.file_name().to_string_lossy().into_owned()));
    let mut names = names.collect::<io::Result<Vec<_>>>()?;
    names.sort();
    Ok(names)
}

/// The content of a file, or code and words for why there is none. Opens only what is a plain file, for a pipe
/// would keep us waiting.
fn bytes(path: &Path) -> Result<Vec<u8>, (Code, String)> {
    let unreadable = |error: io::Error| (Code::Unreadable, format!("cannot read this file: {error}"));
    let too_large = || (Code::TooLarge, format!("this file has more than {} MB", LARGEST / 1024 / 1024));
    let meta = fs::metadata(path).map_err(unreadable)?;
    if !meta.is_file() {
        return Err((Code::Unreadable, "this is not a file".to_owned()));
    }
    if meta.len() > LARGEST {
        return Err(too_large());
    }
    let mut bytes = Vec::with_capacity(usize::try_from(meta.len()).unwrap_or(0));
    File::open(path).and_then(|file| file.take(LARGEST + 1).read_to_end(&mut bytes)).map_err(unreadable)?;
    if u64::try_from(bytes.len()).is_ok_and(|length| length > LARGEST) { Err(too_large()) } else { Ok(bytes) }
}
