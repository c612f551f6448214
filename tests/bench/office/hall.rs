//! A hall full of boards: from the officer's key to the last of them, beside a bare broadcast of the same bytes, and
//! what each of them costs the program.

use super::now;
use crate::load::Flood;
use anyhow::{Context, Result, ensure};
use loket::app::client::Client;
use serde_json::json;
use std::path::Path;
use std::process::Stdio;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::process::{Child, Command};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

/// Boards of each hall.
const HALLS: [usize; 4] = [1, 100, 1_000, 5_000];
/// Calls in each.
const CALLS: u64 = 20;
/// A screen says that it is there this often.
const BEAT: Duration = Duration::from_secs(5);

/// The built program.
pub struct Program {
    child: Child,
    /// Where it listens.
    pub address: String,
    /// From its start to its first page, in milliseconds.
    pub started: f64,
}

impl Program {
    /// Starts the demonstration on a folder.
    pub async fn start(data: &Path) -> Result<Program> {
        let begun = now();
        let mut child = Command::new(env!("CARGO_BIN_EXE_loket"))
            .args(["demo", "--listen", "127.0.0.1:0", "--data"])
            .arg(data)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()?;
        let out = child.stdout.take().context("a pipe")?;
        let line = BufReader::new(out).lines().next_line().await?.context("its first line")?;
        let address = line.trim().strip_prefix("listening on http://").context("an address")?.to_string();
        Client::new(&format!("http://{address}")).get("/").await?.done()?;
        Ok(Program { child, address, started: begun.elapsed().as_secs_f64() * 1e3 })
    }

    /// Memory that is in RAM now, in KiB.
    pub fn memory(&self) -> Result<f64> {
        let status =
            std::fs::read_to_string(format!("/proc/{}/status", self.child.id().context("running")?))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).context("VmRSS")?;
        Ok(line.trim().trim_end_matches(" kB").trim().parse()?)
    }

    async fn who(&self, login: &str) -> Result<Client> {
        let client = Client::new(&format!("http://{}", self.address));
        client.demo_sign_in(login).await?;
        Ok(client)
    }
}

/// What the readers of a hall share.
#[derive(Clone)]
struct Hall {
    /// The number that is being called.
    wanted: Arc<AtomicU64>,
    /// Bytes read by all of them.
    bytes: Arc<AtomicU64>,
    seen: UnboundedSender<(u64, Instant)>,
}

/// Measures and prints.
pub async fn run(folder: &Path) -> Result<()> {
    println!("a hall of boards                      p50 ms   p99 ms  bare p50  bare p99   x bare   KiB each");
    for boards in HALLS {
        let data = folder.join(format!("hall-{boards}"));
        let program = Program::start(&data).await?;
        let (hall, bytes, each) = office_hall(&program, boards).await?;
        let bare = bare_hall(boards, bytes).await?;
        println!(
            "call -> last of {boards:>5} boards        {:>7.2}  {:>7.2}  {:>8.2}  {:>8.2}  {:>7.2}  {:>9.1}",
            hall.percentile(50.0),
            hall.percentile(99.0),
            bare.percentile(50.0),
            bare.percentile(99.0),
            hall.percentile(50.0) / bare.percentile(50.0),
            each,
        );
        drop(program);
        std::fs::remove_dir_all(&data)?;
    }
    println!();
    Ok(())
}

/// Calls until the last board has each; bytes per board and call, and memory per board in KiB.
async fn office_hall(program: &Program, boards: usize) -> Result<(Flood, usize, f64)> {
    let (kiosk, officer) = (program.who("kiosk").await?, program.who("loket-2").await?);
    let tv = program.who("tv-1").await?;
    officer.act("/api/loket/2/open", json!({})).await?.done()?;
    for _ in 0..CALLS {
        kiosk.act("/api/kiosk/tickets", json!({ "service": "A" })).await?.done()?;
    }
    let cookie = tv.cookie_header().context("a cookie")?;
    let before = program.memory()?;
    let (seen, mut hears) = unbounded_channel();
    let hall = Hall { wanted: Arc::default(), bytes: Arc::default(), seen };
    for page in 0..boards {
        let (socket, first) = board(&program.address, &cookie, page).await?;
        tokio::spawn(read(socket, hall.clone(), first));
    }
    let each = (program.memory()? - before) / boards as f64;
    let mut flood = Flood::default();
    let mut bytes = 0;
    for n in 1..=CALLS {
        let had = hall.bytes.load(Ordering::Relaxed);
        hall.wanted.store(n, Ordering::SeqCst);
        let begun = now();
        officer.act("/api/loket/2/next", json!({})).await?.done()?;
        flood.latencies.push(last(&mut hears, n, boards, begun).await? - begun);
        bytes = bytes.max((hall.bytes.load(Ordering::Relaxed) - had) as usize / boards);
        officer.act("/api/loket/2/miss", json!({})).await?.done()?;
    }
    Ok((flood, bytes, each))
}

