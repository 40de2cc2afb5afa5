//! The exam, over invented questions about the invented country: each grade is planted once.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
    sync::Arc,
};

use tradefacts::{
    exam::{self, Grade},
    reply::Answerer,
    sheet::{self, Folder},
};

use crate::sheets::copy;

/// The file of a question, the question with what is wanted, and its grade.
const PLANTED: [(&str, &str, Grade); 22] = [
    ("en", "{ ask: trade with Balonia 2024, is: trade BAL 2024 }", Grade::Right),
    ("en", "{ ask: \"trade, Balonia, last year\", is: trade BAL 2025 }", Grade::Right),
    ("en", "{ ask: balonia 2024, is: trade BAL 2024 }", Grade::Right),
    ("en", "{ ask: trade with Balonia 2024, value: 80000000 }", Grade::Right),
    ("en", "{ ask: compare balonia and corvia 2024, has: [trade COR 2024, trade BAL 2024] }", Grade::Right),
    ("en", "{ ask: trade with Balonia 2022-2024, is: trade BAL 2022-2024 }", Grade::Right),
    ("en", "{ ask: trade with France 2024, refused: [Gaul, france] }", Grade::Right),
    ("en", "{ ask: balonia's exports 2024, asked: [exports BAL 2024, imports BAL 2024] }", Grade::Right),
    ("en", "{ ask: /agreements, states: free trade in fish }", Grade::Right),
    ("en", "{ ask: hello, no-figure: a greeting }", Grade::Right),
    ("ru", "{ ask: торговля с Балонией 2024, is: trade BAL 2024 }", Grade::Right),
    ("zh", "{ ask: 2024年巴洛尼亚贸易, is: trade BAL 2024 }", Grade::Right),
    ("en", "{ ask: trade with France 2024, is: trade 2024 }", Grade::AskedBack),
    ("en", "{ ask: trade with France 2024, is: trade BAL 2024 }", Grade::Refused),
    ("en", "{ ask: trade with France 2024, refused: [Spain] }", Grade::Refused),
    ("en", "{ ask: trade with France 2024, claims: { 5 million: differs } }", Grade::Refused),
    ("en", "{ ask: /agreements, is: trade BAL 2024 }", Grade::Refused),
    ("en", "{ ask: trade with Balonia 2024, is: trade COR 2024 }", Grade::Wrong),
    ("en", "{ ask: trade with Balonia 2024, value: 80000001 }", Grade::Wrong),
    ("en", "{ ask: trade with Balonia 2024, is: compare trade BAL COR 2024 }", Grade::Wrong),
    ("ru", "{ ask: торговля с Балонией 2024, refused: [Балонией] }", Grade::Wrong),
    ("zh", "{ ask: 2024年巴洛尼亚贸易, no-figure: planted }", Grade::Wrong),
];

fn arcadia() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/facts")
}

fn answerer(facts: PathBuf) -> Answerer {
    Answerer::new(Arc::new(sheet::load(&Folder::Disk(facts)).unwrap().catalogue.unwrap()))
}

fn file(entries: &[&str]) -> String {
    let entries: String = entries.iter().map(|entry| format!("  - {entry}\n")).collect();
    format!("asked-on: 2026-05-02\nquestions:\n{entries}")
}

/// The grades of the questions of one file.
fn grades(answerer: &Answerer, name: &str, entries: &[&str]) -> Vec<Grade> {
    let exam = exam::read(vec![(name.to_owned(), file(entries))], answerer).unwrap();
    exam::sit(&exam, answerer).0.iter().map(|mark| mark.grade).collect()
}

/// What is wrong with a file: the code and the place.
fn found(name: &str, text: &str) -> Vec<String> {
    let broken = exam::read(vec![(name.to_owned(), text.to_owned())], &answerer(arcadia())).unwrap_err();
    broken.findings.iter().map(|one| format!("{} {}:{}", one.code, one.spot.line, one.spot.column)).collect()
}

fn run(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tradefacts"));
    command.args(["exam", "--facts"]).arg(arcadia()).args(arguments).arg(folder).env_clear();
    command.output().unwrap()
}

#[test]
fn each_planted_grade_is_given() {
    let answerer = answerer(arcadia());
    for (tag, entry, grade) in PLANTED {
        assert_eq!(grades(&answerer, &format!("{tag}-planted.yaml"), &[entry]), [grade], "{entry}");
    }
}

#[test]
fn the_turns_of_a_thread_are_one_conversation() {
    let turns = "[ { ask: trade bal 2024, is: trade BAL 2024 }, { ask: /source, is: src trade BAL 2024 } ]";
    let single = "{ ask: /source, is: src trade BAL 2024 }";
    let came = grades(&answerer(arcadia()), "en.yaml", &[&format!("{{ thread: {turns} }}"), single]);
    assert_eq!(came, [Grade::Right, Grade::Right, Grade::Refused]);
}

