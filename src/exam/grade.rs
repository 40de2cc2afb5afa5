//! A question, what is wanted of it and what came → a grade.

use std::sync::Arc;

use rust_decimal::Decimal;
use serde_json::Value;

use super::{Exam, Grade, Graded, Mark, Question, Says, Talk, Verdict, Wanted, says};
use crate::{
    language::Msg,
    question::{Query, When},
    render::{Medium as _, json::Script, plain::Terminal},
    reply::{Answerer, Heard, Reader, Reply},
};

/// The fields that make two figures the same one.
const SAME: [&str; 9] = ["indicator", "product", "of", "reporter", "partner", "period", "since", "unit", "value"];

/// Asks every question of an exam, each talk from its beginning.
pub fn sit<'e>(exam: &'e Exam, answerer: &Answerer) -> Graded<'e> {
    let mut marks = Vec::new();
    for talk in &exam.talks {
        let mut last: Option<Query> = None;
        for question in &talk.turns {
            let reader =
                Reader { language: talk.language, today: talk.asked_on, last: last.as_ref(), moved: false, me: None };
            let examiner = Examiner { talk, question, answerer };
            let came = match answerer.text_in_thread(&question.text, reader) {
                Heard::Reply(reply) | Heard::Language(_, reply) => {
                    last = reply.query.clone().and_then(Query::followed).or(last);
                    examiner.seen(&reply)
                }
                Heard::NotOurs(bot) => {
                    Came { object: Value::Null, text: talk.language.say(Msg::NotOurs { bot: bot.into() }) }
                }
            };
            marks.extend(question.wanted.as_ref().map(|wanted| examiner.answer(wanted, &came)));
            marks.extend(question.claims.iter().map(|(written, verdict)| examiner.claim(written, *verdict, &came)));
        }
    }
    Graded(marks)
}

/// One question, and who answers it.
struct Examiner<'e, 'a> {
    talk: &'e Talk,
    question: &'e Question,
    answerer: &'a Answerer,
}

/// A reply as scripts and as people see it.
struct Came {
    object: Value,
    text: String,
}

impl<'e> Examiner<'e, '_> {
    fn seen(&self, reply: &Arc<Reply>) -> Came {
        let object = Script { catalogue: self.answerer.catalogue() }.show(reply);
        let text = Terminal::default().show(reply);
        Came { object: serde_json::from_str(&object).unwrap_or_default(), text }
    }

    fn right_answer(&self, query: &Query) -> Came {
        self.seen(&self.answerer.query(query, self.talk.language))
    }

    fn mark(&self, grade: Grade, wanted: String, came: String) -> Mark<'e> {
        Mark { grade, talk: self.talk, question: self.question, wanted, came }
    }

    fn answer(&self, wanted: &Wanted, came: &Came) -> Mark<'e> {
        let (is_right, ways) = match wanted {
            Wanted::Is(query) => (self.is(query, came), vec![query]),
            Wanted::Has(queries) => {
                let has = |query| self.right_answer(query).lead().is_some_and(|lead| came.has(lead));
                (queries.iter().all(has), queries.iter().collect())
            }
            Wanted::Value(value) => (came.value() == Some(*value), Vec::new()),
            Wanted::Asked(ways) => {
                let is_answered = ways.iter().any(|way| self.is(way, came));
                let is_asked = !came.is_answered() && ways.iter().all(|way| came.offers(way));
                (is_answered || is_asked, ways.iter().collect())
            }
            Wanted::Refused(words) => {
                let is_named = words.iter().any(|word| holds(&came.text, word));
                (!came.is_answered() && is_named, Vec::new())
            }
            Wanted::NoFigure => (came.figures().is_empty(), Vec::new()),
            Wanted::States(words) => (came.states(words), Vec::new()),
        };
        let grade = if is_right {
            Grade::Right
        } else if !came.figures().is_empty() {
            Grade::Wrong
        } else if !came.is_answered() && ways.iter().any(|way| came.offers(way)) {
            Grade::AskedBack
        } else {
            Grade::Refused
        };
        self.mark(grade, wanted.in_words(), came.in_words())
    }

    /// True if the answer is that to a question.
    fn is(&self, query: &Query, came: &Came) -> bool {
        if !came.is_answered() {
            return false;
        }
        let right = self.right_answer(query);
        if came.object["query"] == right.object["query"] {
            return true;
        }
        let leads = right.lead().zip(came.lead()).is_some_and(|(one, other)| is_same(one, other));
        leads && (has_one_number(query) || right.leads().all(|lead| came.has(lead)))
    }

    fn claim(&self, written: &str, wanted: Verdict, came: &Came) -> Mark<'e> {
        let claims = came.object["claims"].as_array();
        let claim = claims.and_then(|claims| {
            claims.iter().find(|claim| claim["written"].as_str().is_some_and(|text| is_same_number(text, written)))
        });
        let said = claim.and_then(|claim| claim["verdict"].as_str());
        let verdict = Verdict::ALL.iter().copied().find(|one| Some(one.as_str()) == said);
        let came = said.map_or_else(|| "nothing is said of it".to_owned(), str::to_owned);
        self.mark(grade_claim(wanted, verdict), format!("“{written}”: {}", wanted.as_str()), came)
    }
}

