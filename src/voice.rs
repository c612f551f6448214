//! The office's own voice: recordings that take the place of bundled clips.
//!
//! A recording is a file of the folder `voice` beside the data, named like the clip it replaces:
//! `nol.wav`, `huruf-a.opus`, `loket.webm`. It is no part of the state: nothing is decided by it, the
//! journal knows who laid it there and no more, and without it the bundled clip is played. What is found is checked by
//! its content, since such files also come from a memory stick; what is too long or no sound stays
//! unused, so that no board waits for it.
//!
//! The *revision* names one set of recordings. It is made of their contents, so it is the same after
//! a restart, and boards take up a new voice when it changes.

mod sound;

pub use sound::Format;

use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock, Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

/// Largest recording, in bytes.
pub const MOST_BYTES: usize = 1024 * 1024;
/// Longest recording, in seconds.
pub const MOST_SECONDS: f64 = 5.0;
/// Shortest recording, in seconds: less is a click.
const LEAST_SECONDS: f64 = 0.05;
/// Name of the folder inside the data folder.
pub const FOLDER: &str = "voice";
/// Ending of a file that is being written.
const PART: &str = "part";

/// The names of all clips that the grammar of the voice may ask for.
static CLIPS: LazyLock<BTreeSet<String>> = LazyLock::new(|| {
    #[derive(serde::Deserialize)]
    struct Manifest {
        clips: BTreeMap<String, serde::de::IgnoredAny>,
    }
    let manifest = include_str!("../display/voice/clips/manifest.json");
    let manifest: Manifest = serde_json::from_str(manifest).expect("the bundled manifest has clips");
    manifest.clips.into_keys().collect()
});

/// The names of all clips there are.
pub fn clips() -> impl Iterator<Item = &'static str> {
    CLIPS.iter().map(String::as_str)
}

/// Why a recording is not kept.
#[derive(Debug, thiserror::Error)]
pub enum Trouble {
    /// No clip has that name.
    #[error("there is no such clip")]
    NoSuchClip,
    /// More than [`MOST_BYTES`].
    #[error("larger than {MOST_BYTES} bytes")]
    TooLarge,
    /// More than [`MOST_SECONDS`].
    #[error("longer than {MOST_SECONDS} seconds")]
    TooLong,
    /// Neither WAV nor Opus in Ogg or WebM, or nothing in it.
    #[error("not a sound that boards can play")]
    NoSound,
    /// There is no room left on the disk; what was there before is still there.
    #[error("the disk is full")]
    DiskFull,
    /// The disk failed.
    #[error("the folder of the voice: {0}")]
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

/// A recording that is in use.
#[derive(Clone, PartialEq, Debug)]
pub struct Recording {
    /// What kind of file it is.
    pub format: Format,
    /// How long it plays.
    pub seconds: f64,
    /// How large it is.
    pub bytes: u64,
    /// First digits of the SHA-256 of its content: its address for boards, which may keep it for ever.
    pub hash: String,
    /// When the file was changed last; with its size this tells whether it must be read again.
    modified: SystemTime,
}

/// All recordings at one moment.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Catalogue {
    /// By the name of their clip.
    pub recordings: BTreeMap<&'static str, Recording>,
    /// Names this set of them; empty when there are none.
    pub revision: String,
}

/// The way to the recordings. Clones are the same folder. Every call reads or writes files, so none
/// belongs on a thread that others wait for.
#[derive(Clone)]
pub struct Voices {
    inner: Arc<Inner>,
}

struct Inner {
    folder: PathBuf,
    /// One at a time looks or writes.
    known: Mutex<Known>,
    tell: Tell,
}

/// Hears the revision whenever somebody looked.
type Tell = Box<dyn Fn(&str) + Send + Sync>;

#[derive(Default)]
struct Known {
    catalogue: Catalogue,
    /// Files that are of no use, by when they were changed: said once, and not read again.
    useless: BTreeMap<PathBuf, SystemTime>,
}

