//! A text that states numbers → each number held against the facts.
//!
//! In: any text, or a question with a number in it; out: [`Claim`]s. `find` finds the numbers, `read` finds what each is
//! said of, and `compare` holds it against what is held. Nothing true is called wrong: what is not certain is not
//! checked, and a [`Reason`] says why. It does not know who asks, or the words in which they are told.

mod certain;
mod clauses;
mod compare;
mod find;
mod near;
mod read;
mod tokens;

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::{
    answer::Number,
    catalogue::Catalogue,
    question::{Ask, When},
};
use find::{Counted, Stated, find};
use read::{Read, Reader};
use tokens::Tokens;

/// A number that a text states, and what is to be said of it.
#[derive(Clone, Debug)]
pub struct Claim {
    /// In the text's own words.
    pub written: String,
    pub verdict: Verdict,
    /// The reason that it was not checked; none where it was.
    pub reason: Option<Reason>,
    /// The figure that it is compared with: the one that it says, or that it was meant to say.
    pub figure: Option<Number>,
    /// The figure that it is instead: another year's, another place's.
    pub instead: Option<Number>,
    /// By how many percent of the figure it differs, with one place at most.
    pub by: Option<Decimal>,
    /// The question that the figure answers.
    pub ask: Option<Ask>,
}

macro_rules! closed {
    ($(#[$doc:meta])* $name:ident { $($(#[$of:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
        pub enum $name {
            $($(#[$of])* $variant),+
        }

        impl $name {
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $word),+
                }
            }
        }
    };
}

closed! {
    /// The verdict on a number that somebody states.
    Verdict {
        Agrees = "agrees",
        /// It agrees when rounded as it is written.
        Rounded = "rounded",
        /// It was so, and was revised since.
        Revised = "revised",
        NotChecked = "not-checked",
        /// A slip by a power of ten.
        Scale = "scale",
        /// The other sign, or the other direction.
        Sign = "sign",
        Currency = "currency",
        OtherPeriod = "other-period",
        OtherPlace = "other-place",
        /// The count of the partner, where another's is named.
        OtherSide = "other-side",
        OtherIndicator = "other-indicator",
        /// A part for the whole, or the whole for a part.
        Part = "part",
        /// The words say more or less than the numbers do.
        Wording = "wording",
        Differs = "differs",
    }
}

closed! {
    /// The reason that a number is not checked.
    Reason {
        /// No words say what it counts, or none that are known.
        Indicator = "indicator",
        /// A country or goods of which nothing is held.
        Place = "place",
        /// No time is named.
        Period = "period",
        /// The words around it may mean more than one thing.
        Unclear = "unclear",
        /// Percentage points.
        Points = "points",
        /// An amount by which something changed.
        Change = "change",
        /// From one number to another.
        Range = "range",
        /// Nothing is held of it.
        NotHeld = "not-held",
        /// Nothing is held of it in that currency or unit.
        Unit = "unit",
        /// Only a bound is held.
        Bound = "bound",
    }
}

impl Claim {
    fn not_checked(written: String, reason: Reason) -> Self {
        Self {
            written,
            verdict: Verdict::NotChecked,
            reason: Some(reason),
            figure: None,
            instead: None,
            by: None,
            ask: None,
        }
    }

    /// True where it was compared with a figure.
    pub fn is_compared(&self) -> bool {
        self.verdict != Verdict::NotChecked
    }
}

/// True for a text to be checked: it has numbers with a unit, and is longer than questions are.
pub fn is_to_check(text: &str) -> bool {
    /// Bytes of the shortest text with two numbers, and of the shortest with one.
    const TWO: usize = 60;
    const ONE: usize = 300;
    if text.len() < TWO || !text.bytes().any(|byte| byte.is_ascii_digit()) {
        return false;
    }
    let found = find(&Tokens::of(text), |_| None).len();
    found >= 2 || found == 1 && text.len() >= ONE
}

/// Holds every number of a text against the facts.
pub fn check(text: &str, today: Date, catalogue: &Catalogue) -> Vec<Claim> {
    let tokens = Tokens::of(text);
    let mut reader = Reader::new(&tokens, today, catalogue);
    let found = find(&tokens, |words| reader.things(words));
    let around = clauses::around(&tokens, &found);
    let mut claims = Vec::with_capacity(found.len());
    for (number, around) in found.iter().zip(&around) {
        let written = tokens.written(number.at.clone()).to_owned();
        claims.push(match reader.read(number, around) {
            Ok(read) => compare::compare(written, number, &read, catalogue),
            Err(reason) => Claim::not_checked(written, reason),
        });
    }
    claims
}

/// Holds the numbers of a question against the figure that it asks for.
pub fn asked(text: &str, ask: &Ask, today: Date, catalogue: &Catalogue) -> Vec<Claim> {
    let tokens = Tokens::of(text);
    let reader = Reader::new(&tokens, today, catalogue);
    let found = find(&tokens, |words| reader.things(words));
    let around = clauses::around(&tokens, &found);
    let claim = |(number, around): (&Stated, &clauses::Around)| {
        let written = tokens.written(number.at.clone()).to_owned();
        if number.unit == Counted::Points {
            return Claim::not_checked(written, Reason::Points);
        }
        let read = Read {
            ask: ask.clone(),
            since: None,
            way: reader.way_asked(around),
            is_certain: !matches!(ask.when, When::Years(..)),
            is_paired: true,
            is_count_named: ask.reporter.is_some(),
        };
        compare::compare(written, number, &read, catalogue)
    };
    found.iter().zip(&around).map(claim).collect()
}
