//! What was certainly meant by a value that is written in another way than ours: the same number, day, span or unit.
//! Where two readings are possible there is none.

use crate::{
    fact::{Amount, AsOf, Base, Period, Qualifier, Unit},
    language::{Key, Lexicon, Role, Script, plain as folded},
};

/// A number with a comma or groups, a typographic minus, wide digits, zeros in front.
pub(super) fn number(text: &str) -> Option<String> {
    let plain: String = text.trim().chars().map(plain).collect();
    let (sign, digits) = plain.split_at(plain.len() - plain.trim_start_matches(['+', '-']).len());
    if digits.is_empty() {
        return None;
    }
    let separators: String = digits.chars().filter(|letter| !letter.is_ascii_digit()).collect();
    let first = separators.chars().next();
    let groups_by = |mark: char| {
        let mut groups = digits.split(mark);
        let head = groups.next().is_some_and(|head| (1..=3).contains(&head.len()));
        head && groups.all(|group| group.len() == 3)
    };
    let digits = match first {
        // Three digits behind one comma may be thousands or thousandths.
        Some(',') if separators == "," && digits.len() - digits.find(',')? != 4 => digits.replace(',', "."),
        Some(mark @ (',' | '.'))
            if separators.len() > 1 && separators.chars().all(|one| one == mark) && groups_by(mark) =>
        {
            digits.replace(mark, "")
        }
        Some(' ') => {
            let (whole, fraction) = digits.split_once(['.', ',']).unwrap_or((digits, ""));
            let mut groups = whole.split(' ');
            let head = groups.next()?;
            if !(1..=3).contains(&head.len()) || !groups.all(|group| group.len() == 3) {
                return None;
            }
            format!("{}{}{fraction}", whole.replace(' ', ""), if fraction.is_empty() { "" } else { "." })
        }
        _ => digits.to_owned(),
    };
    let kept = digits.trim_start_matches('0');
    let zero = if kept.starts_with('.') || kept.is_empty() { "0" } else { "" };
    let meant = format!("{sign}{zero}{kept}");
    let is_number = Amount::parse(&meant, Unit { base: Base::Count, exponent: 0 }).is_ok();
    (is_number && meant != text).then_some(meant)
}

/// A change: the same, and its percent sign.
pub(super) fn change(text: &str) -> Option<String> {
    let text = text.trim().replace('％', "%");
    number(text.strip_suffix('%')?.trim_end()).map(|number| format!("{number}%"))
}

/// A field of another name that is a change, and its value: `growth: 20%`.
pub(super) fn as_change(field: &str, value: &str) -> Option<String> {
    if !["growth", "increase", "rise", "yoy"].contains(&field.to_lowercase().as_str()) {
        return None;
    }
    let value = change(value).unwrap_or_else(|| value.trim().to_owned());
    let number = value.strip_suffix('%')?.trim_end();
    let sign = if number.starts_with(['+', '-']) { "" } else { "+" };
    let is_number = Amount::parse(number, Unit { base: Base::Percent, exponent: 0 }).is_ok();
    is_number.then(|| format!("change: {sign}{number}%"))
}

/// A qualifier in other words.
pub(super) fn qualifier(text: &str) -> Option<Qualifier> {
    let folded = text.trim().to_lowercase();
    let meant = OTHER_WORDS.iter().find(|(_, words)| words.contains(&folded.as_str()));
    meant.map(|(qualifier, _)| *qualifier)
}

const OTHER_WORDS: [(Qualifier, &[&str]); 6] = [
    (Qualifier::About, &["approximately", "approx", "approx.", "around", "roughly", "circa", "ca.", "~", "≈", "около"]),
    (Qualifier::Nearly, &["almost", "close to", "почти"]),
    (
        Qualifier::MoreThan,
        &["over", "above", "exceeding", "greater than", "in excess of", ">", "более", "свыше", "больше"],
    ),
    (Qualifier::LessThan, &["under", "below", "fewer than", "<", "менее", "меньше"]),
    (Qualifier::AtLeast, &["no less than", "not less than", "minimum", ">=", "≥", "не менее"]),
    (Qualifier::AtMost, &["up to", "no more than", "not more than", "maximum", "<=", "≤", "до", "не более"]),
];