impl Voices {
    /// Looks into the folder of the voice inside a data folder. It need not be there. `tell` hears the
    /// revision now and whenever it may have changed, in order.
    pub fn open(data: &Path, tell: impl Fn(&str) + Send + Sync + 'static) -> Voices {
        let inner = Inner { folder: data.join(FOLDER), known: Mutex::default(), tell: Box::new(tell) };
        let voices = Voices { inner: Arc::new(inner) };
        voices.sweep();
        voices.look();
        voices
    }

    /// Looks what is there now, and reads what has changed since it was last looked at.
    pub fn look(&self) -> Catalogue {
        let mut known = self.lock();
        self.look_with(&mut known);
        known.catalogue.clone()
    }

    /// Keeps a recording in place of the bundled clip: whole or not at all.
    ///
    /// # Errors
    /// [`Trouble`]; then everything is as it was.
    pub fn keep(&self, clip: &str, content: &[u8]) -> Result<Catalogue, Trouble> {
        let clip = known_clip(clip)?;
        let (format, _) = checked(content)?;
        let mut known = self.lock();
        fs::create_dir_all(&self.inner.folder)?;
        let part = self.inner.folder.join(format!("{clip}.{PART}"));
        let file = self.path(clip, format);
        let written = write_whole(&part, content).and_then(|()| fs::rename(&part, &file));
        if let Err(error) = written {
            // Whether or not this works, nobody reads a part.
            let _ = fs::remove_file(&part);
            return Err(error.into());
        }
        // Only now the older ones give way.
        for other in Format::ALL.into_iter().filter(|other| *other != format) {
            remove(&self.path(clip, other))?;
        }
        sync_folder(&self.inner.folder)?;
        // Two files of one size may have been changed at what the disk takes for the same moment.
        known.catalogue.recordings.remove(clip);
        known.useless.remove(&file);
        self.look_with(&mut known);
        Ok(known.catalogue.clone())
    }

    /// Goes back to the bundled clip. What is not there is gone already.
    ///
    /// # Errors
    /// [`Trouble`] when there is no such clip or the disk fails.
    pub fn forget(&self, clip: &str) -> Result<Catalogue, Trouble> {
        let clip = known_clip(clip)?;
        let mut known = self.lock();
        for format in Format::ALL {
            remove(&self.path(clip, format))?;
        }
        if self.inner.folder.is_dir() {
            sync_folder(&self.inner.folder)?;
        }
        self.look_with(&mut known);
        Ok(known.catalogue.clone())
    }

    /// The content of a recording, if the clip still has the one of that hash.
    pub fn content(&self, clip: &str, hash: &str) -> Option<(Format, Vec<u8>)> {
        let recording = self.lock().catalogue.recordings.get(clip).cloned()?;
        if recording.hash != hash {
            return None;
        }
        let content = read(&self.path(known_clip(clip).ok()?, recording.format)).ok()?;
        (hash_of(&content) == hash).then_some((recording.format, content))
    }

    fn lock(&self) -> MutexGuard<'_, Known> {
        self.inner.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn path(&self, clip: &str, format: Format) -> PathBuf {
        self.inner.folder.join(format!("{clip}.{}", format.ending()))
    }

    fn look_with(&self, known: &mut Known) {
        let found = clips().filter_map(|clip| Some((clip, self.find(clip, known)?)));
        let recordings: BTreeMap<_, _> = found.collect();
        let revision = if recordings.is_empty() { String::new() } else { revision(&recordings) };
        // Told while nobody else can look, so that the boards end up with the newest.
        (self.inner.tell)(&revision);
        known.catalogue = Catalogue { recordings, revision };
    }

