//! The page of the office's copies, for administrators.

use super::shell::framed;
use super::{Pages, ways};
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
    let Some(account) = pages.account(signed) else { return pages.missing(lang) };
    let screen = ("copies", "templates/staff/copies.js", "templates/staff/copies.css");
    framed(
        &pages,
        lang,
        screen,
        ways::name(&pages, lang, "copies"),
        json!({ "name": account.name, "ways": ways::of(&pages, lang, &account) }),
    )
}
