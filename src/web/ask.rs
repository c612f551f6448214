//! Bodies of acts: JSON with the client's request id, checked before anybody is asked.

use super::coming::{self, Coming};
use super::{ApiError, Web};
use crate::domain::command::{Answer, Ask, Command};
use crate::domain::ids::RequestId;
use crate::domain::ticket::Lang;
use crate::doors::{Body, Contract, Part, Signed, Wants};
use crate::office::Answered;
use axum::body::{Bytes, to_bytes};
use axum::extract::{FromRequest, Request};
use axum::http::{StatusCode, header};
use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

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
        act(request, web, MOST_BODY).await
    }
}

impl<T: JsonSchema> Part for Act<T> {
    fn tell(contract: &mut Contract) {
        contract.body = Some(Body::act::<T>());
    }
}

impl<T: JsonSchema> Part for Question<T> {
    fn tell(contract: &mut Contract) {
        contract.body = Some(Body::question::<T>());
    }
}

/// An act whose body may have so many bytes.
pub(super) async fn act<T: DeserializeOwned>(
    request: Request,
    web: &Web,
    most: usize,
) -> Result<Act<T>, ApiError> {
    let Wants(lang) = Wants::of(request.uri(), request.headers());
    let mut object = object(request, web, lang, most).await?;
    let request = object.remove("request");
    let request = request.as_ref().and_then(Value::as_str).and_then(parse_request);
    let unprocessable = StatusCode::UNPROCESSABLE_ENTITY;
    let request = request.ok_or_else(|| ApiError::new(web, lang, unprocessable, "request-id"))?;
    Ok(Act { request, body: shape(web, lang, object)?, lang })
}

/// A question: a JSON body without a request id, because asking twice does no harm.
pub(super) struct Question<T> {
    pub(super) body: T,
    pub(super) lang: Lang,
}

impl<T: DeserializeOwned> FromRequest<Web> for Question<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, web: &Web) -> Result<Question<T>, ApiError> {
        question(request, web, MOST_BODY).await
    }
}

/// A body that says nothing more.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Nothing {}

/// A question whose body may have so many bytes.
pub(super) async fn question<T: DeserializeOwned>(
    request: Request,
    web: &Web,
    most: usize,
) -> Result<Question<T>, ApiError> {
    let Wants(lang) = Wants::of(request.uri(), request.headers());
    let object = object(request, web, lang, most).await?;
    Ok(Question { body: shape(web, lang, object)?, lang })
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

async fn object(
    request: Request,
    web: &Web,
    lang: Lang,
    most: usize,
) -> Result<Map<String, Value>, ApiError> {
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    // A form of another site cannot send this type, so no act can be forged with one.
    if !kind.is_some_and(|kind| kind.starts_with("application/json")) {
        return Err(ApiError::new(web, lang, StatusCode::UNSUPPORTED_MEDIA_TYPE, "media-type"));
    }
    let bytes = bytes(request, web, lang, most).await?;
    match serde_json::from_slice(&bytes) {
        Ok(Value::Object(object)) => Ok(object),
        Ok(_) => Err(ApiError::about(web, lang, StatusCode::UNPROCESSABLE_ENTITY, "shape", "{ }")),
        Err(error) => Err(ApiError::about(web, lang, StatusCode::BAD_REQUEST, "json", &error.to_string())),
    }
}

/// A body of at most so many bytes.
async fn bytes(request: Request, web: &Web, lang: Lang, most: usize) -> Result<Bytes, ApiError> {
    told(&request, web, lang, most)?;
    to_bytes(request.into_body(), most).await.map_err(|error| {
        let text = error.to_string();
        if text.contains("length limit") {
            ApiError::new(web, lang, StatusCode::PAYLOAD_TOO_LARGE, "too-large")
        } else {
            ApiError::new(web, lang, StatusCode::REQUEST_TIMEOUT, "body")
        }
    })
}

/// A file of at most so many bytes, with its place among those that are held at once.
pub(super) async fn file(
    request: Request,
    web: &Web,
    lang: Lang,
    most: usize,
) -> Result<(Vec<u8>, Coming), ApiError> {
    told(&request, web, lang, most)?;
    let error = |status, code| ApiError::new(web, lang, status, code);
    coming::file(request.into_body(), most).await.map_err(|fault| match fault {
        coming::Fault::TooLarge => error(StatusCode::PAYLOAD_TOO_LARGE, "too-large"),
        coming::Fault::BrokenOff => error(StatusCode::REQUEST_TIMEOUT, "body"),
        coming::Fault::NoPlace => error(StatusCode::SERVICE_UNAVAILABLE, "busy").retry_after(2),
    })
}

/// Whoever says beforehand that it is too much is not waited for.
fn told(request: &Request, web: &Web, lang: Lang, most: usize) -> Result<(), ApiError> {
    match length(request) {
        Some(length) if length > most as u64 => {
            Err(ApiError::new(web, lang, StatusCode::PAYLOAD_TOO_LARGE, "too-large"))
        }
        _ => Ok(()),
    }
}

/// How long the body will be, where that is said beforehand.
pub(super) fn length(request: &Request) -> Option<u64> {
    let told = request.headers().get(header::CONTENT_LENGTH);
    told.and_then(|length| length.to_str().ok()?.parse().ok())
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
        let ask = Ask { actor: signed.actor(), request: Some(request), command };
        self.office.ask(ask).await.map_err(|error| ApiError::submit(self, lang, &error))
    }
}

