//! The one file that remembers: the journal, which is the truth, and rows computed from it.
//!
//! Every write is one redb transaction with two-phase commit and quick repair, from the first on
//! and never mixed, because redb's crash repair is sound only then ([below](#two-syncs)). An error while committing is an
//! *unknown outcome*: the store must be dropped and opened again, and clients are answered by their
//! request id. Only the office's writer thread holds a [`Store`] (I1); everybody else reads through
//! a [`Reader`].
//!
//! # Two syncs
//!
//! A commit waits for the disk twice: first the new pages and the commit slot that names them are made durable, then
//! the one byte that says which of the two slots counts. One sync is not enough for what is promised:
//!
//! * To answer between the two would be to answer too early. Until the byte is on disk the old slot counts, and after a
//!   cut the number is gone.
//! * redb can write slot and byte together and sync once, but then the byte may be on disk before the pages. What
//!   counts is then found out by reading the whole file and its checksums: three quarters of a second of the processor
//!   for each gigabyte, and the disk's time to read it, after every cut, where two syncs open in a millisecond however
//!   many years lie in the file.
//! * That reading is also where redb was unsound: two cuts in a row could roll an acknowledged commit back until 4.2.
//!
//! So a lone number costs two syncs, and many at once share them: see the office's gathering of batches.
//!
//! # What a lone number writes
//!
//! Counted by `strace` on the running program: the commit of a number writes 18 pages of 4 KiB and the file's header in a new
//! office; those of its paper, on its way and printed, write 13 and 14 pages. Seven of the 18 are the leaves of the tables that a
//! number changes: journal, meta, requests, counters, tickets, their tokens, jobs. Head, counters and answers in one table
//! would save three or four pages and cost a format.
//!
//! In an office of three years it is 25 pages and one piece of 256 KiB: redb's map of the free pages, which quick repair has
//! written whole in every commit, a map for each 4 GiB of the file. It is seven tenths of all that is written, and the
//! likely reason why a number in a grown office costs more than in a new one. redb lets nobody but its own tests choose
//! smaller maps, and without quick repair a cut costs the reading of the whole file. Three pages less of 364 KiB would
//! not be felt; so the tables stay as they are.
//!
//! Reading order: `trial` (a file before it is opened), `tables` (what is kept where), `records` (disk shapes), `journal` (the hash
//! chain), `opened` (the tables of a transaction), `write`, `load`, `read`, `day`, `daybook`, `search`, `migrate`,
//! `verify`, `copy`, `follow`, `scratch`.

mod complaint;
mod copy;
mod counters;
mod day;
mod daybook;
mod error;
mod follow;
mod issued;
mod journal;
mod kept;
mod load;
mod migrate;
mod opened;
mod privacy;
mod read;
mod records;
mod scratch;
mod search;
mod settings;
mod skm;
mod tables;
mod trial;
mod verify;
mod write;

pub use copy::{Lasts, Rebuild};
pub use day::{KeptDay, KeptEntry};
pub use error::StoreError;
pub use follow::Page;
pub use journal::{ExportError, Hash, export, import};
pub use read::Reader;
pub use records::Corrupt;
pub use search::{Found, MOST_FOUND};
pub use trial::{guarded, is_trying};
pub use verify::{Verdict, verify};
pub use write::Sealed;

use crate::domain::ids::Seq;
use crate::domain::state::State;
use crate::domain::time::Moment;
use crate::seal::Keys;
use arc_swap::ArcSwapOption;
use redb::Database;
use std::io::ErrorKind;
use std::path::Path;
use std::sync::Arc;

/// Memory redb may use for pages, in bytes. The working set is the open day, not history.
const CACHE: usize = 64 * 1024 * 1024;

/// Name of the file inside the data folder.
pub const FILE: &str = "loket.redb";

/// Name of the key file where it lies in the data folder: in the demonstration only.
pub const DEMO_KEY: &str = "demo.key";

/// Opens the database, for the first time and again after a failure.
pub type Opener = Arc<dyn Fn() -> Result<Database, StoreError> + Send + Sync>;

/// Where readers find the open database; empty while it is being opened again.
type Shelf = Arc<ArcSwapOption<Database>>;

/// The end of the journal.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Head {
    /// The last entry; 0 before the first.
    pub seq: Seq,
    /// Its moment.
    pub at: Moment,
    /// Its hash; all zero before the first.
    pub hash: Hash,
}

/// The writing end. There is one, and the writer thread owns it.
pub struct Store {
    database: Arc<Database>,
    shelf: Shelf,
    opener: Opener,
    keys: Keys,
    head: Head,
}

impl Store {
    /// Opens a data folder, making it if needed, and reads the open work. The key lies in the folder itself, as in the
    /// demonstration and in tests; an office keeps it elsewhere, see [`keys_at`].
    ///
    /// # Errors
    /// As [`Store::open_sealed`].
    pub fn open(folder: &Path) -> Result<(Store, State), StoreError> {
        std::fs::create_dir_all(folder)
            .map_err(|source| StoreError::Folder { path: folder.to_path_buf(), source })?;
        let keys = keys_at(&folder.join(DEMO_KEY), folder)?;
        Store::open_sealed(folder, keys)
    }

    /// Opens a data folder, making it if needed, and reads the open work.
    ///
    /// # Errors
    /// [`StoreError::InUse`] when another process has it, [`StoreError::Newer`] after a downgrade,
    /// [`StoreError::OtherKey`] with the key of another office, and whatever the disk says.
    pub fn open_sealed(folder: &Path, keys: Keys) -> Result<(Store, State), StoreError> {
        let (folder, known) = (folder.to_path_buf(), keys.clone());
        Store::open_with(Arc::new(move || open_file(&folder, Some(&known))), keys)
    }

