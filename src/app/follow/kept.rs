//! What a second machine has of a journal: one file that grows at its end and is changed nowhere else.
//!
//! It begins with a line of its own; then come *pages*, each as it was appended and synced: its length in four bytes,
//! four of the hash of that, so that a length that was touched is not taken for a page that was being written, the SHA-256 of
//! the page, and the records in it, each with its length before it. A page that was being written when the power went is cut
//! off at the next start, because it was promised to nobody. Anything else that is wrong with the file is damage: it is laid
//! aside under another name and a new one is begun, as it is when the office does not go on from what is here. Nothing is
//! ever put behind what it does not follow.

use crate::store::Hash;
use anyhow::{Context, Result, bail, ensure};
use sha2::{Digest, Sha256};
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufReader, ErrorKind, Read};
use std::os::unix::fs::{FileExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

/// Its name in the folder.
pub const FILE: &str = "journal";
/// Its first line.
const BEGIN: &[u8] = b"loket follow 1\n";
/// Length, its own check, and hash before a page.
const FRAME: usize = 4 + 4 + 32;
/// No page is larger.
const MOST: usize = 128 * 1024 * 1024;

/// How a file ends.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum End {
    /// With a whole page.
    Whole,
    /// With a page that was being written.
    Torn,
    /// It is not what was written.
    Damaged,
}

/// What was found in a file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Found {
    /// Bytes up to the end of the last whole page.
    pub bytes: u64,
    /// The last entry; 0 before the first.
    pub seq: u64,
    /// Its hash; all zero before the first.
    pub hash: Hash,
    /// How the file ends.
    pub end: End,
}

/// The file of a second machine, open at its end.
pub struct Kept {
    folder: PathBuf,
    file: File,
    found: Found,
}

impl Kept {
    /// Opens the file in a folder, cuts off what was being written, and begins it when it is not there.
    ///
    /// # Errors
    /// Whatever the disk says.
    pub fn open(folder: &Path) -> Result<Kept> {
        let path = folder.join(FILE);
        let open =
            OpenOptions::new().read(true).write(true).create(true).truncate(false).mode(0o600).open(&path);
        let file = open.with_context(|| path.display().to_string())?;
        let mut found = walk(&file, |_, _, _| Ok(()))?;
        match found.end {
            End::Whole => {}
            End::Torn => {
                if file.metadata()?.len() > 0 {
                    tracing::warn!(entries = found.seq, "what was being written at the last end was cut off");
                }
                file.set_len(found.bytes)?;
                if found.bytes == 0 {
                    file.write_all_at(BEGIN, 0)?;
                    found.bytes = BEGIN.len() as u64;
                }
                file.sync_all()?;
                File::open(folder)?.sync_all()?;
                found.end = End::Whole;
            }
            End::Damaged => {
                let damaged = Kept { folder: folder.to_path_buf(), file, found };
                return damaged.lay_aside("damaged");
            }
        }
        Ok(Kept { folder: folder.to_path_buf(), file, found })
    }

    /// The folder it lies in.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The last entry, and its hash.
    pub fn end(&self) -> (u64, Hash) {
        (self.found.seq, self.found.hash)
    }

    /// Whether records follow what is there, each the one before.
    pub fn fits(&self, records: &[Vec<u8>]) -> bool {
        let mut hash = self.found.hash;
        records.iter().all(|record| {
            let follows = Hash::named_by(record) == Some(hash);
            hash = Hash::of(record);
            follows
        })
    }

    /// Appends records, which are on disk then.
    ///
    /// # Errors
    /// When they do not follow what is there, and then nothing is written; whatever the disk says, and then the file has to
    /// be opened again.
    pub fn append(&mut self, records: &[Vec<u8>]) -> Result<()> {
        let mut page = vec![0; FRAME];
        let (mut seq, mut hash) = self.end();
        for record in records {
            ensure!(Hash::named_by(record) == Some(hash), "entry {} does not follow entry {seq}", seq + 1);
            page.extend_from_slice(&u32::try_from(record.len())?.to_be_bytes());
            page.extend_from_slice(record);
            (seq, hash) = (seq + 1, Hash::of(record));
        }
        let length = page.len() - FRAME;
        ensure!(length <= MOST, "a page of {length} bytes");
        let digest = Sha256::digest(&page[FRAME..]);
        let length = u32::try_from(length)?.to_be_bytes();
        page[..4].copy_from_slice(&length);
        page[4..8].copy_from_slice(&check(length));
        page[8..FRAME].copy_from_slice(&digest);
        self.file.write_all_at(&page, self.found.bytes).context("writing")?;
        self.file.sync_data().context("syncing")?;
        self.found = Found { bytes: self.found.bytes + page.len() as u64, seq, hash, end: End::Whole };
        Ok(())
    }

