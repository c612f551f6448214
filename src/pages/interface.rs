//! The pages of the JSON interface: its document for whoever writes a program, tokens and webhooks for administrators.

use super::shell::framed;
use super::{Pages, ways};
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
    let Some(account) = pages.account(signed) else { return pages.missing(lang) };
    let screen = ("tokens", "templates/staff/tokens.js", "templates/staff/tokens.css");
    let title = pages.texts().get(lang, "api-tokens-title");
    framed(
        &pages,
        lang,
        screen,
        title,
        json!({ "name": account.name, "ways": ways::of(&pages, lang, &account) }),
    )
}

async fn hooks(
    State(pages): State<Pages>,
    Wants(lang): Wants,
    signed: Option<Extension<Signed>>,
) -> Response {
    let Some(account) = pages.account(signed) else { return pages.missing(lang) };
    let screen = ("hooks", "templates/staff/hooks.js", "templates/staff/hooks.css");
    let title = pages.texts().get(lang, "api-hooks-title");
    framed(
        &pages,
        lang,
        screen,
        title,
        json!({ "name": account.name, "ways": ways::of(&pages, lang, &account) }),
    )
}
