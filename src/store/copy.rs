//! Copies of the whole office in parts, and a new file made of them.
//!
//! A copy holds what no replay could give: the journal as it is, byte for byte, and the urns. Rows are written anew from the
//! journal when the copy is opened; so a copy of an older program is opened by a newer one.
//!
//! # One moment, read in pieces
//!
//! redb frees no page that an open reading could still see. Were the whole copy one reading, minutes long under an office
//! that works, the data file would grow by every page that is changed meanwhile. So it is many short ones, and all the
//! same the office at one moment, that of the first:
//!
//! * The first reading sees where the journal ends, and takes the urns, which are small, into memory. What it sees was
//!   committed together, so these urns belong to that end.
//! * Entries are appended and never changed or taken away, and what a reading sees is durable. So those up to that end
//!   are the same whenever they are read, also after the file was closed and opened again; later ones are left out.
//! * It need not be believed: each record carries the hash of the one before, and [`Rebuild`] takes no other chain than
//!   one that is whole and ends with the hash that the first reading saw.
//!
//! Nothing is read while a part is being taken, however long that takes.

use super::journal::{self, Hash};
use super::tables::{JOURNAL, META, PERMIT_URN, URN};
use super::write::{begin, head_bytes};
use super::{Corrupt, FILE, Head, Reader, StoreError, load, migrate, open_file, open_scratch};
use crate::seal::Keys;
use redb::{Database, ReadableTable};
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

/// Bytes of a part, about; a single entry may be larger.
const PART: usize = 4 * 1024 * 1024;
/// A format older than any: rows are written anew at open.
const ROWS_MISSING: u8 = 0;

impl Reader {
    /// Gives the office of this moment in parts: their names and contents, to be taken in that order.
    ///
    /// # Errors
    /// Whatever the disk or `give` says, and [`StoreError::Closed`] when the file is being opened again.
    pub fn copy(&self, mut give: impl FnMut(&str, &[u8]) -> io::Result<()>) -> Result<Head, StoreError> {
        let mut give = |name: &str, part: &[u8]| give(name, part).map_err(StoreError::Copying);
        let (head, urn, permit_urn) = self.end_and_urns()?;
        let (mut next, mut number) = (1, 0_u32);
        while next <= head.seq.0 {
            let part = self.entries_as_they_are(&mut next, head.seq.0)?;
            give(&format!("journal/{number:06}"), &part)?;
            number += 1;
        }
        give("urn", &urn)?;
        give("permit-urn", &permit_urn)?;
        Ok(head)
    }

    /// The end of the journal and what lies in the urns, of one moment.
    fn end_and_urns(&self) -> Result<(Head, Vec<u8>, Vec<u8>), StoreError> {
        let transaction = self.begin()?;
        let (mut urn, mut permit_urn) = (Vec::new(), Vec::new());
        for row in transaction.open_table(URN)?.iter()? {
            let (key, ballot) = row?;
            put(&mut urn, &key.value().to_be_bytes());
            put(&mut urn, ballot.value());
        }
        for row in transaction.open_table(PERMIT_URN)?.iter()? {
            let (permit, sums) = row?;
            put(&mut permit_urn, permit.value().as_bytes());
            put(&mut permit_urn, sums.value());
        }
        Ok((load::head(&transaction)?, urn, permit_urn))
    }

    /// A part of the journal: from `next`, which is moved on, to `last` at most.
    fn entries_as_they_are(&self, next: &mut u64, last: u64) -> Result<Vec<u8>, StoreError> {
        let transaction = self.begin()?;
        let mut part = Vec::with_capacity(PART + PART / 8);
        for row in transaction.open_table(JOURNAL)?.range(*next..=last)? {
            let (seq, record) = row?;
            if seq.value() != *next {
                break;
            }
            put(&mut part, record.value());
            *next += 1;
            if part.len() >= PART {
                break;
            }
        }
        match part.is_empty() {
            true => Err(StoreError::Broken { seq: *next, what: "it is not there".to_string() }),
            false => Ok(part),
        }
    }
}

/// What becomes of a file that is made of a copy.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Lasts {
    /// It is the office from now on, and every part of it is on disk when it was taken.
    Forever,
    /// It is looked at and thrown away, and nothing of it is synced.
    UntilSeen,
}

/// A file that is being made of the parts of a copy.
pub struct Rebuild {
    folder: PathBuf,
    pub(super) database: Database,
    pub(super) keys: Keys,
    pub(super) next: u64,
    pub(super) last: Hash,
    /// Responses that were given behind the copy and lie in no urn.
    pub(super) lost: u64,
}