/// An act is done: it is on disk.
#[derive(Serialize, JsonSchema, Default)]
pub(super) struct Done {
    /// Position in the journal of the entry that holds it.
    seq: u64,
    /// Present when nothing had to change.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) unchanged: Option<bool>,
    /// The ticket it was about.
    #[serde(skip_serializing_if = "Option::is_none")]
    ticket: Option<TicketDone>,
    /// The berkas it was about.
    #[serde(skip_serializing_if = "Option::is_none")]
    berkas: Option<u64>,
    /// The number of the SK.
    #[serde(skip_serializing_if = "Option::is_none")]
    sk: Option<String>,
    /// The complaint it was about.
    #[serde(skip_serializing_if = "Option::is_none")]
    complaint: Option<u64>,
    /// The print job that was ordered.
    #[serde(skip_serializing_if = "Option::is_none")]
    job: Option<u64>,
    /// The account it was about.
    #[serde(skip_serializing_if = "Option::is_none")]
    account: Option<u32>,
    /// The official paper that was issued.
    #[serde(skip_serializing_if = "Option::is_none")]
    paper: Option<u64>,
    /// The API token it was about.
    #[serde(skip_serializing_if = "Option::is_none")]
    token: Option<u32>,
    /// The webhook it was about.
    #[serde(skip_serializing_if = "Option::is_none")]
    hook: Option<u32>,
}

/// A ticket, by id and number.
#[derive(Serialize, JsonSchema)]
pub(super) struct TicketDone {
    id: u64,
    number: String,
}

/// An answer on the wire.
pub(super) fn answer_json(answered: &Answered) -> Done {
    let done = Done { seq: answered.seq.0, ..Done::default() };
    match &answered.answer {
        Answer::Done => done,
        Answer::Nothing => Done { unchanged: Some(true), ..done },
        Answer::Ticket(id, number) => {
            Done { ticket: Some(TicketDone { id: id.0, number: number.to_string() }), ..done }
        }
        Answer::Berkas(id) => Done { berkas: Some(id.0), ..done },
        Answer::Sk(id, number) => Done { berkas: Some(id.0), sk: Some(number.text.clone()), ..done },
        Answer::Complaint(id) => Done { complaint: Some(id.0), ..done },
        Answer::Job(id) => Done { job: Some(id.0), ..done },
        Answer::Account(id) => Done { account: Some(id.0), ..done },
        Answer::Issued(id) => Done { paper: Some(id.0), ..done },
        Answer::ApiToken(id) => Done { token: Some(id.0), ..done },
        Answer::Hook(id) => Done { hook: Some(id.0), ..done },
    }
}
