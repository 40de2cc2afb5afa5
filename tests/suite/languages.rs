//! Languages have one home; sheets require texts in some of them.

use std::{fs, path::Path, process::Command};

use jiff::civil::date;
use tradefacts::{
    check,
    language::Language,
    render::plain::{Terminal, text},
    reply::{Heard, Reader},
    sheet::Folder,
};

use crate::{answers::answerer, sheets::copy};

/// The invented country after some changes: file, what stands there, what stands there then.
fn arcadia(changes: &[(&str, &str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/facts"), folder.path());
    for (file, from, to) in changes {
        let path = folder.path().join(file);
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(from), "{file} has no `{from}`");
        fs::write(path, text.replacen(from, to, 1)).unwrap();
    }
    folder
}

const LIST: &str = "{ texts: [en, ru], places: [en, ru, zh, kk, ky, uz, tg, tk] }";

/// A place without a Chinese name, and two texts without Russian.
const UNTRANSLATED: [(&str, &str, &str); 3] = [
    ("places.yaml", "zh: 科维亚, ", ""),
    ("indicators.yaml", "names: { en: exports, ru: экспорт }", "names: { en: exports }"),
    ("indicators.yaml", ", ru: \"Товары, отправленные партнёру.\"", ""),
];

/// The codes and messages of all findings, and the notes of a language.
fn found(folder: &Path, tag: &str) -> (Vec<String>, Vec<String>) {
    let checked = check::check(&Folder::Disk(folder.to_owned())).unwrap();
    let findings = checked.findings.iter().map(|finding| format!("{}: {}", finding.code, finding.message));
    // Whoever adds a language need not translate the invented country.
    let notes = checked.notes().filter(|note| note.contains(&format!("`{tag}`")));
    (findings.collect(), notes.collect())
}

/// The exit code of `tradefacts check`, and what it says of a language.
fn said(folder: &Path, tag: &str) -> (Option<i32>, usize) {
    let check = Command::new(env!("CARGO_BIN_EXE_tradefacts")).arg("check").arg(folder).output().unwrap();
    let lines = String::from_utf8(check.stderr).unwrap();
    (check.status.code(), lines.lines().filter(|line| line.contains(&format!("no `{tag}`"))).count())
}

fn note(texts: &str, tag: &str) -> String {
    format!("note: {texts} no `{tag}`, which places.yaml does not require; readers get another language there")
}

#[test]
fn a_required_text_that_is_missing_is_to_be_mended() {
    let folder = arcadia(&UNTRANSLATED);
    let missing = ["`names` has no `ru`", "`definition` has no `ru`", "`names` has no `zh`"];
    let findings = missing.map(|what| format!("missing-language: {what}")).to_vec();
    assert_eq!(found(folder.path(), "ru"), (findings, vec![]));
    assert_eq!(said(folder.path(), "ru"), (Some(1), 0));
}

#[test]
fn texts_that_nobody_requires_are_counted_in_one_note_for_each_language() {
    let [zh, names, definition] = UNTRANSLATED;
    let folder = arcadia(&[("places.yaml", LIST, "{ texts: [en], places: [en, ru] }"), zh, names, definition]);
    assert_eq!(found(folder.path(), "ru"), (vec![], vec![note("2 texts have", "ru")]));
    assert_eq!(said(folder.path(), "ru"), (Some(0), 1));
    assert_eq!(said(folder.path(), "zh"), (Some(0), 1));
}

#[test]
fn sheets_that_require_nothing_need_english_alone() {
    let folder = arcadia(&[("places.yaml", &format!("required: {LIST}\n"), ""), UNTRANSLATED[1]]);
    assert_eq!(found(folder.path(), "ru"), (vec![], vec![note("1 text has", "ru")]));
    let folder = arcadia(&[("indicators.yaml", "names: { en: exports, ru: экспорт }", "names: { ru: экспорт }")]);
    assert_eq!(found(folder.path(), "en"), (vec!["missing: `names` has no `en`".to_owned()], vec![]));
}

#[test]
fn a_reader_whose_language_lacks_a_text_gets_it_in_english() {
    let [_, names, _] = UNTRANSLATED;
    let folder = arcadia(&[("places.yaml", "texts: [en, ru]", "texts: [en]"), names]);
    let desk = answerer(&Folder::Disk(folder.path().to_owned()));
    let reader = Reader { language: Language::Ru, today: date(2026, 11, 22), last: None, moved: false, me: None };
    let Heard::Reply(reply) = desk.text("exports BAL 2025", reader) else { panic!() };
    let said = text(&reply.page, Terminal::default(), reply.language);
    assert!(said.contains("exports") && said.contains("млн долл."), "{said}");
}

/// Where letters of another script are no words of a language of answers.
const SCRIPTS: [&str; 6] = [
    // How numbers are built of characters.
    "language/han.rs",
    // Words that a standard of citing prescribes, in whatever language one reads.
    "render/cite.rs",
    // Letters that look like Latin ones in the code of a period.
    "sheet/meant.rs",
    // The scales that sources are misread by.
    "check/plausible.rs",
    // Examples in tests only.
    "question/always.rs",
    "question/bounds.rs",
];

#[test]
fn no_code_outside_the_home_of_languages_holds_words_of_one() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = vec![root.clone()];
    let mut read = 0;
    while let Some(path) = files.pop() {
        if path.is_dir() {
            files.extend(fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()));
            continue;
        }
        let name = path.strip_prefix(&root).unwrap().display().to_string();
        if !name.ends_with(".rs") || name.ends_with("tests.rs") || SCRIPTS.contains(&name.as_str()) {
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        read += 1;
        let code = text.split("mod tests {\n").next().unwrap();
        for (number, line) in code.lines().enumerate().filter(|(_, line)| !line.trim_start().starts_with("//")) {
            let is_home = name.starts_with("language/");
            let foreign = line.chars().any(|letter| matches!(letter, '\u{400}'..='\u{52f}' | '\u{4e00}'..='\u{9fff}'));
            let named = Language::ALL.iter().skip(1).any(|language| line.contains(&format!("Language::{language:?}")));
            let is_row = name == "language/mod.rs" && line.contains("whole:");
            assert!(!(foreign || named && !is_home) || is_row, "src/{name}:{}: {line}", number + 1);
        }
    }
    assert!(read > 100, "{read} files");
}
