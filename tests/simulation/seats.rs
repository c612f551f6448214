//! The lokets and the voice, by the simpler account.

use crate::shadow::Shadow;
use anyhow::{Context, Result, bail, ensure};
use loket::domain::account::Actor;
use loket::domain::call::Silence;
use loket::domain::event::{Entry, Event};
use loket::domain::ids::{AccountId, CallId, LoketId, Purpose, TicketId, Zone};
use loket::domain::profile::Profile;
use loket::domain::ticket::Stage;
use loket::domain::time::Moment;
use std::collections::BTreeMap;

/// A ticket of the day.
pub struct Seen {
    pub stage: Stage,
    /// What it waits or waited for, and the loket that called it there; the last is where it is now.
    pub stops: Vec<(Purpose, Option<LoketId>)>,
}

impl Seen {
    /// One that was just given.
    pub fn waiting(purpose: Purpose) -> Seen {
        Seen { stage: Stage::Waiting, stops: vec![(purpose, None)] }
    }

    /// The loket of its last stop.
    pub fn loket(&self) -> Option<LoketId> {
        self.stops.last().and_then(|stop| stop.1)
    }
}

/// A loket.
#[derive(Default)]
pub struct Seat {
    pub officer: Option<AccountId>,
    pub paused: bool,
    pub current: Option<TicketId>,
    pub held: Vec<TicketId>,
    retractable: Option<(TicketId, Stage, Moment)>,
}

/// Where the voice of a call stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Said {
    Waiting,
    Speaking(AccountId, u64),
    Over,
}

/// All calls of the day.
#[derive(Default)]
pub struct Calls {
    last: u64,
    calls: BTreeMap<CallId, (Zone, Said)>,
}

impl Calls {
    /// The day is over.
    pub fn close(&mut self) {
        self.calls.clear();
    }

    /// The calls of a zone that are still to be spoken.
    pub fn pending_in(&self, zone: &Zone) -> impl Iterator<Item = CallId> {
        let here = self.calls.iter().filter(move |(_, (place, said))| place == zone && *said != Said::Over);
        here.map(|(call, _)| *call)
    }

    fn pending(&mut self, call: CallId) -> Result<&mut Said> {
        match self.calls.get_mut(&call) {
            Some((_, Said::Over)) => bail!("call {call} was settled before"),
            Some((_, said)) => Ok(said),
            None => bail!("there is no call {call}"),
        }
    }
}

impl Shadow {
    fn seen(&mut self, ticket: TicketId, from: &[Stage]) -> Result<&mut Seen> {
        let seen = self.tickets.get_mut(&ticket).with_context(|| format!("there is no ticket {ticket}"))?;
        ensure!(from.contains(&seen.stage), "ticket {ticket} is {:?}, not one of {from:?}", seen.stage);
        Ok(seen)
    }

    fn seat(&mut self, loket: LoketId) -> &mut Seat {
        self.seats.entry(loket).or_default()
    }

    /// The loket that has a ticket in hand lets go of it.
    fn let_go(&mut self, ticket: TicketId) {
        for seat in self.seats.values_mut() {
            seat.current = seat.current.filter(|current| *current != ticket);
            seat.held.retain(|held| *held != ticket);
        }
    }

    /// The loket takes a ticket in hand; it has none.
    fn take(&mut self, loket: LoketId, ticket: TicketId) -> Result<()> {
        let active = self.seats.iter().find(|(_, seat)| seat.current == Some(ticket));
        ensure!(active.is_none(), "ticket {ticket} is in hand at loket {}", active.map_or(0, |(id, _)| id.0));
        let seat = self.seat(loket);
        ensure!(seat.current.is_none(), "loket {loket} takes {ticket} with {:?} in hand", seat.current);
        ensure!(seat.officer.is_some() && !seat.paused, "loket {loket} takes {ticket} and is not open");
        seat.current = Some(ticket);
        Ok(())
    }

