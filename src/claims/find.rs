//! A text → the numbers in it that have a unit.
//!
//! In: the pieces of a text; out: each number with the pieces that it takes, as its language writes it. Years, dates,
//! telephone numbers and whatever else has no unit are left. It does not know what the numbers are about.

use std::ops::Range;

use rust_decimal::Decimal;

use super::tokens::{Kind, Tokens};
use crate::{
    fact::{Base, Qualifier},
    language::{Key, Lexicon, Role, Script, StatedWord, han},
};

/// A number with a unit, as it is written.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Stated {
    /// The pieces that it takes, with its unit and a sign before it.
    pub at: Range<usize>,
    /// The numbers that its digits may be, the likeliest first: `43,820` is 43820 or 43.82.
    pub readings: Vec<Decimal>,
    /// The end of a range that begins with it: 40–45.
    pub high: Option<Decimal>,
    pub exponent: u8,
    pub unit: Counted,
    pub qualifier: Qualifier,
}

/// The unit of a number, as far as it names one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Counted {
    Base(Base),
    /// Percentage points.
    Points,
    /// A scale and no more: 14 billion.
    Bare,
    /// A word for how many times: doubled.
    Word,
}

/// Finds all numbers with a unit, in their order.
///
/// `things` says what the words behind a number count, and how many of them say so: enterprises are counted.
pub(super) fn find(tokens: &Tokens<'_>, things: impl Fn(Range<usize>) -> Option<(Base, usize)>) -> Vec<Stated> {
    let mut found: Vec<Stated> = Vec::new();
    let mut at = 0;
    while at < tokens.all.len() {
        match stated(tokens, at).or_else(|next| of_things(tokens, at, &things).ok_or(next)) {
            Ok(mut one) => {
                let taken = found.last().map_or(0, |last| last.at.end);
                one.at.start = one.at.start.max(taken);
                at = one.at.end;
                found.push(one);
            }
            Err(next) => at = next,
        }
    }
    found
}

/// The number that begins at a piece; else the piece to go on with.
fn stated(tokens: &Tokens<'_>, at: usize) -> Result<Stated, usize> {
    let Some(literal) = literal(tokens, at) else { return word(tokens, at).ok_or(at + 1) };
    let (start, paid) = paid(tokens, at);
    let negative = start.checked_sub(1).filter(|before| is_minus(tokens, *before));
    let mut end = literal.next;
    let mut high = None;
    if suffix(tokens, end).is_none()
        && tokens.is_sign(end, &["-", "–", "—", "−", "~", "～"])
        && let Some(second) = digits(tokens, end + 1)
    {
        // "2025 — 27.2 billion": the year of a number.
        if is_year(&literal) && !is_year(&second) {
            return Err(end + 1);
        }
        (high, end) = (second.readings.first().copied(), second.next);
    }
    let units = if literal.is_percent { Some((0, Counted::Base(Base::Percent), end)) } else { suffix(tokens, end) };
    let Some((exponent, unit, end)) = units.or_else(|| paid.map(|base| (0, Counted::Base(base), end))) else {
        return Err(literal.next);
    };
    let unit = match (unit, paid) {
        (Counted::Bare, Some(base)) => Counted::Base(base),
        (unit, _) => unit,
    };
    let mut readings = literal.readings;
    if negative.is_some() {
        readings.iter_mut().for_each(|number| number.set_sign_negative(true));
    }
    let start = negative.unwrap_or(start);
    let qualifier = qualifier(tokens, start, end);
    // "The first nine months" are a time, and so are nine months where nothing bounds them.
    if unit == Counted::Base(Base::Months) && qualifier == Qualifier::Exact {
        return Err(literal.next);
    }
    Ok(Stated { at: start..end, readings, high, exponent, unit, qualifier })
}

fn is_year(literal: &Literal) -> bool {
    literal.readings.iter().any(|number| (Decimal::from(1900)..Decimal::from(2101)).contains(number))
}