/// A span or a day with other separators, in another order, without its zeros.
pub(super) fn period(text: &str) -> Option<String> {
    if let Some((year, month, Some(day))) = in_words(text) {
        return sound(format!("{year}-{month:02}-{day:0>2}"), text);
    }
    let plain: String = text.trim().chars().map(plain).collect::<String>().to_uppercase();
    // Words and numbers, whatever stands between them.
    let mut parts: Vec<String> = Vec::new();
    let mut last = None;
    for letter in plain.chars() {
        let kind = if letter.is_ascii_digit() { Some(true) } else { letter.is_alphabetic().then_some(false) };
        match parts.last_mut() {
            Some(part) if kind.is_some() && kind == last => part.push(letter),
            _ if kind.is_some() => parts.push(letter.to_string()),
            _ => {}
        }
        last = kind;
    }
    let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
    let is_year = |part: &str| part.len() == 4;
    let is_short = |part: &str| part.len() <= 2;
    let has_points = plain.chars().all(|letter| letter.is_ascii_digit() || letter == '.');
    let meant = match parts[..] {
        [year, part @ ("H" | "Q"), number] | [part @ ("H" | "Q"), number, year] if is_year(year) => {
            format!("{year}-{part}{number}")
        }
        [year, "M", month] | ["M", month, year] if is_year(year) => format!("{year}-M{month:0>2}"),
        [year, "M", first, "M", last] | [year, "M", first, last] if is_year(year) && is_short(last) => {
            format!("{year}-M{first:0>2}-M{last:0>2}")
        }
        [year, month, day] if is_year(year) && is_short(month) && is_short(day) => {
            format!("{year}-{month:0>2}-{day:0>2}")
        }
        // Other marks stand for another order as well.
        [day, month, year] if is_year(year) && is_short(month) && is_short(day) && has_points => {
            format!("{year}-{month:0>2}-{day:0>2}")
        }
        [year, month] if is_year(year) && is_short(month) => format!("{year}-{month:0>2}"),
        [month, year] if is_year(year) && is_short(month) && has_points => format!("{year}-{month:0>2}"),
        [year] if is_year(year) && plain.chars().all(|letter| letter.is_ascii_digit()) => year.to_owned(),
        _ => return None,
    };
    sound(meant, text)
}

fn sound(meant: String, text: &str) -> Option<String> {
    (meant.parse::<Period>().is_ok() && meant != text).then_some(meant)
}

/// Year, month and, if there is one, day of a date with the name of its month: `20 January 2026`, `20 января 2026 г.`,
/// `2026年1月20日`.
fn in_words(text: &str) -> Option<(&str, u8, Option<&str>)> {
    let is_number = |word: &str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit());
    if let Some((year, rest)) = text.trim().split_once('年')
        && let Some((number, day)) = rest.split_once('月')
    {
        let day = day.trim_end_matches(['日', '号']);
        let sound = is_number(year) && (day.is_empty() || is_number(day));
        return sound.then_some((year, number.parse().ok()?, Some(day).filter(|day| !day.is_empty())));
    }
    let words = text.split([' ', ',', '.', '\u{A0}']).filter(|word| !word.is_empty());
    let words: Vec<&str> = words.filter(|word| !["г", "год", "года", "of"].contains(word)).collect();
    let (mut year, mut number, mut day) = (None, None, None);
    for word in words {
        let digits = ["st", "nd", "rd", "th"].iter().find_map(|ending| word.strip_suffix(ending)).unwrap_or(word);
        let taken = match is_number(digits) {
            true if digits.len() == 4 => year.replace(digits).is_some(),
            true if digits.len() <= 2 => day.replace(digits).is_some(),
            true => true,
            false => number.replace(month(word)?).is_some(),
        };
        if taken {
            return None;
        }
    }
    Some((year?, number?, day))
}

/// The month that a word names, in any language.
fn month(word: &str) -> Option<u8> {
    let script = Script::of(word.chars().next()?);
    let whole = folded(word, script);
    let mut key = Key::new(script);
    key.push(&whole, whole.len());
    if let Some(Role::Month(number)) = Lexicon::all().find(&key) { Some(*number) } else { None }
}

/// A day, a month or a year; never a quarter.
pub(super) fn date(text: &str) -> Option<String> {
    if let Some((year, month, None)) = in_words(text) {
        return sound(format!("{year}-{month:02}"), text);
    }
    period(text)
        .filter(|meant| matches!(meant.parse(), Ok(Period::Year(_) | Period::AsOf(AsOf::Month(..) | AsOf::Day(_)))))
}

/// A unit with its scale behind it, abbreviated, in other letters.
pub(super) fn unit(text: &str) -> Option<String> {
    let (mut scale, mut base) = (None, None);
    for word in text.split_whitespace() {
        let word = word.to_lowercase();
        let as_scale = match word.trim_end_matches('.') {
            "thousand" | "thousands" => Some("thousand"),
            "million" | "millions" | "mln" | "mn" => Some("million"),
            "billion" | "billions" | "bln" | "bn" => Some("billion"),
            "trillion" | "trillions" | "trn" => Some("trillion"),
            _ => None,
        };
        let as_base = match word.as_str() {
            "us$" => "USD".to_owned(),
            "rmb" | "yuan" | "renminbi" => "CNY".to_owned(),
            "%" | "％" | "pct" => "percent".to_owned(),
            code if code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_alphabetic()) => code.to_uppercase(),
            other => other.to_owned(),
        };
        let taken = match as_scale {
            Some(one) => scale.replace(one.to_owned()),
            None => base.replace(as_base),
        };
        if taken.is_some() {
            return None;
        }
    }
    let meant = match scale {
        Some(scale) => format!("{scale} {}", base?),
        None => base?,
    };
    (meant.parse::<Unit>().is_ok() && meant != text).then_some(meant)
}

