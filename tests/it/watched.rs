//! What systemd is told of the program: that it is ready, that it lives, that it stops.

use crate::house::soon;
use crate::running::{address, program, under_strace};
use loket::app::client::{Client, Reply};
use serde_json::json;
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;
use tokio::net::UnixDatagram;
use tokio::process::Child;

/// The next thing that is said.
async fn said(socket: &UnixDatagram) -> String {
    let mut words = [0; 256];
    let length = soon("a word to systemd", socket.recv(&mut words)).await.expect("heard");
    String::from_utf8_lossy(&words[..length]).trim().to_string()
}

/// `READY=1` when it answers and not before, `WATCHDOG=1` again and again while the writer does its work, and
/// `STOPPING=1` when it is told to end; then nothing more is said of living.
#[tokio::test]
async fn systemd_hears_that_it_is_ready_that_it_lives_and_that_it_stops() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("notify");
    let socket = UnixDatagram::bind(&path).expect("a socket");
    let mut child = program()
        .args(["demo", "--listen", "127.0.0.1:0"])
        .env("NOTIFY_SOCKET", &path)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program starts");
    let base = address(&mut child).await.expect("it listens");
    let (mut ready, mut alive) = (0, 0);
    // The watchdog of the unit waits a minute; once a second it hears of the office.
    while ready < 1 || alive < 4 {
        match said(&socket).await.as_str() {
            "READY=1" => {
                ready += 1;
                let health = Client::new(&base).get("/health").await.expect("an answer");
                assert!(health.status.is_success(), "ready means that it answers: {}", health.status);
            }
            "WATCHDOG=1" => alive += 1,
            other => panic!("{other} while it runs"),
        }
    }
    assert_eq!(ready, 1, "it is ready once");
    let pid = rustix::process::Pid::from_raw(i32::try_from(child.id().expect("running")).expect("a pid"));
    rustix::process::kill_process(pid.expect("a pid"), rustix::process::Signal::TERM).expect("told");
    while said(&socket).await != "STOPPING=1" {}
    let status = soon("the end of the program", child.wait()).await.expect("an end");
    assert!(status.success(), "{status}");
    let mut rest = [0; 256];
    while let Ok(length) = socket.try_recv(&mut rest) {
        assert!(!rest[..length].starts_with(b"READY"), "a program that ends is not ready");
    }
}

/// The real program under strace, which lets the syncs of each thread from the `when`th on stand still for so many
/// seconds. Its address, once it is told.
async fn with_stalls(when: &str, seconds: u64, socket: &Path) -> (Child, String) {
    let fault = format!("delay_enter={}:when={when}", seconds * 1_000_000);
    let mut command = under_strace("fdatasync", &fault, Path::new("/dev/null"));
    command.args(["demo", "--listen", "127.0.0.1:0"]).env("NOTIFY_SOCKET", socket);
    let mut child = command.spawn().expect("strace is there: tests/run installs it");
    let base = address(&mut child).await.expect("it listens");
    (child, base)
}

/// Ends the strace that keeps a program from ending.
fn let_go(child: &Child) {
    let status = std::fs::read_to_string(format!("/proc/{}/status", child.id().expect("running")));
    let status = status.expect("it runs");
    let tracer = status.lines().find_map(|line| line.strip_prefix("TracerPid:")).expect("a line");
    let tracer = rustix::process::Pid::from_raw(tracer.trim().parse().expect("a number"));
    let told = rustix::process::kill_process(tracer.expect("a strace"), rustix::process::Signal::KILL);
    told.expect("killed");
}

/// Asks for a number once, whatever comes of it.
async fn ask(kiosk: &Client) -> Reply {
    let body = json!({ "service": "A", "request": ulid::Ulid::generate().to_string() });
    soon("an answer", kiosk.post("/api/kiosk/tickets", body)).await.expect("an answer")
}

/// Takes numbers until the disk stands still, which is told after 2.5 s.
async fn until_it_stands(kiosk: &Client) {
    for _ in 0..200 {
        let reply = ask(kiosk).await;
        if reply.body["error"] == "slow" {
            return;
        }
        reply.done().expect("a number");
    }
    panic!("the disk never stood still");
}

/// A browser at the kiosk.
async fn kiosk_at(base: &str) -> Client {
    let kiosk = Client::new(base);
    kiosk.demo_sign_in("kiosk").await.expect("signed in");
    kiosk
}

/// A6: a writer that hangs is said to be alive by nobody, however full its queue is and whoever still answers; so that
/// systemd starts the office again, which waits a minute for a word. The stall of this test has no end.
#[tokio::test(flavor = "multi_thread")]
async fn a6_a_writer_that_hangs_is_not_called_alive_however_full_its_queue_is() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("notify");
    let socket = UnixDatagram::bind(&path).expect("a socket");
    let (mut child, base) = with_stalls("80+", 600, &path).await;
    let kiosk = kiosk_at(&base).await;
    until_it_stands(&kiosk).await;
    // More than the queue takes.
    let asking: Vec<_> = (0..400)
        .map(|_| {
            let kiosk = kiosk.clone();
            tokio::spawn(
                async move { ask(&kiosk).await.body["error"].as_str().unwrap_or_default().to_string() },
            )
        })
        .collect();
    let mut busy = 0;
    for asked in asking {
        busy += usize::from(soon("an answer", asked).await.expect("no panic") == "busy");
    }
    assert!(busy > 0, "the queue is full");
    assert_eq!(kiosk.get("/kiosk").await.expect("an answer").status.as_u16(), 200, "whoever looks is served");
    // What was said before it stood still.
    let mut words = [0; 256];
    while socket.try_recv(&mut words).is_ok() {}
    // Three ticks and more; a word of life would be one each second.
    let silence = tokio::time::timeout(Duration::from_millis(3_500), said(&socket)).await;
    assert!(silence.is_err(), "it is called alive: {silence:?}");
    let_go(&child);
    child.kill().await.expect("killed");
}

/// A6: a commit that only takes its time is waited for: when it is done, life is told again. The watchdog of the unit
/// bears a minute; see the unit's own words.
#[tokio::test(flavor = "multi_thread")]
async fn a6_a_commit_that_takes_its_time_is_told_of_when_it_is_done() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("notify");
    let socket = UnixDatagram::bind(&path).expect("a socket");
    let (mut child, base) = with_stalls("80", 4, &path).await;
    let kiosk = kiosk_at(&base).await;
    until_it_stands(&kiosk).await;
    let mut words = [0; 256];
    while socket.try_recv(&mut words).is_ok() {}
    for _ in 0..2 {
        assert_eq!(said(&socket).await, "WATCHDOG=1");
    }
    let number = kiosk.act("/api/kiosk/tickets", json!({ "service": "A" })).await.expect("an answer");
    number.done().expect("a number, and the same program");
    child.kill().await.expect("killed");
    let unit = concat!(env!("CARGO_MANIFEST_DIR"), "/templates/system/loket.service");
    let unit = std::fs::read_to_string(unit).expect("the unit");
    let minute = unit.lines().find_map(|line| line.strip_prefix("WatchdogSec=")).expect("a watchdog");
    assert!(minute.parse::<u64>().is_ok_and(|seconds| seconds > 45), "45 s of a disk are borne: {minute}");
}
