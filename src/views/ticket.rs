//! A ticket as officers see it.

use super::{EstimateView, Millis, Scene, millis};
use crate::domain::legalised::Legalised;
use crate::domain::policy::Why;
use crate::domain::ticket::{End, Leg, Stage, Ticket};
use schemars::JsonSchema;
use serde::Serialize;

/// A ticket with its whole story of the day.
#[derive(Serialize, JsonSchema, Clone, PartialEq, Debug)]
pub struct TicketView {
    /// Unique for ever.
    pub id: u64,
    /// As people see it.
    pub number: String,
    /// The service's letter.
    pub service: String,
    /// Whether it goes first.
    pub priority: bool,
    /// See [`stage_code`].
    pub stage: &'static str,
    /// When it was given.
    pub issued: Millis,
    /// What was promised then.
    pub estimate: Option<EstimateView>,
    /// What it waits for or is served for.
    pub purpose: String,
    /// When it joined this line.
    pub queued: Millis,
    /// First call of this leg.
    pub called: Option<Millis>,
    /// Calls of this leg.
    pub calls: u32,
    /// When the person stood here.
    pub present: Option<Millis>,
    /// Why it was its turn.
    pub why: Option<WhyView>,
    /// An officer's words.
    pub note: Option<String>,
    /// Its berkas.
    pub berkas: Option<u64>,
    /// The stops before this one.
    pub before: Vec<LegView>,
    /// Documents of which copies were certified.
    pub legalised: Vec<LegalisedView>,
}

/// Why it is somebody's turn.
#[derive(Serialize, JsonSchema, Clone, PartialEq, Debug)]
pub struct WhyView {
    /// `turn`, `priority`, `overdue`, `again`, `chosen`.
    pub code: &'static str,
    /// The officer's reason.
    pub reason: Option<String>,
}

/// A stop that is over.
#[derive(Serialize, JsonSchema, Clone, PartialEq, Debug)]
pub struct LegView {
    /// What for.
    pub purpose: String,
    /// Where.
    pub loket: Option<u16>,
    /// Seconds from joining the line to the first call.
    pub waited: u64,
    /// Seconds at the counter.
    pub served: u64,
    /// An officer's words.
    pub note: Option<String>,
}

/// A document of which copies were certified.
#[derive(Serialize, JsonSchema, Clone, PartialEq, Debug)]
pub struct LegalisedView {
    /// A number of ours, or words.
    pub document: String,
    /// Whether it is a SK of this office.
    pub ours: bool,
    /// How many copies.
    pub copies: u32,
    /// Who signed them.
    pub signer: String,
    /// When.
    pub at: Millis,
}

impl From<&Legalised> for LegalisedView {
    fn from(one: &Legalised) -> LegalisedView {
        LegalisedView {
            document: one.document.title().to_string(),
            ours: one.document.berkas().is_some(),
            copies: one.copies,
            signer: one.signer.clone(),
            at: millis(one.at),
        }
    }
}

/// The word for a stage: `waiting`, `called`, `serving`, `held`, `with-berkas`, `missed`, `served`,
/// `incomplete`, `no-show`, `cancelled`, `expired`.
pub fn stage_code(stage: Stage) -> &'static str {
    match stage {
        Stage::Waiting => "waiting",
        Stage::Called => "called",
        Stage::Serving => "serving",
        Stage::Held => "held",
        Stage::WithBerkas => "with-berkas",
        Stage::Missed => "missed",
        Stage::Ended(End::Served) => "served",
        Stage::Ended(End::Incomplete) => "incomplete",
        Stage::Ended(End::NoShow) => "no-show",
        Stage::Ended(End::Cancelled) => "cancelled",
        Stage::Ended(End::Expired) => "expired",
    }
}

impl From<&Why> for WhyView {
    fn from(why: &Why) -> WhyView {
        let (code, reason) = match why {
            Why::Turn => ("turn", None),
            Why::Priority => ("priority", None),
            Why::Overdue => ("overdue", None),
            Why::Again => ("again", None),
            Why::Chosen { reason } => ("chosen", Some(reason.clone())),
        };
        WhyView { code, reason }
    }
}

impl From<&Leg> for LegView {
    fn from(leg: &Leg) -> LegView {
        let called = leg.called.or(leg.ended).unwrap_or(leg.queued);
        let served = leg.present.and_then(|present| Some(leg.ended?.seconds_since(present)));
        LegView {
            purpose: leg.purpose.to_string(),
            loket: leg.loket.map(|loket| loket.0),
            waited: called.seconds_since(leg.queued),
            served: served.unwrap_or(0),
            note: leg.note.clone(),
        }
    }
}

impl TicketView {
    /// The view of a ticket.
    pub fn of(ticket: &Ticket) -> TicketView {
        let leg = ticket.leg();
        TicketView {
            id: ticket.id.0,
            number: ticket.number.to_string(),
            service: ticket.number.series.to_string(),
            priority: ticket.priority.is_some(),
            stage: stage_code(ticket.stage),
            issued: millis(ticket.issued),
            estimate: ticket.estimate.map(Into::into),
            purpose: leg.purpose.to_string(),
            queued: millis(leg.queued),
            called: leg.called.map(millis),
            calls: leg.calls,
            present: leg.present.map(millis),
            why: leg.why.as_ref().map(Into::into),
            note: leg.note.clone(),
            berkas: ticket.berkas.map(|berkas| berkas.0),
            legalised: ticket.legalised.iter().map(Into::into).collect(),
            before: ticket.legs[..ticket.legs.len() - 1].iter().map(Into::into).collect(),
        }
    }
}

/// A ticket as it stands in a list.
#[derive(Serialize, JsonSchema, Clone, PartialEq, Debug)]
pub struct TicketLine {
    /// Unique for ever.
    pub id: u64,
    /// As people see it.
    pub number: String,
    /// Whether it goes first.
    pub priority: bool,
    /// What it waits for.
    pub purpose: String,
    /// When it joined this line.
    pub queued: Millis,
    /// Why it stands where it stands.
    pub why: Option<WhyView>,
    /// An officer's words.
    pub note: Option<String>,
    /// Whose berkas it comes for.
    pub berkas: Option<String>,
}

impl TicketLine {
    /// The line of a ticket.
    pub fn of(scene: Scene<'_>, ticket: &Ticket, why: Option<&Why>) -> TicketLine {
        let leg = ticket.leg();
        let berkas = ticket.berkas.and_then(|id| scene.state.berkas(id));
        TicketLine {
            id: ticket.id.0,
            number: ticket.number.to_string(),
            priority: ticket.priority.is_some(),
            purpose: leg.purpose.to_string(),
            queued: millis(leg.queued),
            why: why.map(Into::into),
            note: leg.note.clone(),
            berkas: berkas.map(|berkas| berkas.number.to_string()),
        }
    }
}
