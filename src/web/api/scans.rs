//! Scans: files that come in, lie beside the data, and go out again as nothing but downloads.

use super::answers::ScanDone;
use super::casework::look;
use super::held::may_have_scans;
use super::reveal::many_looks;
use crate::domain::annex::{Annex, hex, parse_hex};
use crate::domain::api_token::Scope;
use crate::domain::command::{AnnexAct, Ask, Command, NewScan};
use crate::domain::ids::{BerkasId, RequestId};
use crate::domain::refusal::Refusal;
use crate::domain::ticket::Lang;
use crate::doors::{Body, Content, Route, Signed, Wants, Who};
use crate::scans::clam::{self, Said};
use crate::scans::{self, MOST_BYTES, Refused, Trouble};
use crate::web::ask::{self, Act, answer_json, parse_request};
use crate::web::{ApiError, Web};
use axum::extract::{Path, Query, Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use schemars::JsonSchema;
use serde::Deserialize;

/// What a browser may do with a scan that somebody opens after all: nothing.
const POLICY: &str = "sandbox; default-src 'none'";

pub(super) fn routes(web: &Web) -> Vec<Route> {
    vec![
        Route::act("/api/berkas/{id}/scan", Who::Staff, add, web.clone())
            .takes(Body::File(&["application/pdf", "image/jpeg", "image/png"]))
            .scope(Scope::Berkas),
        Route::reading("/api/berkas/{id}/scan/{digest}", Who::Staff, give, web.clone())
            .gives(StatusCode::OK, Content::File("*/*"))
            .scope(Scope::Read),
        Route::act("/api/berkas/{id}/scan/{digest}/remove", Who::Staff, remove, web.clone())
            .scope(Scope::Berkas),
    ]
}

#[derive(Deserialize, JsonSchema)]
struct About {
    /// The line of the checklist.
    #[serde(default)]
    requirement: String,
    /// The client's request id.
    #[serde(default)]
    #[schemars(extend("pattern" = "^[0-7][0-9A-HJKMNP-TV-Z]{25}$"))]
    request: String,
}

/// Keeps the file in the body, then lays it beside the berkas.
async fn add(
    State(web): State<Web>,
    Wants(lang): Wants,
    Extension(signed): Extension<Signed>,
    Path(id): Path<u64>,
    Query(about): Query<About>,
    request: Request,
) -> Result<Json<ScanDone>, ApiError> {
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    // A form of another site cannot send these types, so nothing can be forged with one.
    if !kind.is_some_and(|kind| kind.starts_with("image/") || kind.starts_with("application/")) {
        return Err(ApiError::new(&web, lang, StatusCode::UNSUPPORTED_MEDIA_TYPE, "scan-kind"));
    }
    let act = parse_request(&about.request)
        .ok_or_else(|| ApiError::new(&web, lang, StatusCode::UNPROCESSABLE_ENTITY, "request-id"))?;
    wanted(&web, lang, BerkasId(id), &about.requirement)?;
    let (sent, place) =
        ask::file(request, &web, lang, MOST_BYTES).await.map_err(|error| too_large(&web, lang, error))?;
    harmless(&web, lang, &sent).await?;
    let scans = web.scans.clone();
    // The place goes along: also of whoever has gone meanwhile the file is still held.
    let keep = move || {
        let kept = scans.keep(sent);
        drop(place);
        kept
    };
    let kept = match tokio::task::spawn_blocking(keep).await {
        Ok(kept) => kept.map_err(|trouble| in_words(&web, lang, &trouble))?,
        Err(_) => return Err(ApiError::new(&web, lang, StatusCode::INTERNAL_SERVER_ERROR, "fault")),
    };
    let scan =
        NewScan { requirement: about.requirement, digest: kept.digest, kind: kept.kind, bytes: kept.bytes };
    told(&web, lang, signed, act, BerkasId(id), AnnexAct::AddScan(scan), &kept.digest).await
}

/// Asks ClamAV, where the office has one. What was not looked at is not kept.
async fn harmless(web: &Web, lang: Lang, sent: &[u8]) -> Result<(), ApiError> {
    let clamd = &web.office.profile().clamd;
    if clamd.is_empty() {
        return Ok(());
    }
    match clam::ask(clamd, sent).await {
        Ok(Said::Clean) => Ok(()),
        Ok(Said::Harmful(name)) => {
            tracing::warn!(name, "a scan is harmful and was not kept");
            Err(ApiError::new(web, lang, StatusCode::UNPROCESSABLE_ENTITY, "scan-harmful"))
        }
        Err(error) => {
            tracing::error!(%error, "a scan could not be looked at for viruses and was not kept");
            Err(ApiError::new(web, lang, StatusCode::SERVICE_UNAVAILABLE, "scan-unlooked").retry_after(5))
        }
    }
}

/// Refuses before a large body is read. The writer decides again.
fn wanted(web: &Web, lang: Lang, id: BerkasId, requirement: &str) -> Result<(), ApiError> {
    let committed = web.office.committed();
    let refused = |refusal| Err(ApiError::refused(web, lang, &refusal));
    let Some(berkas) = committed.state.berkas(id) else { return refused(Refusal::NoSuchBerkas(id)) };
    if !berkas.checklist.iter().any(|line| line.requirement == requirement) {
        return refused(Refusal::NoSuchRequirement);
    }
    Ok(())
}

/// A scan, as a download.
async fn give(
    State(web): State<Web>,
    Wants(lang): Wants,
    Extension(signed): Extension<Signed>,
    Path((id, digest)): Path<(u64, String)>,
) -> Result<Response, ApiError> {
    may_have_scans(&web, lang, signed, BerkasId(id))?;
    let missing = || ApiError::not_found(&web, lang);
    let digest = parse_hex(&digest).ok_or_else(missing)?;
    let annex = look(&web, lang, move |web, _| web.office.reader().annex(BerkasId(id))).await?;
    let scan =
        annex.as_deref().and_then(|annex: &Annex| annex.scans.iter().find(|scan| scan.digest == digest));
    let scan = scan.ok_or_else(missing)?;
    let (kind, requirement) = (scan.kind, scan.requirement.clone());
    // Before it is given, so that nobody sees one that is not written down.
    let see = Command::Annex(BerkasId(id), AnnexAct::SeeScan { requirement, digest });
    let ask = Ask { actor: signed.actor(), request: None, command: see };
    web.office.ask(ask).await.map_err(|error| ApiError::submit(&web, lang, &error))?;
    many_looks(&web, signed);
    let scans = web.scans.clone();
    let content = match tokio::task::spawn_blocking(move || scans.content(&digest)).await {
        Ok(Ok(content)) => content,
        Ok(Err(error)) => return Err(in_words(&web, lang, &error)),
        Err(_) => None,
    };
    let content = content.ok_or_else(|| {
        tracing::error!(digest = hex(&digest), "a scan is missing or damaged");
        ApiError::new(&web, lang, StatusCode::INTERNAL_SERVER_ERROR, "scan-lost")
    })?;
    let name = format!("attachment; filename=\"berkas-{id}-{}.{}\"", &hex(&digest)[..8], scans::ending(kind));
    let name = HeaderValue::try_from(name).map_err(|_| missing())?;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(scans::media_type(kind))),
        (header::CONTENT_DISPOSITION, name),
        (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY)),
    ];
    Ok((headers, content).into_response())
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Line {
    requirement: String,
}

