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
mod behind;
mod keep;
mod pack;
mod restore;
mod steps;
mod tend;

pub use behind::Behind;
pub use keep::{Keep, kept};
use pack::SETTINGS;
pub use pack::{About, Key, pack, unpack};
pub use restore::{is_unfinished, note_restored, restore, restore_and};
pub use steps::{Restored, steps};
pub use tend::{Nightly, ask_running, start};

use super::scratch::Scratch;
use crate::scans::Scans;
use crate::seal::Keys;
use crate::store::{Lasts, Reader, Store};
use anyhow::{Context, Result, ensure};
use std::fs::{self, File};
use std::path::{Path, PathBuf};

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
    let found = unpack(file, key, keys, scratch.folder(), Lasts::UntilSeen)?;
    ensure!(found == *about, "the copy tells of another office: {found:?}, not {about:?}");
    let faults = whole(scratch.folder(), keys, about)?;
    ensure!(faults.is_empty(), "scans: {}", faults.join("; "));
    Ok(())
}

/// Whether an unpacked copy opens; what is wrong with the scans that it refers to.
fn whole(folder: &Path, keys: &Keys, about: &About) -> Result<Vec<String>> {
    let (store, state) = Store::open_sealed(folder, keys.clone())?;
    ensure!(state.seq.0 == about.entries, "it opens at entry {}, not {}", state.seq, about.entries);
    let (scans, mut faults) = (Scans::of(folder, keys.clone()), Vec::new());
    store.reader().each_annex(|annex| {
        faults.extend(annex.scans.iter().filter_map(|scan| scans.fault(&scan.digest, scan.bytes)));
    })?;
    Ok(faults)
}

/// A name is on disk when its folder is.
fn sync_folder(file: &Path) -> Result<()> {
    let parent = file.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    Ok(File::open(parent)?.sync_all()?)
}
