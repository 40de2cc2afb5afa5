//! `tradefacts diff`: what people will read otherwise.

use std::{
    fs,
    path::Path,
    process::{Command, Output, Stdio},
    sync::Arc,
};

use serde_json::Value;
use tradefacts::{
    check,
    diff::{self, Diff},
    language::Language,
    reply::Answerer,
    sheet::Folder,
};

use crate::sheets::copy;

const GOODS: &str = "sheets/2026/aso-goods.yaml";
const HERALD: &str = "sheets/2026/herald.yaml";

fn answerer(facts: &Path) -> Answerer {
    let checked = check::check(&Folder::Disk(facts.to_owned())).unwrap();
    Answerer::new(Arc::new(checked.catalogue.unwrap_or_else(|| panic!("{:#?}", checked.findings))))
}

fn arcadia() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/facts"), folder.path());
    folder
}

fn edit(facts: &Path, file: &str, from: &str, to: &str) {
    let text = fs::read_to_string(facts.join(file)).unwrap();
    assert!(text.contains(from), "{file} has no `{from}`");
    fs::write(facts.join(file), text.replace(from, to)).unwrap();
}

/// What differs once the invented country was changed so.
fn after(change: impl FnOnce(&Path)) -> Diff {
    let folder = arcadia();
    let before = answerer(folder.path());
    change(folder.path());
    diff::compare(&before, &answerer(folder.path()))
}

/// The questions whose answers are new, changed or gone.
fn queries<'d>(diff: &'d Diff, kind: &str) -> Vec<&'d str> {
    let of = diff.changes.iter().filter(|change| match kind {
        "new" => change.before.is_none(),
        "gone" => change.after.is_none(),
        _ => change.before.is_some() && change.after.is_some(),
    });
    of.map(|change| change.query.as_str()).collect()
}

#[test]
fn the_same_facts_change_no_answer_however_they_are_written() {
    let diff = after(|facts| {
        edit(facts, GOODS, "figures:", "# A remark.\nfigures:");
        let text = fs::read_to_string(facts.join(GOODS)).unwrap();
        fs::write(facts.join(GOODS), text.replace('\n', "\r\n")).unwrap();
    });
    assert!(diff.is_empty() && diff.compared > 60, "{}", diff.text());
    assert_eq!(diff.text(), format!("No answer changes, of {} compared.\n", diff.compared));
}

#[test]
fn a_changed_value_is_told_from_what_to_what_wherever_it_is_read() {
    let diff = after(|facts| edit(facts, GOODS, "partner: BAL, value: 40.0", "partner: BAL, value: 41.0"));
    let text = diff.text();
    assert!(text.contains("\n  exports BAL 2025: US$40.0 mn → US$41.0 mn\n"), "{text}");
    assert!(text.contains("    - US$40.0 mn, +25% on 2024 [1]\n    + US$41.0 mn, +25% on 2024 [1]\n"), "{text}");
    for query in ["trade BAL 2025", "country BAL", "country BAL 2025", "parts exports 2025", "source aso-goods"] {
        assert!(queries(&diff, "changed").contains(&query), "no {query} in {text}");
    }
    assert!(!queries(&diff, "changed").contains(&"exports BAL"), "the latest year is told under its number: {text}");
    assert!(!queries(&diff, "changed").iter().any(|query| query.contains("COR")), "{text}");
    let at = |query| queries(&diff, "changed").iter().position(|one| *one == query);
    assert!(at("trade BAL 2025") < at("country BAL"), "figures come first: {text}");
}

#[test]
fn a_name_in_one_language_changes_pages_in_that_language() {
    let diff = after(|facts| edit(facts, "places.yaml", "ru: Корвия", "ru: Новая Корвия"));
    assert!(diff.changes.len() > 5);
    for change in &diff.changes {
        assert_eq!(change.languages, [Language::Ru], "{}", change.query);
    }
    assert!(diff.text().contains(" (ru)\n"), "{}", diff.text());
}

