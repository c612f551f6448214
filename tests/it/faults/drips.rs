//! Screens behind a line that brings one byte a second, for a while.

use super::now;
use crate::flood::Office;
use crate::house::{does, soon};
use crate::times::Times;
use loket::app::client::{Client, Live};
use serde_json::json;
use std::net::SocketAddr;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::sync::watch;

/// Screens behind such a line.
const SLOW: usize = 20;
/// Screens beside them.
const OTHERS: usize = 30;
/// Calls that the others are shown meanwhile.
const CALLS: usize = 40;
/// How often every second of the slow ones asks for everything, a few kilobytes each time, which is more than the line
/// holds. The others ask for as much as it does hold.
const MUCH: usize = 200;
const LITTLE: usize = 4;

/// A line to the office; at will it brings one byte a second from there.
async fn line(office: SocketAddr, drips: watch::Receiver<bool>) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(async move {
        while let Ok((near, _)) = listener.accept().await {
            tokio::spawn(carry(near, office, drips.clone()));
        }
    });
    address
}

async fn carry(near: TcpStream, office: SocketAddr, mut drips: watch::Receiver<bool>) {
    let socket = TcpSocket::new_v4().expect("a socket");
    socket.set_recv_buffer_size(4096).expect("a size the kernel rounds");
    let (mut from, mut to) = socket.connect(office).await.expect("connected").into_split();
    let (mut said, mut shown) = near.into_split();
    let said = tokio::spawn(async move { tokio::io::copy(&mut said, &mut to).await });
    let mut part = vec![0; 64 * 1024];
    loop {
        let most = if *drips.borrow() { 1 } else { part.len() };
        let Ok(bytes @ 1..) = from.read(&mut part[..most]).await else { break };
        if shown.write_all(&part[..bytes]).await.is_err() {
            break;
        }
        let at_speed = drips.wait_for(|drips| !*drips);
        // Whoever turns the line to speed is not waited for.
        let _ = tokio::time::timeout(Duration::from_secs(1), at_speed).await;
    }
    said.abort();
}

/// C2: twenty screens read one byte a second, half of them while more is sent to them than the line holds. The office's
/// memory does not grow, thirty others have each call at once, and when the line is well again every slow one shows what is
/// right within two seconds, if need be by a new connection because the office let go of it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn c2_screens_that_read_a_byte_a_second_hold_up_no_other() {
    let office = Office::open().await;
    let (drip, drips) = watch::channel(false);
    let there = line(office.here(), drips).await;
    let (tv, kiosk, two) = (office.who("tv-1").await, office.who("kiosk").await, office.who("loket-2").await);
    let far = Client::new(&format!("http://{there}"));
    far.put_cookie("loket_papan", &tv.cookie("loket_papan").expect("a cookie"));
    does(&two, "/api/loket/2/open", json!({})).await;
    let (mut boards, mut slow) = (Vec::new(), Vec::new());
    for page in 0..OTHERS {
        boards.push(tv.live(&format!("/live/papan/utama?page={page}")).await.expect("a board"));
    }
    for page in 10_000..10_000 + SLOW {
        slow.push(far.live(&format!("/live/papan/utama?page={page}")).await.expect("a board"));
    }
    for screen in &mut slow {
        screen.say(&json!({ "t": "sound", "state": "running" })).await.expect("sent");
    }
    let admin = office.who("admin").await;
    let known = async || {
        let boards = admin.get("/api/boards").await.expect("an answer").body;
        boards["boards"].as_array().expect("a list").len()
    };
    soon("the slow screens", async { while known().await < SLOW {} }).await;
    let before = office.counts_anew();
    drip.send_replace(true);
    for (nth, screen) in slow.iter_mut().enumerate() {
        for _ in 0..if nth % 2 == 0 { MUCH } else { LITTLE } {
            screen.say(&json!({ "t": "ask" })).await.expect("sent");
        }
    }
    let (mut times, mut last) = (Vec::new(), String::new());
    for _ in 0..CALLS {
        let ticket = does(&kiosk, "/api/kiosk/tickets", json!({ "service": "A" })).await;
        last = ticket["number"].as_str().expect("a number").to_string();
        let begun = now();
        does(&two, "/api/loket/2/next", json!({})).await;
        for board in &mut boards {
            let shown = board.until(|view| view["calls"][0]["number"] == last.as_str());
            soon("the call", shown).await.expect("live");
            times.push(begun.elapsed());
        }
        does(&two, "/api/loket/2/miss", json!({})).await;
    }
    let grown = office.memory("VmHWM").saturating_sub(before);
    // Whoever takes nothing of a message for ten seconds is let go.
    soon("the end of those who are sent too much", async { while known().await > SLOW / 2 {} }).await;
    drip.send_replace(false);
    let (begun, mut kept) = (now(), 0);
    let mut right = Vec::new();
    for (screen, page) in slow.into_iter().zip(10_000..) {
        let (far, last) = (far.clone(), last.clone());
        right.push(tokio::spawn(async move {
            let again = comes_to(&far, screen, page, &last).await;
            (again, begun.elapsed())
        }));
    }
    let mut slowest = Duration::ZERO;
    for task in right {
        let (again, took) = soon("the right picture", task).await.expect("no panic");
        kept += usize::from(!again);
        slowest = slowest.max(took);
    }
    assert!(kept > 0 && kept < SLOW, "some were let go and some were not: {kept} kept");
    let times = Times::sorted(times);
    // A busy machine takes its time; a screen that held up others would take seconds.
    assert!(times.percentile(95) <= 150.0, "{times:?}");
    assert!(slowest <= Duration::from_secs(5), "{slowest:?}");
    assert!(grown <= 20 * 1024, "{grown} KiB more");
    result!(
        "{{\"id\":\"C2 drips\",\"boards\":{OTHERS},\"reading a byte a second\":{SLOW},\"call p50 ms\":{},\"call p99 ms\":{},\"kept their line\":{kept},\"slow ones right after ms\":{},\"grown KiB\":{grown}}}",
        times.percentile(50),
        times.percentile(99),
        slowest.as_millis()
    );
    office.close().await;
}

/// Reads on, by a new connection if need be, until the newest call is that one. Whether it took a new one.
async fn comes_to(far: &Client, mut screen: Live, page: usize, number: &str) -> bool {
    let mut again = false;
    while screen.until(|view| view["calls"][0]["number"] == number).await.is_err() {
        again = true;
        if let Ok(new) = far.live(&format!("/live/papan/utama?page={page}")).await {
            screen = new;
        }
    }
    again
}
