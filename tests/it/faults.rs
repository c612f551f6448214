//! The machine under the office fails: a disk that is full, a disk that is slow, screens that hang without reading.
//! What was acknowledged stays, whoever can be served is, and nobody has to mend anything by hand.

pub mod drips;
pub mod panics;
pub mod screens;

use crate::failing::Disk;
use crate::house::{House, Plans, soon};
use loket::app::client::Live;
use loket::office::Health;
use serde_json::json;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

#[expect(clippy::disallowed_methods, reason = "measures how long an answer takes")]
pub fn now() -> Instant {
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
    disk.has_room_for(1);
    let mut told = Vec::new();
    let refused = loop {
        let body = json!({ "service": "A", "request": ulid::Ulid::generate().to_string() });
        let begun = now();
        let reply =
            soon("an answer", kiosk.client.post("/api/kiosk/tickets", body)).await.expect("an answer");
        if reply.status.as_u16() == 507 {
            assert!(reply.headers.contains_key("retry-after"));
            assert!(begun.elapsed() < Duration::from_secs(2), "it is told at once: {:?}", begun.elapsed());
            break reply;
        }
        told.push(reply.done().expect("a number")["number"].to_string());
        assert!(told.len() < 20_000, "the disk never filled up");
    };
    assert_eq!(refused.body["error"], "storage-full");
    assert!(disk.was_full() > 0, "the fault really fired");
    let status = kiosk.client.get("/kiosk").await.expect("an answer").status.as_u16();
    assert_eq!(status, 200, "reading goes on");
    disk.has_room_for(0);
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
    result!("{{\"id\":\"A5\",\"acked\":{},\"lost\":0}}", told.len());
}

/// How long the disk stands still in the test of one stall; `LOKET_STALL` says otherwise, in seconds.
fn stall() -> Duration {
    let said = std::env::var("LOKET_STALL").ok().and_then(|text| text.parse().ok());
    Duration::from_secs(said.unwrap_or(5))
}

/// Reads of three kinds, one after another, until `over`: their times, sorted.
async fn readings(house: &House, person: crate::house::Person, over: Arc<AtomicBool>) -> Vec<Duration> {
    let looker = house.stranger();
    let mut times = Vec::new();
    while !over.load(Ordering::SeqCst) {
        for (client, path) in [(&looker, "/health"), (&person.client, "/api/me"), (&looker, "/")] {
            let begun = now();
            let reply = soon("a page", client.get(path)).await.expect("an answer");
            assert_eq!(reply.status.as_u16(), 200, "{path}: {}", reply.body);
            times.push(begun.elapsed());
        }
    }
    times.sort();
    times
}

/// A board that looks on until `over`: how long after each commit it showed it, sorted. The commit is seen by whoever
/// follows the office from within.
async fn patches(house: &House, mut board: Live, over: Arc<AtomicBool>) -> Vec<Duration> {
    let (mut commits, mut known) = (house.office().follow(), BTreeMap::new());
    let (mut seen, mut times) = (board.seq, Vec::new());
    commits.mark_changed();
    while !over.load(Ordering::SeqCst) {
        tokio::select! {
            biased;
            changed = commits.changed() => {
                changed.expect("the office is open");
                known.insert(commits.borrow_and_update().state.seq.0, now());
            }
            heard = board.hear() => if heard.expect("live") && board.seq > seen {
                seen = board.seq;
                // A frame may show several commits at once; the last of them is the youngest.
                let shown = known.range(..=seen).next_back().map(|(_, at)| at.elapsed());
                times.extend(shown);
            },
            // Nothing happens any more, and nobody says so.
            () = tokio::time::sleep(Duration::from_millis(200)) => {}
        }
    }
    times.sort();
    times
}

/// The 99th of a hundred.
fn p99(sorted: &[Duration]) -> Duration {
    sorted[(sorted.len() - 1) * 99 / 100]
}

