//! What somebody who answers for the office does at a printer.

use crate::domain::api_token::Scope;
use crate::domain::command::{Command, PrinterAct};
use crate::domain::ids::PrinterId;
use crate::doors::{Route, Signed, Who};
use crate::web::ask::{Act, Done, Nothing, answer_json};
use crate::web::{ApiError, Web};
use axum::extract::{Path, State};
use axum::{Extension, Json};

pub(super) fn routes(web: &Web) -> Vec<Route> {
    vec![
        Route::act("/api/printers/{id}/roll", Who::Supervisor, change_roll, web.clone()).scope(Scope::Office),
        Route::act("/api/printers/{id}/try", Who::Supervisor, try_out, web.clone()).scope(Scope::Office),
    ]
}

/// A new roll was put in: the odometer begins anew.
async fn change_roll(
    State(web): State<Web>,
    Extension(signed): Extension<Signed>,
    Path(id): Path<String>,
    act: Act<Nothing>,
) -> Result<Json<Done>, ApiError> {
    let command = Command::Printer(PrinterId::from(id), PrinterAct::ChangeRoll);
    Ok(Json(answer_json(&web.ask(act.lang, signed, act.request, command).await?)))
}

/// Prints a test slip.
async fn try_out(
    State(web): State<Web>,
    Extension(signed): Extension<Signed>,
    Path(id): Path<String>,
    act: Act<Nothing>,
) -> Result<Json<Done>, ApiError> {
    let command = Command::Printer(PrinterId::from(id), PrinterAct::Try { lang: act.lang });
    Ok(Json(answer_json(&web.ask(act.lang, signed, act.request, command).await?)))
}