/// Takes the reference away. The file stays for whoever looks into the journal.
async fn remove(
    State(web): State<Web>,
    Extension(signed): Extension<Signed>,
    Path((id, digest)): Path<(u64, String)>,
    act: Act<Line>,
) -> Result<Json<ScanDone>, ApiError> {
    let Act { request, body, lang } = act;
    let digest = parse_hex(&digest).ok_or_else(|| ApiError::not_found(&web, lang))?;
    let remove = AnnexAct::RemoveScan { requirement: body.requirement, digest };
    told(&web, lang, signed, request, BerkasId(id), remove, &digest).await
}

async fn told(
    web: &Web,
    lang: Lang,
    signed: Signed,
    request: RequestId,
    id: BerkasId,
    act: AnnexAct,
    digest: &[u8; 32],
) -> Result<Json<ScanDone>, ApiError> {
    let answered = web.ask(lang, signed, request, Command::Annex(id, act)).await?;
    Ok(Json(ScanDone { done: answer_json(&answered), scan: hex(digest) }))
}

fn too_large(web: &Web, lang: Lang, error: ApiError) -> ApiError {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
        return ApiError::new(web, lang, StatusCode::PAYLOAD_TOO_LARGE, "scan-too-large");
    }
    error
}

fn in_words(web: &Web, lang: Lang, trouble: &Trouble) -> ApiError {
    let (status, code) = match trouble {
        Trouble::Refused(Refused::Empty | Refused::Damaged) => {
            (StatusCode::UNPROCESSABLE_ENTITY, "scan-damaged")
        }
        Trouble::Refused(Refused::TooLarge) => (StatusCode::PAYLOAD_TOO_LARGE, "scan-too-large"),
        Trouble::Refused(Refused::OtherKind) => (StatusCode::UNSUPPORTED_MEDIA_TYPE, "scan-kind"),
        Trouble::Refused(Refused::TooWide) => (StatusCode::UNPROCESSABLE_ENTITY, "scan-too-wide"),
        Trouble::Unreadable(unreadable) => {
            tracing::error!(%unreadable, "a scan");
            (StatusCode::INTERNAL_SERVER_ERROR, "scan-lost")
        }
        Trouble::DiskFull => (StatusCode::INSUFFICIENT_STORAGE, "scan-disk-full"),
        Trouble::Disk(error) => {
            tracing::error!(%error, "the folder of the scans");
            (StatusCode::INTERNAL_SERVER_ERROR, "scan-disk")
        }
    };
    ApiError::new(web, lang, status, code)
}
