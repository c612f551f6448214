//! Print agents: a printer that hangs on another PC, such as a USB printer on the kiosk, and a small program there that
//! prints what the office gives it.
//!
//! The agent connects out, so no door has to be opened on its PC. The office gives it one *attempt* at a time, under a
//! name that no other attempt ever has. The agent writes the name into its own file before the first byte goes to the
//! printer, and what became of it after; so whichever side dies, the office asks about the attempt by name and hears
//! that it was printed, that nobody can know, or that it was never begun and never will be. Only the last one is sent
//! again, as another attempt.
//!
//! An attempt belongs to the agent that was given it. Moved to another printer in the middle of it, the agent answers for
//! it from there; whoever sits at the old seat by then is not asked, because "never begun" would be no news from them.
//!
//! ```text
//! spool ── Seat ── socket ══ network ══ agent ── Memory (its file)
//!                                         └───── Port (its printer)
//! ```

mod errand;
mod memory;
mod seat;
mod socket;

pub use errand::Errands;
pub use memory::Memory;
pub use seat::{Seat, Seats};
pub use socket::routes;

use crate::domain::profile::{Confirm, PrinterPlan, StatusWords};
use serde::{Deserialize, Serialize};

/// What the office says to an agent.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "t", rename_all = "kebab-case")]
pub enum ToAgent {
    /// What kind of printer it has; the first thing said.
    Plan {
        /// How it is asked.
        status: Words,
        /// How it proves paper.
        confirm: Proof,
    },
    /// Print this.
    Print {
        /// The attempt's name.
        attempt: String,
        /// Four printable bytes for the printer's own word.
        id: [u8; 4],
        /// The job, in hexadecimal digits.
        bytes: String,
    },
    /// What became of this attempt?
    Ask {
        /// Its name.
        attempt: String,
    },
    /// The office is there.
    Beat,
}

/// What an agent says to the office.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "t", rename_all = "kebab-case")]
pub enum FromAgent {
    /// Which version of the program it is; the first thing said.
    Here {
        /// The version.
        version: String,
    },
    /// How its printer is: see [`crate::office::PrinterCondition::code`].
    How {
        /// The word.
        condition: String,
    },
    /// What became of an attempt.
    Fate {
        /// Its name.
        attempt: String,
        /// What.
        fate: Fate,
    },
}

/// What became of an attempt.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "fate", rename_all = "kebab-case")]
pub enum Fate {
    /// It is on paper.
    Printed,
    /// Bytes went to the printer, and nobody knows.
    Uncertain {
        /// What happened: the word of a [`Why`](crate::domain::paper::Why).
        why: String,
    },
    /// It was never begun, and never will be.
    Void,
}

/// [`StatusWords`] on the line.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Words {
    /// [`StatusWords::DleEot`].
    DleEot,
    /// [`StatusWords::Asb`].
    Asb,
    /// [`StatusWords::None`].
    None,
}

/// [`Confirm`] on the line.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Proof {
    /// [`Confirm::ProcessId`].
    ProcessId,
    /// [`Confirm::Status`].
    Status,
    /// [`Confirm::None`].
    None,
}

impl ToAgent {
    /// What an agent has to know of its printer.
    pub fn plan(plan: &PrinterPlan) -> ToAgent {
        let status = match plan.status {
            StatusWords::DleEot => Words::DleEot,
            StatusWords::Asb => Words::Asb,
            StatusWords::None => Words::None,
        };
        let confirm = match plan.confirm {
            Confirm::ProcessId => Proof::ProcessId,
            Confirm::Status => Proof::Status,
            Confirm::None => Proof::None,
        };
        ToAgent::Plan { status, confirm }
    }
}

impl From<Words> for StatusWords {
    fn from(words: Words) -> StatusWords {
        match words {
            Words::DleEot => StatusWords::DleEot,
            Words::Asb => StatusWords::Asb,
            Words::None => StatusWords::None,
        }
    }
}

impl From<Proof> for Confirm {
    fn from(proof: Proof) -> Confirm {
        match proof {
            Proof::ProcessId => Confirm::ProcessId,
            Proof::Status => Confirm::Status,
            Proof::None => Confirm::None,
        }
    }
}

/// Bytes as hexadecimal digits.
fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    let mut text = String::with_capacity(2 * bytes.len());
    for byte in bytes {
        // Writing into a string does not fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}

/// The bytes of hexadecimal digits.
fn unhex(text: &str) -> Option<Vec<u8>> {
    if !text.is_ascii() || !text.len().is_multiple_of(2) {
        return None;
    }
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_survive_the_line() {
        let bytes: Vec<u8> = (0..=255).collect();
        assert_eq!(unhex(&hex(&bytes)), Some(bytes));
        assert_eq!(unhex("0"), None);
        assert_eq!(unhex("0g"), None);
        assert_eq!(unhex("ü"), None);
    }
}
