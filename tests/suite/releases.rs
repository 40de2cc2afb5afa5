//! When figures are due, by the days on which they came out before, on an invented country with a turned clock.

use std::{
    fs,
    path::Path,
    process::{Command, Output},
    sync::Arc,
    time::Duration,
};

use jiff::{
    Timestamp,
    civil::{Date, date},
    tz::TimeZone,
};
use serde_json::Value;
use tradefacts::{
    check::{self, Checked},
    clock::Clock,
    language::Language,
    question,
    render::html::Telegram,
    reply::{Answerer, Reply},
    sheet::Folder,
};

use crate::{
    answers::{arcadia, ask, shown},
    sheets::copy,
};

/// The office of Arcadia, on two days, and that of Balonia on one that is certain.
const RELEASES: &str = "\
releases:
  - { authority: aso, indicators: [trade, exports], of: [year], after: 2, day: 14, about: true, seen: [aso-goods] }
  - { authority: aso, indicators: [trade], of: [month, months], after: 1, day: 20, seen: [aso-goods] }
  - { authority: bno, indicators: [imports], of: [year], after: 3, day: 1, seen: [bno-mirror] }
";

/// A copy of the invented country, with releases of its own.
struct Facts(tempfile::TempDir);

impl Facts {
    fn with(releases: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        copy(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/facts")), &folder.path().join("facts"));
        fs::write(folder.path().join("facts/releases.yaml"), releases).unwrap();
        Self(folder)
    }

    fn sheet(self, figures: &str) -> Self {
        let sheet = format!(
            "source: {{ title: More, publisher: P, published: 2026-04-01, read: 2026-05-01, language: en, url: unknown }}\n\
             shared: {{ reporter: ARC, authority: aso, unit: million USD, partner: BAL, at: table 9 }}\n\
             figures:\n{figures}"
        );
        fs::write(self.0.path().join("facts/sheets/2026/more.yaml"), sheet).unwrap();
        self
    }

    fn check(&self) -> Checked {
        check::check(&Folder::Disk(self.0.path().join("facts"))).unwrap()
    }

    /// Answers by a clock that shows this day; the day must lie ahead.
    fn on(&self, day: Date) -> (Answerer, Clock) {
        let clock = Clock::default();
        turn_to(&clock, day);
        let checked = self.check();
        let catalogue = checked.catalogue.unwrap_or_else(|| panic!("{:#?}", checked.findings));
        (Answerer::new(Arc::new(catalogue)).by(clock.clone()), clock)
    }

    /// What is overdue on a day: `column: message; why`.
    fn overdue(&self, day: Date) -> Vec<String> {
        let mut checked = self.check();
        assert!(checked.is_clean(), "{:#?}", checked.findings);
        checked.add_overdue(day);
        let findings = checked.findings.iter();
        findings
            .map(|one| {
                format!("{}:{} {}; {}", one.spot.line, one.spot.column, one.message, one.why.as_deref().unwrap())
            })
            .collect()
    }

    /// `tradefacts check …`: exit code, standard output.
    fn run(&self, arguments: &[&str]) -> (i32, String) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_tradefacts"));
        command.arg("check").args(arguments).current_dir(self.0.path()).env_clear();
        let Output { status, stdout, .. } = command.output().unwrap();
        (status.code().unwrap(), String::from_utf8(stdout).unwrap())
    }
}

/// Puts a clock forward to noon of a day.
fn turn_to(clock: &Clock, day: Date) {
    let noon: Timestamp = day.at(12, 0, 0, 0).to_zoned(TimeZone::UTC).unwrap().timestamp();
    let ahead = noon.duration_since(clock.now());
    clock.turn_by(Duration::try_from(ahead).expect("the day lies ahead"));
}

fn reply(answerer: &Answerer, spelling: &str, language: Language) -> Arc<Reply> {
    let (_, query) = question::parse_spelling(&format!("en {spelling}"), answerer.catalogue()).unwrap();
    answerer.query(&query, language)
}

fn told(answerer: &Answerer, spelling: &str, language: Language) -> String {
    reply(answerer, spelling, language).shown::<Telegram>().join("\n")
}

#[test]
fn no_figure_says_when_it_is_due_and_after_that_day_that_it_was() {
    let facts = Facts::with(RELEASES);
    let (answerer, clock) = facts.on(date(2051, 2, 13));
    let due = "2050 is due about 14 February 2051, going by earlier dates (Arcadia Statistics Office).";
    let was = "2050 was due about 14 February 2051, going by earlier dates, and is not among my facts";
    let of = |language| told(&answerer, "trade BAL 2050", language);
    assert!(of(Language::En).contains(due), "{}", of(Language::En));
    assert!(of(Language::Ru).contains("выйдет примерно 14 февраля 2051 г."), "{}", of(Language::Ru));
    // It comes out on its day, so it is overdue on the next.
    turn_to(&clock, date(2051, 2, 14));
    assert!(of(Language::En).contains(due), "{}", of(Language::En));
    turn_to(&clock, date(2051, 2, 15));
    assert!(of(Language::En).contains(was), "{}", of(Language::En));
    assert!(of(Language::Ru).contains("должно было выйти примерно 14 февраля 2051 г."), "{}", of(Language::Ru));
}

