//! The writer thread.

use super::gather::Gather;
use super::{Committed, Health, Left, Limits, Pending, SubmitError, batch};
use crate::clock::Timekeeper;
use crate::domain::profile::Profile;
use crate::domain::state::State;
use crate::domain::time::Moment;
use crate::store::{ClosedStore, Store, StoreError};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};
use tokio::sync::watch;

/// Between two tries to open the file again.
const RETRY: Duration = Duration::from_millis(500);

pub(super) struct Writer {
    pub(super) profile: Arc<Profile>,
    pub(super) time: Timekeeper,
    pub(super) limits: Limits,
    pub(super) asks: Receiver<Pending>,
    pub(super) publish: watch::Sender<Arc<Committed>>,
    pub(super) report: watch::Sender<Health>,
}

/// What became of a batch.
struct Served {
    state: State,
    /// Whether other settings are in force.
    over: bool,
}

impl Writer {
    /// Serves until no handle is left, or until other settings are in force: what came after them is not decided by
    /// the old ones, and is asked again.
    pub(super) fn run(self, mut store: Store, mut state: State) -> Left {
        let mut gather = Gather::new(self.limits.batch);
        loop {
            let pending = gather.next(&self.asks);
            if pending.is_empty() {
                return None;
            }
            match self.serve(&mut store, &state, pending, &mut gather) {
                Ok(Served { state: next, over }) => {
                    state = next;
                    if over {
                        return Some((store, state));
                    }
                }
                Err(error) => match self.recover(store.close(), state.last, error) {
                    // What was in doubt may have been other settings.
                    Some((store, after)) if after.settings != state.settings => return Some((store, after)),
                    Some(recovered) => (store, state) = recovered,
                    None => return None,
                },
            }
        }
    }

    /// One batch. The order of these four steps is the whole point (I2).
    #[expect(clippy::disallowed_methods, reason = "measures how long a commit takes")]
    fn serve(
        &self,
        store: &mut Store,
        state: &State,
        pending: Vec<Pending>,
        gather: &mut Gather,
    ) -> Result<Served, StoreError> {
        let begun = Instant::now();
        let asks = pending.iter().map(|pending| &pending.ask);
        let written = batch::decide(state.clone(), &self.profile, &self.time, &store.reader(), asks)
            .and_then(|decided| {
                if !decided.sealed.is_empty() {
                    store.write(&decided.sealed, &decided.changes)?;
                }
                Ok(decided)
            });
        let decided = match written {
            Ok(decided) => decided,
            Err(error) => {
                for pending in pending {
                    // Whoever has gone away does not need the answer.
                    let _ = pending.reply.send(Err(doubt_of(&error)));
                }
                return Err(error);
            }
        };
        if let Some(shown) = decided.confirmed {
            self.time.accept(decided.state.last, shown);
        }
        if !decided.sealed.is_empty() {
            self.publish.send_replace(Arc::new(Committed { state: decided.state.clone() }));
        }
        gather.learn(&self.asks, begun.elapsed(), pending.len());
        for (pending, reply) in pending.into_iter().zip(decided.replies) {
            let _ = pending.reply.send(reply);
        }
        Ok(Served { state: decided.state, over: decided.over })
    }

    /// Opens the file again, however long that takes, and goes on from what it holds. Asks that come
    /// meanwhile are told that the outcome is unknown, so nobody waits for a dead disk.
    fn recover(&self, mut closed: ClosedStore, last: Moment, error: StoreError) -> Option<(Store, State)> {
        let since = self.time.look(last).now;
        tracing::error!(%error, "storage failed; nothing is acknowledged until it works again");
        self.report.send_replace(Health::StorageFailed { since, why: error.to_string() });
        loop {
            let doubt = match Store::reopen(closed) {
                Ok((store, state)) => {
                    tracing::info!(seq = state.seq.0, "storage works again");
                    self.publish.send_replace(Arc::new(Committed { state: state.clone() }));
                    self.report.send_replace(Health::Well);
                    return Some((store, state));
                }
                Err((_, error)) if error.is_damage() => {
                    tracing::error!(%error, "the office cannot go on");
                    return None;
                }
                Err((again, error)) => {
                    closed = again;
                    self.report.send_replace(Health::StorageFailed { since, why: error.to_string() });
                    doubt_of(&error)
                }
            };
            match self.asks.recv_timeout(RETRY) {
                Ok(pending) => drop(pending.reply.send(Err(doubt))),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return None,
            }
        }
    }
}

/// What whoever asked is told of a failure after which nobody knows what is on disk.
fn doubt_of(error: &StoreError) -> SubmitError {
    if error.is_full() { SubmitError::Full } else { SubmitError::Unknown }
}
