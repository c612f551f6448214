//! How long the writer waits for a fuller batch, which is: hardly ever, and never for a lone client.
//!
//! Plain draining splits many clients into batches that alternate: while some are being written the others queue, and
//! whoever comes back first is written alone. So the writer looks into the queue as a commit ends, before it answers:
//! those who wait there and those it is about to answer are all who are busy with it now, and as many are expected in
//! the next batch, if they come back at once: within an average commit of the answers, at most [`LONGEST`]. The writer
//! goes on the moment they are there. Who is expected and stays away is not expected again, and whoever comes later than
//! that waits for nobody. A lone client is all there is, so nobody waits with it.
//!
//! With `n` clients that come back at once every batch holds `n`, and each hears its answer one commit after it asked.
//! That is the limit of a disk with slow syncs: `n` numbers per two syncs, see [`crate::store`].

use super::Pending;
use std::sync::mpsc::{Receiver, RecvTimeoutError, TryRecvError};
use std::time::{Duration, Instant};

/// Longest wait for a fuller batch, from the answers of the last one on.
const LONGEST: Duration = Duration::from_millis(10);

/// What the writer has learnt about its disk and its clients.
pub(super) struct Gather {
    /// Asks of a batch.
    most: usize,
    /// How long a commit takes.
    average: Duration,
    /// How many the last one answered.
    answered: usize,
    /// Until when they are waited for.
    until: Instant,
    /// Who waited as it ended.
    waiting: Vec<Pending>,
}

impl Gather {
    pub(super) fn new(most: usize) -> Gather {
        Gather { most, average: Duration::ZERO, answered: 0, until: now(), waiting: Vec::new() }
    }

    /// Takes the next batch. Empty when no handle is left.
    pub(super) fn next(&mut self, asks: &Receiver<Pending>) -> Vec<Pending> {
        let expected = self.expected();
        let mut batch = std::mem::take(&mut self.waiting);
        if batch.is_empty() {
            // Idle: whoever comes first may be the only one.
            match asks.recv() {
                Ok(first) => batch.push(first),
                Err(_) => return batch,
            }
        }
        self.drain(asks, &mut batch);
        self.wait_for_more(asks, &mut batch, expected);
        batch
    }

    /// All who were busy with the office as the last commit ended.
    fn expected(&self) -> usize {
        (self.answered + self.waiting.len()).min(self.most)
    }

    fn wait_for_more(&self, asks: &Receiver<Pending>, batch: &mut Vec<Pending>, expected: usize) {
        while batch.len() < expected {
            let left = self.until.saturating_duration_since(now());
            match asks.recv_timeout(left) {
                Ok(ask) => batch.push(ask),
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => return,
            }
        }
    }

    /// Learns from a commit that took `took` and is about to answer `answered` clients, and sees who waits by now.
    pub(super) fn learn(&mut self, asks: &Receiver<Pending>, took: Duration, answered: usize) {
        self.average = if self.average.is_zero() { took } else { (self.average * 7 + took) / 8 };
        self.answered = answered;
        self.until = now() + self.average.min(LONGEST);
        let mut waiting = std::mem::take(&mut self.waiting);
        self.drain(asks, &mut waiting);
        self.waiting = waiting;
    }

    fn drain(&self, asks: &Receiver<Pending>, batch: &mut Vec<Pending>) {
        while batch.len() < self.most {
            match asks.try_recv() {
                Ok(ask) => batch.push(ask),
                Err(TryRecvError::Empty | TryRecvError::Disconnected) => return,
            }
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "measures a wait, not the time of day")]
fn now() -> Instant {
    Instant::now()
}

#[cfg(test)]
mod tests {
    use super::Gather;
    use crate::domain::account::Actor;
    use crate::domain::command::{Ask, Command};
    use crate::office::Pending;
    use std::sync::mpsc::{SyncSender, sync_channel};
    use std::time::Duration;
    use tokio::sync::oneshot;

    const COMMIT: Duration = Duration::from_millis(1);

    fn ask(office: &SyncSender<Pending>) {
        let ask = Ask { actor: Actor::Office, request: None, command: Command::Tick };
        office.send(Pending { ask, reply: oneshot::channel().0 }).expect("a place in the queue");
    }

    #[test]
    fn a_lone_client_expects_nobody() {
        let (office, asks) = sync_channel(8);
        let mut gather = Gather::new(8);
        for _ in 0..3 {
            ask(&office);
            assert_eq!(gather.next(&asks).len(), 1);
            gather.learn(&asks, COMMIT, 1);
            assert_eq!(gather.expected(), 1);
        }
    }

    #[test]
    fn whoever_waits_and_whoever_is_answered_are_expected_together() {
        let (office, asks) = sync_channel(8);
        let mut gather = Gather::new(8);
        ask(&office);
        assert_eq!(gather.next(&asks).len(), 1);
        // While it is written two more come.
        ask(&office);
        ask(&office);
        gather.learn(&asks, COMMIT, 1);
        assert_eq!(gather.expected(), 3);
        // The one that was answered is back.
        ask(&office);
        assert_eq!(gather.next(&asks).len(), 3);
        gather.learn(&asks, COMMIT, 3);
        assert_eq!(gather.expected(), 3);
    }

    #[test]
    fn whoever_stays_away_is_not_expected_again() {
        let (office, asks) = sync_channel(8);
        let mut gather = Gather::new(8);
        for _ in 0..4 {
            ask(&office);
        }
        assert_eq!(gather.next(&asks).len(), 4);
        gather.learn(&asks, COMMIT, 4);
        ask(&office);
        assert_eq!(gather.next(&asks).len(), 1, "one came back; the wait for the others ends by itself");
        gather.learn(&asks, COMMIT, 1);
        assert_eq!(gather.expected(), 1);
    }

    #[test]
    fn whoever_comes_later_than_a_commit_waits_for_nobody() {
        let (office, asks) = sync_channel(8);
        let mut gather = Gather::new(8);
        for _ in 0..3 {
            ask(&office);
        }
        assert_eq!(gather.next(&asks).len(), 3);
        gather.learn(&asks, Duration::from_secs(3600), 3);
        assert!(gather.until <= super::now() + super::LONGEST, "a slow disk is not waited for longer");
        gather.until = super::now();
        ask(&office);
        let begun = super::now();
        assert_eq!(gather.next(&asks).len(), 1);
        assert!(begun.elapsed() < super::LONGEST, "the other two were not waited for");
    }

    #[test]
    fn a_batch_has_its_most() {
        let (office, asks) = sync_channel(8);
        let mut gather = Gather::new(2);
        for _ in 0..5 {
            ask(&office);
        }
        assert_eq!(gather.next(&asks).len(), 2);
        gather.learn(&asks, COMMIT, 2);
        assert_eq!(gather.expected(), 2);
        assert_eq!(gather.next(&asks).len(), 2);
        gather.learn(&asks, COMMIT, 2);
        drop(office);
        assert_eq!(gather.next(&asks).len(), 1);
        gather.learn(&asks, COMMIT, 1);
        assert!(gather.next(&asks).is_empty(), "no handle is left");
    }
}
