//! The spool of one printer.

use super::agent::{Seat, Seats};
use super::port::{self, Port};
use super::wire::Receipt;
use crate::domain::account::Actor;
use crate::domain::command::{Ask, Command, PrintAct};
use crate::domain::device::Screen;
use crate::domain::event::Event;
use crate::domain::ids::{JobId, RequestId, Seq};
use crate::domain::paper::{JobState, Paper, PrintJob, PrintOutcome, Why};
use crate::domain::profile::{Address, PrinterPlan};
use crate::office::{Committed, OfficeHandle, PrinterCondition, SubmitError};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;

/// Makes the bytes of a job for a printer, and tells how many millimetres of paper they take; the message of an error
/// is for the log and the officer.
pub type Compose = Arc<dyn Fn(&PrintJob, &PrinterPlan) -> Result<(Vec<u8>, u32), String> + Send + Sync>;

/// An idle printer is asked how it is this often, so that the kiosk can say so before the tap.
const LOOK: Duration = Duration::from_secs(2);
/// A printer that is not ready is tried again after this long, and up to a quarter more.
const RETRY: Duration = Duration::from_secs(2);
/// A test slip older than this proves nothing any more.
const TRIAL_SECONDS: u64 = 60;

/// The word of an entry that puts a device somewhere.
const DEVICE_PLACED: &str = "\"DevicePlaced\"";
/// Entries that are written while a job is under way; far more than an office can in the minutes that takes.
const UNDER_WAY: u64 = 50_000;

/// The one writer of a printer.
pub struct Spool {
    office: OfficeHandle,
    plan: PrinterPlan,
    way: Way,
    compose: Compose,
}

/// How the spool comes to its printer.
enum Way {
    /// By itself.
    Port(Port),
    /// Through an agent on another PC.
    Agent(Arc<Seat>),
}

/// A printer that is ready for one job.
enum Open<'a> {
    Port(Box<port::Ready>),
    Agent(&'a Seat),
}

