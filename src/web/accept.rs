//! The accept loop. `axum::serve` has no header timeout and no cap on connections, so a handful of
//! idle clients could hold the office; this loop has both. Where there is a certificate it speaks TLS, and whoever
//! speaks plainly at that door is shown the way.

use super::framing;
use axum::Router;
use axum::extract::Request;
use axum::extract::connect_info::ConnectInfo;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use std::collections::BTreeMap;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinSet;
use tokio_rustls::TlsAcceptor;
use tower::ServiceExt;

/// How much is held open at once, and for how long.
#[derive(Clone, Copy, Debug)]
pub struct Caps {
    /// Connections in all.
    pub connections: usize,
    /// Connections from one address; this machine itself is not counted.
    pub per_address: usize,
    /// A connection must send its first byte within this time, and a request's headers must be complete within this time
    /// from there, also on a kept-alive connection.
    pub headers: Duration,
    /// So long may it take until whoever connects has begun to speak TLS, and from there until both have agreed.
    pub handshake: Duration,
    /// What is under way when the server stops may take this long.
    pub drain: Duration,
}

impl Default for Caps {
    fn default() -> Caps {
        Caps {
            connections: 8192,
            per_address: 64,
            headers: Duration::from_secs(10),
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
    let places = Arc::new(Semaphore::new(caps.connections));
    let guests = Guests::default();
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
        let Ok(place) = places.clone().try_acquire_owned() else { continue };
        let Some(guest) = guests.come(peer.ip(), caps.per_address) else { continue };
        let (entrance, stop) = (entrance.clone(), stop.clone());
        connections.spawn(async move {
            receive(socket, peer, entrance, caps, stop).await;
            drop((place, guest));
        });
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
        Box::pin(welcome(first[0], socket, peer, entrance, caps, stop)).await;
    }
}

/// Agrees on TLS where there is a certificate.
async fn welcome(
    first: u8,
    socket: TcpStream,
    peer: SocketAddr,
    entrance: Entrance,
    caps: Caps,
    mut stop: watch::Receiver<bool>,
) {
    let Some(Tls { acceptor, plain }) = entrance.tls else {
        return converse(socket, peer, entrance.router, caps, stop).await;
    };
    if first != TLS_HANDSHAKE {
        return converse(socket, peer, plain, caps, stop).await;
    }
    let agreed = tokio::select! {
        agreed = tokio::time::timeout(caps.handshake, acceptor.accept(socket)) => agreed,
        _ = stop.wait_for(|stop| *stop) => return,
    };
    // Whoever stalls, goes away, or trusts nothing that is shown, is let go.
    if let Ok(Ok(secured)) = agreed {
        converse(secured, peer, entrance.router, caps, stop).await;
    }
}

async fn converse<Stream>(
    socket: Stream,
    peer: SocketAddr,
    router: Router,
    caps: Caps,
    mut stop: watch::Receiver<bool>,
) where
    Stream: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let service = service_fn(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(ConnectInfo(peer));
        let (refused, router) = (framing::refused(&request), router.clone());
        async move {
            match refused {
                Some(response) => Ok(response),
                None => router.oneshot(request).await,
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

/// A connection that died before it was accepted is nobody's fault; running out of descriptors is
/// waited out.
async fn pause_after(error: &io::Error) {
    let everyday = [io::ErrorKind::ConnectionAborted, io::ErrorKind::ConnectionReset];
    if !everyday.contains(&error.kind()) {
        tracing::error!(%error, "a connection could not be accepted");
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}

/// Connections per address.
#[derive(Clone, Default)]
struct Guests(Arc<Mutex<BTreeMap<IpAddr, usize>>>);

struct Guest {
    guests: Guests,
    address: IpAddr,
}

impl Guests {
    fn come(&self, address: IpAddr, most: usize) -> Option<Guest> {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let open = known.entry(address).or_insert(0);
        if *open >= most && !address.is_loopback() {
            return None;
        }
        *open += 1;
        Some(Guest { guests: self.clone(), address })
    }
}

impl Drop for Guest {
    fn drop(&mut self) {
        let mut known = self.guests.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(open) = known.get_mut(&self.address) {
            *open -= 1;
            if *open == 0 {
                known.remove(&self.address);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HERE: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(10, 0, 0, 1));
    const THERE: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(10, 0, 0, 2));

    #[test]
    fn one_address_has_its_share_of_places_and_no_other_is_kept_out() {
        let (guests, most) = (Guests::default(), Caps::default().per_address);
        let mut held: Vec<Guest> = (0..most).map(|_| guests.come(HERE, most).expect("a place")).collect();
        assert_eq!(held.len(), 64);
        assert!(guests.come(HERE, most).is_none(), "no place is left for it");
        assert!(guests.come(THERE, most).is_some(), "another one is not held up");
        held.pop();
        held.push(guests.come(HERE, most).expect("the place of the one that went"));
        assert!(guests.come(HERE, most).is_none());
    }

    #[test]
    fn this_machine_itself_is_not_counted_and_nobody_is_remembered_who_went() {
        let guests = Guests::default();
        for this in [IpAddr::V4(std::net::Ipv4Addr::LOCALHOST), IpAddr::V6(std::net::Ipv6Addr::LOCALHOST)] {
            let held: Vec<_> = (0..100).map(|_| guests.come(this, 3).expect("a proxy stands here")).collect();
            drop(held);
        }
        drop(guests.come(HERE, 3));
        assert!(guests.0.lock().expect("whole").is_empty());
    }
}
