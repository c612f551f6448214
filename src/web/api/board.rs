//! Boards: what became of a call.

use crate::domain::account::roles;
use crate::domain::api_token::Scope;
use crate::domain::command::{BoardAct, Command};
use crate::domain::ids::CallId;
use crate::doors::{Route, Signed, Who};
use crate::web::ask::{Act, Done, answer_json};
use crate::web::{ApiError, Web};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::{Extension, Json};
use schemars::JsonSchema;
use serde::Deserialize;

/// What may become of a call.
const WORDS: [&str; 3] = ["shown", "speak", "spoken"];

pub(super) fn routes(web: &Web) -> Vec<Route> {
    vec![
        Route::act("/api/calls/{id}/{act}", Who::Device(roles::BOARD), act, web.clone()).words(&WORDS),
        // A loket speaks its own calls where no board can be heard.
        Route::act("/api/own-calls/{id}/{act}", Who::Officer, act, web.clone())
            .words(&WORDS)
            .scope(Scope::Loket),
    ]
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Page {
    /// The page's own number, as text because it is wider than a number in a browser.
    #[schemars(extend("pattern" = "^[0-9]{1,20}$"))]
    page: String,
}

/// `shown`, `speak` (may I?), `spoken`.
async fn act(
    State(web): State<Web>,
    Extension(signed): Extension<Signed>,
    Path((id, name)): Path<(u64, String)>,
    act: Act<Page>,
) -> Result<Json<Done>, ApiError> {
    let Act { request, body, lang } = act;
    let unprocessable = |code| ApiError::new(&web, lang, StatusCode::UNPROCESSABLE_ENTITY, code);
    let page = body.page.parse().map_err(|_| unprocessable("page"))?;
    let act = match name.as_str() {
        "shown" => BoardAct::Shown,
        "speak" => BoardAct::Speak { page },
        "spoken" => BoardAct::Spoken { page },
        _ => return Err(ApiError::not_found(&web, lang)),
    };
    let answered = web.ask(lang, signed, request, Command::Board(CallId(id), act)).await?;
    Ok(Json(answer_json(&answered)))
}
