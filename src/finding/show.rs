//! Findings → text with an excerpt, JSON, lines for GitHub.

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Patch, Renderer, Snippet};
use serde::Serialize;

use super::{Finding, Severity, Texts, lines};

/// Bytes of the longest line that is shown; a longer one was not written by hand.
const LONGEST_LINE: usize = 4000;

/// Every finding with the line it is about; empty if there are none.
pub fn text(findings: &[Finding], texts: &Texts, colours: bool) -> String {
    let renderer = if colours { Renderer::styled() } else { Renderer::plain() };
    let mut shown = Vec::with_capacity(findings.len());
    for of_file in findings.chunk_by(|one, other| one.file == other.file) {
        let lines: Vec<&str> = texts.get(&of_file[0].file).map(|text| lines(text).collect()).unwrap_or_default();
        shown.extend(of_file.iter().map(|finding| {
            let line = lines.get(finding.spot.numbers().0 - 1).copied().filter(|line| line.len() <= LONGEST_LINE);
            renderer.render(&report(finding, line)) + "\n"
        }));
    }
    shown.join("\n")
}

/// One array of objects, each on its own line.
pub fn json(findings: &[Finding]) -> String {
    #[derive(Serialize)]
    struct Row<'a> {
        code: &'a str,
        severity: &'a str,
        file: &'a str,
        line: u32,
        column: u32,
        message: String,
        help: Option<&'a str>,
    }
    let rows = findings.iter().map(|finding| {
        let row = Row {
            code: finding.code.as_str(),
            severity: finding.severity().as_str(),
            file: &finding.file,
            line: finding.spot.line,
            column: finding.spot.column,
            message: whole_message(finding),
            help: finding.help.as_deref(),
        };
        serde_json::to_string(&row).unwrap_or_default()
    });
    match rows.collect::<Vec<_>>().join(",\n  ") {
        rows if rows.is_empty() => "[]\n".to_owned(),
        rows => format!("[\n  {rows}\n]\n"),
    }
}

/// One workflow command a line, which GitHub shows beside the changed line.
pub fn github(findings: &[Finding]) -> String {
    let lines = findings.iter().map(|finding| {
        let command = match finding.severity() {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "notice",
        };
        let message = match &finding.help {
            Some(help) => format!("{}\n{help}", whole_message(finding)),
            None => whole_message(finding),
        };
        format!(
            "::{command} file={},line={},col={},title={}::{}\n",
            escaped(&finding.file, true),
            finding.spot.line,
            finding.spot.column,
            escaped(finding.code.as_str(), true),
            escaped(&message, false),
        )
    });
    lines.collect()
}

/// What is wrong and why, where there is no excerpt to carry the second.
fn whole_message(finding: &Finding) -> String {
    match &finding.why {
        Some(why) => format!("{}: {why}", finding.message),
        None => finding.message.clone(),
    }
}

fn report<'a>(finding: &'a Finding, line: Option<&'a str>) -> Vec<Group<'a>> {
    let level = match finding.severity() {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let title = level.primary_title(finding.message.as_str()).id(finding.code.as_str());
    let (number, column, _) = finding.spot.numbers();
    let excerpt = |line: &'a str| Snippet::source(line).line_start(number).path(finding.file.as_str());
    let mut main = match line {
        Some(line) => {
            let mark = AnnotationKind::Primary.span(finding.spot.range_in_line(line)).label(finding.why.as_deref());
            title.element(excerpt(line).annotation(mark))
        }
        None => {
            let place = Origin::path(finding.file.as_str()).line(number).char_column(column);
            let group = title.element(place);
            match &finding.why {
                Some(why) => group.element(Level::NOTE.message(why.as_str())),
                None => group,
            }
        }
    };
    let patch = line.zip(finding.patch.as_ref());
    if let (Some(help), None) = (&finding.help, patch) {
        main = main.element(Level::HELP.message(help.as_str()));
    }
    let mut groups = vec![main];
    if let Some((line, patch)) = patch {
        let help = finding.help.as_deref().unwrap_or("write");
        let patch = Patch::new(patch.spot.range_in_line(line), patch.text.as_str());
        let shown = Snippet::source(line).line_start(number).path(finding.file.as_str()).patch(patch);
        groups.push(Level::HELP.secondary_title(help).element(shown));
    }
    groups
}

fn escaped(text: &str, property: bool) -> String {
    let text = text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A");
    if property { text.replace(':', "%3A").replace(',', "%2C") } else { text }
}
