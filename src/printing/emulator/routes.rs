//! The printer on a screen: a page that shows paper coming out, and what the page and tests read.
//!
//! Nothing here prints; what can be changed is what the sensors say, as somebody who opens the lid or takes the roll
//! out would change it. These routes exist in the demonstration and in tests only, where anybody may do that. The page
//! itself is one of `pages`, as every other, and its module is `display/printer/printer.js`.

use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::extract::{Path, Query, State as Shared};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use serde::{Deserialize, Serialize};

use super::{Cover, Emulator, Fault, Knife, Note, Receipt, Roll, State};
use crate::doors::{Route, Who};

/// How long a request with `wait=1` is held open.
const WAIT: Duration = Duration::from_secs(25);

/// The virtual printers of an office, to be shown on one screen.
#[derive(Clone)]
pub struct Printers {
    /// Each with its name in the profile and what people call it.
    pub printers: Arc<Vec<(String, String, Emulator)>>,
}

/// The routes of the virtual printers, all under `/printer`. `P` is a printer's name.
///
/// | path | gives |
/// |---|---|
/// | `/printer` | on to the first printer |
/// | `/printer/list` | all printers: `id`, which is P, and `name` |
/// | `/printer/P/state?after=R&wait=1` | the printer's condition; waits until its revision differs from R |
/// | `POST /printer/P/state` with `{"condition": "paper-out"}` | 204; the printer is in that condition: see `Condition` in `printing::emulator` |
/// | `/printer/P/receipts?after=N&wait=1` | receipts numbered above N, oldest first; waits until there is one |
/// | `/printer/P/receipts/N.png`, `N.txt` | one receipt; 404 with a JSON message when it is not kept |
///
/// Waiting ends after 25 s with what there is then. Times are microseconds of the emulator's clock.
pub fn routes(printers: &Printers) -> Vec<Route> {
    let open = Who::Anyone;
    let printers = || printers.clone();
    vec![
        Route::get("/printer", open, first, printers()),
        Route::get("/printer/list", open, list, printers()),
        Route::get("/printer/{printer}/state", open, state, printers()),
        Route::post("/printer/{printer}/state", open, change, printers()),
        Route::get("/printer/{printer}/receipts", open, receipts, printers()),
        Route::get("/printer/{printer}/receipts/{file}", open, file, printers()),
    ]
}

impl Printers {
    fn named(&self, name: &str) -> Result<Emulator, Missing> {
        let known = self.printers.iter().find(|(known, ..)| known == name);
        known.map(|(.., emulator)| emulator.clone()).ok_or_else(|| {
            let error = format!("there is no printer {name}: see /printer/list");
            (StatusCode::NOT_FOUND, Json(Problem { error }))
        })
    }
}

async fn first(Shared(printers): Shared<Printers>) -> Response {
    match printers.printers.first() {
        Some((name, ..)) => Redirect::to(&format!("/printer/{name}")).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

/// A printer in the list.
#[derive(Serialize)]
struct Named<'a> {
    id: &'a str,
    name: &'a str,
}

async fn list(Shared(printers): Shared<Printers>) -> Response {
    let named: Vec<_> = printers.printers.iter().map(|(id, name, _)| Named { id, name }).collect();
    Json(named).into_response()
}

/// What a list asks for.
#[derive(Deserialize)]
struct Since {
    #[serde(default)]
    after: u64,
    #[serde(default)]
    wait: u8,
}

/// One receipt in the list.
#[derive(Serialize)]
struct ReceiptView {
    number: u64,
    /// When it was cut, in microseconds.
    time: i64,
    millimetres: u32,
    text: String,
    qr: Vec<String>,
    notes: Vec<Note>,
    unkept_notes: u64,
}

/// The printer's condition.
#[derive(Serialize)]
struct StateView {
    /// Changes with everything here but `newest` and `millimetres`.
    revision: u64,
    /// When this printer was started, in microseconds: another value means that numbers began anew.
    started: i64,
    #[serde(flatten)]
    state: State,
    /// What is wrong with its line: `stall`, `reset`, `garbage`, `slow`.
    fault: Option<&'static str>,
    /// Whether a host is connected.
    connected: bool,
    /// Bytes received that wait to be printed.
    waiting: usize,
    /// The newest receipt's number, 0 before the first.
    newest: u64,
    /// Paper used so far.
    millimetres: u64,
    /// The printed line in dots.
    width: u32,
}

/// Why there is no answer.
#[derive(Serialize)]
struct Problem {
    error: String,
}

/// There is no such printer.
type Missing = (StatusCode, Json<Problem>);

async fn state(
    Shared(printers): Shared<Printers>,
    Path(name): Path<String>,
    Query(since): Query<Since>,
) -> Result<Json<StateView>, Missing> {
    let emulator = printers.named(&name)?;
    if since.wait == 1 {
        let changed = emulator.shared.watch(|progress| progress.revision != since.after);
        // Too late is no failure: the answer then says that nothing has changed.
        let _ = tokio::time::timeout(WAIT, changed).await;
    }
    // The revision is read before what it counts, so that a change in between is asked for again.
    let progress = *emulator.shared.progress.borrow();
    let inner = emulator.shared.lock();
    Ok(Json(StateView {
        revision: progress.revision,
        started: emulator.shared.started_at,
        state: inner.machine.state(),
        fault: inner.fault.name(),
        connected: inner.peer.is_some(),
        waiting: inner.machine.waiting(),
        newest: inner.ledger.newest(),
        millimetres: inner.ledger.millimetres(),
        width: emulator.profile().width(),
    }))
}

/// What somebody does to the printer.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Change {
    condition: Condition,
}

