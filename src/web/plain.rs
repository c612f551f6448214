//! Whoever comes without TLS where the office speaks it: shown the way, and told nothing else.
//!
//! A page leads to the same page over TLS. An act or a reading is refused and not led there, so that a program that
//! is set up wrongly is noticed before it has sent a secret in the open (OWASP ASVS 4.1.2). Only how to trust the
//! office's CA can be read, because a device has to know that before it trusts anything.

use super::gate::{shut_in, wants_page};
use super::{ApiError, Web};
use crate::doors::{Route, Wants, Who};
use axum::Router;
use axum::extract::Request;
use axum::http::{StatusCode, header};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Redirect, Response};

/// A router of these routes, which have to be for anyone, with a way to `port` of this host for every other page.
pub fn router(web: &Web, routes: Vec<Route>, port: u16) -> Router {
    let mut router = Router::new();
    for route in routes.into_iter().filter(|route| route.who == Who::Anyone) {
        router = router.route(route.path, route.handler);
    }
    let web = web.clone();
    router.fallback(async move |request: Request| elsewhere(&web, port, &request)).layer(from_fn(
        async |request: Request, next: Next| {
            let mut response = next.run(request).await;
            shut_in(response.headers_mut());
            response
        },
    ))
}

fn elsewhere(web: &Web, port: u16, request: &Request) -> Response {
    let base = base(web, port, request);
    let path = request.uri().path_and_query().map_or("/", |path| path.as_str());
    // A path that begins with two slashes would name another host.
    if wants_page(request) && path.starts_with('/') {
        return Redirect::temporary(&format!("{base}{path}")).into_response();
    }
    let Wants(lang) = Wants::of(request.uri(), request.headers());
    ApiError::about(web, lang, StatusCode::FORBIDDEN, "only-tls", &base).into_response()
}

/// The office's address over TLS: under the name by which it was asked, when its certificate has that name.
fn base(web: &Web, port: u16, request: &Request) -> String {
    let host = request.headers().get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let name = match host.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((address, _)) => address,
        None => host.split(':').next().unwrap_or_default(),
    };
    let authority = web.certificates.as_ref().and_then(|certificates| certificates.authority());
    if !authority.is_some_and(|authority| authority.knows(name)) {
        return web.own_url.to_string();
    }
    let name = if name.contains(':') { format!("[{name}]") } else { name.to_string() };
    if port == 443 { format!("https://{name}") } else { format!("https://{name}:{port}") }
}