    /// Lays the file aside under a name that says `why`, and begins a new one.
    ///
    /// # Errors
    /// Whatever the disk says.
    pub fn lay_aside(self, why: &str) -> Result<Kept> {
        let Kept { folder, found, .. } = self;
        let name = (1..).map(|nth| folder.join(format!("{FILE}-{why}-{}-{nth}", found.seq)));
        let aside = name.into_iter().find(|name| !name.exists()).context("a name")?;
        fs::rename(folder.join(FILE), &aside).with_context(|| aside.display().to_string())?;
        File::open(&folder)?.sync_all()?;
        tracing::error!(file = %aside.display(), entries = found.seq, why, "what was followed is laid aside, and a new file begun");
        Kept::open(&folder)
    }
}

/// Shows every record in the file of a folder, with its place and its hash.
///
/// # Errors
/// When there is none, when it is damaged, or whatever `each` says.
pub fn read(folder: &Path, each: impl FnMut(u64, Hash, &[u8]) -> Result<()>) -> Result<Found> {
    let path = folder.join(FILE);
    let file =
        File::open(&path).with_context(|| format!("{}: nothing was followed there", path.display()))?;
    let found = walk(&file, each)?;
    if found.end == End::Damaged {
        bail!("{} is damaged behind entry {}", path.display(), found.seq);
    }
    Ok(found)
}

/// Reads a file from its beginning to its last whole page, in which every record follows the one before.
fn walk(file: &File, mut each: impl FnMut(u64, Hash, &[u8]) -> Result<()>) -> Result<Found> {
    let length = file.metadata()?.len();
    let mut source = BufReader::new(file);
    let mut found = Found { bytes: 0, seq: 0, hash: Hash::default(), end: End::Whole };
    let mut first = Vec::new();
    source.by_ref().take(BEGIN.len() as u64).read_to_end(&mut first)?;
    if first != BEGIN {
        let torn = first.len() < BEGIN.len() && BEGIN.starts_with(&first);
        return Ok(Found { end: if torn { End::Torn } else { End::Damaged }, ..found });
    }
    found.bytes = BEGIN.len() as u64;
    while found.bytes < length {
        let left = length - found.bytes;
        let mut frame = [0; FRAME];
        if left < FRAME as u64 || !filled(&mut source, &mut frame)? {
            return Ok(Found { end: End::Torn, ..found });
        }
        let written = [frame[0], frame[1], frame[2], frame[3]];
        let size = u32::from_be_bytes(written) as usize;
        let whole = FRAME as u64 + size as u64;
        let is_last = whole >= left;
        if frame[4..8] != check(written) || size > MOST {
            // Where the power went the room may be there and nothing in it.
            let end = if frame == [0; FRAME] { End::Torn } else { End::Damaged };
            return Ok(Found { end, ..found });
        }
        let mut page = vec![0; size.min(usize::try_from(left)?)];
        let complete = whole <= left && filled(&mut source, &mut page)?;
        if !complete || Sha256::digest(&page).as_slice() != &frame[8..] {
            return Ok(Found { end: if is_last { End::Torn } else { End::Damaged }, ..found });
        }
        let mut rest = &page[..];
        while !rest.is_empty() {
            let record = split(&mut rest).filter(|record| Hash::named_by(record) == Some(found.hash));
            let Some(record) = record else { return Ok(Found { end: End::Damaged, ..found }) };
            (found.seq, found.hash) = (found.seq + 1, Hash::of(record));
            each(found.seq, found.hash, record)?;
        }
        found.bytes += whole;
    }
    Ok(found)
}

/// What stands beside a length.
fn check(length: [u8; 4]) -> [u8; 4] {
    let digest = Sha256::digest(length);
    [digest[0], digest[1], digest[2], digest[3]]
}

/// The first record of a page.
fn split<'p>(rest: &mut &'p [u8]) -> Option<&'p [u8]> {
    let (length, behind) = rest.split_first_chunk::<4>()?;
    let (record, behind) = behind.split_at_checked(u32::from_be_bytes(*length) as usize)?;
    *rest = behind;
    Some(record)
}

/// Whether there was as much.
fn filled(source: &mut impl Read, into: &mut [u8]) -> io::Result<bool> {
    match source.read_exact(into) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == ErrorKind::UnexpectedEof => Ok(false),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests;
