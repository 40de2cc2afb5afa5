//! Numbers in Chinese characters.
//!
//! In: characters by their places; out: the number that begins at a place, and the place behind it.

use rust_decimal::Decimal;

/// A number below ten thousand, with what stands behind its point, and the place behind it: 一百零六点三 is 106.3.
pub fn number(at: usize, han: impl Fn(usize) -> Option<char>) -> Option<(Decimal, usize)> {
    let (mut total, mut last, mut next) = (0u64, None, at);
    while let Some(one) = han(next) {
        if let Some(value) = digit(one) {
            last = Some(value);
        } else if let Some(step) = step(one) {
            total += last.take().unwrap_or(1) * step;
        } else {
            break;
        }
        next += 1;
    }
    let mut number = Decimal::from(total + last.unwrap_or(0));
    if next > at && han(next) == Some('点') {
        let mut place = 1;
        while let Some(value) = han(next + 1).and_then(digit) {
            number += Decimal::new(i64::try_from(value).ok()?, place);
            (place, next) = (place + 1, next + 1);
        }
        next += 1;
    }
    (next > at).then_some((number, next))
}

/// The place behind 百分之, which stands before a number of percent.
pub fn behind_percent(at: usize, han: impl Fn(usize) -> Option<char>) -> Option<usize> {
    let words = ['百', '分', '之'];
    words.iter().enumerate().all(|(step, wanted)| han(at + step) == Some(*wanted)).then_some(at + words.len())
}

/// The value of one character that is a digit.
pub fn digit(character: char) -> Option<u64> {
    Some(match character {
        '零' | '〇' => 0,
        '一' => 1,
        '二' | '两' => 2,
        '三' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        _ => return None,
    })
}

fn step(character: char) -> Option<u64> {
    Some(match character {
        '十' => 10,
        '百' => 100,
        '千' => 1000,
        _ => return None,
    })
}
