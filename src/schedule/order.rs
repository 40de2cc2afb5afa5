//! From what an admin writes to what is to be done.
//!
//! [`order`] reads a command and gives an [`Order`], or an [`OrderError`] that says what is missing or which word is
//! wrong, with an example of the right form. What is to be posted stays text: only who holds a catalogue can read it.
//! It does not know whether a channel is connected, a schedule exists, or who may do what.

use std::fmt;

use jiff::civil::Date;

use super::{
    Grace, When, WhenError, Zone, ZoneError,
    when::{self, nearest},
    words::{self, Word},
};
use crate::{
    language::{Language, OrderWord},
    question::{self, Command, Menu},
};

/// The commands by which a bot is ordered, each with an example; help and menu are made from these.
pub const ORDERS: &[Command] = &[
    Command::order("connect", "/connect @my_channel", Menu::Nowhere),
    Command::order("channels", "/channels", Menu::Private),
    Command::order("schedule", "/schedule add @my_channel daily 09:00 trade latest tz=Bishkek lang=ru", Menu::Nowhere),
    Command::order("preview", "/preview 3", Menu::Nowhere),
    Command::order("pause", "/pause 3 until 2026-03-01", Menu::Nowhere),
    Command::order("resume", "/resume 3", Menu::Nowhere),
    Command::order("skip", "/skip 3", Menu::Nowhere),
    Command::order("run", "/run 3", Menu::Nowhere),
    Command::order("edit", "/edit 3 weekly mon,thu 09:00 silent", Menu::Nowhere),
    Command::order("delete", "/delete 3", Menu::Nowhere),
    Command::order("disconnect", "/disconnect @my_channel", Menu::Nowhere),
    Command::order("log", "/log @my_channel", Menu::Nowhere),
    Command::order("backup", "/backup", Menu::Nowhere),
    Command::order("forget_me", "/forget_me", Menu::Nowhere),
    Command::order("cancel", "/cancel", Menu::Nowhere),
];

/// An admin's order. Schedules are named by their number.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Order {
    /// `/connect`: with Telegram's picker, or a channel by its name.
    Connect(Option<Address>),
    Channels,
    /// `/schedule`: step by step, by buttons.
    Begin,
    /// `/schedule add …`
    Add(Box<Addition>),
    Preview(i64),
    /// Up to the beginning of a day, where one is given.
    Pause(i64, Option<Date>),
    Resume(i64),
    /// Leaves the next post out.
    Skip(i64),
    /// Posts now, besides what is due.
    Run(i64),
    /// Without a change: step by step, by buttons.
    Edit(i64, Box<Changes>),
    Delete(i64),
    Disconnect(Address),
    /// Of one channel, or of all.
    Log(Option<Address>),
    Backup,
    ForgetMe,
    Cancel,
}

/// `@channel WHEN WHAT` and options.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Addition {
    pub channel: Address,
    pub when: Written,
    pub what: Subject,
    pub options: Options,
}

/// The parts of a schedule to replace; all else stays.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Changes {
    pub when: Option<Written>,
    pub what: Option<Subject>,
    pub options: Options,
}

impl Changes {
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// `lang=ru tz=Bishkek silent topic=12 grace=30m`, those that were written.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Options {
    pub language: Option<Language>,
    pub zone: Option<Zone>,
    /// Without a sound after `silent`, with one after `loud`.
    pub silent: Option<bool>,
    pub topic: Option<Topic>,
    pub grace: Option<Grace>,
}

/// A topic of a forum.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Topic {
    /// `topic=general`, and `topic=1`, by which Telegram means the same but takes no post.
    General,
    Thread(i32),
}

impl Topic {
    /// None for what is no number of a topic.
    pub fn parse(text: &str) -> Option<Self> {
        topic(&Word::new(text))
    }

    /// As a schedule keeps it.
    pub fn thread(self) -> Option<i32> {
        match self {
            Self::General => None,
            Self::Thread(id) => Some(id),
        }
    }
}

/// A channel or group as an admin names it.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Address {
    /// A public name in small letters, without `@`.
    Name(String),
    /// Telegram's number, below zero: `-1001234567890`.
    Id(i64),
}

impl Address {
    /// Reads `-1001234567890`, `@my_channel` or a link to it.
    pub fn parse(text: &str) -> Option<Self> {
        Self::read(&Word::new(text))
    }

