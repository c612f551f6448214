//! The page of the office's copies, for administrators.

use super::Pages;
use super::shell::staff;
use crate::doors::{Route, Signed, Wants, Who};
use axum::Extension;
use axum::extract::State;
use axum::response::Response;
use serde_json::json;

pub(super) fn routes(pages: &Pages) -> Vec<Route> {
    vec![Route::get("/cadangan", Who::Administrator, copies, pages.clone())]
}

async fn copies(
    State(pages): State<Pages>,
    Wants(lang): Wants,
    signed: Option<Extension<Signed>>,
) -> Response {
    staff(&pages, lang, signed, "copies", json!({}))
}
