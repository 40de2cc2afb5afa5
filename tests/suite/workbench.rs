//! `check` as maintainers, scripts and workflows run it: `--fix`, `--explain`, the formats and the exit codes.

use std::{
    fs,
    path::Path,
    process::{Command, Output},
};

use serde_json::Value;
use tradefacts::{finding::Code, sheet::FileKind};

use crate::sheets::copy;

/// Slips of the pen: the file, what stands there, and what somebody wrote instead.
const SLIPS: [(&str, &str, &str, Code); 8] = [
    (HERALD, "qualifier: more than, at: title", "qualifer: more than, at: title", Code::UnknownKey),
    (GOODS, "partner: COR, value: 10.0", "partner: Корвия, value: 10.0", Code::UnknownPlace),
    ("sheets/2026/bno-mirror.yaml", "value: 70.0,", "value: \"70,0\",", Code::BadNumber),
    (GOODS, "value: 45.0,", "value: 45,0,", Code::UnknownKey),
    (HERALD, "period: 2025-12,", "period: 12.2025,", Code::BadPeriod),
    ("sheets/2026/atlas.yaml", "unit: million USD", "unit: USD mn", Code::BadUnit),
    ("sheets/2025/aso-flash-2024.yaml", "read: 2025-01-21", "read: 21.01.2025", Code::BadDate),
    (
        "sheets/2025/aso-goods-2024.yaml",
        "value: 38.0, status",
        "value: 38.0, allow: { months-over-year: Нет. }, status",
        Code::AllowUnused,
    ),
];

const HERALD: &str = "sheets/2026/herald.yaml";
const GOODS: &str = "sheets/2026/aso-goods.yaml";

/// A copy of the invented country in `facts`.
struct Workbench(tempfile::TempDir);

impl Workbench {
    fn new() -> Self {
        let root = tempfile::tempdir().unwrap();
        copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/facts"), &root.path().join("facts"));
        Self(root)
    }

    fn read(&self, file: &str) -> String {
        fs::read_to_string(self.0.path().join("facts").join(file)).unwrap()
    }

    fn write(&self, file: &str, text: &str) {
        fs::write(self.0.path().join("facts").join(file), text).unwrap();
    }

    fn edit(&self, file: &str, from: &str, to: &str) {
        let text = self.read(file);
        assert!(text.contains(from), "{file} has no `{from}`");
        self.write(file, &text.replacen(from, to, 1));
    }

    /// `tradefacts check …`: exit code, standard output, standard error.
    fn check(&self, arguments: &[&str]) -> (i32, String, String) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_tradefacts"));
        command.arg("check").args(arguments).current_dir(self.0.path()).env_clear();
        let Output { status, stdout, stderr } = command.output().unwrap();
        (status.code().unwrap(), String::from_utf8(stdout).unwrap(), String::from_utf8(stderr).unwrap())
    }
}

#[test]
fn what_is_mended_is_as_it_was_before_the_slip_to_the_last_byte() {
    let bench = Workbench::new();
    for mark in ["", "\u{FEFF}"] {
        for line_end in ["\n", "\r\n"] {
            let mut whole = Vec::new();
            for (file, right, _, _) in SLIPS {
                let text = bench.read(file).replace("\r\n", "\n").replace('\u{FEFF}', "");
                let remark = "# Сверено с  подлинником. 已核对\t \n\nfigures:   # 表一\n";
                let text = if text.contains(remark) { text } else { text.replace("figures:\n", remark) };
                assert!(text.contains(right) && text.contains(remark), "{file}");
                bench.write(file, &format!("{mark}{}", text.replace('\n', line_end)));
            }
            for (file, ..) in SLIPS {
                whole.push(bench.read(file));
            }
            for (file, right, wrong, _) in SLIPS {
                bench.edit(file, right, wrong);
            }
            let (code, _, told) = bench.check(&["--fix"]);
            for ((file, right, wrong, rule), whole) in SLIPS.into_iter().zip(whole) {
                assert!(bench.read(file) == whole, "{file}: `{wrong}` for `{right}`\n{told}\n{}", bench.read(file));
                assert!(told.lines().any(|line| line.contains(file) && line.ends_with(&format!("({rule})"))), "{told}");
            }
            assert_eq!(code, 0, "{told}");
            let (code, said, told) = bench.check(&["--fix"]);
            assert!(code == 0 && said.is_empty() && !told.contains("is now"), "{said}{told}");
        }
    }
}

