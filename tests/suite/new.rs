//! `tradefacts new`: the skeleton of a sheet, by the program itself.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

use tradefacts::{check, finding::Finding, sheet::Folder};

use crate::sheets::copy;

const DOCUMENT: [&str; 10] = [
    "--title",
    "Arcadia's \"best\" year: trade, at last",
    "--publisher",
    "Arcadian Herald",
    "--published",
    "2026-03-02",
    "--language",
    "en",
    "--url",
    "https://www.herald.example/best-year",
];

/// A copy of the invented country to write into.
struct Maintainer(tempfile::TempDir);

impl Maintainer {
    fn new() -> Self {
        let root = tempfile::tempdir().unwrap();
        copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/facts"), &root.path().join("facts"));
        Self(root)
    }

    fn calls(&self, arguments: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_tradefacts"));
        command.arg("new").args(arguments).current_dir(self.0.path()).env_clear().stdin(Stdio::null());
        command.output().unwrap()
    }

    /// The path it printed.
    fn writes(&self, arguments: &[&str]) -> PathBuf {
        let ended = self.calls(arguments);
        assert!(ended.status.success(), "{}", String::from_utf8_lossy(&ended.stderr));
        let path = String::from_utf8(ended.stdout).unwrap();
        self.0.path().join(path.strip_suffix('\n').unwrap())
    }

    fn refuses(&self, arguments: &[&str], words: &[&str]) {
        let before = self.sheets();
        let ended = self.calls(arguments);
        let said = String::from_utf8(ended.stderr).unwrap();
        assert_eq!((ended.status.code(), ended.stdout.len()), (Some(2), 0), "{said}");
        for words in words {
            assert!(said.contains(words), "no `{words}` in {said}");
        }
        assert_eq!(self.sheets(), before, "nothing was written");
    }

    fn sheets(&self) -> usize {
        let years = fs::read_dir(self.0.path().join("facts/sheets")).unwrap();
        years.map(|year| fs::read_dir(year.unwrap().path()).unwrap().count()).sum()
    }

    fn findings(&self) -> Vec<Finding> {
        check::check(&Folder::Disk(self.0.path().join("facts"))).unwrap().findings
    }
}

#[test]
fn a_skeleton_lacks_nothing_but_figures_and_its_example_is_one() {
    let maintainer = Maintainer::new();
    let path = maintainer.writes(&DOCUMENT);
    assert!(path.ends_with("facts/sheets/2026/herald-20260302.yaml"), "{}", path.display());
    let codes: Vec<_> = maintainer.findings().iter().map(|finding| finding.code.to_string()).collect();
    assert_eq!(codes, ["empty-sheet"]);
    let skeleton = fs::read_to_string(&path).unwrap();
    let (head, example) = skeleton.split_once("has every field.\n").unwrap();
    let example = example.lines().map(|line| line.strip_prefix("# ").unwrap()).collect::<Vec<_>>().join("\n");
    let example = example
        .replace("CHN", "ARC")
        .replace("central-asia", "isles")
        .replace("chinese-statistics", "aso")
        .replace("billion", "million")
        .replace("period: 2025", "period: 2020")
        .replace(", change: +12%", "");
    fs::write(&path, format!("{head}.\n{example}\n")).unwrap();
    assert_eq!(maintainer.findings(), []);
}

#[test]
fn the_year_is_that_of_publication_else_of_reading() {
    let maintainer = Maintainer::new();
    let with = |published: &'static str, more: &[&'static str]| {
        let mut arguments = DOCUMENT.to_vec();
        arguments[5] = published;
        arguments[9] = "unknown";
        maintainer.writes(&[&arguments, more].concat())
    };
    let folder = maintainer.0.path().join("facts/sheets");
    assert_eq!(with("2019", &["--read", "2025-02-03"]), folder.join("2019/arcadian-herald-2019.yaml"));
    assert_eq!(with("unknown", &["--read", "2025-02-03"]), folder.join("2025/arcadian-herald.yaml"));
    assert_eq!(with("unknown", &["--read", "2025-02-03"]), folder.join("2025/arcadian-herald-2.yaml"));
    assert_eq!(with("2019-05", &["--id", "best", "--via", "ASO", "--author", "A. W."]), folder.join("2019/best.yaml"));
    let text = fs::read_to_string(folder.join("2019/best.yaml")).unwrap();
    assert!(text.contains("  author: A. W.\n  via: ASO\n"), "{text}");
    assert!(maintainer.findings().iter().all(|finding| finding.code.to_string() == "empty-sheet"));
}

#[test]
fn what_is_there_already_and_what_cannot_be_is_refused_all_at_once() {
    let maintainer = Maintainer::new();
    maintainer.refuses(&[], &["--title, --publisher, --published, --language, --url not given"]);
    maintainer.refuses(&DOCUMENT[..8], &["--url not given"]);
    let mut wrong = DOCUMENT;
    wrong[5] = "02.03.2026";
    wrong[7] = "English";
    wrong[9] = "herald.example";
    maintainer
        .refuses(&wrong, &["--published: `02.03.2026` is no date; write", "--language: ", "--url: this is no address"]);
    maintainer.refuses(&[&DOCUMENT[..], &["--id", "Best Year"]].concat(), &["--id: `Best Year` is no id of a source"]);
    maintainer.refuses(&[&DOCUMENT[..], &["--id", "herald"]].concat(), &["there is a sheet `herald` already"]);
    for address in [
        "https://stats.example/arcadia/goods-2025",
        "http://www.stats.example/arcadia/goods-2025/",
        "https://STATS.example/arcadia/goods-2025#t1",
    ] {
        let mut same = DOCUMENT;
        (same[5], same[9]) = ("2026-02", address);
        maintainer.refuses(&same, &["there is a sheet of this document already: aso-goods"]);
    }
    let mut next_year = DOCUMENT;
    (next_year[5], next_year[9]) = ("2026-03", "https://stats.example/arcadia/goods-2025");
    maintainer.writes(&next_year);
    let elsewhere = tempfile::tempdir().unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_tradefacts"));
    let ended = command.arg("new").args(DOCUMENT).current_dir(elsewhere.path()).env_clear().output().unwrap();
    let said = String::from_utf8(ended.stderr).unwrap();
    assert!(ended.status.code() == Some(2) && said.contains("no folder of sheets here"), "{said}");
}
