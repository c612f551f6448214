//! One socket: patches while it keeps up, the whole view when it does not, heartbeats both ways.

use super::hub::{Frame, Hub};
use super::topic::Topic;
use crate::clock::{Clock, SystemClock};
use crate::domain::account::{Account, roles};
use crate::domain::device::Screen as Place;
use crate::domain::ids::{LoketId, Role, Zone};
use crate::domain::ticket::Lang;
use crate::domain::token::Token;
use crate::doors::Signed;
use crate::office::{BoardPresence, Tried};
use crate::views::{inbox as inbox_view, millis};
use axum::extract::ws::{CloseFrame, Message, Utf8Bytes, WebSocket, WebSocketUpgrade, close_code};
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::json;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use tokio::sync::watch;
use tokio::time::Instant;

/// A heartbeat goes out this often; a screen that hears nothing for 12 s says so.
const BEAT: Duration = Duration::from_secs(5);
/// A screen that is silent for this long is gone, whatever TCP thinks.
const SILENCE: Duration = Duration::from_secs(25);
/// A screen that takes longer than this to take one message is let go; it will come back.
const STALL: Duration = Duration::from_secs(10);
/// Largest message a screen may send.
const MOST_MESSAGE: usize = 4 * 1024;
/// Read buffer per socket. The library's default of 128 KiB would be 128 MiB for 1,000 phones.
const READ_BUFFER: usize = 4 * 1024;
/// Bytes that may wait in one socket.
const MOST_UNSENT: usize = 1024 * 1024;

/// Tells connections of boards from one another.
static CONNECTIONS: AtomicU64 = AtomicU64::new(1);

/// A board's page, by the connection it came by.
pub(super) struct BoardAt {
    page: u64,
    zone: Zone,
    connection: u64,
}

/// What a board tells of itself as it connects.
#[derive(Deserialize, JsonSchema)]
pub(super) struct BoardPage {
    /// The page's own number.
    page: Option<String>,
}

/// What a screen says.
#[derive(Deserialize, JsonSchema)]
#[serde(tag = "t", rename_all = "kebab-case")]
enum Said {
    /// I am here.
    Beat,
    /// Something does not fit; send me everything.
    Ask,
    /// Whether my loudspeaker can be heard.
    Sound { state: String },
    /// Whether the chime of a trial was heard, and what my own clock says.
    Tried { id: u64, heard: bool, now: i64 },
}

pub(super) async fn board(
    State(hub): State<Hub>,
    Extension(signed): Extension<Signed>,
    Path(zone): Path<String>,
    Query(page): Query<BoardPage>,
    upgrade: WebSocketUpgrade,
) -> Response {
    let zone = Zone::from(zone);
    if !hub.inner.office.profile().zones().contains(&zone) {
        return nothing_there(&hub);
    }
    let page = page.page.and_then(|page| page.parse().ok());
    let connection = CONNECTIONS.fetch_add(1, Ordering::Relaxed);
    let board = page.map(|page| BoardAt { page, zone: zone.clone(), connection });
    open(hub, Some(signed), Topic::Board(zone), board, upgrade)
}

pub(super) async fn kiosk(
    State(hub): State<Hub>,
    Extension(signed): Extension<Signed>,
    upgrade: WebSocketUpgrade,
) -> Response {
    open(hub, Some(signed), Topic::Kiosk, None, upgrade)
}

pub(super) async fn tablet(
    State(hub): State<Hub>,
    Extension(signed): Extension<Signed>,
    Path(loket): Path<u16>,
    upgrade: WebSocketUpgrade,
) -> Response {
    if hub.inner.office.profile().loket(LoketId(loket)).is_none() {
        return nothing_there(&hub);
    }
    open(hub, Some(signed), Topic::Tablet(LoketId(loket)), None, upgrade)
}

pub(super) async fn console(
    State(hub): State<Hub>,
    Extension(signed): Extension<Signed>,
    Path(loket): Path<u16>,
    upgrade: WebSocketUpgrade,
) -> Response {
    let profile = hub.inner.office.profile();
    let Some(plan) = profile.loket(LoketId(loket)) else { return nothing_there(&hub) };
    if !account(&hub, signed).is_some_and(|account| account.holds(plan.role.as_str())) {
        return forbidden(&hub);
    }
    open(hub, Some(signed), Topic::Console(LoketId(loket)), None, upgrade)
}

pub(super) async fn inbox(
    State(hub): State<Hub>,
    Extension(signed): Extension<Signed>,
    Path(role): Path<String>,
    upgrade: WebSocketUpgrade,
) -> Response {
    let role = Role::from(role);
    if !inbox_view::roles(hub.inner.office.profile()).contains(&role) {
        return nothing_there(&hub);
    }
    let sees = |account: Account| account.holds(role.as_str()) || account.holds(roles::SUPERVISOR);
    if !account(&hub, signed).is_some_and(sees) {
        return forbidden(&hub);
    }
    open(hub, Some(signed), Topic::Inbox(role), None, upgrade)
}