impl Spool {
    /// Serves a printer until `stop` turns true.
    pub fn start(
        office: OfficeHandle,
        plan: PrinterPlan,
        compose: Compose,
        agents: &Seats,
        stop: watch::Receiver<bool>,
    ) -> tokio::task::JoinHandle<()> {
        let port = || Port { address: plan.address.clone(), words: plan.status, confirm: plan.confirm };
        let way = agents.seat(&plan.id).map_or_else(|| Way::Port(port()), Way::Agent);
        let spool = Spool { office, plan, way, compose };
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
                        tokio::time::sleep(pause()).await;
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
                        Err(_) => self.look().await,
                    }
                }
            }
        }
    }

    /// Jobs that were being sent when the program died may be on paper or not: they are uncertain,
    /// and never sent again by themselves.
    async fn settle_interrupted(&self) {
        let committed = self.office.committed();
        for job in self.ours(&committed).filter(|job| job.state != JobState::Queued) {
            let outcome = match &self.way {
                Way::Port(_) => PrintOutcome::Uncertain(Why::CutOff.into()),
                // "Never begun" from an agent that was not here then would have it printed twice.
                Way::Agent(_) if self.has_another_agent_since(job) => {
                    PrintOutcome::Uncertain(Why::AgentGone.into())
                }
                // Its agent knows more than this program does.
                Way::Agent(seat) => seat.ask(&attempt(job, job.attempts)).await,
            };
            self.report(job.id, PrintAct::End(outcome)).await;
        }
        self.look().await;
    }

    /// Whether an agent was paired with this printer, or moved to it, since a job was sent. What cannot be read may be.
    fn has_another_agent_since(&self, job: &PrintJob) -> bool {
        let JobState::Sending { since } = job.state else { return false };
        let here = Screen::Agent(self.plan.id.clone());
        let from = Seq(self.office.committed().state.seq.0.saturating_sub(UNDER_WAY));
        let placed = self.office.reader().entries_marked(from, DEVICE_PLACED, usize::MAX);
        placed.map_or(true, |entries| {
            let late = entries.iter().filter(|entry| entry.at >= since);
            let mut events = late.flat_map(|entry| &entry.events);
            events.any(|event| matches!(event, Event::DevicePlaced { screen, .. } if *screen == here))
        })
    }

    /// Asks how the printer is, and tells it. An agent tells by itself.
    async fn look(&self) {
        match &self.way {
            Way::Port(port) => self.tell(port.look().await),
            Way::Agent(seat) if !seat.is_taken() => self.tell(PrinterCondition::Unreachable),
            Way::Agent(_) => {}
        }
    }

    /// The printer, if it is ready for a job.
    async fn open(&self) -> Result<Open<'_>, PrinterCondition> {
        match &self.way {
            Way::Port(port) => {
                let ready = port.ready().await?;
                self.tell(ready.condition);
                Ok(Open::Port(Box::new(ready)))
            }
            Way::Agent(seat) if seat.is_taken() => {
                let devices = self.office.presence().devices();
                let known = devices.printers.get(&self.plan.id).map(|printer| printer.condition);
                match known.unwrap_or(PrinterCondition::Unreachable) {
                    PrinterCondition::Ready | PrinterCondition::PaperLow => Ok(Open::Agent(seat)),
                    trouble => Err(trouble),
                }
            }
            Way::Agent(_) => Err(PrinterCondition::Unreachable),
        }
    }

    /// The papers of this printer that are not settled, oldest first.
    fn ours<'a>(&'a self, committed: &'a Committed) -> impl Iterator<Item = &'a Arc<PrintJob>> {
        committed.state.open_jobs_of(&self.plan.id)
    }

    /// The oldest job that waits for this printer.
    fn next_job(&self, committed: &Committed) -> Option<Arc<PrintJob>> {
        self.ours(committed).find(|job| job.state == JobState::Queued).cloned()
    }

    /// Sends one job if the printer is ready. `false` when it should be left alone for a while.
    async fn attend(&self, job: &PrintJob) -> bool {
        let age = self.office.now().seconds_since(job.ordered);
        if matches!(job.paper, Paper::Ticket(_) | Paper::Preparation { .. }) && job.copy_of.is_none() {
            // Its holder has long been told the number, or gone.
            if age > u64::from(self.plan.drop_after_minutes) * 60 {
                return self.fail(job, Why::TooLate).await;
            }
        }
        if matches!(job.paper, Paper::Trial) && age > TRIAL_SECONDS {
            return self.fail(job, Why::TrialOver).await;
        }
        let open = match self.open().await {
            Ok(open) => open,
            Err(condition) => {
                self.tell(condition);
                if !self.hand_over().await {
                    self.rest().await;
                }
                return true;
            }
        };
        let (bytes, millimetres) = match (self.compose)(job, &self.plan) {
            Ok(composed) => composed,
            Err(why) => {
                tracing::error!(job = job.id.0, %why, "a paper could not be composed");
                return self.fail(job, Why::NotComposed).await;
            }
        };
        // From here on a crash leaves the job "being sent", which is uncertain.
        if !self.report(job.id, PrintAct::Start { millimetres }).await {
            return false;
        }
        let outcome = match open {
            Open::Port(ready) => outcome(ready.print(&bytes, process_id(job.id)).await),
            Open::Agent(seat) => {
                seat.print(&attempt(job, job.attempts + 1), process_id(job.id), &bytes).await
            }
        };
        let (certain, went_out) =
            (outcome == PrintOutcome::Printed, !matches!(outcome, PrintOutcome::Postponed(_)));
        let reported = self.report(job.id, PrintAct::End(outcome)).await;
        if !certain && (self.plan.tells() || matches!(self.plan.address, Address::Queue(_))) {
            // Whatever went wrong shows in its status; say it at once.
            self.look().await;
        }
        reported && went_out
    }

    /// Until a printer that could not print is tried again. An agent tells when its printer can.
    async fn rest(&self) {
        let Way::Agent(_) = &self.way else { return tokio::time::sleep(pause()).await };
        let mut devices = self.office.presence().follow();
        let prints = |condition| matches!(condition, PrinterCondition::Ready | PrinterCondition::PaperLow);
        let mended = devices.wait_for(|devices| {
            devices.printers.get(&self.plan.id).is_some_and(|printer| prints(printer.condition))
        });
        // Too late is no failure: papers may have to go elsewhere by then.
        let _ = tokio::time::timeout(pause(), mended).await;
    }

    /// Papers that have waited too long for this printer come out of the one that steps in for it, if that one can
    /// print. Only what was never sent goes there, and only once. Whether any did.
    async fn hand_over(&self) -> bool {
        let Some(fallback) = &self.plan.fallback else { return false };
        let devices = self.office.presence().devices();
        let other = devices.printers.get(&fallback.to).map(|printer| printer.condition);
        if !matches!(other, Some(PrinterCondition::Ready | PrinterCondition::PaperLow)) {
            return false;
        }
        let (committed, now) = (self.office.committed(), self.office.now());
        let mut moved = false;
        for job in self.ours(&committed) {
            let waited = now.seconds_since(job.ordered) >= u64::from(fallback.after_seconds);
            // A test slip is about this very printer.
            let may = job.state == JobState::Queued && job.moved_from.is_none() && job.paper != Paper::Trial;
            if waited && may {
                moved |= self.report(job.id, PrintAct::Move { to: fallback.to.clone() }).await;
            }
        }
        moved
    }

    async fn fail(&self, job: &PrintJob, why: Why) -> bool {
        self.report(job.id, PrintAct::Start { millimetres: 0 }).await
            && self.report(job.id, PrintAct::End(PrintOutcome::Failed(why.into()))).await
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
                Err(SubmitError::Busy | SubmitError::Unknown | SubmitError::Full | SubmitError::Slow) => {
                    tokio::time::sleep(RETRY).await
                }
            }
        }
    }
}