/// A number that words behind it give a unit: more than 40,000 Chinese enterprises.
fn of_things(tokens: &Tokens<'_>, at: usize, things: impl Fn(Range<usize>) -> Option<(Base, usize)>) -> Option<Stated> {
    /// Words that may stand before the name of what is counted, with it.
    const FARTHEST: usize = 5;
    let literal = digits(tokens, at).or_else(|| cardinal(tokens, at))?;
    if is_year(&literal) {
        return None;
    }
    let is_word =
        |at: &usize| tokens.get(*at).is_some_and(|token| matches!(token.kind, Kind::Letters(_)) && !token.is_new_line);
    let end = (literal.next..literal.next + FARTHEST).take_while(is_word).last()? + 1;
    let (base, end) = things(literal.next..end)?;
    let qualifier = qualifier(tokens, at, end);
    Some(Stated {
        at: at..end,
        readings: literal.readings,
        high: None,
        exponent: 0,
        unit: Counted::Base(base),
        qualifier,
    })
}

/// Digits or a number in words, and the piece after it.
struct Literal {
    readings: Vec<Decimal>,
    next: usize,
    is_percent: bool,
}

fn literal(tokens: &Tokens<'_>, at: usize) -> Option<Literal> {
    digits(tokens, at).or_else(|| in_words(tokens, at)).or_else(|| in_han(tokens, at))
}

/// The signs between groups of digits.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Between {
    Blank,
    Comma,
    Point,
    Apostrophe,
}

/// `43.82`, `43,820`, `1 063,5`.
fn digits(tokens: &Tokens<'_>, at: usize) -> Option<Literal> {
    let first = tokens.get(at).filter(|token| token.kind == Kind::Digits)?;
    // G20 and H1 are no numbers; USD20 is.
    let is_glued = |before: usize| {
        let token = &tokens.all[before];
        let is_word = matches!(token.kind, Kind::Letters(Script::Latin | Script::Cyrillic));
        !first.is_apart && is_word && money(tokens, before).is_none()
    };
    if at.checked_sub(1).is_some_and(is_glued) {
        return None;
    }
    let mut groups: Vec<(Option<Between>, &str)> = vec![(None, &first.folded)];
    let mut next = at + 1;
    while let Some((between, group)) = group(tokens, next, &groups) {
        groups.push((Some(between), &tokens.all[group].folded));
        next = group + 1;
    }
    let is_cyrillic =
        (next..tokens.all.len().min(next + 3)).any(|near| tokens.all[near].kind == Kind::Letters(Script::Cyrillic));
    let readings = read_groups(&groups, is_cyrillic)?;
    Some(Literal { readings, next, is_percent: false })
}

/// The next group of digits of one number, and what stands before it.
fn group(tokens: &Tokens<'_>, next: usize, groups: &[(Option<Between>, &str)]) -> Option<(Between, usize)> {
    let token = tokens.get(next)?;
    if token.kind == Kind::Digits {
        let is_blank = token.is_apart && !token.is_new_line && gap(tokens, next) == 1;
        let is_even = groups.iter().all(|(between, _)| matches!(between, None | Some(Between::Blank)));
        let is_short = groups[0].1.len() <= 3 && !groups[0].1.starts_with('0');
        return (is_blank && is_even && is_short && token.folded.len() == 3).then_some((Between::Blank, next));
    }
    let between = match token.folded.as_str() {
        "," => Between::Comma,
        "." => Between::Point,
        "'" | "’" => Between::Apostrophe,
        _ => return None,
    };
    let follows = tokens.get(next + 1).filter(|token| token.kind == Kind::Digits && !token.is_apart);
    (!token.is_apart && follows.is_some()).then_some((between, next + 1))
}

/// How many characters stand between a piece and the one before it.
fn gap(tokens: &Tokens<'_>, at: usize) -> usize {
    let before = at.checked_sub(1).map_or(0, |before| tokens.all[before].at.end);
    tokens.text[before..tokens.all[at].at.start].chars().count()
}