    /// The recording of a clip; of several files the one that was changed last.
    fn find(&self, clip: &'static str, known: &mut Known) -> Option<Recording> {
        let mut found: Option<Recording> = None;
        for format in Format::ALL {
            let path = self.path(clip, format);
            let Ok(facts) = fs::metadata(&path) else { continue };
            let Ok(modified) = facts.modified() else { continue };
            if known.useless.get(&path) == Some(&modified)
                || found.as_ref().is_some_and(|other| other.modified >= modified)
            {
                continue;
            }
            let before = known.catalogue.recordings.get(clip);
            let same = |old: &&Recording| {
                old.format == format && old.modified == modified && old.bytes == facts.len()
            };
            if let Some(same) = before.filter(same) {
                found = Some(same.clone());
                continue;
            }
            let fits = facts.is_file() && facts.len() <= MOST_BYTES as u64;
            let content = if fits { read(&path).map_err(Trouble::from) } else { Err(Trouble::TooLarge) };
            match content.and_then(|content| Ok((checked(&content)?, content))) {
                Ok(((kind, seconds), content)) if kind == format => {
                    let bytes = content.len() as u64;
                    found = Some(Recording { format, seconds, bytes, hash: hash_of(&content), modified });
                }
                Ok(_) => useless(known, path, modified, &"its ending is not that of its content"),
                // It may be readable the next time.
                Err(Trouble::Disk(error)) => tracing::warn!(%error, path = %path.display(), "a recording"),
                Err(trouble) => useless(known, path, modified, &trouble),
            }
        }
        found
    }

    /// Removes what was half written when the power went.
    fn sweep(&self) {
        for clip in clips() {
            let _ = fs::remove_file(self.inner.folder.join(format!("{clip}.{PART}")));
        }
    }
}

/// A file that is of no use is told of once.
fn useless(known: &mut Known, path: PathBuf, modified: SystemTime, why: &dyn std::fmt::Display) {
    tracing::warn!(path = %path.display(), %why, "a recording is not used");
    known.useless.insert(path, modified);
}

/// Whether a recording may take the place of a clip.
///
/// # Errors
/// [`Trouble`] says why not.
pub fn check(clip: &str, content: &[u8]) -> Result<(), Trouble> {
    known_clip(clip)?;
    checked(content).map(drop)
}

/// The name as the manifest has it.
fn known_clip(name: &str) -> Result<&'static str, Trouble> {
    CLIPS.get(name).map(String::as_str).ok_or(Trouble::NoSuchClip)
}

/// What kind of sound it is and how long it plays, when it is one for boards.
fn checked(content: &[u8]) -> Result<(Format, f64), Trouble> {
    if content.len() > MOST_BYTES {
        return Err(Trouble::TooLarge);
    }
    let (format, seconds) = sound::measure(content).ok_or(Trouble::NoSound)?;
    match seconds {
        seconds if seconds > MOST_SECONDS => Err(Trouble::TooLong),
        seconds if seconds < LEAST_SECONDS => Err(Trouble::NoSound),
        seconds => Ok((format, seconds)),
    }
}

fn read(path: &Path) -> io::Result<Vec<u8>> {
    let mut content = Vec::new();
    // One more than fits, so that a file that grew meanwhile is noticed.
    File::open(path)?.take(MOST_BYTES as u64 + 1).read_to_end(&mut content)?;
    Ok(content)
}

/// Writes a file that is either all there or an error.
fn write_whole(path: &Path, content: &[u8]) -> io::Result<()> {
    let mut file = File::create(path)?;
    file.write_all(content)?;
    file.sync_all()
}

/// A new name is on disk when its folder is.
fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        other => other,
    }
}

fn hash_of(content: &[u8]) -> String {
    digits(Sha256::digest(content).as_slice())
}

fn revision(recordings: &BTreeMap<&'static str, Recording>) -> String {
    let mut all = Sha256::new();
    for (clip, recording) in recordings {
        all.update(clip.as_bytes());
        all.update(recording.hash.as_bytes());
    }
    digits(all.finalize().as_slice())
}

fn digits(hash: &[u8]) -> String {
    hash.iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests;
