//! An office made of a copy.
//!
//! The data folder is filled where it stands, because it may be the mount point of a disk, and may belong to an account
//! that could not make it anew. While that goes on a mark lies in it, and no program takes it for an office; the data
//! file comes last.

use super::behind::Behind;
use super::pack::{BESIDE, SETTINGS, unpack_and};
use super::{About, Key, sync_folder, whole};
use crate::app::scratch::Scratch;
use crate::domain::account::Actor;
use crate::domain::command::{Ask, Command};
use crate::office::OfficeHandle;
use crate::seal::Keys;
use crate::store::{FILE, Lasts};
use anyhow::{Context, Result, ensure};
use std::ffi::{OsStr, OsString};
use std::fs::{self, DirBuilder, File, Permissions};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, PermissionsExt, lchown};
use std::path::Path;

/// In a data folder that was made of a copy, until the office has written down that it goes on from there.
const RESTORED: &str = "restored";
/// In a folder that is being made an office of.
const UNFINISHED: &str = "restoring";
/// What a new file system has in its first folder.
const LOST_AND_FOUND: &str = "lost+found";
/// What the folder is for, in its name, in which a copy is unpacked.
const SCRATCH: &str = "restore";

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

/// Whether a folder is what a restore left that was broken off.
pub fn is_unfinished(data: &Path) -> bool {
    data.join(UNFINISHED).exists()
}

/// Makes a data folder of a copy. `data` must not be there yet, or be empty, or be what a restore left that was broken
/// off. One that is there keeps its owner and its mode, and its owner gets what comes into it; a new one is for its
/// maker alone.
///
/// # Errors
/// When the copy is not whole or not for this key; then `data` is as it was.
pub fn restore(file: &Path, key: &Key, keys: &Keys, data: &Path) -> Result<About> {
    Ok(restore_and(file, key, keys, data, None)?.0)
}

/// The same, with what is in the folder of a second machine behind it. What is told of the copy is told of its end then.
///
/// # Errors
/// As [`restore`], and when the journal that was followed does not go on from the copy.
pub fn restore_and(
    file: &Path,
    key: &Key,
    keys: &Keys,
    data: &Path,
    followed: Option<&Path>,
) -> Result<(About, Option<Behind>)> {
    let is_new = !data.exists();
    if is_new {
        let parent = data.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        fs::create_dir_all(parent).with_context(|| parent.display().to_string())?;
        DirBuilder::new().mode(0o700).create(data).with_context(|| data.display().to_string())?;
    }
    let mark = data.join(UNFINISHED);
    if mark.exists() {
        clear(data, &mark)?;
    }
    let other = names_in(data)?.into_iter().find(|name| name != LOST_AND_FOUND);
    ensure!(
        other.is_none(),
        "{} is not empty: {} is in it; restore into a new folder",
        data.display(),
        other.unwrap_or_default().display()
    );
    File::create(&mark).and_then(|mark| mark.sync_all()).with_context(|| mark.display().to_string())?;
    sync_folder(&mark)?;
    let made = fill(file, key, keys, data, followed);
    if made.is_err() {
        clear(data, &mark)?;
        if is_new {
            fs::remove_dir(data)?;
        }
    }
    made.and_then(|made| {
        fs::remove_file(&mark)?;
        sync_folder(&mark)?;
        Ok(made)
    })
}

fn fill(
    file: &Path,
    key: &Key,
    keys: &Keys,
    data: &Path,
    followed: Option<&Path>,
) -> Result<(About, Option<Behind>)> {
    // In the folder itself, so that it is the same disk.
    let scratch = Scratch::make_in(data, SCRATCH)?;
    let from = scratch.folder();
    let (about, mut behind) = unpack_and(file, key, keys, from, Lasts::Forever, followed)?;
    let faults = whole(from, keys, &about)?;
    match &mut behind {
        // One scan that is lost is no reason to lose a day: it is told, and `verify` goes on telling.
        Some(behind) => behind.faults = faults,
        None => ensure!(faults.is_empty(), "scans: {}", faults.join("; ")),
    }
    File::create(from.join(RESTORED))?;
    hand_over(from, &fs::metadata(data)?)?;
    let (last, first): (Vec<_>, Vec<_>) = names_in(from)?.into_iter().partition(|name| name == FILE);
    // Order-critical: what the data file refers to is there before it is.
    for names in [first, last] {
        for name in names {
            fs::rename(from.join(&name), data.join(&name))?;
        }
        File::open(data)?.sync_all()?;
    }
    Ok((about, behind))
}

/// Everything below a folder is on disk, for nobody but whoever the data folder belongs to.
fn hand_over(folder: &Path, owner: &fs::Metadata) -> Result<()> {
    for name in names_in(folder)? {
        let path = folder.join(name);
        let about = fs::symlink_metadata(&path)?;
        let mode = if about.is_dir() { 0o700 } else { 0o600 };
        fs::set_permissions(&path, Permissions::from_mode(mode))?;
        if (about.uid(), about.gid()) != (owner.uid(), owner.gid()) {
            // Only root can give a file away; whoever is not root keeps it and is told so.
            let _ = lchown(&path, Some(owner.uid()), Some(owner.gid()));
        }
        if about.is_dir() {
            hand_over(&path, owner)?;
        }
        File::open(&path)?.sync_all()?;
    }
    Ok(())
}

/// Takes away what a restore puts into an empty folder, and its mark last.
fn clear(data: &Path, mark: &Path) -> Result<()> {
    for name in names_in(data)?.into_iter().filter(|name| is_ours(name)) {
        let path = data.join(&name);
        let gone = if path.is_dir() { fs::remove_dir_all(&path) } else { fs::remove_file(&path) };
        gone.with_context(|| path.display().to_string())?;
    }
    fs::remove_file(mark).with_context(|| mark.display().to_string())?;
    sync_folder(mark)
}

/// Whether a restore makes things of that name.
fn is_ours(name: &OsStr) -> bool {
    let name = name.to_str().unwrap_or_default();
    let scratch = name.strip_prefix("loket-").and_then(|rest| rest.strip_prefix(SCRATCH));
    scratch.is_some() || [FILE, RESTORED, SETTINGS].contains(&name) || BESIDE.contains(&name)
}

fn names_in(folder: &Path) -> Result<Vec<OsString>> {
    let inside = fs::read_dir(folder).with_context(|| folder.display().to_string())?;
    inside.map(|one| Ok(one?.file_name())).collect()
}
