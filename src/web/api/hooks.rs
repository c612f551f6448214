//! Webhooks, for administrators: which there are and how they fare, a new one, a trial, a pause, none any more.

use super::random;
use crate::domain::command::Command;
use crate::domain::hook::{Hook, HookAct, HookPause, Topic};
use crate::domain::ids::HookId;
use crate::doors::{Content, Route, Signed, Wants, Who};
use crate::office::{Delivery, HookAddress, Reach, Trouble};
use crate::views::{Millis, millis};
use crate::web::ask::{Act, Done, Nothing, Question, answer_json};
use crate::web::{ApiError, Web};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub(super) fn routes(web: &Web) -> Vec<Route> {
    // No token opens these: whoever hears everything must not be chosen by a program.
    let administrator = Who::Administrator;
    vec![
        Route::reading("/api/hooks", administrator, list, web.clone()),
        Route::act("/api/hooks", administrator, add, web.clone())
            .gives(StatusCode::CREATED, Content::json::<HookMade>()),
        Route::act("/api/hooks/{id}/test", administrator, try_out, web.clone()),
        Route::act("/api/hooks/{id}/pause", administrator, pause, web.clone()),
        Route::act("/api/hooks/{id}/resume", administrator, resume, web.clone()),
        Route::act("/api/hooks/{id}/delete", administrator, remove, web.clone()),
    ]
}

/// Every webhook.
#[derive(Serialize, JsonSchema)]
struct HookList {
    now: Millis,
    hooks: Vec<HookLine>,
    /// What can be told.
    topics: Vec<&'static str>,
}

/// A webhook.
#[derive(Serialize, JsonSchema)]
struct HookLine {
    id: u32,
    url: String,
    topics: Vec<&'static str>,
    made: Millis,
    /// Why nothing is sent: `by-hand`, `failing`.
    paused: Option<&'static str>,
    /// Since when nothing arrives.
    failing: Option<Millis>,
    /// When it is tried again.
    again: Option<Millis>,
    /// Everything before this entry of the journal has arrived.
    reached: u64,
    /// The latest tries, the last one first.
    latest: Vec<DeliveryLine>,
}

/// One try to deliver something.
#[derive(Serialize, JsonSchema)]
struct DeliveryLine {
    id: String,
    topic: String,
    at: Millis,
    arrived: bool,
    status: Option<u16>,
    /// Why there was no answer: `address`, `name`, `forbidden`, `unreached`, `silent`, `issuer`, `dates`, `other-name`,
    /// `tls`, `broken`.
    trouble: Option<&'static str>,
    /// What the machine said about it.
    detail: Option<String>,
    /// In milliseconds.
    took: u64,
}

impl From<&Delivery> for DeliveryLine {
    fn from(delivery: &Delivery) -> DeliveryLine {
        let Delivery { id, topic, at, status, trouble, took } = delivery.clone();
        let (arrived, at) = (delivery.arrived(), millis(at));
        let detail = trouble.as_ref().and_then(Trouble::detail).map(str::to_string);
        let trouble = trouble.as_ref().map(Trouble::word);
        DeliveryLine { id, topic, at, arrived, status, trouble, detail, took }
    }
}

async fn list(State(web): State<Web>) -> Json<HookList> {
    let committed = web.office.committed();
    Json(HookList {
        now: millis(web.office.now()),
        hooks: committed.state.hooks.values().map(|hook| line(&web, hook)).collect(),
        topics: Topic::ALL.iter().map(|(_, word)| *word).collect(),
    })
}

