//! Jobs for a machine: looking at it, and setting it up as a server or as a device.

use anyhow::{Context, Result};
use loket::app::{config, doctor, install, reopen};
use loket::domain::profile::Address;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Looks at this machine and says what to do.
pub fn look_at(config: &Path, data: &Path, key: Option<PathBuf>, listen: SocketAddr) -> ExitCode {
    let findings = doctor::examine(config, data, key, listen);
    for finding in &findings {
        let mark = match finding.verdict {
            doctor::Verdict::Good => "ok  ",
            doctor::Verdict::Weak => "weak",
            doctor::Verdict::Bad => "BAD ",
        };
        println!("{mark}  {}", finding.what);
        if !finding.advice.is_empty() {
            println!("      {}", finding.advice);
        }
    }
    let bad = findings.iter().any(|finding| finding.verdict == doctor::Verdict::Bad);
    if bad { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

/// Makes a service of an office, of the program that is named or of this one.
pub fn make_service(
    (config, data): (PathBuf, PathBuf),
    listen: SocketAddr,
    user: String,
    program: Option<PathBuf>,
    unit: &Path,
) -> Result<()> {
    let config::Reading { profile, copies, tls, public, .. } = reopen::at_rest(&config, &data)?.reading;
    let (copies, http) = (copies.folder, tls.and_then(|plan| plan.http));
    let program = program.map_or_else(own, Ok)?;
    let devices = profile.printers.iter().any(|plan| {
        matches!(plan.address, Address::Usb(_) | Address::UsbKind { .. } | Address::Serial { .. })
    });
    let text = install::unit(&install::Service {
        user: user.clone(),
        program,
        config,
        data,
        copies,
        listen,
        http,
        public,
        devices,
    })?;
    if unit == Path::new("-") {
        print!("{text}");
        return Ok(());
    }
    std::fs::write(unit, text).with_context(|| unit.display().to_string())?;
    println!("{} is written. To start the office, and at every boot:", unit.display());
    println!("  useradd --system --user-group --home-dir /nonexistent --shell /usr/sbin/nologin {user}");
    println!("  chown -R {user}: on the data folder and the folder of the settings");
    println!("  systemctl daemon-reload && systemctl enable --now loket");
    Ok(())
}

/// Where this program lies.
fn own() -> Result<PathBuf> {
    std::env::current_exe().context("the program's own path")
}

/// Makes a service of a second machine.
pub fn make_standby(
    server: String,
    token: PathBuf,
    ca: Option<PathBuf>,
    program: Option<PathBuf>,
    unit: &Path,
) -> Result<()> {
    let program = program.map_or_else(own, Ok)?;
    let text = install::standby(&install::Standby { server, token, ca, program })?;
    if unit == Path::new("-") {
        print!("{text}");
        return Ok(());
    }
    std::fs::write(unit, text).with_context(|| unit.display().to_string())?;
    println!("{} is written. To follow the office, and after every start:", unit.display());
    println!("  systemctl daemon-reload && systemctl enable --now loket-follow");
    println!("What it has is in /var/lib/loket-follow: `loket restore ... --follow /var/lib/loket-follow`");
    Ok(())
}

/// Sets up a device's PC.
pub fn make_device(
    screen: &install::Screen,
    printer: Option<Address>,
    ca: Option<PathBuf>,
    program: Option<PathBuf>,
    root: &Path,
) -> Result<()> {
    let program = program.map_or_else(own, Ok)?;
    let server = screen.server.clone();
    let believed = ca.clone();
    let prints = printer.map(|printer| install::Agent { server, printer, ca, program });
    for place in install::write(root, &install::device(screen, believed.as_deref(), prints.as_ref())?)? {
        println!("{} is written", place.display());
    }
    println!(
        "To show the screen whenever this PC's desktop starts, let the desktop sign a user in by itself, and:"
    );
    println!("  systemctl --global enable loket-screen");
    if prints.is_some() {
        println!("To print from now on, and after every start:");
        println!("  systemctl daemon-reload && systemctl enable --now loket-agent");
        println!("  journalctl -u loket-agent shows the code to type at {}/perangkat", screen.server);
    }
    Ok(())
}
