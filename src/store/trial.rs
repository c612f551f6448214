//! A file is tried before it is opened.
//!
//! redb trusts a file that was closed in order: over a damaged one it may stumble, and it may have written by then. So
//! the file is opened once with all writes kept in memory, and read as far as the office reads it at a start. What does
//! not stand that is not touched: it is [damaged](StoreError::Damaged), and whoever mends it finds it as it was.

use super::{CACHE, StoreError, load, migrate};
use crate::seal::Keys;
use redb::backends::FileBackend;
use redb::{BackendError, Database, ReadableDatabase, StorageBackend};
use std::any::Any;
use std::cell::Cell;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{Error, ErrorKind};
use std::ops::Bound;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

thread_local! {
    static TRYING: Cell<bool> = const { Cell::new(false) };
}

/// Whether this thread reads data that may be damaged, so that a panic in it is an answer and not a fault.
pub fn is_trying() -> bool {
    TRYING.get()
}

/// Reads data that may be damaged. Nothing is written inside.
///
/// # Errors
/// What `work` says, and [`StoreError::Damaged`] when it stumbles.
pub fn guarded<T>(work: impl FnOnce() -> Result<T, StoreError>) -> Result<T, StoreError> {
    let before = TRYING.replace(true);
    // Whatever was being read is let go of, and nothing else was within reach.
    let result = catch_unwind(AssertUnwindSafe(work));
    TRYING.set(before);
    match result {
        Ok(Err(error)) if error.is_damage() => Err(StoreError::Damaged { what: error.to_string() }),
        Ok(result) => result,
        Err(panic) => Err(StoreError::Damaged { what: words(&*panic) }),
    }
}

fn words(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    let text = text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("it cannot be read");
    text.lines().next().unwrap_or_default().chars().take(120).collect()
}

/// Reads the file as at a start, and writes nothing. With the keys, the open work is read too.
///
/// # Errors
/// [`StoreError::Damaged`], [`StoreError::InUse`], and whatever the disk says.
pub(super) fn look(file: &Path, keys: Option<&Keys>) -> Result<(), StoreError> {
    guarded(|| {
        let trial = Trial::over(file)?;
        let database = Database::builder().set_cache_size(CACHE).create_with_backend(trial)?;
        let read = read(&database, keys);
        let_go(database);
        read
    })
}

fn read(database: &Database, keys: Option<&Keys>) -> Result<(), StoreError> {
    // In a file of another format, and in one that is not sealed yet, little is where this program looks for it.
    if !migrate::is_newest(database)? {
        return migrate::is_known(database);
    }
    match keys {
        Some(keys) if migrate::fits(database, keys)? => drop(load::load(database, keys)?),
        _ => drop(load::head(&database.begin_read()?)?),
    }
    Ok(())
}

/// Lets go of a database without the commit that redb makes as it closes one: over damaged pages that may stumble, and once
/// more as it cleans up, which ends the whole program without a word. While a thread unwinds, redb makes none.
fn let_go(database: Database) {
    let unwinding = catch_unwind(AssertUnwindSafe(move || {
        let _held = database;
        resume_unwind(Box::new(()))
    }));
    debug_assert!(unwinding.is_err());
}

/// So much of the file is copied at once.
const BLOCK: u64 = 4096;

/// A file, and what would have been written to it.
#[derive(Debug)]
struct Trial {
    file: FileBackend,
    written: Mutex<Written>,
}

#[derive(Debug)]
struct Written {
    /// How long the file would be.
    len: u64,
    /// How much of what is in the file would still be there.
    kept: u64,
    blocks: BTreeMap<u64, Vec<u8>>,
}

impl Trial {
    fn over(path: &Path) -> Result<Trial, StoreError> {
        let trouble = |source| StoreError::Folder { path: path.to_path_buf(), source };
        let file = File::options().read(true).write(true).open(path).map_err(trouble)?;
        let len = file.metadata().map_err(trouble)?.len();
        if len == 0 {
            return Err(StoreError::Damaged { what: "it is empty".to_string() });
        }
        let written = Mutex::new(Written { len, kept: len, blocks: BTreeMap::new() });
        Ok(Trial { file: FileBackend::new(file)?, written })
    }

    fn written(&self) -> MutexGuard<'_, Written> {
        self.written.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The block at `nth`, as it would be.
    fn block(&self, written: &Written, nth: u64) -> Result<Vec<u8>, Error> {
        if let Some(block) = written.blocks.get(&nth) {
            return Ok(block.clone());
        }
        let mut block = vec![0; BLOCK as usize];
        let there = written.kept.saturating_sub(nth * BLOCK).min(BLOCK) as usize;
        if there > 0 {
            self.file.read(nth * BLOCK, &mut block[..there])?;
        }
        Ok(block)
    }
}

/// The parts of the blocks that `length` bytes from `offset` on lie in: the block, where in it, and where in the bytes.
fn parts(offset: u64, length: usize) -> impl Iterator<Item = (u64, std::ops::Range<usize>, usize)> {
    let mut done = 0;
    std::iter::from_fn(move || {
        if done == length {
            return None;
        }
        let at = offset + done as u64;
        let from = (at % BLOCK) as usize;
        let most = (BLOCK as usize - from).min(length - done);
        let part = (at / BLOCK, from..from + most, done);
        done += most;
        Some(part)
    })
}

