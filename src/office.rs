//! The heart: one thread decides, writes, publishes and answers, in that order.
//!
//! Everybody asks through an [`OfficeHandle`]. Asks queue in a bounded channel; the writer thread
//! takes all that wait, decides them against its working state, writes them as one transaction,
//! publishes the committed state, and only then answers (I2). Whatever queued up while the disk was
//! busy goes into the next transaction, and whoever is expected back at once is waited for (`gather`).
//!
//! A failed commit is an unknown outcome. The writer lets go of the file, tells everybody in the
//! batch to ask again with the same request id, opens the file anew until that works, and goes on
//! from what the disk really holds.

pub mod batch;
mod copies;
mod deliveries;
mod gather;
mod presence;
mod room;
mod sockets;
mod standby;
mod writer;

pub use copies::{Copies, CopiesNow, CopyFile};
pub use deliveries::{Deliveries, Delivery, HookAddress, HookNow, Reach, Trouble};
pub use presence::{BoardPresence, Presence, PrinterCondition, PrinterPresence, Tried};
pub use room::Room;
pub use sockets::{Here, Seen, Sockets, Twice, Version, Whose};
pub use standby::{LATE, Standby, Standbys};

use crate::clock::Timekeeper;
use crate::domain::account::Actor;
use crate::domain::annex::Annex;
use crate::domain::berkas::Berkas;
use crate::domain::command::{Answer, Ask, Command};
use crate::domain::ids::{BerkasId, RequestId, Seq};
use crate::domain::profile::Profile;
use crate::domain::refusal::Refusal;
use crate::domain::state::State;
use crate::domain::time::Moment;
use crate::domain::trust::Reading;
use crate::store::{Reader, Store, StoreError};
use std::sync::Arc;
use std::sync::mpsc::{SyncSender, TrySendError, sync_channel};
use std::thread::JoinHandle;
use std::time::Duration;
use tokio::sync::{oneshot, watch};

/// A berkas with what lies beside it.
pub type File = (Arc<Berkas>, Option<Arc<Annex>>);

/// Nobody waits longer than this for an answer, however slow the disk is. What the office does by itself may wait.
const PATIENCE: Duration = Duration::from_millis(2500);

/// How much the office takes on at once.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Asks that may wait for the writer; one more is told to come back.
    pub queued: usize,
    /// Asks decided together.
    pub batch: usize,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits { queued: 256, batch: 256 }
    }
}

/// The office as last committed.
#[derive(Clone, Debug)]
pub struct Committed {
    /// The whole office; its `seq` is the position in the journal.
    pub state: State,
}

/// Whether the office can write.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Health {
    /// It can.
    Well,
    /// The disk failed; reads go on, nothing is acknowledged.
    StorageFailed {
        /// Since when.
        since: Moment,
        /// What the disk said, for the log and the administrator.
        why: String,
    },
}

/// What was answered.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Answered {
    /// The entry that holds it; for [`Answer::Nothing`] the last entry.
    pub seq: Seq,
    /// The answer.
    pub answer: Answer,
}

/// Why an ask was not done.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum SubmitError {
    /// The office does not do this; nothing changed.
    #[error("refused: {}", .0.code())]
    Refused(Refusal),
    /// Too many asks wait; nothing changed.
    #[error("too many commands are waiting")]
    Busy,
    /// The disk failed while writing. It may or may not be done: ask again with the same request id.
    #[error("storage failed, the outcome is not known yet")]
    Unknown,
    /// The disk has no room left. It may or may not be done: ask again with the same request id.
    #[error("storage is full, the outcome is not known yet")]
    Full,
    /// The disk takes its time. It may or may not be done yet: ask again with the same request id.
    #[error("storage is slow, the outcome is not known yet")]
    Slow,
    /// A fault in the program; nothing changed.
    #[error("the decision failed")]
    Fault,
    /// The office is closing.
    #[error("the office is stopping")]
    Stopped,
}

/// An ask on its way, with whoever waits for the answer.
struct Pending {
    ask: Ask,
    reply: oneshot::Sender<Result<Answered, SubmitError>>,
}

/// The way to the office. Cheap to clone: every request does, several times.
#[derive(Clone)]
pub struct OfficeHandle {
    way: Arc<Way>,
}

struct Way {
    inbox: SyncSender<Pending>,
    committed: watch::Receiver<Arc<Committed>>,
    health: watch::Receiver<Health>,
    presence: Presence,
    reader: Reader,
    profile: Arc<Profile>,
    time: Timekeeper,
}

/// What the writer thread leaves: the open store when the settings were changed, because it has to be opened anew with
/// them; nothing when no handle was left, or when the file could not be opened again.
pub type Left = Option<(Store, State)>;