    fn read(word: &Word) -> Option<Self> {
        let text = word.read.as_str();
        if text.starts_with('-') {
            return text.parse().ok().filter(|id| *id < 0).map(Self::Id);
        }
        let links = ["@", "https://t.me/", "http://t.me/", "t.me/"];
        let name = links.iter().find_map(|link| text.strip_prefix(link))?;
        let is_sound = (4..=32).contains(&name.len())
            && name.starts_with(|first: char| first.is_ascii_alphabetic())
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
        is_sound.then(|| Self::Name(name.to_owned()))
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name(name) => write!(f, "@{name}"),
            Self::Id(id) => write!(f, "{id}"),
        }
    }
}

/// A pattern, and the words it was written in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Written {
    pub text: String,
    pub when: When,
}

impl Written {
    /// Characters; all days of the week in full are less than half of it.
    const LONGEST: usize = 256;

    /// Reads a pattern and nothing else.
    ///
    /// # Errors
    ///
    /// [`Wrong::When`], [`Wrong::Leftover`], [`Wrong::TooLong`]
    pub fn parse(text: &str) -> Result<Self, Wrong> {
        let words = words::split(text);
        let (written, rest) = Self::read(&words)?;
        nothing(rest).map(|()| written)
    }

    /// Reads the pattern that some words begin with, and gives the others.
    fn read(words: &[Word]) -> Result<(Self, &[Word]), Wrong> {
        let (when, length) = When::read(words)?;
        let (pattern, rest) = words.split_at(length);
        let text = words::joined(pattern);
        if text.chars().nth(Self::LONGEST).is_some() { Err(Wrong::TooLong) } else { Ok((Self { text, when }, rest)) }
    }
}

/// The subject of posts, not yet looked up in a catalogue.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Subject {
    /// `rotate`
    Rotate,
    /// As it was written, for [`crate::question::parse`].
    Question(String),
}

impl Subject {
    /// None for an empty text.
    pub fn read(text: &str) -> Option<Self> {
        subject(&words::split(text)).ok().flatten()
    }
}

/// An order that cannot be carried out as it stands.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{wrong}; an example: {example}", example = self.example())]
pub struct OrderError {
    /// One of [`ORDERS`].
    pub command: &'static str,
    pub wrong: Wrong,
    /// The channel or the number of the schedule that it names.
    named: Option<String>,
}

impl OrderError {
    /// The whole command, as it would be right: for the channel or the schedule that was named, and with the piece that
    /// is wrong.
    pub fn example(&self) -> String {
        let usual = ORDERS.iter().find(|order| order.name == self.command).map_or("", |order| order.example);
        let example = match (self.command, &self.wrong) {
            ("schedule", Wrong::When(error)) => format!("/schedule add @my_channel {} trade latest", error.example()),
            ("edit", Wrong::When(error)) => format!("/edit 3 {}", error.example()),
            ("edit", Wrong::Zone(error)) => format!("/edit 3 tz={}", error.city()),
            ("schedule", Wrong::Zone(error)) => {
                format!("/schedule add @my_channel daily 09:00 trade latest tz={}", error.city())
            }
            _ => usual.to_owned(),
        };
        let stands_for = if example.contains("@my_channel") { "@my_channel" } else { " 3" };
        match &self.named {
            Some(named) if stands_for == " 3" => example.replacen(stands_for, &format!(" {named}"), 1),
            Some(named) => example.replacen(stands_for, named, 1),
            None => example,
        }
    }

    /// The word that it is about, as it was written, where there is one.
    pub fn word(&self) -> Option<&str> {
        match &self.wrong {
            Wrong::Missing(_) | Wrong::TooLong => None,
            Wrong::When(error) => error.word(),
            Wrong::Zone(error) => Some(&error.word),
            Wrong::Unfit { word, .. }
            | Wrong::Unknown { word, .. }
            | Wrong::Twice { word }
            | Wrong::Leftover { word } => Some(word),
        }
    }
}

/// The fault of an order. Words are as they were written, cut to 64 characters.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Wrong {
    /// A piece without which it cannot be.
    #[error("{0} is missing, as in `{example}`", example = .0.example())]
    Missing(Piece),
    /// A word that stands for a piece and is none.
    #[error("`{word}` is not {piece}, as `{example}` is", example = .piece.example())]
    Unfit { piece: Piece, word: String },
    #[error(transparent)]
    When(#[from] WhenError),
    #[error(transparent)]
    Zone(#[from] ZoneError),
    /// An option, or a word behind `/schedule`, that we do not have; `meant` is the one that comes near it.
    #[error("`{word}` is unknown")]
    Unknown { word: String, meant: Option<&'static str> },
    /// A second option of its kind.
    #[error("`{word}` says again what was said before")]
    Twice { word: String },
    /// A word that would have to be ignored.
    #[error("`{word}` has no meaning here")]
    Leftover { word: String },
    /// More words than an order has, or a pattern of more than 256 characters.
    #[error("that is too long for an order")]
    TooLong,
}

/// A piece of an order.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Piece {
    Channel,
    /// The number of a schedule.
    Number,
    What,
    Language,
    Zone,
    Topic,
    Grace,
    /// A day to pause until.
    Day,
}

impl Piece {
    /// An example of it.
    pub fn example(self) -> &'static str {
        match self {
            Self::Channel => "@my_channel",
            Self::Number => "3",
            Self::What => "trade latest",
            Self::Language => "lang=ru",
            Self::Zone => "tz=Bishkek",
            Self::Topic => "topic=12",
            Self::Grace => "grace=30m",
            Self::Day => "until 2026-03-01",
        }
    }
}

