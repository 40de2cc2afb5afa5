//! Texts in the languages that a folder of sheets requires, and in those that it does not.

use std::{fs, path::Path, process::Command};

use jiff::civil::date;
use tradefacts::{
    check::{self, Format},
    language::Language,
    render::plain::{Style, text},
    reply::{Heard, Reader},
    sheet::Folder,
};

use crate::{answers::desk, sheets::copy};

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

/// The codes and messages of all findings.
fn found(folder: &Path) -> Vec<String> {
    let checked = check::check(&Folder::Disk(folder.to_owned())).unwrap();
    checked.findings.iter().map(|finding| format!("{}: {}", finding.code, finding.message)).collect()
}

/// The exit code of `tradefacts check`.
fn exit(folder: &Path) -> Option<i32> {
    let check = Command::new(env!("CARGO_BIN_EXE_tradefacts")).arg("check").arg(folder).output().unwrap();
    check.status.code()
}

#[test]
fn a_required_text_that_is_missing_is_to_be_mended() {
    let folder = arcadia(&UNTRANSLATED);
    assert_eq!(
        found(folder.path()),
        [
            "missing-language: `names` has no `ru`",
            "missing-language: `definition` has no `ru`",
            "missing-language: `names` has no `zh`"
        ]
    );
    assert_eq!(exit(folder.path()), Some(1));
}

#[test]
fn texts_that_nobody_requires_are_counted_in_one_note_for_each_language() {
    let [zh, names, definition] = UNTRANSLATED;
    let folder = arcadia(&[("places.yaml", LIST, "{ texts: [en], places: [en, ru] }"), zh, names, definition]);
    assert_eq!(found(folder.path()), ["untranslated: 2 texts have no `ru`", "untranslated: 1 text has no `zh`"]);
    assert_eq!(exit(folder.path()), Some(0));
    let checked = check::check(&Folder::Disk(folder.path().to_owned())).unwrap();
    let said = checked.show(Format::Text { colours: false });
    assert!(said.contains("note[untranslated]") && said.contains("required: { texts: [en]"), "{said}");
}

#[test]
fn sheets_that_require_nothing_need_english_alone() {
    let folder = arcadia(&[("places.yaml", &format!("required: {LIST}\n"), ""), UNTRANSLATED[1]]);
    assert_eq!(found(folder.path()), ["untranslated: 1 text has no `ru`"]);
    let folder = arcadia(&[("indicators.yaml", "names: { en: exports, ru: экспорт }", "names: { ru: экспорт }")]);
    assert_eq!(found(folder.path()), ["missing: `names` has no `en`"]);
}

#[test]
fn a_reader_whose_language_lacks_a_text_gets_it_in_english() {
    let [_, names, _] = UNTRANSLATED;
    let folder = arcadia(&[("places.yaml", "texts: [en, ru]", "texts: [en]"), names]);
    let desk = desk(&Folder::Disk(folder.path().to_owned()));
    let reader = Reader { language: Language::Ru, today: date(2026, 11, 22), last: None, moved: false, me: None };
    let Heard::Reply(reply) = desk.text("exports BAL 2025", reader) else { panic!() };
    let said = text(&reply.page, Style::Plain);
    assert!(said.contains("exports") && said.contains("млн долл."), "{said}");
}
