//! The socket of one connection, with its place, and with an end to waiting for whoever takes nothing.
//!
//! The kernel would wait for ever for a peer that asks and reads nothing, as long as it says now and then that its buffer
//! is still full. So the time that the office waits for room is counted: less than half a minute of it may be used up, and what goes
//! out earns some back, so that a download which is slow, but comes, is never ended. The place belongs to the socket:
//! a live screen, to which the socket is handed over, keeps it.

use super::places::Place;
use std::io::{Error, ErrorKind, IoSlice, Result};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::{Instant, Sleep, sleep_until};

/// What is taken earns a second for each of so many bytes: as little as a body may come with (`floor`).
const LEAST_A_SECOND: u64 = 1024;

/// What may lie in the kernel for one connection, in bytes; it takes twice that, with what it keeps about it. Left to
/// itself it sets aside megabytes for each, and says nothing of progress until a third of them has gone.
pub(super) const UNREAD: usize = 64 * 1024;

/// A socket with its place.
pub(super) struct Seat {
    socket: TcpStream,
    patience: Patience,
    /// Held until the socket is closed, by whoever has it then.
    _place: Arc<Place>,
}

impl Seat {
    pub(super) fn new(socket: TcpStream, place: Arc<Place>, stall: Duration) -> Seat {
        Seat { socket, patience: Patience::of(stall), _place: place }
    }

    fn wrote(&mut self, context: &mut Context<'_>, written: Poll<Result<usize>>) -> Poll<Result<usize>> {
        match written {
            Poll::Ready(Ok(bytes)) => self.patience.earn(bytes),
            Poll::Ready(Err(_)) => {}
            Poll::Pending if self.patience.is_over(context) => {
                // What lies in the kernel would lie there for minutes more.
                let _ = self.socket.set_zero_linger();
                return Poll::Ready(Err(Error::new(ErrorKind::TimedOut, "the peer takes nothing")));
            }
            Poll::Pending => {}
        }
        written
    }
}

/// How long somebody may still let us wait.
struct Patience {
    most: Duration,
    left: Duration,
    /// Since when there is no room, and what wakes us when the patience ends.
    waiting: Option<(Instant, Pin<Box<Sleep>>)>,
}

impl Patience {
    fn of(most: Duration) -> Patience {
        Patience { most, left: most, waiting: None }
    }

    /// So many bytes were taken.
    fn earn(&mut self, bytes: usize) {
        if let Some((since, _)) = self.waiting.take() {
            self.left = self.left.saturating_sub(since.elapsed());
        }
        let earned = Duration::from_millis(bytes as u64 * 1000 / LEAST_A_SECOND);
        self.left = (self.left + earned).min(self.most);
    }

    /// There is no room: whether it was waited for long enough. Else the task is woken when it is.
    fn is_over(&mut self, context: &mut Context<'_>) -> bool {
        let left = self.left;
        let waiting = self.waiting.get_or_insert_with(|| {
            let now = Instant::now();
            (now, Box::pin(sleep_until(now + left)))
        });
        waiting.1.as_mut().poll(context).is_ready()
    }
}

impl AsyncRead for Seat {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<Result<()>> {
        Pin::new(&mut self.socket).poll_read(context, buffer)
    }
}

impl AsyncWrite for Seat {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<Result<usize>> {
        let written = Pin::new(&mut self.socket).poll_write(context, bytes);
        self.wrote(context, written)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        parts: &[IoSlice<'_>],
    ) -> Poll<Result<usize>> {
        let written = Pin::new(&mut self.socket).poll_write_vectored(context, parts);
        self.wrote(context, written)
    }

    fn is_write_vectored(&self) -> bool {
        self.socket.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Result<()>> {
        Pin::new(&mut self.socket).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Result<()>> {
        Pin::new(&mut self.socket).poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::future::poll_fn;

    /// Waits without room for so long; whether the patience ended.
    async fn waits(patience: &mut Patience, time: Duration) -> bool {
        let over = poll_fn(|context| match patience.is_over(context) {
            true => Poll::Ready(()),
            false => Poll::Pending,
        });
        tokio::time::timeout(time, over).await.is_ok()
    }

    #[tokio::test]
    async fn whoever_takes_nothing_is_waited_for_once_and_not_again_and_again() {
        let most = Duration::from_secs(3);
        let mut patience = Patience::of(most);
        assert!(!waits(&mut patience, Duration::from_millis(100)).await, "there is some left");
        patience.earn(1);
        assert!(patience.left < most - Duration::from_millis(90), "a byte earns next to nothing");
        assert!(waits(&mut patience, Duration::from_secs(60)).await, "it ends");
        assert!(
            patience.waiting.as_ref().is_some_and(|(since, _)| since.elapsed() < Duration::from_secs(60))
        );
    }

    #[tokio::test]
    async fn what_is_taken_earns_as_much_as_is_lost_in_waiting() {
        let most = Duration::from_secs(20);
        let mut patience = Patience::of(most);
        for _ in 0..4 {
            assert!(!waits(&mut patience, Duration::from_millis(50)).await, "slow, but it comes");
            patience.earn(LEAST_A_SECOND as usize);
            assert_eq!(patience.left, most, "no more than that is saved up");
        }
    }
}
