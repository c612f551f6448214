//! Screens that take nothing of what is sent to them, and a hall of them that comes back at once.

use super::now;
use crate::crowd::many_sockets;
use crate::house::{House, PATIENCE, Plans, soon};
use crate::times::{Times, memory};
use loket::app::client::{Client, Live};
use serde_json::json;
use std::time::Duration;
use tokio::io::AsyncWriteExt;
use tokio::net::{TcpSocket, TcpStream};

/// Screens that hang.
const HANGING: usize = 20;
/// Calls that the others are shown meanwhile.
const CALLS: usize = 40;
/// How often each of them asks for everything, which is a few kilobytes, and reads none of it: more than the buffers of
/// both sides hold.
const ASKS: usize = 2_000;

/// Screens that read nothing for a while and read on then; each has asked for everything so often before.
const SLOW: usize = 10;
const SLOW_ASKS: usize = 30;

/// Boards beside them that work, as many as usual or as `LOKET_HALL` asks for.
fn hall(usual: usize) -> usize {
    many_sockets();
    std::env::var("LOKET_HALL").ok().and_then(|text| text.parse().ok()).unwrap_or(usual)
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
    let (hall, mut boards, mut slow) = (hall(30), Vec::new(), Vec::new());
    for page in 0..hall {
        boards.push(tv.live(&format!("/live/papan/utama?page={page}")).await.expect("a board"));
    }
    for page in 20_000..20_000 + SLOW {
        slow.push(tv.live(&format!("/live/papan/utama?page={page}")).await.expect("a board"));
    }
    let before = memory(std::process::id(), "VmRSS");
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
    for screen in &mut slow {
        for _ in 0..SLOW_ASKS {
            screen.say(&json!({ "t": "ask" })).await.expect("sent");
        }
    }
    let (kiosk, two) = (house.who("kiosk").await, house.officer(2).await);
    let mut times = Vec::new();
    for n in 1..=CALLS {
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
    let grown = memory(std::process::id(), "VmRSS").saturating_sub(before);
    // Those that were slow read on, or come back where the office has let go of them meanwhile.
    let mut recovered = Duration::ZERO;
    let last = format!("A-{CALLS:03}");
    for screen in &mut slow {
        let begun = now();
        soon("the right picture", comes_to(&tv, screen, &last)).await;
        recovered = recovered.max(begun.elapsed());
    }
    let times = Times::sorted(times);
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
    // A busy machine and a program without optimisation take their time; a screen that held up others would take seconds.
    let most = 150.0 * hall.div_ceil(30) as f64;
    assert!(times.percentile(90) <= most, "{times:?}");
    // The boards that work and what they were shown are in the same process.
    assert!(grown < 64 * 1024 + 256 * hall as u64, "{grown} KiB more");
    result!(
        "{{\"id\":\"C2\",\"boards\":{hall},\"hanging\":{HANGING},\"slow\":{SLOW},\"call p50 ms\":{},\"call p90 ms\":{},\"call p99 ms\":{},\"slow ones right after ms\":{},\"grown KiB\":{grown}}}",
        times.percentile(50),
        times.percentile(90),
        times.percentile(99),
        recovered.as_millis()
    );
}

/// Reads on, by a new connection if need be, until the newest call is that one.
async fn comes_to(tv: &Client, screen: &mut Live, number: &str) {
    while screen.until(|view| view["calls"][0]["number"] == number).await.is_err() {
        if let Ok(again) = tv.live("/live/papan/utama?page=30000").await {
            *screen = again;
        }
    }
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

/// C4: five hundred screens come at once, as after a power failure, while numbers are given; then the server is replaced
/// under all of them, and they come again.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn c4_a_hall_of_screens_comes_back_at_once() {
    let screens = hall(500);
    let door = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let listener = Some(door.try_clone().expect("a socket"));
    let house = House::build(Plans { listener, ..Plans::default() }).await;
    let (tv, kiosk) = (house.who("tv-1").await.client, house.who("kiosk").await.client);
    let usual = Times::of(&kiosk, 50).await;
    let comes = |tv: &Client, page: usize, waiting: usize| {
        let tv = tv.clone();
        tokio::spawn(async move {
            loop {
                // A screen that is sent away waits, each for another time, and tries again.
                if let Ok(mut board) = tv.live(&format!("/live/papan/utama?page={page}")).await
                    && board.until(|view| view["waiting"][0]["count"] == waiting).await.is_ok()
                {
                    return board;
                }
                tokio::time::sleep(Duration::from_millis(fastrand::u64(..500))).await;
            }
        })
    };
    let begun = now();
    let coming: Vec<_> = (0..screens).map(|page| comes(&tv, page, 75)).collect();
    // Each second number is of the first service: 25 and 50 of a hundred and fifty.
    let first = Times::of(&kiosk, 100).await;
    let mut boards = Vec::new();
    for board in coming {
        boards.push(
            tokio::time::timeout(PATIENCE * 3, board).await.expect("the right picture").expect("no panic"),
        );
    }
    let at_once = begun.elapsed();

    let begun = now();
    let (clock, folder) = (house.clock.clone(), house.close().await);
    let plans = Plans { clock: Some(clock), folder: Some(folder), listener: Some(door), ..Plans::default() };
    let house = House::build(plans).await;
    let coming: Vec<_> = boards
        .into_iter()
        .enumerate()
        .map(|(page, mut board)| {
            let comes = comes(&tv, page, 125);
            tokio::spawn(async move {
                let told = loop {
                    if let Err(error) = board.hear().await {
                        break error.to_string();
                    }
                };
                assert!(told.contains("Restart"), "each was told to come back: {told}");
                comes.await.expect("no panic")
            })
        })
        .collect();
    let again = Times::of(&kiosk, 100).await;
    for board in coming {
        tokio::time::timeout(PATIENCE * 3, board).await.expect("the right picture").expect("no panic");
    }
    let replaced = begun.elapsed();
    house.verify();
    result!(
        "{{\"id\":\"C4\",\"screens\":{screens},\"all right after s\":{:.1},{},\"server replaced, all right after s\":{:.1},\"p99 ms meanwhile\":{}}}",
        at_once.as_secs_f64(),
        first.beside(&usual),
        replaced.as_secs_f64(),
        again.percentile(99)
    );
}
