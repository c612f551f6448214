//! Bodies of acts: JSON with the client's request id, checked before anybody is asked.

use super::{ApiError, Web};
use crate::domain::account::Actor;
use crate::domain::command::{Answer, Ask, Command};
use crate::domain::ids::RequestId;
use crate::domain::ticket::Lang;
use crate::doors::{Signed, Wants};
use crate::office::Answered;
use axum::body::{Bytes, to_bytes};
use axum::extract::{FromRequest, Request};
use axum::http::{StatusCode, header};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

/// Largest JSON body, in bytes.
pub(super) const MOST_BODY: usize = 64 * 1024;

/// An act: the request id made by the client before it sent, and the rest of the body.
pub(super) struct Act<T> {
    pub(super) request: RequestId,
    pub(super) body: T,
    pub(super) lang: Lang,
}

impl<T: DeserializeOwned> FromRequest<Web> for Act<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, web: &Web) -> Result<Act<T>, ApiError> {
        let Wants(lang) = Wants::of(request.uri(), request.headers());
        let mut object = object(request, web, lang).await?;
        let request = object.remove("request");
        let request = request.as_ref().and_then(Value::as_str).and_then(parse_request);
        let unprocessable = StatusCode::UNPROCESSABLE_ENTITY;
        let request = request.ok_or_else(|| ApiError::new(web, lang, unprocessable, "request-id"))?;
        Ok(Act { request, body: shape(web, lang, object)?, lang })
    }
}

/// A question: a JSON body without a request id, because asking twice does no harm.
pub(super) struct Question<T> {
    pub(super) body: T,
    pub(super) lang: Lang,
}

impl<T: DeserializeOwned> FromRequest<Web> for Question<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, web: &Web) -> Result<Question<T>, ApiError> {
        let Wants(lang) = Wants::of(request.uri(), request.headers());
        let object = object(request, web, lang).await?;
        Ok(Question { body: shape(web, lang, object)?, lang })
    }
}

/// Gives a JSON object the shape it should have, or says what is wrong with it.
pub(super) fn shape<T: DeserializeOwned>(
    web: &Web,
    lang: Lang,
    object: Map<String, Value>,
) -> Result<T, ApiError> {
    let unprocessable = StatusCode::UNPROCESSABLE_ENTITY;
    serde_json::from_value(Value::Object(object))
        .map_err(|error| ApiError::about(web, lang, unprocessable, "shape", &error.to_string()))
}

async fn object(request: Request, web: &Web, lang: Lang) -> Result<Map<String, Value>, ApiError> {
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    // A form of another site cannot send this type, so no act can be forged with one.
    if !kind.is_some_and(|kind| kind.starts_with("application/json")) {
        return Err(ApiError::new(web, lang, StatusCode::UNSUPPORTED_MEDIA_TYPE, "media-type"));
    }
    let bytes = bytes(request, web, lang, MOST_BODY).await?;
    match serde_json::from_slice(&bytes) {
        Ok(Value::Object(object)) => Ok(object),
        Ok(_) => Err(ApiError::about(web, lang, StatusCode::UNPROCESSABLE_ENTITY, "shape", "{ }")),
        Err(error) => Err(ApiError::about(web, lang, StatusCode::BAD_REQUEST, "json", &error.to_string())),
    }
}

/// A body of at most so many bytes.
pub(super) async fn bytes(request: Request, web: &Web, lang: Lang, most: usize) -> Result<Bytes, ApiError> {
    let told =
        request.headers().get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse().ok());
    // Whoever says beforehand that it is too much is not waited for.
    if told.is_some_and(|length: u64| length > most as u64) {
        return Err(ApiError::new(web, lang, StatusCode::PAYLOAD_TOO_LARGE, "too-large"));
    }
    to_bytes(request.into_body(), most).await.map_err(|error| {
        let text = error.to_string();
        if text.contains("length limit") {
            ApiError::new(web, lang, StatusCode::PAYLOAD_TOO_LARGE, "too-large")
        } else {
            ApiError::new(web, lang, StatusCode::REQUEST_TIMEOUT, "body")
        }
    })
}

/// A ULID as the client wrote it.
pub(super) fn parse_request(text: &str) -> Option<RequestId> {
    ulid::Ulid::from_string(text).ok().map(|ulid| RequestId(ulid.0))
}

impl Web {
    /// Asks for whoever is signed in.
    pub(super) async fn ask(
        &self,
        lang: Lang,
        signed: Signed,
        request: RequestId,
        command: Command,
    ) -> Result<Answered, ApiError> {
        let ask = Ask { actor: Actor::Account(signed.account), request: Some(request), command };
        self.office.ask(ask).await.map_err(|error| ApiError::submit(self, lang, &error))
    }
}

/// An answer on the wire: the entry's position, and what it was about.
pub(super) fn answer_json(answered: &Answered) -> Value {
    let mut body = json!({ "seq": answered.seq.0 });
    let about = match &answered.answer {
        Answer::Done => json!({}),
        Answer::Nothing => json!({ "unchanged": true }),
        Answer::Ticket(id, number) => json!({ "ticket": { "id": id.0, "number": number.to_string() } }),
        Answer::Berkas(id) => json!({ "berkas": id.0 }),
        Answer::Sk(id, number) => json!({ "berkas": id.0, "sk": number.text }),
        Answer::Complaint(id) => json!({ "complaint": id.0 }),
        Answer::Job(id) => json!({ "job": id.0 }),
        Answer::Account(id) => json!({ "account": id.0 }),
        Answer::Issued(id) => json!({ "paper": id.0 }),
    };
    if let (Some(body), Value::Object(about)) = (body.as_object_mut(), about) {
        body.extend(about);
    }
    body
}
