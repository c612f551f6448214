//! Scans of what applicants brought: files beside the data, named by the hash of their content.
//!
//! A file lies in `scans/<first two digits>/<SHA-256>` and never changes. It is written and synced, and so are the
//! folders above it, before the office hears of it, so that a reference in the journal always has its file; a file
//! that nobody refers to does no harm, and what was half written is taken away at the next start. A file is sealed ([`crate::seal`]) and the hash is that of the sealed content, so
//! whoever finds the disk can neither read a scan nor ask whether one they have is there; it is checked without a key.
//! What a file *is* is found by its content, never by what its sender says, and
//! what tells more than the picture (EXIF, XMP, texts, anything behind the end) is taken out first: `content`.

pub mod clam;
mod content;

pub use content::{Refused, clean};

use crate::domain::annex::{ScanKind, hex};
use crate::domain::time::Moment;
use crate::seal::{self, Keys, Unreadable};
use sha2::{Digest, Sha256};
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, UNIX_EPOCH};

/// Largest file, in bytes.
pub const MOST_BYTES: usize = 10 * 1024 * 1024;
/// Name of the folder beside the data.
pub const FOLDER: &str = "scans";
/// How the name of a file begins that is being written.
const PART: &str = "part-";
/// A file that was begun so long ago and is still a part was broken off: no disk takes a scan for a minute.
const BROKEN_OFF: Duration = Duration::from_secs(60);

/// Held while a file is cleaned and sealed, which takes twice its memory.
static ONE: Mutex<()> = Mutex::new(());

/// The folder of the scans. Cheap to clone.
#[derive(Clone)]
pub struct Scans {
    data: Arc<PathBuf>,
    keys: Keys,
}

/// A file that is kept.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Kept {
    /// SHA-256 of the file, which is sealed.
    pub digest: [u8; 32],
    /// What it is.
    pub kind: ScanKind,
    /// The size of its content.
    pub bytes: u64,
}

/// Why a scan is not kept.
#[derive(Debug, thiserror::Error)]
pub enum Trouble {
    /// It is not what it should be.
    #[error(transparent)]
    Refused(#[from] Refused),
    /// Its seal does not open.
    #[error(transparent)]
    Unreadable(#[from] Unreadable),
    /// The disk is full.
    #[error("the disk is full")]
    DiskFull,
    /// The disk failed.
    #[error("the folder of the scans: {0}")]
    Disk(io::Error),
}

impl From<io::Error> for Trouble {
    fn from(error: io::Error) -> Trouble {
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Trouble::DiskFull,
            _ => Trouble::Disk(error),
        }
    }
}

/// The type that goes over the wire.
pub fn media_type(kind: ScanKind) -> &'static str {
    match kind {
        ScanKind::Pdf => "application/pdf",
        ScanKind::Jpeg => "image/jpeg",
        ScanKind::Png => "image/png",
    }
}

/// The ending of the name under which a browser saves it.
pub fn ending(kind: ScanKind) -> &'static str {
    match kind {
        ScanKind::Pdf => "pdf",
        ScanKind::Jpeg => "jpg",
        ScanKind::Png => "png",
    }
}

impl Scans {
    /// The folder beside the data in `data`. It is made when the first scan comes.
    pub fn of(data: &Path, keys: Keys) -> Scans {
        Scans { data: Arc::new(data.to_path_buf()), keys }
    }

    /// Checks, cleans and keeps a file, one at a time. Kept twice, it is there once. Of the three forms that it has on its
    /// way, no more than two are in memory at once.
    ///
    /// # Errors
    /// [`Trouble`] says what is wrong with the file or the disk.
    pub fn keep(&self, sent: Vec<u8>) -> Result<Kept, Trouble> {
        let _one = ONE.lock().unwrap_or_else(PoisonError::into_inner);
        let (kind, kept) = content::cleaned(&sent)?;
        // What was sent goes as soon as there is another form of it.
        let content = kept.unwrap_or(sent);
        let bytes = content.len() as u64;
        let sealed = self.keys.close_file(&content);
        drop(content);
        let digest: [u8; 32] = Sha256::digest(&sealed).into();
        let kept = Kept { digest, kind, bytes };
        lay(&self.data, &digest, &sealed)?;
        Ok(kept)
    }

