//! `same-document`: one document has one sheet.

use std::collections::BTreeMap;

use super::{Look, Mark, Problem, Rule};
use crate::{
    catalogue::fold,
    fact::{Published, Source},
    finding::{Code, Finding},
};

pub(super) const RULE: Rule = Rule { code: Code::SameDocument, allowed: Some(Mark::Source), find };

fn find(look: &Look<'_>) -> Vec<Problem> {
    let mut by_address: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    let mut by_title: BTreeMap<(String, String, Published), usize> = BTreeMap::new();
    let mut problems = Vec::new();
    for (number, sheet) in look.sheets.iter().enumerate() {
        let source = &sheet.source;
        let address = source.place();
        let same = address.iter().flat_map(|address| by_address.get(address)).flatten();
        let same = same.copied().find(|other| source.is_dated_alike(&look.sheets[*other].source));
        let title = title(source);
        let same = same.map(|other| (other, sheet.spots.url, "address"));
        let same =
            same.or_else(|| Some((*by_title.get(title.as_ref()?)?, sheet.spots.title, "title, publisher and date")));
        if let Some((other, spot, what)) = same {
            let other = &look.sheets[other].file;
            let mut finding =
                Finding::new(RULE.code, &sheet.file, spot, "this document has another sheet already".to_owned());
            finding.why(format!("{other} has the same {what}"));
            finding.help(format!(
                "put all that was taken from it into one sheet; if they are two documents, say so in `source`: \
                 `allow: {{ {}: reason }}`",
                RULE.code
            ));
            problems.push(Problem { finding, sheet: number, entry: None, is_of_all: false });
        }
        if let Some(address) = address {
            by_address.entry(address).or_default().push(number);
        }
        if let Some(title) = title {
            by_title.entry(title).or_insert(number);
        }
    }
    problems
}

/// None without a day: what comes out every year or month often has one title.
fn title(source: &Source) -> Option<(String, String, Published)> {
    let day = source.published.filter(|published| matches!(published, Published::Day(_)))?;
    Some((fold(source.title.as_deref()?), fold(source.publisher.as_deref()?), day))
}
