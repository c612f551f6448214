//! What the boards of a zone show: numbers only, never names.

use super::console::loket_code;
use super::{Millis, OfficeView, Scene, StandingView, Words, millis};
use crate::domain::call::{Call, Voice};
use crate::domain::ids::Zone;
use schemars::JsonSchema;
use serde::Serialize;

/// A board's view.
#[derive(Serialize, JsonSchema, Clone, PartialEq, Debug)]
pub struct BoardView {
    /// Name of the office.
    pub office: OfficeView,
    /// What the hour is to it.
    pub standing: StandingView,
    /// One fixed cell per loket of the zone, by number.
    pub lokets: Vec<LoketCell>,
    /// The latest calls, newest first.
    pub calls: Vec<CallView>,
    /// The call whose turn it is to be spoken.
    pub turn: Option<u64>,
    /// How many calls wait to be spoken, the one in turn included.
    pub unspoken: usize,
    /// Who waits for what.
    pub waiting: Vec<WaitingView>,
    /// Whether calls are read in English too, when nothing else waits to be spoken.
    pub english: bool,
    /// Which of the office's own recordings there are, see [`crate::voice`]; empty for none.
    pub recordings: String,
    /// What stands on it.
    pub arrangement: ArrangementView,
    /// Numbers that were called and did not come.
    pub missed: Vec<String>,
    /// Until when nothing is spoken; see [`crate::domain::state::State::paused`].
    pub paused: Option<Millis>,
    /// Whether the office can write.
    pub well: bool,
}

/// What stands on a board.
#[derive(Serialize, JsonSchema, Clone, PartialEq, Debug)]
pub struct ArrangementView {
    /// `full`, `large`, `media`.
    pub layout: &'static str,
    /// The lines of the running text.
    pub lines: Vec<String>,
    /// Whether films are heard while nobody is called.
    pub film_sound: bool,
}

/// A loket on the board.
#[derive(Serialize, JsonSchema, Clone, PartialEq, Debug)]
pub struct LoketCell {
    /// Its number.
    pub id: u16,
    /// Its name.
    pub name: String,
    /// `closed`, `open`, `paused`.
    pub desk: &'static str,
    /// Why it is paused.
    pub reason: Option<String>,
    /// The number called or served there.
    pub number: Option<String>,
    /// `called` or `serving`.
    pub stage: Option<&'static str>,
}

/// A call on the board.
#[derive(Serialize, JsonSchema, Clone, PartialEq, Debug)]
pub struct CallView {
    /// Ascending in order of calling.
    pub id: u64,
    /// Who.
    pub number: String,
    /// Where to go.
    pub loket: u16,
    /// 1, or more for a recall.
    pub nth: u32,
    /// When.
    pub at: Millis,
    /// `waiting`, `speaking`, `spoken`, `silent`.
    pub voice: &'static str,
    /// The page that speaks, as text because it is wider than a number in a browser.
    pub page: Option<String>,
    /// Whether it is on a screen.
    pub shown: bool,
}

/// Who waits for a service.
#[derive(Serialize, JsonSchema, Clone, PartialEq, Debug)]
pub struct WaitingView {
    /// The service's letter.
    pub letter: String,
    /// Its name.
    pub name: Words,
    /// How many.
    pub count: u32,
}

/// Most calls and missed numbers a board lists.
const MOST_LISTED: usize = 8;

/// The view of the boards of `zone`, which speak with these recordings.
pub fn view(scene: Scene<'_>, zone: &Zone, recordings: &str, well: bool) -> BoardView {
    let Scene { state, profile, now } = scene;
    let mut calls: Vec<_> = state.calls_in(zone).collect();
    calls.sort_by_key(|call| std::cmp::Reverse(call.id));
    let turn = state.call_in_turn(zone);
    let mut listed: Vec<_> = calls.iter().take(MOST_LISTED).map(|call| call_view(call)).collect();
    // The call in turn may be older than all listed ones; the speaker must find it.
    if let Some(turn) = turn
        && !listed.iter().any(|call| call.id == turn.id.0)
    {
        listed.push(call_view(turn));
    }
    let here = |purpose| profile.lokets_for(purpose).any(|plan| plan.zone == *zone);
    let waiting = profile.services.iter().filter(|service| here(&service.purpose));
    let arrangement = state.arrangement(zone);
    let paused = state.paused(profile, now);
    let missed = state.missed.iter().filter_map(|id| state.ticket(*id));
    let missed = missed.filter(|ticket| ticket.leg().loket.is_some_and(|loket| in_zone(scene, loket, zone)));
    let mut missed: Vec<_> = missed.map(|ticket| (ticket.leg().called, ticket.number.to_string())).collect();
    missed.sort();
    BoardView {
        office: OfficeView::of(profile),
        standing: profile.calendar.standing(now).into(),
        lokets: profile
            .lokets
            .iter()
            .filter(|plan| plan.zone == *zone)
            .map(|plan| cell(scene, plan))
            .collect(),
        turn: turn.map(|call| call.id.0),
        unspoken: calls.iter().filter(|call| call.is_pending()).count(),
        calls: listed,
        waiting: waiting
            .map(|service| WaitingView {
                letter: service.series.to_string(),
                name: Words::new(&service.name, &service.name_en),
                count: state.line.waiting(&service.purpose),
            })
            .collect(),
        english: profile.announcing.english,
        recordings: recordings.to_string(),
        arrangement: ArrangementView {
            layout: arrangement.layout.word(),
            lines: arrangement.lines,
            film_sound: arrangement.film_sound && paused.is_none(),
        },
        paused: paused.map(millis),
        missed: missed.into_iter().rev().take(MOST_LISTED).map(|(_, number)| number).collect(),
        well,
    }
}

fn in_zone(scene: Scene<'_>, loket: crate::domain::ids::LoketId, zone: &Zone) -> bool {
    scene.profile.loket(loket).is_some_and(|plan| plan.zone == *zone)
}

fn cell(scene: Scene<'_>, plan: &crate::domain::profile::LoketPlan) -> LoketCell {
    let loket = scene.state.loket(plan.id);
    let current = loket.current.and_then(|id| scene.state.ticket(id));
    let (desk, _, reason) = loket_code(&loket.desk);
    LoketCell {
        id: plan.id.0,
        name: plan.name.clone(),
        desk,
        reason,
        number: current.map(|ticket| ticket.number.to_string()),
        stage: current.map(|ticket| super::ticket::stage_code(ticket.stage)),
    }
}

/// The view of a call.
pub fn call_view(call: &Call) -> CallView {
    let (voice, page) = match &call.voice {
        Voice::Waiting => ("waiting", None),
        Voice::Speaking { page, .. } => ("speaking", Some(page.to_string())),
        Voice::Spoken { .. } => ("spoken", None),
        Voice::Silent { .. } => ("silent", None),
    };
    CallView {
        id: call.id.0,
        number: call.number.to_string(),
        loket: call.loket.0,
        nth: call.nth,
        at: millis(call.queued),
        voice,
        page,
        shown: call.shown.is_some(),
    }
}
