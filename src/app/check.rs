//! Holding a data folder against its own journal.

use super::scratch::Scratch;
use crate::domain::ids::Seq;
use crate::scans::Scans;
use crate::store::{Hash, Reader, Store, Verdict, export, verify};
use anyhow::{Context, Result};
use std::io::Write;
use std::path::Path;

/// Replays the journal of a data folder into a scratch file and compares hash chain and rows, and looks whether every
/// scan that a berkas refers to is there and whole.
///
/// # Errors
/// When the folder cannot be opened or the scratch file cannot be made; disagreements are in the
/// verdict.
pub fn verify_folder(folder: &Path) -> Result<Verdict> {
    let reader = open(folder)?;
    let scratch = Scratch::make("verify")?;
    let mut verdict = verify(&reader, scratch.folder())?;
    let scans = Scans::of(folder);
    reader.each_annex(|annex| {
        let faults = annex.scans.iter().filter_map(|scan| scans.fault(&scan.digest, scan.bytes));
        verdict.faults.extend(faults.map(|fault| format!("berkas {}: {fault}", annex.berkas)));
    })?;
    Ok(verdict)
}

/// Writes the journal of a data folder as lines of JSON.
///
/// # Errors
/// When the folder cannot be opened or `out` fails.
pub fn export_folder(folder: &Path, out: &mut dyn Write) -> Result<u64> {
    Ok(export(&open(folder)?, out)?)
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

fn open(folder: &Path) -> Result<Reader> {
    anyhow::ensure!(
        folder.join(crate::store::FILE).exists(),
        "there is no {} in {}",
        crate::store::FILE,
        folder.display()
    );
    let (store, _) = Store::open(folder).with_context(|| folder.display().to_string())?;
    // The reader keeps the file open.
    Ok(store.reader())
}
