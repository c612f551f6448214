//! A10: a fault in the program, where nobody foresaw it. Whoever met it gets one answer in words, nothing is lost, and
//! everybody else goes on.

use crate::house::{House, Plans, soon};
use loket::clock::{Clock, SharedClock};
use loket::domain::time::Moment;
use serde_json::json;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Every ticket was called so often that once more cannot be counted.
fn called_without_end(state: &mut loket::domain::state::State) {
    let tickets: Vec<_> = state.tickets.values().cloned().collect();
    for ticket in tickets {
        let mut ticket = (*ticket).clone();
        ticket.leg_mut().calls = u32::MAX;
        state.tickets = state.tickets.insert(ticket.id, Arc::new(ticket));
    }
}

/// A decision that panics is one 500 in words. What was decided with it is done, nothing of it is written, and the
/// office goes on.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a10_a_fault_in_a_decision_is_one_answer_and_nothing_is_lost() {
    if !cfg!(debug_assertions) {
        return eprintln!("not tried: numbers that overflow are noticed in a debug build only");
    }
    let house = House::open().await;
    house.who("kiosk").await.takes("A").await;
    house.officer(2).await.does("next", json!({})).await;
    house.rests().await;
    let (clock, folder) = (house.clock.clone(), house.close().await);
    let plans = Plans {
        clock: Some(clock),
        folder: Some(folder),
        state: Some(called_without_end),
        ..Plans::default()
    };
    let house = House::build(plans).await;
    let (kiosk, two) = (house.who("kiosk").await, house.officer(2).await);
    let before = house.office().committed().state.seq;
    // Decided together, as far as chance will have it.
    let (recalled, one, another) =
        tokio::join!(two.tries("recall", json!({})), kiosk.takes("A"), kiosk.takes("A"));
    assert_eq!((recalled.status.as_u16(), &recalled.body["error"]), (500, &json!("fault")));
    assert!(recalled.body["message"].as_str().is_some_and(|words| words.contains("Tidak ada yang berubah")));
    let mut numbers = [one["number"].clone(), another["number"].clone()];
    numbers.sort_by_key(ToString::to_string);
    assert_eq!(numbers, [json!("A-002"), json!("A-003")]);
    let wrote = house.written_since(before);
    let calls =
        wrote.iter().flat_map(|entry| &entry.events).filter(|event| format!("{event:?}").contains("Call"));
    assert_eq!(calls.count(), 0, "nothing of the fault is in the journal: {wrote:?}");
    for _ in 0..3 {
        assert_eq!(two.tries("recall", json!({})).await.status.as_u16(), 500, "again and again");
        soon("a number", kiosk.takes("A")).await;
    }
    two.does("present", json!({})).await;
}

/// A clock that makes whoever looks at it panic, while it is armed, except the writer of the office.
struct Trap(SharedClock);

static ARMED: AtomicBool = AtomicBool::new(false);

impl Trap {
    fn looked_at(&self) -> &SharedClock {
        let writer = std::thread::current().name() == Some("office");
        assert!(writer || !ARMED.swap(false, Ordering::SeqCst), "a trap\nin two lines");
        &self.0
    }
}

impl Clock for Trap {
    fn now(&self) -> Moment {
        self.looked_at().now()
    }

    fn count(&self) -> i64 {
        self.looked_at().count()
    }
}

/// A handler that panics is one 500, with words for a person or for a program, and the same connection goes on.
#[tokio::test]
async fn a10_a_fault_in_a_handler_is_one_answer_and_the_connection_goes_on() {
    let house =
        House::build(Plans { through: Some(|clock| Arc::new(Trap(clock))), ..Plans::default() }).await;
    let kiosk = house.who("kiosk").await;
    kiosk.takes("A").await;
    house.rests().await;
    let address = house.base.trim_start_matches("http://").to_string();
    let mut line = tokio::net::TcpStream::connect(&address).await.expect("connected");
    for (accept, words) in [
        ("application/json", "\"error\":\"fault\""),
        ("text/html", "Program kantor gagal menampilkan halaman ini"),
    ] {
        for (armed, status) in [(true, 500), (false, 404)] {
            ARMED.store(armed, Ordering::SeqCst);
            let ask = format!("GET /t/nobody HTTP/1.1\r\nhost: {address}\r\naccept: {accept}\r\n\r\n");
            let (told, text) = asks(&mut line, &ask).await;
            assert_eq!(told, status, "{text}");
            assert_eq!(text.contains(words), armed, "{text}");
            assert!(text.contains("content-security-policy"), "{text}");
        }
    }
    kiosk.takes("A").await;
    house.verify();
}

/// An answer whose length is told, by a line that stays.
async fn asks(line: &mut tokio::net::TcpStream, ask: &str) -> (u16, String) {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    line.write_all(ask.as_bytes()).await.expect("asked");
    let mut text = Vec::new();
    let head = loop {
        text.push(soon("an answer", line.read_u8()).await.expect("the line stays"));
        if text.ends_with(b"\r\n\r\n") {
            break String::from_utf8_lossy(&text).to_lowercase();
        }
    };
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")).expect("a length");
    let mut body = vec![0; length.parse().expect("a number")];
    soon("a body", line.read_exact(&mut body)).await.expect("the line stays");
    let status = head[9..12].parse().expect("a status");
    (status, head + &String::from_utf8_lossy(&body))
}
