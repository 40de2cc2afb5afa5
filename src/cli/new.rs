//! `tradefacts new`: the skeleton of a sheet for a document that has none yet.

use std::{
    fs::{self, File},
    io::{IsTerminal as _, Write as _},
    path::PathBuf,
    process::ExitCode,
};

use anyhow::Context as _;
use rustyline::{DefaultEditor, error::ReadlineError};

use super::{Place, log_free, print};
use crate::{
    clock::Clock,
    fact::Source,
    finding::Finding,
    sheet::{self, Draft, Field, Folder},
};

/// Writes the skeleton of a sheet. On a terminal it asks for what no option says; what the document does not say is
/// `unknown`.
#[derive(clap::Args, Debug)]
pub(super) struct New {
    /// The document's title, as printed
    #[arg(long, value_name = "TEXT", env = "TRADEFACTS_TITLE")]
    title: Option<String>,
    /// Who published it
    #[arg(long, value_name = "TEXT", env = "TRADEFACTS_PUBLISHER")]
    publisher: Option<String>,
    /// Who wrote it, as printed [default: unknown]
    #[arg(long, value_name = "TEXT", env = "TRADEFACTS_AUTHOR")]
    author: Option<String>,
    /// Whom it relays, if anyone
    #[arg(long, value_name = "TEXT", env = "TRADEFACTS_VIA")]
    via: Option<String>,
    /// When it was published: 2026-01-20, 2026-01, 2026 or unknown
    #[arg(long, value_name = "DATE", env = "TRADEFACTS_PUBLISHED")]
    published: Option<String>,
    /// The day you read it [default: today]
    #[arg(long, value_name = "DATE", env = "TRADEFACTS_READ")]
    read: Option<String>,
    /// The language it is in: en, ru, zh …
    #[arg(long, value_name = "TAG", env = "TRADEFACTS_LANGUAGE")]
    language: Option<String>,
    /// Its address, or unknown
    #[arg(long, value_name = "URL", env = "TRADEFACTS_URL")]
    url: Option<String>,
    /// What it is: official, dataset, agency, press or retelling
    #[arg(long, value_name = "KIND", env = "TRADEFACTS_KIND")]
    kind: Option<String>,
    /// The name of its file [default: made from the address and the date]
    #[arg(long, value_name = "ID", env = "TRADEFACTS_ID")]
    id: Option<String>,
}

impl New {
    pub(super) fn run(self, place: &Place) -> anyhow::Result<ExitCode> {
        let Folder::Disk(root) = Folder::choose(place.facts.clone()) else {
            anyhow::bail!(
                "there is no folder of sheets here to write into: change to the repository, or name one with --facts"
            );
        };
        let loaded = sheet::load(&Folder::Disk(root.clone()))?;
        let sources: Vec<&Source> = loaded.sheets.iter().map(|sheet| &*sheet.source).collect();
        let draft = if std::io::stdin().is_terminal() && std::io::stderr().is_terminal() {
            let Some(draft) = self.asked(&sources)? else { return Ok(ExitCode::from(2)) };
            draft
        } else {
            self.given(&sources)?
        };
        let path = write(&root, &draft)?;
        print(&path.display().to_string())?;
        log_free(format_args!(
            "Take the `#` from the lines at its end and write what the document says. Then: tradefacts check"
        ));
        Ok(ExitCode::SUCCESS)
    }

    /// The document as the options say, all of whose faults are told together.
    fn given(self, sources: &[&Source]) -> anyhow::Result<Draft> {
        let needed = [
            ("--title", &self.title),
            ("--publisher", &self.publisher),
            ("--published", &self.published),
            ("--language", &self.language),
            ("--url", &self.url),
        ];
        let missing: Vec<&str> = needed.iter().filter(|(_, given)| given.is_none()).map(|(name, _)| *name).collect();
        anyhow::ensure!(
            missing.is_empty(),
            "{} not given, and this is no terminal to ask in; what the document does not say is `unknown`",
            missing.join(", ")
        );
        let id = self.id.clone();
        let mut draft = self.draft();
        draft.id = id.unwrap_or_else(|| free_id(&draft, sources));
        let faults = draft
            .read_back()
            .1
            .into_iter()
            .map(|(field, finding)| format!("--{}: {}", field.as_str(), words(&finding)));
        let taken = [taken(&draft, Field::Url, sources), taken(&draft, Field::Id, sources)];
        let faults: Vec<String> = faults.chain(taken.into_iter().flatten()).collect();
        anyhow::ensure!(faults.is_empty(), "no sheet was written:\n  {}", faults.join("\n  "));
        Ok(draft)
    }

