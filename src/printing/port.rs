//! A printer as its spool sees it: one question, one errand, each on a connection of its own.
//!
//! Network cards of printers accept one connection and keep others waiting, so none is held longer than needed:
//! connect, ask, print, hear the word, close.

use super::wire::{Receipt, Wire};
use crate::domain::profile::{Address, Confirm, StatusWords};
use crate::office::PrinterCondition;

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

/// A connection to a printer that is ready for one job.
pub struct Ready {
    wire: Wire,
    confirm: Confirm,
    /// What it said: ready, or that its roll will end soon.
    pub condition: PrinterCondition,
}

impl Port {
    /// Connects and asks; what keeps the printer from printing otherwise.
    ///
    /// # Errors
    /// With the condition it is in.
    pub async fn ready(&self) -> Result<Ready, PrinterCondition> {
        let wire = Wire::open(&self.address, self.words).await;
        let mut wire = wire.map_err(|error| {
            tracing::debug!(address = %self.address, %error, "a printer is not reached");
            PrinterCondition::Unreachable
        })?;
        match wire.condition().await {
            Ok(condition @ (PrinterCondition::Ready | PrinterCondition::PaperLow)) => {
                Ok(Ready { wire, confirm: self.confirm, condition })
            }
            Ok(condition) => Err(condition),
            Err(_) => Err(PrinterCondition::Unreachable),
        }
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
    pub async fn print(mut self, job: &[u8], id: [u8; 4]) -> Receipt {
        let receipt = self.wire.print(job, self.confirm, id).await;
        self.wire.close().await;
        receipt
    }
}
