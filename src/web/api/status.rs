//! Whether the office works, for whoever watches it.

use crate::doors::{Route, Who};
use crate::office::Health;
use crate::web::Web;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::json;

pub(super) fn routes(web: &Web) -> Vec<Route> {
    vec![Route::get("/health", Who::Anyone, health, web.clone())]
}

/// 200 while numbers can be given, 503 while the disk fails.
async fn health(State(web): State<Web>) -> Response {
    let health = web.office.health().borrow().clone();
    let (status, word) = match health {
        Health::Well => (StatusCode::OK, "well"),
        Health::StorageFailed { .. } => (StatusCode::SERVICE_UNAVAILABLE, "storage-failed"),
    };
    let seq = web.office.committed().state.seq.0;
    (status, Json(json!({ "health": word, "seq": seq, "version": env!("CARGO_PKG_VERSION") })))
        .into_response()
}
