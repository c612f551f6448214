//! The page on which berkas are found.

use super::Pages;
use super::shell::{framed, staff};
use crate::domain::account::roles;
use crate::domain::token::Token;
use crate::doors::{Signed, Wants, Who};
use crate::views::complaint::PublicComplaint;
use axum::Extension;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::json;

/// Complaints, for those who answer them.
pub(super) async fn complaints(
    State(pages): State<Pages>,
    Wants(lang): Wants,
    signed: Option<Extension<Signed>>,
) -> Response {
    staff(&pages, lang, signed, "complaints", json!({}))
}

/// What the paper of a complaint opens: where it stands, and nothing of what was said.
pub(super) async fn complaint(
    State(pages): State<Pages>,
    Wants(lang): Wants,
    Path(token): Path<String>,
) -> Response {
    const SCREEN: (&str, &str, &str) = ("phone", "kiosk/complaint.js", "kiosk/phone.css");
    let found = Token::parse(&token).map(|token| pages.office().reader().complaint_by_token(token));
    match found {
        Some(Ok(Some(complaint))) => {
            let shown = PublicComplaint::of(&complaint);
            let settings = json!({ "complaint": shown });
            framed(&pages, lang, SCREEN, shown.number, settings)
        }
        Some(Err(_)) => StatusCode::SERVICE_UNAVAILABLE.into_response(),
        _ => pages.missing(lang),
    }
}

/// Search over all berkas. Whoever works on berkas may lay notes and scans beside them.
pub(super) async fn search(
    State(pages): State<Pages>,
    Wants(lang): Wants,
    signed: Option<Extension<Signed>>,
) -> Response {
    let Some(account) = pages.account(signed) else { return pages.missing(lang) };
    let works = Who::Caseworker.admits(pages.profile(), &account);
    let administrates = account.holds(roles::ADMINISTRATOR);
    let revokes = account.holds(pages.profile().papers.permit_by.as_str());
    let facts = json!({ "works": works, "administrates": administrates, "revokes": revokes });
    staff(&pages, lang, signed, "search", facts)
}
