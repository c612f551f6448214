//! The built program on a data folder, and what people ask of it.

use crate::{median, milliseconds, now};
use anyhow::{Context, Result};
use loket::app::client::Client;
use serde_json::json;
use std::path::Path;
use std::process::Stdio;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

/// Numbers given, and called, on either office.
const ACTS: usize = 200;
/// How often an inbox is opened, and a name looked for.
const LOOKS: usize = 50;

/// A running office.
pub struct Office {
    child: Child,
    base: String,
    /// From its start to its first page, in milliseconds.
    pub started: f64,
}

/// Medians of what people wait for, in milliseconds.
pub struct Waits {
    /// From the tap to the number.
    pub issue: f64,
    /// From the officer's key to their answer.
    pub call: f64,
    /// From the opening of the back office's page to the list of what lies there.
    pub inbox: f64,
    /// From the asking to the berkas of a name.
    pub search: f64,
}

impl Office {
    /// Starts the demonstration on a folder.
    pub async fn start(folder: &Path) -> Result<Office> {
        let begun = now();
        let mut child = Command::new(env!("CARGO_BIN_EXE_loket"))
            .args(["demo", "--listen", "127.0.0.1:0", "--data"])
            .arg(folder)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()?;
        let out = child.stdout.take().context("a pipe")?;
        let line = BufReader::new(out).lines().next_line().await?.context("its first line")?;
        let base = line.trim().strip_prefix("listening on ").context("an address")?.to_string();
        Client::new(&base).get("/").await?.done()?;
        Ok(Office { child, base, started: milliseconds(begun.elapsed()) })
    }

    /// Kills it with SIGKILL, which is how a power cut ends a program.
    pub async fn stop(mut self) -> Result<()> {
        self.child.kill().await?;
        Ok(())
    }

    /// Memory that is in RAM now, in MB.
    pub fn memory(&self) -> Result<f64> {
        let status =
            std::fs::read_to_string(format!("/proc/{}/status", self.child.id().context("running")?))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).context("VmRSS")?;
        Ok(line.trim().trim_end_matches(" kB").trim().parse::<f64>()? / 1024.0)
    }

    /// A browser in which somebody is signed in.
    pub async fn who(&self, login: &str) -> Result<Client> {
        let client = Client::new(&self.base);
        client.demo_sign_in(login).await?;
        Ok(client)
    }

    /// What the people of the office wait for.
    pub async fn acts(&self) -> Result<Waits> {
        let (kiosk, officer) = (self.who("kiosk").await?, self.who("loket-2").await?);
        officer.act("/api/loket/2/open", json!({ "take_over": true })).await?.done()?;
        let (mut issues, mut calls) = (Vec::new(), Vec::new());
        for _ in 0..ACTS {
            let begun = now();
            kiosk.act("/api/kiosk/tickets", json!({ "service": "A" })).await?.done()?;
            issues.push(begun.elapsed());
            let begun = now();
            officer.act("/api/loket/2/next", json!({})).await?.done()?;
            calls.push(begun.elapsed());
            officer.act("/api/loket/2/miss", json!({})).await?.done()?;
        }
        let (analis, mut inboxes, mut searches) = (self.who("analis").await?, Vec::new(), Vec::new());
        for _ in 0..LOOKS {
            let begun = now();
            analis.get("/berkas").await?.done()?;
            let mut inbox = analis.live("/live/berkas/analis").await?;
            inbox.until(|view| !view.is_empty()).await?;
            inboxes.push(begun.elapsed());
            let begun = now();
            analis.post("/api/search", json!({ "text": "siti paputungan" })).await?.done()?;
            searches.push(begun.elapsed());
        }
        Ok(Waits {
            issue: median(&mut issues),
            call: median(&mut calls),
            inbox: median(&mut inboxes),
            search: median(&mut searches),
        })
    }
}
