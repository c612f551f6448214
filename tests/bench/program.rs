//! The built program as a process of its own, and a browser for whoever works with it.

use anyhow::{Context, Result};
use loket::app::client::Client;
use std::path::Path;
use std::process::Stdio;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

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
        let begun = crate::now();
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

    /// A browser in which somebody is signed in.
    pub async fn who(&self, login: &str) -> Result<Client> {
        let client = Client::new(&format!("http://{}", self.address));
        client.demo_sign_in(login).await?;
        Ok(client)
    }

    /// Kills it with SIGKILL, which is how a power cut ends a program.
    pub async fn kill(mut self) -> Result<()> {
        Ok(self.child.kill().await?)
    }
}
