//! Frames that are none, byte by byte: below the messages that a library would send.

use crate::faults::now;
use crate::faults::screens::{frame, silent};
use crate::house::{House, soon};
use serde_json::json;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

/// So long a line may stay open after nonsense.
const CLOSES: Duration = Duration::from_secs(1);
/// Lines that announce 64 MiB together.
const HUGE: usize = 20;

/// A frame with these first two bytes, more of a length, a mask of zeros, and a body.
fn masked(first: u8, length: u8, more: &[u8], body: &[u8]) -> Vec<u8> {
    [&[first, 0x80 | length], more, &[0; 4], body].concat()
}

/// What is no WebSocket, by name.
fn nonsense() -> Vec<(&'static str, Vec<u8>)> {
    let part = |first: u8| masked(first, 126, &1_000_u16.to_be_bytes(), &[b'x'; 1_000]);
    vec![
        ("without a mask", b"\x81\x02hi".to_vec()),
        ("no UTF-8", masked(0x81, 2, &[], b"\xff\xfe")),
        ("half a character", masked(0x81, 1, &[], b"\xc3")),
        ("the first reserved bit", masked(0xc1, 2, &[], b"hi")),
        ("the second reserved bit", masked(0xa1, 2, &[], b"hi")),
        ("the third reserved bit", masked(0x91, 2, &[], b"hi")),
        ("a reserved kind of data", masked(0x83, 2, &[], b"hi")),
        ("a reserved kind of control", masked(0x8b, 0, &[], b"")),
        ("the rest of nothing", masked(0x80, 2, &[], b"hi")),
        ("a text inside a text", [masked(0x01, 2, &[], b"hi"), masked(0x81, 2, &[], b"hi")].concat()),
        ("parts without end", [part(0x01), part(0x00).repeat(8)].concat()),
        ("64 MiB", masked(0x82, 127, &(64_u64 << 20).to_be_bytes(), &[0; 64])),
        ("more than there is", masked(0x82, 127, &u64::MAX.to_be_bytes(), b"")),
        ("a ping of 126 bytes", masked(0x89, 126, &126_u16.to_be_bytes(), &[0; 126])),
        ("half a ping", masked(0x09, 0, &[], b"")),
        ("a farewell of one byte", masked(0x88, 1, &[], b"\x03")),
        ("a farewell without UTF-8", masked(0x88, 4, &[], b"\x03\xe8\xff\xfe")),
        ("no WebSocket at all", b"GET / HTTP/1.1\r\nhost: x\r\n\r\n".to_vec()),
    ]
}

/// Resident memory of this process, in MiB.
fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").expect("Linux");
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).expect("a line");
    line.trim().trim_end_matches(" kB").trim().parse::<u64>().expect("a number") / 1024
}

/// C5: each closes its own line within a second and nothing else, and nothing is set aside for what is only announced.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn c5_bytes_that_are_no_frames_close_their_own_line_at_once() {
    let house = House::open().await;
    let tv = house.who("tv-1").await.client;
    let cookie = tv.cookie_header().expect("signed in");
    let address = house.base.trim_start_matches("http://").to_string();
    let mut board = tv.live("/live/papan/utama?page=1").await.expect("a board");
    // The control: a frame that is one closes nothing, and is answered with everything.
    let mut sound = silent(&address, &cookie, 2).await;
    let mut bytes = [0; 64 * 1024];
    for _ in 0..3 {
        sound.write_all(&frame(r#"{"t":"ask"}"#)).await.expect("sent");
        assert!(soon("an answer", sound.read(&mut bytes)).await.expect("open") > 0);
    }
    let (before, all) = (resident(), nonsense());
    let mut slowest = Duration::ZERO;
    for (page, (what, bytes)) in all.iter().enumerate() {
        let mut socket = silent(&address, &cookie, 100 + page).await;
        socket.write_all(bytes).await.expect("sent");
        let begun = now();
        let mut rest = Vec::new();
        let ended = tokio::time::timeout(CLOSES, socket.read_to_end(&mut rest)).await;
        assert!(ended.is_ok(), "{what}: the line stays open");
        slowest = slowest.max(begun.elapsed());
    }
    let mut huge = Vec::new();
    for page in 0..HUGE {
        let mut socket = silent(&address, &cookie, 1_000 + page).await;
        socket.write_all(&masked(0x82, 127, &(64_u64 << 20).to_be_bytes(), b"")).await.expect("sent");
        huge.push(socket);
    }
    let grown = resident().saturating_sub(before);
    // Other tests run beside this one; what twenty lines announce is more than a thousand MiB.
    assert!(grown < 640, "{grown} MiB for what was only announced");
    house.who("kiosk").await.takes("A").await;
    house.officer(2).await.does("next", json!({})).await;
    soon("the call", board.until(|view| view["calls"][0]["number"] == "A-001")).await.expect("live");
    sound.write_all(&frame(r#"{"t":"ask"}"#)).await.expect("the good line is still there");
    result!(
        "{{\"id\":\"C5\",\"kinds\":{},\"slowest close ms\":{},\"grown MiB\":{grown}}}",
        all.len(),
        slowest.as_millis()
    );
}
