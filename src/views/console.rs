//! What an officer at a loket sees.

use super::berkas::{BerkasLine, BerkasView, name_of};
use super::board::{CallView, call_view};
use super::printers::{PrintView, paper};
use super::ticket::{TicketLine, TicketView};
use super::{Millis, OfficeView, Scene, StandingView, millis};
use crate::domain::call::{Call, Silence, Voice};
use crate::domain::ids::{LoketId, Purpose, TicketId};
use crate::domain::loket::{Desk, Loket, UNDO_SECONDS};
use crate::domain::policy;
use crate::domain::profile::{LoketPlan, Profile};
use crate::domain::sop::{Act, Place};
use crate::domain::state::State;
use crate::domain::ticket::{Stage, Ticket};
use crate::domain::time::Moment;
use schemars::JsonSchema;
use serde::Serialize;

/// A console's view.
#[derive(Serialize, JsonSchema, Clone, PartialEq, Debug)]
pub struct ConsoleView {
    /// Name of the office.
    pub office: OfficeView,
    /// What the hour is to it.
    pub standing: StandingView,
    /// The loket.
    pub loket: LoketView,
    /// The ticket in hand.
    pub current: Option<TicketView>,
    /// What the SOP does at the line it was called from: `register`, `survey`, `hand-over`.
    pub work: Vec<&'static str>,
    /// Whether it came for certified copies, and the most of one document.
    pub legalising: Option<u32>,
    /// Whether it came to complain, and in how many days of service that is answered.
    pub complaining: Option<u32>,
    /// Its berkas.
    pub berkas: Option<BerkasView>,
    /// What became of its last call.
    pub call: Option<HeardView>,
    /// The line in which the survey is taken.
    pub survey_line: Option<String>,
    /// The survey on the tablet: since when it waits.
    pub survey: Option<Millis>,
    /// The next tickets, in the order in which they would be called.
    pub queue: Vec<TicketLine>,
    /// How many wait in all.
    pub waiting: u32,
    /// What may be taken back, and until when.
    pub undo: Option<UndoView>,
    /// Tickets put aside here.
    pub held: Vec<TicketLine>,
    /// Tickets that did not come, newest first.
    pub missed: Vec<TicketLine>,
    /// Berkas on this officer's own desk: SK to be numbered.
    pub desk: Vec<BerkasLine>,
    /// The latest papers of this loket's printer, newest first.
    pub papers: Vec<PrintView>,
    /// What that printer said last, if there is one; see [`super::kiosk::KioskView::printer`].
    pub printer: Option<&'static str>,
    /// Whether calls are heard in its zone: `heard`, `silent` when no board there has its sound on, `none`
    /// when no board is connected.
    pub sound: &'static str,
    /// Until when no board speaks.
    pub paused: Option<Millis>,
    /// The call of the ticket in hand, while this loket itself has to speak it.
    pub speak: Option<SpeakView>,
    /// Whether an officer goes to whoever has the ticket in hand, who keeps their seat.
    pub comes: bool,
    /// Whether the office can write.
    pub well: bool,
}

/// A call that no board can be heard with, so that the computer of the loket speaks it.
#[derive(Serialize, JsonSchema, Clone, PartialEq, Debug)]
pub struct SpeakView {
    /// The call.
    pub call: CallView,
    /// Whether it is the zone's turn for it.
    pub in_turn: bool,
    /// Which of the office's own recordings there are, see [`crate::voice`]; empty for none.
    pub recordings: String,
}

/// A loket for its officer.
#[derive(Serialize, JsonSchema, Clone, PartialEq, Debug)]
pub struct LoketView {
    /// Its number.
    pub id: u16,
    /// Its name.
    pub name: String,
    /// The role that may sit here.
    pub role: String,
    /// What it draws.
    pub purposes: Vec<String>,
    /// `closed`, `open`, `paused`.
    pub desk: &'static str,
    /// Who sits here.
    pub officer: Option<u32>,
    /// Their name.
    pub officer_name: Option<String>,
    /// Since when.
    pub since: Option<Millis>,
    /// Why it is paused.
    pub reason: Option<String>,
    /// Whether complaints are filed and answered here.
    pub complaints: bool,
    /// Other lines to which a ticket may be sent.
    pub transfers: Vec<String>,
}

/// Whether a call was seen and heard.
#[derive(Serialize, JsonSchema, Clone, PartialEq, Debug)]
pub struct HeardView {
    /// 1, or more for a recall.
    pub nth: u32,
    /// The board that showed it first.
    pub shown_by: Option<String>,
    /// When.
    pub shown: Option<Millis>,
    /// `waiting`, `speaking`, `spoken`, `silent`, or `paused` when all voices were.
    pub voice: &'static str,
    /// The board that spoke.
    pub spoken_by: Option<String>,
    /// When the voice was done, or given up.
    pub at: Option<Millis>,
}

