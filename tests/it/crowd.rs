//! Many at once: no number twice, no gap, nobody served twice.

use crate::house::{House, soon};
use crate::program::start;
use crate::times::{Times, memory};
use loket::app::client::Client;
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use serde_json::json;
use std::collections::BTreeSet;
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::time::Duration;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sixty_four_kiosks_and_eight_officers() {
    const KIOSKS: usize = 64;
    const EACH: usize = 5;
    let house = House::open().await;
    let kiosk = house.who("kiosk").await.client;
    let two = house.officer(2).await;
    let taking: Vec<_> = (0..KIOSKS)
        .map(|n| {
            let client = kiosk.clone();
            tokio::spawn(async move {
                let mut numbers = Vec::new();
                for round in 0..EACH {
                    let service = if (n + round) % 2 == 0 { "A" } else { "C" };
                    let reply = client.act("/api/kiosk/tickets", json!({ "service": service })).await;
                    let ticket = reply.expect("an answer").done().expect("a number");
                    numbers.push(ticket["number"].as_str().expect("text").to_string());
                }
                numbers
            })
        })
        .collect();
    // Eight presses at one loket at the same moment, again and again, while numbers are given.
    let calling: Vec<_> = (0..8)
        .map(|_| {
            let client = two.client.clone();
            tokio::spawn(async move {
                let mut called = Vec::new();
                for _ in 0..10 {
                    let reply = client.act("/api/loket/2/next", json!({})).await.expect("an answer");
                    if let Some(number) = reply.body["ticket"]["number"].as_str() {
                        called.push(number.to_string());
                        // Whoever called it sends them on, so that the next press finds the loket free.
                        client
                            .act("/api/loket/2/miss", json!({}))
                            .await
                            .expect("an answer")
                            .done()
                            .expect("missed");
                    }
                }
                called
            })
        })
        .collect();
    let mut numbers = Vec::new();
    for task in taking {
        numbers.extend(soon("numbers", task).await.expect("no panic"));
    }
    let mut called = Vec::new();
    for task in calling {
        called.extend(soon("calls", task).await.expect("no panic"));
    }
    let unique: BTreeSet<_> = numbers.iter().cloned().collect();
    assert_eq!(unique.len(), KIOSKS * EACH, "no number twice");
    for series in ["A", "C"] {
        let of_series = unique.iter().filter(|number| number.starts_with(series)).count();
        let last = format!("{series}-{of_series:03}");
        assert!(unique.contains(&last), "no gap: {of_series} numbers and {last}");
    }
    let distinct: BTreeSet<_> = called.iter().cloned().collect();
    assert_eq!(distinct.len(), called.len(), "nobody was called twice: {called:?}");
    assert!(!called.is_empty());
    house.verify();
}

/// Two officers press at the same moment and get two different tickets.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_lokets_never_share_a_ticket() {
    let house = House::build(crate::house::Plans {
        profile: Some(|profile| {
            // A second counter for registration, as on a busy day.
            let mut second = profile.lokets.iter().find(|plan| plan.id.0 == 2).expect("loket 2").clone();
            second.id = loket::domain::ids::LoketId(3);
            profile.lokets.push(second);
        }),
        ..Default::default()
    })
    .await;
    let kiosk = house.who("kiosk").await;
    for _ in 0..20 {
        kiosk.takes("A").await;
    }
    let (two, three) = (house.officer(2).await, house.officer(3).await);
    let mut seen = BTreeSet::new();
    for _ in 0..10 {
        let (left, right) = tokio::join!(two.does("next", json!({})), three.does("next", json!({})));
        for called in [left, right] {
            assert!(seen.insert(called["ticket"]["number"].to_string()), "{called} was called twice");
        }
        tokio::join!(two.does("miss", json!({})), three.does("miss", json!({})));
    }
    assert_eq!(seen.len(), 20);
}

/// I8: more than the office takes on at once is told to come back, and nothing is lost.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn i8_a_full_queue_says_so() {
    let house = House::open().await;
    let kiosk = house.who("kiosk").await.client;
    let flood: Vec<_> = (0..600)
        .map(|_| {
            let client = kiosk.clone();
            let body = json!({ "service": "A", "request": ulid::Ulid::generate().to_string() });
            tokio::spawn(async move { client.post("/api/kiosk/tickets", body).await })
        })
        .collect();
    let (mut given, mut told) = (0, 0);
    for task in flood {
        let reply = soon("an answer", task).await.expect("no panic").expect("an answer");
        match reply.status.as_u16() {
            201 => given += 1,
            503 => {
                told +=
                    usize::from(reply.body["error"] == "busy" && reply.headers.contains_key("retry-after"))
            }
            other => panic!("{other}: {}", reply.body),
        }
    }
    assert_eq!(given + told, 600);
    assert_eq!(house.office().committed().state.tickets.size(), given);
}

