//! What a service day came to, in the form that reports read: every visit with its stops, every step of the
//! SOP that was left, every stretch in which a loket was open.
//!
//! A day's tickets tell most of it. What they do not tell is kept as [`Mark`]s while the day lasts; when it
//! turns, all becomes one [`Daybook`]. A report over years reads one row a day, and neither tickets nor
//! journal.

use super::complaint::Category;
use super::deeds::{CaseTurn, Deeds};
use super::ids::{AccountId, BerkasId, LoketId, Purpose, Series, StepId};
use super::loket::Desk;
use super::state::State;
use super::ticket::{End, Estimate, Leg, Stage, Ticket};
use super::time::{Moment, ServiceDay};

/// Something of the open day that no ticket tells.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Mark {
    /// A berkas left a step.
    Left {
        /// The step.
        step: StepId,
        /// Seconds of service until somebody took it in hand.
        waited: u64,
        /// Seconds of service it was worked on.
        worked: u64,
        /// Baku mutu in minutes that day.
        norm: u32,
    },
    /// The paper of a berkas was handed over.
    Handed,
    /// Somebody decided who had the berkas at an earlier step.
    OwnWork,
    /// A SK was revoked.
    Revoked,
    /// Something happened to a complaint.
    Case {
        /// Of which kind it is.
        category: Category,
        /// What.
        turn: CaseTurn,
    },
    /// Somebody saw a NIK or a telephone number in plain.
    Looked {
        /// Who.
        by: AccountId,
        /// When.
        at: Moment,
        /// Of which berkas.
        berkas: BerkasId,
    },
    /// A loket was open, or paused, from one moment to another.
    Manned {
        /// Which.
        loket: LoketId,
        /// Since when.
        from: Moment,
        /// Until when.
        until: Moment,
        /// Whether it served or its officer was away.
        manning: Manning,
    },
    /// Somebody was given a scan.
    SawScan {
        /// Who.
        by: AccountId,
        /// When.
        at: Moment,
    },
}

/// What an occupied loket did.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Manning {
    /// It served.
    Open,
    /// Its officer was away for a moment.
    Paused,
}

/// One service day. Times of day are whole seconds after [`Daybook::base`].
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Daybook {
    /// Which.
    pub day: ServiceDay,
    /// A whole second, not later than anything here; seconds since 1970-01-01T00:00:00Z.
    pub base: i64,
    /// What people came for, each once; stops name them by their place.
    pub purposes: Vec<Purpose>,
    /// The steps that were left, each once; passages name them by their place.
    pub steps: Vec<StepId>,
    /// The visits, in the order of their numbers.
    pub visits: Vec<Visit>,
    /// The steps that berkas left.
    pub left: Vec<Passed>,
    /// When lokets were open.
    pub manned: Vec<Stretch>,
    /// What else happened.
    pub deeds: Deeds,
}

/// One number of the day.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Visit {
    /// Its letter.
    pub series: Series,
    /// When it was given.
    pub issued: u32,
    /// Whether it had priority.
    pub priority: bool,
    /// The wait that was promised.
    pub estimate: Option<Estimate>,
    /// What became of it.
    pub fate: Fate,
    /// From the first issue to the last end, in seconds; known of visits that ended at a counter.
    pub length: Option<u32>,
    /// Its stops.
    pub stops: Vec<Stop>,
}

/// What became of a visit.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Fate {
    /// The day is not over, and neither is the visit.
    Open,
    /// Everything it came for was done.
    Served,
    /// Sent home with the list of what is missing.
    Incomplete,
    /// Called and never came.
    NoShow,
    /// Closed by an officer with a reason.
    Cancelled,
    /// Never called when the day ended.
    Uncalled,
    /// Called, held or at a counter when the day ended.
    Unfinished,
    /// Waited with its berkas when the day ended.
    WithBerkas,
}

/// One stop of a visit. Seconds are whole ones between two moments.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Stop {
    /// What for; a place in [`Daybook::purposes`].
    pub purpose: u16,
    /// Who called.
    pub loket: Option<LoketId>,
    /// When it joined the line.
    pub queued: u32,
    /// Tunggu: from joining the line to the first call.
    pub wait: Option<u32>,
    /// Jalan: from the first call to the counter.
    pub walk: Option<u32>,
    /// Layan: from the counter to the end.
    pub service: Option<u32>,
}

/// A step that a berkas left.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Passed {
    /// A place in [`Daybook::steps`].
    pub step: u16,
    /// Seconds of service until somebody took it in hand.
    pub waited: u32,
    /// Seconds of service it was worked on.
    pub worked: u32,
    /// Baku mutu in minutes that day.
    pub norm: u32,
}

/// A stretch in which a loket was occupied.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Stretch {
    /// Which.
    pub loket: LoketId,
    /// Since when.
    pub from: u32,
    /// Until when.
    pub until: u32,
    /// What it did.
    pub manning: Manning,
}

