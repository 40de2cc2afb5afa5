//! Questions with what is right, asked as readers ask, and graded.
//!
//! In: files of questions and an answerer; out: a grade for each question, as a table or as JSON. What is right is
//! written as a question whose answer is: so a figure that is corrected in its sheet stays right here. It knows answers
//! only as scripts do, by the JSON of `ask`.

mod grade;
mod read;
mod shape;
mod show;

pub use grade::sit;
pub use read::{Broken, read};

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::{claims::Verdict, language::Language, question::Query};

/// All questions, in the order of their files.
#[derive(Debug)]
pub struct Exam {
    pub talks: Vec<Talk>,
}

/// Questions of one conversation, in their order; mostly one.
#[derive(Debug)]
pub struct Talk {
    /// The tag of the language that is asked in.
    pub tag: String,
    /// The language of the answers.
    pub language: Language,
    /// The day on which it is asked: "last year" is the one before.
    pub asked_on: Date,
    pub turns: Vec<Question>,
}

#[derive(Debug)]
pub struct Question {
    pub text: String,
    pub file: String,
    /// From 1.
    pub line: u32,
    /// None where only the numbers that it states are compared.
    pub wanted: Option<Wanted>,
    /// Numbers that it states, as written, and what should be said of each.
    pub claims: Vec<(String, Verdict)>,
}

/// The answer that is right.
#[derive(Debug)]
pub enum Wanted {
    /// What leads in the answer to this leads. Of a table, all its numbers are there; of a page without numbers, it is
    /// that page.
    Is(Query),
    /// What leads in the answer to each of these is there, whichever leads.
    Has(Vec<Query>),
    /// This leads, in the base unit.
    Value(Decimal),
    /// These are among what is offered, or one of them is answered.
    Asked(Vec<Query>),
    /// There is no answer, and the words that say so name one of these.
    Refused(Vec<String>),
    /// Anything but a figure.
    NoFigure,
    /// A statement with this in it.
    States(String),
}

/// What a verdict makes of a number.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Says {
    True,
    False,
    Neither,
}

/// What a verdict says of a number.
fn says(verdict: Verdict) -> Says {
    match verdict {
        Verdict::Agrees | Verdict::Rounded => Says::True,
        Verdict::Revised | Verdict::NotChecked => Says::Neither,
        Verdict::Scale
        | Verdict::Sign
        | Verdict::Currency
        | Verdict::OtherPeriod
        | Verdict::OtherPlace
        | Verdict::OtherSide
        | Verdict::OtherIndicator
        | Verdict::Part
        | Verdict::Wording
        | Verdict::Differs => Says::False,
    }
}

/// How good an answer is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Grade {
    Right,
    /// Not answered, but what is wanted is one of the ways that are offered.
    AskedBack,
    /// Not answered: honest, but not right.
    Refused,
    /// Another figure, or a figure where there is none to give.
    Wrong,
}

impl Grade {
    pub const ALL: &[Self] = &[Self::Right, Self::AskedBack, Self::Refused, Self::Wrong];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Right => "right",
            Self::AskedBack => "asked back",
            Self::Refused => "refused",
            Self::Wrong => "wrong",
        }
    }
}

/// The grade of one question, or of one number that it states.
#[derive(Debug)]
pub struct Mark<'e> {
    pub grade: Grade,
    pub talk: &'e Talk,
    pub question: &'e Question,
    pub wanted: String,
    pub came: String,
}

/// All grades, in the order of the questions.
#[derive(Debug)]
pub struct Graded<'e>(pub Vec<Mark<'e>>);

impl Graded<'_> {
    /// True where nothing is wrong.
    pub fn is_passed(&self) -> bool {
        self.0.iter().all(|mark| mark.grade != Grade::Wrong)
    }
}