/// The grade of what is said of a number: wrong where a true one is doubted or a false one believed.
fn grade_claim(wanted: Verdict, came: Option<Verdict>) -> Grade {
    match came {
        Some(came) if came == wanted => Grade::Right,
        Some(came) if says(came) != says(wanted) && says(came) != Says::Neither => Grade::Wrong,
        _ => Grade::Refused,
    }
}

/// True for a question about one figure or one place: the first number of its answer is what it asks for.
fn has_one_number(query: &Query) -> bool {
    match query {
        Query::Figures(ask) => !matches!(ask.when, When::Years(..)),
        Query::Country(..) => true,
        _ => false,
    }
}

fn is_same(one: &Value, other: &Value) -> bool {
    SAME.iter().all(|field| one[field] == other[field])
}

/// True if two pieces of a text are the same number, with or without its currency: `$71.2 billion`, `71.2 billion`.
fn is_same_number(one: &str, other: &str) -> bool {
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    digits(one) == digits(other) && (holds(one, other) || holds(other, one))
}

/// Whether a text holds words, in capitals or not.
pub(super) fn holds(text: &str, words: &str) -> bool {
    text.to_lowercase().contains(&words.to_lowercase())
}

impl Came {
    fn is_answered(&self) -> bool {
        self.object["answered"].as_bool().unwrap_or(false)
    }

    fn figures(&self) -> &[Value] {
        self.object["figures"].as_array().map(Vec::as_slice).unwrap_or_default()
    }

    fn lead(&self) -> Option<&Value> {
        self.figures().first()
    }

    /// The figures that answer, without what stands beside them.
    fn leads(&self) -> impl Iterator<Item = &Value> {
        self.figures().iter().filter(|figure| figure["preferred"].as_bool().unwrap_or(false))
    }

    fn has(&self, figure: &Value) -> bool {
        self.figures().iter().any(|one| is_same(one, figure))
    }

    fn value(&self) -> Option<Decimal> {
        self.lead()?["value"].as_str()?.parse().ok()
    }

    fn offered(&self) -> impl Iterator<Item = &str> {
        self.object["suggestions"].as_array().into_iter().flatten().filter_map(Value::as_str)
    }

    fn offers(&self, query: &Query) -> bool {
        let spelling = query.to_string();
        self.offered().any(|offered| offered == spelling)
    }

    fn states(&self, words: &str) -> bool {
        let mut statements = self.object["statements"].as_array().into_iter().flatten();
        statements.any(|statement| statement["text"].as_str().is_some_and(|text| holds(text, words)))
    }

    /// The question that was understood with the number that leads, or else the first line with what is offered.
    fn in_words(&self) -> String {
        let first = || self.text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default().to_owned();
        let query = self.object["query"].as_str();
        match (self.is_answered(), query, self.lead().and_then(|lead| lead["display"].as_str())) {
            (true, Some(query), Some(display)) => format!("{query}: {display}"),
            (true, Some(query), None) => format!("{query}: {}", first()),
            _ => match self.offered().collect::<Vec<_>>().join(", ") {
                offers if offers.is_empty() => first(),
                offers => format!("{} [{offers}]", first()),
            },
        }
    }
}

impl Wanted {
    fn in_words(&self) -> String {
        let joined = |queries: &[Query]| queries.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        match self {
            Self::Is(query) => query.to_string(),
            Self::Has(queries) => format!("all of {}", joined(queries)),
            Self::Value(value) => value.to_string(),
            Self::Asked(ways) => format!("asked back, among others {}", joined(ways)),
            Self::Refused(words) => format!("refused, naming “{}”", words.join("” or “")),
            Self::NoFigure => "no figure".to_owned(),
            Self::States(words) => format!("a statement with “{words}”"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_found_among_others_however_much_of_it_is_quoted() {
        for (one, other, is_same) in [
            ("71.2 billion", "$71.2 billion", true),
            ("712亿美元", "712亿", true),
            ("nearly tripled", "Nearly tripled", true),
            ("12%", "112%", false),
            ("71.2 billion", "71.2%", false),
        ] {
            assert_eq!(is_same_number(one, other), is_same, "{one}, {other}");
        }
    }

    #[test]
    fn a_number_is_judged_wrong_where_a_true_one_is_doubted_or_a_false_one_believed() {
        for (wanted, came, grade) in [
            (Verdict::Scale, Some(Verdict::Scale), Grade::Right),
            (Verdict::Scale, Some(Verdict::Differs), Grade::Refused),
            (Verdict::Scale, Some(Verdict::NotChecked), Grade::Refused),
            (Verdict::Scale, Some(Verdict::Agrees), Grade::Wrong),
            (Verdict::Agrees, Some(Verdict::Rounded), Grade::Refused),
            (Verdict::Agrees, Some(Verdict::Differs), Grade::Wrong),
            (Verdict::Revised, Some(Verdict::Differs), Grade::Wrong),
            (Verdict::NotChecked, Some(Verdict::Sign), Grade::Wrong),
            (Verdict::NotChecked, Some(Verdict::NotChecked), Grade::Right),
            (Verdict::Agrees, None, Grade::Refused),
        ] {
            assert_eq!(grade_claim(wanted, came), grade, "{wanted:?} {came:?}");
        }
    }
}