#[test]
fn what_is_new_and_what_is_gone_is_told_with_its_sources() {
    let diff = after(|facts| edit(facts, HERALD, "partner: BAL, period: 2025-12,", "partner: COR, period: 2024-12,"));
    assert!(queries(&diff, "new").contains(&"enterprises COR 2024-12"), "{}", diff.text());
    assert!(queries(&diff, "gone").contains(&"enterprises BAL 2025-12"), "{}", diff.text());
    assert!(diff.text().contains("\n  enterprises COR 2024-12: 120; sources + herald\n"), "{}", diff.text());
    assert!(diff.text().contains("\n  enterprises BAL 2025-12: 120; sources − herald\n"), "{}", diff.text());
    let diff = after(|facts| fs::remove_file(facts.join(HERALD)).unwrap());
    assert!(queries(&diff, "gone").contains(&"source herald"), "{}", diff.text());
    let trade = diff.changes.iter().find(|change| change.query == "trade 2025").unwrap();
    let sources = |seen: &Option<diff::Seen>| seen.as_ref().unwrap().sources.clone();
    assert!(
        sources(&trade.before).contains(&"herald".to_owned()) && !sources(&trade.after).contains(&"herald".to_owned())
    );
}

#[test]
fn one_document_more_is_told_once_and_not_on_every_page_that_it_moves() {
    let shipped = tempfile::tempdir().unwrap();
    copy(Path::new("facts"), shipped.path());
    let sheet = fs::read_to_string(shipped.path().join("sheets/2026/people-cn.yaml")).unwrap();
    let sheet = sheet.replace("http://en.people.cn/n3/2026", "https://herald.example").replace("2026-01-20", "2026-01");
    fs::write(shipped.path().join("sheets/2026/a-herald.yaml"), sheet).unwrap();
    let diff = diff::compare(&answerer(Path::new("facts")), &answerer(shipped.path()));
    assert!(queries(&diff, "new").contains(&"source a-herald"), "{}", diff.text());
    let changed = queries(&diff, "changed");
    assert!(changed.contains(&"sources") && !changed.contains(&"sources 2"), "{changed:?}");
}

#[test]
fn what_changes_is_told_without_the_lines_whose_sources_only_moved() {
    let echo = |value: &str| {
        let folder = arcadia();
        let sheet = format!(
            "source: {{ title: E, publisher: Echo, published: 2026-04-01, read: 2026-05-01, language: en, url: unknown }}\n\
             shared: {{ reporter: ARC, authority: arcadian-statistics, unit: million USD, period: 2025, at: table 9 }}\n\
             figures:\n  - {{ indicator: trade, partner: COR, value: {value} }}\n"
        );
        fs::write(folder.path().join("sheets/2026/echo.yaml"), sheet).unwrap();
        answerer(folder.path())
    };
    let text = diff::compare(&echo("50"), &echo("52")).text();
    let told = "\n  country COR\n    + ⚠ Trade, 2025: stated otherwise: US$52 mn (Arcadian statistics) [3]\n  country COR 2025\n";
    assert!(text.contains(told), "{text}");
}

#[test]
fn a_place_that_only_one_state_knows_is_no_trouble() {
    let place = "  DOR:\n    names: { en: Doria, ru: Дория }\n  world:";
    let diff = after(|facts| edit(facts, "places.yaml", "  world:", place));
    assert_eq!(queries(&diff, "gone"), [""; 0]);
    let diff = diff::compare(&answerer(Path::new("facts")), &answerer(arcadia().path()));
    assert!(queries(&diff, "gone").contains(&"country KGZ") && queries(&diff, "new").contains(&"country BAL"));
    assert!(diff.text().contains("more: `--format json` has them all"), "a long list is cut, and says so");
    let object: Value = serde_json::from_str(&diff.json()).unwrap();
    assert_eq!(object["changes"].as_array().unwrap().len(), diff.changes.len());
}

#[test]
fn scripts_get_whole_pages_and_a_pull_request_a_table() {
    let diff = after(|facts| edit(facts, GOODS, "partner: BAL, value: 40.0", "partner: BAL, value: 41.0"));
    let object: Value = serde_json::from_str(&diff.json()).unwrap();
    let change = object["changes"].as_array().unwrap().iter().find(|one| one["query"] == "exports BAL 2025").unwrap();
    let languages: Vec<&str> = Language::ALL.iter().map(|language| language.tag()).collect();
    assert_eq!((&change["change"], &change["languages"]), (&"changed".into(), &serde_json::json!(languages)));
    assert_eq!(change["after"]["lead"], "US$41.0 mn");
    assert!(change["before"]["texts"]["ru"].as_str().unwrap().contains("40,0"), "{change}");
    let table = diff.markdown();
    assert!(table.contains("\n| `exports BAL 2025` | US$40.0 mn | US$41.0 mn | en, ru |\n"), "{table}");
    let cells = |line: &str| line.replace("\\|", "").matches('|').count();
    assert!(table.lines().filter(|line| line.starts_with('|')).all(|line| cells(line) == 5), "{table}");
}

