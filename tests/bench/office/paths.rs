//! The ways that people wait for: from the tap to the paper, and the office while two thousand phones look on.

use super::{Setting, now, office};
use crate::load::Flood;
use crate::program::Program;
use anyhow::{Context, Result};
use loket::app::client::Client;
use loket::store::Store;
use serde_json::json;
use std::path::Path;
use tokio::task::JoinSet;

/// Papers measured.
const PAPERS: usize = 60;
/// Phones that follow their number.
const PHONES: usize = 2_000;
/// Numbers given and called, with and without them.
const ACTS: usize = 150;

/// From the tap to the last byte at the printer, its cut.
pub async fn tap_to_paper(folder: &Path) -> Result<()> {
    let data = folder.join("papers");
    let (running, printers) =
        office(Store::open(&data)?, &data, Setting { batch: 256, printers: true }).await?;
    let printer = printers.into_iter().find(|(name, ..)| name == "kiosk").context("the kiosk's printer")?.2;
    let kiosk = Client::new(&format!("http://{}", running.address));
    kiosk.demo_sign_in("kiosk").await?;
    let (mut to_answer, mut to_paper) = (Flood::default(), Flood::default());
    let mut papers = printer.receipts(0).last().map_or(0, |paper| paper.number());
    for _ in 0..PAPERS {
        let begun = now();
        kiosk.act("/api/kiosk/tickets", json!({ "service": "A" })).await?.done()?;
        to_answer.latencies.push(begun.elapsed());
        let out = printer.wait_for(papers).await;
        to_paper.latencies.push(begun.elapsed());
        papers = out.last().map_or(papers, |paper| paper.number());
    }
    line("tap -> the number on the screen", &to_answer);
    line("tap -> the paper is cut", &to_paper);
    running.stop().await;
    Ok(())
}

/// The same acts before and while two thousand phones follow their numbers, and what each of them costs the program.
pub async fn phones(folder: &Path) -> Result<()> {
    let program = Program::start(&folder.join("phones")).await?;
    let (kiosk, officer) = (program.who("kiosk").await?, program.who("loket-2").await?);
    officer.act("/api/loket/2/open", json!({})).await?.done()?;
    let (mut asking, mut pages) = (JoinSet::new(), Vec::new());
    for asked in 0..PHONES {
        let kiosk = kiosk.clone();
        asking.spawn(async move { kiosk.act("/api/kiosk/tickets", json!({ "service": "D" })).await?.done() });
        while asking.len() >= 64 || (asked + 1 == PHONES && !asking.is_empty()) {
            let ticket = asking.join_next().await.context("a number")???;
            pages.push(
                ticket["url"]
                    .as_str()
                    .and_then(|url| url.rsplit('/').next())
                    .context("its page")?
                    .to_string(),
            );
        }
    }
    let alone = acts(&kiosk, &officer).await?;
    let before = program.memory()?;
    let mut following = JoinSet::new();
    for page in pages {
        let mut phone =
            Client::new(&format!("http://{}", program.address)).live(&format!("/live/t/{page}")).await?;
        following.spawn(async move { while phone.hear().await.is_ok() {} });
    }
    let each = (program.memory()? - before) / PHONES as f64;
    let watched = acts(&kiosk, &officer).await?;
    println!("while {PHONES} phones follow           alone p50  watched p50   ratio   watched p99");
    for (what, alone, watched) in [("issue", &alone.0, &watched.0), ("call", &alone.1, &watched.1)] {
        println!(
            "{what:<32} {:>9.2}  {:>11.2}  {:>6.2}  {:>12.2}",
            alone.percentile(50.0),
            watched.percentile(50.0),
            watched.percentile(50.0) / alone.percentile(50.0),
            watched.percentile(99.0)
        );
    }
    println!("phones that follow still: {} of {PHONES}, {each:.1} KiB each", {
        while following.try_join_next().is_some() {}
        following.len()
    });
    println!();
    Ok(())
}

async fn acts(kiosk: &Client, officer: &Client) -> Result<(Flood, Flood)> {
    let (mut issues, mut calls) = (Flood::default(), Flood::default());
    for _ in 0..ACTS {
        let begun = now();
        kiosk.act("/api/kiosk/tickets", json!({ "service": "A" })).await?.done()?;
        issues.latencies.push(begun.elapsed());
        let begun = now();
        officer.act("/api/loket/2/next", json!({})).await?.done()?;
        calls.latencies.push(begun.elapsed());
        officer.act("/api/loket/2/miss", json!({})).await?.done()?;
    }
    Ok((issues, calls))
}

/// One figure.
pub fn line(what: &str, flood: &Flood) {
    println!("{what:<34} p50 {:>6.2} ms  p99 {:>6.2} ms", flood.percentile(50.0), flood.percentile(99.0));
}
