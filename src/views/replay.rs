//! A minute that has passed: what the boards showed, who waited, what was called, printed and spoken, and
//! what happened around it. Numbers only, never names.

use super::board::{self, BoardView};
use super::ticket::{WhyView, stage_code};
use super::wall::{self, LoketLine};
use super::{Millis, Scene, Words, millis};
use crate::domain::call::Silence;
use crate::domain::event::{Entry, Event};
use crate::domain::ids::{AccountId, BerkasId, CallId, JobId, LoketId, Purpose, TicketId};
use crate::domain::paper::{JobState, Paper, PrintOutcome};
use crate::domain::profile::Profile;
use crate::domain::queue::Class;
use crate::domain::state::State;
use crate::domain::ticket::Stage;
use schemars::JsonSchema;
use serde::Serialize;

/// The office at a moment.
#[derive(Serialize, JsonSchema, Clone, PartialEq, Debug)]
pub struct PictureView {
    /// The last entry that had been written by then.
    pub seq: u64,
    /// The moment.
    pub at: Millis,
    /// What the boards showed, by waiting room.
    pub boards: Vec<ZoneView>,
    /// Who waited for what, in the order of the lines.
    pub lines: Vec<LineView>,
    /// What each loket did; nobody is named.
    pub lokets: Vec<LoketLine>,
    /// The papers of the day so far, the newest first.
    pub papers: Vec<PaperView>,
}

/// The boards of a waiting room.
#[derive(Serialize, JsonSchema, Clone, PartialEq, Debug)]
pub struct ZoneView {
    /// Which.
    pub zone: String,
    /// What they showed.
    pub board: BoardView,
}

/// A line.
#[derive(Serialize, JsonSchema, Clone, PartialEq, Debug)]
pub struct LineView {
    /// The service's letter.
    pub letter: String,
    /// Its name.
    pub name: Words,
    /// Who waited, priority first, the earliest place first.
    pub numbers: Vec<NumberView>,
}

/// A number that waited.
#[derive(Serialize, JsonSchema, Clone, PartialEq, Debug)]
pub struct NumberView {
    /// Which.
    pub number: String,
    /// Whether it goes first.
    pub priority: bool,
    /// Since when it waited in this line.
    pub since: Millis,
}

/// A paper.
#[derive(Serialize, JsonSchema, Clone, PartialEq, Debug)]
pub struct PaperView {
    /// See [`paper_code`].
    pub what: &'static str,
    /// The ticket it is about.
    pub number: Option<String>,
    /// Where it comes out.
    pub printer: String,
    /// `queued`, `sending`, `printed`, `uncertain`, `failed`.
    pub state: &'static str,
    /// When it was ordered.
    pub at: Millis,
}

/// An entry with what is worth telling of it.
#[derive(Serialize, JsonSchema, Clone, PartialEq, Debug)]
pub struct EntryView {
    /// Its place in the journal.
    pub seq: u64,
    /// When.
    pub at: Millis,
    /// The hash of its record.
    pub hash: String,
    /// What happened.
    pub events: Vec<EventView>,
}

/// Something that happened; what does not apply is left out.
#[derive(Serialize, JsonSchema, Clone, PartialEq, Debug, Default)]
pub struct EventView {
    /// What kind of thing; the name of its sentence.
    pub kind: &'static str,
    /// The number it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// Where.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub loket: Option<u16>,
    /// The line.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<String>,
    /// The place in that line: earlier is sooner.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order: Option<Millis>,
    /// One of several ways it can be: why it was called, how it ended, which paper.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub what: Option<&'static str>,
    /// A count: how many waited before, which call it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub count: Option<u32>,
    /// Words of the office: a reason, a printer, a step.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub words: Option<String>,
}

/// Most papers that a picture lists.
const MOST_PAPERS: usize = 12;

