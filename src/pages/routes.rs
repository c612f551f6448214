//! The routes of pages and files.

use super::shell::shell;
use super::templates::{Accounts, SignIn};
use super::{Pages, casework, ikm, landing, people, skm, ways};
use crate::domain::ids::PrinterId;
use crate::domain::token::Token;
use crate::doors::{Route, Signed, Wants, Who};
use crate::texts;
use axum::Extension;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::json;

/// The message files that screens load.
pub(super) const SCREEN_TEXTS: &[&str] = &[
    "screens",
    "kiosk",
    "board",
    "staff",
    "console",
    "desk",
    "wall",
    "report",
    "survey",
    "phone",
    "pages",
    "voice",
    "arrange",
    "pair",
    "devices",
    "sop",
    "late",
    "looks",
    "ready",
    "replay",
    "casework",
    "skm",
    "reports",
    "documents",
    "complaints",
    "copies",
    "api",
    "printers",
    "emulator",
    "settings",
];

/// All routes of pages and files.
pub fn routes(pages: &Pages) -> Vec<Route> {
    let pages = || pages.clone();
    let mut routes = super::sight::routes(&pages());
    routes.extend(super::copies::routes(&pages()));
    routes.extend(super::interface::routes(&pages()));
    routes.extend(super::documents::routes(&pages()));
    routes.extend(super::seal::routes(&pages()));
    routes.extend(super::reports::routes(&pages()));
    routes.extend(super::screens::routes(&pages()));
    routes.extend([
        Route::get("/", Who::Anyone, landing::landing, pages()),
        Route::get("/masuk", Who::Anyone, sign_in, pages()),
        Route::get("/laporan/skm/dokumen", Who::Supervisor, skm::document, pages()),
        Route::get("/laporan/skm/impor", Who::Supervisor, skm::import, pages()),
        Route::get("/ikm", Who::Anyone, ikm::page, pages()).outside(),
        Route::get("/akun", Who::Administrator, accounts, pages()),
        Route::get("/saya", Who::Staff, people::me, pages()),
        Route::get("/mulai/{token}", Who::Anyone, people::setup, pages()),
        Route::get("/pasang", Who::Anyone, pair, pages()),
        Route::get("/cari", Who::Staff, casework::search, pages()),
        Route::get("/pengaduan", Who::Complaints, casework::complaints, pages()),
        Route::get("/p/{token}", Who::Anyone, casework::complaint, pages()).outside(),
        Route::get("/P/{token}", Who::Anyone, casework::complaint, pages()).outside(),
        Route::get("/t/{token}", Who::Anyone, ticket, pages()).outside(),
        Route::get("/T/{token}", Who::Anyone, ticket, pages()).outside(),
        Route::get("/b/{token}", Who::Anyone, berkas, pages()).outside(),
        Route::get("/B/{token}", Who::Anyone, berkas, pages()).outside(),
        Route::get("/texts/{build}/{lang}", Who::Anyone, words, pages()).outside(),
    ]);
    if pages().demo().is_some() {
        routes.push(Route::get("/printer/{printer}", Who::Anyone, virtual_printer, pages()));
    }
    routes.extend(shared(&pages()));
    routes
}

/// The files that every page loads, which are no secret to anybody.
pub fn shared(pages: &Pages) -> Vec<Route> {
    let pages = || pages.clone();
    vec![
        Route::get("/a/{build}/{*path}", Who::Anyone, asset, pages()).outside(),
        Route::get("/favicon.ico", Who::Anyone, icon, pages()).outside(),
    ]
}

#[derive(Deserialize)]
struct Next {
    #[serde(default)]
    next: String,
}

impl Next {
    /// Only a path of our own, never another site.
    fn own(self) -> String {
        let plain = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '/' | '-' | '_');
        let Next { next } = self;
        let own = next.starts_with('/') && !next.starts_with("//") && next.chars().all(plain);
        if own { next } else { String::new() }
    }
}

