//! A hall full of boards: from the officer's key to the last of them, beside a bare broadcast of the same bytes, and
//! what each of them costs the program.
//!
//! Both halls are alike but for what is measured: the sender is a process of its own that is told over TCP, the readers
//! are the same code in this process, and they read the same bytes, those that the office sent. The bare sender is one
//! loop that writes them to one socket after the other. A call begins when the hall has fallen silent.
//!
//! The limit reached on two cores: 0.8 to 1.0 times the bare broadcast from 1,000 boards on, because the office writes from
//! both cores where the bare sender is one loop, and 4.4 KiB of memory for each board. To one board a call takes 1.6 ms, from
//! the key over HTTP to the disk and the view, where the bare sender takes 0.2 ms; so the fewer the boards are, the more
//! that weighs.

use super::now;
use crate::load::Flood;
use crate::program::Program;
use anyhow::{Context, Result, ensure};
use serde_json::json;
use std::collections::BTreeMap;
use std::path::Path;
use std::process::Stdio;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::process::Command;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

/// Boards of each hall.
const HALLS: [usize; 4] = [1, 100, 1_000, 5_000];
/// Calls in each.
const CALLS: u64 = 20;
/// A screen says that it is there this often.
const BEAT: Duration = Duration::from_secs(5);
/// A hall is silent when nothing came for this long.
const SILENCE: Duration = Duration::from_millis(200);
/// The word by which this program becomes the bare sender.
pub const BARE: &str = "bare-sender";

/// Messages that a hall can tell apart.
const REVISIONS: usize = 1024;

/// What the readers of a hall share.
struct Hall {
    boards: usize,
    /// How many boards have come to each revision.
    arrived: Vec<AtomicUsize>,
    /// A revision that has reached the last board, and when.
    complete: UnboundedSender<(usize, Instant)>,
    /// The frames that the first board read, by revision.
    kept: Mutex<BTreeMap<usize, Vec<u8>>>,
}

impl Hall {
    fn new(boards: usize) -> (Arc<Hall>, UnboundedReceiver<(usize, Instant)>) {
        let (complete, completes) = unbounded_channel();
        let arrived = (0..REVISIONS).map(|_| AtomicUsize::new(0)).collect();
        (Arc::new(Hall { boards, arrived, complete, kept: Mutex::default() }), completes)
    }

    /// A board has come from one revision to another.
    fn came(&self, from: usize, to: usize) {
        for revision in from + 1..=to.min(REVISIONS - 1) {
            if self.arrived[revision].fetch_add(1, Ordering::AcqRel) + 1 == self.boards {
                let _ = self.complete.send((revision, now()));
            }
        }
    }

    fn frame(&self, revision: usize) -> Option<Vec<u8>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).get(&revision).cloned()
    }
}

/// Measures and prints.
pub async fn run(folder: &Path) -> Result<()> {
    println!("a hall of boards                      p50 ms   p99 ms  bare p50  bare p99   x bare   KiB each");
    for boards in HALLS {
        let data = folder.join(format!("hall-{boards}"));
        let program = Program::start(&data).await?;
        let (hall, frames, each) = office_hall(&program, boards).await?;
        program.kill().await?;
        let bare = bare_hall(boards, &frames).await?;
        println!(
            "call -> last of {boards:>5} boards        {:>7.2}  {:>7.2}  {:>8.2}  {:>8.2}  {:>7.2}  {:>9.1}",
            hall.percentile(50.0),
            hall.percentile(99.0),
            bare.percentile(50.0),
            bare.percentile(99.0),
            hall.percentile(50.0) / bare.percentile(50.0),
            each,
        );
        std::fs::remove_dir_all(&data)?;
    }
    println!();
    Ok(())
}

/// Calls until the last board has each; the frames of the calls, and memory per board in KiB.
async fn office_hall(program: &Program, boards: usize) -> Result<(Flood, Vec<Vec<u8>>, f64)> {
    let (kiosk, officer) = (program.who("kiosk").await?, program.who("loket-2").await?);
    let tv = program.who("tv-1").await?;
    officer.act("/api/loket/2/open", json!({})).await?.done()?;
    for _ in 0..CALLS {
        kiosk.act("/api/kiosk/tickets", json!({ "service": "A" })).await?.done()?;
    }
    let cookie = tv.cookie_header().context("a cookie")?;
    let before = program.memory()?;
    let (hall, mut completes) = Hall::new(boards);
    for page in 0..boards {
        let (socket, first) = board(&program.address, &cookie, page).await?;
        tokio::spawn(read(socket, hall.clone(), first, page == 0));
    }
    silence(&mut completes).await;
    let each = (program.memory()? - before) / boards as f64;
    let (mut flood, mut frames) = (Flood::default(), Vec::new());
    for n in 1..=CALLS {
        let mark = format!("\"A-{n:03}\"");
        let begun = now();
        officer.act("/api/loket/2/next", json!({})).await?.done()?;
        let frame = loop {
            let (revision, at) = next(&mut completes).await.with_context(|| format!("call {n}"))?;
            let frame = hall.frame(revision).unwrap_or_default();
            if frame.windows(mark.len()).any(|some| some == mark.as_bytes()) {
                flood.latencies.push(at - begun);
                break frame;
            }
        };
        frames.push(frame);
        officer.act("/api/loket/2/miss", json!({})).await?.done()?;
        silence(&mut completes).await;
    }
    Ok((flood, frames, each))
}

