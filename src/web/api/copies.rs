//! The copies of the office: which there are, one more now, and each to be carried away.

use super::answers::{CopyLine, CopyList, CopyTrouble, StandbyLine};
use crate::doors::{Content, Route, Wants, Who};
use crate::office::Standby;
use crate::views::millis;
use crate::web::ask::{Nothing, Question};
use crate::web::{ApiError, Web};
use axum::Json;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use tower_http::services::ServeFile;

pub(super) fn routes(web: &Web) -> Vec<Route> {
    vec![
        Route::reading("/api/copies", Who::Administrator, list, web.clone()),
        Route::act("/api/copies", Who::Administrator, want, web.clone())
            .gives(StatusCode::ACCEPTED, Content::json::<CopyList>()),
        Route::reading("/api/copies/{name}", Who::Administrator, file, web.clone())
            .gives(StatusCode::OK, Content::File("application/octet-stream")),
    ]
}

async fn list(State(web): State<Web>) -> Json<CopyList> {
    Json(listed(&web))
}

/// Asks for one more. It is taken beside the office's work; the list tells when it is there.
async fn want(State(web): State<Web>, asked: Question<Nothing>) -> Result<Response, ApiError> {
    let Question { body: Nothing {}, lang } = asked;
    let copies = web.office.presence().copies();
    if copies.now().underway {
        return Err(ApiError::new(&web, lang, StatusCode::CONFLICT, "copy-underway"));
    }
    copies.want();
    Ok((StatusCode::ACCEPTED, Json(listed(&web))).into_response())
}

fn listed(web: &Web) -> CopyList {
    let known = web.office.presence().copies().now();
    let files = known.files.iter();
    let files =
        files.map(|file| CopyLine { name: file.name.clone(), bytes: file.bytes, taken: millis(file.taken) });
    let trouble = known.trouble.as_ref();
    CopyList {
        folder: known.folder.display().to_string(),
        underway: known.underway,
        files: files.collect(),
        standbys: web.office.standbys().into_iter().map(|known| standby(web, known)).collect(),
        trouble: trouble.map(|(at, why)| CopyTrouble { at: millis(*at), why: why.clone() }),
        now: millis(web.office.now()),
    }
}

fn standby(web: &Web, known: Standby) -> StandbyLine {
    let last = web.office.committed().state.seq.0;
    StandbyLine {
        name: known.name,
        asked: known.asked.map(millis),
        reached: known.reached.map(|seq| seq.0),
        missing: known.reached.map(|seq| last.saturating_sub(seq.0)),
        level: millis(known.level),
        late: known.late,
    }
}

/// A copy as it lies there: encrypted. Only names of the list are served.
async fn file(
    State(web): State<Web>,
    Wants(lang): Wants,
    Path(name): Path<String>,
    request: Request,
) -> Result<Response, ApiError> {
    let known = web.office.presence().copies().now();
    let found = known.files.iter().find(|file| file.name == name);
    let found = found.ok_or_else(|| ApiError::not_found(&web, lang))?;
    let served = ServeFile::new(known.folder.join(&found.name)).try_call(request).await;
    let mut response = served.map_err(|_| ApiError::not_found(&web, lang))?.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/octet-stream"));
    let attached = HeaderValue::from_str(&format!("attachment; filename=\"{}\"", found.name));
    headers.insert(header::CONTENT_DISPOSITION, attached.map_err(|_| ApiError::not_found(&web, lang))?);
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}