impl Daybook {
    /// The open day of an office as it is, with stretches up to its last entry. `None` before the first day.
    pub fn of(state: &State) -> Option<Daybook> {
        let tickets = || state.tickets.values();
        let manned =
            state.lokets.values().filter_map(|loket| still_manned(loket.id, &loket.desk, state.last));
        let marks: Vec<Mark> = state.marks.values().cloned().chain(manned).collect();
        let begins = |mark: &Mark| match mark {
            Mark::Manned { from, .. } => Some(*from),
            _ => None,
        };
        let first = tickets().map(|ticket| ticket.issued).chain(marks.iter().filter_map(begins)).min();
        let mut book = Daybook {
            day: state.today()?,
            base: first.unwrap_or(state.last).0.div_euclid(1_000_000),
            purposes: Vec::new(),
            steps: Vec::new(),
            visits: Vec::new(),
            left: Vec::new(),
            manned: Vec::new(),
            deeds: Deeds::default(),
        };
        for ticket in tickets() {
            let visit = book.visit(ticket);
            book.visits.push(visit);
            book.deeds.add_copies(&ticket.legalised);
        }
        marks.iter().for_each(|mark| book.mark(mark));
        Some(book)
    }

    /// Whether nothing happened that a report could tell.
    pub fn is_empty(&self) -> bool {
        self.visits.is_empty()
            && self.left.is_empty()
            && self.manned.is_empty()
            && self.deeds == Deeds::default()
    }

    fn visit(&mut self, ticket: &Ticket) -> Visit {
        let fate = fate(ticket);
        let ended = matches!(fate, Fate::Served | Fate::Incomplete).then(|| ticket.leg().ended).flatten();
        Visit {
            series: ticket.number.series,
            issued: self.second(ticket.issued),
            priority: ticket.priority.is_some(),
            estimate: ticket.estimate,
            fate,
            length: ended.map(|ended| between(ticket.issued, ended)),
            stops: ticket.legs.iter().map(|leg| self.stop(leg)).collect(),
        }
    }

    fn stop(&mut self, leg: &Leg) -> Stop {
        Stop {
            purpose: place(&mut self.purposes, &leg.purpose),
            loket: leg.loket,
            queued: self.second(leg.queued),
            wait: leg.called.map(|called| between(leg.queued, called)),
            walk: leg.called.zip(leg.present).map(|(called, present)| between(called, present)),
            service: leg.present.zip(leg.ended).map(|(present, ended)| between(present, ended)),
        }
    }

    fn mark(&mut self, mark: &Mark) {
        match mark {
            Mark::Handed => self.deeds.handed += 1,
            Mark::OwnWork => self.deeds.own_work += 1,
            Mark::Revoked => self.deeds.revoked += 1,
            Mark::Looked { .. } | Mark::SawScan { .. } => self.deeds.looks += 1,
            Mark::Case { category, turn } => self.deeds.add_case(*category, *turn),
            Mark::Left { step, waited, worked, norm } => {
                let step = place(&mut self.steps, step);
                let (waited, worked) = (seconds(*waited), seconds(*worked));
                self.left.push(Passed { step, waited, worked, norm: *norm });
            }
            Mark::Manned { loket, from, until, manning } => {
                let (from, until) = (self.second(*from), self.second(*until));
                self.manned.push(Stretch { loket: *loket, from, until, manning: *manning });
            }
        }
    }

    /// A moment of the day as seconds after the base.
    fn second(&self, at: Moment) -> u32 {
        u32::try_from(at.0.div_euclid(1_000_000) - self.base).unwrap_or(0)
    }
}

/// The stretch in which a loket has been occupied up to `until`.
pub(super) fn still_manned(loket: LoketId, desk: &Desk, until: Moment) -> Option<Mark> {
    let (from, manning) = match desk {
        Desk::Closed => return None,
        Desk::Open { since, .. } => (*since, Manning::Open),
        Desk::Paused { since, .. } => (*since, Manning::Paused),
    };
    Some(Mark::Manned { loket, from, until, manning })
}

fn fate(ticket: &Ticket) -> Fate {
    match ticket.stage {
        Stage::Ended(End::Served) => Fate::Served,
        Stage::Ended(End::Incomplete) => Fate::Incomplete,
        Stage::Ended(End::NoShow) => Fate::NoShow,
        Stage::Ended(End::Cancelled) => Fate::Cancelled,
        Stage::Ended(End::Expired) if ticket.leg().ended.is_some() => Fate::WithBerkas,
        Stage::Ended(End::Expired) if ticket.legs.iter().all(|leg| leg.called.is_none()) => Fate::Uncalled,
        Stage::Ended(End::Expired) => Fate::Unfinished,
        _ => Fate::Open,
    }
}

/// The place of a word in a list, which it joins when it is new.
fn place<T: Clone + PartialEq>(words: &mut Vec<T>, word: &T) -> u16 {
    let known = words.iter().position(|known| known == word).unwrap_or_else(|| {
        words.push(word.clone());
        words.len() - 1
    });
    u16::try_from(known).unwrap_or(u16::MAX)
}

fn between(from: Moment, to: Moment) -> u32 {
    seconds(to.seconds_since(from))
}

fn seconds(seconds: u64) -> u32 {
    u32::try_from(seconds).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests;
