//! A copy of all that is kept, as lines of JSON, to be read into another store.
//!
//! In: a store, or such lines; out: the other. The first line says what follows; each after it is one row, named by
//! its table: `{"draft":{"person":7,"what":"…"}}`. Instants are Unix time in milliseconds, yes and no are 1 and 0.
//! Leases and claims stay where they are: they are of processes, not of posts. So do threads, which last a day. A post
//! that was begun is copied as begun, and taken for lost where it arrives.

use std::io::{self, BufRead, Write};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use sqlx::AssertSqlSafe;

use super::{
    Database, Store, StoreError, Trouble,
    channels::CHANNEL,
    engine::{Work, sql},
    ledger::DELIVERY,
    schedules::SCHEDULE,
};

/// A kind of row, and its columns in a copy, of which the first `key` tell rows apart and put them in order.
#[derive(Debug)]
struct Table {
    name: &'static str,
    columns: &'static [&'static str],
    key: usize,
}

impl Table {
    fn columns(&self) -> impl Iterator<Item = &'static str> {
        self.columns.iter().flat_map(|columns| columns.split(", "))
    }

    /// What the rows are put in order by.
    fn key(&self) -> String {
        self.columns().take(self.key).collect::<Vec<_>>().join(", ")
    }
}

static TABLES: [Table; 10] = [
    Table { name: "language", columns: &["chat, tag"], key: 1 },
    Table { name: "inbox", columns: &["id, taken, begun, done, body"], key: 1 },
    Table { name: "pulse", columns: &["at"], key: 1 },
    Table { name: "sheets", columns: &["served, broken, why"], key: 1 },
    Table { name: "channel", columns: &[CHANNEL], key: 1 },
    Table { name: "schedule", columns: &[SCHEDULE, "deleted"], key: 1 },
    Table { name: "delivery", columns: &[DELIVERY, "not_before"], key: 2 },
    Table { name: "rotation", columns: &["schedule, turn, shown"], key: 2 },
    Table { name: "owed", columns: &["id, person, what, at"], key: 1 },
    Table { name: "draft", columns: &["person, what"], key: 1 },
];

/// To be raised with the tables; a copy of another version is refused.
const VERSION: u32 = 1;

/// What the first line says.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub struct Head {
    tradefacts_store: u32,
    /// So many lines follow.
    pub rows: u64,
    /// The last number that a schedule was given; none is given twice.
    pub last_schedule: i64,
}

impl Head {
    fn new(rows: u64, last_schedule: i64) -> Self {
        Self { tradefacts_store: VERSION, rows, last_schedule }
    }
}

/// One row, and the table it is of.
#[derive(Debug)]
pub struct Row {
    table: &'static Table,
    /// A JSON object with a field for each column.
    fields: String,
}

/// Takes what a store gives: the head, and then each row.
pub trait Sink: Send {
    fn head(&mut self, head: &Head) -> io::Result<()>;
    fn row(&mut self, row: &Row) -> io::Result<()>;
}

/// Gives the rows of a copy; an error ends it.
pub type Rows<'a> = &'a mut (dyn Iterator<Item = Result<Row, CopyError>> + Send);

/// Nothing was copied.
#[derive(Debug, thiserror::Error)]
pub enum CopyError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("the copy cannot be written")]
    Unwritten(#[source] io::Error),
    #[error("the copy cannot be read")]
    Unread(#[source] io::Error),
    #[error("this is no copy of a store: `tradefacts store export` makes one")]
    NoCopy,
    #[error("the copy is of another version of this program: make it anew with `tradefacts store export` of this one")]
    Version,
    #[error("line {0} of the copy is damaged: {1}")]
    Line(u64, String),
    #[error("the copy ends after {0} of {1} rows: it was cut off")]
    CutOff(u64, u64),
    #[error("the store {0} holds something already: a copy is read into a new file or a new database only")]
    Occupied(String),
    #[error("row {0} of the copy does not fit the store: {1}")]
    Unfit(u64, String),
}

impl From<sqlx::Error> for CopyError {
    fn from(error: sqlx::Error) -> Self {
        Self::Store(StoreError::Use(error))
    }
}

/// Writes a copy of a store; `tell` hears how many rows are written, of how many.
pub async fn write(
    store: &dyn Store,
    out: &mut (dyn Write + Send),
    tell: &mut (dyn FnMut(u64, u64) + Send),
) -> Result<Head, CopyError> {
    let mut writer = Writer { out, tell, head: None, written: 0 };
    store.export(&mut writer).await?;
    let Writer { out, head, written, .. } = writer;
    let head = head.ok_or(CopyError::NoCopy)?;
    if written != head.rows {
        return Err(CopyError::CutOff(written, head.rows));
    }
    out.flush().map_err(CopyError::Unwritten)?;
    Ok(head)
}

struct Writer<'a> {
    out: &'a mut (dyn Write + Send),
    tell: &'a mut (dyn FnMut(u64, u64) + Send),
    head: Option<Head>,
    written: u64,
}

