//! How time and memory grow with the facts: from a thousand figures to five million.
//!
//! `cargo bench --bench scale` writes invented worlds, and has each loaded, asked and checked by processes of their
//! own. `cargo bench --bench scale -- 100000` goes no further than that many figures. It ends with 1 where a limit is
//! passed, or where something grows faster than the facts.

mod world;

use std::{
    env, fs,
    io::Write as _,
    path::Path,
    process::{Command, ExitCode},
    sync::Arc,
    time::{Duration, Instant},
};

use jiff::civil::date;
use tradefacts::{
    catalogue::Catalogue,
    check,
    language::Language,
    reply::{Desk, Heard, Reader},
    sheet::{self, Folder, Keep},
};
use world::World;

const SIZES: [usize; 5] = [1_000, 10_000, 100_000, 1_000_000, 5_000_000];

const SEED: u64 = 20_251_122;

/// What loading may take of time, at how many figures.
const LOAD: [(usize, Duration); 2] = [(1_000, Duration::from_millis(20)), (5_000_000, Duration::from_secs(15))];

/// What the program may keep of memory, in MB.
const RESIDENT: f64 = 1536.0;

const QUESTION: Duration = Duration::from_millis(1);

/// Ten times the figures may cost so many times as much again, over a straight line, before it is called a curve.
const STEEPEST: f64 = 1.1;

/// Below these, start-up and luck are measured.
const FROM: usize = 100_000;

fn main() -> ExitCode {
    let words: Vec<String> = env::args().skip(1).filter(|word| !word.starts_with("--")).collect();
    match words.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["load", folder] => load(Path::new(folder)),
        ["check", folder] => check(Path::new(folder)),
        ["write", figures, folder] => {
            let figures = figures.parse().expect("a number of figures");
            println!(
                "{:?}",
                World { figures, seed: SEED }.write(Path::new(folder)).expect("a folder that can be written")
            );
        }
        ["times", folder] => times(Path::new(folder)),
        [most] => return table(most.parse().expect("the most figures to try")),
        [] => return table(usize::MAX),
        _ => panic!("the most figures to try, and no more"),
    }
    ExitCode::SUCCESS
}

/// One size, measured.
#[derive(Debug)]
struct Measured {
    figures: usize,
    series: f64,
    megabytes: f64,
    load: f64,
    load_cpu: f64,
    check: f64,
    resident: f64,
    peak: f64,
    median: f64,
    slowest: f64,
    question: String,
}

