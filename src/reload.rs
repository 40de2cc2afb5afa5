//! Sheets that change while they are served: taken over whole, or not at all.
//!
//! In: a folder and the answerer that answers from it. Out: a new answerer in its place whenever the folder holds
//! another sound state, and word of every state that is not. It looks at the folder several times a second, waits until
//! nothing moves in it, and reads on a thread of its own, so that answers go on. It does not know who asks.

use std::{
    fmt, panic,
    sync::{Arc, mpsc},
    thread,
    time::{Duration, Instant},
};

use jiff::Timestamp;

use crate::{
    catalogue::Catalogue,
    clock::Clock,
    finding::{self, Finding, Severity},
    reply::{Answerer, Current},
    sheet::{self, Counts, Folder, Keep, Loaded, Stamp},
};

/// Facts that are served, and where they were read.
#[derive(Clone, Debug)]
pub struct Facts {
    pub folder: Folder,
    pub current: Arc<Current>,
    /// The look of the folder just before it was read.
    pub stamp: Stamp,
    /// When that was.
    pub since: Timestamp,
}

/// The pauses between looks, and the waits before a folder is read.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    /// Between two looks at a folder in which nothing moves.
    pub look: Duration,
    /// The time in which nothing must have moved before it is read: longer than an editor takes between two halves of a
    /// file.
    pub settle: Duration,
    /// The longest wait for a lock of git.
    pub lock: Duration,
}

impl Default for Pace {
    fn default() -> Self {
        Self { look: Duration::from_millis(200), settle: Duration::from_millis(400), lock: Duration::from_secs(10) }
    }
}

/// The result of a change. Displayed, it is a line for an operator.
#[derive(Clone, Debug)]
pub enum Told {
    /// Another state answers from now on.
    Taken { folder: Folder, at: Timestamp, counts: Counts, files: Vec<String>, took: Duration },
    /// The folder holds a state that cannot be used, and what was read at `served` answers on.
    Kept { folder: Folder, served: Timestamp, since: Timestamp, why: Fault },
}

/// Why a state cannot be used.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fault {
    /// In one line.
    pub what: String,
    /// All that is to be mended, with excerpts.
    pub findings: String,
}

/// Ends the watch when it is dropped.
#[derive(Debug)]
pub struct Watch {
    _stop: mpsc::Sender<()>,
}

/// Errors whose text is logged; `check` lists them all.
const LOGGED: usize = 20;

/// Files whose names are logged.
const NAMED: usize = 3;

/// One part in so many of the time may go into looking.
const SHARE: u32 = 20;

/// Takes over every sound state of the folder, and tells the result of each change. None where nothing can change.
pub fn watch(facts: Facts, pace: Pace, clock: Clock, told: impl FnMut(Told) + Send + 'static) -> Option<Watch> {
    let Folder::Disk(_) = facts.folder else { return None };
    let (stop, stopped) = mpsc::channel();
    let keeper = Keeper::new(facts, pace, clock, told);
    let spawned = thread::Builder::new().name("sheets".to_owned()).spawn(move || keeper.keep(&stopped));
    match spawned {
        Ok(_) => Some(Watch { _stop: stop }),
        Err(error) => {
            log::error!("the sheets cannot be watched: {error}; changes count from the next start");
            None
        }
    }
}

struct Keeper<F> {
    facts: Facts,
    pace: Pace,
    clock: Clock,
    told: F,
    /// The state that was read last, good or not.
    read: Stamp,
    /// A state that was not read yet, and since when it looks like that.
    seen: Option<(Stamp, Instant)>,
    /// Since when the folder holds no state that can be used.
    broken: Option<Timestamp>,
    /// Answerers of before, kept until nobody uses them: freeing a large one takes longer than an answer may.
    retired: Vec<Arc<Answerer>>,
}

impl<F: FnMut(Told)> Keeper<F> {
    fn new(facts: Facts, pace: Pace, clock: Clock, told: F) -> Self {
        let read = facts.stamp.clone();
        Self { facts, pace, clock, told, read, seen: None, broken: None, retired: Vec::new() }
    }

    fn keep(mut self, stopped: &mpsc::Receiver<()>) {
        let mut wait = self.pace.look;
        while stopped.recv_timeout(wait) == Err(mpsc::RecvTimeoutError::Timeout) {
            self.retired.retain(|answerer| Arc::strong_count(answerer) > 1);
            let begun = Instant::now();
            let stamp = self.facts.folder.stamp();
            let looking = begun.elapsed();
            wait = self.look(stamp, begun).max(looking * SHARE);
        }
    }

