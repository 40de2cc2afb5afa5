//! A schedule put together step by step: the choices so far, as the store keeps them.

use serde::{Deserialize, Serialize};

use crate::{
    language::Language,
    schedule::{Options, Subject, When, Written, Zone},
};

/// The choices so far. The first field that is missing is asked for next.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub(in crate::telegram) struct Draft {
    /// The schedule that is changed; none for a new one.
    pub(super) edit: Option<i64>,
    pub(super) chat: Option<i64>,
    pub(super) what: Option<String>,
    pub(super) days: Option<String>,
    pub(super) time: Option<String>,
    pub(super) zone: Option<String>,
    pub(super) language: Option<String>,
    pub(super) silent: bool,
    /// The question to post is going to be typed.
    #[serde(default)]
    pub(super) writing: bool,
}

/// A choice that is still to be made.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Step {
    Channel,
    What,
    Days,
    Time,
    Zone,
    Language,
    Confirm,
}

impl Draft {
    pub(super) fn written(&self) -> String {
        serde_json::to_string(self).expect("words and numbers are always JSON")
    }

    pub(super) fn read(written: &str) -> Option<Self> {
        serde_json::from_str(written).ok()
    }

    pub(super) fn step(&self) -> Step {
        match self {
            Self { chat: None, .. } => Step::Channel,
            Self { what: None, .. } => Step::What,
            Self { days: None, .. } => Step::Days,
            Self { time: None, .. } => Step::Time,
            Self { zone: None, .. } => Step::Zone,
            Self { language: None, .. } => Step::Language,
            Self { .. } => Step::Confirm,
        }
    }

    /// Takes the last choice back.
    pub(super) fn go_back(&mut self) {
        let edits = self.edit.is_some();
        match self.step() {
            Step::What if self.writing => self.writing = false,
            Step::Channel => {}
            Step::What if edits => {}
            Step::What => self.chat = None,
            Step::Days => self.what = None,
            Step::Time => self.days = None,
            Step::Zone => self.time = None,
            Step::Language => self.zone = None,
            Step::Confirm => self.language = None,
        }
    }

    pub(super) fn written_when(&self) -> Option<Written> {
        let text = match (self.days.as_deref()?, self.time.as_deref()?) {
            (days, "") => days.to_owned(),
            (days, time) => format!("{days} {time}"),
        };
        Some(Written { when: When::parse(&text).ok()?, text })
    }

    pub(super) fn subject(&self) -> Option<Subject> {
        Some(match self.what.as_deref()? {
            "rotate" => Subject::Rotate,
            text => Subject::Question(text.to_owned()),
        })
    }

    pub(super) fn options(&self) -> Option<Options> {
        Some(Options {
            language: Some(Language::from_tag(self.language.as_deref()?)?),
            zone: Some(Zone::parse(self.zone.as_deref()?).ok()?),
            silent: Some(self.silent),
            ..Options::default()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draft_is_kept_as_text() {
        let draft = Draft { chat: Some(-5), time: Some("09:00".to_owned()), ..Draft::default() };
        assert_eq!(Draft::read(&draft.written()), Some(draft));
        assert_eq!(Draft::read("of another version"), None);
    }
}