#[test]
fn a_corrected_sheet_fails_no_question_that_looks_its_figure_up() {
    let facts = tempfile::tempdir().unwrap();
    copy(&arcadia(), facts.path());
    let sheet = facts.path().join("sheets/2025/aso-goods-2024.yaml");
    let text = fs::read_to_string(&sheet).unwrap();
    let (from, to) = ("{ 2022: 50.0, 2023: 60.0, 2024: 80.0 }", "{ 2022: 50.0, 2023: 61.0, 2024: 80.0 }");
    assert!(text.contains(from));
    fs::write(&sheet, text.replace(from, to)).unwrap();
    let looked_up = "{ ask: trade with Balonia 2023, is: trade BAL 2023 }";
    let written = "{ ask: trade with Balonia 2023, value: 60000000 }";
    assert_eq!(grades(&answerer(arcadia()), "en.yaml", &[looked_up, written]), [Grade::Right, Grade::Right]);
    let corrected = answerer(facts.path().to_owned());
    assert_eq!(grades(&corrected, "en.yaml", &[looked_up, written]), [Grade::Right, Grade::Wrong]);
}

#[test]
fn what_is_wrong_with_a_file_is_found_in_its_place() {
    for (entry, expected) in [
        ("{ ask: trade }", &["missing 3:12"][..]),
        ("{ is: trade BAL 2024 }", &["missing 3:5"]),
        ("{ ask: a, is: trade ATL 2024 }", &["unknown-word 3:19"]),
        ("{ ask: a, is: trade 1950 }", &["missing 3:19"]),
        ("{ ask: a, has: [] }", &["empty 3:20"]),
        ("{ ask: a, states: unicorns }", &["missing 3:23"]),
        ("{ ask: a, value: many }", &["bad-number 3:22"]),
        ("{ ask: a, refused: word }", &["shape 3:24"]),
        ("{ ask: a, no-figure: '' }", &["empty 3:26"]),
        ("{ ask: a, claims: { 5 million: agree } }", &["unknown-word 3:36"]),
        ("{ ask: a, iss: trade }", &["unknown-key 3:15"]),
        ("{ ask: a, value: 1, no-figure: both }", &["missing 3:12"]),
        ("{ thread: [ { ask: a, value: 1 } ] }", &["shape 3:15"]),
    ] {
        assert_eq!(found("en.yaml", &file(&[entry])), expected, "{entry}");
    }
    assert_eq!(found("en.yaml", "questions: []\n"), ["missing 1:1"]);
    assert_eq!(found("en.yaml", "asked-on: today\n"), ["bad-date 1:11"]);
    assert_eq!(found("planted.yaml", &file(&["{ ask: a, value: 1 }"])), ["bad-language 1:1"]);
}

#[test]
fn the_table_counts_by_language_and_what_is_not_right_stands_beneath_the_worst_first() {
    let folder = tempfile::tempdir().unwrap();
    for tag in ["en", "ru", "zh"] {
        let entries: Vec<&str> = PLANTED.iter().filter(|row| row.0 == tag).map(|row| row.1).collect();
        fs::write(folder.path().join(format!("{tag}.yaml")), file(&entries)).unwrap();
    }
    let output = run(folder.path(), &[]);
    let printed = String::from_utf8(output.stdout).unwrap();
    let table: Vec<&str> = printed.lines().take(5).collect();
    assert_eq!(
        table,
        [
            "           right  asked back     refused       wrong          of",
            "en            10           1           4           3          18",
            "ru             1           0           0           1           2",
            "zh             1           0           0           1           2",
            "all           12           1           4           5          22",
        ]
    );
    assert_eq!(output.status.code(), Some(1), "something is wrong");
    let listed: Vec<&str> = printed.lines().filter(|line| line.contains(".yaml:")).collect();
    assert_eq!(listed.len(), 10, "{printed}");
    assert!(listed[..5].iter().all(|line| line.starts_with("wrong ")), "{printed}");
    assert!(printed.contains("en.yaml:18\n  asked   trade with Balonia 2024\n  wanted  trade COR 2024\n"), "{printed}");
    assert!(printed.contains("  came    trade BAL 2024: US$80"), "{printed}");
}

#[test]
fn the_exit_code_says_whether_something_is_wrong_or_nothing_could_be_asked() {
    let folder = tempfile::tempdir().unwrap();
    let code = |arguments: &[&str]| run(folder.path(), arguments).status.code().unwrap();
    assert_eq!(code(&[]), 2, "there is no file");
    let path = folder.path().join("en.yaml");
    fs::write(&path, file(&["{ ask: trade with France 2024, is: trade BAL 2024 }"])).unwrap();
    assert_eq!(code(&[]), 0, "a refusal is not wrong");
    let rows: serde_json::Value = serde_json::from_slice(&run(folder.path(), &["--format", "json"]).stdout).unwrap();
    assert_eq!((&rows[0]["grade"], &rows[0]["line"]), (&"refused".into(), &3.into()));
    fs::write(&path, file(&["{ ask: trade with Balonia 2024, is: trade COR 2024 }"])).unwrap();
    assert_eq!(code(&[]), 1);
    fs::write(&path, file(&["{ ask: trade with Balonia 2024 }"])).unwrap();
    let output = run(folder.path(), &[]);
    let told = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(told.contains("en.yaml:3:12"), "{told}");
}
