//! Paper: everything between a print job and the sheet in a visitor's hand.
//!
//! Each printer has one spool task, its only writer. The spool takes the oldest job of the committed
//! office, looks whether the printer is ready, has the office write down that the job is being sent,
//! sends it, waits for the printer's own word that it is printed, and reports that. Nothing is ever
//! sent twice by itself: whatever is not certain ends as *uncertain*, and a person decides (I7).

pub mod agent;
mod answers;
mod cups;
pub mod emulator;
mod link;
mod port;
mod spool;
mod usb;
mod wire;

use crate::domain::printer::{Address, PrinterPlan};
use crate::office::PrinterCondition;

pub use port::Port;
pub use spool::{Compose, Spool};
pub use usb::{UsbPrinter, printers as usb_printers};
pub use wire::Receipt;

/// Asks a printer how it is, on a connection of its own. Nothing is printed.
///
/// # Errors
/// When it cannot be reached, or does not answer as a printer of its plan does.
pub async fn look(plan: &PrinterPlan) -> std::io::Result<PrinterCondition> {
    if let Address::Queue(queue) = &plan.address {
        return cups::condition(queue).await;
    }
    wire::Wire::open(&plan.address, plan.status).await?.condition().await
}
