//! Many strangers at once against the real program: they drip, they send too much, they ask without end, they guess
//! passwords. Each is closed or answered in its time, and the figures tell what whoever takes a number feels of it.

mod uploads;

use crate::accounts::own_address;
use crate::crowd::many_sockets;
use crate::faults::now;
use crate::house::{House, Plans, does, soon};
use crate::program::program;
use crate::times::{Times, memory};
use loket::app::client::Client;
use serde_json::json;
use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::process::Stdio;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpSocket, TcpStream};
use tokio::process::Child;

/// An office in a process of its own.
pub struct Office {
    child: Child,
    port: u16,
}

impl Office {
    pub async fn open() -> Office {
        let mut child = program()
            .args(["demo", "--listen", "127.0.0.1:0"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program starts");
        let mut lines = BufReader::new(child.stdout.take().expect("a pipe")).lines();
        let line = soon("the first line", lines.next_line()).await.expect("text").expect("a line");
        let port = line.rsplit(':').next().and_then(|port| port.parse().ok()).expect("a port");
        Office { child, port }
    }

    /// Where this machine reaches it.
    pub fn here(&self) -> SocketAddr {
        SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), self.port)
    }

    pub async fn who(&self, login: &str) -> Client {
        let client = Client::new(&format!("http://{}", self.here()));
        client.demo_sign_in(login).await.expect("signed in");
        client
    }

    pub fn memory(&self, figure: &str) -> u64 {
        memory(self.child.id().expect("running"), figure)
    }

    /// The memory that it has, in KiB; the most that it ever had is counted anew from here.
    pub fn counts_anew(&self) -> u64 {
        let process = self.child.id().expect("running");
        std::fs::write(format!("/proc/{process}/clear_refs"), "5").expect("the figure is set back");
        self.memory("VmRSS")
    }

    pub async fn close(mut self) {
        assert!(self.child.try_wait().expect("its state").is_none(), "the program lives");
        self.child.kill().await.expect("stopped");
    }
}

/// A connection from one of eight addresses of this machine.
async fn from_somewhere(to: SocketAddr, nth: usize, small: bool) -> TcpStream {
    let socket = TcpSocket::new_v4().expect("a socket");
    let from = Ipv4Addr::new(127, 0, 0, 2 + u8::try_from(nth % 8).expect("few"));
    socket.bind(SocketAddr::new(IpAddr::V4(from), 0)).expect("an address of this machine");
    if small {
        socket.set_recv_buffer_size(4096).expect("a size the kernel rounds");
    }
    socket.connect(to).await.expect("connected")
}

/// How strangers drip.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Drip {
    Silent,
    Headers,
    Body,
    Read,
}

impl Drip {
    /// How many of it there are; `LOKET_DRIPS` says how many of the first, in all 2.5 times that.
    fn many(self) -> usize {
        let said = std::env::var("LOKET_DRIPS").ok().and_then(|text| text.parse().ok()).unwrap_or(400);
        if matches!(self, Drip::Silent | Drip::Headers) { said } else { said / 4 }
    }

    /// How long the office takes to be rid of one, when nothing else is to be done.
    fn time(self) -> Duration {
        Duration::from_secs(if matches!(self, Drip::Silent | Drip::Headers) { 10 } else { 30 })
    }

    /// What is sent at once.
    fn begins(self) -> Vec<u8> {
        match self {
            Drip::Silent => Vec::new(),
            Drip::Headers => b"GET / HTTP/1.1\r\nHost: x\r\nX-Drip: ".to_vec(),
            Drip::Body => b"POST /api/sign-in HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n\
                Content-Length: 60000\r\n\r\n{"
                .to_vec(),
            // More pages than the buffers of both sides hold.
            Drip::Read => b"GET / HTTP/1.1\r\nHost: x\r\nAccept: text/html\r\n\r\n".repeat(150),
        }
    }

    /// Drips a byte a second until the office has closed the line: after how long.
    async fn run(self, mut socket: TcpStream) -> Duration {
        let begun = now();
        let _ = socket.write_all(&self.begins()).await;
        let mut byte = [0];
        loop {
            let second = tokio::time::sleep(Duration::from_secs(1));
            match self {
                // The line may be closed while more lies unread.
                Drip::Read => tokio::select! {
                    _ = socket.ready(tokio::io::Interest::ERROR) => {
                        if socket.take_error().expect("a socket").is_some() {
                            return begun.elapsed();
                        }
                        // It was something else.
                        tokio::task::yield_now().await;
                    }
                    () = second => if !matches!(socket.read(&mut byte).await, Ok(1)) {
                        return begun.elapsed();
                    },
                },
                _ => tokio::select! {
                    // What it is told before the line is closed does not matter.
                    read = socket.read(&mut byte) => if !matches!(read, Ok(1)) {
                        return begun.elapsed();
                    },
                    () = second => if self != Drip::Silent && socket.write_all(b"x").await.is_err() {
                        return begun.elapsed();
                    },
                },
            }
        }
    }
}

