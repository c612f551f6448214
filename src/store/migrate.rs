//! Formats of the file. A new file gets the newest; an older one is brought there at open; a newer one
//! is refused, so that an old program never damages new data.
//!
//! Rows are a function of the journal, so a change of their shape, or a new table, needs no conversion:
//! every row is written anew from the journal, in one transaction, so that a power cut leaves the old
//! file. The same is done when the key has changed, because rows are sealed with one key at a time. What lies in the urn is in no journal entry yet and is carried over as it is.

use super::journal::{self, Hash};
use super::opened::Tables;
use super::tables::{JOURNAL, KEPT, META, PERMIT_URN, URN};
use super::write::{FORMAT, begin};
use super::{Corrupt, StoreError};
use crate::domain::state::{Changes, State};
use crate::seal::Keys;
use redb::{Database, ReadableDatabase, ReadableTable, TableError, TableHandle};

/// Rows that are kept in memory before they are handed to the file.
const CHUNK: usize = 10_000;

/// The key that sealed the rows of a file, as kept in [`META`].
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct SealedWith {
    id: u32,
    mark: [u8; 16],
}

impl SealedWith {
    /// The key that seals now.
    pub(super) fn newest(keys: &Keys) -> SealedWith {
        let id = keys.current();
        SealedWith { id, mark: keys.mark(id).unwrap_or_default() }
    }

    pub(super) fn bytes(self) -> Vec<u8> {
        [&self.id.to_be_bytes()[..], &self.mark].concat()
    }

    pub(super) fn read(bytes: &[u8]) -> Result<SealedWith, Corrupt> {
        let corrupt = || Corrupt::new("the key's mark", bytes.len());
        let (id, mark) = bytes.split_first_chunk::<4>().ok_or_else(corrupt)?;
        Ok(SealedWith { id: u32::from_be_bytes(*id), mark: mark.try_into().map_err(|_| corrupt())? })
    }
}

/// Brings the file to this program's format and this office's key.
pub(super) fn run(database: &Database, keys: &Keys) -> Result<(), StoreError> {
    let format = format(database)?;
    let sealed_with = sealed_with(database)?;
    if let Some(SealedWith { id, mark }) = sealed_with
        && keys.mark(id) != Some(mark)
    {
        return Err(StoreError::OtherKey { id });
    }
    match format {
        Some(FORMAT) if sealed_with.is_some_and(|key| key.id == keys.current()) => Ok(()),
        None => {
            let transaction = begin(database)?;
            Tables::make(&transaction, keys)?.put_format()?;
            transaction.commit()?;
            Ok(())
        }
        Some(older) if older <= FORMAT => write_rows_anew(database, keys),
        Some(found) => Err(StoreError::Newer { found: u64::from(found), known: u64::from(FORMAT) }),
    }
}

/// Only a file that was made just now has no format, and it has nothing else either.
///
/// # Errors
/// [`StoreError::Damaged`] for any other that has none.
pub(super) fn is_known(database: &Database) -> Result<(), StoreError> {
    let made_just_now = || Ok::<_, StoreError>(database.begin_read()?.list_tables()?.next().is_none());
    match format(database)?.is_some() || made_just_now()? {
        true => Ok(()),
        false => Err(StoreError::Damaged { what: "it does not say of which format it is".to_string() }),
    }
}

/// Whether the file is of this program's format.
pub(super) fn is_newest(database: &Database) -> Result<bool, StoreError> {
    Ok(format(database)? == Some(FORMAT))
}

/// Whether its rows are sealed with one of these keys.
pub(super) fn fits(database: &Database, keys: &Keys) -> Result<bool, StoreError> {
    Ok(sealed_with(database)?.is_some_and(|key| keys.mark(key.id) == Some(key.mark)))
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

/// The key that sealed the rows; none in a new file, and in one whose program sealed nothing.
pub(super) fn sealed_with(database: &Database) -> Result<Option<SealedWith>, StoreError> {
    let transaction = database.begin_read()?;
    match transaction.open_table(META) {
        Ok(meta) => Ok(meta.get("key")?.map(|key| SealedWith::read(key.value())).transpose()?),
        Err(TableError::TableDoesNotExist(_)) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

fn write_rows_anew(database: &Database, keys: &Keys) -> Result<(), StoreError> {
    let before = database.begin_read()?;
    let urn = before.open_table(URN)?;
    let transaction = begin(database)?;
    for table in transaction.list_tables()?.collect::<Vec<_>>() {
        if !KEPT.contains(&table.name()) {
            transaction.delete_table(table)?;
        }
    }
    for table in transaction.list_multimap_tables()?.collect::<Vec<_>>() {
        transaction.delete_multimap_table(table)?;
    }
    {
        let mut tables = Tables::make(&transaction, keys)?;
        // What they hold now is not what they held when the entries below emptied them.
        tables.empty_urns()?;
        let (mut state, mut changes) = (State::default(), Changes::new());
        let mut previous = Hash::default();
        for row in before.open_table(JOURNAL)?.range::<u64>(..)? {
            let (seq, record) = row?;
            let broken = |what: &str| StoreError::Broken { seq: seq.value(), what: what.to_string() };
            let (names, entry) =
                journal::unseal(keys, record.value()).map_err(|error: Corrupt| broken(&error.to_string()))?;
            if names != previous {
                return Err(broken("does not follow the entry before it"));
            }
            previous = journal::hash(record.value());
            state.apply(&entry, &mut changes);
            tables.note(&entry)?;
            if changes.len() >= CHUNK {
                tables.put_rows(&changes)?;
                changes.clear();
            }
        }
        tables.put_rows(&changes)?;
        tables.empty_urns()?;
        for row in urn.iter()? {
            let (key, ballot) = row?;
            tables.put_ballot(key.value(), ballot.value())?;
        }
        // Files of the first format have none.
        match before.open_table(PERMIT_URN) {
            Ok(sums) => {
                for row in sums.iter()? {
                    let (permit, sums) = row?;
                    tables.put_permit_sums(permit.value(), sums.value())?;
                }
            }
            Err(TableError::TableDoesNotExist(_)) => {}
            Err(error) => return Err(error.into()),
        }
        tables.put_format()?;
    }
    transaction.commit()?;
    Ok(())
}