    /// Opens whatever `opener` gives; tests give faulty disks.
    ///
    /// # Errors
    /// As [`Store::open_sealed`].
    pub fn open_with(opener: Opener, keys: Keys) -> Result<(Store, State), StoreError> {
        let shelf = Shelf::default();
        let (database, head, state) = open_database(&opener, &keys)?;
        shelf.store(Some(database.clone()));
        Ok((Store { database, shelf, opener, keys, head }, state))
    }

    /// Opens again after a failure. The old database must be let go first, so on an error the store
    /// is [closed](StoreError::Closed) for readers until a later try succeeds.
    ///
    /// # Errors
    /// As [`Store::open`].
    pub fn reopen(closed: ClosedStore) -> Result<(Store, State), (ClosedStore, StoreError)> {
        match open_database(&closed.opener, &closed.keys) {
            Ok((database, head, state)) => {
                closed.shelf.store(Some(database.clone()));
                let ClosedStore { shelf, opener, keys } = closed;
                Ok((Store { database, shelf, opener, keys, head }, state))
            }
            Err(error) => Err((closed, error)),
        }
    }

    /// Lets go of the file; readers find nothing until [`Store::reopen`].
    pub fn close(self) -> ClosedStore {
        self.shelf.store(None);
        ClosedStore { shelf: self.shelf, opener: self.opener, keys: self.keys }
    }

    /// What seals and opens the words of people.
    pub fn keys(&self) -> &Keys {
        &self.keys
    }

    /// The end of the journal.
    pub fn head(&self) -> Head {
        self.head
    }

    /// A reading end; it outlives failures and sees the database again once it is reopened.
    pub fn reader(&self) -> Reader {
        Reader::new(self.shelf.clone(), self.keys.clone())
    }
}

/// A store whose file is let go.
pub struct ClosedStore {
    shelf: Shelf,
    opener: Opener,
    keys: Keys,
}

/// The keys in `file`, for the data in `folder`. They are made at the first start, and never for data that are sealed
/// already: those would be lost behind a key that opens nothing.
///
/// # Errors
/// [`StoreError::NoKey`] when data are sealed and the file is gone; whatever is wrong with the file.
pub fn keys_at(file: &Path, folder: &Path) -> Result<Keys, StoreError> {
    if file.exists() {
        return Ok(Keys::read(file)?);
    }
    if folder.join(FILE).exists() && migrate::sealed_with(&open_file(folder, None)?)?.is_some() {
        return Err(StoreError::NoKey { path: file.to_path_buf() });
    }
    Ok(Keys::make(file)?)
}

/// Reads the journal of a data folder without its key: enough for its hashes and its lines, and for nothing else.
///
/// # Errors
/// As [`Store::open_sealed`].
pub fn open_journal(folder: &Path) -> Result<Reader, StoreError> {
    let shelf = Shelf::default();
    shelf.store(Some(Arc::new(open_file(folder, None)?)));
    Ok(Reader::new(shelf, Keys::of(0, [0; 32])))
}

/// The same for what is thrown away after it was looked at.
fn open_scratch(folder: &Path) -> Result<Database, StoreError> {
    drop(open_file(folder, None)?);
    let file = scratch::Unsynced::over(&folder.join(FILE))?;
    Ok(Database::builder().set_cache_size(CACHE).create_with_backend(file)?)
}

fn open_file(folder: &Path, keys: Option<&Keys>) -> Result<Database, StoreError> {
    let trouble = |source| StoreError::Folder { path: folder.to_path_buf(), source };
    std::fs::create_dir_all(folder).map_err(trouble)?;
    let file = folder.join(FILE);
    match file.exists() {
        true => trial::look(&file, keys)?,
        false => make_file(folder, &file)?,
    }
    Ok(Database::builder().set_cache_size(CACHE).open(file)?)
}

/// Makes the file under another name first, so that an empty file of that name is always what is left of a full one.
/// What is left of a try that failed has never been anybody's data.
fn make_file(folder: &Path, file: &Path) -> Result<(), StoreError> {
    let trouble = |source| StoreError::Folder { path: folder.to_path_buf(), source };
    let new = file.with_extension(format!("{}.new", std::process::id()));
    match std::fs::remove_file(&new) {
        Err(error) if error.kind() != ErrorKind::NotFound => return Err(trouble(error)),
        _ => {}
    }
    let made = Database::builder().set_cache_size(CACHE).create(&new);
    if made.is_err() {
        // The error tells more than this one could.
        let _ = std::fs::remove_file(&new);
    }
    drop(made?);
    let here = rustix::fs::CWD;
    match rustix::fs::renameat_with(here, &new, here, file, rustix::fs::RenameFlags::NOREPLACE) {
        Ok(()) => {}
        // Another one was quicker; whose file it is shows when it is opened.
        Err(rustix::io::Errno::EXIST) => std::fs::remove_file(&new).map_err(trouble)?,
        Err(error) => return Err(trouble(error.into())),
    }
    // redb syncs the file but not the folder that names it.
    std::fs::File::open(folder).and_then(|folder| folder.sync_all()).map_err(trouble)
}

fn open_database(opener: &Opener, keys: &Keys) -> Result<(Arc<Database>, Head, State), StoreError> {
    let database = guarded(|| opener())?;
    migrate::run(&database, keys)?;
    let (head, state) = guarded(|| load::load(&database, keys))?;
    Ok((Arc::new(database), head, state))
}
