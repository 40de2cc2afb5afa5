//! `tradefacts schema`: what the fields of a file may hold, for editors.

use std::process::ExitCode;

use clap::{ValueEnum, builder::PossibleValue};

use super::print;
use crate::sheet::FileKind;

#[derive(clap::Args, Debug)]
pub(super) struct Schema {
    /// The kind of file
    #[arg(value_enum, value_name = "KIND", default_value = "sheet")]
    kind: Kind,
}

#[derive(Clone, Copy, Debug)]
struct Kind(FileKind);

impl ValueEnum for Kind {
    fn value_variants<'a>() -> &'a [Self] {
        const ALL: &[Kind] = &[
            Kind(FileKind::Sheet),
            Kind(FileKind::Places),
            Kind(FileKind::Indicators),
            Kind(FileKind::Products),
            Kind(FileKind::Authorities),
            Kind(FileKind::Releases),
        ];
        ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.0.as_str()))
    }
}

impl Schema {
    pub(super) fn run(&self) -> anyhow::Result<ExitCode> {
        print(self.kind.0.schema().trim_end())?;
        Ok(ExitCode::SUCCESS)
    }
}