impl fmt::Display for Piece {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Channel => "a channel",
            Self::Number => "the number of a schedule",
            Self::What => "what to post",
            Self::Language => "a language of ours",
            Self::Zone => "a time zone",
            Self::Topic => "the number of a topic",
            Self::Grace => "a time from one minute to seven days",
            Self::Day => "a day",
        })
    }
}

/// Reads an order; none for a text that is no such command, or is for another bot. `me` is our user name without `@`;
/// without it every command with a name is another's.
///
/// Behind `/edit 3` stand the same words as behind `/schedule add @channel`, each replacing its part: a pattern, what
/// to post, options; `when` and `what` may stand before theirs. A tapped `/pause_3` is `/pause 3`.
///
/// # Errors
///
/// [`OrderError`] at the first thing that is missing or does not fit.
pub fn order(text: &str, me: Option<&str>) -> Result<Option<Order>, OrderError> {
    let text = words::seen(text);
    let Some(slash) = question::slash(text.trim_start()) else { return Ok(None) };
    if slash.bot.is_some_and(|bot| !me.is_some_and(|me| me.eq_ignore_ascii_case(bot))) {
        return Ok(None);
    }
    let name = Word::new(slash.name).read;
    let known = |name: &str| ORDERS.iter().map(|order| order.name).find(|known| *known == name);
    let (command, tapped) = match (known(&name), name.split_once('_')) {
        (Some(command), _) => (command, None),
        (None, Some((first, rest))) => match known(first) {
            Some(command) => (command, Some(rest)),
            None => return Ok(None),
        },
        (None, None) => return Ok(None),
    };
    let tapped = tapped.into_iter().flat_map(|rest| rest.split('_')).filter(|word| !word.is_empty()).map(Word::new);
    let words: Vec<Word> = tapped.chain(words::split(slash.rest)).collect();
    let read = if words.len() > MOST_WORDS { Err(Wrong::TooLong) } else { read(command, &words) };
    read.map(Some).map_err(|wrong| OrderError { command, wrong, named: named(command, &words) })
}

/// The channel or the number of a schedule that some words of a command name first.
fn named(command: &str, words: &[Word]) -> Option<String> {
    match command {
        "schedule" | "connect" | "disconnect" | "log" => {
            words.iter().take(2).find_map(Address::read).map(|address| address.to_string())
        }
        _ => number(words).ok().map(|(id, _)| id.to_string()),
    }
}

/// Words of an order, as many as a question has.
const MOST_WORDS: usize = 128;

fn read(command: &str, words: &[Word]) -> Result<Order, Wrong> {
    let bare = |order: Order| nothing(words).map(|()| order);
    match command {
        "connect" => optional_channel(words).map(Order::Connect),
        "channels" => bare(Order::Channels),
        "schedule" => schedule(words),
        "preview" => number_alone(words).map(Order::Preview),
        "pause" => pause(words),
        "resume" => number_alone(words).map(Order::Resume),
        "skip" => number_alone(words).map(Order::Skip),
        "run" => number_alone(words).map(Order::Run),
        "edit" => edit(words),
        "delete" => number_alone(words).map(Order::Delete),
        "disconnect" => optional_channel(words)?.map(Order::Disconnect).ok_or(Wrong::Missing(Piece::Channel)),
        "log" => optional_channel(words).map(Order::Log),
        "backup" => bare(Order::Backup),
        "forget_me" => bare(Order::ForgetMe),
        _ => bare(Order::Cancel),
    }
}

fn schedule(words: &[Word]) -> Result<Order, Wrong> {
    match words {
        [] => Ok(Order::Begin),
        [first, rest @ ..] if OrderWord::Add.is(&first.read) => add(rest),
        [first, ..] if Address::read(first).is_some() => add(words),
        [first, ..] => Err(Wrong::Unknown {
            word: first.shown(),
            meant: nearest(&first.read, OrderWord::Add.spellings().iter().copied()),
        }),
    }
}

