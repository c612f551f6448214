//! Requests that two programs could read differently (RFC 9112, 11.2). A proxy in front may see one request where the
//! office sees two, so whatever leaves room for that is refused and its connection closed.

use axum::body::Body;
use axum::extract::Request;
use axum::http::uri::Authority;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Version, header};
use axum::response::Response;

/// The answer to a request that can be read in two ways; none when it cannot.
pub(super) fn refused<T>(request: &Request<T>) -> Option<Response> {
    let sound = request.method() != Method::CONNECT && one_host(request) && one_length(request.headers());
    if sound {
        return None;
    }
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::BAD_REQUEST;
    response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    Some(response)
}

/// Whether it says once which host is meant (RFC 9112, 3.2).
fn one_host<T>(request: &Request<T>) -> bool {
    let mut hosts = request.headers().get_all(header::HOST).iter();
    match (hosts.next(), hosts.next()) {
        (Some(host), None) => {
            let host = host.to_str().ok().and_then(|host| host.parse::<Authority>().ok());
            let named = request.uri().authority();
            host.is_some_and(|host| !host.as_str().contains('@') && named.is_none_or(|named| *named == host))
        }
        (None, _) => request.version() < Version::HTTP_11,
        (Some(_), Some(_)) => false,
    }
}

/// Whether it says once how long its body is (RFC 9112, 6.3).
fn one_length(headers: &HeaderMap) -> bool {
    let mut codings = headers.get_all(header::TRANSFER_ENCODING).iter();
    match (codings.next(), codings.next()) {
        (None, _) => true,
        (Some(coding), None) => {
            coding.as_bytes().eq_ignore_ascii_case(b"chunked")
                && !headers.contains_key(header::CONTENT_LENGTH)
        }
        (Some(_), Some(_)) => false,
    }
}
