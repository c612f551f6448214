//! A printer as its spool sees it: one question, one errand, each on a connection of its own.
//!
//! Network cards of printers accept one connection and keep others waiting, so none is held longer than needed:
//! connect, ask, print, hear the word, close.

use super::cups;
use super::wire::{Receipt, Wire};
use crate::domain::printer::{Address, Confirm, Queue, StatusWords};
use crate::office::PrinterCondition;
use std::io;

/// Where a printer is, and how to talk to it.
#[derive(Clone, Debug)]
pub struct Port {
    /// How it is reached.
    pub address: Address,
    /// In which language it is asked how it is.
    pub words: StatusWords,
    /// How it proves that paper came out.
    pub confirm: Confirm,
}

/// A printer that is ready for one job.
pub struct Ready {
    way: Way,
    /// What it said: ready, or that its roll will end soon.
    pub condition: PrinterCondition,
}

/// How a job goes to it.
enum Way {
    /// On a connection to the printer itself.
    Wire(Box<Wire>, Confirm),
    /// Into a queue of CUPS.
    Queue(Queue),
}

impl Port {
    /// Connects and asks; what keeps the printer from printing otherwise.
    ///
    /// # Errors
    /// With the condition it is in.
    pub async fn ready(&self) -> Result<Ready, PrinterCondition> {
        let opened = match &self.address {
            Address::Queue(queue) => {
                cups::condition(queue).await.map(|condition| (Way::Queue(queue.clone()), condition))
            }
            address => self.wire(address).await,
        };
        let (way, condition) = opened.map_err(|error| {
            tracing::debug!(address = %self.address, %error, "a printer is not reached");
            PrinterCondition::Unreachable
        })?;
        match condition {
            PrinterCondition::Ready | PrinterCondition::PaperLow => Ok(Ready { way, condition }),
            trouble => Err(trouble),
        }
    }

    async fn wire(&self, address: &Address) -> io::Result<(Way, PrinterCondition)> {
        let mut wire = Wire::open(address, self.words).await?;
        let mut condition = wire.condition().await?;
        let prints = matches!(condition, PrinterCondition::Ready | PrinterCondition::PaperLow);
        // Its word has no name, so nothing else may have one to say.
        if prints && self.confirm == Confirm::Status && !wire.is_through().await? {
            condition = PrinterCondition::OffLine;
        }
        Ok((Way::Wire(Box::new(wire), self.confirm), condition))
    }

    /// How the printer is.
    pub async fn look(&self) -> PrinterCondition {
        match self.ready().await {
            Ok(ready) => ready.condition,
            Err(condition) => condition,
        }
    }
}

impl Ready {
    /// Sends a job and waits for the printer's word. `id` tells the job from others.
    pub async fn print(self, job: &[u8], id: [u8; 4]) -> Receipt {
        match self.way {
            Way::Wire(mut wire, confirm) => {
                let receipt = wire.print(job, confirm, id).await;
                wire.close().await;
                receipt
            }
            Way::Queue(queue) => cups::print(&queue, job).await,
        }
    }
}
