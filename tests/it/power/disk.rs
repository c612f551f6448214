//! A disk with a cache that a power cut empties.

use crate::crash::history::{Act, History};
use loket::store::Opener;
use redb::{Database, StorageBackend};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// A disk writes this much whole or not at all.
const SECTOR: usize = 512;
/// Where a file begins, less than that is relied on: what is written there says which of two commits counts.
const GRANULE: usize = 8;

/// The disk; clones are the same.
#[derive(Clone, Debug, Default)]
pub(crate) struct Disk(Arc<Mutex<Platter>>);

#[derive(Default)]
struct Platter {
    /// As the program sees it.
    now: Vec<u8>,
    /// As of the last sync.
    synced: Vec<u8>,
    /// What was written since.
    since: Vec<(usize, Vec<u8>)>,
    /// What people were told.
    history: History,
    /// When the power fails.
    plan: Plan,
    taken: Vec<Cut>,
    /// Whether syncs keep nothing, as on a disk that lies.
    lies: bool,
    chance: fastrand::Rng,
}

impl std::fmt::Debug for Platter {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{} bytes, {} taken", self.now.len(), self.taken.len())
    }
}

/// When the power fails.
#[derive(Clone, Copy, Default)]
pub(crate) struct Plan {
    /// Cuts still to be taken.
    pub cuts: usize,
    /// Of 256 operations, at how many.
    pub odds: u16,
    /// Whether it fails also before anybody was told anything.
    pub anytime: bool,
    /// What is being done; cuts tell it.
    pub phase: usize,
}

/// What is left after a cut, and what had been acknowledged before it.
pub(crate) struct Cut {
    pub image: Vec<u8>,
    pub told: BTreeMap<String, Act>,
    pub phase: usize,
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

    /// What people were told, to be written on by them.
    pub fn history(&self) -> History {
        self.platter().history.clone()
    }

    /// The power fails so from now on.
    pub fn fails(&self, plan: Plan) {
        self.platter().plan = plan;
    }

    /// Something else is being done.
    pub fn begins(&self, phase: usize) {
        self.platter().plan.phase = phase;
    }

    /// Syncs keep nothing any more.
    pub fn lies(&self) {
        self.platter().lies = true;
    }

    /// Cuts that are still to come.
    pub fn left(&self) -> usize {
        self.platter().plan.cuts
    }

    /// The cuts that were taken.
    pub fn taken(&self) -> Vec<Cut> {
        std::mem::take(&mut self.platter().taken)
    }
}

impl Platter {
    /// Perhaps the power fails here.
    fn perhaps(&mut self) {
        if self.plan.cuts == 0 || self.chance.u16(..256) >= self.plan.odds {
            return;
        }
        let told = {
            let acts = self.history.acts();
            if !self.plan.anytime && acts.values().all(|act| act.told.is_none()) {
                return;
            }
            acts.clone()
        };
        self.plan.cuts -= 1;
        let image = self.after_a_cut();
        self.taken.push(Cut { image, told, phase: self.plan.phase });
    }

    /// What was synced, and of the rest whatever the disk happened to get done, in any order.
    fn after_a_cut(&mut self) -> Vec<u8> {
        let mut image = self.synced.clone();
        // A length that was set is known to the file system at once, or not before the next sync.
        let known = self.chance.bool();
        image.resize(if known { self.now.len() } else { self.synced.len() }, 0);
        let mut writes: Vec<_> = self.since.iter().collect();
        self.chance.shuffle(&mut writes);
        for (from, data) in writes {
            // Of each write nothing, all, or any part of it.
            let odds = [0, 255, self.chance.u8(..)][self.chance.usize(..3)];
            let whole = if *from < SECTOR { GRANULE } else { SECTOR };
            for (nth, part) in data.chunks(whole).enumerate() {
                let from = from + nth * whole;
                let is_there = from + part.len() <= image.len();
                if is_there && (odds == 255 || self.chance.u8(..255) < odds) {
                    image[from..from + part.len()].copy_from_slice(part);
                }
            }
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
        platter.now.resize(len, 0);
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