/// All that groups of digits may mean, the likeliest first; none for a date or a version.
fn read_groups(groups: &[(Option<Between>, &str)], is_cyrillic: bool) -> Option<Vec<Decimal>> {
    let whole: String = groups.iter().map(|(_, digits)| *digits).collect();
    let (last, rest) = groups.split_last()?;
    let before: String = rest.iter().map(|(_, digits)| *digits).collect();
    let fraction = || format!("{before}.{}", last.1).parse::<Decimal>().ok();
    let number = || whole.parse::<Decimal>().ok();
    let between: Vec<Between> = groups.iter().filter_map(|(between, _)| *between).collect();
    let is_in_threes = |groups: &[(Option<Between>, &str)]| {
        groups.iter().skip(1).all(|(_, digits)| digits.len() == 3)
            && groups[0].1.len() <= 3
            && !groups[0].1.starts_with('0')
    };
    if whole.len() > 24 {
        return None;
    }
    let readings = match &between[..] {
        [] if whole.len() > 1 && whole.starts_with('0') => return None,
        [] => vec![number()?],
        [Between::Comma | Between::Point] if !is_in_threes(groups) => vec![fraction()?],
        [Between::Point] => vec![fraction()?, number()?],
        [Between::Comma] if is_cyrillic => vec![fraction()?, number()?],
        [Between::Comma] => vec![number()?, fraction()?],
        // 1,063.5 and 1 063,5
        [others @ .., end @ (Between::Comma | Between::Point)] if !others.contains(end) && is_in_threes(rest) => {
            vec![fraction()?]
        }
        all if all.iter().all(|one| *one == all[0]) && is_in_threes(groups) => vec![number()?],
        _ => return None,
    };
    Some(readings)
}

/// `two billion`, `полтора миллиарда`: only before a scale or a unit.
fn in_words(tokens: &Tokens<'_>, at: usize) -> Option<Literal> {
    let literal = cardinal(tokens, at)?;
    let is_scaled = tokens.meant_as(literal.next, StatedWord::power).is_some();
    let is_counted = || tokens.meant_as(literal.next, |word| word.base().filter(|base| !base.is_money())).is_some();
    (is_scaled || is_counted()).then_some(literal)
}

fn cardinal(tokens: &Tokens<'_>, at: usize) -> Option<Literal> {
    let token = tokens.get(at)?;
    let Kind::Letters(script @ (Script::Latin | Script::Cyrillic)) = token.kind else { return None };
    let half = tokens.meant_as(at, |word| match word {
        StatedWord::Half => Some(Decimal::new(5, 1)),
        StatedWord::OneAndAHalf => Some(Decimal::new(15, 1)),
        StatedWord::Hundred => Some(Decimal::ONE_HUNDRED),
        _ => None,
    });
    let (number, next) = half.or_else(|| {
        let mut key = Key::new(script);
        key.push(&token.folded, token.folded.len());
        match Lexicon::all().find_small(&key)? {
            Role::Cardinal(number) => Some((Decimal::from(*number), at + 1)),
            _ => None,
        }
    })?;
    Some(Literal { readings: vec![number], next, is_percent: false })
}

/// `一百零六点三` before 亿, `百分之十二`.
fn in_han(tokens: &Tokens<'_>, at: usize) -> Option<Literal> {
    let han = |at: usize| {
        let token = tokens.get(at).filter(|token| token.kind == Kind::Letters(Script::Han))?;
        token.folded.chars().next()
    };
    let number = |at| {
        let (number, next) = han::number(at, han)?;
        Some(Literal { readings: vec![number], next, is_percent: false })
    };
    if let Some(at) = han::behind_percent(at, han) {
        let mut literal = digits(tokens, at).or_else(|| number(at))?;
        literal.is_percent = true;
        return Some(literal);
    }
    let before = at.checked_sub(1).and_then(han);
    let literal = number(at).filter(|_| before.and_then(han::digit).is_none())?;
    let power = tokens.meant_as(literal.next, StatedWord::power);
    power.map(|_| literal)
}

/// `doubled`, `почти втрое`: how many times over.
fn word(tokens: &Tokens<'_>, at: usize) -> Option<Stated> {
    let (number, end) = tokens.meant_as(at, |word| {
        Some(match word {
            StatedWord::Doubled => Decimal::TWO,
            StatedWord::Tripled => Decimal::from(3),
            StatedWord::Quadrupled => Decimal::from(4),
            StatedWord::Halved => Decimal::new(5, 1),
            _ => return None,
        })
    })?;
    // Double-digit growth has not doubled.
    if tokens.is_sign(end, &["-"]) || number == Decimal::new(5, 1) && tokens.all[at].folded == "half" {
        return None;
    }
    let (start, qualifier) = qualified(tokens, at).map_or((at, Qualifier::Exact), |(start, found)| (start, found));
    Some(Stated { at: start..end, readings: vec![number], high: None, exponent: 0, unit: Counted::Word, qualifier })
}

