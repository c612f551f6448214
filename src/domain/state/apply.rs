//! What each event does to the office. The only code that changes a [`State`].
//!
//! An event about something that is not there changes nothing: a journal that the office wrote
//! itself holds no such event (debug builds insist), and `loket verify` reports any difference.

use super::super::account::{Account, Actor};
use super::super::berkas::{Berkas, Passage, Standing, SurveyGate};
use super::super::call::{Call, Silence, Voice};
use super::super::event::{Entry, Event, Turn};
use super::super::ids::{AccountId, BerkasId, CallId, JobId, LoketId, Purpose, TicketId};
use super::super::loket::{Desk, Loket, OpenSurvey, Round};
use super::super::paper::{JobState, PrintJob, PrintOutcome};
use super::super::queue::{Line, Place};
use super::super::ticket::{End, Leg, Stage, Ticket};
use super::super::time::{Moment, ServiceDay};
use super::{CALLS_KEPT, Changes, Counter, OpenedDay, Row, RowKey, State};
use std::sync::Arc;

/// Why a paper of yesterday is not printed any more.
const DAY_OVER: &str = "hari pelayanan sudah berakhir";

impl State {
    /// Applies one entry and notes the rows it changed.
    pub fn apply(&mut self, entry: &Entry, changes: &mut Changes) {
        self.seq = entry.seq;
        self.last = entry.at;
        for event in &entry.events {
            Step {
                state: self,
                at: entry.at,
                actor: entry.actor,
                changes,
            }
            .event(event);
        }
    }
}

struct Step<'a> {
    state: &'a mut State,
    at: Moment,
    actor: Actor,
    changes: &'a mut Changes,
}