/// An act that may be taken back.
#[derive(Serialize, JsonSchema, Clone, PartialEq, Debug)]
pub struct UndoView {
    /// Whose number it is about.
    pub number: String,
    /// Until when.
    pub until: Millis,
}

/// Tickets that the console lists ahead.
const MOST_AHEAD: usize = 12;
/// Missed tickets and papers that it lists.
const MOST_LISTED: usize = 8;

/// What a console shows beside the state.
pub struct Around<'a> {
    /// Condition of its printer, if it has one.
    pub printer: Option<&'static str>,
    /// Whether the boards of its zone can be heard.
    pub sound: &'static str,
    /// Which of the office's own recordings there are.
    pub recordings: &'a str,
    /// Whether the office can write.
    pub well: bool,
}

/// The view of the console of a loket.
pub fn view(scene: Scene<'_>, plan: &LoketPlan, around: Around<'_>) -> ConsoleView {
    let Around { printer, sound, recordings, well } = around;
    let Scene { state, profile, now } = scene;
    let loket = state.loket(plan.id);
    let current = loket.current.and_then(|id| state.ticket(id));
    let berkas = current.and_then(|ticket| ticket.berkas).and_then(|id| state.berkas(id));
    let lines = |ids: &[TicketId]| {
        let tickets = ids.iter().filter_map(|id| state.ticket(*id));
        tickets.map(|ticket| TicketLine::of(scene, ticket, None)).collect()
    };
    let ahead = policy::upcoming(&state.line, &plan.purposes, &plan.order, loket.round, now, MOST_AHEAD);
    let queue = ahead.iter().filter_map(|choice| {
        state.ticket(choice.ticket).map(|ticket| TicketLine::of(scene, ticket, Some(&choice.why)))
    });
    ConsoleView {
        office: OfficeView::of(profile),
        standing: profile.calendar.standing(now).into(),
        loket: loket_view(scene, plan),
        current: current.map(TicketView::of),
        work: current.map_or_else(Vec::new, |ticket| work(scene, &ticket.leg().purpose)),
        complaining: current
            .filter(|ticket| ticket.leg().purpose == profile.complaining.purpose)
            .map(|_| profile.complaining.days),
        legalising: current
            .filter(|ticket| ticket.leg().purpose == profile.legalising.purpose)
            .map(|_| profile.legalising.most_copies),
        berkas: berkas.map(|berkas| BerkasView::of(scene, berkas)),
        call: current.and_then(|ticket| heard(scene, ticket.id)),
        survey_line: survey_line(scene),
        survey: loket.survey.as_ref().map(|survey| millis(survey.since)),
        queue: queue.collect(),
        waiting: plan.purposes.iter().map(|purpose| state.line.waiting(purpose)).sum(),
        undo: undo(state, &loket),
        held: lines(&loket.held),
        missed: lines(&missed(state, plan)),
        desk: own_desk(scene, plan),
        papers: papers(scene, plan),
        printer,
        sound,
        paused: state.paused(profile, now).map(millis),
        speak: current.and_then(|ticket| speak(scene, ticket.id, &loket, sound, recordings)),
        comes: current.is_some_and(|ticket| comes(profile, ticket)),
        well,
    }
}

/// Whether the class of a ticket is one whose people are gone to.
fn comes(profile: &Profile, ticket: &Ticket) -> bool {
    let class = profile.priorities.iter().find(|plan| Some(&plan.class) == ticket.priority.as_ref());
    class.is_some_and(|plan| plan.comes)
}

/// The call that a loket speaks by itself: while no board is heard, or what it has begun.
fn speak(
    scene: Scene<'_>,
    ticket: TicketId,
    loket: &Loket,
    sound: &str,
    recordings: &str,
) -> Option<SpeakView> {
    let call = last_call(scene, ticket)?;
    let begun = matches!(call.voice, Voice::Speaking { board, .. } if loket.officer() == Some(board));
    let alone = sound != "heard" && call.is_pending();
    let in_turn = scene.state.call_in_turn(&call.zone).is_some_and(|next| next.id == call.id);
    (begun || alone).then(|| SpeakView { call: call_view(call), in_turn, recordings: recordings.to_string() })
}

fn last_call<'a>(scene: Scene<'a>, ticket: TicketId) -> Option<&'a Call> {
    let calls = scene.state.calls.values().filter(|call| call.ticket == ticket);
    calls.max_by_key(|call| call.id).map(|call| &**call)
}

/// The word for what a loket does, since when, and why it is paused.
pub fn loket_code(desk: &Desk) -> (&'static str, Option<Moment>, Option<String>) {
    match desk {
        Desk::Closed => ("closed", None, None),
        Desk::Open { since, .. } => ("open", Some(*since), None),
        Desk::Paused { since, reason, .. } => ("paused", Some(*since), Some(reason.clone())),
    }
}

