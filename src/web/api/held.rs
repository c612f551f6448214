//! A berkas whose applicant asked that nobody looks any more, and a SK that does not hold any more.

use super::casework::look;
use crate::domain::account::roles;
use crate::domain::api_token::Scope;
use crate::domain::berkas::{Berkas, Standing};
use crate::domain::command::{Command, RestrictAct, Revoke};
use crate::domain::ids::BerkasId;
use crate::domain::privacy::has_looked;
use crate::domain::refusal::Refusal;
use crate::domain::sop::Outcome;
use crate::domain::ticket::Lang;
use crate::domain::time::Date;
use crate::doors::{Route, Signed, Who};
use crate::web::ask::{Act, Done, answer_json};
use crate::web::{ApiError, Web};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::{Extension, Json};
use schemars::JsonSchema;
use serde::Deserialize;

pub(super) fn routes(web: &Web) -> Vec<Route> {
    vec![
        Route::act("/api/berkas/{id}/restrict", Who::Administrator, restrict, web.clone()),
        Route::act("/api/berkas/{id}/restrict/lift", Who::Administrator, lift, web.clone()),
        Route::act("/api/berkas/{id}/revoke", Who::Desk, revoke, web.clone()).scope(Scope::Berkas),
    ]
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Why {
    reason: String,
}

async fn restrict(
    State(web): State<Web>,
    Extension(signed): Extension<Signed>,
    Path(id): Path<u64>,
    act: Act<Why>,
) -> Result<Json<Done>, ApiError> {
    let Act { request, body, lang } = act;
    let command = Command::Restrict(BerkasId(id), RestrictAct::Set { why: body.reason });
    Ok(Json(answer_json(&web.ask(lang, signed, request, command).await?)))
}

async fn lift(
    State(web): State<Web>,
    Extension(signed): Extension<Signed>,
    Path(id): Path<u64>,
    act: Act<Why>,
) -> Result<Json<Done>, ApiError> {
    let Act { request, body, lang } = act;
    let command = Command::Restrict(BerkasId(id), RestrictAct::Lift { why: body.reason });
    Ok(Json(answer_json(&web.ask(lang, signed, request, command).await?)))
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct RevokeBody {
    reason: String,
    /// From when on it does not hold, `2026-11-23`; today without it.
    date: Option<String>,
}

async fn revoke(
    State(web): State<Web>,
    Extension(signed): Extension<Signed>,
    Path(id): Path<u64>,
    act: Act<RevokeBody>,
) -> Result<Json<Done>, ApiError> {
    let Act { request, body, lang } = act;
    let berkas = look(&web, lang, move |web, _| web.office.reader().berkas(BerkasId(id))).await?;
    let berkas = berkas.ok_or_else(|| ApiError::not_found(&web, lang))?;
    let date = body.date.map(|text| text.parse::<Date>());
    let shape = |_| ApiError::about(&web, lang, StatusCode::UNPROCESSABLE_ENTITY, "shape", "date");
    let date = date.transpose().map_err(shape)?;
    let handed_over = || ApiError::refused(&web, lang, &Refusal::NotHandedOver);
    let (sk, numbered) = given(&web, &berkas).ok_or_else(handed_over)?;
    let today = web.office.committed().state.today().map_or(numbered, |day| day.0);
    let revoke = Revoke { sk, numbered, date: date.unwrap_or(today), why: body.reason };
    let answered = web.ask(lang, signed, request, Command::Revoke(berkas.id, revoke)).await?;
    Ok(Json(answer_json(&answered)))
}

/// The SK that was handed over, with the day of its number.
fn given(web: &Web, berkas: &Berkas) -> Option<(String, Date)> {
    let Standing::Closed { outcome: Outcome::Granted, .. } = berkas.standing else { return None };
    let day = web.office.profile().calendar.offset.day(berkas.numbered?);
    Some((berkas.sk.as_ref()?.text.clone(), day.0))
}

/// Whether an account may have the scans of a berkas. Those of a restricted one the administrator has, within the hour
/// after they said why.
pub(super) fn may_have_scans(web: &Web, lang: Lang, signed: Signed, id: BerkasId) -> Result<(), ApiError> {
    let state = &web.office.committed().state;
    let administrates = state.account(signed.account).is_some_and(|known| known.holds(roles::ADMINISTRATOR));
    let open = !state.restrictions.contains_key(&id)
        || administrates && has_looked(state, signed.account, id, web.office.now());
    if open { Ok(()) } else { Err(ApiError::refused(web, lang, &Refusal::Restricted)) }
}
