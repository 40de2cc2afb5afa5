//! Spellings of questions whose years move with the calendar: `trade last-year` is `trade 2025` in 2026.
//!
//! All is text. It does not know what a question is, but that its years are written in four digits.

const THIS_YEAR: &str = "this-year";
const LAST_YEAR: &str = "last-year";
/// After the number of years.
const YEARS_AGO: &str = "-years-ago";

/// One spelling for what the same words mean now and a year later; none where these differ in anything but years that
/// are one apart.
pub(super) fn spelled(now: &str, later: &str, this_year: i16) -> Option<String> {
    let (mut now, mut later) = (now, later);
    let mut spelled = String::with_capacity(now.len());
    while !now.is_empty() {
        let ((piece, next), (other, next_other)) = (first(now), first(later));
        (now, later) = (next, next_other);
        if piece == other {
            spelled += piece;
            continue;
        }
        let year = year(piece)?;
        let ago = u16::try_from(this_year - year).ok().filter(|_| self::year(other) == Some(year + 1))?;
        spelled += &match ago {
            0 => THIS_YEAR.to_owned(),
            1 => LAST_YEAR.to_owned(),
            ago => format!("{ago}{YEARS_AGO}"),
        };
    }
    later.is_empty().then_some(spelled)
}

/// The spelling as it is meant in a year; none where nothing in it moves.
pub(super) fn in_year(spelling: &str, this_year: i16) -> Option<String> {
    let (mut rest, mut meant, mut moves) = (spelling, String::with_capacity(spelling.len()), false);
    let mut is_start = true;
    while !rest.is_empty() {
        match ago(rest).filter(|_| is_start) {
            Some((ago, behind)) => {
                meant += &format!("{:04}", this_year.checked_sub(ago)?);
                (rest, moves) = (behind, true);
            }
            None => {
                let (piece, behind) = first(rest);
                meant += piece;
                is_start = piece.ends_with([' ', '-', ':']);
                rest = behind;
            }
        }
    }
    moves.then_some(meant)
}

/// The years between then and now that some text begins with, and what is behind.
fn ago(text: &str) -> Option<(i16, &str)> {
    let (ago, rest) = match (text.strip_prefix(THIS_YEAR), text.strip_prefix(LAST_YEAR)) {
        (Some(rest), _) => (0, rest),
        (None, Some(rest)) => (1, rest),
        (None, None) => {
            let (ago, rest) = text.split_at(digits(text));
            (ago.parse().ok().filter(|ago| *ago > 1)?, rest.strip_prefix(YEARS_AGO)?)
        }
    };
    (rest.is_empty() || rest.starts_with([' ', '-'])).then_some((ago, rest))
}

/// All digits that a text begins with, else its first letter; and what is behind.
fn first(text: &str) -> (&str, &str) {
    let letter = text.chars().next().map_or(0, char::len_utf8);
    text.split_at(digits(text).max(letter))
}

fn digits(text: &str) -> usize {
    text.bytes().take_while(u8::is_ascii_digit).count()
}

fn year(digits: &str) -> Option<i16> {
    (digits.len() == 4).then(|| digits.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_that_moves_is_named_by_how_long_ago_it_is_and_read_back_in_any_year() {
        for (now, later, spelling, in_2030) in [
            ("trade 2025", "trade 2026", "trade last-year", "trade 2029"),
            ("trade KGZ 2026", "trade KGZ 2027", "trade KGZ this-year", "trade KGZ 2030"),
            ("trade 2024-M04", "trade 2025-M04", "trade 2-years-ago-M04", "trade 2028-M04"),
            ("trade 2021-2025", "trade 2022-2026", "trade 5-years-ago-last-year", "trade 2025-2029"),
            ("trade 2021-2026", "trade 2021-2027", "trade 2021-this-year", "trade 2021-2030"),
            (
                "asof 2024-12-31 trade 2025",
                "asof 2024-12-31 trade 2026",
                "asof 2024-12-31 trade last-year",
                "asof 2024-12-31 trade 2029",
            ),
        ] {
            assert_eq!(spelled(now, later, 2026).as_deref(), Some(spelling));
            assert_eq!(in_year(spelling, 2026).as_deref(), Some(now));
            assert_eq!(in_year(spelling, 2030).as_deref(), Some(in_2030));
        }
    }

    #[test]
    fn what_stays_is_spelled_as_it_is() {
        for spelling in ["trade", "trade KGZ 2025", "trade 2021-2025", ""] {
            assert_eq!(spelled(spelling, spelling, 2026).as_deref(), Some(spelling));
        }
        for spelling in
            ["trade", "trade KGZ 2025", "0-years-ago", "x-years-ago", "search last-yearly", "a-last-years", "é"]
        {
            assert_eq!(in_year(spelling, 2026), None, "{spelling}");
        }
    }

    #[test]
    fn what_differs_in_more_than_years_that_are_one_apart_has_no_spelling() {
        for (now, later) in [
            ("trade 2025", "trade 2027"),
            ("trade 2025", "trade"),
            ("trade", "trade 2025"),
            ("trade 2025", "exports 2026"),
            ("trade 2025-M10", "trade 2025-M11"),
            ("trade 2027", "trade 2028"),
        ] {
            assert_eq!(spelled(now, later, 2026), None, "{now} {later}");
        }
    }
}
