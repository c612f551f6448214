//! The machine under the office fails: a disk that is full, a disk that is slow, screens that hang without reading.
//! What was acknowledged stays, whoever can be served is, and nobody has to mend anything by hand.

use crate::house::{House, PATIENCE, Plans, soon};
use loket::office::Health;
use loket::store::Opener;
use redb::{Database, StorageBackend};
use serde_json::json;
use std::io::{Error, ErrorKind};
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use tokio::io::AsyncWriteExt;

/// A disk in memory of a given size, that takes its time.
#[derive(Clone, Debug, Default)]
struct Disk(Arc<Inner>);

#[derive(Debug, Default)]
struct Inner {
    bytes: Mutex<Vec<u8>>,
    /// How large it may become; 0 is without limit.
    room: AtomicU64,
    /// How long a sync takes, in milliseconds.
    slow: AtomicU64,
    /// Whether a page is damaged in such a way that the library stumbles over it.
    stumbles: AtomicBool,
    /// How often there was no room.
    full: AtomicUsize,
}

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
    fn len(&self) -> Result<u64, Error> {
        Ok(self.bytes().len() as u64)
    }

    fn read(&self, offset: u64, out: &mut [u8]) -> Result<(), Error> {
        let from = usize::try_from(offset).expect("a small disk");
        out.copy_from_slice(&self.bytes()[from..from + out.len()]);
        Ok(())
    }

    fn set_len(&self, len: u64) -> Result<(), Error> {
        let room = self.0.room.load(Ordering::SeqCst);
        if room > 0 && len > room.max(self.bytes().len() as u64) {
            self.0.full.fetch_add(1, Ordering::SeqCst);
            return Err(Error::from(ErrorKind::StorageFull));
        }
        self.bytes().resize(usize::try_from(len).expect("a small disk"), 0);
        Ok(())
    }

    fn sync_data(&self) -> Result<(), Error> {
        assert!(!self.0.stumbles.load(Ordering::SeqCst), "a page is damaged");
        std::thread::sleep(Duration::from_millis(self.0.slow.load(Ordering::SeqCst)));
        Ok(())
    }

    fn write(&self, offset: u64, data: &[u8]) -> Result<(), Error> {
        let from = usize::try_from(offset).expect("a small disk");
        self.bytes()[from..from + data.len()].copy_from_slice(data);
        Ok(())
    }
}

#[expect(clippy::disallowed_methods, reason = "measures how long an answer takes")]
fn now() -> Instant {
    Instant::now()
}

/// A5: no room is left. Nothing is acknowledged that is not kept, reading goes on, and when there is room again the
/// office works on by itself.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a5_a_full_disk_acknowledges_nothing_and_the_office_goes_on_when_there_is_room() {
    let disk = Disk::default();
    let house = House::build(Plans { opener: Some(disk.opener()), ..Plans::default() }).await;
    let kiosk = house.who("kiosk").await;
    kiosk.takes("A").await;
    house.rests().await;
    // Not a byte more than now.
    disk.0.room.store(1, Ordering::SeqCst);
    let mut told = Vec::new();
    let refused = loop {
        let body = json!({ "service": "A", "request": ulid::Ulid::generate().to_string() });
        let begun = now();
        let reply =
            soon("an answer", kiosk.client.post("/api/kiosk/tickets", body)).await.expect("an answer");
        if reply.status.as_u16() == 503 {
            assert!(begun.elapsed() < Duration::from_secs(2), "it is told at once: {:?}", begun.elapsed());
            break reply;
        }
        told.push(reply.done().expect("a number")["number"].to_string());
        assert!(told.len() < 20_000, "the disk never filled up");
    };
    assert_eq!(refused.body["error"], "outcome-unknown");
    assert!(disk.0.full.load(Ordering::SeqCst) > 0, "the fault really fired");
    let status = kiosk.client.get("/kiosk").await.expect("an answer").status.as_u16();
    assert_eq!(status, 200, "reading goes on");
    disk.0.room.store(0, Ordering::SeqCst);
    let mut health = house.office().health();
    let well = health.wait_for(|health| *health == Health::Well);
    tokio::time::timeout(Duration::from_secs(10), well).await.expect("within ten seconds").expect("open");
    let next = soon("a number", kiosk.takes("A")).await["number"].to_string();
    let committed = house.office().committed();
    let given = committed.state.tickets.values().map(|ticket| ticket.number.to_string());
    let given: std::collections::BTreeSet<_> = given.map(|number| format!("\"{number}\"")).collect();
    assert!(told.iter().chain([&next]).all(|number| given.contains(number)), "nothing that was told is lost");
    assert_eq!(given.len(), house.office().committed().state.tickets.size(), "no number twice");
    house.verify();
    println!("{{\"id\":\"A5\",\"acked\":{},\"lost\":0}}", told.len());
}