/// Scale and unit behind a number, and the piece after them.
fn suffix(tokens: &Tokens<'_>, at: usize) -> Option<(u8, Counted, usize)> {
    let is_on_line = |at: usize| tokens.get(at).is_some_and(|token| !token.is_new_line);
    let at =
        if tokens.is_sign(at, &["-"]) && tokens.meant_as(at + 1, StatedWord::power).is_some() { at + 1 } else { at };
    if !is_on_line(at) {
        return None;
    }
    let scale = tokens.meant_as(at, StatedWord::power);
    let (exponent, mut next) = scale.unwrap_or((0, at));
    if let Some((_, next)) = tokens.meant_as(next, |word| (word == StatedWord::Points).then_some(())) {
        return Some((exponent, Counted::Points, next));
    }
    let mut last = next;
    for _ in 0..3 {
        if !is_on_line(last) {
            break;
        }
        if let Some((base, next)) = tokens.meant_as(last, StatedWord::base) {
            let is_scaled = scale.is_none() || base.is_scaled();
            return is_scaled.then_some((exponent, Counted::Base(base), next));
        }
        match tokens.meant_as(last, |word| (word == StatedWord::OfMoney).then_some(())) {
            Some((_, next)) => last = next,
            None => break,
        }
    }
    // млрд. before a small letter is no end.
    if scale.is_some()
        && tokens.is_sign(next, &["."])
        && !tokens.all[next].is_apart
        && let Some((base, next)) = tokens.meant_as(next + 1, StatedWord::base).filter(|(base, _)| base.is_money())
    {
        return Some((exponent, Counted::Base(base), next));
    }
    next = next.max(at);
    scale.map(|_| (exponent, Counted::Bare, next))
}

/// The currency before a number, and where it begins: US$.
fn paid(tokens: &Tokens<'_>, at: usize) -> (usize, Option<Base>) {
    let Some(before) = at.checked_sub(1) else { return (at, None) };
    let Some(base) = money(tokens, before) else { return (at, None) };
    let is_sign = tokens.all[before].kind == Kind::Sign;
    let is_ours = |before: &usize| tokens.all[*before].folded == "us" && !tokens.all[*before + 1].is_apart;
    let start = before.checked_sub(1).filter(|_| is_sign).filter(is_ours).unwrap_or(before);
    (start, Some(base))
}

fn money(tokens: &Tokens<'_>, at: usize) -> Option<Base> {
    let is_code = || tokens.all[at].kind == Kind::Sign || tokens.all[at].folded.len() == 3;
    let (base, next) =
        tokens.meant_as(at, |word| if let StatedWord::Money(base) = word { Some(base) } else { None })?;
    (next == at + 1 && is_code()).then_some(base)
}

fn is_minus(tokens: &Tokens<'_>, at: usize) -> bool {
    let follows = tokens.get(at + 1).is_some_and(|token| !token.is_apart);
    let opens = tokens.all[at].is_apart || at == 0;
    tokens.is_sign(at, &["-", "−"]) && follows && opens
}

/// The word before a number, or right behind it, that bounds it.
fn qualifier(tokens: &Tokens<'_>, start: usize, end: usize) -> Qualifier {
    let behind = || {
        let (found, _) = tokens.meant_as(end, |word| (word == StatedWord::About).then_some(Qualifier::About))?;
        (tokens.all[end].kind == Kind::Letters(Script::Han)).then_some(found)
    };
    qualified(tokens, start).map(|(_, found)| found).or_else(behind).unwrap_or(Qualifier::Exact)
}

