//! What events do to tickets and to the lokets that have them in hand.

use super::super::Counter;
use super::Step;
use crate::domain::event::Event;
use crate::domain::ids::{BerkasId, LoketId, Purpose, TicketId};
use crate::domain::legalised::Legalised;
use crate::domain::loket::{Desk, Round};
use crate::domain::policy::Why;
use crate::domain::queue::Place;
use crate::domain::ticket::{Leg, Stage, Ticket};
use crate::domain::time::Moment;

impl Step<'_> {
    pub(super) fn issue(&mut self, event: &Event) {
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
            legalised: Vec::new(),
        };
        self.state.line.join(Place::of(&ticket));
        let id = ticket.id;
        self.put_ticket(ticket);
        if let Some(berkas) = berkas {
            self.attach(id, *berkas);
        }
    }

    pub(super) fn call(&mut self, ticket: TicketId, loket: LoketId, why: &Why, round: Round) {
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
            loket.last = None;
        });
    }

    pub(super) fn present(&mut self, ticket: TicketId) {
        let at = self.at;
        self.ticket(ticket, |ticket| {
            ticket.stage = Stage::Serving;
            ticket.leg_mut().present.get_or_insert(at);
        });
    }

    pub(super) fn hold(&mut self, ticket: TicketId, reason: &str) {
        let loket = self.state.ticket(ticket).and_then(|ticket| ticket.leg().loket);
        self.step_away(ticket, Stage::Held, Some(reason.to_string()));
        if let Some(loket) = loket {
            self.loket(loket, |loket| loket.held.push(ticket));
        }
    }

    pub(super) fn resume(&mut self, id: TicketId) {
        self.ticket(id, |ticket| ticket.stage = Stage::Serving);
        if let Some(loket) = self.state.ticket(id).and_then(|ticket| ticket.leg().loket) {
            self.loket(loket, |loket| {
                loket.held.retain(|held| *held != id);
                loket.current = Some(id);
            });
        }
    }

    /// The ticket leaves the officer's hands without leaving the leg.
    pub(super) fn step_away(&mut self, id: TicketId, stage: Stage, note: Option<String>) {
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
    pub(super) fn leave_counter(&mut self, id: TicketId, note: Option<String>) {
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
            let seconds = seconds_between(present, self.at);
            self.samples(leg.purpose.clone(), |samples| samples.push(seconds));
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

    pub(super) fn queue(&mut self, id: TicketId, purpose: Purpose, order: Moment) {
        let at = self.at;
        self.ticket(id, |ticket| {
            ticket.stage = Stage::Waiting;
            ticket.legs.push(Leg::new(purpose, at, order));
        });
        if let Some(ticket) = self.state.tickets.get(&id) {
            self.state.line.join(Place::of(ticket));
        }
    }

    pub(super) fn leave_line(&mut self, id: TicketId) {
        if let Some(ticket) = self.state.tickets.get(&id) {
            self.state.line.leave(&Place::of(ticket));
        }
    }

    pub(super) fn free_loket(&mut self, id: TicketId) {
        let Some(loket) = self.state.ticket(id).and_then(|ticket| ticket.leg().loket) else {
            return;
        };
        let (known, at) = (self.state.loket(loket), self.at);
        if known.current == Some(id) || known.held.contains(&id) {
            self.loket(loket, |loket| {
                // What an earlier act left to be taken back is over now.
                loket.last = loket.last.filter(|last| last.at == at);
                loket.current = loket.current.filter(|current| *current != id);
                loket.held.retain(|held| *held != id);
            });
        }
    }

    /// An act is taken back: the leg goes on as if it had not ended, and the sample it gave is taken
    /// out again.
    pub(super) fn give_back(&mut self, id: TicketId, loket: LoketId, stage: Stage) {
        self.leave_line(id);
        self.ticket(id, |ticket| {
            // The line it was sent to is the stop after the one at this counter.
            if ticket.stage == Stage::Waiting && ticket.legs.len() > 1 {
                ticket.legs.pop();
            }
        });
        let Some(leg) = self.state.ticket(id).map(|ticket| ticket.leg().clone()) else {
            return;
        };
        if let (Some(present), Some(ended), None) = (leg.present, leg.ended, &leg.note) {
            let seconds = seconds_between(present, ended);
            self.samples(leg.purpose, |samples| samples.forget(seconds));
        }
        self.ticket(id, |ticket| {
            ticket.stage = stage;
            let leg = ticket.leg_mut();
            if leg.ended.take().is_some() {
                leg.note = None;
            }
            if stage == Stage::Called {
                leg.present = None;
            }
        });
        self.loket(loket, |loket| {
            loket.current = Some(id);
            loket.last = None;
        });
    }

    pub(super) fn legalise(&mut self, id: TicketId, entry: &Legalised) {
        self.ticket(id, |ticket| ticket.legalised.push(entry.clone()));
        self.count_copies(|copies| copies + u64::from(entry.copies));
    }

    pub(super) fn withdraw(&mut self, id: TicketId, place: u32) {
        let Some(entry) = self.state.ticket(id).and_then(|ticket| ticket.legalised.get(place as usize))
        else {
            return;
        };
        let copies = u64::from(entry.copies);
        self.ticket(id, |ticket| drop(ticket.legalised.remove(place as usize)));
        self.count_copies(|all| all.saturating_sub(copies));
    }

    fn count_copies(&mut self, count: impl FnOnce(u64) -> u64) {
        if let Some(today) = self.state.today() {
            let counter = Counter::Copies(today.year());
            let all = count(self.state.counter(&counter));
            self.count(counter, all);
        }
    }

    pub(super) fn attach(&mut self, ticket: TicketId, berkas: BerkasId) {
        self.ticket(ticket, |ticket| ticket.berkas = Some(berkas));
        self.berkas(berkas, |berkas| {
            if !berkas.tickets.contains(&ticket) {
                berkas.tickets.push(ticket);
            }
        });
    }

    pub(super) fn desk(&mut self, event: &Event) {
        let since = self.at;
        if let Event::LoketOpened { loket, .. }
        | Event::LoketPaused { loket, .. }
        | Event::LoketClosed { loket } = event
        {
            self.manned(*loket);
        }
        match event {
            Event::LoketOpened { loket, officer } => {
                let officer = *officer;
                self.loket(*loket, |loket| loket.desk = Desk::Open { officer, since });
            }
            Event::LoketPaused { loket, reason } => self.loket(*loket, |loket| {
                if let Some(officer) = loket.officer() {
                    loket.desk = Desk::Paused { officer, since, reason: reason.clone() };
                }
            }),
            Event::LoketClosed { loket } => self.loket(*loket, |loket| loket.desk = Desk::Closed),
            _ => {}
        }
    }
}

fn seconds_between(from: Moment, to: Moment) -> u32 {
    u32::try_from(to.seconds_since(from)).unwrap_or(u32::MAX)
}
