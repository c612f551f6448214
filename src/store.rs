//! The one file that remembers: the journal, which is the truth, and rows computed from it.
//!
//! Every write is one redb transaction with two-phase commit and quick repair, from the first on
//! and never mixed, because redb's crash repair is sound only then. An error while committing is an
//! *unknown outcome*: the store must be dropped and opened again, and clients are answered by their
//! request id. Only the office's writer thread holds a [`Store`] (I1); everybody else reads through
//! a [`Reader`].
//!
//! Reading order: `tables` (what is kept where), `records` (disk shapes), `journal` (the hash
//! chain), `write`, `load`, `read`, `day`, `search`, `migrate`, `verify`.

mod complaint;
mod counters;
mod day;
mod daybook;
mod issued;
mod journal;
mod load;
mod migrate;
mod read;
mod records;
mod search;
mod skm;
mod tables;
mod verify;
mod write;

pub use day::{KeptDay, KeptEntry};
pub use journal::{Hash, export, import};
pub use read::Reader;
pub use records::Corrupt;
pub use search::{Found, MOST_FOUND};
pub use verify::{Verdict, verify};
pub use write::Sealed;

use crate::domain::ids::Seq;
use crate::domain::state::State;
use crate::domain::time::Moment;
use arc_swap::ArcSwapOption;
use redb::Database;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Memory redb may use for pages, in bytes. The working set is the open day, not history.
const CACHE: usize = 64 * 1024 * 1024;

/// Name of the file inside the data folder.
pub const FILE: &str = "loket.redb";

/// Why the store cannot do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Another process has the file open.
    #[error("the data folder is in use by another loket")]
    InUse,
    /// A newer program wrote the file.
    #[error("the data was written by a newer version (format {found}, this program knows {known})")]
    Newer {
        /// Format of the file.
        found: u64,
        /// Format of this program.
        known: u64,
    },
    /// The store is closed because of an earlier failure.
    #[error("the store is closed after a failure and will be opened again")]
    Closed,
    /// The journal and its head do not agree.
    #[error("the journal is broken at entry {seq}: {what}")]
    Broken {
        /// Where.
        seq: u64,
        /// How.
        what: String,
    },
    /// Something on disk is not readable.
    #[error(transparent)]
    Corrupt(#[from] Corrupt),
    /// The disk or redb failed; after a write the outcome is unknown.
    #[error("storage: {0}")]
    Redb(#[from] redb::Error),
    /// The folder cannot be made or synced.
    #[error("data folder {path}: {source}")]
    Folder {
        /// Which.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
}

macro_rules! redb_errors {
    ($($kind:ident),*) => {$(
        impl From<redb::$kind> for StoreError {
            fn from(error: redb::$kind) -> StoreError {
                StoreError::Redb(error.into())
            }
        }
    )*};
}

redb_errors!(StorageError, TableError, TransactionError, CommitError, SetDurabilityError, CompactionError);

impl From<redb::DatabaseError> for StoreError {
    fn from(error: redb::DatabaseError) -> StoreError {
        match error {
            redb::DatabaseError::DatabaseAlreadyOpen => StoreError::InUse,
            other => StoreError::Redb(other.into()),
        }
    }
}

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
    head: Head,
}

impl Store {
    /// Opens a data folder, making it if needed, and reads the open work.
    ///
    /// # Errors
    /// [`StoreError::InUse`] when another process has it, [`StoreError::Newer`] after a downgrade,
    /// and whatever the disk says.
    pub fn open(folder: &Path) -> Result<(Store, State), StoreError> {
        let folder = folder.to_path_buf();
        Store::open_with(Arc::new(move || open_file(&folder)))
    }

    /// Opens whatever `opener` gives; tests give faulty disks.
    ///
    /// # Errors
    /// As [`Store::open`].
    pub fn open_with(opener: Opener) -> Result<(Store, State), StoreError> {
        let shelf = Shelf::default();
        let (database, head, state) = open_database(&opener)?;
        shelf.store(Some(database.clone()));
        Ok((Store { database, shelf, opener, head }, state))
    }

    /// Opens again after a failure. The old database must be let go first, so on an error the store
    /// is [closed](StoreError::Closed) for readers until a later try succeeds.
    ///
    /// # Errors
    /// As [`Store::open`].
    pub fn reopen(closed: ClosedStore) -> Result<(Store, State), (ClosedStore, StoreError)> {
        match open_database(&closed.opener) {
            Ok((database, head, state)) => {
                closed.shelf.store(Some(database.clone()));
                Ok((Store { database, shelf: closed.shelf, opener: closed.opener, head }, state))
            }
            Err(error) => Err((closed, error)),
        }
    }

    /// Lets go of the file; readers find nothing until [`Store::reopen`].
    pub fn close(self) -> ClosedStore {
        self.shelf.store(None);
        ClosedStore { shelf: self.shelf, opener: self.opener }
    }

    /// The end of the journal.
    pub fn head(&self) -> Head {
        self.head
    }

    /// A reading end; it outlives failures and sees the database again once it is reopened.
    pub fn reader(&self) -> Reader {
        Reader::new(self.shelf.clone())
    }
}

/// A store whose file is let go.
pub struct ClosedStore {
    shelf: Shelf,
    opener: Opener,
}

fn open_file(folder: &Path) -> Result<Database, StoreError> {
    let trouble = |source| StoreError::Folder { path: folder.to_path_buf(), source };
    std::fs::create_dir_all(folder).map_err(trouble)?;
    let database = Database::builder().set_cache_size(CACHE).create(folder.join(FILE))?;
    // redb syncs the file but not the folder that names it.
    std::fs::File::open(folder).and_then(|folder| folder.sync_all()).map_err(trouble)?;
    Ok(database)
}

fn open_database(opener: &Opener) -> Result<(Arc<Database>, Head, State), StoreError> {
    let database = opener()?;
    migrate::run(&database)?;
    let (head, state) = load::load(&database)?;
    Ok((Arc::new(database), head, state))
}
