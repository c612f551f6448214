//! Where the spool of a printer waits for its agent.

use super::{Fate, ToAgent, hex};
use crate::domain::ids::{AccountId, PrinterId};
use crate::domain::paper::{PrintOutcome, Why};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use tokio::sync::{mpsc, watch};
use tokio::time::{Instant, timeout_at};

/// An agent that went in the middle of an attempt is waited for so long; then nobody knows what became of it.
const RETURN: Duration = Duration::from_secs(60);
/// An agent that is there answers within this time: its own deadline for a job, and some.
const ANSWER: Duration = Duration::from_secs(30);

/// The seats of all printers that have an agent.
#[derive(Clone, Default)]
pub struct Seats {
    seats: Arc<BTreeMap<PrinterId, Arc<Seat>>>,
}

/// The seat of one printer's agent.
pub struct Seat {
    printer: PrinterId,
    room: Arc<Room>,
}

/// What all seats share: an agent that is moved in the middle of an attempt answers for it from its new one.
struct Room {
    lines: watch::Sender<BTreeMap<PrinterId, Line>>,
    /// What became of the attempts that a spool waits for, by name.
    fates: watch::Sender<BTreeMap<String, Awaited>>,
}

/// An agent that is connected.
#[derive(Clone)]
struct Line {
    number: u64,
    account: AccountId,
    orders: mpsc::Sender<ToAgent>,
}

/// An attempt whose fate somebody waits for.
struct Awaited {
    /// Who was given it.
    by: AccountId,
    fate: Option<Fate>,
}

/// Tells connections from one another.
static LINES: AtomicU64 = AtomicU64::new(1);

impl Seats {
    /// A seat for each of these printers.
    pub fn of(printers: impl Iterator<Item = PrinterId>) -> Seats {
        let (lines, fates) = (watch::Sender::new(BTreeMap::new()), watch::Sender::new(BTreeMap::new()));
        let room = Arc::new(Room { lines, fates });
        let seat = |printer: PrinterId| (printer.clone(), Arc::new(Seat { printer, room: room.clone() }));
        Seats { seats: Arc::new(printers.map(seat).collect()) }
    }

    /// The seat of a printer.
    pub fn seat(&self, printer: &PrinterId) -> Option<Arc<Seat>> {
        self.seats.get(printer).cloned()
    }
}

impl Seat {
    /// Whether an agent is connected.
    pub fn is_taken(&self) -> bool {
        self.room.lines.borrow().contains_key(&self.printer)
    }

    /// An agent sits down; whoever sat there before is no longer spoken to. Its number, and what the spool tells it.
    pub(super) fn sit(&self, account: AccountId) -> (u64, mpsc::Receiver<ToAgent>) {
        let (orders, heard) = mpsc::channel(4);
        let number = LINES.fetch_add(1, Ordering::Relaxed);
        let line = Line { number, account, orders };
        self.room.lines.send_modify(|lines| drop(lines.insert(self.printer.clone(), line)));
        (number, heard)
    }

    /// It went, unless another one sits there by now. Whether the seat is empty.
    pub(super) fn leave(&self, number: u64) -> bool {
        self.room.lines.send_if_modified(|lines| {
            let known = lines.get(&self.printer).is_some_and(|known| known.number == number);
            known && lines.remove(&self.printer).is_some()
        })
    }

    /// Whether the agent of that number still sits there.
    pub(super) fn holds(&self, number: u64) -> bool {
        self.room.lines.borrow().get(&self.printer).is_some_and(|line| line.number == number)
    }

    /// An agent told what became of an attempt. Only the one that was given it can know.
    pub(super) fn told(&self, account: AccountId, attempt: &str, fate: Fate) {
        self.room.fates.send_if_modified(|fates| {
            let awaited = fates.get_mut(attempt).filter(|awaited| awaited.by == account);
            awaited.map(|awaited| awaited.fate = Some(fate)).is_some()
        });
    }

