//! Jobs for an office that runs elsewhere: printing for it, and loading it.

use super::arguments::Loaded;
use super::process::signal;
use anyhow::Result;
use loket::app::client::Trust;
use loket::app::{agent, follow, load};
use loket::domain::profile::Address;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Prints for an office until it is told to stop.
pub async fn print(server: &str, printer: Address, token_file: &Path, ca: Option<PathBuf>) -> Result<()> {
    let trust = trust(ca)?;
    let work = agent::run(server, &trust, printer, token_file, |code| {
        eprintln!("  Pair this agent: sign in to {server}/perangkat as administrator and type {code}");
    });
    tokio::select! {
        ended = work => ended,
        () = signal() => Ok(()),
    }
}

/// Follows the journal of an office until it is told to stop.
pub async fn follow(
    server: &str,
    folder: &Path,
    token_file: Option<&Path>,
    ca: Option<PathBuf>,
) -> Result<()> {
    let (trust, token) = (trust(ca)?, follow::token(token_file)?);
    tokio::select! {
        ended = follow::run(server, &trust, &token, folder) => ended,
        () = signal() => Ok(()),
    }
}

/// Loads an office and tells how it bore it.
pub async fn load(server: &str, load: Loaded) -> Result<()> {
    let trust = trust(load.ca)?;
    let plan = load::Plan {
        kiosks: load.kiosks,
        rest: Duration::from_secs_f64(load.rest),
        service: load.service,
        boards: load.boards,
        zone: load.zone,
        phones: load.phones,
        lasting: Duration::from_secs_f64(load.seconds),
        real: load.i_know_this_office_is_real,
    };
    let told = load::run(server, &trust, &plan, |screen, code| {
        eprintln!("  Pair {screen}: sign in to {server}/perangkat as administrator and type {code}");
    });
    let told = tokio::select! {
        told = told => told?,
        () = signal() => anyhow::bail!("stopped"),
    };
    print!("{told}");
    anyhow::ensure!(!told.took.is_empty(), "no number was given");
    anyhow::ensure!(told.failed.0 == 0, "{} asks failed", told.failed.0);
    Ok(())
}

/// Whose certificates are believed.
fn trust(ca: Option<PathBuf>) -> Result<Trust> {
    Ok(match ca {
        Some(file) => Trust::file(&file)?,
        None => Trust::public(),
    })
}