/// What the program may take while it is full of sockets that say nothing, in bytes.
const HEADROOM: u64 = 64 * 1024 * 1024;

/// Longest time that opening all those sockets may take on a busy machine.
const OPENING: Duration = Duration::from_secs(180);

/// A cap on the memory of a process, its sockets in the kernel among it, as long as this lives.
struct Cap(PathBuf);

impl Cap {
    /// By a cgroup of either version that this machine lets us make.
    fn on(process: u32, headroom: u64) -> Option<Cap> {
        let root = Path::new("/sys/fs/cgroup");
        let old = root.join("memory").is_dir();
        let folder = if old { root.join("memory") } else { root.to_path_buf() };
        let cap = Cap(folder.join(format!("loket-{}", std::process::id())));
        std::fs::create_dir(&cap.0).ok()?;
        let limit = cap.0.join(if old { "memory.limit_in_bytes" } else { "memory.max" });
        // What it has taken already is counted where it was before.
        std::fs::write(limit, headroom.to_string()).ok()?;
        std::fs::write(cap.0.join("cgroup.procs"), process.to_string()).ok()?;
        Some(cap)
    }

    fn used(&self) -> Option<u64> {
        let names = ["memory.usage_in_bytes", "memory.current"];
        names.iter().find_map(|name| std::fs::read_to_string(self.0.join(name)).ok()?.trim().parse().ok())
    }
}

impl Drop for Cap {
    fn drop(&mut self) {
        // Whoever is in it has been stopped; the kernel may still be clearing up.
        for _ in 0..100 {
            if std::fs::remove_dir(&self.0).is_ok() {
                return;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

/// Lets this test and the programs that it starts hold as many sockets as may be, up to 24,000; how many there may be.
pub fn many_sockets() -> usize {
    let limit = getrlimit(Resource::Nofile);
    let most = limit.maximum.map_or(24_000, |most| most.max(24_000));
    let wished = Rlimit { current: Some(most), maximum: limit.maximum.map(|old| old.max(most)) };
    let all = Rlimit { current: limit.maximum, ..limit };
    // Only root may ask for more than it is allowed now.
    let _ = setrlimit(Resource::Nofile, wished).or_else(|_| setrlimit(Resource::Nofile, all));
    getrlimit(Resource::Nofile).current.map_or(24_000, |now| now as usize)
}

/// A10: ten thousand sockets that say nothing. The office gives numbers as if they were not there, in 64 MiB more than
/// it had where a cgroup can hold it to that.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a10_ten_thousand_idle_sockets_stop_no_number() {
    let sockets = many_sockets().saturating_sub(2_000).min(10_000);
    let (mut child, base) = start(&["demo", "--listen", "127.0.0.1:0"]).await;
    let process = child.id().expect("running");
    let kiosk = Client::new(&base);
    kiosk.demo_sign_in("kiosk").await.expect("signed in");
    let usual = Times::of(&kiosk, 100).await;
    let before = memory(process, "VmRSS");
    let cap = Cap::on(process, HEADROOM);
    let address = base.trim_start_matches("http://").to_string();
    let opening = tokio::task::spawn_blocking(move || {
        (0..sockets).map(|_| TcpStream::connect(&address).expect("the office listens")).collect::<Vec<_>>()
    });
    let coming = Times::of(&kiosk, 20).await;
    // Whoever finds the queue of the listener full is a second later, and there are many of them.
    let idle = tokio::time::timeout(OPENING, opening).await.expect("all sockets").expect("no panic");
    let beside = Times::of(&kiosk, 100).await;
    let grown = memory(process, "VmRSS").saturating_sub(before);
    let used = cap.as_ref().and_then(Cap::used);
    assert!(child.try_wait().expect("its state").is_none(), "the program lives");
    result!(
        "{{\"id\":\"A10\",\"sockets\":{},{},\"p99 ms while they come\":{},\"grown KiB\":{grown},\"of the cap KiB\":{}}}",
        idle.len(),
        beside.beside(&usual),
        coming.percentile(99),
        used.map_or("\"no cgroup that can be made\"".to_string(), |bytes| (bytes / 1024).to_string())
    );
    child.kill().await.expect("stopped");
    drop(cap);
}
