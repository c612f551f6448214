//! The page of the supervisor's reports.

use super::shell::shell;
use super::{Pages, ways};
use crate::doors::{Route, Signed, Wants, Who};
use axum::Extension;
use axum::extract::State;
use axum::response::Response;
use serde_json::json;

pub(super) fn routes(pages: &Pages) -> Vec<Route> {
    vec![Route::get("/laporan", Who::Supervisor, page, pages.clone())]
}

async fn page(State(pages): State<Pages>, Wants(lang): Wants, signed: Option<Extension<Signed>>) -> Response {
    let Some(account) = pages.account(signed) else { return pages.missing(lang) };
    let today = pages.profile().calendar.offset.day(pages.now()).0.to_string();
    shell(
        &pages,
        lang,
        "reports",
        ways::name(&pages, lang, "reports"),
        json!({ "name": account.name, "ways": ways::of(&pages, lang, &account), "today": today }),
    )
}
