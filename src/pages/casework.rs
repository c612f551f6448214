//! The page on which berkas are found.

use super::Pages;
use super::routes::shell;
use crate::doors::{Signed, Wants, Who};
use axum::Extension;
use axum::extract::State;
use axum::response::Response;
use serde_json::json;

/// Search over all berkas. Whoever works on berkas may lay notes and scans beside them.
pub(super) async fn search(
    State(pages): State<Pages>,
    Wants(lang): Wants,
    signed: Option<Extension<Signed>>,
) -> Response {
    let Some(account) = pages.account(signed) else { return pages.missing(lang) };
    let works = [Who::Officer, Who::Desk].iter().any(|who| who.admits(pages.profile(), &account));
    shell(&pages, lang, "search", "Cari berkas".to_string(), json!({ "name": account.name, "works": works }))
}
