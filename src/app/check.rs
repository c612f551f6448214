//! Holding a data folder against its own journal.

use super::scratch::Scratch;
use crate::domain::ids::Seq;
use crate::scans::Scans;
use crate::store::{
    DEMO_KEY, ExportError, Hash, Reader, Store, Verdict, export, guarded, open_journal, verify,
};
use anyhow::{Context, Result};
use std::io::Write;
use std::path::{Path, PathBuf};

/// Replays the journal of a data folder into a scratch file and compares hash chain and rows, and looks whether every
/// scan that a berkas refers to is there and whole.
///
/// # Errors
/// When the folder or the key cannot be opened or the scratch file cannot be made; disagreements are in the
/// verdict.
pub fn verify_folder(folder: &Path, key: &Path) -> Result<Verdict> {
    there(folder)?;
    let keys = crate::seal::Keys::read(key)?;
    let (store, _) =
        Store::open_sealed(folder, keys.clone()).with_context(|| folder.display().to_string())?;
    let reader = store.reader();
    let scratch = Scratch::make("verify")?;
    let mut verdict = guarded(|| verify(&reader, scratch.folder()))?;
    let scans = Scans::of(folder, keys);
    reader.each_annex(|annex| {
        let faults = annex.scans.iter().filter_map(|scan| scans.fault(&scan.digest, scan.bytes));
        verdict.faults.extend(faults.map(|fault| format!("berkas {}: {fault}", annex.berkas)));
    })?;
    Ok(verdict)
}

/// Looks whether every entry of the journal names the one before it. That takes no key.
///
/// # Errors
/// When the folder cannot be opened, or the head does not fit the last entry.
pub fn verify_chain(folder: &Path) -> Result<(u64, Option<Seq>)> {
    let reader = open(folder)?;
    Ok(guarded(|| reader.check_chain(Seq(1)))?)
}

/// The key file that lies in a data folder itself, as the demonstration has it.
pub fn key_inside(folder: &Path) -> Option<PathBuf> {
    Some(folder.join(DEMO_KEY)).filter(|key| key.exists())
}

/// Writes the journal of a data folder as lines of JSON. What is sealed stays so.
///
/// # Errors
/// When the folder cannot be opened or `out` fails.
pub fn export_folder(folder: &Path, out: &mut dyn Write) -> Result<u64> {
    let reader = open(folder)?;
    let written = guarded(|| match export(&reader, out) {
        Err(ExportError::Store(error)) => Err(error),
        written => Ok(written),
    });
    Ok(written??)
}

/// The hashes of entries, for whoever holds a printed record.
///
/// # Errors
/// When the folder cannot be opened or read.
pub fn hashes(folder: &Path, entries: &[u64]) -> Result<Vec<(u64, Option<Hash>)>> {
    if entries.is_empty() {
        return Ok(Vec::new());
    }
    let reader = open(folder)?;
    entries.iter().map(|entry| Ok((*entry, reader.hash_of(Seq(*entry))?))).collect()
}

fn there(folder: &Path) -> Result<()> {
    anyhow::ensure!(
        !super::backup::is_unfinished(folder),
        "a restore was broken off in {}, so this is no office; restore again",
        folder.display()
    );
    anyhow::ensure!(
        folder.join(crate::store::FILE).exists(),
        "there is no {} in {}",
        crate::store::FILE,
        folder.display()
    );
    Ok(())
}

fn open(folder: &Path) -> Result<Reader> {
    there(folder)?;
    open_journal(folder).with_context(|| folder.display().to_string())
}