/// F1: hundreds of strangers drip in four ways at once. Each is closed in its time, and meanwhile numbers are given.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn f1_every_drip_is_closed_in_its_time_and_numbers_are_given_meanwhile() {
    many_sockets();
    let office = Office::open().await;
    let kiosk = office.who("kiosk").await;
    let usual = Times::of(&kiosk, 100).await;
    let before = office.memory("VmRSS");
    let mut drips = Vec::new();
    for kind in [Drip::Silent, Drip::Headers, Drip::Body, Drip::Read] {
        for nth in 0..kind.many() {
            let socket = from_somewhere(office.here(), nth, kind == Drip::Read).await;
            drips.push((kind, tokio::spawn(kind.run(socket))));
            // Whoever finds the queue of the listener full believes to be there, and is seconds later.
            if nth % 100 == 0 {
                Times::of(&kiosk, 1).await;
            }
        }
    }
    let all = drips.len();
    let beside = Times::of(&kiosk, 200).await;
    let grown = office.memory("VmRSS").saturating_sub(before);
    let mut slowest: BTreeMap<Drip, Duration> = BTreeMap::new();
    for (kind, drip) in drips {
        // Half a minute more is for a busy machine; without an end they would drip for ever.
        let ended = tokio::time::timeout(kind.time() + Duration::from_secs(30), drip).await;
        let took = ended.unwrap_or_else(|_| panic!("{kind:?} is held for ever")).expect("no panic");
        assert!(
            took + Duration::from_secs(1) >= kind.time().min(Duration::from_secs(10)),
            "{kind:?}: {took:?}"
        );
        let known = slowest.entry(kind).or_default();
        *known = took.max(*known);
    }
    let slowest: Vec<_> = slowest
        .iter()
        .map(|(kind, took)| format!("\"{kind:?} closed after s\":{:.1}", took.as_secs_f64()))
        .collect();
    result!(
        "{{\"id\":\"F1\",\"drips\":{all},{},{},\"grown KiB\":{grown}}}",
        slowest.join(","),
        beside.beside(&usual)
    );
    office.close().await;
}

/// What is too much: a head, and what is sent after it for as long as it is taken.
struct TooMuch {
    what: &'static str,
    head: Vec<u8>,
    again: Vec<u8>,
    status: u16,
}

fn too_much(cookie: &str, berkas: u64) -> Vec<TooMuch> {
    let (id, mut all) = (ulid::Ulid::generate(), Vec::new());
    let scan = format!("/api/berkas/{berkas}/scan?requirement=KTP-el&request={id}");
    let bytes = vec![b'x'; 65_536];
    let chunk = [b"10000\r\n".as_slice(), &bytes, b"\r\n"].concat();
    for (path, kind) in [("/api/sign-in", "application/json"), (scan.as_str(), "application/pdf")] {
        for (what, length, again) in [
            ("a gigabyte that is told", "content-length: 1073741824", &bytes),
            ("a gigabyte in parts", "transfer-encoding: chunked", &chunk),
        ] {
            let head = format!(
                "POST {path} HTTP/1.1\r\nhost: x\r\nsec-fetch-site: same-origin\r\ncookie: {cookie}\r\n\
                 content-type: {kind}\r\n{length}\r\n\r\n"
            );
            all.push(TooMuch { what, head: head.into_bytes(), again: again.clone(), status: 413 });
        }
    }
    let headers: String = (0..10_000).map(|nth| format!("x-{nth}: y\r\n")).collect();
    for (what, headers) in
        [("a header of a megabyte", format!("x: {}\r\n", "y".repeat(1 << 20))), ("10,000 headers", headers)]
    {
        let head = format!("GET / HTTP/1.1\r\nhost: x\r\n{headers}\r\n").into_bytes();
        all.push(TooMuch { what, head, again: Vec::new(), status: 431 });
    }
    all
}

