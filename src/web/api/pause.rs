//! Pausing the voice of all boards, and ending the pause.

use crate::domain::api_token::Scope;
use crate::domain::command::{Command, VoiceAct};
use crate::doors::{Route, Signed, Who};
use crate::web::ask::{Act, Done, Nothing, answer_json};
use crate::web::{ApiError, Web};
use axum::extract::State;
use axum::{Extension, Json};
use schemars::JsonSchema;
use serde::Deserialize;

pub(super) fn routes(web: &Web) -> Vec<Route> {
    // The office itself looks whether somebody is an officer or answers for it.
    vec![
        Route::act("/api/voice-pause", Who::Staff, pause, web.clone()).scope(Scope::Office),
        Route::act("/api/voice-resume", Who::Staff, resume, web.clone()).scope(Scope::Office),
    ]
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct For {
    minutes: u32,
}

async fn pause(
    State(web): State<Web>,
    Extension(signed): Extension<Signed>,
    act: Act<For>,
) -> Result<Json<Done>, ApiError> {
    let command = Command::Voice(VoiceAct::Pause { minutes: act.body.minutes });
    Ok(Json(answer_json(&web.ask(act.lang, signed, act.request, command).await?)))
}

async fn resume(
    State(web): State<Web>,
    Extension(signed): Extension<Signed>,
    act: Act<Nothing>,
) -> Result<Json<Done>, ApiError> {
    let command = Command::Voice(VoiceAct::Resume);
    Ok(Json(answer_json(&web.ask(act.lang, signed, act.request, command).await?)))
}
