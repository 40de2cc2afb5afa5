//! The time of day as people write it: `09:00`, `9am`, `9:00 p.m.`, `0900`, `9`, `noon`, `в 9 утра`.
//!
//! In: words; out: a time, and how many of the words it takes. It does not know what stands around it.

use jiff::civil::Time;

use super::words::Word;
use crate::language::OrderWord;

/// Reads the time that some words begin with, and says how many words it takes.
pub(super) fn read(words: &[Word]) -> Option<(Time, usize)> {
    let first = words.first()?.read.as_str();
    if let Some(hour) = OrderWord::choose(&NAMED, first) {
        return Some((Time::new(hour, 0, 0, 0).ok()?, 1));
    }
    let end = first.find(|letter: char| !letter.is_ascii_digit() && !POINTS.contains(&letter)).unwrap_or(first.len());
    let (clock, glued) = first.split_at(end);
    let (hour, minute) = digits(clock)?;
    // Letters glued to the digits count as a word of their own.
    let behind = words[1..].iter().map(|word| word.read.as_str());
    let texts: Vec<&str> = Some(glued).filter(|glued| !glued.is_empty()).into_iter().chain(behind).collect();
    let mut taken = longest(&[(OrderWord::Oclock, ())], &texts).map_or(0, |((), length)| length);
    let half = longest(&HALVES, &texts[taken..]).map(|(half, length)| {
        taken += length;
        half
    });
    if !glued.is_empty() && taken == 0 {
        return None;
    }
    let hour = half.map_or(Some(hour), |half| half.of(hour))?;
    Some((Time::new(hour, minute, 0, 0).ok()?, taken + usize::from(glued.is_empty())))
}

/// Times with a name of their own.
const NAMED: [(OrderWord, i8); 2] = [(OrderWord::Noon, 12), (OrderWord::Midnight, 0)];

const POINTS: [char; 3] = [':', '.', '-'];

/// A part of the day, behind an hour up to 12.
#[derive(Clone, Copy)]
enum Half {
    Morning,
    /// From noon to midnight, as `pm` has it.
    Afternoon,
    /// From noon to evening, as Russian has it: дня.
    Daytime,
    Evening,
    Night,
}

const HALVES: [(OrderWord, Half); 5] = [
    (OrderWord::Morning, Half::Morning),
    (OrderWord::Afternoon, Half::Afternoon),
    (OrderWord::Daytime, Half::Daytime),
    (OrderWord::Evening, Half::Evening),
    (OrderWord::Night, Half::Night),
];

impl Half {
    /// The hour of the day; none for what nobody says, such as 9 in the daytime.
    fn of(self, hour: i8) -> Option<i8> {
        match (self, hour) {
            (Self::Morning | Self::Night, 12) => Some(0),
            (Self::Morning, 0..=11) | (Self::Night, 0..=5) | (Self::Afternoon | Self::Daytime, 12) => Some(hour),
            (Self::Afternoon, 1..=11) | (Self::Daytime, 1..=6) | (Self::Evening, 4..=11) | (Self::Night, 8..=11) => {
                Some(hour + 12)
            }
            (Self::Afternoon | Self::Daytime | Self::Evening, 13..=23) => Some(hour),
            _ => None,
        }
    }
}

/// `9`, `09`, `900`, `0900`, `9:00`, `09.00`, `9-00`.
fn digits(clock: &str) -> Option<(i8, i8)> {
    let clock = clock.strip_suffix('.').unwrap_or(clock);
    let (hour, minute) = match clock.split_once(POINTS) {
        Some((hour, minute)) if minute.len() == 2 => (hour, minute),
        Some(_) => return None,
        None if clock.len() > 2 => clock.split_at_checked(clock.len() - 2)?,
        None => (clock, "0"),
    };
    let number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse::<i8>().ok()).flatten();
    if (1..=2).contains(&hour.len()) { number(hour).zip(number(minute)) } else { None }
}

/// The meaning of the longest phrase that some texts begin with, and its words.
fn longest<T: Copy>(meanings: &[(OrderWord, T)], texts: &[&str]) -> Option<(T, usize)> {
    let length = |phrase: &str| {
        let length = phrase.split(' ').count();
        texts.get(..length).filter(|texts| phrase.split(' ').eq(texts.iter().copied())).map(|_| length)
    };
    let all = meanings.iter().flat_map(|(word, meant)| word.spellings().iter().map(move |phrase| (*meant, *phrase)));
    all.filter_map(|(meant, phrase)| Some((meant, length(phrase)?))).max_by_key(|(_, length)| *length)
}

#[cfg(test)]
mod tests {
    use super::{super::words::split, *};

    fn time(text: &str) -> Option<String> {
        let words = split(text);
        let (time, taken) = read(&words)?;
        let rest: Vec<&str> = words[taken..].iter().map(|word| word.written.as_str()).collect();
        Some([time.strftime("%H:%M").to_string(), rest.join(" ")].join(" ").trim_end().to_owned())
    }

    #[test]
    fn a_time_is_read_as_people_write_it() {
        for (expected, written) in [
            ("09:00", &["09:00", "9:00", "9.00", "9-00", "0900", "900", "9", "09", "９"][..]),
            (
                "09:00",
                &["9am", "9 am", "9 AM", "9a.m.", "9 a.m.", "9:00am", "9.00 a.m.", "9 o'clock", "9 in the morning"],
            ),
            ("21:00", &["9pm", "9:00 pm", "9:00pm", "9 P.M.", "21:00", "2100", "21", "9 in the evening", "21:00 pm"]),
            ("09:00", &["9 утра", "9 часов утра", "9 час. утра", "9:00 утра", "9ч", "9 ч", "9 ч. утра"]),
            ("21:00", &["9 вечера", "9 часов вечера", "21 час", "21:00 вечера", "9:00 вечера"]),
            ("15:30", &["3:30pm", "3:30 дня", "15.30", "1530", "3.30 p.m."]),
            ("03:00", &["3 ночи", "3am", "3 часа ночи", "3 at night"]),
            ("23:00", &["11 ночи", "11pm", "11 вечера"]),
            ("00:00", &["12am", "12 ночи", "midnight", "полночь", "0:00", "0", "0000"]),
            ("12:00", &["12pm", "12 дня", "noon", "полдень", "12", "1200"]),
            ("09:00 trade", &["9 trade", "9 am trade", "9am trade", "9 часов утра trade"]),
            ("09:00 morning trade", &["9 morning trade"]),
        ] {
            for written in written {
                assert_eq!(time(written).as_deref(), Some(expected), "{written}");
            }
        }
    }

    #[test]
    fn what_is_no_time_of_day_is_none() {
        for written in [
            "",
            "24",
            "24:00",
            "9:60",
            "9:0",
            "960",
            "25pm",
            "13am",
            "9x",
            "9 :00",
            "9amm",
            "trade",
            "утра",
            "am",
            "09:00:00",
            "12345",
            ":",
            "-9",
            "9 дня",
            "3 вечера",
            "1.1.2026",
            "2026-03-01",
            "é",
            "9é",
        ] {
            assert!(time(written).is_none_or(|read| read.contains(' ')), "{written}: {:?}", time(written));
        }
    }
}
