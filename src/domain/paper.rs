//! Papers of the thermal printers, from the order to the proof that they came out.

mod why;

pub use why::Why;

use super::berkas::{CheckedItem, Lacking};
use super::ids::{AccountId, BerkasId, ComplaintId, JobId, PermitCode, PrinterId, TicketId};
use super::ticket::Lang;
use super::time::Moment;

/// One paper to print.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PrintJob {
    /// Ascending in order of ordering.
    pub id: JobId,
    /// Where it comes out.
    pub printer: PrinterId,
    /// What is on it.
    pub paper: Paper,
    /// In which language.
    pub lang: Lang,
    /// When it was ordered.
    pub ordered: Moment,
    /// How often it was sent.
    pub attempts: u32,
    /// Where it stands.
    pub state: JobState,
    /// The job it repeats; such a paper says SALINAN.
    pub copy_of: Option<JobId>,
    /// Who ordered it; none when the office did by itself.
    pub by: Option<AccountId>,
    /// The printer it was ordered for, when another one stepped in.
    pub moved_from: Option<PrinterId>,
    /// Its length, known since it was first sent.
    pub millimetres: Option<u32>,
}

/// The roll in a printer, as far as its papers tell.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Roll {
    /// In which printer.
    pub printer: PrinterId,
    /// When it was put in, and who said so; none before anybody did.
    pub changed: Option<(AccountId, Moment)>,
    /// Paper used since then.
    pub millimetres: u64,
    /// Tickets since then.
    pub tickets: u64,
    /// Paper that those tickets used.
    pub ticket_millimetres: u64,
}

/// A ticket before any was printed is about this long, in millimetres.
const TICKET: u64 = 100;

impl Roll {
    /// A roll that nobody has spoken of.
    pub fn unknown(printer: PrinterId) -> Roll {
        Roll { printer, changed: None, millimetres: 0, tickets: 0, ticket_millimetres: 0 }
    }

    /// What is left of a roll of `metres`, in millimetres.
    pub fn left(&self, metres: u32) -> u64 {
        (u64::from(metres) * 1000).saturating_sub(self.millimetres)
    }

    /// About how many tickets that is, as long as they have been so far.
    pub fn tickets_left(&self, metres: u32) -> u64 {
        let each = self.ticket_millimetres.checked_div(self.tickets).unwrap_or(TICKET).max(1);
        self.left(metres) / each
    }
}

/// What is on a paper. Facts that live elsewhere are read when it is composed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Paper {
    /// Tiket antrean.
    Ticket(TicketId),
    /// Tanda terima pendaftaran, for the applicant and for the berkas.
    Receipt(BerkasId),
    /// Lembar kekurangan: what is missing, after a visit that ended unregistered.
    Shortfall {
        /// The visit.
        ticket: TicketId,
        /// What was applied for.
        permit: PermitCode,
        /// The whole checklist as the officer saw it.
        checklist: Vec<CheckedItem>,
        /// The officer's words.
        note: Option<String>,
    },
    /// Lembar kekurangan of a berkas that was returned.
    Lacking {
        /// Which.
        berkas: BerkasId,
        /// What is still to be mended.
        lacking: Vec<Lacking>,
        /// The words of whoever returned it.
        reason: String,
    },
    /// Daftar persiapan: what somebody at the kiosk still has to bring. It belongs to no visit.
    Preparation {
        /// What it is for.
        permit: PermitCode,
        /// Requirements, as the profile worded them that day.
        missing: Vec<String>,
    },
    /// Tanda terima pengaduan.
    Complaint(ComplaintId),
    /// Kertas uji: proof that the printer prints.
    Trial,
}

/// Where a job stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum JobState {
    /// Waiting for its printer.
    Queued,
    /// On its way. After a crash such a job is uncertain, never sent again by itself.
    Sending {
        /// Since when.
        since: Moment,
    },
    /// The printer has said so.
    Printed {
        /// When it said so.
        at: Moment,
    },
    /// Bytes went out and no proof came back.
    Uncertain {
        /// When that was certain.
        at: Moment,
        /// What happened: the word of a [`Why`], or what an older program wrote.
        why: String,
    },
    /// Nothing came out.
    Failed {
        /// When that was certain.
        at: Moment,
        /// What happened: the word of a [`Why`], or what an older program wrote.
        why: String,
    },
}

/// What the spool reports about one attempt.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum PrintOutcome {
    /// The printer has said so.
    Printed,
    /// Bytes went out and no proof came back; the word of a [`Why`].
    Uncertain(String),
    /// Nothing went out; the job keeps its place in the queue.
    Postponed(String),
    /// It can never be printed.
    Failed(String),
}

impl PrintJob {
    /// Whether the spool still has something to do with it.
    pub fn is_open(&self) -> bool {
        matches!(self.state, JobState::Queued | JobState::Sending { .. })
    }
}
