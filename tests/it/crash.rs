//! kill -9 of the real program under load, round after round, on one data folder; and syncs that fail under it.
//!
//! Every client keeps what it was told. After each kill the program is started again: whatever was
//! acknowledged must be there, whatever was not must be answered by its request id, exactly once.

use crate::house::soon;
use crate::program::{program, start};
use loket::app::client::Client;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::Path;
use std::process::Stdio;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};
use tokio::task::JoinSet;

/// Rounds of a short run; `LOKET_KILLS` asks for more.
const ROUNDS: usize = 12;
const CLIENTS: usize = 8;

/// What clients asked and what they were told, by request id.
#[derive(Default)]
struct Told {
    asked: Vec<String>,
    numbers: BTreeMap<String, (u64, String)>,
}

type Shared = Arc<Mutex<Told>>;

async fn take(client: &Client, request: &str) -> Option<(u64, String)> {
    let body = json!({ "service": "A", "request": request });
    let reply = client.post("/api/kiosk/tickets", body).await.ok()?;
    let ticket = reply.done().ok()?;
    Some((ticket["id"].as_u64()?, ticket["number"].as_str()?.to_string()))
}

/// Takes numbers until the program is gone.
async fn keep_taking(client: Client, told: Shared) {
    loop {
        let request = ulid::Ulid::generate().to_string();
        let lock = || told.lock().unwrap_or_else(PoisonError::into_inner);
        // A client stores its id before it sends.
        lock().asked.push(request.clone());
        match take(&client, &request).await {
            Some(number) => drop(lock().numbers.insert(request, number)),
            None => return,
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn kill_nine_loses_and_doubles_nothing() {
    let rounds = std::env::var("LOKET_KILLS").ok().and_then(|text| text.parse().ok()).unwrap_or(ROUNDS);
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().to_str().expect("a plain path").to_string();
    let told = Shared::default();
    let mut unanswered = 0;
    for round in 0..rounds {
        let (mut child, base) = start(&["demo", "--listen", "127.0.0.1:0", "--data", &data]).await;
        let kiosk = Client::new(&base);
        kiosk.demo_sign_in("kiosk").await.expect("signed in");
        unanswered += settle(&kiosk, &told).await;
        let mut clients = JoinSet::new();
        for _ in 0..CLIENTS {
            clients.spawn(keep_taking(kiosk.clone(), told.clone()));
        }
        // The moment of the kill is the point of the test: it wanders over the work of a commit.
        tokio::time::sleep(Duration::from_millis(20 + (round as u64 * 37) % 300)).await;
        child.kill().await.expect("killed");
        soon("the clients' end", async { while clients.join_next().await.is_some() {} }).await;
    }
    let (mut child, base) = start(&["demo", "--listen", "127.0.0.1:0", "--data", &data]).await;
    let kiosk = Client::new(&base);
    kiosk.demo_sign_in("kiosk").await.expect("signed in");
    unanswered += settle(&kiosk, &told).await;
    child.kill().await.expect("killed");

    let verified = program().args(["verify", &data]).output().await.expect("it ran");
    assert!(verified.status.success(), "{}", String::from_utf8_lossy(&verified.stdout));
    let journal = program().args(["journal", &data]).output().await.expect("it ran");
    let acked = judge(&told, &String::from_utf8_lossy(&journal.stdout), rounds);
    println!(
        "{{\"id\":\"A1\",\"kills\":{rounds},\"acked\":{acked},\"lost\":0,\"doubled\":0,\"asked again\":{unanswered}}}"
    );
}

/// Which sync of a thread fails in each round; `LOKET_SYNCS=200` tries every one from the first to that.
fn failing_syncs() -> Vec<u32> {
    match std::env::var("LOKET_SYNCS").ok().and_then(|text| text.parse().ok()) {
        Some(most) => (1..=most).collect(),
        None => vec![1, 2, 3, 4, 6, 9, 14, 23, 40],
    }
}

/// The real program, of which the `nth` sync of each thread fails; what was injected is written to `trace`. strace runs
/// beside it, so that the child is the program itself.
fn with_a_failing_sync(nth: u32, trace: &Path, arguments: &[&str]) -> Child {
    let fault = format!("inject=fdatasync:error=EIO:when={nth}");
    let mut command = Command::new("strace");
    command.args(["-D", "-f", "-e", "trace=fdatasync", "-e", &fault, "-o"]).arg(trace);
    command.arg(env!("CARGO_BIN_EXE_loket")).args(arguments).env("LOKET_LOG", "error");
    command.stdout(Stdio::piped()).stderr(Stdio::null()).kill_on_drop(true);
    command.spawn().expect("strace is there: tests/run installs it")
}

/// A4: a sync fails under the real program. Nobody is told yes for what may be lost, the office goes on by itself or
/// ends, and whoever asks again with the same id gets one number.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a4_a_sync_that_fails_acknowledges_nothing_that_may_be_lost() {
    let folder = tempfile::tempdir().expect("a folder");
    let (data, trace) = (folder.path().join("data"), folder.path().join("trace"));
    let arguments = ["demo", "--listen", "127.0.0.1:0", "--data", data.to_str().expect("a plain path")];
    let told = Shared::default();
    let (mut injected, mut unanswered, mut ended) = (0, 0, 0);
    let syncs = failing_syncs();
    for nth in &syncs {
        let mut child = with_a_failing_sync(*nth, &trace, &arguments);
        let end = format!("{} +++ ", child.id().expect("running"));
        let mut lines = BufReader::new(child.stdout.take().expect("a pipe")).lines();
        let line = soon("the first line or the end", lines.next_line()).await.expect("text");
        if let Some(base) = line.as_deref().and_then(|line| line.strip_prefix("listening on ")) {
            let kiosk = Client::new(base);
            // Signing in is an act like any other, and may be the one that fails.
            if kiosk.demo_sign_in("kiosk").await.is_ok() || kiosk.demo_sign_in("kiosk").await.is_ok() {
                unanswered += take_some(&kiosk, &told, *nth).await;
            }
            child.kill().await.expect("killed");
        } else {
            let status = soon("the end of the program", child.wait()).await.expect("an end");
            assert!(!status.success(), "a start that could not be written down is no start");
            ended += 1;
        }
        // strace writes a little later what it saw, and the end of the first thread last; others end all the time.
        let end = |trace: &String| trace.lines().any(|line| line.starts_with(&end));
        let seen = async {
            loop {
                match std::fs::read_to_string(&trace).ok().filter(end) {
                    Some(trace) => return trace.matches("(INJECTED)").count(),
                    None => tokio::time::sleep(Duration::from_millis(5)).await,
                }
            }
        };
        injected += soon("the end of strace", seen).await;
        std::fs::remove_file(&trace).expect("there");
    }
    assert!(injected >= syncs.len(), "{injected} syncs failed in {} rounds", syncs.len());
    let (mut child, base) = start(&arguments).await;
    let kiosk = Client::new(&base);
    kiosk.demo_sign_in("kiosk").await.expect("signed in");
    settle(&kiosk, &told).await;
    child.kill().await.expect("killed");
    let verified = program().args(["verify", arguments[4]]).output().await.expect("it ran");
    assert!(verified.status.success(), "{}", String::from_utf8_lossy(&verified.stdout));
    let journal = program().args(["journal", arguments[4]]).output().await.expect("it ran");
    let acked = judge(&told, &String::from_utf8_lossy(&journal.stdout), syncs.len());
    println!(
        "{{\"id\":\"A4\",\"rounds\":{},\"injected\":{injected},\"acked\":{acked},\"lost\":0,\"doubled\":0,\"asked again\":{unanswered},\"not started\":{ended}}}",
        syncs.len()
    );
}

/// Takes numbers until the `nth` sync has come, and asks on for those that were not answered. How many those were.
async fn take_some(kiosk: &Client, told: &Shared, nth: u32) -> usize {
    let mut unanswered = 0;
    for _ in 0..nth.div_ceil(2) + 3 {
        let request = ulid::Ulid::generate().to_string();
        told.lock().unwrap_or_else(PoisonError::into_inner).asked.push(request.clone());
        let known = soon("an answer", take(kiosk, &request)).await;
        let number = match known {
            Some(number) => Some(number),
            // Once more: by now the office has opened its file again, or it has ended.
            None => {
                unanswered += 1;
                soon("an answer", take(kiosk, &request)).await
            }
        };
        if let Some(number) = number {
            told.lock().unwrap_or_else(PoisonError::into_inner).numbers.insert(request, number);
        }
    }
    unanswered
}

/// Asks again, with the same ids, for everything that was never answered. How many those were.
async fn settle(kiosk: &Client, told: &Shared) -> usize {
    let open: Vec<String> = {
        let told = told.lock().unwrap_or_else(PoisonError::into_inner);
        told.asked.iter().filter(|request| !told.numbers.contains_key(*request)).cloned().collect()
    };
    for request in &open {
        let number = soon("an answer", take(kiosk, request)).await.expect("a number");
        told.lock().unwrap_or_else(PoisonError::into_inner).numbers.insert(request.clone(), number);
    }
    open.len()
}

/// The history checker: the journal against what clients were told. How many numbers that were.
fn judge(told: &Shared, journal: &str, rounds: usize) -> usize {
    let told = told.lock().unwrap_or_else(PoisonError::into_inner);
    let mut issued: BTreeMap<u64, (String, String)> = BTreeMap::new();
    for line in journal.lines() {
        let entry: Value = serde_json::from_str(line.split_once(' ').expect("a version").1).expect("JSON");
        for event in entry["events"].as_array().expect("events") {
            let ticket = &event["TicketIssued"];
            if let Some(id) = ticket["ticket"].as_u64() {
                let number = format!("{} {}", ticket["day"].as_str().expect("a day"), ticket["number"]["n"]);
                let request = entry["request"].as_str().expect("kiosks name their requests").to_string();
                assert!(issued.insert(id, (number, request)).is_none(), "ticket {id} was issued twice");
            }
        }
    }
    let mut numbers: Vec<_> = issued.values().map(|(number, _)| number.clone()).collect();
    numbers.sort();
    numbers.dedup();
    assert_eq!(numbers.len(), issued.len(), "no number is used twice");
    let ids: Vec<_> = issued.keys().copied().collect();
    assert_eq!(ids, (1..=issued.len() as u64).collect::<Vec<_>>(), "no gap");
    for (request, (id, number)) in &told.numbers {
        let (_, by) = issued.get(id).unwrap_or_else(|| panic!("{number} was acknowledged and is lost"));
        assert_eq!(by, request, "{number} belongs to another request");
    }
    assert_eq!(issued.len(), told.numbers.len(), "every number belongs to somebody who was told");
    assert!(issued.len() > rounds, "the load was real: {} numbers", issued.len());
    told.numbers.len()
}
