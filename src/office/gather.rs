//! How long the writer waits for a fuller batch, which is: hardly ever, and never for a lone client.
//!
//! Plain draining splits many clients into two half-batches that alternate: while one half is being
//! written the other half queues. So when asks were already waiting as the last commit ended, the
//! clients just answered are expected back at once, and the writer waits for them a quarter of an
//! average commit, at most two milliseconds. With an empty queue there is nobody to wait for, and
//! the next ask is decided the moment it comes.

use super::Pending;
use std::sync::mpsc::{Receiver, RecvTimeoutError, TryRecvError};
use std::time::{Duration, Instant};

/// Longest wait for a fuller batch.
const LONGEST: Duration = Duration::from_millis(2);

/// What the writer has learnt about its disk and its clients.
#[derive(Default)]
pub(super) struct Gather {
    average: Duration,
    answered: usize,
}

impl Gather {
    /// Takes the next batch of at most `most` asks. Empty when no handle is left.
    pub(super) fn next(&self, asks: &Receiver<Pending>, most: usize) -> Vec<Pending> {
        let mut batch = Vec::new();
        drain(asks, &mut batch, most);
        if batch.is_empty() {
            // Idle: whoever comes first is served at once, with all who came at the same moment.
            match asks.recv() {
                Ok(first) => batch.push(first),
                Err(_) => return batch,
            }
            drain(asks, &mut batch, most);
            return batch;
        }
        self.wait_for_more(asks, &mut batch, most);
        batch
    }

    #[expect(clippy::disallowed_methods, reason = "measures a wait, not the time of day")]
    fn wait_for_more(&self, asks: &Receiver<Pending>, batch: &mut Vec<Pending>, most: usize) {
        let expected = (self.answered + batch.len()).min(most);
        let until = Instant::now() + (self.average / 4).min(LONGEST);
        while batch.len() < expected {
            let left = until.saturating_duration_since(Instant::now());
            match asks.recv_timeout(left) {
                Ok(ask) => batch.push(ask),
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => return,
            }
        }
    }

    /// Learns from a commit that took `took` and answered `answered` clients.
    pub(super) fn learn(&mut self, took: Duration, answered: usize) {
        self.average = if self.average.is_zero() { took } else { (self.average * 7 + took) / 8 };
        self.answered = answered;
    }
}

fn drain(asks: &Receiver<Pending>, batch: &mut Vec<Pending>, most: usize) {
    while batch.len() < most {
        match asks.try_recv() {
            Ok(ask) => batch.push(ask),
            Err(TryRecvError::Empty | TryRecvError::Disconnected) => return,
        }
    }
}
