//! The journal, its chain, and what happens when the disk does not do what it should.

use crate::house::{House, Plans, refused, soon};
use loket::domain::command::{Command, PeopleAct};
use loket::office::Health;
use loket::store::{Opener, Store, StoreError, export, import, verify};
use redb::{Database, ReadableDatabase, ReadableTable, StorageBackend, TableDefinition};
use serde_json::json;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// A disk in memory that survives its database, and can be told to fail.
#[derive(Clone, Debug, Default)]
struct Disk(Arc<Inner>);

#[derive(Debug, Default)]
struct Inner {
    bytes: Mutex<Vec<u8>>,
    /// Syncs fail from now on.
    failing: AtomicBool,
    /// How many syncs failed.
    failures: AtomicUsize,
    /// Nothing that is written stays, as on a disk that lies and then loses power.
    syncs: AtomicUsize,
}

type BackendResult<T> = Result<T, std::io::Error>;

impl Disk {
    fn bytes(&self) -> std::sync::MutexGuard<'_, Vec<u8>> {
        self.0.bytes.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn opener(&self) -> Opener {
        let disk = self.clone();
        Arc::new(move || Ok(Database::builder().create_with_backend(disk.clone())?))
    }
}

impl StorageBackend for Disk {
    fn len(&self) -> BackendResult<u64> {
        Ok(self.bytes().len() as u64)
    }

    fn read(&self, offset: u64, out: &mut [u8]) -> BackendResult<()> {
        let from = usize::try_from(offset).expect("a small disk");
        out.copy_from_slice(&self.bytes()[from..from + out.len()]);
        Ok(())
    }

    fn set_len(&self, len: u64) -> BackendResult<()> {
        self.bytes().resize(usize::try_from(len).expect("a small disk"), 0);
        Ok(())
    }

    fn sync_data(&self) -> BackendResult<()> {
        self.0.syncs.fetch_add(1, Ordering::SeqCst);
        if self.0.failing.load(Ordering::SeqCst) {
            self.0.failures.fetch_add(1, Ordering::SeqCst);
            return Err(std::io::Error::other("input/output error"));
        }
        Ok(())
    }

    fn write(&self, offset: u64, data: &[u8]) -> BackendResult<()> {
        let from = usize::try_from(offset).expect("a small disk");
        self.bytes()[from..from + data.len()].copy_from_slice(data);
        Ok(())
    }
}

/// A failed commit is an unknown outcome: nobody hears yes, reads go on, and the same request is
/// answered once when the disk works again.
#[tokio::test]
async fn a_failing_disk_acknowledges_nothing_and_recovers_by_itself() {
    let disk = Disk::default();
    let house = House::build(Plans { opener: Some(disk.opener()), ..Plans::default() }).await;
    let kiosk = house.who("kiosk").await;
    assert_eq!(kiosk.takes("A").await["number"], "A-001");
    let mut screen = kiosk.client.live("/live/kiosk").await.expect("the kiosk");
    assert_eq!(screen.section("well"), true);

    disk.0.failing.store(true, Ordering::SeqCst);
    let request = ulid::Ulid::generate().to_string();
    let body = json!({ "service": "A", "request": request });
    let reply = kiosk.client.post("/api/kiosk/tickets", body.clone()).await.expect("an answer");
    assert_eq!((reply.status.as_u16(), &reply.body["error"]), (503, &json!("outcome-unknown")));
    soon("the kiosk says so", screen.until(|view| view["well"] == false)).await.expect("live");
    let health = kiosk.client.get("/health").await.expect("an answer");
    assert_eq!((health.status.as_u16(), &health.body["health"]), (503, &json!("storage-failed")));
    assert!(disk.0.failures.load(Ordering::SeqCst) > 0, "the fault really fired");
    assert_eq!(house.office().committed().state.tickets.size(), 1, "reads go on");

    disk.0.failing.store(false, Ordering::SeqCst);
    let mut health = house.office().health();
    soon("recovery", health.wait_for(|health| *health == Health::Well)).await.expect("the office is open");
    let reply = kiosk
        .client
        .act("/api/kiosk/tickets", body.clone())
        .await
        .expect("an answer")
        .done()
        .expect("a number");
    let again =
        kiosk.client.act("/api/kiosk/tickets", body).await.expect("an answer").done().expect("a number");
    assert_eq!((&reply["number"], &reply["id"]), (&json!("A-002"), &again["id"]), "given once");
    assert_eq!(kiosk.takes("A").await["number"], "A-003", "no gap and no double");
    soon("the kiosk says so", screen.until(|view| view["well"] == true)).await.expect("live");
    house.verify();
}