/// When the last of so many readers has seen a number.
async fn last(
    hears: &mut UnboundedReceiver<(u64, Instant)>,
    n: u64,
    boards: usize,
    begun: Instant,
) -> Result<Instant> {
    let (mut last, mut many) = (begun, 0);
    while many < boards {
        let heard = tokio::time::timeout(Duration::from_secs(30), hears.recv());
        let (number, at) =
            heard.await.with_context(|| format!("{many} of {boards} saw call {n}"))?.context("boards")?;
        if number == n {
            last = last.max(at);
            many += 1;
        }
    }
    Ok(last)
}

/// A board's socket, past its handshake. What came with it already is given back.
async fn board(address: &str, cookie: &str, page: usize) -> Result<(TcpStream, Vec<u8>)> {
    let mut socket = TcpStream::connect(address).await?;
    socket.set_nodelay(true)?;
    let upgrade = format!(
        "GET /live/papan/utama?page={page} HTTP/1.1\r\nhost: {address}\r\ncookie: {cookie}\r\nconnection: upgrade\r\n\
         upgrade: websocket\r\nsec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
    );
    socket.write_all(upgrade.as_bytes()).await?;
    let mut all = Vec::new();
    let end = |all: &[u8]| all.windows(4).position(|four| four == b"\r\n\r\n");
    while end(&all).is_none() {
        let mut buffer = [0; 2048];
        let read = socket.read(&mut buffer).await?;
        ensure!(read > 0, "the board was not let in");
        all.extend_from_slice(&buffer[..read]);
    }
    ensure!(all.starts_with(b"HTTP/1.1 101"), "{}", String::from_utf8_lossy(&all));
    let rest = all.split_off(end(&all).context("a head")? + 4);
    Ok((socket, rest))
}

/// Reads frames as bytes, says that it is there, and tells when the number that is called comes by.
async fn read(mut socket: TcpStream, hall: Hall, first: Vec<u8>) {
    let mut carried = first;
    let (mut told, mut said) = (0, now());
    let mut buffer = [0; 4096];
    while let Ok(read @ 1..) = socket.read(&mut buffer).await {
        hall.bytes.fetch_add(read as u64, Ordering::Relaxed);
        carried.extend_from_slice(&buffer[..read]);
        let wanted = hall.wanted.load(Ordering::SeqCst);
        let mark = format!("\"A-{wanted:03}\"");
        if told != wanted && carried.windows(mark.len()).any(|some| some == mark.as_bytes()) {
            told = wanted;
            if hall.seen.send((wanted, now())).is_err() {
                return;
            }
        }
        // A mark may lie across two readings.
        let keep = carried.len().min(mark.len());
        carried.drain(..carried.len() - keep);
        if said.elapsed() > BEAT {
            said = now();
            let text = br#"{"t":"beat"}"#;
            let mut frame = vec![0x81, 0x80 | text.len() as u8, 0, 0, 0, 0];
            frame.extend_from_slice(text);
            if socket.write_all(&frame).await.is_err() {
                return;
            }
        }
    }
}

/// The least that a broadcast can cost here: the same bytes, written to as many sockets one after the other.
async fn bare_hall(boards: usize, bytes: usize) -> Result<Flood> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    let (seen, mut hears) = unbounded_channel();
    let mut sockets = Vec::with_capacity(boards);
    for _ in 0..boards {
        let (reader, accepted) = tokio::join!(TcpStream::connect(address), listener.accept());
        let (mut reader, (writer, _), seen) = (reader?, accepted?, seen.clone());
        writer.set_nodelay(true)?;
        sockets.push(writer);
        tokio::spawn(async move {
            let mut buffer = vec![0; bytes];
            for n in 1.. {
                if reader.read_exact(&mut buffer).await.is_err() || seen.send((n, now())).is_err() {
                    return;
                }
            }
        });
    }
    let message = vec![b'x'; bytes];
    let mut flood = Flood::default();
    for n in 1..=CALLS {
        let begun = now();
        for socket in &mut sockets {
            socket.write_all(&message).await?;
        }
        flood.latencies.push(last(&mut hears, n, boards, begun).await? - begun);
    }
    Ok(flood)
}
