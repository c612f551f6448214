//! The accept loop. `axum::serve` has no header timeout and no cap on connections, so a handful of
//! idle clients could hold the office; this loop has both. Where there is a certificate it speaks TLS, and whoever
//! speaks plainly at that door is shown the way.

use super::framing;
use super::places::{Place, Places, Recognised};
use super::seat::{Seat, UNREAD};
use axum::Router;
use axum::extract::Request;
use axum::extract::connect_info::ConnectInfo;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use std::convert::Infallible;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio_rustls::TlsAcceptor;
use tower::ServiceExt;

/// How much is held open at once, and for how long.
#[derive(Clone, Copy, Debug)]
pub struct Caps {
    /// Connections in all, live screens among them.
    pub connections: usize,
    /// So many more for addresses from which somebody signed in has come, when those are taken.
    pub reserve: usize,
    /// Connections from one address that are no live screens; this machine itself is not counted.
    pub per_address: usize,
    /// Live screens from one address: as many phones as there are behind the router of a waiting room.
    pub live_per_address: usize,
    /// A connection must send its first byte within this time, and a request's headers must be complete within this time
    /// from there, also on a kept-alive connection.
    pub headers: Duration,
    /// Whoever takes nothing of what is sent for this time is let go; with what a drip earns meanwhile that is half a
    /// minute.
    pub stall: Duration,
    /// So long may it take until whoever connects has begun to speak TLS, and from there until both have agreed.
    pub handshake: Duration,
    /// What is under way when the server stops may take this long.
    pub drain: Duration,
}

impl Default for Caps {
    fn default() -> Caps {
        Caps {
            connections: 8192 - 256,
            reserve: 256,
            per_address: 64,
            live_per_address: 256,
            headers: Duration::from_secs(10),
            stall: Duration::from_secs(25),
            handshake: Duration::from_secs(10),
            drain: Duration::from_secs(2),
        }
    }
}

/// Longest request line and headers together, in bytes.
const MOST_HEADERS: usize = 16 * 1024;

/// The first byte of whoever wants to speak TLS.
const TLS_HANDSHAKE: u8 = 22;

/// What stands behind a listener.
#[derive(Clone)]
pub struct Entrance {
    router: Router,
    tls: Option<Tls>,
}

#[derive(Clone)]
struct Tls {
    acceptor: TlsAcceptor,
    /// What whoever speaks plainly is answered.
    plain: Router,
}

impl From<Router> for Entrance {
    fn from(router: Router) -> Entrance {
        Entrance { router, tls: None }
    }
}

impl Entrance {
    /// A router that is reached over TLS, and another one for whoever speaks plainly.
    pub fn secure(router: Router, acceptor: TlsAcceptor, plain: Router) -> Entrance {
        Entrance { router, tls: Some(Tls { acceptor, plain }) }
    }
}

/// Serves until `stop` turns true, then lets what is under way end within the cap.
pub async fn serve(
    listener: TcpListener,
    entrance: impl Into<Entrance>,
    caps: Caps,
    mut stop: watch::Receiver<bool>,
) {
    let entrance = entrance.into();
    let places = Places::of(caps);
    // What is accepted inherits it. Without it the office works as well, with more memory.
    let _ = rustix::net::sockopt::set_socket_send_buffer_size(&listener, UNREAD);
    let mut connections = JoinSet::new();
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            _ = stop.wait_for(|stop| *stop) => break,
        };
        while connections.try_join_next().is_some() {}
        let (socket, peer) = match accepted {
            // A door that takes both kinds of addresses shows the older one inside the newer one.
            Ok((socket, peer)) => (socket, SocketAddr::new(peer.ip().to_canonical(), peer.port())),
            Err(error) => {
                pause_after(&error).await;
                continue;
            }
        };
        // Too many: the connection is closed at once, which a browser retries, instead of queueing
        // where nobody sees it.
        let Some(place) = places.come(peer.ip()) else { continue };
        connections.spawn(receive(socket, peer, place, entrance.clone(), caps, stop.clone()));
    }
    drop(listener);
    let drained =
        tokio::time::timeout(caps.drain, async { while connections.join_next().await.is_some() {} });
    if drained.await.is_err() {
        tracing::warn!(left = connections.len(), "connections were cut at the end");
    }
}

