//! Room on the disk of the data.

use std::io;
use std::path::Path;

/// On a large disk less than this is too little: about a third of what ten years take, but others fill the disk too.
const LEAST: u64 = 2 << 30;

/// The disk that a folder lies on, in bytes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Room {
    /// What is free for this program.
    pub free: u64,
    /// What there is in all.
    pub all: u64,
}

impl Room {
    /// Looks.
    ///
    /// # Errors
    /// When the disk does not say.
    pub fn of(folder: &Path) -> io::Result<Room> {
        let disk = rustix::fs::statvfs(folder)?;
        let bytes = |blocks: u64| blocks.saturating_mul(disk.f_frsize);
        Ok(Room { free: bytes(disk.f_bavail), all: bytes(disk.f_blocks) })
    }

    /// Whether somebody has to make room: less than 2 GiB is free, on a disk of less than 20 GiB less than a tenth.
    pub fn is_low(self) -> bool {
        self.free < LEAST.min(self.all / 10)
    }

    /// How much may be laid there without its running short.
    pub fn spare(self) -> u64 {
        self.free.saturating_sub(LEAST.min(self.all / 10))
    }

    /// What is free as people read it: gigabytes with one digit behind the comma.
    pub fn gigabytes(self) -> String {
        format!("{},{}", self.free >> 30, (self.free >> 20) % 1024 * 10 / 1024)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_disk_runs_short_below_two_gibibytes_or_a_tenth_of_it() {
        let low = |free, all| Room { free, all }.is_low();
        assert!(low((2 << 30) - 1, 500 << 30) && !low(2 << 30, 500 << 30));
        assert!(low(99, 1_000) && !low(100, 1_000), "a small disk");
        assert_eq!(Room { free: 150, all: 1_000 }.spare(), 50);
        assert_eq!(Room { free: 50, all: 1_000 }.spare(), 0);
        assert_eq!(Room { free: (5 << 30) - 1, all: 1 << 40 }.gigabytes(), "4,9");
    }
}