    /// Has a job printed. It is given to the agent once; whatever happens then, the agent is asked what became of it.
    pub async fn print(&self, attempt: &str, id: [u8; 4], bytes: &[u8]) -> PrintOutcome {
        let order = ToAgent::Print { attempt: attempt.to_string(), id, bytes: hex(bytes) };
        self.settle(attempt, order).await
    }

    /// What became of an attempt of an earlier run.
    pub async fn ask(&self, attempt: &str) -> PrintOutcome {
        self.settle(attempt, ToAgent::Ask { attempt: attempt.to_string() }).await
    }

    async fn settle(&self, attempt: &str, first: ToAgent) -> PrintOutcome {
        let mut lines = self.room.lines.subscribe();
        let deadline = Instant::now() + RETURN;
        let (mut order, mut wait) = (first, None::<Wait<'_>>);
        loop {
            // Order-critical: once an agent was given it, only that agent is asked, wherever it sits by then. Another
            // one at this seat never heard of it, and "never begun" from there would have it printed twice.
            let by = wait.as_ref().map(|wait| wait.by);
            let there = timeout_at(deadline, lines.wait_for(|lines| self.line(lines, by).is_some())).await;
            let Some(line) = there.ok().and_then(Result::ok).and_then(|lines| self.line(&lines, by).cloned())
            else {
                return PrintOutcome::Uncertain(Why::AgentGone.into());
            };
            let wait = wait.get_or_insert_with(|| self.room.wait(attempt, line.account));
            // The first time the job itself; after that only the question. Order-critical: an order that was given to
            // a connection that broke is never given again.
            let question = ToAgent::Ask { attempt: attempt.to_string() };
            let given = line.orders.send(std::mem::replace(&mut order, question)).await.is_ok();
            let gone = lines.wait_for(|lines| lines.values().all(|now| now.number != line.number));
            let late = Instant::now() + ANSWER;
            let fate = tokio::select! {
                biased;
                fate = timeout_at(late, wait.told()), if given => fate.ok().flatten(),
                _ = gone => None,
            };
            match fate {
                Some(Fate::Printed) => return PrintOutcome::Printed,
                Some(Fate::Uncertain { why }) => return PrintOutcome::Uncertain(why),
                Some(Fate::Void) => {
                    return PrintOutcome::Postponed(Why::NotBegun.into());
                }
                None if Instant::now() >= deadline => {
                    return PrintOutcome::Uncertain(Why::AgentSilent.into());
                }
                None => {}
            }
        }
    }

    /// The agent of this seat, or the newest connection of one.
    fn line<'a>(&self, lines: &'a BTreeMap<PrinterId, Line>, by: Option<AccountId>) -> Option<&'a Line> {
        match by {
            None => lines.get(&self.printer),
            Some(by) => lines.values().filter(|line| line.account == by).max_by_key(|line| line.number),
        }
    }
}

/// Somebody waits for the fate of an attempt.
struct Wait<'a> {
    room: &'a Room,
    attempt: &'a str,
    by: AccountId,
    fates: watch::Receiver<BTreeMap<String, Awaited>>,
}

impl Room {
    fn wait<'a>(&'a self, attempt: &'a str, by: AccountId) -> Wait<'a> {
        self.fates.send_modify(|fates| drop(fates.insert(attempt.to_string(), Awaited { by, fate: None })));
        Wait { room: self, attempt, by, fates: self.fates.subscribe() }
    }
}

impl Wait<'_> {
    /// What its agent told of it.
    async fn told(&mut self) -> Option<Fate> {
        let attempt = self.attempt;
        let told =
            self.fates.wait_for(|fates| fates.get(attempt).is_some_and(|one| one.fate.is_some())).await;
        told.ok().and_then(|fates| fates.get(attempt).and_then(|one| one.fate.clone()))
    }
}

impl Drop for Wait<'_> {
    fn drop(&mut self) {
        self.room.fates.send_modify(|fates| drop(fates.remove(self.attempt)));
    }
}
