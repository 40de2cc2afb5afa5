//! `allow-unused`: nothing is excused that is not found.

use std::collections::HashMap;

use super::{Look, Mark, Problem, RULES, Rule};
use crate::{
    finding::{Code, Finding},
    sheet::{self, Allowed, Sheet, Stated},
};

pub(super) const RULE: Rule = Rule { code: Code::AllowUnused, allowed: None, find };

/// Looks at nothing while a sheet has errors: what is missing there may be what an excuse is for.
fn find(look: &Look<'_>) -> Vec<Problem> {
    let mut found: HashMap<_, Vec<&Problem>> = HashMap::new();
    for one in look.found {
        found.entry((one.sheet, one.entry, one.finding.code)).or_default().push(one);
    }
    let mut problems = Vec::new();
    for (sheet, read) in look.sheets.iter().enumerate() {
        for entry in (0..read.allowed.len()).map(Some).chain([None]) {
            for allowed in read.allowed_at(entry) {
                let mut finding = Finding::new(RULE.code, &read.file, allowed.spot, "");
                let rule = RULES.iter().find(|rule| rule.allowed.is_some() && rule.code.as_str() == allowed.code);
                match rule.map(|rule| (rule, found.get(&(sheet, entry, rule.code)))) {
                    None => unknown(&mut finding, allowed),
                    Some(_) if !look.is_whole => continue,
                    Some((rule, None)) => {
                        unused(&mut finding, rule, entry.is_some());
                        if let Some(cut) = look.texts.get(&read.file).and_then(|text| sheet::cut(text, allowed.spot)) {
                            finding.mend_at(cut, "");
                        }
                    }
                    Some((rule, Some(found))) => match too_many(read, entry, rule, found) {
                        periods if periods.is_empty() => continue,
                        periods => said_of_too_many(&mut finding, rule, &periods),
                    },
                }
                problems.push(Problem { finding, sheet, entry, is_of_all: false });
            }
        }
    }
    problems
}

fn unknown(finding: &mut Finding, allowed: &Allowed) {
    finding.message = format!("no rule `{}` can be allowed", allowed.code);
    let codes = || RULES.iter().filter(|rule| rule.allowed.is_some()).map(|rule| rule.code.as_str());
    if !sheet::suggest(finding, &allowed.code, codes()) {
        finding.help(format!("the rules are {}", codes().collect::<Vec<_>>().join(", ")));
    }
}

/// The periods of the numbers of an entry whose readers are told of what is not found there.
fn too_many(sheet: &Sheet, entry: Option<usize>, rule: &Rule, found: &[&Problem]) -> Vec<String> {
    let of_entry = sheet.figures.iter().filter(|stated| Some(stated.entry) == entry);
    let told = of_entry.filter(|stated| stated.tells(rule.code));
    let is_found = |stated: &Stated| found.iter().any(|one| one.is_of_all || one.finding.spot == stated.spot);
    told.filter(|stated| !is_found(stated)).map(|stated| stated.figure.period.to_string()).collect()
}

fn said_of_too_many(finding: &mut Finding, rule: &Rule, periods: &[String]) {
    finding.message = format!("`{}` is allowed of more than it is found in", rule.code);
    finding.why(format!("not found in {}", periods.join(", ")));
    finding.help("readers are told it of every number here: write those where it is found in an entry of their own");
}

fn unused(finding: &mut Finding, rule: &Rule, is_on_figure: bool) {
    finding.message = format!("`{}` is allowed, but not found here", rule.code);
    finding.help(match (rule.allowed, is_on_figure) {
        (Some(Mark::Source), true) => "take it out; where it is found, it is allowed in `source`",
        (Some(Mark::Figure), false) => "take it out; where it is found, it is allowed on the figure",
        _ => "take it out",
    });
}
