//! Siap Buka: one key that finds out whether the office can open, within a minute.
//!
//! A round prints a slip at every printer, lets every board sound, and looks at everything else. What it
//! came to is written into the journal, so that the day's first round can be shown to whoever asks.

mod checks;
mod round;

use crate::clock::{Clock, SystemClock};
use crate::domain::api_token::Scope;
use crate::domain::command::{Command, ReadyAct};
use crate::domain::event::Event;
use crate::domain::readiness::{Check, CheckState};
use crate::domain::time::Moment;
use crate::doors::{Contract, Part, Route, Signed, Wants, Who};
use crate::views::{Millis, berkas::name_of, millis};
use crate::web::ask::{Act, Done, answer_json};
use crate::web::{ApiError, Web};
use axum::extract::State;
use axum::http::StatusCode;
use axum::{Extension, Json};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::time::Instant;

/// Most rounds of a day that are looked up.
const MOST_ROUNDS: usize = 50;

/// The routes of the page.
pub fn routes(web: &Web, folder: &Path) -> Vec<Route> {
    let since = Since { clock: SystemClock.now(), instant: Instant::now() };
    let desk = Desk { web: web.clone(), folder: folder.into(), since, round: Arc::default() };
    vec![
        Route::act("/api/ready", Who::Supervisor, begin, desk.clone()).scope(Scope::Office),
        Route::reading("/api/ready", Who::Supervisor, look, desk.clone()).scope(Scope::Office),
        Route::reading("/api/ready/today", Who::Supervisor, today, desk).scope(Scope::Office),
    ]
}

/// What a round works with.
#[derive(Clone)]
struct Desk {
    web: Web,
    /// Where the data lie.
    folder: PathBuf,
    since: Since,
    /// The round that is under way, or was last.
    round: Arc<Mutex<Option<Round>>>,
}

/// When the server started, by the clock that may be set and by one that may not.
#[derive(Clone, Copy)]
struct Since {
    clock: Moment,
    instant: Instant,
}

/// A round as the page shows it.
#[derive(Serialize, JsonSchema, Clone)]
struct Round {
    /// Whether it goes on.
    running: bool,
    /// When it began.
    at: Millis,
    /// Whether nothing has to be mended; none while it goes on.
    ready: Option<bool>,
    /// The checks in their order.
    rows: Vec<Row>,
}

/// A check as the page shows it.
#[derive(Serialize, JsonSchema, Clone)]
struct Row {
    kind: String,
    name: String,
    /// `running`, `good`, `bad`, `absent`.
    state: &'static str,
    code: String,
    detail: String,
}

impl From<&Check> for Row {
    fn from(check: &Check) -> Row {
        let state = match check.state {
            CheckState::Good => "good",
            CheckState::Bad => "bad",
            CheckState::Absent => "absent",
        };
        let Check { kind, name, code, detail, .. } = check.clone();
        Row { kind, name, state, code, detail }
    }
}

/// A round has begun, or one was under way.
#[derive(Serialize, JsonSchema)]
struct BeginTold {
    running: bool,
    #[serde(flatten)]
    done: Option<Done>,
}

/// The round under way, or the last one.
#[derive(Serialize, JsonSchema)]
struct RoundTold {
    round: Option<Round>,
}

/// The rounds of the open day, oldest first.
#[derive(Serialize, JsonSchema)]
struct RoundList {
    rounds: Vec<RoundLine>,
}

/// A round that is over.
#[derive(Serialize, JsonSchema)]
struct RoundLine {
    seq: u64,
    at: Millis,
    by: Option<String>,
    ready: bool,
    rows: Vec<Row>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Begin {
    /// What the asking browser's clock says, in milliseconds.
    now: Option<Millis>,
}

/// Begins a round. While one is under way another press changes nothing.
async fn begin(
    State(desk): State<Desk>,
    Extension(signed): Extension<Signed>,
    act: Begun,
) -> Result<Json<BeginTold>, ApiError> {
    let Begun(Act { request, body, lang }) = act;
    if desk.is_running() {
        return Ok(Json(BeginTold { running: true, done: None }));
    }
    let ahead = body.now.map(|now| now.saturating_sub(millis(SystemClock.now())));
    let command = Command::Ready(ReadyAct::Begin { lang });
    let answered = desk.web.ask(lang, signed, request, command).await?;
    if desk.start() {
        tokio::spawn(round::run(desk.clone(), signed.account, ahead));
    }
    Ok(Json(BeginTold { running: desk.is_running(), done: Some(answer_json(&answered)) }))
}

/// The act of [`begin`]; its state is the desk's.
struct Begun(Act<Begin>);

impl Part for Begun {
    fn tell(contract: &mut Contract) {
        <Act<Begin> as Part>::tell(contract);
    }
}

impl axum::extract::FromRequest<Desk> for Begun {
    type Rejection = ApiError;

    async fn from_request(request: axum::extract::Request, desk: &Desk) -> Result<Begun, ApiError> {
        Act::from_request(request, &desk.web).await.map(Begun)
    }
}

async fn look(State(desk): State<Desk>) -> Json<RoundTold> {
    let round = desk.round.lock().unwrap_or_else(PoisonError::into_inner).clone();
    Json(RoundTold { round })
}

/// The rounds of the open day, oldest first: when, by whom, and what had to be mended.
async fn today(State(desk): State<Desk>, Wants(lang): Wants) -> Result<Json<RoundList>, ApiError> {
    let committed = desk.web.office.committed();
    let Some(day) = committed.state.day else { return Ok(Json(RoundList { rounds: Vec::new() })) };
    let reader = desk.web.office.reader().clone();
    let read = tokio::task::spawn_blocking(move || {
        reader.entries_marked(day.seq, "\"ReadinessChecked\"", MOST_ROUNDS)
    });
    let fault = |_| ApiError::new(&desk.web, lang, StatusCode::INTERNAL_SERVER_ERROR, "fault");
    let entries = read.await.map_err(fault)?;
    let entries = entries.map_err(|error| ApiError::store(&desk.web, lang, &error))?;
    let scene = crate::views::Scene {
        state: &committed.state,
        profile: desk.web.office.profile(),
        now: desk.web.office.now(),
    };
    let rounds = entries.iter().flat_map(|entry| {
        entry.events.iter().filter_map(move |event| {
            let Event::ReadinessChecked { ready, checks } = event else { return None };
            let by = entry.actor.account().map(|account| name_of(scene, account));
            let rows: Vec<Row> = checks.iter().map(Row::from).collect();
            Some(RoundLine { seq: entry.seq.0, at: millis(entry.at), by, ready: *ready, rows })
        })
    });
    Ok(Json(RoundList { rounds: rounds.collect() }))
}

impl Desk {
    fn is_running(&self) -> bool {
        let round = self.round.lock().unwrap_or_else(PoisonError::into_inner);
        round.as_ref().is_some_and(|round| round.running)
    }

    /// Takes the place of the round under way; `false` when another was quicker.
    fn start(&self) -> bool {
        let mut round = self.round.lock().unwrap_or_else(PoisonError::into_inner);
        if round.as_ref().is_some_and(|round| round.running) {
            return false;
        }
        let at = millis(self.web.office.now());
        *round = Some(Round { running: true, at, ready: None, rows: Vec::new() });
        true
    }

    /// Shows how far the round has come.
    fn show(&self, change: impl FnOnce(&mut Round)) {
        let mut round = self.round.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(round) = round.as_mut() {
            change(round);
        }
    }
}
