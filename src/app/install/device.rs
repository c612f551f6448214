//! Everything that a device's PC needs to show a screen, and to print for the office: files, each in its place.

use super::{Agent, Screen, agent, place, policies, screen};
use anyhow::{Context, Result};
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// Where the unit of a screen lies; it is started for whoever's desktop comes up.
const SCREEN: &str = "/etc/systemd/user/loket-screen.service";
/// Where the unit of the agent lies.
const AGENT: &str = "/etc/systemd/system/loket-agent.service";

/// A file and its text.
pub type Written = (PathBuf, String);

/// The files of a device, by their places on its own disk.
///
/// # Errors
/// As [`screen`], [`agent`] and [`policies`]; or when the file of the CA cannot be read.
pub fn device(shown: &Screen, ca: Option<&Path>, prints: Option<&Agent>) -> Result<Vec<Written>> {
    let about = || ca.unwrap_or(Path::new("")).display().to_string();
    let pem = ca.map(fs::read_to_string).transpose().with_context(about)?;
    let policies = policies(&shown.server, pem.as_deref()).with_context(about)?;
    let mut files = vec![(PathBuf::from(SCREEN), screen(shown)?), (place(&shown.browser), policies)];
    if let Some(prints) = prints {
        files.push((PathBuf::from(AGENT), agent(prints)?));
    }
    Ok(files)
}

/// Writes files below `root`, which is `/` on the device itself. Where each is now.
///
/// # Errors
/// When one cannot be written; what to do, when that is for want of rights.
pub fn write(root: &Path, files: &[Written]) -> Result<Vec<PathBuf>> {
    let mut places = Vec::new();
    for (place, text) in files {
        let place = root.join(place.strip_prefix("/").unwrap_or(place));
        let folder = place.parent().unwrap_or(root);
        let written = fs::create_dir_all(folder).and_then(|()| fs::write(&place, text));
        written
            .map_err(|error| match error.kind() {
                ErrorKind::PermissionDenied => {
                    anyhow::Error::new(error).context("this is set up for the whole PC: run it with sudo")
                }
                _ => error.into(),
            })
            .with_context(|| place.display().to_string())?;
        places.push(place);
    }
    Ok(places)
}