impl Rebuild {
    /// Begins in a folder that holds no data. `keys` open what the copy's words were sealed with.
    ///
    /// # Errors
    /// [`StoreError::Occupied`], or the disk's.
    pub fn begin(folder: &Path, keys: Keys, lasts: Lasts) -> Result<Rebuild, StoreError> {
        if folder.join(FILE).exists() {
            return Err(StoreError::Occupied(folder.to_path_buf()));
        }
        let database = match lasts {
            Lasts::Forever => open_file(folder, None)?,
            Lasts::UntilSeen => open_scratch(folder)?,
        };
        Ok(Rebuild { folder: folder.to_path_buf(), database, keys, next: 1, last: Hash::default(), lost: 0 })
    }

    /// Takes a part as [`Reader::copy`] gave it. Parts of other names belong to whoever packed the copy.
    ///
    /// # Errors
    /// [`StoreError::Broken`] when it does not follow the part before.
    pub fn take(&mut self, name: &str, part: &[u8]) -> Result<(), StoreError> {
        let transaction = begin(&self.database)?;
        {
            let mut items = Items(part);
            if name.starts_with("journal/") {
                let mut journal = transaction.open_table(JOURNAL)?;
                while let Some(record) = items.next()? {
                    if record.get(..32) != Some(self.last.0.as_slice()) {
                        return Err(self.broken("does not follow the entry before it"));
                    }
                    journal.insert(self.next, record)?;
                    self.last = journal::hash(record);
                    self.next += 1;
                }
            } else if name == "urn" {
                let mut urn = transaction.open_table(URN)?;
                while let Some((key, ballot)) = items.pair()? {
                    let key = key.try_into().map_err(|_| Corrupt::new("the urn", "a key"))?;
                    urn.insert(u128::from_be_bytes(key), ballot)?;
                }
            } else if name == "permit-urn" {
                let mut urn = transaction.open_table(PERMIT_URN)?;
                while let Some((permit, sums)) = items.pair()? {
                    let permit = std::str::from_utf8(permit);
                    let permit = permit.map_err(|_| Corrupt::new("the urn", "a permit type"))?;
                    urn.insert(permit, sums)?;
                }
            }
        }
        transaction.commit()?;
        Ok(())
    }

    pub(super) fn broken(&self, what: &str) -> StoreError {
        StoreError::Broken { seq: self.next.saturating_sub(1), what: what.to_string() }
    }

    /// Whether the journal ends there.
    ///
    /// # Errors
    /// [`StoreError::Broken`] when it does not.
    pub fn ends_with(&self, head: Head) -> Result<(), StoreError> {
        match (self.next - 1, self.last) == (head.seq.0, head.hash) {
            true => Ok(()),
            false => Err(self.broken(&format!("the copy should end with entry {}", head.seq))),
        }
    }

    /// Writes the rows and closes the file. `head` is what [`Reader::copy`] gave back.
    ///
    /// # Errors
    /// [`StoreError::Broken`] when the journal does not end there; a replay's own.
    pub fn finish(self, head: Head) -> Result<(), StoreError> {
        self.ends_with(head)?;
        let transaction = begin(&self.database)?;
        {
            // Also for an office that has none of these yet.
            transaction.open_table(URN)?;
            transaction.open_table(PERMIT_URN)?;
            transaction.open_table(JOURNAL)?;
            let mut meta = transaction.open_table(META)?;
            meta.insert("format", [ROWS_MISSING].as_slice())?;
            if head.seq.0 > 0 {
                meta.insert("head", head_bytes(head).as_slice())?;
            }
        }
        transaction.commit()?;
        migrate::run(&self.database, &self.keys)?;
        drop(self.database);
        File::open(&self.folder).and_then(|folder| folder.sync_all()).map_err(StoreError::Copying)?;
        Ok(())
    }
}

/// Appends an item: its length in four bytes, and itself.
fn put(part: &mut Vec<u8>, item: &[u8]) {
    let length = u32::try_from(item.len()).unwrap_or(u32::MAX);
    part.extend_from_slice(&length.to_be_bytes());
    part.extend_from_slice(item);
}

/// A key and its value.
type Pair<'p> = (&'p [u8], &'p [u8]);

/// The items of a part.
struct Items<'p>(&'p [u8]);

impl<'p> Items<'p> {
    fn next(&mut self) -> Result<Option<&'p [u8]>, StoreError> {
        if self.0.is_empty() {
            return Ok(None);
        }
        let short = || Corrupt::new("a part of a copy", "short");
        let (length, rest) = self.0.split_first_chunk::<4>().ok_or_else(short)?;
        let (item, rest) = rest.split_at_checked(u32::from_be_bytes(*length) as usize).ok_or_else(short)?;
        self.0 = rest;
        Ok(Some(item))
    }

    fn pair(&mut self) -> Result<Option<Pair<'p>>, StoreError> {
        let Some(key) = self.next()? else { return Ok(None) };
        let value = self.next()?.ok_or_else(|| Corrupt::new("a part of a copy", "a key without a value"))?;
        Ok(Some((key, value)))
    }
}
