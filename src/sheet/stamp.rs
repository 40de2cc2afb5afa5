//! Whether a folder changed, told without reading its files.
//!
//! A look at names, sizes, times and numbers of the files themselves, whatever links lead to them: so it sees an
//! edit, a rename and a swapped link alike, on any file system and through any mount.

use std::{
    collections::BTreeMap,
    fs::{self, Metadata},
    io,
    os::unix::fs::MetadataExt as _,
    path::{Path, PathBuf},
};

use super::folder::{Folder, shown};

/// What a folder looked like; two that are equal hold the same texts.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Stamp(BTreeMap<String, Mark>);

/// What one file or folder looked like.
#[derive(Clone, PartialEq, Eq, Debug)]
enum Mark {
    File { device: u64, number: u64, size: u64, modified: (i64, i64), changed: (i64, i64) },
    Folder,
    Unreadable(io::ErrorKind),
}

impl Folder {
    /// How the folder looks now; what is not on disk always looks the same.
    pub fn stamp(&self) -> Stamp {
        let mut stamp = Stamp::default();
        if let Self::Disk(root) = self {
            stamp.look(root, "", 2);
        }
        stamp
    }

    /// Whether git is about to change files here.
    pub fn is_locked(&self) -> bool {
        match self {
            Self::Disk(root) => git_folder(root).is_some_and(|git| git.join("index.lock").exists()),
            Self::Memory { .. } | Self::BuiltIn => false,
        }
    }
}

impl Stamp {
    /// The files in which two differ, as findings call them.
    pub fn changed_files<'s>(&'s self, other: &'s Self) -> Vec<&'s str> {
        let differs = |one: &&String| self.0.get(*one) != other.0.get(*one);
        let mut files: Vec<&str> = self.0.keys().chain(other.0.keys()).filter(differs).map(String::as_str).collect();
        files.sort_unstable();
        files.dedup();
        files
    }

    /// Notes what lies here and, at most so deep, beneath; of folders only those that sheets are read from.
    fn look(&mut self, root: &Path, inside: &str, deep: usize) {
        let path = root.join(inside);
        let name = shown(root, inside);
        match fs::metadata(&path) {
            Ok(meta) if !meta.is_dir() => drop(self.0.insert(name, Mark::of(&meta))),
            Ok(_) => match fs::read_dir(&path) {
                Ok(entries) => {
                    self.0.insert(name, Mark::Folder);
                    for entry in entries.flatten() {
                        let entry = entry.file_name().to_string_lossy().into_owned();
                        if entry.starts_with('.') || (inside.is_empty() && entry != "sheets" && !is_yaml(&entry)) {
                            continue;
                        }
                        let entry = if inside.is_empty() { entry } else { format!("{inside}/{entry}") };
                        if deep > 0 || !root.join(&entry).is_dir() {
                            self.look(root, &entry, deep.saturating_sub(1));
                        }
                    }
                }
                Err(error) => drop(self.0.insert(name, Mark::Unreadable(error.kind()))),
            },
            Err(error) => drop(self.0.insert(name, Mark::Unreadable(error.kind()))),
        }
    }
}

impl Mark {
    fn of(meta: &Metadata) -> Self {
        Self::File {
            device: meta.dev(),
            number: meta.ino(),
            size: meta.size(),
            modified: (meta.mtime(), meta.mtime_nsec()),
            changed: (meta.ctime(), meta.ctime_nsec()),
        }
    }
}

fn is_yaml(name: &str) -> bool {
    name.ends_with(".yaml") || name.ends_with(".yml")
}

/// Where git keeps its index for the files of a folder.
fn git_folder(root: &Path) -> Option<PathBuf> {
    let root = root.canonicalize().ok()?;
    let git = root.ancestors().map(|folder| folder.join(".git")).find(|git| git.exists())?;
    if git.is_dir() {
        return Some(git);
    }
    let text = fs::read_to_string(&git).ok()?;
    Some(git.parent()?.join(text.strip_prefix("gitdir:")?.trim()))
}