#[test]
fn what_may_mean_two_things_is_left_to_the_maintainer() {
    let bench = Workbench::new();
    for (from, to) in [
        ("value: 150,", "value: \"150,000\","),
        ("partner: isles", "partner: island"),
        ("published: 2026-03", "published: 03/02/2026"),
        ("via: Arcadia", "vai: Arcadia"),
    ] {
        let whole = bench.read(HERALD);
        bench.edit(HERALD, from, to);
        let wrong = bench.read(HERALD);
        let (code, said, told) = bench.check(&["--fix"]);
        assert!(bench.read(HERALD) == wrong, "`{to}`: {told}");
        assert!(code == 1 && said.contains(HERALD) && !told.contains("is now"), "{said}{told}");
        bench.write(HERALD, &whole);
    }
}

#[test]
fn the_built_in_sheets_are_not_mended_and_it_is_said() {
    let nowhere = tempfile::tempdir().unwrap();
    let ended = Command::new(env!("CARGO_BIN_EXE_tradefacts"))
        .args(["check", "--fix"])
        .current_dir(nowhere.path())
        .env_clear()
        .output()
        .unwrap();
    assert!(String::from_utf8(ended.stderr).unwrap().contains("the built-in sheets are part of the program"));
    assert_eq!(fs::read_dir(nowhere.path()).unwrap().count(), 0);
}

#[test]
fn the_schema_that_is_printed_is_the_kept_one() {
    let print = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_tradefacts"));
        let ended = command.arg("schema").args(arguments).env_clear().output().unwrap();
        (ended.status.code().unwrap(), String::from_utf8(ended.stdout).unwrap())
    };
    for kind in FileKind::ALL {
        let file = format!("{}/facts/schema/{}.schema.json", env!("CARGO_MANIFEST_DIR"), kind.as_str());
        assert!(print(&[kind.as_str()]) == (0, fs::read_to_string(&file).unwrap()), "{file}");
    }
    assert!(print(&[]) == print(&["sheet"]), "without a kind it is that of a sheet");
    assert_eq!(print(&["sheets"]), (2, String::new()));
}

#[test]
fn each_code_is_explained_and_a_misspelt_one_offered() {
    let bench = Workbench::new();
    for code in Code::ALL {
        let (exit, said, _) = bench.check(&["--explain", code.as_str()]);
        assert!(exit == 0 && said.starts_with(&format!("{}[{code}]\n\n", code.severity().as_str())), "{said}");
        assert!(said.contains("allow"), "whether it can be acknowledged: {said}");
        assert!(!said.contains("```") && said.contains("\n    "), "samples are set off: {said}");
    }
    let (exit, said, told) = bench.check(&["--explain", "part-total"]);
    assert!(exit == 2 && said.is_empty(), "{said}");
    assert!(told.contains("no finding has the code `part-total`; did you mean `parts-total`?"), "{told}");
}