    /// Takes away what was half written when an earlier program was ended; how many files. `now` is by the machine's own
    /// clock, which dated them.
    pub fn sweep(&self, now: Moment) -> usize {
        let folders = fs::read_dir(self.data.join(FOLDER)).into_iter().flatten().flatten();
        let files = folders.flat_map(|folder| fs::read_dir(folder.path()).into_iter().flatten().flatten());
        let parts = files.filter(|file| file.file_name().to_string_lossy().starts_with(PART));
        let old = parts.filter(|part| {
            let changed = part.metadata().and_then(|about| about.modified()).ok();
            let changed = changed.and_then(|changed| changed.duration_since(UNIX_EPOCH).ok());
            let now = Duration::from_micros(now.0.unsigned_abs());
            changed.is_some_and(|changed| now.saturating_sub(changed) > BROKEN_OFF)
        });
        old.filter(|part| fs::remove_file(part.path()).is_ok()).count()
    }

    /// The content of a file, if it is there and whole.
    ///
    /// # Errors
    /// When the disk cannot be read, or the seal does not open.
    pub fn content(&self, digest: &[u8; 32]) -> Result<Option<Vec<u8>>, Trouble> {
        let Some(file) = self.file(digest)? else { return Ok(None) };
        Ok(Some(self.keys.open_file(file)?))
    }

    /// What is wrong with a file that the journal refers to; nothing when it is there and whole. It is not opened, so
    /// no key is needed.
    pub fn fault(&self, digest: &[u8; 32], bytes: u64) -> Option<String> {
        let size = |file: &[u8]| {
            (file.len() as u64).saturating_sub(if seal::is_sealed(file) { seal::MORE } else { 0 })
        };
        let what = match self.file(digest) {
            Ok(Some(file)) if size(&file) == bytes => return None,
            Ok(Some(file)) => format!("has {} bytes, {bytes} in the journal", size(&file)),
            Ok(None) if self.path(digest).exists() => "has another content than its name says".to_string(),
            Ok(None) => "is not there".to_string(),
            Err(error) => error.to_string(),
        };
        Some(format!("scan {}: {what}", hex(digest)))
    }

    /// The file as it lies there, sealed, if its content is what its name says.
    ///
    /// # Errors
    /// When the disk cannot be read.
    pub fn file(&self, digest: &[u8; 32]) -> io::Result<Option<Vec<u8>>> {
        file(&self.data, digest)
    }

    fn path(&self, digest: &[u8; 32]) -> PathBuf {
        path(&self.data, digest)
    }
}

/// A file below `data` as it lies there, sealed, if its content is what its name says.
///
/// # Errors
/// When the disk cannot be read.
pub fn file(data: &Path, digest: &[u8; 32]) -> io::Result<Option<Vec<u8>>> {
    match fs::read(path(data, digest)) {
        Ok(file) if Sha256::digest(&file).as_slice() == digest => Ok(Some(file)),
        Ok(_) => Ok(None),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Lays a sealed file below `data`, and has it on disk with its name. Laid twice, it is there once.
///
/// # Errors
/// [`io::ErrorKind::InvalidData`] when it has another hash; whatever the disk says.
pub fn lay(data: &Path, digest: &[u8; 32], sealed: &[u8]) -> io::Result<()> {
    if Sha256::digest(sealed).as_slice() != digest {
        return Err(io::Error::new(io::ErrorKind::InvalidData, "another content than its name says"));
    }
    let place = path(data, digest);
    if file(data, digest)?.is_none() {
        let folder = place.parent().unwrap_or(data);
        fs::create_dir_all(folder)?;
        let mut random = [0_u8; 8];
        getrandom::fill(&mut random).map_err(|error| io::Error::other(error.to_string()))?;
        let part = folder.join(format!("{PART}{:016x}", u64::from_be_bytes(random)));
        let written = write_whole(&part, sealed).and_then(|()| fs::rename(&part, &place));
        if let Err(error) = written {
            // Whether or not this works, nobody reads a part.
            let _ = fs::remove_file(&part);
            return Err(error);
        }
    }
    // Also for a file that was there: whoever wrote it may not have come to this yet.
    for folder in place.ancestors().skip(1).take(3) {
        File::open(folder)?.sync_all()?;
    }
    Ok(())
}

fn path(data: &Path, digest: &[u8; 32]) -> PathBuf {
    let name = hex(digest);
    data.join(FOLDER).join(&name[..2]).join(&name)
}

fn write_whole(path: &Path, content: &[u8]) -> io::Result<()> {
    let mut file = File::create(path)?;
    file.write_all(content)?;
    file.sync_all()
}

#[cfg(test)]
mod tests;
