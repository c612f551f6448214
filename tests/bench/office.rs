//! `cargo bench --bench office`: how fast the office is, beside what its machine can do at most.
//!
//! Absolute figures say little about another machine, so every figure stands beside a limit measured
//! in the same run: raw syncs of the same disk, a handler that does nothing, one commit per request, a bare
//! broadcast of the same bytes. Words after `--` choose parts: `load`, `slow`, `boards`, `hall`, `paper`, `phones`,
//! `reopen`, `start`.

#[path = "office/hall.rs"]
mod hall;
mod load;
#[path = "office/paths.rs"]
mod paths;
mod program;
#[path = "office/reopen.rs"]
mod reopen;
#[path = "office/slow.rs"]
mod slow;

use anyhow::{Context, Result};
use load::{Flood, flood};
use loket::app::client::Client;
use loket::app::serve::{self, Options, Running};
use loket::app::{config, demo};
use loket::clock::{ManualClock, SharedClock, Timekeeper};
use loket::domain::state::State;
use loket::domain::time::{Date, UtcOffset};
use loket::printing::emulator::Emulator;
use loket::store::Store;
use serde_json::json;
use std::collections::BTreeMap;
use std::os::unix::fs::FileExt;
use std::path::Path;
use std::time::{Duration, Instant};
use tokio::net::TcpListener;

/// How long each load lasts.
const LOAD: Duration = Duration::from_secs(3);
/// Calls measured with boards.
const CALLS: usize = 60;
/// Pages that a commit of one number writes, by `strace`.
const PAGES: u32 = 20;
/// Boards that show them.
const BOARDS: usize = 100;

fn main() -> Result<()> {
    // `cargo bench` and `cargo test` pass flags meant for other harnesses.
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(run())
}

#[expect(clippy::disallowed_methods, reason = "a benchmark measures time")]
fn now() -> Instant {
    Instant::now()
}

/// Whether a part was asked for; all are when none is named.
fn wanted(part: &str) -> bool {
    let mut named = std::env::args().skip(1).filter(|word| !word.starts_with('-')).peekable();
    named.peek().is_none() || named.any(|word| word == part)
}

async fn run() -> Result<()> {
    if std::env::args().nth(1).is_some_and(|word| word == hall::BARE) {
        return hall::bare_sender().await;
    }
    let folder = tempfile::tempdir_in(std::env::current_dir()?.join("target"))?;
    let folder = folder.path();
    println!("{} cores, disk of {}", std::thread::available_parallelism()?, folder.display());
    println!();
    if wanted("load") {
        loads(folder).await?;
    }
    if wanted("slow") {
        slow::run().await?;
    }
    if wanted("boards") {
        calls_to_boards(folder).await?;
    }
    if wanted("paper") {
        paths::tap_to_paper(folder).await?;
    }
    println!();
    if wanted("hall") {
        hall::run(folder).await?;
    }
    if wanted("phones") {
        paths::phones(folder).await?;
    }
    if wanted("reopen") {
        reopen::run(folder).await?;
    }
    if wanted("start") {
        let program = program::Program::start(&folder.join("start")).await?;
        println!("start of the program -> first page   {:>6.0} ms", program.started);
        println!("memory of the program that idles     {:>6.1} MB", program.memory()? / 1024.0);
        let bytes = std::fs::metadata(env!("CARGO_BIN_EXE_loket"))?.len();
        println!("the program itself                   {:>6.1} MB", bytes as f64 / 1e6);
    }
    Ok(())
}

/// Durable numbers per second, beside raw syncs and a handler that does nothing.
async fn loads(folder: &Path) -> Result<()> {
    let syncs = raw_syncs(folder, 1)?;
    println!("raw fdatasync of 4 KiB                       {syncs:>9.0} /s");
    let scattered = raw_syncs(folder, PAGES)? / 2.0;
    println!("two syncs, of {PAGES} scattered pages and of one {scattered:>9.0} /s");
    let mut nothing = BTreeMap::new();
    for clients in [1, 16, 64, 256] {
        let rate = no_op(clients).await?;
        println!("a handler that does nothing, {clients:>3} clients     {:>9.0} /s", rate.per_second);
        nothing.insert(clients, rate.per_second);
    }
    println!();
    println!("durable tickets over HTTP          per s   x sync  x no-op   p50 ms   p99 ms  max ms");
    for (clients, batch) in [(1, 256), (16, 256), (64, 256), (256, 256), (1, 1), (64, 1)] {
        let rate = tickets(folder, clients, batch).await?;
        let beside = nothing[&clients];
        let way = if batch == 1 { "one commit per request" } else { "group commit" };
        println!(
            "{way:<24} {clients:>4}  {:>9.0}  {:>6.2}  {:>7.3}  {:>7.2}  {:>7.2}  {:>6.1}",
            rate.per_second,
            rate.per_second / syncs,
            rate.per_second / beside,
            rate.percentile(50.0),
            rate.percentile(99.0),
            rate.percentile(100.0),
        );
    }
    println!();
    Ok(())
}

/// Syncs per second of the disk under the data, each of one page; or, when there are more, of so many that lie apart
/// and of one page after them in turn, as a commit in two phases writes.
fn raw_syncs(folder: &Path, pages: u32) -> Result<f64> {
    let file = std::fs::File::create(folder.join("raw"))?;
    file.set_len(4096 * 1024)?;
    file.sync_all()?;
    let (begun, mut done, mut at) = (now(), 0_u32, 0_u32);
    while begun.elapsed() < Duration::from_secs(2) {
        for _ in 0..if done.is_multiple_of(2) { pages } else { 1 } {
            // A step that is prime to the number of pages comes to all of them.
            at = (at + 167) % 1024;
            file.write_all_at(&[done as u8; 4096], u64::from(at) * 4096)?;
        }
        file.sync_data()?;
        done += 1;
    }
    Ok(f64::from(done) / begun.elapsed().as_secs_f64())
}

