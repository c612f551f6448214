//! The hash chain: one record per accepted command, each naming the one before.

use super::records::{Corrupt, Disk, EntryRecord, close_entry, open_entry};
use super::tables::JOURNAL;
use super::{Reader, StoreError};
use crate::domain::event::Entry;
use crate::domain::ids::Seq;
use crate::seal::Keys;
use sha2::{Digest, Sha256};
use std::fmt;
use std::io::{self, BufRead, Write};

/// Version of the JSON inside a record.
pub(super) const VERSION: u8 = 1;

/// SHA-256 of a record.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
pub struct Hash(pub [u8; 32]);

impl Hash {
    /// The hash of a record as it lies in the journal.
    pub fn of(record: &[u8]) -> Hash {
        Hash(Sha256::digest(record).into())
    }

    /// The hash that a record names as that of the one before.
    pub fn named_by(record: &[u8]) -> Option<Hash> {
        Some(Hash(*record.first_chunk()?))
    }

    /// Reads 64 hexadecimal digits.
    pub fn parse(text: &str) -> Option<Hash> {
        let digits = text.as_bytes();
        let mut hash = [0; 32];
        if digits.len() != 64 {
            return None;
        }
        for (byte, pair) in hash.iter_mut().zip(digits.chunks_exact(2)) {
            *byte = u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?;
        }
        Some(Hash(hash))
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Hash({self})")
    }
}

/// Writes an entry behind `previous`: the record, and its hash. The chain runs over what is on disk, so it is checked
/// without a key.
pub(super) fn seal(keys: &Keys, previous: Hash, entry: &Entry) -> Result<(Vec<u8>, Hash), Corrupt> {
    let mut written = entry.to_record();
    close_entry(keys, &mut written)?;
    let mut record = Vec::with_capacity(512);
    record.extend_from_slice(&previous.0);
    record.push(VERSION);
    serde_json::to_writer(&mut record, &written).map_err(|e| Corrupt::new("a journal entry", e))?;
    let hash = hash(&record);
    Ok((record, hash))
}

/// The hash of a record.
pub(super) fn hash(record: &[u8]) -> Hash {
    Hash::of(record)
}

/// Reads a record: the hash it names as the one before, and the entry.
pub(super) fn unseal(keys: &Keys, record: &[u8]) -> Result<(Hash, Entry), Corrupt> {
    let (previous, rest) =
        record.split_at_checked(32).ok_or_else(|| Corrupt::new("a journal record", "short"))?;
    let previous = Hash(previous.try_into().map_err(|_| Corrupt::new("a journal record", "short"))?);
    match rest.split_first() {
        Some((&VERSION, json)) => Ok((previous, read_json(keys, json)?)),
        Some((other, _)) => Err(Corrupt::new("a journal record", format!("version {other}"))),
        None => Err(Corrupt::new("a journal record", "empty")),
    }
}

fn read_json(keys: &Keys, json: &[u8]) -> Result<Entry, Corrupt> {
    let mut record: EntryRecord =
        serde_json::from_slice(json).map_err(|e| Corrupt::new("a journal entry", e))?;
    open_entry(keys, &mut record)?;
    Entry::from_record(record)
}

/// Writes the journal as lines of JSON, oldest first, each with its version in front: the form in
/// which it is handed to an auditor and kept as a golden file. What is sealed stays so.
///
/// # Errors
/// The store's, and those of `out`.
pub fn export(reader: &Reader, out: &mut dyn Write) -> Result<u64, ExportError> {
    let transaction = reader.begin()?;
    let journal = transaction.open_table(JOURNAL).map_err(StoreError::from)?;
    let mut lines = 0;
    for row in journal.range::<u64>(..).map_err(StoreError::from)? {
        let (_, record) = row.map_err(StoreError::from)?;
        let (version, json) = record.value()[32..].split_first().map_or((&VERSION, &[][..]), |split| split);
        write!(out, "{version} ")?;
        out.write_all(json)?;
        out.write_all(b"\n")?;
        lines += 1;
    }
    Ok(lines)
}

/// Reads what [`export`] wrote.
///
/// # Errors
/// Those of `lines`, and a line that is no entry.
pub fn import(keys: &Keys, lines: &mut dyn BufRead) -> Result<Vec<Entry>, ExportError> {
    let mut entries: Vec<Entry> = Vec::new();
    for line in lines.lines() {
        let line = line?;
        let (version, json) = line.split_once(' ').unwrap_or_default();
        if version != VERSION.to_string() {
            return Err(StoreError::from(Corrupt::new("a journal line", &line)).into());
        }
        let entry = read_json(keys, json.as_bytes()).map_err(StoreError::from)?;
        let expected = entries.last().map_or(1, |last| last.seq.0 + 1);
        if entry.seq != Seq(expected) {
            let what = format!("entry {} where {expected} should be", entry.seq);
            return Err(StoreError::Broken { seq: expected, what }.into());
        }
        entries.push(entry);
    }
    Ok(entries)
}

/// Why a journal could not be written out or read in.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The store's side.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The other side.
    #[error(transparent)]
    Io(#[from] io::Error),
}
