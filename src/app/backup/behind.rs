//! What a second machine has, put behind a copy.

use crate::app::follow::kept;
use crate::scans;
use crate::store::{Head, Rebuild};
use anyhow::{Context, Result, bail, ensure};
use std::collections::BTreeSet;
use std::path::Path;

/// Bytes of entries that are put there at once.
const PART: usize = 4 * 1024 * 1024;

/// What was put behind a copy.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Behind {
    /// Entries of the journal.
    pub entries: u64,
    /// Scans that the copy did not have.
    pub scans: u64,
    /// Responses to the survey that are lost, because no second machine is given any before the day's are counted.
    pub lost: u64,
    /// Whether the last page of what was followed was not whole, and is left out.
    pub torn: bool,
    /// What is wrong with scans.
    pub faults: Vec<String>,
}

/// Puts the entries of a second machine's folder behind those of a copy that ends with `copied`, and the scans that they
/// name beside them. The end of the journal then.
///
/// # Errors
/// When what was followed is another journal, ends before the copy, or is damaged; whatever the disk says.
pub(super) fn put(
    rebuild: &mut Rebuild,
    followed: &Path,
    copied: Head,
    into: &Path,
) -> Result<(Head, Behind)> {
    let (mut head, mut behind) = (copied, Behind::default());
    let (mut part, mut bytes, mut scans) = (Vec::new(), 0, BTreeSet::new());
    let mut meets = copied.seq.0 == 0;
    let mut take = |part: &mut Vec<Vec<u8>>| {
        let end = rebuild.follow(part, |digest| {
            scans.insert(digest);
        });
        head = end.context("what was followed")?.unwrap_or(head);
        part.clear();
        anyhow::Ok(())
    };
    let found = kept::read(followed, |seq, hash, record| {
        if seq == copied.seq.0 {
            ensure!(hash == copied.hash, "{}", differs(followed, copied));
            meets = true;
        }
        if seq > copied.seq.0 {
            bytes += record.len();
            part.push(record.to_vec());
            if bytes >= PART {
                take(&mut part)?;
                bytes = 0;
            }
        }
        Ok(())
    })?;
    if !meets {
        bail!(
            "{} ends with entry {}, before the copy, which ends with entry {}: it has nothing to add; restore without --follow",
            followed.display(),
            found.seq,
            copied.seq
        );
    }
    take(&mut part)?;
    behind.torn = found.end == kept::End::Torn;
    behind.entries = head.seq.0 - copied.seq.0;
    for digest in scans {
        let is_there = scans::file(into, &digest)?.is_some();
        if let Some(sealed) = scans::file(followed, &digest)?.filter(|_| !is_there) {
            scans::lay(into, &digest, &sealed)?;
            behind.scans += 1;
        }
    }
    (behind.lost, head) = rebuild.settle(head)?;
    Ok((head, behind))
}

fn differs(followed: &Path, copied: Head) -> String {
    format!(
        "{} followed another journal: its entry {} is not the copy's last one. It is of another office, or one of the two is \
         older than a restore; a file beside it that was laid aside may fit (name it {} in a folder of its own)",
        followed.display(),
        copied.seq,
        kept::FILE
    )
}
