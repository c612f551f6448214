//! The gate: builds the router from the table of routes and lets through whom each route is for.

use super::floor::at_a_rate;
use super::places::Recognised;
use super::told::{Knock, number_in};
use super::{ApiError, Web, tokens};
use crate::domain::api_token::Scope;
use crate::domain::ids::AccountId;
use crate::doors::{NoticePage, Route, Signed, Wants, Who};
use axum::Router;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::{Next, from_fn_with_state, map_request};
use axum::response::{IntoResponse, Redirect, Response};
use futures_util::FutureExt;
use std::net::{IpAddr, SocketAddr};
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;
use tower_http::timeout::RequestBodyTimeoutLayer;

/// A body that stops coming is given up after this long.
const BODY_STALL: Duration = Duration::from_secs(10);

/// What a page may load and do: only its own files, no inline script or style, no frames.
const CONTENT_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; \
     media-src 'self' blob:; font-src 'self'; connect-src 'self'; object-src 'none'; base-uri 'none'; \
     frame-ancestors 'none'; form-action 'self'; manifest-src 'self'";

/// The router of all routes, each behind its rule. `notice` is what people see instead of a page.
pub fn router(web: &Web, routes: Vec<Route>, notice: &NoticePage) -> Router {
    let mut router: Router<Web> = Router::new();
    for route in routes {
        let found_by_trying = found_by_trying(route.path);
        let rule = Rule {
            web: web.clone(),
            notice: notice.clone(),
            path: route.path,
            who: route.who,
            scope: route.scope,
            found_by_trying,
        };
        let guarded = route.handler.layer(from_fn_with_state(Arc::new(rule), guard));
        router = router.route(route.path, guarded.with_state(()));
    }
    let house = Arc::new(House { web: web.clone(), notice: notice.clone() });
    let answerer = house.clone();
    router
        .fallback(async move |request: Request| not_found(&answerer.web, &answerer.notice, &request))
        .method_not_allowed_fallback(wrong_method)
        .with_state(web.clone())
        .layer(from_fn_with_state(house, manners))
        .layer(map_request(at_a_rate))
        .layer(RequestBodyTimeoutLayer::new(BODY_STALL))
}

fn not_found(web: &Web, notice: &NoticePage, request: &Request) -> Response {
    let Wants(lang) = Wants::of(request.uri(), request.headers());
    if wants_page(request) {
        return notice(lang, StatusCode::NOT_FOUND);
    }
    ApiError::not_found(web, lang).into_response()
}

async fn wrong_method(State(web): State<Web>, Wants(lang): Wants) -> ApiError {
    ApiError::new(&web, lang, StatusCode::METHOD_NOT_ALLOWED, "wrong-method")
}

/// What holds for all routes.
struct House {
    web: Web,
    notice: NoticePage,
}

/// What holds for one route. Every request takes it along, so it is shared.
struct Rule {
    web: Web,
    notice: NoticePage,
    path: &'static str,
    who: Who,
    /// Which scope of an API token opens it.
    scope: Option<Scope>,
    /// Whether a stranger might find something here by trying.
    found_by_trying: bool,
}

/// Whether strangers might find something at an address by trying: whatever is told apart by a part of it, except files
/// that every screen loads.
fn found_by_trying(path: &str) -> bool {
    let file =
        ["/a/{build}/", "/texts/{build}/", "/voice/{rev}/"].iter().any(|files| path.starts_with(files));
    (path.contains('{') && !file) || FOUND_BY_TRYING.contains(&path)
}

/// Routes for strangers where something is found by a secret in what they send.
const FOUND_BY_TRYING: [&str; 4] = ["/api/sign-in", "/api/setup", "/api/pairing/ask", "/api/pairing/poll"];

/// What somebody may reach who has to choose a password first.
const FOR_A_NEW_PASSWORD: [&str; 3] = ["/saya", "/api/me", "/api/password"];
/// What somebody may reach who has to set up a code of the phone first.
const FOR_A_CODE: [&str; 4] = ["/saya", "/api/me", "/api/me/second/begin", "/api/me/second"];

/// Lets through whom the route is for, and writes down who was not.
async fn guard(State(rule): State<Arc<Rule>>, request: Request, next: Next) -> Response {
    let (from, mut account) = (address(&request), None);
    let thing = number_in(rule.path, request.uri().path());
    let response = admit(&rule, request, next, &mut account).await;
    rule.web.told.answer(&rule.web, &response, Knock { route: rule.path, thing, from, account });
    response
}

