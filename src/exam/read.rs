//! Files of questions → an exam, or all that is wrong with them.

use jiff::civil::Date;

use super::{
    Exam, Question, Talk, Verdict, Wanted,
    grade::holds,
    shape::{EntryShape, FileShape},
};
use crate::{
    finding::{self, Code, Finding, Spot, Texts},
    language::{Language, NAME_TAGS},
    question::{Query, parse_spelling},
    reply::Answerer,
    sheet::{Leaf, Located, read_as, suggest},
};

/// Why there is no exam.
#[derive(Debug)]
pub struct Broken {
    /// In order of file and place.
    pub findings: Vec<Finding>,
    /// The files, for excerpts.
    pub texts: Texts,
}

/// Reads files of questions, each a name and a text; the name up to its first hyphen is the language:
/// `en-threads.yaml`.
///
/// # Errors
///
/// [`Broken`] with every mistake in every file.
pub fn read(files: Vec<(String, String)>, answerer: &Answerer) -> Result<Exam, Broken> {
    let (mut talks, mut findings, mut texts) = (Vec::new(), Vec::new(), Texts::default());
    for (file, text) in files {
        let (shape, found) = read_as::<FileShape>(&file, &text);
        let mut reader = Reader { file: &file, answerer, findings: found };
        if let Some(shape) = shape {
            reader.file(&shape, &mut talks);
        }
        findings.append(&mut reader.findings);
        texts.insert(file, text.into());
    }
    finding::sort(&mut findings);
    if findings.is_empty() { Ok(Exam { talks }) } else { Err(Broken { findings, texts }) }
}

struct Reader<'r> {
    file: &'r str,
    answerer: &'r Answerer,
    findings: Vec<Finding>,
}

