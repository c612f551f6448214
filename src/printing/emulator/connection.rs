//! The socket: one host at a time, bytes to the machine, answers back.
//!
//! It must never hold the lock across an await, and never read ahead of what the machine has room for: a host
//! that goes on sending to a printer without paper finds its own window closed. Faults of the line itself, such as
//! stalls and resets, belong in [`converse`].

use std::io;
use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

use super::fault::SLICES;
use super::{Fault, Shared};

/// Bytes read at once.
const CHUNK: usize = 4096;
/// The pause after a failed accept, as when the process is out of file descriptors.
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);

/// Serves hosts one after the other until `stop` is true or its sender is gone.
pub(super) async fn serve(shared: Arc<Shared>, listener: TcpListener, mut stop: watch::Receiver<bool>) {
    // Also when this task panics: nobody must wait for a receipt that cannot come.
    let _closing = Closing(&shared);
    let stopped = async move {
        // An error means that the last handle was dropped.
        let _ = stop.wait_for(|stop| *stop).await;
    };
    tokio::select! {
        () = stopped => {}
        () = accept(&shared, &listener) => {}
    }
}

/// Tells watchers that the printer has stopped, however the task ends.
struct Closing<'a>(&'a Shared);

impl Drop for Closing<'_> {
    fn drop(&mut self) {
        self.0.lock().peer = None;
        self.0.progress.send_modify(|progress| progress.closed = true);
    }
}

async fn accept(shared: &Shared, listener: &TcpListener) {
    loop {
        match listener.accept().await {
            Ok((socket, peer)) => {
                shared.connect(Some(peer));
                if let Err(error) = converse(shared, socket).await {
                    tracing::debug!(%peer, %error, "the host's connection broke");
                }
                shared.connect(None);
            }
            Err(error) => {
                tracing::warn!(%error, "the virtual printer could not accept a connection");
                tokio::time::sleep(ACCEPT_PAUSE).await;
            }
        }
    }
}

/// Talks with one host until it closes. What it sent and was not printed stays in the machine.
async fn converse(shared: &Shared, mut socket: TcpStream) -> io::Result<()> {
    socket.set_nodelay(true)?;
    let mut chunk = [0; CHUNK];
    let mut nonsense = fastrand::Rng::with_seed(0);
    // Bytes taken on this connection.
    let mut taken = 0;
    loop {
        let (has_room, fault) = {
            let inner = shared.lock();
            (inner.machine.has_room(), inner.fault)
        };
        let Some(most) = fault.most(taken) else {
            if let Fault::Reset { .. } = fault {
                shared.lose_power();
                // No farewell, as when the power goes.
                return socket.set_zero_linger();
            }
            // Stalled, until somebody mends it.
            shared.progress.send_if_modified(|progress| !std::mem::replace(&mut progress.stalled, true));
            shared.changed.notified().await;
            continue;
        };
        let answers = tokio::select! {
            () = shared.changed.notified() => shared.lock().machine.take_answers(),
            read = socket.read(&mut chunk[..most.min(CHUNK)]), if has_room => match read? {
                0 => return Ok(()),
                length => {
                    if let Fault::Slow { .. } = fault {
                        tokio::time::sleep(SLICE).await;
                    }
                    taken += length;
                    shared.receive(&chunk[..length])
                }
            },
        };
        let answers = match fault {
            Fault::Garbage { seed } if !answers.is_empty() => garbage(&mut nonsense, seed, answers.len()),
            _ => answers,
        };
        socket.write_all(&answers).await?;
    }
}

/// A slow printer rests so long after each slice.
const SLICE: Duration = Duration::from_millis(1000 / SLICES as u64);

/// Nonsense in place of an answer of that length, shorter or longer.
fn garbage(random: &mut fastrand::Rng, seed: u64, length: usize) -> Vec<u8> {
    let mut own = fastrand::Rng::with_seed(seed ^ random.u64(..));
    let length = own.usize(0..=4 * length);
    std::iter::repeat_with(|| own.u8(..)).take(length).collect()
}

impl Shared {
    /// Notes who is connected. What was said while nobody listened is not said later; a job that waits for paper,
    /// though, is confirmed to whoever is connected when it is printed, as a printer knows only one line out.
    fn connect(&self, peer: Option<std::net::SocketAddr>) {
        let mut inner = self.lock();
        inner.peer = peer;
        inner.machine.take_answers();
        drop(inner);
        self.progress.send_modify(|progress| progress.stalled = false);
        self.revise();
    }
}
