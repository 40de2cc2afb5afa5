//! Grades as people and scripts read them.

use serde::Serialize;

use super::{Grade, Graded, Mark};
use crate::language::NAME_TAGS;

#[derive(Serialize)]
struct Row<'m> {
    grade: &'static str,
    language: &'m str,
    file: &'m str,
    line: u32,
    question: &'m str,
    wanted: &'m str,
    came: &'m str,
}

impl Graded<'_> {
    /// A table by language, then each question that is not right, the worst first.
    pub fn table(&self) -> String {
        let tags = NAME_TAGS.iter().filter(|tag| self.0.iter().any(|mark| mark.talk.tag == **tag));
        let mut lines = vec![line("", Grade::ALL.iter().map(|grade| grade.as_str().to_owned()), "of")];
        lines.extend(tags.map(|tag| self.row(tag, |mark| mark.talk.tag == *tag)));
        lines.push(self.row("all", |_| true));
        for grade in Grade::ALL.iter().rev().filter(|grade| **grade != Grade::Right) {
            for mark in self.0.iter().filter(|mark| mark.grade == *grade) {
                lines.push(String::new());
                lines.push(format!("{}  {}:{}", grade.as_str(), mark.question.file, mark.question.line));
                lines.push(format!("  asked   {}", mark.question.text.trim().replace('\n', " ")));
                lines.push(format!("  wanted  {}", mark.wanted));
                lines.push(format!("  came    {}", mark.came));
            }
        }
        lines.join("\n")
    }

    /// An array of all grades, an object for each.
    pub fn json(&self) -> String {
        let rows: Vec<Row<'_>> = self.0.iter().map(Row::new).collect();
        serde_json::to_string_pretty(&rows).expect("strings and numbers are always JSON")
    }

    fn row(&self, name: &str, is_in: impl Fn(&Mark<'_>) -> bool) -> String {
        let marks = || self.0.iter().filter(|mark| is_in(mark));
        let count = |grade: &Grade| marks().filter(|mark| mark.grade == *grade).count().to_string();
        line(name, Grade::ALL.iter().map(count), &marks().count().to_string())
    }
}

fn line(name: &str, cells: impl Iterator<Item = String>, last: &str) -> String {
    let cells: String = cells.chain([last.to_owned()]).map(|cell| format!("{cell:>12}")).collect();
    format!("{name:<4}{cells}")
}

impl<'m> Row<'m> {
    fn new(mark: &'m Mark<'_>) -> Self {
        Self {
            grade: mark.grade.as_str(),
            language: &mark.talk.tag,
            file: &mark.question.file,
            line: mark.question.line,
            question: &mark.question.text,
            wanted: &mark.wanted,
            came: &mark.came,
        }
    }
}
