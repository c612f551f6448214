//! Announcements: one ordered queue per zone, each shown at once and spoken at most once.

use super::ids::{AccountId, CallId, LoketId, TicketId, Zone};
use super::number::TicketNumber;
use super::time::Moment;

/// One announcement.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Call {
    /// Ascending in order of calling.
    pub id: CallId,
    /// The waiting room.
    pub zone: Zone,
    /// Who is called.
    pub ticket: TicketId,
    /// The number on the boards.
    pub number: TicketNumber,
    /// Where to go.
    pub loket: LoketId,
    /// 1 for the first call of this leg, 2 and more for recalls.
    pub nth: u32,
    /// When the officer pressed the key.
    pub queued: Moment,
    /// The first board that showed it.
    pub shown: Option<(AccountId, Moment)>,
    /// What became of the voice.
    pub voice: Voice,
}

/// What became of the voice of a call.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Voice {
    /// Its turn has not come, or no speaker has begun.
    Waiting,
    /// A speaker has begun. No other may begin, whatever happens to this one.
    Speaking {
        /// The board's account.
        board: AccountId,
        /// The page that speaks; a reloaded page has another number and stays silent.
        page: u64,
        /// Since when.
        since: Moment,
    },
    /// Spoken to the end.
    Spoken {
        /// The board that spoke.
        board: AccountId,
        /// When it ended.
        at: Moment,
    },
    /// Never spoken to the end.
    Silent {
        /// Why not.
        why: Silence,
        /// Since when that is certain.
        at: Moment,
    },
}

/// Why a call was not spoken.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Silence {
    /// No speaker began in time.
    NobodySpoke,
    /// A speaker began and did not report the end.
    CutOff,
    /// The person came before its turn, or the call was taken back.
    NotNeeded,
    /// Too many calls were waiting.
    Crowded,
    /// Voices were paused; the boards showed it.
    Paused,
}

impl Call {
    /// Whether the voice may still have something to do with it.
    pub fn is_pending(&self) -> bool {
        matches!(self.voice, Voice::Waiting | Voice::Speaking { .. })
    }

    /// Whether somebody should have heard it and nobody did.
    pub fn was_unheard(&self) -> bool {
        let why = match self.voice {
            Voice::Silent { why, .. } => why,
            _ => return false,
        };
        matches!(why, Silence::NobodySpoke | Silence::CutOff | Silence::Crowded)
    }
}
