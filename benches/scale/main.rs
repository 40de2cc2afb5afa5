//! How time and memory grow with the facts: from a thousand figures to five million.
//!
//! `cargo bench --bench scale` writes invented worlds, and has each loaded, asked, loaded again while it is asked, and
//! checked, by processes of their own. `cargo bench --bench scale -- 100000` goes no further than that many figures. It
//! ends with 1 where a limit is passed, or where something grows faster than the facts.

#[path = "../kit/mod.rs"]
#[expect(dead_code, reason = "other benches use the rest of it")]
mod kit;
mod world;

use std::{
    env, fs,
    io::Write as _,
    path::Path,
    process::{self, Command, ExitCode},
    sync::{Arc, mpsc},
    thread,
    time::{Duration, Instant},
};

use jiff::civil::date;
use kit::memory;
use tradefacts::{
    catalogue::Catalogue,
    check,
    clock::Clock,
    language::Language,
    question::commands,
    reload::{self, Facts, Pace, Told},
    render::html::Telegram,
    reply::{Answerer, Current, Heard, Reader},
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

/// So long a change may take to be taken over before it is called lost.
const PATIENCE: Duration = Duration::from_secs(120);

/// So often it is changed, to see that memory does not grow with each change.
const CHANGES: usize = 3;

/// So often one question is asked for looking closer.
const AGAIN: usize = 5_000;

/// Below these, start-up and luck are measured.
const FROM: usize = 100_000;

fn main() -> ExitCode {
    let words: Vec<String> = env::args().skip(1).filter(|word| !word.starts_with("--")).collect();
    match words.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["load", folder] => load(Path::new(folder)),
        ["reload", folder] => reload(Path::new(folder)),
        ["check", folder] => check(Path::new(folder)),
        ["write", figures, folder] => {
            let figures = figures.parse().expect("a number of figures");
            println!(
                "{:?}",
                World { figures, seed: SEED }.write(Path::new(folder)).expect("a folder that can be written")
            );
        }
        ["times", folder] => times(Path::new(folder)),
        ["ask", folder, question] => again(Path::new(folder), question),
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
    reload: Reloaded,
}

/// The same, loaded again while it answers.
#[derive(Debug)]
struct Reloaded {
    took: f64,
    answers: f64,
    median: f64,
    peak: f64,
    resident: f64,
}

fn table(most: usize) -> ExitCode {
    println!(
        "| figures | series | YAML MB | load s | load CPU s | check s | resident MB | at most MB | median µs | \
         slowest µs | which | reload s | answers meanwhile | median µs | at most MB | resident MB |"
    );
    println!("|{}", " ---: |".repeat(10) + " --- |" + &" ---: |".repeat(5));
    let mut all: Vec<Measured> = Vec::new();
    for figures in SIZES.into_iter().filter(|figures| *figures <= most) {
        let one = measure(figures);
        let Reloaded { took, answers, median, peak, resident } = one.reload;
        println!(
            "| {} | {} | {:.1} | {:.3} | {:.3} | {:.3} | {:.0} | {:.0} | {:.0} | {:.0} | {} | {took:.2} | {answers} | \
             {median:.0} | {peak:.0} | {resident:.0} |",
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
        let shown = powers.map(|(_, power)| if power.is_finite() { format!("{power:.2}") } else { "–".to_owned() });
        println!("| {} | {} |", next.figures, shown.join(" | "));
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
        if one.reload.resident > RESIDENT {
            broken.push(format!("{} figures keep {:.0} MB once loaded again", one.figures, one.reload.resident));
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
    // The quickest of several: what else the machine does only makes it slower.
    let runs = if figures > FROM { 3 } else { 5 };
    let loads: Vec<_> = (0..runs).map(|_| child("load", folder.path())).collect();
    let loaded =
        loads.into_iter().min_by(|one, other| one.number("load").total_cmp(&other.number("load"))).expect("a run");
    let checks = (0..runs).map(|_| child("check", folder.path()).number("check"));
    let check = checks.fold(f64::INFINITY, f64::min);
    let again = child("reload", folder.path());
    Measured {
        figures,
        series: loaded.number("series"),
        megabytes: written.bytes as f64 / 1e6,
        load: loaded.number("load"),
        load_cpu: loaded.number("cpu"),
        check,
        resident: loaded.number("resident"),
        peak: loaded.number("peak"),
        median: loaded.number("median"),
        slowest: loaded.number("slowest"),
        question: loaded.text("question"),
        reload: Reloaded {
            took: again.number("reload"),
            answers: again.number("answers"),
            median: again.number("median"),
            peak: again.number("peak"),
            resident: again.number("resident"),
        },
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
    println!("resident={}", memory(process::id(), "VmRSS:"));
    println!("peak={}", memory(process::id(), "VmHWM:"));
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
    println!("peak={}", memory(process::id(), "VmHWM:"));
    assert!(checked.is_clean(), "{}", checked.show(check::Format::Text { colours: false }));
}

/// For looking closer: every question with its time.
fn times(folder: &Path) {
    for (question, time) in answer_all(&facts(folder)) {
        println!("{:8.1} µs  {question}", time.as_secs_f64() * 1e6);
    }
}

/// For looking closer: one question, again and again.
fn again(folder: &Path, question: &str) {
    let catalogue = facts(folder);
    let mut times: Vec<Duration> = (0..AGAIN).map(|_| ask(question, &catalogue)).collect();
    times.sort();
    println!("{:?}, at best {:?}", times[AGAIN / 2], times[0]);
}

/// The process that takes over changes of its folder, by the way of `serve`, and answers all the while.
fn reload(folder: &Path) {
    let folder = Folder::Disk(folder.to_owned());
    let (stamp, since) = (folder.stamp(), Clock::default().now());
    let Folder::Disk(path) = &folder else { return };
    let current = Arc::new(Current::new(Answerer::new(facts(path))));
    let questions = questions(current.answerer().catalogue());
    let served = Facts { folder: folder.clone(), current: Arc::clone(&current), stamp, since };
    let (tell, told) = mpsc::channel();
    let watch = reload::watch(served, Pace::default(), Clock::default(), move |news| drop(tell.send(news)));
    let sheet = path.join("sheets/2026/xaa-herald.yaml");
    let text = fs::read_to_string(&sheet).expect("a sheet of every world");
    let mut times: Vec<Duration> = Vec::new();
    let mut longest = Duration::ZERO;
    for change in 1..=CHANGES {
        let begun = Instant::now();
        fs::write(&sheet, format!("{text}{}", "\n".repeat(change))).expect("the sheet can be written");
        let took = loop {
            for question in &questions {
                times.push(ask(question, current.answerer().catalogue()));
            }
            match told.try_recv() {
                Ok(Told::Taken { took, .. }) => break took,
                Ok(Told::Kept { why, .. }) => panic!("{why:?}"),
                Err(_) => assert!(begun.elapsed() < PATIENCE, "nothing was taken over"),
            }
        };
        longest = longest.max(took);
        // The state before is given back by the thread that read the new one, at its next look.
        thread::sleep(Duration::from_secs(1));
    }
    println!("reload={}", longest.as_secs_f64());
    println!("peak={}", memory(process::id(), "VmHWM:"));
    println!("resident={}", memory(process::id(), "VmRSS:"));
    times.sort();
    println!("answers={}", times.len() / CHANGES);
    println!("median={}", times[times.len() / 2].as_secs_f64() * 1e6);
    drop(watch);
}

/// A question, from text to finished HTML, on an answerer that has not heard it before.
fn ask(question: &str, catalogue: &Arc<Catalogue>) -> Duration {
    let answerer = Answerer::new(Arc::clone(catalogue));
    let reader = Reader { language: Language::En, today: date(2026, 11, 22), last: None, me: None, moved: false };
    let begun = Instant::now();
    let length: usize = match answerer.text(question, reader) {
        Heard::Reply(reply) | Heard::Language(_, reply) => reply.shown::<Telegram>().iter().map(String::len).sum(),
        Heard::NotOurs(_) => 0,
    };
    let time = begun.elapsed();
    assert!(length > 0, "{question}");
    time
}

/// Every question with the median of several times.
fn answer_all(catalogue: &Arc<Catalogue>) -> Vec<(String, Duration)> {
    let questions = questions(catalogue);
    questions
        .into_iter()
        .map(|question| {
            let mut times: Vec<Duration> = (0..9).map(|_| ask(&question, catalogue)).collect();
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
        "/goods",
        "/goods union-1",
        "/coverage",
        "exports glass 2025",
        "exports carts 2025",
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
        "/latest",
        "/changes",
        "/changes 3",
        "/history trade 2025",
        "/asof 2025-06-30 investment",
        "/asof 2024-03-01 trade 2023",
        "/asof 2025-06-30 latest",
        "/rank 2025",
        "/rank exports 2025 union-1",
        "/cite xaa-yearbook",
        "/contracts",
        "/sources 2",
        "/language ru",
        "/privacy",
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
            format!("/goods {name}"),
            format!("/coverage {name}"),
            format!("exports glass {code} 2025"),
            format!("exports glass t {code} 2001-2025"),
            format!("imports grain {code} 2025"),
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
            format!("/trade 1992-2025 {name}"),
            format!("/exports {code} Jan-Oct 2024"),
            format!("/mirror {code} 2024"),
            format!("/history exports {code} 2025"),
            format!("/asof 2025-06-30 {name}"),
            format!("/asof 2026-03-01 exports {code} 2015-2025"),
            format!("/compare {code} {} 2024", World::code(country / 3)),
            format!(
                "/compare {code} {} 1992-2025",
                [1, 2, 3, 4].map(|other| World::code((country + other * 7) % countries)).join(" ")
            ),
            format!("/rank 2024 {code}"),
        ]);
    }
    for command in commands() {
        let first =
            |question: &String| question.split(' ').next().and_then(|word| word.strip_prefix('/')).map(str::to_owned);
        let asked = |name: &&str| all.iter().filter_map(first).any(|word| word == **name);
        let mut names = command.aliases.iter().chain([&command.name]);
        assert!(names.any(asked), "nobody asks /{}", command.name);
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
