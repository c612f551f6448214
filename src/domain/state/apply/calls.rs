//! What events do to announcements and papers.

use super::super::{CALLS_KEPT, Counter, Row, RowKey};
use super::Step;
use crate::domain::call::{Call, Voice};
use crate::domain::event::Event;
use crate::domain::ids::{CallId, JobId, PrinterId};
use crate::domain::paper::{JobState, Paper, PrintJob, PrintOutcome, Roll};

impl Step<'_> {
    pub(super) fn queue_call(&mut self, event: &Event) {
        let Event::CallQueued { call, zone, ticket, number, loket, nth } = event else {
            return;
        };
        self.count(Counter::Call, call.0);
        self.ticket(*ticket, |ticket| ticket.leg_mut().calls = *nth);
        self.put_call(Call {
            id: *call,
            zone: zone.clone(),
            ticket: *ticket,
            number: *number,
            loket: *loket,
            nth: *nth,
            queued: self.at,
            shown: None,
            voice: Voice::Waiting,
        });
    }

    /// A zone keeps its pending calls and the latest settled ones.
    pub(super) fn settle(&mut self, call: CallId, voice: Voice) {
        self.a_call(call, |call| call.voice = voice);
        let Some(zone) = self.state.calls.get(&call).map(|call| call.zone.clone()) else {
            return;
        };
        let settled: Vec<CallId> =
            self.state.calls_in(&zone).filter(|call| !call.is_pending()).map(|call| call.id).collect();
        for old in settled.iter().rev().skip(CALLS_KEPT) {
            self.state.calls.remove_mut(old);
        }
    }

    pub(super) fn announce(&mut self, event: &Event) {
        let at = self.at;
        match event {
            Event::CallShown { call, board } => self.a_call(*call, |call| {
                call.shown.get_or_insert((*board, at));
            }),
            Event::CallSpeaking { call, board, page } => self.a_call(*call, |call| {
                call.voice = Voice::Speaking { board: *board, page: *page, since: at };
            }),
            Event::CallSpoken { call, board } => self.settle(*call, Voice::Spoken { board: *board, at }),
            Event::CallSilenced { call, why } => self.settle(*call, Voice::Silent { why: *why, at }),
            _ => {}
        }
    }

    pub(super) fn paper(&mut self, event: &Event) {
        let at = self.at;
        match event {
            Event::PaperOrdered { job, printer, paper, lang, copy_of } => {
                self.count(Counter::Job, job.0);
                self.put_job(PrintJob {
                    id: *job,
                    printer: printer.clone(),
                    paper: paper.clone(),
                    lang: *lang,
                    ordered: at,
                    attempts: 0,
                    state: JobState::Queued,
                    copy_of: *copy_of,
                    by: self.actor.account(),
                    moved_from: None,
                    millimetres: None,
                });
            }
            Event::PaperMoved { job, printer } => self.job(*job, |job| {
                let before = std::mem::replace(&mut job.printer, printer.clone());
                job.moved_from.get_or_insert(before);
            }),
            Event::PrintStarted { job, millimetres } => self.job(*job, |job| {
                job.attempts += 1;
                job.millimetres = millimetres.or(job.millimetres);
                job.state = JobState::Sending { since: at };
            }),
            Event::PrintEnded { job, outcome } => {
                if matches!(outcome, PrintOutcome::Printed | PrintOutcome::Uncertain(_)) {
                    self.use_paper(*job);
                }
                self.job(*job, |job| {
                    job.state = match outcome {
                        PrintOutcome::Printed => JobState::Printed { at },
                        PrintOutcome::Uncertain(why) => JobState::Uncertain { at, why: why.clone() },
                        PrintOutcome::Failed(why) => JobState::Failed { at, why: why.clone() },
                        PrintOutcome::Postponed(_) => JobState::Queued,
                    };
                });
            }
            Event::RollChanged { printer, by } => {
                self.put_roll(Roll { changed: Some((*by, at)), ..Roll::unknown(printer.clone()) });
            }
            _ => {}
        }
    }

    /// Counts what a paper took from its printer's roll. One that is uncertain counts as well: a roll that ends
    /// later than foretold does no harm.
    fn use_paper(&mut self, job: JobId) {
        let Some(job) = self.state.jobs.get(&job).cloned() else { return };
        let Some(millimetres) = job.millimetres.filter(|length| *length > 0).map(u64::from) else { return };
        let mut roll = self.state.roll(&job.printer);
        roll.millimetres += millimetres;
        if matches!(job.paper, Paper::Ticket(_)) {
            roll.tickets += 1;
            roll.ticket_millimetres += millimetres;
        }
        self.put_roll(roll);
    }

    fn put_roll(&mut self, roll: Roll) {
        let (printer, roll): (PrinterId, _) = (roll.printer.clone(), std::sync::Arc::new(roll));
        self.changes.insert(RowKey::Roll(printer.clone()), Some(Row::Roll(roll.clone())));
        self.state.rolls.insert_mut(printer, roll);
    }
}
