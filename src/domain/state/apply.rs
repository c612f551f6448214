//! What each event does to the office. The only code that changes a [`State`].
//!
//! An event about something that is not there changes nothing: a journal that the office wrote
//! itself holds no such event (debug builds insist), and `loket verify` reports any difference.

mod annex;
mod calls;
mod complaints;
mod daybook;
mod hooks;
mod issued;
mod keep;
mod people;
mod privacy;
mod settings;
mod skm;
mod tickets;

use super::super::account::Actor;
use super::super::berkas::{Berkas, Passage, Standing, SurveyGate};
use super::super::call::{Silence, Voice};
use super::super::event::{Entry, Event, Turn};
use super::super::ids::{BerkasId, LoketId, Purpose};
use super::super::loket::{Loket, OpenSurvey, Retractable};
use super::super::paper::JobState;
use super::super::privacy::Holder;
use super::super::queue::{Line, Samples};
use super::super::ticket::{End, Stage};
use super::super::time::{Moment, ServiceDay};
use super::{Changes, Counter, OpenedDay, Row, RowKey, State};
use std::sync::Arc;

/// Why a paper of yesterday is not printed any more. Rows of every age say it in these words, and rows are what the
/// journal says; [`Why`](crate::domain::paper::Why) reads them.
const DAY_OVER: &str = "hari pelayanan sudah berakhir";