/// The status of the answer, if one came before the line was closed; how long that took; and how much was taken.
async fn pours(to: SocketAddr, much: Arc<TooMuch>) -> (Option<u16>, Duration, usize) {
    let begun = now();
    let (mut read, mut write) = TcpStream::connect(to).await.expect("connected").into_split();
    let poured = Arc::new(AtomicUsize::new(0));
    let taken = poured.clone();
    let pouring = tokio::spawn(async move {
        let mut sent = write.write_all(&much.head).await;
        while sent.is_ok() && !much.again.is_empty() && taken.load(Ordering::SeqCst) < 1 << 30 {
            sent = write.write_all(&much.again).await;
            taken.fetch_add(much.again.len(), Ordering::SeqCst);
        }
        // Held open, so that only the office ends it.
        std::future::pending::<()>().await;
        drop(write);
    });
    let mut head = [0; 12];
    let answered = soon("an answer", read.read_exact(&mut head)).await;
    let took = begun.elapsed();
    pouring.abort();
    let status = String::from_utf8_lossy(&head).split(' ').nth(1).and_then(|status| status.parse().ok());
    (answered.ok().and(status), took, poured.load(Ordering::SeqCst))
}

/// F2: what is too large is told so while it is still being sent, and takes no memory; four of each kind at once.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn f2_what_is_too_much_is_told_at_once_and_takes_no_memory() {
    let office = Office::open().await;
    let two = office.who("loket-2").await;
    let kiosk = office.who("kiosk").await;
    let berkas = registered(&kiosk, &two).await;
    let cookie = two.cookie_header().expect("signed in");
    let before = office.counts_anew();
    let (mut slowest, mut unheard) = (Duration::ZERO, 0);
    for much in too_much(&cookie, berkas) {
        let (what, expected, much) = (much.what, much.status, Arc::new(much));
        let pouring: Vec<_> = (0..4).map(|_| tokio::spawn(pours(office.here(), much.clone()))).collect();
        for task in pouring {
            let (status, took, poured) = task.await.expect("no panic");
            // A line that is closed while more is on its way may lose its last word; the next browser asks again.
            assert!(status.is_none_or(|status| status == expected), "{what}: {status:?}");
            unheard += usize::from(status.is_none());
            // Ten times what it takes on a machine that does nothing else.
            assert!(took < Duration::from_secs(10), "{what}: {took:?}");
            assert!(poured < 64 << 20, "{what}: {poured} bytes were taken");
            slowest = slowest.max(took);
        }
    }
    let grown = office.memory("VmHWM").saturating_sub(before);
    assert!(grown <= 32 * 1024, "{grown} KiB more");
    Times::of(&kiosk, 1).await;
    result!(
        "{{\"id\":\"F2\",\"sent\":24,\"slowest status ms\":{},\"closed without a word\":{unheard},\"most grown KiB\":{grown}}}",
        slowest.as_millis()
    );
    office.close().await;
}

/// A berkas of loket 2.
pub async fn registered(kiosk: &Client, two: &Client) -> u64 {
    does(two, "/api/loket/2/open", json!({})).await;
    does(kiosk, "/api/kiosk/tickets", json!({ "service": "A" })).await;
    does(two, "/api/loket/2/next", json!({})).await;
    does(two, "/api/loket/2/present", json!({})).await;
    let facts = crate::house::registration(two, "SIPB", true).await;
    does(two, "/api/loket/2/register", facts).await["berkas"].as_u64().expect("a berkas")
}

/// Asks for a page at a pace until it is over: how many of each status.
pub async fn asks(to: SocketAddr, from: IpAddr, path: String, over: Arc<AtomicBool>) -> BTreeMap<u16, usize> {
    let mut told = BTreeMap::new();
    // Eight connections, 250 requests a second each.
    let mut pace = tokio::time::interval(Duration::from_millis(4));
    pace.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Skip);
    let socket = TcpSocket::new_v4().expect("a socket");
    socket.bind(SocketAddr::new(from, 0)).expect("an address of this machine");
    let mut lines = BufReader::new(socket.connect(to).await.expect("connected"));
    let ask = format!("GET {path} HTTP/1.1\r\nHost: x\r\n\r\n");
    while !over.load(Ordering::SeqCst) {
        pace.tick().await;
        lines.get_mut().write_all(ask.as_bytes()).await.expect("asked");
        let (mut status, mut length, mut line) = (0, 0, String::new());
        while line != "\r\n" {
            line.clear();
            assert!(lines.read_line(&mut line).await.expect("an answer") > 0, "the line stays");
            if line.starts_with("HTTP/1.1 ") {
                status = line[9..12].parse().expect("a status");
            }
            if let Some(size) = line.to_lowercase().strip_prefix("content-length:") {
                length = size.trim().parse().expect("a length");
            }
        }
        let mut body = vec![0; length];
        lines.read_exact(&mut body).await.expect("a body");
        *told.entry(status).or_default() += 1;
    }
    told
}

