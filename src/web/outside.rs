//! The door outside: public pages on a listener of their own, for an office that is reached from the internet.
//!
//! There is nothing behind it but the routes that the table calls `outside`: an address of staff, of a device or of the
//! JSON interface does not exist there, whoever asks. Nobody is signed in there, because no cookie and no token gets past the
//! door; of cookies only the chosen language does. It has a thread, connections and a pace of its own, so that a flood of
//! it waits in front of it and not in front of the office.

use super::accept::{self, Caps, Entrance};
use super::gate::{self, shut_in};
use super::pace::Buckets;
use super::plain;
use super::{ApiError, Web};
use crate::doors::{NoticePage, Route, Wants, Who, cookie};
use axum::Router;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Redirect, Response};
use std::io;
use std::net::{IpAddr, SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{oneshot, watch};

/// Connections in all.
const CONNECTIONS: usize = 1024;
/// Requests of one address, files of pages among them: at once, and a minute, going on. A page with what it loads is
/// some ten, so this is ten times what the gate lets through of pages.
const PACE: (i64, i64) = (1_200, 2_400);
/// Threads for what cannot be waited for.
const BLOCKING: usize = 2;
/// Live screens have left so long after the door was closed.
const LAST: Duration = Duration::from_millis(500);
/// Where somebody is led who asks for the first page.
const HOME: &str = "/ikm";

struct Door {
    web: Web,
    pace: Buckets<IpAddr>,
}

/// What stands behind the door at `port`, over TLS where the office speaks it: those routes that are outside and no
/// others, with what is counted there ([`Web::outside`]). Whoever comes plainly gets the `shared` files and is shown the way.
///
/// # Errors
/// When the certificate cannot be used.
pub fn entrance(
    web: &Web,
    routes: &[Route],
    shared: Vec<Route>,
    notice: &NoticePage,
    port: u16,
) -> Result<Entrance, rustls::Error> {
    let router = router(web, routes, notice);
    match &web.certificates {
        Some(known) => Ok(Entrance::secure(router, known.acceptor()?, plain::router(web, shared, port))),
        None => Ok(router.into()),
    }
}

fn router(web: &Web, routes: &[Route], notice: &NoticePage) -> Router {
    let outside = routes.iter().filter(|route| route.outside && route.who == Who::Anyone);
    let mut routes: Vec<Route> = outside.cloned().collect();
    routes.push(Route::get("/", Who::Anyone, async || Redirect::to(HOME), ()));
    let door = Arc::new(Door { web: web.clone(), pace: Buckets::default() });
    gate::router(web, routes, notice).layer(from_fn_with_state(door, at_the_door))
}

async fn at_the_door(State(door): State<Arc<Door>>, mut request: Request, next: Next) -> Response {
    let chosen = cookie(request.headers(), "bahasa");
    for name in [header::COOKIE, header::AUTHORIZATION] {
        request.headers_mut().remove(name);
    }
    if let Some(language) = chosen.as_deref().and_then(language) {
        request.headers_mut().insert(header::COOKIE, language);
    }
    let from = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(peer)| peer.ip());
    // This machine itself is not counted: a proxy may stand here, through which everybody comes.
    if let Some(from) = from.filter(|from| !from.is_loopback())
        && let Err(seconds) = door.pace.take(from, door.web.office.count(), PACE)
    {
        let Wants(lang) = Wants::of(request.uri(), request.headers());
        let error = ApiError::new(&door.web, lang, StatusCode::TOO_MANY_REQUESTS, "too-fast");
        return kept_in(error.retry_after(seconds).into_response());
    }
    let mut response = next.run(request).await;
    response.headers_mut().remove(header::SET_COOKIE);
    response
}

/// The cookie of a language, made anew, so that nothing else can stand in it.
fn language(chosen: &str) -> Option<HeaderValue> {
    match chosen {
        "id" => Some(HeaderValue::from_static("bahasa=id")),
        "en" => Some(HeaderValue::from_static("bahasa=en")),
        _ => None,
    }
}

fn kept_in(mut response: Response) -> Response {
    let headers: &mut HeaderMap = response.headers_mut();
    shut_in(headers);
    response
}

/// The caps of this door, for an office that has such caps.
pub fn caps(caps: Caps) -> Caps {
    Caps { connections: caps.connections.min(CONNECTIONS), reserve: 0, ..caps }
}

/// Serves on a thread of its own until `stop` turns true; what is given turns true, or is dropped, when that has ended.
///
/// # Errors
/// When there is no thread, or the socket cannot be used.
pub fn serve(
    listener: TcpListener,
    entrance: Entrance,
    caps: Caps,
    stop: watch::Receiver<bool>,
) -> io::Result<oneshot::Receiver<()>> {
    listener.set_nonblocking(true)?;
    let runtime =
        tokio::runtime::Builder::new_current_thread().enable_all().max_blocking_threads(BLOCKING).build()?;
    let (ended, ends) = oneshot::channel();
    std::thread::Builder::new().name("outside".to_string()).spawn(move || {
        let served = runtime.block_on(async {
            let listener = tokio::net::TcpListener::from_std(listener)?;
            accept::serve(listener, entrance, caps, stop).await;
            let _ = tokio::time::timeout(LAST, left_by_all()).await;
            io::Result::Ok(())
        });
        runtime.shutdown_timeout(Duration::ZERO);
        match served {
            Ok(()) => drop(ended.send(())),
            Err(error) => tracing::error!(%error, "the door outside could not be opened"),
        }
    })?;
    Ok(ends)
}

/// Live screens are told of the end by the hub, each in a task of its own, which can only be counted.
async fn left_by_all() {
    let alive = tokio::runtime::Handle::current();
    while alive.metrics().num_alive_tasks() > 0 {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}
