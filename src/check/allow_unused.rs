//! `allow-unused`: nothing is excused that is not found.

use std::collections::HashSet;

use super::{Look, Mark, Problem, RULES, Rule};
use crate::{
    finding::{Code, Finding},
    sheet::{self, Allowed},
};

pub(super) const RULE: Rule = Rule { code: Code::AllowUnused, allowed: None, find };

/// Looks at nothing while a sheet has errors: what is missing there may be what an excuse is for.
fn find(look: &Look<'_>) -> Vec<Problem> {
    let found: HashSet<_> = look.found.iter().map(|one| (one.sheet, one.entry, one.finding.code)).collect();
    let mut problems = Vec::new();
    for (sheet, read) in look.sheets.iter().enumerate() {
        for entry in (0..read.allowed.len()).map(Some).chain([None]) {
            for allowed in read.allowed_at(entry) {
                let mut finding = Finding::new(RULE.code, &read.file, allowed.spot, "");
                match RULES.iter().find(|rule| rule.allowed.is_some() && rule.code.as_str() == allowed.code) {
                    None => unknown(&mut finding, allowed),
                    Some(rule) if look.is_whole && !found.contains(&(sheet, entry, rule.code)) => {
                        unused(&mut finding, rule, entry.is_some());
                        if let Some(cut) = look.texts.get(&read.file).and_then(|text| sheet::cut(text, allowed.spot)) {
                            finding.mend_at(cut, "");
                        }
                    }
                    Some(_) => continue,
                }
                problems.push(Problem { finding, sheet, entry });
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

fn unused(finding: &mut Finding, rule: &Rule, is_on_figure: bool) {
    finding.message = format!("`{}` is allowed, but not found here", rule.code);
    finding.help(match (rule.allowed, is_on_figure) {
        (Some(Mark::Source), true) => "take it out; where it is found, it is allowed in `source`",
        (Some(Mark::Figure), false) => "take it out; where it is found, it is allowed on the figure",
        _ => "take it out",
    });
}
