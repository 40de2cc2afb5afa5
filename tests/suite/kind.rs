//! A kind of question has one home: a copy of the program gets one more by a file and three lines.

use std::{env, fs, path::Path, process::Command};

use crate::sheets;

const FILE: &str = include_str!("../kind/members.rs");

/// Files with a line of theirs, and the line that goes before it.
const LINES: [(&str, &str, &str); 3] = [
    (
        "src/question/table.rs",
        "            /// `help`",
        "            Members(place: Option<PlaceId>) = Grammar { word: \"members\", ..GRAMMAR }, Kind { commands: &[Command::row(\"members\", &[], \"/members\", Menu::Nowhere, || Msg::CommandCountry).reads(Reads::Words(Frame { place: Some(Query::Members), ..TERSE }))], ..KIND };",
    ),
    ("src/kinds/mod.rs", "mod mirror;", "mod members;"),
    (
        "src/kinds/mod.rs",
        "        Query::Start =>",
        "        Query::Members(place) => members::members(place.as_ref(), catalogue, known),",
    ),
];

#[test]
fn a_kind_is_one_file_and_three_lines() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let built = Path::new(env!("CARGO_TARGET_TMPDIR"));
    // The same place each time, so that what was compiled there is found again.
    let copy = built.join("one-more-kind");
    for folder in ["src", "facts", "benches", "tests"] {
        let _ = fs::remove_dir_all(copy.join(folder));
        sheets::copy(&root.join(folder), &copy.join(folder));
    }
    fs::copy(root.join("build.rs"), copy.join("build.rs")).unwrap();
    for file in ["Cargo.toml", "Cargo.lock"] {
        // Under its own name it would be built over the program itself.
        let text = fs::read_to_string(root.join(file)).unwrap();
        fs::write(copy.join(file), text.replace("name = \"tradefacts\"", "name = \"one-more-kind\"")).unwrap();
    }
    fs::write(copy.join("src/kinds/members.rs"), FILE).unwrap();
    for (file, before, line) in LINES {
        let path = copy.join(file);
        let code = fs::read_to_string(&path).unwrap();
        let at = code.find(before).unwrap_or_else(|| panic!("{file} has no `{before}`"));
        fs::write(path, format!("{}{line}\n{}", &code[..at], &code[at..])).unwrap();
    }
    let mut cargo = Command::new(env!("CARGO"));
    // What cargo tells a test would have libraries built anew, and once more without it.
    let is_told = |name: &str| name.starts_with("CARGO_") && name != "CARGO_HOME" || name == "OUT_DIR";
    for (name, _) in env::vars().filter(|(name, _)| is_told(name)) {
        cargo.env_remove(name);
    }
    let cargo = cargo
        .args(["test", "--offline", "--locked", "--lib", "kinds::members"])
        .current_dir(&copy)
        // What is built of the libraries is the same, so only the copy itself is compiled.
        .env("CARGO_TARGET_DIR", built.parent().unwrap())
        .output()
        .unwrap();
    let printed = String::from_utf8_lossy(&cargo.stdout);
    assert!(printed.contains("1 passed"), "{printed}\n{}", String::from_utf8_lossy(&cargo.stderr));
}
