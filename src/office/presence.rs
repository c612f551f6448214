//! What is known of devices at this moment: nothing here is written, nothing here is decided upon.

use super::copies::Copies;
use super::deliveries::Deliveries;
use super::room::Room;
use super::sockets::Sockets;
use super::standby::Standbys;
use crate::domain::ids::{AccountId, PrinterId, Zone};
use crate::domain::time::Moment;
use std::collections::BTreeMap;
use std::sync::Arc;
use tokio::sync::watch;

/// Devices as last heard of. Cheap to clone; every clone tells the same.
#[derive(Clone)]
pub struct Presence {
    now: Arc<watch::Sender<Arc<Devices>>>,
    /// The number of the newest trial of the boards.
    trials: Arc<watch::Sender<u64>>,
    copies: Copies,
    deliveries: Deliveries,
    sockets: Sockets,
    standbys: Standbys,
    /// The disk of the data; none before the first look.
    room: Arc<watch::Sender<Option<Room>>>,
}

/// All devices.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Devices {
    /// Printers of the profile.
    pub printers: BTreeMap<PrinterId, PrinterPresence>,
    /// Pages of boards that are connected, by page.
    pub boards: BTreeMap<u64, BoardPresence>,
    /// The set of the office's own recordings that boards speak with; see [`crate::voice`].
    pub voice: String,
    /// Kiosks and tablets that are connected, by connection: `kiosk`, `tablet 5`.
    pub screens: BTreeMap<u64, String>,
    /// What the pages of boards answered to a trial, by page.
    pub tried: BTreeMap<u64, Tried>,
    /// What is free on the disk of the data while that is too little, in gigabytes.
    pub low: Option<String>,
}

/// What a board's page answered when it was asked to sound.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Tried {
    /// Which trial.
    pub trial: u64,
    /// Whether it played to the end.
    pub heard: bool,
    /// How far its clock is ahead of this machine's, in milliseconds.
    pub ahead: i64,
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
    /// Put off-line, and it does not say why.
    OffLine,
    /// No paper.
    PaperOut,
    /// The cover is open.
    CoverOpen,
    /// The cutter is stuck or something else is broken.
    Faulty,
    /// It does not answer.
    Unreachable,
    /// CUPS answers and knows no queue of its name.
    NoQueue,
}

impl PrinterCondition {
    /// Every condition and its word for screens and agents.
    pub const WORDS: [(PrinterCondition, &str); 8] = [
        (PrinterCondition::Ready, "ready"),
        (PrinterCondition::PaperLow, "paper-low"),
        (PrinterCondition::OffLine, "off-line"),
        (PrinterCondition::PaperOut, "paper-out"),
        (PrinterCondition::CoverOpen, "cover-open"),
        (PrinterCondition::Faulty, "faulty"),
        (PrinterCondition::Unreachable, "unreachable"),
        (PrinterCondition::NoQueue, "no-queue"),
    ];

    /// Its word.
    pub fn code(self) -> &'static str {
        let known = PrinterCondition::WORDS.iter().find(|(condition, _)| *condition == self);
        known.map_or("unknown", |(_, word)| word)
    }

    /// The condition with that word.
    pub fn named(word: &str) -> Option<PrinterCondition> {
        PrinterCondition::WORDS.iter().find(|(_, known)| *known == word).map(|(condition, _)| *condition)
    }
}

/// A board's page.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BoardPresence {
    /// Its account.
    pub account: AccountId,
    /// Where it hangs.
    pub zone: Zone,
    /// Whether its loudspeaker can be heard: `running`, `blocked`, `broken`, `loading`.
    pub sound: String,
    /// Since when that is so.
    pub since: Moment,
    /// The connection it came by, so that an older one that is found dead does not take it away.
    pub connection: u64,
}

impl BoardPresence {
    /// Whether it speaks when it is asked to.
    pub fn is_heard(&self) -> bool {
        self.sound == "running"
    }
}

impl Devices {
    /// Whether the calls of a zone are heard: `heard` by one of its boards, `silent` when none of them
    /// has its sound on, `none` when no board is connected.
    pub fn sound_in(&self, zone: &Zone) -> &'static str {
        let here = || self.boards.values().filter(|board| board.zone == *zone);
        match here().next() {
            None => "none",
            Some(_) if here().any(BoardPresence::is_heard) => "heard",
            Some(_) => "silent",
        }
    }
}

impl Default for Presence {
    fn default() -> Presence {
        Presence {
            now: Arc::new(watch::channel(Arc::new(Devices::default())).0),
            trials: Arc::new(watch::channel(0).0),
            copies: Copies::default(),
            deliveries: Deliveries::default(),
            sockets: Sockets::default(),
            standbys: Standbys::default(),
            room: Arc::new(watch::channel(None).0),
        }
    }
}