#[test]
fn a_day_that_is_certain_is_not_said_to_be_about_it() {
    let (answerer, clock) = Facts::with(RELEASES).on(date(2051, 1, 1));
    for (spelling, words) in [
        ("trade BAL 2050-M12", "December 2050 is due on 20 January 2051"),
        ("trade BAL 2050-M01-M10", "January to October 2050 is due on 20 November 2050"),
        ("trade BAL 2051-H1", "first half of 2051 is due on 20 July 2051"),
        ("imports BAL:ARC 2050", "2050 is due on 1 March 2051, going by earlier dates (Balonia Numbers Office)"),
        ("growth exports BAL 2050", "2050 is due about 14 February 2051"),
    ] {
        let page = told(&answerer, spelling, Language::En);
        let words = words.replace("is due on 20 November", "was due on 20 November");
        assert!(page.contains(&words), "{words} is not in {page}");
    }
    turn_to(&clock, date(2051, 2, 1));
    let page = told(&answerer, "trade BAL 2050-M12", Language::En);
    assert!(page.contains("December 2050 was due on 20 January 2051"), "{page}");
}

#[test]
fn what_nobody_announced_or_is_older_than_what_is_held_has_no_day() {
    let (answerer, _) = Facts::with(RELEASES).on(date(2051, 1, 1));
    for spelling in [
        "imports BAL 2050",
        "balance BAL 2050",
        "share BAL/isles 2050",
        "trade BAL 2050-Q4",
        "trade BAL 2050-H2",
        "trade BAL 2050-M03-M05",
        "trade BAL 2019",
        "trade BAL 2048-2050",
        "trade world 2019",
        "exports BAL:ARC 2050",
        "investment-stock COR 2050",
        "asof 2026-05-01 trade BAL 2050",
    ] {
        let reply = reply(&answerer, spelling, Language::En);
        let page = reply.shown::<Telegram>().join("\n");
        assert!(!reply.is_answered() && !page.contains(" due "), "{spelling}: {page}");
    }
}

#[test]
fn scripts_get_the_day_too() {
    let (answerer, _) = Facts::with(RELEASES).on(date(2051, 1, 1));
    let answer = ask(&answerer, "trade BAL 2050");
    let due = serde_json::json!({ "period": "2050", "day": "2051-02-14", "about": true, "authority": "aso" });
    assert_eq!(answer["due"], due, "{answer:#}");
    assert_eq!(ask(&answerer, "trade BAL 2019")["due"], Value::Null);
}

#[test]
fn only_an_answer_that_names_a_day_to_come_is_written_anew_the_next_day() {
    let (answerer, clock) = Facts::with(RELEASES).on(date(2051, 2, 14));
    let [gap, figure, start] = ["trade BAL 2050", "trade BAL 2025", "start"];
    let before = [gap, figure, start].map(|one| reply(&answerer, one, Language::En));
    let same = [gap, figure, start].map(|one| reply(&answerer, one, Language::En));
    assert!(before.iter().zip(&same).all(|(one, other)| Arc::ptr_eq(one, other)), "they are kept for the day");
    turn_to(&clock, date(2051, 2, 15));
    let after = [gap, figure, start].map(|one| reply(&answerer, one, Language::En));
    let kept: Vec<bool> = before.iter().zip(&after).map(|(one, other)| Arc::ptr_eq(one, other)).collect();
    assert_eq!(kept, [false, true, true]);
    // The same where it was asked for in words.
    assert!(shown(&answerer, "trade of balonia in 2050").contains("was due"));
}

#[test]
fn without_releases_or_with_empty_ones_nothing_is_said_and_nothing_is_wrong() {
    for text in ["", "\n", "# Nothing yet.\n", "releases: []\n", "\u{FEFF}# Ничего.\r\n"] {
        let facts = Facts::with(text);
        assert!(facts.check().findings.is_empty(), "{text:?}: {:#?}", facts.check().findings);
        let (answerer, _) = facts.on(date(2051, 1, 1));
        assert!(!told(&answerer, "trade BAL 2050", Language::En).contains("due"));
        assert!(facts.overdue(date(2051, 1, 1)).is_empty());
    }
    let facts = Facts::with("");
    fs::remove_file(facts.0.path().join("facts/releases.yaml")).unwrap();
    assert!(facts.check().findings.is_empty());
}

