//! Every code has its page, and what the page shows is so.

use std::{collections::BTreeSet, fs, path::Path, process::Command};

use jiff::civil::date;
use tradefacts::{
    check::{self, Checked, Format, Mark, RULES, Sample},
    fact::Conflict,
    finding::{Code, Finding, Severity},
    sheet::Folder,
};

use crate::sheets::copy;

const SHEET: &str = "facts/sheets/2026/sample.yaml";

/// What a sample leaves out, as the header of a sheet.
const SOURCE: [(&str, &str); 6] = [
    ("title", "A sample"),
    ("publisher", "Arcadian Herald"),
    ("published", "2026-05-01"),
    ("read", "2026-05-02"),
    ("language", "en"),
    ("url", "unknown"),
];
const SHARED: &str = "shared: { reporter: ARC, authority: arcadian-economy-ministry, unit: million USD, period: 2019, \
                      partner: BAL, at: page 1 }";

/// A sample as it would be done to the sheets of the invented country, and where its caret points.
struct Tried {
    folder: tempfile::TempDir,
    mark: Option<(String, usize, usize, usize)>,
}

impl Tried {
    fn of(sample: Sample) -> Self {
        let folder = tempfile::tempdir().unwrap();
        copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/facts"), &folder.path().join("facts"));
        let mark = match sample {
            Sample::Shell(commands) => {
                let done = Command::new("sh").arg("-ec").arg(commands).current_dir(folder.path()).output().unwrap();
                assert!(done.status.success(), "{commands}\n{}", String::from_utf8_lossy(&done.stderr));
                None
            }
            Sample::Yaml(text) => {
                let (file, text) = match text.strip_prefix("# ").and_then(|text| text.split_once('\n')) {
                    Some((file, text)) => (file, text),
                    None => (SHEET, text),
                };
                let path = folder.path().join(file);
                let whole = match fs::read_to_string(&path) {
                    // A further entry of the one mapping that such a file ends with.
                    Ok(before) => before + text.split_once('\n').unwrap().1,
                    Err(_) => sheet(text),
                };
                fs::write(&path, &whole).unwrap();
                caret(&whole).map(|(line, column, width)| (file.to_owned(), line, column, width))
            }
        };
        Self { folder, mark }
    }

    fn check(&self, code: Code) -> Checked {
        let mut checked = check::check(&Folder::Disk(self.folder.path().join("facts"))).unwrap();
        if code == Code::Overdue {
            checked.add_overdue(date(2026, 11, 29));
        }
        checked
    }

    /// The file as a sample names it.
    fn file(&self, finding: &Finding) -> String {
        Path::new(&finding.file).strip_prefix(self.folder.path()).unwrap().display().to_string()
    }
}

/// A whole sheet around a part of one.
fn sheet(part: &str) -> String {
    let part = part.trim_end();
    let (mut source, mut rest) = (String::new(), String::new());
    let mut is_source = false;
    for line in part.lines() {
        if !line.starts_with([' ', '#']) {
            is_source = line.starts_with("source:");
        }
        let block = if is_source { &mut source } else { &mut rest };
        block.push_str(line);
        block.push('\n');
    }
    if source.is_empty() {
        source.push_str("source:\n");
    }
    for (field, value) in SOURCE {
        if !source.contains(&format!("\n  {field}:")) {
            source.push_str(&format!("  {field}: {value}\n"));
        }
    }
    format!("{source}{SHARED}\n{rest}")
}

/// What a row of carets points at: line, column and width in the line above it.
fn caret(text: &str) -> Option<(usize, usize, usize)> {
    text.lines().enumerate().find_map(|(number, line)| {
        let carets = line.trim_start().strip_prefix('#')?.trim();
        let is_row = !carets.is_empty() && carets.chars().all(|letter| letter == '^');
        is_row.then(|| (number, line.find('^').unwrap() + 1, carets.len()))
    })
}

#[test]
fn every_code_has_a_page_and_every_page_a_code() {
    let pages: BTreeSet<&str> = check::page_names().collect();
    let codes: Vec<String> = Code::ALL.iter().map(|code| format!("{code}.md")).collect();
    assert_eq!(pages, codes.iter().map(String::as_str).collect());
    for code in Code::ALL {
        let page = check::page(*code);
        assert!(page.holds.ends_with('.') && page.holds.len() < 130, "{code}: {}", page.holds);
        assert_ne!(page.refused, page.passes, "{code}");
    }
}

