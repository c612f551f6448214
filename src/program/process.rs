//! What every job that goes on needs: threads, a socket, a first line, and the word to stop.

use anyhow::{Context, Result};
use std::io::Write;
use std::net::SocketAddr;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::signal::unix::{self, SignalKind};

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

/// The first lines on standard output: who listens where. Whoever starts the program waits for them.
pub fn announce(who: &str, address: SocketAddr, tls: bool) -> Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{who} {}://{address}", if tls { "https" } else { "http" })?;
    Ok(out.flush()?)
}

/// Waits to be told to stop. It is listened for from the call on: whoever reads the first line may say so at once.
pub fn signal() -> impl Future<Output = ()> {
    let (interrupt, terminate) = (told(SignalKind::interrupt()), told(SignalKind::terminate()));
    async {
        tokio::select! {
            () = interrupt => {}
            () = terminate => {}
        }
    }
}

fn told(kind: SignalKind) -> impl Future<Output = ()> {
    let told = unix::signal(kind);
    async {
        match told {
            Ok(mut told) => drop(told.recv().await),
            // Without it there is still the other one.
            Err(_) => std::future::pending().await,
        }
    }
}