#[test]
fn every_mistake_in_an_entry_is_found_at_its_column() {
    let entry = "{ authority: aso, indicators: [trade, exports], of: [year], after: 2, day: 14, seen: [aso-goods] }";
    let column = |text: &str, mark: &str| 5 + text[..text.find(mark).unwrap()].chars().count();
    for (from, to, code, at) in [
        ("authority: aso", "authority: asso", "unknown-authority", "asso"),
        ("[trade, exports]", "[trade, exprots]", "unknown-indicator", "exprots"),
        ("[trade, exports]", "[]", "empty", "[]"),
        ("[year]", "[yaer]", "unknown-word", "yaer"),
        ("day: 14", "day: 31", "release", "31"),
        ("day: 14", "day: 29", "release", "29"),
        ("day: 14", "day: 32", "release", "32"),
        ("day: 14", "day: 0", "release", "0,"),
        ("day: 14", "day: mid", "release", "mid"),
        ("day: 14", "day: 14.5", "release", "14.5"),
        ("after: 2", "after: 25", "release", "25"),
        ("after: 2", "after: -1", "release", "-1"),
        ("[aso-goods]", "[aso-godos]", "release", "aso-godos"),
        ("seen: [aso-goods]", "seen: aso-goods", "shape", "aso-goods"),
        ("day: 14", "day: 14, dya: 15", "unknown-key", "dya"),
        ("day: 14", "day: 14, about: perhaps", "unknown-word", "perhaps"),
        ("authority: aso, ", "", "missing", "{"),
        (", day: 14", "", "missing", "{"),
        (", after: 2", "", "missing", "{"),
        (", of: [year]", "", "missing", "{"),
        ("indicators: [trade, exports], ", "", "missing", "{"),
        (", seen: [aso-goods]", "", "missing", "{"),
    ] {
        assert!(entry.contains(from), "{from}");
        let wrong = entry.replacen(from, to, 1);
        let checked = Facts::with(&format!("releases:\n  - {wrong}\n")).check();
        let found: Vec<_> =
            checked.findings.iter().map(|one| (one.code.as_str(), one.spot.line, one.spot.column)).collect();
        let wanted = u32::try_from(column(&wrong, at)).unwrap();
        assert!(found.contains(&(code, 2, wanted)), "{wrong}\n{found:?}, not {code} at {wanted}");
        assert!(checked.catalogue.is_none(), "{wrong}");
    }
}

#[test]
fn a_day_must_be_in_every_month_in_which_something_comes_out() {
    let found = |of: &str, after: u8, day: u8| {
        let entry = format!("authority: aso, indicators: [trade], of: [{of}], after: {after}, day: {day}");
        let checked = Facts::with(&format!("releases:\n  - {{ {entry}, seen: [aso-goods] }}\n")).check();
        checked.findings.first().map(|finding| finding.message.clone())
    };
    assert_eq!(found("year", 1, 31), None, "31 January is there each year");
    assert_eq!(found("year", 2, 28), None);
    assert_eq!(found("year", 2, 29).as_deref(), Some("February has no day 29 each year"));
    assert_eq!(found("year", 14, 29).as_deref(), Some("February has no day 29 each year"));
    assert_eq!(found("month", 1, 29).as_deref(), Some("February has no day 29 each year"));
    assert_eq!(found("quarter", 1, 30), None, "April, July, October and January");
    assert_eq!(found("quarter", 1, 31).as_deref(), Some("April has no day 31 each year"));
    assert_eq!(found("half", 1, 31), None, "July and January");
    assert_eq!(found("half, quarter", 2, 30).as_deref(), Some("February has no day 30 each year"));
}

#[test]
fn the_same_is_not_due_on_two_days() {
    let other =
        "  - { authority: aso, indicators: [exports, imports], of: [month, year], after: 2, day: 20, seen: [atlas] }\n";
    let checked = Facts::with(&format!("{RELEASES}{other}")).check();
    let [finding] = &checked.findings[..] else { panic!("{:#?}", checked.findings) };
    assert_eq!((finding.code.as_str(), finding.spot.line, finding.spot.column), ("release", 5, 67));
    assert_eq!(finding.why.as_deref(), Some("the same body and indicator at line 2"));
}