/// Where a request came from.
fn address(request: &Request) -> Option<IpAddr> {
    request.extensions().get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(peer)| peer.ip())
}

/// A page sends whom it is not for to the sign-in; an act says why not. `knocks` becomes who is signed in.
async fn admit(rule: &Rule, mut request: Request, next: Next, knocks: &mut Option<AccountId>) -> Response {
    let Rule { web, notice, who, scope, found_by_trying, .. } = rule;
    let (who, scope, found_by_trying) = (*who, *scope, *found_by_trying);
    let Wants(lang) = Wants::of(request.uri(), request.headers());
    let from = address(&request);
    let stranger = from.filter(|_| who == Who::Anyone && found_by_trying);
    if let Some(from) = stranger
        && let Err(seconds) = web.sessions.pace.knock(from, web.office.count())
    {
        let error = ApiError::new(web, lang, StatusCode::TOO_MANY_REQUESTS, "too-fast");
        return error.retry_after(seconds).into_response();
    }
    // A token speaks for itself: cookies that come with it do not count.
    let signed = match tokens::bearer(request.headers()) {
        Some(_) if who == Who::Anyone => None,
        Some(token) => match web.tokens.signed(web, lang, (token, scope, from)) {
            Ok(signed) => Some(signed),
            Err(error) => return error.into_response(),
        },
        None => web.sessions.signed(web, who, request.headers()),
    };
    let signed = signed.map(|signed| Signed { from, ..signed });
    *knocks = signed.map(|signed| signed.account);
    if let Some(signed) = signed.filter(|signed| signed.token.is_none()) {
        web.sessions.came(&signed, request.headers());
    }
    if who != Who::Anyone {
        let Some(signed) = signed else {
            return match page_path(&request) {
                // Nobody types a password on a wall: a device shows a code.
                Some(path) if matches!(who, Who::Device(_)) => {
                    Redirect::to(&format!("/pasang?next={path}")).into_response()
                }
                Some(path) => Redirect::to(&format!("/masuk?next={path}")).into_response(),
                None => ApiError::new(web, lang, StatusCode::UNAUTHORIZED, "sign-in").into_response(),
            };
        };
        let committed = web.office.committed();
        let account = committed.state.account(signed.account);
        // A token was made by an administrator; nobody signs in with it.
        let owes = signed.token.is_none() && account.is_some_and(|account| web.owes_second(account));
        let first = match account {
            Some(account) if account.lent => Some(("new-password-first", FOR_A_NEW_PASSWORD.as_slice())),
            _ if owes => Some(("second-first", FOR_A_CODE.as_slice())),
            _ => None,
        };
        if let Some((code, open)) = first
            && !open.contains(&request.uri().path())
        {
            if wants_page(&request) {
                return Redirect::to("/saya").into_response();
            }
            return ApiError::new(web, lang, StatusCode::FORBIDDEN, code).into_response();
        }
        if !account.is_some_and(|account| who.admits(web.office.profile(), account)) {
            if wants_page(&request) {
                return notice(lang, StatusCode::FORBIDDEN);
            }
            return ApiError::new(web, lang, StatusCode::FORBIDDEN, "forbidden").into_response();
        }
    }
    // A device is kept signed in for as long as it comes.
    let kept = match signed {
        Some(signed) if is_a_device(who, signed) && request.method() == Method::GET => {
            web.sessions.keep(web, who, signed, request.headers()).await
        }
        _ => None,
    };
    if let Some(signed) = signed {
        request.extensions_mut().insert(signed);
    }
    let mut response = next.run(request).await;
    if is_rejection(&response) {
        let error = ApiError::new(web, lang, response.status(), "address");
        response = error.into_response();
    }
    if let Some(cookie) = kept {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    if signed.is_some() {
        response.extensions_mut().insert(Recognised);
    }
    if let Some(from) = stranger
        && response.status() == StatusCode::NOT_FOUND
    {
        web.sessions.pace.missed(from, web.office.count());
    }
    response
}

/// Whether a device came with its own cookie.
fn is_a_device(who: Who, signed: Signed) -> bool {
    matches!(who, Who::Device(_)) && signed.token.is_none()
}

/// Whether the framework says, in plain text, that an address or a header does not fit the route.
fn is_rejection(response: &Response) -> bool {
    let kind = response.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    response.status().is_client_error() && kind.is_some_and(|kind| kind.starts_with("text/plain"))
}

/// Whether a browser asks for something that a person will look at.
pub(super) fn wants_page(request: &Request) -> bool {
    let accepts = request.headers().get(header::ACCEPT).and_then(|accept| accept.to_str().ok());
    request.method() == Method::GET && accepts.is_some_and(|accept| accept.contains("text/html"))
}

/// The path to come back to, when a browser asks for a page.
fn page_path(request: &Request) -> Option<String> {
    // Only characters that our own paths have, so that nothing can be smuggled into the address.
    let path = request.uri().path();
    let plain = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '/' | '-' | '_');
    (wants_page(request) && path.chars().all(plain)).then(|| path.to_string())
}

