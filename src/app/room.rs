//! Looks after the room on the disk of the data.
//!
//! Every two seconds, and whenever the disk fails, it looks how much is free. That it runs short ([`Room::is_low`]) is said
//! in the log, on the supervisor's wall, at `/health` and in `/metrics`, while there is still room for weeks.
//!
//! What nobody heeds ends with a full disk in the middle of a day. For that there is a *reserve* in the data folder, a file
//! of 64 MiB that holds nothing. When less than that is free it is let go: the people who wait are served and the day is
//! closed, with room for some ten thousand numbers. It is not let go at the first alarm already, when it would be as
//! nothing beside two gigabytes and gone with them. It is made again by itself when there is room enough beside it, and
//! never on a disk of less than 1 GiB.

use crate::office::{OfficeHandle, Room};
use rustix::fs::{FallocateFlags, fallocate};
use std::fs::{self, OpenOptions};
use std::io;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::time::Duration;
use tokio::sync::watch;

/// Between two looks.
const LOOK: Duration = Duration::from_secs(2);
/// Name of the reserve in the data folder.
const FILE: &str = "reserve";
/// Its size.
const RESERVE: u64 = 64 << 20;
/// On a smaller disk there is none.
const LEAST_DISK: u64 = 1 << 30;

/// Looks after it until `stop` turns true. Without `reserve` none is kept.
pub(super) fn start(
    office: OfficeHandle,
    data: &Path,
    reserve: bool,
    stop: watch::Receiver<bool>,
) -> tokio::task::JoinHandle<()> {
    let file = reserve.then(|| data.join(FILE));
    let keeper = Keeper { file, data: data.to_path_buf(), low: false, mute: false };
    tokio::spawn(tend(office, keeper, stop))
}

async fn tend(office: OfficeHandle, mut keeper: Keeper, mut stop: watch::Receiver<bool>) {
    let mut health = office.health();
    loop {
        // Away from the threads that serve: a disk that hangs answers nobody.
        let looked = tokio::task::spawn_blocking(move || {
            let room = keeper.look();
            (keeper, room)
        });
        let room;
        (keeper, room) = match looked.await {
            Ok(looked) => looked,
            // The program ends.
            Err(_) => return,
        };
        match room {
            Ok(room) => {
                keeper.mute = false;
                office.presence().room(room);
            }
            Err(_) if keeper.mute => {}
            Err(error) => {
                keeper.mute = true;
                tracing::warn!(%error, "the disk does not say how much is free");
            }
        }
        tokio::select! {
            () = tokio::time::sleep(LOOK) => {}
            Ok(()) = health.changed() => {}
            _ = stop.wait_for(|stop| *stop) => return,
        }
    }
}

struct Keeper {
    data: PathBuf,
    /// The reserve, where one is kept.
    file: Option<PathBuf>,
    /// Whether it was said that the disk runs short.
    low: bool,
    /// Whether it was said that it does not say.
    mute: bool,
}

impl Keeper {
    fn look(&mut self) -> io::Result<Room> {
        let mut room = Room::of(&self.data)?;
        if let Some(file) = self.file.clone() {
            let there = fs::metadata(&file).is_ok_and(|about| about.len() == RESERVE);
            let done = match (there, is_wanted(room, there)) {
                (true, false) => let_go(&file),
                (false, true) => make(&file),
                _ => Ok(()),
            };
            if let Err(error) = done {
                tracing::warn!(%error, file = %file.display(), "there will be no reserve for a full disk");
                self.file = None;
            }
            room = Room::of(&self.data)?;
        }
        if room.is_low() != self.low {
            self.low = room.is_low();
            let free = room.free >> 20;
            match self.low {
                true => tracing::error!(megabytes = free, "the disk of the data is nearly full: make room"),
                false => tracing::info!(megabytes = free, "there is room on the disk of the data again"),
            }
        }
        Ok(room)
    }
}

/// Whether there should be a reserve. Between the two bounds it stays as it is, so that it does not come and go.
fn is_wanted(room: Room, there: bool) -> bool {
    let beside = Room { free: room.free.saturating_sub(RESERVE), ..room };
    match there {
        true => room.free >= RESERVE,
        false => room.all >= LEAST_DISK && !beside.is_low(),
    }
}

fn let_go(file: &Path) -> io::Result<()> {
    fs::remove_file(file)?;
    tracing::error!("the disk of the data is full: the reserve was let go, which is enough to close the day");
    Ok(())
}

/// Its room is taken without writing it; a file system that cannot do that gets none.
fn make(file: &Path) -> io::Result<()> {
    let made = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(file);
    let taken = made.and_then(|made| Ok(fallocate(&made, FallocateFlags::empty(), 0, RESERVE)?));
    if taken.is_err() {
        // What is left of it has no length that counts.
        let _ = fs::remove_file(file);
    }
    taken
}

#[cfg(test)]
mod tests {
    use super::*;

    const GIB: u64 = 1 << 30;

    #[test]
    fn a_reserve_is_kept_until_the_disk_is_full_and_made_again_when_there_is_room_beside_it() {
        let wanted = |free, all, there| is_wanted(Room { free, all }, there);
        assert!(wanted(50 * GIB, 100 * GIB, false));
        assert!(wanted(GIB, 100 * GIB, true), "the alarm alone does not let it go");
        assert!(!wanted(2 * GIB + RESERVE - 1, 100 * GIB, false), "and it does not bring the alarm");
        assert!(wanted(RESERVE, 100 * GIB, true) && !wanted(RESERVE - 1, 100 * GIB, true));
        assert!(!wanted(GIB - 1, GIB - 1, false), "none on a disk that it would fill");
    }

    #[test]
    fn a_reserve_takes_its_room_and_gives_it_back() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join(FILE);
        make(&file).expect("made");
        let about = fs::metadata(&file).expect("there");
        let blocks = std::os::unix::fs::MetadataExt::blocks(&about);
        assert_eq!((about.len(), blocks * 512 >= RESERVE), (RESERVE, true), "its room is really taken");
        let_go(&file).expect("gone");
        assert!(!file.exists());
    }
}