// The program, and git

pub(crate) fn git(folder: &Path, arguments: &[&str]) {
    let ended = Command::new("git")
        .args(["-c", "user.name=Ann", "-c", "user.email=ann@example.org", "-C"])
        .arg(folder)
        .args(arguments)
        .output()
        .expect("git is installed");
    assert!(ended.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&ended.stderr));
}

/// A repository with the invented country in `facts`, committed.
fn repository() -> tempfile::TempDir {
    let root = tempfile::tempdir().unwrap();
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/facts"), &root.path().join("facts"));
    git(root.path(), &["init", "--quiet"]);
    git(root.path(), &["add", "."]);
    git(root.path(), &["commit", "--quiet", "--message", "Begin"]);
    root
}

fn diff_in(folder: &Path, arguments: &[&str]) -> (Option<i32>, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tradefacts"));
    let Output { status, stdout, stderr } =
        command.arg("diff").args(arguments).current_dir(folder).stdin(Stdio::null()).output().unwrap();
    (status.code(), String::from_utf8(stdout).unwrap(), String::from_utf8(stderr).unwrap())
}

#[test]
fn a_revision_is_held_against_the_folder_as_it_is() {
    let root = repository();
    let (code, said, _) = diff_in(root.path(), &["HEAD"]);
    assert!(code == Some(0) && said.starts_with("No answer changes"), "{said}");
    let facts = root.path().join("facts");
    edit(&facts, GOODS, "partner: BAL, value: 40.0", "partner: BAL, value: 41.0");
    fs::write(facts.join("sheets/2026/Краткий обзор.txt"), "a stray file with a name of its own").unwrap();
    let (code, said, told) = diff_in(root.path(), &["HEAD"]);
    assert!(code == Some(1) && said.contains("exports BAL 2025: US$40.0 mn → US$41.0 mn"), "{said}");
    assert!(told.contains("facts: HEAD:facts\n") && told.contains("facts: the folder facts\n"), "{told}");
    git(root.path(), &["commit", "--quiet", "--all", "--message", "Correct the exports"]);
    assert_eq!(diff_in(root.path(), &["HEAD"]).0, Some(0));
    assert_eq!(diff_in(root.path(), &["HEAD~1"]).0, Some(1));
    assert_eq!(diff_in(root.path(), &["HEAD~1", "HEAD~1"]).0, Some(0));
    let elsewhere = arcadia();
    let (code, said, _) = diff_in(root.path(), &["--format", "json", "HEAD", elsewhere.path().to_str().unwrap()]);
    let object: Value = serde_json::from_str(&said).unwrap();
    assert!(code == Some(1) && !object["changes"].as_array().unwrap().is_empty(), "{said}");
}

#[test]
fn what_cannot_be_compared_is_said_and_exits_with_2() {
    let root = repository();
    for (arguments, words) in [
        (&["nowhere"][..], "`nowhere` is neither a folder of sheets nor a revision"),
        (&["--help-me"], "unexpected argument"),
        (&["--", "--output=x"], "neither a folder of sheets nor a revision"),
    ] {
        let (code, said, told) = diff_in(root.path(), arguments);
        assert!(code == Some(2) && said.is_empty() && told.contains(words), "{arguments:?}: {told}");
    }
    let no_repository = tempfile::tempdir().unwrap();
    copy(&root.path().join("facts"), &no_repository.path().join("facts"));
    let (code, _, told) = diff_in(no_repository.path(), &["HEAD"]);
    assert!(code == Some(2) && told.contains("git says: "), "{told}");
    let (code, _, told) = diff_in(&root.path().join("facts"), &["HEAD"]);
    assert!(code == Some(2) && told.contains("change to the repository, or name one with --facts"), "{told}");
    edit(&root.path().join("facts"), GOODS, "figures:", "figures: [");
    let (code, _, told) = diff_in(root.path(), &["HEAD"]);
    assert!(code == Some(2) && told.contains("error[yaml]"), "{told}");
}
