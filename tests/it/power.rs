//! The plug is pulled: whatever a disk has kept of the writes since its last sync, each of them whole, torn
//! or not at all, the file opens, its chain is sound, and nothing that was acknowledged is missing.
//!
//! The office works on under load while, at moments drawn at random in the middle of its writing, a picture
//! is taken of what a disk might hold if the power failed right there. Each picture is then opened.

use crate::house::{House, Plans, soon};
use loket::domain::state::State;
use loket::store::{Opener, Store, StoreError, guarded, verify};
use redb::{Database, StorageBackend};
use serde_json::json;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Pictures of a short run; `LOKET_CUTS` asks for more.
const CUTS: usize = 200;
/// Pictures that are held in memory together.
const MOST_AT_ONCE: usize = 100;
/// A disk writes this much whole or not at all.
const SECTOR: usize = 512;
const CLIENTS: usize = 12;

/// A disk with a cache that a power cut empties.
#[derive(Clone, Debug, Default)]
pub(crate) struct Disk(Arc<Mutex<Platter>>);

#[derive(Debug, Default)]
struct Platter {
    /// As the program sees it.
    now: Vec<u8>,
    /// As of the last sync.
    synced: Vec<u8>,
    /// What was written since.
    since: Vec<(usize, Vec<u8>)>,
    /// Numbers that clients were told.
    told: Vec<String>,
    /// Cuts still to be taken.
    cuts: usize,
    taken: Vec<Cut>,
    /// Whether syncs keep nothing, as on a disk that lies.
    lies: bool,
    /// Of 256 moments, at how many the power fails; none said is sixteen.
    odds: Option<u8>,
    chance: fastrand::Rng,
}

/// What is left after a cut, and what had been acknowledged before it.
#[derive(Debug)]
struct Cut {
    image: Vec<u8>,
    told: Vec<String>,
}

impl Disk {
    fn platter(&self) -> MutexGuard<'_, Platter> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn holding(image: Vec<u8>) -> Disk {
        Disk(Arc::new(Mutex::new(Platter { synced: image.clone(), now: image, ..Platter::default() })))
    }

    /// What it holds.
    pub(crate) fn image(&self) -> Vec<u8> {
        self.platter().now.clone()
    }

    pub(crate) fn opener(&self) -> Opener {
        let disk = self.clone();
        Arc::new(move || Ok(Database::builder().create_with_backend(disk.clone())?))
    }
}

impl Platter {
    /// Perhaps the power fails here.
    fn perhaps(&mut self) {
        if self.cuts > 0 && !self.told.is_empty() && self.chance.u8(..) < self.odds.unwrap_or(16) {
            self.cuts -= 1;
            let image = self.after_a_cut();
            self.taken.push(Cut { image, told: self.told.clone() });
        }
    }

    /// What was synced, and of the rest whatever the disk happened to get done, in any order.
    fn after_a_cut(&mut self) -> Vec<u8> {
        let mut image = self.synced.clone();
        let mut writes: Vec<_> = self.since.iter().collect();
        self.chance.shuffle(&mut writes);
        for (from, data) in writes {
            let sectors = data.len().div_ceil(SECTOR);
            let kept = match self.chance.u8(..3) {
                0 => 0,
                1 => data.len(),
                _ => (self.chance.usize(..=sectors) * SECTOR).min(data.len()),
            };
            if image.len() < from + kept {
                image.resize(from + kept, 0);
            }
            image[*from..from + kept].copy_from_slice(&data[..kept]);
        }
        image
    }
}

impl StorageBackend for Disk {
    fn len(&self) -> Result<u64, std::io::Error> {
        Ok(self.platter().now.len() as u64)
    }

    fn read(&self, offset: u64, out: &mut [u8]) -> Result<(), std::io::Error> {
        let from = usize::try_from(offset).expect("a small disk");
        out.copy_from_slice(&self.platter().now[from..from + out.len()]);
        Ok(())
    }

    fn set_len(&self, len: u64) -> Result<(), std::io::Error> {
        let mut platter = self.platter();
        let len = usize::try_from(len).expect("a small disk");
        // The length is kept by the file system's own journal.
        platter.now.resize(len, 0);
        platter.synced.resize(len, 0);
        Ok(())
    }

    fn sync_data(&self) -> Result<(), std::io::Error> {
        let mut platter = self.platter();
        platter.perhaps();
        if !platter.lies {
            platter.since.clear();
            platter.synced = platter.now.clone();
        }
        Ok(())
    }

    fn write(&self, offset: u64, data: &[u8]) -> Result<(), std::io::Error> {
        let from = usize::try_from(offset).expect("a small disk");
        let mut platter = self.platter();
        platter.perhaps();
        platter.now[from..from + data.len()].copy_from_slice(data);
        platter.since.push((from, data.to_vec()));
        Ok(())
    }
}

/// Clients take numbers until all cuts are taken.
async fn work_until_cut(disk: &Disk) {
    let house = House::build(Plans { opener: Some(disk.opener()), ..Plans::default() }).await;
    let kiosk = house.who("kiosk").await.client;
    let asking = (0..CLIENTS).map(|_| {
        let (kiosk, disk) = (kiosk.clone(), disk.clone());
        tokio::spawn(async move {
            while disk.platter().cuts > 0 {
                let reply =
                    kiosk.act("/api/kiosk/tickets", json!({ "service": "A" })).await.expect("an answer");
                let number = reply.done().expect("a number")["number"].as_str().expect("text").to_string();
                disk.platter().told.push(number);
            }
        })
    });
    for asked in asking.collect::<Vec<_>>() {
        soon("the cuts", asked).await.expect("no panic");
    }
    house.close().await;
}