/// The word before a number that bounds it, and where it begins. Words that add nothing may stand between.
fn qualified(tokens: &Tokens<'_>, start: usize) -> Option<(usize, Qualifier)> {
    const FARTHEST: usize = 5;
    let is_small = |at: usize| {
        let small = |word| matches!(word, StatedWord::Aside | StatedWord::OfMoney).then_some(());
        tokens.meant_as(at, small).map(|(_, next)| next)
    };
    let reaches = |from: usize| {
        let mut at = from;
        while at < start {
            match is_small(at) {
                Some(next) if next <= start => at = next,
                _ => return false,
            }
        }
        at == start
    };
    (start.saturating_sub(FARTHEST)..start).find_map(|at| {
        let (found, next) = tokens.meant_as(at, StatedWord::qualifier)?;
        (next <= start && reaches(next)).then_some((at, found))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every number that is found in a text, as written and as read.
    fn found(text: &str) -> Vec<(String, String)> {
        let tokens = Tokens::of(text);
        let read = |one: Stated| {
            let number = one.readings[0];
            let unit = match one.unit {
                Counted::Base(base) => format!(" {base}"),
                Counted::Points => " points".to_owned(),
                Counted::Bare => String::new(),
                Counted::Word => " times".to_owned(),
            };
            let bound = if one.qualifier == Qualifier::Exact { String::new() } else { format!("{} ", one.qualifier) };
            let power = if one.exponent == 0 { String::new() } else { format!("e{}", one.exponent) };
            (tokens.written(one.at).to_owned(), format!("{bound}{number}{power}{unit}"))
        };
        find(&tokens, |_| None).into_iter().map(read).collect()
    }

    #[test]
    fn a_number_is_read_as_its_language_writes_it() {
        for (text, written, read) in [
            ("It was $106.3 billion.", "$106.3 billion", "106.3e9 USD"),
            ("It was US$100 billion.", "US$100 billion", "100e9 USD"),
            ("It was 100 bln U.S. dollars, a record", "100 bln U.S. dollars", "100e9 USD"),
            ("some 43,820 million", "43,820 million", "about 43820e6"),
            ("22,7 bn", "22,7 bn", "22.7e9"),
            ("1,063.5 mn euros", "1,063.5 mn euros", "1063.5e6 EUR"),
            ("two billion dollars", "two billion dollars", "2e9 USD"),
            ("Оборот 43,82 млрд долл. США.", "43,82 млрд долл. США", "43.82e9 USD"),
            ("более 1 063,5 млн юаней", "1 063,5 млн юаней", "more than 1063.5e6 CNY"),
            ("3,926 млрд долларов", "3,926 млрд долларов", "3.926e9 USD"),
            ("превысил отметку в 100 млрд долларов", "100 млрд долларов", "more than 100e9 USD"),
            ("полтора миллиарда долларов", "полтора миллиарда долларов", "1.5e9 USD"),
            ("达到1063亿美元", "1063亿美元", "1063e8 USD"),
            ("约440亿元人民币", "440亿元人民币", "about 440e8 CNY"),
            ("达二百七十二亿美元", "二百七十二亿美元", "272e8 USD"),
            ("增长百分之十二", "百分之十二", "12 percent"),
            ("增长１２％", "１２％", "12 percent"),
            ("rose by −5.2%", "−5.2%", "-5.2 percent"),
            ("by 1.5 percentage points", "1.5 percentage points", "1.5 points"),
            ("сократился на 3 п. п.", "3 п. п", "3 points"),
            ("trade nearly doubled", "nearly doubled", "nearly 2 times"),
            ("выросла почти втрое", "почти втрое", "nearly 3 times"),
            ("is 2.14 times as much", "2.14 times", "2.14 times"),
        ] {
            assert_eq!(found(text), [(written.to_owned(), read.to_owned())], "{text}");
        }
    }

    #[test]
    fn what_has_no_unit_is_no_number_to_check() {
        for text in [
            "In 2024 and 2025, on 17.06.2025, at 09:11",
            "+996 312 123 456, room 17, version 1.2.3",
            "the 15th Five-Year Plan, G20 and H1, 5G",
            "за первые девять месяцев 2024 года",
            "double-digit growth in the 1990s",
            "2024年1月，第二届峰会",
            "",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
    }

    #[test]
    fn a_range_is_one_number_with_two_ends() {
        let tokens = Tokens::of("between 40–45 billion dollars");
        let all = find(&tokens, |_| None);
        assert_eq!(all.len(), 1);
        assert_eq!((all[0].readings[0], all[0].high), (Decimal::from(40), Some(Decimal::from(45))));
    }

    #[test]
    fn a_year_before_a_dash_is_no_end_of_a_range() {
        for text in ["trade in 2025 — 27.2 billion dollars", "2025 - 27.2 billion dollars", "2025–27.2 billion dollars"]
        {
            let tokens = Tokens::of(text);
            let all = find(&tokens, |_| None);
            assert_eq!(all.len(), 1, "{text}");
            assert_eq!((all[0].readings[0], all[0].high), (Decimal::new(272, 1), None), "{text}");
        }
    }

    #[test]
    fn no_text_breaks_it() {
        for text in
            ["$", "%", "1", "1,", "$1", "1.", ",1,", "US$", "1 000 ", "百分之", "十", "-", "−%", "１２", "٣ billion"]
        {
            drop(found(text));
            drop(found(&text.repeat(50)));
        }
    }
}