/// Many clients ask while syncs fail now and then: whoever heard yes has a number of their own, and
/// the series has no gap.
#[tokio::test]
async fn flaky_syncs_lose_and_double_nothing() {
    let disk = Disk::default();
    let house = House::build(Plans { opener: Some(disk.opener()), ..Plans::default() }).await;
    let kiosk = house.who("kiosk").await.client;
    let asking = (0..16).map(|_| {
        let kiosk = kiosk.clone();
        tokio::spawn(async move {
            let mut numbers = Vec::new();
            for _ in 0..6 {
                let reply =
                    kiosk.act("/api/kiosk/tickets", json!({ "service": "A" })).await.expect("an answer");
                numbers.push(reply.done().expect("a number")["number"].as_str().expect("text").to_string());
            }
            numbers
        })
    });
    let asking: Vec<_> = asking.collect();
    let flaky = tokio::spawn({
        let (disk, mut health) = (disk.clone(), house.office().health());
        async move {
            for _ in 0..3 {
                disk.0.failing.store(true, Ordering::SeqCst);
                if health.wait_for(|health| *health != Health::Well).await.is_err() {
                    return;
                }
                disk.0.failing.store(false, Ordering::SeqCst);
                if health.wait_for(|health| *health == Health::Well).await.is_err() {
                    return;
                }
            }
        }
    });
    let mut numbers = Vec::new();
    for asked in asking {
        numbers.extend(soon("numbers", asked).await.expect("no panic"));
    }
    flaky.abort();
    disk.0.failing.store(false, Ordering::SeqCst);
    numbers.sort();
    let expected: Vec<_> = (1..=96).map(|n| format!("A-{n:03}")).collect();
    assert_eq!(numbers, expected, "each number once, no gap");
    assert!(disk.0.failures.load(Ordering::SeqCst) > 0, "the fault really fired");
    house.verify();
}

#[tokio::test]
async fn i3_the_state_read_from_rows_is_the_state_that_was() {
    let house = House::open().await;
    let (kiosk, two, four) = (house.who("kiosk").await, house.officer(2).await, house.officer(4).await);
    for service in ["A", "A", "C", "A", "D"] {
        kiosk.takes(service).await;
    }
    two.serves().await;
    let berkas = two.registers().await;
    house.who("analis").await.decides(berkas, "teruskan", None).await;
    two.serves().await;
    two.does("hold", json!({ "reason": "memfotokopi" })).await;
    two.does("next", json!({})).await;
    two.does("miss", json!({})).await;
    for _ in 0..12 {
        two.does("call", json!({ "ticket": 4 })).await;
        two.does("miss", json!({})).await;
    }
    four.serves().await;
    let copies = json!({ "document": "Ijazah D3", "copies": 2, "signer": "Sari Wulandari" });
    four.does("legalise", copies).await;
    four.does("finish", json!({})).await;
    house.clock.advance(24 * 3600);
    kiosk.takes("A").await;
    house.verify();
    house.rests().await;
    let before = house.office().committed().state.clone();
    let folder = house.close().await;
    let (_, state) = Store::open(folder.path()).expect("opens");
    assert_eq!(state, before);
}