fn add(words: &[Word]) -> Result<Order, Wrong> {
    let (options, words) = Options::take_from(words)?;
    let (channel, words) = channel(&words)?;
    let (when, words) = Written::read(words)?;
    let what = subject(words)?.ok_or(Wrong::Missing(Piece::What))?;
    Ok(Order::Add(Box::new(Addition { channel, when, what, options })))
}

fn edit(words: &[Word]) -> Result<Order, Wrong> {
    let (id, words) = number(words)?;
    let (options, words) = Options::take_from(words)?;
    let mut rest = words.as_slice();
    let is = |rest: &[Word], marker: OrderWord| rest.first().is_some_and(|word| marker.is(&word.read));
    let mut when = None;
    // No question has a time of day in it: where there is one, a pattern was meant.
    if is(rest, OrderWord::When) {
        let (written, behind) = Written::read(&rest[1..])?;
        (when, rest) = (Some(written), behind);
    } else if !is(rest, OrderWord::What) && (When::begins(rest) || rest.iter().any(When::is_time)) {
        let (written, behind) = Written::read(rest)?;
        (when, rest) = (Some(written), behind);
    }
    let what = match rest {
        [marker, question @ ..] if OrderWord::What.is(&marker.read) => {
            Some(subject(question)?.ok_or(Wrong::Missing(Piece::What))?)
        }
        _ => subject(rest)?,
    };
    Ok(Order::Edit(id, Box::new(Changes { when, what, options })))
}

fn pause(words: &[Word]) -> Result<Order, Wrong> {
    let (id, rest) = number(words)?;
    let (marker, rest) = match rest {
        [marker, rest @ ..] if OrderWord::Until.is(&marker.read) => (Some(marker), rest),
        _ => (None, rest),
    };
    match (marker, rest) {
        (None, []) => Ok(Order::Pause(id, None)),
        (Some(_), []) => Err(Wrong::Missing(Piece::Day)),
        (_, [word, rest @ ..]) => {
            let day = when::day(word).ok_or_else(|| Wrong::Unfit { piece: Piece::Day, word: word.shown() })?;
            nothing(rest).map(|()| Order::Pause(id, Some(day)))
        }
    }
}

fn subject(words: &[Word]) -> Result<Option<Subject>, Wrong> {
    match words {
        [] => Ok(None),
        [first, rest @ ..] if OrderWord::Rotate.is(&first.read) => nothing(rest).map(|()| Some(Subject::Rotate)),
        _ => Ok(Some(Subject::Question(words::joined(words)))),
    }
}

fn channel(words: &[Word]) -> Result<(Address, &[Word]), Wrong> {
    let (word, rest) = words.split_first().ok_or(Wrong::Missing(Piece::Channel))?;
    let channel = Address::read(word).ok_or_else(|| Wrong::Unfit { piece: Piece::Channel, word: word.shown() })?;
    Ok((channel, rest))
}

fn optional_channel(words: &[Word]) -> Result<Option<Address>, Wrong> {
    if words.is_empty() {
        return Ok(None);
    }
    let (channel, rest) = channel(words)?;
    nothing(rest).map(|()| Some(channel))
}

/// `3`, `#3`, `№3`.
fn number(words: &[Word]) -> Result<(i64, &[Word]), Wrong> {
    let (word, rest) = words.split_first().ok_or(Wrong::Missing(Piece::Number))?;
    // The compatible form of `№` is `no`.
    let digits = ["#", "no"].iter().find_map(|sign| word.read.strip_prefix(sign)).unwrap_or(&word.read);
    let id = digits.parse().ok().filter(|id| *id > 0 && digits.bytes().all(|byte| byte.is_ascii_digit()));
    id.map(|id| (id, rest)).ok_or_else(|| Wrong::Unfit { piece: Piece::Number, word: word.shown() })
}

fn number_alone(words: &[Word]) -> Result<i64, Wrong> {
    let (id, rest) = number(words)?;
    nothing(rest).map(|()| id)
}

fn nothing(words: &[Word]) -> Result<(), Wrong> {
    words.first().map_or(Ok(()), |word| Err(Wrong::Leftover { word: word.shown() }))
}

/// The names of options.
const KEYS: [(OrderWord, Piece); 4] = [
    (OrderWord::Language, Piece::Language),
    (OrderWord::Zone, Piece::Zone),
    (OrderWord::Topic, Piece::Topic),
    (OrderWord::Grace, Piece::Grace),
];

/// Words that are options by themselves; true where posts are silent after them.
const SOUNDS: [(OrderWord, bool); 2] = [(OrderWord::Silent, true), (OrderWord::Loud, false)];

