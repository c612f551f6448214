//! A load of kiosks over bare HTTP connections, kept alive, one request at a time each.

use anyhow::{Context, Result};
use http_body_util::{BodyExt, Full};
use hyper::body::Bytes;
use hyper::{Request, StatusCode};
use hyper_util::rt::TokioIo;
use std::net::SocketAddr;
use std::time::{Duration, Instant};
use tokio::net::TcpStream;
use tokio::task::JoinSet;

/// What a load came to.
#[derive(Default)]
pub struct Flood {
    /// One per answered request.
    pub latencies: Vec<Duration>,
    /// Answers per second.
    pub per_second: f64,
}

impl Flood {
    /// The latency below which that share of the answers lies, in milliseconds.
    pub fn percentile(&self, percent: f64) -> f64 {
        let mut sorted = self.latencies.clone();
        sorted.sort_unstable();
        let place = ((sorted.len() as f64 * percent / 100.0).ceil() as usize).clamp(1, sorted.len().max(1));
        sorted.get(place - 1).map_or(0.0, |latency| latency.as_secs_f64() * 1e3)
    }
}

/// Lets `clients` kiosks ask one number after another for `lasting`.
pub async fn flood(address: SocketAddr, clients: usize, lasting: Duration, cookie: &str) -> Result<Flood> {
    let until = crate::now() + lasting;
    let mut kiosks = JoinSet::new();
    for _ in 0..clients {
        kiosks.spawn(kiosk(address, until, cookie.to_string()));
    }
    let begun = crate::now();
    let mut flood = Flood::default();
    while let Some(latencies) = kiosks.join_next().await {
        flood.latencies.extend(latencies??);
    }
    flood.per_second = flood.latencies.len() as f64 / begun.elapsed().as_secs_f64();
    Ok(flood)
}

async fn kiosk(address: SocketAddr, until: Instant, cookie: String) -> Result<Vec<Duration>> {
    let socket = TcpStream::connect(address).await?;
    socket.set_nodelay(true)?;
    let (mut sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(socket)).await?;
    tokio::spawn(connection);
    let mut latencies = Vec::new();
    while crate::now() < until {
        let request = ulid::Ulid::generate();
        let body = format!(r#"{{"service":"A","request":"{request}"}}"#);
        let request = Request::post("/api/kiosk/tickets")
            .header("host", "kiosk")
            .header("content-type", "application/json")
            .header("cookie", &cookie)
            .header("origin", "http://kiosk")
            .body(Full::new(Bytes::from(body)))?;
        let begun = crate::now();
        let response = sender.send_request(request).await?;
        let status = response.status();
        let answer = response.into_body().collect().await?.to_bytes();
        anyhow::ensure!(
            matches!(status, StatusCode::CREATED | StatusCode::OK),
            "{status}: {}",
            std::str::from_utf8(&answer).context("text")?
        );
        latencies.push(begun.elapsed());
    }
    Ok(latencies)
}
