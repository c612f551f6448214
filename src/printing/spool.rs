//! The spool of one printer.

use super::wire::{Receipt, Wire};
use crate::domain::account::Actor;
use crate::domain::command::{Ask, Command, PrintAct};
use crate::domain::ids::{JobId, RequestId};
use crate::domain::paper::{JobState, Paper, PrintJob, PrintOutcome};
use crate::domain::profile::{Confirm, PrinterPlan};
use crate::office::{Committed, OfficeHandle, PrinterCondition, SubmitError};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use tokio::sync::watch;

/// Makes the bytes of a job for a printer; the message of an error is for the log and the officer.
pub type Compose = Arc<dyn Fn(&PrintJob, &PrinterPlan) -> Result<Vec<u8>, String> + Send + Sync>;

/// An idle printer is asked how it is this often, so that the kiosk can say so before the tap.
const LOOK: Duration = Duration::from_secs(10);
/// A printer that is not ready is tried again after this long.
const RETRY: Duration = Duration::from_secs(2);
/// A slip of the kiosk older than this is printed for nobody: its holder has long been told the number, or gone.
const STALE_SECONDS: u64 = 10 * 60;
/// A test slip older than this proves nothing any more.
const TRIAL_SECONDS: u64 = 60;

/// The one writer of a printer.
pub struct Spool {
    office: OfficeHandle,
    plan: PrinterPlan,
    compose: Compose,
    /// No job before this one will ever have to be sent by this spool.
    settled: AtomicU64,
}

impl Spool {
    /// Serves a printer until `stop` turns true.
    pub fn start(
        office: OfficeHandle,
        plan: PrinterPlan,
        compose: Compose,
        stop: watch::Receiver<bool>,
    ) -> tokio::task::JoinHandle<()> {
        let spool = Spool { office, plan, compose, settled: AtomicU64::new(0) };
        tokio::spawn(async move {
            let mut stop = stop;
            tokio::select! {
                () = spool.run() => {}
                // What was being sent when the server stopped is uncertain at the next start.
                _ = stop.wait_for(|stop| *stop) => {}
            }
        })
    }

    async fn run(&self) {
        self.settle_interrupted().await;
        let mut commits = self.office.follow();
        loop {
            let next = self.next_job(&commits.borrow_and_update());
            match next {
                Some(job) => {
                    if !self.attend(&job).await {
                        tokio::time::sleep(RETRY).await;
                    }
                }
                None => {
                    let changed = async {
                        // Waits for a job of ours, not for any commit.
                        while commits.changed().await.is_ok() {
                            if self.next_job(&commits.borrow_and_update()).is_some() {
                                return true;
                            }
                        }
                        false
                    };
                    match tokio::time::timeout(LOOK, changed).await {
                        Ok(true) => commits.mark_changed(),
                        Ok(false) => return,
                        Err(_) => {
                            let condition = self.look().await;
                            self.tell(condition);
                        }
                    }
                }
            }
        }
    }

    /// Jobs that were being sent when the program died may be on paper or not: they are uncertain,
    /// and never sent again by themselves.
    async fn settle_interrupted(&self) {
        let committed = self.office.committed();
        let sending = committed
            .state
            .jobs
            .values()
            .filter(|job| job.printer == self.plan.id && matches!(job.state, JobState::Sending { .. }));
        for job in sending {
            let outcome = PrintOutcome::Uncertain("terputus saat dikirim".to_string());
            self.report(job.id, PrintAct::End(outcome)).await;
        }
        let condition = self.look().await;
        self.tell(condition);
    }

    /// The oldest job that waits for this printer.
    fn next_job(&self, committed: &Committed) -> Option<Arc<PrintJob>> {
        let from = JobId(self.settled.load(Ordering::Relaxed));
        let mut ours = committed.state.jobs.range(from..).map(|(_, job)| job);
        let mut open = ours.by_ref().filter(|job| job.printer == self.plan.id && job.is_open());
        let first = open.next()?;
        // Looking goes on from here next time, so it costs what is open and not what was.
        self.settled.store(first.id.0, Ordering::Relaxed);
        std::iter::once(first).chain(open).find(|job| job.state == JobState::Queued).cloned()
    }