/// Waits for the first byte, in a task of its own: whoever is slow holds up nobody else. What a conversation needs is
/// set aside only then, because it is some ten times what a silent connection costs.
async fn receive(
    socket: TcpStream,
    peer: SocketAddr,
    place: Place,
    entrance: Entrance,
    caps: Caps,
    mut stop: watch::Receiver<bool>,
) {
    // Calls are small and urgent.
    let _ = socket.set_nodelay(true);
    let patience = if entrance.tls.is_some() { caps.handshake } else { caps.headers };
    let mut first = [0];
    let come = tokio::select! {
        come = tokio::time::timeout(patience, socket.peek(&mut first)) => come,
        _ = stop.wait_for(|stop| *stop) => return,
    };
    if let Ok(Ok(1)) = come {
        let place = Arc::new(place);
        let guest = Guest { peer, place: place.clone() };
        Box::pin(welcome(first[0], Seat::new(socket, place, caps.stall), guest, entrance, caps, stop)).await;
    }
}

/// Who is at the other end, and the place they have.
struct Guest {
    peer: SocketAddr,
    place: Arc<Place>,
}

/// Agrees on TLS where there is a certificate.
async fn welcome(
    first: u8,
    socket: Seat,
    guest: Guest,
    entrance: Entrance,
    caps: Caps,
    mut stop: watch::Receiver<bool>,
) {
    let Some(Tls { acceptor, plain }) = entrance.tls else {
        return converse(socket, guest, entrance.router, caps, stop).await;
    };
    if first != TLS_HANDSHAKE {
        return converse(socket, guest, plain, caps, stop).await;
    }
    let agreed = tokio::select! {
        agreed = tokio::time::timeout(caps.handshake, acceptor.accept(socket)) => agreed,
        _ = stop.wait_for(|stop| *stop) => return,
    };
    // Whoever stalls, goes away, or trusts nothing that is shown, is let go.
    if let Ok(Ok(secured)) = agreed {
        converse(secured, guest, entrance.router, caps, stop).await;
    }
}

async fn converse<Stream>(
    socket: Stream,
    guest: Guest,
    router: Router,
    caps: Caps,
    mut stop: watch::Receiver<bool>,
) where
    Stream: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let service = service_fn(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(ConnectInfo(guest.peer));
        let (refused, router, place) = (framing::refused(&request), router.clone(), guest.place.clone());
        async move {
            match refused {
                Some(response) => Ok(response),
                None => Ok::<_, Infallible>(seated(&place, router.oneshot(request).await?)),
            }
        }
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(caps.headers)
        .max_buf_size(MOST_HEADERS)
        .serve_connection(TokioIo::new(socket), service)
        .with_upgrades();
    tokio::pin!(connection);
    tokio::select! {
        // Clients that go away or talk nonsense are everyday life, not worth a line in the log.
        _ = connection.as_mut() => return,
        _ = stop.wait_for(|stop| *stop) => {}
    }
    connection.as_mut().graceful_shutdown();
    let _ = connection.await;
}

/// Notes on a place what the answer tells of whoever has it. A live screen too many is sent away: it will come back.
fn seated(place: &Place, response: Response) -> Response {
    if response.extensions().get::<Recognised>().is_some() {
        place.recognise();
    }
    if response.status() != StatusCode::SWITCHING_PROTOCOLS || place.go_live() {
        return response;
    }
    let close = HeaderValue::from_static("close");
    let later = [(header::RETRY_AFTER, HeaderValue::from(5)), (header::CONNECTION, close)];
    (StatusCode::SERVICE_UNAVAILABLE, later).into_response()
}

/// A connection that died before it was accepted is nobody's fault; running out of descriptors is
/// waited out.
async fn pause_after(error: &io::Error) {
    let everyday = [io::ErrorKind::ConnectionAborted, io::ErrorKind::ConnectionReset];
    if !everyday.contains(&error.kind()) {
        tracing::error!(%error, "a connection could not be accepted");
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}
