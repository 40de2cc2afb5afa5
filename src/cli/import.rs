//! `tradefacts import`: a body's tables become sheets, checked.

use std::{
    io::IsTerminal as _,
    path::{Path, PathBuf},
    process::ExitCode,
};

use jiff::civil::Date;

use super::{Place, Progress, log_free, print, wide};
use crate::{
    check::Format,
    clock::Clock,
    config,
    fact::Period,
    finding,
    import::{self, Done, Given, Imported},
    sheet::Folder,
};

/// Makes a sheet of each table, as a map says, and checks it with all others. Nothing is written unless everything in
/// the tables can be used.
#[derive(clap::Args, Debug)]
pub(super) struct Import {
    /// The map: a file, or the name of one in the folder's `maps`
    #[arg(value_name = "MAP")]
    map: PathBuf,
    /// The tables: CSV or XLSX
    #[arg(value_name = "TABLE", required = true)]
    tables: Vec<PathBuf>,
    /// What span the numbers are of, where the table does not say it: 2026-M03, 2026-Q1, 2025
    #[arg(long, value_name = "PERIOD", env = "TRADEFACTS_PERIOD")]
    period: Option<Period>,
    /// When the document was published: 2026-01-20, 2026-01, 2026 or unknown [default: what the map says]
    #[arg(long, value_name = "DATE", env = "TRADEFACTS_PUBLISHED")]
    published: Option<String>,
    /// The day you read it [default: today]
    #[arg(long, value_name = "DATE", env = "TRADEFACTS_READ")]
    read: Option<Date>,
    /// Its address [default: what the map says]
    #[arg(long, value_name = "URL", env = "TRADEFACTS_URL")]
    url: Option<String>,
    /// The name of the sheet's file [default: what the map says]
    #[arg(long, value_name = "ID", env = "TRADEFACTS_ID")]
    id: Option<String>,
    /// The sheet of a book that has several [default: what the map says]
    #[arg(long, value_name = "NAME", env = "TRADEFACTS_SHEET")]
    sheet: Option<String>,
    /// Write over a sheet of the same name that holds something else
    #[arg(long, env = "TRADEFACTS_REPLACE")]
    replace: bool,
}

impl Import {
    pub(super) fn run(self, place: &Place) -> anyhow::Result<ExitCode> {
        let folder = Folder::choose(place.facts.clone());
        let map = map_file(&folder, self.map);
        let given = Given {
            period: self.period,
            published: self.published,
            read: self.read.unwrap_or_else(|| Clock::default().today()),
            url: self.url,
            id: self.id,
            sheet: self.sheet,
            replace: self.replace,
        };
        let progress = Progress::new("reading the sheets");
        let tell = |read, of| progress.tell(wide(read), wide(of));
        let imported = import::import(&folder, &map, &self.tables, &given, &tell)?;
        drop(progress);
        let colours = std::io::stdout().is_terminal() && config::colours();
        match imported {
            Imported::Refused { findings, texts } => {
                print(finding::text(&findings, &texts, colours).trim_end())?;
                let findings =
                    if findings.len() == 1 { "1 finding".to_owned() } else { format!("{} findings", findings.len()) };
                log_free(format_args!("{findings}: nothing was written"));
                Ok(ExitCode::FAILURE)
            }
            Imported::Done { sheets, checked } => {
                for sheet in sheets {
                    print(&told(&folder, &sheet))?;
                }
                let said = checked.show(Format::Text { colours });
                if !said.is_empty() {
                    print(said.trim_end())?;
                }
                log_free(format_args!("{folder}: {}", checked.summary()));
                Ok(if checked.is_clean() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
            }
        }
    }
}

/// A sheet, and what became of it.
fn told(folder: &Folder, Done { file, figures, was_there }: &Done) -> String {
    let figures = if *figures == 1 { "1 figure".to_owned() } else { format!("{figures} figures") };
    let came = if *was_there { "was there already" } else { "is new" };
    let root = if let Folder::Disk(root) = folder { root.as_path() } else { Path::new("") };
    format!("{} {came}: {figures}", root.join(file).display())
}

/// The file of a map; a bare name is one of the folder's own.
fn map_file(folder: &Folder, map: PathBuf) -> PathBuf {
    match folder {
        Folder::Disk(root) if map.extension().is_none() && !map.exists() => {
            root.join("maps").join(map).with_extension("yaml")
        }
        _ => map,
    }
}
