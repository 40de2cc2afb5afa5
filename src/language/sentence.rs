//! Sentences taken apart once, so that to say one is to put its pieces together.
//!
//! Fluent walks a pattern anew each time. Most sentences are words with arguments between them, or choose by
//! a number that stands there in digits (`[1] January`). What chooses a plural form stays with Fluent.

use std::{borrow::Cow, fmt::Write as _};

use fluent_syntax::{
    ast::{Expression, InlineExpression, Pattern, PatternElement, Variant, VariantKey},
    unicode::unescape_unicode_to_string,
};

/// A value put into a sentence.
#[derive(Clone, PartialEq, Debug)]
pub enum Arg<'a> {
    Text(Cow<'a, str>),
    /// Chooses a plural form.
    Number(usize),
}

impl<'a> From<&'a str> for Arg<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(text.into())
    }
}

impl From<String> for Arg<'_> {
    fn from(text: String) -> Self {
        Self::Text(text.into())
    }
}

impl<'a> From<&'a String> for Arg<'a> {
    fn from(text: &'a String) -> Self {
        Self::Text(text.as_str().into())
    }
}

impl From<usize> for Arg<'_> {
    fn from(number: usize) -> Self {
        Self::Number(number)
    }
}

/// Words with arguments, each by its position, between them.
#[derive(Debug)]
pub(super) struct Sentence(Vec<Piece>);

#[derive(Debug)]
enum Piece {
    Words(Box<str>),
    Argument(usize),
    Choice { argument: usize, numbers: Vec<(usize, Sentence)>, other: Sentence },
}

impl Sentence {
    /// Takes a pattern apart, whose arguments have these names; none where it does more than this module knows.
    pub(super) fn of(pattern: &Pattern<&str>, arguments: &[&str]) -> Option<Self> {
        let piece = |element: &PatternElement<&str>| match element {
            PatternElement::TextElement { value } => Some(Piece::Words((*value).into())),
            PatternElement::Placeable { expression } => Piece::of(expression, arguments),
        };
        pattern.elements.iter().map(piece).collect::<Option<_>>().map(Self)
    }

    pub(super) fn say(&self, arguments: &[&Arg<'_>]) -> String {
        let mut said = String::with_capacity(64);
        self.append(arguments, &mut said);
        said
    }

    fn append(&self, arguments: &[&Arg<'_>], said: &mut String) {
        for piece in &self.0 {
            match piece {
                Piece::Words(words) => said.push_str(words),
                Piece::Argument(position) => match arguments[*position] {
                    Arg::Text(text) => said.push_str(text),
                    Arg::Number(number) => write!(said, "{number}").expect("a string takes whatever is written"),
                },
                Piece::Choice { argument, numbers, other } => {
                    let exact = |number: &usize| numbers.iter().find(|(exact, _)| exact == number);
                    let chosen = match arguments[*argument] {
                        Arg::Number(number) => exact(number).map_or(other, |(_, sentence)| sentence),
                        Arg::Text(_) => other,
                    };
                    chosen.append(arguments, said);
                }
            }
        }
    }
}

impl Piece {
    fn of(expression: &Expression<&str>, arguments: &[&str]) -> Option<Self> {
        let position = |inline: &InlineExpression<&str>| match inline {
            InlineExpression::VariableReference { id } => arguments.iter().position(|name| *name == id.name),
            _ => None,
        };
        match expression {
            Expression::Inline(InlineExpression::StringLiteral { value }) => {
                Some(Self::Words(unescape_unicode_to_string(value).into()))
            }
            Expression::Inline(inline) => position(inline).map(Self::Argument),
            Expression::Select { selector, variants } => {
                let argument = position(selector)?;
                let sentence = |variant: &Variant<&str>| Sentence::of(&variant.value, arguments);
                let other = variants.iter().find(|variant| variant.default).and_then(sentence)?;
                let numbers = variants.iter().filter(|variant| !variant.default).map(|variant| match variant.key {
                    VariantKey::NumberLiteral { value } => Some((value.parse().ok()?, sentence(variant)?)),
                    VariantKey::Identifier { .. } => None,
                });
                Some(Self::Choice { argument, numbers: numbers.collect::<Option<_>>()?, other })
            }
        }
    }
}
