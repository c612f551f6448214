//! One queue number of one service day, and the legs it walks.
//!
//! A visit may stop at several counters with one number: it queues, is called, is served, waits
//! with its berkas, and queues again. Each stop is a [`Leg`] with its own times, so waiting and
//! service are measured per counter.

use super::ids::{BerkasId, LoketId, PriorityClass, Purpose, TicketId};
use super::legalised::Legalised;
use super::number::TicketNumber;
use super::policy::Why;
use super::time::{Moment, ServiceDay};
use super::token::Token;

/// A queue number with everything that happened to it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Ticket {
    /// Unique for ever.
    pub id: TicketId,
    /// What people see.
    pub number: TicketNumber,
    /// The day it belongs to.
    pub day: ServiceDay,
    /// Opens its public page.
    pub token: Token,
    /// Flag of a priority class; no reason is kept.
    pub priority: Option<PriorityClass>,
    /// Language chosen at the kiosk.
    pub lang: Lang,
    /// When it was given.
    pub issued: Moment,
    /// How many waited before it when it was given.
    pub ahead: u32,
    /// The promise made then, if one was made.
    pub estimate: Option<Estimate>,
    /// The permit file it belongs to; every ticket past registration has one.
    pub berkas: Option<BerkasId>,
    /// Where it stands.
    pub stage: Stage,
    /// Its stops, oldest first. Never empty.
    pub legs: Vec<Leg>,
    /// Documents of which copies were certified.
    pub legalised: Vec<Legalised>,
}

/// Languages of screens and papers.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub enum Lang {
    /// Bahasa Indonesia, the default.
    #[default]
    Id,
    /// English.
    En,
}

/// Where a ticket stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Stage {
    /// In the line of its last leg's purpose.
    Waiting,
    /// Called to its last leg's loket, not there yet.
    Called,
    /// Being served there.
    Serving,
    /// Put aside by that loket, which will take it up again.
    Held,
    /// Waiting with its berkas while the back office works.
    WithBerkas,
    /// Called and not come; may be called again on the same day.
    Missed,
    /// Over.
    Ended(End),
}

/// How a ticket ended.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum End {
    /// Everything it came for was done.
    Served,
    /// Sent home with the list of what is missing.
    Incomplete,
    /// Called and never came.
    NoShow,
    /// Closed by an officer with a reason.
    Cancelled,
    /// The day ended before it did.
    Expired,
}

/// One stop of a visit.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Leg {
    /// What for.
    pub purpose: Purpose,
    /// When it joined this line.
    pub queued: Moment,
    /// Its place in the line: earlier is sooner. A transfer keeps the place it had.
    pub order: Moment,
    /// Who called.
    pub loket: Option<LoketId>,
    /// Why it was this one's turn.
    pub why: Option<Why>,
    /// First call.
    pub called: Option<Moment>,
    /// How often it was called.
    pub calls: u32,
    /// When the person stood at the counter.
    pub present: Option<Moment>,
    /// When the counter was done with it.
    pub ended: Option<Moment>,
    /// Why it was held or sent on, in the officer's words.
    pub note: Option<String>,
}

/// A promised wait in whole minutes, from the median to the 90th percentile.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Estimate {
    /// At least.
    pub low: u32,
    /// At most, in nine of ten cases.
    pub high: u32,
}

impl Leg {
    /// A new stop that begins to wait now.
    pub fn new(purpose: Purpose, queued: Moment, order: Moment) -> Leg {
        Leg {
            purpose,
            queued,
            order,
            loket: None,
            why: None,
            called: None,
            calls: 0,
            present: None,
            ended: None,
            note: None,
        }
    }
}

impl Ticket {
    /// The stop it is at, or was at last.
    pub fn leg(&self) -> &Leg {
        self.legs.last().expect("a ticket is issued with its first leg")
    }

    /// The same, to change.
    pub fn leg_mut(&mut self) -> &mut Leg {
        self.legs.last_mut().expect("a ticket is issued with its first leg")
    }

    /// Whether anything can still happen to it today.
    pub fn is_open(&self) -> bool {
        !matches!(self.stage, Stage::Ended(_))
    }

    /// Whether a loket has it in hand.
    pub fn is_active(&self) -> bool {
        matches!(self.stage, Stage::Called | Stage::Serving)
    }
}
