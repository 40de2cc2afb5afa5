//! The floors: who may name whom, and what has one address.

use std::{
    fs, iter,
    path::{Path, PathBuf},
};

/// Each floor with the floors it may name, lowest first. `*` may name anything; nobody names those.
const FLOORS: &[(&str, &[&str])] = &[
    ("fact", &[]),
    ("finding", &[]),
    ("yaml", &["finding"]),
    ("clock", &[]),
    ("language", &["fact"]),
    ("catalogue", &["fact", "language"]),
    ("sheet", &["fact", "finding", "yaml", "language", "catalogue"]),
    ("check", &["fact", "finding", "language", "catalogue", "sheet"]),
    ("import", &["fact", "finding", "catalogue", "sheet", "check"]),
    ("question", &["fact", "language", "catalogue"]),
    ("answer", &["fact", "catalogue", "question"]),
    ("claims", &["fact", "language", "catalogue", "question", "answer"]),
    ("render", &["fact", "language", "catalogue", "question", "answer", "claims"]),
    ("kinds", &["fact", "language", "catalogue", "question", "answer", "claims", "render"]),
    ("reply", &["clock", "claims", "language", "catalogue", "question", "kinds", "render"]),
    ("diff", &["fact", "language", "catalogue", "question", "render", "reply"]),
    ("exam", &["finding", "claims", "language", "catalogue", "sheet", "question", "render", "reply"]),
    ("reload", &["finding", "catalogue", "sheet", "reply", "clock"]),
    ("schedule", &["fact", "language", "question"]),
    ("store", &["language", "question", "schedule", "clock"]),
    (
        "courier",
        &[
            "fact",
            "yaml",
            "language",
            "catalogue",
            "question",
            "answer",
            "render",
            "reply",
            "schedule",
            "store",
            "clock",
        ],
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
    ("log_format", &["*"]),
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
    ("saphyr_parser::", &["yaml", "sheet"]),
    ("csv::", &["import"]),
    ("calamine::", &["import"]),
    ("encoding_rs::", &["import"]),
    ("zip::", &["import"]),
    ("clap::", &["cli", "config", "main"]),
    ("indicatif::", &["cli"]),
    ("std::env", &["config"]),
    ("env::var", &["config"]),
    ("Timestamp::now", &["clock"]),
    ("SystemTime::now", &["clock"]),
    ("Zoned::now", &["clock"]),
    ("std::fs", &["sheet", "import", "cli", "config", "health", "store"]),
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
    let texts: Vec<(PathBuf, String)> = files
        .into_iter()
        .map(|path| (path.clone(), fs::read_to_string(path).expect("a source file is readable")))
        .collect();
    let tests: Vec<PathBuf> = texts.iter().flat_map(|(path, text)| files_of_tests(path, text)).collect();
    let floor = |path: &Path| {
        let first = path.strip_prefix(&root).ok()?.components().next()?.as_os_str().to_str()?.to_owned();
        Some(first.trim_end_matches(".rs").to_owned()).filter(|floor| floor != "lib")
    };
    let code = texts.into_iter().filter(|(path, _)| !tests.contains(path));
    code.filter_map(|(path, text)| Some((path.clone(), floor(&path)?, code_of(&text)))).collect()
}

/// The files of the modules that a file takes in for tests only.
fn files_of_tests(path: &Path, text: &str) -> Vec<PathBuf> {
    let (folder, stem) = (path.parent().expect("in a folder"), path.file_stem().expect("a name"));
    let own = if stem == "mod" || stem == "lib" { folder.to_owned() } else { folder.join(stem) };
    let mut lines = text.lines();
    let mut files = Vec::new();
    while let Some(line) = lines.next() {
        let item = if line.trim() == TESTS_ONLY { lines.next().unwrap_or_default() } else { "" };
        if let Some((_, name)) = item.trim_end_matches(';').split_once("mod ").filter(|_| item.ends_with(';')) {
            files.extend([own.join(format!("{name}.rs")), own.join(name).join("mod.rs")]);
        }
    }
    files
}

const TESTS_ONLY: &str = "#[cfg(test)]";

/// The lines of a file, blank where they are of tests only, or a comment.
fn code_of(text: &str) -> String {
    let mut code: Vec<&str> = Vec::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        if line.trim() == TESTS_ONLY {
            code.extend(iter::repeat_n("", 1 + skip_item(&mut lines)));
        } else {
            code.push(line.split("//").next().unwrap_or_default());
        }
    }
    code.join("\n")
}

/// Takes the lines of one item, as `cargo fmt` sets them: of several lines, the last stands as far in as the first,
/// closes, and opens nothing.
fn skip_item<'t>(lines: &mut impl Iterator<Item = &'t str>) -> usize {
    let indent = |line: &str| line.len() - line.trim_start().len();
    let mut first = None;
    let mut taken = 0;
    for line in lines {
        taken += 1;
        let text = line.trim();
        let is_last = match first {
            None if text.starts_with("#[") => false,
            None => {
                first = Some(indent(line));
                text.ends_with([';', ',', '}'])
            }
            Some(first) => indent(line) == first && text.starts_with(['}', ')', ']']) && !text.ends_with('{'),
        };
        if is_last {
            break;
        }
    }
    taken
}

#[test]
fn code_behind_tests_is_seen_and_tests_are_not() {
    let planted = "\
mod rows;
#[cfg(test)]
mod tests;

use crate::telegram::Bot;

#[cfg(test)]
pub(super) fn count(
    rows: &[Row],
) -> usize {
    if rows.is_empty() {
        crate::sheet::load();
    }
    rows.len()
}

impl Bot {
    #[cfg(test)]
    fn sheets(&self) -> usize { crate::sheet::load() }

    fn answer(&self) -> crate::answer::Answer {}
}

#[cfg(test)]
mod more {
    use crate::courier::Courier;
}
const LAST: crate::reply::Answerer = ();
";
    let code = code_of(planted);
    assert_eq!(code.lines().count(), planted.lines().count(), "a line keeps its number");
    let seen: Vec<_> = iter::zip(1.., code.lines())
        .flat_map(|(line, text)| named_floors(text).into_iter().map(move |floor| (line, floor)))
        .collect();
    assert_eq!(seen, [(5, "telegram"), (21, "answer"), (28, "reply")]);
    let of_tests = files_of_tests(Path::new("src/store/sqlite/mod.rs"), planted);
    assert_eq!(of_tests, ["src/store/sqlite/tests.rs", "src/store/sqlite/tests/mod.rs"].map(PathBuf::from));
    let of_tests = files_of_tests(Path::new("src/store/rows.rs"), "#[cfg(test)]\nmod told;");
    assert_eq!(of_tests, ["src/store/rows/told.rs", "src/store/rows/told/mod.rs"].map(PathBuf::from));
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
