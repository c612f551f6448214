//! The kiosk: a number for a service, a number for a berkas, and where a berkas stands.

use super::answers::{ReportedBack, Scanned};
use super::{loket, random};
use crate::domain::account::roles;
use crate::domain::api_token::Scope;
use crate::domain::berkas::Berkas;
use crate::domain::command::{Answer, Command, Issue, Prepare, Wanted};
use crate::domain::ids::{PermitCode, PriorityClass, Series};
use crate::domain::ticket::Ticket;
use crate::domain::token::{ShortCode, Token};
use crate::doors::{Content, Route, Signed, Wants, Who};
use crate::office::Committed;
use crate::store::StoreError;
use crate::texts;
use crate::views::phone::PhoneView;
use crate::views::{EstimateView, Scene, millis, phone};
use crate::web::ask::{Act, Done, Question, answer_json};
use crate::web::{ApiError, Web};
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use qrcode::render::svg;
use qrcode::{EcLevel, QrCode};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

pub(super) fn routes(web: &Web) -> Vec<Route> {
    let kiosk = Who::Device(roles::KIOSK);
    vec![
        Route::act("/api/kiosk/tickets", kiosk, issue, web.clone())
            .gives(StatusCode::CREATED, Content::json::<Issued>())
            .scope(Scope::Kiosk),
        Route::act("/api/kiosk/scan", kiosk, scan, web.clone())
            .gives(StatusCode::OK, Content::json::<Scanned>())
            .scope(Scope::Kiosk),
        Route::act("/api/kiosk/report", kiosk, report, web.clone()).scope(Scope::Kiosk),
        Route::reading("/api/kiosk/permits", kiosk, loket::permits, web.clone()).scope(Scope::Kiosk),
        Route::act("/api/kiosk/lists", kiosk, prepare, web.clone())
            .gives(StatusCode::CREATED, Content::json::<Done>())
            .scope(Scope::Kiosk),
        Route::reading("/api/tickets/{token}/qr.svg", Who::Anyone, qr, web.clone())
            .gives(StatusCode::OK, Content::File("image/svg+xml")),
    ]
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct IssueBody {
    /// The service's letter; or `code`.
    service: Option<char>,
    /// A scanned tanda terima; or `service`.
    code: Option<String>,
    priority: Option<String>,
    /// `id` or `en`.
    #[serde(default)]
    lang: String,
}

/// A number that was given.
#[derive(Serialize, JsonSchema)]
struct Issued {
    seq: u64,
    id: u64,
    number: String,
    service: String,
    issued: i64,
    ahead: u32,
    estimate: Option<EstimateView>,
    /// The address in the slip's QR code.
    url: String,
    /// Where the QR code is drawn, to be photographed when paper fails. It is drawn only then.
    qr: String,
}

async fn issue(
    State(web): State<Web>,
    Extension(signed): Extension<Signed>,
    act: Act<IssueBody>,
) -> Result<Response, ApiError> {
    let Act { request, body, lang } = act;
    let unprocessable = |code| ApiError::new(&web, lang, StatusCode::UNPROCESSABLE_ENTITY, code);
    let what = match (body.service, &body.code) {
        (Some(letter), None) => Wanted::Service(Series(letter)),
        (None, Some(code)) => {
            let berkas = find(&web, code).map_err(|error| ApiError::store(&web, lang, &error))?;
            let (_, berkas) = berkas.ok_or_else(|| ApiError::not_found(&web, lang))?;
            Wanted::Berkas(berkas.ok_or_else(|| ApiError::not_found(&web, lang))?.id)
        }
        _ => return Err(unprocessable("service-or-code")),
    };
    let token =
        random().map_err(|_| ApiError::new(&web, lang, StatusCode::INTERNAL_SERVER_ERROR, "fault"))?;
    let issue = Issue {
        what,
        priority: body.priority.as_deref().map(PriorityClass::from),
        lang: texts::lang(&body.lang),
        token: Token(token),
    };
    let answered = web.ask(lang, signed, request, Command::Issue(issue)).await?;
    let Answer::Ticket(id, _) = answered.answer else {
        // The id was used for another act before; what that act answered is no ticket.
        return Err(unprocessable("request-id"));
    };
    let committed = web.office.committed();
    let ticket = match committed.state.tickets.get(&id) {
        Some(ticket) => Some(ticket.clone()),
        None => web.office.reader().ticket(id).map_err(|error| ApiError::store(&web, lang, &error))?,
    };
    let ticket = ticket.ok_or_else(|| ApiError::not_found(&web, lang))?;
    Ok((StatusCode::CREATED, Json(issued(&web, answered.seq.0, &ticket))).into_response())
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct PrepareBody {
    permit: String,
    /// Requirements of the permit type, in its own words.
    missing: Vec<String>,
    /// `id` or `en`.
    #[serde(default)]
    lang: String,
}

/// Prints what is still to be brought. No number, no name.
async fn prepare(
    State(web): State<Web>,
    Extension(signed): Extension<Signed>,
    act: Act<PrepareBody>,
) -> Result<Response, ApiError> {
    let Act { request, body, lang } = act;
    let prepare = Prepare {
        permit: PermitCode::from(body.permit),
        missing: body.missing,
        lang: texts::lang(&body.lang),
    };
    let answered = web.ask(lang, signed, request, Command::Prepare(prepare)).await?;
    Ok((StatusCode::CREATED, Json(answer_json(&answered))).into_response())
}

fn issued(web: &Web, seq: u64, ticket: &Ticket) -> Issued {
    Issued {
        seq,
        id: ticket.id.0,
        number: ticket.number.to_string(),
        service: ticket.number.series.to_string(),
        issued: millis(ticket.issued),
        ahead: ticket.ahead,
        estimate: ticket.estimate.map(Into::into),
        url: address(web, ticket.token),
        qr: format!("/api/tickets/{}/qr.svg", ticket.token),
    }
}

/// What the QR code of a ticket opens. Capitals keep the code small.
fn address(web: &Web, token: Token) -> String {
    format!("{}/T/{token}", web.public_url).to_uppercase()
}

/// The QR code of a ticket as a picture. It holds nothing but the address it was asked for.
async fn qr(
    State(web): State<Web>,
    Wants(lang): Wants,
    Path(token): Path<String>,
) -> Result<Response, ApiError> {
    let token = Token::parse(&token).ok_or_else(|| ApiError::not_found(&web, lang))?;
    let code = QrCode::with_error_correction_level(address(&web, token), EcLevel::M);
    let code = code.map_err(|_| ApiError::not_found(&web, lang))?;
    let picture = code.render::<svg::Color<'_>>().quiet_zone(true).build();
    Ok(([(header::CONTENT_TYPE, "image/svg+xml")], picture).into_response())
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Scan {
    code: String,
}

/// Where a scanned tanda terima or ticket stands. Exactly one or nothing, never a list, no name.
async fn scan(State(web): State<Web>, question: Question<Scan>) -> Result<Response, ApiError> {
    let Question { body, lang } = question;
    let found = find(&web, &body.code).map_err(|error| ApiError::store(&web, lang, &error))?;
    let (ticket, berkas) = found.ok_or_else(|| ApiError::not_found(&web, lang))?;
    let committed = web.office.committed();
    let scene = Scene { state: &committed.state, profile: web.office.profile(), now: web.office.now() };
    let visit = berkas.as_deref().and_then(|berkas| scene.state.visit_of(berkas));
    let view: PhoneView = phone::view(scene, visit.or(ticket.as_deref()), berkas.as_deref());
    // A number makes sense when a loket is the next step and nobody holds one already.
    let issues = view.berkas.as_ref().is_some_and(|berkas| berkas.come) && visit.is_none();
    Ok(Json(Scanned { status: view, issues }).into_response())
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Report {
    /// The address in the QR code of the ticket.
    code: String,
}

/// Somebody whose number was missed is here now: back into the line.
async fn report(
    State(web): State<Web>,
    Extension(signed): Extension<Signed>,
    act: Act<Report>,
) -> Result<Json<ReportedBack>, ApiError> {
    let Act { request, body, lang } = act;
    let found = find(&web, &body.code).map_err(|error| ApiError::store(&web, lang, &error))?;
    let ticket = found.and_then(|(ticket, _)| ticket).ok_or_else(|| ApiError::not_found(&web, lang))?;
    let answered = web.ask(lang, signed, request, Command::ReportBack(ticket.id)).await?;
    let committed = web.office.committed();
    let scene = Scene { state: &committed.state, profile: web.office.profile(), now: web.office.now() };
    let ticket = scene.state.tickets.get(&ticket.id).map_or(&*ticket, |known| &**known);
    let view = phone::view(scene, Some(ticket), None);
    Ok(Json(ReportedBack { seq: answered.seq.0, status: view }))
}

type Found = (Option<Arc<Ticket>>, Option<Arc<Berkas>>);

/// What a scanner read: the address of a ticket or of a tanda terima, a bare token, or the short
/// code of a tanda terima typed by hand.
fn find(web: &Web, code: &str) -> Result<Option<Found>, StoreError> {
    let (reader, committed) = (web.office.reader(), web.office.committed());
    let code = code.trim();
    if let Some(short) = ShortCode::parse(code) {
        return Ok(reader.berkas_by_code(short)?.map(|berkas| (None, Some(berkas))));
    }
    let Some(token) = code.rsplit('/').next().and_then(Token::parse) else { return Ok(None) };
    if let Some(berkas) = reader.berkas_by_token(token)? {
        return Ok(Some((None, Some(berkas))));
    }
    let Some(ticket) = reader.ticket_by_token(token)? else { return Ok(None) };
    let berkas = ticket.berkas.map_or(Ok(None), |id| berkas_of(&committed, web, id))?;
    Ok(Some((Some(ticket), berkas)))
}

fn berkas_of(
    committed: &Committed,
    web: &Web,
    id: crate::domain::ids::BerkasId,
) -> Result<Option<Arc<Berkas>>, StoreError> {
    match committed.state.berkas.get(&id) {
        Some(berkas) => Ok(Some(berkas.clone())),
        None => web.office.reader().berkas(id),
    }
}