#[tokio::test]
async fn a_journal_that_was_touched_is_found_out() {
    let house = House::open().await;
    let kiosk = house.who("kiosk").await;
    for _ in 0..3 {
        kiosk.takes("A").await;
    }
    let folder = house.close().await;
    let file = folder.path().join(loket::store::FILE);
    const JOURNAL: TableDefinition<u64, &[u8]> = TableDefinition::new("journal");
    const TICKETS: TableDefinition<u64, &[u8]> = TableDefinition::new("tickets");
    let faults = || {
        let (store, _) = Store::open(folder.path()).expect("opens");
        let scratch = tempfile::tempdir().expect("a folder");
        verify(&store.reader(), scratch.path()).expect("readable").faults
    };
    let alter = |table: TableDefinition<u64, &'static [u8]>, key: u64, change: &dyn Fn(&mut Vec<u8>)| {
        let database = Database::create(&file).expect("opens");
        let transaction = database.begin_write().expect("a transaction");
        let old = {
            let mut table = transaction.open_table(table).expect("a table");
            let old = table.get(key).expect("readable").expect("a row").value().to_vec();
            let mut new = old.clone();
            change(&mut new);
            table.insert(key, new.as_slice()).expect("written");
            old
        };
        transaction.commit().expect("committed");
        old
    };
    assert_eq!(faults(), Vec::<String>::new());

    let old = alter(TICKETS, 2, &|row| {
        // A letter of the token, which any reader takes for another token.
        let letter =
            row.windows(4).position(|four| four.iter().all(u8::is_ascii_uppercase)).expect("a token");
        row[letter] = if row[letter] == b'A' { b'B' } else { b'A' };
    });
    assert!(faults().iter().any(|fault| fault.contains("table tickets")), "{:?}", faults());
    alter(TICKETS, 2, &|row| *row = old.clone());
    assert_eq!(faults(), Vec::<String>::new());

    // The words of an entry in the middle of the journal: one that gave a ticket.
    let middle = {
        let database = Database::create(&file).expect("opens");
        let transaction = database.begin_read().expect("a transaction");
        let table = transaction.open_table(JOURNAL).expect("a table");
        let gave_a_ticket = |record: &[u8]| String::from_utf8_lossy(record).contains("\"ahead\":");
        let mut records = table.iter().expect("readable").map(|row| row.expect("a row"));
        records.find(|(_, record)| gave_a_ticket(record.value())).expect("a ticket").0.value()
    };
    let old = alter(JOURNAL, middle, &|record| {
        let text =
            String::from_utf8_lossy(&record[33..]).replace("A-", "B-").replace("\"ahead\":", "\"ahead\": ");
        record.truncate(33);
        record.extend_from_slice(text.as_bytes());
    });
    assert!(faults().iter().any(|fault| fault.contains("does not follow")), "{:?}", faults());
    alter(JOURNAL, middle, &|record| *record = old.clone());
    assert_eq!(faults(), Vec::<String>::new());

    // The end cut off: the head remembers.
    let database = Database::create(&file).expect("opens");
    let transaction = database.begin_write().expect("a transaction");
    transaction.open_table(JOURNAL).expect("a table").pop_last().expect("written");
    transaction.commit().expect("committed");
    drop(database);
    let error = refused(Store::open(folder.path()));
    let StoreError::Damaged { what } = &error else { panic!("{error}") };
    assert!(what.contains("the head says entry"), "{what}");
}

#[tokio::test]
async fn a_journal_goes_out_and_comes_in_as_lines() {
    let house = House::open().await;
    house.who("kiosk").await.takes("A").await;
    let keys = crate::house::keys();
    let mut lines = Vec::new();
    let count = export(house.office().reader(), &mut lines).expect("written");
    let entries = import(&keys, &mut lines.as_slice()).expect("read");
    assert_eq!(entries.len() as u64, count);
    let mut state = loket::domain::state::State::default();
    for entry in &entries {
        state.apply(entry, &mut loket::domain::state::Changes::new());
    }
    assert_eq!(state.tickets.size(), 1);
    let broken = String::from_utf8(lines).expect("text").replacen("\"seq\":2", "\"seq\":9", 1);
    assert!(import(&keys, &mut broken.as_bytes()).is_err());
}

