//! `period-ahead`: a number is of a period that was over when its source came out.

use jiff::civil::Date;

use super::{Look, Mark, Problem, Rule, allow, counted::Placed};
use crate::{fact::Status, finding::Code};

pub(super) const RULE: Rule = Rule { code: Code::PeriodAhead, allowed: Some(Mark::Figure), find };

fn find(look: &Look<'_>) -> Vec<Problem> {
    look.counted.lines().flat_map(|line| &line.figures).filter_map(|one| judge(look, *one)).collect()
}

/// A moment must have begun, for it may be any day of its month or year; a span must have ended.
fn judge(look: &Look<'_>, placed: Placed<'_>) -> Option<Problem> {
    let figure = &placed.1.figure;
    if matches!(figure.status, Some(Status::Estimate | Status::Forecast | Status::Target)) {
        return None;
    }
    let is_moment = figure.period.is_stock();
    let day = if is_moment { figure.period.first_day() } else { figure.period.last_day() }?;
    let known = figure.source.known_from();
    // Where no day of reading could be read, that was found already.
    if day <= known || known == Date::ZERO {
        return None;
    }
    let what = match is_moment {
        true => "this moment had not come when the source came out",
        false => "this period was not over when the source came out",
    };
    let mut problem = Problem::at(RULE.code, look, placed, what);
    let (verb, read) = (if is_moment { "begins" } else { "ends" }, figure.source.read);
    let came_out = match figure.source.published {
        Some(published) => format!("the source is of {published}"),
        None => "the source does not say when it came out".to_owned(),
    };
    problem.finding.why(format!("{} {verb} on {day}; {came_out} and was read on {read}", figure.period));
    problem.finding.help(format!(
        "correct the period or the date, or say that it is no count: `status: estimate`, `forecast` or `target`; {}",
        allow(RULE.code)
    ));
    Some(problem)
}
