//! What every job that goes on needs: threads, a socket, a first line, and the word to stop.

use anyhow::{Context, Result};
use std::io::Write;
use std::net::SocketAddr;
use std::time::Duration;
use tokio::net::TcpListener;

/// The threads that serve.
fn runtime() -> Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build().context("the runtime")
}

/// What still works away from the threads that serve, such as a copy, may go on for this long when all else has ended.
const LAST: Duration = Duration::from_millis(500);

/// Runs a job to its end, and waits for nothing that it leaves behind: the next start takes that away.
pub fn to_the_end<T>(job: impl Future<Output = Result<T>>) -> Result<T> {
    let runtime = runtime()?;
    let ended = runtime.block_on(job);
    runtime.shutdown_timeout(LAST);
    ended
}

/// Takes the socket that screens come to.
pub async fn bind(listen: SocketAddr) -> Result<TcpListener> {
    TcpListener::bind(listen).await.with_context(|| format!("listening on {listen}"))
}

/// The first line on standard output; whoever starts the program waits for it.
pub fn announce(address: SocketAddr, tls: bool) -> Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "listening on {}://{address}", if tls { "https" } else { "http" })?;
    Ok(out.flush()?)
}

/// Waits to be told to stop.
pub async fn signal() {
    let interrupt = tokio::signal::ctrl_c();
    let terminate = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            // Without it the program can still be interrupted.
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        _ = interrupt => {}
        () = terminate => {}
    }
}
