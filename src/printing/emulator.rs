//! A virtual ESC/POS receipt printer: a TCP listener like port 9100 of a network printer, whose paper is kept as
//! pictures and text.
//!
//! It exists so that the office can be shown, developed and tested without a printer, and so that the spool can
//! be held to the paper: what [`Emulator::receipts`] gives is what a visitor would hold. It answers status
//! requests, process ids and the automatic status as Epson's ESC/POS reference says, prints nothing while the
//! paper is out or the cover open, and stays bounded whatever it is sent. It must never print on anything else,
//! read a clock of its own, or know what a ticket is.
//!
//! ```text
//! socket -> connection -> machine: scanner  real-time commands, answered at once
//!                                  parser   bytes -> commands
//!                                  press    commands -> marks on paper
//!                         ledger:  the last receipts, numbered
//! routes -> receipts as JSON, PNG and text, for the page that shows them
//! ```

mod bitmap;
mod codepage;
mod command;
mod connection;
mod decode;
mod fault;
mod font;
mod line;
mod machine;
mod mark;
mod paper;
mod parser;
mod press;
mod profile;
mod realtime;
mod receipt;
mod render;
mod routes;
mod status;
mod symbols;
mod syntax;

use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::net::TcpListener;
use tokio::sync::{Notify, watch};
use tokio::task::JoinHandle;

use machine::Machine;
use receipt::Ledger;

pub use bitmap::Bitmap;
pub use command::Edge;
pub use fault::Fault;
pub use paper::{Note, NoteKind};
pub use profile::Profile;
pub use receipt::Receipt;
pub use routes::{Printers, routes};
pub use status::{Cover, Knife, Roll, State};

/// A running virtual printer; clones are the same printer.
///
/// It stops at [`Emulator::shutdown`], or when the last clone is dropped.
#[derive(Clone)]
pub struct Emulator {
    shared: Arc<Shared>,
    running: Arc<Running>,
}

/// What the handle and the connection share.
struct Shared {
    inner: Mutex<Inner>,
    progress: watch::Sender<Progress>,
    /// Wakes the connection: there are answers, or room for more bytes.
    changed: Notify,
    clock: Box<dyn Fn() -> i64 + Send + Sync>,
    profile: Profile,
    address: SocketAddr,
    started_at: i64,
}

struct Inner {
    machine: Machine,
    ledger: Ledger,
    peer: Option<SocketAddr>,
    fault: Fault,
}

/// How far the printer is; watchers wake at each change.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Progress {
    /// The newest receipt.
    newest: u64,
    /// Counts changes of everything else that is shown.
    revision: u64,
    /// [`Fault::Stall`] has come: it takes no more of what is being sent to it.
    stalled: bool,
    closed: bool,
}

/// The task that serves the socket; dropping the last handle drops `stop`, which ends it.
struct Running {
    stop: watch::Sender<bool>,
    task: Mutex<Option<JoinHandle<()>>>,
}

impl Emulator {
    /// Starts a printer on `listener`. `clock` gives the time of receipts in microseconds.
    ///
    /// Connections are served one at a time; the next ones wait in the listener's backlog, as with the network
    /// cards of most printers.
    ///
    /// # Errors
    ///
    /// The listener's address cannot be read.
    ///
    /// # Panics
    ///
    /// Outside a tokio runtime.
    pub fn start(
        listener: TcpListener,
        profile: Profile,
        clock: impl Fn() -> i64 + Send + Sync + 'static,
    ) -> io::Result<Emulator> {
        let shared = Arc::new(Shared {
            inner: Mutex::new(Inner {
                machine: Machine::new(profile),
                ledger: Ledger::new(profile.kept()),
                peer: None,
                fault: Fault::None,
            }),
            progress: watch::Sender::new(Progress::default()),
            changed: Notify::new(),
            profile,
            address: listener.local_addr()?,
            started_at: clock(),
            clock: Box::new(clock),
        });
        let stop = watch::Sender::new(false);
        let task = tokio::spawn(connection::serve(shared.clone(), listener, stop.subscribe()));
        let running = Arc::new(Running { stop, task: Mutex::new(Some(task)) });
        Ok(Emulator { shared, running })
    }

    /// Where print jobs go.
    pub fn address(&self) -> SocketAddr {
        self.shared.address
    }

