//! A number as a table prints it → the same digits as a sheet has them.

/// Reads a number whose thousands may be parted; every digit is kept.
///
/// # Errors
///
/// What to do about a text that is no number, or could be two.
pub(super) fn digits(text: &str, decimal: char) -> Result<String, String> {
    let plain: String = text.trim().chars().map(plain).collect();
    let (sign, number) = match plain.strip_prefix(['-', '+']) {
        Some(rest) => (if plain.starts_with('-') { "-" } else { "" }, rest),
        None => ("", plain.as_str()),
    };
    let (whole, fraction) = number.split_once(decimal).unwrap_or((number, "0"));
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let parts: Vec<char> = whole.chars().filter(|letter| !letter.is_ascii_digit()).collect();
    let other = if decimal == '.' { ',' } else { '.' };
    let strange = parts.iter().find(|part| ![' ', '\'', other].contains(part));
    if strange.is_some() || !is_digits(fraction) || whole.is_empty() {
        return Err("write digits alone, or say in the map's `table` what stands for a gap (`gaps`) or leads to a \
                    footnote (`marks`)"
            .to_owned());
    }
    let whole = match parts.first() {
        None => whole.to_owned(),
        Some(part) => {
            let mut groups = whole.split(*part);
            let head = groups.next().is_some_and(|head| is_digits(head) && head.len() <= 3);
            if !head || !groups.all(|group| is_digits(group) && group.len() == 3) {
                return Err(format!(
                    "`{part}` parts groups of three digits; the map says that `{decimal}` stands before decimals"
                ));
            }
            whole.replace(*part, "")
        }
    };
    let fraction = if number.contains(decimal) { format!(".{fraction}") } else { String::new() };
    Ok(format!("{sign}{whole}{fraction}"))
}

/// The same number with its point so many places further to the left.
pub(super) fn moved(digits: &str, places: u8) -> String {
    if places == 0 {
        return digits.to_owned();
    }
    let (sign, number) = digits.strip_prefix('-').map_or(("", digits), |number| ("-", number));
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    let places = usize::from(places);
    let padded = format!("{whole:0>width$}", width = places + 1);
    let (whole, moved) = padded.split_at(padded.len() - places);
    format!("{sign}{whole}.{moved}{fraction}")
}

/// The shortest decimal that a spreadsheet's binary number stands for.
pub(super) fn shortest(number: f64) -> String {
    // A double shows at most 17 digits; the standard library prints the fewest that lead back to it.
    format!("{number}")
}

fn plain(letter: char) -> char {
    match letter {
        '\u{A0}' | '\u{2009}' | '\u{202F}' | '\u{2007}' => ' ',
        '’' | 'ʼ' | '´' => '\'',
        '−' | '–' => '-',
        '，' => ',',
        '．' => '.',
        '０'..='９' => char::from_u32(u32::from(letter) - 0xFF10 + 0x30).unwrap_or(letter),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_kept_and_thousands_are_read() {
        for (text, decimal, number) in [
            ("71.20", '.', "71.20"),
            (" 1,234,567.8 ", '.', "1234567.8"),
            ("1.234.567,80", ',', "1234567.80"),
            ("12 345", '.', "12345"),
            ("12\u{A0}345,6", ',', "12345.6"),
            ("12\u{202F}345", ',', "12345"),
            ("12\u{2009}345.60", '.', "12345.60"),
            ("12'345", '.', "12345"),
            ("12’345", '.', "12345"),
            ("−5,0", ',', "-5.0"),
            ("+5", '.', "5"),
            ("１２", '.', "12"),
            ("1,234", '.', "1234"),
            ("1,234", ',', "1.234"),
            ("1.234", ',', "1234"),
        ] {
            assert_eq!(digits(text, decimal).as_deref(), Ok(number), "{text}");
        }
        for text in [
            "",
            "-",
            "x",
            "12,34",
            "1,2345",
            "1234,567",
            "1 23",
            "1,234 567",
            "(5)",
            "5%",
            "5.",
            ".5",
            "1.2.3",
            "1e5",
            "12 ",
        ] {
            let is_number = text == "12 ";
            assert_eq!(digits(text, '.').is_ok(), is_number, "{text}");
        }
    }

    #[test]
    fn a_point_moves_and_no_digit_is_lost_or_won() {
        for (digits, places, number) in [
            ("2731128", 2, "27311.28"),
            ("5", 2, "0.05"),
            ("-5.10", 1, "-0.510"),
            ("500", 2, "5.00"),
            ("12.5", 0, "12.5"),
        ] {
            assert_eq!(moved(digits, places), number);
        }
    }

    #[test]
    fn a_binary_number_has_its_shortest_decimal() {
        for (number, text) in [
            (27.3, "27.3"),
            (1_927_623.246_444_712_9, "1927623.2464447129"),
            (1e15, "1000000000000000"),
            (2024.0, "2024"),
            (1e-7, "0.0000001"),
        ] {
            assert_eq!(shortest(number), text);
        }
    }
}
