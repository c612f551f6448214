//! Who may hold a connection of the office, and for how long: whoever asks and takes nothing is let go, a live screen
//! keeps its place, and strangers who hold all they can keep no device of the office out.

use crate::accounts::own_address;
use crate::house::{House, Plans, soon};
use axum::Router;
use axum::routing::get;
use loket::app::client::Client;
use loket::web::accept::{self, Caps, Entrance};
use rustls::pki_types::ServerName;
use serde_json::json;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::sync::watch;
use tokio::time::Instant;

/// More than the buffers of both sides hold, in bytes.
const LONG: usize = 32 * 1024 * 1024;
/// How long somebody may take nothing here.
const STALL: Duration = Duration::from_millis(1500);

const ASK: &[u8] = b"GET /long HTTP/1.1\r\nHost: loket\r\nConnection: close\r\n\r\n";

/// A server with one place, and something long to be had.
struct Server {
    address: SocketAddr,
    stop: watch::Sender<bool>,
    task: tokio::task::JoinHandle<()>,
}

impl Server {
    async fn open(caps: Caps, secure: Option<tokio_rustls::TlsAcceptor>) -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let (stop, stopping) = watch::channel(false);
        let long = get(async || vec![b'x'; LONG]);
        let router = Router::new().route("/long", long).route("/short", get(async || "here"));
        let entrance = match secure {
            Some(acceptor) => Entrance::secure(router, acceptor, Router::new()),
            None => Entrance::from(router),
        };
        let task = tokio::spawn(accept::serve(listener, entrance, caps, stopping));
        Server { address, stop, task }
    }

    /// A connection whose own buffer is small.
    async fn connect(&self) -> TcpStream {
        small(self.address, Ipv4Addr::LOCALHOST).await
    }

    async fn close(self) {
        self.stop.send_replace(true);
        soon("the end of the server", self.task).await.expect("it ended");
    }
}

async fn small(address: SocketAddr, from: Ipv4Addr) -> TcpStream {
    let socket = TcpSocket::new_v4().expect("a socket");
    socket.set_recv_buffer_size(4096).expect("a size the kernel rounds");
    socket.bind(SocketAddr::new(IpAddr::V4(from), 0)).expect("an address of this machine");
    socket.connect(address).await.expect("connected")
}

/// Caps under which only one connection is served at a time.
fn one() -> Caps {
    Caps { connections: 1, reserve: 0, stall: STALL, ..Caps::default() }
}

/// Whether somebody is served over that stream.
async fn served(mut stream: impl AsyncRead + AsyncWrite + Unpin) -> bool {
    let ask = b"GET /short HTTP/1.1\r\nHost: loket\r\nConnection: close\r\n\r\n";
    let mut answer = String::new();
    let _ = stream.write_all(ask).await;
    let _ = stream.read_to_string(&mut answer).await;
    answer.starts_with("HTTP/1.1 200") && answer.ends_with("here")
}

/// Asks for something long and takes nothing of it, until another one is served in its place.
async fn takes_nothing<Stream>(stream: Stream, another: impl AsyncFn() -> Stream)
where
    Stream: AsyncRead + AsyncWrite + Unpin,
{
    let (asked, mut stream) = (Instant::now(), stream);
    stream.write_all(ASK).await.expect("asked");
    let mut head = [0; 12];
    stream.read_exact(&mut head).await.expect("it begins to come");
    assert_eq!(&head, b"HTTP/1.1 200");
    soon("the place of whoever takes nothing", async { while !served(another().await).await {} }).await;
    assert!(asked.elapsed() >= STALL, "nobody is let go before their time: {:?}", asked.elapsed());
    let mut rest = Vec::new();
    let _ = soon("the end", stream.read_to_end(&mut rest)).await;
    assert!(rest.len() < LONG, "the line was closed in the middle");
}

/// F1: the kernel would hold the line for ever, and the answer with it.
#[tokio::test]
async fn f1_whoever_asks_and_takes_nothing_is_let_go() {
    let server = Server::open(one(), None).await;
    takes_nothing(server.connect().await, async || server.connect().await).await;
    server.close().await;
}

