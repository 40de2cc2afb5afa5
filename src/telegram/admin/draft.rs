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
    /// The part that is changed of a schedule.
    #[serde(default)]
    pub(super) part: Part,
}

/// A part of a schedule that can be changed by itself.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Part {
    What,
    When,
    Zone,
    #[default]
    Language,
}

impl Part {
    /// By its word on a button.
    pub(super) fn of(word: &str) -> Self {
        match word {
            "what" => Self::What,
            "when" => Self::When,
            "zone" => Self::Zone,
            _ => Self::Language,
        }
    }
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

    /// Takes the last choice back. False where nothing was chosen yet.
    pub(super) fn go_back(&mut self) -> bool {
        match (self.step(), self.edit.map(|_| self.part)) {
            (Step::What, _) if self.writing => self.writing = false,
            (Step::Channel, _) | (Step::What | Step::Days | Step::Zone | Step::Language, Some(_)) => return false,
            (Step::What, None) => self.chat = None,
            (Step::Days, None) | (Step::Confirm, Some(Part::What)) => self.what = None,
            (Step::Time, _) => self.days = None,
            (Step::Zone, None) | (Step::Confirm, Some(Part::When)) => self.time = None,
            (Step::Language, None) | (Step::Confirm, Some(Part::Zone)) => self.zone = None,
            (Step::Confirm, None | Some(Part::Language)) => self.language = None,
        }
        true
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

    #[test]
    fn each_step_back_takes_one_choice_until_there_is_none() {
        let some = || Some("x".to_owned());
        let whole = Draft {
            chat: Some(-5),
            what: some(),
            days: some(),
            time: some(),
            zone: some(),
            language: some(),
            ..Draft::default()
        };
        let mut draft = whole.clone();
        let mut steps = vec![draft.step()];
        while draft.go_back() {
            steps.push(draft.step());
        }
        use Step::{Channel, Confirm, Days, Language, Time, What, Zone};
        assert_eq!(steps, [Confirm, Language, Zone, Time, Days, What, Channel]);
        for (part, expected) in [
            (Part::What, &[Confirm, What][..]),
            (Part::When, &[Confirm, Time, Days]),
            (Part::Zone, &[Confirm, Zone]),
            (Part::Language, &[Confirm, Language]),
        ] {
            let mut draft = Draft { edit: Some(3), part, ..whole.clone() };
            let mut steps = vec![draft.step()];
            while draft.go_back() {
                steps.push(draft.step());
            }
            assert_eq!(steps, expected, "{part:?}");
        }
    }
}