/// The power comes back and fails again while the file is being opened; what is left then, if it came to that.
fn cut_again(cut: Cut) -> Result<Cut, Cut> {
    let disk = Disk::holding(cut.image.clone());
    {
        let mut platter = disk.platter();
        platter.told = cut.told.clone();
        (platter.cuts, platter.odds) = (1, Some(96));
    }
    drop(Store::open_with(disk.opener(), crate::house::keys()));
    let taken = disk.platter().taken.pop();
    taken.ok_or(cut)
}

/// Opens what is left, and says what is wrong with it.
fn faults(cut: Cut) -> Vec<String> {
    let disk = Disk::holding(cut.image);
    let (store, state): (Store, State) = match Store::open_with(disk.opener(), crate::house::keys()) {
        Ok(opened) => opened,
        Err(error) => return vec![format!("does not open: {error}")],
    };
    let scratch = tempfile::tempdir().expect("a folder");
    let mut faults = verify(&store.reader(), scratch.path()).expect("readable").faults;
    let kept: std::collections::BTreeSet<_> =
        state.tickets.values().map(|ticket| ticket.number.to_string()).collect();
    faults.extend(
        cut.told.iter().filter(|number| !kept.contains(*number)).map(|number| format!("{number} is lost")),
    );
    if kept.len() != state.tickets.size() {
        faults.push("a number was given twice".to_string());
    }
    faults
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_power_cut_at_any_moment_loses_nothing_that_was_acknowledged() {
    let cuts = std::env::var("LOKET_CUTS").ok().and_then(|text| text.parse().ok()).unwrap_or(CUTS);
    let mut again = 0;
    for round in 0..cuts.div_ceil(MOST_AT_ONCE) {
        let disk = Disk::default();
        disk.platter().cuts = MOST_AT_ONCE.min(cuts - round * MOST_AT_ONCE);
        work_until_cut(&disk).await;
        let taken = std::mem::take(&mut disk.platter().taken);
        assert!(taken.iter().any(|cut| !cut.told.is_empty()), "something had been acknowledged");
        for (nth, cut) in taken.into_iter().enumerate() {
            let cut = if nth % 2 == 0 { Err(cut) } else { cut_again(cut) };
            again += usize::from(cut.is_ok());
            let cut = cut.unwrap_or_else(|once| once);
            assert_eq!(faults(cut), Vec::<String>::new(), "cut {nth} of round {round}");
        }
    }
    assert!(cuts < CUTS || again > 0, "some were cut again while they were opened");
    result!("{{\"id\":\"A3\",\"cuts\":{cuts},\"cut again\":{again},\"lost\":0}}");
}

/// A7: bytes of the file are changed, pages are blank, its end is missing, or all of it. It may not open, and then it is
/// left as it is and a copy is opened instead; what does open tells of the same office, or `verify` says what is wrong.
/// Never is it taken for a new one, and never does anything stumble.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a7_a_damaged_file_is_never_taken_for_an_empty_office() {
    let damages = std::env::var("LOKET_DAMAGES").ok().and_then(|text| text.parse().ok()).unwrap_or(60);
    let disk = Disk::default();
    disk.platter().cuts = 3;
    work_until_cut(&disk).await;
    let sound = disk.platter().now.clone();
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join(loket::store::FILE);
    // Closed in order, and as a crash leaves it.
    std::fs::write(&file, &sound).expect("written");
    let (store, state) = Store::open_sealed(folder.path(), crate::house::keys()).expect("a sound file");
    let entries = state.seq.0;
    drop((store, state));
    let images = [std::fs::read(&file).expect("there"), sound];
    let mut dice = fastrand::Rng::with_seed(7);
    let (mut refused, mut found, mut untouched) = (0, 0, 0);
    for nth in 0..damages {
        let mut image = images[nth % 2].clone();
        damage(&mut image, &mut dice);
        std::fs::write(&file, &image).expect("written");
        match Store::open_sealed(folder.path(), crate::house::keys()) {
            Err(error) => {
                let foreign = matches!(error, StoreError::Newer { .. } | StoreError::OtherKey { .. });
                assert!(error.is_damage() || foreign, "{error}");
                assert!(std::fs::read(&file).expect("there") == image, "it is left as it is");
                refused += 1;
            }
            Ok((store, state)) => {
                let scratch = tempfile::tempdir().expect("a folder");
                let verdict = guarded(|| verify(&store.reader(), scratch.path()));
                if verdict.map_or(1, |verdict| verdict.faults.len()) > 0 {
                    found += 1;
                    continue;
                }
                let seq = state.seq.0;
                assert_eq!(seq, entries, "it opened as another office, and nothing was found wrong with it");
                untouched += 1;
            }
        }
    }
    result!(
        "{{\"id\":\"A7\",\"damages\":{damages},\"not opened\":{refused},\"found\":{found},\"nothing in use\":{untouched}}}"
    );
    assert!(refused > 0 && untouched > 0, "{refused} {found} {untouched}");
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

/// The same eyes see what is missing when a disk says "done" and forgets.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_disk_that_lies_is_found_out() {
    let disk = Disk::default();
    // What was there before is kept; from now on nothing is.
    work_until_cut(&disk).await;
    {
        let mut platter = disk.platter();
        platter.lies = true;
        platter.cuts = 4;
    }
    work_until_cut(&disk).await;
    let taken = std::mem::take(&mut disk.platter().taken);
    // What is left of such a file may be anything, and the library may well stumble over it.
    let sound = |cut| std::panic::catch_unwind(|| faults(cut)).is_ok_and(|faults| faults.is_empty());
    assert!(!taken.into_iter().all(sound), "acknowledged numbers are gone");
}