/// The same over TLS.
#[tokio::test]
async fn f1_whoever_takes_nothing_over_tls_is_let_go() {
    let folder = tempfile::tempdir().expect("a folder");
    let (secure, _) = crate::tls::own(folder.path()).await;
    let mut roots = rustls::RootCertStore::empty();
    let pem = secure.certificates.authority().expect("a CA").pem().to_string();
    use rustls::pki_types::pem::PemObject;
    for certificate in rustls::pki_types::CertificateDer::pem_slice_iter(pem.as_bytes()) {
        roots.add(certificate.expect("a certificate")).expect("a CA");
    }
    let config = rustls::ClientConfig::builder_with_provider(loket::web::tls::provider());
    let config = config.with_safe_default_protocol_versions().expect("versions");
    let config = Arc::new(config.with_root_certificates(roots).with_no_client_auth());
    let server = Server::open(one(), Some(secure.certificates.acceptor().expect("ciphers"))).await;
    let connect = async || {
        let name = ServerName::try_from("localhost").expect("a name");
        loop {
            // Whoever finds no place is closed before the two have agreed.
            let agreed = tokio_rustls::TlsConnector::from(config.clone());
            if let Ok(stream) = agreed.connect(name.clone(), server.connect().await).await {
                return stream;
            }
        }
    };
    takes_nothing(connect().await, &connect).await;
    server.close().await;
}