#[test]
fn what_a_page_refuses_is_found_at_the_caret_and_nothing_else_is() {
    for code in Code::ALL {
        let tried = Tried::of(check::page(*code).refused);
        let checked = tried.check(*code);
        let shown = checked.show(Format::Text { colours: false });
        let [finding] = &checked.findings[..] else { panic!("{code}:\n{shown}") };
        assert_eq!(finding.code, *code, "{shown}");
        match &tried.mark {
            Some((file, line, column, width)) => {
                assert_eq!(tried.file(finding), *file, "{code}");
                let (found_line, found_column, _) = finding.spot.numbers();
                let text = checked.texts.get(&finding.file).unwrap();
                let found_width = text[finding.spot.range(text).unwrap()].chars().count();
                assert_eq!((found_line, found_column, found_width.max(1)), (*line, *column, *width), "{shown}");
            }
            None => {
                let column = match code {
                    Code::NotUtf8 => 10,
                    Code::MissingKind => 3,
                    _ => 1,
                };
                assert_eq!(finding.spot.column, column, "{shown}");
            }
        }
        assert_eq!(
            checked.catalogue.is_some(),
            code.severity() != Severity::Error || RULES.iter().any(|rule| rule.code == *code)
        );
    }
}

#[test]
fn what_a_page_lets_pass_is_clean() {
    for code in Code::ALL {
        let checked = Tried::of(check::page(*code).passes).check(*code);
        assert_eq!(checked.show(Format::Text { colours: false }), "", "{code}");
    }
}

#[test]
fn what_a_rule_finds_is_acknowledged_where_its_page_says() {
    for rule in RULES {
        let Sample::Yaml(sample) = check::page(rule.code).refused else { panic!("a rule is shown in a sheet") };
        let tried = Tried::of(Sample::Yaml(sample));
        let allow = format!("allow: {{ {}: Why not. }}", rule.code);
        let (_, line, ..) = tried.mark.as_ref().unwrap();
        let path = tried.folder.path().join(SHEET);
        let mut lines: Vec<String> = fs::read_to_string(&path).unwrap().lines().map(str::to_owned).collect();
        match check::mark(rule.code) {
            Some(Mark::Figure) => lines[line - 1] = lines[line - 1].replace(" }", &format!(", {allow} }}")),
            Some(Mark::Source) => lines[line - 1] = format!("{}\n  {allow}", lines[line - 1]),
            None => continue,
        }
        // A series ends with two braces, of which the inner one closes the values.
        let text = lines.join("\n").replace(&format!(", {allow} }}, {allow} }}"), &format!(" }}, {allow} }}"));
        fs::write(&path, text).unwrap();
        let checked = tried.check(rule.code);
        assert_eq!(checked.show(Format::Text { colours: false }), "");
        assert_eq!(checked.acknowledged.len(), 1, "{}", rule.code);
    }
}

#[test]
fn every_rule_that_a_figure_acknowledges_has_a_sentence_for_readers() {
    let allowed = RULES.iter().filter(|rule| check::mark(rule.code) == Some(Mark::Figure));
    let codes: BTreeSet<&str> = allowed.map(|rule| rule.code.as_str()).collect();
    assert_eq!(codes, Conflict::ALL.iter().map(|conflict| conflict.as_str()).collect());
}

#[test]
fn the_guide_to_the_facts_lists_every_code_with_what_must_hold() {
    const GUIDE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/facts/README.md");
    let rows = |is_rule: bool| {
        let codes = Code::ALL.iter().filter(|code| check::mark(**code).is_some() == is_rule);
        codes
            .map(|code| format!("| `{code}` | {} |\n", check::page(*code).holds.trim_end_matches('.')))
            .collect::<String>()
    };
    let mut guide = fs::read_to_string(GUIDE).unwrap();
    let heads = [
        "| what a source may print so | what must hold |\n| --- | --- |\n",
        "| what only mending helps | what must hold |\n| --- | --- |\n",
    ];
    for (head, rows) in heads.into_iter().zip([rows(true), rows(false)]) {
        let start = guide.find(head).unwrap_or_else(|| panic!("the guide has no table {head}")) + head.len();
        let end = guide[start..].find("\n\n").map_or(guide.len(), |end| start + end + 1);
        if std::env::var_os("BLESS").is_some() {
            guide.replace_range(start..end, &rows);
        } else {
            assert_eq!(guide[start..end], rows, "run with BLESS=1, and read the difference");
        }
    }
    if std::env::var_os("BLESS").is_some() {
        fs::write(GUIDE, guide).unwrap();
    }
}
