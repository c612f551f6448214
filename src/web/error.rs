//! What goes wrong, in words and with a proper status. Public text and logged text are different:
//! what the disk said goes to the log, what to do goes to the person.

use super::Web;
use crate::domain::refusal::Refusal;
use crate::domain::ticket::Lang;
use crate::office::SubmitError;
use crate::store::StoreError;
use crate::texts;
use axum::Json;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;
use std::convert::Infallible;

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
        if let Some(seconds) = self.retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

/// The language a request wants: the header the screens send, the cookie of the choice, what the
/// browser accepts, and else Bahasa Indonesia.
#[derive(Clone, Copy, Debug)]
pub struct Wants(pub Lang);

impl Wants {
    /// Reads the headers.
    pub fn of(headers: &HeaderMap) -> Wants {
        let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
        let chosen = text("x-lang").map(str::to_string).or_else(|| cookie(headers, "bahasa"));
        // Only an explicit first choice of English counts; Indonesian is what the office speaks.
        let accepted = || text("accept-language").map(|list| list.trim().to_lowercase());
        Wants(texts::lang(&chosen.or_else(accepted).unwrap_or_default()))
    }
}

impl<S: Sync> FromRequestParts<S> for Wants {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Wants, Infallible> {
        Ok(Wants::of(&parts.headers))
    }
}

/// The value of a cookie.
pub(super) fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    let all = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    all.flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(known, _)| *known == name)
        .map(|(_, value)| value.to_string())
}
