//! What age could make slow: the start after a power cut, a copy of everything while numbers are given, and the proof
//! that journal and rows tell one story.

use crate::program::Program;
use crate::{milliseconds, now};
use anyhow::{Context, Result, ensure};
use loket::app::check;
use loket::app::client::Client;
use serde_json::{Value, json};
use std::path::Path;
use std::time::Duration;
use tokio::task::JoinSet;

/// How often the office is killed.
const KILLS: usize = 25;
/// Where numbers are given and called meanwhile.
const COUNTERS: [(&str, u16); 3] = [("A", 2), ("C", 4), ("D", 5)];
/// Numbers given at the first of them before it is killed again.
const BEFORE: usize = 30;
/// Numbers given while nothing else happens, beside those of a copy.
const ACTS: usize = 1_000;
/// Between two visitors while a copy is under way, who are more than any office has.
const PAUSE: Duration = Duration::from_millis(20);

/// Kills the office while numbers are given and called, and measures until it has given the next one.
pub async fn kills(folder: &Path) -> Result<()> {
    let mut took = Vec::new();
    let mut office = Program::start(folder).await?;
    for _ in 0..KILLS {
        let first = Counter::open(&office, COUNTERS[0]).await?;
        let mut others = JoinSet::new();
        for other in &COUNTERS[1..] {
            let counter = Counter::open(&office, *other).await?;
            others.spawn(async move { while counter.visitor().await.is_ok() {} });
        }
        for _ in 0..BEFORE {
            first.visitor().await?;
        }
        office.kill().await?;
        others.shutdown().await;
        let begun = now();
        office = Program::start(folder).await?;
        number(&office.who("kiosk").await?, "A").await?;
        took.push(begun.elapsed());
    }
    office.kill().await?;
    took.sort();
    println!(
        "killed {KILLS} times while numbers are given: the next one after {:.0} ms (p50), {:.0} ms at most",
        milliseconds(took[took.len() / 2]),
        milliseconds(took[took.len() - 1]),
    );
    Ok(())
}

/// Takes a copy of everything while numbers are given, and compares how long these take.
pub async fn copy(office: &Program) -> Result<()> {
    let (counter, admin) = (Counter::open(office, COUNTERS[0]).await?, office.who("admin").await?);
    let mut alone = Vec::new();
    for _ in 0..ACTS {
        alone.push(counter.visitor().await?);
        tokio::time::sleep(PAUSE).await;
    }
    // The name of the newest; one copy of a day is kept, so their number may stay as it is.
    let (begun, before) = (now(), copies(&admin).await?["files"][0]["name"].clone());
    admin.post("/api/copies", json!({})).await?.done()?;
    let mut beside = Vec::new();
    let list = loop {
        beside.push(counter.visitor().await?);
        tokio::time::sleep(PAUSE).await;
        let list = copies(&admin).await?;
        ensure!(list["trouble"] == Value::Null, "the copy: {}", list["trouble"]);
        if list["underway"] == false && list["files"][0]["name"] != before {
            break list;
        }
    };
    let megabytes = list["files"][0]["bytes"].as_u64().context("bytes")? >> 20;
    println!(
        "a copy of {megabytes} MB, restored and proved by itself, in {:.0} s; numbers beside it:",
        begun.elapsed().as_secs_f64()
    );
    alone.sort();
    beside.sort();
    for (what, share) in [("p50", 50), ("p99", 99)] {
        let [alone, beside] = [&alone, &beside]
            .map(|times| milliseconds(times[(times.len() * share / 100).min(times.len() - 1)]));
        println!("  {what}: {alone:.1} ms alone, {beside:.1} ms beside the copy, {:.2} x", beside / alone);
    }
    Ok(())
}

/// Lets the office prove itself as `loket verify` does: the chain alone, and rows and papers with it.
pub fn proof(folder: &Path) -> Result<()> {
    let begun = now();
    let (entries, broken) = check::verify_chain(folder)?;
    let chain = begun.elapsed();
    ensure!(broken.is_none(), "the journal is broken at {broken:?}");
    let begun = now();
    let verdict = check::verify_folder(folder, &check::key_inside(folder).context("the key")?)?;
    let whole = begun.elapsed();
    ensure!(verdict.faults.is_empty(), "{:?}", verdict.faults);
    let million = |time: Duration| time.as_secs_f64() * 1e6 / entries as f64;
    println!(
        "{entries} entries verified: the chain in {:.1} s, all rows beside it in {:.1} s; {:.1} and {:.1} s a million",
        chain.as_secs_f64(),
        whole.as_secs_f64(),
        million(chain),
        million(whole),
    );
    Ok(())
}

/// Where visitors take a number and are called at once, so that no line grows that nobody could serve before closing.
struct Counter {
    kiosk: Client,
    officer: Client,
    service: &'static str,
    path: String,
}

impl Counter {
    async fn open(office: &Program, (service, loket): (&'static str, u16)) -> Result<Counter> {
        let (kiosk, officer) = (office.who("kiosk").await?, office.who(&format!("loket-{loket}")).await?);
        let path = format!("/api/loket/{loket}");
        officer.act(&format!("{path}/open"), json!({ "take_over": true })).await?;
        Ok(Counter { kiosk, officer, service, path })
    }

    /// One visitor; how long the number took.
    async fn visitor(&self) -> Result<Duration> {
        let begun = now();
        number(&self.kiosk, self.service).await?;
        let took = begun.elapsed();
        // Whether somebody waited there, or was called already, is the office's to say.
        for act in ["next", "miss"] {
            self.officer.act(&format!("{}/{act}", self.path), json!({})).await?;
        }
        Ok(took)
    }
}

async fn number(kiosk: &Client, service: &str) -> Result<()> {
    kiosk.act("/api/kiosk/tickets", json!({ "service": service })).await?.done()?;
    Ok(())
}

async fn copies(admin: &Client) -> Result<Value> {
    admin.get("/api/copies").await?.done()
}
