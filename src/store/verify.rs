//! Proving that the file tells one story: the chain is whole, replaying it gives the rows (I3), and what is kept under its
//! hash has it.

use super::opened::Tables;
use super::records::Corrupt;
use super::tables::*;
use super::write::begin;
use super::{Hash, Head, Reader, StoreError, journal, kept, load};
use crate::domain::event::Entry;
use crate::domain::ids::Seq;
use crate::domain::state::{Changes, Counter, State};
use crate::domain::time::Moment;
use crate::seal::Keys;
use redb::{Database, ReadTransaction, ReadableDatabase, ReadableTable, ReadableTableMetadata};
use std::path::Path;

/// Entries replayed per transaction of the scratch file.
const CHUNK: usize = 5_000;

/// What `verify` found.
#[derive(Debug)]
pub struct Verdict {
    /// The end of the journal.
    pub head: Head,
    /// Rows compared.
    pub rows: u64,
    /// What does not agree; nothing when all is well.
    pub faults: Vec<String>,
}

/// Replays the journal into a new file in `scratch`, an empty folder, and compares every table byte by
/// byte.
///
/// # Errors
/// Only when the file cannot be read at all; disagreements are [`Verdict::faults`].
pub fn verify(reader: &Reader, scratch: &Path) -> Result<Verdict, StoreError> {
    let source = reader.begin()?;
    let scratch = &Database::create(scratch.join("replay.redb"))?;
    let mut faults = Vec::new();
    let head = match load::head(&source) {
        Ok(head) => head,
        Err(error @ StoreError::Broken { .. }) => {
            faults.push(error.to_string());
            Head { seq: Seq(0), at: Moment(i64::MIN), hash: Hash::default() }
        }
        Err(error) => return Err(error),
    };
    let state = replay(&source, reader.keys(), scratch, &mut faults)?;
    let replayed = scratch.begin_read()?;
    let mut rows = 0;
    compare(&source, &replayed, &mut rows, &mut faults)?;
    kept::faults(&source, reader.keys(), &mut faults)?;
    let urn = source.open_table(URN)?.len()?;
    if urn != state.counter(&Counter::Urn) {
        faults.push(format!("{urn} responses in the urn, {} in the journal", state.counter(&Counter::Urn)));
    }
    Ok(Verdict { head, rows, faults })
}

/// Replays a journal into an empty database and returns the office at its end.
pub(super) fn replay(
    source: &ReadTransaction,
    keys: &Keys,
    into: &Database,
    faults: &mut Vec<String>,
) -> Result<State, StoreError> {
    let mut state = State::default();
    // Records are copied as they are, because one that an older key sealed could not be written again.
    let mut pending: Vec<(Entry, Vec<u8>)> = Vec::with_capacity(CHUNK);
    let mut changes = Changes::new();
    let flush = |pending: &mut Vec<(Entry, Vec<u8>)>, changes: &mut Changes| {
        let transaction = begin(into)?;
        {
            let mut tables = Tables::make(&transaction, keys)?;
            for (entry, record) in pending.iter() {
                tables.copy(entry.seq, record)?;
                tables.note(entry)?;
            }
            tables.put_rows(changes)?;
        }
        transaction.commit()?;
        pending.clear();
        changes.clear();
        Ok::<(), StoreError>(())
    };
    let mut previous = Hash::default();
    for row in source.open_table(JOURNAL)?.range::<u64>(..)? {
        let (seq, record) = row?;
        match link(keys, (seq.value(), record.value()), previous, &state) {
            Ok(entry) => {
                previous = journal::hash(record.value());
                state.apply(&entry, &mut changes);
                pending.push((entry, record.value().to_vec()));
            }
            Err(fault) => {
                faults.push(format!("entry {}: {fault}", seq.value()));
                break;
            }
        }
        if pending.len() == CHUNK {
            flush(&mut pending, &mut changes)?;
        }
    }
    flush(&mut pending, &mut changes)?;
    Ok(state)
}

/// Reads one record and checks that it follows the one before.
fn link(keys: &Keys, (seq, record): (u64, &[u8]), previous: Hash, state: &State) -> Result<Entry, String> {
    let (names, entry) = journal::unseal(keys, record).map_err(|corrupt: Corrupt| corrupt.to_string())?;
    if names != previous {
        return Err("does not follow the entry before it".to_string());
    }
    if entry.seq.0 != seq || seq != state.seq.0 + 1 {
        return Err(format!("calls itself {} after {}", entry.seq, state.seq));
    }
    if entry.at <= state.last && state.seq.0 > 0 {
        return Err("is not later than the entry before it".to_string());
    }
    Ok(entry)
}

/// Compares every table that the journal determines.
fn compare(
    source: &ReadTransaction,
    replayed: &ReadTransaction,
    rows: &mut u64,
    faults: &mut Vec<String>,
) -> Result<(), StoreError> {
    macro_rules! same {
        ($($table:ident),*) => {$({
            let (left, right) = (source.open_table($table)?, replayed.open_table($table)?);
            let (mut left, mut right) = (left.iter()?, right.iter()?);
            loop {
                match (left.next().transpose()?, right.next().transpose()?) {
                    (None, None) => break,
                    (Some(a), Some(b)) if a.0.value() == b.0.value() && a.1.value() == b.1.value() => *rows += 1,
                    (a, b) => {
                        let key = a.map(|a| format!("{:?}", a.0.value()));
                        let other = b.map(|b| format!("{:?}", b.0.value()));
                        let name = redb::TableHandle::name(&$table);
                        faults.push(format!("table {name}: row {key:?} stored, row {other:?} replayed"));
                        break;
                    }
                }
            }
        })*};
    }
    same!(
        JOURNAL,
        REQUESTS,
        DAYS,
        COUNTERS,
        TICKETS,
        TICKET_BY_TOKEN,
        BERKAS,
        OPEN_BERKAS,
        BERKAS_BY_TOKEN,
        BERKAS_BY_CODE,
        BERKAS_BY_NUMBER,
        LOKETS,
        CALLS,
        JOBS,
        ACCOUNTS,
        SESSIONS,
        API_TOKENS,
        HOOKS,
        SAMPLES,
        SCREENS,
        ARRANGEMENTS,
        ROLLS,
        BERKAS_BY_WORD,
        BERKAS_BY_SK,
        ANNEXES,
        ISSUED,
        ISSUED_BY_BERKAS,
        PAPER_FILES,
        BERKAS_AFTER,
        LEGALISED_BY_BERKAS,
        COMPLAINTS,
        OPEN_COMPLAINTS,
        COMPLAINT_BY_TOKEN,
        COMPLAINT_BY_CODE,
        COMPLAINT_BY_NUMBER,
        SURVEYS,
        SKM,
        MARKS,
        DAYBOOKS,
        PHONES,
        PHONES_CLOSED,
        RESTRICTIONS,
        REVOCATIONS,
        SETTINGS,
        SETTINGS_TEXTS
    );
    let (left, right) =
        (source.open_multimap_table(BERKAS_BY_NIK)?, replayed.open_multimap_table(BERKAS_BY_NIK)?);
    if left.len()? != right.len()? {
        faults.push("table berkas_by_nik: not as replayed".to_string());
    }
    *rows += left.len()?;
    Ok(())
}