    /// Sends one job if the printer is ready. `false` when it has to wait.
    async fn attend(&self, job: &PrintJob) -> bool {
        if matches!(job.paper, Paper::Ticket(_) | Paper::Preparation { .. }) && job.copy_of.is_none() {
            let age = self.office.now().seconds_since(job.ordered);
            if age > STALE_SECONDS {
                return self.fail(job, "terlalu lama menunggu kertas").await;
            }
        }
        if matches!(job.paper, Paper::Trial) && self.office.now().seconds_since(job.ordered) > TRIAL_SECONDS {
            return self.fail(job, "uji sudah selesai").await;
        }
        let mut wire = match self.ready().await {
            Ok(wire) => wire,
            Err(condition) => {
                self.tell(condition);
                return false;
            }
        };
        let bytes = match (self.compose)(job, &self.plan) {
            Ok(bytes) => bytes,
            Err(why) => {
                tracing::error!(job = job.id.0, %why, "a paper could not be composed");
                return self.fail(job, &why).await;
            }
        };
        // From here on a crash leaves the job "being sent", which is uncertain.
        if !self.report(job.id, PrintAct::Start).await {
            return false;
        }
        let receipt = wire.print(&bytes, self.plan.confirm, process_id(job.id)).await;
        let outcome = match receipt {
            Receipt::Printed => PrintOutcome::Printed,
            Receipt::BrokenOff => PrintOutcome::Uncertain("sambungan ke printer putus".to_string()),
            Receipt::NoWord => PrintOutcome::Uncertain("printer tidak memberi kabar".to_string()),
            Receipt::NeverTells => {
                PrintOutcome::Uncertain("printer ini tidak dapat memberi kabar".to_string())
            }
            Receipt::Doubtful(_) => PrintOutcome::Uncertain("kertas habis atau tutup terbuka".to_string()),
        };
        let certain = outcome == PrintOutcome::Printed;
        let reported = self.report(job.id, PrintAct::End(outcome)).await;
        if !certain && receipt != Receipt::NeverTells {
            // Whatever went wrong shows in its status; say it at once.
            drop(wire);
            let condition = self.look().await;
            self.tell(condition);
        }
        reported
    }

    async fn fail(&self, job: &PrintJob, why: &str) -> bool {
        self.report(job.id, PrintAct::Start).await
            && self.report(job.id, PrintAct::End(PrintOutcome::Failed(why.to_string()))).await
    }

    /// A connection to a printer that is ready, or what keeps it from being so.
    async fn ready(&self) -> Result<Wire, PrinterCondition> {
        let wire = Wire::connect(&self.plan.address).await;
        let mut wire = wire.map_err(|_| PrinterCondition::Unreachable)?;
        if self.plan.confirm == Confirm::None {
            return Ok(wire);
        }
        match wire.condition().await {
            Ok(condition @ (PrinterCondition::Ready | PrinterCondition::PaperLow)) => {
                self.tell(condition);
                Ok(wire)
            }
            Ok(condition) => Err(condition),
            Err(_) => Err(PrinterCondition::Unreachable),
        }
    }

    async fn look(&self) -> PrinterCondition {
        match self.ready().await {
            Ok(_) if self.plan.confirm == Confirm::None => PrinterCondition::Ready,
            Ok(mut wire) => wire.condition().await.unwrap_or(PrinterCondition::Unreachable),
            Err(condition) => condition,
        }
    }

    fn tell(&self, condition: PrinterCondition) {
        self.office.presence().printer(&self.plan.id, condition, self.office.now());
    }

    /// Tells the office, until it has written it down. `false` when it refuses: the day turned and
    /// the job is settled already.
    async fn report(&self, job: JobId, act: PrintAct) -> bool {
        // One id for all tries, so that a report whose outcome was unknown is not made twice.
        let request = Some(RequestId(ulid::Ulid::generate().0));
        let ask = Ask { actor: Actor::Office, request, command: Command::Print(job, act) };
        loop {
            match self.office.ask(ask.clone()).await {
                Ok(_) => return true,
                Err(SubmitError::Refused(_) | SubmitError::Fault | SubmitError::Stopped) => return false,
                Err(SubmitError::Busy | SubmitError::Unknown) => tokio::time::sleep(RETRY).await,
            }
        }
    }
}

/// Four printable bytes that tell a job from the 81 million before it.
fn process_id(job: JobId) -> [u8; 4] {
    let mut rest = job.0;
    std::array::from_fn(|_| {
        let letter = 0x20 + (rest % 95) as u8;
        rest /= 95;
        letter
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn process_ids_are_printable_and_differ() {
        let ids: Vec<_> = (0..10_000).map(|n| process_id(JobId(n))).collect();
        assert!(ids.iter().flatten().all(|byte| (0x20..0x7f).contains(byte)));
        let mut sorted = ids.clone();
        sorted.sort_unstable();
        sorted.dedup();
        assert_eq!(sorted.len(), ids.len());
    }
}
