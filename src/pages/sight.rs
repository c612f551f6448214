//! The supervisor's sight: the picture of the SOP, what is overdue, whether the office can open, the
//! printers, and any minute that has passed.

use super::shell::framed;
use super::{Pages, ways};
use crate::domain::ticket::Lang;
use crate::doors::{Route, Signed, Wants, Who};
use crate::views::inbox;
use axum::Extension;
use axum::extract::State;
use axum::response::Response;
use serde_json::{Value, json};

pub(super) fn routes(pages: &Pages) -> Vec<Route> {
    let pages = || pages.clone();
    vec![
        Route::get("/sop", Who::Staff, sop, pages()),
        Route::get("/pengawas/terlambat", Who::Supervisor, overdue, pages()),
        Route::get("/berkas/terlambat", Who::Desk, overdue_below, pages()),
        Route::get("/pengawas/dilihat", Who::Supervisor, looks, pages()),
        Route::get("/siap", Who::Supervisor, ready, pages()),
        Route::get("/cetak", Who::Supervisor, printers, pages()),
        Route::get("/ulang", Who::Supervisor, replay, pages()),
    ]
}

/// Name, module and style of a screen of the staff.
type Screen = (&'static str, &'static str, &'static str);

const SOP: Screen = ("sop", "templates/staff/sop.js", "templates/staff/sop.css");
const LATE: Screen = ("late", "templates/staff/late.js", "templates/staff/late.css");
const LOOKS: Screen = ("looks", "templates/staff/looks.js", "templates/staff/looks.css");
const READY: Screen = ("ready", "templates/staff/ready.js", "templates/staff/ready.css");
const PRINTERS: Screen = ("printers", "templates/staff/printers.js", "templates/staff/printers.css");
const REPLAY: Screen = ("replay", "templates/staff/replay.js", "templates/staff/replay.css");

/// A screen for whoever is signed in, with their name among its settings.
fn screen(
    pages: &Pages,
    lang: Lang,
    signed: Option<Extension<Signed>>,
    screen: Screen,
    mut settings: Value,
) -> Response {
    let Some(account) = pages.account(signed) else { return pages.missing(lang) };
    settings["name"] = json!(account.name);
    settings["ways"] = json!(ways::of(pages, lang, &account));
    framed(pages, lang, screen, ways::name(pages, lang, screen.0), settings)
}

async fn sop(State(pages): State<Pages>, Wants(lang): Wants, signed: Option<Extension<Signed>>) -> Response {
    screen(&pages, lang, signed, SOP, json!({}))
}

async fn overdue(
    State(pages): State<Pages>,
    Wants(lang): Wants,
    signed: Option<Extension<Signed>>,
) -> Response {
    let settings = json!({ "live": "/live/terlambat" });
    screen(&pages, lang, signed, LATE, settings)
}

/// Who saw the NIK of which applicant.
async fn looks(
    State(pages): State<Pages>,
    Wants(lang): Wants,
    signed: Option<Extension<Signed>>,
) -> Response {
    screen(&pages, lang, signed, LOOKS, json!({}))
}

/// Whoever holds several desks sees what the highest of them sees.
async fn overdue_below(
    State(pages): State<Pages>,
    Wants(lang): Wants,
    signed: Option<Extension<Signed>>,
) -> Response {
    let Some(account) = pages.account(signed) else { return pages.missing(lang) };
    let profile = pages.profile();
    let mine = inbox::roles(profile).into_iter().filter(|role| account.holds(role.as_str()));
    let Some(role) = mine.min_by_key(|role| profile.escalation.above(role).len()) else {
        return pages.missing(lang);
    };
    let settings = json!({ "live": format!("/live/terlambat/{role}") });
    screen(&pages, lang, signed, LATE, settings)
}

async fn ready(
    State(pages): State<Pages>,
    Wants(lang): Wants,
    signed: Option<Extension<Signed>>,
) -> Response {
    screen(&pages, lang, signed, READY, json!({}))
}

async fn printers(
    State(pages): State<Pages>,
    Wants(lang): Wants,
    signed: Option<Extension<Signed>>,
) -> Response {
    screen(&pages, lang, signed, PRINTERS, json!({}))
}

async fn replay(
    State(pages): State<Pages>,
    Wants(lang): Wants,
    signed: Option<Extension<Signed>>,
) -> Response {
    let today = pages.profile().calendar.offset.day(pages.now()).0.to_string();
    let services = pages.profile().services.iter();
    let services: Vec<_> = services.map(|service| service.series.to_string()).collect();
    screen(&pages, lang, signed, REPLAY, json!({ "today": today, "services": services }))
}
