//! A disk in memory that fails as it is told: an operation that comes back with an error, no room, no haste, a page over
//! which the library stumbles.

use loket::store::Opener;
use redb::{Database, StorageBackend};
use std::io::{Error, ErrorKind};
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// What a program asks of a disk.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    Write,
    SetLen,
    Sync,
}

/// The disk; clones are the same.
#[derive(Clone, Debug, Default)]
pub struct Disk(Arc<Inner>);

#[derive(Debug, Default)]
struct Inner {
    bytes: Mutex<Vec<u8>>,
    /// For each kind, how many operations from now the one comes that fails; none at 0 or below.
    left: [AtomicI64; 3],
    failed: AtomicUsize,
    /// How large it may become; 0 is without limit.
    room: AtomicU64,
    /// How often there was no room.
    full: AtomicUsize,
    /// How long a sync takes, in milliseconds.
    slow: AtomicU64,
    /// Whether a page is damaged in such a way that the library stumbles over it.
    stumbles: AtomicBool,
}

impl Disk {
    fn bytes(&self) -> MutexGuard<'_, Vec<u8>> {
        self.0.bytes.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Opens it, as often as is asked.
    pub fn opener(&self) -> Opener {
        let disk = self.clone();
        Arc::new(move || Ok(Database::builder().create_with_backend(disk.clone())?))
    }

    /// The `nth` operation of that kind from now fails; none for 0.
    pub fn fails(&self, kind: Kind, nth: i64) {
        self.0.left[kind as usize].store(nth, Ordering::SeqCst);
    }

    /// How many operations failed so.
    pub fn failed(&self) -> usize {
        self.0.failed.load(Ordering::SeqCst)
    }

    /// It becomes no larger than that, in bytes, nor than it is; 0 is without limit.
    pub fn has_room_for(&self, bytes: u64) {
        self.0.room.store(bytes, Ordering::SeqCst);
    }

    /// How often there was no room.
    pub fn was_full(&self) -> usize {
        self.0.full.load(Ordering::SeqCst)
    }

    /// Each sync takes so long.
    pub fn takes(&self, time: Duration) {
        self.0.slow.store(u64::try_from(time.as_millis()).expect("a while"), Ordering::SeqCst);
    }

    /// The library stumbles over it from now on.
    pub fn stumbles(&self) {
        self.0.stumbles.store(true, Ordering::SeqCst);
    }

    /// Whether this operation is the one that fails.
    fn perhaps(&self, kind: Kind) -> Result<(), Error> {
        if self.0.left[kind as usize].fetch_sub(1, Ordering::SeqCst) == 1 {
            self.0.failed.fetch_add(1, Ordering::SeqCst);
            return Err(Error::from_raw_os_error(5));
        }
        Ok(())
    }
}

impl StorageBackend for Disk {
    fn len(&self) -> Result<u64, Error> {
        Ok(self.bytes().len() as u64)
    }

    fn read(&self, offset: u64, out: &mut [u8]) -> Result<(), Error> {
        let from = usize::try_from(offset).expect("a small disk");
        out.copy_from_slice(&self.bytes()[from..from + out.len()]);
        Ok(())
    }

    fn set_len(&self, len: u64) -> Result<(), Error> {
        self.perhaps(Kind::SetLen)?;
        let room = self.0.room.load(Ordering::SeqCst);
        if room > 0 && len > room.max(self.bytes().len() as u64) {
            self.0.full.fetch_add(1, Ordering::SeqCst);
            return Err(Error::from(ErrorKind::StorageFull));
        }
        self.bytes().resize(usize::try_from(len).expect("a small disk"), 0);
        Ok(())
    }

    fn sync_data(&self) -> Result<(), Error> {
        self.perhaps(Kind::Sync)?;
        assert!(!self.0.stumbles.load(Ordering::SeqCst), "a page is damaged");
        std::thread::sleep(Duration::from_millis(self.0.slow.load(Ordering::SeqCst)));
        Ok(())
    }

    fn write(&self, offset: u64, data: &[u8]) -> Result<(), Error> {
        self.perhaps(Kind::Write)?;
        let from = usize::try_from(offset).expect("a small disk");
        self.bytes()[from..from + data.len()].copy_from_slice(data);
        Ok(())
    }
}