impl Options {
    /// Takes the options out of some words, wherever they stand, and gives the words that are left.
    fn take_from(words: &[Word]) -> Result<(Self, Vec<Word>), Wrong> {
        let mut options = Self::default();
        let mut left = Vec::new();
        let words = glued(words);
        let mut rest = words.as_slice();
        while let Some((word, behind)) = rest.split_first() {
            rest = behind;
            let twice = |is_twice: bool| if is_twice { Err(Wrong::Twice { word: word.shown() }) } else { Ok(()) };
            if let Some(silent) = OrderWord::choose(&SOUNDS, &word.read) {
                twice(options.silent.replace(silent).is_some())?;
                continue;
            }
            let Some((key, value)) = word.written.split_once(['=', '＝']) else {
                left.push(word.clone());
                continue;
            };
            let (key, value) = (Word::new(key), Word::new(value));
            let Some(piece) = OrderWord::choose(&KEYS, &key.read) else {
                let known = KEYS.iter().filter_map(|(name, _)| name.spellings().first().copied());
                return Err(Wrong::Unknown { meant: nearest(&key.read, known), word: word.shown() });
            };
            if value.read.is_empty() {
                return Err(Wrong::Missing(piece));
            }
            let more = if piece == Piece::Zone { more_of_zone(&value, rest) } else { 0 };
            let (more, behind) = rest.split_at(more);
            rest = behind;
            let value = [&[value], more].concat();
            twice(!options.set(piece, &Word::new(&words::joined(&value)))?)?;
        }
        Ok((options, left))
    }

    /// Sets one; false where it was set before.
    fn set(&mut self, piece: Piece, value: &Word) -> Result<bool, Wrong> {
        let unfit = || Wrong::Unfit { piece, word: value.shown() };
        Ok(match piece {
            Piece::Zone => self.zone.replace(Zone::parse(&value.written)?).is_none(),
            Piece::Language => self.language.replace(language(value).ok_or_else(unfit)?).is_none(),
            Piece::Grace => self.grace.replace(Grace::parse(&value.written).ok_or_else(unfit)?).is_none(),
            Piece::Topic => self.topic.replace(topic(value).ok_or_else(unfit)?).is_none(),
            Piece::Channel | Piece::Number | Piece::What | Piece::Day => return Err(unfit()),
        })
    }
}

/// The words behind the first one of a zone that belong to its name: `tz=New York`.
fn more_of_zone(first: &Word, behind: &[Word]) -> usize {
    const LONGEST: usize = 3;
    let is_zone = |more: &usize| {
        let name = [std::slice::from_ref(first), &behind[..*more]].concat();
        Zone::parse(&words::joined(&name)).is_ok()
    };
    (1..=LONGEST.min(behind.len())).rev().find(is_zone).unwrap_or(0)
}

/// The words, with `tz = Bishkek` as one.
fn glued(words: &[Word]) -> Vec<Word> {
    const EQUALS: [char; 2] = ['=', '＝'];
    let mut glued: Vec<String> = Vec::new();
    for word in words {
        match glued.last_mut() {
            Some(last) if last.ends_with(EQUALS) || word.written.starts_with(EQUALS) => last.push_str(&word.written),
            _ => glued.push(word.written.clone()),
        }
    }
    glued.iter().map(|word| Word::new(word)).collect()
}

/// By its tag, or by its own name.
fn language(value: &Word) -> Option<Language> {
    let by_name = || Language::ALL.iter().copied().find(|language| language.own_name().to_lowercase() == value.read);
    Language::from_tag(&value.read).or_else(by_name)
}

