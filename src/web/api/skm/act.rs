//! Writing the report's chapters and publishing its result.

use super::gather::{Asked, Wanted};
use super::gathered;
use crate::domain::command::Command;
use crate::domain::skm::work::{Chapter, SkmAct};
use crate::doors::Signed;
use crate::web::ask::{Act, Done, answer_json};
use crate::web::{ApiError, Web};
use axum::extract::State;
use axum::http::StatusCode;
use axum::{Extension, Json};
use schemars::JsonSchema;
use serde::Deserialize;

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Written {
    from: String,
    until: String,
    chapter: String,
    /// Without words the usual ones stand again.
    text: String,
}

pub(super) async fn write(
    State(web): State<Web>,
    Extension(signed): Extension<Signed>,
    act: Act<Written>,
) -> Result<Json<Done>, ApiError> {
    let Act { request, body: Written { from, until, chapter, text }, lang } = act;
    let asked = Asked { from, until, service: String::new() };
    let wanted = Wanted::of(&web, &asked)
        .ok_or_else(|| ApiError::new(&web, lang, StatusCode::UNPROCESSABLE_ENTITY, "period"))?;
    let chapter = Chapter::parse(&chapter).ok_or_else(|| ApiError::not_found(&web, lang))?;
    let write = SkmAct::Write { period: wanted.period(), chapter, text };
    let answered = web.ask(lang, signed, request, Command::Skm(write)).await?;
    Ok(Json(answer_json(&answered)))
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Published {
    from: String,
    until: String,
}

/// Freezes the figures of a period and shows them to everybody.
pub(super) async fn publish(
    State(web): State<Web>,
    Extension(signed): Extension<Signed>,
    act: Act<Published>,
) -> Result<Json<Done>, ApiError> {
    let Act { request, body: Published { from, until }, lang } = act;
    let asked = Asked { from, until, service: String::new() };
    let (wanted, all) = gathered(&web, lang, &asked).await?;
    let publish = SkmAct::Publish(all.publication(&web, wanted));
    let answered = web.ask(lang, signed, request, Command::Skm(publish)).await?;
    Ok(Json(answer_json(&answered)))
}
