//! Whether the office works, for whoever watches it.

use super::answers::Health as HealthTold;
use crate::doors::{Content, Route, Who};
use crate::office::Health;
use crate::web::Web;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

pub(super) fn routes(web: &Web) -> Vec<Route> {
    let told = || Content::json::<HealthTold>();
    let health = Route::reading("/health", Who::Anyone, health, web.clone());
    vec![health.gives(StatusCode::OK, told()).gives(StatusCode::SERVICE_UNAVAILABLE, told())]
}

/// 200 while numbers can be given, also while the disk runs short; 503 while it fails or the clock is doubted.
async fn health(State(web): State<Web>) -> Response {
    let health = web.office.health().borrow().clone();
    let trust = web.office.reading().trust;
    let (status, word) = match health {
        Health::StorageFailed { .. } => (StatusCode::SERVICE_UNAVAILABLE, "storage-failed"),
        Health::Well if !trust.gives_numbers() => (StatusCode::SERVICE_UNAVAILABLE, "clock-in-doubt"),
        Health::Well => (StatusCode::OK, "well"),
    };
    let seq = web.office.committed().state.seq.0;
    let room = match web.office.presence().room_now() {
        Some(room) if room.is_low() => "low",
        Some(_) => "enough",
        None => "unknown",
    };
    let version = env!("CARGO_PKG_VERSION");
    (status, Json(HealthTold { health: word, clock: trust.code(), room, seq, version })).into_response()
}