/// The same accept loop and router with a handler that does nothing.
async fn no_op(clients: usize) -> Result<Flood> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    let (stop, stopping) = tokio::sync::watch::channel(false);
    let router = axum::Router::new().route("/api/kiosk/tickets", axum::routing::post(async || "{}"));
    let caps = loket::web::accept::Caps::default();
    let server = tokio::spawn(loket::web::accept::serve(listener, router, caps, stopping));
    let result = flood(address, clients, LOAD, "").await;
    stop.send_replace(true);
    server.await?;
    result
}

/// Durable tickets per second, with the whole product behind the request.
async fn tickets(folder: &Path, clients: usize, batch: usize) -> Result<Flood> {
    let data = folder.join(format!("tickets-{clients}-{batch}"));
    let running = office(Store::open(&data)?, &data, Setting { batch, printers: false }).await?.0;
    let kiosk = Client::new(&format!("http://{}", running.address));
    kiosk.demo_sign_in("kiosk").await?;
    let cookie = kiosk.cookie_header().context("a cookie")?;
    let before = running.office.committed().state.tickets.size();
    let result = flood(running.address, clients, LOAD, &cookie).await?;
    let issued = running.office.committed().state.tickets.size() - before;
    anyhow::ensure!(
        issued == result.latencies.len(),
        "{issued} tickets for {} answers",
        result.latencies.len()
    );
    running.stop().await;
    std::fs::remove_dir_all(&data)?;
    Ok(result)
}

/// How an office is set up.
#[derive(Clone, Copy)]
struct Setting {
    /// Asks decided together.
    batch: usize,
    /// Whether its printers are there; else each slip stays a row.
    printers: bool,
}

/// The default office on a Monday morning, with its virtual printers.
async fn office(
    (store, state): (Store, State),
    data: &Path,
    Setting { batch, printers }: Setting,
) -> Result<(Running, Vec<(String, String, Emulator)>)> {
    let mut profile = config::default_office()?;
    let monday = UtcOffset(8 * 3600).moment(Date::constant(2026, 11, 23).at(8, 0, 0, 0));
    let clock: SharedClock = ManualClock::at(monday);
    let demo = demo::prepare(&mut profile, &clock, false).await?;
    let emulators = demo.printers.clone();
    if !printers {
        for printer in &mut profile.printers {
            printer.address = loket::domain::profile::Address::Network("127.0.0.1:1".to_string());
        }
    }
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let limits = loket::office::Limits { batch, queued: 512 };
    let folder = data.to_path_buf();
    let copies = demo::copies(&folder);
    let options = Options {
        profile,
        store,
        folder,
        state,
        time: Timekeeper::of(clock),
        listener,
        demo: Some(demo),
        copies,
        settings: None,
        book: None,
        limits,
        caps: Default::default(),
        secure: None,
        outside: None,
        believed: Default::default(),
    };
    Ok((serve::start(options).await?, emulators))
}

/// From an officer's key to the last of many boards.
async fn calls_to_boards(folder: &Path) -> Result<()> {
    let data = folder.join("boards");
    let running = office(Store::open(&data)?, &data, Setting { batch: 256, printers: false }).await?.0;
    let base = format!("http://{}", running.address);
    let (kiosk, officer, tv) = (Client::new(&base), Client::new(&base), Client::new(&base));
    kiosk.demo_sign_in("kiosk").await?;
    officer.demo_sign_in("loket-2").await?;
    tv.demo_sign_in("tv-1").await?;
    officer.act("/api/loket/2/open", json!({})).await?.done()?;
    for _ in 0..CALLS {
        kiosk.act("/api/kiosk/tickets", json!({ "service": "A" })).await?.done()?;
    }
    let (heard, mut hears) = tokio::sync::mpsc::unbounded_channel();
    for page in 0..BOARDS {
        let mut board = tv.live(&format!("/live/papan/utama?page={page}")).await?;
        let heard = heard.clone();
        tokio::spawn(async move {
            let mut shown = String::new();
            while board.hear().await.is_ok() {
                let number = board.section("calls")[0]["number"].as_str().unwrap_or_default();
                if number != shown {
                    shown = number.to_string();
                    if heard.send((shown.clone(), now())).is_err() {
                        return;
                    }
                }
            }
        });
    }
    let (mut to_answer, mut to_last) = (Flood::default(), Flood::default());
    for n in 1..=CALLS {
        let begun = now();
        officer.act("/api/loket/2/next", json!({})).await?.done()?;
        to_answer.latencies.push(begun.elapsed());
        let (number, mut last, mut boards) = (format!("A-{n:03}"), begun, 0);
        while boards < BOARDS {
            let (shown, at) = hears.recv().await.context("the boards")?;
            if shown == number {
                last = last.max(at);
                boards += 1;
            }
        }
        to_last.latencies.push(last - begun);
        officer.act("/api/loket/2/miss", json!({})).await?.done()?;
    }
    paths::line("call -> the officer's answer", &to_answer);
    paths::line(&format!("call -> last of {BOARDS} boards"), &to_last);
    running.stop().await;
    Ok(())
}