    fn by_officer(&self, loket: LoketId, actor: Actor) -> Result<()> {
        let officer = self.seats.get(&loket).and_then(|seat| seat.officer);
        ensure!(
            officer.is_some_and(|officer| actor == Actor::Account(officer)),
            "{actor:?} acts at loket {loket}, where {officer:?} sits"
        );
        Ok(())
    }

    /// Tickets and lokets. Whether the event was about them.
    pub fn at_counter(&mut self, profile: &Profile, entry: &Entry, event: &Event) -> Result<bool> {
        use Stage::{Called, Ended, Held, Missed, Serving, Waiting, WithBerkas};
        match event {
            Event::TicketCalled { ticket, loket, .. } => {
                self.by_officer(*loket, entry.actor)?;
                let plan = profile.loket(*loket).context("a loket of the profile")?;
                let seen = self.seen(*ticket, &[Waiting, Missed])?;
                seen.stage = Called;
                let stop = seen.stops.last_mut().context("a stop")?;
                ensure!(plan.purposes.contains(&stop.0), "loket {loket} draws no {}", stop.0);
                stop.1 = Some(*loket);
                self.take(*loket, *ticket)?;
                self.seat(*loket).retractable = None;
                self.count("a number was called");
            }
            Event::TicketPresent { ticket } => self.seen(*ticket, &[Called])?.stage = Serving,
            Event::TicketMissed { ticket } => {
                self.seen(*ticket, &[Called])?.stage = Missed;
                self.let_go(*ticket);
            }
            Event::TicketHeld { ticket, .. } => {
                let seen = self.seen(*ticket, &[Serving])?;
                seen.stage = Held;
                let loket = seen.loket().context("the loket that holds it")?;
                self.let_go(*ticket);
                self.seat(loket).held.push(*ticket);
                self.count("somebody was put aside");
            }
            Event::TicketResumed { ticket } => {
                let seen = self.seen(*ticket, &[Held])?;
                seen.stage = Serving;
                let loket = seen.loket().context("the loket that held it")?;
                self.let_go(*ticket);
                self.take(loket, *ticket)?;
            }
            Event::TicketQueued { ticket, purpose, note, .. } => {
                let seen = self.seen(*ticket, &[Called, Serving, WithBerkas, Missed])?;
                let back = seen.stage == Missed;
                seen.stage = Waiting;
                seen.stops.push((purpose.clone(), None));
                self.let_go(*ticket);
                match (back, note) {
                    (true, _) => self.count("a missed number came back"),
                    (false, Some(_)) => self.count("a number went to another line"),
                    (false, None) => {}
                }
            }
            Event::TicketParked { ticket } => {
                self.seen(*ticket, &[Serving])?.stage = WithBerkas;
                self.let_go(*ticket);
            }
            Event::TicketEnded { ticket, end, .. } => {
                self.seen(*ticket, &[Called, Serving])?.stage = Ended(*end);
                self.let_go(*ticket);
            }
            Event::ActRetractable { loket, ticket, stage } => {
                self.by_officer(*loket, entry.actor)?;
                self.seen(*ticket, &[*stage])?;
                self.seat(*loket).retractable = Some((*ticket, *stage, entry.at));
            }
            Event::TicketReturned { ticket, loket, stage } => {
                self.returned(entry, *ticket, *loket, *stage)?
            }
            Event::LoketOpened { loket, officer } => {
                ensure!(entry.actor == Actor::Account(*officer), "somebody else opens loket {loket}");
                let role = profile.loket(*loket).context("a loket of the profile")?.role.clone();
                ensure!(self.holds(*officer, role.as_str()), "{officer} may not sit at loket {loket}");
                let seat = self.seat(*loket);
                let before = seat.officer.replace(*officer);
                seat.paused = false;
                if before.is_some_and(|before| before != *officer) {
                    self.count("a loket was taken over");
                }
            }
            Event::LoketPaused { loket, .. } => {
                self.by_officer(*loket, entry.actor)?;
                let seat = self.seat(*loket);
                ensure!(seat.current.is_none(), "loket {loket} pauses with somebody in hand");
                seat.paused = true;
            }
            Event::LoketClosed { loket } => {
                self.by_officer(*loket, entry.actor)?;
                let seat = self.seat(*loket);
                ensure!(seat.current.is_none() && seat.held.is_empty(), "loket {loket} closes on somebody");
                seat.officer = None;
                seat.paused = false;
            }
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn returned(&mut self, entry: &Entry, ticket: TicketId, loket: LoketId, stage: Stage) -> Result<()> {
        self.by_officer(loket, entry.actor)?;
        let noted = self.seat(loket).retractable.take();
        let (about, before, at) = noted.with_context(|| format!("nothing at loket {loket} to take back"))?;
        ensure!((about, before) == (ticket, stage), "ticket {ticket} comes back as it never was");
        ensure!(entry.at.seconds_since(at) <= 10, "an act is taken back after its time");
        let seen = self.tickets.get_mut(&ticket).context("a ticket of the day")?;
        if seen.stage == Stage::Waiting && seen.stops.len() > 1 {
            seen.stops.pop();
        }
        seen.stage = stage;
        ensure!(
            seen.loket() == Some(loket),
            "ticket {ticket} comes back to loket {loket} and stands at {:?}",
            seen.loket()
        );
        self.let_go(ticket);
        self.take(loket, ticket)?;
        self.count("an act was taken back");
        Ok(())
    }

    /// Calls and their voice. Whether the event was about them.
    pub fn call(&mut self, entry: &Entry, event: &Event) -> Result<bool> {
        match event {
            Event::CallQueued { call, zone, ticket, loket, nth, .. } => {
                ensure!(call.0 == self.calls.last + 1, "call {call} follows {}", self.calls.last);
                self.calls.last = call.0;
                let seen = self.seen(*ticket, &[Stage::Called])?;
                ensure!(seen.loket() == Some(*loket), "ticket {ticket} is called to another loket");
                self.calls.calls.insert(*call, (zone.clone(), Said::Waiting));
                if *nth > 1 {
                    self.count("a call was repeated");
                }
            }
            Event::CallShown { call, .. } => {
                ensure!(self.calls.calls.contains_key(call), "a board shows call {call}, which is none");
            }
            Event::CallSpeaking { call, board, page } => {
                ensure!(entry.actor == Actor::Account(*board), "somebody else lets {board} speak");
                let said = *self.calls.pending(*call)?;
                ensure!(said == Said::Waiting, "call {call} is spoken a second time, after {said:?}");
                let zone = self.calls.calls.get(call).map(|known| known.0.clone());
                let mut in_zone = self.calls.calls.values().filter(|known| Some(&known.0) == zone.as_ref());
                let both = in_zone.any(|known| matches!(known.1, Said::Speaking(..)));
                ensure!(!both, "two calls are spoken at once in {zone:?}");
                *self.calls.pending(*call)? = Said::Speaking(*board, *page);
            }
            Event::CallSpoken { call, board } => {
                let said = *self.calls.pending(*call)?;
                ensure!(
                    matches!(said, Said::Speaking(by, _) if by == *board),
                    "{board} ends a call in {said:?}"
                );
                *self.calls.pending(*call)? = Said::Over;
                self.count("a call was spoken");
            }
            Event::CallSilenced { call, why } => {
                *self.calls.pending(*call)? = Said::Over;
                match why {
                    Silence::CutOff => self.count("a call was cut off"),
                    Silence::NobodySpoke => self.count("a call was never spoken"),
                    Silence::Crowded => self.count("a call found too many before it"),
                    Silence::NotNeeded | Silence::Paused => {}
                }
            }
            _ => return Ok(false),
        }
        Ok(true)
    }
}
