//! The pages of the JSON interface: its document for whoever writes a program, tokens and webhooks for administrators.

use super::Pages;
use super::shell::{framed, staff};
use crate::doors::{Route, Signed, Wants, Who};
use axum::Extension;
use axum::extract::State;
use axum::response::Response;
use serde_json::json;

pub(super) fn routes(pages: &Pages) -> Vec<Route> {
    vec![
        // What a program may ask is no secret; what it hears is.
        Route::get("/api", Who::Anyone, document, pages.clone()),
        Route::get("/kunci", Who::Administrator, tokens, pages.clone()),
        Route::get("/kabar", Who::Administrator, hooks, pages.clone()),
    ]
}

async fn document(State(pages): State<Pages>, Wants(lang): Wants) -> Response {
    let screen = ("api", "templates/staff/api.js", "templates/staff/api.css");
    framed(&pages, lang, screen, "API".to_string(), json!({}))
}

async fn tokens(
    State(pages): State<Pages>,
    Wants(lang): Wants,
    signed: Option<Extension<Signed>>,
) -> Response {
    staff(&pages, lang, signed, "tokens", json!({}))
}

async fn hooks(
    State(pages): State<Pages>,
    Wants(lang): Wants,
    signed: Option<Extension<Signed>>,
) -> Response {
    staff(&pages, lang, signed, "hooks", json!({}))
}
