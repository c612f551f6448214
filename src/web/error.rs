//! What goes wrong, in words and with a proper status. Public text and logged text are different:
//! what the disk said goes to the log, what to do goes to the person.

use super::Web;
use super::told::Code;
use crate::domain::refusal::Refusal;
use crate::domain::ticket::Lang;
use crate::office::SubmitError;
use crate::store::StoreError;
use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;

/// Why a request is not answered as hoped.
#[derive(Debug)]
pub struct ApiError {
    status: StatusCode,
    code: &'static str,
    message: String,
    retry_after: Option<u32>,
}

impl ApiError {
    /// An error whose message is `error-<code>`.
    pub fn new(web: &Web, lang: Lang, status: StatusCode, code: &'static str) -> ApiError {
        let message = web.texts.get(lang, &format!("error-{code}"));
        ApiError { status, code, message, retry_after: None }
    }

    /// The same, naming what was wrong.
    pub fn about(web: &Web, lang: Lang, status: StatusCode, code: &'static str, what: &str) -> ApiError {
        let facts = [("what", what.chars().take(120).collect())];
        let message = web.texts.with(lang, &format!("error-{code}"), &facts);
        ApiError { status, code, message, retry_after: None }
    }

    /// An error in words of its own.
    pub fn worded(status: StatusCode, code: &'static str, message: String) -> ApiError {
        ApiError { status, code, message, retry_after: None }
    }

    /// The HTTP status.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// Tells when to come again.
    pub fn retry_after(self, seconds: u32) -> ApiError {
        ApiError { retry_after: Some(seconds), ..self }
    }

    /// Nothing is there under that name.
    pub fn not_found(web: &Web, lang: Lang) -> ApiError {
        ApiError::new(web, lang, StatusCode::NOT_FOUND, "not-found")
    }

    /// The office does not do this.
    pub fn refused(web: &Web, lang: Lang, refusal: &Refusal) -> ApiError {
        let status = if refusal.is_forbidden() {
            StatusCode::FORBIDDEN
        } else if refusal.is_unknown() {
            StatusCode::NOT_FOUND
        } else {
            StatusCode::CONFLICT
        };
        let message = web.texts.refusal(lang, refusal);
        ApiError { status, code: refusal.code(), message, retry_after: None }
    }

    /// The ask was not done.
    pub fn submit(web: &Web, lang: Lang, error: &SubmitError) -> ApiError {
        match error {
            SubmitError::Refused(refusal) => ApiError::refused(web, lang, refusal),
            SubmitError::Busy => {
                ApiError::new(web, lang, StatusCode::SERVICE_UNAVAILABLE, "busy").retry_after(1)
            }
            SubmitError::Unknown => {
                ApiError::new(web, lang, StatusCode::SERVICE_UNAVAILABLE, "outcome-unknown").retry_after(1)
            }
            SubmitError::Full => {
                ApiError::new(web, lang, StatusCode::INSUFFICIENT_STORAGE, "storage-full").retry_after(1)
            }
            SubmitError::Slow => {
                ApiError::new(web, lang, StatusCode::SERVICE_UNAVAILABLE, "slow").retry_after(1)
            }
            SubmitError::Fault => ApiError::new(web, lang, StatusCode::INTERNAL_SERVER_ERROR, "fault"),
            SubmitError::Stopped => {
                ApiError::new(web, lang, StatusCode::SERVICE_UNAVAILABLE, "stopping").retry_after(5)
            }
        }
    }

    /// The store could not be read.
    pub fn store(web: &Web, lang: Lang, error: &StoreError) -> ApiError {
        tracing::warn!(%error, "a reading failed");
        ApiError::new(web, lang, StatusCode::SERVICE_UNAVAILABLE, "storage").retry_after(2)
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let body = Json(json!({ "error": self.code, "message": self.message }));
        let mut response = (self.status, body).into_response();
        response.extensions_mut().insert(Code(self.code));
        if let Some(seconds) = self.retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}
