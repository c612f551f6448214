//! What is known of devices at this moment: nothing here is written, nothing here is decided upon.

use crate::domain::ids::{AccountId, PrinterId, Zone};
use crate::domain::time::Moment;
use std::collections::BTreeMap;
use std::sync::Arc;
use tokio::sync::watch;

/// Devices as last heard of. Cheap to clone; every clone tells the same.
#[derive(Clone)]
pub struct Presence {
    now: Arc<watch::Sender<Arc<Devices>>>,
}

/// All devices.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Devices {
    /// Printers of the profile.
    pub printers: BTreeMap<PrinterId, PrinterPresence>,
    /// Pages of boards that are connected, by page.
    pub boards: BTreeMap<u64, BoardPresence>,
}

/// A printer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PrinterPresence {
    /// What it said, or why it did not.
    pub condition: PrinterCondition,
    /// Since when.
    pub since: Moment,
}

/// What a printer said last.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum PrinterCondition {
    /// Ready.
    Ready,
    /// Ready, and the roll will end soon.
    PaperLow,
    /// No paper.
    PaperOut,
    /// The cover is open.
    CoverOpen,
    /// The cutter is stuck or something else is broken.
    Faulty,
    /// It does not answer.
    Unreachable,
}

/// A board's page.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BoardPresence {
    /// Its account.
    pub account: AccountId,
    /// Where it hangs.
    pub zone: Zone,
    /// Whether its loudspeaker can be heard: `running`, `blocked`, `broken`, `silent`.
    pub sound: String,
    /// Since when it is connected.
    pub since: Moment,
}

impl Default for Presence {
    fn default() -> Presence {
        Presence { now: Arc::new(watch::channel(Arc::new(Devices::default())).0) }
    }
}

impl Presence {
    /// All devices as last heard of.
    pub fn devices(&self) -> Arc<Devices> {
        self.now.borrow().clone()
    }

    /// Follows the changes.
    pub fn follow(&self) -> watch::Receiver<Arc<Devices>> {
        self.now.subscribe()
    }

    /// A printer said something, or did not.
    pub fn printer(&self, id: &PrinterId, condition: PrinterCondition, at: Moment) {
        self.change(|devices| {
            let known = devices.printers.get(id).map(|printer| printer.condition);
            if known == Some(condition) {
                return false;
            }
            devices.printers.insert(id.clone(), PrinterPresence { condition, since: at });
            true
        });
    }

    /// A board's page came or its sound changed.
    pub fn board(&self, page: u64, board: BoardPresence) {
        self.change(|devices| devices.boards.insert(page, board.clone()) != Some(board));
    }

    /// A board's page went.
    pub fn board_left(&self, page: u64) {
        self.change(|devices| devices.boards.remove(&page).is_some());
    }

    fn change(&self, change: impl FnOnce(&mut Devices) -> bool) {
        self.now.send_if_modified(|devices| {
            let mut changed = Devices::clone(devices);
            let differs = change(&mut changed);
            if differs {
                *devices = Arc::new(changed);
            }
            differs
        });
    }
}