/// The journal of the first released format, replayed for ever.
#[test]
fn the_golden_journal_of_format_1_still_replays() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/journal-1.jsonl");
    let mut lines = std::io::BufReader::new(std::fs::File::open(file).expect("the golden journal"));
    let entries = import(&crate::house::keys(), &mut lines).expect("every line is still read");
    let mut state = loket::domain::state::State::default();
    let mut rows = loket::domain::state::Changes::new();
    for entry in &entries {
        state.apply(entry, &mut rows);
    }
    let summary = json!({
        "entries": entries.len(),
        "rows": rows.len(),
        "tickets": state.tickets.size(),
        "open berkas": state.berkas.size(),
        "counters": state.counters.iter().map(|(name, last)| format!("{name:?} {last}")).collect::<Vec<_>>(),
    });
    insta::assert_snapshot!("golden_journal_1", format!("{summary:#}"));
}

/// A file whose rows have an older shape: they are written anew from the journal.
#[tokio::test]
async fn rows_of_an_older_format_are_written_anew() {
    let house = House::open().await;
    let (kiosk, two) = (house.who("kiosk").await, house.officer(2).await);
    kiosk.takes("A").await;
    two.serves().await;
    let berkas = two.registers().await;
    house.who("analis").await.decides(berkas, "teruskan", None).await;
    house.rests().await;
    let before = house.office().committed().state.clone();
    let folder = house.close().await;
    const META: TableDefinition<&str, &[u8]> = TableDefinition::new("meta");
    const TICKETS: TableDefinition<u64, &[u8]> = TableDefinition::new("tickets");
    const BERKAS: TableDefinition<u64, &[u8]> = TableDefinition::new("berkas");
    let database = Database::create(folder.path().join(loket::store::FILE)).expect("opens");
    let transaction = database.begin_write().expect("a transaction");
    transaction.open_table(META).expect("a table").insert("format", [1_u8].as_slice()).expect("written");
    transaction.open_table(BERKAS).expect("a table").insert(9, [1_u8, 7].as_slice()).expect("written");
    transaction.delete_table(TICKETS).expect("written");
    transaction.commit().expect("committed");
    drop(database);
    let (store, state) = Store::open(folder.path()).expect("opens");
    assert_eq!(state, before);
    let scratch = tempfile::tempdir().expect("a folder");
    assert_eq!(verify(&store.reader(), scratch.path()).expect("readable").faults, Vec::<String>::new());
}

#[test]
fn data_of_a_newer_version_are_refused_and_left_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    drop(Store::open(folder.path()).expect("opens"));
    const META: TableDefinition<&str, &[u8]> = TableDefinition::new("meta");
    let database = Database::create(folder.path().join(loket::store::FILE)).expect("opens");
    let transaction = database.begin_write().expect("a transaction");
    transaction.open_table(META).expect("a table").insert("format", [9_u8].as_slice()).expect("written");
    transaction.commit().expect("committed");
    drop(database);
    let error = refused(Store::open(folder.path()));
    assert!(matches!(error, StoreError::Newer { found: 9, .. }), "{error}");
}

#[test]
fn two_servers_on_one_folder_are_one_too_many() {
    let folder = tempfile::tempdir().expect("a folder");
    let (first, _) = Store::open(folder.path()).expect("opens");
    assert!(matches!(refused(Store::open(folder.path())), StoreError::InUse));
    drop(first);
    Store::open(folder.path()).expect("opens again");
}

/// I2: what is published is on disk.
#[tokio::test]
async fn i2_nobody_sees_what_is_not_on_disk() {
    let disk = Disk::default();
    let house = House::build(Plans { opener: Some(disk.opener()), ..Plans::default() }).await;
    let mut commits = house.office().follow();
    commits.mark_unchanged();
    let syncs = disk.0.syncs.load(Ordering::SeqCst);
    let sign_out = Command::People(PeopleAct::SignOut { digest: [7; 32] });
    house.office().report(sign_out).await.expect("nothing to do");
    assert!(!commits.has_changed().expect("open"), "nothing changed, so nothing was published");
    house.who("kiosk").await.takes("A").await;
    commits.changed().await.expect("published");
    assert!(disk.0.syncs.load(Ordering::SeqCst) > syncs, "after a sync");
    let published = commits.borrow().state.seq;
    let on_disk = house.office().reader().head().expect("readable").seq;
    assert!(on_disk >= published);
}
