//! One's own account: the password, the code of the phone, and every place where one is signed in. And the link by which
//! somebody without a password chooses one.

use super::answers::{Home, Me, MePlace, SecondBegun, SecondKept};
use super::people::{address, done, hashed, home};
use super::random;
use crate::domain::account::{Account, Actor, MOST_SIGN_INS, Proof, Session};
use crate::domain::annex::{hex, parse_hex};
use crate::domain::command::{Ask, Command, PeopleAct};
use crate::domain::ticket::Lang;
use crate::doors::{Content, Route, Signed, Wants, Who};
use crate::views::millis;
use crate::web::ask::{Act, Done, Question, answer_json};
use crate::web::session::{self, Typed};
use crate::web::{ApiError, Web, second};
use axum::extract::{ConnectInfo, Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use schemars::JsonSchema;
use serde::Deserialize;
use std::net::SocketAddr;

pub(super) fn routes(web: &Web) -> Vec<Route> {
    vec![
        Route::act("/api/setup", Who::Anyone, setup, web.clone())
            .gives(StatusCode::OK, Content::json::<Home>()),
        Route::reading("/api/me", Who::Staff, me, web.clone()),
        Route::act("/api/password", Who::Staff, own_password, web.clone()),
        Route::act("/api/me/sign-out", Who::Staff, sign_out_all, web.clone()),
        Route::act("/api/me/places/{place}/sign-out", Who::Staff, sign_out_one, web.clone()),
        Route::act("/api/me/second/begin", Who::Staff, begin_second, web.clone()),
        Route::act("/api/me/second", Who::Staff, set_second, web.clone()),
        Route::act("/api/me/second/drop", Who::Staff, drop_second, web.clone()),
    ]
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Setup {
    /// The secret of the link.
    token: String,
    name: Option<String>,
    password: String,
}

/// Chooses a password by a link, and signs in with it.
async fn setup(State(web): State<Web>, question: Question<Setup>) -> Result<Response, ApiError> {
    let Question { body, lang } = question;
    let gone = || ApiError::new(&web, lang, StatusCode::NOT_FOUND, "link-gone");
    let digest = session::digest(&body.token).ok_or_else(gone)?;
    let committed = web.office.committed();
    let account = committed.state.account_by_link(&digest, web.office.now()).ok_or_else(gone)?;
    let name = body.name.as_deref().unwrap_or_default();
    let password = hashed(&web, lang, body.password, &[&account.login, &account.name, name]).await?;
    let used = PeopleAct::UseLink { digest, name: body.name, password };
    let ask = Ask { actor: Actor::Office, request: None, command: Command::People(used) };
    web.office.ask(ask).await.map_err(|error| ApiError::submit(&web, lang, &error))?;
    if account.second.is_some() {
        return Ok(Json(Home { home: "/masuk".to_string() }).into_response());
    }
    let cookie = web.sessions.open(&web, lang, account, Proof::None).await?;
    let home = if web.owes_second(account) { "/saya".to_string() } else { home(&web, account) };
    Ok(([(header::SET_COOKIE, cookie)], Json(Home { home })).into_response())
}

async fn me(
    State(web): State<Web>,
    Wants(lang): Wants,
    Extension(signed): Extension<Signed>,
) -> Result<Json<Me>, ApiError> {
    let committed = web.office.committed();
    let account = committed.state.account(signed.account).ok_or_else(|| ApiError::not_found(&web, lang))?;
    let sessions = committed.state.sessions.values().filter(|session| session.account == account.id);
    let place = |session: &Session| {
        let (last, seen) = web.sessions.seen(&session.digest).unzip();
        let seen = seen.unwrap_or_default();
        MePlace {
            place: hex(&session.digest),
            here: session.digest == signed.digest,
            opened: millis(session.opened),
            last: last.map(millis),
            from: seen.from.map(|from| from.to_string()),
            browser: seen.browser,
            system: seen.system,
        }
    };
    let mut places: Vec<_> = sessions.map(|session| place(session)).collect();
    places.sort_by_key(|place| (!place.here, std::cmp::Reverse(place.last), place.opened));
    let failed = web.told.failures(account.id);
    Ok(Json(Me {
        name: account.name.clone(),
        login: account.login.clone(),
        lent: account.lent,
        second: account.second.is_some(),
        owes: web.owes_second(account),
        spare: account.second.as_ref().map(|second| second.spare.len()),
        sessions: places.len(),
        places,
        most_places: MOST_SIGN_INS,
        failed: failed.map_or(0, |failed| failed.count),
        failed_last: failed.map(|failed| millis(failed.last)),
        offset: i64::from(web.office.profile().calendar.offset.0) * 1000,
        home: home(&web, account),
        now: millis(web.office.now()),
    }))
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct OwnPassword {
    old: String,
    new: String,
}

/// A new password for oneself; all other sessions of the account end.
async fn own_password(
    State(web): State<Web>,
    Extension(signed): Extension<Signed>,
    peer: Option<Extension<ConnectInfo<SocketAddr>>>,
    act: Act<OwnPassword>,
) -> Result<Json<Done>, ApiError> {
    let Act { request, body, lang } = act;
    let account = checked(&web, lang, signed, peer, body.old).await?;
    let password = hashed(&web, lang, body.new, &[&account.login, &account.name]).await?;
    let act = PeopleAct::SetPassword { account: signed.account, password };
    done(&web, lang, signed, request, act).await
}

/// The own account, once its password was typed again: a screen that was left open is not enough.
async fn checked(
    web: &Web,
    lang: Lang,
    signed: Signed,
    peer: Option<Extension<ConnectInfo<SocketAddr>>>,
    password: String,
) -> Result<Account, ApiError> {
    let login = web.office.committed().state.account(signed.account).map(|account| account.login.clone());
    let login = login.ok_or_else(|| ApiError::not_found(web, lang))?;
    let typed = Typed { login, password, code: String::new(), from: address(peer) };
    web.sessions.check(web, lang, typed).await
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Again {
    /// The own password, typed again.
    password: String,
}

async fn sign_out_all(
    State(web): State<Web>,
    Extension(signed): Extension<Signed>,
    peer: Option<Extension<ConnectInfo<SocketAddr>>>,
    act: Act<Again>,
) -> Result<Json<Done>, ApiError> {
    let Act { request, body, lang } = act;
    checked(&web, lang, signed, peer, body.password).await?;
    done(&web, lang, signed, request, PeopleAct::SignOutAll { account: signed.account }).await
}

/// Ends one sign-in of one's own.
async fn sign_out_one(
    State(web): State<Web>,
    Extension(signed): Extension<Signed>,
    peer: Option<Extension<ConnectInfo<SocketAddr>>>,
    Path(place): Path<String>,
    act: Act<Again>,
) -> Result<Json<Done>, ApiError> {
    let Act { request, body, lang } = act;
    let missing = || ApiError::not_found(&web, lang);
    let digest = parse_hex(&place).ok_or_else(missing)?;
    checked(&web, lang, signed, peer, body.password).await?;
    let state = &web.office.committed().state;
    let own = state.sessions.get(&digest).is_some_and(|session| session.account == signed.account);
    if !own {
        return Err(missing());
    }
    done(&web, lang, signed, request, PeopleAct::SignOut { digest }).await
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Begin {
    password: String,
}

/// A secret for the app on the phone. Nothing is kept until a code of it came back.
async fn begin_second(
    State(web): State<Web>,
    Extension(signed): Extension<Signed>,
    peer: Option<Extension<ConnectInfo<SocketAddr>>>,
    question: Question<Begin>,
) -> Result<Json<SecondBegun>, ApiError> {
    let Question { body, lang } = question;
    let account = checked(&web, lang, signed, peer, body.password).await?;
    let secret: [u8; second::LONG] = random().map_err(|_| fault(&web, lang))?;
    let office = &web.office.profile().office;
    let address = second::address(&secret, &office.short, &account.login);
    let picture = second::picture(&address).ok_or_else(|| fault(&web, lang))?;
    let (typed, kept) = (second::base32(&secret), second::digits(&secret));
    Ok(Json(SecondBegun { secret: kept, typed, picture }))
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct SetSecond {
    password: String,
    secret: String,
    code: String,
}

/// From now on a code is asked for as well. The codes on paper are told once.
async fn set_second(
    State(web): State<Web>,
    Extension(signed): Extension<Signed>,
    peer: Option<Extension<ConnectInfo<SocketAddr>>>,
    act: Act<SetSecond>,
) -> Result<Json<SecondKept>, ApiError> {
    let Act { request, body, lang } = act;
    let wrong = || ApiError::new(&web, lang, StatusCode::UNPROCESSABLE_ENTITY, "wrong-code");
    let secret = second::bytes(&body.secret).filter(|secret| secret.len() == second::LONG);
    let secret = secret.ok_or_else(wrong)?;
    let step = second::step_of(&secret, &body.code, 0, web.office.now()).ok_or_else(wrong)?;
    checked(&web, lang, signed, peer, body.password).await?;
    // Computed, so that the same request, asked again because its answer was lost, tells the same codes.
    let spare: Vec<_> = (0..second::SPARE).map(|nth| second::spare(&secret, request, nth)).collect();
    let set = PeopleAct::SetSecond {
        account: signed.account,
        secret: second::digits(&secret),
        step,
        spare: spare.iter().map(|code| second::spare_digest(code)).collect(),
    };
    let done = answer_json(&web.ask(lang, signed, request, Command::People(set)).await?);
    Ok(Json(SecondKept { done, spare }))
}

async fn drop_second(
    State(web): State<Web>,
    Extension(signed): Extension<Signed>,
    peer: Option<Extension<ConnectInfo<SocketAddr>>>,
    act: Act<Begin>,
) -> Result<Json<Done>, ApiError> {
    let Act { request, body, lang } = act;
    checked(&web, lang, signed, peer, body.password).await?;
    done(&web, lang, signed, request, PeopleAct::DropSecond { account: signed.account, how: None }).await
}

fn fault(web: &Web, lang: Lang) -> ApiError {
    ApiError::new(web, lang, StatusCode::INTERNAL_SERVER_ERROR, "fault")
}
