//! The journal for a second machine: entries as they lie on the disk, and the sealed scans that they name. No word of a
//! person is opened for it, and it needs no key.

use super::answers::JournalPage;
use super::casework::look;
use crate::domain::annex::{hex, parse_hex};
use crate::domain::api_token::Scope;
use crate::domain::ids::Seq;
use crate::doors::{Content, Route, Signed, Wants, Who};
use crate::store::{Hash, Page};
use crate::web::{ApiError, Web};
use axum::extract::{Path, Query, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use schemars::JsonSchema;
use serde::Deserialize;
use std::time::Duration;
use tokio::time::Instant;

/// Nobody waits longer for the next entry, in seconds.
const LONGEST: u64 = 20;

pub(super) fn routes(web: &Web) -> Vec<Route> {
    vec![
        Route::reading("/api/journal", Who::Administrator, page, web.clone()).scope(Scope::Follow),
        Route::reading("/api/journal/scan/{digest}", Who::Administrator, scan, web.clone())
            .gives(StatusCode::OK, Content::File("application/octet-stream"))
            .scope(Scope::Follow),
    ]
}

#[derive(Deserialize, JsonSchema)]
struct From {
    /// The last entry that is there already; 0 before the first.
    after: u64,
    /// Its SHA-256; all zero before the first.
    #[schemars(extend("pattern" = "^[0-9a-f]{64}$"))]
    hash: String,
    /// Seconds to wait for the next entry when there is none, at most 20.
    #[serde(default)]
    wait: u64,
}

/// The entries after one, at once or as soon as there is one.
async fn page(
    State(web): State<Web>,
    Wants(lang): Wants,
    Extension(signed): Extension<Signed>,
    Query(from): Query<From>,
) -> Result<Json<JournalPage>, ApiError> {
    let unreadable = || ApiError::new(&web, lang, StatusCode::UNPROCESSABLE_ENTITY, "journal-hash");
    let (after, hash) = (Seq(from.after), Hash::parse(&from.hash).ok_or_else(unreadable)?);
    let standbys = web.office.presence().standbys().clone();
    let until = Instant::now() + Duration::from_secs(from.wait.min(LONGEST));
    let (mut commits, mut over) = (web.office.follow(), standbys.over());
    let mut asked = false;
    loop {
        commits.mark_unchanged();
        let read = look(&web, lang, move |web, _| web.office.reader().page(after, hash)).await?;
        let page = read.ok_or_else(|| ApiError::new(&web, lang, StatusCode::CONFLICT, "journal-fork"))?;
        let now = web.office.now();
        // A person with a browser follows nothing.
        if let Some(token) = signed.token {
            if !std::mem::replace(&mut asked, true) {
                standbys.asked(token, after, now);
            }
            if page.is_all(after) {
                standbys.told_all(token, page.last, now);
            }
        }
        let waits = page.records.is_empty() && Instant::now() < until;
        let goes_on = waits
            && tokio::select! {
                changed = commits.changed() => changed.is_ok(),
                () = tokio::time::sleep_until(until) => false,
                _ = over.wait_for(|over| *over) => false,
            };
        if !goes_on {
            return Ok(Json(told(&page)));
        }
    }
}

fn told(page: &Page) -> JournalPage {
    JournalPage {
        records: page.records.iter().map(|record| STANDARD.encode(record)).collect(),
        scans: page.scans.iter().map(hex).collect(),
        last: page.last.0,
    }
}

/// A scan as it lies there. It says nothing to whoever has no key, so nobody has seen it.
async fn scan(
    State(web): State<Web>,
    Wants(lang): Wants,
    Path(digest): Path<String>,
) -> Result<Response, ApiError> {
    let missing = || ApiError::not_found(&web, lang);
    let digest = parse_hex(&digest).ok_or_else(missing)?;
    let scans = web.scans.clone();
    let read = tokio::task::spawn_blocking(move || scans.file(&digest)).await;
    let file = match read {
        Ok(Ok(file)) => file.ok_or_else(missing)?,
        Ok(Err(error)) => {
            tracing::error!(%error, "the folder of the scans");
            return Err(ApiError::new(&web, lang, StatusCode::INTERNAL_SERVER_ERROR, "scan-disk"));
        }
        Err(_) => return Err(ApiError::new(&web, lang, StatusCode::INTERNAL_SERVER_ERROR, "fault")),
    };
    let headers = [(header::CONTENT_TYPE, "application/octet-stream"), (header::CACHE_CONTROL, "no-store")];
    Ok((headers, file).into_response())
}