pub(super) async fn wall(
    State(hub): State<Hub>,
    Extension(signed): Extension<Signed>,
    upgrade: WebSocketUpgrade,
) -> Response {
    open(hub, Some(signed), Topic::Wall, None, upgrade)
}

pub(super) async fn ticket(
    State(hub): State<Hub>,
    Path(token): Path<String>,
    upgrade: WebSocketUpgrade,
) -> Response {
    let found = Token::parse(&token).map(|token| hub.inner.office.reader().ticket_by_token(token));
    match found {
        Some(Ok(Some(ticket))) => open(hub, None, Topic::Ticket(ticket.id), None, upgrade),
        Some(Err(_)) => StatusCode::SERVICE_UNAVAILABLE.into_response(),
        _ => nothing_there(&hub),
    }
}

pub(super) async fn berkas(
    State(hub): State<Hub>,
    Path(token): Path<String>,
    upgrade: WebSocketUpgrade,
) -> Response {
    let found = Token::parse(&token).map(|token| hub.inner.office.reader().berkas_by_token(token));
    match found {
        Some(Ok(Some(berkas))) => open(hub, None, Topic::Berkas(berkas.id), None, upgrade),
        Some(Err(_)) => StatusCode::SERVICE_UNAVAILABLE.into_response(),
        _ => nothing_there(&hub),
    }
}

pub(super) fn account(hub: &Hub, signed: Signed) -> Option<Account> {
    hub.inner.office.committed().state.account(signed.account).cloned()
}

pub(super) fn nothing_there(hub: &Hub) -> Response {
    let message = hub.inner.texts.get(Lang::Id, "error-not-found");
    (StatusCode::NOT_FOUND, Json(json!({ "error": "not-found", "message": message }))).into_response()
}

pub(super) fn forbidden(hub: &Hub) -> Response {
    let message = hub.inner.texts.get(Lang::Id, "error-forbidden");
    (StatusCode::FORBIDDEN, Json(json!({ "error": "forbidden", "message": message }))).into_response()
}

pub(super) fn open(
    hub: Hub,
    signed: Option<Signed>,
    topic: Topic,
    board: Option<BoardAt>,
    upgrade: WebSocketUpgrade,
) -> Response {
    let place = place(&topic);
    if !belongs(&hub, signed, place.as_ref()) {
        return forbidden(&hub);
    }
    let Some(frames) = hub.follow(&topic) else { return nothing_there(&hub) };
    let device = match topic {
        Topic::Kiosk => Some("kiosk".to_string()),
        Topic::Tablet(loket) => Some(format!("tablet {loket}")),
        _ => None,
    };
    let device = device.map(|name| (CONNECTIONS.fetch_add(1, Ordering::Relaxed), name));
    upgrade
        .read_buffer_size(READ_BUFFER)
        .write_buffer_size(0)
        .max_write_buffer_size(MOST_UNSENT)
        .max_message_size(MOST_MESSAGE)
        .max_frame_size(MOST_MESSAGE)
        .on_upgrade(move |socket| async move {
            Screen { hub, signed, place, board, device, socket, frames, shown: 0 }.live().await;
        })
}

/// The place of a topic that a device shows.
fn place(topic: &Topic) -> Option<Place> {
    match topic {
        Topic::Board(zone) => Some(Place::Board(zone.clone())),
        Topic::Kiosk => Some(Place::Kiosk),
        Topic::Tablet(loket) => Some(Place::Tablet(*loket)),
        _ => None,
    }
}

/// Whether a device shows its own screen.
fn belongs(hub: &Hub, signed: Option<Signed>, place: Option<&Place>) -> bool {
    let (Some(signed), Some(place)) = (signed, place) else { return true };
    hub.inner.office.committed().state.may_show(signed.account, place)
}

/// Waits until the server stops.
async fn stopped(stop: &mut watch::Receiver<bool>) {
    // An error means that whoever could stop the server is gone, which is the same.
    let _ = stop.wait_for(|stop| *stop).await;
}

/// A screen that is connected.
struct Screen {
    hub: Hub,
    signed: Option<Signed>,
    place: Option<Place>,
    board: Option<BoardAt>,
    /// A kiosk or a tablet, by its connection.
    device: Option<(u64, String)>,
    socket: WebSocket,
    frames: watch::Receiver<Arc<Frame>>,
    /// The revision it shows; 0 before the first message.
    shown: u64,
}

/// Why a screen is let go.
enum End {
    /// It went, or cannot be reached.
    Gone,
    /// The server stops; come back.
    Restart,
    /// Its sign-in has ended.
    SignedOut,
}