    /// What kind of printer it is.
    pub fn profile(&self) -> Profile {
        self.shared.profile
    }

    /// The kept receipts numbered above `after`, oldest first.
    pub fn receipts(&self, after: u64) -> Vec<Arc<Receipt>> {
        self.shared.lock().ledger.after(after)
    }

    /// One receipt, while it is kept.
    pub fn receipt(&self, number: u64) -> Option<Arc<Receipt>> {
        self.shared.lock().ledger.get(number)
    }

    /// Waits until there is a receipt numbered above `after`; gives those kept. Empty only after a shutdown.
    pub async fn wait_for(&self, after: u64) -> Vec<Arc<Receipt>> {
        self.shared.watch(|progress| progress.newest > after).await;
        self.receipts(after)
    }

    /// Waits until [`Fault::Stall`] has come to whoever is connected, in the middle of what they send.
    pub async fn wait_for_stall(&self) {
        self.shared.watch(|progress| progress.stalled).await;
    }

    /// What the sensors say.
    pub fn state(&self) -> State {
        self.shared.lock().machine.state()
    }

    /// Changes what the sensors say. The host hears of it when it asked to (`GS a`), and what waited is printed,
    /// before this returns, when paper can now come out.
    pub fn set_state(&self, state: State) {
        let mut inner = self.shared.lock();
        let before = inner.machine.state();
        inner.machine.set_state(state);
        self.shared.file_papers(&mut inner);
        drop(inner);
        self.shared.changed.notify_one();
        if state != before {
            self.shared.revise();
        }
    }

    /// What is wrong with its line.
    pub fn fault(&self) -> Fault {
        self.shared.lock().fault
    }

    /// Makes its line faulty, or mends it.
    pub fn set_fault(&self, fault: Fault) {
        let before = std::mem::replace(&mut self.shared.lock().fault, fault);
        self.shared.changed.notify_one();
        if fault != before {
            self.shared.revise();
        }
    }

    /// Paper used by all receipts so far, in whole millimetres.
    pub fn millimetres(&self) -> u64 {
        self.shared.lock().ledger.millimetres()
    }

    /// Stops listening, closes the connection, and returns when both are done. Receipts can still be read.
    ///
    /// # Panics
    ///
    /// With the panic of the serving task, if it had one.
    pub async fn shutdown(&self) {
        self.running.stop.send_replace(true);
        let task = self.running.task.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(task) = task
            && let Err(failure) = task.await
            && failure.is_panic()
        {
            std::panic::resume_unwind(failure.into_panic());
        }
    }
}

impl Shared {
    /// The inner workings. A panic while they were held leaves them whole enough to read: each change is made by
    /// one call of the machine or the ledger.
    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes bytes from the host and gives the answers to send back.
    fn receive(&self, bytes: &[u8]) -> Vec<u8> {
        let mut inner = self.lock();
        let waited = inner.machine.waiting();
        inner.machine.receive(bytes);
        // Order-critical: the receipts are filed before the answers that confirm them can be sent.
        self.file_papers(&mut inner);
        let answers = inner.machine.take_answers();
        let waits = inner.machine.waiting();
        drop(inner);
        if waits != waited {
            self.revise();
        }
        answers
    }

    /// The power goes and comes back: what was not on paper is gone, what was on it falls out torn.
    fn lose_power(&self) {
        let mut inner = self.lock();
        inner.machine.lose_power();
        self.file_papers(&mut inner);
        drop(inner);
        self.revise();
    }

    fn file_papers(&self, inner: &mut Inner) {
        let papers = inner.machine.take_papers();
        if papers.is_empty() {
            return;
        }
        for paper in papers {
            inner.ledger.file(paper, (self.clock)());
        }
        let newest = inner.ledger.newest();
        self.progress.send_modify(|progress| progress.newest = newest);
    }

    /// Tells watchers that something other than the receipts has changed.
    fn revise(&self) {
        self.progress.send_modify(|progress| progress.revision += 1);
    }

    /// Waits until the progress is as wanted, or the printer has stopped.
    async fn watch(&self, wanted: impl Fn(&Progress) -> bool) {
        let mut progress = self.progress.subscribe();
        // The sender lives in `self`, so the only way out is a change.
        let _ = progress.wait_for(|progress| progress.closed || wanted(progress)).await;
    }
}