/// The conditions that a printer can be put into, one at a time.
#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Condition {
    /// Everything in order.
    Ready,
    /// The roll comes to its end; printing goes on.
    PaperLow,
    /// No paper.
    PaperOut,
    /// The lid is up.
    CoverOpen,
    /// Its knife is stuck.
    CutterStuck,
    /// Put off-line at its own key.
    OffLine,
    /// In order, but it stops in the middle of a paper.
    Stall,
    /// In order, but it loses its power in the middle of a paper.
    Reset,
    /// In order, but it talks nonsense.
    Garbage,
    /// In order, but it takes its time.
    Slow,
}

/// Past the questions before a paper, and well within it.
const MIDDLE: usize = 100;

impl Condition {
    fn state(self) -> State {
        match self {
            Condition::Ready => State::READY,
            Condition::PaperLow => State { roll: Roll::NearEnd, ..State::READY },
            Condition::PaperOut => State { roll: Roll::Out, ..State::READY },
            Condition::CoverOpen => State { cover: Cover::Open, ..State::READY },
            Condition::CutterStuck => State { knife: Knife::Stuck, ..State::READY },
            Condition::OffLine => State { online: false, ..State::READY },
            Condition::Stall | Condition::Reset | Condition::Garbage | Condition::Slow => State::READY,
        }
    }

    fn fault(self) -> Fault {
        match self {
            Condition::Stall => Fault::Stall { after: MIDDLE },
            Condition::Reset => Fault::Reset { after: MIDDLE },
            Condition::Garbage => Fault::Garbage { seed: 1 },
            Condition::Slow => Fault::Slow { bytes_per_second: 100 },
            _ => Fault::None,
        }
    }
}

async fn change(
    Shared(printers): Shared<Printers>,
    Path(name): Path<String>,
    Json(change): Json<Change>,
) -> Result<StatusCode, Missing> {
    let emulator = printers.named(&name)?;
    emulator.set_fault(change.condition.fault());
    emulator.set_state(change.condition.state());
    Ok(StatusCode::NO_CONTENT)
}

async fn receipts(
    Shared(printers): Shared<Printers>,
    Path(name): Path<String>,
    Query(since): Query<Since>,
) -> Result<Json<Vec<ReceiptView>>, Missing> {
    let emulator = printers.named(&name)?;
    if since.wait == 1 {
        // Too late is no failure: the list is then empty.
        let _ = tokio::time::timeout(WAIT, emulator.wait_for(since.after)).await;
    }
    Ok(Json(emulator.receipts(since.after).iter().map(|receipt| view(receipt)).collect()))
}

fn view(receipt: &Receipt) -> ReceiptView {
    ReceiptView {
        number: receipt.number(),
        time: receipt.printed_at(),
        millimetres: receipt.millimetres(),
        text: receipt.text(),
        qr: receipt.qr_payloads(),
        notes: receipt.notes().to_vec(),
        unkept_notes: receipt.unkept_notes(),
    }
}

/// `N.png` or `N.txt`.
async fn file(
    Shared(printers): Shared<Printers>,
    Path((printer, name)): Path<(String, String)>,
) -> Result<Response, Missing> {
    let emulator = printers.named(&printer)?;
    Ok(sheet(&emulator, &name).await)
}

async fn sheet(emulator: &Emulator, name: &str) -> Response {
    let Some((number, kind)) = name.rsplit_once('.') else {
        return missing(name);
    };
    let Some(receipt) = number.parse().ok().and_then(|number| emulator.receipt(number)) else {
        return missing(name);
    };
    match kind {
        "txt" => plain("text/plain; charset=utf-8", receipt.text()),
        "png" => picture(receipt).await,
        _ => missing(name),
    }
}

/// Drawing a long receipt takes a while, so it is done beside the sockets.
async fn picture(receipt: Arc<Receipt>) -> Response {
    match tokio::task::spawn_blocking(move || receipt.png()).await {
        Ok(file) => plain("image/png", file),
        Err(failure) => {
            tracing::error!(%failure, "a receipt could not be drawn");
            let error = "the receipt could not be drawn".to_owned();
            (StatusCode::INTERNAL_SERVER_ERROR, Json(Problem { error })).into_response()
        }
    }
}

fn missing(name: &str) -> Response {
    let error =
        format!("receipt {name} is not kept: ask for N.png or N.txt of a number in /printer/receipts");
    (StatusCode::NOT_FOUND, Json(Problem { error })).into_response()
}

fn plain(kind: &'static str, body: impl IntoResponse) -> Response {
    // Numbers begin anew with the printer, so that a kept picture could be another one's.
    let headers = [(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, "no-store"), no_sniff()];
    (headers, body).into_response()
}

fn no_sniff() -> (header::HeaderName, &'static str) {
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff")
}