impl StorageBackend for Trial {
    fn len(&self) -> Result<u64, Error> {
        Ok(self.written().len)
    }

    fn read(&self, offset: u64, out: &mut [u8]) -> Result<(), Error> {
        let written = self.written();
        if offset.checked_add(out.len() as u64).is_none_or(|end| end > written.len) {
            return Err(Error::from(ErrorKind::UnexpectedEof));
        }
        for (nth, inside, at) in parts(offset, out.len()) {
            let block = self.block(&written, nth)?;
            out[at..at + inside.len()].copy_from_slice(&block[inside]);
        }
        Ok(())
    }

    fn set_len(&self, len: u64) -> Result<(), Error> {
        let mut written = self.written();
        if len < written.len {
            if !len.is_multiple_of(BLOCK) {
                let mut last = self.block(&written, len / BLOCK)?;
                last[(len % BLOCK) as usize..].fill(0);
                written.blocks.insert(len / BLOCK, last);
            }
            written.blocks.split_off(&len.div_ceil(BLOCK));
            written.kept = written.kept.min(len);
        }
        written.len = len;
        Ok(())
    }

    fn sync_data(&self) -> Result<(), Error> {
        Ok(())
    }

    fn write(&self, offset: u64, data: &[u8]) -> Result<(), Error> {
        let mut written = self.written();
        for (nth, inside, at) in parts(offset, data.len()) {
            let mut block = self.block(&written, nth)?;
            block[inside.clone()].copy_from_slice(&data[at..at + inside.len()]);
            written.blocks.insert(nth, block);
        }
        Ok(())
    }

    fn close(&self) -> Result<(), Error> {
        self.file.close()
    }

    // A file that another program has open is not looked at.

    fn try_lock_range(&self, start: Bound<u64>, end: Bound<u64>) -> Result<bool, BackendError> {
        self.file.try_lock_range(start, end)
    }

    fn try_lock_shared_range(&self, start: Bound<u64>, end: Bound<u64>) -> Result<bool, BackendError> {
        self.file.try_lock_shared_range(start, end)
    }

    fn lock_range(&self, start: Bound<u64>, end: Bound<u64>) -> Result<(), BackendError> {
        self.file.lock_range(start, end)
    }

    fn lock_shared_range(&self, start: Bound<u64>, end: Bound<u64>) -> Result<(), BackendError> {
        self.file.lock_shared_range(start, end)
    }

    fn unlock_range(&self, start: Bound<u64>, end: Bound<u64>) -> Result<(), BackendError> {
        self.file.unlock_range(start, end)
    }

    fn query_lock_range(&self, start: Bound<u64>, end: Bound<u64>) -> Result<bool, BackendError> {
        self.file.query_lock_range(start, end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn over(bytes: &[u8]) -> (tempfile::NamedTempFile, Trial) {
        let file = tempfile::NamedTempFile::new().expect("a file");
        std::fs::write(file.path(), bytes).expect("written");
        let trial = Trial::over(file.path()).expect("a trial");
        (file, trial)
    }

    /// Whatever is written, cut and read gives what a file would, and the file stays as it was.
    #[test]
    fn a_trial_reads_what_a_file_would_and_leaves_the_file() {
        let mut dice = fastrand::Rng::with_seed(7);
        for _ in 0..60 {
            let before: Vec<u8> = (0..dice.usize(1..20_000)).map(|_| dice.u8(..)).collect();
            let (file, trial) = over(&before);
            let mut model = before.clone();
            for _ in 0..30 {
                let at = dice.usize(..=model.len());
                match dice.u8(0..4) {
                    0 => {
                        let len = dice.usize(1..30_000);
                        model.resize(len, 0);
                        trial.set_len(len as u64).expect("cut");
                    }
                    1 => {
                        let data: Vec<u8> =
                            (0..dice.usize(..=model.len() - at)).map(|_| dice.u8(..)).collect();
                        model[at..at + data.len()].copy_from_slice(&data);
                        trial.write(at as u64, &data).expect("written");
                    }
                    _ => {
                        let mut out = vec![0; dice.usize(..=model.len() - at)];
                        trial.read(at as u64, &mut out).expect("read");
                        assert_eq!(out, model[at..at + out.len()]);
                    }
                }
                assert_eq!(trial.len().expect("a length"), model.len() as u64);
            }
            assert!(trial.read(model.len() as u64, &mut [0]).is_err(), "nothing is behind the end");
            assert_eq!(std::fs::read(file.path()).expect("there"), before);
        }
    }

    #[test]
    fn what_stumbles_is_damaged_and_says_so() {
        let stumbled = guarded::<()>(|| panic!("page 7 is torn"));
        assert!(matches!(stumbled, Err(StoreError::Damaged { what }) if what == "page 7 is torn"));
        assert!(!is_trying());
        let busy = guarded::<()>(|| Err(StoreError::InUse));
        assert!(matches!(busy, Err(StoreError::InUse)), "whatever is no damage stays what it is");
    }
}
