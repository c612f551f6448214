//! Finding berkas and applicants, and the notes beside a berkas.

use super::answers::BerkasList;
use crate::domain::api_token::Scope;
use crate::domain::berkas::Berkas;
use crate::domain::command::{AnnexAct, Command};
use crate::domain::finding::Query;
use crate::domain::ids::BerkasId;
use crate::domain::ticket::Lang;
use crate::doors::{Route, Signed, Wants, Who};
use crate::store::{Found, MOST_FOUND, StoreError};
use crate::views::Scene;
use crate::views::search::HitView;
use crate::web::ask::{Act, Done, Question, answer_json};
use crate::web::{ApiError, Web};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::{Extension, Json};
use schemars::JsonSchema;
use serde::Deserialize;
use std::sync::Arc;

/// Longest text that is looked for, in characters. An address in a QR code fits.
const MOST_TEXT: usize = 200;
/// Applicants that are offered while a name is typed.
const MOST_OFFERED: usize = 6;

pub(super) fn routes(web: &Web) -> Vec<Route> {
    vec![
        Route::act("/api/search", Who::Staff, search, web.clone()).scope(Scope::Read),
        Route::reading("/api/berkas/{id}/history", Who::Staff, history, web.clone()).scope(Scope::Read),
        Route::act("/api/berkas/{id}/note", Who::Staff, note, web.clone()).scope(Scope::Berkas),
        Route::act("/api/applicants/named", Who::Officer, named, web.clone()).scope(Scope::Read),
    ]
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Search {
    text: String,
}

/// Berkas by number, NIK, name, SK, short code or today's queue number. The text travels in the body, so that no NIK
/// stands in an address or a log.
async fn search(State(web): State<Web>, question: Question<Search>) -> Result<Json<BerkasList>, ApiError> {
    let Question { body, lang } = question;
    let text = limited(&web, lang, body.text)?;
    let query = Query::parse(&text);
    if let Query::Ticket(number) = query {
        return Ok(Json(visit(&web, number)));
    }
    let found = look(&web, lang, move |web, year| {
        let found = web.office.reader().search(&query, year)?;
        let other = match query {
            // What looks like a code or a number may be something else after all.
            Query::Code(_) | Query::Token(_) | Query::Running(_) => Query::of_words(&text),
            Query::Number(_) => Query::Sk(crate::domain::finding::sk_key(&text)),
            _ => Query::Nothing,
        };
        if found.berkas.is_empty() { web.office.reader().search(&other, year) } else { Ok(found) }
    });
    let found = found.await?;
    Ok(Json(listed(&web, &found)))
}

/// The berkas of a number of today.
fn visit(web: &Web, number: crate::domain::number::TicketNumber) -> BerkasList {
    let committed = web.office.committed();
    let ticket = committed.state.tickets.values().find(|ticket| ticket.number == number);
    let berkas = ticket.and_then(|ticket| ticket.berkas);
    let berkas = berkas.and_then(|id| web.office.reader().berkas(id).ok().flatten());
    let list = listed(web, &Found { berkas: berkas.into_iter().collect(), ..Found::default() });
    BerkasList { ticket: ticket.map(|ticket| ticket.number.to_string()), ..list }
}

/// The other berkas of the same applicant. Asked for by berkas, because a NIK belongs in no address.
async fn history(
    State(web): State<Web>,
    Wants(lang): Wants,
    Path(id): Path<u64>,
) -> Result<Json<BerkasList>, ApiError> {
    let found = look(&web, lang, move |web, year| {
        let reader = web.office.reader();
        let Some(berkas) = reader.berkas(BerkasId(id))? else { return Ok(None) };
        let mut found = reader.search(&Query::Nik(berkas.applicant.nik), year)?;
        found.berkas.retain(|other| other.id.0 != id);
        Ok(Some(found))
    });
    let found = found.await?.ok_or_else(|| ApiError::not_found(&web, lang))?;
    Ok(Json(listed(&web, &found)))
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Note {
    text: String,
}

async fn note(
    State(web): State<Web>,
    Extension(signed): Extension<Signed>,
    Path(id): Path<u64>,
    act: Act<Note>,
) -> Result<Json<Done>, ApiError> {
    let Act { request, body, lang } = act;
    let command = Command::Annex(BerkasId(id), AnnexAct::Note { text: body.text });
    Ok(Json(answer_json(&web.ask(lang, signed, request, command).await?)))
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Named {
    name: String,
}

/// Applicants of that name, the one who came last first. Each is named by their newest berkas.
async fn named(State(web): State<Web>, question: Question<Named>) -> Result<Json<BerkasList>, ApiError> {
    let Question { body, lang } = question;
    let query = Query::of_words(&limited(&web, lang, body.name)?);
    let found = look(&web, lang, move |web, year| web.office.reader().search(&query, year)).await?;
    let mut applicants: Vec<Arc<Berkas>> = Vec::new();
    for berkas in found.berkas {
        if applicants.iter().all(|known| known.applicant.nik != berkas.applicant.nik) {
            applicants.push(berkas);
        }
    }
    let more = found.more || found.cut || applicants.len() > MOST_OFFERED;
    applicants.truncate(MOST_OFFERED);
    let found = Found { berkas: applicants, more, cut: false };
    Ok(Json(listed(&web, &found)))
}

// What the readings above share

fn limited(web: &Web, lang: Lang, text: String) -> Result<String, ApiError> {
    if text.chars().count() > MOST_TEXT {
        return Err(ApiError::new(web, lang, StatusCode::UNPROCESSABLE_ENTITY, "search-too-long"));
    }
    Ok(text)
}

/// Reads away from the runtime's threads; `year` is the one of today.
pub(super) async fn look<T: Send + 'static>(
    web: &Web,
    lang: Lang,
    work: impl FnOnce(&Web, i16) -> Result<T, StoreError> + Send + 'static,
) -> Result<T, ApiError> {
    let inside = web.clone();
    let year = web.office.profile().calendar.offset.day(web.office.now()).year();
    match tokio::task::spawn_blocking(move || work(&inside, year)).await {
        Ok(done) => done.map_err(|error| ApiError::store(web, lang, &error)),
        Err(_) => Err(ApiError::new(web, lang, StatusCode::INTERNAL_SERVER_ERROR, "fault")),
    }
}

/// Most berkas that are named as followers of a refused one.
const MOST_FOLLOWERS: usize = 3;

/// A line, with the numbers of the berkas that follow a refused one. Followers that cannot be read now are left out.
fn hit(web: &Web, scene: Scene<'_>, berkas: &Berkas) -> HitView {
    let mut hit = HitView::of(scene, berkas);
    if hit.standing == "refused-closed" {
        let next = web.office.reader().followers(berkas.number, MOST_FOLLOWERS).unwrap_or_default();
        hit.followed = next.iter().map(|next| next.number.to_string()).collect();
    }
    hit
}

fn listed(web: &Web, found: &Found) -> BerkasList {
    let committed = web.office.committed();
    let scene = Scene { state: &committed.state, profile: web.office.profile(), now: web.office.now() };
    let berkas = found.berkas.iter().map(|berkas| hit(web, scene, berkas)).collect();
    BerkasList { berkas, more: found.more, cut: found.cut, most: MOST_FOUND, ticket: None }
}
