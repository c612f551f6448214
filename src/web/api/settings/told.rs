//! What the settings are told as. Moments are milliseconds since 1970.

use crate::settings::{self, Side};
use crate::views::Millis;
use crate::web::ask::Done;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

/// What is in force, and the forms by which it is changed.
#[derive(Serialize, JsonSchema, Default)]
pub(super) struct SettingsNow {
    /// The version; 0 where they cannot be changed.
    pub(super) version: u32,
    /// The version that the office was opened with.
    pub(super) opened: u32,
    /// Settings that could not open the office.
    pub(super) fallen: Option<SettingsFallen>,
    /// Whether they cannot be changed, as in the demonstration.
    pub(super) fixed: bool,
    /// The document's values, as JSON.
    pub(super) values: Option<Value>,
    /// The forms.
    pub(super) sections: Vec<SettingsSection>,
    /// The newest versions.
    pub(super) history: Vec<SettingsVersion>,
}

/// The form of a section.
#[derive(Serialize, JsonSchema)]
pub(super) struct SettingsSection {
    /// Its name.
    pub(super) name: &'static str,
    /// Its settings, each with its path, its kind and what that allows.
    pub(super) fields: Vec<Value>,
}

/// The messages that the office may say in its own words.
#[derive(Serialize, JsonSchema)]
pub(super) struct SettingsWords {
    /// Each with the program's words.
    pub(super) words: Vec<SettingsWord>,
}

/// A message, in the syntax of the message files.
#[derive(Serialize, JsonSchema)]
pub(super) struct SettingsWord {
    /// Its name.
    pub(super) name: &'static str,
    /// Where it is seen: `kiosk`, `board`, `phone`, `survey`, `papers`, `screens`, `refusals`.
    pub(super) file: &'static str,
    /// The program's words in Bahasa Indonesia.
    pub(super) id: &'static str,
    /// The same in English.
    pub(super) en: &'static str,
    /// Most characters of the office's own in Bahasa Indonesia.
    pub(super) most_id: usize,
    /// Most characters of them in English.
    pub(super) most_en: usize,
}

/// Settings that could not open the office.
#[derive(Serialize, JsonSchema)]
pub(super) struct SettingsFallen {
    /// Their version; none for the files beside the program.
    pub(super) version: Option<u32>,
    /// The version that opened it.
    pub(super) to: u32,
    /// What is wrong with them.
    pub(super) faults: Vec<SettingsFault>,
}

/// What is wrong with a document.
#[derive(Serialize, JsonSchema)]
pub(super) struct SettingsFault {
    /// In which line, where that is known.
    pub(super) line: Option<usize>,
    /// In which column of it.
    pub(super) column: Option<usize>,
    /// In words.
    pub(super) words: String,
}

/// Earlier versions, the newest first.
#[derive(Serialize, JsonSchema)]
pub(super) struct SettingsHistory {
    /// One page of them.
    pub(super) history: Vec<SettingsVersion>,
}

/// A version.
#[derive(Serialize, JsonSchema)]
pub(super) struct SettingsVersion {
    /// Its number.
    pub(super) version: u32,
    /// When it was made.
    pub(super) at: Millis,
    /// Who made it; none when the office did.
    pub(super) by: Option<String>,
    /// `files`, `section`, `whole`, `back`.
    pub(super) how: &'static str,
    /// The name of the section, or the number of the version that was brought back.
    pub(super) what: Option<Value>,
}

/// A version with its text.
#[derive(Serialize, JsonSchema)]
pub(super) struct SettingsText {
    /// Its number.
    pub(super) version: u32,
    /// When it was made.
    pub(super) at: Millis,
    /// Who made it; none when the office did.
    pub(super) by: Option<String>,
    /// `files`, `section`, `whole`, `back`.
    pub(super) how: &'static str,
    /// The name of the section, or the number of the version that was brought back.
    pub(super) what: Option<Value>,
    /// The document.
    pub(super) text: String,
    /// What it changed of the one before.
    pub(super) diff: Vec<SettingsLine>,
}

/// A line of a comparison.
#[derive(Serialize, JsonSchema)]
pub(super) struct SettingsLine {
    /// `old`, `new`, `both`, `gap`.
    pub(super) side: &'static str,
    /// Its number in the text it stands in.
    pub(super) line: usize,
    /// The line.
    pub(super) text: String,
}

/// What a change would come to.
#[derive(Serialize, JsonSchema)]
pub(super) struct SettingsLook {
    /// Line by line.
    pub(super) diff: Vec<SettingsLine>,
    /// What stands in the way, in words.
    pub(super) obstacles: Vec<String>,
    /// The document.
    pub(super) text: String,
}

/// A change was kept. The same act sent again is told no version.
#[derive(Serialize, JsonSchema)]
pub(super) struct SettingsKept {
    #[serde(flatten)]
    pub(super) done: Done,
    /// The version from now on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) version: Option<u32>,
    /// `http` or `https`, when the office is reached by that from now on.
    pub(super) moved: Option<&'static str>,
}

/// Most changed lines that are shown.
const MOST_LINES: usize = 2_000;

/// What is different between two texts.
pub(super) fn lines(old: &str, new: &str) -> Vec<SettingsLine> {
    let shown = settings::diff(old, new).into_iter().take(MOST_LINES);
    let line = |line: settings::Line| {
        let side = match line.side {
            Side::Old => "old",
            Side::New => "new",
            Side::Both => "both",
            Side::Gap => "gap",
        };
        SettingsLine { side, line: line.number, text: line.text }
    };
    shown.map(line).collect()
}