impl State {
    /// Applies one entry and notes the rows it changed.
    pub fn apply(&mut self, entry: &Entry, changes: &mut Changes) {
        self.seq = entry.seq;
        self.last = entry.at;
        for event in &entry.events {
            Step { state: self, at: entry.at, actor: entry.actor, changes }.event(event);
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
            Event::DayOpened { day, .. } => self.open_day(*day),
            Event::SurveysCounted { responses } => self.count_surveys(responses),
            Event::TicketIssued { .. } => self.issue(event),
            Event::TicketCalled { ticket, loket, why, round } => self.call(*ticket, *loket, why, *round),
            Event::CallQueued { .. } => self.queue_call(event),
            Event::TicketPresent { ticket } => self.present(*ticket),
            Event::TicketMissed { ticket } => self.step_away(*ticket, Stage::Missed, None),
            Event::TicketHeld { ticket, reason } => self.hold(*ticket, reason),
            Event::TicketResumed { ticket } => self.resume(*ticket),
            Event::TicketQueued { ticket, purpose, order, note } => {
                self.leave_counter(*ticket, note.clone());
                self.queue(*ticket, purpose.clone(), *order);
            }
            Event::TicketParked { ticket } => {
                self.leave_counter(*ticket, None);
                self.ticket(*ticket, |ticket| ticket.stage = Stage::WithBerkas);
            }
            Event::TicketAttached { ticket, berkas } => self.attach(*ticket, *berkas),
            Event::ActRetractable { loket, ticket, stage } => {
                let last = Some(Retractable { ticket: *ticket, stage: *stage, at: self.at });
                self.loket(*loket, |loket| loket.last = last);
            }
            Event::TicketReturned { ticket, loket, stage } => self.give_back(*ticket, *loket, *stage),
            Event::TicketEnded { ticket, end, note } => {
                self.leave_counter(*ticket, note.clone());
                self.ticket(*ticket, |ticket| ticket.stage = Stage::Ended(*end));
            }
            Event::DocumentLegalised { ticket, entry } => self.legalise(*ticket, entry),
            Event::LegalisationWithdrawn { ticket, place } => self.withdraw(*ticket, *place),
            Event::LoketOpened { .. } | Event::LoketPaused { .. } | Event::LoketClosed { .. } => {
                self.desk(event)
            }
            Event::BerkasRegistered { .. } => self.register(event),
            Event::BerkasMoved { berkas, passage, to, turn } => {
                let at = self.at;
                if *turn == Turn::SentBack {
                    self.count_exception();
                }
                self.left(passage);
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
            Event::BerkasLacking { berkas, lacking } => {
                self.berkas(*berkas, |berkas| {
                    if let Standing::Returned { lacking: open, .. } = &mut berkas.standing {
                        open.clone_from(lacking);
                    }
                });
            }
            Event::BerkasTaken { berkas, by } => {
                let at = self.at;
                self.berkas(*berkas, |berkas| berkas.taken = Some((*by, at)));
            }
            Event::BerkasReleased { berkas } => self.berkas(*berkas, |berkas| berkas.taken = None),
            Event::SkNumbered { berkas, number } => {
                let counter = Counter::Sk(number.permit.clone(), number.year);
                self.count(counter, u64::from(number.n));
                let at = self.at;
                self.berkas(*berkas, |berkas| {
                    berkas.sk = Some(number.clone());
                    berkas.numbered = Some(at);
                });
            }
            Event::BerkasClosed { berkas, passage, outcome, receiver } => {
                let at = self.at;
                self.left(passage);
                self.handed();
                self.berkas(*berkas, |berkas| {
                    berkas.passages.push(passage.clone());
                    berkas.taken = None;
                    berkas.standing = Standing::Closed { outcome: *outcome, receiver: receiver.clone(), at };
                });
                let phone = self.state.berkas(*berkas).and_then(|known| known.applicant.phone.clone());
                self.close_phone(Holder::Berkas(*berkas), phone.as_ref());
                // Closed work lives in its row only (I10).
                self.state.berkas.remove_mut(berkas);
                self.state.annexes.remove_mut(berkas);
            }
            Event::BerkasNoted { .. }
            | Event::ScanAdded { .. }
            | Event::ScanRemoved { .. }
            | Event::FormFilled { .. } => self.annex(event),
            Event::PaperFileKept { .. } | Event::PaperIssued { .. } | Event::PaperCopied { .. } => {
                self.official(event)
            }
            Event::SurveyOpened { loket, ticket, berkas, key } => {
                let survey = OpenSurvey { ticket: *ticket, berkas: *berkas, key: *key, since: self.at };
                self.loket(*loket, |loket| loket.survey = Some(survey));
            }
            Event::SurveyDropped { loket } => self.loket(*loket, |loket| loket.survey = None),
            Event::SurveyAnswered { berkas, loket } => {
                self.count(Counter::Urn, self.state.next(&Counter::Urn));
                self.pass_gate(*berkas, *loket, SurveyGate::Answered);
            }
            Event::SurveyWaived { berkas, loket, reason } => {
                self.pass_gate(*berkas, *loket, SurveyGate::Waived { reason: reason.clone() });
            }
            Event::CallShown { .. }
            | Event::CallSpeaking { .. }
            | Event::CallSpoken { .. }
            | Event::CallSilenced { .. } => self.announce(event),
            Event::PaperOrdered { .. }
            | Event::PaperMoved { .. }
            | Event::PrintStarted { .. }
            | Event::PrintEnded { .. }
            | Event::RollChanged { .. } => self.paper(event),
            Event::ZoneArranged { zone, arrangement } => {
                let arrangement = Arc::new(arrangement.clone());
                let row = Row::Arrangement(arrangement.clone());
                self.changes.insert(RowKey::Arrangement(zone.clone()), Some(row));
                self.state.arrangements.insert_mut(zone.clone(), arrangement);
            }
            Event::AccountAdded { .. }
            | Event::PasswordSet { .. }
            | Event::PasswordRehashed { .. }
            | Event::AccountActiveSet { .. }
            | Event::AccountRenamed { .. }
            | Event::DevicePlaced { .. }
            | Event::PasswordLent { .. }
            | Event::RolesSet { .. }
            | Event::LinkMade { .. }
            | Event::LinkEnded { .. }
            | Event::SignedOutAll { .. }
            | Event::SecondSet { .. }
            | Event::SecondUsed { .. }
            | Event::SpareUsed { .. }
            | Event::SecondDropped { .. }
            | Event::SessionOpened { .. }
            | Event::SessionClosed { .. }
            | Event::ApiTokenMade { .. }
            | Event::ApiTokenRevoked { .. } => self.people(event),
            Event::HookAdded { .. }
            | Event::HookRemoved { .. }
            | Event::HookPaused { .. }
            | Event::HookResumed { .. } => self.webhook(event),
            // What was found, who looked, and whose file it is, is read in the journal.
            Event::ReadinessChecked { .. }
            | Event::ClockConfirmed { .. }
            | Event::IdentityChecked { .. }
            | Event::FileLaid { .. }
            | Event::FileTaken { .. } => {}
            Event::ApplicantRevealed { .. }
            | Event::ScanRevealed { .. }
            | Event::PhonesForgotten { .. }
            | Event::BerkasRestricted { .. }
            | Event::RestrictionLifted { .. }
            | Event::SkRevoked { .. } => self.privacy(event),
            Event::Restored {} => self.count(Counter::Restored, u64::try_from(self.at.0).unwrap_or(0)),
            Event::Complaint(event) => self.complaint(event),
            Event::Skm(event) => self.skm(event),
            Event::VoicePaused { until } => self.pause_voice(Some(*until)),
            Event::VoiceResumed {} => self.pause_voice(None),
            Event::SettingsTextKept { digest, text } => self.keep_settings(*digest, text),
            Event::SettingsChanged { version, digest, file, how } => {
                self.change_settings(*version, *digest, *file, how);
            }
        }
    }

    // The day

    fn open_day(&mut self, day: ServiceDay) {
        let open: Vec<_> = self.state.tickets.values().filter(|ticket| ticket.is_open()).cloned().collect();
        for ticket in open {
            let end = if ticket.stage == Stage::Missed { End::NoShow } else { End::Expired };
            self.ticket(ticket.id, |ticket| ticket.stage = Stage::Ended(end));
        }
        let pending: Vec<_> = self.state.calls.values().filter(|call| call.is_pending()).cloned().collect();
        for call in pending {
            let at = self.at;
            self.a_call(call.id, |call| call.voice = Voice::Silent { why: Silence::NotNeeded, at });
        }
        // Before the lokets close and the day's work leaves the state: the daybook is made of both.
        self.close_daybook();
        let lokets: Vec<_> = self.state.lokets.keys().copied().collect();
        for id in lokets {
            self.loket(id, |loket| *loket = Loket::closed(id));
        }
        let series: Vec<_> =
            self.state.counters.keys().filter(|c| matches!(c, Counter::Series(_))).cloned().collect();
        for counter in series {
            self.count(counter, 0);
        }
        let expired: Vec<_> =
            self.state.sessions.values().filter(|session| session.expires <= self.at).cloned().collect();
        for session in expired {
            self.end_session(session.digest);
        }
        let unprinted: Vec<_> = self.state.open_jobs().cloned().collect();
        for job in unprinted {
            let (at, why) = (self.at, DAY_OVER.to_string());
            self.job(job.id, |job| job.state = JobState::Failed { at, why });
        }
        // What is over lives on in its rows only (I10).
        self.state.tickets = super::Map::new_sync();
        self.state.line = Line::default();
        self.state.calls = super::Map::new_sync();
        self.state.jobs = super::Map::new_sync();
        self.state.unprinted = super::Set::new_sync();
        let opened = OpenedDay {
            day,
            seq: self.state.seq,
            tickets: self.state.counter(&Counter::Ticket),
            calls: self.state.counter(&Counter::Call),
            jobs: self.state.counter(&Counter::Job),
            paused: None,
        };
        self.state.day = Some(opened);
        self.changes.insert(RowKey::Day(day), Some(Row::Day(opened)));
    }

    fn pause_voice(&mut self, until: Option<Moment>) {
        if let Some(day) = self.state.day.as_mut() {
            day.paused = until;
            let day = *day;
            self.changes.insert(RowKey::Day(day.day), Some(Row::Day(day)));
        }
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
        self.keep_phone(Holder::Berkas(*berkas), applicant.phone.as_ref());
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
            numbered: None,
            tickets: Vec::new(),
            passages: passages.clone(),
        });
        passages.iter().for_each(|passage| self.left(passage));
        self.attach(*ticket, *berkas);
    }

    /// A step back inside the office is an exception that is counted, per year.
    fn count_exception(&mut self) {
        if let Some(today) = self.state.today() {
            let counter = Counter::SentBack(today.year());
            self.count(counter.clone(), self.state.next(&counter));
        }
    }

    fn pass_gate(&mut self, berkas: BerkasId, loket: LoketId, gate: SurveyGate) {
        self.berkas(berkas, |berkas| berkas.survey = gate);
        self.loket(loket, |loket| loket.survey = None);
    }

    // The rows

    fn count(&mut self, counter: Counter, last: u64) {
        self.changes.insert(RowKey::Counter(counter.clone()), Some(Row::Counter(last)));
        self.state.counters.insert_mut(counter, last);
    }

    fn samples(&mut self, purpose: Purpose, change: impl FnOnce(&mut Samples)) {
        let mut samples = self.state.samples.get(&purpose).map_or_else(Default::default, |s| (**s).clone());
        change(&mut samples);
        let samples = Arc::new(samples);
        self.changes.insert(RowKey::Samples(purpose.clone()), Some(Row::Samples(samples.clone())));
        self.state.samples.insert_mut(purpose, samples);
    }
}

/// Where a berkas stands after a move.
fn standing_after(berkas: &Berkas, passage: &Passage, turn: Turn) -> Standing {
    let reason = || passage.reason.clone().unwrap_or_default();
    match (turn, &berkas.standing) {
        (Turn::Returned, _) => Standing::Returned { reason: reason(), lacking: passage.lacking.clone() },
        (Turn::Refused, _) => Standing::Refused { reason: reason() },
        (Turn::Onward, refused @ Standing::Refused { .. }) => refused.clone(),
        (Turn::Onward | Turn::SentBack, _) => Standing::Moving,
    }
}