#[test]
fn what_is_overdue_on_a_day_is_listed_once_for_all_spans_since_the_newest_held() {
    let facts = Facts::with(RELEASES).sheet("  - { indicator: trade, period: 2026-M01, value: 7.0 }\n");
    assert!(facts.overdue(date(2026, 3, 1)).iter().all(|one| one.contains("months")), "the year 2025 is held");
    // January is held; February came out on 20 March, and it is overdue the day after.
    let months = |day| facts.overdue(day).into_iter().filter(|one| one.starts_with("3:49 ")).collect::<Vec<_>>();
    assert_eq!(months(date(2026, 3, 20)), Vec::<String>::new());
    assert_eq!(
        months(date(2026, 3, 21)),
        ["3:49 2026-M02 of `aso` was due 2026-03-20; the newest of trade that a sheet holds is 2026-M01"]
    );
    assert_eq!(
        months(date(2027, 1, 21)),
        [
            "3:49 11 months of `aso` are overdue: 2026-M02 was due 2026-03-20, 2026-M12 2027-01-20; the newest of trade that a sheet holds is 2026-M01"
        ]
    );
    let years = |day| facts.overdue(day).into_iter().filter(|one| one.starts_with("2:58 ")).collect::<Vec<_>>();
    assert_eq!(years(date(2027, 2, 14)), Vec::<String>::new());
    assert_eq!(
        years(date(2028, 2, 15)),
        [
            "2:58 2 years of `aso` are overdue: 2026 was due about 2027-02-14, 2027 about 2028-02-14; the newest of trade, exports that a sheet holds is 2025"
        ]
    );
    // Of what was never held the last that should be there is named, and no more.
    let never = Facts::with(
        "releases:\n  - { authority: bno, indicators: [trade], of: [quarter], after: 1, day: 5, seen: [bno-mirror] }\n",
    );
    assert_eq!(
        never.overdue(date(2026, 8, 1)),
        ["2:49 2026-Q2 of `bno` was due 2026-07-05; no sheet holds trade of a quarter"]
    );
}

#[test]
fn what_was_taken_back_is_wrong_or_is_expected_holds_nothing() {
    let release =
        "releases:\n  - { authority: aso, indicators: [trade], of: [month], after: 1, day: 20, seen: [aso-goods] }\n";
    let january = |more: &str| {
        let sheet = format!("  - {{ indicator: trade, period: 2026-M01, value: 7.0{more} }}\n");
        Facts::with(release).sheet(&sheet).overdue(date(2026, 3, 1)).len()
    };
    assert_eq!(january(""), 0);
    assert_eq!(january(", withdrawn: 2026-04-20"), 1);
    assert_eq!(january(", status: forecast"), 1);
    assert_eq!(january(", authority: arcadian-economy-ministry"), 1);
    assert_eq!(january(", authority: arcadian-statistics"), 0, "who stands for the office tells its number");
}

#[test]
fn check_looks_at_the_day_only_where_it_is_told_to() {
    let facts = Facts::with(
        "releases:\n  - { authority: aso, indicators: [trade], of: [half], after: 2, day: 20, seen: [aso-goods] }\n",
    );
    assert_eq!(facts.run(&[]), (0, String::new()));
    let (code, text) = facts.run(&["--stale"]);
    assert!(code == 1 && text.starts_with("warning[overdue]: ") && text.contains("facts/releases.yaml:2:49"), "{text}");
    let (code, json) = facts.run(&["--stale", "--format", "json"]);
    let json: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(
        (code, json[0]["code"].as_str(), json[0]["column"].as_u64()),
        (1, Some("overdue"), Some(49)),
        "{json:#}"
    );
    let (code, github) = facts.run(&["--stale", "--format", "github"]);
    assert!(code == 1 && github.starts_with("::warning file=facts/releases.yaml,line=2,col=49,"), "{github}");
    // What has errors is not judged by the day.
    let broken = Facts::with(&RELEASES.replace("day: 14", "day: 31"));
    let (code, text) = broken.run(&["--stale"]);
    assert!(code == 1 && text.contains("error[release]") && !text.contains("overdue"), "{text}");
}

#[test]
fn start_and_the_facts_say_up_to_when_they_go() {
    let answerer = arcadia();
    for text in ["/start", "/facts"] {
        let page = shown(&answerer, text);
        assert!(page.contains("Facts up to 2025; newest document of June 2026."), "{page}");
    }
    let page = told(&answerer, "facts", Language::Ru);
    assert!(page.contains("Последний период в данных: 2025; новейший документ: июнь 2026 г."), "{page}");
    // A month that was counted goes further, one that is expected or was taken back does not.
    let up_to = |more: &str| {
        let sheet = format!("  - {{ indicator: exports, period: 2026-M01, value: 7.0{more} }}\n");
        let (answerer, _) = Facts::with(RELEASES).sheet(&sheet).on(date(2051, 1, 1));
        shown(&answerer, "/facts").lines().find(|line| line.contains("up to")).unwrap().to_owned()
    };
    assert!(up_to("").starts_with("Facts up to January 2026;"));
    assert!(up_to(", status: forecast").starts_with("Facts up to 2025;"));
    assert!(up_to(", withdrawn: 2026-04-20").starts_with("Facts up to 2025;"));
}
