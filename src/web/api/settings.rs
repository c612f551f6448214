//! The settings: what is in force, what a change would come to, keeping it, and every version there was.

mod told;

use crate::domain::account::Actor;
use crate::domain::arrangement::{Arrangement, BoardPlan};
use crate::domain::command::Command;
use crate::domain::profile::Profile;
use crate::domain::settings::{How, MOST_TEXT, NewSettings, Obstacle, Version, obstacles};
use crate::domain::ticket::Lang;

use crate::doors::{Body, Content, Route, Signed, Wants, Who};
use crate::settings::{self, EditError, Fallen, Field, SECTIONS, Wrong};
use crate::texts::own;
use crate::views::millis;
use crate::web::ask::{self, Act, Question, answer_json};
use crate::web::{ApiError, Web};
use axum::extract::{Path, Query, Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Map, Value, json};
use std::sync::Arc;
use told::{
    SettingsFallen, SettingsFault, SettingsHistory, SettingsKept, SettingsLook, SettingsNow, SettingsSection,
    SettingsText, SettingsVersion, SettingsWord, SettingsWords, lines,
};

/// Largest body: a document in which every letter is escaped, and a little around it.
const MOST_BODY: usize = 2 * MOST_TEXT + 4096;

/// Versions on one page of the history.
const PAGE: usize = 20;

pub(super) fn routes(web: &Web) -> Vec<Route> {
    let admin = Who::Administrator;
    vec![
        Route::reading("/api/settings", admin, now, web.clone()),
        Route::reading("/api/settings/words", admin, words, web.clone()),
        Route::reading("/api/settings/history", admin, history, web.clone()),
        Route::reading("/api/settings/file", admin, file, web.clone())
            .gives(StatusCode::OK, Content::File("application/toml")),
        Route::reading("/api/settings/version/{version}", admin, version, web.clone()),
        Route::act("/api/settings/look", admin, look, web.clone())
            .takes(Body::question::<Change>())
            .gives(StatusCode::OK, Content::json::<SettingsLook>()),
        Route::act("/api/settings/keep", admin, keep, web.clone())
            .takes(Body::act::<Change>())
            .gives(StatusCode::OK, Content::json::<SettingsKept>()),
    ]
}

/// What is in force, and the forms by which it is changed.
async fn now(State(web): State<Web>, Wants(lang): Wants) -> Result<Json<SettingsNow>, ApiError> {
    let committed = web.office.committed();
    let fixed = web.settings.is_none();
    let Some(known) = committed.state.settings.as_deref().filter(|_| !fixed) else {
        return Ok(Json(SettingsNow { fixed: true, ..SettingsNow::default() }));
    };
    let text = text_now(&web, lang, known)?;
    let sections = SECTIONS.iter().map(|section| {
        let fields = section.fields.iter().map(Field::told).collect::<Vec<_>>();
        SettingsSection { name: section.name, fields }
    });
    let fallen = web.settings.as_ref().and_then(|settings| settings.fallen.as_deref());
    Ok(Json(SettingsNow {
        version: known.version,
        opened: web.settings.as_ref().map_or(0, |settings| settings.opened),
        fallen: fallen.map(|fallen| fallen_told(&web, lang, fallen)),
        fixed: false,
        values: settings::values(&text),
        sections: sections.collect(),
        history: versions(&web, lang, u32::MAX)?,
    }))
}

/// The messages that the office may say in its own words. What it says is among the values of the settings.
async fn words(State(_): State<Web>) -> Json<SettingsWords> {
    let word = |(name, message): (&'static String, &'static own::Message)| SettingsWord {
        name,
        file: message.file,
        id: &message.id,
        en: &message.en,
        most_id: message.most(Lang::Id),
        most_en: message.most(Lang::En),
    };
    Json(SettingsWords { words: own::messages().iter().map(word).collect() })
}

/// Settings that could not open the office, and why.
fn fallen_told(web: &Web, lang: Lang, fallen: &Fallen) -> SettingsFallen {
    let faults = fallen.faults.iter().map(|fault| fault_told(web, lang, fault)).collect();
    SettingsFallen { version: fallen.version, to: fallen.to, faults }
}

#[derive(Deserialize, JsonSchema)]
struct Before {
    #[serde(default = "newest")]
    before: u32,
}

fn newest() -> u32 {
    u32::MAX
}

async fn history(
    State(web): State<Web>,
    Wants(lang): Wants,
    Query(Before { before }): Query<Before>,
) -> Result<Json<SettingsHistory>, ApiError> {
    Ok(Json(SettingsHistory { history: versions(&web, lang, before)? }))
}

fn versions(web: &Web, lang: Lang, before: u32) -> Result<Vec<SettingsVersion>, ApiError> {
    let found = web.office.reader().settings_versions(before, PAGE);
    let found = found.map_err(|error| ApiError::store(web, lang, &error))?;
    Ok(found.iter().map(|version| version_told(web, version)).collect())
}

