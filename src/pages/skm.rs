//! The pages behind the report of the survey: its document, and the import.

use super::shell::shell;
use super::{Pages, ways};
use crate::doors::{Signed, Wants};
use axum::Extension;
use axum::extract::State;
use axum::response::Response;
use serde_json::json;

/// The printed report.
pub(super) async fn document(
    State(pages): State<Pages>,
    Wants(lang): Wants,
    signed: Option<Extension<Signed>>,
) -> Response {
    let Some(account) = pages.account(signed) else { return pages.missing(lang) };
    let office = &pages.office().profile().office;
    let today = pages.office().profile().calendar.offset.day(pages.office().now()).0.to_string();
    let settings = json!({
        "name": account.name, "ways": ways::of(&pages, lang, &account),
        "today": today,
        "government": office.government,
        "address": office.address,
        "seat": office.seat,
    });
    shell(&pages, lang, "skm-document", ways::name(&pages, lang, "report"), settings)
}

/// Taking in responses of elsewhere.
pub(super) async fn import(
    State(pages): State<Pages>,
    Wants(lang): Wants,
    signed: Option<Extension<Signed>>,
) -> Response {
    let Some(account) = pages.account(signed) else { return pages.missing(lang) };
    shell(
        &pages,
        lang,
        "skm-import",
        ways::name(&pages, lang, "report"),
        json!({ "name": account.name, "ways": ways::of(&pages, lang, &account) }),
    )
}