/// The next revision that has reached the last board.
async fn next(completes: &mut UnboundedReceiver<(usize, Instant)>) -> Result<(usize, Instant)> {
    let complete = tokio::time::timeout(Duration::from_secs(30), completes.recv());
    complete.await.context("the last board saw nothing")?.context("boards")
}

/// Waits until nothing more comes.
async fn silence(completes: &mut UnboundedReceiver<(usize, Instant)>) {
    while let Ok(Some(_)) = tokio::time::timeout(SILENCE, completes.recv()).await {}
}

/// A board's socket, past its handshake. What came with it already is given back.
async fn board(address: &str, cookie: &str, page: usize) -> Result<(TcpStream, Vec<u8>)> {
    let mut socket = TcpStream::connect(address).await?;
    socket.set_nodelay(true)?;
    let upgrade = format!(
        "GET /live/papan/utama?page={page} HTTP/1.1\r\nhost: {address}\r\ncookie: {cookie}\r\nconnection: upgrade\r\n\
         origin: http://{address}\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
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

/// Reads frames, notes the revision of each, and says that it is there. One board of a hall keeps what it reads.
async fn read(mut socket: TcpStream, hall: Arc<Hall>, first: Vec<u8>, keeps: bool) {
    let (mut carried, mut at, mut said) = (first, 0, now());
    loop {
        let mut taken = 0;
        while let Some(long) = frame(&carried[taken..]) {
            let frame = &carried[taken..taken + long];
            taken += long;
            let Some(revision) = revision(frame) else { continue };
            if keeps {
                let mut kept = hall.kept.lock().unwrap_or_else(PoisonError::into_inner);
                kept.insert(revision, frame.to_vec());
            }
            hall.came(at, revision);
            at = revision;
        }
        carried.drain(..taken);
        match socket.read_buf(&mut carried).await {
            Ok(1..) => {}
            _ => return,
        }
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

/// How long the first frame is that a server sent, when all of it is there.
fn frame(bytes: &[u8]) -> Option<usize> {
    let long = match *bytes.get(1)? {
        126 => 4 + usize::from(u16::from_be_bytes(bytes.get(2..4)?.try_into().ok()?)),
        127 => 10 + usize::try_from(u64::from_be_bytes(bytes.get(2..10)?.try_into().ok()?)).ok()?,
        short => 2 + usize::from(short),
    };
    (bytes.len() >= long).then_some(long)
}

/// The revision of a view or a patch; it stands near the beginning.
fn revision(frame: &[u8]) -> Option<usize> {
    const NAME: &[u8] = b"\"rev\":";
    let start = &frame[..frame.len().min(80)];
    let at = start.windows(NAME.len()).position(|some| some == NAME)? + NAME.len();
    let digits = start[at..].iter().take_while(|byte| byte.is_ascii_digit());
    Some(digits.fold(0, |number, digit| number * 10 + usize::from(digit - b'0')))
}

/// The least that a broadcast can cost here: the same bytes, written to as many sockets one after the other.
async fn bare_hall(boards: usize, frames: &[Vec<u8>]) -> Result<Flood> {
    let mut child = Command::new(std::env::current_exe()?)
        .arg(BARE)
        .stdout(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .context("the bare sender")?;
    let out = child.stdout.take().context("a pipe")?;
    let address = BufReader::new(out).lines().next_line().await?.context("its address")?;
    let mut sender = TcpStream::connect(&address).await?;
    sender.set_nodelay(true)?;
    let (hall, mut completes) = Hall::new(boards);
    for page in 0..boards {
        let mut socket = TcpStream::connect(&address).await?;
        socket.set_nodelay(true)?;
        // It is among those who are sent to.
        socket.read_u8().await?;
        tokio::spawn(read(socket, hall.clone(), Vec::new(), page == 0));
    }
    let mut flood = Flood::default();
    for frame in frames {
        let revision = revision(frame).context("a revision")?;
        let begun = now();
        sender.write_u32(frame.len() as u32).await?;
        sender.write_all(frame).await?;
        loop {
            let (complete, at) = next(&mut completes).await?;
            if complete == revision {
                flood.latencies.push(at - begun);
                break;
            }
        }
        silence(&mut completes).await;
    }
    Ok(flood)
}

/// The bare sender: whoever comes first says what the others are sent.
pub async fn bare_sender() -> Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    println!("{}", listener.local_addr()?);
    let (mut teller, _) = listener.accept().await?;
    let mut sockets = Vec::new();
    let mut message = Vec::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => {
                let mut socket = accepted?.0;
                socket.set_nodelay(true)?;
                socket.write_u8(0).await?;
                sockets.push(socket);
            }
            long = teller.read_u32() => {
                message.resize(long? as usize, 0);
                teller.read_exact(&mut message).await?;
                for socket in &mut sockets {
                    socket.write_all(&message).await?;
                }
            }
        }
    }
}