fn version_told(web: &Web, version: &Version) -> SettingsVersion {
    let (how, what) = match &version.how {
        How::Files => ("files", None),
        How::Section(name) => ("section", Some(json!(name))),
        How::Whole => ("whole", None),
        How::Back(earlier) => ("back", Some(json!(earlier))),
    };
    let by = match version.by {
        Actor::Office => None,
        Actor::Account(id) | Actor::Token(id, _) => {
            web.office.committed().state.account(id).map(|account| account.name.clone())
        }
    };
    SettingsVersion { version: version.version, at: millis(version.at), by, how, what }
}

/// A version with its text, and what it changed of the one before.
async fn version(
    State(web): State<Web>,
    Wants(lang): Wants,
    Path(version): Path<u32>,
) -> Result<Json<SettingsText>, ApiError> {
    let (known, text) = version_text(&web, lang, version)?;
    let before = match version {
        0 | 1 => String::new(),
        later => version_text(&web, lang, later - 1)?.1.to_string(),
    };
    let diff = if version > 1 { lines(&before, &text) } else { Vec::new() };
    let SettingsVersion { version, at, by, how, what } = version_told(&web, &known);
    Ok(Json(SettingsText { version, at, by, how, what, text: text.to_string(), diff }))
}

#[derive(Deserialize, JsonSchema)]
struct Which {
    version: Option<u32>,
}

/// One file with all settings.
async fn file(
    State(web): State<Web>,
    Wants(lang): Wants,
    Query(Which { version }): Query<Which>,
) -> Result<Response, ApiError> {
    let (version, text) = match version {
        Some(version) => (version, version_text(&web, lang, version)?.1.to_string()),
        None => {
            let committed = web.office.committed();
            let known = committed.state.settings.as_deref();
            let known = known.ok_or_else(|| ApiError::not_found(&web, lang))?;
            (known.version, text_now(&web, lang, known)?)
        }
    };
    let name = format!("attachment; filename=\"pengaturan-{version}.toml\"");
    let name = HeaderValue::from_str(&name).map_err(|_| ApiError::not_found(&web, lang))?;
    let kind = HeaderValue::from_static("application/toml; charset=utf-8");
    Ok(([(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, name)], text).into_response())
}

/// The document in force, with the boards as they are at this moment.
fn text_now(web: &Web, lang: Lang, known: &Version) -> Result<String, ApiError> {
    let text = text_of(web, lang, &known.digest)?;
    let (committed, zones) = (web.office.committed(), web.office.profile().zones());
    let arranged = committed.state.arrangements.iter().filter(|(zone, _)| zones.contains(zone));
    let boards: Vec<_> = arranged
        .map(|(zone, now)| BoardPlan { zone: zone.clone(), arrangement: Arrangement::clone(now) })
        .collect();
    Ok(settings::with_boards(&text, &boards))
}

fn version_text(web: &Web, lang: Lang, version: u32) -> Result<(Arc<Version>, Arc<str>), ApiError> {
    let known = web.office.reader().settings_version(version);
    let known = known.map_err(|error| ApiError::store(web, lang, &error))?;
    let known = known.ok_or_else(|| ApiError::not_found(web, lang))?;
    let text = text_of(web, lang, &known.digest)?;
    Ok((known, text))
}

fn text_of(web: &Web, lang: Lang, digest: &[u8; 32]) -> Result<Arc<str>, ApiError> {
    let text = web.office.reader().settings_text(digest);
    let text = text.map_err(|error| ApiError::store(web, lang, &error))?;
    text.ok_or_else(|| ApiError::not_found(web, lang))
}

/// A change, on top of the version that whoever makes it has seen.
#[derive(Deserialize, JsonSchema)]
struct Change {
    seen: u32,
    #[serde(flatten)]
    what: What,
}

#[derive(Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
enum What {
    /// Other values in a section.
    Section { name: String, values: Map<String, Value> },
    /// Another document.
    Whole(String),
    /// An earlier version.
    Back(u32),
}

/// The document that a change comes to.
struct Wanted {
    old: String,
    text: String,
    how: How,
}

/// Tells what would change, and what is wrong or stands in the way. Changes nothing.
async fn look(State(web): State<Web>, request: Request) -> Result<Response, ApiError> {
    let Question { body, lang } = ask::question(request, &web, MOST_BODY).await?;
    let change = changed(&web, lang, body)?;
    let profile = match read(&web, lang, &change.text).await? {
        Ok(profile) => profile,
        Err(faults) => return Ok(unsound(&web, lang, &change, &faults)),
    };
    let committed = web.office.committed();
    let stand = obstacles(&committed.state, web.office.profile(), &profile);
    let obstacles = stand.iter().map(|obstacle| obstacle_words(&web, lang, obstacle)).collect();
    let diff = lines(&change.old, &change.text);
    Ok(Json(SettingsLook { diff, obstacles, text: change.text }).into_response())
}

