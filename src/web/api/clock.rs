//! The word that the clock is right, when the office doubts it.

use crate::domain::command::Command;
use crate::domain::time::Moment;
use crate::doors::{Route, Signed, Who};
use crate::views::Millis;
use crate::web::ask::{Act, Done, answer_json};
use crate::web::{ApiError, Web};
use axum::extract::State;
use axum::{Extension, Json};
use schemars::JsonSchema;
use serde::Deserialize;

pub(super) fn routes(web: &Web) -> Vec<Route> {
    // No token has a scope for this: it takes somebody who has looked at a clock.
    vec![Route::act("/api/clock", Who::Supervisor, confirm, web.clone())]
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Seen {
    /// What the clock showed when they looked, in milliseconds.
    shown: Millis,
}

async fn confirm(
    State(web): State<Web>,
    Extension(signed): Extension<Signed>,
    act: Act<Seen>,
) -> Result<Json<Done>, ApiError> {
    let command = Command::ConfirmClock(Moment(act.body.shown.saturating_mul(1000)));
    Ok(Json(answer_json(&web.ask(act.lang, signed, act.request, command).await?)))
}
