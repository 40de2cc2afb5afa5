//! What the shipped facts answer, and how we know that it is right.
//!
//! There are three kinds of expectations, and no fourth: the list of the five first articles; a few tables that are
//! right on their own evidence; and one record of all answers, which `BLESS=1 cargo test facts` writes. All else is
//! asserted on Arcadia, so that who corrects a sheet touches the sheet.

mod articles;
mod cards;
mod claims;
mod coverage;
mod expect;
mod goods;
mod record;

use std::{collections::BTreeMap, fs, path::Path, sync::Arc};

use tradefacts::{
    check::{self, Checked},
    reply::Answerer,
    sheet::Folder,
};

/// A folder of facts: what is in each file, by its path within.
type Files = BTreeMap<String, Vec<u8>>;

fn shipped_files() -> Files {
    let mut files = Files::new();
    gather(&root().join("facts"), "", &mut files);
    files
}

fn gather(folder: &Path, inside: &str, files: &mut Files) {
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let name = format!("{inside}{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            gather(&entry.path(), &format!("{name}/"), files);
        } else {
            files.insert(name, fs::read(entry.path()).unwrap());
        }
    }
}

fn checked(files: Files) -> Checked {
    check::check(&Folder::Memory { name: "facts".to_owned(), files: Arc::new(files) }).unwrap()
}

fn answerer(files: Files) -> Answerer {
    let checked = checked(files);
    Answerer::new(Arc::new(checked.catalogue.unwrap_or_else(|| panic!("{:#?}", checked.findings))))
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}
