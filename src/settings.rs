//! The settings as one TOML document: where something stands in it, the forms of its sections, what a change comes to.
//!
//! A document is read into a profile by `app::config`, which hands the reading on as a [`Check`]; nothing here decides
//! whether a document is sound, and nothing here keeps one.

mod boards;
mod diff;
mod edit;
mod form;
mod place;
mod slip;

pub use boards::with_boards;
pub use diff::{Line, Side, diff};
pub use edit::{EditError, edit};
pub use form::{Field, Kind, SECTIONS, Section, section};
pub use place::{Place, place};
pub use slip::slip;

use crate::domain::fault::{About, Fault};
use crate::domain::profile::Profile;
use sha2::{Digest, Sha256};
use std::fmt;
use std::sync::Arc;

/// Reads a document with everything that stands beside it, as the office would at its start.
pub type Check = Arc<dyn Fn(&str) -> Result<Profile, Vec<Wrong>> + Send + Sync>;

/// Something in a document that cannot be, and where.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Wrong {
    /// Where it stands, when that can be told.
    pub place: Option<Place>,
    /// Names the message `fault-<code>`.
    pub code: &'static str,
    /// The facts that the message needs.
    pub facts: Vec<(&'static str, String)>,
    /// The same in English.
    pub words: String,
}

impl Wrong {
    /// Something for which there are only its own words.
    pub fn said(place: Option<Place>, words: impl Into<String>) -> Wrong {
        let words = words.into();
        Wrong { place, code: "said", facts: vec![("words", words.clone())], words }
    }

    /// A fault of the document with this text.
    pub fn of(text: &str, fault: Fault) -> Wrong {
        let Fault { about, code, facts, words } = fault;
        Wrong { place: place(text, &about), code, facts, words }
    }

    /// The same about one of the settings, in its own words.
    pub fn about(text: &str, path: &'static str, words: impl Into<String>) -> Wrong {
        Wrong::said(place(text, &About::Setting(path)), words)
    }
}

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.place {
            Some(place) => write!(f, "line {}: {}", place.line, self.words),
            None => f.write_str(&self.words),
        }
    }
}

/// Settings that could not open the office, which went back to earlier ones by itself.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fallen {
    /// Their version; none for the files beside the program.
    pub version: Option<u32>,
    /// The version whose text opened it.
    pub to: u32,
    /// What is wrong with them; nothing when that has been mended since.
    pub faults: Vec<Wrong>,
}

impl fmt::Display for Fallen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.version {
            Some(version) => write!(f, "the settings of version {version} could not open the office")?,
            None => f.write_str("the files of the office cannot be used")?,
        }
        let faults: Vec<String> = self.faults.iter().map(ToString::to_string).collect();
        if !faults.is_empty() {
            write!(f, " ({})", faults.join("; "))?;
        }
        write!(f, "; it is open with the settings of version {}", self.to)
    }
}

/// Every setting of a document, for the forms; none when it is no TOML.
pub fn values(text: &str) -> Option<serde_json::Value> {
    let table: toml::Table = toml::from_str(text).ok()?;
    serde_json::to_value(table).ok()
}

/// The name under which a text is kept.
pub fn digest(text: &str) -> [u8; 32] {
    Sha256::digest(text.as_bytes()).into()
}
