//! What events do to announcements and papers.

use super::super::{CALLS_KEPT, Counter};
use super::Step;
use crate::domain::call::{Call, Voice};
use crate::domain::event::Event;
use crate::domain::ids::CallId;
use crate::domain::paper::{JobState, PrintJob, PrintOutcome};

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
                });
            }
            Event::PrintStarted { job } => self.job(*job, |job| {
                job.attempts += 1;
                job.state = JobState::Sending { since: at };
            }),
            Event::PrintEnded { job, outcome } => self.job(*job, |job| {
                job.state = match outcome {
                    PrintOutcome::Printed => JobState::Printed { at },
                    PrintOutcome::Uncertain(why) => JobState::Uncertain { at, why: why.clone() },
                    PrintOutcome::Failed(why) => JobState::Failed { at, why: why.clone() },
                    PrintOutcome::Postponed(_) => JobState::Queued,
                };
            }),
            _ => {}
        }
    }
}
