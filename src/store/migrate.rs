//! Formats of the file. A new file gets the newest; an older one is brought there step by step at
//! open; a newer one is refused, so that an old program never damages new data.
//!
//! Rows are a function of the journal, so a change of their shape needs no conversion: its step
//! empties the rows and replays the journal ([`super::verify::replay`]).

use super::StoreError;
use super::tables::META;
use super::write::{FORMAT, Tables, begin};
use redb::{Database, ReadableDatabase, TableError};

/// Brings the file to this program's format.
pub(super) fn run(database: &Database) -> Result<(), StoreError> {
    match format(database)? {
        Some(FORMAT) => Ok(()),
        None => {
            let transaction = begin(database)?;
            Tables::open(&transaction)?.put_format()?;
            transaction.commit()?;
            Ok(())
        }
        // Format 1 is the first, so whatever else is found was written later.
        Some(found) => Err(StoreError::Newer { found: u64::from(found), known: u64::from(FORMAT) }),
    }
}

/// The format of the file; none in a new one.
fn format(database: &Database) -> Result<Option<u8>, StoreError> {
    let transaction = database.begin_read()?;
    match transaction.open_table(META) {
        Ok(meta) => Ok(meta.get("format")?.and_then(|format| format.value().first().copied())),
        Err(TableError::TableDoesNotExist(_)) => Ok(None),
        Err(error) => Err(error.into()),
    }
}
