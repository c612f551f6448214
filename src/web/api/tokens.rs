//! API tokens, for administrators: which there are, a new one, and none any more.

use crate::domain::api_token::{ApiTokenAct, Scope};
use crate::domain::command::Command;
use crate::domain::ids::{AccountId, ApiTokenId};
use crate::doors::{Content, Route, Signed, Who};
use crate::views::{Millis, millis};
use crate::web::ask::{Act, Done, Nothing, answer_json};
use crate::web::{ApiError, Web, tokens};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub(super) fn routes(web: &Web) -> Vec<Route> {
    // No token opens these: whoever has one must not make another that reaches further.
    vec![
        Route::reading("/api/tokens", Who::Administrator, list, web.clone()),
        Route::act("/api/tokens", Who::Administrator, make, web.clone())
            .gives(StatusCode::CREATED, Content::json::<TokenMade>()),
        Route::act("/api/tokens/{id}/revoke", Who::Administrator, revoke, web.clone()),
    ]
}

/// Every token that is not revoked.
#[derive(Serialize, JsonSchema)]
struct TokenList {
    now: Millis,
    tokens: Vec<TokenLine>,
    /// For whom a token can act.
    accounts: Vec<Holder>,
    /// What a token can be good for.
    scopes: Vec<&'static str>,
}

/// A token.
#[derive(Serialize, JsonSchema)]
struct TokenLine {
    id: u32,
    name: String,
    account: Holder,
    scopes: Vec<&'static str>,
    made: Millis,
    expires: Millis,
    /// Since the server started.
    used: Option<Millis>,
}

/// An account for which a token acts.
#[derive(Serialize, JsonSchema)]
struct Holder {
    id: u32,
    login: String,
    name: String,
}

async fn list(State(web): State<Web>) -> Json<TokenList> {
    let committed = web.office.committed();
    let holder = |id: AccountId| {
        let known = committed.state.account(id);
        let login = known.map_or_else(String::new, |account| account.login.clone());
        Holder { id: id.0, login, name: known.map_or_else(String::new, |account| account.name.clone()) }
    };
    let tokens = committed.state.api_tokens.values().map(|token| TokenLine {
        id: token.id.0,
        name: token.name.clone(),
        account: holder(token.account),
        scopes: token.scopes.iter().map(|scope| scope.word()).collect(),
        made: millis(token.made),
        expires: millis(token.expires),
        used: web.tokens.last_used(token.id).map(millis),
    });
    let active = committed.state.accounts.values().filter(|account| account.active);
    Json(TokenList {
        now: millis(web.office.now()),
        tokens: tokens.collect(),
        accounts: active.map(|account| holder(account.id)).collect(),
        scopes: Scope::ALL.iter().map(|(_, word)| *word).collect(),
    })
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Make {
    name: String,
    /// For whom it acts.
    account: u32,
    #[schemars(extend("items" = { "type": "string", "enum": Scope::ALL.map(|(_, word)| word) }))]
    scopes: Vec<String>,
    /// How long it is good; two years at most.
    days: u16,
}

/// A token was made.
#[derive(Serialize, JsonSchema)]
struct TokenMade {
    #[serde(flatten)]
    done: Done,
    /// The token itself. It is told once and kept nowhere.
    secret: String,
}

async fn make(
    State(web): State<Web>,
    Extension(signed): Extension<Signed>,
    act: Act<Make>,
) -> Result<Response, ApiError> {
    let Act { request, body, lang } = act;
    let told = web.office.answered(request).map_err(|error| ApiError::store(&web, lang, &error))?;
    if told.is_some() {
        // What is kept nowhere cannot be told again.
        return Err(ApiError::new(&web, lang, StatusCode::CONFLICT, "told-once"));
    }
    let unknown = |word: &str| ApiError::about(&web, lang, StatusCode::UNPROCESSABLE_ENTITY, "shape", word);
    let scopes = body.scopes.iter().map(|word| Scope::parse(word).ok_or_else(|| unknown(word)));
    let scopes = scopes.collect::<Result<Vec<_>, _>>()?;
    let fault = |_| ApiError::new(&web, lang, StatusCode::INTERNAL_SERVER_ERROR, "fault");
    let (secret, digest) = tokens::draw().map_err(fault)?;
    let expires = web.office.now().plus_seconds(i64::from(body.days) * 24 * 3600);
    let make =
        ApiTokenAct::Make { name: body.name, account: AccountId(body.account), scopes, digest, expires };
    let answered = web.ask(lang, signed, request, Command::ApiToken(make)).await?;
    Ok((StatusCode::CREATED, Json(TokenMade { done: answer_json(&answered), secret })).into_response())
}

async fn revoke(
    State(web): State<Web>,
    Extension(signed): Extension<Signed>,
    Path(id): Path<u32>,
    act: Act<Nothing>,
) -> Result<Json<Done>, ApiError> {
    let command = Command::ApiToken(ApiTokenAct::Revoke(ApiTokenId(id)));
    Ok(Json(answer_json(&web.ask(act.lang, signed, act.request, command).await?)))
}
