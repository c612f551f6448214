//! The doors of the live screens: who may follow what.

use super::hub::Hub;
use super::screen::{BoardAt, Screen};
use super::topic::Topic;
use super::wire::Upgrade;
use crate::domain::account::{Account, roles};
use crate::domain::device::Screen as Place;
use crate::domain::ids::{LoketId, Role, Zone};
use crate::domain::ticket::Lang;
use crate::domain::token::Token;
use crate::doors::Signed;
use crate::views::inbox as inbox_view;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::json;
use std::sync::atomic::{AtomicU64, Ordering};

/// Tells connections of boards from one another.
static CONNECTIONS: AtomicU64 = AtomicU64::new(1);

/// What a board tells of itself as it connects.
#[derive(Deserialize, JsonSchema)]
pub(super) struct BoardPage {
    /// The page's own number.
    page: Option<String>,
}

pub(super) async fn board(
    State(hub): State<Hub>,
    Extension(signed): Extension<Signed>,
    Path(zone): Path<String>,
    Query(page): Query<BoardPage>,
    upgrade: Upgrade,
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
    upgrade: Upgrade,
) -> Response {
    open(hub, Some(signed), Topic::Kiosk, None, upgrade)
}

pub(super) async fn tablet(
    State(hub): State<Hub>,
    Extension(signed): Extension<Signed>,
    Path(loket): Path<u16>,
    upgrade: Upgrade,
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
    upgrade: Upgrade,
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
    upgrade: Upgrade,
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
    upgrade: Upgrade,
) -> Response {
    open(hub, Some(signed), Topic::Wall, None, upgrade)
}

pub(super) async fn ticket(State(hub): State<Hub>, Path(token): Path<String>, upgrade: Upgrade) -> Response {
    let found = Token::parse(&token).map(|token| hub.inner.office.reader().ticket_by_token(token));
    match found {
        Some(Ok(Some(ticket))) => open(hub, None, Topic::Ticket(ticket.id), None, upgrade),
        Some(Err(_)) => StatusCode::SERVICE_UNAVAILABLE.into_response(),
        _ => nothing_there(&hub),
    }
}

pub(super) async fn berkas(State(hub): State<Hub>, Path(token): Path<String>, upgrade: Upgrade) -> Response {
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
    upgrade: Upgrade,
) -> Response {
    let place = place(&topic);
    if !belongs(&hub, signed, place.as_ref()) {
        return forbidden(&hub);
    }
    let Some(news) = hub.follow(&topic) else { return nothing_there(&hub) };
    let device = match topic {
        Topic::Kiosk => Some("kiosk".to_string()),
        Topic::Tablet(loket) => Some(format!("tablet {loket}")),
        _ => None,
    };
    let device = device.map(|name| (CONNECTIONS.fetch_add(1, Ordering::Relaxed), name));
    upgrade.open(move |wire| Screen::new(hub, signed, place, board, device, wire, news).live())
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
pub(super) fn belongs(hub: &Hub, signed: Option<Signed>, place: Option<&Place>) -> bool {
    let (Some(signed), Some(place)) = (signed, place) else { return true };
    hub.inner.office.committed().state.may_show(signed.account, place)
}