fn table(most: usize) -> ExitCode {
    println!(
        "| figures | series | YAML MB | load s | load CPU s | check s | resident MB | at most MB | median µs | slowest µs | which |"
    );
    println!("| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- |");
    let mut all: Vec<Measured> = Vec::new();
    for figures in SIZES.into_iter().filter(|figures| *figures <= most) {
        let one = measure(figures);
        println!(
            "| {} | {} | {:.1} | {:.3} | {:.3} | {:.3} | {:.0} | {:.0} | {:.0} | {:.0} | {} |",
            one.figures,
            one.series,
            one.megabytes,
            one.load,
            one.load_cpu,
            one.check,
            one.resident,
            one.peak,
            one.median,
            one.slowest,
            one.question
        );
        let _ = std::io::stdout().flush();
        all.push(one);
    }
    let mut broken = Vec::new();
    println!("\nGrowth from one row to the next, as a power of the figures (1.00 is a straight line):");
    println!("| figures | load CPU | check | resident over the first |");
    println!("| ---: | ---: | ---: | ---: |");
    let base = all.first().map_or(0.0, |one| one.resident);
    for pair in all.windows(2) {
        let [one, next] = pair else { continue };
        let times = (next.figures as f64 / one.figures as f64).ln();
        let power = |before: f64, after: f64| (after / before).ln() / times;
        let powers = [
            ("load", power(one.load_cpu, next.load_cpu)),
            ("check", power(one.check, next.check)),
            ("resident", power(one.resident - base, next.resident - base)),
        ];
        println!("| {} | {:.2} | {:.2} | {:.2} |", next.figures, powers[0].1, powers[1].1, powers[2].1);
        if one.figures >= FROM {
            let steep = powers.iter().filter(|(_, power)| *power > STEEPEST);
            broken.extend(steep.map(|(what, power)| {
                format!("{what} grows by the power of {power:.2} up to {} figures", next.figures)
            }));
        }
    }
    for one in &all {
        for (figures, limit) in LOAD {
            if one.figures == figures && one.load > limit.as_secs_f64() {
                broken.push(format!("{figures} figures load in {:.3} s, not in {limit:?}", one.load));
            }
        }
        if one.resident > RESIDENT {
            broken.push(format!("{} figures keep {:.0} MB, more than {RESIDENT:.0}", one.figures, one.resident));
        }
        if one.slowest > QUESTION.as_secs_f64() * 1e6 {
            broken.push(format!("{} figures: `{}` takes {:.0} µs", one.figures, one.question, one.slowest));
        }
    }
    broken.iter().for_each(|limit| println!("passed: {limit}"));
    if broken.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Writes a world, and has it loaded and checked by processes that do nothing else.
fn measure(figures: usize) -> Measured {
    let folder = tempfile::tempdir().expect("a folder");
    let written = World { figures, seed: SEED }.write(folder.path()).expect("the folder can be written");
    assert_eq!(written.figures, figures, "all figures that were wanted");
    // Of small worlds the quickest of several, for a moment's delay is as long as all of it.
    let runs = if figures > FROM { 1 } else { 5 };
    let loads: Vec<_> = (0..runs).map(|_| child("load", folder.path())).collect();
    let loaded =
        loads.into_iter().min_by(|one, other| one.number("load").total_cmp(&other.number("load"))).expect("a run");
    let checks = (0..runs).map(|_| child("check", folder.path()).number("check"));
    Measured {
        figures,
        series: loaded.number("series"),
        megabytes: written.bytes as f64 / 1e6,
        load: loaded.number("load"),
        load_cpu: loaded.number("cpu"),
        check: checks.fold(f64::INFINITY, f64::min),
        resident: loaded.number("resident"),
        peak: loaded.number("peak"),
        median: loaded.number("median"),
        slowest: loaded.number("slowest"),
        question: loaded.text("question"),
    }
}

/// What a process said: `name=value` lines.
struct Said(String);

fn child(what: &str, folder: &Path) -> Said {
    let program = env::current_exe().expect("this program has a path");
    let done = Command::new(program).arg(what).arg(folder).output().expect("this program starts");
    assert!(done.status.success(), "{what}: {}", String::from_utf8_lossy(&done.stderr));
    Said(String::from_utf8_lossy(&done.stdout).into_owned())
}

impl Said {
    fn text(&self, name: &str) -> String {
        let line = self.0.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix('='));
        line.unwrap_or_else(|| panic!("no {name} in {}", self.0)).to_owned()
    }

    fn number(&self, name: &str) -> f64 {
        self.text(name).parse().expect("a number")
    }
}

/// The process that loads, says what that cost, and answers.
fn load(folder: &Path) {
    let begun = Instant::now();
    let catalogue = facts(folder);
    println!("load={}", begun.elapsed().as_secs_f64());
    println!("cpu={}", cpu());
    println!("resident={}", memory("VmRSS:"));
    println!("peak={}", memory("VmHWM:"));
    println!("series={}", catalogue.series().count());
    let mut times = answer_all(&catalogue);
    times.sort_by_key(|(_, time)| *time);
    let micros = |at: usize| times[at].1.as_secs_f64() * 1e6;
    println!("median={}", micros(times.len() / 2));
    println!("slowest={}", micros(times.len() - 1));
    println!("question={}", times[times.len() - 1].0);
}

fn facts(folder: &Path) -> Arc<Catalogue> {
    let loaded = sheet::load_as(&Folder::Disk(folder.to_owned()), Keep::Facts, &|_, _| {}).expect("it can be read");
    Arc::new(loaded.catalogue.expect("the sheets are sound"))
}

/// The process that checks.
fn check(folder: &Path) {
    let begun = Instant::now();
    let checked = check::check(&Folder::Disk(folder.to_owned())).expect("the folder can be read");
    println!("check={}", begun.elapsed().as_secs_f64());
    println!("cpu={}", cpu());
    println!("peak={}", memory("VmHWM:"));
    assert!(checked.is_clean(), "{}", checked.show(check::Format::Text { colours: false }));
}