/// The office of `scene`, which is as it was then.
pub fn picture(scene: Scene<'_>) -> PictureView {
    let Scene { state, profile, now } = scene;
    let zones = profile.zones().into_iter();
    let line = |service: &crate::domain::profile::Service| LineView {
        letter: service.series.to_string(),
        name: Words::new(&service.name, &service.name_en),
        numbers: [Class::Priority, Class::Regular]
            .into_iter()
            .flat_map(|class| state.line.places(&service.purpose, class))
            .filter_map(|place| state.ticket(place.ticket))
            .map(|ticket| NumberView {
                number: ticket.number.to_string(),
                priority: ticket.priority.is_some(),
                since: millis(ticket.leg().queued),
            })
            .collect(),
    };
    let papers = state.jobs.values().rev().take(MOST_PAPERS).map(|job| PaperView {
        what: paper_code(&job.paper),
        number: paper_number(state, &job.paper),
        printer: printer_name(profile, job.printer.as_str()),
        state: match job.state {
            JobState::Queued => "queued",
            JobState::Sending { .. } => "sending",
            JobState::Printed { .. } => "printed",
            JobState::Uncertain { .. } => "uncertain",
            JobState::Failed { .. } => "failed",
        },
        at: millis(job.ordered),
    });
    PictureView {
        seq: state.seq.0,
        at: millis(now),
        boards: zones
            .map(|zone| ZoneView { board: board::view(scene, &zone, "", true), zone: zone.to_string() })
            .collect(),
        lines: profile.services.iter().map(line).collect(),
        lokets: wall::lokets(scene).into_iter().map(|loket| LoketLine { officer: None, ..loket }).collect(),
        papers: papers.collect(),
    }
}

/// The word for a paper: `ticket`, `receipt`, `shortfall`, `lacking`, `preparation`, `trial`.
pub fn paper_code(paper: &Paper) -> &'static str {
    match paper {
        Paper::Ticket(_) => "ticket",
        Paper::Receipt(_) => "receipt",
        Paper::Shortfall { .. } => "shortfall",
        Paper::Preparation { .. } => "preparation",
        Paper::Lacking { .. } => "lacking",
        Paper::Complaint(_) => "complaint",
        Paper::Trial => "trial",
    }
}

fn paper_number(state: &State, paper: &Paper) -> Option<String> {
    match paper {
        Paper::Ticket(ticket) | Paper::Shortfall { ticket, .. } => {
            state.ticket(*ticket).map(|ticket| ticket.number.to_string())
        }
        // A closed berkas is known to its visit only.
        Paper::Receipt(berkas) | Paper::Lacking { berkas, .. } => {
            let visit = state.tickets.values().rev().find(|ticket| ticket.berkas == Some(*berkas));
            visit.map(|ticket| ticket.number.to_string())
        }
        Paper::Preparation { .. } | Paper::Complaint(_) | Paper::Trial => None,
    }
}

fn printer_name(profile: &Profile, id: &str) -> String {
    let plan = profile.printers.iter().find(|plan| plan.id.as_str() == id);
    plan.map_or_else(|| id.to_string(), |plan| plan.name.clone())
}

/// What an entry tells; `state` is the office after it.
pub fn entry(profile: &Profile, state: &State, entry: &Entry, hash: String) -> EntryView {
    let teller = Teller { profile, state };
    let events = entry.events.iter().filter_map(|event| teller.event(event)).collect();
    EntryView { seq: entry.seq.0, at: millis(entry.at), hash, events }
}

struct Teller<'a> {
    profile: &'a Profile,
    state: &'a State,
}