/// A6: each sync takes half a second. Screens and readings do not feel it, the queue is bounded, nothing is lost.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a6_a_slow_disk_slows_nobody_who_only_looks() {
    let disk = Disk::default();
    let house = House::build(Plans { opener: Some(disk.opener()), ..Plans::default() }).await;
    let kiosk = house.who("kiosk").await.client;
    house.rests().await;
    disk.0.slow.store(250, Ordering::SeqCst);
    let asking: Vec<_> = (0..700)
        .map(|_| {
            let kiosk = kiosk.clone();
            let body = json!({ "service": "A", "request": ulid::Ulid::generate().to_string() });
            tokio::spawn(async move { kiosk.post("/api/kiosk/tickets", body).await })
        })
        .collect();
    let mut slowest = Duration::ZERO;
    let looker = house.stranger();
    for _ in 0..20 {
        let begun = now();
        assert_eq!(
            looker.get("/api/services").await.map(|reply| reply.status.as_u16() < 500).ok(),
            Some(true)
        );
        slowest = slowest.max(begun.elapsed());
    }
    let (mut given, mut busy) = (0, 0);
    for task in asking {
        match soon("an answer", task).await.expect("no panic").expect("an answer").status.as_u16() {
            201 => given += 1,
            503 => busy += 1,
            other => panic!("{other}"),
        }
    }
    disk.0.slow.store(0, Ordering::SeqCst);
    assert_eq!((given + busy, house.office().committed().state.tickets.size()), (700, given));
    assert!(given > 0 && busy > 0, "{given} given, {busy} told to come back: the queue is bounded");
    assert!(slowest < Duration::from_secs(5), "reading waits for no disk: {slowest:?}");
    house.verify();
    println!(
        "{{\"id\":\"A6\",\"given\":{given},\"busy\":{busy},\"slowest reading ms\":{}}}",
        slowest.as_millis()
    );
}

/// A7: the writer stumbles over a damaged page in the middle of the day. Nobody is told yes, nobody waits, and the
/// program ends instead of standing there with open doors, so that systemd starts it again.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a7_a_writer_that_stumbles_ends_the_office() {
    let disk = Disk::default();
    let house = House::build(Plans { opener: Some(disk.opener()), ..Plans::default() }).await;
    let kiosk = house.who("kiosk").await;
    kiosk.takes("A").await;
    house.rests().await;
    disk.0.stumbles.store(true, Ordering::SeqCst);
    let body = json!({ "service": "A", "request": ulid::Ulid::generate().to_string() });
    let asked = tokio::spawn(async move { kiosk.client.post("/api/kiosk/tickets", body).await });
    assert!(!house.ends().await.is_empty(), "the program does not go on, and says why");
    let answer = soon("an answer", asked).await.expect("no panic");
    assert!(answer.is_err() || answer.is_ok_and(|reply| reply.status.as_u16() == 503), "nobody is told yes");
}

/// C2, C3: twenty screens take nothing of what is sent to them, as if their cable hung in the air. The others do not
/// feel it, and the office lets go of those in time.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn c2_c3_screens_that_hang_hold_up_no_other_and_are_let_go() {
    let house = House::open().await;
    let tv = house.who("tv-1").await.client;
    let cookie = tv.cookie_header().expect("signed in");
    let address = house.base.trim_start_matches("http://").to_string();
    let mut hanging = Vec::new();
    for page in 100..120 {
        let mut socket = tokio::net::TcpStream::connect(&address).await.expect("connected");
        let upgrade = format!(
            "GET /live/papan/utama?page={page} HTTP/1.1\r\nhost: {address}\r\ncookie: {cookie}\r\nconnection: upgrade\r\n\
             origin: http://{address}\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
        );
        socket.write_all(upgrade.as_bytes()).await.expect("sent");
        // It tells the office of its sound, so that the office knows of it, and is never heard or read again.
        let said = br#"{"t":"sound","state":"running"}"#;
        let mut frame = vec![0x81, 0x80 | u8::try_from(said.len()).expect("short"), 0, 0, 0, 0];
        frame.extend_from_slice(said);
        socket.write_all(&frame).await.expect("sent");
        hanging.push(socket);
    }
    let mut boards = Vec::new();
    for page in 0..30 {
        boards.push(tv.live(&format!("/live/papan/utama?page={page}")).await.expect("a board"));
    }
    let known = |house: &House| house.office().presence().devices().boards.len();
    let mut devices = house.office().presence().follow();
    let all = async {
        while known(&house) < 20 {
            devices.changed().await.expect("the office is open");
        }
    };
    soon("the screens that hang", all).await;
    let (kiosk, two) = (house.who("kiosk").await, house.officer(2).await);
    let mut slowest = Duration::ZERO;
    for n in 1..=10 {
        kiosk.takes("A").await;
        let begun = now();
        two.does("next", json!({})).await;
        let number = format!("A-{n:03}");
        for board in &mut boards {
            let shown = board.until(|view| view["calls"][0]["number"] == number.as_str());
            soon("the call", shown).await.expect("live");
        }
        slowest = slowest.max(begun.elapsed());
        two.does("miss", json!({})).await;
    }
    let gone = async {
        while known(&house) > 0 {
            devices.changed().await.expect("the office is open");
        }
    };
    tokio::time::timeout(PATIENCE * 3, gone).await.expect("the office lets go of screens that hang");
    println!("{{\"id\":\"C2\",\"slowest call ms\":{}}}", slowest.as_millis());
    drop(hanging);
}

/// C4: three hundred screens come at once, as after a power failure, while numbers are given.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn c4_a_hall_of_screens_comes_back_at_once() {
    let house = House::open().await;
    let (tv, kiosk) = (house.who("tv-1").await.client, house.who("kiosk").await);
    let coming: Vec<_> = (0..300)
        .map(|page| {
            let tv = tv.clone();
            tokio::spawn(async move {
                let mut board = tv.live(&format!("/live/papan/utama?page={page}")).await?;
                board.until(|view| view["waiting"][0]["count"] == 10).await
            })
        })
        .collect();
    for _ in 0..10 {
        soon("a number", kiosk.takes("A")).await;
    }
    for board in coming {
        soon("the right picture", board).await.expect("no panic").expect("live");
    }
}
