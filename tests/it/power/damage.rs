//! A7: the file is damaged.

use super::disk::{Disk, Plan};
use super::work_until_cut;
use crate::house::keys;
use loket::store::{FILE, Store, StoreError, guarded, verify};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

/// A7: bytes of the file are changed, pages are blank, its end is missing, or all of it. It may not open, and then it is
/// left as it is and a copy is opened instead; what does open tells of the same office, or `verify` says what is wrong.
/// Never is it taken for a new one, and never does anything stumble.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a7_a_damaged_file_is_never_taken_for_an_empty_office() {
    let damages = std::env::var("LOKET_DAMAGES").ok().and_then(|text| text.parse().ok()).unwrap_or(60);
    let disk = Disk::default();
    disk.fails(Plan { cuts: 3, odds: 16, ..Plan::default() });
    work_until_cut(&disk, false).await;
    let sound = disk.image();
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join(loket::store::FILE);
    // Closed in order, and as a crash leaves it.
    std::fs::write(&file, &sound).expect("written");
    let (store, state) = Store::open_sealed(folder.path(), keys()).expect("a sound file");
    let entries = state.seq.0;
    drop((store, state));
    let images = [std::fs::read(&file).expect("there"), sound];
    let mut dice = fastrand::Rng::with_seed(7);
    let (mut refused, mut found, mut untouched) = (0, 0, 0);
    for nth in 0..damages {
        let mut image = images[nth % 2].clone();
        damage(&mut image, &mut dice);
        std::fs::write(&file, &image).expect("written");
        match judge(folder.path(), &image, entries).unwrap_or_else(|fault| panic!("damage {nth}: {fault}")) {
            Verdict::Refused => refused += 1,
            Verdict::Found => found += 1,
            Verdict::Untouched => untouched += 1,
        }
    }
    result!(
        "{{\"id\":\"A7\",\"damages\":{damages},\"not opened\":{refused},\"found\":{found},\"nothing in use\":{untouched}}}"
    );
    assert!(refused > 0 && untouched > 0, "{refused} {found} {untouched}");
}

/// What becomes of a damaged file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Verdict {
    /// It does not open, and is left as it is.
    Refused,
    /// It opens, and `verify` says what is wrong.
    Found,
    /// It tells of the same office: what was hit is in no page that is used.
    Untouched,
}

/// Opens the file in `folder`, which is `image` of an office with so many entries.
fn judge(folder: &std::path::Path, image: &[u8], entries: u64) -> Result<Verdict, String> {
    match Store::open_sealed(folder, keys()) {
        Err(error) => {
            let foreign = matches!(error, StoreError::Newer { .. } | StoreError::OtherKey { .. });
            let same = std::fs::read(folder.join(FILE)).expect("there") == image;
            match (error.is_damage() || foreign, same) {
                (true, true) => Ok(Verdict::Refused),
                (false, _) => Err(format!("it is not told in words: {error}")),
                (_, false) => Err("it was written to".to_string()),
            }
        }
        Ok((store, state)) => {
            let scratch = tempfile::tempdir().expect("a folder");
            let verdict = guarded(|| verify(&store.reader(), scratch.path()));
            // redb writes as it closes, but for a thread that unwinds; the program would end at the first stumble.
            let _ = catch_unwind(AssertUnwindSafe(move || {
                let _held = store;
                resume_unwind(Box::new(()))
            }));
            match verdict.map_or(1, |verdict| verdict.faults.len()) {
                0 if state.seq.0 == entries => Ok(Verdict::Untouched),
                0 => Err(format!("it opened as an office of {} entries, not {entries}", state.seq.0)),
                _ => Ok(Verdict::Found),
            }
        }
    }
}

/// The control: a file that opens as an empty office, or as an older one, is found out, and so is one that was written to.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a7_another_office_in_place_of_a_damaged_one_is_found_out() {
    let disk = Disk::default();
    disk.fails(Plan { cuts: 30, odds: 16, ..Plan::default() });
    work_until_cut(&disk, false).await;
    let older = disk.taken().swap_remove(0).image;
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join(FILE);
    std::fs::write(&file, disk.image()).expect("written");
    let (store, state) = Store::open_sealed(folder.path(), keys()).expect("a sound file");
    let entries = state.seq.0;
    drop(store);
    let sound = std::fs::read(&file).expect("there");
    assert_eq!(judge(folder.path(), &sound, entries), Ok(Verdict::Untouched));
    std::fs::remove_file(&file).expect("removed");
    assert!(judge(folder.path(), &[], entries).is_err_and(|fault| fault.contains("of 0 entries")));
    std::fs::write(&file, &older).expect("written");
    assert!(judge(folder.path(), &older, entries).is_err_and(|fault| fault.contains("not ")));
    std::fs::write(&file, b"what is left").expect("written");
    assert!(judge(folder.path(), b"what was there", entries).is_err(), "a file that was changed");
}

/// What may befall a file.
fn damage(image: &mut Vec<u8>, dice: &mut fastrand::Rng) {
    match dice.u32(0..40) {
        0..13 => {
            for _ in 0..dice.usize(1..6) {
                let at = dice.usize(..image.len());
                image[at] ^= 1 << dice.u8(0..8);
            }
        }
        13..26 => {
            let page = dice.usize(..image.len() / 4096) * 4096;
            image[page..page + 4096].fill(0);
        }
        26..30 => image[..4096].iter_mut().for_each(|byte| {
            if dice.u8(0..100) == 0 {
                *byte = dice.u8(..);
            }
        }),
        30 => image.clear(),
        _ => image.truncate(dice.usize(1..image.len())),
    }
}
