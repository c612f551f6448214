//! Closing an office: in order, within its time, and with what it leaves to the next one.

use super::Running;
use crate::domain::state::State;
use crate::office::Left;
use crate::store::Store;
use anyhow::{Result, bail};
use std::thread::JoinHandle;
use std::time::Duration;
use tokio::time::Instant;

/// An office that is told to stop has closed after this long; the program is gone within 5 s.
const CLOSE: Duration = Duration::from_secs(4);
/// The writer ends this long after whoever held on to it.
const WRITER: Duration = Duration::from_secs(5);

/// Why an office was closed.
pub enum Closed {
    /// It was told to.
    Told,
    /// Other settings are in force: it is to be opened again with what it leaves.
    Settings(Box<(Store, State)>),
}

impl Running {
    /// Waits until `signal` comes, until other settings are in force, or until a part ends that should not, and closes
    /// the office.
    ///
    /// # Errors
    /// When a part ended by itself; the program should not go on without it.
    pub async fn until(mut self, signal: impl Future<Output = ()>) -> Result<Closed> {
        let _ = sd_notify::notify(&[sd_notify::NotifyState::Ready]);
        let ended = tokio::select! {
            () = signal => None,
            ended = self.tasks.join_next() => Some(ended),
            () = writer_ended(&self.writer) => Some(None),
        };
        if ended.is_none() {
            let _ = sd_notify::notify(&[sd_notify::NotifyState::Stopping]);
        }
        // Whoever closes for other settings opens again with the store, and so waits for it.
        let most = if ended.is_none() { CLOSE } else { Duration::MAX };
        let left = self.close(most).await;
        match (ended, left) {
            (None, _) => Ok(Closed::Told),
            // The writer went first; what hung on it may have been noticed before it.
            (Some(_), Some(left)) => Ok(Closed::Settings(Box::new(left))),
            (Some(Some(Ok(part))), None) => bail!("the {part} ended by itself"),
            (Some(Some(Err(error))), None) => bail!("a part failed: {error}"),
            (Some(None), None) => bail!("the office's writer thread ended by itself"),
        }
    }

    /// Lets what is under way end, then closes the file.
    pub async fn stop(self) {
        drop(self.close(Duration::MAX).await);
    }

    /// Closes within `most`: what has not ended by then is cut, as a power cut would.
    async fn close(mut self, most: Duration) -> Left {
        let closing = Instant::now();
        self.stop.send_replace(true);
        self.office.presence().standbys().let_go();
        let ended = async { while self.tasks.join_next().await.is_some() {} };
        if tokio::time::timeout(most, ended).await.is_err() {
            tracing::warn!(left = self.tasks.len(), "parts were cut at the end");
            self.tasks.abort_all();
        }
        let left = most.saturating_sub(closing.elapsed()).min(WRITER);
        // The writer ends when the last handle is gone; handles of cut connections may take a moment.
        drop(self.office);
        let closed = tokio::time::timeout(left, writer_ended(&self.writer)).await;
        if closed.is_err() {
            tracing::warn!("the office was still in use when it was closed");
            return None;
        }
        self.writer.join().ok().flatten()
    }
}

/// A thread cannot be awaited; its end is looked for.
async fn writer_ended(writer: &JoinHandle<Left>) {
    while !writer.is_finished() {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}