fn topic(value: &Word) -> Option<Topic> {
    match value.read.as_str() {
        "1" | "0" => Some(Topic::General),
        word if OrderWord::General.is(word) => Some(Topic::General),
        number => number.parse().ok().filter(|id| *id > 0).map(Topic::Thread),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    fn read(text: &str) -> Result<Option<Order>, OrderError> {
        order(text, Some("Trade_Bot"))
    }

    fn written(text: &str) -> Written {
        Written { text: text.to_owned(), when: When::parse(text).unwrap() }
    }

    fn question(text: &str) -> Subject {
        Subject::Question(text.to_owned())
    }

    fn name(text: &str) -> Address {
        Address::Name(text.to_owned())
    }

    #[test]
    fn what_is_longer_than_an_order_is_called_so() {
        let days = "mon, ".repeat(60);
        for text in [
            format!("/schedule add @my_channel weekly {days} 09:00 trade"),
            format!("/edit 3 when weekly {} 09:00", "mon,".repeat(1000)),
            format!("/schedule add @my_channel daily 09:00 {}", "= ".repeat(2000)),
            format!("/pause 3 {}", "until ".repeat(600)),
            format!("/connect {}", "@ ".repeat(2000)),
        ] {
            assert_eq!(read(&text).map_err(|error| error.wrong), Err(Wrong::TooLong), "{text}");
        }
        let days = "понедельникам, вторникам, средам, четвергам, пятницам, субботам и воскресеньям";
        let text = format!("/schedule add @my_channel еженедельно по {days} в 09:00 trade");
        assert!(matches!(read(&text), Ok(Some(Order::Add(_)))), "{text}");
    }

    #[test]
    fn every_form_is_read() {
        for (text, expected) in [
            ("/connect", Order::Connect(None)),
            ("/connect @My_Channel", Order::Connect(Some(name("my_channel")))),
            ("/connect https://t.me/my_channel", Order::Connect(Some(name("my_channel")))),
            ("/channels", Order::Channels),
            ("/schedule", Order::Begin),
            ("／Schedule＠trade_bot", Order::Begin),
            ("/preview 3", Order::Preview(3)),
            ("/pause@trade_bot 3", Order::Pause(3, None)),
            ("/PAUSE@TRADE_BOT\u{a0}３", Order::Pause(3, None)),
            ("/pause_3", Order::Pause(3, None)),
            ("/pause_3@Trade_Bot", Order::Pause(3, None)),
            ("/pause 3 until 2026-03-01", Order::Pause(3, Some(date(2026, 3, 1)))),
            ("/pause 3 до 01.03.2026", Order::Pause(3, Some(date(2026, 3, 1)))),
            ("/pause 3 2026‑03‑01", Order::Pause(3, Some(date(2026, 3, 1)))),
            (" \n/resume\n\n 3 ", Order::Resume(3)),
            ("/skip #3", Order::Skip(3)),
            ("/run №3", Order::Run(3)),
            ("\u{200f}/delete \u{200e}3", Order::Delete(3)),
            ("/disconnect -1001234567890", Order::Disconnect(Address::Id(-1_001_234_567_890))),
            ("/disconnect –1001234567890", Order::Disconnect(Address::Id(-1_001_234_567_890))),
            ("/log", Order::Log(None)),
            ("/log @arcadia", Order::Log(Some(name("arcadia")))),
            ("/backup", Order::Backup),
            ("/forget_me", Order::ForgetMe),
            ("/cancel", Order::Cancel),
        ] {
            assert_eq!(read(text), Ok(Some(expected)), "{text}");
        }
    }

    #[test]
    fn options_stand_anywhere_behind_a_channel() {
        let all = Options {
            language: Some(Language::Ru),
            zone: Some(Zone::parse("Asia/Bishkek").unwrap()),
            silent: Some(true),
            topic: Some(Topic::Thread(12)),
            grace: Grace::parse("30m"),
        };
        let addition = Addition {
            channel: name("arcadia"),
            when: written("Weekly mon, thu at 09:00"),
            what: question("trade latest"),
            options: all,
        };
        for text in [
            "/schedule add @arcadia Weekly mon, thu at 09:00 trade latest lang=ru tz=Asia/Bishkek silent topic=12 grace=30m",
            "/schedule add @arcadia lang=RU tz=asia/bishkek silent topic=１２ grace=30m Weekly mon, thu at 09:00 trade latest",
            "/schedule add @arcadia grace=30m Weekly mon, thu silent at 09:00 tz = Asia/Bishkek trade lang= ru latest topic =12",
            "/schedule\nadd\n@arcadia\nWeekly mon, thu at 09:00\ntrade latest\nязык=русский пояс=Asia/Bishkek тихо тема=12 grace=30m",
            "/schedule @arcadia Weekly mon, thu at 09:00 trade latest lang＝ru tz=Asia/Bishkek silent topic=12 grace=30m",
        ] {
            assert_eq!(read(text), Ok(Some(Order::Add(Box::new(addition.clone())))), "{text}");
        }
    }

    #[test]
    fn a_zone_may_be_a_city_of_several_words() {
        for (text, name) in [
            ("tz=New York", "America/New_York"),
            ("tz=new_york", "America/New_York"),
            ("tz = Los Angeles", "America/Los_Angeles"),
            ("tz=Beijing time", "Asia/Shanghai"),
            ("tz=Бишкек", "Asia/Bishkek"),
            ("пояс=Ташкент", "Asia/Tashkent"),
        ] {
            for order in [format!("daily 9am trade latest {text}"), format!("{text} daily 9am trade latest")] {
                let Ok(Some(Order::Add(addition))) = read(&format!("/schedule add @arcadia {order}")) else {
                    panic!("{order}")
                };
                assert_eq!(addition.options.zone, Some(Zone::parse(name).unwrap()), "{order}");
                assert_eq!((addition.when, addition.what), (written("daily 9am"), question("trade latest")), "{order}");
            }
        }
    }

    #[test]
    fn what_is_posted_stays_as_it_was_written() {
        for (text, when, what) in [
            ("daily 09:00 trade latest", "daily 09:00", question("trade latest")),
            ("daily 9:00 country Киргизия 2024", "daily 9:00", question("country Киргизия 2024")),
            ("weekdays 09:00  chart\u{a0}trade 2021-2025", "weekdays 09:00", question("chart trade 2021-2025")),
            ("monthly 15 09:00 /trade", "monthly 15 09:00", question("/trade")),
            ("monthly last-fri 18:00 Rotate", "monthly last-fri 18:00", Subject::Rotate),
            ("по будням в 9:00 экспорт", "по будням в 9:00", question("экспорт")),
            ("once 2026-03-01 10:00 latest", "once 2026-03-01 10:00", question("latest")),
        ] {
            let Ok(Some(Order::Add(addition))) = read(&format!("/schedule add @arcadia {text}")) else {
                panic!("{text}")
            };
            assert_eq!((addition.when, addition.what), (written(when), what));
            assert_eq!(addition.options, Options::default());
        }
    }

    #[test]
    fn an_edit_replaces_what_it_names() {
        let options = |text: &str| Options::take_from(&words::split(text)).unwrap().0;
        let change = |when: &str, what: Option<Subject>, more: &str| Changes {
            when: (!when.is_empty()).then(|| written(when)),
            what,
            options: options(more),
        };
        for (text, changes) in [
            ("", Changes::default()),
            ("weekly mon 09:00", change("weekly mon 09:00", None, "")),
            ("when weekly mon 09:00", change("weekly mon 09:00", None, "")),
            ("tz=Asia/Almaty", change("", None, "tz=Asia/Almaty")),
            ("lang=en grace=2h", change("", None, "lang=en grace=2h")),
            ("loud", change("", None, "loud")),
            ("topic=general", change("", None, "topic=1")),
            ("trade kg 2025", change("", Some(question("trade kg 2025")), "")),
            ("what trade kg 2025", change("", Some(question("trade kg 2025")), "")),
            ("rotate silent", change("", Some(Subject::Rotate), "silent")),
            ("daily 10:00 what trade latest", change("daily 10:00", Some(question("trade latest")), "")),
            ("when daily 10:00 rotate loud", change("daily 10:00", Some(Subject::Rotate), "loud")),
        ] {
            assert_eq!(read(&format!("/edit 3 {text}")), Ok(Some(Order::Edit(3, Box::new(changes)))), "{text}");
        }
        assert!(Changes::default().is_empty() && !change("", None, "loud").is_empty());
    }

    #[test]
    fn what_is_wrong_is_named_with_the_command_as_it_would_be_right() {
        let missing = Wrong::Missing;
        let unfit = |piece, word: &str| Wrong::Unfit { piece, word: word.to_owned() };
        let unknown = |word: &str, meant| Wrong::Unknown { word: word.to_owned(), meant };
        let leftover = |word: &str| Wrong::Leftover { word: word.to_owned() };
        let twice = |word: &str| Wrong::Twice { word: word.to_owned() };
        let when = |text: &str| Wrong::When(When::parse(text).unwrap_err());
        let zone = |text: &str| Wrong::Zone(Zone::parse(text).unwrap_err());
        for (text, wrong) in [
            ("/preview", missing(Piece::Number)),
            ("/preview first", unfit(Piece::Number, "first")),
            ("/preview -3", unfit(Piece::Number, "-3")),
            ("/preview 0", unfit(Piece::Number, "0")),
            ("/preview 99999999999999999999", unfit(Piece::Number, "99999999999999999999")),
            ("/preview 3 4", leftover("4")),
            ("/pause 3 until", missing(Piece::Day)),
            ("/pause 3 until tomorrow", unfit(Piece::Day, "tomorrow")),
            ("/pause 3 until 2026-02-30", unfit(Piece::Day, "2026-02-30")),
            ("/pause 3 until 2026-03-01 10:00", leftover("10:00")),
            ("/disconnect", missing(Piece::Channel)),
            ("/connect arcadia", unfit(Piece::Channel, "arcadia")),
            ("/connect @ab", unfit(Piece::Channel, "@ab")),
            ("/connect 1001234567890", unfit(Piece::Channel, "1001234567890")),
            ("/log @arcadia @other", leftover("@other")),
            ("/backup now", leftover("now")),
            ("/schedule ad @arcadia", unknown("ad", Some("add"))),
            ("/schedule add", missing(Piece::Channel)),
            ("/schedule add daily 09:00 trade", unfit(Piece::Channel, "daily")),
            ("/schedule add @arcadia", when("")),
            ("/schedule add @arcadia trade latest", when("trade latest")),
            ("/schedule add @arcadia dialy 09:00 trade", when("dialy 09:00 trade")),
            ("/schedule add @arcadia weekly 09:00 trade", when("weekly 09:00 trade")),
            ("/schedule add @arcadia daily 25:00 trade", when("daily 25:00 trade")),
            ("/schedule add @arcadia daily 09:00", missing(Piece::What)),
            ("/schedule add @arcadia daily 09:00 silent", missing(Piece::What)),
            ("/schedule add @arcadia daily 09:00 rotate trade", leftover("trade")),
            ("/schedule add @arcadia daily 09:00 trade tz=GMT+6", zone("GMT+6")),
            ("/schedule add @arcadia daily 09:00 trade tz=Atlantis", zone("Atlantis")),
            ("/edit 3 tz=GMT+6", zone("GMT+6")),
            ("/schedule add @arcadia daily 13am trade", when("daily 13am trade")),
            ("/schedule add @arcadia daily 09:00 trade tz=", missing(Piece::Zone)),
            ("/schedule add @arcadia daily 09:00 trade lang=xx", unfit(Piece::Language, "xx")),
            ("/schedule add @arcadia daily 09:00 trade topic=news", unfit(Piece::Topic, "news")),
            ("/schedule add @arcadia daily 09:00 trade grace=8d", unfit(Piece::Grace, "8d")),
            ("/schedule add @arcadia daily 09:00 trade graze=1d", unknown("graze=1d", Some("grace"))),
            ("/schedule add @arcadia daily 09:00 companies =1d", unknown("companies=1d", None)),
            ("/schedule add @arcadia daily 09:00 trade silent loud", twice("loud")),
            ("/schedule add @arcadia lang=ru daily 09:00 trade lang=en", twice("lang=en")),
            ("/edit", missing(Piece::Number)),
            ("/edit 3 when", when("")),
            ("/edit 3 what", missing(Piece::What)),
            ("/edit 3 dialy 09:00", when("dialy 09:00")),
            ("/edit 3 09:00", when("09:00")),
        ] {
            let error = read(text).unwrap_err();
            assert_eq!(error.wrong, wrong, "{text}");
            assert!(text.starts_with(&format!("/{}", error.command)), "{text}");
            let example = error.example();
            assert!(matches!(read(&example), Ok(Some(_))), "{text}: {example}");
            let names = |text: &str| text.contains("@arcadia") || text.split(' ').nth(1) == Some("3");
            assert_eq!(names(text), names(&example) && error.named.is_some(), "{text}: {example}");
            let glued = text.replace(" =", "=");
            assert!(error.word().is_none_or(|word| glued.contains(word)), "{text}: {error}");
        }
    }

    #[test]
    fn what_is_no_order_of_ours_is_left_to_others() {
        for text in
            ["", "/", "schedule", "trade 2025", "/trade 2025", "/pause@other_bot 3", "/pauses 3", "/x_3", "@", "/@"]
        {
            assert_eq!(read(text), Ok(None), "{text}");
        }
        assert_eq!(order("/pause@trade_bot 3", None), Ok(None));
        assert_eq!(order("/pause 3", None), Ok(Some(Order::Pause(3, None))));
    }

    #[test]
    fn every_row_has_an_example_and_a_name_of_its_own() {
        for Command { name, example, .. } in ORDERS {
            assert!(matches!(read(example), Ok(Some(_))), "{example}");
            assert_eq!(example.split(' ').next(), Some(format!("/{name}").as_str()));
            assert_eq!(ORDERS.iter().filter(|other| other.name == *name).count(), 1);
            let asks = |command: &Command| command.name == *name || command.aliases.contains(name);
            assert!(!question::commands().any(asks), "{name}");
        }
    }

    proptest! {
        #[test]
        fn no_text_stops_the_reader(
            text in "\\PC*",
            name in prop::sample::select(ORDERS),
            words in "((add|@arcadia|daily|weekly|mon|09:00|until|when|what|rotate|tz=|lang=ru|=|silent|-?[0-9]{1,20}|\\PC{0,3}) ){0,10}",
        ) {
            let _ = read(&text);
            let _ = read(&format!("/{} {words}", name.name));
            let _ = read(&format!("/{} {text}", name.name));
        }
    }
}
