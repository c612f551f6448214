//! What systemd is told of the program: that it is ready, that it lives, that it stops.

use crate::house::soon;
use crate::program::program;
use loket::app::client::Client;
use std::process::Stdio;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::net::UnixDatagram;

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
    let mut lines = BufReader::new(child.stdout.take().expect("a pipe")).lines();
    let line = soon("the first line", lines.next_line()).await.expect("text").expect("a line");
    let base = line.strip_prefix("listening on ").expect("the first line says where").to_string();
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