/// The name of an attempt. No other has it, not even when a backup is put back and job numbers come again: then the
/// job was ordered at another moment.
fn attempt(job: &PrintJob, nth: u32) -> String {
    format!("{}-{nth}-{}", job.id, job.ordered.0)
}

/// How long a printer is left alone; never the same for two of them.
fn pause() -> Duration {
    RETRY.mul_f64(1.0 + fastrand::f64() / 4.0)
}

/// What a printer's word, or its silence, means for a job.
pub(super) fn outcome(receipt: Receipt) -> PrintOutcome {
    let uncertain = |why: Why| PrintOutcome::Uncertain(why.into());
    let failed = |why: Why| PrintOutcome::Failed(why.into());
    match receipt {
        Receipt::Printed => PrintOutcome::Printed,
        Receipt::BrokenOff => uncertain(Why::LineBroke),
        Receipt::NoWord => uncertain(Why::NoWord),
        Receipt::NeverTells => uncertain(Why::NeverTells),
        Receipt::HandedOver => uncertain(Why::HandedOver),
        Receipt::NotTaken => PrintOutcome::Postponed(Why::NotTaken.into()),
        Receipt::Cancelled { begun: true } => uncertain(Why::CancelledBegun),
        Receipt::Cancelled { begun: false } => failed(Why::Cancelled),
        Receipt::Aborted { begun: true } => uncertain(Why::AbortedBegun),
        Receipt::Aborted { begun: false } => failed(Why::Aborted),
        Receipt::Doubtful(PrinterCondition::PaperOut) => uncertain(Why::PaperOut),
        Receipt::Doubtful(PrinterCondition::CoverOpen) => uncertain(Why::CoverOpen),
        Receipt::Doubtful(_) => uncertain(Why::Trouble),
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
