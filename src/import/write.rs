//! The figures of a table → the text of its sheet.

use std::path::Path;

use super::{fault::Fault, intake::Intake};
use crate::{
    fact::Period,
    finding::Code,
    sheet::{Draft, Entry, Field, PERIOD, TABLE, address, date_in_words},
};

/// What the sheet says of its document: the map's templates filled in, and what was given beside it.
pub(super) fn draft(intake: &Intake<'_>, path: &Path) -> Result<Draft, Fault> {
    let given = intake.given;
    let mut draft = Draft::unknown(given.read.to_string());
    for (field, template) in &intake.map.source {
        let text = filled(intake, path, *field, template)?;
        *draft.field_mut(*field) = text;
    }
    let over = [(Field::Published, &given.published), (Field::Url, &given.url), (Field::Id, &given.id)];
    for (field, text) in over {
        if let Some(text) = text {
            draft.field_mut(field).clone_from(text);
        }
    }
    Ok(draft)
}

fn filled(intake: &Intake<'_>, path: &Path, field: Field, template: &str) -> Result<String, Fault> {
    if let Some(cell) = address(template) {
        let words = intake.cell(cell)?.words().into_owned();
        if field != Field::Published {
            return Ok(words);
        }
        return date_in_words(&words).ok_or_else(|| {
            let message = format!("“{words}” in the cell {cell} is no date");
            Fault::new(Code::BadDate, message, "say it with --published, such as --published 2026-04-18")
        });
    }
    let period = intake.period().map(|period| period.to_string()).unwrap_or_default();
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let text = template.replace(PERIOD, &period).replace(TABLE, &stem);
    Ok(if field == Field::Id { id(&text) } else { text })
}

/// A text as an id: small letters and digits, joined by `-`.
fn id(text: &str) -> String {
    let lower = text.to_lowercase();
    let words = lower.split(|letter: char| !letter.is_ascii_alphanumeric());
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join("-")
}

/// The whole sheet. What all figures share is said once.
pub(super) fn text(draft: &Draft, intake: &Intake<'_>) -> String {
    let fields: Vec<Vec<(&str, String)>> = intake.lines.iter().map(super::line::Line::fields).collect();
    let first = intake.entries.first().map(|entry| &fields[entry.line][..]).unwrap_or_default();
    let is_shared =
        |field: &&(&'static str, String)| field.0 != "indicator" && fields.iter().all(|line| line.contains(field));
    let mut shared: Vec<(&str, String)> = first.iter().filter(is_shared).cloned().collect();
    let period = one_period(intake);
    shared.extend(period.map(|period| ("period", period.to_string())));
    let entries = intake.entries.iter().map(|entry| {
        let mut own: Vec<(&str, String)> =
            fields[entry.line].iter().filter(|field| !shared.contains(field)).cloned().collect();
        if let ([(alone, _)], None) = (&entry.values[..], period) {
            own.push(("period", alone.to_string()));
        }
        let values = entry.values.iter().map(|(period, digits)| (period.to_string(), digits.clone()));
        Entry { fields: own, values: values.collect(), at: place(intake.sheet.as_deref(), entry.first, entry.last) }
    });
    draft.sheet(&shared, &entries.collect::<Vec<_>>())
}

/// The text of a sheet but for the day on which its document was read.
pub(super) fn but_day(text: &str) -> Vec<&str> {
    text.lines().filter(|line| !line.starts_with("  read: ")).collect()
}

/// The period of all figures, where no entry has more than one.
fn one_period(intake: &Intake<'_>) -> Option<Period> {
    let (period, _) = intake.entries.first()?.values.first()?;
    let is_it = |values: &[(Period, String)]| matches!(values, [(one, _)] if one == period);
    intake.entries.iter().all(|entry| is_it(&entry.values)).then_some(*period)
}

fn place(sheet: Option<&str>, first: u32, last: u32) -> String {
    let sheet = sheet.map(|sheet| format!("sheet “{sheet}”, ")).unwrap_or_default();
    if first == last { format!("{sheet}row {first}") } else { format!("{sheet}rows {first}–{last}") }
}
