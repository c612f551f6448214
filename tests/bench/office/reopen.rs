//! How long an office is away when other settings are kept while its screens are open.
//!
//! Boards come back as the real ones do (`display/shared/live.js`): half a second after they lost the office, and after
//! each try that came to nothing at random within twice the time, so that a hall of them does not come at once.

use super::now;
use crate::load::Flood;
use crate::program::Program;
use anyhow::{Context, Result};
use loket::app::client::Client;
use serde_json::json;
use std::path::Path;
use std::time::{Duration, Instant};
use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};

/// Boards that are open.
const BOARDS: usize = 100;
/// How often settings are kept.
const TIMES: u64 = 10;
/// The least pause of a screen before it tries again.
const PAUSE: Duration = Duration::from_millis(500);
/// Its longest.
const LONGEST: Duration = Duration::from_secs(15);

/// Measures and prints.
pub async fn run(folder: &Path) -> Result<()> {
    let data = folder.join("reopen");
    let program = Program::start(&data).await?;
    let (admin, tv) = (program.who("admin").await?, program.who("tv-1").await?);
    let (back, mut backs) = unbounded_channel();
    for page in 0..BOARDS {
        tokio::spawn(board(tv.clone(), page, back.clone()));
    }
    for _ in 0..BOARDS {
        backs.recv().await.context("a board")?;
    }
    let (mut answered, mut page, mut all) = (Flood::default(), Flood::default(), Flood::default());
    for n in 1..=TIMES {
        let values = json!({ "queue.regular": 2 + n % 2 });
        let change = json!({ "seen": n, "section": { "name": "queue", "values": values } });
        let begun = now();
        admin.act("/api/settings/keep", change).await?.done()?;
        answered.latencies.push(begun.elapsed());
        page.latencies.push(opened(&admin, n + 1).await? - begun);
        let mut last = begun;
        for _ in 0..BOARDS {
            last = last.max(backs.recv().await.context("a board")?);
        }
        all.latencies.push(last - begun);
    }
    println!("settings are kept                         p50 ms   max ms");
    for (what, flood) in [
        ("kept -> the answer".to_string(), &answered),
        ("kept -> the first page again".to_string(), &page),
        (format!("kept -> last of {BOARDS} boards back"), &all),
    ] {
        println!("{what:<38} {:>9.0} {:>8.0}", flood.percentile(50.0), flood.percentile(100.0));
    }
    println!();
    drop(program);
    Ok(())
}

/// When an office that works by this version answered.
async fn opened(admin: &Client, version: u64) -> Result<Instant> {
    loop {
        // While it is opened again connections wait, and those that were open end.
        if let Ok(reply) = admin.get("/api/settings").await
            && reply.body["opened"].as_u64() >= Some(version)
        {
            return Ok(now());
        }
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
}

/// A board that tells whenever it shows the office, and comes back for ever.
async fn board(tv: Client, page: usize, back: UnboundedSender<Instant>) {
    let mut failures = 0;
    loop {
        if let Ok(mut live) = tv.live(&format!("/live/papan/utama?page={page}")).await {
            failures = 0;
            if back.send(now()).is_err() {
                return;
            }
            while live.hear().await.is_ok() {}
        }
        let most = PAUSE.saturating_mul(1 << failures.min(6)).min(LONGEST);
        failures += 1;
        tokio::time::sleep(PAUSE + (most - PAUSE).mul_f64(fastrand::f64())).await;
    }
}