    /// Deals with the present look of the folder; gives the wait for the next look.
    fn look(&mut self, stamp: Stamp, now: Instant) -> Duration {
        if stamp == self.read {
            self.seen = None;
            return self.pace.look;
        }
        let still = match &self.seen {
            Some((seen, since)) if *seen == stamp => now.duration_since(*since),
            _ => {
                self.seen = Some((stamp, now));
                return self.pace.settle.min(self.pace.look / 2);
            }
        };
        if still < self.pace.settle {
            return (self.pace.settle - still).min(self.pace.look / 2);
        }
        if still < self.pace.lock && self.facts.folder.is_locked() {
            return self.pace.look;
        }
        self.read(stamp);
        self.pace.look
    }

    /// Reads the folder, which looks like this; what changes while it is read is read once more.
    fn read(&mut self, stamp: Stamp) {
        let begun = Instant::now();
        // Were it to crash over what it reads, what answers now would answer on.
        let loaded = panic::catch_unwind(|| sheet::load_as(&self.facts.folder, Keep::Facts, &|_, _| {}));
        let after = self.facts.folder.stamp();
        if after != stamp {
            self.seen = Some((after, Instant::now()));
            return;
        }
        let now = self.clock.now();
        let told = match self.answerer(loaded) {
            Ok((answerer, counts)) => {
                self.retired.push(self.facts.current.change(answerer));
                let files = stamp.changed_files(&self.facts.stamp).into_iter().map(str::to_owned).collect();
                (self.facts.stamp, self.facts.since, self.broken) = (stamp.clone(), now, None);
                Told::Taken { folder: self.facts.folder.clone(), at: now, counts, files, took: begun.elapsed() }
            }
            Err(why) => {
                let (served, since) = (self.facts.since, *self.broken.get_or_insert(now));
                Told::Kept { folder: self.facts.folder.clone(), served, since, why }
            }
        };
        (self.read, self.seen) = (stamp, None);
        (self.told)(told);
    }

    /// An answerer for the state that was read, if it can take the place of the present one.
    fn answerer(&self, loaded: thread::Result<Result<Loaded, sheet::CannotRead>>) -> Result<(Answerer, Counts), Fault> {
        let fault = |what: String| Fault { what, findings: String::new() };
        let loaded = loaded.map_err(|_| fault("reading it crashed, as the log says".to_owned()))?;
        let loaded = loaded.map_err(|error| fault(error.to_string()))?;
        let counts = loaded.counts();
        let Loaded { catalogue, findings, texts, .. } = loaded;
        let Some(catalogue) = catalogue else { return Err(Fault::found(&findings, &texts)) };
        let is_empty = |catalogue: &Catalogue| catalogue.sources().next().is_none();
        if is_empty(&catalogue) && !is_empty(self.facts.current.answerer().catalogue()) {
            return Err(fault("all its sheets are gone".to_owned()));
        }
        Ok((Answerer::new(Arc::new(catalogue)).by(self.clock.clone()), counts))
    }
}

impl Fault {
    fn found(findings: &[Finding], texts: &finding::Texts) -> Self {
        let errors = findings.iter().filter(|finding| finding.severity() == Severity::Error);
        let mut errors: Vec<Finding> = errors.cloned().collect();
        let many = errors.len();
        let first = errors
            .first()
            .map(|Finding { file, spot, message, .. }| format!("{file}:{}:{}: {message}", spot.line, spot.column));
        let first = first.unwrap_or_else(|| "they cannot be used".to_owned());
        errors.truncate(LOGGED);
        let mut findings = finding::text(&errors, texts, false);
        if many > LOGGED {
            findings += &format!("\nand {} more errors: `tradefacts check` lists them", many - LOGGED);
        }
        let what = if many > 1 { format!("{many} errors, the first {first}") } else { first };
        Self { what, findings }
    }
}

impl fmt::Display for Told {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Taken { folder, counts, files, took, .. } => {
                let Counts { sheets, figures, statements, .. } = counts;
                let named = files.iter().take(NAMED).map(String::as_str).collect::<Vec<_>>().join(", ");
                write!(
                    f,
                    "facts: {folder} changed and is served now ({sheets} sheets, {figures} figures, {statements} \
                     statements, read in {} ms): {named}",
                    took.as_millis()
                )?;
                match files.len().saturating_sub(NAMED) {
                    0 => Ok(()),
                    more => write!(f, " and {more} more files"),
                }
            }
            Self::Kept { folder, served, why, .. } => {
                let served = served.strftime("%Y-%m-%d %H:%M");
                write!(
                    f,
                    "facts: {folder} changed and cannot be used: {}. What was read at {served} UTC answers on",
                    why.what
                )?;
                if why.findings.is_empty() { Ok(()) } else { write!(f, "\n{}", why.findings.trim_end()) }
            }
        }
    }
}