/// Keeps a change. The office is opened again with it.
async fn keep(
    State(web): State<Web>,
    Extension(signed): Extension<Signed>,
    request: Request,
) -> Result<Response, ApiError> {
    let act: Act<Change> = ask::act(request, &web, MOST_BODY).await?;
    let Act { request, body, lang } = act;
    // An act that was answered before the office was opened again gets the same answer.
    let answered = web.office.answered(request).map_err(|error| ApiError::store(&web, lang, &error))?;
    if let Some(answered) = answered {
        let done = answer_json(&answered);
        return Ok(Json(SettingsKept { done, version: None, moved: None }).into_response());
    }
    let seen = body.seen;
    let change = changed(&web, lang, body)?;
    let profile = match read(&web, lang, &change.text).await? {
        Ok(profile) => profile,
        Err(faults) => return Ok(unsound(&web, lang, &change, &faults)),
    };
    let digest = settings::digest(&change.text);
    let moved = moved(&change);
    let Wanted { text, how, .. } = change;
    let new = NewSettings { text, digest, seen, how, file: None, profile };
    let answered = web.ask(lang, signed, request, Command::Settings(Box::new(new))).await?;
    let done = answer_json(&answered);
    let version = Some(seen + u32::from(done.unchanged != Some(true)));
    Ok(Json(SettingsKept { done, version, moved }).into_response())
}

/// The document that a change asks for.
fn changed(web: &Web, lang: Lang, change: Change) -> Result<Wanted, ApiError> {
    let committed = web.office.committed();
    let conflict = |code| ApiError::new(web, lang, StatusCode::CONFLICT, code);
    let known = committed.state.settings.as_deref().filter(|_| web.settings.is_some());
    let known = known.ok_or_else(|| conflict("settings-fixed"))?;
    if known.version != change.seen {
        return Err(ApiError::refused(web, lang, &crate::domain::refusal::Refusal::SettingsChangedMeanwhile));
    }
    let old = text_now(web, lang, known)?;
    let (text, how) = match change.what {
        What::Whole(text) => (text, How::Whole),
        What::Back(version) => (version_text(web, lang, version)?.1.to_string(), How::Back(version)),
        What::Section { name, values } => {
            let section = settings::section(&name).ok_or_else(|| ApiError::not_found(web, lang))?;
            let text = settings::edit(&old, section, &values).map_err(|error| misfit(web, lang, &error))?;
            (text, How::Section(name))
        }
    };
    if text.len() > MOST_TEXT {
        return Err(ApiError::refused(web, lang, &crate::domain::refusal::Refusal::SettingsTooLong));
    }
    Ok(Wanted { old, text, how })
}

/// The scheme of the office's address after a change that switches TLS on or off.
fn moved(change: &Wanted) -> Option<&'static str> {
    let secure = |text: &str| settings::values(text).is_some_and(|values| values.get("tls").is_some());
    match (secure(&change.old), secure(&change.text)) {
        (false, true) => Some("https"),
        (true, false) => Some("http"),
        _ => None,
    }
}

/// Reads a document away from the runtime's threads.
async fn read(web: &Web, lang: Lang, text: &str) -> Result<Result<Profile, Vec<Wrong>>, ApiError> {
    let conflict = ApiError::new(web, lang, StatusCode::CONFLICT, "settings-fixed");
    let check = web.settings.as_ref().map(|settings| settings.check.clone()).ok_or(conflict)?;
    let text = text.to_string();
    let fault = ApiError::new(web, lang, StatusCode::INTERNAL_SERVER_ERROR, "fault");
    tokio::task::spawn_blocking(move || check(&text)).await.map_err(|_| fault)
}

fn misfit(web: &Web, lang: Lang, error: &EditError) -> ApiError {
    let mut facts = error.facts.clone();
    facts.push(("name", error.path.clone()));
    let message = web.texts.with(lang, &format!("settings-misfit-{}", error.code), &facts);
    let code = "settings-misfit";
    ApiError::worded(StatusCode::UNPROCESSABLE_ENTITY, code, message)
}

/// Everything that is wrong with a document, each with its place.
fn unsound(web: &Web, lang: Lang, change: &Wanted, faults: &[Wrong]) -> Response {
    let told: Vec<_> = faults.iter().map(|fault| fault_told(web, lang, fault)).collect();
    let body = json!({
        "error": "settings-unsound",
        "message": web.texts.get(lang, "error-settings-unsound"),
        "faults": told,
        "diff": lines(&change.old, &change.text),
        "text": change.text,
    });
    (StatusCode::UNPROCESSABLE_ENTITY, Json(body)).into_response()
}

fn fault_told(web: &Web, lang: Lang, fault: &Wrong) -> SettingsFault {
    let message = format!("fault-{}", fault.code);
    let words = match web.texts.has(&message) {
        true => web.texts.with(lang, &message, &fault.facts),
        false => fault.words.clone(),
    };
    let (line, column) = fault.place.map(|place| (place.line, place.column)).unzip();
    SettingsFault { line, column, words }
}

fn obstacle_words(web: &Web, lang: Lang, obstacle: &Obstacle) -> String {
    web.texts.with(lang, &format!("refusal-{}", obstacle.code()), &obstacle.facts())
}
