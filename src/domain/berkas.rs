//! The permit file: whose it is, what is in it, where it stands and how long each step took.

use super::ids::{AccountId, BerkasId, ChoiceId, PermitCode, StepId, TicketId};
use super::number::{BerkasNumber, SkNumber};
use super::person::Applicant;
use super::sop::Outcome;
use super::time::Moment;
use super::token::{ShortCode, Token};

/// A permit file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Berkas {
    /// Unique for ever.
    pub id: BerkasId,
    /// On the tanda terima.
    pub number: BerkasNumber,
    /// In the QR code of the tanda terima.
    pub token: Token,
    /// Under that QR code.
    pub code: ShortCode,
    /// What is applied for.
    pub permit: PermitCode,
    /// Who applies.
    pub applicant: Applicant,
    /// What was brought.
    pub checklist: Vec<CheckedItem>,
    /// The refused berkas that this one follows.
    pub previous: Option<BerkasNumber>,
    /// When it was registered.
    pub registered: Moment,
    /// The step it is at.
    pub step: StepId,
    /// Since when.
    pub arrived: Moment,
    /// Whose hands it is in, and since when.
    pub taken: Option<(AccountId, Moment)>,
    /// Why it is not simply on its way.
    pub standing: Standing,
    /// The survey at the gate.
    pub survey: SurveyGate,
    /// The number of the signed SK.
    pub sk: Option<SkNumber>,
    /// When the SK got its number, which is also its date.
    pub numbered: Option<Moment>,
    /// The visits it was part of, oldest first.
    pub tickets: Vec<TicketId>,
    /// The steps it has left, oldest first.
    pub passages: Vec<Passage>,
}

/// One line of the checklist.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CheckedItem {
    /// The requirement as the profile worded it that day.
    pub requirement: String,
    /// Whether it was there.
    pub mark: Mark,
}

/// Whether a requirement was met.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mark {
    /// Ada.
    Present,
    /// Tidak ada.
    Missing,
    /// A conditional requirement that does not apply here.
    NotNeeded,
}

/// A line of the checklist that somebody found wanting.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Lacking {
    /// The requirement.
    pub requirement: String,
    /// What is wrong with it; empty when it is simply not there.
    pub why: String,
}

/// Longest words about one line of the checklist, in characters.
pub const MOST_WHY: usize = 200;

/// Whether a line that was found wanting has been mended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mended {
    /// It was seen at the counter.
    Yes,
    /// It is still to be brought.
    NotYet,
}

/// Why a berkas is not simply on its way.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Standing {
    /// On its way.
    Moving,
    /// With the applicant, who must mend something.
    Returned {
        /// What to mend, in the words of whoever returned it; empty when the lines say it all.
        reason: String,
        /// The lines of the checklist that are still to be mended.
        lacking: Vec<Lacking>,
    },
    /// The permit is refused; the Nota Dinas Penolakan waits for the applicant.
    Refused {
        /// Why.
        reason: String,
    },
    /// Closed.
    Closed {
        /// How it ended.
        outcome: Outcome,
        /// Who took the paper.
        receiver: Receiver,
        /// When.
        at: Moment,
    },
}

/// Who took the paper.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Receiver {
    /// The applicant.
    Applicant,
    /// Somebody with power of attorney (kuasa).
    Proxy {
        /// Name.
        name: String,
        /// Relation to the applicant.
        relation: String,
    },
}

/// Whether the survey before the hand-over is settled. The answers are kept elsewhere, unlinked.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum SurveyGate {
    /// Nothing was answered yet.
    Open,
    /// Answered.
    Answered,
    /// Passed without answers, for a reason that the report counts.
    Waived {
        /// Why.
        reason: String,
    },
}

/// One step that the berkas has left, with its times held against baku mutu.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Passage {
    /// The step.
    pub step: StepId,
    /// The way out.
    pub choice: ChoiceId,
    /// Who decided; nobody for the applicant's own steps.
    pub by: Option<AccountId>,
    /// When the berkas came.
    pub arrived: Moment,
    /// When somebody took it in hand.
    pub taken: Option<Moment>,
    /// When it left.
    pub left: Moment,
    /// Seconds of service it waited to be taken in hand.
    pub waited: u64,
    /// Seconds of service it was worked on.
    pub worked: u64,
    /// Baku mutu in minutes that day.
    pub norm: u32,
    /// The words that went with the decision.
    pub reason: Option<String>,
    /// The lines of the checklist for which it was returned.
    pub lacking: Vec<Lacking>,
    /// Why somebody decided who had the berkas at an earlier step, see [`super::two_persons`].
    pub exception: Option<String>,
}

impl Berkas {
    /// Whether anything can still happen to it.
    pub fn is_open(&self) -> bool {
        !matches!(self.standing, Standing::Closed { .. })
    }

    /// What is still to be mended of a berkas that was returned.
    pub fn lacking(&self) -> &[Lacking] {
        match &self.standing {
            Standing::Returned { lacking, .. } => lacking,
            _ => &[],
        }
    }

    /// What it was last returned for, and whether each line is mended by now.
    pub fn asked(&self) -> Vec<(&Lacking, Mended)> {
        if !matches!(self.standing, Standing::Returned { .. }) {
            return Vec::new();
        }
        let open = |line: &Lacking| self.lacking().iter().any(|open| open.requirement == line.requirement);
        let asked = self.passages.last().map_or(&[][..], |passage| &passage.lacking);
        let settled = asked.iter().filter(|line| !open(line)).map(|line| (line, Mended::Yes));
        self.lacking().iter().map(|line| (line, Mended::NotYet)).chain(settled).collect()
    }

    /// The visit it was last part of.
    pub fn last_ticket(&self) -> Option<TicketId> {
        self.tickets.last().copied()
    }
}
