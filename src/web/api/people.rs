//! Signing in and out, and the administrator's accounts.

use super::answers::{AccountLine, AccountList, AccountMade, Empty, LinkMade, RoleLine, SignedIn};
use crate::domain::account::{Proof, roles};
use crate::domain::command::{Answer, Ask, Command, PeopleAct};
use crate::domain::ids::{AccountId, RequestId, Role};
use crate::domain::ticket::Lang;
use crate::doors::{Content, Route, Signed, Who, cookie};
use crate::views::millis;
use crate::web::ask::{Act, Done, Nothing, Question, answer_json};
use crate::web::password;
use crate::web::session::{Typed, link_secret, no_cookie};
use crate::web::{ApiError, Web};
use axum::extract::{ConnectInfo, Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use schemars::JsonSchema;
use serde::Deserialize;
use std::net::{IpAddr, SocketAddr};

pub(super) fn routes(web: &Web) -> Vec<Route> {
    let mut routes = vec![
        Route::act("/api/sign-in", Who::Anyone, sign_in, web.clone())
            .gives(StatusCode::OK, Content::json::<SignedIn>()),
        Route::act("/api/sign-out", Who::Anyone, sign_out, web.clone())
            .gives(StatusCode::OK, Content::json::<Empty>()),
        Route::reading("/api/accounts", Who::Administrator, list, web.clone()),
        Route::act("/api/accounts", Who::Administrator, add, web.clone())
            .gives(StatusCode::CREATED, Content::json::<AccountMade>()),
        Route::act("/api/accounts/{id}/password", Who::Administrator, set_password, web.clone()),
        Route::act("/api/accounts/{id}/active", Who::Administrator, set_active, web.clone()),
        Route::act("/api/accounts/{id}/roles", Who::Administrator, set_roles, web.clone()),
        Route::act("/api/accounts/{id}/name", Who::Administrator, rename, web.clone()),
        Route::act("/api/accounts/{id}/link", Who::Administrator, link, web.clone()),
        Route::act("/api/accounts/{id}/sign-out", Who::Administrator, sign_out_all, web.clone()),
        Route::act("/api/accounts/{id}/second/drop", Who::Administrator, drop_second, web.clone()),
    ];
    if web.demo {
        routes.push(
            Route::act("/api/demo/sign-in", Who::Anyone, demo_sign_in, web.clone())
                .gives(StatusCode::OK, Content::json::<SignedIn>()),
        );
    }
    routes
}

/// A link for a colleague is good for a day.
const LINK_SECONDS: i64 = 24 * 3600;

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct SignIn {
    login: String,
    password: String,
    /// A code of the phone, or one on paper.
    #[serde(default)]
    code: String,
}

async fn sign_in(
    State(web): State<Web>,
    peer: Option<Extension<ConnectInfo<SocketAddr>>>,
    question: Question<SignIn>,
) -> Result<Response, ApiError> {
    let Question { body: SignIn { login, password, code }, lang } = question;
    let typed = Typed { login, password, code, from: address(peer) };
    let (account, cookie) = web.sessions.sign_in(&web, lang, typed).await?;
    let first = account.lent || web.owes_second(&account);
    let home = if first { "/saya".to_string() } else { home(&web, &account) };
    Ok(([(header::SET_COOKIE, cookie)], Json(SignedIn { name: account.name, home })).into_response())
}

/// Where a request came from.
pub(super) fn address(peer: Option<Extension<ConnectInfo<SocketAddr>>>) -> Option<IpAddr> {
    peer.map(|Extension(ConnectInfo(peer))| peer.ip())
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct DemoSignIn {
    login: String,
}

/// One click in the demonstration. The route exists nowhere else.
async fn demo_sign_in(State(web): State<Web>, question: Question<DemoSignIn>) -> Result<Response, ApiError> {
    let Question { body, lang } = question;
    let account = web.office.committed().state.account_by_login(&body.login).cloned();
    let account = account.ok_or_else(|| ApiError::not_found(&web, lang))?;
    let cookie = web.sessions.open(&web, lang, &account, Proof::None).await?;
    let home = home(&web, &account);
    Ok(([(header::SET_COOKIE, cookie)], Json(SignedIn { name: account.name, home })).into_response())
}

/// The first screen of an account.
pub(super) fn home(web: &Web, account: &crate::domain::account::Account) -> String {
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
    let mut response = Json(Empty {}).into_response();
    let who = [Who::Staff, Who::Device(roles::KIOSK), Who::Device(roles::BOARD), Who::Device(roles::TABLET)];
    for who in who {
        if let Some(signed) = web.sessions.signed(&web, who, &headers) {
            // The cookie goes in any case; a session that could not be closed expires by itself.
            let act = PeopleAct::SignOut { digest: signed.digest };
            let _ = web.office.report(Command::People(act)).await;
        }
        if cookie(&headers, who.cookie(web.is_secure())).is_some()
            && let Ok(gone) = HeaderValue::from_str(&no_cookie(&web, who.cookie(web.is_secure())))
        {
            response.headers_mut().append(header::SET_COOKIE, gone);
        }
    }
    // What the screens have put aside goes too; the language and the other cookies stay.
    response.headers_mut().insert("clear-site-data", HeaderValue::from_static("\"storage\""));
    response
}

async fn list(State(web): State<Web>) -> Json<AccountList> {
    let committed = web.office.committed();
    let profile = web.office.profile();
    let accounts = committed.state.accounts.values().map(|account| AccountLine {
        id: account.id.0,
        login: account.login.clone(),
        name: account.name.clone(),
        roles: account.roles.iter().map(ToString::to_string).collect(),
        active: account.active,
        device: account.is_device(),
        lent: account.lent,
        waits: !account.is_device() && !account.has_password(),
        second: account.second.is_some(),
        signed_in: committed.state.sessions.values().filter(|one| one.account == account.id).count(),
        failed: web.told.failures(account.id).map_or(0, |failed| failed.count),
        failed_last: web.told.failures(account.id).map(|failed| millis(failed.last)),
    });
    let line = |role: &str, title: &str| RoleLine { role: role.to_string(), title: title.to_string() };
    let built_in = roles::BUILT_IN.iter().map(|role| line(role, role));
    let listed = profile.staff().map(|plan| line(plan.role.as_str(), &plan.title));
    let offset = i64::from(profile.calendar.offset.0) * 1000;
    let (accounts, roles) = (accounts.collect(), built_in.chain(listed).collect());
    Json(AccountList { accounts, roles, offset, plain_network: web.plain_network })
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Add {
    login: String,
    name: String,
    roles: Vec<String>,
    /// Without one the answer has a link by which its owner chooses it.
    password: Option<String>,
}

async fn add(
    State(web): State<Web>,
    Extension(signed): Extension<Signed>,
    act: Act<Add>,
) -> Result<Response, ApiError> {
    let Act { request, body, lang } = act;
    let Add { login, name, roles, password } = body;
    let (hash, invite) = match password {
        Some(password) => (hashed(&web, lang, password, &[&login, &name]).await?, false),
        None => (String::new(), true),
    };
    let add = PeopleAct::Add { login, name, roles: named(&roles), password: hash };
    let answered = web.ask(lang, signed, request, Command::People(add)).await?;
    let link = match answered.answer {
        Answer::Account(account) if invite => Some(make_link(&web, lang, signed, account).await?),
        _ => None,
    };
    Ok((StatusCode::CREATED, Json(AccountMade { done: answer_json(&answered), link })).into_response())
}

fn named(roles: &[String]) -> Vec<Role> {
    roles.iter().map(|role| Role::from(role.as_str())).collect()
}

/// The path of a link that is good once.
async fn make_link(web: &Web, lang: Lang, signed: Signed, account: AccountId) -> Result<String, ApiError> {
    let fault = |_| ApiError::new(web, lang, StatusCode::INTERNAL_SERVER_ERROR, "fault");
    let (secret, digest) = link_secret().map_err(fault)?;
    let expires = Some(web.office.now().plus_seconds(LINK_SECONDS));
    let command = Command::People(PeopleAct::MakeLink { account, digest, expires });
    // Asked twice it is another link, of which the later one is good: its secret is kept nowhere to be told again.
    let ask = Ask { actor: signed.actor(), request: None, command };
    web.office.ask(ask).await.map_err(|error| ApiError::submit(web, lang, &error))?;
    Ok(format!("/mulai/{secret}"))
}

async fn link(
    State(web): State<Web>,
    Extension(signed): Extension<Signed>,
    Path(id): Path<u32>,
    act: Act<Nothing>,
) -> Result<Json<LinkMade>, ApiError> {
    let link = make_link(&web, act.lang, signed, AccountId(id)).await?;
    Ok(Json(LinkMade { account: id, link, hours: LINK_SECONDS / 3600 }))
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct NewPassword {
    password: String,
}

/// A password that the administrator tells its owner, who changes it first of all.
async fn set_password(
    State(web): State<Web>,
    Extension(signed): Extension<Signed>,
    Path(id): Path<u32>,
    act: Act<NewPassword>,
) -> Result<Json<Done>, ApiError> {
    let Act { request, body, lang } = act;
    let committed = web.office.committed();
    let account = committed.state.account(AccountId(id));
    let about = account.map_or(["", ""], |account| [account.login.as_str(), account.name.as_str()]);
    let password = hashed(&web, lang, body.password, &about).await?;
    done(&web, lang, signed, request, PeopleAct::SetPassword { account: AccountId(id), password }).await
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Active {
    active: bool,
}

async fn set_active(
    State(web): State<Web>,
    Extension(signed): Extension<Signed>,
    Path(id): Path<u32>,
    act: Act<Active>,
) -> Result<Json<Done>, ApiError> {
    let Act { request, body, lang } = act;
    let act = PeopleAct::SetActive { account: AccountId(id), active: body.active };
    done(&web, lang, signed, request, act).await
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Roles {
    roles: Vec<String>,
}

async fn set_roles(
    State(web): State<Web>,
    Extension(signed): Extension<Signed>,
    Path(id): Path<u32>,
    act: Act<Roles>,
) -> Result<Json<Done>, ApiError> {
    let Act { request, body, lang } = act;
    let act = PeopleAct::SetRoles { account: AccountId(id), roles: named(&body.roles) };
    done(&web, lang, signed, request, act).await
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Name {
    name: String,
}

async fn rename(
    State(web): State<Web>,
    Extension(signed): Extension<Signed>,
    Path(id): Path<u32>,
    act: Act<Name>,
) -> Result<Json<Done>, ApiError> {
    let Act { request, body, lang } = act;
    done(&web, lang, signed, request, PeopleAct::Rename { account: AccountId(id), name: body.name }).await
}

async fn sign_out_all(
    State(web): State<Web>,
    Extension(signed): Extension<Signed>,
    Path(id): Path<u32>,
    act: Act<Nothing>,
) -> Result<Json<Done>, ApiError> {
    done(&web, act.lang, signed, act.request, PeopleAct::SignOutAll { account: AccountId(id) }).await
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct How {
    /// How the administrator made sure who asks. The journal keeps it.
    how: String,
}

/// For somebody whose phone is lost.
async fn drop_second(
    State(web): State<Web>,
    Extension(signed): Extension<Signed>,
    Path(id): Path<u32>,
    act: Act<How>,
) -> Result<Json<Done>, ApiError> {
    let Act { request, body, lang } = act;
    let drop = PeopleAct::DropSecond { account: AccountId(id), how: Some(body.how) };
    done(&web, lang, signed, request, drop).await
}

pub(super) async fn done(
    web: &Web,
    lang: Lang,
    signed: Signed,
    request: RequestId,
    act: PeopleAct,
) -> Result<Json<Done>, ApiError> {
    Ok(Json(answer_json(&web.ask(lang, signed, request, Command::People(act)).await?)))
}

/// Hashes a password that is good enough. `about` are words that everybody knows of its owner.
pub(super) async fn hashed(
    web: &Web,
    lang: Lang,
    password: String,
    about: &[&str],
) -> Result<String, ApiError> {
    let office = &web.office.profile().office;
    let known = [about, &[office.name.as_str(), office.short.as_str(), office.seat.as_str()]].concat();
    if let Err(weak) = password::check(&password, &known) {
        return Err(ApiError::new(web, lang, StatusCode::UNPROCESSABLE_ENTITY, weak.code()));
    }
    web.sessions.hash(web, lang, password).await
}
