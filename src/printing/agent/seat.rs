//! Where the spool of a printer waits for its agent.

use super::{Fate, ToAgent, hex};
use crate::domain::ids::PrinterId;
use crate::domain::paper::PrintOutcome;
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
    line: watch::Sender<Option<Line>>,
    fate: watch::Sender<Option<(String, Fate)>>,
}

/// An agent that is connected.
#[derive(Clone)]
pub(super) struct Line {
    number: u64,
    orders: mpsc::Sender<ToAgent>,
}

/// Tells connections from one another.
static LINES: AtomicU64 = AtomicU64::new(1);

impl Seats {
    /// A seat for each of these printers.
    pub fn of(printers: impl Iterator<Item = PrinterId>) -> Seats {
        let seat = || Arc::new(Seat { line: watch::Sender::new(None), fate: watch::Sender::new(None) });
        Seats { seats: Arc::new(printers.map(|printer| (printer, seat())).collect()) }
    }

    /// The seat of a printer.
    pub fn seat(&self, printer: &PrinterId) -> Option<Arc<Seat>> {
        self.seats.get(printer).cloned()
    }
}

impl Seat {
    /// Whether an agent is connected.
    pub fn is_taken(&self) -> bool {
        self.line.borrow().is_some()
    }

    /// An agent sits down; whoever sat there before is no longer spoken to. Its number, and what the spool tells it.
    pub(super) fn sit(&self) -> (u64, mpsc::Receiver<ToAgent>) {
        let (orders, heard) = mpsc::channel(4);
        let number = LINES.fetch_add(1, Ordering::Relaxed);
        self.line.send_replace(Some(Line { number, orders }));
        (number, heard)
    }

    /// It went, unless another one sits there by now. Whether the seat is empty.
    pub(super) fn leave(&self, number: u64) -> bool {
        self.line.send_if_modified(|line| match line {
            Some(known) if known.number == number => line.take().is_some(),
            _ => false,
        })
    }

    /// Whether the agent of that number still sits there.
    pub(super) fn holds(&self, number: u64) -> bool {
        self.line.borrow().as_ref().is_some_and(|line| line.number == number)
    }

    /// It told what became of an attempt.
    pub(super) fn told(&self, attempt: String, fate: Fate) {
        self.fate.send_replace(Some((attempt, fate)));
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
        let (mut lines, mut fates) = (self.line.subscribe(), self.fate.subscribe());
        let deadline = Instant::now() + RETURN;
        let mut order = first;
        loop {
            let there = timeout_at(deadline, lines.wait_for(Option::is_some)).await;
            let Some(line) = there.ok().and_then(Result::ok).and_then(|line| line.clone()) else {
                return PrintOutcome::Uncertain("agen cetak tidak kembali".to_string());
            };
            // The first time the job itself; after that only the question. Order-critical: an order that was given to
            // a connection that broke is never given again.
            let question = ToAgent::Ask { attempt: attempt.to_string() };
            let given = line.orders.send(std::mem::replace(&mut order, question)).await.is_ok();
            let told = async {
                let ours =
                    |told: &Option<(String, Fate)>| told.as_ref().is_some_and(|(name, _)| name == attempt);
                fates.wait_for(ours).await.ok().and_then(|told| told.clone()).map(|(_, fate)| fate)
            };
            let gone = async {
                let another = |now: &Option<Line>| now.as_ref().is_none_or(|now| now.number != line.number);
                let _ = lines.wait_for(another).await;
            };
            let late = Instant::now() + ANSWER;
            let fate = tokio::select! {
                biased;
                fate = timeout_at(late, told), if given => fate.ok().flatten(),
                () = gone => None,
            };
            match fate {
                Some(Fate::Printed) => return PrintOutcome::Printed,
                Some(Fate::Uncertain { why }) => return PrintOutcome::Uncertain(why),
                Some(Fate::Void) => {
                    return PrintOutcome::Postponed("agen cetak belum mencetaknya".to_string());
                }
                None if Instant::now() >= deadline => {
                    return PrintOutcome::Uncertain("agen cetak tidak memberi kabar".to_string());
                }
                None => {}
            }
        }
    }
}
