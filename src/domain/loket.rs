//! A counter at work: who sits there, whom it serves, and what it put aside.

use super::ids::{AccountId, BerkasId, LoketId, TicketId};
use super::ticket::Stage;
use super::time::Moment;
use super::token::Token;

/// A counter of the office today.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Loket {
    /// The number on its sign.
    pub id: LoketId,
    /// Whether it serves.
    pub desk: Desk,
    /// The one ticket it has called or serves.
    pub current: Option<TicketId>,
    /// Tickets put aside, oldest first.
    pub held: Vec<TicketId>,
    /// How far the round of priority and regular tickets has gone.
    pub round: Round,
    /// The survey running on its tablet.
    pub survey: Option<OpenSurvey>,
    /// The last act, while it may be taken back.
    pub last: Option<Retractable>,
}

/// For so many seconds an act at a counter may be taken back.
pub const UNDO_SECONDS: u64 = 10;

/// An act that may be taken back: nothing was announced or printed for it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Retractable {
    /// Whom it was about.
    pub ticket: TicketId,
    /// Where the ticket stood before.
    pub stage: Stage,
    /// When it was done.
    pub at: Moment,
}

/// Whether a counter serves.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Desk {
    /// Nobody sits there.
    Closed,
    /// Serving.
    Open {
        /// Who sits there.
        officer: AccountId,
        /// Since when.
        since: Moment,
    },
    /// The officer is away for a moment.
    Paused {
        /// Who will come back.
        officer: AccountId,
        /// Since when.
        since: Moment,
        /// What the board says.
        reason: String,
    },
}

/// Tickets drawn since the last change between priority and regular.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Round {
    /// Priority tickets drawn in a row.
    pub priority: u32,
    /// Regular tickets drawn since.
    pub regular: u32,
}

/// A survey that waits for its answers on the tablet.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OpenSurvey {
    /// Who answers.
    pub ticket: TicketId,
    /// Whose gate it opens.
    pub berkas: BerkasId,
    /// One-use secret of this run; answers that carry another are refused.
    pub key: Token,
    /// Since when.
    pub since: Moment,
}

impl Loket {
    /// A counter nobody has opened yet.
    pub fn closed(id: LoketId) -> Loket {
        Loket {
            id,
            desk: Desk::Closed,
            current: None,
            held: Vec::new(),
            round: Round::default(),
            survey: None,
            last: None,
        }
    }

    /// Who sits there, also while away for a moment.
    pub fn officer(&self) -> Option<AccountId> {
        match &self.desk {
            Desk::Closed => None,
            Desk::Open { officer, .. } | Desk::Paused { officer, .. } => Some(*officer),
        }
    }
}
