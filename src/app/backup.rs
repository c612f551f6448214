//! Copies of the office: one encrypted file that holds everything, and an office opened from it again.
//!
//! A copy is a `tar`, packed by gzip, encrypted in the age format (<https://age-encryption.org/v1>): the journal and the
//! urns as [`Reader::copy`] gives them, the files beside the data (`scans`, `voice`), the office's own settings, and,
//! last, `about.json`, without which a copy is not whole. It is taken while the office works, and it counts as one only
//! after it was read back, opened in a scratch folder, and found to be the office it was taken of. A running office
//! does all of that on a thread that gives way to every other (`aside`).
//!
//! Keys never go into a copy. Pictures and films of the boards are left out: they are large, and the office has them.

mod aside;
mod keep;
mod pack;
mod tend;

pub use keep::{Keep, kept};
pub use pack::{About, Key, pack, unpack};
pub use tend::{Nightly, ask_running, start};

use super::scratch::Scratch;
use crate::domain::account::Actor;
use crate::domain::command::{Ask, Command};
use crate::office::OfficeHandle;
use crate::scans::Scans;
use crate::seal::Keys;
use crate::store::{Reader, Store};
use anyhow::{Context, Result, ensure};
use std::fs::{self, File};
use std::path::{Path, PathBuf};

/// In a data folder that was made of a copy, until the office has written down that it goes on from there.
const RESTORED: &str = "restored";

/// Has an office that was made of a copy write that down, once. Tickets of that day say so, because their numbers may
/// be in somebody's hand already.
///
/// # Errors
/// When the office cannot write, or the folder's mark cannot be taken away.
pub async fn note_restored(office: &OfficeHandle, data: &Path) -> Result<()> {
    let mark = data.join(RESTORED);
    if !mark.exists() {
        return Ok(());
    }
    let ask = Ask { actor: Actor::Office, request: None, command: Command::Restored };
    office.ask(ask).await.context("writing down that the data were restored")?;
    fs::remove_file(&mark).with_context(|| mark.display().to_string())?;
    sync_folder(&mark)
}

/// What a copy is taken of.
#[derive(Clone)]
pub struct Source {
    /// The journal and the urns.
    pub reader: Reader,
    /// The data folder, with the files beside the data.
    pub data: PathBuf,
    /// The folder of `office.toml`; none for the default office.
    pub settings: Option<PathBuf>,
    /// What the words of people are sealed with. It goes into no copy; without it none can be opened.
    pub keys: Keys,
}

/// Takes a copy into `target`, reads it back, and leaves nothing there unless both worked.
///
/// # Errors
/// Whatever the disk says, or how the copy differs from the office.
pub fn take(source: &Source, key: &Key, now: i64, target: &Path) -> Result<About> {
    ensure!(!target.exists(), "{} is there already", target.display());
    let part = target.with_extension("part");
    let taken = pack(source, key, now, &part).and_then(|about| {
        prove(&part, key, &source.keys, &about)?;
        fs::rename(&part, target)?;
        sync_folder(target)?;
        Ok(about)
    });
    if taken.is_err() {
        let _ = fs::remove_file(&part);
    }
    taken.with_context(|| format!("the copy {}", target.display()))
}

/// Opens a copy in a scratch folder beside it and holds it against what it says of itself.
///
/// # Errors
/// How it differs.
pub fn prove(file: &Path, key: &Key, keys: &Keys, about: &About) -> Result<()> {
    let scratch = Scratch::make_in(file.parent().unwrap_or(Path::new(".")), "probe")?;
    let found = unpack(file, key, keys, scratch.folder())?;
    ensure!(found == *about, "the copy tells of another office: {found:?}, not {about:?}");
    whole(scratch.folder(), keys, about)
}

/// Makes a data folder of a copy. `data` must not be there yet, or be empty.
///
/// # Errors
/// When the copy is not whole or not for this key; then there is no data folder either.
pub fn restore(file: &Path, key: &Key, keys: &Keys, data: &Path) -> Result<About> {
    if data.exists() {
        let mut inside = fs::read_dir(data).with_context(|| data.display().to_string())?;
        ensure!(inside.next().is_none(), "{} is not empty; restore into a new folder", data.display());
    }
    let parent = data.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(parent)?;
    let scratch = Scratch::make_in(parent, "restore")?;
    let about = unpack(file, key, keys, scratch.folder())?;
    whole(scratch.folder(), keys, &about)?;
    File::create(scratch.folder().join(RESTORED))?.sync_all()?;
    if data.exists() {
        fs::remove_dir(data)?;
    }
    fs::rename(scratch.folder(), data)?;
    sync_folder(data)?;
    Ok(about)
}

/// Whether an unpacked copy opens and has every scan that it refers to.
fn whole(folder: &Path, keys: &Keys, about: &About) -> Result<()> {
    let (store, state) = Store::open_sealed(folder, keys.clone())?;
    ensure!(state.seq.0 == about.entries, "it opens at entry {}, not {}", state.seq, about.entries);
    let (scans, mut faults) = (Scans::of(folder, keys.clone()), Vec::new());
    store.reader().each_annex(|annex| {
        faults.extend(annex.scans.iter().filter_map(|scan| scans.fault(&scan.digest, scan.bytes)));
    })?;
    ensure!(faults.is_empty(), "scans: {}", faults.join("; "));
    Ok(())
}

/// A name is on disk when its folder is.
fn sync_folder(file: &Path) -> Result<()> {
    let parent = file.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    Ok(File::open(parent)?.sync_all()?)
}