/// The letter of our spelling that another one looks like.
fn plain(letter: char) -> char {
    match letter {
        '\u{2212}' | '\u{2010}'..='\u{2014}' | '－' => '-',
        '\u{A0}' | '\u{2009}' | '\u{202F}' => ' ',
        '０'..='９' => char::from_u32(u32::from(letter) - u32::from('０') + u32::from('0')).unwrap_or(letter),
        '．' => '.',
        '，' => ',',
        'М' | 'м' => 'M',
        'Н' | 'н' => 'H',
        _ => letter,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(read: fn(&str) -> Option<String>, cases: &[(&str, Option<&str>)]) {
        for (text, meant) in cases {
            assert_eq!(read(text).as_deref(), *meant, "{text}");
        }
    }

    #[test]
    fn a_number_in_another_spelling_is_known() {
        all(
            number,
            &[
                ("027", Some("27")),
                ("-00.50", Some("-0.50")),
                ("000", Some("0")),
                ("106,3", Some("106.3")),
                ("1,2345", Some("1.2345")),
                ("−36.1", Some("-36.1")),
                ("１０６．３", Some("106.3")),
                ("40 000", Some("40000")),
                ("1\u{A0}234 567,5", Some("1234567.5")),
                ("1.234.567", Some("1234567")),
                (",5", Some("0.5")),
                ("1.234.567", Some("1234567")),
                (",5", Some("0.5")),
            ],
        );
        all(
            number,
            &[("40,000", None), ("1,2,3", None), ("40 00", None), ("over 100", None), ("1e9", None), ("", None)],
        );
        all(number, &[("106.3", None), ("4 0000", None), ("1 000 00", None), ("5,", None)]);
        all(
            change,
            &[("+12,5%", Some("+12.5%")), ("−3 %", Some("-3%")), ("12", None), ("+12%", None), ("+1,250%", None)],
        );
    }

    #[test]
    fn a_period_in_another_spelling_is_known() {
        all(
            period,
            &[
                ("2025-q1", Some("2025-Q1")),
                ("Q1 2025", Some("2025-Q1")),
                ("2025H2", Some("2025-H2")),
                ("2025-Н1", Some("2025-H1")),
                ("2025-М4", Some("2025-M04")),
                ("2025-M1-M10", Some("2025-M01-M10")),
                ("2025-M01-10", Some("2025-M01-M10")),
                ("2025-4", Some("2025-04")),
                ("2025/04", Some("2025-04")),
                ("04.2025", Some("2025-04")),
                ("20.01.2026", Some("2026-01-20")),
                ("2026/1/5", Some("2026-01-05")),
                ("２０２５", Some("2025")),
            ],
        );
        all(
            period,
            &[
                ("20 January 2026", Some("2026-01-20")),
                ("January 20, 2026", Some("2026-01-20")),
                ("3rd of Feb. 2026", Some("2026-02-03")),
                ("20 января 2026 г.", Some("2026-01-20")),
                ("2026年1月20日", Some("2026-01-20")),
                ("31 February 2026", None),
                ("20 Januar 20 2026", None),
                ("20 January", None),
                ("January 2026", None),
            ],
        );
        all(date, &[("January 2026", Some("2026-01")), ("май 2026", Some("2026-05")), ("2026年1月", Some("2026-01"))]);
        let none =
            ["01/02/2026", "25", "2025-13", "31.02.2026", "2025-H3", "2O25", "April 2025", "2025-2026", "2025", ""];
        all(period, &none.map(|text| (text, None)));
        all(date, &[("2025-q1", None), ("20.01.2026", Some("2026-01-20"))]);
    }

    #[test]
    fn a_growth_beside_its_number_is_a_change() {
        for (field, value, meant) in [
            ("growth", "20%", Some("change: +20%")),
            ("growth", "-5,5 %", Some("change: -5.5%")),
            ("Increase", "+0.4%", Some("change: +0.4%")),
            ("growth", "20", None),
            ("growth", "much", None),
            ("grows", "20%", None),
        ] {
            assert_eq!(as_change(field, value).as_deref(), meant, "{field}: {value}");
        }
    }

    #[test]
    fn a_qualifier_in_other_words_is_known() {
        for (text, meant) in [
            ("over", Some(Qualifier::MoreThan)),
            ("Above", Some(Qualifier::MoreThan)),
            ("почти", Some(Qualifier::Nearly)),
            ("up to", Some(Qualifier::AtMost)),
            ("~", Some(Qualifier::About)),
            ("some", None),
            ("about", None),
        ] {
            assert_eq!(qualifier(text), meant, "{text}");
        }
    }

    #[test]
    fn a_unit_in_another_spelling_is_known() {
        all(
            unit,
            &[
                ("USD bn", Some("billion USD")),
                ("bn usd", Some("billion USD")),
                ("mln. US$", Some("million USD")),
                ("Billion USD", Some("billion USD")),
                ("yuan", Some("CNY")),
                ("%", Some("percent")),
                ("billion  USD", Some("billion USD")),
            ],
        );
        all(
            unit,
            &["billion USD", "dollars", "bn dollars", "billion", "USD CNY", "bilion USD", ""].map(|text| (text, None)),
        );
    }
}
