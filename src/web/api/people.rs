//! Signing in and out, and accounts.

use crate::domain::account::roles;
use crate::domain::command::{Command, PeopleAct};
use crate::domain::ids::{AccountId, Role};
use crate::domain::ticket::Lang;
use crate::doors::{Route, Signed, Who, cookie};
use crate::web::ask::{Act, Question, answer_json};
use crate::web::session::{MOST_PASSWORD, hash_password, no_cookie};
use crate::web::{ApiError, Web};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use serde::Deserialize;
use serde_json::{Value, json};

pub(super) fn routes(web: &Web) -> Vec<Route> {
    let mut routes = vec![
        Route::post("/api/sign-in", Who::Anyone, sign_in, web.clone()),
        Route::post("/api/sign-out", Who::Anyone, sign_out, web.clone()),
        Route::post("/api/password", Who::Staff, own_password, web.clone()),
        Route::get("/api/accounts", Who::Administrator, list, web.clone()),
        Route::post("/api/accounts", Who::Administrator, add, web.clone()),
        Route::post("/api/accounts/{id}/password", Who::Administrator, set_password, web.clone()),
        Route::post("/api/accounts/{id}/active", Who::Administrator, set_active, web.clone()),
    ];
    if web.demo {
        routes.push(Route::post("/api/demo/sign-in", Who::Anyone, demo_sign_in, web.clone()));
    }
    routes
}

/// Fewest characters of a password.
const FEWEST_PASSWORD: usize = 12;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SignIn {
    login: String,
    password: String,
}