    /// The document as a person types it; each answer is judged at once. None where they gave up.
    fn asked(self, sources: &[&Source]) -> anyhow::Result<Option<Draft>> {
        let mut editor = DefaultEditor::new().context("the terminal cannot be read line by line")?;
        let given = [
            (Field::Title, self.title.is_some(), "Title, as printed"),
            (Field::Url, self.url.is_some(), "Address"),
            (Field::Publisher, self.publisher.is_some(), "Publisher"),
            (Field::Author, self.author.is_some(), "Author, as printed"),
            (Field::Published, self.published.is_some(), "Published (2026-01-20, 2026-01, 2026)"),
            (Field::Language, self.language.is_some(), "Language (en, ru, zh …)"),
            (Field::Read, self.read.is_some(), "Read on"),
            (Field::Kind, self.kind.is_some(), "Kind (official, dataset, agency, press, retelling)"),
            (Field::Id, self.id.is_some(), "Name of the file"),
        ];
        let id = self.id.clone();
        let mut draft = self.draft();
        draft.id = id.unwrap_or_else(|| "unknown".to_owned());
        for (field, is_given, question) in given {
            if field == Field::Id && !is_given {
                draft.id = free_id(&draft, sources);
            }
            let (before, mut ask) = (draft.field(field).to_owned(), !is_given);
            loop {
                if ask {
                    let line = match editor.readline(&format!("{question} [{}]: ", draft.field(field))) {
                        Ok(line) => line,
                        Err(ReadlineError::Eof | ReadlineError::Interrupted) => return Ok(None),
                        Err(error) => return Err(error).context("the terminal cannot be read"),
                    };
                    if !line.trim().is_empty() {
                        line.trim().clone_into(draft.field_mut(field));
                    }
                }
                let fault = draft.read_back().1.into_iter().find(|(about, _)| *about == field);
                let fault = fault.map(|(_, finding)| words(&finding)).or_else(|| taken(&draft, field, sources));
                let Some(fault) = fault else { break };
                log_free(format_args!("{fault}"));
                draft.field_mut(field).clone_from(&before);
                ask = true;
            }
        }
        Ok(Some(draft))
    }

    fn draft(self) -> Draft {
        let mut draft = Draft::unknown(Clock::default().today().to_string());
        let given = [
            (Field::Title, self.title),
            (Field::Publisher, self.publisher),
            (Field::Author, self.author),
            (Field::Published, self.published),
            (Field::Read, self.read),
            (Field::Language, self.language),
            (Field::Url, self.url),
        ];
        for (field, given) in given {
            if let Some(given) = given {
                *draft.field_mut(field) = given;
            }
        }
        (draft.via, draft.kind) = (self.via, self.kind);
        draft
    }
}

/// What is wrong, and what to do, in one line.
fn words(finding: &Finding) -> String {
    [Some(&finding.message), finding.why.as_ref(), finding.help.as_ref()]
        .into_iter()
        .flatten()
        .map(String::as_str)
        .collect::<Vec<_>>()
        .join("; ")
}

/// Why this cannot be a new sheet: the document has one, or the name is another's.
fn taken(draft: &Draft, field: Field, sources: &[&Source]) -> Option<String> {
    match field {
        Field::Url => {
            let (document, _) = draft.read_back();
            let place = document.place()?;
            let is_it = |source: &&&Source| source.place().as_ref() == Some(&place) && source.is_dated_alike(&document);
            let there = sources.iter().find(is_it)?;
            Some(format!("there is a sheet of this document already: {}", there.id))
        }
        Field::Id => {
            let there = sources.iter().find(|source| source.id.as_str() == draft.id)?;
            Some(format!("there is a sheet `{}` already: name this one with --id", there.id))
        }
        _ => None,
    }
}

/// The natural id, with a number behind it where another sheet has that.
fn free_id(draft: &Draft, sources: &[&Source]) -> String {
    let natural = draft.natural_id();
    let is_free = |id: &str| !sources.iter().any(|source| source.id.as_str() == id);
    let numbered = (2..).map(|number| format!("{natural}-{number}"));
    [natural.clone()].into_iter().chain(numbered).find(|id| is_free(id)).unwrap_or(natural)
}

/// Writes the file, which must not be there yet.
fn write(root: &std::path::Path, draft: &Draft) -> anyhow::Result<PathBuf> {
    let path = root.join(draft.file());
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).with_context(|| format!("cannot make the folder {}", folder.display()))?;
    }
    File::create_new(&path)
        .and_then(|mut file| file.write_all(draft.text().as_bytes()))
        .with_context(|| format!("cannot write {}", path.display()))?;
    Ok(path)
}