impl Sink for Writer<'_> {
    fn head(&mut self, head: &Head) -> io::Result<()> {
        serde_json::to_writer(&mut *self.out, head)?;
        self.head = Some(head.clone());
        self.out.write_all(b"\n")
    }

    fn row(&mut self, Row { table, fields }: &Row) -> io::Result<()> {
        writeln!(self.out, "{{\"{}\":{fields}}}", table.name)?;
        self.written += 1;
        (self.tell)(self.written, self.head.as_ref().map_or(0, |head| head.rows));
        Ok(())
    }
}

/// Reads a copy into a store with nothing in it, whole or not at all; `tell` hears how many rows are read, of how many.
pub async fn read(
    store: &dyn Store,
    copy: impl BufRead + Send,
    mut tell: impl FnMut(u64, u64) + Send,
) -> Result<Head, CopyError> {
    let mut lines = copy.lines();
    let first = lines.next().ok_or(CopyError::NoCopy)?.map_err(unread)?;
    let head: Value = serde_json::from_str(&first).map_err(|_| CopyError::NoCopy)?;
    let version = head.get("tradefacts_store").ok_or(CopyError::NoCopy)?;
    if *version != VERSION {
        return Err(CopyError::Version);
    }
    let head: Head = serde_json::from_value(head).map_err(|error| CopyError::Line(1, error.to_string()))?;
    let (mut number, mut ended) = (0, false);
    let mut rows = std::iter::from_fn(|| {
        if ended {
            return None;
        }
        let row = match lines.next() {
            None if number == head.rows => None,
            None => Some(Err(CopyError::CutOff(number, head.rows))),
            Some(_) if number == head.rows => Some(Err(CopyError::Line(number + 2, "nothing should follow".into()))),
            Some(line) => {
                number += 1;
                tell(number, head.rows);
                Some(line.map_err(unread).and_then(|line| row(&line, number + 1)))
            }
        };
        ended = !matches!(row, Some(Ok(_)));
        row
    });
    store.import(&head, &mut rows).await?;
    Ok(head)
}

fn unread(error: io::Error) -> CopyError {
    match error.kind() {
        io::ErrorKind::InvalidData => CopyError::NoCopy,
        _ => CopyError::Unread(error),
    }
}

/// One line, held against what its table has.
fn row(line: &str, number: u64) -> Result<Row, CopyError> {
    let damaged = |why: String| CopyError::Line(number, why);
    let named: Map<String, Value> = serde_json::from_str(line).map_err(|error| damaged(error.to_string()))?;
    let mut named = named.into_iter();
    let (Some((name, Value::Object(fields))), None) = (named.next(), named.next()) else {
        return Err(damaged("one row is expected, by the name of its table".into()));
    };
    let table = TABLES.iter().find(|table| table.name == name);
    let table = table.ok_or_else(|| damaged(format!("there is no table `{name}`")))?;
    let wrong = fields.keys().find(|key| !table.columns().any(|column| column == key.as_str()));
    let missing = table.columns().find(|column| !fields.contains_key(*column));
    match (wrong, missing) {
        (None, None) => Ok(Row { table, fields: Value::Object(without_nul(fields)).to_string() }),
        (Some(wrong), _) => Err(damaged(format!("`{name}` has no `{wrong}`"))),
        (_, Some(missing)) => Err(damaged(format!("`{missing}` of `{name}` is missing"))),
    }
}

/// PostgreSQL keeps no NUL in a text; nobody misses it.
fn without_nul(mut fields: Map<String, Value>) -> Map<String, Value> {
    for value in fields.values_mut() {
        if let Value::String(text) = value {
            text.retain(|letter| letter != '\0');
        }
    }
    fields
}

/// A copy takes as long as it takes.
const UNLIMITED: &str = "SET LOCAL statement_timeout = 0";

/// So many rows are written at once.
const BATCH: usize = 500;

/// The rows of one table that follow each other, as a JSON array, with the number of the first; none at the end.
struct Batches<'a> {
    rows: Rows<'a>,
    next: Option<Row>,
    number: u64,
}

impl<'a> Batches<'a> {
    fn new(rows: Rows<'a>) -> Self {
        Self { rows, next: None, number: 0 }
    }

    fn next(&mut self) -> Result<Option<(&'static Table, String, u64)>, CopyError> {
        let Some(first) = self.next.take().map(Ok).or_else(|| self.rows.next()).transpose()? else { return Ok(None) };
        let (table, begun, mut batch) = (first.table, self.number + 1, format!("[{}", first.fields));
        let mut many = 1;
        while many < BATCH {
            match self.rows.next().transpose()? {
                Some(row) if row.table.name == table.name => {
                    batch.push(',');
                    batch.push_str(&row.fields);
                    many += 1;
                }
                other => {
                    self.next = other;
                    break;
                }
            }
        }
        self.number += u64::try_from(many).unwrap_or(u64::MAX);
        batch.push(']');
        Ok(Some((table, batch, begun)))
    }
}