impl Teller<'_> {
    /// Sign-ins, accounts and what only the machines need to know are not told.
    fn event(&self, event: &Event) -> Option<EventView> {
        let ticket = |kind, id: &TicketId| self.ticket(kind, *id);
        Some(match event {
            Event::DayOpened { .. } => of("day-opened"),
            Event::TicketIssued { ticket: id, ahead, .. } => {
                EventView { count: Some(*ahead), ..self.queued("issued", *id) }
            }
            Event::TicketQueued { ticket: id, .. } => self.queued("queued", *id),
            Event::TicketCalled { ticket: id, loket, why, .. } => {
                let why = WhyView::from(why);
                let (what, words, loket) = (Some(why.code), why.reason, Some(loket.0));
                EventView { what, words, loket, ..self.queued("called", *id) }
            }
            Event::CallQueued { number, loket, nth, .. } => EventView {
                number: Some(number.to_string()),
                loket: Some(loket.0),
                count: Some(*nth),
                ..of("announced")
            },
            Event::TicketPresent { ticket: id } => ticket("present", id),
            Event::TicketMissed { ticket: id } => ticket("missed", id),
            Event::TicketHeld { ticket: id, .. } => ticket("held", id),
            Event::TicketResumed { ticket: id } => ticket("resumed", id),
            Event::TicketParked { ticket: id } => ticket("parked", id),
            Event::TicketReturned { ticket: id, .. } => ticket("taken-back", id),
            Event::TicketEnded { ticket: id, end, .. } => {
                let what = Some(stage_code(Stage::Ended(*end)));
                EventView { what, ..ticket("ended", id) }
            }
            Event::LoketOpened { loket, .. } => at("loket-opened", *loket),
            Event::LoketPaused { loket, reason } => {
                EventView { words: Some(reason.clone()), ..at("loket-paused", *loket) }
            }
            Event::LoketClosed { loket } => at("loket-closed", *loket),
            Event::BerkasRegistered { ticket: id, number, .. } => {
                EventView { words: Some(number.to_string()), ..ticket("registered", id) }
            }
            Event::BerkasMoved { berkas, to, .. } => {
                let title =
                    self.profile.sop.step(to).map_or_else(|| to.to_string(), |step| step.title.clone());
                EventView { words: Some(title), ..self.berkas("moved", *berkas) }
            }
            Event::CallShown { call, board } => self.on_board("shown", *call, *board),
            Event::CallSpeaking { call, board, .. } => self.on_board("speaking", *call, *board),
            Event::CallSpoken { call, board } => self.on_board("spoken", *call, *board),
            Event::CallSilenced { call, why } => {
                EventView { what: Some(silence_code(*why)), ..self.call("silenced", *call) }
            }
            Event::PaperOrdered { job, .. } => self.paper("paper", *job),
            Event::PrintEnded { job, outcome } => self.paper(outcome_code(outcome), *job),
            _ => return None,
        })
    }

    fn ticket(&self, kind: &'static str, id: TicketId) -> EventView {
        let ticket = self.state.ticket(id);
        let number = ticket.map(|ticket| ticket.number.to_string());
        let loket = ticket.and_then(|ticket| ticket.leg().loket).map(|loket| loket.0);
        EventView { number, loket, ..of(kind) }
    }

    /// With the line it joined or left, and its place there.
    fn queued(&self, kind: &'static str, id: TicketId) -> EventView {
        let leg = self.state.ticket(id).map(|ticket| ticket.leg());
        let line = leg.map(|leg| self.line(&leg.purpose));
        let order = leg.map(|leg| millis(leg.order));
        EventView { line, order, loket: None, ..self.ticket(kind, id) }
    }

    fn berkas(&self, kind: &'static str, id: BerkasId) -> EventView {
        let visit = self.state.berkas(id).and_then(|berkas| berkas.last_ticket());
        visit.map_or_else(|| of(kind), |ticket| EventView { loket: None, ..self.ticket(kind, ticket) })
    }

    fn call(&self, kind: &'static str, id: CallId) -> EventView {
        let call = self.state.calls.get(&id);
        let number = call.map(|call| call.number.to_string());
        EventView { number, loket: call.map(|call| call.loket.0), ..of(kind) }
    }

    /// With the board; a device, never a person.
    fn on_board(&self, kind: &'static str, id: CallId, board: AccountId) -> EventView {
        let name = self.state.account(board).map(|account| account.name.clone());
        EventView { words: Some(name.unwrap_or_default()), ..self.call(kind, id) }
    }

    fn paper(&self, kind: &'static str, id: JobId) -> EventView {
        let Some(job) = self.state.jobs.get(&id) else { return of(kind) };
        EventView {
            what: Some(paper_code(&job.paper)),
            number: paper_number(self.state, &job.paper),
            words: Some(printer_name(self.profile, job.printer.as_str())),
            ..of(kind)
        }
    }

    /// What people call a line: its service, or the loket that draws it.
    fn line(&self, purpose: &Purpose) -> String {
        let service = self.profile.services.iter().find(|service| service.purpose == *purpose);
        let loket = || self.profile.lokets_for(purpose).next().map(|plan| plan.name.clone());
        service.map(|service| service.name.clone()).or_else(loket).unwrap_or_else(|| purpose.to_string())
    }
}

fn of(kind: &'static str) -> EventView {
    EventView { kind, ..EventView::default() }
}

fn at(kind: &'static str, loket: LoketId) -> EventView {
    EventView { loket: Some(loket.0), ..of(kind) }
}

fn silence_code(why: Silence) -> &'static str {
    match why {
        Silence::NobodySpoke => "nobody",
        Silence::CutOff => "cut-off",
        Silence::NotNeeded => "not-needed",
        Silence::Crowded => "crowded",
        Silence::Paused => "paused",
    }
}

fn outcome_code(outcome: &PrintOutcome) -> &'static str {
    match outcome {
        PrintOutcome::Printed => "printed",
        PrintOutcome::Uncertain(_) => "uncertain",
        PrintOutcome::Postponed(_) => "postponed",
        PrintOutcome::Failed(_) => "failed",
    }
}