fn line(web: &Web, hook: &Hook) -> HookLine {
    let now = web.office.presence().deliveries().of(hook.id);
    HookLine {
        id: hook.id.0,
        url: hook.url.clone(),
        topics: hook.topics.iter().map(|topic| topic.word()).collect(),
        made: millis(hook.made),
        paused: hook.paused.map(|why| match why {
            HookPause::ByHand => "by-hand",
            HookPause::Failing => "failing",
        }),
        failing: now.failing.map(millis),
        again: now.again.map(millis),
        reached: now.reached.0,
        latest: now.latest.iter().map(Into::into).collect(),
    }
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Add {
    /// `https://...`, or `http://...` within the office's own network.
    url: String,
    #[schemars(extend("items" = { "type": "string", "enum": Topic::ALL.map(|(_, word)| word) }))]
    topics: Vec<String>,
}

/// A webhook was added.
#[derive(Serialize, JsonSchema)]
struct HookMade {
    #[serde(flatten)]
    done: Done,
    /// With which deliveries are signed. It is told once.
    secret: String,
}

async fn add(
    State(web): State<Web>,
    Extension(signed): Extension<Signed>,
    act: Act<Add>,
) -> Result<Response, ApiError> {
    let Act { request, body, lang } = act;
    let told = web.office.answered(request).map_err(|error| ApiError::store(&web, lang, &error))?;
    if told.is_some() {
        return Err(ApiError::new(&web, lang, StatusCode::CONFLICT, "told-once"));
    }
    let unprocessable = StatusCode::UNPROCESSABLE_ENTITY;
    let topics = body.topics.iter().map(|word| {
        Topic::parse(word).ok_or_else(|| ApiError::about(&web, lang, unprocessable, "shape", word))
    });
    let topics = topics.collect::<Result<Vec<_>, _>>()?;
    let address = HookAddress::parse(&body.url);
    let address = address.ok_or_else(|| ApiError::new(&web, lang, unprocessable, "hook-address"))?;
    // A name is looked at each time it is connected to; a number can be refused at once.
    let reach = if web.demo { Reach::Anywhere } else { Reach::Outward };
    if address.host.parse().is_ok_and(|number| !address.admits(number, reach)) {
        return Err(ApiError::new(&web, lang, unprocessable, "hook-address"));
    }
    let fault = |_| ApiError::new(&web, lang, StatusCode::INTERNAL_SERVER_ERROR, "fault");
    let secret = format!("whsec_{}", STANDARD.encode(random::<32>().map_err(fault)?));
    let add = HookAct::Add { url: body.url, topics, secret: secret.clone() };
    let answered = web.ask(lang, signed, request, Command::Hook(add)).await?;
    Ok((StatusCode::CREATED, Json(HookMade { done: answer_json(&answered), secret })).into_response())
}

/// Sends something that tells nothing; the list says what became of it.
async fn try_out(
    State(web): State<Web>,
    Wants(lang): Wants,
    Path(id): Path<u32>,
    _: Question<Nothing>,
) -> Result<Json<HookLine>, ApiError> {
    let committed = web.office.committed();
    let hook = committed.state.hooks.get(&HookId(id)).ok_or_else(|| ApiError::not_found(&web, lang))?;
    web.office.presence().deliveries().try_out(hook.id);
    Ok(Json(line(&web, hook)))
}

async fn pause(
    State(web): State<Web>,
    Extension(signed): Extension<Signed>,
    Path(id): Path<u32>,
    act: Act<Nothing>,
) -> Result<Json<Done>, ApiError> {
    done(&web, signed, act, HookAct::Pause(HookId(id), HookPause::ByHand)).await
}

async fn resume(
    State(web): State<Web>,
    Extension(signed): Extension<Signed>,
    Path(id): Path<u32>,
    act: Act<Nothing>,
) -> Result<Json<Done>, ApiError> {
    done(&web, signed, act, HookAct::Resume(HookId(id))).await
}

async fn remove(
    State(web): State<Web>,
    Extension(signed): Extension<Signed>,
    Path(id): Path<u32>,
    act: Act<Nothing>,
) -> Result<Json<Done>, ApiError> {
    done(&web, signed, act, HookAct::Remove(HookId(id))).await
}

async fn done(web: &Web, signed: Signed, act: Act<Nothing>, hook: HookAct) -> Result<Json<Done>, ApiError> {
    Ok(Json(answer_json(&web.ask(act.lang, signed, act.request, Command::Hook(hook)).await?)))
}