impl Database {
    pub(super) async fn exported(&self, sink: &mut dyn Sink) -> Result<(), CopyError> {
        let mut moment = self.engine.begin_reading().await?;
        moment.on_server(sql(UNLIMITED)).await?;
        let (version,): (Option<i64>,) = moment.the(sql("SELECT max(version) FROM _sqlx_migrations")).await?;
        self.engine.check_version(version)?;
        let mut rows = 0;
        for Table { name, .. } in &TABLES {
            let count = AssertSqlSafe(format!("SELECT count(*) FROM {name}"));
            let (count,): (i64,) = moment.the(sql(count)).await?;
            rows += count.unsigned_abs();
        }
        let last = self.engine.either(
            "SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'schedule'",
            "SELECT coalesce(pg_sequence_last_value(pg_get_serial_sequence('schedule', 'id')::regclass), 0)",
        );
        let (last,): (i64,) = moment.the(sql(last)).await?;
        sink.head(&Head::new(rows, last)).map_err(CopyError::Unwritten)?;
        for table in &TABLES {
            let fields = table.columns().map(|column| match (table.name, column) {
                ("inbox", "done") => "'done', CAST(done AS INT)".to_owned(),
                _ => format!("'{column}', {column}"),
            });
            let fields: Vec<_> = fields.collect();
            let object = self.engine.either("json_object", "json_build_object");
            let (fields, key) = (fields.join(", "), table.key());
            let query = format!("SELECT CAST({object}({fields}) AS TEXT) FROM {} ORDER BY {key}", table.name);
            let give = |(fields,)| sink.row(&Row { table, fields }).map_err(CopyError::Unwritten);
            moment.each(sql(AssertSqlSafe(query)), give).await?;
        }
        Ok(())
    }

    pub(super) async fn imported(&self, head: &Head, rows: Rows<'_>) -> Result<(), CopyError> {
        let mut all = self.engine.begin().await?;
        all.on_server(sql(UNLIMITED)).await?;
        for Table { name, .. } in &TABLES {
            let any = AssertSqlSafe(format!("SELECT EXISTS (SELECT 1 FROM {name})"));
            if let (true,) = all.the(sql(any)).await? {
                return Err(CopyError::Occupied(self.engine.place().to_owned()));
            }
        }
        let mut batches = Batches::new(rows);
        while let Some((table, batch, begun)) = batches.next()? {
            let filled = all.run(sql(AssertSqlSafe(self.fill_query(table))).bind(batch)).await;
            filled.map_err(|error| unfit(begun, error))?;
        }
        all.run(sql("UPDATE delivery SET free_at = 0 WHERE state = 'sending'")).await?;
        number_on(&mut all, head.last_schedule).await?;
        all.commit().await?;
        Ok(())
    }

    /// Fills a table from a JSON array of rows.
    fn fill_query(&self, table: &Table) -> String {
        let name = table.name;
        let columns = table.columns().collect::<Vec<_>>().join(", ");
        let (one, is_one) = if matches!(name, "pulse" | "sheets") { ("one, ", "1, ") } else { ("", "") };
        let in_json = table.columns().map(|column| format!("value ->> '{column}'")).collect::<Vec<_>>().join(", ");
        let (fields, rows) = self.engine.either(
            (&in_json, "json_each($1)".to_owned()),
            (&columns, format!("json_populate_recordset(NULL::{name}, $1::json)")),
        );
        format!("INSERT INTO {name} ({one}{columns}) SELECT {is_one}{fields} FROM {rows}")
    }
}

/// Sees to it that no number is given again that was given before the copy.
async fn number_on(all: &mut Work, last_schedule: i64) -> Result<(), sqlx::Error> {
    if let Work::Sqlite(_) = all {
        all.run(sql("DELETE FROM sqlite_sequence WHERE name = 'schedule'")).await?;
        let number = "INSERT INTO sqlite_sequence (name, seq) \
                      SELECT 'schedule', max($1, coalesce(max(id), 0)) FROM schedule";
        all.run(sql(number).bind(last_schedule)).await?;
        return Ok(());
    }
    for (table, column) in [("schedule", "id"), ("owed", "id"), ("rotation", "turn")] {
        let last = if table == "schedule" { last_schedule } else { 0 };
        let number = format!(
            "SELECT setval(pg_get_serial_sequence('{table}', '{column}'), greatest(max({column}), $1, 1), \
             greatest(max({column}), $1) > 0) FROM {table}"
        );
        all.run(sql(AssertSqlSafe(number)).bind(last)).await?;
    }
    Ok(())
}

/// Why rows from this one on were refused.
fn unfit(begun: u64, error: sqlx::Error) -> CopyError {
    match &error {
        sqlx::Error::Database(why) if Trouble::of(&error) == Trouble::Failed => {
            CopyError::Unfit(begun, why.message().to_owned())
        }
        _ => CopyError::from(error),
    }
}
