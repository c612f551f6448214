//! The accept loop. `axum::serve` has no header timeout and no cap on connections, so a handful of
//! idle clients could hold the office; this loop has both.

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
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinSet;
use tower::ServiceExt;

/// How much is held open at once, and for how long.
#[derive(Clone, Copy, Debug)]
pub struct Caps {
    /// Connections in all.
    pub connections: usize,
    /// Connections from one address; this machine itself is not counted.
    pub per_address: usize,
    /// A request's headers must be complete within this time, also on a kept-alive connection.
    pub headers: Duration,
    /// What is under way when the server stops may take this long.
    pub drain: Duration,
}

impl Default for Caps {
    fn default() -> Caps {
        Caps {
            connections: 8192,
            per_address: 64,
            headers: Duration::from_secs(10),
            drain: Duration::from_secs(5),
        }
    }
}

/// Longest request line and headers together, in bytes.
const MOST_HEADERS: usize = 16 * 1024;

/// Serves until `stop` turns true, then lets what is under way end within the cap.
pub async fn serve(listener: TcpListener, router: Router, caps: Caps, mut stop: watch::Receiver<bool>) {
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
            Ok(accepted) => accepted,
            Err(error) => {
                pause_after(&error).await;
                continue;
            }
        };
        // Too many: the connection is closed at once, which a browser retries, instead of queueing
        // where nobody sees it.
        let Ok(place) = places.clone().try_acquire_owned() else { continue };
        let Some(guest) = guests.come(peer.ip(), caps.per_address) else { continue };
        let (router, stop) = (router.clone(), stop.clone());
        connections.spawn(async move {
            converse(socket, peer, router, caps, stop).await;
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

async fn converse(
    socket: TcpStream,
    peer: SocketAddr,
    router: Router,
    caps: Caps,
    mut stop: watch::Receiver<bool>,
) {
    // Calls are small and urgent.
    let _ = socket.set_nodelay(true);
    let service = service_fn(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(ConnectInfo(peer));
        router.clone().oneshot(request)
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