#[test]
fn every_format_tells_the_same_findings_and_exits_alike() {
    let bench = Workbench::new();
    for format in ["text", "json", "github"] {
        let (code, said, told) = bench.check(&["--format", format]);
        assert_eq!((code, said.trim()), (0, if format == "json" { "[]" } else { "" }), "{told}");
    }
    for (file, right, wrong, _) in SLIPS {
        bench.edit(file, right, wrong);
    }
    bench.edit(GOODS, "imports, partner: isles, value: 100.0", "imports, partner: isles, value: 107.0");
    let (code, said, _) = bench.check(&["--format", "json", "facts"]);
    let findings: Vec<Value> = serde_json::from_str(&said).unwrap();
    assert!(code == 1 && findings.len() > SLIPS.len(), "{said}");
    let word = |finding: &Value, field: &str| finding[field].as_str().unwrap_or_default().to_owned();
    let (_, text, _) = bench.check(&["facts"]);
    let (_, github, _) = bench.check(&["--format", "github", "facts"]);
    assert_eq!(github.lines().count(), findings.len(), "{github}");
    for (finding, annotation) in findings.iter().zip(github.lines()) {
        let (code, file) = (word(finding, "code"), word(finding, "file"));
        let (line, column) = (&finding["line"], &finding["column"]);
        let severity = word(finding, "severity");
        let annotated = format!("::{severity} file={file},line={line},col={column},title={code}::");
        assert!(annotation.starts_with(&annotated), "{annotation}\n{annotated}");
        assert!(file.starts_with("facts/sheets/"), "a path that a pull request knows: {file}");
        assert!(text.contains(&format!("{severity}[{code}]: ")), "{text}");
        assert!(text.contains(&format!("--> {file}:{line}:{column}\n")), "{file}:{line}:{column} in {text}");
    }
    let (code, said, told) = bench.check(&["--format", "json", "nowhere"]);
    assert!(code == 2 && said.is_empty() && told.contains("nowhere"), "{said}{told}");
}

#[test]
fn a_pull_request_that_touches_the_facts_has_its_mistakes_marked() {
    let workflow = include_str!("../../.github/workflows/facts.yml");
    let workflow: serde_yaml::Value = serde_yaml::from_str(workflow).unwrap();
    assert_eq!(workflow["on"]["pull_request"]["paths"][0], "facts/**");
    let steps = workflow["jobs"]["check"]["steps"].as_sequence().unwrap();
    let used: Vec<&str> = steps.iter().filter_map(|step| step["uses"].as_str()?.split('@').next()).collect();
    assert_eq!(used, ["actions/checkout", "dtolnay/rust-toolchain", "Swatinem/rust-cache"]);
    let runs: Vec<&str> = steps.iter().filter_map(|step| step["run"].as_str()).collect();
    let [run] = runs[..] else { panic!("one command: {runs:?}") };
    let arguments = run.strip_prefix("cargo run --locked -- check ").expect("it runs the program of the pull request");
    let arguments: Vec<&str> = arguments.split(' ').collect();
    let bench = Workbench::new();
    assert_eq!(bench.check(&arguments).0, 0);
    bench.edit(HERALD, "partner: isles", "partner: ilses");
    let (code, said, _) = bench.check(&arguments);
    assert_eq!(code, 1, "the check of the pull request fails");
    let place = "::error file=facts/sheets/2026/herald.yaml,line=14,col=34,title=unknown-place::";
    assert!(said.starts_with(place), "{said}");
}

#[test]
fn every_push_and_pull_request_runs_the_whole_gate() {
    let workflow: serde_yaml::Value = serde_yaml::from_str(include_str!("../../.github/workflows/gate.yml")).unwrap();
    let on = workflow["on"].as_mapping().unwrap();
    assert!(on.contains_key("push") && on.contains_key("pull_request"), "{on:?}");
    let paths = |event: &str| workflow["on"][event]["paths"].is_null();
    assert!(paths("push") && paths("pull_request"), "whatever it touches");
    let gate = &workflow["jobs"]["gate"];
    let runs: Vec<&str> = gate["steps"].as_sequence().unwrap().iter().filter_map(|step| step["run"].as_str()).collect();
    assert_eq!(runs.last(), Some(&".ci/run"));
    let image = gate["container"]["image"].as_str().unwrap().trim_end_matches("-bookworm");
    let dockerfile = include_str!("../../Dockerfile");
    assert!(
        dockerfile.contains(&format!("FROM {image}-slim-bookworm ")),
        "the compiler that builds the image: {image}"
    );
}