impl Reader<'_> {
    fn found(&mut self, code: Code, spot: Spot, message: impl Into<String>) -> &mut Finding {
        self.findings.push(Finding::new(code, self.file, spot, message));
        self.findings.last_mut().expect("one was just added")
    }

    fn file(&mut self, shape: &FileShape, talks: &mut Vec<Talk>) {
        let stem = self.file.rsplit(['/', '\\']).next().and_then(|name| name.split(['-', '.']).next());
        let Some(tag) = stem.filter(|tag| NAME_TAGS.contains(tag)).map(str::to_owned) else {
            self.found(Code::BadLanguage, Spot::START, "the file's name begins with no language that we know")
                .help(format!("name it by one of {}: `en.yaml`, `en-threads.yaml`", NAME_TAGS.join(", ")));
            return;
        };
        let Some(asked_on) = self.day(shape.asked_on.as_ref()) else { return };
        let language = Language::from_tag(&tag).unwrap_or_default();
        for entry in &shape.questions {
            let turns = match &entry.is.thread {
                Some(thread) => self.thread(entry, thread, language),
                None => self.question(entry, language).into_iter().collect(),
            };
            talks.push(Talk { tag: tag.clone(), language, asked_on, turns });
        }
    }

    fn day(&mut self, leaf: Option<&Leaf>) -> Option<Date> {
        let Some(leaf) = leaf else {
            let help = "write the day on which the questions are asked: `asked-on: 2026-11-22`";
            self.found(Code::Missing, Spot::START, "the file has no `asked-on`").help(help);
            return None;
        };
        let day = leaf.is.parse().ok();
        if day.is_none() {
            self.found(Code::BadDate, leaf.spot, format!("`{}` is no day", leaf.is)).help("write it as `2026-11-22`");
        }
        day
    }

    fn thread(
        &mut self,
        entry: &Located<EntryShape>,
        thread: &Located<Vec<Located<EntryShape>>>,
        language: Language,
    ) -> Vec<Question> {
        if let Some(ask) = &entry.is.ask {
            self.found(Code::Shape, ask.spot, "a thread has its questions in its turns").help("make it the first turn");
        }
        if thread.is.len() < 2 {
            self.found(Code::Shape, thread.spot, "a thread has two turns or more");
        }
        thread.is.iter().filter_map(|turn| self.question(turn, language)).collect()
    }

    fn question(&mut self, entry: &Located<EntryShape>, language: Language) -> Option<Question> {
        let Some(ask) = entry.is.ask.as_ref().filter(|ask| !ask.is.trim().is_empty()) else {
            self.found(Code::Missing, entry.spot, "there is no `ask`").help("write what a person types");
            return None;
        };
        let wanted = self.wanted(&entry.is, language);
        let claims = self.claims(&entry.is);
        let is_one = wanted.len() == 1 || (wanted.is_empty() && !claims.is_empty());
        if !is_one && self.findings.is_empty() {
            self.found(Code::Missing, ask.spot, "it takes one answer to know what is right")
                .help("write one of is, has, value, asked, refused, no-figure, states; or `claims`");
        }
        let (text, file, line) = (ask.is.clone(), self.file.to_owned(), ask.spot.line);
        Some(Question { text, file, line, wanted: wanted.into_iter().next(), claims })
    }

    fn wanted(&mut self, entry: &EntryShape, language: Language) -> Vec<Wanted> {
        let mut wanted = Vec::new();
        wanted.extend(entry.is.as_ref().and_then(|leaf| self.answered(leaf)).map(Wanted::Is));
        wanted.extend(entry.has.as_ref().map(|leaves| {
            self.must_hold_something(leaves);
            Wanted::Has(leaves.is.iter().filter_map(|leaf| self.answered(leaf)).collect())
        }));
        wanted.extend(entry.asked.as_ref().map(|leaves| {
            self.must_hold_something(leaves);
            Wanted::Asked(leaves.is.iter().filter_map(|leaf| self.spelling(leaf)).collect())
        }));
        if let Some(leaf) = &entry.value {
            match leaf.is.parse() {
                Ok(value) => wanted.push(Wanted::Value(value)),
                Err(_) => {
                    self.found(Code::BadNumber, leaf.spot, format!("`{}` is no number", leaf.is))
                        .help("write it in the base unit: `106300000000`");
                }
            }
        }
        wanted.extend(entry.refused.as_ref().map(|leaves| {
            self.must_hold_something(leaves);
            Wanted::Refused(leaves.is.iter().filter_map(|leaf| self.words(Some(leaf))).collect())
        }));
        wanted.extend(self.words(entry.no_figure.as_ref()).map(|_| Wanted::NoFigure));
        wanted.extend(entry.states.as_ref().and_then(|leaf| self.stated(leaf, language)).map(Wanted::States));
        wanted
    }

    /// Words of a statement, as it stands in the language of the answers.
    fn stated(&mut self, leaf: &Leaf, language: Language) -> Option<String> {
        let words = self.words(Some(leaf))?;
        let mut statements = self.answerer.catalogue().statements().iter();
        if !statements.any(|statement| holds(language.pick(&statement.text), &words)) {
            self.found(Code::Missing, leaf.spot, format!("no statement has `{words}` in it"))
                .help("write it as it is shown: `tradefacts ask \"/search summit\"`");
        }
        Some(words)
    }

    fn words(&mut self, leaf: Option<&Leaf>) -> Option<String> {
        let leaf = leaf?;
        if leaf.is.trim().is_empty() {
            self.found(Code::Empty, leaf.spot, "there is no text here");
        }
        Some(leaf.is.clone())
    }

    /// Notes a list that holds nothing, unless it was refused for being none.
    fn must_hold_something(&mut self, leaves: &Located<Vec<Leaf>>) {
        let is_refused = self.findings.iter().any(|finding| finding.spot == leaves.spot);
        if leaves.is.is_empty() && !is_refused {
            self.found(Code::Empty, leaves.spot, "there is nothing in this list");
        }
    }

    /// A question that has an answer.
    fn answered(&mut self, leaf: &Leaf) -> Option<Query> {
        let query = self.spelling(leaf)?;
        if !self.answerer.has_answer(&query) {
            self.found(Code::Missing, leaf.spot, format!("the facts have no answer to `{}`", leaf.is))
                .help("ask for what they have, or say that it is to be `refused`");
        }
        Some(query)
    }

    fn spelling(&mut self, leaf: &Leaf) -> Option<Query> {
        let query = parse_spelling(&format!("en {}", leaf.is), self.answerer.catalogue()).map(|(_, query)| query);
        if query.is_none() {
            self.found(Code::UnknownWord, leaf.spot, format!("`{}` is not how a question is spelled", leaf.is))
                .help("`query` in what `tradefacts ask --format json` prints is: `trade KGZ 2025`");
        }
        query
    }

    fn claims(&mut self, entry: &EntryShape) -> Vec<(String, Verdict)> {
        let mut claims = Vec::new();
        for (written, verdict) in entry.claims.iter().flat_map(|claims| &claims.is.0) {
            match Verdict::ALL.iter().find(|one| one.as_str() == verdict.is) {
                Some(known) => claims.push((written.is.clone(), *known)),
                None => {
                    let finding = self.found(Code::UnknownWord, verdict.spot, format!("no verdict `{}`", verdict.is));
                    let all = || Verdict::ALL.iter().map(|one| one.as_str());
                    if !suggest(finding, &verdict.is, all()) {
                        finding.help(format!("the verdicts are {}", all().collect::<Vec<_>>().join(", ")));
                    }
                }
            }
        }
        claims
    }
}