impl Presence {
    /// All devices as last heard of.
    pub fn devices(&self) -> Arc<Devices> {
        self.now.borrow().clone()
    }

    /// The deliveries of webhooks.
    pub fn deliveries(&self) -> &Deliveries {
        &self.deliveries
    }

    /// The copies of the office.
    pub fn copies(&self) -> &Copies {
        &self.copies
    }

    /// What is known in an office that opens at this moment.
    pub(super) fn since(at: Moment) -> Presence {
        Presence { standbys: Standbys::since(at), ..Presence::default() }
    }

    /// The machines that follow the journal.
    pub fn standbys(&self) -> &Standbys {
        &self.standbys
    }

    /// The devices whose sockets are open.
    pub fn sockets(&self) -> &Sockets {
        &self.sockets
    }

    /// The disk of the data as last looked at.
    pub fn room_now(&self) -> Option<Room> {
        *self.room.borrow()
    }

    /// The disk of the data was looked at. Screens are told only while it runs short.
    pub fn room(&self, room: Room) {
        self.room.send_replace(Some(room));
        let low = room.is_low().then(|| room.gigabytes());
        self.change(|devices| std::mem::replace(&mut devices.low, low.clone()) != low);
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

    /// A board's page came or its sound changed. What it says again keeps its age.
    pub fn board(&self, page: u64, board: BoardPresence) {
        self.change(|devices| {
            let known = devices.boards.get(&page);
            let same = known.filter(|known| known.sound == board.sound && known.account == board.account);
            let since = same.map_or(board.since, |known| known.since);
            let board = BoardPresence { since, ..board };
            devices.boards.insert(page, board.clone()) != Some(board)
        });
    }

    /// A board's page went, unless it has come back by another connection.
    pub fn board_left(&self, page: u64, connection: u64) {
        self.change(|devices| {
            let gone = devices.boards.get(&page).is_some_and(|board| board.connection == connection);
            gone && {
                devices.tried.remove(&page);
                devices.boards.remove(&page).is_some()
            }
        });
    }

    /// A kiosk or a tablet came.
    pub fn screen(&self, connection: u64, name: &str) {
        self.change(|devices| devices.screens.insert(connection, name.to_string()).as_deref() != Some(name));
    }

    /// It went.
    pub fn screen_left(&self, connection: u64) {
        self.change(|devices| devices.screens.remove(&connection).is_some());
    }

    /// Asks every board to sound; the number of this trial.
    pub fn try_boards(&self) -> u64 {
        self.trials.send_modify(|trial| *trial += 1);
        *self.trials.borrow()
    }

    /// Follows the trials.
    pub fn trials(&self) -> watch::Receiver<u64> {
        self.trials.subscribe()
    }

    /// What a board's page answered.
    pub fn tried(&self, page: u64, tried: Tried) {
        self.change(|devices| devices.tried.insert(page, tried) != Some(tried));
    }

    /// The office's own recordings are these now.
    pub fn voice(&self, revision: &str) {
        self.change(|devices| {
            let differs = devices.voice != revision;
            devices.voice = revision.to_string();
            differs
        });
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

#[cfg(test)]
mod tests {
    use super::*;

    fn board(sound: &str, since: i64, connection: u64) -> BoardPresence {
        let (account, zone) = (AccountId(3), Zone::from("utama"));
        BoardPresence { account, zone, sound: sound.to_string(), since: Moment(since), connection }
    }

    #[test]
    fn a_sound_state_keeps_its_age_until_it_changes() {
        let presence = Presence::default();
        presence.board(7, board("running", 10, 1));
        presence.board(7, board("running", 20, 2));
        assert_eq!(presence.devices().boards[&7], board("running", 10, 2));
        presence.board(7, board("blocked", 30, 2));
        assert_eq!(presence.devices().boards[&7], board("blocked", 30, 2));
    }

    #[test]
    fn a_dead_connection_does_not_take_away_a_board_that_came_back() {
        let presence = Presence::default();
        presence.board(7, board("running", 10, 1));
        presence.board(7, board("running", 20, 2));
        presence.board_left(7, 1);
        assert_eq!(presence.devices().boards.len(), 1);
        presence.board_left(7, 2);
        assert!(presence.devices().boards.is_empty());
    }

    #[test]
    fn a_zone_is_heard_when_one_of_its_boards_is() {
        let (presence, zone) = (Presence::default(), Zone::from("utama"));
        assert_eq!(presence.devices().sound_in(&zone), "none");
        presence.board(1, board("blocked", 0, 1));
        assert_eq!(presence.devices().sound_in(&zone), "silent");
        presence.board(2, board("running", 0, 2));
        assert_eq!(presence.devices().sound_in(&zone), "heard");
        assert_eq!(presence.devices().sound_in(&Zone::from("atas")), "none");
    }
}
