//! The live screens: a shell, and the module that brings it to life.

use super::shell::{shell, staff};
use super::{Pages, ways};
use crate::domain::account::roles;
use crate::domain::device::Screen;
use crate::domain::ids::LoketId;
use crate::domain::profile::Profile;
use crate::domain::sop::{Act, Place};
use crate::domain::ticket::Lang;
use crate::doors::{Route, Signed, Wants, Who};
use crate::views::inbox;
use axum::Extension;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde_json::json;

pub(super) fn routes(pages: &Pages) -> Vec<Route> {
    let device = |role| Who::Device(role);
    let pages = || pages.clone();
    vec![
        Route::get("/kiosk", device(roles::KIOSK), kiosk, pages()),
        Route::get("/papan", device(roles::BOARD), first_board, pages()),
        Route::get("/papan/{zone}", device(roles::BOARD), board, pages()),
        Route::get("/skm", device(roles::TABLET), first_tablet, pages()),
        Route::get("/skm/{loket}", device(roles::TABLET), tablet, pages()),
        Route::get("/loket/{loket}", Who::Officer, console, pages()),
        Route::get("/berkas", Who::Desk, desk, pages()),
        Route::get("/pengawas", Who::Supervisor, wall, pages()),
        Route::get("/laporan/skm", Who::Supervisor, skm_report, pages()),
        Route::get("/suara", Who::Administrator, voice, pages()),
        Route::get("/tata-papan", Who::Administrator, arrange, pages()),
        Route::get("/pengaturan", Who::Administrator, settings, pages()),
        Route::get("/perangkat", Who::Administrator, devices, pages()),
    ]
}

/// The devices of the office.
async fn devices(
    State(pages): State<Pages>,
    Wants(lang): Wants,
    signed: Option<Extension<Signed>>,
) -> Response {
    staff(&pages, lang, signed, "devices", json!({}))
}

/// The kiosk always greets in Bahasa Indonesia; its own key changes the language for one visitor.
async fn kiosk(State(pages): State<Pages>) -> Response {
    shell(&pages, Lang::Id, "kiosk", "Kiosk".to_string(), json!({}))
}

/// Where a device belongs, when this is another screen than its own.
fn elsewhere(pages: &Pages, signed: Option<Extension<Signed>>, screen: Option<&Screen>) -> Option<Response> {
    let Extension(signed) = signed?;
    let committed = pages.office().committed();
    let own = committed.state.screens.get(&signed.account)?;
    (screen != Some(&**own)).then(|| Redirect::to(&own.path()).into_response())
}

async fn first_board(
    State(pages): State<Pages>,
    Wants(lang): Wants,
    signed: Option<Extension<Signed>>,
) -> Response {
    if let Some(own) = elsewhere(&pages, signed, None) {
        return own;
    }
    match pages.profile().zones().first() {
        Some(zone) => Redirect::to(&format!("/papan/{zone}")).into_response(),
        None => pages.missing(lang),
    }
}

async fn board(
    State(pages): State<Pages>,
    Wants(lang): Wants,
    signed: Option<Extension<Signed>>,
    Path(zone): Path<String>,
) -> Response {
    if let Some(own) = elsewhere(&pages, signed, Some(&Screen::Board(zone.as_str().into()))) {
        return own;
    }
    if !pages.profile().zones().iter().any(|known| known.as_str() == zone) {
        return pages.missing(lang);
    }
    shell(&pages, Lang::Id, "board", "Papan antrean".to_string(), json!({ "zone": zone }))
}

/// The lokets where the survey is taken.
pub(super) fn survey_lokets(profile: &Profile) -> Vec<LoketId> {
    let gate = profile.sop.steps().iter().find(|step| step.choice_by(Act::Survey).is_some());
    match gate.map(|step| &step.place) {
        Some(Place::Counter(purpose)) => profile.lokets_for(purpose).map(|plan| plan.id).collect(),
        _ => Vec::new(),
    }
}