/// F1: a byte now and then is no taking; and, as the control of all of these, whoever takes slowly gets everything,
/// however long it takes.
#[tokio::test]
async fn f1_a_drip_is_let_go_and_a_slow_download_is_not() {
    let server = Server::open(Caps { connections: 2, ..one() }, None).await;
    let mut drip = server.connect().await;
    drip.write_all(ASK).await.expect("asked");
    let dripping = tokio::spawn(async move {
        let (mut byte, mut took) = ([0], 0_u32);
        loop {
            if drip.take_error().expect("a socket").is_some() || !matches!(drip.read(&mut byte).await, Ok(1))
            {
                return took;
            }
            took += 1;
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    });
    let (begun, mut slow) = (Instant::now(), server.connect().await);
    slow.write_all(ASK).await.expect("asked");
    let (mut part, mut came) = (vec![0; 64 * 1024], 0);
    // Slow for twice as long as anybody may take nothing, then as fast as it goes.
    loop {
        let bytes = soon("more", slow.read(&mut part)).await.expect("the line stays");
        if bytes == 0 {
            break;
        }
        came += bytes;
        if begun.elapsed() < STALL * 2 {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
    assert!(came > LONG, "everything, and a head: {came}");
    let took = soon("the end of the drip", dripping).await.expect("no panic");
    assert!(took < 4096, "it was closed while there was more: {took}");
    server.close().await;
}

/// Whether an office answers somebody who comes from an address of this machine. The connection, if it does.
async fn comes(address: SocketAddr, from: Ipv4Addr) -> Option<TcpStream> {
    let mut socket = small(address, from).await;
    let _ = socket.write_all(b"GET /health HTTP/1.1\r\nHost: loket\r\n\r\n").await;
    let mut head = [0; 12];
    socket.read_exact(&mut head).await.ok()?;
    (&head == b"HTTP/1.1 200").then_some(socket)
}

/// A socket that became a live screen is held open like any other, and counts like any other.
#[tokio::test]
async fn a_live_screen_keeps_its_place_for_as_long_as_it_lives() {
    let caps = Caps { connections: 3, reserve: 0, ..Caps::default() };
    let house = House::build(Plans { caps, ..Plans::default() }).await;
    let address: SocketAddr = house.base.trim_start_matches("http://").parse().expect("an address");
    let tv = house.who("tv-1").await.client;
    let cookie = tv.cookie_header().expect("signed in");
    drop(tv);
    let board = |page: u32| {
        format!(
            "GET /live/papan/utama?page={page} HTTP/1.1\r\nhost: {address}\r\ncookie: {cookie}\r\nconnection: upgrade\r\n\
             origin: http://{address}\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
        )
    };
    let mut boards = Vec::new();
    // The connection by which it signed in may take a moment to end.
    let all = async {
        while boards.len() < 3 {
            let mut socket = TcpStream::connect(address).await.expect("connected");
            let _ = socket.write_all(board(boards.len() as u32).as_bytes()).await;
            let mut head = [0; 12];
            if socket.read_exact(&mut head).await.is_ok() {
                assert_eq!(&head, b"HTTP/1.1 101");
                boards.push(socket);
            }
        }
    };
    soon("three boards", all).await;
    for _ in 0..20 {
        assert!(comes(address, Ipv4Addr::LOCALHOST).await.is_none(), "all places are taken");
    }
    boards.pop();
    soon("the place of a board that went", async {
        while comes(address, Ipv4Addr::LOCALHOST).await.is_none() {}
    })
    .await;
}

/// Strangers hold every place that they can get. Whoever comes from where somebody signed in was before finds one of the
/// reserve; the control is an address where nobody ever was.
#[tokio::test]
async fn strangers_keep_no_device_of_the_office_out() {
    const STRANGER: Ipv4Addr = Ipv4Addr::new(127, 0, 0, 2);
    const NEVER_SEEN: Ipv4Addr = Ipv4Addr::new(127, 0, 0, 3);
    let caps = Caps { connections: 6, reserve: 3, ..Caps::default() };
    let house = House::build(Plans { caps, ..Plans::default() }).await;
    let address: SocketAddr = house.base.trim_start_matches("http://").parse().expect("an address");
    let kiosk = house.who("kiosk").await;
    kiosk.takes("A").await;
    let cookie = kiosk.client.cookie_header().expect("signed in");
    drop(kiosk);
    let mut strangers = Vec::new();
    let mut refused = 0;
    // The kiosk's own connection ends at its own pace.
    let all = async {
        while strangers.len() < 6 {
            match comes(address, STRANGER).await {
                Some(socket) => strangers.push(socket),
                None => refused += 1,
            }
        }
    };
    soon("every common place", all).await;
    assert!(comes(address, STRANGER).await.is_none() && comes(address, NEVER_SEEN).await.is_none());
    let body = json!({ "service": "A", "request": ulid::Ulid::generate().to_string() }).to_string();
    let ask = format!(
        "POST /api/kiosk/tickets HTTP/1.1\r\nhost: {address}\r\ncookie: {cookie}\r\nsec-fetch-site: same-origin\r\n\
         content-type: application/json\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}",
        body.len()
    );
    let mut socket = small(address, Ipv4Addr::LOCALHOST).await;
    socket.write_all(ask.as_bytes()).await.expect("sent");
    let mut answer = String::new();
    soon("a number", socket.read_to_string(&mut answer)).await.expect("an answer");
    assert!(answer.starts_with("HTTP/1.1 201") && answer.contains("A-002"), "{answer}");
    drop(strangers);
}

/// One address has so many live screens and no more, and they take nothing from what it may ask.
#[tokio::test]
async fn one_address_has_its_share_of_live_screens() {
    let Some(own) = own_address() else { return eprintln!("not tried: this machine has no network") };
    let listener = std::net::TcpListener::bind(SocketAddr::new(own, 0)).expect("a port");
    let caps = Caps { per_address: 8, live_per_address: 12, ..Caps::default() };
    let house = House::build(Plans { caps, listener: Some(listener), ..Plans::default() }).await;
    let tv: Client = house.who("tv-1").await.client;
    let mut boards = Vec::new();
    for page in 0..12 {
        boards.push(
            soon("a board", tv.live(&format!("/live/papan/utama?page={page}"))).await.expect("a board"),
        );
    }
    let refused = soon("a word", tv.live("/live/papan/utama?page=99")).await;
    assert!(refused.is_err_and(|error| format!("{error:#}").contains("503")), "more than its share");
    house.who("kiosk").await.takes("A").await;
    let last = boards.last_mut().expect("twelve");
    soon("the number", last.until(|view| view["waiting"][0]["count"] == 1)).await.expect("live");
    boards.pop();
    soon("the place of a screen that went", async {
        while tv.live("/live/papan/utama?page=99").await.is_err() {}
    })
    .await;
}