/// A6: each sync takes half a second, and then one stands still for seconds. Who only looks does not feel it, the queue
/// is bounded, everybody hears within three seconds what is or that it is not known yet, and nothing is lost or doubled.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a6_a_slow_disk_slows_nobody_who_only_looks() {
    let disk = Disk::default();
    let house = House::build(Plans { opener: Some(disk.opener()), ..Plans::default() }).await;
    let kiosk = house.who("kiosk").await.client;
    let (reader, tv) = (house.who("pengawas").await, house.who("tv-1").await);
    let board = tv.client.live("/live/papan/utama?page=1").await.expect("a board");
    house.rests().await;
    let over = Arc::new(AtomicBool::new(false));
    disk.takes(Duration::from_millis(500));
    let asks: Vec<_> =
        (0..700).map(|_| json!({ "service": "A", "request": ulid::Ulid::generate().to_string() })).collect();
    let asking = async {
        let first = all_at_once(&kiosk, &asks).await;
        disk.takes(stall());
        let second = all_at_once(&kiosk, &asks[..40]).await;
        let third =
            all_at_once(&kiosk, &[json!({ "service": "B", "request": ulid::Ulid::generate().to_string() })])
                .await;
        disk.takes(Duration::ZERO);
        over.store(true, Ordering::SeqCst);
        (first, second, third)
    };
    let looking = readings(&house, reader, over.clone());
    let ((first, _, third), read, shown) =
        tokio::join!(asking, looking, patches(&house, board, over.clone()));
    let count = |word: &str| first.iter().filter(|(said, _)| said == word).count();
    let (given, busy, slow) = (count("given"), count("busy"), count("slow"));
    assert_eq!(given + busy + slow, 700);
    assert!(busy > 0 && given > 0, "{given} given, {busy} told to come back: the queue is bounded");
    assert_eq!(third[0].0, "slow", "a disk that stands still is told in words");
    let longest = first.iter().chain(&third).map(|(_, took)| *took).max().expect("some");
    assert!(longest < Duration::from_millis(3500), "an answer or a word in three seconds: {longest:?}");
    assert!(p99(&read) <= Duration::from_millis(200), "reading waits for no disk: {:?}", p99(&read));
    assert!(!shown.is_empty(), "the board was told of a commit while syncs took their time");
    assert!(p99(&shown) <= Duration::from_secs(1), "a board shows what is kept: {:?}", p99(&shown));
    // Whoever was not told asks again with the same id, and everybody has one number.
    let mut numbers = std::collections::BTreeSet::new();
    for ask in &asks {
        let reply = soon("a number", kiosk.act("/api/kiosk/tickets", ask.clone())).await.expect("an answer");
        numbers.insert(reply.done().expect("a number")["id"].as_u64());
    }
    assert_eq!(numbers.len(), 700);
    let third = house.office().committed().state.tickets.size() - 700;
    assert!(third <= 1, "no number was given twice");
    house.verify();
    result!(
        "{{\"id\":\"A6\",\"given\":{given},\"busy\":{busy},\"slow\":{slow},\"longest ms\":{},\"reading p99 ms\":{},\"readings\":{},\"board p99 ms\":{}}}",
        longest.as_millis(),
        p99(&read).as_millis(),
        read.len(),
        p99(&shown).as_millis()
    );
}

/// Asks all at once; what each was told, and after how long.
async fn all_at_once(
    kiosk: &loket::app::client::Client,
    asks: &[serde_json::Value],
) -> Vec<(String, Duration)> {
    let asking: Vec<_> = asks
        .iter()
        .map(|body| {
            let (kiosk, body) = (kiosk.clone(), body.clone());
            tokio::spawn(async move {
                let begun = now();
                let reply = kiosk.post("/api/kiosk/tickets", body).await.expect("an answer");
                let word = match reply.status.as_u16() {
                    201 => "given".to_string(),
                    503 => {
                        assert!(reply.headers.contains_key("retry-after"));
                        assert!(reply.body["message"].as_str().is_some_and(|words| words.len() > 20));
                        reply.body["error"].as_str().expect("a word").to_string()
                    }
                    other => panic!("{other}: {}", reply.body),
                };
                (word, begun.elapsed())
            })
        })
        .collect();
    let mut told = Vec::new();
    for task in asking {
        told.push(soon("an answer", task).await.expect("no panic"));
    }
    told
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
    disk.stumbles();
    let body = json!({ "service": "A", "request": ulid::Ulid::generate().to_string() });
    let asked = tokio::spawn(async move { kiosk.client.post("/api/kiosk/tickets", body).await });
    assert!(!house.ends().await.is_empty(), "the program does not go on, and says why");
    let answer = soon("an answer", asked).await.expect("no panic");
    assert!(answer.is_err() || answer.is_ok_and(|reply| reply.status.as_u16() == 503), "nobody is told yes");
}