async fn sign_in(State(web): State<Web>, question: Question<SignIn>) -> Result<Response, ApiError> {
    let Question { body, lang } = question;
    let (account, cookie) = web.sessions.sign_in(&web, lang, &body.login, body.password).await?;
    let home = home(&web, &account);
    Ok(([(header::SET_COOKIE, cookie)], Json(json!({ "name": account.name, "home": home }))).into_response())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DemoSignIn {
    login: String,
}

/// One click in the demonstration. The route exists nowhere else.
async fn demo_sign_in(State(web): State<Web>, question: Question<DemoSignIn>) -> Result<Response, ApiError> {
    let Question { body, lang } = question;
    let account = web.office.committed().state.account_by_login(&body.login).cloned();
    let account = account.ok_or_else(|| ApiError::not_found(&web, lang))?;
    let cookie = web.sessions.open(&web, lang, &account).await?;
    let home = home(&web, &account);
    Ok(([(header::SET_COOKIE, cookie)], Json(json!({ "name": account.name, "home": home }))).into_response())
}

/// The first screen of an account.
fn home(web: &Web, account: &crate::domain::account::Account) -> String {
    let device = [(roles::KIOSK, "/kiosk"), (roles::BOARD, "/papan"), (roles::TABLET, "/skm")];
    if let Some((_, path)) = device.into_iter().find(|(role, _)| account.holds(role)) {
        return path.to_string();
    }
    let profile = web.office.profile();
    match profile.lokets.iter().find(|plan| account.holds(plan.role.as_str())) {
        Some(plan) => format!("/loket/{}", plan.id),
        None if Who::Desk.admits(profile, account) => "/berkas".to_string(),
        None if account.holds(roles::ADMINISTRATOR) => "/akun".to_string(),
        None if account.holds(roles::SUPERVISOR) => "/pengawas".to_string(),
        None => "/".to_string(),
    }
}

/// Ends every sign-in that the browser carries.
async fn sign_out(State(web): State<Web>, headers: HeaderMap) -> Response {
    let mut response = Json(json!({})).into_response();
    let who = [Who::Staff, Who::Device(roles::KIOSK), Who::Device(roles::BOARD), Who::Device(roles::TABLET)];
    for who in who {
        if let Some(signed) = web.sessions.signed(&web, who, &headers) {
            // The cookie goes in any case; a session that could not be closed expires by itself.
            let act = PeopleAct::SignOut { digest: signed.digest };
            let _ = web.office.report(Command::People(act)).await;
        }
        if cookie(&headers, who.cookie()).is_some()
            && let Ok(gone) = HeaderValue::from_str(&no_cookie(who.cookie()))
        {
            response.headers_mut().append(header::SET_COOKIE, gone);
        }
    }
    response
}

async fn list(State(web): State<Web>) -> Json<Value> {
    let committed = web.office.committed();
    let profile = web.office.profile();
    let accounts = committed.state.accounts.values().map(|account| {
        json!({
            "id": account.id.0,
            "login": account.login,
            "name": account.name,
            "roles": account.roles.iter().map(ToString::to_string).collect::<Vec<_>>(),
            "active": account.active,
        })
    });
    let built_in = roles::BUILT_IN.iter().map(|role| json!({ "role": role, "title": role }));
    let listed = profile.staff().map(|plan| json!({ "role": plan.role.as_str(), "title": plan.title }));
    Json(json!({
        "accounts": accounts.collect::<Vec<_>>(),
        "roles": built_in.chain(listed).collect::<Vec<_>>(),
    }))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Add {
    login: String,
    name: String,
    roles: Vec<String>,
    password: String,
}

async fn add(
    State(web): State<Web>,
    Extension(signed): Extension<Signed>,
    act: Act<Add>,
) -> Result<Response, ApiError> {
    let Act { request, body, lang } = act;
    let password = hashed(&web, lang, body.password).await?;
    let roles = body.roles.iter().map(|role| Role::from(role.as_str())).collect();
    let add = PeopleAct::Add { login: body.login, name: body.name, roles, password };
    let answered = web.ask(lang, signed, request, Command::People(add)).await?;
    Ok((StatusCode::CREATED, Json(answer_json(&answered))).into_response())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OwnPassword {
    old: String,
    new: String,
}

/// A new password for oneself; all other sessions of the account end.
async fn own_password(
    State(web): State<Web>,
    Extension(signed): Extension<Signed>,
    act: Act<OwnPassword>,
) -> Result<Json<Value>, ApiError> {
    let Act { request, body, lang } = act;
    let login = web.office.committed().state.account(signed.account).map(|account| account.login.clone());
    let login = login.ok_or_else(|| ApiError::not_found(&web, lang))?;
    web.sessions.check(&web, lang, &login, body.old).await?;
    let password = hashed(&web, lang, body.new).await?;
    let act = PeopleAct::SetPassword { account: signed.account, password };
    Ok(Json(answer_json(&web.ask(lang, signed, request, Command::People(act)).await?)))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NewPassword {
    password: String,
}

async fn set_password(
    State(web): State<Web>,
    Extension(signed): Extension<Signed>,
    Path(id): Path<u32>,
    act: Act<NewPassword>,
) -> Result<Json<Value>, ApiError> {
    let Act { request, body, lang } = act;
    let password = hashed(&web, lang, body.password).await?;
    let act = PeopleAct::SetPassword { account: AccountId(id), password };
    Ok(Json(answer_json(&web.ask(lang, signed, request, Command::People(act)).await?)))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Active {
    active: bool,
}

async fn set_active(
    State(web): State<Web>,
    Extension(signed): Extension<Signed>,
    Path(id): Path<u32>,
    act: Act<Active>,
) -> Result<Json<Value>, ApiError> {
    let Act { request, body, lang } = act;
    let act = PeopleAct::SetActive { account: AccountId(id), active: body.active };
    Ok(Json(answer_json(&web.ask(lang, signed, request, Command::People(act)).await?)))
}

/// Hashes a password that is long enough, away from the runtime's threads.
async fn hashed(web: &Web, lang: Lang, password: String) -> Result<String, ApiError> {
    let length = password.chars().count();
    if length < FEWEST_PASSWORD || password.len() > MOST_PASSWORD {
        return Err(ApiError::new(web, lang, StatusCode::UNPROCESSABLE_ENTITY, "weak-password"));
    }
    let hash = tokio::task::spawn_blocking(move || hash_password(&password)).await;
    let hash = hash.ok().and_then(Result::ok);
    hash.ok_or_else(|| ApiError::new(web, lang, StatusCode::INTERNAL_SERVER_ERROR, "fault"))
}