impl Screen {
    async fn live(mut self) {
        let presence = self.hub.inner.office.presence().clone();
        if let Some((connection, name)) = &self.device {
            presence.screen(*connection, name);
        }
        let end = self.converse().await;
        if let Some((connection, _)) = &self.device {
            presence.screen_left(*connection);
        }
        if let Some(board) = &self.board {
            self.hub.inner.office.presence().board_left(board.page, board.connection);
        }
        let code = match end {
            End::Gone => return,
            End::Restart => close_code::RESTART,
            End::SignedOut => close_code::POLICY,
        };
        let close = CloseFrame { code, reason: Utf8Bytes::default() };
        let _ = tokio::time::timeout(STALL, self.socket.send(Message::Close(Some(close)))).await;
    }

    async fn converse(&mut self) -> End {
        let mut stop = self.hub.inner.stop.clone();
        let mut trials = self.hub.inner.office.presence().trials();
        let mut beat = tokio::time::interval(BEAT);
        let mut heard = Instant::now();
        let mut beats: u32 = 0;
        if self.show().await.is_err() {
            return End::Gone;
        }
        loop {
            let done = tokio::select! {
                changed = self.frames.changed() => match changed {
                    Ok(()) => self.show().await,
                    // The hub has ended.
                    Err(_) => return End::Restart,
                },
                message = self.socket.recv() => match message {
                    Some(Ok(Message::Close(_)) | Err(_)) | None => return End::Gone,
                    Some(Ok(message)) => {
                        heard = Instant::now();
                        self.hear(&message).await
                    }
                },
                Ok(()) = trials.changed(), if self.board.is_some() => {
                    let trial = *trials.borrow_and_update();
                    self.tell(json!({ "t": "try", "id": trial })).await
                }
                _ = beat.tick() => {
                    if heard.elapsed() > SILENCE {
                        return End::Gone;
                    }
                    beats += 1;
                    self.beat(beats).await
                }
                () = stopped(&mut stop) => return End::Restart,
            };
            if done.is_err() {
                return End::Gone;
            }
            if !self.still_signed_in() {
                return End::SignedOut;
            }
        }
    }

    /// Sends what changed if the screen is one revision behind, else everything.
    async fn show(&mut self) -> Result<(), ()> {
        let frame = self.frames.borrow_and_update().clone();
        if frame.revision == self.shown {
            return Ok(());
        }
        let message = if frame.revision == self.shown + 1 && self.shown > 0 {
            frame.patch.clone()
        } else {
            self.hub.full(&frame)
        };
        self.shown = frame.revision;
        self.send(Message::Text(message)).await
    }

    async fn hear(&mut self, message: &Message) -> Result<(), ()> {
        let Message::Text(text) = message else { return Ok(()) };
        match serde_json::from_str(text) {
            Ok(Said::Beat) | Err(_) => Ok(()),
            Ok(Said::Ask) => {
                self.shown = 0;
                self.show().await
            }
            Ok(Said::Tried { id, heard, now }) => {
                if let Some(board) = &self.board {
                    let ahead = now.saturating_sub(millis(SystemClock.now()));
                    self.hub.inner.office.presence().tried(board.page, Tried { trial: id, heard, ahead });
                }
                Ok(())
            }
            Ok(Said::Sound { state }) => {
                if let (Some(BoardAt { page, zone, connection }), Some(signed)) = (&self.board, self.signed) {
                    let office = &self.hub.inner.office;
                    let board = BoardPresence {
                        account: signed.account,
                        zone: zone.clone(),
                        sound: state.chars().take(20).collect(),
                        since: office.now(),
                        connection: *connection,
                    };
                    office.presence().board(*page, board);
                }
                Ok(())
            }
        }
    }

    /// Says that the server is here. Every other time a ping makes the browser answer by itself, so
    /// that a screen that vanished without a word is noticed.
    async fn beat(&mut self, beats: u32) -> Result<(), ()> {
        self.tell(json!({ "t": "beat", "build": self.hub.inner.build })).await?;
        if beats.is_multiple_of(2) {
            self.send(Message::Ping(axum::body::Bytes::new())).await?;
        }
        Ok(())
    }

    /// A word beside the view, with the office's time and position.
    async fn tell(&mut self, mut word: serde_json::Value) -> Result<(), ()> {
        let office = &self.hub.inner.office;
        word["seq"] = json!(office.committed().state.seq.0);
        word["now"] = json!(millis(office.now()));
        self.send(Message::Text(Utf8Bytes::from(word.to_string()))).await
    }

    async fn send(&mut self, message: Message) -> Result<(), ()> {
        match tokio::time::timeout(STALL, self.socket.send(message)).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) | Err(_) => Err(()),
        }
    }

    /// A session that was ended closes its screens too, and so does a device that hangs elsewhere now.
    fn still_signed_in(&self) -> bool {
        let Some(signed) = self.signed else { return true };
        let office = &self.hub.inner.office;
        let committed = office.committed();
        committed.state.is_signed_in(&signed.digest, office.now())
            && belongs(&self.hub, self.signed, self.place.as_ref())
    }
}