fn loket_view(scene: Scene<'_>, plan: &LoketPlan) -> LoketView {
    let Scene { state, profile, .. } = scene;
    let loket = state.loket(plan.id);
    let officer = loket.officer();
    let (desk, since, reason) = loket_code(&loket.desk);
    let mut transfers: Vec<String> = Vec::new();
    for purpose in profile.lokets.iter().flat_map(|loket| &loket.purposes) {
        if !transfers.iter().any(|known| known == purpose.as_str()) {
            transfers.push(purpose.to_string());
        }
    }
    LoketView {
        id: plan.id.0,
        name: plan.name.clone(),
        role: plan.role.to_string(),
        purposes: plan.purposes.iter().map(ToString::to_string).collect(),
        desk,
        officer: officer.map(|account| account.0),
        officer_name: officer.map(|account| name_of(scene, account)),
        since: since.map(millis),
        reason,
        complaints: plan.purposes.contains(&profile.complaining.purpose),
        transfers,
    }
}

/// What the SOP does at counters for this purpose.
fn work(scene: Scene<'_>, purpose: &Purpose) -> Vec<&'static str> {
    let steps = scene.profile.sop.steps().iter();
    let here = steps.filter(|step| step.place == Place::Counter(purpose.clone()));
    let mut acts: Vec<_> = here.flat_map(|step| &step.choices).map(|choice| choice.act.word()).collect();
    acts.sort_unstable();
    acts.dedup();
    acts
}

/// The line of the step that surveys.
fn survey_line(scene: Scene<'_>) -> Option<String> {
    let step = scene.profile.sop.steps().iter().find(|step| step.choice_by(Act::Survey).is_some())?;
    match &step.place {
        Place::Counter(purpose) => Some(purpose.to_string()),
        Place::Applicant | Place::Desk => None,
    }
}

/// The last act, if nothing has happened to its ticket since that would forbid to take it back.
fn undo(state: &State, loket: &Loket) -> Option<UndoView> {
    let last = loket.last?;
    let ticket = state.ticket(last.ticket)?;
    let free = loket.current.is_none() || loket.current == Some(ticket.id);
    let possible = free && ticket.stage != last.stage && ticket.stage != Stage::Held;
    let until = millis(last.at.plus_seconds(UNDO_SECONDS as i64));
    possible.then(|| UndoView { number: ticket.number.to_string(), until })
}

/// What became of the last call of a ticket.
fn heard(scene: Scene<'_>, ticket: TicketId) -> Option<HeardView> {
    let call = last_call(scene, ticket)?;
    let (voice, by, at) = match call.voice {
        Voice::Waiting => ("waiting", None, None),
        Voice::Speaking { board, since, .. } => ("speaking", Some(board), Some(since)),
        Voice::Spoken { board, at } => ("spoken", Some(board), Some(at)),
        Voice::Silent { why: Silence::Paused, at } => ("paused", None, Some(at)),
        Voice::Silent { at, .. } => ("silent", None, Some(at)),
    };
    Some(HeardView {
        nth: call.nth,
        shown_by: call.shown.map(|(board, _)| name_of(scene, board)),
        shown: call.shown.map(|(_, at)| millis(at)),
        voice,
        spoken_by: by.map(|board| name_of(scene, board)),
        at: at.map(millis),
    })
}

/// Tickets that this loket called and that did not come, newest first.
fn missed(state: &State, plan: &LoketPlan) -> Vec<TicketId> {
    let draws = |purpose| plan.purposes.contains(purpose);
    let missed = state.missed.iter().filter_map(|id| state.ticket(*id));
    let missed = missed.filter(|ticket| draws(&ticket.leg().purpose));
    let mut missed: Vec<_> = missed.map(|ticket| (ticket.leg().called, ticket.id)).collect();
    missed.sort_by(|a, b| b.cmp(a));
    missed.into_iter().take(MOST_LISTED).map(|(_, id)| id).collect()
}

/// Berkas at desk steps of the very role that sits at this loket.
fn own_desk(scene: Scene<'_>, plan: &LoketPlan) -> Vec<BerkasLine> {
    let mine = |step: &crate::domain::ids::StepId| {
        let step = scene.profile.sop.step(step);
        step.is_some_and(|step| step.place == Place::Desk && step.actor == plan.role)
    };
    let berkas = scene.state.berkas.values().filter(|berkas| mine(&berkas.step));
    let mut berkas: Vec<_> = berkas.collect();
    berkas.sort_by_key(|berkas| berkas.arrived);
    berkas.into_iter().map(|berkas| BerkasLine::of(scene, berkas)).collect()
}

fn papers(scene: Scene<'_>, plan: &LoketPlan) -> Vec<PrintView> {
    let Some(printer) = &plan.printer else { return Vec::new() };
    let jobs = scene.state.jobs.values().rev().filter(|job| job.printer == *printer);
    jobs.take(MOST_LISTED).map(|job| paper(scene, job)).collect()
}

/// Whether a loket exists in the profile.
pub fn plan_of<'a>(scene: Scene<'a>, loket: LoketId) -> Option<&'a LoketPlan> {
    scene.profile.loket(loket)
}
