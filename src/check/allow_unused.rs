//! `allow-unused`: nothing is excused that is not found.

use super::{Look, Problem, RULES, Rule};
use crate::finding::{Code, Finding};

pub(super) const RULE: Rule = Rule {
    code: Code::AllowUnused,
    explanation: "What an entry allows is found there; an excuse that is no longer needed would hide the next mistake.",
    refuses: include_str!("samples/allow-unused-refused.yaml"),
    passes: include_str!("samples/allow-unused-passed.yaml"),
    find,
};

/// Looks at nothing while a sheet has errors: what is missing there may be what an excuse is for.
fn find(look: &Look<'_>) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (sheet, read) in look.sheets.iter().enumerate() {
        for (entry, allowed) in read.allowed.iter().enumerate() {
            for allowed in allowed {
                let is_rule = RULES.iter().any(|rule| rule.code.as_str() == allowed.code && rule.code != RULE.code);
                let is_found = look.found.iter().any(|problem| {
                    problem.sheet == sheet && problem.entry == entry && problem.finding.code.as_str() == allowed.code
                });
                if is_rule && (is_found || !look.is_whole) {
                    continue;
                }
                let what = if is_rule {
                    format!("`{}` is allowed, but not found here", allowed.code)
                } else {
                    format!("no rule `{}` can be allowed", allowed.code)
                };
                let mut finding = Finding::new(RULE.code, &read.file, allowed.spot, what);
                if is_rule {
                    finding.help("take it out");
                } else {
                    let codes = RULES.iter().map(|rule| rule.code).filter(|code| *code != RULE.code);
                    finding.help(format!("the rules are {}", codes.map(Code::as_str).collect::<Vec<_>>().join(", ")));
                }
                problems.push(Problem { finding, sheet, entry });
            }
        }
    }
    problems
}
