//! The page of the supervisor's reports.

use super::Pages;
use super::shell::staff;
use crate::doors::{Route, Signed, Wants, Who};
use axum::Extension;
use axum::extract::State;
use axum::response::Response;
use serde_json::json;

pub(super) fn routes(pages: &Pages) -> Vec<Route> {
    vec![Route::get("/laporan", Who::Supervisor, page, pages.clone())]
}

async fn page(State(pages): State<Pages>, Wants(lang): Wants, signed: Option<Extension<Signed>>) -> Response {
    let today = pages.profile().calendar.offset.day(pages.now()).0.to_string();
    staff(&pages, lang, signed, "reports", json!({ "today": today }))
}
