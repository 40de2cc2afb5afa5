//! Years in words → years in digits: twenty twenty-four, две тысячи двадцать четвёртый, 二〇二四.
//!
//! In: the words of a text; out: the same, with one word of digits in the place of those that make a year. The numbers
//! of single words come from the lexicons.

use super::words::{Kind, Word};
use crate::language::Lexicon;

/// Words of the longest year.
const MOST: usize = 5;

/// The words with years in digits.
pub(super) fn with_years(mut words: Vec<Word>) -> Vec<Word> {
    let mut at = 0;
    while at < words.len() {
        let numbers: Vec<u16> = words[at..].iter().map_while(numeral).take(MOST).collect();
        let length = numbers.len();
        if let Some(year) = year(&numbers) {
            let text = year.to_string();
            let (folded, stem, joint) = (text.clone(), text.len(), words[at].joint);
            words[at] = Word { text, folded, stem, kind: Kind::Digits, joint };
            words.drain(at + 1..at + length);
            at += 1;
        } else {
            at += length.max(1);
        }
    }
    words
}

/// The number that a word says.
fn numeral(word: &Word) -> Option<u16> {
    match word.kind {
        // 〇 is a digit to computers.
        Kind::Digits => Some(0).filter(|_| word.text == "0"),
        Kind::Letters(_) => Lexicon::all().numeral(&word.folded),
        Kind::Sign => None,
    }
}

/// The year that numbers in a row make: digit by digit, two by two, or by thousands and hundreds.
fn year(numbers: &[u16]) -> Option<u16> {
    let year = match numbers {
        [a, b, c, d] if numbers.iter().all(|one| *one < 10) => a * 1000 + b * 100 + c * 10 + d,
        [first @ (19 | 20), rest @ ..] if !rest.is_empty() && rest.iter().all(|one| *one < 100) => {
            first * 100 + below_hundred(rest)?
        }
        [first @ 2..10, 1000, rest @ ..] => first * 1000 + below_thousand(rest)?,
        [first @ 1000..=2000, rest @ ..] => first + below_thousand(rest)?,
        _ => return None,
    };
    (1900..=2100).contains(&year).then_some(year)
}

fn below_thousand(numbers: &[u16]) -> Option<u16> {
    match numbers {
        [hundreds @ 100..1000, rest @ ..] => Some(hundreds + below_hundred(rest)?),
        rest => below_hundred(rest),
    }
}

fn below_hundred(numbers: &[u16]) -> Option<u16> {
    match numbers {
        [] => Some(0),
        [one @ ..100] => Some(*one),
        [tens @ 20..100, one @ 1..10] if tens % 10 == 0 => Some(tens + one),
        _ => None,
    }
}
