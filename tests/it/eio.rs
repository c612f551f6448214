//! A disk of which one operation fails, whichever it is: a write, a change of length, a sync.

use crate::house::{House, Plans, keys, soon};
use loket::office::Health;
use loket::store::{Opener, Store};
use redb::{Database, StorageBackend};
use serde_json::json;
use std::collections::BTreeMap;
use std::io::Error;
use std::sync::atomic::{AtomicI64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// What a program asks of a disk.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Kind {
    Write,
    SetLen,
    Sync,
}

/// A disk in memory, of which one operation fails.
#[derive(Clone, Debug, Default)]
struct Disk(Arc<Inner>);

#[derive(Debug, Default)]
struct Inner {
    bytes: Mutex<Vec<u8>>,
    /// For each kind, how many operations from now the one comes that fails; none at 0 or below.
    left: [AtomicI64; 3],
    failed: AtomicUsize,
}

impl Disk {
    fn bytes(&self) -> MutexGuard<'_, Vec<u8>> {
        self.0.bytes.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn opener(&self) -> Opener {
        let disk = self.clone();
        Arc::new(move || Ok(Database::builder().create_with_backend(disk.clone())?))
    }

    fn arm(&self, kind: Kind, nth: i64) {
        self.0.left[kind as usize].store(nth, Ordering::SeqCst);
    }

    fn failed(&self) -> usize {
        self.0.failed.load(Ordering::SeqCst)
    }

    /// Whether this operation is the one.
    fn perhaps(&self, kind: Kind) -> Result<(), Error> {
        if self.0.left[kind as usize].fetch_sub(1, Ordering::SeqCst) == 1 {
            self.0.failed.fetch_add(1, Ordering::SeqCst);
            return Err(Error::from_raw_os_error(5));
        }
        Ok(())
    }
}

impl StorageBackend for Disk {
    fn len(&self) -> Result<u64, Error> {
        Ok(self.bytes().len() as u64)
    }

    fn read(&self, offset: u64, out: &mut [u8]) -> Result<(), Error> {
        let from = usize::try_from(offset).expect("a small disk");
        out.copy_from_slice(&self.bytes()[from..from + out.len()]);
        Ok(())
    }

    fn set_len(&self, len: u64) -> Result<(), Error> {
        self.perhaps(Kind::SetLen)?;
        self.bytes().resize(usize::try_from(len).expect("a small disk"), 0);
        Ok(())
    }

    fn sync_data(&self) -> Result<(), Error> {
        self.perhaps(Kind::Sync)
    }

    fn write(&self, offset: u64, data: &[u8]) -> Result<(), Error> {
        self.perhaps(Kind::Write)?;
        let from = usize::try_from(offset).expect("a small disk");
        self.bytes()[from..from + data.len()].copy_from_slice(data);
        Ok(())
    }
}

/// Which operation fails in each round; `LOKET_SYNCS=200` tries every one from the first to that.
fn rounds() -> Vec<i64> {
    match std::env::var("LOKET_SYNCS").ok().and_then(|text| text.parse().ok()) {
        Some(most) => (1..=most).collect(),
        None => vec![1, 2, 3, 5, 8, 13, 21, 34, 55],
    }
}

/// A4: whichever operation fails, nobody is told yes for what is not kept, the office goes on by itself, and whoever asks
/// again with the same id has one number.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a4_whichever_operation_fails_nothing_false_is_acknowledged() {
    let disk = Disk::default();
    let house = House::build(Plans { opener: Some(disk.opener()), ..Plans::default() }).await;
    let kiosk = house.who("kiosk").await.client;
    let mut told: BTreeMap<u64, String> = BTreeMap::new();
    let (mut fired, mut unanswered) = (BTreeMap::new(), 0);
    for kind in [Kind::Write, Kind::Sync, Kind::SetLen] {
        // A file grows rarely, so that a change of length is long in coming.
        let (rounds, most) = if kind == Kind::SetLen { (vec![1], 1_500) } else { (rounds(), 40) };
        for nth in rounds {
            let before = disk.failed();
            disk.arm(kind, nth);
            for _ in 0..most {
                let request = ulid::Ulid::generate().to_string();
                let body = json!({ "service": "A", "request": request });
                let reply = soon("an answer", kiosk.post("/api/kiosk/tickets", body.clone()))
                    .await
                    .expect("an answer");
                let number = match reply.status.as_u16() {
                    503 => {
                        unanswered += 1;
                        soon("an answer", kiosk.act("/api/kiosk/tickets", body))
                            .await
                            .expect("an answer")
                            .done()
                    }
                    _ => reply.done(),
                };
                let id = number.expect("a number")["id"].as_u64().expect("an id");
                assert!(told.insert(id, request).is_none(), "{kind:?} {nth}: {id} was given twice");
                if disk.failed() > before {
                    break;
                }
            }
            *fired.entry(format!("{kind:?}")).or_insert(0) += disk.failed() - before;
            disk.arm(kind, 0);
            let mut health = house.office().health();
            soon("recovery", health.wait_for(|health| *health == Health::Well)).await.expect("open");
        }
    }
    assert!(fired["Write"] >= rounds().len() / 2 && fired["Sync"] >= rounds().len() / 2, "{fired:?}");
    assert!(fired["SetLen"] > 0 && unanswered > 0, "{fired:?}, {unanswered} asked again");
    house.rests().await;
    house.verify();
    house.close().await;
    let (_, state) = Store::open_with(disk.opener(), keys()).expect("what is on the disk opens");
    let kept: Vec<u64> = state.tickets.values().map(|ticket| ticket.id.0).collect();
    assert!(told.keys().all(|id| kept.contains(id)), "what was acknowledged is kept");
    assert_eq!(kept.len(), told.len(), "and no number belongs to nobody");
    result!(
        "{{\"id\":\"A4 operations\",\"fired\":{},\"acked\":{},\"lost\":0,\"doubled\":0,\"asked again\":{unanswered}}}",
        json!(fired),
        told.len()
    );
}