async fn first_tablet(
    State(pages): State<Pages>,
    Wants(lang): Wants,
    signed: Option<Extension<Signed>>,
) -> Response {
    if let Some(own) = elsewhere(&pages, signed, None) {
        return own;
    }
    match survey_lokets(pages.profile()).first() {
        Some(loket) => Redirect::to(&format!("/skm/{loket}")).into_response(),
        None => pages.missing(lang),
    }
}

async fn tablet(
    State(pages): State<Pages>,
    Wants(lang): Wants,
    signed: Option<Extension<Signed>>,
    Path(loket): Path<u16>,
) -> Response {
    if let Some(own) = elsewhere(&pages, signed, Some(&Screen::Tablet(LoketId(loket)))) {
        return own;
    }
    if !survey_lokets(pages.profile()).contains(&LoketId(loket)) {
        return pages.missing(lang);
    }
    shell(&pages, Lang::Id, "survey", "SKM".to_string(), json!({ "loket": loket }))
}

async fn console(
    State(pages): State<Pages>,
    Wants(lang): Wants,
    signed: Option<Extension<Signed>>,
    Path(loket): Path<u16>,
) -> Response {
    let Some(account) = pages.account(signed) else { return pages.missing(lang) };
    let Some(plan) = pages.profile().loket(LoketId(loket)) else { return pages.missing(lang) };
    if !account.holds(plan.role.as_str()) {
        return pages.notice(lang, StatusCode::FORBIDDEN);
    }
    let settings = json!({ "loket": loket, "account": account.id.0, "name": account.name, "ways": ways::of(&pages, lang, &account) });
    shell(&pages, lang, "console", format!("Loket {loket}"), settings)
}

async fn desk(State(pages): State<Pages>, Wants(lang): Wants, signed: Option<Extension<Signed>>) -> Response {
    let Some(account) = pages.account(signed) else { return pages.missing(lang) };
    let profile = pages.profile();
    let mine = inbox::roles(profile).into_iter().filter(|role| account.holds(role.as_str()));
    let inboxes = mine.map(|role| json!({ "role": role.as_str(), "title": profile.title(&role) }));
    let inboxes: Vec<_> = inboxes.collect();
    staff(&pages, lang, signed, "desk", json!({ "account": account.id.0, "inboxes": inboxes }))
}

async fn wall(State(pages): State<Pages>, Wants(lang): Wants, signed: Option<Extension<Signed>>) -> Response {
    staff(&pages, lang, signed, "wall", json!({}))
}

async fn skm_report(
    State(pages): State<Pages>,
    Wants(lang): Wants,
    signed: Option<Extension<Signed>>,
) -> Response {
    let services = pages.profile().services.iter().map(|service| {
        let name = if lang == Lang::En { &service.name_en } else { &service.name };
        json!({ "letter": service.series.to_string(), "name": name })
    });
    let today = pages.profile().calendar.offset.day(pages.now()).0.to_string();
    let services = services.collect::<Vec<_>>();
    staff(&pages, lang, signed, "report", json!({ "services": services, "today": today }))
}

/// The office's own voice. It is told which letters and lokets this office calls, so that nobody reads
/// aloud what is never said.
async fn voice(
    State(pages): State<Pages>,
    Wants(lang): Wants,
    signed: Option<Extension<Signed>>,
) -> Response {
    let profile = pages.profile();
    let letters: Vec<_> = profile.services.iter().map(|service| service.series.to_string()).collect();
    let lokets: Vec<_> = profile.lokets.iter().map(|plan| plan.id.0).collect();
    staff(&pages, lang, signed, "voice", json!({ "letters": letters, "lokets": lokets }))
}

/// How the boards are arranged.
async fn arrange(
    State(pages): State<Pages>,
    Wants(lang): Wants,
    signed: Option<Extension<Signed>>,
) -> Response {
    staff(&pages, lang, signed, "arrange", json!({}))
}

/// The settings of the office.
async fn settings(
    State(pages): State<Pages>,
    Wants(lang): Wants,
    signed: Option<Extension<Signed>>,
) -> Response {
    staff(&pages, lang, signed, "settings", json!({}))
}
