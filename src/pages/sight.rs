//! The supervisor's sight: the picture of the SOP, what is overdue, whether the office can open, the
//! printers, and any minute that has passed.

use super::Pages;
use super::shell::staff;
use crate::doors::{Route, Signed, Wants, Who};
use crate::views::inbox;
use axum::Extension;
use axum::extract::State;
use axum::response::Response;
use serde_json::json;

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

async fn sop(State(pages): State<Pages>, Wants(lang): Wants, signed: Option<Extension<Signed>>) -> Response {
    staff(&pages, lang, signed, "sop", json!({}))
}

async fn overdue(
    State(pages): State<Pages>,
    Wants(lang): Wants,
    signed: Option<Extension<Signed>>,
) -> Response {
    let settings = json!({ "live": "/live/terlambat" });
    staff(&pages, lang, signed, "late", settings)
}

/// Who saw the NIK of which applicant.
async fn looks(
    State(pages): State<Pages>,
    Wants(lang): Wants,
    signed: Option<Extension<Signed>>,
) -> Response {
    staff(&pages, lang, signed, "looks", json!({}))
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
    staff(&pages, lang, signed, "late", settings)
}

async fn ready(
    State(pages): State<Pages>,
    Wants(lang): Wants,
    signed: Option<Extension<Signed>>,
) -> Response {
    staff(&pages, lang, signed, "ready", json!({}))
}

async fn printers(
    State(pages): State<Pages>,
    Wants(lang): Wants,
    signed: Option<Extension<Signed>>,
) -> Response {
    staff(&pages, lang, signed, "printers", json!({}))
}

async fn replay(
    State(pages): State<Pages>,
    Wants(lang): Wants,
    signed: Option<Extension<Signed>>,
) -> Response {
    let today = pages.profile().calendar.offset.day(pages.now()).0.to_string();
    let services = pages.profile().services.iter();
    let services: Vec<_> = services.map(|service| service.series.to_string()).collect();
    staff(&pages, lang, signed, "replay", json!({ "today": today, "services": services }))
}
