//! Pausing the voice of all boards, and ending the pause.

use crate::domain::command::{Command, VoiceAct};
use crate::doors::{Route, Signed, Who};
use crate::web::ask::{Act, answer_json};
use crate::web::{ApiError, Web};
use axum::extract::State;
use axum::{Extension, Json};
use serde::Deserialize;
use serde_json::Value;

pub(super) fn routes(web: &Web) -> Vec<Route> {
    // The office itself looks whether somebody is an officer or answers for it.
    vec![
        Route::post("/api/voice-pause", Who::Staff, pause, web.clone()),
        Route::post("/api/voice-resume", Who::Staff, resume, web.clone()),
    ]
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct For {
    minutes: u32,
}

async fn pause(
    State(web): State<Web>,
    Extension(signed): Extension<Signed>,
    act: Act<For>,
) -> Result<Json<Value>, ApiError> {
    let command = Command::Voice(VoiceAct::Pause { minutes: act.body.minutes });
    Ok(Json(answer_json(&web.ask(act.lang, signed, act.request, command).await?)))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Nothing {}

async fn resume(
    State(web): State<Web>,
    Extension(signed): Extension<Signed>,
    act: Act<Nothing>,
) -> Result<Json<Value>, ApiError> {
    let command = Command::Voice(VoiceAct::Resume);
    Ok(Json(answer_json(&web.ask(act.lang, signed, act.request, command).await?)))
}