impl Step<'_> {
    fn event(&mut self, event: &Event) {
        match event {
            Event::DayOpened { day } => self.open_day(*day),
            Event::SurveysCounted { responses } => self.count_surveys(responses),
            Event::TicketIssued { .. } => self.issue(event),
            Event::TicketCalled {
                ticket,
                loket,
                why,
                round,
            } => self.call(*ticket, *loket, why, *round),
            Event::CallQueued { .. } => self.queue_call(event),
            Event::TicketPresent { ticket } => self.present(*ticket),
            Event::TicketMissed { ticket } => self.step_away(*ticket, Stage::Missed, None),
            Event::TicketHeld { ticket, reason } => self.hold(*ticket, reason),
            Event::TicketResumed { ticket } => self.resume(*ticket),
            Event::TicketQueued {
                ticket,
                purpose,
                order,
                note,
            } => {
                self.leave_counter(*ticket, note.clone());
                self.queue(*ticket, purpose.clone(), *order);
            }
            Event::TicketParked { ticket } => {
                self.leave_counter(*ticket, None);
                self.ticket(*ticket, |ticket| ticket.stage = Stage::WithBerkas);
            }
            Event::TicketAttached { ticket, berkas } => self.attach(*ticket, *berkas),
            Event::TicketEnded { ticket, end, note } => {
                self.leave_counter(*ticket, note.clone());
                self.ticket(*ticket, |ticket| ticket.stage = Stage::Ended(*end));
            }
            Event::LoketOpened { .. } | Event::LoketPaused { .. } | Event::LoketClosed { .. } => {
                self.desk(event)
            }
            Event::BerkasRegistered { .. } => self.register(event),
            Event::BerkasMoved {
                berkas,
                passage,
                to,
                turn,
            } => {
                let at = self.at;
                self.berkas(*berkas, |berkas| {
                    berkas.standing = standing_after(berkas, passage, *turn);
                    berkas.passages.push(passage.clone());
                    berkas.step = to.clone();
                    berkas.arrived = at;
                    berkas.taken = None;
                });
            }
            Event::BerkasChecked { berkas, checklist } => {
                self.berkas(*berkas, |berkas| berkas.checklist = checklist.clone());
            }
            Event::BerkasTaken { berkas, by } => {
                let at = self.at;
                self.berkas(*berkas, |berkas| berkas.taken = Some((*by, at)));
            }
            Event::BerkasReleased { berkas } => self.berkas(*berkas, |berkas| berkas.taken = None),
            Event::SkNumbered { berkas, number } => {
                let counter = Counter::Sk(number.permit.clone(), number.year);
                self.count(counter, u64::from(number.n));
                self.berkas(*berkas, |berkas| berkas.sk = Some(number.clone()));
            }
            Event::BerkasClosed {
                berkas,
                passage,
                outcome,
                receiver,
            } => {
                let at = self.at;
                self.berkas(*berkas, |berkas| {
                    berkas.passages.push(passage.clone());
                    berkas.taken = None;
                    berkas.standing = Standing::Closed {
                        outcome: *outcome,
                        receiver: receiver.clone(),
                        at,
                    };
                });
                // Closed work lives in its row only (I10).
                self.state.berkas.remove_mut(berkas);
            }
            Event::SurveyOpened {
                loket,
                ticket,
                berkas,
                key,
            } => {
                let survey = OpenSurvey {
                    ticket: *ticket,
                    berkas: *berkas,
                    key: *key,
                    since: self.at,
                };
                self.loket(*loket, |loket| loket.survey = Some(survey));
            }
            Event::SurveyDropped { loket } => self.loket(*loket, |loket| loket.survey = None),
            Event::SurveyAnswered { berkas, loket } => {
                self.count(Counter::Urn, self.state.next(&Counter::Urn));
                self.pass_gate(*berkas, *loket, SurveyGate::Answered);
            }
            Event::SurveyWaived {
                berkas,
                loket,
                reason,
            } => {
                self.pass_gate(
                    *berkas,
                    *loket,
                    SurveyGate::Waived {
                        reason: reason.clone(),
                    },
                );
            }
            Event::CallShown { .. }
            | Event::CallSpeaking { .. }
            | Event::CallSpoken { .. }
            | Event::CallSilenced { .. } => self.announce(event),
            Event::PaperOrdered { .. } | Event::PrintStarted { .. } | Event::PrintEnded { .. } => {
                self.paper(event)
            }
            Event::AccountAdded { .. }
            | Event::PasswordSet { .. }
            | Event::AccountActiveSet { .. }
            | Event::SessionOpened { .. }
            | Event::SessionClosed { .. } => self.people(event),
        }
    }

    // The day

    fn open_day(&mut self, day: ServiceDay) {
        let open: Vec<_> = self
            .state
            .tickets
            .values()
            .filter(|ticket| ticket.is_open())
            .cloned()
            .collect();
        for ticket in open {
            let end = if ticket.stage == Stage::Missed {
                End::NoShow
            } else {
                End::Expired
            };
            self.ticket(ticket.id, |ticket| ticket.stage = Stage::Ended(end));
        }
        let pending: Vec<_> = self
            .state
            .calls
            .values()
            .filter(|call| call.is_pending())
            .cloned()
            .collect();
        for call in pending {
            let at = self.at;
            self.a_call(call.id, |call| {
                call.voice = Voice::Silent {
                    why: Silence::NotNeeded,
                    at,
                }
            });
        }
        let lokets: Vec<_> = self.state.lokets.keys().copied().collect();
        for id in lokets {
            self.loket(id, |loket| *loket = Loket::closed(id));
        }
        let series: Vec<_> = self
            .state
            .counters
            .keys()
            .filter(|c| matches!(c, Counter::Series(_)))
            .cloned()
            .collect();
        for counter in series {
            self.count(counter, 0);
        }
        let expired: Vec<_> = self
            .state
            .sessions
            .values()
            .filter(|session| session.expires <= self.at)
            .cloned()
            .collect();
        for session in expired {
            self.end_session(session.digest);
        }
        let unprinted: Vec<_> = self
            .state
            .jobs
            .values()
            .filter(|job| job.is_open())
            .cloned()
            .collect();
        for job in unprinted {
            let (at, why) = (self.at, DAY_OVER.to_string());
            self.job(job.id, |job| job.state = JobState::Failed { at, why });
        }
        // What is over lives on in its rows only (I10).
        self.state.tickets = super::Map::new_sync();
        self.state.line = Line::default();
        self.state.calls = super::Map::new_sync();
        self.state.jobs = super::Map::new_sync();
        self.state.day = Some(day);
        let opened = OpenedDay {
            day,
            seq: self.state.seq,
            tickets: self.state.counter(&Counter::Ticket),
            calls: self.state.counter(&Counter::Call),
            jobs: self.state.counter(&Counter::Job),
        };
        self.changes.insert(RowKey::Day(day), Some(Row::Day(opened)));
    }

    fn count_surveys(&mut self, responses: &[super::super::survey::Response]) {
        let mut number = self.state.counter(&Counter::Survey);
        for response in responses {
            number += 1;
            let row = Row::Survey(Arc::new(response.clone()));
            self.changes.insert(RowKey::Survey(number), Some(row));
        }
        self.count(Counter::Survey, number);
        self.count(Counter::Urn, 0);
    }

    // Tickets

    fn issue(&mut self, event: &Event) {
        let Event::TicketIssued {
            ticket,
            number,
            day,
            token,
            priority,
            lang,
            purpose,
            berkas,
            ahead,
            estimate,
        } = event
        else {
            return;
        };
        self.count(Counter::Ticket, ticket.0);
        self.count(Counter::Series(number.series), u64::from(number.n));
        let ticket = Ticket {
            id: *ticket,
            number: *number,
            day: *day,
            token: *token,
            priority: priority.clone(),
            lang: *lang,
            issued: self.at,
            ahead: *ahead,
            estimate: *estimate,
            berkas: None,
            stage: Stage::Waiting,
            legs: vec![Leg::new(purpose.clone(), self.at, self.at)],
        };
        self.state.line.join(Place::of(&ticket));
        let id = ticket.id;
        self.put_ticket(ticket);
        if let Some(berkas) = berkas {
            self.attach(id, *berkas);
        }
    }

    fn call(&mut self, ticket: TicketId, loket: LoketId, why: &super::super::policy::Why, round: Round) {
        let at = self.at;
        self.leave_line(ticket);
        self.ticket(ticket, |ticket| {
            ticket.stage = Stage::Called;
            let leg = ticket.leg_mut();
            leg.loket = Some(loket);
            leg.why = Some(why.clone());
            leg.called.get_or_insert(at);
        });
        self.loket(loket, |loket| {
            loket.current = Some(ticket);
            loket.round = round;
        });
    }

    fn present(&mut self, ticket: TicketId) {
        let at = self.at;
        self.ticket(ticket, |ticket| {
            ticket.stage = Stage::Serving;
            ticket.leg_mut().present.get_or_insert(at);
        });
    }

    fn hold(&mut self, ticket: TicketId, reason: &str) {
        let loket = self.state.ticket(ticket).and_then(|ticket| ticket.leg().loket);
        self.step_away(ticket, Stage::Held, Some(reason.to_string()));
        if let Some(loket) = loket {
            self.loket(loket, |loket| loket.held.push(ticket));
        }
    }

    fn resume(&mut self, id: TicketId) {
        self.ticket(id, |ticket| ticket.stage = Stage::Serving);
        if let Some(loket) = self.state.ticket(id).and_then(|ticket| ticket.leg().loket) {
            self.loket(loket, |loket| {
                loket.held.retain(|held| *held != id);
                loket.current = Some(id);
            });
        }
    }

    /// The ticket leaves the officer's hands without leaving the leg.
    fn step_away(&mut self, id: TicketId, stage: Stage, note: Option<String>) {
        self.ticket(id, |ticket| {
            ticket.stage = stage;
            if note.is_some() {
                ticket.leg_mut().note = note;
            }
        });
        self.free_loket(id);
    }

    /// The leg ends, wherever it stands; a finished service becomes a sample. A note tells that it
    /// did not end the usual way.
    fn leave_counter(&mut self, id: TicketId, note: Option<String>) {
        self.leave_line(id);
        self.free_loket(id);
        let Some(ticket) = self.state.ticket(id) else {
            return;
        };
        let leg = ticket.leg();
        if leg.ended.is_some() {
            return;
        }
        if let (Some(present), None) = (leg.present, &note) {
            let seconds = u32::try_from(self.at.seconds_since(present)).unwrap_or(u32::MAX);
            self.sample(leg.purpose.clone(), seconds);
        }
        let at = self.at;
        self.ticket(id, |ticket| {
            let leg = ticket.leg_mut();
            leg.ended = Some(at);
            if note.is_some() {
                leg.note = note;
            }
        });
    }

    fn queue(&mut self, id: TicketId, purpose: Purpose, order: Moment) {
        let at = self.at;
        self.ticket(id, |ticket| {
            ticket.stage = Stage::Waiting;
            ticket.legs.push(Leg::new(purpose, at, order));
        });
        if let Some(ticket) = self.state.tickets.get(&id) {
            self.state.line.join(Place::of(ticket));
        }
    }

    fn leave_line(&mut self, id: TicketId) {
        if let Some(ticket) = self.state.tickets.get(&id) {
            self.state.line.leave(&Place::of(ticket));
        }
    }

    fn free_loket(&mut self, id: TicketId) {
        let Some(loket) = self.state.ticket(id).and_then(|ticket| ticket.leg().loket) else {
            return;
        };
        let known = self.state.loket(loket);
        if known.current == Some(id) || known.held.contains(&id) {
            self.loket(loket, |loket| {
                loket.current = loket.current.filter(|current| *current != id);
                loket.held.retain(|held| *held != id);
            });
        }
    }

    fn attach(&mut self, ticket: TicketId, berkas: BerkasId) {
        self.ticket(ticket, |ticket| ticket.berkas = Some(berkas));
        self.berkas(berkas, |berkas| {
            if !berkas.tickets.contains(&ticket) {
                berkas.tickets.push(ticket);
            }
        });
    }

    // Lokets

    fn desk(&mut self, event: &Event) {
        let since = self.at;
        match event {
            Event::LoketOpened { loket, officer } => {
                let officer = *officer;
                self.loket(*loket, |loket| loket.desk = Desk::Open { officer, since });
            }
            Event::LoketPaused { loket, reason } => self.loket(*loket, |loket| {
                if let Some(officer) = loket.officer() {
                    loket.desk = Desk::Paused {
                        officer,
                        since,
                        reason: reason.clone(),
                    };
                }
            }),
            Event::LoketClosed { loket } => self.loket(*loket, |loket| loket.desk = Desk::Closed),
            _ => {}
        }
    }

    // Berkas

    fn register(&mut self, event: &Event) {
        let Event::BerkasRegistered {
            berkas,
            number,
            token,
            code,
            ticket,
            permit,
            applicant,
            checklist,
            previous,
            passages,
            to,
        } = event
        else {
            return;
        };
        self.count(Counter::Berkas, berkas.0);
        self.count(Counter::BerkasYear(number.year), u64::from(number.n));
        self.put_berkas(Berkas {
            id: *berkas,
            number: *number,
            token: *token,
            code: *code,
            permit: permit.clone(),
            applicant: applicant.clone(),
            checklist: checklist.clone(),
            previous: *previous,
            registered: self.at,
            step: to.clone(),
            arrived: self.at,
            taken: None,
            standing: Standing::Moving,
            survey: SurveyGate::Open,
            sk: None,
            tickets: Vec::new(),
            passages: passages.clone(),
        });
        self.attach(*ticket, *berkas);
    }

    fn pass_gate(&mut self, berkas: BerkasId, loket: LoketId, gate: SurveyGate) {
        self.berkas(berkas, |berkas| berkas.survey = gate);
        self.loket(loket, |loket| loket.survey = None);
    }

    // Calls

    fn queue_call(&mut self, event: &Event) {
        let Event::CallQueued {
            call,
            zone,
            ticket,
            number,
            loket,
            nth,
        } = event
        else {
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
    fn settle(&mut self, call: CallId, voice: Voice) {
        self.a_call(call, |call| call.voice = voice);
        let Some(zone) = self.state.calls.get(&call).map(|call| call.zone.clone()) else {
            return;
        };
        let settled: Vec<CallId> = self
            .state
            .calls_in(&zone)
            .filter(|call| !call.is_pending())
            .map(|call| call.id)
            .collect();
        for old in settled.iter().rev().skip(CALLS_KEPT) {
            self.state.calls.remove_mut(old);
        }
    }

    fn announce(&mut self, event: &Event) {
        let at = self.at;
        match event {
            Event::CallShown { call, board } => self.a_call(*call, |call| {
                call.shown.get_or_insert((*board, at));
            }),
            Event::CallSpeaking { call, board, page } => self.a_call(*call, |call| {
                call.voice = Voice::Speaking {
                    board: *board,
                    page: *page,
                    since: at,
                };
            }),
            Event::CallSpoken { call, board } => self.settle(*call, Voice::Spoken { board: *board, at }),
            Event::CallSilenced { call, why } => self.settle(*call, Voice::Silent { why: *why, at }),
            _ => {}
        }
    }

    // Papers

    fn paper(&mut self, event: &Event) {
        let at = self.at;
        match event {
            Event::PaperOrdered {
                job,
                printer,
                paper,
                lang,
                copy_of,
            } => {
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

    // People

    fn people(&mut self, event: &Event) {
        match event {
            Event::AccountAdded { account } => {
                self.count(Counter::Account, u64::from(account.id.0));
                self.put_account(account.clone());
            }
            Event::PasswordSet { account, password } => {
                self.account(*account, |account| account.password.clone_from(password));
                self.end_sessions_of(*account, Actor::Account(*account) == self.actor);
            }
            Event::AccountActiveSet { account, active } => {
                self.account(*account, |account| account.active = *active);
                if !active {
                    self.end_sessions_of(*account, false);
                }
            }
            Event::SessionOpened { session } => {
                let session = Arc::new(session.clone());
                self.changes.insert(
                    RowKey::Session(session.digest),
                    Some(Row::Session(session.clone())),
                );
                self.state.sessions.insert_mut(session.digest, session);
            }
            Event::SessionClosed { digest } => self.end_session(*digest),
            _ => {}
        }
    }

    /// Ends every session of an account; the latest may stay, when its owner did this.
    fn end_sessions_of(&mut self, account: AccountId, keep_latest: bool) {
        let mut sessions: Vec<_> = self
            .state
            .sessions
            .values()
            .filter(|session| session.account == account)
            .cloned()
            .collect();
        sessions.sort_by_key(|session| session.opened);
        if keep_latest {
            sessions.pop();
        }
        for session in sessions {
            self.end_session(session.digest);
        }
    }

    fn end_session(&mut self, digest: [u8; 32]) {
        if self.state.sessions.remove_mut(&digest) {
            self.changes.insert(RowKey::Session(digest), None);
        }
    }

    // The rows

    fn count(&mut self, counter: Counter, last: u64) {
        self.changes
            .insert(RowKey::Counter(counter.clone()), Some(Row::Counter(last)));
        self.state.counters.insert_mut(counter, last);
    }

    fn sample(&mut self, purpose: Purpose, seconds: u32) {
        let mut samples = self
            .state
            .samples
            .get(&purpose)
            .map_or_else(Default::default, |s| (**s).clone());
        samples.push(seconds);
        let samples = Arc::new(samples);
        self.changes.insert(
            RowKey::Samples(purpose.clone()),
            Some(Row::Samples(samples.clone())),
        );
        self.state.samples.insert_mut(purpose, samples);
    }
}

/// Where a berkas stands after a move.
fn standing_after(berkas: &Berkas, passage: &Passage, turn: Turn) -> Standing {
    let reason = || passage.reason.clone().unwrap_or_default();
    match (turn, &berkas.standing) {
        (Turn::Returned, _) => Standing::Returned { reason: reason() },
        (Turn::Refused, _) => Standing::Refused { reason: reason() },
        (Turn::Onward, refused @ Standing::Refused { .. }) => refused.clone(),
        (Turn::Onward | Turn::SentBack, _) => Standing::Moving,
    }
}

/// For each kind of thing: put a new one, and change the one with that id.
macro_rules! kept {
    ($($put:ident, $change:ident: $map:ident[$id:ty] of $kind:ident as $row:ident;)*) => {
        impl Step<'_> {$(
            fn $put(&mut self, value: $kind) {
                let value = Arc::new(value);
                self.changes.insert(RowKey::$row(value.id), Some(Row::$row(value.clone())));
                self.state.$map.insert_mut(value.id, value);
            }

            fn $change(&mut self, id: $id, change: impl FnOnce(&mut $kind)) {
                let Some(known) = self.state.$map.get(&id) else {
                    debug_assert!(false, "an event about {id}, which is not there");
                    return;
                };
                let mut value = $kind::clone(known);
                change(&mut value);
                self.$put(value);
            }
        )*}
    };
}

kept! {
    put_ticket, ticket: tickets[TicketId] of Ticket as Ticket;
    put_berkas, berkas: berkas[BerkasId] of Berkas as Berkas;
    put_call, a_call: calls[CallId] of Call as Call;
    put_job, job: jobs[JobId] of PrintJob as Job;
    put_account, account: accounts[AccountId] of Account as Account;
}

impl Step<'_> {
    fn loket(&mut self, id: LoketId, change: impl FnOnce(&mut Loket)) {
        let mut loket = self.state.loket(id);
        change(&mut loket);
        let loket = Arc::new(loket);
        self.changes
            .insert(RowKey::Loket(id), Some(Row::Loket(loket.clone())));
        self.state.lokets.insert_mut(id, loket);
    }
}
