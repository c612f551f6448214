//! Screens that take nothing of what is sent to them, and a hall of them that comes back at once.

use super::now;
use crate::house::{House, PATIENCE, soon};
use serde_json::json;
use std::time::Duration;
use tokio::io::AsyncWriteExt;
use tokio::net::{TcpSocket, TcpStream};

/// Screens that hang.
const HANGING: usize = 20;
/// How often each of them asks for everything, which is a few kilobytes, and reads none of it: more than the buffers of
/// both sides hold.
const ASKS: usize = 2_000;

/// Boards beside them that work; `LOKET_HALL` asks for more.
fn hall() -> usize {
    std::env::var("LOKET_HALL").ok().and_then(|text| text.parse().ok()).unwrap_or(30)
}

/// A text as a browser frames it, with a mask of zeros.
pub fn frame(text: &str) -> Vec<u8> {
    let mut frame = vec![0x81, 0x80 | u8::try_from(text.len()).expect("short"), 0, 0, 0, 0];
    frame.extend_from_slice(text.as_bytes());
    frame
}

/// A board with a buffer of four kilobytes, which it never reads.
pub async fn silent(address: &str, cookie: &str, page: usize) -> TcpStream {
    let socket = TcpSocket::new_v4().expect("a socket");
    socket.set_recv_buffer_size(4096).expect("a size the kernel rounds");
    let mut socket = socket.connect(address.parse().expect("an address")).await.expect("connected");
    let upgrade = format!(
        "GET /live/papan/utama?page={page} HTTP/1.1\r\nhost: {address}\r\ncookie: {cookie}\r\nconnection: upgrade\r\n\
         origin: http://{address}\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
    );
    socket.write_all(upgrade.as_bytes()).await.expect("sent");
    // It tells the office of its sound, so that the office knows of it.
    socket.write_all(&frame(r#"{"t":"sound","state":"running"}"#)).await.expect("sent");
    socket
}

/// C2, C3: twenty screens ask and ask and read nothing, until nothing more can be sent to them. The others do not feel
/// it, and the office lets go of those that take nothing, although they were heard a moment ago.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn c2_c3_screens_that_hang_hold_up_no_other_and_are_let_go() {
    let house = House::open().await;
    let tv = house.who("tv-1").await.client;
    let cookie = tv.cookie_header().expect("signed in");
    let address = house.base.trim_start_matches("http://").to_string();
    let mut boards = Vec::new();
    for page in 0..hall() {
        boards.push(tv.live(&format!("/live/papan/utama?page={page}")).await.expect("a board"));
    }
    let mut hanging = Vec::new();
    for page in 10_000..10_000 + HANGING {
        hanging.push(silent(&address, &cookie, page).await);
    }
    let known = || house.office().presence().devices().boards.len();
    let mut devices = house.office().presence().follow();
    let all = async {
        while known() < HANGING {
            devices.changed().await.expect("the office is open");
        }
    };
    soon("the screens that hang", all).await;
    let asking: Vec<_> =
        hanging.into_iter().map(|socket| tokio::spawn(asks_and_never_reads(socket))).collect();
    let (kiosk, two) = (house.who("kiosk").await, house.officer(2).await);
    let mut times = Vec::new();
    for n in 1..=20 {
        kiosk.takes("A").await;
        let begun = now();
        two.does("next", json!({})).await;
        let number = format!("A-{n:03}");
        for board in &mut boards {
            let shown = board.until(|view| view["calls"][0]["number"] == number.as_str());
            soon("the call", shown).await.expect("live");
        }
        times.push(begun.elapsed());
        two.does("miss", json!({})).await;
    }
    times.sort();
    let gone = async {
        while known() > 0 {
            devices.changed().await.expect("the office is open");
        }
    };
    tokio::time::timeout(PATIENCE, gone).await.expect("the office lets go of screens that take nothing");
    let mut blocked = 0;
    for task in asking {
        blocked += usize::from(soon("the end of its line", task).await.expect("no panic"));
    }
    assert_eq!(blocked, HANGING, "each was stuck with more to be sent, and was let go");
    let usual = times[times.len() * 9 / 10 - 1];
    // A busy machine and a program without optimisation take their time; a screen that held up others would take seconds.
    assert!(
        usual <= Duration::from_millis(150) * u32::try_from(hall().div_ceil(30)).expect("few"),
        "{times:?}"
    );
    let slowest = times.last().expect("twenty").as_millis();
    result!(
        "{{\"id\":\"C2\",\"boards\":{},\"hanging\":{HANGING},\"call p90 ms\":{},\"slowest call ms\":{slowest}}}",
        hall(),
        usual.as_millis()
    );
}

/// Whether its line was closed while it could send no more, which is how it feels that the office reads it no more.
async fn asks_and_never_reads(mut socket: TcpStream) -> bool {
    let ask = frame(r#"{"t":"ask"}"#);
    for _ in 0..ASKS {
        if socket.write_all(&ask).await.is_err() {
            return true;
        }
    }
    // Everything was taken from it; what it is owed fills the line, and nothing but the office can end that.
    loop {
        tokio::time::sleep(Duration::from_millis(50)).await;
        if socket.write_all(&ask).await.is_err() {
            return true;
        }
    }
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
