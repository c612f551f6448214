//! Devices: how a screen is paired, where it hangs, and when it was last seen.

use super::answers::{
    DeviceFound, DeviceLine, DeviceList, DevicePrinter, DeviceTwice, Pairing, PairingAsked, PlaceLine,
};
use super::random;
use crate::domain::account::Account;
use crate::domain::command::{Command, DeviceAct};
use crate::domain::device::{SIGNED_IN_SECONDS, Screen};
use crate::domain::ids::{AccountId, LoketId};
use crate::domain::profile::Address;
use crate::domain::sop::{Act as SopAct, Place};
use crate::domain::ticket::Lang;
use crate::doors::{Content, Route, Signed, Wants, Who};
use crate::office::{Answered, Twice};
use crate::views::millis;
use crate::web::ask::{Act, Done, Question, answer_json};
use crate::web::pairing::{Answer, GOOD_FOR_SECONDS, Grant, secret};
use crate::web::{ApiError, Web, session};
use axum::extract::{ConnectInfo, Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use schemars::JsonSchema;
use serde::Deserialize;
use sha2::{Digest, Sha256};
use std::net::SocketAddr;

pub(super) fn routes(web: &Web) -> Vec<Route> {
    vec![
        Route::act("/api/pairing/ask", Who::Anyone, ask, web.clone()),
        Route::act("/api/pairing/poll", Who::Anyone, poll, web.clone())
            .gives(StatusCode::OK, Content::json::<Pairing>()),
        Route::reading("/api/devices", Who::Administrator, list, web.clone()),
        Route::act("/api/devices/look", Who::Administrator, look, web.clone()),
        Route::act("/api/devices/pair", Who::Administrator, pair, web.clone()),
        Route::act("/api/devices/{id}/rename", Who::Administrator, rename, web.clone()),
        Route::act("/api/devices/{id}/move", Who::Administrator, place, web.clone()),
    ]
}

/// Longest description of a browser that is kept.
const MOST_AGENT: usize = 200;

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Asked {
    /// The address the device was opened at.
    #[serde(default)]
    screen: String,
}

/// A device wants in: its code, and the key with which it asks on.
async fn ask(
    State(web): State<Web>,
    from: Option<Extension<ConnectInfo<SocketAddr>>>,
    headers: HeaderMap,
    question: Question<Asked>,
) -> Result<Json<PairingAsked>, ApiError> {
    let Question { body, lang } = question;
    let random = random::<32>().map_err(|_| fault(&web, lang))?;
    let agent = headers.get(header::USER_AGENT).and_then(|agent| agent.to_str().ok()).unwrap_or_default();
    let agent = agent.chars().take(MOST_AGENT).collect();
    let from = from.map(|Extension(ConnectInfo(from))| from.ip());
    let screen = Screen::at(&body.screen).or_else(|| first_below(&web, &body.screen));
    let code = web.pairings.ask(web.office.count(), random, (screen, agent, from));
    Ok(Json(PairingAsked { code, key: secret(&random), seconds: GOOD_FOR_SECONDS }))
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Key {
    key: String,
}

/// Whether a device was let in. When it was, the answer carries its session, once.
async fn poll(State(web): State<Web>, question: Question<Key>) -> Result<Response, ApiError> {
    let Question { body, lang } = question;
    match web.pairings.poll(web.office.count(), &body.key) {
        Answer::Wait => Ok(Json(Pairing { state: "waiting", screen: None }).into_response()),
        Answer::Gone => Ok(Json(Pairing { state: "gone", screen: None }).into_response()),
        Answer::Granted(Grant { secret, screen }) => {
            let cookie = session::device_cookie(&web, screen.role(), &secret);
            let cookie = cookie.ok_or_else(|| fault(&web, lang))?;
            let body = Json(Pairing { state: "granted", screen: Some(screen.path()) });
            Ok(([(header::SET_COOKIE, cookie)], body).into_response())
        }
    }
}

/// Every device, where it belongs and how it is, and every place there is.
async fn list(State(web): State<Web>, Wants(lang): Wants) -> Json<DeviceList> {
    let committed = web.office.committed();
    let devices = committed.state.accounts.values().filter(|account| account.is_device());
    let devices = devices.map(|account| device_line(&web, account)).collect();
    Json(DeviceList { now: millis(web.office.now()), devices, places: places(&web, lang) })
}

fn device_line(web: &Web, account: &Account) -> DeviceLine {
    let committed = web.office.committed();
    let sessions = || committed.state.sessions.values().filter(|session| session.account == account.id);
    let seen = sessions().filter_map(|session| web.sessions.last_used(&session.digest)).max();
    let sockets = web.office.presence().sockets().of(account.id);
    let here = sockets.open > 0;
    // An open socket sends no requests: whoever has one is here now.
    let seen = if here { Some(web.office.now()) } else { seen.max(sockets.left) };
    // It is over with the sign-in: whoever was paired anew begins anew.
    let twice = sockets.twice.filter(|twice| sessions().any(|session| session.digest == twice.digest));
    let screen = committed.state.screens.get(&account.id);
    let (version, current) = sockets.version.map(|version| (version.name, version.current)).unzip();
    DeviceLine {
        id: account.id.0,
        name: account.name.clone(),
        login: account.login.clone(),
        role: account.roles.first().map(ToString::to_string),
        screen: screen.map(|screen| screen.path()),
        active: account.active,
        signed_in: sessions().count(),
        paired: sessions().map(|session| millis(session.opened)).min(),
        here,
        seen: seen.map(millis),
        version,
        current,
        sound: sound(web, account.id),
        printer: screen.and_then(|screen| printer(web, screen)),
        twice: twice.map(|Twice { from, at, .. }| DeviceTwice {
            from: from.map(|from| from.to_string()).into(),
            at: millis(at),
        }),
    }
}

/// Whether a board is heard; the worst that one of its pages says.
fn sound(web: &Web, account: AccountId) -> Option<String> {
    let devices = web.office.presence().devices();
    let boards = devices.boards.values().filter(|board| board.account == account);
    boards.min_by_key(|board| board.is_heard()).map(|board| board.sound.clone())
}

/// The printer that stands beside a device: an agent's own, and the one of the tickets beside a kiosk.
fn printer(web: &Web, screen: &Screen) -> Option<DevicePrinter> {
    let profile = web.office.profile();
    let plan = match screen {
        Screen::Kiosk => profile.printers.iter().find(|plan| plan.tickets)?,
        Screen::Agent(printer) => profile.printer(printer)?,
        Screen::Board(_) | Screen::Tablet(_) => return None,
    };
    let devices = web.office.presence().devices();
    let condition = devices.printers.get(&plan.id).map_or("unknown", |printer| printer.condition.code());
    Some(DevicePrinter { name: plan.name.clone(), condition })
}

/// The first screen of a kind: a device that is opened at `/papan` is most likely the first board.
fn first_below(web: &Web, kind: &str) -> Option<Screen> {
    let kind = kind.strip_prefix('/').filter(|kind| !kind.is_empty())?;
    let below = |screen: &Screen| screen.path()[1..].split_once('/').is_some_and(|(of, _)| of == kind);
    screens(web).into_iter().find(below)
}

/// Every screen of the office.
fn screens(web: &Web) -> Vec<Screen> {
    let profile = web.office.profile();
    let survey = profile.sop.steps().iter().find(|step| step.choice_by(SopAct::Survey).is_some());
    let tablets: Vec<LoketId> = match survey.map(|step| &step.place) {
        Some(Place::Counter(purpose)) => profile.lokets_for(purpose).map(|plan| plan.id).collect(),
        _ => Vec::new(),
    };
    let boards = profile.zones().into_iter().map(Screen::Board);
    let far = profile.printers.iter().filter(|plan| plan.address == Address::Agent);
    let agents = far.map(|plan| Screen::Agent(plan.id.clone()));
    let tablets = tablets.into_iter().map(Screen::Tablet);
    std::iter::once(Screen::Kiosk).chain(boards).chain(tablets).chain(agents).collect()
}

/// Every screen of the office, by address, with words for it.
fn places(web: &Web, lang: Lang) -> Vec<PlaceLine> {
    let profile = web.office.profile();
    let words = |screen: &Screen| match screen {
        Screen::Kiosk => web.texts.get(lang, "devices-kiosk").to_string(),
        Screen::Board(zone) => format!("{} {zone}", web.texts.get(lang, "devices-board")),
        Screen::Tablet(loket) => format!("{} {loket}", web.texts.get(lang, "devices-tablet")),
        Screen::Agent(printer) => {
            let name = profile.printer(printer).map_or_else(|| printer.to_string(), |plan| plan.name.clone());
            format!("{} {name}", web.texts.get(lang, "devices-agent"))
        }
    };
    screens(web)
        .into_iter()
        .map(|screen| PlaceLine { path: screen.path(), role: screen.role(), name: words(&screen) })
        .collect()
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Code {
    code: String,
}

/// Which device shows this code.
async fn look(State(web): State<Web>, question: Question<Code>) -> Result<Json<DeviceFound>, ApiError> {
    let Question { body, lang } = question;
    let found = web.pairings.look(web.office.count(), &body.code);
    let found = found.ok_or_else(|| ApiError::new(&web, lang, StatusCode::NOT_FOUND, "no-such-code"))?;
    Ok(Json(DeviceFound {
        code: found.code,
        screen: found.screen.map(|screen| screen.path()),
        agent: found.agent,
        from: found.from.map(|from| from.to_string()),
    }))
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Paired {
    code: String,
    name: String,
    screen: String,
}

/// Lets the device with this code in.
async fn pair(
    State(web): State<Web>,
    Extension(signed): Extension<Signed>,
    act: Act<Paired>,
) -> Result<Json<Done>, ApiError> {
    let Act { request, body, lang } = act;
    let screen = screen(&web, lang, &body.screen)?;
    let unknown = || ApiError::new(&web, lang, StatusCode::NOT_FOUND, "no-such-code");
    // The same request again, because its answer was lost: the device is in already.
    let before =
        web.office.reader().answered(request).map_err(|error| ApiError::store(&web, lang, &error))?;
    if let Some((seq, answer)) = before {
        return Ok(Json(answer_json(&Answered { seq, answer })));
    }
    web.pairings.look(web.office.count(), &body.code).ok_or_else(unknown)?;
    let secret = secret(&random::<32>().map_err(|_| fault(&web, lang))?);
    let pair = DeviceAct::Pair {
        name: body.name,
        screen: screen.clone(),
        digest: Sha256::digest(secret.as_bytes()).into(),
        expires: web.office.now().plus_seconds(SIGNED_IN_SECONDS),
    };
    let answered = web.ask(lang, signed, request, Command::Device(pair)).await?;
    // On disk first. Should the code have run out meanwhile, the device shows another one.
    if !web.pairings.grant(web.office.count(), &body.code, Grant { secret, screen }) {
        return Err(unknown());
    }
    Ok(Json(answer_json(&answered)))
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Named {
    name: String,
}

async fn rename(
    State(web): State<Web>,
    Extension(signed): Extension<Signed>,
    Path(id): Path<u32>,
    act: Act<Named>,
) -> Result<Json<Done>, ApiError> {
    let Act { request, body, lang } = act;
    let rename = DeviceAct::Rename { account: AccountId(id), name: body.name };
    Ok(Json(answer_json(&web.ask(lang, signed, request, Command::Device(rename)).await?)))
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Placed {
    screen: String,
}

/// Hangs a device elsewhere; its screen follows by itself.
async fn place(
    State(web): State<Web>,
    Extension(signed): Extension<Signed>,
    Path(id): Path<u32>,
    act: Act<Placed>,
) -> Result<Json<Done>, ApiError> {
    let Act { request, body, lang } = act;
    let place = DeviceAct::Move { account: AccountId(id), screen: screen(&web, lang, &body.screen)? };
    Ok(Json(answer_json(&web.ask(lang, signed, request, Command::Device(place)).await?)))
}

fn screen(web: &Web, lang: Lang, path: &str) -> Result<Screen, ApiError> {
    let unknown = || ApiError::about(web, lang, StatusCode::UNPROCESSABLE_ENTITY, "shape", "screen");
    Screen::at(path).ok_or_else(unknown)
}

fn fault(web: &Web, lang: Lang) -> ApiError {
    ApiError::new(web, lang, StatusCode::INTERNAL_SERVER_ERROR, "fault")
}