async fn sign_in(State(pages): State<Pages>, Wants(lang): Wants, Query(next): Query<Next>) -> Response {
    pages.page(lang, SignIn { next: next.own() })
}

/// What a device shows that nobody knows yet: a code for the administrator.
async fn pair(State(pages): State<Pages>, Wants(lang): Wants, Query(next): Query<Next>) -> Response {
    shell(&pages, lang, "pair", "Pasang perangkat".to_string(), json!({ "next": next.own() }))
}

async fn accounts(
    State(pages): State<Pages>,
    Wants(lang): Wants,
    signed: Option<Extension<Signed>>,
) -> Response {
    let Some(account) = pages.account(signed) else { return pages.missing(lang) };
    pages.page(lang, Accounts { ways: ways::of(&pages, lang, &account) })
}

/// The page of a ticket. Whether the token is known is checked at once, so that an old or mistyped
/// address says so.
async fn ticket(State(pages): State<Pages>, Wants(lang): Wants, Path(token): Path<String>) -> Response {
    let found = Token::parse(&token).map(|token| pages.office().reader().ticket_by_token(token));
    match found {
        Some(Ok(Some(ticket))) => {
            let settings = json!({ "live": format!("/live/t/{}", ticket.token) });
            shell(&pages, lang, "phone", ticket.number.to_string(), settings)
        }
        Some(Err(_)) => StatusCode::SERVICE_UNAVAILABLE.into_response(),
        _ => pages.missing(lang),
    }
}

async fn berkas(State(pages): State<Pages>, Wants(lang): Wants, Path(token): Path<String>) -> Response {
    let found = Token::parse(&token).map(|token| pages.office().reader().berkas_by_token(token));
    match found {
        Some(Ok(Some(berkas))) => {
            let settings = json!({ "live": format!("/live/b/{}", berkas.token) });
            shell(&pages, lang, "phone", berkas.number.to_string(), settings)
        }
        Some(Err(_)) => StatusCode::SERVICE_UNAVAILABLE.into_response(),
        _ => pages.missing(lang),
    }
}

async fn asset(
    State(pages): State<Pages>,
    headers: HeaderMap,
    Path((build, path)): Path<(String, String)>,
) -> Response {
    if build != pages.assets().build() {
        // A screen of another build: what it asks for may have changed, so it must load itself anew.
        return StatusCode::NOT_FOUND.into_response();
    }
    pages.assets().serve(&path, &headers)
}

/// The virtual printer, where there is one: its paper, and the keys that put it in other conditions.
async fn virtual_printer(
    State(pages): State<Pages>,
    Wants(lang): Wants,
    Path(printer): Path<String>,
) -> Response {
    if pages.profile().printer(&PrinterId::from(printer.as_str())).is_none() {
        return pages.missing(lang);
    }
    let title = pages.texts().get(lang, "emulator-title").to_string();
    shell(&pages, lang, "emulator", title, json!({}))
}

#[derive(Deserialize)]
struct Wanted {
    /// Names of message files, with commas.
    #[serde(default)]
    of: String,
}

/// The messages of a screen, as Fluent source.
async fn words(
    State(pages): State<Pages>,
    Path((build, lang)): Path<(String, String)>,
    Query(wanted): Query<Wanted>,
) -> Response {
    let names: Vec<&str> = wanted.of.split(',').filter(|name| SCREEN_TEXTS.contains(name)).collect();
    if build != pages.assets().build() || names.is_empty() {
        return StatusCode::NOT_FOUND.into_response();
    }
    let headers = [
        (header::CONTENT_TYPE, "text/plain; charset=utf-8"),
        (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
    ];
    let own = &pages.profile().words;
    (headers, texts::source_with(texts::lang(&lang), &names, own)).into_response()
}

async fn icon(State(pages): State<Pages>, headers: HeaderMap) -> Response {
    pages.assets().serve("office/logo", &headers)
}