/// What holds for every request: acts come from our own pages, answers carry the headers that keep a browser from doing
/// what no page of ours asks for, and a fault in the program is one answer in words, not the end of a connection.
async fn manners(State(house): State<Arc<House>>, request: Request, next: Next) -> Response {
    let House { web, notice } = &*house;
    let Wants(lang) = Wants::of(request.uri(), request.headers());
    let upgrade = request.headers().contains_key(header::UPGRADE);
    let safe = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    // A page of another site cannot send a token, only cookies.
    let by_token =
        tokens::bearer(request.headers()).is_some() && !request.headers().contains_key(header::COOKIE);
    if (!safe || upgrade) && !by_token && !same_origin(request.headers()) {
        // No address of the interface has a secret in it.
        let path = request.uri().path();
        let route = path.get(..64.min(path.len())).filter(|path| path.starts_with("/api/")).unwrap_or("-");
        let knock = Knock { route, thing: None, from: address(&request), account: None };
        web.told.shut(web, "other-site", knock);
        return ApiError::new(web, lang, StatusCode::FORBIDDEN, "other-site").into_response();
    }
    let page = wants_page(&request);
    // The office's state is the writer's alone, and whoever reads it holds what was committed: a panic leaves nothing
    // behind that is half done.
    let answered = AssertUnwindSafe(next.run(request)).catch_unwind().await;
    let mut response = answered.unwrap_or_else(|_| match page {
        true => notice(lang, StatusCode::INTERNAL_SERVER_ERROR),
        false => ApiError::new(web, lang, StatusCode::INTERNAL_SERVER_ERROR, "fault").into_response(),
    });
    shut_in(response.headers_mut());
    if web.promises_tls() {
        let promise = HeaderValue::from_static("max-age=31536000");
        response.headers_mut().insert(header::STRICT_TRANSPORT_SECURITY, promise);
    }
    response
}

/// The headers of every answer, which keep a browser from doing what no page of ours asks for.
pub(super) fn shut_in(headers: &mut HeaderMap) {
    // What comes from outside is shut in further than any page of ours.
    let sandbox = headers
        .get(header::CONTENT_SECURITY_POLICY)
        .filter(|policy| policy.as_bytes().starts_with(b"sandbox"));
    let sandbox = sandbox.cloned();
    for (name, value) in [
        (header::CONTENT_SECURITY_POLICY, CONTENT_POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if let Some(policy) = sandbox {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    headers.insert("cross-origin-opener-policy", HeaderValue::from_static("same-origin"));
    headers.insert("cross-origin-resource-policy", HeaderValue::from_static("same-origin"));
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
}

/// Whether a request comes from a page of this server, or from no page at all.
///
/// Browsers tell by `Sec-Fetch-Site` in a secure context and by `Origin` everywhere. What carries a cookie and tells
/// neither might be a browser too old to do so, on a page of anybody's; a program that uses cookies says `none`.
fn same_origin(headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = text("sec-fetch-site") {
        return matches!(site, "same-origin" | "none");
    }
    match (text("origin"), text("host")) {
        (None, _) => !headers.contains_key(header::COOKIE),
        (Some(origin), Some(host)) => origin.split_once("://").is_some_and(|(_, origin)| origin == host),
        (Some(_), None) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::found_by_trying;

    #[test]
    fn what_has_a_secret_in_its_address_is_paced_and_files_are_not() {
        for path in
            ["/t/{token}", "/B/{token}", "/sk/{code}", "/SK/{code}", "/mulai/{secret}", "/api/sign-in"]
        {
            assert!(found_by_trying(path), "{path}");
        }
        for path in [
            "/",
            "/health",
            "/sk/kunci",
            "/a/{build}/{*path}",
            "/texts/{build}/{lang}",
            "/voice/{rev}/{clip}",
        ] {
            assert!(!found_by_trying(path), "{path}");
        }
    }
}
