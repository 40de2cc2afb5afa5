//! The work that a text causes, however it is written: counted in steps, among many names.

use jiff::civil::date;

use super::{always::builder, *};
use crate::fact::{Place, Words};

#[path = "../../tests/suite/nasty.rs"]
mod nasty;

/// Arcadia among many countries, whose names are not far from each other.
fn crowded() -> Catalogue {
    let mut builder = builder(&[]);
    for first in ["Arb", "Bel", "Cor", "Dun", "Esk", "Far", "Gor", "Hal"] {
        for last in ["andia", "istan", "omonia", "ulania"] {
            let (id, name) = (format!("{first}{last}").to_lowercase(), format!("{first}{last}"));
            let names: Words = ["en", "ru", "zh"].iter().zip([name.as_str(); 3]).collect();
            builder.place(Place { id: id.as_str().into(), members: vec![], names }, []);
        }
    }
    builder.build()
}

/// The steps that a text takes, and what it is taken for.
fn steps(text: &str, catalogue: &Catalogue) -> (usize, Result<Heard, Misread>) {
    let effort = Effort::default();
    let given = Given { today: date(2026, 11, 22), catalogue, effort: &effort, within: 0 };
    let heard = read(text, Some("bot"), given);
    (effort.taken(), heard)
}

#[test]
fn no_text_takes_more_steps_than_it_may_and_one_that_would_is_too_long() {
    let catalogue = crowded();
    let names: Vec<String> = catalogue.names().iter().map(|(name, _)| name.to_owned()).collect();
    for characters in [64, 128, 512, 4096] {
        for (kind, text) in nasty::texts(&names, characters) {
            let (steps, heard) = steps(&text, &catalogue);
            // Once no step is left, what was begun is refused each further one.
            assert!(steps <= 3 * Effort::MOST, "{characters} characters, {kind}: {steps} steps");
            assert!(steps <= Effort::MOST || heard == Err(Misread::TooLong), "{kind}: {steps} steps, {heard:?}");
        }
    }
}

#[test]
fn days_that_may_be_two_are_not_read_in_all_their_ways() {
    let catalogue = crowded();
    for text in ["trade 03/04/2025 with Balnibarbi".to_owned(), "/asof 03/04/2025 trade".to_owned()] {
        assert!(matches!(steps(&text, &catalogue).1, Err(Misread::Ambiguous { .. })), "{text}");
    }
    for text in [format!("trade {}", "03/04/2025 ".repeat(12)), "/asof 03/04/2025 ".repeat(12)] {
        assert_eq!(steps(&text, &catalogue).1, Err(Misread::TooLong), "{text}");
    }
}

#[test]
fn commands_within_commands_end_somewhere() {
    let catalogue = crowded();
    let starts = |many: usize| format!("/start {}trade", "start_".repeat(many));
    for text in [starts(20), starts(600), format!("/{}", "start_".repeat(600)), "/asof 2025-01-01 ".repeat(200)] {
        assert_eq!(steps(&text, &catalogue).1, Err(Misread::TooLong), "{text}");
    }
    assert!(steps("/start asof_2025-06-30_trade", &catalogue).1.is_ok());
}

#[test]
fn a_question_as_people_ask_it_takes_few_steps() {
    let catalogue = crowded();
    for text in [
        "trade with Balnibarbi 2025",
        "/trade Balnibarbi Coromandia 2020 2021 2022",
        "How much did the trade of Arcadia with the Twin Isles and with Balnibarbi grow from 2021 to 2025, and why?",
        "Насколько вырос товарооборот Аркадии с Коромандией и Бальнибарби за последние десять месяцев прошлого года?",
        "exports and imports, investmnt of Corommandia",
    ] {
        let (steps, heard) = steps(text, &catalogue);
        assert!(steps <= Effort::MOST / 2 && heard != Err(Misread::TooLong), "{text}: {steps} steps");
    }
}