/// For looking closer: every question with its time.
fn times(folder: &Path) {
    for (question, time) in answer_all(&facts(folder)) {
        println!("{:8.1} µs  {question}", time.as_secs_f64() * 1e6);
    }
}

/// Every question, from text to finished HTML, on a desk that has not heard it before: the median of several times.
fn answer_all(catalogue: &Arc<Catalogue>) -> Vec<(String, Duration)> {
    let ask = |question: &str| {
        let desk = Desk::new(Arc::clone(catalogue));
        let reader = Reader { language: Language::En, today: date(2026, 11, 22), last: None, me: None, moved: false };
        let begun = Instant::now();
        let length: usize = match desk.text(question, reader) {
            Heard::Reply(reply) | Heard::Language(_, reply) => reply.html().iter().map(String::len).sum(),
            Heard::NotOurs(_) => 0,
        };
        let time = begun.elapsed();
        assert!(length > 0, "{question}");
        time
    };
    let questions = questions(catalogue);
    questions
        .into_iter()
        .map(|question| {
            let mut times: Vec<Duration> = (0..9).map(|_| ask(&question)).collect();
            times.sort();
            (question, times[4])
        })
        .collect()
}

/// Questions of every kind, about the first, the middle and the last country.
fn questions(catalogue: &Catalogue) -> Vec<String> {
    let countries = catalogue.places().filter(|place| !place.is_group() && place.id.as_str() != "world").count();
    let mut all: Vec<String> = [
        "/trade 2025",
        "/trade",
        "/trade 1992-2025",
        "/parts trade 2025",
        "/countries",
        "/facts",
        "/sources",
        "/source xaa-yearbook",
        "/source xaa-months-2025",
        "/indicator",
        "/indicator exports",
        "/indicator growth",
        "/indicator share",
        "/indicator balance",
        "/indicator enterprises",
        "/agreements",
        "/search railway",
        "/search exports",
        "/search transit railway",
        "/search a",
        "/search o r e a l s",
        "/search 1234.5",
        "/search 17",
        "/search nothing of the kind",
        "/why balance 2025",
        "/investment",
        "exports by country in 2024",
        "/trade 1950",
        "/enterprises 2020",
        "/start",
        "/help",
        "blorp",
    ]
    .map(str::to_owned)
    .into();
    for country in [1, countries / 2, countries - 1] {
        let ([name, russian], code) = (World::name(country), World::code(country));
        let misspelt: String =
            name.chars().enumerate().filter(|(place, _)| *place != 4).map(|(_, letter)| letter).collect();
        all.extend([
            format!("/trade {name} 2025"),
            format!("trade with {name} last year?"),
            format!("экспорт, {russian}, 2024"),
            format!("/trade {code} 2001-2025"),
            format!("exports to {name} in March 2025"),
            format!("growth of exports to {name} in 2020"),
            format!("share of {name} in 2022"),
            format!("/country {name}"),
            format!("/country {name} 2019"),
            format!("/agreements {name}"),
            format!("/said {code}"),
            format!("/search {name}"),
            format!("/search railway {name}"),
            format!("/trade {misspelt} 2025"),
            format!("/country {misspelt}"),
            format!("/indicator {misspelt}"),
            format!("/trade {code} 1950"),
            format!("/enterprises {name}"),
            format!("imports {name} XAA 2024"),
            format!("imports of {name} from XAA by {name} count in 2024"),
            format!("/source {}-yearbook", code.to_lowercase()),
            format!("/why trade {code} 2020"),
        ]);
    }
    all
}

/// Seconds of all cores that this process has taken.
fn cpu() -> f64 {
    let account = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields: Vec<&str> = account.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
    let ticks = |at: usize| fields.get(at).and_then(|ticks| ticks.parse::<f64>().ok()).unwrap_or(f64::NAN);
    (ticks(11) + ticks(12)) / 100.0
}

/// A line of the kernel's account of this process, in MB.
fn memory(line: &str) -> f64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let kept = status.lines().find_map(|account| account.strip_prefix(line));
    let kilobytes = kept.and_then(|rest| rest.trim().trim_end_matches(" kB").parse::<f64>().ok());
    kilobytes.unwrap_or(f64::NAN) / 1024.0
}
