//! The floors: who may name whom, and what has one address.

use std::{
    fs,
    path::{Path, PathBuf},
};

/// Each floor with the floors it may name, lowest first. `*` may name anything; nobody names those.
const FLOORS: &[(&str, &[&str])] = &[
    ("fact", &[]),
    ("finding", &[]),
    ("clock", &[]),
    ("language", &["fact"]),
    ("catalogue", &["fact", "language"]),
    ("sheet", &["fact", "finding", "language", "catalogue"]),
    ("check", &["fact", "finding", "language", "catalogue", "sheet"]),
    ("question", &["fact", "language", "catalogue"]),
    ("answer", &["fact", "catalogue", "question"]),
    ("render", &["fact", "language", "catalogue", "question", "answer"]),
    ("reply", &["language", "catalogue", "question", "answer", "render"]),
    ("diff", &["fact", "language", "catalogue", "question", "render", "reply"]),
    ("reload", &["finding", "catalogue", "sheet", "reply", "clock"]),
    ("schedule", &["fact", "language", "question"]),
    ("store", &["language", "question", "schedule", "clock"]),
    (
        "courier",
        &["fact", "language", "catalogue", "question", "answer", "render", "reply", "schedule", "store", "clock"],
    ),
    (
        "telegram",
        &[
            "fact",
            "language",
            "catalogue",
            "question",
            "answer",
            "render",
            "reply",
            "schedule",
            "store",
            "courier",
            "clock",
            "config",
        ],
    ),
    ("config", &["*"]),
    ("journal", &["*"]),
    ("health", &["*"]),
    ("app", &["*"]),
    ("cli", &["*"]),
    ("main", &["*"]),
];

/// What may be named in some places only.
const ADDRESSES: &[(&str, &[&str])] = &[
    ("teloxide::", &["telegram"]),
    ("sqlx::", &["store"]),
    ("serde_yaml::", &["sheet", "language", "courier"]),
    ("clap::", &["cli", "config", "main"]),
    ("indicatif::", &["cli"]),
    ("std::env", &["config"]),
    ("env::var", &["config"]),
    ("Timestamp::now", &["clock"]),
    ("SystemTime::now", &["clock"]),
    ("Zoned::now", &["clock"]),
    ("std::fs", &["sheet", "cli", "config", "health", "store"]),
];

#[test]
fn no_floor_names_one_above_it() {
    let mut broken = Vec::new();
    for (path, floor, code) in sources() {
        let may = FLOORS.iter().find(|(name, _)| *name == floor);
        let Some((_, may)) = may else {
            broken.push(format!("{}: the floor `{floor}` is not in the list", path.display()));
            continue;
        };
        for (number, line) in code.lines().enumerate() {
            for named in named_floors(line)
                .into_iter()
                .filter(|named| *named != floor && !may.contains(named) && !may.contains(&"*"))
            {
                broken.push(format!("{}:{}: `{floor}` names `{named}`", path.display(), number + 1));
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn what_has_one_address_is_named_only_there() {
    let mut broken = Vec::new();
    for (path, floor, code) in sources() {
        for (number, line) in code.lines().enumerate() {
            for (named, floors) in ADDRESSES {
                if line.contains(named) && !floors.contains(&floor.as_str()) {
                    broken.push(format!(
                        "{}:{}: `{named}` belongs to {}",
                        path.display(),
                        number + 1,
                        floors.join(", ")
                    ));
                }
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn the_test_would_see_a_floor_named_from_below() {
    assert_eq!(named_floors("use crate::telegram::Bot;"), ["telegram"]);
    assert_eq!(named_floors("    let x = crate::sheet::load();"), ["sheet"]);
    assert_eq!(named_floors("use crate::{"), Vec::<&str>::new());
    assert_eq!(named_floors("    catalogue::{Catalogue, fold},"), ["catalogue"]);
}

/// Path, floor and code without its tests and comments.
fn sources() -> Vec<(PathBuf, String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    walk(&root, &mut files);
    assert!(files.len() > 20, "the sources were not found");
    let floor = |path: &Path| {
        let first = path.strip_prefix(&root).ok()?.components().next()?.as_os_str().to_str()?.to_owned();
        Some(first.trim_end_matches(".rs").to_owned())
    };
    let files = files.into_iter().filter_map(|path| {
        let floor = floor(&path).filter(|floor| floor != "lib")?;
        if path.file_name().is_some_and(|name| name == "tests.rs") {
            return None;
        }
        let code = fs::read_to_string(&path).expect("a source file is readable");
        let code = code.split("#[cfg(test)]").next().unwrap_or_default();
        let code: Vec<&str> = code.lines().map(|line| line.split("//").next().unwrap_or_default()).collect();
        Some((path, floor, code.join("\n")))
    });
    files.collect()
}

fn walk(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("src is readable") {
        let path = entry.expect("src is readable").path();
        if path.is_dir() {
            walk(&path, files);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            files.push(path);
        }
    }
}

/// The floors that a line of code names: `crate::floor`, or `floor::{` inside a `use crate::{ … }`.
fn named_floors(line: &str) -> Vec<&'static str> {
    let in_list = |name: &str| {
        let line = line.trim_start();
        line.starts_with(&format!("{name}::")) && (line.ends_with(',') || line.ends_with('{'))
    };
    let direct = |name: &str| {
        line.match_indices(&format!("crate::{name}")).any(|(at, found)| {
            !line[at + found.len()..].starts_with(|next: char| next.is_alphanumeric() || next == '_')
        })
    };
    FLOORS.iter().map(|(name, _)| *name).filter(|name| direct(name) || in_list(name)).collect()
}
