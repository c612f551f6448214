//! How a device comes to trust the CA that the office made for its own network. Also served without TLS.

use super::Pages;
use super::templates::Template;
use crate::doors::{Route, Wants, Who};
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use std::sync::Arc;

/// The CA as devices get it.
pub struct Trust {
    /// What devices call it.
    pub name: String,
    /// Its SHA-256, `AB:CD:…`.
    pub fingerprint: String,
    /// Its certificate in PEM.
    pub pem: String,
}

/// What a page and the plain listener share.
#[derive(Clone)]
struct Desk {
    pages: Pages,
    trust: Option<Arc<Trust>>,
    /// Where the office is.
    office: Arc<str>,
}

/// The page and the file. An office without a CA of its own says that there is nothing to do.
pub fn routes(pages: &Pages, trust: Option<&Arc<Trust>>, office: &Arc<str>) -> Vec<Route> {
    let desk = Desk { pages: pages.clone(), trust: trust.cloned(), office: office.clone() };
    vec![
        Route::get("/percaya", Who::Anyone, page, desk.clone()),
        Route::get("/percaya/loket-ca.crt", Who::Anyone, file, desk),
    ]
}

/// The page.
#[derive(Serialize)]
pub(super) struct TrustPage {
    /// The CA's name; none when there is nothing to trust.
    name: Option<String>,
    /// The fingerprint, in groups that are easily compared.
    groups: Vec<String>,
    /// The office over TLS.
    office: String,
}

impl Template for TrustPage {
    const FILE: &'static str = "trust.html";

    fn sample() -> TrustPage {
        let groups = vec!["AB:CD:EF:01".to_string(); 8];
        TrustPage {
            name: Some("loket 01234567".to_string()),
            groups,
            office: "https://loket.lan".to_string(),
        }
    }
}

async fn page(State(Desk { pages, trust, office }): State<Desk>, Wants(lang): Wants) -> Response {
    let bytes = trust.as_ref().map(|trust| trust.fingerprint.split(':').collect::<Vec<_>>());
    let groups = bytes.unwrap_or_default().chunks(4).map(|group| group.join(":")).collect();
    let name = trust.map(|trust| trust.name.clone());
    pages.page(lang, TrustPage { name, groups, office: office.to_string() })
}

async fn file(State(Desk { trust, .. }): State<Desk>) -> Response {
    let Some(trust) = trust else { return StatusCode::NOT_FOUND.into_response() };
    let headers = [
        (header::CONTENT_TYPE, "application/x-x509-ca-cert"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"loket-ca.crt\""),
    ];
    (headers, trust.pem.clone()).into_response()
}
