//! A folder as a power cut leaves it.
//!
//! `shim.c` notes what a program changes in a folder, in order. [`Disk`] reads that, and tells what is certain (what a
//! sync followed) from what is not: of that some is there after the cut and some is not, in no order, and a write may be
//! there in part. It does not know what the files are.

use std::{
    collections::{BTreeMap, HashMap},
    fs,
    os::unix::fs::MetadataExt as _,
    path::{Path, PathBuf},
    process::Command,
};

use super::chance::Chance;

/// A disk writes so much at once, or not at all.
const SECTOR: u64 = 512;

/// Builds the shim; where it is.
pub(crate) fn shim(folder: &Path) -> PathBuf {
    let (source, shim) = (concat!(env!("CARGO_MANIFEST_DIR"), "/tests/kill/shim.c"), folder.join("shim.so"));
    let built = Command::new("cc").args(["-shared", "-fPIC", "-O1", "-pthread", "-o"]).arg(&shim).arg(source).status();
    assert!(built.is_ok_and(|built| built.success()), "the shim needs a C compiler: cc");
    shim
}

/// A folder of files, and what is not certain of it.
#[derive(Debug, Default)]
pub(crate) struct Disk {
    files: Vec<File>,
    /// What each name has meant since it was last certain, which comes first.
    names: BTreeMap<String, Vec<Option<usize>>>,
    /// The file that has this number now.
    numbers: HashMap<u64, usize>,
}

#[derive(Debug, Default)]
struct File {
    certain: Vec<u8>,
    since: Vec<Change>,
}

#[derive(Debug)]
enum Change {
    Write(u64, Vec<u8>),
    Length(u64),
}

impl Disk {
    /// The folder as it is; all of it is certain.
    pub(crate) fn of(folder: &Path) -> Self {
        let mut disk = Self::default();
        for entry in fs::read_dir(folder).unwrap() {
            let entry = entry.unwrap();
            let file = disk.file(entry.metadata().unwrap().ino(), fs::read(entry.path()).unwrap());
            disk.names.insert(entry.file_name().into_string().unwrap(), vec![Some(file)]);
        }
        disk
    }

    /// The folder after all that a trace tells; how many syncs were among it.
    pub(crate) fn change(&mut self, trace: &Path) -> usize {
        let (trace, mut at, mut syncs) = (fs::read(trace).unwrap(), 0, 0);
        // The last note may be torn, by the kill.
        while let Some(head) = trace.get(at..at + 21) {
            let number = |from: usize| u64::from_le_bytes(head[from..from + 8].try_into().unwrap());
            let length = u32::from_le_bytes(head[17..].try_into().unwrap()) as usize;
            let Some(bytes) = trace.get(at + 21..at + 21 + length) else { break };
            self.note(head[0], number(1), number(9), bytes);
            syncs += usize::from(head[0] == b'S');
            at += 21 + length;
        }
        syncs
    }

    fn note(&mut self, what: u8, number: u64, place: u64, bytes: &[u8]) {
        let name = || String::from_utf8(bytes.to_vec()).unwrap();
        match what {
            b'C' => {
                let file = self.file(number, Vec::new());
                self.name(name(), Some(file));
            }
            b'W' => self.changed(number, Change::Write(place, bytes.to_vec())),
            b'L' => self.changed(number, Change::Length(place)),
            b'S' => self.sync(number),
            b'D' => self.names.values_mut().for_each(settle),
            b'U' => self.name(name(), None),
            b'R' => {
                let both = name();
                let (old, new) = both.split_once('/').unwrap();
                let file = self.names[old].last().copied().flatten();
                self.name(new.to_owned(), file);
                self.name(old.to_owned(), None);
            }
            other => panic!("the trace is broken: {other}"),
        }
    }

    fn file(&mut self, number: u64, certain: Vec<u8>) -> usize {
        self.files.push(File { certain, since: Vec::new() });
        self.numbers.insert(number, self.files.len() - 1);
        self.files.len() - 1
    }

    fn name(&mut self, name: String, file: Option<usize>) {
        self.names.entry(name).or_insert_with(|| vec![None]).push(file);
    }

    fn changed(&mut self, number: u64, change: Change) {
        let file = self.numbers[&number];
        self.files[file].since.push(change);
    }

    /// Makes certain what a file holds, and its name.
    fn sync(&mut self, number: u64) {
        let index = self.numbers[&number];
        let file = &mut self.files[index];
        for change in file.since.drain(..) {
            change.apply(&mut file.certain);
        }
        self.names.values_mut().filter(|name| name.last() == Some(&Some(index))).for_each(settle);
    }

    /// Writes down what a power cut may leave now, as a new folder.
    pub(crate) fn cut(&self, chance: &mut Chance, folder: &Path) {
        fs::create_dir(folder).unwrap();
        // From "nothing of it" to "all of it".
        let kept = chance.between(0, 5) * 25;
        for (name, meanings) in &self.names {
            let meant = chance.between(0, meanings.len() as u64) as usize;
            // SQLite makes the index of its log anew.
            let Some(file) = meanings[meant].filter(|_| !name.ends_with("-shm")) else { continue };
            let file = &self.files[file];
            let mut bytes = file.certain.clone();
            for change in &file.since {
                change.survive(chance, kept, &mut bytes);
            }
            fs::write(folder.join(name), bytes).unwrap();
        }
    }
}

/// Only the last of what a name has meant counts from now on.
fn settle(meanings: &mut Vec<Option<usize>>) {
    meanings.drain(..meanings.len() - 1);
}

impl Change {
    fn apply(&self, bytes: &mut Vec<u8>) {
        match self {
            Self::Write(place, written) => write(bytes, *place, written),
            Self::Length(length) => bytes.resize(*length as usize, 0),
        }
    }

    /// Applies it with so many percent of luck; a write that has none may be there in part.
    fn survive(&self, chance: &mut Chance, kept: u64, bytes: &mut Vec<u8>) {
        let torn = kept > 0 && chance.between(0, 4) == 0;
        match self {
            _ if chance.between(0, 100) < kept => self.apply(bytes),
            Self::Write(place, written) if torn => {
                let (mut at, end) = (*place, place + written.len() as u64);
                while at < end {
                    let next = end.min((at / SECTOR + 1) * SECTOR);
                    if chance.between(0, 2) == 0 {
                        write(bytes, at, &written[(at - place) as usize..(next - place) as usize]);
                    }
                    at = next;
                }
            }
            Self::Write(..) | Self::Length(_) => {}
        }
    }
}

fn write(bytes: &mut Vec<u8>, place: u64, written: &[u8]) {
    let (from, to) = (place as usize, place as usize + written.len());
    if bytes.len() < to {
        bytes.resize(to, 0);
    }
    bytes[from..to].copy_from_slice(written);
}