/// F5: one address asks 2,000 times a second. It is told to wait, and whoever takes a number feels next to nothing.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn f5_a_flood_of_requests_is_told_to_wait_while_numbers_are_given() {
    let Some(own) = own_address() else { return eprintln!("not tried: this machine has no network") };
    // In the process of the test: the demonstration as a program is reached from its own machine only.
    let listener = std::net::TcpListener::bind("0.0.0.0:0").expect("a port");
    let port = listener.local_addr().expect("an address").port();
    let house = House::build(Plans { listener: Some(listener), ..Plans::default() }).await;
    let person = house.who("kiosk").await;
    let (ticket, kiosk) = (person.takes("A").await, person.client);
    let token = ticket["url"].as_str().and_then(|url| url.rsplit('/').next()).expect("a token");
    let usual = Times::of(&kiosk, 100).await;
    let over = Arc::new(AtomicBool::new(false));
    let there = SocketAddr::new(own, port);
    let begun = now();
    let flood: Vec<_> =
        (0..8).map(|_| tokio::spawn(asks(there, own, format!("/t/{token}"), over.clone()))).collect();
    let beside = Times::of(&kiosk, 300).await;
    over.store(true, Ordering::SeqCst);
    let mut told: BTreeMap<u16, usize> = BTreeMap::new();
    for task in flood {
        for (status, many) in soon("the end of the flood", task).await.expect("no panic") {
            *told.entry(status).or_default() += many;
        }
    }
    let seconds = begun.elapsed().as_secs_f64();
    let asked: usize = told.values().sum();
    assert!(told.keys().all(|status| [200, 429].contains(status)), "{told:?}");
    // Its clock stands still, so that nothing is earned again.
    assert_eq!(told[&200], 120, "as many as may come at once: {told:?} in {seconds} s");
    result!(
        "{{\"id\":\"F5\",\"requests a second\":{:.0},\"told to wait\":{},\"served\":{},{}}}",
        asked as f64 / seconds,
        told[&429],
        told[&200],
        beside.beside(&usual)
    );
    house.verify();
}

/// F6: 200 sign-ins at once, again and again. One password is hashed at a time; the rest is told to come again.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn f6_a_flood_of_sign_ins_slows_no_number() {
    let office = Office::open().await;
    let kiosk = office.who("kiosk").await;
    let usual = Times::of(&kiosk, 100).await;
    let stranger = Client::new(&format!("http://{}", office.here()));
    let over = Arc::new(AtomicBool::new(false));
    let guessing: Vec<_> = (0..200)
        .map(|nth| {
            let (stranger, over) = (stranger.clone(), over.clone());
            tokio::spawn(async move {
                let mut told: BTreeMap<u16, usize> = BTreeMap::new();
                let mut tries = 0;
                while tries == 0 || !over.load(Ordering::SeqCst) {
                    tries += 1;
                    let body =
                        json!({ "login": format!("orang-{nth}-{tries}"), "password": "bukan ini sandinya" });
                    let reply = stranger.post("/api/sign-in", body).await.expect("an answer");
                    let wait = reply.headers.get("retry-after").is_some();
                    assert!(
                        wait || reply.status.as_u16() != 429,
                        "whoever is sent away is told for how long"
                    );
                    *told.entry(reply.status.as_u16()).or_default() += 1;
                    // As whoever is told to.
                    if wait {
                        tokio::time::sleep(Duration::from_secs(1)).await;
                    }
                }
                told
            })
        })
        .collect();
    let beside = Times::of(&kiosk, 200).await;
    over.store(true, Ordering::SeqCst);
    let mut told: BTreeMap<u16, usize> = BTreeMap::new();
    for task in guessing {
        for (status, many) in soon("the end of the guessing", task).await.expect("no panic") {
            *told.entry(status).or_default() += many;
        }
    }
    assert!(told.keys().all(|status| [401, 429].contains(status)), "{told:?}");
    assert!(told.len() == 2, "some were tried, the rest sent away: {told:?}");
    let count = |status: u16| told.get(&status).copied().unwrap_or_default();
    result!(
        "{{\"id\":\"F6\",\"at once\":200,\"tried\":{},\"told to wait\":{},{}}}",
        count(401),
        count(429),
        beside.beside(&usual)
    );
    office.close().await;
}
