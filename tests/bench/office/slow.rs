//! A disk whose every sync takes five milliseconds, as many a cheap SSD's does: what sharing syncs is worth there.
//!
//! The limit is the disk's: a commit is two syncs ([`loket::store`]), so 64 clients that ask again at once get at most
//! 64 numbers in ten milliseconds, 64 times as many as with one commit each, and each waits one commit for its own. What
//! is missing to that is the time in which 64 answers go out and 64 requests come in, and the processor's part of a
//! commit.

use super::{LOAD, Setting, office};
use crate::load::{Flood, flood};
use anyhow::{Context, Result};
use loket::app::client::Client;
use loket::seal::Keys;
use loket::store::{Opener, Store};
use redb::backends::InMemoryBackend;
use redb::{Database, StorageBackend};
use std::io::Error;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// How long a sync takes.
const SYNC: Duration = Duration::from_millis(5);

/// A disk in memory with slow syncs, which are counted.
#[derive(Debug)]
struct Slow {
    disk: InMemoryBackend,
    syncs: Arc<AtomicU64>,
}

impl StorageBackend for Slow {
    fn len(&self) -> Result<u64, Error> {
        self.disk.len()
    }

    fn read(&self, offset: u64, out: &mut [u8]) -> Result<(), Error> {
        self.disk.read(offset, out)
    }

    fn set_len(&self, len: u64) -> Result<(), Error> {
        self.disk.set_len(len)
    }

    fn sync_data(&self) -> Result<(), Error> {
        self.syncs.fetch_add(1, Ordering::Relaxed);
        std::thread::sleep(SYNC);
        self.disk.sync_data()
    }

    fn write(&self, offset: u64, data: &[u8]) -> Result<(), Error> {
        self.disk.write(offset, data)
    }
}

/// Measures and prints.
pub async fn run() -> Result<()> {
    println!("a disk whose syncs take {} ms       per s   syncs/no.   p50 ms   p99 ms", SYNC.as_millis());
    let mut measured = Vec::new();
    for (clients, batch) in [(1, 256), (64, 256), (1, 1), (64, 1)] {
        let (rate, syncs) = tickets(clients, batch).await?;
        let way = if batch == 1 { "one commit per request" } else { "group commit" };
        println!(
            "{way:<24} {clients:>4}      {:>9.0}  {:>9.3}  {:>7.2}  {:>7.2}",
            rate.per_second,
            syncs,
            rate.percentile(50.0),
            rate.percentile(99.0),
        );
        measured.push(rate);
    }
    let [lone, group, naive_lone, naive] = &measured[..] else { unreachable!("four were measured") };
    println!(
        "64 at once, x naive {:.1}; their p99 is {:.2} x the p50 of a lone one, which is {:.2} x naive",
        group.per_second / naive.per_second,
        group.percentile(99.0) / lone.percentile(50.0),
        lone.percentile(50.0) / naive_lone.percentile(50.0),
    );
    println!();
    Ok(())
}

/// Numbers per second, and syncs per number.
async fn tickets(clients: usize, batch: usize) -> Result<(Flood, f64)> {
    let syncs = Arc::new(AtomicU64::new(0));
    let counted = syncs.clone();
    let opener: Opener = Arc::new(move || {
        let disk = Slow { disk: InMemoryBackend::new(), syncs: counted.clone() };
        Ok(Database::builder().create_with_backend(disk)?)
    });
    let folder = tempfile::tempdir()?;
    let store = Store::open_with(opener, Keys::of(1, [7; 32]))?;
    let running = office(store, folder.path(), Setting { batch, printers: false }).await?.0;
    let kiosk = Client::new(&format!("http://{}", running.address));
    kiosk.demo_sign_in("kiosk").await?;
    let cookie = kiosk.cookie_header().context("a cookie")?;
    let before = syncs.load(Ordering::Relaxed);
    let rate = flood(running.address, clients, LOAD, &cookie).await?;
    let each = (syncs.load(Ordering::Relaxed) - before) as f64 / rate.latencies.len().max(1) as f64;
    running.stop().await;
    Ok((rate, each))
}
