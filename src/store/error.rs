//! Why the store cannot do what was asked, and what that means for whoever asked.

use super::{Corrupt, FILE};
use crate::seal::KeyError;
use std::io::ErrorKind;
use std::path::PathBuf;

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
    /// The file does not hold what this program wrote.
    #[error("the data file {FILE} is damaged, and nothing in it was changed: {what}")]
    Damaged {
        /// How that was found.
        what: String,
    },
    /// The key file is another one.
    #[error(
        "the data are sealed with another key {id} than the one in the key file: put back the key file of this office"
    )]
    OtherKey {
        /// The id of the key that sealed the rows.
        id: u32,
    },
    /// The key file is gone.
    #[error(
        "the data are sealed and the key file {path} is not there: put back its copy; nothing was changed"
    )]
    NoKey {
        /// Where it should be.
        path: PathBuf,
    },
    /// The key file is no good.
    #[error(transparent)]
    Key(#[from] KeyError),
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
    /// A copy should go where there are data.
    #[error("there is a {FILE} in {0} already")]
    Occupied(PathBuf),
    /// Whoever takes or gives the parts of a copy failed.
    #[error("copying: {0}")]
    Copying(std::io::Error),
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

impl StoreError {
    /// Whether the file is not what this program wrote, so that no other try will help.
    pub fn is_damage(&self) -> bool {
        match self {
            StoreError::Damaged { .. } | StoreError::Broken { .. } | StoreError::Corrupt(_) => true,
            StoreError::Redb(redb::Error::Io(error)) => {
                matches!(error.kind(), ErrorKind::InvalidData | ErrorKind::UnexpectedEof)
            }
            StoreError::Redb(error) => matches!(
                error,
                redb::Error::Corrupted(_)
                    // No program of ours ever wrote an older format of redb's.
                    | redb::Error::UpgradeRequired(_)
                    | redb::Error::RepairAborted
                    | redb::Error::TableDoesNotExist(_)
                    | redb::Error::TableTypeMismatch { .. }
                    | redb::Error::TableIsMultimap(_)
                    | redb::Error::TableIsNotMultimap(_)
                    | redb::Error::TypeDefinitionChanged { .. }
            ),
            _ => false,
        }
    }

    /// Whether the disk has no room left.
    pub fn is_full(&self) -> bool {
        let full = |error: &std::io::Error| {
            matches!(error.kind(), ErrorKind::StorageFull | ErrorKind::QuotaExceeded)
        };
        match self {
            StoreError::Redb(redb::Error::Io(error)) => full(error),
            StoreError::Folder { source, .. } | StoreError::Copying(source) => full(source),
            _ => false,
        }
    }
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