/// Opens the office on a store and starts its writer thread. The thread ends when the last handle
/// is gone, when other settings are in force, or when the program has a fault that it must not survive.
///
/// # Errors
/// When the thread cannot be started.
pub fn open(
    store: Store,
    state: State,
    profile: Arc<Profile>,
    time: Timekeeper,
    limits: Limits,
) -> std::io::Result<(OfficeHandle, JoinHandle<Left>)> {
    // From here on the clock is held against what it shows now.
    time.read(state.last);
    let (inbox, asks) = sync_channel(limits.queued);
    let (publish, committed) = watch::channel(Arc::new(Committed { state: state.clone() }));
    let (report, health) = watch::channel(Health::Well);
    let (reader, state_last) = (store.reader(), state.last);
    let writer =
        writer::Writer { profile: profile.clone(), time: time.clone(), limits, asks, publish, report };
    let thread = std::thread::Builder::new().name("office".into()).spawn(move || writer.run(store, state))?;
    let presence = Presence::since(time.look(state_last).now);
    let way = Way { inbox, committed, health, presence, reader, profile, time };
    Ok((OfficeHandle { way: Arc::new(way) }, thread))
}

impl OfficeHandle {
    /// Asks, and hears the answer once it is on disk; a person hears after 2.5 s that it is not there yet.
    ///
    /// # Errors
    /// [`SubmitError`] tells whether anything may have changed.
    pub async fn ask(&self, ask: Ask) -> Result<Answered, SubmitError> {
        let waits = ask.actor == Actor::Office;
        let (reply, answer) = oneshot::channel();
        self.way.inbox.try_send(Pending { ask, reply }).map_err(|error| match error {
            TrySendError::Full(_) => SubmitError::Busy,
            TrySendError::Disconnected(_) => SubmitError::Stopped,
        })?;
        let answer = async { answer.await.map_err(|_| SubmitError::Stopped)? };
        match waits {
            true => answer.await,
            false => tokio::time::timeout(PATIENCE, answer).await.map_err(|_| SubmitError::Slow)?,
        }
    }

    /// Asks for the office itself: the spool, the passing of time, the setting up.
    ///
    /// # Errors
    /// As [`OfficeHandle::ask`].
    pub async fn report(&self, command: Command) -> Result<Answered, SubmitError> {
        self.ask(Ask { actor: Actor::Office, request: None, command }).await
    }

    /// The office as last committed.
    pub fn committed(&self) -> Arc<Committed> {
        self.way.committed.borrow().clone()
    }

    /// Follows the commits. A slow follower misses states, never the newest.
    pub fn follow(&self) -> watch::Receiver<Arc<Committed>> {
        self.way.committed.clone()
    }

    /// Whether the office can write, and every change of that.
    pub fn health(&self) -> watch::Receiver<Health> {
        self.way.health.clone()
    }

    /// What is known of devices, which no journal keeps.
    pub fn presence(&self) -> &Presence {
        &self.way.presence
    }

    /// Rows of any age.
    pub fn reader(&self) -> &Reader {
        &self.way.reader
    }

    /// The office as it is set up.
    pub fn profile(&self) -> &Arc<Profile> {
        &self.way.profile
    }

    /// A berkas with what lies beside it, open or closed.
    ///
    /// # Errors
    /// As every reading of the store.
    pub fn berkas(&self, id: BerkasId) -> Result<Option<File>, StoreError> {
        let committed = self.committed();
        if let Some(berkas) = committed.state.berkas.get(&id) {
            return Ok(Some((berkas.clone(), committed.state.annexes.get(&id).cloned())));
        }
        let Some(berkas) = self.reader().berkas(id)? else { return Ok(None) };
        Ok(Some((berkas, self.reader().annex(id)?)))
    }

    /// The moment it is, as far as the office knows.
    pub fn now(&self) -> Moment {
        self.reading().now
    }

    /// What the program has counted: [`Timekeeper::count`]. Whatever lives in memory for so many minutes is measured by it.
    pub fn count(&self) -> Moment {
        self.way.time.count()
    }

    /// What the machine's clock shows, and how far it is believed.
    pub fn reading(&self) -> Reading {
        self.way.time.look(self.way.committed.borrow().state.last)
    }

    /// What a request was answered, if it was.
    ///
    /// # Errors
    /// As [`Reader::answered`].
    pub fn answered(&self, request: RequestId) -> Result<Option<Answered>, StoreError> {
        Ok(self.way.reader.answered(request)?.map(|(seq, answer)| Answered { seq, answer }))
    }
}
